//! Listeners of load balancers.

use std::collections::BTreeMap;

use serde::Serialize;

use super::context::{Command, Query, Session};
use super::list::Listed;
use super::load_balancer::{self, Paging};
use super::target_group;
use super::target_load_balancer;
use crate::domain::entropy;
use crate::domain::error::{Code, Error, Result};
use crate::domain::event::ResourceType;
use crate::domain::filter::Filter;
use crate::domain::limit;
use crate::domain::listener::{
    self, ActionRequest, LISTENER_STATE, Listener, Socket, check_listener_arn, decide_socket,
    forward_action, listener_not_found,
};
use crate::domain::load_balancer::LoadBalancer;
use crate::domain::load_balancing_tag;
use crate::domain::page::Page;
use crate::domain::tag::Tag;
use crate::domain::target_group::Protocol;
use crate::store::{Stored, Tx};

impl Listed for Stored<Listener> {
    type Document = Listener;
    const NAME: &'static str = "DescribeListeners";

    fn check_id(arn: &str) -> Result<()> {
        check_listener_arn(arn)
    }

    fn not_found(arn: &str) -> Error {
        listener_not_found(arn)
    }

    async fn assemble(_: &mut Tx, documents: Vec<Self>) -> Result<Vec<Self>> {
        Ok(documents)
    }
}

/// Creates a listener. One on that port with the same settings is answered as it is.
#[derive(Clone, Debug, Default, Serialize)]
pub struct CreateListener {
    /// The load balancer.
    pub load_balancer_arn: String,
    /// `TCP`, `UDP` or `TCP_UDP`. Required, but not for gateway load balancers, whose listeners must not have one.
    pub protocol: Option<String>,
    /// Free on the load balancer. Required like the protocol.
    pub port: Option<i64>,
    /// Certificates belong to TLS listeners, which are not served, so there must be none.
    pub certificate_arns: Vec<String>,
    /// Like the certificates.
    pub ssl_policy: Option<String>,
    /// One action, which forwards to a target group.
    pub default_actions: Vec<ActionRequest>,
    /// Tags.
    pub tags: Vec<Tag>,
}

impl Command for CreateListener {
    const NAME: &'static str = "CreateListener";
    type Output = Stored<Listener>;

    async fn execute(self, session: &mut Session) -> Result<Stored<Listener>> {
        let load_balancer = load_balancer::find(session, &self.load_balancer_arn).await?;
        let load_balancer_type = load_balancer.load_balancer_type;
        let protocol = self.protocol.as_deref();
        let socket = decide_socket(load_balancer_type, None, self.port, protocol)?;
        refuse_tls_settings(socket, &self.certificate_arns, self.ssl_policy.as_deref())?;
        let number = entropy::hex(&*session.entropy, 16);
        let wanted = Listener {
            arn: listener::arn(&load_balancer, &number),
            scope: load_balancer.scope.clone(),
            load_balancer_arn: load_balancer.arn.clone(),
            socket,
            action: forward_action(&self.default_actions)?,
            attributes: BTreeMap::new(),
            tags: load_balancing_tag::validated(self.tags)?,
            created_at: session.now,
        };
        check_dual_stack(&load_balancer, &wanted)?;
        check_target_group(session, &load_balancer, &wanted).await?;
        let present = session
            .tx
            .listeners_of_load_balancer(&load_balancer.arn)
            .await?;
        if let Some(same) = present.iter().find(|other| other.port() == wanted.port()) {
            return if has_same_settings(same, &wanted) {
                Ok(same.clone())
            } else {
                Err(duplicate(&wanted))
            };
        }
        if present.len() >= limit::LISTENERS_PER_LOAD_BALANCER {
            return Err(Error::new(
                Code::TooManyListeners,
                format!(
                    "A load balancer can have at most {} listeners",
                    limit::LISTENERS_PER_LOAD_BALANCER
                ),
            ));
        }
        let listener = session.tx.insert(wanted).await?;
        record(session, &listener, None, Some(LISTENER_STATE)).await?;
        Ok(listener)
    }
}

fn has_same_settings(present: &Listener, wanted: &Listener) -> bool {
    present.socket == wanted.socket
        && present.action == wanted.action
        && present.tags == wanted.tags
}

fn duplicate(listener: &Listener) -> Error {
    let (place, parameter) = match listener.socket {
        Some(_) => ("on this port for this", "Port"),
        None => ("for this gateway", "LoadBalancerArn"),
    };
    Error::new(
        Code::DuplicateListener,
        format!(
            "A listener already exists {place} load balancer '{}'",
            listener.load_balancer_arn
        ),
    )
    .about(parameter)
}

fn refuse_tls_settings(
    socket: Option<Socket>,
    certificate_arns: &[String],
    ssl_policy: Option<&str>,
) -> Result<()> {
    let (parameter, words) = if !certificate_arns.is_empty() {
        ("Certificates", "A certificate")
    } else if ssl_policy.is_some() {
        ("SslPolicy", "An SSL policy")
    } else {
        return Ok(());
    };
    Err(Error::validation(
        parameter,
        format!(
            "{words} cannot be specified for {} listeners",
            socket.map_or("gateway", |socket| socket.protocol.name())
        ),
    ))
}

/// Refuses a listener whose target group does not exist, does not fit, or belongs to another load balancer.
async fn check_target_group(
    session: &mut Session,
    load_balancer: &LoadBalancer,
    listener: &Listener,
) -> Result<()> {
    let arn = listener.action.target_group_arn.as_str();
    let group = target_group::find(session, arn).await?;
    if group.vpc_id.as_ref() != Some(&load_balancer.vpc_id) {
        return Err(Error::new(
            Code::InvalidConfigurationRequest,
            format!(
                "The target group '{arn}' does not belong to the VPC of the load balancer, '{}'",
                load_balancer.vpc_id
            ),
        )
        .about("DefaultActions"));
    }
    check_protocols(listener.socket, group.kind.protocol)?;
    let users = session.tx.target_group_users(&[arn]).await?;
    if users.iter().any(|(_, user)| *user != load_balancer.arn) {
        return Err(Error::new(
            Code::TargetGroupAssociationLimit,
            format!(
                "The following target groups cannot be associated with more than one load balancer: {arn}"
            ),
        )
        .about("DefaultActions"));
    }
    Ok(())
}

fn check_protocols(socket: Option<Socket>, group: Option<Protocol>) -> Result<()> {
    let group_name = group.map_or("lambda", Protocol::name);
    let (refusal, parameter) = match socket {
        Some(socket) if group.is_some_and(|group| socket.protocol.can_forward_to(group)) => {
            return Ok(());
        }
        None if group == Some(Protocol::Geneve) => return Ok(()),
        Some(socket) => (
            format!(
                "The listener protocol '{}' is not compatible with the target group protocol '{group_name}'",
                socket.protocol.name()
            ),
            "Protocol",
        ),
        None => (
            format!(
                "Gateway listeners are not compatible with the target group protocol '{group_name}': expected 'GENEVE'"
            ),
            "DefaultActions",
        ),
    };
    Err(Error::new(Code::IncompatibleProtocols, refusal).about(parameter))
}

/// Refuses a listener whose protocol cannot be had together with IPv6.
fn check_dual_stack(load_balancer: &LoadBalancer, listener: &Listener) -> Result<()> {
    match listener.socket {
        Some(socket) if !load_balancer.can_carry_udp() && socket.protocol.carries_udp() => {
            Err(Error::new(
                Code::InvalidConfigurationRequest,
                format!(
                    "Listeners of the protocol {} are not supported for load balancers of the IP address type {}",
                    socket.protocol.name(),
                    load_balancer.ip_address_type.name()
                ),
            )
            .about("Protocol"))
        }
        _ => Ok(()),
    }
}

/// Changes a listener; `None` and empty lists leave things as they are.
#[derive(Clone, Debug, Default, Serialize)]
pub struct ModifyListener {
    /// Which one.
    pub listener_arn: String,
    /// `TCP`, `UDP` or `TCP_UDP`; not for gateway load balancers.
    pub protocol: Option<String>,
    /// Free on the load balancer; not for gateway load balancers.
    pub port: Option<i64>,
    /// Certificates belong to TLS listeners, which are not served, so there must be none.
    pub certificate_arns: Vec<String>,
    /// Like the certificates.
    pub ssl_policy: Option<String>,
    /// One action, which forwards to a target group.
    pub default_actions: Vec<ActionRequest>,
    /// Attributes to set, as in [`ModifyListenerAttributes`].
    pub attributes: Vec<(String, String)>,
    /// Replaces all tags.
    pub tags: Option<Vec<Tag>>,
}

impl Command for ModifyListener {
    const NAME: &'static str = "ModifyListener";
    type Output = Stored<Listener>;

    async fn execute(self, session: &mut Session) -> Result<Stored<Listener>> {
        let mut listener = find_to_change(session, &self.listener_arn).await?;
        let load_balancer = load_balancer::find(session, &listener.load_balancer_arn).await?;
        let socket = decide_socket(
            load_balancer.load_balancer_type,
            listener.socket,
            self.port,
            self.protocol.as_deref(),
        )?;
        refuse_tls_settings(socket, &self.certificate_arns, self.ssl_policy.as_deref())?;
        if socket.map(|socket| socket.port) != listener.port() {
            target_load_balancer::refuse_closing(session, &listener).await?;
        }
        listener.set_socket(socket);
        listener.set_attributes(self.attributes)?;
        if !self.default_actions.is_empty() {
            listener.action = forward_action(&self.default_actions)?;
        }
        check_dual_stack(&load_balancer, &listener)?;
        check_target_group(session, &load_balancer, &listener).await?;
        let present = session
            .tx
            .listeners_of_load_balancer(&load_balancer.arn)
            .await?;
        if present
            .iter()
            .any(|other| other.port() == listener.port() && other.arn != listener.arn)
        {
            return Err(duplicate(&listener));
        }
        let listener = match self.tags {
            Some(tags) => {
                let tags = load_balancing_tag::validated(tags)?;
                session.tx.update_tags(listener, tags).await?
            }
            None => session.tx.update(listener).await?,
        };
        record_change(session, &listener).await?;
        Ok(listener)
    }
}

/// Changes a listener's attributes.
#[derive(Clone, Debug, Default, Serialize)]
pub struct ModifyListenerAttributes {
    /// Which one.
    pub listener_arn: String,
    /// Attributes to set; the others stay as they are.
    pub attributes: Vec<(String, String)>,
}

impl Command for ModifyListenerAttributes {
    const NAME: &'static str = "ModifyListenerAttributes";
    type Output = Stored<Listener>;

    async fn execute(self, session: &mut Session) -> Result<Stored<Listener>> {
        let mut listener = find_to_change(session, &self.listener_arn).await?;
        listener.set_attributes(self.attributes)?;
        let listener = session.tx.update(listener).await?;
        record_change(session, &listener).await?;
        Ok(listener)
    }
}

/// Deletes a listener. Its target group stays.
#[derive(Clone, Debug, Serialize)]
pub struct DeleteListener {
    /// Which one.
    pub listener_arn: String,
}

impl Command for DeleteListener {
    const NAME: &'static str = "DeleteListener";
    type Output = ();

    async fn execute(self, session: &mut Session) -> Result<()> {
        let listener = find_to_change(session, &self.listener_arn).await?;
        target_load_balancer::refuse_closing(session, &listener).await?;
        session.tx.delete(&listener).await?;
        record(session, &listener, Some(LISTENER_STATE), None).await
    }
}

/// The caller's listeners as AWS's API asks for them: by ARN, or all of a load balancer.
#[derive(Clone, Debug, Default)]
pub struct DescribeListeners {
    /// Only those of this load balancer, which must exist.
    pub load_balancer_arn: Option<String>,
    /// Only these; each must exist.
    pub arns: Vec<String>,
    /// Which part of the list.
    pub paging: Paging,
}

impl Query for DescribeListeners {
    const NAME: &'static str = "DescribeListeners";
    type Output = Page<Stored<Listener>>;

    async fn fetch(self, session: &mut Session) -> Result<Self::Output> {
        let mut filters = Vec::new();
        match (self.load_balancer_arn, self.arns.is_empty()) {
            (Some(arn), true) => {
                let arn = load_balancer::find(session, &arn).await?.value.arn;
                filters.push(Filter {
                    name: "load-balancer-arn".to_owned(),
                    values: vec![arn],
                });
            }
            (None, false) => {}
            _ => {
                return Err(Error::validation(
                    "ListenerArns",
                    "You must specify either listener ARNs or a load balancer ARN",
                ));
            }
        }
        load_balancer::page(session, self.arns, filters, self.paging).await
    }
}

async fn find_to_change(session: &mut Session, arn: &str) -> Result<Stored<Listener>> {
    check_listener_arn(arn)?;
    let scope = session.scope();
    let listener = session.tx.get(&scope, arn).await?;
    let listener = listener.ok_or_else(|| listener_not_found(arn))?;
    session.check_version(&listener)?;
    Ok(listener)
}

async fn record_change(session: &mut Session, listener: &Listener) -> Result<()> {
    let state = Some(LISTENER_STATE);
    record(session, listener, state, state).await
}

async fn record(
    session: &mut Session,
    listener: &Listener,
    from: Option<&str>,
    to: Option<&str>,
) -> Result<()> {
    session
        .record(ResourceType::Listener, &listener.arn, from, to)
        .await
}
