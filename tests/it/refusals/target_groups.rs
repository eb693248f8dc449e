//! Target groups and targets: what each kind cannot have.

use reqwest::Method;
use serde_json::{Value, json};

use super::{Refusals, merged, with};
use crate::support::rest::segment;
use crate::support::world::{Network, PROVIDER, World};

/// What is wrong, the parameters that are so, and the members that are.
type Wrong = (&'static str, Vec<(&'static str, &'static str)>, Value);

fn wrong() -> Vec<Wrong> {
    vec![
        (
            "of no protocol",
            vec![("Protocol", "")],
            json!({"protocol": null}),
        ),
        (
            "of a protocol that does not exist",
            vec![("Protocol", "SCTP")],
            json!({"protocol": "SCTP"}),
        ),
        ("on no port", vec![("Port", "")], json!({"port": null})),
        (
            "of a type that does not exist",
            vec![("TargetType", "pod")],
            json!({"targetType": "pod"}),
        ),
        (
            "of a version of another protocol",
            vec![("Protocol", "TCP"), ("ProtocolVersion", "HTTP1")],
            json!({"protocol": "TCP", "protocolVersion": "HTTP1"}),
        ),
        (
            "of a version that does not exist",
            vec![("ProtocolVersion", "HTTP3")],
            json!({"protocolVersion": "HTTP3"}),
        ),
        (
            "for a load balancer that reads HTTP",
            vec![("TargetType", "alb")],
            json!({"targetType": "alb"}),
        ),
        (
            "for appliances with IPv6",
            vec![
                ("Protocol", "GENEVE"),
                ("Port", "6081"),
                ("IpAddressType", "ipv6"),
            ],
            json!({"protocol": "GENEVE", "port": 6081, "ipAddressType": "ipv6"}),
        ),
        (
            "with addresses of both kinds",
            vec![("IpAddressType", "dualstack")],
            json!({"ipAddressType": "dualstack"}),
        ),
        (
            "with target control for TCP",
            vec![("Protocol", "TCP"), ("TargetControlPort", "3000")],
            json!({"protocol": "TCP", "targetControlPort": 3000}),
        ),
    ]
}

fn wrong_checks() -> Vec<Wrong> {
    vec![
        (
            "checked by connections only",
            vec![("HealthCheckProtocol", "TCP")],
            json!({"healthCheck": {"protocol": "TCP"}}),
        ),
        (
            "not checked at all",
            vec![("HealthCheckEnabled", "false")],
            json!({"healthCheck": {"enabled": false}}),
        ),
        (
            "checked for codes of gRPC",
            vec![("Matcher.GrpcCode", "12")],
            json!({"healthCheck": {"grpcMatcher": "12"}}),
        ),
        (
            "checked for failures",
            vec![("Matcher.HttpCode", "500")],
            json!({"healthCheck": {"matcher": "500"}}),
        ),
    ]
}

fn wrong_functions() -> Vec<Wrong> {
    let lambda = [("TargetType", "lambda"), ("Protocol", ""), ("Port", "")];
    let function = json!({"targetType": "lambda", "protocol": null, "port": null});
    vec![
        (
            "functions of a protocol",
            vec![lambda[0], ("Protocol", "HTTP"), lambda[2], ("VpcId", "")],
            merged(&function, json!({"protocol": "HTTP", "vpcId": null})),
        ),
        (
            "functions on a port",
            vec![lambda[0], lambda[1], ("Port", "80"), ("VpcId", "")],
            merged(&function, json!({"port": 80, "vpcId": null})),
        ),
        ("functions in a VPC", lambda.to_vec(), function.clone()),
        (
            "functions checked on a port",
            [&lambda[..], &[("VpcId", ""), ("HealthCheckPort", "80")]].concat(),
            merged(
                &function,
                json!({"vpcId": null, "healthCheck": {"port": "80"}}),
            ),
        ),
    ]
}

#[tokio::test]
async fn made_wrong() {
    let world = World::start().await;
    let network = world.network(PROVIDER, &["us-east-1a"]).await;
    let (elb, rest) = (world.elb(PROVIDER), world.rest(PROVIDER));
    let vpc_id = &*network.vpc_id;
    let parameters = [
        ("Name", "shop"),
        ("Protocol", "HTTP"),
        ("Port", "80"),
        ("VpcId", vpc_id),
    ];
    let body = json!({"name": "shop", "protocol": "HTTP", "port": 80, "vpcId": vpc_id});
    let mut table = Refusals::of(&world);
    for (what, changed, members) in [wrong(), wrong_checks(), wrong_functions()].concat() {
        table.when(what);
        // What a function does not have is taken away by null, which `merged` understands only at the top.
        let mut parameters = with(&parameters, &changed);
        parameters.retain(|(name, _)| !changed.contains(&(name, "")));
        table.query(&elb, "CreateTargetGroup", &parameters).await;
        let mut body = body.clone();
        for (name, value) in members.as_object().expect("an object") {
            body[name] = value.clone();
        }
        let members = body.as_object_mut().expect("an object");
        members.retain(|_, value| !value.is_null());
        if changed.contains(&("VpcId", "")) {
            members.remove("vpcId");
        }
        table
            .rest(&rest, Method::POST, "/v1/target-groups", body)
            .await;
    }
    insta::assert_snapshot!(table.table(), @"
    of no protocol
      AWS  400 ValidationError: A protocol must be specified
      REST 400 ValidationError (protocol): A protocol must be specified
    of a protocol that does not exist
      AWS  400 ValidationError: Target group protocol 'SCTP' must be one of 'HTTP, HTTPS, TCP, UDP, TCP_UDP, TLS, GENEVE, QUIC, TCP_QUIC'
      REST 400 ValidationError (protocol): Target group protocol 'SCTP' must be one of 'HTTP, HTTPS, TCP, UDP, TCP_UDP, TLS, GENEVE, QUIC, TCP_QUIC'
    on no port
      AWS  400 ValidationError: A port must be specified
      REST 400 ValidationError (port): A port must be specified
    of a type that does not exist
      AWS  400 ValidationError: The target type 'pod' is not valid
      REST 400 ValidationError (targetType): The target type 'pod' is not valid
    of a version of another protocol
      AWS  400 InvalidConfigurationRequest: Protocol versions are not supported for target groups of the protocol TCP
      REST 400 InvalidConfigurationRequest (protocolVersion): Protocol versions are not supported for target groups of the protocol TCP
    of a version that does not exist
      AWS  400 ValidationError: Protocol version 'HTTP3' must be one of 'GRPC, HTTP1, HTTP2'
      REST 400 ValidationError (protocolVersion): Protocol version 'HTTP3' must be one of 'GRPC, HTTP1, HTTP2'
    for a load balancer that reads HTTP
      AWS  400 InvalidConfigurationRequest: The protocol 'HTTP' is not supported for target groups with target type 'alb': expected 'TCP'
      REST 400 InvalidConfigurationRequest (protocol): The protocol 'HTTP' is not supported for target groups with target type 'alb': expected 'TCP'
    for appliances with IPv6
      AWS  400 InvalidConfigurationRequest: The IP address type 'ipv6' is not supported for target groups of the protocol GENEVE
      REST 400 InvalidConfigurationRequest (ipAddressType): The IP address type 'ipv6' is not supported for target groups of the protocol GENEVE
    with addresses of both kinds
      AWS  400 ValidationError: The IP address type 'dualstack' is not valid
      REST 400 ValidationError (ipAddressType): The IP address type 'dualstack' is not valid
    with target control for TCP
      AWS  400 InvalidConfigurationRequest: A target control port is supported for target groups of the protocols HTTP and HTTPS only
      REST 400 InvalidConfigurationRequest (targetControlPort): A target control port is supported for target groups of the protocols HTTP and HTTPS only
    checked by connections only
      AWS  400 InvalidConfigurationRequest: Health check protocol 'TCP' is not supported for target groups of the protocol HTTP
      REST 400 InvalidConfigurationRequest (healthCheck.protocol): Health check protocol 'TCP' is not supported for target groups of the protocol HTTP
    not checked at all
      AWS  400 InvalidConfigurationRequest: Health check enabled must be true for target groups with target type 'instance'
      REST 400 InvalidConfigurationRequest (healthCheck.enabled): Health check enabled must be true for target groups with target type 'instance'
    checked for codes of gRPC
      AWS  400 InvalidConfigurationRequest: Only HTTP codes are supported for health checks of this target group
      REST 400 InvalidConfigurationRequest (healthCheck.matcher): Only HTTP codes are supported for health checks of this target group
    checked for failures
      AWS  400 ValidationError: The health check matcher '500' must be HTTP codes between 200 and 499, such as '200,499' or '200-499'
      REST 400 ValidationError (healthCheck.matcher): The health check matcher '500' must be HTTP codes between 200 and 499, such as '200,499' or '200-499'
    functions of a protocol
      AWS  400 ValidationError: Protocol cannot be specified for target groups with target type 'lambda'
      REST 400 ValidationError (protocol): Protocol cannot be specified for target groups with target type 'lambda'
    functions on a port
      AWS  400 ValidationError: Port cannot be specified for target groups with target type 'lambda'
      REST 400 ValidationError (port): Port cannot be specified for target groups with target type 'lambda'
    functions in a VPC
      AWS  400 ValidationError: VPC ID cannot be specified for target groups with target type 'lambda'
      REST 400 ValidationError (vpcId): VPC ID cannot be specified for target groups with target type 'lambda'
    functions checked on a port
      AWS  400 ValidationError: Health check port cannot be specified for target groups with target type 'lambda'
      REST 400 ValidationError (healthCheck.port): Health check port cannot be specified for target groups with target type 'lambda'
    ");
}

const FUNCTION: &str = "arn:aws:lambda:us-east-1:111111111111:function:shop";

/// Load balancers in two VPCs, and target groups of the first one's: for a load balancer, for addresses of both kinds, for
/// QUIC, for a function, and for instances.
struct Targets {
    near: String,
    far: String,
    groups: Vec<String>,
}

impl Targets {
    async fn of(world: &World, network: &Network, other: &Network) -> Self {
        let rest = world.rest(PROVIDER);
        let balancer = |name: &str, subnets: &[String]| json!({"name": name, "type": "application", "scheme": "internal", "subnets": subnets});
        let (balancers, id) = ("/v1/load-balancers", "loadBalancerArn");
        let near = rest
            .make(balancers, id, balancer("near", &network.subnet_ids))
            .await;
        let far = rest
            .make(balancers, id, balancer("far", &other.subnet_ids))
            .await;
        let vpc_id = &network.vpc_id;
        let mut groups = Vec::new();
        for body in [
            json!({"name": "front", "protocol": "TCP", "port": 80, "targetType": "alb", "vpcId": vpc_id}),
            json!({"name": "ip", "protocol": "HTTP", "port": 80, "targetType": "ip", "vpcId": vpc_id}),
            json!({"name": "six", "protocol": "HTTP", "port": 80, "targetType": "ip", "ipAddressType": "ipv6", "vpcId": vpc_id}),
            json!({"name": "quic", "protocol": "QUIC", "port": 443, "targetType": "ip", "vpcId": vpc_id}),
            json!({"name": "function", "targetType": "lambda"}),
            json!({"name": "instance", "protocol": "TCP", "port": 80, "vpcId": vpc_id}),
        ] {
            groups.push(rest.make("/v1/target-groups", "targetGroupArn", body).await);
        }
        Self { near, far, groups }
    }
}

/// What is wrong with a target, the position of its group, and the target.
fn cases(targets: &Targets) -> Vec<(&'static str, usize, Value)> {
    vec![
        (
            "a load balancer without a listener",
            0,
            json!({"id": targets.near}),
        ),
        (
            "a load balancer of another VPC",
            0,
            json!({"id": targets.far}),
        ),
        (
            "a load balancer that does not exist",
            0,
            json!({"id": targets.near.replace("/near/", "/none/")}),
        ),
        (
            "a network load balancer",
            0,
            json!({"id": targets.near.replace("/app/", "/net/")}),
        ),
        (
            "a load balancer in a zone",
            0,
            json!({"id": targets.near, "availabilityZone": "all"}),
        ),
        (
            "an address that is somewhere else",
            1,
            json!({"id": "10.0.0.9", "availabilityZone": "all"}),
        ),
        (
            "an address outside, nowhere",
            1,
            json!({"id": "192.168.0.9"}),
        ),
        (
            "an address of the other kind",
            1,
            json!({"id": "2001:db8::9"}),
        ),
        ("an old address", 2, json!({"id": "10.0.0.9"})),
    ]
}

/// The same, of what does not depend on the load balancers.
fn other_cases() -> Vec<(&'static str, usize, Value)> {
    vec![
        ("QUIC without a server id", 3, json!({"id": "10.0.0.9"})),
        (
            "QUIC with a wrong server id",
            3,
            json!({"id": "10.0.0.9", "quicServerId": "7"}),
        ),
        (
            "a server id without QUIC",
            1,
            json!({"id": "10.0.0.9", "quicServerId": "0x0123456789abcdef"}),
        ),
        ("no function", 4, json!({"id": "shop"})),
        (
            "a function on a port",
            4,
            json!({"id": FUNCTION, "port": 80}),
        ),
        (
            "a function in a zone",
            4,
            json!({"id": FUNCTION, "availabilityZone": "us-east-1a"}),
        ),
        (
            "an instance in a zone",
            5,
            json!({"id": "i-0123456789abcdef0", "availabilityZone": "us-east-1a"}),
        ),
        ("no instance", 5, json!({"id": "10.0.0.9"})),
    ]
}

#[tokio::test]
async fn targets_that_cannot_be() {
    let world = World::start().await;
    let network = world.network(PROVIDER, &["us-east-1a", "us-east-1b"]).await;
    let other = world.network(PROVIDER, &["us-east-1a", "us-east-1b"]).await;
    let (elb, rest) = (world.elb(PROVIDER), world.rest(PROVIDER));
    let targets = Targets::of(&world, &network, &other).await;
    let (front, function) = (&targets.groups[0], &targets.groups[4]);
    let mut table = Refusals::of(&world);
    for (what, group, members) in [cases(&targets), other_cases()].concat() {
        let group = &*targets.groups[group];
        table.when(what);
        let text = |name: &str| match &members[name] {
            Value::Null => String::new(),
            Value::String(text) => text.clone(),
            other => other.to_string(),
        };
        let (id, port) = (text("id"), text("port"));
        let (zone, server) = (text("availabilityZone"), text("quicServerId"));
        let parameters = with(
            &[],
            &[
                ("TargetGroupArn", group),
                ("Targets.member.1.Id", &id),
                ("Targets.member.1.Port", &port),
                ("Targets.member.1.AvailabilityZone", &zone),
                ("Targets.member.1.QuicServerId", &server),
            ],
        );
        table.query(&elb, "RegisterTargets", &parameters).await;
        let path = format!("/v1/target-groups/{}/targets", segment(group));
        table
            .rest(&rest, Method::POST, &path, members.clone())
            .await;
    }
    table.when("two functions");
    let parameters = [
        ("TargetGroupArn", &**function),
        ("Targets.member.1.Id", FUNCTION),
        ("Targets.member.2.Id", &format!("{FUNCTION}:live")),
    ];
    table.query(&elb, "RegisterTargets", &parameters).await;
    table.when("an attribute where there are none to set");
    let parameters = [
        ("TargetGroupArn", &**front),
        ("Attributes.member.1.Key", "proxy_protocol_v2.enabled"),
        ("Attributes.member.1.Value", "true"),
    ];
    let action = "ModifyTargetGroupAttributes";
    table.query(&elb, action, &parameters).await;
    insta::assert_snapshot!(table.table(), @"
    a load balancer without a listener
      AWS  400 ValidationError: If the target type is ALB, the target must have at least one listener that matches the target group port or any specified port overrides
      REST 400 ValidationError (targets): If the target type is ALB, the target must have at least one listener that matches the target group port or any specified port overrides
    a load balancer of another VPC
      AWS  400 InvalidTarget: The target 'arn:aws:elasticloadbalancing:us-east-1:111111111111:loadbalancer/app/far/1' is not in the VPC of the target group
      REST 400 InvalidTarget (targets): The target 'arn:aws:elasticloadbalancing:us-east-1:111111111111:loadbalancer/app/far/1' is not in the VPC of the target group
    a load balancer that does not exist
      AWS  400 InvalidTarget: The target 'arn:aws:elasticloadbalancing:us-east-1:111111111111:loadbalancer/app/none/2' does not exist
      REST 400 InvalidTarget (targets): The target 'arn:aws:elasticloadbalancing:us-east-1:111111111111:loadbalancer/app/none/2' does not exist
    a network load balancer
      AWS  400 ValidationError: 'arn:aws:elasticloadbalancing:us-east-1:111111111111:loadbalancer/net/near/2' is not a valid Application Load Balancer ARN
      REST 400 ValidationError (targets): 'arn:aws:elasticloadbalancing:us-east-1:111111111111:loadbalancer/net/near/2' is not a valid Application Load Balancer ARN
    a load balancer in a zone
      AWS  400 ValidationError: You cannot specify an Availability Zone for targets of the type alb
      REST 400 ValidationError (targets): You cannot specify an Availability Zone for targets of the type alb
    an address that is somewhere else
      AWS  400 ValidationError: The IP address '10.0.0.9' is within the VPC, and cannot have its Availability Zone overridden to 'all' from 'us-east-1a'
      REST 400 ValidationError (targets): The IP address '10.0.0.9' is within the VPC, and cannot have its Availability Zone overridden to 'all' from 'us-east-1a'
    an address outside, nowhere
      AWS  400 ValidationError: You must specify a valid Availability Zone or select 'all' for all enabled Availability zones, since the IP address '192.168.0.9' is outside the VPC
      REST 400 ValidationError (targets): You must specify a valid Availability Zone or select 'all' for all enabled Availability zones, since the IP address '192.168.0.9' is outside the VPC
    an address of the other kind
      AWS  400 ValidationError: The IP address '[ipv6-1]' is not a valid IPv4 address
      REST 400 ValidationError (targets): The IP address '[ipv6-1]' is not a valid IPv4 address
    an old address
      AWS  400 ValidationError: The IP address '10.0.0.9' is not a valid IPv6 address
      REST 400 ValidationError (targets): The IP address '10.0.0.9' is not a valid IPv6 address
    QUIC without a server id
      AWS  400 ValidationError: A QUIC server ID must be specified for target groups of the protocols QUIC and TCP_QUIC
      REST 400 ValidationError (targets): A QUIC server ID must be specified for target groups of the protocols QUIC and TCP_QUIC
    QUIC with a wrong server id
      AWS  400 ValidationError: The QUIC server ID '7' is not valid: expected '0x' and 16 lower-case hexadecimal digits
      REST 400 ValidationError (targets): The QUIC server ID '7' is not valid: expected '0x' and 16 lower-case hexadecimal digits
    a server id without QUIC
      AWS  400 ValidationError: A QUIC server ID is supported for target groups of the protocols QUIC and TCP_QUIC only
      REST 400 ValidationError (targets): A QUIC server ID is supported for target groups of the protocols QUIC and TCP_QUIC only
    no function
      AWS  400 ValidationError: 'shop' is not a valid Lambda function ARN
      REST 400 ValidationError (targets): 'shop' is not a valid Lambda function ARN
    a function on a port
      AWS  400 ValidationError: You cannot specify a port for targets of the type lambda
      REST 400 ValidationError (targets): You cannot specify a port for targets of the type lambda
    a function in a zone
      AWS  400 ValidationError: The only supported Availability Zone for targets of the type lambda is 'all'
      REST 400 ValidationError (targets): The only supported Availability Zone for targets of the type lambda is 'all'
    an instance in a zone
      AWS  400 ValidationError: You cannot specify an Availability Zone for targets of the type instance
      REST 400 ValidationError (targets): You cannot specify an Availability Zone for targets of the type instance
    no instance
      AWS  400 InvalidTarget: The instance ID '10.0.0.9' is not valid
      REST 400 InvalidTarget (targets): The instance ID '10.0.0.9' is not valid
    two functions
      AWS  400 TooManyTargets: A target group with target type 'lambda' can have at most 1 targets
    an attribute where there are none to set
      AWS  400 InvalidConfigurationRequest: Attributes cannot be modified for target groups with target type 'alb'
    ");
}
