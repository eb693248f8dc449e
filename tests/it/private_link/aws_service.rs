//! Interface endpoints to AWS's own services, and their names.

use reqwest::StatusCode;
use serde_json::json;

use super::{allow_private_names, describe, lines, modify, rows, shown};
use crate::support::world::{CONSUMER, World};

const SQS: &str = "com.amazonaws.us-east-1.sqs";
const S3: &str = "com.amazonaws.us-east-1.s3";

#[tokio::test]
async fn over_ec2() {
    let world = World::slow().await;
    let network = world.consume().await;
    allow_private_names(&world, &network).await;
    let ec2 = world.ec2(CONSUMER);
    let parameters = [
        ("VpcEndpointType", "Interface"),
        ("VpcId", &*network.vpc_id),
        ("ServiceName", SQS),
        ("SubnetId.1", &network.subnet_ids[0]),
        ("SubnetId.2", &network.subnet_ids[1]),
    ];
    let created = ec2.ok("CreateVpcEndpoint", &parameters).await;
    insta::assert_snapshot!(shown(&world, &created), @"");
    let endpoint_id = created.one("vpcEndpointId");
    world.pass(10).await;
    let described = describe(&ec2, &endpoint_id).await;
    insta::assert_snapshot!(shown(&world, &described), @"");
    let off = modify(
        &ec2,
        &world,
        &endpoint_id,
        &[("PrivateDnsEnabled", "false")],
    )
    .await;
    assert_eq!(
        (&*off.one("state"), &*off.one("privateDnsEnabled")),
        ("pending", "false")
    );
    insta::assert_snapshot!(rows(&world, &off, "dnsEntrySet"), @"");
    world.pass(10).await;
    let on = modify(&ec2, &world, &endpoint_id, &[("PrivateDnsEnabled", "true")]).await;
    assert_eq!(
        (&*on.one("state"), &*on.one("privateDnsEnabled")),
        ("pending", "true")
    );
    insta::assert_snapshot!(rows(&world, &on, "dnsEntrySet"), @"");
    world.pass(10).await;
    assert_eq!(describe(&ec2, &endpoint_id).await.one("state"), "available");
}

#[tokio::test]
async fn over_rest() {
    let world = World::slow().await;
    let network = world.consume().await;
    allow_private_names(&world, &network).await;
    let rest = world.rest(CONSUMER);
    let policy =
        r#"{"Statement":[{"Action":"sqs:*","Effect":"Allow","Principal":"*","Resource":"*"}]}"#;
    let body = json!({
        "vpcId": network.vpc_id, "serviceName": SQS, "subnetIds": network.subnet_ids, "policyDocument": policy,
    });
    let created = rest.post("/v1/endpoints", body).await;
    insta::assert_snapshot!(shown(&world, &created), @"");
    let path = created.header("location").to_owned();
    world.pass(10).await;
    let off = rest
        .patch(&path, json!({"privateDnsEnabled": false}))
        .await
        .expect(200);
    assert_eq!(
        (&off["state"], &off["privateDnsEnabled"]),
        (&json!("pending"), &json!(false))
    );
    insta::assert_snapshot!(lines(&world, &off["dnsEntries"], &["dnsName"]), @"");
    world.pass(10).await;
    let on = rest
        .patch(
            &path,
            json!({"privateDnsEnabled": true, "policyDocument": null}),
        )
        .await;
    insta::assert_snapshot!(shown(&world, &on), @"");
}

/// The private names of a VPC that answers for none are not taken unless the user asks for them.
#[tokio::test]
async fn without_private_names() {
    let world = World::start().await;
    let network = world.consume().await;
    let rest = world.rest(CONSUMER);
    let mut body = json!({
        "vpcId": network.vpc_id, "serviceName": SQS, "subnetIds": network.subnet_ids, "privateDnsEnabled": false,
    });
    let created = rest.create("/v1/endpoints", body.clone()).await;
    insta::assert_snapshot!(lines(&world, &created["dnsEntries"], &["dnsName", "hostedZoneId"]), @"");
    body["privateDnsEnabled"] = json!(true);
    let refused = rest.post("/v1/endpoints", body).await;
    assert_eq!(refused.status, StatusCode::BAD_REQUEST.as_u16());
    insta::assert_snapshot!(shown(&world, &refused.refusal()), @"");
}

/// Their names stand for every bucket.
#[tokio::test]
async fn those_of_s3() {
    let world = World::start().await;
    let network = world.consume().await;
    allow_private_names(&world, &network).await;
    let ec2 = world.ec2(CONSUMER);
    let parameters = [
        ("VpcEndpointType", "Interface"),
        ("VpcId", &*network.vpc_id),
        ("ServiceName", S3),
        ("SubnetId.1", &network.subnet_ids[0]),
        ("PrivateDnsEnabled", "false"),
    ];
    let created = ec2.ok("CreateVpcEndpoint", &parameters).await;
    insta::assert_snapshot!(rows(&world, &created, "dnsEntrySet"), @"");
    insta::assert_snapshot!(rows(&world, &created, "vpcEndpoint"), @"");
    let endpoint_id = created.one("vpcEndpointId");
    let names_for_all = [
        ("PrivateDnsEnabled", "true"),
        (
            "DnsOptions.PrivateDnsOnlyForInboundResolverEndpoint",
            "false",
        ),
    ];
    let on = modify(&ec2, &world, &endpoint_id, &names_for_all).await;
    insta::assert_snapshot!(rows(&world, &on, "dnsEntrySet"), @"");
    let gateway = [parameters[1], parameters[2]];
    ec2.ok("CreateVpcEndpoint", &gateway).await;
    let inbound = [(
        "DnsOptions.PrivateDnsOnlyForInboundResolverEndpoint",
        "true",
    )];
    let only_inbound = modify(&ec2, &world, &endpoint_id, &inbound).await;
    assert_eq!(
        only_inbound.one("privateDnsOnlyForInboundResolverEndpoint"),
        "true"
    );
    assert_eq!(
        rows(&world, &only_inbound, "dnsEntrySet"),
        rows(&world, &on, "dnsEntrySet")
    );
}
