//! `/v1/target-groups`

use std::collections::BTreeMap;

use axum::http::StatusCode;
use axum::response::IntoResponse;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::extract::{Body, Call, Created, PathText, Versioned, path_segment};
use super::page::{Items, ListParams, ListQuery};
use super::problem::{Problems, Refusal};
use super::tags::{self, Tag};
use crate::app::target_group::{self as app, TargetGroupInUse};
use crate::app::{Context, Get, List};
use crate::domain::health_check::{HealthCheck, HealthCheckRequest};

pub(super) fn routes() -> OpenApiRouter<Context> {
    OpenApiRouter::new()
        .routes(routes!(create, list))
        .routes(routes!(get, patch, delete))
}

/// A target group.
#[derive(Serialize, ToSchema)]
#[schema(as = TargetGroup)]
#[serde(rename_all = "camelCase")]
struct TargetGroupBody {
    target_group_arn: String,
    target_group_name: String,
    #[schema(example = "TCP")]
    protocol: &'static str,
    #[schema(example = 443)]
    port: u16,
    vpc_id: String,
    #[schema(example = "ip")]
    target_type: &'static str,
    /// How targets are to be checked; a record only.
    health_check: HealthCheckBody,
    /// The load balancer whose listeners forward to it, if there is one.
    load_balancer_arns: Vec<String>,
    /// All attributes with their values; records only.
    attributes: BTreeMap<String, String>,
    tags: Vec<Tag>,
}

/// How targets are to be checked.
#[derive(Serialize, ToSchema)]
#[schema(as = HealthCheck)]
#[serde(rename_all = "camelCase")]
struct HealthCheckBody {
    #[schema(example = "TCP")]
    protocol: &'static str,
    #[schema(example = "traffic-port")]
    port: String,
    interval_seconds: u32,
    timeout_seconds: u32,
    healthy_threshold_count: u32,
    unhealthy_threshold_count: u32,
    /// For HTTP and HTTPS.
    #[serde(skip_serializing_if = "Option::is_none")]
    path: Option<String>,
    /// The HTTP codes of success, for HTTP and HTTPS.
    #[serde(skip_serializing_if = "Option::is_none")]
    matcher: Option<String>,
}

/// How targets are to be checked; what is absent has its default, or stays.
#[derive(Default, Deserialize, ToSchema)]
#[schema(as = HealthCheckSettings)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct HealthCheckSettings {
    /// `TCP`, `HTTP` or `HTTPS`.
    protocol: Option<String>,
    /// A number or `traffic-port`.
    port: Option<String>,
    interval_seconds: Option<i64>,
    timeout_seconds: Option<i64>,
    healthy_threshold_count: Option<i64>,
    unhealthy_threshold_count: Option<i64>,
    /// For HTTP and HTTPS.
    path: Option<String>,
    /// The HTTP codes of success, for HTTP and HTTPS.
    matcher: Option<String>,
}

impl From<HealthCheckSettings> for HealthCheckRequest {
    fn from(settings: HealthCheckSettings) -> Self {
        Self {
            protocol: settings.protocol,
            port: settings.port,
            enabled: None,
            interval_seconds: settings.interval_seconds,
            timeout_seconds: settings.timeout_seconds,
            healthy_threshold_count: settings.healthy_threshold_count,
            unhealthy_threshold_count: settings.unhealthy_threshold_count,
            path: settings.path,
            matcher: settings.matcher,
        }
    }
}

/// The members of [`HealthCheckSettings`] behind AWS's parameters.
const HEALTH_CHECK_MEMBERS: [(&str, &str); 8] = [
    ("HealthCheckProtocol", "healthCheck.protocol"),
    ("HealthCheckPort", "healthCheck.port"),
    ("HealthCheckIntervalSeconds", "healthCheck.intervalSeconds"),
    ("HealthCheckTimeoutSeconds", "healthCheck.timeoutSeconds"),
    ("HealthyThresholdCount", "healthCheck.healthyThresholdCount"),
    (
        "UnhealthyThresholdCount",
        "healthCheck.unhealthyThresholdCount",
    ),
    ("HealthCheckPath", "healthCheck.path"),
    ("Matcher", "healthCheck.matcher"),
];

impl From<HealthCheck> for HealthCheckBody {
    fn from(check: HealthCheck) -> Self {
        Self {
            protocol: check.protocol.name(),
            port: check.port,
            interval_seconds: check.interval_seconds,
            timeout_seconds: check.timeout_seconds,
            healthy_threshold_count: check.healthy_threshold_count,
            unhealthy_threshold_count: check.unhealthy_threshold_count,
            path: check.path,
            matcher: check.matcher,
        }
    }
}

impl From<TargetGroupInUse> for TargetGroupBody {
    fn from(group: TargetGroupInUse) -> Self {
        let TargetGroupInUse {
            group,
            load_balancer_arns,
        } = group;
        let group = group.value;
        Self {
            attributes: group.all_attributes().into_iter().collect(),
            target_group_arn: group.arn,
            target_group_name: group.name,
            protocol: group.protocol.name(),
            port: group.port,
            vpc_id: group.vpc_id.to_string(),
            target_type: group.target_type.name(),
            health_check: group.health_check.into(),
            load_balancer_arns,
            tags: tags::to_body(group.tags),
        }
    }
}

fn versioned(group: TargetGroupInUse) -> Versioned<TargetGroupBody> {
    Versioned {
        version: group.group.version,
        body: group.into(),
    }
}

/// What a target group is created with.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct CreateTargetGroup {
    /// Unique in account and region: 1 to 32 letters, digits and hyphens, no hyphen at the ends.
    #[schema(example = "shop")]
    name: String,
    /// `TCP`, `UDP`, `TCP_UDP` or `TLS`, or `GENEVE` for gateway load balancers.
    #[schema(example = "TCP")]
    protocol: String,
    /// The port of targets that are registered without one. For GENEVE it is 6081.
    #[schema(example = 443)]
    port: i64,
    vpc_id: String,
    /// `instance` (unless given) or `ip`.
    target_type: Option<String>,
    #[serde(default)]
    health_check: HealthCheckSettings,
    #[serde(default)]
    tags: Vec<Tag>,
}

/// Creates a target group.
///
/// If there is one of that name with the same settings, it is answered as it is.
#[utoipa::path(
    post, path = "/v1/target-groups", tag = "Target groups", operation_id = "createTargetGroup", request_body = CreateTargetGroup,
    responses((status = 201, description = "The target group", body = TargetGroupBody), Problems),
)]
async fn create(
    call: Call,
    Body(body): Body<CreateTargetGroup>,
) -> Result<impl IntoResponse, Refusal> {
    let command = app::CreateTargetGroup {
        name: body.name,
        protocol: Some(body.protocol),
        protocol_version: None,
        port: Some(body.port),
        vpc_id: Some(body.vpc_id),
        target_type: body.target_type,
        ip_address_type: None,
        health_check: body.health_check.into(),
        tags: tags::from_body(body.tags),
    };
    let group = call
        .with_members(&HEALTH_CHECK_MEMBERS)
        .run(command)
        .await?;
    Ok(Created {
        location: format!("/v1/target-groups/{}", path_segment(&group.group.arn)),
        version: group.group.version,
        body: TargetGroupBody::from(group),
    })
}

/// Lists target groups.
#[utoipa::path(
    get, path = "/v1/target-groups", tag = "Target groups", operation_id = "listTargetGroups", params(ListParams),
    responses((status = 200, description = "A page of target groups", body = Items<TargetGroupBody>), Problems),
)]
async fn list(call: Call, list: ListQuery) -> Result<axum::Json<Items<TargetGroupBody>>, Refusal> {
    let page = call
        .query(List::<TargetGroupInUse>::new(list.into_request()))
        .await?;
    Ok(axum::Json(Items::of(page, TargetGroupBody::from)))
}

/// Shows a target group.
#[utoipa::path(
    get, path = "/v1/target-groups/{targetGroupArn}", tag = "Target groups", operation_id = "getTargetGroup",
    params(("targetGroupArn" = String, Path, description = "Percent-encoded")),
    responses((status = 200, description = "The target group", body = TargetGroupBody), Problems),
)]
async fn get(call: Call, PathText(arn): PathText) -> Result<Versioned<TargetGroupBody>, Refusal> {
    let group = call.query(Get::<TargetGroupInUse>::new(arn)).await?;
    Ok(versioned(group))
}

/// What of a target group is to be changed; what is absent stays.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct PatchTargetGroup {
    /// Attributes to set, by AWS's names.
    #[serde(default)]
    attributes: BTreeMap<String, String>,
    #[serde(default)]
    health_check: HealthCheckSettings,
    /// Replaces all tags.
    tags: Option<Vec<Tag>>,
}

/// Changes a target group.
#[utoipa::path(
    patch, path = "/v1/target-groups/{targetGroupArn}", tag = "Target groups", operation_id = "updateTargetGroup",
    params(("targetGroupArn" = String, Path, description = "Percent-encoded")), request_body = PatchTargetGroup,
    responses((status = 200, description = "The target group", body = TargetGroupBody), Problems),
)]
async fn patch(
    call: Call,
    PathText(arn): PathText,
    Body(body): Body<PatchTargetGroup>,
) -> Result<Versioned<TargetGroupBody>, Refusal> {
    let command = app::ModifyTargetGroupAttributes {
        target_group_arn: arn,
        attributes: body.attributes.into_iter().collect(),
        health_check: body.health_check.into(),
        tags: body.tags.map(tags::from_body),
    };
    let call = call.with_members(&HEALTH_CHECK_MEMBERS);
    Ok(versioned(call.run(command).await?))
}

/// Deletes a target group to which no listener forwards, with its targets.
#[utoipa::path(
    delete, path = "/v1/target-groups/{targetGroupArn}", tag = "Target groups", operation_id = "deleteTargetGroup",
    params(("targetGroupArn" = String, Path, description = "Percent-encoded")),
    responses((status = 204, description = "Deleted"), Problems),
)]
async fn delete(call: Call, PathText(arn): PathText) -> Result<StatusCode, Refusal> {
    let command = app::DeleteTargetGroup {
        target_group_arn: arn,
    };
    call.run(command).await?;
    Ok(StatusCode::NO_CONTENT)
}
