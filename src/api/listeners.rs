//! `/v1/listeners`

use std::collections::BTreeMap;

use axum::extract::FromRequestParts;
use axum::http::StatusCode;
use axum::http::request::Parts;
use axum::response::IntoResponse;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::extract::{Body, Call, Created, PathText, Versioned, path_segment};
use super::page::{Items, ListParams, ListQuery, parse_with};
use super::problem::{Problems, Refusal};
use super::tags::{self, Tag};
use crate::app::listener as app;
use crate::app::{Context, Get, List, Stored};
use crate::domain::filter::Filter;
use crate::domain::listener::{ActionRequest, Listener};
use crate::gate::RequestId;

pub(super) fn routes() -> OpenApiRouter<Context> {
    OpenApiRouter::new()
        .routes(routes!(create, list))
        .routes(routes!(get, patch, delete))
}

/// A listener of a load balancer.
#[derive(Serialize, ToSchema)]
#[schema(as = Listener)]
#[serde(rename_all = "camelCase")]
struct ListenerBody {
    listener_arn: String,
    load_balancer_arn: String,
    /// Absent on gateway load balancers, whose listeners take every packet.
    #[schema(example = "TCP")]
    #[serde(skip_serializing_if = "Option::is_none")]
    protocol: Option<&'static str>,
    /// Absent on gateway load balancers.
    #[schema(example = 443)]
    #[serde(skip_serializing_if = "Option::is_none")]
    port: Option<u16>,
    default_actions: Vec<Action>,
    /// All attributes with their values; records only.
    attributes: BTreeMap<String, String>,
    tags: Vec<Tag>,
}

/// What a listener does with its traffic.
#[derive(Deserialize, Serialize, ToSchema)]
#[schema(as = ListenerAction)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Action {
    /// `forward`
    #[schema(example = "forward")]
    r#type: String,
    target_group_arn: String,
}

fn actions(actions: Vec<Action>) -> Vec<ActionRequest> {
    actions
        .into_iter()
        .map(|action| ActionRequest {
            action_type: action.r#type,
            target_group_arn: Some(action.target_group_arn),
            ..ActionRequest::default()
        })
        .collect()
}

impl From<Listener> for ListenerBody {
    fn from(listener: Listener) -> Self {
        Self {
            attributes: listener.all_attributes().into_iter().collect(),
            protocol: listener.socket.map(|socket| socket.protocol.name()),
            port: listener.port(),
            listener_arn: listener.arn,
            load_balancer_arn: listener.load_balancer_arn,
            default_actions: vec![Action {
                r#type: "forward".to_owned(),
                target_group_arn: listener.action.target_group_arn,
            }],
            tags: tags::to_body(listener.tags),
        }
    }
}

/// What a listener is created with.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct CreateListener {
    load_balancer_arn: String,
    /// `TCP`, `UDP` or `TCP_UDP`. Required, but not for gateway load balancers, whose listeners must not have one.
    #[schema(example = "TCP")]
    protocol: Option<String>,
    /// Free on the load balancer. Required like the protocol.
    #[schema(example = 443)]
    port: Option<i64>,
    /// One action.
    default_actions: Vec<Action>,
    #[serde(default)]
    tags: Vec<Tag>,
}

/// Creates a listener.
///
/// If there is one on that port, or on that gateway load balancer, with the same settings, it is answered as it is.
#[utoipa::path(
    post, path = "/v1/listeners", tag = "Listeners", operation_id = "createListener", request_body = CreateListener,
    responses((status = 201, description = "The listener", body = ListenerBody), Problems),
)]
async fn create(
    call: Call,
    Body(body): Body<CreateListener>,
) -> Result<impl IntoResponse, Refusal> {
    let command = app::CreateListener {
        load_balancer_arn: body.load_balancer_arn,
        protocol: body.protocol,
        port: body.port,
        certificate_arns: Vec::new(),
        ssl_policy: None,
        default_actions: actions(body.default_actions),
        tags: tags::from_body(body.tags),
    };
    let listener = call.run(command).await?;
    Ok(Created {
        location: format!("/v1/listeners/{}", path_segment(&listener.arn)),
        version: listener.version,
        body: ListenerBody::from(listener.value),
    })
}

/// A list's query parameters, and `loadBalancerArn`.
struct ListenerQuery(ListQuery);

impl FromRequestParts<Context> for ListenerQuery {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, _: &Context) -> Result<Self, Refusal> {
        const LOAD_BALANCER: &str = "loadBalancerArn";
        let query = parts.uri.query().unwrap_or_default();
        let (mut list, mut own) = parse_with(query, &[LOAD_BALANCER])
            .map_err(|error| Refusal::new(RequestId::of(&parts.extensions), error))?;
        if let Some(arn) = own.remove(LOAD_BALANCER) {
            list.filters.push(Filter {
                name: "load-balancer-arn".to_owned(),
                values: vec![arn],
            });
        }
        Ok(Self(list))
    }
}

/// Lists listeners.
#[utoipa::path(
    get, path = "/v1/listeners", tag = "Listeners", operation_id = "listListeners",
    params(
        ("loadBalancerArn" = Option<String>, Query, description = "Only those of this load balancer"),
        ListParams,
    ),
    responses((status = 200, description = "A page of listeners", body = Items<ListenerBody>), Problems),
)]
async fn list(
    call: Call,
    ListenerQuery(list): ListenerQuery,
) -> Result<axum::Json<Items<ListenerBody>>, Refusal> {
    let page = call
        .query(List::<Stored<Listener>>::new(list.into_request()))
        .await?;
    Ok(axum::Json(Items::of(page, |listener| {
        listener.value.into()
    })))
}

/// Shows a listener.
#[utoipa::path(
    get, path = "/v1/listeners/{listenerArn}", tag = "Listeners", operation_id = "getListener",
    params(("listenerArn" = String, Path, description = "Percent-encoded")),
    responses((status = 200, description = "The listener", body = ListenerBody), Problems),
)]
async fn get(call: Call, PathText(arn): PathText) -> Result<Versioned<ListenerBody>, Refusal> {
    let listener = call.query(Get::<Stored<Listener>>::new(arn)).await?;
    Ok(Versioned {
        version: listener.version,
        body: listener.value.into(),
    })
}

/// What of a listener is to be changed; what is absent stays.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct PatchListener {
    /// `TCP`, `UDP` or `TCP_UDP`. Not for gateway load balancers.
    protocol: Option<String>,
    /// Free on the load balancer. Not for gateway load balancers.
    port: Option<i64>,
    /// One action.
    #[serde(default)]
    default_actions: Vec<Action>,
    /// Attributes to set, by AWS's names.
    #[serde(default)]
    attributes: BTreeMap<String, String>,
    /// Replaces all tags.
    tags: Option<Vec<Tag>>,
}

/// Changes a listener.
#[utoipa::path(
    patch, path = "/v1/listeners/{listenerArn}", tag = "Listeners", operation_id = "updateListener",
    params(("listenerArn" = String, Path, description = "Percent-encoded")), request_body = PatchListener,
    responses((status = 200, description = "The listener", body = ListenerBody), Problems),
)]
async fn patch(
    call: Call,
    PathText(arn): PathText,
    Body(body): Body<PatchListener>,
) -> Result<Versioned<ListenerBody>, Refusal> {
    let command = app::ModifyListener {
        listener_arn: arn,
        protocol: body.protocol,
        port: body.port,
        default_actions: actions(body.default_actions),
        attributes: body.attributes.into_iter().collect(),
        tags: body.tags.map(tags::from_body),
        ..app::ModifyListener::default()
    };
    let listener = call.run(command).await?;
    Ok(Versioned {
        version: listener.version,
        body: listener.value.into(),
    })
}

/// Deletes a listener. Its target group stays.
#[utoipa::path(
    delete, path = "/v1/listeners/{listenerArn}", tag = "Listeners", operation_id = "deleteListener",
    params(("listenerArn" = String, Path, description = "Percent-encoded")),
    responses((status = 204, description = "Deleted"), Problems),
)]
async fn delete(call: Call, PathText(arn): PathText) -> Result<StatusCode, Refusal> {
    call.run(app::DeleteListener { listener_arn: arn }).await?;
    Ok(StatusCode::NO_CONTENT)
}
