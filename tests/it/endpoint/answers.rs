//! Whole answers about endpoints and their interfaces.

use serde_json::json;

use super::scene;
use crate::support::world::{CONSUMER, PROVIDER, World, text};

#[tokio::test]
async fn over_rest() {
    let (world, publication, consumer) = scene().await;
    let rest = world.rest(CONSUMER);
    let body = json!({
        "vpcId": consumer.vpc_id,
        "serviceName": publication.service_name,
        "subnetIds": consumer.subnet_ids,
        "tags": [{"key": "Name", "value": "orders"}],
    });
    let created = rest.post("/v1/endpoints", body).await;
    insta::assert_snapshot!(world.shown(&created), @r#"
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
        "dnsRecordIpType": "ipv4",
        "privateDnsOnlyForInboundResolverEndpoint": false
      },
      "groups": [
        {
          "groupId": "sg-1",
          "groupName": "default"
        }
      ],
      "ipAddressType": "ipv4",
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
      "state": "pendingAcceptance",
      "subnetIds": [
        "subnet-1",
        "subnet-2"
      ],
      "tags": [
        {
          "key": "Name",
          "value": "orders"
        }
      ],
      "vpcEndpointId": "vpce-1",
      "vpcEndpointType": "Interface",
      "vpcId": "vpc-1"
    }
    "#);
    let location = created.header("location").to_owned();
    let got = rest.get(&location).await;
    assert_eq!(got.header("etag"), created.header("etag"));
    assert_eq!(got.body, created.body);
    assert_eq!(rest.items("/v1/endpoints").await, [created.body]);
    let changed = rest
        .patch(&location, json!({"tags": [{"key": "Team", "value": "x"}]}))
        .await;
    assert_eq!(changed.header("etag"), "\"3\"");
    assert_eq!(changed.body["tags"], json!([{"key": "Team", "value": "x"}]));
    let deleting = rest.delete(&location).await;
    assert_eq!(deleting.status, 202);
    assert_eq!(deleting.body["state"], "deleting");
    world.settle().await;
    insta::assert_snapshot!(world.shown(&rest.get(&location).await), @r#"
    HTTP 404
    {
      "code": "InvalidVpcEndpointId.NotFound",
      "detail": "The Vpc Endpoint Id 'vpce-1' does not exist",
      "parameter": "vpcEndpointId",
      "requestId": "[request-id]",
      "status": 404,
      "title": "Not Found",
      "type": "about:blank"
    }
    "#);
    assert!(rest.items("/v1/endpoints").await.is_empty());
    assert!(rest.items("/v1/network-interfaces").await.is_empty());
}

#[tokio::test]
async fn over_ec2() {
    let (world, publication, consumer) = scene().await;
    let ec2 = world.ec2(CONSUMER);
    let parameters = [
        ("VpcEndpointType", "Interface"),
        ("VpcId", &*consumer.vpc_id),
        ("ServiceName", &publication.service_name),
        ("SubnetId.1", &consumer.subnet_ids[0]),
        ("SubnetId.2", &consumer.subnet_ids[1]),
        ("PrivateDnsEnabled", "false"),
        ("TagSpecification.1.ResourceType", "vpc-endpoint"),
        ("TagSpecification.1.Tag.1.Key", "Name"),
        ("TagSpecification.1.Tag.1.Value", "orders"),
        ("ClientToken", "orders-1"),
    ];
    let created = ec2.ok("CreateVpcEndpoint", &parameters).await;
    insta::assert_snapshot!(world.shown(&created), @r#"
    HTTP 200
    <CreateVpcEndpointResponse xmlns="http://ec2.amazonaws.com/doc/2016-11-15/">
      <requestId>[request-id]</requestId>
      <vpcEndpoint>
        <vpcEndpointId>vpce-1</vpcEndpointId>
        <vpcEndpointType>Interface</vpcEndpointType>
        <vpcId>vpc-1</vpcId>
        <serviceName>com.amazonaws.vpce.us-east-1.vpce-svc-1</serviceName>
        <state>pendingAcceptance</state>
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
        <ipAddressType>ipv4</ipAddressType>
        <dnsOptions>
          <dnsRecordIpType>ipv4</dnsRecordIpType>
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
        <tagSet>
          <item>
            <key>Name</key>
            <value>orders</value>
          </item>
        </tagSet>
        <ownerId>222222222222</ownerId>
        <serviceRegion>us-east-1</serviceRegion>
      </vpcEndpoint>
      <clientToken>orders-1</clientToken>
    </CreateVpcEndpointResponse>
    "#);
    let endpoint_id = created.one("vpcEndpointId");
    let by_id = [("VpcEndpointId.1", &*endpoint_id)];
    let described = ec2.ok("DescribeVpcEndpoints", &by_id).await;
    assert_eq!(described.all("vpcEndpointId"), [&*endpoint_id]);
    let deleted = ec2.ok("DeleteVpcEndpoints", &by_id).await;
    insta::assert_snapshot!(world.shown(&deleted), @r#"
    HTTP 200
    <DeleteVpcEndpointsResponse xmlns="http://ec2.amazonaws.com/doc/2016-11-15/">
      <requestId>[request-id]</requestId>
      <unsuccessful/>
    </DeleteVpcEndpointsResponse>
    "#);
    world.settle().await;
    let gone = ec2.call("DescribeVpcEndpoints", &by_id).await;
    insta::assert_snapshot!(world.shown(&gone), @"
    HTTP 400
    <Response>
      <Errors>
        <Error>
          <Code>InvalidVpcEndpointId.NotFound</Code>
          <Message>The Vpc Endpoint Id 'vpce-1' does not exist</Message>
        </Error>
      </Errors>
      <RequestID>[request-id]</RequestID>
    </Response>
    ");
}

#[tokio::test]
async fn interfaces() {
    let (world, publication, consumer) = scene().await;
    let endpoint_id = world.connect(&publication, &consumer).await;
    let rest = world.rest(CONSUMER);
    let endpoint = rest
        .get(&format!("/v1/endpoints/{endpoint_id}"))
        .await
        .expect(200);
    let interface = text(&endpoint["networkInterfaceIds"][0]);
    let shown = rest
        .get(&format!("/v1/network-interfaces/{interface}"))
        .await;
    insta::assert_snapshot!(world.shown(&shown), @r#"
    HTTP 200
    etag: "1"
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
      "ipv6Addresses": [],
      "ipv6Prefixes": [],
      "macAddress": "[mac]",
      "networkInterfaceId": "eni-1",
      "ownerId": "222222222222",
      "privateDnsName": "ip-10-0-0-4.ec2.internal",
      "privateIpAddress": "10.0.0.4",
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
    let ec2 = world.ec2(CONSUMER);
    let by_id = [("NetworkInterfaceId.1", &*interface)];
    let described = ec2.ok("DescribeNetworkInterfaces", &by_id).await;
    insta::assert_snapshot!(world.shown(&described), @r#"
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
          <ipv6AddressesSet/>
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
}

/// The whole way with nothing but memory, as `--db :memory:` has it.
#[tokio::test]
async fn in_memory() {
    let world = World::in_memory().await;
    let publication = world.publish().await;
    let consumer = world.consume().await;
    let endpoint_id = world.connect(&publication, &consumer).await;
    let path = format!(
        "/v1/endpoint-services/{}/connections/{endpoint_id}/accept",
        publication.service_id
    );
    let provider = world.rest(PROVIDER);
    provider.post(&path, json!({})).await.expect(200);
    world.settle().await;
    assert_eq!(world.state(&endpoint_id).await, "available");
    world
        .rest(CONSUMER)
        .delete(&format!("/v1/endpoints/{endpoint_id}"))
        .await
        .expect(202);
    world.settle().await;
    assert_eq!(world.state(&endpoint_id).await, "gone");
}
