//! Prefix lists: there are none, which is what this says.

use super::context::{Query, Session};
use crate::domain::error::Result;
use crate::domain::filter::{self, Filter};
use crate::domain::id::{Id, PrefixListId};
use crate::domain::page::{ListIdentity, Page, PageRequest};
use crate::domain::prefix_list::PrefixList;

/// The prefix lists of AWS's services.
#[derive(Clone, Debug, Default)]
pub struct ListPrefixLists {
    /// Only these; each must exist, so that none can be given with success.
    pub prefix_list_ids: Vec<String>,
    /// Conditions.
    pub filters: Vec<Filter>,
    /// Which page.
    pub page: PageRequest,
}

impl Query for ListPrefixLists {
    const NAME: &'static str = "DescribePrefixLists";
    type Output = Page<PrefixList>;

    async fn fetch(self, session: &mut Session) -> Result<Self::Output> {
        filter::check::<PrefixList>(&self.filters)?;
        if let Some(id) = self.prefix_list_ids.first() {
            return Err(PrefixListId::not_found(PrefixListId::parse(id)?.as_str()));
        }
        let scope = session.scope().to_string();
        self.page
            .after(&ListIdentity::new(Self::NAME, &scope, &self.filters))?;
        Ok(Page {
            items: Vec::new(),
            next: None,
        })
    }
}
