//! Rules of security groups: added, changed and taken away, several in one request.

use serde::Serialize;

use super::context::{Command, Query, Session};
use super::list::{Source, listed_as_stored, page_of};
use super::security_group_reference::{check_quota, check_references, choose, look_up_names};
use crate::domain::error::{Code, Error, Result};
use crate::domain::event::ResourceType;
use crate::domain::filter::Filter;
use crate::domain::id::{Id, SecurityGroupId, SecurityGroupRuleId};
use crate::domain::page::{ListIdentity, Page, PageRequest};
use crate::domain::scope::Scope;
use crate::domain::security_group::SecurityGroup;
use crate::domain::security_group_rule::{
    RulePermission, SECURITY_GROUP_RULE_STATE, SecurityGroupRule,
};
use crate::domain::security_group_rule_request::{
    GroupChoice, PeerMembers, RuleRequest, check_rule_description,
};
use crate::domain::tag::{self, Tag};
use crate::store::{Stored, Tx};

listed_as_stored!(
    SecurityGroupRule,
    "DescribeSecurityGroupRules",
    SecurityGroupRuleId
);

/// Adds rules to a group, for traffic that leaves or for traffic that comes in.
#[derive(Clone, Debug, Serialize)]
pub struct AuthorizeRules<const IS_EGRESS: bool> {
    /// The group.
    pub group: GroupChoice,
    /// What to allow; nothing that is allowed already.
    pub rules: Vec<RuleRequest>,
    /// Tags of each of the rules.
    pub tags: Vec<Tag>,
}

impl<const IS_EGRESS: bool> Command for AuthorizeRules<IS_EGRESS> {
    const NAME: &'static str = if IS_EGRESS {
        "AuthorizeSecurityGroupEgress"
    } else {
        "AuthorizeSecurityGroupIngress"
    };
    type Output = Vec<Stored<SecurityGroupRule>>;

    async fn execute(self, session: &mut Session) -> Result<Self::Output> {
        authorize(session, &self.group, IS_EGRESS, self.rules, self.tags).await
    }
}

/// Adds one rule to a group.
#[derive(Clone, Debug, Serialize)]
pub struct CreateRule {
    /// The group.
    pub group_id: String,
    /// Whether it is for traffic that leaves.
    pub is_egress: bool,
    /// A protocol's name or number, or `-1` for all.
    pub ip_protocol: String,
    /// First port, or ICMP type.
    pub from_port: Option<i32>,
    /// Last port, or ICMP code.
    pub to_port: Option<i32>,
    /// The other side; exactly one.
    pub peer: PeerMembers,
    /// What it is for.
    pub description: Option<String>,
    /// Tags.
    pub tags: Vec<Tag>,
}

impl Command for CreateRule {
    const NAME: &'static str = "CreateSecurityGroupRule";
    type Output = Stored<SecurityGroupRule>;

    async fn execute(self, session: &mut Session) -> Result<Self::Output> {
        let rule = RuleRequest {
            ip_protocol: self.ip_protocol,
            from_port: self.from_port,
            to_port: self.to_port,
            peer: self.peer.only()?,
            description: self.description,
        };
        let group = GroupChoice::id(self.group_id);
        let added = authorize(session, &group, self.is_egress, vec![rule], self.tags).await?;
        added
            .into_iter()
            .next()
            .ok_or_else(|| Error::internal("a rule was added but is not there"))
    }
}

/// Takes rules away from a group, named either by what they allow or by id.
#[derive(Clone, Debug, Default, Serialize)]
pub struct RevokeRules<const IS_EGRESS: bool> {
    /// The group.
    pub group: GroupChoice,
    /// What not to allow any longer; descriptions don't matter. Each must be one of the group's rules.
    pub rules: Vec<RuleRequest>,
    /// The ids of rules, instead.
    pub rule_ids: Vec<String>,
}

impl<const IS_EGRESS: bool> Command for RevokeRules<IS_EGRESS> {
    const NAME: &'static str = if IS_EGRESS {
        "RevokeSecurityGroupEgress"
    } else {
        "RevokeSecurityGroupIngress"
    };
    type Output = Vec<SecurityGroupRule>;

    async fn execute(mut self, session: &mut Session) -> Result<Self::Output> {
        self.group.parse_id()?;
        check_either(!self.rules.is_empty(), !self.rule_ids.is_empty())?;
        look_up_names(session, &mut self.rules).await?;
        let permissions = permissions(&self.rules, IS_EGRESS, &session.scope())?;
        let group = choose(session, &self.group).await?;
        let mut present = rules_of(session, &group.id).await?;
        present.retain(|rule| rule.permission.is_egress == IS_EGRESS);
        let mut revoked = Vec::new();
        for permission in &permissions {
            revoked.push(present.swap_remove(position_of(&present, permission)?));
        }
        for id in &self.rule_ids {
            revoked.push(present.swap_remove(position_of_id(&present, id)?));
        }
        for rule in &revoked {
            delete(session, rule).await?;
        }
        Ok(revoked.into_iter().map(|rule| rule.value).collect())
    }
}

/// Takes one rule away, whatever its direction.
#[derive(Clone, Debug, Serialize)]
pub struct DeleteRule {
    /// The group.
    pub group_id: String,
    /// The rule.
    pub rule_id: String,
}

impl Command for DeleteRule {
    const NAME: &'static str = "DeleteSecurityGroupRule";
    type Output = ();

    async fn execute(self, session: &mut Session) -> Result<()> {
        let rule = find(session, &self.group_id, &self.rule_id).await?;
        session.check_version(&rule)?;
        delete(session, &rule).await
    }
}

/// One rule and what it is to be.
#[derive(Clone, Debug, Serialize)]
pub struct RuleChange {
    /// Which one.
    pub rule_id: String,
    /// What it allows from now on, with its description. Its direction stays.
    pub rule: RuleRequest,
}

/// Makes rules of a group allow something else.
#[derive(Clone, Debug, Serialize)]
pub struct ModifyRules {
    /// The group.
    pub group_id: String,
    /// The changes, one for a rule.
    pub changes: Vec<RuleChange>,
}

impl Command for ModifyRules {
    const NAME: &'static str = "ModifySecurityGroupRules";
    type Output = ();

    async fn execute(self, session: &mut Session) -> Result<()> {
        let group_id = SecurityGroupId::parse(&self.group_id)?;
        if self.changes.is_empty() {
            return Err(Error::missing("SecurityGroupRule"));
        }
        let group: Stored<SecurityGroup> = session.find(&group_id).await?;
        let mut others = rules_of(session, &group_id).await?;
        let mut changed = Vec::with_capacity(self.changes.len());
        let mut permissions = Vec::with_capacity(self.changes.len());
        for change in &self.changes {
            let mut rule = others.swap_remove(position_of_id(&others, &change.rule_id)?);
            let before = rule.permission.clone();
            rule.permission = change
                .rule
                .permission(before.is_egress, &group.value.scope)?;
            rule.description = change.rule.description()?;
            permissions.push(rule.permission.clone());
            changed.push((before, rule));
        }
        let requests: Vec<RuleRequest> = self.changes.into_iter().map(|it| it.rule).collect();
        check_references(session, &group, &requests, &permissions).await?;
        refuse_duplicates(&permissions, &others)?;
        let all = permissions_of(&others, &permissions);
        check_quota(session, &[all], None).await?;
        // Rules are unique at every moment, so they cannot trade places in one request.
        let traded = changed
            .iter()
            .find(|(before, rule)| *before != rule.permission && permissions.contains(before));
        if let Some((before, _)) = traded {
            return Err(duplicate(before));
        }
        for (_, rule) in changed {
            update(session, rule).await?;
        }
        Ok(())
    }
}

/// A rule's new description.
#[derive(Clone, Debug, Serialize)]
pub struct RuleDescription {
    /// Which rule.
    pub rule_id: String,
    /// The description; `None` takes it away.
    pub description: Option<String>,
}

/// Describes rules anew, named either by what they allow or by id.
#[derive(Clone, Debug, Default, Serialize)]
pub struct UpdateRuleDescriptions<const IS_EGRESS: bool> {
    /// The group.
    pub group: GroupChoice,
    /// What rules allow, with their new descriptions.
    pub rules: Vec<RuleRequest>,
    /// New descriptions by id, instead.
    pub descriptions: Vec<RuleDescription>,
}

impl<const IS_EGRESS: bool> Command for UpdateRuleDescriptions<IS_EGRESS> {
    const NAME: &'static str = if IS_EGRESS {
        "UpdateSecurityGroupRuleDescriptionsEgress"
    } else {
        "UpdateSecurityGroupRuleDescriptionsIngress"
    };
    type Output = ();

    async fn execute(mut self, session: &mut Session) -> Result<()> {
        self.group.parse_id()?;
        check_either(!self.rules.is_empty(), !self.descriptions.is_empty())?;
        look_up_names(session, &mut self.rules).await?;
        let permissions = permissions(&self.rules, IS_EGRESS, &session.scope())?;
        let group = choose(session, &self.group).await?;
        let mut present = rules_of(session, &group.id).await?;
        present.retain(|rule| rule.permission.is_egress == IS_EGRESS);
        let mut described = Vec::new();
        for (permission, request) in permissions.iter().zip(&self.rules) {
            let position = position_of(&present, permission)?;
            described.push((present.swap_remove(position), request.description()?));
        }
        for description in &self.descriptions {
            let position = position_of_id(&present, &description.rule_id)?;
            let text = check_rule_description(description.description.as_deref())?;
            described.push((present.swap_remove(position), text));
        }
        for (mut rule, description) in described {
            rule.description = description;
            update(session, rule).await?;
        }
        Ok(())
    }
}

/// One rule of a group of the caller's.
pub struct GetRule {
    /// The group.
    pub group_id: String,
    /// The rule.
    pub rule_id: String,
}

impl Query for GetRule {
    const NAME: &'static str = "GetSecurityGroupRule";
    type Output = Stored<SecurityGroupRule>;

    async fn fetch(self, session: &mut Session) -> Result<Self::Output> {
        find(session, &self.group_id, &self.rule_id).await
    }
}

/// The rules of a group of the caller's.
pub struct ListRules {
    /// The group.
    pub group_id: String,
    /// Conditions.
    pub filters: Vec<Filter>,
    /// Which page.
    pub page: PageRequest,
}

impl Query for ListRules {
    const NAME: &'static str = "ListSecurityGroupRules";
    type Output = Page<Stored<SecurityGroupRule>>;

    async fn fetch(self, session: &mut Session) -> Result<Self::Output> {
        let group_id = SecurityGroupId::parse(&self.group_id)?;
        session.find::<SecurityGroup, _>(&group_id).await?;
        let source = RulesOf {
            scope: session.scope(),
            group_id,
        };
        let list = format!("{}/{}", source.scope, source.group_id);
        let identity = ListIdentity::new(Self::NAME, &list, &self.filters);
        page_of(
            &mut session.tx,
            &source,
            &identity,
            &self.filters,
            &self.page,
        )
        .await
    }
}

struct RulesOf {
    scope: Scope,
    group_id: SecurityGroupId,
}

impl Source for RulesOf {
    type Row = Stored<SecurityGroupRule>;
    type Item = Stored<SecurityGroupRule>;

    async fn next(&self, tx: &mut Tx, after: &str, rows: i64) -> Result<Vec<Self::Row>> {
        let hint = ("group-id", self.group_id.as_str());
        tx.list(&self.scope, after, rows, Some(hint)).await
    }

    fn key(row: &Self::Row) -> String {
        row.id.to_string()
    }

    async fn assemble(&self, _: &mut Tx, rows: Vec<Self::Row>) -> Result<Vec<Self::Item>> {
        Ok(rows)
    }
}

async fn find(
    session: &mut Session,
    group_id: &str,
    rule_id: &str,
) -> Result<Stored<SecurityGroupRule>> {
    let group_id = SecurityGroupId::parse(group_id)?;
    let id = SecurityGroupRuleId::parse(rule_id)?;
    session.find::<SecurityGroup, _>(&group_id).await?;
    let rule: Stored<SecurityGroupRule> = session.find(&id).await?;
    if rule.group_id == group_id {
        Ok(rule)
    } else {
        Err(SecurityGroupRuleId::not_found(rule_id))
    }
}

async fn rules_of(
    session: &mut Session,
    group_id: &SecurityGroupId,
) -> Result<Vec<Stored<SecurityGroupRule>>> {
    session
        .tx
        .security_group_rules(&[group_id.to_string()])
        .await
}

/// Adds rules to a group.
async fn authorize(
    session: &mut Session,
    choice: &GroupChoice,
    is_egress: bool,
    mut requests: Vec<RuleRequest>,
    tags: Vec<Tag>,
) -> Result<Vec<Stored<SecurityGroupRule>>> {
    choice.parse_id()?;
    if requests.is_empty() {
        return Err(Error::missing("IpPermissions"));
    }
    let scope = session.scope();
    look_up_names(session, &mut requests).await?;
    let permissions = permissions(&requests, is_egress, &scope)?;
    let tags = tag::validated(tags)?;
    let group = choose(session, choice).await?;
    check_references(session, &group, &requests, &permissions).await?;
    let present = rules_of(session, &group.id).await?;
    refuse_duplicates(&permissions, &present)?;
    let all = permissions_of(&present, &permissions);
    check_quota(session, &[all], None).await?;
    let mut added = Vec::with_capacity(permissions.len());
    for (permission, request) in permissions.into_iter().zip(&requests) {
        let rule = SecurityGroupRule {
            id: session.new_id(),
            scope: scope.clone(),
            group_id: group.id.clone(),
            permission,
            description: request.description()?,
            tags: tags.clone(),
            created_at: session.now,
        };
        let rule = session.tx.insert(rule).await?;
        record(session, &rule, None, Some(SECURITY_GROUP_RULE_STATE)).await?;
        added.push(rule);
    }
    Ok(added)
}

/// What the requests allow; nothing twice.
fn permissions(
    requests: &[RuleRequest],
    is_egress: bool,
    owner: &Scope,
) -> Result<Vec<RulePermission>> {
    let mut permissions = Vec::with_capacity(requests.len());
    for request in requests {
        let permission = request.permission(is_egress, owner)?;
        if permissions.contains(&permission) {
            return Err(Error::new(
                Code::InvalidParameterValue,
                "The same permission must not appear multiple times",
            ));
        }
        permissions.push(permission);
    }
    Ok(permissions)
}

/// What rules allow, and what others will.
fn permissions_of(
    rules: &[Stored<SecurityGroupRule>],
    more: &[RulePermission],
) -> Vec<RulePermission> {
    let present = rules.iter().map(|rule| &rule.permission);
    present.chain(more).cloned().collect()
}

/// Refuses unless rules are named in exactly one of the two ways.
fn check_either(by_permission: bool, by_id: bool) -> Result<()> {
    match (by_permission, by_id) {
        (true, true) => Err(Error::new(
            Code::InvalidParameterCombination,
            "Rules can be named by their permissions or by their ids, not by both",
        )
        .about("IpPermissions")),
        (false, false) => Err(Error::missing("IpPermissions")),
        _ => Ok(()),
    }
}

fn refuse_duplicates(
    permissions: &[RulePermission],
    present: &[Stored<SecurityGroupRule>],
) -> Result<()> {
    let mut seen: Vec<&RulePermission> = present.iter().map(|rule| &rule.permission).collect();
    for permission in permissions {
        if seen.contains(&permission) {
            return Err(duplicate(permission));
        }
        seen.push(permission);
    }
    Ok(())
}

fn duplicate(permission: &RulePermission) -> Error {
    Error::new(
        Code::PermissionDuplicate,
        format!("the specified rule \"{permission}\" already exists"),
    )
}

fn position_of(rules: &[Stored<SecurityGroupRule>], permission: &RulePermission) -> Result<usize> {
    rules
        .iter()
        .position(|rule| rule.permission == *permission)
        .ok_or_else(|| {
            Error::new(
                Code::PermissionNotFound,
                "The specified rule does not exist in this security group.",
            )
            .about("IpPermissions")
        })
}

fn position_of_id(rules: &[Stored<SecurityGroupRule>], id: &str) -> Result<usize> {
    let id = SecurityGroupRuleId::parse(id)?;
    rules
        .iter()
        .position(|rule| rule.id == id)
        .ok_or_else(|| SecurityGroupRuleId::not_found(id.as_str()).about("SecurityGroupRuleId"))
}

async fn update(session: &mut Session, rule: Stored<SecurityGroupRule>) -> Result<()> {
    let state = Some(SECURITY_GROUP_RULE_STATE);
    record(session, &rule, state, state).await?;
    session.tx.update(rule).await?;
    Ok(())
}

async fn delete(session: &mut Session, rule: &Stored<SecurityGroupRule>) -> Result<()> {
    session.tx.delete(rule).await?;
    record(session, rule, Some(SECURITY_GROUP_RULE_STATE), None).await
}

async fn record(
    session: &mut Session,
    rule: &SecurityGroupRule,
    from: Option<&str>,
    to: Option<&str>,
) -> Result<()> {
    session
        .record(ResourceType::SecurityGroupRule, rule.id.as_str(), from, to)
        .await
}
