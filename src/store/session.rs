//! Sessions of roles.

use super::tx::{Tx, json};
use crate::domain::clock::Timestamp;
use crate::domain::error::{Error, Result};
use crate::domain::session::Session;

impl Tx {
    /// Adds a session.
    pub async fn session_insert(&mut self, session: &Session) -> Result<()> {
        const SQL: &str = "INSERT INTO session (access_key_id, body) VALUES ($1, $2)";
        let body = serde_json::to_string(session).map_err(Error::internal)?;
        self.execute(
            SQL,
            &[session.access_key_id.as_str().into(), body.as_str().into()],
        )
        .await?;
        self.count_change();
        Ok(())
    }

    /// The session with this key, expired or not.
    pub async fn session_get(&mut self, access_key_id: &str) -> Result<Option<Session>> {
        const SQL: &str = "SELECT body FROM session WHERE access_key_id = $1";
        let row = self.row(SQL, &[access_key_id.into()]).await?;
        row.map(|row| json(&row, 0)).transpose()
    }

    /// How many sessions there are, expired ones included until they are cleared away.
    pub async fn sessions_count(&mut self) -> Result<i64> {
        self.number("SELECT COUNT(*) FROM session", &[]).await
    }

    /// Clears away at most `limit` sessions that are over by `now`; returns how many.
    pub async fn sessions_expire(&mut self, now: Timestamp, limit: i64) -> Result<u64> {
        const SQL: &str = "DELETE FROM session WHERE access_key_id IN ( \
            SELECT access_key_id FROM session WHERE expires_at <= $1 ORDER BY expires_at LIMIT $2)";
        self.execute(SQL, &[now.as_micros().into(), limit.into()])
            .await
    }

    /// Whether a session, an idempotency answer, a zone's change, the record of a delivery or a message's number is over by
    /// `now`.
    pub async fn anything_expired(&mut self, now: Timestamp) -> Result<bool> {
        const SQL: &str = "SELECT EXISTS (SELECT 1 FROM session WHERE expires_at <= $1) \
            OR EXISTS (SELECT 1 FROM idempotency WHERE expires_at <= $1) \
            OR EXISTS (SELECT 1 FROM delivery WHERE expires_at <= $1) \
            OR EXISTS (SELECT 1 FROM hosted_zone_change WHERE expires_at <= $1) \
            OR EXISTS (SELECT 1 FROM fifo_message WHERE expires_at <= $1)";
        Ok(self.number(SQL, &[now.as_micros().into()]).await? != 0)
    }
}
