//! Endpoints that cannot be created.

use reqwest::Method;
use serde_json::{Value, json};

use super::scene::Scene;
use super::{Refusals, merged, with};
use crate::support::rest::IDEMPOTENCY_KEY;
use crate::support::world::{CONSUMER, STRANGER, text};

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

/// What comes before any rule: what is only tried, and what is not known.
#[tokio::test]
async fn tried_and_unknown() {
    let scene = Scene::set().await;
    let (ec2, rest) = (scene.world.ec2(CONSUMER), scene.world.rest(CONSUMER));
    let mut table = Refusals::of(&scene.world);
    table.when("1: only tried, which REST does not know");
    let twin = json!({"dryRun": true});
    scene
        .try_both(&mut table, &[("DryRun", "true")], twin)
        .await;
    table.when("3: a parameter that does not exist");
    let twin = json!({"supportedRegions": ["us-east-1"]});
    scene
        .try_both(&mut table, &[("SupportedRegions.1", "us-east-1")], twin)
        .await;
    table.when("4: an action that does not exist");
    table
        .query(&ec2, "CreateVpcWidget", &scene.parameters())
        .await;
    table
        .rest(&rest, Method::POST, "/v1/widgets", scene.body())
        .await;
    insta::assert_snapshot!(table.table(), @"
    1: only tried, which REST does not know
      AWS  412 DryRunOperation: Request would have succeeded, but DryRun flag is set.
      REST 422 UnknownParameter (dryRun): dryRun: unknown field `dryRun`, expected one of `vpcId`, `serviceName`, `vpcEndpointType`, `serviceRegion`, `subnetIds`, `subnetConfigurations`, `securityGroupIds`, `routeTableIds`, `policyDocument`, `ipAddressType`, `dnsOptions`, `privateDnsEnabled`, `tags` at line 1 column 9
    3: a parameter that does not exist
      AWS  400 UnknownParameter: The parameter SupportedRegions is not recognized
      REST 422 UnknownParameter (supportedRegions): supportedRegions: unknown field `supportedRegions`, expected one of `vpcId`, `serviceName`, `vpcEndpointType`, `serviceRegion`, `subnetIds`, `subnetConfigurations`, `securityGroupIds`, `routeTableIds`, `policyDocument`, `ipAddressType`, `dnsOptions`, `privateDnsEnabled`, `tags` at line 1 column 132
    4: an action that does not exist
      AWS  400 InvalidAction: The action CreateVpcWidget is not valid for this web service.
      REST 404 NoSuchRoute: There is nothing at /v1/widgets
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
    for (parameter, member, kind) in [
        (
            "ResourceConfigurationArn",
            "resourceConfigurationArn",
            "resourceconfiguration/rcfg-0123456789abcdef0",
        ),
        (
            "ServiceNetworkArn",
            "serviceNetworkArn",
            "servicenetwork/sn-0123456789abcdef0",
        ),
    ] {
        table.when(&format!("an endpoint with a {parameter}"));
        let arn = format!("arn:aws:vpc-lattice:us-east-1:{CONSUMER}:{kind}");
        scene
            .try_both(&mut table, &[(parameter, &arn)], json!({member: arn}))
            .await;
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
      AWS  400 InvalidVpcEndpointType: Value (interface) for parameter VpcEndpointType is invalid.
      REST 400 InvalidVpcEndpointType (vpcEndpointType): Value (interface) for parameter VpcEndpointType is invalid.
    an endpoint with a ResourceConfigurationArn
      AWS  400 UnsupportedOperation: privlink does not serve endpoints of the type Resource
      REST 422 UnknownParameter (resourceConfigurationArn): resourceConfigurationArn: unknown field `resourceConfigurationArn`, expected one of `vpcId`, `serviceName`, `vpcEndpointType`, `serviceRegion`, `subnetIds`, `subnetConfigurations`, `securityGroupIds`, `routeTableIds`, `policyDocument`, `ipAddressType`, `dnsOptions`, `privateDnsEnabled`, `tags` at line 1 column 27
    an endpoint with a ServiceNetworkArn
      AWS  400 UnsupportedOperation: privlink does not serve endpoints of the type ServiceNetwork
      REST 422 UnknownParameter (serviceNetworkArn): serviceNetworkArn: unknown field `serviceNetworkArn`, expected one of `vpcId`, `serviceName`, `vpcEndpointType`, `serviceRegion`, `subnetIds`, `subnetConfigurations`, `securityGroupIds`, `routeTableIds`, `policyDocument`, `ipAddressType`, `dnsOptions`, `privateDnsEnabled`, `tags` at line 1 column 92
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
    table.when("20: private DNS, and the service has no private name");
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
    20: private DNS, and the service has no private name
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
    table.when("tags for another type, a tag without a key");
    let wrong = [
        ("TagSpecification.1.ResourceType", "vpc"),
        ("TagSpecification.1.Tag.1.Key", "a"),
    ];
    let twin = json!({"tags": [{"value": "a"}]});
    scene.try_both(&mut table, &wrong, twin).await;
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
    tags for another type, a tag without a key
      AWS  400 InvalidParameterValue: 'vpc' is not a valid taggable resource type for this operation; expected 'vpc-endpoint'.
      REST 422 MissingParameter (tags[0].key): tags[0]: missing field `key` at line 1 column 135
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
        rest.send(request.header(IDEMPOTENCY_KEY, key))
    };
    let second = post("once-more", &scene.body()).await.expect(201);
    let before = scene.world.rows().await;
    let again = ec2.ok("CreateVpcEndpoint", &parameters).await;
    assert_eq!(again.one("vpcEndpointId"), first.one("vpcEndpointId"));
    assert_eq!(post("once-more", &scene.body()).await.expect(201), second);
    assert_eq!(before, scene.world.rows().await);
    let mut table = Refusals::of(&scene.world);
    let long = "x".repeat(65);
    let body = merged(&scene.body(), json!({"subnetIds": []}));
    for (what, changed, key, body) in [
        (
            "27: a token of another request",
            ("SubnetId.1", ""),
            "once-more",
            body,
        ),
        (
            "a token that is too long",
            ("ClientToken", &*long),
            &*long,
            scene.body(),
        ),
    ] {
        table.when(what);
        let parameters = with(&parameters, &[changed]);
        table.query(&ec2, "CreateVpcEndpoint", &parameters).await;
        let request = rest.request(Method::POST, "/v1/endpoints").json(&body);
        table
            .send(&rest, request.header(IDEMPOTENCY_KEY, key))
            .await;
    }
    insta::assert_snapshot!(table.table(), @"
    27: a token of another request
      AWS  400 IdempotentParameterMismatch: The token 'once' was used before with other parameters
      REST 409 IdempotentParameterMismatch (Idempotency-Key): The token 'once-more' was used before with other parameters
    a token that is too long
      AWS  400 InvalidParameterValue: The token must have 1 to 64 ASCII characters
      REST 400 InvalidParameterValue (Idempotency-Key): The token must have 1 to 64 ASCII characters
    ");
}
