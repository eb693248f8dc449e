//! Targets in target groups.

use serde::{Deserialize, Serialize};

use super::context::{Command, Query, Session};
use super::list::{Source, page_of};
use super::target_group;
use crate::domain::error::{Code, Error, Result};
use crate::domain::event::ResourceType;
use crate::domain::filter::{Filter, Filterable};

use crate::domain::limit;
use crate::domain::load_balancer::LoadBalancer;
use crate::domain::page::{ListIdentity, Page, PageRequest};
use crate::domain::subnet::Subnet;
use crate::domain::tag::Tag;
use crate::domain::target::{TARGET_STATE, Target, TargetHealth, parse_target_id, zone_of_address};
use crate::domain::target_group::{TargetGroup, TargetType, check_port, parse_port};
use crate::domain::vpc::Vpc;
use crate::store::{Stored, Tx};

/// A target as a client names it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct TargetRequest {
    /// An instance id or an address, as the group's type says.
    pub id: String,
    /// The group's port unless given.
    pub port: Option<i64>,
    /// A zone or `all`, for addresses outside the VPC.
    pub availability_zone: Option<String>,
}

/// A target and what is known of its health.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TargetInGroup {
    /// An instance id or an address.
    pub id: String,
    /// The port.
    pub port: u16,
    /// The zone in which it is, or the one that the user named.
    pub availability_zone: Option<String>,
    /// The port on which it is to be checked.
    pub health_check_port: String,
    /// Its health.
    pub health: TargetHealth,
}

impl Filterable for TargetInGroup {
    const FILTERS: &'static [&'static str] = &["availability-zone", "id", "port", "state"];
    const TAGGED: bool = false;

    fn filter_values(&self, name: &str) -> Vec<String> {
        match name {
            "availability-zone" => self.availability_zone.iter().cloned().collect(),
            "id" => vec![self.id.clone()],
            "port" => vec![self.port.to_string()],
            "state" => vec![self.health.state().to_owned()],
            _ => Vec::new(),
        }
    }

    fn filter_tags(&self) -> &[Tag] {
        &[]
    }
}

/// Registers targets. Registering one again changes at most its zone.
#[derive(Clone, Debug, Serialize)]
pub struct RegisterTargets {
    /// The target group.
    pub target_group_arn: String,
    /// The targets.
    pub targets: Vec<TargetRequest>,
}

impl Command for RegisterTargets {
    const NAME: &'static str = "RegisterTargets";
    type Output = Vec<TargetInGroup>;

    async fn execute(self, session: &mut Session) -> Result<Vec<TargetInGroup>> {
        let group = Group::find(session, &self.target_group_arn).await?;
        let wanted = wanted(session, &group.document, &self.targets).await?;
        let keys: Vec<String> = wanted.iter().map(key).collect();
        let scope = session.scope();
        let present: Vec<Stored<Target>> = session.tx.get_many(&scope, &keys).await?;
        let mut count = session.tx.targets_in_group(&group.document.arn).await?;
        let mut registered = Vec::with_capacity(wanted.len());
        for target in wanted {
            registered.push(group.with_health(&target));
            match present.iter().find(|present| key(present) == key(&target)) {
                None => {
                    count += 1;
                    register(session, target).await?;
                }
                Some(present) if present.availability_zone != target.availability_zone => {
                    let mut present = present.clone();
                    present.availability_zone = target.availability_zone;
                    let present = session.tx.update(present).await?;
                    record(session, &present, Some(TARGET_STATE), Some(TARGET_STATE)).await?;
                }
                Some(_) => {}
            }
        }
        if count > limit::TARGETS_PER_TARGET_GROUP {
            return Err(Error::new(
                Code::TooManyTargets,
                format!(
                    "A target group can have at most {} targets",
                    limit::TARGETS_PER_TARGET_GROUP
                ),
            )
            .about("Targets"));
        }
        Ok(registered)
    }
}

/// [`RegisterTargets`] for one target.
#[derive(Clone, Debug, Serialize)]
pub struct RegisterTarget {
    /// The target group.
    pub target_group_arn: String,
    /// The target.
    pub target: TargetRequest,
}

impl Command for RegisterTarget {
    const NAME: &'static str = RegisterTargets::NAME;
    type Output = TargetInGroup;

    async fn execute(self, session: &mut Session) -> Result<TargetInGroup> {
        let command = RegisterTargets {
            target_group_arn: self.target_group_arn,
            targets: vec![self.target],
        };
        let registered = command.execute(session).await?.pop();
        registered.ok_or_else(|| Error::internal("a registered target is missing"))
    }
}

async fn register(session: &mut Session, target: Target) -> Result<()> {
    let target = session.tx.insert(target).await?;
    record(session, &target, None, Some(TARGET_STATE)).await
}

/// The targets that are asked for, each once.
async fn wanted(
    session: &mut Session,
    group: &TargetGroup,
    requests: &[TargetRequest],
) -> Result<Vec<Target>> {
    check_count(requests)?;
    let (vpc, subnets) = match group.target_type {
        TargetType::Instance => (None, Vec::new()),
        TargetType::Ip => {
            let vpc: Stored<Vpc> = session.find(&group.vpc_id).await?;
            let subnets = session.tx.subnets_in_vpcs(&[vpc.id.to_string()]).await?;
            (Some(vpc), subnets)
        }
    };
    let mut targets: Vec<Target> = Vec::with_capacity(requests.len());
    for request in requests {
        let availability_zone = zone(group, vpc.as_deref(), &subnets, request)?;
        let target = Target {
            scope: group.scope.clone(),
            target_group_arn: group.arn.clone(),
            target_id: request.id.clone(),
            port: port(group, request)?,
            availability_zone,
            created_at: session.now,
        };
        if !targets.iter().any(|present| key(present) == key(&target)) {
            targets.push(target);
        }
    }
    Ok(targets)
}

fn zone(
    group: &TargetGroup,
    vpc: Option<&Vpc>,
    subnets: &[Stored<Subnet>],
    request: &TargetRequest,
) -> Result<Option<String>> {
    let named = request.availability_zone.as_deref();
    let address = parse_target_id(group.target_type, &request.id)?;
    let (Some(address), Some(vpc)) = (address, vpc) else {
        return match named {
            None => Ok(None),
            Some(_) => Err(Error::validation(
                "Targets",
                "You cannot specify an Availability Zone for targets of the type instance",
            )),
        };
    };
    let subnets = subnets
        .iter()
        .filter_map(|subnet| Some((subnet.cidr_block?, subnet.availability_zone.as_str())));
    let zones: Vec<&str> = group
        .scope
        .region
        .data()
        .zones
        .iter()
        .map(|zone| zone.name)
        .collect();
    let network = vpc
        .ipv4_networks()
        .find(|network| network.contains(&address))
        .unwrap_or(vpc.cidr_block);
    zone_of_address(network, subnets, &zones, address, named)
}

/// Takes targets out of their group at once: there is no traffic to drain. Absent ones are no error.
#[derive(Clone, Debug, Serialize)]
pub struct DeregisterTargets {
    /// The target group.
    pub target_group_arn: String,
    /// The targets. Without a port it is the target on the group's port.
    pub targets: Vec<TargetRequest>,
}

impl Command for DeregisterTargets {
    const NAME: &'static str = "DeregisterTargets";
    type Output = ();

    async fn execute(self, session: &mut Session) -> Result<()> {
        let group = target_group::find(session, &self.target_group_arn).await?;
        check_count(&self.targets)?;
        let keys = keys(&group, &self.targets)?;
        let scope = session.scope();
        for target in session.tx.get_many::<Target>(&scope, &keys).await? {
            session.check_version(&target)?;
            session.tx.delete(&target).await?;
            record(session, &target, Some(TARGET_STATE), None).await?;
        }
        Ok(())
    }
}

/// The health of a group's targets, of all or of those that are named, registered or not.
#[derive(Clone, Debug)]
pub struct DescribeTargetHealth {
    /// The target group.
    pub target_group_arn: String,
    /// Only these; empty for all.
    pub targets: Vec<TargetRequest>,
}

impl Query for DescribeTargetHealth {
    const NAME: &'static str = "DescribeTargetHealth";
    type Output = Vec<TargetInGroup>;

    async fn fetch(self, session: &mut Session) -> Result<Vec<TargetInGroup>> {
        let group = Group::find(session, &self.target_group_arn).await?;
        let arn = group.document.arn.as_str();
        let scope = session.scope();
        if self.targets.is_empty() {
            let hint = Some(("target-group-arn", arn));
            let targets: Vec<Stored<Target>> = session
                .tx
                .list(&scope, "", limit::TARGETS_PER_TARGET_GROUP, hint)
                .await?;
            return Ok(targets
                .iter()
                .map(|target| group.with_health(target))
                .collect());
        }
        let keys = keys(&group.document, &self.targets)?;
        let found: Vec<Stored<Target>> = session.tx.get_many(&scope, &keys).await?;
        self.targets
            .iter()
            .map(|request| {
                let port = port(&group.document, request)?;
                let key = Target::key(arn, &request.id, port);
                Ok(found
                    .iter()
                    .find(|target| self::key(target) == key)
                    .map_or_else(
                        || group.without_target(&request.id, port),
                        |target| group.with_health(target),
                    ))
            })
            .collect()
    }
}

/// The targets of a group, a page at a time.
#[derive(Clone, Debug)]
pub struct ListTargets {
    /// The target group.
    pub target_group_arn: String,
    /// Conditions.
    pub filters: Vec<Filter>,
    /// Which page.
    pub page: PageRequest,
}

impl Query for ListTargets {
    const NAME: &'static str = "ListTargets";
    type Output = Page<TargetInGroup>;

    async fn fetch(self, session: &mut Session) -> Result<Page<TargetInGroup>> {
        let group = Group::find(session, &self.target_group_arn).await?;
        let list = format!("{} {}", Self::NAME, group.document.arn);
        let identity = ListIdentity::new(&list, &session.scope().to_string(), &self.filters);
        page_of(
            &mut session.tx,
            &group,
            &identity,
            &self.filters,
            &self.page,
        )
        .await
    }
}

/// A target group and the load balancer that forwards to it: all that the health of its targets comes from.
struct Group {
    document: Stored<TargetGroup>,
    load_balancer: Option<Stored<LoadBalancer>>,
}

impl Group {
    async fn find(session: &mut Session, arn: &str) -> Result<Self> {
        let document = target_group::find(session, arn).await?;
        let scope = session.scope();
        let users = session.tx.target_group_users(&[arn]).await?;
        let load_balancer = match users.first() {
            Some((_, load_balancer)) => session.tx.get(&scope, load_balancer).await?,
            None => None,
        };
        Ok(Self {
            document,
            load_balancer,
        })
    }

    fn with_health(&self, target: &Target) -> TargetInGroup {
        let zone = target.availability_zone.as_deref();
        let health = TargetHealth::of(zone, self.load_balancer.as_deref());
        TargetInGroup {
            id: target.target_id.clone(),
            port: target.port,
            availability_zone: target.availability_zone.clone(),
            health_check_port: self.document.health_check.port_of(target.port),
            health,
        }
    }

    fn without_target(&self, id: &str, port: u16) -> TargetInGroup {
        TargetInGroup {
            id: id.to_owned(),
            port,
            availability_zone: None,
            health_check_port: self.document.health_check.port_of(port),
            health: TargetHealth::NotRegistered,
        }
    }
}

impl Source for Group {
    type Row = Stored<Target>;
    type Item = TargetInGroup;

    async fn next(&self, tx: &mut Tx, after: &str, rows: i64) -> Result<Vec<Self::Row>> {
        let hint = Some(("target-group-arn", self.document.arn.as_str()));
        tx.list(&self.document.scope, after, rows, hint).await
    }

    fn key(row: &Self::Row) -> String {
        key(row)
    }

    async fn assemble(&self, _: &mut Tx, rows: Vec<Self::Row>) -> Result<Vec<TargetInGroup>> {
        Ok(rows.iter().map(|target| self.with_health(target)).collect())
    }
}

fn key(target: &Target) -> String {
    Target::key(&target.target_group_arn, &target.target_id, target.port)
}

fn keys(group: &TargetGroup, requests: &[TargetRequest]) -> Result<Vec<String>> {
    requests
        .iter()
        .map(|request| {
            let port = port(group, request)?;
            Ok(Target::key(&group.arn, &request.id, port))
        })
        .collect()
}

fn port(group: &TargetGroup, request: &TargetRequest) -> Result<u16> {
    let port = request
        .port
        .map_or(Ok(group.port), |port| parse_port("Targets", port))?;
    check_port("Targets", group.protocol, port)?;
    Ok(port)
}

fn check_count(targets: &[TargetRequest]) -> Result<()> {
    let too_many =
        i64::try_from(targets.len()).map_or(true, |count| count > limit::TARGETS_PER_TARGET_GROUP);
    if targets.is_empty() || too_many {
        return Err(Error::validation(
            "Targets",
            format!(
                "Between 1 and {} targets must be specified",
                limit::TARGETS_PER_TARGET_GROUP
            ),
        ));
    }
    Ok(())
}

async fn record(
    session: &mut Session,
    target: &Target,
    from: Option<&str>,
    to: Option<&str>,
) -> Result<()> {
    session
        .record(ResourceType::Target, &key(target), from, to)
        .await
}
