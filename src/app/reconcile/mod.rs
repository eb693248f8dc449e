//! Background work: what the system does by itself, with no request to answer.
//!
//! Reconcilers take no input. They read from the database what is due, do it, and can be run again at any time, so that
//! a restart continues where the last process stopped. They run when a command has changed something, and on a timer.

mod connections;
mod expiry;
mod nat_gateways;
mod subscriptions;
mod verifications;

use std::time::Duration;

use tokio::sync::watch;

use super::Context;
use crate::domain::clock::Timestamp;
use crate::domain::error::Result;
use crate::store::Tx;

/// How long the reconcilers rest when nothing wakes them and nothing is due earlier.
const REST: Duration = Duration::from_secs(1);

/// Everything that works in the background, in the order in which one's work makes another's.
#[derive(Clone, Copy)]
enum Reconciler {
    Connections,
    NatGateways,
    Verifications,
    Subscriptions,
    Expiry,
}

impl Reconciler {
    const ALL: [Self; 5] = [
        Self::Connections,
        Self::NatGateways,
        Self::Verifications,
        Self::Subscriptions,
        Self::Expiry,
    ];

    /// Does one batch of what is due in a transaction of its own; `false` if nothing was.
    async fn advance_batch(self, context: &Context) -> Result<bool> {
        match self {
            Self::Connections => connections::advance_batch(context).await,
            Self::NatGateways => nat_gateways::advance_batch(context).await,
            Self::Verifications => verifications::advance_batch(context).await,
            Self::Subscriptions => subscriptions::advance_batch(context).await,
            Self::Expiry => expiry::advance_batch(context).await,
        }
    }

    /// The first moment later than `after` at which something is due, if it matters when exactly it is done.
    async fn next_due(self, tx: &mut Tx, after: Timestamp) -> Result<Option<Timestamp>> {
        match self {
            Self::Connections => tx.endpoints_next_due(after).await,
            Self::NatGateways => tx.nat_gateways_next_due(after).await,
            Self::Verifications => tx.verifications_next_due(after).await,
            Self::Subscriptions => tx.subscriptions_next_due(after).await,
            // What is over is not found any more, cleared away or not.
            Self::Expiry => Ok(None),
        }
    }
}

impl Context {
    /// Does everything that is due now, and what becomes due by that.
    pub async fn settle(&self) -> Result<()> {
        loop {
            let mut idle = true;
            for reconciler in Reconciler::ALL {
                while reconciler.advance_batch(self).await? {
                    idle = false;
                }
            }
            if idle {
                return Ok(());
            }
        }
    }

    /// The first moment later than `after` at which a reconciler has something to do.
    pub(super) async fn next_due(&self, after: Timestamp) -> Result<Option<Timestamp>> {
        let (mut tx, _) = self.glance().await?;
        let mut next = None;
        for reconciler in Reconciler::ALL {
            let due_at = reconciler.next_due(&mut tx, after).await?;
            next = next.into_iter().chain(due_at).min();
        }
        Ok(next)
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
