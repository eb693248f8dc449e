//! Where load balancers are: their subnets, the interfaces in them, and the security groups of these.

use serde::Serialize;

use super::context::{Command, Session};
use super::elastic_ip;
use super::load_balancer::{find_to_change, record_change};
use super::load_balancer_address_type as address_type;
use super::load_balancer_place::{
    Kind, Place, SubnetMapping, address_refusal, check_room, configuration, groups, places,
};
use super::load_balancer_source_nat as source_nat;
use super::network_interface::{self, AddressWish, NewInterface};
use crate::domain::error::{Code, Error, Result};
use crate::domain::id::{Id, SubnetId};
use crate::domain::load_balancer::{ChosenElasticIp, LoadBalancer, LoadBalancerZone};
use crate::domain::load_balancer_address_type::LoadBalancerAddressType;
use crate::domain::load_balancer_type::LoadBalancerType;
use crate::domain::network_interface::{Holder, NetworkInterface, SecurityGroupRef};
use crate::domain::source_nat_prefix::{self, PrefixWish};
use crate::store::Stored;

/// Gives a load balancer these subnets in place of those that it has. Interfaces in subnets that stay are kept.
#[derive(Clone, Debug, Serialize)]
pub struct SetSubnets {
    /// Which load balancer.
    pub load_balancer_arn: String,
    /// All subnets that it is to have.
    pub subnets: Vec<SubnetMapping>,
    /// As in [`address_type::SetIpAddressType`]; `None` leaves it as it is.
    pub ip_address_type: Option<String>,
    /// Whether it is to have IPv6 prefixes for source NAT: `on` or `off`; `None` leaves it as it is.
    pub source_nat_prefixes: Option<String>,
}

impl Command for SetSubnets {
    const NAME: &'static str = "SetSubnets";
    type Output = Stored<LoadBalancer>;

    async fn execute(self, session: &mut Session) -> Result<Stored<LoadBalancer>> {
        let mut load_balancer = find_to_change(session, &self.load_balancer_arn).await?;
        let ip_address_type =
            address_type::wanted(&load_balancer, self.ip_address_type.as_deref())?;
        let source_nat_prefixes = self.source_nat_prefixes.as_deref();
        let changes = PlacementChanges {
            subnets: &self.subnets,
            ip_address_type,
            source_nat_prefixes: source_nat_prefixes
                .map(source_nat_prefix::parse_enabled)
                .transpose()?,
        };
        set_subnets(session, &mut load_balancer, changes).await?;
        let load_balancer = session.tx.update(load_balancer).await?;
        record_change(session, &load_balancer).await?;
        Ok(load_balancer)
    }
}

/// What of a load balancer's places is to be changed.
pub(super) struct PlacementChanges<'a> {
    /// All subnets that it is to have.
    pub(super) subnets: &'a [SubnetMapping],
    /// The kinds of addresses that it is to have there, unless they stay.
    pub(super) ip_address_type: Option<LoadBalancerAddressType>,
    /// Whether it is to have IPv6 prefixes for source NAT, unless that stays.
    pub(super) source_nat_prefixes: Option<bool>,
}

/// Makes these the places of the load balancer. It itself is not written yet.
pub(super) async fn set_subnets(
    session: &mut Session,
    load_balancer: &mut LoadBalancer,
    changes: PlacementChanges<'_>,
) -> Result<()> {
    let now = Kind::of(load_balancer);
    let kind = Kind {
        ip_address_type: changes.ip_address_type.unwrap_or(now.ip_address_type),
        uses_source_nat_prefixes: changes
            .source_nat_prefixes
            .unwrap_or(now.uses_source_nat_prefixes),
        ..now
    };
    let places = places(session, changes.subnets, kind).await?;
    if places
        .iter()
        .any(|place| place.subnet.vpc_id != load_balancer.vpc_id)
    {
        return Err(configuration(
            "Subnets",
            "The subnets must belong to the VPC of the load balancer",
        ));
    }
    let wishes = prefix_wishes(&places);
    remove_others(session, load_balancer, &places).await?;
    let new = new_places(load_balancer, places)?;
    load_balancer.uses_source_nat_prefixes = kind.uses_source_nat_prefixes;
    address_type::change(session, load_balancer, kind.ip_address_type).await?;
    let ids: Vec<String> = load_balancer
        .security_groups
        .iter()
        .map(ToString::to_string)
        .collect();
    let vpc_id = load_balancer.vpc_id.clone();
    let groups = groups(session, kind.load_balancer_type, &vpc_id, &ids).await?;
    add(session, load_balancer, new, &groups).await?;
    source_nat::assign(session, load_balancer, &wishes).await
}

/// Which prefixes for source NAT the user chose in which subnets.
pub(super) fn prefix_wishes(places: &[Place]) -> Vec<(SubnetId, Option<PrefixWish>)> {
    places
        .iter()
        .map(|place| (place.subnet.id.clone(), place.prefix))
        .collect()
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
    release(session, load_balancer, &removed).await
}

/// Gives up the interfaces in these zones, and the Elastic IP addresses in front of them.
pub(super) async fn release(
    session: &mut Session,
    load_balancer: &LoadBalancer,
    zones: &[LoadBalancerZone],
) -> Result<()> {
    for zone in zones.iter().filter(|zone| zone.elastic_ip.is_some()) {
        elastic_ip::release_interface(session, &zone.network_interface_id).await?;
    }
    let interfaces: Vec<&str> = zones
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
            Some(zone) if !is_as_chosen(zone, &place) => {
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

/// Whether a zone has the addresses that the user chooses, if so.
fn is_as_chosen(zone: &LoadBalancerZone, place: &Place) -> bool {
    let elastic_ip = zone.elastic_ip.as_ref().map(|chosen| &chosen.allocation_id);
    let chosen = place.allocation_id.as_ref();
    (place.ipv4.is_none() || place.ipv4 == zone.private_ipv4_address)
        && (place.ipv6.is_none() || place.ipv6 == zone.ipv6_address)
        && (chosen.is_none() || chosen == elastic_ip)
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

/// Gives the load balancer an interface in each of the places. The load balancer itself is not written yet.
pub(super) async fn add(
    session: &mut Session,
    load_balancer: &mut LoadBalancer,
    places: Vec<Place>,
    groups: &[SecurityGroupRef],
) -> Result<()> {
    if load_balancer.load_balancer_type == LoadBalancerType::Application {
        check_room(session, &places).await?;
    }
    for place in places {
        let zone = add_zone(session, load_balancer, place, groups).await?;
        load_balancer.zones.push(zone);
    }
    load_balancer
        .zones
        .sort_by(|left, right| left.availability_zone.cmp(&right.availability_zone));
    Ok(())
}

async fn add_zone(
    session: &mut Session,
    load_balancer: &LoadBalancer,
    place: Place,
    groups: &[SecurityGroupRef],
) -> Result<LoadBalancerZone> {
    let Place {
        subnet, ipv4, ipv6, ..
    } = place;
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
    let elastic_ip = match place.allocation_id {
        None => None,
        Some(allocation_id) => {
            let elastic_ip = elastic_ip::associate(session, &allocation_id, &interface)
                .await
                .map_err(|error| address_refusal(error, &subnet))?;
            Some(ChosenElasticIp {
                allocation_id,
                public_ip: elastic_ip.public_ip,
            })
        }
    };
    let subnet = subnet.value;
    Ok(LoadBalancerZone {
        availability_zone: subnet.availability_zone,
        availability_zone_id: subnet.availability_zone_id,
        subnet_id: subnet.id,
        network_interface_id: interface.id.clone(),
        private_ipv4_address: ipv4,
        ipv6_address: ipv6,
        elastic_ip,
        source_nat_ipv6_prefix: None,
    })
}

/// The refusal of security groups for a gateway load balancer, which cannot have any.
pub(super) fn no_security_groups_on_gateway() -> Error {
    configuration(
        "SecurityGroups",
        "Security groups are not supported for gateway load balancers",
    )
}
