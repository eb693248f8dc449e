//! A network interface of the consumer's own, a reserved part of a subnet, and a default VPC of the provider's.

use serde_json::json;

use super::world::{CONSUMER, PROVIDER, World, ipv6_subnet, text};

/// What there is.
pub(crate) struct OwnInterface {
    pub(crate) vpc_id: String,
    /// 10.0.1.0/24 and IPv6.
    pub(crate) subnet_id: String,
    /// With the addresses 10.0.1.10, 10.0.1.11 and one of IPv6.
    pub(crate) interface_id: String,
    pub(crate) ipv6_address: String,
    /// Of 10.0.1.64/26.
    pub(crate) reservation_id: String,
    pub(crate) group_id: String,
    /// For the provider, about the interface.
    pub(crate) permission_id: String,
}

/// The zone in which the provider's default VPC has no subnet.
pub(crate) const EMPTY_ZONE: &str = "us-east-1b";

impl OwnInterface {
    pub(crate) async fn of(world: &World) -> Self {
        let rest = world.rest(CONSUMER);
        let body = json!({"cidrBlock": "10.0.0.0/16", "amazonProvidedIpv6CidrBlock": true});
        let vpc = rest.create("/v1/vpcs", body).await;
        let vpc_id = text(&vpc["vpcId"]);
        let ipv6_cidr_block = ipv6_subnet(&text(&vpc["ipv6CidrBlock"]), 1);
        let body = json!({
            "vpcId": vpc_id, "availabilityZone": "us-east-1a", "cidrBlock": "10.0.1.0/24",
            "ipv6CidrBlock": ipv6_cidr_block,
        });
        let subnet_id = rest.make("/v1/subnets", "subnetId", body).await;
        let body = json!({"vpcId": vpc_id, "groupName": "own", "description": "own"});
        let group_id = rest.make("/v1/security-groups", "groupId", body).await;
        let ipv6_address = ipv6_cidr_block.replace("/64", "9");
        let body = json!({
            "subnetId": subnet_id, "description": "own", "privateIpAddress": "10.0.1.10",
            "secondaryPrivateIpAddresses": ["10.0.1.11"], "ipv6Addresses": [ipv6_address],
        });
        let path = "/v1/network-interfaces";
        let interface_id = rest.make(path, "networkInterfaceId", body).await;
        let reservation = [
            ("SubnetId", &*subnet_id),
            ("Cidr", "10.0.1.64/26"),
            ("ReservationType", "explicit"),
        ];
        let reservation = world
            .ec2(CONSUMER)
            .ok("CreateSubnetCidrReservation", &reservation)
            .await;
        let permission = [
            ("NetworkInterfaceId", &*interface_id),
            ("AwsAccountId", PROVIDER),
            ("Permission", "EIP-ASSOCIATE"),
        ];
        let permission = world
            .ec2(CONSUMER)
            .ok("CreateNetworkInterfacePermission", &permission)
            .await;
        Self {
            permission_id: permission.one("networkInterfacePermissionId"),
            vpc_id,
            subnet_id,
            interface_id,
            ipv6_address,
            reservation_id: reservation.one("subnetCidrReservationId"),
            group_id,
        }
    }
}

/// Gives the provider a default VPC, which has a subnet in each zone but [`EMPTY_ZONE`].
pub(crate) async fn default_vpc(world: &World) {
    let ec2 = world.ec2(PROVIDER);
    ec2.ok("CreateDefaultVpc", &[]).await;
    let filters = [
        ("Filter.1.Name", "default-for-az"),
        ("Filter.1.Value.1", "true"),
        ("Filter.2.Name", "availability-zone"),
        ("Filter.2.Value.1", EMPTY_ZONE),
    ];
    let subnet = ec2.ok("DescribeSubnets", &filters).await;
    let id = [("SubnetId", &*subnet.one("subnetId"))];
    ec2.ok("DeleteSubnet", &id).await;
}
