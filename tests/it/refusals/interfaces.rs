//! Network interfaces of users' own that cannot be, or not so; reserved parts of subnets; default networks.

use reqwest::Method;
use serde_json::{Value, json};

use super::{Refusals, merged, with};
use crate::support::own_interface::{EMPTY_ZONE, OwnInterface, default_vpc};
use crate::support::world::{CONSUMER, PROVIDER, World};

#[tokio::test]
async fn created() {
    let world = World::start().await;
    let own = OwnInterface::of(&world).await;
    let elsewhere = world.network(CONSUMER, &["us-east-1a"]).await;
    let groups = world.rest(CONSUMER).items("/v1/security-groups").await;
    let stranger = groups
        .iter()
        .find(|group| group["vpcId"] == elsewhere.vpc_id.as_str())
        .expect("a default group");
    let stranger = stranger["groupId"].as_str().expect("an id");
    let (ec2, rest) = (world.ec2(CONSUMER), world.rest(CONSUMER));
    let base = [("SubnetId", &*own.subnet_id)];
    let body = json!({"subnetId": own.subnet_id});
    let (ipv6, plain) = (&*own.ipv6_address, &*elsewhere.subnet_ids[0]);
    let long = "x".repeat(256);
    let mut table = Refusals::of(&world);
    let first = "PrivateIpAddresses.1.PrivateIpAddress";
    let primary = ("PrivateIpAddresses.1.Primary", "true");
    let cases: &[(&str, &[(&str, &str)], Value)] = &[
        (
            "no subnet",
            &[("SubnetId", "subnet-00000000000000000")],
            json!({"subnetId": "subnet-00000000000000000"}),
        ),
        (
            "no subnet's id",
            &[("SubnetId", "subnet-x")],
            json!({"subnetId": "subnet-x"}),
        ),
        (
            "an address in use",
            &[("PrivateIpAddress", "10.0.1.10")],
            json!({"privateIpAddress": "10.0.1.10"}),
        ),
        (
            "an address elsewhere",
            &[("PrivateIpAddress", "10.0.2.10")],
            json!({"privateIpAddress": "10.0.2.10"}),
        ),
        (
            "an address that AWS keeps",
            &[("PrivateIpAddress", "10.0.1.2")],
            json!({"privateIpAddress": "10.0.1.2"}),
        ),
        (
            "no address",
            &[("PrivateIpAddress", "10.0.1")],
            json!({"privateIpAddress": "10.0.1"}),
        ),
        (
            "an address twice",
            &[
                (first, "10.0.1.20"),
                ("PrivateIpAddresses.2.PrivateIpAddress", "10.0.1.20"),
            ],
            json!({"secondaryPrivateIpAddresses": ["10.0.1.20", "10.0.1.20"]}),
        ),
        (
            "two primary addresses",
            &[
                ("PrivateIpAddress", "10.0.1.20"),
                (first, "10.0.1.21"),
                primary,
            ],
            Value::Null,
        ),
        (
            "addresses and a count",
            &[
                (first, "10.0.1.20"),
                ("SecondaryPrivateIpAddressCount", "1"),
            ],
            json!({"secondaryPrivateIpAddresses": ["10.0.1.20"], "secondaryPrivateIpAddressCount": 1}),
        ),
        (
            "too many",
            &[("SecondaryPrivateIpAddressCount", "50")],
            json!({"secondaryPrivateIpAddressCount": 50}),
        ),
        (
            "far too many",
            &[("SecondaryPrivateIpAddressCount", "100000000")],
            json!({"secondaryPrivateIpAddressCount": 100_000_000}),
        ),
        (
            "less than none",
            &[("Ipv4PrefixCount", "-1")],
            json!({"ipv4PrefixCount": -1}),
        ),
        (
            "a prefix in use",
            &[("Ipv4Prefix.1.Ipv4Prefix", "10.0.1.0/28")],
            json!({"ipv4Prefixes": ["10.0.1.0/28"]}),
        ),
        (
            "a prefix too long",
            &[("Ipv4Prefix.1.Ipv4Prefix", "10.0.1.32/29")],
            json!({"ipv4Prefixes": ["10.0.1.32/29"]}),
        ),
        (
            "no prefix",
            &[("Ipv4Prefix.1.Ipv4Prefix", "10.0.1.33/28")],
            json!({"ipv4Prefixes": ["10.0.1.33/28"]}),
        ),
        (
            "an IPv6 address in use",
            &[("Ipv6Addresses.1.Ipv6Address", ipv6)],
            json!({"ipv6Addresses": [ipv6]}),
        ),
        (
            "an IPv6 address elsewhere",
            &[("Ipv6Addresses.1.Ipv6Address", "fd00::9")],
            json!({"ipv6Addresses": ["fd00::9"]}),
        ),
        (
            "IPv6 where there is none",
            &[("SubnetId", plain), ("Ipv6AddressCount", "1")],
            json!({"subnetId": plain, "ipv6AddressCount": 1}),
        ),
        (
            "a primary IPv6 address of none",
            &[("EnablePrimaryIpv6", "true")],
            json!({"enablePrimaryIpv6": true}),
        ),
        (
            "addresses for memory access",
            &[
                ("InterfaceType", "efa-only"),
                ("PrivateIpAddress", "10.0.1.20"),
            ],
            json!({"interfaceType": "efa-only", "privateIpAddress": "10.0.1.20"}),
        ),
        (
            "a type that users don't create",
            &[("InterfaceType", "natGateway")],
            json!({"interfaceType": "natGateway"}),
        ),
        (
            "no group",
            &[("SecurityGroupId.1", "sg-00000000000000000")],
            json!({"securityGroupIds": ["sg-00000000000000000"]}),
        ),
        (
            "another VPC's group",
            &[("SecurityGroupId.1", stranger)],
            json!({"securityGroupIds": [stranger]}),
        ),
        (
            "a long description",
            &[("Description", &long)],
            json!({"description": long}),
        ),
        (
            "a time too short",
            &[("ConnectionTrackingSpecification.UdpTimeout", "29")],
            json!({"connectionTracking": {"udpTimeout": 29}}),
        ),
    ];
    for (what, changes, members) in cases {
        table.when(what);
        table
            .query(&ec2, "CreateNetworkInterface", &with(&base, changes))
            .await;
        if !members.is_null() {
            let body = merged(&body, members.clone());
            let path = "/v1/network-interfaces";
            table.rest(&rest, Method::POST, path, body).await;
        }
    }
    insta::assert_snapshot!(table.table(), @"");
}

#[tokio::test]
async fn changed() {
    let world = World::start().await;
    let own = OwnInterface::of(&world).await;
    let body = json!({"subnetId": own.subnet_id, "privateIpAddress": "10.0.1.30", "secondaryPrivateIpAddresses": ["10.0.1.31"]});
    world
        .rest(CONSUMER)
        .create("/v1/network-interfaces", body)
        .await;
    let ec2 = world.ec2(CONSUMER);
    let id = ("NetworkInterfaceId", &*own.interface_id);
    let modify = "ModifyNetworkInterfaceAttribute";
    let assign = "AssignPrivateIpAddresses";
    let unassign = "UnassignPrivateIpAddresses";
    let reassign = ("AllowReassignment", "true");
    let value = ("Description.Value", "x");
    let attachment = "ela-attach-00000000000000000";
    let mut table = Refusals::of(&world);
    let cases: &[(&str, &str, &[(&str, &str)])] = &[
        ("nothing", modify, &[]),
        (
            "two things",
            modify,
            &[value, ("SourceDestCheck.Value", "true")],
        ),
        (
            "no group",
            modify,
            &[("SecurityGroupId.1", "sg-00000000000000000")],
        ),
        (
            "no attachment",
            modify,
            &[
                ("Attachment.AttachmentId", attachment),
                ("Attachment.DeleteOnTermination", "true"),
            ],
        ),
        (
            "an attachment without a name",
            modify,
            &[("Attachment.DeleteOnTermination", "true")],
        ),
        (
            "ENA Express",
            modify,
            &[("EnaSrdSpecification.EnaSrdEnabled", "true")],
        ),
        (
            "a time too long",
            modify,
            &[(
                "ConnectionTrackingSpecification.TcpEstablishedTimeout",
                "432001",
            )],
        ),
        ("no attribute", "DescribeNetworkInterfaceAttribute", &[]),
        (
            "an attribute that is none",
            "DescribeNetworkInterfaceAttribute",
            &[("Attribute", "colour")],
        ),
        ("nothing reset", "ResetNetworkInterfaceAttribute", &[]),
        (
            "attached to nothing",
            "AttachNetworkInterface",
            &[("InstanceId", "i-00000000000000000"), ("DeviceIndex", "1")],
        ),
        (
            "attached to no id",
            "AttachNetworkInterface",
            &[("InstanceId", "x"), ("DeviceIndex", "1")],
        ),
        ("no addresses", assign, &[]),
        (
            "another's address",
            assign,
            &[("PrivateIpAddress.1", "10.0.1.31")],
        ),
        (
            "another's primary address",
            assign,
            &[("PrivateIpAddress.1", "10.0.1.30"), reassign],
        ),
        (
            "too many addresses",
            assign,
            &[("SecondaryPrivateIpAddressCount", "49")],
        ),
        (
            "addresses and prefixes",
            assign,
            &[
                ("SecondaryPrivateIpAddressCount", "1"),
                ("Ipv4PrefixCount", "1"),
            ],
        ),
        ("no IPv6 addresses", "AssignIpv6Addresses", &[]),
        (
            "an IPv6 address that AWS keeps",
            "AssignIpv6Addresses",
            &[("Ipv6Addresses.1", "2001:db8::1")],
        ),
        ("nothing unassigned", unassign, &[]),
        (
            "the primary address unassigned",
            unassign,
            &[("PrivateIpAddress.1", "10.0.1.10")],
        ),
        (
            "another's address unassigned",
            unassign,
            &[("PrivateIpAddress.1", "10.0.1.31")],
        ),
        (
            "another's prefix unassigned",
            unassign,
            &[("Ipv4Prefix.1", "10.0.1.48/28")],
        ),
        (
            "another's IPv6 address unassigned",
            "UnassignIpv6Addresses",
            &[("Ipv6Addresses.1", "fd00::9")],
        ),
    ];
    for (what, action, parameters) in cases {
        table.when(what);
        let parameters: Vec<(&str, &str)> = [id].iter().chain(*parameters).copied().collect();
        table.query(&ec2, action, &parameters).await;
    }
    let primary = [id, ("EnablePrimaryIpv6", "true")];
    ec2.ok(modify, &primary).await;
    table.when("the primary IPv6 address disabled");
    let disabled = [id, ("EnablePrimaryIpv6", "false")];
    table.query(&ec2, modify, &disabled).await;
    table.when("the primary IPv6 address unassigned");
    let parameters = [id, ("Ipv6Addresses.1", &*own.ipv6_address)];
    table
        .query(&ec2, "UnassignIpv6Addresses", &parameters)
        .await;
    let path = format!("/v1/network-interfaces/{}", own.interface_id);
    let rest = world.rest(CONSUMER);
    for (what, change) in [
        ("no groups", json!({"securityGroupIds": []})),
        (
            "the primary IPv6 address replaced",
            json!({"ipv6Addresses": []}),
        ),
        (
            "another's address taken",
            json!({"secondaryPrivateIpAddresses": ["10.0.1.31"]}),
        ),
        (
            "an address wanted twice",
            json!({"secondaryPrivateIpAddresses": ["10.0.1.11", "10.0.1.11"]}),
        ),
        ("no prefix", json!({"ipv6Prefixes": ["fd00::/80"]})),
    ] {
        table.when(what);
        table.rest(&rest, Method::PATCH, &path, change).await;
    }
    insta::assert_snapshot!(table.table(), @"");
}

/// What an endpoint holds, it alone changes.
#[tokio::test]
async fn of_an_endpoint() {
    let world = World::start().await;
    let publication = world.publish().await;
    let consumer = world.consume().await;
    world.connect(&publication, &consumer).await;
    let (ec2, rest) = (world.ec2(CONSUMER), world.rest(CONSUMER));
    let interfaces = rest.items("/v1/network-interfaces").await;
    let interface = interfaces[0]["networkInterfaceId"].as_str().expect("an id");
    let id = ("NetworkInterfaceId", interface);
    let mut table = Refusals::of(&world);
    for (action, parameter) in [
        ("ResetNetworkInterfaceAttribute", ("SourceDestCheck", "x")),
        (
            "AssignPrivateIpAddresses",
            ("SecondaryPrivateIpAddressCount", "1"),
        ),
        (
            "UnassignPrivateIpAddresses",
            ("PrivateIpAddress.1", "10.0.0.4"),
        ),
        ("AssignIpv6Addresses", ("Ipv6AddressCount", "1")),
        ("UnassignIpv6Addresses", ("Ipv6Addresses.1", "fd00::9")),
    ] {
        table.when(action);
        table.query(&ec2, action, &[id, parameter]).await;
    }
    table.when("AttachNetworkInterface");
    let parameters = [
        id,
        ("InstanceId", "i-00000000000000000"),
        ("DeviceIndex", "1"),
    ];
    table
        .query(&ec2, "AttachNetworkInterface", &parameters)
        .await;
    table.when("changed over REST");
    let path = format!("/v1/network-interfaces/{interface}");
    let change = json!({"description": "mine"});
    table.rest(&rest, Method::PATCH, &path, change).await;
    insta::assert_snapshot!(table.table(), @"");
}

#[tokio::test]
async fn reservations_and_default_networks() {
    let world = World::start().await;
    let own = OwnInterface::of(&world).await;
    let ec2 = world.ec2(CONSUMER);
    let base = [
        ("SubnetId", &*own.subnet_id),
        ("Cidr", "10.0.1.0/28"),
        ("ReservationType", "prefix"),
    ];
    let long = "x".repeat(256);
    let mut table = Refusals::of(&world);
    for (what, change) in [
        ("no subnet", ("SubnetId", "subnet-00000000000000000")),
        ("no network", ("Cidr", "x")),
        ("a network elsewhere", ("Cidr", "10.0.2.0/28")),
        ("an IPv6 network elsewhere", ("Cidr", "fd00::/80")),
        ("what is reserved", ("Cidr", "10.0.1.64/28")),
        ("more than is reserved", ("Cidr", "10.0.1.0/25")),
        ("no type", ("ReservationType", "x")),
        ("a long description", ("Description", &*long)),
    ] {
        table.when(what);
        let parameters = with(&base, &[change]);
        table
            .query(&ec2, "CreateSubnetCidrReservation", &parameters)
            .await;
    }
    table.when("reservations of no subnet");
    let parameters = [("SubnetId", "subnet-00000000000000000")];
    table
        .query(&ec2, "GetSubnetCidrReservations", &parameters)
        .await;
    table.when("a default subnet without a default VPC");
    let parameters = [("AvailabilityZone", "us-east-1a")];
    table.query(&ec2, "CreateDefaultSubnet", &parameters).await;
    default_vpc(&world).await;
    let ec2 = world.ec2(PROVIDER);
    table.when("a second default VPC");
    table.query(&ec2, "CreateDefaultVpc", &[]).await;
    table.when("a second default subnet");
    table.query(&ec2, "CreateDefaultSubnet", &parameters).await;
    table.when("a default subnet in no zone");
    table.query(&ec2, "CreateDefaultSubnet", &[]).await;
    table.when("a default subnet of IPv6 only, where there is none");
    let parameters = [("AvailabilityZone", EMPTY_ZONE), ("Ipv6Native", "true")];
    table.query(&ec2, "CreateDefaultSubnet", &parameters).await;
    insta::assert_snapshot!(table.table(), @"");
}
