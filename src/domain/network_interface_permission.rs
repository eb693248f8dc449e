//! What the owner of a network interface lets another account do with it. A record only: there are no instances to attach it
//! to, and addresses are associated by the owner.

use serde::{Deserialize, Serialize};

use super::clock::Timestamp;
use super::filter::Filterable;
use super::id::{NetworkInterfaceId, NetworkInterfacePermissionId};
use super::scope::{AccountId, Scope};
use super::tag::Tag;

/// The state of every permission, spelled as clients wait for it.
pub const PERMISSION_STATE: &str = "GRANTED";

/// A permission.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct NetworkInterfacePermission {
    /// Identifier.
    pub id: NetworkInterfacePermissionId,
    /// The interface's owner.
    pub scope: Scope,
    /// The interface.
    pub network_interface_id: NetworkInterfaceId,
    /// Who may.
    pub account: AccountId,
    /// What.
    pub permission: InterfacePermission,
    /// When it was given.
    pub created_at: Timestamp,
}

/// What can be permitted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING-KEBAB-CASE")]
pub enum InterfacePermission {
    /// To attach the interface to an instance.
    InstanceAttach,
    /// To associate an Elastic IP with it.
    EipAssociate,
}

impl InterfacePermission {
    /// AWS's spelling.
    pub const fn name(self) -> &'static str {
        match self {
            Self::InstanceAttach => "INSTANCE-ATTACH",
            Self::EipAssociate => "EIP-ASSOCIATE",
        }
    }
}

impl Filterable for NetworkInterfacePermission {
    const FILTERS: &'static [&'static str] = &[
        "network-interface-permission.aws-account-id",
        "network-interface-permission.aws-service",
        "network-interface-permission.network-interface-id",
        "network-interface-permission.network-interface-permission-id",
        "network-interface-permission.permission",
    ];
    const TAGGED: bool = false;

    fn filter_values(&self, name: &str) -> Vec<String> {
        let one = match name {
            "network-interface-permission.aws-account-id" => self.account.to_string(),
            "network-interface-permission.network-interface-id" => {
                self.network_interface_id.to_string()
            }
            "network-interface-permission.network-interface-permission-id" => self.id.to_string(),
            "network-interface-permission.permission" => self.permission.name().to_owned(),
            _ => return Vec::new(),
        };
        vec![one]
    }

    fn filter_tags(&self) -> &[Tag] {
        &[]
    }
}
