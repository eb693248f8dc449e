//! Deliveries: a message on its way to one subscriber of a topic, and what became of it.

use serde::{Deserialize, Serialize};

use super::clock::Timestamp;
use super::error::{Error, Result};
use super::filter::Filterable;
use super::limit;
use super::message::MessageAttributes;
use super::notification::NotificationEvent;
use super::subscription::Subscription;
use super::tag::Tag;
use super::topic::TopicArn;

/// A message to one subscriber, as far as it has come.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Delivery {
    /// Rises with every delivery of the server; the order in which a subscriber gets them.
    pub id: i64,
    /// What it tells of, if a connection notification publishes it.
    pub occasion: Option<Occasion>,
    /// The topic.
    pub topic_arn: TopicArn,
    /// The subscriber's URL, file name or path; none if nobody gets it.
    pub subscriber: Option<String>,
    /// The subscription, if the subscriber has subscribed over SNS.
    pub subscription_arn: Option<String>,
    /// What it waits in line with; none if nobody gets it.
    pub queue: Option<String>,
    /// What kind of message it is.
    pub kind: MessageKind,
    /// The same for all deliveries of one message, and for all attempts.
    pub message_id: String,
    /// What it is about.
    pub subject: Option<String>,
    /// The text.
    pub message: String,
    /// The message's attributes.
    pub attributes: MessageAttributes,
    /// What the subscriber confirms with.
    pub token: Option<String>,
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

/// What a connection notification tells of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Occasion {
    /// The notification.
    pub notification_id: String,
    /// The number of the event in the log.
    pub event_sequence: i64,
    /// What happened.
    pub event: NotificationEvent,
}

/// The kinds of messages, in SNS's words.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum MessageKind {
    /// Something was published.
    Notification,
    /// The subscriber is asked whether it agrees.
    SubscriptionConfirmation,
}

impl MessageKind {
    /// SNS's spelling.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Notification => "Notification",
            Self::SubscriptionConfirmation => "SubscriptionConfirmation",
        }
    }

    /// The kind of that spelling.
    pub fn parse(text: &str) -> Result<Self> {
        let found = [Self::Notification, Self::SubscriptionConfirmation]
            .into_iter()
            .find(|kind| kind.name() == text);
        found.ok_or_else(|| Error::internal(format!("'{text}' is no kind of message")))
    }
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

/// The API version that addresses in messages name, so that they are understood without a signature.
const API_VERSION: &str = "2010-03-31";

/// A message as subscribers get it: the envelope in which SNS delivers. It has no signature: nobody could check one that is
/// not AWS's.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct Envelope {
    /// What kind of message it is.
    #[serde(rename = "Type")]
    pub kind: MessageKind,
    /// The same for all attempts, so that a subscriber can tell a repetition.
    pub message_id: String,
    /// What the subscriber confirms with.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub token: Option<String>,
    /// The topic.
    pub topic_arn: String,
    /// What it is about, for people.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub subject: Option<String>,
    /// The text.
    pub message: String,
    /// Whoever gets this address confirms the subscription.
    #[serde(rename = "SubscribeURL", skip_serializing_if = "Option::is_none")]
    pub subscribe_url: Option<String>,
    /// When it was published.
    pub timestamp: String,
    /// Whoever gets this address ends the subscription.
    #[serde(rename = "UnsubscribeURL", skip_serializing_if = "Option::is_none")]
    pub unsubscribe_url: Option<String>,
    /// The message's attributes.
    #[serde(skip_serializing_if = "MessageAttributes::is_empty")]
    pub message_attributes: MessageAttributes,
}

impl Envelope {
    /// The envelope of a delivery, to a subscription if the subscriber has subscribed over SNS.
    pub fn of(delivery: &Delivery, subscription: Option<&Subscription>) -> Self {
        let address = |subscription: &Subscription, query: &str| {
            format!("{}/?{query}&Version={API_VERSION}", subscription.server)
        };
        let subscribe_url = subscription
            .zip(delivery.token.as_deref())
            .map(|(it, token)| {
                let query = format!(
                    "Action=ConfirmSubscription&TopicArn={}&Token={token}",
                    it.topic_arn
                );
                address(it, &query)
            });
        let unsubscribe_url = subscription
            .filter(|_| delivery.kind == MessageKind::Notification)
            .map(|it| {
                address(
                    it,
                    &format!("Action=Unsubscribe&SubscriptionArn={}", it.arn),
                )
            });
        Self {
            kind: delivery.kind,
            message_id: delivery.message_id.clone(),
            token: delivery.token.clone(),
            topic_arn: delivery.topic_arn.to_string(),
            subject: delivery.subject.clone(),
            message: delivery.message.clone(),
            subscribe_url,
            timestamp: delivery.created_at.to_string(),
            unsubscribe_url,
            message_attributes: delivery.attributes.clone(),
        }
    }
}

/// What is brought to a subscriber: a text, and what stands beside it where there is room for that.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Parcel {
    /// What kind of message it is.
    pub kind: MessageKind,
    /// The message's id.
    pub message_id: String,
    /// The topic.
    pub topic_arn: TopicArn,
    /// The subscription, if the subscriber has subscribed over SNS and is not only asked to confirm.
    pub subscription_arn: Option<String>,
    /// Whether the text is the message alone, without its envelope.
    pub raw: bool,
    /// The text.
    pub text: String,
}

impl Parcel {
    /// What is brought with a delivery.
    pub fn of(delivery: &Delivery, subscription: Option<&Subscription>) -> Result<Self> {
        let is_notification = delivery.kind == MessageKind::Notification;
        let raw = is_notification && subscription.is_some_and(Subscription::is_raw);
        let text = if raw {
            delivery.message.clone()
        } else {
            let envelope = Envelope::of(delivery, subscription);
            serde_json::to_string(&envelope).map_err(Error::internal)?
        };
        Ok(Self {
            kind: delivery.kind,
            message_id: delivery.message_id.clone(),
            topic_arn: delivery.topic_arn.clone(),
            subscription_arn: subscription
                .filter(|_| is_notification)
                .map(|subscription| subscription.arn.to_string()),
            raw,
            text,
        })
    }
}

impl Filterable for Delivery {
    const FILTERS: &'static [&'static str] = &["event", "state"];
    const TAGGED: bool = false;

    fn filter_values(&self, name: &str) -> Vec<String> {
        let one = match name {
            "event" => self.occasion.as_ref().map(|occasion| occasion.event.name()),
            "state" => Some(self.state.name()),
            _ => None,
        };
        one.map(str::to_owned).into_iter().collect()
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
