//! Whole answers.

use super::{attributes, create, subscribe, subscribed};
use crate::support::webhook::Webhook;
use crate::support::world::{PROVIDER, World};

#[tokio::test]
async fn of_topics() {
    let world = World::start().await;
    let sns = world.sns(PROVIDER);
    let parameters = [
        ("Name", "connections"),
        ("Attributes.entry.1.key", "DisplayName"),
        ("Attributes.entry.1.value", "Connections <to> orders"),
        ("Tags.member.1.Key", "Team"),
        ("Tags.member.1.Value", "orders"),
    ];
    let created = sns.ok("CreateTopic", &parameters).await;
    insta::assert_snapshot!(world.shown(&created), @r#"
    HTTP 200
    <CreateTopicResponse xmlns="http://sns.amazonaws.com/doc/2010-03-31/">
      <CreateTopicResult>
        <TopicArn>arn:aws:sns:us-east-1:111111111111:connections</TopicArn>
      </CreateTopicResult>
      <ResponseMetadata>
        <RequestId>[request-id]</RequestId>
      </ResponseMetadata>
    </CreateTopicResponse>
    "#);
    let again = sns.ok("CreateTopic", &parameters).await;
    assert_eq!(again.one("TopicArn"), created.one("TopicArn"));
    let named = sns.ok("CreateTopic", &[("Name", "connections")]).await;
    assert_eq!(named.one("TopicArn"), created.one("TopicArn"));

    let arn = created.one("TopicArn");
    let shown = sns.ok("GetTopicAttributes", &[("TopicArn", &arn)]).await;
    insta::assert_snapshot!(world.shown(&shown), @r#"
    HTTP 200
    <GetTopicAttributesResponse xmlns="http://sns.amazonaws.com/doc/2010-03-31/">
      <GetTopicAttributesResult>
        <Attributes>
          <entry>
            <key>DisplayName</key>
            <value>Connections <to> orders</value>
          </entry>
          <entry>
            <key>EffectiveDeliveryPolicy</key>
            <value>{"http":{"defaultHealthyRetryPolicy":{"backoffFunction":"linear","maxDelayTarget":20,"minDelayTarget":20,"numMaxDelayRetries":0,"numMinDelayRetries":0,"numNoDelayRetries":0,"numRetries":3},"defaultRequestPolicy":{"headerContentType":"text/plain; charset=UTF-8"},"disableSubscriptionOverrides":false}}</value>
          </entry>
          <entry>
            <key>Owner</key>
            <value>111111111111</value>
          </entry>
          <entry>
            <key>Policy</key>
            <value>{"Id":"__default_policy_ID","Statement":[{"Action":["SNS:GetTopicAttributes","SNS:SetTopicAttributes","SNS:AddPermission","SNS:RemovePermission","SNS:DeleteTopic","SNS:Subscribe","SNS:ListSubscriptionsByTopic","SNS:Publish"],"Condition":{"StringEquals":{"AWS:SourceOwner":"111111111111"}},"Effect":"Allow","Principal":{"AWS":"*"},"Resource":"arn:aws:sns:us-east-1:111111111111:connections","Sid":"__default_statement_ID"}],"Version":"2008-10-17"}</value>
          </entry>
          <entry>
            <key>SubscriptionsConfirmed</key>
            <value>0</value>
          </entry>
          <entry>
            <key>SubscriptionsDeleted</key>
            <value>0</value>
          </entry>
          <entry>
            <key>SubscriptionsPending</key>
            <value>0</value>
          </entry>
          <entry>
            <key>TopicArn</key>
            <value>arn:aws:sns:us-east-1:111111111111:connections</value>
          </entry>
        </Attributes>
      </GetTopicAttributesResult>
      <ResponseMetadata>
        <RequestId>[request-id]</RequestId>
      </ResponseMetadata>
    </GetTopicAttributesResponse>
    "#);
    let change = [
        ("TopicArn", &*arn),
        ("AttributeName", "SignatureVersion"),
        ("AttributeValue", "2"),
    ];
    let changed = sns.ok("SetTopicAttributes", &change).await;
    insta::assert_snapshot!(world.shown(&changed), @r#"
    HTTP 200
    <SetTopicAttributesResponse xmlns="http://sns.amazonaws.com/doc/2010-03-31/">
      <ResponseMetadata>
        <RequestId>[request-id]</RequestId>
      </ResponseMetadata>
    </SetTopicAttributesResponse>
    "#);
    let tags = [
        ("ResourceArn", &*arn),
        ("Tags.member.1.Key", "Stage"),
        ("Tags.member.1.Value", "test"),
    ];
    let tagged = sns.ok("TagResource", &tags).await;
    insta::assert_snapshot!(world.shown(&tagged), @r#"
    HTTP 200
    <TagResourceResponse xmlns="http://sns.amazonaws.com/doc/2010-03-31/">
      <TagResourceResult/>
      <ResponseMetadata>
        <RequestId>[request-id]</RequestId>
      </ResponseMetadata>
    </TagResourceResponse>
    "#);
    let untag = [("ResourceArn", &*arn), ("TagKeys.member.1", "Team")];
    sns.ok("UntagResource", &untag).await;
    let tags = sns
        .ok("ListTagsForResource", &[("ResourceArn", &arn)])
        .await;
    insta::assert_snapshot!(world.shown(&tags), @r#"
    HTTP 200
    <ListTagsForResourceResponse xmlns="http://sns.amazonaws.com/doc/2010-03-31/">
      <ListTagsForResourceResult>
        <Tags>
          <member>
            <Key>Stage</Key>
            <Value>test</Value>
          </member>
        </Tags>
      </ListTagsForResourceResult>
      <ResponseMetadata>
        <RequestId>[request-id]</RequestId>
      </ResponseMetadata>
    </ListTagsForResourceResponse>
    "#);
    let topics = sns.ok("ListTopics", &[]).await;
    insta::assert_snapshot!(world.shown(&topics), @r#"
    HTTP 200
    <ListTopicsResponse xmlns="http://sns.amazonaws.com/doc/2010-03-31/">
      <ListTopicsResult>
        <Topics>
          <member>
            <TopicArn>arn:aws:sns:us-east-1:111111111111:connections</TopicArn>
          </member>
        </Topics>
      </ListTopicsResult>
      <ResponseMetadata>
        <RequestId>[request-id]</RequestId>
      </ResponseMetadata>
    </ListTopicsResponse>
    "#);
    let rest = world.rest(PROVIDER).items("/v1/topics").await;
    insta::assert_snapshot!(format!("{:#}", rest[0]), @r#"
    {
      "attributes": {
        "DisplayName": "Connections <to> orders",
        "SignatureVersion": "2"
      },
      "configured": false,
      "subscribers": [],
      "tags": [
        {
          "key": "Stage",
          "value": "test"
        }
      ],
      "topicArn": "arn:aws:sns:us-east-1:111111111111:connections"
    }
    "#);
    let tags = world.ec2(PROVIDER).ok("DescribeTags", &[]).await;
    assert!(tags.all("key").is_empty(), "EC2 does not know topics");

    let deleted = sns.ok("DeleteTopic", &[("TopicArn", &arn)]).await;
    insta::assert_snapshot!(world.shown(&deleted), @r#"
    HTTP 200
    <DeleteTopicResponse xmlns="http://sns.amazonaws.com/doc/2010-03-31/">
      <ResponseMetadata>
        <RequestId>[request-id]</RequestId>
      </ResponseMetadata>
    </DeleteTopicResponse>
    "#);
    sns.ok("DeleteTopic", &[("TopicArn", &arn)]).await;
    assert!(sns.ok("ListTopics", &[]).await.all("TopicArn").is_empty());
}

#[tokio::test]
async fn of_subscriptions() {
    let world = World::start().await;
    let mut webhook = Webhook::start().await;
    let sns = world.sns(PROVIDER);
    let topic = create(&world, "connections", &[]).await;
    let parameters = [
        ("TopicArn", &*topic),
        ("Protocol", "http"),
        ("Endpoint", &webhook.url),
    ];
    let pending = sns.ok("Subscribe", &parameters).await;
    insta::assert_snapshot!(world.shown(&pending), @r#"
    HTTP 200
    <SubscribeResponse xmlns="http://sns.amazonaws.com/doc/2010-03-31/">
      <SubscribeResult>
        <SubscriptionArn>pending confirmation</SubscriptionArn>
      </SubscribeResult>
      <ResponseMetadata>
        <RequestId>[request-id]</RequestId>
      </ResponseMetadata>
    </SubscribeResponse>
    "#);
    let by_topic = [("TopicArn", &*topic)];
    let listed = sns.ok("ListSubscriptionsByTopic", &by_topic).await;
    let shown = listed.to_string().replace(&webhook.url, "http://webhook/");
    insta::assert_snapshot!(world.shown(&shown), @r#"
    HTTP 200
    <ListSubscriptionsByTopicResponse xmlns="http://sns.amazonaws.com/doc/2010-03-31/">
      <ListSubscriptionsByTopicResult>
        <Subscriptions>
          <member>
            <SubscriptionArn>PendingConfirmation</SubscriptionArn>
            <Owner>111111111111</Owner>
            <Protocol>http</Protocol>
            <Endpoint>http://webhook/</Endpoint>
            <TopicArn>arn:aws:sns:us-east-1:111111111111:connections</TopicArn>
          </member>
        </Subscriptions>
      </ListSubscriptionsByTopicResult>
      <ResponseMetadata>
        <RequestId>[request-id]</RequestId>
      </ResponseMetadata>
    </ListSubscriptionsByTopicResponse>
    "#);

    world.settle().await;
    webhook.next().await;
    let policy = r#"{"store": ["a"]}"#;
    let arn = subscribe(&sns, &topic, &webhook, &[]).await;
    world.settle().await;
    webhook.next().await;
    let parameters = [
        ("SubscriptionArn", &*arn),
        ("AttributeName", "FilterPolicy"),
        ("AttributeValue", policy),
    ];
    sns.ok("SetSubscriptionAttributes", &parameters).await;
    let arn = subscribed(&world, &topic, &mut webhook, &[]).await;
    let by_arn = [("SubscriptionArn", &*arn)];
    let shown = sns.ok("GetSubscriptionAttributes", &by_arn);
    let mut shown = attributes(&shown.await);
    assert_eq!(
        shown.insert("Endpoint".to_owned(), String::new()),
        Some(webhook.url.clone())
    );
    insta::assert_snapshot!(world.shown(&format!("{shown:#?}")), @r#"
    {
        "ConfirmationWasAuthenticated": "false",
        "EffectiveDeliveryPolicy": "{\"healthyRetryPolicy\":{\"backoffFunction\":\"linear\",\"maxDelayTarget\":20,\"minDelayTarget\":20,\"numMaxDelayRetries\":0,\"numMinDelayRetries\":0,\"numNoDelayRetries\":0,\"numRetries\":3}}",
        "Endpoint": "",
        "FilterPolicy": "{\"store\": [\"a\"]}",
        "FilterPolicyScope": "MessageAttributes",
        "Owner": "111111111111",
        "PendingConfirmation": "false",
        "Protocol": "http",
        "RawMessageDelivery": "false",
        "SubscriptionArn": "arn:aws:sns:us-east-1:111111111111:connections:[request-id]",
        "SubscriptionPrincipal": "arn:aws:iam::111111111111:root",
        "TopicArn": "arn:aws:sns:us-east-1:111111111111:connections",
    }
    "#);
    for listed in [
        sns.ok("ListSubscriptions", &[]).await,
        sns.ok("ListSubscriptionsByTopic", &by_topic).await,
    ] {
        assert_eq!(listed.all("SubscriptionArn"), [&*arn]);
    }
    let counts = attributes(&sns.ok("GetTopicAttributes", &by_topic).await);
    assert_eq!(counts["SubscriptionsConfirmed"], "1");
    assert_eq!(counts["SubscriptionsPending"], "0");
    let path = format!(
        "/v1/topics/{}/subscriptions",
        crate::support::rest::segment(&topic)
    );
    let rest = world.rest(PROVIDER).items(&path).await;
    let shown = format!("{:#}", rest[0]).replace(&webhook.url, "http://webhook/");
    insta::assert_snapshot!(world.shown(&shown), @r#"
    {
      "attributes": {
        "FilterPolicy": "{\"store\": [\"a\"]}"
      },
      "endpoint": "http://webhook/",
      "owner": "111111111111",
      "protocol": "http",
      "state": "confirmed",
      "subscriptionArn": "arn:aws:sns:us-east-1:111111111111:connections:[request-id]"
    }
    "#);

    let ended = sns.ok("Unsubscribe", &[("SubscriptionArn", &arn)]).await;
    insta::assert_snapshot!(world.shown(&ended), @r#"
    HTTP 200
    <UnsubscribeResponse xmlns="http://sns.amazonaws.com/doc/2010-03-31/">
      <ResponseMetadata>
        <RequestId>[request-id]</RequestId>
      </ResponseMetadata>
    </UnsubscribeResponse>
    "#);
    assert!(world.rows().await["subscription"].is_empty());
}

/// A hundred on a page.
#[tokio::test]
async fn in_pages() {
    let world = World::in_memory().await;
    let sns = world.sns(PROVIDER);
    for number in 0..101 {
        create(&world, &format!("topic-{number:03}"), &[]).await;
    }
    let first = sns.ok("ListTopics", &[]).await;
    assert_eq!(first.all("TopicArn").len(), 100);
    let next = first.one("NextToken");
    let last = sns.ok("ListTopics", &[("NextToken", &next)]).await;
    let topic = last.one("TopicArn");
    assert_eq!(topic, "arn:aws:sns:us-east-1:111111111111:topic-100");
    assert!(last.all("NextToken").is_empty());
    for number in 0..101 {
        let endpoint = format!("arn:aws:sqs:us-east-1:111111111111:queue-{number}");
        let parameters = [
            ("TopicArn", &*topic),
            ("Protocol", "sqs"),
            ("Endpoint", &endpoint),
        ];
        sns.ok("Subscribe", &parameters).await;
    }
    let by_topic = [("TopicArn", &*topic)];
    for (action, parameters) in [
        ("ListSubscriptions", &by_topic[1..]),
        ("ListSubscriptionsByTopic", &by_topic[..]),
    ] {
        let first = sns.ok(action, parameters).await;
        let next = first.one("NextToken");
        let mut parameters = parameters.to_vec();
        parameters.push(("NextToken", &next));
        let last = sns.ok(action, &parameters).await;
        let counts = [&first, &last].map(|page| page.all("SubscriptionArn").len());
        assert_eq!(counts, [100, 1], "{action}");
        assert!(last.all("NextToken").is_empty());
    }
    let token = [("NextToken", "x")];
    insta::assert_snapshot!(sns.call("ListTopics", &token).await.refusal(), @"400 InvalidParameter: Invalid parameter: NextToken Reason: The token is not valid for this list");
}
