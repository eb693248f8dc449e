//! Gateway endpoints over EC2: routes that come and go with them.

use super::{describe, modify, rows, shown};
use crate::support::query::Query;
use crate::support::world::{CONSUMER, World};

const S3: &str = "com.amazonaws.us-east-1.s3";

/// The routes of a table, a line for each.
async fn routes(world: &World, ec2: &Query<'_>, table_id: &str) -> String {
    let by_id = [("RouteTableId.1", table_id)];
    let table = ec2.ok("DescribeRouteTables", &by_id).await;
    rows(world, &table, "routeSet")
}

async fn new_table(ec2: &Query<'_>, vpc_id: &str) -> String {
    let table = ec2.ok("CreateRouteTable", &[("VpcId", vpc_id)]).await;
    table.one("routeTableId")
}

#[tokio::test]
async fn created_and_deleted() {
    let world = World::start().await;
    let network = world.network(CONSUMER, &[]).await;
    let ec2 = world.ec2(CONSUMER);
    let table_id = new_table(&ec2, &network.vpc_id).await;
    let parameters = [
        ("VpcId", &*network.vpc_id),
        ("ServiceName", S3),
        ("RouteTableId.1", &table_id),
        ("PrivateDnsEnabled", "false"),
        ("TagSpecification.1.ResourceType", "vpc-endpoint"),
        ("TagSpecification.1.Tag.1.Key", "Name"),
        ("TagSpecification.1.Tag.1.Value", "buckets"),
        ("ClientToken", "buckets-1"),
    ];
    let created = ec2.ok("CreateVpcEndpoint", &parameters).await;
    insta::assert_snapshot!(shown(&world, &created), @r#"
    HTTP 200
    <CreateVpcEndpointResponse xmlns="http://ec2.amazonaws.com/doc/2016-11-15/">
      <requestId>[request-id]</requestId>
      <vpcEndpoint>
        <vpcEndpointId>vpce-1</vpcEndpointId>
        <vpcEndpointType>Gateway</vpcEndpointType>
        <vpcId>vpc-1</vpcId>
        <serviceName>com.amazonaws.us-east-1.s3</serviceName>
        <state>available</state>
        <policyDocument>{"Version":"2008-10-17","Statement":[{"Effect":"Allow","Principal":"*","Action":"*","Resource":"*"}]}</policyDocument>
        <routeTableIdSet>
          <item>rtb-1</item>
        </routeTableIdSet>
        <subnetIdSet/>
        <groupSet/>
        <ipAddressType>ipv4</ipAddressType>
        <dnsOptions>
          <dnsRecordIpType>service-defined</dnsRecordIpType>
          <privateDnsOnlyForInboundResolverEndpoint>false</privateDnsOnlyForInboundResolverEndpoint>
        </dnsOptions>
        <privateDnsEnabled>false</privateDnsEnabled>
        <requesterManaged>false</requesterManaged>
        <networkInterfaceIdSet/>
        <dnsEntrySet/>
        <creationTimestamp>2026-11-22T10:00:00.000Z</creationTimestamp>
        <tagSet>
          <item>
            <key>Name</key>
            <value>buckets</value>
          </item>
        </tagSet>
        <ownerId>222222222222</ownerId>
        <serviceRegion>us-east-1</serviceRegion>
      </vpcEndpoint>
      <clientToken>buckets-1</clientToken>
    </CreateVpcEndpointResponse>
    "#);
    let endpoint_id = created.one("vpcEndpointId");
    let described = describe(&ec2, &endpoint_id).await;
    insta::assert_snapshot!(shown(&world, &described), @r#"
    HTTP 200
    <DescribeVpcEndpointsResponse xmlns="http://ec2.amazonaws.com/doc/2016-11-15/">
      <requestId>[request-id]</requestId>
      <vpcEndpointSet>
        <item>
          <vpcEndpointId>vpce-1</vpcEndpointId>
          <vpcEndpointType>Gateway</vpcEndpointType>
          <vpcId>vpc-1</vpcId>
          <serviceName>com.amazonaws.us-east-1.s3</serviceName>
          <state>available</state>
          <policyDocument>{"Version":"2008-10-17","Statement":[{"Effect":"Allow","Principal":"*","Action":"*","Resource":"*"}]}</policyDocument>
          <routeTableIdSet>
            <item>rtb-1</item>
          </routeTableIdSet>
          <subnetIdSet/>
          <groupSet/>
          <ipAddressType>ipv4</ipAddressType>
          <dnsOptions>
            <dnsRecordIpType>service-defined</dnsRecordIpType>
            <privateDnsOnlyForInboundResolverEndpoint>false</privateDnsOnlyForInboundResolverEndpoint>
          </dnsOptions>
          <privateDnsEnabled>false</privateDnsEnabled>
          <requesterManaged>false</requesterManaged>
          <networkInterfaceIdSet/>
          <dnsEntrySet/>
          <creationTimestamp>2026-11-22T10:00:00.000Z</creationTimestamp>
          <tagSet>
            <item>
              <key>Name</key>
              <value>buckets</value>
            </item>
          </tagSet>
          <ownerId>222222222222</ownerId>
          <serviceRegion>us-east-1</serviceRegion>
        </item>
      </vpcEndpointSet>
    </DescribeVpcEndpointsResponse>
    "#);
    let by_id = [("RouteTableId.1", &*table_id)];
    let table = ec2.ok("DescribeRouteTables", &by_id).await;
    insta::assert_snapshot!(shown(&world, &table), @r#"
    HTTP 200
    <DescribeRouteTablesResponse xmlns="http://ec2.amazonaws.com/doc/2016-11-15/">
      <requestId>[request-id]</requestId>
      <routeTableSet>
        <item>
          <routeTableId>rtb-1</routeTableId>
          <vpcId>vpc-1</vpcId>
          <ownerId>222222222222</ownerId>
          <associationSet/>
          <propagatingVgwSet/>
          <routeSet>
            <item>
              <destinationCidrBlock>10.0.0.0/16</destinationCidrBlock>
              <gatewayId>local</gatewayId>
              <origin>CreateRouteTable</origin>
              <state>active</state>
            </item>
            <item>
              <destinationPrefixListId>pl-63a5400a</destinationPrefixListId>
              <gatewayId>vpce-1</gatewayId>
              <origin>CreateRoute</origin>
              <state>active</state>
            </item>
          </routeSet>
          <tagSet/>
        </item>
      </routeTableSet>
    </DescribeRouteTablesResponse>
    "#);
    let by_id = [("VpcEndpointId.1", &*endpoint_id)];
    let deleted = ec2.ok("DeleteVpcEndpoints", &by_id).await;
    insta::assert_snapshot!(shown(&world, &deleted), @r#"
    HTTP 200
    <DeleteVpcEndpointsResponse xmlns="http://ec2.amazonaws.com/doc/2016-11-15/">
      <requestId>[request-id]</requestId>
      <unsuccessful/>
    </DeleteVpcEndpointsResponse>
    "#);
    insta::assert_snapshot!(routes(&world, &ec2, &table_id).await, @"10.0.0.0/16 local CreateRouteTable active");
    world.settle().await;
    let gone = ec2.call("DescribeVpcEndpoints", &by_id).await;
    insta::assert_snapshot!(shown(&world, &gone.refusal()), @"400 InvalidVpcEndpointId.NotFound: The Vpc Endpoint Id 'vpce-1' does not exist");
}

#[tokio::test]
async fn tables_come_and_go() {
    let world = World::start().await;
    let network = world.network(CONSUMER, &[]).await;
    let ec2 = world.ec2(CONSUMER);
    let first = new_table(&ec2, &network.vpc_id).await;
    let second = new_table(&ec2, &network.vpc_id).await;
    let parameters = [("VpcId", &*network.vpc_id), ("ServiceName", S3)];
    let created = ec2.ok("CreateVpcEndpoint", &parameters).await;
    assert!(rows(&world, &created, "routeTableIdSet").is_empty());
    let endpoint_id = created.one("vpcEndpointId");
    let database = [
        parameters[0],
        ("ServiceName", "com.amazonaws.us-east-1.dynamodb"),
        ("RouteTableId.1", &first),
    ];
    ec2.ok("CreateVpcEndpoint", &database).await;
    let mut story = shown(
        &world,
        &format!("{first} has a route already, {second} none\n"),
    );
    story.push('\n');
    for changes in [
        &[
            ("AddRouteTableId.1", &*first),
            ("AddRouteTableId.2", &second),
        ][..],
        &[("IpAddressType", "dualstack")],
        &[("RemoveRouteTableId.1", &first)],
        &[
            ("IpAddressType", "ipv6"),
            ("AddRouteTableId.1", &first),
            ("RemoveRouteTableId.1", &second),
        ],
        &[("IpAddressType", "ipv4")],
    ] {
        let changed = modify(&ec2, &world, &endpoint_id, changes).await;
        let names: Vec<String> = changes
            .iter()
            .map(|(name, value)| format!("{name}={value}"))
            .collect();
        let tables = rows(&world, &changed, "routeTableIdSet");
        let mut tables: Vec<&str> = tables.lines().collect();
        tables.sort_unstable();
        let tables = tables.join(" ");
        story += &format!(
            "{}\n  {} {} [{tables}]\n",
            names.join(" "),
            changed.one("state"),
            changed.one("ipAddressType")
        );
        for table_id in [&first, &second] {
            let routes = routes(&world, &ec2, table_id).await;
            story += &format!("  {table_id}: {}\n", routes.replace('\n', "; "));
        }
    }
    insta::assert_snapshot!(shown(&world, &story), @"
    rtb-1 has a route already, rtb-2 none
    AddRouteTableId.1=rtb-1 AddRouteTableId.2=rtb-2
      available ipv4 [rtb-1 rtb-2]
      rtb-1: 10.0.0.0/16 local CreateRouteTable active; pl-02cd2c6b vpce-1 CreateRoute active; pl-63a5400a vpce-2 CreateRoute active
      rtb-2: 10.0.0.0/16 local CreateRouteTable active; pl-63a5400a vpce-2 CreateRoute active
    IpAddressType=dualstack
      available dualstack [rtb-1 rtb-2]
      rtb-1: 10.0.0.0/16 local CreateRouteTable active; pl-02cd2c6b vpce-1 CreateRoute active; pl-63a5400a vpce-2 CreateRoute active; pl-96c7aee3 vpce-2 CreateRoute active
      rtb-2: 10.0.0.0/16 local CreateRouteTable active; pl-63a5400a vpce-2 CreateRoute active; pl-96c7aee3 vpce-2 CreateRoute active
    RemoveRouteTableId.1=rtb-1
      available dualstack [rtb-2]
      rtb-1: 10.0.0.0/16 local CreateRouteTable active; pl-02cd2c6b vpce-1 CreateRoute active
      rtb-2: 10.0.0.0/16 local CreateRouteTable active; pl-63a5400a vpce-2 CreateRoute active; pl-96c7aee3 vpce-2 CreateRoute active
    IpAddressType=ipv6 AddRouteTableId.1=rtb-1 RemoveRouteTableId.1=rtb-2
      available ipv6 [rtb-1]
      rtb-1: 10.0.0.0/16 local CreateRouteTable active; pl-02cd2c6b vpce-1 CreateRoute active; pl-96c7aee3 vpce-2 CreateRoute active
      rtb-2: 10.0.0.0/16 local CreateRouteTable active
    IpAddressType=ipv4
      available ipv4 [rtb-1]
      rtb-1: 10.0.0.0/16 local CreateRouteTable active; pl-02cd2c6b vpce-1 CreateRoute active; pl-63a5400a vpce-2 CreateRoute active
      rtb-2: 10.0.0.0/16 local CreateRouteTable active
    ");
}

#[tokio::test]
async fn policies_are_set_and_reset() {
    let world = World::start().await;
    let network = world.network(CONSUMER, &[]).await;
    let ec2 = world.ec2(CONSUMER);
    let policy = r#"{"Statement":[{"Action":"s3:GetObject","Effect":"Allow","Principal":"*","Resource":"*"}],"Version":"2012-10-17"}"#;
    let parameters = [
        ("VpcId", &*network.vpc_id),
        ("ServiceName", S3),
        ("VpcEndpointType", "Gateway"),
        ("PolicyDocument", policy),
    ];
    let created = ec2.ok("CreateVpcEndpoint", &parameters).await;
    assert_eq!(created.one("policyDocument"), policy);
    let endpoint_id = created.one("vpcEndpointId");
    let parameters = [("VpcEndpointId", &*endpoint_id), ("ResetPolicy", "true")];
    let reset = ec2.ok("ModifyVpcEndpoint", &parameters).await;
    insta::assert_snapshot!(shown(&world, &reset), @r#"
    HTTP 200
    <ModifyVpcEndpointResponse xmlns="http://ec2.amazonaws.com/doc/2016-11-15/">
      <requestId>[request-id]</requestId>
      <return>true</return>
    </ModifyVpcEndpointResponse>
    "#);
    let described = describe(&ec2, &endpoint_id).await;
    insta::assert_snapshot!(described.one("policyDocument"), @r#"{"Version":"2008-10-17","Statement":[{"Effect":"Allow","Principal":"*","Action":"*","Resource":"*"}]}"#);
    let changed = modify(&ec2, &world, &endpoint_id, &[("PolicyDocument", policy)]).await;
    assert_eq!(changed.one("policyDocument"), policy);
    assert_eq!(changed.one("state"), "available");
}
