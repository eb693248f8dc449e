//! VPCs with several networks: what shows them, what goes by them, and what cannot be added or taken away.

use reqwest::Method;
use serde_json::{Value, json};

use crate::support::rest::segment;
use crate::support::world::{CONSUMER, World, text};

#[tokio::test]
async fn over_ec2() {
    let world = World::start().await;
    let ec2 = world.ec2(CONSUMER);
    let network = world.network(CONSUMER, &["us-east-1a"]).await;
    let vpc_id = &*network.vpc_id;
    let parameters = [("VpcId", vpc_id), ("CidrBlock", "10.1.2.3/16")];
    let associated = ec2.ok("AssociateVpcCidrBlock", &parameters).await;
    insta::assert_snapshot!(world.shown(&associated), @r#"
    HTTP 200
    <AssociateVpcCidrBlockResponse xmlns="http://ec2.amazonaws.com/doc/2016-11-15/">
      <requestId>[request-id]</requestId>
      <vpcId>vpc-1</vpcId>
      <cidrBlockAssociation>
        <associationId>vpc-cidr-assoc-1</associationId>
        <cidrBlock>10.1.0.0/16</cidrBlock>
        <cidrBlockState>
          <state>associated</state>
        </cidrBlockState>
      </cidrBlockAssociation>
    </AssociateVpcCidrBlockResponse>
    "#);
    for _ in 0..2 {
        let parameters = [("VpcId", vpc_id), ("AmazonProvidedIpv6CidrBlock", "true")];
        ec2.ok("AssociateVpcCidrBlock", &parameters).await;
    }
    let shown = ec2.ok("DescribeVpcs", &[("VpcId.1", vpc_id)]).await;
    insta::assert_snapshot!(world.shown(&shown), @r#"
    HTTP 200
    <DescribeVpcsResponse xmlns="http://ec2.amazonaws.com/doc/2016-11-15/">
      <requestId>[request-id]</requestId>
      <vpcSet>
        <item>
          <vpcId>vpc-1</vpcId>
          <ownerId>222222222222</ownerId>
          <state>available</state>
          <cidrBlock>10.0.0.0/16</cidrBlock>
          <cidrBlockAssociationSet>
            <item>
              <associationId>vpc-cidr-assoc-2</associationId>
              <cidrBlock>10.0.0.0/16</cidrBlock>
              <cidrBlockState>
                <state>associated</state>
              </cidrBlockState>
            </item>
            <item>
              <associationId>vpc-cidr-assoc-1</associationId>
              <cidrBlock>10.1.0.0/16</cidrBlock>
              <cidrBlockState>
                <state>associated</state>
              </cidrBlockState>
            </item>
          </cidrBlockAssociationSet>
          <ipv6CidrBlockAssociationSet>
            <item>
              <associationId>vpc-cidr-assoc-3</associationId>
              <ipv6CidrBlock>[ipv6-1]/56</ipv6CidrBlock>
              <ipv6CidrBlockState>
                <state>associated</state>
              </ipv6CidrBlockState>
              <networkBorderGroup>us-east-1</networkBorderGroup>
              <ipv6Pool>Amazon</ipv6Pool>
              <ipv6AddressAttribute>public</ipv6AddressAttribute>
              <ipSource>amazon</ipSource>
            </item>
            <item>
              <associationId>vpc-cidr-assoc-4</associationId>
              <ipv6CidrBlock>[ipv6-2]/56</ipv6CidrBlock>
              <ipv6CidrBlockState>
                <state>associated</state>
              </ipv6CidrBlockState>
              <networkBorderGroup>us-east-1</networkBorderGroup>
              <ipv6Pool>Amazon</ipv6Pool>
              <ipv6AddressAttribute>public</ipv6AddressAttribute>
              <ipSource>amazon</ipSource>
            </item>
          </ipv6CidrBlockAssociationSet>
          <dhcpOptionsId>dopt-1</dhcpOptionsId>
          <instanceTenancy>default</instanceTenancy>
          <isDefault>false</isDefault>
          <tagSet/>
        </item>
      </vpcSet>
    </DescribeVpcsResponse>
    "#);

    let parameters = [("VpcId", vpc_id), ("CidrBlock", "10.1.5.0/24")];
    let subnet_id = ec2.ok("CreateSubnet", &parameters).await.one("subnetId");
    let of_vpc = [("Filter.1.Name", "vpc-id"), ("Filter.1.Value.1", vpc_id)];
    let tables = ec2.ok("DescribeRouteTables", &of_vpc).await;
    assert_eq!(
        tables.all("destinationCidrBlock"),
        ["10.0.0.0/16", "10.1.0.0/16"]
    );
    assert_eq!(
        tables.all("destinationIpv6CidrBlock"),
        shown.all("ipv6CidrBlock")
    );
    let associations = shown.all("associationId");
    for (filter, value) in [
        ("cidr", "10.0.0.0/16"),
        ("cidr-block-association.cidr-block", "10.1.0.0/16"),
        ("cidr-block-association.association-id", &associations[1]),
        (
            "ipv6-cidr-block-association.association-id",
            &associations[3],
        ),
    ] {
        let parameters = [("Filter.1.Name", filter), ("Filter.1.Value.1", value)];
        let found = ec2.ok("DescribeVpcs", &parameters).await;
        assert_eq!(found.all("vpcId"), [vpc_id], "{filter}");
    }
    let parameters = [
        ("Filter.1.Name", "cidr"),
        ("Filter.1.Value.1", "10.1.0.0/16"),
    ];
    let found = ec2.ok("DescribeVpcs", &parameters).await;
    assert_eq!(found.all("vpcId"), Vec::<String>::new());

    let association = [("AssociationId", &*associations[1])];
    let refused = ec2.call("DisassociateVpcCidrBlock", &association).await;
    insta::assert_snapshot!(world.shown(&refused.refusal()), @"400 InvalidCidrBlock.InUse: The vpc vpc-1 currently has a subnet within CIDR block 10.1.0.0/16");
    ec2.ok("DeleteSubnet", &[("SubnetId", &subnet_id)]).await;
    let gone = ec2.ok("DisassociateVpcCidrBlock", &association).await;
    insta::assert_snapshot!(world.shown(&gone), @r#"
    HTTP 200
    <DisassociateVpcCidrBlockResponse xmlns="http://ec2.amazonaws.com/doc/2016-11-15/">
      <requestId>[request-id]</requestId>
      <vpcId>vpc-1</vpcId>
      <cidrBlockAssociation>
        <associationId>vpc-cidr-assoc-1</associationId>
        <cidrBlock>10.1.0.0/16</cidrBlock>
        <cidrBlockState>
          <state>disassociated</state>
        </cidrBlockState>
      </cidrBlockAssociation>
    </DisassociateVpcCidrBlockResponse>
    "#);
    let tables = ec2.ok("DescribeRouteTables", &of_vpc).await;
    assert_eq!(tables.all("destinationCidrBlock"), ["10.0.0.0/16"]);
    for association in &associations[2..] {
        let association = [("AssociationId", &**association)];
        ec2.ok("DisassociateVpcCidrBlock", &association).await;
    }
    let shown = ec2.ok("DescribeVpcs", &[("VpcId.1", vpc_id)]).await;
    assert_eq!(shown.all("associationId"), associations[..1]);
}

#[tokio::test]
async fn over_rest() {
    let world = World::start().await;
    let rest = world.rest(CONSUMER);
    let vpc_id = world.network(CONSUMER, &[]).await.vpc_id;
    let vpc = format!("/v1/vpcs/{vpc_id}");
    let networks = format!("{vpc}/cidr-blocks");
    let created = rest
        .post(&networks, json!({"cidrBlock": "100.64.0.0/16"}))
        .await;
    insta::assert_snapshot!(world.shown(&created), @r#"
    HTTP 201
    location: /v1/vpcs/vpc-1/cidr-blocks/vpc-cidr-assoc-1
    etag: "2"
    {
      "associationId": "vpc-cidr-assoc-1",
      "cidrBlock": "100.64.0.0/16"
    }
    "#);
    let path = created.header("location").to_owned();
    let body = json!({"amazonProvidedIpv6CidrBlock": true});
    rest.create(&networks, body).await;
    insta::assert_snapshot!(world.shown(&rest.get(&vpc).await), @r#"
    HTTP 200
    etag: "3"
    {
      "cidrBlock": "10.0.0.0/16",
      "cidrBlocks": [
        {
          "associationId": "vpc-cidr-assoc-2",
          "cidrBlock": "10.0.0.0/16"
        },
        {
          "associationId": "vpc-cidr-assoc-1",
          "cidrBlock": "100.64.0.0/16"
        }
      ],
      "dhcpOptionsId": "dopt-1",
      "enableDnsHostnames": false,
      "enableDnsSupport": true,
      "enableNetworkAddressUsageMetrics": false,
      "instanceTenancy": "default",
      "ipv6CidrBlock": "[ipv6-1]/56",
      "ipv6CidrBlocks": [
        {
          "associationId": "vpc-cidr-assoc-3",
          "cidrBlock": "[ipv6-1]/56"
        }
      ],
      "isDefault": false,
      "ownerId": "222222222222",
      "state": "available",
      "tags": [],
      "vpcId": "vpc-1"
    }
    "#);
    let other = world.network(CONSUMER, &[]).await.vpc_id;
    let elsewhere = path.replace(&vpc_id, &other);
    assert_eq!(rest.delete(&elsewhere).await.status, 404);
    rest.delete(&path).await.expect(204);
    assert_eq!(rest.delete(&path).await.status, 404);
    let body = json!({"amazonProvidedIpv6CidrBlock": false});
    let changed = rest.patch(&vpc, body).await.expect(200);
    assert_eq!(changed["ipv6CidrBlocks"], json!([]));
    assert_eq!(changed["cidrBlocks"].as_array().map(Vec::len), Some(1));
}

/// What a VPC with five IPv4 networks cannot get.
const REFUSED: &str = "
    CidrBlock=10.5.0.0/24
    nothing
    CidrBlock=10.5.0.0/24 AmazonProvidedIpv6CidrBlock=true
    Ipv4IpamPoolId=ipam-pool-0123456789abcdef0 Ipv4NetmaskLength=24
    Ipv6Pool=ipv6pool-ec2-0123456789abcdef0
    Ipv6CidrBlock=2001:db8::/56
    AmazonProvidedIpv6CidrBlock=true Ipv6CidrBlockNetworkBorderGroup=us-east-1-bos-1
";

#[tokio::test]
async fn refused() {
    let world = World::start().await;
    let (ec2, rest) = (world.ec2(CONSUMER), world.rest(CONSUMER));
    let vpc_id = &*world.network(CONSUMER, &[]).await.vpc_id;
    let networks = format!("/v1/vpcs/{vpc_id}/cidr-blocks");
    for cidr_block in ["10.1.0.0/24", "10.2.0.0/24", "10.3.0.0/24"] {
        let body = json!({"cidrBlock": cidr_block});
        rest.create(&networks, body).await;
    }
    let mut table = String::new();
    for cidr_block in [
        "10.0.128.0/24",
        "10.1.0.0/16",
        "172.16.0.0/16",
        "192.168.0.0/16",
        "10.4.0.0/29",
        "10.4.0.0",
    ] {
        let parameters = [("VpcId", vpc_id), ("CidrBlock", cidr_block)];
        let refused = ec2.call("AssociateVpcCidrBlock", &parameters).await;
        let body = json!({"cidrBlock": cidr_block});
        let twin = rest.post(&networks, body).await;
        table += &format!(
            "{cidr_block}\n  {}\n  {}\n",
            refused.refusal(),
            twin.refusal()
        );
    }
    rest.create(&networks, json!({"cidrBlock": "10.4.0.0/24"}))
        .await;
    for line in REFUSED.trim().lines() {
        let words = line.split_whitespace();
        let mut parameters: Vec<(&str, &str)> =
            words.filter_map(|word| word.split_once('=')).collect();
        parameters.push(("VpcId", vpc_id));
        let refused = ec2.call("AssociateVpcCidrBlock", &parameters).await;
        let shown = line.trim();
        table += &format!("{shown}\n  {}\n", refused.refusal());
    }
    let shown = rest.get(&format!("/v1/vpcs/{vpc_id}")).await.body;
    let first = text(&shown["cidrBlocks"][0]["associationId"]);
    for association in [&*first, "vpc-cidr-assoc-00000000000000000"] {
        let parameters = [("AssociationId", association)];
        let refused = ec2.call("DisassociateVpcCidrBlock", &parameters).await;
        let path = format!("{networks}/{}", segment(association));
        let request = rest.request(Method::DELETE, &path);
        let twin = rest.send(request).await;
        table += &format!(
            "taking away\n  {}\n  {}\n",
            refused.refusal(),
            twin.refusal()
        );
    }
    insta::assert_snapshot!(world.shown(&table), @"
    10.0.128.0/24
      400 InvalidVpc.Range: The CIDR '10.0.128.0/24' conflicts with the CIDR '10.0.0.0/16' of the VPC
      400 InvalidVpc.Range (cidrBlock): The CIDR '10.0.128.0/24' conflicts with the CIDR '10.0.0.0/16' of the VPC
    10.1.0.0/16
      400 InvalidVpc.Range: The CIDR '10.1.0.0/16' conflicts with the CIDR '10.1.0.0/24' of the VPC
      400 InvalidVpc.Range (cidrBlock): The CIDR '10.1.0.0/16' conflicts with the CIDR '10.1.0.0/24' of the VPC
    172.16.0.0/16
      400 InvalidVpc.Range: The CIDR '172.16.0.0/16' is restricted. Use a CIDR from the same private address range as the current VPC CIDR, or use a publicly-routable CIDR. For additional restrictions, see https://docs.aws.amazon.com/vpc/latest/userguide/vpc-cidr-blocks.html
      400 InvalidVpc.Range (cidrBlock): The CIDR '172.16.0.0/16' is restricted. Use a CIDR from the same private address range as the current VPC CIDR, or use a publicly-routable CIDR. For additional restrictions, see https://docs.aws.amazon.com/vpc/latest/userguide/vpc-cidr-blocks.html
    192.168.0.0/16
      400 InvalidVpc.Range: The CIDR '192.168.0.0/16' is restricted. Use a CIDR from the same private address range as the current VPC CIDR, or use a publicly-routable CIDR. For additional restrictions, see https://docs.aws.amazon.com/vpc/latest/userguide/vpc-cidr-blocks.html
      400 InvalidVpc.Range (cidrBlock): The CIDR '192.168.0.0/16' is restricted. Use a CIDR from the same private address range as the current VPC CIDR, or use a publicly-routable CIDR. For additional restrictions, see https://docs.aws.amazon.com/vpc/latest/userguide/vpc-cidr-blocks.html
    10.4.0.0/29
      400 InvalidVpc.Range: The CIDR '10.4.0.0/29' is invalid.
      400 InvalidVpc.Range (cidrBlock): The CIDR '10.4.0.0/29' is invalid.
    10.4.0.0
      400 InvalidParameterValue: Value (10.4.0.0) for parameter CidrBlock is invalid. This is not a valid CIDR block.
      400 InvalidParameterValue (cidrBlock): Value (10.4.0.0) for parameter CidrBlock is invalid. This is not a valid CIDR block.
    CidrBlock=10.5.0.0/24
      400 CidrLimitExceeded: This network 'vpc-1' has met its maximum number of allowed CIDRs: 5
    nothing
      400 MissingParameter: Either 'cidrBlock' or 'ipv6CidrBlock' should be provided.
    CidrBlock=10.5.0.0/24 AmazonProvidedIpv6CidrBlock=true
      400 InvalidParameterCombination: CidrBlock and AmazonProvidedIpv6CidrBlock cannot be used together
    Ipv4IpamPoolId=ipam-pool-1 Ipv4NetmaskLength=24
      400 InvalidIpamPoolId.NotFound: The ipam-pool ID 'ipam-pool-1' does not exist
    Ipv6Pool=ipv6pool-ec2-1
      400 InvalidPoolID.NotFound: The pool ID 'ipv6pool-ec2-1' does not exist
    Ipv6CidrBlock=[ipv6-1]/56
      400 MissingParameter: The request must contain the parameter Ipv6Pool
    AmazonProvidedIpv6CidrBlock=true Ipv6CidrBlockNetworkBorderGroup=us-east-1-bos-1
      400 InvalidParameterValue: Value (us-east-1-bos-1) for parameter Ipv6CidrBlockNetworkBorderGroup is invalid. The network border group of this region is us-east-1.
    taking away
      400 OperationNotPermitted: The vpc CIDR block with association ID vpc-cidr-assoc-1 may not be disassociated. It is the primary IPv4 CIDR block of the VPC
      409 OperationNotPermitted (associationId): The vpc CIDR block with association ID vpc-cidr-assoc-1 may not be disassociated. It is the primary IPv4 CIDR block of the VPC
    taking away
      400 InvalidVpcCidrBlockAssociationID.NotFound: The vpc CIDR block association ID 'vpc-cidr-assoc-2' does not exist
      404 InvalidVpcCidrBlockAssociationID.NotFound (associationId): The vpc CIDR block association ID 'vpc-cidr-assoc-2' does not exist
    ");
}

/// A network takes nothing away from routes that are there, and takes its own routes along.
#[tokio::test]
async fn and_routes() {
    let world = World::start().await;
    let provider = world.network("111111111111", &["us-east-1a"]).await;
    let inspection = world.inspection(&provider).await;
    let network = world.consume().await;
    let endpoint_id = world.route_target(&inspection, &network).await;
    let rest = world.rest(CONSUMER);
    let table = json!({"vpcId": network.vpc_id});
    let table_id = rest.make("/v1/route-tables", "routeTableId", table).await;
    let routes = format!("/v1/route-tables/{table_id}/routes");
    let body = json!({"destinationCidrBlock": "10.9.0.0/24", "vpcEndpointId": endpoint_id});
    rest.create(&routes, body).await;
    let networks = format!("/v1/vpcs/{}/cidr-blocks", network.vpc_id);
    for taken in ["10.9.0.0/16", "10.9.0.0/24"] {
        let refused = rest.post(&networks, json!({"cidrBlock": taken})).await;
        assert_eq!(refused.status, 400, "{refused}");
    }
    let body = json!({"cidrBlock": "10.9.0.0/25"});
    let created = rest.post(&networks, body).await;
    let path = created.header("location").to_owned();
    let local = format!("{routes}/{}", segment("10.9.0.0/25"));
    assert_eq!(rest.get(&local).await.body["gatewayId"], "local");
    let body = json!({"vpcEndpointId": endpoint_id});
    let replaced = rest.patch(&local, body).await.expect(200);
    assert_eq!(replaced["origin"], "CreateRouteTable");
    assert_eq!(replaced["gatewayId"], json!(endpoint_id));
    assert_eq!(rest.delete(&local).await.status, 400);
    let restored = rest.patch(&local, json!({"localTarget": true})).await;
    assert_eq!(restored.expect(200)["gatewayId"], "local");
    let body = json!({"vpcEndpointId": endpoint_id});
    rest.patch(&local, body).await.expect(200);
    rest.delete(&path).await.expect(204);
    assert_eq!(rest.get(&local).await.status, 404);
    let all: Vec<Value> = rest.items(&routes).await;
    assert_eq!(all.len(), 2, "{all:?}");
}
