//! Private DNS: each of its conditions, in the order in which they are looked at, and conflicts between endpoints.

use reqwest::Method;
use serde_json::{Value, json};

use super::scene::Scene;
use super::{Refusals, nothing};
use crate::support::world::{CONSUMER, PROVIDER, World, text};

const NAME: &str = "api.example.com";
const ENABLE: [(&str, &str); 1] = [("PrivateDnsEnabled", "true")];

fn enable() -> Value {
    json!({"privateDnsEnabled": true})
}

/// Gives the scene's service a private name, which is still to be verified.
async fn name(scene: &Scene, name: &str) {
    let path = format!("/v1/endpoint-services/{}", scene.publication.service_id);
    let body = json!({"privateDnsName": name});
    let rest = scene.world.rest(PROVIDER);
    rest.patch(&path, body).await.expect(200);
}

/// Shows that the private name of the scene's service is the provider's.
async fn verify(scene: &Scene) {
    let rest = scene.world.rest(PROVIDER);
    let path = format!("/v1/endpoint-services/{}", scene.publication.service_id);
    let service = rest.get(&path).await.expect(200);
    let proof = &service["privateDnsNameConfiguration"];
    let domain = text(&service["privateDnsName"]);
    let domain = domain.trim_start_matches("*.");
    let record = json!({
        "name": format!("{}.{domain}", text(&proof["name"])),
        "type": "TXT",
        "values": [proof["value"]],
    });
    let request = rest.request(Method::PUT, "/v1/dns-records").json(&record);
    rest.send(request).await.expect(201);
    let path = format!("{path}/private-dns-verification");
    let verified = rest.post(&path, nothing()).await.expect(200);
    let state = &verified["privateDnsNameConfiguration"]["state"];
    assert_eq!(*state, "verified");
}

async fn accept_all(scene: &Scene) {
    let path = format!("/v1/endpoint-services/{}", scene.publication.service_id);
    let body = json!({"acceptanceRequired": false});
    let rest = scene.world.rest(PROVIDER);
    rest.patch(&path, body).await.expect(200);
}

/// Everything is wrong at first, and one thing after the other is put right.
#[tokio::test]
async fn enabled_at_creation() {
    let scene = Scene::set().await;
    let mut table = Refusals::of(&scene.world);
    table.when("20: the service has no private name");
    scene.try_both(&mut table, &ENABLE, enable()).await;
    name(&scene, NAME).await;
    table.when("21: the provider decides later");
    scene.try_both(&mut table, &ENABLE, enable()).await;
    accept_all(&scene).await;
    table.when("the private name is not verified");
    scene.try_both(&mut table, &ENABLE, enable()).await;
    verify(&scene).await;
    table.when("19: the VPC gives no host names");
    scene.try_both(&mut table, &ENABLE, enable()).await;
    scene.let_private_dns(true).await;
    scene.endpoint(enable()).await;
    table.when("22: another endpoint has the name");
    scene.try_both(&mut table, &ENABLE, enable()).await;
    table.when("19: the VPC gives host names no longer");
    scene.let_private_dns(false).await;
    scene.try_both(&mut table, &ENABLE, enable()).await;
    insta::assert_snapshot!(table.table(), @"
    20: the service has no private name
      AWS  400 InvalidParameter: Private DNS can't be enabled because the service com.amazonaws.vpce.us-east-1.vpce-svc-1 does not provide a private DNS name.
      REST 400 InvalidParameter (privateDnsEnabled): Private DNS can't be enabled because the service com.amazonaws.vpce.us-east-1.vpce-svc-1 does not provide a private DNS name.
    21: the provider decides later
      AWS  400 InvalidParameter: Private DNS can only be enabled after the endpoint connection is accepted by the owner of com.amazonaws.vpce.us-east-1.vpce-svc-1.
      REST 400 InvalidParameter (privateDnsEnabled): Private DNS can only be enabled after the endpoint connection is accepted by the owner of com.amazonaws.vpce.us-east-1.vpce-svc-1.
    the private name is not verified
      AWS  400 InvalidParameter: Private DNS can't be enabled because the private DNS name of the service com.amazonaws.vpce.us-east-1.vpce-svc-1 is not verified.
      REST 400 InvalidParameter (privateDnsEnabled): Private DNS can't be enabled because the private DNS name of the service com.amazonaws.vpce.us-east-1.vpce-svc-1 is not verified.
    19: the VPC gives no host names
      AWS  400 InvalidParameter: Enabling private DNS requires both enableDnsSupport and enableDnsHostnames VPC attributes set to true for vpc-1
      REST 400 InvalidParameter (privateDnsEnabled): Enabling private DNS requires both enableDnsSupport and enableDnsHostnames VPC attributes set to true for vpc-1
    22: another endpoint has the name
      AWS  400 InvalidParameter: private-dns-enabled cannot be set because there is already a conflicting DNS domain for api.example.com in the VPC vpc-1
      REST 400 InvalidParameter (privateDnsEnabled): private-dns-enabled cannot be set because there is already a conflicting DNS domain for api.example.com in the VPC vpc-1
    19: the VPC gives host names no longer
      AWS  400 InvalidParameter: Enabling private DNS requires both enableDnsSupport and enableDnsHostnames VPC attributes set to true for vpc-1
      REST 400 InvalidParameter (privateDnsEnabled): Enabling private DNS requires both enableDnsSupport and enableDnsHostnames VPC attributes set to true for vpc-1
    ");
}

#[tokio::test]
async fn enabled_later() {
    let scene = Scene::set().await;
    let endpoint_id = scene.endpoint(nothing()).await;
    let mut table = Refusals::of(&scene.world);
    let attempt = async |table: &mut Refusals<'_>, what: &str| {
        table.when(what);
        scene
            .try_to_change(table, &endpoint_id, &ENABLE, enable())
            .await;
    };
    attempt(&mut table, "20: the service has no private name").await;
    name(&scene, NAME).await;
    attempt(&mut table, "21: the provider has not decided").await;
    let rest = scene.world.rest(PROVIDER);
    let service = format!("/v1/endpoint-services/{}", scene.publication.service_id);
    let path = format!("{service}/connections/{endpoint_id}/accept");
    rest.post(&path, nothing()).await.expect(200);
    scene.world.settle().await;
    attempt(&mut table, "the private name is not verified").await;
    verify(&scene).await;
    attempt(&mut table, "19: the VPC gives no host names").await;
    scene.let_private_dns(true).await;
    accept_all(&scene).await;
    let other = scene.endpoint(enable()).await;
    attempt(&mut table, "22: another endpoint has the name").await;
    name(&scene, "other.example.com").await;
    attempt(&mut table, "another name, which is not verified").await;
    let path = format!("{service}/connections/{endpoint_id}/reject");
    rest.post(&path, nothing()).await.expect(200);
    attempt(&mut table, "the provider has rejected it").await;
    assert_eq!(scene.world.state(&other).await, "available");
    insta::assert_snapshot!(table.table(), @"
    20: the service has no private name
      AWS  400 InvalidParameter: Private DNS can't be enabled because the service com.amazonaws.vpce.us-east-1.vpce-svc-1 does not provide a private DNS name.
      REST 400 InvalidParameter (privateDnsEnabled): Private DNS can't be enabled because the service com.amazonaws.vpce.us-east-1.vpce-svc-1 does not provide a private DNS name.
    21: the provider has not decided
      AWS  400 InvalidParameter: Private DNS can only be enabled after the endpoint connection is accepted by the owner of com.amazonaws.vpce.us-east-1.vpce-svc-1.
      REST 400 InvalidParameter (privateDnsEnabled): Private DNS can only be enabled after the endpoint connection is accepted by the owner of com.amazonaws.vpce.us-east-1.vpce-svc-1.
    the private name is not verified
      AWS  400 InvalidParameter: Private DNS can't be enabled because the private DNS name of the service com.amazonaws.vpce.us-east-1.vpce-svc-1 is not verified.
      REST 400 InvalidParameter (privateDnsEnabled): Private DNS can't be enabled because the private DNS name of the service com.amazonaws.vpce.us-east-1.vpce-svc-1 is not verified.
    19: the VPC gives no host names
      AWS  400 InvalidParameter: Enabling private DNS requires both enableDnsSupport and enableDnsHostnames VPC attributes set to true for vpc-1
      REST 400 InvalidParameter (privateDnsEnabled): Enabling private DNS requires both enableDnsSupport and enableDnsHostnames VPC attributes set to true for vpc-1
    22: another endpoint has the name
      AWS  400 InvalidParameter: private-dns-enabled cannot be set because there is already a conflicting DNS domain for api.example.com in the VPC vpc-1
      REST 400 InvalidParameter (privateDnsEnabled): private-dns-enabled cannot be set because there is already a conflicting DNS domain for api.example.com in the VPC vpc-1
    another name, which is not verified
      AWS  400 InvalidParameter: Private DNS can't be enabled because the private DNS name of the service com.amazonaws.vpce.us-east-1.vpce-svc-1 is not verified.
      REST 400 InvalidParameter (privateDnsEnabled): Private DNS can't be enabled because the private DNS name of the service com.amazonaws.vpce.us-east-1.vpce-svc-1 is not verified.
    the provider has rejected it
      AWS  400 IncorrectState: The Vpc Endpoint Id 'vpce-1' is in the state rejected and cannot be modified
      REST 409 IncorrectState: The Vpc Endpoint Id 'vpce-1' is in the state rejected and cannot be modified
    ");
}

/// Two endpoints of a VPC cannot have the same domain, whoever's services they connect to.
#[tokio::test]
async fn conflicts() {
    let scene = Scene::on(World::start().await, json!({"acceptanceRequired": false})).await;
    scene.let_private_dns(true).await;
    let sqs = "com.amazonaws.us-east-1.sqs";
    let aws = scene.endpoint(json!({"serviceName": sqs})).await;
    let mut table = Refusals::of(&scene.world);
    table.when("22: a service of AWS's twice");
    scene
        .try_both(
            &mut table,
            &[("ServiceName", sqs)],
            json!({"serviceName": sqs}),
        )
        .await;
    name(&scene, "sqs.us-east-1.amazonaws.com").await;
    verify(&scene).await;
    table.when("22: a provider's service with the name of one of AWS's");
    scene.try_both(&mut table, &ENABLE, enable()).await;
    let without = json!({"privateDnsEnabled": false});
    let rest = scene.world.rest(CONSUMER);
    let path = format!("/v1/endpoints/{aws}");
    rest.patch(&path, without).await.expect(200);
    scene.endpoint(enable()).await;
    table.when("22: a service of AWS's with the name of a provider's");
    scene
        .try_both(
            &mut table,
            &[("ServiceName", sqs)],
            json!({"serviceName": sqs}),
        )
        .await;
    scene
        .try_to_change(&mut table, &aws, &ENABLE, enable())
        .await;
    name(&scene, "*.sqs.us-east-1.amazonaws.com").await;
    verify(&scene).await;
    table.when("22: all hosts of a domain that another endpoint has");
    scene.try_both(&mut table, &ENABLE, enable()).await;
    table.when("20: a service of AWS's without a private name");
    let server = "com.amazonaws.us-east-1.transfer.server";
    let wrong = [("ServiceName", server), ENABLE[0]];
    let twin = json!({"serviceName": server, "privateDnsEnabled": true});
    scene.try_both(&mut table, &wrong, twin).await;
    insta::assert_snapshot!(table.table(), @"
    22: a service of AWS's twice
      AWS  400 InvalidParameter: private-dns-enabled cannot be set because there is already a conflicting DNS domain for sqs.us-east-1.amazonaws.com in the VPC vpc-1
      REST 400 InvalidParameter (privateDnsEnabled): private-dns-enabled cannot be set because there is already a conflicting DNS domain for sqs.us-east-1.amazonaws.com in the VPC vpc-1
    22: a provider's service with the name of one of AWS's
      AWS  400 InvalidParameter: private-dns-enabled cannot be set because there is already a conflicting DNS domain for sqs.us-east-1.amazonaws.com in the VPC vpc-1
      REST 400 InvalidParameter (privateDnsEnabled): private-dns-enabled cannot be set because there is already a conflicting DNS domain for sqs.us-east-1.amazonaws.com in the VPC vpc-1
    22: a service of AWS's with the name of a provider's
      AWS  400 InvalidParameter: private-dns-enabled cannot be set because there is already a conflicting DNS domain for sqs.us-east-1.amazonaws.com in the VPC vpc-1
      REST 400 InvalidParameter (privateDnsEnabled): private-dns-enabled cannot be set because there is already a conflicting DNS domain for sqs.us-east-1.amazonaws.com in the VPC vpc-1
      AWS  400 InvalidParameter: private-dns-enabled cannot be set because there is already a conflicting DNS domain for sqs.us-east-1.amazonaws.com in the VPC vpc-1
      REST 400 InvalidParameter (privateDnsEnabled): private-dns-enabled cannot be set because there is already a conflicting DNS domain for sqs.us-east-1.amazonaws.com in the VPC vpc-1
    22: all hosts of a domain that another endpoint has
      AWS  400 InvalidParameter: private-dns-enabled cannot be set because there is already a conflicting DNS domain for sqs.us-east-1.amazonaws.com in the VPC vpc-1
      REST 400 InvalidParameter (privateDnsEnabled): private-dns-enabled cannot be set because there is already a conflicting DNS domain for sqs.us-east-1.amazonaws.com in the VPC vpc-1
    20: a service of AWS's without a private name
      AWS  400 InvalidParameter: Private DNS can't be enabled because the service com.amazonaws.us-east-1.transfer.server does not provide a private DNS name.
      REST 400 InvalidParameter (privateDnsEnabled): Private DNS can't be enabled because the service com.amazonaws.us-east-1.transfer.server does not provide a private DNS name.
    ");
}

/// Private names for a resolver's inbound endpoints only need a gateway endpoint for everybody else.
#[tokio::test]
async fn for_inbound_resolvers_only() {
    const INBOUND: (&str, &str) = (
        "DnsOptions.PrivateDnsOnlyForInboundResolverEndpoint",
        "true",
    );
    let scene = Scene::set().await;
    scene.let_private_dns(true).await;
    let options = json!({"privateDnsOnlyForInboundResolverEndpoint": true});
    let mut table = Refusals::of(&scene.world);
    for (what, service) in [
        (
            "23: S3 without a gateway endpoint",
            "com.amazonaws.us-east-1.s3",
        ),
        (
            "a service without gateway endpoints",
            "com.amazonaws.us-east-1.sqs",
        ),
        ("a provider's service", &scene.publication.service_name),
    ] {
        let endpoint = json!({"serviceName": service, "privateDnsEnabled": false});
        let endpoint_id = scene.endpoint(endpoint).await;
        table.when(what);
        let wrong = [("ServiceName", service), INBOUND];
        let twin = json!({"serviceName": service, "dnsOptions": options});
        scene.try_both(&mut table, &wrong, twin).await;
        let twin = json!({"dnsOptions": options});
        scene
            .try_to_change(&mut table, &endpoint_id, &[INBOUND], twin)
            .await;
    }
    table.when("23: S3, which is for inbound resolvers only unless it is said otherwise");
    let s3 = "com.amazonaws.us-east-1.s3";
    let twin = json!({"serviceName": s3, "privateDnsEnabled": true});
    let wrong = [("ServiceName", s3), ENABLE[0]];
    scene.try_both(&mut table, &wrong, twin).await;
    insta::assert_snapshot!(table.table(), @"
    23: S3 without a gateway endpoint
      AWS  400 InvalidParameter: To set PrivateDnsOnlyForInboundResolverEndpoint to true, the VPC vpc-1 must have a Gateway endpoint for the service.
      REST 400 InvalidParameter (dnsOptions.privateDnsOnlyForInboundResolverEndpoint): To set PrivateDnsOnlyForInboundResolverEndpoint to true, the VPC vpc-1 must have a Gateway endpoint for the service.
      AWS  400 InvalidParameter: To set PrivateDnsOnlyForInboundResolverEndpoint to true, the VPC vpc-1 must have a Gateway endpoint for the service.
      REST 400 InvalidParameter (dnsOptions.privateDnsOnlyForInboundResolverEndpoint): To set PrivateDnsOnlyForInboundResolverEndpoint to true, the VPC vpc-1 must have a Gateway endpoint for the service.
    a service without gateway endpoints
      AWS  400 InvalidParameter: PrivateDnsOnlyForInboundResolverEndpoint is only supported for interface endpoints of services with a gateway endpoint
      REST 400 InvalidParameter (dnsOptions.privateDnsOnlyForInboundResolverEndpoint): PrivateDnsOnlyForInboundResolverEndpoint is only supported for interface endpoints of services with a gateway endpoint
      AWS  400 InvalidParameter: PrivateDnsOnlyForInboundResolverEndpoint is only supported for interface endpoints of services with a gateway endpoint
      REST 400 InvalidParameter (dnsOptions.privateDnsOnlyForInboundResolverEndpoint): PrivateDnsOnlyForInboundResolverEndpoint is only supported for interface endpoints of services with a gateway endpoint
    a provider's service
      AWS  400 InvalidParameter: PrivateDnsOnlyForInboundResolverEndpoint is only supported for interface endpoints of services with a gateway endpoint
      REST 400 InvalidParameter (dnsOptions.privateDnsOnlyForInboundResolverEndpoint): PrivateDnsOnlyForInboundResolverEndpoint is only supported for interface endpoints of services with a gateway endpoint
      AWS  400 InvalidParameter: PrivateDnsOnlyForInboundResolverEndpoint is only supported for interface endpoints of services with a gateway endpoint
      REST 400 InvalidParameter (dnsOptions.privateDnsOnlyForInboundResolverEndpoint): PrivateDnsOnlyForInboundResolverEndpoint is only supported for interface endpoints of services with a gateway endpoint
    23: S3, which is for inbound resolvers only unless it is said otherwise
      AWS  400 InvalidParameter: To set PrivateDnsOnlyForInboundResolverEndpoint to true, the VPC vpc-1 must have a Gateway endpoint for the service.
      REST 400 InvalidParameter (dnsOptions.privateDnsOnlyForInboundResolverEndpoint): To set PrivateDnsOnlyForInboundResolverEndpoint to true, the VPC vpc-1 must have a Gateway endpoint for the service.
    ");
}

/// What the VPC itself uses stays while the private names are for inbound resolvers only.
#[tokio::test]
async fn without_a_gateway_for_everybody_else() {
    let scene = Scene::set().await;
    scene.let_private_dns(true).await;
    let s3 = "com.amazonaws.us-east-1.s3";
    let gateway = json!({"vpcEndpointType": "Gateway", "serviceName": s3, "subnetIds": []});
    let gateway = scene.endpoint(gateway).await;
    let private = json!({"serviceName": s3, "privateDnsEnabled": true});
    scene.endpoint(private).await;
    let (ec2, rest) = (scene.world.ec2(CONSUMER), scene.world.rest(CONSUMER));
    let mut table = Refusals::of(&scene.world);
    table.when("the last gateway endpoint deleted");
    let parameters = [("VpcEndpointId.1", &*gateway)];
    table.query(&ec2, "DeleteVpcEndpoints", &parameters).await;
    let path = format!("/v1/endpoints/{gateway}");
    table.rest(&rest, Method::DELETE, &path, Value::Null).await;
    insta::assert_snapshot!(table.table(), @"
    the last gateway endpoint deleted
      AWS  200 DependencyViolation: The VPC endpoint 'vpce-1' cannot be deleted while an interface endpoint for the same service in vpc-1 has private DNS for inbound resolver endpoints only.
      REST 409 DependencyViolation: The VPC endpoint 'vpce-1' cannot be deleted while an interface endpoint for the same service in vpc-1 has private DNS for inbound resolver endpoints only.
    ");
}

#[tokio::test]
async fn for_inbound_resolvers_only_once_more() {
    let scene = Scene::set().await;
    scene.let_private_dns(true).await;
    let s3 = "com.amazonaws.us-east-1.s3";
    let gateway = json!({"vpcEndpointType": "Gateway", "serviceName": s3, "subnetIds": []});
    let gateway = scene.endpoint(gateway).await;
    let private = json!({"serviceName": s3, "privateDnsEnabled": true});
    let id = scene.endpoint(private).await;
    let rest = scene.world.rest(CONSUMER);
    let path = format!("/v1/endpoints/{id}");
    let off = json!({"privateDnsEnabled": false});
    rest.patch(&path, off).await.expect(200);
    let gateway = format!("/v1/endpoints/{gateway}");
    rest.delete(&gateway).await.expect(202);
    scene.world.settle().await;
    let mut table = Refusals::of(&scene.world);
    table.when("23: private DNS enabled again, when the gateway endpoint is gone");
    scene
        .try_to_change(&mut table, &id, &ENABLE, enable())
        .await;
    insta::assert_snapshot!(table.table(), @"
    23: private DNS enabled again, when the gateway endpoint is gone
      AWS  400 InvalidParameter: To set PrivateDnsOnlyForInboundResolverEndpoint to true, the VPC vpc-1 must have a Gateway endpoint for the service.
      REST 400 InvalidParameter (dnsOptions.privateDnsOnlyForInboundResolverEndpoint): To set PrivateDnsOnlyForInboundResolverEndpoint to true, the VPC vpc-1 must have a Gateway endpoint for the service.
    ");
}
