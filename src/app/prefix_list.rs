//! Prefix lists: AWS's own, of the caller's region.

use ipnet::IpNet;

use super::context::{Query, Session};
use super::list::{Source, page_of};
use crate::domain::error::Result;
use crate::domain::filter::Filter;
use crate::domain::id::Id;
use crate::domain::limit;
use crate::domain::page::{ListIdentity, Page, PageRequest};
use crate::domain::prefix_list::{self, PrefixList};
use crate::domain::scope::RegionName;
use crate::store::Tx;

/// The prefix lists of the caller's region, in order of id.
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
        let source = ListsOf {
            region: scope.region,
            ids,
        };
        let (filters, page) = (&self.filters, &self.page);
        page_of(&mut session.tx, &source, &identity, filters, page).await
    }
}

/// One prefix list of the caller's region.
pub struct GetPrefixList {
    /// Which one.
    pub prefix_list_id: String,
}

impl Query for GetPrefixList {
    const NAME: &'static str = "GetPrefixList";
    type Output = &'static PrefixList;

    async fn fetch(self, session: &mut Session) -> Result<Self::Output> {
        prefix_list::find(&session.scope().region, &self.prefix_list_id)
    }
}

/// The networks of one prefix list of the caller's region, in order.
pub struct GetPrefixListEntries {
    /// Which list.
    pub prefix_list_id: String,
    /// Which page.
    pub page: PageRequest,
}

impl Query for GetPrefixListEntries {
    const NAME: &'static str = "GetManagedPrefixListEntries";
    type Output = Page<IpNet>;

    async fn fetch(self, session: &mut Session) -> Result<Page<IpNet>> {
        let scope = session.scope();
        let list = prefix_list::find(&scope.region, &self.prefix_list_id)?;
        let identity = ListIdentity::new(Self::NAME, &format!("{scope} {}", list.id), &[]);
        let after = self.page.after(&identity)?;
        let mut rest = list.cidr_blocks.as_slice();
        if let Some(position) = rest.iter().position(|network| network.to_string() == after) {
            rest = &rest[position + 1..];
        }
        let items: Vec<IpNet> = rest.iter().take(self.page.size()).copied().collect();
        let next = match items.last() {
            Some(network) if items.len() < rest.len() => Some(identity.seal(&network.to_string())),
            Some(_) | None => None,
        };
        Ok(Page { items, next })
    }
}

struct ListsOf {
    region: RegionName,
    ids: Vec<String>,
}

impl Source for ListsOf {
    type Row = &'static PrefixList;
    type Item = &'static PrefixList;

    async fn next(&self, _: &mut Tx, after: &str, rows: i64) -> Result<Vec<Self::Row>> {
        let wanted = |list: &&'static PrefixList| {
            let id = list.id.as_str();
            id > after && (self.ids.is_empty() || self.ids.iter().any(|wanted| wanted == id))
        };
        Ok(prefix_list::in_region(&self.region)
            .iter()
            .filter(wanted)
            .take(usize::try_from(rows).unwrap_or(limit::PAGE_MAX))
            .collect())
    }

    fn key(row: &Self::Row) -> String {
        row.id.to_string()
    }

    async fn assemble(&self, _: &mut Tx, rows: Vec<Self::Row>) -> Result<Vec<Self::Item>> {
        Ok(rows)
    }
}
