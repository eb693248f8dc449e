//! Private names that services cannot have, and their verification.

use reqwest::Method;
use serde_json::{Value, json};

use super::{Refusals, merged, with};
use crate::support::world::{PROVIDER, World};

#[tokio::test]
async fn malformed() {
    let world = World::start().await;
    let publication = world.publish().await;
    let subnets = &publication.network.subnet_ids;
    let free = world.load_balancer(PROVIDER, "free", subnets).await;
    let (ec2, rest) = (world.ec2(PROVIDER), world.rest(PROVIDER));
    let path = format!("/v1/endpoint-services/{}", publication.service_id);
    let long_label = format!("{}.example.com", "a".repeat(64));
    let long = format!("{}example.com", "a2345678.".repeat(28));
    let mut table = Refusals::of(&world);
    for name in [
        "com",
        "*",
        "*.com",
        "a.*.example.com",
        "**.example.com",
        "*example.com",
        "*.*.example.com",
        "API.example.com",
        "api..example.com",
        ".example.com",
        "example.com.",
        "-a.example.com",
        "a-.example.com",
        "a_b.example.com",
        "https://example.com",
        "ex\u{e4}mple.com",
        &long_label,
        &long,
    ] {
        table.when(&format!("'{name}'"));
        let wrong = ("PrivateDnsName", name);
        let parameters = with(&[("NetworkLoadBalancerArn.1", &free)], &[wrong]);
        table
            .query(&ec2, "CreateVpcEndpointServiceConfiguration", &parameters)
            .await;
        let parameters = [("ServiceId", &*publication.service_id), wrong];
        table
            .query(&ec2, "ModifyVpcEndpointServiceConfiguration", &parameters)
            .await;
        let body = json!({"privateDnsName": name});
        let new = merged(&body, json!({"networkLoadBalancerArns": [free]}));
        table
            .rest(&rest, Method::POST, "/v1/endpoint-services", new)
            .await;
        table.rest(&rest, Method::PATCH, &path, body).await;
    }
    insta::assert_snapshot!(table.table(), @"");
}

#[tokio::test]
async fn not_there() {
    let world = World::start().await;
    let publication = world.publish().await;
    let (ec2, rest) = (world.ec2(PROVIDER), world.rest(PROVIDER));
    let id = ("ServiceId", &*publication.service_id);
    let path = format!("/v1/endpoint-services/{}", publication.service_id);
    let mut table = Refusals::of(&world);
    table.when("verified without a name");
    let action = "StartVpcEndpointServicePrivateDnsVerification";
    table.query(&ec2, action, &[id]).await;
    let verification = format!("{path}/private-dns-verification");
    table
        .rest(&rest, Method::POST, &verification, Value::Null)
        .await;
    table.when("verified without a service");
    table.query(&ec2, action, &[]).await;
    table.when("set and taken away at once");
    let parameters = [
        id,
        ("PrivateDnsName", "api.example.com"),
        ("RemovePrivateDnsName", "true"),
    ];
    let action = "ModifyVpcEndpointServiceConfiguration";
    table.query(&ec2, action, &parameters).await;
    insta::assert_snapshot!(table.table(), @"");
}
