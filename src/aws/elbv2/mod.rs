//! Elastic Load Balancing, API version 2015-12-01: the actions of network and gateway load balancers.

mod listener;
mod load_balancer;
mod load_balancer_placement;
mod load_balancing_tag;
mod shapes;
mod target;
mod target_group;

use super::action::{Dialect, Service, actions};
use super::error;

/// The service.
pub(super) static SERVICE: Service = Service {
    signing_name: "elasticloadbalancing",
    endpoint_name: "elbv2",
    service_id: "Elastic Load Balancing v2",
    partial: false,
    version: "2015-12-01",
    namespace: "http://elasticloadbalancing.amazonaws.com/doc/2015-12-01/",
    dialect: Dialect::Query,
    status: error::status,
    actions: actions![
        listener::CreateListener,
        listener::DeleteListener,
        listener::DescribeListenerAttributes,
        listener::DescribeListeners,
        listener::ModifyListener,
        listener::ModifyListenerAttributes,
        load_balancer::CreateLoadBalancer,
        load_balancer::DeleteLoadBalancer,
        load_balancer::DescribeCapacityReservation,
        load_balancer::DescribeLoadBalancerAttributes,
        load_balancer::DescribeLoadBalancers,
        load_balancer::ModifyLoadBalancerAttributes,
        load_balancer_placement::SetIpAddressType,
        load_balancer_placement::SetSecurityGroups,
        load_balancer_placement::SetSubnets,
        load_balancing_tag::AddTags,
        load_balancing_tag::DescribeTags,
        load_balancing_tag::RemoveTags,
        target::DeregisterTargets,
        target::DescribeTargetHealth,
        target::RegisterTargets,
        target_group::CreateTargetGroup,
        target_group::DeleteTargetGroup,
        target_group::DescribeTargetGroupAttributes,
        target_group::DescribeTargetGroups,
        target_group::ModifyTargetGroup,
        target_group::ModifyTargetGroupAttributes,
    ],
};
