//! First-in-first-out topics: numbered messages, each once.

use super::{attributes, create};
use crate::support::query::XmlReply;
use crate::support::world::{PROVIDER, World};

const FIFO: [(&str, &str); 2] = [
    ("Attributes.entry.1.key", "FifoTopic"),
    ("Attributes.entry.1.value", "true"),
];

async fn send(world: &World, topic: &str, more: &[(&str, &str)]) -> XmlReply {
    let mut parameters = vec![("TopicArn", topic), ("Message", "hello")];
    parameters.extend(more);
    world.sns(PROVIDER).call("Publish", &parameters).await
}

#[tokio::test]
async fn messages_are_numbered_and_known_again() {
    let world = World::start().await;
    let topic = create(&world, "orders.fifo", &FIFO).await;
    let shown = world
        .sns(PROVIDER)
        .ok("GetTopicAttributes", &[("TopicArn", &topic)])
        .await;
    let shown = attributes(&shown);
    let own = [
        "FifoTopic",
        "ContentBasedDeduplication",
        "FifoThroughputScope",
    ]
    .map(|it| &*shown[it]);
    assert_eq!(own, ["true", "false", "Topic"]);
    let mut answers = Vec::new();
    for (group, id) in [("a", "1"), ("a", "2"), ("b", "1")] {
        let more = [("MessageGroupId", group), ("MessageDeduplicationId", id)];
        let reply = send(&world, &topic, &more).await;
        answers.push((reply.one("MessageId"), reply.one("SequenceNumber")));
    }
    assert_eq!(answers[0], answers[2], "the same message");
    assert_ne!(answers[0].0, answers[1].0);
    assert_eq!(answers[0].1, "10000000000000000001");
    assert_eq!(answers[1].1, "10000000000000000002");
    world.pass(300).await;
    let more = [("MessageGroupId", "a"), ("MessageDeduplicationId", "1")];
    let later = send(&world, &topic, &more).await;
    assert_eq!(later.one("SequenceNumber"), "10000000000000000003");
    assert_ne!(later.one("MessageId"), answers[0].0);

    for (name, value) in [
        ("ContentBasedDeduplication", "true"),
        ("FifoThroughputScope", "MessageGroup"),
    ] {
        let change = [
            ("TopicArn", &*topic),
            ("AttributeName", name),
            ("AttributeValue", value),
        ];
        world.sns(PROVIDER).ok("SetTopicAttributes", &change).await;
    }
    let mut numbers = Vec::new();
    for group in ["a", "a", "b"] {
        let reply = send(&world, &topic, &[("MessageGroupId", group)]).await;
        numbers.push(reply.one("SequenceNumber"));
    }
    assert_eq!(numbers[0], numbers[1], "the same text in the same group");
    assert_ne!(numbers[0], numbers[2]);
}

/// Subscriptions that topics of one kind and of the other cannot have.
async fn subscriptions(world: &World, fifo: &str, standard: &str) -> Vec<String> {
    let sns = world.sns(PROVIDER);
    let mut table = Vec::new();
    for (topic, protocol, endpoint) in [
        (fifo, "http", "http://localhost/"),
        (
            fifo,
            "lambda",
            "arn:aws:lambda:us-east-1:111111111111:function:orders",
        ),
        (
            standard,
            "sqs",
            "arn:aws:sqs:us-east-1:111111111111:orders.fifo",
        ),
    ] {
        let parameters = [
            ("TopicArn", topic),
            ("Protocol", protocol),
            ("Endpoint", endpoint),
        ];
        table.push(sns.call("Subscribe", &parameters).await.refusal());
    }
    table
}

#[tokio::test]
async fn refusals() {
    let world = World::start().await;
    let sns = world.sns(PROVIDER);
    let fifo = create(&world, "orders.fifo", &FIFO).await;
    let standard = create(&world, "orders", &[]).await;
    let long = "x".repeat(129);
    let mut table = Vec::new();
    for (topic, more) in [
        (&fifo, vec![]),
        (&fifo, vec![("MessageGroupId", "a")]),
        (
            &fifo,
            vec![("MessageGroupId", "a b"), ("MessageDeduplicationId", "1")],
        ),
        (
            &fifo,
            vec![("MessageGroupId", "a"), ("MessageDeduplicationId", &*long)],
        ),
        (&standard, vec![("MessageDeduplicationId", "1")]),
    ] {
        table.push(send(&world, topic, &more).await.refusal());
    }
    assert_eq!(
        send(&world, &standard, &[("MessageGroupId", "a")])
            .await
            .status,
        200
    );
    table.extend(subscriptions(&world, &fifo, &standard).await);
    let contents = [
        ("TopicArn", &*standard),
        ("AttributeName", "ContentBasedDeduplication"),
        ("AttributeValue", "true"),
    ];
    table.push(sns.call("SetTopicAttributes", &contents).await.refusal());
    let mut named = vec![("Name", "orders.fifo")];
    table.push(sns.call("CreateTopic", &named).await.refusal());
    named = vec![("Name", "others"), FIFO[0], FIFO[1]];
    table.push(sns.call("CreateTopic", &named).await.refusal());
    let service = world.publish().await.service_id;
    let notification = [
        ("ServiceId", &*service),
        ("ConnectionNotificationArn", &fifo),
        ("ConnectionEvents.1", "Connect"),
    ];
    let action = "CreateVpcEndpointConnectionNotification";
    table.push(
        world
            .ec2(PROVIDER)
            .call(action, &notification)
            .await
            .refusal(),
    );
    insta::assert_snapshot!(table.join("\n"), @"
    400 InvalidParameter: Invalid parameter: The MessageGroupId parameter is required for FIFO topics
    400 InvalidParameter: Invalid parameter: The topic should either have ContentBasedDeduplication enabled or MessageDeduplicationId provided explicitly
    400 InvalidParameter: Invalid parameter: MessageGroupId
    400 InvalidParameter: Invalid parameter: MessageDeduplicationId
    400 InvalidParameter: Invalid parameter: MessageDeduplicationId Reason: The request includes MessageDeduplicationId parameter that is not valid for this topic type
    400 InvalidParameter: Invalid parameter: Protocol Reason: a first-in-first-out topic has no subscriptions of the protocol http
    400 InvalidParameter: Invalid parameter: Protocol Reason: a first-in-first-out topic has no subscriptions of the protocol lambda
    400 InvalidParameter: Invalid parameter: Invalid parameter: Endpoint Reason: FIFO SQS Queues can not be subscribed to standard SNS topics
    400 InvalidParameter: Invalid parameter: AttributeName Reason: ContentBasedDeduplication is none that can be set for this topic
    400 InvalidParameter: Invalid parameter: Topic Name
    400 InvalidParameter: Invalid parameter: Topic Name Reason: the name of a first-in-first-out topic must end with .fifo
    400 InvalidParameter: 'arn:aws:sns:us-east-1:111111111111:orders.fifo' is not the ARN of an SNS topic: expected arn:aws:sns:REGION:ACCOUNT:NAME
    ");
}
