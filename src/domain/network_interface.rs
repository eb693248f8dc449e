//! A network interface: addresses in a subnet, with security groups. Users have some of their own; endpoints and load
//! balancers hold others.

use std::net::{Ipv4Addr, Ipv6Addr};

use ipnet::{Ipv4Net, Ipv6Net};
use serde::{Deserialize, Serialize};

use super::clock::Timestamp;
use super::connection_tracking::ConnectionTracking;
use super::error::{Code, Error, Result};
use super::filter::Filterable;
use super::id::{
    AttachmentId, EndpointId, NatGatewayId, NetworkInterfaceId, SecurityGroupId, SubnetId, VpcId,
};
use super::limit;
use super::load_balancer_type::LoadBalancerType;
use super::load_balancing_arn::parse_load_balancer_arn;
use super::scope::Scope;
use super::tag::Tag;

/// The status of every attachment.
pub const ATTACHMENT_STATUS: &str = "attached";

/// A network interface.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct NetworkInterface {
    /// Identifier.
    pub id: NetworkInterfaceId,
    /// Owner: the user's account, or that of what holds it.
    pub scope: Scope,
    /// The VPC.
    pub vpc_id: VpcId,
    /// The subnet.
    pub subnet_id: SubnetId,
    /// The subnet's zone.
    pub availability_zone: String,
    /// The subnet's zone id.
    pub availability_zone_id: String,
    /// The primary IPv4 address in the subnet. There is this, an IPv6 address, or both, unless it is for memory access alone.
    pub private_ip_address: Option<Ipv4Addr>,
    /// Other IPv4 addresses in the subnet.
    pub secondary_private_ip_addresses: Vec<Ipv4Addr>,
    /// The first IPv6 address in the subnet.
    pub ipv6_address: Option<Ipv6Addr>,
    /// Other IPv6 addresses in the subnet.
    pub further_ipv6_addresses: Vec<Ipv6Addr>,
    /// Whole prefixes of IPv4 addresses.
    pub ipv4_prefixes: Vec<Ipv4Net>,
    /// Whole prefixes of IPv6 addresses.
    pub ipv6_prefixes: Vec<Ipv6Net>,
    /// The hardware address.
    pub mac_address: String,
    /// What it belongs to, in the words that clients search for, or what its user says.
    pub description: String,
    /// Security groups.
    pub groups: Vec<SecurityGroupRef>,
    /// Who holds it.
    pub holder: Holder,
    /// Identifier of its attachment to the holder; none for a user's own.
    pub attachment_id: Option<AttachmentId>,
    /// Whether it takes and sends only what is for or from itself; a record only.
    pub source_dest_check: bool,
    /// Whether its first IPv6 address stays for good.
    pub has_primary_ipv6: bool,
    /// Whether an instance would get a public address with it; a record only.
    pub associate_public_ip_address: bool,
    /// When idle connections through its groups are forgotten; a record only.
    pub connection_tracking: ConnectionTracking,
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

/// What made the interface and keeps it. Users cannot manage those of others than themselves.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", tag = "kind")]
pub enum Holder {
    /// A user. There are no instances to attach it to.
    #[serde(rename_all = "camelCase")]
    User {
        /// What kind of interface it is; a record only.
        interface_type: UserInterfaceType,
        /// Who created it, as EC2's `requesterId` shows it.
        requester_id: String,
    },
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

/// The kinds of interfaces that users create.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum UserInterfaceType {
    /// The usual one.
    Interface,
    /// With the Elastic Fabric Adapter.
    Efa,
    /// Elastic Fabric Adapter only, for memory access: it has no addresses.
    EfaOnly,
    /// A part of a trunk.
    Branch,
    /// One that has parts.
    Trunk,
}

impl UserInterfaceType {
    /// AWS's spelling.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Interface => "interface",
            Self::Efa => "efa",
            Self::EfaOnly => "efa-only",
            Self::Branch => "branch",
            Self::Trunk => "trunk",
        }
    }
}

impl Holder {
    /// EC2's `interfaceType`.
    pub fn interface_type(&self) -> &'static str {
        match self {
            Self::User { interface_type, .. } => interface_type.name(),
            Self::Endpoint { .. } => "vpc_endpoint",
            Self::GatewayLoadBalancerEndpoint { .. } => "gateway_load_balancer_endpoint",
            Self::LoadBalancer { load_balancer_arn } => parse_load_balancer_arn(load_balancer_arn)
                .unwrap_or(LoadBalancerType::Network)
                .interface_type(),
            Self::NatGateway { .. } => "nat_gateway",
        }
    }

    /// EC2's `requesterId`: the user or service that asked for the interface.
    pub fn requester_id(&self) -> &str {
        match self {
            Self::User { requester_id, .. } => requester_id,
            Self::Endpoint { .. } | Self::GatewayLoadBalancerEndpoint { .. } => "727180483921",
            Self::LoadBalancer { .. } => "amazon-elb",
            Self::NatGateway { .. } => "amazon-aws",
        }
    }

    /// EC2's `requesterManaged`: whether a service keeps the interface.
    pub const fn is_requester(&self) -> bool {
        match self {
            Self::User { .. } => false,
            Self::Endpoint { .. }
            | Self::GatewayLoadBalancerEndpoint { .. }
            | Self::LoadBalancer { .. }
            | Self::NatGateway { .. } => true,
        }
    }

    /// Whether an interface of it starts by taking and sending only what is for or from itself.
    pub const fn checks_addresses(&self) -> bool {
        match self {
            Self::User { .. }
            | Self::Endpoint { .. }
            | Self::GatewayLoadBalancerEndpoint { .. }
            | Self::LoadBalancer { .. } => true,
            Self::NatGateway { .. } => false,
        }
    }

    /// EC2's `attachment.instanceOwnerId`; none of a user, who has no instances.
    pub const fn instance_owner_id(&self) -> Option<&'static str> {
        match self {
            Self::User { .. } => None,
            Self::Endpoint { .. }
            | Self::GatewayLoadBalancerEndpoint { .. }
            | Self::NatGateway { .. } => Some("amazon-aws"),
            Self::LoadBalancer { .. } => Some("amazon-elb"),
        }
    }
}

/// An interface's attachment to what holds it, as answers show it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Attachment<'a> {
    /// Identifier.
    pub id: &'a AttachmentId,
    /// The owner of what it is attached to.
    pub instance_owner_id: &'static str,
}

/// An Elastic IP of one of an interface's addresses, as answers show it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct PublicAssociation {
    /// Identifier of the Elastic IP.
    pub allocation_id: String,
    /// Identifier of the association.
    pub association_id: String,
    /// The Elastic IP's owner.
    pub owner_id: String,
    /// The public address.
    pub public_ip: Ipv4Addr,
    /// The name of the public address, in a VPC whose interfaces have names.
    pub public_dns_name: Option<String>,
    /// The interface's address.
    pub private_ip_address: Ipv4Addr,
}

impl NetworkInterface {
    /// `in-use` if something holds it, otherwise `available`.
    pub const fn status(&self) -> &'static str {
        match self.attachment_id {
            Some(_) => "in-use",
            None => "available",
        }
    }

    /// Its attachment, if it has one.
    pub fn attachment(&self) -> Option<Attachment<'_>> {
        let (id, owner) = (self.attachment_id.as_ref(), self.holder.instance_owner_id());
        id.zip(owner).map(|(id, instance_owner_id)| Attachment {
            id,
            instance_owner_id,
        })
    }

    /// The ARN.
    pub fn arn(&self) -> String {
        self.scope
            .arn("ec2", &format!("network-interface/{}", self.id))
    }

    /// All its IPv4 addresses, the primary one first; those of its prefixes are left out.
    pub fn ipv4_addresses(&self) -> impl Iterator<Item = Ipv4Addr> {
        self.private_ip_address
            .into_iter()
            .chain(self.secondary_private_ip_addresses.iter().copied())
    }

    /// All its IPv6 addresses; those of its prefixes are left out.
    pub fn ipv6_addresses(&self) -> impl Iterator<Item = Ipv6Addr> {
        self.ipv6_address
            .into_iter()
            .chain(self.further_ipv6_addresses.iter().copied())
    }

    /// Gives it these IPv6 addresses and no others.
    pub fn set_ipv6_addresses(&mut self, addresses: Vec<Ipv6Addr>) {
        let mut addresses = addresses.into_iter();
        self.ipv6_address = addresses.next();
        self.further_ipv6_addresses = addresses.collect();
    }

    /// The name that the VPC's resolver gives the primary IPv4 address.
    pub fn private_dns_name(&self) -> Option<String> {
        self.private_ip_address
            .map(|address| self.dns_name_of(address))
    }

    /// The name that the VPC's resolver gives one of its IPv4 addresses.
    pub fn dns_name_of(&self, address: Ipv4Addr) -> String {
        let address = address.to_string().replace('.', "-");
        if self.scope.region.as_str() == "us-east-1" {
            format!("ip-{address}.ec2.internal")
        } else {
            format!("ip-{address}.{}.compute.internal", self.scope.region)
        }
    }

    /// Whether it has IPv6 addresses only.
    pub const fn is_ipv6_native(&self) -> bool {
        self.private_ip_address.is_none() && self.ipv6_address.is_some()
    }

    /// Whether internet gateways may not pass traffic to its IPv6 address; `None` without one, or if it is a user's.
    pub fn deny_all_igw_traffic(&self) -> Option<bool> {
        self.ipv6_address?;
        match self.holder {
            Holder::Endpoint { .. } | Holder::GatewayLoadBalancerEndpoint { .. } => Some(true),
            Holder::LoadBalancer { .. } | Holder::NatGateway { .. } => Some(false),
            Holder::User { .. } => None,
        }
    }
}

/// Refuses a description that is too long.
pub fn check_description(description: &str) -> Result<()> {
    let most = limit::INTERFACE_DESCRIPTION_CHARS;
    if description.chars().count() > most {
        return Err(Error::invalid_value(
            "Description",
            format!("The description has more than {most} characters"),
        ));
    }
    Ok(())
}

/// Refuses more security groups than an interface can have, and none.
pub fn check_groups(groups: &[SecurityGroupRef]) -> Result<()> {
    if groups.len() > limit::SECURITY_GROUPS_PER_INTERFACE {
        return Err(Error::new(
            Code::GroupsPerInterfaceLimitExceeded,
            "The maximum number of security groups per interface has been reached.",
        )
        .about("SecurityGroupId"));
    }
    Ok(())
}

/// A hardware address of the locally administered kind, from six random bytes.
pub fn mac_address(mut bytes: [u8; 6]) -> String {
    bytes[0] = 0x02;
    bytes.map(|byte| format!("{byte:02x}")).join(":")
}

fn texts<T: ToString>(values: impl IntoIterator<Item = T>) -> Vec<String> {
    values.into_iter().map(|value| value.to_string()).collect()
}

impl Filterable for NetworkInterface {
    const FILTERS: &'static [&'static str] = &[
        "addresses.association.allocation-id",
        "addresses.association.association-id",
        "addresses.association.owner-id",
        "addresses.association.public-ip",
        "addresses.association.public-dns-name",
        "addresses.primary",
        "addresses.private-ip-address",
        "association.allocation-id",
        "association.association-id",
        "association.ip-owner-id",
        "association.public-dns-name",
        "association.public-ip",
        "attachment.attach-time",
        "attachment.attachment-id",
        "attachment.delete-on-termination",
        "attachment.device-index",
        "attachment.instance-id",
        "attachment.instance-owner-id",
        "attachment.network-card-index",
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
        "operator.managed",
        "operator.principal",
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
        if name.starts_with("attachment.") {
            return texts(
                self.attachment()
                    .and_then(|attachment| self.attachment_value(&attachment, name)),
            );
        }
        let one = match name {
            "requester-managed" => self.holder.is_requester().to_string(),
            "source-dest-check" => self.source_dest_check.to_string(),
            "operator.managed" => "false".to_owned(),
            "addresses.primary" => {
                let addresses = self.ipv4_addresses();
                return texts(addresses.map(|address| Some(address) == self.private_ip_address));
            }
            "addresses.private-ip-address" | "private-ip-address" => {
                return texts(self.ipv4_addresses());
            }
            "ipv6-addresses.ipv6-address" => return texts(self.ipv6_addresses()),
            "availability-zone" => self.availability_zone.clone(),
            "availability-zone-id" => self.availability_zone_id.clone(),
            "description" => self.description.clone(),
            "group-id" => return texts(self.groups.iter().map(|group| &group.group_id)),
            "group-name" => return texts(self.groups.iter().map(|group| &group.group_name)),
            "interface-type" => self.holder.interface_type().to_owned(),
            "mac-address" => self.mac_address.clone(),
            "network-interface-id" => self.id.to_string(),
            "owner-id" => self.scope.account.to_string(),
            "private-dns-name" => return texts(self.private_dns_name()),
            "requester-id" => self.holder.requester_id().to_owned(),
            "status" => self.status().to_owned(),
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

impl NetworkInterface {
    fn attachment_value(&self, attachment: &Attachment<'_>, name: &str) -> Option<String> {
        Some(match name {
            "attachment.attach-time" => self.created_at.to_string(),
            "attachment.attachment-id" => attachment.id.to_string(),
            "attachment.delete-on-termination" => "false".to_owned(),
            "attachment.device-index" => "1".to_owned(),
            "attachment.instance-owner-id" => attachment.instance_owner_id.to_owned(),
            "attachment.network-card-index" => "0".to_owned(),
            "attachment.status" => ATTACHMENT_STATUS.to_owned(),
            _ => return None,
        })
    }
}

impl PublicAssociation {
    /// The values of the filters `association.` and `addresses.association.` and this.
    pub fn filter_value(&self, name: &str) -> Option<String> {
        Some(match name {
            "allocation-id" => self.allocation_id.clone(),
            "association-id" => self.association_id.clone(),
            "ip-owner-id" | "owner-id" => self.owner_id.clone(),
            "public-dns-name" => return self.public_dns_name.clone(),
            "public-ip" => self.public_ip.to_string(),
            _ => return None,
        })
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
