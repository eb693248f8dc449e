//! Interfaces with IPv6 addresses, and addresses that users choose.

use serde_json::{Value, json};

use crate::support::dual_stack::DualStack;
use crate::support::world::{CONSUMER, World, text};

/// The interface of an endpoint in one subnet.
async fn interface(world: &World, endpoint: &Value) -> Value {
    let id = text(&endpoint["networkInterfaceIds"][0]);
    let path = format!("/v1/network-interfaces/{id}");
    world.rest(CONSUMER).get(&path).await.expect(200)
}

#[tokio::test]
async fn of_both_kinds_chosen() {
    let world = World::start().await;
    let scene = DualStack::of(&world).await;
    let rest = world.rest(CONSUMER);
    let address = scene.address("1:9");
    let chosen = json!([{"subnetId": scene.subnet_id, "ipv4": "10.0.1.9", "ipv6": address}]);
    let body = scene.request("dualstack", &scene.subnet_id, &chosen);
    let endpoint = rest.create("/v1/endpoints", body).await;
    let interface = interface(&world, &endpoint).await;
    assert_eq!(
        (&interface["privateIpAddress"], &interface["ipv6Address"]),
        (&json!("10.0.1.9"), &json!(address))
    );
    insta::assert_snapshot!(world.shown(&format!("{interface:#}")), @r#"
    {
      "associatePublicIpAddress": false,
      "associations": [],
      "attachment": {
        "attachTime": "2026-11-22T10:00:00.000Z",
        "attachmentId": "ela-attach-1",
        "deleteOnTermination": false,
        "deviceIndex": 1,
        "instanceOwnerId": "amazon-aws",
        "status": "attached"
      },
      "availabilityZone": "us-east-1a",
      "availabilityZoneId": "use1-az1",
      "connectionTracking": {},
      "denyAllIgwTraffic": true,
      "description": "VPC Endpoint Interface vpce-1",
      "enablePrimaryIpv6": false,
      "groups": [
        {
          "groupId": "sg-1",
          "groupName": "default"
        }
      ],
      "interfaceType": "vpc_endpoint",
      "ipv4Prefixes": [],
      "ipv6Address": "[ipv6-1]",
      "ipv6Addresses": [
        "[ipv6-1]"
      ],
      "ipv6Prefixes": [],
      "macAddress": "[mac]",
      "networkInterfaceId": "eni-1",
      "ownerId": "222222222222",
      "privateDnsName": "ip-10-0-1-9.ec2.internal",
      "privateIpAddress": "10.0.1.9",
      "requesterId": "727180483921",
      "requesterManaged": true,
      "secondaryPrivateIpAddresses": [],
      "sourceDestCheck": true,
      "status": "in-use",
      "subnetId": "subnet-1",
      "tags": [],
      "vpcId": "vpc-1"
    }
    "#);
    let filter = [
        ("Filter.1.Name", "ipv6-addresses.ipv6-address"),
        ("Filter.1.Value.1", &*address),
    ];
    let found = world
        .ec2(CONSUMER)
        .ok("DescribeNetworkInterfaces", &filter)
        .await;
    insta::assert_snapshot!(world.shown(&found), @r#"
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
          <description>VPC Endpoint Interface vpce-1</description>
          <interfaceType>vpc_endpoint</interfaceType>
          <status>in-use</status>
          <requesterId>727180483921</requesterId>
          <requesterManaged>true</requesterManaged>
          <sourceDestCheck>true</sourceDestCheck>
          <macAddress>[mac]</macAddress>
          <privateIpAddress>10.0.1.9</privateIpAddress>
          <privateDnsName>ip-10-0-1-9.ec2.internal</privateDnsName>
          <privateIpAddressesSet>
            <item>
              <privateIpAddress>10.0.1.9</privateIpAddress>
              <privateDnsName>ip-10-0-1-9.ec2.internal</privateDnsName>
              <primary>true</primary>
            </item>
          </privateIpAddressesSet>
          <ipv6Address>[ipv6-1]</ipv6Address>
          <ipv6AddressesSet>
            <item>
              <ipv6Address>[ipv6-1]</ipv6Address>
              <isPrimaryIpv6>false</isPrimaryIpv6>
            </item>
          </ipv6AddressesSet>
          <denyAllIgwTraffic>true</denyAllIgwTraffic>
          <groupSet>
            <item>
              <groupId>sg-1</groupId>
              <groupName>default</groupName>
            </item>
          </groupSet>
          <attachment>
            <attachmentId>ela-attach-1</attachmentId>
            <attachTime>2026-11-22T10:00:00.000Z</attachTime>
            <deleteOnTermination>false</deleteOnTermination>
            <deviceIndex>1</deviceIndex>
            <instanceOwnerId>amazon-aws</instanceOwnerId>
            <status>attached</status>
          </attachment>
          <tagSet/>
        </item>
      </networkInterfaceSet>
    </DescribeNetworkInterfacesResponse>
    "#);

    let path = format!("/v1/endpoints/{}", text(&endpoint["vpcEndpointId"]));
    rest.delete(&path).await.expect(202);
    world.settle().await;
    let chosen = json!([{"subnetId": scene.subnet_id, "ipv4": "10.0.1.9", "ipv6": address}]);
    let body = scene.request("dualstack", &scene.subnet_id, &chosen);
    rest.create("/v1/endpoints", body).await;
}

#[tokio::test]
async fn of_ipv6_only() {
    let world = World::start().await;
    let scene = DualStack::of(&world).await;
    let body = scene.request("ipv6", &scene.native_id, &json!([]));
    let rest = world.rest(CONSUMER);
    let mut addresses = Vec::new();
    for _ in 0..3 {
        let endpoint = rest.create("/v1/endpoints", body.clone()).await;
        let interface = interface(&world, &endpoint).await;
        assert_eq!(interface.get("privateIpAddress"), None);
        assert_eq!(interface.get("privateDnsName"), None);
        assert_eq!(interface["denyAllIgwTraffic"], true);
        addresses.push(text(&interface["ipv6Address"]));
    }
    let subnet = rest.get(&format!("/v1/subnets/{}", scene.native_id)).await;
    let subnet = subnet.expect(200);
    assert_eq!(subnet["availableIpAddressCount"], 0);
    let network: ipnet::Ipv6Net = text(&subnet["ipv6CidrBlock"]).parse().expect("a network");
    for address in &addresses {
        let address: std::net::Ipv6Addr = address.parse().expect("an address");
        assert!(network.contains(&address), "{address} is not in {network}");
    }
    addresses.sort();
    addresses.dedup();
    assert_eq!(addresses.len(), 3);
    let subnet = [
        ("Filter.1.Name", "subnet-id"),
        ("Filter.1.Value.1", &*scene.native_id),
    ];
    let found = world
        .ec2(CONSUMER)
        .ok("DescribeNetworkInterfaces", &subnet)
        .await;
    assert!(found.all("privateIpAddress").is_empty());
    assert_eq!(found.all("networkInterfaceId").len(), 3);
}
