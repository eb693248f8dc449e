//! Ways to the internet: networks with an internet gateway, Elastic IP addresses, NAT gateways.

use serde_json::json;

use super::world::{CONSUMER, Network, PROVIDER, World};

/// A network with a subnet in us-east-1a, 10.0.0.0/24, and an internet gateway.
pub(crate) async fn open_network(world: &World, account: &'static str) -> Network {
    let network = world.network(account, &["us-east-1a"]).await;
    attached(world, account, &network.vpc_id).await;
    network
}

/// An internet gateway.
async fn internet_gateway(world: &World, account: &'static str) -> String {
    let created = world.ec2(account).ok("CreateInternetGateway", &[]).await;
    created.one("internetGatewayId")
}

/// An internet gateway of a VPC.
async fn attached(world: &World, account: &'static str, vpc_id: &str) -> String {
    let id = internet_gateway(world, account).await;
    let pair = [("InternetGatewayId", &*id), ("VpcId", vpc_id)];
    world.ec2(account).ok("AttachInternetGateway", &pair).await;
    id
}

/// An Elastic IP address.
pub(crate) async fn allocate(world: &World, account: &'static str) -> String {
    let allocated = world.ec2(account).ok("AllocateAddress", &[]).await;
    allocated.one("allocationId")
}

/// An interface of a user's in the network's first subnet.
pub(crate) async fn interface(world: &World, account: &'static str, network: &Network) -> String {
    let body = json!({"subnetId": network.subnet_ids[0]});
    let rest = world.rest(account);
    rest.make("/v1/network-interfaces", "networkInterfaceId", body)
        .await
}

/// A NAT gateway in the network's first subnet.
pub(crate) async fn nat_gateway(
    world: &World,
    account: &'static str,
    network: &Network,
    parameters: &[(&str, &str)],
) -> String {
    let mut request = vec![("SubnetId", &*network.subnet_ids[0])];
    request.extend(parameters);
    let created = world.ec2(account).ok("CreateNatGateway", &request).await;
    created.one("natGatewayId")
}

/// One of everything.
pub(crate) struct Ways {
    /// Of the consumer's, with a gateway of each kind.
    pub(crate) vpc_id: String,
    pub(crate) internet_gateway_id: String,
    pub(crate) egress_only_id: String,
    /// Of the consumer's; nothing uses them.
    pub(crate) spare_vpc_id: String,
    pub(crate) spare_internet_gateway_id: String,
    pub(crate) unused_internet_gateway_id: String,
    /// Of the consumer's, in another VPC: an address before an interface, and one before nothing.
    pub(crate) interface_id: String,
    pub(crate) associated_id: String,
    pub(crate) association_id: String,
    pub(crate) spare_allocation_id: String,
    /// Of the provider's.
    pub(crate) subnet_id: String,
    pub(crate) nat_gateway_id: String,
    pub(crate) nat_association_id: String,
    pub(crate) free_allocation_id: String,
    /// Of the provider's, with the further address 10.0.0.9.
    pub(crate) private_nat_gateway_id: String,
}

impl Ways {
    pub(crate) async fn of(world: &World) -> Self {
        let ec2 = world.ec2(CONSUMER);
        let vpc_id = world.network(CONSUMER, &[]).await.vpc_id;
        let created = ec2
            .ok("CreateEgressOnlyInternetGateway", &[("VpcId", &vpc_id)])
            .await;
        let open = open_network(world, CONSUMER).await;
        let interface_id = interface(world, CONSUMER, &open).await;
        let associated_id = allocate(world, CONSUMER).await;
        let pair = [
            ("AllocationId", &*associated_id),
            ("NetworkInterfaceId", &*interface_id),
        ];
        let associated = ec2.ok("AssociateAddress", &pair).await;

        let network = open_network(world, PROVIDER).await;
        let addresses = [
            allocate(world, PROVIDER).await,
            allocate(world, PROVIDER).await,
        ];
        let public = [
            ("AllocationId", &*addresses[0]),
            ("SecondaryAllocationId.1", &*addresses[1]),
        ];
        let nat_gateway_id = nat_gateway(world, PROVIDER, &network, &public).await;
        let private = [
            ("ConnectivityType", "private"),
            ("SecondaryPrivateIpAddress.1", "10.0.0.9"),
        ];
        let private_nat_gateway_id = nat_gateway(world, PROVIDER, &network, &private).await;
        world.settle().await;
        let secondary = [("AllocationId.1", &*addresses[1])];
        let secondary = world
            .ec2(PROVIDER)
            .ok("DescribeAddresses", &secondary)
            .await;
        Self {
            internet_gateway_id: attached(world, CONSUMER, &vpc_id).await,
            vpc_id,
            egress_only_id: created.one("egressOnlyInternetGatewayId"),
            spare_vpc_id: world.network(CONSUMER, &[]).await.vpc_id,
            spare_internet_gateway_id: internet_gateway(world, CONSUMER).await,
            unused_internet_gateway_id: internet_gateway(world, CONSUMER).await,
            interface_id,
            associated_id,
            association_id: associated.one("associationId"),
            spare_allocation_id: allocate(world, CONSUMER).await,
            subnet_id: network.subnet_ids[0].clone(),
            nat_gateway_id,
            nat_association_id: secondary.one("associationId"),
            free_allocation_id: allocate(world, PROVIDER).await,
            private_nat_gateway_id,
        }
    }
}
