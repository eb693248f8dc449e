//! Endpoints: what a consumer does with them.

mod delete;
mod modify;

use serde::Serialize;

use super::context::{Command, Session};
use super::list::listed_as_stored;
use super::network_interface::{self, NewInterface};
use super::{available_service, delivery, security_group};
use crate::domain::connection::ConnectionState;
use crate::domain::endpoint::{ENDPOINT_TYPE, Endpoint, EndpointSubnet, IP_ADDRESS_TYPE};
use crate::domain::endpoint_service::EndpointService;
use crate::domain::entropy;
use crate::domain::error::{Code, Error, Result};
use crate::domain::event::ResourceType;
use crate::domain::id::{EndpointId, Id, SubnetId, VpcId};
use crate::domain::limit;
use crate::domain::network_interface::{Holder, SecurityGroupRef};
use crate::domain::policy;
use crate::domain::subnet::Subnet;
use crate::domain::tag::{self, Tag};
use crate::domain::vpc::Vpc;
use crate::store::Stored;

pub use delete::{DeleteEndpoint, DeleteEndpoints};
pub use modify::ModifyEndpoint;
pub(super) use modify::difference;

listed_as_stored!(Endpoint, "DescribeVpcEndpoints", EndpointId);

/// Creates an endpoint, and with it a request to connect to a service.
#[derive(Clone, Debug, Default, Serialize)]
pub struct CreateEndpoint {
    /// The consumer's VPC.
    pub vpc_id: String,
    /// `Gateway` unless given, as in the EC2 API; only `Interface` is served.
    pub endpoint_type: Option<String>,
    /// The service.
    pub service_name: String,
    /// The service's region; only the caller's own is served.
    pub service_region: Option<String>,
    /// One subnet in each zone in which the endpoint is to be reached. May be empty.
    pub subnet_ids: Vec<String>,
    /// Security groups; the VPC's default one unless given.
    pub security_group_ids: Vec<String>,
    /// Route tables belong to gateway endpoints, so there must be none.
    pub route_table_ids: Vec<String>,
    /// The policy; full access unless given.
    pub policy_document: Option<String>,
    /// `ipv4`, the default and the only one that IPv4 subnets allow.
    pub ip_address_type: Option<String>,
    /// `ipv4`, the default and the only one that IPv4 endpoints allow.
    pub dns_record_ip_type: Option<String>,
    /// Refused if `true`: no service has a private name.
    pub private_dns_enabled: bool,
    /// Tags.
    pub tags: Vec<Tag>,
}

impl Command for CreateEndpoint {
    const NAME: &'static str = "CreateVpcEndpoint";
    type Output = Stored<Endpoint>;

    async fn execute(self, session: &mut Session) -> Result<Stored<Endpoint>> {
        self.check_type()?;
        let vpc: Stored<Vpc> = session
            .find(&VpcId::parse(&self.vpc_id)?)
            .await
            .map_err(|error| error.about("VpcId"))?;
        let service = self.service(session).await?;
        self.check_addresses(&service)?;
        check_policy(self.policy_document.as_deref(), &self.service_name)?;
        let tags = tag::validated(self.tags)?;
        let subnets = subnets(session, &vpc, &service, &self.subnet_ids, &[]).await?;
        let groups = groups(session, &vpc, &self.security_group_ids).await?;
        if session.tx.endpoints_in_vpc(vpc.id.as_str()).await?
            >= i64::from(session.settings.quotas.interface_endpoints_per_vpc)
        {
            return Err(Error::new(
                Code::EndpointLimitExceeded,
                "The maximum number of VPC endpoints has been reached",
            ));
        }
        let connection = ConnectionState::initial(
            service.acceptance_required,
            session.now,
            &session.settings.timing,
        );
        let endpoint = Endpoint {
            id: session.new_id(),
            scope: session.scope(),
            connection_id: session.new_id(),
            connection,
            vpc_id: vpc.id.clone(),
            service_name: service.name(),
            service_id: service.id.clone(),
            service_scope: service.scope.clone(),
            subnets: Vec::new(),
            groups,
            policy_document: self
                .policy_document
                .unwrap_or_else(|| policy::FULL_ACCESS.to_owned()),
            dns_suffix: entropy::lower_alphanumeric(&*session.entropy, 8),
            tags,
            connection_tags: Vec::new(),
            created_at: session.now,
        };
        let mut endpoint = session.tx.insert(endpoint).await?;
        use_groups(session, &endpoint).await?;
        let state = endpoint.connection.name();
        record(session, &endpoint, None, Some(state)).await?;
        if !subnets.is_empty() {
            add_interfaces(session, &mut endpoint, &subnets).await?;
            endpoint = session.tx.update(endpoint).await?;
        }
        Ok(endpoint)
    }
}

impl CreateEndpoint {
    fn check_type(&self) -> Result<()> {
        match self.endpoint_type.as_deref().unwrap_or("Gateway") {
            "Interface" if !self.route_table_ids.is_empty() => Err(Error::invalid(
                "RouteTableId",
                "Route table IDs are only supported for Gateway type VPC Endpoint.",
            )),
            "Gateway" if !self.subnet_ids.is_empty() => Err(Error::invalid(
                "SubnetId",
                "Subnet IDs are only supported for Interface and GatewayLoadBalancer type VPC Endpoints.",
            )),
            "Gateway" if !self.security_group_ids.is_empty() => Err(Error::invalid(
                "SecurityGroupId",
                "Security groups are only supported for Interface type VPC Endpoints.",
            )),
            "Interface" | "Gateway" | "GatewayLoadBalancer" => Ok(()),
            unserved @ ("Resource" | "ServiceNetwork") => Err(Error::new(
                Code::UnsupportedOperation,
                format!("privlink does not serve endpoints of the type {unserved}"),
            )
            .about("VpcEndpointType")),
            other => Err(Error::invalid_value(
                "VpcEndpointType",
                format!("Value ({other}) for parameter VpcEndpointType is invalid."),
            )),
        }
    }

    /// The service, if the caller may see it and it can be connected to like this.
    async fn service(&self, session: &mut Session) -> Result<EndpointService> {
        if let Some(region) = &self.service_region
            && region != session.scope().region.as_str()
        {
            return Err(Error::new(
                Code::UnsupportedOperation,
                format!("privlink does not serve cross-region endpoints, and '{region}' is not the endpoint's region"),
            )
            .about("ServiceRegion"));
        }
        let service = available_service::find(session, &self.service_name).await?;
        let asked = self.endpoint_type.as_deref().unwrap_or("Gateway");
        if asked != ENDPOINT_TYPE {
            return Err(Error::invalid(
                "VpcEndpointType",
                format!(
                    "Endpoint type ({asked}) does not match available service types ([{ENDPOINT_TYPE}])."
                ),
            ));
        }
        if self.private_dns_enabled {
            return Err(Error::invalid(
                "PrivateDnsEnabled",
                format!(
                    "Private DNS can't be enabled because the service {} does not provide a private DNS name.",
                    self.service_name
                ),
            ));
        }
        Ok(service)
    }

    fn check_addresses(&self, service: &EndpointService) -> Result<()> {
        check_ip_address_type(self.ip_address_type.as_deref(), &service.name())?;
        check_dns_record_ip_type(self.dns_record_ip_type.as_deref())
    }
}

/// Writes an event that consumer and provider both see, and what notifications publish of it.
pub(super) async fn record(
    session: &mut Session,
    endpoint: &Endpoint,
    from: Option<&str>,
    to: Option<&str>,
) -> Result<()> {
    let audience = [&endpoint.scope, &endpoint.service_scope];
    session
        .record_for(
            ResourceType::VpcEndpoint,
            endpoint.id.as_str(),
            &endpoint.scope,
            from,
            to,
            &audience,
        )
        .await?;
    delivery::enqueue(session, endpoint, from).await
}

async fn use_groups(session: &mut Session, endpoint: &Endpoint) -> Result<()> {
    let groups: Vec<String> = endpoint
        .groups
        .iter()
        .map(|group| group.group_id.to_string())
        .collect();
    session
        .tx
        .security_group_use_set(endpoint.id.as_str(), &groups)
        .await
}

async fn groups(session: &mut Session, vpc: &Vpc, ids: &[String]) -> Result<Vec<SecurityGroupRef>> {
    let groups = security_group::resolve(session, vpc, ids).await?;
    check_group_count(&groups)?;
    Ok(groups)
}

fn check_group_count(groups: &[SecurityGroupRef]) -> Result<()> {
    if groups.is_empty() || groups.len() > limit::SECURITY_GROUPS_PER_INTERFACE {
        return Err(Error::invalid(
            "SecurityGroupId",
            format!(
                "An interface endpoint has 1 to {} security groups",
                limit::SECURITY_GROUPS_PER_INTERFACE
            ),
        ));
    }
    Ok(())
}

/// The subnets with these ids: in the VPC, each in a zone of its own that the service offers and that is not `present`.
async fn subnets(
    session: &mut Session,
    vpc: &Vpc,
    service: &EndpointService,
    ids: &[String],
    present: &[&str],
) -> Result<Vec<Stored<Subnet>>> {
    let mut texts: Vec<&str> = Vec::with_capacity(ids.len());
    for id in ids {
        SubnetId::parse(id).map_err(|error| error.about("SubnetId"))?;
        if !texts.contains(&id.as_str()) {
            texts.push(id);
        }
    }
    let found: Vec<Stored<Subnet>> = session.tx.get_many(&vpc.scope, &texts).await?;
    let mut zones: Vec<String> = present.iter().map(|zone| (*zone).to_owned()).collect();
    let mut subnets = Vec::with_capacity(texts.len());
    for id in texts {
        let subnet = found
            .iter()
            .find(|subnet| subnet.id.as_str() == id)
            .ok_or_else(|| {
                SubnetId::not_found(id)
                    .with_code(Code::EndpointSubnetNotFound)
                    .about("SubnetId")
            })?;
        if subnet.vpc_id != vpc.id {
            return Err(Error::invalid(
                "SubnetId",
                format!("The subnet '{id}' is not in the vpc '{}'", vpc.id),
            ));
        }
        if !service.offers_zone(&subnet.availability_zone_id) {
            return Err(Error::invalid(
                "SubnetId",
                format!(
                    "The VPC endpoint service {} does not support the availability zone of the subnet: {id}",
                    service.name()
                ),
            ));
        }
        if zones.contains(&subnet.availability_zone) {
            return Err(Error::new(
                Code::DuplicateSubnetsInSameZone,
                format!("Found another VPC endpoint subnet in the availability zone of {id}"),
            )
            .about("SubnetId"));
        }
        zones.push(subnet.availability_zone.clone());
        subnets.push(subnet.clone());
    }
    Ok(subnets)
}

/// Gives the endpoint an interface in each of the subnets. The endpoint itself is not written yet.
async fn add_interfaces(
    session: &mut Session,
    endpoint: &mut Stored<Endpoint>,
    subnets: &[Stored<Subnet>],
) -> Result<()> {
    for subnet in subnets {
        let new = NewInterface {
            subnet,
            holder: Holder::Endpoint {
                endpoint_id: endpoint.id.clone(),
            },
            description: format!("VPC Endpoint Interface {}", endpoint.id),
            groups: endpoint.groups.clone(),
            address: None,
        };
        let interface = network_interface::create(session, new).await?;
        endpoint.subnets.push(EndpointSubnet {
            subnet_id: subnet.id.clone(),
            availability_zone: subnet.availability_zone.clone(),
            network_interface_id: interface.id.clone(),
        });
    }
    endpoint
        .subnets
        .sort_by(|left, right| left.availability_zone.cmp(&right.availability_zone));
    Ok(())
}

/// Custom services don't support endpoint policies: only the default one can be had.
fn check_policy(policy: Option<&str>, service_name: &str) -> Result<()> {
    let Some(policy) = policy else { return Ok(()) };
    policy::check(policy)?;
    if policy::is_full_access(policy) {
        return Ok(());
    }
    Err(Error::invalid(
        "PolicyDocument",
        format!("The service {service_name} does not support endpoint policies"),
    ))
}

fn check_ip_address_type(ip_address_type: Option<&str>, service_name: &str) -> Result<()> {
    match ip_address_type {
        None | Some(IP_ADDRESS_TYPE) => Ok(()),
        Some(other @ ("ipv6" | "dualstack")) => Err(Error::invalid(
            "IpAddressType",
            format!("The IP address type {other} is not supported by the service {service_name}"),
        )),
        Some(other) => Err(Error::invalid_value(
            "IpAddressType",
            format!("Value ({other}) for parameter IpAddressType is invalid."),
        )),
    }
}

fn check_dns_record_ip_type(dns_record_ip_type: Option<&str>) -> Result<()> {
    match dns_record_ip_type {
        None | Some(IP_ADDRESS_TYPE) => Ok(()),
        Some(other @ ("ipv6" | "dualstack" | "service-defined")) => Err(Error::invalid(
            "DnsOptions.DnsRecordIpType",
            format!(
                "The DNS record IP type {other} does not fit the IP address type {IP_ADDRESS_TYPE}"
            ),
        )),
        Some(other) => Err(Error::invalid_value(
            "DnsOptions.DnsRecordIpType",
            format!("Value ({other}) for parameter DnsRecordIpType is invalid."),
        )),
    }
}
