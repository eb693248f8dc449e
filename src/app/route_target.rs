//! The targets that routes can have: what a request names is found and fits the route's table and destination.

use super::context::Session;
use super::prefix_list;
use crate::domain::connection::ConnectionState;
use crate::domain::endpoint::Endpoint;
use crate::domain::endpoint_type::EndpointType;
use crate::domain::error::{Code, Error, Result};
use crate::domain::id::{
    EgressOnlyInternetGatewayId, EndpointId, Id, InternetGatewayId, NatGatewayId,
    NetworkInterfaceId, VpcId,
};
use crate::domain::internet_gateway::{EgressOnlyInternetGateway, InternetGateway};
use crate::domain::nat_gateway::{NatGateway, NatGatewayProgress};
use crate::domain::network_interface::NetworkInterface;
use crate::domain::route::Destination;
use crate::domain::route_table::RouteTable;
use crate::domain::route_target::{RouteTarget, TargetKind, TargetName};
use crate::store::{Document, Stored};

/// Where NAT gateways translate IPv6 traffic to.
const NAT64: &str = "64:ff9b::/96";

/// The target of that name, if a route of the table to the destination can have it.
pub(super) async fn find(
    session: &mut Session,
    table: &RouteTable,
    destination: &Destination,
    name: &TargetName,
) -> Result<RouteTarget> {
    let target = match name.kind {
        TargetKind::Gateway if name.id.starts_with("igw-") => {
            internet_gateway(session, table, name).await?
        }
        // As clients sent it before there was a parameter for endpoints.
        TargetKind::Gateway if name.id.starts_with("vpce-") => {
            endpoint(session, table, destination, name).await?
        }
        TargetKind::Endpoint => endpoint(session, table, destination, name).await?,
        TargetKind::EgressOnlyInternetGateway => {
            egress_only(session, table, destination, name).await?
        }
        TargetKind::NatGateway => nat_gateway(session, table, destination, name).await?,
        TargetKind::NetworkInterface => network_interface(session, table, name).await?,
        TargetKind::Gateway
        | TargetKind::Instance
        | TargetKind::TransitGateway
        | TargetKind::PeeringConnection
        | TargetKind::CarrierGateway
        | TargetKind::LocalGateway
        | TargetKind::CoreNetwork
        | TargetKind::DatabaseNetwork => return Err(name.kind.not_found(&name.id)),
    };
    if let Destination::PrefixList(id) = destination {
        prefix_list::find(session, id.as_str()).await?;
    }
    check_inside(session, table, destination, &target).await?;
    if is_edge_table(session, table).await? {
        check_edge(table, destination, &target)?;
    }
    Ok(target)
}

/// Refuses a route of a gateway's table that leads out of the VPC, or to what traffic from a gateway cannot go to.
pub(super) fn check_edge(
    table: &RouteTable,
    destination: &Destination,
    target: &RouteTarget,
) -> Result<()> {
    if target.takes_edge_traffic() && table.is_inside(destination) {
        return Ok(());
    }
    Err(Error::invalid_value(
        target.kind().parameter(),
        format!(
            "A route table of a gateway can only have routes within the VPC to network interfaces and Gateway Load Balancer \
             endpoints; route table {} would have one to {destination} with the target {}",
            table.id,
            target.id()
        ),
    ))
}

/// Traffic between subnets can be sent to few targets, and only that to whole subnets.
async fn check_inside(
    session: &mut Session,
    table: &RouteTable,
    destination: &Destination,
    target: &RouteTarget,
) -> Result<()> {
    if !table.is_inside(destination) {
        return Ok(());
    }
    if !target.takes_local_traffic() {
        return Err(destination.target_not_supported());
    }
    if table.is_local(destination) {
        return Ok(());
    }
    let vpc_id = table.vpc_id.to_string();
    let subnets = session.tx.subnets_in_vpcs(&[vpc_id]).await?;
    let is_subnet = subnets.iter().any(|subnet| {
        let ipv4 = subnet.cidr_block.map(Destination::Ipv4);
        let ipv6 = subnet.ipv6_cidr_block.as_ref();
        let ipv6 = ipv6.map(|ipv6| Destination::Ipv6(ipv6.cidr_block));
        ipv4.as_ref() == Some(destination) || ipv6.as_ref() == Some(destination)
    });
    if is_subnet {
        return Ok(());
    }
    Err(Error::invalid_value(
        destination.parameter(),
        format!(
            "The destination CIDR block {destination} is more specific than one of this VPC's CIDR blocks, and must match \
             the CIDR block of a subnet"
        ),
    ))
}

async fn is_edge_table(session: &mut Session, table: &RouteTable) -> Result<bool> {
    let associations = session
        .tx
        .route_table_associations(&[table.id.to_string()])
        .await?;
    Ok(associations.iter().any(|it| it.gateway_id().is_some()))
}

/// A gateway by its id. One that is not there is refused in the words that routes have for it; other faults stay what they are.
async fn gateway<I: Id, T: Document>(
    session: &mut Session,
    name: &TargetName,
) -> Result<(I, Stored<T>)> {
    let not_found = || name.kind.not_found(&name.id);
    let id = I::parse(&name.id).map_err(|_| not_found())?;
    let found = session.find(&id).await;
    let gateway = found.map_err(|error| match error.source {
        Some(_) => error,
        None => not_found(),
    })?;
    Ok((id, gateway))
}

async fn internet_gateway(
    session: &mut Session,
    table: &RouteTable,
    name: &TargetName,
) -> Result<RouteTarget> {
    let (internet_gateway_id, gateway) =
        gateway::<InternetGatewayId, InternetGateway>(session, name).await?;
    if gateway.vpc_id.as_ref() != Some(&table.vpc_id) {
        return Err(elsewhere(table, name, "network gateway"));
    }
    Ok(RouteTarget::InternetGateway {
        internet_gateway_id,
    })
}

async fn egress_only(
    session: &mut Session,
    table: &RouteTable,
    destination: &Destination,
    name: &TargetName,
) -> Result<RouteTarget> {
    let (id, gateway) =
        gateway::<EgressOnlyInternetGatewayId, EgressOnlyInternetGateway>(session, name).await?;
    check_vpc(table, &gateway.vpc_id, name, "egress only internet gateway")?;
    if destination.is_ipv4() {
        return Err(wrong_family(destination, name, "IPv6"));
    }
    Ok(RouteTarget::EgressOnlyInternetGateway {
        egress_only_internet_gateway_id: id,
    })
}

async fn nat_gateway(
    session: &mut Session,
    table: &RouteTable,
    destination: &Destination,
    name: &TargetName,
) -> Result<RouteTarget> {
    let (nat_gateway_id, gateway) = gateway::<NatGatewayId, NatGateway>(session, name).await?;
    match &gateway.progress {
        NatGatewayProgress::Pending { .. } | NatGatewayProgress::Available => {}
        NatGatewayProgress::Failed { .. }
        | NatGatewayProgress::Deleting { .. }
        | NatGatewayProgress::Deleted { .. } => return Err(name.kind.not_found(&name.id)),
    }
    check_vpc(table, &gateway.vpc_id, name, "NAT gateway")?;
    if let Destination::Ipv6(network) = destination
        && network.to_string() != NAT64
        && !table.is_inside(destination)
    {
        return Err(wrong_family(destination, name, "IPv4"));
    }
    Ok(RouteTarget::NatGateway { nat_gateway_id })
}

async fn network_interface(
    session: &mut Session,
    table: &RouteTable,
    name: &TargetName,
) -> Result<RouteTarget> {
    let network_interface_id = NetworkInterfaceId::parse(&name.id)?;
    let interface: Stored<NetworkInterface> = session.find(&network_interface_id).await?;
    check_vpc(table, &interface.vpc_id, name, "interface")?;
    Ok(RouteTarget::NetworkInterface {
        network_interface_id,
    })
}

async fn endpoint(
    session: &mut Session,
    table: &RouteTable,
    destination: &Destination,
    name: &TargetName,
) -> Result<RouteTarget> {
    let parameter = name.kind.parameter();
    let endpoint_id = EndpointId::parse(&name.id).map_err(|error| error.about(parameter))?;
    if let Destination::PrefixList(_) = destination {
        return Err(Error::invalid_value(
            destination.parameter(),
            format!(
                "A route to a prefix list cannot have the target {endpoint_id}: gateway endpoints make theirs, and others have none"
            ),
        ));
    }
    let endpoint: Stored<Endpoint> = session
        .find(&endpoint_id)
        .await
        .map_err(|error| error.about(parameter))?;
    if let state @ (ConnectionState::Deleting { .. } | ConnectionState::Deleted { .. }) =
        &endpoint.connection
    {
        return Err(Error::new(
            Code::IncorrectState,
            format!(
                "The Vpc Endpoint Id '{endpoint_id}' is in the state {state} and cannot be a target"
            ),
        )
        .about(parameter));
    }
    if endpoint.endpoint_type != EndpointType::GatewayLoadBalancer {
        return Err(Error::invalid_value(
            parameter,
            format!("{endpoint_id} is not a Gateway Load Balancer endpoint"),
        ));
    }
    check_vpc(table, &endpoint.vpc_id, name, "endpoint")?;
    Ok(RouteTarget::GatewayLoadBalancerEndpoint { endpoint_id })
}

fn check_vpc(table: &RouteTable, vpc_id: &VpcId, name: &TargetName, what: &str) -> Result<()> {
    if *vpc_id == table.vpc_id {
        Ok(())
    } else {
        Err(elsewhere(table, name, what))
    }
}

fn elsewhere(table: &RouteTable, name: &TargetName, what: &str) -> Error {
    Error::invalid_value(
        name.kind.parameter(),
        format!(
            "route table {} and {what} {} belong to different networks",
            table.id, name.id
        ),
    )
}

fn wrong_family(destination: &Destination, name: &TargetName, family: &str) -> Error {
    Error::invalid_value(
        destination.parameter(),
        format!(
            "A route to {destination} cannot have the target {}, which only takes {family} traffic",
            name.id
        ),
    )
}
