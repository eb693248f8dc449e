//! Load balancers with IPv6: where it cannot be had, and where it cannot be lost.

use reqwest::Method;
use serde_json::json;

use super::load_balancers::Stage;
use super::{Refusals, merged, with};
use crate::support::inventory::listener;
use crate::support::rest::segment;
use crate::support::world::{PROVIDER, World};

/// IPv6 where there is none.
#[tokio::test]
async fn address_types_that_do_not_fit() {
    let world = World::start().await;
    let stage = Stage::of(&world).await;
    let (elb, rest) = (world.elb(PROVIDER), world.rest(PROVIDER));
    let subnet = &*stage.network.subnet_ids[0];
    let path = format!("/v1/load-balancers/{}", segment(&stage.balancer));
    let both = ("IpAddressType", "dualstack");
    let named = [("LoadBalancerArn", &*stage.balancer), both];
    let changes = json!({"ipAddressType": "dualstack"});
    let mut table = Refusals::of(&world);

    table.when("created where subnets have no IPv6");
    let parameters = [
        ("Name", "new"),
        ("Type", "network"),
        ("Subnets.member.1", subnet),
        both,
    ];
    let body = json!({"name": "new", "subnets": [subnet], "ipAddressType": "dualstack"});
    table.query(&elb, "CreateLoadBalancer", &parameters).await;
    table
        .rest(&rest, Method::POST, "/v1/load-balancers", body)
        .await;
    table.when("changed where subnets have no IPv6");
    table.query(&elb, "SetIpAddressType", &named).await;
    table
        .rest(&rest, Method::PATCH, &path, changes.clone())
        .await;
    table.when("moved where subnets have no IPv6");
    let parameters = with(&named, &[("Subnets.member.1", subnet)]);
    table.query(&elb, "SetSubnets", &parameters).await;
    let body = merged(&changes, json!({"subnets": [subnet]}));
    table.rest(&rest, Method::PATCH, &path, body).await;
    table.when("an IPv6 address without IPv6");
    let mapping = json!([{"subnetId": subnet, "iPv6Address": "2001:db8::9"}]);
    let body = json!({"name": "new", "subnetMappings": mapping});
    table
        .rest(&rest, Method::POST, "/v1/load-balancers", body)
        .await;
    insta::assert_snapshot!(table.table(), @"
    created where subnets have no IPv6
      AWS  400 ValidationError: You must specify subnets with an associated IPv6 CIDR block.
      REST 400 ValidationError (subnets): You must specify subnets with an associated IPv6 CIDR block.
    changed where subnets have no IPv6
      AWS  400 ValidationError: You must specify subnets with an associated IPv6 CIDR block.
      REST 400 ValidationError (subnets): You must specify subnets with an associated IPv6 CIDR block.
    moved where subnets have no IPv6
      AWS  400 ValidationError: You must specify subnets with an associated IPv6 CIDR block.
      REST 400 ValidationError (subnets): You must specify subnets with an associated IPv6 CIDR block.
    an IPv6 address without IPv6
      REST 400 InvalidConfigurationRequest (subnetMappings): IPv6 addresses can only be specified for network load balancers of the IP address type dualstack
    ");
}

#[tokio::test]
async fn ipv6_and_udp_exclude_one_another() {
    let world = World::start().await;
    let stage = Stage::of(&world).await;
    let (elb, rest) = (world.elb(PROVIDER), world.rest(PROVIDER));
    let path = format!("/v1/load-balancers/{}", segment(&stage.balancer));
    let named = [
        ("LoadBalancerArn", &*stage.balancer),
        ("IpAddressType", "dualstack"),
    ];
    let changes = json!({"ipAddressType": "dualstack"});
    let mut table = Refusals::of(&world);
    let datagrams = json!({
        "name": "datagrams", "protocol": "UDP", "port": 53, "targetType": "ip", "vpcId": stage.network.vpc_id,
    });
    let datagrams = rest
        .make("/v1/target-groups", "targetGroupArn", datagrams)
        .await;
    let mut body = listener(&stage.balancer, &datagrams, 53);
    body["protocol"] = json!("UDP");
    let arn = rest
        .make("/v1/listeners", "listenerArn", body.clone())
        .await;
    table.when("changed under a listener for UDP");
    table.query(&elb, "SetIpAddressType", &named).await;
    table
        .rest(&rest, Method::PATCH, &path, changes.clone())
        .await;

    stage.add_ipv6(&world).await;
    let listener_path = format!("/v1/listeners/{}", segment(&arn));
    rest.delete(&listener_path).await.expect(204);
    rest.patch(&path, changes).await.expect(200);
    table.when("a listener for UDP next to IPv6");
    let parameters = [
        ("LoadBalancerArn", &*stage.balancer),
        ("Port", "53"),
        ("Protocol", "UDP"),
        ("DefaultActions.member.1.Type", "forward"),
        ("DefaultActions.member.1.TargetGroupArn", &*datagrams),
    ];
    table.query(&elb, "CreateListener", &parameters).await;
    table.rest(&rest, Method::POST, "/v1/listeners", body).await;
    insta::assert_snapshot!(table.table(), @"
    changed under a listener for UDP
      AWS  400 InvalidConfigurationRequest: The IP address type dualstack is not supported for load balancers with listeners of the protocol UDP
      REST 400 InvalidConfigurationRequest (ipAddressType): The IP address type dualstack is not supported for load balancers with listeners of the protocol UDP
    a listener for UDP next to IPv6
      AWS  400 InvalidConfigurationRequest: Listeners of the protocol UDP are not supported for load balancers of the IP address type dualstack
      REST 400 InvalidConfigurationRequest (protocol): Listeners of the protocol UDP are not supported for load balancers of the IP address type dualstack
    ");
}

#[tokio::test]
async fn ipv6_that_a_service_offers() {
    let world = World::start().await;
    let stage = Stage::of(&world).await;
    stage.add_ipv6(&world).await;
    let (elb, rest) = (world.elb(PROVIDER), world.rest(PROVIDER));
    let path = format!("/v1/load-balancers/{}", segment(&stage.balancer));
    let both = json!({"ipAddressType": "dualstack"});
    rest.patch(&path, both).await.expect(200);
    let service = json!({
        "networkLoadBalancerArns": [stage.balancer], "supportedIpAddressTypes": ["ipv4", "ipv6"],
    });
    let services = "/v1/endpoint-services";
    let service = rest.make(services, "serviceId", service).await;
    let mut table = Refusals::of(&world);
    table.when("taken away");
    let parameters = [
        ("LoadBalancerArn", &*stage.balancer),
        ("IpAddressType", "ipv4"),
    ];
    table.query(&elb, "SetIpAddressType", &parameters).await;
    let one = json!({"ipAddressType": "ipv4"});
    table.rest(&rest, Method::PATCH, &path, one.clone()).await;
    insta::assert_snapshot!(table.table(), @"
    taken away
      AWS  400 ResourceInUse: The IP address type of load balancer 'arn:aws:elasticloadbalancing:us-east-1:111111111111:loadbalancer/net/orders/1' cannot be changed to ipv4 because it is currently associated with a service that supports ipv6
      REST 409 ResourceInUse (ipAddressType): The IP address type of load balancer 'arn:aws:elasticloadbalancing:us-east-1:111111111111:loadbalancer/net/orders/1' cannot be changed to ipv4 because it is currently associated with a service that supports ipv6
    ");
    let service = format!("{services}/{service}");
    rest.delete(&service).await.expect(204);
    rest.patch(&path, one).await.expect(200);
}
