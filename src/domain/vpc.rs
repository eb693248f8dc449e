//! A VPC: its CIDR block and attributes.

use std::net::Ipv4Addr;

use ipnet::{IpNet, Ipv4Net, Ipv6Net};
use serde::{Deserialize, Serialize};

use super::cidr_block::Ipv4Association;
use super::clock::Timestamp;
use super::dhcp_options::VpcDhcpOptions;
use super::error::{Code, Error, Result};
use super::filter::Filterable;
use super::id::{VpcCidrAssociationId, VpcId};
use super::ipv6::{self, Ipv6Association};
use super::scope::Scope;
use super::tag::Tag;

/// A VPC.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Vpc {
    /// Identifier.
    pub id: VpcId,
    /// Owner.
    pub scope: Scope,
    /// Whether it is the default one of its account and region.
    pub is_default: bool,
    /// The first network, /16 to /28.
    pub cidr_block: Ipv4Net,
    /// Identifier of the network's association with the VPC.
    pub cidr_association_id: VpcCidrAssociationId,
    /// Its further networks, in the order in which it got them.
    pub secondary_cidr_blocks: Vec<Ipv4Association>,
    /// Its IPv6 networks, each a /56, in the order in which it got them.
    pub ipv6_cidr_blocks: Vec<Ipv6Association<VpcCidrAssociationId>>,
    /// The DHCP options in force; a record only, there are no instances.
    pub dhcp_options: VpcDhcpOptions,
    /// `default` or `dedicated`; a record only, there are no instances.
    pub instance_tenancy: Tenancy,
    /// Whether names are resolved inside the VPC.
    pub enable_dns_support: bool,
    /// Whether interfaces get names. Private DNS needs this and `enable_dns_support`.
    pub enable_dns_hostnames: bool,
    /// A record only: address usage metrics are not kept.
    pub enable_network_address_usage_metrics: bool,
    /// Tags.
    pub tags: Vec<Tag>,
    /// When it was created.
    pub created_at: Timestamp,
}

/// The network of every default VPC.
pub const DEFAULT_NETWORK: Ipv4Net = Ipv4Net::new_assert(Ipv4Addr::new(172, 31, 0, 0), 16);

/// Whether instances of the VPC share hardware with other accounts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Tenancy {
    /// They may.
    Default,
    /// They don't.
    Dedicated,
}

impl Tenancy {
    /// Reads AWS's spelling.
    pub fn parse(text: &str) -> Result<Self> {
        match text {
            "default" => Ok(Self::Default),
            "dedicated" => Ok(Self::Dedicated),
            other => Err(Error::new(
                Code::UnsupportedTenancy,
                format!("The tenancy value {other} is not supported."),
            )
            .about("InstanceTenancy")),
        }
    }

    /// What it becomes if a user asks for `wanted`: a VPC can give up its own hardware, and never gets it later.
    pub fn changed(self, wanted: Self) -> Result<Self> {
        match (self, wanted) {
            (_, Self::Default) | (Self::Dedicated, Self::Dedicated) => Ok(wanted),
            (Self::Default, Self::Dedicated) => Err(Error::invalid_value(
                "InstanceTenancy",
                "The tenancy of a VPC can only be changed to default",
            )),
        }
    }
}

/// Reads a CIDR block and cuts its host bits, as EC2 does.
pub fn parse_cidr(parameter: &'static str, text: &str) -> Result<Ipv4Net> {
    text.parse::<Ipv4Net>().map(|network| network.trunc()).map_err(|_| {
        Error::invalid_value(
            parameter,
            format!("Value ({text}) for parameter {parameter} is invalid. This is not a valid CIDR block."),
        )
    })
}

/// Networks of which no VPC can have anything.
const RESERVED: [Ipv4Net; 4] = [
    Ipv4Net::new_assert(Ipv4Addr::UNSPECIFIED, 8),
    Ipv4Net::new_assert(Ipv4Addr::new(127, 0, 0, 0), 8),
    Ipv4Net::new_assert(Ipv4Addr::new(169, 254, 0, 0), 16),
    Ipv4Net::new_assert(Ipv4Addr::new(224, 0, 0, 0), 4),
];

/// Whether a VPC can have this network: between /16 and /28, and none that the internet keeps for itself.
pub fn check_cidr(cidr: Ipv4Net) -> Result<()> {
    let is_reserved = RESERVED.iter().any(|reserved| reserved.contains(&cidr));
    if (16..=28).contains(&cidr.prefix_len()) && !is_reserved {
        Ok(())
    } else {
        Err(Error::new(
            Code::InvalidVpcRange,
            format!("The CIDR '{cidr}' is invalid."),
        )
        .about("CidrBlock"))
    }
}

impl Vpc {
    /// Its IPv4 networks, the first one first, with the identifiers of their associations.
    pub fn ipv4_associations(&self) -> impl Iterator<Item = (&VpcCidrAssociationId, Ipv4Net)> {
        let others = self.secondary_cidr_blocks.iter();
        std::iter::once((&self.cidr_association_id, self.cidr_block))
            .chain(others.map(|it| (&it.association_id, it.cidr_block)))
    }

    /// Its IPv4 networks, the first one first.
    pub fn ipv4_networks(&self) -> impl Iterator<Item = Ipv4Net> {
        self.ipv4_associations().map(|(_, network)| network)
    }

    /// Its IPv6 networks.
    pub fn ipv6_networks(&self) -> impl Iterator<Item = Ipv6Net> {
        self.ipv6_cidr_blocks.iter().map(|ipv6| ipv6.cidr_block)
    }

    /// All its networks, the IPv4 ones first.
    pub fn networks(&self) -> Vec<IpNet> {
        let ipv6 = self.ipv6_networks().map(IpNet::V6);
        self.ipv4_networks().map(IpNet::V4).chain(ipv6).collect()
    }

    /// What all its networks are known by, IPv4 and IPv6 ones.
    pub fn association_ids(&self) -> Vec<(String, String)> {
        let ipv4 = self
            .ipv4_associations()
            .map(|(id, network)| (id.to_string(), network.to_string()));
        let ipv6 = self
            .ipv6_cidr_blocks
            .iter()
            .map(|ipv6| (ipv6.association_id.to_string(), ipv6.cidr_block.to_string()));
        ipv4.chain(ipv6).collect()
    }

    fn ipv6_values(
        &self,
        value: impl Fn(&Ipv6Association<VpcCidrAssociationId>) -> String,
    ) -> Vec<String> {
        self.ipv6_cidr_blocks.iter().map(value).collect()
    }
}

impl Filterable for Vpc {
    const FILTERS: &'static [&'static str] = &[
        "cidr",
        "cidr-block",
        "cidr-block-association.association-id",
        "cidr-block-association.cidr-block",
        "cidr-block-association.state",
        "dhcp-options-id",
        "ipv6-cidr-block-association.association-id",
        "ipv6-cidr-block-association.ipv6-cidr-block",
        "ipv6-cidr-block-association.ipv6-pool",
        "ipv6-cidr-block-association.state",
        "is-default",
        "isDefault",
        "owner-id",
        "state",
        "vpc-id",
    ];

    fn filter_values(&self, name: &str) -> Vec<String> {
        match name {
            "cidr" | "cidr-block" => vec![self.cidr_block.to_string()],
            "cidr-block-association.cidr-block" => {
                self.ipv4_networks().map(|it| it.to_string()).collect()
            }
            "cidr-block-association.association-id" => self
                .ipv4_associations()
                .map(|(id, _)| id.to_string())
                .collect(),
            "cidr-block-association.state" => vec!["associated".to_owned()],
            "dhcp-options-id" => vec![self.dhcp_options.id(&self.scope)],
            "ipv6-cidr-block-association.association-id" => {
                self.ipv6_values(|ipv6| ipv6.association_id.to_string())
            }
            "ipv6-cidr-block-association.ipv6-cidr-block" => {
                self.ipv6_values(|ipv6| ipv6.cidr_block.to_string())
            }
            "ipv6-cidr-block-association.ipv6-pool" => self.ipv6_values(|_| ipv6::POOL.to_owned()),
            "ipv6-cidr-block-association.state" => {
                self.ipv6_values(|_| ipv6::ASSOCIATION_STATE.to_owned())
            }
            "is-default" | "isDefault" => vec![self.is_default.to_string()],
            "owner-id" => vec![self.scope.account.to_string()],
            "state" => vec!["available".to_owned()],
            "vpc-id" => vec![self.id.to_string()],
            _ => Vec::new(),
        }
    }

    fn filter_tags(&self) -> &[Tag] {
        &self.tags
    }
}

#[cfg(test)]
mod tests {
    use super::{check_cidr, parse_cidr};

    #[test]
    fn networks_of_a_vpc() {
        assert_eq!(
            parse_cidr("CidrBlock", "10.0.0.9/16").unwrap().to_string(),
            "10.0.0.0/16"
        );
        for text in ["", "10.0.0.0", "10.0.0.0/33", "10.0.0/16", "::/64"] {
            assert_eq!(
                parse_cidr("CidrBlock", text).unwrap_err().code.name(),
                "InvalidParameterValue"
            );
        }
        for reserved in ["127.0.0.0/16", "169.254.0.0/24", "224.0.0.0/16"] {
            let cidr = parse_cidr("CidrBlock", reserved).unwrap();
            assert!(check_cidr(cidr).is_err(), "{reserved}");
        }
        for (prefix, fits) in [(15, false), (16, true), (28, true), (29, false)] {
            let cidr = parse_cidr("CidrBlock", &format!("10.0.0.0/{prefix}")).unwrap();
            assert_eq!(check_cidr(cidr).is_ok(), fits, "/{prefix}");
        }
    }
}
