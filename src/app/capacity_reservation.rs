//! Reservations of capacity for load balancers.

use serde::{Deserialize, Serialize};

use super::context::{Command, Query, Session};
use super::load_balancer::{find, find_to_change, record_change};
use crate::domain::capacity_reservation::{CapacityReservation, PARAMETER, parse_units};
use crate::domain::error::{Code, Error, Result};
use crate::domain::listener_protocol::ListenerProtocol;
use crate::domain::load_balancer::LoadBalancer;
use crate::store::Stored;

/// A load balancer's capacity as it is reserved.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReservedCapacity {
    /// The load balancer.
    pub load_balancer: Stored<LoadBalancer>,
    /// How often the reservation can still be made smaller today.
    pub decreases_remaining: u32,
}

impl ReservedCapacity {
    fn of(session: &Session, load_balancer: Stored<LoadBalancer>) -> Self {
        let reservation = load_balancer.capacity_reservation.as_ref();
        Self {
            decreases_remaining: CapacityReservation::decreases_remaining(reservation, session.now),
            load_balancer,
        }
    }

    /// Capacity units of all zones together, if any are reserved.
    pub fn units(&self) -> Option<u32> {
        self.load_balancer.capacity_reservation.as_ref()?.units
    }

    /// The zones with their shares, if any capacity is reserved.
    pub fn shares(&self) -> Vec<(&str, f64)> {
        let zones = &self.load_balancer.zones;
        let count = u32::try_from(zones.len()).unwrap_or(u32::MAX);
        let share = self
            .units()
            .map(|units| f64::from(units) / f64::from(count));
        zones
            .iter()
            .filter_map(|zone| Some((zone.availability_zone.as_str(), share?)))
            .collect()
    }
}

/// The capacity that is reserved for a load balancer.
#[derive(Clone, Debug)]
pub struct DescribeCapacityReservation {
    /// Which load balancer.
    pub load_balancer_arn: String,
}

impl Query for DescribeCapacityReservation {
    const NAME: &'static str = "DescribeCapacityReservation";
    type Output = ReservedCapacity;

    async fn fetch(self, session: &mut Session) -> Result<ReservedCapacity> {
        let load_balancer = find(session, &self.load_balancer_arn).await?;
        Ok(ReservedCapacity::of(session, load_balancer))
    }
}

/// Reserves capacity for a load balancer, or gives it up.
#[derive(Clone, Debug, Serialize)]
pub struct ModifyCapacityReservation {
    /// Which load balancer.
    pub load_balancer_arn: String,
    /// Capacity units of all zones together. Either this or the reset is required.
    pub units: Option<i64>,
    /// Whether to give up what is reserved.
    pub reset: bool,
}

impl Command for ModifyCapacityReservation {
    const NAME: &'static str = "ModifyCapacityReservation";
    type Output = ReservedCapacity;

    async fn execute(self, session: &mut Session) -> Result<ReservedCapacity> {
        let mut load_balancer = find_to_change(session, &self.load_balancer_arn).await?;
        let units = match (self.units, self.reset) {
            (Some(units), false) => Some(parse_units(
                load_balancer.load_balancer_type,
                load_balancer.zones.len(),
                units,
            )?),
            (None, true) => None,
            (Some(_), true) => {
                return Err(Error::validation(
                    "ResetCapacityReservation",
                    "You cannot specify a minimum load balancer capacity and reset the capacity reservation",
                ));
            }
            (None, false) => {
                return Err(Error::validation(
                    PARAMETER,
                    "You must specify a minimum load balancer capacity or reset the capacity reservation",
                ));
            }
        };
        if units.is_some() {
            refuse_tls_listeners(session, &load_balancer).await?;
        }
        let present = load_balancer.capacity_reservation.as_ref();
        let changed = CapacityReservation::changed(present, units, session.now)?;
        load_balancer.capacity_reservation = Some(changed);
        let load_balancer = session.tx.update(load_balancer).await?;
        record_change(session, &load_balancer).await?;
        Ok(ReservedCapacity::of(session, load_balancer))
    }
}

/// Refuses a reservation for a load balancer that ends TLS, for which there are none.
async fn refuse_tls_listeners(session: &mut Session, load_balancer: &LoadBalancer) -> Result<()> {
    let arn = load_balancer.arn.as_str();
    let listeners = session.tx.listeners_of_load_balancer(arn).await?;
    let has_tls = listeners
        .iter()
        .any(|listener| listener.protocol() == Some(ListenerProtocol::Tls));
    if has_tls {
        return Err(Error::new(
            Code::InvalidConfigurationRequest,
            "Capacity reservations are not supported for load balancers with listeners of the protocol TLS",
        )
        .about("LoadBalancerArn"));
    }
    Ok(())
}
