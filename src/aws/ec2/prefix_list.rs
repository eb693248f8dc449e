//! The actions of prefix lists, of which there are none.

use serde::{Deserialize, Serialize};

use super::shapes::{Filter, filters, page};
use crate::app::prefix_list::ListPrefixLists;
use crate::aws::action::{Action, Call, Treatment};
use crate::domain::error::Result;

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub(super) struct DescribePrefixLists {
    #[serde(default)]
    prefix_list_id: Vec<String>,
    #[serde(default)]
    filter: Vec<Filter>,
    max_results: Option<i64>,
    next_token: Option<String>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct DescribePrefixListsResponse {
    prefix_list_set: Vec<PrefixList>,
    next_token: Option<String>,
}

impl Action for DescribePrefixLists {
    type Response = DescribePrefixListsResponse;

    async fn run(self, call: &Call, treatment: Treatment) -> Result<DescribePrefixListsResponse> {
        let query = ListPrefixLists {
            prefix_list_ids: self.prefix_list_id,
            filters: filters(self.filter),
            page: page(self.max_results, self.next_token, 1)?,
        };
        let page = call
            .query(treatment, query)
            .await?
            .map(|list| match list {});
        Ok(DescribePrefixListsResponse {
            prefix_list_set: page.items,
            next_token: page.next,
        })
    }
}

/// A prefix list as answers would show it.
#[derive(Serialize)]
enum PrefixList {}
