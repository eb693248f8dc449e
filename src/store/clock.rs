//! How the clock is adjusted, kept so that a restart goes on with the same time.

use super::tx::{Tx, json};
use crate::domain::clock::Adjustment;
use crate::domain::error::{Error, Result};

impl Tx {
    /// How the clock is adjusted; not at all if nobody ever did it.
    pub async fn clock_get(&mut self) -> Result<Adjustment> {
        let row = self.row("SELECT body FROM clock", &[]).await?;
        row.map_or(Ok(Adjustment::NONE), |row| json(&row, 0))
    }

    /// Keeps how the clock is adjusted.
    pub async fn clock_put(&mut self, adjustment: Adjustment) -> Result<()> {
        const SQL: &str = "INSERT INTO clock (id, body) VALUES (1, $1) \
            ON CONFLICT (id) DO UPDATE SET body = excluded.body";
        let body = serde_json::to_string(&adjustment).map_err(Error::internal)?;
        self.execute(SQL, &[body.as_str().into()]).await?;
        Ok(())
    }
}
