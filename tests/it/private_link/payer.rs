//! Who pays for endpoints; and associations, of which there are none.

use reqwest::Method;
use serde_json::json;

use super::shown;
use crate::support::world::{CONSUMER, PROVIDER, World};

#[tokio::test]
async fn over_ec2() {
    let world = World::start().await;
    let publication = world.publish().await;
    let ec2 = world.ec2(PROVIDER);
    let parameters = [
        ("ServiceId", &*publication.service_id),
        ("PayerResponsibility", "ServiceOwner"),
    ];
    let describe = "DescribeVpcEndpointServiceConfigurations";
    let by_id = [("ServiceId.1", &*publication.service_id)];
    let before = ec2.ok(describe, &by_id).await;
    assert!(before.all("payerResponsibility").is_empty(), "{before}");
    let action = "ModifyVpcEndpointServicePayerResponsibility";
    let changed = ec2.ok(action, &parameters).await;
    insta::assert_snapshot!(shown(&world, &changed), @r#"
    HTTP 200
    <ModifyVpcEndpointServicePayerResponsibilityResponse xmlns="http://ec2.amazonaws.com/doc/2016-11-15/">
      <requestId>[request-id]</requestId>
      <return>true</return>
    </ModifyVpcEndpointServicePayerResponsibilityResponse>
    "#);
    ec2.ok(action, &parameters).await;
    let service = ec2.ok(describe, &by_id).await;
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
          <payerResponsibility>ServiceOwner</payerResponsibility>
          <tagSet/>
          <supportedRegionSet>
            <item>
              <region>us-east-1</region>
              <serviceState>Available</serviceState>
            </item>
          </supportedRegionSet>
          <remoteAccessEnabled>false</remoteAccessEnabled>
        </item>
      </serviceConfigurationSet>
    </DescribeVpcEndpointServiceConfigurationsResponse>
    "#);
    let named = [("ServiceName.1", &*publication.service_name)];
    let seen = world
        .ec2(CONSUMER)
        .ok("DescribeVpcEndpointServices", &named)
        .await;
    assert_eq!(seen.one("payerResponsibility"), "ServiceOwner");
}

#[tokio::test]
async fn over_rest() {
    let world = World::start().await;
    let publication = world.publish().await;
    let rest = world.rest(PROVIDER);
    let path = format!("/v1/endpoint-services/{}", publication.service_id);
    let before = rest.get(&path).await.expect(200);
    assert_eq!(before.get("payerResponsibility"), None);
    let body = json!({"payerResponsibility": "ServiceOwner"});
    let request = rest.request(Method::PUT, &format!("{path}/payer-responsibility"));
    let changed = rest.send(request.json(&body)).await;
    insta::assert_snapshot!(shown(&world, &changed), @r#"
    HTTP 200
    etag: "2"
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
      "gatewayLoadBalancerArns": [],
      "managesVpcEndpoints": false,
      "networkLoadBalancerArns": [
        "arn:aws:elasticloadbalancing:us-east-1:111111111111:loadbalancer/net/orders/1"
      ],
      "ownerId": "111111111111",
      "payerResponsibility": "ServiceOwner",
      "serviceId": "vpce-svc-1",
      "serviceName": "com.amazonaws.vpce.us-east-1.vpce-svc-1",
      "serviceState": "Available",
      "serviceType": "Interface",
      "supportedIpAddressTypes": [
        "ipv4"
      ],
      "supportedRegions": [
        "us-east-1"
      ],
      "tags": []
    }
    "#);
    let seen = format!("/v1/available-services/{}", publication.service_name);
    let seen = world.rest(CONSUMER).get(&seen).await;
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
      "payerResponsibility": "ServiceOwner",
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
}

#[tokio::test]
async fn nothing_is_associated() {
    let world = World::start().await;
    let publication = world.publish().await;
    let consumer = world.consume().await;
    let endpoint_id = world.connect(&publication, &consumer).await;
    let ec2 = world.ec2(CONSUMER);
    let action = "DescribeVpcEndpointAssociations";
    let of_one = ec2.ok(action, &[("VpcEndpointId.1", &endpoint_id)]).await;
    insta::assert_snapshot!(shown(&world, &of_one), @r#"
    HTTP 200
    <DescribeVpcEndpointAssociationsResponse xmlns="http://ec2.amazonaws.com/doc/2016-11-15/">
      <requestId>[request-id]</requestId>
      <vpcEndpointAssociationSet/>
    </DescribeVpcEndpointAssociationsResponse>
    "#);
    for filter in [
        "vpc-endpoint-id",
        "associated-resource-accessibility",
        "association-id",
        "associated-resource-id",
        "service-network-arn",
        "resource-configuration-group-arn",
    ] {
        let parameters = [
            ("Filter.1.Name", filter),
            ("Filter.1.Value.1", "*"),
            ("MaxResults", "1"),
        ];
        let found = ec2.ok(action, &parameters).await;
        assert!(found.all("item").is_empty(), "{found}");
    }
    let path = format!("/v1/endpoints/{endpoint_id}/associations");
    let over_rest = world.rest(CONSUMER).get(&path).await;
    insta::assert_snapshot!(shown(&world, &over_rest), @r#"
    HTTP 200
    {
      "items": []
    }
    "#);
}
