//! Answers kept for requests that may come again with the same idempotency token.

use super::tx::{Tx, column};
use crate::domain::clock::Timestamp;
use crate::domain::error::Result;
use crate::domain::scope::Scope;

/// The answer to a request, kept under its token.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Remembered {
    /// Digest of the request's parameters.
    pub fingerprint: String,
    /// The answer as JSON.
    pub output: String,
}

impl Tx {
    /// What was answered to this command with this token, unless that is over by `now`.
    pub async fn idempotency_get(
        &mut self,
        scope: &Scope,
        command: &str,
        token: &str,
        now: Timestamp,
    ) -> Result<Option<Remembered>> {
        const SQL: &str = "SELECT fingerprint, output FROM idempotency \
            WHERE account = $1 AND region = $2 AND command = $3 AND token = $4 AND expires_at > $5";
        let values = [
            scope.account.as_str().into(),
            scope.region.as_str().into(),
            command.into(),
            token.into(),
            now.as_micros().into(),
        ];
        let row = self.row(SQL, &values).await?;
        row.map(|row| {
            Ok(Remembered {
                fingerprint: column(&row, 0)?,
                output: column(&row, 1)?,
            })
        })
        .transpose()
    }

    /// Keeps an answer under its token until `expires_at`.
    pub async fn idempotency_put(
        &mut self,
        scope: &Scope,
        command: &str,
        token: &str,
        remembered: &Remembered,
        expires_at: Timestamp,
    ) -> Result<()> {
        const SQL: &str = "INSERT INTO idempotency \
                (account, region, command, token, fingerprint, output, expires_at) \
            VALUES ($1, $2, $3, $4, $5, $6, $7) \
            ON CONFLICT (account, region, command, token) DO UPDATE \
            SET fingerprint = excluded.fingerprint, output = excluded.output, expires_at = excluded.expires_at";
        let values = [
            scope.account.as_str().into(),
            scope.region.as_str().into(),
            command.into(),
            token.into(),
            remembered.fingerprint.as_str().into(),
            remembered.output.as_str().into(),
            expires_at.as_micros().into(),
        ];
        self.execute(SQL, &values).await?;
        Ok(())
    }

    /// Forgets at most `limit` answers that are over by `now`; returns how many.
    pub async fn idempotency_expire(&mut self, now: Timestamp, limit: i64) -> Result<u64> {
        const SQL: &str = "DELETE FROM idempotency WHERE (account, region, command, token) IN ( \
            SELECT account, region, command, token FROM idempotency WHERE expires_at <= $1 \
            ORDER BY expires_at LIMIT $2)";
        self.execute(SQL, &[now.as_micros().into(), limit.into()])
            .await
    }
}
