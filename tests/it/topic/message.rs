//! What is published: to whom it goes, and as what.

use serde_json::json;

use super::{create, publish, subscribed};
use crate::support::webhook::Webhook;
use crate::support::world::{PROVIDER, World, text};

#[tokio::test]
async fn answers() {
    let world = World::start().await;
    let topic = create(&world, "connections", &[]).await;
    let reply = publish(&world, &topic, "hello", &[]).await;
    insta::assert_snapshot!(world.shown(&reply), @r#"
    HTTP 200
    <PublishResponse xmlns="http://sns.amazonaws.com/doc/2010-03-31/">
      <PublishResult>
        <MessageId>[request-id]</MessageId>
      </PublishResult>
      <ResponseMetadata>
        <RequestId>[request-id]</RequestId>
      </ResponseMetadata>
    </PublishResponse>
    "#);
    let long = "x".repeat(101);
    let parameters = [
        ("TopicArn", &*topic),
        ("PublishBatchRequestEntries.member.1.Id", "good"),
        ("PublishBatchRequestEntries.member.1.Message", "hello"),
        ("PublishBatchRequestEntries.member.2.Id", "bad"),
        ("PublishBatchRequestEntries.member.2.Message", "hello"),
        ("PublishBatchRequestEntries.member.2.Subject", &long),
    ];
    let reply = world.sns(PROVIDER).ok("PublishBatch", &parameters).await;
    insta::assert_snapshot!(world.shown(&reply), @r#"
    HTTP 200
    <PublishBatchResponse xmlns="http://sns.amazonaws.com/doc/2010-03-31/">
      <PublishBatchResult>
        <Successful>
          <member>
            <Id>good</Id>
            <MessageId>[request-id]</MessageId>
          </member>
        </Successful>
        <Failed>
          <member>
            <Id>bad</Id>
            <Code>InvalidParameter</Code>
            <Message>Invalid parameter: Subject</Message>
            <SenderFault>true</SenderFault>
          </member>
        </Failed>
      </PublishBatchResult>
      <ResponseMetadata>
        <RequestId>[request-id]</RequestId>
      </ResponseMetadata>
    </PublishBatchResponse>
    "#);
    let target = [("TargetArn", &*topic), ("Message", "hello")];
    world.sns(PROVIDER).ok("Publish", &target).await;
}

/// In an envelope with its attributes, or as it is.
#[tokio::test]
async fn with_attributes_and_without_envelope() {
    let world = World::start().await;
    let (mut wrapped, mut raw) = (Webhook::start().await, Webhook::start().await);
    let topic = create(&world, "connections", &[]).await;
    subscribed(&world, &topic, &mut wrapped, &[]).await;
    let arn = subscribed(&world, &topic, &mut raw, &[("RawMessageDelivery", "true")]).await;
    let text_of_it = r#"{"order": "<1> & \"2\" é \u0000"}"#;
    let more = [
        ("MessageAttributes.entry.1.Name", "store"),
        ("MessageAttributes.entry.1.Value.DataType", "String"),
        ("MessageAttributes.entry.1.Value.StringValue", "a"),
        ("MessageAttributes.entry.2.Name", "picture"),
        ("MessageAttributes.entry.2.Value.DataType", "Binary"),
        ("MessageAttributes.entry.2.Value.BinaryValue", "aGVsbG8="),
    ];
    publish(&world, &topic, text_of_it, &more).await;
    let message = wrapped.next().await;
    assert_eq!(message.body["Message"], text_of_it);
    insta::assert_snapshot!(format!("{:#}", message.body["MessageAttributes"]), @r#"
    {
      "picture": {
        "Type": "Binary",
        "Value": "aGVsbG8="
      },
      "store": {
        "Type": "String",
        "Value": "a"
      }
    }
    "#);
    let message = raw.next().await;
    assert_eq!(
        message.body,
        serde_json::from_str::<serde_json::Value>(text_of_it).expect("JSON")
    );
    assert_eq!(message.headers["x-amz-sns-rawdelivery"], "true");
    assert_eq!(message.headers["x-amz-sns-subscription-arn"], *arn);
}

/// A text for each protocol.
#[tokio::test]
async fn with_a_text_for_each_protocol() {
    let world = World::start().await;
    let mut webhook = Webhook::start().await;
    let topic = create(&world, "connections", &[]).await;
    subscribed(&world, &topic, &mut webhook, &[]).await;
    for (texts, expected) in [
        (json!({"default": "d", "http": "h", "https": "s"}), "h"),
        (json!({"default": "d", "email": "e", "sqs": {"x": 1}}), "d"),
    ] {
        publish(
            &world,
            &topic,
            &texts.to_string(),
            &[("MessageStructure", "json")],
        )
        .await;
        assert_eq!(webhook.next().await.body["Message"], expected);
    }
}

/// Who wants only some messages gets only those.
#[tokio::test]
async fn to_those_who_want_it() {
    let world = World::start().await;
    let mut webhooks = Vec::new();
    let topic = create(&world, "connections", &[]).await;
    for attributes in [
        vec![],
        vec![(
            "FilterPolicy",
            r#"{"store": ["a", {"prefix": "b"}], "price": [{"numeric": [">=", 10]}]}"#,
        )],
        vec![
            ("FilterPolicyScope", "MessageBody"),
            ("FilterPolicy", r#"{"order": {"id": [1]}}"#),
        ],
    ] {
        let mut webhook = Webhook::start().await;
        subscribed(&world, &topic, &mut webhook, &attributes).await;
        webhooks.push(webhook);
    }
    let mut table = Vec::new();
    for (message, store, price) in [
        (r#"{"order": {"id": 1}}"#, "a", "9"),
        (r#"{"order": {"id": 2}}"#, "bc", "10.5"),
        (r#"{"order": {"id": [2, 1]}}"#, "c", "11"),
        ("text", "a", "12"),
    ] {
        let more = [
            ("MessageAttributes.entry.1.Name", "store"),
            ("MessageAttributes.entry.1.Value.DataType", "String"),
            ("MessageAttributes.entry.1.Value.StringValue", store),
            ("MessageAttributes.entry.2.Name", "price"),
            ("MessageAttributes.entry.2.Value.DataType", "Number"),
            ("MessageAttributes.entry.2.Value.StringValue", price),
        ];
        publish(&world, &topic, message, &more).await;
        let got: Vec<usize> = webhooks
            .iter_mut()
            .map(|webhook| webhook.received().len())
            .collect();
        table.push(format!("{message} {store} {price}: {got:?}"));
    }
    insta::assert_snapshot!(table.join("\n"), @r#"
    {"order": {"id": 1}} a 9: [1, 0, 1]
    {"order": {"id": 2}} bc 10.5: [1, 1, 0]
    {"order": {"id": [2, 1]}} c 11: [1, 0, 1]
    text a 12: [1, 1, 0]
    "#);
}

/// What one account publishes does not wait for what another has published for the same subscriber.
#[tokio::test]
async fn each_account_has_a_queue_of_its_own() {
    use crate::support::webhook::Answer;
    use crate::support::world::CONSUMER;
    let world = World::start().await;
    let mut webhook = Webhook::start().await;
    let topic = create(&world, "connections", &[]).await;
    let permission = [
        ("TopicArn", &*topic),
        ("Label", "consumer"),
        ("AWSAccountId.member.1", CONSUMER),
        ("ActionName.member.1", "Publish"),
    ];
    world.sns(PROVIDER).ok("AddPermission", &permission).await;
    subscribed(&world, &topic, &mut webhook, &[]).await;
    webhook.answer(&[Answer::Status(500)]);
    for message in ["first", "second"] {
        publish(&world, &topic, message, &[]).await;
    }
    assert_eq!(webhook.next().await.body["Message"], "first");
    assert!(
        webhook.received().is_empty(),
        "the second waits for the first"
    );
    let other = [("TopicArn", &*topic), ("Message", "other")];
    world.sns(CONSUMER).ok("Publish", &other).await;
    world.settle().await;
    assert_eq!(webhook.next().await.body["Message"], "other");
    world.pass(1).await;
    let told = webhook.received();
    let told: Vec<String> = told.iter().map(|it| text(&it.body["Message"])).collect();
    assert_eq!(told, ["first", "second"]);
}

/// Files have a folder for each account: two accounts that name the same one don't meet there.
#[tokio::test]
async fn files_are_an_accounts_own() {
    use crate::support::world::CONSUMER;
    use reqwest::Method;
    let world = World::with_topics(&[]).await;
    for account in [PROVIDER, CONSUMER] {
        let rest = world.rest(account);
        let topic = format!("arn:aws:sns:us-east-1:{account}:connections");
        let body = json!({"topicArn": topic, "subscribers": ["a.jsonl"]});
        rest.send(rest.request(Method::PUT, "/v1/topics").json(&body))
            .await
            .expect(201);
        let parameters = [("TopicArn", &*topic), ("Message", account)];
        world.sns(account).ok("Publish", &parameters).await;
    }
    world.settle().await;
    for account in [PROVIDER, CONSUMER] {
        let lines = world.lines(account, "a.jsonl");
        let told: Vec<String> = lines.iter().map(|line| text(&line["Message"])).collect();
        assert_eq!(told, [account]);
    }
}
