//! Private DNS: the VPC resolves the service's own names to the endpoint.

use std::collections::BTreeSet;

use crate::app::context::Session;
use crate::domain::available_service::AvailableService;
use crate::domain::connection::ConnectionState;
use crate::domain::endpoint::{Endpoint, PrivateDns};
use crate::domain::endpoint_type::EndpointType;
use crate::domain::entropy;
use crate::domain::error::{Error, Result};
use crate::domain::id::Id;
use crate::domain::private_dns::domain_of;
use crate::domain::service_scope::ServiceOwner;
use crate::domain::vpc::Vpc;
use crate::store::Stored;

const PARAMETER: &str = "PrivateDnsEnabled";

/// Whether a new endpoint gets private DNS when the user does not say: to AWS's services that have private names, unless
/// a gateway endpoint is the usual way to them.
pub(super) fn by_default(session: &Session, service: &AvailableService) -> bool {
    let catalogue = &session.settings.catalogue;
    let gateway = catalogue.find(&service.scope.region, &service.name, EndpointType::Gateway);
    service.scope.owner == ServiceOwner::Amazon
        && !service.private_dns_names.is_empty()
        && gateway.is_none()
}

/// Enables private DNS, if service, connection and VPC allow it. The endpoint itself is not written yet.
pub(super) async fn enable(
    session: &mut Session,
    vpc: &Vpc,
    endpoint: &mut Stored<Endpoint>,
    service: &AvailableService,
) -> Result<()> {
    check(vpc, endpoint, service)?;
    let names = service.private_dns_names.clone();
    let domains: BTreeSet<String> = names
        .iter()
        .map(|name| domain_of(name).to_owned())
        .collect();
    let domains: Vec<String> = domains.into_iter().collect();
    let (vpc_id, id) = (vpc.id.as_str(), endpoint.id.as_str());
    let taken = match session.tx.private_domain_taken(vpc_id, &domains).await? {
        Some(domain) => Some(domain),
        None => session.tx.hosted_domain_taken(vpc_id, &domains).await?,
    };
    if let Some(domain) = taken {
        return Err(Error::invalid(
            PARAMETER,
            format!(
                "private-dns-enabled cannot be set because there is already a conflicting DNS domain for {domain} in the VPC {vpc_id}"
            ),
        ));
    }
    session
        .tx
        .private_domains_take(vpc_id, id, &domains)
        .await?;
    endpoint.private_dns = Some(PrivateDns {
        names,
        hosted_zone_id: format!("Z{}", entropy::upper_alphanumeric(&*session.entropy, 20)),
    });
    Ok(())
}

/// Disables private DNS. The endpoint itself is not written yet.
pub(super) async fn disable(session: &mut Session, endpoint: &mut Stored<Endpoint>) -> Result<()> {
    endpoint.private_dns = None;
    session.tx.private_domains_free(endpoint.id.as_str()).await
}

fn check(vpc: &Vpc, endpoint: &Endpoint, service: &AvailableService) -> Result<()> {
    let refusal = |message: String| Err(Error::invalid(PARAMETER, message));
    let name = &service.name;
    if service.private_dns_names.is_empty() {
        return refusal(format!(
            "Private DNS can't be enabled because the service {name} does not provide a private DNS name."
        ));
    }
    if matches!(
        endpoint.connection,
        ConnectionState::PendingAcceptance { .. }
    ) {
        return refusal(format!(
            "Private DNS can only be enabled after the endpoint connection is accepted by the owner of {name}."
        ));
    }
    if !service.is_verified() {
        return refusal(format!(
            "Private DNS can't be enabled because the private DNS name of the service {name} is not verified."
        ));
    }
    if !vpc.enable_dns_support || !vpc.enable_dns_hostnames {
        return refusal(format!(
            "Enabling private DNS requires both enableDnsSupport and enableDnsHostnames VPC attributes set to true for {}",
            vpc.id
        ));
    }
    Ok(())
}
