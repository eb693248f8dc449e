//! Gateway Load Balancer endpoints over EC2: service, endpoint, connection, routes.

use serde_json::json;

use super::{describe, rows, shown};
use crate::support::query::Query;
use crate::support::world::{CONSUMER, Network, PROVIDER, World};

/// A gateway load balancer of the provider's in front of appliances in two zones.
async fn wall(world: &World) -> String {
    let network = world.network(PROVIDER, &["us-east-1a", "us-east-1b"]).await;
    let body = json!({"name": "wall", "type": "gateway", "subnets": network.subnet_ids});
    let rest = world.rest(PROVIDER);
    rest.make("/v1/load-balancers", "loadBalancerArn", body)
        .await
}

/// The ids of the provider's service and of the consumer's endpoint, with the whole answers on the way.
async fn connected(world: &World, consumer: &Network) -> (String, String) {
    let arn = wall(world).await;
    let provider = world.ec2(PROVIDER);
    let create = "CreateVpcEndpointServiceConfiguration";
    let parameters = [
        ("GatewayLoadBalancerArn.1", &*arn),
        ("ClientToken", "wall-1"),
    ];
    let service = provider.ok(create, &parameters).await;
    insta::assert_snapshot!(shown(world, &service), @"");
    let (service_id, service_name) = (service.one("serviceId"), service.one("serviceName"));
    let root = format!("arn:aws:iam::{CONSUMER}:root");
    let parameters = [
        ("ServiceId", &*service_id),
        ("AddAllowedPrincipals.1", &root),
    ];
    let allowed = provider
        .ok("ModifyVpcEndpointServicePermissions", &parameters)
        .await;
    insta::assert_snapshot!(shown(world, &allowed), @"");
    let ec2 = world.ec2(CONSUMER);
    let seen = ec2
        .ok(
            "DescribeVpcEndpointServices",
            &[("ServiceName.1", &service_name)],
        )
        .await;
    insta::assert_snapshot!(shown(world, &seen), @"");
    let parameters = [
        ("VpcEndpointType", "GatewayLoadBalancer"),
        ("VpcId", &*consumer.vpc_id),
        ("ServiceName", &service_name),
        ("SubnetId.1", &consumer.subnet_ids[0]),
        ("PrivateDnsEnabled", "false"),
    ];
    let created = ec2.ok("CreateVpcEndpoint", &parameters).await;
    insta::assert_snapshot!(shown(world, &created), @"");
    (service_id, created.one("vpcEndpointId"))
}

#[tokio::test]
async fn service_endpoint_and_connection() {
    let world = World::start().await;
    let consumer = world.consume().await;
    let (service_id, endpoint_id) = connected(&world, &consumer).await;
    let provider = world.ec2(PROVIDER);
    let both = [
        ("ServiceId", &*service_id),
        ("VpcEndpointId.1", &endpoint_id),
    ];
    let accepted = provider.ok("AcceptVpcEndpointConnections", &both).await;
    insta::assert_snapshot!(shown(&world, &accepted), @"");
    world.settle().await;
    let of_service = [
        ("Filter.1.Name", "service-id"),
        ("Filter.1.Value.1", &*service_id),
    ];
    let connections = provider
        .ok("DescribeVpcEndpointConnections", &of_service)
        .await;
    insta::assert_snapshot!(shown(&world, &connections), @"");
    let by_type = [
        ("Filter.1.Name", "interface-type"),
        ("Filter.1.Value.1", "gateway_load_balancer_endpoint"),
    ];
    let interface = world
        .ec2(CONSUMER)
        .ok("DescribeNetworkInterfaces", &by_type)
        .await;
    insta::assert_snapshot!(rows(&world, &interface, "networkInterfaceSet"), @"");
}

async fn routes(world: &World, ec2: &Query<'_>, table_id: &str) -> String {
    let by_id = [("RouteTableId.1", table_id)];
    let table = ec2.ok("DescribeRouteTables", &by_id).await;
    rows(world, &table, "routeSet")
}

#[tokio::test]
async fn routes_lead_to_it_and_hold_it() {
    let world = World::start().await;
    let provider = world.network(PROVIDER, &["us-east-1a"]).await;
    let inspection = world.inspection(&provider).await;
    let consumer = world.consume().await;
    let endpoint_id = world.route_target(&inspection, &consumer).await;
    super::decide(&world, &inspection.service_id, &endpoint_id, "accept").await;
    world.settle().await;
    let ec2 = world.ec2(CONSUMER);
    let table = ec2
        .ok("CreateRouteTable", &[("VpcId", &consumer.vpc_id)])
        .await;
    let table_id = table.one("routeTableId");
    let route = [
        ("RouteTableId", &*table_id),
        ("DestinationCidrBlock", "0.0.0.0/0"),
        ("VpcEndpointId", &endpoint_id),
    ];
    let done = ec2.ok("CreateRoute", &route).await;
    insta::assert_snapshot!(shown(&world, &done), @"");
    let shown_table = ec2
        .ok("DescribeRouteTables", &[("RouteTableId.1", &table_id)])
        .await;
    insta::assert_snapshot!(shown(&world, &shown_table), @"");
    let by_id = [("VpcEndpointId.1", &*endpoint_id)];
    let kept = ec2.ok("DeleteVpcEndpoints", &by_id).await;
    insta::assert_snapshot!(shown(&world, &kept), @"");
    assert_eq!(describe(&ec2, &endpoint_id).await.one("state"), "available");
    world.turn_down(&inspection.service_id, &endpoint_id).await;
    insta::assert_snapshot!(routes(&world, &ec2, &table_id).await, @"");
    super::decide(&world, &inspection.service_id, &endpoint_id, "accept").await;
    world.settle().await;
    insta::assert_snapshot!(routes(&world, &ec2, &table_id).await, @"");
    ec2.ok("DeleteRoute", &route[..2]).await;
    let deleted = ec2.ok("DeleteVpcEndpoints", &by_id).await;
    insta::assert_snapshot!(shown(&world, &deleted), @"");
    world.settle().await;
    assert_eq!(world.state(&endpoint_id).await, "gone");
}
