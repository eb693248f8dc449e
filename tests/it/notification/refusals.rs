//! What is refused, over EC2 and, line by line, over REST.

use serde_json::{Value, json};

use super::{CONSUMERS_TOPIC, TOPIC, notify, notify_at};
use crate::support::world::{CONSUMER, PROVIDER, STRANGER, World};

const EVENT: (&str, &str) = ("ConnectionEvents.1", "Connect");
const ARN: (&str, &str) = ("ConnectionNotificationArn", TOPIC);
const MISSING_SERVICE: &str = "vpce-svc-0123456789abcdef0";
const MISSING_ENDPOINT: &str = "vpce-0123456789abcdef0";
const MISSING: &str = "vpce-nfn-0123456789abcdef0";

#[tokio::test]
async fn creating_over_ec2() {
    let world = World::start().await;
    let publication = world.publish().await;
    let consumer = world.consume().await;
    let endpoint_id = world.connect(&publication, &consumer).await;
    let service = ("ServiceId", &*publication.service_id);
    let endpoint = ("VpcEndpointId", &*endpoint_id);
    let fifo = format!("{TOPIC}.fifo");
    let rows = world.rows().await;
    let mut table = String::new();
    for (what, account, parameters) in [
        ("neither", PROVIDER, vec![ARN, EVENT]),
        ("both", PROVIDER, vec![service, endpoint, ARN, EVENT]),
        ("no topic", PROVIDER, vec![service, EVENT]),
        ("no events", PROVIDER, vec![service, ARN]),
        (
            "malformed service",
            PROVIDER,
            vec![("ServiceId", "vpce-svc-1"), ARN, EVENT],
        ),
        (
            "malformed endpoint",
            PROVIDER,
            vec![("VpcEndpointId", "vpce-svc-1"), ARN, EVENT],
        ),
        (
            "missing service",
            PROVIDER,
            vec![("ServiceId", MISSING_SERVICE), ARN, EVENT],
        ),
        (
            "missing endpoint",
            CONSUMER,
            vec![("VpcEndpointId", MISSING_ENDPOINT), ARN, EVENT],
        ),
        ("another's service", CONSUMER, vec![service, ARN, EVENT]),
        ("another's endpoint", PROVIDER, vec![endpoint, ARN, EVENT]),
        (
            "no topic's ARN",
            PROVIDER,
            vec![
                service,
                (
                    "ConnectionNotificationArn",
                    "arn:aws:sqs:us-east-1:111111111111:q",
                ),
                EVENT,
            ],
        ),
        (
            "first in first out",
            PROVIDER,
            vec![service, ("ConnectionNotificationArn", &fifo), EVENT],
        ),
        (
            "no such event",
            PROVIDER,
            vec![service, ARN, EVENT, ("ConnectionEvents.2", "Expire")],
        ),
    ] {
        let ec2 = world.ec2(account);
        let action = "CreateVpcEndpointConnectionNotification";
        let reply = ec2.call(action, &parameters).await;
        table += &format!("{what}\n  {}\n", reply.refusal());
    }
    assert_eq!(rows, world.rows().await);
    insta::assert_snapshot!(world.shown(&table.trim_end()), @r#"
    neither
      400 MissingParameter: The request must contain the parameter ServiceId or VpcEndpointId
    both
      400 InvalidParameterCombination: The parameters ServiceId and VpcEndpointId exclude one another
    no topic
      400 MissingParameter: The request must contain the parameter ConnectionNotificationArn
    no events
      400 MissingParameter: The request must contain the parameter ConnectionEvents
    malformed service
      400 InvalidVpcEndpointServiceId.Malformed: Invalid id: "vpce-svc-1" (expecting "vpce-svc-...")
    malformed endpoint
      400 InvalidVpcEndpointId.Malformed: Invalid id: "vpce-svc-1" (expecting "vpce-...")
    missing service
      400 InvalidVpcEndpointServiceId.NotFound: The VpcEndpointService Id 'vpce-svc-1' does not exist
    missing endpoint
      400 InvalidVpcEndpointId.NotFound: The Vpc Endpoint Id 'vpce-1' does not exist
    another's service
      400 InvalidVpcEndpointServiceId.NotFound: The VpcEndpointService Id 'vpce-svc-2' does not exist
    another's endpoint
      400 InvalidVpcEndpointId.NotFound: The Vpc Endpoint Id 'vpce-2' does not exist
    no topic's ARN
      400 InvalidParameter: 'arn:aws:sqs:us-east-1:111111111111:q' is not the ARN of an SNS topic: expected arn:aws:sns:REGION:ACCOUNT:NAME
    first in first out
      400 InvalidParameter: 'arn:aws:sns:us-east-1:111111111111:connections.fifo' is not the ARN of an SNS topic: expected arn:aws:sns:REGION:ACCOUNT:NAME
    no such event
      400 InvalidParameter: 'Expire' is not a connection event. Valid values: Accept, Connect, Delete, Reject
    "#);
}

#[tokio::test]
async fn creating_over_rest() {
    let world = World::start().await;
    let publication = world.publish().await;
    let consumer = world.consume().await;
    let endpoint_id = world.connect(&publication, &consumer).await;
    let of_service = format!("/v1/endpoint-services/{}", publication.service_id);
    let of_endpoint = format!("/v1/endpoints/{endpoint_id}");
    let body = |arn: &str, events: Value| json!({"connectionNotificationArn": arn, "connectionEvents": events});
    let good = || body(TOPIC, json!(["Connect"]));
    let rows = world.rows().await;
    let mut table = String::new();
    for (what, account, of, body) in [
        (
            "no topic",
            PROVIDER,
            &*of_service,
            json!({"connectionEvents": ["Connect"]}),
        ),
        ("no events", PROVIDER, &of_service, body(TOPIC, json!([]))),
        (
            "malformed service",
            PROVIDER,
            "/v1/endpoint-services/vpce-svc-1",
            good(),
        ),
        (
            "malformed endpoint",
            PROVIDER,
            "/v1/endpoints/vpce-svc-1",
            good(),
        ),
        (
            "missing service",
            PROVIDER,
            &format!("/v1/endpoint-services/{MISSING_SERVICE}"),
            good(),
        ),
        (
            "missing endpoint",
            CONSUMER,
            &format!("/v1/endpoints/{MISSING_ENDPOINT}"),
            good(),
        ),
        ("another's service", CONSUMER, &of_service, good()),
        ("another's endpoint", PROVIDER, &of_endpoint, good()),
        (
            "no topic's ARN",
            PROVIDER,
            &of_service,
            body("topic", json!(["Connect"])),
        ),
        (
            "no such event",
            PROVIDER,
            &of_service,
            body(TOPIC, json!(["connect"])),
        ),
    ] {
        let rest = world.rest(account);
        let reply = rest.post(&format!("{of}/notifications"), body).await;
        table += &format!("{what}\n  {}\n", reply.refusal());
    }
    assert_eq!(rows, world.rows().await);
    insta::assert_snapshot!(world.shown(&table.trim_end()), @r#"
    no topic
      422 MissingParameter (connectionNotificationArn): missing field `connectionNotificationArn` at line 1 column 32
    no events
      400 MissingParameter (connectionEvents): The request must contain the parameter ConnectionEvents
    malformed service
      400 InvalidVpcEndpointServiceId.Malformed (serviceId): Invalid id: "vpce-svc-1" (expecting "vpce-svc-...")
    malformed endpoint
      400 InvalidVpcEndpointId.Malformed (vpcEndpointId): Invalid id: "vpce-svc-1" (expecting "vpce-...")
    missing service
      404 InvalidVpcEndpointServiceId.NotFound (serviceId): The VpcEndpointService Id 'vpce-svc-1' does not exist
    missing endpoint
      404 InvalidVpcEndpointId.NotFound (vpcEndpointId): The Vpc Endpoint Id 'vpce-1' does not exist
    another's service
      404 InvalidVpcEndpointServiceId.NotFound (serviceId): The VpcEndpointService Id 'vpce-svc-2' does not exist
    another's endpoint
      404 InvalidVpcEndpointId.NotFound (vpcEndpointId): The Vpc Endpoint Id 'vpce-2' does not exist
    no topic's ARN
      400 InvalidParameter (connectionNotificationArn): 'topic' is not the ARN of an SNS topic: expected arn:aws:sns:REGION:ACCOUNT:NAME
    no such event
      400 InvalidParameter (connectionEvents): 'connect' is not a connection event. Valid values: Accept, Connect, Delete, Reject
    "#);
}

/// Describing, changing and deleting fail as a whole if one does not exist.
#[tokio::test]
async fn the_missing_and_the_malformed() {
    let world = World::start().await;
    let publication = world.publish().await;
    let path = notify(&world, &publication, TOPIC).await;
    let id = path.rsplit('/').next().unwrap_or_default();
    let rows = world.rows().await;
    let mut table = String::new();
    for (account, id) in [
        (PROVIDER, MISSING),
        (PROVIDER, "vpce-nfn-1"),
        (STRANGER, id),
    ] {
        let ec2 = world.ec2(account);
        for (action, parameter) in [
            (
                "DescribeVpcEndpointConnectionNotifications",
                "ConnectionNotificationId",
            ),
            (
                "ModifyVpcEndpointConnectionNotification",
                "ConnectionNotificationId",
            ),
            (
                "DeleteVpcEndpointConnectionNotifications",
                "ConnectionNotificationId.1",
            ),
        ] {
            let reply = ec2.call(action, &[(parameter, id)]).await;
            table += &format!("{action}\n  {}\n", reply.refusal());
        }
    }
    let ec2 = world.ec2(PROVIDER);
    let both = [
        ("ConnectionNotificationId.1", id),
        ("ConnectionNotificationId.2", MISSING),
    ];
    let action = "DeleteVpcEndpointConnectionNotifications";
    table += &format!(
        "one of two\n  {}\n",
        ec2.call(action, &both).await.refusal()
    );
    table += &format!("none\n  {}\n", ec2.call(action, &[]).await.refusal());
    let change = [
        ("ConnectionNotificationId", id),
        ("ConnectionNotificationArn", "topic"),
    ];
    let action = "ModifyVpcEndpointConnectionNotification";
    let reply = ec2.call(action, &change).await;
    table += &format!("to no topic\n  {}\n", reply.refusal());
    let page = [("MaxResults", "4")];
    let action = "DescribeVpcEndpointConnectionNotifications";
    let reply = ec2.call(action, &page).await;
    table += &format!("a small page\n  {}\n", reply.refusal());
    assert_eq!(rows, world.rows().await);
    insta::assert_snapshot!(world.shown(&table.trim_end()), @r#"
    DescribeVpcEndpointConnectionNotifications
      400 InvalidConnectionNotification: The VpcEndpointConnectionNotification Id 'vpce-nfn-1' does not exist
    ModifyVpcEndpointConnectionNotification
      400 InvalidConnectionNotification: The VpcEndpointConnectionNotification Id 'vpce-nfn-1' does not exist
    DeleteVpcEndpointConnectionNotifications
      400 InvalidConnectionNotification: The VpcEndpointConnectionNotification Id 'vpce-nfn-1' does not exist
    DescribeVpcEndpointConnectionNotifications
      400 InvalidConnectionNotification: Invalid id: "vpce-nfn-1" (expecting "vpce-nfn-...")
    ModifyVpcEndpointConnectionNotification
      400 InvalidConnectionNotification: Invalid id: "vpce-nfn-1" (expecting "vpce-nfn-...")
    DeleteVpcEndpointConnectionNotifications
      400 InvalidConnectionNotification: Invalid id: "vpce-nfn-1" (expecting "vpce-nfn-...")
    DescribeVpcEndpointConnectionNotifications
      400 InvalidConnectionNotification: The VpcEndpointConnectionNotification Id 'vpce-nfn-2' does not exist
    ModifyVpcEndpointConnectionNotification
      400 InvalidConnectionNotification: The VpcEndpointConnectionNotification Id 'vpce-nfn-2' does not exist
    DeleteVpcEndpointConnectionNotifications
      400 InvalidConnectionNotification: The VpcEndpointConnectionNotification Id 'vpce-nfn-2' does not exist
    one of two
      400 InvalidConnectionNotification: The VpcEndpointConnectionNotification Id 'vpce-nfn-1' does not exist
    none
      400 MissingParameter: The request must contain the parameter ConnectionNotificationId
    to no topic
      400 InvalidParameter: 'topic' is not the ARN of an SNS topic: expected arn:aws:sns:REGION:ACCOUNT:NAME
    a small page
      400 InvalidParameterValue: Value ( 4 ) for parameter maxResults is invalid. Expecting a value greater than 5.
    "#);
}

/// A notification is found only where it belongs.
#[tokio::test]
async fn under_another_parent() {
    let world = World::start().await;
    let publication = world.publish().await;
    let consumer = world.consume().await;
    let endpoint_id = world.connect(&publication, &consumer).await;
    let rest = world.rest(CONSUMER);
    let of_endpoint = format!("/v1/endpoints/{endpoint_id}/notifications");
    let path = notify_at(&rest, &of_endpoint, CONSUMERS_TOPIC).await;
    let other = world.connect(&publication, &consumer).await;
    let elsewhere = path.replace(&endpoint_id, &other);
    let change = json!({"connectionEvents": ["Accept"]});
    let refusals = [
        rest.get(&elsewhere).await.refusal(),
        rest.patch(&elsewhere, change).await.refusal(),
        rest.delete(&elsewhere).await.refusal(),
        rest.get(&format!("{elsewhere}/deliveries")).await.refusal(),
        world.rest(STRANGER).get(&path).await.refusal(),
        world
            .rest(STRANGER)
            .get(&format!("{path}/deliveries"))
            .await
            .refusal(),
        world.rest(STRANGER).get(&of_endpoint).await.refusal(),
        rest.patch(&path, json!({"connectionEvents": []}))
            .await
            .refusal(),
    ];
    insta::assert_snapshot!(world.shown(&refusals.join("\n")), @"
    404 InvalidConnectionNotification (connectionNotificationId): The VpcEndpointConnectionNotification Id 'vpce-nfn-1' does not exist
    404 InvalidConnectionNotification (connectionNotificationId): The VpcEndpointConnectionNotification Id 'vpce-nfn-1' does not exist
    404 InvalidConnectionNotification (connectionNotificationId): The VpcEndpointConnectionNotification Id 'vpce-nfn-1' does not exist
    404 InvalidConnectionNotification (connectionNotificationId): The VpcEndpointConnectionNotification Id 'vpce-nfn-1' does not exist
    404 InvalidVpcEndpointId.NotFound (vpcEndpointId): The Vpc Endpoint Id 'vpce-1' does not exist
    404 InvalidConnectionNotification (connectionNotificationId): The VpcEndpointConnectionNotification Id 'vpce-nfn-1' does not exist
    404 InvalidVpcEndpointId.NotFound (vpcEndpointId): The Vpc Endpoint Id 'vpce-1' does not exist
    400 MissingParameter (connectionEvents): The request must contain the parameter ConnectionEvents
    ");
}

#[tokio::test]
async fn when_the_endpoint_goes() {
    let world = World::slow().await;
    let publication = world.publish().await;
    let consumer = world.consume().await;
    let endpoint_id = world.connect(&publication, &consumer).await;
    let rest = world.rest(CONSUMER);
    let path = format!("/v1/endpoints/{endpoint_id}");
    rest.delete(&path).await.expect(202);
    let body = json!({"connectionNotificationArn": TOPIC, "connectionEvents": ["Accept"]});
    let reply = rest.post(&format!("{path}/notifications"), body).await;
    insta::assert_snapshot!(world.shown(&reply.refusal()), @"409 IncorrectState (vpcEndpointId): The endpoint 'vpce-1' is in the state deleting and cannot have notifications");
}

/// Endpoints without interfaces have no notifications.
#[tokio::test]
async fn of_a_gateway_endpoint() {
    let world = World::start().await;
    let consumer = world.consume().await;
    let ec2 = world.ec2(CONSUMER);
    let endpoint = [
        ("VpcId", &*consumer.vpc_id),
        ("ServiceName", "com.amazonaws.us-east-1.s3"),
    ];
    let endpoint = ec2.ok("CreateVpcEndpoint", &endpoint).await;
    let endpoint_id = endpoint.one("vpcEndpointId");
    let parameters = [("VpcEndpointId", &*endpoint_id), ARN, EVENT];
    let reply = ec2.call("CreateVpcEndpointConnectionNotification", &parameters);
    insta::assert_snapshot!(reply.await.refusal(), @"400 InvalidParameter: Connection notifications are only supported for Interface type VPC Endpoints.");
    let body = json!({"connectionNotificationArn": TOPIC, "connectionEvents": ["Accept"]});
    let path = format!("/v1/endpoints/{endpoint_id}/notifications");
    let reply = world.rest(CONSUMER).post(&path, body).await;
    insta::assert_snapshot!(reply.refusal(), @"400 InvalidParameter (vpcEndpointId): Connection notifications are only supported for Interface type VPC Endpoints.");
}

#[tokio::test]
async fn more_than_the_limit() {
    let world = World::start().await;
    let publication = world.publish().await;
    for _ in 0..privlink::domain::limit::NOTIFICATIONS_PER_RESOURCE {
        notify(&world, &publication, TOPIC).await;
    }
    let parameters = [("ServiceId", &*publication.service_id), ARN, EVENT];
    let ec2 = world.ec2(PROVIDER);
    let reply = ec2.call("CreateVpcEndpointConnectionNotification", &parameters);
    insta::assert_snapshot!(world.shown(&reply.await.refusal()), @"400 ResourceLimitExceeded: 'vpce-svc-1' has 50 connection notifications, which is the maximum");
}
