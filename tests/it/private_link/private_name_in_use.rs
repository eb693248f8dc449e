//! What consumers do with the private name of a provider's service.

use reqwest::Method;
use serde_json::{Value, json};

use super::{allow_private_names, decide, lines, modify, rows, set_record, shown};
use crate::support::world::{CONSUMER, Network, PROVIDER, Publication, World, text};

struct Scene {
    world: World,
    publication: Publication,
    consumer: Network,
    /// Where the record that verifies the name is.
    record: String,
}

/// A service with a verified name, and a consumer whose VPC answers for private names.
async fn scene(name: &str) -> Scene {
    let world = World::start().await;
    let publication = world.publish_with(json!({"privateDnsName": name})).await;
    let rest = world.rest(PROVIDER);
    let path = format!("/v1/endpoint-services/{}", publication.service_id);
    let service = rest.get(&path).await.expect(200);
    let proof = &service["privateDnsNameConfiguration"];
    let record = format!("{}.example.com", text(&proof["name"]));
    set_record(&rest, &record, &text(&proof["value"])).await;
    let consumer = world.consume().await;
    allow_private_names(&world, &consumer).await;
    let scene = Scene {
        world,
        publication,
        consumer,
        record,
    };
    assert_eq!(scene.verify().await, "verified");
    scene
}

impl Scene {
    async fn verify(&self) -> String {
        let path = format!(
            "/v1/endpoint-services/{}/private-dns-verification",
            self.publication.service_id
        );
        let rest = self.world.rest(PROVIDER);
        let service = rest
            .send(rest.request(Method::POST, &path))
            .await
            .expect(200);
        text(&service["privateDnsNameConfiguration"]["state"])
    }

    async fn accepted(&self) -> String {
        let endpoint_id = self.world.connect(&self.publication, &self.consumer).await;
        decide(
            &self.world,
            &self.publication.service_id,
            &endpoint_id,
            "accept",
        )
        .await;
        self.world.settle().await;
        endpoint_id
    }
}

#[tokio::test]
async fn over_ec2() {
    let scene = scene("orders.example.com").await;
    let world = &scene.world;
    let ec2 = world.ec2(CONSUMER);
    let named = [("ServiceName.1", &*scene.publication.service_name)];
    let seen = ec2.ok("DescribeVpcEndpointServices", &named).await;
    insta::assert_snapshot!(shown(world, &seen), @r#"
    HTTP 200
    <DescribeVpcEndpointServicesResponse xmlns="http://ec2.amazonaws.com/doc/2016-11-15/">
      <requestId>[request-id]</requestId>
      <serviceNameSet>
        <item>com.amazonaws.vpce.us-east-1.vpce-svc-1</item>
      </serviceNameSet>
      <serviceDetailSet>
        <item>
          <serviceName>com.amazonaws.vpce.us-east-1.vpce-svc-1</serviceName>
          <serviceId>vpce-svc-1</serviceId>
          <serviceType>
            <item>
              <serviceType>Interface</serviceType>
            </item>
          </serviceType>
          <serviceRegion>us-east-1</serviceRegion>
          <availabilityZoneIdSet>
            <item>use1-az1</item>
            <item>use1-az2</item>
          </availabilityZoneIdSet>
          <availabilityZoneSet>
            <item>us-east-1a</item>
            <item>us-east-1b</item>
          </availabilityZoneSet>
          <owner>111111111111</owner>
          <baseEndpointDnsNameSet>
            <item>vpce-svc-1.us-east-1.vpce.amazonaws.com</item>
          </baseEndpointDnsNameSet>
          <privateDnsName>orders.example.com</privateDnsName>
          <privateDnsNameSet>
            <item>
              <privateDnsName>orders.example.com</privateDnsName>
            </item>
          </privateDnsNameSet>
          <privateDnsNameVerificationState>verified</privateDnsNameVerificationState>
          <vpcEndpointPolicySupported>false</vpcEndpointPolicySupported>
          <acceptanceRequired>true</acceptanceRequired>
          <managesVpcEndpoints>false</managesVpcEndpoints>
          <tagSet/>
          <supportedIpAddressTypeSet>
            <item>ipv4</item>
          </supportedIpAddressTypeSet>
        </item>
      </serviceDetailSet>
    </DescribeVpcEndpointServicesResponse>
    "#);
    let endpoint_id = world.connect(&scene.publication, &scene.consumer).await;
    let enable = [
        ("VpcEndpointId", &*endpoint_id),
        ("PrivateDnsEnabled", "true"),
    ];
    let early = ec2.call("ModifyVpcEndpoint", &enable).await;
    insta::assert_snapshot!(shown(world, &early.refusal()), @"400 InvalidParameter: Private DNS can only be enabled after the endpoint connection is accepted by the owner of com.amazonaws.vpce.us-east-1.vpce-svc-1.");
    decide(world, &scene.publication.service_id, &endpoint_id, "accept").await;
    world.settle().await;
    let on = modify(&ec2, world, &endpoint_id, &enable[1..]).await;
    insta::assert_snapshot!(shown(world, &on), @r#"
    HTTP 200
    <DescribeVpcEndpointsResponse xmlns="http://ec2.amazonaws.com/doc/2016-11-15/">
      <requestId>[request-id]</requestId>
      <vpcEndpointSet>
        <item>
          <vpcEndpointId>vpce-1</vpcEndpointId>
          <vpcEndpointType>Interface</vpcEndpointType>
          <vpcId>vpc-1</vpcId>
          <serviceName>com.amazonaws.vpce.us-east-1.vpce-svc-1</serviceName>
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
            <item>
              <dnsName>orders.example.com</dnsName>
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
    let provider = world
        .ec2(PROVIDER)
        .ok("DescribeVpcEndpointConnections", &[])
        .await;
    insta::assert_snapshot!(rows(world, &provider, "dnsEntrySet"), @"
    vpce-1-[suffix].vpce-svc-1.us-east-1.vpce.amazonaws.com Z7HUB22UULQXV
    vpce-1-[suffix]-us-east-1a.vpce-svc-1.us-east-1.vpce.amazonaws.com Z7HUB22UULQXV
    vpce-1-[suffix]-us-east-1b.vpce-svc-1.us-east-1.vpce.amazonaws.com Z7HUB22UULQXV
    orders.example.com [zone]
    ");
}

#[tokio::test]
async fn over_rest() {
    let scene = scene("*.example.com").await;
    let world = &scene.world;
    let rest = world.rest(CONSUMER);
    let path = format!("/v1/available-services/{}", scene.publication.service_name);
    insta::assert_snapshot!(shown(world, &rest.get(&path).await), @r#"
    HTTP 200
    {
      "acceptanceRequired": true,
      "availabilityZoneIds": [
        "use1-az1",
        "use1-az2"
      ],
      "availabilityZones": [
        "us-east-1a",
        "us-east-1b"
      ],
      "baseEndpointDnsNames": [
        "vpce-svc-1.us-east-1.vpce.amazonaws.com"
      ],
      "managesVpcEndpoints": false,
      "owner": "111111111111",
      "privateDnsNameVerificationState": "verified",
      "privateDnsNames": [
        "*.example.com"
      ],
      "serviceId": "vpce-svc-1",
      "serviceName": "com.amazonaws.vpce.us-east-1.vpce-svc-1",
      "serviceRegion": "us-east-1",
      "serviceType": "Interface",
      "supportedIpAddressTypes": [
        "ipv4"
      ],
      "tags": [],
      "vpcEndpointPolicySupported": false
    }
    "#);
    let endpoint_id = scene.accepted().await;
    let path = format!("/v1/endpoints/{endpoint_id}");
    let on = rest.patch(&path, json!({"privateDnsEnabled": true})).await;
    insta::assert_snapshot!(shown(world, &on), @r#"
    HTTP 200
    etag: "5"
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
        },
        {
          "dnsName": "*.example.com",
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
    let off = rest
        .patch(&path, json!({"privateDnsEnabled": false}))
        .await
        .expect(200);
    insta::assert_snapshot!(lines(world, &off["dnsEntries"], &["dnsName"]), @"
    vpce-1-[suffix].vpce-svc-1.us-east-1.vpce.amazonaws.com
    vpce-1-[suffix]-us-east-1a.vpce-svc-1.us-east-1.vpce.amazonaws.com
    vpce-1-[suffix]-us-east-1b.vpce-svc-1.us-east-1.vpce.amazonaws.com
    ");
}

/// Without acceptance, the name can be asked for at once.
#[tokio::test]
async fn at_once() {
    let scene = scene("orders.example.com").await;
    let world = &scene.world;
    let path = format!("/v1/endpoint-services/{}", scene.publication.service_id);
    let body = json!({"acceptanceRequired": false});
    world.rest(PROVIDER).patch(&path, body).await.expect(200);
    let body = json!({
        "vpcId": scene.consumer.vpc_id, "serviceName": scene.publication.service_name,
        "subnetIds": [scene.consumer.subnet_ids[0]], "privateDnsEnabled": true,
    });
    let created = world.rest(CONSUMER).create("/v1/endpoints", body).await;
    insta::assert_snapshot!(lines(world, &created["dnsEntries"], &["dnsName", "hostedZoneId"]), @"
    vpce-1-[suffix].vpce-svc-1.us-east-1.vpce.amazonaws.com Z7HUB22UULQXV
    vpce-1-[suffix]-us-east-1a.vpce-svc-1.us-east-1.vpce.amazonaws.com Z7HUB22UULQXV
    orders.example.com [zone]
    ");
    assert_eq!(created["state"], "pending");
}

/// Once the record is not found any more, nobody gets the name; who has it keeps it.
#[tokio::test]
async fn verified_no_longer() {
    let scene = scene("orders.example.com").await;
    let world = &scene.world;
    let rest = world.rest(CONSUMER);
    let has = scene.accepted().await;
    let path = format!("/v1/endpoints/{has}");
    let on = rest
        .patch(&path, json!({"privateDnsEnabled": true}))
        .await
        .expect(200);
    world.settle().await;
    let record = format!("/v1/dns-records/TXT/{}", scene.record);
    world.rest(PROVIDER).delete(&record).await.expect(204);
    assert_eq!(scene.verify().await, "pendingVerification");
    let other = world.network(CONSUMER, &["us-east-1a"]).await;
    allow_private_names(world, &other).await;
    let wants = world.connect(&scene.publication, &other).await;
    decide(world, &scene.publication.service_id, &wants, "accept").await;
    world.settle().await;
    let enable = [("VpcEndpointId", &*wants), ("PrivateDnsEnabled", "true")];
    let refused = world.ec2(CONSUMER).call("ModifyVpcEndpoint", &enable).await;
    insta::assert_snapshot!(shown(world, &refused.refusal()), @"400 InvalidParameter: Private DNS can't be enabled because the private DNS name of the service com.amazonaws.vpce.us-east-1.vpce-svc-1 is not verified.");
    let kept: Value = rest.get(&path).await.expect(200);
    assert_eq!(
        (&kept["state"], &kept["dnsEntries"]),
        (&json!("available"), &on["dnsEntries"])
    );
    let changed = rest
        .patch(&path, json!({"subnetIds": [scene.consumer.subnet_ids[0]]}))
        .await
        .expect(200);
    insta::assert_snapshot!(lines(world, &changed["dnsEntries"], &["dnsName"]), @"
    vpce-1-[suffix].vpce-svc-1.us-east-1.vpce.amazonaws.com
    vpce-1-[suffix]-us-east-1a.vpce-svc-1.us-east-1.vpce.amazonaws.com
    orders.example.com
    ");
    world.pass(72 * 60 * 60).await;
    let seen = format!("/v1/available-services/{}", scene.publication.service_name);
    let seen = rest.get(&seen).await.expect(200);
    assert_eq!(seen["privateDnsNameVerificationState"], "failed");
    assert_eq!(rest.get(&path).await.expect(200)["privateDnsEnabled"], true);
}
