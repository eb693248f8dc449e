//! The security groups of interface endpoints.

use crate::app::context::Session;
use crate::app::security_group;
use crate::domain::endpoint::Endpoint;
use crate::domain::endpoint_type::EndpointType;
use crate::domain::error::{Error, Result};
use crate::domain::id::Id;
use crate::domain::limit;
use crate::domain::network_interface::{NetworkInterface, SecurityGroupRef};
use crate::domain::vpc::Vpc;
use crate::store::Stored;

/// Refuses groups for endpoints of other types.
pub(super) fn only_for_interfaces(
    parameter: &'static str,
    endpoint_type: EndpointType,
    groups: &[String],
) -> Result<()> {
    if groups.is_empty() || endpoint_type == EndpointType::Interface {
        return Ok(());
    }
    Err(Error::invalid(
        parameter,
        "Security groups are only supported for Interface type VPC Endpoints.",
    ))
}

/// The groups with these ids, or the VPC's default one.
pub(super) async fn groups(
    session: &mut Session,
    vpc: &Vpc,
    ids: &[String],
) -> Result<Vec<SecurityGroupRef>> {
    let groups = security_group::resolve(session, vpc, ids).await?;
    check_count(&groups)?;
    Ok(groups)
}

fn check_count(groups: &[SecurityGroupRef]) -> Result<()> {
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

/// Keeps the endpoint's groups from being deleted.
pub(super) async fn use_groups(session: &mut Session, endpoint: &Endpoint) -> Result<()> {
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

/// Gives the endpoint and its interfaces other groups. The endpoint itself is not written yet.
pub(super) async fn change(
    session: &mut Session,
    vpc: &Vpc,
    endpoint: &mut Stored<Endpoint>,
    add: &[String],
    remove: &[String],
) -> Result<()> {
    if add.is_empty() && remove.is_empty() {
        return Ok(());
    }
    for id in remove {
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
    if !add.is_empty() {
        for group in groups(session, vpc, add).await? {
            if !endpoint.groups.contains(&group) {
                endpoint.groups.push(group);
            }
        }
    }
    check_count(&endpoint.groups)?;
    use_groups(session, endpoint).await?;
    let ids: Vec<&str> = endpoint
        .subnets
        .iter()
        .map(|subnet| subnet.network_interface_id.as_str())
        .collect();
    let interfaces: Vec<Stored<NetworkInterface>> =
        session.tx.get_many(&endpoint.scope, &ids).await?;
    for mut interface in interfaces {
        interface.groups.clone_from(&endpoint.groups);
        session.tx.network_interface_update(interface).await?;
    }
    Ok(())
}
