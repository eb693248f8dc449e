//! Batches of changes to a zone's record sets: all of them are made, or none, and what is wrong is told at once.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::error::{Code, Error, Result};
use super::hosted_zone::HostedZone;
use super::limit;
use super::record_value::{self, RecordSetType};
use super::resource_record_set::{Answer, ResourceRecordSet};

/// What a change does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum ChangeAction {
    /// Adds a set that is not there.
    Create,
    /// Takes away a set, of which everything must be told.
    Delete,
    /// Adds a set, or replaces the one that is there.
    Upsert,
}

impl ChangeAction {
    /// The action of this name.
    pub fn parse(text: &str) -> Option<Self> {
        [Self::Create, Self::Delete, Self::Upsert]
            .into_iter()
            .find(|it| it.name() == text)
    }

    /// Its name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Create => "CREATE",
            Self::Delete => "DELETE",
            Self::Upsert => "UPSERT",
        }
    }
}

/// A change of one record set.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// What it does.
    pub action: ChangeAction,
    /// The set as it is to be, or as it is.
    pub set: ResourceRecordSet,
}

/// Record sets by their keys.
pub type Sets = BTreeMap<String, ResourceRecordSet>;

/// Refuses a batch that is too large, before anything is read.
pub fn check_size(changes: &[Change]) -> Result<()> {
    let (mut count, mut values, mut characters) = (0, 0, 0);
    for change in changes {
        let times = if change.action == ChangeAction::Upsert {
            2
        } else {
            1
        };
        count += times;
        if let Answer::Values { values: own, .. } = &change.set.answer {
            values += times * own.len();
            characters += times * own.iter().map(|value| value.chars().count()).sum::<usize>();
        }
    }
    for (found, most, what) in [
        (count, limit::CHANGES_PER_BATCH, "changes"),
        (values, limit::VALUES_PER_BATCH, "records"),
        (
            characters,
            limit::VALUE_CHARS_PER_BATCH,
            "characters in values",
        ),
    ] {
        if found > most {
            return Err(refused(&[format!(
                "Number of {what} limit of {most} exceeded."
            )]));
        }
    }
    if changes.is_empty() {
        return Err(refused(&["The request contains no changes".to_owned()]));
    }
    Ok(())
}

/// Makes the changes. `present` are all sets of the names that the changes are about, and of the targets of their aliases in
/// the zone itself.
pub fn apply(zone: &HostedZone, present: &Sets, changes: &[Change]) -> Result<Sets> {
    let mut batch = Batch {
        zone,
        sets: present.clone(),
        messages: Vec::new(),
        created: BTreeSet::new(),
        deleted: BTreeSet::new(),
    };
    for change in changes {
        batch.make(change);
    }
    let mut written: Vec<&ResourceRecordSet> = Vec::new();
    for key in &batch.created {
        written.extend(batch.sets.get(key));
    }
    let mut messages: Vec<String> = written
        .iter()
        .filter_map(|set| batch.conflict(set))
        .collect();
    messages.extend(batch.missing_own_sets(present));
    batch.messages.append(&mut messages);
    if batch.messages.is_empty() {
        Ok(batch.sets)
    } else {
        Err(refused(&batch.messages))
    }
}

fn refused(messages: &[String]) -> Error {
    Error::new(
        Code::InvalidChangeBatch,
        format!("[{}]", messages.join(", ")),
    )
}

struct Batch<'z> {
    zone: &'z HostedZone,
    sets: Sets,
    messages: Vec<String>,
    created: BTreeSet<String>,
    deleted: BTreeSet<String>,
}

impl Batch<'_> {
    fn make(&mut self, change: &Change) {
        let set = &change.set;
        let key = set.key();
        let again = match change.action {
            ChangeAction::Delete => {
                self.created.contains(&key) || !self.deleted.insert(key.clone())
            }
            ChangeAction::Create => !self.created.insert(key.clone()),
            ChangeAction::Upsert => {
                self.deleted.contains(&key) || !self.created.insert(key.clone())
            }
        };
        let problem = if again {
            Some(format!(
                "The request contains an invalid set of changes for a resource record set '{} {}'",
                set.record_type.name(),
                set.name
            ))
        } else {
            self.problem(change)
        };
        if let Some(problem) = problem {
            self.messages.push(problem);
        } else if change.action == ChangeAction::Delete {
            self.sets.remove(&key);
        } else {
            self.sets.insert(key, set.clone());
        }
    }

    /// What is wrong with a change, whatever else there is to be changed.
    fn problem(&self, change: &Change) -> Option<String> {
        let (set, zone) = (&change.set, &self.zone.name);
        let (name, kind) = (&set.name, set.record_type.name());
        if !name.is_within(zone) {
            return Some(format!(
                "RRSet with DNS name {name} is not permitted in zone {zone}"
            ));
        }
        let present = self.sets.get(&set.key());
        match (change.action, present) {
            (ChangeAction::Create, Some(_)) => {
                return Some(format!(
                    "Tried to create {} but it already exists",
                    told(set)
                ));
            }
            (ChangeAction::Delete, None) => {
                return Some(format!(
                    "Tried to delete {} but it was not found",
                    told(set)
                ));
            }
            (ChangeAction::Delete, Some(present)) => {
                return (!present.says_the_same_as(set)).then(|| {
                    format!(
                        "Tried to delete {} but the values provided do not match the current values",
                        told(set)
                    )
                });
            }
            (ChangeAction::Create, None) | (ChangeAction::Upsert, _) => {}
        }
        let at_apex = name == zone;
        match set.record_type {
            RecordSetType::Cname if at_apex => {
                return Some(format!(
                    "RRSet of type {kind} with DNS name {name} is not permitted at apex in zone {zone}"
                ));
            }
            RecordSetType::Soa if !at_apex => {
                return Some(format!(
                    "RRSet of type {kind} with DNS name {name} is only permitted at apex in zone {zone}"
                ));
            }
            RecordSetType::Ns if name.as_str().starts_with("\\052.") => {
                return Some(format!(
                    "RRSet of type {kind} with DNS name {name} is not permitted: a wildcard cannot be delegated"
                ));
            }
            _ => {}
        }
        match &set.answer {
            Answer::Values { values, .. } => record_value::check_all(set.record_type, values).err(),
            Answer::Alias { .. }
                if matches!(set.record_type, RecordSetType::Ns | RecordSetType::Soa) =>
            {
                Some(format!(
                    "RRSet of type {kind} with DNS name {name} cannot be an alias"
                ))
            }
            Answer::Alias { .. } => None,
        }
    }

    /// What is wrong with a set that was written beside those that are there in the end.
    fn conflict(&self, set: &ResourceRecordSet) -> Option<String> {
        let zone = &self.zone.name;
        let (name, kind) = (&set.name, set.record_type.name());
        let others: Vec<&ResourceRecordSet> = self
            .sets
            .values()
            .filter(|other| other.name == *name && other.key() != set.key())
            .collect();
        let cname = |it: &ResourceRecordSet| it.record_type == RecordSetType::Cname;
        if let Some(other) = others.iter().find(|other| cname(other) != cname(set)) {
            return Some(if cname(other) {
                format!(
                    "RRSet of type {kind} with DNS name {name} is not permitted because a conflicting RRSet of type CNAME with the same DNS name already exists in zone {zone}"
                )
            } else {
                format!(
                    "RRSet of type CNAME with DNS name {name} is not permitted as it conflicts with other records with the same DNS name in zone {zone}"
                )
            });
        }
        let mut alike = others
            .into_iter()
            .filter(|other| other.record_type == set.record_type);
        alike
            .find_map(|other| beside(set, other))
            .or_else(|| self.alias_problem(set))
    }

    /// What is wrong with an alias to a name in the zone itself. Nobody knows what is in others.
    fn alias_problem(&self, set: &ResourceRecordSet) -> Option<String> {
        let Answer::Alias {
            hosted_zone_id,
            dns_name,
            ..
        } = &set.answer
        else {
            return None;
        };
        if *hosted_zone_id != self.zone.id.as_str() {
            return None;
        }
        let tried = format!(
            "Tried to create an alias that targets {dns_name}, type {} in zone {hosted_zone_id}, but",
            set.record_type.name()
        );
        if !dns_name.is_within(&self.zone.name) {
            return Some(format!(
                "{tried} the alias target name does not lie within the target zone"
            ));
        }
        let target = self.sets.values().any(|it| {
            it.name == *dns_name && it.record_type == set.record_type && it.key() != set.key()
        });
        (!target).then(|| format!("{tried} that target was not found"))
    }

    /// A zone is never without its own name servers and start of authority.
    fn missing_own_sets(&self, present: &Sets) -> Vec<String> {
        [
            (
                RecordSetType::Ns,
                "A HostedZone must contain at least one NS record for the zone itself.",
            ),
            (
                RecordSetType::Soa,
                "A HostedZone must contain exactly one SOA record.",
            ),
        ]
        .into_iter()
        .filter(|(record_type, _)| {
            let has = |sets: &Sets| {
                sets.values()
                    .any(|it| it.record_type == *record_type && it.name == self.zone.name)
            };
            has(present) && !has(&self.sets)
        })
        .map(|(_, message)| message.to_owned())
        .collect()
    }
}

/// What is wrong with a set beside another of the same name and type.
fn beside(set: &ResourceRecordSet, other: &ResourceRecordSet) -> Option<String> {
    let of = format!("RRSet with DNS name {}", set.name);
    let kind = set.record_type.name();
    let identifier = set.set_identifier.as_deref().unwrap_or_default();
    let Some(routing) = &set.routing else {
        return Some(format!(
            "{of}, type {kind} cannot be created as other RRSets exist with the same name and type."
        ));
    };
    let word = routing.word();
    if other.routing.as_ref().is_none_or(|it| it.word() != word) {
        return Some(format!(
            "{of}, type {kind}, SetIdentifier {identifier} cannot be created as a non-{word} set exists with the same name and type."
        ));
    }
    if routing.is_exclusive() && other.routing.as_ref() == Some(routing) {
        return Some(format!(
            "{of}, type {kind}, SetIdentifier {identifier} cannot be created because another {word} set of the same name and type is for the same."
        ));
    }
    match (word, &set.answer, &other.answer) {
        (
            "weighted",
            Answer::Values { ttl_seconds, .. },
            Answer::Values {
                ttl_seconds: others,
                ..
            },
        ) if ttl_seconds != others => Some(format!(
            "{of} and type {kind}, SetIdentifier {identifier} cannot be created as weighted sets must contain the same TTL."
        )),
        _ => None,
    }
}

/// `resource record set [name='www.example.com.', type='A']`
fn told(set: &ResourceRecordSet) -> String {
    let identifier = set
        .set_identifier
        .as_ref()
        .map(|identifier| format!(", set-identifier='{identifier}'"));
    format!(
        "resource record set [name='{}', type='{}'{}]",
        set.name,
        set.record_type.name(),
        identifier.unwrap_or_default()
    )
}
