//! The network ACL that every VPC has: it allows everything. Others cannot be made yet.

use serde::{Deserialize, Serialize};

use super::clock::Timestamp;
use super::id::{NetworkAclAssociationId, NetworkAclId, SubnetId, VpcId};
use super::scope::Scope;
use super::tag::Tag;

/// The default network ACL of a VPC.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct NetworkAcl {
    /// Identifier.
    pub id: NetworkAclId,
    /// Owner.
    pub scope: Scope,
    /// The VPC.
    pub vpc_id: VpcId,
    /// Tags.
    pub tags: Vec<Tag>,
    /// When it was created.
    pub created_at: Timestamp,
}

/// A rule of an ACL, for any protocol.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NetworkAclEntry {
    /// Rules are tried in order of number; the first that fits decides.
    pub number: i32,
    /// Whether it is for traffic that leaves.
    pub is_egress: bool,
    /// `allow` or `deny`.
    pub action: &'static str,
}

impl NetworkAclEntry {
    /// All protocols.
    pub const PROTOCOL: &str = "-1";
    /// All addresses.
    pub const CIDR_BLOCK: &str = "0.0.0.0/0";
}

/// The rules of a default ACL, which allow everything, and the last resort of every ACL, which does not.
pub const DEFAULT_ENTRIES: &[NetworkAclEntry] = &[
    entry(true, 100, "allow"),
    entry(true, 32_767, "deny"),
    entry(false, 100, "allow"),
    entry(false, 32_767, "deny"),
];

const fn entry(is_egress: bool, number: i32, action: &'static str) -> NetworkAclEntry {
    NetworkAclEntry {
        number,
        is_egress,
        action,
    }
}

/// An ACL's association with a subnet. Every subnet has one with its VPC's ACL.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NetworkAclAssociation {
    /// Identifier.
    pub id: NetworkAclAssociationId,
    /// The subnet.
    pub subnet_id: SubnetId,
}

impl NetworkAclAssociation {
    /// The association of a subnet.
    pub fn of_subnet(subnet_id: &SubnetId) -> Self {
        Self {
            id: NetworkAclAssociationId::of_subnet(subnet_id),
            subnet_id: subnet_id.clone(),
        }
    }
}
