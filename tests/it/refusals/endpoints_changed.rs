//! Endpoints that cannot be found, changed or deleted like this.

use reqwest::Method;
use serde_json::{Value, json};

use super::Refusals;
use crate::support::world::{CONSUMER, PROVIDER, World, text};

const MISSING: &str = "vpce-0123456789abcdef0";

#[tokio::test]
async fn found() {
    let world = World::start().await;
    let publication = world.publish().await;
    let consumer = world.consume().await;
    let endpoint_id = world.connect(&publication, &consumer).await;
    let mut table = Refusals::of(&world);
    for (what, account, id) in [
        ("31, 33: an endpoint that does not exist", CONSUMER, MISSING),
        (
            "31, 33: the consumer's endpoint, to the provider",
            PROVIDER,
            &endpoint_id,
        ),
        ("no endpoint id at all", CONSUMER, "vpce-x"),
    ] {
        table.when(what);
        let (ec2, rest) = (world.ec2(account), world.rest(account));
        let path = format!("/v1/endpoints/{id}");
        table
            .query(&ec2, "DescribeVpcEndpoints", &[("VpcEndpointId.1", id)])
            .await;
        table.rest(&rest, Method::GET, &path, Value::Null).await;
        table
            .query(&ec2, "ModifyVpcEndpoint", &[("VpcEndpointId", id)])
            .await;
        table.rest(&rest, Method::PATCH, &path, json!({})).await;
        table
            .query(&ec2, "DeleteVpcEndpoints", &[("VpcEndpointId.1", id)])
            .await;
        table.rest(&rest, Method::DELETE, &path, Value::Null).await;
    }
    table.when("one endpoint of several");
    let ec2 = world.ec2(CONSUMER);
    let parameters = [
        ("VpcEndpointId.1", &*endpoint_id),
        ("VpcEndpointId.2", MISSING),
    ];
    table.query(&ec2, "DescribeVpcEndpoints", &parameters).await;
    table.when("no endpoints");
    table.query(&ec2, "DeleteVpcEndpoints", &[]).await;
    table.query(&ec2, "ModifyVpcEndpoint", &[]).await;
    insta::assert_snapshot!(table.table(), @r#"
    31, 33: an endpoint that does not exist
      AWS  400 InvalidVpcEndpointId.NotFound: The Vpc Endpoint Id 'vpce-1' does not exist
      REST 404 InvalidVpcEndpointId.NotFound (vpcEndpointId): The Vpc Endpoint Id 'vpce-1' does not exist
      AWS  400 InvalidVpcEndpointId.NotFound: The Vpc Endpoint Id 'vpce-1' does not exist
      REST 404 InvalidVpcEndpointId.NotFound (vpcEndpointId): The Vpc Endpoint Id 'vpce-1' does not exist
      AWS  200 InvalidVpcEndpoint.NotFound: The Vpc Endpoint Id 'vpce-1' does not exist
      REST 404 InvalidVpcEndpointId.NotFound (vpcEndpointId): The Vpc Endpoint Id 'vpce-1' does not exist
    31, 33: the consumer's endpoint, to the provider
      AWS  400 InvalidVpcEndpointId.NotFound: The Vpc Endpoint Id 'vpce-2' does not exist
      REST 404 InvalidVpcEndpointId.NotFound (vpcEndpointId): The Vpc Endpoint Id 'vpce-2' does not exist
      AWS  400 InvalidVpcEndpointId.NotFound: The Vpc Endpoint Id 'vpce-2' does not exist
      REST 404 InvalidVpcEndpointId.NotFound (vpcEndpointId): The Vpc Endpoint Id 'vpce-2' does not exist
      AWS  200 InvalidVpcEndpoint.NotFound: The Vpc Endpoint Id 'vpce-2' does not exist
      REST 404 InvalidVpcEndpointId.NotFound (vpcEndpointId): The Vpc Endpoint Id 'vpce-2' does not exist
    no endpoint id at all
      AWS  400 InvalidVpcEndpointId.Malformed: Invalid id: "vpce-x" (expecting "vpce-...")
      REST 400 InvalidVpcEndpointId.Malformed (vpcEndpointId): Invalid id: "vpce-x" (expecting "vpce-...")
      AWS  400 InvalidVpcEndpointId.Malformed: Invalid id: "vpce-x" (expecting "vpce-...")
      REST 400 InvalidVpcEndpointId.Malformed (vpcEndpointId): Invalid id: "vpce-x" (expecting "vpce-...")
      AWS  400 InvalidVpcEndpointId.Malformed: Invalid id: "vpce-x" (expecting "vpce-...")
      REST 400 InvalidVpcEndpointId.Malformed (vpcEndpointId): Invalid id: "vpce-x" (expecting "vpce-...")
    one endpoint of several
      AWS  400 InvalidVpcEndpointId.NotFound: The Vpc Endpoint Id 'vpce-1' does not exist
    no endpoints
      AWS  400 MissingParameter: The request must contain the parameter VpcEndpointId
      AWS  400 MissingParameter: The request must contain the parameter VpcEndpointId
    "#);
}

#[tokio::test]
async fn subnets() {
    let world = World::start().await;
    let publication = world.publish().await;
    let consumer = world.consume().await;
    let rest = world.rest(CONSUMER);
    let endpoint_id = world.connect(&publication, &consumer).await;
    let path = format!("/v1/endpoints/{endpoint_id}");
    let [first, second] = &consumer.subnet_ids[..] else {
        panic!("the consumer has two subnets");
    };
    let vpc_id = &consumer.vpc_id;
    let body =
        json!({"vpcId": vpc_id, "cidrBlock": "10.0.8.0/24", "availabilityZone": "us-east-1a"});
    let same_zone = text(&rest.create("/v1/subnets", body).await["subnetId"]);
    let body =
        json!({"vpcId": vpc_id, "cidrBlock": "10.0.9.0/24", "availabilityZone": "us-east-1c"});
    let other_zone = text(&rest.create("/v1/subnets", body).await["subnetId"]);
    let mut table = Refusals::of(&world);
    let missing = "subnet-0123456789abcdef0";
    for (what, added) in [
        ("14: a subnet in a zone that is taken", &*same_zone),
        ("15: a zone that the service does not offer", &other_zone),
        ("16: a subnet that does not exist", missing),
        (
            "16: somebody else's subnet",
            &publication.network.subnet_ids[0],
        ),
        ("no subnet id at all", "subnet-x"),
    ] {
        table.when(what);
        let parameters = [("VpcEndpointId", &*endpoint_id), ("AddSubnetId.1", added)];
        table
            .query(&world.ec2(CONSUMER), "ModifyVpcEndpoint", &parameters)
            .await;
        let body = json!({"subnetIds": [first, second, added]});
        table.rest(&rest, Method::PATCH, &path, body).await;
    }
    table.when("32: a subnet that the endpoint does not have; over REST, a list of what it has");
    let parameters = [
        ("VpcEndpointId", &*endpoint_id),
        ("RemoveSubnetId.1", &same_zone),
    ];
    table
        .query(&world.ec2(CONSUMER), "ModifyVpcEndpoint", &parameters)
        .await;
    let body = json!({"removeSubnetIds": [same_zone]});
    table.rest(&rest, Method::PATCH, &path, body).await;
    table.when("one removed, another refused");
    let parameters = [
        ("VpcEndpointId", &*endpoint_id),
        ("RemoveSubnetId.1", first),
        ("AddSubnetId.1", &other_zone),
    ];
    table
        .query(&world.ec2(CONSUMER), "ModifyVpcEndpoint", &parameters)
        .await;
    insta::assert_snapshot!(table.table(), @r#"
    14: a subnet in a zone that is taken
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
    no subnet id at all
      AWS  400 InvalidSubnetID.Malformed: Invalid id: "subnet-x" (expecting "subnet-...")
      REST 400 InvalidSubnetID.Malformed (subnetIds): Invalid id: "subnet-x" (expecting "subnet-...")
    32: a subnet that the endpoint does not have; over REST, a list of what it has
      AWS  400 InvalidParameter: The subnet 'subnet-1' is not associated with the endpoint 'vpce-1'
      REST 422 UnknownParameter (removeSubnetIds): removeSubnetIds: unknown field `removeSubnetIds`, expected one of `subnetIds`, `subnetConfigurations`, `routeTableIds`, `securityGroupIds`, `policyDocument`, `ipAddressType`, `dnsOptions`, `privateDnsEnabled`, `tags` at line 1 column 18
    one removed, another refused
      AWS  400 InvalidParameter: The VPC endpoint service com.amazonaws.vpce.us-east-1.vpce-svc-1 does not support the availability zone of the subnet: subnet-2
    "#);
}

#[tokio::test]
async fn everything_else() {
    let world = World::start().await;
    let publication = world.publish().await;
    let consumer = world.consume().await;
    let rest = world.rest(CONSUMER);
    let ec2 = world.ec2(CONSUMER);
    let endpoint_id = world.connect(&publication, &consumer).await;
    let path = format!("/v1/endpoints/{endpoint_id}");
    let mut table = Refusals::of(&world);
    let group = "sg-0123456789abcdef0";
    let own =
        r#"{"Statement": [{"Effect": "Deny", "Principal": "*", "Action": "*", "Resource": "*"}]}"#;
    for (what, wrong, twin) in [
        (
            "18: a group that does not exist",
            ("AddSecurityGroupId.1", group),
            json!({"securityGroupIds": [group]}),
        ),
        (
            "32: a group that it does not have, no groups at all",
            ("RemoveSecurityGroupId.1", group),
            json!({"securityGroupIds": []}),
        ),
        (
            "25: a policy that is not JSON",
            ("PolicyDocument", "{"),
            json!({"policyDocument": "{"}),
        ),
        (
            "a policy of its own",
            ("PolicyDocument", own),
            json!({"policyDocument": own}),
        ),
        (
            "20: private DNS",
            ("PrivateDnsEnabled", "true"),
            json!({"privateDnsEnabled": true}),
        ),
        (
            "11: route tables",
            ("AddRouteTableId.1", "rtb-1"),
            json!({"routeTableIds": ["rtb-1"]}),
        ),
        (
            "11: route tables taken away, and a member that is not known",
            ("RemoveRouteTableId.1", "rtb-1"),
            json!({"vpcId": "vpc-1"}),
        ),
        (
            "IPv6",
            ("IpAddressType", "ipv6"),
            json!({"ipAddressType": "ipv6"}),
        ),
    ] {
        table.when(what);
        let parameters = [("VpcEndpointId", &*endpoint_id), wrong];
        table.query(&ec2, "ModifyVpcEndpoint", &parameters).await;
        table.rest(&rest, Method::PATCH, &path, twin).await;
    }
    table.when("a policy and its reset at once");
    let parameters = [
        ("VpcEndpointId", &*endpoint_id),
        ("ResetPolicy", "true"),
        ("PolicyDocument", r#"{"Statement": []}"#),
    ];
    table.query(&ec2, "ModifyVpcEndpoint", &parameters).await;
    insta::assert_snapshot!(table.table(), @"
    18: a group that does not exist
      AWS  400 InvalidGroup.NotFound: The security group 'sg-1' does not exist
      REST 404 InvalidGroup.NotFound (securityGroupIds): The security group 'sg-1' does not exist
    32: a group that it does not have, no groups at all
      AWS  400 InvalidParameter: The security group 'sg-1' is not associated with the endpoint 'vpce-1'
      REST 400 InvalidParameter (securityGroupIds): An interface endpoint has 1 to 16 security groups
    25: a policy that is not JSON
      AWS  400 InvalidPolicyDocument: The policy is not a JSON object
      REST 400 InvalidPolicyDocument (policyDocument): The policy is not a JSON object
    a policy of its own
      AWS  400 InvalidParameter: The service com.amazonaws.vpce.us-east-1.vpce-svc-1 does not support endpoint policies
      REST 400 InvalidParameter (policyDocument): The service com.amazonaws.vpce.us-east-1.vpce-svc-1 does not support endpoint policies
    20: private DNS
      AWS  400 InvalidParameter: Private DNS can't be enabled because the service com.amazonaws.vpce.us-east-1.vpce-svc-1 does not provide a private DNS name.
      REST 400 InvalidParameter (privateDnsEnabled): Private DNS can't be enabled because the service com.amazonaws.vpce.us-east-1.vpce-svc-1 does not provide a private DNS name.
    11: route tables
      AWS  400 InvalidParameter: Route table IDs are only supported for Gateway type VPC Endpoint.
      REST 400 InvalidParameter (routeTableIds): Route table IDs are only supported for Gateway type VPC Endpoint.
    11: route tables taken away, and a member that is not known
      AWS  400 InvalidParameter: Route table IDs are only supported for Gateway type VPC Endpoint.
      REST 422 UnknownParameter (vpcId): vpcId: unknown field `vpcId`, expected one of `subnetIds`, `subnetConfigurations`, `routeTableIds`, `securityGroupIds`, `policyDocument`, `ipAddressType`, `dnsOptions`, `privateDnsEnabled`, `tags` at line 1 column 8
    IPv6
      AWS  400 InvalidParameter: The IP address type ipv6 is not supported by the service com.amazonaws.vpce.us-east-1.vpce-svc-1
      REST 400 InvalidParameter (ipAddressType): The IP address type ipv6 is not supported by the service com.amazonaws.vpce.us-east-1.vpce-svc-1
    a policy and its reset at once
      AWS  400 InvalidParameterCombination: ResetPolicy and PolicyDocument cannot be used together
    ");
}

/// A rejected endpoint is only there to be deleted; one that is being deleted is gone for whoever wants to change it.
#[tokio::test]
async fn in_a_state_that_ends() {
    let world = World::slow().await;
    let publication = world.publish().await;
    let consumer = world.consume().await;
    let endpoint_id = world.connect(&publication, &consumer).await;
    let path = format!("/v1/endpoints/{endpoint_id}");
    let (ec2, rest) = (world.ec2(CONSUMER), world.rest(CONSUMER));
    let mut table = Refusals::of(&world);
    let attempt = async |table: &mut Refusals<'_>, what: &str| {
        table.when(what);
        let parameters = [("VpcEndpointId", &*endpoint_id), ("ResetPolicy", "true")];
        table.query(&ec2, "ModifyVpcEndpoint", &parameters).await;
        let body = json!({"policyDocument": null});
        table.rest(&rest, Method::PATCH, &path, body).await;
    };
    let rejection = format!(
        "/v1/endpoint-services/{}/connections/{endpoint_id}/reject",
        publication.service_id
    );
    let provider = world.rest(PROVIDER);
    provider.post(&rejection, json!({})).await.expect(200);
    attempt(&mut table, "rejected").await;
    rest.delete(&path).await.expect(202);
    attempt(&mut table, "being deleted").await;
    world.pass(10).await;
    attempt(&mut table, "deleted").await;
    insta::assert_snapshot!(table.table(), @"
    rejected
      AWS  400 IncorrectState: The Vpc Endpoint Id 'vpce-1' is in the state rejected and cannot be modified
      REST 409 IncorrectState: The Vpc Endpoint Id 'vpce-1' is in the state rejected and cannot be modified
    being deleted
      AWS  400 IncorrectState: The Vpc Endpoint Id 'vpce-1' is in the state deleting and cannot be modified
      REST 409 IncorrectState: The Vpc Endpoint Id 'vpce-1' is in the state deleting and cannot be modified
    deleted
      AWS  400 IncorrectState: The Vpc Endpoint Id 'vpce-1' is in the state deleted and cannot be modified
      REST 409 IncorrectState: The Vpc Endpoint Id 'vpce-1' is in the state deleted and cannot be modified
    ");
}
