//! VPCs over both APIs.

use serde_json::json;

use crate::support::world::{PROVIDER, World};

#[tokio::test]
async fn over_rest() {
    let world = World::start().await;
    let rest = world.rest(PROVIDER);
    let created = rest
        .post("/v1/vpcs", json!({"cidrBlock": "10.0.0.0/16"}))
        .await;
    insta::assert_snapshot!(world.shown(&created), @"");
}

#[tokio::test]
async fn over_ec2() {
    let world = World::start().await;
    let ec2 = world.ec2(PROVIDER);
    let created = ec2.call("CreateVpc", &[("CidrBlock", "10.0.0.0/16")]).await;
    insta::assert_snapshot!(world.shown(&created), @"");
}
