//! `/v1/available-services`

use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::extract::{Call, PathText};
use super::page::{Items, ListParams, ListQuery};
use super::problem::{Problems, Refusal};
use super::tags::{self, Tag};
use crate::app::Context;
use crate::app::available_service as app;
use crate::domain::endpoint::ENDPOINT_TYPE;
use crate::domain::endpoint_service::SERVICE_IP_ADDRESS_TYPE;

pub(super) fn routes() -> OpenApiRouter<Context> {
    OpenApiRouter::new()
        .routes(routes!(list))
        .routes(routes!(get))
}

/// A service that the caller may connect to.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct AvailableService {
    #[schema(example = "com.amazonaws.vpce.us-east-1.vpce-svc-0123456789abcdef0")]
    service_name: String,
    service_id: String,
    service_type: &'static str,
    service_region: String,
    /// The provider's account.
    owner: String,
    availability_zones: Vec<String>,
    availability_zone_ids: Vec<String>,
    base_endpoint_dns_names: Vec<String>,
    vpc_endpoint_policy_supported: bool,
    acceptance_required: bool,
    manages_vpc_endpoints: bool,
    supported_ip_address_types: Vec<&'static str>,
    /// The owner's tags, which only the owner sees.
    tags: Vec<Tag>,
}

impl From<app::AvailableService> for AvailableService {
    fn from(available: app::AvailableService) -> Self {
        let service = available.service;
        Self {
            service_name: service.name(),
            service_id: service.id.to_string(),
            service_type: ENDPOINT_TYPE,
            service_region: service.scope.region.to_string(),
            owner: service.scope.account.to_string(),
            availability_zones: service.zones.iter().map(|zone| zone.name.clone()).collect(),
            availability_zone_ids: service.zones.iter().map(|zone| zone.id.clone()).collect(),
            base_endpoint_dns_names: vec![service.base_dns_name()],
            vpc_endpoint_policy_supported: false,
            acceptance_required: service.acceptance_required,
            manages_vpc_endpoints: false,
            supported_ip_address_types: vec![SERVICE_IP_ADDRESS_TYPE],
            tags: tags::to_body(available.tags),
        }
    }
}

/// Lists the services that the caller may connect to: its own, and those that allow it.
#[utoipa::path(
    get, path = "/v1/available-services", tag = "Endpoints", operation_id = "listAvailableServices",
    params(ListParams),
    responses((status = 200, description = "A page of services", body = Items<AvailableService>), Problems),
)]
async fn list(call: Call, list: ListQuery) -> Result<axum::Json<Items<AvailableService>>, Refusal> {
    let query = app::ListAvailableServices {
        filters: list.filters,
        page: list.page,
        ..app::ListAvailableServices::default()
    };
    let page = call.query(query).await?;
    Ok(axum::Json(Items::of(page, AvailableService::from)))
}

/// Shows a service that the caller may connect to. One that it may not see does not exist for it.
#[utoipa::path(
    get, path = "/v1/available-services/{serviceName}", tag = "Endpoints", operation_id = "getAvailableService",
    params(("serviceName" = String, Path)),
    responses((status = 200, description = "The service", body = AvailableService), Problems),
)]
async fn get(
    call: Call,
    PathText(name): PathText,
) -> Result<axum::Json<AvailableService>, Refusal> {
    Ok(axum::Json(
        call.query(app::GetAvailableService { service_name: name })
            .await?
            .into(),
    ))
}
