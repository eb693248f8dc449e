//! `/v1/endpoint-services`

use axum::http::StatusCode;
use axum::response::IntoResponse;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::extract::{Body, Call, Created, Members, PathText, Versioned};
use super::page::{Items, ListParams, ListQuery};
use super::problem::{Problems, Refusal};
use super::tags::{self, Tag};
use crate::app::Stored;
use crate::app::endpoint_service as app;
use crate::app::{Context, Get, List};
use crate::domain::endpoint::ENDPOINT_TYPE;
use crate::domain::endpoint_service::{self, SERVICE_IP_ADDRESS_TYPE, SERVICE_STATE};

pub(super) fn routes() -> OpenApiRouter<Context> {
    OpenApiRouter::new()
        .routes(routes!(create, list))
        .routes(routes!(get, patch, delete))
}

const MEMBERS: Members = &[
    ("NetworkLoadBalancerArn", "networkLoadBalancerArns"),
    ("RemoveNetworkLoadBalancerArn", "networkLoadBalancerArns"),
    ("SupportedIpAddressType", "supportedIpAddressTypes"),
    ("SupportedRegion", "supportedRegions"),
];

/// An endpoint service, as its provider sees it.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct EndpointService {
    service_id: String,
    #[schema(example = "com.amazonaws.vpce.us-east-1.vpce-svc-0123456789abcdef0")]
    service_name: String,
    #[schema(example = "Available")]
    service_state: &'static str,
    service_type: &'static str,
    owner_id: String,
    acceptance_required: bool,
    manages_vpc_endpoints: bool,
    /// The zones of its load balancers when it was created or last changed.
    availability_zones: Vec<String>,
    availability_zone_ids: Vec<String>,
    network_load_balancer_arns: Vec<String>,
    supported_ip_address_types: Vec<&'static str>,
    supported_regions: Vec<String>,
    base_endpoint_dns_names: Vec<String>,
    tags: Vec<Tag>,
}

impl From<endpoint_service::EndpointService> for EndpointService {
    fn from(service: endpoint_service::EndpointService) -> Self {
        Self {
            service_id: service.id.to_string(),
            service_name: service.name(),
            service_state: SERVICE_STATE,
            service_type: ENDPOINT_TYPE,
            owner_id: service.scope.account.to_string(),
            acceptance_required: service.acceptance_required,
            manages_vpc_endpoints: false,
            availability_zones: service.zones.iter().map(|zone| zone.name.clone()).collect(),
            availability_zone_ids: service.zones.iter().map(|zone| zone.id.clone()).collect(),
            supported_ip_address_types: vec![SERVICE_IP_ADDRESS_TYPE],
            supported_regions: vec![service.scope.region.to_string()],
            base_endpoint_dns_names: vec![service.base_dns_name()],
            network_load_balancer_arns: service.network_load_balancer_arns,
            tags: tags::to_body(service.tags),
        }
    }
}

/// What a service is created with.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct CreateEndpointService {
    /// At least one; a load balancer can be behind one service only.
    network_load_balancer_arns: Vec<String>,
    /// Whether the provider decides on each connection; `true` unless given.
    acceptance_required: Option<bool>,
    /// `ipv4`
    #[serde(default)]
    supported_ip_address_types: Vec<String>,
    /// Only the service's own region is served yet.
    #[serde(default)]
    supported_regions: Vec<String>,
    #[serde(default)]
    tags: Vec<Tag>,
}

/// Publishes a service in front of network load balancers. Nobody but its owner sees it until a permission is given.
#[utoipa::path(
    post, path = "/v1/endpoint-services", tag = "Endpoint services", operation_id = "createEndpointService",
    request_body = CreateEndpointService,
    responses((status = 201, description = "The service", body = EndpointService), Problems),
)]
async fn create(
    call: Call,
    Body(body): Body<CreateEndpointService>,
) -> Result<impl IntoResponse, Refusal> {
    let command = app::CreateEndpointService {
        network_load_balancer_arns: body.network_load_balancer_arns,
        acceptance_required: body.acceptance_required,
        supported_ip_address_types: body.supported_ip_address_types,
        supported_regions: body.supported_regions,
        tags: tags::from_body(body.tags),
    };
    let service = call.with_members(MEMBERS).run(command).await?;
    let location = format!("/v1/endpoint-services/{}", service.id);
    Ok(Created {
        location,
        version: service.version,
        body: EndpointService::from(service.value),
    })
}

/// Lists the caller's own services.
#[utoipa::path(
    get, path = "/v1/endpoint-services", tag = "Endpoint services", operation_id = "listEndpointServices",
    params(ListParams),
    responses((status = 200, description = "A page of services", body = Items<EndpointService>), Problems),
)]
async fn list(call: Call, list: ListQuery) -> Result<axum::Json<Items<EndpointService>>, Refusal> {
    let page = call
        .query(List::<Stored<endpoint_service::EndpointService>>::new(
            list.into_request(),
        ))
        .await?;
    Ok(axum::Json(Items::of(page, |service| service.value.into())))
}

/// Shows a service of the caller's own.
#[utoipa::path(
    get, path = "/v1/endpoint-services/{serviceId}", tag = "Endpoint services", operation_id = "getEndpointService",
    params(("serviceId" = String, Path)),
    responses((status = 200, description = "The service", body = EndpointService), Problems),
)]
async fn get(call: Call, PathText(id): PathText) -> Result<Versioned<EndpointService>, Refusal> {
    let service = call
        .query(Get::<Stored<endpoint_service::EndpointService>>::new(id))
        .await?;
    Ok(Versioned {
        version: service.version,
        body: service.value.into(),
    })
}

/// What of a service is to be changed; what is absent stays.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct PatchEndpointService {
    /// For new connections only.
    acceptance_required: Option<bool>,
    /// The load balancers it is to have; none can be taken away while endpoints are connected.
    network_load_balancer_arns: Option<Vec<String>>,
    /// Replaces all tags.
    tags: Option<Vec<Tag>>,
}

/// Changes a service, and reads its zones from its load balancers again.
#[utoipa::path(
    patch, path = "/v1/endpoint-services/{serviceId}", tag = "Endpoint services",
    operation_id = "updateEndpointService", params(("serviceId" = String, Path)), request_body = PatchEndpointService,
    responses((status = 200, description = "The service", body = EndpointService), Problems),
)]
async fn patch(
    call: Call,
    PathText(id): PathText,
    Body(body): Body<PatchEndpointService>,
) -> Result<Versioned<EndpointService>, Refusal> {
    let command = app::ModifyEndpointService {
        service_id: id,
        acceptance_required: body.acceptance_required,
        network_load_balancer_arns: body.network_load_balancer_arns,
        tags: body.tags.map(tags::from_body),
        ..app::ModifyEndpointService::default()
    };
    let service = call.with_members(MEMBERS).run(command).await?;
    Ok(Versioned {
        version: service.version,
        body: service.value.into(),
    })
}

/// Deletes a service that no endpoint is connected to.
#[utoipa::path(
    delete, path = "/v1/endpoint-services/{serviceId}", tag = "Endpoint services",
    operation_id = "deleteEndpointService", params(("serviceId" = String, Path)),
    responses((status = 204, description = "Deleted"), Problems),
)]
async fn delete(call: Call, PathText(id): PathText) -> Result<StatusCode, Refusal> {
    call.run(app::DeleteEndpointService { service_id: id })
        .await?;
    Ok(StatusCode::NO_CONTENT)
}
