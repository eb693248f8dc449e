//! A NAT gateway: an interface in a subnet, behind whose addresses others reach the internet or other networks. A record with
//! its states and addresses: no traffic passes through it.

use std::net::Ipv4Addr;

use serde::{Deserialize, Serialize};

use super::clock::Timestamp;
use super::connection::ConnectionTiming;
use super::error::{Code, Error, Result};
use super::filter::Filterable;
use super::id::{
    AddressAssociationId, AllocationId, NatGatewayId, NetworkInterfaceId, SubnetId, VpcId,
};
use super::limit;
use super::scope::Scope;
use super::tag::Tag;

/// Where every NAT gateway is available: in the zone of its subnet.
pub const AVAILABILITY_MODE: &str = "zonal";

/// Refuses gateways that would be in several zones.
pub fn check_availability_mode(mode: &str) -> Result<()> {
    match mode {
        AVAILABILITY_MODE => Ok(()),
        "regional" => Err(Error::new(
            Code::UnsupportedOperation,
            "privlink serves zonal NAT gateways only, not regional ones",
        )
        .about("AvailabilityMode")),
        other => Err(Error::invalid_value(
            "AvailabilityMode",
            format!("'{other}' is not an availability mode: expected 'zonal'"),
        )),
    }
}

/// Reads an address of a subnet.
pub fn parse_private_address(parameter: &'static str, text: &str) -> Result<Ipv4Addr> {
    text.parse()
        .map_err(|_| Error::invalid_value(parameter, format!("Invalid IPv4 address: {text}")))
}

/// A NAT gateway.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct NatGateway {
    /// Identifier.
    pub id: NatGatewayId,
    /// Owner.
    pub scope: Scope,
    /// The VPC.
    pub vpc_id: VpcId,
    /// The subnet.
    pub subnet_id: SubnetId,
    /// The subnet's zone.
    pub availability_zone: String,
    /// The subnet's zone id.
    pub availability_zone_id: String,
    /// What can be reached through it.
    pub connectivity: Connectivity,
    /// Where it stands.
    pub progress: NatGatewayProgress,
    /// Its interface, which has all its private addresses; `None` once it is taken down.
    pub network_interface_id: Option<NetworkInterfaceId>,
    /// Its addresses, the primary one first. They are still shown when it is taken down.
    pub addresses: Vec<NatGatewayAddress>,
    /// Tags.
    pub tags: Vec<Tag>,
    /// When it was created.
    pub created_at: Timestamp,
}

/// What can be reached through a NAT gateway.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Connectivity {
    /// The internet, from Elastic IP addresses.
    Public,
    /// Other networks, from private addresses.
    Private,
}

impl Connectivity {
    /// Reads AWS's spelling; public unless given.
    pub fn parse(text: Option<&str>) -> Result<Self> {
        match text {
            None | Some("public") => Ok(Self::Public),
            Some("private") => Ok(Self::Private),
            Some(other) => Err(Error::invalid_value(
                "ConnectivityType",
                format!("'{other}' is not a connectivity type: expected 'public' or 'private'"),
            )),
        }
    }

    /// AWS's spelling.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Public => "public",
            Self::Private => "private",
        }
    }
}

/// An address of a NAT gateway.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct NatGatewayAddress {
    /// The interface that has it, or had it.
    pub network_interface_id: NetworkInterfaceId,
    /// The address in the subnet.
    pub private_ip_address: Ipv4Addr,
    /// The Elastic IP address before it; none if the gateway is private.
    pub elastic_ip: Option<NatGatewayElasticIp>,
    /// Whether it is the one that the gateway was made with.
    pub is_primary: bool,
}

/// An Elastic IP address of a NAT gateway.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct NatGatewayElasticIp {
    /// Its identifier.
    pub allocation_id: AllocationId,
    /// The address.
    pub public_ip: Ipv4Addr,
    /// Its association with the private address, which begins when the gateway is available.
    pub association_id: AddressAssociationId,
}

/// Where a NAT gateway stands. `due_at` is when the system itself moves it on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(
    tag = "state",
    rename_all = "camelCase",
    rename_all_fields = "camelCase"
)]
pub enum NatGatewayProgress {
    /// Being set up until `due_at`.
    Pending {
        /// When it is ready, or turns out to have failed.
        due_at: Timestamp,
    },
    /// In use.
    Available,
    /// Could not be set up; still shown until `due_at`.
    Failed {
        /// When it failed.
        failed_at: Timestamp,
        /// Why.
        failure: Failure,
        /// When it vanishes.
        due_at: Timestamp,
    },
    /// Being taken down until `due_at`.
    Deleting {
        /// When it is down.
        due_at: Timestamp,
    },
    /// Taken down; still shown until `due_at`.
    Deleted {
        /// When it was down.
        deleted_at: Timestamp,
        /// When it vanishes.
        due_at: Timestamp,
    },
}

/// Why a NAT gateway could not be set up.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Failure {
    /// An error code.
    pub code: String,
    /// An explanation.
    pub message: String,
}

/// What can happen to a NAT gateway.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NatGatewayEvent {
    /// The system has set it up.
    Provisioned,
    /// The system could not set it up.
    ProvisioningFailed(Failure),
    /// Its owner deletes it.
    Delete,
    /// The system has taken it down.
    Removed,
}

impl NatGatewayProgress {
    /// The state of a new gateway.
    pub fn initial(now: Timestamp, timing: &ConnectionTiming) -> Self {
        Self::Pending {
            due_at: now.plus_seconds(timing.pending_seconds),
        }
    }

    /// AWS's spelling.
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Pending { .. } => "pending",
            Self::Available => "available",
            Self::Failed { .. } => "failed",
            Self::Deleting { .. } => "deleting",
            Self::Deleted { .. } => "deleted",
        }
    }

    /// What an event at the moment `now` makes of it; `None` if the event is not possible in this state.
    pub fn apply(
        &self,
        event: NatGatewayEvent,
        now: Timestamp,
        timing: &ConnectionTiming,
    ) -> Option<Self> {
        match event {
            NatGatewayEvent::Provisioned => {
                matches!(self, Self::Pending { .. }).then_some(Self::Available)
            }
            NatGatewayEvent::ProvisioningFailed(failure) => matches!(self, Self::Pending { .. })
                .then(|| Self::Failed {
                    failed_at: now,
                    failure,
                    due_at: now.plus_seconds(limit::FAILED_NAT_GATEWAY_SECONDS),
                }),
            NatGatewayEvent::Delete => match self {
                Self::Pending { .. } | Self::Available | Self::Failed { .. } => {
                    Some(Self::Deleting {
                        due_at: now.plus_seconds(timing.deleting_seconds),
                    })
                }
                Self::Deleting { .. } => Some(self.clone()),
                Self::Deleted { .. } => None,
            },
            NatGatewayEvent::Removed => {
                matches!(self, Self::Deleting { .. }).then(|| Self::Deleted {
                    deleted_at: now,
                    due_at: now.plus_seconds(timing.deleted_seconds),
                })
            }
        }
    }

    /// When it failed or was taken down.
    pub const fn ended_at(&self) -> Option<Timestamp> {
        match self {
            Self::Failed { failed_at, .. } => Some(*failed_at),
            Self::Deleted { deleted_at, .. } => Some(*deleted_at),
            Self::Pending { .. } | Self::Available | Self::Deleting { .. } => None,
        }
    }

    /// Why it failed.
    pub const fn failure(&self) -> Option<&Failure> {
        match self {
            Self::Failed { failure, .. } => Some(failure),
            Self::Pending { .. }
            | Self::Available
            | Self::Deleting { .. }
            | Self::Deleted { .. } => None,
        }
    }
}

impl NatGateway {
    /// What its interface says it is.
    pub fn interface_description(id: &NatGatewayId) -> String {
        format!("Interface for NAT Gateway {id}")
    }

    /// The status of its addresses.
    pub const fn address_status(&self) -> &'static str {
        match (&self.progress, self.connectivity) {
            (NatGatewayProgress::Pending { .. }, Connectivity::Public) => "associating",
            (NatGatewayProgress::Pending { .. }, Connectivity::Private) => "assigning",
            (NatGatewayProgress::Failed { .. }, _) => "failed",
            (NatGatewayProgress::Deleting { .. }, Connectivity::Public) => "disassociating",
            (NatGatewayProgress::Deleting { .. }, Connectivity::Private) => "unassigning",
            (NatGatewayProgress::Available | NatGatewayProgress::Deleted { .. }, _) => "succeeded",
        }
    }
}

impl Filterable for NatGateway {
    const FILTERS: &'static [&'static str] = &["nat-gateway-id", "state", "subnet-id", "vpc-id"];

    fn filter_values(&self, name: &str) -> Vec<String> {
        match name {
            "nat-gateway-id" => vec![self.id.to_string()],
            "state" => vec![self.progress.name().to_owned()],
            "subnet-id" => vec![self.subnet_id.to_string()],
            "vpc-id" => vec![self.vpc_id.to_string()],
            _ => Vec::new(),
        }
    }

    fn filter_tags(&self) -> &[Tag] {
        &self.tags
    }
}

#[cfg(test)]
mod tests {
    use std::fmt::Write as _;

    use super::{Failure, NatGatewayEvent, NatGatewayProgress};
    use crate::domain::clock::Timestamp;
    use crate::domain::connection::ConnectionTiming;

    fn failure() -> Failure {
        Failure {
            code: "Gateway.NotAttached".to_owned(),
            message: String::new(),
        }
    }

    #[test]
    fn the_whole_table() {
        let now = Timestamp::from_micros(1_000_000);
        let states = [
            NatGatewayProgress::Pending { due_at: now },
            NatGatewayProgress::Available,
            NatGatewayProgress::Failed {
                failed_at: now,
                failure: failure(),
                due_at: now,
            },
            NatGatewayProgress::Deleting { due_at: now },
            NatGatewayProgress::Deleted {
                deleted_at: now,
                due_at: now,
            },
        ];
        let events = [
            ("provisioned", NatGatewayEvent::Provisioned),
            ("failed", NatGatewayEvent::ProvisioningFailed(failure())),
            ("delete", NatGatewayEvent::Delete),
            ("removed", NatGatewayEvent::Removed),
        ];
        let mut table = format!("{:<12}", "");
        for (name, _) in &events {
            write!(table, "{name:<12}").unwrap();
        }
        for state in states {
            write!(table, "\n{:<12}", state.name()).unwrap();
            for (_, event) in &events {
                let next = state.apply(event.clone(), now, &ConnectionTiming::default());
                let cell = next.as_ref().map_or("-", NatGatewayProgress::name);
                write!(table, "{cell:<12}").unwrap();
            }
        }
        let table: Vec<&str> = table.lines().map(str::trim_end).collect();
        insta::assert_snapshot!(table.join("\n"), @"
                    provisioned failed      delete      removed
        pending     available   failed      deleting    -
        available   -           -           deleting    -
        failed      -           -           deleting    -
        deleting    -           -           deleting    deleted
        deleted     -           -           -           -
        ");
    }
}
