//! Routes to endpoints of gateway load balancers, and those that gateway endpoints bring.

use serde_json::{Value, json};

use crate::support::gateway::Inspection;
use crate::support::rest::segment;
use crate::support::world::{CONSUMER, Network, PROVIDER, World, text};

const LIST: &str = "pl-63a5400a";

struct Scene {
    world: World,
    inspection: Inspection,
    network: Network,
    endpoint_id: String,
    table_id: String,
}

/// A consumer's endpoint that routes may lead to, and a table without any but the local route.
async fn scene() -> Scene {
    let world = World::start().await;
    let provider = world.network(PROVIDER, &["us-east-1a"]).await;
    let inspection = world.inspection(&provider).await;
    let network = world.consume().await;
    let endpoint_id = world.route_target(&inspection, &network).await;
    let table = json!({"vpcId": network.vpc_id});
    let rest = world.rest(CONSUMER);
    let table_id = rest.make("/v1/route-tables", "routeTableId", table).await;
    Scene {
        world,
        inspection,
        network,
        endpoint_id,
        table_id,
    }
}

#[tokio::test]
async fn over_rest() {
    let scene = scene().await;
    let world = &scene.world;
    let rest = world.rest(CONSUMER);
    let routes = format!("/v1/route-tables/{}/routes", scene.table_id);
    let body = json!({"destinationCidrBlock": "10.9.8.7/16", "vpcEndpointId": scene.endpoint_id});
    let created = rest.post(&routes, body).await;
    insta::assert_snapshot!(world.shown(&created), @r#"
    HTTP 201
    location: /v1/route-tables/rtb-1/routes/10.9.0.0%2F16
    etag: "1"
    {
      "destinationCidrBlock": "10.9.0.0/16",
      "gatewayId": "vpce-1",
      "origin": "CreateRoute",
      "state": "active"
    }
    "#);
    let path = created.header("location").to_owned();
    let body = json!({"destinationIpv6CidrBlock": "::/0", "vpcEndpointId": scene.endpoint_id});
    rest.create(&routes, body).await;
    world
        .gateway_endpoint(&scene.network, &scene.table_id)
        .await;
    let all = rest.get(&routes).await;
    insta::assert_snapshot!(world.shown(&all), @r#"
    HTTP 200
    {
      "items": [
        {
          "destinationCidrBlock": "10.0.0.0/16",
          "gatewayId": "local",
          "origin": "CreateRouteTable",
          "state": "active"
        },
        {
          "destinationCidrBlock": "10.9.0.0/16",
          "gatewayId": "vpce-1",
          "origin": "CreateRoute",
          "state": "active"
        },
        {
          "destinationIpv6CidrBlock": "::/0",
          "gatewayId": "vpce-1",
          "origin": "CreateRoute",
          "state": "active"
        },
        {
          "destinationPrefixListId": "pl-63a5400a",
          "gatewayId": "vpce-2",
          "origin": "CreateRoute",
          "state": "active"
        }
      ]
    }
    "#);
    let table = format!("/v1/route-tables/{}", scene.table_id);
    assert_eq!(rest.get(&table).await.body["routes"], all.body["items"]);
    for route in all.body["items"].as_array().expect("a list") {
        let destination = [
            "destinationCidrBlock",
            "destinationIpv6CidrBlock",
            "destinationPrefixListId",
        ]
        .into_iter()
        .find_map(|member| route[member].as_str())
        .expect("a destination");
        let one = rest
            .get(&format!("{routes}/{}", segment(destination)))
            .await;
        assert_eq!(one.expect(200), *route);
    }
    let other = world.route_target(&scene.inspection, &scene.network).await;
    let changed = rest.patch(&path, json!({"vpcEndpointId": other})).await;
    insta::assert_snapshot!(world.shown(&changed), @r#"
    HTTP 200
    etag: "2"
    {
      "destinationCidrBlock": "10.9.0.0/16",
      "gatewayId": "vpce-3",
      "origin": "CreateRoute",
      "state": "active"
    }
    "#);
    rest.delete(&path).await.expect(204);
    assert_eq!(rest.get(&path).await.status, 404);
}

#[tokio::test]
async fn over_ec2() {
    let scene = scene().await;
    let world = &scene.world;
    let (ec2, table_id) = (world.ec2(CONSUMER), &*scene.table_id);
    let route = [
        ("RouteTableId", table_id),
        ("DestinationCidrBlock", "10.9.0.0/16"),
        ("VpcEndpointId", &*scene.endpoint_id),
    ];
    let created = ec2.ok("CreateRoute", &route).await;
    insta::assert_snapshot!(world.shown(&created), @r#"
    HTTP 200
    <CreateRouteResponse xmlns="http://ec2.amazonaws.com/doc/2016-11-15/">
      <requestId>[request-id]</requestId>
      <return>true</return>
    </CreateRouteResponse>
    "#);
    let ipv6 = [
        ("RouteTableId", table_id),
        ("DestinationIpv6CidrBlock", "::/0"),
        ("VpcEndpointId", &*scene.endpoint_id),
    ];
    ec2.ok("CreateRoute", &ipv6).await;
    world
        .gateway_endpoint(&scene.network, &scene.table_id)
        .await;
    let table = [("RouteTableId.1", table_id)];
    let shown = ec2.ok("DescribeRouteTables", &table).await;
    insta::assert_snapshot!(world.shown(&shown), @r#"
    HTTP 200
    <DescribeRouteTablesResponse xmlns="http://ec2.amazonaws.com/doc/2016-11-15/">
      <requestId>[request-id]</requestId>
      <routeTableSet>
        <item>
          <routeTableId>rtb-1</routeTableId>
          <vpcId>vpc-1</vpcId>
          <ownerId>222222222222</ownerId>
          <associationSet/>
          <propagatingVgwSet/>
          <routeSet>
            <item>
              <destinationCidrBlock>10.0.0.0/16</destinationCidrBlock>
              <gatewayId>local</gatewayId>
              <origin>CreateRouteTable</origin>
              <state>active</state>
            </item>
            <item>
              <destinationCidrBlock>10.9.0.0/16</destinationCidrBlock>
              <gatewayId>vpce-1</gatewayId>
              <origin>CreateRoute</origin>
              <state>active</state>
            </item>
            <item>
              <destinationIpv6CidrBlock>::/0</destinationIpv6CidrBlock>
              <gatewayId>vpce-1</gatewayId>
              <origin>CreateRoute</origin>
              <state>active</state>
            </item>
            <item>
              <destinationPrefixListId>pl-63a5400a</destinationPrefixListId>
              <gatewayId>vpce-2</gatewayId>
              <origin>CreateRoute</origin>
              <state>active</state>
            </item>
          </routeSet>
          <tagSet/>
        </item>
      </routeTableSet>
    </DescribeRouteTablesResponse>
    "#);
    for (filter, value) in [
        ("route.destination-cidr-block", "10.9.0.0/16"),
        ("route.destination-ipv6-cidr-block", "::/0"),
        ("route.destination-prefix-list-id", LIST),
        ("route.gateway-id", &*scene.endpoint_id),
        ("route.origin", "CreateRoute"),
    ] {
        let parameters = [("Filter.1.Name", filter), ("Filter.1.Value.1", value)];
        let found = ec2.ok("DescribeRouteTables", &parameters).await;
        assert_eq!(found.all("routeTableId"), [table_id], "{filter}");
    }
    for filter in [
        "route.egress-only-internet-gateway-id",
        "route.instance-id",
        "route.nat-gateway-id",
        "route.transit-gateway-id",
        "route.vpc-peering-connection-id",
    ] {
        let parameters = [("Filter.1.Name", filter), ("Filter.1.Value.1", "*")];
        let found = ec2.ok("DescribeRouteTables", &parameters).await;
        assert!(found.all("routeTableId").is_empty(), "{filter}");
    }
    let other = world.route_target(&scene.inspection, &scene.network).await;
    let other = [route[0], route[1], ("VpcEndpointId", &*other)];
    let replaced = ec2.ok("ReplaceRoute", &other).await;
    insta::assert_snapshot!(world.shown(&replaced), @r#"
    HTTP 200
    <ReplaceRouteResponse xmlns="http://ec2.amazonaws.com/doc/2016-11-15/">
      <requestId>[request-id]</requestId>
      <return>true</return>
    </ReplaceRouteResponse>
    "#);
    let shown = ec2.ok("DescribeRouteTables", &table).await;
    assert_eq!(
        world.shown(&shown.all("gatewayId").join(" ")),
        "local vpce-3 vpce-1 vpce-2"
    );
    let deleted = ec2.ok("DeleteRoute", &route[..2]).await;
    insta::assert_snapshot!(world.shown(&deleted), @r#"
    HTTP 200
    <DeleteRouteResponse xmlns="http://ec2.amazonaws.com/doc/2016-11-15/">
      <requestId>[request-id]</requestId>
      <return>true</return>
    </DeleteRouteResponse>
    "#);
    let shown = ec2.ok("DescribeRouteTables", &table).await;
    assert_eq!(shown.all("state"), ["active", "active", "active"]);
}

/// What a rejected endpoint takes no traffic for.
#[tokio::test]
async fn to_a_rejected_endpoint_are_black_holes() {
    let scene = scene().await;
    let rest = scene.world.rest(CONSUMER);
    let routes = format!("/v1/route-tables/{}/routes", scene.table_id);
    let body = json!({"destinationCidrBlock": "0.0.0.0/0", "vpcEndpointId": scene.endpoint_id});
    rest.create(&routes, body).await;
    let service_id = &scene.inspection.service_id;
    scene.world.turn_down(service_id, &scene.endpoint_id).await;
    let routes = rest.get(&routes).await.expect(200);
    let states: Vec<&Value> = (0..2)
        .map(|index| &routes["items"][index]["state"])
        .collect();
    assert_eq!(states, ["active", "blackhole"]);
    let filter = "/v1/route-tables?filter[route.state]=blackhole";
    assert_eq!(
        text(&rest.items(filter).await[0]["routeTableId"]),
        scene.table_id
    );
}

/// Users' routes go with their table; those of gateway endpoints hold it.
#[tokio::test]
async fn go_with_their_table() {
    let scene = scene().await;
    let rest = scene.world.rest(CONSUMER);
    let table = format!("/v1/route-tables/{}", scene.table_id);
    let body = json!({"destinationCidrBlock": "0.0.0.0/0", "vpcEndpointId": scene.endpoint_id});
    rest.create(&format!("{table}/routes"), body).await;
    rest.delete(&table).await.expect(204);
    assert!(scene.world.rows().await["route"].is_empty());

    let body = json!({"vpcId": scene.network.vpc_id});
    let held = rest.make("/v1/route-tables", "routeTableId", body).await;
    scene.world.gateway_endpoint(&scene.network, &held).await;
    let before = scene.world.rows().await;
    let refused = rest.delete(&format!("/v1/route-tables/{held}")).await;
    insta::assert_snapshot!(scene.world.shown(&refused.refusal()), @"409 DependencyViolation (routeTableId): The routeTable 'rtb-1' has dependencies and cannot be deleted.");
    let ec2 = scene.world.ec2(CONSUMER);
    let refused = ec2
        .call("DeleteRouteTable", &[("RouteTableId", &held)])
        .await;
    insta::assert_snapshot!(scene.world.shown(&refused.refusal()), @"400 DependencyViolation: The routeTable 'rtb-1' has dependencies and cannot be deleted.");
    assert_eq!(before, scene.world.rows().await);
}

#[tokio::test]
async fn a_table_has_fifty_at_the_most() {
    let scene = scene().await;
    let rest = scene.world.rest(CONSUMER);
    let routes = format!("/v1/route-tables/{}/routes", scene.table_id);
    let body = |number: u8| json!({"destinationCidrBlock": format!("192.168.{number}.0/24"), "vpcEndpointId": scene.endpoint_id});
    for number in 0..50 {
        rest.create(&routes, body(number)).await;
    }
    let refused = rest.post(&routes, body(50)).await;
    insta::assert_snapshot!(scene.world.shown(&refused.refusal()), @"409 RouteLimitExceeded (routeTableId): The maximum number of routes in the route table 'rtb-1' has been reached.");
    let first = format!("{routes}/{}", segment("192.168.0.0/24"));
    rest.delete(&first).await.expect(204);
    rest.create(&routes, body(50)).await;
}
