//! The actions of security groups.

use serde::{Deserialize, Serialize};

use super::ip_permission::{IpPermission, ip_permissions};
use super::shapes::{Filter, Tag, TagSpecification, list_request, tags, tags_for};
use crate::app::security_group as app;
use crate::aws::action::{Action, Call, Treatment};
use crate::domain::error::Result;
use crate::domain::security_group_rule_request::GroupChoice;

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub(super) struct CreateSecurityGroup {
    group_name: String,
    group_description: String,
    vpc_id: Option<String>,
    #[serde(default)]
    tag_specification: Vec<TagSpecification>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct CreateSecurityGroupResponse {
    group_id: String,
    security_group_arn: String,
    tag_set: Vec<Tag>,
}

impl Action for CreateSecurityGroup {
    type Response = CreateSecurityGroupResponse;

    async fn run(self, call: &Call, treatment: Treatment) -> Result<CreateSecurityGroupResponse> {
        let command = app::CreateSecurityGroup {
            group_name: self.group_name,
            description: self.group_description,
            vpc_id: self.vpc_id,
            tags: tags_for("security-group", self.tag_specification)?,
        };
        let group = call.run(treatment, command).await?.value;
        Ok(CreateSecurityGroupResponse {
            group_id: group.id.to_string(),
            security_group_arn: group.arn(),
            tag_set: tags(group.tags),
        })
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub(super) struct DescribeSecurityGroups {
    #[serde(default)]
    group_id: Vec<String>,
    #[serde(default)]
    group_name: Vec<String>,
    #[serde(default)]
    filter: Vec<Filter>,
    max_results: Option<i64>,
    next_token: Option<String>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct DescribeSecurityGroupsResponse {
    security_group_info: Vec<SecurityGroup>,
    next_token: Option<String>,
}

impl Action for DescribeSecurityGroups {
    type Response = DescribeSecurityGroupsResponse;

    async fn run(
        self,
        call: &Call,
        treatment: Treatment,
    ) -> Result<DescribeSecurityGroupsResponse> {
        let request = list_request(
            self.group_id,
            self.filter,
            self.max_results,
            self.next_token,
        )?;
        let query = app::ListSecurityGroups {
            group_names: self.group_name,
            request,
        };
        let page = call.query(treatment, query).await?;
        let page = page.map(SecurityGroup::from);
        Ok(DescribeSecurityGroupsResponse {
            security_group_info: page.items,
            next_token: page.next,
        })
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub(super) struct DeleteSecurityGroup {
    group_id: Option<String>,
    group_name: Option<String>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct DeleteSecurityGroupResponse {
    #[serde(rename = "return")]
    done: bool,
    group_id: String,
}

impl Action for DeleteSecurityGroup {
    type Response = DeleteSecurityGroupResponse;

    async fn run(self, call: &Call, treatment: Treatment) -> Result<DeleteSecurityGroupResponse> {
        let command = app::DeleteSecurityGroup {
            group: GroupChoice {
                group_id: self.group_id,
                group_name: self.group_name,
            },
        };
        let group_id = call.run(treatment, command).await?;
        Ok(DeleteSecurityGroupResponse {
            done: true,
            group_id: group_id.to_string(),
        })
    }
}

/// A security group as answers show it.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct SecurityGroup {
    group_id: String,
    security_group_arn: String,
    owner_id: String,
    vpc_id: String,
    group_name: String,
    group_description: String,
    ip_permissions: Vec<IpPermission>,
    ip_permissions_egress: Vec<IpPermission>,
    tag_set: Vec<Tag>,
}

impl From<app::SecurityGroupView> for SecurityGroup {
    fn from(view: app::SecurityGroupView) -> Self {
        let ip_permissions_of = |is_egress| ip_permissions(view.rules_of(is_egress));
        Self {
            ip_permissions: ip_permissions_of(false),
            ip_permissions_egress: ip_permissions_of(true),
            group_id: view.group.id.to_string(),
            security_group_arn: view.group.arn(),
            owner_id: view.group.scope.account.to_string(),
            vpc_id: view.group.vpc_id.to_string(),
            group_name: view.group.value.name,
            group_description: view.group.value.description,
            tag_set: tags(view.group.value.tags),
        }
    }
}
