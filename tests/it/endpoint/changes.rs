//! What of endpoints can be changed, and how many there can be.

use serde_json::json;

use super::scene;
use crate::support::world::{CONSUMER, text};

#[tokio::test]
async fn security_groups_are_those_of_all_interfaces() {
    let (world, publication, consumer) = scene().await;
    let rest = world.rest(CONSUMER);
    let body = json!({"groupName": "endpoint", "description": "HTTPS", "vpcId": consumer.vpc_id});
    let group = text(&rest.create("/v1/security-groups", body).await["groupId"]);
    let endpoint_id = world.connect(&publication, &consumer).await;
    let path = format!("/v1/endpoints/{endpoint_id}");
    let default = rest.get(&path).await.expect(200)["groups"][0].clone();
    assert_eq!(default["groupName"], "default");
    let changed = rest
        .patch(&path, json!({"securityGroupIds": [group]}))
        .await
        .expect(200);
    let expected = json!([{"groupId": group, "groupName": "endpoint"}]);
    assert_eq!(changed["groups"], expected);
    for interface in rest.items("/v1/network-interfaces").await {
        assert_eq!(interface["groups"], expected);
    }
    let before = world.rows().await;
    let in_use = rest.delete(&format!("/v1/security-groups/{group}")).await;
    insta::assert_snapshot!(world.shown(&in_use.refusal()), @"409 DependencyViolation (groupId): resource sg-1 has a dependent object");
    let parameters = [
        ("VpcEndpointId", &*endpoint_id),
        ("RemoveSecurityGroupId.1", &group),
    ];
    let last = world
        .ec2(CONSUMER)
        .call("ModifyVpcEndpoint", &parameters)
        .await;
    insta::assert_snapshot!(world.shown(&last.refusal()), @"400 InvalidParameter: An interface endpoint has 1 to 16 security groups");
    assert_eq!(before, world.rows().await);
    rest.delete(&path).await.expect(202);
    world.settle().await;
    rest.delete(&format!("/v1/security-groups/{group}"))
        .await
        .expect(204);
}

#[tokio::test]
async fn fifty_in_a_vpc_and_no_more() {
    let (world, publication, consumer) = scene().await;
    let rest = world.rest(CONSUMER);
    let body = json!({"vpcId": consumer.vpc_id, "serviceName": publication.service_name});
    for _ in 0..50 {
        rest.create("/v1/endpoints", body.clone()).await;
    }
    let before = world.rows().await;
    let refused = rest.post("/v1/endpoints", body).await;
    insta::assert_snapshot!(refused.refusal(), @"409 VpcEndpointLimitExceeded: The maximum number of VPC endpoints has been reached");
    let parameters = [
        ("VpcEndpointType", "Interface"),
        ("VpcId", &*consumer.vpc_id),
        ("ServiceName", &publication.service_name),
    ];
    let refused = world
        .ec2(CONSUMER)
        .call("CreateVpcEndpoint", &parameters)
        .await;
    insta::assert_snapshot!(refused.refusal(), @"400 VpcEndpointLimitExceeded: The maximum number of VPC endpoints has been reached");
    assert_eq!(before, world.rows().await);
}
