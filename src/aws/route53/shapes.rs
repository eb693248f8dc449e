//! What several operations have in common.

use serde::{Deserialize, Serialize};

use crate::app::ZoneChange;
use crate::app::hosted_zone::{NamedVpc, ShownZone};
use crate::domain::error::Result;
use crate::domain::hosted_zone::{HostedZone, ZoneVpc, invalid};

/// A VPC.
#[derive(Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Vpc {
    #[serde(rename = "VPCRegion")]
    region: Option<String>,
    #[serde(rename = "VPCId")]
    id: Option<String>,
}

impl Vpc {
    /// The VPC as use cases take it. Both members are needed, though the model does not say so.
    pub(super) fn named(self) -> Result<NamedVpc> {
        let missing = |name| invalid(format!("The request must contain the parameter VPC.{name}"));
        Ok(NamedVpc {
            vpc_id: self.id.ok_or_else(|| missing("VPCId"))?,
            region: self.region.ok_or_else(|| missing("VPCRegion"))?,
        })
    }
}

impl From<ZoneVpc> for Vpc {
    fn from(vpc: ZoneVpc) -> Self {
        Self {
            region: Some(vpc.region.to_string()),
            id: Some(vpc.vpc_id),
        }
    }
}

/// A list of VPCs.
#[derive(Serialize)]
pub(super) struct Vpcs {
    #[serde(rename = "VPC")]
    vpc: Vec<Vpc>,
}

impl From<Vec<ZoneVpc>> for Vpcs {
    fn from(vpcs: Vec<ZoneVpc>) -> Self {
        Self {
            vpc: vpcs.into_iter().map(Vpc::from).collect(),
        }
    }
}

/// What became of a change.
#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct ChangeInfo {
    id: String,
    status: &'static str,
    submitted_at: String,
    comment: Option<String>,
}

impl ChangeInfo {
    /// A change that was just asked for.
    pub(super) fn pending(change: ZoneChange) -> Self {
        Self::new(change, "PENDING")
    }

    /// A change that is everywhere.
    pub(super) fn in_sync(change: ZoneChange) -> Self {
        Self::new(change, "INSYNC")
    }

    fn new(change: ZoneChange, status: &'static str) -> Self {
        Self {
            id: format!("/change/{}", change.id),
            status,
            submitted_at: change.submitted_at.to_string(),
            comment: change.comment,
        }
    }
}

/// An answer that says what became of a change, and nothing else.
#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Changed {
    change_info: ChangeInfo,
}

impl Changed {
    pub(super) fn pending(change: ZoneChange) -> Self {
        Self {
            change_info: ChangeInfo::pending(change),
        }
    }

    pub(super) fn in_sync(change: ZoneChange) -> Self {
        Self {
            change_info: ChangeInfo::in_sync(change),
        }
    }
}

/// A zone.
#[derive(Serialize)]
#[serde(rename = "HostedZone", rename_all = "PascalCase")]
pub(super) struct ZoneDescription {
    id: String,
    name: String,
    caller_reference: String,
    config: Config,
    resource_record_set_count: i64,
    features: Option<Features>,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Config {
    comment: Option<String>,
    private_zone: bool,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Features {
    accelerated_recovery_status: &'static str,
}

impl From<ShownZone> for ZoneDescription {
    fn from(shown: ShownZone) -> Self {
        let zone = shown.zone.value;
        Self {
            id: zone_path(&zone),
            name: zone.name.to_string(),
            caller_reference: zone.caller_reference,
            config: Config {
                comment: zone.comment,
                private_zone: zone.private,
            },
            resource_record_set_count: shown.record_sets,
            features: zone.accelerated_recovery.map(|enabled| Features {
                accelerated_recovery_status: if enabled { "ENABLED" } else { "DISABLED" },
            }),
        }
    }
}

/// A zone's id as answers spell it.
pub(super) fn zone_path(zone: &HostedZone) -> String {
    format!("/hostedzone/{}", zone.id)
}

/// How many items a page may have: what the client says, bounded by the list's own maximum.
pub(super) fn page_size(max_items: Option<u32>, most: usize) -> Result<usize> {
    let wish = max_items.map_or(most, |wish| usize::try_from(wish).unwrap_or(most));
    if wish == 0 {
        return Err(invalid("MaxItems is 1 at the least"));
    }
    Ok(wish.min(most))
}
