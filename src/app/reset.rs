//! Emptying everything, for tests that want a fresh server.

use super::Context;
use crate::domain::clock::Adjustment;
use crate::domain::error::Result;

impl Context {
    /// Deletes everything of every account and region, and sets the clock to the machine's time, in one step. Requests
    /// before it and after it see all or nothing.
    pub async fn reset(&self) -> Result<()> {
        let _alone = self.adjusting().await;
        let (mut tx, _) = self.system_transaction().await?;
        tx.reset().await?;
        let clock = self.adjustable_clock();
        let before = clock.adjustment();
        clock.set(Adjustment::NONE);
        tx.commit().await.inspect_err(|_| clock.set(before))
    }
}
