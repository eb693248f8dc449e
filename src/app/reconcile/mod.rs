//! Background work: what the system does by itself, with no request to answer.
//!
//! Reconcilers take no input. They read from the database what is due, do it, and can be run again at any time, so that
//! a restart continues where the last process stopped. They run when a command has changed something, and on a timer.

mod connections;
mod expiry;

use std::time::Duration;

use tokio::sync::watch;

use super::Context;
use crate::domain::error::Result;

/// How long the reconcilers rest when nothing wakes them and nothing is due earlier.
const REST: Duration = Duration::from_secs(1);

impl Context {
    /// Does everything that is due now.
    pub async fn settle(&self) -> Result<()> {
        while connections::advance_batch(self).await? {}
        while expiry::clear_batch(self).await? {}
        Ok(())
    }

    /// Runs the reconcilers until `stop` turns true.
    pub async fn reconcile_until(&self, mut stop: watch::Receiver<bool>) {
        loop {
            if let Err(error) = self.settle().await {
                tracing::error!(%error, source = error.source.as_deref(), "reconciling failed; trying again later");
            }
            tokio::select! {
                () = self.wake().notified() => {}
                () = tokio::time::sleep(REST) => {}
                _ = stop.wait_for(|stopped| *stopped) => return,
            }
        }
    }
}
