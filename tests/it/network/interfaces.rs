//! Network interfaces of users' own: what they look like, how they are found, and which addresses they get and give back.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use crate::support::own_interface::OwnInterface;
use crate::support::world::{CONSUMER, World};

/// Puts a new Elastic IP before one of an interface's addresses; its allocation, association and address.
async fn publish(world: &World, own: &OwnInterface, address: &str) -> (String, String, String) {
    let ec2 = world.ec2(CONSUMER);
    let gateway = ec2.ok("CreateInternetGateway", &[]).await;
    let attachment = [
        ("InternetGatewayId", &*gateway.one("internetGatewayId")),
        ("VpcId", &own.vpc_id),
    ];
    ec2.ok("AttachInternetGateway", &attachment).await;
    let elastic_ip = ec2.ok("AllocateAddress", &[("Domain", "vpc")]).await;
    let allocation = elastic_ip.one("allocationId");
    let association = [
        ("AllocationId", &*allocation),
        ("NetworkInterfaceId", &own.interface_id),
        ("PrivateIpAddress", address),
    ];
    let association = ec2.ok("AssociateAddress", &association).await;
    (
        allocation,
        association.one("associationId"),
        elastic_ip.one("publicIp"),
    )
}

#[tokio::test]
async fn created() {
    let world = World::start().await;
    let own = OwnInterface::of(&world).await;
    let ec2 = world.ec2(CONSUMER);
    let parameters = [
        ("SubnetId", &*own.subnet_id),
        ("Description", "mine"),
        ("InterfaceType", "efa"),
        ("PrivateIpAddresses.1.PrivateIpAddress", "10.0.1.31"),
        ("PrivateIpAddresses.2.PrivateIpAddress", "10.0.1.30"),
        ("PrivateIpAddresses.2.Primary", "true"),
        ("Ipv6PrefixCount", "1"),
        ("SecurityGroupId.1", &own.group_id),
        (
            "ConnectionTrackingSpecification.TcpEstablishedTimeout",
            "600",
        ),
        ("TagSpecification.1.ResourceType", "network-interface"),
        ("TagSpecification.1.Tag.1.Key", "Name"),
        ("TagSpecification.1.Tag.1.Value", "mine"),
        ("ClientToken", "once"),
    ];
    let created = ec2.ok("CreateNetworkInterface", &parameters).await;
    insta::assert_snapshot!(world.shown(&created), @r#"
    HTTP 200
    <CreateNetworkInterfaceResponse xmlns="http://ec2.amazonaws.com/doc/2016-11-15/">
      <requestId>[request-id]</requestId>
      <networkInterface>
        <networkInterfaceId>eni-1</networkInterfaceId>
        <ownerId>222222222222</ownerId>
        <vpcId>vpc-1</vpcId>
        <subnetId>subnet-1</subnetId>
        <availabilityZone>us-east-1a</availabilityZone>
        <availabilityZoneId>use1-az1</availabilityZoneId>
        <description>mine</description>
        <interfaceType>efa</interfaceType>
        <status>available</status>
        <requesterId>222222222222</requesterId>
        <requesterManaged>false</requesterManaged>
        <sourceDestCheck>true</sourceDestCheck>
        <macAddress>[mac]</macAddress>
        <privateIpAddress>10.0.1.30</privateIpAddress>
        <privateDnsName>ip-10-0-1-30.ec2.internal</privateDnsName>
        <privateIpAddressesSet>
          <item>
            <privateIpAddress>10.0.1.30</privateIpAddress>
            <privateDnsName>ip-10-0-1-30.ec2.internal</privateDnsName>
            <primary>true</primary>
          </item>
          <item>
            <privateIpAddress>10.0.1.31</privateIpAddress>
            <privateDnsName>ip-10-0-1-31.ec2.internal</privateDnsName>
            <primary>false</primary>
          </item>
        </privateIpAddressesSet>
        <ipv6AddressesSet/>
        <ipv6PrefixSet>
          <item>
            <ipv6Prefix>[ipv6-1]/80</ipv6Prefix>
          </item>
        </ipv6PrefixSet>
        <connectionTrackingConfiguration>
          <tcpEstablishedTimeout>600</tcpEstablishedTimeout>
        </connectionTrackingConfiguration>
        <groupSet>
          <item>
            <groupId>sg-1</groupId>
            <groupName>own</groupName>
          </item>
        </groupSet>
        <operator>
          <managed>false</managed>
        </operator>
        <tagSet>
          <item>
            <key>Name</key>
            <value>mine</value>
          </item>
        </tagSet>
      </networkInterface>
      <clientToken>once</clientToken>
    </CreateNetworkInterfaceResponse>
    "#);
    let again = ec2.ok("CreateNetworkInterface", &parameters).await;
    let id = created.one("networkInterfaceId");
    assert_eq!(again.one("networkInterfaceId"), id);
    let path = format!("/v1/network-interfaces/{id}");
    let shown = world.rest(CONSUMER).get(&path).await.expect(200);
    insta::assert_snapshot!(world.shown(&format!("{shown:#}")), @r#"
    {
      "associatePublicIpAddress": false,
      "associations": [],
      "availabilityZone": "us-east-1a",
      "availabilityZoneId": "use1-az1",
      "connectionTracking": {
        "tcpEstablishedTimeout": 600
      },
      "description": "mine",
      "enablePrimaryIpv6": false,
      "groups": [
        {
          "groupId": "sg-1",
          "groupName": "own"
        }
      ],
      "interfaceType": "efa",
      "ipv4Prefixes": [],
      "ipv6Addresses": [],
      "ipv6Prefixes": [
        "[ipv6-1]/80"
      ],
      "macAddress": "[mac]",
      "networkInterfaceId": "eni-1",
      "ownerId": "222222222222",
      "privateDnsName": "ip-10-0-1-30.ec2.internal",
      "privateIpAddress": "10.0.1.30",
      "requesterId": "222222222222",
      "requesterManaged": false,
      "secondaryPrivateIpAddresses": [
        "10.0.1.31"
      ],
      "sourceDestCheck": true,
      "status": "available",
      "subnetId": "subnet-1",
      "tags": [
        {
          "key": "Name",
          "value": "mine"
        }
      ],
      "vpcId": "vpc-1"
    }
    "#);
}

#[tokio::test]
async fn with_elastic_ips() {
    let world = World::start().await;
    let own = OwnInterface::of(&world).await;
    publish(&world, &own, "10.0.1.10").await;
    let id = [("NetworkInterfaceId.1", &*own.interface_id)];
    let ec2 = world.ec2(CONSUMER);
    let shown = ec2.ok("DescribeNetworkInterfaces", &id).await;
    insta::assert_snapshot!(world.shown(&shown), @r#"
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
          <description>own</description>
          <interfaceType>interface</interfaceType>
          <status>available</status>
          <requesterId>222222222222</requesterId>
          <requesterManaged>false</requesterManaged>
          <sourceDestCheck>true</sourceDestCheck>
          <macAddress>[mac]</macAddress>
          <privateIpAddress>10.0.1.10</privateIpAddress>
          <privateDnsName>ip-10-0-1-10.ec2.internal</privateDnsName>
          <privateIpAddressesSet>
            <item>
              <privateIpAddress>10.0.1.10</privateIpAddress>
              <privateDnsName>ip-10-0-1-10.ec2.internal</privateDnsName>
              <primary>true</primary>
              <association>
                <allocationId>eipalloc-1</allocationId>
                <associationId>eipassoc-1</associationId>
                <ipOwnerId>222222222222</ipOwnerId>
                <publicIp>[public-1]</publicIp>
              </association>
            </item>
            <item>
              <privateIpAddress>10.0.1.11</privateIpAddress>
              <privateDnsName>ip-10-0-1-11.ec2.internal</privateDnsName>
              <primary>false</primary>
            </item>
          </privateIpAddressesSet>
          <ipv6Address>[ipv6-1]</ipv6Address>
          <ipv6AddressesSet>
            <item>
              <ipv6Address>[ipv6-1]</ipv6Address>
              <isPrimaryIpv6>false</isPrimaryIpv6>
            </item>
          </ipv6AddressesSet>
          <groupSet>
            <item>
              <groupId>sg-1</groupId>
              <groupName>default</groupName>
            </item>
          </groupSet>
          <association>
            <allocationId>eipalloc-1</allocationId>
            <associationId>eipassoc-1</associationId>
            <ipOwnerId>222222222222</ipOwnerId>
            <publicIp>[public-1]</publicIp>
          </association>
          <operator>
            <managed>false</managed>
          </operator>
          <tagSet/>
        </item>
      </networkInterfaceSet>
    </DescribeNetworkInterfacesResponse>
    "#);
}

/// Filters with values of the user's interface.
const OWN: &str = "
    addresses.association.allocation-id=ALLOCATION
    addresses.association.association-id=ASSOCIATION
    addresses.association.owner-id=222222222222
    addresses.association.public-dns-name=ec2-*.compute-1.amazonaws.com
    addresses.association.public-ip=PUBLIC
    addresses.primary=false
    addresses.private-ip-address=10.0.1.11
    association.allocation-id=ALLOCATION
    association.association-id=ASSOCIATION
    association.ip-owner-id=222222222222
    association.public-dns-name=ec2-*.compute-1.amazonaws.com
    association.public-ip=PUBLIC
    description=own
    interface-type=interface
    ipv6-addresses.ipv6-address=IPV6
    mac-address=MAC
    network-interface-id=INTERFACE
    private-dns-name=ip-10-0-1-10.ec2.internal
    private-ip-address=10.0.1.10
    requester-id=222222222222
    requester-managed=false
    status=available
    subnet-id=SUBNET
    tag:Name=m?ne
    tag-key=Name
    vpc-id=VPC
";

/// Filters with values of the endpoint's interface.
const HELD: &str = "
    attachment.attach-time=2026*
    attachment.attachment-id=ela-attach-*
    attachment.delete-on-termination=false
    attachment.device-index=1
    attachment.instance-owner-id=amazon-aws
    attachment.network-card-index=0
    attachment.status=attached
    interface-type=vpc_endpoint
    requester-managed=true
    status=in-use
";

/// Filters with values that both have.
const BOTH: &str = "
    availability-zone=us-east-1a
    availability-zone-id=use1-az1
    group-name=default
    operator.managed=false
    owner-id=222222222222
    source-dest-check=true
";

#[tokio::test]
async fn found_by_filters() {
    let world = World::start().await;
    let publication = world.publish().await;
    let consumer = world.consume().await;
    world.connect(&publication, &consumer).await;
    let own = OwnInterface::of(&world).await;
    let names = json!({"enableDnsHostnames": true});
    let vpc = format!("/v1/vpcs/{}", own.vpc_id);
    world.rest(CONSUMER).patch(&vpc, names).await.expect(200);
    let (allocation, association, public_ip) = publish(&world, &own, "10.0.1.10").await;
    let ec2 = world.ec2(CONSUMER);
    let tags = [
        ("ResourceId.1", &*own.interface_id),
        ("Tag.1.Key", "Name"),
        ("Tag.1.Value", "mine"),
    ];
    ec2.ok("CreateTags", &tags).await;
    let id = [("NetworkInterfaceId.1", &*own.interface_id)];
    let shown = ec2.ok("DescribeNetworkInterfaces", &id).await;
    let filters = OWN
        .replace("ALLOCATION", &allocation)
        .replace("ASSOCIATION", &association)
        .replace("PUBLIC", &public_ip)
        .replace("IPV6", &own.ipv6_address)
        .replace("MAC", &shown.one("macAddress"))
        .replace("INTERFACE", &own.interface_id)
        .replace("SUBNET", &own.subnet_id)
        .replace("VPC", &own.vpc_id);
    for (table, is_own, is_held) in [
        (&*filters, true, false),
        (HELD, false, true),
        (BOTH, true, true),
    ] {
        for line in table.trim().lines() {
            let (name, value) = line.trim().split_once('=').expect("a filter");
            let filter = [
                ("Filter.1.Name", name),
                ("Filter.1.Value.1", value),
                ("IncludeManagedResources", "true"),
            ];
            let found = ec2.ok("DescribeNetworkInterfaces", &filter).await;
            let found: BTreeSet<String> = found.all("networkInterfaceId").into_iter().collect();
            assert_eq!(found.contains(&own.interface_id), is_own, "{line}");
            let others = found.len() - usize::from(is_own);
            assert_eq!(others > 0, is_held, "{line}");
        }
    }
}

/// How many addresses of the subnet are free.
async fn free(world: &World, own: &OwnInterface) -> Value {
    let path = format!("/v1/subnets/{}", own.subnet_id);
    let subnet = world.rest(CONSUMER).get(&path).await.expect(200);
    subnet["availableIpAddressCount"].clone()
}

#[tokio::test]
async fn addresses_come_and_go() {
    let world = World::start().await;
    let own = OwnInterface::of(&world).await;
    let (rest, ec2) = (world.rest(CONSUMER), world.ec2(CONSUMER));
    assert_eq!(free(&world, &own).await, 249);
    let id = ("NetworkInterfaceId", &*own.interface_id);

    let two = [id, ("SecondaryPrivateIpAddressCount", "2")];
    let given = ec2.ok("AssignPrivateIpAddresses", &two).await;
    insta::assert_snapshot!(world.shown(&given), @r#"
    HTTP 200
    <AssignPrivateIpAddressesResponse xmlns="http://ec2.amazonaws.com/doc/2016-11-15/">
      <requestId>[request-id]</requestId>
      <networkInterfaceId>eni-1</networkInterfaceId>
      <assignedPrivateIpAddressesSet>
        <item>
          <privateIpAddress>10.0.1.12</privateIpAddress>
        </item>
        <item>
          <privateIpAddress>10.0.1.13</privateIpAddress>
        </item>
      </assignedPrivateIpAddressesSet>
      <assignedIpv4PrefixSet/>
    </AssignPrivateIpAddressesResponse>
    "#);
    let prefix = [id, ("Ipv4PrefixCount", "1")];
    let given = ec2.ok("AssignPrivateIpAddresses", &prefix).await;
    insta::assert_snapshot!(world.shown(&given), @r#"
    HTTP 200
    <AssignPrivateIpAddressesResponse xmlns="http://ec2.amazonaws.com/doc/2016-11-15/">
      <requestId>[request-id]</requestId>
      <networkInterfaceId>eni-1</networkInterfaceId>
      <assignedPrivateIpAddressesSet/>
      <assignedIpv4PrefixSet>
        <item>
          <ipv4Prefix>10.0.1.16/28</ipv4Prefix>
        </item>
      </assignedIpv4PrefixSet>
    </AssignPrivateIpAddressesResponse>
    "#);
    let more = [id, ("Ipv6AddressCount", "2")];
    let given = ec2.ok("AssignIpv6Addresses", &more).await;
    assert_eq!(given.all("item").len(), 2, "{given}");
    let more = [id, ("Ipv6PrefixCount", "1")];
    let given = ec2.ok("AssignIpv6Addresses", &more).await;
    let ipv6_prefix = given.one("item");
    assert!(ipv6_prefix.ends_with("/80"), "{given}");
    assert_eq!(free(&world, &own).await, 249 - 2 - 16);

    // None of them is given to anybody else.
    let body = json!({"subnetId": own.subnet_id, "secondaryPrivateIpAddressCount": 20});
    let other = rest.create("/v1/network-interfaces", body).await;
    let held = [
        "10.0.1.10",
        "10.0.1.11",
        "10.0.1.12",
        "10.0.1.13",
        "10.0.1.16",
        "10.0.1.31",
    ];
    for address in other["secondaryPrivateIpAddresses"]
        .as_array()
        .expect("a list")
    {
        assert!(
            !held.contains(&address.as_str().expect("a text")),
            "{other:#}"
        );
    }

    let some = [
        id,
        ("PrivateIpAddress.1", "10.0.1.12"),
        ("Ipv4Prefix.1", "10.0.1.16/28"),
    ];
    ec2.ok("UnassignPrivateIpAddresses", &some).await;
    let some = [
        id,
        ("Ipv6Addresses.1", &*own.ipv6_address),
        ("Ipv6Prefix.1", &*ipv6_prefix),
    ];
    let taken = ec2.ok("UnassignIpv6Addresses", &some).await;
    insta::assert_snapshot!(world.shown(&taken), @r#"
    HTTP 200
    <UnassignIpv6AddressesResponse xmlns="http://ec2.amazonaws.com/doc/2016-11-15/">
      <requestId>[request-id]</requestId>
      <networkInterfaceId>eni-1</networkInterfaceId>
      <unassignedIpv6Addresses>
        <item>[ipv6-1]</item>
      </unassignedIpv6Addresses>
      <unassignedIpv6PrefixSet>
        <item>[ipv6-2]/80</item>
      </unassignedIpv6PrefixSet>
    </UnassignIpv6AddressesResponse>
    "#);
    assert_eq!(free(&world, &own).await, 249 - 1 - 21);

    let path = format!("/v1/network-interfaces/{}", own.interface_id);
    rest.delete(&path).await.expect(204);
    assert_eq!(free(&world, &own).await, 251 - 21);
    rest.get(&path).await.expect(404);
}

#[tokio::test]
async fn an_address_moves_with_its_elastic_ip() {
    let world = World::start().await;
    let own = OwnInterface::of(&world).await;
    let (rest, ec2) = (world.rest(CONSUMER), world.ec2(CONSUMER));
    let (allocation, ..) = publish(&world, &own, "10.0.1.11").await;
    let body = json!({"subnetId": own.subnet_id, "privateIpAddress": "10.0.1.40"});
    let path = "/v1/network-interfaces";
    let other = rest.make(path, "networkInterfaceId", body).await;
    let parameters = [
        ("NetworkInterfaceId", &*other),
        ("PrivateIpAddress.1", "10.0.1.11"),
        ("AllowReassignment", "true"),
    ];
    ec2.ok("AssignPrivateIpAddresses", &parameters).await;
    let other = rest.get(&format!("{path}/{other}")).await.expect(200);
    assert_eq!(other["secondaryPrivateIpAddresses"], json!(["10.0.1.11"]));
    assert_eq!(other["associations"][0]["allocationId"], json!(allocation));
    let first = rest.get(&format!("{path}/{}", own.interface_id)).await;
    let first = first.expect(200);
    assert_eq!(first["secondaryPrivateIpAddresses"], json!([]));
    assert_eq!(first["associations"], json!([]));
    assert_eq!(free(&world, &own).await, 248);
}
