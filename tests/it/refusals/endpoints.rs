//! Endpoints that cannot be created.

use reqwest::Method;
use serde_json::{Value, json};

use super::{Refusals, merged, with};
use crate::support::world::{CONSUMER, Network, Publication, STRANGER, World, text};

struct Scene {
    world: World,
    publication: Publication,
    consumer: Network,
}

impl Scene {
    async fn set() -> Self {
        let world = World::start().await;
        let publication = world.publish().await;
        let consumer = world.consume().await;
        Self {
            world,
            publication,
            consumer,
        }
    }

    /// What an endpoint can be created with.
    fn parameters(&self) -> Vec<(&str, &str)> {
        vec![
            ("VpcEndpointType", "Interface"),
            ("VpcId", &self.consumer.vpc_id),
            ("ServiceName", &self.publication.service_name),
            ("SubnetId.1", &self.consumer.subnet_ids[0]),
        ]
    }

    fn body(&self) -> Value {
        json!({
            "vpcId": self.consumer.vpc_id,
            "serviceName": self.publication.service_name,
            "subnetIds": [self.consumer.subnet_ids[0]],
        })
    }

    /// Tries to create an endpoint with something wrong, over both APIs.
    async fn try_both(&self, table: &mut Refusals<'_>, wrong: &[(&str, &str)], twin: Value) {
        let parameters = with(&self.parameters(), wrong);
        let ec2 = self.world.ec2(CONSUMER);
        table.query(&ec2, "CreateVpcEndpoint", &parameters).await;
        let rest = self.world.rest(CONSUMER);
        let body = merged(&self.body(), twin);
        table.rest(&rest, Method::POST, "/v1/endpoints", body).await;
    }
}

#[tokio::test]
async fn vpc_and_service() {
    let scene = Scene::set().await;
    let mut table = Refusals::of(&scene.world);
    table.when("2: no VPC");
    scene
        .try_both(&mut table, &[("VpcId", "")], json!({"vpcId": null}))
        .await;
    table.when("5: a VPC that does not exist");
    let vpc = "vpc-0123456789abcdef0";
    scene
        .try_both(&mut table, &[("VpcId", vpc)], json!({"vpcId": vpc}))
        .await;
    table.when("5: somebody else's VPC");
    let vpc = &scene.publication.network.vpc_id;
    scene
        .try_both(&mut table, &[("VpcId", vpc)], json!({"vpcId": vpc}))
        .await;
    table.when("5: no VPC id at all");
    scene
        .try_both(&mut table, &[("VpcId", "x")], json!({"vpcId": "x"}))
        .await;
    table.when("6: a service that does not exist");
    let service = "com.amazonaws.vpce.us-east-1.vpce-svc-0123456789abcdef0";
    let twin = json!({"serviceName": service});
    scene
        .try_both(&mut table, &[("ServiceName", service)], twin)
        .await;
    table.when("6: no service");
    let twin = json!({"serviceName": null});
    scene
        .try_both(&mut table, &[("ServiceName", "")], twin)
        .await;
    table.when("7: a service that the caller may not see");
    let network = scene.world.network(STRANGER, &[]).await;
    let parameters = [
        ("VpcEndpointType", "Interface"),
        ("VpcId", &*network.vpc_id),
        ("ServiceName", &scene.publication.service_name),
    ];
    let ec2 = scene.world.ec2(STRANGER);
    table.query(&ec2, "CreateVpcEndpoint", &parameters).await;
    let rest = scene.world.rest(STRANGER);
    let body = json!({"vpcId": network.vpc_id, "serviceName": scene.publication.service_name});
    table.rest(&rest, Method::POST, "/v1/endpoints", body).await;
    table.when("8: looking for it");
    let parameters = [("ServiceName.1", &*scene.publication.service_name)];
    table
        .query(&ec2, "DescribeVpcEndpointServices", &parameters)
        .await;
    let path = format!("/v1/available-services/{}", scene.publication.service_name);
    table.rest(&rest, Method::GET, &path, Value::Null).await;
    insta::assert_snapshot!(table.table(), @r#"
    2: no VPC
      AWS  400 MissingParameter: The request must contain the parameter VpcId
      REST 422 MissingParameter (vpcId): missing field `vpcId` at line 1 column 114
    5: a VPC that does not exist
      AWS  400 InvalidVpcID.NotFound: The vpc ID 'vpc-1' does not exist
      REST 404 InvalidVpcID.NotFound (vpcId): The vpc ID 'vpc-1' does not exist
    5: somebody else's VPC
      AWS  400 InvalidVpcID.NotFound: The vpc ID 'vpc-2' does not exist
      REST 404 InvalidVpcID.NotFound (vpcId): The vpc ID 'vpc-2' does not exist
    5: no VPC id at all
      AWS  400 InvalidVpcID.Malformed: Invalid id: "x" (expecting "vpc-...")
      REST 400 InvalidVpcID.Malformed (vpcId): Invalid id: "x" (expecting "vpc-...")
    6: a service that does not exist
      AWS  400 InvalidServiceName: The Vpc Endpoint Service 'com.amazonaws.vpce.us-east-1.vpce-svc-1' does not exist
      REST 404 InvalidServiceName (serviceName): The Vpc Endpoint Service 'com.amazonaws.vpce.us-east-1.vpce-svc-1' does not exist
    6: no service
      AWS  400 MissingParameter: The request must contain the parameter ServiceName
      REST 422 MissingParameter (serviceName): missing field `serviceName` at line 1 column 74
    7: a service that the caller may not see
      AWS  400 InvalidServiceName: The Vpc Endpoint Service 'com.amazonaws.vpce.us-east-1.vpce-svc-2' does not exist
      REST 404 InvalidServiceName (serviceName): The Vpc Endpoint Service 'com.amazonaws.vpce.us-east-1.vpce-svc-2' does not exist
    8: looking for it
      AWS  400 InvalidServiceName: The Vpc Endpoint Service 'com.amazonaws.vpce.us-east-1.vpce-svc-2' does not exist
      REST 404 InvalidServiceName (serviceName): The Vpc Endpoint Service 'com.amazonaws.vpce.us-east-1.vpce-svc-2' does not exist
    "#);
}

#[tokio::test]
async fn another_region() {
    let scene = Scene::set().await;
    let mut table = Refusals::of(&scene.world);
    let rest = scene.world.rest(CONSUMER).region("eu-west-1");
    let vpc = rest
        .create("/v1/vpcs", json!({"cidrBlock": "10.0.0.0/16"}))
        .await;
    let vpc = text(&vpc["vpcId"]);
    table.when("9: a service in another region");
    let parameters = [
        ("VpcEndpointType", "Interface"),
        ("VpcId", &*vpc),
        ("ServiceName", &scene.publication.service_name),
    ];
    let ec2 = scene.world.ec2(CONSUMER).region("eu-west-1");
    table.query(&ec2, "CreateVpcEndpoint", &parameters).await;
    let body = json!({"vpcId": vpc, "serviceName": scene.publication.service_name});
    table
        .rest(&rest, Method::POST, "/v1/endpoints", body.clone())
        .await;
    table.when("cross-region, which is not served yet");
    let parameters = with(&parameters, &[("ServiceRegion", "us-east-1")]);
    table.query(&ec2, "CreateVpcEndpoint", &parameters).await;
    let body = merged(&body, json!({"serviceRegion": "us-east-1"}));
    table.rest(&rest, Method::POST, "/v1/endpoints", body).await;
    table.when("looking across regions");
    let parameters = [("ServiceRegion.1", "us-east-1")];
    table
        .query(&ec2, "DescribeVpcEndpointServices", &parameters)
        .await;
    insta::assert_snapshot!(table.table(), @"
    9: a service in another region
      AWS  400 InvalidServiceName: The Vpc Endpoint Service 'com.amazonaws.vpce.us-east-1.vpce-svc-1' does not exist
      REST 404 InvalidServiceName (serviceName): The Vpc Endpoint Service 'com.amazonaws.vpce.us-east-1.vpce-svc-1' does not exist
    cross-region, which is not served yet
      AWS  400 UnsupportedOperation: privlink does not serve cross-region endpoints, and 'us-east-1' is not the endpoint's region
      REST 400 UnsupportedOperation (serviceRegion): privlink does not serve cross-region endpoints, and 'us-east-1' is not the endpoint's region
    looking across regions
      AWS  400 UnsupportedOperation: privlink does not serve cross-region endpoints, and 'us-east-1' is not the caller's region
    ");
}

#[tokio::test]
async fn types() {
    let scene = Scene::set().await;
    let mut table = Refusals::of(&scene.world);
    let bare = [("SubnetId.1", "")];
    table.when("10: the default type, which is Gateway");
    let parameters = with(&scene.parameters(), &[("VpcEndpointType", ""), bare[0]]);
    let ec2 = scene.world.ec2(CONSUMER);
    table.query(&ec2, "CreateVpcEndpoint", &parameters).await;
    for kind in [
        "Gateway",
        "GatewayLoadBalancer",
        "Resource",
        "ServiceNetwork",
        "interface",
    ] {
        table.when(&format!("10: the type {kind}"));
        let wrong = [("VpcEndpointType", kind), bare[0]];
        let twin = json!({"vpcEndpointType": kind, "subnetIds": null});
        scene.try_both(&mut table, &wrong, twin).await;
    }
    table.when("11: Interface with route tables");
    let route_table = "rtb-0123456789abcdef0";
    let twin = json!({"routeTableIds": [route_table]});
    scene
        .try_both(&mut table, &[("RouteTableId.1", route_table)], twin)
        .await;
    table.when("12: Gateway with subnets");
    let twin = json!({"vpcEndpointType": "Gateway"});
    scene
        .try_both(&mut table, &[("VpcEndpointType", "Gateway")], twin)
        .await;
    table.when("12: Gateway with security groups");
    let group = "sg-0123456789abcdef0";
    let wrong = [
        ("VpcEndpointType", "Gateway"),
        bare[0],
        ("SecurityGroupId.1", group),
    ];
    let twin =
        json!({"vpcEndpointType": "Gateway", "subnetIds": null, "securityGroupIds": [group]});
    scene.try_both(&mut table, &wrong, twin).await;
    insta::assert_snapshot!(table.table(), @"
    10: the default type, which is Gateway
      AWS  400 InvalidParameter: Endpoint type (Gateway) does not match available service types ([Interface]).
    10: the type Gateway
      AWS  400 InvalidParameter: Endpoint type (Gateway) does not match available service types ([Interface]).
      REST 400 InvalidParameter (vpcEndpointType): Endpoint type (Gateway) does not match available service types ([Interface]).
    10: the type GatewayLoadBalancer
      AWS  400 InvalidParameter: Endpoint type (GatewayLoadBalancer) does not match available service types ([Interface]).
      REST 400 InvalidParameter (vpcEndpointType): Endpoint type (GatewayLoadBalancer) does not match available service types ([Interface]).
    10: the type Resource
      AWS  400 UnsupportedOperation: privlink does not serve endpoints of the type Resource
      REST 400 UnsupportedOperation (vpcEndpointType): privlink does not serve endpoints of the type Resource
    10: the type ServiceNetwork
      AWS  400 UnsupportedOperation: privlink does not serve endpoints of the type ServiceNetwork
      REST 400 UnsupportedOperation (vpcEndpointType): privlink does not serve endpoints of the type ServiceNetwork
    10: the type interface
      AWS  400 InvalidParameterValue: Value (interface) for parameter VpcEndpointType is invalid.
      REST 400 InvalidParameterValue (vpcEndpointType): Value (interface) for parameter VpcEndpointType is invalid.
    11: Interface with route tables
      AWS  400 InvalidParameter: Route table IDs are only supported for Gateway type VPC Endpoint.
      REST 400 InvalidParameter (routeTableIds): Route table IDs are only supported for Gateway type VPC Endpoint.
    12: Gateway with subnets
      AWS  400 InvalidParameter: Subnet IDs are only supported for Interface and GatewayLoadBalancer type VPC Endpoints.
      REST 400 InvalidParameter (subnetIds): Subnet IDs are only supported for Interface and GatewayLoadBalancer type VPC Endpoints.
    12: Gateway with security groups
      AWS  400 InvalidParameter: Security groups are only supported for Interface type VPC Endpoints.
      REST 400 InvalidParameter (securityGroupIds): Security groups are only supported for Interface type VPC Endpoints.
    ");
}

#[tokio::test]
async fn subnets() {
    let scene = Scene::set().await;
    let mut table = Refusals::of(&scene.world);
    let [first, second] = &scene.consumer.subnet_ids[..] else {
        panic!("the consumer has two subnets");
    };
    let rest = scene.world.rest(CONSUMER);
    let vpc_id = &scene.consumer.vpc_id;
    let body =
        json!({"vpcId": vpc_id, "cidrBlock": "10.0.8.0/24", "availabilityZone": "us-east-1a"});
    let same_zone = text(&rest.create("/v1/subnets", body).await["subnetId"]);
    let body =
        json!({"vpcId": vpc_id, "cidrBlock": "10.0.9.0/24", "availabilityZone": "us-east-1c"});
    let other_zone = text(&rest.create("/v1/subnets", body).await["subnetId"]);
    let other_vpc = scene.world.network(CONSUMER, &["us-east-1a"]).await;

    table.when("13: two subnets in one zone");
    let twin = json!({"subnetIds": [first, same_zone]});
    scene
        .try_both(&mut table, &[("SubnetId.2", &same_zone)], twin)
        .await;
    table.when("15: a zone that the service does not offer");
    let twin = json!({"subnetIds": [first, other_zone]});
    scene
        .try_both(&mut table, &[("SubnetId.2", &other_zone)], twin)
        .await;
    table.when("16: a subnet that does not exist");
    let missing = "subnet-0123456789abcdef0";
    let twin = json!({"subnetIds": [second, missing]});
    scene
        .try_both(&mut table, &[("SubnetId.2", missing)], twin)
        .await;
    table.when("16: somebody else's subnet");
    let foreign = &scene.publication.network.subnet_ids[1];
    let twin = json!({"subnetIds": [first, foreign]});
    scene
        .try_both(&mut table, &[("SubnetId.2", foreign)], twin)
        .await;
    table.when("a subnet of another VPC");
    let elsewhere = &other_vpc.subnet_ids[0];
    let twin = json!({"subnetIds": [elsewhere]});
    scene
        .try_both(&mut table, &[("SubnetId.1", elsewhere)], twin)
        .await;
    table.when("no subnet id at all");
    let twin = json!({"subnetIds": ["subnet-1"]});
    scene
        .try_both(&mut table, &[("SubnetId.1", "subnet-1")], twin)
        .await;
    insta::assert_snapshot!(table.table(), @r#"
    13: two subnets in one zone
      AWS  400 DuplicateSubnetsInSameZone: Found another VPC endpoint subnet in the availability zone of subnet-1
      REST 409 DuplicateSubnetsInSameZone (subnetIds): Found another VPC endpoint subnet in the availability zone of subnet-1
    15: a zone that the service does not offer
      AWS  400 InvalidParameter: The VPC endpoint service com.amazonaws.vpce.us-east-1.vpce-svc-1 does not support the availability zone of the subnet: subnet-2
      REST 400 InvalidParameter (subnetIds): The VPC endpoint service com.amazonaws.vpce.us-east-1.vpce-svc-1 does not support the availability zone of the subnet: subnet-2
    16: a subnet that does not exist
      AWS  400 InvalidSubnetId.NotFound: The subnet ID 'subnet-3' does not exist
      REST 404 InvalidSubnetId.NotFound (subnetIds): The subnet ID 'subnet-3' does not exist
    16: somebody else's subnet
      AWS  400 InvalidSubnetId.NotFound: The subnet ID 'subnet-4' does not exist
      REST 404 InvalidSubnetId.NotFound (subnetIds): The subnet ID 'subnet-4' does not exist
    a subnet of another VPC
      AWS  400 InvalidParameter: The subnet 'subnet-5' is not in the vpc 'vpc-1'
      REST 400 InvalidParameter (subnetIds): The subnet 'subnet-5' is not in the vpc 'vpc-1'
    no subnet id at all
      AWS  400 InvalidSubnetID.Malformed: Invalid id: "subnet-1" (expecting "subnet-...")
      REST 400 InvalidSubnetID.Malformed (subnetIds): Invalid id: "subnet-1" (expecting "subnet-...")
    "#);
}

#[tokio::test]
async fn groups_and_policies() {
    let scene = Scene::set().await;
    let mut table = Refusals::of(&scene.world);
    let other_vpc = scene.world.network(CONSUMER, &[]).await;
    let rest = scene.world.rest(CONSUMER);
    let groups = format!("/v1/security-groups?filter[vpc-id]={}", other_vpc.vpc_id);
    let other_group = text(&rest.items(&groups).await[0]["groupId"]);
    table.when("18: a security group that does not exist");
    let group = "sg-0123456789abcdef0";
    let twin = json!({"securityGroupIds": [group]});
    scene
        .try_both(&mut table, &[("SecurityGroupId.1", group)], twin)
        .await;
    table.when("18: a security group of another VPC");
    let twin = json!({"securityGroupIds": [other_group]});
    scene
        .try_both(&mut table, &[("SecurityGroupId.1", &other_group)], twin)
        .await;
    table.when("19, 20, 21: private DNS, as no service has a private name");
    let twin = json!({"privateDnsEnabled": true});
    scene
        .try_both(&mut table, &[("PrivateDnsEnabled", "true")], twin)
        .await;
    table.when("25: a policy that is not JSON");
    let (wrong, twin) = ([("PolicyDocument", "{")], json!({"policyDocument": "{"}));
    scene.try_both(&mut table, &wrong, twin).await;
    table.when("25: a policy longer than 20,480 characters");
    let long = format!("{{\"Statement\": []}}{}", " ".repeat(20_480));
    let twin = json!({"policyDocument": long});
    scene
        .try_both(&mut table, &[("PolicyDocument", &long)], twin)
        .await;
    table.when("a policy of its own, which custom services do not support");
    let own =
        r#"{"Statement": {"Effect": "Deny", "Principal": "*", "Action": "*", "Resource": "*"}}"#;
    let twin = json!({"policyDocument": own});
    scene
        .try_both(&mut table, &[("PolicyDocument", own)], twin)
        .await;
    insta::assert_snapshot!(table.table(), @"
    18: a security group that does not exist
      AWS  400 InvalidGroup.NotFound: The security group 'sg-1' does not exist
      REST 404 InvalidGroup.NotFound (securityGroupIds): The security group 'sg-1' does not exist
    18: a security group of another VPC
      AWS  400 InvalidGroup.NotFound: The security group 'sg-2' does not exist
      REST 404 InvalidGroup.NotFound (securityGroupIds): The security group 'sg-2' does not exist
    19, 20, 21: private DNS, as no service has a private name
      AWS  400 InvalidParameter: Private DNS can't be enabled because the service com.amazonaws.vpce.us-east-1.vpce-svc-1 does not provide a private DNS name.
      REST 400 InvalidParameter (privateDnsEnabled): Private DNS can't be enabled because the service com.amazonaws.vpce.us-east-1.vpce-svc-1 does not provide a private DNS name.
    25: a policy that is not JSON
      AWS  400 InvalidPolicyDocument: The policy is not a JSON object
      REST 400 InvalidPolicyDocument (policyDocument): The policy is not a JSON object
    25: a policy longer than 20,480 characters
      AWS  400 InvalidPolicyDocument: The policy is longer than 20480 characters
      REST 400 InvalidPolicyDocument (policyDocument): The policy is longer than 20480 characters
    a policy of its own, which custom services do not support
      AWS  400 InvalidParameter: The service com.amazonaws.vpce.us-east-1.vpce-svc-1 does not support endpoint policies
      REST 400 InvalidParameter (policyDocument): The service com.amazonaws.vpce.us-east-1.vpce-svc-1 does not support endpoint policies
    ");
}

#[tokio::test]
async fn addresses_and_names() {
    let scene = Scene::set().await;
    let mut table = Refusals::of(&scene.world);
    for kind in ["ipv6", "dualstack", "ipv5"] {
        table.when(&format!("the IP address type {kind}"));
        let twin = json!({"ipAddressType": kind});
        scene
            .try_both(&mut table, &[("IpAddressType", kind)], twin)
            .await;
    }
    table.when("names for another IP address type");
    let twin = json!({"dnsOptions": {"dnsRecordIpType": "dualstack"}});
    scene
        .try_both(
            &mut table,
            &[("DnsOptions.DnsRecordIpType", "dualstack")],
            twin,
        )
        .await;
    table.when("29: addresses of the caller's choice, which are not served yet");
    let wrong = [("SubnetConfiguration.1.Ipv4", "10.0.0.10")];
    let twin = json!({"subnetConfigurations": [{"ipv4": "10.0.0.10"}]});
    scene.try_both(&mut table, &wrong, twin).await;
    table.when("tags for another type, a tag without a key");
    let wrong = [
        ("TagSpecification.1.ResourceType", "vpc"),
        ("TagSpecification.1.Tag.1.Key", "a"),
    ];
    let twin = json!({"tags": [{"value": "a"}]});
    scene.try_both(&mut table, &wrong, twin).await;
    insta::assert_snapshot!(table.table(), @"
    the IP address type ipv6
      AWS  400 InvalidParameter: The IP address type ipv6 is not supported by the service com.amazonaws.vpce.us-east-1.vpce-svc-1
      REST 400 InvalidParameter (ipAddressType): The IP address type ipv6 is not supported by the service com.amazonaws.vpce.us-east-1.vpce-svc-1
    the IP address type dualstack
      AWS  400 InvalidParameter: The IP address type dualstack is not supported by the service com.amazonaws.vpce.us-east-1.vpce-svc-1
      REST 400 InvalidParameter (ipAddressType): The IP address type dualstack is not supported by the service com.amazonaws.vpce.us-east-1.vpce-svc-1
    the IP address type ipv5
      AWS  400 InvalidParameterValue: Value (ipv5) for parameter IpAddressType is invalid.
      REST 400 InvalidParameterValue (ipAddressType): Value (ipv5) for parameter IpAddressType is invalid.
    names for another IP address type
      AWS  400 InvalidParameter: The DNS record IP type dualstack does not fit the IP address type ipv4
      REST 400 InvalidParameter (dnsOptions.dnsRecordIpType): The DNS record IP type dualstack does not fit the IP address type ipv4
    29: addresses of the caller's choice, which are not served yet
      AWS  400 UnknownParameter: The parameter SubnetConfiguration is not recognized
      REST 422 UnknownParameter (subnetConfigurations): subnetConfigurations: unknown field `subnetConfigurations`, expected one of `vpcId`, `serviceName`, `vpcEndpointType`, `serviceRegion`, `subnetIds`, `securityGroupIds`, `routeTableIds`, `policyDocument`, `ipAddressType`, `dnsOptions`, `privateDnsEnabled`, `tags` at line 1 column 95
    tags for another type, a tag without a key
      AWS  400 InvalidParameterValue: 'vpc' is not a valid taggable resource type for this operation; expected 'vpc-endpoint'.
      REST 422 MissingParameter (tags[0].key): tags[0]: missing field `key` at line 1 column 135
    ");
}

#[tokio::test]
async fn tags() {
    let scene = Scene::set().await;
    let mut table = Refusals::of(&scene.world);
    let long_key = "k".repeat(129);
    let long_value = "v".repeat(257);
    for (what, key, value) in [
        ("a key of AWS's own", "aws:name", ""),
        ("a key that is too long", &long_key, ""),
        ("a value that is too long", "key", &long_value),
    ] {
        table.when(what);
        let wrong = [
            ("TagSpecification.1.ResourceType", "vpc-endpoint"),
            ("TagSpecification.1.Tag.1.Key", key),
            ("TagSpecification.1.Tag.1.Value", value),
        ];
        let twin = json!({"tags": [{"key": key, "value": value}]});
        scene.try_both(&mut table, &wrong, twin).await;
    }
    table.when("a key twice");
    let wrong = [
        ("TagSpecification.1.ResourceType", "vpc-endpoint"),
        ("TagSpecification.1.Tag.1.Key", "a"),
        ("TagSpecification.1.Tag.2.Key", "a"),
    ];
    let twin = json!({"tags": [{"key": "a"}, {"key": "a"}]});
    scene.try_both(&mut table, &wrong, twin).await;
    table.when("51 tags");
    let keys: Vec<(String, String)> = (1..=51)
        .map(|number| {
            let name = format!("TagSpecification.1.Tag.{number}.Key");
            (name, format!("key{number}"))
        })
        .collect();
    let mut wrong = vec![("TagSpecification.1.ResourceType", "vpc-endpoint")];
    wrong.extend(keys.iter().map(|(name, key)| (&**name, &**key)));
    let twin: Vec<Value> = keys.iter().map(|(_, key)| json!({"key": key})).collect();
    scene
        .try_both(&mut table, &wrong, json!({"tags": twin}))
        .await;
    insta::assert_snapshot!(table.table(), @"
    a key of AWS's own
      AWS  400 InvalidParameter: Tag keys starting with 'aws:' are reserved for internal use: 'aws:name'
      REST 400 InvalidParameter (tags): Tag keys starting with 'aws:' are reserved for internal use: 'aws:name'
    a key that is too long
      AWS  400 InvalidParameter: Tag key exceeds the maximum length of 128 characters
      REST 400 InvalidParameter (tags): Tag key exceeds the maximum length of 128 characters
    a value that is too long
      AWS  400 InvalidParameter: Tag value exceeds the maximum length of 256 characters
      REST 400 InvalidParameter (tags): Tag value exceeds the maximum length of 256 characters
    a key twice
      AWS  400 InvalidParameter: Duplicate tag key 'a' specified.
      REST 400 InvalidParameter (tags): Duplicate tag key 'a' specified.
    51 tags
      AWS  400 TagLimitExceeded: A resource can have at most 50 tags
      REST 409 TagLimitExceeded (tags): A resource can have at most 50 tags
    ");
}

#[tokio::test]
async fn tokens() {
    let scene = Scene::set().await;
    let rest = scene.world.rest(CONSUMER);
    let parameters = with(&scene.parameters(), &[("ClientToken", "once")]);
    let ec2 = scene.world.ec2(CONSUMER);
    let first = ec2.ok("CreateVpcEndpoint", &parameters).await;
    let post = |key: &str, body: &Value| {
        let request = rest.request(Method::POST, "/v1/endpoints").json(body);
        rest.send(request.header("Idempotency-Key", key))
    };
    let second = post("once-more", &scene.body()).await.expect(201);
    let before = scene.world.rows().await;
    let again = ec2.ok("CreateVpcEndpoint", &parameters).await;
    assert_eq!(again.one("vpcEndpointId"), first.one("vpcEndpointId"));
    assert_eq!(post("once-more", &scene.body()).await.expect(201), second);
    let mut told = String::new();
    let other = with(&parameters, &[("SubnetId.1", "")]);
    told += &ec2.call("CreateVpcEndpoint", &other).await.refusal();
    let other = merged(&scene.body(), json!({"subnetIds": []}));
    told += &format!("\n{}", post("once-more", &other).await.refusal());
    let long = "x".repeat(65);
    let other = with(&parameters, &[("ClientToken", &long)]);
    told += &format!(
        "\n{}",
        ec2.call("CreateVpcEndpoint", &other).await.refusal()
    );
    told += &format!("\n{}", post(&long, &scene.body()).await.refusal());
    insta::assert_snapshot!(told, @"
    400 IdempotentParameterMismatch: The token 'once' was used before with other parameters
    409 IdempotentParameterMismatch (Idempotency-Key): The token 'once-more' was used before with other parameters
    400 InvalidParameterValue: The token must have 1 to 64 ASCII characters
    400 InvalidParameterValue (Idempotency-Key): The token must have 1 to 64 ASCII characters
    ");
    assert_eq!(before, scene.world.rows().await);
}
