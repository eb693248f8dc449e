//! Tags of hosted zones.

use axum::http::Method;
use serde::{Deserialize, Serialize};

use super::hosted_zone::Nothing;
use crate::app::Stored;
use crate::app::hosted_zone as app;
use crate::aws::action::{Call, Treatment};
use crate::aws::rest_xml::RestAction;
use crate::domain::error::Result;
use crate::domain::hosted_zone::HostedZone;
use crate::domain::tag;

/// A tag; a value that is left out is empty.
#[derive(Deserialize, Serialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
struct Tag {
    key: String,
    #[serde(default)]
    value: String,
}

#[derive(Default, Deserialize, Serialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
struct Tags {
    #[serde(default)]
    tag: Vec<Tag>,
}

#[derive(Default, Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
struct Keys {
    #[serde(default)]
    key: Vec<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub(super) struct ChangeTagsForResource {
    #[serde(rename = "{ResourceType}")]
    resource_type: String,
    #[serde(rename = "{ResourceId}")]
    resource_id: String,
    #[serde(default)]
    add_tags: Tags,
    #[serde(default)]
    remove_tag_keys: Keys,
}

impl RestAction for ChangeTagsForResource {
    const METHOD: Method = Method::POST;
    const PATH: &'static str = "tags/{ResourceType}/{ResourceId}";
    type Response = Nothing;

    async fn run(self, call: &Call) -> Result<Nothing> {
        let added = self.add_tags.tag.into_iter().map(|tag| tag::Tag {
            key: tag.key,
            value: tag.value,
        });
        let command = app::ChangeZoneTags {
            resource_type: self.resource_type,
            id: self.resource_id,
            added: added.collect(),
            removed_keys: self.remove_tag_keys.key,
        };
        call.run(Treatment::default(), command).await?;
        Ok(Nothing {})
    }
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct ResourceTagSet {
    resource_type: &'static str,
    resource_id: String,
    tags: Tags,
}

impl From<Stored<HostedZone>> for ResourceTagSet {
    fn from(zone: Stored<HostedZone>) -> Self {
        let zone = zone.value;
        let tags = zone.tags.into_iter().map(|tag| Tag {
            key: tag.key,
            value: tag.value,
        });
        Self {
            resource_type: "hostedzone",
            resource_id: zone.id.to_string(),
            tags: Tags {
                tag: tags.collect(),
            },
        }
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ListTagsForResource {
    #[serde(rename = "{ResourceType}")]
    resource_type: String,
    #[serde(rename = "{ResourceId}")]
    resource_id: String,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct ListTagsForResourceResponse {
    resource_tag_set: Option<ResourceTagSet>,
}

impl RestAction for ListTagsForResource {
    const METHOD: Method = Method::GET;
    const PATH: &'static str = "tags/{ResourceType}/{ResourceId}";
    type Response = ListTagsForResourceResponse;

    async fn run(self, call: &Call) -> Result<ListTagsForResourceResponse> {
        let query = app::ListZoneTags {
            resource_type: self.resource_type,
            ids: vec![self.resource_id],
        };
        let mut zones = call.query(Treatment::default(), query).await?;
        Ok(ListTagsForResourceResponse {
            resource_tag_set: zones.pop().map(ResourceTagSet::from),
        })
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub(super) struct ListTagsForResources {
    #[serde(rename = "{ResourceType}")]
    resource_type: String,
    resource_ids: ResourceIds,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
struct ResourceIds {
    #[serde(default)]
    resource_id: Vec<String>,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct ListTagsForResourcesResponse {
    resource_tag_sets: ResourceTagSets,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct ResourceTagSets {
    resource_tag_set: Vec<ResourceTagSet>,
}

impl RestAction for ListTagsForResources {
    const METHOD: Method = Method::POST;
    const PATH: &'static str = "tags/{ResourceType}";
    type Response = ListTagsForResourcesResponse;

    async fn run(self, call: &Call) -> Result<ListTagsForResourcesResponse> {
        let query = app::ListZoneTags {
            resource_type: self.resource_type,
            ids: self.resource_ids.resource_id,
        };
        let zones = call.query(Treatment::default(), query).await?;
        Ok(ListTagsForResourcesResponse {
            resource_tag_sets: ResourceTagSets {
                resource_tag_set: zones.into_iter().map(ResourceTagSet::from).collect(),
            },
        })
    }
}
