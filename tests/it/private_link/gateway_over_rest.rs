//! Gateway endpoints over REST: routes that come and go with them.

use serde_json::json;

use super::{lines, shown};
use crate::support::rest::Rest;
use crate::support::world::{CONSUMER, World};

const S3: &str = "com.amazonaws.us-east-1.s3";

/// The routes of a table, a line for each.
async fn routes(world: &World, rest: &Rest<'_>, table_id: &str) -> String {
    let table = rest.get(&format!("/v1/route-tables/{table_id}")).await;
    let members = [
        "destinationCidrBlock",
        "destinationPrefixListId",
        "gatewayId",
        "origin",
        "state",
    ];
    lines(world, &table.expect(200)["routes"], &members)
}

async fn new_table(rest: &Rest<'_>, vpc_id: &str) -> String {
    let body = json!({"vpcId": vpc_id});
    rest.make("/v1/route-tables", "routeTableId", body).await
}

#[tokio::test]
async fn created_changed_and_deleted() {
    let world = World::start().await;
    let network = world.network(CONSUMER, &[]).await;
    let rest = world.rest(CONSUMER);
    let first = new_table(&rest, &network.vpc_id).await;
    let second = new_table(&rest, &network.vpc_id).await;
    let body = json!({
        "vpcEndpointType": "Gateway", "vpcId": network.vpc_id, "serviceName": S3, "routeTableIds": [first],
        "privateDnsEnabled": false, "tags": [{"key": "Name", "value": "buckets"}],
    });
    let created = rest.post("/v1/endpoints", body).await;
    insta::assert_snapshot!(shown(&world, &created), @"");
    let path = created.header("location").to_owned();
    assert_eq!(rest.get(&path).await.body, created.body);
    assert_eq!(rest.items("/v1/endpoints").await, [created.body]);
    let table = rest.get(&format!("/v1/route-tables/{first}")).await;
    insta::assert_snapshot!(shown(&world, &table), @"");
    let policy =
        r#"{"Statement":[{"Action":"s3:*","Effect":"Allow","Principal":"*","Resource":"*"}]}"#;
    let changes =
        json!({"routeTableIds": [second], "ipAddressType": "dualstack", "policyDocument": policy});
    let changed = rest.patch(&path, changes).await;
    insta::assert_snapshot!(shown(&world, &changed), @"");
    insta::assert_snapshot!(routes(&world, &rest, &first).await, @"");
    insta::assert_snapshot!(routes(&world, &rest, &second).await, @"");
    let reset = rest
        .patch(
            &path,
            json!({"policyDocument": null, "ipAddressType": "ipv4"}),
        )
        .await;
    insta::assert_snapshot!(reset.body["policyDocument"].to_string(), @"");
    insta::assert_snapshot!(routes(&world, &rest, &second).await, @"");
    let deleted = rest.delete(&path).await;
    insta::assert_snapshot!(shown(&world, &deleted), @"");
    insta::assert_snapshot!(routes(&world, &rest, &second).await, @"");
    world.settle().await;
    assert_eq!(rest.get(&path).await.status, 404);
}
