//! `/v1/prefix-lists`

use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::extract::{Call, PathText};
use super::page::{Items, ListParams, ListQuery};
use super::problem::{Problems, Refusal};
use crate::app::Context;
use crate::app::prefix_list::{GetPrefixList, ListPrefixLists};
use crate::domain::prefix_list::{self, PREFIX_LIST_OWNER};

pub(super) fn routes() -> OpenApiRouter<Context> {
    OpenApiRouter::new()
        .routes(routes!(list))
        .routes(routes!(get))
}

/// A prefix list of AWS's: the networks of a service that gateway endpoints lead to.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct PrefixList {
    #[schema(example = "pl-63a5400a")]
    prefix_list_id: String,
    prefix_list_arn: String,
    #[schema(example = "com.amazonaws.us-east-1.s3")]
    prefix_list_name: String,
    #[schema(example = "AWS")]
    owner_id: &'static str,
    /// `IPv4` or `IPv6`
    #[schema(example = "IPv4")]
    address_family: &'static str,
    cidrs: Vec<String>,
}

impl From<&'static prefix_list::PrefixList> for PrefixList {
    fn from(list: &'static prefix_list::PrefixList) -> Self {
        Self {
            prefix_list_id: list.id.to_string(),
            prefix_list_arn: list.arn(),
            prefix_list_name: list.name.clone(),
            owner_id: PREFIX_LIST_OWNER,
            address_family: list.address_family(),
            cidrs: list.cidr_blocks.iter().map(ToString::to_string).collect(),
        }
    }
}

/// Lists prefix lists.
#[utoipa::path(
    get, path = "/v1/prefix-lists", tag = "Prefix lists", operation_id = "listPrefixLists", params(ListParams),
    responses((status = 200, description = "A page of prefix lists", body = Items<PrefixList>), Problems),
)]
async fn list(call: Call, list: ListQuery) -> Result<axum::Json<Items<PrefixList>>, Refusal> {
    let query = ListPrefixLists {
        prefix_list_ids: Vec::new(),
        filters: list.filters,
        page: list.page,
    };
    Ok(axum::Json(Items::of(
        call.query(query).await?,
        PrefixList::from,
    )))
}

/// Shows a prefix list.
#[utoipa::path(
    get, path = "/v1/prefix-lists/{prefixListId}", tag = "Prefix lists", operation_id = "getPrefixList",
    params(("prefixListId" = String, Path)),
    responses((status = 200, description = "The prefix list", body = PrefixList), Problems),
)]
async fn get(call: Call, PathText(id): PathText) -> Result<axum::Json<PrefixList>, Refusal> {
    let query = GetPrefixList { prefix_list_id: id };
    Ok(axum::Json(call.query(query).await?.into()))
}
