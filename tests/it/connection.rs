//! The life of a connection, as consumer and provider see it. A line of a story is: what was done, the state that the
//! consumer sees, the state that the provider sees, and AWS's code if what was done was refused.

use serde_json::{Value, json};

use crate::support::parties::{Api, Story, over_both_apis};
use crate::support::world::{CONSUMER, PROVIDER, STRANGER, World, text};

const WEEK: i64 = 7 * 24 * 60 * 60;

over_both_apis!(
    accepted,
    accepted_without_asking,
    changed,
    deleted_while_pending,
    deleted_while_pending_acceptance,
    expired,
    kept_by_what_the_service_becomes,
    orphaned,
    rejected,
    rejected_while_pending,
    service_kept_by_its_connections,
);

async fn accepted(api: Api) {
    let world = World::slow().await;
    let mut story = Story::begin(&world, api, json!({})).await;
    story.accept().await;
    story.pass(9).await;
    story.accept().await;
    story.pass(1).await;
    story.accept().await;
    story.delete().await;
    story.delete().await;
    story.accept().await;
    story.reject().await;
    story.modify().await;
    story.pass(10).await;
    story.accept().await;
    story.delete().await;
    story.pass(10).await;
    story.delete().await;
    let told = story.told();
    match api {
        Api::Rest => insta::assert_snapshot!(told, @"
        create                    pendingAcceptance   pendingAcceptance
        accept                    pending             pending
        9 s                       pending             pending
        accept                    pending             pending
        1 s                       available           available
        accept                    available           available
        delete                    deleting            deleting
        delete                    deleting            deleting
        accept                    deleting            deleting            InvalidState
        reject                    deleting            deleting            InvalidState
        modify                    deleting            deleting            IncorrectState
        10 s                      deleted             deleted
        accept                    deleted             deleted             InvalidState
        delete                    deleted             deleted             InvalidVpcEndpointId.NotFound
        10 s                      gone                gone
        delete                    gone                gone                InvalidVpcEndpointId.NotFound
        "),
        Api::Ec2 => insta::assert_snapshot!(told, @"
        create                    pendingAcceptance   pendingAcceptance
        accept                    pending             pending
        9 s                       pending             pending
        accept                    pending             pending
        1 s                       available           available
        accept                    available           available
        delete                    deleting            deleting
        delete                    deleting            deleting
        accept                    deleting            deleting            InvalidState
        reject                    deleting            deleting            InvalidState
        modify                    deleting            deleting            IncorrectState
        10 s                      deleted             deleted
        accept                    deleted             deleted             InvalidState
        delete                    deleted             deleted             InvalidVpcEndpoint.NotFound
        10 s                      gone                gone
        delete                    gone                gone                InvalidVpcEndpoint.NotFound
        "),
    }
}

async fn accepted_without_asking(api: Api) {
    let world = World::slow().await;
    let mut story = Story::begin(&world, api, json!({"acceptanceRequired": false})).await;
    story.pass(10).await;
    story.reject().await;
    insta::allow_duplicates! { insta::assert_snapshot!(story.told(), @"
    create                    pending             pending
    10 s                      available           available
    reject                    rejected            rejected
    ") }
}

async fn rejected(api: Api) {
    let world = World::slow().await;
    let mut story = Story::begin(&world, api, json!({})).await;
    story.reject().await;
    story.reject().await;
    story.modify().await;
    story.pass(52 * WEEK).await;
    story.accept().await;
    story.pass(10).await;
    story.reject().await;
    story.pass(52 * WEEK).await;
    story.delete().await;
    insta::allow_duplicates! { insta::assert_snapshot!(story.told(), @"
    create                    pendingAcceptance   pendingAcceptance
    reject                    rejected            rejected
    reject                    rejected            rejected
    modify                    rejected            rejected            IncorrectState
    31449600 s                rejected            rejected
    accept                    pending             pending
    10 s                      available           available
    reject                    rejected            rejected
    31449600 s                rejected            rejected
    delete                    deleting            deleting
    ") }
}

async fn rejected_while_pending(api: Api) {
    let world = World::slow().await;
    let mut story = Story::begin(&world, api, json!({})).await;
    story.accept().await;
    story.reject().await;
    story.pass(10).await;
    insta::allow_duplicates! { insta::assert_snapshot!(story.told(), @"
    create                    pendingAcceptance   pendingAcceptance
    accept                    pending             pending
    reject                    rejected            rejected
    10 s                      rejected            rejected
    ") }
}

async fn changed(api: Api) {
    let world = World::slow().await;
    let mut story = Story::begin(&world, api, json!({})).await;
    story.modify().await;
    story.accept().await;
    story.modify().await;
    story.pass(10).await;
    story.modify().await;
    story.pass(10).await;
    insta::allow_duplicates! { insta::assert_snapshot!(story.told(), @"
    create                    pendingAcceptance   pendingAcceptance
    modify                    pendingAcceptance   pendingAcceptance
    accept                    pending             pending
    modify                    pending             pending
    10 s                      available           available
    modify                    pending             pending
    10 s                      available           available
    ") }
}

async fn deleted_while_pending_acceptance(api: Api) {
    let world = World::slow().await;
    let mut story = Story::begin(&world, api, json!({})).await;
    story.delete().await;
    story.pass(10).await;
    story.pass(10).await;
    insta::allow_duplicates! { insta::assert_snapshot!(story.told(), @"
    create                    pendingAcceptance   pendingAcceptance
    delete                    deleting            deleting
    10 s                      deleted             deleted
    10 s                      gone                gone
    ") }
}

async fn deleted_while_pending(api: Api) {
    let world = World::slow().await;
    let mut story = Story::begin(&world, api, json!({})).await;
    story.accept().await;
    story.delete().await;
    story.pass(10).await;
    story.pass(10).await;
    insta::allow_duplicates! { insta::assert_snapshot!(story.told(), @"
    create                    pendingAcceptance   pendingAcceptance
    accept                    pending             pending
    delete                    deleting            deleting
    10 s                      deleted             deleted
    10 s                      gone                gone
    ") }
}

async fn expired(api: Api) {
    let world = World::slow().await;
    let mut story = Story::begin(&world, api, json!({})).await;
    story.pass(WEEK - 1).await;
    story.pass(1).await;
    story.accept().await;
    story.reject().await;
    story.modify().await;
    story.pass(52 * WEEK).await;
    story.delete_service().await;
    story.delete().await;
    story.pass(10).await;
    let told = story.told();
    match api {
        Api::Rest => insta::assert_snapshot!(told, @"
        create                    pendingAcceptance   pendingAcceptance
        604799 s                  pendingAcceptance   pendingAcceptance
        1 s                       expired             expired
        accept                    expired             expired             InvalidState
        reject                    expired             expired             InvalidState
        modify                    expired             expired             IncorrectState
        31449600 s                expired             expired
        delete service            expired             no such service
        delete                    deleting            no such service
        10 s                      deleted             no such service
        "),
        Api::Ec2 => insta::assert_snapshot!(told, @"
        create                    pendingAcceptance   pendingAcceptance
        604799 s                  pendingAcceptance   pendingAcceptance
        1 s                       expired             expired
        accept                    expired             expired             InvalidState
        reject                    expired             expired             InvalidState
        modify                    expired             expired             IncorrectState
        31449600 s                expired             expired
        delete service            expired             expired
        delete                    deleting            deleting
        10 s                      deleted             deleted
        "),
    }
}

/// A service cannot be deleted while a connection to it may still come to life.
async fn service_kept_by_its_connections(api: Api) {
    let world = World::slow().await;
    let mut story = Story::begin(&world, api, json!({})).await;
    story.delete_service().await;
    story.accept().await;
    story.delete_service().await;
    story.pass(10).await;
    story.delete_service().await;
    story.delete().await;
    story.delete_service().await;
    let told = story.told();
    match api {
        Api::Rest => insta::assert_snapshot!(told, @"
        create                    pendingAcceptance   pendingAcceptance
        delete service            pendingAcceptance   pendingAcceptance   ExistingVpcEndpointConnections
        accept                    pending             pending
        delete service            pending             pending             ExistingVpcEndpointConnections
        10 s                      available           available
        delete service            available           available           ExistingVpcEndpointConnections
        delete                    deleting            deleting
        delete service            deleting            no such service
        "),
        Api::Ec2 => insta::assert_snapshot!(told, @"
        create                    pendingAcceptance   pendingAcceptance
        delete service            pendingAcceptance   pendingAcceptance   ExistingVpcEndpointConnections
        accept                    pending             pending
        delete service            pending             pending             ExistingVpcEndpointConnections
        10 s                      available           available
        delete service            available           available           ExistingVpcEndpointConnections
        delete                    deleting            deleting
        delete service            deleting            deleting
        "),
    }
}

/// Whoever was rejected keeps an endpoint that leads nowhere, even when the service is gone.
async fn orphaned(api: Api) {
    let world = World::slow().await;
    let mut story = Story::begin(&world, api, json!({})).await;
    story.reject().await;
    story.delete_service().await;
    story.accept().await;
    story.pass(WEEK).await;
    story.delete().await;
    story.pass(10).await;
    let told = story.told();
    match api {
        Api::Rest => insta::assert_snapshot!(told, @"
        create                    pendingAcceptance   pendingAcceptance
        reject                    rejected            rejected
        delete service            rejected            no such service
        accept                    rejected            no such service     InvalidVpcEndpointServiceId.NotFound
        604800 s                  rejected            no such service
        delete                    deleting            no such service
        10 s                      deleted             no such service
        "),
        Api::Ec2 => insta::assert_snapshot!(told, @"
        create                    pendingAcceptance   pendingAcceptance
        reject                    rejected            rejected
        delete service            rejected            rejected
        accept                    rejected            rejected            InvalidVpcEndpointServiceId.NotFound
        604800 s                  rejected            rejected
        delete                    deleting            deleting
        10 s                      deleted             deleted
        "),
    }
}

/// Neither a permission taken away nor a change of heart about acceptance touches a connection that exists.
async fn kept_by_what_the_service_becomes(api: Api) {
    let world = World::slow().await;
    let mut story = Story::begin(&world, api, json!({})).await;
    let service = format!("/v1/endpoint-services/{}", story.publication.service_id);
    let provider = world.rest(PROVIDER);
    provider
        .patch(&service, json!({"acceptanceRequired": false}))
        .await
        .expect(200);
    story.tell("no acceptance required", "").await;
    let [permission] = &provider.items(&format!("{service}/permissions")).await[..] else {
        panic!("there is one permission");
    };
    let id = permission["servicePermissionId"].as_str().expect("an id");
    provider
        .delete(&format!("{service}/permissions/{id}"))
        .await
        .expect(204);
    story.tell("permission removed", "").await;
    assert_eq!(story.create().await, Err("InvalidServiceName".to_owned()));
    story.accept().await;
    story.pass(10).await;
    insta::allow_duplicates! { insta::assert_snapshot!(story.told(), @"
    create                    pendingAcceptance   pendingAcceptance
    no acceptance required    pendingAcceptance   pendingAcceptance
    permission removed        pendingAcceptance   pendingAcceptance
    accept                    pending             pending
    10 s                      available           available
    ") }
    assert_eq!(world.rest(CONSUMER).items("/v1/endpoints").await.len(), 1);
}

#[tokio::test]
async fn whole_answers() {
    let world = World::slow().await;
    let publication = world.publish().await;
    let consumer = world.consume().await;
    let endpoint_id = world.connect(&publication, &consumer).await;
    let path = format!(
        "/v1/endpoint-services/{}/connections",
        publication.service_id
    );
    let rest = world.rest(PROVIDER);
    insta::assert_snapshot!(world.shown(&rest.get(&path).await), @r#"
    HTTP 200
    {
      "items": [
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
          "vpcEndpointState": "pendingAcceptance"
        }
      ]
    }
    "#);
    let accepted = rest
        .post(&format!("{path}/{endpoint_id}/accept"), json!({}))
        .await;
    insta::assert_snapshot!(world.shown(&accepted), @r#"
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
    world.pass(10).await;
    let ec2 = world.ec2(PROVIDER);
    let described = ec2.ok("DescribeVpcEndpointConnections", &[]).await;
    insta::assert_snapshot!(world.shown(&described), @r#"
    HTTP 200
    <DescribeVpcEndpointConnectionsResponse xmlns="http://ec2.amazonaws.com/doc/2016-11-15/">
      <requestId>[request-id]</requestId>
      <vpcEndpointConnectionSet>
        <item>
          <serviceId>vpce-svc-1</serviceId>
          <vpcEndpointId>vpce-1</vpcEndpointId>
          <vpcEndpointOwner>222222222222</vpcEndpointOwner>
          <vpcEndpointState>available</vpcEndpointState>
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
    let other = "vpce-0123456789abcdef0";
    let parameters = [
        ("ServiceId", &*publication.service_id),
        ("VpcEndpointId.1", &endpoint_id),
        ("VpcEndpointId.2", other),
    ];
    let rejected = ec2.ok("RejectVpcEndpointConnections", &parameters).await;
    insta::assert_snapshot!(world.shown(&rejected), @r#"
    HTTP 200
    <RejectVpcEndpointConnectionsResponse xmlns="http://ec2.amazonaws.com/doc/2016-11-15/">
      <requestId>[request-id]</requestId>
      <unsuccessful>
        <item>
          <resourceId>vpce-2</resourceId>
          <error>
            <code>InvalidVpcEndpoint.NotFound</code>
            <message>The Vpc Endpoint Id 'vpce-2' does not exist</message>
          </error>
        </item>
      </unsuccessful>
    </RejectVpcEndpointConnectionsResponse>
    "#);
    assert_eq!(world.state(&endpoint_id).await, "rejected");
}

#[tokio::test]
async fn providers_filter_their_connections() {
    let world = World::start().await;
    let publication = world.publish().await;
    let consumer = world.consume().await;
    let first = world.connect(&publication, &consumer).await;
    let second = world.connect(&publication, &consumer).await;
    let path = format!(
        "/v1/endpoint-services/{}/connections",
        publication.service_id
    );
    let rest = world.rest(PROVIDER);
    rest.post(&format!("{path}/{second}/reject"), json!({}))
        .await
        .expect(200);
    let cases = [
        ("vpc-endpoint-state", "pendingAcceptance", vec![&first]),
        ("vpc-endpoint-state", "PendingAcceptance", vec![&first]),
        ("vpc-endpoint-state", "rejected,available", vec![&second]),
        ("vpc-endpoint-id", &second, vec![&second]),
        ("vpc-endpoint-owner", "2222*", vec![&first, &second]),
        ("vpc-endpoint-owner", PROVIDER, vec![]),
        ("vpc-endpoint-region", "us-east-?", vec![&first, &second]),
        ("ip-address-type", "ipv4", vec![&first, &second]),
        ("service-id", "vpce-svc-0123456789abcdef0", vec![]),
    ];
    for (name, value, mut expected) in cases {
        expected.sort();
        let found = rest.items(&format!("{path}?filter[{name}]={value}")).await;
        let ids: Vec<&str> = found
            .iter()
            .filter_map(|item| item["vpcEndpointId"].as_str())
            .collect();
        assert_eq!(ids, expected, "filter[{name}]={value}");
        let values: Vec<(String, &str)> = value
            .split(',')
            .enumerate()
            .map(|(index, value)| (format!("Filter.1.Value.{}", index + 1), value))
            .collect();
        let mut parameters = vec![("Filter.1.Name", name)];
        parameters.extend(values.iter().map(|(name, value)| (&**name, *value)));
        let ec2 = world.ec2(PROVIDER);
        let reply = ec2.ok("DescribeVpcEndpointConnections", &parameters).await;
        assert_eq!(reply.all("vpcEndpointId"), ids, "{name}={value}");
    }
}

#[tokio::test]
async fn what_the_provider_sees_follows_the_service() {
    let world = World::start().await;
    let publication = world.publish().await;
    let consumer = world.consume().await;
    let endpoint_id = world.connect(&publication, &consumer).await;
    let rest = world.rest(PROVIDER);
    let service = format!("/v1/endpoint-services/{}", publication.service_id);
    let connection = format!("{service}/connections/{endpoint_id}");
    let one_zone = &publication.network.subnet_ids[..1];
    let other = world.load_balancer(PROVIDER, "other", one_zone).await;
    let both = json!({"networkLoadBalancerArns": [publication.load_balancer_arn, other]});
    rest.patch(&service, both).await.expect(200);
    let mut expected = vec![publication.load_balancer_arn.clone(), other.clone()];
    expected.sort();
    let seen = rest.items(&format!("{service}/connections")).await;
    assert_eq!(seen[0]["networkLoadBalancerArns"], json!(expected));

    rest.post(&format!("{connection}/reject"), json!({}))
        .await
        .expect(200);
    rest.patch(&service, json!({"networkLoadBalancerArns": [other]}))
        .await
        .expect(200);
    let refused = rest.post(&format!("{connection}/accept"), json!({})).await;
    assert_eq!(
        refused.refusal(),
        format!(
            "409 InvalidState: The service no longer offers us-east-1b, in which '{endpoint_id}' has a subnet"
        )
    );
    let seen = rest.get(&connection).await.expect(200);
    assert_eq!(
        (&seen["networkLoadBalancerArns"], &seen["vpcEndpointState"]),
        (&json!([other]), &json!("rejected"))
    );
}

/// A rejected connection outlives its service, and the provider still sees it, over both APIs.
#[tokio::test]
async fn rejected_it_outlives_its_service() {
    let world = World::start().await;
    let publication = world.publish().await;
    let consumer = world.consume().await;
    let endpoint_id = world.connect(&publication, &consumer).await;
    let rest = world.rest(PROVIDER);
    let service = format!("/v1/endpoint-services/{}", publication.service_id);
    world.turn_down(&publication.service_id, &endpoint_id).await;
    let before = rest.items("/v1/connections").await;
    assert_eq!(before, rest.items(&format!("{service}/connections")).await);
    rest.delete(&service).await.expect(204);
    let after = rest.items("/v1/connections").await;
    let states = |connections: &[Value]| {
        let states = connections.iter();
        states
            .map(|it| (text(&it["vpcEndpointId"]), text(&it["vpcEndpointState"])))
            .collect::<Vec<_>>()
    };
    assert_eq!(
        states(&after),
        [(endpoint_id.clone(), "rejected".to_owned())]
    );
    assert_eq!(states(&before), states(&after));
    let ec2 = world.ec2(PROVIDER);
    let described = ec2.ok("DescribeVpcEndpointConnections", &[]).await;
    assert_eq!(described.all("vpcEndpointId"), [endpoint_id]);
    for stranger in [CONSUMER, STRANGER] {
        assert!(
            world
                .rest(stranger)
                .items("/v1/connections")
                .await
                .is_empty()
        );
    }
}
