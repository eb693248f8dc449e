//! The target groups that listeners and rules forward to: which they can have, and which they have.

use super::context::Session;
use crate::domain::error::{Code, Error, Result};
use crate::domain::limit;
use crate::domain::listener_protocol::ListenerProtocol;
use crate::domain::load_balancer::LoadBalancer;
use crate::domain::load_balancer_type::LoadBalancerType;
use crate::domain::target_group::{
    ProtocolVersion, TargetGroup, TargetType, check_target_group_arn, target_group_not_found,
};
use crate::store::Stored;

/// Where actions are: in a listener or rule of a load balancer.
pub(super) struct Place<'a> {
    /// The load balancer.
    pub(super) load_balancer: &'a LoadBalancer,
    /// The listener's protocol.
    pub(super) protocol: Option<ListenerProtocol>,
    /// The listener or rule.
    pub(super) user_arn: &'a str,
    /// The member of the request that has the actions.
    pub(super) member: &'static str,
}

/// Refuses target groups that don't exist, don't fit, or belong to another load balancer, and too many of them.
pub(super) async fn check(session: &mut Session, place: &Place<'_>, arns: &[String]) -> Result<()> {
    if arns.is_empty() {
        return Ok(());
    }
    arns.iter()
        .try_for_each(|arn| check_target_group_arn(arn))?;
    let scope = session.scope();
    let groups: Vec<Stored<TargetGroup>> = session.tx.get_many(&scope, arns).await?;
    for arn in arns {
        let group = groups.iter().find(|group| group.arn == *arn);
        let group = group.ok_or_else(|| target_group_not_found(arn).about(place.member))?;
        check_one(place, group).map_err(|error| match error.parameter {
            Some(_) => error,
            None => error.about(place.member),
        })?;
    }
    let names: Vec<&str> = arns.iter().map(String::as_str).collect();
    let users = session.tx.target_group_users(&names).await?;
    let load_balancer_arn = place.load_balancer.arn.as_str();
    if let Some((arn, _)) = users.iter().find(|(_, user)| user != load_balancer_arn) {
        return Err(Error::new(
            Code::TargetGroupAssociationLimit,
            format!(
                "The following target groups cannot be associated with more than one load balancer: {arn}"
            ),
        )
        .about(place.member));
    }
    check_count(session, place, arns).await
}

async fn check_count(session: &mut Session, place: &Place<'_>, arns: &[String]) -> Result<()> {
    let load_balancer_arn = place.load_balancer.arn.as_str();
    let used = session
        .tx
        .target_groups_in_use(load_balancer_arn, place.user_arn, arns)
        .await?;
    let most = limit::TARGET_GROUPS_PER_LOAD_BALANCER;
    if place.load_balancer.load_balancer_type == LoadBalancerType::Application
        && usize::try_from(used).is_ok_and(|used| used > most)
    {
        return Err(Error::new(
            Code::TooManyUniqueTargetGroups,
            format!("A load balancer can forward to at most {most} target groups"),
        )
        .about(place.member));
    }
    Ok(())
}

fn check_one(place: &Place<'_>, group: &TargetGroup) -> Result<()> {
    let load_balancer = place.load_balancer;
    let arn = group.arn.as_str();
    if group
        .vpc_id
        .as_ref()
        .is_some_and(|vpc_id| *vpc_id != load_balancer.vpc_id)
    {
        return Err(Error::new(
            Code::InvalidConfigurationRequest,
            format!(
                "The target group '{arn}' does not belong to the VPC of the load balancer, '{}'",
                load_balancer.vpc_id
            ),
        ));
    }
    let load_balancer_type = load_balancer.load_balancer_type;
    let target_type = group.kind.target_type;
    let takes_type = match target_type {
        TargetType::Instance | TargetType::Ip => true,
        TargetType::Alb => load_balancer_type == LoadBalancerType::Network,
        TargetType::Lambda => load_balancer_type == LoadBalancerType::Application,
    };
    if !takes_type {
        return Err(Error::new(
            Code::InvalidConfigurationRequest,
            format!(
                "{} load balancers cannot forward to target groups with the target type '{}'",
                capitalized(load_balancer_type),
                target_type.name()
            ),
        ));
    }
    check_protocols(place.protocol, group)
}

const fn capitalized(load_balancer_type: LoadBalancerType) -> &'static str {
    match load_balancer_type {
        LoadBalancerType::Application => "Application",
        LoadBalancerType::Network => "Network",
        LoadBalancerType::Gateway => "Gateway",
    }
}

fn check_protocols(listener: Option<ListenerProtocol>, group: &TargetGroup) -> Result<()> {
    use crate::domain::target_group::Protocol;

    let Some(target) = group.kind.protocol else {
        return Ok(());
    };
    let (refusal, parameter) = match listener {
        Some(listener) if listener.can_forward_to(target) => {
            return check_version(listener, group.kind.protocol_version);
        }
        None if target == Protocol::Geneve => return Ok(()),
        Some(listener) => (
            format!(
                "The listener protocol '{}' is not compatible with the target group protocol '{}'",
                listener.name(),
                target.name()
            ),
            Some("Protocol"),
        ),
        None => (
            format!(
                "Gateway listeners are not compatible with the target group protocol '{}': expected 'GENEVE'",
                target.name()
            ),
            None,
        ),
    };
    let error = Error::new(Code::IncompatibleProtocols, refusal);
    Err(match parameter {
        Some(parameter) => error.about(parameter),
        None => error,
    })
}

/// Clients that speak HTTP/2 or gRPC do it over TLS.
fn check_version(listener: ListenerProtocol, version: Option<ProtocolVersion>) -> Result<()> {
    match version {
        Some(version @ (ProtocolVersion::Http2 | ProtocolVersion::Grpc))
            if listener == ListenerProtocol::Http =>
        {
            Err(Error::new(
                Code::InvalidLoadBalancerAction,
                format!(
                    "Listener protocol 'HTTP' is not supported with a target group with the protocol-version '{}'",
                    version.name()
                ),
            ))
        }
        _ => Ok(()),
    }
}
