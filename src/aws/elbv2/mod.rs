//! Elastic Load Balancing, API version 2015-12-01: the actions of network load balancers.

use super::action::{Dialect, Service};

/// The service.
pub(super) static SERVICE: Service = Service {
    signing_name: "elasticloadbalancing",
    endpoint_name: "elbv2",
    version: "2015-12-01",
    namespace: "http://elasticloadbalancing.amazonaws.com/doc/2015-12-01/",
    dialect: Dialect::Query,
    actions: &[],
};
