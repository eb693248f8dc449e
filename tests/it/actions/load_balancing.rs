//! Requests about reserved capacity and limits of load balancers.

use super::requests::{Request, requests};
use crate::support::inventory::Inventory;
use crate::support::query::Protocol;
use crate::support::world::PROVIDER;

pub(super) fn load_balancing(inventory: &Inventory) -> Vec<Request> {
    requests!(PROVIDER, &Protocol::ELB,
        ModifyCapacityReservation {
            "LoadBalancerArn": inventory.load_balancer_arn, "MinimumLoadBalancerCapacity.CapacityUnits": 100,
        },
        DescribeAccountLimits { "PageSize": 5 },
    )
}
