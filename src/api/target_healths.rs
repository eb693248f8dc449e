//! `/v1/target-groups/{targetGroupArn}/targets/{targetId}/health`

use axum::Json;
use serde::Deserialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::extract::{Body, Call, PathText};
use super::problem::{Problems, Refusal};
use super::targets::{PortQuery, Target};
use crate::app::Context;
use crate::app::target::{SetTargetHealth, TargetRequest};

pub(super) fn routes() -> OpenApiRouter<Context> {
    OpenApiRouter::new().routes(routes!(put, delete))
}

/// How a target is.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct PutTargetHealth {
    /// `healthy`, `unhealthy`, `unhealthy.draining`, `initial`, `draining` or `unavailable`.
    #[schema(example = "healthy")]
    state: String,
    /// AWS's code of the reason, one of those that belong to the state; the usual one unless given.
    #[schema(example = "Target.Timeout")]
    reason: Option<String>,
    /// The reason in words; AWS's unless given.
    description: Option<String>,
}

/// Says how a target is, since nothing checks it. It shows while a load balancer forwards to the target's zone: until then
/// the target is `unused`.
#[utoipa::path(
    put, path = "/v1/target-groups/{targetGroupArn}/targets/{targetId}/health", tag = "Target groups",
    operation_id = "putTargetHealth",
    params(
        ("targetGroupArn" = String, Path, description = "Percent-encoded"),
        ("targetId" = String, Path, description = "Percent-encoded"),
        ("port" = Option<u16>, Query, description = "The group's port unless given"),
    ),
    request_body = PutTargetHealth,
    responses((status = 200, description = "The target", body = Target), Problems),
)]
async fn put(
    call: Call,
    PathText((arn, id)): PathText<(String, String)>,
    PortQuery(port): PortQuery,
    Body(body): Body<PutTargetHealth>,
) -> Result<Json<Target>, Refusal> {
    let command = SetTargetHealth {
        target_group_arn: arn,
        target: TargetRequest {
            id,
            port,
            ..TargetRequest::default()
        },
        health: Some((body.state, body.reason, body.description)),
    };
    Ok(Json(call.run(command).await?.into()))
}

/// Takes back what was said of a target.
#[utoipa::path(
    delete, path = "/v1/target-groups/{targetGroupArn}/targets/{targetId}/health", tag = "Target groups",
    operation_id = "deleteTargetHealth",
    params(
        ("targetGroupArn" = String, Path, description = "Percent-encoded"),
        ("targetId" = String, Path, description = "Percent-encoded"),
        ("port" = Option<u16>, Query, description = "The group's port unless given"),
    ),
    responses((status = 200, description = "The target", body = Target), Problems),
)]
async fn delete(
    call: Call,
    PathText((arn, id)): PathText<(String, String)>,
    PortQuery(port): PortQuery,
) -> Result<Json<Target>, Refusal> {
    let command = SetTargetHealth {
        target_group_arn: arn,
        target: TargetRequest {
            id,
            port,
            ..TargetRequest::default()
        },
        health: None,
    };
    Ok(Json(call.run(command).await?.into()))
}
