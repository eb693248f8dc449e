//! Regions and zones as data, and what AWS says of accounts and their VPCs as a whole.

use crate::support::world::{CONSUMER, World};

#[tokio::test]
async fn regions() {
    let world = World::start().await;
    let ec2 = world.ec2(CONSUMER);
    let parameters = [
        ("RegionName.1", "ap-southeast-2"),
        ("RegionName.2", "af-south-1"),
        ("AllRegions", "true"),
    ];
    let shown = ec2.ok("DescribeRegions", &parameters).await;
    insta::assert_snapshot!(world.shown(&shown), @r#"
    HTTP 200
    <DescribeRegionsResponse xmlns="http://ec2.amazonaws.com/doc/2016-11-15/">
      <requestId>[request-id]</requestId>
      <regionInfo>
        <item>
          <optInStatus>opted-in</optInStatus>
          <regionName>af-south-1</regionName>
          <regionEndpoint>ec2.af-south-1.amazonaws.com</regionEndpoint>
          <geographySet>
            <item>
              <name>South Africa</name>
            </item>
          </geographySet>
        </item>
        <item>
          <optInStatus>opt-in-not-required</optInStatus>
          <regionName>ap-southeast-2</regionName>
          <regionEndpoint>ec2.ap-southeast-2.amazonaws.com</regionEndpoint>
          <geographySet>
            <item>
              <name>Australia</name>
            </item>
          </geographySet>
        </item>
      </regionInfo>
    </DescribeRegionsResponse>
    "#);
    let all = ec2.ok("DescribeRegions", &[]).await;
    assert_eq!(all.all("regionName").len(), 34);
    let opted_in = [
        ("Filter.1.Name", "opt-in-status"),
        ("Filter.1.Value.1", "opted-in"),
    ];
    let found = ec2.ok("DescribeRegions", &opted_in).await;
    assert_eq!(found.all("regionName").len(), 17);
    let refused = ec2.call("DescribeRegions", &[("RegionName.1", "mars-1")]);
    insta::assert_snapshot!(refused.await.refusal(), @"400 InvalidParameterValue: Invalid region provided: [mars-1]");
}

#[tokio::test]
async fn zones() {
    let world = World::start().await;
    let ec2 = world.ec2(CONSUMER).region("ap-northeast-1");
    let parameters = [("ZoneId.1", "apne1-az2"), ("AllAvailabilityZones", "true")];
    let shown = ec2.ok("DescribeAvailabilityZones", &parameters).await;
    insta::assert_snapshot!(world.shown(&shown), @r#"
    HTTP 200
    <DescribeAvailabilityZonesResponse xmlns="http://ec2.amazonaws.com/doc/2016-11-15/">
      <requestId>[request-id]</requestId>
      <availabilityZoneInfo>
        <item>
          <optInStatus>opt-in-not-required</optInStatus>
          <messageSet/>
          <regionName>ap-northeast-1</regionName>
          <zoneName>ap-northeast-1c</zoneName>
          <zoneId>apne1-az2</zoneId>
          <groupName>ap-northeast-1-zg-1</groupName>
          <groupLongName>Asia Pacific (Tokyo) 1</groupLongName>
          <networkBorderGroup>ap-northeast-1</networkBorderGroup>
          <zoneType>availability-zone</zoneType>
          <zoneState>available</zoneState>
          <geographySet>
            <item>
              <name>Japan</name>
            </item>
          </geographySet>
        </item>
      </availabilityZoneInfo>
    </DescribeAvailabilityZonesResponse>
    "#);
    for (filter, value, number) in [
        ("group-long-name", "Asia Pacific (Tokyo) 1", 3),
        ("group-name", "ap-northeast-1-zg-1", 3),
        ("zone-type", "availability-zone", 3),
        ("zone-type", "local-zone", 0),
        ("message", "*", 0),
        ("parent-zone-name", "*", 0),
        ("zone-name", "ap-northeast-1d", 1),
    ] {
        let parameters = [("Filter.1.Name", filter), ("Filter.1.Value.1", value)];
        let found = ec2.ok("DescribeAvailabilityZones", &parameters).await;
        assert_eq!(found.all("zoneName").len(), number, "{filter} {value}");
    }
}

#[tokio::test]
async fn accounts() {
    let world = World::start().await;
    let ec2 = world.ec2(CONSUMER);
    let shown = ec2.ok("DescribeAccountAttributes", &[]).await;
    insta::assert_snapshot!(world.shown(&shown), @r#"
    HTTP 200
    <DescribeAccountAttributesResponse xmlns="http://ec2.amazonaws.com/doc/2016-11-15/">
      <requestId>[request-id]</requestId>
      <accountAttributeSet>
        <item>
          <attributeName>supported-platforms</attributeName>
          <attributeValueSet>
            <item>
              <attributeValue>VPC</attributeValue>
            </item>
          </attributeValueSet>
        </item>
        <item>
          <attributeName>vpc-max-security-groups-per-interface</attributeName>
          <attributeValueSet>
            <item>
              <attributeValue>16</attributeValue>
            </item>
          </attributeValueSet>
        </item>
        <item>
          <attributeName>max-elastic-ips</attributeName>
          <attributeValueSet>
            <item>
              <attributeValue>5</attributeValue>
            </item>
          </attributeValueSet>
        </item>
        <item>
          <attributeName>max-instances</attributeName>
          <attributeValueSet>
            <item>
              <attributeValue>20</attributeValue>
            </item>
          </attributeValueSet>
        </item>
        <item>
          <attributeName>vpc-max-elastic-ips</attributeName>
          <attributeValueSet>
            <item>
              <attributeValue>5</attributeValue>
            </item>
          </attributeValueSet>
        </item>
        <item>
          <attributeName>default-vpc</attributeName>
          <attributeValueSet>
            <item>
              <attributeValue>none</attributeValue>
            </item>
          </attributeValueSet>
        </item>
      </accountAttributeSet>
    </DescribeAccountAttributesResponse>
    "#);
    let parameters = [("AttributeName.1", "max-luck")];
    let refused = ec2.call("DescribeAccountAttributes", &parameters).await;
    insta::assert_snapshot!(refused.refusal(), @"400 InvalidParameterValue: Value (max-luck) for parameter attributeName is invalid.");
}

#[tokio::test]
async fn vpcs_and_ec2_classic() {
    let world = World::start().await;
    let ec2 = world.ec2(CONSUMER);
    let vpc_id = &*world.network(CONSUMER, &[]).await.vpc_id;
    let shown = ec2
        .ok("DescribeVpcClassicLink", &[("VpcId.1", vpc_id)])
        .await;
    insta::assert_snapshot!(world.shown(&shown), @r#"
    HTTP 200
    <DescribeVpcClassicLinkResponse xmlns="http://ec2.amazonaws.com/doc/2016-11-15/">
      <requestId>[request-id]</requestId>
      <vpcSet>
        <item>
          <vpcId>vpc-1</vpcId>
          <classicLinkEnabled>false</classicLinkEnabled>
          <tagSet/>
        </item>
      </vpcSet>
    </DescribeVpcClassicLinkResponse>
    "#);
    let shown = ec2.ok("DescribeVpcClassicLinkDnsSupport", &[]).await;
    insta::assert_snapshot!(world.shown(&shown), @r#"
    HTTP 200
    <DescribeVpcClassicLinkDnsSupportResponse xmlns="http://ec2.amazonaws.com/doc/2016-11-15/">
      <requestId>[request-id]</requestId>
      <vpcs>
        <item>
          <vpcId>vpc-1</vpcId>
          <classicLinkDnsSupported>false</classicLinkDnsSupported>
        </item>
      </vpcs>
    </DescribeVpcClassicLinkDnsSupportResponse>
    "#);
    let enabled = [
        ("Filter.1.Name", "is-classic-link-enabled"),
        ("Filter.1.Value.1", "true"),
    ];
    let found = ec2.ok("DescribeVpcClassicLink", &enabled).await;
    assert_eq!(found.all("vpcId"), Vec::<String>::new());
}

#[tokio::test]
async fn tenancy() {
    let world = World::start().await;
    let ec2 = world.ec2(CONSUMER);
    let parameters = [
        ("CidrBlock", "10.0.0.0/16"),
        ("InstanceTenancy", "dedicated"),
    ];
    let created = ec2.ok("CreateVpc", &parameters).await;
    assert_eq!(created.one("instanceTenancy"), "dedicated");
    let vpc_id = &*created.one("vpcId");
    let change = async |tenancy| {
        let parameters = [("VpcId", vpc_id), ("InstanceTenancy", tenancy)];
        ec2.call("ModifyVpcTenancy", &parameters).await
    };
    assert_eq!(change("default").await.one("return"), "true");
    let shown = ec2.ok("DescribeVpcs", &[("VpcId.1", vpc_id)]).await;
    assert_eq!(shown.one("instanceTenancy"), "default");
    insta::assert_snapshot!(change("dedicated").await.refusal(), @"400 InvalidParameterValue: The tenancy of a VPC can only be changed to default");
    insta::assert_snapshot!(change("host").await.refusal(), @"400 UnsupportedTenancy: The tenancy value host is not supported.");
    let parameters = [("CidrBlock", "10.0.0.0/16"), ("InstanceTenancy", "host")];
    let refused = ec2.call("CreateVpc", &parameters).await;
    insta::assert_snapshot!(refused.refusal(), @"400 UnsupportedTenancy: The tenancy value host is not supported.");
}
