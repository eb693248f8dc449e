//! Endpoints in another region than the service that they connect to.

use serde_json::{Value, json};

use super::{lines, rows, shown};
use crate::support::rest::Rest;
use crate::support::world::{CONSUMER, Network, PROVIDER, Publication, World, text};

const FRANKFURT: &str = "eu-central-1";

/// A network of the consumer's in Frankfurt.
async fn network(rest: &Rest<'_>) -> Network {
    let vpc = json!({"cidrBlock": "10.0.0.0/16"});
    let vpc_id = rest.make("/v1/vpcs", "vpcId", vpc).await;
    let body = json!({"enableDnsHostnames": true});
    rest.patch(&format!("/v1/vpcs/{vpc_id}"), body)
        .await
        .expect(200);
    let mut subnet_ids = Vec::new();
    for (index, zone) in ["eu-central-1a", "eu-central-1c"].into_iter().enumerate() {
        let body = json!({
            "vpcId": vpc_id, "availabilityZone": zone, "cidrBlock": format!("10.0.{index}.0/24"),
        });
        subnet_ids.push(rest.make("/v1/subnets", "subnetId", body).await);
    }
    Network { vpc_id, subnet_ids }
}

/// A service in us-east-1 that Frankfurt can connect to, and a network there.
async fn scene() -> (World, Publication, Network) {
    let world = World::start().await;
    let publication = world.publish().await;
    let ec2 = world.ec2(PROVIDER);
    let parameters = [
        ("ServiceId", &*publication.service_id),
        ("AddSupportedRegion.1", FRANKFURT),
        ("AddSupportedRegion.2", "ap-northeast-1"),
    ];
    ec2.ok("ModifyVpcEndpointServiceConfiguration", &parameters)
        .await;
    let network = network(&world.rest(CONSUMER).region(FRANKFURT)).await;
    (world, publication, network)
}

#[tokio::test]
async fn over_ec2() {
    let (world, publication, network) = scene().await;
    let provider = world.ec2(PROVIDER);
    let by_id = [("ServiceId.1", &*publication.service_id)];
    let service = provider
        .ok("DescribeVpcEndpointServiceConfigurations", &by_id)
        .await;
    insta::assert_snapshot!(shown(&world, &service), @"");
    let ec2 = world.ec2(CONSUMER).region(FRANKFURT);
    let named = [
        ("ServiceName.1", &*publication.service_name),
        ("ServiceRegion.1", "us-east-1"),
    ];
    let seen = ec2.ok("DescribeVpcEndpointServices", &named).await;
    insta::assert_snapshot!(shown(&world, &seen), @"");
    let parameters = [
        ("VpcEndpointType", "Interface"),
        ("VpcId", &*network.vpc_id),
        ("ServiceName", &publication.service_name),
        ("SubnetId.1", &network.subnet_ids[0]),
        ("SubnetId.2", &network.subnet_ids[1]),
        ("ServiceRegion", "us-east-1"),
    ];
    let created = ec2.ok("CreateVpcEndpoint", &parameters).await;
    insta::assert_snapshot!(shown(&world, &created), @"");
    let unnamed = ec2.call("CreateVpcEndpoint", &parameters[..5]).await;
    insta::assert_snapshot!(shown(&world, &unnamed.refusal()), @"");
    let endpoint_id = created.one("vpcEndpointId");
    let both = [
        ("ServiceId", &*publication.service_id),
        ("VpcEndpointId.1", &endpoint_id),
    ];
    provider.ok("AcceptVpcEndpointConnections", &both).await;
    world.settle().await;
    let near = world.consume().await;
    world.connect(&publication, &near).await;
    let mut story = Vec::new();
    for region in ["cross-region", FRANKFURT, "us-east-1", "eu-west-1"] {
        let parameters = [
            ("Filter.1.Name", "vpc-endpoint-region"),
            ("Filter.1.Value.1", region),
        ];
        let found = provider
            .ok("DescribeVpcEndpointConnections", &parameters)
            .await;
        if region == "cross-region" {
            insta::assert_snapshot!(shown(&world, &found), @"");
        }
        story.push(format!(
            "{region}: {}",
            found.all("vpcEndpointRegion").join(" ")
        ));
    }
    insta::assert_snapshot!(story.join("\n"), @"");
}

#[tokio::test]
async fn over_rest() {
    let world = World::start().await;
    let publication = world
        .publish_with(json!({"supportedRegions": [FRANKFURT]}))
        .await;
    let rest = world.rest(CONSUMER).region(FRANKFURT);
    let network = network(&rest).await;
    let path = format!("/v1/available-services/{}", publication.service_name);
    assert_eq!(rest.get(&path).await.status, 404);
    let seen = rest.get(&format!("{path}?serviceRegion=us-east-1")).await;
    insta::assert_snapshot!(shown(&world, &seen), @"");
    let body = json!({
        "vpcId": network.vpc_id, "serviceName": publication.service_name, "serviceRegion": "us-east-1",
        "subnetIds": network.subnet_ids,
    });
    let created = rest.post("/v1/endpoints", body).await;
    insta::assert_snapshot!(shown(&world, &created), @"");
    let endpoint_id = text(&created.body["vpcEndpointId"]);
    let connections = format!(
        "/v1/endpoint-services/{}/connections",
        publication.service_id
    );
    let provider = world.rest(PROVIDER);
    let connection = provider.get(&format!("{connections}/{endpoint_id}")).await;
    insta::assert_snapshot!(shown(&world, &connection), @"");
    super::decide(&world, &publication.service_id, &endpoint_id, "accept").await;
    world.settle().await;
    let far = provider
        .items(&format!(
            "{connections}?filter[vpc-endpoint-region]=cross-region"
        ))
        .await;
    let members = ["vpcEndpointId", "vpcEndpointRegion", "vpcEndpointState"];
    insta::assert_snapshot!(lines(&world, &Value::Array(far), &members), @"");
    let service = format!("/v1/endpoint-services/{}", publication.service_id);
    let changed = provider
        .patch(&service, json!({"supportedRegions": []}))
        .await
        .expect(200);
    assert_eq!(changed["supportedRegions"], json!(["us-east-1"]));
    let kept = rest.get(created.header("location")).await.expect(200);
    assert_eq!(
        kept["state"], "available",
        "who is connected stays connected"
    );
}

/// AWS's own services have no zonal names for consumers of other regions.
#[tokio::test]
async fn to_a_service_of_aws() {
    let world = World::start().await;
    let network = network(&world.rest(CONSUMER).region(FRANKFURT)).await;
    let ec2 = world.ec2(CONSUMER).region(FRANKFURT);
    let parameters = [
        ("VpcEndpointType", "Interface"),
        ("VpcId", &*network.vpc_id),
        ("ServiceName", "com.amazonaws.us-east-1.kms"),
        ("SubnetId.1", &network.subnet_ids[0]),
        ("SubnetId.2", &network.subnet_ids[1]),
        ("ServiceRegion", "us-east-1"),
    ];
    let created = ec2.ok("CreateVpcEndpoint", &parameters).await;
    insta::assert_snapshot!(rows(&world, &created, "dnsEntrySet"), @"");
    assert_eq!(created.one("serviceRegion"), "us-east-1");
    world.settle().await;
    let found = super::describe(&ec2, &created.one("vpcEndpointId")).await;
    assert_eq!(found.one("state"), "available");
    let filter = [
        ("Filter.1.Name", "service-region"),
        ("Filter.1.Value.1", "us-east-1"),
    ];
    let found = ec2.ok("DescribeVpcEndpoints", &filter).await;
    assert_eq!(found.all("vpcEndpointId").len(), 1);
}
