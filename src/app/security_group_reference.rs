//! What rules of security groups name: groups by id or by name, and prefix lists. Who refers to whom, and what counts how
//! much.

use super::context::{Query, Session};
use super::list::{Source, page_of};
use super::prefix_list::{self, AnyPrefixList};
use crate::domain::error::{Code, Error, Result};
use crate::domain::filter::{Filter, Filterable};
use crate::domain::id::{Id, PrefixListId, SecurityGroupId, VpcId};
use crate::domain::limit;
use crate::domain::managed_prefix_list::AddressFamily;
use crate::domain::page::{ListIdentity, Page, PageRequest};
use crate::domain::scope::Scope;
use crate::domain::security_group::SecurityGroup;
use crate::domain::security_group_rule::{RulePeer, RulePermission};
use crate::domain::security_group_rule_request::{GroupChoice, PeerRequest, RuleRequest};
use crate::domain::tag::Tag;
use crate::domain::vpc::Vpc;
use crate::store::{Stored, Tx};

/// The group that a client means. By name it is one of the default VPC's; with both, they must be the same group's.
pub(super) async fn choose(
    session: &mut Session,
    choice: &GroupChoice,
) -> Result<Stored<SecurityGroup>> {
    let id = choice.parse_id()?;
    let Some(name) = &choice.group_name else {
        let id = id.ok_or_else(|| Error::missing("GroupId"))?;
        return session.find(&id).await;
    };
    let named = by_names(session, std::slice::from_ref(name)).await?;
    let group = named
        .into_iter()
        .next()
        .ok_or_else(|| Error::internal("a group was found but is not there"))?;
    match id {
        Some(id) if id != group.id => Err(Error::new(
            Code::InvalidParameterCombination,
            format!("The security group '{id}' does not have the name '{name}'"),
        )
        .about("GroupName")),
        Some(_) | None => Ok(group),
    }
}

/// The groups with these names in the default VPC, in the order of the names; each must exist.
pub(super) async fn by_names(
    session: &mut Session,
    names: &[String],
) -> Result<Vec<Stored<SecurityGroup>>> {
    let scope = session.scope();
    let vpc = session.tx.vpc_default(&scope).await?.ok_or_else(|| {
        Error::new(
            Code::VpcNotSpecified,
            "No default VPC for this user. GroupName is only supported for EC2-Classic and default VPC.",
        )
        .about("GroupName")
    })?;
    let found = session
        .tx
        .security_groups_by_name(vpc.id.as_str(), names)
        .await?;
    let group = |name: &String| {
        let group = found
            .iter()
            .find(|group| group.name.eq_ignore_ascii_case(name));
        group.cloned().ok_or_else(|| {
            Error::new(
                Code::SecurityGroupNotFound,
                format!(
                    "The security group '{name}' does not exist in default VPC '{}'",
                    vpc.id
                ),
            )
            .about("GroupName")
        })
    };
    names.iter().map(group).collect()
}

/// Looks up the groups that rules refer to by name, and puts their ids there.
pub(super) async fn look_up_names(
    session: &mut Session,
    requests: &mut [RuleRequest],
) -> Result<()> {
    let mut choices: Vec<&mut GroupChoice> = requests
        .iter_mut()
        .filter_map(|request| match &mut request.peer {
            PeerRequest::Group(group) if group.group.group_name.is_some() => Some(&mut group.group),
            PeerRequest::Group(_)
            | PeerRequest::CidrIpv4(_)
            | PeerRequest::CidrIpv6(_)
            | PeerRequest::PrefixList(_) => None,
        })
        .collect();
    let names: Vec<String> = choices
        .iter()
        .filter_map(|choice| choice.group_name.clone())
        .collect();
    if names.is_empty() {
        return Ok(());
    }
    let groups = by_names(session, &names).await?;
    for (choice, group) in choices.iter_mut().zip(groups) {
        match &choice.group_id {
            Some(id) if *id != group.id.as_str() => {
                return Err(SecurityGroupId::not_found(id).about("ReferencedGroupId"));
            }
            Some(_) | None => choice.group_id = Some(group.id.to_string()),
        }
    }
    Ok(())
}

/// Refuses groups and prefix lists that don't exist, and groups that are not in the VPC of `group`.
pub(super) async fn check_references(
    session: &mut Session,
    group: &SecurityGroup,
    requests: &[RuleRequest],
    permissions: &[RulePermission],
) -> Result<()> {
    let ids: Vec<&str> = permissions
        .iter()
        .filter_map(|permission| permission.peer.referenced_group_id().map(Id::as_str))
        .collect();
    if !ids.is_empty() {
        let found: Vec<Stored<SecurityGroup>> = session.tx.get_many(&group.scope, &ids).await?;
        for id in ids {
            let referenced = found
                .iter()
                .find(|referenced| referenced.id.as_str() == id)
                .ok_or_else(|| SecurityGroupId::not_found(id).about("ReferencedGroupId"))?;
            if referenced.vpc_id != group.vpc_id {
                return Err(Error::new(
                    Code::SecurityGroupNotFound,
                    "You have specified two resources that belong to different networks.",
                )
                .about("ReferencedGroupId"));
            }
        }
    }
    for request in requests {
        if let PeerRequest::Group(peer) = &request.peer
            && let Some(vpc_id) = &peer.vpc_id
            && *vpc_id != group.vpc_id.as_str()
        {
            let id = peer.group.group_id.as_deref().unwrap_or_default();
            return Err(SecurityGroupId::not_found(id).about("VpcId"));
        }
    }
    let ids = prefix_lists_of(permissions);
    let found = prefix_list::find_all(session, &ids).await?;
    let missing = ids
        .iter()
        .find(|id| found.iter().all(|list| list.id().as_str() != **id));
    match missing {
        Some(id) => Err(PrefixListId::not_found(id).about("PrefixListId")),
        None => Ok(()),
    }
}

/// The prefix lists that rules name, each once.
fn prefix_lists_of(permissions: &[RulePermission]) -> Vec<&str> {
    let mut ids: Vec<&str> = permissions
        .iter()
        .filter_map(|permission| permission.peer.prefix_list_id().map(Id::as_str))
        .collect();
    ids.sort_unstable();
    ids.dedup();
    ids
}

/// Refuses if one of these groups, each given by all of its rules, has more rules in the direction than it can have.
/// `changed` is a prefix list as it will be.
pub(super) async fn check_quota(
    session: &mut Session,
    groups: &[Vec<RulePermission>],
    changed: Option<&AnyPrefixList>,
) -> Result<()> {
    let all: Vec<RulePermission> = groups.iter().flatten().cloned().collect();
    let ids = prefix_lists_of(&all);
    let lists = prefix_list::find_all(session, &ids).await?;
    let list = |id: &PrefixListId| {
        changed
            .into_iter()
            .chain(&lists)
            .find(|list| list.id() == id)
    };
    for permissions in groups {
        for is_egress in [false, true] {
            let (mut ipv4, mut ipv6) = (0, 0);
            for permission in permissions.iter().filter(|it| it.is_egress == is_egress) {
                match &permission.peer {
                    RulePeer::CidrIpv4(_) => ipv4 += 1,
                    RulePeer::CidrIpv6(_) => ipv6 += 1,
                    RulePeer::ReferencedGroupId(_) => {
                        ipv4 += 1;
                        ipv6 += 1;
                    }
                    RulePeer::PrefixListId(id) => match list(id) {
                        Some(list) if list.address_family() == AddressFamily::IPv6 => {
                            ipv6 += list.weight();
                        }
                        Some(list) => ipv4 += list.weight(),
                        None => {}
                    },
                }
            }
            if ipv4.max(ipv6) > limit::RULES_PER_SECURITY_GROUP {
                return Err(Error::new(
                    Code::RulesLimitExceeded,
                    "The maximum number of rules per security group has been reached.",
                ));
            }
        }
    }
    Ok(())
}

/// Refuses a prefix list's new size if a group that has a rule with it would have too many rules then.
pub(super) async fn check_resized(session: &mut Session, list: AnyPrefixList) -> Result<()> {
    let rules = session
        .tx
        .security_group_rules_beside_prefix_list(list.id().as_str())
        .await?;
    let mut groups: Vec<Vec<RulePermission>> = Vec::new();
    for of_group in rules.chunk_by(|one, next| one.group_id == next.group_id) {
        groups.push(
            of_group
                .iter()
                .map(|rule| rule.permission.clone())
                .collect(),
        );
    }
    check_quota(session, &groups, Some(&list)).await
}

/// Which VPCs on the other side of a connection refer to groups. There are no such connections, so it is none; but the
/// groups must exist.
pub struct CheckReferencedGroups {
    /// The groups.
    pub group_ids: Vec<String>,
}

impl Query for CheckReferencedGroups {
    const NAME: &'static str = "DescribeSecurityGroupReferences";
    type Output = ();

    async fn fetch(self, session: &mut Session) -> Result<()> {
        if self.group_ids.is_empty() {
            return Err(Error::missing("GroupId"));
        }
        for id in &self.group_ids {
            SecurityGroupId::parse(id)?;
        }
        let scope = session.scope();
        let found: Vec<Stored<SecurityGroup>> =
            session.tx.get_many(&scope, &self.group_ids).await?;
        let missing = self
            .group_ids
            .iter()
            .find(|id| found.iter().all(|group| group.id.as_str() != **id));
        missing.map_or(Ok(()), |id| Err(SecurityGroupId::not_found(id)))
    }
}

/// The groups of a VPC whose rules refer to groups that are gone. A group that is referred to stays, so there are none; but
/// the VPC must exist, and the page's token can only be wrong.
pub struct CheckStaleGroups {
    /// The VPC.
    pub vpc_id: String,
    /// Which page.
    pub page: PageRequest,
}

impl Query for CheckStaleGroups {
    const NAME: &'static str = "DescribeStaleSecurityGroups";
    type Output = ();

    async fn fetch(self, session: &mut Session) -> Result<()> {
        let id = VpcId::parse(&self.vpc_id)?;
        session.find::<Vpc, _>(&id).await?;
        let identity = ListIdentity::new(Self::NAME, &format!("{} {id}", session.scope()), &[]);
        self.page.after(&identity).map(drop)
    }
}

/// The groups that can be used in a VPC, in order of id. There are no shared ones, so they are the VPC's own.
pub struct ListGroupsForVpc {
    /// The VPC.
    pub vpc_id: String,
    /// Conditions.
    pub filters: Vec<Filter>,
    /// Which page.
    pub page: PageRequest,
}

/// A group that can be used in a VPC.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GroupForVpc(pub SecurityGroup);

impl Filterable for GroupForVpc {
    const FILTERS: &'static [&'static str] = &[
        "description",
        "group-id",
        "group-name",
        "owner-id",
        "primary-vpc-id",
    ];

    fn filter_values(&self, name: &str) -> Vec<String> {
        let group = &self.0;
        let one = match name {
            "description" => group.description.clone(),
            "group-id" => group.id.to_string(),
            "group-name" => group.name.clone(),
            "owner-id" => group.scope.account.to_string(),
            "primary-vpc-id" => group.vpc_id.to_string(),
            _ => return Vec::new(),
        };
        vec![one]
    }

    fn filter_tags(&self) -> &[Tag] {
        &self.0.tags
    }
}

impl Query for ListGroupsForVpc {
    const NAME: &'static str = "GetSecurityGroupsForVpc";
    type Output = Page<GroupForVpc>;

    async fn fetch(self, session: &mut Session) -> Result<Self::Output> {
        let vpc_id = VpcId::parse(&self.vpc_id)?;
        session.find::<Vpc, _>(&vpc_id).await?;
        let source = GroupsIn {
            scope: session.scope(),
            vpc_id,
        };
        let what = format!("{} {}", source.scope, source.vpc_id);
        let identity = ListIdentity::new(Self::NAME, &what, &self.filters);
        let (filters, page) = (&self.filters, &self.page);
        page_of(&mut session.tx, &source, &identity, filters, page).await
    }
}

struct GroupsIn {
    scope: Scope,
    vpc_id: VpcId,
}

impl Source for GroupsIn {
    type Row = Stored<SecurityGroup>;
    type Item = GroupForVpc;

    async fn next(&self, tx: &mut Tx, after: &str, rows: i64) -> Result<Vec<Self::Row>> {
        let hint = ("vpc-id", self.vpc_id.as_str());
        tx.list(&self.scope, after, rows, Some(hint)).await
    }

    fn key(row: &Self::Row) -> String {
        row.id.to_string()
    }

    async fn assemble(&self, _: &mut Tx, rows: Vec<Self::Row>) -> Result<Vec<Self::Item>> {
        Ok(rows.into_iter().map(|row| GroupForVpc(row.value)).collect())
    }
}
