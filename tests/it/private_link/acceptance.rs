//! Who is asked before a connection is made, and that later changes of mind do not touch what is connected.

use serde_json::{Value, json};

use super::{decide, describe, shown};
use crate::support::world::{CONSUMER, PROVIDER, World, text};

/// The states of the endpoints, as their owner sees them.
async fn states(world: &World) -> String {
    let endpoints = world.rest(CONSUMER).items("/v1/endpoints").await;
    let states: Vec<String> = endpoints
        .iter()
        .map(|endpoint| text(&endpoint["state"]))
        .collect();
    states.join(" ")
}

/// Each moment of an acceptance, as both sides see it.
#[tokio::test]
async fn accepted_pending_available() {
    let world = World::slow().await;
    let publication = world.publish().await;
    let consumer = world.consume().await;
    let endpoint_id = world.connect(&publication, &consumer).await;
    let (ec2, provider) = (world.ec2(CONSUMER), world.ec2(PROVIDER));
    let connection = [
        ("Filter.1.Name", "vpc-endpoint-id"),
        ("Filter.1.Value.1", &*endpoint_id),
    ];
    let waiting = provider
        .ok("DescribeVpcEndpointConnections", &connection)
        .await;
    insta::assert_snapshot!(shown(&world, &waiting), @r#"
    HTTP 200
    <DescribeVpcEndpointConnectionsResponse xmlns="http://ec2.amazonaws.com/doc/2016-11-15/">
      <requestId>[request-id]</requestId>
      <vpcEndpointConnectionSet>
        <item>
          <serviceId>vpce-svc-1</serviceId>
          <vpcEndpointId>vpce-1</vpcEndpointId>
          <vpcEndpointOwner>222222222222</vpcEndpointOwner>
          <vpcEndpointState>pendingAcceptance</vpcEndpointState>
          <creationTimestamp>2026-11-22T10:00:00.000Z</creationTimestamp>
          <dnsEntrySet>
            <item>
              <dnsName>vpce-1-[suffix].vpce-svc-1.us-east-1.vpce.amazonaws.com</dnsName>
              <hostedZoneId>Z7HUB22UULQXV</hostedZoneId>
            </item>
            <item>
              <dnsName>vpce-1-[suffix]-us-east-1a.vpce-svc-1.us-east-1.vpce.amazonaws.com</dnsName>
              <hostedZoneId>Z7HUB22UULQXV</hostedZoneId>
            </item>
            <item>
              <dnsName>vpce-1-[suffix]-us-east-1b.vpce-svc-1.us-east-1.vpce.amazonaws.com</dnsName>
              <hostedZoneId>Z7HUB22UULQXV</hostedZoneId>
            </item>
          </dnsEntrySet>
          <networkLoadBalancerArnSet>
            <item>arn:aws:elasticloadbalancing:us-east-1:111111111111:loadbalancer/net/orders/1</item>
          </networkLoadBalancerArnSet>
          <gatewayLoadBalancerArnSet/>
          <ipAddressType>ipv4</ipAddressType>
          <vpcEndpointConnectionId>vpce-con-1</vpcEndpointConnectionId>
          <tagSet/>
          <vpcEndpointRegion>us-east-1</vpcEndpointRegion>
        </item>
      </vpcEndpointConnectionSet>
    </DescribeVpcEndpointConnectionsResponse>
    "#);
    world.pass(60).await;
    let both = [
        ("ServiceId", &*publication.service_id),
        ("VpcEndpointId.1", &endpoint_id),
    ];
    let accepted = provider.ok("AcceptVpcEndpointConnections", &both).await;
    insta::assert_snapshot!(shown(&world, &accepted), @r#"
    HTTP 200
    <AcceptVpcEndpointConnectionsResponse xmlns="http://ec2.amazonaws.com/doc/2016-11-15/">
      <requestId>[request-id]</requestId>
      <unsuccessful/>
    </AcceptVpcEndpointConnectionsResponse>
    "#);
    for (seconds, state) in [(0, "pending"), (9, "pending"), (1, "available")] {
        world.pass(seconds).await;
        assert_eq!(describe(&ec2, &endpoint_id).await.one("state"), state);
        let seen = provider
            .ok("DescribeVpcEndpointConnections", &connection)
            .await;
        assert_eq!(seen.one("vpcEndpointState"), state);
    }
    let path = format!("/v1/events?filter[resource-id]={endpoint_id}");
    let events = world.rest(CONSUMER).items(&path).await;
    let members = ["time", "action", "actor", "from", "to"];
    insta::assert_snapshot!(super::lines(&world, &Value::Array(events), &members), @"
    2026-11-22T10:00:00.000Z CreateVpcEndpoint arn:aws:iam::222222222222:root - pendingAcceptance
    2026-11-22T10:01:00.000Z AcceptVpcEndpointConnections arn:aws:iam::111111111111:root pendingAcceptance pending
    2026-11-22T10:01:10.000Z ProvisionVpcEndpoint system pending available
    ");
    let rejected = provider.ok("RejectVpcEndpointConnections", &both).await;
    insta::assert_snapshot!(shown(&world, &rejected), @r#"
    HTTP 200
    <RejectVpcEndpointConnectionsResponse xmlns="http://ec2.amazonaws.com/doc/2016-11-15/">
      <requestId>[request-id]</requestId>
      <unsuccessful/>
    </RejectVpcEndpointConnectionsResponse>
    "#);
    assert_eq!(world.state(&endpoint_id).await, "rejected");
}

#[tokio::test]
async fn accepted_over_rest() {
    let world = World::slow().await;
    let publication = world.publish().await;
    let consumer = world.consume().await;
    let endpoint_id = world.connect(&publication, &consumer).await;
    let path = format!(
        "/v1/endpoint-services/{}/connections/{endpoint_id}",
        publication.service_id
    );
    let provider = world.rest(PROVIDER);
    let accept = provider.request(reqwest::Method::POST, &format!("{path}/accept"));
    let accepted = provider.send(accept).await;
    insta::assert_snapshot!(shown(&world, &accepted), @r#"
    HTTP 200
    etag: "3"
    {
      "creationTimestamp": "2026-11-22T10:00:00.000Z",
      "dnsEntries": [
        {
          "dnsName": "vpce-1-[suffix].vpce-svc-1.us-east-1.vpce.amazonaws.com",
          "hostedZoneId": "Z7HUB22UULQXV"
        },
        {
          "dnsName": "vpce-1-[suffix]-us-east-1a.vpce-svc-1.us-east-1.vpce.amazonaws.com",
          "hostedZoneId": "Z7HUB22UULQXV"
        },
        {
          "dnsName": "vpce-1-[suffix]-us-east-1b.vpce-svc-1.us-east-1.vpce.amazonaws.com",
          "hostedZoneId": "Z7HUB22UULQXV"
        }
      ],
      "gatewayLoadBalancerArns": [],
      "ipAddressType": "ipv4",
      "networkLoadBalancerArns": [
        "arn:aws:elasticloadbalancing:us-east-1:111111111111:loadbalancer/net/orders/1"
      ],
      "serviceId": "vpce-svc-1",
      "tags": [],
      "vpcEndpointConnectionId": "vpce-con-1",
      "vpcEndpointId": "vpce-1",
      "vpcEndpointOwner": "222222222222",
      "vpcEndpointRegion": "us-east-1",
      "vpcEndpointState": "pending"
    }
    "#);
    for (advance, state) in [("9s", "pending"), ("1s", "available")] {
        provider
            .post("/_privlink/clock", json!({"advance": advance}))
            .await
            .expect(200);
        assert_eq!(world.state(&endpoint_id).await, state);
        let connection = provider.get(&path).await.expect(200);
        assert_eq!(connection["vpcEndpointState"], state);
    }
    let reject = provider.request(reqwest::Method::POST, &format!("{path}/reject"));
    let rejected = provider.send(reject).await.expect(200);
    assert_eq!(rejected["vpcEndpointState"], "rejected");
}

#[tokio::test]
async fn switched_off_and_on() {
    let world = World::slow().await;
    let publication = world.publish().await;
    let consumer = world.consume().await;
    let waits = world.connect(&publication, &consumer).await;
    let accepted = world.connect(&publication, &consumer).await;
    decide(&world, &publication.service_id, &accepted, "accept").await;
    world.pass(10).await;
    let ec2 = world.ec2(PROVIDER);
    let by_id = [("ServiceId.1", &*publication.service_id)];
    let mut story = Vec::new();
    for required in ["false", "true"] {
        let parameters = [
            ("ServiceId", &*publication.service_id),
            ("AcceptanceRequired", required),
        ];
        let done = ec2
            .ok("ModifyVpcEndpointServiceConfiguration", &parameters)
            .await;
        if required == "false" {
            insta::assert_snapshot!(shown(&world, &done), @r#"
            HTTP 200
            <ModifyVpcEndpointServiceConfigurationResponse xmlns="http://ec2.amazonaws.com/doc/2016-11-15/">
              <requestId>[request-id]</requestId>
              <return>true</return>
            </ModifyVpcEndpointServiceConfigurationResponse>
            "#);
        }
        let service = ec2
            .ok("DescribeVpcEndpointServiceConfigurations", &by_id)
            .await;
        assert_eq!(service.one("acceptanceRequired"), required);
        let at_once = world.connect(&publication, &consumer).await;
        let first = world.state(&at_once).await;
        world.pass(10).await;
        let then = world.state(&at_once).await;
        story.push(format!(
            "required {required}: {} {}; a new one {first} {then}",
            world.state(&waits).await,
            world.state(&accepted).await
        ));
    }
    insta::assert_snapshot!(story.join("\n"), @"
    required false: pendingAcceptance available; a new one pending available
    required true: pendingAcceptance available; a new one pendingAcceptance pendingAcceptance
    ");
}

/// Whoever is not allowed any more cannot connect again, but nothing that is there changes.
#[tokio::test]
async fn principals_taken_away() {
    let world = World::start().await;
    let publication = world.publish().await;
    let consumer = world.consume().await;
    let accepted = world.connect(&publication, &consumer).await;
    decide(&world, &publication.service_id, &accepted, "accept").await;
    let waits = world.connect(&publication, &consumer).await;
    world.settle().await;
    let before = states(&world).await;
    let root = format!("arn:aws:iam::{CONSUMER}:root");
    let ec2 = world.ec2(PROVIDER);
    let parameters = [
        ("ServiceId", &*publication.service_id),
        ("RemoveAllowedPrincipals.1", &root),
        (
            "AddAllowedPrincipals.1",
            "arn:aws:iam::333333333333:role/deployer",
        ),
    ];
    let changed = ec2
        .ok("ModifyVpcEndpointServicePermissions", &parameters)
        .await;
    insta::assert_snapshot!(shown(&world, &changed), @r#"
    HTTP 200
    <ModifyVpcEndpointServicePermissionsResponse xmlns="http://ec2.amazonaws.com/doc/2016-11-15/">
      <requestId>[request-id]</requestId>
      <addedPrincipalSet>
        <item>
          <principalType>Role</principalType>
          <principal>arn:aws:iam::333333333333:role/deployer</principal>
          <servicePermissionId>vpce-svc-perm-1</servicePermissionId>
          <serviceId>vpce-svc-1</serviceId>
        </item>
      </addedPrincipalSet>
      <return>true</return>
    </ModifyVpcEndpointServicePermissionsResponse>
    "#);
    let permissions = ec2
        .ok("DescribeVpcEndpointServicePermissions", &parameters[..1])
        .await;
    insta::assert_snapshot!(shown(&world, &permissions), @r#"
    HTTP 200
    <DescribeVpcEndpointServicePermissionsResponse xmlns="http://ec2.amazonaws.com/doc/2016-11-15/">
      <requestId>[request-id]</requestId>
      <allowedPrincipals>
        <item>
          <principalType>Role</principalType>
          <principal>arn:aws:iam::333333333333:role/deployer</principal>
          <servicePermissionId>vpce-svc-perm-1</servicePermissionId>
          <tagSet/>
          <serviceId>vpce-svc-1</serviceId>
        </item>
      </allowedPrincipals>
    </DescribeVpcEndpointServicePermissionsResponse>
    "#);
    assert_eq!(states(&world).await, before);
    decide(&world, &publication.service_id, &waits, "accept").await;
    world.settle().await;
    assert_eq!(
        states(&world).await,
        "available available",
        "it had asked in time"
    );
    let body = json!({"vpcId": consumer.vpc_id, "serviceName": publication.service_name});
    let refused = world.rest(CONSUMER).post("/v1/endpoints", body).await;
    insta::assert_snapshot!(shown(&world, &refused.refusal()), @"404 InvalidServiceName (serviceName): The Vpc Endpoint Service 'com.amazonaws.vpce.us-east-1.vpce-svc-1' does not exist");
    let group = json!({"subnetIds": [consumer.subnet_ids[0]]});
    let path = format!("/v1/endpoints/{accepted}");
    world.rest(CONSUMER).patch(&path, group).await.expect(200);
    world.settle().await;
    assert_eq!(
        world.state(&accepted).await,
        "available",
        "it can still be changed"
    );
}

/// The same over REST: acceptance switched off and on, and the consumer's permission taken away.
#[tokio::test]
async fn changes_of_mind_over_rest() {
    let world = World::slow().await;
    let publication = world.publish().await;
    let consumer = world.consume().await;
    let waits = world.connect(&publication, &consumer).await;
    let accepted = world.connect(&publication, &consumer).await;
    decide(&world, &publication.service_id, &accepted, "accept").await;
    world.pass(10).await;
    let rest = world.rest(PROVIDER);
    let path = format!("/v1/endpoint-services/{}", publication.service_id);
    let mut story = Vec::new();
    for required in [false, true] {
        let service = rest
            .patch(&path, json!({"acceptanceRequired": required}))
            .await
            .expect(200);
        assert_eq!(service["acceptanceRequired"], required);
        let body = json!({"vpcId": consumer.vpc_id, "serviceName": publication.service_name});
        let new = world.rest(CONSUMER).create("/v1/endpoints", body).await;
        story.push(format!(
            "required {required}: a new one is {}",
            text(&new["state"])
        ));
    }
    world.pass(10).await;
    let permissions = rest.items(&format!("{path}/permissions")).await;
    insta::assert_snapshot!(shown(&world, &format!("{:#}", Value::Array(permissions.clone()))), @r#"
    [
      {
        "principal": "arn:aws:iam::222222222222:root",
        "principalType": "Account",
        "serviceId": "vpce-svc-1",
        "servicePermissionId": "vpce-svc-perm-1",
        "tags": []
      }
    ]
    "#);
    let permission = text(&permissions[0]["servicePermissionId"]);
    let before = world.rest(CONSUMER).items("/v1/endpoints").await;
    rest.delete(&format!("{path}/permissions/{permission}"))
        .await
        .expect(204);
    world.pass(10).await;
    assert_eq!(world.rest(CONSUMER).items("/v1/endpoints").await, before);
    story.push(format!(
        "waiting is {}, accepted is {}",
        world.state(&waits).await,
        world.state(&accepted).await
    ));
    let seen = format!("/v1/available-services/{}", publication.service_name);
    let hidden = world.rest(CONSUMER).get(&seen).await;
    story.push(shown(&world, &hidden.refusal()));
    decide(&world, &publication.service_id, &waits, "accept").await;
    world.pass(10).await;
    story.push(format!(
        "accepted after all, it is {}",
        world.state(&waits).await
    ));
    insta::assert_snapshot!(story.join("\n"), @"
    required false: a new one is pending
    required true: a new one is pendingAcceptance
    waiting is pendingAcceptance, accepted is available
    404 InvalidServiceName (serviceName): The Vpc Endpoint Service 'com.amazonaws.vpce.us-east-1.vpce-svc-1' does not exist
    accepted after all, it is available
    ");
}
