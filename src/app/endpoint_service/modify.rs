//! Changing endpoint services.

use serde::Serialize;

use super::delete::existing_connections;
use super::{check_regions, load_balancers, private_dns, record};
use crate::app::context::{Command, Session};
use crate::app::endpoint::difference;
use crate::domain::endpoint_service::{
    EndpointService, SERVICE_STATE, parse_regions, parse_supported_types, supported_regions,
    type_names, zones_of,
};
use crate::domain::endpoint_type::EndpointType;
use crate::domain::error::{Code, Error, Result};
use crate::domain::id::{EndpointServiceId, Id};
use crate::domain::scope::RegionName;
use crate::domain::tag::{self, Tag};
use crate::store::Stored;

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
    /// Gateway load balancers to put behind the service.
    pub add_gateway_load_balancer_arns: Vec<String>,
    /// Gateway load balancers to take away; not while endpoints are connected.
    pub remove_gateway_load_balancer_arns: Vec<String>,
    /// Address types to support as well.
    pub add_supported_ip_address_types: Vec<String>,
    /// Address types to support no longer; one must remain.
    pub remove_supported_ip_address_types: Vec<String>,
    /// Regions from which to be reached as well.
    pub add_supported_regions: Vec<String>,
    /// Regions from which to be reached no longer, which touches no connection; the own one always stays.
    pub remove_supported_regions: Vec<String>,
    /// Another private name, to be verified anew. An empty one takes the present one away.
    pub private_dns_name: Option<String>,
    /// Takes the private name away. Endpoints that use it keep it.
    pub remove_private_dns_name: bool,
    /// Adds and removes network load balancers so that it has these.
    pub network_load_balancer_arns: Option<Vec<String>>,
    /// Adds and removes gateway load balancers so that it has these.
    pub gateway_load_balancer_arns: Option<Vec<String>>,
    /// Adds and removes address types so that it supports these.
    pub supported_ip_address_types: Option<Vec<String>>,
    /// Adds and removes regions so that it supports these, besides its own.
    pub supported_regions: Option<Vec<String>>,
    /// Replaces all tags.
    pub tags: Option<Vec<Tag>>,
}

impl Command for ModifyEndpointService {
    const NAME: &'static str = "ModifyVpcEndpointServiceConfiguration";
    type Output = Stored<EndpointService>;

    async fn execute(mut self, session: &mut Session) -> Result<Stored<EndpointService>> {
        let id = EndpointServiceId::parse(&self.service_id)?;
        let mut service: Stored<EndpointService> = session.find_to_change(&id).await?;
        self.resolve(&service);
        self.change_load_balancers(session, &mut service).await?;
        self.change_regions(&mut service)?;
        self.change_private_dns(session, &mut service)?;
        service.acceptance_required = self
            .acceptance_required
            .unwrap_or(service.acceptance_required);
        session
            .tx
            .service_load_balancers_set(id.as_str(), &service.load_balancer_arns)
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
        record(session, &service, Some(SERVICE_STATE), Some(SERVICE_STATE)).await?;
        Ok(service)
    }
}

impl ModifyEndpointService {
    /// Turns whole lists into what is to be added and removed.
    fn resolve(&mut self, service: &EndpointService) {
        let regions: Vec<String> = service
            .supported_regions
            .iter()
            .map(ToString::to_string)
            .collect();
        if let Some(wanted) = self.network_load_balancer_arns.take() {
            difference(
                &service.load_balancers_for(EndpointType::Interface),
                wanted,
                &mut self.add_network_load_balancer_arns,
                &mut self.remove_network_load_balancer_arns,
            );
        }
        if let Some(wanted) = self.gateway_load_balancer_arns.take() {
            difference(
                &service.load_balancers_for(EndpointType::GatewayLoadBalancer),
                wanted,
                &mut self.add_gateway_load_balancer_arns,
                &mut self.remove_gateway_load_balancer_arns,
            );
        }
        if let Some(wanted) = self.supported_ip_address_types.take() {
            difference(
                &type_names(&service.supported_ip_address_types),
                wanted,
                &mut self.add_supported_ip_address_types,
                &mut self.remove_supported_ip_address_types,
            );
        }
        if let Some(mut wanted) = self.supported_regions.take() {
            wanted.push(service.scope.region.to_string());
            difference(
                &regions,
                wanted,
                &mut self.add_supported_regions,
                &mut self.remove_supported_regions,
            );
        }
    }

    async fn change_load_balancers(
        &self,
        session: &mut Session,
        service: &mut Stored<EndpointService>,
    ) -> Result<()> {
        let endpoint_type = service.endpoint_type;
        let removes = !self.remove_network_load_balancer_arns.is_empty()
            || !self.remove_gateway_load_balancer_arns.is_empty();
        if removes
            && session
                .tx
                .service_has_live_connections(service.id.as_str())
                .await?
        {
            return Err(existing_connections().about(remove_parameter(endpoint_type)));
        }
        let arns = self.load_balancer_arns(service)?;
        let types = self.types(service)?;
        let balancers = load_balancers::find(session, endpoint_type, &arns).await?;
        load_balancers::check_types("AddSupportedIpAddressType", &types, &balancers)?;
        load_balancers::refuse_used(session, endpoint_type, &arns, Some(&service.id)).await?;
        service.zones = zones_of(balancers.iter().map(|balancer| &balancer.value));
        service.load_balancer_arns = arns;
        service.supported_ip_address_types = types;
        Ok(())
    }

    fn load_balancer_arns(&self, service: &EndpointService) -> Result<Vec<String>> {
        let network = (
            &self.add_network_load_balancer_arns,
            &self.remove_network_load_balancer_arns,
            "AddNetworkLoadBalancerArn",
        );
        let gateway = (
            &self.add_gateway_load_balancer_arns,
            &self.remove_gateway_load_balancer_arns,
            "AddGatewayLoadBalancerArn",
        );
        let ((add, remove, _), (other_add, other_remove, other_parameter)) =
            match service.endpoint_type {
                EndpointType::GatewayLoadBalancer => (gateway, network),
                EndpointType::Interface | EndpointType::Gateway => (network, gateway),
            };
        if !other_add.is_empty() || !other_remove.is_empty() {
            return Err(Error::new(
                Code::InvalidParameter,
                "A service has either Network Load Balancers or Gateway Load Balancers, not both",
            )
            .about(other_parameter));
        }
        let parameter = remove_parameter(service.endpoint_type);
        let mut arns = service.load_balancer_arns.clone();
        if let Some(arn) = remove.iter().find(|arn| !arns.contains(arn)) {
            return Err(Error::invalid(
                parameter,
                format!("The load balancer '{arn}' is not associated with the service"),
            ));
        }
        arns.retain(|arn| !remove.contains(arn));
        arns.extend(add.iter().cloned());
        if arns.is_empty() {
            return Err(Error::invalid(
                parameter,
                "At least one load balancer must remain associated with the service",
            ));
        }
        Ok(load_balancers::distinct(arns))
    }

    fn types(
        &self,
        service: &EndpointService,
    ) -> Result<Vec<crate::domain::ip_address_type::IpAddressType>> {
        const REMOVE: &str = "RemoveSupportedIpAddressType";
        let add = parse_supported_types(
            "AddSupportedIpAddressType",
            &self.add_supported_ip_address_types,
        )?;
        let remove = parse_supported_types(REMOVE, &self.remove_supported_ip_address_types)?;
        let mut types = service.supported_ip_address_types.clone();
        types.retain(|it| !remove.contains(it));
        types.extend(add);
        types.sort();
        types.dedup();
        if types.is_empty() {
            return Err(Error::invalid(
                REMOVE,
                "At least one supported IP address type must remain",
            ));
        }
        Ok(types)
    }

    fn change_regions(&self, service: &mut Stored<EndpointService>) -> Result<()> {
        const REMOVE: &str = "RemoveSupportedRegion";
        let home = &service.scope.region;
        let add = parse_regions("AddSupportedRegion", home, &self.add_supported_regions)?;
        let remove = parse_regions(REMOVE, home, &self.remove_supported_regions)?;
        if remove.contains(&service.scope.region) {
            return Err(Error::invalid(
                REMOVE,
                "The service's own region cannot be removed",
            ));
        }
        let present = service.supported_regions.iter().cloned();
        let mut regions: std::collections::BTreeSet<RegionName> =
            present.filter(|region| !remove.contains(region)).collect();
        regions.extend(add);
        service.supported_regions = supported_regions(&service.scope.region, regions);
        check_regions("AddSupportedRegion", service)
    }

    fn change_private_dns(
        &self,
        session: &Session,
        service: &mut Stored<EndpointService>,
    ) -> Result<()> {
        let wanted = self
            .private_dns_name
            .as_deref()
            .filter(|name| !name.is_empty());
        if self.remove_private_dns_name && wanted.is_some() {
            return Err(Error::new(
                Code::InvalidParameterCombination,
                "PrivateDnsName and RemovePrivateDnsName cannot be used together",
            )
            .about("RemovePrivateDnsName"));
        }
        if self.remove_private_dns_name || self.private_dns_name.as_deref() == Some("") {
            service.private_dns_name = None;
        }
        let present = service
            .private_dns_name
            .as_ref()
            .map(|private| private.name.as_str());
        if wanted.is_some() && wanted != present {
            service.private_dns_name =
                private_dns::new_name(session, service.endpoint_type, wanted)?;
        }
        Ok(())
    }
}

const fn remove_parameter(endpoint_type: EndpointType) -> &'static str {
    match endpoint_type {
        EndpointType::Interface | EndpointType::Gateway => "RemoveNetworkLoadBalancerArn",
        EndpointType::GatewayLoadBalancer => "RemoveGatewayLoadBalancerArn",
    }
}
