//! `/v1/load-balancers`

use std::collections::BTreeMap;

use axum::http::StatusCode;
use axum::response::IntoResponse;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::extract::{Body, Call, Created, PathText, Versioned, path_segment};
use super::page::{Items, ListParams, ListQuery};
use super::problem::{Problems, Refusal};
use super::tags::{self, Tag};
use crate::app::load_balancer as app;
use crate::app::load_balancer_place::SubnetMapping;
use crate::app::{Context, Get, List, Stored};
use crate::domain::load_balancer::{LOAD_BALANCER_STATE, LoadBalancer, LoadBalancerZone, Scheme};
use crate::domain::load_balancer_type::LoadBalancerType;

pub(super) fn routes() -> OpenApiRouter<Context> {
    OpenApiRouter::new()
        .routes(routes!(create, list))
        .routes(routes!(get, patch, delete))
}

/// A load balancer.
#[derive(Serialize, ToSchema)]
#[schema(as = LoadBalancer)]
#[serde(rename_all = "camelCase")]
struct LoadBalancerBody {
    load_balancer_arn: String,
    load_balancer_name: String,
    /// Absent on gateway load balancers.
    #[serde(skip_serializing_if = "Option::is_none")]
    dns_name: Option<String>,
    /// Absent on gateway load balancers, and in regions where it is not known.
    #[serde(skip_serializing_if = "Option::is_none")]
    canonical_hosted_zone_id: Option<&'static str>,
    #[schema(example = "network")]
    r#type: &'static str,
    /// Absent on gateway load balancers.
    #[schema(example = "internal")]
    #[serde(skip_serializing_if = "Option::is_none")]
    scheme: Option<&'static str>,
    #[schema(example = "ipv4")]
    ip_address_type: &'static str,
    vpc_id: String,
    state: State,
    availability_zones: Vec<AvailabilityZone>,
    security_groups: Vec<String>,
    /// `on` or `off`; absent without security groups.
    #[serde(skip_serializing_if = "Option::is_none")]
    enforce_security_group_inbound_rules_on_private_link_traffic: Option<&'static str>,
    /// `on` or `off`; only on network load balancers of the IP address type `dualstack`.
    #[serde(skip_serializing_if = "Option::is_none")]
    enable_prefix_for_ipv6_source_nat: Option<&'static str>,
    /// All attributes with their values. All but `deletion_protection.enabled` are records only.
    attributes: BTreeMap<String, String>,
    tags: Vec<Tag>,
    created_time: String,
}

/// A load balancer's state.
#[derive(Serialize, ToSchema)]
#[schema(as = LoadBalancerState)]
struct State {
    #[schema(example = "active")]
    code: &'static str,
}

/// A load balancer's place in an availability zone.
#[derive(Serialize, ToSchema)]
#[schema(as = LoadBalancerAvailabilityZone)]
#[serde(rename_all = "camelCase")]
struct AvailabilityZone {
    zone_name: String,
    subnet_id: String,
    network_interface_id: String,
    /// The addresses that were chosen; absent without any.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    load_balancer_addresses: Vec<Address>,
    /// The prefix from which a network load balancer speaks to its targets, if it has such prefixes.
    #[serde(skip_serializing_if = "Option::is_none")]
    source_nat_ipv6_prefix: Option<String>,
}

/// The addresses of a load balancer in a zone that were chosen.
#[derive(Serialize, ToSchema)]
#[schema(as = LoadBalancerAddress)]
#[serde(rename_all = "camelCase")]
struct Address {
    /// The Elastic IP address.
    #[serde(skip_serializing_if = "Option::is_none")]
    ip_address: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    allocation_id: Option<String>,
    #[serde(rename = "privateIPv4Address", skip_serializing_if = "Option::is_none")]
    private_ipv4_address: Option<String>,
    #[serde(rename = "iPv6Address", skip_serializing_if = "Option::is_none")]
    ipv6_address: Option<String>,
}

impl From<LoadBalancerZone> for AvailabilityZone {
    fn from(zone: LoadBalancerZone) -> Self {
        let elastic_ip = zone.elastic_ip;
        let chosen = zone.private_ipv4_address.is_some()
            || zone.ipv6_address.is_some()
            || elastic_ip.is_some();
        let address = Address {
            ip_address: elastic_ip.as_ref().map(|it| it.public_ip.to_string()),
            allocation_id: elastic_ip.map(|it| it.allocation_id.to_string()),
            private_ipv4_address: zone.private_ipv4_address.map(|it| it.to_string()),
            ipv6_address: zone.ipv6_address.map(|it| it.to_string()),
        };
        Self {
            zone_name: zone.availability_zone,
            subnet_id: zone.subnet_id.to_string(),
            network_interface_id: zone.network_interface_id.to_string(),
            load_balancer_addresses: chosen.then_some(address).into_iter().collect(),
            source_nat_ipv6_prefix: zone.source_nat_ipv6_prefix.map(|prefix| prefix.to_string()),
        }
    }
}

impl From<LoadBalancer> for LoadBalancerBody {
    fn from(load_balancer: LoadBalancer) -> Self {
        Self {
            canonical_hosted_zone_id: load_balancer.hosted_zone_id(),
            r#type: load_balancer.load_balancer_type.name(),
            scheme: load_balancer.scheme.map(Scheme::name),
            ip_address_type: load_balancer.ip_address_type.name(),
            vpc_id: load_balancer.vpc_id.to_string(),
            state: State {
                code: LOAD_BALANCER_STATE,
            },
            enforce_security_group_inbound_rules_on_private_link_traffic: load_balancer
                .private_link_rules(),
            enable_prefix_for_ipv6_source_nat: load_balancer.source_nat_prefixes(),
            attributes: load_balancer.all_attributes().into_iter().collect(),
            created_time: load_balancer.created_at.to_string(),
            security_groups: load_balancer
                .security_groups
                .iter()
                .map(ToString::to_string)
                .collect(),
            load_balancer_arn: load_balancer.arn,
            load_balancer_name: load_balancer.name,
            dns_name: load_balancer.dns_name,
            tags: tags::to_body(load_balancer.tags),
            availability_zones: load_balancer
                .zones
                .into_iter()
                .map(AvailabilityZone::from)
                .collect(),
        }
    }
}

fn versioned(load_balancer: Stored<LoadBalancer>) -> Versioned<LoadBalancerBody> {
    Versioned {
        version: load_balancer.version,
        body: load_balancer.value.into(),
    }
}

/// A subnet that a load balancer is to have, with the addresses in it.
#[derive(Deserialize, ToSchema)]
#[schema(as = LoadBalancerSubnetMapping)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct SubnetMappingBody {
    subnet_id: String,
    /// For internal network load balancers.
    #[serde(rename = "privateIPv4Address")]
    private_ipv4_address: Option<String>,
    /// For network load balancers of the IP address type `dualstack`.
    #[serde(rename = "iPv6Address")]
    ipv6_address: Option<String>,
    /// An Elastic IP address, for internet-facing network load balancers.
    allocation_id: Option<String>,
    /// A /80 of the subnet's IPv6 network, or `auto_assigned`; needs `enablePrefixForIpv6SourceNat`.
    source_nat_ipv6_prefix: Option<String>,
}

/// The subnets of a request, which names them either by id or with mappings.
fn mappings(ids: Vec<String>, mappings: Vec<SubnetMappingBody>) -> Vec<SubnetMapping> {
    let by_mapping = mappings.into_iter().map(|mapping| SubnetMapping {
        subnet_id: mapping.subnet_id,
        private_ipv4_address: mapping.private_ipv4_address,
        ipv6_address: mapping.ipv6_address,
        allocation_id: mapping.allocation_id,
        source_nat_ipv6_prefix: mapping.source_nat_ipv6_prefix,
    });
    ids.into_iter()
        .map(SubnetMapping::new)
        .chain(by_mapping)
        .collect()
}

/// What a load balancer is created with.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct CreateLoadBalancer {
    /// Unique in account and region: 1 to 32 letters, digits and hyphens, no hyphen at the ends.
    #[schema(example = "shop")]
    name: String,
    /// `network` (unless given), `application` or `gateway`.
    r#type: Option<String>,
    /// `internet-facing` (unless given) or `internal`. Not for gateway load balancers.
    scheme: Option<String>,
    /// `ipv4` (unless given), `dualstack`, or for application load balancers `dualstack-without-public-ipv4`.
    ip_address_type: Option<String>,
    /// Whether a network load balancer of the IP address type `dualstack` carries UDP: `off` (unless given) or `on`.
    enable_prefix_for_ipv6_source_nat: Option<String>,
    /// Ids of subnets of one VPC, each in a zone of its own: at least two for application load balancers. Either these or
    /// `subnetMappings` are required.
    #[serde(default)]
    subnets: Vec<String>,
    /// Subnets with addresses of the user's choice.
    #[serde(default)]
    subnet_mappings: Vec<SubnetMappingBody>,
    /// Security group ids. Without any from the start a network load balancer can never have any; an application load balancer
    /// gets the VPC's default group.
    #[serde(default)]
    security_groups: Vec<String>,
    #[serde(default)]
    tags: Vec<Tag>,
}

/// Creates a load balancer with an interface in each of its subnets.
///
/// If there is one of that name with the same settings, it is answered as it is.
#[utoipa::path(
    post, path = "/v1/load-balancers", tag = "Load balancers", operation_id = "createLoadBalancer", request_body = CreateLoadBalancer,
    responses((status = 201, description = "The load balancer", body = LoadBalancerBody), Problems),
)]
async fn create(
    call: Call,
    Body(body): Body<CreateLoadBalancer>,
) -> Result<impl IntoResponse, Refusal> {
    let command = app::CreateLoadBalancer {
        name: body.name,
        load_balancer_type: Some(
            body.r#type
                .unwrap_or_else(|| LoadBalancerType::Network.name().to_owned()),
        ),
        scheme: body.scheme,
        subnets: mappings(body.subnets, body.subnet_mappings),
        security_group_ids: body.security_groups,
        ip_address_type: body.ip_address_type,
        source_nat_prefixes: body.enable_prefix_for_ipv6_source_nat,
        tags: tags::from_body(body.tags),
    };
    let load_balancer = call
        .with_members(&[("SubnetId", "subnets")])
        .run(command)
        .await?;
    Ok(Created {
        location: format!("/v1/load-balancers/{}", path_segment(&load_balancer.arn)),
        version: load_balancer.version,
        body: LoadBalancerBody::from(load_balancer.value),
    })
}

/// Lists load balancers.
#[utoipa::path(
    get, path = "/v1/load-balancers", tag = "Load balancers", operation_id = "listLoadBalancers", params(ListParams),
    responses((status = 200, description = "A page of load balancers", body = Items<LoadBalancerBody>), Problems),
)]
async fn list(call: Call, list: ListQuery) -> Result<axum::Json<Items<LoadBalancerBody>>, Refusal> {
    let page = call
        .query(List::<Stored<LoadBalancer>>::new(list.into_request()))
        .await?;
    Ok(axum::Json(Items::of(page, |load_balancer| {
        load_balancer.value.into()
    })))
}

/// Shows a load balancer.
#[utoipa::path(
    get, path = "/v1/load-balancers/{loadBalancerArn}", tag = "Load balancers", operation_id = "getLoadBalancer",
    params(("loadBalancerArn" = String, Path, description = "Percent-encoded")),
    responses((status = 200, description = "The load balancer", body = LoadBalancerBody), Problems),
)]
async fn get(call: Call, PathText(arn): PathText) -> Result<Versioned<LoadBalancerBody>, Refusal> {
    let load_balancer = call.query(Get::<Stored<LoadBalancer>>::new(arn)).await?;
    Ok(versioned(load_balancer))
}

/// What of a load balancer is to be changed; what is absent stays.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct PatchLoadBalancer {
    /// Attributes to set, by AWS's names.
    #[serde(default)]
    attributes: BTreeMap<String, String>,
    /// `ipv4`, `dualstack`, or for application load balancers `dualstack-without-public-ipv4`.
    ip_address_type: Option<String>,
    /// Whether a network load balancer of the IP address type `dualstack` carries UDP: `on` or `off`.
    enable_prefix_for_ipv6_source_nat: Option<String>,
    /// Replaces all subnets. None can be taken away while the load balancer is behind an endpoint service.
    subnets: Option<Vec<String>>,
    /// As `subnets`, with addresses of the user's choice.
    subnet_mappings: Option<Vec<SubnetMappingBody>>,
    /// Replaces all security groups.
    security_groups: Option<Vec<String>>,
    /// Whether they apply to what comes through endpoints: `on` or `off`.
    enforce_security_group_inbound_rules_on_private_link_traffic: Option<String>,
    /// Replaces all tags.
    tags: Option<Vec<Tag>>,
}

/// Changes a load balancer.
#[utoipa::path(
    patch, path = "/v1/load-balancers/{loadBalancerArn}", tag = "Load balancers", operation_id = "updateLoadBalancer",
    params(("loadBalancerArn" = String, Path, description = "Percent-encoded")), request_body = PatchLoadBalancer,
    responses((status = 200, description = "The load balancer", body = LoadBalancerBody), Problems),
)]
async fn patch(
    call: Call,
    PathText(arn): PathText,
    Body(body): Body<PatchLoadBalancer>,
) -> Result<Versioned<LoadBalancerBody>, Refusal> {
    let subnets = match (body.subnets, body.subnet_mappings) {
        (None, None) => None,
        (ids, with_addresses) => Some(mappings(
            ids.unwrap_or_default(),
            with_addresses.unwrap_or_default(),
        )),
    };
    let command = app::ModifyLoadBalancer {
        load_balancer_arn: arn,
        attributes: body.attributes.into_iter().collect(),
        ip_address_type: body.ip_address_type,
        subnets,
        source_nat_prefixes: body.enable_prefix_for_ipv6_source_nat,
        security_group_ids: body.security_groups,
        enforce_private_link_rules: body
            .enforce_security_group_inbound_rules_on_private_link_traffic,
        tags: body.tags.map(tags::from_body),
    };
    Ok(versioned(call.run(command).await?))
}

/// Deletes a load balancer with its listeners. Its target groups stay.
#[utoipa::path(
    delete, path = "/v1/load-balancers/{loadBalancerArn}", tag = "Load balancers", operation_id = "deleteLoadBalancer",
    params(("loadBalancerArn" = String, Path, description = "Percent-encoded")),
    responses((status = 204, description = "Deleted"), Problems),
)]
async fn delete(call: Call, PathText(arn): PathText) -> Result<StatusCode, Refusal> {
    let command = app::DeleteLoadBalancer {
        load_balancer_arn: arn,
    };
    call.run(command).await?;
    Ok(StatusCode::NO_CONTENT)
}
