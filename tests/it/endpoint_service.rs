//! Endpoint services as providers have them and as consumers see them.

use serde_json::json;

use crate::support::rest::segment;
use crate::support::world::{CONSUMER, PROVIDER, STRANGER, World, text};

#[tokio::test]
async fn over_rest() {
    let world = World::start().await;
    let network = world.network(PROVIDER, &["us-east-1a", "us-east-1b"]).await;
    let load_balancer = world
        .load_balancer(PROVIDER, "orders", &network.subnet_ids)
        .await;
    let rest = world.rest(PROVIDER);
    let body = json!({
        "networkLoadBalancerArns": [load_balancer],
        "tags": [{"key": "Name", "value": "orders"}],
    });
    let created = rest.post("/v1/endpoint-services", body).await;
    insta::assert_snapshot!(world.shown(&created), @r#"
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
      "baseEndpointDnsNames": [
        "vpce-svc-1.us-east-1.vpce.amazonaws.com"
      ],
      "gatewayLoadBalancerArns": [],
      "managesVpcEndpoints": false,
      "networkLoadBalancerArns": [
        "arn:aws:elasticloadbalancing:us-east-1:111111111111:loadbalancer/net/orders/1"
      ],
      "ownerId": "111111111111",
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
      "tags": [
        {
          "key": "Name",
          "value": "orders"
        }
      ]
    }
    "#);
    let location = created.header("location").to_owned();
    assert_eq!(rest.get(&location).await.expect(200), created.body);
    assert_eq!(rest.items("/v1/endpoint-services").await, [created.body]);
    let changed = rest
        .patch(&location, json!({"acceptanceRequired": false, "tags": []}))
        .await;
    assert_eq!(changed.header("etag"), "\"2\"");
    assert_eq!(
        (&changed.body["acceptanceRequired"], &changed.body["tags"]),
        (&json!(false), &json!([]))
    );
    rest.delete(&location).await.expect(204);
    insta::assert_snapshot!(world.shown(&rest.get(&location).await), @r#"
    HTTP 404
    {
      "code": "InvalidVpcEndpointServiceId.NotFound",
      "detail": "The VpcEndpointService Id 'vpce-svc-1' does not exist",
      "parameter": "serviceId",
      "requestId": "[request-id]",
      "status": 404,
      "title": "Not Found",
      "type": "about:blank"
    }
    "#);
}

#[tokio::test]
async fn over_ec2() {
    let world = World::start().await;
    let network = world.network(PROVIDER, &["us-east-1a"]).await;
    let load_balancer = world
        .load_balancer(PROVIDER, "orders", &network.subnet_ids)
        .await;
    let ec2 = world.ec2(PROVIDER);
    let parameters = [
        ("NetworkLoadBalancerArn.1", &*load_balancer),
        ("SupportedRegion.1", "us-east-1"),
        ("SupportedIpAddressType.1", "ipv4"),
        ("TagSpecification.1.ResourceType", "vpc-endpoint-service"),
        ("TagSpecification.1.Tag.1.Key", "Name"),
        ("TagSpecification.1.Tag.1.Value", "orders & more"),
        ("ClientToken", "orders-1"),
    ];
    let created = ec2
        .ok("CreateVpcEndpointServiceConfiguration", &parameters)
        .await;
    insta::assert_snapshot!(world.shown(&created), @r#"
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
        <tagSet>
          <item>
            <key>Name</key>
            <value>orders & more</value>
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
      <clientToken>orders-1</clientToken>
    </CreateVpcEndpointServiceConfigurationResponse>
    "#);
    let service_id = created.one("serviceId");
    let parameters = [("ServiceId", &*service_id), ("AcceptanceRequired", "FALSE")];
    let modified = ec2
        .ok("ModifyVpcEndpointServiceConfiguration", &parameters)
        .await;
    insta::assert_snapshot!(world.shown(&modified), @r#"
    HTTP 200
    <ModifyVpcEndpointServiceConfigurationResponse xmlns="http://ec2.amazonaws.com/doc/2016-11-15/">
      <requestId>[request-id]</requestId>
      <return>true</return>
    </ModifyVpcEndpointServiceConfigurationResponse>
    "#);
    let by_id = [("ServiceId.1", &*service_id)];
    let described = ec2
        .ok("DescribeVpcEndpointServiceConfigurations", &by_id)
        .await;
    assert_eq!(described.all("acceptanceRequired"), ["false"]);
    let deleted = ec2
        .ok("DeleteVpcEndpointServiceConfigurations", &by_id)
        .await;
    insta::assert_snapshot!(world.shown(&deleted), @r#"
    HTTP 200
    <DeleteVpcEndpointServiceConfigurationsResponse xmlns="http://ec2.amazonaws.com/doc/2016-11-15/">
      <requestId>[request-id]</requestId>
      <unsuccessful/>
    </DeleteVpcEndpointServiceConfigurationsResponse>
    "#);
    let gone = ec2
        .call("DescribeVpcEndpointServiceConfigurations", &by_id)
        .await;
    insta::assert_snapshot!(world.shown(&gone.refusal()), @"400 InvalidVpcEndpointServiceId.NotFound: The VpcEndpointService Id 'vpce-svc-1' does not exist");
}

/// The provider's services among those that an account may connect to.
const PUBLISHED: &str = "/v1/available-services?filter[owner]=111111111111";

#[tokio::test]
async fn as_consumers_see_it() {
    let world = World::start().await;
    let publication = world
        .publish_with(json!({"tags": [{"key": "Internal", "value": "secret"}]}))
        .await;
    let name = &publication.service_name;
    let rest = world.rest(CONSUMER);
    let available = rest.items(PUBLISHED).await;
    insta::assert_snapshot!(world.shown(&format!("{:#}", json!(available))), @r#"
    [
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
        "baseEndpointDnsNames": [
          "vpce-svc-1.us-east-1.vpce.amazonaws.com"
        ],
        "managesVpcEndpoints": false,
        "owner": "111111111111",
        "privateDnsNames": [],
        "serviceId": "vpce-svc-1",
        "serviceName": "com.amazonaws.vpce.us-east-1.vpce-svc-1",
        "serviceRegion": "us-east-1",
        "serviceType": "Interface",
        "supportedIpAddressTypes": [
          "ipv4"
        ],
        "tags": [],
        "vpcEndpointPolicySupported": false
      }
    ]
    "#);
    let one = rest.get(&format!("/v1/available-services/{name}")).await;
    assert_eq!(one.expect(200), available[0]);
    let ec2 = world.ec2(CONSUMER);
    let published = [("Filter.1.Name", "owner"), ("Filter.1.Value.1", PROVIDER)];
    let described = ec2.ok("DescribeVpcEndpointServices", &published).await;
    insta::assert_snapshot!(world.shown(&described), @r#"
    HTTP 200
    <DescribeVpcEndpointServicesResponse xmlns="http://ec2.amazonaws.com/doc/2016-11-15/">
      <requestId>[request-id]</requestId>
      <serviceNameSet>
        <item>com.amazonaws.vpce.us-east-1.vpce-svc-1</item>
      </serviceNameSet>
      <serviceDetailSet>
        <item>
          <serviceName>com.amazonaws.vpce.us-east-1.vpce-svc-1</serviceName>
          <serviceId>vpce-svc-1</serviceId>
          <serviceType>
            <item>
              <serviceType>Interface</serviceType>
            </item>
          </serviceType>
          <serviceRegion>us-east-1</serviceRegion>
          <availabilityZoneIdSet>
            <item>use1-az1</item>
            <item>use1-az2</item>
          </availabilityZoneIdSet>
          <availabilityZoneSet>
            <item>us-east-1a</item>
            <item>us-east-1b</item>
          </availabilityZoneSet>
          <owner>111111111111</owner>
          <baseEndpointDnsNameSet>
            <item>vpce-svc-1.us-east-1.vpce.amazonaws.com</item>
          </baseEndpointDnsNameSet>
          <privateDnsNameSet/>
          <vpcEndpointPolicySupported>false</vpcEndpointPolicySupported>
          <acceptanceRequired>true</acceptanceRequired>
          <managesVpcEndpoints>false</managesVpcEndpoints>
          <tagSet/>
          <supportedIpAddressTypeSet>
            <item>ipv4</item>
          </supportedIpAddressTypeSet>
        </item>
      </serviceDetailSet>
    </DescribeVpcEndpointServicesResponse>
    "#);
    for (filter, value, found) in [
        ("owner", PROVIDER, 1),
        ("owner", "amazon", 0),
        ("service-name", "*vpce-svc-*", 1),
        ("service-type", "Interface", 1),
        ("service-type", "Gateway", 0),
        ("service-region", "us-east-1", 1),
        ("supported-ip-address-types", "ipv4", 1),
        ("tag-key", "Internal", 0),
    ] {
        let parameters = [
            ("Filter.1.Name", filter),
            ("Filter.1.Value.1", value),
            ("Filter.2.Name", "service-name"),
            ("Filter.2.Value.1", "*vpce-svc-*"),
        ];
        let reply = ec2.ok("DescribeVpcEndpointServices", &parameters).await;
        assert_eq!(reply.all("serviceId").len(), found, "{filter}={value}");
        let path = format!(
            "/v1/available-services?filter[{filter}]={value}&filter[service-name]=*vpce-svc-*"
        );
        assert_eq!(rest.items(&path).await.len(), found, "{path}");
    }
    let own = world.rest(PROVIDER).items(PUBLISHED).await;
    assert_eq!(
        own[0]["tags"][0]["key"], "Internal",
        "the owner sees its tags"
    );
    assert!(world.rest(STRANGER).items(PUBLISHED).await.is_empty());
    let elsewhere = rest.region("eu-west-1");
    assert!(elsewhere.items(PUBLISHED).await.is_empty());
}

/// What a load balancer's zones are is read when the service is created and whenever it is modified, not in between.
#[tokio::test]
async fn new_zones_are_offered_after_a_modification() {
    let world = World::start().await;
    let network = world.network(PROVIDER, &["us-east-1a", "us-east-1b"]).await;
    let load_balancer = world
        .load_balancer(PROVIDER, "orders", &network.subnet_ids[..1])
        .await;
    let rest = world.rest(PROVIDER);
    let body = json!({"networkLoadBalancerArns": [load_balancer]});
    let service = rest.create("/v1/endpoint-services", body).await;
    let path = format!("/v1/endpoint-services/{}", text(&service["serviceId"]));
    let parameters = [
        ("LoadBalancerArn", &*load_balancer),
        ("Subnets.member.1", &network.subnet_ids[0]),
        ("Subnets.member.2", &network.subnet_ids[1]),
    ];
    world.elb(PROVIDER).ok("SetSubnets", &parameters).await;
    let before = rest.get(&path).await.expect(200);
    assert_eq!(before["availabilityZones"], json!(["us-east-1a"]));
    let parameters = [("ServiceId", service["serviceId"].as_str().expect("an id"))];
    world
        .ec2(PROVIDER)
        .ok("ModifyVpcEndpointServiceConfiguration", &parameters)
        .await;
    let after = rest.get(&path).await.expect(200);
    assert_eq!(
        after["availabilityZones"],
        json!(["us-east-1a", "us-east-1b"])
    );
}

#[tokio::test]
async fn load_balancers_come_and_go() {
    let world = World::start().await;
    let publication = world.publish().await;
    let rest = world.rest(PROVIDER);
    let second = world
        .load_balancer(PROVIDER, "second", &publication.network.subnet_ids)
        .await;
    let first = &publication.load_balancer_arn;
    let path = format!("/v1/endpoint-services/{}", publication.service_id);
    let both = rest
        .patch(&path, json!({"networkLoadBalancerArns": [first, second]}))
        .await
        .expect(200);
    assert_eq!(both["networkLoadBalancerArns"], json!([first, second]));
    let load_balancer = format!("/v1/load-balancers/{}", segment(first));
    assert_eq!(rest.delete(&load_balancer).await.status, 409);
    let parameters = [
        ("ServiceId", &*publication.service_id),
        ("RemoveNetworkLoadBalancerArn.1", first),
    ];
    world
        .ec2(PROVIDER)
        .ok("ModifyVpcEndpointServiceConfiguration", &parameters)
        .await;
    rest.delete(&load_balancer).await.expect(204);
    let one = rest.get(&path).await.expect(200);
    assert_eq!(one["networkLoadBalancerArns"], json!([second]));
    rest.delete(&path).await.expect(204);
    rest.delete(&format!("/v1/load-balancers/{}", segment(&second)))
        .await
        .expect(204);
}
