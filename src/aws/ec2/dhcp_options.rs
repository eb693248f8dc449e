//! The actions of DHCP options.

use serde::{Deserialize, Serialize};

use super::shapes::{DONE, Done, Filter, Tag, TagSpecification, list_request, tags, tags_for};
use crate::app::dhcp_options as app;
use crate::aws::action::{Action, Call, Treatment};
use crate::domain::dhcp_options as domain;
use crate::domain::error::Result;

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub(super) struct CreateDhcpOptions {
    #[serde(default)]
    dhcp_configuration: Vec<NewDhcpConfiguration>,
    #[serde(default)]
    tag_specification: Vec<TagSpecification>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
struct NewDhcpConfiguration {
    key: String,
    #[serde(default)]
    value: Vec<String>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct CreateDhcpOptionsResponse {
    dhcp_options: DhcpOptions,
}

impl Action for CreateDhcpOptions {
    type Response = CreateDhcpOptionsResponse;

    async fn run(self, call: &Call, treatment: Treatment) -> Result<CreateDhcpOptionsResponse> {
        let configurations = self.dhcp_configuration.into_iter();
        let command = app::CreateDhcpOptions {
            configurations: configurations
                .map(|option| domain::DhcpConfiguration {
                    key: option.key,
                    values: option.value,
                })
                .collect(),
            tags: tags_for("dhcp-options", self.tag_specification)?,
        };
        Ok(CreateDhcpOptionsResponse {
            dhcp_options: call.run(treatment, command).await?.into(),
        })
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub(super) struct DescribeDhcpOptions {
    #[serde(default)]
    dhcp_options_id: Vec<String>,
    #[serde(default)]
    filter: Vec<Filter>,
    max_results: Option<i64>,
    next_token: Option<String>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct DescribeDhcpOptionsResponse {
    dhcp_options_set: Vec<DhcpOptions>,
    next_token: Option<String>,
}

impl Action for DescribeDhcpOptions {
    type Response = DescribeDhcpOptionsResponse;

    async fn run(self, call: &Call, treatment: Treatment) -> Result<DescribeDhcpOptionsResponse> {
        let request = list_request(
            self.dhcp_options_id,
            self.filter,
            self.max_results,
            self.next_token,
        )?;
        let page = call
            .query(treatment, app::ListDhcpOptions { request })
            .await?
            .map(DhcpOptions::from);
        Ok(DescribeDhcpOptionsResponse {
            dhcp_options_set: page.items,
            next_token: page.next,
        })
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub(super) struct DeleteDhcpOptions {
    dhcp_options_id: String,
}

impl Action for DeleteDhcpOptions {
    type Response = Done;

    async fn run(self, call: &Call, treatment: Treatment) -> Result<Done> {
        let command = app::DeleteDhcpOptions {
            dhcp_options_id: self.dhcp_options_id,
        };
        call.run(treatment, command).await?;
        Ok(DONE)
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub(super) struct AssociateDhcpOptions {
    dhcp_options_id: String,
    vpc_id: String,
}

impl Action for AssociateDhcpOptions {
    type Response = Done;

    async fn run(self, call: &Call, treatment: Treatment) -> Result<Done> {
        let command = app::AssociateDhcpOptions {
            dhcp_options_id: self.dhcp_options_id,
            vpc_id: self.vpc_id,
        };
        call.run(treatment, command).await?;
        Ok(DONE)
    }
}

/// A set as answers show it.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct DhcpOptions {
    dhcp_options_id: String,
    owner_id: String,
    dhcp_configuration_set: Vec<DhcpConfiguration>,
    tag_set: Vec<Tag>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct DhcpConfiguration {
    key: String,
    value_set: Vec<AttributeValue>,
}

#[derive(Serialize)]
struct AttributeValue {
    value: String,
}

impl From<domain::DhcpOptions> for DhcpOptions {
    fn from(options: domain::DhcpOptions) -> Self {
        Self {
            dhcp_options_id: options.id.to_string(),
            owner_id: options.scope.account.to_string(),
            dhcp_configuration_set: options
                .configurations
                .into_iter()
                .map(DhcpConfiguration::from)
                .collect(),
            tag_set: tags(options.tags),
        }
    }
}

impl From<domain::DhcpConfiguration> for DhcpConfiguration {
    fn from(option: domain::DhcpConfiguration) -> Self {
        let values = option.values.into_iter();
        Self {
            key: option.key,
            value_set: values.map(|value| AttributeValue { value }).collect(),
        }
    }
}
