//! Target groups of load balancers, and the targets in them.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::clock::Timestamp;
use super::id::VpcId;
use super::scope::Scope;
use super::tag::Tag;

/// A target group.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct TargetGroup {
    /// Identifier: `arn:aws:elasticloadbalancing:REGION:ACCOUNT:targetgroup/NAME/16 hex digits`.
    pub arn: String,
    /// Owner.
    pub scope: Scope,
    /// Unique in account and region.
    pub name: String,
    /// The protocol of its targets.
    pub protocol: Protocol,
    /// The port of targets that are registered without one.
    pub port: u16,
    /// The VPC of its targets.
    pub vpc_id: VpcId,
    /// What its targets are.
    pub target_type: TargetType,
    /// How its targets are checked; a record only, nothing checks them yet.
    pub health_check: HealthCheck,
    /// Attributes that were set; the others have their defaults.
    pub attributes: BTreeMap<String, String>,
    /// Tags.
    pub tags: Vec<Tag>,
    /// When it was created.
    pub created_at: Timestamp,
}

/// A protocol of network load balancers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum Protocol {
    /// TCP.
    Tcp,
    /// UDP.
    Udp,
    /// TCP and UDP on one port.
    #[serde(rename = "TCP_UDP")]
    TcpUdp,
    /// TLS.
    Tls,
}

/// What the targets of a group are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum TargetType {
    /// Instances, by id.
    Instance,
    /// Addresses.
    Ip,
}

/// How targets are checked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct HealthCheck {
    /// `TCP`, `HTTP` or `HTTPS`.
    pub protocol: String,
    /// A port number, or `traffic-port`.
    pub port: String,
    /// Whether targets are checked.
    pub enabled: bool,
    /// Seconds between checks.
    pub interval_seconds: u32,
    /// Seconds until a check has failed.
    pub timeout_seconds: u32,
    /// Successes until a target is healthy.
    pub healthy_threshold_count: u32,
    /// Failures until a target is unhealthy.
    pub unhealthy_threshold_count: u32,
    /// The path, for HTTP and HTTPS.
    pub path: Option<String>,
    /// The HTTP codes of success, for HTTP and HTTPS.
    pub matcher: Option<String>,
}

/// A target in a target group.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Target {
    /// Owner.
    pub scope: Scope,
    /// The target group.
    pub target_group_arn: String,
    /// An instance id or an address.
    pub target_id: String,
    /// The port; once per group and target.
    pub port: u16,
    /// The zone that the user named, for addresses outside the VPC.
    pub availability_zone: Option<String>,
    /// When it was registered.
    pub created_at: Timestamp,
}
