//! Addresses that the user chooses, and interfaces that are replaced when the choice changes.

use serde_json::json;

use super::{modify, rows, shown};
use crate::support::query::{Query, XmlReply};
use crate::support::rest::Rest;
use crate::support::world::{CONSUMER, World, text};

/// The interfaces of an endpoint and their addresses, a line for each.
async fn addresses(world: &World, ec2: &Query<'_>, endpoint: &XmlReply) -> String {
    let ids = rows(world, endpoint, "networkInterfaceIdSet");
    let found = interfaces(ec2, endpoint).await;
    let taken = found
        .all("networkInterfaceId")
        .into_iter()
        .zip(found.all("privateDnsName").into_iter().step_by(2));
    let mut taken: Vec<String> = taken.map(|(id, name)| format!("{name} {id}")).collect();
    taken.sort();
    format!(
        "{}\n{}",
        ids.replace('\n', " "),
        shown(world, &taken.join("\n"))
    )
}

async fn interfaces(ec2: &Query<'_>, endpoint: &XmlReply) -> XmlReply {
    let description = format!("VPC Endpoint Interface {}", endpoint.one("vpcEndpointId"));
    let parameters = [
        ("Filter.1.Name", "description"),
        ("Filter.1.Value.1", &*description),
    ];
    ec2.ok("DescribeNetworkInterfaces", &parameters).await
}

#[tokio::test]
async fn over_ec2() {
    let world = World::start().await;
    let publication = world
        .publish_with(json!({"acceptanceRequired": false}))
        .await;
    let consumer = world.consume().await;
    let (first, second) = (&*consumer.subnet_ids[0], &*consumer.subnet_ids[1]);
    let ec2 = world.ec2(CONSUMER);
    let parameters = [
        ("VpcEndpointType", "Interface"),
        ("VpcId", &*consumer.vpc_id),
        ("ServiceName", &publication.service_name),
        ("SubnetId.1", first),
        ("SubnetId.2", second),
        ("SubnetConfiguration.1.SubnetId", second),
        ("SubnetConfiguration.1.Ipv4", "10.0.1.77"),
        ("SubnetConfiguration.2.SubnetId", first),
        ("SubnetConfiguration.2.Ipv4", "10.0.0.77"),
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
        <tagSet/>
        <ownerId>222222222222</ownerId>
        <serviceRegion>us-east-1</serviceRegion>
      </vpcEndpoint>
    </CreateVpcEndpointResponse>
    "#);
    insta::assert_snapshot!(addresses(&world, &ec2, &created).await, @"
    eni-1 eni-2
    ip-10-0-0-77.ec2.internal eni-1
    ip-10-0-1-77.ec2.internal eni-2
    ");
    world.settle().await;
    let endpoint_id = created.one("vpcEndpointId");
    let other = [
        ("SubnetConfiguration.1.SubnetId", first),
        ("SubnetConfiguration.1.Ipv4", "10.0.0.88"),
    ];
    let changed = modify(&ec2, &world, &endpoint_id, &other).await;
    insta::assert_snapshot!(addresses(&world, &ec2, &changed).await, @"
    eni-3 eni-2
    ip-10-0-0-88.ec2.internal eni-3
    ip-10-0-1-77.ec2.internal eni-2
    ");
    let old = created
        .all("item")
        .into_iter()
        .find(|item| item.starts_with("eni-"))
        .expect("an interface");
    let gone = ec2
        .call(
            "DescribeNetworkInterfaces",
            &[("NetworkInterfaceId.1", &old)],
        )
        .await;
    insta::assert_snapshot!(shown(&world, &gone.refusal()), @"400 InvalidNetworkInterfaceID.NotFound: The networkInterface ID 'eni-1' does not exist");
    let same = modify(&ec2, &world, &endpoint_id, &other).await;
    assert_eq!(same.all("item"), changed.all("item"), "nothing is replaced");
    let exchanged = [
        ("RemoveSubnetId.1", second),
        ("SubnetConfiguration.1.SubnetId", first),
        ("SubnetConfiguration.1.Ipv4", "10.0.0.77"),
    ];
    let one = modify(&ec2, &world, &endpoint_id, &exchanged).await;
    insta::assert_snapshot!(addresses(&world, &ec2, &one).await, @"
    eni-4
    ip-10-0-0-77.ec2.internal eni-4
    ");
    let again = [
        ("AddSubnetId.1", second),
        ("SubnetConfiguration.1.SubnetId", second),
        ("SubnetConfiguration.1.Ipv4", "10.0.1.99"),
    ];
    let both = modify(&ec2, &world, &endpoint_id, &again).await;
    insta::assert_snapshot!(addresses(&world, &ec2, &both).await, @"
    eni-4 eni-5
    ip-10-0-0-77.ec2.internal eni-4
    ip-10-0-1-99.ec2.internal eni-5
    ");
    assert_eq!(both.one("state"), "available");
}

/// The addresses of an endpoint's interfaces, in order.
async fn addresses_over_rest(
    rest: &Rest<'_>,
    endpoint: &serde_json::Value,
) -> Vec<(String, String)> {
    let mut found = Vec::new();
    for id in endpoint["networkInterfaceIds"].as_array().expect("a list") {
        let interface = rest
            .get(&format!("/v1/network-interfaces/{}", text(id)))
            .await
            .expect(200);
        found.push((text(id), text(&interface["privateIpAddress"])));
    }
    found
}

#[tokio::test]
async fn over_rest() {
    let world = World::start().await;
    let publication = world
        .publish_with(json!({"acceptanceRequired": false}))
        .await;
    let consumer = world.consume().await;
    let rest = world.rest(CONSUMER);
    let first = &consumer.subnet_ids[0];
    let body = json!({
        "vpcId": consumer.vpc_id, "serviceName": publication.service_name, "subnetIds": consumer.subnet_ids,
        "subnetConfigurations": [{"subnetId": first, "ipv4": "10.0.0.77"}],
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
    let before = addresses_over_rest(&rest, &created.body).await;
    assert_eq!(before[0].1, "10.0.0.77");
    let configuration = json!({"subnetConfigurations": [{"subnetId": first, "ipv4": "10.0.0.88"}]});
    let changed = rest.patch(&path, configuration.clone()).await.expect(200);
    let after = addresses_over_rest(&rest, &changed).await;
    assert_eq!(after[0].1, "10.0.0.88");
    assert_ne!(
        after[0].0, before[0].0,
        "an interface has one address for life"
    );
    assert_eq!(after[1], before[1], "the other one is not touched");
    let replaced = rest
        .get(&format!("/v1/network-interfaces/{}", before[0].0))
        .await;
    assert_eq!(replaced.status, 404);
    let same = rest.patch(&path, configuration).await.expect(200);
    assert_eq!(addresses_over_rest(&rest, &same).await, after);
    assert_eq!(same["dnsEntries"], created.body["dnsEntries"]);
}
