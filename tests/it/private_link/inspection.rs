//! Gateway Load Balancer endpoints over EC2: service, endpoint, connection, routes.

use serde_json::json;

use super::{describe, rows, shown};
use crate::support::query::Query;
use crate::support::world::{CONSUMER, Network, PROVIDER, World};

/// A gateway load balancer of the provider's in front of appliances in two zones.
async fn wall(world: &World) -> String {
    let network = world.network(PROVIDER, &["us-east-1a", "us-east-1b"]).await;
    let body = json!({"name": "wall", "type": "gateway", "subnets": network.subnet_ids});
    let rest = world.rest(PROVIDER);
    rest.make("/v1/load-balancers", "loadBalancerArn", body)
        .await
}

/// The ids of the provider's service and of the consumer's endpoint, with the whole answers on the way.
async fn connected(world: &World, consumer: &Network) -> (String, String) {
    let arn = wall(world).await;
    let provider = world.ec2(PROVIDER);
    let create = "CreateVpcEndpointServiceConfiguration";
    let parameters = [
        ("GatewayLoadBalancerArn.1", &*arn),
        ("ClientToken", "wall-1"),
    ];
    let service = provider.ok(create, &parameters).await;
    insta::assert_snapshot!(shown(world, &service), @r#"
    HTTP 200
    <CreateVpcEndpointServiceConfigurationResponse xmlns="http://ec2.amazonaws.com/doc/2016-11-15/">
      <requestId>[request-id]</requestId>
      <serviceConfiguration>
        <serviceType>
          <item>
            <serviceType>GatewayLoadBalancer</serviceType>
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
        <networkLoadBalancerArnSet/>
        <gatewayLoadBalancerArnSet>
          <item>arn:aws:elasticloadbalancing:us-east-1:111111111111:loadbalancer/gwy/wall/1</item>
        </gatewayLoadBalancerArnSet>
        <supportedIpAddressTypeSet>
          <item>ipv4</item>
        </supportedIpAddressTypeSet>
        <baseEndpointDnsNameSet/>
        <tagSet/>
        <supportedRegionSet>
          <item>
            <region>us-east-1</region>
            <serviceState>Available</serviceState>
          </item>
        </supportedRegionSet>
        <remoteAccessEnabled>false</remoteAccessEnabled>
      </serviceConfiguration>
      <clientToken>wall-1</clientToken>
    </CreateVpcEndpointServiceConfigurationResponse>
    "#);
    let (service_id, service_name) = (service.one("serviceId"), service.one("serviceName"));
    let root = format!("arn:aws:iam::{CONSUMER}:root");
    let parameters = [
        ("ServiceId", &*service_id),
        ("AddAllowedPrincipals.1", &root),
    ];
    let allowed = provider
        .ok("ModifyVpcEndpointServicePermissions", &parameters)
        .await;
    insta::assert_snapshot!(shown(world, &allowed), @r#"
    HTTP 200
    <ModifyVpcEndpointServicePermissionsResponse xmlns="http://ec2.amazonaws.com/doc/2016-11-15/">
      <requestId>[request-id]</requestId>
      <addedPrincipalSet>
        <item>
          <principalType>Account</principalType>
          <principal>arn:aws:iam::222222222222:root</principal>
          <servicePermissionId>vpce-svc-perm-1</servicePermissionId>
          <serviceId>vpce-svc-1</serviceId>
        </item>
      </addedPrincipalSet>
      <return>true</return>
    </ModifyVpcEndpointServicePermissionsResponse>
    "#);
    let ec2 = world.ec2(CONSUMER);
    let seen = ec2
        .ok(
            "DescribeVpcEndpointServices",
            &[("ServiceName.1", &service_name)],
        )
        .await;
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
              <serviceType>GatewayLoadBalancer</serviceType>
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
          <baseEndpointDnsNameSet/>
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
        ("VpcEndpointType", "GatewayLoadBalancer"),
        ("VpcId", &*consumer.vpc_id),
        ("ServiceName", &service_name),
        ("SubnetId.1", &consumer.subnet_ids[0]),
        ("PrivateDnsEnabled", "false"),
    ];
    let created = ec2.ok("CreateVpcEndpoint", &parameters).await;
    insta::assert_snapshot!(shown(world, &created), @r#"
    HTTP 200
    <CreateVpcEndpointResponse xmlns="http://ec2.amazonaws.com/doc/2016-11-15/">
      <requestId>[request-id]</requestId>
      <vpcEndpoint>
        <vpcEndpointId>vpce-1</vpcEndpointId>
        <vpcEndpointType>GatewayLoadBalancer</vpcEndpointType>
        <vpcId>vpc-1</vpcId>
        <serviceName>com.amazonaws.vpce.us-east-1.vpce-svc-1</serviceName>
        <state>pendingAcceptance</state>
        <routeTableIdSet/>
        <subnetIdSet>
          <item>subnet-1</item>
        </subnetIdSet>
        <groupSet/>
        <ipAddressType>ipv4</ipAddressType>
        <privateDnsEnabled>false</privateDnsEnabled>
        <requesterManaged>false</requesterManaged>
        <networkInterfaceIdSet>
          <item>eni-1</item>
        </networkInterfaceIdSet>
        <dnsEntrySet/>
        <creationTimestamp>2026-11-22T10:00:00.000Z</creationTimestamp>
        <tagSet/>
        <ownerId>222222222222</ownerId>
        <serviceRegion>us-east-1</serviceRegion>
      </vpcEndpoint>
    </CreateVpcEndpointResponse>
    "#);
    (service_id, created.one("vpcEndpointId"))
}

#[tokio::test]
async fn service_endpoint_and_connection() {
    let world = World::start().await;
    let consumer = world.consume().await;
    let (service_id, endpoint_id) = connected(&world, &consumer).await;
    let provider = world.ec2(PROVIDER);
    let both = [
        ("ServiceId", &*service_id),
        ("VpcEndpointId.1", &endpoint_id),
    ];
    let accepted = provider.ok("AcceptVpcEndpointConnections", &both).await;
    insta::assert_snapshot!(shown(&world, &accepted), @r#"
    HTTP 200
    <AcceptVpcEndpointConnectionsResponse xmlns="http://ec2.amazonaws.com/doc/2016-11-15/">
      <requestId>[request-id]</requestId>
      <unsuccessful/>
    </AcceptVpcEndpointConnectionsResponse>
    "#);
    world.settle().await;
    let of_service = [
        ("Filter.1.Name", "service-id"),
        ("Filter.1.Value.1", &*service_id),
    ];
    let connections = provider
        .ok("DescribeVpcEndpointConnections", &of_service)
        .await;
    insta::assert_snapshot!(shown(&world, &connections), @r#"
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
          <dnsEntrySet/>
          <networkLoadBalancerArnSet/>
          <gatewayLoadBalancerArnSet>
            <item>arn:aws:elasticloadbalancing:us-east-1:111111111111:loadbalancer/gwy/wall/1</item>
          </gatewayLoadBalancerArnSet>
          <ipAddressType>ipv4</ipAddressType>
          <vpcEndpointConnectionId>vpce-con-1</vpcEndpointConnectionId>
          <tagSet/>
          <vpcEndpointRegion>us-east-1</vpcEndpointRegion>
        </item>
      </vpcEndpointConnectionSet>
    </DescribeVpcEndpointConnectionsResponse>
    "#);
    let by_type = [
        ("Filter.1.Name", "interface-type"),
        ("Filter.1.Value.1", "gateway_load_balancer_endpoint"),
    ];
    let interface = world
        .ec2(CONSUMER)
        .ok("DescribeNetworkInterfaces", &by_type)
        .await;
    insta::assert_snapshot!(rows(&world, &interface, "networkInterfaceSet"), @"eni-1 222222222222 vpc-1 subnet-1 us-east-1a use1-az1 VPC Endpoint Interface vpce-1 gateway_load_balancer_endpoint in-use 727180483921 true true [mac] 10.0.0.4 ip-10-0-0-4.ec2.internal 10.0.0.4 ip-10-0-0-4.ec2.internal true ela-attach-1 2026-11-22T10:00:00.000Z false 1 amazon-aws attached false");
}

async fn routes(world: &World, ec2: &Query<'_>, table_id: &str) -> String {
    let by_id = [("RouteTableId.1", table_id)];
    let table = ec2.ok("DescribeRouteTables", &by_id).await;
    rows(world, &table, "routeSet")
}

#[tokio::test]
async fn routes_lead_to_it_and_hold_it() {
    let world = World::start().await;
    let provider = world.network(PROVIDER, &["us-east-1a"]).await;
    let inspection = world.inspection(&provider).await;
    let consumer = world.consume().await;
    let endpoint_id = world.route_target(&inspection, &consumer).await;
    super::decide(&world, &inspection.service_id, &endpoint_id, "accept").await;
    world.settle().await;
    let ec2 = world.ec2(CONSUMER);
    let table = ec2
        .ok("CreateRouteTable", &[("VpcId", &consumer.vpc_id)])
        .await;
    let table_id = table.one("routeTableId");
    let route = [
        ("RouteTableId", &*table_id),
        ("DestinationCidrBlock", "0.0.0.0/0"),
        ("VpcEndpointId", &endpoint_id),
    ];
    let done = ec2.ok("CreateRoute", &route).await;
    insta::assert_snapshot!(shown(&world, &done), @r#"
    HTTP 200
    <CreateRouteResponse xmlns="http://ec2.amazonaws.com/doc/2016-11-15/">
      <requestId>[request-id]</requestId>
      <return>true</return>
    </CreateRouteResponse>
    "#);
    let shown_table = ec2
        .ok("DescribeRouteTables", &[("RouteTableId.1", &table_id)])
        .await;
    insta::assert_snapshot!(shown(&world, &shown_table), @r#"
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
              <destinationCidrBlock>0.0.0.0/0</destinationCidrBlock>
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
    let kept = ec2.ok("DeleteVpcEndpoints", &by_id).await;
    insta::assert_snapshot!(shown(&world, &kept), @r#"
    HTTP 200
    <DeleteVpcEndpointsResponse xmlns="http://ec2.amazonaws.com/doc/2016-11-15/">
      <requestId>[request-id]</requestId>
      <unsuccessful>
        <item>
          <resourceId>vpce-1</resourceId>
          <error>
            <code>DependencyViolation</code>
            <message>The VPC endpoint 'vpce-1' is the target of routes and cannot be deleted.</message>
          </error>
        </item>
      </unsuccessful>
    </DeleteVpcEndpointsResponse>
    "#);
    assert_eq!(describe(&ec2, &endpoint_id).await.one("state"), "available");
    world.turn_down(&inspection.service_id, &endpoint_id).await;
    insta::assert_snapshot!(routes(&world, &ec2, &table_id).await, @"
    10.0.0.0/16 local CreateRouteTable active
    0.0.0.0/0 vpce-1 CreateRoute blackhole
    ");
    super::decide(&world, &inspection.service_id, &endpoint_id, "accept").await;
    world.settle().await;
    insta::assert_snapshot!(routes(&world, &ec2, &table_id).await, @"
    10.0.0.0/16 local CreateRouteTable active
    0.0.0.0/0 vpce-1 CreateRoute active
    ");
    ec2.ok("DeleteRoute", &route[..2]).await;
    let deleted = ec2.ok("DeleteVpcEndpoints", &by_id).await;
    insta::assert_snapshot!(shown(&world, &deleted), @r#"
    HTTP 200
    <DeleteVpcEndpointsResponse xmlns="http://ec2.amazonaws.com/doc/2016-11-15/">
      <requestId>[request-id]</requestId>
      <unsuccessful/>
    </DeleteVpcEndpointsResponse>
    "#);
    world.settle().await;
    assert_eq!(world.state(&endpoint_id).await, "gone");
}
