//! The actions that show which groups refer to which, and which can be used where.

use serde::{Deserialize, Serialize};

use super::shapes::{Filter, Tag, filters, page, tags};
use crate::app::security_group_reference as app;
use crate::aws::action::{Action, Call, Treatment};
use crate::domain::error::Result;
use crate::domain::limit;

/// Groups that groups of other VPCs refer to, over connections between VPCs. There are no such connections.
#[derive(Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub(super) struct DescribeSecurityGroupReferences {
    #[serde(default)]
    group_id: Vec<String>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct DescribeSecurityGroupReferencesResponse {
    security_group_reference_set: Vec<String>,
}

impl Action for DescribeSecurityGroupReferences {
    type Response = DescribeSecurityGroupReferencesResponse;

    async fn run(
        self,
        call: &Call,
        treatment: Treatment,
    ) -> Result<DescribeSecurityGroupReferencesResponse> {
        let query = app::CheckReferencedGroups {
            group_ids: self.group_id,
        };
        call.query(treatment, query).await?;
        Ok(DescribeSecurityGroupReferencesResponse {
            security_group_reference_set: Vec::new(),
        })
    }
}

/// Groups with rules that refer to groups that are gone, which can only be in other VPCs.
#[derive(Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub(super) struct DescribeStaleSecurityGroups {
    vpc_id: String,
    max_results: Option<i64>,
    next_token: Option<String>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct DescribeStaleSecurityGroupsResponse {
    stale_security_group_set: Vec<String>,
}

impl Action for DescribeStaleSecurityGroups {
    type Response = DescribeStaleSecurityGroupsResponse;

    async fn run(
        self,
        call: &Call,
        treatment: Treatment,
    ) -> Result<DescribeStaleSecurityGroupsResponse> {
        let query = app::CheckStaleGroups {
            vpc_id: self.vpc_id,
            page: page(self.max_results, self.next_token, limit::PAGE_MIN)?,
        };
        call.query(treatment, query).await?;
        Ok(DescribeStaleSecurityGroupsResponse {
            stale_security_group_set: Vec::new(),
        })
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub(super) struct GetSecurityGroupsForVpc {
    vpc_id: String,
    #[serde(default)]
    filter: Vec<Filter>,
    max_results: Option<i64>,
    next_token: Option<String>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct GetSecurityGroupsForVpcResponse {
    security_group_for_vpc_set: Vec<SecurityGroupForVpc>,
    next_token: Option<String>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct SecurityGroupForVpc {
    group_id: String,
    group_name: String,
    description: String,
    owner_id: String,
    primary_vpc_id: String,
    tag_set: Vec<Tag>,
}

impl From<app::GroupForVpc> for SecurityGroupForVpc {
    fn from(app::GroupForVpc(group): app::GroupForVpc) -> Self {
        Self {
            group_id: group.id.to_string(),
            group_name: group.name,
            description: group.description,
            owner_id: group.scope.account.to_string(),
            primary_vpc_id: group.vpc_id.to_string(),
            tag_set: tags(group.tags),
        }
    }
}

impl Action for GetSecurityGroupsForVpc {
    type Response = GetSecurityGroupsForVpcResponse;

    async fn run(
        self,
        call: &Call,
        treatment: Treatment,
    ) -> Result<GetSecurityGroupsForVpcResponse> {
        let query = app::ListGroupsForVpc {
            vpc_id: self.vpc_id,
            filters: filters(self.filter),
            page: page(self.max_results, self.next_token, limit::PAGE_MIN)?,
        };
        let page = call.query(treatment, query).await?;
        let page = page.map(SecurityGroupForVpc::from);
        Ok(GetSecurityGroupsForVpcResponse {
            security_group_for_vpc_set: page.items,
            next_token: page.next,
        })
    }
}
