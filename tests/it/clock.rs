//! The clock that a user reads, freezes and advances; weeks pass in one request, and everything in them at its moment.

use privlink::domain::connection::ConnectionTiming;
use reqwest::Method;
use serde_json::{Value, json};

use crate::support::rest::Reply;
use crate::support::world::{CONSUMER, PROVIDER, World, text};

const CLOCK: &str = "/_privlink/clock";

async fn adjust(world: &World, body: Value) -> Value {
    post(world, body).await.expect(200)
}

async fn post(world: &World, body: Value) -> Reply {
    world.rest(CONSUMER).post(CLOCK, body).await
}

async fn read(world: &World) -> Value {
    world.rest(CONSUMER).get(CLOCK).await.expect(200)
}

fn reading(now: &str, frozen: bool, offset: i64) -> Value {
    json!({"now": now, "frozen": frozen, "offsetSeconds": offset})
}

/// What happened to a resource: times, actions and states.
async fn history(world: &World, id: &str) -> String {
    let path = format!("/v1/events?filter[resource-id]={id}");
    let events = world.rest(CONSUMER).items(&path).await;
    let lines = events.iter().map(|event| {
        format!(
            "{} {} -> {}",
            text(&event["time"]),
            text(&event["action"]),
            event["to"].as_str().unwrap_or("-")
        )
    });
    lines.collect::<Vec<String>>().join("\n")
}

#[tokio::test]
async fn it_is_the_machines_until_it_is_adjusted() {
    let world = World::start().await;
    assert_eq!(
        read(&world).await,
        reading("2026-11-22T10:00:00.000Z", false, 0)
    );
    world.clock_only(5);
    assert_eq!(
        read(&world).await,
        reading("2026-11-22T10:00:05.000Z", false, 0)
    );
    assert_eq!(
        adjust(&world, json!({"advance": "1d12h"})).await,
        reading("2026-11-23T22:00:05.000Z", false, 129_600)
    );
    world.clock_only(5);
    assert_eq!(
        read(&world).await,
        reading("2026-11-23T22:00:10.000Z", false, 129_600)
    );
}

#[tokio::test]
async fn frozen_it_stands_and_advances_and_goes_on_from_there() {
    let world = World::start().await;
    for (body, passes, expected) in [
        (
            json!({"freeze": true}),
            60,
            reading("2026-11-22T10:00:00.000Z", true, 0),
        ),
        (
            json!({"freeze": true}),
            0,
            reading("2026-11-22T10:00:00.000Z", true, -60),
        ),
        (
            json!({"advance": "90s"}),
            60,
            reading("2026-11-22T10:01:30.000Z", true, 30),
        ),
        (
            json!({"advance": "1m", "freeze": false}),
            60,
            reading("2026-11-22T10:02:30.000Z", false, 30),
        ),
        (
            json!({"advance": "1h", "freeze": true}),
            60,
            reading("2026-11-22T11:03:30.000Z", true, 3_630),
        ),
    ] {
        assert_eq!(adjust(&world, body.clone()).await, expected, "{body}");
        world.clock_only(passes);
    }
    let created = world
        .rest(CONSUMER)
        .create("/v1/vpcs", json!({"cidrBlock": "10.0.0.0/16"}))
        .await;
    assert_eq!(
        history(&world, &text(&created["vpcId"])).await,
        "2026-11-22T11:03:30.000Z CreateVpc -> available"
    );
}

#[tokio::test]
async fn weeks_of_states_pass_in_one_request_each_at_its_moment() {
    let world = World::slow().await;
    let publication = world.publish().await;
    let consumer = world.consume().await;
    let ignored = world.connect(&publication, &consumer).await;
    let accepted = world.connect(&publication, &consumer).await;
    let accept = format!(
        "/v1/endpoint-services/{}/connections/{accepted}/accept",
        publication.service_id
    );
    adjust(&world, json!({"advance": "1h"})).await;
    world
        .rest(PROVIDER)
        .post(&accept, json!({}))
        .await
        .expect(200);
    assert_eq!(
        adjust(&world, json!({"advance": "30d"})).await,
        reading("2026-12-22T11:00:00.000Z", false, 2_595_600)
    );
    assert_eq!(
        history(&world, &ignored).await,
        "2026-11-22T10:00:00.000Z CreateVpcEndpoint -> pendingAcceptance\n\
         2026-11-29T10:00:00.000Z ExpireVpcEndpointConnection -> expired"
    );
    world
        .rest(CONSUMER)
        .delete(&format!("/v1/endpoints/{accepted}"))
        .await
        .expect(202);
    adjust(&world, json!({"advance": "15s"})).await;
    assert_eq!(world.state(&accepted).await, "deleted");
    adjust(&world, json!({"advance": "1d"})).await;
    assert_eq!(world.state(&accepted).await, "gone");
    assert_eq!(
        history(&world, &accepted).await,
        "2026-11-22T10:00:00.000Z CreateVpcEndpoint -> pendingAcceptance\n\
         2026-11-22T11:00:00.000Z AcceptVpcEndpointConnections -> pending\n\
         2026-11-22T11:00:10.000Z ProvisionVpcEndpoint -> available\n\
         2026-12-22T11:00:00.000Z DeleteVpcEndpoints -> deleting\n\
         2026-12-22T11:00:10.000Z TakeDownVpcEndpoint -> deleted\n\
         2026-12-22T11:00:20.000Z RemoveVpcEndpoint -> -"
    );
}

#[tokio::test]
async fn a_restart_goes_on_with_the_same_clock() {
    let timing = ConnectionTiming::default();
    let world = World::with_timing(timing).await;
    adjust(&world, json!({"advance": "7d"})).await;
    let world = world.restart(timing, 60).await;
    assert_eq!(
        read(&world).await,
        reading("2026-11-29T10:01:00.000Z", false, 604_800)
    );
    adjust(&world, json!({"freeze": true})).await;
    let world = world.restart(timing, 60).await;
    assert_eq!(
        read(&world).await,
        reading("2026-11-29T10:01:00.000Z", true, 604_740)
    );
}

#[tokio::test]
async fn it_never_goes_back_but_with_a_reset_of_everything() {
    let world = World::slow().await;
    let publication = world.publish().await;
    let consumer = world.consume().await;
    adjust(&world, json!({"freeze": true})).await;
    let endpoint = world.connect(&publication, &consumer).await;
    world.clock_only(8 * 86_400);
    assert_eq!(world.state(&endpoint).await, "pendingAcceptance");
    assert_eq!(
        adjust(&world, json!({"reset": true})).await,
        reading("2026-11-30T10:00:00.000Z", false, 0)
    );
    assert_eq!(
        history(&world, &endpoint).await,
        "2026-11-22T10:00:00.000Z CreateVpcEndpoint -> pendingAcceptance\n\
         2026-11-29T10:00:00.000Z ExpireVpcEndpointConnection -> expired"
    );

    adjust(&world, json!({"advance": "1s"})).await;
    let refused = post(&world, json!({"reset": true})).await;
    insta::assert_snapshot!(refused.refusal(), @"409 IncorrectState (reset): The clock is ahead of the machine's, which shows 2026-11-30T10:00:00.000Z, and never goes back; POST /_privlink/reset sets it back together with deleting everything");
    adjust(&world, json!({"freeze": true})).await;
    let rest = world.rest(CONSUMER);
    let emptied = rest.post("/_privlink/reset", json!({})).await;
    assert_eq!(emptied.expect(200), json!({"status": "ok"}));
    assert_eq!(
        read(&world).await,
        reading("2026-11-30T10:00:00.000Z", false, 0)
    );
    let world = world.restart(ConnectionTiming::default(), 0).await;
    assert_eq!(
        read(&world).await,
        reading("2026-11-30T10:00:00.000Z", false, 0)
    );
}

#[tokio::test]
async fn what_it_cannot_do_is_refused_by_name() {
    let world = World::in_memory().await;
    let mut refusals = Vec::new();
    for body in [
        json!({}),
        json!({"advance": "a week"}),
        json!({"advance": "-7d"}),
        json!({"advance": "367d"}),
        json!({"advance": 7}),
        json!({"freeze": "yes"}),
        json!({"speed": 2}),
        json!({"reset": true, "advance": "7d"}),
        json!({"reset": true, "freeze": false}),
    ] {
        refusals.push(post(&world, body).await.refusal());
    }
    for _ in 0..10 {
        adjust(&world, json!({"advance": "366d"})).await;
    }
    refusals.push(post(&world, json!({"advance": "1s"})).await.refusal());
    let wrong = world.rest(CONSUMER).request(Method::PUT, CLOCK);
    refusals.push(world.rest(CONSUMER).send(wrong).await.refusal());
    insta::assert_snapshot!(refusals.join("\n"), @r#"
    400 MissingParameter: One of advance, freeze and reset is needed
    400 InvalidParameterValue (advance): 'a week' is not a duration: expected numbers with d, h, m or s, such as 7d or 1h30m
    400 InvalidParameterValue (advance): '-7d' is not a duration: expected numbers with d, h, m or s, such as 7d or 1h30m
    400 InvalidParameterValue (advance): The clock can be advanced by 366 days at the most in one request
    422 InvalidParameterValue (advance): advance: invalid type: integer `7`, expected a string at line 1 column 12
    422 InvalidParameterValue (freeze): freeze: invalid type: string "yes", expected a boolean at line 1 column 15
    422 UnknownParameter (speed): speed: unknown field `speed`, expected one of `advance`, `freeze`, `reset` at line 1 column 8
    400 InvalidParameterCombination (reset): reset goes with neither advance nor freeze
    400 InvalidParameterCombination (reset): reset goes with neither advance nor freeze
    400 InvalidParameterValue (advance): The clock can be 3660 days ahead of the machine's at the most
    405 MethodNotAllowed: /_privlink/clock cannot be used with PUT
    "#);
}

#[tokio::test(flavor = "multi_thread")]
async fn requests_go_on_while_it_advances_and_adjustments_wait_for_one_another() {
    let world = World::slow().await;
    let (publication, consumer) = (world.publish().await, world.consume().await);
    for _ in 0..5 {
        world.connect(&publication, &consumer).await;
    }
    let advance = || adjust(&world, json!({"advance": "1d"}));
    let rest = world.rest(CONSUMER);
    let create = || rest.create("/v1/vpcs", json!({"cidrBlock": "10.0.0.0/16"}));
    tokio::join!(
        advance(),
        create(),
        advance(),
        create(),
        advance(),
        create(),
        advance()
    );
    assert_eq!(
        read(&world).await,
        reading("2026-11-26T10:00:00.000Z", false, 345_600)
    );
    let events = world.rest(CONSUMER).items("/v1/events").await;
    let times: Vec<String> = events.iter().map(|event| text(&event["time"])).collect();
    assert!(times.is_sorted(), "{times:?}");
}

/// What is refused changes nothing: a clock that was to be frozen first still runs.
#[tokio::test]
async fn a_refused_adjustment_changes_nothing() {
    let world = World::start().await;
    for duration in ["400d", "400000d"] {
        let before = read(&world).await;
        let refused = post(&world, json!({"freeze": true, "advance": duration})).await;
        assert_eq!(refused.status, 400, "{refused}");
        assert_eq!(read(&world).await, before);
    }
}
