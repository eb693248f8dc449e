//! Interface endpoints to AWS's own services, and their names.

use reqwest::StatusCode;
use serde_json::json;

use super::{allow_private_names, describe, lines, modify, rows, shown};
use crate::support::world::{CONSUMER, World};

const SQS: &str = "com.amazonaws.us-east-1.sqs";
const S3: &str = "com.amazonaws.us-east-1.s3";

#[tokio::test]
async fn over_ec2() {
    let world = World::slow().await;
    let network = world.consume().await;
    allow_private_names(&world, &network).await;
    let ec2 = world.ec2(CONSUMER);
    let parameters = [
        ("VpcEndpointType", "Interface"),
        ("VpcId", &*network.vpc_id),
        ("ServiceName", SQS),
        ("SubnetId.1", &network.subnet_ids[0]),
        ("SubnetId.2", &network.subnet_ids[1]),
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
        <serviceName>com.amazonaws.us-east-1.sqs</serviceName>
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
        <ipAddressType>ipv4</ipAddressType>
        <dnsOptions>
          <dnsRecordIpType>ipv4</dnsRecordIpType>
          <privateDnsOnlyForInboundResolverEndpoint>false</privateDnsOnlyForInboundResolverEndpoint>
        </dnsOptions>
        <privateDnsEnabled>true</privateDnsEnabled>
        <requesterManaged>false</requesterManaged>
        <networkInterfaceIdSet>
          <item>eni-1</item>
          <item>eni-2</item>
        </networkInterfaceIdSet>
        <dnsEntrySet>
          <item>
            <dnsName>vpce-1-[suffix].sqs.us-east-1.vpce.amazonaws.com</dnsName>
            <hostedZoneId>Z7HUB22UULQXV</hostedZoneId>
          </item>
          <item>
            <dnsName>vpce-1-[suffix]-us-east-1a.sqs.us-east-1.vpce.amazonaws.com</dnsName>
            <hostedZoneId>Z7HUB22UULQXV</hostedZoneId>
          </item>
          <item>
            <dnsName>vpce-1-[suffix]-us-east-1b.sqs.us-east-1.vpce.amazonaws.com</dnsName>
            <hostedZoneId>Z7HUB22UULQXV</hostedZoneId>
          </item>
          <item>
            <dnsName>sqs.us-east-1.amazonaws.com</dnsName>
            <hostedZoneId>[zone]</hostedZoneId>
          </item>
        </dnsEntrySet>
        <creationTimestamp>2026-11-22T10:00:00.000Z</creationTimestamp>
        <tagSet/>
        <ownerId>222222222222</ownerId>
        <serviceRegion>us-east-1</serviceRegion>
      </vpcEndpoint>
    </CreateVpcEndpointResponse>
    "#);
    let endpoint_id = created.one("vpcEndpointId");
    world.pass(10).await;
    let described = describe(&ec2, &endpoint_id).await;
    insta::assert_snapshot!(shown(&world, &described), @r#"
    HTTP 200
    <DescribeVpcEndpointsResponse xmlns="http://ec2.amazonaws.com/doc/2016-11-15/">
      <requestId>[request-id]</requestId>
      <vpcEndpointSet>
        <item>
          <vpcEndpointId>vpce-1</vpcEndpointId>
          <vpcEndpointType>Interface</vpcEndpointType>
          <vpcId>vpc-1</vpcId>
          <serviceName>com.amazonaws.us-east-1.sqs</serviceName>
          <state>available</state>
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
          <privateDnsEnabled>true</privateDnsEnabled>
          <requesterManaged>false</requesterManaged>
          <networkInterfaceIdSet>
            <item>eni-1</item>
            <item>eni-2</item>
          </networkInterfaceIdSet>
          <dnsEntrySet>
            <item>
              <dnsName>vpce-1-[suffix].sqs.us-east-1.vpce.amazonaws.com</dnsName>
              <hostedZoneId>Z7HUB22UULQXV</hostedZoneId>
            </item>
            <item>
              <dnsName>vpce-1-[suffix]-us-east-1a.sqs.us-east-1.vpce.amazonaws.com</dnsName>
              <hostedZoneId>Z7HUB22UULQXV</hostedZoneId>
            </item>
            <item>
              <dnsName>vpce-1-[suffix]-us-east-1b.sqs.us-east-1.vpce.amazonaws.com</dnsName>
              <hostedZoneId>Z7HUB22UULQXV</hostedZoneId>
            </item>
            <item>
              <dnsName>sqs.us-east-1.amazonaws.com</dnsName>
              <hostedZoneId>[zone]</hostedZoneId>
            </item>
          </dnsEntrySet>
          <creationTimestamp>2026-11-22T10:00:00.000Z</creationTimestamp>
          <tagSet/>
          <ownerId>222222222222</ownerId>
          <serviceRegion>us-east-1</serviceRegion>
        </item>
      </vpcEndpointSet>
    </DescribeVpcEndpointsResponse>
    "#);
    let off = modify(
        &ec2,
        &world,
        &endpoint_id,
        &[("PrivateDnsEnabled", "false")],
    )
    .await;
    assert_eq!(
        (&*off.one("state"), &*off.one("privateDnsEnabled")),
        ("pending", "false")
    );
    insta::assert_snapshot!(rows(&world, &off, "dnsEntrySet"), @"
    vpce-1-[suffix].sqs.us-east-1.vpce.amazonaws.com Z7HUB22UULQXV
    vpce-1-[suffix]-us-east-1a.sqs.us-east-1.vpce.amazonaws.com Z7HUB22UULQXV
    vpce-1-[suffix]-us-east-1b.sqs.us-east-1.vpce.amazonaws.com Z7HUB22UULQXV
    ");
    world.pass(10).await;
    let on = modify(&ec2, &world, &endpoint_id, &[("PrivateDnsEnabled", "true")]).await;
    assert_eq!(
        (&*on.one("state"), &*on.one("privateDnsEnabled")),
        ("pending", "true")
    );
    insta::assert_snapshot!(rows(&world, &on, "dnsEntrySet"), @"
    vpce-1-[suffix].sqs.us-east-1.vpce.amazonaws.com Z7HUB22UULQXV
    vpce-1-[suffix]-us-east-1a.sqs.us-east-1.vpce.amazonaws.com Z7HUB22UULQXV
    vpce-1-[suffix]-us-east-1b.sqs.us-east-1.vpce.amazonaws.com Z7HUB22UULQXV
    sqs.us-east-1.amazonaws.com [zone]
    ");
    world.pass(10).await;
    assert_eq!(describe(&ec2, &endpoint_id).await.one("state"), "available");
}

#[tokio::test]
async fn over_rest() {
    let world = World::slow().await;
    let network = world.consume().await;
    allow_private_names(&world, &network).await;
    let rest = world.rest(CONSUMER);
    let policy =
        r#"{"Statement":[{"Action":"sqs:*","Effect":"Allow","Principal":"*","Resource":"*"}]}"#;
    let body = json!({
        "vpcId": network.vpc_id, "serviceName": SQS, "subnetIds": network.subnet_ids, "policyDocument": policy,
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
          "dnsName": "vpce-1-[suffix].sqs.us-east-1.vpce.amazonaws.com",
          "hostedZoneId": "Z7HUB22UULQXV"
        },
        {
          "dnsName": "vpce-1-[suffix]-us-east-1a.sqs.us-east-1.vpce.amazonaws.com",
          "hostedZoneId": "Z7HUB22UULQXV"
        },
        {
          "dnsName": "vpce-1-[suffix]-us-east-1b.sqs.us-east-1.vpce.amazonaws.com",
          "hostedZoneId": "Z7HUB22UULQXV"
        },
        {
          "dnsName": "sqs.us-east-1.amazonaws.com",
          "hostedZoneId": "[zone]"
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
      "policyDocument": "{\"Statement\":[{\"Action\":\"sqs:*\",\"Effect\":\"Allow\",\"Principal\":\"*\",\"Resource\":\"*\"}]}",
      "privateDnsEnabled": true,
      "requesterManaged": false,
      "routeTableIds": [],
      "serviceName": "com.amazonaws.us-east-1.sqs",
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
    let path = created.header("location").to_owned();
    world.pass(10).await;
    let off = rest
        .patch(&path, json!({"privateDnsEnabled": false}))
        .await
        .expect(200);
    assert_eq!(
        (&off["state"], &off["privateDnsEnabled"]),
        (&json!("pending"), &json!(false))
    );
    insta::assert_snapshot!(lines(&world, &off["dnsEntries"], &["dnsName"]), @"
    vpce-1-[suffix].sqs.us-east-1.vpce.amazonaws.com
    vpce-1-[suffix]-us-east-1a.sqs.us-east-1.vpce.amazonaws.com
    vpce-1-[suffix]-us-east-1b.sqs.us-east-1.vpce.amazonaws.com
    ");
    world.pass(10).await;
    let on = rest
        .patch(
            &path,
            json!({"privateDnsEnabled": true, "policyDocument": null}),
        )
        .await;
    insta::assert_snapshot!(shown(&world, &on), @r#"
    HTTP 200
    etag: "6"
    {
      "creationTimestamp": "2026-11-22T10:00:00.000Z",
      "dnsEntries": [
        {
          "dnsName": "vpce-1-[suffix].sqs.us-east-1.vpce.amazonaws.com",
          "hostedZoneId": "Z7HUB22UULQXV"
        },
        {
          "dnsName": "vpce-1-[suffix]-us-east-1a.sqs.us-east-1.vpce.amazonaws.com",
          "hostedZoneId": "Z7HUB22UULQXV"
        },
        {
          "dnsName": "vpce-1-[suffix]-us-east-1b.sqs.us-east-1.vpce.amazonaws.com",
          "hostedZoneId": "Z7HUB22UULQXV"
        },
        {
          "dnsName": "sqs.us-east-1.amazonaws.com",
          "hostedZoneId": "[zone]"
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
      "privateDnsEnabled": true,
      "requesterManaged": false,
      "routeTableIds": [],
      "serviceName": "com.amazonaws.us-east-1.sqs",
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
}

/// The private names of a VPC that answers for none are not taken unless the user asks for them.
#[tokio::test]
async fn without_private_names() {
    let world = World::start().await;
    let network = world.consume().await;
    let rest = world.rest(CONSUMER);
    let mut body = json!({
        "vpcId": network.vpc_id, "serviceName": SQS, "subnetIds": network.subnet_ids, "privateDnsEnabled": false,
    });
    let created = rest.create("/v1/endpoints", body.clone()).await;
    insta::assert_snapshot!(lines(&world, &created["dnsEntries"], &["dnsName", "hostedZoneId"]), @"
    vpce-1-[suffix].sqs.us-east-1.vpce.amazonaws.com Z7HUB22UULQXV
    vpce-1-[suffix]-us-east-1a.sqs.us-east-1.vpce.amazonaws.com Z7HUB22UULQXV
    vpce-1-[suffix]-us-east-1b.sqs.us-east-1.vpce.amazonaws.com Z7HUB22UULQXV
    ");
    body["privateDnsEnabled"] = json!(true);
    let refused = rest.post("/v1/endpoints", body).await;
    assert_eq!(refused.status, StatusCode::BAD_REQUEST.as_u16());
    insta::assert_snapshot!(shown(&world, &refused.refusal()), @"400 InvalidParameter (privateDnsEnabled): Enabling private DNS requires both enableDnsSupport and enableDnsHostnames VPC attributes set to true for vpc-1");
}

/// Their names stand for every bucket.
#[tokio::test]
async fn those_of_s3() {
    let world = World::start().await;
    let network = world.consume().await;
    allow_private_names(&world, &network).await;
    let ec2 = world.ec2(CONSUMER);
    let parameters = [
        ("VpcEndpointType", "Interface"),
        ("VpcId", &*network.vpc_id),
        ("ServiceName", S3),
        ("SubnetId.1", &network.subnet_ids[0]),
        ("PrivateDnsEnabled", "false"),
    ];
    let created = ec2.ok("CreateVpcEndpoint", &parameters).await;
    insta::assert_snapshot!(rows(&world, &created, "dnsEntrySet"), @"
    *.vpce-1-[suffix].s3.us-east-1.vpce.amazonaws.com Z7HUB22UULQXV
    *.vpce-1-[suffix]-us-east-1a.s3.us-east-1.vpce.amazonaws.com Z7HUB22UULQXV
    ");
    insta::assert_snapshot!(shown(&world, &created), @r#"
    HTTP 200
    <CreateVpcEndpointResponse xmlns="http://ec2.amazonaws.com/doc/2016-11-15/">
      <requestId>[request-id]</requestId>
      <vpcEndpoint>
        <vpcEndpointId>vpce-1</vpcEndpointId>
        <vpcEndpointType>Interface</vpcEndpointType>
        <vpcId>vpc-1</vpcId>
        <serviceName>com.amazonaws.us-east-1.s3</serviceName>
        <state>pending</state>
        <policyDocument>{\n  "Statement": [\n    {\n      "Action": "*", \n      "Effect": "Allow", \n      "Principal": "*", \n      "Resource": "*"\n    }\n  ]\n}</policyDocument>
        <routeTableIdSet/>
        <subnetIdSet>
          <item>subnet-1</item>
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
        </networkInterfaceIdSet>
        <dnsEntrySet>
          <item>
            <dnsName>*.vpce-1-[suffix].s3.us-east-1.vpce.amazonaws.com</dnsName>
            <hostedZoneId>Z7HUB22UULQXV</hostedZoneId>
          </item>
          <item>
            <dnsName>*.vpce-1-[suffix]-us-east-1a.s3.us-east-1.vpce.amazonaws.com</dnsName>
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
    let endpoint_id = created.one("vpcEndpointId");
    let names_for_all = [
        ("PrivateDnsEnabled", "true"),
        (
            "DnsOptions.PrivateDnsOnlyForInboundResolverEndpoint",
            "false",
        ),
    ];
    let on = modify(&ec2, &world, &endpoint_id, &names_for_all).await;
    insta::assert_snapshot!(rows(&world, &on, "dnsEntrySet"), @"
    *.vpce-1-[suffix].s3.us-east-1.vpce.amazonaws.com Z7HUB22UULQXV
    *.vpce-1-[suffix]-us-east-1a.s3.us-east-1.vpce.amazonaws.com Z7HUB22UULQXV
    *.s3.us-east-1.amazonaws.com [zone]
    s3.us-east-1.amazonaws.com [zone]
    *.s3-accesspoint.us-east-1.amazonaws.com [zone]
    *.s3-control.us-east-1.amazonaws.com [zone]
    ");
    let gateway = [parameters[1], parameters[2]];
    ec2.ok("CreateVpcEndpoint", &gateway).await;
    let inbound = [(
        "DnsOptions.PrivateDnsOnlyForInboundResolverEndpoint",
        "true",
    )];
    let only_inbound = modify(&ec2, &world, &endpoint_id, &inbound).await;
    assert_eq!(
        only_inbound.one("privateDnsOnlyForInboundResolverEndpoint"),
        "true"
    );
    assert_eq!(
        rows(&world, &only_inbound, "dnsEntrySet"),
        rows(&world, &on, "dnsEntrySet")
    );
}
