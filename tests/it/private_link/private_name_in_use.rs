//! What consumers do with the private name of a provider's service.

use reqwest::Method;
use serde_json::{Value, json};

use super::{allow_private_names, decide, lines, modify, rows, set_record, shown};
use crate::support::world::{CONSUMER, Network, PROVIDER, Publication, World, text};

struct Scene {
    world: World,
    publication: Publication,
    consumer: Network,
    /// Where the record that verifies the name is.
    record: String,
}

/// A service with a verified name, and a consumer whose VPC answers for private names.
async fn scene(name: &str) -> Scene {
    let world = World::start().await;
    let publication = world.publish_with(json!({"privateDnsName": name})).await;
    let rest = world.rest(PROVIDER);
    let path = format!("/v1/endpoint-services/{}", publication.service_id);
    let service = rest.get(&path).await.expect(200);
    let proof = &service["privateDnsNameConfiguration"];
    let record = format!("{}.example.com", text(&proof["name"]));
    set_record(&rest, &record, &text(&proof["value"])).await;
    let consumer = world.consume().await;
    allow_private_names(&world, &consumer).await;
    let scene = Scene {
        world,
        publication,
        consumer,
        record,
    };
    assert_eq!(scene.verify().await, "verified");
    scene
}

impl Scene {
    async fn verify(&self) -> String {
        let path = format!(
            "/v1/endpoint-services/{}/private-dns-verification",
            self.publication.service_id
        );
        let rest = self.world.rest(PROVIDER);
        let service = rest
            .send(rest.request(Method::POST, &path))
            .await
            .expect(200);
        text(&service["privateDnsNameConfiguration"]["state"])
    }

    async fn accepted(&self) -> String {
        let endpoint_id = self.world.connect(&self.publication, &self.consumer).await;
        decide(
            &self.world,
            &self.publication.service_id,
            &endpoint_id,
            "accept",
        )
        .await;
        self.world.settle().await;
        endpoint_id
    }
}

#[tokio::test]
async fn over_ec2() {
    let scene = scene("orders.example.com").await;
    let world = &scene.world;
    let ec2 = world.ec2(CONSUMER);
    let named = [("ServiceName.1", &*scene.publication.service_name)];
    let seen = ec2.ok("DescribeVpcEndpointServices", &named).await;
    insta::assert_snapshot!(shown(world, &seen), @"");
    let endpoint_id = world.connect(&scene.publication, &scene.consumer).await;
    let enable = [
        ("VpcEndpointId", &*endpoint_id),
        ("PrivateDnsEnabled", "true"),
    ];
    let early = ec2.call("ModifyVpcEndpoint", &enable).await;
    insta::assert_snapshot!(shown(world, &early.refusal()), @"");
    decide(world, &scene.publication.service_id, &endpoint_id, "accept").await;
    world.settle().await;
    let on = modify(&ec2, world, &endpoint_id, &enable[1..]).await;
    insta::assert_snapshot!(shown(world, &on), @"");
    let provider = world
        .ec2(PROVIDER)
        .ok("DescribeVpcEndpointConnections", &[])
        .await;
    insta::assert_snapshot!(rows(world, &provider, "dnsEntrySet"), @"");
}

#[tokio::test]
async fn over_rest() {
    let scene = scene("*.example.com").await;
    let world = &scene.world;
    let rest = world.rest(CONSUMER);
    let path = format!("/v1/available-services/{}", scene.publication.service_name);
    insta::assert_snapshot!(shown(world, &rest.get(&path).await), @"");
    let endpoint_id = scene.accepted().await;
    let path = format!("/v1/endpoints/{endpoint_id}");
    let on = rest.patch(&path, json!({"privateDnsEnabled": true})).await;
    insta::assert_snapshot!(shown(world, &on), @"");
    let off = rest
        .patch(&path, json!({"privateDnsEnabled": false}))
        .await
        .expect(200);
    insta::assert_snapshot!(lines(world, &off["dnsEntries"], &["dnsName"]), @"");
}

/// Without acceptance, the name can be asked for at once.
#[tokio::test]
async fn at_once() {
    let scene = scene("orders.example.com").await;
    let world = &scene.world;
    let path = format!("/v1/endpoint-services/{}", scene.publication.service_id);
    let body = json!({"acceptanceRequired": false});
    world.rest(PROVIDER).patch(&path, body).await.expect(200);
    let body = json!({
        "vpcId": scene.consumer.vpc_id, "serviceName": scene.publication.service_name,
        "subnetIds": [scene.consumer.subnet_ids[0]], "privateDnsEnabled": true,
    });
    let created = world.rest(CONSUMER).create("/v1/endpoints", body).await;
    insta::assert_snapshot!(lines(world, &created["dnsEntries"], &["dnsName", "hostedZoneId"]), @"");
    assert_eq!(created["state"], "pending");
}

/// Once the record is not found any more, nobody gets the name; who has it keeps it.
#[tokio::test]
async fn verified_no_longer() {
    let scene = scene("orders.example.com").await;
    let world = &scene.world;
    let rest = world.rest(CONSUMER);
    let has = scene.accepted().await;
    let path = format!("/v1/endpoints/{has}");
    let on = rest
        .patch(&path, json!({"privateDnsEnabled": true}))
        .await
        .expect(200);
    world.settle().await;
    let record = format!("/v1/dns-records/TXT/{}", scene.record);
    world.rest(PROVIDER).delete(&record).await.expect(204);
    assert_eq!(scene.verify().await, "pendingVerification");
    let other = world.network(CONSUMER, &["us-east-1a"]).await;
    allow_private_names(world, &other).await;
    let wants = world.connect(&scene.publication, &other).await;
    decide(world, &scene.publication.service_id, &wants, "accept").await;
    world.settle().await;
    let enable = [("VpcEndpointId", &*wants), ("PrivateDnsEnabled", "true")];
    let refused = world.ec2(CONSUMER).call("ModifyVpcEndpoint", &enable).await;
    insta::assert_snapshot!(shown(world, &refused.refusal()), @"");
    let kept: Value = rest.get(&path).await.expect(200);
    assert_eq!(
        (&kept["state"], &kept["dnsEntries"]),
        (&json!("available"), &on["dnsEntries"])
    );
    let changed = rest
        .patch(&path, json!({"subnetIds": [scene.consumer.subnet_ids[0]]}))
        .await
        .expect(200);
    insta::assert_snapshot!(lines(world, &changed["dnsEntries"], &["dnsName"]), @"");
    world.pass(72 * 60 * 60).await;
    let seen = format!("/v1/available-services/{}", scene.publication.service_name);
    let seen = rest.get(&seen).await.expect(200);
    assert_eq!(seen["privateDnsNameVerificationState"], "failed");
    assert_eq!(rest.get(&path).await.expect(200)["privateDnsEnabled"], true);
}
