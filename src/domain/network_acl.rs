//! The network ACL that every VPC has: it allows everything. Others cannot be made yet.

use serde::{Deserialize, Serialize};

use super::clock::Timestamp;
use super::filter::Filterable;
use super::id::{NetworkAclId, VpcId};
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

impl Filterable for NetworkAcl {
    const FILTERS: &'static [&'static str] = &["default", "network-acl-id", "owner-id", "vpc-id"];

    fn filter_values(&self, name: &str) -> Vec<String> {
        let one = match name {
            "default" => "true".to_owned(),
            "network-acl-id" => self.id.to_string(),
            "owner-id" => self.scope.account.to_string(),
            "vpc-id" => self.vpc_id.to_string(),
            _ => return Vec::new(),
        };
        vec![one]
    }

    fn filter_tags(&self) -> &[Tag] {
        &self.tags
    }
}
