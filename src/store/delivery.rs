//! Deliveries: a queue for each subscriber of a topic, of which only the head is due.

use serde::Serialize;
use serde_json::json;
use sqlx::sqlite::SqliteRow;

use super::tx::{Tx, column, json as json_column};
use crate::domain::clock::Timestamp;
use crate::domain::delivery::{Attempted, Delivery, DeliveryState, MessageKind, Occasion};
use crate::domain::error::{Error, Result};
use crate::domain::limit;
use crate::domain::message::MessageAttributes;
use crate::domain::notification::{NotificationEvent, Subject};
use crate::domain::scope::Scope;
use crate::domain::topic::TopicArn;

/// A message to be published: to one subscriber, or to nobody.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct NewDelivery {
    /// The notification by which it is published, whose that is, and what happened.
    pub occasion: Option<NewOccasion>,
    /// Who publishes.
    pub scope: Scope,
    /// The topic.
    pub topic_arn: TopicArn,
    /// The subscriber; `None` if nobody gets it.
    pub subscriber: Option<String>,
    /// The subscription, if the subscriber has subscribed over SNS.
    pub subscription_arn: Option<String>,
    /// What kind of message it is.
    pub kind: MessageKind,
    /// The message's id.
    pub message_id: String,
    /// What it is about.
    pub subject: Option<String>,
    /// The text.
    pub message: String,
    /// The message's attributes.
    pub attributes: MessageAttributes,
    /// What the subscriber confirms with.
    pub token: Option<String>,
    /// Why nobody gets it, if it is not for want of subscribers.
    pub refusal: Option<String>,
}

/// What a connection notification tells of.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct NewOccasion {
    /// The notification.
    pub notification_id: String,
    /// Whose notification it is.
    pub subject_id: String,
    /// What happened.
    pub event: NotificationEvent,
}

impl NewDelivery {
    /// What it waits in line with: what the same account publishes for the same subscriber of the topic, so that no account
    /// holds up another's messages.
    fn queue(&self) -> Option<String> {
        let subscriber = self
            .subscription_arn
            .as_ref()
            .or(self.subscriber.as_ref())?;
        Some(format!("{} {} {subscriber}", self.scope, self.topic_arn))
    }
}

/// The columns that [`delivery`] reads.
macro_rules! columns {
    ($rest:literal) => {
        concat!(
            "SELECT id, notification_id, topic_arn, subscriber, event_sequence, event, message_id, message, state, attempts, \
             due_at, last_error, created_at, finished_at, subscription_arn, queue, kind, subject, attributes, token \
             FROM delivery ",
            $rest
        )
    };
}

impl Tx {
    /// Adds messages, in this order, and lets the queues begin that were empty. What notifications publish is about the event
    /// that was written last.
    pub async fn deliveries_insert(&mut self, new: &[NewDelivery], now: Timestamp) -> Result<()> {
        const SQL: &str = "INSERT INTO delivery (notification_id, subject_id, account, region, topic_arn, subscriber, \
                subscription_arn, queue, event_sequence, event, kind, message_id, subject, message, attributes, token, \
                state, attempts, last_error, created_at, finished_at, expires_at) \
            SELECT value ->> '$.occasion.notificationId', value ->> '$.occasion.subjectId', value ->> '$.scope.account', \
                value ->> '$.scope.region', value ->> '$.topicArn', value ->> '$.subscriber', \
                value ->> '$.subscriptionArn', value ->> '$.queue', \
                iif(value ->> '$.occasion' IS NULL, NULL, (SELECT MAX(sequence) FROM event)), value ->> '$.occasion.event', \
                value ->> '$.kind', value ->> '$.messageId', value ->> '$.subject', value ->> '$.message', \
                value -> '$.attributes', value ->> '$.token', \
                iif(value ->> '$.subscriber' IS NOT NULL, 'pending', \
                    iif(value ->> '$.refusal' IS NULL, 'noSubscriber', 'failed')), \
                0, value ->> '$.refusal', $2, \
                iif(value ->> '$.subscriber' IS NULL, $2, NULL), iif(value ->> '$.subscriber' IS NULL, $3, NULL) \
            FROM json_each($1) ORDER BY key";
        let queues: Vec<Option<String>> = new.iter().map(NewDelivery::queue).collect();
        let mut rows = json!(new);
        for (row, queue) in rows.as_array_mut().into_iter().flatten().zip(&queues) {
            row["queue"] = json!(queue);
        }
        let rows = rows.to_string();
        let expires_at = now.plus_seconds(limit::DELIVERY_RETENTION_SECONDS);
        let values = [
            rows.as_str().into(),
            now.as_micros().into(),
            expires_at.as_micros().into(),
        ];
        self.execute(SQL, &values).await?;
        let queues: Vec<&str> = queues.iter().flatten().map(String::as_str).collect();
        self.deliveries_begin(&queues, now).await
    }

    /// Makes the heads of these queues due, unless they are already.
    async fn deliveries_begin(&mut self, queues: &[&str], now: Timestamp) -> Result<()> {
        const SQL: &str = "UPDATE delivery SET due_at = $2 WHERE due_at IS NULL AND id IN ( \
            SELECT (SELECT MIN(id) FROM delivery WHERE state = 'pending' AND queue = queues.value) \
            FROM json_each($1) AS queues)";
        if queues.is_empty() {
            return Ok(());
        }
        let queues = json!(queues).to_string();
        self.execute(SQL, &[queues.as_str().into(), now.as_micros().into()])
            .await?;
        Ok(())
    }

    /// At most `limit` deliveries that are due at `now`, each the head of its queue, the longest overdue first.
    pub async fn deliveries_due(&mut self, now: Timestamp, limit: i64) -> Result<Vec<Delivery>> {
        const SQL: &str = columns!("WHERE due_at <= $1 ORDER BY due_at, id LIMIT $2");
        let rows = self
            .rows(SQL, &[now.as_micros().into(), limit.into()])
            .await?;
        rows.iter().map(delivery).collect()
    }

    /// Writes what an attempt has made of a delivery, and lets the next one in its queue begin if this one is over.
    pub async fn delivery_update(
        &mut self,
        delivery: &Delivery,
        attempted: &Attempted,
        now: Timestamp,
    ) -> Result<()> {
        const AGAIN: &str = "UPDATE delivery SET attempts = $2, last_error = $3, due_at = $4 \
            WHERE id = $1 AND state = 'pending'";
        const OVER: &str = "UPDATE delivery SET attempts = $2, last_error = nullif($3, ''), due_at = NULL, state = $4, \
            finished_at = $5, expires_at = $6 WHERE id = $1 AND state = 'pending'";
        let mut values = vec![
            delivery.id.into(),
            i64::from(attempted.attempts).into(),
            attempted.last_error.as_deref().unwrap_or_default().into(),
        ];
        if let Some(due_at) = attempted.due_at {
            values.push(due_at.as_micros().into());
            self.execute(AGAIN, &values).await?;
            return Ok(());
        }
        let expires_at = now.plus_seconds(limit::DELIVERY_RETENTION_SECONDS);
        values.push(attempted.state.name().into());
        values.push(now.as_micros().into());
        values.push(expires_at.as_micros().into());
        self.execute(OVER, &values).await?;
        let queue: Vec<&str> = delivery.queue.as_deref().into_iter().collect();
        self.deliveries_begin(&queue, now).await
    }

    /// The next `limit` deliveries of a notification of the scope's after the one numbered `after`, oldest first.
    pub async fn deliveries_list(
        &mut self,
        scope: &Scope,
        notification_id: &str,
        after: i64,
        limit: i64,
    ) -> Result<Vec<Delivery>> {
        const SQL: &str = columns!(
            "WHERE account = $1 AND region = $2 AND notification_id = $3 AND id > $4 ORDER BY id LIMIT $5"
        );
        let values = [
            scope.account.as_str().into(),
            scope.region.as_str().into(),
            notification_id.into(),
            after.into(),
            limit.into(),
        ];
        let rows = self.rows(SQL, &values).await?;
        rows.iter().map(delivery).collect()
    }

    /// Whether there are deliveries of a notification that this service or endpoint has, or had while it existed.
    pub async fn deliveries_exist(
        &mut self,
        scope: &Scope,
        notification_id: &str,
        subject: &Subject,
    ) -> Result<bool> {
        const SQL: &str = "SELECT EXISTS (SELECT 1 FROM delivery \
            WHERE account = $1 AND region = $2 AND notification_id = $3 AND subject_id = $4)";
        let subject_id = subject.to_string();
        let values = [
            scope.account.as_str().into(),
            scope.region.as_str().into(),
            notification_id.into(),
            subject_id.as_str().into(),
        ];
        Ok(self.number(SQL, &values).await? != 0)
    }

    /// Clears away at most `limit` deliveries that were over long enough before `now`; returns how many.
    pub async fn deliveries_expire(&mut self, now: Timestamp, limit: i64) -> Result<u64> {
        const SQL: &str = "DELETE FROM delivery WHERE id IN ( \
            SELECT id FROM delivery WHERE expires_at <= $1 ORDER BY expires_at LIMIT $2)";
        self.execute(SQL, &[now.as_micros().into(), limit.into()])
            .await
    }
}

fn delivery(row: &SqliteRow) -> Result<Delivery> {
    let text = |index: usize| column::<String>(row, index);
    let time = |index: usize| -> Result<Option<Timestamp>> {
        Ok(column::<Option<i64>>(row, index)?.map(Timestamp::from_micros))
    };
    let occasion = match (
        column::<Option<String>>(row, 1)?,
        column::<Option<String>>(row, 5)?,
    ) {
        (Some(notification_id), Some(event)) => Some(Occasion {
            notification_id,
            event_sequence: column(row, 4)?,
            event: NotificationEvent::parse(&event)?,
        }),
        (None, _) | (_, None) => None,
    };
    Ok(Delivery {
        id: column(row, 0)?,
        occasion,
        topic_arn: TopicArn::parse("TopicArn", &text(2)?)?,
        subscriber: column(row, 3)?,
        subscription_arn: column(row, 14)?,
        queue: column(row, 15)?,
        kind: MessageKind::parse(&text(16)?)?,
        message_id: text(6)?,
        subject: column(row, 17)?,
        message: text(7)?,
        attributes: json_column(row, 18)?,
        token: column(row, 19)?,
        state: DeliveryState::parse(&text(8)?)?,
        attempts: u32::try_from(column::<i64>(row, 9)?).map_err(Error::internal)?,
        due_at: time(10)?,
        last_error: column(row, 11)?,
        created_at: Timestamp::from_micros(column(row, 12)?),
        finished_at: time(13)?,
    })
}
