//! Which kinds of addresses load balancers have: IPv4, or IPv6 as well.

use serde::Serialize;

use super::context::{Command, Session};
use super::load_balancer::{find_to_change, record_change};
use super::load_balancer_place::Kind;
use super::load_balancer_placement::interfaces;
use super::network_interface::{self, AddressWish};
use crate::domain::error::{Code, Error, Result};
use crate::domain::id::Id;
use crate::domain::load_balancer::{LoadBalancer, Scheme};
use crate::domain::load_balancer_address_type::LoadBalancerAddressType;
use crate::domain::network_interface::NetworkInterface;
use crate::domain::subnet::Subnet;
use crate::store::Stored;

/// Changes the kinds of addresses that a load balancer has.
#[derive(Clone, Debug, Serialize)]
pub struct SetIpAddressType {
    /// Which load balancer.
    pub load_balancer_arn: String,
    /// `ipv4`, `dualstack`, or for application load balancers `dualstack-without-public-ipv4`.
    pub ip_address_type: String,
}

impl Command for SetIpAddressType {
    const NAME: &'static str = "SetIpAddressType";
    type Output = Stored<LoadBalancer>;

    async fn execute(self, session: &mut Session) -> Result<Stored<LoadBalancer>> {
        let mut load_balancer = find_to_change(session, &self.load_balancer_arn).await?;
        let load_balancer_type = load_balancer.load_balancer_type;
        let wanted = LoadBalancerAddressType::parse(load_balancer_type, &self.ip_address_type)?;
        change(session, &mut load_balancer, wanted).await?;
        let load_balancer = session.tx.update(load_balancer).await?;
        record_change(session, &load_balancer).await?;
        Ok(load_balancer)
    }
}

/// The kinds of addresses that a request asks for, if it does.
pub(super) fn wanted(
    load_balancer: &LoadBalancer,
    text: Option<&str>,
) -> Result<Option<LoadBalancerAddressType>> {
    text.map(|text| LoadBalancerAddressType::parse(load_balancer.load_balancer_type, text))
        .transpose()
}

/// Refuses a type of addresses that a load balancer of this scheme cannot have.
pub(super) fn check_scheme(
    ip_address_type: LoadBalancerAddressType,
    scheme: Option<Scheme>,
) -> Result<()> {
    if ip_address_type == LoadBalancerAddressType::DualstackWithoutPublicIpv4
        && scheme != Some(Scheme::InternetFacing)
    {
        return Err(Error::new(
            Code::InvalidConfigurationRequest,
            format!(
                "The IP address type '{}' is supported for internet-facing load balancers only",
                ip_address_type.name()
            ),
        )
        .about("IpAddressType"));
    }
    Ok(())
}

/// Gives a load balancer these kinds of addresses in the subnets that it has. It itself is not written yet.
pub(super) async fn change(
    session: &mut Session,
    load_balancer: &mut LoadBalancer,
    wanted: LoadBalancerAddressType,
) -> Result<()> {
    let kind = Kind {
        ip_address_type: wanted,
        ..Kind::of(load_balancer)
    };
    kind.check()?;
    let (had, has) = (load_balancer.ip_address_type.has_ipv6(), wanted.has_ipv6());
    load_balancer.ip_address_type = wanted;
    match (had, has) {
        (false, true) => {
            refuse_udp_listeners(session, load_balancer).await?;
            add_ipv6(session, load_balancer).await
        }
        (true, true) => refuse_udp_listeners(session, load_balancer).await,
        (true, false) => {
            refuse_offered(session, load_balancer).await?;
            remove_ipv6(session, load_balancer).await
        }
        (false, false) => Ok(()),
    }
}

/// Refuses a subnet in which a load balancer cannot have addresses of this type.
pub(super) fn check_subnet(
    ip_address_type: LoadBalancerAddressType,
    subnet: &Subnet,
) -> Result<()> {
    if ip_address_type.has_ipv6() && subnet.ipv6_cidr_block.is_none() {
        return Err(Error::validation(
            "Subnets",
            "You must specify subnets with an associated IPv6 CIDR block.",
        ));
    }
    Ok(())
}

/// Gives each of the load balancer's interfaces an IPv6 address.
async fn add_ipv6(session: &mut Session, load_balancer: &LoadBalancer) -> Result<()> {
    let ids: Vec<&str> = load_balancer
        .zones
        .iter()
        .map(|zone| zone.subnet_id.as_str())
        .collect();
    let subnets: Vec<Stored<Subnet>> = session.tx.get_many(&load_balancer.scope, &ids).await?;
    for mut interface in interfaces(session, load_balancer).await? {
        let subnet = subnets
            .iter()
            .find(|subnet| subnet.id == interface.subnet_id)
            .ok_or_else(|| Error::internal("an interface is in no subnet of its load balancer"))?;
        check_subnet(load_balancer.ip_address_type, subnet)?;
        let wish = AddressWish::any(load_balancer.ip_address_type.of_interfaces());
        interface.ipv6_address = network_interface::ipv6_address(session, subnet, wish).await?;
        if let Some(address) = interface.ipv6_address {
            let (subnet_id, id) = (subnet.id.as_str(), interface.id.as_str());
            session.tx.ipv6_address_take(subnet_id, address, id).await?;
        }
        session.tx.update::<NetworkInterface>(interface).await?;
    }
    Ok(())
}

/// Takes the IPv6 address away from each of the load balancer's interfaces.
async fn remove_ipv6(session: &mut Session, load_balancer: &mut LoadBalancer) -> Result<()> {
    for mut interface in interfaces(session, load_balancer).await? {
        interface.ipv6_address = None;
        session
            .tx
            .ipv6_addresses_free(interface.id.as_str())
            .await?;
        session.tx.update::<NetworkInterface>(interface).await?;
    }
    for zone in &mut load_balancer.zones {
        zone.ipv6_address = None;
    }
    Ok(())
}

/// Refuses IPv6 for a load balancer with listeners whose protocol cannot be had together with it.
async fn refuse_udp_listeners(session: &mut Session, load_balancer: &LoadBalancer) -> Result<()> {
    if load_balancer.can_carry_udp() {
        return Ok(());
    }
    let listeners = session
        .tx
        .listeners_of_load_balancer(&load_balancer.arn)
        .await?;
    let protocol = listeners
        .iter()
        .filter_map(|listener| listener.socket.map(|socket| socket.protocol))
        .find(|protocol| protocol.carries_udp());
    match protocol {
        None => Ok(()),
        Some(protocol) => Err(Error::new(
            Code::InvalidConfigurationRequest,
            format!(
                "The IP address type {} is not supported for load balancers with listeners of the protocol {}",
                load_balancer.ip_address_type.name(),
                protocol.name()
            ),
        )
        .about("IpAddressType")),
    }
}

/// Refuses to take IPv6 away from under a service that offers it.
async fn refuse_offered(session: &mut Session, load_balancer: &LoadBalancer) -> Result<()> {
    let arn = load_balancer.arn.as_str();
    if session.tx.load_balancer_serves_ipv6(arn).await? {
        return Err(Error::new(
            Code::ResourceInUse,
            format!(
                "The IP address type of load balancer '{arn}' cannot be changed to {} because it is currently associated with a service that supports ipv6",
                load_balancer.ip_address_type.name()
            ),
        )
        .about("IpAddressType"));
    }
    Ok(())
}
