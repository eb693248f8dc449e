//! What of an endpoint's life the ledger of usage hears about.

use crate::app::context::Session;
use crate::app::usage;
use crate::domain::available_service::AvailableService;
use crate::domain::endpoint::Endpoint;
use crate::domain::error::Result;
use crate::domain::scope::AccountId;
use crate::domain::service_scope::ServiceOwner;
use crate::domain::subnet::Subnet;
use crate::domain::usage::MeteredEndpoint;
use crate::store::Stored;

/// Counts the endpoint's hours in the zones of subnets that it has just got, and no longer in the zones `left`. A zone in
/// which it has another subnet instead goes on as it was.
pub(super) async fn change(
    session: &mut Session,
    endpoint: &Endpoint,
    service: &AvailableService,
    left: Vec<String>,
    added: &[Stored<Subnet>],
) -> Result<()> {
    let added: Vec<String> = added
        .iter()
        .map(|subnet| subnet.availability_zone.clone())
        .collect();
    let (ended, begun): (Vec<&String>, Vec<String>) = (
        left.iter().filter(|zone| !added.contains(zone)).collect(),
        added
            .iter()
            .filter(|zone| !left.contains(zone))
            .cloned()
            .collect(),
    );
    let ended: Vec<&str> = ended.into_iter().map(String::as_str).collect();
    let now = session.now;
    usage::close_zones(&mut session.tx, &endpoint.id, &ended, now).await?;
    begin(session, endpoint, service, &begun).await
}

async fn begin(
    session: &mut Session,
    endpoint: &Endpoint,
    service: &AvailableService,
    zones: &[String],
) -> Result<()> {
    let metered = MeteredEndpoint {
        endpoint_id: endpoint.id.clone(),
        endpoint_type: endpoint.endpoint_type,
        owner: endpoint.scope.clone(),
        service_id: endpoint.service_id.to_string(),
        service_name: endpoint.service_name.clone(),
    };
    let zones: Vec<&str> = zones.iter().map(String::as_str).collect();
    let (payer, now) = (payer(endpoint, service), session.now);
    usage::open(&mut session.tx, &metered, payer, &zones, now).await
}

fn payer<'a>(endpoint: &'a Endpoint, service: &'a AvailableService) -> &'a AccountId {
    match &service.scope.owner {
        ServiceOwner::Account(provider) if service.service_owner_pays => provider,
        ServiceOwner::Account(_) | ServiceOwner::Amazon => &endpoint.scope.account,
    }
}

/// The zones of those of the endpoint's subnets that have these ids.
pub(super) fn zones(endpoint: &Endpoint, subnet_ids: &[String]) -> Vec<String> {
    endpoint
        .subnets
        .iter()
        .filter(|subnet| subnet_ids.contains(&subnet.subnet_id.to_string()))
        .map(|subnet| subnet.availability_zone.clone())
        .collect()
}
