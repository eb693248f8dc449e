//! `.../notifications/{connectionNotificationId}/deliveries`: what became of a notification's messages.

use serde::Serialize;
use utoipa::ToSchema;

use super::extract::Call;
use super::page::{Items, ListQuery};
use super::problem::Refusal;
use crate::app::delivery as app;
use crate::app::notification::NotificationsOf;
use crate::domain::delivery::{self, Occasion};

/// A message to one subscriber of the topic, as far as it has come.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct Delivery {
    /// Rises with every delivery of the server; the order in which a subscriber gets them.
    delivery_id: i64,
    connection_notification_id: String,
    topic_arn: String,
    /// The subscriber's URL, file name or path. Absent if the topic had none, and if it is another account's.
    #[serde(skip_serializing_if = "Option::is_none")]
    subscriber: Option<String>,
    #[schema(example = "Connect")]
    event: &'static str,
    /// The number of the event in `/v1/events`.
    event_sequence: i64,
    /// The same in all attempts, and for all subscribers of the topic.
    message_id: String,
    /// The payload, as text.
    message: String,
    /// `pending`, `delivered`, `failed` (given up), or `noSubscriber`.
    #[schema(example = "delivered")]
    state: &'static str,
    attempts: u32,
    /// Absent while others to the same subscriber are before it, and once it is over.
    #[serde(skip_serializing_if = "Option::is_none")]
    next_attempt_time: Option<String>,
    /// Why the last attempt failed. Absent if the topic is another account's.
    #[serde(skip_serializing_if = "Option::is_none")]
    last_error: Option<String>,
    published_time: String,
    /// When it was over, one way or the other.
    #[serde(skip_serializing_if = "Option::is_none")]
    finished_time: Option<String>,
}

impl Delivery {
    /// A delivery of a notification's.
    fn of(occasion: Occasion, delivery: delivery::Delivery) -> Self {
        Self {
            delivery_id: delivery.id,
            connection_notification_id: occasion.notification_id,
            topic_arn: delivery.topic_arn.to_string(),
            subscriber: delivery.subscriber,
            event: occasion.event.name(),
            event_sequence: occasion.event_sequence,
            message_id: delivery.message_id,
            message: delivery.message,
            state: delivery.state.name(),
            attempts: delivery.attempts,
            next_attempt_time: delivery.due_at.map(|time| time.to_string()),
            last_error: delivery.last_error,
            published_time: delivery.created_at.to_string(),
            finished_time: delivery.finished_at.map(|time| time.to_string()),
        }
    }
}

/// A page of the deliveries of a notification.
pub(super) async fn list(
    call: Call,
    of: NotificationsOf,
    notification_id: String,
    list: ListQuery,
) -> Result<axum::Json<Items<Delivery>>, Refusal> {
    let query = app::ListDeliveries {
        of,
        notification_id,
        filters: list.filters,
        page: list.page,
    };
    let page = call.query(query).await?;
    Ok(axum::Json(Items::of(page, |(occasion, delivery)| {
        Delivery::of(occasion, delivery)
    })))
}
