//! `/v1/endpoint-services/{serviceId}/connections`

use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::endpoints::{DnsEntry, dns_entries};
use super::extract::{Call, PathText, Versioned};
use super::page::{Items, ListParams, ListQuery};
use super::problem::{Problems, Refusal};
use super::tags::{self, Tag};
use crate::app::Context;
use crate::app::connection as app;
use crate::domain::endpoint;
use crate::domain::endpoint_type::EndpointType;

pub(super) fn routes() -> OpenApiRouter<Context> {
    OpenApiRouter::new()
        .routes(routes!(list_all))
        .routes(routes!(list))
        .routes(routes!(get))
        .routes(routes!(accept))
        .routes(routes!(reject))
}

/// An endpoint of a consumer's, as the service's provider sees it.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct Connection {
    vpc_endpoint_connection_id: String,
    service_id: String,
    vpc_endpoint_id: String,
    vpc_endpoint_owner: String,
    vpc_endpoint_region: String,
    /// The state that the consumer sees as well.
    #[schema(example = "pendingAcceptance")]
    vpc_endpoint_state: &'static str,
    creation_timestamp: String,
    dns_entries: Vec<DnsEntry>,
    network_load_balancer_arns: Vec<String>,
    gateway_load_balancer_arns: Vec<String>,
    ip_address_type: &'static str,
    tags: Vec<Tag>,
}

impl From<endpoint::Connection> for Connection {
    fn from(connection: endpoint::Connection) -> Self {
        let network_load_balancer_arns = connection.load_balancers_for(EndpointType::Interface);
        let gateway_load_balancer_arns =
            connection.load_balancers_for(EndpointType::GatewayLoadBalancer);
        let endpoint = connection.endpoint;
        Self {
            vpc_endpoint_connection_id: endpoint.connection_id.to_string(),
            service_id: endpoint.service_id.to_string(),
            vpc_endpoint_id: endpoint.id.to_string(),
            vpc_endpoint_owner: endpoint.scope.account.to_string(),
            vpc_endpoint_region: endpoint.scope.region.to_string(),
            vpc_endpoint_state: endpoint.connection.name(),
            creation_timestamp: endpoint.created_at.to_string(),
            dns_entries: dns_entries(&endpoint),
            ip_address_type: endpoint.ip_address_type.name(),
            network_load_balancer_arns,
            gateway_load_balancer_arns,
            tags: tags::to_body(endpoint.connection_tags),
        }
    }
}

/// Lists the connections to all services of the caller's, and the rejected ones to those that are gone.
#[utoipa::path(
    get, path = "/v1/connections", tag = "Connections", operation_id = "listAllConnections", params(ListParams),
    responses((status = 200, description = "A page of connections", body = Items<Connection>), Problems),
)]
async fn list_all(call: Call, list: ListQuery) -> Result<axum::Json<Items<Connection>>, Refusal> {
    show(call, None, list).await
}

async fn show(
    call: Call,
    service_id: Option<String>,
    list: ListQuery,
) -> Result<axum::Json<Items<Connection>>, Refusal> {
    let query = app::ListConnections {
        service_id,
        filters: list.filters,
        page: list.page,
    };
    let page = call.query(query).await?;
    Ok(axum::Json(Items::of(page, |connection| {
        connection.value.into()
    })))
}

/// Lists the connections to a service of the caller's.
#[utoipa::path(
    get, path = "/v1/endpoint-services/{serviceId}/connections", tag = "Connections",
    operation_id = "listConnections", params(("serviceId" = String, Path), ListParams),
    responses((status = 200, description = "A page of connections", body = Items<Connection>), Problems),
)]
async fn list(
    call: Call,
    PathText(service_id): PathText,
    list: ListQuery,
) -> Result<axum::Json<Items<Connection>>, Refusal> {
    show(call, Some(service_id), list).await
}

/// Shows a connection to a service of the caller's.
#[utoipa::path(
    get, path = "/v1/endpoint-services/{serviceId}/connections/{vpcEndpointId}", tag = "Connections",
    operation_id = "getConnection", params(("serviceId" = String, Path), ("vpcEndpointId" = String, Path)),
    responses((status = 200, description = "The connection", body = Connection), Problems),
)]
async fn get(
    call: Call,
    PathText((service_id, endpoint_id)): PathText<(String, String)>,
) -> Result<Versioned<Connection>, Refusal> {
    let connection = call
        .query(app::GetConnection {
            service_id,
            endpoint_id,
        })
        .await?;
    Ok(Versioned {
        version: connection.version,
        body: connection.value.into(),
    })
}

/// Accepts a connection: from `pendingAcceptance` or `rejected` it becomes `pending`, and then `available`.
#[utoipa::path(
    post, path = "/v1/endpoint-services/{serviceId}/connections/{vpcEndpointId}/accept", tag = "Connections",
    operation_id = "acceptConnection", params(("serviceId" = String, Path), ("vpcEndpointId" = String, Path)),
    responses((status = 200, description = "The connection", body = Connection), Problems),
)]
async fn accept(
    call: Call,
    PathText((service_id, endpoint_id)): PathText<(String, String)>,
) -> Result<Versioned<Connection>, Refusal> {
    let connection = call
        .run(app::AcceptConnection {
            service_id,
            endpoint_id,
        })
        .await?;
    Ok(Versioned {
        version: connection.version,
        body: connection.value.into(),
    })
}

/// Rejects a connection, also one that was accepted before.
#[utoipa::path(
    post, path = "/v1/endpoint-services/{serviceId}/connections/{vpcEndpointId}/reject", tag = "Connections",
    operation_id = "rejectConnection", params(("serviceId" = String, Path), ("vpcEndpointId" = String, Path)),
    responses((status = 200, description = "The connection", body = Connection), Problems),
)]
async fn reject(
    call: Call,
    PathText((service_id, endpoint_id)): PathText<(String, String)>,
) -> Result<Versioned<Connection>, Refusal> {
    let connection = call
        .run(app::RejectConnection {
            service_id,
            endpoint_id,
        })
        .await?;
    Ok(Versioned {
        version: connection.version,
        body: connection.value.into(),
    })
}
