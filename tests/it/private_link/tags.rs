//! Tags of endpoints, services, permissions and connections: both sides have their own.

use serde_json::json;

use super::{rows, shown};
use crate::support::query::Query;
use crate::support::world::{CONSUMER, PROVIDER, World, text};

/// What `DescribeTags` shows of a resource.
async fn tags(world: &World, ec2: &Query<'_>, id: &str) -> String {
    let parameters = [("Filter.1.Name", "resource-id"), ("Filter.1.Value.1", id)];
    let found = ec2.ok("DescribeTags", &parameters).await;
    rows(world, &found, "tagSet")
}

#[tokio::test]
async fn over_ec2() {
    let world = World::start().await;
    let publication = world.publish().await;
    let consumer = world.consume().await;
    let endpoint_id = world.connect(&publication, &consumer).await;
    let (ec2, provider) = (world.ec2(CONSUMER), world.ec2(PROVIDER));
    let by_id = [("ServiceId", &*publication.service_id)];
    let permissions = provider
        .ok("DescribeVpcEndpointServicePermissions", &by_id)
        .await;
    let permission_id = permissions.one("servicePermissionId");
    let connections = provider.ok("DescribeVpcEndpointConnections", &[]).await;
    let connection_id = connections.one("vpcEndpointConnectionId");
    let tag = [
        ("Tag.1.Key", "Team"),
        ("Tag.1.Value", "shop"),
        ("Tag.2.Key", "Cost"),
        ("Tag.2.Value", ""),
    ];
    let parameters = [&[("ResourceId.1", &*endpoint_id)], &tag[..]].concat();
    let tagged = ec2.ok("CreateTags", &parameters).await;
    insta::assert_snapshot!(shown(&world, &tagged), @r#"
    HTTP 200
    <CreateTagsResponse xmlns="http://ec2.amazonaws.com/doc/2016-11-15/">
      <requestId>[request-id]</requestId>
      <return>true</return>
    </CreateTagsResponse>
    "#);
    let mut parameters = vec![
        ("ResourceId.1", &*publication.service_id),
        ("ResourceId.2", &permission_id),
        ("ResourceId.3", &connection_id),
    ];
    parameters.extend(tag);
    provider.ok("CreateTags", &parameters).await;
    insta::assert_snapshot!(tags(&world, &ec2, &endpoint_id).await, @"
    vpce-1 vpc-endpoint Cost
    vpce-1 vpc-endpoint Team shop
    ");
    for (id, expected) in [
        (&publication.service_id, "vpc-endpoint-service"),
        (&permission_id, "vpc-endpoint-service-permission"),
        (&connection_id, "vpc-endpoint-connection"),
    ] {
        let shown_tags = tags(&world, &provider, id).await;
        assert_eq!(shown_tags.lines().count(), 2);
        assert!(
            shown_tags
                .lines()
                .all(|line| line.contains(&format!(" {expected} "))),
            "{shown_tags}"
        );
    }
    let connections = provider.ok("DescribeVpcEndpointConnections", &[]).await;
    let permissions = provider
        .ok("DescribeVpcEndpointServicePermissions", &by_id)
        .await;
    let services = provider
        .ok("DescribeVpcEndpointServiceConfigurations", &[])
        .await;
    for answer in [&connections, &permissions, &services] {
        assert_eq!(
            rows(&world, answer, "tagSet"),
            "Cost\nTeam shop",
            "{answer}"
        );
    }
    let untag = [
        ("ResourceId.1", &*connection_id),
        ("Tag.1.Key", "Team"),
        ("Tag.1.Value", "shop"),
    ];
    let untagged = provider.ok("DeleteTags", &untag).await;
    insta::assert_snapshot!(shown(&world, &untagged), @r#"
    HTTP 200
    <DeleteTagsResponse xmlns="http://ec2.amazonaws.com/doc/2016-11-15/">
      <requestId>[request-id]</requestId>
      <return>true</return>
    </DeleteTagsResponse>
    "#);
    insta::assert_snapshot!(tags(&world, &provider, &connection_id).await, @"vpce-con-1 vpc-endpoint-connection Cost");
    insta::assert_snapshot!(tags(&world, &ec2, &endpoint_id).await, @"
    vpce-1 vpc-endpoint Cost
    vpce-1 vpc-endpoint Team shop
    ");
}

/// The consumer's tags are the consumer's, the provider's the provider's.
#[tokio::test]
async fn nobody_sees_the_others() {
    let world = World::start().await;
    let body = json!({"tags": [{"key": "Team", "value": "shop"}]});
    let publication = world.publish_with(body).await;
    let consumer = world.consume().await;
    let body = json!({
        "vpcId": consumer.vpc_id, "serviceName": publication.service_name, "tags": [{"key": "Team", "value": "web"}],
    });
    let endpoint = world.rest(CONSUMER).create("/v1/endpoints", body).await;
    let path = format!(
        "/v1/endpoint-services/{}/connections/{}",
        publication.service_id,
        text(&endpoint["vpcEndpointId"])
    );
    let connection = world.rest(PROVIDER).get(&path).await.expect(200);
    assert_eq!(connection["tags"], json!([]));
    let path = format!("/v1/available-services/{}", publication.service_name);
    let seen = world.rest(CONSUMER).get(&path).await.expect(200);
    assert_eq!(seen["tags"], json!([]));
    let own = world.rest(PROVIDER).get(&path).await.expect(200);
    assert_eq!(own["tags"], json!([{"key": "Team", "value": "shop"}]));
}
