//! `/v1/security-groups`

use axum::http::StatusCode;
use axum::response::IntoResponse;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::extract::{Body, Call, Created, PathText, Versioned};
use super::page::{Items, ListParams, ListQuery};
use super::problem::{Problems, Refusal};
use super::tags::{self, Tag};
use crate::app::security_group as app;
use crate::app::{Context, Get, List, Stored};
use crate::domain::security_group;
use crate::domain::security_group_rule_request::GroupChoice;

pub(super) fn routes() -> OpenApiRouter<Context> {
    OpenApiRouter::new()
        .routes(routes!(create, list))
        .routes(routes!(get, patch, delete))
}

/// A security group. Its rules are resources of their own.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct SecurityGroup {
    group_id: String,
    security_group_arn: String,
    owner_id: String,
    vpc_id: String,
    group_name: String,
    description: String,
    tags: Vec<Tag>,
}

impl From<security_group::SecurityGroup> for SecurityGroup {
    fn from(group: security_group::SecurityGroup) -> Self {
        Self {
            group_id: group.id.to_string(),
            security_group_arn: group.arn(),
            owner_id: group.scope.account.to_string(),
            vpc_id: group.vpc_id.to_string(),
            group_name: group.name,
            description: group.description,
            tags: tags::to_body(group.tags),
        }
    }
}

/// What a security group is created with.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct CreateSecurityGroup {
    /// Unique in the VPC whatever the case of its letters, 1 to 255 characters of `a-zA-Z0-9. _-:/()#,@[]+=&;{}!$*`.
    group_name: String,
    /// 1 to 255 of the same characters.
    description: String,
    vpc_id: String,
    #[serde(default)]
    tags: Vec<Tag>,
}

/// Creates a security group that lets nothing in and everything out.
#[utoipa::path(
    post, path = "/v1/security-groups", tag = "Security groups", operation_id = "createSecurityGroup",
    request_body = CreateSecurityGroup,
    responses((status = 201, description = "The security group", body = SecurityGroup), Problems),
)]
async fn create(
    call: Call,
    Body(body): Body<CreateSecurityGroup>,
) -> Result<impl IntoResponse, Refusal> {
    let command = app::CreateSecurityGroup {
        group_name: body.group_name,
        description: body.description,
        vpc_id: Some(body.vpc_id),
        tags: tags::from_body(body.tags),
    };
    let group = call.run(command).await?;
    Ok(Created {
        location: format!("/v1/security-groups/{}", group.id),
        version: group.version,
        body: SecurityGroup::from(group.value),
    })
}

/// Lists security groups.
#[utoipa::path(
    get, path = "/v1/security-groups", tag = "Security groups", operation_id = "listSecurityGroups",
    params(ListParams),
    responses((status = 200, description = "A page of security groups", body = Items<SecurityGroup>), Problems),
)]
async fn list(call: Call, list: ListQuery) -> Result<axum::Json<Items<SecurityGroup>>, Refusal> {
    let page = call
        .query(List::<app::SecurityGroupView>::new(list.into_request()))
        .await?;
    Ok(axum::Json(Items::of(page, |view| view.group.value.into())))
}

/// Shows a security group.
#[utoipa::path(
    get, path = "/v1/security-groups/{groupId}", tag = "Security groups", operation_id = "getSecurityGroup",
    params(("groupId" = String, Path)),
    responses((status = 200, description = "The security group", body = SecurityGroup), Problems),
)]
async fn get(call: Call, PathText(id): PathText) -> Result<Versioned<SecurityGroup>, Refusal> {
    let view = call.query(Get::<app::SecurityGroupView>::new(id)).await?;
    Ok(versioned(view.group))
}

/// What of a security group is to be changed; what is absent stays.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct PatchSecurityGroup {
    /// Replaces all tags.
    tags: Option<Vec<Tag>>,
}

/// Changes a security group.
#[utoipa::path(
    patch, path = "/v1/security-groups/{groupId}", tag = "Security groups", operation_id = "updateSecurityGroup",
    params(("groupId" = String, Path)), request_body = PatchSecurityGroup,
    responses((status = 200, description = "The security group", body = SecurityGroup), Problems),
)]
async fn patch(
    call: Call,
    PathText(id): PathText,
    Body(body): Body<PatchSecurityGroup>,
) -> Result<Versioned<SecurityGroup>, Refusal> {
    let command = app::ModifySecurityGroup {
        group_id: id,
        tags: body.tags.map(tags::from_body),
    };
    call.run(command).await.map(versioned)
}

/// Deletes a security group that nothing uses and no other group refers to, and its rules with it.
#[utoipa::path(
    delete, path = "/v1/security-groups/{groupId}", tag = "Security groups", operation_id = "deleteSecurityGroup",
    params(("groupId" = String, Path)),
    responses((status = 204, description = "Deleted"), Problems),
)]
async fn delete(call: Call, PathText(id): PathText) -> Result<StatusCode, Refusal> {
    let group = GroupChoice::id(id);
    call.run(app::DeleteSecurityGroup { group }).await?;
    Ok(StatusCode::NO_CONTENT)
}

fn versioned(group: Stored<security_group::SecurityGroup>) -> Versioned<SecurityGroup> {
    Versioned {
        version: group.version,
        body: group.value.into(),
    }
}
