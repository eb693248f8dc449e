//! Clears away what is only kept for a time: idempotency answers, sessions, changes of hosted zones, the records of deliveries,
//! and by what messages are known again.

use crate::app::Context;
use crate::domain::error::Result;
use crate::domain::limit;

/// Clears away one batch in a transaction of its own; `false` if nothing was over.
pub(super) async fn advance_batch(context: &Context) -> Result<bool> {
    let (mut glance, now) = context.glance().await?;
    if !glance.anything_expired(now).await? {
        return Ok(false);
    }
    drop(glance);
    let batch = i64::try_from(limit::RECONCILE_BATCH).unwrap_or(i64::MAX);
    let (mut tx, now) = context.system_transaction().await?;
    let cleared = tx.idempotency_expire(now, batch).await?
        + tx.sessions_expire(now, batch).await?
        + tx.deliveries_expire(now, batch).await?
        + tx.zone_changes_expire(now, batch).await?
        + tx.fifo_messages_expire(now, batch).await?;
    tx.commit().await?;
    Ok(cleared > 0)
}
