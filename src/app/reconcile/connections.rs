//! Moves connections on when their time in a state is over: ready, expired, taken down, gone.

use crate::app::Context;
use crate::app::endpoint::audience;
use crate::app::network_interface;
use crate::domain::clock::Timestamp;
use crate::domain::connection::{ConnectionState, Transition};
use crate::domain::endpoint::Endpoint;
use crate::domain::error::Result;
use crate::domain::event::{Event, ResourceType, SYSTEM};
use crate::domain::id::{EndpointId, Id};
use crate::domain::limit;
use crate::domain::scope::Scope;
use crate::store::{Stored, Tx};

/// Moves on one batch of connections, in one transaction if nothing is wrong with any of them; `false` if none was due.
pub(super) async fn advance_batch(context: &Context) -> Result<bool> {
    let batch = i64::try_from(limit::RECONCILE_BATCH).unwrap_or(i64::MAX);
    let (mut glance, now) = context.glance().await?;
    let due = glance.endpoints_due(now, batch).await?;
    drop(glance);
    if due.is_empty() {
        return Ok(false);
    }
    let ids: Vec<EndpointId> = due.into_iter().map(|endpoint| endpoint.value.id).collect();
    match advance_together(context, &ids).await {
        Err(error) if ids.len() > 1 => {
            tracing::warn!(%error, source = error.source.as_deref(), "moving connections on one by one");
            one_by_one(context, &ids).await
        }
        done => done.map(|()| true),
    }
}

/// One that cannot be moved on does not hold up the others; `false` if none could be.
async fn one_by_one(context: &Context, ids: &[EndpointId]) -> Result<bool> {
    let mut any = false;
    for id in ids {
        match advance_together(context, std::slice::from_ref(id)).await {
            Ok(()) => any = true,
            Err(error) => {
                tracing::error!(endpoint = %id, %error, source = error.source.as_deref(), "a connection cannot be moved on");
            }
        }
    }
    Ok(any)
}

async fn advance_together(context: &Context, ids: &[EndpointId]) -> Result<()> {
    let (mut tx, now) = context.system_transaction().await?;
    for endpoint in tx.endpoints_still_due(now, ids).await? {
        advance(context, &mut tx, endpoint, now).await?;
    }
    tx.commit().await
}

async fn advance(
    context: &Context,
    tx: &mut Tx,
    mut endpoint: Stored<Endpoint>,
    now: Timestamp,
) -> Result<()> {
    let from = endpoint.connection.clone();
    let Some(event) = from.due_event() else {
        record(tx, "RemoveVpcEndpoint", &endpoint, now, Some(&from), None).await?;
        return tx.endpoint_delete(&endpoint).await;
    };
    let Transition::To(next) = from.apply(event, now, &context.settings().timing) else {
        return Ok(());
    };
    let action = match &next {
        ConnectionState::Expired => "ExpireVpcEndpointConnection",
        ConnectionState::Deleted { .. } => {
            network_interface::release_endpoint(tx, &endpoint).await?;
            tx.security_group_use_set(endpoint.id.as_str(), &[]).await?;
            endpoint.subnets.clear();
            "TakeDownVpcEndpoint"
        }
        _ => "ProvisionVpcEndpoint",
    };
    record(tx, action, &endpoint, now, Some(&from), Some(&next)).await?;
    endpoint.connection = next;
    tx.update(endpoint).await?;
    Ok(())
}

async fn record(
    tx: &mut Tx,
    action: &str,
    endpoint: &Stored<Endpoint>,
    now: Timestamp,
    from: Option<&ConnectionState>,
    to: Option<&ConnectionState>,
) -> Result<()> {
    let event = Event {
        time: now,
        action: action.to_owned(),
        actor: SYSTEM.to_owned(),
        request_id: None,
        resource_type: ResourceType::VpcEndpoint,
        resource_id: endpoint.id.to_string(),
        scope: endpoint.scope.clone(),
        from: from.map(|state| state.name().to_owned()),
        to: to.map(|state| state.name().to_owned()),
    };
    let audience = audience(endpoint);
    let audience: Vec<&Scope> = audience.iter().collect();
    tx.event_insert(&event, &audience).await
}
