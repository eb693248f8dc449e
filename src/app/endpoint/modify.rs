//! Changing endpoints: subnets, security groups, policy.

use serde::Serialize;

use super::{
    add_interfaces, check_dns_record_ip_type, check_group_count, check_ip_address_type,
    check_policy, groups, record, subnets, use_groups,
};
use crate::app::context::{Command, Session};
use crate::app::{available_service, network_interface, usage};
use crate::domain::connection::{ConnectionEvent, ConnectionState, Transition};
use crate::domain::endpoint::Endpoint;
use crate::domain::endpoint_service::EndpointService;
use crate::domain::error::{Code, Error, Result};
use crate::domain::id::{EndpointId, Id};
use crate::domain::network_interface::NetworkInterface;
use crate::domain::policy;
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
    /// Security groups.
    pub add_security_group_ids: Vec<String>,
    /// Security groups that it has; one must remain.
    pub remove_security_group_ids: Vec<String>,
    /// Route tables belong to gateway endpoints, so there must be none.
    pub add_route_table_ids: Vec<String>,
    /// Route tables belong to gateway endpoints, so there must be none.
    pub remove_route_table_ids: Vec<String>,
    /// `ipv4` only.
    pub ip_address_type: Option<String>,
    /// `ipv4` only.
    pub dns_record_ip_type: Option<String>,
    /// Refused if `true`: no service has a private name.
    pub private_dns_enabled: Option<bool>,
    /// Adds and removes subnets so that it has these.
    pub subnet_ids: Option<Vec<String>>,
    /// Adds and removes security groups so that it has these.
    pub security_group_ids: Option<Vec<String>>,
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
        self.check(&endpoint)?;
        let next = self.next_state(session, &endpoint)?;
        let vpc: Stored<Vpc> = session.find(&endpoint.vpc_id.clone()).await?;
        self.change_subnets(session, &vpc, &mut endpoint).await?;
        self.change_groups(session, &vpc, &mut endpoint).await?;
        if self.reset_policy {
            policy::FULL_ACCESS.clone_into(&mut endpoint.policy_document);
        }
        if let Some(policy) = self.policy_document {
            endpoint.policy_document = policy;
        }
        endpoint.connection = next;
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
    /// The state that the change leads to. Tags can be changed in every state, and lead nowhere.
    fn next_state(&self, session: &Session, endpoint: &Endpoint) -> Result<ConnectionState> {
        let from = &endpoint.connection;
        if !self.touches_the_connection() {
            return Ok(from.clone());
        }
        match from.apply(
            ConnectionEvent::Modify,
            session.now,
            &session.settings.timing,
        ) {
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

    fn touches_the_connection(&self) -> bool {
        let lists = [
            &self.add_subnet_ids,
            &self.remove_subnet_ids,
            &self.add_security_group_ids,
            &self.remove_security_group_ids,
        ];
        self.reset_policy
            || self.policy_document.is_some()
            || lists.iter().any(|list| !list.is_empty())
    }

    /// Turns whole lists into what is to be added and removed.
    fn resolve(&mut self, endpoint: &Endpoint) {
        if let Some(wanted) = self.subnet_ids.take() {
            let present: Vec<String> = endpoint
                .subnets
                .iter()
                .map(|subnet| subnet.subnet_id.to_string())
                .collect();
            difference(
                &present,
                wanted,
                &mut self.add_subnet_ids,
                &mut self.remove_subnet_ids,
            );
        }
        if let Some(wanted) = self.security_group_ids.take() {
            let present: Vec<String> = endpoint
                .groups
                .iter()
                .map(|group| group.group_id.to_string())
                .collect();
            difference(
                &present,
                wanted,
                &mut self.add_security_group_ids,
                &mut self.remove_security_group_ids,
            );
        }
    }

    fn check(&self, endpoint: &Endpoint) -> Result<()> {
        if self.reset_policy && self.policy_document.is_some() {
            return Err(Error::new(
                Code::InvalidParameterCombination,
                "ResetPolicy and PolicyDocument cannot be used together",
            )
            .about("ResetPolicy"));
        }
        check_policy(self.policy_document.as_deref(), &endpoint.service_name)?;
        for (parameter, tables) in [
            ("AddRouteTableId", &self.add_route_table_ids),
            ("RemoveRouteTableId", &self.remove_route_table_ids),
        ] {
            if !tables.is_empty() {
                return Err(Error::invalid(
                    parameter,
                    "Route table IDs are only supported for Gateway type VPC Endpoint.",
                ));
            }
        }
        check_ip_address_type(self.ip_address_type.as_deref(), &endpoint.service_name)?;
        check_dns_record_ip_type(self.dns_record_ip_type.as_deref())?;
        if self.private_dns_enabled == Some(true) {
            return Err(Error::invalid(
                "PrivateDnsEnabled",
                format!(
                    "Private DNS can't be enabled because the service {} does not provide a private DNS name.",
                    endpoint.service_name
                ),
            ));
        }
        Ok(())
    }

    async fn change_subnets(
        &self,
        session: &mut Session,
        vpc: &Vpc,
        endpoint: &mut Stored<Endpoint>,
    ) -> Result<()> {
        for id in &self.remove_subnet_ids {
            let position = endpoint
                .subnets
                .iter()
                .position(|subnet| subnet.subnet_id.as_str() == id);
            let Some(position) = position else {
                return Err(Error::invalid(
                    "RemoveSubnetId",
                    format!(
                        "The subnet '{id}' is not associated with the endpoint '{}'",
                        endpoint.id
                    ),
                ));
            };
            let removed = endpoint.subnets.remove(position);
            let zones = [removed.availability_zone.as_str()];
            usage::close_zones(&mut session.tx, &endpoint.id, &zones, session.now).await?;
            let scope = endpoint.scope.clone();
            network_interface::release(
                &mut session.tx,
                &scope,
                &[removed.network_interface_id.as_str()],
            )
            .await?;
        }
        if self.add_subnet_ids.is_empty() {
            return Ok(());
        }
        let service: Option<Stored<EndpointService>> = session
            .tx
            .get_anywhere(endpoint.service_id.as_str())
            .await?;
        let service =
            service.ok_or_else(|| available_service::not_available(&endpoint.service_name))?;
        let present: Vec<&str> = endpoint
            .subnets
            .iter()
            .map(|subnet| subnet.availability_zone.as_str())
            .collect();
        let subnets = subnets(session, vpc, &service, &self.add_subnet_ids, &present)
            .await
            .map_err(|error| error.about("AddSubnetId"))?;
        add_interfaces(session, endpoint, &subnets).await
    }

    async fn change_groups(
        &self,
        session: &mut Session,
        vpc: &Vpc,
        endpoint: &mut Stored<Endpoint>,
    ) -> Result<()> {
        if self.add_security_group_ids.is_empty() && self.remove_security_group_ids.is_empty() {
            return Ok(());
        }
        for id in &self.remove_security_group_ids {
            let position = endpoint
                .groups
                .iter()
                .position(|group| group.group_id.as_str() == id);
            let Some(position) = position else {
                return Err(Error::invalid(
                    "RemoveSecurityGroupId",
                    format!(
                        "The security group '{id}' is not associated with the endpoint '{}'",
                        endpoint.id
                    ),
                ));
            };
            endpoint.groups.remove(position);
        }
        if !self.add_security_group_ids.is_empty() {
            for group in groups(session, vpc, &self.add_security_group_ids).await? {
                if !endpoint.groups.contains(&group) {
                    endpoint.groups.push(group);
                }
            }
        }
        check_group_count(&endpoint.groups)?;
        use_groups(session, endpoint).await?;
        let scope = endpoint.scope.clone();
        let ids: Vec<&str> = endpoint
            .subnets
            .iter()
            .map(|subnet| subnet.network_interface_id.as_str())
            .collect();
        for mut interface in session
            .tx
            .get_many::<NetworkInterface>(&scope, &ids)
            .await?
        {
            interface.groups.clone_from(&endpoint.groups);
            session.tx.network_interface_update(interface).await?;
        }
        Ok(())
    }
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
