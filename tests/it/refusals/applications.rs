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
    ]
}

/// The same, of what does not depend on the network.
fn wrong_settings() -> Vec<Wrong<'static>> {
    vec![
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
    for (what, changed, members) in wrong(&network).into_iter().chain(wrong_settings()) {
        table.when(what);
        let parameters = with(&parameters, &changed);
        table.query(&elb, "CreateLoadBalancer", &parameters).await;
        let body = merged(&body, members);
        table
            .rest(&rest, Method::POST, "/v1/load-balancers", body)
            .await;
    }
    insta::assert_snapshot!(table.table(), @"
    in one zone
      AWS  400 ValidationError: At least two subnets in two different Availability Zones must be specified
      REST 400 ValidationError (subnets): At least two subnets in two different Availability Zones must be specified
    twice in one zone
      AWS  400 InvalidConfigurationRequest: A load balancer cannot be attached to multiple subnets in the same Availability Zone
      REST 400 InvalidConfigurationRequest (subnets): A load balancer cannot be attached to multiple subnets in the same Availability Zone
    in no subnet
      AWS  400 ValidationError: At least one subnet must be specified
      REST 400 ValidationError (subnets): At least one subnet must be specified
    with a chosen address
      AWS  400 InvalidConfigurationRequest: Private IPv4 addresses can only be specified for internal network load balancers
      REST 400 InvalidConfigurationRequest (subnetMappings): Private IPv4 addresses can only be specified for internal network load balancers
    with an Elastic IP address
      AWS  400 InvalidConfigurationRequest: Elastic IP addresses can only be specified for internet-facing network load balancers
      REST 400 InvalidConfigurationRequest (subnetMappings): Elastic IP addresses can only be specified for internet-facing network load balancers
    with IPv6 alone
      AWS  400 InvalidConfigurationRequest: The IP address type 'ipv6' is not supported for load balancers of the type application
      REST 400 InvalidConfigurationRequest (ipAddressType): The IP address type 'ipv6' is not supported for load balancers of the type application
    internal without public addresses
      AWS  400 InvalidConfigurationRequest: The IP address type 'dualstack-without-public-ipv4' is supported for internet-facing load balancers only
      REST 400 InvalidConfigurationRequest (ipAddressType): The IP address type 'dualstack-without-public-ipv4' is supported for internet-facing load balancers only
    with prefixes for source NAT
      AWS  400 InvalidConfigurationRequest: IPv6 prefixes for source NAT are supported for network load balancers of the IP address type dualstack only
      REST 400 InvalidConfigurationRequest (enablePrefixForIpv6SourceNat): IPv6 prefixes for source NAT are supported for network load balancers of the IP address type dualstack only
    with prefixes for source NAT, perhaps
      AWS  400 ValidationError: The value 'maybe' is not valid: expected 'on' or 'off'
      REST 400 ValidationError (enablePrefixForIpv6SourceNat): The value 'maybe' is not valid: expected 'on' or 'off'
    with a group that does not exist
      AWS  400 InvalidSecurityGroup: The security group 'sg-1' does not exist
      REST 400 InvalidSecurityGroup (securityGroups): The security group 'sg-1' does not exist
    ");
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
    insta::assert_snapshot!(table.table(), @"
    CustomerOwnedIpv4Pool
      AWS  400 UnknownParameter: The parameter CustomerOwnedIpv4Pool is not recognized
    IpamPools.Ipv4IpamPoolId
      AWS  400 UnknownParameter: The parameter IpamPools is not recognized
    ");
}

/// An action with its parameters, and the members of its REST twin.
type Change<'a> = (&'static str, Vec<(&'static str, &'a str)>, Value);

fn attribute(key: &'static str, value: &'static str) -> Change<'static> {
    (
        "ModifyLoadBalancerAttributes",
        vec![
            ("Attributes.member.1.Key", key),
            ("Attributes.member.1.Value", value),
        ],
        json!({"attributes": {key: value}}),
    )
}

fn changes<'a>(subnets: &'a [String], guard: &'a str) -> Vec<(&'static str, Change<'a>)> {
    vec![
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
                    ("SecurityGroups.member.1", guard),
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
    ]
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
    let mut table = Refusals::of(&world);
    for (what, (action, parameters, body)) in changes(subnets, &guard) {
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
    insta::assert_snapshot!(table.table(), @"
    left in one zone
      AWS  400 ValidationError: At least two subnets in two different Availability Zones must be specified
      REST 400 ValidationError (subnets): At least two subnets in two different Availability Zones must be specified
    without groups
      AWS  400 MissingParameter: The request must contain the parameter SecurityGroups
      REST 400 InvalidConfigurationRequest (securityGroups): At least one security group must remain associated with the load balancer
    with rules for endpoints
      AWS  400 InvalidConfigurationRequest: EnforceSecurityGroupInboundRulesOnPrivateLinkTraffic is not supported for load balancers of the type application
      REST 400 InvalidConfigurationRequest (enforceSecurityGroupInboundRulesOnPrivateLinkTraffic): EnforceSecurityGroupInboundRulesOnPrivateLinkTraffic is not supported for load balancers of the type application
    without public addresses
      AWS  400 InvalidConfigurationRequest: The IP address type 'dualstack-without-public-ipv4' is supported for internet-facing load balancers only
      REST 400 InvalidConfigurationRequest (ipAddressType): The IP address type 'dualstack-without-public-ipv4' is supported for internet-facing load balancers only
    kept in one zone
      AWS  400 InvalidConfigurationRequest: The value 'false' of the attribute 'load_balancing.cross_zone.enabled' is not valid: expected one of 'true'
      REST 400 InvalidConfigurationRequest (attributes): The value 'false' of the attribute 'load_balancing.cross_zone.enabled' is not valid: expected one of 'true'
    logs without a bucket
      AWS  400 InvalidConfigurationRequest: A connection log bucket must be specified when connection logs are enabled
      REST 400 InvalidConfigurationRequest (attributes): A connection log bucket must be specified when connection logs are enabled
    an attribute of network load balancers
      AWS  400 InvalidConfigurationRequest: Load balancer attribute key 'dns_record.client_routing_policy' is not supported on load balancers with type 'application'
      REST 400 InvalidConfigurationRequest (attributes): Load balancer attribute key 'dns_record.client_routing_policy' is not supported on load balancers with type 'application'
    an attribute that does not exist
      AWS  400 ValidationError: Load balancer attribute key 'routing.http9.enabled' is not recognized
      REST 400 ValidationError (attributes): Load balancer attribute key 'routing.http9.enabled' is not recognized
    too long idle
      AWS  400 InvalidConfigurationRequest: The value '4001' of the attribute 'idle_timeout.timeout_seconds' is not valid: expected a number from 1 to 4000
      REST 400 InvalidConfigurationRequest (attributes): The value '4001' of the attribute 'idle_timeout.timeout_seconds' is not valid: expected a number from 1 to 4000
    deleted under protection
      AWS  400 OperationNotPermitted: Load balancer 'arn:aws:elasticloadbalancing:us-east-1:111111111111:loadbalancer/app/shop/1' cannot be deleted because deletion protection is enabled
      REST 409 OperationNotPermitted (loadBalancerArn): Load balancer 'arn:aws:elasticloadbalancing:us-east-1:111111111111:loadbalancer/app/shop/1' cannot be deleted because deletion protection is enabled
    ");
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
    insta::assert_snapshot!(table.table(), @"
    as a network load balancer
      AWS  400 InvalidParameter: The load balancer 'arn:aws:elasticloadbalancing:us-east-1:111111111111:loadbalancer/app/shop/1' is not a network load balancer
      REST 400 InvalidParameter (networkLoadBalancerArns): The load balancer 'arn:aws:elasticloadbalancing:us-east-1:111111111111:loadbalancer/app/shop/1' is not a network load balancer
    as a gateway load balancer
      AWS  400 InvalidParameter: The load balancer 'arn:aws:elasticloadbalancing:us-east-1:111111111111:loadbalancer/app/shop/1' is not a gateway load balancer
      REST 400 InvalidParameter (gatewayLoadBalancerArns): The load balancer 'arn:aws:elasticloadbalancing:us-east-1:111111111111:loadbalancer/app/shop/1' is not a gateway load balancer
    ");
}
