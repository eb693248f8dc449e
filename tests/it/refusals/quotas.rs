//! More endpoints than an account may have.

use privlink::domain::quota::Quotas;
use serde_json::json;

use super::scene::Scene;
use super::{Refusals, merged, nothing};
use crate::support::world::{CONSUMER, World};

const GATEWAY: [(&str, &str); 3] = [
    ("VpcEndpointType", "Gateway"),
    ("ServiceName", "com.amazonaws.us-east-1.s3"),
    ("SubnetId.1", ""),
];

async fn scene(quotas: Quotas) -> Scene {
    Scene::on(World::with_quotas(quotas).await, nothing()).await
}

#[tokio::test]
async fn one_too_many() {
    let one = Quotas {
        interface_endpoints_per_vpc: 1,
        gateway_endpoints_per_region: 1,
        ..Quotas::default()
    };
    let scene = scene(one).await;
    let gateway = json!({
        "vpcEndpointType": "Gateway", "serviceName": "com.amazonaws.us-east-1.s3", "subnetIds": [],
    });
    scene.endpoint(nothing()).await;
    scene.endpoint(gateway.clone()).await;
    let other = scene.world.network(CONSUMER, &[]).await.vpc_id;
    let mut table = Refusals::of(&scene.world);
    table.when("26: an interface endpoint in the VPC");
    scene.try_both(&mut table, &[], nothing()).await;
    table.when("26: a gateway endpoint in the VPC");
    scene.try_both(&mut table, &GATEWAY, gateway.clone()).await;
    table.when("26: a gateway endpoint in another VPC of the region");
    let wrong = [&GATEWAY[..], &[("VpcId", &*other)]].concat();
    let twin = merged(&gateway, json!({"vpcId": other}));
    scene.try_both(&mut table, &wrong, twin).await;
    insta::assert_snapshot!(table.table(), @"
    26: an interface endpoint in the VPC
      AWS  400 VpcEndpointLimitExceeded: The maximum number of VPC endpoints has been reached
      REST 409 VpcEndpointLimitExceeded: The maximum number of VPC endpoints has been reached
    26: a gateway endpoint in the VPC
      AWS  400 VpcEndpointLimitExceeded: The maximum number of VPC endpoints has been reached
      REST 409 VpcEndpointLimitExceeded: The maximum number of VPC endpoints has been reached
    26: a gateway endpoint in another VPC of the region
      AWS  400 VpcEndpointLimitExceeded: The maximum number of VPC endpoints has been reached
      REST 409 VpcEndpointLimitExceeded: The maximum number of VPC endpoints has been reached
    ");
}

#[tokio::test]
async fn none_in_a_vpc() {
    let none = Quotas {
        interface_endpoints_per_vpc: 0,
        gateway_endpoints_per_vpc: 0,
        ..Quotas::default()
    };
    let scene = scene(none).await;
    let mut table = Refusals::of(&scene.world);
    table.when("26: an interface endpoint");
    scene.try_both(&mut table, &[], nothing()).await;
    table.when("26: a gateway endpoint");
    let gateway = json!({
        "vpcEndpointType": "Gateway", "serviceName": "com.amazonaws.us-east-1.s3", "subnetIds": [],
    });
    scene.try_both(&mut table, &GATEWAY, gateway).await;
    insta::assert_snapshot!(table.table(), @"
    26: an interface endpoint
      AWS  400 VpcEndpointLimitExceeded: The maximum number of VPC endpoints has been reached
      REST 409 VpcEndpointLimitExceeded: The maximum number of VPC endpoints has been reached
    26: a gateway endpoint
      AWS  400 VpcEndpointLimitExceeded: The maximum number of VPC endpoints has been reached
      REST 409 VpcEndpointLimitExceeded: The maximum number of VPC endpoints has been reached
    ");
}
