//! `/v1/target-groups/{targetGroupArn}/targets`

use std::borrow::Cow;

use axum::Json;
use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{StatusCode, header};
use axum::response::IntoResponse;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::extract::{Body, Call, PathText, path_segment};
use super::page::{Items, ListParams, ListQuery};
use super::problem::{Problems, Refusal};
use crate::app::Context;
use crate::app::target::{self as app, TargetInGroup, TargetRequest};
use crate::domain::error::{self, Code, Error};
use crate::gate::RequestId;

pub(super) fn routes() -> OpenApiRouter<Context> {
    OpenApiRouter::new()
        .routes(routes!(register, list))
        .routes(routes!(deregister))
}

/// A target in a target group.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct Target {
    /// An instance id, an address, or the ARN of a load balancer or function, as the group's type says.
    #[schema(example = "10.0.1.10")]
    id: String,
    /// Absent for functions.
    #[schema(example = 443)]
    #[serde(skip_serializing_if = "Option::is_none")]
    port: Option<u16>,
    /// The zone in which an address is, or the zone or `all` that was named for one outside the VPC.
    #[serde(skip_serializing_if = "Option::is_none")]
    availability_zone: Option<String>,
    /// For QUIC.
    #[serde(skip_serializing_if = "Option::is_none")]
    quic_server_id: Option<String>,
    /// Absent for functions.
    #[serde(skip_serializing_if = "Option::is_none")]
    health_check_port: Option<String>,
    target_health: TargetHealth,
}

/// What is known of a target's health. There are no health checks, but it can be set.
#[derive(Serialize, ToSchema)]
struct TargetHealth {
    #[schema(example = "unavailable")]
    state: &'static str,
    /// Absent for healthy targets.
    #[schema(example = "Target.HealthCheckDisabled")]
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<Cow<'static, str>>,
    /// Absent for healthy targets.
    #[serde(skip_serializing_if = "Option::is_none")]
    description: Option<Cow<'static, str>>,
}

impl From<TargetInGroup> for Target {
    fn from(target: TargetInGroup) -> Self {
        Self {
            id: target.id,
            port: target.port,
            availability_zone: target.availability_zone,
            quic_server_id: target.quic_server_id,
            health_check_port: target.health_check_port,
            target_health: TargetHealth {
                state: target.health.state(),
                reason: target.health.reason(),
                description: target.health.description(),
            },
        }
    }
}

/// What is registered.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct RegisterTarget {
    /// An instance id, an address, or the ARN of a load balancer or function, as the group's type says.
    #[schema(example = "10.0.1.10")]
    id: String,
    /// The group's port unless given. Not for functions.
    port: Option<i64>,
    /// A zone or `all`, for addresses outside the VPC.
    availability_zone: Option<String>,
    /// For the protocols QUIC and `TCP_QUIC`: `0x` and 16 hexadecimal digits.
    quic_server_id: Option<String>,
}

/// Registers a target. Registering one again changes at most its zone.
#[utoipa::path(
    post, path = "/v1/target-groups/{targetGroupArn}/targets", tag = "Target groups", operation_id = "registerTarget",
    params(("targetGroupArn" = String, Path, description = "Percent-encoded")), request_body = RegisterTarget,
    responses((status = 201, description = "The target", body = Target), Problems),
)]
async fn register(
    call: Call,
    PathText(arn): PathText,
    Body(body): Body<RegisterTarget>,
) -> Result<impl IntoResponse, Refusal> {
    let path = format!("/v1/target-groups/{}/targets", path_segment(&arn));
    let command = app::RegisterTarget {
        target_group_arn: arn,
        target: TargetRequest {
            id: body.id,
            port: body.port,
            availability_zone: body.availability_zone,
            quic_server_id: body.quic_server_id,
        },
    };
    let target = call.run(command).await?;
    let port = target
        .port
        .map_or(String::new(), |port| format!("?port={port}"));
    let location = format!("{path}/{}{port}", path_segment(&target.id));
    Ok((
        StatusCode::CREATED,
        [(header::LOCATION, location)],
        Json(Target::from(target)),
    ))
}

/// Lists the targets of a group.
#[utoipa::path(
    get, path = "/v1/target-groups/{targetGroupArn}/targets", tag = "Target groups", operation_id = "listTargets",
    params(("targetGroupArn" = String, Path, description = "Percent-encoded"), ListParams),
    responses((status = 200, description = "A page of targets", body = Items<Target>), Problems),
)]
async fn list(
    call: Call,
    PathText(arn): PathText,
    list: ListQuery,
) -> Result<Json<Items<Target>>, Refusal> {
    let query = app::ListTargets {
        target_group_arn: arn,
        filters: list.filters,
        page: list.page,
    };
    let page = call.query(query).await?;
    Ok(Json(Items::of(page, Target::from)))
}

/// `?port=`, which tells targets on several ports apart.
pub(super) struct PortQuery(pub(super) Option<i64>);

impl FromRequestParts<Context> for PortQuery {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, _: &Context) -> Result<Self, Refusal> {
        let query = parts.uri.query().unwrap_or_default();
        parse_port(query)
            .map(Self)
            .map_err(|error| Refusal::new(RequestId::of(&parts.extensions), error))
    }
}

fn parse_port(query: &str) -> error::Result<Option<i64>> {
    let mut port = None;
    for (name, value) in form_urlencoded::parse(query.as_bytes()) {
        match name.as_ref() {
            "port" if port.is_none() => {
                let number = value.parse().map_err(|_| {
                    let message = format!("The port '{value}' is not a number");
                    Error::new(Code::InvalidParameterValue, message).at("port".to_owned())
                })?;
                port = Some(number);
            }
            // A presigned URL carries its signature in the query.
            other if other.starts_with("X-Amz-") => {}
            other => {
                let message = format!("The query parameter {other} is not known, or given twice");
                return Err(Error::new(Code::UnknownParameter, message).at(other.to_owned()));
            }
        }
    }
    Ok(port)
}

/// Takes a target out of its group at once. One that is not in it is no error.
#[utoipa::path(
    delete, path = "/v1/target-groups/{targetGroupArn}/targets/{targetId}", tag = "Target groups", operation_id = "deregisterTarget",
    params(
        ("targetGroupArn" = String, Path, description = "Percent-encoded"),
        ("targetId" = String, Path),
        ("port" = Option<u16>, Query, description = "The group's port unless given"),
    ),
    responses((status = 204, description = "Deregistered"), Problems),
)]
async fn deregister(
    call: Call,
    PathText((arn, id)): PathText<(String, String)>,
    PortQuery(port): PortQuery,
) -> Result<StatusCode, Refusal> {
    let command = app::DeregisterTargets {
        target_group_arn: arn,
        targets: vec![TargetRequest {
            id,
            port,
            ..TargetRequest::default()
        }],
    };
    call.run(command).await?;
    Ok(StatusCode::NO_CONTENT)
}
