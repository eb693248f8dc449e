//! Elastic IP addresses: public IPv4 addresses of an account, which stand before private addresses of interfaces.
//!
//! They come from 198.18.0.0/15, which is set apart for tests and never routed, so that nothing that is started by mistake
//! reaches a stranger.

use std::net::Ipv4Addr;

use serde::{Deserialize, Serialize};

use super::clock::Timestamp;
use super::entropy::Entropy;
use super::error::{Code, Error, Result};
use super::filter::Filterable;
use super::id::{AddressAssociationId, AllocationId, NetworkInterfaceId, VpcId};
use super::scope::{AccountId, Scope};
use super::tag::Tag;

/// The only domain there is.
pub const DOMAIN: &str = "vpc";
/// The pool of all addresses.
pub const PUBLIC_POOL: &str = "amazon";

/// The network that addresses are drawn from: its first address and the number of bits after its prefix.
const NETWORK: Ipv4Addr = Ipv4Addr::new(198, 18, 0, 0);
const HOST_BITS: u32 = 17;

/// An Elastic IP address.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ElasticIp {
    /// Identifier.
    pub id: AllocationId,
    /// Owner.
    pub scope: Scope,
    /// The address.
    pub public_ip: Ipv4Addr,
    /// The name that reverse lookups of it answer with, once set by its owner. A record only.
    pub domain_name: Option<String>,
    /// The private address it stands before, if any.
    pub association: Option<AddressAssociation>,
    /// Tags.
    pub tags: Vec<Tag>,
    /// When it was allocated.
    pub created_at: Timestamp,
}

/// What an address is associated with.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct AddressAssociation {
    /// Identifier.
    pub association_id: AddressAssociationId,
    /// The interface.
    pub network_interface_id: NetworkInterfaceId,
    /// The interface's owner.
    pub network_interface_owner: AccountId,
    /// The interface's VPC.
    pub vpc_id: VpcId,
    /// Which of the interface's addresses.
    pub private_ip_address: Ipv4Addr,
    /// Whether what holds the interface made the association, so that the owner of the address cannot end it.
    pub managed: bool,
}

/// A random address, which may be in use. Not the first or last of a /24, which some software takes for special.
pub fn draw(entropy: &dyn Entropy) -> Ipv4Addr {
    loop {
        let mut bytes = [0; 4];
        entropy.fill(&mut bytes);
        let host = u32::from_be_bytes(bytes) & ((1 << HOST_BITS) - 1);
        if !matches!(host & 0xff, 0x00 | 0xff) {
            return Ipv4Addr::from(u32::from(NETWORK) | host);
        }
    }
}

/// Reads a public address.
pub fn parse_public_ip(text: &str) -> Result<Ipv4Addr> {
    text.parse().map_err(|_| {
        Error::new(
            Code::PublicAddressMalformed,
            format!("Invalid IPv4 address: {text}"),
        )
        .about("PublicIp")
    })
}

/// The refusal for a public address that is not the caller's.
pub fn public_ip_not_found(text: &str) -> Error {
    Error::new(
        Code::PublicAddressNotFound,
        format!("Address '{text}' not found."),
    )
    .about("PublicIp")
}

/// Refuses all domains but the one there is.
pub fn check_domain(domain: &str) -> Result<()> {
    if domain == DOMAIN {
        Ok(())
    } else {
        Err(Error::invalid_value(
            "Domain",
            format!("Value ({domain}) for parameter domain is invalid. Expected 'vpc'."),
        ))
    }
}

/// Refuses all places but the region itself.
pub fn check_network_border_group(group: &str, region: &str) -> Result<()> {
    if group == region {
        Ok(())
    } else {
        Err(Error::invalid_value(
            "NetworkBorderGroup",
            format!("The network border group '{group}' is not one of the region {region}."),
        ))
    }
}

/// Refuses all pools but AWS's own.
pub fn check_pool(pool: &str) -> Result<()> {
    if pool == PUBLIC_POOL {
        Ok(())
    } else {
        Err(Error::new(
            Code::PublicIpv4PoolNotFound,
            format!("The pool ID '{pool}' does not exist"),
        )
        .about("PublicIpv4Pool"))
    }
}

/// The public name of a public address in a region.
pub fn public_dns_name(address: Ipv4Addr, region: &str) -> String {
    let address = address.to_string().replace('.', "-");
    if region == "us-east-1" {
        format!("ec2-{address}.compute-1.amazonaws.com")
    } else {
        format!("ec2-{address}.{region}.compute.amazonaws.com")
    }
}

impl ElasticIp {
    /// The state in the event log.
    pub const fn state(&self) -> &'static str {
        if self.association.is_some() {
            "in-use"
        } else {
            "available"
        }
    }

    /// The name for reverse lookups that its owner set, with the root's dot.
    pub fn ptr_record(&self) -> Option<String> {
        let name = self.domain_name.as_deref()?;
        Some(format!("{}.", name.trim_end_matches('.')))
    }
}

impl Filterable for ElasticIp {
    const FILTERS: &'static [&'static str] = &[
        "allocation-id",
        "association-id",
        "domain",
        "instance-id",
        "network-border-group",
        "network-interface-id",
        "network-interface-owner-id",
        "private-ip-address",
        "public-ip",
    ];

    fn filter_values(&self, name: &str) -> Vec<String> {
        let associated = |value: fn(&AddressAssociation) -> String| {
            self.association.iter().map(value).collect::<Vec<_>>()
        };
        match name {
            "allocation-id" => vec![self.id.to_string()],
            "association-id" => associated(|it| it.association_id.to_string()),
            "domain" => vec![DOMAIN.to_owned()],
            "network-border-group" => vec![self.scope.region.to_string()],
            "network-interface-id" => associated(|it| it.network_interface_id.to_string()),
            "network-interface-owner-id" => associated(|it| it.network_interface_owner.to_string()),
            "private-ip-address" => associated(|it| it.private_ip_address.to_string()),
            "public-ip" => vec![self.public_ip.to_string()],
            // There are no instances.
            _ => Vec::new(),
        }
    }

    fn filter_tags(&self) -> &[Tag] {
        &self.tags
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicU8, Ordering};

    use super::{draw, public_dns_name};
    use crate::domain::entropy::Entropy;

    /// All bytes alike, one more each time.
    struct Rising(AtomicU8);

    impl Entropy for Rising {
        fn fill(&self, bytes: &mut [u8]) {
            bytes.fill(self.0.fetch_add(1, Ordering::Relaxed));
        }
    }

    #[test]
    fn addresses_are_in_the_network_for_tests_and_not_at_the_ends_of_a_part() {
        let rising = Rising(AtomicU8::new(254));
        let drawn: Vec<String> = (0..3).map(|_| draw(&rising).to_string()).collect();
        assert_eq!(drawn, ["198.18.254.254", "198.19.1.1", "198.18.2.2"]);
    }

    #[test]
    fn names_of_public_addresses() {
        let address = "198.18.0.9".parse().unwrap();
        assert_eq!(
            public_dns_name(address, "us-east-1"),
            "ec2-198-18-0-9.compute-1.amazonaws.com"
        );
        assert_eq!(
            public_dns_name(address, "eu-west-1"),
            "ec2-198-18-0-9.eu-west-1.compute.amazonaws.com"
        );
    }
}
