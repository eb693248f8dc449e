//! Route tables that internet gateways use.

use serde_json::json;

use super::route_targets::{elsewhere, scene};
use crate::support::world::CONSUMER;

#[tokio::test]
async fn of_a_gateway() {
    let scene = scene().await;
    let (world, ec2) = (&scene.world, scene.ec2());
    let rest = world.rest(CONSUMER);
    let table = ("RouteTableId", &*scene.table);
    let user = ("GatewayId", &*scene.internet);
    let path = format!("/v1/subnets/{}", scene.network.subnet_ids[1]);
    let subnet = rest.get(&path).await.body["cidrBlock"].clone();
    let routes = format!("/v1/route-tables/{}/routes", scene.table);
    let body = json!({"destinationCidrBlock": subnet, "networkInterfaceId": scene.interface});
    rest.create(&routes, body).await;
    let associated = ec2.ok("AssociateRouteTable", &[table, user]).await;
    insta::assert_snapshot!(world.shown(&associated), @r#"
    HTTP 200
    <AssociateRouteTableResponse xmlns="http://ec2.amazonaws.com/doc/2016-11-15/">
      <requestId>[request-id]</requestId>
      <associationId>rtbassoc-1</associationId>
      <associationState>
        <state>associated</state>
      </associationState>
    </AssociateRouteTableResponse>
    "#);
    let filter = [
        ("Filter.1.Name", "association.gateway-id"),
        ("Filter.1.Value.1", &*scene.internet),
    ];
    let shown = ec2.ok("DescribeRouteTables", &filter).await;
    insta::assert_snapshot!(world.shown(&shown), @r#"
    HTTP 200
    <DescribeRouteTablesResponse xmlns="http://ec2.amazonaws.com/doc/2016-11-15/">
      <requestId>[request-id]</requestId>
      <routeTableSet>
        <item>
          <routeTableId>rtb-1</routeTableId>
          <vpcId>vpc-1</vpcId>
          <ownerId>222222222222</ownerId>
          <associationSet>
            <item>
              <routeTableAssociationId>rtbassoc-1</routeTableAssociationId>
              <routeTableId>rtb-1</routeTableId>
              <gatewayId>igw-1</gatewayId>
              <main>false</main>
              <associationState>
                <state>associated</state>
              </associationState>
            </item>
          </associationSet>
          <propagatingVgwSet/>
          <routeSet>
            <item>
              <destinationCidrBlock>10.0.0.0/16</destinationCidrBlock>
              <gatewayId>local</gatewayId>
              <origin>CreateRouteTable</origin>
              <state>active</state>
            </item>
            <item>
              <destinationCidrBlock>10.0.1.0/24</destinationCidrBlock>
              <networkInterfaceId>eni-1</networkInterfaceId>
              <origin>CreateRoute</origin>
              <state>active</state>
            </item>
          </routeSet>
          <tagSet/>
        </item>
      </routeTableSet>
    </DescribeRouteTablesResponse>
    "#);

    let mut refused = String::new();
    let to_internet = [table, ("DestinationCidrBlock", "0.0.0.0/0"), user];
    let attachment = [
        ("VpcId", &*scene.network.vpc_id),
        ("InternetGatewayId", user.1),
    ];
    for (action, parameters) in [
        ("AssociateRouteTable", &[table, user][..]),
        ("CreateRoute", &to_internet),
        ("DetachInternetGateway", &attachment),
        ("DeleteRouteTable", &[table]),
    ] {
        let reply = ec2.call(action, parameters).await;
        refused += &format!("{action} {}\n", reply.refusal());
    }
    let vpc = [("VpcId", &*scene.network.vpc_id)];
    let other = ec2.ok("CreateRouteTable", &vpc).await.one("routeTableId");
    let to_internet = [("RouteTableId", &*other), to_internet[1], to_internet[2]];
    ec2.ok("CreateRoute", &to_internet).await;
    let association = associated.one("associationId");
    let replacement = [("AssociationId", &*association), to_internet[0]];
    let reply = ec2.call("ReplaceRouteTableAssociation", &replacement).await;
    refused += &format!("ReplaceRouteTableAssociation {}\n", reply.refusal());
    insta::assert_snapshot!(world.shown(&refused), @"
    AssociateRouteTable 400 Resource.AlreadyAssociated: the specified association for route table rtb-1 conflicts with an existing association
    CreateRoute 400 InvalidParameterValue: A route table of a gateway can only have routes within the VPC to network interfaces and Gateway Load Balancer endpoints; route table rtb-1 would have one to 0.0.0.0/0 with the target igw-1
    DetachInternetGateway 400 DependencyViolation: The internetGateway 'igw-1' is associated with the routeTable 'rtb-1' and cannot be detached.
    DeleteRouteTable 400 DependencyViolation: The routeTable 'rtb-1' has dependencies and cannot be deleted.
    ReplaceRouteTableAssociation 400 InvalidParameterValue: A route table of a gateway can only have routes within the VPC to network interfaces and Gateway Load Balancer endpoints; route table rtb-2 would have one to 0.0.0.0/0 with the target igw-1
    ");

    ec2.ok("DeleteRoute", &to_internet[..2]).await;
    let replaced = ec2.ok("ReplaceRouteTableAssociation", &replacement).await;
    let association = replaced.one("newAssociationId");
    let association = [("AssociationId", &*association)];
    ec2.ok("DisassociateRouteTable", &association).await;
    let found = ec2.ok("DescribeRouteTables", &filter).await;
    assert_eq!(found.all("routeTableId"), Vec::<String>::new());
    ec2.ok("DetachInternetGateway", &attachment).await;
}

#[tokio::test]
async fn nobody_uses_the_table() {
    let scene = scene().await;
    let (world, ec2) = (&scene.world, scene.ec2());
    let elsewhere = elsewhere(&scene).await;
    let mut table = String::new();
    let before = world.rows().await;
    let gateway = ("GatewayId", &*scene.internet);
    let two = [gateway, ("SubnetId", &*scene.network.subnet_ids[0])];
    for more in [
        &[][..],
        &two,
        &[gateway],
        &[("GatewayId", "vgw-00000000000000000")],
        &[("PublicIpv4Pool", "ipv4pool-ec2-00000000000000000")],
    ] {
        let parameters = [&[("RouteTableId", &*elsewhere)], more].concat();
        let refused = ec2.call("AssociateRouteTable", &parameters).await;
        table += &format!("{}\n", refused.refusal());
    }
    assert_eq!(before, world.rows().await);
    insta::assert_snapshot!(world.shown(&table), @"
    400 MissingParameter: The request must contain exactly one of subnetId or gatewayId
    400 InvalidParameterCombination: SubnetId and GatewayId cannot be used together
    400 InvalidParameterValue: route table rtb-1 and network gateway igw-1 belong to different networks
    400 InvalidGatewayID.NotFound: The gateway ID 'vgw-1' does not exist
    400 InvalidPoolID.NotFound: The pool ID 'ipv4pool-ec2-1' does not exist
    ");
}
