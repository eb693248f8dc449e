//! The secondary addresses of NAT gateways.

use crate::support::ways::{allocate, nat_gateway, open_network};
use crate::support::world::{CONSUMER, World};

#[tokio::test]
async fn of_a_private_one() {
    let world = World::start().await;
    let ec2 = world.ec2(CONSUMER);
    let network = world.network(CONSUMER, &["us-east-1a"]).await;
    let private = [
        ("ConnectivityType", "private"),
        ("AvailabilityMode", "zonal"),
        ("PrivateIpAddress", "10.0.0.10"),
        ("SecondaryPrivateIpAddressCount", "1"),
    ];
    let id = nat_gateway(&world, CONSUMER, &network, &private).await;
    world.settle().await;
    let assign = [
        ("NatGatewayId", &*id),
        ("PrivateIpAddress.1", "10.0.0.20"),
        ("PrivateIpAddress.2", "10.0.0.21"),
    ];
    let assigned = ec2.ok("AssignPrivateNatGatewayAddress", &assign).await;
    insta::assert_snapshot!(world.shown(&assigned), @r#"
    HTTP 200
    <AssignPrivateNatGatewayAddressResponse xmlns="http://ec2.amazonaws.com/doc/2016-11-15/">
      <requestId>[request-id]</requestId>
      <natGatewayId>nat-1</natGatewayId>
      <natGatewayAddressSet>
        <item>
          <networkInterfaceId>eni-1</networkInterfaceId>
          <privateIp>10.0.0.20</privateIp>
          <isPrimary>false</isPrimary>
          <status>assigning</status>
          <availabilityZone>us-east-1a</availabilityZone>
          <availabilityZoneId>use1-az1</availabilityZoneId>
        </item>
        <item>
          <networkInterfaceId>eni-1</networkInterfaceId>
          <privateIp>10.0.0.21</privateIp>
          <isPrimary>false</isPrimary>
          <status>assigning</status>
          <availabilityZone>us-east-1a</availabilityZone>
          <availabilityZoneId>use1-az1</availabilityZoneId>
        </item>
      </natGatewayAddressSet>
    </AssignPrivateNatGatewayAddressResponse>
    "#);
    let more = [assign[0], ("PrivateIpAddressCount", "1")];
    ec2.ok("AssignPrivateNatGatewayAddress", &more).await;
    let unassign = [
        assign[0],
        ("PrivateIpAddress.1", "10.0.0.20"),
        ("MaxDrainDurationSeconds", "1"),
    ];
    let unassigned = ec2.ok("UnassignPrivateNatGatewayAddress", &unassign).await;
    insta::assert_snapshot!(world.shown(&unassigned), @r#"
    HTTP 200
    <UnassignPrivateNatGatewayAddressResponse xmlns="http://ec2.amazonaws.com/doc/2016-11-15/">
      <requestId>[request-id]</requestId>
      <natGatewayId>nat-1</natGatewayId>
      <natGatewayAddressSet>
        <item>
          <networkInterfaceId>eni-1</networkInterfaceId>
          <privateIp>10.0.0.20</privateIp>
          <isPrimary>false</isPrimary>
          <status>unassigning</status>
          <availabilityZone>us-east-1a</availabilityZone>
          <availabilityZoneId>use1-az1</availabilityZoneId>
        </item>
      </natGatewayAddressSet>
    </UnassignPrivateNatGatewayAddressResponse>
    "#);
    let shown = ec2.ok("DescribeNatGateways", &[]).await;
    insta::assert_snapshot!(world.shown(&shown), @r#"
    HTTP 200
    <DescribeNatGatewaysResponse xmlns="http://ec2.amazonaws.com/doc/2016-11-15/">
      <requestId>[request-id]</requestId>
      <natGatewaySet>
        <item>
          <natGatewayId>nat-1</natGatewayId>
          <vpcId>vpc-1</vpcId>
          <subnetId>subnet-1</subnetId>
          <state>available</state>
          <connectivityType>private</connectivityType>
          <availabilityMode>zonal</availabilityMode>
          <natGatewayAddressSet>
            <item>
              <networkInterfaceId>eni-1</networkInterfaceId>
              <privateIp>10.0.0.10</privateIp>
              <isPrimary>true</isPrimary>
              <status>succeeded</status>
              <availabilityZone>us-east-1a</availabilityZone>
              <availabilityZoneId>use1-az1</availabilityZoneId>
            </item>
            <item>
              <networkInterfaceId>eni-1</networkInterfaceId>
              <privateIp>10.0.0.11</privateIp>
              <isPrimary>false</isPrimary>
              <status>succeeded</status>
              <availabilityZone>us-east-1a</availabilityZone>
              <availabilityZoneId>use1-az1</availabilityZoneId>
            </item>
            <item>
              <networkInterfaceId>eni-1</networkInterfaceId>
              <privateIp>10.0.0.21</privateIp>
              <isPrimary>false</isPrimary>
              <status>succeeded</status>
              <availabilityZone>us-east-1a</availabilityZone>
              <availabilityZoneId>use1-az1</availabilityZoneId>
            </item>
            <item>
              <networkInterfaceId>eni-1</networkInterfaceId>
              <privateIp>10.0.0.22</privateIp>
              <isPrimary>false</isPrimary>
              <status>succeeded</status>
              <availabilityZone>us-east-1a</availabilityZone>
              <availabilityZoneId>use1-az1</availabilityZoneId>
            </item>
          </natGatewayAddressSet>
          <createTime>2026-11-22T10:00:00.000Z</createTime>
          <tagSet/>
        </item>
      </natGatewaySet>
    </DescribeNatGatewaysResponse>
    "#);
    let interface = ec2.ok("DescribeNetworkInterfaces", &[]).await;
    assert_eq!(
        interface.all("primary"),
        ["true", "false", "false", "false"],
        "{interface}"
    );
    let free = ec2.ok("DescribeSubnets", &[]).await;
    assert_eq!(free.one("availableIpAddressCount"), "247");
}

#[tokio::test]
async fn of_a_public_one() {
    let world = World::start().await;
    let ec2 = world.ec2(CONSUMER);
    let network = open_network(&world, CONSUMER).await;
    let mut addresses = Vec::new();
    for _ in 0..4 {
        addresses.push(allocate(&world, CONSUMER).await);
    }
    let public = [
        ("AllocationId", &*addresses[0]),
        ("SecondaryAllocationId.1", &*addresses[1]),
        ("SecondaryPrivateIpAddress.1", "10.0.0.30"),
    ];
    let id = nat_gateway(&world, CONSUMER, &network, &public).await;
    world.settle().await;
    let associate = [
        ("NatGatewayId", &*id),
        ("AllocationId.1", &*addresses[2]),
        ("AllocationId.2", &*addresses[3]),
    ];
    let associated = ec2.ok("AssociateNatGatewayAddress", &associate).await;
    insta::assert_snapshot!(world.shown(&associated), @r#"
    HTTP 200
    <AssociateNatGatewayAddressResponse xmlns="http://ec2.amazonaws.com/doc/2016-11-15/">
      <requestId>[request-id]</requestId>
      <natGatewayId>nat-1</natGatewayId>
      <natGatewayAddressSet>
        <item>
          <allocationId>eipalloc-1</allocationId>
          <associationId>eipassoc-1</associationId>
          <networkInterfaceId>eni-1</networkInterfaceId>
          <privateIp>10.0.0.31</privateIp>
          <publicIp>[public-1]</publicIp>
          <isPrimary>false</isPrimary>
          <status>associating</status>
          <availabilityZone>us-east-1a</availabilityZone>
          <availabilityZoneId>use1-az1</availabilityZoneId>
        </item>
        <item>
          <allocationId>eipalloc-2</allocationId>
          <associationId>eipassoc-2</associationId>
          <networkInterfaceId>eni-1</networkInterfaceId>
          <privateIp>10.0.0.32</privateIp>
          <publicIp>[public-2]</publicIp>
          <isPrimary>false</isPrimary>
          <status>associating</status>
          <availabilityZone>us-east-1a</availabilityZone>
          <availabilityZoneId>use1-az1</availabilityZoneId>
        </item>
      </natGatewayAddressSet>
    </AssociateNatGatewayAddressResponse>
    "#);
    let association_id = &associated.all("associationId")[0];
    let disassociate = [associate[0], ("AssociationId.1", &**association_id)];
    let disassociated = ec2.ok("DisassociateNatGatewayAddress", &disassociate).await;
    insta::assert_snapshot!(world.shown(&disassociated), @r#"
    HTTP 200
    <DisassociateNatGatewayAddressResponse xmlns="http://ec2.amazonaws.com/doc/2016-11-15/">
      <requestId>[request-id]</requestId>
      <natGatewayId>nat-1</natGatewayId>
      <natGatewayAddressSet>
        <item>
          <allocationId>eipalloc-1</allocationId>
          <associationId>eipassoc-1</associationId>
          <networkInterfaceId>eni-1</networkInterfaceId>
          <privateIp>10.0.0.31</privateIp>
          <publicIp>[public-1]</publicIp>
          <isPrimary>false</isPrimary>
          <status>disassociating</status>
          <availabilityZone>us-east-1a</availabilityZone>
          <availabilityZoneId>use1-az1</availabilityZoneId>
        </item>
      </natGatewayAddressSet>
    </DisassociateNatGatewayAddressResponse>
    "#);
    let shown = ec2.ok("DescribeNatGateways", &[]).await;
    assert_eq!(
        shown.all("allocationId"),
        [&*addresses[0], &addresses[1], &addresses[3]]
    );
    assert_eq!(shown.all("privateIp")[1], "10.0.0.30");
    let free = [
        ("Filter.1.Name", "association-id"),
        ("Filter.1.Value.1", "*"),
    ];
    let shown = ec2.ok("DescribeAddresses", &free).await;
    assert_eq!(shown.all("allocationId").len(), 3);
    ec2.ok("DeleteNatGateway", &associate[..1]).await;
    world.settle().await;
    let shown = ec2.ok("DescribeAddresses", &free).await;
    assert!(shown.all("allocationId").is_empty(), "{shown}");
}
