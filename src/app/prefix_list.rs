//! Prefix lists: there are none, which is what this says.

use super::context::{Query, Session};
use crate::domain::error::Result;
use crate::domain::filter::{self, Filter};
use crate::domain::id::{Id, PrefixListId};
use crate::domain::prefix_list::PrefixList;

/// The prefix lists of AWS's services.
#[derive(Clone, Debug, Default)]
pub struct ListPrefixLists {
    /// Only these; each must exist, so that none can be given with success.
    pub prefix_list_ids: Vec<String>,
    /// Conditions.
    pub filters: Vec<Filter>,
}

impl Query for ListPrefixLists {
    const NAME: &'static str = "DescribePrefixLists";
    type Output = Vec<PrefixList>;

    async fn fetch(self, _: &mut Session) -> Result<Self::Output> {
        filter::check::<PrefixList>(&self.filters)?;
        match self.prefix_list_ids.first() {
            Some(id) => Err(PrefixListId::not_found(PrefixListId::parse(id)?.as_str())),
            None => Ok(Vec::new()),
        }
    }
}
