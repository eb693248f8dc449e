//! Record sets: changed in batches, listed in order of their names from the root on, and asked for as a resolver would.

use serde::{Deserialize, Serialize};

use super::context::{Command, Query, Session};
use super::hosted_zone::{find, record_change, rows, submit};
use crate::domain::change_batch::{self, Change, ChangeAction, Sets};
use crate::domain::dns_name::DnsName;
use crate::domain::error::{Code, Error, Result};
use crate::domain::hosted_zone::{HostedZone, check_comment, invalid};
use crate::domain::limit;
use crate::domain::record_value::RecordSetType;
use crate::domain::resource_record_set::{Answer, DescribedSet, ResourceRecordSet};
use crate::store::{Stored, ZoneChange};

/// A change as a client asks for it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DescribedChange {
    /// `CREATE`, `DELETE` or `UPSERT`.
    pub action: String,
    /// The set as it is to be, or as it is.
    pub set: DescribedSet,
}

/// Changes record sets of a zone: all of them, or none.
#[derive(Clone, Debug, Serialize)]
pub struct ChangeRecordSets {
    /// The zone.
    pub id: String,
    /// For people.
    pub comment: Option<String>,
    /// The changes.
    pub changes: Vec<DescribedChange>,
}

impl Command for ChangeRecordSets {
    const NAME: &'static str = "ChangeResourceRecordSets";
    type Output = ZoneChange;

    async fn execute(self, session: &mut Session) -> Result<ZoneChange> {
        let zone = find(session, &self.id).await?;
        check_comment(self.comment.as_deref().unwrap_or_default())?;
        let changes = described(&zone, self.changes)?;
        change_batch::check_size(&changes)?;
        let stored = session
            .tx
            .record_sets_named(&zone.id, &names(&zone, &changes))
            .await?;
        let present: Sets = stored
            .iter()
            .map(|set| (set.key(), set.value.clone()))
            .collect();
        let sets = change_batch::apply(&zone, &present, &changes)?;
        let removed = present.keys().filter(|key| !sets.contains_key(*key));
        let removed: Vec<String> = removed.cloned().collect();
        let version = |key: &str| {
            let before = stored.iter().find(|set| set.key() == key);
            before.map_or(1, |set| set.version + 1)
        };
        let written: Vec<Stored<ResourceRecordSet>> = sets
            .into_iter()
            .filter(|(key, set)| present.get(key) != Some(set))
            .map(|(key, value)| Stored {
                version: version(&key),
                value,
            })
            .collect();
        session.tx.record_sets_replace(&removed, &written).await?;
        if session.tx.record_set_count(&zone.id).await? > limit::RECORD_SETS_PER_ZONE {
            return Err(Error::new(
                Code::InvalidChangeBatch,
                format!(
                    "[Number of resource record sets limit of {} exceeded.]",
                    limit::RECORD_SETS_PER_ZONE
                ),
            ));
        }
        record_change(session, &zone, &[]).await?;
        submit(session, self.comment).await
    }
}

fn described(zone: &HostedZone, changes: Vec<DescribedChange>) -> Result<Vec<Change>> {
    let read = |change: DescribedChange| {
        let action = ChangeAction::parse(&change.action).ok_or_else(|| {
            invalid(format!(
                "Value '{}' at 'Action' failed to satisfy constraint: Member must satisfy enum value set: [CREATE, DELETE, UPSERT]",
                change.action
            ))
        })?;
        let set = ResourceRecordSet::described(zone, action.name(), change.set)?;
        Ok(Change { action, set })
    };
    changes.into_iter().map(read).collect()
}

/// The reversed names of all record sets that the changes may touch or must know.
fn names(zone: &HostedZone, changes: &[Change]) -> Vec<String> {
    let mut names = Vec::new();
    for change in changes {
        names.push(change.set.reversed_name.clone());
        if let Answer::Alias {
            hosted_zone_id,
            dns_name,
            ..
        } = &change.set.answer
            && *hosted_zone_id == zone.id.as_str()
        {
            names.push(dns_name.reversed());
        }
    }
    names
}

/// Some of a zone's record sets, and where the next ones begin.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RecordSetPage {
    /// The record sets.
    pub sets: Vec<Stored<ResourceRecordSet>>,
    /// The first that is not shown any more.
    pub next: Option<Stored<ResourceRecordSet>>,
}

/// A zone's record sets, in order of their names from the root on, types and identifiers.
pub struct ListRecordSets {
    /// The zone.
    pub id: String,
    /// The name with which to begin.
    pub name: Option<String>,
    /// The type with which to begin.
    pub record_type: Option<String>,
    /// The identifier with which to begin.
    pub identifier: Option<String>,
    /// How many at the most.
    pub limit: usize,
}

impl Query for ListRecordSets {
    const NAME: &'static str = "ListResourceRecordSets";
    type Output = RecordSetPage;

    async fn fetch(self, session: &mut Session) -> Result<RecordSetPage> {
        let zone = find(session, &self.id).await?;
        if self.record_type.is_some() && self.name.is_none() {
            return Err(invalid("StartRecordType needs StartRecordName"));
        }
        if self.identifier.is_some() && self.record_type.is_none() {
            return Err(invalid(
                "StartRecordIdentifier needs StartRecordName and StartRecordType",
            ));
        }
        let name = match &self.name {
            Some(name) => parsed(name)?.reversed(),
            None => String::new(),
        };
        let record_type = match &self.record_type {
            Some(text) => record_type(text)?.name(),
            None => "",
        };
        let identifier = self.identifier.as_deref().unwrap_or_default();
        let mut sets = session
            .tx
            .record_sets_from(&zone.id, [&name, record_type, identifier], rows(self.limit))
            .await?;
        let next = (sets.len() > self.limit).then(|| sets.pop()).flatten();
        Ok(RecordSetPage { sets, next })
    }
}

fn parsed(name: &str) -> Result<DnsName> {
    DnsName::parse(name).map_err(|problem| invalid(problem.to_string()))
}

fn record_type(text: &str) -> Result<RecordSetType> {
    RecordSetType::parse(text).ok_or_else(|| invalid(format!("'{text}' is not a type of records")))
}

/// What a name server answers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DnsAnswer {
    /// Who answers.
    pub name_server: String,
    /// What was asked.
    pub name: DnsName,
    /// The type that was asked for.
    pub record_type: RecordSetType,
    /// The values.
    pub values: Vec<String>,
    /// `NOERROR` or `NXDOMAIN`.
    pub response_code: &'static str,
}

/// What a zone of the caller's answers to a question. Of several sets it is the first, as nobody weighs or measures.
pub struct TestDnsAnswer {
    /// The zone.
    pub id: String,
    /// The name.
    pub name: String,
    /// The type.
    pub record_type: String,
}

impl Query for TestDnsAnswer {
    const NAME: &'static str = "TestDNSAnswer";
    type Output = DnsAnswer;

    async fn fetch(self, session: &mut Session) -> Result<DnsAnswer> {
        let zone = find(session, &self.id).await?;
        let name = parsed(&self.name)?;
        let record_type = record_type(&self.record_type)?;
        let mut sets = sets_at(session, &zone, &name).await?;
        let mut exists = !sets.is_empty()
            || session
                .tx
                .record_sets_within(&zone.id, &name.reversed())
                .await?;
        if !exists && let Some(wildcard) = name.wildcard() {
            sets = sets_at(session, &zone, &wildcard).await?;
            exists = !sets.is_empty();
        }
        let values = match answer_of(&sets, record_type) {
            Some(Answer::Values { values, .. }) => values.clone(),
            Some(Answer::Alias {
                hosted_zone_id,
                dns_name,
                ..
            }) if *hosted_zone_id == zone.id.as_str() => {
                let target = dns_name.clone();
                let sets = sets_at(session, &zone, &target).await?;
                match answer_of(&sets, record_type) {
                    Some(Answer::Values { values, .. }) => values.clone(),
                    Some(Answer::Alias { .. }) | None => Vec::new(),
                }
            }
            Some(Answer::Alias { .. }) | None => Vec::new(),
        };
        Ok(DnsAnswer {
            name_server: zone.name_servers[0].clone(),
            response_code: if exists { "NOERROR" } else { "NXDOMAIN" },
            name,
            record_type,
            values,
        })
    }
}

async fn sets_at(
    session: &mut Session,
    zone: &HostedZone,
    name: &DnsName,
) -> Result<Vec<Stored<ResourceRecordSet>>> {
    session
        .tx
        .record_sets_named(&zone.id, &[name.reversed()])
        .await
}

/// The first set of the type, or the alias that stands for all types.
fn answer_of(sets: &[Stored<ResourceRecordSet>], record_type: RecordSetType) -> Option<&Answer> {
    let of = |wanted| sets.iter().find(|set| set.record_type == wanted);
    of(record_type)
        .or_else(|| of(RecordSetType::Cname))
        .map(|set| &set.answer)
}

/// A limit, and how much of it is used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Usage {
    /// The most that there can be.
    pub limit: i64,
    /// How much there is.
    pub count: i64,
}

/// How many record sets or VPCs a zone can have, and has.
pub struct GetZoneLimit {
    /// The zone.
    pub id: String,
    /// `MAX_RRSETS_BY_ZONE` or `MAX_VPCS_ASSOCIATED_BY_ZONE`.
    pub limit_type: String,
}

impl Query for GetZoneLimit {
    const NAME: &'static str = "GetHostedZoneLimit";
    type Output = Usage;

    async fn fetch(self, session: &mut Session) -> Result<Usage> {
        let zone = find(session, &self.id).await?;
        match self.limit_type.as_str() {
            "MAX_RRSETS_BY_ZONE" => Ok(Usage {
                limit: limit::RECORD_SETS_PER_ZONE,
                count: session.tx.record_set_count(&zone.id).await?,
            }),
            "MAX_VPCS_ASSOCIATED_BY_ZONE" if !zone.private => Err(Error::new(
                Code::HostedZoneNotPrivate,
                format!("The hosted zone {} is not a private hosted zone.", zone.id),
            )),
            "MAX_VPCS_ASSOCIATED_BY_ZONE" => {
                let count = session.tx.hosted_zone_vpcs(&zone.id).await?.len();
                Ok(Usage {
                    limit: limit::VPCS_PER_HOSTED_ZONE,
                    count: i64::try_from(count).unwrap_or(i64::MAX),
                })
            }
            other => Err(invalid(format!(
                "'{other}' is not a type of limits of hosted zones"
            ))),
        }
    }
}
