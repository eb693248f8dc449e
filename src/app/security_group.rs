//! Security groups.

use std::collections::{BTreeMap, BTreeSet};

use ipnet::Ipv4Net;
use serde::{Deserialize, Serialize};

use super::context::{Command, Query, Session};
use super::list::{List, ListRequest, Listed, by_parent};
use super::security_group_reference;
use super::tag::replace_tags;
use crate::domain::error::{Code, Error, Result};
use crate::domain::event::ResourceType;
use crate::domain::filter::Filterable;
use crate::domain::id::{Id, SecurityGroupId, VpcId};
use crate::domain::limit;
use crate::domain::network_interface::SecurityGroupRef;
use crate::domain::page::Page;
use crate::domain::security_group::{
    DEFAULT_GROUP_NAME, SECURITY_GROUP_STATE, SecurityGroup, check_description, check_name,
};
use crate::domain::security_group_rule::{RulePeer, RulePermission, SecurityGroupRule};
use crate::domain::security_group_rule_request::GroupChoice;
use crate::domain::tag::{self, Tag};
use crate::domain::vpc::Vpc;
use crate::store::{Stored, Tx};

/// A security group with its rules.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SecurityGroupView {
    /// The group.
    pub group: Stored<SecurityGroup>,
    /// Its rules, in order of id.
    pub rules: Vec<Stored<SecurityGroupRule>>,
    /// The names of the groups that the rules refer to, by id.
    pub referenced_names: BTreeMap<SecurityGroupId, String>,
}

impl SecurityGroupView {
    /// The rules of one direction.
    pub fn rules_of(&self, is_egress: bool) -> impl Iterator<Item = &SecurityGroupRule> {
        self.rules
            .iter()
            .map(|rule| &rule.value)
            .filter(move |rule| rule.permission.is_egress == is_egress)
    }
}

impl Listed for SecurityGroupView {
    type Document = SecurityGroup;
    const NAME: &'static str = "DescribeSecurityGroups";

    fn check_id(id: &str) -> Result<()> {
        SecurityGroupId::parse(id).map(drop)
    }

    fn not_found(id: &str) -> Error {
        SecurityGroupId::not_found(id)
    }

    async fn assemble(tx: &mut Tx, groups: Vec<Stored<SecurityGroup>>) -> Result<Vec<Self>> {
        let ids: Vec<String> = groups.iter().map(|group| group.id.to_string()).collect();
        let rules = tx.security_group_rules(&ids).await?;
        let names = referenced_names(tx, &groups, &rules).await?;
        let mut rules = by_parent(rules, |rule| rule.group_id.as_str());
        let view = |group: Stored<SecurityGroup>| {
            let rules = rules.remove(group.id.as_str()).unwrap_or_default();
            let referenced = rules
                .iter()
                .filter_map(|rule| rule.permission.peer.referenced_group_id());
            let name = |id: &SecurityGroupId| Some((id.clone(), names.get(id)?.clone()));
            Self {
                referenced_names: referenced.filter_map(name).collect(),
                rules,
                group,
            }
        };
        Ok(groups.into_iter().map(view).collect())
    }
}

impl Filterable for SecurityGroupView {
    const FILTERS: &'static [&'static str] = &[
        "description",
        "egress.ip-permission.cidr",
        "egress.ip-permission.from-port",
        "egress.ip-permission.group-id",
        "egress.ip-permission.group-name",
        "egress.ip-permission.ipv6-cidr",
        "egress.ip-permission.prefix-list-id",
        "egress.ip-permission.protocol",
        "egress.ip-permission.to-port",
        "egress.ip-permission.user-id",
        "group-id",
        "group-name",
        "ip-permission.cidr",
        "ip-permission.from-port",
        "ip-permission.group-id",
        "ip-permission.group-name",
        "ip-permission.ipv6-cidr",
        "ip-permission.prefix-list-id",
        "ip-permission.protocol",
        "ip-permission.to-port",
        "ip-permission.user-id",
        "owner-id",
        "vpc-id",
    ];

    fn filter_values(&self, name: &str) -> Vec<String> {
        let group = &self.group;
        let one = match name {
            "description" => group.description.clone(),
            "group-id" => group.id.to_string(),
            "group-name" => group.name.clone(),
            "owner-id" => group.scope.account.to_string(),
            "vpc-id" => group.vpc_id.to_string(),
            rules => {
                let (is_egress, property) = match rules.strip_prefix("egress.") {
                    Some(property) => (true, property),
                    None => (false, rules),
                };
                return self
                    .rules_of(is_egress)
                    .flat_map(|rule| self.permission_values(rule, property))
                    .collect();
            }
        };
        vec![one]
    }

    fn filter_tags(&self) -> &[Tag] {
        &self.group.tags
    }
}

impl SecurityGroupView {
    fn permission_values(&self, rule: &SecurityGroupRule, property: &str) -> Vec<String> {
        let permission = &rule.permission;
        let one = match (property, &permission.peer) {
            ("ip-permission.cidr", RulePeer::CidrIpv4(network)) => Some(network.to_string()),
            ("ip-permission.ipv6-cidr", RulePeer::CidrIpv6(network)) => Some(network.to_string()),
            ("ip-permission.group-id", RulePeer::ReferencedGroupId(id)) => Some(id.to_string()),
            ("ip-permission.group-name", RulePeer::ReferencedGroupId(id)) => {
                self.referenced_names.get(id).cloned()
            }
            ("ip-permission.prefix-list-id", RulePeer::PrefixListId(id)) => Some(id.to_string()),
            ("ip-permission.user-id", RulePeer::ReferencedGroupId(_)) => {
                Some(rule.scope.account.to_string())
            }
            ("ip-permission.protocol", _) => {
                let number = permission.protocol_number().map(str::to_owned);
                let name = permission.ip_protocol.clone();
                return number.into_iter().chain([name]).collect();
            }
            ("ip-permission.from-port", _) => permission.from_port.map(|port| port.to_string()),
            ("ip-permission.to-port", _) => permission.to_port.map(|port| port.to_string()),
            _ => None,
        };
        one.into_iter().collect()
    }
}

/// Lists groups, also by their names in the default VPC.
pub struct ListSecurityGroups {
    /// Only these, besides those with the ids; each must exist.
    pub group_names: Vec<String>,
    /// Which groups, and which part of them.
    pub request: ListRequest,
}

impl Query for ListSecurityGroups {
    const NAME: &'static str = "DescribeSecurityGroups";
    type Output = Page<SecurityGroupView>;

    async fn fetch(mut self, session: &mut Session) -> Result<Self::Output> {
        if !self.group_names.is_empty() {
            let named = security_group_reference::by_names(session, &self.group_names).await?;
            let ids = named.iter().map(|group| group.id.to_string());
            self.request.ids.extend(ids);
        }
        List::new(self.request).fetch(session).await
    }
}

/// Creates a group that lets nothing in and everything out.
#[derive(Clone, Debug, Serialize)]
pub struct CreateSecurityGroup {
    /// Unique in the VPC.
    pub group_name: String,
    /// What it is for.
    pub description: String,
    /// The VPC; the default one unless given.
    pub vpc_id: Option<String>,
    /// Tags.
    pub tags: Vec<Tag>,
}

impl Command for CreateSecurityGroup {
    const NAME: &'static str = "CreateSecurityGroup";
    type Output = Stored<SecurityGroup>;

    async fn execute(self, session: &mut Session) -> Result<Stored<SecurityGroup>> {
        check_name(&self.group_name)?;
        check_description(&self.description)?;
        let tags = tag::validated(self.tags)?;
        let vpc = vpc_or_default(session, self.vpc_id.as_deref()).await?;
        let vpc_id = vpc.id.as_str();
        let namesake = session
            .tx
            .security_group_by_name(vpc_id, &self.group_name)
            .await?;
        if namesake.is_some() {
            return Err(Error::new(
                Code::SecurityGroupDuplicate,
                format!(
                    "The security group '{}' already exists for VPC '{vpc_id}'",
                    self.group_name
                ),
            )
            .about("GroupName"));
        }
        let scope = session.scope();
        if session.tx.count::<SecurityGroup>(&scope).await? >= limit::SECURITY_GROUPS {
            return Err(Error::new(
                Code::SecurityGroupLimitExceeded,
                "The maximum number of security groups has been reached.",
            ));
        }
        let group = SecurityGroup {
            id: session.new_id(),
            scope,
            vpc_id: vpc.id.clone(),
            name: self.group_name,
            description: self.description,
            tags,
            created_at: session.now,
        };
        let group = session.tx.insert(group).await?;
        allow_all_out(session, &group).await?;
        record(session, &group, None, Some(SECURITY_GROUP_STATE)).await?;
        Ok(group)
    }
}

/// Changes a group's tags; nothing else about it can change, its rules apart.
#[derive(Clone, Debug, Serialize)]
pub struct ModifySecurityGroup {
    /// Which one.
    pub group_id: String,
    /// Replaces all tags.
    pub tags: Option<Vec<Tag>>,
}

impl Command for ModifySecurityGroup {
    const NAME: &'static str = "ModifySecurityGroup";
    type Output = Stored<SecurityGroup>;

    async fn execute(self, session: &mut Session) -> Result<Stored<SecurityGroup>> {
        let id = SecurityGroupId::parse(&self.group_id)?;
        let group = session.find_to_change(&id).await?;
        replace_tags(session, group, self.tags).await
    }
}

/// Deletes a group that nothing uses and no other group refers to, and its rules with it.
#[derive(Clone, Debug, Serialize)]
pub struct DeleteSecurityGroup {
    /// Which one.
    pub group: GroupChoice,
}

impl Command for DeleteSecurityGroup {
    const NAME: &'static str = "DeleteSecurityGroup";
    type Output = SecurityGroupId;

    async fn execute(self, session: &mut Session) -> Result<SecurityGroupId> {
        let group = security_group_reference::choose(session, &self.group).await?;
        session.check_version(&group)?;
        let id = group.id.clone();
        if group.name == DEFAULT_GROUP_NAME {
            return Err(Error::new(
                Code::CannotDelete,
                format!(
                    "the specified group: \"{id}\" name: \"{}\" cannot be deleted by a user",
                    group.name
                ),
            )
            .about("GroupId"));
        }
        if session.tx.security_group_in_use(id.as_str()).await?
            || session.tx.security_group_referenced(id.as_str()).await?
        {
            return Err(Error::new(
                Code::DependencyViolation,
                format!("resource {id} has a dependent object"),
            )
            .about("GroupId"));
        }
        delete_with_rules(session, &group).await?;
        record(session, &group, Some(SECURITY_GROUP_STATE), None).await?;
        Ok(id)
    }
}

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
    insert_rule(session, &group, RulePermission::all(false, members)).await?;
    allow_all_out(session, &group).await
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

/// The VPC with this id, or the default one.
async fn vpc_or_default(session: &mut Session, vpc_id: Option<&str>) -> Result<Stored<Vpc>> {
    match vpc_id {
        Some(id) => session
            .find(&VpcId::parse(id)?)
            .await
            .map_err(|error| error.about("VpcId")),
        None => {
            let scope = session.scope();
            session.tx.vpc_default(&scope).await?.ok_or_else(|| {
                Error::new(Code::VpcNotSpecified, "No default VPC for this user").about("VpcId")
            })
        }
    }
}

/// The names of the groups that rules refer to, by id.
async fn referenced_names(
    tx: &mut Tx,
    groups: &[Stored<SecurityGroup>],
    rules: &[Stored<SecurityGroupRule>],
) -> Result<BTreeMap<SecurityGroupId, String>> {
    let referenced: BTreeSet<&str> = rules
        .iter()
        .filter_map(|rule| rule.permission.peer.referenced_group_id().map(Id::as_str))
        .collect();
    let ids: Vec<&str> = referenced.into_iter().collect();
    let found: Vec<Stored<SecurityGroup>> = match groups.first() {
        Some(group) if !ids.is_empty() => tx.get_many(&group.scope, &ids).await?,
        Some(_) | None => Vec::new(),
    };
    let name = |group: Stored<SecurityGroup>| (group.value.id, group.value.name);
    Ok(found.into_iter().map(name).collect())
}

fn reference(group: &SecurityGroup) -> SecurityGroupRef {
    SecurityGroupRef {
        group_id: group.id.clone(),
        group_name: group.name.clone(),
    }
}

async fn allow_all_out(session: &mut Session, group: &SecurityGroup) -> Result<()> {
    let anywhere = RulePeer::CidrIpv4(Ipv4Net::default());
    insert_rule(session, group, RulePermission::all(true, anywhere)).await
}

/// Adds a rule that comes with its group, whose event covers it.
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

async fn record(
    session: &mut Session,
    group: &SecurityGroup,
    from: Option<&str>,
    to: Option<&str>,
) -> Result<()> {
    session
        .record(ResourceType::SecurityGroup, group.id.as_str(), from, to)
        .await
}
