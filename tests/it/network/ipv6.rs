//! IPv6 networks of VPCs and subnets, over both APIs.

use serde_json::{Value, json};

use crate::support::query::Query;
use crate::support::rest::Rest;
use crate::support::world::{CONSUMER, World, text};

/// A /64 of a VPC's /56: the one with this number.
fn subnet_network(vpc: &Value, number: u8) -> String {
    let network = text(&vpc["ipv6CidrBlock"]);
    let network: ipnet::Ipv6Net = network.parse().expect("an IPv6 network");
    assert_eq!(network.prefix_len(), 56);
    let subnet = network.subnets(64).expect("a /56 has /64s");
    subnet
        .skip(usize::from(number))
        .map(|subnet| subnet.to_string())
        .next()
        .expect("a /56 has 256")
}

async fn vpc(rest: &Rest<'_>) -> Value {
    let body = json!({"cidrBlock": "10.0.0.0/16", "amazonProvidedIpv6CidrBlock": true});
    rest.create("/v1/vpcs", body).await
}

#[tokio::test]
async fn over_rest() {
    let world = World::start().await;
    let rest = world.rest(CONSUMER);
    let body = json!({"cidrBlock": "10.0.0.0/16", "amazonProvidedIpv6CidrBlock": true});
    let created = rest.post("/v1/vpcs", body).await;
    insta::assert_snapshot!(world.shown(&created), @r#"
    HTTP 201
    location: /v1/vpcs/vpc-1
    etag: "1"
    {
      "cidrBlock": "10.0.0.0/16",
      "cidrBlocks": [
        {
          "associationId": "vpc-cidr-assoc-1",
          "cidrBlock": "10.0.0.0/16"
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
          "associationId": "vpc-cidr-assoc-2",
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
    let vpc = created.body;
    let other = self::vpc(&rest).await;
    assert_ne!(vpc["ipv6CidrBlock"], other["ipv6CidrBlock"]);
    let body = json!({
        "vpcId": vpc["vpcId"], "cidrBlock": "10.0.1.0/24", "ipv6CidrBlock": subnet_network(&vpc, 1),
    });
    let created = rest.post("/v1/subnets", body).await;
    insta::assert_snapshot!(world.shown(&created), @r#"
    HTTP 201
    location: /v1/subnets/subnet-1
    etag: "1"
    {
      "assignIpv6AddressOnCreation": false,
      "availabilityZone": "us-east-1a",
      "availabilityZoneId": "use1-az1",
      "availableIpAddressCount": 251,
      "cidrBlock": "10.0.1.0/24",
      "defaultForAz": false,
      "enableDns64": false,
      "ipv6CidrBlock": "[ipv6-2]/64",
      "ipv6Native": false,
      "mapPublicIpOnLaunch": false,
      "ownerId": "222222222222",
      "privateDnsNameOptionsOnLaunch": {
        "enableResourceNameDnsAAAARecord": false,
        "enableResourceNameDnsARecord": false,
        "hostnameType": "ip-name"
      },
      "state": "available",
      "subnetArn": "arn:aws:ec2:us-east-1:222222222222:subnet/subnet-1",
      "subnetId": "subnet-1",
      "tags": [],
      "vpcId": "vpc-1"
    }
    "#);
    let both = format!("/v1/subnets/{}", text(&created.body["subnetId"]));
    let body = json!({
        "vpcId": vpc["vpcId"], "ipv6Native": true, "ipv6CidrBlock": subnet_network(&vpc, 255),
    });
    let created = rest.post("/v1/subnets", body).await;
    insta::assert_snapshot!(world.shown(&created), @r#"
    HTTP 201
    location: /v1/subnets/subnet-2
    etag: "1"
    {
      "assignIpv6AddressOnCreation": true,
      "availabilityZone": "us-east-1a",
      "availabilityZoneId": "use1-az1",
      "availableIpAddressCount": 0,
      "defaultForAz": false,
      "enableDns64": false,
      "ipv6CidrBlock": "[ipv6-3]/64",
      "ipv6Native": true,
      "mapPublicIpOnLaunch": false,
      "ownerId": "222222222222",
      "privateDnsNameOptionsOnLaunch": {
        "enableResourceNameDnsAAAARecord": false,
        "enableResourceNameDnsARecord": false,
        "hostnameType": "resource-name"
      },
      "state": "available",
      "subnetArn": "arn:aws:ec2:us-east-1:222222222222:subnet/subnet-2",
      "subnetId": "subnet-2",
      "tags": [],
      "vpcId": "vpc-1"
    }
    "#);
    let native = format!("/v1/subnets/{}", text(&created.body["subnetId"]));
    let body = json!({
        "assignIpv6AddressOnCreation": true, "enableDns64": true,
        "privateDnsHostnameTypeOnLaunch": "resource-name",
        "enableResourceNameDnsARecordOnLaunch": true, "enableResourceNameDnsAAAARecordOnLaunch": true,
    });
    let changed = rest.patch(&both, body).await;
    insta::assert_snapshot!(world.shown(&changed), @r#"
    HTTP 200
    etag: "2"
    {
      "assignIpv6AddressOnCreation": true,
      "availabilityZone": "us-east-1a",
      "availabilityZoneId": "use1-az1",
      "availableIpAddressCount": 251,
      "cidrBlock": "10.0.1.0/24",
      "defaultForAz": false,
      "enableDns64": true,
      "ipv6CidrBlock": "[ipv6-2]/64",
      "ipv6Native": false,
      "mapPublicIpOnLaunch": false,
      "ownerId": "222222222222",
      "privateDnsNameOptionsOnLaunch": {
        "enableResourceNameDnsAAAARecord": true,
        "enableResourceNameDnsARecord": true,
        "hostnameType": "resource-name"
      },
      "state": "available",
      "subnetArn": "arn:aws:ec2:us-east-1:222222222222:subnet/subnet-1",
      "subnetId": "subnet-1",
      "tags": [],
      "vpcId": "vpc-1"
    }
    "#);
    let tables = format!(
        "/v1/route-tables?filter[route.destination-ipv6-cidr-block]={}",
        text(&vpc["ipv6CidrBlock"])
    );
    let tables = rest.items(&tables).await;
    insta::assert_snapshot!(world.shown(&format!("{:#}", tables[0]["routes"])), @r#"
    [
      {
        "destinationCidrBlock": "10.0.0.0/16",
        "gatewayId": "local",
        "origin": "CreateRouteTable",
        "state": "active"
      },
      {
        "destinationIpv6CidrBlock": "[ipv6-1]/56",
        "gatewayId": "local",
        "origin": "CreateRouteTable",
        "state": "active"
      }
    ]
    "#);

    rest.delete(&native).await.expect(204);
    let without = rest
        .patch(&both, json!({"ipv6CidrBlock": ""}))
        .await
        .expect(200);
    assert_eq!(without.get("ipv6CidrBlock"), None);
    assert_eq!(without["assignIpv6AddressOnCreation"], false);
    let path = format!("/v1/vpcs/{}", text(&vpc["vpcId"]));
    let kept = json!({"amazonProvidedIpv6CidrBlock": true});
    let kept = rest.patch(&path, kept).await.expect(200);
    assert_eq!(kept["ipv6CidrBlock"], vpc["ipv6CidrBlock"]);
    let none = json!({"amazonProvidedIpv6CidrBlock": false});
    let none = rest.patch(&path, none).await.expect(200);
    assert_eq!(none.get("ipv6CidrBlock"), None);
    let again = json!({"amazonProvidedIpv6CidrBlock": true});
    let again = rest.patch(&path, again).await.expect(200);
    let body = json!({"ipv6CidrBlock": subnet_network(&again, 0)});
    let again = rest.patch(&both, body.clone()).await.expect(200);
    assert_eq!(again["ipv6CidrBlock"], body["ipv6CidrBlock"]);
}

/// Sets what can be set of a subnet, and finds it by that.
async fn attributes_and_filters(ec2: &Query<'_>, subnet_id: &str, subnet_network: &str) {
    for (attribute, value) in [
        ("AssignIpv6AddressOnCreation.Value", "true"),
        ("EnableDns64.Value", "true"),
        ("PrivateDnsHostnameTypeOnLaunch", "resource-name"),
        ("EnableResourceNameDnsARecordOnLaunch.Value", "true"),
        ("EnableResourceNameDnsAAAARecordOnLaunch.Value", "true"),
    ] {
        let parameters = [("SubnetId", subnet_id), (attribute, value)];
        ec2.ok("ModifySubnetAttribute", &parameters).await;
    }
    for (filter, value) in [
        (
            "ipv6-cidr-block-association.ipv6-cidr-block",
            subnet_network,
        ),
        ("ipv6-cidr-block-association.state", "associated"),
        ("enable-dns64", "true"),
        ("ipv6-native", "false"),
        (
            "private-dns-name-options-on-launch.hostname-type",
            "resource-name",
        ),
        (
            "private-dns-name-options-on-launch.enable-resource-name-dns-a-record",
            "true",
        ),
        (
            "private-dns-name-options-on-launch.enable-resource-name-dns-aaaa-record",
            "true",
        ),
    ] {
        let parameters = [("Filter.1.Name", filter), ("Filter.1.Value.1", value)];
        let found = ec2.ok("DescribeSubnets", &parameters).await;
        assert_eq!(found.all("subnetId"), [subnet_id], "{filter}");
    }
}

#[tokio::test]
async fn over_ec2() {
    let world = World::start().await;
    let ec2 = world.ec2(CONSUMER);
    let parameters = [
        ("CidrBlock", "10.0.0.0/16"),
        ("AmazonProvidedIpv6CidrBlock", "true"),
    ];
    let created = ec2.ok("CreateVpc", &parameters).await;
    insta::assert_snapshot!(world.shown(&created), @r#"
    HTTP 200
    <CreateVpcResponse xmlns="http://ec2.amazonaws.com/doc/2016-11-15/">
      <requestId>[request-id]</requestId>
      <vpc>
        <vpcId>vpc-1</vpcId>
        <ownerId>222222222222</ownerId>
        <state>available</state>
        <cidrBlock>10.0.0.0/16</cidrBlock>
        <cidrBlockAssociationSet>
          <item>
            <associationId>vpc-cidr-assoc-1</associationId>
            <cidrBlock>10.0.0.0/16</cidrBlock>
            <cidrBlockState>
              <state>associated</state>
            </cidrBlockState>
          </item>
        </cidrBlockAssociationSet>
        <ipv6CidrBlockAssociationSet>
          <item>
            <associationId>vpc-cidr-assoc-2</associationId>
            <ipv6CidrBlock>[ipv6-1]/56</ipv6CidrBlock>
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
      </vpc>
    </CreateVpcResponse>
    "#);
    let vpc_id = created.one("vpcId");
    let network = created.one("ipv6CidrBlock");
    let subnet_network = subnet_network(&json!({"ipv6CidrBlock": network}), 7);
    let parameters = [
        ("VpcId", &*vpc_id),
        ("CidrBlock", "10.0.1.0/24"),
        ("Ipv6CidrBlock", &subnet_network),
    ];
    let created = ec2.ok("CreateSubnet", &parameters).await;
    insta::assert_snapshot!(world.shown(&created), @r#"
    HTTP 200
    <CreateSubnetResponse xmlns="http://ec2.amazonaws.com/doc/2016-11-15/">
      <requestId>[request-id]</requestId>
      <subnet>
        <subnetId>subnet-1</subnetId>
        <subnetArn>arn:aws:ec2:us-east-1:222222222222:subnet/subnet-1</subnetArn>
        <ownerId>222222222222</ownerId>
        <vpcId>vpc-1</vpcId>
        <state>available</state>
        <cidrBlock>10.0.1.0/24</cidrBlock>
        <ipv6CidrBlockAssociationSet>
          <item>
            <associationId>subnet-cidr-assoc-1</associationId>
            <ipv6CidrBlock>[ipv6-2]/64</ipv6CidrBlock>
            <ipv6CidrBlockState>
              <state>associated</state>
            </ipv6CidrBlockState>
          </item>
        </ipv6CidrBlockAssociationSet>
        <availabilityZone>us-east-1a</availabilityZone>
        <availabilityZoneId>use1-az1</availabilityZoneId>
        <availableIpAddressCount>251</availableIpAddressCount>
        <defaultForAz>false</defaultForAz>
        <mapPublicIpOnLaunch>false</mapPublicIpOnLaunch>
        <mapCustomerOwnedIpOnLaunch>false</mapCustomerOwnedIpOnLaunch>
        <assignIpv6AddressOnCreation>false</assignIpv6AddressOnCreation>
        <enableDns64>false</enableDns64>
        <ipv6Native>false</ipv6Native>
        <privateDnsNameOptionsOnLaunch>
          <hostnameType>ip-name</hostnameType>
          <enableResourceNameDnsARecord>false</enableResourceNameDnsARecord>
          <enableResourceNameDnsAAAARecord>false</enableResourceNameDnsAAAARecord>
        </privateDnsNameOptionsOnLaunch>
        <tagSet/>
      </subnet>
    </CreateSubnetResponse>
    "#);
    let subnet_id = created.one("subnetId");
    attributes_and_filters(&ec2, &subnet_id, &subnet_network).await;
    let association = created.one("associationId");
    let parameters = [("AssociationId", &*association)];
    let ended = ec2.ok("DisassociateSubnetCidrBlock", &parameters).await;
    insta::assert_snapshot!(world.shown(&ended), @r#"
    HTTP 200
    <DisassociateSubnetCidrBlockResponse xmlns="http://ec2.amazonaws.com/doc/2016-11-15/">
      <requestId>[request-id]</requestId>
      <subnetId>subnet-1</subnetId>
      <ipv6CidrBlockAssociation>
        <associationId>subnet-cidr-assoc-1</associationId>
        <ipv6CidrBlock>[ipv6-2]/64</ipv6CidrBlock>
        <ipv6CidrBlockState>
          <state>disassociated</state>
        </ipv6CidrBlockState>
      </ipv6CidrBlockAssociation>
    </DisassociateSubnetCidrBlockResponse>
    "#);
    let parameters = [
        ("SubnetId", &*subnet_id),
        ("Ipv6CidrBlock", &subnet_network),
    ];
    let given = ec2.ok("AssociateSubnetCidrBlock", &parameters).await;
    insta::assert_snapshot!(world.shown(&given), @r#"
    HTTP 200
    <AssociateSubnetCidrBlockResponse xmlns="http://ec2.amazonaws.com/doc/2016-11-15/">
      <requestId>[request-id]</requestId>
      <subnetId>subnet-1</subnetId>
      <ipv6CidrBlockAssociation>
        <associationId>subnet-cidr-assoc-2</associationId>
        <ipv6CidrBlock>[ipv6-2]/64</ipv6CidrBlock>
        <ipv6CidrBlockState>
          <state>associated</state>
        </ipv6CidrBlockState>
      </ipv6CidrBlockAssociation>
    </AssociateSubnetCidrBlockResponse>
    "#);
    ec2.ok("DeleteSubnet", &[("SubnetId", &subnet_id)]).await;

    let parameters = [
        (
            "Filter.1.Name",
            "ipv6-cidr-block-association.ipv6-cidr-block",
        ),
        ("Filter.1.Value.1", &*network),
        ("Filter.2.Name", "ipv6-cidr-block-association.ipv6-pool"),
        ("Filter.2.Value.1", "Amazon"),
        ("Filter.3.Name", "ipv6-cidr-block-association.state"),
        ("Filter.3.Value.1", "associated"),
    ];
    let found = ec2.ok("DescribeVpcs", &parameters).await;
    let associations = found.all("associationId");
    let parameters = [("AssociationId", &*associations[1])];
    let ended = ec2.ok("DisassociateVpcCidrBlock", &parameters).await;
    insta::assert_snapshot!(world.shown(&ended), @r#"
    HTTP 200
    <DisassociateVpcCidrBlockResponse xmlns="http://ec2.amazonaws.com/doc/2016-11-15/">
      <requestId>[request-id]</requestId>
      <vpcId>vpc-1</vpcId>
      <ipv6CidrBlockAssociation>
        <associationId>vpc-cidr-assoc-2</associationId>
        <ipv6CidrBlock>[ipv6-1]/56</ipv6CidrBlock>
        <ipv6CidrBlockState>
          <state>disassociated</state>
        </ipv6CidrBlockState>
        <networkBorderGroup>us-east-1</networkBorderGroup>
        <ipv6Pool>Amazon</ipv6Pool>
        <ipv6AddressAttribute>public</ipv6AddressAttribute>
        <ipSource>amazon</ipSource>
      </ipv6CidrBlockAssociation>
    </DisassociateVpcCidrBlockResponse>
    "#);
    let parameters = [("VpcId", &*vpc_id), ("AmazonProvidedIpv6CidrBlock", "true")];
    let given = ec2.ok("AssociateVpcCidrBlock", &parameters).await;
    insta::assert_snapshot!(world.shown(&given), @r#"
    HTTP 200
    <AssociateVpcCidrBlockResponse xmlns="http://ec2.amazonaws.com/doc/2016-11-15/">
      <requestId>[request-id]</requestId>
      <vpcId>vpc-1</vpcId>
      <ipv6CidrBlockAssociation>
        <associationId>vpc-cidr-assoc-3</associationId>
        <ipv6CidrBlock>[ipv6-3]/56</ipv6CidrBlock>
        <ipv6CidrBlockState>
          <state>associated</state>
        </ipv6CidrBlockState>
        <networkBorderGroup>us-east-1</networkBorderGroup>
        <ipv6Pool>Amazon</ipv6Pool>
        <ipv6AddressAttribute>public</ipv6AddressAttribute>
        <ipSource>amazon</ipSource>
      </ipv6CidrBlockAssociation>
    </AssociateVpcCidrBlockResponse>
    "#);
}
