//! AWS's own services as consumers see them before they connect.

use super::{rows, shown};
use crate::support::world::{CONSUMER, World};

const S3: &str = "com.amazonaws.us-east-1.s3";
const MONITORING: &str = "com.amazonaws.us-east-1.monitoring";

#[tokio::test]
async fn both_of_s3() {
    let world = World::start().await;
    let ec2 = world.ec2(CONSUMER);
    let named = [("ServiceName.1", S3)];
    let found = ec2.ok("DescribeVpcEndpointServices", &named).await;
    insta::assert_snapshot!(shown(&world, &found), @"");
    for (service_type, base_name) in [
        ("Gateway", "s3.us-east-1.amazonaws.com"),
        ("Interface", "s3.us-east-1.vpce.amazonaws.com"),
    ] {
        let parameters = [
            named[0],
            ("Filter.1.Name", "service-type"),
            ("Filter.1.Value.1", service_type),
        ];
        let one = ec2.ok("DescribeVpcEndpointServices", &parameters).await;
        assert_eq!(one.all("serviceId").len(), 1);
        assert_eq!(rows(&world, &one, "baseEndpointDnsNameSet"), base_name);
        let path = format!("/v1/available-services/{S3}?serviceType={service_type}");
        let reply = world.rest(CONSUMER).get(&path).await.expect(200);
        assert_eq!(reply["serviceId"], one.one("serviceId"));
    }
    let path = format!("/v1/available-services?filter[service-name]={S3}");
    let listed = world.rest(CONSUMER).get(&path).await;
    insta::assert_snapshot!(shown(&world, &listed), @"");
}

#[tokio::test]
async fn one_with_several_private_names() {
    let world = World::start().await;
    let ec2 = world.ec2(CONSUMER);
    let named = [("ServiceName.1", MONITORING)];
    let found = ec2.ok("DescribeVpcEndpointServices", &named).await;
    insta::assert_snapshot!(shown(&world, &found), @"");
    let path = format!("/v1/available-services/{MONITORING}");
    let shown_over_rest = world.rest(CONSUMER).get(&path).await;
    insta::assert_snapshot!(shown(&world, &shown_over_rest), @"");
}

/// Names of another region's services exist for whoever names the region.
#[tokio::test]
async fn of_another_region() {
    let world = World::start().await;
    let ec2 = world.ec2(CONSUMER);
    let named = [
        ("ServiceName.1", "com.amazonaws.eu-west-1.kms"),
        ("ServiceRegion.1", "eu-west-1"),
    ];
    let found = ec2.ok("DescribeVpcEndpointServices", &named).await;
    insta::assert_snapshot!(shown(&world, &found), @"");
    let missing = ec2.call("DescribeVpcEndpointServices", &named[..1]).await;
    insta::assert_snapshot!(missing.refusal(), @"");
    let filter = [
        ("ServiceRegion.1", "eu-west-1"),
        ("Filter.1.Name", "owner"),
        ("Filter.1.Value.1", "amazon"),
    ];
    let names = ec2.ok("DescribeVpcEndpointServices", &filter).await;
    insta::assert_snapshot!(rows(&world, &names, "serviceNameSet"), @"");
}
