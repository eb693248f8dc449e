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
        let request = format!("{action} {}", about.join(" "));
        self.rows += &format!("{}\n  {refusal}\n", request.trim_end());
    }
}

/// Attributes that no topic has.
const TOPIC_ATTRIBUTES: &[(&str, &str)] = &[
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
];

/// Endpoints that no subscription has.
const ENDPOINTS: &[(&str, &str)] = &[
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
];

/// Attributes that no subscription has.
const SUBSCRIPTION_ATTRIBUTES: &[(&str, &str)] = &[
    ("Colour", "red"),
    ("PendingConfirmation", "false"),
    ("RawMessageDelivery", "maybe"),
    ("FilterPolicy", "[]"),
    ("FilterPolicy", r#"{"a": {"b": ["c"]}}"#),
    ("FilterPolicyScope", "Everything"),
    ("DeliveryPolicy", "[]"),
    ("RedrivePolicy", r#"{"deadLetterTargetArn": "queue"}"#),
    ("SubscriptionRoleArn", "role"),
];

/// Attributes that no message has: name, type, member, value.
const MESSAGE_ATTRIBUTES: &[(&str, &str, &str, &str)] = &[
    ("a..b", "String", "StringValue", "x"),
    ("a b", "String", "StringValue", "x"),
    ("a", "Colour", "StringValue", "x"),
    ("a", "String", "StringValue", ""),
    ("a", "String", "BinaryValue", "eA=="),
    ("a", "Number", "StringValue", "ten"),
    ("a", "String.Array", "StringValue", "x"),
    ("a", "Binary", "BinaryValue", "!"),
];

/// Topics that cannot be created.
async fn new_topics(table: &mut Table<'_>) {
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
}

/// Batches that cannot be published.
async fn batches<'a>(table: &mut Table<'_>, to: (&'a str, &'a str)) {
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
    new_topics(&mut table).await;
    for (name, value) in TOPIC_ATTRIBUTES.iter().copied() {
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
    insta::assert_snapshot!(table.rows.trim_end(), @r#"
    CreateTopic ""
      400 InvalidParameter: Invalid parameter: Topic Name
    CreateTopic "a b"
      400 InvalidParameter: Invalid parameter: Topic Name
    CreateTopic "a/b"
      400 InvalidParameter: Invalid parameter: Topic Name
    CreateTopic ".fifo"
      400 InvalidParameter: Invalid parameter: Topic Name
    CreateTopic
      400 InvalidParameter: Invalid parameter: Topic Name
    CreateTopic "connections" "Colour" "red"
      400 InvalidParameter: Invalid parameter: AttributeName Reason: Colour is none that can be set for this topic
    CreateTopic "connections" "FifoTopic" "yes"
      400 InvalidParameter: Invalid parameter: Attributes Reason: FifoTopic: 'yes' is neither true nor false
    CreateTopic "connections" "FifoTopic" "true"
      400 InvalidParameter: Invalid parameter: Topic Name Reason: the name of a first-in-first-out topic must end with .fifo
    CreateTopic "connections" "DisplayName" "two\nlines"
      400 InvalidParameter: Invalid parameter: DisplayName Reason: at most 100 characters, in one line
    CreateTopic "connections" "DisplayName" "Connections"
      400 InvalidParameter: Invalid parameter: Attributes Reason: Topic already exists with different attributes
    CreateTopic "connections" "a" "c"
      400 InvalidParameter: Invalid parameter: Tags Reason: Topic already exists with different tags
    CreateTopic "other" "aws:a" "c"
      400 InvalidParameter: Tag keys starting with 'aws:' are reserved for internal use: 'aws:a'
    CreateTopic "other" "[]"
      400 InvalidParameter: Invalid parameter: DataProtectionPolicy Reason: must be a JSON object with a Statement, of at most 30720 bytes
    SetTopicAttributes "TopicArn" "x"
      400 InvalidParameter: Invalid parameter: AttributeName Reason: TopicArn is none that can be set for this topic
    SetTopicAttributes "FifoTopic" "true"
      400 InvalidParameter: Invalid parameter: AttributeName Reason: FifoTopic is none that can be set for this topic
    SetTopicAttributes "Policy" ""
      400 InvalidParameter: Invalid parameter: Policy Reason: Policy Error: null
    SetTopicAttributes "Policy" "{}"
      400 InvalidParameter: Invalid parameter: Policy Reason: Policy Error: null
    SetTopicAttributes "Policy" "{\"Statement\": [{\"Effect\": \"Allow\"}]}"
      400 InvalidParameter: Invalid parameter: Policy Reason: Policy Error: null
    SetTopicAttributes "DeliveryPolicy" "[]"
      400 InvalidParameter: Invalid parameter: DeliveryPolicy Reason: must be a JSON object
    SetTopicAttributes "KmsMasterKeyId" "a\tb"
      400 InvalidParameter: Invalid parameter: KmsMasterKeyId Reason: at most 2048 characters, in one line
    SetTopicAttributes "SignatureVersion" "3"
      400 InvalidParameter: Invalid parameter: SignatureVersion Reason: must be one of 1, 2
    SetTopicAttributes "TracingConfig" "On"
      400 InvalidParameter: Invalid parameter: TracingConfig Reason: must be one of Active, PassThrough
    SetTopicAttributes "HTTPSuccessFeedbackRoleArn" "arn:aws:iam::1:role/x"
      400 InvalidParameter: Invalid parameter: HTTPSuccessFeedbackRoleArn Reason: must be the ARN of a role
    SetTopicAttributes "HTTPSuccessFeedbackSampleRate" "101"
      400 InvalidParameter: Invalid parameter: HTTPSuccessFeedbackSampleRate Reason: must be a whole number from 0 to 100
    SetTopicAttributes "ArchivePolicy" "{}"
      400 InvalidParameter: Invalid parameter: AttributeName Reason: ArchivePolicy is none that can be set for this topic
    GetTopicAttributes
      400 InvalidParameter: Invalid parameter: TopicArn Reason: 'topic' is not the ARN of an SNS topic: expected arn:aws:sns:REGION:ACCOUNT:NAME
    SetTopicAttributes "DisplayName" "x"
      400 OperationNotPermitted: The topic 'arn:aws:sns:us-east-1:111111111111:configured' comes from the configuration and can only be changed there
    DeleteTopic
      400 OperationNotPermitted: The topic 'arn:aws:sns:us-east-1:111111111111:configured' comes from the configuration and can only be changed there
    CreateTopic "configured" "DisplayName" "x"
      400 InvalidParameter: Invalid parameter: Attributes Reason: Topic already exists with different attributes
    AddPermission "" "222222222222" "Publish"
      400 InvalidParameter: Invalid parameter: Label
    AddPermission "a" "2" "Publish"
      400 InvalidParameter: Invalid parameter: AWSAccountId
    AddPermission "a" "222222222222" "Nothing"
      400 InvalidParameter: Invalid parameter: Policy statement action out of service scope!
    "#);
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
    for (protocol, endpoint) in ENDPOINTS.iter().copied() {
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
    for (name, value) in SUBSCRIPTION_ATTRIBUTES.iter().copied() {
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
    insta::assert_snapshot!(table.rows.trim_end(), @r#"
    Subscribe "pigeon" "http://localhost/"
      400 InvalidParameter: Invalid parameter: Does not support this protocol string: pigeon
    Subscribe "http" "https://localhost/"
      400 InvalidParameter: Invalid parameter: Endpoint must match the specified protocol
    Subscribe "https" "http://localhost/"
      400 InvalidParameter: Invalid parameter: Endpoint must match the specified protocol
    Subscribe "http" "http://"
      400 InvalidParameter: Invalid parameter: Endpoint Reason: 'http://' cannot be posted to: expected http:// or https://, a host, and neither a user nor a fragment
    Subscribe "http" "http://user:secret@localhost/"
      400 InvalidParameter: Invalid parameter: Endpoint Reason: 'http://user:secret@localhost/' cannot be posted to: expected http:// or https://, a host, and neither a user nor a fragment
    Subscribe "http" "http://localhost/\r\nHost: x"
      400 InvalidParameter: Invalid parameter: Endpoint Reason: 'http://localhost/
    Host: x' cannot be posted to: expected http:// or https://, a host, and neither a user nor a fragment
    Subscribe "http" "http://localhost/#part"
      400 InvalidParameter: Invalid parameter: Endpoint Reason: 'http://localhost/#part' cannot be posted to: expected http:// or https://, a host, and neither a user nor a fragment
    Subscribe "https" "https://localhost:99999/"
      400 InvalidParameter: Invalid parameter: Endpoint Reason: 'https://localhost:99999/' cannot be posted to: expected http:// or https://, a host, and neither a user nor a fragment
    Subscribe "sqs" "http://localhost/"
      400 InvalidParameter: Invalid parameter: SQS endpoint ARN
    Subscribe "sqs" "arn:aws:sqs:us-east-1:1:q"
      400 InvalidParameter: Invalid parameter: SQS endpoint ARN
    Subscribe "lambda" "arn:aws:sqs:us-east-1:111111111111:q"
      400 InvalidParameter: Invalid parameter: Lambda endpoint ARN
    Subscribe "email" "nobody"
      400 InvalidParameter: Invalid parameter: Email address
    Subscribe "sms" "call me"
      400 InvalidParameter: Invalid parameter: SMS endpoint
    Subscribe "http"
      400 InvalidParameter: Invalid parameter: Endpoint Reason: it is required
    SetSubscriptionAttributes "Colour" "red"
      400 InvalidParameter: Invalid parameter: AttributeName Reason: Colour is none that can be set
    SetSubscriptionAttributes "PendingConfirmation" "false"
      400 InvalidParameter: Invalid parameter: AttributeName Reason: PendingConfirmation is none that can be set
    SetSubscriptionAttributes "RawMessageDelivery" "maybe"
      400 InvalidParameter: Invalid parameter: Attributes Reason: RawMessageDelivery: must be true or false
    SetSubscriptionAttributes "FilterPolicy" "[]"
      400 InvalidParameter: Invalid parameter: FilterPolicy: failed to parse JSON. The policy must be an object
    SetSubscriptionAttributes "FilterPolicy" "{\"a\": {\"b\": [\"c\"]}}"
      400 InvalidParameter: Invalid parameter: FilterPolicy: Filter policy scope MessageAttributes does not support nested filter policy
    SetSubscriptionAttributes "FilterPolicyScope" "Everything"
      400 InvalidParameter: Invalid parameter: Attributes Reason: FilterPolicyScope: must be MessageAttributes or MessageBody
    SetSubscriptionAttributes "DeliveryPolicy" "[]"
      400 InvalidParameter: Invalid parameter: Attributes Reason: DeliveryPolicy: must be a JSON object
    SetSubscriptionAttributes "RedrivePolicy" "{\"deadLetterTargetArn\": \"queue\"}"
      400 InvalidParameter: Invalid parameter: Attributes Reason: RedrivePolicy: must name the ARN of a queue as deadLetterTargetArn
    SetSubscriptionAttributes "SubscriptionRoleArn" "role"
      400 InvalidParameter: Invalid parameter: Attributes Reason: SubscriptionRoleArn: must be the ARN of a role
    Subscribe "email" "a@example.com" "RawMessageDelivery" "true"
      400 InvalidParameter: Invalid parameter: Attributes Reason: RawMessageDelivery: Delivery protocol does not support raw message delivery
    ConfirmSubscription "x"
      400 InvalidParameter: Invalid parameter: Token Reason: Invalid token
    ConfirmSubscription ""
      400 InvalidParameter: Invalid parameter: Token Reason: Invalid token
    ConfirmSubscription "' OR 1=1 --"
      400 InvalidParameter: Invalid parameter: Token Reason: Invalid token
    ConfirmSubscription "x"
      404 NotFound: Topic does not exist
    GetSubscriptionAttributes
      400 InvalidParameter: Invalid parameter: SubscriptionArn Reason: 'PendingConfirmation' is not the ARN of a subscription
    Unsubscribe
      400 InvalidParameter: Invalid parameter: SubscriptionArn Reason: 'PendingConfirmation' is not the ARN of a subscription
    GetSubscriptionAttributes
      400 InvalidParameter: Invalid parameter: SubscriptionArn Reason: 'arn:aws:sns:us-east-1:111111111111:connections' is not the ARN of a subscription
    Unsubscribe
      400 InvalidParameter: Invalid parameter: SubscriptionArn Reason: 'arn:aws:sns:us-east-1:111111111111:connections' is not the ARN of a subscription
    "#);
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
    for (name, kind, member, value) in MESSAGE_ATTRIBUTES.iter().copied() {
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
    batches(&mut table, to).await;
    insta::assert_snapshot!(table.rows.trim_end(), @r#"
    Publish ""
      400 InvalidParameter: Invalid parameter: Empty message
    Publish
      400 InvalidParameter: Invalid parameter: Message too long
    Publish "x" ""
      400 InvalidParameter: Invalid parameter: Subject
    Publish "x" " x"
      400 InvalidParameter: Invalid parameter: Subject
    Publish "x" "two\nlines"
      400 InvalidParameter: Invalid parameter: Subject
    Publish "x" "é"
      400 InvalidParameter: Invalid parameter: Subject
    Publish "x"
      400 InvalidParameter: Invalid parameter: Subject
    Publish "x" "xml"
      400 InvalidParameter: Invalid parameter: Message Structure - must be json
    Publish "x" "json"
      400 InvalidParameter: Invalid parameter: Message Structure - JSON message body failed to parse
    Publish "{\"http\": \"x\"}" "json"
      400 InvalidParameter: Invalid parameter: Message Structure - No default entry in JSON message body
    Publish "{\"default\": 1}" "json"
      400 InvalidParameter: Invalid parameter: Message Structure - No default entry in JSON message body
    Publish "x" "a..b" "String" "x"
      400 ParameterValueInvalid: Invalid parameter: the message attribute name 'a..b' has other characters than letters, digits, '_', '-' and single dots inside
    Publish "x" "a b" "String" "x"
      400 ParameterValueInvalid: Invalid parameter: the message attribute name 'a b' has other characters than letters, digits, '_', '-' and single dots inside
    Publish "x" "a" "Colour" "x"
      400 ParameterValueInvalid: The message attribute 'a' has an invalid message attribute type, the set of supported type prefixes is Binary, Number, and String.
    Publish "x" "a" "String" ""
      400 ParameterValueInvalid: The message attribute 'a' must contain non-empty message attribute value for message attribute type 'String'.
    Publish "x" "a" "String" "eA=="
      400 ParameterValueInvalid: The message attribute 'a' must contain non-empty message attribute value for message attribute type 'String'.
    Publish "x" "a" "Number" "ten"
      400 ParameterValueInvalid: Could not cast message attribute 'a' value to number.
    Publish "x" "a" "String.Array" "x"
      400 ParameterValueInvalid: Could not cast message attribute 'a' value to string array.
    Publish "x" "a" "Binary" "!"
      400 ParameterValueInvalid: The message attribute 'a' is not in Base64.
    Publish "x"
      400 InvalidParameter: Invalid parameter: TopicArn or TargetArn Reason: one of them, and not both, is required
    Publish "x"
      400 InvalidParameter: Invalid parameter: TopicArn or TargetArn Reason: one of them, and not both, is required
    Publish "x"
      400 InvalidParameter: Invalid parameter: TargetArn Reason: it is not the ARN of a topic
    Publish "+15550100" "x"
      400 UnsupportedOperation: privlink sends no text messages to telephones
    PublishBatch ""
      400 EmptyBatchRequest: The batch request doesn't contain any entries.
    PublishBatch "PublishBatchRequestEntries.member.1.Id" "x" "PublishBatchRequestEntries.member.2.Id" "x" "PublishBatchRequestEntries.member.3.Id" "x" "PublishBatchRequestEntries.member.4.Id" "x" "PublishBatchRequestEntries.member.5.Id" "x" "PublishBatchRequestEntries.member.6.Id" "x" "PublishBatchRequestEntries.member.7.Id" "x" "PublishBatchRequestEntries.member.8.Id" "x" "PublishBatchRequestEntries.member.9.Id" "x" "PublishBatchRequestEntries.member.10.Id" "x" "PublishBatchRequestEntries.member.11.Id" "x"
      400 TooManyEntriesInBatchRequest: The batch request contains more entries than permissible.
    PublishBatch "a" "x" "a" "y"
      400 BatchEntryIdsNotDistinct: Two or more batch entries in the request have the same Id.
    PublishBatch "a b" "x"
      400 InvalidBatchEntryId: The Id of a batch entry in a batch request doesn't abide by the specification.
    PublishBatch "a" "b"
      400 BatchRequestTooLong: The length of all the batch messages put together is more than the limit.
    "#);
}
