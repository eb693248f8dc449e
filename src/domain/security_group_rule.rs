//! Rules of security groups: protocol, ports and the other side, in one spelling for everything that means the same.
//! Records only: nothing filters packets yet.

use std::fmt;

use ipnet::{Ipv4Net, Ipv6Net};
use serde::{Deserialize, Serialize};

use super::clock::Timestamp;
use super::filter::Filterable;
use super::id::{PrefixListId, SecurityGroupId, SecurityGroupRuleId};
use super::scope::Scope;
use super::tag::Tag;

/// The state of every rule, in the event log.
pub const SECURITY_GROUP_RULE_STATE: &str = "authorized";

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

impl SecurityGroupRule {
    /// The ARN.
    pub fn arn(&self) -> String {
        self.scope
            .arn("ec2", &format!("security-group-rule/{}", self.id))
    }
}

/// What a rule allows.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct RulePermission {
    /// Whether it is for traffic that leaves.
    pub is_egress: bool,
    /// `tcp`, `udp`, `icmp`, `icmpv6`, the number of another protocol, or `-1` for all.
    pub ip_protocol: String,
    /// First port, or ICMP type with `-1` for all; none where the protocol has neither.
    pub from_port: Option<i32>,
    /// Last port, or ICMP code with `-1` for all; none where the protocol has neither.
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
    /// The networks of this prefix list.
    PrefixListId(PrefixListId),
}

/// The protocol of rules that allow everything.
pub const ALL_PROTOCOLS: &str = "-1";
/// What stands for all ports where a number must stand.
const ALL_PORTS: i32 = -1;

impl RulePermission {
    /// First port or ICMP type; `-1` for all.
    pub fn from_port_or_all(&self) -> i32 {
        self.from_port.unwrap_or(ALL_PORTS)
    }

    /// Last port or ICMP code; `-1` for all.
    pub fn to_port_or_all(&self) -> i32 {
        self.to_port.unwrap_or(ALL_PORTS)
    }

    /// The number of a protocol that is kept by its name.
    pub fn protocol_number(&self) -> Option<&'static str> {
        match self.ip_protocol.as_str() {
            "icmp" => Some("1"),
            "tcp" => Some("6"),
            "udp" => Some("17"),
            "icmpv6" => Some("58"),
            _ => None,
        }
    }

    /// All protocols, from or to `peer`.
    pub fn all(is_egress: bool, peer: RulePeer) -> Self {
        Self {
            is_egress,
            ip_protocol: ALL_PROTOCOLS.to_owned(),
            from_port: None,
            to_port: None,
            peer,
        }
    }
}

impl RulePeer {
    /// The IPv4 network, if it is one.
    pub fn cidr_ipv4(&self) -> Option<String> {
        match self {
            Self::CidrIpv4(network) => Some(network.to_string()),
            Self::CidrIpv6(_) | Self::ReferencedGroupId(_) | Self::PrefixListId(_) => None,
        }
    }

    /// The IPv6 network, if it is one.
    pub fn cidr_ipv6(&self) -> Option<String> {
        match self {
            Self::CidrIpv6(network) => Some(network.to_string()),
            Self::CidrIpv4(_) | Self::ReferencedGroupId(_) | Self::PrefixListId(_) => None,
        }
    }

    /// The group, if it is one.
    pub fn referenced_group_id(&self) -> Option<&SecurityGroupId> {
        match self {
            Self::ReferencedGroupId(id) => Some(id),
            Self::CidrIpv4(_) | Self::CidrIpv6(_) | Self::PrefixListId(_) => None,
        }
    }

    /// The prefix list, if it is one.
    pub fn prefix_list_id(&self) -> Option<&PrefixListId> {
        match self {
            Self::PrefixListId(id) => Some(id),
            Self::CidrIpv4(_) | Self::CidrIpv6(_) | Self::ReferencedGroupId(_) => None,
        }
    }
}

/// The words in which EC2 names a rule when it refuses one.
impl fmt::Display for RulePermission {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let all_or = |number: i32| match number {
            -1 => "ALL".to_owned(),
            number => number.to_string(),
        };
        write!(formatter, "peer: {}, ", self.peer)?;
        match (self.ip_protocol.as_str(), self.from_port, self.to_port) {
            (ALL_PROTOCOLS, _, _) => formatter.write_str("ALL")?,
            ("icmp" | "icmpv6", Some(kind), Some(code)) => write!(
                formatter,
                "{}, type: {}, code: {}",
                self.ip_protocol.to_uppercase(),
                all_or(kind),
                all_or(code)
            )?,
            (protocol, Some(from), Some(to)) => write!(
                formatter,
                "{}, from port: {from}, to port: {to}",
                protocol.to_uppercase()
            )?,
            (protocol, _, _) => formatter.write_str(protocol)?,
        }
        formatter.write_str(", ALLOW")
    }
}

impl fmt::Display for RulePeer {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::CidrIpv4(network) => write!(formatter, "{network}"),
            Self::CidrIpv6(network) => write!(formatter, "{network}"),
            Self::ReferencedGroupId(id) => write!(formatter, "{id}"),
            Self::PrefixListId(id) => write!(formatter, "{id}"),
        }
    }
}

impl Filterable for SecurityGroupRule {
    const FILTERS: &'static [&'static str] = &["group-id", "security-group-rule-id"];

    fn filter_values(&self, name: &str) -> Vec<String> {
        match name {
            "group-id" => vec![self.group_id.to_string()],
            "security-group-rule-id" => vec![self.id.to_string()],
            _ => Vec::new(),
        }
    }

    fn filter_tags(&self) -> &[Tag] {
        &self.tags
    }
}
