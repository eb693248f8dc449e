//! The event log.

use super::tx::{Tx, column, json};
use crate::domain::error::{Error, Result};
use crate::domain::event::{Event, LoggedEvent};
use crate::domain::scope::Scope;

impl Tx {
    /// Writes an event that these accounts see.
    pub async fn event_insert(&mut self, event: &Event, audience: &[&Scope]) -> Result<()> {
        const EVENT: &str = "INSERT INTO event (body) VALUES ($1) RETURNING sequence";
        const AUDIENCE: &str = "INSERT INTO event_audience (account, region, sequence) VALUES ($1, $2, $3) \
            ON CONFLICT DO NOTHING";
        let body = serde_json::to_string(event).map_err(Error::internal)?;
        let sequence = self.number(EVENT, &[body.as_str().into()]).await?;
        for scope in audience {
            let values = [
                scope.account.as_str().into(),
                scope.region.as_str().into(),
                sequence.into(),
            ];
            self.execute(AUDIENCE, &values).await?;
        }
        self.count_event();
        Ok(())
    }

    /// The next `limit` events that the scope sees, after the one numbered `after`, oldest first.
    pub async fn events_list(
        &mut self,
        scope: &Scope,
        after: i64,
        limit: i64,
    ) -> Result<Vec<LoggedEvent>> {
        const SQL: &str = "SELECT event.sequence, event.body FROM event_audience AS audience \
            JOIN event ON event.sequence = audience.sequence \
            WHERE audience.account = $1 AND audience.region = $2 AND audience.sequence > $3 \
            ORDER BY audience.sequence LIMIT $4";
        let values = [
            scope.account.as_str().into(),
            scope.region.as_str().into(),
            after.into(),
            limit.into(),
        ];
        let rows = self.rows(SQL, &values).await?;
        rows.iter()
            .map(|row| {
                Ok(LoggedEvent {
                    sequence: column(row, 0)?,
                    event: json(row, 1)?,
                })
            })
            .collect()
    }
}
