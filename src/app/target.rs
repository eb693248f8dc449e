//! Targets in target groups.

use std::net::IpAddr;

use ipnet::IpNet;
use serde::{Deserialize, Serialize};

use super::context::{Command, Query, Session};
use super::list::{Source, page_of};
use super::target_group;
use super::target_load_balancer as as_target;
use crate::domain::error::{Code, Error, Result};
use crate::domain::event::ResourceType;
use crate::domain::filter::{Filter, Filterable};
use crate::domain::limit;
use crate::domain::load_balancer::LoadBalancer;
use crate::domain::page::{ListIdentity, Page, PageRequest};
use crate::domain::subnet::Subnet;
use crate::domain::tag::Tag;
use crate::domain::target::{
    ALL_ZONES, TARGET_STATE, Target, TargetId, check_quic_server_id, invalid_target,
    zone_of_address,
};
use crate::domain::target_group::{Carrier, TargetGroup, check_port, parse_port};
use crate::domain::target_health::{SetHealth, TargetHealth};
use crate::domain::vpc::Vpc;
use crate::store::{Stored, Tx};

/// A target as a client names it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct TargetRequest {
    /// An instance id, an address, or the ARN of a load balancer or function, as the group's type says.
    pub id: String,
    /// The group's port unless given. Functions have none.
    pub port: Option<i64>,
    /// A zone or `all`, for addresses outside the VPC.
    pub availability_zone: Option<String>,
    /// The server id, for QUIC.
    pub quic_server_id: Option<String>,
}

/// A target and what is known of its health.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TargetInGroup {
    /// An instance id, an address, or the ARN of a load balancer or function.
    pub id: String,
    /// The port. Functions have none.
    pub port: Option<u16>,
    /// The zone in which it is, or the one that the user named.
    pub availability_zone: Option<String>,
    /// The server id, for QUIC.
    pub quic_server_id: Option<String>,
    /// The port on which it is to be checked.
    pub health_check_port: Option<String>,
    /// Its health.
    pub health: TargetHealth,
    /// Whether its group finds out which targets err more than others.
    pub has_anomaly_detection: bool,
    /// Whether its zone can be taken out of service for a time.
    pub has_zonal_shift: bool,
}

impl Filterable for TargetInGroup {
    const FILTERS: &'static [&'static str] = &["availability-zone", "id", "port", "state"];
    const TAGGED: bool = false;

    fn filter_values(&self, name: &str) -> Vec<String> {
        match name {
            "availability-zone" => self.availability_zone.iter().cloned().collect(),
            "id" => vec![self.id.clone()],
            "port" => self.port.iter().map(ToString::to_string).collect(),
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
        for mut target in wanted {
            match present.iter().find(|present| key(present) == key(&target)) {
                None => {
                    count += 1;
                    register(session, target.clone()).await?;
                }
                Some(present) => {
                    target.health.clone_from(&present.health);
                    register_again(session, present.clone(), &target).await?;
                }
            }
            registered.push(group.with_health(&target));
        }
        if count > most_targets(&group.document) {
            return Err(too_many(&group.document));
        }
        Ok(registered)
    }
}

/// How many targets a group can have.
const fn most_targets(group: &TargetGroup) -> i64 {
    if group.kind.target_type.is_single() {
        1
    } else {
        limit::TARGETS_PER_TARGET_GROUP
    }
}

fn too_many(group: &TargetGroup) -> Error {
    Error::new(
        Code::TooManyTargets,
        format!(
            "A target group with target type '{}' can have at most {} targets",
            group.kind.target_type.name(),
            most_targets(group)
        ),
    )
    .about("Targets")
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

/// Gives a target that is in the group already the zone that it is now to have. Its server id stays what it was.
async fn register_again(
    session: &mut Session,
    mut present: Stored<Target>,
    wanted: &Target,
) -> Result<()> {
    if present.quic_server_id != wanted.quic_server_id {
        return Err(invalid_target(format!(
            "The QUIC server ID of the registered target '{}' cannot be changed",
            present.target_id
        )));
    }
    if present.availability_zone == wanted.availability_zone {
        return Ok(());
    }
    present
        .availability_zone
        .clone_from(&wanted.availability_zone);
    let present = session.tx.update(present).await?;
    record(session, &present, Some(TARGET_STATE), Some(TARGET_STATE)).await
}

/// The targets that are asked for, each once.
async fn wanted(
    session: &mut Session,
    group: &TargetGroup,
    requests: &[TargetRequest],
) -> Result<Vec<Target>> {
    check_count(requests)?;
    if group.kind.target_type.is_single() && requests.len() > 1 {
        return Err(too_many(group));
    }
    let network = Network::of(session, group).await?;
    let mut targets: Vec<Target> = Vec::with_capacity(requests.len());
    for request in requests {
        let kind = group.kind;
        let id = TargetId::parse(kind.target_type, group.ip_address_type, &request.id)?;
        check_quic_server_id(kind, request.quic_server_id.as_deref())?;
        let port = port(group, request)?;
        let named = request.availability_zone.as_deref();
        let availability_zone = match id {
            TargetId::Address(address) => network.zone(group, address, named)?,
            TargetId::Instance | TargetId::LoadBalancer => {
                refuse_zone(kind.target_type.name(), named)?;
                None
            }
            TargetId::Function => function_zone(named)?,
        };
        if id == TargetId::LoadBalancer {
            as_target::check(session, group, &request.id, port).await?;
        }
        let target = Target {
            scope: group.scope.clone(),
            target_group_arn: group.arn.clone(),
            target_id: request.id.clone(),
            port,
            availability_zone,
            quic_server_id: request.quic_server_id.clone(),
            health: None,
            created_at: session.now,
        };
        if !targets.iter().any(|present| key(present) == key(&target)) {
            targets.push(target);
        }
    }
    Ok(targets)
}

fn refuse_zone(target_type: &str, named: Option<&str>) -> Result<()> {
    match named {
        None => Ok(()),
        Some(_) => Err(Error::validation(
            "Targets",
            format!(
                "You cannot specify an Availability Zone for targets of the type {target_type}"
            ),
        )),
    }
}

/// Functions are reached from all zones.
fn function_zone(named: Option<&str>) -> Result<Option<String>> {
    match named {
        None | Some(ALL_ZONES) => Ok(Some(ALL_ZONES.to_owned())),
        Some(_) => Err(Error::validation(
            "Targets",
            "The only supported Availability Zone for targets of the type lambda is 'all'",
        )),
    }
}

/// The networks of a group's VPC, and of the subnets in it.
#[derive(Default)]
struct Network {
    vpc: Vec<IpNet>,
    subnets: Vec<Stored<Subnet>>,
}

impl Network {
    async fn of(session: &mut Session, group: &TargetGroup) -> Result<Self> {
        let Some(vpc_id) = &group.vpc_id else {
            return Ok(Self::default());
        };
        let vpc: Stored<Vpc> = session.find(vpc_id).await?;
        let subnets = session.tx.subnets_in_vpcs(&[vpc.id.to_string()]).await?;
        Ok(Self {
            vpc: vpc.networks(),
            subnets,
        })
    }

    fn zone(
        &self,
        group: &TargetGroup,
        address: IpAddr,
        named: Option<&str>,
    ) -> Result<Option<String>> {
        let subnets = self.subnets.iter().flat_map(|subnet| {
            let zone = subnet.availability_zone.as_str();
            let ipv4 = subnet.cidr_block.map(IpNet::V4);
            let ipv6 = subnet.ipv6_cidr_block.as_ref();
            ipv4.into_iter()
                .chain(ipv6.map(|association| IpNet::V6(association.cidr_block)))
                .map(move |network| (network, zone))
        });
        let region = group.scope.region.data();
        let zones: Vec<&str> = region.zones.iter().map(|zone| zone.name).collect();
        zone_of_address(&self.vpc, subnets, &zones, address, named)
    }
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

/// Says how a target is, since nothing checks it; or takes that back.
#[derive(Clone, Debug, Serialize)]
pub struct SetTargetHealth {
    /// The target group.
    pub target_group_arn: String,
    /// The target, which must be in the group.
    pub target: TargetRequest,
    /// State, reason and description; `None` for what is shown of targets that nothing checks.
    pub health: Option<(String, Option<String>, Option<String>)>,
}

impl Command for SetTargetHealth {
    const NAME: &'static str = "SetTargetHealth";
    type Output = TargetInGroup;

    async fn execute(self, session: &mut Session) -> Result<TargetInGroup> {
        let group = Group::find(session, &self.target_group_arn).await?;
        let keys = keys(&group.document, std::slice::from_ref(&self.target))?;
        let scope = session.scope();
        let mut target = session
            .tx
            .get_many::<Target>(&scope, &keys)
            .await?
            .pop()
            .ok_or_else(|| {
                invalid_target(format!(
                    "The target '{}' is not registered to the target group",
                    self.target.id
                ))
            })?;
        target.health = self
            .health
            .map(|(state, reason, description)| {
                SetHealth::decide(&state, reason.as_deref(), description)
            })
            .transpose()?;
        let target = session.tx.update(target).await?;
        record(session, &target, Some(TARGET_STATE), Some(TARGET_STATE)).await?;
        Ok(group.with_health(&target))
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

/// A target group and the load balancers that forward to it: all that the health of its targets comes from.
struct Group {
    document: Stored<TargetGroup>,
    load_balancers: Vec<Stored<LoadBalancer>>,
}

impl Group {
    async fn find(session: &mut Session, arn: &str) -> Result<Self> {
        let document = target_group::find(session, arn).await?;
        let scope = session.scope();
        let users = session.tx.target_group_users(&[arn]).await?;
        let arns: Vec<String> = users.into_iter().map(|(_, balancer)| balancer).collect();
        Ok(Self {
            load_balancers: session.tx.get_many(&scope, &arns).await?,
            document,
        })
    }

    fn with_health(&self, target: &Target) -> TargetInGroup {
        let health = TargetHealth::of(
            target.availability_zone.as_deref(),
            target.health.as_ref(),
            self.document.health_check.enabled,
            self.load_balancers.iter().map(|balancer| &balancer.value),
        );
        let availability_zone = target.availability_zone.clone();
        let shown = self.shown(&target.target_id, target.port, health);
        TargetInGroup {
            availability_zone,
            quic_server_id: target.quic_server_id.clone(),
            ..shown
        }
    }

    fn without_target(&self, id: &str, port: Option<u16>) -> TargetInGroup {
        self.shown(id, port, TargetHealth::NotRegistered)
    }

    fn shown(&self, id: &str, port: Option<u16>, health: TargetHealth) -> TargetInGroup {
        TargetInGroup {
            id: id.to_owned(),
            port,
            availability_zone: None,
            quic_server_id: None,
            health_check_port: self.document.health_check.port_of(port),
            health,
            has_anomaly_detection: self.document.kind.carrier() == Carrier::Application,
            has_zonal_shift: self
                .load_balancers
                .iter()
                .any(|balancer| balancer.has_zonal_shift()),
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

/// The port of a target that a request names; functions have none.
fn port(group: &TargetGroup, request: &TargetRequest) -> Result<Option<u16>> {
    let Some(own) = group.port else {
        return match request.port {
            None => Ok(None),
            Some(_) => Err(Error::validation(
                "Targets",
                "You cannot specify a port for targets of the type lambda",
            )),
        };
    };
    let port = request
        .port
        .map_or(Ok(own), |port| parse_port("Targets", port))?;
    check_port("Targets", group.kind, port)?;
    Ok(Some(port))
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
