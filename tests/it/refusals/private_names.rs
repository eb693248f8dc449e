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
    insta::assert_snapshot!(table.table(), @"
    'com'
      AWS  400 InvalidParameter: The private DNS name 'com' is not valid: expected a domain name in lower case, such as 'api.example.com' or '*.example.com'
      AWS  400 InvalidParameter: The private DNS name 'com' is not valid: expected a domain name in lower case, such as 'api.example.com' or '*.example.com'
      REST 400 InvalidParameter (privateDnsName): The private DNS name 'com' is not valid: expected a domain name in lower case, such as 'api.example.com' or '*.example.com'
      REST 400 InvalidParameter (privateDnsName): The private DNS name 'com' is not valid: expected a domain name in lower case, such as 'api.example.com' or '*.example.com'
    '*'
      AWS  400 InvalidParameter: The private DNS name '*' is not valid: expected a domain name in lower case, such as 'api.example.com' or '*.example.com'
      AWS  400 InvalidParameter: The private DNS name '*' is not valid: expected a domain name in lower case, such as 'api.example.com' or '*.example.com'
      REST 400 InvalidParameter (privateDnsName): The private DNS name '*' is not valid: expected a domain name in lower case, such as 'api.example.com' or '*.example.com'
      REST 400 InvalidParameter (privateDnsName): The private DNS name '*' is not valid: expected a domain name in lower case, such as 'api.example.com' or '*.example.com'
    '*.com'
      AWS  400 InvalidParameter: The private DNS name '*.com' is not valid: expected a domain name in lower case, such as 'api.example.com' or '*.example.com'
      AWS  400 InvalidParameter: The private DNS name '*.com' is not valid: expected a domain name in lower case, such as 'api.example.com' or '*.example.com'
      REST 400 InvalidParameter (privateDnsName): The private DNS name '*.com' is not valid: expected a domain name in lower case, such as 'api.example.com' or '*.example.com'
      REST 400 InvalidParameter (privateDnsName): The private DNS name '*.com' is not valid: expected a domain name in lower case, such as 'api.example.com' or '*.example.com'
    'a.*.example.com'
      AWS  400 InvalidParameter: The private DNS name 'a.*.example.com' is not valid: expected a domain name in lower case, such as 'api.example.com' or '*.example.com'
      AWS  400 InvalidParameter: The private DNS name 'a.*.example.com' is not valid: expected a domain name in lower case, such as 'api.example.com' or '*.example.com'
      REST 400 InvalidParameter (privateDnsName): The private DNS name 'a.*.example.com' is not valid: expected a domain name in lower case, such as 'api.example.com' or '*.example.com'
      REST 400 InvalidParameter (privateDnsName): The private DNS name 'a.*.example.com' is not valid: expected a domain name in lower case, such as 'api.example.com' or '*.example.com'
    '**.example.com'
      AWS  400 InvalidParameter: The private DNS name '**.example.com' is not valid: expected a domain name in lower case, such as 'api.example.com' or '*.example.com'
      AWS  400 InvalidParameter: The private DNS name '**.example.com' is not valid: expected a domain name in lower case, such as 'api.example.com' or '*.example.com'
      REST 400 InvalidParameter (privateDnsName): The private DNS name '**.example.com' is not valid: expected a domain name in lower case, such as 'api.example.com' or '*.example.com'
      REST 400 InvalidParameter (privateDnsName): The private DNS name '**.example.com' is not valid: expected a domain name in lower case, such as 'api.example.com' or '*.example.com'
    '*example.com'
      AWS  400 InvalidParameter: The private DNS name '*example.com' is not valid: expected a domain name in lower case, such as 'api.example.com' or '*.example.com'
      AWS  400 InvalidParameter: The private DNS name '*example.com' is not valid: expected a domain name in lower case, such as 'api.example.com' or '*.example.com'
      REST 400 InvalidParameter (privateDnsName): The private DNS name '*example.com' is not valid: expected a domain name in lower case, such as 'api.example.com' or '*.example.com'
      REST 400 InvalidParameter (privateDnsName): The private DNS name '*example.com' is not valid: expected a domain name in lower case, such as 'api.example.com' or '*.example.com'
    '*.*.example.com'
      AWS  400 InvalidParameter: The private DNS name '*.*.example.com' is not valid: expected a domain name in lower case, such as 'api.example.com' or '*.example.com'
      AWS  400 InvalidParameter: The private DNS name '*.*.example.com' is not valid: expected a domain name in lower case, such as 'api.example.com' or '*.example.com'
      REST 400 InvalidParameter (privateDnsName): The private DNS name '*.*.example.com' is not valid: expected a domain name in lower case, such as 'api.example.com' or '*.example.com'
      REST 400 InvalidParameter (privateDnsName): The private DNS name '*.*.example.com' is not valid: expected a domain name in lower case, such as 'api.example.com' or '*.example.com'
    'API.example.com'
      AWS  400 InvalidParameter: The private DNS name 'API.example.com' is not valid: expected a domain name in lower case, such as 'api.example.com' or '*.example.com'
      AWS  400 InvalidParameter: The private DNS name 'API.example.com' is not valid: expected a domain name in lower case, such as 'api.example.com' or '*.example.com'
      REST 400 InvalidParameter (privateDnsName): The private DNS name 'API.example.com' is not valid: expected a domain name in lower case, such as 'api.example.com' or '*.example.com'
      REST 400 InvalidParameter (privateDnsName): The private DNS name 'API.example.com' is not valid: expected a domain name in lower case, such as 'api.example.com' or '*.example.com'
    'api..example.com'
      AWS  400 InvalidParameter: The private DNS name 'api..example.com' is not valid: expected a domain name in lower case, such as 'api.example.com' or '*.example.com'
      AWS  400 InvalidParameter: The private DNS name 'api..example.com' is not valid: expected a domain name in lower case, such as 'api.example.com' or '*.example.com'
      REST 400 InvalidParameter (privateDnsName): The private DNS name 'api..example.com' is not valid: expected a domain name in lower case, such as 'api.example.com' or '*.example.com'
      REST 400 InvalidParameter (privateDnsName): The private DNS name 'api..example.com' is not valid: expected a domain name in lower case, such as 'api.example.com' or '*.example.com'
    '.example.com'
      AWS  400 InvalidParameter: The private DNS name '.example.com' is not valid: expected a domain name in lower case, such as 'api.example.com' or '*.example.com'
      AWS  400 InvalidParameter: The private DNS name '.example.com' is not valid: expected a domain name in lower case, such as 'api.example.com' or '*.example.com'
      REST 400 InvalidParameter (privateDnsName): The private DNS name '.example.com' is not valid: expected a domain name in lower case, such as 'api.example.com' or '*.example.com'
      REST 400 InvalidParameter (privateDnsName): The private DNS name '.example.com' is not valid: expected a domain name in lower case, such as 'api.example.com' or '*.example.com'
    'example.com.'
      AWS  400 InvalidParameter: The private DNS name 'example.com.' is not valid: expected a domain name in lower case, such as 'api.example.com' or '*.example.com'
      AWS  400 InvalidParameter: The private DNS name 'example.com.' is not valid: expected a domain name in lower case, such as 'api.example.com' or '*.example.com'
      REST 400 InvalidParameter (privateDnsName): The private DNS name 'example.com.' is not valid: expected a domain name in lower case, such as 'api.example.com' or '*.example.com'
      REST 400 InvalidParameter (privateDnsName): The private DNS name 'example.com.' is not valid: expected a domain name in lower case, such as 'api.example.com' or '*.example.com'
    '-a.example.com'
      AWS  400 InvalidParameter: The private DNS name '-a.example.com' is not valid: expected a domain name in lower case, such as 'api.example.com' or '*.example.com'
      AWS  400 InvalidParameter: The private DNS name '-a.example.com' is not valid: expected a domain name in lower case, such as 'api.example.com' or '*.example.com'
      REST 400 InvalidParameter (privateDnsName): The private DNS name '-a.example.com' is not valid: expected a domain name in lower case, such as 'api.example.com' or '*.example.com'
      REST 400 InvalidParameter (privateDnsName): The private DNS name '-a.example.com' is not valid: expected a domain name in lower case, such as 'api.example.com' or '*.example.com'
    'a-.example.com'
      AWS  400 InvalidParameter: The private DNS name 'a-.example.com' is not valid: expected a domain name in lower case, such as 'api.example.com' or '*.example.com'
      AWS  400 InvalidParameter: The private DNS name 'a-.example.com' is not valid: expected a domain name in lower case, such as 'api.example.com' or '*.example.com'
      REST 400 InvalidParameter (privateDnsName): The private DNS name 'a-.example.com' is not valid: expected a domain name in lower case, such as 'api.example.com' or '*.example.com'
      REST 400 InvalidParameter (privateDnsName): The private DNS name 'a-.example.com' is not valid: expected a domain name in lower case, such as 'api.example.com' or '*.example.com'
    'a_b.example.com'
      AWS  400 InvalidParameter: The private DNS name 'a_b.example.com' is not valid: expected a domain name in lower case, such as 'api.example.com' or '*.example.com'
      AWS  400 InvalidParameter: The private DNS name 'a_b.example.com' is not valid: expected a domain name in lower case, such as 'api.example.com' or '*.example.com'
      REST 400 InvalidParameter (privateDnsName): The private DNS name 'a_b.example.com' is not valid: expected a domain name in lower case, such as 'api.example.com' or '*.example.com'
      REST 400 InvalidParameter (privateDnsName): The private DNS name 'a_b.example.com' is not valid: expected a domain name in lower case, such as 'api.example.com' or '*.example.com'
    'https://example.com'
      AWS  400 InvalidParameter: The private DNS name 'https://example.com' is not valid: expected a domain name in lower case, such as 'api.example.com' or '*.example.com'
      AWS  400 InvalidParameter: The private DNS name 'https://example.com' is not valid: expected a domain name in lower case, such as 'api.example.com' or '*.example.com'
      REST 400 InvalidParameter (privateDnsName): The private DNS name 'https://example.com' is not valid: expected a domain name in lower case, such as 'api.example.com' or '*.example.com'
      REST 400 InvalidParameter (privateDnsName): The private DNS name 'https://example.com' is not valid: expected a domain name in lower case, such as 'api.example.com' or '*.example.com'
    'exämple.com'
      AWS  400 InvalidParameter: The private DNS name 'exämple.com' is not valid: expected a domain name in lower case, such as 'api.example.com' or '*.example.com'
      AWS  400 InvalidParameter: The private DNS name 'exämple.com' is not valid: expected a domain name in lower case, such as 'api.example.com' or '*.example.com'
      REST 400 InvalidParameter (privateDnsName): The private DNS name 'exämple.com' is not valid: expected a domain name in lower case, such as 'api.example.com' or '*.example.com'
      REST 400 InvalidParameter (privateDnsName): The private DNS name 'exämple.com' is not valid: expected a domain name in lower case, such as 'api.example.com' or '*.example.com'
    'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.example.com'
      AWS  400 InvalidParameter: The private DNS name 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.example.com' is not valid: expected a domain name in lower case, such as 'api.example.com' or '*.example.com'
      AWS  400 InvalidParameter: The private DNS name 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.example.com' is not valid: expected a domain name in lower case, such as 'api.example.com' or '*.example.com'
      REST 400 InvalidParameter (privateDnsName): The private DNS name 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.example.com' is not valid: expected a domain name in lower case, such as 'api.example.com' or '*.example.com'
      REST 400 InvalidParameter (privateDnsName): The private DNS name 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.example.com' is not valid: expected a domain name in lower case, such as 'api.example.com' or '*.example.com'
    'a2345678.a2345678.a2345678.a2345678.a2345678.a2345678.a2345678.a2345678.a2345678.a2345678.a2345678.a2345678.a2345678.a2345678.a2345678.a2345678.a2345678.a2345678.a2345678.a2345678.a2345678.a2345678.a2345678.a2345678.a2345678.a2345678.a2345678.a2345678.example.com'
      AWS  400 InvalidParameter: The private DNS name 'a2345678.a2345678.a2345678.a2345678.a2345678.a2345678.a2345678.a2345678.a2345678.a2345678.a2345678.a2345678.a2345678.a2345678.a2345678.a2345678.a2345678.a2345678.a2345678.a2345678.a2345678.a2345678.a2345678.a2345678.a2345678.a2345678.a2345678.a2345678.example.com' is not valid: expected a domain name in lower case, such as 'api.example.com' or '*.example.com'
      AWS  400 InvalidParameter: The private DNS name 'a2345678.a2345678.a2345678.a2345678.a2345678.a2345678.a2345678.a2345678.a2345678.a2345678.a2345678.a2345678.a2345678.a2345678.a2345678.a2345678.a2345678.a2345678.a2345678.a2345678.a2345678.a2345678.a2345678.a2345678.a2345678.a2345678.a2345678.a2345678.example.com' is not valid: expected a domain name in lower case, such as 'api.example.com' or '*.example.com'
      REST 400 InvalidParameter (privateDnsName): The private DNS name 'a2345678.a2345678.a2345678.a2345678.a2345678.a2345678.a2345678.a2345678.a2345678.a2345678.a2345678.a2345678.a2345678.a2345678.a2345678.a2345678.a2345678.a2345678.a2345678.a2345678.a2345678.a2345678.a2345678.a2345678.a2345678.a2345678.a2345678.a2345678.example.com' is not valid: expected a domain name in lower case, such as 'api.example.com' or '*.example.com'
      REST 400 InvalidParameter (privateDnsName): The private DNS name 'a2345678.a2345678.a2345678.a2345678.a2345678.a2345678.a2345678.a2345678.a2345678.a2345678.a2345678.a2345678.a2345678.a2345678.a2345678.a2345678.a2345678.a2345678.a2345678.a2345678.a2345678.a2345678.a2345678.a2345678.a2345678.a2345678.a2345678.a2345678.example.com' is not valid: expected a domain name in lower case, such as 'api.example.com' or '*.example.com'
    ");
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
    insta::assert_snapshot!(table.table(), @"
    verified without a name
      AWS  400 InvalidParameter: The service 'vpce-svc-1' does not have a private DNS name
      REST 400 InvalidParameter (serviceId): The service 'vpce-svc-1' does not have a private DNS name
    verified without a service
      AWS  400 MissingParameter: The request must contain the parameter ServiceId
    set and taken away at once
      AWS  400 InvalidParameterCombination: PrivateDnsName and RemovePrivateDnsName cannot be used together
    ");
}
