//! `/v1/listener-rules`

use axum::http::StatusCode;
use axum::response::IntoResponse;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::extract::{Body, Call, Created, PathText, Versioned, path_segment};
use super::listener_actions::{self, Action};
use super::page::{Items, ListParams, ListQuery};
use super::problem::{Problems, Refusal};
use super::tags::{self, Tag};
use crate::app::listener_rule::{self as app, RuleInForce};
use crate::app::{Context, Get, List};
use crate::domain::listener_rule_condition::{
    self as condition, ConditionRequest, ConditionValues,
};
use crate::domain::listener_rule_transform::{self as transform, TransformRequest, TransformType};
use crate::domain::mirror::{Mirror, mirrors};

pub(super) fn routes() -> OpenApiRouter<Context> {
    OpenApiRouter::new()
        .routes(routes!(create, list))
        .routes(routes!(get, patch, delete))
}

/// A rule of a listener.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct ListenerRule {
    rule_arn: String,
    listener_arn: String,
    load_balancer_arn: String,
    /// A number, or `default`.
    #[schema(example = "10")]
    priority: String,
    /// The default rule is for requests that meet no other's conditions. It has the listener's default actions.
    is_default: bool,
    conditions: Vec<Condition>,
    actions: Vec<Action>,
    transforms: Vec<Transform>,
    tags: Vec<Tag>,
}

/// What a request must be like.
#[derive(Deserialize, Serialize, ToSchema)]
#[schema(as = RuleCondition)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Condition {
    /// `host-header`, `path-pattern`, `http-header`, `http-request-method`, `query-string` or `source-ip`
    #[schema(example = "path-pattern")]
    field: String,
    /// Which header, for `http-header`.
    #[serde(skip_serializing_if = "Option::is_none")]
    http_header_name: Option<String>,
    /// One of these must be met, for all fields but `query-string`.
    #[serde(default)]
    values: Vec<String>,
    /// Regular expressions, for `host-header`, `path-pattern` and `http-header`.
    #[serde(default)]
    regex_values: Vec<String>,
    /// One of these must be met, for `query-string`.
    #[serde(default)]
    parameters: Vec<QueryParameter>,
}

/// A parameter of the query.
#[derive(Deserialize, Serialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct QueryParameter {
    #[serde(skip_serializing_if = "Option::is_none")]
    key: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    value: Option<String>,
}

/// How a request is rewritten.
#[derive(Deserialize, Serialize, ToSchema)]
#[schema(as = RuleTransform)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Transform {
    /// `host-header-rewrite` or `url-rewrite`
    #[serde(rename = "type")]
    #[schema(example = "url-rewrite")]
    transform_type: String,
    /// Exactly one.
    rewrites: Vec<Rewrite>,
}

/// What is found, and what is put in its place.
#[derive(Deserialize, Serialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Rewrite {
    regex: String,
    replace: String,
}

mirrors! {
    QueryParameter = condition::QueryParameter { key, value };
    Rewrite = transform::Rewrite { regex, replace };
}

impl From<Condition> for ConditionRequest {
    fn from(body: Condition) -> Self {
        let values = ConditionValues {
            values: body.values,
            regex_values: body.regex_values,
        };
        let request = Self {
            http_header_name: body.http_header_name,
            query_string: (!body.parameters.is_empty()).then(|| body.parameters.mirror()),
            ..Self::default()
        };
        let field = Some(body.field.clone());
        match body.field.as_str() {
            "host-header" => Self {
                field,
                host_header: Some(values),
                ..request
            },
            "path-pattern" => Self {
                field,
                path_pattern: Some(values),
                ..request
            },
            "http-header" => Self {
                field,
                http_header: Some(values),
                ..request
            },
            "http-request-method" => Self {
                field,
                http_request_method: Some(values),
                ..request
            },
            "source-ip" => Self {
                field,
                source_ip: Some(values),
                ..request
            },
            _ => Self {
                field,
                values: values.values,
                regex_values: values.regex_values,
                ..request
            },
        }
    }
}

impl From<condition::Condition> for Condition {
    fn from(condition: condition::Condition) -> Self {
        Self {
            field: condition.field.name().to_owned(),
            http_header_name: condition.http_header_name,
            values: condition.values,
            regex_values: condition.regex_values,
            parameters: condition.parameters.mirror(),
        }
    }
}

impl From<Transform> for TransformRequest {
    fn from(body: Transform) -> Self {
        let rewrites = Some(body.rewrites.mirror());
        let is_host = body.transform_type == TransformType::HostHeaderRewrite.name();
        let (host_header_rewrite, url_rewrite) = if is_host {
            (rewrites, None)
        } else {
            (None, rewrites)
        };
        Self {
            transform_type: body.transform_type,
            host_header_rewrite,
            url_rewrite,
        }
    }
}

impl From<transform::Transform> for Transform {
    fn from(transform: transform::Transform) -> Self {
        Self {
            transform_type: transform.transform_type.name().to_owned(),
            rewrites: transform.rewrites.mirror(),
        }
    }
}

impl From<RuleInForce> for ListenerRule {
    fn from(shown: RuleInForce) -> Self {
        let rule = shown.rule.value;
        let priority = rule.priority();
        let is_default = rule.custom.is_none();
        let (conditions, transforms) = rule
            .custom
            .map(|custom| (custom.conditions, custom.transforms))
            .unwrap_or_default();
        Self {
            rule_arn: rule.arn,
            listener_arn: rule.listener_arn,
            load_balancer_arn: rule.load_balancer_arn,
            priority,
            is_default,
            conditions: conditions.into_iter().map(Into::into).collect(),
            actions: listener_actions::shown(shown.actions),
            transforms: transforms.into_iter().map(Into::into).collect(),
            tags: tags::to_body(rule.tags),
        }
    }
}

fn versioned(rule: RuleInForce) -> Versioned<ListenerRule> {
    Versioned {
        version: rule.rule.version,
        body: rule.into(),
    }
}

/// What a rule is created with.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct CreateListenerRule {
    /// A listener of an application load balancer.
    listener_arn: String,
    /// One that no other rule of the listener has, from 1 to 50000.
    #[schema(example = 10)]
    priority: i64,
    conditions: Vec<Condition>,
    actions: Vec<Action>,
    #[serde(default)]
    transforms: Vec<Transform>,
    #[serde(default)]
    tags: Vec<Tag>,
}

/// Creates a rule.
#[utoipa::path(
    post, path = "/v1/listener-rules", tag = "Listeners", operation_id = "createListenerRule",
    request_body = CreateListenerRule,
    responses((status = 201, description = "The rule", body = ListenerRule), Problems),
)]
async fn create(
    call: Call,
    Body(body): Body<CreateListenerRule>,
) -> Result<impl IntoResponse, Refusal> {
    let command = app::CreateRule {
        listener_arn: body.listener_arn,
        priority: body.priority,
        conditions: body.conditions.into_iter().map(Into::into).collect(),
        actions: listener_actions::requests(body.actions),
        transforms: body.transforms.into_iter().map(Into::into).collect(),
        tags: tags::from_body(body.tags),
    };
    let rule = call.run(command).await?;
    Ok(Created {
        location: format!("/v1/listener-rules/{}", path_segment(&rule.rule.arn)),
        version: rule.rule.version,
        body: ListenerRule::from(rule),
    })
}

/// Lists rules of all listeners, in order of ARN; `filter[listener-arn]` leaves those of one listener.
#[utoipa::path(
    get, path = "/v1/listener-rules", tag = "Listeners", operation_id = "listListenerRules", params(ListParams),
    responses((status = 200, description = "A page of rules", body = Items<ListenerRule>), Problems),
)]
async fn list(call: Call, list: ListQuery) -> Result<axum::Json<Items<ListenerRule>>, Refusal> {
    let query = List::<RuleInForce>::new(list.into_request());
    Ok(axum::Json(Items::of(call.query(query).await?, Into::into)))
}

/// Shows a rule.
#[utoipa::path(
    get, path = "/v1/listener-rules/{ruleArn}", tag = "Listeners", operation_id = "getListenerRule",
    params(("ruleArn" = String, Path, description = "Percent-encoded")),
    responses((status = 200, description = "The rule", body = ListenerRule), Problems),
)]
async fn get(call: Call, PathText(arn): PathText) -> Result<Versioned<ListenerRule>, Refusal> {
    let rule = call.query(Get::<RuleInForce>::new(arn)).await?;
    Ok(versioned(rule))
}

/// What of a rule is to be changed; what is absent stays. Of a default rule that can be the tags.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct PatchListenerRule {
    /// One that no other rule of the listener has, from 1 to 50000.
    priority: Option<i64>,
    /// All conditions that it is to have.
    #[serde(default)]
    conditions: Vec<Condition>,
    /// All actions that it is to have.
    #[serde(default)]
    actions: Vec<Action>,
    /// All transforms that it is to have.
    transforms: Option<Vec<Transform>>,
    /// Replaces all tags.
    tags: Option<Vec<Tag>>,
}

/// Changes a rule.
#[utoipa::path(
    patch, path = "/v1/listener-rules/{ruleArn}", tag = "Listeners", operation_id = "updateListenerRule",
    params(("ruleArn" = String, Path, description = "Percent-encoded")), request_body = PatchListenerRule,
    responses((status = 200, description = "The rule", body = ListenerRule), Problems),
)]
async fn patch(
    call: Call,
    PathText(arn): PathText,
    Body(body): Body<PatchListenerRule>,
) -> Result<Versioned<ListenerRule>, Refusal> {
    let transforms = body.transforms;
    let command = app::ModifyRule {
        rule_arn: arn,
        priority: body.priority,
        conditions: body.conditions.into_iter().map(Into::into).collect(),
        actions: listener_actions::requests(body.actions),
        transforms: transforms.map(|list| list.into_iter().map(Into::into).collect()),
        tags: body.tags.map(tags::from_body),
    };
    Ok(versioned(call.run(command).await?))
}

/// Deletes a rule, but no default one. Its target groups stay.
#[utoipa::path(
    delete, path = "/v1/listener-rules/{ruleArn}", tag = "Listeners", operation_id = "deleteListenerRule",
    params(("ruleArn" = String, Path, description = "Percent-encoded")),
    responses((status = 204, description = "Deleted"), Problems),
)]
async fn delete(call: Call, PathText(arn): PathText) -> Result<StatusCode, Refusal> {
    call.run(app::DeleteRule { rule_arn: arn }).await?;
    Ok(StatusCode::NO_CONTENT)
}
