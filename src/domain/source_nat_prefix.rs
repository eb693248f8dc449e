//! Source NAT prefixes: the part of a subnet's IPv6 network from which a network load balancer speaks to its targets. Only with
//! them it carries UDP over IPv6.

use std::net::Ipv6Addr;

use ipnet::Ipv6Net;
use serde::Serialize;

use super::entropy::Entropy;
use super::error::{Code, Error, Result};

/// Bits of a prefix.
const PREFIX_LENGTH: u8 = 80;
/// What a client says to have any.
const AUTO_ASSIGNED: &str = "auto_assigned";

/// Which prefix a load balancer is to have in a subnet.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub enum PrefixWish {
    /// Any.
    Any,
    /// This one.
    Chosen(Ipv6Net),
}

impl PrefixWish {
    /// Reads what a client says of the prefix in a subnet with this network.
    pub fn parse(subnet: Option<Ipv6Net>, text: &str) -> Result<Self> {
        if text == AUTO_ASSIGNED {
            return Ok(Self::Any);
        }
        let prefix: Ipv6Net = text.parse().map_err(|_| {
            Error::validation(
                "SubnetMappings",
                format!("'{text}' is not a valid IPv6 prefix: expected a /{PREFIX_LENGTH} or '{AUTO_ASSIGNED}'"),
            )
        })?;
        let fits = prefix.prefix_len() == PREFIX_LENGTH
            && prefix == prefix.trunc()
            && subnet.is_some_and(|subnet| subnet.contains(&prefix));
        if fits {
            Ok(Self::Chosen(prefix))
        } else {
            Err(Error::new(
                Code::InvalidConfigurationRequest,
                format!("The source NAT IPv6 prefix '{text}' is not a /{PREFIX_LENGTH} of the subnet's IPv6 network"),
            )
            .about("SubnetMappings"))
        }
    }
}

/// A random prefix of a subnet. It may be in use.
pub fn draw(entropy: &dyn Entropy, subnet: Ipv6Net) -> Ipv6Net {
    let mut bytes = [0; 2];
    entropy.fill(&mut bytes);
    // Not the first one, in which interfaces have their addresses.
    let number = u128::from(u16::from_be_bytes(bytes).max(1));
    let address = u128::from(subnet.network()) | number << (128 - u32::from(PREFIX_LENGTH));
    Ipv6Net::new_assert(Ipv6Addr::from(address), PREFIX_LENGTH)
}

/// Reads `on` or `off`.
pub fn parse_enabled(text: &str) -> Result<bool> {
    match text {
        "on" => Ok(true),
        "off" => Ok(false),
        other => Err(Error::validation(
            SOURCE_NAT_PARAMETER,
            format!("The value '{other}' is not valid: expected 'on' or 'off'"),
        )),
    }
}

/// The parameter that turns prefixes on.
pub const SOURCE_NAT_PARAMETER: &str = "EnablePrefixForIpv6SourceNat";

#[cfg(test)]
mod tests {
    use ipnet::Ipv6Net;

    use super::{PrefixWish, draw};
    use crate::domain::entropy::Entropy;

    struct Zero;

    impl Entropy for Zero {
        fn fill(&self, bytes: &mut [u8]) {
            bytes.fill(0);
        }
    }

    #[test]
    fn prefixes_of_a_subnet() {
        let subnet: Ipv6Net = "2001:db8:0:1::/64".parse().unwrap();
        assert_eq!(draw(&Zero, subnet).to_string(), "2001:db8:0:1:1::/80");
        let outcome =
            |text| PrefixWish::parse(Some(subnet), text).map_err(|error| error.code.name());
        assert_eq!(outcome("auto_assigned"), Ok(PrefixWish::Any));
        let prefix = "2001:db8:0:1:7::/80";
        assert_eq!(
            outcome(prefix),
            Ok(PrefixWish::Chosen(prefix.parse().unwrap()))
        );
        for (text, code) in [
            ("any", "ValidationError"),
            ("2001:db8:0:1::/64", "InvalidConfigurationRequest"),
            ("2001:db8:0:2:7::/80", "InvalidConfigurationRequest"),
            ("2001:db8:0:1:7::1/80", "InvalidConfigurationRequest"),
        ] {
            assert_eq!(outcome(text), Err(code), "{text}");
        }
        assert!(PrefixWish::parse(None, prefix).is_err());
    }
}
