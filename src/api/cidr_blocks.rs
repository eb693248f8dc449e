//! `/v1/vpcs/{vpcId}/cidr-blocks`

use axum::http::StatusCode;
use axum::response::IntoResponse;
use serde::Deserialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::extract::{Body, Call, Created, PathText};
use super::problem::{Problems, Refusal};
use super::vpcs::VpcCidrBlock;
use crate::app::Context;
use crate::app::cidr_block as app;

pub(super) fn routes() -> OpenApiRouter<Context> {
    OpenApiRouter::new()
        .routes(routes!(associate))
        .routes(routes!(disassociate))
}

/// Which network a VPC is to get: one of the two.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct AssociateCidrBlock {
    /// This IPv4 network, /16 to /28.
    #[schema(example = "10.1.0.0/16")]
    cidr_block: Option<String>,
    /// Some IPv6 network.
    #[serde(default)]
    amazon_provided_ipv6_cidr_block: bool,
}

/// Gives a VPC another network. The entity tag is the VPC's.
#[utoipa::path(
    post, path = "/v1/vpcs/{vpcId}/cidr-blocks", tag = "VPCs", operation_id = "createVpcCidrBlock",
    params(("vpcId" = String, Path)), request_body = AssociateCidrBlock,
    responses((status = 201, description = "The network", body = VpcCidrBlock), Problems),
)]
async fn associate(
    call: Call,
    PathText(vpc_id): PathText,
    Body(body): Body<AssociateCidrBlock>,
) -> Result<impl IntoResponse, Refusal> {
    let ipv6 = body.amazon_provided_ipv6_cidr_block;
    let network = app::WantedNetwork::chosen(body.cidr_block, ipv6, None);
    let command = app::AssociateVpcCidrBlock {
        vpc_id,
        network: network.map_err(|error| call.refusal(error))?,
    };
    let changed = call.run(command).await?;
    let (id, shown) = match changed.network {
        app::VpcNetwork::Ipv4(it) => (
            it.association_id.to_string(),
            VpcCidrBlock::of(&it.association_id, &it.cidr_block),
        ),
        app::VpcNetwork::Ipv6(it) => (
            it.association_id.to_string(),
            VpcCidrBlock::of(&it.association_id, &it.cidr_block),
        ),
    };
    Ok(Created {
        location: format!("/v1/vpcs/{}/cidr-blocks/{id}", changed.vpc.id),
        version: changed.vpc.version,
        body: shown,
    })
}

/// Takes a network of a VPC away that no subnet uses. The first IPv4 one cannot be taken away.
#[utoipa::path(
    delete, path = "/v1/vpcs/{vpcId}/cidr-blocks/{associationId}", tag = "VPCs", operation_id = "deleteVpcCidrBlock",
    params(("vpcId" = String, Path), ("associationId" = String, Path)),
    responses((status = 204, description = "Taken away"), Problems),
)]
async fn disassociate(
    call: Call,
    PathText((vpc_id, association_id)): PathText<(String, String)>,
) -> Result<StatusCode, Refusal> {
    let command = app::DisassociateVpcCidrBlock {
        association_id,
        vpc_id: Some(vpc_id),
    };
    call.run(command).await?;
    Ok(StatusCode::NO_CONTENT)
}
