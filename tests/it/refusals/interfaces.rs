//! Network interfaces of users' own that cannot be, or not so; reserved parts of subnets; default networks.

use reqwest::Method;
use serde_json::{Value, json};

use super::{Refusals, merged, with};
use crate::support::own_interface::{EMPTY_ZONE, OwnInterface, default_vpc};
use crate::support::world::{CONSUMER, PROVIDER, World};

/// What is wrong with it; the parameters of EC2's request; the members of REST's body, or nothing.
const CREATED: &str = r#"
    no subnet | SubnetId=subnet-00000000000000000 | {"subnetId": "subnet-00000000000000000"}
    no subnet's id | SubnetId=subnet-x | {"subnetId": "subnet-x"}
    an address in use | PrivateIpAddress=10.0.1.10 | {"privateIpAddress": "10.0.1.10"}
    an address elsewhere | PrivateIpAddress=10.0.2.10 | {"privateIpAddress": "10.0.2.10"}
    an address that AWS keeps | PrivateIpAddress=10.0.1.2 | {"privateIpAddress": "10.0.1.2"}
    no address | PrivateIpAddress=10.0.1 | {"privateIpAddress": "10.0.1"}
    no secondary address | PrivateIpAddresses.1.PrivateIpAddress=x | {"secondaryPrivateIpAddresses": ["x"]}
    an address twice | PrivateIpAddresses.1.PrivateIpAddress=10.0.1.20 PrivateIpAddresses.2.PrivateIpAddress=10.0.1.20 | {"secondaryPrivateIpAddresses": ["10.0.1.20", "10.0.1.20"]}
    two primary addresses | PrivateIpAddress=10.0.1.20 PrivateIpAddresses.1.PrivateIpAddress=10.0.1.21 PrivateIpAddresses.1.Primary=true |
    addresses and a count | PrivateIpAddresses.1.PrivateIpAddress=10.0.1.20 SecondaryPrivateIpAddressCount=1 | {"secondaryPrivateIpAddresses": ["10.0.1.20"], "secondaryPrivateIpAddressCount": 1}
    too many | SecondaryPrivateIpAddressCount=50 | {"secondaryPrivateIpAddressCount": 50}
    far too many | SecondaryPrivateIpAddressCount=100000000 | {"secondaryPrivateIpAddressCount": 100000000}
    less than none | Ipv4PrefixCount=-1 | {"ipv4PrefixCount": -1}
    a prefix in use | Ipv4Prefix.1.Ipv4Prefix=10.0.1.0/28 | {"ipv4Prefixes": ["10.0.1.0/28"]}
    a prefix too long | Ipv4Prefix.1.Ipv4Prefix=10.0.1.32/29 | {"ipv4Prefixes": ["10.0.1.32/29"]}
    no prefix | Ipv4Prefix.1.Ipv4Prefix=10.0.1.33/28 | {"ipv4Prefixes": ["10.0.1.33/28"]}
    an IPv6 address in use | Ipv6Addresses.1.Ipv6Address=IPV6 | {"ipv6Addresses": ["IPV6"]}
    an IPv6 address elsewhere | Ipv6Addresses.1.Ipv6Address=fd00::9 | {"ipv6Addresses": ["fd00::9"]}
    IPv6 where there is none | SubnetId=PLAIN Ipv6AddressCount=1 | {"subnetId": "PLAIN", "ipv6AddressCount": 1}
    a primary IPv6 address of none | EnablePrimaryIpv6=true | {"enablePrimaryIpv6": true}
    addresses for memory access | InterfaceType=efa-only PrivateIpAddress=10.0.1.20 | {"interfaceType": "efa-only", "privateIpAddress": "10.0.1.20"}
    a type that users don't create | InterfaceType=natGateway | {"interfaceType": "natGateway"}
    no group | SecurityGroupId.1=sg-00000000000000000 | {"securityGroupIds": ["sg-00000000000000000"]}
    another VPC's group | SecurityGroupId.1=STRANGER | {"securityGroupIds": ["STRANGER"]}
    a long description | Description=LONG | {"description": "LONG"}
    a time too short | ConnectionTrackingSpecification.UdpTimeout=29 | {"connectionTracking": {"udpTimeout": 29}}
"#;

/// The columns of a table's rows.
fn rows(table: &str) -> impl Iterator<Item = [&str; 3]> {
    table.trim().lines().map(|line| {
        let mut columns = line.trim().splitn(3, '|').map(str::trim);
        [(); 3].map(|()| columns.next().unwrap_or_default())
    })
}

/// `Name=value Name=value` as parameters.
fn parameters(text: &str) -> Vec<(&str, &str)> {
    text.split_whitespace()
        .filter_map(|pair| pair.split_once('='))
        .collect()
}

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
    let cases = CREATED
        .replace("IPV6", &own.ipv6_address)
        .replace("PLAIN", &elsewhere.subnet_ids[0])
        .replace("STRANGER", stranger["groupId"].as_str().expect("an id"))
        .replace("LONG", &"x".repeat(256));
    let (ec2, rest) = (world.ec2(CONSUMER), world.rest(CONSUMER));
    let base = [("SubnetId", &*own.subnet_id)];
    let body = json!({"subnetId": own.subnet_id});
    let mut table = Refusals::of(&world);
    for [what, changes, members] in rows(&cases) {
        table.when(what);
        let changes = with(&base, &parameters(changes));
        table.query(&ec2, "CreateNetworkInterface", &changes).await;
        if !members.is_empty() {
            let members: Value = serde_json::from_str(members).expect("members");
            let body = merged(&body, members);
            let path = "/v1/network-interfaces";
            table.rest(&rest, Method::POST, path, body).await;
        }
    }
    insta::assert_snapshot!(table.table(), @r#"
    no subnet
      AWS  400 InvalidSubnetID.NotFound: The subnet ID 'subnet-1' does not exist
      REST 404 InvalidSubnetID.NotFound (subnetId): The subnet ID 'subnet-1' does not exist
    no subnet's id
      AWS  400 InvalidSubnetID.Malformed: Invalid id: "subnet-x" (expecting "subnet-...")
      REST 400 InvalidSubnetID.Malformed (subnetId): Invalid id: "subnet-x" (expecting "subnet-...")
    an address in use
      AWS  400 InvalidIPAddress.InUse: The specified address is already in use.
      REST 409 InvalidIPAddress.InUse (privateIpAddress): The specified address is already in use.
    an address elsewhere
      AWS  400 InvalidParameterValue: Address does not fall within the subnet's address range
      REST 400 InvalidParameterValue (privateIpAddress): Address does not fall within the subnet's address range
    an address that AWS keeps
      AWS  400 InvalidParameterValue: Address is in subnet's reserved address range
      REST 400 InvalidParameterValue (privateIpAddress): Address is in subnet's reserved address range
    no address
      AWS  400 InvalidParameterValue: invalid value for parameter address: 10.0.1
      REST 400 InvalidParameterValue (privateIpAddress): invalid value for parameter address: 10.0.1
    no secondary address
      AWS  400 InvalidParameterValue: invalid value for parameter address: x
      REST 400 InvalidParameterValue (secondaryPrivateIpAddresses): invalid value for parameter address: x
    an address twice
      AWS  400 InvalidIPAddress.InUse: The specified address is already in use.
      REST 409 InvalidIPAddress.InUse (secondaryPrivateIpAddresses): The specified address is already in use.
    two primary addresses
      AWS  400 InvalidParameterCombination: Only one primary private IP address can be specified.
    addresses and a count
      AWS  400 InvalidParameterCombination: The parameters PrivateIpAddresses and SecondaryPrivateIpAddressCount cannot be used together
      REST 400 InvalidParameterCombination (secondaryPrivateIpAddressCount): The parameters PrivateIpAddresses and SecondaryPrivateIpAddressCount cannot be used together
    too many
      AWS  400 PrivateIpAddressLimitExceeded: Number of private addresses will exceed limit.
      REST 409 PrivateIpAddressLimitExceeded: Number of private addresses will exceed limit.
    far too many
      AWS  400 PrivateIpAddressLimitExceeded: Number of private addresses will exceed limit.
      REST 409 PrivateIpAddressLimitExceeded: Number of private addresses will exceed limit.
    less than none
      AWS  400 InvalidParameterValue: Value (-1) for parameter Ipv4PrefixCount is invalid. Expecting a value of 0 or more.
      REST 400 InvalidParameterValue (ipv4PrefixCount): Value (-1) for parameter Ipv4PrefixCount is invalid. Expecting a value of 0 or more.
    a prefix in use
      AWS  400 InvalidParameterValue: Address is in subnet's reserved address range
      REST 400 InvalidParameterValue (ipv4Prefixes): Address is in subnet's reserved address range
    a prefix too long
      AWS  400 InvalidParameterValue: Value (10.0.1.32/29) for parameter Ipv4Prefix is invalid. A prefix has a length of /28.
      REST 400 InvalidParameterValue (ipv4Prefixes): Value (10.0.1.32/29) for parameter Ipv4Prefix is invalid. A prefix has a length of /28.
    no prefix
      AWS  400 InvalidParameterValue: Value (10.0.1.33/28) for parameter Ipv4Prefix is invalid. This is not a valid prefix.
      REST 400 InvalidParameterValue (ipv4Prefixes): Value (10.0.1.33/28) for parameter Ipv4Prefix is invalid. This is not a valid prefix.
    an IPv6 address in use
      AWS  400 InvalidIPAddress.InUse: The specified address is already in use.
      REST 409 InvalidIPAddress.InUse (ipv6Addresses): The specified address is already in use.
    an IPv6 address elsewhere
      AWS  400 InvalidParameterValue: Address does not fall within the subnet's address range
      REST 400 InvalidParameterValue (ipv6Addresses): Address does not fall within the subnet's address range
    IPv6 where there is none
      AWS  400 InvalidParameterValue: The subnet 'subnet-2' has no IPv6 CIDR block
      REST 400 InvalidParameterValue (subnetId): The subnet 'subnet-2' has no IPv6 CIDR block
    a primary IPv6 address of none
      AWS  400 InvalidParameterCombination: A network interface without an IPv6 address cannot have a primary one.
      REST 400 InvalidParameterCombination (enablePrimaryIpv6): A network interface without an IPv6 address cannot have a primary one.
    addresses for memory access
      AWS  400 InvalidParameterCombination: A network interface of type efa-only does not support IP addresses.
      REST 400 InvalidParameterCombination (interfaceType): A network interface of type efa-only does not support IP addresses.
    a type that users don't create
      AWS  400 InvalidParameterValue: The parameter InterfaceType is invalid: 'natGateway' is not one of: interface, efa, efa-only, branch, trunk
      REST 422 InvalidParameterValue (interfaceType): interfaceType: unknown variant `natGateway`, expected one of `interface`, `efa`, `efa-only`, `branch`, `trunk` at line 1 column 29
    no group
      AWS  400 InvalidGroup.NotFound: The security group 'sg-1' does not exist
      REST 404 InvalidGroup.NotFound (securityGroupIds): The security group 'sg-1' does not exist
    another VPC's group
      AWS  400 InvalidParameter: Security group sg-2 and subnet subnet-3 belong to different networks.
      REST 400 InvalidParameter (securityGroupIds): Security group sg-2 and subnet subnet-3 belong to different networks.
    a long description
      AWS  400 InvalidParameterValue: The description has more than 255 characters
      REST 400 InvalidParameterValue (description): The description has more than 255 characters
    a time too short
      AWS  400 InvalidParameterValue: Value (29) for parameter ConnectionTrackingSpecification.UdpTimeout is invalid. It must be between 30 and 60 seconds.
      REST 400 InvalidParameterValue (connectionTrackingSpecification.udpTimeout): Value (29) for parameter ConnectionTrackingSpecification.UdpTimeout is invalid. It must be between 30 and 60 seconds.
    "#);
}

/// What is wrong with it; the action; its parameters beside the interface.
const CHANGED: &str = "
    nothing | ModifyNetworkInterfaceAttribute |
    two things | ModifyNetworkInterfaceAttribute | Description.Value=x SourceDestCheck.Value=true
    no group | ModifyNetworkInterfaceAttribute | SecurityGroupId.1=sg-00000000000000000
    no attachment | ModifyNetworkInterfaceAttribute | Attachment.AttachmentId=ela-attach-00000000000000000 Attachment.DeleteOnTermination=true
    an attachment without a name | ModifyNetworkInterfaceAttribute | Attachment.DeleteOnTermination=true
    ENA Express | ModifyNetworkInterfaceAttribute | EnaSrdSpecification.EnaSrdEnabled=true
    a time too long | ModifyNetworkInterfaceAttribute | ConnectionTrackingSpecification.TcpEstablishedTimeout=432001
    no attribute | DescribeNetworkInterfaceAttribute |
    an attribute that is none | DescribeNetworkInterfaceAttribute | Attribute=colour
    nothing reset | ResetNetworkInterfaceAttribute |
    attached to nothing | AttachNetworkInterface | InstanceId=i-00000000000000000 DeviceIndex=1
    attached to no id | AttachNetworkInterface | InstanceId=x DeviceIndex=1
    no addresses | AssignPrivateIpAddresses |
    another's address | AssignPrivateIpAddresses | PrivateIpAddress.1=10.0.1.31
    another's primary address | AssignPrivateIpAddresses | PrivateIpAddress.1=10.0.1.30 AllowReassignment=true
    too many addresses | AssignPrivateIpAddresses | SecondaryPrivateIpAddressCount=49
    addresses and prefixes | AssignPrivateIpAddresses | SecondaryPrivateIpAddressCount=1 Ipv4PrefixCount=1
    no IPv6 addresses | AssignIpv6Addresses |
    an IPv6 address elsewhere | AssignIpv6Addresses | Ipv6Addresses.1=fd00::1
    nothing unassigned | UnassignPrivateIpAddresses |
    the primary address unassigned | UnassignPrivateIpAddresses | PrivateIpAddress.1=10.0.1.10
    another's address unassigned | UnassignPrivateIpAddresses | PrivateIpAddress.1=10.0.1.31
    another's prefix unassigned | UnassignPrivateIpAddresses | Ipv4Prefix.1=10.0.1.48/28
    another's IPv6 address unassigned | UnassignIpv6Addresses | Ipv6Addresses.1=fd00::9
";

#[tokio::test]
async fn changed() {
    let world = World::start().await;
    let own = OwnInterface::of(&world).await;
    let rest = world.rest(CONSUMER);
    let other = json!({
        "subnetId": own.subnet_id, "privateIpAddress": "10.0.1.30", "secondaryPrivateIpAddresses": ["10.0.1.31"],
    });
    rest.create("/v1/network-interfaces", other).await;
    let ec2 = world.ec2(CONSUMER);
    let id = ("NetworkInterfaceId", &*own.interface_id);
    let mut table = Refusals::of(&world);
    for [what, action, changes] in rows(CHANGED) {
        table.when(what);
        let changes = with(&[id], &parameters(changes));
        table.query(&ec2, action, &changes).await;
    }
    let modify = "ModifyNetworkInterfaceAttribute";
    ec2.ok(modify, &[id, ("EnablePrimaryIpv6", "true")]).await;
    table.when("the primary IPv6 address disabled");
    let disabled = [id, ("EnablePrimaryIpv6", "false")];
    table.query(&ec2, modify, &disabled).await;
    table.when("the primary IPv6 address unassigned");
    let parameters = [id, ("Ipv6Addresses.1", &*own.ipv6_address)];
    let unassign = "UnassignIpv6Addresses";
    table.query(&ec2, unassign, &parameters).await;
    let path = format!("/v1/network-interfaces/{}", own.interface_id);
    let taken = json!({"secondaryPrivateIpAddresses": ["10.0.1.31"]});
    let twice = json!({"secondaryPrivateIpAddresses": ["10.0.1.11", "10.0.1.11"]});
    let replaced = json!({"ipv6Addresses": []});
    for (what, change) in [
        ("no groups", json!({"securityGroupIds": []})),
        ("the primary IPv6 address replaced", replaced),
        ("another's address taken", taken),
        ("an address wanted twice", twice),
        ("no prefix", json!({"ipv6Prefixes": ["fd00::/80"]})),
    ] {
        table.when(what);
        table.rest(&rest, Method::PATCH, &path, change).await;
    }
    insta::assert_snapshot!(table.table(), @r#"
    nothing
      AWS  400 InvalidParameterCombination: No attributes specified.
    two things
      AWS  400 InvalidParameterCombination: Fields for multiple attribute types specified.
    no group
      AWS  400 InvalidGroup.NotFound: The security group 'sg-1' does not exist
    no attachment
      AWS  400 InvalidAttachmentID.NotFound: The attachment ID 'ela-attach-1' does not exist
    an attachment without a name
      AWS  400 MissingParameter: The request must contain the parameter Attachment.AttachmentId
    ENA Express
      AWS  400 IncorrectState: Network interface 'eni-1' is not attached to an instance.
    a time too long
      AWS  400 InvalidParameterValue: Value (432001) for parameter ConnectionTrackingSpecification.TcpEstablishedTimeout is invalid. It must be between 60 and 432000 seconds.
    no attribute
      AWS  400 MissingParameter: The request must contain the parameter Attribute
    an attribute that is none
      AWS  400 InvalidParameterValue: The parameter Attribute is invalid: 'colour' is not one of: associatePublicIpAddress, attachment, description, groupSet, sourceDestCheck
    nothing reset
      AWS  400 MissingParameter: The request must contain the parameter SourceDestCheck
    attached to nothing
      AWS  400 InvalidInstanceID.NotFound: The instance ID 'i-1' does not exist
    attached to no id
      AWS  400 InvalidInstanceID.Malformed: Invalid id: "x" (expecting "i-...")
    no addresses
      AWS  400 MissingParameter: The request must contain the parameter PrivateIpAddress or SecondaryPrivateIpAddressCount
    another's address
      AWS  400 InvalidParameterValue: Some of [10.0.1.31] are already assigned, but move is not allowed.
    another's primary address
      AWS  400 InvalidParameterValue: Some of [10.0.1.30] are already assigned, but only secondary addresses of network interfaces of your own can move.
    too many addresses
      AWS  400 PrivateIpAddressLimitExceeded: Number of private addresses will exceed limit.
    addresses and prefixes
      AWS  400 InvalidParameterCombination: The parameters SecondaryPrivateIpAddressCount and Ipv4PrefixCount cannot be used together
    no IPv6 addresses
      AWS  400 MissingParameter: The request must contain the parameter Ipv6Addresses or Ipv6AddressCount
    an IPv6 address elsewhere
      AWS  400 InvalidParameterValue: Address does not fall within the subnet's address range
    nothing unassigned
      AWS  400 MissingParameter: The request must contain the parameter PrivateIpAddress
    the primary address unassigned
      AWS  400 InvalidParameterValue: The primary private IP address of interface eni-1 cannot be unassigned: 10.0.1.10
    another's address unassigned
      AWS  400 InvalidParameterValue: Some of [10.0.1.31] are not assigned to interface eni-1
    another's prefix unassigned
      AWS  400 InvalidParameterValue: Some of [10.0.1.48/28] are not assigned to interface eni-1
    another's IPv6 address unassigned
      AWS  400 InvalidParameterValue: Some of [fd00::9] are not assigned to interface eni-1
    the primary IPv6 address disabled
      AWS  400 InvalidParameterValue: The primary IPv6 address of interface eni-1 cannot be disabled.
    the primary IPv6 address unassigned
      AWS  400 InvalidParameterValue: The primary IPv6 address of interface eni-1 cannot be unassigned
    no groups
      REST 400 MissingParameter (securityGroupIds): The request must contain the parameter SecurityGroupId
    the primary IPv6 address replaced
      REST 400 InvalidParameterValue (ipv6Addresses): The primary IPv6 address of interface eni-1 cannot be unassigned
    another's address taken
      REST 409 InvalidIPAddress.InUse (secondaryPrivateIpAddresses): The specified address is already in use.
    an address wanted twice
      REST 409 InvalidIPAddress.InUse (secondaryPrivateIpAddresses): The specified address is already in use.
    no prefix
      REST 400 InvalidParameterValue (ipv6Prefixes): Address does not fall within the subnet's address range
    "#);
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
    insta::assert_snapshot!(table.table(), @"
    ResetNetworkInterfaceAttribute
      AWS  400 OperationNotPermitted: Network interface 'eni-1' is managed by its requester and cannot be modified.
    AssignPrivateIpAddresses
      AWS  400 OperationNotPermitted: Network interface 'eni-1' is managed by its requester and cannot be modified.
    UnassignPrivateIpAddresses
      AWS  400 OperationNotPermitted: Network interface 'eni-1' is managed by its requester and cannot be modified.
    AssignIpv6Addresses
      AWS  400 OperationNotPermitted: Network interface 'eni-1' is managed by its requester and cannot be modified.
    UnassignIpv6Addresses
      AWS  400 OperationNotPermitted: Network interface 'eni-1' is managed by its requester and cannot be modified.
    AttachNetworkInterface
      AWS  400 InvalidNetworkInterface.InUse: Interface: [eni-1] in use.
    changed over REST
      REST 409 OperationNotPermitted (networkInterfaceId): Network interface 'eni-1' is managed by its requester and cannot be modified.
    ");
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
    insta::assert_snapshot!(table.table(), @"
    no subnet
      AWS  400 InvalidSubnetID.NotFound: The subnet ID 'subnet-1' does not exist
    no network
      AWS  400 InvalidParameterValue: Value (x) for parameter cidr is invalid. This is not a valid CIDR block.
    a network elsewhere
      AWS  400 InvalidParameterValue: The CIDR '10.0.2.0/28' is not within the subnet 'subnet-2'
    an IPv6 network elsewhere
      AWS  400 InvalidParameterValue: The CIDR 'fd00::/80' is not within the subnet 'subnet-2'
    what is reserved
      AWS  400 InvalidSubnetCidrReservation.Conflict: The CIDR '10.0.1.64/28' conflicts with another reservation of the subnet
    more than is reserved
      AWS  400 InvalidSubnetCidrReservation.Conflict: The CIDR '10.0.1.0/25' conflicts with another reservation of the subnet
    no type
      AWS  400 InvalidParameterValue: The parameter ReservationType is invalid: 'x' is not one of: prefix, explicit
    a long description
      AWS  400 InvalidParameterValue: The description has more than 255 characters
    reservations of no subnet
      AWS  400 InvalidSubnetID.NotFound: The subnet ID 'subnet-1' does not exist
    a default subnet without a default VPC
      AWS  400 DefaultVpcDoesNotExist: No default VPC exists for this account in this region.
    a second default VPC
      AWS  400 DefaultVpcAlreadyExists: A Default VPC already exists for this account in this region.
    a second default subnet
      AWS  400 DefaultSubnetAlreadyExistsInAvailabilityZone: 'subnet-3' is already the default subnet in us-east-1a.
    a default subnet in no zone
      AWS  400 MissingParameter: The request must contain the parameter AvailabilityZone
    a default subnet of IPv6 only, where there is none
      AWS  400 InvalidParameterValue: The vpc 'vpc-1' has no IPv6 CIDR block
    ");
}
