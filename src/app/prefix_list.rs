//! Prefix lists: AWS's own, of the caller's region, and the caller's. What is only about the latter has a file of its own.

use ipnet::IpNet;

use super::context::{Query, Session};
use super::list::{Source, page_of};
use crate::domain::error::{Code, Error, Result};
use crate::domain::filter::{Filter, Filterable};
use crate::domain::id::{Id, PrefixListId};
use crate::domain::limit;
use crate::domain::managed_prefix_list::{
    AddressFamily, ManagedPrefixList, PrefixListEntry, PrefixListState, invalid_version,
};
use crate::domain::page::{ListIdentity, Page, PageRequest};
use crate::domain::prefix_list::{self, PREFIX_LIST_OWNER, PrefixList};
use crate::domain::scope::{RegionName, Scope};
use crate::domain::tag::Tag;
use crate::store::{Stored, Tx};

/// A prefix list, whoever manages it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AnyPrefixList {
    /// AWS does. It has no versions, and no size that could change.
    Aws(&'static PrefixList),
    /// The caller does.
    Customer(Stored<ManagedPrefixList>),
}

impl AnyPrefixList {
    /// The identifier.
    pub fn id(&self) -> &PrefixListId {
        match self {
            Self::Aws(list) => &list.id,
            Self::Customer(list) => &list.id,
        }
    }

    /// The ARN.
    pub fn arn(&self) -> String {
        match self {
            Self::Aws(list) => list.arn(),
            Self::Customer(list) => list.arn(),
        }
    }

    /// The name.
    pub fn name(&self) -> &str {
        match self {
            Self::Aws(list) => &list.name,
            Self::Customer(list) => &list.name,
        }
    }

    /// The owner: an account, or [`PREFIX_LIST_OWNER`].
    pub fn owner(&self) -> String {
        match self {
            Self::Aws(_) => PREFIX_LIST_OWNER.to_owned(),
            Self::Customer(list) => list.scope.account.to_string(),
        }
    }

    /// The kind of its networks.
    pub fn address_family(&self) -> AddressFamily {
        match self {
            Self::Aws(list) if list.is_ipv6 => AddressFamily::IPv6,
            Self::Aws(_) => AddressFamily::IPv4,
            Self::Customer(list) => list.address_family,
        }
    }

    /// What happened to it last.
    pub fn state(&self) -> PrefixListState {
        match self {
            Self::Aws(_) => PrefixListState::CreateComplete,
            Self::Customer(list) => list.state,
        }
    }

    /// The number of the present version, if it has versions.
    pub fn list_version(&self) -> Option<i64> {
        match self {
            Self::Aws(_) => None,
            Self::Customer(list) => Some(list.list_version),
        }
    }

    /// As many entries it can have, if that is limited.
    pub fn max_entries(&self) -> Option<usize> {
        match self {
            Self::Aws(_) => None,
            Self::Customer(list) => Some(list.max_entries),
        }
    }

    /// As many rules or routes it counts for where it is referred to.
    pub fn weight(&self) -> usize {
        self.max_entries().unwrap_or(1)
    }

    /// Its present entries.
    pub fn entries(&self) -> Vec<PrefixListEntry> {
        let entry = |cidr: &IpNet| PrefixListEntry {
            cidr: *cidr,
            description: None,
        };
        match self {
            Self::Aws(list) => list.cidr_blocks.iter().map(entry).collect(),
            Self::Customer(list) => list.entries.clone(),
        }
    }

    /// Its tags; AWS's have none.
    pub fn tags(&self) -> &[Tag] {
        match self {
            Self::Aws(_) => &[],
            Self::Customer(list) => &list.tags,
        }
    }
}

impl Filterable for AnyPrefixList {
    const FILTERS: &'static [&'static str] = &["owner-id", "prefix-list-id", "prefix-list-name"];

    fn filter_values(&self, name: &str) -> Vec<String> {
        let one = match name {
            "owner-id" => self.owner(),
            "prefix-list-id" => self.id().to_string(),
            "prefix-list-name" => self.name().to_owned(),
            _ => return Vec::new(),
        };
        vec![one]
    }

    fn filter_tags(&self) -> &[Tag] {
        self.tags()
    }
}

/// The list that a client names: one of AWS's in the region, or one of the caller's.
pub(super) async fn find(session: &mut Session, id: &str) -> Result<AnyPrefixList> {
    PrefixListId::parse(id)?;
    let found = find_all(session, &[id]).await?.pop();
    found.ok_or_else(|| PrefixListId::not_found(id))
}

/// The lists with these ids that there are in the region, AWS's and the caller's; in no order.
pub(super) async fn find_all(session: &mut Session, ids: &[&str]) -> Result<Vec<AnyPrefixList>> {
    let scope = session.scope();
    let of_aws = |id: &&str| prefix_list::by_id(&scope.region, id).map(AnyPrefixList::Aws);
    let mut found: Vec<AnyPrefixList> = ids.iter().filter_map(of_aws).collect();
    if found.len() < ids.len() {
        let lists: Vec<Stored<ManagedPrefixList>> = session.tx.get_many(&scope, ids).await?;
        found.extend(lists.into_iter().map(AnyPrefixList::Customer));
    }
    Ok(found)
}

/// The list that a client names, for the actions of managed lists, which have a refusal of their own.
pub(super) async fn find_managed(session: &mut Session, id: &str) -> Result<AnyPrefixList> {
    PrefixListId::parse(id)?;
    let found = find_all(session, &[id]).await?.pop();
    found.ok_or_else(|| no_managed_list(id))
}

fn no_managed_list(id: &str) -> Error {
    Error::new(
        Code::ManagedPrefixListNotFound,
        format!("The prefix list ({id}) does not exist."),
    )
    .about("PrefixListId")
}

/// AWS's prefix lists of the caller's region, in order of id.
#[derive(Clone, Debug, Default)]
pub struct ListPrefixLists {
    /// Only these; each must exist. Empty for all.
    pub prefix_list_ids: Vec<String>,
    /// Conditions.
    pub filters: Vec<Filter>,
    /// Which page.
    pub page: PageRequest,
}

impl Query for ListPrefixLists {
    const NAME: &'static str = "DescribePrefixLists";
    type Output = Page<&'static PrefixList>;

    async fn fetch(self, session: &mut Session) -> Result<Self::Output> {
        let scope = session.scope();
        let mut ids = self.prefix_list_ids;
        ids.sort();
        ids.dedup();
        for id in &ids {
            prefix_list::find(&scope.region, id)?;
        }
        let identity = ListIdentity::new(Self::NAME, &format!("{scope} {ids:?}"), &self.filters);
        let source = ListsOfAws {
            region: scope.region,
            ids,
        };
        let (filters, page) = (&self.filters, &self.page);
        page_of(&mut session.tx, &source, &identity, filters, page).await
    }
}

/// AWS's prefix lists and the caller's, in order of id.
#[derive(Clone, Debug, Default)]
pub struct ListManagedPrefixLists {
    /// Only these; each must exist. Empty for all.
    pub prefix_list_ids: Vec<String>,
    /// Conditions.
    pub filters: Vec<Filter>,
    /// Which page.
    pub page: PageRequest,
}

impl Query for ListManagedPrefixLists {
    const NAME: &'static str = "DescribeManagedPrefixLists";
    type Output = Page<AnyPrefixList>;

    async fn fetch(self, session: &mut Session) -> Result<Self::Output> {
        let scope = session.scope();
        let mut ids = self.prefix_list_ids;
        for id in &ids {
            PrefixListId::parse(id)?;
        }
        ids.sort();
        ids.dedup();
        let texts: Vec<&str> = ids.iter().map(String::as_str).collect();
        let found = find_all(session, &texts).await?;
        let missing = texts
            .iter()
            .find(|id| found.iter().all(|list| list.id().as_str() != **id));
        if let Some(id) = missing {
            return Err(no_managed_list(id));
        }
        let identity = ListIdentity::new(Self::NAME, &format!("{scope} {ids:?}"), &self.filters);
        let source = AllLists {
            of_aws: ListsOfAws {
                region: scope.region.clone(),
                ids: ids.clone(),
            },
            scope,
            ids,
        };
        let (filters, page) = (&self.filters, &self.page);
        page_of(&mut session.tx, &source, &identity, filters, page).await
    }
}

/// One prefix list.
pub struct GetPrefixList {
    /// Which one.
    pub prefix_list_id: String,
}

impl Query for GetPrefixList {
    const NAME: &'static str = "GetPrefixList";
    type Output = AnyPrefixList;

    async fn fetch(self, session: &mut Session) -> Result<Self::Output> {
        find(session, &self.prefix_list_id).await
    }
}

/// The entries of one prefix list, in order.
pub struct GetPrefixListEntries {
    /// Which list.
    pub prefix_list_id: String,
    /// Which version of it; the present one unless given.
    pub target_version: Option<i64>,
    /// Which page.
    pub page: PageRequest,
}

impl Query for GetPrefixListEntries {
    const NAME: &'static str = "GetManagedPrefixListEntries";
    type Output = Page<PrefixListEntry>;

    async fn fetch(self, session: &mut Session) -> Result<Page<PrefixListEntry>> {
        let list = find_managed(session, &self.prefix_list_id).await?;
        let entries = match self.target_version {
            Some(number) if list.list_version() != Some(number) => {
                let kept = session.tx.prefix_list_version(list.id().as_str(), number);
                kept.await?
                    .ok_or_else(|| invalid_version("TargetVersion"))?
            }
            Some(_) | None => list.entries(),
        };
        let version = self.target_version.or(list.list_version());
        let what = format!("{} {} {version:?}", session.scope(), list.id());
        let identity = ListIdentity::new(Self::NAME, &what, &[]);
        let after = self.page.after(&identity)?;
        let mut rest = entries.as_slice();
        if let Some(position) = rest
            .iter()
            .position(|entry| entry.cidr.to_string() == after)
        {
            rest = &rest[position + 1..];
        }
        let size = self.page.size().min(limit::PREFIX_LIST_PAGE_MAX);
        let items: Vec<PrefixListEntry> = rest.iter().take(size).cloned().collect();
        let next = match items.last() {
            Some(entry) if items.len() < rest.len() => Some(identity.seal(&entry.cidr.to_string())),
            Some(_) | None => None,
        };
        Ok(Page { items, next })
    }
}

struct ListsOfAws {
    region: RegionName,
    ids: Vec<String>,
}

impl ListsOfAws {
    fn after(&self, after: &str, rows: i64) -> Vec<&'static PrefixList> {
        let wanted = |list: &&'static PrefixList| {
            let id = list.id.as_str();
            id > after && (self.ids.is_empty() || self.ids.iter().any(|wanted| wanted == id))
        };
        prefix_list::in_region(&self.region)
            .iter()
            .filter(wanted)
            .take(usize::try_from(rows).unwrap_or(limit::PAGE_MAX))
            .collect()
    }
}

impl Source for ListsOfAws {
    type Row = &'static PrefixList;
    type Item = &'static PrefixList;

    async fn next(&self, _: &mut Tx, after: &str, rows: i64) -> Result<Vec<Self::Row>> {
        Ok(self.after(after, rows))
    }

    fn key(row: &Self::Row) -> String {
        row.id.to_string()
    }

    async fn assemble(&self, _: &mut Tx, rows: Vec<Self::Row>) -> Result<Vec<Self::Item>> {
        Ok(rows)
    }
}

struct AllLists {
    of_aws: ListsOfAws,
    scope: Scope,
    ids: Vec<String>,
}

impl Source for AllLists {
    type Row = AnyPrefixList;
    type Item = AnyPrefixList;

    async fn next(&self, tx: &mut Tx, after: &str, rows: i64) -> Result<Vec<Self::Row>> {
        let of_customer: Vec<Stored<ManagedPrefixList>> = if self.ids.is_empty() {
            tx.list(&self.scope, after, rows, None).await?
        } else {
            tx.list_ids(&self.scope, &self.ids, after, rows).await?
        };
        let of_aws = self.of_aws.after(after, rows).into_iter();
        let mut lists: Vec<AnyPrefixList> = of_aws
            .map(AnyPrefixList::Aws)
            .chain(of_customer.into_iter().map(AnyPrefixList::Customer))
            .collect();
        lists.sort_by(|left, right| left.id().cmp(right.id()));
        lists.truncate(usize::try_from(rows).unwrap_or(limit::PAGE_MAX));
        Ok(lists)
    }

    fn key(row: &Self::Row) -> String {
        row.id().to_string()
    }

    async fn assemble(&self, _: &mut Tx, rows: Vec<Self::Row>) -> Result<Vec<Self::Item>> {
        Ok(rows)
    }
}
