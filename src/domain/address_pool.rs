//! The addresses of one subnet, as an interface is given some of them: chosen ones, or free ones.

use std::collections::BTreeSet;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use ipnet::{IpNet, Ipv4Net, Ipv6Net};

use super::address;
use super::entropy::Entropy;
use super::error::{Code, Error, Result};
use super::ipv6;
use super::limit;
use super::subnet::Subnet;
use super::subnet_cidr_reservation::{ReservationType, SubnetCidrReservation};

/// Bits of a prefix of IPv4 addresses.
const IPV4_PREFIX: u8 = 28;
/// Bits of a prefix of IPv6 addresses.
const IPV6_PREFIX: u8 = 80;

/// What of a subnet is in use, which grows with what is taken from it.
#[derive(Clone, Debug, Default)]
pub struct AddressPool {
    subnet_id: String,
    ipv4: Option<Ipv4Net>,
    ipv6: Option<Ipv6Net>,
    ipv4_in_use: BTreeSet<Ipv4Addr>,
    ipv6_in_use: BTreeSet<Ipv6Addr>,
    ipv6_prefixes_in_use: BTreeSet<Ipv6Net>,
    reserved: Vec<(IpNet, ReservationType)>,
}

/// What of a subnet is in use, as it is read. The addresses of IPv4 prefixes are in use themselves.
#[derive(Clone, Debug, Default)]
pub struct InUse {
    /// IPv4 addresses.
    pub ipv4: BTreeSet<Ipv4Addr>,
    /// IPv6 addresses.
    pub ipv6: BTreeSet<Ipv6Addr>,
    /// IPv6 prefixes.
    pub ipv6_prefixes: BTreeSet<Ipv6Net>,
}

impl AddressPool {
    /// The addresses of a subnet.
    pub fn new<'r>(
        subnet: &Subnet,
        in_use: InUse,
        reservations: impl IntoIterator<Item = &'r SubnetCidrReservation>,
    ) -> Self {
        Self {
            subnet_id: subnet.id.to_string(),
            ipv4: subnet.cidr_block,
            ipv6: subnet.ipv6_cidr_block.as_ref().map(|ipv6| ipv6.cidr_block),
            ipv4_in_use: in_use.ipv4,
            ipv6_in_use: in_use.ipv6,
            ipv6_prefixes_in_use: in_use.ipv6_prefixes,
            reserved: reservations
                .into_iter()
                .map(|reservation| (reservation.cidr, reservation.reservation_type))
                .collect(),
        }
    }

    /// Takes this IPv4 address.
    pub fn choose_ipv4(&mut self, parameter: &'static str, wanted: Ipv4Addr) -> Result<()> {
        let cidr = self.ipv4_network(parameter)?;
        if !cidr.contains(&wanted) {
            return Err(outside(parameter));
        }
        if !address::is_usable(cidr, wanted) {
            return Err(kept(parameter));
        }
        if !self.ipv4_in_use.insert(wanted) {
            return Err(in_use(parameter));
        }
        Ok(())
    }

    /// Takes the next free IPv4 address: the one after the highest in use, or else the lowest.
    pub fn next_ipv4(&mut self) -> Result<Ipv4Addr> {
        let cidr = self.ipv4_network("SubnetId")?;
        let (first, last) = address::usable(cidr);
        let (first, last) = (u32::from(first), u32::from(last));
        let after_highest = self
            .ipv4_in_use
            .last()
            .map_or(first, |highest| u32::from(*highest) + 1);
        let found = (after_highest..=last)
            .chain(first..=last)
            .map(Ipv4Addr::from)
            .find(|candidate| {
                !self.ipv4_in_use.contains(candidate) && !self.is_reserved((*candidate).into())
            })
            .ok_or_else(|| self.full())?;
        self.ipv4_in_use.insert(found);
        Ok(found)
    }

    /// Takes all addresses of this IPv4 prefix.
    pub fn choose_ipv4_prefix(&mut self, parameter: &'static str, wanted: Ipv4Net) -> Result<()> {
        let cidr = self.ipv4_network(parameter)?;
        if wanted.prefix_len() != IPV4_PREFIX {
            return Err(wrong_length(parameter, &wanted, IPV4_PREFIX));
        }
        if !cidr.contains(&wanted) {
            return Err(outside(parameter));
        }
        if !is_usable_prefix(cidr, wanted) {
            return Err(kept(parameter));
        }
        if !self.is_free_ipv4_prefix(wanted) {
            return Err(in_use(parameter));
        }
        self.ipv4_in_use.extend(addresses(wanted));
        Ok(())
    }

    /// Takes all addresses of the lowest free IPv4 prefix, of a part that is reserved for prefixes if there is one.
    pub fn next_ipv4_prefix(&mut self) -> Result<Ipv4Net> {
        let cidr = self.ipv4_network("SubnetId")?;
        let free =
            |wanted: &Ipv4Net| is_usable_prefix(cidr, *wanted) && self.is_free_ipv4_prefix(*wanted);
        let candidates = || {
            cidr.subnets(IPV4_PREFIX)
                .into_iter()
                .flatten()
                .filter(|wanted| free(wanted))
        };
        let found = candidates()
            .find(|wanted| self.reservation_over((*wanted).into()) == Some(ReservationType::Prefix))
            .or_else(|| candidates().find(|wanted| !self.touches_reserved((*wanted).into())))
            .ok_or_else(|| self.full())?;
        self.ipv4_in_use.extend(addresses(found));
        Ok(found)
    }

    /// Takes this IPv6 address.
    pub fn choose_ipv6(&mut self, parameter: &'static str, wanted: Ipv6Addr) -> Result<()> {
        let cidr = self.ipv6_network(parameter)?;
        if !cidr.contains(&wanted) {
            return Err(outside(parameter));
        }
        if !ipv6::is_usable(cidr, wanted) {
            return Err(kept(parameter));
        }
        if !self.is_free_ipv6(wanted) {
            return Err(in_use(parameter));
        }
        self.ipv6_in_use.insert(wanted);
        Ok(())
    }

    /// Takes a random free IPv6 address.
    pub fn draw_ipv6(&mut self, entropy: &dyn Entropy) -> Result<Ipv6Addr> {
        let cidr = self.ipv6_network("SubnetId")?;
        let found = (0..limit::IPV6_DRAWS)
            .map(|_| ipv6::address(entropy, cidr))
            .find(|drawn| self.is_free_ipv6(*drawn) && !self.is_reserved((*drawn).into()))
            .ok_or_else(|| self.full())?;
        self.ipv6_in_use.insert(found);
        Ok(found)
    }

    /// Takes this IPv6 prefix.
    pub fn choose_ipv6_prefix(&mut self, parameter: &'static str, wanted: Ipv6Net) -> Result<()> {
        let cidr = self.ipv6_network(parameter)?;
        if wanted.prefix_len() != IPV6_PREFIX {
            return Err(wrong_length(parameter, &wanted, IPV6_PREFIX));
        }
        if !cidr.contains(&wanted) {
            return Err(outside(parameter));
        }
        if wanted.contains(&cidr.network()) {
            return Err(kept(parameter));
        }
        if !self.is_free_ipv6_prefix(wanted) {
            return Err(in_use(parameter));
        }
        self.ipv6_prefixes_in_use.insert(wanted);
        Ok(())
    }

    /// Takes a random free IPv6 prefix, of a part that is reserved for prefixes if there is one.
    pub fn draw_ipv6_prefix(&mut self, entropy: &dyn Entropy) -> Result<Ipv6Net> {
        let cidr = self.ipv6_network("SubnetId")?;
        let reserved = self
            .reserved
            .iter()
            .find_map(|reservation| match reservation {
                (IpNet::V6(part), ReservationType::Prefix) => Some(*part),
                _ => None,
            });
        let part = reserved.unwrap_or(cidr);
        let found = (0..limit::IPV6_DRAWS)
            .map(|_| ipv6_prefix_of(ipv6::address(entropy, part)))
            .find(|drawn| {
                let reserved_for_others =
                    reserved.is_none() && self.touches_reserved((*drawn).into());
                self.is_free_ipv6_prefix(*drawn)
                    && part.contains(drawn)
                    && !drawn.contains(&cidr.network())
                    && !reserved_for_others
            })
            .ok_or_else(|| self.full())?;
        self.ipv6_prefixes_in_use.insert(found);
        Ok(found)
    }

    fn ipv4_network(&self, parameter: &'static str) -> Result<Ipv4Net> {
        self.ipv4
            .ok_or_else(|| without(parameter, "IPv4", &self.subnet_id))
    }

    fn ipv6_network(&self, parameter: &'static str) -> Result<Ipv6Net> {
        self.ipv6
            .ok_or_else(|| without(parameter, "IPv6", &self.subnet_id))
    }

    fn is_free_ipv4_prefix(&self, wanted: Ipv4Net) -> bool {
        self.ipv4_in_use
            .range(wanted.network()..=wanted.broadcast())
            .next()
            .is_none()
    }

    fn is_free_ipv6(&self, wanted: Ipv6Addr) -> bool {
        !self.ipv6_in_use.contains(&wanted)
            && !self.ipv6_prefixes_in_use.contains(&ipv6_prefix_of(wanted))
    }

    fn is_free_ipv6_prefix(&self, wanted: Ipv6Net) -> bool {
        !self.ipv6_prefixes_in_use.contains(&wanted)
            && self
                .ipv6_in_use
                .range(wanted.network()..=wanted.broadcast())
                .next()
                .is_none()
    }

    fn is_reserved(&self, address: IpAddr) -> bool {
        self.reserved
            .iter()
            .any(|(part, _)| part.contains(&address))
    }

    fn touches_reserved(&self, wanted: IpNet) -> bool {
        self.reserved
            .iter()
            .any(|(part, _)| part.contains(&wanted) || wanted.contains(part))
    }

    fn reservation_over(&self, wanted: IpNet) -> Option<ReservationType> {
        let over = self
            .reserved
            .iter()
            .find(|(part, _)| part.contains(&wanted));
        over.map(|(_, reservation_type)| *reservation_type)
    }

    fn full(&self) -> Error {
        Error::new(
            Code::InsufficientFreeAddresses,
            format!(
                "The subnet '{}' has not enough free addresses to satisfy the request.",
                self.subnet_id
            ),
        )
        .about("SubnetId")
    }
}

/// The addresses of an IPv4 prefix, all of which its interface has.
pub fn addresses(prefix: Ipv4Net) -> impl Iterator<Item = Ipv4Addr> {
    (u32::from(prefix.network())..=u32::from(prefix.broadcast())).map(Ipv4Addr::from)
}

/// The prefix that an IPv6 address would be in.
pub fn ipv6_prefix_of(address: Ipv6Addr) -> Ipv6Net {
    Ipv6Net::new_assert(address, IPV6_PREFIX).trunc()
}

fn is_usable_prefix(cidr: Ipv4Net, wanted: Ipv4Net) -> bool {
    address::is_usable(cidr, wanted.network()) && address::is_usable(cidr, wanted.broadcast())
}

fn outside(parameter: &'static str) -> Error {
    Error::invalid_value(
        parameter,
        "Address does not fall within the subnet's address range",
    )
}

fn kept(parameter: &'static str) -> Error {
    Error::invalid_value(parameter, "Address is in subnet's reserved address range")
}

fn in_use(parameter: &'static str) -> Error {
    Error::new(
        Code::AddressInUse,
        "The specified address is already in use.",
    )
    .about(parameter)
}

fn wrong_length(parameter: &'static str, wanted: &impl ToString, length: u8) -> Error {
    Error::invalid_value(
        parameter,
        format!(
            "Value ({}) for parameter {parameter} is invalid. A prefix has a length of /{length}.",
            wanted.to_string()
        ),
    )
}

fn without(parameter: &'static str, kind: &str, subnet_id: &str) -> Error {
    Error::invalid_value(
        parameter,
        format!("The subnet '{subnet_id}' has no {kind} CIDR block"),
    )
}

#[cfg(test)]
mod tests {
    use std::net::{Ipv4Addr, Ipv6Addr};
    use std::sync::atomic::{AtomicU8, Ordering};

    use ipnet::IpNet;
    use proptest::prelude::*;

    use super::{AddressPool, ReservationType, addresses};
    use crate::domain::entropy::Entropy;

    /// Counts, so that each draw is another one.
    struct Counting(AtomicU8);

    impl Entropy for Counting {
        fn fill(&self, bytes: &mut [u8]) {
            bytes.fill(self.0.fetch_add(1, Ordering::Relaxed));
        }
    }

    fn pool(ipv4: &str) -> AddressPool {
        AddressPool {
            subnet_id: "subnet-1".to_owned(),
            ipv4: Some(ipv4.parse().unwrap()),
            ipv6: Some("2001:db8:1:100::/64".parse().unwrap()),
            ..AddressPool::default()
        }
    }

    fn reserved(mut pool: AddressPool, part: &str, kind: ReservationType) -> AddressPool {
        pool.reserved.push((part.parse().unwrap(), kind));
        pool
    }

    fn message<T: std::fmt::Debug>(result: super::Result<T>) -> String {
        result.unwrap_err().to_string()
    }

    #[test]
    fn chosen_addresses_are_the_subnets_and_free() {
        let mut pool = pool("10.0.0.0/24");
        let mut choose = |text: &str| pool.choose_ipv4("PrivateIpAddress", text.parse().unwrap());
        choose("10.0.0.9").unwrap();
        assert_eq!(
            message(choose("10.0.0.9")),
            "InvalidIPAddress.InUse: The specified address is already in use."
        );
        assert_eq!(
            message(choose("10.0.1.9")),
            "InvalidParameterValue: Address does not fall within the subnet's address range"
        );
        for kept in ["10.0.0.0", "10.0.0.3", "10.0.0.255"] {
            assert_eq!(
                message(choose(kept)),
                "InvalidParameterValue: Address is in subnet's reserved address range"
            );
        }
    }

    #[test]
    fn prefixes_are_whole_and_keep_others_out() {
        let mut pool = pool("10.0.0.0/26");
        pool.choose_ipv4("PrivateIpAddress", Ipv4Addr::new(10, 0, 0, 17))
            .unwrap();
        let prefix = pool.next_ipv4_prefix().unwrap();
        assert_eq!(prefix.to_string(), "10.0.0.32/28");
        assert_eq!(addresses(prefix).count(), 16);
        let taken = pool.choose_ipv4("PrivateIpAddress", Ipv4Addr::new(10, 0, 0, 40));
        assert!(message(taken).starts_with("InvalidIPAddress.InUse"));
        assert!(message(pool.next_ipv4_prefix()).starts_with("InsufficientFreeAddressesInSubnet"));
        assert_eq!(pool.next_ipv4().unwrap().to_string(), "10.0.0.48");
        for (text, expected) in [
            ("10.0.0.16/28", "InvalidIPAddress.InUse"),
            ("10.0.0.48/28", "InvalidParameterValue"),
            ("10.0.0.0/27", "InvalidParameterValue"),
            ("10.0.1.0/28", "InvalidParameterValue"),
        ] {
            let refusal = message(pool.choose_ipv4_prefix("Ipv4Prefix", text.parse().unwrap()));
            assert!(refusal.starts_with(expected), "{text}: {refusal}");
        }
    }

    #[test]
    fn ipv6_prefixes_keep_others_out() {
        let mut pool = pool("10.0.0.0/24");
        let entropy = Counting(AtomicU8::new(0));
        let address = pool.draw_ipv6(&entropy).unwrap();
        assert_eq!(address.to_string(), "2001:db8:1:100::4");
        let prefix = pool.draw_ipv6_prefix(&entropy).unwrap();
        assert_eq!(prefix.to_string(), "2001:db8:1:100:101::/80");
        let inside: Ipv6Addr = "2001:db8:1:100:101::9".parse().unwrap();
        assert!(message(pool.choose_ipv6("Ipv6Addresses", inside)).starts_with("InvalidIPAddress"));
        let over = "2001:db8:1:100::/80".parse().unwrap();
        assert!(
            message(pool.choose_ipv6_prefix("Ipv6Prefix", over))
                .starts_with("InvalidParameterValue")
        );
        let other: Ipv6Addr = "2001:db8:1:100:7::9".parse().unwrap();
        pool.choose_ipv6("Ipv6Addresses", other).unwrap();
        let over = "2001:db8:1:100:7::/80".parse().unwrap();
        assert!(
            message(pool.choose_ipv6_prefix("Ipv6Prefix", over)).starts_with("InvalidIPAddress")
        );
    }

    #[test]
    fn what_is_reserved_is_only_given_to_whom_it_is_for() {
        let pool = pool("10.0.0.0/25");
        let pool = reserved(pool, "10.0.0.0/27", ReservationType::Explicit);
        let mut pool = reserved(pool, "10.0.0.64/28", ReservationType::Prefix);
        assert_eq!(pool.next_ipv4().unwrap().to_string(), "10.0.0.32");
        assert_eq!(pool.next_ipv4_prefix().unwrap().to_string(), "10.0.0.64/28");
        assert_eq!(pool.next_ipv4_prefix().unwrap().to_string(), "10.0.0.48/28");
        let chosen = Ipv4Addr::new(10, 0, 0, 9);
        pool.choose_ipv4("PrivateIpAddress", chosen).unwrap();
        let everything: IpNet = "10.0.0.0/25".parse().unwrap();
        pool.reserved.push((everything, ReservationType::Explicit));
        assert!(message(pool.next_ipv4()).starts_with("InsufficientFreeAddressesInSubnet"));
    }

    proptest! {
        #[test]
        fn gives_each_address_once(asks in proptest::collection::vec(0_u8..2, 1..300)) {
            let mut pool = pool("10.0.0.0/25");
            let mut given = std::collections::BTreeSet::new();
            for ask in asks {
                let taken: Vec<Ipv4Addr> = if ask == 0 {
                    pool.next_ipv4().into_iter().collect()
                } else {
                    pool.next_ipv4_prefix().into_iter().flat_map(addresses).collect()
                };
                for address in taken {
                    prop_assert!(given.insert(address));
                    prop_assert!(super::address::is_usable("10.0.0.0/25".parse().unwrap(), address));
                }
            }
        }
    }
}
