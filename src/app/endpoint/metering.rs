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

/// Begins the endpoint's hours in the zones of subnets that it has just got.
pub(super) async fn begin(
    session: &mut Session,
    endpoint: &Endpoint,
    service: &AvailableService,
    subnets: &[Stored<Subnet>],
) -> Result<()> {
    let metered = MeteredEndpoint {
        endpoint_id: endpoint.id.clone(),
        endpoint_type: endpoint.endpoint_type,
        owner: endpoint.scope.clone(),
        service_id: endpoint.service_id.to_string(),
        service_name: endpoint.service_name.clone(),
    };
    let zones: Vec<&str> = subnets
        .iter()
        .map(|subnet| subnet.availability_zone.as_str())
        .collect();
    let (payer, now) = (payer(endpoint, service), session.now);
    usage::open(&mut session.tx, &metered, payer, &zones, now).await
}

fn payer<'a>(endpoint: &'a Endpoint, service: &'a AvailableService) -> &'a AccountId {
    match &service.scope.owner {
        ServiceOwner::Account(provider) if service.service_owner_pays => provider,
        ServiceOwner::Account(_) | ServiceOwner::Amazon => &endpoint.scope.account,
    }
}

/// Ends the endpoint's hours in the zones of subnets, by id, that it is about to lose.
pub(super) async fn end(
    session: &mut Session,
    endpoint: &Endpoint,
    subnet_ids: &[String],
) -> Result<()> {
    let zones: Vec<&str> = endpoint
        .subnets
        .iter()
        .filter(|subnet| {
            subnet_ids
                .iter()
                .any(|id| id == &subnet.subnet_id.to_string())
        })
        .map(|subnet| subnet.availability_zone.as_str())
        .collect();
    usage::close_zones(&mut session.tx, &endpoint.id, &zones, session.now).await
}
