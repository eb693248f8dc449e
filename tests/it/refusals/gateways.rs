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
    insta::assert_snapshot!(table.table(), @"");
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
        let wrong = [("RouteTableId.1", &*id)];
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
    insta::assert_snapshot!(table.table(), @"");
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
    insta::assert_snapshot!(table.table(), @"");
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
    insta::assert_snapshot!(table.table(), @"");
}
