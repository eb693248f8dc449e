//! `/v1/available-services`

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::extract::{Call, Members, PathText};
use super::page::{Items, ListParams, ListQuery, parse_with};
use super::problem::{Problems, Refusal};
use super::tags::{self, Tag};
use crate::app::Context;
use crate::app::available_service as app;
use crate::domain::available_service;
use crate::domain::endpoint_service::type_names;
use crate::gate::RequestId;

pub(super) fn routes() -> OpenApiRouter<Context> {
    OpenApiRouter::new()
        .routes(routes!(list))
        .routes(routes!(get))
}

const MEMBERS: Members = &[("ServiceRegion", REGION)];
const REGION: &str = "serviceRegion";
const TYPE: &str = "serviceType";

/// A service that the caller may connect to.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct AvailableService {
    #[schema(example = "com.amazonaws.vpce.us-east-1.vpce-svc-0123456789abcdef0")]
    service_name: String,
    service_id: String,
    /// `Interface`, `Gateway` or `GatewayLoadBalancer`
    service_type: &'static str,
    service_region: String,
    /// The provider's account, or `amazon`.
    owner: String,
    availability_zones: Vec<String>,
    availability_zone_ids: Vec<String>,
    base_endpoint_dns_names: Vec<String>,
    /// The names that consumers may use instead of their endpoints' own, the main one first.
    private_dns_names: Vec<String>,
    /// `verified` if the private names may be used; absent without any
    #[serde(skip_serializing_if = "Option::is_none")]
    private_dns_name_verification_state: Option<&'static str>,
    vpc_endpoint_policy_supported: bool,
    acceptance_required: bool,
    manages_vpc_endpoints: bool,
    /// `ServiceOwner`, if the provider pays for the endpoints.
    #[serde(skip_serializing_if = "Option::is_none")]
    payer_responsibility: Option<&'static str>,
    supported_ip_address_types: Vec<String>,
    /// The owner's tags, which only the owner sees.
    tags: Vec<Tag>,
}

impl From<available_service::AvailableService> for AvailableService {
    fn from(service: available_service::AvailableService) -> Self {
        Self {
            service_id: service.id.to_string(),
            service_type: service.endpoint_type.name(),
            service_region: service.scope.region.to_string(),
            owner: service.scope.owner.to_string(),
            availability_zones: service.zones.iter().map(|zone| zone.name.clone()).collect(),
            availability_zone_ids: service.zones.iter().map(|zone| zone.id.clone()).collect(),
            private_dns_name_verification_state: service.verification,
            vpc_endpoint_policy_supported: service.policy_supported,
            acceptance_required: service.acceptance_required,
            manages_vpc_endpoints: false,
            payer_responsibility: service.payer_responsibility(),
            supported_ip_address_types: type_names(&service.ip_address_types),
            service_name: service.name,
            base_endpoint_dns_names: service.base_dns_names,
            private_dns_names: service.private_dns_names,
            tags: tags::to_body(service.tags),
        }
    }
}

/// A list's query parameters, `serviceRegion` and `serviceType`.
struct ServiceQuery {
    list: ListQuery,
    regions: Vec<String>,
    service_type: Option<String>,
}

impl FromRequestParts<Context> for ServiceQuery {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, _: &Context) -> Result<Self, Refusal> {
        let query = parts.uri.query().unwrap_or_default();
        let (list, mut own) = parse_with(query, &[REGION, TYPE])
            .map_err(|error| Refusal::new(RequestId::of(&parts.extensions), error))?;
        let regions = own.remove(REGION).unwrap_or_default();
        Ok(Self {
            list,
            regions: regions
                .split(',')
                .filter(|region| !region.is_empty())
                .map(str::to_owned)
                .collect(),
            service_type: own.remove(TYPE),
        })
    }
}

/// Lists the services that the caller may connect to: AWS's, its own, and those that allow it.
#[utoipa::path(
    get, path = "/v1/available-services", tag = "Endpoints", operation_id = "listAvailableServices",
    params(
        ("serviceRegion" = Option<String>, Query, description = "The services of these regions, as `region,region`, \
            that the caller's region can connect to; those of the caller's own unless given"),
        ("serviceType" = Option<String>, Query, description = "Only services of this type"),
        ListParams,
    ),
    responses((status = 200, description = "A page of services", body = Items<AvailableService>), Problems),
)]
async fn list(
    call: Call,
    mut query: ServiceQuery,
) -> Result<axum::Json<Items<AvailableService>>, Refusal> {
    if let Some(service_type) = query.service_type {
        query.list.filters.push(crate::domain::filter::Filter {
            name: "service-type".to_owned(),
            values: vec![service_type],
        });
    }
    let query = app::ListAvailableServices {
        service_regions: query.regions,
        filters: query.list.filters,
        page: query.list.page,
        ..app::ListAvailableServices::default()
    };
    let page = call.with_members(MEMBERS).query(query).await?;
    Ok(axum::Json(Items::of(page, AvailableService::from)))
}

/// Shows a service that the caller may connect to. One that it may not see does not exist for it. Of a name that stands for
/// several types of services, the interface one is shown unless `serviceType` says otherwise.
#[utoipa::path(
    get, path = "/v1/available-services/{serviceName}", tag = "Endpoints", operation_id = "getAvailableService",
    params(
        ("serviceName" = String, Path),
        ("serviceRegion" = Option<String>, Query, description = "The service's region; the caller's own unless given"),
        ("serviceType" = Option<String>, Query, description = "`Interface`, `Gateway` or `GatewayLoadBalancer`"),
    ),
    responses((status = 200, description = "The service", body = AvailableService), Problems),
)]
async fn get(
    call: Call,
    PathText(name): PathText,
    query: ServiceQuery,
) -> Result<axum::Json<AvailableService>, Refusal> {
    let query = app::GetAvailableService {
        service_name: name,
        service_region: query.regions.into_iter().next(),
        service_type: query.service_type,
    };
    Ok(axum::Json(
        call.with_members(MEMBERS).query(query).await?.into(),
    ))
}
