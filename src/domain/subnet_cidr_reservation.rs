//! A part of a subnet's network from which addresses are not given out by themselves.

use ipnet::IpNet;
use serde::{Deserialize, Serialize};

use super::clock::Timestamp;
use super::error::{Code, Error, Result};
use super::filter::Filterable;
use super::id::{SubnetCidrReservationId, SubnetId};
use super::scope::Scope;
use super::subnet::Subnet;
use super::tag::Tag;

/// A reserved part of a subnet.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct SubnetCidrReservation {
    /// Identifier.
    pub id: SubnetCidrReservationId,
    /// Owner.
    pub scope: Scope,
    /// The subnet.
    pub subnet_id: SubnetId,
    /// The part, of the subnet's IPv4 or IPv6 network.
    pub cidr: IpNet,
    /// What it is reserved for.
    pub reservation_type: ReservationType,
    /// What it is for, in the owner's words.
    pub description: Option<String>,
    /// Tags.
    pub tags: Vec<Tag>,
    /// When it was created.
    pub created_at: Timestamp,
}

/// What a part of a subnet is reserved for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ReservationType {
    /// Prefixes of interfaces, whether they are chosen or not.
    Prefix,
    /// Addresses and prefixes that are chosen.
    Explicit,
}

impl ReservationType {
    /// AWS's spelling.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Prefix => "prefix",
            Self::Explicit => "explicit",
        }
    }
}

/// Reads a part of this subnet's network that overlaps none of `reserved`.
pub fn parse_cidr(
    text: &str,
    subnet: &Subnet,
    reserved: impl IntoIterator<Item = IpNet>,
) -> Result<IpNet> {
    let cidr: IpNet = text.parse().map_err(|_| {
        Error::invalid_value(
            "Cidr",
            format!(
                "Value ({text}) for parameter cidr is invalid. This is not a valid CIDR block."
            ),
        )
    })?;
    let cidr = cidr.trunc();
    let inside = match cidr {
        IpNet::V4(cidr) => subnet
            .cidr_block
            .is_some_and(|network| network.contains(&cidr)),
        IpNet::V6(cidr) => subnet
            .ipv6_cidr_block
            .as_ref()
            .is_some_and(|ipv6| ipv6.cidr_block.contains(&cidr)),
    };
    if !inside {
        return Err(Error::invalid_value(
            "Cidr",
            format!("The CIDR '{cidr}' is not within the subnet '{}'", subnet.id),
        ));
    }
    if reserved
        .into_iter()
        .any(|other| other.contains(&cidr) || cidr.contains(&other))
    {
        return Err(Error::new(
            Code::InvalidSubnetCidrReservationConflict,
            format!("The CIDR '{cidr}' conflicts with another reservation of the subnet"),
        )
        .about("Cidr"));
    }
    Ok(cidr)
}

impl Filterable for SubnetCidrReservation {
    const FILTERS: &'static [&'static str] = &["reservationType", "subnet-id"];

    fn filter_values(&self, name: &str) -> Vec<String> {
        match name {
            "reservationType" => vec![self.reservation_type.name().to_owned()],
            "subnet-id" => vec![self.subnet_id.to_string()],
            _ => Vec::new(),
        }
    }

    fn filter_tags(&self) -> &[Tag] {
        &self.tags
    }
}
