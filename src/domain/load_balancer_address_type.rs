//! Which kinds of addresses load balancers have: IPv4, or IPv6 as well.

use serde::{Deserialize, Serialize};

use super::error::{Code, Error, Result};
use super::ip_address_type::IpAddressType;
use super::load_balancer_type::LoadBalancerType;

/// The kinds of addresses that a load balancer has. None has IPv6 addresses alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum LoadBalancerAddressType {
    /// IPv4 only.
    Ipv4,
    /// Both.
    Dualstack,
    /// Both, but the IPv4 addresses are private ones also where the load balancer faces the internet.
    DualstackWithoutPublicIpv4,
}

impl LoadBalancerAddressType {
    /// Reads AWS's spelling, for a load balancer of this type.
    pub fn parse(load_balancer_type: LoadBalancerType, text: &str) -> Result<Self> {
        match (text, load_balancer_type) {
            ("ipv4", _) => Ok(Self::Ipv4),
            ("dualstack", _) => Ok(Self::Dualstack),
            ("dualstack-without-public-ipv4", LoadBalancerType::Application) => {
                Ok(Self::DualstackWithoutPublicIpv4)
            }
            ("ipv6" | "dualstack-without-public-ipv4", _) => Err(Error::new(
                Code::InvalidConfigurationRequest,
                format!(
                    "The IP address type '{text}' is not supported for load balancers of the type {}",
                    load_balancer_type.name()
                ),
            )
            .about("IpAddressType")),
            (other, _) => Err(invalid_ip_address_type(other)),
        }
    }

    /// AWS's spelling.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Ipv4 => "ipv4",
            Self::Dualstack => "dualstack",
            Self::DualstackWithoutPublicIpv4 => "dualstack-without-public-ipv4",
        }
    }

    /// Whether there are IPv6 addresses.
    pub const fn has_ipv6(self) -> bool {
        self.of_interfaces().has_ipv6()
    }

    /// The kinds of addresses that the interfaces have in their subnets.
    pub const fn of_interfaces(self) -> IpAddressType {
        match self {
            Self::Ipv4 => IpAddressType::Ipv4,
            Self::Dualstack | Self::DualstackWithoutPublicIpv4 => IpAddressType::Dualstack,
        }
    }
}

/// The refusal of a text that is no address type at all.
pub(super) fn invalid_ip_address_type(text: &str) -> Error {
    Error::validation(
        "IpAddressType",
        format!("The IP address type '{text}' is not valid"),
    )
}

#[cfg(test)]
mod tests {
    use super::LoadBalancerAddressType;
    use crate::domain::load_balancer_type::LoadBalancerType;

    #[test]
    fn address_types_that_can_be_had() {
        let mut table = Vec::new();
        for text in [
            "ipv4",
            "dualstack",
            "dualstack-without-public-ipv4",
            "ipv6",
            "",
        ] {
            let outcomes = LoadBalancerType::ALL.map(|load_balancer_type| {
                LoadBalancerAddressType::parse(load_balancer_type, text)
                    .map_or_else(|error| error.code.name(), LoadBalancerAddressType::name)
            });
            table.push(outcomes.join(", "));
        }
        assert_eq!(
            table,
            [
                "ipv4, ipv4, ipv4",
                "dualstack, dualstack, dualstack",
                "dualstack-without-public-ipv4, InvalidConfigurationRequest, InvalidConfigurationRequest",
                "InvalidConfigurationRequest, InvalidConfigurationRequest, InvalidConfigurationRequest",
                "ValidationError, ValidationError, ValidationError",
            ]
        );
    }
}
