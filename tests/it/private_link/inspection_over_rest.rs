//! Gateway Load Balancer endpoints over REST: service, endpoint, connection, routes.

use reqwest::Method;
use serde_json::json;

use super::{lines, shown};
use crate::support::world::{CONSUMER, PROVIDER, World, text};

#[tokio::test]
async fn service_endpoint_and_connection() {
    let world = World::start().await;
    let network = world.network(PROVIDER, &["us-east-1a", "us-east-1b"]).await;
    let provider = world.rest(PROVIDER);
    let body = json!({"name": "wall", "type": "gateway", "subnets": network.subnet_ids});
    let arn = provider
        .make("/v1/load-balancers", "loadBalancerArn", body)
        .await;
    let body =
        json!({"gatewayLoadBalancerArns": [arn], "tags": [{"key": "Name", "value": "wall"}]});
    let service = provider.post("/v1/endpoint-services", body).await;
    insta::assert_snapshot!(shown(&world, &service), @"");
    let service_path = service.header("location").to_owned();
    let body = json!({"principal": format!("arn:aws:iam::{CONSUMER}:root")});
    let allowed = provider
        .post(&format!("{service_path}/permissions"), body)
        .await;
    insta::assert_snapshot!(shown(&world, &allowed), @"");
    let consumer = world.consume().await;
    let rest = world.rest(CONSUMER);
    let service_name = text(&service.body["serviceName"]);
    let seen = rest
        .get(&format!("/v1/available-services/{service_name}"))
        .await;
    insta::assert_snapshot!(shown(&world, &seen), @"");
    let body = json!({
        "vpcEndpointType": "GatewayLoadBalancer", "vpcId": consumer.vpc_id, "serviceName": service_name,
        "subnetIds": [consumer.subnet_ids[1]],
    });
    let created = rest.post("/v1/endpoints", body).await;
    insta::assert_snapshot!(shown(&world, &created), @"");
    let endpoint_id = text(&created.body["vpcEndpointId"]);
    let connection = format!("{service_path}/connections/{endpoint_id}");
    let accept = provider.request(Method::POST, &format!("{connection}/accept"));
    let accepted = provider.send(accept).await;
    insta::assert_snapshot!(shown(&world, &accepted), @"");
    world.settle().await;
    let connection = provider.get(&connection).await.expect(200);
    assert_eq!(connection["vpcEndpointState"], "available");
}

#[tokio::test]
async fn routes_lead_to_it_and_hold_it() {
    let world = World::start().await;
    let provider = world.network(PROVIDER, &["us-east-1a"]).await;
    let inspection = world.inspection(&provider).await;
    let consumer = world.consume().await;
    let endpoint_id = world.route_target(&inspection, &consumer).await;
    super::decide(&world, &inspection.service_id, &endpoint_id, "accept").await;
    world.settle().await;
    let rest = world.rest(CONSUMER);
    let body = json!({"vpcId": consumer.vpc_id});
    let table_id = rest.make("/v1/route-tables", "routeTableId", body).await;
    let routes = format!("/v1/route-tables/{table_id}/routes");
    let body = json!({"destinationCidrBlock": "0.0.0.0/0", "vpcEndpointId": endpoint_id});
    let route = rest.post(&routes, body).await;
    insta::assert_snapshot!(shown(&world, &route), @"");
    let path = format!("/v1/endpoints/{endpoint_id}");
    let kept = rest.delete(&path).await;
    insta::assert_snapshot!(shown(&world, &kept.refusal()), @"");
    world.turn_down(&inspection.service_id, &endpoint_id).await;
    let shown_routes = rest.get(&routes).await.expect(200);
    let members = ["destinationCidrBlock", "gatewayId", "origin", "state"];
    insta::assert_snapshot!(lines(&world, &shown_routes["items"], &members), @"");
    let kept = rest.delete(&path).await;
    assert_eq!(
        kept.body["code"], "DependencyViolation",
        "a black hole holds it as well"
    );
    rest.delete(route.header("location")).await.expect(204);
    rest.delete(&path).await.expect(202);
    world.settle().await;
    assert_eq!(world.state(&endpoint_id).await, "gone");
}
