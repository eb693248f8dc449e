//! What internet gateways, Elastic IP addresses and NAT gateways are refused. They are AWS's API's alone.

use privlink::domain::quota::Quotas;

use super::Refusals;
use crate::support::ways::{allocate, interface, nat_gateway, open_network};
use crate::support::world::{CONSUMER, PROVIDER, STRANGER, World};

/// Tries each line, `what is wrong: Action Parameter=value ...`. Names in braces stand for ids.
async fn try_all(world: &World, names: &[(&str, &str)], attempts: &str) -> String {
    let mut attempts = attempts.to_owned();
    for (name, value) in names {
        attempts = attempts.replace(&format!("{{{name}}}"), value);
    }
    let mut table = Refusals::of(world);
    let ec2 = world.ec2(CONSUMER);
    for line in attempts.trim().lines() {
        let (what, call) = line.trim().split_once(": ").expect("what: call");
        let mut words = call.split_whitespace();
        let action = words.next().expect("an action");
        let parameters: Vec<(&str, &str)> = words
            .map(|word| word.split_once('=').expect("a name and a value"))
            .collect();
        table.when(what);
        table.query(&ec2, action, &parameters).await;
    }
    table.table().to_owned()
}

const INTERNET_GATEWAYS: &str = "
    a gateway that has a VPC: AttachInternetGateway InternetGatewayId={gateway} VpcId={other}
    to a VPC that has a gateway: AttachInternetGateway InternetGatewayId={spare} VpcId={vpc}
    no gateway: AttachInternetGateway InternetGatewayId=igw-00000000000000000 VpcId={other}
    no id: AttachInternetGateway InternetGatewayId=igw-x VpcId={other}
    to no VPC: AttachInternetGateway InternetGatewayId={spare} VpcId=vpc-00000000000000000
    from a VPC that it does not have: DetachInternetGateway InternetGatewayId={gateway} VpcId={other}
    without any VPC: DetachInternetGateway InternetGatewayId={spare} VpcId={vpc}
    with public addresses: DetachInternetGateway InternetGatewayId={gateway} VpcId={vpc}
    attached: DeleteInternetGateway InternetGatewayId={gateway}
    not there: DeleteInternetGateway InternetGatewayId=igw-00000000000000000
    its VPC: DeleteVpc VpcId={gated}
    an egress-only one's VPC: DeleteVpc VpcId={other}
    one more in the VPC: CreateEgressOnlyInternetGateway VpcId={other}
    in no VPC: CreateEgressOnlyInternetGateway VpcId=vpc-00000000000000000
    not there: DeleteEgressOnlyInternetGateway EgressOnlyInternetGatewayId=eigw-00000000000000000
    no id: DeleteEgressOnlyInternetGateway EgressOnlyInternetGatewayId=igw-00000000000000000
    with another's tags: CreateInternetGateway TagSpecification.1.ResourceType=vpc
    by what they do not have: DescribeInternetGateways Filter.1.Name=state Filter.1.Value.1=x
    by what they do not have: DescribeEgressOnlyInternetGateways Filter.1.Name=vpc-id Filter.1.Value.1=x
";

#[tokio::test]
async fn internet_gateways() {
    let world = World::start().await;
    let ec2 = world.ec2(CONSUMER);
    let network = open_network(&world, CONSUMER).await;
    let gateway = ec2.ok("DescribeInternetGateways", &[]).await;
    let spare = ec2.ok("CreateInternetGateway", &[]).await;
    let (gated, attached) = (
        world.network(CONSUMER, &[]).await.vpc_id,
        ec2.ok("CreateInternetGateway", &[]).await,
    );
    let pair = [
        ("InternetGatewayId", &*attached.one("internetGatewayId")),
        ("VpcId", &gated),
    ];
    ec2.ok("AttachInternetGateway", &pair).await;
    let other = world.network(CONSUMER, &[]).await.vpc_id;
    let allocation_id = allocate(&world, CONSUMER).await;
    let interface_id = interface(&world, CONSUMER, &network).await;
    let association = [
        ("AllocationId", &*allocation_id),
        ("NetworkInterfaceId", &*interface_id),
    ];
    ec2.ok("AssociateAddress", &association).await;
    ec2.ok("CreateEgressOnlyInternetGateway", &[("VpcId", &other)])
        .await;
    let names = [
        ("gateway", &*gateway.one("internetGatewayId")),
        ("spare", &*spare.one("internetGatewayId")),
        ("vpc", &*network.vpc_id),
        ("other", &*other),
        ("gated", &*gated),
    ];
    let table = try_all(&world, &names, INTERNET_GATEWAYS).await;
    insta::assert_snapshot!(table, @r#"
    a gateway that has a VPC
      AWS  400 Resource.AlreadyAssociated: resource igw-1 is already attached to network vpc-1
    to a VPC that has a gateway
      AWS  400 InvalidParameterValue: Network vpc-1 already has an internet gateway attached
    no gateway
      AWS  400 InvalidInternetGatewayID.NotFound: The internetGateway ID 'igw-2' does not exist
    no id
      AWS  400 InvalidInternetGatewayId.Malformed: Invalid id: "igw-x" (expecting "igw-...")
    to no VPC
      AWS  400 InvalidVpcID.NotFound: The vpc ID 'vpc-2' does not exist
    from a VPC that it does not have
      AWS  400 Gateway.NotAttached: resource igw-1 is not attached to network vpc-3
    without any VPC
      AWS  400 Gateway.NotAttached: resource igw-3 is not attached to network vpc-1
    with public addresses
      AWS  400 DependencyViolation: Network vpc-1 has some mapped public address(es). Please unmap those public address(es) before detaching the gateway.
    attached
      AWS  400 DependencyViolation: The internetGateway 'igw-1' has dependencies and cannot be deleted.
    not there
      AWS  400 InvalidInternetGatewayID.NotFound: The internetGateway ID 'igw-2' does not exist
    its VPC
      AWS  400 DependencyViolation: The vpc 'vpc-4' has dependencies and cannot be deleted.
    an egress-only one's VPC
      AWS  400 DependencyViolation: The vpc 'vpc-3' has dependencies and cannot be deleted.
    one more in the VPC
      AWS  400 InvalidParameterValue: Network vpc-3 already has an egress-only internet gateway attached
    in no VPC
      AWS  400 InvalidVpcID.NotFound: The vpc ID 'vpc-2' does not exist
    not there
      AWS  400 InvalidGatewayID.NotFound: The gateway ID 'eigw-1' does not exist
    no id
      AWS  400 InvalidID: Invalid id: "igw-2" (expecting "eigw-...")
    with another's tags
      AWS  400 InvalidParameterValue: 'vpc' is not a valid taggable resource type for this operation; expected 'internet-gateway'.
    by what they do not have
      AWS  400 InvalidFilter: The filter 'state' is invalid
    by what they do not have
      AWS  400 InvalidFilter: The filter 'vpc-id' is invalid
    "#);
}

const ELASTIC_IPS: &str = "
    of EC2-Classic: AllocateAddress Domain=standard
    elsewhere: AllocateAddress NetworkBorderGroup=us-west-2
    of another pool: AllocateAddress PublicIpv4Pool=ipv4pool-ec2-1
    that was released: AllocateAddress Address=198.18.0.1
    of a pool of IPAM's: AllocateAddress IpamPoolId=ipam-pool-1
    in use: ReleaseAddress AllocationId={used}
    another's: ReleaseAddress AllocationId={stranger}
    another's by address: ReleaseAddress PublicIp={theirs}
    no address: ReleaseAddress PublicIp=198.18.0
    nothing: ReleaseAddress
    two things: ReleaseAddress AllocationId={free} PublicIp={theirs}
    elsewhere: ReleaseAddress AllocationId={free} NetworkBorderGroup=eu-west-1
    with an instance: AssociateAddress AllocationId={free} InstanceId=i-00000000000000000
    with nothing: AssociateAddress AllocationId={free}
    with no interface: AssociateAddress AllocationId={free} NetworkInterfaceId=eni-00000000000000000
    with a NAT gateway's interface: AssociateAddress AllocationId={free} NetworkInterfaceId={managed}
    without an internet gateway: AssociateAddress AllocationId={free} NetworkInterfaceId={closed}
    with another's address: AssociateAddress AllocationId={free} NetworkInterfaceId={open} PrivateIpAddress=10.0.0.200
    not there: DisassociateAddress AssociationId=eipassoc-00000000000000000
    another's address: DisassociateAddress PublicIp={theirs}
    nothing: DisassociateAddress
    a name that is none: ModifyAddressAttribute AllocationId={free} DomainName=a..b
    no name: ModifyAddressAttribute AllocationId={free}
    another attribute: ResetAddressAttribute AllocationId={free} Attribute=name
    another attribute: DescribeAddressesAttribute Attribute=name
    another's: DescribeAddresses AllocationId.1={stranger}
    another's by address: DescribeAddresses PublicIp.1={theirs}
    by what they do not have: DescribeAddresses Filter.1.Name=state Filter.1.Value.1=x
";

#[tokio::test]
async fn elastic_ips() {
    let world = World::start().await;
    let network = open_network(&world, CONSUMER).await;
    let closed = world.network(CONSUMER, &["us-east-1a"]).await;
    let private = [("ConnectivityType", "private")];
    nat_gateway(&world, CONSUMER, &closed, &private).await;
    world.settle().await;
    let ec2 = world.ec2(CONSUMER);
    let managed = [
        ("Filter.1.Name", "interface-type"),
        ("Filter.1.Value.1", "nat_gateway"),
    ];
    let managed = ec2.ok("DescribeNetworkInterfaces", &managed).await;
    let used = allocate(&world, CONSUMER).await;
    let open = interface(&world, CONSUMER, &network).await;
    let pair = [("AllocationId", &*used), ("NetworkInterfaceId", &*open)];
    ec2.ok("AssociateAddress", &pair).await;
    let stranger = allocate(&world, STRANGER).await;
    let theirs = world.ec2(STRANGER).ok("DescribeAddresses", &[]).await;
    let names = [
        ("used", &*used),
        ("free", &*allocate(&world, CONSUMER).await),
        ("stranger", &*stranger),
        ("theirs", &*theirs.one("publicIp")),
        ("open", &*open),
        ("closed", &*interface(&world, CONSUMER, &closed).await),
        ("managed", &*managed.one("networkInterfaceId")),
    ];
    let table = try_all(&world, &names, ELASTIC_IPS).await;
    insta::assert_snapshot!(table, @"
    of EC2-Classic
      AWS  400 InvalidParameterValue: Value (standard) for parameter domain is invalid. Expected 'vpc'.
    elsewhere
      AWS  400 InvalidParameterValue: The network border group 'us-west-2' is not one of the region us-east-1.
    of another pool
      AWS  400 InvalidPublicIpv4PoolID.NotFound: The pool ID 'ipv4pool-ec2-1' does not exist
    that was released
      AWS  400 UnsupportedOperation: The address [public-1] cannot be recovered: privlink does not keep released addresses
    of a pool of IPAM's
      AWS  400 UnknownParameter: The parameter IpamPoolId is not recognized
    in use
      AWS  400 InvalidIPAddress.InUse: Address [public-2] is in use.
    another's
      AWS  400 InvalidAllocationID.NotFound: The allocation ID 'eipalloc-1' does not exist
    another's by address
      AWS  400 InvalidAddress.NotFound: Address '[public-3]' not found.
    no address
      AWS  400 InvalidAddress.Malformed: Invalid IPv4 address: 198.18.0
    nothing
      AWS  400 MissingParameter: The request must contain the parameter AllocationId
    two things
      AWS  400 InvalidParameterCombination: You may specify public IP or allocation id, but not both in the same call
    elsewhere
      AWS  400 InvalidParameterValue: The network border group 'eu-west-1' is not one of the region us-east-1.
    with an instance
      AWS  400 InvalidInstanceID.NotFound: The instance ID 'i-1' does not exist
    with nothing
      AWS  400 MissingParameter: The request must contain the parameter NetworkInterfaceId
    with no interface
      AWS  400 InvalidNetworkInterfaceID.NotFound: The networkInterface ID 'eni-1' does not exist
    with a NAT gateway's interface
      AWS  403 AuthFailure: You do not have permission to access the specified resource.
    without an internet gateway
      AWS  400 Gateway.NotAttached: Network vpc-1 is not attached to any internet gateway
    with another's address
      AWS  400 InvalidParameterValue: The address '10.0.0.200' is not assigned to interface 'eni-2'
    not there
      AWS  400 InvalidAssociationID.NotFound: The association ID 'eipassoc-1' does not exist
    another's address
      AWS  400 InvalidAddress.NotFound: Address '[public-3]' not found.
    nothing
      AWS  400 MissingParameter: The request must contain the parameter AssociationId
    a name that is none
      AWS  400 InvalidParameterValue: 'a..b' is not a DNS name: a label has 1 to 63 characters
    no name
      AWS  400 MissingParameter: The request must contain the parameter DomainName
    another attribute
      AWS  400 InvalidParameterValue: 'name' is not an attribute of addresses: expected 'domain-name'
    another attribute
      AWS  400 InvalidParameterValue: 'name' is not an attribute of addresses: expected 'domain-name'
    another's
      AWS  400 InvalidAllocationID.NotFound: The allocation ID 'eipalloc-1' does not exist
    another's by address
      AWS  400 InvalidAddress.NotFound: Address '[public-3]' not found.
    by what they do not have
      AWS  400 InvalidFilter: The filter 'state' is invalid
    ");
}

const NAT_GATEWAYS: &str = "
    without a subnet: CreateNatGateway AllocationId={address}
    in no subnet: CreateNatGateway SubnetId=subnet-00000000000000000 AllocationId={address}
    public without an address: CreateNatGateway SubnetId={subnet}
    with an address that is not there: CreateNatGateway SubnetId={subnet} AllocationId=eipalloc-00000000000000000
    with no id: CreateNatGateway SubnetId={subnet} AllocationId=x
    with an address twice: CreateNatGateway SubnetId={subnet} AllocationId={address} SecondaryAllocationId.1={address}
    public with a number: CreateNatGateway SubnetId={subnet} AllocationId={address} SecondaryPrivateIpAddressCount=1
    with a private one alone: CreateNatGateway SubnetId={subnet} AllocationId={address} SecondaryPrivateIpAddress.1=10.0.0.8
    private with an address: CreateNatGateway SubnetId={subnet} ConnectivityType=private AllocationId={address}
    with a number of none: CreateNatGateway SubnetId={subnet} ConnectivityType=private SecondaryPrivateIpAddressCount=0
    with too many: CreateNatGateway SubnetId={subnet} ConnectivityType=private SecondaryPrivateIpAddressCount=8
    with a number and others: CreateNatGateway SubnetId={subnet} ConnectivityType=private SecondaryPrivateIpAddressCount=1 SecondaryPrivateIpAddress.1=10.0.0.8
    with an address in use: CreateNatGateway SubnetId={subnet} ConnectivityType=private PrivateIpAddress=10.0.0.9
    with a further one in use: CreateNatGateway SubnetId={subnet} ConnectivityType=private SecondaryPrivateIpAddress.1=10.0.0.9
    with one that AWS keeps: CreateNatGateway SubnetId={subnet} ConnectivityType=private PrivateIpAddress=10.0.0.1
    with one from elsewhere: CreateNatGateway SubnetId={subnet} ConnectivityType=private PrivateIpAddress=10.0.2.9
    with what is none: CreateNatGateway SubnetId={subnet} ConnectivityType=private PrivateIpAddress=10.0.2
    of another connectivity: CreateNatGateway SubnetId={subnet} ConnectivityType=open
    in all zones: CreateNatGateway AvailabilityMode=regional
    in what is no mode: CreateNatGateway AvailabilityMode=x
    of a VPC: CreateNatGateway SubnetId={subnet} VpcId={vpc}
    with the token of another: CreateNatGateway SubnetId={subnet} ConnectivityType=private ClientToken=one
    its subnet: DeleteSubnet SubnetId={subnet}
    not there: DeleteNatGateway NatGatewayId=nat-00000000000000000
    no id: DeleteNatGateway NatGatewayId=nat-x
    by what they do not have: DescribeNatGateways Filter.1.Name=connectivity-type Filter.1.Value.1=x
";

#[tokio::test]
async fn nat_gateways() {
    let world = World::start().await;
    let network = open_network(&world, CONSUMER).await;
    let private = [
        ("ConnectivityType", "private"),
        ("PrivateIpAddress", "10.0.0.9"),
        ("ClientToken", "one"),
    ];
    nat_gateway(&world, CONSUMER, &network, &private).await;
    world.settle().await;
    let names = [
        ("subnet", &*network.subnet_ids[0]),
        ("vpc", &*network.vpc_id),
        ("address", &*allocate(&world, CONSUMER).await),
    ];
    let table = try_all(&world, &names, NAT_GATEWAYS).await;
    insta::assert_snapshot!(table, @r#"
    without a subnet
      AWS  400 MissingParameter: The request must contain the parameter SubnetId
    in no subnet
      AWS  400 InvalidSubnetID.NotFound: The subnet ID 'subnet-1' does not exist
    public without an address
      AWS  400 MissingParameter: The request must contain the parameter AllocationId
    with an address that is not there
      AWS  400 InvalidElasticIpID.NotFound: The allocation ID 'eipalloc-1' does not exist
    with no id
      AWS  400 InvalidElasticIpID.Malformed: Invalid id: "x" (expecting "eipalloc-...")
    with an address twice
      AWS  400 InvalidParameterValue: 'eipalloc-2' is given more than once.
    public with a number
      AWS  400 InvalidParameter: Only a private NAT gateway can have a number of secondary private addresses.
    with a private one alone
      AWS  400 InvalidParameter: There must be as many private addresses as Elastic IP addresses, or none.
    private with an address
      AWS  400 InvalidParameter: A private NAT gateway cannot have Elastic IP addresses.
    with a number of none
      AWS  400 InvalidParameterValue: A NAT gateway can have 1 to 7 secondary addresses.
    with too many
      AWS  400 InvalidParameterValue: A NAT gateway can have 1 to 7 secondary addresses.
    with a number and others
      AWS  400 InvalidParameterCombination: Private addresses and their number cannot both be given.
    with an address in use
      AWS  400 InvalidIPAddress.InUse: The address 10.0.0.9 is in use.
    with a further one in use
      AWS  400 InvalidIPAddress.InUse: The specified address is already in use.
    with one that AWS keeps
      AWS  400 InvalidParameterValue: The address 10.0.0.1 is reserved or outside the subnet 'subnet-2'
    with one from elsewhere
      AWS  400 InvalidParameterValue: The address 10.0.2.9 is reserved or outside the subnet 'subnet-2'
    with what is none
      AWS  400 InvalidParameterValue: Invalid IPv4 address: 10.0.2
    of another connectivity
      AWS  400 InvalidParameterValue: 'open' is not a connectivity type: expected 'public' or 'private'
    in all zones
      AWS  400 UnsupportedOperation: privlink serves zonal NAT gateways only, not regional ones
    in what is no mode
      AWS  400 InvalidParameterValue: 'x' is not an availability mode: expected 'zonal'
    of a VPC
      AWS  400 UnknownParameter: The parameter VpcId is not recognized
    with the token of another
      AWS  400 IdempotentParameterMismatch: The token 'one' was used before with other parameters
    its subnet
      AWS  400 DependencyViolation: The subnet 'subnet-2' has dependencies and cannot be deleted.
    not there
      AWS  400 NatGatewayNotFound: The natGateway ID 'nat-1' does not exist
    no id
      AWS  400 NatGatewayMalformed: Invalid id: "nat-x" (expecting "nat-...")
    by what they do not have
      AWS  400 InvalidFilter: The filter 'connectivity-type' is invalid
    "#);
}

const ADDRESSES: &str = "
    to a private one: AssociateNatGatewayAddress NatGatewayId={private} AllocationId.1={free}
    nothing: AssociateNatGatewayAddress NatGatewayId={public}
    what stands elsewhere: AssociateNatGatewayAddress NatGatewayId={public} AllocationId.1={used}
    before an address in use: AssociateNatGatewayAddress NatGatewayId={public} AllocationId.1={free} PrivateIpAddress.1=10.0.0.9
    the primary one: DisassociateNatGatewayAddress NatGatewayId={public} AssociationId.1={association}
    not there: DisassociateNatGatewayAddress NatGatewayId={public} AssociationId.1=eipassoc-00000000000000000
    in no time: DisassociateNatGatewayAddress NatGatewayId={public} AssociationId.1={association} MaxDrainDurationSeconds=0
    by its owner: DisassociateAddress AssociationId={association}
    by its owner: ReleaseAddress AllocationId={used}
    to a public one: AssignPrivateNatGatewayAddress NatGatewayId={public} PrivateIpAddressCount=1
    to a pending one: AssignPrivateNatGatewayAddress NatGatewayId={pending} PrivateIpAddressCount=1
    nothing: AssignPrivateNatGatewayAddress NatGatewayId={private}
    too many: AssignPrivateNatGatewayAddress NatGatewayId={private} PrivateIpAddressCount=8
    in use: AssignPrivateNatGatewayAddress NatGatewayId={private} PrivateIpAddress.1=10.0.0.9
    the primary one: UnassignPrivateNatGatewayAddress NatGatewayId={private} PrivateIpAddress.1=10.0.0.9
    not there: UnassignPrivateNatGatewayAddress NatGatewayId={private} PrivateIpAddress.1=10.0.0.99
    nothing: UnassignPrivateNatGatewayAddress NatGatewayId={private}
    their interface: DeleteNetworkInterface NetworkInterfaceId={interface}
    with the internet gateway: DetachInternetGateway InternetGatewayId={gateway} VpcId={vpc}
";

#[tokio::test]
async fn addresses_of_nat_gateways() {
    let world = World::slow().await;
    let ec2 = world.ec2(CONSUMER);
    let network = open_network(&world, CONSUMER).await;
    let used = allocate(&world, CONSUMER).await;
    let public = [("AllocationId", &*used)];
    let public = nat_gateway(&world, CONSUMER, &network, &public).await;
    let private = [
        ("ConnectivityType", "private"),
        ("PrivateIpAddress", "10.0.0.9"),
    ];
    let active = nat_gateway(&world, CONSUMER, &network, &private).await;
    world.pass(10).await;
    let pending = nat_gateway(&world, CONSUMER, &network, &private[..1]).await;
    let shown = ec2.ok("DescribeAddresses", &[]).await;
    let gateway = ec2.ok("DescribeInternetGateways", &[]).await;
    let names = [
        ("used", &*used),
        ("free", &*allocate(&world, CONSUMER).await),
        ("public", &*public),
        ("private", &*active),
        ("pending", &*pending),
        ("association", &*shown.one("associationId")),
        ("interface", &*shown.one("networkInterfaceId")),
        ("gateway", &*gateway.one("internetGatewayId")),
        ("vpc", &*network.vpc_id),
    ];
    let table = try_all(&world, &names, ADDRESSES).await;
    insta::assert_snapshot!(table, @"
    to a private one
      AWS  400 InvalidParameter: The NAT gateway 'nat-1' is not public.
    nothing
      AWS  400 MissingParameter: The request must contain the parameter AllocationId
    what stands elsewhere
      AWS  400 Resource.AlreadyAssociated: Elastic IP address [eipalloc-1] is already associated
    before an address in use
      AWS  400 InvalidIPAddress.InUse: The specified address is already in use.
    the primary one
      AWS  400 InvalidParameterValue: 'eipassoc-1' is the primary address of the NAT gateway 'nat-2' and cannot be taken away.
    not there
      AWS  400 InvalidParameterValue: 'eipassoc-2' is not of the NAT gateway 'nat-2'.
    in no time
      AWS  400 InvalidParameterValue: The duration must be 1 to 4000 seconds.
    by its owner
      AWS  403 AuthFailure: You do not have permission to access the specified resource.
    by its owner
      AWS  400 InvalidIPAddress.InUse: Address [public-1] is in use.
    to a public one
      AWS  400 InvalidParameter: The NAT gateway 'nat-2' is not private.
    to a pending one
      AWS  400 IncorrectState: The NAT gateway 'nat-3' is pending, not available.
    nothing
      AWS  400 MissingParameter: The request must contain the parameter PrivateIpAddress
    too many
      AWS  400 InvalidParameterValue: A NAT gateway can have 1 to 7 secondary addresses.
    in use
      AWS  400 InvalidIPAddress.InUse: The specified address is already in use.
    the primary one
      AWS  400 InvalidParameterValue: '10.0.0.9' is the primary address of the NAT gateway 'nat-1' and cannot be taken away.
    not there
      AWS  400 InvalidParameterValue: '10.0.0.99' is not of the NAT gateway 'nat-1'.
    nothing
      AWS  400 MissingParameter: The request must contain the parameter PrivateIpAddress
    their interface
      AWS  400 InvalidParameterValue: Network interface 'eni-1' is currently in use.
    with the internet gateway
      AWS  400 DependencyViolation: Network vpc-1 has some mapped public address(es). Please unmap those public address(es) before detaching the gateway.
    ");
}

#[tokio::test]
async fn more_than_an_account_may_have() {
    let quotas = Quotas {
        elastic_ips_per_region: 1,
        nat_gateways_per_zone: 1,
        ..Quotas::default()
    };
    let world = World::with_quotas(quotas).await;
    let network = world.network(CONSUMER, &["us-east-1a", "us-east-1b"]).await;
    allocate(&world, CONSUMER).await;
    allocate(&world, PROVIDER).await;
    let private = ("ConnectivityType", "private");
    nat_gateway(&world, CONSUMER, &network, &[private]).await;
    let attempts = "
        an address: AllocateAddress
        a NAT gateway: CreateNatGateway SubnetId={subnet} ConnectivityType=private
    ";
    let names = [("subnet", &*network.subnet_ids[0])];
    let table = try_all(&world, &names, attempts).await;
    insta::assert_snapshot!(table, @"
    an address
      AWS  400 AddressLimitExceeded: The maximum number of addresses has been reached.
    a NAT gateway
      AWS  400 NatGatewayLimitExceeded: The maximum number of NAT gateways has been reached.
    ");
    let elsewhere = [("SubnetId", &*network.subnet_ids[1]), private];
    world.ec2(CONSUMER).ok("CreateNatGateway", &elsewhere).await;
}
