//! `/v1/vpcs`

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
use crate::app::Stored;
use crate::app::vpc as app;
use crate::app::{Context, Get, List};
use crate::domain::vpc::{self, Tenancy};

pub(super) fn routes() -> OpenApiRouter<Context> {
    OpenApiRouter::new()
        .routes(routes!(create, list))
        .routes(routes!(get, patch, delete))
}

/// A VPC.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct Vpc {
    vpc_id: String,
    owner_id: String,
    #[schema(example = "available")]
    state: &'static str,
    #[schema(example = "10.0.0.0/16")]
    cidr_block: String,
    /// All its IPv4 networks, the first one first.
    cidr_blocks: Vec<VpcCidrBlock>,
    /// The first IPv6 network, a /56, if it has one.
    #[schema(example = "2001:db8:1a:2b00::/56")]
    #[serde(skip_serializing_if = "Option::is_none")]
    ipv6_cidr_block: Option<String>,
    /// All its IPv6 networks.
    ipv6_cidr_blocks: Vec<VpcCidrBlock>,
    /// A set of DHCP options, or `default` for none.
    dhcp_options_id: String,
    #[schema(value_type = String, example = "default")]
    instance_tenancy: Tenancy,
    is_default: bool,
    enable_dns_support: bool,
    enable_dns_hostnames: bool,
    enable_network_address_usage_metrics: bool,
    tags: Vec<Tag>,
}

/// A network of a VPC.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct VpcCidrBlock {
    #[schema(example = "vpc-cidr-assoc-0123456789abcdef0")]
    association_id: String,
    #[schema(example = "10.1.0.0/16")]
    cidr_block: String,
}

impl VpcCidrBlock {
    /// A network of either family.
    pub(super) fn of(association_id: &impl ToString, cidr_block: &impl ToString) -> Self {
        Self {
            association_id: association_id.to_string(),
            cidr_block: cidr_block.to_string(),
        }
    }
}

impl From<vpc::Vpc> for Vpc {
    fn from(vpc: vpc::Vpc) -> Self {
        Self {
            vpc_id: vpc.id.to_string(),
            owner_id: vpc.scope.account.to_string(),
            state: "available",
            cidr_block: vpc.cidr_block.to_string(),
            cidr_blocks: vpc
                .ipv4_associations()
                .map(|(id, network)| VpcCidrBlock::of(id, &network))
                .collect(),
            ipv6_cidr_block: vpc
                .ipv6_cidr_blocks
                .first()
                .map(|it| it.cidr_block.to_string()),
            ipv6_cidr_blocks: vpc
                .ipv6_cidr_blocks
                .iter()
                .map(|ipv6| VpcCidrBlock::of(&ipv6.association_id, &ipv6.cidr_block))
                .collect(),
            dhcp_options_id: vpc.dhcp_options.id(&vpc.scope),
            instance_tenancy: vpc.instance_tenancy,
            is_default: vpc.is_default,
            enable_dns_support: vpc.enable_dns_support,
            enable_dns_hostnames: vpc.enable_dns_hostnames,
            enable_network_address_usage_metrics: vpc.enable_network_address_usage_metrics,
            tags: tags::to_body(vpc.tags),
        }
    }
}

/// What a VPC is created with.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct CreateVpc {
    /// The network, /16 to /28.
    #[schema(example = "10.0.0.0/16")]
    cidr_block: String,
    /// Whether it gets an IPv6 network.
    #[serde(default)]
    amazon_provided_ipv6_cidr_block: bool,
    /// `default` (unless given) or `dedicated`; a record only.
    #[schema(value_type = Option<String>)]
    instance_tenancy: Option<Tenancy>,
    #[serde(default)]
    tags: Vec<Tag>,
}

/// Creates a VPC with a default security group, a main route table and a network ACL.
#[utoipa::path(
    post, path = "/v1/vpcs", tag = "VPCs", operation_id = "createVpc", request_body = CreateVpc,
    responses((status = 201, description = "The VPC", body = Vpc), Problems),
)]
async fn create(call: Call, Body(body): Body<CreateVpc>) -> Result<impl IntoResponse, Refusal> {
    let command = app::CreateVpc {
        cidr_block: body.cidr_block,
        amazon_provided_ipv6_cidr_block: body.amazon_provided_ipv6_cidr_block,
        ipv6_network_border_group: None,
        instance_tenancy: body.instance_tenancy,
        tags: tags::from_body(body.tags),
    };
    let vpc = call.run(command).await?;
    let location = format!("/v1/vpcs/{}", vpc.id);
    Ok(Created {
        location,
        version: vpc.version,
        body: Vpc::from(vpc.value),
    })
}

/// Lists VPCs.
#[utoipa::path(
    get, path = "/v1/vpcs", tag = "VPCs", operation_id = "listVpcs", params(ListParams),
    responses((status = 200, description = "A page of VPCs", body = Items<Vpc>), Problems),
)]
async fn list(call: Call, list: ListQuery) -> Result<axum::Json<Items<Vpc>>, Refusal> {
    let page = call
        .query(List::<Stored<vpc::Vpc>>::new(list.into_request()))
        .await?;
    Ok(axum::Json(Items::of(page, |vpc| vpc.value.into())))
}

/// Shows a VPC.
#[utoipa::path(
    get, path = "/v1/vpcs/{vpcId}", tag = "VPCs", operation_id = "getVpc", params(("vpcId" = String, Path)),
    responses((status = 200, description = "The VPC", body = Vpc), Problems),
)]
async fn get(call: Call, PathText(id): PathText) -> Result<Versioned<Vpc>, Refusal> {
    let vpc = call.query(Get::<Stored<vpc::Vpc>>::new(id)).await?;
    Ok(Versioned {
        version: vpc.version,
        body: vpc.value.into(),
    })
}

/// What of a VPC is to be changed; what is absent stays.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct PatchVpc {
    enable_dns_support: Option<bool>,
    enable_dns_hostnames: Option<bool>,
    enable_network_address_usage_metrics: Option<bool>,
    /// Whether it is to have an IPv6 network. Those that it has stay, or all go.
    amazon_provided_ipv6_cidr_block: Option<bool>,
    /// `default` is all that it can become.
    #[schema(value_type = Option<String>)]
    instance_tenancy: Option<Tenancy>,
    /// A set of DHCP options, or `default` for none.
    dhcp_options_id: Option<String>,
    /// Replaces all tags.
    tags: Option<Vec<Tag>>,
}

/// Changes a VPC.
#[utoipa::path(
    patch, path = "/v1/vpcs/{vpcId}", tag = "VPCs", operation_id = "updateVpc", params(("vpcId" = String, Path)), request_body = PatchVpc,
    responses((status = 200, description = "The VPC", body = Vpc), Problems),
)]
async fn patch(
    call: Call,
    PathText(id): PathText,
    Body(body): Body<PatchVpc>,
) -> Result<Versioned<Vpc>, Refusal> {
    let command = app::ModifyVpc {
        vpc_id: id,
        enable_dns_support: body.enable_dns_support,
        enable_dns_hostnames: body.enable_dns_hostnames,
        enable_network_address_usage_metrics: body.enable_network_address_usage_metrics,
        amazon_provided_ipv6_cidr_block: body.amazon_provided_ipv6_cidr_block,
        instance_tenancy: body.instance_tenancy,
        dhcp_options_id: body.dhcp_options_id,
        tags: body.tags.map(tags::from_body),
    };
    let call = call.with_members(&[("AssociationId", "amazonProvidedIpv6CidrBlock")]);
    let vpc = call.run(command).await?;
    Ok(Versioned {
        version: vpc.version,
        body: vpc.value.into(),
    })
}

/// Deletes a VPC in which nothing is left but what came with it.
#[utoipa::path(
    delete, path = "/v1/vpcs/{vpcId}", tag = "VPCs", operation_id = "deleteVpc", params(("vpcId" = String, Path)),
    responses((status = 204, description = "Deleted"), Problems),
)]
async fn delete(call: Call, PathText(id): PathText) -> Result<StatusCode, Refusal> {
    call.run(app::DeleteVpc { vpc_id: id }).await?;
    Ok(StatusCode::NO_CONTENT)
}
