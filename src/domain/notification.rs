//! Connection notifications: which events of a service's or an endpoint's connections are published under which topic.

use std::collections::BTreeSet;
use std::fmt;

use serde::{Deserialize, Serialize};

use super::clock::Timestamp;
use super::connection::ConnectionState;
use super::error::{Error, Result};
use super::filter::Filterable;
use super::id::{EndpointId, EndpointServiceId, NotificationId};
use super::scope::{RegionName, Scope};
use super::tag::Tag;
use super::topic::TopicArn;

/// The only state of a notification, in AWS's spelling.
pub const NOTIFICATION_STATE: &str = "Enabled";
/// The only type of a notification, in AWS's spelling.
pub const NOTIFICATION_TYPE: &str = "Topic";

/// A connection notification.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Notification {
    /// Identifier.
    pub id: NotificationId,
    /// Owner: the provider for a service, the consumer for an endpoint.
    pub scope: Scope,
    /// Whose connections it tells of.
    pub subject: Subject,
    /// The service's region.
    pub service_region: RegionName,
    /// Where it is published.
    pub topic_arn: TopicArn,
    /// What is published, in alphabetical order, as AWS shows it.
    pub events: BTreeSet<NotificationEvent>,
    /// When it was created.
    pub created_at: Timestamp,
}

/// Whose connections a notification tells of.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(
    tag = "kind",
    rename_all = "camelCase",
    rename_all_fields = "camelCase"
)]
pub enum Subject {
    /// All connections to a service.
    Service {
        /// The service.
        service_id: EndpointServiceId,
    },
    /// The connection of an endpoint.
    Endpoint {
        /// The endpoint.
        endpoint_id: EndpointId,
    },
}

impl Subject {
    /// The service, if it is one.
    pub const fn service_id(&self) -> Option<&EndpointServiceId> {
        match self {
            Self::Service { service_id } => Some(service_id),
            Self::Endpoint { .. } => None,
        }
    }

    /// The endpoint, if it is one.
    pub const fn endpoint_id(&self) -> Option<&EndpointId> {
        match self {
            Self::Service { .. } => None,
            Self::Endpoint { endpoint_id } => Some(endpoint_id),
        }
    }
}

/// The identifier of the service or endpoint.
impl fmt::Display for Subject {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Service { service_id } => service_id.fmt(formatter),
            Self::Endpoint { endpoint_id } => endpoint_id.fmt(formatter),
        }
    }
}

/// What can happen to a connection that notifications tell of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum NotificationEvent {
    /// The provider, or the service by itself, has accepted.
    Accept,
    /// An endpoint was created, and with it a request to connect.
    Connect,
    /// The consumer has deleted the endpoint.
    Delete,
    /// The provider has rejected.
    Reject,
}

impl NotificationEvent {
    /// All of them, in the order in which they are shown.
    pub const ALL: [Self; 4] = [Self::Accept, Self::Connect, Self::Delete, Self::Reject];

    /// AWS's spelling.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Accept => "Accept",
            Self::Connect => "Connect",
            Self::Delete => "Delete",
            Self::Reject => "Reject",
        }
    }

    /// The events with these names, of which there must be one at least.
    pub fn parse_all(names: &[String]) -> Result<BTreeSet<Self>> {
        if names.is_empty() {
            return Err(Error::missing("ConnectionEvents"));
        }
        names.iter().map(|name| Self::parse(name)).collect()
    }

    /// The event with this name.
    pub fn parse(text: &str) -> Result<Self> {
        let found = Self::ALL.into_iter().find(|event| event.name() == text);
        found.ok_or_else(|| {
            let names = Self::ALL.map(Self::name).join(", ");
            Error::invalid(
                "ConnectionEvents",
                format!("'{text}' is not a connection event. Valid values: {names}"),
            )
        })
    }

    /// What notifications tell of when a connection comes from the state with the name `from`, none for a new one, to the
    /// state `to`. A connection that needs no acceptance is accepted as soon as it is requested.
    pub fn of_change(from: Option<&str>, to: &ConnectionState) -> &'static [Self] {
        let was = |state: &str| from == Some(state);
        match to {
            ConnectionState::PendingAcceptance { .. } if from.is_none() => &[Self::Connect],
            ConnectionState::Pending { .. } | ConnectionState::Available if from.is_none() => {
                &[Self::Connect, Self::Accept]
            }
            ConnectionState::Pending { .. } if was("pendingAcceptance") || was("rejected") => {
                &[Self::Accept]
            }
            ConnectionState::Rejected if !was("rejected") => &[Self::Reject],
            ConnectionState::Deleting { .. } if !was("deleting") => &[Self::Delete],
            ConnectionState::PendingAcceptance { .. }
            | ConnectionState::Pending { .. }
            | ConnectionState::Available
            | ConnectionState::Rejected
            | ConnectionState::Expired
            | ConnectionState::Failed { .. }
            | ConnectionState::Deleting { .. }
            | ConnectionState::Deleted { .. } => &[],
        }
    }
}

/// What is published: the JSON that stands in a message as text. AWS documents no such text, so it is privlink's own.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Payload {
    /// What happened.
    pub event: NotificationEvent,
    /// The notification by which it is published.
    pub connection_notification_id: String,
    /// The service.
    pub service_id: String,
    /// The service's name.
    pub service_name: String,
    /// The endpoint.
    pub vpc_endpoint_id: String,
    /// The provider's account.
    pub service_owner: String,
    /// The consumer's account.
    pub vpc_endpoint_owner: String,
    /// The service's region.
    pub region: String,
    /// The endpoint's region.
    pub vpc_endpoint_region: String,
    /// When it happened.
    pub time: String,
}

impl Filterable for Notification {
    const FILTERS: &'static [&'static str] = &[
        "connection-notification-arn",
        "connection-notification-id",
        "connection-notification-state",
        "connection-notification-type",
        "service-id",
        "vpc-endpoint-id",
    ];
    const TAGGED: bool = false;

    fn filter_values(&self, name: &str) -> Vec<String> {
        let one = match name {
            "connection-notification-arn" => Some(self.topic_arn.to_string()),
            "connection-notification-id" => Some(self.id.to_string()),
            "connection-notification-state" => Some(NOTIFICATION_STATE.to_owned()),
            "connection-notification-type" => Some(NOTIFICATION_TYPE.to_owned()),
            "service-id" => self.subject.service_id().map(ToString::to_string),
            "vpc-endpoint-id" => self.subject.endpoint_id().map(ToString::to_string),
            _ => None,
        };
        one.into_iter().collect()
    }

    fn filter_tags(&self) -> &[Tag] {
        &[]
    }
}

#[cfg(test)]
mod tests {
    use std::fmt::Write as _;

    use super::NotificationEvent;
    use crate::domain::clock::Timestamp;
    use crate::domain::connection::{ConnectionState, LastError};

    #[test]
    fn the_whole_table() {
        let due_at = Timestamp::from_micros(1);
        let last_error = LastError {
            code: String::new(),
            message: String::new(),
        };
        let states = [
            ConnectionState::PendingAcceptance { due_at },
            ConnectionState::Pending { due_at },
            ConnectionState::Available,
            ConnectionState::Rejected,
            ConnectionState::Expired,
            ConnectionState::Failed { last_error },
            ConnectionState::Deleting { due_at },
            ConnectionState::Deleted { due_at },
        ];
        let mut table = format!("{:<18}", "");
        for to in &states {
            write!(table, "{:<18}", to.name()).unwrap();
        }
        let from = states.iter().map(|state| Some(state.name()));
        for from in [None].into_iter().chain(from) {
            write!(table, "\n{:<18}", from.unwrap_or("new")).unwrap();
            for to in &states {
                let events = NotificationEvent::of_change(from, to);
                let names: Vec<&str> = events.iter().map(|event| event.name()).collect();
                write!(table, "{:<18}", names.join(", ")).unwrap();
            }
        }
        let table: Vec<&str> = table.lines().map(str::trim_end).collect();
        insta::assert_snapshot!(table.join("\n"), @"
                          pendingAcceptance pending           available         rejected          expired           failed            deleting          deleted
        new               Connect           Connect, Accept   Connect, Accept   Reject                                                Delete
        pendingAcceptance                   Accept                              Reject                                                Delete
        pending                                                                 Reject                                                Delete
        available                                                               Reject                                                Delete
        rejected                            Accept                                                                                    Delete
        expired                                                                 Reject                                                Delete
        failed                                                                  Reject                                                Delete
        deleting                                                                Reject
        deleted                                                                 Reject                                                Delete
        ");
    }

    #[test]
    fn events_are_a_set() {
        let names = ["Reject", "Connect", "Connect"].map(str::to_owned);
        let events = NotificationEvent::parse_all(&names).unwrap();
        let shown: Vec<&str> = events.iter().map(|event| event.name()).collect();
        assert_eq!(shown, ["Connect", "Reject"]);
        let error = NotificationEvent::parse_all(&["connect".to_owned()]).unwrap_err();
        assert_eq!(
            error.to_string(),
            "InvalidParameter: 'connect' is not a connection event. Valid values: Accept, Connect, Delete, Reject"
        );
    }
}
