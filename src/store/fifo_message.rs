//! Messages of first-in-first-out topics: their numbers, and which were published a moment ago.

use super::tx::{Tx, column};
use crate::domain::clock::Timestamp;
use crate::domain::error::Result;
use crate::domain::limit;
use crate::domain::topic::TopicArn;

impl Tx {
    /// The id and the number of the message with this key that was published to the topic a moment ago.
    pub async fn fifo_message_get(
        &mut self,
        topic: &TopicArn,
        key: &str,
        now: Timestamp,
    ) -> Result<Option<(String, i64)>> {
        const SQL: &str = "SELECT message_id, id FROM fifo_message \
            WHERE topic_arn = $1 AND deduplication_key = $2 AND expires_at > $3";
        let values = [topic.as_str().into(), key.into(), now.as_micros().into()];
        let row = self.row(SQL, &values).await?;
        row.map(|row| Ok((column(&row, 0)?, column(&row, 1)?)))
            .transpose()
    }

    /// Adds a message; returns its number, which rises.
    pub async fn fifo_message_insert(
        &mut self,
        topic: &TopicArn,
        key: &str,
        message_id: &str,
        now: Timestamp,
    ) -> Result<i64> {
        const SQL: &str = "INSERT INTO fifo_message (topic_arn, deduplication_key, message_id, expires_at) \
            VALUES ($1, $2, $3, $4) RETURNING id";
        let expires_at = now.plus_seconds(limit::DEDUPLICATION_SECONDS);
        let values = [
            topic.as_str().into(),
            key.into(),
            message_id.into(),
            expires_at.as_micros().into(),
        ];
        self.number(SQL, &values).await
    }

    /// Clears away at most `limit` messages that are not known again any more at `now`; returns how many.
    pub async fn fifo_messages_expire(&mut self, now: Timestamp, limit: i64) -> Result<u64> {
        const SQL: &str = "DELETE FROM fifo_message WHERE id IN ( \
            SELECT id FROM fifo_message WHERE expires_at <= $1 ORDER BY expires_at LIMIT $2)";
        self.execute(SQL, &[now.as_micros().into(), limit.into()])
            .await
    }
}
