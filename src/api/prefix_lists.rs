//! `/v1/prefix-lists`

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
use crate::app::managed_prefix_list as app;
use crate::app::prefix_list::{AnyPrefixList, GetPrefixList, ListManagedPrefixLists};
use crate::app::{Context, Stored};
use crate::domain::managed_prefix_list::{EntryRequest, ManagedPrefixList};

pub(super) fn routes() -> OpenApiRouter<Context> {
    OpenApiRouter::new()
        .routes(routes!(create, list))
        .routes(routes!(get, patch, delete))
}

/// A prefix list: AWS's, with the networks of a service that gateway endpoints lead to, or a customer's.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct PrefixList {
    #[schema(example = "pl-63a5400a")]
    prefix_list_id: String,
    prefix_list_arn: String,
    #[schema(example = "com.amazonaws.us-east-1.s3")]
    prefix_list_name: String,
    /// An account, or `AWS`.
    #[schema(example = "AWS")]
    owner_id: String,
    /// `IPv4` or `IPv6`
    #[schema(example = "IPv4")]
    address_family: &'static str,
    #[schema(example = "create-complete")]
    state: &'static str,
    /// As many entries it can have. AWS's lists don't say.
    #[serde(skip_serializing_if = "Option::is_none")]
    max_entries: Option<usize>,
    /// Rises with every change of the entries. AWS's lists have no versions.
    #[serde(skip_serializing_if = "Option::is_none")]
    version: Option<i64>,
    /// The networks of the entries.
    cidrs: Vec<String>,
    entries: Vec<Entry>,
    tags: Vec<Tag>,
}

/// A network of a prefix list.
#[derive(Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Entry {
    #[schema(example = "10.0.0.0/16")]
    cidr: String,
    /// Up to 255 characters.
    #[serde(skip_serializing_if = "Option::is_none")]
    description: Option<String>,
}

impl From<Entry> for EntryRequest {
    fn from(entry: Entry) -> Self {
        Self {
            cidr: entry.cidr,
            description: entry.description,
        }
    }
}

impl From<AnyPrefixList> for PrefixList {
    fn from(list: AnyPrefixList) -> Self {
        let entries = list.entries();
        Self {
            prefix_list_id: list.id().to_string(),
            prefix_list_arn: list.arn(),
            prefix_list_name: list.name().to_owned(),
            owner_id: list.owner(),
            address_family: list.address_family().name(),
            state: list.state().name(),
            max_entries: list.max_entries(),
            version: list.list_version(),
            cidrs: entries.iter().map(|entry| entry.cidr.to_string()).collect(),
            entries: entries
                .into_iter()
                .map(|entry| Entry {
                    cidr: entry.cidr.to_string(),
                    description: entry.description,
                })
                .collect(),
            tags: tags::to_body(list.tags().to_vec()),
        }
    }
}

/// What a prefix list is created with.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct CreatePrefixList {
    /// 1 to 255 characters, and not like the names of AWS's lists.
    prefix_list_name: String,
    /// `IPv4` or `IPv6`
    #[schema(example = "IPv4")]
    address_family: String,
    /// As many entries it can have, 1 to 1 000. With so many it counts in a security group.
    #[schema(example = 10)]
    max_entries: i64,
    /// At most 100.
    #[serde(default)]
    entries: Vec<Entry>,
    #[serde(default)]
    tags: Vec<Tag>,
}

/// Creates a prefix list.
#[utoipa::path(
    post, path = "/v1/prefix-lists", tag = "Prefix lists", operation_id = "createPrefixList",
    request_body = CreatePrefixList,
    responses((status = 201, description = "The prefix list", body = PrefixList), Problems),
)]
async fn create(
    call: Call,
    Body(body): Body<CreatePrefixList>,
) -> Result<impl IntoResponse, Refusal> {
    let command = app::CreateManagedPrefixList {
        name: body.prefix_list_name,
        address_family: body.address_family,
        max_entries: body.max_entries,
        entries: body.entries.into_iter().map(Into::into).collect(),
        tags: tags::from_body(body.tags),
    };
    let list = call.run(command).await?;
    Ok(Created {
        location: format!("/v1/prefix-lists/{}", list.id),
        version: list.version,
        body: PrefixList::from(AnyPrefixList::Customer(list)),
    })
}

/// Lists prefix lists.
#[utoipa::path(
    get, path = "/v1/prefix-lists", tag = "Prefix lists", operation_id = "listPrefixLists", params(ListParams),
    responses((status = 200, description = "A page of prefix lists", body = Items<PrefixList>), Problems),
)]
async fn list(call: Call, list: ListQuery) -> Result<axum::Json<Items<PrefixList>>, Refusal> {
    let query = ListManagedPrefixLists {
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
async fn get(call: Call, PathText(id): PathText) -> Result<Versioned<PrefixList>, Refusal> {
    let query = GetPrefixList { prefix_list_id: id };
    Ok(versioned(call.query(query).await?))
}

/// What of a customer's prefix list is to be changed; what is absent stays. Entries and `maxEntries` don't change together.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct PatchPrefixList {
    prefix_list_name: Option<String>,
    max_entries: Option<i64>,
    /// The version that the list must have.
    current_version: Option<i64>,
    /// At most 100. One that is there takes the new description.
    #[serde(default)]
    add_entries: Vec<Entry>,
    /// Networks, at most 100.
    #[serde(default)]
    remove_entries: Vec<String>,
    /// Replaces all tags.
    tags: Option<Vec<Tag>>,
}

/// Changes a customer's prefix list.
#[utoipa::path(
    patch, path = "/v1/prefix-lists/{prefixListId}", tag = "Prefix lists", operation_id = "updatePrefixList",
    params(("prefixListId" = String, Path)), request_body = PatchPrefixList,
    responses((status = 200, description = "The prefix list", body = PrefixList), Problems),
)]
async fn patch(
    call: Call,
    PathText(id): PathText,
    Body(body): Body<PatchPrefixList>,
) -> Result<Versioned<PrefixList>, Refusal> {
    let command = app::ModifyManagedPrefixList {
        prefix_list_id: id,
        current_version: body.current_version,
        name: body.prefix_list_name,
        max_entries: body.max_entries,
        add_entries: body.add_entries.into_iter().map(Into::into).collect(),
        remove_entries: body.remove_entries,
        tags: body.tags.map(tags::from_body),
    };
    let list: Stored<ManagedPrefixList> = call.run(command).await?;
    Ok(versioned(AnyPrefixList::Customer(list)))
}

/// Deletes a customer's prefix list that no security group and no route table refers to.
#[utoipa::path(
    delete, path = "/v1/prefix-lists/{prefixListId}", tag = "Prefix lists", operation_id = "deletePrefixList",
    params(("prefixListId" = String, Path)),
    responses((status = 204, description = "Deleted"), Problems),
)]
async fn delete(call: Call, PathText(id): PathText) -> Result<StatusCode, Refusal> {
    let command = app::DeleteManagedPrefixList { prefix_list_id: id };
    call.run(command).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// With the version that `If-Match` can name; AWS's lists never change.
fn versioned(list: AnyPrefixList) -> Versioned<PrefixList> {
    let version = match &list {
        AnyPrefixList::Aws(_) => 1,
        AnyPrefixList::Customer(list) => list.version,
    };
    Versioned {
        version,
        body: list.into(),
    }
}
