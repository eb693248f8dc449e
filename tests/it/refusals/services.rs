//! Endpoint services and permissions that cannot be created or found like this.

use reqwest::Method;
use serde_json::{Value, json};

use super::{Refusals, merged, with};
use crate::support::world::{CONSUMER, PROVIDER, World};

const MISSING: &str = "vpce-svc-0123456789abcdef0";

#[tokio::test]
async fn created_behind_the_wrong_load_balancer() {
    let world = World::start().await;
    let publication = world.publish().await;
    let free = world
        .load_balancer(PROVIDER, "free", &publication.network.subnet_ids)
        .await;
    let foreign = world.consume().await;
    let foreign = world
        .load_balancer(CONSUMER, "foreign", &foreign.subnet_ids)
        .await;
    let missing = free.replace("free", "missing");
    let (ec2, rest) = (world.ec2(PROVIDER), world.rest(PROVIDER));
    let right = [("NetworkLoadBalancerArn.1", &*free)];
    let body = json!({"networkLoadBalancerArns": [free]});
    let mut table = Refusals::of(&world);
    let arn = "NetworkLoadBalancerArn.1";
    let application = free.replace("/net/", "/app/");
    for (what, wrong, twin) in [
        (
            "38: a load balancer that does not exist",
            (arn, &*missing),
            json!({"networkLoadBalancerArns": [missing]}),
        ),
        (
            "38: somebody else's load balancer",
            (arn, &foreign),
            json!({"networkLoadBalancerArns": [foreign]}),
        ),
        (
            "38: no ARN at all",
            (arn, "orders"),
            json!({"networkLoadBalancerArns": ["orders"]}),
        ),
        (
            "an application load balancer",
            (arn, &application),
            json!({"networkLoadBalancerArns": [application]}),
        ),
        (
            "no load balancer",
            (arn, ""),
            json!({"networkLoadBalancerArns": []}),
        ),
        (
            "no load balancer",
            (arn, ""),
            json!({"networkLoadBalancerArns": null}),
        ),
        (
            "50: a load balancer of another service",
            ("NetworkLoadBalancerArn.2", &publication.load_balancer_arn),
            json!({"networkLoadBalancerArns": [free, publication.load_balancer_arn]}),
        ),
    ] {
        table.when(what);
        let parameters = with(&right, &[wrong]);
        table
            .query(&ec2, "CreateVpcEndpointServiceConfiguration", &parameters)
            .await;
        let body = merged(&body, twin);
        table
            .rest(&rest, Method::POST, "/v1/endpoint-services", body)
            .await;
    }
    insta::assert_snapshot!(table.table(), @"
    38: a load balancer that does not exist
      AWS  400 InvalidNetworkLoadBalancerArn.NotFound: The network load balancer 'arn:aws:elasticloadbalancing:us-east-1:111111111111:loadbalancer/net/missing/1' does not exist
      REST 404 InvalidNetworkLoadBalancerArn.NotFound (networkLoadBalancerArns): The network load balancer 'arn:aws:elasticloadbalancing:us-east-1:111111111111:loadbalancer/net/missing/1' does not exist
    38: somebody else's load balancer
      AWS  400 InvalidNetworkLoadBalancerArn.NotFound: The network load balancer 'arn:aws:elasticloadbalancing:us-east-1:222222222222:loadbalancer/net/foreign/2' does not exist
      REST 404 InvalidNetworkLoadBalancerArn.NotFound (networkLoadBalancerArns): The network load balancer 'arn:aws:elasticloadbalancing:us-east-1:222222222222:loadbalancer/net/foreign/2' does not exist
    38: no ARN at all
      AWS  400 InvalidNetworkLoadBalancerArn.Malformed: The network load balancer ARN 'orders' is malformed
      REST 400 InvalidNetworkLoadBalancerArn.Malformed (networkLoadBalancerArns): The network load balancer ARN 'orders' is malformed
    an application load balancer
      AWS  400 InvalidParameter: The load balancer 'arn:aws:elasticloadbalancing:us-east-1:111111111111:loadbalancer/app/free/1' is not a network load balancer
      REST 400 InvalidParameter (networkLoadBalancerArns): The load balancer 'arn:aws:elasticloadbalancing:us-east-1:111111111111:loadbalancer/app/free/1' is not a network load balancer
    no load balancer
      AWS  400 MissingParameter: The request must contain the parameter NetworkLoadBalancerArn
      REST 400 MissingParameter (networkLoadBalancerArns): The request must contain the parameter NetworkLoadBalancerArn
    no load balancer
      AWS  400 MissingParameter: The request must contain the parameter NetworkLoadBalancerArn
      REST 400 MissingParameter (networkLoadBalancerArns): The request must contain the parameter NetworkLoadBalancerArn
    50: a load balancer of another service
      AWS  400 InvalidParameter: The load balancer 'arn:aws:elasticloadbalancing:us-east-1:111111111111:loadbalancer/net/orders/3' is already associated with another VPC endpoint service
      REST 400 InvalidParameter (networkLoadBalancerArns): The load balancer 'arn:aws:elasticloadbalancing:us-east-1:111111111111:loadbalancer/net/orders/3' is already associated with another VPC endpoint service
    ");
}

#[tokio::test]
async fn created_with_what_cannot_be() {
    let world = World::start().await;
    let network = world.network(PROVIDER, &["us-east-1a"]).await;
    let free = world
        .load_balancer(PROVIDER, "free", &network.subnet_ids)
        .await;
    let (ec2, rest) = (world.ec2(PROVIDER), world.rest(PROVIDER));
    let right = [("NetworkLoadBalancerArn.1", &*free)];
    let body = json!({"networkLoadBalancerArns": [free]});
    let mut table = Refusals::of(&world);
    for (what, wrong, twin) in [
        (
            "3: a parameter that does not exist",
            ("SupportedRegions.1", "us-east-1"),
            json!({"regions": []}),
        ),
        (
            "load balancers of both kinds",
            ("GatewayLoadBalancerArn.1", "x"),
            json!({"gatewayLoadBalancerArns": ["x"]}),
        ),
        (
            "no private name",
            ("PrivateDnsName", "example"),
            json!({"privateDnsName": "example"}),
        ),
        (
            "IPv6",
            ("SupportedIpAddressType.1", "ipv6"),
            json!({"supportedIpAddressTypes": ["ipv6"]}),
        ),
        (
            "no IP address type",
            ("SupportedIpAddressType.1", "ipx"),
            json!({"supportedIpAddressTypes": ["ipx"]}),
        ),
        (
            "both IP address types in one word",
            ("SupportedIpAddressType.1", "dualstack"),
            json!({"supportedIpAddressTypes": ["dualstack"]}),
        ),
        (
            "a region that does not exist",
            ("SupportedRegion.1", "nowhere-1"),
            json!({"supportedRegions": ["nowhere-1"]}),
        ),
        (
            "not a boolean",
            ("AcceptanceRequired", "maybe"),
            json!({"acceptanceRequired": "maybe"}),
        ),
    ] {
        table.when(what);
        let parameters = with(&right, &[wrong]);
        table
            .query(&ec2, "CreateVpcEndpointServiceConfiguration", &parameters)
            .await;
        let body = merged(&body, twin);
        table
            .rest(&rest, Method::POST, "/v1/endpoint-services", body)
            .await;
    }
    insta::assert_snapshot!(table.table(), @r#"
    3: a parameter that does not exist
      AWS  400 UnknownParameter: The parameter SupportedRegions is not recognized
      REST 422 UnknownParameter (regions): regions: unknown field `regions`, expected one of `networkLoadBalancerArns`, `gatewayLoadBalancerArns`, `acceptanceRequired`, `supportedIpAddressTypes`, `supportedRegions`, `privateDnsName`, `tags` at line 1 column 131
    load balancers of both kinds
      AWS  400 InvalidParameterCombination: A service has either Network Load Balancers or Gateway Load Balancers, not both
      REST 400 InvalidParameterCombination (gatewayLoadBalancerArns): A service has either Network Load Balancers or Gateway Load Balancers, not both
    no private name
      AWS  400 InvalidParameter: The private DNS name 'example' is not valid: expected a domain name in lower case, such as 'api.example.com' or '*.example.com'
      REST 400 InvalidParameter (privateDnsName): The private DNS name 'example' is not valid: expected a domain name in lower case, such as 'api.example.com' or '*.example.com'
    IPv6
      AWS  400 InvalidParameter: IP address type ipv6 requires load balancers of the type dualstack, and 'arn:aws:elasticloadbalancing:us-east-1:111111111111:loadbalancer/net/free/1' is not one
      REST 400 InvalidParameter (supportedIpAddressTypes): IP address type ipv6 requires load balancers of the type dualstack, and 'arn:aws:elasticloadbalancing:us-east-1:111111111111:loadbalancer/net/free/1' is not one
    no IP address type
      AWS  400 InvalidParameterValue: Value (ipx) for parameter SupportedIpAddressType is invalid. Valid values: ipv4, ipv6
      REST 400 InvalidParameterValue (supportedIpAddressTypes): Value (ipx) for parameter SupportedIpAddressType is invalid. Valid values: ipv4, ipv6
    both IP address types in one word
      AWS  400 InvalidParameterValue: Value (dualstack) for parameter SupportedIpAddressType is invalid. Valid values: ipv4, ipv6
      REST 400 InvalidParameterValue (supportedIpAddressTypes): Value (dualstack) for parameter SupportedIpAddressType is invalid. Valid values: ipv4, ipv6
    a region that does not exist
      AWS  400 InvalidParameterValue: 'nowhere-1' is not the name of an AWS region
      REST 400 InvalidParameterValue (supportedRegions): 'nowhere-1' is not the name of an AWS region
    not a boolean
      AWS  400 InvalidParameterValue: The parameter AcceptanceRequired is invalid: 'maybe' is neither true nor false
      REST 422 InvalidParameterValue (acceptanceRequired): acceptanceRequired: invalid type: string "maybe", expected a boolean at line 1 column 29
    "#);
}

const ENDPOINT: &str = "vpce-0123456789abcdef0";

/// Every action that is about a service of the caller's.
fn actions_on(id: &str) -> Vec<(&'static str, Vec<(&'static str, &str)>)> {
    let service = ("ServiceId", id);
    let listed = ("ServiceId.1", id);
    let endpoint = ("VpcEndpointId.1", ENDPOINT);
    let payer = ("PayerResponsibility", "ServiceOwner");
    #[rustfmt::skip]
    let actions = vec![
        ("DescribeVpcEndpointServiceConfigurations", vec![listed]),
        ("ModifyVpcEndpointServiceConfiguration", vec![service]),
        ("DescribeVpcEndpointServicePermissions", vec![service]),
        ("ModifyVpcEndpointServicePermissions", vec![service]),
        ("AcceptVpcEndpointConnections", vec![service, endpoint]),
        ("RejectVpcEndpointConnections", vec![service, endpoint]),
        ("StartVpcEndpointServicePrivateDnsVerification", vec![service]),
        ("ModifyVpcEndpointServicePayerResponsibility", vec![service, payer]),
        ("DeleteVpcEndpointServiceConfigurations", vec![listed]),
    ];
    actions
}

/// Their twins.
fn requests_on(id: &str) -> Vec<(Method, String, Value)> {
    let service = format!("/v1/endpoint-services/{id}");
    let connection = format!("/connections/{ENDPOINT}");
    let payer = json!({"payerResponsibility": "ServiceOwner"});
    #[rustfmt::skip]
    let requests = [
        (Method::GET, "", Value::Null),
        (Method::PATCH, "", json!({})),
        (Method::GET, "/permissions", Value::Null),
        (Method::POST, "/permissions", json!({"principal": "*"})),
        (Method::GET, "/connections", Value::Null),
        (Method::GET, &connection, Value::Null),
        (Method::POST, &format!("{connection}/accept"), Value::Null),
        (Method::POST, &format!("{connection}/reject"), Value::Null),
        (Method::POST, "/private-dns-verification", Value::Null),
        (Method::PUT, "/payer-responsibility", payer),
        (Method::DELETE, "", Value::Null),
    ];
    let requests = requests.into_iter();
    requests
        .map(|(method, path, body)| (method, format!("{service}{path}"), body))
        .collect()
}

/// Number 37: for whoever does not own it, a service does not exist, whatever is asked of it.
#[tokio::test]
async fn found() {
    let world = World::start().await;
    let publication = world.publish().await;
    let mut table = Refusals::of(&world);
    for (what, account, id) in [
        ("36, 37: a service that does not exist", PROVIDER, MISSING),
        (
            "36, 37: the provider's service, to a consumer that may connect",
            CONSUMER,
            &publication.service_id,
        ),
        ("no service id at all", PROVIDER, "vpce-svc-1"),
    ] {
        let (ec2, rest) = (world.ec2(account), world.rest(account));
        table.when(what);
        for (action, parameters) in actions_on(id) {
            table.query(&ec2, action, &parameters).await;
        }
        for (method, path, body) in requests_on(id) {
            table.rest(&rest, method, &path, body).await;
        }
    }
    insta::assert_snapshot!(table.table(), @r#"
    36, 37: a service that does not exist
      AWS  400 InvalidVpcEndpointServiceId.NotFound: The VpcEndpointService Id 'vpce-svc-1' does not exist
      AWS  400 InvalidVpcEndpointServiceId.NotFound: The VpcEndpointService Id 'vpce-svc-1' does not exist
      AWS  400 InvalidVpcEndpointServiceId.NotFound: The VpcEndpointService Id 'vpce-svc-1' does not exist
      AWS  400 InvalidVpcEndpointServiceId.NotFound: The VpcEndpointService Id 'vpce-svc-1' does not exist
      AWS  400 InvalidVpcEndpointServiceId.NotFound: The VpcEndpointService Id 'vpce-svc-1' does not exist
      AWS  400 InvalidVpcEndpointServiceId.NotFound: The VpcEndpointService Id 'vpce-svc-1' does not exist
      AWS  400 InvalidVpcEndpointServiceId.NotFound: The VpcEndpointService Id 'vpce-svc-1' does not exist
      AWS  400 InvalidVpcEndpointServiceId.NotFound: The VpcEndpointService Id 'vpce-svc-1' does not exist
      AWS  200 InvalidVpcEndpointService.NotFound: The VpcEndpointService Id 'vpce-svc-1' does not exist
      REST 404 InvalidVpcEndpointServiceId.NotFound (serviceId): The VpcEndpointService Id 'vpce-svc-1' does not exist
      REST 404 InvalidVpcEndpointServiceId.NotFound (serviceId): The VpcEndpointService Id 'vpce-svc-1' does not exist
      REST 404 InvalidVpcEndpointServiceId.NotFound (serviceId): The VpcEndpointService Id 'vpce-svc-1' does not exist
      REST 404 InvalidVpcEndpointServiceId.NotFound (serviceId): The VpcEndpointService Id 'vpce-svc-1' does not exist
      REST 404 InvalidVpcEndpointServiceId.NotFound (serviceId): The VpcEndpointService Id 'vpce-svc-1' does not exist
      REST 404 InvalidVpcEndpointServiceId.NotFound (serviceId): The VpcEndpointService Id 'vpce-svc-1' does not exist
      REST 404 InvalidVpcEndpointServiceId.NotFound (serviceId): The VpcEndpointService Id 'vpce-svc-1' does not exist
      REST 404 InvalidVpcEndpointServiceId.NotFound (serviceId): The VpcEndpointService Id 'vpce-svc-1' does not exist
      REST 404 InvalidVpcEndpointServiceId.NotFound (serviceId): The VpcEndpointService Id 'vpce-svc-1' does not exist
      REST 404 InvalidVpcEndpointServiceId.NotFound (serviceId): The VpcEndpointService Id 'vpce-svc-1' does not exist
      REST 404 InvalidVpcEndpointServiceId.NotFound (serviceId): The VpcEndpointService Id 'vpce-svc-1' does not exist
    36, 37: the provider's service, to a consumer that may connect
      AWS  400 InvalidVpcEndpointServiceId.NotFound: The VpcEndpointService Id 'vpce-svc-2' does not exist
      AWS  400 InvalidVpcEndpointServiceId.NotFound: The VpcEndpointService Id 'vpce-svc-2' does not exist
      AWS  400 InvalidVpcEndpointServiceId.NotFound: The VpcEndpointService Id 'vpce-svc-2' does not exist
      AWS  400 InvalidVpcEndpointServiceId.NotFound: The VpcEndpointService Id 'vpce-svc-2' does not exist
      AWS  400 InvalidVpcEndpointServiceId.NotFound: The VpcEndpointService Id 'vpce-svc-2' does not exist
      AWS  400 InvalidVpcEndpointServiceId.NotFound: The VpcEndpointService Id 'vpce-svc-2' does not exist
      AWS  400 InvalidVpcEndpointServiceId.NotFound: The VpcEndpointService Id 'vpce-svc-2' does not exist
      AWS  400 InvalidVpcEndpointServiceId.NotFound: The VpcEndpointService Id 'vpce-svc-2' does not exist
      AWS  200 InvalidVpcEndpointService.NotFound: The VpcEndpointService Id 'vpce-svc-2' does not exist
      REST 404 InvalidVpcEndpointServiceId.NotFound (serviceId): The VpcEndpointService Id 'vpce-svc-2' does not exist
      REST 404 InvalidVpcEndpointServiceId.NotFound (serviceId): The VpcEndpointService Id 'vpce-svc-2' does not exist
      REST 404 InvalidVpcEndpointServiceId.NotFound (serviceId): The VpcEndpointService Id 'vpce-svc-2' does not exist
      REST 404 InvalidVpcEndpointServiceId.NotFound (serviceId): The VpcEndpointService Id 'vpce-svc-2' does not exist
      REST 404 InvalidVpcEndpointServiceId.NotFound (serviceId): The VpcEndpointService Id 'vpce-svc-2' does not exist
      REST 404 InvalidVpcEndpointServiceId.NotFound (serviceId): The VpcEndpointService Id 'vpce-svc-2' does not exist
      REST 404 InvalidVpcEndpointServiceId.NotFound (serviceId): The VpcEndpointService Id 'vpce-svc-2' does not exist
      REST 404 InvalidVpcEndpointServiceId.NotFound (serviceId): The VpcEndpointService Id 'vpce-svc-2' does not exist
      REST 404 InvalidVpcEndpointServiceId.NotFound (serviceId): The VpcEndpointService Id 'vpce-svc-2' does not exist
      REST 404 InvalidVpcEndpointServiceId.NotFound (serviceId): The VpcEndpointService Id 'vpce-svc-2' does not exist
      REST 404 InvalidVpcEndpointServiceId.NotFound (serviceId): The VpcEndpointService Id 'vpce-svc-2' does not exist
    no service id at all
      AWS  400 InvalidVpcEndpointServiceId.Malformed: Invalid id: "vpce-svc-1" (expecting "vpce-svc-...")
      AWS  400 InvalidVpcEndpointServiceId.Malformed: Invalid id: "vpce-svc-1" (expecting "vpce-svc-...")
      AWS  400 InvalidVpcEndpointServiceId.Malformed: Invalid id: "vpce-svc-1" (expecting "vpce-svc-...")
      AWS  400 InvalidVpcEndpointServiceId.Malformed: Invalid id: "vpce-svc-1" (expecting "vpce-svc-...")
      AWS  400 InvalidVpcEndpointServiceId.Malformed: Invalid id: "vpce-svc-1" (expecting "vpce-svc-...")
      AWS  400 InvalidVpcEndpointServiceId.Malformed: Invalid id: "vpce-svc-1" (expecting "vpce-svc-...")
      AWS  400 InvalidVpcEndpointServiceId.Malformed: Invalid id: "vpce-svc-1" (expecting "vpce-svc-...")
      AWS  400 InvalidVpcEndpointServiceId.Malformed: Invalid id: "vpce-svc-1" (expecting "vpce-svc-...")
      AWS  400 InvalidVpcEndpointServiceId.Malformed: Invalid id: "vpce-svc-1" (expecting "vpce-svc-...")
      REST 400 InvalidVpcEndpointServiceId.Malformed (serviceId): Invalid id: "vpce-svc-1" (expecting "vpce-svc-...")
      REST 400 InvalidVpcEndpointServiceId.Malformed (serviceId): Invalid id: "vpce-svc-1" (expecting "vpce-svc-...")
      REST 400 InvalidVpcEndpointServiceId.Malformed (serviceId): Invalid id: "vpce-svc-1" (expecting "vpce-svc-...")
      REST 400 InvalidVpcEndpointServiceId.Malformed (serviceId): Invalid id: "vpce-svc-1" (expecting "vpce-svc-...")
      REST 400 InvalidVpcEndpointServiceId.Malformed (serviceId): Invalid id: "vpce-svc-1" (expecting "vpce-svc-...")
      REST 400 InvalidVpcEndpointServiceId.Malformed (serviceId): Invalid id: "vpce-svc-1" (expecting "vpce-svc-...")
      REST 400 InvalidVpcEndpointServiceId.Malformed (serviceId): Invalid id: "vpce-svc-1" (expecting "vpce-svc-...")
      REST 400 InvalidVpcEndpointServiceId.Malformed (serviceId): Invalid id: "vpce-svc-1" (expecting "vpce-svc-...")
      REST 400 InvalidVpcEndpointServiceId.Malformed (serviceId): Invalid id: "vpce-svc-1" (expecting "vpce-svc-...")
      REST 400 InvalidVpcEndpointServiceId.Malformed (serviceId): Invalid id: "vpce-svc-1" (expecting "vpce-svc-...")
      REST 400 InvalidVpcEndpointServiceId.Malformed (serviceId): Invalid id: "vpce-svc-1" (expecting "vpce-svc-...")
    "#);
}

#[tokio::test]
async fn principals() {
    let world = World::start().await;
    let publication = world.publish().await;
    let (ec2, rest) = (world.ec2(PROVIDER), world.rest(PROVIDER));
    let path = format!(
        "/v1/endpoint-services/{}/permissions",
        publication.service_id
    );
    let mut table = Refusals::of(&world);
    for principal in [
        "arn:aws:sts::222222222222:assumed-role/deploy/session",
        "arn:aws:iam::222222222222:role/path/deploy",
        "arn:aws:iam::2:root",
        "arn:aws-cn:iam::222222222222:root",
        "somebody",
        "",
    ] {
        table.when(&format!("39: '{principal}'"));
        for change in ["AddAllowedPrincipals.1", "RemoveAllowedPrincipals.1"] {
            let parameters = [("ServiceId", &*publication.service_id), (change, principal)];
            table
                .query(&ec2, "ModifyVpcEndpointServicePermissions", &parameters)
                .await;
        }
        let body = json!({"principal": principal});
        table.rest(&rest, Method::POST, &path, body).await;
    }
    insta::assert_snapshot!(table.table(), @"
    39: 'arn:aws:sts::222222222222:assumed-role/deploy/session'
      AWS  400 InvalidPrincipal: Invalid Principal: 'arn:aws:sts::222222222222:assumed-role/deploy/session'
      AWS  400 InvalidPrincipal: Invalid Principal: 'arn:aws:sts::222222222222:assumed-role/deploy/session'
      REST 400 InvalidPrincipal (principal): Invalid Principal: 'arn:aws:sts::222222222222:assumed-role/deploy/session'
    39: 'arn:aws:iam::222222222222:role/path/deploy'
      AWS  400 InvalidPrincipal: Invalid Principal: 'arn:aws:iam::222222222222:role/path/deploy'
      AWS  400 InvalidPrincipal: Invalid Principal: 'arn:aws:iam::222222222222:role/path/deploy'
      REST 400 InvalidPrincipal (principal): Invalid Principal: 'arn:aws:iam::222222222222:role/path/deploy'
    39: 'arn:aws:iam::2:root'
      AWS  400 InvalidPrincipal: Invalid Principal: 'arn:aws:iam::2:root'
      AWS  400 InvalidPrincipal: Invalid Principal: 'arn:aws:iam::2:root'
      REST 400 InvalidPrincipal (principal): Invalid Principal: 'arn:aws:iam::2:root'
    39: 'arn:aws-cn:iam::222222222222:root'
      AWS  400 InvalidPrincipal: Invalid Principal: 'arn:aws-cn:iam::222222222222:root'
      AWS  400 InvalidPrincipal: Invalid Principal: 'arn:aws-cn:iam::222222222222:root'
      REST 400 InvalidPrincipal (principal): Invalid Principal: 'arn:aws-cn:iam::222222222222:root'
    39: 'somebody'
      AWS  400 InvalidPrincipal: Invalid Principal: 'somebody'
      AWS  400 InvalidPrincipal: Invalid Principal: 'somebody'
      REST 400 InvalidPrincipal (principal): Invalid Principal: 'somebody'
    39: ''
      AWS  400 InvalidPrincipal: Invalid Principal: ''
      AWS  400 InvalidPrincipal: Invalid Principal: ''
      REST 400 InvalidPrincipal (principal): Invalid Principal: ''
    ");
}
