//! How many resources an account has.

use serde_json::json;

use crate::support::world::{CONSUMER, PROVIDER, STRANGER, World};

#[tokio::test]
async fn everything_is_counted_for_its_owner() {
    let world = World::start().await;
    let publication = world.publish().await;
    let consumer = world.consume().await;
    world.connect(&publication, &consumer).await;
    let counts = |account: &'static str| {
        let rest = world.rest(account);
        async move {
            let items = rest.items("/v1/inventory").await;
            let line = |item: &serde_json::Value| {
                let kind = item["resourceType"].as_str().expect("a kind");
                format!("{kind} {}", item["count"])
            };
            items.iter().map(line).collect::<Vec<_>>()
        }
    };
    insta::assert_snapshot!(counts(PROVIDER).await.join("\n"), @"
    vpc 1
    subnet 2
    security-group 1
    security-group-rule 2
    route-table 1
    route-table-association 1
    network-acl 1
    network-acl-association 2
    network-interface 2
    load-balancer 1
    vpc-endpoint-service 1
    vpc-endpoint-service-permission 1
    ");
    insta::assert_snapshot!(counts(CONSUMER).await.join("\n"), @"
    vpc 1
    subnet 2
    security-group 1
    security-group-rule 2
    route-table 1
    route-table-association 1
    network-acl 1
    network-acl-association 2
    network-interface 2
    vpc-endpoint 1
    ");
    assert!(counts(STRANGER).await.is_empty());
    let elsewhere = world.rest(CONSUMER).region("eu-west-1");
    assert_eq!(
        elsewhere.get("/v1/inventory").await.expect(200),
        json!({"items": []})
    );
}
