//! Connection notifications: kept over both APIs, published under topics, delivered to those who subscribe.

mod answers;
mod delivery;
mod failure;
mod refusals;
mod topic;

use reqwest::Method;
use serde_json::{Value, json};

use crate::support::rest::Rest;
use crate::support::world::{PROVIDER, Publication, World};

/// A topic of the provider's.
const TOPIC: &str = "arn:aws:sns:us-east-1:111111111111:connections";
/// A topic of the consumer's.
const CONSUMERS_TOPIC: &str = "arn:aws:sns:us-east-1:222222222222:connections";

/// Sets a topic up.
async fn subscribe(rest: &Rest<'_>, topic: &str, subscribers: &[&str]) -> Value {
    let body = json!({"topicArn": topic, "subscribers": subscribers});
    let reply = rest.send(rest.request(Method::PUT, "/v1/topics").json(&body));
    let reply = reply.await;
    assert!(matches!(reply.status, 200 | 201), "{reply}");
    reply.body
}

/// A notification of all events of a service of the provider's; returns its path.
async fn notify(world: &World, publication: &Publication, topic: &str) -> String {
    let path = format!(
        "/v1/endpoint-services/{}/notifications",
        publication.service_id
    );
    notify_at(&world.rest(PROVIDER), &path, topic).await
}

async fn notify_at(rest: &Rest<'_>, path: &str, topic: &str) -> String {
    let body = json!({
        "connectionNotificationArn": topic,
        "connectionEvents": ["Connect", "Accept", "Reject", "Delete"],
    });
    let id = rest.make(path, "connectionNotificationId", body).await;
    format!("{path}/{id}")
}

/// Deliveries in lines: event, state, attempts, why the last one failed.
async fn deliveries(rest: &Rest<'_>, notification: &str) -> String {
    let items = rest.items(&format!("{notification}/deliveries")).await;
    let line = |item: &Value| {
        let text = |name: &str| item[name].as_str().unwrap_or("-").to_owned();
        format!(
            "{:<8} {:<12} {} {}",
            text("event"),
            text("state"),
            item["attempts"],
            text("lastError")
        )
    };
    items.iter().map(line).collect::<Vec<_>>().join("\n")
}
