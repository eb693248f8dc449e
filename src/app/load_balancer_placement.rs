//! Where load balancers are: their subnets, the interfaces in them, and the security groups of these.

use std::net::{Ipv4Addr, Ipv6Addr};

use serde::Serialize;

use super::context::{Command, Session};
use super::load_balancer::{find_to_change, record_change};
use super::load_balancer_address_type as address_type;
use super::network_interface::{self, AddressWish, NewInterface};
use super::security_group;
use crate::domain::address;
use crate::domain::error::{Code, Error, Result};
use crate::domain::id::{Id, VpcId};
use crate::domain::ipv6;
use crate::domain::limit;
use crate::domain::load_balancer::{LoadBalancer, LoadBalancerZone, Scheme};
use crate::domain::load_balancer_address_type::LoadBalancerAddressType;
use crate::domain::load_balancer_type::LoadBalancerType;
use crate::domain::network_interface::{Holder, NetworkInterface, SecurityGroupRef};
use crate::domain::subnet::Subnet;
use crate::domain::vpc::Vpc;
use crate::store::Stored;

/// A subnet that a load balancer is to have.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct SubnetMapping {
    /// The subnet.
    pub subnet_id: String,
    /// The address in it, for internal load balancers; otherwise the next free one.
    pub private_ipv4_address: Option<String>,
    /// The IPv6 address in it, for network load balancers of the type `dualstack`; otherwise a random one.
    pub ipv6_address: Option<String>,
}

impl SubnetMapping {
    /// A subnet without a chosen address.
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
}

/// A subnet that exists, and the addresses in it that the user chose.
pub(super) struct Place {
    pub(super) subnet: Stored<Subnet>,
    pub(super) ipv4: Option<Ipv4Addr>,
    pub(super) ipv6: Option<Ipv6Addr>,
}

/// Gives a load balancer these subnets in place of those that it has. Interfaces in subnets that stay are kept.
#[derive(Clone, Debug, Serialize)]
pub struct SetSubnets {
    /// Which load balancer.
    pub load_balancer_arn: String,
    /// All subnets that it is to have.
    pub subnets: Vec<SubnetMapping>,
    /// As in [`address_type::SetIpAddressType`]; `None` leaves it as it is.
    pub ip_address_type: Option<String>,
}

impl Command for SetSubnets {
    const NAME: &'static str = "SetSubnets";
    type Output = Stored<LoadBalancer>;

    async fn execute(self, session: &mut Session) -> Result<Stored<LoadBalancer>> {
        let mut load_balancer = find_to_change(session, &self.load_balancer_arn).await?;
        let ip_address_type =
            address_type::wanted(&load_balancer, self.ip_address_type.as_deref())?;
        set_subnets(session, &mut load_balancer, &self.subnets, ip_address_type).await?;
        let load_balancer = session.tx.update(load_balancer).await?;
        record_change(session, &load_balancer).await?;
        Ok(load_balancer)
    }
}

/// Makes these the subnets of the load balancer, and these the kinds of addresses that it has there. It itself is not
/// written yet.
pub(super) async fn set_subnets(
    session: &mut Session,
    load_balancer: &mut LoadBalancer,
    subnets: &[SubnetMapping],
    ip_address_type: Option<LoadBalancerAddressType>,
) -> Result<()> {
    let wanted = ip_address_type.unwrap_or(load_balancer.ip_address_type);
    let kind = Kind {
        load_balancer_type: load_balancer.load_balancer_type,
        scheme: load_balancer.scheme,
        ip_address_type: wanted,
    };
    let places = places(session, subnets, kind).await?;
    if places
        .iter()
        .any(|place| place.subnet.vpc_id != load_balancer.vpc_id)
    {
        return Err(configuration(
            "Subnets",
            "The subnets must belong to the VPC of the load balancer",
        ));
    }
    remove_others(session, load_balancer, &places).await?;
    let new = new_places(load_balancer, places)?;
    address_type::change(session, load_balancer, wanted).await?;
    let ids: Vec<String> = load_balancer
        .security_groups
        .iter()
        .map(ToString::to_string)
        .collect();
    let vpc_id = load_balancer.vpc_id.clone();
    let groups = groups(session, kind.load_balancer_type, &vpc_id, &ids).await?;
    add(session, load_balancer, new, &groups).await
}

/// Takes away the subnets that are not among `places`, which cannot be while the load balancer is behind a service, and
/// never with a gateway load balancer.
async fn remove_others(
    session: &mut Session,
    load_balancer: &mut LoadBalancer,
    places: &[Place],
) -> Result<()> {
    let stays =
        |zone: &LoadBalancerZone| places.iter().any(|place| place.subnet.id == zone.subnet_id);
    let (kept, removed): (Vec<_>, Vec<_>) = load_balancer.zones.drain(..).partition(stays);
    load_balancer.zones = kept;
    if removed.is_empty() {
        return Ok(());
    }
    let service = session.tx.load_balancer_service(&load_balancer.arn).await?;
    if service.is_some() {
        return Err(Error::new(
            Code::ResourceInUse,
            "Subnets cannot be removed from load balancer because the load balancer is currently associated with another service",
        )
        .about("Subnets"));
    }
    if load_balancer.load_balancer_type == LoadBalancerType::Gateway {
        return Err(configuration(
            "Subnets",
            "Subnets cannot be removed from gateway load balancers",
        ));
    }
    let interfaces: Vec<&str> = removed
        .iter()
        .map(|zone| zone.network_interface_id.as_str())
        .collect();
    network_interface::release(&mut session.tx, &load_balancer.scope, &interfaces).await
}

/// The places that the load balancer does not have yet. In those that it has, the address cannot be another one.
fn new_places(load_balancer: &LoadBalancer, places: Vec<Place>) -> Result<Vec<Place>> {
    let mut new = Vec::new();
    for place in places {
        let present = load_balancer
            .zones
            .iter()
            .find(|zone| zone.subnet_id == place.subnet.id);
        match present {
            None => new.push(place),
            Some(zone)
                if (place.ipv4.is_some() && place.ipv4 != zone.private_ipv4_address)
                    || (place.ipv6.is_some() && place.ipv6 != zone.ipv6_address) =>
            {
                return Err(configuration(
                    "SubnetMappings",
                    format!(
                        "The addresses in the subnet '{}' cannot be changed",
                        place.subnet.id
                    ),
                ));
            }
            Some(_) => {}
        }
    }
    Ok(new)
}

/// Gives a load balancer these security groups in place of those that it has.
#[derive(Clone, Debug, Serialize)]
pub struct SetSecurityGroups {
    /// Which load balancer. It must have groups already.
    pub load_balancer_arn: String,
    /// All groups that it is to have; at least one.
    pub security_group_ids: Vec<String>,
    /// Whether they apply to what comes through endpoints: `on` or `off`; `None` leaves it as it is.
    pub enforce_private_link_rules: Option<String>,
}

impl Command for SetSecurityGroups {
    const NAME: &'static str = "SetSecurityGroups";
    type Output = Stored<LoadBalancer>;

    async fn execute(self, session: &mut Session) -> Result<Stored<LoadBalancer>> {
        let mut load_balancer = find_to_change(session, &self.load_balancer_arn).await?;
        let ids = &self.security_group_ids;
        set_security_groups(session, &mut load_balancer, ids).await?;
        if let Some(text) = self.enforce_private_link_rules {
            load_balancer.set_private_link_rules(&text)?;
        }
        let load_balancer = session.tx.update(load_balancer).await?;
        record_change(session, &load_balancer).await?;
        Ok(load_balancer)
    }
}

/// Makes these the security groups of the load balancer. It itself is not written yet.
pub(super) async fn set_security_groups(
    session: &mut Session,
    load_balancer: &mut LoadBalancer,
    ids: &[String],
) -> Result<()> {
    if load_balancer.load_balancer_type == LoadBalancerType::Gateway {
        return Err(no_security_groups_on_gateway());
    }
    let load_balancer_type = load_balancer.load_balancer_type;
    if load_balancer.security_groups.is_empty() {
        return Err(configuration(
            "SecurityGroups",
            "Security groups cannot be set on a network load balancer that was created without any",
        ));
    }
    if ids.is_empty() {
        return Err(configuration(
            "SecurityGroups",
            "At least one security group must remain associated with the load balancer",
        ));
    }
    let vpc_id = load_balancer.vpc_id.clone();
    let groups = groups(session, load_balancer_type, &vpc_id, ids).await?;
    load_balancer.security_groups = groups.iter().map(|group| group.group_id.clone()).collect();
    for mut interface in interfaces(session, load_balancer).await? {
        interface.groups.clone_from(&groups);
        session.tx.network_interface_update(interface).await?;
    }
    Ok(())
}

/// The load balancer's interfaces.
pub(super) async fn interfaces(
    session: &mut Session,
    load_balancer: &LoadBalancer,
) -> Result<Vec<Stored<NetworkInterface>>> {
    let ids: Vec<&str> = load_balancer
        .zones
        .iter()
        .map(|zone| zone.network_interface_id.as_str())
        .collect();
    session.tx.get_many(&load_balancer.scope, &ids).await
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
    address_type::check_scheme(kind.ip_address_type, kind.scheme)?;
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
        address_type::check_subnet(kind.ip_address_type, subnet)?;
        let ipv4 = mapping
            .private_ipv4_address
            .as_deref()
            .map(|text| chosen_ipv4(subnet, text, kind))
            .transpose()?;
        let ipv6 = mapping
            .ipv6_address
            .as_deref()
            .map(|text| chosen_ipv6(subnet, text, kind))
            .transpose()?;
        places.push(Place {
            subnet: subnet.clone(),
            ipv4,
            ipv6,
        });
    }
    if kind.load_balancer_type == LoadBalancerType::Application
        && places.len() < limit::APPLICATION_LOAD_BALANCER_ZONES_MIN
    {
        return Err(Error::validation(
            "Subnets",
            "At least two subnets in two different Availability Zones must be specified",
        ));
    }
    Ok(places)
}

fn chosen_ipv6(subnet: &Subnet, text: &str, kind: Kind) -> Result<Ipv6Addr> {
    if kind.load_balancer_type != LoadBalancerType::Network || !kind.ip_address_type.has_ipv6() {
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
    if kind.load_balancer_type != LoadBalancerType::Network || kind.scheme != Some(Scheme::Internal)
    {
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

/// The refusal of a subnet in which a load balancer cannot have its address.
fn no_ipv4(subnet: &Subnet) -> Error {
    configuration(
        "Subnets",
        format!("The subnet '{}' has no IPv4 addresses", subnet.id),
    )
}

/// Gives the load balancer an interface in each of the places. The load balancer itself is not written yet.
pub(super) async fn add(
    session: &mut Session,
    load_balancer: &mut LoadBalancer,
    places: Vec<Place>,
    groups: &[SecurityGroupRef],
) -> Result<()> {
    for Place { subnet, ipv4, ipv6 } in places {
        let new = NewInterface {
            subnet: &subnet,
            holder: Holder::LoadBalancer {
                load_balancer_arn: load_balancer.arn.clone(),
            },
            description: format!("ELB {}", load_balancer.path()),
            groups: groups.to_vec(),
            addresses: AddressWish {
                ip_address_type: load_balancer.ip_address_type.of_interfaces(),
                ipv4,
                ipv6,
            },
        };
        let interface = network_interface::create(session, new)
            .await
            .map_err(|error| address_refusal(error, &subnet))?;
        load_balancer.zones.push(LoadBalancerZone {
            availability_zone: subnet.availability_zone.clone(),
            availability_zone_id: subnet.availability_zone_id.clone(),
            subnet_id: subnet.id.clone(),
            network_interface_id: interface.id.clone(),
            private_ipv4_address: ipv4,
            ipv6_address: ipv6,
        });
    }
    load_balancer
        .zones
        .sort_by(|left, right| left.availability_zone.cmp(&right.availability_zone));
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
fn address_refusal(error: Error, subnet: &Subnet) -> Error {
    match error.code {
        Code::AddressInUse => error
            .with_code(Code::InvalidConfigurationRequest)
            .about("SubnetMappings"),
        Code::InsufficientFreeAddresses => Error::new(
            Code::InvalidSubnet,
            format!("Not enough IP space available in {}.", subnet.id),
        )
        .about("Subnets"),
        _ => error,
    }
}

/// The refusal of security groups for a gateway load balancer, which cannot have any.
pub(super) fn no_security_groups_on_gateway() -> Error {
    configuration(
        "SecurityGroups",
        "Security groups are not supported for gateway load balancers",
    )
}

/// The refusal of a load balancer without subnets.
pub(super) fn no_subnet() -> Error {
    Error::validation("Subnets", "At least one subnet must be specified")
}

fn subnet_not_found(id: &str) -> Error {
    Error::new(
        Code::LoadBalancerSubnetNotFound,
        format!("The subnet ID '{id}' does not exist"),
    )
    .about("Subnets")
}

fn configuration(parameter: &'static str, message: impl Into<String>) -> Error {
    Error::new(Code::InvalidConfigurationRequest, message).about(parameter)
}
