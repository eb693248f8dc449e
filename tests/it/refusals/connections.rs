//! Connections that cannot be decided about.

use reqwest::Method;
use serde_json::{Value, json};

use super::{Refusals, nothing};
use crate::support::world::{CONSUMER, PROVIDER, World, text};

const MISSING: &str = "vpce-0123456789abcdef0";

#[tokio::test]
async fn found() {
    let world = World::start().await;
    let publication = world.publish().await;
    let consumer = world.consume().await;
    let endpoint_id = world.connect(&publication, &consumer).await;
    let other = world
        .load_balancer(PROVIDER, "other", &publication.network.subnet_ids)
        .await;
    let (ec2, rest) = (world.ec2(PROVIDER), world.rest(PROVIDER));
    let body = json!({"networkLoadBalancerArns": [other]});
    let other = text(&rest.create("/v1/endpoint-services", body).await["serviceId"]);
    let mut table = Refusals::of(&world);
    for (what, service, endpoint) in [
        (
            "46: an endpoint that does not exist",
            &*publication.service_id,
            MISSING,
        ),
        ("46: an endpoint of another service", &other, &endpoint_id),
        ("no endpoint id at all", &publication.service_id, "vpce"),
    ] {
        table.when(what);
        let path = format!("/v1/endpoint-services/{service}/connections/{endpoint}");
        table.rest(&rest, Method::GET, &path, Value::Null).await;
        for (action, verb) in [
            ("AcceptVpcEndpointConnections", "accept"),
            ("RejectVpcEndpointConnections", "reject"),
        ] {
            let parameters = [("ServiceId", service), ("VpcEndpointId.1", endpoint)];
            table.query(&ec2, action, &parameters).await;
            let path = format!("{path}/{verb}");
            table.rest(&rest, Method::POST, &path, nothing()).await;
        }
    }
    table.when("no endpoints");
    let parameters = [("ServiceId", &*publication.service_id)];
    table
        .query(&ec2, "AcceptVpcEndpointConnections", &parameters)
        .await;
    table.when("the consumer decides");
    let parameters = [
        ("ServiceId", &*publication.service_id),
        ("VpcEndpointId.1", &endpoint_id),
    ];
    let ec2 = world.ec2(CONSUMER);
    table
        .query(&ec2, "AcceptVpcEndpointConnections", &parameters)
        .await;
    let path = format!(
        "/v1/endpoint-services/{}/connections/{endpoint_id}/accept",
        publication.service_id
    );
    let rest = world.rest(CONSUMER);
    table.rest(&rest, Method::POST, &path, nothing()).await;
    insta::assert_snapshot!(table.table(), @r#"
    46: an endpoint that does not exist
      REST 404 InvalidVpcEndpointId.NotFound (vpcEndpointId): The Vpc Endpoint Id 'vpce-1' does not exist
      AWS  200 InvalidVpcEndpoint.NotFound: The Vpc Endpoint Id 'vpce-1' does not exist
      REST 404 InvalidVpcEndpointId.NotFound (vpcEndpointId): The Vpc Endpoint Id 'vpce-1' does not exist
      AWS  200 InvalidVpcEndpoint.NotFound: The Vpc Endpoint Id 'vpce-1' does not exist
      REST 404 InvalidVpcEndpointId.NotFound (vpcEndpointId): The Vpc Endpoint Id 'vpce-1' does not exist
    46: an endpoint of another service
      REST 404 InvalidVpcEndpointId.NotFound (vpcEndpointId): The Vpc Endpoint Id 'vpce-2' does not exist
      AWS  200 InvalidVpcEndpoint.NotFound: The Vpc Endpoint Id 'vpce-2' does not exist
      REST 404 InvalidVpcEndpointId.NotFound (vpcEndpointId): The Vpc Endpoint Id 'vpce-2' does not exist
      AWS  200 InvalidVpcEndpoint.NotFound: The Vpc Endpoint Id 'vpce-2' does not exist
      REST 404 InvalidVpcEndpointId.NotFound (vpcEndpointId): The Vpc Endpoint Id 'vpce-2' does not exist
    no endpoint id at all
      REST 400 InvalidVpcEndpointId.Malformed (vpcEndpointId): Invalid id: "vpce" (expecting "vpce-...")
      AWS  400 InvalidVpcEndpointId.Malformed: Invalid id: "vpce" (expecting "vpce-...")
      REST 400 InvalidVpcEndpointId.Malformed (vpcEndpointId): Invalid id: "vpce" (expecting "vpce-...")
      AWS  400 InvalidVpcEndpointId.Malformed: Invalid id: "vpce" (expecting "vpce-...")
      REST 400 InvalidVpcEndpointId.Malformed (vpcEndpointId): Invalid id: "vpce" (expecting "vpce-...")
    no endpoints
      AWS  400 MissingParameter: The request must contain the parameter VpcEndpointId
    the consumer decides
      AWS  400 InvalidVpcEndpointServiceId.NotFound: The VpcEndpointService Id 'vpce-svc-1' does not exist
      REST 404 InvalidVpcEndpointServiceId.NotFound (serviceId): The VpcEndpointService Id 'vpce-svc-1' does not exist
    "#);
}

/// What is over stays so, and without the service nobody can decide.
#[tokio::test]
async fn too_late() {
    let world = World::slow().await;
    let publication = world.publish().await;
    let consumer = world.consume().await;
    let (ec2, rest) = (world.ec2(PROVIDER), world.rest(PROVIDER));
    let service = format!("/v1/endpoint-services/{}", publication.service_id);
    let mut table = Refusals::of(&world);
    let attempt = async |table: &mut Refusals<'_>, what: &str, endpoint_id: &str| {
        table.when(what);
        for (action, verb) in [
            ("AcceptVpcEndpointConnections", "accept"),
            ("RejectVpcEndpointConnections", "reject"),
        ] {
            let id = ("ServiceId", &*publication.service_id);
            let parameters = [id, ("VpcEndpointId.1", endpoint_id)];
            table.query(&ec2, action, &parameters).await;
            let path = format!("{service}/connections/{endpoint_id}/{verb}");
            table.rest(&rest, Method::POST, &path, nothing()).await;
        }
    };
    let expired = world.connect(&publication, &consumer).await;
    world.pass(7 * 24 * 60 * 60).await;
    attempt(&mut table, "an endpoint that has expired", &expired).await;
    let path = format!("/v1/endpoints/{expired}");
    world.rest(CONSUMER).delete(&path).await.expect(202);
    attempt(&mut table, "an endpoint that is being deleted", &expired).await;
    let rejected = world.connect(&publication, &consumer).await;
    let path = format!("{service}/connections/{rejected}/reject");
    rest.post(&path, nothing()).await.expect(200);
    rest.delete(&service).await.expect(204);
    attempt(
        &mut table,
        "47: rejected, and the service is gone",
        &rejected,
    )
    .await;
    insta::assert_snapshot!(table.table(), @"
    an endpoint that has expired
      AWS  200 InvalidState: The connection of 'vpce-1' is in the state expired and cannot be accepted
      REST 409 InvalidState: The connection of 'vpce-1' is in the state expired and cannot be accepted
      AWS  200 InvalidState: The connection of 'vpce-1' is in the state expired and cannot be rejected
      REST 409 InvalidState: The connection of 'vpce-1' is in the state expired and cannot be rejected
    an endpoint that is being deleted
      AWS  200 InvalidState: The connection of 'vpce-1' is in the state deleting and cannot be accepted
      REST 409 InvalidState: The connection of 'vpce-1' is in the state deleting and cannot be accepted
      AWS  200 InvalidState: The connection of 'vpce-1' is in the state deleting and cannot be rejected
      REST 409 InvalidState: The connection of 'vpce-1' is in the state deleting and cannot be rejected
    47: rejected, and the service is gone
      AWS  400 InvalidVpcEndpointServiceId.NotFound: The VpcEndpointService Id 'vpce-svc-1' does not exist
      REST 404 InvalidVpcEndpointServiceId.NotFound (serviceId): The VpcEndpointService Id 'vpce-svc-1' does not exist
      AWS  400 InvalidVpcEndpointServiceId.NotFound: The VpcEndpointService Id 'vpce-svc-1' does not exist
      REST 404 InvalidVpcEndpointServiceId.NotFound (serviceId): The VpcEndpointService Id 'vpce-svc-1' does not exist
    ");
}

/// Each item of a bulk request stands for itself.
#[tokio::test]
async fn some_of_many() {
    let world = World::start().await;
    let publication = world.publish().await;
    let consumer = world.consume().await;
    let accepted = world.connect(&publication, &consumer).await;
    let parameters = [
        ("ServiceId", &*publication.service_id),
        ("VpcEndpointId.1", MISSING),
        ("VpcEndpointId.2", &accepted),
        ("VpcEndpointId.3", MISSING),
    ];
    let ec2 = world.ec2(PROVIDER);
    let reply = ec2.ok("AcceptVpcEndpointConnections", &parameters).await;
    assert_eq!(reply.all("resourceId"), [MISSING]);
    world.settle().await;
    assert_eq!(world.state(&accepted).await, "available");
    let malformed = [
        ("ServiceId", &*publication.service_id),
        ("VpcEndpointId.1", &accepted),
        ("VpcEndpointId.2", "x"),
    ];
    let mut table = Refusals::of(&world);
    table.when("one of two ids is none");
    table
        .query(&ec2, "RejectVpcEndpointConnections", &malformed)
        .await;
    insta::assert_snapshot!(table.table(), @r#"
    one of two ids is none
      AWS  400 InvalidVpcEndpointId.Malformed: Invalid id: "x" (expecting "vpce-...")
    "#);
    assert_eq!(world.state(&accepted).await, "available");
}
