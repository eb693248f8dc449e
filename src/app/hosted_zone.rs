//! Hosted zones: created with the record sets that each has, shown in two orders, changed, tagged and deleted.

use serde::{Deserialize, Serialize};

use super::context::{Command, Query, Session};
use super::hosted_zone_vpc;
use crate::domain::dns_name::DnsName;
use crate::domain::entropy;
use crate::domain::error::{Code, Error, Result};
use crate::domain::event::ResourceType;
use crate::domain::hosted_zone::{self as rules, HostedZone, HostedZoneId, ZoneVpc, invalid};
use crate::domain::limit;
use crate::domain::scope::Scope;
use crate::domain::tag::Tag;
use crate::store::{Stored, Tx, ZoneChange};

/// The state of a zone in the event log, as long as it exists.
const PRESENT: &str = "present";

/// A VPC as a client names it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NamedVpc {
    /// The VPC.
    pub vpc_id: String,
    /// Its region.
    pub region: String,
}

/// A zone with what is beside it in the database.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShownZone {
    /// The zone.
    pub zone: Stored<HostedZone>,
    /// How many record sets it has.
    pub record_sets: i64,
    /// The VPCs of a private zone. Lists leave them out.
    pub vpcs: Vec<ZoneVpc>,
}

/// Creates a zone.
#[derive(Clone, Debug, Serialize)]
pub struct CreateHostedZone {
    /// The domain.
    pub name: String,
    /// Tells the request from all others of the account.
    pub caller_reference: String,
    /// For people.
    pub comment: Option<String>,
    /// Whether it is for a VPC only; a VPC means that it is.
    pub private: bool,
    /// The first VPC of a private zone.
    pub vpc: Option<NamedVpc>,
    /// A set of name servers to be used again; there are none.
    pub delegation_set_id: Option<String>,
}

impl Command for CreateHostedZone {
    const NAME: &'static str = "CreateHostedZone";
    type Output = (ShownZone, ZoneChange);

    async fn execute(self, session: &mut Session) -> Result<Self::Output> {
        let name = rules::parse_name(&self.name)?;
        rules::check_caller_reference(&self.caller_reference)?;
        rules::check_comment(self.comment.as_deref().unwrap_or_default())?;
        let scope = global(session);
        check_new(session, &scope, &self).await?;
        let vpc = match &self.vpc {
            Some(vpc) => Some(hosted_zone_vpc::own_vpc(session, vpc).await?),
            None => None,
        };
        let private = vpc.is_some();
        let zone = HostedZone {
            id: HostedZoneId::generate(&*session.entropy),
            scope,
            reversed_name: name.reversed(),
            name,
            caller_reference: self.caller_reference,
            comment: self.comment,
            private,
            accelerated_recovery: None,
            name_servers: rules::name_servers(private, &*session.entropy),
            tags: Vec::new(),
            created_at: session.now,
        };
        let zone = session.tx.insert(zone).await?;
        let own = zone
            .own_record_sets()
            .map(|value| Stored { version: 1, value });
        session.tx.record_sets_replace(&[], &own).await?;
        if let Some(vpc) = &vpc {
            hosted_zone_vpc::associate(session, &zone, vpc).await?;
        }
        record(session, &zone, None, Some(PRESENT), &[]).await?;
        let change = submit(session, None).await?;
        let vpcs = vpc.iter().map(hosted_zone_vpc::shown).collect();
        let shown = ShownZone {
            record_sets: i64::try_from(own.len()).unwrap_or(i64::MAX),
            vpcs,
            zone,
        };
        Ok((shown, change))
    }
}

/// Refuses a new zone for what is there already, and for what there cannot be.
async fn check_new(session: &mut Session, scope: &Scope, new: &CreateHostedZone) -> Result<()> {
    if let Some(id) = &new.delegation_set_id {
        return Err(no_delegation_set(id));
    }
    if new.private && new.vpc.is_none() {
        return Err(invalid(
            "When you're creating a private hosted zone, you must specify a VPC",
        ));
    }
    let reference = &new.caller_reference;
    if session
        .tx
        .hosted_zone_reference_used(&scope.account, reference)
        .await?
    {
        return Err(Error::new(
            Code::HostedZoneAlreadyExists,
            format!(
                "A hosted zone has already been created with the specified caller reference: {reference}"
            ),
        ));
    }
    if session.tx.count::<HostedZone>(scope).await? >= limit::HOSTED_ZONES {
        return Err(Error::new(
            Code::TooManyHostedZones,
            format!(
                "Limits Exceeded: MAX_HOSTED_ZONES_BY_OWNER - Cannot create more than {} hosted zones.",
                limit::HOSTED_ZONES
            ),
        ));
    }
    Ok(())
}

/// The refusal of a set of name servers, of which there are none that could be used again.
pub fn no_delegation_set(id: &str) -> Error {
    Error::new(
        Code::DelegationSetNotFound,
        format!("No delegation set found with ID: {id}"),
    )
}

/// Changes a zone's comment; without one it has none any longer.
#[derive(Clone, Debug, Serialize)]
pub struct UpdateHostedZoneComment {
    /// The zone.
    pub id: String,
    /// For people.
    pub comment: Option<String>,
}

impl Command for UpdateHostedZoneComment {
    const NAME: &'static str = "UpdateHostedZoneComment";
    type Output = ShownZone;

    async fn execute(self, session: &mut Session) -> Result<ShownZone> {
        rules::check_comment(self.comment.as_deref().unwrap_or_default())?;
        let mut zone = find(session, &self.id).await?;
        zone.comment = self.comment.filter(|comment| !comment.is_empty());
        let zone = session.tx.update(zone).await?;
        record(session, &zone, Some(PRESENT), Some(PRESENT), &[]).await?;
        let record_sets = session.tx.record_set_count(&zone.id).await?;
        Ok(ShownZone {
            zone,
            record_sets,
            vpcs: Vec::new(),
        })
    }
}

/// Changes what a zone can do beside answering. A record only.
#[derive(Clone, Debug, Serialize)]
pub struct UpdateHostedZoneFeatures {
    /// The zone.
    pub id: String,
    /// Whether it is to be recovered faster.
    pub accelerated_recovery: Option<bool>,
}

impl Command for UpdateHostedZoneFeatures {
    const NAME: &'static str = "UpdateHostedZoneFeatures";
    type Output = ();

    async fn execute(self, session: &mut Session) -> Result<()> {
        let mut zone = find(session, &self.id).await?;
        if zone.private {
            return Err(invalid(
                "Accelerated recovery is not supported for private hosted zones",
            ));
        }
        zone.accelerated_recovery = self.accelerated_recovery.or(zone.accelerated_recovery);
        let zone = session.tx.update(zone).await?;
        record(session, &zone, Some(PRESENT), Some(PRESENT), &[]).await
    }
}

/// Deletes a zone that has no record sets but those that it came with.
#[derive(Clone, Debug, Serialize)]
pub struct DeleteHostedZone {
    /// The zone.
    pub id: String,
}

impl Command for DeleteHostedZone {
    const NAME: &'static str = "DeleteHostedZone";
    type Output = ZoneChange;

    async fn execute(self, session: &mut Session) -> Result<ZoneChange> {
        let zone = find(session, &self.id).await?;
        let own = i64::try_from(zone.own_record_sets().len()).unwrap_or(i64::MAX);
        if session.tx.record_set_count(&zone.id).await? > own {
            return Err(Error::new(
                Code::HostedZoneNotEmpty,
                "The specified hosted zone contains non-required resource record sets  and so cannot be deleted.",
            ));
        }
        session.tx.hosted_zone_clear(&zone).await?;
        session.tx.delete(&zone).await?;
        record(session, &zone, Some(PRESENT), None, &[]).await?;
        submit(session, None).await
    }
}

/// Adds tags to a zone and takes others away.
#[derive(Clone, Debug, Serialize)]
pub struct ChangeZoneTags {
    /// `hostedzone`.
    pub resource_type: String,
    /// The zone.
    pub id: String,
    /// Tags to add; a present key takes the new value.
    pub added: Vec<Tag>,
    /// Keys to take away.
    pub removed_keys: Vec<String>,
}

impl Command for ChangeZoneTags {
    const NAME: &'static str = "ChangeTagsForResource";
    type Output = ();

    async fn execute(self, session: &mut Session) -> Result<()> {
        check_tagged_type(&self.resource_type, &self.id)?;
        let zone = find(session, &self.id).await?;
        if self.added.is_empty() && self.removed_keys.is_empty() {
            return Err(invalid("The request must add or remove at least one tag"));
        }
        let tags = rules::changed_tags(&zone.tags, self.added, &self.removed_keys)?;
        let zone = session.tx.update_tags(zone, tags).await?;
        record(session, &zone, Some(PRESENT), Some(PRESENT), &[]).await
    }
}

/// The tags of several zones.
pub struct ListZoneTags {
    /// `hostedzone`.
    pub resource_type: String,
    /// The zones.
    pub ids: Vec<String>,
}

impl Query for ListZoneTags {
    const NAME: &'static str = "ListTagsForResources";
    type Output = Vec<Stored<HostedZone>>;

    async fn fetch(self, session: &mut Session) -> Result<Self::Output> {
        if self.ids.is_empty() || self.ids.len() > limit::TAGGED_ZONES_PER_REQUEST {
            return Err(invalid(format!(
                "A request names 1 to {} resources",
                limit::TAGGED_ZONES_PER_REQUEST
            )));
        }
        check_tagged_type(&self.resource_type, &self.ids[0])?;
        let ids = self.ids.iter().map(|id| HostedZoneId::parse(id));
        let ids = ids.collect::<Result<Vec<_>>>()?;
        let texts: Vec<&str> = ids.iter().map(HostedZoneId::as_str).collect();
        let zones = session
            .tx
            .get_many::<HostedZone>(&global(session), &texts)
            .await?;
        let zone = |id: &HostedZoneId| {
            let found = zones.iter().find(|zone| zone.id == *id).cloned();
            found.ok_or_else(|| rules::not_found(id.as_str()))
        };
        ids.iter().map(zone).collect()
    }
}

fn check_tagged_type(resource_type: &str, id: &str) -> Result<()> {
    match resource_type {
        "hostedzone" => Ok(()),
        "healthcheck" => Err(Error::new(
            Code::HealthCheckNotFound,
            format!("No health check found with ID: {id}"),
        )),
        other => Err(invalid(format!(
            "Value '{other}' at 'resourceType' failed to satisfy constraint: Member must satisfy enum value set: [healthcheck, hostedzone]"
        ))),
    }
}

/// One zone.
pub struct GetHostedZone {
    /// The zone.
    pub id: String,
}

impl Query for GetHostedZone {
    const NAME: &'static str = "GetHostedZone";
    type Output = ShownZone;

    async fn fetch(self, session: &mut Session) -> Result<ShownZone> {
        let zone = find(session, &self.id).await?;
        Ok(ShownZone {
            record_sets: session.tx.record_set_count(&zone.id).await?,
            vpcs: session.tx.hosted_zone_vpcs(&zone.id).await?,
            zone,
        })
    }
}

/// How many zones the account has.
pub struct CountHostedZones;

impl Query for CountHostedZones {
    const NAME: &'static str = "GetHostedZoneCount";
    type Output = i64;

    async fn fetch(self, session: &mut Session) -> Result<i64> {
        let scope = global(session);
        session.tx.count::<HostedZone>(&scope).await
    }
}

/// Some of the account's zones, and where the next ones begin.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ZonePage {
    /// The zones.
    pub zones: Vec<ShownZone>,
    /// The first zone that is not shown any more.
    pub next: Option<Stored<HostedZone>>,
}

/// The account's zones, in order of id.
pub struct ListHostedZones {
    /// The id with which to begin; empty for the first.
    pub marker: String,
    /// Whether only private ones are wanted.
    pub private_only: bool,
    /// How many at the most.
    pub limit: usize,
}

impl Query for ListHostedZones {
    const NAME: &'static str = "ListHostedZones";
    type Output = ZonePage;

    async fn fetch(self, session: &mut Session) -> Result<ZonePage> {
        let scope = global(session);
        let marker = self.marker.trim_start_matches("/hostedzone/");
        let zones = session
            .tx
            .hosted_zones_from(&scope, marker, self.private_only, rows(self.limit))
            .await?;
        page(session, zones, self.limit).await
    }
}

/// The account's zones, in order of their domains from the root on.
pub struct ListHostedZonesByName {
    /// The domain with which to begin.
    pub dns_name: Option<String>,
    /// The zone of that domain with which to begin.
    pub hosted_zone_id: Option<String>,
    /// How many at the most.
    pub limit: usize,
}

impl Query for ListHostedZonesByName {
    const NAME: &'static str = "ListHostedZonesByName";
    type Output = ZonePage;

    async fn fetch(self, session: &mut Session) -> Result<ZonePage> {
        let name = match &self.dns_name {
            Some(name) => DnsName::parse(name)
                .map_err(|problem| Error::new(Code::InvalidDomainName, problem.to_string()))?
                .reversed(),
            None if self.hosted_zone_id.is_some() => {
                return Err(invalid("A HostedZoneId needs the DNSName of its zone"));
            }
            None => String::new(),
        };
        let id = self.hosted_zone_id.unwrap_or_default();
        let id = id.trim_start_matches("/hostedzone/");
        let scope = global(session);
        let zones = session
            .tx
            .hosted_zones_by_name(&scope, (&name, id), rows(self.limit))
            .await?;
        page(session, zones, self.limit).await
    }
}

/// One row more than are shown, which tells where the next page begins.
pub(super) fn rows(limit: usize) -> i64 {
    i64::try_from(limit + 1).unwrap_or(i64::MAX)
}

async fn page(
    session: &mut Session,
    mut zones: Vec<Stored<HostedZone>>,
    limit: usize,
) -> Result<ZonePage> {
    let next = (zones.len() > limit).then(|| zones.pop()).flatten();
    let ids: Vec<&str> = zones.iter().map(|zone| zone.id.as_str()).collect();
    let counts = session.tx.record_set_counts(&ids).await?;
    let count = |zone: &HostedZone| {
        let found = counts.iter().find(|(id, _)| id == zone.id.as_str());
        found.map_or(0, |(_, count)| *count)
    };
    let zones = zones.into_iter().map(|zone| ShownZone {
        record_sets: count(&zone),
        vpcs: Vec::new(),
        zone,
    });
    Ok(ZonePage {
        zones: zones.collect(),
        next,
    })
}

/// A change of the account's, all of which are everywhere at once.
pub struct GetZoneChange {
    /// The change, with or without `/change/` before it.
    pub id: String,
}

impl Query for GetZoneChange {
    const NAME: &'static str = "GetChange";
    type Output = ZoneChange;

    async fn fetch(self, session: &mut Session) -> Result<ZoneChange> {
        let id = self.id.trim_start_matches("/change/");
        let account = session.scope().account;
        let change = session.tx.zone_change_get(&account, id).await?;
        change.ok_or_else(|| {
            Error::new(
                Code::ChangeNotFound,
                format!("Could not find resource with ID: {id}"),
            )
        })
    }
}

/// Where the caller's zones are kept, whatever region it asks in.
pub(super) fn global(session: &Session) -> Scope {
    Scope::global(&session.scope().account)
}

/// The caller's zone.
pub(super) async fn find(session: &mut Session, id: &str) -> Result<Stored<HostedZone>> {
    let id = HostedZoneId::parse(id)?;
    let scope = global(session);
    let zone = session.tx.get::<HostedZone>(&scope, id.as_str()).await?;
    zone.ok_or_else(|| rules::not_found(id.as_str()))
}

/// A zone, whoever owns it, for the rules between two accounts.
pub(super) async fn find_anywhere(tx: &mut Tx, id: &str) -> Result<Stored<HostedZone>> {
    let id = HostedZoneId::parse(id)?;
    let zone = tx.get_anywhere::<HostedZone>(id.as_str()).await?;
    zone.ok_or_else(|| rules::not_found(id.as_str()))
}

/// Keeps a change, so that whoever made it can ask what became of it.
pub(super) async fn submit(session: &mut Session, comment: Option<String>) -> Result<ZoneChange> {
    let change = ZoneChange {
        id: format!("C{}", entropy::upper_alphanumeric(&*session.entropy, 20)),
        submitted_at: session.now,
        comment: comment.filter(|comment| !comment.is_empty()),
    };
    let account = session.scope().account;
    let expires_at = session.now.plus_seconds(limit::CHANGE_SECONDS);
    session
        .tx
        .zone_change_put(&account, &change, expires_at)
        .await?;
    Ok(change)
}

/// Writes an event that the zone's owner sees where its global resources are, and the caller where it asked.
pub(super) async fn record(
    session: &mut Session,
    zone: &HostedZone,
    from: Option<&str>,
    to: Option<&str>,
    others: &[&Scope],
) -> Result<()> {
    let caller = session.scope();
    let mut audience = vec![&zone.scope, &caller];
    audience.extend(others);
    session
        .record_for(
            ResourceType::HostedZone,
            zone.id.as_str(),
            &zone.scope,
            from,
            to,
            &audience,
        )
        .await
}

/// Writes an event of a change to what a zone has.
pub(super) async fn record_change(
    session: &mut Session,
    zone: &HostedZone,
    others: &[&Scope],
) -> Result<()> {
    record(session, zone, Some(PRESENT), Some(PRESENT), others).await
}
