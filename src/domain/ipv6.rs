//! IPv6: the networks of VPCs and subnets, and the addresses of interfaces.

use std::net::Ipv6Addr;
use std::ops::RangeInclusive;

use ipnet::Ipv6Net;
use serde::{Deserialize, Serialize};

use super::entropy::Entropy;
use super::error::{Code, Error, Result};
use super::scope::RegionName;

/// An IPv6 network that belongs to a VPC or a subnet.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Ipv6Association<I> {
    /// Identifier of the network's association with the VPC or subnet.
    pub association_id: I,
    /// The network.
    pub cidr_block: Ipv6Net,
}

/// The state of every association.
pub const ASSOCIATION_STATE: &str = "associated";
/// The pool that all networks of VPCs are from.
pub const POOL: &str = "Amazon";

/// Every VPC's network is in `2001:db8::/33`, which is ours to give: `2001:db8::/32` is for documentation, so that no
/// address of it is anybody's, and prefix lists have some of its upper half.
const RANGE: u128 = 0x2001_0db8 << 96;
/// Bits of a VPC's network.
const VPC_PREFIX: u8 = 56;
/// Bits of a subnet's network at the least and at the most; the others that are allowed are multiples of four.
const SUBNET_PREFIXES: RangeInclusive<u8> = 44..=64;
/// Addresses at the start of a subnet that AWS keeps.
const RESERVED_AT_START: u64 = 4;

/// A random network for a VPC. Others may have it.
pub fn vpc_network(entropy: &dyn Entropy) -> Ipv6Net {
    let mut bytes = [0; 3];
    entropy.fill(&mut bytes);
    let number = u128::from_be_bytes([
        0,
        0,
        0,
        0,
        0,
        0,
        0,
        0,
        0,
        0,
        0,
        0,
        0,
        bytes[0] & 0x7f,
        bytes[1],
        bytes[2],
    ]);
    Ipv6Net::new_assert(Ipv6Addr::from(RANGE | number << 72), VPC_PREFIX)
}

/// Refuses to announce a VPC's network from anywhere but its region: there are no other places.
pub fn check_border_group(region: &RegionName, group: &str) -> Result<()> {
    if group == region.as_str() {
        return Ok(());
    }
    Err(Error::invalid_value(
        "Ipv6CidrBlockNetworkBorderGroup",
        format!(
            "Value ({group}) for parameter Ipv6CidrBlockNetworkBorderGroup is invalid. The network border group of this \
             region is {region}."
        ),
    ))
}

/// Reads a network and cuts its host bits.
pub fn parse_cidr(parameter: &'static str, text: &str) -> Result<Ipv6Net> {
    text.parse::<Ipv6Net>().map(|network| network.trunc()).map_err(|_| {
        Error::invalid_value(
            parameter,
            format!("Value ({text}) for parameter {parameter} is invalid. This is not a valid IPv6 CIDR block."),
        )
    })
}

/// Whether a subnet of a VPC with the networks `vpc` can have `cidr`, next to subnets with the networks `taken`.
pub fn check_subnet_cidr(
    vpc: impl IntoIterator<Item = Ipv6Net>,
    cidr: Ipv6Net,
    taken: impl IntoIterator<Item = Ipv6Net>,
) -> Result<()> {
    let fits = vpc.into_iter().any(|network| network.contains(&cidr));
    let length = cidr.prefix_len();
    if !SUBNET_PREFIXES.contains(&length) || !length.is_multiple_of(4) || !fits {
        return Err(Error::new(
            Code::InvalidSubnetRange,
            format!("The CIDR '{cidr}' is invalid."),
        )
        .about("Ipv6CidrBlock"));
    }
    if taken
        .into_iter()
        .any(|other| other.contains(&cidr) || cidr.contains(&other))
    {
        return Err(Error::new(
            Code::InvalidSubnetConflict,
            format!("The CIDR '{cidr}' conflicts with another subnet"),
        )
        .about("Ipv6CidrBlock"));
    }
    Ok(())
}

/// The smallest networks that subnets of a VPC with the network `vpc` can have, in rising order.
pub fn subnet_networks(vpc: Ipv6Net) -> impl Iterator<Item = Ipv6Net> {
    vpc.subnets(*SUBNET_PREFIXES.end()).into_iter().flatten()
}

/// Whether interfaces can have this address of `cidr`: it lies inside and is not one of those that AWS keeps.
pub fn is_usable(cidr: Ipv6Net, address: Ipv6Addr) -> bool {
    let first = u128::from(cidr.network()) + u128::from(RESERVED_AT_START);
    let last = u128::from(cidr.broadcast()) - 1;
    (first..=last).contains(&u128::from(address))
}

/// A random address of a subnet that interfaces can have. It may be in use.
pub fn address(entropy: &dyn Entropy, cidr: Ipv6Net) -> Ipv6Addr {
    let mut bytes = [0; 16];
    entropy.fill(&mut bytes);
    let most = u128::from(cidr.hostmask());
    let host = u128::from_be_bytes(bytes) & most;
    let host = host.clamp(u128::from(RESERVED_AT_START), most - 1);
    Ipv6Addr::from(u128::from(cidr.network()) | host)
}

#[cfg(test)]
mod tests {
    use ipnet::Ipv6Net;

    use super::{address, check_subnet_cidr, is_usable, parse_cidr, vpc_network};
    use crate::domain::entropy::Entropy;

    /// The same byte again and again.
    struct Always(u8);

    impl Entropy for Always {
        fn fill(&self, bytes: &mut [u8]) {
            bytes.fill(self.0);
        }
    }

    fn net(text: &str) -> Ipv6Net {
        text.parse().unwrap()
    }

    #[test]
    fn a_vpc_has_a_network_of_the_documented_range() {
        assert_eq!(vpc_network(&Always(0)), net("2001:db8::/56"));
        assert_eq!(vpc_network(&Always(0xab)), net("2001:db8:2bab:ab00::/56"));
        assert_eq!(vpc_network(&Always(0xff)), net("2001:db8:7fff:ff00::/56"));
    }

    #[test]
    fn a_subnet_has_a_part_of_its_vpcs() {
        let code = |vpc: Option<&str>, cidr: &str, taken: &[&str]| {
            check_subnet_cidr(vpc.map(net), net(cidr), taken.iter().map(|text| net(text)))
                .map_err(|error| error.code.name())
        };
        let vpc = Some("2001:db8:1:100::/56");
        assert_eq!(code(vpc, "2001:db8:1:1ff::/64", &[]), Ok(()));
        assert_eq!(
            code(vpc, "2001:db8:1:101::/64", &["2001:db8:1:100::/64"]),
            Ok(())
        );
        assert_eq!(
            code(None, "2001:db8:1:100::/64", &[]),
            Err("InvalidSubnet.Range")
        );
        assert_eq!(
            code(vpc, "2001:db8:1:200::/64", &[]),
            Err("InvalidSubnet.Range")
        );
        assert_eq!(
            code(vpc, "2001:db8:1:100::/62", &[]),
            Err("InvalidSubnet.Range")
        );
        assert_eq!(code(vpc, "2001:db8:1:100::/60", &[]), Ok(()));
        assert_eq!(
            code(vpc, "2001:db8:1:100::/60", &["2001:db8:1:104::/64"]),
            Err("InvalidSubnet.Conflict")
        );
        assert_eq!(
            code(vpc, "2001:db8:1:100::/80", &[]),
            Err("InvalidSubnet.Range")
        );
        assert_eq!(
            code(vpc, "2001:db8:1:100::/64", &["2001:db8:1:100::/64"]),
            Err("InvalidSubnet.Conflict")
        );
        assert_eq!(
            parse_cidr("Ipv6CidrBlock", "2001:db8::1/64").unwrap(),
            net("2001:db8::/64")
        );
        assert!(parse_cidr("Ipv6CidrBlock", "10.0.0.0/24").is_err());
    }

    #[test]
    fn addresses_are_never_the_first_four_nor_the_last() {
        let cidr = net("2001:db8:1:100::/64");
        for (byte, expected) in [
            (0, "2001:db8:1:100::4"),
            (0x12, "2001:db8:1:100:1212:1212:1212:1212"),
            (0xff, "2001:db8:1:100:ffff:ffff:ffff:fffe"),
        ] {
            let found = address(&Always(byte), cidr);
            assert_eq!(found.to_string(), expected);
            assert!(is_usable(cidr, found));
        }
        for (text, usable) in [
            ("2001:db8:1:100::3", false),
            ("2001:db8:1:100::4", true),
            ("2001:db8:1:100:ffff:ffff:ffff:ffff", false),
            ("2001:db8:1:101::4", false),
            ("2001:db8:1:ff::4", false),
        ] {
            assert_eq!(is_usable(cidr, text.parse().unwrap()), usable, "{text}");
        }
    }
}
