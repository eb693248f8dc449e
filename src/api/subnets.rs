//! `/v1/subnets`

use axum::http::StatusCode;
use axum::response::IntoResponse;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::extract::{Body, Call, Created, PathText, Versioned};
use super::page::{Items, ListParams, ListQuery};
use super::problem::{Problems, Refusal};
use super::tags::{self, Tag};
use crate::app::subnet as app;
use crate::app::{Context, Get, List};
use crate::domain::subnet::{HostnameType, SUBNET_STATE};

pub(super) fn routes() -> OpenApiRouter<Context> {
    OpenApiRouter::new()
        .routes(routes!(create, list))
        .routes(routes!(get, patch, delete))
}

/// A subnet.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct Subnet {
    subnet_id: String,
    subnet_arn: String,
    owner_id: String,
    vpc_id: String,
    #[schema(example = "available")]
    state: &'static str,
    /// Absent from a subnet of IPv6 only.
    #[schema(example = "10.0.1.0/24")]
    #[serde(skip_serializing_if = "Option::is_none")]
    cidr_block: Option<String>,
    /// The IPv6 network, a /64, if it has one.
    #[schema(example = "2001:db8:1a:2b01::/64")]
    #[serde(skip_serializing_if = "Option::is_none")]
    ipv6_cidr_block: Option<String>,
    ipv6_native: bool,
    #[schema(example = "us-east-1a")]
    availability_zone: String,
    #[schema(example = "use1-az1")]
    availability_zone_id: String,
    /// How many IPv4 addresses are free. The first four and the last one are never given out.
    available_ip_address_count: u32,
    default_for_az: bool,
    map_public_ip_on_launch: bool,
    assign_ipv6_address_on_creation: bool,
    enable_dns64: bool,
    private_dns_name_options_on_launch: PrivateDnsNameOptions,
    tags: Vec<Tag>,
}

/// What the names of instances in a subnet are made of, and which records they have. Records only.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct PrivateDnsNameOptions {
    #[schema(example = "ip-name")]
    hostname_type: &'static str,
    enable_resource_name_dns_a_record: bool,
    #[serde(rename = "enableResourceNameDnsAAAARecord")]
    enable_resource_name_dns_aaaa_record: bool,
}

impl From<app::SubnetView> for Subnet {
    fn from(view: app::SubnetView) -> Self {
        let subnet = view.subnet.value;
        Self {
            subnet_id: subnet.id.to_string(),
            subnet_arn: subnet.arn(),
            owner_id: subnet.scope.account.to_string(),
            vpc_id: subnet.vpc_id.to_string(),
            state: SUBNET_STATE,
            cidr_block: subnet.cidr_block.map(|network| network.to_string()),
            ipv6_cidr_block: subnet
                .ipv6_cidr_block
                .map(|ipv6| ipv6.cidr_block.to_string()),
            ipv6_native: subnet.ipv6_native,
            availability_zone: subnet.availability_zone,
            availability_zone_id: subnet.availability_zone_id,
            available_ip_address_count: view.available_ip_address_count,
            default_for_az: subnet.is_default_for_zone,
            map_public_ip_on_launch: subnet.map_public_ip_on_launch,
            assign_ipv6_address_on_creation: subnet.assign_ipv6_address_on_creation,
            enable_dns64: subnet.enable_dns64,
            private_dns_name_options_on_launch: PrivateDnsNameOptions {
                hostname_type: subnet.hostname_type.name(),
                enable_resource_name_dns_a_record: subnet.enable_resource_name_dns_a_record,
                enable_resource_name_dns_aaaa_record: subnet.enable_resource_name_dns_aaaa_record,
            },
            tags: tags::to_body(subnet.tags),
        }
    }
}

/// What a subnet is created with.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct CreateSubnet {
    vpc_id: String,
    /// The network, /16 to /28, within the VPC's and apart from the other subnets'. None for a subnet of IPv6 only.
    #[schema(example = "10.0.1.0/24")]
    cidr_block: Option<String>,
    /// The IPv6 network, a /64 within the VPC's.
    #[schema(example = "2001:db8:1a:2b01::/64")]
    ipv6_cidr_block: Option<String>,
    /// Whether it is for IPv6 only.
    #[serde(default)]
    ipv6_native: bool,
    /// The region's first zone unless given.
    #[schema(example = "us-east-1a")]
    availability_zone: Option<String>,
    /// The zone by its id, instead.
    #[schema(example = "use1-az1")]
    availability_zone_id: Option<String>,
    #[serde(default)]
    tags: Vec<Tag>,
}

/// Creates a subnet.
#[utoipa::path(
    post, path = "/v1/subnets", tag = "Subnets", operation_id = "createSubnet", request_body = CreateSubnet,
    responses((status = 201, description = "The subnet", body = Subnet), Problems),
)]
async fn create(call: Call, Body(body): Body<CreateSubnet>) -> Result<impl IntoResponse, Refusal> {
    let command = app::CreateSubnet {
        vpc_id: body.vpc_id,
        cidr_block: body.cidr_block,
        ipv6_cidr_block: body.ipv6_cidr_block,
        ipv6_native: body.ipv6_native,
        availability_zone: body.availability_zone,
        availability_zone_id: body.availability_zone_id,
        tags: tags::from_body(body.tags),
    };
    let view = call.run(command).await?;
    Ok(Created {
        location: format!("/v1/subnets/{}", view.subnet.id),
        version: view.subnet.version,
        body: Subnet::from(view),
    })
}

/// Lists subnets.
#[utoipa::path(
    get, path = "/v1/subnets", tag = "Subnets", operation_id = "listSubnets", params(ListParams),
    responses((status = 200, description = "A page of subnets", body = Items<Subnet>), Problems),
)]
async fn list(call: Call, list: ListQuery) -> Result<axum::Json<Items<Subnet>>, Refusal> {
    let page = call
        .query(List::<app::SubnetView>::new(list.into_request()))
        .await?;
    Ok(axum::Json(Items::of(page, Subnet::from)))
}

/// Shows a subnet.
#[utoipa::path(
    get, path = "/v1/subnets/{subnetId}", tag = "Subnets", operation_id = "getSubnet",
    params(("subnetId" = String, Path)),
    responses((status = 200, description = "The subnet", body = Subnet), Problems),
)]
async fn get(call: Call, PathText(id): PathText) -> Result<Versioned<Subnet>, Refusal> {
    call.query(Get::<app::SubnetView>::new(id))
        .await
        .map(versioned)
}

/// What of a subnet is to be changed; what is absent stays.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct PatchSubnet {
    /// A record only: there are no public addresses.
    map_public_ip_on_launch: Option<bool>,
    /// A record only: there are no instances.
    assign_ipv6_address_on_creation: Option<bool>,
    /// A record only.
    enable_dns64: Option<bool>,
    /// `ip-name` or `resource-name`; a record only.
    #[schema(value_type = Option<String>, example = "ip-name")]
    private_dns_hostname_type_on_launch: Option<HostnameType>,
    /// A record only.
    #[serde(rename = "enableResourceNameDnsARecordOnLaunch")]
    enable_resource_name_dns_a_record: Option<bool>,
    /// A record only.
    #[serde(rename = "enableResourceNameDnsAAAARecordOnLaunch")]
    enable_resource_name_dns_aaaa_record: Option<bool>,
    /// The IPv6 network that it is to have, a /64 within the VPC's; empty for none.
    #[schema(example = "2001:db8:1a:2b01::/64")]
    ipv6_cidr_block: Option<String>,
    /// Replaces all tags.
    tags: Option<Vec<Tag>>,
}

/// Changes a subnet.
#[utoipa::path(
    patch, path = "/v1/subnets/{subnetId}", tag = "Subnets", operation_id = "updateSubnet",
    params(("subnetId" = String, Path)), request_body = PatchSubnet,
    responses((status = 200, description = "The subnet", body = Subnet), Problems),
)]
async fn patch(
    call: Call,
    PathText(id): PathText,
    Body(body): Body<PatchSubnet>,
) -> Result<Versioned<Subnet>, Refusal> {
    let command = app::ModifySubnet {
        subnet_id: id,
        map_public_ip_on_launch: body.map_public_ip_on_launch,
        assign_ipv6_address_on_creation: body.assign_ipv6_address_on_creation,
        enable_dns64: body.enable_dns64,
        hostname_type: body.private_dns_hostname_type_on_launch,
        enable_resource_name_dns_a_record: body.enable_resource_name_dns_a_record,
        enable_resource_name_dns_aaaa_record: body.enable_resource_name_dns_aaaa_record,
        ipv6_cidr_block: body.ipv6_cidr_block,
        tags: body.tags.map(tags::from_body),
    };
    let call = call.with_members(&[("AssociationId", "ipv6CidrBlock")]);
    call.run(command).await.map(versioned)
}

/// Deletes a subnet without interfaces. Its association with a route table goes with it.
#[utoipa::path(
    delete, path = "/v1/subnets/{subnetId}", tag = "Subnets", operation_id = "deleteSubnet",
    params(("subnetId" = String, Path)),
    responses((status = 204, description = "Deleted"), Problems),
)]
async fn delete(call: Call, PathText(id): PathText) -> Result<StatusCode, Refusal> {
    call.run(app::DeleteSubnet { subnet_id: id }).await?;
    Ok(StatusCode::NO_CONTENT)
}

fn versioned(view: app::SubnetView) -> Versioned<Subnet> {
    Versioned {
        version: view.subnet.version,
        body: view.into(),
    }
}
