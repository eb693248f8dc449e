//! Target groups of all kinds.

use serde_json::{Value, json};

use crate::support::world::{PROVIDER, World};

/// What a group was made with, and what it then is.
#[tokio::test]
async fn each_kind_over_elb() {
    let world = World::start().await;
    let network = world.network(PROVIDER, &["us-east-1a"]).await;
    let elb = world.elb(PROVIDER);
    let vpc = ("VpcId", &*network.vpc_id);
    let mut shown = String::new();
    for parameters in [
        vec![
            ("Name", "http"),
            ("Protocol", "HTTP"),
            ("ProtocolVersion", ""),
            ("Port", "80"),
            ("TargetControlPort", "3000"),
            vpc,
        ],
        vec![
            ("Name", "grpc"),
            ("Protocol", "HTTPS"),
            ("ProtocolVersion", "GRPC"),
            ("Port", "443"),
            ("TargetType", "ip"),
            ("IpAddressType", "ipv6"),
            ("Matcher.GrpcCode", "0-5"),
            vpc,
        ],
        vec![
            ("Name", "front"),
            ("Protocol", "TCP"),
            ("Port", "80"),
            ("TargetType", "alb"),
            vpc,
        ],
        vec![("Name", "function"), ("TargetType", "lambda")],
    ] {
        let created = elb.ok("CreateTargetGroup", &parameters).await;
        shown += &format!("{}\n", world.shown(&created));
        let again = elb.ok("CreateTargetGroup", &parameters).await;
        let arn = created.one("TargetGroupArn");
        assert_eq!(again.one("TargetGroupArn"), arn);
        elb.ok("DeleteTargetGroup", &[("TargetGroupArn", &*arn)])
            .await;
    }
    insta::assert_snapshot!(shown, @"");
}

#[tokio::test]
async fn each_kind_over_rest() {
    let world = World::start().await;
    let network = world.network(PROVIDER, &["us-east-1a"]).await;
    let rest = world.rest(PROVIDER);
    let vpc_id = &network.vpc_id;
    let bodies = [
        json!({"name": "http", "protocol": "HTTP", "protocolVersion": "HTTP2", "port": 80, "vpcId": vpc_id}),
        json!({"name": "function", "targetType": "lambda", "healthCheck": {"enabled": true}}),
    ];
    let mut shown = String::new();
    for body in bodies {
        let created = rest.post("/v1/target-groups", body).await;
        shown += &format!("{}\n", world.shown(&created));
    }
    insta::assert_snapshot!(shown, @"");
    let path = "/v1/target-groups?filter[target-type]=lambda";
    let functions = rest.items(path).await;
    assert_eq!(functions.len(), 1);
    assert_eq!(functions[0]["protocol"], Value::Null);
}

#[tokio::test]
async fn targets_of_each_kind() {
    let world = World::start().await;
    let network = world.network(PROVIDER, &["us-east-1a"]).await;
    let (elb, rest) = (world.elb(PROVIDER), world.rest(PROVIDER));
    let vpc_id = &network.vpc_id;
    let mut shown = String::new();
    for (body, target) in [
        (
            json!({"name": "quic", "protocol": "TCP_QUIC", "port": 443, "targetType": "ip", "vpcId": vpc_id}),
            vec![
                ("Targets.member.1.Id", "10.0.0.9"),
                ("Targets.member.1.QuicServerId", "0x0123456789abcde0"),
            ],
        ),
        (
            json!({"name": "six", "protocol": "TCP", "port": 443, "targetType": "ip", "ipAddressType": "ipv6", "vpcId": vpc_id}),
            vec![
                ("Targets.member.1.Id", "fd00::9"),
                ("Targets.member.1.AvailabilityZone", "all"),
            ],
        ),
        (
            json!({"name": "function", "targetType": "lambda"}),
            vec![(
                "Targets.member.1.Id",
                "arn:aws:lambda:us-east-1:111111111111:function:shop",
            )],
        ),
        (
            json!({"name": "instance", "protocol": "TCP", "port": 443, "vpcId": vpc_id}),
            vec![("Targets.member.1.Id", "i-0123456789abcdef0")],
        ),
    ] {
        let group = rest.make("/v1/target-groups", "targetGroupArn", body).await;
        let named = ("TargetGroupArn", &*group);
        let parameters: Vec<_> = [named].into_iter().chain(target).collect();
        elb.ok("RegisterTargets", &parameters).await;
        let health = elb.ok("DescribeTargetHealth", &[named]).await;
        shown += &format!("{}\n", world.shown(&health));
    }
    insta::assert_snapshot!(shown, @"");
}
