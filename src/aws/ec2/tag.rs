//! The actions of tags.

use serde::{Deserialize, Serialize};

use super::shapes::{DONE, Done, Filter, Tag, filters, page};
use crate::app::TagRow;
use crate::app::tag as app;
use crate::aws::action::{Action, Call, Treatment};
use crate::domain::error::Result;
use crate::domain::limit;
use crate::domain::tag::TagRemoval;

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub(super) struct CreateTags {
    #[serde(default)]
    resource_id: Vec<String>,
    #[serde(default)]
    tag: Vec<Tag>,
}

impl Action for CreateTags {
    type Response = Done;

    async fn run(self, call: &Call, treatment: Treatment) -> Result<Done> {
        let command = app::AddTags {
            resource_ids: self.resource_id,
            tags: self.tag.into_iter().map(Into::into).collect(),
        };
        call.run(treatment, command).await?;
        Ok(DONE)
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub(super) struct DeleteTags {
    #[serde(default)]
    resource_id: Vec<String>,
    #[serde(default)]
    tag: Vec<Removal>,
}

/// A tag to be taken away: whatever its value if none is given.
#[derive(Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
struct Removal {
    key: String,
    value: Option<String>,
}

impl Action for DeleteTags {
    type Response = Done;

    async fn run(self, call: &Call, treatment: Treatment) -> Result<Done> {
        let removal = |tag: Removal| TagRemoval {
            key: tag.key,
            value: tag.value,
        };
        let command = app::RemoveTags {
            resource_ids: self.resource_id,
            removals: self.tag.into_iter().map(removal).collect(),
        };
        call.run(treatment, command).await?;
        Ok(DONE)
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub(super) struct DescribeTags {
    #[serde(default)]
    filter: Vec<Filter>,
    max_results: Option<i64>,
    next_token: Option<String>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct DescribeTagsResponse {
    tag_set: Vec<TagDescription>,
    next_token: Option<String>,
}

impl Action for DescribeTags {
    type Response = DescribeTagsResponse;

    async fn run(self, call: &Call, treatment: Treatment) -> Result<DescribeTagsResponse> {
        let query = app::ListTags {
            filters: filters(self.filter),
            page: page(self.max_results, self.next_token, limit::PAGE_MIN)?,
        };
        let page = call
            .query(treatment, query)
            .await?
            .map(TagDescription::from);
        Ok(DescribeTagsResponse {
            tag_set: page.items,
            next_token: page.next,
        })
    }
}

/// A tag and what it is on, as answers show it.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct TagDescription {
    resource_id: String,
    resource_type: String,
    key: String,
    value: String,
}

impl From<TagRow> for TagDescription {
    fn from(row: TagRow) -> Self {
        Self {
            resource_id: row.resource_id,
            resource_type: row.resource_type,
            key: row.tag.key,
            value: row.tag.value,
        }
    }
}
