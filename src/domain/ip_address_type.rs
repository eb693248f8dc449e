//! IPv4, IPv6 or both: what endpoints, services and load balancers are reached by.

use serde::{Deserialize, Serialize};

use super::error::{Error, Result};

/// The kinds of addresses that something has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum IpAddressType {
    /// IPv4 only.
    Ipv4,
    /// IPv6 only.
    Ipv6,
    /// Both.
    Dualstack,
}

impl IpAddressType {
    /// Reads AWS's spelling; `parameter` is the one to name in a refusal.
    pub fn parse(parameter: &'static str, text: &str) -> Result<Self> {
        match text {
            "ipv4" => Ok(Self::Ipv4),
            "ipv6" => Ok(Self::Ipv6),
            "dualstack" => Ok(Self::Dualstack),
            _ => Err(Error::invalid_value(
                parameter,
                format!("Value ({text}) for parameter {parameter} is invalid."),
            )),
        }
    }

    /// AWS's spelling.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Ipv4 => "ipv4",
            Self::Ipv6 => "ipv6",
            Self::Dualstack => "dualstack",
        }
    }

    /// Whether there are IPv4 addresses.
    pub const fn has_ipv4(self) -> bool {
        matches!(self, Self::Ipv4 | Self::Dualstack)
    }

    /// Whether there are IPv6 addresses.
    pub const fn has_ipv6(self) -> bool {
        matches!(self, Self::Ipv6 | Self::Dualstack)
    }
}
