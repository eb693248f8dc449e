//! Another account's topics and subscriptions: closed, unless the topic's policy says otherwise.

use super::{create, subscribed};
use crate::support::webhook::Webhook;
use crate::support::world::{CONSUMER, PROVIDER, STRANGER, World};

/// An action about a topic, the parameter that names it, and what else it takes.
type Case = (
    &'static str,
    &'static str,
    &'static [(&'static str, &'static str)],
);

const ABOUT_TOPICS: &[Case] = &[
    ("GetTopicAttributes", "TopicArn", &[]),
    (
        "SetTopicAttributes",
        "TopicArn",
        &[("AttributeName", "DisplayName"), ("AttributeValue", "x")],
    ),
    ("DeleteTopic", "TopicArn", &[]),
    (
        "Subscribe",
        "TopicArn",
        &[
            ("Protocol", "sqs"),
            ("Endpoint", "arn:aws:sqs:us-east-1:333333333333:q"),
        ],
    ),
    ("ListSubscriptionsByTopic", "TopicArn", &[]),
    ("Publish", "TopicArn", &[("Message", "hello")]),
    (
        "PublishBatch",
        "TopicArn",
        &[
            ("PublishBatchRequestEntries.member.1.Id", "a"),
            ("PublishBatchRequestEntries.member.1.Message", "x"),
        ],
    ),
    (
        "AddPermission",
        "TopicArn",
        &[
            ("Label", "me"),
            ("AWSAccountId.member.1", STRANGER),
            ("ActionName.member.1", "Publish"),
        ],
    ),
    ("RemovePermission", "TopicArn", &[("Label", "me")]),
    (
        "TagResource",
        "ResourceArn",
        &[("Tags.member.1.Key", "a"), ("Tags.member.1.Value", "b")],
    ),
    ("UntagResource", "ResourceArn", &[("TagKeys.member.1", "a")]),
    ("ListTagsForResource", "ResourceArn", &[]),
    ("GetDataProtectionPolicy", "ResourceArn", &[]),
    (
        "PutDataProtectionPolicy",
        "ResourceArn",
        &[("DataProtectionPolicy", r#"{"Statement": []}"#)],
    ),
];

/// A subscription, to a stranger and to the topic's owner.
async fn about_subscriptions(world: &World, topic: &str, subscription: &str) -> String {
    let before = world.rows().await;
    let mut table = String::new();
    for (action, more) in [
        ("GetSubscriptionAttributes", vec![]),
        (
            "SetSubscriptionAttributes",
            vec![
                ("AttributeName", "RawMessageDelivery"),
                ("AttributeValue", "false"),
            ],
        ),
    ] {
        let mut parameters = vec![("SubscriptionArn", subscription)];
        parameters.extend(more);
        let reply = world.sns(STRANGER).call(action, &parameters).await;
        let refusal = reply.refusal().replace(subscription, "[subscription]");
        table += &format!("{action}\n  {refusal}\n");
        let absent = format!("{topic}:{}", uuid::Uuid::nil());
        parameters[0].1 = &absent;
        let other = world
            .sns(STRANGER)
            .call(action, &parameters)
            .await
            .refusal();
        assert_eq!(
            other.replace(&absent, "[subscription]"),
            refusal,
            "{action} tells them apart"
        );
        let own = world.sns(PROVIDER).call(action, &parameters).await;
        table += &format!("  {}\n", own.refusal());
        assert_eq!(before, world.rows().await, "{action} changed something");
    }
    table
}

#[tokio::test]
async fn nobody_elses() {
    let world = World::start().await;
    let mut webhook = Webhook::start().await;
    let topic = create(&world, "connections", &[]).await;
    let subscription = subscribed(
        &world,
        &topic,
        &mut webhook,
        &[("RawMessageDelivery", "true")],
    )
    .await;
    let absent = topic.replace("connections", "absent");
    let before = world.rows().await;
    let mut table = String::new();
    for (action, arn, more) in ABOUT_TOPICS.iter().copied() {
        let call = async |topic: &str, region: &'static str, account: &'static str| {
            let mut parameters = vec![(arn, topic)];
            parameters.extend(more);
            let reply = world
                .sns(account)
                .region(region)
                .call(action, &parameters)
                .await;
            assert!(
                reply.status >= 400 || action == "DeleteTopic",
                "{action}: {reply}"
            );
            world.shown(&reply.refusal())
        };
        let refusal = call(&topic, "us-east-1", STRANGER).await;
        let of_absent = call(&absent, "us-east-1", STRANGER).await;
        assert_eq!(
            of_absent,
            refusal.replace("connections", "absent"),
            "{action} tells them apart"
        );
        let elsewhere = call(&topic, "eu-west-1", PROVIDER).await;
        assert!(
            elsewhere.contains("InvalidParameter: Invalid parameter: TopicArn"),
            "{action}: {elsewhere}"
        );
        table += &format!(
            "{action}\n  {refusal}\n  {}\n",
            call(&absent, "us-east-1", PROVIDER).await
        );
        assert_eq!(before, world.rows().await, "{action} changed something");
    }
    table += &about_subscriptions(&world, &topic, &subscription).await;
    for action in ["ListTopics", "ListSubscriptions"] {
        let listed = world.sns(STRANGER).ok(action, &[]).await;
        assert!(listed.all("member").is_empty(), "{action}: {listed}");
    }
    insta::assert_snapshot!(table.trim_end(), @"
    GetTopicAttributes
      403 AuthorizationError: User: arn:aws:iam::333333333333:root is not authorized to perform: SNS:GetTopicAttributes on resource: arn:aws:sns:us-east-1:111111111111:connections because no resource-based policy allows the SNS:GetTopicAttributes action
      404 NotFound: Topic does not exist
    SetTopicAttributes
      403 AuthorizationError: User: arn:aws:iam::333333333333:root is not authorized to perform: SNS:SetTopicAttributes on resource: arn:aws:sns:us-east-1:111111111111:connections because no resource-based policy allows the SNS:SetTopicAttributes action
      404 NotFound: Topic does not exist
    DeleteTopic
      403 AuthorizationError: User: arn:aws:iam::333333333333:root is not authorized to perform: SNS:DeleteTopic on resource: arn:aws:sns:us-east-1:111111111111:connections because no resource-based policy allows the SNS:DeleteTopic action
      200 ResponseMetadata of 1
    Subscribe
      403 AuthorizationError: User: arn:aws:iam::333333333333:root is not authorized to perform: SNS:Subscribe on resource: arn:aws:sns:us-east-1:111111111111:connections because no resource-based policy allows the SNS:Subscribe action
      404 NotFound: Topic does not exist
    ListSubscriptionsByTopic
      403 AuthorizationError: User: arn:aws:iam::333333333333:root is not authorized to perform: SNS:ListSubscriptionsByTopic on resource: arn:aws:sns:us-east-1:111111111111:connections because no resource-based policy allows the SNS:ListSubscriptionsByTopic action
      404 NotFound: Topic does not exist
    Publish
      403 AuthorizationError: User: arn:aws:iam::333333333333:root is not authorized to perform: SNS:Publish on resource: arn:aws:sns:us-east-1:111111111111:connections because no resource-based policy allows the SNS:Publish action
      404 NotFound: Topic does not exist
    PublishBatch
      403 AuthorizationError: User: arn:aws:iam::333333333333:root is not authorized to perform: SNS:Publish on resource: arn:aws:sns:us-east-1:111111111111:connections because no resource-based policy allows the SNS:Publish action
      404 NotFound: Topic does not exist
    AddPermission
      403 AuthorizationError: User: arn:aws:iam::333333333333:root is not authorized to perform: SNS:AddPermission on resource: arn:aws:sns:us-east-1:111111111111:connections because no resource-based policy allows the SNS:AddPermission action
      404 NotFound: Topic does not exist
    RemovePermission
      403 AuthorizationError: User: arn:aws:iam::333333333333:root is not authorized to perform: SNS:RemovePermission on resource: arn:aws:sns:us-east-1:111111111111:connections because no resource-based policy allows the SNS:RemovePermission action
      404 NotFound: Topic does not exist
    TagResource
      403 AuthorizationError: User: arn:aws:iam::333333333333:root is not authorized to perform: SNS:TagResource on resource: arn:aws:sns:us-east-1:111111111111:connections because no resource-based policy allows the SNS:TagResource action
      404 ResourceNotFound: Resource does not exist
    UntagResource
      403 AuthorizationError: User: arn:aws:iam::333333333333:root is not authorized to perform: SNS:UntagResource on resource: arn:aws:sns:us-east-1:111111111111:connections because no resource-based policy allows the SNS:UntagResource action
      404 ResourceNotFound: Resource does not exist
    ListTagsForResource
      403 AuthorizationError: User: arn:aws:iam::333333333333:root is not authorized to perform: SNS:ListTagsForResource on resource: arn:aws:sns:us-east-1:111111111111:connections because no resource-based policy allows the SNS:ListTagsForResource action
      404 ResourceNotFound: Resource does not exist
    GetDataProtectionPolicy
      403 AuthorizationError: User: arn:aws:iam::333333333333:root is not authorized to perform: SNS:GetDataProtectionPolicy on resource: arn:aws:sns:us-east-1:111111111111:connections because no resource-based policy allows the SNS:GetDataProtectionPolicy action
      404 NotFound: Topic does not exist
    PutDataProtectionPolicy
      403 AuthorizationError: User: arn:aws:iam::333333333333:root is not authorized to perform: SNS:PutDataProtectionPolicy on resource: arn:aws:sns:us-east-1:111111111111:connections because no resource-based policy allows the SNS:PutDataProtectionPolicy action
      404 NotFound: Topic does not exist
    GetSubscriptionAttributes
      403 AuthorizationError: User: arn:aws:iam::333333333333:root is not authorized to perform: SNS:GetSubscriptionAttributes on resource: [subscription]
      404 NotFound: Subscription does not exist
    SetSubscriptionAttributes
      403 AuthorizationError: User: arn:aws:iam::333333333333:root is not authorized to perform: SNS:SetSubscriptionAttributes on resource: [subscription]
      404 NotFound: Subscription does not exist
    ");
}

/// What the policy allows, to whom it allows it.
#[tokio::test]
async fn as_the_policy_says() {
    let world = World::start().await;
    let policy = r#"{"Statement": [
        {"Effect": "Allow", "Principal": {"AWS": "222222222222"}, "Action": ["SNS:Subscribe", "SNS:Publish"], "Resource": "*"},
        {"Effect": "Deny", "Principal": {"AWS": "*"}, "Action": "SNS:Publish", "Resource": "*",
         "Condition": {"StringEquals": {"aws:PrincipalArn": "arn:aws:iam::222222222222:root"}}},
        {"Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::222222222222:role/ops"}, "Action": "SNS:GetTopicAttributes", "Resource": "*"}
    ]}"#;
    let attribute = [
        ("Attributes.entry.1.key", "Policy"),
        ("Attributes.entry.1.value", policy),
    ];
    let topic = create(&world, "connections", &attribute).await;
    let role = [
        ("RoleArn", "arn:aws:iam::222222222222:role/ops"),
        ("RoleSessionName", "night"),
    ];
    let key = world
        .sts(CONSUMER)
        .ok("AssumeRole", &role)
        .await
        .one("AccessKeyId");
    let queue = [
        ("TopicArn", &*topic),
        ("Protocol", "sqs"),
        ("Endpoint", "arn:aws:sqs:us-east-1:222222222222:orders"),
    ];
    let message = [("TopicArn", &*topic), ("Message", "hello")];
    let mut table = Vec::new();
    for (who, key) in [
        ("account", CONSUMER),
        ("role", &*key),
        ("stranger", STRANGER),
        ("owner", PROVIDER),
    ] {
        let sns = world.sns(key);
        for (action, parameters) in [
            ("Subscribe", &queue[..]),
            ("Publish", &message),
            ("GetTopicAttributes", &message[..1]),
        ] {
            let reply = sns.call(action, parameters).await;
            table.push(format!("{who:<8} {action:<18} {}", reply.status));
        }
    }
    insta::assert_snapshot!(table.join("\n"), @"
    account  Subscribe          200
    account  Publish            403
    account  GetTopicAttributes 403
    role     Subscribe          200
    role     Publish            200
    role     GetTopicAttributes 200
    stranger Subscribe          403
    stranger Publish            403
    stranger GetTopicAttributes 403
    owner    Subscribe          200
    owner    Publish            200
    owner    GetTopicAttributes 200
    ");
}
