//! Emptying everything, for tests that want a fresh server.

use super::Context;
use crate::domain::error::Result;

impl Context {
    /// Deletes everything of every account and region, in one step. Requests before it and after it see all or nothing.
    pub async fn reset(&self) -> Result<()> {
        let (mut tx, _) = self.system_transaction().await?;
        tx.reset().await?;
        tx.commit().await
    }
}
