//! Elastic Load Balancing, API version 2015-12-01.

mod capacity_reservation;
mod listener;
mod listener_action;
mod listener_certificate;
mod listener_rule;
mod listener_rule_condition;
mod listener_rule_transform;
mod load_balancer;
mod load_balancer_placement;
mod load_balancing_tag;
mod shapes;
mod ssl_policy;
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
        capacity_reservation::DescribeAccountLimits,
        capacity_reservation::DescribeCapacityReservation,
        capacity_reservation::ModifyCapacityReservation,
        listener::CreateListener,
        listener::DeleteListener,
        listener::DescribeListenerAttributes,
        listener::DescribeListeners,
        listener::ModifyListener,
        listener::ModifyListenerAttributes,
        listener_certificate::AddListenerCertificates,
        listener_certificate::DescribeListenerCertificates,
        listener_certificate::RemoveListenerCertificates,
        listener_rule::CreateRule,
        listener_rule::DeleteRule,
        listener_rule::DescribeRules,
        listener_rule::ModifyRule,
        listener_rule::SetRulePriorities,
        load_balancer::CreateLoadBalancer,
        load_balancer::DeleteLoadBalancer,
        load_balancer::DescribeLoadBalancerAttributes,
        load_balancer::DescribeLoadBalancers,
        load_balancer::ModifyLoadBalancerAttributes,
        load_balancer_placement::SetIpAddressType,
        load_balancer_placement::SetSecurityGroups,
        load_balancer_placement::SetSubnets,
        load_balancing_tag::AddTags,
        load_balancing_tag::DescribeTags,
        load_balancing_tag::RemoveTags,
        ssl_policy::DescribeSSLPolicies,
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
