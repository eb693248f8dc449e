//! `/v1/security-groups/{groupId}/rules`

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
use crate::app::Context;
use crate::app::security_group_rule as app;
use crate::domain::security_group_rule;
use crate::domain::security_group_rule_request::PeerMembers;

pub(super) fn routes() -> OpenApiRouter<Context> {
    OpenApiRouter::new()
        .routes(routes!(create, list))
        .routes(routes!(get, delete))
}

/// A rule of a security group.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct SecurityGroupRule {
    security_group_rule_id: String,
    security_group_rule_arn: String,
    group_id: String,
    group_owner_id: String,
    is_egress: bool,
    #[schema(example = "tcp")]
    ip_protocol: String,
    /// First port, or ICMP type; `-1` for all.
    #[schema(example = 443)]
    from_port: i32,
    /// Last port, or ICMP code; `-1` for all.
    #[schema(example = 443)]
    to_port: i32,
    #[schema(example = "10.0.0.0/16")]
    #[serde(skip_serializing_if = "Option::is_none")]
    cidr_ipv4: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    cidr_ipv6: Option<String>,
    #[schema(example = "pl-63a5400a")]
    #[serde(skip_serializing_if = "Option::is_none")]
    prefix_list_id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    referenced_group_info: Option<ReferencedSecurityGroup>,
    #[serde(skip_serializing_if = "Option::is_none")]
    description: Option<String>,
    tags: Vec<Tag>,
}

/// The security group that a rule refers to.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct ReferencedSecurityGroup {
    group_id: String,
    /// The group's account.
    user_id: String,
}

impl From<security_group_rule::SecurityGroupRule> for SecurityGroupRule {
    fn from(rule: security_group_rule::SecurityGroupRule) -> Self {
        let owner = rule.scope.account.to_string();
        let permission = &rule.permission;
        let reference = |group_id: String| ReferencedSecurityGroup {
            group_id,
            user_id: owner.clone(),
        };
        Self {
            security_group_rule_id: rule.id.to_string(),
            security_group_rule_arn: rule.arn(),
            group_id: rule.group_id.to_string(),
            is_egress: permission.is_egress,
            ip_protocol: permission.ip_protocol.clone(),
            from_port: permission.from_port_or_all(),
            to_port: permission.to_port_or_all(),
            cidr_ipv4: permission.peer.cidr_ipv4(),
            cidr_ipv6: permission.peer.cidr_ipv6(),
            prefix_list_id: permission.peer.prefix_list_id().map(ToString::to_string),
            referenced_group_info: permission
                .peer
                .referenced_group_id()
                .map(|id| reference(id.to_string())),
            description: rule.description.clone(),
            tags: tags::to_body(rule.tags),
            group_owner_id: owner,
        }
    }
}

/// What a rule is created with: exactly one of `cidrIpv4`, `cidrIpv6`, `prefixListId` and `referencedGroupId` is
/// required.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct CreateSecurityGroupRule {
    /// Whether it is for traffic that leaves.
    is_egress: bool,
    /// `tcp`, `udp`, `icmp`, `icmpv6`, a protocol's number, or `-1` for all.
    #[schema(example = "tcp")]
    ip_protocol: String,
    /// First port, or ICMP type with `-1` for all. Protocols without ports need none.
    #[schema(example = 443)]
    from_port: Option<i32>,
    /// Last port, or ICMP code with `-1` for all. Protocols without ports need none.
    #[schema(example = 443)]
    to_port: Option<i32>,
    #[schema(example = "10.0.0.0/16")]
    cidr_ipv4: Option<String>,
    cidr_ipv6: Option<String>,
    /// A prefix list of the region.
    #[schema(example = "pl-63a5400a")]
    prefix_list_id: Option<String>,
    /// A security group of the same VPC.
    referenced_group_id: Option<String>,
    /// Up to 255 characters of `a-zA-Z0-9. _-:/()#,@[]+=&;{}!$*`.
    description: Option<String>,
    #[serde(default)]
    tags: Vec<Tag>,
}

/// Adds a rule to a security group.
#[utoipa::path(
    post, path = "/v1/security-groups/{groupId}/rules", tag = "Security groups",
    operation_id = "createSecurityGroupRule", params(("groupId" = String, Path)), request_body = CreateSecurityGroupRule,
    responses((status = 201, description = "The rule", body = SecurityGroupRule), Problems),
)]
async fn create(
    call: Call,
    PathText(group_id): PathText,
    Body(body): Body<CreateSecurityGroupRule>,
) -> Result<impl IntoResponse, Refusal> {
    let command = app::CreateRule {
        group_id,
        is_egress: body.is_egress,
        ip_protocol: body.ip_protocol,
        from_port: body.from_port,
        to_port: body.to_port,
        peer: PeerMembers {
            cidr_ipv4: body.cidr_ipv4,
            cidr_ipv6: body.cidr_ipv6,
            referenced_group_id: body.referenced_group_id,
            prefix_list_id: body.prefix_list_id,
        },
        description: body.description,
        tags: tags::from_body(body.tags),
    };
    let rule = call.run(command).await?;
    Ok(Created {
        location: format!("/v1/security-groups/{}/rules/{}", rule.group_id, rule.id),
        version: rule.version,
        body: SecurityGroupRule::from(rule.value),
    })
}

/// Lists a security group's rules.
#[utoipa::path(
    get, path = "/v1/security-groups/{groupId}/rules", tag = "Security groups",
    operation_id = "listSecurityGroupRules", params(("groupId" = String, Path), ListParams),
    responses((status = 200, description = "A page of rules", body = Items<SecurityGroupRule>), Problems),
)]
async fn list(
    call: Call,
    PathText(group_id): PathText,
    list: ListQuery,
) -> Result<axum::Json<Items<SecurityGroupRule>>, Refusal> {
    let query = app::ListRules {
        group_id,
        filters: list.filters,
        page: list.page,
    };
    let page = call.query(query).await?;
    Ok(axum::Json(Items::of(page, |rule| rule.value.into())))
}

/// Shows a rule.
#[utoipa::path(
    get, path = "/v1/security-groups/{groupId}/rules/{securityGroupRuleId}", tag = "Security groups",
    operation_id = "getSecurityGroupRule", params(("groupId" = String, Path), ("securityGroupRuleId" = String, Path)),
    responses((status = 200, description = "The rule", body = SecurityGroupRule), Problems),
)]
async fn get(
    call: Call,
    PathText((group_id, rule_id)): PathText<(String, String)>,
) -> Result<Versioned<SecurityGroupRule>, Refusal> {
    let rule = call.query(app::GetRule { group_id, rule_id }).await?;
    Ok(Versioned {
        version: rule.version,
        body: rule.value.into(),
    })
}

/// Takes a rule away.
#[utoipa::path(
    delete, path = "/v1/security-groups/{groupId}/rules/{securityGroupRuleId}", tag = "Security groups",
    operation_id = "deleteSecurityGroupRule",
    params(("groupId" = String, Path), ("securityGroupRuleId" = String, Path)),
    responses((status = 204, description = "Taken away"), Problems),
)]
async fn delete(
    call: Call,
    PathText((group_id, rule_id)): PathText<(String, String)>,
) -> Result<StatusCode, Refusal> {
    call.run(app::DeleteRule { group_id, rule_id }).await?;
    Ok(StatusCode::NO_CONTENT)
}
