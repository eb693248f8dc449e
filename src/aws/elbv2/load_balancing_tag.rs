//! The actions of tags.

use serde::{Deserialize, Serialize};

use super::shapes::{Empty, Tag, shown_tags, tags};
use crate::app::load_balancing_tag as app;
use crate::aws::action::{Action, Call, Treatment};
use crate::domain::error::Result;

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub(super) struct AddTags {
    resource_arns: Vec<String>,
    tags: Vec<Tag>,
}

impl Action for AddTags {
    type Response = Empty;

    async fn run(self, call: &Call, treatment: Treatment) -> Result<Empty> {
        let command = app::AddLoadBalancingTags {
            arns: self.resource_arns,
            tags: tags(self.tags),
        };
        call.run(treatment, command).await?;
        Ok(Empty {})
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub(super) struct RemoveTags {
    resource_arns: Vec<String>,
    tag_keys: Vec<String>,
}

impl Action for RemoveTags {
    type Response = Empty;

    async fn run(self, call: &Call, treatment: Treatment) -> Result<Empty> {
        let command = app::RemoveLoadBalancingTags {
            arns: self.resource_arns,
            keys: self.tag_keys,
        };
        call.run(treatment, command).await?;
        Ok(Empty {})
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub(super) struct DescribeTags {
    resource_arns: Vec<String>,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct DescribeTagsResponse {
    tag_descriptions: Vec<TagDescription>,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct TagDescription {
    resource_arn: String,
    tags: Vec<Tag>,
}

impl Action for DescribeTags {
    type Response = DescribeTagsResponse;

    async fn run(self, call: &Call, treatment: Treatment) -> Result<DescribeTagsResponse> {
        let query = app::DescribeLoadBalancingTags {
            arns: self.resource_arns,
        };
        let resources = call.query(treatment, query).await?;
        let tag_descriptions = resources
            .into_iter()
            .map(|resource| TagDescription {
                resource_arn: resource.arn,
                tags: shown_tags(resource.tags),
            })
            .collect();
        Ok(DescribeTagsResponse { tag_descriptions })
    }
}
