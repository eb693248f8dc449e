//! Network ACLs: what they are called, which subnets they are for. Their entries have a file of their own. Records only:
//! nothing filters packets yet.

use serde::{Deserialize, Serialize};

use super::clock::Timestamp;
use super::error::{Code, Error, Result};
use super::id::{NetworkAclAssociationId, NetworkAclId, SubnetId, VpcId};
use super::limit;
use super::network_acl_entry::{self as entry, NetworkAclEntry};
use super::scope::Scope;
use super::tag::Tag;

/// The state of every ACL, in the event log.
pub const NETWORK_ACL_STATE: &str = "available";
/// The state of every association, in the event log.
pub const NETWORK_ACL_ASSOCIATION_STATE: &str = "associated";

/// A network ACL.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct NetworkAcl {
    /// Identifier.
    pub id: NetworkAclId,
    /// Owner.
    pub scope: Scope,
    /// The VPC.
    pub vpc_id: VpcId,
    /// Whether it is the one that came with the VPC, which new subnets have.
    pub is_default: bool,
    /// Its entries, in order: those for leaving traffic first, each direction's by number. Without the last of each
    /// direction, which every ACL has.
    pub entries: Vec<NetworkAclEntry>,
    /// Tags.
    pub tags: Vec<Tag>,
    /// When it was created.
    pub created_at: Timestamp,
}

impl NetworkAcl {
    /// Its entries with those that every ACL ends with, in order.
    pub fn all_entries(&self, vpc_has_ipv6: bool) -> Vec<NetworkAclEntry> {
        let mut entries = self.entries.clone();
        entries.extend(entry::last_entries(vpc_has_ipv6));
        entries.sort_by_key(NetworkAclEntry::position);
        entries
    }

    /// Adds an entry with a number that its direction doesn't have yet.
    pub fn add(&mut self, entry: NetworkAclEntry) -> Result<()> {
        if self.position_of(entry.is_egress, entry.number).is_some() {
            return Err(Error::new(
                Code::NetworkAclEntryAlreadyExists,
                format!(
                    "The network acl entry identified by {} already exists.",
                    entry.number
                ),
            )
            .about("RuleNumber"));
        }
        self.entries.push(entry);
        self.arrange()
    }

    /// Puts an entry in the place of the one with its direction and number.
    pub fn replace(&mut self, entry: NetworkAclEntry) -> Result<()> {
        self.remove(entry.is_egress, entry.number)?;
        self.entries.push(entry);
        self.arrange()
    }

    /// Takes the entry with this direction and number away.
    pub fn remove(&mut self, is_egress: bool, number: i32) -> Result<()> {
        let position = self.position_of(is_egress, number).ok_or_else(|| {
            Error::new(
                Code::NetworkAclEntryNotFound,
                format!("The network acl entry identified by {number} does not exist."),
            )
            .about("RuleNumber")
        })?;
        self.entries.remove(position);
        Ok(())
    }

    /// Lets IPv6 through in the directions in which the default ACL is as it was made, now that the VPC has a network.
    pub fn admit_ipv6(&mut self) {
        for is_egress in [true, false] {
            let mut of_direction = self
                .entries
                .iter()
                .filter(|entry| entry.is_egress == is_egress);
            let untouched = of_direction.next() == Some(&entry::admit_ipv4(is_egress))
                && of_direction.next().is_none();
            if untouched {
                self.entries.push(entry::admit_ipv6(is_egress));
            }
        }
        self.entries.sort_by_key(NetworkAclEntry::position);
    }

    fn position_of(&self, is_egress: bool, number: i32) -> Option<usize> {
        self.entries
            .iter()
            .position(|entry| entry.is_egress == is_egress && entry.number == number)
    }

    /// Brings the entries into their order, and refuses more than there can be of a direction and family.
    fn arrange(&mut self) -> Result<()> {
        self.entries.sort_by_key(NetworkAclEntry::position);
        for (is_egress, is_ipv6) in [(true, false), (true, true), (false, false), (false, true)] {
            let count = self
                .entries
                .iter()
                .filter(|entry| entry.is_egress == is_egress && entry.is_ipv6() == is_ipv6)
                .count();
            // The last entry, which every ACL has, counts too.
            if count + 1 > limit::NETWORK_ACL_ENTRIES {
                return Err(Error::new(
                    Code::NetworkAclEntryLimitExceeded,
                    "The maximum number of network acl entries has been reached.",
                ));
            }
        }
        Ok(())
    }
}

/// Which ACL a subnet has. Every subnet has exactly one, that of its VPC at first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct NetworkAclAssociation {
    /// Identifier; another one whenever the subnet gets another ACL.
    pub id: NetworkAclAssociationId,
    /// Owner.
    pub scope: Scope,
    /// The VPC.
    pub vpc_id: VpcId,
    /// The ACL.
    pub network_acl_id: NetworkAclId,
    /// The subnet.
    pub subnet_id: SubnetId,
    /// When it was created.
    pub created_at: Timestamp,
}

#[cfg(test)]
mod tests {
    use super::NetworkAcl;
    use crate::domain::clock::Timestamp;
    use crate::domain::id::{Id, NetworkAclId, VpcId};
    use crate::domain::network_acl_entry::{NetworkAclEntry, RuleAction, admit_ipv4};
    use crate::domain::scope::{AccountId, RegionName, Scope};

    fn acl(entries: Vec<NetworkAclEntry>) -> NetworkAcl {
        NetworkAcl {
            id: NetworkAclId::parse("acl-01234567").unwrap(),
            scope: Scope {
                account: AccountId::parse("111111111111").unwrap(),
                region: RegionName::parse("us-east-1").unwrap(),
            },
            vpc_id: VpcId::parse("vpc-01234567").unwrap(),
            is_default: true,
            entries,
            tags: Vec::new(),
            created_at: Timestamp::from_micros(0),
        }
    }

    fn shown(acl: &NetworkAcl, has_ipv6: bool) -> Vec<String> {
        let entries = acl.all_entries(has_ipv6);
        let line = |entry: &NetworkAclEntry| {
            let direction = if entry.is_egress { "out" } else { "in" };
            let action = match entry.action {
                RuleAction::Allow => "allow",
                RuleAction::Deny => "deny",
            };
            format!("{direction} {} {action} {}", entry.number, entry.network)
        };
        entries.iter().map(line).collect()
    }

    #[test]
    fn every_acl_ends_with_what_denies_the_rest() {
        let acl = acl(Vec::new());
        let ipv4 = ["out 32767 deny 0.0.0.0/0", "in 32767 deny 0.0.0.0/0"];
        assert_eq!(shown(&acl, false), ipv4);
        let both = [
            "out 32767 deny 0.0.0.0/0",
            "out 32768 deny ::/0",
            "in 32767 deny 0.0.0.0/0",
            "in 32768 deny ::/0",
        ];
        assert_eq!(shown(&acl, true), both);
    }

    #[test]
    fn ipv6_is_let_through_where_nobody_changed_anything() {
        let changed = NetworkAclEntry {
            number: 90,
            ..admit_ipv4(false)
        };
        let mut acl = acl(vec![admit_ipv4(true), changed, admit_ipv4(false)]);
        acl.admit_ipv6();
        acl.admit_ipv6();
        let expected = [
            "out 100 allow 0.0.0.0/0",
            "out 101 allow ::/0",
            "out 32767 deny 0.0.0.0/0",
            "in 90 allow 0.0.0.0/0",
            "in 100 allow 0.0.0.0/0",
            "in 32767 deny 0.0.0.0/0",
        ];
        assert_eq!(shown(&acl, false), expected);
    }
}
