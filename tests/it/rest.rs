//! What all routes of the REST API have in common: pages, versions, tokens, refusals.

use reqwest::Method;
use serde_json::{Value, json};

use crate::support::rest::{IDEMPOTENCY_KEY, IF_MATCH, Rest};
use crate::support::world::{CONSUMER, World, text};

#[tokio::test]
async fn a_new_resource_is_where_its_location_says() {
    let world = World::in_memory().await;
    let rest = world.rest(CONSUMER);
    let created = rest
        .post("/v1/vpcs", json!({"cidrBlock": "10.0.0.0/16"}))
        .await;
    assert_eq!((created.status, created.header("etag")), (201, "\"1\""));
    let location = created.header("location").to_owned();
    let read = rest.get(&location).await;
    assert_eq!(read.header("etag"), "\"1\"");
    assert_eq!(read.expect(200), created.body);
}

#[tokio::test]
async fn a_change_names_the_version_that_it_is_meant_for() {
    let world = World::start().await;
    let rest = world.rest(CONSUMER);
    let vpc = rest
        .create("/v1/vpcs", json!({"cidrBlock": "10.0.0.0/16"}))
        .await;
    let path = format!("/v1/vpcs/{}", text(&vpc["vpcId"]));
    let change = |version: &str| {
        let body = json!({"enableDnsHostnames": true});
        rest.request(Method::PATCH, &path)
            .header(IF_MATCH, version)
            .json(&body)
    };
    let changed = rest.send(change("\"1\"")).await;
    assert_eq!((changed.status, changed.header("etag")), (200, "\"2\""));
    let before = world.rows().await;
    for stale in ["\"1\"", "\"3\"", "nonsense", "W/\"2\""] {
        let reply = rest.send(change(stale)).await;
        assert_eq!(
            (reply.status, &reply.body["code"]),
            (412, &json!("PreconditionFailed")),
            "{stale}"
        );
    }
    let stale = rest
        .request(Method::DELETE, &path)
        .header(IF_MATCH, "\"1\"");
    let reply = rest.send(stale).await;
    assert_eq!(
        reply.refusal(),
        "412 PreconditionFailed: The resource has version 2, not 1"
    );
    assert_eq!(world.rows().await, before);
    let any = rest.send(change("*")).await;
    assert_eq!((any.status, any.header("etag")), (200, "\"3\""));
    let deleted = rest
        .send(
            rest.request(Method::DELETE, &path)
                .header(IF_MATCH, "\"3\""),
        )
        .await;
    assert_eq!((deleted.status, deleted.body), (204, Value::Null));
}

#[tokio::test]
async fn a_request_with_a_token_is_carried_out_once() {
    let world = World::start().await;
    let rest = world.rest(CONSUMER);
    let create = |token: &str, cidr: &str| {
        let body = json!({"cidrBlock": cidr, "tags": [{"key": "a", "value": "1"}, {"key": "b", "value": "2"}]});
        rest.request(Method::POST, "/v1/vpcs")
            .header(IDEMPOTENCY_KEY, token)
            .json(&body)
    };
    let first = rest.send(create("one", "10.0.0.0/16")).await.expect(201);
    let again = rest.send(create("one", "10.0.0.0/16")).await;
    assert_eq!(again.expect(201), first);
    let other = rest.send(create("two", "10.0.0.0/16")).await.expect(201);
    assert_ne!(other["vpcId"], first["vpcId"]);
    let mismatch = rest.send(create("one", "10.1.0.0/16")).await;
    assert_eq!(
        mismatch.refusal(),
        "409 IdempotentParameterMismatch (clientToken): The token 'one' was used before with other parameters"
    );
    let reply = rest.send(create(&"x".repeat(65), "10.0.0.0/16")).await;
    assert_eq!(
        (reply.status, &reply.body["code"]),
        (400, &json!("InvalidParameterValue"))
    );
    assert_eq!(rest.items("/v1/vpcs").await.len(), 2);

    world.pass(24 * 60 * 60 + 1).await;
    assert!(
        world.rows().await["idempotency"].is_empty(),
        "tokens are forgotten after a day"
    );
    let late = rest.send(create("one", "10.1.0.0/16")).await.expect(201);
    assert_ne!(late["vpcId"], first["vpcId"]);
}

#[tokio::test]
async fn pages_show_everything_once() {
    let world = World::in_memory().await;
    let rest = world.rest(CONSUMER);
    let mut all = Vec::new();
    for number in 0..7 {
        let stage = if number % 2 == 0 { "even" } else { "odd" };
        let body = json!({"cidrBlock": "10.0.0.0/16", "tags": [{"key": "Stage", "value": stage}]});
        all.push(text(&rest.create("/v1/vpcs", body).await["vpcId"]));
    }
    all.sort();
    for (query, size, expected) in [
        ("", 3, 7),
        ("&filter[tag:Stage]=even", 2, 4),
        ("&filter[tag:Stage]=o?d", 1, 3),
    ] {
        let mut seen = Vec::new();
        let mut cursor = String::new();
        loop {
            let page = rest
                .get(&format!("/v1/vpcs?limit={size}{query}{cursor}"))
                .await
                .expect(200);
            let items = page["items"].as_array().expect("items");
            assert!((1..=size).contains(&items.len()), "{page}");
            seen.extend(items.iter().map(|item| text(&item["vpcId"])));
            match page["nextCursor"].as_str() {
                Some(next) => cursor = format!("&cursor={next}"),
                None => break,
            }
        }
        assert_eq!(seen.len(), expected, "{query}");
        assert!(
            seen.is_sorted() && seen.iter().all(|id| all.contains(id)),
            "{seen:?}"
        );
    }
    let first = rest.get("/v1/vpcs?limit=2").await.expect(200);
    let cursor = text(&first["nextCursor"]);
    for path in [
        format!("/v1/vpcs?limit=2&filter[tag:Stage]=even&cursor={cursor}"),
        format!("/v1/subnets?cursor={cursor}"),
        "/v1/vpcs?cursor=junk".to_owned(),
    ] {
        let reply = rest.get(&path).await;
        assert_eq!(
            (reply.status, &reply.body["code"]),
            (400, &json!("InvalidNextToken")),
            "{path}"
        );
    }
    let elsewhere = rest
        .region("eu-west-1")
        .get(&format!("/v1/vpcs?limit=2&cursor={cursor}"))
        .await;
    assert_eq!(elsewhere.status, 400);
}

/// Sends each request and sees that its refusal begins as expected, and that nothing was changed.
async fn refused<const N: usize>(
    world: &World,
    rest: Rest<'_>,
    cases: [(reqwest::RequestBuilder, &str); N],
) {
    let before = world.rows().await;
    for (request, expected) in cases {
        let refusal = rest.send(request).await.refusal();
        assert!(
            refusal.starts_with(expected),
            "expected {expected}, got {refusal}"
        );
    }
    assert_eq!(world.rows().await, before);
}

#[tokio::test]
async fn bodies_that_cannot_be_used_are_refused() {
    let world = World::start().await;
    let rest = world.rest(CONSUMER);
    let post = |body: &str| {
        let request = rest.request(Method::POST, "/v1/vpcs");
        request
            .header("Content-Type", "application/json")
            .body(body.to_owned())
    };
    let large = format!("{{\"cidrBlock\": \"{}\"}}", "x".repeat(2 * 1024 * 1024));
    let cases = [
        (post("{"), "400 MalformedQueryString"),
        (post(""), "400 MalformedQueryString"),
        (
            post("{\"cidrBlock\": \"10.0.0.0/16\"} x"),
            "400 MalformedQueryString",
        ),
        (post("[]"), "422 InvalidParameterValue"),
        (post("{}"), "422 MissingParameter (cidrBlock)"),
        (
            post("{\"cidrBlock\": 1}"),
            "422 InvalidParameterValue (cidrBlock)",
        ),
        (
            post("{\"cidrBlock\": \"10.0.0.0/16\", \"x\": 1}"),
            "422 UnknownParameter (x)",
        ),
        (
            post("{\"cidrBlock\": \"ten\"}"),
            "400 InvalidParameterValue (cidrBlock)",
        ),
        (
            post("{\"cidrBlock\": \"10.0.0.0/8\"}"),
            "400 InvalidVpc.Range (cidrBlock)",
        ),
        (post(&large), "413 RequestEntityTooLarge"),
        (
            rest.request(Method::POST, "/v1/vpcs").body("{}"),
            "415 UnsupportedMediaType",
        ),
    ];
    refused(&world, rest, cases).await;
}

#[tokio::test]
async fn paths_queries_and_headers_that_cannot_be_used_are_refused() {
    let world = World::start().await;
    let rest = world.rest(CONSUMER);
    let get = |path: &str| rest.request(Method::GET, path);
    let account = world
        .http
        .get(format!("{}/v1/vpcs", world.url()))
        .header("X-Privlink-Account", "12");
    let cases = [
        (
            rest.request(Method::PUT, "/v1/vpcs"),
            "405 MethodNotAllowed",
        ),
        (get("/v1/nothing"), "404 NoSuchRoute"),
        (get("/v1/vpcs/vpc-1"), "400 InvalidVpcID.Malformed"),
        (get("/v1/vpcs/vpc-00000000"), "404 InvalidVpcID.NotFound"),
        (get("/v1/vpcs/%ff"), "400 InvalidParameterValue"),
        (get("/v1/vpcs?page=2"), "400 UnknownParameter (page)"),
        (get("/v1/vpcs?limit=0"), "400 InvalidParameterValue (limit)"),
        (get("/v1/vpcs?filter[flavour]=x"), "400 InvalidFilter"),
        (
            account,
            "400 InvalidParameterValue (X-Privlink-Account): '12' is not an account id: expected 12 digits",
        ),
        (
            rest.region("mars-north-1").request(Method::GET, "/v1/vpcs"),
            "400 InvalidParameterValue (X-Privlink-Region): 'mars-north-1' is not the name of an AWS region",
        ),
    ];
    refused(&world, rest, cases).await;
}

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
                "services": {"ec2": "running", "elbv2": "running", "sts": "running"},
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
