//! What must not be, with AWS's codes; none of it changes anything.

use super::{create, subscribe};
use crate::support::query::Query;
use crate::support::webhook::Webhook;
use crate::support::world::{PROVIDER, World};

/// A table of refusals.
struct Table<'w> {
    world: &'w World,
    sns: Query<'w>,
    rows: String,
}

impl Table<'_> {
    async fn refuse(&mut self, action: &str, parameters: &[(&str, &str)]) {
        let before = self.world.rows().await;
        let reply = self.sns.call(action, parameters).await;
        assert!(reply.status >= 400, "{action} is not refused: {reply}");
        assert_eq!(
            before,
            self.world.rows().await,
            "{action} changed something"
        );
        let about: Vec<String> = parameters
            .iter()
            .filter(|(name, value)| !name.contains("Arn") && value.len() < 60)
            .map(|(_, value)| format!("{value:?}"))
            .collect();
        let refusal = self.world.shown(&reply.refusal());
        self.rows += &format!("{action} {}\n  {refusal}\n", about.join(" "));
    }
}

#[tokio::test]
async fn of_topics() {
    let world = World::with_topics(&[("arn:aws:sns:us-east-1:111111111111:configured", &[])]).await;
    let sns = world.sns(PROVIDER);
    let topic = create(
        &world,
        "connections",
        &[("Tags.member.1.Key", "a"), ("Tags.member.1.Value", "b")],
    )
    .await;
    let mut table = Table {
        world: &world,
        sns,
        rows: String::new(),
    };
    let long = "x".repeat(257);
    for name in ["", "a b", "a/b", ".fifo", &long] {
        table.refuse("CreateTopic", &[("Name", name)]).await;
    }
    for (name, value) in [
        ("Colour", "red"),
        ("FifoTopic", "yes"),
        ("FifoTopic", "true"),
        ("DisplayName", "two\nlines"),
        ("DisplayName", "Connections"),
    ] {
        let parameters = [
            ("Name", "connections"),
            ("Attributes.entry.1.key", name),
            ("Attributes.entry.1.value", value),
        ];
        table.refuse("CreateTopic", &parameters).await;
    }
    let tags = [
        ("Name", "connections"),
        ("Tags.member.1.Key", "a"),
        ("Tags.member.1.Value", "c"),
    ];
    table.refuse("CreateTopic", &tags).await;
    let tags = [
        ("Name", "other"),
        ("Tags.member.1.Key", "aws:a"),
        ("Tags.member.1.Value", "c"),
    ];
    table.refuse("CreateTopic", &tags).await;
    let policy = [("Name", "other"), ("DataProtectionPolicy", "[]")];
    table.refuse("CreateTopic", &policy).await;
    for (name, value) in [
        ("TopicArn", "x"),
        ("FifoTopic", "true"),
        ("Policy", ""),
        ("Policy", "{}"),
        ("Policy", r#"{"Statement": [{"Effect": "Allow"}]}"#),
        ("DeliveryPolicy", "[]"),
        ("KmsMasterKeyId", "a\tb"),
        ("SignatureVersion", "3"),
        ("TracingConfig", "On"),
        ("HTTPSuccessFeedbackRoleArn", "arn:aws:iam::1:role/x"),
        ("HTTPSuccessFeedbackSampleRate", "101"),
        ("ArchivePolicy", "{}"),
    ] {
        let parameters = [
            ("TopicArn", &*topic),
            ("AttributeName", name),
            ("AttributeValue", value),
        ];
        table.refuse("SetTopicAttributes", &parameters).await;
    }
    table
        .refuse("GetTopicAttributes", &[("TopicArn", "topic")])
        .await;
    let configured = topic.replace("connections", "configured");
    let change = [
        ("TopicArn", &*configured),
        ("AttributeName", "DisplayName"),
        ("AttributeValue", "x"),
    ];
    table.refuse("SetTopicAttributes", &change).await;
    table.refuse("DeleteTopic", &change[..1]).await;
    let given = [
        ("Name", "configured"),
        ("Attributes.entry.1.key", "DisplayName"),
        ("Attributes.entry.1.value", "x"),
    ];
    table.refuse("CreateTopic", &given).await;
    assert_eq!(
        table
            .sns
            .ok("CreateTopic", &given[..1])
            .await
            .one("TopicArn"),
        configured
    );
    for (label, account, action) in [
        ("", "222222222222", "Publish"),
        ("a", "2", "Publish"),
        ("a", "222222222222", "Nothing"),
    ] {
        let parameters = [
            ("TopicArn", &*topic),
            ("Label", label),
            ("AWSAccountId.member.1", account),
            ("ActionName.member.1", action),
        ];
        table.refuse("AddPermission", &parameters).await;
    }
    insta::assert_snapshot!(table.rows.trim_end(), @"");
}

#[tokio::test]
async fn of_subscriptions() {
    let world = World::start().await;
    let webhook = Webhook::start().await;
    let sns = world.sns(PROVIDER);
    let topic = create(&world, "connections", &[]).await;
    let subscription = subscribe(&sns, &topic, &webhook, &[]).await;
    let mut table = Table {
        world: &world,
        sns,
        rows: String::new(),
    };
    for (protocol, endpoint) in [
        ("pigeon", "http://localhost/"),
        ("http", "https://localhost/"),
        ("https", "http://localhost/"),
        ("http", "http://"),
        ("http", "http://user:secret@localhost/"),
        ("http", "http://localhost/\r\nHost: x"),
        ("http", "http://localhost/#part"),
        ("https", "https://localhost:99999/"),
        ("sqs", "http://localhost/"),
        ("sqs", "arn:aws:sqs:us-east-1:1:q"),
        ("lambda", "arn:aws:sqs:us-east-1:111111111111:q"),
        ("email", "nobody"),
        ("sms", "call me"),
    ] {
        let parameters = [
            ("TopicArn", &*topic),
            ("Protocol", protocol),
            ("Endpoint", endpoint),
        ];
        table.refuse("Subscribe", &parameters).await;
    }
    table
        .refuse("Subscribe", &[("TopicArn", &*topic), ("Protocol", "http")])
        .await;
    for (name, value) in [
        ("Colour", "red"),
        ("PendingConfirmation", "false"),
        ("RawMessageDelivery", "maybe"),
        ("FilterPolicy", "[]"),
        ("FilterPolicy", r#"{"a": {"b": ["c"]}}"#),
        ("FilterPolicyScope", "Everything"),
        ("DeliveryPolicy", "[]"),
        ("RedrivePolicy", r#"{"deadLetterTargetArn": "queue"}"#),
        ("SubscriptionRoleArn", "role"),
    ] {
        let parameters = [
            ("SubscriptionArn", &*subscription),
            ("AttributeName", name),
            ("AttributeValue", value),
        ];
        table.refuse("SetSubscriptionAttributes", &parameters).await;
    }
    let raw = [
        ("TopicArn", &*topic),
        ("Protocol", "email"),
        ("Endpoint", "a@example.com"),
        ("Attributes.entry.1.key", "RawMessageDelivery"),
        ("Attributes.entry.1.value", "true"),
    ];
    table.refuse("Subscribe", &raw).await;
    for token in ["x", "", "' OR 1=1 --"] {
        table
            .refuse(
                "ConfirmSubscription",
                &[("TopicArn", &*topic), ("Token", token)],
            )
            .await;
    }
    let absent = topic.replace("connections", "absent");
    table
        .refuse(
            "ConfirmSubscription",
            &[("TopicArn", &*absent), ("Token", "x")],
        )
        .await;
    for arn in ["PendingConfirmation", &*topic] {
        table
            .refuse("GetSubscriptionAttributes", &[("SubscriptionArn", arn)])
            .await;
        table
            .refuse("Unsubscribe", &[("SubscriptionArn", arn)])
            .await;
    }
    insta::assert_snapshot!(table.rows.trim_end(), @"");
}

#[tokio::test]
async fn of_messages() {
    let world = World::start().await;
    let topic = create(&world, "connections", &[]).await;
    let mut table = Table {
        world: &world,
        sns: world.sns(PROVIDER),
        rows: String::new(),
    };
    let to = ("TopicArn", &*topic);
    let long = "x".repeat(256 * 1024 + 1);
    for message in ["", &long] {
        table.refuse("Publish", &[to, ("Message", message)]).await;
    }
    let subject = "x".repeat(101);
    for subject in ["", " x", "two\nlines", "\u{e9}", &subject] {
        table
            .refuse("Publish", &[to, ("Message", "x"), ("Subject", subject)])
            .await;
    }
    for (message, structure) in [
        ("x", "xml"),
        ("x", "json"),
        (r#"{"http": "x"}"#, "json"),
        (r#"{"default": 1}"#, "json"),
    ] {
        table
            .refuse(
                "Publish",
                &[to, ("Message", message), ("MessageStructure", structure)],
            )
            .await;
    }
    for (name, kind, member, value) in [
        ("a..b", "String", "StringValue", "x"),
        ("a b", "String", "StringValue", "x"),
        ("a", "Colour", "StringValue", "x"),
        ("a", "String", "StringValue", ""),
        ("a", "String", "BinaryValue", "eA=="),
        ("a", "Number", "StringValue", "ten"),
        ("a", "String.Array", "StringValue", "x"),
        ("a", "Binary", "BinaryValue", "!"),
    ] {
        let value_name = format!("MessageAttributes.entry.1.Value.{member}");
        let parameters = [
            to,
            ("Message", "x"),
            ("MessageAttributes.entry.1.Name", name),
            ("MessageAttributes.entry.1.Value.DataType", kind),
            (&*value_name, value),
        ];
        table.refuse("Publish", &parameters).await;
    }
    table.refuse("Publish", &[("Message", "x")]).await;
    table
        .refuse("Publish", &[to, ("TargetArn", &topic), ("Message", "x")])
        .await;
    table
        .refuse(
            "Publish",
            &[
                (
                    "TargetArn",
                    "arn:aws:sns:us-east-1:111111111111:endpoint/GCM/a/b",
                ),
                ("Message", "x"),
            ],
        )
        .await;
    table
        .refuse("Publish", &[("PhoneNumber", "+15550100"), ("Message", "x")])
        .await;
    let ids: Vec<(String, String)> = (1..=11)
        .map(|number| {
            let entry = format!("PublishBatchRequestEntries.member.{number}");
            (format!("{entry}.Id"), format!("{entry}.Message"))
        })
        .collect();
    let many: Vec<(&str, &str)> = ids
        .iter()
        .flat_map(|(id, message)| [(&**id, &**id), (&**message, "x")])
        .collect();
    let batch = |entries: &[(&'static str, &'static str)]| {
        let mut parameters = vec![to];
        for ((id, message), (its_id, text)) in ids.iter().zip(entries) {
            parameters.extend([(&**id, *its_id), (&**message, *text)]);
        }
        parameters
    };
    table
        .refuse("PublishBatch", &[to, ("PublishBatchRequestEntries", "")])
        .await;
    table
        .refuse("PublishBatch", &[&[to], &many[..]].concat())
        .await;
    table
        .refuse("PublishBatch", &batch(&[("a", "x"), ("a", "y")]))
        .await;
    table.refuse("PublishBatch", &batch(&[("a b", "x")])).await;
    let half = "x".repeat(200 * 1024);
    let mut long = batch(&[("a", "x"), ("b", "x")]);
    for (name, value) in &mut long {
        if name.ends_with("Message") {
            *value = &half;
        }
    }
    table.refuse("PublishBatch", &long).await;
    insta::assert_snapshot!(table.rows.trim_end(), @"");
}
