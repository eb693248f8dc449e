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
    insta::assert_snapshot!(world.shown(&created), @r#"
    HTTP 200
    <CreateNatGatewayResponse xmlns="http://ec2.amazonaws.com/doc/2016-11-15/">
      <requestId>[request-id]</requestId>
      <natGateway>
        <natGatewayId>nat-1</natGatewayId>
        <vpcId>vpc-1</vpcId>
        <subnetId>subnet-1</subnetId>
        <state>pending</state>
        <connectivityType>public</connectivityType>
        <availabilityMode>zonal</availabilityMode>
        <natGatewayAddressSet>
          <item>
            <allocationId>eipalloc-1</allocationId>
            <isPrimary>true</isPrimary>
            <status>associating</status>
            <availabilityZone>us-east-1a</availabilityZone>
            <availabilityZoneId>use1-az1</availabilityZoneId>
          </item>
        </natGatewayAddressSet>
        <createTime>2026-11-22T10:00:00.000Z</createTime>
        <tagSet>
          <item>
            <key>Name</key>
            <value>nat</value>
          </item>
        </tagSet>
      </natGateway>
      <clientToken>one</clientToken>
    </CreateNatGatewayResponse>
    "#);
    let id = created.one("natGatewayId");
    let again = ec2.ok("CreateNatGateway", &request).await;
    assert_eq!(again.one("natGatewayId"), id);

    world.pass(10).await;
    insta::assert_snapshot!(world.shown(&show(&world, &id).await), @r#"
    HTTP 200
    <DescribeNatGatewaysResponse xmlns="http://ec2.amazonaws.com/doc/2016-11-15/">
      <requestId>[request-id]</requestId>
      <natGatewaySet>
        <item>
          <natGatewayId>nat-1</natGatewayId>
          <vpcId>vpc-1</vpcId>
          <subnetId>subnet-1</subnetId>
          <state>available</state>
          <connectivityType>public</connectivityType>
          <availabilityMode>zonal</availabilityMode>
          <natGatewayAddressSet>
            <item>
              <allocationId>eipalloc-1</allocationId>
              <associationId>eipassoc-1</associationId>
              <networkInterfaceId>eni-1</networkInterfaceId>
              <privateIp>10.0.0.4</privateIp>
              <publicIp>[public-1]</publicIp>
              <isPrimary>true</isPrimary>
              <status>succeeded</status>
              <availabilityZone>us-east-1a</availabilityZone>
              <availabilityZoneId>use1-az1</availabilityZoneId>
            </item>
          </natGatewayAddressSet>
          <createTime>2026-11-22T10:00:00.000Z</createTime>
          <tagSet>
            <item>
              <key>Name</key>
              <value>nat</value>
            </item>
          </tagSet>
        </item>
      </natGatewaySet>
    </DescribeNatGatewaysResponse>
    "#);
    let addresses = ec2.ok("DescribeAddresses", &[]).await;
    insta::assert_snapshot!(world.shown(&addresses), @r#"
    HTTP 200
    <DescribeAddressesResponse xmlns="http://ec2.amazonaws.com/doc/2016-11-15/">
      <requestId>[request-id]</requestId>
      <addressesSet>
        <item>
          <allocationId>eipalloc-1</allocationId>
          <publicIp>[public-1]</publicIp>
          <publicIpv4Pool>amazon</publicIpv4Pool>
          <networkBorderGroup>us-east-1</networkBorderGroup>
          <domain>vpc</domain>
          <associationId>eipassoc-1</associationId>
          <networkInterfaceId>eni-1</networkInterfaceId>
          <networkInterfaceOwnerId>222222222222</networkInterfaceOwnerId>
          <privateIpAddress>10.0.0.4</privateIpAddress>
          <tagSet/>
        </item>
      </addressesSet>
    </DescribeAddressesResponse>
    "#);
    let interface = [
        ("Filter.1.Name", "interface-type"),
        ("Filter.1.Value.1", "nat_gateway"),
    ];
    let interface = ec2.ok("DescribeNetworkInterfaces", &interface).await;
    insta::assert_snapshot!(world.shown(&interface), @r#"
    HTTP 200
    <DescribeNetworkInterfacesResponse xmlns="http://ec2.amazonaws.com/doc/2016-11-15/">
      <requestId>[request-id]</requestId>
      <networkInterfaceSet>
        <item>
          <networkInterfaceId>eni-1</networkInterfaceId>
          <ownerId>222222222222</ownerId>
          <vpcId>vpc-1</vpcId>
          <subnetId>subnet-1</subnetId>
          <availabilityZone>us-east-1a</availabilityZone>
          <availabilityZoneId>use1-az1</availabilityZoneId>
          <description>Interface for NAT Gateway nat-1</description>
          <interfaceType>nat_gateway</interfaceType>
          <status>in-use</status>
          <requesterId>amazon-aws</requesterId>
          <requesterManaged>true</requesterManaged>
          <sourceDestCheck>false</sourceDestCheck>
          <macAddress>[mac]</macAddress>
          <privateIpAddress>10.0.0.4</privateIpAddress>
          <privateDnsName>ip-10-0-0-4.ec2.internal</privateDnsName>
          <privateIpAddressesSet>
            <item>
              <privateIpAddress>10.0.0.4</privateIpAddress>
              <privateDnsName>ip-10-0-0-4.ec2.internal</privateDnsName>
              <primary>true</primary>
              <association>
                <allocationId>eipalloc-1</allocationId>
                <associationId>eipassoc-1</associationId>
                <ipOwnerId>222222222222</ipOwnerId>
                <publicIp>[public-1]</publicIp>
              </association>
            </item>
          </privateIpAddressesSet>
          <ipv6AddressesSet/>
          <groupSet/>
          <association>
            <allocationId>eipalloc-1</allocationId>
            <associationId>eipassoc-1</associationId>
            <ipOwnerId>222222222222</ipOwnerId>
            <publicIp>[public-1]</publicIp>
          </association>
          <attachment>
            <attachmentId>ela-attach-1</attachmentId>
            <attachTime>2026-11-22T10:00:00.000Z</attachTime>
            <deleteOnTermination>false</deleteOnTermination>
            <deviceIndex>1</deviceIndex>
            <instanceOwnerId>amazon-aws</instanceOwnerId>
            <status>attached</status>
          </attachment>
          <operator>
            <managed>false</managed>
          </operator>
          <tagSet/>
        </item>
      </networkInterfaceSet>
    </DescribeNetworkInterfacesResponse>
    "#);

    let deleted = ec2.ok("DeleteNatGateway", &[("NatGatewayId", &id)]).await;
    insta::assert_snapshot!(world.shown(&deleted), @r#"
    HTTP 200
    <DeleteNatGatewayResponse xmlns="http://ec2.amazonaws.com/doc/2016-11-15/">
      <requestId>[request-id]</requestId>
      <natGatewayId>nat-1</natGatewayId>
    </DeleteNatGatewayResponse>
    "#);
    ec2.ok("DeleteNatGateway", &[("NatGatewayId", &id)]).await;
    assert_eq!(show(&world, &id).await.one("state"), "deleting");
    world.pass(10).await;
    insta::assert_snapshot!(world.shown(&show(&world, &id).await), @r#"
    HTTP 200
    <DescribeNatGatewaysResponse xmlns="http://ec2.amazonaws.com/doc/2016-11-15/">
      <requestId>[request-id]</requestId>
      <natGatewaySet>
        <item>
          <natGatewayId>nat-1</natGatewayId>
          <vpcId>vpc-1</vpcId>
          <subnetId>subnet-1</subnetId>
          <state>deleted</state>
          <connectivityType>public</connectivityType>
          <availabilityMode>zonal</availabilityMode>
          <natGatewayAddressSet>
            <item>
              <allocationId>eipalloc-1</allocationId>
              <associationId>eipassoc-1</associationId>
              <networkInterfaceId>eni-1</networkInterfaceId>
              <privateIp>10.0.0.4</privateIp>
              <publicIp>[public-1]</publicIp>
              <isPrimary>true</isPrimary>
              <status>succeeded</status>
              <availabilityZone>us-east-1a</availabilityZone>
              <availabilityZoneId>use1-az1</availabilityZoneId>
            </item>
          </natGatewayAddressSet>
          <createTime>2026-11-22T10:00:00.000Z</createTime>
          <deleteTime>2026-11-22T10:00:20.000Z</deleteTime>
          <tagSet>
            <item>
              <key>Name</key>
              <value>nat</value>
            </item>
          </tagSet>
        </item>
      </natGatewaySet>
    </DescribeNatGatewaysResponse>
    "#);
    let addresses = ec2.ok("DescribeAddresses", &[]).await;
    assert!(addresses.all("associationId").is_empty(), "{addresses}");
    let subnet = [("SubnetId", &*network.subnet_ids[0])];
    ec2.ok("DeleteSubnet", &subnet).await;
    world.pass(10).await;
    let gone = show(&world, &id).await;
    insta::assert_snapshot!(world.shown(&gone.refusal()), @"400 NatGatewayNotFound: The natGateway ID 'nat-1' does not exist");
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
    insta::assert_snapshot!(lines.trim_end(), @r#"
    "natgateway" "CreateNatGateway" null -> "pending"
    "natgateway" "ProvisionNatGateway" "pending" -> "available"
    "natgateway" "DeleteNatGateway" "available" -> "deleting"
    "natgateway" "TakeDownNatGateway" "deleting" -> "deleted"
    "elastic-ip" "AllocateAddress" null -> "available"
    "elastic-ip" "ProvisionNatGateway" "available" -> "in-use"
    "elastic-ip" "TakeDownNatGateway" "in-use" -> "available"
    "#);
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
    insta::assert_snapshot!(world.shown(&show(&world, &without_gateway).await), @r#"
    HTTP 200
    <DescribeNatGatewaysResponse xmlns="http://ec2.amazonaws.com/doc/2016-11-15/">
      <requestId>[request-id]</requestId>
      <natGatewaySet>
        <item>
          <natGatewayId>nat-1</natGatewayId>
          <vpcId>vpc-1</vpcId>
          <subnetId>subnet-1</subnetId>
          <state>failed</state>
          <failureCode>Gateway.NotAttached</failureCode>
          <failureMessage>Network vpc-1 has no Internet gateway attached</failureMessage>
          <connectivityType>public</connectivityType>
          <availabilityMode>zonal</availabilityMode>
          <natGatewayAddressSet>
            <item>
              <allocationId>eipalloc-1</allocationId>
              <isPrimary>true</isPrimary>
              <status>failed</status>
              <failureMessage>Network vpc-1 has no Internet gateway attached</failureMessage>
              <availabilityZone>us-east-1a</availabilityZone>
              <availabilityZoneId>use1-az1</availabilityZoneId>
            </item>
          </natGatewayAddressSet>
          <createTime>2026-11-22T10:00:00.000Z</createTime>
          <deleteTime>2026-11-22T10:00:10.000Z</deleteTime>
          <tagSet/>
        </item>
      </natGatewaySet>
    </DescribeNatGatewaysResponse>
    "#);
    let mut lines = Vec::new();
    for id in [&without_gateway, &first, &second, &without_address] {
        let shown = show(&world, id).await;
        let line = [
            shown.one("state"),
            shown.all("failureCode").join(" "),
            shown
                .all("failureMessage")
                .first()
                .cloned()
                .unwrap_or_default(),
        ];
        lines.push(world.shown(&line.join(" ")).trim_end().to_owned());
    }
    // Either of the two that want the same address may get it.
    lines[1..3].sort();
    insta::assert_snapshot!(lines.join("\n"), @"
    failed Gateway.NotAttached Network vpc-1 has no Internet gateway attached
    available
    failed Resource.AlreadyAssociated Elastic IP address eipalloc-1 is already associated
    failed InvalidAllocationID.NotFound Elastic IP address eipalloc-2 could not be associated with this NAT gateway
    ");
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
