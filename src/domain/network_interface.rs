//! A network interface: an address in a subnet, with security groups, held by an endpoint or a load balancer.

use std::net::{Ipv4Addr, Ipv6Addr};

use serde::{Deserialize, Serialize};

use super::clock::Timestamp;
use super::filter::Filterable;
use super::id::{
    AttachmentId, EndpointId, NatGatewayId, NetworkInterfaceId, SecurityGroupId, SubnetId, VpcId,
};
use super::load_balancer_type::LoadBalancerType;
use super::load_balancing_arn::parse_load_balancer_arn;
use super::scope::Scope;
use super::tag::Tag;

/// The status of every interface: there is always something that holds it.
pub const INTERFACE_STATUS: &str = "in-use";
/// The status of every attachment.
pub const ATTACHMENT_STATUS: &str = "attached";

/// A network interface.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct NetworkInterface {
    /// Identifier.
    pub id: NetworkInterfaceId,
    /// Owner: the account of what holds it.
    pub scope: Scope,
    /// The VPC.
    pub vpc_id: VpcId,
    /// The subnet.
    pub subnet_id: SubnetId,
    /// The subnet's zone.
    pub availability_zone: String,
    /// The subnet's zone id.
    pub availability_zone_id: String,
    /// The IPv4 address in the subnet. There is this, an IPv6 address, or both.
    pub private_ip_address: Option<Ipv4Addr>,
    /// The IPv6 address in the subnet.
    pub ipv6_address: Option<Ipv6Addr>,
    /// The hardware address.
    pub mac_address: String,
    /// What it belongs to, in the words that clients search for.
    pub description: String,
    /// Security groups.
    pub groups: Vec<SecurityGroupRef>,
    /// Who holds it.
    pub holder: Holder,
    /// Identifier of its attachment to the holder.
    pub attachment_id: AttachmentId,
    /// Tags.
    pub tags: Vec<Tag>,
    /// When it was created.
    pub created_at: Timestamp,
}

/// A security group by id and name, as lists of groups show it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct SecurityGroupRef {
    /// Identifier.
    pub group_id: SecurityGroupId,
    /// Name, fixed when the group is created.
    pub group_name: String,
}

/// What made the interface and keeps it. Users cannot manage such interfaces.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", tag = "kind")]
pub enum Holder {
    /// An interface endpoint; one interface in each of its zones.
    #[serde(rename_all = "camelCase")]
    Endpoint {
        /// The endpoint.
        endpoint_id: EndpointId,
    },
    /// An endpoint of a gateway load balancer; one interface.
    #[serde(rename_all = "camelCase")]
    GatewayLoadBalancerEndpoint {
        /// The endpoint.
        endpoint_id: EndpointId,
    },
    /// A load balancer; one interface in each of its subnets.
    #[serde(rename_all = "camelCase")]
    LoadBalancer {
        /// The load balancer.
        load_balancer_arn: String,
    },
    /// A NAT gateway; one interface.
    #[serde(rename_all = "camelCase")]
    NatGateway {
        /// The NAT gateway.
        nat_gateway_id: NatGatewayId,
    },
}

impl Holder {
    /// EC2's `interfaceType`.
    pub fn interface_type(&self) -> &'static str {
        match self {
            Self::Endpoint { .. } => "vpc_endpoint",
            Self::GatewayLoadBalancerEndpoint { .. } => "gateway_load_balancer_endpoint",
            Self::LoadBalancer { load_balancer_arn } => parse_load_balancer_arn(load_balancer_arn)
                .unwrap_or(LoadBalancerType::Network)
                .interface_type(),
            Self::NatGateway { .. } => "nat_gateway",
        }
    }

    /// EC2's `requesterId`: the service that asked for the interface.
    pub fn requester_id(&self) -> &'static str {
        match self {
            Self::Endpoint { .. } | Self::GatewayLoadBalancerEndpoint { .. } => "727180483921",
            Self::LoadBalancer { .. } => "amazon-elb",
            Self::NatGateway { .. } => "amazon-aws",
        }
    }

    /// EC2's `attachment.instanceOwnerId`.
    pub fn instance_owner_id(&self) -> &'static str {
        match self {
            Self::Endpoint { .. } | Self::GatewayLoadBalancerEndpoint { .. } => "amazon-aws",
            Self::LoadBalancer { .. } => "amazon-elb",
            Self::NatGateway { .. } => "amazon-aws",
        }
    }
}

impl NetworkInterface {
    /// The name that the VPC's resolver gives the IPv4 address.
    pub fn private_dns_name(&self) -> Option<String> {
        let address = self.private_ip_address?.to_string().replace('.', "-");
        Some(if self.scope.region.as_str() == "us-east-1" {
            format!("ip-{address}.ec2.internal")
        } else {
            format!("ip-{address}.{}.compute.internal", self.scope.region)
        })
    }

    /// Whether internet gateways may not pass traffic to its IPv6 address; `None` without one.
    pub fn deny_all_igw_traffic(&self) -> Option<bool> {
        self.ipv6_address?;
        match self.holder {
            Holder::Endpoint { .. } | Holder::GatewayLoadBalancerEndpoint { .. } => Some(true),
            Holder::LoadBalancer { .. } | Holder::NatGateway { .. } => Some(false),
        }
    }
}

fn texts(value: Option<&impl ToString>) -> Vec<String> {
    value.map(ToString::to_string).into_iter().collect()
}

/// A hardware address of the locally administered kind, from six random bytes.
pub fn mac_address(mut bytes: [u8; 6]) -> String {
    bytes[0] = 0x02;
    bytes.map(|byte| format!("{byte:02x}")).join(":")
}

impl Filterable for NetworkInterface {
    const FILTERS: &'static [&'static str] = &[
        "addresses.primary",
        "addresses.private-ip-address",
        "attachment.attach-time",
        "attachment.attachment-id",
        "attachment.delete-on-termination",
        "attachment.device-index",
        "attachment.instance-owner-id",
        "attachment.status",
        "availability-zone",
        "availability-zone-id",
        "description",
        "group-id",
        "group-name",
        "interface-type",
        "ipv6-addresses.ipv6-address",
        "mac-address",
        "network-interface-id",
        "owner-id",
        "private-dns-name",
        "private-ip-address",
        "requester-id",
        "requester-managed",
        "source-dest-check",
        "status",
        "subnet-id",
        "vpc-id",
    ];

    fn filter_values(&self, name: &str) -> Vec<String> {
        let one = match name {
            "requester-managed" | "source-dest-check" => "true".to_owned(),
            "addresses.primary" => {
                return self
                    .private_ip_address
                    .iter()
                    .map(|_| "true".to_owned())
                    .collect();
            }
            "addresses.private-ip-address" | "private-ip-address" => {
                return texts(self.private_ip_address.as_ref());
            }
            "ipv6-addresses.ipv6-address" => return texts(self.ipv6_address.as_ref()),
            "attachment.attach-time" => self.created_at.to_string(),
            "attachment.attachment-id" => self.attachment_id.to_string(),
            "attachment.delete-on-termination" => "false".to_owned(),
            "attachment.device-index" => "1".to_owned(),
            "attachment.instance-owner-id" => self.holder.instance_owner_id().to_owned(),
            "attachment.status" => ATTACHMENT_STATUS.to_owned(),
            "availability-zone" => self.availability_zone.clone(),
            "availability-zone-id" => self.availability_zone_id.clone(),
            "description" => self.description.clone(),
            "group-id" => {
                return self
                    .groups
                    .iter()
                    .map(|group| group.group_id.to_string())
                    .collect();
            }
            "group-name" => {
                return self
                    .groups
                    .iter()
                    .map(|group| group.group_name.clone())
                    .collect();
            }
            "interface-type" => self.holder.interface_type().to_owned(),
            "mac-address" => self.mac_address.clone(),
            "network-interface-id" => self.id.to_string(),
            "owner-id" => self.scope.account.to_string(),
            "private-dns-name" => return texts(self.private_dns_name().as_ref()),
            "requester-id" => self.holder.requester_id().to_owned(),
            "status" => INTERFACE_STATUS.to_owned(),
            "subnet-id" => self.subnet_id.to_string(),
            "vpc-id" => self.vpc_id.to_string(),
            _ => return Vec::new(),
        };
        vec![one]
    }

    fn filter_tags(&self) -> &[Tag] {
        &self.tags
    }
}

#[cfg(test)]
mod tests {
    use super::mac_address;

    #[test]
    fn hardware_addresses_are_locally_administered() {
        assert_eq!(mac_address([0xff, 1, 2, 3, 4, 0xab]), "02:01:02:03:04:ab");
    }
}
