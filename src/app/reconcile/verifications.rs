//! Ends the wait for the records that verify private DNS names, when they did not appear in time.

use crate::app::Context;
use crate::app::endpoint_service::record_exists;
use crate::domain::error::Result;
use crate::domain::event::{Event, ResourceType, SYSTEM};
use crate::domain::limit;
use crate::domain::private_dns::Verification;

/// Gives up on one batch in a transaction of its own, after a last look; `false` if none was due.
pub(super) async fn advance_batch(context: &Context) -> Result<bool> {
    let (mut tx, now) = context.glance().await?;
    if tx.verifications_due(now, 1).await?.is_empty() {
        return Ok(false);
    }
    drop(tx);
    let batch = i64::try_from(limit::RECONCILE_BATCH).unwrap_or(i64::MAX);
    let (mut tx, now) = context.system_transaction().await?;
    let due = tx.verifications_due(now, batch).await?;
    let any = !due.is_empty();
    for mut service in due {
        let Some(private) = service.private_dns_name.as_mut() else {
            continue;
        };
        let from = private.verification.name();
        private.verification = if record_exists(&mut tx, private).await? {
            Verification::Verified
        } else {
            Verification::Failed
        };
        let to = private.verification.name();
        let event = Event {
            time: now,
            action: "EndPrivateDnsVerification".to_owned(),
            actor: SYSTEM.to_owned(),
            request_id: None,
            resource_type: ResourceType::VpcEndpointService,
            resource_id: service.id.to_string(),
            scope: service.scope.clone(),
            from: Some(from.to_owned()),
            to: Some(to.to_owned()),
        };
        let service = tx.update(service).await?;
        tx.event_insert(&event, &[&service.scope]).await?;
    }
    tx.commit().await?;
    Ok(any)
}
