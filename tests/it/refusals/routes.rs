//! Routes that cannot be made, changed or taken away.

use reqwest::Method;
use serde_json::{Value, json};

use super::Refusals;
use crate::support::rest::segment;
use crate::support::world::{CONSUMER, Network, PROVIDER, Publication, World};

/// A table with a route to a Gateway Load Balancer endpoint, and with those of a gateway endpoint.
struct Stage {
    world: World,
    publication: Publication,
    consumer: Network,
    target: String,
    table_id: String,
}

/// The prefix list that the gateway endpoint routes.
const LIST: &str = "pl-63a5400a";

const IPV4: (&str, &str) = ("DestinationCidrBlock", "destinationCidrBlock");
const IPV6: (&str, &str) = ("DestinationIpv6CidrBlock", "destinationIpv6CidrBlock");
const PREFIX_LIST: (&str, &str) = ("DestinationPrefixListId", "destinationPrefixListId");

impl Stage {
    async fn set() -> Self {
        let world = World::start().await;
        let publication = world.publish().await;
        let consumer = world.consume().await;
        let inspection = world.inspection(&publication.network).await;
        let target = world.route_target(&inspection, &consumer).await;
        let table_id = make_table(&world, &consumer).await;
        world.gateway_endpoint(&consumer, &table_id).await;
        let routes = format!("/v1/route-tables/{table_id}/routes");
        let body = json!({"destinationCidrBlock": "10.9.0.0/16", "vpcEndpointId": target});
        world.rest(CONSUMER).create(&routes, body).await;
        Self {
            world,
            publication,
            consumer,
            target,
            table_id,
        }
    }
}

async fn make_table(world: &World, network: &Network) -> String {
    let body = json!({"vpcId": network.vpc_id});
    let rest = world.rest(CONSUMER);
    rest.make("/v1/route-tables", "routeTableId", body).await
}

#[tokio::test]
async fn made() {
    let stage = Stage::set().await;
    let (world, target, table_id) = (&stage.world, &*stage.target, &*stage.table_id);
    let interface = &*world.connect(&stage.publication, &stage.consumer).await;
    let (ec2, rest) = (world.ec2(CONSUMER), world.rest(CONSUMER));
    let other = world.network(CONSUMER, &[]).await;
    let elsewhere = &*make_table(world, &other).await;
    let missing = "vpce-00000000000000000";
    let mut table = Refusals::of(world);
    for (what, table_id, kind, destination, endpoint) in [
        (
            "to an interface endpoint",
            table_id,
            IPV4,
            "10.8.0.0/16",
            interface,
        ),
        ("to no endpoint", table_id, IPV4, "10.8.0.0/16", missing),
        ("to no id", table_id, IPV4, "10.8.0.0/16", "vpce-x"),
        ("to another VPC", elsewhere, IPV4, "10.8.0.0/16", target),
        ("of a prefix list", table_id, PREFIX_LIST, LIST, target),
        ("of no network", table_id, IPV4, "10.8.0.0", target),
        ("of the wrong kind", table_id, IPV6, "10.8.0.0/16", target),
        ("that is there", table_id, IPV4, "10.9.0.0/16", target),
        ("of the VPC itself", table_id, IPV4, "10.0.0.0/16", target),
    ] {
        table.when(&format!("a route {what}"));
        let parameters = [
            ("RouteTableId", table_id),
            (kind.0, destination),
            ("VpcEndpointId", endpoint),
        ];
        table.query(&ec2, "CreateRoute", &parameters).await;
        let body = json!({kind.1: destination, "vpcEndpointId": endpoint});
        let routes = format!("/v1/route-tables/{table_id}/routes");
        table.rest(&rest, Method::POST, &routes, body).await;
    }
    insta::assert_snapshot!(table.table(), @r#"
    a route to an interface endpoint
      AWS  400 InvalidParameterValue: vpce-1 is not a Gateway Load Balancer endpoint
      REST 400 InvalidParameterValue (vpcEndpointId): vpce-1 is not a Gateway Load Balancer endpoint
    a route to no endpoint
      AWS  400 InvalidVpcEndpointId.NotFound: The Vpc Endpoint Id 'vpce-2' does not exist
      REST 404 InvalidVpcEndpointId.NotFound (vpcEndpointId): The Vpc Endpoint Id 'vpce-2' does not exist
    a route to no id
      AWS  400 InvalidVpcEndpointId.Malformed: Invalid id: "vpce-x" (expecting "vpce-...")
      REST 400 InvalidVpcEndpointId.Malformed (vpcEndpointId): Invalid id: "vpce-x" (expecting "vpce-...")
    a route to another VPC
      AWS  400 InvalidParameterValue: route table rtb-1 and endpoint vpce-3 belong to different networks
      REST 400 InvalidParameterValue (vpcEndpointId): route table rtb-1 and endpoint vpce-3 belong to different networks
    a route of a prefix list
      AWS  400 InvalidParameterValue: A route to a prefix list cannot have the target vpce-3: gateway endpoints make theirs, and others have none
      REST 400 InvalidParameterValue (destinationPrefixListId): A route to a prefix list cannot have the target vpce-3: gateway endpoints make theirs, and others have none
    a route of no network
      AWS  400 InvalidParameterValue: Value (10.8.0.0) for parameter DestinationCidrBlock is invalid. This is neither a CIDR block nor a prefix list.
      REST 400 InvalidParameterValue (destinationCidrBlock): Value (10.8.0.0) for parameter DestinationCidrBlock is invalid. This is neither a CIDR block nor a prefix list.
    a route of the wrong kind
      AWS  400 InvalidParameterValue: Value (10.8.0.0/16) for parameter DestinationIpv6CidrBlock is invalid.
      REST 400 InvalidParameterValue (destinationIpv6CidrBlock): Value (10.8.0.0/16) for parameter DestinationIpv6CidrBlock is invalid.
    a route that is there
      AWS  400 RouteAlreadyExists: The route identified by 10.9.0.0/16 already exists.
      REST 409 RouteAlreadyExists (destinationCidrBlock): The route identified by 10.9.0.0/16 already exists.
    a route of the VPC itself
      AWS  400 RouteAlreadyExists: The route identified by 10.0.0.0/16 already exists.
      REST 409 RouteAlreadyExists (destinationCidrBlock): The route identified by 10.0.0.0/16 already exists.
    "#);
}

#[tokio::test]
async fn made_of_too_little_or_too_much() {
    let stage = Stage::set().await;
    let (world, target, table_id) = (&stage.world, &*stage.target, &*stage.table_id);
    let (ec2, rest) = (world.ec2(CONSUMER), world.rest(CONSUMER));
    let routes = format!("/v1/route-tables/{table_id}/routes");
    let mut table = Refusals::of(world);
    table.when("a route of nothing");
    let parameters = [("RouteTableId", table_id), ("VpcEndpointId", target)];
    table.query(&ec2, "CreateRoute", &parameters).await;
    let body = json!({"vpcEndpointId": target});
    table.rest(&rest, Method::POST, &routes, body).await;
    table.when("a route of two");
    let parameters = [
        ("RouteTableId", table_id),
        ("DestinationCidrBlock", "10.8.0.0/16"),
        ("DestinationIpv6CidrBlock", "::/0"),
        ("VpcEndpointId", target),
    ];
    table.query(&ec2, "CreateRoute", &parameters).await;
    let body = json!({
        "destinationCidrBlock": "10.8.0.0/16", "destinationIpv6CidrBlock": "::/0", "vpcEndpointId": target,
    });
    table.rest(&rest, Method::POST, &routes, body).await;
    table.when("a route to nothing");
    let parameters = [
        ("RouteTableId", table_id),
        ("DestinationCidrBlock", "10.8.0.0/16"),
    ];
    table.query(&ec2, "CreateRoute", &parameters).await;
    table.when("a route to a gateway");
    let parameters = [
        parameters[0],
        parameters[1],
        ("GatewayId", "igw-00000000000000000"),
    ];
    table.query(&ec2, "CreateRoute", &parameters).await;
    table.when("a route in no table");
    let no_table = "rtb-00000000000000000";
    let parameters = [
        ("RouteTableId", no_table),
        parameters[1],
        ("VpcEndpointId", target),
    ];
    table.query(&ec2, "CreateRoute", &parameters).await;
    insta::assert_snapshot!(table.table(), @"
    a route of nothing
      AWS  400 MissingParameter: The request must contain the parameter DestinationCidrBlock
      REST 400 MissingParameter (destinationCidrBlock): The request must contain the parameter DestinationCidrBlock
    a route of two
      AWS  400 InvalidParameterCombination: DestinationCidrBlock and DestinationIpv6CidrBlock cannot be used together
      REST 400 InvalidParameterCombination (destinationIpv6CidrBlock): DestinationCidrBlock and DestinationIpv6CidrBlock cannot be used together
    a route to nothing
      AWS  400 MissingParameter: The request must contain exactly one of gatewayId, localGatewayId, carrierGatewayId, natGatewayId, networkInterfaceId, vpcPeeringConnectionId, egressOnlyInternetGatewayId, transitGatewayId, vpcEndpointId, coreNetworkArn or instanceId
    a route to a gateway
      AWS  400 InvalidGatewayID.NotFound: The gateway ID 'igw-1' does not exist
    a route in no table
      AWS  400 InvalidRouteTableID.NotFound: The routeTable ID 'rtb-1' does not exist
    ");
}

#[tokio::test]
async fn changed() {
    let stage = Stage::set().await;
    let (world, target, table_id) = (&stage.world, &*stage.target, &*stage.table_id);
    let (ec2, rest) = (world.ec2(CONSUMER), world.rest(CONSUMER));
    let routes = format!("/v1/route-tables/{table_id}/routes");
    let mut table = Refusals::of(world);
    for (what, kind, destination) in [
        ("of a gateway endpoint", PREFIX_LIST, LIST),
        ("that is not there", IPV4, "10.7.0.0/16"),
        ("of the VPC itself", IPV4, "10.0.0.0/16"),
    ] {
        let path = format!("{routes}/{}", segment(destination));
        let parameters = [
            ("RouteTableId", table_id),
            (kind.0, destination),
            ("VpcEndpointId", target),
        ];
        // A local route can get another target.
        if destination != "10.0.0.0/16" {
            table.when(&format!("the route {what} replaced"));
            table.query(&ec2, "ReplaceRoute", &parameters).await;
            let body = json!({"vpcEndpointId": target});
            table.rest(&rest, Method::PATCH, &path, body).await;
        }
        table.when(&format!("the route {what} deleted"));
        table.query(&ec2, "DeleteRoute", &parameters[..2]).await;
        table.rest(&rest, Method::DELETE, &path, Value::Null).await;
    }
    insta::assert_snapshot!(table.table(), @"
    the route of a gateway endpoint replaced
      AWS  400 InvalidParameterValue: cannot replace VPC endpoint route pl-63a5400a in route table rtb-1: it belongs to vpce-1
      REST 400 InvalidParameterValue (destinationPrefixListId): cannot replace VPC endpoint route pl-63a5400a in route table rtb-1: it belongs to vpce-1
    the route of a gateway endpoint deleted
      AWS  400 InvalidParameterValue: cannot remove VPC endpoint route pl-63a5400a in route table rtb-1: it belongs to vpce-1
      REST 400 InvalidParameterValue (destinationPrefixListId): cannot remove VPC endpoint route pl-63a5400a in route table rtb-1: it belongs to vpce-1
    the route that is not there replaced
      AWS  400 InvalidRoute.NotFound: no route with destination-cidr-block 10.7.0.0/16 in route table rtb-1
      REST 404 InvalidRoute.NotFound (destinationCidrBlock): no route with destination-cidr-block 10.7.0.0/16 in route table rtb-1
    the route that is not there deleted
      AWS  400 InvalidRoute.NotFound: no route with destination-cidr-block 10.7.0.0/16 in route table rtb-1
      REST 404 InvalidRoute.NotFound (destinationCidrBlock): no route with destination-cidr-block 10.7.0.0/16 in route table rtb-1
    the route of the VPC itself deleted
      AWS  400 InvalidParameterValue: cannot remove local route 10.0.0.0/16 in route table rtb-1
      REST 400 InvalidParameterValue (destinationCidrBlock): cannot remove local route 10.0.0.0/16 in route table rtb-1
    ");
}

#[tokio::test]
async fn to_an_endpoint_that_is_going() {
    let world = World::slow().await;
    let network = world.network(PROVIDER, &["us-east-1a"]).await;
    let inspection = world.inspection(&network).await;
    let network = world.network(CONSUMER, &["us-east-1a"]).await;
    let (ec2, rest) = (world.ec2(CONSUMER), world.rest(CONSUMER));
    let endpoint_id = world.route_target(&inspection, &network).await;
    let body = json!({"vpcId": network.vpc_id});
    let table_id = rest.make("/v1/route-tables", "routeTableId", body).await;
    let path = format!("/v1/endpoints/{endpoint_id}");
    rest.delete(&path).await.expect(202);
    let mut table = Refusals::of(&world);
    let parameters = [
        ("RouteTableId", &*table_id),
        ("DestinationCidrBlock", "10.9.0.0/16"),
        ("VpcEndpointId", &*endpoint_id),
    ];
    let routes = format!("/v1/route-tables/{table_id}/routes");
    let body = json!({"destinationCidrBlock": "10.9.0.0/16", "vpcEndpointId": endpoint_id});
    for what in ["being deleted", "deleted"] {
        table.when(what);
        table.query(&ec2, "CreateRoute", &parameters).await;
        let twin = body.clone();
        table.rest(&rest, Method::POST, &routes, twin).await;
        world.pass(10).await;
    }
    assert_eq!(rest.get(&path).await.status, 404);
    insta::assert_snapshot!(table.table(), @"
    being deleted
      AWS  400 IncorrectState: The Vpc Endpoint Id 'vpce-1' is in the state deleting and cannot be a target
      REST 409 IncorrectState (vpcEndpointId): The Vpc Endpoint Id 'vpce-1' is in the state deleting and cannot be a target
    deleted
      AWS  400 IncorrectState: The Vpc Endpoint Id 'vpce-1' is in the state deleted and cannot be a target
      REST 409 IncorrectState (vpcEndpointId): The Vpc Endpoint Id 'vpce-1' is in the state deleted and cannot be a target
    ");
}
