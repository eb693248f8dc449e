//! Subscriptions: asked for, confirmed by whoever has the token, ended.

use super::{attributes, create, publish, subscribe, subscribed, visit};
use crate::support::webhook::Webhook;
use crate::support::world::{CONSUMER, PROVIDER, STRANGER, World, text};

/// The question, and what comes afterwards.
#[tokio::test]
async fn a_webhook_is_asked_and_agrees() {
    let world = World::start().await;
    let mut webhook = Webhook::start().await;
    let topic = create(&world, "connections", &[]).await;
    let arn = subscribe(&world.sns(PROVIDER), &topic, &webhook, &[]).await;
    publish(&world, &topic, "too early", &[]).await;
    let question = webhook.next().await;
    let mut shown = question.body.clone();
    let url = text(&shown["SubscribeURL"]);
    shown["SubscribeURL"] = url.replace(&world.url(), "http://privlink").into();
    let token = text(&shown["Token"]);
    let shown = format!("{shown:#}").replace(&token, "[token]");
    insta::assert_snapshot!(world.shown(&shown), @r#"
    {
      "Message": "You have chosen to subscribe to the topic arn:aws:sns:us-east-1:111111111111:connections.\nTo confirm the subscription, visit the SubscribeURL included in this message.",
      "MessageId": "[request-id]",
      "SubscribeURL": "http://privlink/?Action=ConfirmSubscription&TopicArn=arn:aws:sns:us-east-1:111111111111:connections&Token=[token]&Version=2010-03-31",
      "Timestamp": "2026-11-22T10:00:00.000Z",
      "Token": "[token]",
      "TopicArn": "arn:aws:sns:us-east-1:111111111111:connections",
      "Type": "SubscriptionConfirmation"
    }
    "#);
    let header = |name: &str| question.headers[name].to_str().expect("text").to_owned();
    assert_eq!(header("x-amz-sns-message-type"), "SubscriptionConfirmation");
    assert_eq!(header("x-amz-sns-topic-arn"), topic);
    assert!(!question.headers.contains_key("x-amz-sns-subscription-arn"));
    assert!(webhook.received().is_empty(), "nothing before it agrees");

    assert_eq!(visit(&world, &url).await, 200);
    assert_eq!(visit(&world, &url).await, 200, "a second time is no error");
    publish(&world, &topic, "hello", &[("Subject", "A word")]).await;
    let message = webhook.next().await;
    assert_eq!(message.headers["x-amz-sns-subscription-arn"], *arn);
    let mut shown = message.body.clone();
    let url = text(&shown["UnsubscribeURL"]);
    shown["UnsubscribeURL"] = url.replace(&world.url(), "http://privlink").into();
    insta::assert_snapshot!(world.shown(&format!("{shown:#}")), @r#"
    {
      "Message": "hello",
      "MessageId": "[request-id]",
      "Subject": "A word",
      "Timestamp": "2026-11-22T10:00:00.000Z",
      "TopicArn": "arn:aws:sns:us-east-1:111111111111:connections",
      "Type": "Notification",
      "UnsubscribeURL": "http://privlink/?Action=Unsubscribe&SubscriptionArn=arn:aws:sns:us-east-1:111111111111:connections:[request-id]&Version=2010-03-31"
    }
    "#);

    assert_eq!(visit(&world, &url).await, 200);
    assert!(world.rows().await["subscription"].is_empty());
    publish(&world, &topic, "too late", &[]).await;
    assert!(webhook.received().is_empty());
}

/// Asked again it has another token; the one before is of no use any more.
#[tokio::test]
async fn a_webhook_is_asked_again() {
    let world = World::start().await;
    let mut webhook = Webhook::start().await;
    let sns = world.sns(PROVIDER);
    let topic = create(&world, "connections", &[]).await;
    let first = subscribe(&sns, &topic, &webhook, &[]).await;
    world.settle().await;
    let before = text(&webhook.next().await.body["SubscribeURL"]);
    assert_eq!(subscribe(&sns, &topic, &webhook, &[]).await, first);
    world.settle().await;
    let after = webhook.next().await;
    assert_eq!(visit(&world, &before).await, 400);
    let parameters = [
        ("TopicArn", &*topic),
        ("Token", &*text(&after.body["Token"])),
        ("AuthenticateOnUnsubscribe", "true"),
    ];
    let confirmed = world
        .sns(STRANGER)
        .ok("ConfirmSubscription", &parameters)
        .await;
    assert_eq!(confirmed.one("SubscriptionArn"), first);
    publish(&world, &topic, "hello", &[]).await;
    let message = webhook.next().await;
    let url = text(&message.body["UnsubscribeURL"]);
    assert_eq!(visit(&world, &url).await, 403, "only its owner may end it");
    let by_arn = [("SubscriptionArn", &*first)];
    let refusal = world
        .sns(STRANGER)
        .call("Unsubscribe", &by_arn)
        .await
        .refusal();
    insta::assert_snapshot!(world.shown(&refusal), @"403 AuthorizationError: User: arn:aws:iam::333333333333:root is not authorized to perform: SNS:Unsubscribe on resource: arn:aws:sns:us-east-1:111111111111:connections:[request-id]");
    sns.ok("Unsubscribe", &by_arn).await;
    sns.ok("Unsubscribe", &by_arn).await;
}

/// Nobody waits for ever.
#[tokio::test]
async fn who_never_agrees_is_forgotten() {
    let world = World::start().await;
    let mut webhook = Webhook::start().await;
    let topic = create(&world, "connections", &[]).await;
    let arn = subscribe(&world.sns(PROVIDER), &topic, &webhook, &[]).await;
    world.settle().await;
    let url = text(&webhook.next().await.body["SubscribeURL"]);
    world.pass(2 * 24 * 60 * 60).await;
    assert_eq!(visit(&world, &url).await, 400);
    let rest = world.rest(PROVIDER);
    let events = rest
        .items("/v1/events?filter[resource-type]=subscription")
        .await;
    let told: Vec<String> = events
        .iter()
        .map(|event| {
            format!(
                "{} by {}: {} -> {}",
                event["action"], event["actor"], event["from"], event["to"]
            )
        })
        .collect();
    insta::assert_snapshot!(told.join("\n"), @r#"
    "Subscribe" by "arn:aws:iam::111111111111:root": null -> "pendingConfirmation"
    "ForgetSubscription" by "system": "pendingConfirmation" -> null
    "#);
    assert_eq!(events[1]["resourceId"], arn);
}

/// What nothing is delivered to is kept as it was asked for.
#[tokio::test]
async fn of_other_protocols_are_records() {
    let world = World::start().await;
    let sns = world.sns(PROVIDER);
    let topic = create(&world, "connections", &[]).await;
    let mut table = Vec::new();
    for (protocol, endpoint) in [
        ("sqs", "arn:aws:sqs:us-east-1:111111111111:orders"),
        ("sqs", "arn:aws:sqs:us-east-1:222222222222:orders"),
        (
            "lambda",
            "arn:aws:lambda:us-east-1:111111111111:function:orders",
        ),
        (
            "firehose",
            "arn:aws:firehose:us-east-1:111111111111:deliverystream/orders",
        ),
        (
            "application",
            "arn:aws:sns:us-east-1:111111111111:endpoint/GCM/orders/1",
        ),
        ("email", "orders@example.com"),
        ("email-json", "orders@example.com"),
        ("sms", "+15550100"),
    ] {
        let parameters = [
            ("TopicArn", &*topic),
            ("Protocol", protocol),
            ("Endpoint", endpoint),
        ];
        let reply = sns.ok("Subscribe", &parameters).await;
        let answer = reply.one("SubscriptionArn").replace(&topic, "topic");
        table.push(format!("{protocol} {endpoint} {}", world.shown(&answer)));
    }
    insta::assert_snapshot!(table.join("\n"), @"
    sqs arn:aws:sqs:us-east-1:111111111111:orders topic:[request-id]
    sqs arn:aws:sqs:us-east-1:222222222222:orders pending confirmation
    lambda arn:aws:lambda:us-east-1:111111111111:function:orders topic:[request-id]
    firehose arn:aws:firehose:us-east-1:111111111111:deliverystream/orders topic:[request-id]
    application arn:aws:sns:us-east-1:111111111111:endpoint/GCM/orders/1 topic:[request-id]
    email orders@example.com pending confirmation
    email-json orders@example.com pending confirmation
    sms +15550100 topic:[request-id]
    ");
    publish(&world, &topic, "hello", &[]).await;
    assert!(world.rows().await["delivery"].is_empty());
}

/// What is subscribed already stays as it is; with other attributes it is refused.
#[tokio::test]
async fn twice() {
    let world = World::start().await;
    let mut webhook = Webhook::start().await;
    let sns = world.sns(PROVIDER);
    let topic = create(&world, "connections", &[]).await;
    let raw = [("RawMessageDelivery", "true")];
    let arn = subscribed(&world, &topic, &mut webhook, &raw).await;
    assert_eq!(subscribe(&sns, &topic, &webhook, &raw).await, arn);
    assert_eq!(subscribe(&sns, &topic, &webhook, &[]).await, arn);
    world.settle().await;
    assert!(webhook.received().is_empty(), "it has agreed already");
    let parameters = [
        ("TopicArn", &*topic),
        ("Protocol", "http"),
        ("Endpoint", &*webhook.url),
        ("Attributes.entry.1.key", "RawMessageDelivery"),
        ("Attributes.entry.1.value", "false"),
    ];
    insta::assert_snapshot!(sns.call("Subscribe", &parameters).await.refusal(), @"400 InvalidParameter: Invalid parameter: Attributes Reason: Subscription already exists with different attributes");
    let by_arn = [("SubscriptionArn", &*arn)];
    let shown = sns.ok("GetSubscriptionAttributes", &by_arn);
    assert_eq!(attributes(&shown.await)["RawMessageDelivery"], "true");
}

/// With the topic its subscriptions go, also another account's, and what is on its way to them.
#[tokio::test]
async fn go_with_the_topic() {
    let world = World::start().await;
    let mut webhook = Webhook::start().await;
    let policy = r#"{"Statement": {"Effect": "Allow", "Principal": "*", "Action": "SNS:Subscribe", "Resource": "*"}}"#;
    let topic = create(
        &world,
        "connections",
        &[
            ("Attributes.entry.1.key", "Policy"),
            ("Attributes.entry.1.value", policy),
        ],
    )
    .await;
    let arn = subscribe(&world.sns(CONSUMER), &topic, &webhook, &[]).await;
    world.settle().await;
    let url = text(&webhook.next().await.body["SubscribeURL"]);
    assert_eq!(visit(&world, &url).await, 200);
    assert_eq!(
        world
            .sns(CONSUMER)
            .ok("ListSubscriptions", &[])
            .await
            .all("SubscriptionArn"),
        [arn]
    );
    assert!(
        world
            .sns(PROVIDER)
            .ok("ListSubscriptions", &[])
            .await
            .all("SubscriptionArn")
            .is_empty()
    );
    world
        .sns(PROVIDER)
        .ok("DeleteTopic", &[("TopicArn", &topic)])
        .await;
    assert!(world.rows().await["subscription"].is_empty());
    assert_eq!(visit(&world, &url).await, 404);
}
