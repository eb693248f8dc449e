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
use crate::domain::subnet::SUBNET_STATE;

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
    #[schema(example = "10.0.1.0/24")]
    cidr_block: String,
    #[schema(example = "us-east-1a")]
    availability_zone: String,
    #[schema(example = "use1-az1")]
    availability_zone_id: String,
    /// How many addresses are free. The first four and the last one are never given out.
    available_ip_address_count: u32,
    default_for_az: bool,
    map_public_ip_on_launch: bool,
    tags: Vec<Tag>,
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
            cidr_block: subnet.cidr_block.to_string(),
            availability_zone: subnet.availability_zone,
            availability_zone_id: subnet.availability_zone_id,
            available_ip_address_count: view.available_ip_address_count,
            default_for_az: false,
            map_public_ip_on_launch: subnet.map_public_ip_on_launch,
            tags: tags::to_body(subnet.tags),
        }
    }
}

/// What a subnet is created with.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct CreateSubnet {
    vpc_id: String,
    /// The network, /16 to /28, within the VPC's and apart from the other subnets'.
    #[schema(example = "10.0.1.0/24")]
    cidr_block: String,
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
        tags: body.tags.map(tags::from_body),
    };
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
