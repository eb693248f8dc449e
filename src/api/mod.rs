//! The native REST/JSON API under `/v1`, and its OpenAPI document, made from the same routes.

mod extract;
mod page;
mod problem;
mod tags;

mod availability_zones;
mod available_services;
mod capacity_reservations;
mod cidr_blocks;
mod clock;
mod connections;
mod costs;
mod deliveries;
mod dns_records;
mod endpoint_services;
mod endpoints;
mod events;
mod inventory;
mod listener_actions;
mod listener_rules;
mod listeners;
mod load_balancers;
mod network_interfaces;
mod notifications;
mod permissions;
mod prefix_lists;
mod route_tables;
mod routes;
mod security_group_rules;
mod security_groups;
mod ssl_policies;
mod subnets;
mod target_groups;
mod target_healths;
mod targets;
mod topics;
mod vpcs;

use axum::Router;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use utoipa::OpenApi;
use utoipa_axum::router::OpenApiRouter;
use uuid::Uuid;

pub use problem::{method_not_allowed, no_such_route, status};

use crate::app::Context;
use crate::domain::error::Error;

#[derive(OpenApi)]
#[openapi(
    info(
        title = "privlink",
        description = "AWS PrivateLink on your own machine. Account and region come from the SigV4 credential scope of a \
        signed request, or from the headers `X-Privlink-Account` and `X-Privlink-Region`. Members and states have \
        AWS's own names. Every refusal is a problem document (RFC 9457) with AWS's error code."
    ),
    components(schemas(problem::Problem))
)]
struct Document;

/// The routes and the document that describes them.
fn documented() -> OpenApiRouter<Context> {
    OpenApiRouter::with_openapi(Document::openapi())
        .merge(vpcs::routes())
        .merge(cidr_blocks::routes())
        .merge(load_balancers::routes())
        .merge(capacity_reservations::routes())
        .merge(target_groups::routes())
        .merge(targets::routes())
        .merge(target_healths::routes())
        .merge(listeners::routes())
        .merge(listener_rules::routes())
        .merge(ssl_policies::routes())
        .merge(subnets::routes())
        .merge(security_groups::routes())
        .merge(security_group_rules::routes())
        .merge(route_tables::routes())
        .merge(routes::routes())
        .merge(prefix_lists::routes())
        .merge(network_interfaces::routes())
        .merge(availability_zones::routes())
        .merge(endpoint_services::routes())
        .merge(permissions::routes())
        .merge(connections::routes())
        .merge(endpoints::routes())
        .merge(notifications::routes())
        .merge(topics::routes())
        .merge(available_services::routes())
        .merge(dns_records::routes())
        .merge(costs::routes())
        .merge(events::routes())
        .merge(inventory::routes())
}

/// The OpenAPI document.
pub fn openapi() -> utoipa::openapi::OpenApi {
    documented().into_openapi()
}

/// All routes of the API, its document and its documentation page.
pub fn router() -> Router<Context> {
    let (routes, document) = documented().split_for_parts();
    let page = utoipa_swagger_ui::SwaggerUi::new("/docs").url("/openapi.json", document);
    routes
        .route("/v1", get(index))
        .merge(clock::routes())
        .merge(page)
}

/// The API's answer to a refusal that no route was reached for.
pub fn refusal(id: Uuid, error: &Error) -> Response {
    problem::response(id, error)
}

/// Where to go from here.
async fn index() -> Response {
    axum::Json(serde_json::json!({
        "name": "privlink",
        "version": env!("CARGO_PKG_VERSION"),
        "documentation": "/docs",
        "openapi": "/openapi.json",
    }))
    .into_response()
}
