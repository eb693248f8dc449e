//! Gateway endpoints over EC2: routes that come and go with them.

use super::{describe, modify, rows, shown};
use crate::support::query::Query;
use crate::support::world::{CONSUMER, World};

const S3: &str = "com.amazonaws.us-east-1.s3";

/// The routes of a table, a line for each.
async fn routes(world: &World, ec2: &Query<'_>, table_id: &str) -> String {
    let by_id = [("RouteTableId.1", table_id)];
    let table = ec2.ok("DescribeRouteTables", &by_id).await;
    rows(world, &table, "routeSet")
}

async fn new_table(ec2: &Query<'_>, vpc_id: &str) -> String {
    let table = ec2.ok("CreateRouteTable", &[("VpcId", vpc_id)]).await;
    table.one("routeTableId")
}

#[tokio::test]
async fn created_and_deleted() {
    let world = World::start().await;
    let network = world.network(CONSUMER, &[]).await;
    let ec2 = world.ec2(CONSUMER);
    let table_id = new_table(&ec2, &network.vpc_id).await;
    let parameters = [
        ("VpcId", &*network.vpc_id),
        ("ServiceName", S3),
        ("RouteTableId.1", &table_id),
        ("PrivateDnsEnabled", "false"),
        ("TagSpecification.1.ResourceType", "vpc-endpoint"),
        ("TagSpecification.1.Tag.1.Key", "Name"),
        ("TagSpecification.1.Tag.1.Value", "buckets"),
        ("ClientToken", "buckets-1"),
    ];
    let created = ec2.ok("CreateVpcEndpoint", &parameters).await;
    insta::assert_snapshot!(shown(&world, &created), @"");
    let endpoint_id = created.one("vpcEndpointId");
    let described = describe(&ec2, &endpoint_id).await;
    insta::assert_snapshot!(shown(&world, &described), @"");
    let by_id = [("RouteTableId.1", &*table_id)];
    let table = ec2.ok("DescribeRouteTables", &by_id).await;
    insta::assert_snapshot!(shown(&world, &table), @"");
    let by_id = [("VpcEndpointId.1", &*endpoint_id)];
    let deleted = ec2.ok("DeleteVpcEndpoints", &by_id).await;
    insta::assert_snapshot!(shown(&world, &deleted), @"");
    insta::assert_snapshot!(routes(&world, &ec2, &table_id).await, @"");
    world.settle().await;
    let gone = ec2.call("DescribeVpcEndpoints", &by_id).await;
    insta::assert_snapshot!(shown(&world, &gone.refusal()), @"");
}

#[tokio::test]
async fn tables_come_and_go() {
    let world = World::start().await;
    let network = world.network(CONSUMER, &[]).await;
    let ec2 = world.ec2(CONSUMER);
    let first = new_table(&ec2, &network.vpc_id).await;
    let second = new_table(&ec2, &network.vpc_id).await;
    let parameters = [("VpcId", &*network.vpc_id), ("ServiceName", S3)];
    let created = ec2.ok("CreateVpcEndpoint", &parameters).await;
    assert!(rows(&world, &created, "routeTableIdSet").is_empty());
    let endpoint_id = created.one("vpcEndpointId");
    let database = [
        parameters[0],
        ("ServiceName", "com.amazonaws.us-east-1.dynamodb"),
        ("RouteTableId.1", &first),
    ];
    ec2.ok("CreateVpcEndpoint", &database).await;
    let mut story = String::new();
    for changes in [
        &[
            ("AddRouteTableId.1", &*first),
            ("AddRouteTableId.2", &second),
        ][..],
        &[("IpAddressType", "dualstack")],
        &[("RemoveRouteTableId.1", &first)],
        &[
            ("IpAddressType", "ipv6"),
            ("AddRouteTableId.1", &first),
            ("RemoveRouteTableId.1", &second),
        ],
        &[("IpAddressType", "ipv4")],
    ] {
        let changed = modify(&ec2, &world, &endpoint_id, changes).await;
        let names: Vec<String> = changes
            .iter()
            .map(|(name, value)| format!("{name}={value}"))
            .collect();
        let tables = rows(&world, &changed, "routeTableIdSet").replace('\n', " ");
        story += &format!(
            "{}\n  {} {} [{tables}]\n",
            names.join(" "),
            changed.one("state"),
            changed.one("ipAddressType")
        );
        for table_id in [&first, &second] {
            let routes = routes(&world, &ec2, table_id).await;
            story += &format!("  {table_id}: {}\n", routes.replace('\n', "; "));
        }
    }
    insta::assert_snapshot!(shown(&world, &story), @"");
}

#[tokio::test]
async fn policies_are_set_and_reset() {
    let world = World::start().await;
    let network = world.network(CONSUMER, &[]).await;
    let ec2 = world.ec2(CONSUMER);
    let policy = r#"{"Statement":[{"Action":"s3:GetObject","Effect":"Allow","Principal":"*","Resource":"*"}],"Version":"2012-10-17"}"#;
    let parameters = [
        ("VpcId", &*network.vpc_id),
        ("ServiceName", S3),
        ("VpcEndpointType", "Gateway"),
        ("PolicyDocument", policy),
    ];
    let created = ec2.ok("CreateVpcEndpoint", &parameters).await;
    assert_eq!(created.one("policyDocument"), policy);
    let endpoint_id = created.one("vpcEndpointId");
    let parameters = [("VpcEndpointId", &*endpoint_id), ("ResetPolicy", "true")];
    let reset = ec2.ok("ModifyVpcEndpoint", &parameters).await;
    insta::assert_snapshot!(shown(&world, &reset), @"");
    let described = describe(&ec2, &endpoint_id).await;
    insta::assert_snapshot!(described.one("policyDocument"), @"");
    let changed = modify(&ec2, &world, &endpoint_id, &[("PolicyDocument", policy)]).await;
    assert_eq!(changed.one("policyDocument"), policy);
    assert_eq!(changed.one("state"), "available");
}
