//! `/v1/availability-zones`

use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::extract::Call;
use super::page::{Items, ListParams, ListQuery};
use super::problem::{Problems, Refusal};
use crate::app::Context;
use crate::app::availability_zone::ListAvailabilityZones;
use crate::domain::region::{self, OptIn};

pub(super) fn routes() -> OpenApiRouter<Context> {
    OpenApiRouter::new().routes(routes!(list))
}

/// An availability zone.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct AvailabilityZone {
    #[schema(example = "us-east-1a")]
    zone_name: &'static str,
    /// Means the same place for every account.
    #[schema(example = "use1-az1")]
    zone_id: &'static str,
    #[schema(example = "us-east-1")]
    region_name: &'static str,
    group_name: String,
    #[schema(example = "availability-zone")]
    zone_type: &'static str,
    #[schema(example = "available")]
    state: &'static str,
    #[schema(example = "opt-in-not-required")]
    opt_in_status: &'static str,
}

impl From<region::AvailabilityZone> for AvailabilityZone {
    fn from(it: region::AvailabilityZone) -> Self {
        Self {
            zone_name: it.zone.name,
            zone_id: it.zone.id,
            region_name: it.region.name,
            group_name: it.group_name(),
            zone_type: region::AvailabilityZone::TYPE,
            state: region::AvailabilityZone::STATE,
            opt_in_status: OptIn::NotRequired.as_str(),
        }
    }
}

/// Lists the availability zones of the caller's region.
#[utoipa::path(
    get, path = "/v1/availability-zones", tag = "Availability zones", operation_id = "listAvailabilityZones",
    params(ListParams),
    responses((status = 200, description = "A page of availability zones", body = Items<AvailabilityZone>), Problems),
)]
async fn list(call: Call, list: ListQuery) -> Result<axum::Json<Items<AvailabilityZone>>, Refusal> {
    let query = ListAvailabilityZones {
        filters: list.filters,
        page: list.page,
        ..ListAvailabilityZones::default()
    };
    let page = call.query(query).await?;
    Ok(axum::Json(Items::of(page, AvailabilityZone::from)))
}
