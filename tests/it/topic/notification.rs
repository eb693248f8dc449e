//! Connection notifications under topics of SNS: what topics are for here.

use serde_json::json;

use super::{create, subscribed};
use crate::support::webhook::Webhook;
use crate::support::world::{CONSUMER, PROVIDER, Publication, World};

/// A notification of all events; returns the path of its deliveries.
async fn notify(world: &World, publication: &Publication, topic: &str) -> String {
    let parameters = [
        ("ServiceId", &*publication.service_id),
        ("ConnectionNotificationArn", topic),
        ("ConnectionEvents.1", "Connect"),
        ("ConnectionEvents.2", "Accept"),
        ("ConnectionEvents.3", "Reject"),
        ("ConnectionEvents.4", "Delete"),
    ];
    let action = "CreateVpcEndpointConnectionNotification";
    let reply = world.ec2(PROVIDER).ok(action, &parameters).await;
    let id = reply.one("connectionNotificationId");
    format!(
        "/v1/endpoint-services/{}/notifications/{id}",
        publication.service_id
    )
}

/// Connects, and is accepted and rejected.
async fn story(world: &World, publication: &Publication) {
    let network = world.consume().await;
    let endpoint = world.connect(publication, &network).await;
    let ids = [
        ("ServiceId", &*publication.service_id),
        ("VpcEndpointId.1", &endpoint),
    ];
    let ec2 = world.ec2(PROVIDER);
    for action in [
        "AcceptVpcEndpointConnections",
        "RejectVpcEndpointConnections",
    ] {
        world.settle().await;
        ec2.ok(action, &ids).await;
    }
    world.settle().await;
}

#[tokio::test]
async fn reach_who_subscribes() {
    let world = World::start().await;
    let (mut all, mut rejections) = (Webhook::start().await, Webhook::start().await);
    let topic = create(&world, "connections", &[]).await;
    subscribed(&world, &topic, &mut all, &[]).await;
    let attributes = [
        ("FilterPolicyScope", "MessageBody"),
        ("FilterPolicy", r#"{"event": ["Reject"]}"#),
        ("RawMessageDelivery", "true"),
    ];
    subscribed(&world, &topic, &mut rejections, &attributes).await;
    let publication = world.publish().await;
    let path = notify(&world, &publication, &topic).await;
    story(&world, &publication).await;
    assert_eq!(all.events(), ["Connect", "Accept", "Reject"]);
    let told = rejections.received();
    assert_eq!(told.len(), 1);
    assert_eq!(told[0].body["event"], "Reject");
    assert_eq!(told[0].body["vpcEndpointOwner"], CONSUMER);
    let deliveries = world
        .rest(PROVIDER)
        .items(&format!("{path}/deliveries"))
        .await;
    let mut states: Vec<String> = deliveries
        .iter()
        .map(|it| {
            format!(
                "{} {} {}",
                it["event"],
                it["state"],
                it["subscriber"] == all.url
            )
        })
        .collect();
    states.sort();
    insta::assert_snapshot!(states.join("\n"), @r#"
    "Accept" "delivered" true
    "Connect" "delivered" true
    "Reject" "delivered" false
    "Reject" "delivered" true
    "#);
}

/// The notification stays when its topic goes; what it publishes then reaches nobody.
#[tokio::test]
async fn outlive_the_topic() {
    let world = World::start().await;
    let mut webhook = Webhook::start().await;
    let topic = create(&world, "connections", &[]).await;
    subscribed(&world, &topic, &mut webhook, &[]).await;
    let publication = world.publish().await;
    let path = notify(&world, &publication, &topic).await;
    world
        .sns(PROVIDER)
        .ok("DeleteTopic", &[("TopicArn", &topic)])
        .await;
    story(&world, &publication).await;
    assert!(webhook.received().is_empty());
    let rest = world.rest(PROVIDER);
    let notification = rest.get(&path).await.expect(200);
    assert_eq!(notification["connectionNotificationState"], "Enabled");
    let deliveries = rest.items(&format!("{path}/deliveries")).await;
    let states: Vec<&serde_json::Value> = deliveries.iter().map(|it| &it["state"]).collect();
    assert_eq!(
        json!(states),
        json!(["noSubscriber", "noSubscriber", "noSubscriber"])
    );
}

/// A topic with a policy of its own must let PrivateLink publish.
#[tokio::test]
async fn need_the_topics_policy() {
    let world = World::start().await;
    let mut webhook = Webhook::start().await;
    let topic = create(&world, "connections", &[]).await;
    subscribed(&world, &topic, &mut webhook, &[]).await;
    let publication = world.publish().await;
    let path = notify(&world, &publication, &topic).await;
    let source = format!(
        "arn:aws:ec2:us-east-1:{PROVIDER}:vpc-endpoint-service/{}",
        publication.service_id
    );
    let statement = |source: &str| {
        json!({"Statement": [{
            "Effect": "Allow", "Principal": {"Service": "vpce.amazonaws.com"}, "Action": "SNS:Publish", "Resource": topic,
            "Condition": {"StringEquals": {"aws:SourceAccount": PROVIDER}, "ArnLike": {"aws:SourceArn": source}},
        }]})
        .to_string()
    };
    for policy in [
        statement("arn:aws:ec2:*:*:vpc-endpoint-service/other"),
        statement(&source),
    ] {
        let parameters = [
            ("TopicArn", &*topic),
            ("AttributeName", "Policy"),
            ("AttributeValue", &policy),
        ];
        world
            .sns(PROVIDER)
            .ok("SetTopicAttributes", &parameters)
            .await;
        let network = world.consume().await;
        world.connect(&publication, &network).await;
        world.settle().await;
    }
    assert_eq!(webhook.events(), ["Connect"]);
    let deliveries = world
        .rest(PROVIDER)
        .items(&format!("{path}/deliveries"))
        .await;
    let told: Vec<String> = deliveries
        .iter()
        .map(|it| format!("{} {} {}", it["state"], it["attempts"], it["lastError"]))
        .collect();
    insta::assert_snapshot!(told.join("\n"), @r#"
    "failed" 0 "the topic's policy does not allow vpce.amazonaws.com to publish"
    "delivered" 1 null
    "#);
}
