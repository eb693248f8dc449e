//! AWS's own services as consumers see them before they connect.

use super::{rows, shown};
use crate::support::world::{CONSUMER, World};

const S3: &str = "com.amazonaws.us-east-1.s3";
const MONITORING: &str = "com.amazonaws.us-east-1.monitoring";

#[tokio::test]
async fn both_of_s3() {
    let world = World::start().await;
    let ec2 = world.ec2(CONSUMER);
    let named = [("ServiceName.1", S3)];
    let found = ec2.ok("DescribeVpcEndpointServices", &named).await;
    insta::assert_snapshot!(shown(&world, &found), @r#"
    HTTP 200
    <DescribeVpcEndpointServicesResponse xmlns="http://ec2.amazonaws.com/doc/2016-11-15/">
      <requestId>[request-id]</requestId>
      <serviceNameSet>
        <item>com.amazonaws.us-east-1.s3</item>
        <item>com.amazonaws.us-east-1.s3</item>
      </serviceNameSet>
      <serviceDetailSet>
        <item>
          <serviceName>com.amazonaws.us-east-1.s3</serviceName>
          <serviceId>vpce-svc-1</serviceId>
          <serviceType>
            <item>
              <serviceType>Gateway</serviceType>
            </item>
          </serviceType>
          <serviceRegion>us-east-1</serviceRegion>
          <availabilityZoneIdSet>
            <item>use1-az1</item>
            <item>use1-az2</item>
            <item>use1-az3</item>
            <item>use1-az4</item>
            <item>use1-az5</item>
            <item>use1-az6</item>
          </availabilityZoneIdSet>
          <availabilityZoneSet>
            <item>us-east-1a</item>
            <item>us-east-1b</item>
            <item>us-east-1c</item>
            <item>us-east-1d</item>
            <item>us-east-1e</item>
            <item>us-east-1f</item>
          </availabilityZoneSet>
          <owner>amazon</owner>
          <baseEndpointDnsNameSet>
            <item>s3.us-east-1.amazonaws.com</item>
          </baseEndpointDnsNameSet>
          <privateDnsNameSet/>
          <vpcEndpointPolicySupported>true</vpcEndpointPolicySupported>
          <acceptanceRequired>false</acceptanceRequired>
          <managesVpcEndpoints>false</managesVpcEndpoints>
          <tagSet/>
          <supportedIpAddressTypeSet>
            <item>ipv4</item>
            <item>ipv6</item>
          </supportedIpAddressTypeSet>
        </item>
        <item>
          <serviceName>com.amazonaws.us-east-1.s3</serviceName>
          <serviceId>vpce-svc-2</serviceId>
          <serviceType>
            <item>
              <serviceType>Interface</serviceType>
            </item>
          </serviceType>
          <serviceRegion>us-east-1</serviceRegion>
          <availabilityZoneIdSet>
            <item>use1-az1</item>
            <item>use1-az2</item>
            <item>use1-az3</item>
            <item>use1-az4</item>
            <item>use1-az5</item>
            <item>use1-az6</item>
          </availabilityZoneIdSet>
          <availabilityZoneSet>
            <item>us-east-1a</item>
            <item>us-east-1b</item>
            <item>us-east-1c</item>
            <item>us-east-1d</item>
            <item>us-east-1e</item>
            <item>us-east-1f</item>
          </availabilityZoneSet>
          <owner>amazon</owner>
          <baseEndpointDnsNameSet>
            <item>s3.us-east-1.vpce.amazonaws.com</item>
          </baseEndpointDnsNameSet>
          <privateDnsName>*.s3.us-east-1.amazonaws.com</privateDnsName>
          <privateDnsNameSet>
            <item>
              <privateDnsName>*.s3.us-east-1.amazonaws.com</privateDnsName>
            </item>
            <item>
              <privateDnsName>s3.us-east-1.amazonaws.com</privateDnsName>
            </item>
            <item>
              <privateDnsName>*.s3-accesspoint.us-east-1.amazonaws.com</privateDnsName>
            </item>
            <item>
              <privateDnsName>*.s3-control.us-east-1.amazonaws.com</privateDnsName>
            </item>
          </privateDnsNameSet>
          <privateDnsNameVerificationState>verified</privateDnsNameVerificationState>
          <vpcEndpointPolicySupported>true</vpcEndpointPolicySupported>
          <acceptanceRequired>false</acceptanceRequired>
          <managesVpcEndpoints>false</managesVpcEndpoints>
          <tagSet/>
          <supportedIpAddressTypeSet>
            <item>ipv4</item>
            <item>ipv6</item>
          </supportedIpAddressTypeSet>
        </item>
      </serviceDetailSet>
    </DescribeVpcEndpointServicesResponse>
    "#);
    for (service_type, base_name) in [
        ("Gateway", "s3.us-east-1.amazonaws.com"),
        ("Interface", "s3.us-east-1.vpce.amazonaws.com"),
    ] {
        let parameters = [
            named[0],
            ("Filter.1.Name", "service-type"),
            ("Filter.1.Value.1", service_type),
        ];
        let one = ec2.ok("DescribeVpcEndpointServices", &parameters).await;
        assert_eq!(one.all("serviceId").len(), 1);
        assert_eq!(rows(&world, &one, "baseEndpointDnsNameSet"), base_name);
        let path = format!("/v1/available-services/{S3}?serviceType={service_type}");
        let reply = world.rest(CONSUMER).get(&path).await.expect(200);
        assert_eq!(reply["serviceId"], one.one("serviceId"));
    }
    let path = format!("/v1/available-services?filter[service-name]={S3}");
    let listed = world.rest(CONSUMER).get(&path).await;
    insta::assert_snapshot!(shown(&world, &listed), @r#"
    HTTP 200
    {
      "items": [
        {
          "acceptanceRequired": false,
          "availabilityZoneIds": [
            "use1-az1",
            "use1-az2",
            "use1-az3",
            "use1-az4",
            "use1-az5",
            "use1-az6"
          ],
          "availabilityZones": [
            "us-east-1a",
            "us-east-1b",
            "us-east-1c",
            "us-east-1d",
            "us-east-1e",
            "us-east-1f"
          ],
          "baseEndpointDnsNames": [
            "s3.us-east-1.amazonaws.com"
          ],
          "managesVpcEndpoints": false,
          "owner": "amazon",
          "privateDnsNames": [],
          "serviceId": "vpce-svc-1",
          "serviceName": "com.amazonaws.us-east-1.s3",
          "serviceRegion": "us-east-1",
          "serviceType": "Gateway",
          "supportedIpAddressTypes": [
            "ipv4",
            "ipv6"
          ],
          "tags": [],
          "vpcEndpointPolicySupported": true
        },
        {
          "acceptanceRequired": false,
          "availabilityZoneIds": [
            "use1-az1",
            "use1-az2",
            "use1-az3",
            "use1-az4",
            "use1-az5",
            "use1-az6"
          ],
          "availabilityZones": [
            "us-east-1a",
            "us-east-1b",
            "us-east-1c",
            "us-east-1d",
            "us-east-1e",
            "us-east-1f"
          ],
          "baseEndpointDnsNames": [
            "s3.us-east-1.vpce.amazonaws.com"
          ],
          "managesVpcEndpoints": false,
          "owner": "amazon",
          "privateDnsNameVerificationState": "verified",
          "privateDnsNames": [
            "*.s3.us-east-1.amazonaws.com",
            "s3.us-east-1.amazonaws.com",
            "*.s3-accesspoint.us-east-1.amazonaws.com",
            "*.s3-control.us-east-1.amazonaws.com"
          ],
          "serviceId": "vpce-svc-2",
          "serviceName": "com.amazonaws.us-east-1.s3",
          "serviceRegion": "us-east-1",
          "serviceType": "Interface",
          "supportedIpAddressTypes": [
            "ipv4",
            "ipv6"
          ],
          "tags": [],
          "vpcEndpointPolicySupported": true
        }
      ]
    }
    "#);
}

#[tokio::test]
async fn one_with_several_private_names() {
    let world = World::start().await;
    let ec2 = world.ec2(CONSUMER);
    let named = [("ServiceName.1", MONITORING)];
    let found = ec2.ok("DescribeVpcEndpointServices", &named).await;
    insta::assert_snapshot!(shown(&world, &found), @r#"
    HTTP 200
    <DescribeVpcEndpointServicesResponse xmlns="http://ec2.amazonaws.com/doc/2016-11-15/">
      <requestId>[request-id]</requestId>
      <serviceNameSet>
        <item>com.amazonaws.us-east-1.monitoring</item>
      </serviceNameSet>
      <serviceDetailSet>
        <item>
          <serviceName>com.amazonaws.us-east-1.monitoring</serviceName>
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
            <item>use1-az3</item>
            <item>use1-az4</item>
            <item>use1-az5</item>
            <item>use1-az6</item>
          </availabilityZoneIdSet>
          <availabilityZoneSet>
            <item>us-east-1a</item>
            <item>us-east-1b</item>
            <item>us-east-1c</item>
            <item>us-east-1d</item>
            <item>us-east-1e</item>
            <item>us-east-1f</item>
          </availabilityZoneSet>
          <owner>amazon</owner>
          <baseEndpointDnsNameSet>
            <item>monitoring.us-east-1.vpce.amazonaws.com</item>
          </baseEndpointDnsNameSet>
          <privateDnsName>monitoring.us-east-1.amazonaws.com</privateDnsName>
          <privateDnsNameSet>
            <item>
              <privateDnsName>monitoring.us-east-1.amazonaws.com</privateDnsName>
            </item>
            <item>
              <privateDnsName>monitoring.us-east-1.api.aws</privateDnsName>
            </item>
            <item>
              <privateDnsName>monitoring-fips.us-east-1.amazonaws.com</privateDnsName>
            </item>
            <item>
              <privateDnsName>monitoring-fips.us-east-1.api.aws</privateDnsName>
            </item>
          </privateDnsNameSet>
          <privateDnsNameVerificationState>verified</privateDnsNameVerificationState>
          <vpcEndpointPolicySupported>true</vpcEndpointPolicySupported>
          <acceptanceRequired>false</acceptanceRequired>
          <managesVpcEndpoints>false</managesVpcEndpoints>
          <tagSet/>
          <supportedIpAddressTypeSet>
            <item>ipv4</item>
            <item>ipv6</item>
          </supportedIpAddressTypeSet>
        </item>
      </serviceDetailSet>
    </DescribeVpcEndpointServicesResponse>
    "#);
    let path = format!("/v1/available-services/{MONITORING}");
    let shown_over_rest = world.rest(CONSUMER).get(&path).await;
    insta::assert_snapshot!(shown(&world, &shown_over_rest), @r#"
    HTTP 200
    {
      "acceptanceRequired": false,
      "availabilityZoneIds": [
        "use1-az1",
        "use1-az2",
        "use1-az3",
        "use1-az4",
        "use1-az5",
        "use1-az6"
      ],
      "availabilityZones": [
        "us-east-1a",
        "us-east-1b",
        "us-east-1c",
        "us-east-1d",
        "us-east-1e",
        "us-east-1f"
      ],
      "baseEndpointDnsNames": [
        "monitoring.us-east-1.vpce.amazonaws.com"
      ],
      "managesVpcEndpoints": false,
      "owner": "amazon",
      "privateDnsNameVerificationState": "verified",
      "privateDnsNames": [
        "monitoring.us-east-1.amazonaws.com",
        "monitoring.us-east-1.api.aws",
        "monitoring-fips.us-east-1.amazonaws.com",
        "monitoring-fips.us-east-1.api.aws"
      ],
      "serviceId": "vpce-svc-1",
      "serviceName": "com.amazonaws.us-east-1.monitoring",
      "serviceRegion": "us-east-1",
      "serviceType": "Interface",
      "supportedIpAddressTypes": [
        "ipv4",
        "ipv6"
      ],
      "tags": [],
      "vpcEndpointPolicySupported": true
    }
    "#);
}

/// Names of another region's services exist for whoever names the region.
#[tokio::test]
async fn of_another_region() {
    let world = World::start().await;
    let ec2 = world.ec2(CONSUMER);
    let named = [
        ("ServiceName.1", "com.amazonaws.eu-west-1.kms"),
        ("ServiceRegion.1", "eu-west-1"),
    ];
    let found = ec2.ok("DescribeVpcEndpointServices", &named).await;
    insta::assert_snapshot!(shown(&world, &found), @r#"
    HTTP 200
    <DescribeVpcEndpointServicesResponse xmlns="http://ec2.amazonaws.com/doc/2016-11-15/">
      <requestId>[request-id]</requestId>
      <serviceNameSet>
        <item>com.amazonaws.eu-west-1.kms</item>
      </serviceNameSet>
      <serviceDetailSet>
        <item>
          <serviceName>com.amazonaws.eu-west-1.kms</serviceName>
          <serviceId>vpce-svc-1</serviceId>
          <serviceType>
            <item>
              <serviceType>Interface</serviceType>
            </item>
          </serviceType>
          <serviceRegion>eu-west-1</serviceRegion>
          <availabilityZoneIdSet>
            <item>euw1-az1</item>
            <item>euw1-az2</item>
            <item>euw1-az3</item>
          </availabilityZoneIdSet>
          <availabilityZoneSet>
            <item>eu-west-1a</item>
            <item>eu-west-1b</item>
            <item>eu-west-1c</item>
          </availabilityZoneSet>
          <owner>amazon</owner>
          <baseEndpointDnsNameSet>
            <item>kms.eu-west-1.vpce.amazonaws.com</item>
          </baseEndpointDnsNameSet>
          <privateDnsName>kms.eu-west-1.amazonaws.com</privateDnsName>
          <privateDnsNameSet>
            <item>
              <privateDnsName>kms.eu-west-1.amazonaws.com</privateDnsName>
            </item>
          </privateDnsNameSet>
          <privateDnsNameVerificationState>verified</privateDnsNameVerificationState>
          <vpcEndpointPolicySupported>true</vpcEndpointPolicySupported>
          <acceptanceRequired>false</acceptanceRequired>
          <managesVpcEndpoints>false</managesVpcEndpoints>
          <tagSet/>
          <supportedIpAddressTypeSet>
            <item>ipv4</item>
            <item>ipv6</item>
          </supportedIpAddressTypeSet>
        </item>
      </serviceDetailSet>
    </DescribeVpcEndpointServicesResponse>
    "#);
    let missing = ec2.call("DescribeVpcEndpointServices", &named[..1]).await;
    insta::assert_snapshot!(missing.refusal(), @"400 InvalidServiceName: The Vpc Endpoint Service 'com.amazonaws.eu-west-1.kms' does not exist");
    let filter = [
        ("ServiceRegion.1", "eu-west-1"),
        ("Filter.1.Name", "owner"),
        ("Filter.1.Value.1", "amazon"),
    ];
    let all = ec2.ok("DescribeVpcEndpointServices", &filter).await;
    insta::assert_snapshot!(rows(&world, &all, "serviceNameSet"), @"
    com.amazonaws.eu-west-1.ecr.api
    com.amazonaws.eu-west-1.ecr.dkr
    com.amazonaws.eu-west-1.ecs
    com.amazonaws.eu-west-1.kinesis-firehose
    com.amazonaws.eu-west-1.kinesisanalytics
    com.amazonaws.eu-west-1.kms
    com.amazonaws.eu-west-1.kms-fips
    com.amazonaws.eu-west-1.lambda
    com.amazonaws.eu-west-1.s3
    ");
}
