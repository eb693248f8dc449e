//! The private DNS name of a provider's service, and the record that verifies it.

use reqwest::Method;
use serde_json::{Value, json};

use super::{set_record, shown};
use crate::support::query::XmlReply;
use crate::support::world::{PROVIDER, Publication, World, text};

const HOUR: i64 = 60 * 60;

/// How far the verification is: name, state, where the record is to be, and what it is to say.
fn verification(service: &Value) -> [String; 4] {
    let configuration = &service["privateDnsNameConfiguration"];
    [
        text(&service["privateDnsName"]),
        text(&configuration["state"]),
        text(&configuration["name"]),
        text(&configuration["value"]),
    ]
}

async fn service(world: &World, publication: &Publication) -> Value {
    let path = format!("/v1/endpoint-services/{}", publication.service_id);
    world.rest(PROVIDER).get(&path).await.expect(200)
}

/// Has the record looked for now; the state that comes of it.
async fn verify(world: &World, publication: &Publication) -> String {
    let path = format!(
        "/v1/endpoint-services/{}/private-dns-verification",
        publication.service_id
    );
    let rest = world.rest(PROVIDER);
    let reply = rest.send(rest.request(Method::POST, &path)).await;
    verification(&reply.expect(200))[1].clone()
}

/// What an answer over EC2 says of the record.
fn configured(service: &XmlReply, member: &str) -> String {
    let document = service.document();
    let found = document.descendants().find(|node| {
        let parent = node.parent().map(|it| it.tag_name().name());
        node.tag_name().name() == member && parent == Some("privateDnsNameConfiguration")
    });
    let found = found.and_then(|node| node.text()).map(str::to_owned);
    found.unwrap_or_else(|| panic!("no {member} in {service}"))
}

#[tokio::test]
async fn over_ec2() {
    let world = World::start().await;
    let network = world.network(PROVIDER, &["us-east-1a"]).await;
    let arn = world
        .load_balancer(PROVIDER, "orders", &network.subnet_ids)
        .await;
    let ec2 = world.ec2(PROVIDER);
    let parameters = [
        ("NetworkLoadBalancerArn.1", &*arn),
        ("PrivateDnsName", "orders.example.com"),
        ("TagSpecification.1.ResourceType", "vpc-endpoint-service"),
        ("TagSpecification.1.Tag.1.Key", "Name"),
        ("TagSpecification.1.Tag.1.Value", "orders"),
    ];
    let create = "CreateVpcEndpointServiceConfiguration";
    let created = ec2.ok(create, &parameters).await;
    insta::assert_snapshot!(shown(&world, &created), @r#"
    HTTP 200
    <CreateVpcEndpointServiceConfigurationResponse xmlns="http://ec2.amazonaws.com/doc/2016-11-15/">
      <requestId>[request-id]</requestId>
      <serviceConfiguration>
        <serviceType>
          <item>
            <serviceType>Interface</serviceType>
          </item>
        </serviceType>
        <serviceId>vpce-svc-1</serviceId>
        <serviceName>com.amazonaws.vpce.us-east-1.vpce-svc-1</serviceName>
        <serviceState>Available</serviceState>
        <availabilityZoneIdSet>
          <item>use1-az1</item>
        </availabilityZoneIdSet>
        <availabilityZoneSet>
          <item>us-east-1a</item>
        </availabilityZoneSet>
        <acceptanceRequired>true</acceptanceRequired>
        <managesVpcEndpoints>false</managesVpcEndpoints>
        <networkLoadBalancerArnSet>
          <item>arn:aws:elasticloadbalancing:us-east-1:111111111111:loadbalancer/net/orders/1</item>
        </networkLoadBalancerArnSet>
        <gatewayLoadBalancerArnSet/>
        <supportedIpAddressTypeSet>
          <item>ipv4</item>
        </supportedIpAddressTypeSet>
        <baseEndpointDnsNameSet>
          <item>vpce-svc-1.us-east-1.vpce.amazonaws.com</item>
        </baseEndpointDnsNameSet>
        <privateDnsName>orders.example.com</privateDnsName>
        <privateDnsNameConfiguration>
          <state>pendingVerification</state>
          <type>TXT</type>
          <value>vpce:[value]</value>
          <name>_[label]</name>
        </privateDnsNameConfiguration>
        <tagSet>
          <item>
            <key>Name</key>
            <value>orders</value>
          </item>
        </tagSet>
        <supportedRegionSet>
          <item>
            <region>us-east-1</region>
            <serviceState>Available</serviceState>
          </item>
        </supportedRegionSet>
        <remoteAccessEnabled>false</remoteAccessEnabled>
      </serviceConfiguration>
    </CreateVpcEndpointServiceConfigurationResponse>
    "#);
    let place = format!("{}.orders.example.com", configured(&created, "name"));
    let value = configured(&created, "value");
    set_record(&world.rest(PROVIDER), &place, &value).await;
    let service_id = created.one("serviceId");
    let by_id = [("ServiceId", &*service_id)];
    let started = ec2
        .ok("StartVpcEndpointServicePrivateDnsVerification", &by_id)
        .await;
    insta::assert_snapshot!(shown(&world, &started), @r#"
    HTTP 200
    <StartVpcEndpointServicePrivateDnsVerificationResponse xmlns="http://ec2.amazonaws.com/doc/2016-11-15/">
      <requestId>[request-id]</requestId>
      <return>true</return>
    </StartVpcEndpointServicePrivateDnsVerificationResponse>
    "#);
    let by_id = [("ServiceId.1", &*service_id)];
    let describe = "DescribeVpcEndpointServiceConfigurations";
    let described = ec2.ok(describe, &by_id).await;
    insta::assert_snapshot!(shown(&world, &described), @r#"
    HTTP 200
    <DescribeVpcEndpointServiceConfigurationsResponse xmlns="http://ec2.amazonaws.com/doc/2016-11-15/">
      <requestId>[request-id]</requestId>
      <serviceConfigurationSet>
        <item>
          <serviceType>
            <item>
              <serviceType>Interface</serviceType>
            </item>
          </serviceType>
          <serviceId>vpce-svc-1</serviceId>
          <serviceName>com.amazonaws.vpce.us-east-1.vpce-svc-1</serviceName>
          <serviceState>Available</serviceState>
          <availabilityZoneIdSet>
            <item>use1-az1</item>
          </availabilityZoneIdSet>
          <availabilityZoneSet>
            <item>us-east-1a</item>
          </availabilityZoneSet>
          <acceptanceRequired>true</acceptanceRequired>
          <managesVpcEndpoints>false</managesVpcEndpoints>
          <networkLoadBalancerArnSet>
            <item>arn:aws:elasticloadbalancing:us-east-1:111111111111:loadbalancer/net/orders/1</item>
          </networkLoadBalancerArnSet>
          <gatewayLoadBalancerArnSet/>
          <supportedIpAddressTypeSet>
            <item>ipv4</item>
          </supportedIpAddressTypeSet>
          <baseEndpointDnsNameSet>
            <item>vpce-svc-1.us-east-1.vpce.amazonaws.com</item>
          </baseEndpointDnsNameSet>
          <privateDnsName>orders.example.com</privateDnsName>
          <privateDnsNameConfiguration>
            <state>verified</state>
            <type>TXT</type>
            <value>vpce:[value]</value>
            <name>_[label]</name>
          </privateDnsNameConfiguration>
          <tagSet>
            <item>
              <key>Name</key>
              <value>orders</value>
            </item>
          </tagSet>
          <supportedRegionSet>
            <item>
              <region>us-east-1</region>
              <serviceState>Available</serviceState>
            </item>
          </supportedRegionSet>
          <remoteAccessEnabled>false</remoteAccessEnabled>
        </item>
      </serviceConfigurationSet>
    </DescribeVpcEndpointServiceConfigurationsResponse>
    "#);
    for changes in [("RemovePrivateDnsName", "true"), ("PrivateDnsName", "")] {
        let parameters = [("ServiceId", &*service_id), changes];
        ec2.ok("ModifyVpcEndpointServiceConfiguration", &parameters)
            .await;
        assert_without_name(&ec2.ok(describe, &by_id).await);
        let parameters = [
            ("ServiceId", &*service_id),
            ("PrivateDnsName", "other.example.com"),
        ];
        ec2.ok("ModifyVpcEndpointServiceConfiguration", &parameters)
            .await;
        let other = ec2.ok(describe, &by_id).await;
        assert_eq!(other.one("privateDnsName"), "other.example.com");
        assert!(
            other
                .all("state")
                .contains(&"pendingVerification".to_owned()),
            "{other}"
        );
    }
    let deleted = ec2
        .ok("DeleteVpcEndpointServiceConfigurations", &by_id)
        .await;
    insta::assert_snapshot!(shown(&world, &deleted), @r#"
    HTTP 200
    <DeleteVpcEndpointServiceConfigurationsResponse xmlns="http://ec2.amazonaws.com/doc/2016-11-15/">
      <requestId>[request-id]</requestId>
      <unsuccessful/>
    </DeleteVpcEndpointServiceConfigurationsResponse>
    "#);
}

fn assert_without_name(service: &XmlReply) {
    let texts = service.all("privateDnsName").concat();
    let configuration = service.all("state").concat();
    assert_eq!((&*texts, &*configuration), ("", ""), "{service}");
}

#[tokio::test]
async fn over_rest() {
    let world = World::start().await;
    let network = world.network(PROVIDER, &["us-east-1a"]).await;
    let arn = world
        .load_balancer(PROVIDER, "orders", &network.subnet_ids)
        .await;
    let rest = world.rest(PROVIDER);
    let body = json!({"networkLoadBalancerArns": [arn], "privateDnsName": "orders.example.com"});
    let created = rest.post("/v1/endpoint-services", body).await;
    insta::assert_snapshot!(shown(&world, &created), @r#"
    HTTP 201
    location: /v1/endpoint-services/vpce-svc-1
    etag: "1"
    {
      "acceptanceRequired": true,
      "availabilityZoneIds": [
        "use1-az1"
      ],
      "availabilityZones": [
        "us-east-1a"
      ],
      "baseEndpointDnsNames": [
        "vpce-svc-1.us-east-1.vpce.amazonaws.com"
      ],
      "gatewayLoadBalancerArns": [],
      "managesVpcEndpoints": false,
      "networkLoadBalancerArns": [
        "arn:aws:elasticloadbalancing:us-east-1:111111111111:loadbalancer/net/orders/1"
      ],
      "ownerId": "111111111111",
      "privateDnsName": "orders.example.com",
      "privateDnsNameConfiguration": {
        "name": "_[label]",
        "state": "pendingVerification",
        "type": "TXT",
        "value": "vpce:[value]"
      },
      "serviceId": "vpce-svc-1",
      "serviceName": "com.amazonaws.vpce.us-east-1.vpce-svc-1",
      "serviceState": "Available",
      "serviceType": "Interface",
      "supportedIpAddressTypes": [
        "ipv4"
      ],
      "supportedRegions": [
        "us-east-1"
      ],
      "tags": []
    }
    "#);
    let [_, _, name, value] = verification(&created.body);
    set_record(&rest, &format!("{name}.orders.example.com"), &value).await;
    let path = created.header("location").to_owned();
    let start = rest.request(Method::POST, &format!("{path}/private-dns-verification"));
    let verified = rest.send(start).await;
    insta::assert_snapshot!(shown(&world, &verified), @r#"
    HTTP 200
    etag: "2"
    {
      "acceptanceRequired": true,
      "availabilityZoneIds": [
        "use1-az1"
      ],
      "availabilityZones": [
        "us-east-1a"
      ],
      "baseEndpointDnsNames": [
        "vpce-svc-1.us-east-1.vpce.amazonaws.com"
      ],
      "gatewayLoadBalancerArns": [],
      "managesVpcEndpoints": false,
      "networkLoadBalancerArns": [
        "arn:aws:elasticloadbalancing:us-east-1:111111111111:loadbalancer/net/orders/1"
      ],
      "ownerId": "111111111111",
      "privateDnsName": "orders.example.com",
      "privateDnsNameConfiguration": {
        "name": "_[label]",
        "state": "verified",
        "type": "TXT",
        "value": "vpce:[value]"
      },
      "serviceId": "vpce-svc-1",
      "serviceName": "com.amazonaws.vpce.us-east-1.vpce-svc-1",
      "serviceState": "Available",
      "serviceType": "Interface",
      "supportedIpAddressTypes": [
        "ipv4"
      ],
      "supportedRegions": [
        "us-east-1"
      ],
      "tags": []
    }
    "#);
    let body = json!({"privateDnsName": "*.example.com"});
    let changed = rest.patch(&path, body).await.expect(200);
    let [new_name, state, other_name, other_value] = verification(&changed);
    assert_eq!(
        (&*new_name, &*state),
        ("*.example.com", "pendingVerification")
    );
    assert!(
        other_name != name && other_value != value,
        "another name, another proof"
    );
    let without = rest
        .patch(&path, json!({"privateDnsName": ""}))
        .await
        .expect(200);
    assert_eq!(
        (
            without.get("privateDnsName"),
            without.get("privateDnsNameConfiguration")
        ),
        (None, None)
    );
    rest.delete(&path).await.expect(204);
}

/// Where the record may stand, and what it has to say there.
#[tokio::test]
async fn the_record_is_found_where_the_domains_owner_puts_it() {
    let world = World::start().await;
    let publication = world.publish().await;
    let rest = world.rest(PROVIDER);
    let path = format!("/v1/endpoint-services/{}", publication.service_id);
    let mut story = Vec::new();
    for (name, place, content) in [
        ("orders.example.com", "NAME.orders.example.com", "VALUE"),
        ("orders.example.com", "orders.example.com", "VALUE"),
        ("orders.example.com", "NAME.example.com", "VALUE"),
        ("orders.example.com", "example.com", "VALUE"),
        ("orders.example.com", "NAME.other.example.com", "VALUE"),
        ("orders.example.com", "NAME.com", "VALUE"),
        ("orders.example.com", "other.example.com", "VALUE"),
        ("orders.example.com", "NAME.orders.example.com", "VALUEx"),
        ("orders.example.com", "NAME.orders.example.com", " VALUE"),
        ("*.example.com", "NAME.example.com", "VALUE"),
        ("*.example.com", "example.com", "VALUE"),
        ("*.example.com", "NAME.shop.example.com", "VALUE"),
    ] {
        rest.patch(&path, json!({"privateDnsName": ""}))
            .await
            .expect(200);
        let asked = rest
            .patch(&path, json!({"privateDnsName": name}))
            .await
            .expect(200);
        let [_, _, record, value] = verification(&asked);
        let record = place.replace("NAME", &record);
        set_record(&rest, &record, &content.replace("VALUE", &value)).await;
        let state = verify(&world, &publication).await;
        story.push(format!("{name:<20}{place:<25}{content:<8}{state}"));
        rest.delete(&format!("/v1/dns-records/TXT/{record}"))
            .await
            .expect(204);
    }
    insta::assert_snapshot!(story.join("\n"), @"
    orders.example.com  NAME.orders.example.com  VALUE   verified
    orders.example.com  orders.example.com       VALUE   verified
    orders.example.com  NAME.example.com         VALUE   verified
    orders.example.com  example.com              VALUE   verified
    orders.example.com  NAME.other.example.com   VALUE   pendingVerification
    orders.example.com  NAME.com                 VALUE   pendingVerification
    orders.example.com  other.example.com        VALUE   pendingVerification
    orders.example.com  NAME.orders.example.com  VALUEx  pendingVerification
    orders.example.com  NAME.orders.example.com   VALUE  pendingVerification
    *.example.com       NAME.example.com         VALUE   verified
    *.example.com       example.com              VALUE   verified
    *.example.com       NAME.shop.example.com    VALUE   pendingVerification
    ");
}

#[tokio::test]
async fn without_the_record_it_fails_after_three_days() {
    let world = World::start().await;
    let members = json!({"privateDnsName": "orders.example.com"});
    let publication = world.publish_with(members).await;
    let state = async || verification(&service(&world, &publication).await)[1].clone();
    world.pass(72 * HOUR - 1).await;
    assert_eq!(state().await, "pendingVerification");
    world.pass(1).await;
    assert_eq!(state().await, "failed");
    assert_eq!(
        verify(&world, &publication).await,
        "pendingVerification",
        "asked again, it waits again"
    );
    let clock = json!({"advance": "71h"});
    world
        .rest(PROVIDER)
        .post("/_privlink/clock", clock)
        .await
        .expect(200);
    assert_eq!(state().await, "pendingVerification");
    let clock = json!({"advance": "1h"});
    world
        .rest(PROVIDER)
        .post("/_privlink/clock", clock)
        .await
        .expect(200);
    assert_eq!(state().await, "failed");
    let [_, _, name, value] = verification(&service(&world, &publication).await);
    set_record(
        &world.rest(PROVIDER),
        &format!("{name}.orders.example.com"),
        &value,
    )
    .await;
    assert_eq!(verify(&world, &publication).await, "verified");
    world.pass(100 * HOUR).await;
    assert_eq!(state().await, "verified");
}
