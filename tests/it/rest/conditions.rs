//! `ETag` and `If-Match`: whoever names an old version changes nothing.

use reqwest::Method;
use serde_json::{Value, json};

use crate::support::inventory::Inventory;
use crate::support::rest::{IF_MATCH, segment};
use crate::support::world::{CONSUMER, PROVIDER, World};

/// Every resource that can be changed or deleted: its owner, its path, how it can be changed.
fn resources(inventory: &Inventory) -> Vec<(&'static str, String, Option<Value>)> {
    let tags = || Some(json!({"tags": [{"key": "a", "value": "b"}]}));
    let publication = &inventory.publication;
    let service = format!("/v1/endpoint-services/{}", publication.service_id);
    let group = format!("/v1/security-groups/{}", inventory.group_id);
    let table = format!("/v1/route-tables/{}", inventory.route_table_id);
    let mut all = vec![
        (
            CONSUMER,
            format!("/v1/endpoints/{}", inventory.endpoint_id),
            tags(),
        ),
        (
            PROVIDER,
            format!("{service}/permissions/{}", inventory.permission_id),
            None,
        ),
        (
            PROVIDER,
            format!("{service}/notifications/{}", inventory.notification_id),
            Some(json!({"connectionEvents": ["Delete"]})),
        ),
        (
            PROVIDER,
            format!("/v1/topics/{}", segment(&inventory.topic_arn)),
            None,
        ),
        (PROVIDER, service, tags()),
        (
            CONSUMER,
            format!("{group}/rules/{}", inventory.rule_id),
            None,
        ),
        (CONSUMER, group, tags()),
        (
            CONSUMER,
            format!("{table}/associations/{}", inventory.association_id),
            None,
        ),
        (
            CONSUMER,
            format!("{table}/routes/{}", segment(inventory.beyond)),
            Some(json!({"vpcEndpointId": inventory.route_target_id})),
        ),
        (CONSUMER, table, tags()),
        (
            CONSUMER,
            format!("/v1/subnets/{}", inventory.spare.subnet_ids[0]),
            tags(),
        ),
        (
            CONSUMER,
            format!("/v1/vpcs/{}", inventory.empty_vpc_id),
            tags(),
        ),
    ];
    all.extend(load_balancing(inventory));
    all
}

fn load_balancing(inventory: &Inventory) -> Vec<(&'static str, String, Option<Value>)> {
    let tags = || Some(json!({"tags": [{"key": "a", "value": "b"}]}));
    let target_group = format!("/v1/target-groups/{}", segment(&inventory.target_group_arn));
    vec![
        (
            PROVIDER,
            format!("/v1/listeners/{}", segment(&inventory.listener_arn)),
            None,
        ),
        (
            PROVIDER,
            format!(
                "/v1/listener-rules/{}",
                segment(&inventory.own_listener.rule_arn)
            ),
            tags(),
        ),
        (
            PROVIDER,
            format!(
                "/v1/load-balancers/{}",
                segment(&inventory.load_balancer_arn)
            ),
            tags(),
        ),
        (PROVIDER, target_group, tags()),
    ]
}

#[tokio::test]
async fn old_versions_change_nothing() {
    let world = World::start().await;
    let inventory = Inventory::of(&world).await;
    for (owner, path, change) in resources(&inventory) {
        let rest = world.rest(owner);
        let conditional =
            |method: Method, tag: &str| rest.request(method, &path).header(IF_MATCH, tag);
        let before = world.rows().await;
        for tag in ["\"99\"", "W/\"1\"", "1", "\"x\""] {
            if let Some(change) = &change {
                let reply = rest
                    .send(conditional(Method::PATCH, tag).json(change))
                    .await;
                assert_eq!(
                    (reply.status, &reply.body["code"]),
                    (412, &json!("PreconditionFailed")),
                    "{path}"
                );
            }
            let reply = rest.send(conditional(Method::DELETE, tag)).await;
            assert_eq!(
                (reply.status, &reply.body["code"]),
                (412, &json!("PreconditionFailed")),
                "{path}"
            );
        }
        assert_eq!(before, world.rows().await, "{path}");
        let Some(change) = change else { continue };
        let current = rest.get(&path).await;
        let old = current.header("etag").to_owned();
        let changed = rest
            .send(conditional(Method::PATCH, &old).json(&change))
            .await;
        assert_eq!(changed.status, 200, "{path}: {changed}");
        let new = changed.header("etag").to_owned();
        assert_ne!(new, old, "{path}");
        assert_eq!(rest.get(&path).await.header("etag"), new, "{path}");
        let reply = rest
            .send(conditional(Method::PATCH, &old).json(&change))
            .await;
        assert_eq!(reply.status, 412, "{path}");
    }
}

#[tokio::test]
async fn present_versions_and_any_are_changed() {
    let world = World::start().await;
    let inventory = Inventory::of(&world).await;
    world
        .rest(CONSUMER)
        .delete(&format!("/v1/endpoints/{}", inventory.endpoint_id))
        .await
        .expect(202);
    world.settle().await;
    for (owner, path, change) in resources(&inventory).into_iter().skip(1) {
        let rest = world.rest(owner);
        if let Some(change) = change {
            let request = rest.request(Method::PATCH, &path).header(IF_MATCH, "*");
            let reply = rest.send(request.json(&change)).await;
            assert_eq!(reply.status, 200, "{path}: {reply}");
        }
        let tag = rest.get(&path).await.header("etag").to_owned();
        let request = rest.request(Method::DELETE, &path).header(IF_MATCH, &tag);
        let reply = rest.send(request).await;
        assert_eq!(reply.status, 204, "{path}: {reply}");
        let request = rest.request(Method::DELETE, &path).header(IF_MATCH, &tag);
        let reply = rest.send(request).await;
        assert_eq!(reply.status, 404, "{path}: {reply}");
    }
}

/// Who decides about a connection can be sure that it is the one that was looked at.
#[tokio::test]
async fn decisions_name_versions_too() {
    let world = World::start().await;
    let inventory = Inventory::of(&world).await;
    let connection = format!(
        "/v1/endpoint-services/{}/connections/{}",
        inventory.publication.service_id, inventory.endpoint_id
    );
    let rest = world.rest(PROVIDER);
    let seen = rest.get(&connection).await.header("etag").to_owned();
    let path = format!("/v1/endpoints/{}", inventory.endpoint_id);
    world
        .rest(CONSUMER)
        .patch(&path, json!({"subnetIds": []}))
        .await
        .expect(200);
    let accept = format!("{connection}/accept");
    let request = rest.request(Method::POST, &accept).header(IF_MATCH, &seen);
    let reply = rest.send(request).await;
    insta::assert_snapshot!(reply.refusal(), @"412 PreconditionFailed: The resource has version 3, not 2");
    assert_eq!(
        world.state(&inventory.endpoint_id).await,
        "pendingAcceptance"
    );
    let seen = rest.get(&connection).await.header("etag").to_owned();
    let request = rest.request(Method::POST, &accept).header(IF_MATCH, &seen);
    rest.send(request).await.expect(200);
}

/// A target is never changed, so its version is always the first.
#[tokio::test]
async fn targets_have_one_version() {
    let world = World::start().await;
    let inventory = Inventory::of(&world).await;
    let rest = world.rest(PROVIDER);
    let group = segment(&inventory.target_group_arn);
    let path = format!("/v1/target-groups/{group}/targets/10.0.0.9");
    for (tag, status) in [("\"99\"", 412), ("\"1\"", 204)] {
        let request = rest.request(Method::DELETE, &path);
        let reply = rest.send(request.header(IF_MATCH, tag)).await;
        assert_eq!(reply.status, status, "{reply}");
    }
}
