//! The places that a load balancer can have: subnets in zones of their own, with the addresses that the user chose there.

use std::net::{Ipv4Addr, Ipv6Addr};

use serde::Serialize;

use super::context::Session;
use super::load_balancer_address_type as address_type;
use super::security_group;
use crate::domain::address;
use crate::domain::elastic_ip::ElasticIp;
use crate::domain::error::{Code, Error, Result};
use crate::domain::id::{AllocationId, Id, VpcId};
use crate::domain::ipv6;
use crate::domain::limit;
use crate::domain::load_balancer::{LoadBalancer, Scheme};
use crate::domain::load_balancer_address_type::LoadBalancerAddressType;
use crate::domain::load_balancer_type::LoadBalancerType;
use crate::domain::network_interface::SecurityGroupRef;
use crate::domain::source_nat_prefix::{PrefixWish, SOURCE_NAT_PARAMETER};
use crate::domain::subnet::Subnet;
use crate::domain::vpc::Vpc;
use crate::store::Stored;

/// A subnet that a load balancer is to have.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct SubnetMapping {
    /// The subnet.
    pub subnet_id: String,
    /// The address in it, for internal network load balancers; otherwise the next free one.
    pub private_ipv4_address: Option<String>,
    /// The IPv6 address in it, for network load balancers of the type `dualstack`; otherwise a random one.
    pub ipv6_address: Option<String>,
    /// The Elastic IP address in front of it, for network load balancers that face the internet.
    pub allocation_id: Option<String>,
    /// The IPv6 prefix for source NAT, or `auto_assigned`, for network load balancers that have such prefixes.
    pub source_nat_ipv6_prefix: Option<String>,
}

impl SubnetMapping {
    /// A subnet without chosen addresses.
    pub fn new(subnet_id: impl Into<String>) -> Self {
        Self {
            subnet_id: subnet_id.into(),
            ..Self::default()
        }
    }
}

/// What a load balancer is, as far as the places depend on it that it can have.
#[derive(Clone, Copy, Debug)]
pub(super) struct Kind {
    pub(super) load_balancer_type: LoadBalancerType,
    pub(super) scheme: Option<Scheme>,
    pub(super) ip_address_type: LoadBalancerAddressType,
    pub(super) uses_source_nat_prefixes: bool,
}

impl Kind {
    /// What a load balancer is now.
    pub(super) const fn of(load_balancer: &LoadBalancer) -> Self {
        Self {
            load_balancer_type: load_balancer.load_balancer_type,
            scheme: load_balancer.scheme,
            ip_address_type: load_balancer.ip_address_type,
            uses_source_nat_prefixes: load_balancer.uses_source_nat_prefixes,
        }
    }

    fn is_network(self) -> bool {
        self.load_balancer_type == LoadBalancerType::Network
    }

    /// Refuses settings that exclude one another.
    pub(super) fn check(self) -> Result<()> {
        address_type::check_scheme(self.ip_address_type, self.scheme)?;
        let can_have_prefixes = self.is_network() && self.ip_address_type.has_ipv6();
        if self.uses_source_nat_prefixes && !can_have_prefixes {
            return Err(configuration(
                SOURCE_NAT_PARAMETER,
                "IPv6 prefixes for source NAT are supported for network load balancers of the IP address type dualstack only",
            ));
        }
        Ok(())
    }
}

/// A subnet that exists, and what the user chose in it.
pub(super) struct Place {
    pub(super) subnet: Stored<Subnet>,
    pub(super) ipv4: Option<Ipv4Addr>,
    pub(super) ipv6: Option<Ipv6Addr>,
    pub(super) allocation_id: Option<AllocationId>,
    pub(super) prefix: Option<PrefixWish>,
}

/// The places that `mappings` name: subnets of one VPC in zones of their own, and addresses that can be had there.
pub(super) async fn places(
    session: &mut Session,
    mappings: &[SubnetMapping],
    kind: Kind,
) -> Result<Vec<Place>> {
    if mappings.is_empty() {
        return Err(no_subnet());
    }
    kind.check()?;
    let scope = session.scope();
    let ids: Vec<&str> = mappings
        .iter()
        .map(|mapping| mapping.subnet_id.as_str())
        .collect();
    let found: Vec<Stored<Subnet>> = session.tx.get_many(&scope, &ids).await?;
    let mut places: Vec<Place> = Vec::with_capacity(mappings.len());
    for mapping in mappings {
        let subnet = found
            .iter()
            .find(|subnet| subnet.id.as_str() == mapping.subnet_id)
            .ok_or_else(|| subnet_not_found(&mapping.subnet_id))?;
        check_subnet(&places, subnet, kind)?;
        places.push(chosen(subnet, mapping, kind)?);
    }
    if kind.load_balancer_type == LoadBalancerType::Application
        && places.len() < limit::APPLICATION_LOAD_BALANCER_ZONES_MIN
    {
        return Err(Error::validation(
            "Subnets",
            "At least two subnets in two different Availability Zones must be specified",
        ));
    }
    check_elastic_ips(session, &places).await?;
    Ok(places)
}

/// Refuses places of an application load balancer in which it has too little room to grow.
pub(super) async fn check_room(session: &mut Session, places: &[Place]) -> Result<()> {
    let ids: Vec<&str> = places
        .iter()
        .map(|place| place.subnet.id.as_str())
        .collect();
    let in_use = session.tx.addresses_in_use(&ids).await?;
    let narrow = places.iter().find(|place| {
        let taken = in_use.get(place.subnet.id.as_str()).copied();
        let all = place.subnet.cidr_block.map_or(0, address::usable_count);
        all.saturating_sub(taken.unwrap_or(0)) < limit::APPLICATION_LOAD_BALANCER_FREE_ADDRESSES
    });
    match narrow {
        None => Ok(()),
        Some(place) => Err(Error::new(
            Code::InvalidSubnet,
            format!(
                "Not enough IP space available in {}. ELB requires at least {} free IP addresses in each subnet.",
                place.subnet.id,
                limit::APPLICATION_LOAD_BALANCER_FREE_ADDRESSES
            ),
        )
        .about("Subnets")),
    }
}

/// Refuses a subnet that cannot be had together with `places`, or by such a load balancer.
fn check_subnet(places: &[Place], subnet: &Subnet, kind: Kind) -> Result<()> {
    if places
        .iter()
        .any(|place| place.subnet.availability_zone == subnet.availability_zone)
    {
        return Err(configuration(
            "Subnets",
            "A load balancer cannot be attached to multiple subnets in the same Availability Zone",
        ));
    }
    if places
        .first()
        .is_some_and(|place| place.subnet.vpc_id != subnet.vpc_id)
    {
        return Err(configuration(
            "Subnets",
            "All subnets of a load balancer must belong to the same VPC",
        ));
    }
    if subnet.cidr_block.is_none() {
        return Err(no_ipv4(subnet));
    }
    address_type::check_subnet(kind.ip_address_type, subnet)
}

/// What the user chose in a subnet.
fn chosen(subnet: &Stored<Subnet>, mapping: &SubnetMapping, kind: Kind) -> Result<Place> {
    let ipv4 = mapping.private_ipv4_address.as_deref();
    let ipv6 = mapping.ipv6_address.as_deref();
    let allocation_id = mapping.allocation_id.as_deref();
    let prefix = mapping.source_nat_ipv6_prefix.as_deref();
    Ok(Place {
        subnet: subnet.clone(),
        ipv4: ipv4
            .map(|text| chosen_ipv4(subnet, text, kind))
            .transpose()?,
        ipv6: ipv6
            .map(|text| chosen_ipv6(subnet, text, kind))
            .transpose()?,
        allocation_id: allocation_id
            .map(|text| chosen_elastic_ip(text, kind))
            .transpose()?,
        prefix: prefix
            .map(|text| chosen_prefix(subnet, text, kind))
            .transpose()?,
    })
}

fn chosen_ipv6(subnet: &Subnet, text: &str, kind: Kind) -> Result<Ipv6Addr> {
    if !kind.is_network() || !kind.ip_address_type.has_ipv6() {
        return Err(configuration(
            "SubnetMappings",
            "IPv6 addresses can only be specified for network load balancers of the IP address type dualstack",
        ));
    }
    let address: Ipv6Addr = text.parse().map_err(|_| {
        Error::validation(
            "SubnetMappings",
            format!("'{text}' is not a valid IPv6 address"),
        )
    })?;
    match &subnet.ipv6_cidr_block {
        Some(network) if ipv6::is_usable(network.cidr_block, address) => Ok(address),
        _ => Err(configuration(
            "SubnetMappings",
            format!(
                "The IPv6 address '{address}' is reserved or outside the range of the subnet '{}'",
                subnet.id
            ),
        )),
    }
}

fn chosen_ipv4(subnet: &Subnet, text: &str, kind: Kind) -> Result<Ipv4Addr> {
    if !kind.is_network() || kind.scheme != Some(Scheme::Internal) {
        return Err(configuration(
            "SubnetMappings",
            "Private IPv4 addresses can only be specified for internal network load balancers",
        ));
    }
    let address: Ipv4Addr = text.parse().map_err(|_| {
        Error::validation(
            "SubnetMappings",
            format!("'{text}' is not a valid IPv4 address"),
        )
    })?;
    let cidr_block = subnet.cidr_block.ok_or_else(|| no_ipv4(subnet))?;
    if address::is_usable(cidr_block, address) {
        Ok(address)
    } else {
        Err(configuration(
            "SubnetMappings",
            format!(
                "The private IPv4 address '{address}' is reserved or outside the range {cidr_block} of the subnet '{}'",
                subnet.id
            ),
        ))
    }
}

fn chosen_elastic_ip(text: &str, kind: Kind) -> Result<AllocationId> {
    if !kind.is_network() || kind.scheme != Some(Scheme::InternetFacing) {
        return Err(configuration(
            "SubnetMappings",
            "Elastic IP addresses can only be specified for internet-facing network load balancers",
        ));
    }
    AllocationId::parse(text).map_err(|_| allocation_not_found(text))
}

fn chosen_prefix(subnet: &Subnet, text: &str, kind: Kind) -> Result<PrefixWish> {
    if !kind.uses_source_nat_prefixes {
        return Err(configuration(
            "SubnetMappings",
            format!(
                "A source NAT IPv6 prefix can only be specified when {SOURCE_NAT_PARAMETER} is on"
            ),
        ));
    }
    let network = subnet.ipv6_cidr_block.as_ref();
    PrefixWish::parse(network.map(|association| association.cidr_block), text)
}

/// Refuses Elastic IP addresses that don't exist, and one that is named twice.
async fn check_elastic_ips(session: &mut Session, places: &[Place]) -> Result<()> {
    let ids: Vec<&str> = places
        .iter()
        .filter_map(|place| place.allocation_id.as_ref())
        .map(Id::as_str)
        .collect();
    if ids.is_empty() {
        return Ok(());
    }
    let scope = session.scope();
    let found: Vec<Stored<ElasticIp>> = session.tx.get_many(&scope, &ids).await?;
    for (position, id) in ids.iter().enumerate() {
        if !found.iter().any(|elastic_ip| elastic_ip.id.as_str() == *id) {
            return Err(allocation_not_found(id));
        }
        if ids[..position].contains(id) {
            return Err(configuration(
                "SubnetMappings",
                format!("The allocation ID '{id}' is specified more than once"),
            ));
        }
    }
    Ok(())
}

/// The security groups with these ids, which must all be in the VPC. Without any, an application load balancer has the
/// default one.
pub(super) async fn groups(
    session: &mut Session,
    load_balancer_type: LoadBalancerType,
    vpc_id: &VpcId,
    ids: &[String],
) -> Result<Vec<SecurityGroupRef>> {
    if ids.is_empty() && load_balancer_type != LoadBalancerType::Application {
        return Ok(Vec::new());
    }
    let vpc: Stored<Vpc> = session.find(vpc_id).await?;
    let groups = security_group::resolve(session, &vpc, ids)
        .await
        .map_err(group_refusal)?;
    if groups.len() > limit::SECURITY_GROUPS_PER_INTERFACE {
        return Err(configuration(
            "SecurityGroups",
            format!(
                "A load balancer can have at most {} security groups",
                limit::SECURITY_GROUPS_PER_INTERFACE
            ),
        ));
    }
    Ok(groups)
}

fn group_refusal(error: Error) -> Error {
    match error.code {
        Code::SecurityGroupNotFound | Code::SecurityGroupMalformed => error
            .with_code(Code::InvalidSecurityGroup)
            .about("SecurityGroups"),
        _ => error,
    }
}

/// The refusal of an address in the words of Elastic Load Balancing.
pub(super) fn address_refusal(error: Error, subnet: &Subnet) -> Error {
    match error.code {
        Code::AddressInUse => error
            .with_code(Code::InvalidConfigurationRequest)
            .about("SubnetMappings"),
        Code::InsufficientFreeAddresses => Error::new(
            Code::InvalidSubnet,
            format!("Not enough IP space available in {}.", subnet.id),
        )
        .about("Subnets"),
        Code::ResourceAlreadyAssociated => Error::new(
            Code::ResourceInUse,
            "The allocation IDs are not available for use",
        )
        .about("SubnetMappings"),
        Code::GatewayNotAttached => Error::new(
            Code::InvalidSubnet,
            format!("VPC {} has no internet gateway", subnet.vpc_id),
        )
        .about("Subnets"),
        _ => error,
    }
}

/// The refusal of a load balancer without subnets.
pub(super) fn no_subnet() -> Error {
    Error::validation("Subnets", "At least one subnet must be specified")
}

/// The refusal of a subnet in which a load balancer cannot have its address.
fn no_ipv4(subnet: &Subnet) -> Error {
    configuration(
        "Subnets",
        format!("The subnet '{}' has no IPv4 addresses", subnet.id),
    )
}

fn subnet_not_found(id: &str) -> Error {
    Error::new(
        Code::LoadBalancerSubnetNotFound,
        format!("The subnet ID '{id}' does not exist"),
    )
    .about("Subnets")
}

fn allocation_not_found(id: &str) -> Error {
    Error::new(
        Code::LoadBalancerAllocationNotFound,
        format!("The allocation ID '{id}' does not exist"),
    )
    .about("SubnetMappings")
}

/// The refusal of a configuration that cannot be had.
pub(super) fn configuration(parameter: &'static str, message: impl Into<String>) -> Error {
    Error::new(Code::InvalidConfigurationRequest, message).about(parameter)
}
