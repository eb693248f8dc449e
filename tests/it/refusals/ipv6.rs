//! IPv6 networks that VPCs and subnets cannot have.

use reqwest::Method;
use serde_json::json;

use super::Refusals;
use crate::support::world::{CONSUMER, Network, World, text};

/// A VPC with IPv6, in it a subnet with both networks and one with nothing else; and one without.
struct Stage {
    world: World,
    plain: Network,
    vpc_id: String,
    network: ipnet::Ipv6Net,
    with_both: String,
    native: String,
}

impl Stage {
    async fn set() -> Self {
        let world = World::start().await;
        let rest = world.rest(CONSUMER);
        let plain = world.network(CONSUMER, &["us-east-1a"]).await;
        let body = json!({"cidrBlock": "10.0.0.0/16", "amazonProvidedIpv6CidrBlock": true});
        let vpc = rest.create("/v1/vpcs", body).await;
        let mut stage = Self {
            vpc_id: text(&vpc["vpcId"]),
            network: text(&vpc["ipv6CidrBlock"]).parse().expect("a network"),
            with_both: String::new(),
            native: String::new(),
            plain,
            world,
        };
        let (vpc_id, taken) = (&stage.vpc_id, stage.subnet(64, 0));
        let body = json!({"vpcId": vpc_id, "cidrBlock": "10.0.0.0/24", "ipv6CidrBlock": taken});
        let native =
            json!({"vpcId": vpc_id, "ipv6Native": true, "ipv6CidrBlock": stage.subnet(64, 9)});
        let rest = stage.world.rest(CONSUMER);
        let with_both = rest.make("/v1/subnets", "subnetId", body).await;
        let native = rest.make("/v1/subnets", "subnetId", native).await;
        stage.with_both = with_both;
        stage.native = native;
        stage
    }

    /// A part of the VPC's network: of this length, the one with this number.
    fn subnet(&self, prefix: u8, number: usize) -> String {
        let mut all = self.network.subnets(prefix).expect("a part");
        all.nth(number).expect("a part").to_string()
    }
}

#[tokio::test]
async fn subnets_made() {
    let stage = Stage::set().await;
    let (ec2, rest) = (stage.world.ec2(CONSUMER), stage.world.rest(CONSUMER));
    let (vpc_id, taken) = (&*stage.vpc_id, stage.subnet(64, 0));
    let mut table = Refusals::of(&stage.world);
    for (what, vpc_id, cidr, ipv6, is_native) in [
        ("taken", vpc_id, "10.0.1.0/24", &*taken, "false"),
        (
            "of no size",
            vpc_id,
            "10.0.1.0/24",
            &stage.subnet(58, 1),
            "false",
        ),
        (
            "too small",
            vpc_id,
            "10.0.1.0/24",
            &stage.subnet(72, 900),
            "false",
        ),
        ("elsewhere", vpc_id, "10.0.1.0/24", "fd00::/64", "false"),
        ("no network", vpc_id, "10.0.1.0/24", "10.0.1.0/24", "false"),
        (
            "in a VPC without",
            &*stage.plain.vpc_id,
            "10.0.1.0/24",
            "fd00::/64",
            "false",
        ),
        ("without IPv4", vpc_id, "", &stage.subnet(64, 1), "false"),
        (
            "native with IPv4",
            vpc_id,
            "10.0.1.0/24",
            &stage.subnet(64, 1),
            "true",
        ),
        ("native without anything", vpc_id, "", "", "true"),
    ] {
        table.when(&format!("a subnet's network {what}"));
        let base = [
            ("VpcId", vpc_id),
            ("CidrBlock", cidr),
            ("Ipv6CidrBlock", ipv6),
            ("Ipv6Native", is_native),
        ];
        let given: Vec<_> = base
            .into_iter()
            .filter(|(_, value)| !value.is_empty())
            .collect();
        table.query(&ec2, "CreateSubnet", &given).await;
        let mut body = json!({"vpcId": vpc_id, "ipv6Native": is_native == "true"});
        for (name, value) in [("cidrBlock", cidr), ("ipv6CidrBlock", ipv6)] {
            if !value.is_empty() {
                body[name] = value.into();
            }
        }
        table.rest(&rest, Method::POST, "/v1/subnets", body).await;
    }
    insta::assert_snapshot!(table.table(), @"
    a subnet's network taken
      AWS  400 InvalidSubnet.Conflict: The CIDR '[ipv6-1]/64' conflicts with another subnet
      REST 409 InvalidSubnet.Conflict (ipv6CidrBlock): The CIDR '[ipv6-1]/64' conflicts with another subnet
    a subnet's network of no size
      AWS  400 InvalidSubnet.Range: The CIDR '[ipv6-2]/58' is invalid.
      REST 400 InvalidSubnet.Range (ipv6CidrBlock): The CIDR '[ipv6-2]/58' is invalid.
    a subnet's network too small
      AWS  400 InvalidSubnet.Range: The CIDR '[ipv6-3]/72' is invalid.
      REST 400 InvalidSubnet.Range (ipv6CidrBlock): The CIDR '[ipv6-3]/72' is invalid.
    a subnet's network elsewhere
      AWS  400 InvalidSubnet.Range: The CIDR 'fd00::/64' is invalid.
      REST 400 InvalidSubnet.Range (ipv6CidrBlock): The CIDR 'fd00::/64' is invalid.
    a subnet's network no network
      AWS  400 InvalidParameterValue: Value (10.0.1.0/24) for parameter Ipv6CidrBlock is invalid. This is not a valid IPv6 CIDR block.
      REST 400 InvalidParameterValue (ipv6CidrBlock): Value (10.0.1.0/24) for parameter Ipv6CidrBlock is invalid. This is not a valid IPv6 CIDR block.
    a subnet's network in a VPC without
      AWS  400 InvalidSubnet.Range: The CIDR 'fd00::/64' is invalid.
      REST 400 InvalidSubnet.Range (ipv6CidrBlock): The CIDR 'fd00::/64' is invalid.
    a subnet's network without IPv4
      AWS  400 MissingParameter: The request must contain the parameter CidrBlock
      REST 400 MissingParameter (cidrBlock): The request must contain the parameter CidrBlock
    a subnet's network native with IPv4
      AWS  400 InvalidParameterCombination: CidrBlock and Ipv6Native cannot be used together
      REST 400 InvalidParameterCombination (cidrBlock): CidrBlock and Ipv6Native cannot be used together
    a subnet's network native without anything
      AWS  400 MissingParameter: The request must contain the parameter Ipv6CidrBlock
      REST 400 MissingParameter (ipv6CidrBlock): The request must contain the parameter Ipv6CidrBlock
    ");
}

#[tokio::test]
async fn subnets_changed() {
    let stage = Stage::set().await;
    let (ec2, rest) = (stage.world.ec2(CONSUMER), stage.world.rest(CONSUMER));
    let mut table = Refusals::of(&stage.world);
    let (assigned, named) = (
        "AssignIpv6AddressOnCreation.Value",
        "PrivateDnsHostnameTypeOnLaunch",
    );
    #[rustfmt::skip]
    let cases = [
        ("assigning without IPv6", &stage.plain.subnet_ids[0], assigned, "true", json!({"assignIpv6AddressOnCreation": true})),
        ("not assigning in a native one", &stage.native, assigned, "false", json!({"assignIpv6AddressOnCreation": false})),
        ("names of addresses in a native one", &stage.native, named, "ip-name",
            json!({"privateDnsHostnameTypeOnLaunch": "ip-name"})),
        ("names of nothing", &stage.with_both, named, "mine", json!({"privateDnsHostnameTypeOnLaunch": "mine"})),
    ];
    for (what, id, attribute, value, member) in cases {
        table.when(what);
        let parameters = [("SubnetId", &**id), (attribute, value)];
        table
            .query(&ec2, "ModifySubnetAttribute", &parameters)
            .await;
        let path = format!("/v1/subnets/{id}");
        table.rest(&rest, Method::PATCH, &path, member).await;
    }
    table.when("two attributes at once");
    let parameters = [
        ("SubnetId", &*stage.with_both),
        ("EnableDns64.Value", "true"),
        ("MapPublicIpOnLaunch.Value", "true"),
    ];
    table
        .query(&ec2, "ModifySubnetAttribute", &parameters)
        .await;
    table.when("a second network for a subnet");
    let second = stage.subnet(64, 2);
    let parameters = [("SubnetId", &*stage.with_both), ("Ipv6CidrBlock", &second)];
    table
        .query(&ec2, "AssociateSubnetCidrBlock", &parameters)
        .await;
    let path = format!("/v1/subnets/{}", stage.with_both);
    let body = json!({"ipv6CidrBlock": second});
    table.rest(&rest, Method::PATCH, &path, body).await;
    table.when("a native one's taken away");
    let shown = ec2
        .ok("DescribeSubnets", &[("SubnetId.1", &stage.native)])
        .await;
    let association = shown.one("associationId");
    let parameters = [("AssociationId", &*association)];
    table
        .query(&ec2, "DisassociateSubnetCidrBlock", &parameters)
        .await;
    let path = format!("/v1/subnets/{}", stage.native);
    let body = json!({"ipv6CidrBlock": ""});
    table.rest(&rest, Method::PATCH, &path, body).await;
    insta::assert_snapshot!(table.table(), @"
    assigning without IPv6
      AWS  400 InvalidParameterValue: The subnet 'subnet-1' cannot have AssignIpv6AddressOnCreation true
      REST 400 InvalidParameterValue (assignIpv6AddressOnCreation): The subnet 'subnet-1' cannot have AssignIpv6AddressOnCreation true
    not assigning in a native one
      AWS  400 InvalidParameterValue: The subnet 'subnet-2' cannot have AssignIpv6AddressOnCreation false
      REST 400 InvalidParameterValue (assignIpv6AddressOnCreation): The subnet 'subnet-2' cannot have AssignIpv6AddressOnCreation false
    names of addresses in a native one
      AWS  400 InvalidParameterValue: The subnet 'subnet-2' has no IPv4 addresses to make names of
      REST 400 InvalidParameterValue (privateDnsHostnameTypeOnLaunch): The subnet 'subnet-2' has no IPv4 addresses to make names of
    names of nothing
      AWS  400 InvalidParameterValue: The parameter PrivateDnsHostnameTypeOnLaunch is invalid: 'mine' is not one of: ip-name, resource-name
      REST 422 InvalidParameterValue (privateDnsHostnameTypeOnLaunch): privateDnsHostnameTypeOnLaunch: unknown variant `mine`, expected `ip-name` or `resource-name` at line 1 column 40
    two attributes at once
      AWS  400 InvalidParameterCombination: Exactly one attribute must be specified
    a second network for a subnet
      AWS  400 CidrLimitExceeded: The subnet 'subnet-3' has an IPv6 CIDR block already
      REST 409 CidrLimitExceeded (ipv6CidrBlock): The subnet 'subnet-3' has an IPv6 CIDR block already
    a native one's taken away
      AWS  400 OperationNotPermitted: The subnet 'subnet-2' has no other CIDR block
      REST 409 OperationNotPermitted (ipv6CidrBlock): The subnet 'subnet-2' has no other CIDR block
    ");
}

#[tokio::test]
async fn vpcs() {
    let world = World::start().await;
    let (ec2, rest) = (world.ec2(CONSUMER), world.rest(CONSUMER));
    let body = json!({"cidrBlock": "10.0.0.0/16", "amazonProvidedIpv6CidrBlock": true});
    let vpc = rest.create("/v1/vpcs", body).await;
    let vpc_id = text(&vpc["vpcId"]);
    let network: ipnet::Ipv6Net = text(&vpc["ipv6CidrBlock"]).parse().expect("a network");
    let subnet = ipnet::Ipv6Net::new_assert(network.addr(), 64).to_string();
    let body = json!({"vpcId": vpc_id, "cidrBlock": "10.0.0.0/24", "ipv6CidrBlock": subnet});
    rest.create("/v1/subnets", body).await;
    let shown = ec2.ok("DescribeVpcs", &[("VpcId.1", &vpc_id)]).await;
    let associations = shown.all("associationId");
    let [ipv4, ipv6] = &associations[..] else {
        panic!("a VPC has two networks: {shown}");
    };
    let mut table = Refusals::of(&world);
    table.when("a second network");
    let parameters = [("VpcId", &*vpc_id), ("AmazonProvidedIpv6CidrBlock", "true")];
    table
        .query(&ec2, "AssociateVpcCidrBlock", &parameters)
        .await;
    table.when("none in particular");
    table
        .query(&ec2, "AssociateVpcCidrBlock", &[("VpcId", &vpc_id)])
        .await;
    table.when("a second IPv4 network");
    let parameters = [("VpcId", &*vpc_id), ("CidrBlock", "10.1.0.0/16")];
    table
        .query(&ec2, "AssociateVpcCidrBlock", &parameters)
        .await;
    table.when("the network of a subnet taken away");
    table
        .query(&ec2, "DisassociateVpcCidrBlock", &[("AssociationId", ipv6)])
        .await;
    let path = format!("/v1/vpcs/{vpc_id}");
    let body = json!({"amazonProvidedIpv6CidrBlock": false});
    table.rest(&rest, Method::PATCH, &path, body).await;
    table.when("the IPv4 network taken away");
    table
        .query(&ec2, "DisassociateVpcCidrBlock", &[("AssociationId", ipv4)])
        .await;
    for association in ["vpc-cidr-assoc-00000000000000000", "vpc-cidr-assoc-x"] {
        table.when(&format!("{association} taken away"));
        let parameters = [("AssociationId", association)];
        table
            .query(&ec2, "DisassociateVpcCidrBlock", &parameters)
            .await;
    }
    for association in ["subnet-cidr-assoc-00000000000000000", "subnet-cidr-assoc-x"] {
        table.when(&format!("{association} taken away"));
        let parameters = [("AssociationId", association)];
        table
            .query(&ec2, "DisassociateSubnetCidrBlock", &parameters)
            .await;
    }
    insta::assert_snapshot!(table.table(), @r#"
    a second network
      AWS  400 CidrLimitExceeded: The vpc 'vpc-1' has an IPv6 CIDR block already
    none in particular
      AWS  400 MissingParameter: The request must contain the parameter AmazonProvidedIpv6CidrBlock
    a second IPv4 network
      AWS  400 UnknownParameter: The parameter CidrBlock is not recognized
    the network of a subnet taken away
      AWS  400 InvalidCidrBlock.InUse: The vpc vpc-1 currently has a subnet within CIDR block [ipv6-1]/56
      REST 409 InvalidCidrBlock.InUse (amazonProvidedIpv6CidrBlock): The vpc vpc-1 currently has a subnet within CIDR block [ipv6-1]/56
    the IPv4 network taken away
      AWS  400 OperationNotPermitted: The vpc CIDR block with association ID vpc-cidr-assoc-1 may not be disassociated. It is the primary IPv4 CIDR block of the VPC
    vpc-cidr-assoc-00000000000000000 taken away
      AWS  400 InvalidVpcCidrBlockAssociationID.NotFound: The vpc CIDR block association ID 'vpc-cidr-assoc-2' does not exist
    vpc-cidr-assoc-x taken away
      AWS  400 InvalidID: Invalid id: "vpc-cidr-assoc-x" (expecting "vpc-cidr-assoc-...")
    subnet-cidr-assoc-00000000000000000 taken away
      AWS  400 InvalidSubnetCidrBlockAssociationID.NotFound: The subnet CIDR block association ID 'subnet-cidr-assoc-1' does not exist
    subnet-cidr-assoc-x taken away
      AWS  400 InvalidID: Invalid id: "subnet-cidr-assoc-x" (expecting "subnet-cidr-assoc-...")
    "#);
}
