//! Security groups and their rules.

use ipnet::Ipv4Net;

use super::context::Session;
use crate::domain::error::Result;
use crate::domain::id::{Id, SecurityGroupId};
use crate::domain::network_interface::SecurityGroupRef;
use crate::domain::security_group::{
    DEFAULT_GROUP_NAME, RulePeer, RulePermission, SecurityGroup, SecurityGroupRule,
};
use crate::domain::vpc::Vpc;
use crate::store::Stored;

/// Creates the group that comes with a VPC: it lets its own members in, and everything out.
pub(super) async fn create_default(session: &mut Session, vpc: &Vpc) -> Result<()> {
    let group = SecurityGroup {
        id: session.new_id(),
        scope: vpc.scope.clone(),
        vpc_id: vpc.id.clone(),
        name: DEFAULT_GROUP_NAME.to_owned(),
        description: "default VPC security group".to_owned(),
        tags: Vec::new(),
        created_at: session.now,
    };
    let group = session.tx.insert(group).await?;
    let members = RulePeer::ReferencedGroupId(group.id.clone());
    insert_rule(session, &group, allow_all(false, members)).await?;
    insert_rule(
        session,
        &group,
        allow_all(true, RulePeer::CidrIpv4(Ipv4Net::default())),
    )
    .await
}

/// Deletes it with its VPC.
pub(super) async fn delete_default(session: &mut Session, vpc: &Vpc) -> Result<()> {
    let group = session
        .tx
        .security_group_by_name(vpc.id.as_str(), DEFAULT_GROUP_NAME)
        .await?;
    if let Some(group) = group {
        delete_with_rules(session, &group).await?;
    }
    Ok(())
}

/// The groups with these ids, which must all be in the VPC; its default group if there are none.
pub(super) async fn resolve(
    session: &mut Session,
    vpc: &Vpc,
    ids: &[String],
) -> Result<Vec<SecurityGroupRef>> {
    if ids.is_empty() {
        let default = session
            .tx
            .security_group_by_name(vpc.id.as_str(), DEFAULT_GROUP_NAME)
            .await?;
        return Ok(default.iter().map(|group| reference(group)).collect());
    }
    let ids: Vec<SecurityGroupId> = ids
        .iter()
        .map(|id| SecurityGroupId::parse(id))
        .collect::<Result<_>>()?;
    let texts: Vec<&str> = ids.iter().map(Id::as_str).collect();
    let groups: Vec<Stored<SecurityGroup>> = session.tx.get_many(&vpc.scope, &texts).await?;
    let mut references: Vec<SecurityGroupRef> = Vec::new();
    for id in &ids {
        let group = groups
            .iter()
            .find(|group| group.id == *id && group.vpc_id == vpc.id)
            .ok_or_else(|| SecurityGroupId::not_found(id.as_str()).about("SecurityGroupId"))?;
        if !references.iter().any(|reference| reference.group_id == *id) {
            references.push(reference(group));
        }
    }
    Ok(references)
}

fn reference(group: &SecurityGroup) -> SecurityGroupRef {
    SecurityGroupRef {
        group_id: group.id.clone(),
        group_name: group.name.clone(),
    }
}

fn allow_all(is_egress: bool, peer: RulePeer) -> RulePermission {
    RulePermission {
        is_egress,
        ip_protocol: "-1".to_owned(),
        from_port: None,
        to_port: None,
        peer,
    }
}

async fn insert_rule(
    session: &mut Session,
    group: &SecurityGroup,
    permission: RulePermission,
) -> Result<()> {
    let rule = SecurityGroupRule {
        id: session.new_id(),
        scope: group.scope.clone(),
        group_id: group.id.clone(),
        permission,
        description: None,
        tags: Vec::new(),
        created_at: session.now,
    };
    session.tx.insert(rule).await?;
    Ok(())
}

async fn delete_with_rules(session: &mut Session, group: &Stored<SecurityGroup>) -> Result<()> {
    for rule in session
        .tx
        .security_group_rules(&[group.id.to_string()])
        .await?
    {
        session.tx.delete(&rule).await?;
    }
    session.tx.delete(group).await
}
