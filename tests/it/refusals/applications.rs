//! Application load balancers: what they must have, and what is only for others.

use reqwest::Method;
use serde_json::{Value, json};

use super::{Refusals, merged, with};
use crate::support::rest::segment;
use crate::support::world::{Network, PROVIDER, World};

const ZONES: [&str; 3] = ["us-east-1a", "us-east-1b", "us-east-1b"];

/// A request without what a load balancer must have, or with what it cannot have.
type Wrong<'a> = (&'static str, Vec<(&'static str, &'a str)>, Value);

fn wrong(network: &Network) -> Vec<Wrong<'_>> {
    let [first, second, third] = [0, 1, 2].map(|position| &*network.subnet_ids[position]);
    let mapping = |members: Value| {
        let first = merged(&json!({"subnetId": first}), members);
        json!({"subnets": null, "subnetMappings": [first, {"subnetId": second}]})
    };
    let mapped = |name, value| {
        vec![
            ("Subnets.member.1", ""),
            ("Subnets.member.2", ""),
            ("SubnetMappings.member.1.SubnetId", first),
            (name, value),
            ("SubnetMappings.member.2.SubnetId", second),
        ]
    };
    vec![
        (
            "in one zone",
            vec![("Subnets.member.2", "")],
            json!({"subnets": [first]}),
        ),
        (
            "twice in one zone",
            vec![("Subnets.member.1", third)],
            json!({"subnets": [third, second]}),
        ),
        (
            "in no subnet",
            vec![("Subnets.member.1", ""), ("Subnets.member.2", "")],
            json!({"subnets": null}),
        ),
        (
            "with IPv6 alone",
            vec![("IpAddressType", "ipv6")],
            json!({"ipAddressType": "ipv6"}),
        ),
        (
            "internal without public addresses",
            vec![("IpAddressType", "dualstack-without-public-ipv4")],
            json!({"ipAddressType": "dualstack-without-public-ipv4"}),
        ),
        (
            "with a chosen address",
            mapped("SubnetMappings.member.1.PrivateIPv4Address", "10.0.0.9"),
            mapping(json!({"privateIPv4Address": "10.0.0.9"})),
        ),
        (
            "with an Elastic IP address",
            mapped(
                "SubnetMappings.member.1.AllocationId",
                "eipalloc-00000000000000000",
            ),
            mapping(json!({"allocationId": "eipalloc-00000000000000000"})),
        ),
        (
            "with prefixes for source NAT",
            vec![("EnablePrefixForIpv6SourceNat", "on")],
            json!({"enablePrefixForIpv6SourceNat": "on"}),
        ),
        (
            "with prefixes for source NAT, perhaps",
            vec![("EnablePrefixForIpv6SourceNat", "maybe")],
            json!({"enablePrefixForIpv6SourceNat": "maybe"}),
        ),
        (
            "with a group that does not exist",
            vec![("SecurityGroups.member.1", "sg-00000000000000000")],
            json!({"securityGroups": ["sg-00000000000000000"]}),
        ),
    ]
}

#[tokio::test]
async fn made_wrong() {
    let world = World::start().await;
    let network = world.network(PROVIDER, &ZONES).await;
    let (elb, rest) = (world.elb(PROVIDER), world.rest(PROVIDER));
    let [first, second] = [0, 1].map(|position| &*network.subnet_ids[position]);
    let parameters = [
        ("Name", "shop"),
        ("Scheme", "internal"),
        ("Subnets.member.1", first),
        ("Subnets.member.2", second),
    ];
    let body = json!({
        "name": "shop", "type": "application", "scheme": "internal", "subnets": [first, second],
    });
    let mut table = Refusals::of(&world);
    for (what, changed, members) in wrong(&network) {
        table.when(what);
        let parameters = with(&parameters, &changed);
        table.query(&elb, "CreateLoadBalancer", &parameters).await;
        let body = merged(&body, members);
        table
            .rest(&rest, Method::POST, "/v1/load-balancers", body)
            .await;
    }
    insta::assert_snapshot!(table.table(), @"");
}

#[tokio::test]
async fn foreign_parameters() {
    let world = World::start().await;
    let network = world.network(PROVIDER, &ZONES).await;
    let elb = world.elb(PROVIDER);
    let parameters = [
        ("Name", "shop"),
        ("Subnets.member.1", &*network.subnet_ids[0]),
        ("Subnets.member.2", &*network.subnet_ids[1]),
    ];
    let mut table = Refusals::of(&world);
    for parameter in [
        ("CustomerOwnedIpv4Pool", "ipv4pool-coip-0123"),
        ("IpamPools.Ipv4IpamPoolId", "ipam-pool-0123"),
    ] {
        table.when(parameter.0);
        let parameters = with(&parameters, &[parameter]);
        table.query(&elb, "CreateLoadBalancer", &parameters).await;
    }
    insta::assert_snapshot!(table.table(), @"");
}

#[tokio::test]
async fn changed_wrong() {
    let world = World::start().await;
    let network = world.network(PROVIDER, &ZONES).await;
    let (elb, rest) = (world.elb(PROVIDER), world.rest(PROVIDER));
    let subnets = &network.subnet_ids[..2];
    let body = json!({
    "name": "shop", "type": "application", "scheme": "internal", "subnets": subnets,
    });
    let arn = rest
        .make("/v1/load-balancers", "loadBalancerArn", body)
        .await;
    let path = format!("/v1/load-balancers/{}", segment(&arn));
    let named = ("LoadBalancerArn", &*arn);
    let guard = json!({"groupName": "guard", "description": "guard", "vpcId": network.vpc_id});
    let guard = rest.make("/v1/security-groups", "groupId", guard).await;
    let attribute = |key: &'static str, value: &'static str| {
        (
            "ModifyLoadBalancerAttributes",
            vec![
                ("Attributes.member.1.Key", key),
                ("Attributes.member.1.Value", value),
            ],
            json!({"attributes": {key: value}}),
        )
    };
    let mut table = Refusals::of(&world);
    for (what, (action, parameters, body)) in [
        (
            "left in one zone",
            (
                "SetSubnets",
                vec![("Subnets.member.1", &*subnets[0])],
                json!({"subnets": subnets[..1]}),
            ),
        ),
        (
            "without groups",
            ("SetSecurityGroups", vec![], json!({"securityGroups": []})),
        ),
        (
            "with rules for endpoints",
            (
                "SetSecurityGroups",
                vec![
                    ("SecurityGroups.member.1", &*guard),
                    ("EnforceSecurityGroupInboundRulesOnPrivateLinkTraffic", "on"),
                ],
                json!({
                    "securityGroups": [guard], "enforceSecurityGroupInboundRulesOnPrivateLinkTraffic": "on",
                }),
            ),
        ),
        (
            "without public addresses",
            (
                "SetIpAddressType",
                vec![("IpAddressType", "dualstack-without-public-ipv4")],
                json!({"ipAddressType": "dualstack-without-public-ipv4"}),
            ),
        ),
        (
            "kept in one zone",
            attribute("load_balancing.cross_zone.enabled", "false"),
        ),
        (
            "logs without a bucket",
            attribute("connection_logs.s3.enabled", "true"),
        ),
        (
            "an attribute of network load balancers",
            attribute("dns_record.client_routing_policy", "any_availability_zone"),
        ),
        (
            "an attribute that does not exist",
            attribute("routing.http9.enabled", "true"),
        ),
        (
            "too long idle",
            attribute("idle_timeout.timeout_seconds", "4001"),
        ),
    ] {
        table.when(what);
        let parameters = with(&[named], &parameters);
        table.query(&elb, action, &parameters).await;
        table.rest(&rest, Method::PATCH, &path, body).await;
    }
    table.when("deleted under protection");
    let body = json!({"attributes": {"deletion_protection.enabled": "true"}});
    rest.patch(&path, body).await.expect(200);
    table.query(&elb, "DeleteLoadBalancer", &[named]).await;
    table.rest(&rest, Method::DELETE, &path, Value::Null).await;
    insta::assert_snapshot!(table.table(), @"");
}

/// Endpoint services are for network and gateway load balancers.
#[tokio::test]
async fn behind_a_service() {
    let world = World::start().await;
    let network = world.network(PROVIDER, &ZONES).await;
    let (ec2, rest) = (world.ec2(PROVIDER), world.rest(PROVIDER));
    let body = json!({
        "name": "shop", "type": "application", "scheme": "internal", "subnets": network.subnet_ids[..2],
    });
    let arn = rest
        .make("/v1/load-balancers", "loadBalancerArn", body)
        .await;
    let mut table = Refusals::of(&world);
    for (what, parameter, member) in [
        (
            "as a network load balancer",
            "NetworkLoadBalancerArn.1",
            "networkLoadBalancerArns",
        ),
        (
            "as a gateway load balancer",
            "GatewayLoadBalancerArn.1",
            "gatewayLoadBalancerArns",
        ),
    ] {
        table.when(what);
        let action = "CreateVpcEndpointServiceConfiguration";
        table.query(&ec2, action, &[(parameter, &arn)]).await;
        let body = json!({member: [arn]});
        table
            .rest(&rest, Method::POST, "/v1/endpoint-services", body)
            .await;
    }
    insta::assert_snapshot!(table.table(), @"");
}
