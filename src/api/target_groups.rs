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
use crate::domain::health_check::{HealthCheck, HealthCheckProtocol, HealthCheckRequest};
use crate::domain::health_check_matcher::{Matcher, MatcherRequest};
use crate::domain::target_group::{Protocol, ProtocolVersion};

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
    /// Absent for functions.
    #[schema(example = "TCP")]
    #[serde(skip_serializing_if = "Option::is_none")]
    protocol: Option<&'static str>,
    /// For HTTP and HTTPS.
    #[schema(example = "HTTP1")]
    #[serde(skip_serializing_if = "Option::is_none")]
    protocol_version: Option<&'static str>,
    /// Absent for functions.
    #[schema(example = 443)]
    #[serde(skip_serializing_if = "Option::is_none")]
    port: Option<u16>,
    /// Absent for functions.
    #[serde(skip_serializing_if = "Option::is_none")]
    vpc_id: Option<String>,
    #[schema(example = "ip")]
    target_type: &'static str,
    #[schema(example = "ipv4")]
    ip_address_type: &'static str,
    /// A record only.
    #[serde(skip_serializing_if = "Option::is_none")]
    target_control_port: Option<u16>,
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
    enabled: bool,
    /// Absent for functions.
    #[schema(example = "TCP")]
    #[serde(skip_serializing_if = "Option::is_none")]
    protocol: Option<&'static str>,
    /// Absent for functions.
    #[schema(example = "traffic-port")]
    #[serde(skip_serializing_if = "Option::is_none")]
    port: Option<String>,
    interval_seconds: u32,
    timeout_seconds: u32,
    healthy_threshold_count: u32,
    unhealthy_threshold_count: u32,
    /// For checks that ask for a page.
    #[serde(skip_serializing_if = "Option::is_none")]
    path: Option<String>,
    /// The HTTP codes of success, for checks that ask for a page.
    #[serde(skip_serializing_if = "Option::is_none")]
    matcher: Option<String>,
    /// The gRPC codes of success, for groups of the protocol version GRPC.
    #[serde(skip_serializing_if = "Option::is_none")]
    grpc_matcher: Option<String>,
}

/// How targets are to be checked; what is absent has its default, or stays.
#[derive(Default, Deserialize, ToSchema)]
#[schema(as = HealthCheckSettings)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct HealthCheckSettings {
    /// Only functions can be left unchecked, and are unless this says otherwise.
    enabled: Option<bool>,
    /// `TCP`, `HTTP` or `HTTPS`.
    protocol: Option<String>,
    /// A number or `traffic-port`.
    port: Option<String>,
    interval_seconds: Option<i64>,
    timeout_seconds: Option<i64>,
    healthy_threshold_count: Option<i64>,
    unhealthy_threshold_count: Option<i64>,
    /// For checks that ask for a page.
    path: Option<String>,
    /// The HTTP codes of success, for checks that ask for a page.
    matcher: Option<String>,
    /// The gRPC codes of success, for groups of the protocol version GRPC.
    grpc_matcher: Option<String>,
}

impl From<HealthCheckSettings> for HealthCheckRequest {
    fn from(settings: HealthCheckSettings) -> Self {
        Self {
            protocol: settings.protocol,
            port: settings.port,
            enabled: settings.enabled,
            interval_seconds: settings.interval_seconds,
            timeout_seconds: settings.timeout_seconds,
            healthy_threshold_count: settings.healthy_threshold_count,
            unhealthy_threshold_count: settings.unhealthy_threshold_count,
            path: settings.path,
            matcher: match (settings.matcher, settings.grpc_matcher) {
                (None, None) => None,
                (http_code, grpc_code) => Some(MatcherRequest {
                    http_code,
                    grpc_code,
                }),
            },
        }
    }
}

/// The members of [`HealthCheckSettings`] behind AWS's parameters.
const HEALTH_CHECK_MEMBERS: [(&str, &str); 9] = [
    ("HealthCheckEnabled", "healthCheck.enabled"),
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
        let (matcher, grpc_matcher) = match check.matcher {
            None => (None, None),
            Some(Matcher::HttpCode(codes)) => (Some(codes), None),
            Some(Matcher::GrpcCode(codes)) => (None, Some(codes)),
        };
        Self {
            enabled: check.enabled,
            protocol: check.protocol.map(HealthCheckProtocol::name),
            port: check.port,
            interval_seconds: check.interval_seconds,
            timeout_seconds: check.timeout_seconds,
            healthy_threshold_count: check.healthy_threshold_count,
            unhealthy_threshold_count: check.unhealthy_threshold_count,
            path: check.path,
            matcher,
            grpc_matcher,
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
            protocol: group.kind.protocol.map(Protocol::name),
            protocol_version: group.kind.protocol_version.map(ProtocolVersion::name),
            port: group.port,
            vpc_id: group.vpc_id.map(|vpc_id| vpc_id.to_string()),
            target_type: group.kind.target_type.name(),
            ip_address_type: group.ip_address_type.name(),
            target_control_port: group.target_control_port,
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
    /// `HTTP` or `HTTPS` for application load balancers; `TCP`, `UDP`, `TCP_UDP`, `TLS`, `QUIC` or `TCP_QUIC` for network load
    /// balancers; `GENEVE` for gateway load balancers. Required, but not for functions.
    #[schema(example = "TCP")]
    protocol: Option<String>,
    /// For HTTP and HTTPS: `HTTP1` (unless given), `HTTP2` or `GRPC`.
    protocol_version: Option<String>,
    /// The port of targets that are registered without one. For GENEVE it is 6081. Required, but not for functions.
    #[schema(example = 443)]
    port: Option<i64>,
    /// Required, but not for functions.
    vpc_id: Option<String>,
    /// `instance` (unless given), `ip`, `alb` or `lambda`.
    target_type: Option<String>,
    /// `ipv4` (unless given) or `ipv6`.
    ip_address_type: Option<String>,
    /// For HTTP and HTTPS; a record only.
    target_control_port: Option<i64>,
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
        protocol: body.protocol,
        protocol_version: body.protocol_version,
        port: body.port,
        vpc_id: body.vpc_id,
        target_type: body.target_type,
        ip_address_type: body.ip_address_type,
        target_control_port: body.target_control_port,
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
