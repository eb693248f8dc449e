//! Networks under endpoints and load balancers, which cannot be taken away.

use reqwest::Method;
use serde_json::{Value, json};

use super::Refusals;
use crate::support::rest::segment;
use crate::support::world::{CONSUMER, Network, PROVIDER, World, text};

#[tokio::test]
async fn under_an_endpoint() {
    let world = World::start().await;
    let publication = world.publish().await;
    let consumer = world.consume().await;
    world.connect(&publication, &consumer).await;
    let (ec2, rest) = (world.ec2(CONSUMER), world.rest(CONSUMER));
    let groups = rest.items("/v1/security-groups").await;
    let group = text(&groups[0]["groupId"]);
    let mut table = Refusals::of(&world);
    for (what, action, parameter, path, id) in [
        (
            "the subnet",
            "DeleteSubnet",
            "SubnetId",
            "subnets",
            &consumer.subnet_ids[0],
        ),
        ("the VPC", "DeleteVpc", "VpcId", "vpcs", &consumer.vpc_id),
        (
            "the default security group",
            "DeleteSecurityGroup",
            "GroupId",
            "security-groups",
            &group,
        ),
    ] {
        table.when(what);
        table.query(&ec2, action, &[(parameter, id)]).await;
        let path = format!("/v1/{path}/{id}");
        table.rest(&rest, Method::DELETE, &path, Value::Null).await;
    }
    table.when("the subnet under a load balancer");
    let id = &publication.network.subnet_ids[0];
    table
        .query(&world.ec2(PROVIDER), "DeleteSubnet", &[("SubnetId", id)])
        .await;
    let path = format!("/v1/subnets/{id}");
    table
        .rest(&world.rest(PROVIDER), Method::DELETE, &path, Value::Null)
        .await;
    insta::assert_snapshot!(table.table(), @r#"
    the subnet
      AWS  400 DependencyViolation: The subnet 'subnet-1' has dependencies and cannot be deleted.
      REST 409 DependencyViolation (subnetId): The subnet 'subnet-1' has dependencies and cannot be deleted.
    the VPC
      AWS  400 DependencyViolation: The vpc 'vpc-1' has dependencies and cannot be deleted.
      REST 409 DependencyViolation (vpcId): The vpc 'vpc-1' has dependencies and cannot be deleted.
    the default security group
      AWS  400 CannotDelete: the specified group: "sg-1" name: "default" cannot be deleted by a user
      REST 409 CannotDelete (groupId): the specified group: "sg-1" name: "default" cannot be deleted by a user
    the subnet under a load balancer
      AWS  400 DependencyViolation: The subnet 'subnet-2' has dependencies and cannot be deleted.
      REST 409 DependencyViolation (subnetId): The subnet 'subnet-2' has dependencies and cannot be deleted.
    "#);
}

#[tokio::test]
async fn made_wrong() {
    let world = World::start().await;
    let network = world.network(CONSUMER, &["us-east-1a"]).await;
    let vpc_id = &*network.vpc_id;
    let (ec2, rest) = (world.ec2(CONSUMER), world.rest(CONSUMER));
    let mut table = Refusals::of(&world);
    for cidr in ["10.0.0.0/15", "10.0.0.0/29", "10.0.0.0", "fd00::/16"] {
        table.when(&format!("a VPC {cidr}"));
        table.query(&ec2, "CreateVpc", &[("CidrBlock", cidr)]).await;
        table
            .rest(&rest, Method::POST, "/v1/vpcs", json!({"cidrBlock": cidr}))
            .await;
    }
    for cidr in ["10.0.0.128/25", "10.1.0.0/24", "10.0.8.0/29", "x"] {
        table.when(&format!("a subnet {cidr}"));
        let parameters = [("VpcId", vpc_id), ("CidrBlock", cidr)];
        table.query(&ec2, "CreateSubnet", &parameters).await;
        let body = json!({"vpcId": vpc_id, "cidrBlock": cidr});
        table.rest(&rest, Method::POST, "/v1/subnets", body).await;
    }
    table.when("a subnet in no zone of the region's");
    let parameters = [
        ("VpcId", vpc_id),
        ("CidrBlock", "10.0.8.0/24"),
        ("AvailabilityZone", "eu-west-1a"),
    ];
    table.query(&ec2, "CreateSubnet", &parameters).await;
    let body =
        json!({"vpcId": vpc_id, "cidrBlock": "10.0.8.0/24", "availabilityZone": "eu-west-1a"});
    table.rest(&rest, Method::POST, "/v1/subnets", body).await;
    table.when("a second default security group");
    let parameters = [
        ("VpcId", vpc_id),
        ("GroupName", "default"),
        ("GroupDescription", "x"),
    ];
    table.query(&ec2, "CreateSecurityGroup", &parameters).await;
    let body = json!({"vpcId": vpc_id, "groupName": "default", "description": "x"});
    table
        .rest(&rest, Method::POST, "/v1/security-groups", body)
        .await;
    insta::assert_snapshot!(table.table(), @"
    a VPC 10.0.0.0/15
      AWS  400 InvalidVpc.Range: The CIDR '10.0.0.0/15' is invalid.
      REST 400 InvalidVpc.Range (cidrBlock): The CIDR '10.0.0.0/15' is invalid.
    a VPC 10.0.0.0/29
      AWS  400 InvalidVpc.Range: The CIDR '10.0.0.0/29' is invalid.
      REST 400 InvalidVpc.Range (cidrBlock): The CIDR '10.0.0.0/29' is invalid.
    a VPC 10.0.0.0
      AWS  400 InvalidParameterValue: Value (10.0.0.0) for parameter CidrBlock is invalid. This is not a valid CIDR block.
      REST 400 InvalidParameterValue (cidrBlock): Value (10.0.0.0) for parameter CidrBlock is invalid. This is not a valid CIDR block.
    a VPC fd00::/16
      AWS  400 InvalidParameterValue: Value (fd00::/16) for parameter CidrBlock is invalid. This is not a valid CIDR block.
      REST 400 InvalidParameterValue (cidrBlock): Value (fd00::/16) for parameter CidrBlock is invalid. This is not a valid CIDR block.
    a subnet 10.0.0.128/25
      AWS  400 InvalidSubnet.Conflict: The CIDR '10.0.0.128/25' conflicts with another subnet
      REST 409 InvalidSubnet.Conflict (cidrBlock): The CIDR '10.0.0.128/25' conflicts with another subnet
    a subnet 10.1.0.0/24
      AWS  400 InvalidSubnet.Range: The CIDR '10.1.0.0/24' is invalid.
      REST 400 InvalidSubnet.Range (cidrBlock): The CIDR '10.1.0.0/24' is invalid.
    a subnet 10.0.8.0/29
      AWS  400 InvalidSubnet.Range: The CIDR '10.0.8.0/29' is invalid.
      REST 400 InvalidSubnet.Range (cidrBlock): The CIDR '10.0.8.0/29' is invalid.
    a subnet x
      AWS  400 InvalidParameterValue: Value (x) for parameter CidrBlock is invalid. This is not a valid CIDR block.
      REST 400 InvalidParameterValue (cidrBlock): Value (x) for parameter CidrBlock is invalid. This is not a valid CIDR block.
    a subnet in no zone of the region's
      AWS  400 InvalidParameterValue: Value (eu-west-1a) for parameter AvailabilityZone is invalid. Subnets can currently only be created in the following availability zones: us-east-1a, us-east-1b, us-east-1c, us-east-1d, us-east-1e, us-east-1f.
      REST 400 InvalidParameterValue (availabilityZone): Value (eu-west-1a) for parameter AvailabilityZone is invalid. Subnets can currently only be created in the following availability zones: us-east-1a, us-east-1b, us-east-1c, us-east-1d, us-east-1e, us-east-1f.
    a second default security group
      AWS  400 InvalidParameterValue: Cannot use reserved security group name: default
      REST 400 InvalidParameterValue (groupName): Cannot use reserved security group name: default
    ");
}

/// There are no interfaces of users', so that every action that manages one is refused.
#[tokio::test]
async fn interfaces() {
    let world = World::start().await;
    let publication = world.publish().await;
    let consumer = world.consume().await;
    world.connect(&publication, &consumer).await;
    let (ec2, rest) = (world.ec2(CONSUMER), world.rest(CONSUMER));
    let interfaces = rest.items("/v1/network-interfaces").await;
    let id = text(&interfaces[0]["networkInterfaceId"]);
    let attachment = text(&interfaces[0]["attachment"]["attachmentId"]);
    let mut table = Refusals::of(&world);
    table.when("an endpoint's interface detached");
    let parameters = [("AttachmentId", &*attachment), ("Force", "true")];
    table
        .query(&ec2, "DetachNetworkInterface", &parameters)
        .await;
    for (what, id) in [
        ("an endpoint's interface", &*id),
        ("no interface", "eni-00000000000000000"),
        ("no id", "eni-x"),
    ] {
        table.when(&format!("{what} deleted"));
        let parameters = [("NetworkInterfaceId", id)];
        table
            .query(&ec2, "DeleteNetworkInterface", &parameters)
            .await;
        let path = format!("/v1/network-interfaces/{id}");
        table.rest(&rest, Method::DELETE, &path, Value::Null).await;
        table.when(&format!("{what} changed"));
        for (name, value) in [
            ("Description.Value", "mine"),
            ("SourceDestCheck.Value", "false"),
            ("SecurityGroupId.1", "sg-00000000000000000"),
        ] {
            let parameters = [("NetworkInterfaceId", id), (name, value)];
            let action = "ModifyNetworkInterfaceAttribute";
            table.query(&ec2, action, &parameters).await;
        }
    }
    for attachment in [
        "ela-attach-00000000000000000",
        "ela-attach-x",
        "eni-attach-00000000000000000",
    ] {
        table.when(&format!("{attachment} detached"));
        let parameters = [("AttachmentId", attachment)];
        table
            .query(&ec2, "DetachNetworkInterface", &parameters)
            .await;
    }
    table.when("a stranger detaches");
    let parameters = [("AttachmentId", &*attachment)];
    table
        .query(&world.ec2(PROVIDER), "DetachNetworkInterface", &parameters)
        .await;
    insta::assert_snapshot!(table.table(), @r#"
    an endpoint's interface detached
      AWS  400 OperationNotPermitted: You are not allowed to manage 'ela-attach' attachments.
    an endpoint's interface deleted
      AWS  400 InvalidParameterValue: Network interface 'eni-1' is currently in use.
      REST 400 InvalidParameterValue (networkInterfaceId): Network interface 'eni-1' is currently in use.
    an endpoint's interface changed
      AWS  400 OperationNotPermitted: Network interface 'eni-1' is managed by its requester and cannot be modified.
      AWS  400 OperationNotPermitted: Network interface 'eni-1' is managed by its requester and cannot be modified.
      AWS  400 OperationNotPermitted: Network interface 'eni-1' is managed by its requester and cannot be modified.
    no interface deleted
      AWS  400 InvalidNetworkInterfaceID.NotFound: The networkInterface ID 'eni-2' does not exist
      REST 404 InvalidNetworkInterfaceID.NotFound (networkInterfaceId): The networkInterface ID 'eni-2' does not exist
    no interface changed
      AWS  400 InvalidNetworkInterfaceID.NotFound: The networkInterface ID 'eni-2' does not exist
      AWS  400 InvalidNetworkInterfaceID.NotFound: The networkInterface ID 'eni-2' does not exist
      AWS  400 InvalidNetworkInterfaceID.NotFound: The networkInterface ID 'eni-2' does not exist
    no id deleted
      AWS  400 InvalidNetworkInterfaceId.Malformed: Invalid id: "eni-x" (expecting "eni-...")
      REST 400 InvalidNetworkInterfaceId.Malformed (networkInterfaceId): Invalid id: "eni-x" (expecting "eni-...")
    no id changed
      AWS  400 InvalidNetworkInterfaceId.Malformed: Invalid id: "eni-x" (expecting "eni-...")
      AWS  400 InvalidNetworkInterfaceId.Malformed: Invalid id: "eni-x" (expecting "eni-...")
      AWS  400 InvalidNetworkInterfaceId.Malformed: Invalid id: "eni-x" (expecting "eni-...")
    ela-attach-00000000000000000 detached
      AWS  400 InvalidAttachmentID.NotFound: The attachment ID 'ela-attach-1' does not exist
    ela-attach-x detached
      AWS  400 InvalidAttachmentID.Malformed: Invalid id: "ela-attach-x" (expecting "ela-attach-...")
    eni-attach-00000000000000000 detached
      AWS  400 InvalidAttachmentID.Malformed: Invalid id: "eni-attach-1" (expecting "ela-attach-...")
    a stranger detaches
      AWS  400 InvalidAttachmentID.NotFound: The attachment ID 'ela-attach-2' does not exist
    "#);
}

#[tokio::test]
async fn ipv6() {
    let world = World::start().await;
    let (ec2, rest) = (world.ec2(CONSUMER), world.rest(CONSUMER));
    let plain = world.network(CONSUMER, &["us-east-1a"]).await;
    let body = json!({"cidrBlock": "10.0.0.0/16", "amazonProvidedIpv6CidrBlock": true});
    let vpc = rest.create("/v1/vpcs", body).await;
    let vpc_id = text(&vpc["vpcId"]);
    let network: ipnet::Ipv6Net = text(&vpc["ipv6CidrBlock"]).parse().expect("a network");
    let subnet = |prefix, number: usize| {
        let mut all = network.subnets(prefix).expect("a part");
        all.nth(number).expect("a part").to_string()
    };
    let taken = subnet(64, 0);
    let body = json!({"vpcId": vpc_id, "cidrBlock": "10.0.0.0/24", "ipv6CidrBlock": taken});
    let with_both = rest.create("/v1/subnets", body).await;
    let with_both = text(&with_both["subnetId"]);
    let body = json!({"vpcId": vpc_id, "ipv6Native": true, "ipv6CidrBlock": subnet(64, 9)});
    let native = text(&rest.create("/v1/subnets", body).await["subnetId"]);
    let mut table = Refusals::of(&world);
    for (what, vpc_id, cidr, ipv6, is_native) in [
        ("taken", &vpc_id, "10.0.1.0/24", &*taken, "false"),
        ("too large", &vpc_id, "10.0.1.0/24", &subnet(60, 1), "false"),
        (
            "too small",
            &vpc_id,
            "10.0.1.0/24",
            &subnet(72, 900),
            "false",
        ),
        ("elsewhere", &vpc_id, "10.0.1.0/24", "fd00::/64", "false"),
        ("no network", &vpc_id, "10.0.1.0/24", "10.0.1.0/24", "false"),
        (
            "in a VPC without",
            &plain.vpc_id,
            "10.0.1.0/24",
            "fd00::/64",
            "false",
        ),
        ("without IPv4", &vpc_id, "", &subnet(64, 1), "false"),
        (
            "native with IPv4",
            &vpc_id,
            "10.0.1.0/24",
            &subnet(64, 1),
            "true",
        ),
        ("native without anything", &vpc_id, "", "", "true"),
    ] {
        table.when(&format!("a subnet's network {what}"));
        let base = [
            ("VpcId", &**vpc_id),
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
    for (what, id, attribute, value, member) in [
        (
            "assigning without IPv6",
            &plain.subnet_ids[0],
            "AssignIpv6AddressOnCreation.Value",
            "true",
            json!({"assignIpv6AddressOnCreation": true}),
        ),
        (
            "not assigning in a native one",
            &native,
            "AssignIpv6AddressOnCreation.Value",
            "false",
            json!({"assignIpv6AddressOnCreation": false}),
        ),
        (
            "names of addresses in a native one",
            &native,
            "PrivateDnsHostnameTypeOnLaunch",
            "ip-name",
            json!({"privateDnsHostnameTypeOnLaunch": "ip-name"}),
        ),
        (
            "names of nothing",
            &with_both,
            "PrivateDnsHostnameTypeOnLaunch",
            "mine",
            json!({"privateDnsHostnameTypeOnLaunch": "mine"}),
        ),
    ] {
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
        ("SubnetId", &*with_both),
        ("EnableDns64.Value", "true"),
        ("MapPublicIpOnLaunch.Value", "true"),
    ];
    table
        .query(&ec2, "ModifySubnetAttribute", &parameters)
        .await;
    table.when("a second network for a subnet");
    let second = subnet(64, 2);
    let parameters = [("SubnetId", &*with_both), ("Ipv6CidrBlock", &second)];
    table
        .query(&ec2, "AssociateSubnetCidrBlock", &parameters)
        .await;
    let path = format!("/v1/subnets/{with_both}");
    let body = json!({"ipv6CidrBlock": second});
    table.rest(&rest, Method::PATCH, &path, body).await;
    table.when("a native one's taken away");
    let shown = ec2.ok("DescribeSubnets", &[("SubnetId.1", &native)]).await;
    let association = shown.one("associationId");
    let parameters = [("AssociationId", &*association)];
    table
        .query(&ec2, "DisassociateSubnetCidrBlock", &parameters)
        .await;
    let path = format!("/v1/subnets/{native}");
    let body = json!({"ipv6CidrBlock": ""});
    table.rest(&rest, Method::PATCH, &path, body).await;
    insta::assert_snapshot!(table.table(), @"
    a subnet's network taken
      AWS  400 InvalidSubnet.Conflict: The CIDR '[ipv6-1]/64' conflicts with another subnet
      REST 409 InvalidSubnet.Conflict (ipv6CidrBlock): The CIDR '[ipv6-1]/64' conflicts with another subnet
    a subnet's network too large
      AWS  400 InvalidSubnet.Range: The CIDR '[ipv6-2]/60' is invalid.
      REST 400 InvalidSubnet.Range (ipv6CidrBlock): The CIDR '[ipv6-2]/60' is invalid.
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
      REST 409 OperationNotPermitted (associationId): The subnet 'subnet-2' has no other CIDR block
    ");
}

#[tokio::test]
async fn ipv6_of_vpcs() {
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
      REST 409 InvalidCidrBlock.InUse (associationId): The vpc vpc-1 currently has a subnet within CIDR block [ipv6-1]/56
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

#[tokio::test]
async fn routes() {
    let world = World::start().await;
    let publication = world.publish().await;
    let consumer = world.consume().await;
    let interface = world.connect(&publication, &consumer).await;
    let inspection = world.inspection(&publication.network).await;
    let target = world.route_target(&inspection, &consumer).await;
    let (ec2, rest) = (world.ec2(CONSUMER), world.rest(CONSUMER));
    let make_table = async |network: &Network| {
        let body = json!({"vpcId": network.vpc_id});
        rest.make("/v1/route-tables", "routeTableId", body).await
    };
    let table_id = make_table(&consumer).await;
    let elsewhere = make_table(&world.network(CONSUMER, &[]).await).await;
    let list = "pl-63a5400a";
    world.gateway_endpoint(&consumer, &table_id).await;
    let routes = format!("/v1/route-tables/{table_id}/routes");
    let body = json!({"destinationCidrBlock": "10.9.0.0/16", "vpcEndpointId": target});
    rest.create(&routes, body).await;
    let (ipv4, ipv6, prefix_list) = (
        ("DestinationCidrBlock", "destinationCidrBlock"),
        ("DestinationIpv6CidrBlock", "destinationIpv6CidrBlock"),
        ("DestinationPrefixListId", "destinationPrefixListId"),
    );
    let missing = "vpce-00000000000000000";
    let mut table = Refusals::of(&world);
    for (what, table_id, kind, destination, endpoint) in [
        (
            "to an interface endpoint",
            &table_id,
            ipv4,
            "10.8.0.0/16",
            &*interface,
        ),
        ("to no endpoint", &table_id, ipv4, "10.8.0.0/16", missing),
        ("to no id", &table_id, ipv4, "10.8.0.0/16", "vpce-x"),
        ("to another VPC", &elsewhere, ipv4, "10.8.0.0/16", &*target),
        ("of a prefix list", &table_id, prefix_list, list, &*target),
        ("of no network", &table_id, ipv4, "10.8.0.0", &*target),
        (
            "of the wrong kind",
            &table_id,
            ipv6,
            "10.8.0.0/16",
            &*target,
        ),
        ("that is there", &table_id, ipv4, "10.9.0.0/16", &*target),
        (
            "of the VPC itself",
            &table_id,
            ipv4,
            "10.0.0.0/16",
            &*target,
        ),
    ] {
        table.when(&format!("a route {what}"));
        let parameters = [
            ("RouteTableId", &**table_id),
            (kind.0, destination),
            ("VpcEndpointId", endpoint),
        ];
        table.query(&ec2, "CreateRoute", &parameters).await;
        let body = json!({kind.1: destination, "vpcEndpointId": endpoint});
        let routes = format!("/v1/route-tables/{table_id}/routes");
        table.rest(&rest, Method::POST, &routes, body).await;
    }
    table.when("a route of nothing");
    let parameters = [("RouteTableId", &*table_id), ("VpcEndpointId", &target)];
    table.query(&ec2, "CreateRoute", &parameters).await;
    let body = json!({"vpcEndpointId": target});
    table.rest(&rest, Method::POST, &routes, body).await;
    table.when("a route of two");
    let parameters = [
        ("RouteTableId", &*table_id),
        ("DestinationCidrBlock", "10.8.0.0/16"),
        ("DestinationIpv6CidrBlock", "::/0"),
        ("VpcEndpointId", &target),
    ];
    table.query(&ec2, "CreateRoute", &parameters).await;
    let body = json!({
        "destinationCidrBlock": "10.8.0.0/16", "destinationIpv6CidrBlock": "::/0", "vpcEndpointId": target,
    });
    table.rest(&rest, Method::POST, &routes, body).await;
    table.when("a route to nothing");
    let parameters = [
        ("RouteTableId", &*table_id),
        ("DestinationCidrBlock", "10.8.0.0/16"),
    ];
    table.query(&ec2, "CreateRoute", &parameters).await;
    table.when("a route to a gateway");
    let parameters = [
        parameters[0],
        parameters[1],
        ("GatewayId", "igw-00000000000000000"),
    ];
    table.query(&ec2, "CreateRoute", &parameters).await;
    table.when("a route in no table");
    let no_table = "rtb-00000000000000000";
    let parameters = [
        ("RouteTableId", no_table),
        parameters[1],
        ("VpcEndpointId", &*target),
    ];
    table.query(&ec2, "CreateRoute", &parameters).await;
    for (what, kind, destination) in [
        ("of a gateway endpoint", prefix_list, list),
        ("that is not there", ipv4, "10.7.0.0/16"),
        ("of the VPC itself", ipv4, "10.0.0.0/16"),
    ] {
        let path = format!("{routes}/{}", segment(destination));
        table.when(&format!("the route {what} replaced"));
        let parameters = [
            ("RouteTableId", &*table_id),
            (kind.0, destination),
            ("VpcEndpointId", &target),
        ];
        table.query(&ec2, "ReplaceRoute", &parameters).await;
        let body = json!({"vpcEndpointId": target});
        table.rest(&rest, Method::PATCH, &path, body).await;
        table.when(&format!("the route {what} deleted"));
        table.query(&ec2, "DeleteRoute", &parameters[..2]).await;
        table.rest(&rest, Method::DELETE, &path, Value::Null).await;
    }
    insta::assert_snapshot!(table.table(), @r#"
    a route to an interface endpoint
      AWS  400 InvalidParameterValue: vpce-1 is not a Gateway Load Balancer endpoint
      REST 400 InvalidParameterValue (vpcEndpointId): vpce-1 is not a Gateway Load Balancer endpoint
    a route to no endpoint
      AWS  400 InvalidVpcEndpointId.NotFound: The Vpc Endpoint Id 'vpce-2' does not exist
      REST 404 InvalidVpcEndpointId.NotFound (vpcEndpointId): The Vpc Endpoint Id 'vpce-2' does not exist
    a route to no id
      AWS  400 InvalidVpcEndpointId.Malformed: Invalid id: "vpce-x" (expecting "vpce-...")
      REST 400 InvalidVpcEndpointId.Malformed (vpcEndpointId): Invalid id: "vpce-x" (expecting "vpce-...")
    a route to another VPC
      AWS  400 InvalidParameterValue: Route table rtb-1 and endpoint vpce-3 belong to different networks
      REST 400 InvalidParameterValue (vpcEndpointId): Route table rtb-1 and endpoint vpce-3 belong to different networks
    a route of a prefix list
      AWS  400 InvalidParameterValue: A route to a prefix list cannot have the target vpce-3: gateway endpoints make theirs, and others have none
      REST 400 InvalidParameterValue (destinationPrefixListId): A route to a prefix list cannot have the target vpce-3: gateway endpoints make theirs, and others have none
    a route of no network
      AWS  400 InvalidParameterValue: Value (10.8.0.0) for parameter DestinationCidrBlock is invalid. This is neither a CIDR block nor a prefix list.
      REST 400 InvalidParameterValue (destinationCidrBlock): Value (10.8.0.0) for parameter DestinationCidrBlock is invalid. This is neither a CIDR block nor a prefix list.
    a route of the wrong kind
      AWS  400 InvalidParameterValue: Value (10.8.0.0/16) for parameter DestinationIpv6CidrBlock is invalid.
      REST 400 InvalidParameterValue (destinationIpv6CidrBlock): Value (10.8.0.0/16) for parameter DestinationIpv6CidrBlock is invalid.
    a route that is there
      AWS  400 RouteAlreadyExists: The route identified by 10.9.0.0/16 already exists.
      REST 409 RouteAlreadyExists (destinationCidrBlock): The route identified by 10.9.0.0/16 already exists.
    a route of the VPC itself
      AWS  400 RouteAlreadyExists: The route identified by 10.0.0.0/16 already exists.
      REST 409 RouteAlreadyExists (destinationCidrBlock): The route identified by 10.0.0.0/16 already exists.
    a route of nothing
      AWS  400 MissingParameter: The request must contain the parameter DestinationCidrBlock
      REST 400 MissingParameter (destinationCidrBlock): The request must contain the parameter DestinationCidrBlock
    a route of two
      AWS  400 InvalidParameterCombination: DestinationCidrBlock and DestinationIpv6CidrBlock cannot be used together
      REST 400 InvalidParameterCombination (destinationIpv6CidrBlock): DestinationCidrBlock and DestinationIpv6CidrBlock cannot be used together
    a route to nothing
      AWS  400 MissingParameter: The request must contain the parameter VpcEndpointId
    a route to a gateway
      AWS  400 UnknownParameter: The parameter GatewayId is not recognized
    a route in no table
      AWS  400 InvalidRouteTableID.NotFound: The routeTable ID 'rtb-2' does not exist
    the route of a gateway endpoint replaced
      AWS  400 InvalidParameterValue: A route to a prefix list cannot have the target vpce-3: gateway endpoints make theirs, and others have none
      REST 400 InvalidParameterValue (destinationPrefixListId): A route to a prefix list cannot have the target vpce-3: gateway endpoints make theirs, and others have none
    the route of a gateway endpoint deleted
      AWS  400 InvalidParameterValue: cannot remove VPC endpoint route pl-63a5400a in route table rtb-3: it belongs to vpce-3
      REST 400 InvalidParameterValue (destinationPrefixListId): cannot remove VPC endpoint route pl-63a5400a in route table rtb-3: it belongs to vpce-3
    the route that is not there replaced
      AWS  400 InvalidRoute.NotFound: no route with destination-cidr-block 10.7.0.0/16 in route table rtb-3
      REST 404 InvalidRoute.NotFound (destinationCidrBlock): no route with destination-cidr-block 10.7.0.0/16 in route table rtb-3
    the route that is not there deleted
      AWS  400 InvalidRoute.NotFound: no route with destination-cidr-block 10.7.0.0/16 in route table rtb-3
      REST 404 InvalidRoute.NotFound (destinationCidrBlock): no route with destination-cidr-block 10.7.0.0/16 in route table rtb-3
    the route of the VPC itself replaced
      AWS  400 InvalidParameterValue: cannot replace local route 10.0.0.0/16 in route table rtb-3
      REST 400 InvalidParameterValue (destinationCidrBlock): cannot replace local route 10.0.0.0/16 in route table rtb-3
    the route of the VPC itself deleted
      AWS  400 InvalidParameterValue: cannot remove local route 10.0.0.0/16 in route table rtb-3
      REST 400 InvalidParameterValue (destinationCidrBlock): cannot remove local route 10.0.0.0/16 in route table rtb-3
    "#);
}
