//! Target groups of load balancers.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::context::{Command, Query, Session};
use super::list::Listed;
use super::load_balancer::{self, Paging};
use crate::domain::entropy;
use crate::domain::error::{Code, Error, Result};
use crate::domain::event::ResourceType;
use crate::domain::filter::{Filter, Filterable};
use crate::domain::health_check::{HealthCheck, HealthCheckRequest};
use crate::domain::id::{Id, VpcId};
use crate::domain::limit;
use crate::domain::load_balancer_name::check_name;
use crate::domain::load_balancing_tag;
use crate::domain::page::Page;
use crate::domain::tag::Tag;
use crate::domain::target_address_type::TargetAddressType;
use crate::domain::target_group::{
    self, Carrier, TARGET_GROUP_STATE, TargetGroup, TargetKind, TargetType, check_port,
    check_target_group_arn, parse_port, parse_target_control_port, refuse_for_functions,
    target_group_not_found,
};
use crate::domain::vpc::Vpc;
use crate::store::{Stored, Tx};

/// A target group, and the load balancer whose listeners forward to it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TargetGroupInUse {
    /// The target group.
    pub group: Stored<TargetGroup>,
    /// The load balancers: one at the most.
    pub load_balancer_arns: Vec<String>,
}

impl Listed for TargetGroupInUse {
    type Document = TargetGroup;
    const NAME: &'static str = "DescribeTargetGroups";

    fn check_id(arn: &str) -> Result<()> {
        check_target_group_arn(arn)
    }

    fn not_found(arn: &str) -> Error {
        target_group_not_found(arn)
    }

    async fn assemble(tx: &mut Tx, documents: Vec<Stored<TargetGroup>>) -> Result<Vec<Self>> {
        let arns: Vec<&str> = documents.iter().map(|group| group.arn.as_str()).collect();
        let mut users: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for (group, load_balancer) in tx.target_group_users(&arns).await? {
            users.entry(group).or_default().push(load_balancer);
        }
        Ok(documents
            .into_iter()
            .map(|group| Self {
                load_balancer_arns: users.remove(&group.arn).unwrap_or_default(),
                group,
            })
            .collect())
    }
}

impl Filterable for TargetGroupInUse {
    const FILTERS: &'static [&'static str] = &[
        "load-balancer-arn",
        "name",
        "port",
        "protocol",
        "target-group-arn",
        "target-type",
        "vpc-id",
    ];

    fn filter_values(&self, name: &str) -> Vec<String> {
        let group = &self.group;
        let one = match name {
            "load-balancer-arn" => return self.load_balancer_arns.clone(),
            "name" => group.name.clone(),
            "port" => return group.port.iter().map(ToString::to_string).collect(),
            "protocol" => {
                let protocol = group.kind.protocol.iter();
                return protocol.map(|it| it.name().to_owned()).collect();
            }
            "target-group-arn" => group.arn.clone(),
            "target-type" => group.kind.target_type.name().to_owned(),
            "vpc-id" => return group.vpc_id.iter().map(ToString::to_string).collect(),
            _ => return Vec::new(),
        };
        vec![one]
    }

    fn filter_tags(&self) -> &[Tag] {
        &self.group.tags
    }
}

/// Creates a target group. One of that name with the same settings is answered as it is.
#[derive(Clone, Debug, Default, Serialize)]
pub struct CreateTargetGroup {
    /// Unique in account and region.
    pub name: String,
    /// How its targets are spoken to. Required, but groups of functions must not have one.
    pub protocol: Option<String>,
    /// `HTTP1` unless given, `HTTP2` or `GRPC`; for HTTP and HTTPS only.
    pub protocol_version: Option<String>,
    /// The port of targets that are registered without one. Required like the protocol.
    pub port: Option<i64>,
    /// The VPC of its targets. Required like the protocol.
    pub vpc_id: Option<String>,
    /// `instance` unless given, `ip`, `alb` or `lambda`.
    pub target_type: Option<String>,
    /// `ipv4` unless given, or `ipv6`.
    pub ip_address_type: Option<String>,
    /// The port on which targets report how many requests they can take; for HTTP and HTTPS only.
    pub target_control_port: Option<i64>,
    /// How its targets are to be checked.
    pub health_check: HealthCheckRequest,
    /// Tags.
    pub tags: Vec<Tag>,
}

impl Command for CreateTargetGroup {
    const NAME: &'static str = "CreateTargetGroup";
    type Output = TargetGroupInUse;

    async fn execute(self, session: &mut Session) -> Result<TargetGroupInUse> {
        let scope = session.scope();
        let wanted = self.decide(session).await?;
        let names = std::slice::from_ref(&wanted.name);
        let present = session
            .tx
            .target_groups_by_names(&scope, names)
            .await?
            .pop();
        if let Some(present) = present {
            return if has_same_settings(&present, &wanted) {
                in_use(session, present).await
            } else {
                Err(Error::new(
                    Code::DuplicateTargetGroupName,
                    format!(
                        "A target group with the same name '{}' exists, but with different settings",
                        wanted.name
                    ),
                )
                .about("Name"))
            };
        }
        check_quota(session, &wanted).await?;
        let group = session.tx.insert(wanted).await?;
        record(session, &group, None, Some(TARGET_GROUP_STATE)).await?;
        Ok(TargetGroupInUse {
            group,
            load_balancer_arns: Vec::new(),
        })
    }
}

impl CreateTargetGroup {
    /// The target group that is asked for.
    async fn decide(self, session: &mut Session) -> Result<TargetGroup> {
        check_name("target group", &self.name)?;
        let target_type = self
            .target_type
            .as_deref()
            .map_or(Ok(TargetType::Instance), TargetType::parse)?;
        let kind = TargetKind::decide(
            target_type,
            self.protocol.as_deref(),
            self.protocol_version.as_deref(),
        )?;
        let ip_address_type = TargetAddressType::parse(kind, self.ip_address_type.as_deref())?;
        let (port, vpc_id) = place(session, kind, self.port, self.vpc_id.as_deref()).await?;
        let target_control_port = parse_target_control_port(kind, self.target_control_port)?;
        let health_check = HealthCheck::new(kind, self.health_check)?;
        let tags = load_balancing_tag::validated(self.tags)?;
        let scope = session.scope();
        let number = entropy::hex(&*session.entropy, 16);
        Ok(TargetGroup {
            arn: target_group::arn(&scope, &self.name, &number),
            name: self.name,
            kind,
            port,
            vpc_id,
            ip_address_type,
            target_control_port,
            health_check,
            attributes: BTreeMap::new(),
            tags,
            created_at: session.now,
            scope,
        })
    }
}

/// Port and VPC of a group's targets. Functions have neither.
async fn place(
    session: &mut Session,
    kind: TargetKind,
    port: Option<i64>,
    vpc_id: Option<&str>,
) -> Result<(Option<u16>, Option<VpcId>)> {
    if kind.carrier() == Carrier::Function {
        refuse_for_functions("Port", port.is_some())?;
        refuse_for_functions("VpcId", vpc_id.is_some())?;
        return Ok((None, None));
    }
    let port = parse_port("Port", port.ok_or_else(|| required("Port", "port"))?)?;
    check_port("Port", kind, port)?;
    let vpc = vpc(session, vpc_id.ok_or_else(|| required("VpcId", "VPC ID"))?).await?;
    Ok((Some(port), Some(vpc.value.id)))
}

/// Refuses one group more than there can be.
async fn check_quota(session: &mut Session, wanted: &TargetGroup) -> Result<()> {
    let scope = &wanted.scope;
    let (words, count, most) = if wanted.kind.carrier() == Carrier::Gateway {
        (
            "target groups of the protocol GENEVE",
            session.tx.geneve_target_groups(scope).await?,
            limit::GENEVE_TARGET_GROUPS,
        )
    } else {
        (
            "target groups",
            session.tx.count::<TargetGroup>(scope).await?,
            limit::TARGET_GROUPS,
        )
    };
    if count >= most {
        return Err(Error::new(
            Code::TooManyTargetGroups,
            format!("An account can have at most {most} {words} in a region"),
        ));
    }
    Ok(())
}

fn has_same_settings(present: &TargetGroup, wanted: &TargetGroup) -> bool {
    present.kind == wanted.kind
        && present.port == wanted.port
        && present.vpc_id == wanted.vpc_id
        && present.ip_address_type == wanted.ip_address_type
        && present.target_control_port == wanted.target_control_port
        && present.health_check == wanted.health_check
        && present.tags == wanted.tags
}

async fn vpc(session: &mut Session, id: &str) -> Result<Stored<Vpc>> {
    let refusal = || Error::validation("VpcId", format!("The VPC ID '{id}' is not found"));
    let scope = session.scope();
    match VpcId::parse(id) {
        Ok(id) => session
            .tx
            .get(&scope, id.as_str())
            .await?
            .ok_or_else(refusal),
        Err(_) => Err(refusal()),
    }
}

fn required(parameter: &'static str, words: &str) -> Error {
    Error::validation(parameter, format!("A {words} must be specified"))
}

/// Changes how the targets of a group are to be checked.
#[derive(Clone, Debug, Default, Serialize)]
pub struct ModifyTargetGroup {
    /// Which one.
    pub target_group_arn: String,
    /// What to change.
    pub health_check: HealthCheckRequest,
}

impl Command for ModifyTargetGroup {
    const NAME: &'static str = "ModifyTargetGroup";
    type Output = TargetGroupInUse;

    async fn execute(self, session: &mut Session) -> Result<TargetGroupInUse> {
        let mut group = find_to_change(session, &self.target_group_arn).await?;
        group.health_check = group.health_check.changed(group.kind, self.health_check)?;
        let group = session.tx.update(group).await?;
        record_change(session, &group).await?;
        in_use(session, group).await
    }
}

/// Changes a target group; `None` leaves things as they are.
#[derive(Clone, Debug, Default, Serialize)]
pub struct ModifyTargetGroupAttributes {
    /// Which one.
    pub target_group_arn: String,
    /// Attributes to set; the others stay as they are.
    pub attributes: Vec<(String, String)>,
    /// What to change of how its targets are to be checked, as in [`ModifyTargetGroup`].
    pub health_check: HealthCheckRequest,
    /// Replaces all tags.
    pub tags: Option<Vec<Tag>>,
}

impl Command for ModifyTargetGroupAttributes {
    const NAME: &'static str = "ModifyTargetGroupAttributes";
    type Output = TargetGroupInUse;

    async fn execute(self, session: &mut Session) -> Result<TargetGroupInUse> {
        let mut group = find_to_change(session, &self.target_group_arn).await?;
        group.set_attributes(self.attributes)?;
        group.health_check = group.health_check.changed(group.kind, self.health_check)?;
        let group = match self.tags {
            Some(tags) => {
                session
                    .tx
                    .update_tags(group, load_balancing_tag::validated(tags)?)
                    .await?
            }
            None => session.tx.update(group).await?,
        };
        record_change(session, &group).await?;
        in_use(session, group).await
    }
}

/// Deletes a target group to which no listener forwards, with its targets.
#[derive(Clone, Debug, Serialize)]
pub struct DeleteTargetGroup {
    /// Which one.
    pub target_group_arn: String,
}

impl Command for DeleteTargetGroup {
    const NAME: &'static str = "DeleteTargetGroup";
    type Output = ();

    async fn execute(self, session: &mut Session) -> Result<()> {
        let group = find_to_change(session, &self.target_group_arn).await?;
        let arn = group.arn.as_str();
        if !session.tx.target_group_users(&[arn]).await?.is_empty() {
            return Err(Error::new(
                Code::ResourceInUse,
                format!("Target group '{arn}' is currently in use by a listener or a rule"),
            )
            .about("TargetGroupArn"));
        }
        session.tx.targets_delete(arn).await?;
        session.tx.delete(&group).await?;
        record(session, &group, Some(TARGET_GROUP_STATE), None).await
    }
}

/// The caller's target groups as AWS's API asks for them: by ARN, by name, by load balancer, or all.
#[derive(Clone, Debug, Default)]
pub struct DescribeTargetGroups {
    /// Only those behind this load balancer, which must exist.
    pub load_balancer_arn: Option<String>,
    /// Only these; each must exist.
    pub arns: Vec<String>,
    /// Only those of these names; each must exist.
    pub names: Vec<String>,
    /// Which part of the list.
    pub paging: Paging,
}

impl Query for DescribeTargetGroups {
    const NAME: &'static str = "DescribeTargetGroups";
    type Output = Page<TargetGroupInUse>;

    async fn fetch(self, session: &mut Session) -> Result<Self::Output> {
        let selections = [
            self.load_balancer_arn.is_some(),
            !self.arns.is_empty(),
            !self.names.is_empty(),
        ];
        if selections.into_iter().filter(|given| *given).count() > 1 {
            return Err(Error::validation(
                "TargetGroupArns",
                "Only one of a load balancer ARN, target group ARNs and target group names can be specified",
            ));
        }
        let mut filters = Vec::new();
        if let Some(arn) = self.load_balancer_arn {
            let arn = load_balancer::find(session, &arn).await?.value.arn;
            filters.push(Filter {
                name: "load-balancer-arn".to_owned(),
                values: vec![arn],
            });
        }
        let arns = if self.names.is_empty() {
            self.arns
        } else {
            arns_of_names(session, &self.names).await?
        };
        load_balancer::page(session, arns, filters, self.paging).await
    }
}

async fn arns_of_names(session: &mut Session, names: &[String]) -> Result<Vec<String>> {
    load_balancer::check_count("Names", names)?;
    let scope = session.scope();
    let found = session.tx.target_groups_by_names(&scope, names).await?;
    let missing = names
        .iter()
        .find(|name| !found.iter().any(|present| present.name == **name));
    match missing {
        Some(missing) => Err(target_group_not_found(missing).about("Names")),
        None => Ok(found.into_iter().map(|present| present.value.arn).collect()),
    }
}

/// The caller's target group with this ARN.
pub(super) async fn find(session: &mut Session, arn: &str) -> Result<Stored<TargetGroup>> {
    check_target_group_arn(arn)?;
    let scope = session.scope();
    let found = session.tx.get(&scope, arn).await?;
    found.ok_or_else(|| target_group_not_found(arn))
}

async fn find_to_change(session: &mut Session, arn: &str) -> Result<Stored<TargetGroup>> {
    let group = find(session, arn).await?;
    session.check_version(&group)?;
    Ok(group)
}

async fn in_use(session: &mut Session, group: Stored<TargetGroup>) -> Result<TargetGroupInUse> {
    let users = session.tx.target_group_users(&[group.arn.as_str()]).await?;
    Ok(TargetGroupInUse {
        group,
        load_balancer_arns: users
            .into_iter()
            .map(|(_, load_balancer)| load_balancer)
            .collect(),
    })
}

async fn record_change(session: &mut Session, group: &TargetGroup) -> Result<()> {
    let state = Some(TARGET_GROUP_STATE);
    record(session, group, state, state).await
}

async fn record(
    session: &mut Session,
    group: &TargetGroup,
    from: Option<&str>,
    to: Option<&str>,
) -> Result<()> {
    session
        .record(ResourceType::TargetGroup, &group.arn, from, to)
        .await
}
