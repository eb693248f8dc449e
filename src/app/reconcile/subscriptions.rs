//! Forgets subscriptions that nobody has confirmed in time.

use crate::app::Context;
use crate::domain::error::Result;
use crate::domain::event::{Event, ResourceType, SYSTEM};
use crate::domain::limit;

/// Forgets one batch in a transaction of its own; `false` if none was due.
pub(super) async fn advance_batch(context: &Context) -> Result<bool> {
    let (mut tx, now) = context.glance().await?;
    if tx.subscriptions_due(now, 1).await?.is_empty() {
        return Ok(false);
    }
    drop(tx);
    let batch = i64::try_from(limit::RECONCILE_BATCH).unwrap_or(i64::MAX);
    let (mut tx, now) = context.system_transaction().await?;
    let due = tx.subscriptions_due(now, batch).await?;
    for subscription in &due {
        let event = Event {
            time: now,
            action: "ForgetSubscription".to_owned(),
            actor: SYSTEM.to_owned(),
            request_id: None,
            resource_type: ResourceType::Subscription,
            resource_id: subscription.arn.to_string(),
            scope: subscription.scope.clone(),
            from: Some(subscription.confirmation.name().to_owned()),
            to: None,
        };
        tx.delete(subscription).await?;
        let topic_scope = subscription.topic_arn.scope();
        tx.event_insert(&event, &[&subscription.scope, &topic_scope])
            .await?;
    }
    tx.commit().await?;
    Ok(!due.is_empty())
}
