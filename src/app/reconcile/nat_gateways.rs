//! Moves NAT gateways on when their time in a state is over: available or failed, taken down, gone.

use crate::app::Context;
use crate::app::network_interface;
use crate::domain::clock::Timestamp;
use crate::domain::elastic_ip::{AddressAssociation, ElasticIp};
use crate::domain::error::Result;
use crate::domain::event::{Event, ResourceType, SYSTEM};
use crate::domain::id::Id;
use crate::domain::limit;
use crate::domain::nat_gateway::{Failure, NatGateway, NatGatewayEvent, NatGatewayProgress};
use crate::domain::scope::Scope;
use crate::store::{Stored, Tx};

/// Moves on one batch of NAT gateways in a transaction of its own; `false` if none was due.
pub(super) async fn advance_batch(context: &Context) -> Result<bool> {
    let batch = i64::try_from(limit::RECONCILE_BATCH).unwrap_or(i64::MAX);
    let (mut glance, now) = context.glance().await?;
    if glance.nat_gateways_due(now, 1).await?.is_empty() {
        return Ok(false);
    }
    drop(glance);
    let (mut tx, now) = context.system_transaction().await?;
    let due = tx.nat_gateways_due(now, batch).await?;
    let any = !due.is_empty();
    for gateway in due {
        advance(context, &mut tx, gateway, now).await?;
    }
    tx.commit().await?;
    Ok(any)
}

async fn advance(
    context: &Context,
    tx: &mut Tx,
    mut gateway: Stored<NatGateway>,
    now: Timestamp,
) -> Result<()> {
    let from = gateway.progress.name();
    let (action, event) = match &gateway.progress {
        NatGatewayProgress::Pending { .. } => match provision(tx, &gateway, now).await? {
            None => ("ProvisionNatGateway", NatGatewayEvent::Provisioned),
            Some(failure) => (
                "FailNatGateway",
                NatGatewayEvent::ProvisioningFailed(failure),
            ),
        },
        NatGatewayProgress::Deleting { .. } => ("TakeDownNatGateway", NatGatewayEvent::Removed),
        NatGatewayProgress::Available => return Ok(()),
        NatGatewayProgress::Failed { .. } | NatGatewayProgress::Deleted { .. } => {
            record(tx, "RemoveNatGateway", &gateway, now, Some(from), None).await?;
            return tx.delete(&gateway).await;
        }
    };
    let timing = context.settings().timing;
    let Some(next) = gateway.progress.apply(event, now, &timing) else {
        return Ok(());
    };
    gateway.progress = next;
    let to = gateway.progress.name();
    record(tx, action, &gateway, now, Some(from), Some(to)).await?;
    match gateway.progress {
        NatGatewayProgress::Failed { .. } | NatGatewayProgress::Deleted { .. } => {
            take_down(tx, gateway, now).await
        }
        NatGatewayProgress::Pending { .. }
        | NatGatewayProgress::Available
        | NatGatewayProgress::Deleting { .. } => tx.update(gateway).await.map(drop),
    }
}

/// Puts the Elastic IP addresses of a public gateway before its private ones, or says why that cannot be.
async fn provision(tx: &mut Tx, gateway: &NatGateway, now: Timestamp) -> Result<Option<Failure>> {
    let ids: Vec<&str> = gateway
        .addresses
        .iter()
        .filter_map(|address| address.elastic_ip.as_ref())
        .map(|it| it.allocation_id.as_str())
        .collect();
    if ids.is_empty() {
        return Ok(None);
    }
    let vpc_id = &gateway.vpc_id;
    if tx.internet_gateway_of_vpc(vpc_id.as_str()).await?.is_none() {
        let message = format!("Network {vpc_id} has no Internet gateway attached");
        return Ok(Some(failure("Gateway.NotAttached", message)));
    }
    let elastic_ips: Vec<Stored<ElasticIp>> = tx.get_many(&gateway.scope, &ids).await?;
    for id in ids {
        match elastic_ips.iter().find(|it| it.id.as_str() == id) {
            None => {
                let message = format!(
                    "Elastic IP address {id} could not be associated with this NAT gateway"
                );
                return Ok(Some(failure("InvalidAllocationID.NotFound", message)));
            }
            Some(elastic_ip) if elastic_ip.association.is_some() => {
                let message = format!("Elastic IP address {id} is already associated");
                return Ok(Some(failure("Resource.AlreadyAssociated", message)));
            }
            Some(_) => {}
        }
    }
    for elastic_ip in elastic_ips {
        associate(tx, gateway, elastic_ip, now).await?;
    }
    Ok(None)
}

fn failure(code: &str, message: String) -> Failure {
    Failure {
        code: code.to_owned(),
        message,
    }
}

async fn associate(
    tx: &mut Tx,
    gateway: &NatGateway,
    mut elastic_ip: Stored<ElasticIp>,
    now: Timestamp,
) -> Result<()> {
    for address in &gateway.addresses {
        let Some(wanted) = &address.elastic_ip else {
            continue;
        };
        if wanted.allocation_id == elastic_ip.id {
            elastic_ip.association = Some(AddressAssociation {
                association_id: wanted.association_id.clone(),
                network_interface_id: address.network_interface_id.clone(),
                network_interface_owner: gateway.scope.account.clone(),
                vpc_id: gateway.vpc_id.clone(),
                private_ip_address: address.private_ip_address,
                managed: true,
            });
        }
    }
    record_address(tx, "ProvisionNatGateway", &elastic_ip, now, "available").await?;
    tx.update(elastic_ip).await.map(drop)
}

/// Removes the gateway's interface. Its Elastic IP addresses are free again.
async fn take_down(tx: &mut Tx, mut gateway: Stored<NatGateway>, now: Timestamp) -> Result<()> {
    let Some(interface_id) = gateway.network_interface_id.take() else {
        return tx.update(gateway).await.map(drop);
    };
    let elastic_ips = tx
        .elastic_ips_of_interfaces(&[interface_id.as_str()])
        .await?;
    for mut elastic_ip in elastic_ips {
        elastic_ip.association = None;
        record_address(tx, "TakeDownNatGateway", &elastic_ip, now, "in-use").await?;
        tx.update(elastic_ip).await?;
    }
    let scope = gateway.scope.clone();
    tx.update(gateway).await?;
    network_interface::release(tx, &scope, &[interface_id.as_str()]).await
}

async fn record(
    tx: &mut Tx,
    action: &str,
    gateway: &NatGateway,
    now: Timestamp,
    from: Option<&str>,
    to: Option<&str>,
) -> Result<()> {
    let resource = (ResourceType::NatGateway, gateway.id.to_string());
    record_for(tx, action, resource, &gateway.scope, now, (from, to)).await
}

async fn record_address(
    tx: &mut Tx,
    action: &str,
    elastic_ip: &ElasticIp,
    now: Timestamp,
    from: &str,
) -> Result<()> {
    let resource = (ResourceType::ElasticIp, elastic_ip.id.to_string());
    let states = (Some(from), Some(elastic_ip.state()));
    record_for(tx, action, resource, &elastic_ip.scope, now, states).await
}

async fn record_for(
    tx: &mut Tx,
    action: &str,
    (resource_type, resource_id): (ResourceType, String),
    scope: &Scope,
    now: Timestamp,
    (from, to): (Option<&str>, Option<&str>),
) -> Result<()> {
    let event = Event {
        time: now,
        action: action.to_owned(),
        actor: SYSTEM.to_owned(),
        request_id: None,
        resource_type,
        resource_id,
        scope: scope.clone(),
        from: from.map(str::to_owned),
        to: to.map(str::to_owned),
    };
    tx.event_insert(&event, &[scope]).await
}
