//! The private DNS name of an endpoint service is verified by a record in a public zone, whoever owns it.

use serde_json::json;

use super::{change, make, private_zone, zone};
use crate::support::world::{CONSUMER, PROVIDER, World, text};

#[tokio::test]
async fn only_what_is_public_verifies_a_name() {
    let world = World::start().await;
    let publication = world
        .publish_with(json!({"privateDnsName": "orders.example.com"}))
        .await;
    let path = format!("/v1/endpoint-services/{}", publication.service_id);
    let rest = world.rest(PROVIDER);
    let service = rest.get(&path).await.expect(200);
    let name = &service["privateDnsNameConfiguration"];
    let record = format!("{}.orders.example.com", text(&name["name"]));
    let value = format!("\"{}\"", text(&name["value"]));
    let parameters = [("ServiceId", publication.service_id.as_str())];
    let verify = async || {
        let ec2 = world.ec2(PROVIDER);
        ec2.ok("StartVpcEndpointServicePrivateDnsVerification", &parameters)
            .await;
        let service = rest.get(&path).await.expect(200);
        text(&service["privateDnsNameConfiguration"]["state"])
    };
    let client = world.route53(PROVIDER);
    let private = private_zone(client, "example.com", &publication.network.vpc_id).await;
    let hidden = change("CREATE", &record, "TXT", "60", &[&value]);
    assert_eq!(make(client, &private, &[hidden]).await.status, 200);
    assert_eq!(verify().await, "pendingVerification");

    let others = world.route53(CONSUMER);
    let public = zone(others, "orders.example.com").await;
    let wrong = change("CREATE", &record, "TXT", "60", &["\"vpce:other\""]);
    assert_eq!(make(others, &public, &[wrong]).await.status, 200);
    assert_eq!(verify().await, "pendingVerification");
    let right = change("UPSERT", &record, "TXT", "60", &["\"other\"", &value]);
    assert_eq!(make(others, &public, &[right]).await.status, 200);
    assert_eq!(verify().await, "verified");
}
