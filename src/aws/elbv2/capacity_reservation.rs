//! The actions of reservations of capacity, and of limits.

use serde::{Deserialize, Serialize};

use super::shapes::paging;
use crate::app::capacity_reservation::{self as app, ReservedCapacity};
use crate::app::load_balancing_limit;
use crate::aws::action::{Action, Call, Treatment};
use crate::domain::capacity_reservation::CAPACITY_STATE;
use crate::domain::error::Result;

#[derive(Deserialize, Serialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
struct MinimumLoadBalancerCapacity {
    capacity_units: Option<i64>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub(super) struct ModifyCapacityReservation {
    load_balancer_arn: String,
    minimum_load_balancer_capacity: Option<MinimumLoadBalancerCapacity>,
    reset_capacity_reservation: Option<bool>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub(super) struct DescribeCapacityReservation {
    load_balancer_arn: String,
}

/// What is reserved, as answers show it.
#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct CapacityReservationResponse {
    last_modified_time: Option<String>,
    decrease_requests_remaining: u32,
    minimum_load_balancer_capacity: Option<MinimumLoadBalancerCapacity>,
    capacity_reservation_state: Vec<ZonalState>,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct ZonalState {
    state: State,
    availability_zone: String,
    effective_capacity_units: f64,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct State {
    code: &'static str,
}

impl From<ReservedCapacity> for CapacityReservationResponse {
    fn from(capacity: ReservedCapacity) -> Self {
        let reservation = capacity.load_balancer.capacity_reservation.as_ref();
        let states = capacity
            .shares()
            .into_iter()
            .map(|(zone, share)| ZonalState {
                state: State {
                    code: CAPACITY_STATE,
                },
                availability_zone: zone.to_owned(),
                effective_capacity_units: share,
            });
        Self {
            last_modified_time: reservation.map(|it| it.modified_at.to_string()),
            decrease_requests_remaining: capacity.decreases_remaining,
            minimum_load_balancer_capacity: capacity.units().map(|units| {
                MinimumLoadBalancerCapacity {
                    capacity_units: Some(units.into()),
                }
            }),
            capacity_reservation_state: states.collect(),
        }
    }
}

impl Action for ModifyCapacityReservation {
    type Response = CapacityReservationResponse;

    async fn run(self, call: &Call, treatment: Treatment) -> Result<CapacityReservationResponse> {
        let command = app::ModifyCapacityReservation {
            load_balancer_arn: self.load_balancer_arn,
            units: self
                .minimum_load_balancer_capacity
                .and_then(|capacity| capacity.capacity_units),
            reset: self.reset_capacity_reservation.unwrap_or(false),
        };
        Ok(call.run(treatment, command).await?.into())
    }
}

impl Action for DescribeCapacityReservation {
    type Response = CapacityReservationResponse;

    async fn run(self, call: &Call, treatment: Treatment) -> Result<CapacityReservationResponse> {
        let query = app::DescribeCapacityReservation {
            load_balancer_arn: self.load_balancer_arn,
        };
        Ok(call.query(treatment, query).await?.into())
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub(super) struct DescribeAccountLimits {
    page_size: Option<i64>,
    marker: Option<String>,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct DescribeAccountLimitsResponse {
    limits: Vec<Limit>,
    next_marker: Option<String>,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Limit {
    name: &'static str,
    max: String,
}

impl Action for DescribeAccountLimits {
    type Response = DescribeAccountLimitsResponse;

    async fn run(self, call: &Call, treatment: Treatment) -> Result<DescribeAccountLimitsResponse> {
        let query = load_balancing_limit::DescribeAccountLimits {
            paging: paging(self.page_size, self.marker),
        };
        let page = call.query(treatment, query).await?;
        Ok(DescribeAccountLimitsResponse {
            limits: page
                .items
                .into_iter()
                .map(|limit| Limit {
                    name: limit.name,
                    max: limit.max.to_string(),
                })
                .collect(),
            next_marker: page.next,
        })
    }
}
