//! What is published arrives: each event once, in order, at every subscriber of the topic.

use serde_json::{Value, json};

use super::{CONSUMERS_TOPIC, TOPIC, deliveries, notify, notify_at, subscribe};
use crate::support::webhook::{Answer, Webhook, payload};
use crate::support::world::{CONSUMER, PROVIDER, World, text};

fn events(lines: &[Value]) -> Vec<String> {
    lines
        .iter()
        .map(|line| text(&payload(line)["event"]))
        .collect()
}

/// Connects, and is accepted, rejected, accepted again and deleted; returns the endpoint's id.
async fn whole_story(world: &World, publication: &crate::support::world::Publication) -> String {
    let consumer = world.consume().await;
    let endpoint_id = world.connect(publication, &consumer).await;
    let path = format!("/v1/endpoints/{endpoint_id}");
    let rest = world.rest(CONSUMER);
    notify_at(&rest, &format!("{path}/notifications"), CONSUMERS_TOPIC).await;
    let connection = format!(
        "/v1/endpoint-services/{}/connections/{endpoint_id}",
        publication.service_id
    );
    let provider = world.rest(PROVIDER);
    for decision in ["accept", "accept", "reject", "reject", "accept"] {
        let path = format!("{connection}/{decision}");
        provider.post(&path, json!({})).await.expect(200);
        world.settle().await;
    }
    let change = json!({"subnetIds": []});
    rest.patch(&path, change).await.expect(200);
    world.settle().await;
    rest.delete(&path).await.expect(202);
    world.settle().await;
    endpoint_id
}

/// A decision repeated and an endpoint changed are nothing to tell of.
#[tokio::test]
async fn a_whole_story_reaches_webhook_and_file() {
    let world = World::with_topics(&[]).await;
    let mut webhook = Webhook::start().await;
    let (provider, consumer) = (world.rest(PROVIDER), world.rest(CONSUMER));
    subscribe(&provider, TOPIC, &[&webhook.url, "provider.jsonl"]).await;
    subscribe(&consumer, CONSUMERS_TOPIC, &["consumer.jsonl"]).await;
    let publication = world.publish().await;
    let path = notify(&world, &publication, TOPIC).await;
    whole_story(&world, &publication).await;
    let received = webhook.received();
    let told: Vec<String> = received
        .iter()
        .map(|message| text(&message.payload()["event"]))
        .collect();
    let story = ["Connect", "Accept", "Reject", "Accept", "Delete"];
    assert_eq!(told, story);
    assert_eq!(events(&world.lines(PROVIDER, "provider.jsonl")), story);
    assert_eq!(events(&world.lines(CONSUMER, "consumer.jsonl")), story[1..]);

    let first = &received[0];
    insta::assert_snapshot!(world.shown(&format!("{:#}", first.payload())), @r#"
    {
      "connectionNotificationId": "vpce-nfn-1",
      "event": "Connect",
      "region": "us-east-1",
      "serviceId": "vpce-svc-1",
      "serviceName": "com.amazonaws.vpce.us-east-1.vpce-svc-1",
      "serviceOwner": "111111111111",
      "time": "2026-11-22T10:00:00.000Z",
      "vpcEndpointId": "vpce-1",
      "vpcEndpointOwner": "222222222222",
      "vpcEndpointRegion": "us-east-1"
    }
    "#);
    let header = |name: &str| first.headers[name].to_str().expect("text").to_owned();
    let headers = [
        "content-type",
        "x-amz-sns-message-type",
        "x-amz-sns-message-id",
        "x-amz-sns-topic-arn",
    ];
    insta::assert_snapshot!(world.shown(&headers.map(header).join("\n")), @"
    text/plain; charset=UTF-8
    Notification
    [request-id]
    arn:aws:sns:us-east-1:111111111111:connections
    ");
    assert_eq!(first.headers["x-amz-sns-message-id"], *first.id());
    let mut envelope = first.body.clone();
    envelope["Message"] = json!("[payload]");
    insta::assert_snapshot!(world.shown(&format!("{envelope:#}")), @r#"
    {
      "Message": "[payload]",
      "MessageId": "[request-id]",
      "Subject": "VPC endpoint connection: Connect",
      "Timestamp": "2026-11-22T10:00:00.000Z",
      "TopicArn": "arn:aws:sns:us-east-1:111111111111:connections",
      "Type": "Notification"
    }
    "#);
    assert_eq!(world.lines(PROVIDER, "provider.jsonl")[0], first.body);
    insta::assert_snapshot!(deliveries(&provider, &path).await, @"
    Connect  delivered    1 -
    Connect  delivered    1 -
    Accept   delivered    1 -
    Accept   delivered    1 -
    Reject   delivered    1 -
    Reject   delivered    1 -
    Accept   delivered    1 -
    Accept   delivered    1 -
    Delete   delivered    1 -
    Delete   delivered    1 -
    ");
}

#[tokio::test]
async fn what_needs_no_acceptance_is_connected_and_accepted() {
    let world = World::start().await;
    let mut webhook = Webhook::start().await;
    let publication = world
        .publish_with(json!({"acceptanceRequired": false}))
        .await;
    subscribe(&world.rest(PROVIDER), TOPIC, &[&webhook.url]).await;
    notify(&world, &publication, TOPIC).await;
    let consumer = world.consume().await;
    world.connect(&publication, &consumer).await;
    world.settle().await;
    assert_eq!(webhook.events(), ["Connect", "Accept"]);
}

/// Only the events of the notification, as they are when it happens, and only while there is the notification.
#[tokio::test]
async fn only_what_was_asked_for() {
    let world = World::start().await;
    let mut webhook = Webhook::start().await;
    let rest = world.rest(PROVIDER);
    let publication = world.publish().await;
    let consumer = world.consume().await;
    subscribe(&rest, TOPIC, &[&webhook.url]).await;
    let path = notify(&world, &publication, TOPIC).await;
    rest.patch(&path, json!({"connectionEvents": ["Accept"]}))
        .await
        .expect(200);
    let endpoint_id = world.connect(&publication, &consumer).await;
    let ids = [
        ("ServiceId", &*publication.service_id),
        ("VpcEndpointId.1", &endpoint_id),
    ];
    let ec2 = world.ec2(PROVIDER);
    let dry = [ids[0], ids[1], ("DryRun", "true")];
    ec2.call("AcceptVpcEndpointConnections", &dry).await;
    ec2.ok("AcceptVpcEndpointConnections", &ids).await;
    world.settle().await;
    assert_eq!(webhook.events(), ["Accept"]);
    rest.delete(&path).await.expect(204);
    ec2.ok("RejectVpcEndpointConnections", &ids).await;
    ec2.ok("AcceptVpcEndpointConnections", &ids).await;
    world.settle().await;
    assert!(webhook.events().is_empty());
}

/// The record says that it was published, and stays when notification and endpoint are gone.
#[tokio::test]
async fn to_nobody() {
    let world = World::start().await;
    let publication = world.publish().await;
    let consumer = world.consume().await;
    let endpoint_id = world.connect(&publication, &consumer).await;
    let rest = world.rest(CONSUMER);
    let path = format!("/v1/endpoints/{endpoint_id}");
    let notifications = format!("{path}/notifications");
    let notification = notify_at(&rest, &notifications, CONSUMERS_TOPIC).await;
    rest.delete(&path).await.expect(202);
    world.settle().await;
    assert_eq!(rest.get(&notification).await.status, 404);
    let items = rest.items(&format!("{notification}/deliveries")).await;
    let mut item = items[0].clone();
    item["message"] = json!("[payload]");
    insta::assert_snapshot!(world.shown(&format!("{item:#}")), @r#"
    {
      "attempts": 0,
      "connectionNotificationId": "vpce-nfn-1",
      "deliveryId": 1,
      "event": "Delete",
      "eventSequence": 12,
      "finishedTime": "2026-11-22T10:00:00.000Z",
      "message": "[payload]",
      "messageId": "[request-id]",
      "publishedTime": "2026-11-22T10:00:00.000Z",
      "state": "noSubscriber",
      "topicArn": "arn:aws:sns:us-east-1:222222222222:connections"
    }
    "#);
    world.pass(7 * 24 * 60 * 60).await;
    let reply = rest.get(&format!("{notification}/deliveries")).await;
    assert_eq!(reply.status, 404, "records are kept for a week: {reply}");
    assert!(world.rows().await["delivery"].is_empty());
}

/// A subscriber that takes its time keeps nobody else waiting, but its own messages stay in order.
#[tokio::test]
async fn the_slow_keep_nobody_waiting() {
    let world = World::start().await;
    let (mut slow, mut fast) = (Webhook::start().await, Webhook::start().await);
    let rest = world.rest(PROVIDER);
    subscribe(&rest, TOPIC, &[&slow.url, &fast.url]).await;
    let publication = world
        .publish_with(json!({"acceptanceRequired": false}))
        .await;
    notify(&world, &publication, TOPIC).await;
    let consumer = world.consume().await;
    slow.answer(&[Answer::Late]);
    world.connect(&publication, &consumer).await;
    assert_eq!(slow.next().await.payload()["event"], "Connect");
    for event in ["Connect", "Accept"] {
        assert_eq!(fast.next().await.payload()["event"], event);
    }
    assert!(slow.received().is_empty());
    slow.release();
    assert_eq!(slow.next().await.payload()["event"], "Accept");
    world.settle().await;
    assert!(slow.received().is_empty() && fast.received().is_empty());
}

/// The list has pages and filters.
#[tokio::test]
async fn the_record_has_pages() {
    let world = World::with_topics(&[]).await;
    let rest = world.rest(PROVIDER);
    subscribe(&rest, TOPIC, &["a.jsonl", "b.jsonl"]).await;
    let publication = world
        .publish_with(json!({"acceptanceRequired": false}))
        .await;
    let path = notify(&world, &publication, TOPIC).await;
    let consumer = world.consume().await;
    world.connect(&publication, &consumer).await;
    world.settle().await;
    let path = format!("{path}/deliveries");
    let all = rest.items(&path).await;
    assert_eq!(all.len(), 4);
    let page = rest.get(&format!("{path}?limit=3")).await.expect(200);
    let next = text(&page["nextCursor"]);
    let last = rest.items(&format!("{path}?cursor={next}")).await;
    assert_eq!(last, all[3..]);
    let accepted = rest.items(&format!("{path}?filter[event]=Accept")).await;
    assert_eq!(accepted, all[2..]);
    assert_eq!(accepted[0]["messageId"], accepted[1]["messageId"]);
    let pending = rest.items(&format!("{path}?filter[state]=pending")).await;
    assert!(pending.is_empty());
}
