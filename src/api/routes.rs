//! `/v1/route-tables/{routeTableId}/routes`

use axum::http::StatusCode;
use axum::response::IntoResponse;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::extract::{Body, Call, Created, PathText, Versioned, path_segment};
use super::problem::{Problems, Refusal};
use crate::app::Context;
use crate::app::route as app;
use crate::domain::error::Error;
use crate::domain::route::Destination;
use crate::domain::route_target::{TargetKind, TargetName};

pub(super) fn routes() -> OpenApiRouter<Context> {
    OpenApiRouter::new()
        .routes(routes!(create, list))
        .routes(routes!(get, patch, delete))
}

/// A route. It has one of the three destinations.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct Route {
    #[schema(example = "10.0.0.0/16")]
    #[serde(skip_serializing_if = "Option::is_none")]
    destination_cidr_block: Option<String>,
    #[schema(example = "2001:db8:1a:2b00::/56")]
    #[serde(skip_serializing_if = "Option::is_none")]
    destination_ipv6_cidr_block: Option<String>,
    #[schema(example = "pl-63a5400a")]
    #[serde(skip_serializing_if = "Option::is_none")]
    destination_prefix_list_id: Option<String>,
    /// `local`, an internet gateway, or an endpoint of the type `Gateway` or `GatewayLoadBalancer`.
    #[schema(example = "local")]
    #[serde(skip_serializing_if = "Option::is_none")]
    gateway_id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    egress_only_internet_gateway_id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    nat_gateway_id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    network_interface_id: Option<String>,
    /// `CreateRouteTable` for the local routes, otherwise `CreateRoute`.
    #[schema(example = "CreateRouteTable")]
    origin: String,
    /// `active`, or `blackhole` if the target takes no traffic: it is rejected, detached, attached to nothing, or gone.
    #[schema(example = "active")]
    state: &'static str,
}

impl From<app::RouteView> for Route {
    fn from(route: app::RouteView) -> Self {
        let target = |kind| route.target_as(kind).map(str::to_owned);
        let mut shown = Self {
            destination_cidr_block: None,
            destination_ipv6_cidr_block: None,
            destination_prefix_list_id: None,
            gateway_id: target(TargetKind::Gateway),
            egress_only_internet_gateway_id: target(TargetKind::EgressOnlyInternetGateway),
            nat_gateway_id: target(TargetKind::NatGateway),
            network_interface_id: target(TargetKind::NetworkInterface),
            origin: route.origin.clone(),
            state: route.state.name(),
        };
        let destination = match &route.destination {
            Destination::Ipv4(_) => &mut shown.destination_cidr_block,
            Destination::Ipv6(_) => &mut shown.destination_ipv6_cidr_block,
            Destination::PrefixList(_) => &mut shown.destination_prefix_list_id,
        };
        *destination = Some(route.destination.to_string());
        shown
    }
}

/// What a route is created with: one of the three destinations, and one target.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct CreateRoute {
    #[schema(example = "10.1.0.0/16")]
    destination_cidr_block: Option<String>,
    #[schema(example = "::/0")]
    destination_ipv6_cidr_block: Option<String>,
    /// Not with an endpoint: prefix lists are routed by gateway endpoints.
    destination_prefix_list_id: Option<String>,
    /// An internet gateway that is attached to the table's VPC.
    gateway_id: Option<String>,
    /// An egress-only internet gateway of the table's VPC, for IPv6.
    egress_only_internet_gateway_id: Option<String>,
    /// A NAT gateway of the table's VPC, for IPv4.
    nat_gateway_id: Option<String>,
    /// A network interface of the table's VPC.
    network_interface_id: Option<String>,
    /// An endpoint of the type `GatewayLoadBalancer` in the table's VPC.
    vpc_endpoint_id: Option<String>,
}

/// Adds a route.
#[utoipa::path(
    post, path = "/v1/route-tables/{routeTableId}/routes", tag = "Route tables", operation_id = "createRoute",
    params(("routeTableId" = String, Path)), request_body = CreateRoute,
    responses((status = 201, description = "The route", body = Route), Problems),
)]
async fn create(
    call: Call,
    PathText(route_table_id): PathText,
    Body(body): Body<CreateRoute>,
) -> Result<impl IntoResponse, Refusal> {
    let destination = Destination::chosen(
        body.destination_cidr_block.as_deref(),
        body.destination_ipv6_cidr_block.as_deref(),
        body.destination_prefix_list_id.as_deref(),
    );
    let destination = destination.map_err(|error| call.refusal(error))?;
    let path = format!(
        "/v1/route-tables/{route_table_id}/routes/{}",
        path_segment(&destination.to_string())
    );
    let command = app::CreateRoute {
        route_table_id,
        destination,
        targets: targets([
            body.gateway_id,
            body.egress_only_internet_gateway_id,
            body.nat_gateway_id,
            body.network_interface_id,
            body.vpc_endpoint_id,
        ]),
    };
    let route = call.run(command).await?;
    Ok(Created {
        location: path,
        version: route.version,
        body: Route::from(route),
    })
}

/// All routes of a table.
#[derive(Serialize, ToSchema)]
struct Routes {
    items: Vec<Route>,
}

/// Lists a table's routes, the local ones first. There are few enough for one answer.
#[utoipa::path(
    get, path = "/v1/route-tables/{routeTableId}/routes", tag = "Route tables", operation_id = "listRoutes",
    params(("routeTableId" = String, Path)),
    responses((status = 200, description = "The routes", body = Routes), Problems),
)]
async fn list(
    call: Call,
    PathText(route_table_id): PathText,
) -> Result<axum::Json<Routes>, Refusal> {
    let routes = call.query(app::ListRoutes { route_table_id }).await?;
    Ok(axum::Json(Routes {
        items: routes.into_iter().map(Route::from).collect(),
    }))
}

/// Shows a route.
#[utoipa::path(
    get, path = "/v1/route-tables/{routeTableId}/routes/{destination}", tag = "Route tables",
    operation_id = "getRoute",
    params(("routeTableId" = String, Path), ("destination" = String, Path, description = "Percent-encoded")),
    responses((status = 200, description = "The route", body = Route), Problems),
)]
async fn get(
    call: Call,
    PathText((route_table_id, destination)): PathText<(String, String)>,
) -> Result<Versioned<Route>, Refusal> {
    let destination = in_path(&destination).map_err(|error| call.refusal(error))?;
    let query = app::GetRoute {
        route_table_id,
        destination,
    };
    call.query(query).await.map(versioned)
}

/// What of a route is to be changed.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct PatchRoute {
    /// An internet gateway that is attached to the table's VPC.
    gateway_id: Option<String>,
    /// An egress-only internet gateway of the table's VPC, for IPv6.
    egress_only_internet_gateway_id: Option<String>,
    /// A NAT gateway of the table's VPC, for IPv4.
    nat_gateway_id: Option<String>,
    /// A network interface of the table's VPC.
    network_interface_id: Option<String>,
    /// An endpoint of the type `GatewayLoadBalancer` in the table's VPC.
    vpc_endpoint_id: Option<String>,
    /// Gives a local route the VPC itself as its target again.
    #[serde(default)]
    local_target: bool,
}

/// Gives a route another target. Those of gateway endpoints cannot have one.
#[utoipa::path(
    patch, path = "/v1/route-tables/{routeTableId}/routes/{destination}", tag = "Route tables",
    operation_id = "updateRoute",
    params(("routeTableId" = String, Path), ("destination" = String, Path, description = "Percent-encoded")),
    request_body = PatchRoute,
    responses((status = 200, description = "The route", body = Route), Problems),
)]
async fn patch(
    call: Call,
    PathText((route_table_id, destination)): PathText<(String, String)>,
    Body(body): Body<PatchRoute>,
) -> Result<Versioned<Route>, Refusal> {
    let destination = in_path(&destination).map_err(|error| call.refusal(error))?;
    let targets = targets([
        body.gateway_id,
        body.egress_only_internet_gateway_id,
        body.nat_gateway_id,
        body.network_interface_id,
        body.vpc_endpoint_id,
    ]);
    let target = app::NewTarget::chosen(targets, body.local_target);
    let command = app::ReplaceRoute {
        route_table_id,
        destination,
        target: target.map_err(|error| call.refusal(error))?,
    };
    call.run(command).await.map(versioned)
}

/// Takes a route out of its table. Local routes and those of gateway endpoints cannot be taken out.
#[utoipa::path(
    delete, path = "/v1/route-tables/{routeTableId}/routes/{destination}", tag = "Route tables",
    operation_id = "deleteRoute",
    params(("routeTableId" = String, Path), ("destination" = String, Path, description = "Percent-encoded")),
    responses((status = 204, description = "Deleted"), Problems),
)]
async fn delete(
    call: Call,
    PathText((route_table_id, destination)): PathText<(String, String)>,
) -> Result<StatusCode, Refusal> {
    let destination = in_path(&destination).map_err(|error| call.refusal(error))?;
    let command = app::DeleteRoute {
        route_table_id,
        destination,
    };
    call.run(command).await?;
    Ok(StatusCode::NO_CONTENT)
}

fn versioned(route: app::RouteView) -> Versioned<Route> {
    Versioned {
        version: route.version,
        body: route.into(),
    }
}

/// The targets that a body names, in the order of its members.
fn targets(ids: [Option<String>; 5]) -> Vec<TargetName> {
    let kinds = [
        TargetKind::Gateway,
        TargetKind::EgressOnlyInternetGateway,
        TargetKind::NatGateway,
        TargetKind::NetworkInterface,
        TargetKind::Endpoint,
    ];
    let named = kinds.into_iter().zip(ids);
    named
        .filter_map(|(kind, id)| Some(TargetName { kind, id: id? }))
        .collect()
}

fn in_path(text: &str) -> Result<Destination, Error> {
    Destination::parse("Destination", text)
}
