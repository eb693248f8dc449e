//! The event log: who did what, when, from which state to which; seen by both sides of a connection and by nobody else.

use serde_json::{Value, json};

use crate::support::world::{CONSUMER, PROVIDER, STRANGER, World};

/// An event in a line.
fn line(event: &Value) -> String {
    let text = |name: &str| event[name].as_str().unwrap_or("-").to_owned();
    format!(
        "{} {:<38}{} {:<30} {} -> {}",
        &text("time")[11..19],
        text("action"),
        text("resourceId"),
        text("actor"),
        text("from"),
        text("to")
    )
}

#[tokio::test]
async fn a_connections_whole_life() {
    let world = World::slow().await;
    let publication = world.publish().await;
    let consumer = world.consume().await;
    let endpoint_id = world.connect(&publication, &consumer).await;
    let connection = format!(
        "/v1/endpoint-services/{}/connections/{endpoint_id}",
        publication.service_id
    );
    let (provider, rest) = (world.rest(PROVIDER), world.rest(CONSUMER));
    world.pass(60).await;
    provider
        .post(&format!("{connection}/accept"), json!({}))
        .await
        .expect(200);
    world.pass(60).await;
    provider
        .post(&format!("{connection}/accept"), json!({}))
        .await
        .expect(200);
    let path = format!("/v1/endpoints/{endpoint_id}");
    rest.patch(&path, json!({"subnetIds": []}))
        .await
        .expect(200);
    world.pass(60).await;
    let key = [
        ("RoleArn", "arn:aws:iam::111111111111:role/operator"),
        ("RoleSessionName", "night"),
    ];
    let key = world
        .sts(STRANGER)
        .ok("AssumeRole", &key)
        .await
        .one("AccessKeyId");
    let parameters = [
        ("ServiceId", &*publication.service_id),
        ("VpcEndpointId.1", &endpoint_id),
    ];
    world
        .ec2(&key)
        .ok("RejectVpcEndpointConnections", &parameters)
        .await;
    rest.delete(&path).await.expect(202);
    world.pass(60).await;

    let filter = format!("/v1/events?filter[resource-id]={endpoint_id}");
    let events = rest.items(&filter).await;
    let lines: Vec<String> = events.iter().map(line).collect();
    insta::assert_snapshot!(world.shown(&lines.join("\n")), @"
    10:00:00 CreateVpcEndpoint                     vpce-1 arn:aws:iam::222222222222:root - -> pendingAcceptance
    10:01:00 AcceptVpcEndpointConnections          vpce-1 arn:aws:iam::111111111111:root pendingAcceptance -> pending
    10:02:00 ProvisionVpcEndpoint                  vpce-1 system                         pending -> available
    10:02:00 ModifyVpcEndpoint                     vpce-1 arn:aws:iam::222222222222:root available -> pending
    10:03:00 ProvisionVpcEndpoint                  vpce-1 system                         pending -> available
    10:03:00 RejectVpcEndpointConnections          vpce-1 arn:aws:sts::111111111111:assumed-role/operator/night available -> rejected
    10:03:00 DeleteVpcEndpoints                    vpce-1 arn:aws:iam::222222222222:root rejected -> deleting
    10:04:00 TakeDownVpcEndpoint                   vpce-1 system                         deleting -> deleted
    ");
    assert_eq!(
        provider.items(&filter).await,
        events,
        "the provider sees the same"
    );
    assert!(world.rest(STRANGER).items(&filter).await.is_empty());
    assert!(
        rest.region("eu-west-1")
            .items("/v1/events")
            .await
            .is_empty()
    );
    let sequences: Vec<i64> = events
        .iter()
        .filter_map(|event| event["sequence"].as_i64())
        .collect();
    assert!(sequences.is_sorted() && sequences.len() == events.len());
    insta::assert_snapshot!(world.shown(&format!("{:#}", events[1])), @r#"
    {
      "action": "AcceptVpcEndpointConnections",
      "actor": "arn:aws:iam::111111111111:root",
      "from": "pendingAcceptance",
      "ownerId": "222222222222",
      "region": "us-east-1",
      "requestId": "[request-id]",
      "resourceId": "vpce-1",
      "resourceType": "vpc-endpoint",
      "sequence": 11,
      "time": "2026-11-22T10:01:00.000Z",
      "to": "pending"
    }
    "#);
}

/// What one side does with its own things is not the other side's business.
#[tokio::test]
async fn everybody_sees_their_own() {
    let world = World::start().await;
    let publication = world.publish().await;
    let consumer = world.consume().await;
    world.connect(&publication, &consumer).await;
    let mut told = String::new();
    for account in [PROVIDER, CONSUMER, STRANGER] {
        let events = world.rest(account).items("/v1/events").await;
        told += &format!("{account}\n");
        for event in events {
            told += &format!("  {}\n", line(&event));
        }
    }
    insta::assert_snapshot!(world.shown(&told.trim_end()), @"
    111111111111
      10:00:00 CreateVpc                             vpc-1 arn:aws:iam::111111111111:root - -> available
      10:00:00 CreateSubnet                          subnet-1 arn:aws:iam::111111111111:root - -> available
      10:00:00 CreateSubnet                          subnet-2 arn:aws:iam::111111111111:root - -> available
      10:00:00 CreateLoadBalancer                    arn:aws:elasticloadbalancing:us-east-1:111111111111:loadbalancer/net/orders/1 arn:aws:iam::111111111111:root - -> active
      10:00:00 CreateVpcEndpointServiceConfiguration vpce-svc-1 arn:aws:iam::111111111111:root - -> Available
      10:00:00 ModifyVpcEndpointServicePermissions   vpce-svc-perm-1 arn:aws:iam::111111111111:root - -> allowed
      10:00:00 CreateVpcEndpoint                     vpce-1 arn:aws:iam::222222222222:root - -> pendingAcceptance
    222222222222
      10:00:00 CreateVpc                             vpc-2 arn:aws:iam::222222222222:root - -> available
      10:00:00 CreateSubnet                          subnet-3 arn:aws:iam::222222222222:root - -> available
      10:00:00 CreateSubnet                          subnet-4 arn:aws:iam::222222222222:root - -> available
      10:00:00 CreateVpcEndpoint                     vpce-1 arn:aws:iam::222222222222:root - -> pendingAcceptance
    333333333333
    ");
}

#[tokio::test]
async fn filters() {
    let world = World::start().await;
    let publication = world.publish().await;
    let consumer = world.consume().await;
    world.connect(&publication, &consumer).await;
    let rest = world.rest(PROVIDER);
    for (filter, found) in [
        ("filter[action]=CreateSubnet", 2),
        ("filter[action]=Create*&filter[resource-type]=subnet,vpc", 3),
        ("filter[resource-type]=vpc-endpoint", 1),
        ("filter[actor]=*222222222222*", 1),
        ("filter[actor]=system", 0),
    ] {
        let events = rest.items(&format!("/v1/events?{filter}")).await;
        assert_eq!(events.len(), found, "{filter}: {events:#?}");
    }
    let reply = rest.get("/v1/events?filter[tag:a]=b").await;
    insta::assert_snapshot!(reply.refusal(), @"400 InvalidFilter (filter): The filter 'tag:a' is invalid");
}

/// What is refused, and what is only tried, is no event.
#[tokio::test]
async fn only_of_what_happened() {
    let world = World::start().await;
    let ec2 = world.ec2(CONSUMER);
    let tried = ec2
        .call(
            "CreateVpc",
            &[("CidrBlock", "10.0.0.0/16"), ("DryRun", "true")],
        )
        .await;
    assert_eq!(tried.status, 412);
    let refused = ec2.call("CreateVpc", &[("CidrBlock", "10.0.0.0/8")]).await;
    assert_eq!(refused.status, 400);
    assert!(world.rest(CONSUMER).items("/v1/events").await.is_empty());
}
