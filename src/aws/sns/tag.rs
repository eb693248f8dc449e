//! Tags of topics.

use serde::{Deserialize, Serialize};

use super::Empty;
use crate::app::topic_attribute as app;
use crate::aws::action::{Action, Call, Treatment};
use crate::domain::error::Result;
use crate::domain::tag;

/// A tag.
#[derive(Deserialize, Serialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub(super) struct Tag {
    key: String,
    value: String,
}

/// Tags as the domain knows them.
pub(super) fn tags(tags: Vec<Tag>) -> Vec<tag::Tag> {
    tags.into_iter()
        .map(|tag| tag::Tag {
            key: tag.key,
            value: tag.value,
        })
        .collect()
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub(super) struct TagResource {
    resource_arn: String,
    tags: Vec<Tag>,
}

impl Action for TagResource {
    type Response = Empty;

    async fn run(self, call: &Call, treatment: Treatment) -> Result<Empty> {
        let command = app::TagTopic {
            topic_arn: self.resource_arn,
            tags: tags(self.tags),
        };
        call.run(treatment, command).await?;
        Ok(Empty {})
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub(super) struct UntagResource {
    resource_arn: String,
    tag_keys: Vec<String>,
}

impl Action for UntagResource {
    type Response = Empty;

    async fn run(self, call: &Call, treatment: Treatment) -> Result<Empty> {
        let command = app::UntagTopic {
            topic_arn: self.resource_arn,
            keys: self.tag_keys,
        };
        call.run(treatment, command).await?;
        Ok(Empty {})
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub(super) struct ListTagsForResource {
    resource_arn: String,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct ListTagsForResourceResult {
    tags: Vec<Tag>,
}

impl Action for ListTagsForResource {
    type Response = ListTagsForResourceResult;

    async fn run(self, call: &Call, treatment: Treatment) -> Result<ListTagsForResourceResult> {
        let query = app::ListTopicTags {
            topic_arn: self.resource_arn,
        };
        let found = call.query(treatment, query).await?;
        let shown = |tag: tag::Tag| Tag {
            key: tag.key,
            value: tag.value,
        };
        Ok(ListTagsForResourceResult {
            tags: found.into_iter().map(shown).collect(),
        })
    }
}
