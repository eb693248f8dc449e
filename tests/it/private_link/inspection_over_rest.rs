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
    insta::assert_snapshot!(shown(&world, &service), @r#"
    HTTP 201
    location: /v1/endpoint-services/vpce-svc-1
    etag: "1"
    {
      "acceptanceRequired": true,
      "availabilityZoneIds": [
        "use1-az1",
        "use1-az2"
      ],
      "availabilityZones": [
        "us-east-1a",
        "us-east-1b"
      ],
      "baseEndpointDnsNames": [],
      "gatewayLoadBalancerArns": [
        "arn:aws:elasticloadbalancing:us-east-1:111111111111:loadbalancer/gwy/wall/1"
      ],
      "managesVpcEndpoints": false,
      "networkLoadBalancerArns": [],
      "ownerId": "111111111111",
      "serviceId": "vpce-svc-1",
      "serviceName": "com.amazonaws.vpce.us-east-1.vpce-svc-1",
      "serviceState": "Available",
      "serviceType": "GatewayLoadBalancer",
      "supportedIpAddressTypes": [
        "ipv4"
      ],
      "supportedRegions": [
        "us-east-1"
      ],
      "tags": [
        {
          "key": "Name",
          "value": "wall"
        }
      ]
    }
    "#);
    let service_path = service.header("location").to_owned();
    let body = json!({"principal": format!("arn:aws:iam::{CONSUMER}:root")});
    let allowed = provider
        .post(&format!("{service_path}/permissions"), body)
        .await;
    insta::assert_snapshot!(shown(&world, &allowed), @r#"
    HTTP 201
    location: /v1/endpoint-services/vpce-svc-1/permissions/vpce-svc-perm-1
    etag: "1"
    {
      "principal": "arn:aws:iam::222222222222:root",
      "principalType": "Account",
      "serviceId": "vpce-svc-1",
      "servicePermissionId": "vpce-svc-perm-1",
      "tags": []
    }
    "#);
    let consumer = world.consume().await;
    let rest = world.rest(CONSUMER);
    let service_name = text(&service.body["serviceName"]);
    let seen = rest
        .get(&format!("/v1/available-services/{service_name}"))
        .await;
    insta::assert_snapshot!(shown(&world, &seen), @r#"
    HTTP 200
    {
      "acceptanceRequired": true,
      "availabilityZoneIds": [
        "use1-az1",
        "use1-az2"
      ],
      "availabilityZones": [
        "us-east-1a",
        "us-east-1b"
      ],
      "baseEndpointDnsNames": [],
      "managesVpcEndpoints": false,
      "owner": "111111111111",
      "privateDnsNames": [],
      "serviceId": "vpce-svc-1",
      "serviceName": "com.amazonaws.vpce.us-east-1.vpce-svc-1",
      "serviceRegion": "us-east-1",
      "serviceType": "GatewayLoadBalancer",
      "supportedIpAddressTypes": [
        "ipv4"
      ],
      "tags": [],
      "vpcEndpointPolicySupported": false
    }
    "#);
    let body = json!({
        "vpcEndpointType": "GatewayLoadBalancer", "vpcId": consumer.vpc_id, "serviceName": service_name,
        "subnetIds": [consumer.subnet_ids[1]],
    });
    let created = rest.post("/v1/endpoints", body).await;
    insta::assert_snapshot!(shown(&world, &created), @r#"
    HTTP 201
    location: /v1/endpoints/vpce-1
    etag: "2"
    {
      "creationTimestamp": "2026-11-22T10:00:00.000Z",
      "dnsEntries": [],
      "groups": [],
      "ipAddressType": "ipv4",
      "networkInterfaceIds": [
        "eni-1"
      ],
      "ownerId": "222222222222",
      "privateDnsEnabled": false,
      "requesterManaged": false,
      "routeTableIds": [],
      "serviceName": "com.amazonaws.vpce.us-east-1.vpce-svc-1",
      "serviceRegion": "us-east-1",
      "state": "pendingAcceptance",
      "subnetIds": [
        "subnet-1"
      ],
      "tags": [],
      "vpcEndpointId": "vpce-1",
      "vpcEndpointType": "GatewayLoadBalancer",
      "vpcId": "vpc-1"
    }
    "#);
    let endpoint_id = text(&created.body["vpcEndpointId"]);
    let connection = format!("{service_path}/connections/{endpoint_id}");
    let accept = provider.request(Method::POST, &format!("{connection}/accept"));
    let accepted = provider.send(accept).await;
    insta::assert_snapshot!(shown(&world, &accepted), @r#"
    HTTP 200
    etag: "3"
    {
      "creationTimestamp": "2026-11-22T10:00:00.000Z",
      "dnsEntries": [],
      "gatewayLoadBalancerArns": [
        "arn:aws:elasticloadbalancing:us-east-1:111111111111:loadbalancer/gwy/wall/1"
      ],
      "ipAddressType": "ipv4",
      "networkLoadBalancerArns": [],
      "serviceId": "vpce-svc-1",
      "tags": [],
      "vpcEndpointConnectionId": "vpce-con-1",
      "vpcEndpointId": "vpce-1",
      "vpcEndpointOwner": "222222222222",
      "vpcEndpointRegion": "us-east-1",
      "vpcEndpointState": "pending"
    }
    "#);
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
    insta::assert_snapshot!(shown(&world, &route), @r#"
    HTTP 201
    location: /v1/route-tables/rtb-1/routes/0.0.0.0%2F0
    etag: "1"
    {
      "destinationCidrBlock": "0.0.0.0/0",
      "gatewayId": "vpce-1",
      "origin": "CreateRoute",
      "state": "active"
    }
    "#);
    let path = format!("/v1/endpoints/{endpoint_id}");
    let kept = rest.delete(&path).await;
    insta::assert_snapshot!(shown(&world, &kept.refusal()), @"409 DependencyViolation: The VPC endpoint 'vpce-1' is the target of routes and cannot be deleted.");
    world.turn_down(&inspection.service_id, &endpoint_id).await;
    let shown_routes = rest.get(&routes).await.expect(200);
    let members = ["destinationCidrBlock", "gatewayId", "origin", "state"];
    insta::assert_snapshot!(lines(&world, &shown_routes["items"], &members), @"
    10.0.0.0/16 local CreateRouteTable active
    0.0.0.0/0 vpce-1 CreateRoute blackhole
    ");
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
