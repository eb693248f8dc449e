//! Who pays for endpoints; and associations, of which there are none.

use reqwest::Method;
use serde_json::json;

use super::shown;
use crate::support::world::{CONSUMER, PROVIDER, World};

#[tokio::test]
async fn over_ec2() {
    let world = World::start().await;
    let publication = world.publish().await;
    let ec2 = world.ec2(PROVIDER);
    let parameters = [
        ("ServiceId", &*publication.service_id),
        ("PayerResponsibility", "ServiceOwner"),
    ];
    let describe = "DescribeVpcEndpointServiceConfigurations";
    let by_id = [("ServiceId.1", &*publication.service_id)];
    let before = ec2.ok(describe, &by_id).await;
    assert!(before.all("payerResponsibility").is_empty(), "{before}");
    let action = "ModifyVpcEndpointServicePayerResponsibility";
    let changed = ec2.ok(action, &parameters).await;
    insta::assert_snapshot!(shown(&world, &changed), @"");
    ec2.ok(action, &parameters).await;
    let service = ec2.ok(describe, &by_id).await;
    insta::assert_snapshot!(shown(&world, &service), @"");
    let named = [("ServiceName.1", &*publication.service_name)];
    let seen = world
        .ec2(CONSUMER)
        .ok("DescribeVpcEndpointServices", &named)
        .await;
    assert_eq!(seen.one("payerResponsibility"), "ServiceOwner");
}

#[tokio::test]
async fn over_rest() {
    let world = World::start().await;
    let publication = world.publish().await;
    let rest = world.rest(PROVIDER);
    let path = format!("/v1/endpoint-services/{}", publication.service_id);
    let before = rest.get(&path).await.expect(200);
    assert_eq!(before.get("payerResponsibility"), None);
    let body = json!({"payerResponsibility": "ServiceOwner"});
    let request = rest.request(Method::PUT, &format!("{path}/payer-responsibility"));
    let changed = rest.send(request.json(&body)).await;
    insta::assert_snapshot!(shown(&world, &changed), @"");
    let seen = format!("/v1/available-services/{}", publication.service_name);
    let seen = world.rest(CONSUMER).get(&seen).await;
    insta::assert_snapshot!(shown(&world, &seen), @"");
}

#[tokio::test]
async fn nothing_is_associated() {
    let world = World::start().await;
    let publication = world.publish().await;
    let consumer = world.consume().await;
    let endpoint_id = world.connect(&publication, &consumer).await;
    let ec2 = world.ec2(CONSUMER);
    let action = "DescribeVpcEndpointAssociations";
    let of_one = ec2.ok(action, &[("VpcEndpointId.1", &endpoint_id)]).await;
    insta::assert_snapshot!(shown(&world, &of_one), @"");
    for filter in [
        "vpc-endpoint-id",
        "associated-resource-accessibility",
        "association-id",
        "associated-resource-id",
        "service-network-arn",
        "resource-configuration-group-arn",
    ] {
        let parameters = [
            ("Filter.1.Name", filter),
            ("Filter.1.Value.1", "*"),
            ("MaxResults", "1"),
        ];
        let found = ec2.ok(action, &parameters).await;
        assert!(found.all("item").is_empty(), "{found}");
    }
    let path = format!("/v1/endpoints/{endpoint_id}/associations");
    let over_rest = world.rest(CONSUMER).get(&path).await;
    insta::assert_snapshot!(shown(&world, &over_rest), @"");
}
