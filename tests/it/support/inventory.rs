//! One of everything: what each route and each action can be tried on.

use reqwest::Method;
use serde_json::{Value, json};

use super::front::OwnListener;
use super::groups::Groups;
use super::own_interface::{OwnInterface, default_vpc};
use super::rest::{Rest, segment};
use super::ways::Ways;
use super::webhook::Webhook;
use super::world::{CONSUMER, Network, PROVIDER, Publication, World, text};

/// A provider and a consumer, connected, with one of everything, and some things that nothing else needs.
pub(crate) struct Inventory {
    pub(crate) publication: Publication,
    pub(crate) consumer: Network,
    /// The consumer's endpoint, waiting for acceptance.
    pub(crate) endpoint_id: String,
    pub(crate) permission_id: String,
    /// Of the provider's service.
    pub(crate) notification_id: String,
    /// Of the provider's.
    pub(crate) topic_arn: String,
    /// A webhook's to the topic, and what it confirms with.
    pub(crate) subscription_arn: String,
    pub(crate) subscription_token: String,
    /// Of the consumer's; nothing uses it.
    pub(crate) group_id: String,
    pub(crate) rule_id: String,
    pub(crate) route_table_id: String,
    pub(crate) association_id: String,
    /// Of the consumer's, rejected: where a route leads, and its destination.
    pub(crate) route_target_id: String,
    pub(crate) beyond: &'static str,
    /// Of the consumer's, without an IPv6 network, and one that it could have.
    pub(crate) ipv6_subnet_id: String,
    pub(crate) ipv6_cidr_block: String,
    /// Associations of IPv6 networks of the consumer's, which nothing uses.
    pub(crate) vpc_cidr_association_id: String,
    pub(crate) subnet_cidr_association_id: String,
    /// Of the consumer's; nothing uses either.
    pub(crate) dhcp_options_ids: (String, String),
    /// Of the provider's, with a listener, but behind no service.
    pub(crate) load_balancer_arn: String,
    pub(crate) target_group_arn: String,
    pub(crate) listener_arn: String,
    /// Of the consumer's.
    pub(crate) groups: Groups,
    /// Of the consumer's, with nothing in them.
    pub(crate) spare: Network,
    pub(crate) empty_vpc_id: String,
    pub(crate) spare_group_id: String,
    pub(crate) spare_route_table_id: String,
    pub(crate) other_association_id: String,
    /// Of the provider's; nothing uses them.
    pub(crate) spare_service_id: String,
    pub(crate) spare_load_balancer_arn: String,
    pub(crate) spare_target_group_arn: String,
    /// Of the provider's, with a security group.
    pub(crate) guarded_load_balancer_arn: String,
    pub(crate) guard_id: String,
    /// Of the consumer's.
    pub(crate) own_interface: OwnInterface,
    pub(crate) ways: Ways,
    pub(crate) own_listener: OwnListener,
}

impl Inventory {
    pub(crate) async fn of(world: &World) -> Self {
        let name = json!({"privateDnsName": "orders.example.com"});
        let publication = world.publish_with(name).await;
        let consumer = world.consume().await;
        let endpoint_id = world.connect(&publication, &consumer).await;
        let spare = world.network(CONSUMER, &["us-east-1a"]).await;
        let rest = world.rest(CONSUMER);
        let group_id = group(rest, &consumer, "spare").await;
        let (route_table_id, association_id) = associated_table(rest, &consumer).await;
        let (_, other_association_id) = associated_table(rest, &spare).await;
        let beyond = "10.9.0.0/16";
        let route_target_id =
            blackhole(world, &publication, &consumer, &route_table_id, beyond).await;
        let provider = world.rest(PROVIDER);
        default_vpc(world).await;
        let (ipv6_subnet_id, ipv6_cidr_block, subnet_cidr_association_id) = ipv6(world).await;
        let (_, vpc_cidr_association_id) = ipv6_vpc(world).await;
        let (network, service) = (&publication.network, &publication.service_id);
        let permissions = format!("/v1/endpoint-services/{service}/permissions");
        let (topic_arn, notification_id) = notification(world, service).await;
        let (subscription_arn, subscription_token) = subscription(world, &topic_arn).await;
        let load_balancer = async |name| {
            let subnets = &publication.network.subnet_ids;
            world.load_balancer(PROVIDER, name, subnets).await
        };
        let load_balancer_arn = load_balancer("spare").await;
        let target_group_arn = group_with_target(world, network).await;
        let listener = listener(&load_balancer_arn, &target_group_arn, 443);
        let guard_id = group(provider, network, "guard").await;
        Self {
            notification_id,
            subscription_arn,
            subscription_token,
            topic_arn,
            endpoint_id,
            permission_id: text(&provider.items(&permissions).await[0]["servicePermissionId"]),
            rule_id: rule(rest, &group_id).await,
            group_id,
            route_table_id,
            route_target_id,
            beyond,
            ipv6_subnet_id,
            ipv6_cidr_block,
            vpc_cidr_association_id,
            subnet_cidr_association_id,
            association_id,
            dhcp_options_ids: (dhcp_options(world).await, dhcp_options(world).await),
            listener_arn: provider
                .make("/v1/listeners", "listenerArn", listener)
                .await,
            load_balancer_arn,
            target_group_arn,
            empty_vpc_id: world.network(CONSUMER, &[]).await.vpc_id,
            spare_group_id: group(rest, &spare, "unused").await,
            spare_route_table_id: table(rest, &spare).await,
            other_association_id,
            spare_service_id: service_behind(provider, load_balancer("behind").await).await,
            spare_load_balancer_arn: load_balancer("unused").await,
            spare_target_group_arn: target_group(provider, network, "unused").await,
            guarded_load_balancer_arn: guarded(provider, network, &guard_id).await,
            guard_id,
            groups: Groups::of(world, &consumer).await,
            own_interface: OwnInterface::of(world).await,
            ways: Ways::of(world).await,
            own_listener: OwnListener::of(world).await,
            spare,
            publication,
            consumer,
        }
    }
}

/// A load balancer with a security group.
async fn guarded(rest: Rest<'_>, network: &Network, group_id: &str) -> String {
    let body =
        json!({"name": "guarded", "subnets": network.subnet_ids, "securityGroups": [group_id]});
    rest.make("/v1/load-balancers", "loadBalancerArn", body)
        .await
}

/// A route of the consumer's to an endpoint that the provider turned down, which keeps the endpoint; its id.
async fn blackhole(
    world: &World,
    publication: &Publication,
    consumer: &Network,
    route_table_id: &str,
    destination: &str,
) -> String {
    let inspection = world.inspection(&publication.network).await;
    let endpoint_id = world.route_target(&inspection, consumer).await;
    let route = json!({"destinationCidrBlock": destination, "vpcEndpointId": endpoint_id});
    let routes = format!("/v1/route-tables/{route_table_id}/routes");
    world.rest(CONSUMER).create(&routes, route).await;
    let service_id = &inspection.service_id;
    world.turn_down(service_id, &endpoint_id).await;
    endpoint_id
}

async fn service_behind(rest: Rest<'_>, load_balancer_arn: String) -> String {
    let behind = json!({"networkLoadBalancerArns": [load_balancer_arn]});
    rest.make("/v1/endpoint-services", "serviceId", behind)
        .await
}

async fn rule(rest: Rest<'_>, group_id: &str) -> String {
    let rule = json!({"isEgress": false, "ipProtocol": "tcp", "fromPort": 443, "toPort": 443, "cidrIpv4": "10.0.0.0/16"});
    let rules = format!("/v1/security-groups/{group_id}/rules");
    rest.make(&rules, "securityGroupRuleId", rule).await
}

/// A target group of the provider's with a target in it.
async fn group_with_target(world: &World, network: &Network) -> String {
    let provider = world.rest(PROVIDER);
    let arn = target_group(provider, network, "spare").await;
    let targets = format!("/v1/target-groups/{}/targets", segment(&arn));
    let target = json!({"id": "10.0.0.9", "port": 443});
    provider.create(&targets, target).await;
    arn
}

/// A webhook's subscription to a topic of the provider's, and what it confirms with.
async fn subscription(world: &World, topic_arn: &str) -> (String, String) {
    let mut webhook = Webhook::start().await;
    let parameters = [
        ("TopicArn", topic_arn),
        ("Protocol", "http"),
        ("Endpoint", &webhook.url),
        ("ReturnSubscriptionArn", "true"),
    ];
    let reply = world.sns(PROVIDER).ok("Subscribe", &parameters).await;
    world.settle().await;
    let question = webhook.next().await;
    (reply.one("SubscriptionArn"), text(&question.body["Token"]))
}

/// A topic of the provider's, and the id of a notification that publishes to it.
async fn notification(world: &World, service_id: &str) -> (String, String) {
    let provider = world.rest(PROVIDER);
    let arn = "arn:aws:sns:us-east-1:111111111111:connections".to_owned();
    let topic = json!({"topicArn": arn, "subscribers": []});
    let topic = provider.request(Method::PUT, "/v1/topics").json(&topic);
    provider.send(topic).await.expect(201);
    let body = json!({"connectionNotificationArn": arn, "connectionEvents": ["Accept"]});
    let path = format!("/v1/endpoint-services/{service_id}/notifications");
    let id = provider.make(&path, "connectionNotificationId", body).await;
    (arn, id)
}

/// A VPC with an IPv6 network, and the network's association.
async fn ipv6_vpc(world: &World) -> (Value, String) {
    let body = json!({"cidrBlock": "10.0.0.0/16", "amazonProvidedIpv6CidrBlock": true});
    let vpc = world.rest(CONSUMER).create("/v1/vpcs", body).await;
    let id = [("VpcId.1", vpc["vpcId"].as_str().expect("an id"))];
    let shown = world.ec2(CONSUMER).ok("DescribeVpcs", &id).await;
    let association = shown.all("associationId").pop().expect("an association");
    (vpc, association)
}

/// A subnet without an IPv6 network, one that it could have, and the association of one that another subnet has.
async fn ipv6(world: &World) -> (String, String, String) {
    let (vpc, _) = ipv6_vpc(world).await;
    let vpc_id = text(&vpc["vpcId"]);
    let network: ipnet::Ipv6Net = text(&vpc["ipv6CidrBlock"]).parse().expect("a network");
    let mut parts = network.subnets(64).expect("a /56 has /64s");
    let mut part = || parts.next().expect("a /56 has 256").to_string();
    let body = json!({"vpcId": vpc_id, "cidrBlock": "10.0.0.0/24", "ipv6CidrBlock": part()});
    let subnet = world.rest(CONSUMER).create("/v1/subnets", body).await;
    let id = [("SubnetId.1", subnet["subnetId"].as_str().expect("an id"))];
    let shown = world.ec2(CONSUMER).ok("DescribeSubnets", &id).await;
    let body = json!({"vpcId": vpc_id, "cidrBlock": "10.0.1.0/24"});
    let without = world
        .rest(CONSUMER)
        .make("/v1/subnets", "subnetId", body)
        .await;
    (without, part(), shown.one("associationId"))
}

async fn dhcp_options(world: &World) -> String {
    let option = [
        ("DhcpConfiguration.1.Key", "ntp-servers"),
        ("DhcpConfiguration.1.Value.1", "10.0.0.3"),
    ];
    let created = world.ec2(CONSUMER).ok("CreateDhcpOptions", &option).await;
    created.one("dhcpOptionsId")
}

async fn group(rest: Rest<'_>, network: &Network, name: &str) -> String {
    let body = json!({"vpcId": network.vpc_id, "groupName": name, "description": name});
    rest.make("/v1/security-groups", "groupId", body).await
}

async fn table(rest: Rest<'_>, network: &Network) -> String {
    let body = json!({"vpcId": network.vpc_id});
    rest.make("/v1/route-tables", "routeTableId", body).await
}

/// A route table of the network's first subnet, and its association.
async fn associated_table(rest: Rest<'_>, network: &Network) -> (String, String) {
    let table = table(rest, network).await;
    let path = format!("/v1/route-tables/{table}/associations");
    let body = json!({"subnetId": network.subnet_ids[0]});
    let association = rest.make(&path, "routeTableAssociationId", body).await;
    (table, association)
}

async fn target_group(rest: Rest<'_>, network: &Network, name: &str) -> String {
    let body = json!({
        "name": name, "protocol": "TCP", "port": 443, "targetType": "ip", "vpcId": network.vpc_id,
    });
    rest.make("/v1/target-groups", "targetGroupArn", body).await
}

/// What a listener is created with.
pub(crate) fn listener(load_balancer_arn: &str, target_group_arn: &str, port: u16) -> Value {
    json!({
        "loadBalancerArn": load_balancer_arn,
        "protocol": "TCP",
        "port": port,
        "defaultActions": [{"type": "forward", "targetGroupArn": target_group_arn}],
    })
}
