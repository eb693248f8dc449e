//! Deliveries: a message on its way to one subscriber of a topic, and what became of it.

use serde::{Deserialize, Serialize};

use super::clock::Timestamp;
use super::error::{Error, Result};
use super::filter::Filterable;
use super::limit;
use super::notification::NotificationEvent;
use super::tag::Tag;
use super::topic::TopicArn;

/// A message to one subscriber, as far as it has come.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Delivery {
    /// Rises with every delivery of the server; the order in which a subscriber gets them.
    pub id: i64,
    /// The notification by which it is published.
    pub notification_id: String,
    /// The topic.
    pub topic_arn: TopicArn,
    /// The subscriber's URL, file name or path; none if the topic had none.
    pub subscriber: Option<String>,
    /// The number of the event in the log.
    pub event_sequence: i64,
    /// What happened.
    pub event: NotificationEvent,
    /// The same for all deliveries of one message, and for all attempts.
    pub message_id: String,
    /// The payload as JSON text.
    pub message: String,
    /// Where it stands.
    pub state: DeliveryState,
    /// How often it was tried.
    pub attempts: u32,
    /// When it is tried next; none while others to the same subscriber are before it, and once it is over.
    pub due_at: Option<Timestamp>,
    /// Why the last attempt failed.
    pub last_error: Option<String>,
    /// When it was published.
    pub created_at: Timestamp,
    /// When it was over, one way or the other.
    pub finished_at: Option<Timestamp>,
}

/// Where a delivery stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum DeliveryState {
    /// Not delivered yet.
    Pending,
    /// The subscriber has it.
    Delivered,
    /// Given up.
    Failed,
    /// There was nobody to deliver it to.
    NoSubscriber,
}

impl DeliveryState {
    const ALL: [Self; 4] = [
        Self::Pending,
        Self::Delivered,
        Self::Failed,
        Self::NoSubscriber,
    ];

    /// The spelling in answers.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Pending => "pending",
            Self::Delivered => "delivered",
            Self::Failed => "failed",
            Self::NoSubscriber => "noSubscriber",
        }
    }

    /// The state of that spelling.
    pub fn parse(text: &str) -> Result<Self> {
        let found = Self::ALL.into_iter().find(|state| state.name() == text);
        found.ok_or_else(|| Error::internal(format!("'{text}' is no state of a delivery")))
    }
}

/// How an attempt ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// The subscriber has the message.
    Delivered,
    /// It has not, because of this.
    Failed(String),
    /// The topic no longer has the subscriber.
    NoSubscriber,
}

/// What an attempt makes of a delivery.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attempted {
    /// The state.
    pub state: DeliveryState,
    /// Attempts so far.
    pub attempts: u32,
    /// When it is tried next, if it is.
    pub due_at: Option<Timestamp>,
    /// Why the attempt failed.
    pub last_error: Option<String>,
}

/// What an attempt that ended like this at `now` makes of a delivery that was tried `attempts` times before.
pub fn attempted(attempts: u32, outcome: Outcome, now: Timestamp) -> Attempted {
    let after = |state, attempts, last_error| Attempted {
        state,
        attempts,
        due_at: None,
        last_error,
    };
    match outcome {
        Outcome::Delivered => after(DeliveryState::Delivered, attempts + 1, None),
        Outcome::NoSubscriber => after(DeliveryState::NoSubscriber, attempts, None),
        Outcome::Failed(error) if attempts + 1 >= limit::DELIVERY_ATTEMPTS => {
            after(DeliveryState::Failed, attempts + 1, Some(error))
        }
        Outcome::Failed(error) => Attempted {
            due_at: Some(now.plus_seconds(pause_seconds(attempts + 1))),
            ..after(DeliveryState::Pending, attempts + 1, Some(error))
        },
    }
}

/// How long to wait after the `attempts`th attempt has failed: each time twice as long, up to a maximum.
fn pause_seconds(attempts: u32) -> u64 {
    let doubled = 1_u64.checked_shl(attempts.saturating_sub(1));
    doubled
        .and_then(|factor| limit::DELIVERY_PAUSE_SECONDS.checked_mul(factor))
        .unwrap_or(u64::MAX)
        .min(limit::DELIVERY_PAUSE_MAX_SECONDS)
}

/// A message as subscribers get it: the envelope in which SNS delivers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct Envelope {
    /// `Notification`
    #[serde(rename = "Type")]
    pub kind: String,
    /// The same for all attempts, so that a subscriber can tell a repetition.
    pub message_id: String,
    /// The topic.
    pub topic_arn: String,
    /// What it is about, for people.
    pub subject: String,
    /// The payload as JSON text.
    pub message: String,
    /// When it was published.
    pub timestamp: String,
}

impl Envelope {
    /// The envelope of a delivery.
    pub fn of(delivery: &Delivery) -> Self {
        Self {
            kind: "Notification".to_owned(),
            message_id: delivery.message_id.clone(),
            topic_arn: delivery.topic_arn.to_string(),
            subject: format!("VPC endpoint connection: {}", delivery.event.name()),
            message: delivery.message.clone(),
            timestamp: delivery.created_at.to_string(),
        }
    }
}

impl Filterable for Delivery {
    const FILTERS: &'static [&'static str] = &["event", "state"];
    const TAGGED: bool = false;

    fn filter_values(&self, name: &str) -> Vec<String> {
        let one = match name {
            "event" => self.event.name(),
            "state" => self.state.name(),
            _ => return Vec::new(),
        };
        vec![one.to_owned()]
    }

    fn filter_tags(&self) -> &[Tag] {
        &[]
    }
}

#[cfg(test)]
mod tests {
    use super::{DeliveryState, Outcome, attempted};
    use crate::domain::clock::Timestamp;
    use crate::domain::limit;

    #[test]
    fn pauses_double_up_to_a_maximum_and_end() {
        let now = Timestamp::from_micros(0);
        let mut pauses = Vec::new();
        let mut attempts = 0;
        loop {
            let after = attempted(attempts, Outcome::Failed("no".to_owned()), now);
            attempts = after.attempts;
            let Some(due_at) = after.due_at else {
                assert_eq!(after.state, DeliveryState::Failed);
                break;
            };
            assert_eq!(after.state, DeliveryState::Pending);
            pauses.push(due_at.as_micros() / 1_000_000);
        }
        assert_eq!(pauses, [1, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300]);
        assert_eq!(attempts, limit::DELIVERY_ATTEMPTS);
    }
}
