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
use crate::domain::endpoint_service::{self, SERVICE_STATE, type_names};
use crate::domain::endpoint_type::EndpointType;
use crate::domain::private_dns::{PrivateDnsName, RECORD_TYPE};

pub(super) fn routes() -> OpenApiRouter<Context> {
    OpenApiRouter::new()
        .routes(routes!(create, list))
        .routes(routes!(get, patch, delete))
        .routes(routes!(verify))
        .routes(routes!(pay))
}

const MEMBERS: Members = &[
    ("NetworkLoadBalancerArn", "networkLoadBalancerArns"),
    ("AddNetworkLoadBalancerArn", "networkLoadBalancerArns"),
    ("RemoveNetworkLoadBalancerArn", "networkLoadBalancerArns"),
    ("GatewayLoadBalancerArn", "gatewayLoadBalancerArns"),
    ("AddGatewayLoadBalancerArn", "gatewayLoadBalancerArns"),
    ("RemoveGatewayLoadBalancerArn", "gatewayLoadBalancerArns"),
    ("SupportedIpAddressType", "supportedIpAddressTypes"),
    ("AddSupportedIpAddressType", "supportedIpAddressTypes"),
    ("RemoveSupportedIpAddressType", "supportedIpAddressTypes"),
    ("SupportedRegion", "supportedRegions"),
    ("AddSupportedRegion", "supportedRegions"),
    ("RemoveSupportedRegion", "supportedRegions"),
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
    gateway_load_balancer_arns: Vec<String>,
    supported_ip_address_types: Vec<String>,
    /// From which regions consumers may connect; its own first.
    supported_regions: Vec<String>,
    base_endpoint_dns_names: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    private_dns_name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    private_dns_name_configuration: Option<PrivateDnsNameConfiguration>,
    /// `ServiceOwner`, if the provider pays for its consumers' endpoints.
    #[serde(skip_serializing_if = "Option::is_none")]
    payer_responsibility: Option<&'static str>,
    tags: Vec<Tag>,
}

/// How the provider proves that the private name is its own: by a record `name` below the domain, or at it.
#[derive(Serialize, ToSchema)]
struct PrivateDnsNameConfiguration {
    /// `pendingVerification`, `verified` or `failed`
    state: &'static str,
    #[serde(rename = "type")]
    #[schema(example = "TXT")]
    record_type: &'static str,
    value: String,
    name: String,
}

impl From<PrivateDnsName> for PrivateDnsNameConfiguration {
    fn from(private: PrivateDnsName) -> Self {
        Self {
            state: private.verification.name(),
            record_type: RECORD_TYPE,
            value: private.record_value,
            name: private.record_name,
        }
    }
}

impl From<endpoint_service::EndpointService> for EndpointService {
    fn from(service: endpoint_service::EndpointService) -> Self {
        Self {
            service_id: service.id.to_string(),
            service_name: service.name(),
            service_state: SERVICE_STATE,
            service_type: service.endpoint_type.name(),
            owner_id: service.scope.account.to_string(),
            acceptance_required: service.acceptance_required,
            manages_vpc_endpoints: false,
            availability_zones: service.zones.iter().map(|zone| zone.name.clone()).collect(),
            availability_zone_ids: service.zones.iter().map(|zone| zone.id.clone()).collect(),
            supported_ip_address_types: type_names(&service.supported_ip_address_types),
            supported_regions: service
                .supported_regions
                .iter()
                .map(ToString::to_string)
                .collect(),
            base_endpoint_dns_names: service.base_dns_names(),
            network_load_balancer_arns: service.load_balancers_for(EndpointType::Interface),
            gateway_load_balancer_arns: service
                .load_balancers_for(EndpointType::GatewayLoadBalancer),
            payer_responsibility: service.payer_responsibility(),
            private_dns_name: service
                .private_dns_name
                .as_ref()
                .map(|private| private.name.clone()),
            private_dns_name_configuration: service.private_dns_name.map(Into::into),
            tags: tags::to_body(service.tags),
        }
    }
}

/// What a service is created with.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct CreateEndpointService {
    /// For interface endpoints. Either these or the others; a load balancer can be behind one service only.
    #[serde(default)]
    network_load_balancer_arns: Vec<String>,
    /// For Gateway Load Balancer endpoints.
    #[serde(default)]
    gateway_load_balancer_arns: Vec<String>,
    /// Whether the provider decides on each connection; `true` unless given.
    acceptance_required: Option<bool>,
    /// `ipv4` unless given; `ipv6` needs load balancers of the type dualstack.
    #[serde(default)]
    supported_ip_address_types: Vec<String>,
    /// From which regions consumers may connect, besides the service's own.
    #[serde(default)]
    supported_regions: Vec<String>,
    /// A name that consumers may use once it is verified.
    #[schema(example = "api.example.com")]
    private_dns_name: Option<String>,
    #[serde(default)]
    tags: Vec<Tag>,
}

/// Publishes a service in front of load balancers. Nobody but its owner sees it until a permission is given.
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
        gateway_load_balancer_arns: body.gateway_load_balancer_arns,
        private_dns_name: body.private_dns_name,
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
    /// The same for Gateway Load Balancers.
    gateway_load_balancer_arns: Option<Vec<String>>,
    /// The address types it is to support; at least one.
    supported_ip_address_types: Option<Vec<String>>,
    /// The regions from which consumers may connect, besides its own.
    supported_regions: Option<Vec<String>>,
    /// Another private name, to be verified anew. An empty one takes the present one away.
    private_dns_name: Option<String>,
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
        gateway_load_balancer_arns: body.gateway_load_balancer_arns,
        supported_ip_address_types: body.supported_ip_address_types,
        supported_regions: body.supported_regions,
        private_dns_name: body.private_dns_name,
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

/// Looks for the record that proves the private name's ownership, now. Without it, the wait for it begins anew.
#[utoipa::path(
    post, path = "/v1/endpoint-services/{serviceId}/private-dns-verification", tag = "Endpoint services",
    operation_id = "startPrivateDnsVerification", params(("serviceId" = String, Path)),
    responses((status = 200, description = "The service, with the state of the verification", body = EndpointService), Problems),
)]
async fn verify(call: Call, PathText(id): PathText) -> Result<Versioned<EndpointService>, Refusal> {
    let service = call
        .run(app::StartPrivateDnsVerification { service_id: id })
        .await?;
    Ok(Versioned {
        version: service.version,
        body: service.value.into(),
    })
}

/// Who is to pay for the endpoints that connect to a service.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct PayerResponsibility {
    /// `ServiceOwner`, the only choice
    #[schema(example = "ServiceOwner")]
    payer_responsibility: String,
}

/// Makes the provider pay for its consumers' endpoints. There is no way back.
#[utoipa::path(
    put, path = "/v1/endpoint-services/{serviceId}/payer-responsibility", tag = "Endpoint services",
    operation_id = "updatePayerResponsibility", params(("serviceId" = String, Path)), request_body = PayerResponsibility,
    responses((status = 200, description = "The service", body = EndpointService), Problems),
)]
async fn pay(
    call: Call,
    PathText(id): PathText,
    Body(body): Body<PayerResponsibility>,
) -> Result<Versioned<EndpointService>, Refusal> {
    let command = app::ModifyPayerResponsibility {
        service_id: id,
        payer_responsibility: body.payer_responsibility,
    };
    let service = call.run(command).await?;
    Ok(Versioned {
        version: service.version,
        body: service.value.into(),
    })
}
