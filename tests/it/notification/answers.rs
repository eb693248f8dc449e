//! Whole answers over both APIs.

use reqwest::Method;
use serde_json::json;

use super::{CONSUMERS_TOPIC, TOPIC, notify};
use crate::support::world::{CONSUMER, PROVIDER, World};

#[tokio::test]
async fn over_ec2() {
    let world = World::start().await;
    let publication = world.publish().await;
    let ec2 = world.ec2(PROVIDER);
    let parameters = [
        ("ServiceId", &*publication.service_id),
        ("ConnectionNotificationArn", TOPIC),
        ("ConnectionEvents.1", "Connect"),
        ("ConnectionEvents.2", "Accept"),
        ("ConnectionEvents.3", "Connect"),
        ("ClientToken", "token"),
    ];
    let action = "CreateVpcEndpointConnectionNotification";
    let created = ec2.ok(action, &parameters).await;
    insta::assert_snapshot!(world.shown(&created), @r#"
    HTTP 200
    <CreateVpcEndpointConnectionNotificationResponse xmlns="http://ec2.amazonaws.com/doc/2016-11-15/">
      <requestId>[request-id]</requestId>
      <connectionNotification>
        <connectionNotificationId>vpce-nfn-1</connectionNotificationId>
        <serviceId>vpce-svc-1</serviceId>
        <connectionNotificationType>Topic</connectionNotificationType>
        <connectionNotificationArn>arn:aws:sns:us-east-1:111111111111:connections</connectionNotificationArn>
        <connectionEvents>
          <item>Accept</item>
          <item>Connect</item>
        </connectionEvents>
        <connectionNotificationState>Enabled</connectionNotificationState>
        <serviceRegion>us-east-1</serviceRegion>
      </connectionNotification>
      <clientToken>token</clientToken>
    </CreateVpcEndpointConnectionNotificationResponse>
    "#);
    let again = ec2.ok(action, &parameters).await;
    let id = created.one("connectionNotificationId");
    assert_eq!(again.one("connectionNotificationId"), id);
    let named = [("ConnectionNotificationId", &*id)];
    let modified = [
        named[0],
        ("ConnectionEvents.1", "Reject"),
        ("ConnectionNotificationArn", CONSUMERS_TOPIC),
    ];
    let modified = ec2.ok("ModifyVpcEndpointConnectionNotification", &modified);
    insta::assert_snapshot!(world.shown(&modified.await), @r#"
    HTTP 200
    <ModifyVpcEndpointConnectionNotificationResponse xmlns="http://ec2.amazonaws.com/doc/2016-11-15/">
      <requestId>[request-id]</requestId>
      <return>true</return>
    </ModifyVpcEndpointConnectionNotificationResponse>
    "#);
    let described = ec2.ok("DescribeVpcEndpointConnectionNotifications", &named);
    insta::assert_snapshot!(world.shown(&described.await), @r#"
    HTTP 200
    <DescribeVpcEndpointConnectionNotificationsResponse xmlns="http://ec2.amazonaws.com/doc/2016-11-15/">
      <requestId>[request-id]</requestId>
      <connectionNotificationSet>
        <item>
          <connectionNotificationId>vpce-nfn-1</connectionNotificationId>
          <serviceId>vpce-svc-1</serviceId>
          <connectionNotificationType>Topic</connectionNotificationType>
          <connectionNotificationArn>arn:aws:sns:us-east-1:222222222222:connections</connectionNotificationArn>
          <connectionEvents>
            <item>Reject</item>
          </connectionEvents>
          <connectionNotificationState>Enabled</connectionNotificationState>
          <serviceRegion>us-east-1</serviceRegion>
        </item>
      </connectionNotificationSet>
    </DescribeVpcEndpointConnectionNotificationsResponse>
    "#);
    let deleted = [("ConnectionNotificationId.1", &*id)];
    let deleted = ec2.ok("DeleteVpcEndpointConnectionNotifications", &deleted);
    insta::assert_snapshot!(world.shown(&deleted.await), @r#"
    HTTP 200
    <DeleteVpcEndpointConnectionNotificationsResponse xmlns="http://ec2.amazonaws.com/doc/2016-11-15/">
      <requestId>[request-id]</requestId>
      <unsuccessful/>
    </DeleteVpcEndpointConnectionNotificationsResponse>
    "#);
    let gone = ec2.ok("DescribeVpcEndpointConnectionNotifications", &[]);
    insta::assert_snapshot!(world.shown(&gone.await), @r#"
    HTTP 200
    <DescribeVpcEndpointConnectionNotificationsResponse xmlns="http://ec2.amazonaws.com/doc/2016-11-15/">
      <requestId>[request-id]</requestId>
      <connectionNotificationSet/>
    </DescribeVpcEndpointConnectionNotificationsResponse>
    "#);
}

/// What only an endpoint's notification shows.
#[tokio::test]
async fn of_an_endpoint_over_ec2() {
    let world = World::start().await;
    let publication = world.publish().await;
    let consumer = world.consume().await;
    let endpoint_id = world.connect(&publication, &consumer).await;
    let parameters = [
        ("VpcEndpointId", &*endpoint_id),
        ("ConnectionNotificationArn", CONSUMERS_TOPIC),
        ("ConnectionEvents.1", "Reject"),
    ];
    let ec2 = world.ec2(CONSUMER);
    let created = ec2.ok("CreateVpcEndpointConnectionNotification", &parameters);
    insta::assert_snapshot!(world.shown(&created.await), @r#"
    HTTP 200
    <CreateVpcEndpointConnectionNotificationResponse xmlns="http://ec2.amazonaws.com/doc/2016-11-15/">
      <requestId>[request-id]</requestId>
      <connectionNotification>
        <connectionNotificationId>vpce-nfn-1</connectionNotificationId>
        <vpcEndpointId>vpce-1</vpcEndpointId>
        <connectionNotificationType>Topic</connectionNotificationType>
        <connectionNotificationArn>arn:aws:sns:us-east-1:222222222222:connections</connectionNotificationArn>
        <connectionEvents>
          <item>Reject</item>
        </connectionEvents>
        <connectionNotificationState>Enabled</connectionNotificationState>
        <serviceRegion>us-east-1</serviceRegion>
      </connectionNotification>
    </CreateVpcEndpointConnectionNotificationResponse>
    "#);
}

#[tokio::test]
async fn over_rest() {
    let world = World::start().await;
    let publication = world.publish().await;
    let rest = world.rest(PROVIDER);
    let path = format!(
        "/v1/endpoint-services/{}/notifications",
        publication.service_id
    );
    let body =
        json!({"connectionNotificationArn": TOPIC, "connectionEvents": ["Reject", "Accept"]});
    let created = rest.post(&path, body).await;
    insta::assert_snapshot!(world.shown(&created), @r#"
    HTTP 201
    location: /v1/endpoint-services/vpce-svc-1/notifications/vpce-nfn-1
    etag: "1"
    {
      "connectionEvents": [
        "Accept",
        "Reject"
      ],
      "connectionNotificationArn": "arn:aws:sns:us-east-1:111111111111:connections",
      "connectionNotificationId": "vpce-nfn-1",
      "connectionNotificationState": "Enabled",
      "connectionNotificationType": "Topic",
      "serviceId": "vpce-svc-1",
      "serviceRegion": "us-east-1"
    }
    "#);
    let location = created.header("location").to_owned();
    assert_eq!(rest.get(&location).await.expect(200), created.body);
    let change = json!({"connectionEvents": ["Delete"]});
    let changed = rest.patch(&location, change).await;
    insta::assert_snapshot!(world.shown(&changed), @r#"
    HTTP 200
    etag: "2"
    {
      "connectionEvents": [
        "Delete"
      ],
      "connectionNotificationArn": "arn:aws:sns:us-east-1:111111111111:connections",
      "connectionNotificationId": "vpce-nfn-1",
      "connectionNotificationState": "Enabled",
      "connectionNotificationType": "Topic",
      "serviceId": "vpce-svc-1",
      "serviceRegion": "us-east-1"
    }
    "#);
    assert_eq!(rest.items(&path).await, [changed.body]);
    let nothing = rest.patch(&location, json!({})).await.expect(200);
    assert_eq!(nothing["connectionEvents"], json!(["Delete"]));
    rest.delete(&location).await.expect(204);
    insta::assert_snapshot!(world.shown(&rest.get(&location).await.refusal()), @"404 InvalidConnectionNotification (connectionNotificationId): The VpcEndpointConnectionNotification Id 'vpce-nfn-1' does not exist");
    assert!(rest.items(&path).await.is_empty());
}

#[tokio::test]
async fn of_an_endpoint_over_rest() {
    let world = World::start().await;
    let publication = world.publish().await;
    let consumer = world.consume().await;
    let endpoint_id = world.connect(&publication, &consumer).await;
    let rest = world.rest(CONSUMER);
    let path = format!("/v1/endpoints/{endpoint_id}/notifications");
    let body =
        json!({"connectionNotificationArn": CONSUMERS_TOPIC, "connectionEvents": ["Reject"]});
    let created = rest.post(&path, body).await;
    insta::assert_snapshot!(world.shown(&created), @r#"
    HTTP 201
    location: /v1/endpoints/vpce-1/notifications/vpce-nfn-1
    etag: "1"
    {
      "connectionEvents": [
        "Reject"
      ],
      "connectionNotificationArn": "arn:aws:sns:us-east-1:222222222222:connections",
      "connectionNotificationId": "vpce-nfn-1",
      "connectionNotificationState": "Enabled",
      "connectionNotificationType": "Topic",
      "serviceRegion": "us-east-1",
      "vpcEndpointId": "vpce-1"
    }
    "#);
    let location = created.header("location").to_owned();
    let change = json!({"connectionNotificationArn": TOPIC});
    let changed = rest.patch(&location, change).await.expect(200);
    assert_eq!(changed["connectionNotificationArn"], TOPIC);
    assert_eq!(rest.items(&path).await, std::slice::from_ref(&changed));
    assert_eq!(rest.get(&location).await.expect(200), changed);
    rest.delete(&location).await.expect(204);
    assert_eq!(rest.get(&location).await.status, 404);
}

#[tokio::test]
async fn filters() {
    let world = World::start().await;
    let publication = world.publish().await;
    let consumer = world.consume().await;
    let endpoint_id = world.connect(&publication, &consumer).await;
    notify(&world, &publication, TOPIC).await;
    let path = format!("/v1/endpoints/{endpoint_id}/notifications");
    let id = super::notify_at(&world.rest(CONSUMER), &path, CONSUMERS_TOPIC).await;
    let id = id.rsplit('/').next().unwrap_or_default();
    for (name, value) in [
        ("connection-notification-arn", CONSUMERS_TOPIC),
        ("connection-notification-id", id),
        ("connection-notification-state", "Enabled"),
        ("connection-notification-type", "Topic"),
        ("vpc-endpoint-id", &endpoint_id),
    ] {
        let ec2 = world.ec2(CONSUMER);
        for (value, found) in [(value, 1), ("other", 0)] {
            let filter = [("Filter.1.Name", name), ("Filter.1.Value.1", value)];
            let action = "DescribeVpcEndpointConnectionNotifications";
            let reply = ec2.ok(action, &filter).await;
            let ids = reply.all("connectionNotificationId");
            assert_eq!(ids.len(), found, "{name}={value}");
        }
        let list = format!("{path}?filter[{name}]={value}");
        let items = world.rest(CONSUMER).items(&list).await;
        assert_eq!(items.len(), 1, "{name}");
    }
    let filter = [
        ("Filter.1.Name", "service-id"),
        ("Filter.1.Value.1", &*publication.service_id),
    ];
    for (account, found) in [(PROVIDER, 1), (CONSUMER, 0)] {
        let ec2 = world.ec2(account);
        let reply = ec2.ok("DescribeVpcEndpointConnectionNotifications", &filter);
        let ids = reply.await.all("connectionNotificationId");
        assert_eq!(ids.len(), found, "{account}");
    }
}

/// A notification goes with its service or its endpoint; what the log says of it is the owner's alone.
#[tokio::test]
async fn go_with_what_they_are_of() {
    let world = World::start().await;
    let publication = world.publish().await;
    let consumer = world.consume().await;
    let endpoint_id = world.connect(&publication, &consumer).await;
    let (provider, rest) = (world.rest(PROVIDER), world.rest(CONSUMER));
    let of_service = notify(&world, &publication, TOPIC).await;
    let path = format!("/v1/endpoints/{endpoint_id}");
    super::notify_at(&rest, &format!("{path}/notifications"), CONSUMERS_TOPIC).await;
    rest.delete(&path).await.expect(202);
    world.settle().await;
    let service = format!("/v1/endpoint-services/{}", publication.service_id);
    provider.delete(&service).await.expect(204);
    assert!(world.rows().await["notification"].is_empty());
    assert_eq!(provider.get(&of_service).await.status, 404);
    let list = "/v1/events?filter[resource-type]=vpc-endpoint-connection-notification";
    let mut told = Vec::new();
    for account in [PROVIDER, CONSUMER] {
        for event in world.rest(account).items(list).await {
            let text = |name: &str| event[name].as_str().unwrap_or("-").to_owned();
            let words = ["action", "resourceId", "from", "to"].map(text);
            told.push(format!("{account} {}", words.join(" ")));
        }
    }
    insta::assert_snapshot!(world.shown(&told.join("\n")), @"
    111111111111 CreateVpcEndpointConnectionNotification vpce-nfn-1 - Enabled
    111111111111 DeleteVpcEndpointServiceConfigurations vpce-nfn-1 Enabled -
    222222222222 CreateVpcEndpointConnectionNotification vpce-nfn-2 - Enabled
    ");
}

/// Who names an old version changes nothing; see `rest/conditions.rs` for all resources.
#[tokio::test]
async fn of_an_endpoint_have_versions() {
    let world = World::start().await;
    let publication = world.publish().await;
    let consumer = world.consume().await;
    let endpoint_id = world.connect(&publication, &consumer).await;
    let rest = world.rest(CONSUMER);
    let path = format!("/v1/endpoints/{endpoint_id}/notifications");
    let path = super::notify_at(&rest, &path, CONSUMERS_TOPIC).await;
    for (tag, status) in [("\"2\"", 412), ("\"1\"", 204)] {
        let request = rest.request(Method::DELETE, &path);
        let reply = rest.send(request.header("If-Match", tag)).await;
        assert_eq!(reply.status, status, "{reply}");
    }
}
