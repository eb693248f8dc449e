//! Endpoints in another region than the service that they connect to.

use serde_json::{Value, json};

use super::{lines, rows, shown};
use crate::support::rest::Rest;
use crate::support::world::{CONSUMER, Network, PROVIDER, Publication, World, text};

const FRANKFURT: &str = "eu-central-1";

/// A network of the consumer's in Frankfurt.
async fn network(rest: &Rest<'_>) -> Network {
    let vpc = json!({"cidrBlock": "10.0.0.0/16"});
    let vpc_id = rest.make("/v1/vpcs", "vpcId", vpc).await;
    let body = json!({"enableDnsHostnames": true});
    rest.patch(&format!("/v1/vpcs/{vpc_id}"), body)
        .await
        .expect(200);
    let mut subnet_ids = Vec::new();
    for (index, zone) in ["eu-central-1a", "eu-central-1c"].into_iter().enumerate() {
        let body = json!({
            "vpcId": vpc_id, "availabilityZone": zone, "cidrBlock": format!("10.0.{index}.0/24"),
        });
        subnet_ids.push(rest.make("/v1/subnets", "subnetId", body).await);
    }
    Network { vpc_id, subnet_ids }
}

/// A service in us-east-1 that Frankfurt can connect to, and a network there.
async fn scene() -> (World, Publication, Network) {
    let world = World::start().await;
    let publication = world.publish().await;
    let ec2 = world.ec2(PROVIDER);
    let parameters = [
        ("ServiceId", &*publication.service_id),
        ("AddSupportedRegion.1", FRANKFURT),
        ("AddSupportedRegion.2", "ap-northeast-1"),
    ];
    ec2.ok("ModifyVpcEndpointServiceConfiguration", &parameters)
        .await;
    let network = network(&world.rest(CONSUMER).region(FRANKFURT)).await;
    (world, publication, network)
}

#[tokio::test]
async fn over_ec2() {
    let (world, publication, network) = scene().await;
    let provider = world.ec2(PROVIDER);
    let by_id = [("ServiceId.1", &*publication.service_id)];
    let service = provider
        .ok("DescribeVpcEndpointServiceConfigurations", &by_id)
        .await;
    insta::assert_snapshot!(shown(&world, &service), @r#"
    HTTP 200
    <DescribeVpcEndpointServiceConfigurationsResponse xmlns="http://ec2.amazonaws.com/doc/2016-11-15/">
      <requestId>[request-id]</requestId>
      <serviceConfigurationSet>
        <item>
          <serviceType>
            <item>
              <serviceType>Interface</serviceType>
            </item>
          </serviceType>
          <serviceId>vpce-svc-1</serviceId>
          <serviceName>com.amazonaws.vpce.us-east-1.vpce-svc-1</serviceName>
          <serviceState>Available</serviceState>
          <availabilityZoneIdSet>
            <item>use1-az1</item>
            <item>use1-az2</item>
          </availabilityZoneIdSet>
          <availabilityZoneSet>
            <item>us-east-1a</item>
            <item>us-east-1b</item>
          </availabilityZoneSet>
          <acceptanceRequired>true</acceptanceRequired>
          <managesVpcEndpoints>false</managesVpcEndpoints>
          <networkLoadBalancerArnSet>
            <item>arn:aws:elasticloadbalancing:us-east-1:111111111111:loadbalancer/net/orders/1</item>
          </networkLoadBalancerArnSet>
          <gatewayLoadBalancerArnSet/>
          <supportedIpAddressTypeSet>
            <item>ipv4</item>
          </supportedIpAddressTypeSet>
          <baseEndpointDnsNameSet>
            <item>vpce-svc-1.us-east-1.vpce.amazonaws.com</item>
          </baseEndpointDnsNameSet>
          <tagSet/>
          <supportedRegionSet>
            <item>
              <region>us-east-1</region>
              <serviceState>Available</serviceState>
            </item>
            <item>
              <region>ap-northeast-1</region>
              <serviceState>Available</serviceState>
            </item>
            <item>
              <region>eu-central-1</region>
              <serviceState>Available</serviceState>
            </item>
          </supportedRegionSet>
          <remoteAccessEnabled>true</remoteAccessEnabled>
        </item>
      </serviceConfigurationSet>
    </DescribeVpcEndpointServiceConfigurationsResponse>
    "#);
    let ec2 = world.ec2(CONSUMER).region(FRANKFURT);
    let named = [
        ("ServiceName.1", &*publication.service_name),
        ("ServiceRegion.1", "us-east-1"),
    ];
    let seen = ec2.ok("DescribeVpcEndpointServices", &named).await;
    insta::assert_snapshot!(shown(&world, &seen), @r#"
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
          <privateDnsNameSet/>
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
    let parameters = [
        ("VpcEndpointType", "Interface"),
        ("VpcId", &*network.vpc_id),
        ("ServiceName", &publication.service_name),
        ("SubnetId.1", &network.subnet_ids[0]),
        ("SubnetId.2", &network.subnet_ids[1]),
        ("ServiceRegion", "us-east-1"),
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
            <dnsName>vpce-1-[suffix]-eu-central-1a.vpce-svc-1.us-east-1.vpce.amazonaws.com</dnsName>
            <hostedZoneId>Z7HUB22UULQXV</hostedZoneId>
          </item>
          <item>
            <dnsName>vpce-1-[suffix]-eu-central-1c.vpce-svc-1.us-east-1.vpce.amazonaws.com</dnsName>
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
    let unnamed = ec2.call("CreateVpcEndpoint", &parameters[..5]).await;
    insta::assert_snapshot!(shown(&world, &unnamed.refusal()), @"400 InvalidServiceName: The Vpc Endpoint Service 'com.amazonaws.vpce.us-east-1.vpce-svc-1' does not exist");
    let endpoint_id = created.one("vpcEndpointId");
    let both = [
        ("ServiceId", &*publication.service_id),
        ("VpcEndpointId.1", &endpoint_id),
    ];
    provider.ok("AcceptVpcEndpointConnections", &both).await;
    world.settle().await;
    let near = world.consume().await;
    world.connect(&publication, &near).await;
    let mut story = Vec::new();
    for region in ["cross-region", FRANKFURT, "us-east-1", "eu-west-1"] {
        let parameters = [
            ("Filter.1.Name", "vpc-endpoint-region"),
            ("Filter.1.Value.1", region),
        ];
        let found = provider
            .ok("DescribeVpcEndpointConnections", &parameters)
            .await;
        if region == "cross-region" {
            insta::assert_snapshot!(shown(&world, &found), @r#"
            HTTP 200
            <DescribeVpcEndpointConnectionsResponse xmlns="http://ec2.amazonaws.com/doc/2016-11-15/">
              <requestId>[request-id]</requestId>
              <vpcEndpointConnectionSet>
                <item>
                  <serviceId>vpce-svc-1</serviceId>
                  <vpcEndpointId>vpce-1</vpcEndpointId>
                  <vpcEndpointOwner>222222222222</vpcEndpointOwner>
                  <vpcEndpointState>available</vpcEndpointState>
                  <creationTimestamp>2026-11-22T10:00:00.000Z</creationTimestamp>
                  <dnsEntrySet>
                    <item>
                      <dnsName>vpce-1-[suffix].vpce-svc-1.us-east-1.vpce.amazonaws.com</dnsName>
                      <hostedZoneId>Z7HUB22UULQXV</hostedZoneId>
                    </item>
                    <item>
                      <dnsName>vpce-1-[suffix]-eu-central-1a.vpce-svc-1.us-east-1.vpce.amazonaws.com</dnsName>
                      <hostedZoneId>Z7HUB22UULQXV</hostedZoneId>
                    </item>
                    <item>
                      <dnsName>vpce-1-[suffix]-eu-central-1c.vpce-svc-1.us-east-1.vpce.amazonaws.com</dnsName>
                      <hostedZoneId>Z7HUB22UULQXV</hostedZoneId>
                    </item>
                  </dnsEntrySet>
                  <networkLoadBalancerArnSet>
                    <item>arn:aws:elasticloadbalancing:us-east-1:111111111111:loadbalancer/net/orders/1</item>
                  </networkLoadBalancerArnSet>
                  <gatewayLoadBalancerArnSet/>
                  <ipAddressType>ipv4</ipAddressType>
                  <vpcEndpointConnectionId>vpce-con-1</vpcEndpointConnectionId>
                  <tagSet/>
                  <vpcEndpointRegion>eu-central-1</vpcEndpointRegion>
                </item>
              </vpcEndpointConnectionSet>
            </DescribeVpcEndpointConnectionsResponse>
            "#);
        }
        story.push(format!(
            "{region}: {}",
            found.all("vpcEndpointRegion").join(" ")
        ));
    }
    insta::assert_snapshot!(story.join("\n"), @"
    cross-region: eu-central-1
    eu-central-1: eu-central-1
    us-east-1: us-east-1
    eu-west-1:
    ");
}

#[tokio::test]
async fn over_rest() {
    let world = World::start().await;
    let publication = world
        .publish_with(json!({"supportedRegions": [FRANKFURT]}))
        .await;
    let rest = world.rest(CONSUMER).region(FRANKFURT);
    let network = network(&rest).await;
    let path = format!("/v1/available-services/{}", publication.service_name);
    assert_eq!(rest.get(&path).await.status, 404);
    let seen = rest.get(&format!("{path}?serviceRegion=us-east-1")).await;
    insta::assert_snapshot!(shown(&world, &seen), @r#"
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
      "privateDnsNames": [],
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
    let body = json!({
        "vpcId": network.vpc_id, "serviceName": publication.service_name, "serviceRegion": "us-east-1",
        "subnetIds": network.subnet_ids,
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
          "dnsName": "vpce-1-[suffix]-eu-central-1a.vpce-svc-1.us-east-1.vpce.amazonaws.com",
          "hostedZoneId": "Z7HUB22UULQXV"
        },
        {
          "dnsName": "vpce-1-[suffix]-eu-central-1c.vpce-svc-1.us-east-1.vpce.amazonaws.com",
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
      "tags": [],
      "vpcEndpointId": "vpce-1",
      "vpcEndpointType": "Interface",
      "vpcId": "vpc-1"
    }
    "#);
    let endpoint_id = text(&created.body["vpcEndpointId"]);
    let connections = format!(
        "/v1/endpoint-services/{}/connections",
        publication.service_id
    );
    let provider = world.rest(PROVIDER);
    let connection = provider.get(&format!("{connections}/{endpoint_id}")).await;
    insta::assert_snapshot!(shown(&world, &connection), @r#"
    HTTP 200
    etag: "2"
    {
      "creationTimestamp": "2026-11-22T10:00:00.000Z",
      "dnsEntries": [
        {
          "dnsName": "vpce-1-[suffix].vpce-svc-1.us-east-1.vpce.amazonaws.com",
          "hostedZoneId": "Z7HUB22UULQXV"
        },
        {
          "dnsName": "vpce-1-[suffix]-eu-central-1a.vpce-svc-1.us-east-1.vpce.amazonaws.com",
          "hostedZoneId": "Z7HUB22UULQXV"
        },
        {
          "dnsName": "vpce-1-[suffix]-eu-central-1c.vpce-svc-1.us-east-1.vpce.amazonaws.com",
          "hostedZoneId": "Z7HUB22UULQXV"
        }
      ],
      "gatewayLoadBalancerArns": [],
      "ipAddressType": "ipv4",
      "networkLoadBalancerArns": [
        "arn:aws:elasticloadbalancing:us-east-1:111111111111:loadbalancer/net/orders/1"
      ],
      "serviceId": "vpce-svc-1",
      "tags": [],
      "vpcEndpointConnectionId": "vpce-con-1",
      "vpcEndpointId": "vpce-1",
      "vpcEndpointOwner": "222222222222",
      "vpcEndpointRegion": "eu-central-1",
      "vpcEndpointState": "pendingAcceptance"
    }
    "#);
    super::decide(&world, &publication.service_id, &endpoint_id, "accept").await;
    world.settle().await;
    let far = provider
        .items(&format!(
            "{connections}?filter[vpc-endpoint-region]=cross-region"
        ))
        .await;
    let members = ["vpcEndpointId", "vpcEndpointRegion", "vpcEndpointState"];
    insta::assert_snapshot!(lines(&world, &Value::Array(far), &members), @"vpce-1 eu-central-1 available");
    let service = format!("/v1/endpoint-services/{}", publication.service_id);
    let changed = provider
        .patch(&service, json!({"supportedRegions": []}))
        .await
        .expect(200);
    assert_eq!(changed["supportedRegions"], json!(["us-east-1"]));
    let kept = rest.get(created.header("location")).await.expect(200);
    assert_eq!(
        kept["state"], "available",
        "who is connected stays connected"
    );
}

/// AWS's own services have no zonal names for consumers of other regions.
#[tokio::test]
async fn to_a_service_of_aws() {
    let world = World::start().await;
    let network = network(&world.rest(CONSUMER).region(FRANKFURT)).await;
    let ec2 = world.ec2(CONSUMER).region(FRANKFURT);
    let parameters = [
        ("VpcEndpointType", "Interface"),
        ("VpcId", &*network.vpc_id),
        ("ServiceName", "com.amazonaws.us-east-1.kms"),
        ("SubnetId.1", &network.subnet_ids[0]),
        ("SubnetId.2", &network.subnet_ids[1]),
        ("ServiceRegion", "us-east-1"),
    ];
    let created = ec2.ok("CreateVpcEndpoint", &parameters).await;
    insta::assert_snapshot!(rows(&world, &created, "dnsEntrySet"), @"
    vpce-1-[suffix].kms.us-east-1.vpce.amazonaws.com Z7HUB22UULQXV
    kms.us-east-1.amazonaws.com [zone]
    ");
    assert_eq!(created.one("serviceRegion"), "us-east-1");
    world.settle().await;
    let found = super::describe(&ec2, &created.one("vpcEndpointId")).await;
    assert_eq!(found.one("state"), "available");
    let filter = [
        ("Filter.1.Name", "service-region"),
        ("Filter.1.Value.1", "us-east-1"),
    ];
    let found = ec2.ok("DescribeVpcEndpoints", &filter).await;
    assert_eq!(found.all("vpcEndpointId").len(), 1);
}
