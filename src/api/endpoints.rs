//! `/v1/endpoints`

use axum::http::StatusCode;
use axum::response::IntoResponse;
use serde::{Deserialize, Deserializer, Serialize};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::extract::{Body, Call, Created, Members, PathText, Versioned};
use super::page::{Items, ListParams, ListQuery};
use super::problem::{Problems, Refusal};
use super::tags::{self, Tag};
use crate::app::Stored;
use crate::app::endpoint as app;
use crate::app::{Context, Get, List};
use crate::domain::connection::ConnectionState;
use crate::domain::endpoint;
use crate::domain::endpoint_type::EndpointType;
use crate::domain::network_interface::SecurityGroupRef;

pub(super) fn routes() -> OpenApiRouter<Context> {
    OpenApiRouter::new()
        .routes(routes!(create, list))
        .routes(routes!(get, patch, delete))
        .routes(routes!(associations))
}

const MEMBERS: Members = &[
    ("SubnetId", "subnetIds"),
    ("AddSubnetId", "subnetIds"),
    ("RemoveSubnetId", "subnetIds"),
    (
        "SubnetConfiguration.SubnetId",
        "subnetConfigurations.subnetId",
    ),
    ("SubnetConfiguration.Ipv4", "subnetConfigurations.ipv4"),
    ("SubnetConfiguration.Ipv6", "subnetConfigurations.ipv6"),
    ("SecurityGroupId", "securityGroupIds"),
    ("AddSecurityGroupId", "securityGroupIds"),
    ("RemoveSecurityGroupId", "securityGroupIds"),
    ("RouteTableId", "routeTableIds"),
    ("AddRouteTableId", "routeTableIds"),
    ("RemoveRouteTableId", "routeTableIds"),
    ("DnsOptions.DnsRecordIpType", "dnsOptions.dnsRecordIpType"),
    (
        "DnsOptions.PrivateDnsOnlyForInboundResolverEndpoint",
        "dnsOptions.privateDnsOnlyForInboundResolverEndpoint",
    ),
];

/// A VPC endpoint.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct Endpoint {
    vpc_endpoint_id: String,
    #[schema(example = "Interface")]
    vpc_endpoint_type: &'static str,
    vpc_id: String,
    #[schema(example = "com.amazonaws.vpce.us-east-1.vpce-svc-0123456789abcdef0")]
    service_name: String,
    service_region: String,
    /// `pendingAcceptance`, `pending`, `available`, `rejected`, `expired`, `failed`, `deleting` or `deleted`
    #[schema(example = "pendingAcceptance")]
    state: &'static str,
    /// Absent where there are no policies: on Gateway Load Balancer endpoints.
    #[serde(skip_serializing_if = "Option::is_none")]
    policy_document: Option<String>,
    route_table_ids: Vec<String>,
    subnet_ids: Vec<String>,
    groups: Vec<GroupIdentifier>,
    ip_address_type: &'static str,
    /// Absent where there are no names: on Gateway Load Balancer endpoints.
    #[serde(skip_serializing_if = "Option::is_none")]
    dns_options: Option<DnsOptions>,
    private_dns_enabled: bool,
    requester_managed: bool,
    network_interface_ids: Vec<String>,
    dns_entries: Vec<DnsEntry>,
    creation_timestamp: String,
    owner_id: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    last_error: Option<LastError>,
    tags: Vec<Tag>,
}

/// A security group of an endpoint or an interface.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct GroupIdentifier {
    group_id: String,
    group_name: String,
}

impl From<SecurityGroupRef> for GroupIdentifier {
    fn from(group: SecurityGroupRef) -> Self {
        Self {
            group_id: group.group_id.to_string(),
            group_name: group.group_name,
        }
    }
}

/// A name under which an endpoint is reached: the regional one first, then one per zone.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct DnsEntry {
    dns_name: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    hosted_zone_id: Option<String>,
}

/// The names of an endpoint.
pub(super) fn dns_entries(endpoint: &endpoint::Endpoint) -> Vec<DnsEntry> {
    let entries = endpoint.dns_entries().into_iter();
    entries
        .map(|entry| DnsEntry {
            dns_name: entry.dns_name,
            hosted_zone_id: entry.hosted_zone_id,
        })
        .collect()
}

/// Why a connection failed.
#[derive(Serialize, ToSchema)]
struct LastError {
    code: String,
    message: String,
}

/// How an endpoint's names are made.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct DnsOptions {
    dns_record_ip_type: &'static str,
    private_dns_only_for_inbound_resolver_endpoint: bool,
}

impl From<endpoint::Endpoint> for Endpoint {
    fn from(endpoint: endpoint::Endpoint) -> Self {
        let last_error = match &endpoint.connection {
            ConnectionState::Failed { last_error } => Some(LastError {
                code: last_error.code.clone(),
                message: last_error.message.clone(),
            }),
            _ => None,
        };
        Self {
            vpc_endpoint_id: endpoint.id.to_string(),
            vpc_endpoint_type: endpoint.endpoint_type.name(),
            vpc_id: endpoint.vpc_id.to_string(),
            service_region: endpoint.service_scope.region.to_string(),
            state: endpoint.connection.name(),
            route_table_ids: endpoint
                .route_table_ids
                .iter()
                .map(ToString::to_string)
                .collect(),
            subnet_ids: endpoint
                .subnets
                .iter()
                .map(|subnet| subnet.subnet_id.to_string())
                .collect(),
            ip_address_type: endpoint.ip_address_type.name(),
            dns_options: DnsOptions::of(&endpoint),
            private_dns_enabled: endpoint.private_dns.is_some(),
            requester_managed: false,
            network_interface_ids: endpoint
                .subnets
                .iter()
                .map(|subnet| subnet.network_interface_id.to_string())
                .collect(),
            dns_entries: dns_entries(&endpoint),
            creation_timestamp: endpoint.created_at.to_string(),
            owner_id: endpoint.scope.account.to_string(),
            last_error,
            service_name: endpoint.service_name,
            policy_document: endpoint.policy_document,
            groups: endpoint
                .groups
                .into_iter()
                .map(GroupIdentifier::from)
                .collect(),
            tags: tags::to_body(endpoint.tags),
        }
    }
}

impl DnsOptions {
    fn of(endpoint: &endpoint::Endpoint) -> Option<Self> {
        let options = &endpoint.dns_options;
        (endpoint.endpoint_type != EndpointType::GatewayLoadBalancer).then(|| Self {
            dns_record_ip_type: options.record_ip_type.name(),
            private_dns_only_for_inbound_resolver_endpoint: options
                .private_dns_only_for_inbound_resolver_endpoint,
        })
    }
}

/// What an endpoint is created with.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct CreateEndpoint {
    vpc_id: String,
    /// The service's name; one of `/v1/available-services`.
    service_name: String,
    /// `Interface` unless given; `Gateway` or `GatewayLoadBalancer`
    vpc_endpoint_type: Option<String>,
    /// The service's region, if it is another than the endpoint's.
    service_region: Option<String>,
    /// One subnet in each zone. An interface endpoint may have none at all, a Gateway Load Balancer endpoint has one.
    #[serde(default)]
    subnet_ids: Vec<String>,
    /// Addresses in the subnets, where they are chosen.
    #[serde(default)]
    subnet_configurations: Vec<SubnetConfiguration>,
    /// The VPC's default group unless given; for interface endpoints only.
    #[serde(default)]
    security_group_ids: Vec<String>,
    /// The route tables that are to lead to the endpoint; for gateway endpoints only.
    #[serde(default)]
    route_table_ids: Vec<String>,
    /// Full access unless given. Custom services allow nothing else.
    policy_document: Option<String>,
    /// `ipv4` unless given; `ipv6` or `dualstack`
    ip_address_type: Option<String>,
    dns_options: Option<DnsOptionsBody>,
    /// Whether the VPC resolves the service's own names to the endpoint; unless given, for AWS's services that have any.
    private_dns_enabled: Option<bool>,
    #[serde(default)]
    tags: Vec<Tag>,
}

/// The addresses that were chosen in a subnet: one of each kind that the endpoint has.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct SubnetConfiguration {
    subnet_id: String,
    ipv4: Option<String>,
    ipv6: Option<String>,
}

fn subnet_configurations(given: Vec<SubnetConfiguration>) -> Vec<app::SubnetConfiguration> {
    given
        .into_iter()
        .map(|it| app::SubnetConfiguration {
            subnet_id: it.subnet_id,
            ipv4: it.ipv4,
            ipv6: it.ipv6,
        })
        .collect()
}

/// How an endpoint's names are to be made.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct DnsOptionsBody {
    /// `ipv4`, `ipv6`, `dualstack` or `service-defined`, as the addresses allow
    dns_record_ip_type: Option<String>,
    /// Only a resolver's inbound endpoint gets the private names' answers; needs a gateway endpoint for the service.
    private_dns_only_for_inbound_resolver_endpoint: Option<bool>,
}

fn dns_wish(options: Option<DnsOptionsBody>) -> app::DnsWish {
    options.map_or_else(app::DnsWish::default, |options| app::DnsWish {
        record_ip_type: options.dns_record_ip_type,
        private_dns_only_for_inbound_resolver_endpoint: options
            .private_dns_only_for_inbound_resolver_endpoint,
        ..app::DnsWish::default()
    })
}

/// Creates an endpoint: its interfaces with their addresses at once, its connection as the service's provider decides.
#[utoipa::path(
    post, path = "/v1/endpoints", tag = "Endpoints", operation_id = "createEndpoint", request_body = CreateEndpoint,
    responses((status = 201, description = "The endpoint", body = Endpoint), Problems),
)]
async fn create(
    call: Call,
    Body(body): Body<CreateEndpoint>,
) -> Result<impl IntoResponse, Refusal> {
    let command = app::CreateEndpoint {
        vpc_id: body.vpc_id,
        endpoint_type: Some(
            body.vpc_endpoint_type
                .unwrap_or_else(|| EndpointType::Interface.name().to_owned()),
        ),
        service_name: Some(body.service_name),
        service_region: body.service_region,
        subnet_ids: body.subnet_ids,
        subnet_configurations: subnet_configurations(body.subnet_configurations),
        security_group_ids: body.security_group_ids,
        route_table_ids: body.route_table_ids,
        policy_document: body.policy_document,
        ip_address_type: body.ip_address_type,
        dns_options: dns_wish(body.dns_options),
        private_dns_enabled: body.private_dns_enabled,
        tags: tags::from_body(body.tags),
        ..app::CreateEndpoint::default()
    };
    let endpoint = call.with_members(MEMBERS).run(command).await?;
    let location = format!("/v1/endpoints/{}", endpoint.id);
    Ok(Created {
        location,
        version: endpoint.version,
        body: Endpoint::from(endpoint.value),
    })
}

/// Lists endpoints.
#[utoipa::path(
    get, path = "/v1/endpoints", tag = "Endpoints", operation_id = "listEndpoints", params(ListParams),
    responses((status = 200, description = "A page of endpoints", body = Items<Endpoint>), Problems),
)]
async fn list(call: Call, list: ListQuery) -> Result<axum::Json<Items<Endpoint>>, Refusal> {
    let page = call
        .query(List::<Stored<endpoint::Endpoint>>::new(list.into_request()))
        .await?;
    Ok(axum::Json(Items::of(page, |endpoint| {
        endpoint.value.into()
    })))
}

/// Shows an endpoint.
#[utoipa::path(
    get, path = "/v1/endpoints/{vpcEndpointId}", tag = "Endpoints", operation_id = "getEndpoint",
    params(("vpcEndpointId" = String, Path)),
    responses((status = 200, description = "The endpoint", body = Endpoint), Problems),
)]
async fn get(call: Call, PathText(id): PathText) -> Result<Versioned<Endpoint>, Refusal> {
    let endpoint = call
        .query(Get::<Stored<endpoint::Endpoint>>::new(id))
        .await?;
    Ok(Versioned {
        version: endpoint.version,
        body: endpoint.value.into(),
    })
}

/// What of an endpoint is to be changed; what is absent stays.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct PatchEndpoint {
    /// The subnets it is to have; interfaces come and go with them.
    subnet_ids: Option<Vec<String>>,
    /// Addresses in its subnets. Where they differ from the present ones, the interface is replaced.
    #[serde(default)]
    subnet_configurations: Vec<SubnetConfiguration>,
    /// The route tables that are to lead to a gateway endpoint.
    route_table_ids: Option<Vec<String>>,
    /// The security groups it is to have; at least one.
    security_group_ids: Option<Vec<String>>,
    /// A new policy; `null` brings back the default.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    policy_document: PolicyChange,
    /// Other kinds of addresses.
    ip_address_type: Option<String>,
    dns_options: Option<DnsOptionsBody>,
    /// Whether the VPC resolves the service's own names to the endpoint.
    private_dns_enabled: Option<bool>,
    /// Replaces all tags.
    tags: Option<Vec<Tag>>,
}

/// Tells `null` from absent.
#[derive(Default)]
enum PolicyChange {
    #[default]
    Keep,
    Reset,
    Set(String),
}

impl<'de> Deserialize<'de> for PolicyChange {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Ok(Option::<String>::deserialize(deserializer)?.map_or(Self::Reset, Self::Set))
    }
}

/// Changes an endpoint.
#[utoipa::path(
    patch, path = "/v1/endpoints/{vpcEndpointId}", tag = "Endpoints", operation_id = "updateEndpoint",
    params(("vpcEndpointId" = String, Path)), request_body = PatchEndpoint,
    responses((status = 200, description = "The endpoint", body = Endpoint), Problems),
)]
async fn patch(
    call: Call,
    PathText(id): PathText,
    Body(body): Body<PatchEndpoint>,
) -> Result<Versioned<Endpoint>, Refusal> {
    let command = app::ModifyEndpoint {
        endpoint_id: id,
        reset_policy: matches!(body.policy_document, PolicyChange::Reset),
        policy_document: match body.policy_document {
            PolicyChange::Set(policy) => Some(policy),
            PolicyChange::Keep | PolicyChange::Reset => None,
        },
        subnet_ids: body.subnet_ids,
        subnet_configurations: subnet_configurations(body.subnet_configurations),
        security_group_ids: body.security_group_ids,
        route_table_ids: body.route_table_ids,
        ip_address_type: body.ip_address_type,
        dns_options: dns_wish(body.dns_options),
        private_dns_enabled: body.private_dns_enabled,
        tags: body.tags.map(tags::from_body),
        ..app::ModifyEndpoint::default()
    };
    let endpoint = call.with_members(MEMBERS).run(command).await?;
    Ok(Versioned {
        version: endpoint.version,
        body: endpoint.value.into(),
    })
}

/// Begins to delete an endpoint. Its interfaces and it itself are gone when it is taken down.
#[utoipa::path(
    delete, path = "/v1/endpoints/{vpcEndpointId}", tag = "Endpoints", operation_id = "deleteEndpoint",
    params(("vpcEndpointId" = String, Path)),
    responses((status = 202, description = "The endpoint, being deleted", body = Endpoint), Problems),
)]
async fn delete(call: Call, PathText(id): PathText) -> Result<impl IntoResponse, Refusal> {
    let endpoint = call.run(app::DeleteEndpoint { endpoint_id: id }).await?;
    Ok((
        StatusCode::ACCEPTED,
        Versioned {
            version: endpoint.version,
            body: Endpoint::from(endpoint.value),
        },
    ))
}

/// An association with a resource of a service network. Only endpoints of types that are not served have any.
#[derive(Serialize, ToSchema)]
enum Association {}

/// Lists an endpoint's associations with resources of service networks: none.
#[utoipa::path(
    get, path = "/v1/endpoints/{vpcEndpointId}/associations", tag = "Endpoints",
    operation_id = "listEndpointAssociations", params(("vpcEndpointId" = String, Path), ListParams),
    responses((status = 200, description = "A page of associations", body = Items<Association>), Problems),
)]
async fn associations(
    call: Call,
    PathText(id): PathText,
    list: ListQuery,
) -> Result<axum::Json<Items<Association>>, Refusal> {
    let query = app::ListAssociations {
        endpoint_ids: vec![id],
        filters: list.filters,
        page: list.page,
    };
    let page = call.query(query).await?;
    Ok(axum::Json(Items::of(
        page,
        |association| match association {},
    )))
}
