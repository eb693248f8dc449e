//! Listeners of load balancers.

use std::collections::BTreeMap;

use serde::Serialize;

use super::context::{Command, Query, Session};
use super::list::Listed;
use super::listener_rule;
use super::listener_target::{self as target, Place};
use super::load_balancer::{self, Paging};
use super::target_load_balancer;
use crate::domain::entropy;
use crate::domain::error::{Code, Error, Result};
use crate::domain::event::ResourceType;
use crate::domain::filter::Filter;
use crate::domain::limit;
use crate::domain::listener::{
    self, LISTENER_STATE, Listener, about_default_actions, check_listener_arn, decide_socket,
    listener_not_found,
};
use crate::domain::listener_action::{ActionRequest, decide_actions};
use crate::domain::listener_encryption::EncryptionRequest;
use crate::domain::load_balancer::LoadBalancer;
use crate::domain::load_balancing_tag;
use crate::domain::page::Page;
use crate::domain::tag::Tag;
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

/// Creates a listener with its default rule. One on that port with the same settings is answered as it is.
#[derive(Clone, Debug, Default, Serialize)]
pub struct CreateListener {
    /// The load balancer.
    pub load_balancer_arn: String,
    /// One that load balancers of its type speak. Required, but not for gateway load balancers, whose listeners must not
    /// have one.
    pub protocol: Option<String>,
    /// Free on the load balancer. Required like the protocol.
    pub port: Option<i64>,
    /// For HTTPS and TLS listeners.
    pub encryption: EncryptionRequest,
    /// What is done with traffic for which there is no rule.
    pub default_actions: Vec<ActionRequest>,
    /// Tags.
    pub tags: Vec<Tag>,
}

impl Command for CreateListener {
    const NAME: &'static str = "CreateListener";
    type Output = Stored<Listener>;

    async fn execute(self, session: &mut Session) -> Result<Stored<Listener>> {
        let load_balancer = load_balancer::find(session, &self.load_balancer_arn).await?;
        let wanted = self.decide(session, &load_balancer)?;
        check_target_groups(session, &load_balancer, &wanted).await?;
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
        note_target_groups(session, &listener).await?;
        listener_rule::create_default(session, &listener).await?;
        record(session, &listener, None, Some(LISTENER_STATE)).await?;
        Ok(listener)
    }
}

impl CreateListener {
    /// The listener that is asked for.
    fn decide(self, session: &Session, load_balancer: &LoadBalancer) -> Result<Listener> {
        let load_balancer_type = load_balancer.load_balancer_type;
        let protocol = self.protocol.as_deref();
        let socket = decide_socket(load_balancer_type, None, self.port, protocol)?;
        let protocol = socket.map(|socket| socket.protocol);
        let scope = load_balancer.scope.clone();
        let number = entropy::hex(&*session.entropy, 16);
        let wanted = Listener {
            arn: listener::arn(load_balancer, &number),
            load_balancer_arn: load_balancer.arn.clone(),
            socket,
            encryption: self.encryption.decide(protocol, None, &scope)?,
            default_actions: decide_actions(self.default_actions, &[])
                .map_err(about_default_actions)?,
            attributes: BTreeMap::new(),
            tags: load_balancing_tag::validated(self.tags)?,
            created_at: session.now,
            scope,
        };
        wanted.check_default_actions(load_balancer_type)?;
        check_dual_stack(load_balancer, &wanted)?;
        Ok(wanted)
    }
}

fn has_same_settings(present: &Listener, wanted: &Listener) -> bool {
    present.socket == wanted.socket
        && present.encryption == wanted.encryption
        && present.default_actions == wanted.default_actions
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

async fn check_target_groups(
    session: &mut Session,
    load_balancer: &LoadBalancer,
    listener: &Listener,
) -> Result<()> {
    let place = Place {
        load_balancer,
        protocol: listener.protocol(),
        user_arn: &listener.arn,
        member: "DefaultActions",
    };
    target::check(session, &place, &listener.target_groups()).await
}

async fn note_target_groups(session: &mut Session, listener: &Listener) -> Result<()> {
    session
        .tx
        .target_group_uses_set(
            &listener.arn,
            &listener.load_balancer_arn,
            &listener.target_groups(),
        )
        .await
}

/// Refuses a listener whose protocol cannot be had together with IPv6.
fn check_dual_stack(load_balancer: &LoadBalancer, listener: &Listener) -> Result<()> {
    match listener.protocol() {
        Some(protocol) if !load_balancer.can_carry_udp() && protocol.carries_udp() => {
            Err(Error::new(
                Code::InvalidConfigurationRequest,
                format!(
                    "Listeners of the protocol {} are not supported for load balancers of the IP address type {}",
                    protocol.name(),
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
    /// One that load balancers of its type speak; not for gateway load balancers. From an encrypted one to another, what
    /// only encrypted listeners have is forgotten.
    pub protocol: Option<String>,
    /// Free on the load balancer; not for gateway load balancers.
    pub port: Option<i64>,
    /// For HTTPS and TLS listeners.
    pub encryption: EncryptionRequest,
    /// What is done with traffic for which there is no rule.
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
        let load_balancer_type = load_balancer.load_balancer_type;
        let socket = decide_socket(
            load_balancer_type,
            listener.socket,
            self.port,
            self.protocol.as_deref(),
        )?;
        if socket.map(|socket| socket.port) != listener.port() {
            target_load_balancer::refuse_closing(session, &listener).await?;
        }
        let present = listener.encryption.take();
        let protocol = socket.map(|socket| socket.protocol);
        listener.encryption =
            self.encryption
                .decide(protocol, present.as_ref(), &load_balancer.scope)?;
        listener.set_socket(socket);
        listener.set_attributes(self.attributes)?;
        if !self.default_actions.is_empty() {
            let present = &listener.default_actions;
            listener.default_actions =
                decide_actions(self.default_actions, present).map_err(about_default_actions)?;
        }
        listener.check_default_actions(load_balancer_type)?;
        check_dual_stack(&load_balancer, &listener)?;
        check_target_groups(session, &load_balancer, &listener).await?;
        check_others(session, &load_balancer, &listener).await?;
        note_target_groups(session, &listener).await?;
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

/// Refuses a port that another listener has, and a protocol that the listener's rules cannot be had with.
async fn check_others(
    session: &mut Session,
    load_balancer: &LoadBalancer,
    listener: &Listener,
) -> Result<()> {
    let present = session
        .tx
        .listeners_of_load_balancer(&load_balancer.arn)
        .await?;
    if present
        .iter()
        .any(|other| other.port() == listener.port() && other.arn != listener.arn)
    {
        return Err(duplicate(listener));
    }
    listener_rule::check_protocol(session, load_balancer, listener).await
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

/// Deletes a listener with its rules. Its target groups stay.
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
        delete(session, &listener).await
    }
}

/// Deletes all listeners of a load balancer.
pub(super) async fn delete_all(session: &mut Session, load_balancer_arn: &str) -> Result<()> {
    for listener in session
        .tx
        .listeners_of_load_balancer(load_balancer_arn)
        .await?
    {
        delete(session, &listener).await?;
    }
    Ok(())
}

async fn delete(session: &mut Session, listener: &Stored<Listener>) -> Result<()> {
    listener_rule::delete_all(session, &listener.arn).await?;
    session.tx.target_group_uses_delete(&listener.arn).await?;
    session.tx.delete(listener).await?;
    record(session, listener, Some(LISTENER_STATE), None).await
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

/// The caller's listener with this ARN.
pub(super) async fn find(session: &mut Session, arn: &str) -> Result<Stored<Listener>> {
    check_listener_arn(arn)?;
    let scope = session.scope();
    let listener = session.tx.get(&scope, arn).await?;
    listener.ok_or_else(|| listener_not_found(arn))
}

/// [`find`] for the listener that the request is to change: checks `If-Match`.
pub(super) async fn find_to_change(session: &mut Session, arn: &str) -> Result<Stored<Listener>> {
    let listener = find(session, arn).await?;
    session.check_version(&listener)?;
    Ok(listener)
}

/// Writes an event about a listener that was changed.
pub(super) async fn record_change(session: &mut Session, listener: &Listener) -> Result<()> {
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
