//! Gateway endpoints: the route tables that lead to them.

use crate::app::context::Session;
use crate::app::route;
use crate::domain::endpoint::Endpoint;
use crate::domain::endpoint_type::EndpointType;
use crate::domain::error::{Code, Error, Result};
use crate::domain::id::{Id, PrefixListId, RouteTableId};
use crate::domain::ip_address_type::IpAddressType;
use crate::domain::prefix_list;
use crate::domain::route_table::RouteTable;
use crate::domain::vpc::Vpc;
use crate::store::Stored;

/// Refuses route tables for endpoints of other types.
pub(super) fn only_for_gateways(
    parameter: &'static str,
    endpoint_type: EndpointType,
    tables: &[String],
) -> Result<()> {
    if tables.is_empty() || endpoint_type == EndpointType::Gateway {
        return Ok(());
    }
    Err(Error::invalid(
        parameter,
        "Route table IDs are only supported for Gateway type VPC Endpoint.",
    ))
}

/// The route tables with these ids, each once: of the VPC.
pub(super) async fn tables(
    session: &mut Session,
    vpc: &Vpc,
    parameter: &'static str,
    ids: &[String],
) -> Result<Vec<Stored<RouteTable>>> {
    let mut texts: Vec<&str> = Vec::with_capacity(ids.len());
    for id in ids {
        RouteTableId::parse(id).map_err(|error| error.about(parameter))?;
        if !texts.contains(&id.as_str()) {
            texts.push(id);
        }
    }
    let found: Vec<Stored<RouteTable>> = session.tx.get_many(&vpc.scope, &texts).await?;
    let mut tables = Vec::with_capacity(texts.len());
    for id in texts {
        let table = found.iter().find(|table| table.id.as_str() == id);
        let table = table.ok_or_else(|| {
            RouteTableId::not_found(id)
                .with_code(Code::EndpointRouteTableNotFound)
                .about(parameter)
        })?;
        if table.vpc_id != vpc.id {
            return Err(Error::invalid(
                parameter,
                format!("The route table '{id}' is not in the vpc '{}'", vpc.id),
            ));
        }
        tables.push(table.clone());
    }
    Ok(tables)
}

/// Makes tables lead to the endpoint; those that do already stay. The endpoint itself is not written yet.
pub(super) async fn lead(
    session: &mut Session,
    endpoint: &mut Stored<Endpoint>,
    tables: &[Stored<RouteTable>],
) -> Result<()> {
    let lists = prefix_lists(endpoint);
    for table in tables {
        if !endpoint.route_table_ids.contains(&table.id) {
            refuse_another(session, endpoint, table).await?;
            route::set_endpoint_routes(session, &endpoint.id, table, &lists).await?;
            endpoint.route_table_ids.push(table.id.clone());
        }
    }
    endpoint.route_table_ids.sort();
    Ok(())
}

/// A table leads to one endpoint of a service, even if another one's routes had other destinations.
async fn refuse_another(
    session: &mut Session,
    endpoint: &Endpoint,
    table: &RouteTable,
) -> Result<()> {
    let (table_id, service) = (table.id.as_str(), &endpoint.service_name);
    match session.tx.gateway_route(table_id, service).await? {
        Some(route) if route.target.id() != endpoint.id.as_str() => {
            let refusal = route.destination.already_exists(&table.id);
            Err(refusal.about("RouteTableId"))
        }
        Some(_) | None => Ok(()),
    }
}

/// Makes tables lead to the endpoint no longer. The endpoint itself is not written yet.
pub(super) async fn stop_leading(
    session: &mut Session,
    endpoint: &mut Stored<Endpoint>,
    ids: &[String],
) -> Result<()> {
    let mut removed = Vec::with_capacity(ids.len());
    for id in ids {
        let position = endpoint
            .route_table_ids
            .iter()
            .position(|table| table.as_str() == id);
        let Some(position) = position else {
            return Err(Error::invalid(
                "RemoveRouteTableId",
                format!(
                    "The route table '{id}' is not associated with the endpoint '{}'",
                    endpoint.id
                ),
            ));
        };
        removed.push(endpoint.route_table_ids.remove(position));
    }
    if removed.is_empty() {
        return Ok(());
    }
    route::remove_endpoint_routes(session, &endpoint.id, Some(&removed)).await
}

/// Leads the endpoint's tables to the prefix lists of other addresses. The endpoint itself is not written yet.
pub(super) async fn change_addresses(
    session: &mut Session,
    endpoint: &mut Stored<Endpoint>,
    addresses: IpAddressType,
) -> Result<()> {
    endpoint.ip_address_type = addresses;
    let lists = prefix_lists(endpoint);
    let tables: Vec<Stored<RouteTable>> = session
        .tx
        .get_many(&endpoint.scope, &texts(&endpoint.route_table_ids))
        .await?;
    for table in tables {
        route::set_endpoint_routes(session, &endpoint.id, &table, &lists).await?;
    }
    Ok(())
}

fn texts(ids: &[RouteTableId]) -> Vec<&str> {
    ids.iter().map(Id::as_str).collect()
}

fn prefix_lists(endpoint: &Endpoint) -> Vec<PrefixListId> {
    let region = &endpoint.scope.region;
    prefix_list::of_service(region, &endpoint.service_name, endpoint.ip_address_type)
        .into_iter()
        .map(|list| list.id.clone())
        .collect()
}
