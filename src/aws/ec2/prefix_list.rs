//! The actions that show prefix lists, AWS's and customers'. Those that change customers' have a file of their own.

use serde::{Deserialize, Serialize};

use super::shapes::{Filter, Tag, filters, page, tags};
use crate::app::prefix_list::{
    AnyPrefixList, GetPrefixListEntries, ListManagedPrefixLists, ListPrefixLists,
};
use crate::aws::action::{Action, Call, Treatment};
use crate::domain::error::Result;
use crate::domain::prefix_list as domain;

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
        let page = call.query(treatment, query).await?.map(PrefixList::from);
        Ok(DescribePrefixListsResponse {
            prefix_list_set: page.items,
            next_token: page.next,
        })
    }
}

/// A prefix list with its networks.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct PrefixList {
    prefix_list_id: String,
    prefix_list_name: String,
    cidr_set: Vec<String>,
}

impl From<&'static domain::PrefixList> for PrefixList {
    fn from(list: &'static domain::PrefixList) -> Self {
        Self {
            prefix_list_id: list.id.to_string(),
            prefix_list_name: list.name.clone(),
            cidr_set: list.cidr_blocks.iter().map(ToString::to_string).collect(),
        }
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub(super) struct DescribeManagedPrefixLists {
    #[serde(default)]
    prefix_list_id: Vec<String>,
    #[serde(default)]
    filter: Vec<Filter>,
    max_results: Option<i64>,
    next_token: Option<String>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct DescribeManagedPrefixListsResponse {
    prefix_list_set: Vec<ManagedPrefixList>,
    next_token: Option<String>,
}

impl Action for DescribeManagedPrefixLists {
    type Response = DescribeManagedPrefixListsResponse;

    async fn run(
        self,
        call: &Call,
        treatment: Treatment,
    ) -> Result<DescribeManagedPrefixListsResponse> {
        let query = ListManagedPrefixLists {
            prefix_list_ids: self.prefix_list_id,
            filters: filters(self.filter),
            page: page(self.max_results, self.next_token, 1)?,
        };
        let page = call.query(treatment, query).await?;
        let page = page.map(ManagedPrefixList::from);
        Ok(DescribeManagedPrefixListsResponse {
            prefix_list_set: page.items,
            next_token: page.next,
        })
    }
}

/// A prefix list without its networks. Those of AWS's have no versions and no size that could change.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct ManagedPrefixList {
    prefix_list_id: String,
    prefix_list_arn: String,
    prefix_list_name: String,
    address_family: &'static str,
    state: &'static str,
    max_entries: Option<usize>,
    version: Option<i64>,
    owner_id: String,
    tag_set: Vec<Tag>,
}

impl From<AnyPrefixList> for ManagedPrefixList {
    fn from(list: AnyPrefixList) -> Self {
        Self {
            prefix_list_id: list.id().to_string(),
            prefix_list_arn: list.arn(),
            prefix_list_name: list.name().to_owned(),
            address_family: list.address_family().name(),
            state: list.state().name(),
            max_entries: list.max_entries(),
            version: list.list_version(),
            owner_id: list.owner(),
            tag_set: tags(list.tags().to_vec()),
        }
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub(super) struct GetManagedPrefixListEntries {
    prefix_list_id: String,
    target_version: Option<i64>,
    max_results: Option<i64>,
    next_token: Option<String>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct GetManagedPrefixListEntriesResponse {
    entry_set: Vec<PrefixListEntry>,
    next_token: Option<String>,
}

#[derive(Serialize)]
struct PrefixListEntry {
    cidr: String,
    description: Option<String>,
}

impl Action for GetManagedPrefixListEntries {
    type Response = GetManagedPrefixListEntriesResponse;

    async fn run(
        self,
        call: &Call,
        treatment: Treatment,
    ) -> Result<GetManagedPrefixListEntriesResponse> {
        let page = page(self.max_results, self.next_token, 1)?;
        let query = GetPrefixListEntries {
            prefix_list_id: self.prefix_list_id,
            target_version: self.target_version,
            page,
        };
        let page = call.query(treatment, query).await?;
        let page = page.map(|entry| PrefixListEntry {
            cidr: entry.cidr.to_string(),
            description: entry.description,
        });
        Ok(GetManagedPrefixListEntriesResponse {
            entry_set: page.items,
            next_token: page.next,
        })
    }
}
