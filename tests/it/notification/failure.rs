//! Subscribers that do not answer as they should: they are tried again, in order, and nothing is lost over a restart.

use privlink::domain::connection::ConnectionTiming;
use reqwest::Method;
use serde_json::json;

use super::{CONSUMERS_TOPIC, TOPIC, deliveries, notify, subscribe};
use crate::support::rest::segment;
use crate::support::webhook::{Answer, Webhook};
use crate::support::world::{CONSUMER, PROVIDER, World};

/// An endpoint to a service that accepts by itself, after everything is set up; returns the notification's path.
async fn connected(world: &World, topic: &str) -> String {
    let publication = world
        .publish_with(json!({"acceptanceRequired": false}))
        .await;
    let path = notify(world, &publication, topic).await;
    let consumer = world.consume().await;
    world.connect(&publication, &consumer).await;
    path
}

/// A failure holds up what is behind it, and the same message comes again.
#[tokio::test]
async fn tried_again_until_it_works() {
    let world = World::start().await;
    let mut webhook = Webhook::start().await;
    let rest = world.rest(PROVIDER);
    subscribe(&rest, TOPIC, &[&webhook.url]).await;
    webhook.answer(&[Answer::Status(500), Answer::Status(302)]);
    let path = connected(&world, TOPIC).await;
    world.settle().await;
    let first = webhook.received();
    assert_eq!(first.len(), 1);
    insta::assert_snapshot!(deliveries(&rest, &path).await, @"
    Connect  pending      1 HTTP 500
    Accept   pending      0 -
    ");
    let items = rest.items(&format!("{path}/deliveries")).await;
    assert_eq!(items[0]["nextAttemptTime"], "2026-11-22T10:00:01.000Z");
    assert_eq!(items[1].get("nextAttemptTime"), None);

    world.pass(1).await;
    let second = webhook.received();
    assert_eq!(second.len(), 1);
    assert_eq!(second[0].body, first[0].body);
    insta::assert_snapshot!(deliveries(&rest, &path).await, @"
    Connect  pending      2 HTTP 302; redirects are not followed
    Accept   pending      0 -
    ");
    world.pass(1).await;
    assert!(webhook.received().is_empty(), "the second pause is longer");

    world.pass(1).await;
    assert_eq!(webhook.events(), ["Connect", "Accept"]);
    insta::assert_snapshot!(deliveries(&rest, &path).await, @"
    Connect  delivered    3 -
    Accept   delivered    1 -
    ");
}

#[tokio::test]
async fn given_up_after_the_last_attempt() {
    let world = World::start().await;
    let mut webhook = Webhook::start().await;
    let rest = world.rest(PROVIDER);
    subscribe(&rest, TOPIC, &[&webhook.url]).await;
    webhook.answer(&[Answer::Status(404); 12]);
    let path = connected(&world, TOPIC).await;
    for _ in 1..12 {
        world.pass(300).await;
    }
    let events = webhook.events();
    assert_eq!(events.len(), 13);
    assert_eq!(events.last().map(String::as_str), Some("Accept"));
    insta::assert_snapshot!(deliveries(&rest, &path).await, @"
    Connect  failed       12 HTTP 404
    Accept   delivered    1 -
    ");
}

/// Nobody listens; then the server stops, and starts again, and somebody does.
#[tokio::test]
async fn a_restart_in_between_loses_nothing() {
    let world = World::start().await;
    let mut webhook = Webhook::start().await;
    webhook.answer(&[Answer::Status(503), Answer::Status(503)]);
    subscribe(&world.rest(PROVIDER), TOPIC, &[&webhook.url]).await;
    let path = connected(&world, TOPIC).await;
    world.settle().await;
    let first = webhook.received();
    assert_eq!(first.len(), 1);
    let world = world.restart(ConnectionTiming::default(), 0).await;
    world.settle().await;
    assert!(webhook.received().is_empty(), "the pause is not over");
    world.pass(1).await;
    let second = webhook.received();
    assert_eq!(second[0].body, first[0].body);
    let world = world.restart(ConnectionTiming::default(), 2).await;
    world.settle().await;
    assert_eq!(webhook.events(), ["Connect", "Accept"]);
    let rest = world.rest(PROVIDER);
    insta::assert_snapshot!(deliveries(&rest, &path).await, @"
    Connect  delivered    3 -
    Accept   delivered    1 -
    ");
}

/// The server stops while an attempt is under way: nobody knows how it ended, so it is made again.
#[tokio::test]
async fn a_stop_in_the_middle_repeats_the_attempt() {
    let world = World::start().await;
    let mut webhook = Webhook::start().await;
    webhook.answer(&[Answer::Late]);
    subscribe(&world.rest(PROVIDER), TOPIC, &[&webhook.url]).await;
    let path = connected(&world, TOPIC).await;
    let first = webhook.next().await;
    let world = world.restart(ConnectionTiming::default(), 0).await;
    world.settle().await;
    let again = webhook.next().await;
    assert_eq!(again.body, first.body);
    assert_eq!(webhook.events(), ["Accept"]);
    let rest = world.rest(PROVIDER);
    insta::assert_snapshot!(deliveries(&rest, &path).await, @"
    Connect  delivered    1 -
    Accept   delivered    1 -
    ");
}

/// What is still on its way to somebody who is subscribed no longer is not delivered, and holds nothing up.
#[tokio::test]
async fn the_unsubscribed_get_nothing_more() {
    let world = World::start().await;
    let mut webhook = Webhook::start().await;
    let rest = world.rest(PROVIDER);
    subscribe(&rest, TOPIC, &[&webhook.url]).await;
    webhook.answer(&[Answer::Status(500)]);
    let path = connected(&world, TOPIC).await;
    world.settle().await;
    let topic = format!("/v1/topics/{}", segment(TOPIC));
    rest.delete(&topic).await.expect(204);
    world.pass(1).await;
    assert_eq!(webhook.received().len(), 1);
    insta::assert_snapshot!(deliveries(&rest, &path).await, @"
    Connect  noSubscriber 1 -
    Accept   noSubscriber 0 -
    ");
}

/// Where nobody listens, and a file that is none.
#[tokio::test]
async fn reasons_are_told() {
    let world = World::with_topics(&[(TOPIC, &["/", "http://127.0.0.1:1/"])]).await;
    let path = connected(&world, TOPIC).await;
    world.settle().await;
    let told = deliveries(&world.rest(PROVIDER), &path).await;
    let told: Vec<&str> = told.lines().take(2).collect();
    insta::assert_snapshot!(told.join("\n"), @"
    Connect  pending      1 Is a directory (os error 21)
    Connect  pending      1 client error (Connect): tcp connect error: Connection refused (os error 111)
    ");
}

/// Whoever publishes under another account's topic does not learn who reads it.
#[tokio::test]
async fn subscribers_are_their_owners_business() {
    let world = World::start().await;
    let mut webhook = Webhook::start().await;
    webhook.answer(&[Answer::Status(500)]);
    subscribe(&world.rest(CONSUMER), CONSUMERS_TOPIC, &[&webhook.url]).await;
    let path = connected(&world, CONSUMERS_TOPIC).await;
    world.settle().await;
    assert_eq!(webhook.received().len(), 1);
    let items = world
        .rest(PROVIDER)
        .items(&format!("{path}/deliveries"))
        .await;
    assert_eq!(items[0]["attempts"], 1);
    for hidden in ["subscriber", "lastError"] {
        assert_eq!(items[0].get(hidden), None, "{hidden}");
    }
}

/// A reset takes everything along, also what is on its way.
#[tokio::test]
async fn a_reset_ends_it() {
    let world = World::start().await;
    let mut webhook = Webhook::start().await;
    webhook.answer(&[Answer::Status(500)]);
    let rest = world.rest(PROVIDER);
    subscribe(&rest, TOPIC, &[&webhook.url]).await;
    connected(&world, TOPIC).await;
    world.settle().await;
    let request = rest.request(Method::POST, "/_privlink/reset");
    rest.send(request).await.expect(200);
    world.pass(1).await;
    assert_eq!(webhook.received().len(), 1);
    let rows = world.rows().await;
    for table in ["notification", "topic", "delivery"] {
        assert!(rows[table].is_empty(), "{table}");
    }
}
