//! Which addresses of a subnet can be given out, and which one is next.

use std::net::Ipv4Addr;

use ipnet::Ipv4Net;

/// Addresses at the start of a subnet that AWS keeps: network, router, DNS, future use.
const RESERVED_AT_START: u32 = 4;
/// The broadcast address.
const RESERVED_AT_END: u32 = 1;

/// The first and the last address of `cidr` that an interface can have.
pub fn usable(cidr: Ipv4Net) -> (Ipv4Addr, Ipv4Addr) {
    let first = u32::from(cidr.network()) + RESERVED_AT_START;
    let last = u32::from(cidr.broadcast()) - RESERVED_AT_END;
    (Ipv4Addr::from(first), Ipv4Addr::from(last))
}

/// How many addresses of `cidr` interfaces can have.
pub fn usable_count(cidr: Ipv4Net) -> u32 {
    let (first, last) = usable(cidr);
    u32::from(last) - u32::from(first) + 1
}

/// Whether interfaces can have this address of `cidr`: it lies inside and is not one of those that AWS keeps.
pub fn is_usable(cidr: Ipv4Net, address: Ipv4Addr) -> bool {
    let (first, last) = usable(cidr);
    (first..=last).contains(&address)
}

/// The next address to give out: the one after the highest in use, or else the lowest free one.
///
/// `highest` is the highest address in use; `in_use` yields all of them in ascending order and is only read when the
/// end of the subnet is reached. `None` when the subnet is full.
pub fn next_free(
    cidr: Ipv4Net,
    highest: Option<Ipv4Addr>,
    in_use: impl IntoIterator<Item = Ipv4Addr>,
) -> Option<Ipv4Addr> {
    let (first, last) = usable(cidr);
    let after_highest = highest.map_or(u32::from(first), |address| u32::from(address) + 1);
    if after_highest <= u32::from(last) {
        return Some(Ipv4Addr::from(after_highest));
    }
    let mut candidate = u32::from(first);
    for address in in_use {
        if u32::from(address) != candidate {
            break;
        }
        candidate += 1;
    }
    (candidate <= u32::from(last)).then(|| Ipv4Addr::from(candidate))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::net::Ipv4Addr;

    use ipnet::Ipv4Net;
    use proptest::prelude::*;

    use super::{is_usable, next_free, usable, usable_count};

    fn next(cidr: Ipv4Net, used: &BTreeSet<Ipv4Addr>) -> Option<Ipv4Addr> {
        next_free(cidr, used.last().copied(), used.iter().copied())
    }

    #[test]
    fn keeps_the_first_four_and_the_last() {
        let cidr: Ipv4Net = "10.0.0.16/28".parse().unwrap();
        assert_eq!(
            usable(cidr),
            ("10.0.0.20".parse().unwrap(), "10.0.0.30".parse().unwrap())
        );
        assert_eq!(usable_count(cidr), 11);
        assert_eq!(usable_count("10.0.0.0/16".parse().unwrap()), 65_531);
    }

    #[test]
    fn a_chosen_address_is_inside_and_not_kept_back() {
        let cidr: Ipv4Net = "10.0.0.16/28".parse().unwrap();
        for (address, fits) in [
            ("10.0.0.15", false),
            ("10.0.0.19", false),
            ("10.0.0.20", true),
            ("10.0.0.30", true),
            ("10.0.0.31", false),
            ("10.0.0.32", false),
        ] {
            assert_eq!(is_usable(cidr, address.parse().unwrap()), fits, "{address}");
        }
    }

    #[test]
    fn reuses_freed_addresses_once_the_end_is_reached() {
        let cidr: Ipv4Net = "10.0.0.0/28".parse().unwrap();
        let mut used = BTreeSet::new();
        while let Some(address) = next(cidr, &used) {
            assert!(used.insert(address));
        }
        assert_eq!(used.len(), 11);
        used.remove(&"10.0.0.7".parse().unwrap());
        assert_eq!(next(cidr, &used), Some("10.0.0.7".parse().unwrap()));
    }

    proptest! {
        #[test]
        fn gives_a_free_usable_address_while_there_is_one(
            prefix in 24_u8..=28,
            taken in proptest::collection::btree_set(0_u32..256, 0..256),
        ) {
            let cidr = Ipv4Net::new(Ipv4Addr::new(10, 0, 0, 0), prefix).unwrap();
            let (first, last) = usable(cidr);
            let used: BTreeSet<Ipv4Addr> = taken
                .into_iter()
                .map(|offset| Ipv4Addr::from(u32::from(first) + offset))
                .filter(|address| *address <= last)
                .collect();
            match next(cidr, &used) {
                Some(address) => {
                    prop_assert!(first <= address && address <= last);
                    prop_assert!(!used.contains(&address));
                }
                None => prop_assert_eq!(used.len(), usize::try_from(usable_count(cidr)).unwrap()),
            }
        }
    }
}
