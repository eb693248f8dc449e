//! Routes: where traffic to a destination goes. A table's local routes are not documents but the VPC's networks, unless they were
//! given another target.

use std::fmt;

use ipnet::{Ipv4Net, Ipv6Net};
use serde::{Deserialize, Serialize};

use super::clock::Timestamp;
use super::error::{Code, Error, Result};
use super::id::{Id, PrefixListId, RouteTableId};
use super::route_target::RouteTarget;
use super::scope::Scope;

/// The target of a local route.
pub const LOCAL_GATEWAY: &str = "local";
/// How a local route came to be.
pub const LOCAL_ORIGIN: &str = "CreateRouteTable";
/// How every other route came to be, those of gateway endpoints too.
pub const ORIGIN: &str = "CreateRoute";

/// A route with a target. If its destination is a network of the VPC, it stands for the local route.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Route {
    /// Owner.
    pub scope: Scope,
    /// The table.
    pub route_table_id: RouteTableId,
    /// Where the traffic wants to go.
    pub destination: Destination,
    /// Where it is sent.
    pub target: RouteTarget,
    /// When it was created.
    pub created_at: Timestamp,
}

impl Route {
    /// The key of a route in the store: table and destination.
    pub fn key(route_table_id: &RouteTableId, destination: &Destination) -> String {
        format!("{route_table_id}|{destination}")
    }
}

/// Whether a route works.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum RouteState {
    /// It does.
    Active,
    /// Its target takes no traffic.
    Blackhole,
}

impl RouteState {
    /// EC2's spelling.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Active => "active",
            Self::Blackhole => "blackhole",
        }
    }
}

/// Where traffic wants to go.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum Destination {
    /// An IPv4 network.
    Ipv4(Ipv4Net),
    /// An IPv6 network.
    Ipv6(Ipv6Net),
    /// The networks of a prefix list.
    PrefixList(PrefixListId),
}

impl Destination {
    /// Reads whichever of the three it is; `parameter` is the one to name in a refusal.
    pub fn parse(parameter: &'static str, text: &str) -> Result<Self> {
        if let Ok(id) = PrefixListId::parse(text) {
            return Ok(Self::PrefixList(id));
        }
        match text.parse::<ipnet::IpNet>() {
            Ok(ipnet::IpNet::V4(network)) => Ok(Self::Ipv4(network.trunc())),
            Ok(ipnet::IpNet::V6(network)) => Ok(Self::Ipv6(network.trunc())),
            Err(_) => Err(Error::invalid_value(
                parameter,
                format!(
                    "Value ({text}) for parameter {parameter} is invalid. This is neither a CIDR block nor a prefix list."
                ),
            )),
        }
    }

    /// The one that a request gives; exactly one of the three must be given.
    pub fn chosen(
        cidr_block: Option<&str>,
        ipv6_cidr_block: Option<&str>,
        prefix_list_id: Option<&str>,
    ) -> Result<Self> {
        let given = [
            (cidr_block, "DestinationCidrBlock"),
            (ipv6_cidr_block, "DestinationIpv6CidrBlock"),
            (prefix_list_id, "DestinationPrefixListId"),
        ];
        let mut given = given
            .into_iter()
            .filter_map(|(text, parameter)| Some((text?, parameter)));
        let (text, parameter) = given
            .next()
            .ok_or_else(|| Error::missing("DestinationCidrBlock"))?;
        if let Some((_, other)) = given.next() {
            return Err(Error::new(
                Code::InvalidParameterCombination,
                format!("{parameter} and {other} cannot be used together"),
            )
            .about(other));
        }
        let destination = Self::parse(parameter, text)?;
        if destination.parameter() == parameter {
            return Ok(destination);
        }
        Err(Error::invalid_value(
            parameter,
            format!("Value ({text}) for parameter {parameter} is invalid."),
        ))
    }

    /// EC2's word for its kind, as filters and messages have it.
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::Ipv4(_) => "destination-cidr-block",
            Self::Ipv6(_) => "destination-ipv6-cidr-block",
            Self::PrefixList(_) => "destination-prefix-list-id",
        }
    }

    /// The parameter in which requests have it.
    pub const fn parameter(&self) -> &'static str {
        match self {
            Self::Ipv4(_) => "DestinationCidrBlock",
            Self::Ipv6(_) => "DestinationIpv6CidrBlock",
            Self::PrefixList(_) => "DestinationPrefixListId",
        }
    }

    /// Whether it is this network or a part of it.
    pub fn is_within(&self, network: &Self) -> bool {
        match (self, network) {
            (Self::Ipv4(part), Self::Ipv4(whole)) => whole.contains(part),
            (Self::Ipv6(part), Self::Ipv6(whole)) => whole.contains(part),
            (Self::Ipv4(_) | Self::Ipv6(_) | Self::PrefixList(_), _) => false,
        }
    }

    /// Whether IPv4 traffic wants to go there. Of prefix lists it is not known.
    pub const fn is_ipv4(&self) -> bool {
        matches!(self, Self::Ipv4(_))
    }

    /// The refusal of a target that does not take traffic within the VPC.
    pub fn target_not_supported(&self) -> Error {
        Error::invalid_value(
            self.parameter(),
            format!(
                "The destination CIDR block {self} is equal to or more specific than one of this VPC's CIDR blocks. This \
                 route can target only an interface or an instance."
            ),
        )
    }

    /// The refusal of a route that a table has already.
    pub fn already_exists(&self, table_id: &RouteTableId) -> Error {
        let message = match self {
            Self::Ipv4(network) => format!("The route identified by {network} already exists."),
            Self::Ipv6(network) => format!("The route identified by {network} already exists."),
            Self::PrefixList(id) => format!(
                "route table {table_id} already has a route with {} {id}",
                self.kind()
            ),
        };
        Error::new(Code::RouteAlreadyExists, message).about(self.parameter())
    }

    /// The refusal of a route that a table does not have.
    pub fn not_found(&self, table_id: &RouteTableId) -> Error {
        let message = format!(
            "no route with {} {self} in route table {table_id}",
            self.kind()
        );
        Error::new(Code::RouteNotFound, message).about(self.parameter())
    }
}

impl fmt::Display for Destination {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Ipv4(network) => network.fmt(formatter),
            Self::Ipv6(network) => network.fmt(formatter),
            Self::PrefixList(id) => id.fmt(formatter),
        }
    }
}

impl From<Destination> for String {
    fn from(destination: Destination) -> Self {
        destination.to_string()
    }
}

impl TryFrom<String> for Destination {
    type Error = Error;

    fn try_from(text: String) -> Result<Self> {
        Self::parse("Destination", &text)
    }
}

#[cfg(test)]
mod tests {
    use super::Destination;

    #[test]
    fn a_part_is_within_its_whole() {
        let of = |text| Destination::parse("Destination", text).unwrap();
        for (part, whole, within) in [
            ("10.0.1.0/24", "10.0.0.0/16", true),
            ("10.0.0.0/16", "10.0.0.0/16", true),
            ("0.0.0.0/0", "10.0.0.0/16", false),
            ("::/0", "10.0.0.0/16", false),
            ("2001:db8::/64", "2001:db8::/56", true),
            ("pl-63a5400a", "10.0.0.0/16", false),
        ] {
            assert_eq!(of(part).is_within(&of(whole)), within, "{part} {whole}");
        }
    }

    #[test]
    fn destinations_are_what_they_look_like() {
        for (text, kind, shown) in [
            ("10.1.2.3/16", "destination-cidr-block", "10.1.0.0/16"),
            ("::/0", "destination-ipv6-cidr-block", "::/0"),
            ("pl-63a5400a", "destination-prefix-list-id", "pl-63a5400a"),
        ] {
            let destination = Destination::parse("Destination", text).unwrap();
            assert_eq!(destination.kind(), kind);
            assert_eq!(destination.to_string(), shown);
        }
        for wrong in ["", "10.0.0.0", "10.0.0.0/33", "pl-1", "local"] {
            assert!(Destination::parse("Destination", wrong).is_err(), "{wrong}");
        }
    }
}
