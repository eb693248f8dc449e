//! Application load balancers as targets of network load balancers: which ones can be, and that they stay as long as they are.

use super::context::Session;
use crate::domain::error::{Code, Error, Result};
use crate::domain::limit;
use crate::domain::listener::Listener;
use crate::domain::load_balancer::LoadBalancer;
use crate::domain::target::invalid_target;
use crate::domain::target_group::TargetGroup;
use crate::store::Stored;

/// Refuses a load balancer that cannot be the target of this group: it must be in the group's VPC and listen on the port.
pub(super) async fn check(
    session: &mut Session,
    group: &TargetGroup,
    load_balancer_arn: &str,
    port: Option<u16>,
) -> Result<()> {
    let found: Option<Stored<LoadBalancer>> =
        session.tx.get(&group.scope, load_balancer_arn).await?;
    let load_balancer = found.ok_or_else(|| {
        invalid_target(format!("The target '{load_balancer_arn}' does not exist"))
    })?;
    if group.vpc_id.as_ref() != Some(&load_balancer.vpc_id) {
        return Err(invalid_target(format!(
            "The target '{load_balancer_arn}' is not in the VPC of the target group"
        )));
    }
    let listeners = session
        .tx
        .listeners_of_load_balancer(load_balancer_arn)
        .await?;
    if !listeners.iter().any(|listener| listener.port() == port) {
        return Err(Error::validation(
            "Targets",
            "If the target type is ALB, the target must have at least one listener that matches the target group port or any specified port overrides",
        ));
    }
    let groups = session
        .tx
        .groups_with_target(&group.scope, load_balancer_arn)
        .await?;
    let others = groups
        .iter()
        .filter(|(other, _)| *other != group.arn)
        .count();
    if others >= limit::GROUPS_PER_LOAD_BALANCER_AS_TARGET {
        return Err(Error::new(
            Code::TooManyRegistrationsForTargetId,
            format!(
                "An Application Load Balancer can be the target of at most {} target groups",
                limit::GROUPS_PER_LOAD_BALANCER_AS_TARGET
            ),
        )
        .about("Targets"));
    }
    Ok(())
}

/// Refuses to delete a load balancer that is a target.
pub(super) async fn refuse_deletion(
    session: &mut Session,
    load_balancer: &LoadBalancer,
) -> Result<()> {
    let arn = load_balancer.arn.as_str();
    let groups = session
        .tx
        .groups_with_target(&load_balancer.scope, arn)
        .await?;
    match groups.first() {
        None => Ok(()),
        Some((group, _)) => Err(Error::new(
            Code::ResourceInUse,
            format!(
                "Load balancer '{arn}' cannot be deleted because it is currently a target of the target group '{group}'"
            ),
        )
        .about("LoadBalancerArn")),
    }
}

/// Refuses to take a listener's port away from under a target: for deletions of listeners, and changes of their port.
pub(super) async fn refuse_closing(session: &mut Session, listener: &Listener) -> Result<()> {
    let arn = listener.load_balancer_arn.as_str();
    let groups = session.tx.groups_with_target(&listener.scope, arn).await?;
    let port = listener
        .port()
        .filter(|port| groups.iter().any(|(_, used)| used == port));
    match port {
        None => Ok(()),
        Some(port) => Err(Error::new(
            Code::ResourceInUse,
            format!(
                "Listener port '{port}' is in use by registered target '{arn}' and cannot be removed."
            ),
        )
        .about("ListenerArn")),
    }
}
