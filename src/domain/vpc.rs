//! A VPC: its CIDR block and attributes.

use std::net::Ipv4Addr;

use ipnet::Ipv4Net;
use serde::{Deserialize, Serialize};

use super::clock::Timestamp;
use super::error::{Code, Error, Result};
use super::filter::Filterable;
use super::id::{DhcpOptionsId, VpcCidrAssociationId, VpcId};
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
    /// The network, /16 to /28.
    pub cidr_block: Ipv4Net,
    /// Identifier of the network's association with the VPC.
    pub cidr_association_id: VpcCidrAssociationId,
    /// The IPv6 network, /56, if it has one.
    pub ipv6_cidr_block: Option<Ipv6Association<VpcCidrAssociationId>>,
    /// The DHCP options in force: AWS's own, which every VPC starts with. They cannot be described yet.
    pub dhcp_options_id: DhcpOptionsId,
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

/// Reads a CIDR block and cuts its host bits, as EC2 does.
pub fn parse_cidr(parameter: &'static str, text: &str) -> Result<Ipv4Net> {
    text.parse::<Ipv4Net>().map(|network| network.trunc()).map_err(|_| {
        Error::invalid_value(
            parameter,
            format!("Value ({text}) for parameter {parameter} is invalid. This is not a valid CIDR block."),
        )
    })
}

/// Whether a VPC can have this network: between /16 and /28.
pub fn check_cidr(cidr: Ipv4Net) -> Result<()> {
    if (16..=28).contains(&cidr.prefix_len()) {
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
    fn ipv6_values(
        &self,
        value: impl Fn(&Ipv6Association<VpcCidrAssociationId>) -> String,
    ) -> Vec<String> {
        self.ipv6_cidr_block.iter().map(value).collect()
    }
}

impl Filterable for Vpc {
    const FILTERS: &'static [&'static str] = &[
        "cidr",
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
            "cidr" | "cidr-block-association.cidr-block" => vec![self.cidr_block.to_string()],
            "cidr-block-association.association-id" => vec![self.cidr_association_id.to_string()],
            "cidr-block-association.state" => vec!["associated".to_owned()],
            "dhcp-options-id" => vec![self.dhcp_options_id.to_string()],
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
        for (prefix, fits) in [(15, false), (16, true), (28, true), (29, false)] {
            let cidr = parse_cidr("CidrBlock", &format!("10.0.0.0/{prefix}")).unwrap();
            assert_eq!(check_cidr(cidr).is_ok(), fits, "/{prefix}");
        }
    }
}
