//! Permissions are statements of the policy, by label.

use serde_json::Value;

use super::{attributes, create};
use crate::support::world::{CONSUMER, PROVIDER, STRANGER, World};

#[tokio::test]
async fn added_and_removed() {
    let world = World::start().await;
    let sns = world.sns(PROVIDER);
    let topic = create(&world, "connections", &[]).await;
    let statements = async || {
        let shown = sns.ok("GetTopicAttributes", &[("TopicArn", &topic)]).await;
        let policy: Value = serde_json::from_str(&attributes(&shown)["Policy"]).expect("JSON");
        policy["Statement"].as_array().expect("statements").clone()
    };
    let partner = [
        ("TopicArn", &*topic),
        ("Label", "partner"),
        ("AWSAccountId.member.1", CONSUMER),
        ("ActionName.member.1", "Publish"),
    ];
    let both = [
        ("TopicArn", &*topic),
        ("Label", "both"),
        ("AWSAccountId.member.1", CONSUMER),
        ("AWSAccountId.member.2", STRANGER),
        ("ActionName.member.1", "Subscribe"),
        ("ActionName.member.2", "ListSubscriptionsByTopic"),
    ];
    let added = sns.ok("AddPermission", &partner).await;
    insta::assert_snapshot!(world.shown(&added), @r#"
    HTTP 200
    <AddPermissionResponse xmlns="http://sns.amazonaws.com/doc/2010-03-31/">
      <ResponseMetadata>
        <RequestId>[request-id]</RequestId>
      </ResponseMetadata>
    </AddPermissionResponse>
    "#);
    sns.ok("AddPermission", &both).await;
    insta::assert_snapshot!(format!("{:#}", Value::from(&statements().await[1..])), @r#"
    [
      {
        "Action": "SNS:Publish",
        "Effect": "Allow",
        "Principal": {
          "AWS": "arn:aws:iam::222222222222:root"
        },
        "Resource": "arn:aws:sns:us-east-1:111111111111:connections",
        "Sid": "partner"
      },
      {
        "Action": [
          "SNS:Subscribe",
          "SNS:ListSubscriptionsByTopic"
        ],
        "Effect": "Allow",
        "Principal": {
          "AWS": [
            "arn:aws:iam::222222222222:root",
            "arn:aws:iam::333333333333:root"
          ]
        },
        "Resource": "arn:aws:sns:us-east-1:111111111111:connections",
        "Sid": "both"
      }
    ]
    "#);
    let message = [("TopicArn", &*topic), ("Message", "hello")];
    assert_eq!(
        world.sns(CONSUMER).call("Publish", &message).await.status,
        200
    );
    assert_eq!(
        world.sns(STRANGER).call("Publish", &message).await.status,
        403
    );
    insta::assert_snapshot!(sns.call("AddPermission", &partner).await.refusal(), @"400 InvalidParameter: Invalid parameter: Statement already exists");
    let label = [("TopicArn", &*topic), ("Label", "partner")];
    let removed = sns.ok("RemovePermission", &label).await;
    insta::assert_snapshot!(world.shown(&removed), @r#"
    HTTP 200
    <RemovePermissionResponse xmlns="http://sns.amazonaws.com/doc/2010-03-31/">
      <ResponseMetadata>
        <RequestId>[request-id]</RequestId>
      </ResponseMetadata>
    </RemovePermissionResponse>
    "#);
    sns.ok("RemovePermission", &label).await;
    assert_eq!(statements().await.len(), 2);
    assert_eq!(
        world.sns(CONSUMER).call("Publish", &message).await.status,
        403
    );
}
