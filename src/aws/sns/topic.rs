//! Topics, their attributes and permissions.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::tag::{Tag, tags};
use super::{Empty, listed, page};
use crate::app::topic as over_rest;
use crate::app::topic_attribute as app;
use crate::app::topic_permission as permission;
use crate::aws::action::{Action, Call, Treatment};
use crate::domain::error::Result;

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub(super) struct CreateTopic {
    name: String,
    #[serde(default)]
    attributes: BTreeMap<String, String>,
    #[serde(default)]
    tags: Vec<Tag>,
    data_protection_policy: Option<String>,
}

/// A topic by its ARN.
#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Named {
    topic_arn: String,
}

impl Action for CreateTopic {
    type Response = Named;

    async fn run(self, call: &Call, treatment: Treatment) -> Result<Named> {
        let command = app::CreateTopic {
            name: self.name,
            attributes: self.attributes,
            tags: tags(self.tags),
            data_protection_policy: self.data_protection_policy.filter(|it| !it.is_empty()),
        };
        let arn = call.run(treatment, command).await?;
        Ok(Named {
            topic_arn: arn.to_string(),
        })
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub(super) struct DeleteTopic {
    topic_arn: String,
}

impl Action for DeleteTopic {
    type Response = Empty;
    const HAS_RESULT: bool = false;

    async fn run(self, call: &Call, treatment: Treatment) -> Result<Empty> {
        let command = app::RemoveTopic {
            topic_arn: self.topic_arn,
        };
        call.run(treatment, command).await?;
        Ok(Empty {})
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub(super) struct ListTopics {
    next_token: Option<String>,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct ListTopicsResult {
    topics: Vec<Named>,
    next_token: Option<String>,
}

impl Action for ListTopics {
    type Response = ListTopicsResult;

    async fn run(self, call: &Call, treatment: Treatment) -> Result<ListTopicsResult> {
        let query = over_rest::ListTopics {
            filters: Vec::new(),
            page: page(self.next_token),
        };
        let page = listed(call.query(treatment, query).await)?;
        let named = |topic: over_rest::ShownTopic| Named {
            topic_arn: topic.arn.to_string(),
        };
        Ok(ListTopicsResult {
            topics: page.items.into_iter().map(named).collect(),
            next_token: page.next,
        })
    }
}

/// Attributes by name.
#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Attributes {
    pub(super) attributes: BTreeMap<String, String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub(super) struct GetTopicAttributes {
    topic_arn: String,
}

impl Action for GetTopicAttributes {
    type Response = Attributes;

    async fn run(self, call: &Call, treatment: Treatment) -> Result<Attributes> {
        let query = app::GetTopicAttributes {
            topic_arn: self.topic_arn,
        };
        let attributes = call.query(treatment, query).await?;
        Ok(Attributes { attributes })
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub(super) struct SetTopicAttributes {
    topic_arn: String,
    attribute_name: String,
    #[serde(default)]
    attribute_value: String,
}

impl Action for SetTopicAttributes {
    type Response = Empty;
    const HAS_RESULT: bool = false;

    async fn run(self, call: &Call, treatment: Treatment) -> Result<Empty> {
        let command = app::SetTopicAttribute {
            topic_arn: self.topic_arn,
            name: self.attribute_name,
            value: self.attribute_value,
        };
        call.run(treatment, command).await?;
        Ok(Empty {})
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub(super) struct AddPermission {
    topic_arn: String,
    label: String,
    #[serde(rename = "AWSAccountId")]
    account_ids: Vec<String>,
    #[serde(rename = "ActionName")]
    action_names: Vec<String>,
}

impl Action for AddPermission {
    type Response = Empty;
    const HAS_RESULT: bool = false;

    async fn run(self, call: &Call, treatment: Treatment) -> Result<Empty> {
        let command = permission::AddTopicPermission {
            topic_arn: self.topic_arn,
            label: self.label,
            accounts: self.account_ids,
            actions: self.action_names,
        };
        call.run(treatment, command).await?;
        Ok(Empty {})
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub(super) struct RemovePermission {
    topic_arn: String,
    label: String,
}

impl Action for RemovePermission {
    type Response = Empty;
    const HAS_RESULT: bool = false;

    async fn run(self, call: &Call, treatment: Treatment) -> Result<Empty> {
        let command = permission::RemoveTopicPermission {
            topic_arn: self.topic_arn,
            label: self.label,
        };
        call.run(treatment, command).await?;
        Ok(Empty {})
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub(super) struct PutDataProtectionPolicy {
    resource_arn: String,
    data_protection_policy: String,
}

impl Action for PutDataProtectionPolicy {
    type Response = Empty;
    const HAS_RESULT: bool = false;

    async fn run(self, call: &Call, treatment: Treatment) -> Result<Empty> {
        let command = app::PutDataProtectionPolicy {
            topic_arn: self.resource_arn,
            policy: self.data_protection_policy,
        };
        call.run(treatment, command).await?;
        Ok(Empty {})
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub(super) struct GetDataProtectionPolicy {
    resource_arn: String,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct GetDataProtectionPolicyResult {
    data_protection_policy: Option<String>,
}

impl Action for GetDataProtectionPolicy {
    type Response = GetDataProtectionPolicyResult;

    async fn run(self, call: &Call, treatment: Treatment) -> Result<Self::Response> {
        let query = app::GetDataProtectionPolicy {
            topic_arn: self.resource_arn,
        };
        Ok(GetDataProtectionPolicyResult {
            data_protection_policy: call.query(treatment, query).await?,
        })
    }
}
