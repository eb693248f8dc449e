//! Connection notifications that do not exist, for whoever asks.

use reqwest::Method;
use serde_json::{Value, json};

use super::Refusals;
use crate::support::world::{CONSUMER, PROVIDER, World};

#[tokio::test]
async fn found() {
    let world = World::start().await;
    let publication = world.publish().await;
    let rest = world.rest(PROVIDER);
    let notifications = format!(
        "/v1/endpoint-services/{}/notifications",
        publication.service_id
    );
    let body = json!({
        "connectionNotificationArn": format!("arn:aws:sns:us-east-1:{PROVIDER}:connections"),
        "connectionEvents": ["Connect"],
    });
    let id = rest
        .make(&notifications, "connectionNotificationId", body)
        .await;
    let mut table = Refusals::of(&world);
    for (what, account, id) in [
        (
            "41: a notification that does not exist",
            PROVIDER,
            "vpce-nfn-0123456789abcdef0",
        ),
        ("41: no notification id at all", PROVIDER, "vpce-nfn-x"),
        (
            "41: the provider's notification, to a consumer that may connect",
            CONSUMER,
            &id,
        ),
    ] {
        table.when(what);
        let (ec2, rest) = (world.ec2(account), world.rest(account));
        let path = format!("{notifications}/{id}");
        for (action, parameter, method, body) in [
            (
                "DescribeVpcEndpointConnectionNotifications",
                "ConnectionNotificationId",
                Method::GET,
                Value::Null,
            ),
            (
                "ModifyVpcEndpointConnectionNotification",
                "ConnectionNotificationId",
                Method::PATCH,
                json!({"connectionEvents": ["Accept"]}),
            ),
            (
                "DeleteVpcEndpointConnectionNotifications",
                "ConnectionNotificationId.1",
                Method::DELETE,
                Value::Null,
            ),
        ] {
            table.query(&ec2, action, &[(parameter, id)]).await;
            table.rest(&rest, method, &path, body).await;
        }
    }
    insta::assert_snapshot!(table.table(), @r#"
    41: a notification that does not exist
      AWS  400 InvalidConnectionNotification: The VpcEndpointConnectionNotification Id 'vpce-nfn-1' does not exist
      REST 404 InvalidConnectionNotification (connectionNotificationId): The VpcEndpointConnectionNotification Id 'vpce-nfn-1' does not exist
      AWS  400 InvalidConnectionNotification: The VpcEndpointConnectionNotification Id 'vpce-nfn-1' does not exist
      REST 404 InvalidConnectionNotification (connectionNotificationId): The VpcEndpointConnectionNotification Id 'vpce-nfn-1' does not exist
      AWS  400 InvalidConnectionNotification: The VpcEndpointConnectionNotification Id 'vpce-nfn-1' does not exist
      REST 404 InvalidConnectionNotification (connectionNotificationId): The VpcEndpointConnectionNotification Id 'vpce-nfn-1' does not exist
    41: no notification id at all
      AWS  400 InvalidConnectionNotification: Invalid id: "vpce-nfn-x" (expecting "vpce-nfn-...")
      REST 404 InvalidConnectionNotification (connectionNotificationId): Invalid id: "vpce-nfn-x" (expecting "vpce-nfn-...")
      AWS  400 InvalidConnectionNotification: Invalid id: "vpce-nfn-x" (expecting "vpce-nfn-...")
      REST 404 InvalidConnectionNotification (connectionNotificationId): Invalid id: "vpce-nfn-x" (expecting "vpce-nfn-...")
      AWS  400 InvalidConnectionNotification: Invalid id: "vpce-nfn-x" (expecting "vpce-nfn-...")
      REST 404 InvalidConnectionNotification (connectionNotificationId): Invalid id: "vpce-nfn-x" (expecting "vpce-nfn-...")
    41: the provider's notification, to a consumer that may connect
      AWS  400 InvalidConnectionNotification: The VpcEndpointConnectionNotification Id 'vpce-nfn-2' does not exist
      REST 404 InvalidVpcEndpointServiceId.NotFound (serviceId): The VpcEndpointService Id 'vpce-svc-1' does not exist
      AWS  400 InvalidConnectionNotification: The VpcEndpointConnectionNotification Id 'vpce-nfn-2' does not exist
      REST 404 InvalidVpcEndpointServiceId.NotFound (serviceId): The VpcEndpointService Id 'vpce-svc-1' does not exist
      AWS  400 InvalidConnectionNotification: The VpcEndpointConnectionNotification Id 'vpce-nfn-2' does not exist
      REST 404 InvalidVpcEndpointServiceId.NotFound (serviceId): The VpcEndpointService Id 'vpce-svc-1' does not exist
    "#);
}

#[tokio::test]
async fn of_what_is_not_reached_by_interfaces() {
    let world = World::start().await;
    let network = world.network(PROVIDER, &["us-east-1a"]).await;
    let inspection = world.inspection(&network).await;
    let topic = format!("arn:aws:sns:us-east-1:{PROVIDER}:connections");
    let mut table = Refusals::of(&world);
    table.when("a service behind a gateway load balancer");
    let parameters = [
        ("ServiceId", &*inspection.service_id),
        ("ConnectionNotificationArn", &topic),
        ("ConnectionEvents.1", "Connect"),
    ];
    let ec2 = world.ec2(PROVIDER);
    let action = "CreateVpcEndpointConnectionNotification";
    table.query(&ec2, action, &parameters).await;
    let path = format!(
        "/v1/endpoint-services/{}/notifications",
        inspection.service_id
    );
    let body = json!({"connectionNotificationArn": topic, "connectionEvents": ["Connect"]});
    let rest = world.rest(PROVIDER);
    table.rest(&rest, Method::POST, &path, body).await;
    insta::assert_snapshot!(table.table(), @"
    a service behind a gateway load balancer
      AWS  400 InvalidParameter: Connection notifications are only supported for services with Interface type VPC Endpoints.
      REST 400 InvalidParameter (serviceId): Connection notifications are only supported for services with Interface type VPC Endpoints.
    ");
}
