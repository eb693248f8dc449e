//! Which addresses and prefixes a request asks for an interface: certain ones, or so many.

use std::net::{Ipv4Addr, Ipv6Addr};
use std::str::FromStr;

use ipnet::{Ipv4Net, Ipv6Net};
use serde::{Deserialize, Serialize};

use super::address_pool::AddressPool;
use super::entropy::Entropy;
use super::error::{Code, Error, Result};
use super::limit;

/// Addresses and prefixes of one kind, IPv4 or IPv6, as a request asks for them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct AddressRequest {
    /// These addresses.
    pub addresses: Vec<String>,
    /// So many addresses.
    pub address_count: Option<i64>,
    /// These prefixes.
    pub prefixes: Vec<String>,
    /// So many prefixes.
    pub prefix_count: Option<i64>,
}

/// What the parameters of an [`AddressRequest`] are called.
#[derive(Clone, Copy, Debug)]
pub struct AddressNames {
    /// Addresses.
    pub addresses: &'static str,
    /// How many addresses.
    pub address_count: &'static str,
    /// Prefixes.
    pub prefixes: &'static str,
    /// How many prefixes.
    pub prefix_count: &'static str,
}

/// IPv4's names when an interface is created.
pub const NEW_IPV4: AddressNames = AddressNames {
    addresses: "PrivateIpAddresses",
    address_count: "SecondaryPrivateIpAddressCount",
    prefixes: "Ipv4Prefix",
    prefix_count: "Ipv4PrefixCount",
};
/// IPv4's names when an interface gets more.
pub const MORE_IPV4: AddressNames = AddressNames {
    addresses: "PrivateIpAddress",
    ..NEW_IPV4
};
/// IPv6's names.
pub const IPV6: AddressNames = AddressNames {
    addresses: "Ipv6Addresses",
    address_count: "Ipv6AddressCount",
    prefixes: "Ipv6Prefix",
    prefix_count: "Ipv6PrefixCount",
};

/// What an interface is given.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Given<A, P> {
    /// Addresses.
    pub addresses: Vec<A>,
    /// Prefixes.
    pub prefixes: Vec<P>,
}

/// What an interface is given of IPv4.
pub type GivenIpv4 = Given<Ipv4Addr, Ipv4Net>;
/// What an interface is given of IPv6.
pub type GivenIpv6 = Given<Ipv6Addr, Ipv6Net>;

impl AddressRequest {
    /// Whether it asks for nothing, not even for none.
    pub const fn is_empty(&self) -> bool {
        self.addresses.is_empty()
            && self.address_count.is_none()
            && self.prefixes.is_empty()
            && self.prefix_count.is_none()
    }

    /// Refuses what cannot be asked for together, and counts that are none.
    pub fn check(&self, names: AddressNames) -> Result<()> {
        let ways = [
            (!self.addresses.is_empty(), names.addresses),
            (self.address_count.is_some(), names.address_count),
            (!self.prefixes.is_empty(), names.prefixes),
            (self.prefix_count.is_some(), names.prefix_count),
        ];
        let mut asked = ways
            .iter()
            .filter(|(asked, _)| *asked)
            .map(|(_, name)| *name);
        if let (Some(first), Some(second)) = (asked.next(), asked.next()) {
            return Err(Error::new(
                Code::InvalidParameterCombination,
                format!("The parameters {first} and {second} cannot be used together"),
            )
            .about(second));
        }
        count(names.address_count, self.address_count)?;
        count(names.prefix_count, self.prefix_count)?;
        check_limit(self.addresses.len() + self.prefixes.len())
    }

    /// Takes what of IPv4 is asked for, the certain ones first.
    pub fn give_ipv4(&self, names: AddressNames, pool: &mut AddressPool) -> Result<GivenIpv4> {
        let mut addresses = parsed(names.addresses, &self.addresses)?;
        let mut prefixes = parsed_prefixes(names.prefixes, &self.prefixes, Ipv4Net::trunc)?;
        for address in &addresses {
            pool.choose_ipv4(names.addresses, *address)?;
        }
        for prefix in &prefixes {
            pool.choose_ipv4_prefix(names.prefixes, *prefix)?;
        }
        for _ in 0..count(names.address_count, self.address_count)? {
            addresses.push(pool.next_ipv4()?);
        }
        for _ in 0..count(names.prefix_count, self.prefix_count)? {
            prefixes.push(pool.next_ipv4_prefix()?);
        }
        Ok(Given {
            addresses,
            prefixes,
        })
    }

    /// Takes what of IPv6 is asked for, the certain ones first.
    pub fn give_ipv6(&self, pool: &mut AddressPool, entropy: &dyn Entropy) -> Result<GivenIpv6> {
        let mut addresses = parsed(IPV6.addresses, &self.addresses)?;
        let mut prefixes = parsed_prefixes(IPV6.prefixes, &self.prefixes, Ipv6Net::trunc)?;
        for address in &addresses {
            pool.choose_ipv6(IPV6.addresses, *address)?;
        }
        for prefix in &prefixes {
            pool.choose_ipv6_prefix(IPV6.prefixes, *prefix)?;
        }
        for _ in 0..count(IPV6.address_count, self.address_count)? {
            addresses.push(pool.draw_ipv6(entropy)?);
        }
        for _ in 0..count(IPV6.prefix_count, self.prefix_count)? {
            prefixes.push(pool.draw_ipv6_prefix(entropy)?);
        }
        Ok(Given {
            addresses,
            prefixes,
        })
    }
}

/// Reads an address, in the words of AWS.
pub fn parse_address<A: FromStr>(parameter: &'static str, text: &str) -> Result<A> {
    text.parse().map_err(|_| {
        Error::invalid_value(
            parameter,
            format!("invalid value for parameter address: {text}"),
        )
    })
}

/// Reads addresses, in the words of AWS.
pub fn parsed<A: FromStr>(parameter: &'static str, texts: &[String]) -> Result<Vec<A>> {
    texts
        .iter()
        .map(|text| parse_address(parameter, text))
        .collect()
}

/// Reads prefixes; one with host bits is refused.
pub fn parsed_prefixes<P: FromStr + PartialEq>(
    parameter: &'static str,
    texts: &[String],
    truncated: impl Fn(&P) -> P,
) -> Result<Vec<P>> {
    texts
        .iter()
        .map(|text| {
            text.parse::<P>()
                .ok()
                .filter(|prefix| truncated(prefix) == *prefix)
                .ok_or_else(|| {
                    Error::invalid_value(
                        parameter,
                        format!("Value ({text}) for parameter {parameter} is invalid. This is not a valid prefix."),
                    )
                })
        })
        .collect()
}

/// Refuses more addresses and prefixes than an interface can have.
pub fn check_limit(number: usize) -> Result<()> {
    if number > limit::ADDRESSES_PER_INTERFACE {
        return Err(Error::new(
            Code::PrivateAddressLimitExceeded,
            "Number of private addresses will exceed limit.",
        ));
    }
    Ok(())
}

fn count(parameter: &'static str, number: Option<i64>) -> Result<usize> {
    let number = usize::try_from(number.unwrap_or(0)).map_err(|_| {
        Error::invalid_value(
            parameter,
            format!(
                "Value ({}) for parameter {parameter} is invalid. Expecting a value of 0 or more.",
                number.unwrap_or(0)
            ),
        )
    })?;
    check_limit(number)?;
    Ok(number)
}

#[cfg(test)]
mod tests {
    use super::{AddressRequest, NEW_IPV4};

    #[test]
    fn only_one_way_of_asking() {
        let refusal =
            |request: AddressRequest| request.check(NEW_IPV4).map_err(|error| error.to_string());
        let count = |address_count| AddressRequest {
            address_count: Some(address_count),
            ..AddressRequest::default()
        };
        assert_eq!(refusal(AddressRequest::default()), Ok(()));
        assert_eq!(refusal(count(0)), Ok(()));
        assert_eq!(refusal(count(50)), Ok(()));
        assert_eq!(
            refusal(count(51)).unwrap_err(),
            "PrivateIpAddressLimitExceeded: Number of private addresses will exceed limit."
        );
        assert!(
            refusal(count(-1))
                .unwrap_err()
                .starts_with("InvalidParameterValue")
        );
        let both = AddressRequest {
            prefix_count: Some(1),
            ..count(1)
        };
        assert_eq!(
            refusal(both).unwrap_err(),
            "InvalidParameterCombination: The parameters SecondaryPrivateIpAddressCount and Ipv4PrefixCount cannot \
             be used together"
        );
    }
}
