//! Deliveries: a queue for each subscriber of a topic, of which only the head is due.

use serde::Serialize;
use serde_json::json;
use sqlx::sqlite::SqliteRow;

use super::tx::{Tx, column};
use crate::domain::clock::Timestamp;
use crate::domain::delivery::{Attempted, Delivery, DeliveryState};
use crate::domain::error::{Error, Result};
use crate::domain::limit;
use crate::domain::notification::{NotificationEvent, Subject};
use crate::domain::scope::Scope;
use crate::domain::topic::TopicArn;

/// A message to be published: to one subscriber, or to nobody.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct NewDelivery {
    /// The notification.
    pub notification_id: String,
    /// Whose notification it is.
    pub subject_id: String,
    /// Owner of the notification.
    pub scope: Scope,
    /// The topic.
    pub topic_arn: TopicArn,
    /// The subscriber; `None` if the topic has none.
    pub subscriber: Option<String>,
    /// What happened.
    pub event: NotificationEvent,
    /// The message's id.
    pub message_id: String,
    /// The payload as JSON text.
    pub message: String,
}

/// The columns that [`delivery`] reads.
macro_rules! columns {
    ($rest:literal) => {
        concat!(
            "SELECT id, notification_id, topic_arn, subscriber, event_sequence, event, message_id, message, state, attempts, \
             due_at, last_error, created_at, finished_at FROM delivery ",
            $rest
        )
    };
}

impl Tx {
    /// Adds messages, in this order, about the event that was written last, and lets the queues begin that were empty.
    pub async fn deliveries_insert(&mut self, new: &[NewDelivery], now: Timestamp) -> Result<()> {
        const SQL: &str = "INSERT INTO delivery (notification_id, subject_id, account, region, topic_arn, subscriber, \
                event_sequence, event, message_id, message, state, attempts, created_at, finished_at, expires_at) \
            SELECT value ->> '$.notificationId', value ->> '$.subjectId', value ->> '$.scope.account', \
                value ->> '$.scope.region', value ->> '$.topicArn', value ->> '$.subscriber', \
                (SELECT MAX(sequence) FROM event), value ->> '$.event', value ->> '$.messageId', value ->> '$.message', \
                iif(value ->> '$.subscriber' IS NULL, 'noSubscriber', 'pending'), 0, $2, \
                iif(value ->> '$.subscriber' IS NULL, $2, NULL), iif(value ->> '$.subscriber' IS NULL, $3, NULL) \
            FROM json_each($1) ORDER BY key";
        let rows = serde_json::to_string(new).map_err(Error::internal)?;
        let expires_at = now.plus_seconds(limit::DELIVERY_RETENTION_SECONDS);
        let values = [
            rows.as_str().into(),
            now.as_micros().into(),
            expires_at.as_micros().into(),
        ];
        self.execute(SQL, &values).await?;
        let queues: Vec<(&TopicArn, &str)> = new
            .iter()
            .filter_map(|row| Some((&row.topic_arn, row.subscriber.as_deref()?)))
            .collect();
        self.deliveries_begin(&queues, now).await
    }

    /// Makes the heads of these queues due, unless they are already.
    async fn deliveries_begin(
        &mut self,
        queues: &[(&TopicArn, &str)],
        now: Timestamp,
    ) -> Result<()> {
        const SQL: &str = "UPDATE delivery SET due_at = $2 WHERE due_at IS NULL AND id IN ( \
            SELECT (SELECT MIN(id) FROM delivery WHERE state = 'pending' \
                AND topic_arn = queue.value ->> '$[0]' AND subscriber = queue.value ->> '$[1]') \
            FROM json_each($1) AS queue)";
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
        let subscriber = delivery.subscriber.as_deref();
        let queue: Vec<(&TopicArn, &str)> = subscriber
            .map(|subscriber| (&delivery.topic_arn, subscriber))
            .into_iter()
            .collect();
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
    Ok(Delivery {
        id: column(row, 0)?,
        notification_id: text(1)?,
        topic_arn: TopicArn::parse("TopicArn", &text(2)?)?,
        subscriber: column(row, 3)?,
        event_sequence: column(row, 4)?,
        event: NotificationEvent::parse(&text(5)?)?,
        message_id: text(6)?,
        message: text(7)?,
        state: DeliveryState::parse(&text(8)?)?,
        attempts: u32::try_from(column::<i64>(row, 9)?).map_err(Error::internal)?,
        due_at: time(10)?,
        last_error: column(row, 11)?,
        created_at: Timestamp::from_micros(column(row, 12)?),
        finished_at: time(13)?,
    })
}
