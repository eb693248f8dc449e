//! Endpoint services: what a provider does with them.

mod delete;
mod load_balancers;
mod modify;
mod payer;
mod private_dns;

use serde::{Deserialize, Serialize};

use super::context::{Command, Session};
use super::list::listed_as_stored;
use crate::domain::endpoint_service::{
    EndpointService, SERVICE_STATE, parse_regions, parse_supported_types, supported_regions,
    zones_of,
};
use crate::domain::endpoint_type::EndpointType;
use crate::domain::error::{Error, Result};
use crate::domain::event::ResourceType;
use crate::domain::id::{EndpointServiceId, Id};
use crate::domain::ip_address_type::IpAddressType;
use crate::domain::limit;
use crate::domain::tag::{self, Tag};
use crate::store::Stored;

pub use delete::{DeleteEndpointService, DeleteEndpointServices};
pub use modify::ModifyEndpointService;
pub use payer::ModifyPayerResponsibility;
pub use private_dns::StartPrivateDnsVerification;
pub(super) use private_dns::record_exists;

listed_as_stored!(
    EndpointService,
    "DescribeVpcEndpointServiceConfigurations",
    EndpointServiceId
);

/// Publishes a service in front of load balancers.
#[derive(Clone, Debug, Default, Serialize)]
pub struct CreateEndpointService {
    /// Network load balancers, for interface endpoints. Either these or the others.
    pub network_load_balancer_arns: Vec<String>,
    /// Gateway load balancers, for Gateway Load Balancer endpoints.
    pub gateway_load_balancer_arns: Vec<String>,
    /// Whether the provider decides on each connection; `true` unless given.
    pub acceptance_required: Option<bool>,
    /// `ipv4` unless given; `ipv6` if all load balancers are of the type dualstack.
    pub supported_ip_address_types: Vec<String>,
    /// From which regions consumers may connect, besides the service's own.
    pub supported_regions: Vec<String>,
    /// A name that consumers may use once it is verified.
    pub private_dns_name: Option<String>,
    /// Tags.
    pub tags: Vec<Tag>,
}

impl Command for CreateEndpointService {
    const NAME: &'static str = "CreateVpcEndpointServiceConfiguration";
    type Output = Stored<EndpointService>;

    async fn execute(self, session: &mut Session) -> Result<Stored<EndpointService>> {
        let (endpoint_type, arns) = load_balancers::chosen(
            self.network_load_balancer_arns,
            self.gateway_load_balancer_arns,
        )?;
        let mut types =
            parse_supported_types("SupportedIpAddressType", &self.supported_ip_address_types)?;
        if types.is_empty() {
            types.push(IpAddressType::Ipv4);
        }
        let home = session.scope().region;
        let regions = parse_regions("SupportedRegion", &home, &self.supported_regions)?;
        let regions = supported_regions(&home, regions);
        let private_dns_name =
            private_dns::new_name(session, endpoint_type, self.private_dns_name.as_deref())?;
        let balancers = load_balancers::find(session, endpoint_type, &arns).await?;
        load_balancers::check_types("SupportedIpAddressType", &types, &balancers)?;
        load_balancers::refuse_used(session, endpoint_type, &arns, None).await?;
        let service = EndpointService {
            id: session.new_id(),
            scope: session.scope(),
            endpoint_type,
            zones: zones_of(balancers.iter().map(|balancer| &balancer.value)),
            load_balancer_arns: arns,
            acceptance_required: self.acceptance_required.unwrap_or(true),
            supported_ip_address_types: types,
            supported_regions: regions,
            private_dns_name,
            service_owner_pays: false,
            tags: tag::validated(self.tags)?,
            created_at: session.now,
        };
        check_regions("SupportedRegion", &service)?;
        let service = session.tx.insert(service).await?;
        session
            .tx
            .service_load_balancers_set(service.id.as_str(), &service.load_balancer_arns)
            .await?;
        record(session, &service, None, Some(SERVICE_STATE)).await?;
        Ok(service)
    }
}

/// Only interface endpoints connect across regions.
fn check_regions(parameter: &'static str, service: &EndpointService) -> Result<()> {
    if service.is_cross_region() && service.endpoint_type != EndpointType::Interface {
        return Err(Error::invalid(
            parameter,
            "Services behind Gateway Load Balancers can only be reached from their own region",
        ));
    }
    Ok(())
}

async fn record(
    session: &mut Session,
    service: &EndpointService,
    from: Option<&str>,
    to: Option<&str>,
) -> Result<()> {
    let id = service.id.as_str();
    session
        .record(ResourceType::VpcEndpointService, id, from, to)
        .await
}

/// What did not work, in a request about several resources.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Unsuccessful {
    /// The resource.
    pub resource_id: String,
    /// AWS's error code.
    pub code: String,
    /// Why.
    pub message: String,
}

impl Unsuccessful {
    /// The item for a refusal.
    pub(super) fn new(resource_id: &str, error: &Error) -> Self {
        Self {
            resource_id: resource_id.to_owned(),
            code: error.code.name().to_owned(),
            message: error.message.clone(),
        }
    }
}

/// Identifiers of a request about several resources: well formed, none of them twice, at least one.
pub(super) fn parse_ids<I: Id + PartialEq>(
    parameter: &'static str,
    texts: &[String],
) -> Result<Vec<I>> {
    if texts.is_empty() {
        return Err(Error::missing(parameter));
    }
    if texts.len() > limit::IDS_PER_REQUEST {
        return Err(Error::invalid(
            parameter,
            format!("More than {} ids", limit::IDS_PER_REQUEST),
        ));
    }
    let mut ids: Vec<I> = Vec::with_capacity(texts.len());
    for text in texts {
        let id = I::parse(text).map_err(|error| error.about(parameter))?;
        if !ids.contains(&id) {
            ids.push(id);
        }
    }
    Ok(ids)
}
