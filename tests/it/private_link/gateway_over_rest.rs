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
    insta::assert_snapshot!(shown(&world, &created), @r#"
    HTTP 201
    location: /v1/endpoints/vpce-1
    etag: "2"
    {
      "creationTimestamp": "2026-11-22T10:00:00.000Z",
      "dnsEntries": [],
      "dnsOptions": {
        "dnsRecordIpType": "service-defined",
        "privateDnsOnlyForInboundResolverEndpoint": false
      },
      "groups": [],
      "ipAddressType": "ipv4",
      "networkInterfaceIds": [],
      "ownerId": "222222222222",
      "policyDocument": "{\"Version\":\"2008-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":\"*\",\"Action\":\"*\",\"Resource\":\"*\"}]}",
      "privateDnsEnabled": false,
      "requesterManaged": false,
      "routeTableIds": [
        "rtb-1"
      ],
      "serviceName": "com.amazonaws.us-east-1.s3",
      "serviceRegion": "us-east-1",
      "state": "available",
      "subnetIds": [],
      "tags": [
        {
          "key": "Name",
          "value": "buckets"
        }
      ],
      "vpcEndpointId": "vpce-1",
      "vpcEndpointType": "Gateway",
      "vpcId": "vpc-1"
    }
    "#);
    let path = created.header("location").to_owned();
    assert_eq!(rest.get(&path).await.body, created.body);
    assert_eq!(rest.items("/v1/endpoints").await, [created.body]);
    let table = rest.get(&format!("/v1/route-tables/{first}")).await;
    insta::assert_snapshot!(shown(&world, &table), @r#"
    HTTP 200
    etag: "1"
    {
      "associations": [],
      "ownerId": "222222222222",
      "routeTableId": "rtb-1",
      "routes": [
        {
          "destinationCidrBlock": "10.0.0.0/16",
          "gatewayId": "local",
          "origin": "CreateRouteTable",
          "state": "active"
        },
        {
          "destinationPrefixListId": "pl-63a5400a",
          "gatewayId": "vpce-1",
          "origin": "CreateRoute",
          "state": "active"
        }
      ],
      "tags": [],
      "vpcId": "vpc-1"
    }
    "#);
    let policy =
        r#"{"Statement":[{"Action":"s3:*","Effect":"Allow","Principal":"*","Resource":"*"}]}"#;
    let wish =
        json!({"routeTableIds": [second], "ipAddressType": "dualstack", "policyDocument": policy});
    let changed = rest.patch(&path, wish).await;
    insta::assert_snapshot!(shown(&world, &changed), @r#"
    HTTP 200
    etag: "3"
    {
      "creationTimestamp": "2026-11-22T10:00:00.000Z",
      "dnsEntries": [],
      "dnsOptions": {
        "dnsRecordIpType": "service-defined",
        "privateDnsOnlyForInboundResolverEndpoint": false
      },
      "groups": [],
      "ipAddressType": "dualstack",
      "networkInterfaceIds": [],
      "ownerId": "222222222222",
      "policyDocument": "{\"Statement\":[{\"Action\":\"s3:*\",\"Effect\":\"Allow\",\"Principal\":\"*\",\"Resource\":\"*\"}]}",
      "privateDnsEnabled": false,
      "requesterManaged": false,
      "routeTableIds": [
        "rtb-2"
      ],
      "serviceName": "com.amazonaws.us-east-1.s3",
      "serviceRegion": "us-east-1",
      "state": "available",
      "subnetIds": [],
      "tags": [
        {
          "key": "Name",
          "value": "buckets"
        }
      ],
      "vpcEndpointId": "vpce-1",
      "vpcEndpointType": "Gateway",
      "vpcId": "vpc-1"
    }
    "#);
    insta::assert_snapshot!(routes(&world, &rest, &first).await, @"10.0.0.0/16 - local CreateRouteTable active");
    insta::assert_snapshot!(routes(&world, &rest, &second).await, @"
    10.0.0.0/16 - local CreateRouteTable active
    - pl-63a5400a vpce-1 CreateRoute active
    - pl-96c7aee3 vpce-1 CreateRoute active
    ");
    let default = rest
        .patch(
            &path,
            json!({"policyDocument": null, "ipAddressType": "ipv4"}),
        )
        .await;
    insta::assert_snapshot!(default.body["policyDocument"].to_string(), @r#""{\"Version\":\"2008-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":\"*\",\"Action\":\"*\",\"Resource\":\"*\"}]}""#);
    insta::assert_snapshot!(routes(&world, &rest, &second).await, @"
    10.0.0.0/16 - local CreateRouteTable active
    - pl-63a5400a vpce-1 CreateRoute active
    ");
    let deleted = rest.delete(&path).await;
    insta::assert_snapshot!(shown(&world, &deleted), @r#"
    HTTP 202
    etag: "5"
    {
      "creationTimestamp": "2026-11-22T10:00:00.000Z",
      "dnsEntries": [],
      "dnsOptions": {
        "dnsRecordIpType": "service-defined",
        "privateDnsOnlyForInboundResolverEndpoint": false
      },
      "groups": [],
      "ipAddressType": "ipv4",
      "networkInterfaceIds": [],
      "ownerId": "222222222222",
      "policyDocument": "{\"Version\":\"2008-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":\"*\",\"Action\":\"*\",\"Resource\":\"*\"}]}",
      "privateDnsEnabled": false,
      "requesterManaged": false,
      "routeTableIds": [],
      "serviceName": "com.amazonaws.us-east-1.s3",
      "serviceRegion": "us-east-1",
      "state": "deleting",
      "subnetIds": [],
      "tags": [
        {
          "key": "Name",
          "value": "buckets"
        }
      ],
      "vpcEndpointId": "vpce-1",
      "vpcEndpointType": "Gateway",
      "vpcId": "vpc-1"
    }
    "#);
    insta::assert_snapshot!(routes(&world, &rest, &second).await, @"10.0.0.0/16 - local CreateRouteTable active");
    world.settle().await;
    assert_eq!(rest.get(&path).await.status, 404);
}
