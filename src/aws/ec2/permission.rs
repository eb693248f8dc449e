//! The actions of endpoint services' permissions.

use serde::{Deserialize, Serialize};

use super::shapes::{Filter, Tag, filters, page, tags};
use crate::app::permission as app;
use crate::aws::action::{Action, Call, Treatment};
use crate::domain::error::Result;
use crate::domain::limit;
use crate::domain::permission::Permission;

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub(super) struct ModifyVpcEndpointServicePermissions {
    service_id: String,
    #[serde(default)]
    add_allowed_principals: Vec<String>,
    #[serde(default)]
    remove_allowed_principals: Vec<String>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct ModifyResponse {
    added_principal_set: Vec<AddedPrincipal>,
    #[serde(rename = "return")]
    done: bool,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct AddedPrincipal {
    principal_type: &'static str,
    principal: String,
    service_permission_id: String,
    service_id: String,
}

impl Action for ModifyVpcEndpointServicePermissions {
    type Response = ModifyResponse;

    async fn run(self, call: &Call, treatment: Treatment) -> Result<ModifyResponse> {
        let command = app::ModifyPermissions {
            service_id: self.service_id,
            add: self.add_allowed_principals,
            remove: self.remove_allowed_principals,
        };
        let modified = call.run(treatment, command).await?;
        let added = modified.added.into_iter().map(|permission| AddedPrincipal {
            principal_type: permission.principal.principal_type().name(),
            principal: permission.principal.to_string(),
            service_permission_id: permission.id.to_string(),
            service_id: permission.service_id.to_string(),
        });
        Ok(ModifyResponse {
            added_principal_set: added.collect(),
            done: true,
        })
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub(super) struct DescribeVpcEndpointServicePermissions {
    service_id: String,
    #[serde(default)]
    filter: Vec<Filter>,
    max_results: Option<i64>,
    next_token: Option<String>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct DescribeResponse {
    allowed_principals: Vec<AllowedPrincipal>,
    next_token: Option<String>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct AllowedPrincipal {
    principal_type: &'static str,
    principal: String,
    service_permission_id: String,
    tag_set: Vec<Tag>,
    service_id: String,
}

impl Action for DescribeVpcEndpointServicePermissions {
    type Response = DescribeResponse;

    async fn run(self, call: &Call, treatment: Treatment) -> Result<DescribeResponse> {
        let query = app::ListPermissions {
            service_id: self.service_id,
            filters: filters(self.filter),
            page: page(self.max_results, self.next_token, limit::PAGE_MIN)?,
        };
        let page = call.query(treatment, query).await?;
        Ok(DescribeResponse {
            allowed_principals: page
                .items
                .into_iter()
                .map(|stored| stored.value.into())
                .collect(),
            next_token: page.next,
        })
    }
}

impl From<Permission> for AllowedPrincipal {
    fn from(permission: Permission) -> Self {
        Self {
            principal_type: permission.principal.principal_type().name(),
            principal: permission.principal.to_string(),
            service_permission_id: permission.id.to_string(),
            tag_set: tags(permission.tags),
            service_id: permission.service_id.to_string(),
        }
    }
}
