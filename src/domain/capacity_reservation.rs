//! Reservations of capacity for load balancers. Records only: nothing here has a capacity.

use serde::{Deserialize, Serialize};

use super::clock::Timestamp;
use super::error::{Code, Error, Result};
use super::limit;
use super::load_balancer_type::LoadBalancerType;

/// The state of every zone's share: reserving is one step.
pub const CAPACITY_STATE: &str = "provisioned";

/// What was last asked for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct CapacityReservation {
    /// Capacity units of all zones together; `None` once the reservation was reset.
    pub units: Option<u32>,
    /// When it was asked for.
    pub modified_at: Timestamp,
    /// How often the reservation was made smaller on the day of the last time that it was.
    pub decreases: u32,
    /// That day, counted from 1970.
    pub decreases_on_day: i64,
}

const MICROS_PER_DAY: i64 = 24 * 60 * 60 * 1_000_000;

fn day_of(time: Timestamp) -> i64 {
    time.as_micros().div_euclid(MICROS_PER_DAY)
}

impl CapacityReservation {
    /// The reservation after a change: `units`, or none. Making it smaller can be done twice a day; giving it up always.
    pub fn changed(present: Option<&Self>, units: Option<u32>, now: Timestamp) -> Result<Self> {
        let is_decrease = match (present.and_then(|reservation| reservation.units), units) {
            (Some(before), Some(after)) => after < before,
            (None, _) | (_, None) => false,
        };
        let (day, today) = (day_of(now), Self::decreases_of_day(present, now));
        if is_decrease && today >= limit::CAPACITY_DECREASES_PER_DAY {
            return Err(Error::new(
                Code::CapacityDecreaseRequestLimitExceeded,
                format!(
                    "The capacity of a load balancer can be decreased {} times a day",
                    limit::CAPACITY_DECREASES_PER_DAY
                ),
            )
            .about(PARAMETER));
        }
        Ok(Self {
            units,
            modified_at: now,
            decreases: today + u32::from(is_decrease),
            decreases_on_day: day,
        })
    }

    fn decreases_of_day(present: Option<&Self>, now: Timestamp) -> u32 {
        present
            .filter(|reservation| reservation.decreases_on_day == day_of(now))
            .map_or(0, |reservation| reservation.decreases)
    }

    /// How often it can still be made smaller today.
    pub fn decreases_remaining(present: Option<&Self>, now: Timestamp) -> u32 {
        limit::CAPACITY_DECREASES_PER_DAY.saturating_sub(Self::decreases_of_day(present, now))
    }
}

/// The parameter that says how much to reserve.
pub const PARAMETER: &str = "MinimumLoadBalancerCapacity";

/// Reads how many units to reserve for a load balancer of this type with so many zones.
pub fn parse_units(load_balancer_type: LoadBalancerType, zones: usize, units: i64) -> Result<u32> {
    let most = match load_balancer_type {
        LoadBalancerType::Application => limit::APPLICATION_CAPACITY_UNITS,
        LoadBalancerType::Network | LoadBalancerType::Gateway => {
            limit::ZONE_CAPACITY_UNITS.saturating_mul(u32::try_from(zones).unwrap_or(u32::MAX))
        }
    };
    match u32::try_from(units) {
        Ok(units) if units > most => Err(Error::new(
            Code::CapacityUnitsLimitExceeded,
            format!("At most {most} capacity units can be reserved for this load balancer"),
        )
        .about(PARAMETER)),
        Ok(units) if units > 0 => Ok(units),
        _ => Err(Error::validation(
            PARAMETER,
            format!("The number of capacity units '{units}' is not valid: it must be at least 1"),
        )),
    }
}

#[cfg(test)]
mod tests {
    use super::{CapacityReservation, parse_units};
    use crate::domain::clock::Timestamp;
    use crate::domain::load_balancer_type::LoadBalancerType;

    #[test]
    fn smaller_twice_a_day() {
        let mut present = None;
        let mut table = Vec::new();
        let hour = |number: i64| Timestamp::from_micros(number * 3_600_000_000);
        for (time, units) in [
            (0, Some(500)),
            (1, Some(400)),
            (2, Some(300)),
            (3, Some(200)),
            (4, Some(900)),
            (5, None),
            (6, Some(100)),
            (24, Some(50)),
        ] {
            let now = hour(time);
            match CapacityReservation::changed(present.as_ref(), units, now) {
                Ok(reservation) => present = Some(reservation),
                Err(error) => table.push(error.code.name().to_owned()),
            }
            let units = present.as_ref().and_then(|it| it.units).unwrap_or(0);
            let remaining = CapacityReservation::decreases_remaining(present.as_ref(), now);
            table.push(format!("{units} ({remaining})"));
        }
        assert_eq!(
            table,
            [
                "500 (2)",
                "400 (1)",
                "300 (0)",
                "CapacityDecreaseRequestLimitExceeded",
                "300 (0)",
                "900 (0)",
                "0 (0)",
                "100 (0)",
                "50 (1)",
            ]
        );
    }

    #[test]
    fn units_that_can_be_had() {
        let code = |load_balancer_type, zones, units| {
            parse_units(load_balancer_type, zones, units)
                .err()
                .map_or("", |error| error.code.name())
        };
        assert_eq!(code(LoadBalancerType::Application, 3, 15_000), "");
        assert_eq!(
            code(LoadBalancerType::Application, 3, 15_001),
            "CapacityUnitsLimitExceeded"
        );
        assert_eq!(code(LoadBalancerType::Network, 2, 90_000), "");
        assert_eq!(
            code(LoadBalancerType::Network, 1, 90_000),
            "CapacityUnitsLimitExceeded"
        );
        assert_eq!(code(LoadBalancerType::Network, 1, 0), "ValidationError");
    }
}
