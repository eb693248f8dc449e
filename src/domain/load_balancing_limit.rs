//! The limits of Elastic Load Balancing as an account is told them.

use super::filter::unfiltered;
use super::limit;

/// A limit by name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LoadBalancingLimit {
    /// AWS's name of it.
    pub name: &'static str,
    /// The most there can be.
    pub max: i64,
}

const LISTENERS: i64 = small(limit::LISTENERS_PER_LOAD_BALANCER);
const CERTIFICATES: i64 = small(limit::CERTIFICATES_PER_LISTENER);
const TARGET_GROUPS_PER_ACTION: i64 = small(limit::TARGET_GROUPS_PER_ACTION);

#[expect(clippy::cast_possible_wrap, reason = "the limits are small numbers")]
const fn small(limit: usize) -> i64 {
    limit as i64
}

/// Every limit, in order of name. Those that are no constants of ours are AWS's defaults, and this server does not know
/// them otherwise.
pub const LOAD_BALANCING_LIMITS: [LoadBalancingLimit; 23] = [
    of(
        "application-load-balancers",
        limit::APPLICATION_LOAD_BALANCERS,
    ),
    of("certificates-per-application-load-balancer", CERTIFICATES),
    of("certificates-per-network-load-balancer", CERTIFICATES),
    of(
        "condition-values-per-alb-rule",
        small(limit::CONDITION_VALUES_PER_RULE),
    ),
    of(
        "condition-wildcards-per-alb-rule",
        small(limit::CONDITION_WILDCARDS_PER_RULE),
    ),
    of("gateway-load-balancers", limit::GATEWAY_LOAD_BALANCERS),
    of(
        "gateway-load-balancers-per-vpc",
        limit::GATEWAY_LOAD_BALANCERS_PER_VPC,
    ),
    of("geneve-target-groups", limit::GENEVE_TARGET_GROUPS),
    of("listeners-per-application-load-balancer", LISTENERS),
    of("listeners-per-network-load-balancer", LISTENERS),
    of("network-load-balancer-enis-per-vpc", 1_200),
    of("network-load-balancers", limit::NETWORK_LOAD_BALANCERS),
    of(
        "rules-per-application-load-balancer",
        limit::RULES_PER_LOAD_BALANCER,
    ),
    of("target-groups", limit::TARGET_GROUPS),
    of(
        "target-groups-per-action-on-application-load-balancer",
        TARGET_GROUPS_PER_ACTION,
    ),
    of(
        "target-groups-per-action-on-network-load-balancer",
        TARGET_GROUPS_PER_ACTION,
    ),
    of(
        "target-groups-per-application-load-balancer",
        small(limit::TARGET_GROUPS_PER_LOAD_BALANCER),
    ),
    of(
        "target-id-registrations-per-application-load-balancer",
        1_000,
    ),
    of("targets-per-application-load-balancer", 1_000),
    of(
        "targets-per-availability-zone-per-gateway-load-balancer",
        300,
    ),
    of(
        "targets-per-availability-zone-per-network-load-balancer",
        500,
    ),
    of("targets-per-network-load-balancer", 3_000),
    of("targets-per-target-group", limit::TARGETS_PER_TARGET_GROUP),
];

const fn of(name: &'static str, max: i64) -> LoadBalancingLimit {
    LoadBalancingLimit { name, max }
}

unfiltered!(LoadBalancingLimit);

#[cfg(test)]
mod tests {
    use super::LOAD_BALANCING_LIMITS;

    #[test]
    fn limits_are_in_order_of_name() {
        assert!(LOAD_BALANCING_LIMITS.is_sorted_by(|left, right| left.name < right.name));
    }
}
