//! Topics: set up over REST or by the configuration, and what nobody can do with them.

use reqwest::Method;
use serde_json::{Value, json};

use super::{CONSUMERS_TOPIC, TOPIC, notify, subscribe};
use crate::support::rest::{Reply, Rest, segment};
use crate::support::world::{CONSUMER, PROVIDER, STRANGER, World};

async fn put(rest: &Rest<'_>, topic: &str, subscribers: Value) -> Reply {
    let body = json!({"topicArn": topic, "subscribers": subscribers});
    rest.send(rest.request(Method::PUT, "/v1/topics").json(&body))
        .await
}

#[tokio::test]
async fn answers() {
    let world = World::with_topics(&[]).await;
    let rest = world.rest(PROVIDER);
    let subscribers = json!(["http://localhost:1/", "a.jsonl", "a.jsonl"]);
    let created = put(&rest, TOPIC, subscribers).await;
    insta::assert_snapshot!(created.to_string(), @r#"
    HTTP 201
    location: /v1/topics/arn%3Aaws%3Asns%3Aus-east-1%3A111111111111%3Aconnections
    etag: "1"
    {
      "attributes": {},
      "configured": false,
      "subscribers": [
        "http://localhost:1/",
        "a.jsonl"
      ],
      "tags": [],
      "topicArn": "arn:aws:sns:us-east-1:111111111111:connections"
    }
    "#);
    let location = created.header("location").to_owned();
    assert_eq!(rest.get(&location).await.expect(200), created.body);
    let changed = put(&rest, TOPIC, json!([])).await;
    insta::assert_snapshot!(changed.to_string(), @r#"
    HTTP 200
    etag: "2"
    {
      "attributes": {},
      "configured": false,
      "subscribers": [],
      "tags": [],
      "topicArn": "arn:aws:sns:us-east-1:111111111111:connections"
    }
    "#);
    assert_eq!(rest.items("/v1/topics").await, [changed.body]);
    for (account, region) in [(STRANGER, "us-east-1"), (PROVIDER, "eu-west-1")] {
        let other = world.rest(account).region(region);
        assert!(other.items("/v1/topics").await.is_empty());
        let refusals = [
            other.get(&location).await.refusal(),
            other.delete(&location).await.refusal(),
        ];
        insta::allow_duplicates! {
            insta::assert_snapshot!(refusals.join("\n"), @"
            404 NotFound (topicArn): The topic 'arn:aws:sns:us-east-1:111111111111:connections' does not exist
            404 NotFound (topicArn): The topic 'arn:aws:sns:us-east-1:111111111111:connections' does not exist
            ");
        }
    }
    rest.delete(&location).await.expect(204);
    insta::assert_snapshot!(rest.get(&location).await.refusal(), @"404 NotFound (topicArn): The topic 'arn:aws:sns:us-east-1:111111111111:connections' does not exist");
}

/// The configuration's topics are seen by their owner, and changed by nobody.
#[tokio::test]
async fn of_the_configuration() {
    let other = "arn:aws:sns:us-east-1:111111111111:another";
    let world = World::with_topics(&[
        (TOPIC, &["http://localhost:1/"]),
        (CONSUMERS_TOPIC, &["/dev/null"]),
    ])
    .await;
    let rest = world.rest(PROVIDER);
    subscribe(&rest, other, &[]).await;
    let topics = rest.items("/v1/topics").await;
    insta::assert_snapshot!(format!("{:#}", json!(topics)), @r#"
    [
      {
        "attributes": {},
        "configured": false,
        "subscribers": [],
        "tags": [],
        "topicArn": "arn:aws:sns:us-east-1:111111111111:another"
      },
      {
        "attributes": {},
        "configured": true,
        "subscribers": [
          "http://localhost:1/"
        ],
        "tags": [],
        "topicArn": "arn:aws:sns:us-east-1:111111111111:connections"
      }
    ]
    "#);
    let by_one = rest.get("/v1/topics?limit=1").await.expect(200);
    let next = by_one["nextCursor"].as_str().expect("there is more");
    let rest_of_it = rest.items(&format!("/v1/topics?cursor={next}")).await;
    assert_eq!(rest_of_it, topics[1..]);
    let filtered = format!("/v1/topics?filter[topic-arn]={TOPIC}");
    assert_eq!(rest.items(&filtered).await, topics[1..]);
    let path = format!("/v1/topics/{}", segment(TOPIC));
    assert_eq!(rest.get(&path).await.expect(200), topics[1]);
    let refusals = [
        put(&rest, TOPIC, json!([])).await.refusal(),
        rest.delete(&path).await.refusal(),
        world.rest(STRANGER).delete(&path).await.refusal(),
    ];
    insta::assert_snapshot!(refusals.join("\n"), @"
    409 OperationNotPermitted (topicArn): The topic 'arn:aws:sns:us-east-1:111111111111:connections' comes from the configuration and can only be changed there
    409 OperationNotPermitted (topicArn): The topic 'arn:aws:sns:us-east-1:111111111111:connections' comes from the configuration and can only be changed there
    404 NotFound (topicArn): The topic 'arn:aws:sns:us-east-1:111111111111:connections' does not exist
    ");
}

/// Whatever a client writes, no file is touched but those of such names in the one directory.
#[tokio::test]
async fn attackers_file_names() {
    let world = World::with_topics(&[]).await;
    let rest = world.rest(PROVIDER);
    let long = format!("{}.jsonl", "a".repeat(95));
    let rows = world.rows().await;
    for name in [
        "",
        ".",
        "..",
        ".jsonl",
        "../privlink.db",
        "../escaped.jsonl",
        "..\\escaped.jsonl",
        "..%2fescaped.jsonl",
        "/tmp/escaped.jsonl",
        "sub/escaped.jsonl",
        "./escaped.jsonl",
        "~/escaped.jsonl",
        "escaped.jsonl\0.txt",
        "escaped.jsonl\n",
        "escaped\r.jsonl",
        "$HOME.jsonl",
        "-o.jsonl",
        ".ssh.jsonl",
        "privlink.db",
        "escaped.jsonl ",
        "\u{2025}\u{2215}escaped.jsonl",
        "e\u{301}scaped.jsonl",
        "file:///tmp/escaped.jsonl",
        "unix:///var/run/docker.sock",
        "gopher://localhost/",
        "http://",
        "http://a b/",
        "http://user:secret@localhost/",
        "http://localhost/\r\nHost: x",
        &long,
    ] {
        let reply = put(&rest, TOPIC, json!([name])).await;
        assert_eq!(reply.status, 400, "{name:?}: {reply}");
        assert_eq!(reply.body["code"], "InvalidParameter", "{name:?}");
        assert_eq!(reply.body["parameter"], "subscribers", "{name:?}");
    }
    assert_eq!(rows, world.rows().await);
}

#[tokio::test]
async fn refusals() {
    let world = World::start().await;
    let rest = world.rest(PROVIDER);
    let many: Vec<String> = (0..11).map(|n| format!("http://localhost/{n}")).collect();
    let stale = rest.request(Method::PUT, "/v1/topics");
    let body = json!({"topicArn": TOPIC, "subscribers": []});
    let stale = rest.send(stale.header("If-Match", "\"1\"").json(&body));
    let other_region = "arn:aws:sns:eu-west-1:111111111111:connections";
    let refusals = [
        put(&rest, "topic", json!([])).await.refusal(),
        put(&rest, CONSUMERS_TOPIC, json!([])).await.refusal(),
        put(&rest, other_region, json!([])).await.refusal(),
        put(&rest, TOPIC, json!(["a.jsonl"])).await.refusal(),
        put(&rest, TOPIC, json!(many)).await.refusal(),
        put(&rest, TOPIC, json!("http://localhost/"))
            .await
            .refusal(),
        stale.await.refusal(),
        rest.get("/v1/topics/topic").await.refusal(),
    ];
    insta::assert_snapshot!(refusals.join("\n"), @r#"
    400 InvalidParameter (topicArn): 'topic' is not the ARN of an SNS topic: expected arn:aws:sns:REGION:ACCOUNT:NAME
    400 InvalidParameter (topicArn): The topic 'arn:aws:sns:us-east-1:222222222222:connections' is not of the account and region 111111111111/us-east-1
    400 InvalidParameter (topicArn): The topic 'arn:aws:sns:eu-west-1:111111111111:connections' is not of the account and region 111111111111/us-east-1
    400 InvalidParameter (subscribers): 'a.jsonl' is no URL, and files need a directory: set topics-directory in the configuration
    400 InvalidParameter (subscribers): A topic can have at most 10 subscribers
    422 InvalidParameterValue (subscribers): subscribers: invalid type: string "http://localhost/", expected a sequence at line 1 column 34
    412 PreconditionFailed: The topic 'arn:aws:sns:us-east-1:111111111111:connections' does not exist, in whatever version
    400 InvalidParameter (topicArn): 'topic' is not the ARN of an SNS topic: expected arn:aws:sns:REGION:ACCOUNT:NAME
    "#);
    for number in 0..privlink::domain::limit::TOPICS {
        subscribe(&rest, &format!("{TOPIC}-{number}"), &[]).await;
    }
    insta::assert_snapshot!(put(&rest, TOPIC, json!([])).await.refusal(), @"409 TopicLimitExceeded: The account has 1000 topics, which is the maximum");
}

/// A topic of the configuration delivers like any other; here to a file anywhere.
#[tokio::test]
async fn the_configuration_may_name_any_path() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("any where.log");
    let name = path.to_str().expect("a path is text");
    let world = World::with_topics(&[(TOPIC, &[name])]).await;
    let publication = world.publish().await;
    notify(&world, &publication, TOPIC).await;
    let consumer = world.consume().await;
    world.connect(&publication, &consumer).await;
    world.settle().await;
    let lines = std::fs::read_to_string(&path).expect("the file");
    let line: Value = serde_json::from_str(lines.trim_end()).expect("one line");
    assert_eq!(line["TopicArn"], TOPIC);
    assert_eq!(
        world.rest(CONSUMER).items("/v1/topics").await,
        [] as [Value; 0]
    );
}
