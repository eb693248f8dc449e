//! Where an endpoint's interfaces are: its subnets, one in a zone, and their addresses.

use serde::Serialize;

use crate::app::context::Session;
use crate::app::network_interface::{self, AddressWish, NewInterface};
use crate::domain::available_service::AvailableService;
use crate::domain::endpoint::{Endpoint, EndpointSubnet};
use crate::domain::endpoint_type::EndpointType;
use crate::domain::error::{Code, Error, Result};
use crate::domain::id::{Id, SubnetId};
use crate::domain::ip_address_type::IpAddressType;
use crate::domain::network_interface::{Holder, NetworkInterface};
use crate::domain::region;
use crate::domain::subnet::Subnet;
use crate::domain::vpc::Vpc;
use crate::store::Stored;

/// The addresses that the user chose in a subnet.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct SubnetConfiguration {
    /// One of the endpoint's subnets.
    pub subnet_id: String,
    /// Its IPv4 address.
    pub ipv4: Option<String>,
    /// Its IPv6 address.
    pub ipv6: Option<String>,
}

/// Refuses subnets for gateway endpoints.
pub(super) fn not_for_gateways(parameter: &'static str, given: bool) -> Result<()> {
    if given {
        return Err(Error::invalid(
            parameter,
            "Subnet IDs are only supported for Interface and GatewayLoadBalancer type VPC Endpoints.",
        ));
    }
    Ok(())
}

/// A Gateway Load Balancer endpoint is in one subnet; interface endpoints are in as many as zones, or in none.
pub(super) fn check_count(endpoint_type: EndpointType, ids: &[String]) -> Result<()> {
    if endpoint_type == EndpointType::GatewayLoadBalancer && ids.len() != 1 {
        return Err(Error::invalid(
            "SubnetId",
            "A Gateway Load Balancer endpoint has exactly one subnet",
        ));
    }
    Ok(())
}

/// The subnets with these ids: in the VPC, each in a zone of its own that the service offers and that is not `present`.
pub(super) async fn subnets(
    session: &mut Session,
    vpc: &Vpc,
    service: &AvailableService,
    ids: &[String],
    present: &[&str],
) -> Result<Vec<Stored<Subnet>>> {
    let mut texts: Vec<&str> = Vec::with_capacity(ids.len());
    for id in ids {
        SubnetId::parse(id).map_err(|error| error.about("SubnetId"))?;
        if !texts.contains(&id.as_str()) {
            texts.push(id);
        }
    }
    let found: Vec<Stored<Subnet>> = session.tx.get_many(&vpc.scope, &texts).await?;
    let mut zones: Vec<String> = present.iter().map(|zone| (*zone).to_owned()).collect();
    let mut subnets = Vec::with_capacity(texts.len());
    for id in texts {
        let subnet = found.iter().find(|subnet| subnet.id.as_str() == id);
        let subnet = subnet.ok_or_else(|| {
            SubnetId::not_found(id)
                .with_code(Code::EndpointSubnetNotFound)
                .about("SubnetId")
        })?;
        check_place(vpc, service, subnet)?;
        if zones.contains(&subnet.availability_zone) {
            return Err(Error::new(
                Code::DuplicateSubnetsInSameZone,
                format!("Found another VPC endpoint subnet in the availability zone of {id}"),
            )
            .about("SubnetId"));
        }
        zones.push(subnet.availability_zone.clone());
        subnets.push(subnet.clone());
    }
    Ok(subnets)
}

fn check_place(vpc: &Vpc, service: &AvailableService, subnet: &Subnet) -> Result<()> {
    let id = &subnet.id;
    if subnet.vpc_id != vpc.id {
        return Err(Error::invalid(
            "SubnetId",
            format!("The subnet '{id}' is not in the vpc '{}'", vpc.id),
        ));
    }
    let zone_id = subnet.availability_zone_id.as_str();
    let offered = if service.scope.region == subnet.scope.region {
        service.offers_zone(zone_id)
    } else {
        !region::is_closed_to_other_regions(zone_id)
    };
    if offered {
        return Ok(());
    }
    Err(Error::invalid(
        "SubnetId",
        format!(
            "The VPC endpoint service {} does not support the availability zone of the subnet: {id}",
            service.name
        ),
    ))
}

/// Refuses subnets without the addresses that the endpoint is to have. Only IPv6-only subnets have room for endpoints
/// with nothing else.
pub(super) fn check_addresses(addresses: IpAddressType, subnets: &[Stored<Subnet>]) -> Result<()> {
    let lacking = subnets.iter().find(|subnet| {
        let ipv6 = subnet.ipv6_cidr_block.is_some();
        match addresses {
            IpAddressType::Ipv4 => subnet.cidr_block.is_none(),
            IpAddressType::Ipv6 => !subnet.ipv6_native || !ipv6,
            IpAddressType::Dualstack => subnet.cidr_block.is_none() || !ipv6,
        }
    });
    match lacking {
        None => Ok(()),
        Some(subnet) => Err(Error::invalid(
            "IpAddressType",
            format!(
                "The IP address type {} is not supported by the subnet {}",
                addresses.name(),
                subnet.id
            ),
        )),
    }
}

/// The addresses that were chosen, by subnet. Whoever chooses in a subnet chooses all of its addresses.
pub(super) fn chosen_addresses(
    addresses: IpAddressType,
    configurations: &[SubnetConfiguration],
    subnet_ids: &[String],
) -> Result<Vec<(String, AddressWish)>> {
    const SUBNET: &str = "SubnetConfiguration.SubnetId";
    let mut chosen: Vec<(String, AddressWish)> = Vec::with_capacity(configurations.len());
    for configuration in configurations {
        let id = &configuration.subnet_id;
        if id.is_empty() {
            return Err(Error::missing(SUBNET));
        }
        SubnetId::parse(id).map_err(|error| error.about(SUBNET))?;
        if !subnet_ids.contains(id) {
            return Err(Error::invalid(
                SUBNET,
                format!("The subnet '{id}' is not one of the endpoint's subnets"),
            ));
        }
        if chosen.iter().any(|(other, _)| other == id) {
            return Err(Error::invalid(
                SUBNET,
                format!("The subnet '{id}' is configured twice"),
            ));
        }
        let ipv4 = address(
            "SubnetConfiguration.Ipv4",
            configuration.ipv4.as_deref(),
            addresses.has_ipv4(),
        )?;
        let ipv6 = address(
            "SubnetConfiguration.Ipv6",
            configuration.ipv6.as_deref(),
            addresses.has_ipv6(),
        )?;
        let wish = AddressWish {
            ip_address_type: addresses,
            ipv4,
            ipv6,
        };
        chosen.push((id.clone(), wish));
    }
    Ok(chosen)
}

/// An address that must be there exactly if the endpoint has addresses of its kind.
fn address<A: std::str::FromStr>(
    parameter: &'static str,
    text: Option<&str>,
    wanted: bool,
) -> Result<Option<A>> {
    match (text.filter(|text| !text.is_empty()), wanted) {
        (None, false) => Ok(None),
        (Some(text), true) => text.parse().map(Some).map_err(|_| {
            Error::invalid_value(
                parameter,
                format!("Value ({text}) for parameter {parameter} is invalid. This is not a valid IP address."),
            )
        }),
        (None, true) => Err(Error::invalid(
            parameter,
            format!("{parameter} must be given for the IP address type of the endpoint"),
        )),
        (Some(_), false) => Err(Error::invalid(
            parameter,
            format!("{parameter} does not fit the IP address type of the endpoint"),
        )),
    }
}

/// Gives the endpoint an interface in each of the subnets. The endpoint itself is not written yet.
pub(super) async fn add_interfaces(
    session: &mut Session,
    endpoint: &mut Stored<Endpoint>,
    subnets: &[Stored<Subnet>],
    chosen: &[(String, AddressWish)],
) -> Result<()> {
    for subnet in subnets {
        let wish = chosen.iter().find(|(id, _)| id == subnet.id.as_str());
        let wish = wish.map_or(AddressWish::any(endpoint.ip_address_type), |(_, wish)| {
            *wish
        });
        add_interface(session, endpoint, subnet, wish).await?;
    }
    Ok(())
}

async fn add_interface(
    session: &mut Session,
    endpoint: &mut Stored<Endpoint>,
    subnet: &Subnet,
    addresses: AddressWish,
) -> Result<()> {
    let endpoint_id = endpoint.id.clone();
    let holder = match endpoint.endpoint_type {
        EndpointType::GatewayLoadBalancer => Holder::GatewayLoadBalancerEndpoint { endpoint_id },
        EndpointType::Interface | EndpointType::Gateway => Holder::Endpoint { endpoint_id },
    };
    let new = NewInterface {
        subnet,
        holder,
        description: format!("VPC Endpoint Interface {}", endpoint.id),
        groups: endpoint.groups.clone(),
        addresses,
    };
    let interface = network_interface::create(session, new).await?;
    endpoint.subnets.push(EndpointSubnet {
        subnet_id: subnet.id.clone(),
        availability_zone: subnet.availability_zone.clone(),
        network_interface_id: interface.id.clone(),
    });
    endpoint
        .subnets
        .sort_by(|left, right| left.availability_zone.cmp(&right.availability_zone));
    Ok(())
}

/// Takes the endpoint out of subnets. The endpoint itself is not written yet.
pub(super) async fn remove_interfaces(
    session: &mut Session,
    endpoint: &mut Stored<Endpoint>,
    ids: &[String],
) -> Result<()> {
    let mut removed = Vec::with_capacity(ids.len());
    for id in ids {
        let position = endpoint
            .subnets
            .iter()
            .position(|subnet| subnet.subnet_id.as_str() == id);
        let Some(position) = position else {
            return Err(Error::invalid(
                "RemoveSubnetId",
                format!(
                    "The subnet '{id}' is not associated with the endpoint '{}'",
                    endpoint.id
                ),
            ));
        };
        removed.push(endpoint.subnets.remove(position).network_interface_id);
    }
    let ids: Vec<&str> = removed.iter().map(Id::as_str).collect();
    let scope = endpoint.scope.clone();
    network_interface::release(&mut session.tx, &scope, &ids).await
}

/// Gives the endpoint, in subnets that it has, the addresses that were chosen: by other interfaces, where they differ.
/// The endpoint itself is not written yet.
pub(super) async fn replace_interfaces(
    session: &mut Session,
    endpoint: &mut Stored<Endpoint>,
    chosen: &[(String, AddressWish)],
) -> Result<()> {
    let (subnets, interfaces) = present(session, endpoint).await?;
    let mut replaced: Vec<(&Stored<Subnet>, AddressWish)> = Vec::new();
    for (id, wish) in chosen {
        let place = interfaces
            .iter()
            .find(|interface| interface.subnet_id.as_str() == id);
        let subnet = subnets.iter().find(|subnet| subnet.id.as_str() == id);
        if let (Some(interface), Some(subnet)) = (place, subnet)
            && (interface.private_ip_address != wish.ipv4 || interface.ipv6_address != wish.ipv6)
        {
            replaced.push((subnet, *wish));
        }
    }
    let ids: Vec<String> = replaced
        .iter()
        .map(|(subnet, _)| subnet.id.to_string())
        .collect();
    remove_interfaces(session, endpoint, &ids).await?;
    for (subnet, wish) in replaced {
        add_interface(session, endpoint, subnet, wish).await?;
    }
    Ok(())
}

/// Gives the endpoint's interfaces the kinds of addresses it is to have. The endpoint itself is not written yet.
pub(super) async fn change_addresses(
    session: &mut Session,
    endpoint: &mut Stored<Endpoint>,
    addresses: IpAddressType,
) -> Result<()> {
    let (subnets, interfaces) = present(session, endpoint).await?;
    check_addresses(addresses, &subnets)?;
    for interface in interfaces {
        if let Some(subnet) = subnets
            .iter()
            .find(|subnet| subnet.id == interface.subnet_id)
        {
            network_interface::change_addresses(session, interface, subnet, addresses).await?;
        }
    }
    endpoint.ip_address_type = addresses;
    Ok(())
}

/// The endpoint's subnets and interfaces.
async fn present(
    session: &mut Session,
    endpoint: &Endpoint,
) -> Result<(Vec<Stored<Subnet>>, Vec<Stored<NetworkInterface>>)> {
    let subnets: Vec<&str> = endpoint
        .subnets
        .iter()
        .map(|subnet| subnet.subnet_id.as_str())
        .collect();
    let interfaces: Vec<&str> = endpoint
        .subnets
        .iter()
        .map(|subnet| subnet.network_interface_id.as_str())
        .collect();
    let tx = &mut session.tx;
    Ok((
        tx.get_many(&endpoint.scope, &subnets).await?,
        tx.get_many(&endpoint.scope, &interfaces).await?,
    ))
}
