//! Security groups and their rules. Records only: nothing filters packets yet.

use ipnet::{Ipv4Net, Ipv6Net};
use serde::{Deserialize, Serialize};

use super::clock::Timestamp;
use super::id::{SecurityGroupId, SecurityGroupRuleId, VpcId};
use super::scope::Scope;
use super::tag::Tag;

/// The name of the group that every VPC has.
pub const DEFAULT_GROUP_NAME: &str = "default";

/// A security group.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct SecurityGroup {
    /// Identifier.
    pub id: SecurityGroupId,
    /// Owner.
    pub scope: Scope,
    /// The VPC.
    pub vpc_id: VpcId,
    /// Unique in the VPC.
    pub name: String,
    /// What it is for.
    pub description: String,
    /// Tags.
    pub tags: Vec<Tag>,
    /// When it was created.
    pub created_at: Timestamp,
}

impl SecurityGroup {
    /// The ARN.
    pub fn arn(&self) -> String {
        self.scope
            .arn("ec2", &format!("security-group/{}", self.id))
    }
}

/// A rule of a security group.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct SecurityGroupRule {
    /// Identifier.
    pub id: SecurityGroupRuleId,
    /// Owner.
    pub scope: Scope,
    /// The group.
    pub group_id: SecurityGroupId,
    /// What it allows; once per group.
    pub permission: RulePermission,
    /// What it is for.
    pub description: Option<String>,
    /// Tags.
    pub tags: Vec<Tag>,
    /// When it was created.
    pub created_at: Timestamp,
}

/// What a rule allows.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct RulePermission {
    /// Whether it is for traffic that leaves.
    pub is_egress: bool,
    /// `tcp`, `udp`, `icmp`, `icmpv6`, a protocol number, or `-1` for all.
    pub ip_protocol: String,
    /// First port, or ICMP type.
    pub from_port: Option<i32>,
    /// Last port, or ICMP code.
    pub to_port: Option<i32>,
    /// Where the traffic comes from or goes to.
    pub peer: RulePeer,
}

/// The other side of a rule.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum RulePeer {
    /// An IPv4 network.
    CidrIpv4(Ipv4Net),
    /// An IPv6 network.
    CidrIpv6(Ipv6Net),
    /// The interfaces that have this group.
    ReferencedGroupId(SecurityGroupId),
}
