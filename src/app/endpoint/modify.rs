//! Changing endpoints.

use serde::Serialize;

use super::placement::SubnetConfiguration;
use super::{
    DnsWish, create, dns, gateway, metering, placement, policy, private_dns, record, security,
};
use crate::app::available_service;
use crate::app::context::{Command, Session};
use crate::domain::available_service::AvailableService;
use crate::domain::connection::{ConnectionEvent, ConnectionState, Transition};
use crate::domain::endpoint::Endpoint;
use crate::domain::endpoint_type::EndpointType;
use crate::domain::error::{Code, Error, Result};
use crate::domain::id::{EndpointId, Id};
use crate::domain::subnet::Subnet;
use crate::domain::tag::{self, Tag};
use crate::domain::vpc::Vpc;
use crate::store::Stored;

/// Changes an endpoint; empty lists and `None` leave things as they are.
#[derive(Clone, Debug, Default, Serialize)]
pub struct ModifyEndpoint {
    /// Which one.
    pub endpoint_id: String,
    /// A new policy.
    pub policy_document: Option<String>,
    /// Back to the default policy.
    pub reset_policy: bool,
    /// Subnets in zones in which it has none yet.
    pub add_subnet_ids: Vec<String>,
    /// Subnets that it has.
    pub remove_subnet_ids: Vec<String>,
    /// Addresses in its subnets. Where they differ from the present ones, the interface is replaced.
    pub subnet_configurations: Vec<SubnetConfiguration>,
    /// Security groups.
    pub add_security_group_ids: Vec<String>,
    /// Security groups that it has; one must remain.
    pub remove_security_group_ids: Vec<String>,
    /// Route tables that are to lead to a gateway endpoint.
    pub add_route_table_ids: Vec<String>,
    /// Route tables that lead to it, and are to no longer.
    pub remove_route_table_ids: Vec<String>,
    /// Other kinds of addresses.
    pub ip_address_type: Option<String>,
    /// How the names are resolved.
    pub dns_options: DnsWish,
    /// Whether the VPC resolves the service's own names to the endpoint.
    pub private_dns_enabled: Option<bool>,
    /// Adds and removes subnets so that it has these.
    pub subnet_ids: Option<Vec<String>>,
    /// Adds and removes security groups so that it has these.
    pub security_group_ids: Option<Vec<String>>,
    /// Adds and removes route tables so that these lead to it.
    pub route_table_ids: Option<Vec<String>>,
    /// Replaces all tags.
    pub tags: Option<Vec<Tag>>,
}

impl Command for ModifyEndpoint {
    const NAME: &'static str = "ModifyVpcEndpoint";
    type Output = Stored<Endpoint>;

    async fn execute(mut self, session: &mut Session) -> Result<Stored<Endpoint>> {
        let id = EndpointId::parse(&self.endpoint_id)?;
        let mut endpoint: Stored<Endpoint> = session.find_to_change(&id).await?;
        let from = endpoint.connection.name();
        self.resolve(&endpoint);
        if self.touches_the_connection() {
            self.check(&endpoint)?;
            let next = next_state(session, &endpoint)?;
            self.change(session, &mut endpoint).await?;
            endpoint.connection = next;
        }
        let to = endpoint.connection.name();
        let endpoint = match self.tags {
            Some(tags) => {
                session
                    .tx
                    .update_tags(endpoint, tag::validated(tags)?)
                    .await?
            }
            None => session.tx.update(endpoint).await?,
        };
        record(session, &endpoint, Some(from), Some(to)).await?;
        Ok(endpoint)
    }
}

impl ModifyEndpoint {
    /// Whether anything but tags is to change. Tags can be changed in every state, and lead nowhere.
    fn touches_the_connection(&self) -> bool {
        let lists = [
            &self.add_subnet_ids,
            &self.remove_subnet_ids,
            &self.add_security_group_ids,
            &self.remove_security_group_ids,
            &self.add_route_table_ids,
            &self.remove_route_table_ids,
        ];
        self.reset_policy
            || self.policy_document.is_some()
            || self.ip_address_type.is_some()
            || !self.dns_options.is_empty()
            || self.private_dns_enabled.is_some()
            || !self.subnet_configurations.is_empty()
            || lists.iter().any(|list| !list.is_empty())
    }

    /// Turns whole lists into what is to be added and removed.
    fn resolve(&mut self, endpoint: &Endpoint) {
        if let Some(wanted) = self.subnet_ids.take() {
            let present = texts(&endpoint.subnets, |subnet| subnet.subnet_id.to_string());
            let (add, remove) = (&mut self.add_subnet_ids, &mut self.remove_subnet_ids);
            difference(&present, wanted, add, remove);
        }
        if let Some(wanted) = self.security_group_ids.take() {
            let present = texts(&endpoint.groups, |group| group.group_id.to_string());
            let (add, remove) = (
                &mut self.add_security_group_ids,
                &mut self.remove_security_group_ids,
            );
            difference(&present, wanted, add, remove);
        }
        if let Some(wanted) = self.route_table_ids.take() {
            let present = texts(&endpoint.route_table_ids, ToString::to_string);
            let (add, remove) = (
                &mut self.add_route_table_ids,
                &mut self.remove_route_table_ids,
            );
            difference(&present, wanted, add, remove);
        }
    }

    /// Refuses what endpoints of this type don't have, and what cannot go together.
    fn check(&self, endpoint: &Endpoint) -> Result<()> {
        let endpoint_type = endpoint.endpoint_type;
        if self.reset_policy && self.policy_document.is_some() {
            return Err(Error::new(
                Code::InvalidParameterCombination,
                "ResetPolicy and PolicyDocument cannot be used together",
            )
            .about("ResetPolicy"));
        }
        for (parameter, tables) in [
            ("AddRouteTableId", &self.add_route_table_ids),
            ("RemoveRouteTableId", &self.remove_route_table_ids),
        ] {
            gateway::only_for_gateways(parameter, endpoint_type, tables)?;
        }
        for (parameter, groups) in [
            ("AddSecurityGroupId", &self.add_security_group_ids),
            ("RemoveSecurityGroupId", &self.remove_security_group_ids),
        ] {
            security::only_for_interfaces(parameter, endpoint_type, groups)?;
        }
        if endpoint_type == EndpointType::GatewayLoadBalancer {
            dns::not_for_appliances(&self.dns_options)?;
        }
        for (parameter, given) in [
            ("AddSubnetId", !self.add_subnet_ids.is_empty()),
            ("RemoveSubnetId", !self.remove_subnet_ids.is_empty()),
            (
                "SubnetConfiguration.SubnetId",
                !self.subnet_configurations.is_empty(),
            ),
        ] {
            match endpoint_type {
                EndpointType::Gateway => placement::not_for_gateways(parameter, given)?,
                EndpointType::GatewayLoadBalancer if given => {
                    return Err(Error::invalid(
                        parameter,
                        "The subnet of a Gateway Load Balancer endpoint cannot be changed",
                    ));
                }
                EndpointType::Interface | EndpointType::GatewayLoadBalancer => {}
            }
        }
        Ok(())
    }

    async fn change(
        &mut self,
        session: &mut Session,
        endpoint: &mut Stored<Endpoint>,
    ) -> Result<()> {
        let service = available_service::of_endpoint(session, endpoint).await?;
        let vpc: Stored<Vpc> = session.find(&endpoint.vpc_id.clone()).await?;
        let policy_document = self.policy_document.take();
        policy::check(policy_document.as_deref(), endpoint.endpoint_type, &service)?;
        if self.reset_policy || policy_document.is_some() {
            endpoint.policy_document = policy::or_default(policy_document, endpoint.endpoint_type);
        }
        let left = metering::zones(endpoint, &self.remove_subnet_ids);
        placement::remove_interfaces(session, endpoint, &self.remove_subnet_ids).await?;
        self.change_addresses(session, endpoint, &service).await?;
        let added = self.place(session, &vpc, endpoint, &service).await?;
        metering::change(session, endpoint, &service, left, &added).await?;
        security::change(
            session,
            &vpc,
            endpoint,
            &self.add_security_group_ids,
            &self.remove_security_group_ids,
        )
        .await?;
        gateway::stop_leading(session, endpoint, &self.remove_route_table_ids).await?;
        let tables =
            gateway::tables(session, &vpc, "AddRouteTableId", &self.add_route_table_ids).await?;
        gateway::lead(session, endpoint, &tables).await?;
        self.change_names(session, &vpc, endpoint, &service).await
    }

    async fn change_addresses(
        &self,
        session: &mut Session,
        endpoint: &mut Stored<Endpoint>,
        service: &AvailableService,
    ) -> Result<()> {
        let Some(wish) = self.ip_address_type.as_deref() else {
            return Ok(());
        };
        let addresses = create::addresses(Some(wish), service)?;
        if addresses == endpoint.ip_address_type {
            return Ok(());
        }
        match endpoint.endpoint_type {
            EndpointType::Gateway => gateway::change_addresses(session, endpoint, addresses).await,
            EndpointType::Interface | EndpointType::GatewayLoadBalancer => {
                placement::change_addresses(session, endpoint, addresses).await
            }
        }
    }

    /// Adds subnets, which it returns, and gives the addresses that were chosen.
    async fn place(
        &self,
        session: &mut Session,
        vpc: &Vpc,
        endpoint: &mut Stored<Endpoint>,
        service: &AvailableService,
    ) -> Result<Vec<Stored<Subnet>>> {
        let present: Vec<&str> = endpoint
            .subnets
            .iter()
            .map(|subnet| subnet.availability_zone.as_str())
            .collect();
        let added = placement::subnets(session, vpc, service, &self.add_subnet_ids, &present)
            .await
            .map_err(|error| error.about("AddSubnetId"))?;
        placement::check_addresses(endpoint.ip_address_type, &added)?;
        let mut all = texts(&endpoint.subnets, |subnet| subnet.subnet_id.to_string());
        all.extend(self.add_subnet_ids.iter().cloned());
        let chosen = placement::chosen_addresses(
            endpoint.ip_address_type,
            &self.subnet_configurations,
            &all,
        )?;
        placement::replace_interfaces(session, endpoint, &chosen).await?;
        placement::add_interfaces(session, endpoint, &added, &chosen).await?;
        Ok(added)
    }

    async fn change_names(
        &self,
        session: &mut Session,
        vpc: &Vpc,
        endpoint: &mut Stored<Endpoint>,
        service: &AvailableService,
    ) -> Result<()> {
        let inbound_only = |endpoint: &Endpoint| {
            endpoint
                .dns_options
                .private_dns_only_for_inbound_resolver_endpoint
        };
        let (before, was_private) = (inbound_only(endpoint), endpoint.private_dns.is_some());
        endpoint.dns_options = self.dns_options.resolve(
            endpoint.endpoint_type,
            endpoint.ip_address_type,
            Some(&endpoint.dns_options),
        )?;
        match self.private_dns_enabled {
            Some(true) if endpoint.private_dns.is_none() => {
                private_dns::enable(session, vpc, endpoint, service).await?;
                dns::default_inbound_only(session, endpoint, &self.dns_options);
            }
            Some(false) => private_dns::disable(session, endpoint).await?,
            Some(true) | None => {}
        }
        let becomes_private = !was_private && endpoint.private_dns.is_some();
        if inbound_only(endpoint) && (!before || becomes_private) {
            dns::check_inbound_only(session, endpoint).await?;
        }
        Ok(())
    }
}

/// The state that a change leads to. A gateway endpoint has nothing that takes time to set up.
fn next_state(session: &Session, endpoint: &Endpoint) -> Result<ConnectionState> {
    let from = &endpoint.connection;
    let timing = &session.settings.timing;
    match from.apply(ConnectionEvent::Modify, session.now, timing) {
        Transition::To(_) if endpoint.endpoint_type == EndpointType::Gateway => Ok(from.clone()),
        Transition::To(next) => Ok(next),
        Transition::Unchanged => Ok(from.clone()),
        Transition::Refused => Err(Error::new(
            Code::IncorrectState,
            format!(
                "The Vpc Endpoint Id '{}' is in the state {from} and cannot be modified",
                endpoint.id
            ),
        )),
    }
}

fn texts<T>(items: &[T], text: impl Fn(&T) -> String) -> Vec<String> {
    items.iter().map(text).collect()
}

/// What has to be added to `present` and removed from it to have `wanted`.
pub(in crate::app) fn difference(
    present: &[String],
    wanted: Vec<String>,
    add: &mut Vec<String>,
    remove: &mut Vec<String>,
) {
    remove.extend(present.iter().filter(|id| !wanted.contains(id)).cloned());
    add.extend(wanted.into_iter().filter(|id| !present.contains(id)));
}
