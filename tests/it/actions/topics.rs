//! The actions of SNS and IAM.

use super::requests::Request;
use super::requests::requests;
use crate::support::inventory::Inventory;
use crate::support::query::Protocol;
use crate::support::world::{CONSUMER, PROVIDER};

/// The actions of topics, and of those who subscribe to them.
pub(super) fn requests(inventory: &Inventory) -> Vec<Request> {
    let topic = &inventory.topic_arn;
    let subscription = &inventory.subscription_arn;
    let policy = r#"{"Name": "strict", "Version": "2021-06-01", "Statement": []}"#;
    let mut all = requests!(PROVIDER, &Protocol::SNS,
        CreateTopic { "Name": "another", "Attributes.entry.1.key": "DisplayName", "Attributes.entry.1.value": "Another" },
        ListTopics {},
        SetTopicAttributes { "TopicArn": topic, "AttributeName": "DisplayName", "AttributeValue": "Connections" },
        GetTopicAttributes { "TopicArn": topic },
        AddPermission { "TopicArn": topic, "Label": "partner", "AWSAccountId.member.1": CONSUMER, "ActionName.member.1": "Publish" },
        RemovePermission { "TopicArn": topic, "Label": "partner" },
        PutDataProtectionPolicy { "ResourceArn": topic, "DataProtectionPolicy": policy },
        GetDataProtectionPolicy { "ResourceArn": topic },
        TagResource { "ResourceArn": topic, "Tags.member.1.Key": "Team", "Tags.member.1.Value": "orders" },
        ListTagsForResource { "ResourceArn": topic },
        UntagResource { "ResourceArn": topic, "TagKeys.member.1": "Team" },
        Subscribe { "TopicArn": topic, "Protocol": "sqs", "Endpoint": "arn:aws:sqs:us-east-1:111111111111:orders" },
        ListSubscriptions {},
        ListSubscriptionsByTopic { "TopicArn": topic },
        ConfirmSubscription { "TopicArn": topic, "Token": inventory.subscription_token },
        GetSubscriptionAttributes { "SubscriptionArn": subscription },
        SetSubscriptionAttributes { "SubscriptionArn": subscription, "AttributeName": "RawMessageDelivery", "AttributeValue": "true" },
        Publish { "TopicArn": topic, "Message": "hello" },
        PublishBatch {
            "TopicArn": topic, "PublishBatchRequestEntries.member.1.Id": "a", "PublishBatchRequestEntries.member.1.Message": "hello",
        },
        Unsubscribe { "SubscriptionArn": subscription },
        DeleteTopic { "TopicArn": topic },
    );
    all.extend(requests!(PROVIDER, &Protocol::IAM, GetUser {}));
    all
}
