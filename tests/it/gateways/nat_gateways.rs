//! NAT gateways: made, available or failed, taken down, gone.

use crate::support::query::XmlReply;
use crate::support::ways::{allocate, nat_gateway, open_network};
use crate::support::world::{CONSUMER, World};

async fn show(world: &World, id: &str) -> XmlReply {
    let by_id = [("NatGatewayId.1", id)];
    world
        .ec2(CONSUMER)
        .call("DescribeNatGateways", &by_id)
        .await
}

#[tokio::test]
async fn a_public_one() {
    let world = World::slow().await;
    let ec2 = world.ec2(CONSUMER);
    let network = open_network(&world, CONSUMER).await;
    let allocation_id = allocate(&world, CONSUMER).await;
    let request = [
        ("SubnetId", &*network.subnet_ids[0]),
        ("AllocationId", &*allocation_id),
        ("ClientToken", "one"),
        ("TagSpecification.1.ResourceType", "natgateway"),
        ("TagSpecification.1.Tag.1.Key", "Name"),
        ("TagSpecification.1.Tag.1.Value", "nat"),
    ];
    let created = ec2.ok("CreateNatGateway", &request).await;
    insta::assert_snapshot!(world.shown(&created), @"");
    let id = created.one("natGatewayId");
    let again = ec2.ok("CreateNatGateway", &request).await;
    assert_eq!(again.one("natGatewayId"), id);

    world.pass(10).await;
    insta::assert_snapshot!(world.shown(&show(&world, &id).await), @"");
    let addresses = ec2.ok("DescribeAddresses", &[]).await;
    insta::assert_snapshot!(world.shown(&addresses), @"");
    let interface = [
        ("Filter.1.Name", "interface-type"),
        ("Filter.1.Value.1", "nat_gateway"),
    ];
    let interface = ec2.ok("DescribeNetworkInterfaces", &interface).await;
    insta::assert_snapshot!(world.shown(&interface), @"");

    let deleted = ec2.ok("DeleteNatGateway", &[("NatGatewayId", &id)]).await;
    insta::assert_snapshot!(world.shown(&deleted), @"");
    ec2.ok("DeleteNatGateway", &[("NatGatewayId", &id)]).await;
    assert_eq!(show(&world, &id).await.one("state"), "deleting");
    world.pass(10).await;
    insta::assert_snapshot!(world.shown(&show(&world, &id).await), @"");
    let addresses = ec2.ok("DescribeAddresses", &[]).await;
    assert!(addresses.all("associationId").is_empty(), "{addresses}");
    let subnet = [("SubnetId", &*network.subnet_ids[0])];
    ec2.ok("DeleteSubnet", &subnet).await;
    world.pass(10).await;
    let gone = show(&world, &id).await;
    insta::assert_snapshot!(world.shown(&gone.refusal()), @"");
}

#[tokio::test]
async fn what_happened_to_it() {
    let world = World::slow().await;
    let network = open_network(&world, CONSUMER).await;
    let allocation_id = allocate(&world, CONSUMER).await;
    let public = [("AllocationId", &*allocation_id)];
    let id = nat_gateway(&world, CONSUMER, &network, &public).await;
    world.pass(10).await;
    let ec2 = world.ec2(CONSUMER);
    ec2.ok("DeleteNatGateway", &[("NatGatewayId", &id)]).await;
    world.pass(20).await;
    let mut lines = String::new();
    for resource in [&id, &allocation_id] {
        let path = format!("/v1/events?filter[resource-id]={resource}");
        for event in world.rest(CONSUMER).items(&path).await {
            lines += &format!(
                "{} {} {} -> {}\n",
                event["resourceType"], event["action"], event["from"], event["to"]
            );
        }
    }
    insta::assert_snapshot!(lines.trim_end(), @"");
}

#[tokio::test]
async fn it_fails_without_what_it_needs() {
    let world = World::slow().await;
    let ec2 = world.ec2(CONSUMER);
    let open = open_network(&world, CONSUMER).await;
    let closed = world.network(CONSUMER, &["us-east-1a"]).await;
    let allocation_id = allocate(&world, CONSUMER).await;
    let released = allocate(&world, CONSUMER).await;
    let public = [("AllocationId", &*allocation_id)];
    let without_gateway = nat_gateway(&world, CONSUMER, &closed, &public).await;
    let first = nat_gateway(&world, CONSUMER, &open, &public).await;
    let second = nat_gateway(&world, CONSUMER, &open, &public).await;
    let without_address =
        nat_gateway(&world, CONSUMER, &open, &[("AllocationId", &released)]).await;
    ec2.ok("ReleaseAddress", &[("AllocationId", &released)])
        .await;
    world.pass(10).await;
    insta::assert_snapshot!(world.shown(&show(&world, &without_gateway).await), @"");
    let mut table = String::new();
    for id in [&without_gateway, &first, &second, &without_address] {
        let shown = show(&world, id).await;
        table += &format!("{} ", shown.one("state"));
        table += &shown.all("failureCode").join(" ");
        table += ": ";
        table += shown.all("failureMessage").first().map_or("", |it| it);
        table += "\n";
    }
    insta::assert_snapshot!(world.shown(&table).trim_end(), @"");
    let subnet = [("SubnetId", &*closed.subnet_ids[0])];
    ec2.ok("DeleteSubnet", &subnet).await;
    ec2.ok("DeleteNatGateway", &[("NatGatewayId", &second)])
        .await;
    world.pass(10).await;
    assert_eq!(show(&world, &second).await.one("state"), "deleted");
    world.pass(3_589).await;
    assert_eq!(show(&world, &without_gateway).await.one("state"), "failed");
    world.pass(1).await;
    assert_eq!(
        show(&world, &without_gateway).await.one("Code"),
        "NatGatewayNotFound"
    );
}

#[tokio::test]
async fn they_are_found_by_filters() {
    let world = World::start().await;
    let ec2 = world.ec2(CONSUMER);
    let network = world.network(CONSUMER, &["us-east-1a"]).await;
    let other = world.network(CONSUMER, &["us-east-1a"]).await;
    let private = [("ConnectivityType", "private")];
    let id = nat_gateway(&world, CONSUMER, &network, &private).await;
    nat_gateway(&world, CONSUMER, &other, &private).await;
    world.settle().await;
    let named = [
        ("ResourceId.1", &*id),
        ("Tag.1.Key", "Name"),
        ("Tag.1.Value", "nat"),
    ];
    ec2.ok("CreateTags", &named).await;
    for (filter, value, found) in [
        ("nat-gateway-id", &*id, 1),
        ("state", "available", 2),
        ("state", "pending", 0),
        ("subnet-id", &*network.subnet_ids[0], 1),
        ("vpc-id", &*network.vpc_id, 1),
        ("tag:Name", "nat", 1),
        ("tag-key", "Name", 1),
    ] {
        let filter = [("Filter.1.Name", filter), ("Filter.1.Value.1", value)];
        let shown = ec2.ok("DescribeNatGateways", &filter).await;
        assert_eq!(shown.all("natGatewayId").len(), found, "{filter:?}");
    }
}
