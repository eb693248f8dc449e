//! Creating endpoints.

use serde::Serialize;

use super::gateway;
use super::placement::{self, SubnetConfiguration};
use super::{DnsWish, dns, metering, policy, private_dns, record, security};
use crate::app::available_service;
use crate::app::context::{Command, Session};
use crate::domain::available_service::AvailableService;
use crate::domain::connection::ConnectionState;
use crate::domain::endpoint::Endpoint;
use crate::domain::endpoint_type::EndpointType;
use crate::domain::entropy;
use crate::domain::error::{Code, Error, Result};
use crate::domain::id::{Id, VpcId};
use crate::domain::ip_address_type::IpAddressType;
use crate::domain::tag::{self, Tag};
use crate::domain::vpc::Vpc;
use crate::store::Stored;

/// Creates an endpoint, and with it a request to connect to a service.
#[derive(Clone, Debug, Default, Serialize)]
pub struct CreateEndpoint {
    /// The consumer's VPC.
    pub vpc_id: String,
    /// `Gateway` unless given, as in the EC2 API.
    pub endpoint_type: Option<String>,
    /// The service.
    pub service_name: Option<String>,
    /// The service's region; the endpoint's own unless given.
    pub service_region: Option<String>,
    /// Belongs to resource endpoints, which are not served.
    pub resource_configuration_arn: Option<String>,
    /// Belongs to service network endpoints, which are not served.
    pub service_network_arn: Option<String>,
    /// One subnet in each zone in which an interface endpoint is to be reached, which may be none; exactly one for a Gateway
    /// Load Balancer endpoint.
    pub subnet_ids: Vec<String>,
    /// Addresses in the subnets, where the user chooses them.
    pub subnet_configurations: Vec<SubnetConfiguration>,
    /// Security groups of an interface endpoint; the VPC's default one unless given.
    pub security_group_ids: Vec<String>,
    /// Route tables that are to lead to a gateway endpoint.
    pub route_table_ids: Vec<String>,
    /// The policy; full access unless given.
    pub policy_document: Option<String>,
    /// `ipv4` unless given.
    pub ip_address_type: Option<String>,
    /// How the names are resolved.
    pub dns_options: DnsWish,
    /// Whether the VPC resolves the service's own names to the endpoint. Unless given, it does for AWS's services that
    /// have any.
    pub private_dns_enabled: Option<bool>,
    /// Tags.
    pub tags: Vec<Tag>,
}

impl Command for CreateEndpoint {
    const NAME: &'static str = "CreateVpcEndpoint";
    type Output = Stored<Endpoint>;

    async fn execute(self, session: &mut Session) -> Result<Stored<Endpoint>> {
        let endpoint_type = self.check_type()?;
        let vpc: Stored<Vpc> = session
            .find(&VpcId::parse(&self.vpc_id)?)
            .await
            .map_err(|error| error.about("VpcId"))?;
        let service = self.service(session, endpoint_type).await?;
        placement::check_count(endpoint_type, &self.subnet_ids)?;
        let addresses = addresses(self.ip_address_type.as_deref(), &service)?;
        policy::check(self.policy_document.as_deref(), endpoint_type, &service)?;
        let tags = tag::validated(self.tags.clone())?;
        let dns_options = self.dns_options.resolve(endpoint_type, addresses, None)?;
        let subnets = placement::subnets(session, &vpc, &service, &self.subnet_ids, &[]).await?;
        placement::check_addresses(addresses, &subnets)?;
        let chosen =
            placement::chosen_addresses(addresses, &self.subnet_configurations, &self.subnet_ids)?;
        let tables = gateway::tables(session, &vpc, "RouteTableId", &self.route_table_ids).await?;
        let groups = match endpoint_type {
            EndpointType::Interface => {
                security::groups(session, &vpc, &self.security_group_ids).await?
            }
            EndpointType::Gateway | EndpointType::GatewayLoadBalancer => Vec::new(),
        };
        check_quota(session, &vpc, endpoint_type).await?;
        let endpoint = Endpoint {
            id: session.new_id(),
            scope: session.scope(),
            endpoint_type,
            connection_id: session.new_id(),
            connection: initial_state(session, endpoint_type, &service),
            vpc_id: vpc.id.clone(),
            service_name: service.name.clone(),
            service_id: service.id.clone(),
            service_scope: service.scope.clone(),
            base_dns_name: service.base_dns_names.first().cloned().unwrap_or_default(),
            wildcard_names: service.wildcard_names,
            subnets: Vec::new(),
            route_table_ids: Vec::new(),
            groups,
            policy_document: policy::or_default(self.policy_document, endpoint_type),
            ip_address_type: addresses,
            dns_options,
            private_dns: None,
            dns_suffix: entropy::lower_alphanumeric(&*session.entropy, 8),
            tags,
            connection_tags: Vec::new(),
            created_at: session.now,
        };
        let wants_private_dns = self
            .private_dns_enabled
            .unwrap_or_else(|| private_dns::by_default(session, &service));
        let mut endpoint = session.tx.insert(endpoint).await?;
        security::use_groups(session, &endpoint).await?;
        if wants_private_dns {
            private_dns::enable(session, &vpc, &mut endpoint, &service).await?;
        }
        dns::default_inbound_only(session, &mut endpoint, &self.dns_options);
        dns::check_inbound_only(session, &endpoint).await?;
        placement::add_interfaces(session, &mut endpoint, &subnets, &chosen).await?;
        metering::change(session, &endpoint, &service, Vec::new(), &subnets).await?;
        gateway::lead(session, &mut endpoint, &tables).await?;
        let state = endpoint.connection.name();
        let endpoint = session.tx.update(endpoint).await?;
        record(session, &endpoint, None, Some(state)).await?;
        Ok(endpoint)
    }
}

impl CreateEndpoint {
    /// The type, if it is served and the other parameters fit it.
    fn check_type(&self) -> Result<EndpointType> {
        let endpoint_type = match self.endpoint_type.as_deref().unwrap_or("Gateway") {
            "Interface" => EndpointType::Interface,
            "Gateway" => EndpointType::Gateway,
            "GatewayLoadBalancer" => EndpointType::GatewayLoadBalancer,
            unserved @ ("Resource" | "ServiceNetwork") => {
                return Err(unsupported(
                    "VpcEndpointType",
                    &format!("endpoints of the type {unserved}"),
                ));
            }
            other => {
                return Err(Error::new(
                    Code::InvalidEndpointType,
                    format!("Value ({other}) for parameter VpcEndpointType is invalid."),
                )
                .about("VpcEndpointType"));
            }
        };
        if self.resource_configuration_arn.is_some() {
            return Err(unsupported(
                "ResourceConfigurationArn",
                "endpoints of the type Resource",
            ));
        }
        if self.service_network_arn.is_some() {
            return Err(unsupported(
                "ServiceNetworkArn",
                "endpoints of the type ServiceNetwork",
            ));
        }
        self.check_members(endpoint_type)?;
        Ok(endpoint_type)
    }

    /// Refuses what endpoints of this type don't have.
    fn check_members(&self, endpoint_type: EndpointType) -> Result<()> {
        let routes =
            || gateway::only_for_gateways("RouteTableId", endpoint_type, &self.route_table_ids);
        let groups = || {
            security::only_for_interfaces(
                "SecurityGroupId",
                endpoint_type,
                &self.security_group_ids,
            )
        };
        match endpoint_type {
            EndpointType::Interface => routes(),
            EndpointType::Gateway => {
                placement::not_for_gateways("SubnetId", !self.subnet_ids.is_empty())?;
                placement::not_for_gateways(
                    "SubnetConfiguration.SubnetId",
                    !self.subnet_configurations.is_empty(),
                )?;
                groups()
            }
            EndpointType::GatewayLoadBalancer => {
                routes()?;
                groups()?;
                dns::not_for_appliances(&self.dns_options)
            }
        }
    }

    /// The service, if the caller may see it and it can be connected to like this.
    async fn service(
        &self,
        session: &mut Session,
        endpoint_type: EndpointType,
    ) -> Result<AvailableService> {
        let name = self.service_name.as_deref().filter(|name| !name.is_empty());
        let name = name.ok_or_else(|| Error::missing("ServiceName"))?;
        let region =
            available_service::service_region(&session.scope(), self.service_region.as_deref())?;
        available_service::find(session, name, &region, endpoint_type).await
    }
}

fn unsupported(parameter: &'static str, what: &str) -> Error {
    Error::new(
        Code::UnsupportedOperation,
        format!("privlink does not serve {what}"),
    )
    .about(parameter)
}

/// The kinds of addresses that the endpoint is to have, if its service can be reached by them.
pub(super) fn addresses(wish: Option<&str>, service: &AvailableService) -> Result<IpAddressType> {
    const PARAMETER: &str = "IpAddressType";
    let addresses = match wish {
        None => IpAddressType::Ipv4,
        Some(text) => IpAddressType::parse(PARAMETER, text)?,
    };
    if service.supports(addresses) {
        Ok(addresses)
    } else {
        Err(Error::invalid(
            PARAMETER,
            format!(
                "The IP address type {} is not supported by the service {}",
                addresses.name(),
                service.name
            ),
        ))
    }
}

/// Nobody decides about gateway endpoints, and nothing has to be set up for them.
fn initial_state(
    session: &Session,
    endpoint_type: EndpointType,
    service: &AvailableService,
) -> ConnectionState {
    match endpoint_type {
        EndpointType::Gateway => ConnectionState::Available,
        EndpointType::Interface | EndpointType::GatewayLoadBalancer => ConnectionState::initial(
            service.acceptance_required,
            session.now,
            &session.settings.timing,
        ),
    }
}

async fn check_quota(session: &mut Session, vpc: &Vpc, endpoint_type: EndpointType) -> Result<()> {
    let quotas = session.settings.quotas;
    let vpc_id = vpc.id.as_str();
    let exceeded = match endpoint_type {
        EndpointType::Interface | EndpointType::GatewayLoadBalancer => {
            let present = session.tx.endpoints_with_interfaces(vpc_id).await?;
            present >= i64::from(quotas.interface_endpoints_per_vpc)
        }
        EndpointType::Gateway => {
            let in_region = session.tx.gateway_endpoints(&vpc.scope).await?;
            let in_vpc = session.tx.gateway_endpoints_in_vpc(vpc_id).await?;
            in_region >= i64::from(quotas.gateway_endpoints_per_region)
                || in_vpc >= i64::from(quotas.gateway_endpoints_per_vpc)
        }
    };
    if exceeded {
        return Err(Error::new(
            Code::EndpointLimitExceeded,
            "The maximum number of VPC endpoints has been reached",
        ));
    }
    Ok(())
}
