//! Listeners of load balancers.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::clock::Timestamp;
use super::scope::Scope;
use super::tag::Tag;
use super::target_group::Protocol;

/// A listener: a port of a load balancer and the target group that its traffic goes to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Listener {
    /// Identifier: the load balancer's ARN with `listener` for `loadbalancer`, and 16 more hex digits.
    pub arn: String,
    /// Owner.
    pub scope: Scope,
    /// The load balancer.
    pub load_balancer_arn: String,
    /// The port; once per load balancer.
    pub port: u16,
    /// The protocol.
    pub protocol: Protocol,
    /// Where the traffic goes.
    pub target_group_arn: String,
    /// Attributes that were set; the others have their defaults.
    pub attributes: BTreeMap<String, String>,
    /// Tags.
    pub tags: Vec<Tag>,
    /// When it was created.
    pub created_at: Timestamp,
}
