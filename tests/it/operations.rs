//! The routes for whoever runs the server.

use serde_json::{Value, json};

use crate::support::world::{CONSUMER, World};

#[tokio::test]
async fn operational_routes_answer() {
    let world = World::in_memory().await;
    for (path, expected) in [
        ("/health", json!({"status": "ok"})),
        ("/livez", json!({"status": "ok"})),
        ("/ready", json!({"status": "ok", "database": "ok"})),
        ("/readyz", json!({"status": "ok", "database": "ok"})),
        (
            "/_localstack/health",
            json!({
                "services": {
                    "ec2": "running", "elbv2": "running", "iam": "running", "route53": "running", "sns": "running",
                    "sts": "running",
                },
                "edition": "privlink",
                "version": env!("CARGO_PKG_VERSION"),
            }),
        ),
    ] {
        assert_eq!(
            world.rest(CONSUMER).get(path).await.expect(200),
            expected,
            "{path}"
        );
    }
    world
        .rest(CONSUMER)
        .create("/v1/vpcs", json!({"cidrBlock": "10.0.0.0/16"}))
        .await;
    let get = async |path: &str| {
        world
            .http
            .get(format!("{}{path}", world.url()))
            .send()
            .await
            .expect("an answer")
    };
    let metrics = get("/metrics").await.text().await.expect("text");
    assert!(
        metrics.contains("privlink_operations_total{operation=\"CreateVpc\",code=\"\"}"),
        "{metrics}"
    );
    let page = get("/docs/").await;
    assert_eq!(
        (
            page.status().as_u16(),
            page.headers()["content-type"].to_str().unwrap()
        ),
        (200, "text/html")
    );
    let document: Value = get("/openapi.json").await.json().await.expect("JSON");
    assert_eq!(document["openapi"], "3.1.0");
}
