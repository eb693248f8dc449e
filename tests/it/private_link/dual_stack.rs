//! Endpoints with IPv6 addresses, alone or beside IPv4 ones.

use serde_json::{Value, json};

use super::{both_stacks, decide, describe, lines, modify, rows, shown};
use crate::support::world::{CONSUMER, Network, PROVIDER, World, ipv6_subnet, text};

/// A service of the provider's that can be reached over IPv4 and IPv6, as REST shows it.
async fn publish(world: &World) -> Value {
    let (network, _) = both_stacks(world, PROVIDER).await;
    let rest = world.rest(PROVIDER);
    let body = json!({
        "name": "orders", "type": "network", "scheme": "internal", "ipAddressType": "dualstack",
        "subnets": network.subnet_ids,
    });
    let arn = rest
        .make("/v1/load-balancers", "loadBalancerArn", body)
        .await;
    let body = json!({
        "networkLoadBalancerArns": [arn], "supportedIpAddressTypes": ["ipv4", "ipv6"], "acceptanceRequired": false,
    });
    let service = rest.create("/v1/endpoint-services", body).await;
    let permissions = format!(
        "/v1/endpoint-services/{}/permissions",
        text(&service["serviceId"])
    );
    let body = json!({"principal": format!("arn:aws:iam::{CONSUMER}:root")});
    rest.create(&permissions, body).await;
    service
}

/// A network of the consumer's with IPv6 alone in its subnets, and their networks.
async fn ipv6_only(world: &World) -> (Network, Vec<String>) {
    let rest = world.rest(CONSUMER);
    let body = json!({"cidrBlock": "10.0.0.0/16", "amazonProvidedIpv6CidrBlock": true});
    let vpc = rest.create("/v1/vpcs", body).await;
    let (vpc_id, block) = (text(&vpc["vpcId"]), text(&vpc["ipv6CidrBlock"]));
    let (mut subnet_ids, mut blocks) = (Vec::new(), Vec::new());
    for (number, zone) in [(0, "us-east-1a"), (1, "us-east-1b")] {
        let block = ipv6_subnet(&block, number);
        let body = json!({
            "vpcId": vpc_id, "availabilityZone": zone, "ipv6CidrBlock": block, "ipv6Native": true,
        });
        subnet_ids.push(rest.make("/v1/subnets", "subnetId", body).await);
        blocks.push(block);
    }
    (Network { vpc_id, subnet_ids }, blocks)
}

/// The consumer's interfaces, a line for each.
async fn interfaces(world: &World) -> String {
    let mut interfaces = world.rest(CONSUMER).items("/v1/network-interfaces").await;
    interfaces.sort_by_key(|interface| text(&interface["availabilityZone"]));
    let members = [
        "networkInterfaceId",
        "privateIpAddress",
        "ipv6Address",
        "availabilityZone",
    ];
    lines(world, &Value::Array(interfaces), &members)
}

#[tokio::test]
async fn over_ec2() {
    let world = World::start().await;
    let service = publish(&world).await;
    let (consumer, _) = both_stacks(&world, CONSUMER).await;
    let ec2 = world.ec2(CONSUMER);
    let service_name = text(&service["serviceName"]);
    let parameters = [
        ("VpcEndpointType", "Interface"),
        ("VpcId", &*consumer.vpc_id),
        ("ServiceName", &service_name),
        ("SubnetId.1", &consumer.subnet_ids[0]),
        ("SubnetId.2", &consumer.subnet_ids[1]),
        ("IpAddressType", "dualstack"),
    ];
    let created = ec2.ok("CreateVpcEndpoint", &parameters).await;
    insta::assert_snapshot!(shown(&world, &created), @r#"
    HTTP 200
    <CreateVpcEndpointResponse xmlns="http://ec2.amazonaws.com/doc/2016-11-15/">
      <requestId>[request-id]</requestId>
      <vpcEndpoint>
        <vpcEndpointId>vpce-1</vpcEndpointId>
        <vpcEndpointType>Interface</vpcEndpointType>
        <vpcId>vpc-1</vpcId>
        <serviceName>com.amazonaws.vpce.us-east-1.vpce-svc-1</serviceName>
        <state>pending</state>
        <policyDocument>{\n  "Statement": [\n    {\n      "Action": "*", \n      "Effect": "Allow", \n      "Principal": "*", \n      "Resource": "*"\n    }\n  ]\n}</policyDocument>
        <routeTableIdSet/>
        <subnetIdSet>
          <item>subnet-1</item>
          <item>subnet-2</item>
        </subnetIdSet>
        <groupSet>
          <item>
            <groupId>sg-1</groupId>
            <groupName>default</groupName>
          </item>
        </groupSet>
        <ipAddressType>dualstack</ipAddressType>
        <dnsOptions>
          <dnsRecordIpType>dualstack</dnsRecordIpType>
          <privateDnsOnlyForInboundResolverEndpoint>false</privateDnsOnlyForInboundResolverEndpoint>
        </dnsOptions>
        <privateDnsEnabled>false</privateDnsEnabled>
        <requesterManaged>false</requesterManaged>
        <networkInterfaceIdSet>
          <item>eni-1</item>
          <item>eni-2</item>
        </networkInterfaceIdSet>
        <dnsEntrySet>
          <item>
            <dnsName>vpce-1-[suffix].vpce-svc-1.us-east-1.vpce.amazonaws.com</dnsName>
            <hostedZoneId>Z7HUB22UULQXV</hostedZoneId>
          </item>
          <item>
            <dnsName>vpce-1-[suffix]-us-east-1a.vpce-svc-1.us-east-1.vpce.amazonaws.com</dnsName>
            <hostedZoneId>Z7HUB22UULQXV</hostedZoneId>
          </item>
          <item>
            <dnsName>vpce-1-[suffix]-us-east-1b.vpce-svc-1.us-east-1.vpce.amazonaws.com</dnsName>
            <hostedZoneId>Z7HUB22UULQXV</hostedZoneId>
          </item>
        </dnsEntrySet>
        <creationTimestamp>2026-11-22T10:00:00.000Z</creationTimestamp>
        <tagSet/>
        <ownerId>222222222222</ownerId>
        <serviceRegion>us-east-1</serviceRegion>
      </vpcEndpoint>
    </CreateVpcEndpointResponse>
    "#);
    insta::assert_snapshot!(interfaces(&world).await, @"
    eni-1 10.0.0.4 [ipv6-1] us-east-1a
    eni-2 10.0.1.4 [ipv6-2] us-east-1b
    ");
    let description = format!("VPC Endpoint Interface {}", created.one("vpcEndpointId"));
    let parameters = [
        ("Filter.1.Name", "description"),
        ("Filter.1.Value.1", &*description),
        ("Filter.2.Name", "availability-zone"),
        ("Filter.2.Value.1", "us-east-1a"),
    ];
    let interface = ec2.ok("DescribeNetworkInterfaces", &parameters).await;
    insta::assert_snapshot!(shown(&world, &interface), @r#"
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
          <privateIpAddress>10.0.0.4</privateIpAddress>
          <privateDnsName>ip-10-0-0-4.ec2.internal</privateDnsName>
          <privateIpAddressesSet>
            <item>
              <privateIpAddress>10.0.0.4</privateIpAddress>
              <privateDnsName>ip-10-0-0-4.ec2.internal</privateDnsName>
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
          <operator>
            <managed>false</managed>
          </operator>
          <tagSet/>
        </item>
      </networkInterfaceSet>
    </DescribeNetworkInterfacesResponse>
    "#);
}

#[tokio::test]
async fn over_rest() {
    let world = World::start().await;
    let service = publish(&world).await;
    insta::assert_snapshot!(service["supportedIpAddressTypes"].to_string(), @r#"["ipv4","ipv6"]"#);
    let (consumer, blocks) = ipv6_only(&world).await;
    let rest = world.rest(CONSUMER);
    let chosen = blocks[1].replace("::/64", "::77");
    let body = json!({
        "vpcId": consumer.vpc_id, "serviceName": service["serviceName"], "subnetIds": consumer.subnet_ids,
        "ipAddressType": "ipv6", "subnetConfigurations": [{"subnetId": consumer.subnet_ids[1], "ipv6": chosen}],
    });
    let created = rest.post("/v1/endpoints", body).await;
    insta::assert_snapshot!(shown(&world, &created), @r#"
    HTTP 201
    location: /v1/endpoints/vpce-1
    etag: "2"
    {
      "creationTimestamp": "2026-11-22T10:00:00.000Z",
      "dnsEntries": [
        {
          "dnsName": "vpce-1-[suffix].vpce-svc-1.us-east-1.vpce.amazonaws.com",
          "hostedZoneId": "Z7HUB22UULQXV"
        },
        {
          "dnsName": "vpce-1-[suffix]-us-east-1a.vpce-svc-1.us-east-1.vpce.amazonaws.com",
          "hostedZoneId": "Z7HUB22UULQXV"
        },
        {
          "dnsName": "vpce-1-[suffix]-us-east-1b.vpce-svc-1.us-east-1.vpce.amazonaws.com",
          "hostedZoneId": "Z7HUB22UULQXV"
        }
      ],
      "dnsOptions": {
        "dnsRecordIpType": "ipv6",
        "privateDnsOnlyForInboundResolverEndpoint": false
      },
      "groups": [
        {
          "groupId": "sg-1",
          "groupName": "default"
        }
      ],
      "ipAddressType": "ipv6",
      "networkInterfaceIds": [
        "eni-1",
        "eni-2"
      ],
      "ownerId": "222222222222",
      "policyDocument": "{\n  \"Statement\": [\n    {\n      \"Action\": \"*\", \n      \"Effect\": \"Allow\", \n      \"Principal\": \"*\", \n      \"Resource\": \"*\"\n    }\n  ]\n}",
      "privateDnsEnabled": false,
      "requesterManaged": false,
      "routeTableIds": [],
      "serviceName": "com.amazonaws.vpce.us-east-1.vpce-svc-1",
      "serviceRegion": "us-east-1",
      "state": "pending",
      "subnetIds": [
        "subnet-1",
        "subnet-2"
      ],
      "tags": [],
      "vpcEndpointId": "vpce-1",
      "vpcEndpointType": "Interface",
      "vpcId": "vpc-1"
    }
    "#);
    insta::assert_snapshot!(interfaces(&world).await, @"
    eni-1 - [ipv6-1] us-east-1a
    eni-2 - [ipv6-2] us-east-1b
    ");
    let interfaces = rest.items("/v1/network-interfaces").await;
    assert!(
        interfaces
            .iter()
            .any(|interface| interface["ipv6Address"] == chosen)
    );
    let connections = format!(
        "/v1/endpoint-services/{}/connections",
        text(&service["serviceId"])
    );
    let connections = world.rest(PROVIDER).items(&connections).await;
    assert_eq!(connections[0]["ipAddressType"], "ipv6");
}

/// The addresses that stay are the same ones; those that are added or taken away are not the user's to choose again.
#[tokio::test]
async fn from_one_type_to_another() {
    let world = World::start().await;
    let service = publish(&world).await;
    let (consumer, _) = both_stacks(&world, CONSUMER).await;
    let ec2 = world.ec2(CONSUMER);
    let service_name = text(&service["serviceName"]);
    let parameters = [
        ("VpcEndpointType", "Interface"),
        ("VpcId", &*consumer.vpc_id),
        ("ServiceName", &service_name),
        ("SubnetId.1", &consumer.subnet_ids[0]),
    ];
    let created = ec2.ok("CreateVpcEndpoint", &parameters).await;
    let endpoint_id = created.one("vpcEndpointId");
    world.settle().await;
    let mut story = format!("ipv4\n  {}\n", interfaces(&world).await);
    for changes in [
        &[("IpAddressType", "dualstack")][..],
        &[("DnsOptions.DnsRecordIpType", "service-defined")],
        &[("DnsOptions.DnsRecordIpType", "ipv4")],
        &[
            ("AddSubnetId.1", &consumer.subnet_ids[1]),
            ("DnsOptions.DnsRecordIpType", "ipv6"),
        ],
        &[("IpAddressType", "ipv4")],
    ] {
        let changed = modify(&ec2, &world, &endpoint_id, changes).await;
        let options = rows(&world, &changed, "dnsOptions").replace('\n', " ");
        let interfaces = interfaces(&world).await.replace('\n', "\n  ");
        story += &format!(
            "{changes:?}\n  {} [{options}]\n  {interfaces}\n",
            changed.one("ipAddressType")
        );
    }
    insta::assert_snapshot!(shown(&world, &story), @r#"
    ipv4
      eni-1 10.0.0.4 - us-east-1a
    [("IpAddressType", "dualstack")]
      dualstack [ipv4 false]
      eni-1 10.0.0.4 [ipv6-1] us-east-1a
    [("DnsOptions.DnsRecordIpType", "service-defined")]
      dualstack [service-defined false]
      eni-1 10.0.0.4 [ipv6-1] us-east-1a
    [("DnsOptions.DnsRecordIpType", "ipv4")]
      dualstack [ipv4 false]
      eni-1 10.0.0.4 [ipv6-1] us-east-1a
    [("AddSubnetId.1", "subnet-1"), ("DnsOptions.DnsRecordIpType", "ipv6")]
      dualstack [ipv6 false]
      eni-1 10.0.0.4 [ipv6-1] us-east-1a
      eni-2 10.0.1.4 [ipv6-2] us-east-1b
    [("IpAddressType", "ipv4")]
      ipv4 [ipv4 false]
      eni-1 10.0.0.4 - us-east-1a
      eni-2 10.0.1.4 - us-east-1b
    "#);
    decide(&world, &text(&service["serviceId"]), &endpoint_id, "reject").await;
    assert_eq!(describe(&ec2, &endpoint_id).await.one("state"), "rejected");
}
