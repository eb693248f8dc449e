//! The actions that change customers' prefix lists, and the one that shows who refers to a list.

use serde::{Deserialize, Serialize};

use super::prefix_list::ManagedPrefixList;
use super::shapes::{TagSpecification, page, tags_for};
use crate::app::Stored;
use crate::app::managed_prefix_list as app;
use crate::app::prefix_list::AnyPrefixList;
use crate::aws::action::{Action, Call, Treatment};
use crate::domain::error::Result;
use crate::domain::limit;
use crate::domain::managed_prefix_list::{self as domain, EntryRequest};

/// An entry to be added.
#[derive(Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
struct AddEntry {
    cidr: String,
    description: Option<String>,
}

impl From<AddEntry> for EntryRequest {
    fn from(entry: AddEntry) -> Self {
        Self {
            cidr: entry.cidr,
            description: entry.description,
        }
    }
}

/// An entry to be taken away.
#[derive(Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
struct RemoveEntry {
    cidr: String,
}

/// The list that an action was about.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct PrefixListResponse {
    prefix_list: ManagedPrefixList,
}

impl From<Stored<domain::ManagedPrefixList>> for PrefixListResponse {
    fn from(list: Stored<domain::ManagedPrefixList>) -> Self {
        Self {
            prefix_list: AnyPrefixList::Customer(list).into(),
        }
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub(super) struct CreateManagedPrefixList {
    prefix_list_name: String,
    address_family: String,
    max_entries: i64,
    #[serde(default)]
    entry: Vec<AddEntry>,
    #[serde(default)]
    tag_specification: Vec<TagSpecification>,
}

impl Action for CreateManagedPrefixList {
    type Response = PrefixListResponse;

    async fn run(self, call: &Call, treatment: Treatment) -> Result<PrefixListResponse> {
        let command = app::CreateManagedPrefixList {
            name: self.prefix_list_name,
            address_family: self.address_family,
            max_entries: self.max_entries,
            entries: self.entry.into_iter().map(Into::into).collect(),
            tags: tags_for("prefix-list", self.tag_specification)?,
        };
        Ok(call.run(treatment, command).await?.into())
    }
}

/// Synchronization with an IP address manager is not served.
#[derive(Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub(super) struct ModifyManagedPrefixList {
    prefix_list_id: String,
    current_version: Option<i64>,
    prefix_list_name: Option<String>,
    max_entries: Option<i64>,
    #[serde(default)]
    add_entry: Vec<AddEntry>,
    #[serde(default)]
    remove_entry: Vec<RemoveEntry>,
}

impl Action for ModifyManagedPrefixList {
    type Response = PrefixListResponse;

    async fn run(self, call: &Call, treatment: Treatment) -> Result<PrefixListResponse> {
        let command = app::ModifyManagedPrefixList {
            prefix_list_id: self.prefix_list_id,
            current_version: self.current_version,
            name: self.prefix_list_name,
            max_entries: self.max_entries,
            add_entries: self.add_entry.into_iter().map(Into::into).collect(),
            remove_entries: self.remove_entry.into_iter().map(|it| it.cidr).collect(),
            tags: None,
        };
        Ok(call.run(treatment, command).await?.into())
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub(super) struct RestoreManagedPrefixListVersion {
    prefix_list_id: String,
    previous_version: i64,
    current_version: i64,
}

impl Action for RestoreManagedPrefixListVersion {
    type Response = PrefixListResponse;

    async fn run(self, call: &Call, treatment: Treatment) -> Result<PrefixListResponse> {
        let command = app::RestoreManagedPrefixListVersion {
            prefix_list_id: self.prefix_list_id,
            previous_version: self.previous_version,
            current_version: self.current_version,
        };
        Ok(call.run(treatment, command).await?.into())
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub(super) struct DeleteManagedPrefixList {
    prefix_list_id: String,
}

impl Action for DeleteManagedPrefixList {
    type Response = PrefixListResponse;

    async fn run(self, call: &Call, treatment: Treatment) -> Result<PrefixListResponse> {
        let command = app::DeleteManagedPrefixList {
            prefix_list_id: self.prefix_list_id,
        };
        Ok(call.run(treatment, command).await?.into())
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub(super) struct GetManagedPrefixListAssociations {
    prefix_list_id: String,
    max_results: Option<i64>,
    next_token: Option<String>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct GetManagedPrefixListAssociationsResponse {
    prefix_list_association_set: Vec<PrefixListAssociation>,
    next_token: Option<String>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct PrefixListAssociation {
    resource_id: String,
    resource_owner: String,
}

impl Action for GetManagedPrefixListAssociations {
    type Response = GetManagedPrefixListAssociationsResponse;

    async fn run(
        self,
        call: &Call,
        treatment: Treatment,
    ) -> Result<GetManagedPrefixListAssociationsResponse> {
        let query = app::ListPrefixListAssociations {
            prefix_list_id: self.prefix_list_id,
            page: page(self.max_results, self.next_token, limit::PAGE_MIN)?,
        };
        let page = call.query(treatment, query).await?;
        let page = page.map(|it| PrefixListAssociation {
            resource_id: it.resource_id,
            resource_owner: it.resource_owner,
        });
        Ok(GetManagedPrefixListAssociationsResponse {
            prefix_list_association_set: page.items,
            next_token: page.next,
        })
    }
}
