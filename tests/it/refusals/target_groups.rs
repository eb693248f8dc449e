//! Target groups and targets: what each kind cannot have.

use reqwest::Method;
use serde_json::{Value, json};

use super::{Refusals, merged, with};
use crate::support::rest::segment;
use crate::support::world::{PROVIDER, World};

/// What is wrong, the parameters that are so, and the members that are.
type Wrong = (&'static str, Vec<(&'static str, &'static str)>, Value);

fn wrong() -> Vec<Wrong> {
    let lambda = [("TargetType", "lambda"), ("Protocol", ""), ("Port", "")];
    let function = json!({"targetType": "lambda", "protocol": null, "port": null});
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
        (
            "functions of a protocol",
            with(&lambda, &[("Protocol", "HTTP"), ("VpcId", "")]),
            merged(&function, json!({"protocol": "HTTP", "vpcId": null})),
        ),
        (
            "functions on a port",
            with(&lambda, &[("Port", "80"), ("VpcId", "")]),
            merged(&function, json!({"port": 80, "vpcId": null})),
        ),
        ("functions in a VPC", lambda.to_vec(), function.clone()),
        (
            "functions checked on a port",
            with(&lambda, &[("VpcId", ""), ("HealthCheckPort", "80")]),
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
    for (what, changed, members) in wrong() {
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
    insta::assert_snapshot!(table.table(), @"");
}

#[tokio::test]
async fn targets_that_cannot_be() {
    let world = World::start().await;
    let network = world.network(PROVIDER, &["us-east-1a", "us-east-1b"]).await;
    let other = world.network(PROVIDER, &["us-east-1a", "us-east-1b"]).await;
    let (elb, rest) = (world.elb(PROVIDER), world.rest(PROVIDER));
    let balancer = |name: &str, subnets: &[String]| json!({"name": name, "type": "application", "scheme": "internal", "subnets": subnets});
    let (balancers, id) = ("/v1/load-balancers", "loadBalancerArn");
    let near = rest
        .make(balancers, id, balancer("near", &network.subnet_ids))
        .await;
    let far = rest
        .make(balancers, id, balancer("far", &other.subnet_ids))
        .await;
    let missing = near.replace("/near/", "/none/");
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
    let [front, ip, six, quic, function, instance] = &groups[..] else {
        panic!("six groups were made");
    };
    let lambda = "arn:aws:lambda:us-east-1:111111111111:function:shop";
    let mut table = Refusals::of(&world);
    for (what, group, members) in [
        (
            "a load balancer without a listener",
            front,
            json!({"id": near}),
        ),
        ("a load balancer of another VPC", front, json!({"id": far})),
        (
            "a load balancer that does not exist",
            front,
            json!({"id": missing}),
        ),
        (
            "a network load balancer",
            front,
            json!({"id": near.replace("/app/", "/net/")}),
        ),
        (
            "a load balancer in a zone",
            front,
            json!({"id": near, "availabilityZone": "all"}),
        ),
        (
            "an address that is somewhere else",
            ip,
            json!({"id": "10.0.0.9", "availabilityZone": "all"}),
        ),
        (
            "an address outside, nowhere",
            ip,
            json!({"id": "192.168.0.9"}),
        ),
        (
            "an address of the other kind",
            ip,
            json!({"id": "2001:db8::9"}),
        ),
        ("an old address", six, json!({"id": "10.0.0.9"})),
        ("QUIC without a server id", quic, json!({"id": "10.0.0.9"})),
        (
            "QUIC with a wrong server id",
            quic,
            json!({"id": "10.0.0.9", "quicServerId": "7"}),
        ),
        (
            "a server id without QUIC",
            ip,
            json!({"id": "10.0.0.9", "quicServerId": "0x0123456789abcdef"}),
        ),
        ("no function", function, json!({"id": "shop"})),
        (
            "a function on a port",
            function,
            json!({"id": lambda, "port": 80}),
        ),
        (
            "a function in a zone",
            function,
            json!({"id": lambda, "availabilityZone": "us-east-1a"}),
        ),
        (
            "an instance in a zone",
            instance,
            json!({"id": "i-0123456789abcdef0", "availabilityZone": "us-east-1a"}),
        ),
        ("no instance", instance, json!({"id": "10.0.0.9"})),
    ] {
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
        ("Targets.member.1.Id", lambda),
        ("Targets.member.2.Id", &format!("{lambda}:live")),
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
    insta::assert_snapshot!(table.table(), @"");
}
