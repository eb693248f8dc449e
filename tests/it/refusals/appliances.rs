//! Gateway load balancers' services and endpoints: what they don't have, and the routes that hold them.

use reqwest::Method;
use serde_json::{Value, json};

use super::scene::Scene;
use super::{Refusals, merged, nothing, with};
use crate::support::rest::segment;
use crate::support::world::{CONSUMER, PROVIDER, Publication, World, text};

const MISSING: &str =
    "arn:aws:elasticloadbalancing:us-east-1:111111111111:loadbalancer/gwy/x/0123456789abcdef";

/// A service behind a gateway load balancer in us-east-1a and us-east-1b, which accepts the consumer at once.
async fn set() -> Scene {
    let world = World::start().await;
    let network = world.network(PROVIDER, &["us-east-1a", "us-east-1b"]).await;
    let rest = world.rest(PROVIDER);
    let load_balancer_arn = gateway(&world, "wall", &network.subnet_ids).await;
    let body = json!({"gatewayLoadBalancerArns": [load_balancer_arn], "acceptanceRequired": false});
    let service = rest.create("/v1/endpoint-services", body).await;
    let service_id = text(&service["serviceId"]);
    let permissions = format!("/v1/endpoint-services/{service_id}/permissions");
    rest.create(&permissions, json!({"principal": "*"})).await;
    let publication = Publication {
        network,
        load_balancer_arn,
        service_name: text(&service["serviceName"]),
        service_id,
    };
    let consumer = world.consume().await;
    Scene {
        world,
        publication,
        consumer,
    }
}

async fn gateway(world: &World, name: &str, subnet_ids: &[String]) -> String {
    let body = json!({"name": name, "type": "gateway", "subnets": subnet_ids});
    let rest = world.rest(PROVIDER);
    rest.make("/v1/load-balancers", "loadBalancerArn", body)
        .await
}

const TYPE: &str = "GatewayLoadBalancer";

async fn endpoint(scene: &Scene) -> String {
    scene.endpoint(json!({"vpcEndpointType": TYPE})).await
}

#[tokio::test]
async fn endpoints_created() {
    let scene = set().await;
    let [first, second] = &scene.consumer.subnet_ids[..] else {
        panic!("the consumer has two subnets");
    };
    let elsewhere = &*scene.subnet("10.0.9.0/24", "us-east-1c").await;
    let (group, own) = ("sg-0123456789abcdef0", "rtb-0123456789abcdef0");
    let policy = r#"{"Statement": []}"#;
    let mut table = Refusals::of(&scene.world);
    #[rustfmt::skip]
    let cases = [
        ("30: two subnets", ("SubnetId.2", &**second), json!({"subnetIds": [first, second]})),
        ("30: no subnet", ("SubnetId.1", ""), json!({"subnetIds": []})),
        ("15: a zone that the service does not offer", ("SubnetId.1", elsewhere), json!({"subnetIds": [elsewhere]})),
        ("11: route tables", ("RouteTableId.1", own), json!({"routeTableIds": [own]})),
        ("12: security groups", ("SecurityGroupId.1", group), json!({"securityGroupIds": [group]})),
        ("a policy", ("PolicyDocument", policy), json!({"policyDocument": policy})),
        ("20: private DNS", ("PrivateDnsEnabled", "true"), json!({"privateDnsEnabled": true})),
        ("a type of addresses that the service does not have", ("IpAddressType", "dualstack"),
            json!({"ipAddressType": "dualstack"})),
        ("IPv6 records", ("DnsOptions.DnsRecordIpType", "ipv6"), json!({"dnsOptions": {"dnsRecordIpType": "ipv6"}})),
        ("private names for inbound resolvers only", ("DnsOptions.PrivateDnsOnlyForInboundResolverEndpoint", "true"),
            json!({"dnsOptions": {"privateDnsOnlyForInboundResolverEndpoint": true}})),
        ("10: an interface endpoint", ("VpcEndpointType", "Interface"), json!({"vpcEndpointType": "Interface"})),
    ];
    for (what, wrong, twin) in cases {
        table.when(what);
        let parameters = with(&[("VpcEndpointType", TYPE)], &[wrong]);
        let parameters = match wrong {
            ("SubnetId.1", "") => [&parameters[..], &[wrong]].concat(),
            _ => parameters,
        };
        let twin = merged(&json!({"vpcEndpointType": TYPE}), twin);
        scene.try_both(&mut table, &parameters, twin).await;
    }
    insta::assert_snapshot!(table.table(), @"
    30: two subnets
      AWS  400 InvalidParameter: A Gateway Load Balancer endpoint has exactly one subnet
      REST 400 InvalidParameter (subnetIds): A Gateway Load Balancer endpoint has exactly one subnet
    30: no subnet
      AWS  400 InvalidParameter: A Gateway Load Balancer endpoint has exactly one subnet
      REST 400 InvalidParameter (subnetIds): A Gateway Load Balancer endpoint has exactly one subnet
    15: a zone that the service does not offer
      AWS  400 InvalidParameter: The VPC endpoint service com.amazonaws.vpce.us-east-1.vpce-svc-1 does not support the availability zone of the subnet: subnet-1
      REST 400 InvalidParameter (subnetIds): The VPC endpoint service com.amazonaws.vpce.us-east-1.vpce-svc-1 does not support the availability zone of the subnet: subnet-1
    11: route tables
      AWS  400 InvalidParameter: Route table IDs are only supported for Gateway type VPC Endpoint.
      REST 400 InvalidParameter (routeTableIds): Route table IDs are only supported for Gateway type VPC Endpoint.
    12: security groups
      AWS  400 InvalidParameter: Security groups are only supported for Interface type VPC Endpoints.
      REST 400 InvalidParameter (securityGroupIds): Security groups are only supported for Interface type VPC Endpoints.
    a policy
      AWS  400 InvalidParameter: Endpoint policies are not supported for GatewayLoadBalancer type VPC Endpoints.
      REST 400 InvalidParameter (policyDocument): Endpoint policies are not supported for GatewayLoadBalancer type VPC Endpoints.
    20: private DNS
      AWS  400 InvalidParameter: Private DNS can't be enabled because the service com.amazonaws.vpce.us-east-1.vpce-svc-1 does not provide a private DNS name.
      REST 400 InvalidParameter (privateDnsEnabled): Private DNS can't be enabled because the service com.amazonaws.vpce.us-east-1.vpce-svc-1 does not provide a private DNS name.
    a type of addresses that the service does not have
      AWS  400 InvalidParameter: The IP address type dualstack is not supported by the service com.amazonaws.vpce.us-east-1.vpce-svc-1
      REST 400 InvalidParameter (ipAddressType): The IP address type dualstack is not supported by the service com.amazonaws.vpce.us-east-1.vpce-svc-1
    IPv6 records
      AWS  400 InvalidParameter: DNS options are not supported for GatewayLoadBalancer type VPC Endpoints.
      REST 400 InvalidParameter (dnsOptions): DNS options are not supported for GatewayLoadBalancer type VPC Endpoints.
    private names for inbound resolvers only
      AWS  400 InvalidParameter: DNS options are not supported for GatewayLoadBalancer type VPC Endpoints.
      REST 400 InvalidParameter (dnsOptions): DNS options are not supported for GatewayLoadBalancer type VPC Endpoints.
    10: an interface endpoint
      AWS  400 InvalidParameter: Endpoint type (Interface) does not match available service types ([GatewayLoadBalancer]).
      REST 400 InvalidParameter (vpcEndpointType): Endpoint type (Interface) does not match available service types ([GatewayLoadBalancer]).
    ");
}

#[tokio::test]
async fn endpoints_changed() {
    let scene = set().await;
    let endpoint_id = endpoint(&scene).await;
    let [first, second] = &scene.consumer.subnet_ids[..] else {
        panic!("the consumer has two subnets");
    };
    let (group, own) = ("sg-0123456789abcdef0", "rtb-0123456789abcdef0");
    let policy = r#"{"Statement": []}"#;
    let chosen = json!([{"subnetId": first, "ipv4": "10.0.0.10"}]);
    let mut table = Refusals::of(&scene.world);
    #[rustfmt::skip]
    let cases = [
        ("30: a second subnet", ("AddSubnetId.1", &**second), json!({"subnetIds": [first, second]})),
        ("another subnet", ("RemoveSubnetId.1", first), json!({"subnetIds": [second]})),
        ("another address", ("SubnetConfiguration.1.SubnetId", first), json!({"subnetConfigurations": chosen})),
        ("11: route tables", ("AddRouteTableId.1", own), json!({"routeTableIds": [own]})),
        ("12: security groups", ("AddSecurityGroupId.1", group), json!({"securityGroupIds": [group]})),
        ("a policy", ("PolicyDocument", policy), json!({"policyDocument": policy})),
        ("20: private DNS", ("PrivateDnsEnabled", "true"), json!({"privateDnsEnabled": true})),
        ("a type of addresses that the service does not have", ("IpAddressType", "dualstack"),
            json!({"ipAddressType": "dualstack"})),
    ];
    for (what, wrong, twin) in cases {
        table.when(what);
        scene
            .try_to_change(&mut table, &endpoint_id, &[wrong], twin)
            .await;
    }
    insta::assert_snapshot!(table.table(), @"
    30: a second subnet
      AWS  400 InvalidParameter: The subnet of a Gateway Load Balancer endpoint cannot be changed
      REST 400 InvalidParameter (subnetIds): The subnet of a Gateway Load Balancer endpoint cannot be changed
    another subnet
      AWS  400 InvalidParameter: The subnet of a Gateway Load Balancer endpoint cannot be changed
      REST 400 InvalidParameter (subnetIds): The subnet of a Gateway Load Balancer endpoint cannot be changed
    another address
      AWS  400 InvalidParameter: The subnet of a Gateway Load Balancer endpoint cannot be changed
      REST 400 InvalidParameter (subnetConfigurations.subnetId): The subnet of a Gateway Load Balancer endpoint cannot be changed
    11: route tables
      AWS  400 InvalidParameter: Route table IDs are only supported for Gateway type VPC Endpoint.
      REST 400 InvalidParameter (routeTableIds): Route table IDs are only supported for Gateway type VPC Endpoint.
    12: security groups
      AWS  400 InvalidParameter: Security groups are only supported for Interface type VPC Endpoints.
      REST 400 InvalidParameter (securityGroupIds): Security groups are only supported for Interface type VPC Endpoints.
    a policy
      AWS  400 InvalidParameter: Endpoint policies are not supported for GatewayLoadBalancer type VPC Endpoints.
      REST 400 InvalidParameter (policyDocument): Endpoint policies are not supported for GatewayLoadBalancer type VPC Endpoints.
    20: private DNS
      AWS  400 InvalidParameter: Private DNS can't be enabled because the service com.amazonaws.vpce.us-east-1.vpce-svc-1 does not provide a private DNS name.
      REST 400 InvalidParameter (privateDnsEnabled): Private DNS can't be enabled because the service com.amazonaws.vpce.us-east-1.vpce-svc-1 does not provide a private DNS name.
    a type of addresses that the service does not have
      AWS  400 InvalidParameter: The IP address type dualstack is not supported by the service com.amazonaws.vpce.us-east-1.vpce-svc-1
      REST 400 InvalidParameter (ipAddressType): The IP address type dualstack is not supported by the service com.amazonaws.vpce.us-east-1.vpce-svc-1
    ");
}

/// Routes lead to endpoints of this type only, in their VPC, and hold them.
#[tokio::test]
async fn routes() {
    let scene = set().await;
    let endpoint_id = endpoint(&scene).await;
    let (ec2, rest) = (scene.world.ec2(CONSUMER), scene.world.rest(CONSUMER));
    let own = scene.route_table().await;
    let interface =
        json!({"serviceName": "com.amazonaws.us-east-1.sqs", "privateDnsEnabled": false});
    let interface = scene.endpoint(interface).await;
    let other = scene.world.network(CONSUMER, &[]).await;
    let other = json!({"vpcId": other.vpc_id});
    let other = rest.make("/v1/route-tables", "routeTableId", other).await;
    let block = ("DestinationCidrBlock", "10.9.0.0/16");
    let body = json!({"destinationCidrBlock": block.1, "vpcEndpointId": endpoint_id});
    let mut table = Refusals::of(&scene.world);
    let local = ("DestinationCidrBlock", "10.0.0.0/16");
    for (what, route_table, (parameter, destination), target) in [
        ("to an interface endpoint", &own, block, &*interface),
        (
            "to an endpoint that does not exist",
            &own,
            block,
            "vpce-0123456789abcdef0",
        ),
        ("to no endpoint id at all", &own, block, "vpce"),
        ("in a table of another VPC", &other, block, &endpoint_id),
        ("in place of the local route", &own, local, &endpoint_id),
        (
            "from no network",
            &own,
            ("DestinationCidrBlock", "10.9"),
            &endpoint_id,
        ),
    ] {
        table.when(what);
        let parameters = [
            ("RouteTableId", &**route_table),
            (parameter, destination),
            ("VpcEndpointId", target),
        ];
        table.query(&ec2, "CreateRoute", &parameters).await;
        let twin = json!({"destinationCidrBlock": destination, "vpcEndpointId": target});
        let path = format!("/v1/route-tables/{route_table}/routes");
        table.rest(&rest, Method::POST, &path, twin).await;
    }
    let path = format!("/v1/route-tables/{own}/routes");
    rest.create(&path, body.clone()).await;
    table.when("24: one to the same destination");
    let target = ("VpcEndpointId", &*endpoint_id);
    let parameters = [("RouteTableId", &*own), block, target];
    table.query(&ec2, "CreateRoute", &parameters).await;
    table.rest(&rest, Method::POST, &path, body).await;
    table.when("34: deleted while a route leads to it");
    let parameters = [("VpcEndpointId.1", &*endpoint_id)];
    table.query(&ec2, "DeleteVpcEndpoints", &parameters).await;
    let path = format!("/v1/endpoints/{endpoint_id}");
    table.rest(&rest, Method::DELETE, &path, Value::Null).await;
    insta::assert_snapshot!(table.table(), @r#"
    to an interface endpoint
      AWS  400 InvalidParameterValue: vpce-1 is not a Gateway Load Balancer endpoint
      REST 400 InvalidParameterValue (vpcEndpointId): vpce-1 is not a Gateway Load Balancer endpoint
    to an endpoint that does not exist
      AWS  400 InvalidVpcEndpointId.NotFound: The Vpc Endpoint Id 'vpce-2' does not exist
      REST 404 InvalidVpcEndpointId.NotFound (vpcEndpointId): The Vpc Endpoint Id 'vpce-2' does not exist
    to no endpoint id at all
      AWS  400 InvalidVpcEndpointId.Malformed: Invalid id: "vpce" (expecting "vpce-...")
      REST 400 InvalidVpcEndpointId.Malformed (vpcEndpointId): Invalid id: "vpce" (expecting "vpce-...")
    in a table of another VPC
      AWS  400 InvalidParameterValue: route table rtb-1 and endpoint vpce-3 belong to different networks
      REST 400 InvalidParameterValue (vpcEndpointId): route table rtb-1 and endpoint vpce-3 belong to different networks
    in place of the local route
      AWS  400 RouteAlreadyExists: The route identified by 10.0.0.0/16 already exists.
      REST 409 RouteAlreadyExists (destinationCidrBlock): The route identified by 10.0.0.0/16 already exists.
    from no network
      AWS  400 InvalidParameterValue: Value (10.9) for parameter DestinationCidrBlock is invalid. This is neither a CIDR block nor a prefix list.
      REST 400 InvalidParameterValue (destinationCidrBlock): Value (10.9) for parameter DestinationCidrBlock is invalid. This is neither a CIDR block nor a prefix list.
    24: one to the same destination
      AWS  400 RouteAlreadyExists: The route identified by 10.9.0.0/16 already exists.
      REST 409 RouteAlreadyExists (destinationCidrBlock): The route identified by 10.9.0.0/16 already exists.
    34: deleted while a route leads to it
      AWS  200 DependencyViolation: The VPC endpoint 'vpce-3' is the target of routes and cannot be deleted.
      REST 409 DependencyViolation: The VPC endpoint 'vpce-3' is the target of routes and cannot be deleted.
    "#);
}

#[tokio::test]
async fn services_created() {
    let scene = set().await;
    let world = &scene.world;
    let subnets = &scene.publication.network.subnet_ids;
    let free = &*gateway(world, "free", subnets).await;
    let network = &*world.load_balancer(PROVIDER, "orders", subnets).await;
    let used = &*scene.publication.load_balancer_arn;
    let foreign = MISSING.replace(PROVIDER, CONSUMER);
    let (ec2, rest) = (world.ec2(PROVIDER), world.rest(PROVIDER));
    let arn = "GatewayLoadBalancerArn.1";
    let base = [(arn, free)];
    let mut table = Refusals::of(world);
    #[rustfmt::skip]
    let cases = [
        ("a load balancer that does not exist", (arn, MISSING), json!({"gatewayLoadBalancerArns": [MISSING]})),
        ("somebody else's load balancer", (arn, &foreign), json!({"gatewayLoadBalancerArns": [foreign]})),
        ("no ARN at all", (arn, "wall"), json!({"gatewayLoadBalancerArns": ["wall"]})),
        ("a network load balancer", (arn, network), json!({"gatewayLoadBalancerArns": [network]})),
        ("50: a load balancer of another service", (arn, used), json!({"gatewayLoadBalancerArns": [used]})),
        ("load balancers of both kinds", ("NetworkLoadBalancerArn.1", network),
            json!({"networkLoadBalancerArns": [network]})),
        ("a private name", ("PrivateDnsName", "x.example.com"), json!({"privateDnsName": "x.example.com"})),
        ("another region", ("SupportedRegion.1", "eu-west-1"), json!({"supportedRegions": ["eu-west-1"]})),
        ("IPv6", ("SupportedIpAddressType.1", "ipv6"), json!({"supportedIpAddressTypes": ["ipv6"]})),
    ];
    for (what, wrong, twin) in cases {
        table.when(what);
        let parameters = with(&base, &[wrong]);
        table
            .query(&ec2, "CreateVpcEndpointServiceConfiguration", &parameters)
            .await;
        let body = merged(&json!({"gatewayLoadBalancerArns": [free]}), twin);
        table
            .rest(&rest, Method::POST, "/v1/endpoint-services", body)
            .await;
    }
    insta::assert_snapshot!(table.table(), @"
    a load balancer that does not exist
      AWS  400 InvalidGatewayLoadBalancerArn.NotFound: The gateway load balancer 'arn:aws:elasticloadbalancing:us-east-1:111111111111:loadbalancer/gwy/x/1' does not exist
      REST 404 InvalidGatewayLoadBalancerArn.NotFound (gatewayLoadBalancerArns): The gateway load balancer 'arn:aws:elasticloadbalancing:us-east-1:111111111111:loadbalancer/gwy/x/1' does not exist
    somebody else's load balancer
      AWS  400 InvalidGatewayLoadBalancerArn.NotFound: The gateway load balancer 'arn:aws:elasticloadbalancing:us-east-1:222222222222:loadbalancer/gwy/x/1' does not exist
      REST 404 InvalidGatewayLoadBalancerArn.NotFound (gatewayLoadBalancerArns): The gateway load balancer 'arn:aws:elasticloadbalancing:us-east-1:222222222222:loadbalancer/gwy/x/1' does not exist
    no ARN at all
      AWS  400 InvalidGatewayLoadBalancerArn.Malformed: The gateway load balancer ARN 'wall' is malformed
      REST 400 InvalidGatewayLoadBalancerArn.Malformed (gatewayLoadBalancerArns): The gateway load balancer ARN 'wall' is malformed
    a network load balancer
      AWS  400 InvalidParameter: The load balancer 'arn:aws:elasticloadbalancing:us-east-1:111111111111:loadbalancer/net/orders/2' is not a gateway load balancer
      REST 400 InvalidParameter (gatewayLoadBalancerArns): The load balancer 'arn:aws:elasticloadbalancing:us-east-1:111111111111:loadbalancer/net/orders/2' is not a gateway load balancer
    50: a load balancer of another service
      AWS  400 InvalidParameter: The load balancer 'arn:aws:elasticloadbalancing:us-east-1:111111111111:loadbalancer/gwy/wall/3' is already associated with another VPC endpoint service
      REST 400 InvalidParameter (gatewayLoadBalancerArns): The load balancer 'arn:aws:elasticloadbalancing:us-east-1:111111111111:loadbalancer/gwy/wall/3' is already associated with another VPC endpoint service
    load balancers of both kinds
      AWS  400 InvalidParameterCombination: A service has either Network Load Balancers or Gateway Load Balancers, not both
      REST 400 InvalidParameterCombination (gatewayLoadBalancerArns): A service has either Network Load Balancers or Gateway Load Balancers, not both
    a private name
      AWS  400 InvalidParameter: Private DNS names are not supported for services behind Gateway Load Balancers
      REST 400 InvalidParameter (privateDnsName): Private DNS names are not supported for services behind Gateway Load Balancers
    another region
      AWS  400 InvalidParameter: Services behind Gateway Load Balancers can only be reached from their own region
      REST 400 InvalidParameter (supportedRegions): Services behind Gateway Load Balancers can only be reached from their own region
    IPv6
      AWS  400 InvalidParameter: IP address type ipv6 requires load balancers of the type dualstack, and 'arn:aws:elasticloadbalancing:us-east-1:111111111111:loadbalancer/gwy/free/4' is not one
      REST 400 InvalidParameter (supportedIpAddressTypes): IP address type ipv6 requires load balancers of the type dualstack, and 'arn:aws:elasticloadbalancing:us-east-1:111111111111:loadbalancer/gwy/free/4' is not one
    ");
}

#[tokio::test]
async fn services_changed() {
    let scene = set().await;
    let world = &scene.world;
    let subnets = &scene.publication.network.subnet_ids;
    let network = &*world.load_balancer(PROVIDER, "orders", subnets).await;
    let own = &*scene.publication.load_balancer_arn;
    let id = ("ServiceId", &*scene.publication.service_id);
    let path = format!("/v1/endpoint-services/{}", id.1);
    let (ec2, rest) = (world.ec2(PROVIDER), world.rest(PROVIDER));
    let mut table = Refusals::of(world);
    #[rustfmt::skip]
    let cases = [
        ("the last load balancer taken away", ("RemoveGatewayLoadBalancerArn.1", own), json!({"gatewayLoadBalancerArns": []})),
        ("a load balancer that does not exist", ("AddGatewayLoadBalancerArn.1", MISSING),
            json!({"gatewayLoadBalancerArns": [own, MISSING]})),
        ("a network load balancer", ("AddNetworkLoadBalancerArn.1", network), json!({"networkLoadBalancerArns": [network]})),
        ("a private name", ("PrivateDnsName", "x.example.com"), json!({"privateDnsName": "x.example.com"})),
        ("another region", ("AddSupportedRegion.1", "eu-west-1"), json!({"supportedRegions": ["eu-west-1"]})),
    ];
    for (what, wrong, twin) in cases {
        table.when(what);
        let action = "ModifyVpcEndpointServiceConfiguration";
        table.query(&ec2, action, &[id, wrong]).await;
        table.rest(&rest, Method::PATCH, &path, twin).await;
    }
    endpoint(&scene).await;
    table.when("35: deleted while an endpoint is connected");
    let action = "DeleteVpcEndpointServiceConfigurations";
    table.query(&ec2, action, &[("ServiceId.1", id.1)]).await;
    table.rest(&rest, Method::DELETE, &path, Value::Null).await;
    table.when("40: its load balancer deleted");
    let parameters = [("LoadBalancerArn", own)];
    let elb = world.elb(PROVIDER);
    table.query(&elb, "DeleteLoadBalancer", &parameters).await;
    let path = format!("/v1/load-balancers/{}", segment(own));
    table.rest(&rest, Method::DELETE, &path, nothing()).await;
    insta::assert_snapshot!(table.table(), @"
    the last load balancer taken away
      AWS  400 InvalidParameter: At least one load balancer must remain associated with the service
      REST 400 InvalidParameter (gatewayLoadBalancerArns): At least one load balancer must remain associated with the service
    a load balancer that does not exist
      AWS  400 InvalidGatewayLoadBalancerArn.NotFound: The gateway load balancer 'arn:aws:elasticloadbalancing:us-east-1:111111111111:loadbalancer/gwy/x/1' does not exist
      REST 404 InvalidGatewayLoadBalancerArn.NotFound (gatewayLoadBalancerArns): The gateway load balancer 'arn:aws:elasticloadbalancing:us-east-1:111111111111:loadbalancer/gwy/x/1' does not exist
    a network load balancer
      AWS  400 InvalidParameter: A service has either Network Load Balancers or Gateway Load Balancers, not both
      REST 400 InvalidParameter (networkLoadBalancerArns): A service has either Network Load Balancers or Gateway Load Balancers, not both
    a private name
      AWS  400 InvalidParameter: Private DNS names are not supported for services behind Gateway Load Balancers
      REST 400 InvalidParameter (privateDnsName): Private DNS names are not supported for services behind Gateway Load Balancers
    another region
      AWS  400 InvalidParameter: Services behind Gateway Load Balancers can only be reached from their own region
      REST 400 InvalidParameter (supportedRegions): Services behind Gateway Load Balancers can only be reached from their own region
    35: deleted while an endpoint is connected
      AWS  200 ExistingVpcEndpointConnections: Service has existing active VPC Endpoint connections!
      REST 409 ExistingVpcEndpointConnections: Service has existing active VPC Endpoint connections!
    40: its load balancer deleted
      AWS  400 ResourceInUse: Load balancer 'arn:aws:elasticloadbalancing:us-east-1:111111111111:loadbalancer/gwy/wall/2' cannot be deleted because it is currently associated with another service
      REST 409 ResourceInUse (loadBalancerArn): Load balancer 'arn:aws:elasticloadbalancing:us-east-1:111111111111:loadbalancer/gwy/wall/2' cannot be deleted because it is currently associated with another service
    ");
}
