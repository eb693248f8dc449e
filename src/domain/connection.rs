//! The state of an endpoint's connection to its service: one value, seen by consumer and provider alike.
//!
//! States change only through [`ConnectionState::apply`]. The whole table is a test of this module.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::clock::Timestamp;

/// Where a connection stands. What exists only in one state is in that state's variant; `due_at` is when the system
/// itself moves the connection on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(
    tag = "state",
    rename_all = "camelCase",
    rename_all_fields = "camelCase"
)]
pub enum ConnectionState {
    /// Waits for the provider's decision; expires at `due_at`.
    PendingAcceptance {
        /// When the request expires.
        due_at: Timestamp,
    },
    /// Accepted, and being set up until `due_at`.
    Pending {
        /// When it is ready.
        due_at: Timestamp,
    },
    /// In use.
    Available,
    /// Refused by the provider, before or after it was accepted.
    Rejected,
    /// The provider did not decide in time.
    Expired,
    /// Could not be set up.
    Failed {
        /// Why.
        last_error: LastError,
    },
    /// Being taken down until `due_at`.
    Deleting {
        /// When it is down.
        due_at: Timestamp,
    },
    /// Taken down; still shown until `due_at`.
    Deleted {
        /// When it vanishes.
        due_at: Timestamp,
    },
}

/// Why a connection failed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LastError {
    /// An error code.
    pub code: String,
    /// An explanation.
    pub message: String,
}

/// What can happen to a connection.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ConnectionEvent {
    /// The provider accepts.
    Accept,
    /// The provider rejects.
    Reject,
    /// The system has set it up.
    Provisioned,
    /// The system could not set it up.
    ProvisioningFailed(LastError),
    /// The time to decide is over.
    Expire,
    /// The consumer changes the endpoint.
    Modify,
    /// The consumer deletes the endpoint.
    Delete,
    /// The system has taken it down.
    Removed,
}

/// How long the system takes for its own transitions, in seconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct ConnectionTiming {
    /// From `pending` to `available`.
    pub pending_seconds: u64,
    /// From `deleting` to `deleted`.
    pub deleting_seconds: u64,
    /// How long a deleted endpoint is still shown.
    pub deleted_seconds: u64,
    /// From `pendingAcceptance` to `expired`.
    pub acceptance_seconds: u64,
    /// From `pendingVerification` to `failed`, for private DNS names of services.
    pub verification_seconds: u64,
}

impl Default for ConnectionTiming {
    fn default() -> Self {
        Self {
            pending_seconds: 0,
            deleting_seconds: 0,
            deleted_seconds: 0,
            acceptance_seconds: 7 * 24 * 60 * 60,
            verification_seconds: 72 * 60 * 60,
        }
    }
}

/// What an event does to a connection.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Transition {
    /// The connection is in this state now.
    To(ConnectionState),
    /// The event has happened already; repeating it changes nothing.
    Unchanged,
    /// The event is not possible in this state.
    Refused,
}

impl ConnectionState {
    /// The state of a new connection.
    pub fn initial(acceptance_required: bool, now: Timestamp, timing: &ConnectionTiming) -> Self {
        if acceptance_required {
            Self::PendingAcceptance {
                due_at: now.plus_seconds(timing.acceptance_seconds),
            }
        } else {
            Self::pending(now, timing)
        }
    }

    /// AWS's spelling.
    pub const fn name(&self) -> &'static str {
        match self {
            Self::PendingAcceptance { .. } => "pendingAcceptance",
            Self::Pending { .. } => "pending",
            Self::Available => "available",
            Self::Rejected => "rejected",
            Self::Expired => "expired",
            Self::Failed { .. } => "failed",
            Self::Deleting { .. } => "deleting",
            Self::Deleted { .. } => "deleted",
        }
    }

    /// Whether a connection in this state keeps its service and the service's load balancers from being deleted.
    pub const fn holds_service(&self) -> bool {
        match self {
            Self::PendingAcceptance { .. } | Self::Pending { .. } | Self::Available => true,
            Self::Rejected
            | Self::Expired
            | Self::Failed { .. }
            | Self::Deleting { .. }
            | Self::Deleted { .. } => false,
        }
    }

    /// The event by which the system moves the connection on when `due_at` has come.
    pub const fn due_event(&self) -> Option<ConnectionEvent> {
        match self {
            Self::PendingAcceptance { .. } => Some(ConnectionEvent::Expire),
            Self::Pending { .. } => Some(ConnectionEvent::Provisioned),
            Self::Deleting { .. } => Some(ConnectionEvent::Removed),
            Self::Available
            | Self::Rejected
            | Self::Expired
            | Self::Failed { .. }
            | Self::Deleted { .. } => None,
        }
    }

    /// What `event` at the moment `now` does to a connection in this state.
    pub fn apply(
        &self,
        event: ConnectionEvent,
        now: Timestamp,
        timing: &ConnectionTiming,
    ) -> Transition {
        use ConnectionState as State;
        use Transition::{Refused, To, Unchanged};
        match event {
            ConnectionEvent::Accept => match self {
                State::PendingAcceptance { .. } | State::Rejected => To(Self::pending(now, timing)),
                State::Pending { .. } | State::Available => Unchanged,
                State::Expired
                | State::Failed { .. }
                | State::Deleting { .. }
                | State::Deleted { .. } => Refused,
            },
            ConnectionEvent::Reject => match self {
                State::PendingAcceptance { .. } | State::Pending { .. } | State::Available => {
                    To(State::Rejected)
                }
                State::Rejected => Unchanged,
                State::Expired
                | State::Failed { .. }
                | State::Deleting { .. }
                | State::Deleted { .. } => Refused,
            },
            ConnectionEvent::Provisioned => only_if(self.is_pending(), State::Available),
            ConnectionEvent::ProvisioningFailed(last_error) => {
                only_if(self.is_pending(), State::Failed { last_error })
            }
            ConnectionEvent::Expire => only_if(
                matches!(self, State::PendingAcceptance { .. }),
                State::Expired,
            ),
            ConnectionEvent::Modify => match self {
                State::Available => To(Self::pending(now, timing)),
                State::PendingAcceptance { .. } | State::Pending { .. } => Unchanged,
                State::Rejected
                | State::Expired
                | State::Failed { .. }
                | State::Deleting { .. }
                | State::Deleted { .. } => Refused,
            },
            ConnectionEvent::Delete => match self {
                State::PendingAcceptance { .. }
                | State::Pending { .. }
                | State::Available
                | State::Rejected
                | State::Expired
                | State::Failed { .. } => To(State::Deleting {
                    due_at: now.plus_seconds(timing.deleting_seconds),
                }),
                State::Deleting { .. } => Unchanged,
                State::Deleted { .. } => Refused,
            },
            ConnectionEvent::Removed => {
                let due_at = now.plus_seconds(timing.deleted_seconds);
                only_if(
                    matches!(self, State::Deleting { .. }),
                    State::Deleted { due_at },
                )
            }
        }
    }

    const fn is_pending(&self) -> bool {
        matches!(self, Self::Pending { .. })
    }

    fn pending(now: Timestamp, timing: &ConnectionTiming) -> Self {
        Self::Pending {
            due_at: now.plus_seconds(timing.pending_seconds),
        }
    }
}

/// The next state, if the present one is the only one from which the event leads anywhere.
fn only_if(possible: bool, next: ConnectionState) -> Transition {
    if possible {
        Transition::To(next)
    } else {
        Transition::Refused
    }
}

impl fmt::Display for ConnectionState {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.name())
    }
}

#[cfg(test)]
mod tests {
    use std::fmt::Write as _;

    use super::{ConnectionEvent, ConnectionState, ConnectionTiming, LastError, Transition};
    use crate::domain::clock::Timestamp;

    fn last_error() -> LastError {
        LastError {
            code: "InternalError".to_owned(),
            message: String::new(),
        }
    }

    fn states() -> [ConnectionState; 8] {
        let due_at = Timestamp::from_micros(1);
        [
            ConnectionState::PendingAcceptance { due_at },
            ConnectionState::Pending { due_at },
            ConnectionState::Available,
            ConnectionState::Rejected,
            ConnectionState::Expired,
            ConnectionState::Failed {
                last_error: last_error(),
            },
            ConnectionState::Deleting { due_at },
            ConnectionState::Deleted { due_at },
        ]
    }

    fn events() -> [(&'static str, ConnectionEvent); 8] {
        [
            ("accept", ConnectionEvent::Accept),
            ("reject", ConnectionEvent::Reject),
            ("provisioned", ConnectionEvent::Provisioned),
            ("failed", ConnectionEvent::ProvisioningFailed(last_error())),
            ("expire", ConnectionEvent::Expire),
            ("modify", ConnectionEvent::Modify),
            ("delete", ConnectionEvent::Delete),
            ("removed", ConnectionEvent::Removed),
        ]
    }

    #[test]
    fn the_whole_table() {
        let now = Timestamp::from_micros(1_000_000);
        let mut table = format!("{:<18}", "");
        for (name, _) in events() {
            write!(table, "{name:<12}").unwrap();
        }
        for state in states() {
            write!(table, "\n{:<18}", state.name()).unwrap();
            for (_, event) in events() {
                let cell = match state.apply(event, now, &ConnectionTiming::default()) {
                    Transition::To(next) => next.name(),
                    Transition::Unchanged => "=",
                    Transition::Refused => "-",
                };
                write!(table, "{cell:<12}").unwrap();
            }
        }
        let table: Vec<&str> = table.lines().map(str::trim_end).collect();
        insta::assert_snapshot!(table.join("\n"), @"
                          accept      reject      provisioned failed      expire      modify      delete      removed
        pendingAcceptance pending     rejected    -           -           expired     =           deleting    -
        pending           =           rejected    available   failed      -           =           deleting    -
        available         =           rejected    -           -           -           pending     deleting    -
        rejected          pending     =           -           -           -           -           deleting    -
        expired           -           -           -           -           -           -           deleting    -
        failed            -           -           -           -           -           -           deleting    -
        deleting          -           -           -           -           -           -           =           deleted
        deleted           -           -           -           -           -           -           -           -
        ");
    }

    #[test]
    fn the_system_moves_on_exactly_what_is_due() {
        let now = Timestamp::from_micros(1_000_000);
        for state in states() {
            if let Some(event) = state.due_event() {
                let next = state.apply(event, now, &ConnectionTiming::default());
                assert!(matches!(next, Transition::To(_)), "{state}");
            }
        }
    }

    #[test]
    fn due_times_come_from_the_timing() {
        let now = Timestamp::from_micros(0);
        let timing = ConnectionTiming {
            pending_seconds: 1,
            deleting_seconds: 2,
            deleted_seconds: 3,
            acceptance_seconds: 4,
            ..ConnectionTiming::default()
        };
        let due = |seconds: i64| Timestamp::from_micros(seconds * 1_000_000);
        assert_eq!(
            ConnectionState::initial(true, now, &timing),
            ConnectionState::PendingAcceptance { due_at: due(4) }
        );
        assert_eq!(
            ConnectionState::initial(false, now, &timing),
            ConnectionState::Pending { due_at: due(1) }
        );
        let deleting = ConnectionState::Available.apply(ConnectionEvent::Delete, now, &timing);
        assert_eq!(
            deleting,
            Transition::To(ConnectionState::Deleting { due_at: due(2) })
        );
        let deleted = ConnectionState::Deleting { due_at: due(2) }.apply(
            ConnectionEvent::Removed,
            due(2),
            &timing,
        );
        assert_eq!(
            deleted,
            Transition::To(ConnectionState::Deleted { due_at: due(5) })
        );
    }
}
