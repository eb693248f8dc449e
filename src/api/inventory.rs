//! `/v1/inventory`

use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::extract::Call;
use super::problem::{Problems, Refusal};
use crate::app::Context;
use crate::app::inventory::GetInventory;
use crate::domain::event::ResourceType;

pub(super) fn routes() -> OpenApiRouter<Context> {
    OpenApiRouter::new().routes(routes!(get))
}

/// What the caller's account has in the region.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct Inventory {
    /// Kinds of resources of which there are any.
    items: Vec<InventoryItem>,
}

/// How many there are of a kind.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct InventoryItem {
    #[schema(example = "vpc")]
    resource_type: &'static str,
    count: i64,
}

/// What a stack leaves behind when it is destroyed is an empty list.
#[utoipa::path(
    get, path = "/v1/inventory", tag = "Inventory", operation_id = "getInventory",
    responses((status = 200, description = "How many resources of each kind there are", body = Inventory), Problems),
)]
async fn get(call: Call) -> Result<axum::Json<Inventory>, Refusal> {
    let counts = call.query(GetInventory).await?;
    let item = |(kind, count): (ResourceType, i64)| InventoryItem {
        resource_type: kind.name(),
        count,
    };
    Ok(axum::Json(Inventory {
        items: counts.into_iter().map(item).collect(),
    }))
}
