//! `/v1/load-balancers/{loadBalancerArn}/capacity-reservation`

use axum::Json;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::extract::{Body, Call, PathText};
use super::problem::{Problems, Refusal};
use crate::app::Context;
use crate::app::capacity_reservation::{self as app, ReservedCapacity};
use crate::domain::capacity_reservation::CAPACITY_STATE;

pub(super) fn routes() -> OpenApiRouter<Context> {
    OpenApiRouter::new().routes(routes!(get, put, delete))
}

/// The capacity that is reserved for a load balancer; a record only.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct CapacityReservation {
    /// Absent if nothing is reserved.
    #[schema(example = 100)]
    #[serde(skip_serializing_if = "Option::is_none")]
    capacity_units: Option<u32>,
    /// Absent if nothing was ever reserved.
    #[serde(skip_serializing_if = "Option::is_none")]
    last_modified_time: Option<String>,
    /// How often the reservation can still be made smaller today.
    decrease_requests_remaining: u32,
    /// The zones with their shares, if anything is reserved.
    availability_zones: Vec<Share>,
}

/// A zone's share of the reserved capacity.
#[derive(Serialize, ToSchema)]
#[schema(as = CapacityReservationShare)]
#[serde(rename_all = "camelCase")]
struct Share {
    zone_name: String,
    #[schema(example = "provisioned")]
    state: &'static str,
    effective_capacity_units: f64,
}

impl From<ReservedCapacity> for CapacityReservation {
    fn from(capacity: ReservedCapacity) -> Self {
        let reservation = capacity.load_balancer.capacity_reservation.as_ref();
        let shares = capacity.shares().into_iter().map(|(zone, share)| Share {
            zone_name: zone.to_owned(),
            state: CAPACITY_STATE,
            effective_capacity_units: share,
        });
        Self {
            capacity_units: capacity.units(),
            last_modified_time: reservation.map(|it| it.modified_at.to_string()),
            decrease_requests_remaining: capacity.decreases_remaining,
            availability_zones: shares.collect(),
        }
    }
}

/// Shows the capacity that is reserved for a load balancer.
#[utoipa::path(
    get, path = "/v1/load-balancers/{loadBalancerArn}/capacity-reservation", tag = "Load balancers",
    operation_id = "getCapacityReservation",
    params(("loadBalancerArn" = String, Path, description = "Percent-encoded")),
    responses((status = 200, description = "The reservation", body = CapacityReservation), Problems),
)]
async fn get(call: Call, PathText(arn): PathText) -> Result<Json<CapacityReservation>, Refusal> {
    let query = app::DescribeCapacityReservation {
        load_balancer_arn: arn,
    };
    Ok(Json(call.query(query).await?.into()))
}

/// What is to be reserved.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct PutCapacityReservation {
    /// Capacity units of all zones together.
    #[schema(example = 100)]
    capacity_units: i64,
}

/// Reserves capacity for a load balancer. It can be made smaller twice a day.
#[utoipa::path(
    put, path = "/v1/load-balancers/{loadBalancerArn}/capacity-reservation", tag = "Load balancers",
    operation_id = "putCapacityReservation",
    params(("loadBalancerArn" = String, Path, description = "Percent-encoded")), request_body = PutCapacityReservation,
    responses((status = 200, description = "The reservation", body = CapacityReservation), Problems),
)]
async fn put(
    call: Call,
    PathText(arn): PathText,
    Body(body): Body<PutCapacityReservation>,
) -> Result<Json<CapacityReservation>, Refusal> {
    let command = app::ModifyCapacityReservation {
        load_balancer_arn: arn,
        units: Some(body.capacity_units),
        reset: false,
    };
    let call = call.with_members(&[("MinimumLoadBalancerCapacity", "capacityUnits")]);
    Ok(Json(call.run(command).await?.into()))
}

/// Gives up what is reserved.
#[utoipa::path(
    delete, path = "/v1/load-balancers/{loadBalancerArn}/capacity-reservation", tag = "Load balancers",
    operation_id = "deleteCapacityReservation",
    params(("loadBalancerArn" = String, Path, description = "Percent-encoded")),
    responses((status = 200, description = "What is left: no reservation", body = CapacityReservation), Problems),
)]
async fn delete(call: Call, PathText(arn): PathText) -> Result<Json<CapacityReservation>, Refusal> {
    let command = app::ModifyCapacityReservation {
        load_balancer_arn: arn,
        units: None,
        reset: true,
    };
    Ok(Json(call.run(command).await?.into()))
}
