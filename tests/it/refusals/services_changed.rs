//! Endpoint services that cannot be changed or deleted like this.

use reqwest::Method;
use serde_json::{Value, json};

use super::Refusals;
use crate::support::rest::segment;
use crate::support::world::{PROVIDER, World};

#[tokio::test]
async fn changed() {
    let world = World::start().await;
    let publication = world.publish().await;
    let second = world
        .load_balancer(PROVIDER, "second", &publication.network.subnet_ids)
        .await;
    let (ec2, rest) = (world.ec2(PROVIDER), world.rest(PROVIDER));
    let other = world
        .load_balancer(PROVIDER, "other", &publication.network.subnet_ids)
        .await;
    let body = json!({"networkLoadBalancerArns": [other]});
    rest.create("/v1/endpoint-services", body).await;
    let id = ("ServiceId", &*publication.service_id);
    let path = format!("/v1/endpoint-services/{}", publication.service_id);
    let first = &publication.load_balancer_arn;
    let mut table = Refusals::of(&world);
    let missing =
        "arn:aws:elasticloadbalancing:us-east-1:111111111111:loadbalancer/net/x/0123456789abcdef";
    let action = "ModifyVpcEndpointServiceConfiguration";
    #[rustfmt::skip]
    let cases = [
        ("the last load balancer taken away", ("RemoveNetworkLoadBalancerArn.1", &**first), json!({"networkLoadBalancerArns": []})),
        ("a load balancer taken away that is not there", ("RemoveNetworkLoadBalancerArn.1", &second), json!({"networkLoadBalancerArns": "none"})),
        ("38: a load balancer that does not exist", ("AddNetworkLoadBalancerArn.1", missing), json!({"networkLoadBalancerArns": [first, missing]})),
        ("50: a load balancer of another service", ("AddNetworkLoadBalancerArn.1", &other), json!({"networkLoadBalancerArns": [first, other]})),
        ("a gateway load balancer", ("AddGatewayLoadBalancerArn.1", "x"), json!({"gatewayLoadBalancerArns": ["x"]})),
        ("a region that does not exist", ("AddSupportedRegion.1", "nowhere-1"), json!({"supportedRegions": ["nowhere-1"]})),
        ("no IP address type", ("AddSupportedIpAddressType.1", "ipx"), json!({"supportedIpAddressTypes": ["ipv4", "ipx"]})),
        ("both in one word", ("AddSupportedIpAddressType.1", "dualstack"), json!({"supportedIpAddressTypes": ["dualstack"]})),
        ("no private name", ("PrivateDnsName", "example"), json!({"privateDnsName": "example"})),
        ("not a boolean", ("AcceptanceRequired", "maybe"), json!({"acceptanceRequired": "maybe"})),
        ("the last IP address type taken away", ("RemoveSupportedIpAddressType.1", "ipv4"), json!({"supportedIpAddressTypes": []})),
        ("IPv6", ("AddSupportedIpAddressType.1", "ipv6"), json!({"supportedIpAddressTypes": ["ipv6"]})),
    ];
    for (what, wrong, twin) in cases {
        table.when(what);
        table.query(&ec2, action, &[id, wrong]).await;
        table.rest(&rest, Method::PATCH, &path, twin).await;
    }
    table.when("the own region taken away, which a list over REST always has");
    let wrong = ("RemoveSupportedRegion.1", "us-east-1");
    table.query(&ec2, action, &[id, wrong]).await;
    insta::assert_snapshot!(table.table(), @r#"
    the last load balancer taken away
      AWS  400 InvalidParameter: At least one load balancer must remain associated with the service
      REST 400 InvalidParameter (networkLoadBalancerArns): At least one load balancer must remain associated with the service
    a load balancer taken away that is not there
      AWS  400 InvalidParameter: The load balancer 'arn:aws:elasticloadbalancing:us-east-1:111111111111:loadbalancer/net/second/1' is not associated with the service
      REST 422 InvalidParameterValue (networkLoadBalancerArns): networkLoadBalancerArns: invalid type: string "none", expected a sequence at line 1 column 33
    38: a load balancer that does not exist
      AWS  400 InvalidNetworkLoadBalancerArn.NotFound: The network load balancer 'arn:aws:elasticloadbalancing:us-east-1:111111111111:loadbalancer/net/x/2' does not exist
      REST 404 InvalidNetworkLoadBalancerArn.NotFound (networkLoadBalancerArns): The network load balancer 'arn:aws:elasticloadbalancing:us-east-1:111111111111:loadbalancer/net/x/2' does not exist
    50: a load balancer of another service
      AWS  400 InvalidParameter: The load balancer 'arn:aws:elasticloadbalancing:us-east-1:111111111111:loadbalancer/net/other/3' is already associated with another VPC endpoint service
      REST 400 InvalidParameter (networkLoadBalancerArns): The load balancer 'arn:aws:elasticloadbalancing:us-east-1:111111111111:loadbalancer/net/other/3' is already associated with another VPC endpoint service
    a gateway load balancer
      AWS  400 InvalidParameter: A service has either Network Load Balancers or Gateway Load Balancers, not both
      REST 400 InvalidParameter (gatewayLoadBalancerArns): A service has either Network Load Balancers or Gateway Load Balancers, not both
    a region that does not exist
      AWS  400 InvalidParameterValue: 'nowhere-1' is not the name of an AWS region
      REST 400 InvalidParameterValue (supportedRegions): 'nowhere-1' is not the name of an AWS region
    no IP address type
      AWS  400 InvalidParameterValue: Value (ipx) for parameter AddSupportedIpAddressType is invalid. Valid values: ipv4, ipv6
      REST 400 InvalidParameterValue (supportedIpAddressTypes): Value (ipx) for parameter AddSupportedIpAddressType is invalid. Valid values: ipv4, ipv6
    both in one word
      AWS  400 InvalidParameterValue: Value (dualstack) for parameter AddSupportedIpAddressType is invalid. Valid values: ipv4, ipv6
      REST 400 InvalidParameterValue (supportedIpAddressTypes): Value (dualstack) for parameter AddSupportedIpAddressType is invalid. Valid values: ipv4, ipv6
    no private name
      AWS  400 InvalidParameter: The private DNS name 'example' is not valid: expected a domain name in lower case, such as 'api.example.com' or '*.example.com'
      REST 400 InvalidParameter (privateDnsName): The private DNS name 'example' is not valid: expected a domain name in lower case, such as 'api.example.com' or '*.example.com'
    not a boolean
      AWS  400 InvalidParameterValue: The parameter AcceptanceRequired is invalid: 'maybe' is neither true nor false
      REST 422 InvalidParameterValue (acceptanceRequired): acceptanceRequired: invalid type: string "maybe", expected a boolean at line 1 column 29
    the last IP address type taken away
      AWS  400 InvalidParameter: At least one supported IP address type must remain
      REST 400 InvalidParameter (supportedIpAddressTypes): At least one supported IP address type must remain
    IPv6
      AWS  400 InvalidParameter: IP address type ipv6 requires load balancers of the type dualstack, and 'arn:aws:elasticloadbalancing:us-east-1:111111111111:loadbalancer/net/orders/4' is not one
      REST 400 InvalidParameter (supportedIpAddressTypes): IP address type ipv6 requires load balancers of the type dualstack, and 'arn:aws:elasticloadbalancing:us-east-1:111111111111:loadbalancer/net/orders/4' is not one
    the own region taken away, which a list over REST always has
      AWS  400 InvalidParameter: The service's own region cannot be removed
    "#);
}

#[tokio::test]
async fn changed_while_an_endpoint_is_connected() {
    let world = World::start().await;
    let publication = world.publish().await;
    let consumer = world.consume().await;
    let second = world
        .load_balancer(PROVIDER, "second", &publication.network.subnet_ids)
        .await;
    let (ec2, rest) = (world.ec2(PROVIDER), world.rest(PROVIDER));
    let id = ("ServiceId", &*publication.service_id);
    let path = format!("/v1/endpoint-services/{}", publication.service_id);
    let first = &publication.load_balancer_arn;
    let mut table = Refusals::of(&world);
    let action = "ModifyVpcEndpointServiceConfiguration";
    rest.patch(&path, json!({"networkLoadBalancerArns": [first, second]}))
        .await
        .expect(200);
    world.connect(&publication, &consumer).await;
    table.when("38: a load balancer taken away while an endpoint is connected");
    let wrong = ("RemoveNetworkLoadBalancerArn.1", &*second);
    table.query(&ec2, action, &[id, wrong]).await;
    let twin = json!({"networkLoadBalancerArns": [first]});
    table.rest(&rest, Method::PATCH, &path, twin).await;
    table.when("35: deleted while an endpoint is connected");
    let by_id = [("ServiceId.1", id.1)];
    table
        .query(&ec2, "DeleteVpcEndpointServiceConfigurations", &by_id)
        .await;
    table.rest(&rest, Method::DELETE, &path, Value::Null).await;
    table.when("40: its load balancer deleted");
    let elb = world.elb(PROVIDER);
    let parameters = [("LoadBalancerArn", &**first)];
    table.query(&elb, "DeleteLoadBalancer", &parameters).await;
    let path = format!("/v1/load-balancers/{}", segment(first));
    table.rest(&rest, Method::DELETE, &path, Value::Null).await;
    table.when("a zone taken from its load balancer");
    let parameters = [
        ("LoadBalancerArn", &**first),
        ("Subnets.member.1", &publication.network.subnet_ids[0]),
    ];
    table.query(&elb, "SetSubnets", &parameters).await;
    insta::assert_snapshot!(table.table(), @"
    38: a load balancer taken away while an endpoint is connected
      AWS  400 ExistingVpcEndpointConnections: Service has existing active VPC Endpoint connections!
      REST 409 ExistingVpcEndpointConnections (networkLoadBalancerArns): Service has existing active VPC Endpoint connections!
    35: deleted while an endpoint is connected
      AWS  200 ExistingVpcEndpointConnections: Service has existing active VPC Endpoint connections!
      REST 409 ExistingVpcEndpointConnections: Service has existing active VPC Endpoint connections!
    40: its load balancer deleted
      AWS  400 ResourceInUse: Load balancer 'arn:aws:elasticloadbalancing:us-east-1:111111111111:loadbalancer/net/orders/1' cannot be deleted because it is currently associated with another service
      REST 409 ResourceInUse (loadBalancerArn): Load balancer 'arn:aws:elasticloadbalancing:us-east-1:111111111111:loadbalancer/net/orders/1' cannot be deleted because it is currently associated with another service
    a zone taken from its load balancer
      AWS  400 ResourceInUse: Subnets cannot be removed from load balancer because the load balancer is currently associated with another service
    ");
}

/// Who pays can be changed in one direction only.
#[tokio::test]
async fn payer() {
    let world = World::start().await;
    let publication = world.publish().await;
    let (ec2, rest) = (world.ec2(PROVIDER), world.rest(PROVIDER));
    let path = format!(
        "/v1/endpoint-services/{}/payer-responsibility",
        publication.service_id
    );
    let id = ("ServiceId", &*publication.service_id);
    let action = "ModifyVpcEndpointServicePayerResponsibility";
    let mut table = Refusals::of(&world);
    for payer in ["EndpointOwner", "serviceOwner", ""] {
        table.when(&format!("'{payer}'"));
        let parameters = [id, ("PayerResponsibility", payer)];
        table.query(&ec2, action, &parameters).await;
        let body = json!({"payerResponsibility": payer});
        table.rest(&rest, Method::PUT, &path, body).await;
    }
    table.when("nobody");
    table.query(&ec2, action, &[id]).await;
    table.rest(&rest, Method::PUT, &path, json!({})).await;
    insta::assert_snapshot!(table.table(), @"
    'EndpointOwner'
      AWS  400 InvalidParameterValue: Value (EndpointOwner) for parameter PayerResponsibility is invalid. Valid values: ServiceOwner
      REST 400 InvalidParameterValue (payerResponsibility): Value (EndpointOwner) for parameter PayerResponsibility is invalid. Valid values: ServiceOwner
    'serviceOwner'
      AWS  400 InvalidParameterValue: Value (serviceOwner) for parameter PayerResponsibility is invalid. Valid values: ServiceOwner
      REST 400 InvalidParameterValue (payerResponsibility): Value (serviceOwner) for parameter PayerResponsibility is invalid. Valid values: ServiceOwner
    ''
      AWS  400 InvalidParameterValue: Value () for parameter PayerResponsibility is invalid. Valid values: ServiceOwner
      REST 400 InvalidParameterValue (payerResponsibility): Value () for parameter PayerResponsibility is invalid. Valid values: ServiceOwner
    nobody
      AWS  400 MissingParameter: The request must contain the parameter PayerResponsibility
      REST 422 MissingParameter (payerResponsibility): missing field `payerResponsibility` at line 1 column 2
    ");
}
