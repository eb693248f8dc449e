//! Customers' prefix lists: networks under one name, in versions.

use ipnet::IpNet;
use serde::{Deserialize, Serialize};

use super::clock::Timestamp;
use super::error::{Code, Error, Result};
use super::id::PrefixListId;
use super::limit;
use super::scope::Scope;
use super::tag::Tag;

/// A customer's prefix list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ManagedPrefixList {
    /// Identifier.
    pub id: PrefixListId,
    /// Owner.
    pub scope: Scope,
    /// The name; several lists may have the same.
    pub name: String,
    /// The kind of networks in it.
    pub address_family: AddressFamily,
    /// As many entries it can have; with so many it counts where it is referred to.
    pub max_entries: usize,
    /// Rises with every change of the entries.
    pub list_version: i64,
    /// What happened to it last.
    pub state: PrefixListState,
    /// The entries of the present version, in the order in which they were added.
    pub entries: Vec<PrefixListEntry>,
    /// Tags.
    pub tags: Vec<Tag>,
    /// When it was created.
    pub created_at: Timestamp,
}

/// The kind of a list's networks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum AddressFamily {
    /// IPv4 ones.
    IPv4,
    /// IPv6 ones.
    IPv6,
}

impl AddressFamily {
    /// EC2's spelling.
    pub const fn name(self) -> &'static str {
        match self {
            Self::IPv4 => "IPv4",
            Self::IPv6 => "IPv6",
        }
    }

    /// Reads EC2's spelling.
    pub fn parse(text: &str) -> Result<Self> {
        match text {
            "IPv4" => Ok(Self::IPv4),
            "IPv6" => Ok(Self::IPv6),
            other => Err(Error::invalid_value(
                "AddressFamily",
                format!(
                    "Value ({other}) for parameter AddressFamily is invalid. Allowed values are: IPv4, IPv6."
                ),
            )),
        }
    }
}

/// What happened to a list last. Every change is complete at once.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum PrefixListState {
    /// It was created.
    CreateComplete,
    /// It was changed.
    ModifyComplete,
    /// Entries of an earlier version came back.
    RestoreComplete,
    /// It was deleted; shown once, as the answer.
    DeleteComplete,
}

impl PrefixListState {
    /// EC2's spelling.
    pub const fn name(self) -> &'static str {
        match self {
            Self::CreateComplete => "create-complete",
            Self::ModifyComplete => "modify-complete",
            Self::RestoreComplete => "restore-complete",
            Self::DeleteComplete => "delete-complete",
        }
    }
}

/// A network of a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PrefixListEntry {
    /// The network; once in a list.
    pub cidr: IpNet,
    /// What it is.
    pub description: Option<String>,
}

/// A network of a list, in the words of a client.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct EntryRequest {
    /// The network.
    pub cidr: String,
    /// What it is.
    pub description: Option<String>,
}

impl EntryRequest {
    fn entry(&self, family: AddressFamily) -> Result<PrefixListEntry> {
        let description = self.description.clone().filter(|text| !text.is_empty());
        if let Some(text) = &description {
            check_length("Description", text)?;
        }
        Ok(PrefixListEntry {
            cidr: parse_cidr(&self.cidr, family)?,
            description,
        })
    }
}

impl ManagedPrefixList {
    /// The ARN.
    pub fn arn(&self) -> String {
        self.scope.arn("ec2", &format!("prefix-list/{}", self.id))
    }

    /// Changes the entries, which makes a new version. Removals come first.
    pub fn change_entries(&mut self, added: &[EntryRequest], removed: &[String]) -> Result<()> {
        if added.len().max(removed.len()) > limit::PREFIX_LIST_ENTRIES_PER_REQUEST {
            return Err(Error::invalid_value(
                "AddEntry",
                format!(
                    "The request cannot contain more than {} entry additions or removals.",
                    limit::PREFIX_LIST_ENTRIES_PER_REQUEST
                ),
            ));
        }
        let added = entries(added, self.address_family)?;
        let mut entries = self.entries.clone();
        for text in removed {
            let cidr = parse_cidr(text, self.address_family)?;
            if added.iter().any(|entry| entry.cidr == cidr) {
                return Err(Error::invalid_value(
                    "RemoveEntry",
                    format!(
                        "Request cannot contain Cidr {cidr} in both AddPrefixListEntries and RemovePrefixListEntries"
                    ),
                ));
            }
            let position = entries.iter().position(|entry| entry.cidr == cidr);
            entries.remove(position.ok_or_else(|| no_such_entry(cidr))?);
        }
        for entry in added {
            match entries
                .iter_mut()
                .find(|present| present.cidr == entry.cidr)
            {
                Some(present) if *present == entry => return Err(already_there(&entry)),
                Some(present) => present.description = entry.description,
                None => entries.push(entry),
            }
        }
        check_room(entries.len(), self.max_entries)?;
        self.entries = entries;
        self.list_version += 1;
        self.state = PrefixListState::ModifyComplete;
        Ok(())
    }

    /// Lets it have more entries, or fewer.
    pub fn resize(&mut self, max_entries: i64) -> Result<()> {
        let max_entries = check_max_entries(max_entries)?;
        check_room(self.entries.len(), max_entries)?;
        self.max_entries = max_entries;
        self.state = PrefixListState::ModifyComplete;
        Ok(())
    }

    /// Gives it another name, which makes no new version.
    pub fn rename(&mut self, name: String) -> Result<()> {
        check_name(&name)?;
        self.name = name;
        self.state = PrefixListState::ModifyComplete;
        Ok(())
    }

    /// Brings the entries of an earlier version back, as a new version.
    pub fn restore(&mut self, entries: Vec<PrefixListEntry>) -> Result<()> {
        check_room(entries.len(), self.max_entries)?;
        self.entries = entries;
        self.list_version += 1;
        self.state = PrefixListState::RestoreComplete;
        Ok(())
    }

    /// Refuses unless the client knows the present version.
    pub fn check_version(&self, known: i64) -> Result<()> {
        if known < 1 {
            return Err(invalid_version("CurrentVersion"));
        }
        if known == self.list_version {
            Ok(())
        } else {
            Err(Error::new(
                Code::PrefixListVersionMismatch,
                "The prefix list has the incorrect version number.",
            )
            .about("CurrentVersion"))
        }
    }
}

/// The entries of a new list.
pub fn first_entries(
    requests: &[EntryRequest],
    family: AddressFamily,
    max_entries: usize,
) -> Result<Vec<PrefixListEntry>> {
    if requests.len() > limit::PREFIX_LIST_ENTRIES_PER_REQUEST {
        return Err(Error::invalid_value(
            "Entry",
            format!(
                "The request cannot contain more than {} entries.",
                limit::PREFIX_LIST_ENTRIES_PER_REQUEST
            ),
        ));
    }
    let entries = entries(requests, family)?;
    check_room(entries.len(), max_entries)?;
    Ok(entries)
}

/// Whether a list can have this name: 1 to 255 characters, and not like those of AWS's own.
pub fn check_name(name: &str) -> Result<()> {
    const PARAMETER: &str = "PrefixListName";
    if name.is_empty() {
        return Err(Error::missing(PARAMETER));
    }
    if name.starts_with("com.amazonaws") {
        return Err(Error::invalid_value(
            PARAMETER,
            "The prefix list name cannot start with com.amazonaws.",
        ));
    }
    check_length(PARAMETER, name)
}

/// How many entries a list can have: 1 to 1 000.
pub fn check_max_entries(number: i64) -> Result<usize> {
    usize::try_from(number)
        .ok()
        .filter(|number| (1..=limit::PREFIX_LIST_ENTRIES).contains(number))
        .ok_or_else(|| {
            Error::invalid_value(
                "MaxEntries",
                format!(
                    "Value ({number}) for parameter MaxEntries is invalid. It must be between 1 and {}.",
                    limit::PREFIX_LIST_ENTRIES
                ),
            )
        })
}

/// The refusal of a version that a list doesn't have.
pub fn invalid_version(parameter: &'static str) -> Error {
    Error::invalid_value(parameter, "The specified value for version is not valid.")
}

fn entries(requests: &[EntryRequest], family: AddressFamily) -> Result<Vec<PrefixListEntry>> {
    let mut entries: Vec<PrefixListEntry> = Vec::with_capacity(requests.len());
    for request in requests {
        let entry = request.entry(family)?;
        if entries.iter().any(|earlier| earlier.cidr == entry.cidr) {
            return Err(Error::invalid_value(
                "Entry",
                format!("Request cannot contain Cidr {} more than once", entry.cidr),
            ));
        }
        entries.push(entry);
    }
    Ok(entries)
}

fn parse_cidr(text: &str, family: AddressFamily) -> Result<IpNet> {
    match (text.parse::<IpNet>(), family) {
        (Ok(network @ IpNet::V4(_)), AddressFamily::IPv4)
        | (Ok(network @ IpNet::V6(_)), AddressFamily::IPv6) => Ok(network.trunc()),
        (Ok(_) | Err(_), _) => Err(Error::invalid_value(
            "Cidr",
            format!(
                "The CIDR ({text}) is not valid for the address family {}.",
                family.name()
            ),
        )),
    }
}

fn check_length(parameter: &'static str, text: &str) -> Result<()> {
    if text.chars().count() <= limit::PREFIX_LIST_TEXT_CHARS {
        Ok(())
    } else {
        Err(Error::invalid_value(
            parameter,
            format!(
                "The {parameter} has more than {} characters.",
                limit::PREFIX_LIST_TEXT_CHARS
            ),
        ))
    }
}

fn check_room(entries: usize, max_entries: usize) -> Result<()> {
    if entries <= max_entries {
        Ok(())
    } else {
        Err(Error::new(
            Code::PrefixListMaxEntriesExceeded,
            "You've reached the maximum number of entries for the prefix list.",
        )
        .about("MaxEntries"))
    }
}

fn no_such_entry(cidr: IpNet) -> Error {
    Error::new(
        Code::PrefixListModification,
        format!("An entry with the CIDR ({cidr}) does not exist."),
    )
    .about("RemoveEntry")
}

fn already_there(entry: &PrefixListEntry) -> Error {
    Error::new(
        Code::PrefixListModification,
        format!(
            "An entry with the CIDR ({}) and description ({}) already exists.",
            entry.cidr,
            entry.description.as_deref().unwrap_or_default()
        ),
    )
    .about("AddEntry")
}
