//! Gateway endpoints that cannot be, and the routes that belong to them.

use reqwest::Method;
use serde_json::{Value, json};

use super::scene::Scene;
use super::{Refusals, merged, nothing};
use crate::support::world::{CONSUMER, PROVIDER, text};

const S3: &str = "com.amazonaws.us-east-1.s3";
/// The prefix list of S3 in us-east-1.
const LIST: &str = "pl-63a5400a";

/// What makes the endpoint of a scene a gateway endpoint of S3, over REST.
fn gateway(members: Value) -> Value {
    let base = json!({"vpcEndpointType": "Gateway", "serviceName": S3, "subnetIds": []});
    merged(&base, members)
}

/// Tries to create a gateway endpoint with something wrong, over both APIs.
async fn try_both(scene: &Scene, table: &mut Refusals<'_>, wrong: &[(&str, &str)], twin: Value) {
    let base = [
        ("VpcEndpointType", "Gateway"),
        ("ServiceName", S3),
        ("SubnetId.1", ""),
    ];
    let kept = base
        .into_iter()
        .filter(|(name, _)| wrong.iter().all(|(other, _)| other != name));
    let wrong: Vec<(&str, &str)> = kept.chain(wrong.iter().copied()).collect();
    scene.try_both(table, &wrong, gateway(twin)).await;
}

/// The main route table of a VPC.
async fn main_table(scene: &Scene, account: &'static str, vpc_id: &str) -> String {
    let path = format!("/v1/route-tables?filter[vpc-id]={vpc_id}");
    text(&scene.world.rest(account).items(&path).await[0]["routeTableId"])
}

#[tokio::test]
async fn created() {
    let scene = Scene::set().await;
    let group = "sg-0123456789abcdef0";
    let subnet = &*scene.consumer.subnet_ids[0];
    let named = r#"{"Statement": {"Effect": "Allow", "Principal": {"AWS": "111111111111"}, "Action": "*", "Resource": "*"}}"#;
    let chosen = json!([{"subnetId": subnet, "ipv4": "10.0.0.10"}]);
    let mut table = Refusals::of(&scene.world);
    #[rustfmt::skip]
    let cases = [
        ("12: subnets", ("SubnetId.1", subnet), json!({"subnetIds": [subnet]})),
        ("12: chosen addresses", ("SubnetConfiguration.1.SubnetId", subnet), json!({"subnetConfigurations": chosen})),
        ("12: security groups", ("SecurityGroupId.1", group), json!({"securityGroupIds": [group]})),
        ("20: private DNS", ("PrivateDnsEnabled", "true"), json!({"privateDnsEnabled": true})),
        ("25: a policy that is not JSON", ("PolicyDocument", "{"), json!({"policyDocument": "{"})),
        ("25: a policy for somebody in particular", ("PolicyDocument", named), json!({"policyDocument": named})),
        ("a service without IPv6", ("ServiceName", "com.amazonaws.us-east-1.dynamodb"),
            json!({"serviceName": "com.amazonaws.us-east-1.dynamodb", "ipAddressType": "dualstack"})),
        ("IPv6 records for IPv4 addresses", ("DnsOptions.DnsRecordIpType", "ipv6"),
            json!({"dnsOptions": {"dnsRecordIpType": "ipv6"}})),
        ("private names for inbound resolvers only", ("DnsOptions.PrivateDnsOnlyForInboundResolverEndpoint", "true"),
            json!({"dnsOptions": {"privateDnsOnlyForInboundResolverEndpoint": true}})),
        ("10: a service without gateways", ("ServiceName", "com.amazonaws.us-east-1.sqs"),
            json!({"serviceName": "com.amazonaws.us-east-1.sqs"})),
        ("6: a service that does not exist", ("ServiceName", "com.amazonaws.us-east-1.s4"),
            json!({"serviceName": "com.amazonaws.us-east-1.s4"})),
    ];
    for (what, wrong, twin) in cases {
        table.when(what);
        let mut wrong = vec![wrong];
        if wrong[0].1.ends_with("dynamodb") {
            wrong.push(("IpAddressType", "dualstack"));
        }
        try_both(&scene, &mut table, &wrong, twin).await;
    }
    insta::assert_snapshot!(table.table(), @"
    12: subnets
      AWS  400 InvalidParameter: Subnet IDs are only supported for Interface and GatewayLoadBalancer type VPC Endpoints.
      REST 400 InvalidParameter (subnetIds): Subnet IDs are only supported for Interface and GatewayLoadBalancer type VPC Endpoints.
    12: chosen addresses
      AWS  400 InvalidParameter: Subnet IDs are only supported for Interface and GatewayLoadBalancer type VPC Endpoints.
      REST 400 InvalidParameter (subnetConfigurations.subnetId): Subnet IDs are only supported for Interface and GatewayLoadBalancer type VPC Endpoints.
    12: security groups
      AWS  400 InvalidParameter: Security groups are only supported for Interface type VPC Endpoints.
      REST 400 InvalidParameter (securityGroupIds): Security groups are only supported for Interface type VPC Endpoints.
    20: private DNS
      AWS  400 InvalidParameter: Private DNS can't be enabled because the service com.amazonaws.us-east-1.s3 does not provide a private DNS name.
      REST 400 InvalidParameter (privateDnsEnabled): Private DNS can't be enabled because the service com.amazonaws.us-east-1.s3 does not provide a private DNS name.
    25: a policy that is not JSON
      AWS  400 InvalidPolicyDocument: The policy is not a JSON object
      REST 400 InvalidPolicyDocument (policyDocument): The policy is not a JSON object
    25: a policy for somebody in particular
      AWS  400 InvalidPolicyDocument: The Principal of every statement of a gateway endpoint's policy must be *
      REST 400 InvalidPolicyDocument (policyDocument): The Principal of every statement of a gateway endpoint's policy must be *
    a service without IPv6
      AWS  400 InvalidParameter: The IP address type dualstack is not supported by the service com.amazonaws.us-east-1.dynamodb
      REST 400 InvalidParameter (ipAddressType): The IP address type dualstack is not supported by the service com.amazonaws.us-east-1.dynamodb
    IPv6 records for IPv4 addresses
      AWS  400 InvalidParameter: The DNS record IP type ipv6 does not fit the IP address type ipv4
      REST 400 InvalidParameter (dnsOptions.dnsRecordIpType): The DNS record IP type ipv6 does not fit the IP address type ipv4
    private names for inbound resolvers only
      AWS  400 InvalidParameter: PrivateDnsOnlyForInboundResolverEndpoint is only supported for interface endpoints of services with a gateway endpoint
      REST 400 InvalidParameter (dnsOptions.privateDnsOnlyForInboundResolverEndpoint): PrivateDnsOnlyForInboundResolverEndpoint is only supported for interface endpoints of services with a gateway endpoint
    10: a service without gateways
      AWS  400 InvalidParameter: Endpoint type (Gateway) does not match available service types ([Interface]).
      REST 400 InvalidParameter (vpcEndpointType): Endpoint type (Gateway) does not match available service types ([Interface]).
    6: a service that does not exist
      AWS  400 InvalidServiceName: The Vpc Endpoint Service 'com.amazonaws.us-east-1.s4' does not exist
      REST 404 InvalidServiceName (serviceName): The Vpc Endpoint Service 'com.amazonaws.us-east-1.s4' does not exist
    ");
}

/// The tables that cannot lead to an endpoint, new or present.
#[tokio::test]
async fn route_tables() {
    let scene = Scene::set().await;
    let (used, own) = (scene.route_table().await, scene.route_table().await);
    scene
        .endpoint(gateway(json!({"routeTableIds": [used]})))
        .await;
    let endpoint_id = scene
        .endpoint(gateway(json!({"routeTableIds": [own]})))
        .await;
    let foreign = main_table(&scene, PROVIDER, &scene.publication.network.vpc_id).await;
    let other = scene.world.network(CONSUMER, &[]).await;
    let other = main_table(&scene, CONSUMER, &other.vpc_id).await;
    let mut table = Refusals::of(&scene.world);
    for (what, id) in [
        ("17: a table that does not exist", "rtb-0123456789abcdef0"),
        ("17: somebody else's table", &foreign),
        ("no table id at all", "rtb-1"),
        ("a table of another VPC", &other),
        ("24: a table with routes to the service", &used),
    ] {
        table.when(what);
        let twin = json!({"routeTableIds": [own, id]});
        let wrong = [("RouteTableId.1", id)];
        try_both(&scene, &mut table, &wrong, json!({"routeTableIds": [id]})).await;
        scene
            .try_to_change(&mut table, &endpoint_id, &[("AddRouteTableId.1", id)], twin)
            .await;
    }
    table.when("32: a table that does not lead to it taken away");
    let parameters = [
        ("VpcEndpointId", &*endpoint_id),
        ("RemoveRouteTableId.1", &used),
    ];
    table
        .query(&scene.world.ec2(CONSUMER), "ModifyVpcEndpoint", &parameters)
        .await;
    insta::assert_snapshot!(table.table(), @r#"
    17: a table that does not exist
      AWS  400 InvalidRouteTableId.NotFound: The routeTable ID 'rtb-1' does not exist
      REST 404 InvalidRouteTableId.NotFound (routeTableIds): The routeTable ID 'rtb-1' does not exist
      AWS  400 InvalidRouteTableId.NotFound: The routeTable ID 'rtb-1' does not exist
      REST 404 InvalidRouteTableId.NotFound (routeTableIds): The routeTable ID 'rtb-1' does not exist
    17: somebody else's table
      AWS  400 InvalidRouteTableId.NotFound: The routeTable ID 'rtb-2' does not exist
      REST 404 InvalidRouteTableId.NotFound (routeTableIds): The routeTable ID 'rtb-2' does not exist
      AWS  400 InvalidRouteTableId.NotFound: The routeTable ID 'rtb-2' does not exist
      REST 404 InvalidRouteTableId.NotFound (routeTableIds): The routeTable ID 'rtb-2' does not exist
    no table id at all
      AWS  400 InvalidRouteTableId.Malformed: Invalid id: "rtb-1" (expecting "rtb-...")
      REST 400 InvalidRouteTableId.Malformed (routeTableIds): Invalid id: "rtb-1" (expecting "rtb-...")
      AWS  400 InvalidRouteTableId.Malformed: Invalid id: "rtb-1" (expecting "rtb-...")
      REST 400 InvalidRouteTableId.Malformed (routeTableIds): Invalid id: "rtb-1" (expecting "rtb-...")
    a table of another VPC
      AWS  400 InvalidParameter: The route table 'rtb-3' is not in the vpc 'vpc-1'
      REST 400 InvalidParameter (routeTableIds): The route table 'rtb-3' is not in the vpc 'vpc-1'
      AWS  400 InvalidParameter: The route table 'rtb-3' is not in the vpc 'vpc-1'
      REST 400 InvalidParameter (routeTableIds): The route table 'rtb-3' is not in the vpc 'vpc-1'
    24: a table with routes to the service
      AWS  400 RouteAlreadyExists: route table rtb-4 already has a route with destination-prefix-list-id pl-63a5400a
      REST 409 RouteAlreadyExists (routeTableIds): route table rtb-4 already has a route with destination-prefix-list-id pl-63a5400a
      AWS  400 RouteAlreadyExists: route table rtb-4 already has a route with destination-prefix-list-id pl-63a5400a
      REST 409 RouteAlreadyExists (routeTableIds): route table rtb-4 already has a route with destination-prefix-list-id pl-63a5400a
    32: a table that does not lead to it taken away
      AWS  400 InvalidParameter: The route table 'rtb-4' is not associated with the endpoint 'vpce-1'
    "#);
}

#[tokio::test]
async fn changed() {
    let scene = Scene::set().await;
    let endpoint_id = scene.endpoint(gateway(nothing())).await;
    let interface = scene.endpoint(nothing()).await;
    let subnet = &*scene.consumer.subnet_ids[0];
    let group = "sg-0123456789abcdef0";
    let named = r#"{"Statement": {"Effect": "Allow", "Principal": {"AWS": "111111111111"}, "Action": "*", "Resource": "*"}}"#;
    let chosen = json!([{"subnetId": subnet, "ipv4": "10.0.0.10"}]);
    let mut table = Refusals::of(&scene.world);
    #[rustfmt::skip]
    let cases = [
        ("12: subnets", ("AddSubnetId.1", subnet), json!({"subnetIds": [subnet]})),
        ("12: chosen addresses", ("SubnetConfiguration.1.SubnetId", subnet), json!({"subnetConfigurations": chosen})),
        ("12: security groups", ("AddSecurityGroupId.1", group), json!({"securityGroupIds": [group]})),
        ("20: private DNS", ("PrivateDnsEnabled", "true"), json!({"privateDnsEnabled": true})),
        ("25: a policy for somebody in particular", ("PolicyDocument", named), json!({"policyDocument": named})),
        ("IPv6 records for IPv4 addresses", ("DnsOptions.DnsRecordIpType", "ipv6"),
            json!({"dnsOptions": {"dnsRecordIpType": "ipv6"}})),
        ("private names for inbound resolvers only", ("DnsOptions.PrivateDnsOnlyForInboundResolverEndpoint", "true"),
            json!({"dnsOptions": {"privateDnsOnlyForInboundResolverEndpoint": true}})),
        ("no type of addresses", ("IpAddressType", "ipv5"), json!({"ipAddressType": "ipv5"})),
    ];
    for (what, wrong, twin) in cases {
        table.when(what);
        scene
            .try_to_change(&mut table, &endpoint_id, &[wrong], twin)
            .await;
    }
    table.when("11: route tables of an interface endpoint");
    let own = scene.route_table().await;
    let twin = json!({"routeTableIds": [own]});
    scene
        .try_to_change(&mut table, &interface, &[("AddRouteTableId.1", &own)], twin)
        .await;
    insta::assert_snapshot!(table.table(), @"
    12: subnets
      AWS  400 InvalidParameter: Subnet IDs are only supported for Interface and GatewayLoadBalancer type VPC Endpoints.
      REST 400 InvalidParameter (subnetIds): Subnet IDs are only supported for Interface and GatewayLoadBalancer type VPC Endpoints.
    12: chosen addresses
      AWS  400 InvalidParameter: Subnet IDs are only supported for Interface and GatewayLoadBalancer type VPC Endpoints.
      REST 400 InvalidParameter (subnetConfigurations.subnetId): Subnet IDs are only supported for Interface and GatewayLoadBalancer type VPC Endpoints.
    12: security groups
      AWS  400 InvalidParameter: Security groups are only supported for Interface type VPC Endpoints.
      REST 400 InvalidParameter (securityGroupIds): Security groups are only supported for Interface type VPC Endpoints.
    20: private DNS
      AWS  400 InvalidParameter: Private DNS can't be enabled because the service com.amazonaws.us-east-1.s3 does not provide a private DNS name.
      REST 400 InvalidParameter (privateDnsEnabled): Private DNS can't be enabled because the service com.amazonaws.us-east-1.s3 does not provide a private DNS name.
    25: a policy for somebody in particular
      AWS  400 InvalidPolicyDocument: The Principal of every statement of a gateway endpoint's policy must be *
      REST 400 InvalidPolicyDocument (policyDocument): The Principal of every statement of a gateway endpoint's policy must be *
    IPv6 records for IPv4 addresses
      AWS  400 InvalidParameter: The DNS record IP type ipv6 does not fit the IP address type ipv4
      REST 400 InvalidParameter (dnsOptions.dnsRecordIpType): The DNS record IP type ipv6 does not fit the IP address type ipv4
    private names for inbound resolvers only
      AWS  400 InvalidParameter: PrivateDnsOnlyForInboundResolverEndpoint is only supported for interface endpoints of services with a gateway endpoint
      REST 400 InvalidParameter (dnsOptions.privateDnsOnlyForInboundResolverEndpoint): PrivateDnsOnlyForInboundResolverEndpoint is only supported for interface endpoints of services with a gateway endpoint
    no type of addresses
      AWS  400 InvalidParameterValue: Value (ipv5) for parameter IpAddressType is invalid.
      REST 400 InvalidParameterValue (ipAddressType): Value (ipv5) for parameter IpAddressType is invalid.
    11: route tables of an interface endpoint
      AWS  400 InvalidParameter: Route table IDs are only supported for Gateway type VPC Endpoint.
      REST 400 InvalidParameter (routeTableIds): Route table IDs are only supported for Gateway type VPC Endpoint.
    ");
}

/// The routes of a gateway endpoint are its own.
#[tokio::test]
async fn routes() {
    let scene = Scene::set().await;
    let own = scene.route_table().await;
    let endpoint_id = scene
        .endpoint(gateway(json!({"routeTableIds": [own]})))
        .await;
    let (ec2, rest) = (scene.world.ec2(CONSUMER), scene.world.rest(CONSUMER));
    let id = ("RouteTableId", &*own);
    let list = ("DestinationPrefixListId", LIST);
    let target = ("VpcEndpointId", &*endpoint_id);
    let path = format!("/v1/route-tables/{own}");
    let routes = format!("{path}/routes");
    let route = format!("{routes}/{LIST}");
    let twin = json!({"vpcEndpointId": endpoint_id});
    let mut table = Refusals::of(&scene.world);
    table.when("45: deleted by hand");
    table.query(&ec2, "DeleteRoute", &[id, list]).await;
    table.rest(&rest, Method::DELETE, &route, Value::Null).await;
    table.when("changed by hand");
    table.query(&ec2, "ReplaceRoute", &[id, list, target]).await;
    table.rest(&rest, Method::PATCH, &route, twin.clone()).await;
    table.when("made by hand");
    table.query(&ec2, "CreateRoute", &[id, list, target]).await;
    let body = merged(&twin, json!({"destinationPrefixListId": LIST}));
    table.rest(&rest, Method::POST, &routes, body).await;
    table.when("made by hand to other addresses");
    let block = ("DestinationCidrBlock", "10.9.0.0/16");
    table.query(&ec2, "CreateRoute", &[id, block, target]).await;
    let body = merged(&twin, json!({"destinationCidrBlock": block.1}));
    table.rest(&rest, Method::POST, &routes, body).await;
    table.when("taken away with their table");
    table.query(&ec2, "DeleteRouteTable", &[id]).await;
    table.rest(&rest, Method::DELETE, &path, Value::Null).await;
    insta::assert_snapshot!(table.table(), @"
    45: deleted by hand
      AWS  400 InvalidParameterValue: cannot remove VPC endpoint route pl-63a5400a in route table rtb-1: it belongs to vpce-1
      REST 400 InvalidParameterValue (destinationPrefixListId): cannot remove VPC endpoint route pl-63a5400a in route table rtb-1: it belongs to vpce-1
    changed by hand
      AWS  400 InvalidParameterValue: cannot replace VPC endpoint route pl-63a5400a in route table rtb-1: it belongs to vpce-1
      REST 400 InvalidParameterValue (destinationPrefixListId): cannot replace VPC endpoint route pl-63a5400a in route table rtb-1: it belongs to vpce-1
    made by hand
      AWS  400 InvalidParameterValue: A route to a prefix list cannot have the target vpce-1: gateway endpoints make theirs, and others have none
      REST 400 InvalidParameterValue (destinationPrefixListId): A route to a prefix list cannot have the target vpce-1: gateway endpoints make theirs, and others have none
    made by hand to other addresses
      AWS  400 InvalidParameterValue: vpce-1 is not a Gateway Load Balancer endpoint
      REST 400 InvalidParameterValue (vpcEndpointId): vpce-1 is not a Gateway Load Balancer endpoint
    taken away with their table
      AWS  400 DependencyViolation: The routeTable 'rtb-1' has dependencies and cannot be deleted.
      REST 409 DependencyViolation (routeTableId): The routeTable 'rtb-1' has dependencies and cannot be deleted.
    ");
}

#[tokio::test]
async fn one_of_a_service_even_by_other_addresses() {
    let scene = Scene::set().await;
    let table_id = scene.route_table().await;
    let s3 = json!({
        "vpcEndpointType": "Gateway", "serviceName": "com.amazonaws.us-east-1.s3", "subnetIds": [],
        "routeTableIds": [table_id],
    });
    scene.endpoint(s3.clone()).await;
    let mut table = Refusals::of(&scene.world);
    table.when("24: the same service by IPv6, where the table leads to it by IPv4");
    let wrong = [
        ("VpcEndpointType", "Gateway"),
        ("ServiceName", "com.amazonaws.us-east-1.s3"),
        ("SubnetId.1", ""),
        ("RouteTableId.1", &*table_id),
        ("IpAddressType", "ipv6"),
    ];
    let twin = merged(&s3, json!({"ipAddressType": "ipv6"}));
    scene.try_both(&mut table, &wrong, twin).await;
    insta::assert_snapshot!(table.table(), @"
    24: the same service by IPv6, where the table leads to it by IPv4
      AWS  400 RouteAlreadyExists: route table rtb-1 already has a route with destination-prefix-list-id pl-63a5400a
      REST 409 RouteAlreadyExists (routeTableIds): route table rtb-1 already has a route with destination-prefix-list-id pl-63a5400a
    ");
}
