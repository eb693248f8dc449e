//! Network interfaces of users' own over REST, and what else a user has in subnets: reserved parts, a default VPC.

use std::collections::BTreeSet;

use serde_json::json;

use crate::support::own_interface::OwnInterface;
use crate::support::world::{CONSUMER, PROVIDER, World, text};

#[tokio::test]
async fn changed_over_rest() {
    let world = World::start().await;
    let own = OwnInterface::of(&world).await;
    let rest = world.rest(CONSUMER);
    let path = format!("/v1/network-interfaces/{}", own.interface_id);
    let change = json!({
        "description": "changed",
        "sourceDestCheck": false,
        "securityGroupIds": [own.group_id],
        "secondaryPrivateIpAddresses": ["10.0.1.60", "10.0.1.11"],
        "ipv4Prefixes": ["10.0.1.32/28"],
        "ipv6Addresses": [own.ipv6_address, own.ipv6_address.replace("::9", "::a")],
        "enablePrimaryIpv6": true,
        "associatePublicIpAddress": true,
        "connectionTracking": {"udpTimeout": 40},
        "tags": [{"key": "Name", "value": "changed"}],
    });
    let changed = rest.patch(&path, change).await.expect(200);
    insta::assert_snapshot!(world.shown(&format!("{changed:#}")), @r#"
    {
      "associatePublicIpAddress": true,
      "associations": [],
      "availabilityZone": "us-east-1a",
      "availabilityZoneId": "use1-az1",
      "connectionTracking": {
        "udpTimeout": 40
      },
      "description": "changed",
      "enablePrimaryIpv6": true,
      "groups": [
        {
          "groupId": "sg-1",
          "groupName": "own"
        }
      ],
      "interfaceType": "interface",
      "ipv4Prefixes": [
        "10.0.1.32/28"
      ],
      "ipv6Address": "[ipv6-1]",
      "ipv6Addresses": [
        "[ipv6-1]",
        "[ipv6-2]"
      ],
      "ipv6Prefixes": [],
      "macAddress": "[mac]",
      "networkInterfaceId": "eni-1",
      "ownerId": "222222222222",
      "privateDnsName": "ip-10-0-1-10.ec2.internal",
      "privateIpAddress": "10.0.1.10",
      "requesterId": "222222222222",
      "requesterManaged": false,
      "secondaryPrivateIpAddresses": [
        "10.0.1.60",
        "10.0.1.11"
      ],
      "sourceDestCheck": false,
      "status": "available",
      "subnetId": "subnet-1",
      "tags": [
        {
          "key": "Name",
          "value": "changed"
        }
      ],
      "vpcId": "vpc-1"
    }
    "#);
    let group = [("GroupId", &*own.group_id)];
    let kept = world
        .ec2(CONSUMER)
        .call("DeleteSecurityGroup", &group)
        .await;
    assert_eq!(kept.one("Code"), "DependencyViolation");
    let mut attributes = String::new();
    for attribute in [
        "associatePublicIpAddress",
        "attachment",
        "description",
        "groupSet",
        "sourceDestCheck",
    ] {
        let parameters = [
            ("NetworkInterfaceId", &*own.interface_id),
            ("Attribute", attribute),
        ];
        let shown = world
            .ec2(CONSUMER)
            .ok("DescribeNetworkInterfaceAttribute", &parameters)
            .await;
        let lines = shown.to_string();
        let lines = lines.lines().filter(|line| !line.contains("equest"));
        attributes += &lines.skip(2).collect::<Vec<_>>().join("\n");
        attributes += "\n";
    }
    insta::assert_snapshot!(world.shown(&attributes.trim_end()), @"
      <networkInterfaceId>eni-1</networkInterfaceId>
      <associatePublicIpAddress>true</associatePublicIpAddress>
    </DescribeNetworkInterfaceAttributeResponse>
      <networkInterfaceId>eni-1</networkInterfaceId>
    </DescribeNetworkInterfaceAttributeResponse>
      <networkInterfaceId>eni-1</networkInterfaceId>
      <description>
        <value>changed</value>
      </description>
    </DescribeNetworkInterfaceAttributeResponse>
      <networkInterfaceId>eni-1</networkInterfaceId>
      <groupSet>
        <item>
          <groupId>sg-1</groupId>
          <groupName>own</groupName>
        </item>
      </groupSet>
    </DescribeNetworkInterfaceAttributeResponse>
      <networkInterfaceId>eni-1</networkInterfaceId>
      <sourceDestCheck>
        <value>false</value>
      </sourceDestCheck>
    </DescribeNetworkInterfaceAttributeResponse>
    ");
    rest.delete(&path).await.expect(204);
    let events = rest.items("/v1/events?filter[resource-type]=network-interface");
    let events: Vec<String> = events
        .await
        .iter()
        .map(|event| format!("{} {} {}", event["action"], event["from"], event["to"]))
        .collect();
    insta::assert_snapshot!(events.join("\n"), @r#"
    "CreateNetworkInterface" null "available"
    "ModifyNetworkInterfaceAttribute" "available" "available"
    "DeleteNetworkInterface" "available" null
    "#);
}

#[tokio::test]
async fn a_reserved_part_is_left_alone() {
    let world = World::start().await;
    let own = OwnInterface::of(&world).await;
    let ec2 = world.ec2(CONSUMER);
    let reservation = [
        ("SubnetId", &*own.subnet_id),
        ("Cidr", "10.0.1.0/26"),
        ("ReservationType", "prefix"),
        ("Description", "for prefixes"),
    ];
    let created = ec2.ok("CreateSubnetCidrReservation", &reservation).await;
    insta::assert_snapshot!(world.shown(&created), @r#"
    HTTP 200
    <CreateSubnetCidrReservationResponse xmlns="http://ec2.amazonaws.com/doc/2016-11-15/">
      <requestId>[request-id]</requestId>
      <subnetCidrReservation>
        <subnetCidrReservationId>scr-1</subnetCidrReservationId>
        <subnetId>subnet-1</subnetId>
        <cidr>10.0.1.0/26</cidr>
        <reservationType>prefix</reservationType>
        <ownerId>222222222222</ownerId>
        <description>for prefixes</description>
        <tagSet/>
      </subnetCidrReservation>
    </CreateSubnetCidrReservationResponse>
    "#);
    // What an endpoint gets is of what is left, too.
    let body = json!({
        "vpcId": own.vpc_id, "serviceName": "com.amazonaws.us-east-1.sqs", "subnetIds": [own.subnet_id],
        "privateDnsEnabled": false,
    });
    let rest = world.rest(CONSUMER);
    let endpoint = rest.create("/v1/endpoints", body).await;
    let interface = text(&endpoint["networkInterfaceIds"][0]);
    let path = format!("/v1/network-interfaces/{interface}");
    let interface = rest.get(&path).await.expect(200);
    assert_eq!(interface["privateIpAddress"], "10.0.1.128");
    let body = json!({"subnetId": own.subnet_id, "ipv4PrefixCount": 1, "ipv6AddressCount": 1});
    let interface = rest.create("/v1/network-interfaces", body).await;
    assert_eq!(
        (&interface["privateIpAddress"], &interface["ipv4Prefixes"]),
        (&json!("10.0.1.129"), &json!(["10.0.1.16/28"]))
    );
    let id = [("SubnetId", &*own.subnet_id)];
    let listed = ec2.ok("GetSubnetCidrReservations", &id).await;
    assert_eq!(listed.all("item").len(), 2, "{listed}");
    let prefixes = [
        id[0],
        ("Filter.1.Name", "reservationType"),
        ("Filter.1.Value.1", "prefix"),
    ];
    let listed = ec2.ok("GetSubnetCidrReservations", &prefixes).await;
    insta::assert_snapshot!(world.shown(&listed), @r#"
    HTTP 200
    <GetSubnetCidrReservationsResponse xmlns="http://ec2.amazonaws.com/doc/2016-11-15/">
      <requestId>[request-id]</requestId>
      <subnetIpv4CidrReservationSet>
        <item>
          <subnetCidrReservationId>scr-1</subnetCidrReservationId>
          <subnetId>subnet-1</subnetId>
          <cidr>10.0.1.0/26</cidr>
          <reservationType>prefix</reservationType>
          <ownerId>222222222222</ownerId>
          <description>for prefixes</description>
          <tagSet/>
        </item>
      </subnetIpv4CidrReservationSet>
      <subnetIpv6CidrReservationSet/>
    </GetSubnetCidrReservationsResponse>
    "#);
    let gone = [("SubnetCidrReservationId", &*own.reservation_id)];
    ec2.ok("DeleteSubnetCidrReservation", &gone).await;
    let again = ec2.call("DeleteSubnetCidrReservation", &gone).await;
    insta::assert_snapshot!(world.shown(&again.refusal()), @"400 InvalidSubnetCidrReservationID.NotFound: The subnet CIDR reservation ID 'scr-2' does not exist");
}

#[tokio::test]
async fn a_default_vpc() {
    let world = World::start().await;
    let ec2 = world.ec2(PROVIDER).region("eu-west-1");
    let created = ec2.ok("CreateDefaultVpc", &[]).await;
    insta::assert_snapshot!(world.shown(&created), @r#"
    HTTP 200
    <CreateDefaultVpcResponse xmlns="http://ec2.amazonaws.com/doc/2016-11-15/">
      <requestId>[request-id]</requestId>
      <vpc>
        <vpcId>vpc-1</vpcId>
        <ownerId>111111111111</ownerId>
        <state>available</state>
        <cidrBlock>172.31.0.0/16</cidrBlock>
        <cidrBlockAssociationSet>
          <item>
            <associationId>vpc-cidr-assoc-1</associationId>
            <cidrBlock>172.31.0.0/16</cidrBlock>
            <cidrBlockState>
              <state>associated</state>
            </cidrBlockState>
          </item>
        </cidrBlockAssociationSet>
        <ipv6CidrBlockAssociationSet/>
        <dhcpOptionsId>dopt-1</dhcpOptionsId>
        <instanceTenancy>default</instanceTenancy>
        <isDefault>true</isDefault>
        <tagSet/>
      </vpc>
    </CreateDefaultVpcResponse>
    "#);
    let rest = world.rest(PROVIDER).region("eu-west-1");
    let subnets = rest.items("/v1/subnets").await;
    let subnets: BTreeSet<String> = subnets
        .iter()
        .map(|it| {
            format!(
                "{} {} default: {} public: {} free: {}",
                text(&it["availabilityZone"]),
                text(&it["cidrBlock"]),
                it["defaultForAz"],
                it["mapPublicIpOnLaunch"],
                it["availableIpAddressCount"]
            )
        })
        .collect();
    let subnets: Vec<String> = subnets.into_iter().collect();
    insta::assert_snapshot!(subnets.join("\n"), @"
    eu-west-1a 172.31.0.0/20 default: true public: true free: 4091
    eu-west-1b 172.31.16.0/20 default: true public: true free: 4091
    eu-west-1c 172.31.32.0/20 default: true public: true free: 4091
    ");
    let tables = ec2.ok("DescribeRouteTables", &[]).await;
    let gateways = tables.all("gatewayId");
    assert!(
        gateways.iter().any(|gateway| gateway.starts_with("igw-")),
        "{tables}"
    );
    let default = [
        ("Filter.1.Name", "is-default"),
        ("Filter.1.Value.1", "true"),
    ];
    let vpcs = ec2.ok("DescribeVpcs", &default).await;
    assert_eq!(vpcs.all("vpcId").len(), 1);
    let elsewhere = world.ec2(PROVIDER).ok("DescribeVpcs", &default).await;
    assert!(elsewhere.all("vpcId").is_empty());
}
