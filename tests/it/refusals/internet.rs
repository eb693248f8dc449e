//! What internet gateways, Elastic IP addresses and NAT gateways are refused. They are AWS's API's alone.

use privlink::domain::quota::Quotas;

use super::Refusals;
use crate::support::ways::{allocate, interface, nat_gateway, open_network};
use crate::support::world::{CONSUMER, PROVIDER, STRANGER, World};

/// Tries each of these in turn.
async fn try_all(
    world: &World,
    account: &str,
    attempts: &[(&str, &str, &[(&str, &str)])],
) -> String {
    let mut table = Refusals::of(world);
    let ec2 = world.ec2(account);
    for (what, action, parameters) in attempts {
        table.when(what);
        table.query(&ec2, action, parameters).await;
    }
    table.table().to_owned()
}

#[tokio::test]
async fn internet_gateways() {
    let world = World::start().await;
    let ec2 = world.ec2(CONSUMER);
    let network = open_network(&world, CONSUMER).await;
    let vpc = ("VpcId", &*network.vpc_id);
    let gateway = ec2.ok("DescribeInternetGateways", &[]).await;
    let gateway = gateway.one("internetGatewayId");
    let gateway = ("InternetGatewayId", &*gateway);
    let spare = ec2.ok("CreateInternetGateway", &[]).await;
    let spare = spare.one("internetGatewayId");
    let spare = ("InternetGatewayId", &*spare);
    let other = world.network(CONSUMER, &[]).await.vpc_id;
    let other = ("VpcId", &*other);
    let allocation_id = allocate(&world, CONSUMER).await;
    let interface_id = interface(&world, CONSUMER, &network).await;
    let association = [
        ("AllocationId", &*allocation_id),
        ("NetworkInterfaceId", &*interface_id),
    ];
    ec2.ok("AssociateAddress", &association).await;
    ec2.ok("CreateEgressOnlyInternetGateway", &[other]).await;
    let missing = ("InternetGatewayId", "igw-00000000000000000");
    let missing_vpc = ("VpcId", "vpc-00000000000000000");
    let egress_only = "EgressOnlyInternetGatewayId";
    let (attach, detach) = ("AttachInternetGateway", "DetachInternetGateway");
    let table = try_all(
        &world,
        CONSUMER,
        &[
            ("a gateway that has a VPC", attach, &[gateway, other]),
            ("to a VPC that has a gateway", attach, &[spare, vpc]),
            ("no gateway", attach, &[missing, other]),
            ("no id", attach, &[("InternetGatewayId", "igw-x"), other]),
            ("to no VPC", attach, &[spare, missing_vpc]),
            (
                "from a VPC that it does not have",
                detach,
                &[gateway, other],
            ),
            ("without any VPC", detach, &[spare, vpc]),
            ("with public addresses", detach, &[gateway, vpc]),
            ("attached", "DeleteInternetGateway", &[gateway]),
            ("not there", "DeleteInternetGateway", &[missing]),
            ("its VPC", "DeleteVpc", &[other]),
            (
                "one more in the VPC",
                "CreateEgressOnlyInternetGateway",
                &[other],
            ),
            (
                "in no VPC",
                "CreateEgressOnlyInternetGateway",
                &[missing_vpc],
            ),
            (
                "not there",
                "DeleteEgressOnlyInternetGateway",
                &[(egress_only, "eigw-00000000000000000")],
            ),
            (
                "no id",
                "DeleteEgressOnlyInternetGateway",
                &[(egress_only, "igw-00000000000000000")],
            ),
            (
                "with another's tags",
                "CreateInternetGateway",
                &[("TagSpecification.1.ResourceType", "vpc")],
            ),
            (
                "by what they do not have",
                "DescribeInternetGateways",
                &[("Filter.1.Name", "state"), ("Filter.1.Value.1", "x")],
            ),
        ],
    );
    insta::assert_snapshot!(table.await, @"");
}

#[tokio::test]
async fn elastic_ips() {
    let world = World::start().await;
    let network = open_network(&world, CONSUMER).await;
    let closed = world.network(CONSUMER, &["us-east-1a"]).await;
    let interface_id = interface(&world, CONSUMER, &network).await;
    let outside = interface(&world, CONSUMER, &closed).await;
    let private = [("ConnectivityType", "private")];
    nat_gateway(&world, CONSUMER, &closed, &private).await;
    world.settle().await;
    let ec2 = world.ec2(CONSUMER);
    let managed = [
        ("Filter.1.Name", "interface-type"),
        ("Filter.1.Value.1", "nat_gateway"),
    ];
    let managed = ec2.ok("DescribeNetworkInterfaces", &managed).await;
    let managed = managed.one("networkInterfaceId");
    let (id, used) = (
        allocate(&world, CONSUMER).await,
        allocate(&world, CONSUMER).await,
    );
    let (id, used) = (("AllocationId", &*id), ("AllocationId", &*used));
    let to = ("NetworkInterfaceId", &*interface_id);
    ec2.ok("AssociateAddress", &[used, to]).await;
    let stranger = allocate(&world, STRANGER).await;
    let theirs = world.ec2(STRANGER).ok("DescribeAddresses", &[]).await;
    let theirs = theirs.one("publicIp");
    let theirs = ("PublicIp", &*theirs);
    let (allocate, associate) = ("AllocateAddress", "AssociateAddress");
    let (release, dissociate) = ("ReleaseAddress", "DisassociateAddress");
    let table = try_all(
        &world,
        CONSUMER,
        &[
            ("of EC2-Classic", allocate, &[("Domain", "standard")]),
            (
                "elsewhere",
                allocate,
                &[("NetworkBorderGroup", "us-west-2")],
            ),
            (
                "of another pool",
                allocate,
                &[("PublicIpv4Pool", "ipv4pool-ec2-1")],
            ),
            ("that was released", allocate, &[("Address", "198.18.0.1")]),
            ("of IPAM's", allocate, &[("IpamPoolId", "ipam-pool-1")]),
            ("in use", release, &[used]),
            ("another's", release, &[("AllocationId", &stranger)]),
            ("another's by address", release, &[theirs]),
            ("no address", release, &[("PublicIp", "198.18.0")]),
            ("nothing", release, &[]),
            ("two things", release, &[id, theirs]),
            (
                "elsewhere",
                release,
                &[id, ("NetworkBorderGroup", "eu-west-1")],
            ),
            (
                "with an instance",
                associate,
                &[id, ("InstanceId", "i-00000000000000000")],
            ),
            ("with nothing", associate, &[id]),
            (
                "with no interface",
                associate,
                &[id, ("NetworkInterfaceId", "eni-00000000000000000")],
            ),
            (
                "with a NAT gateway's interface",
                associate,
                &[id, ("NetworkInterfaceId", &managed)],
            ),
            (
                "without an internet gateway",
                associate,
                &[id, ("NetworkInterfaceId", &outside)],
            ),
            (
                "with another's address",
                associate,
                &[id, to, ("PrivateIpAddress", "10.0.1.200")],
            ),
            (
                "not there",
                dissociate,
                &[("AssociationId", "eipassoc-00000000000000000")],
            ),
            ("another's address", dissociate, &[theirs]),
            ("nothing", dissociate, &[]),
            (
                "a name that is none",
                "ModifyAddressAttribute",
                &[id, ("DomainName", "a..b")],
            ),
            ("no name", "ModifyAddressAttribute", &[id]),
            (
                "another attribute",
                "ResetAddressAttribute",
                &[id, ("Attribute", "name")],
            ),
            (
                "another attribute",
                "DescribeAddressesAttribute",
                &[("Attribute", "name")],
            ),
            (
                "another's",
                "DescribeAddresses",
                &[("AllocationId.1", &stranger)],
            ),
            (
                "another's by address",
                "DescribeAddresses",
                &[("PublicIp.1", theirs.1)],
            ),
        ],
    );
    insta::assert_snapshot!(table.await, @"");
}

#[tokio::test]
async fn nat_gateways() {
    let world = World::start().await;
    let ec2 = world.ec2(CONSUMER);
    let network = open_network(&world, CONSUMER).await;
    let id = allocate(&world, CONSUMER).await;
    let (subnet, address) = (
        ("SubnetId", &*network.subnet_ids[0]),
        ("AllocationId", &*id),
    );
    let private = ("ConnectivityType", "private");
    let create = "CreateNatGateway";
    let missing = ("AllocationId", "eipalloc-00000000000000000");
    ec2.ok(
        create,
        &[
            subnet,
            private,
            ("PrivateIpAddress", "10.0.1.9"),
            ("ClientToken", "one"),
        ],
    )
    .await;
    let secondary = "SecondaryPrivateIpAddressCount";
    let table = try_all(
        &world,
        CONSUMER,
        &[
            ("without a subnet", create, &[address]),
            (
                "in no subnet",
                create,
                &[("SubnetId", "subnet-00000000000000000"), address],
            ),
            ("public without an address", create, &[subnet]),
            (
                "with an address that is not there",
                create,
                &[subnet, missing],
            ),
            ("with no id", create, &[subnet, ("AllocationId", "x")]),
            (
                "with an address twice",
                create,
                &[subnet, address, ("SecondaryAllocationId.1", &id)],
            ),
            (
                "public with a number",
                create,
                &[subnet, address, (secondary, "1")],
            ),
            (
                "with too few private ones",
                create,
                &[subnet, address, ("SecondaryPrivateIpAddress.1", "10.0.1.8")],
            ),
            (
                "private with an address",
                create,
                &[subnet, private, address],
            ),
            (
                "private with none of a number",
                create,
                &[subnet, private, (secondary, "0")],
            ),
            (
                "private with too many",
                create,
                &[subnet, private, (secondary, "8")],
            ),
            (
                "private with a number and others",
                create,
                &[
                    subnet,
                    private,
                    (secondary, "1"),
                    ("SecondaryPrivateIpAddress.1", "10.0.1.8"),
                ],
            ),
            (
                "with an address in use",
                create,
                &[subnet, private, ("PrivateIpAddress", "10.0.1.9")],
            ),
            (
                "with a further one in use",
                create,
                &[subnet, private, ("SecondaryPrivateIpAddress.1", "10.0.1.9")],
            ),
            (
                "with one that AWS keeps",
                create,
                &[subnet, private, ("PrivateIpAddress", "10.0.1.1")],
            ),
            (
                "with one from elsewhere",
                create,
                &[subnet, private, ("PrivateIpAddress", "10.0.2.9")],
            ),
            (
                "with no address",
                create,
                &[subnet, private, ("PrivateIpAddress", "10.0.2")],
            ),
            (
                "of another connectivity",
                create,
                &[subnet, ("ConnectivityType", "open")],
            ),
            (
                "in all zones",
                create,
                &[address, ("AvailabilityMode", "regional")],
            ),
            (
                "in what is no mode",
                create,
                &[address, ("AvailabilityMode", "x")],
            ),
            ("of a VPC", create, &[subnet, ("VpcId", &network.vpc_id)]),
            (
                "with the token of another",
                create,
                &[subnet, private, ("ClientToken", "one")],
            ),
            ("its subnet", "DeleteSubnet", &[subnet]),
            (
                "not there",
                "DeleteNatGateway",
                &[("NatGatewayId", "nat-00000000000000000")],
            ),
            ("no id", "DeleteNatGateway", &[("NatGatewayId", "nat-x")]),
        ],
    );
    insta::assert_snapshot!(table.await, @"");
}

#[tokio::test]
async fn addresses_of_nat_gateways() {
    let world = World::slow().await;
    let ec2 = world.ec2(CONSUMER);
    let network = open_network(&world, CONSUMER).await;
    let (id, used) = (
        allocate(&world, CONSUMER).await,
        allocate(&world, CONSUMER).await,
    );
    let public = nat_gateway(&world, CONSUMER, &network, &[("AllocationId", &used)]).await;
    let private = [
        ("ConnectivityType", "private"),
        ("PrivateIpAddress", "10.0.1.9"),
    ];
    let private = nat_gateway(&world, CONSUMER, &network, &private).await;
    world.pass(10).await;
    let pending = [("ConnectivityType", "private")];
    let pending = nat_gateway(&world, CONSUMER, &network, &pending).await;
    let shown = ec2
        .ok("DescribeAddresses", &[("AllocationId.1", &used)])
        .await;
    let association = shown.one("associationId");
    let (public, private) = (("NatGatewayId", &*public), ("NatGatewayId", &*private));
    let pending = ("NatGatewayId", &*pending);
    let (associate, dissociate) = (
        "AssociateNatGatewayAddress",
        "DisassociateNatGatewayAddress",
    );
    let (assign, unassign) = (
        "AssignPrivateNatGatewayAddress",
        "UnassignPrivateNatGatewayAddress",
    );
    let address = ("AllocationId.1", &*id);
    let table = try_all(
        &world,
        CONSUMER,
        &[
            ("a private one", associate, &[private, address]),
            ("nothing", associate, &[public]),
            (
                "what stands elsewhere",
                associate,
                &[public, ("AllocationId.1", &used)],
            ),
            (
                "before an address in use",
                associate,
                &[public, address, ("PrivateIpAddress.1", "10.0.1.9")],
            ),
            (
                "the primary one",
                dissociate,
                &[public, ("AssociationId.1", &association)],
            ),
            (
                "not there",
                dissociate,
                &[public, ("AssociationId.1", "eipassoc-00000000000000000")],
            ),
            (
                "after no time",
                dissociate,
                &[
                    public,
                    ("AssociationId.1", &association),
                    ("MaxDrainDurationSeconds", "0"),
                ],
            ),
            (
                "by its owner",
                "DisassociateAddress",
                &[("AssociationId", &association)],
            ),
            ("by its owner", "ReleaseAddress", &[("AllocationId", &used)]),
            (
                "a public one",
                assign,
                &[public, ("PrivateIpAddressCount", "1")],
            ),
            (
                "a pending one",
                assign,
                &[pending, ("PrivateIpAddressCount", "1")],
            ),
            ("nothing", assign, &[private]),
            (
                "too many",
                assign,
                &[private, ("PrivateIpAddressCount", "8")],
            ),
            (
                "in use",
                assign,
                &[private, ("PrivateIpAddress.1", "10.0.1.9")],
            ),
            (
                "the primary one",
                unassign,
                &[private, ("PrivateIpAddress.1", "10.0.1.9")],
            ),
            (
                "not there",
                unassign,
                &[private, ("PrivateIpAddress.1", "10.0.1.99")],
            ),
            ("nothing", unassign, &[private]),
            (
                "of the interface",
                "DeleteNetworkInterface",
                &[("NetworkInterfaceId", "eni-00000000000000000")],
            ),
        ],
    );
    insta::assert_snapshot!(table.await, @"");
}

#[tokio::test]
async fn more_than_an_account_may_have() {
    let quotas = Quotas {
        elastic_ips_per_region: 1,
        nat_gateways_per_zone: 1,
        ..Quotas::default()
    };
    let world = World::with_quotas(quotas).await;
    let network = world.network(PROVIDER, &["us-east-1a", "us-east-1b"]).await;
    allocate(&world, PROVIDER).await;
    let private = ("ConnectivityType", "private");
    nat_gateway(&world, PROVIDER, &network, &[private]).await;
    let subnet = ("SubnetId", &*network.subnet_ids[0]);
    let table = try_all(
        &world,
        PROVIDER,
        &[
            ("an address", "AllocateAddress", &[]),
            ("a NAT gateway", "CreateNatGateway", &[subnet, private]),
        ],
    );
    insta::assert_snapshot!(table.await, @"");
    let elsewhere = [("SubnetId", &*network.subnet_ids[1]), private];
    world.ec2(PROVIDER).ok("CreateNatGateway", &elsewhere).await;
}
