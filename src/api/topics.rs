//! `/v1/topics`

use std::collections::BTreeMap;

use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::extract::{Body, Call, Created, PathText, Versioned, path_segment};
use super::page::{Items, ListParams, ListQuery};
use super::problem::{Problems, Refusal};
use super::tags::{Tag, to_body};
use crate::app::topic as app;
use crate::app::{Context, Stored, subscription};
use crate::domain::subscription::Subscription;
use crate::domain::topic::Subscriber;

pub(super) fn routes() -> OpenApiRouter<Context> {
    OpenApiRouter::new()
        .routes(routes!(put, list))
        .routes(routes!(get, delete))
        .routes(routes!(subscriptions))
}

/// A topic and who gets what is published under it.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct Topic {
    #[schema(example = "arn:aws:sns:us-east-1:111111111111:connections")]
    topic_arn: String,
    /// URLs, and files by name. Who has subscribed over SNS is not among them.
    #[schema(example = json!(["http://127.0.0.1:8080/hook", "connections.jsonl"]))]
    subscribers: Vec<String>,
    /// The attributes of SNS that were set.
    #[schema(example = json!({"DisplayName": "Connections"}))]
    attributes: BTreeMap<String, String>,
    tags: Vec<Tag>,
    /// Whether it comes from the configuration file and can only be changed there. Its entity tag is `"0"`.
    configured: bool,
}

impl From<app::ShownTopic> for Topic {
    fn from(topic: app::ShownTopic) -> Self {
        Self {
            topic_arn: topic.arn.to_string(),
            subscribers: topic.subscribers.iter().map(Subscriber::text).collect(),
            attributes: topic.attributes,
            tags: to_body(topic.tags),
            configured: topic.configured,
        }
    }
}

/// A topic as it is to be.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct PutTopic {
    /// The ARN of a topic of the caller's account and region.
    #[schema(example = "arn:aws:sns:us-east-1:111111111111:connections")]
    topic_arn: String,
    /// URLs (`http://` or `https://`), or names of files that end in `.jsonl`, in the directory that the configuration
    /// names. At most ten.
    #[schema(example = json!(["http://127.0.0.1:8080/hook", "connections.jsonl"]))]
    subscribers: Vec<String>,
}

/// Sets a topic up, or replaces the subscribers of one that is.
#[utoipa::path(
    put, path = "/v1/topics", tag = "Topics", operation_id = "putTopic", request_body = PutTopic,
    responses(
        (status = 200, description = "The topic, which was there before", body = Topic),
        (status = 201, description = "The topic, which is new", body = Topic),
        Problems,
    ),
)]
async fn put(call: Call, Body(body): Body<PutTopic>) -> Result<Response, Refusal> {
    let command = app::PutTopic {
        topic_arn: body.topic_arn,
        subscribers: body.subscribers,
    };
    let put = call.run(command).await?;
    let version = put.topic.version;
    let body: Topic = app::ShownTopic::from(put.topic).into();
    Ok(if put.created {
        Created {
            location: format!("/v1/topics/{}", path_segment(&body.topic_arn)),
            version,
            body,
        }
        .into_response()
    } else {
        Versioned { version, body }.into_response()
    })
}

/// Lists the caller's topics: those that were set up here, and those of the configuration.
#[utoipa::path(
    get, path = "/v1/topics", tag = "Topics", operation_id = "listTopics", params(ListParams),
    responses((status = 200, description = "A page of topics", body = Items<Topic>), Problems),
)]
async fn list(call: Call, list: ListQuery) -> Result<axum::Json<Items<Topic>>, Refusal> {
    let query = app::ListTopics {
        filters: list.filters,
        page: list.page,
    };
    let page = call.query(query).await?;
    Ok(axum::Json(Items::of(page, Topic::from)))
}

/// Shows a topic of the caller's.
#[utoipa::path(
    get, path = "/v1/topics/{topicArn}", tag = "Topics", operation_id = "getTopic",
    params(("topicArn" = String, Path)),
    responses((status = 200, description = "The topic", body = Topic), Problems),
)]
async fn get(call: Call, PathText(topic_arn): PathText) -> Result<Versioned<Topic>, Refusal> {
    let topic = call.query(app::GetTopic { topic_arn }).await?;
    Ok(Versioned {
        version: topic.version,
        body: topic.into(),
    })
}

/// Takes a topic away. What is still on its way to its subscribers is not delivered any more.
#[utoipa::path(
    delete, path = "/v1/topics/{topicArn}", tag = "Topics", operation_id = "deleteTopic",
    params(("topicArn" = String, Path)),
    responses((status = 204, description = "Taken away"), Problems),
)]
async fn delete(call: Call, PathText(topic_arn): PathText) -> Result<StatusCode, Refusal> {
    call.run(app::DeleteTopic { topic_arn }).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Who has subscribed to a topic over SNS.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct TopicSubscription {
    #[schema(
        example = "arn:aws:sns:us-east-1:111111111111:connections:0bb1ff4c-a6ab-4b4e-9b1f-92d0f4a0fb6c"
    )]
    subscription_arn: String,
    /// The account that has subscribed.
    owner: String,
    #[schema(example = "https")]
    protocol: &'static str,
    #[schema(example = "https://hooks.example.com/privlink")]
    endpoint: String,
    /// `pendingConfirmation` or `confirmed`.
    #[schema(example = "confirmed")]
    state: &'static str,
    /// The attributes that were set.
    attributes: BTreeMap<String, String>,
}

impl From<Stored<Subscription>> for TopicSubscription {
    fn from(subscription: Stored<Subscription>) -> Self {
        let subscription = subscription.value;
        Self {
            subscription_arn: subscription.arn.to_string(),
            owner: subscription.scope.account.to_string(),
            protocol: subscription.protocol.name(),
            state: subscription.confirmation.name(),
            endpoint: subscription.endpoint,
            attributes: subscription.attributes,
        }
    }
}

/// Lists who has subscribed to a topic over SNS.
#[utoipa::path(
    get, path = "/v1/topics/{topicArn}/subscriptions", tag = "Topics", operation_id = "listTopicSubscriptions",
    params(("topicArn" = String, Path), ListParams),
    responses((status = 200, description = "A page of subscriptions", body = Items<TopicSubscription>), Problems),
)]
async fn subscriptions(
    call: Call,
    PathText(topic_arn): PathText,
    list: ListQuery,
) -> Result<axum::Json<Items<TopicSubscription>>, Refusal> {
    let query = subscription::ListSubscriptions {
        topic_arn: Some(topic_arn),
        filters: list.filters,
        page: list.page,
    };
    let page = call.query(query).await?;
    Ok(axum::Json(Items::of(page, TopicSubscription::from)))
}
