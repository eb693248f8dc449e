//! What happens: a provider publishes a service, a consumer connects to it, and both take it down again.

use std::io::Write;

use reqwest::StatusCode;
use serde_json::json;

use super::Failure;
use super::client::{Ask, Client, segment};
use crate::Sandbox;

const PROVIDER: &str = "111111111111";
const CONSUMER: &str = "222222222222";
const STRANGER: &str = "333333333333";

/// Both sides use the same addresses, which PrivateLink does not mind.
const VPC_CIDR: &str = "10.0.0.0/16";
const ZONES: [(&str, &str); 2] = [("us-east-1a", "10.0.1.0/24"), ("us-east-1b", "10.0.2.0/24")];

/// What an account can have.
const NOUNS: [&str; 9] = [
    "vpcs",
    "subnets",
    "security-groups",
    "route-tables",
    "network-interfaces",
    "load-balancers",
    "target-groups",
    "endpoint-services",
    "endpoints",
];

struct Network {
    vpc: String,
    subnets: Vec<String>,
}

struct Balancing {
    load_balancer: String,
    target_group: String,
    listener: String,
}

struct Service {
    id: String,
    name: String,
}

struct Connection {
    security_group: String,
    endpoint: String,
}

/// Tells the whole story.
pub(super) async fn tell<W: Write>(
    client: &mut Client<W>,
    sandbox: &Sandbox,
) -> Result<(), Failure> {
    client.say("Two accounts connect through PrivateLink. The provider is 111111111111, the consumer 222222222222.")?;
    client.say(&format!(
        "The server is at {}, keeps everything in memory, and stops when the story is over.",
        sandbox.url()
    ))?;
    let provider = network(client, PROVIDER, "The provider").await?;
    let balancing = balancing(client, &provider).await?;
    let service = service(client, &balancing).await?;
    let consumer = network(client, CONSUMER, "The consumer, with the same addresses,").await?;
    discover(client, &service).await?;
    let connection = connect(client, &consumer, &service).await?;
    accept(client, &service, &connection).await?;
    use_connection(client, sandbox, &service, &consumer, &connection).await?;
    events(client, &connection).await?;
    disconnect(client, sandbox, &consumer, &connection).await?;
    withdraw(client, &provider, &balancing, &service).await?;
    nothing_is_left(client).await?;
    client.say(&format!(
        "\nDone. The accounts were connected, and nothing is left of it after {} requests.",
        client.requests()
    ))
}

async fn network<W: Write>(
    client: &mut Client<W>,
    account: &'static str,
    who: &str,
) -> Result<Network, Failure> {
    client.step(&format!("{who} creates a VPC and two subnets in two zones"))?;
    let ask = Ask::create(account, "/v1/vpcs", json!({"cidrBlock": VPC_CIDR}));
    let vpc = client.ask(ask).await?.text("vpcId")?;
    let mut subnets = Vec::new();
    for (zone, cidr) in ZONES {
        let body = json!({"vpcId": vpc, "availabilityZone": zone, "cidrBlock": cidr});
        let ask = Ask::create(account, "/v1/subnets", body);
        subnets.push(client.ask(ask).await?.text("subnetId")?);
    }
    Ok(Network { vpc, subnets })
}

async fn balancing<W: Write>(
    client: &mut Client<W>,
    network: &Network,
) -> Result<Balancing, Failure> {
    client
        .step("The provider puts an internal network load balancer in front of its application")?;
    let body = json!({
        "name": "orders", "type": "network", "scheme": "internal", "subnets": network.subnets,
    });
    let ask = Ask::create(PROVIDER, "/v1/load-balancers", body);
    let load_balancer = client.ask(ask).await?.text("loadBalancerArn")?;
    let body = json!({
        "name": "orders", "protocol": "TCP", "port": 8443, "targetType": "ip", "vpcId": network.vpc,
    });
    let ask = Ask::create(PROVIDER, "/v1/target-groups", body);
    let target_group = client.ask(ask).await?.text("targetGroupArn")?;
    let path = format!("/v1/target-groups/{}/targets", segment(&target_group));
    let body = json!({"id": "10.0.1.10", "port": 8443});
    client.ask(Ask::create(PROVIDER, path, body)).await?;
    let body = json!({
        "loadBalancerArn": load_balancer, "protocol": "TCP", "port": 443,
        "defaultActions": [{"type": "forward", "targetGroupArn": target_group}],
    });
    let ask = Ask::create(PROVIDER, "/v1/listeners", body);
    let listener = client.ask(ask).await?.text("listenerArn")?;
    Ok(Balancing {
        load_balancer,
        target_group,
        listener,
    })
}

async fn service<W: Write>(
    client: &mut Client<W>,
    balancing: &Balancing,
) -> Result<Service, Failure> {
    client.step(
        "The provider publishes it as an endpoint service, and decides itself who is let in",
    )?;
    let body = json!({
        "networkLoadBalancerArns": [balancing.load_balancer], "acceptanceRequired": true,
    });
    let ask = Ask::create(PROVIDER, "/v1/endpoint-services", body);
    let created = client.ask(ask).await?;
    created.expect("serviceState", "Available")?;
    let (id, name) = (created.text("serviceId")?, created.text("serviceName")?);
    client.step("The provider allows the consumer's account to see the service")?;
    let path = format!("/v1/endpoint-services/{id}/permissions");
    let body = json!({"principal": format!("arn:aws:iam::{CONSUMER}:root")});
    client.ask(Ask::create(PROVIDER, path, body)).await?;
    Ok(Service { id, name })
}

async fn discover<W: Write>(client: &mut Client<W>, service: &Service) -> Result<(), Failure> {
    client.step("The consumer finds the service among those that it may connect to")?;
    let path = format!("/v1/available-services?filter[owner]={PROVIDER}");
    let found = client.ask(Ask::get(CONSUMER, path)).await?;
    found.expect_items(1)?;
    client.step("For an account without permission, 333333333333, the service does not exist")?;
    let path = format!("/v1/available-services/{}", service.name);
    let ask = Ask::get(STRANGER, path).refused(StatusCode::NOT_FOUND, "InvalidServiceName");
    client.ask(ask).await?;
    Ok(())
}

async fn connect<W: Write>(
    client: &mut Client<W>,
    network: &Network,
    service: &Service,
) -> Result<Connection, Failure> {
    client.step("The consumer creates a security group for its endpoint")?;
    let body = json!({
        "groupName": "endpoint", "description": "HTTPS from within the VPC", "vpcId": network.vpc,
    });
    let ask = Ask::create(CONSUMER, "/v1/security-groups", body);
    let security_group = client.ask(ask).await?.text("groupId")?;
    let path = format!("/v1/security-groups/{security_group}/rules");
    let body = json!({
        "isEgress": false, "ipProtocol": "tcp", "fromPort": 443, "toPort": 443, "cidrIpv4": VPC_CIDR,
    });
    client.ask(Ask::create(CONSUMER, path, body)).await?;
    client.step("The consumer creates the endpoint: it has addresses and names at once, but is not connected")?;
    let body = json!({
        "vpcId": network.vpc, "serviceName": service.name, "subnetIds": network.subnets,
        "securityGroupIds": [security_group],
    });
    let ask = Ask::create(CONSUMER, "/v1/endpoints", body).once("demo-endpoint");
    let created = client.ask(ask).await?;
    created.expect("state", "pendingAcceptance")?;
    Ok(Connection {
        security_group,
        endpoint: created.text("vpcEndpointId")?,
    })
}

async fn accept<W: Write>(
    client: &mut Client<W>,
    service: &Service,
    connection: &Connection,
) -> Result<(), Failure> {
    let connections = format!("/v1/endpoint-services/{}/connections", service.id);
    let accept = format!("{connections}/{}/accept", connection.endpoint);
    client
        .step("The consumer cannot accept for itself: to it, the provider's side does not exist")?;
    let ask = Ask::act(CONSUMER, accept.as_str()).refused(
        StatusCode::NOT_FOUND,
        "InvalidVpcEndpointServiceId.NotFound",
    );
    client.ask(ask).await?;
    client.step("The provider sees who wants to connect")?;
    let listed = client.ask(Ask::get(PROVIDER, connections)).await?;
    listed.expect_items(1)?;
    client.step("The provider accepts: the connection is pending, because the server still has to set it up")?;
    let accepted = client.ask(Ask::act(PROVIDER, accept)).await?;
    accepted.expect("vpcEndpointState", "pending")
}

async fn use_connection<W: Write>(
    client: &mut Client<W>,
    sandbox: &Sandbox,
    service: &Service,
    network: &Network,
    connection: &Connection,
) -> Result<(), Failure> {
    sandbox.settle().await?;
    client.step("A moment later the consumer's endpoint is available")?;
    let path = format!("/v1/endpoints/{}", connection.endpoint);
    let endpoint = client.ask(Ask::get(CONSUMER, path)).await?;
    endpoint.expect("state", "available")?;
    client.step("Its network interfaces have addresses of the consumer's own subnets")?;
    let path = format!("/v1/network-interfaces?filter[vpc-id]={}", network.vpc);
    let interfaces = client.ask(Ask::get(CONSUMER, path)).await?;
    interfaces.expect_items(network.subnets.len())?;
    client.step("The provider cannot delete a service that somebody is connected to")?;
    let path = format!("/v1/endpoint-services/{}", service.id);
    let ask =
        Ask::delete(PROVIDER, path).refused(StatusCode::CONFLICT, "ExistingVpcEndpointConnections");
    client.ask(ask).await?;
    Ok(())
}

async fn events<W: Write>(client: &mut Client<W>, connection: &Connection) -> Result<(), Failure> {
    client.step(
        "Both sides read in their audit logs what happened to the connection, and who did it",
    )?;
    for account in [CONSUMER, PROVIDER] {
        let path = format!("/v1/events?filter[resource-id]={}", connection.endpoint);
        let events = client.ask(Ask::get(account, path)).await?;
        events.expect_items(3)?;
    }
    Ok(())
}

async fn disconnect<W: Write>(
    client: &mut Client<W>,
    sandbox: &Sandbox,
    network: &Network,
    connection: &Connection,
) -> Result<(), Failure> {
    client.step("The consumer deletes its endpoint")?;
    let path = format!("/v1/endpoints/{}", connection.endpoint);
    let ask = Ask::delete(CONSUMER, path.as_str()).accepted();
    let deleting = client.ask(ask).await?;
    deleting.expect("state", "deleting")?;
    sandbox.settle().await?;
    client.step("A moment later it is gone, and the consumer deletes the rest")?;
    let ask =
        Ask::get(CONSUMER, path).refused(StatusCode::NOT_FOUND, "InvalidVpcEndpointId.NotFound");
    client.ask(ask).await?;
    let path = format!("/v1/security-groups/{}", connection.security_group);
    client.ask(Ask::delete(CONSUMER, path)).await?;
    delete_network(client, CONSUMER, network).await
}

async fn withdraw<W: Write>(
    client: &mut Client<W>,
    network: &Network,
    balancing: &Balancing,
    service: &Service,
) -> Result<(), Failure> {
    client.step("Nobody is connected any more: the provider takes its side down, too")?;
    let path = format!("/v1/endpoint-services/{}", service.id);
    client.ask(Ask::delete(PROVIDER, path)).await?;
    for (noun, arn) in [
        ("listeners", &balancing.listener),
        ("load-balancers", &balancing.load_balancer),
        ("target-groups", &balancing.target_group),
    ] {
        let path = format!("/v1/{noun}/{}", segment(arn));
        client.ask(Ask::delete(PROVIDER, path)).await?;
    }
    delete_network(client, PROVIDER, network).await
}

async fn delete_network<W: Write>(
    client: &mut Client<W>,
    account: &'static str,
    network: &Network,
) -> Result<(), Failure> {
    for subnet in &network.subnets {
        let path = format!("/v1/subnets/{subnet}");
        client.ask(Ask::delete(account, path)).await?;
    }
    let path = format!("/v1/vpcs/{}", network.vpc);
    client.ask(Ask::delete(account, path)).await?;
    Ok(())
}

async fn nothing_is_left<W: Write>(client: &mut Client<W>) -> Result<(), Failure> {
    client.step("Neither account has anything left")?;
    for account in [PROVIDER, CONSUMER] {
        for noun in NOUNS {
            let list = client.ask(Ask::get(account, format!("/v1/{noun}"))).await?;
            list.expect_items(0)?;
        }
    }
    Ok(())
}
