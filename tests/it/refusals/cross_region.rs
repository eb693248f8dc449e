//! Services in other regions: those that don't let themselves be reached, and where they cannot be reached.

use reqwest::Method;
use serde_json::{Value, json};

use super::{Refusals, merged, with};
use crate::support::world::{CONSUMER, Network, PROVIDER, Publication, World};

const HOME: &str = "us-east-1";
const AWAY: &str = "eu-west-1";

/// A VPC of the consumer's in the other region.
async fn away(world: &World) -> String {
    let rest = world.rest(CONSUMER).region(AWAY);
    rest.make("/v1/vpcs", "vpcId", json!({"cidrBlock": "10.0.0.0/16"}))
        .await
}

/// Tries to create an endpoint in the other region with something wrong, over both APIs.
async fn try_both(
    world: &World,
    table: &mut Refusals<'_>,
    base: &[(&str, &str)],
    changes: &[(&str, &str)],
) {
    let parameters = with(base, changes);
    let ec2 = world.ec2(CONSUMER).region(AWAY);
    table.query(&ec2, "CreateVpcEndpoint", &parameters).await;
    let mut body = json!({});
    for (parameter, value) in &parameters {
        let (member, value) = match *parameter {
            "VpcId" => ("vpcId", json!(value)),
            "ServiceName" => ("serviceName", json!(value)),
            "ServiceRegion" => ("serviceRegion", json!(value)),
            "VpcEndpointType" => ("vpcEndpointType", json!(value)),
            "PrivateDnsEnabled" => ("privateDnsEnabled", json!(false)),
            "SubnetId.1" => ("subnetIds", json!([value])),
            other => panic!("{other} has no twin here"),
        };
        body[member] = value;
    }
    let rest = world.rest(CONSUMER).region(AWAY);
    table.rest(&rest, Method::POST, "/v1/endpoints", body).await;
}

#[tokio::test]
async fn not_reached() {
    let world = World::start().await;
    let publication = world.publish().await;
    let vpc = away(&world).await;
    let base = [
        ("VpcEndpointType", "Interface"),
        ("VpcId", &*vpc),
        ("ServiceName", &publication.service_name),
        ("ServiceRegion", HOME),
    ];
    let sqs = "com.amazonaws.us-east-1.sqs";
    let s3 = "com.amazonaws.us-east-1.s3";
    let mut table = Refusals::of(&world);
    for (what, changes) in [
        (
            "9: a service in another region",
            &[("ServiceRegion", "")][..],
        ),
        (
            "9: a service of AWS's in another region",
            &[("ServiceRegion", ""), ("ServiceName", s3)],
        ),
        ("a service that is there for its own region only", &[]),
        (
            "a service of AWS's that is there for its own region only",
            &[("ServiceName", sqs)],
        ),
        (
            "a service in a third region",
            &[("ServiceRegion", "eu-central-1")],
        ),
        (
            "a region that does not exist",
            &[("ServiceRegion", "nowhere-1")],
        ),
        (
            "10: a gateway endpoint",
            &[("ServiceName", s3), ("VpcEndpointType", "Gateway")],
        ),
    ] {
        table.when(what);
        try_both(&world, &mut table, &base, changes).await;
    }
    let ec2 = world.ec2(CONSUMER).region(AWAY);
    let rest = world.rest(CONSUMER).region(AWAY);
    let list = "/v1/available-services";
    let name = ("ServiceName.1", &*publication.service_name);
    for (what, region) in [
        ("8: looking for it", HOME),
        ("looking in a region that does not exist", "nowhere-1"),
    ] {
        table.when(what);
        let parameters = [name, ("ServiceRegion.1", region)];
        table
            .query(&ec2, "DescribeVpcEndpointServices", &parameters)
            .await;
        let path = format!("{list}/{}?serviceRegion={region}", name.1);
        table.rest(&rest, Method::GET, &path, Value::Null).await;
    }
    insta::assert_snapshot!(table.table(), @"
    9: a service in another region
      AWS  400 InvalidServiceName: The Vpc Endpoint Service 'com.amazonaws.vpce.us-east-1.vpce-svc-1' does not exist
      REST 404 InvalidServiceName (serviceName): The Vpc Endpoint Service 'com.amazonaws.vpce.us-east-1.vpce-svc-1' does not exist
    9: a service of AWS's in another region
      AWS  400 InvalidServiceName: The Vpc Endpoint Service 'com.amazonaws.us-east-1.s3' does not exist
      REST 404 InvalidServiceName (serviceName): The Vpc Endpoint Service 'com.amazonaws.us-east-1.s3' does not exist
    a service that is there for its own region only
      AWS  400 InvalidServiceName: The Vpc Endpoint Service 'com.amazonaws.vpce.us-east-1.vpce-svc-1' does not exist
      REST 404 InvalidServiceName (serviceName): The Vpc Endpoint Service 'com.amazonaws.vpce.us-east-1.vpce-svc-1' does not exist
    a service of AWS's that is there for its own region only
      AWS  400 InvalidServiceName: The Vpc Endpoint Service 'com.amazonaws.us-east-1.sqs' does not exist
      REST 404 InvalidServiceName (serviceName): The Vpc Endpoint Service 'com.amazonaws.us-east-1.sqs' does not exist
    a service in a third region
      AWS  400 InvalidServiceName: The Vpc Endpoint Service 'com.amazonaws.vpce.us-east-1.vpce-svc-1' does not exist
      REST 404 InvalidServiceName (serviceName): The Vpc Endpoint Service 'com.amazonaws.vpce.us-east-1.vpce-svc-1' does not exist
    a region that does not exist
      AWS  400 InvalidParameterValue: 'nowhere-1' is not the name of an AWS region
      REST 400 InvalidParameterValue (serviceRegion): 'nowhere-1' is not the name of an AWS region
    10: a gateway endpoint
      AWS  400 InvalidParameter: Endpoint type (Gateway) does not match available service types ([Interface]).
      REST 400 InvalidParameter (vpcEndpointType): Endpoint type (Gateway) does not match available service types ([Interface]).
    8: looking for it
      AWS  400 InvalidServiceName: The Vpc Endpoint Service 'com.amazonaws.vpce.us-east-1.vpce-svc-1' does not exist
      REST 404 InvalidServiceName (serviceName): The Vpc Endpoint Service 'com.amazonaws.vpce.us-east-1.vpce-svc-1' does not exist
    looking in a region that does not exist
      AWS  400 InvalidParameterValue: 'nowhere-1' is not the name of an AWS region
      REST 400 InvalidParameterValue (serviceRegion): 'nowhere-1' is not the name of an AWS region
    ");
}

/// A service that is there for the other region, and a subnet in a zone that is closed to services of other regions.
#[tokio::test]
async fn from_a_closed_zone() {
    let world = World::start().await;
    let Publication { service_name, .. } = published_away(&world).await;
    let network = world.network(CONSUMER, &["us-east-1a", "us-east-1c"]).await;
    let parameters = [
        ("VpcEndpointType", "Interface"),
        ("VpcId", &*network.vpc_id),
        ("ServiceName", &service_name),
        ("ServiceRegion", AWAY),
        ("SubnetId.1", &network.subnet_ids[1]),
    ];
    let body = json!({
        "vpcId": network.vpc_id, "serviceName": service_name, "serviceRegion": AWAY,
        "subnetIds": [network.subnet_ids[0]],
    });
    let (ec2, rest) = (world.ec2(CONSUMER), world.rest(CONSUMER));
    let mut table = Refusals::of(&world);
    table.when("15: created in use1-az3");
    table.query(&ec2, "CreateVpcEndpoint", &parameters).await;
    let wrong = merged(&body, json!({"subnetIds": [network.subnet_ids[1]]}));
    table
        .rest(&rest, Method::POST, "/v1/endpoints", wrong)
        .await;
    let endpoint_id = rest.make("/v1/endpoints", "vpcEndpointId", body).await;
    table.when("15: brought to use1-az3");
    let parameters = [
        ("VpcEndpointId", &*endpoint_id),
        ("AddSubnetId.1", &network.subnet_ids[1]),
    ];
    table.query(&ec2, "ModifyVpcEndpoint", &parameters).await;
    let path = format!("/v1/endpoints/{endpoint_id}");
    let wrong = json!({"subnetIds": network.subnet_ids});
    table.rest(&rest, Method::PATCH, &path, wrong).await;
    insta::assert_snapshot!(table.table(), @"
    15: created in use1-az3
      AWS  400 InvalidParameter: The VPC endpoint service com.amazonaws.vpce.eu-west-1.vpce-svc-1 does not support the availability zone of the subnet: subnet-1
      REST 400 InvalidParameter (subnetIds): The VPC endpoint service com.amazonaws.vpce.eu-west-1.vpce-svc-1 does not support the availability zone of the subnet: subnet-1
    15: brought to use1-az3
      AWS  400 InvalidParameter: The VPC endpoint service com.amazonaws.vpce.eu-west-1.vpce-svc-1 does not support the availability zone of the subnet: subnet-1
      REST 400 InvalidParameter (subnetIds): The VPC endpoint service com.amazonaws.vpce.eu-west-1.vpce-svc-1 does not support the availability zone of the subnet: subnet-1
    ");
}

/// The provider's service in the other region, there for its home as well, and for everybody.
async fn published_away(world: &World) -> Publication {
    let rest = world.rest(PROVIDER).region(AWAY);
    let vpc = json!({"cidrBlock": "10.0.0.0/16"});
    let vpc_id = rest.make("/v1/vpcs", "vpcId", vpc).await;
    let subnet =
        json!({"vpcId": vpc_id, "cidrBlock": "10.0.0.0/24", "availabilityZone": "eu-west-1a"});
    let subnet_ids = vec![rest.make("/v1/subnets", "subnetId", subnet).await];
    let balancer = json!({"name": "orders", "scheme": "internal", "subnets": subnet_ids});
    let load_balancer_arn = rest
        .make("/v1/load-balancers", "loadBalancerArn", balancer)
        .await;
    let service =
        json!({"networkLoadBalancerArns": [load_balancer_arn], "supportedRegions": [HOME]});
    let service_id = rest
        .make("/v1/endpoint-services", "serviceId", service)
        .await;
    let permissions = format!("/v1/endpoint-services/{service_id}/permissions");
    rest.create(&permissions, json!({"principal": "*"})).await;
    Publication {
        network: Network { vpc_id, subnet_ids },
        load_balancer_arn,
        service_name: format!("com.amazonaws.vpce.{AWAY}.{service_id}"),
        service_id,
    }
}
