//! Topics as SNS has them: who creates, subscribes, publishes, and who may not.

mod answers;
mod fifo;
mod isolation;
mod limits;
mod message;
mod migration;
mod notification;
mod permission;
mod refusals;
mod subscription;

use std::collections::BTreeMap;

use crate::support::query::{Query, XmlReply};
use crate::support::webhook::Webhook;
use crate::support::world::{PROVIDER, World, text};

/// A topic of the provider's that SNS has created.
async fn create(world: &World, name: &str, more: &[(&str, &str)]) -> String {
    let mut parameters = vec![("Name", name)];
    parameters.extend(more);
    let reply = world.sns(PROVIDER).ok("CreateTopic", &parameters).await;
    reply.one("TopicArn")
}

/// Subscribes a webhook over HTTP; returns the subscription's ARN.
async fn subscribe(
    sns: &Query<'_>,
    topic: &str,
    webhook: &Webhook,
    attributes: &[(&str, &str)],
) -> String {
    let mut parameters = vec![
        ("TopicArn".to_owned(), topic),
        ("Protocol".to_owned(), "http"),
        ("Endpoint".to_owned(), &*webhook.url),
        ("ReturnSubscriptionArn".to_owned(), "true"),
    ];
    for (number, (name, value)) in (1..).zip(attributes) {
        parameters.push((format!("Attributes.entry.{number}.key"), name));
        parameters.push((format!("Attributes.entry.{number}.value"), value));
    }
    let parameters: Vec<(&str, &str)> = parameters
        .iter()
        .map(|(name, value)| (&**name, *value))
        .collect();
    sns.ok("Subscribe", &parameters)
        .await
        .one("SubscriptionArn")
}

/// Subscribes a webhook, which agrees as webhooks do: it gets the address in the question.
async fn subscribed(
    world: &World,
    topic: &str,
    webhook: &mut Webhook,
    attributes: &[(&str, &str)],
) -> String {
    let arn = subscribe(&world.sns(PROVIDER), topic, webhook, attributes).await;
    world.settle().await;
    let question = webhook.next().await;
    assert_eq!(question.body["Type"], "SubscriptionConfirmation");
    visit(world, &text(&question.body["SubscribeURL"])).await;
    arn
}

/// Gets an address as a browser does; returns the status.
async fn visit(world: &World, url: &str) -> u16 {
    let reply = world.http.get(url).send().await.expect("an answer");
    reply.status().as_u16()
}

/// Publishes a text.
async fn publish(world: &World, topic: &str, message: &str, more: &[(&str, &str)]) -> XmlReply {
    let mut parameters = vec![("TopicArn", topic), ("Message", message)];
    parameters.extend(more);
    let reply = world.sns(PROVIDER).ok("Publish", &parameters).await;
    world.settle().await;
    reply
}

/// The attributes in an answer.
fn attributes(reply: &XmlReply) -> BTreeMap<String, String> {
    reply
        .all("key")
        .into_iter()
        .zip(reply.all("value"))
        .collect()
}
