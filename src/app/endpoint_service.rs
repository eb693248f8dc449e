//! Endpoint services: what a provider does with them.

use serde::{Deserialize, Serialize};

use super::context::{Command, Session};
use super::endpoint::difference;
use super::list::listed_as_stored;
use super::{notification, permission};
use crate::domain::endpoint_service::{
    EndpointService, SERVICE_IP_ADDRESS_TYPE, SERVICE_STATE, zones_of,
};
use crate::domain::error::{Code, Error, Result};
use crate::domain::event::ResourceType;
use crate::domain::id::{EndpointServiceId, Id};
use crate::domain::limit;
use crate::domain::load_balancer::{LoadBalancer, parse_network_load_balancer_arn};
use crate::domain::tag::{self, Tag};
use crate::store::Stored;

listed_as_stored!(
    EndpointService,
    "DescribeVpcEndpointServiceConfigurations",
    EndpointServiceId
);

/// Publishes a service in front of network load balancers.
#[derive(Clone, Debug, Serialize)]
pub struct CreateEndpointService {
    /// The load balancers.
    pub network_load_balancer_arns: Vec<String>,
    /// Whether the provider decides on each connection; `true` unless given.
    pub acceptance_required: Option<bool>,
    /// `ipv4`, the default and the only one that IPv4 load balancers allow.
    pub supported_ip_address_types: Vec<String>,
    /// The service's own region, the default and the only one served.
    pub supported_regions: Vec<String>,
    /// Tags.
    pub tags: Vec<Tag>,
}

impl Command for CreateEndpointService {
    const NAME: &'static str = "CreateVpcEndpointServiceConfiguration";
    type Output = Stored<EndpointService>;

    async fn execute(self, session: &mut Session) -> Result<Stored<EndpointService>> {
        if self.network_load_balancer_arns.is_empty() {
            return Err(Error::missing("NetworkLoadBalancerArn"));
        }
        check_ip_address_types("SupportedIpAddressType", &self.supported_ip_address_types)?;
        check_regions(session, &self.supported_regions)?;
        let arns = distinct(self.network_load_balancer_arns);
        let load_balancers = load_balancers(session, &arns).await?;
        refuse_used(session, &arns, None).await?;
        let service = EndpointService {
            id: session.new_id(),
            scope: session.scope(),
            zones: zones_of(
                load_balancers
                    .iter()
                    .map(|load_balancer| &load_balancer.value),
            ),
            network_load_balancer_arns: arns,
            acceptance_required: self.acceptance_required.unwrap_or(true),
            tags: tag::validated(self.tags)?,
            created_at: session.now,
        };
        let service = session.tx.insert(service).await?;
        let id = service.id.as_str();
        session
            .tx
            .service_load_balancers_set(id, &service.network_load_balancer_arns)
            .await?;
        session
            .record(
                ResourceType::VpcEndpointService,
                id,
                None,
                Some(SERVICE_STATE),
            )
            .await?;
        Ok(service)
    }
}

/// Changes a service. Even without any change its zones are read again from its load balancers.
#[derive(Clone, Debug, Default, Serialize)]
pub struct ModifyEndpointService {
    /// Which one.
    pub service_id: String,
    /// Whether the provider decides on each new connection. Present connections stay as they are.
    pub acceptance_required: Option<bool>,
    /// Load balancers to put behind the service.
    pub add_network_load_balancer_arns: Vec<String>,
    /// Load balancers to take away; not while endpoints are connected.
    pub remove_network_load_balancer_arns: Vec<String>,
    /// `ipv4` only.
    pub add_supported_ip_address_types: Vec<String>,
    /// None can be removed: a service has at least one.
    pub remove_supported_ip_address_types: Vec<String>,
    /// The service's own region only.
    pub add_supported_regions: Vec<String>,
    /// None can be removed: the own region always stays.
    pub remove_supported_regions: Vec<String>,
    /// Adds and removes load balancers so that it has these.
    pub network_load_balancer_arns: Option<Vec<String>>,
    /// Replaces all tags.
    pub tags: Option<Vec<Tag>>,
}

impl Command for ModifyEndpointService {
    const NAME: &'static str = "ModifyVpcEndpointServiceConfiguration";
    type Output = Stored<EndpointService>;

    async fn execute(mut self, session: &mut Session) -> Result<Stored<EndpointService>> {
        let id = EndpointServiceId::parse(&self.service_id)?;
        let mut service: Stored<EndpointService> = session.find_to_change(&id).await?;
        if let Some(wanted) = self.network_load_balancer_arns.take() {
            let present = service.network_load_balancer_arns.clone();
            let (add, remove) = (
                &mut self.add_network_load_balancer_arns,
                &mut self.remove_network_load_balancer_arns,
            );
            difference(&present, wanted, add, remove);
        }
        self.check_unchangeable(session)?;
        let arns = self.load_balancer_arns(&service)?;
        if !self.remove_network_load_balancer_arns.is_empty()
            && session.tx.service_has_live_connections(id.as_str()).await?
        {
            return Err(existing_connections().about("RemoveNetworkLoadBalancerArn"));
        }
        let load_balancers = load_balancers(session, &arns).await?;
        refuse_used(session, &arns, Some(&id)).await?;
        service.zones = zones_of(
            load_balancers
                .iter()
                .map(|load_balancer| &load_balancer.value),
        );
        service.network_load_balancer_arns = arns;
        service.acceptance_required = self
            .acceptance_required
            .unwrap_or(service.acceptance_required);
        session
            .tx
            .service_load_balancers_set(id.as_str(), &service.network_load_balancer_arns)
            .await?;
        let service = match self.tags {
            Some(tags) => {
                session
                    .tx
                    .update_tags(service, tag::validated(tags)?)
                    .await?
            }
            None => session.tx.update(service).await?,
        };
        let states = (Some(SERVICE_STATE), Some(SERVICE_STATE));
        session
            .record(
                ResourceType::VpcEndpointService,
                id.as_str(),
                states.0,
                states.1,
            )
            .await?;
        Ok(service)
    }
}

impl ModifyEndpointService {
    fn check_unchangeable(&self, session: &Session) -> Result<()> {
        check_ip_address_types(
            "AddSupportedIpAddressType",
            &self.add_supported_ip_address_types,
        )?;
        check_regions(session, &self.add_supported_regions)?;
        if !self.remove_supported_ip_address_types.is_empty() {
            return Err(Error::invalid(
                "RemoveSupportedIpAddressType",
                "At least one supported IP address type must remain",
            ));
        }
        if !self.remove_supported_regions.is_empty() {
            return Err(Error::invalid(
                "RemoveSupportedRegion",
                "The service's own region cannot be removed",
            ));
        }
        Ok(())
    }

    fn load_balancer_arns(&self, service: &EndpointService) -> Result<Vec<String>> {
        let mut arns = service.network_load_balancer_arns.clone();
        for arn in &self.remove_network_load_balancer_arns {
            if !arns.contains(arn) {
                return Err(Error::invalid(
                    "RemoveNetworkLoadBalancerArn",
                    format!("The load balancer '{arn}' is not associated with the service"),
                ));
            }
        }
        arns.retain(|arn| !self.remove_network_load_balancer_arns.contains(arn));
        arns.extend(self.add_network_load_balancer_arns.iter().cloned());
        if arns.is_empty() {
            return Err(Error::invalid(
                "RemoveNetworkLoadBalancerArn",
                "At least one load balancer must remain associated with the service",
            ));
        }
        Ok(distinct(arns))
    }
}

/// Deletes services, each by itself.
#[derive(Clone, Debug, Serialize)]
pub struct DeleteEndpointServices {
    /// Which ones.
    pub service_ids: Vec<String>,
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

impl Command for DeleteEndpointServices {
    const NAME: &'static str = "DeleteVpcEndpointServiceConfigurations";
    type Output = Vec<Unsuccessful>;

    async fn execute(self, session: &mut Session) -> Result<Vec<Unsuccessful>> {
        let ids = parse_ids::<EndpointServiceId>("ServiceId", &self.service_ids)?;
        let mut unsuccessful = Vec::new();
        for id in ids {
            if let Some(refusal) = delete(session, &id).await? {
                unsuccessful.push(Unsuccessful::new(id.as_str(), &refusal));
            }
        }
        Ok(unsuccessful)
    }
}

/// Deletes one service.
#[derive(Clone, Debug, Serialize)]
pub struct DeleteEndpointService {
    /// Which one.
    pub service_id: String,
}

impl Command for DeleteEndpointService {
    const NAME: &'static str = DeleteEndpointServices::NAME;
    type Output = ();

    async fn execute(self, session: &mut Session) -> Result<()> {
        let id = EndpointServiceId::parse(&self.service_id)?;
        session.find::<EndpointService, _>(&id).await?;
        delete(session, &id).await?.map_or(Ok(()), Err)
    }
}

/// Deletes one service, or says why that cannot be.
async fn delete(session: &mut Session, id: &EndpointServiceId) -> Result<Option<Error>> {
    let scope = session.scope();
    let Some(service) = session
        .tx
        .get::<EndpointService>(&scope, id.as_str())
        .await?
    else {
        return Ok(Some(
            EndpointServiceId::not_found(id.as_str()).with_code(Code::EndpointServiceItemNotFound),
        ));
    };
    session.check_version(&service)?;
    if session.tx.service_has_live_connections(id.as_str()).await? {
        return Ok(Some(existing_connections()));
    }
    permission::delete_all(session, id).await?;
    notification::delete_all(session, id).await?;
    session
        .tx
        .service_load_balancers_set(id.as_str(), &[])
        .await?;
    session.tx.delete(&service).await?;
    session
        .record(
            ResourceType::VpcEndpointService,
            id.as_str(),
            Some(SERVICE_STATE),
            None,
        )
        .await?;
    Ok(None)
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

fn existing_connections() -> Error {
    Error::new(
        Code::ExistingConnections,
        "Service has existing active VPC Endpoint connections!",
    )
}

fn check_ip_address_types(parameter: &'static str, types: &[String]) -> Result<()> {
    for name in types {
        match name.as_str() {
            SERVICE_IP_ADDRESS_TYPE => {}
            "ipv6" => {
                return Err(Error::invalid(
                    parameter,
                    "IP address type ipv6 requires load balancers of the type dualstack",
                ));
            }
            _ => {
                return Err(Error::invalid_value(
                    parameter,
                    format!(
                        "Value ({name}) for parameter {parameter} is invalid. Valid values: ipv4, ipv6"
                    ),
                ));
            }
        }
    }
    Ok(())
}

fn check_regions(session: &Session, regions: &[String]) -> Result<()> {
    let scope = session.scope();
    match regions
        .iter()
        .find(|region| region.as_str() != scope.region.as_str())
    {
        None => Ok(()),
        Some(region) => Err(Error::new(
            Code::UnsupportedOperation,
            format!(
                "privlink does not serve cross-region access, and the service is not in '{region}'"
            ),
        )
        .about("SupportedRegion")),
    }
}

/// The caller's load balancers with these ARNs, which must all exist.
async fn load_balancers(
    session: &mut Session,
    arns: &[String],
) -> Result<Vec<Stored<LoadBalancer>>> {
    if arns.len() > limit::LOAD_BALANCERS_PER_SERVICE {
        return Err(Error::invalid(
            "NetworkLoadBalancerArn",
            format!(
                "A service can have at most {} load balancers",
                limit::LOAD_BALANCERS_PER_SERVICE
            ),
        ));
    }
    for arn in arns {
        if parse_network_load_balancer_arn(arn).is_none() {
            return Err(Error::new(
                Code::NetworkLoadBalancerArnMalformed,
                format!("The network load balancer ARN '{arn}' is malformed"),
            )
            .about("NetworkLoadBalancerArn"));
        }
    }
    let scope = session.scope();
    let found: Vec<Stored<LoadBalancer>> = session.tx.get_many(&scope, arns).await?;
    let missing = arns
        .iter()
        .find(|arn| !found.iter().any(|load_balancer| load_balancer.arn == **arn));
    match missing {
        None => Ok(found),
        Some(arn) => Err(Error::new(
            Code::NetworkLoadBalancerArnNotFound,
            format!("The network load balancer '{arn}' does not exist"),
        )
        .about("NetworkLoadBalancerArn")),
    }
}

/// Refuses load balancers that are behind another service than `own`.
async fn refuse_used(
    session: &mut Session,
    arns: &[String],
    own: Option<&EndpointServiceId>,
) -> Result<()> {
    for arn in arns {
        let service = session.tx.load_balancer_service(arn).await?;
        if service.is_some_and(|service| Some(service.as_str()) != own.map(Id::as_str)) {
            return Err(Error::invalid(
                "NetworkLoadBalancerArn",
                format!(
                    "The load balancer '{arn}' is already associated with another VPC endpoint service"
                ),
            ));
        }
    }
    Ok(())
}

fn distinct(arns: Vec<String>) -> Vec<String> {
    let mut kept: Vec<String> = Vec::with_capacity(arns.len());
    for arn in arns {
        if !kept.contains(&arn) {
            kept.push(arn);
        }
    }
    kept
}
