//! Records of the sandbox's public DNS.

use reqwest::Method;
use serde_json::{Value, json};

use crate::support::rest::{IF_MATCH, Reply, Rest};
use crate::support::world::{CONSUMER, PROVIDER, World, text};

const RECORDS: &str = "/v1/dns-records";

async fn put(rest: Rest<'_>, body: Value) -> Reply {
    rest.send(rest.request(Method::PUT, RECORDS).json(&body))
        .await
}

fn record(name: &str, values: &[&str]) -> Value {
    json!({"name": name, "type": "TXT", "values": values})
}

#[tokio::test]
async fn created_replaced_shown_and_deleted() {
    let world = World::start().await;
    let rest = world.rest(PROVIDER);
    let mut story = String::new();
    let mut tell = |what: &str, reply: Reply| {
        story += &format!("{what}\n{reply}\n\n");
    };
    let body =
        json!({"name": "_6E86v.Example.com.", "type": "TXT", "values": ["vpce:AbC"], "ttl": 1800});
    tell("new", put(rest, body).await);
    tell(
        "replaced",
        put(rest, record("_6e86v.example.com", &["vpce:AbC", "more"])).await,
    );
    tell(
        "the same once more",
        put(rest, record("_6e86v.example.com", &["vpce:AbC", "more"])).await,
    );
    let path = "/v1/dns-records/TXT/_6e86v.example.com";
    tell("shown", rest.get(path).await);
    let elsewhere = rest.region("eu-west-1");
    tell(
        "listed in another region",
        elsewhere.get("/v1/dns-records").await,
    );
    tell("deleted", elsewhere.delete(path).await);
    tell("gone", rest.get(path).await);
    insta::assert_snapshot!(world.shown(&story.trim_end()), @r#"
    new
    HTTP 201
    location: /v1/dns-records/TXT/_6e86v.example.com
    etag: "1"
    {
      "name": "_6e86v.example.com",
      "ownerId": "111111111111",
      "ttl": 1800,
      "type": "TXT",
      "values": [
        "vpce:AbC"
      ]
    }

    replaced
    HTTP 200
    etag: "2"
    {
      "name": "_6e86v.example.com",
      "ownerId": "111111111111",
      "ttl": 300,
      "type": "TXT",
      "values": [
        "vpce:AbC",
        "more"
      ]
    }

    the same once more
    HTTP 200
    etag: "2"
    {
      "name": "_6e86v.example.com",
      "ownerId": "111111111111",
      "ttl": 300,
      "type": "TXT",
      "values": [
        "vpce:AbC",
        "more"
      ]
    }

    shown
    HTTP 200
    etag: "2"
    {
      "name": "_6e86v.example.com",
      "ownerId": "111111111111",
      "ttl": 300,
      "type": "TXT",
      "values": [
        "vpce:AbC",
        "more"
      ]
    }

    listed in another region
    HTTP 200
    {
      "items": [
        {
          "name": "_6e86v.example.com",
          "ownerId": "111111111111",
          "ttl": 300,
          "type": "TXT",
          "values": [
            "vpce:AbC",
            "more"
          ]
        }
      ]
    }

    deleted
    HTTP 204

    gone
    HTTP 404
    {
      "code": "DnsRecordNotFound",
      "detail": "There is no TXT record of the name '_6e86v.example.com'",
      "parameter": "name",
      "requestId": "[request-id]",
      "status": 404,
      "title": "Not Found",
      "type": "about:blank"
    }
    "#);
    let events = rest.items("/v1/events").await;
    let lines: Vec<String> = events
        .iter()
        .map(|event| {
            let state = |name: &str| event[name].as_str().unwrap_or("-").to_owned();
            format!(
                "{} {} {} in {}: {} -> {}",
                text(&event["action"]),
                text(&event["resourceType"]),
                text(&event["resourceId"]),
                text(&event["region"]),
                state("from"),
                state("to")
            )
        })
        .collect();
    insta::assert_snapshot!(lines.join("\n"), @"
    PutDnsRecord dns-record TXT/_6e86v.example.com in us-east-1: - -> present
    PutDnsRecord dns-record TXT/_6e86v.example.com in us-east-1: present -> present
    DeleteDnsRecord dns-record TXT/_6e86v.example.com in us-east-1: present -> -
    ");
    let there: Vec<String> = elsewhere
        .items("/v1/events")
        .await
        .iter()
        .map(|event| text(&event["action"]))
        .collect();
    assert_eq!(there, ["DeleteDnsRecord"]);
}

#[tokio::test]
async fn lists_have_the_own_account_filters_and_pages() {
    let world = World::start().await;
    let rest = world.rest(PROVIDER);
    for name in ["c.example", "a.example", "b.test"] {
        put(rest, record(name, &["x"])).await.expect(201);
    }
    put(world.rest(CONSUMER), record("a.example", &["y"]))
        .await
        .expect(201);
    let names = async |path: &str| -> Vec<String> {
        let items = rest.items(path).await;
        items.iter().map(|item| text(&item["name"])).collect()
    };
    assert_eq!(
        names("/v1/dns-records").await,
        ["a.example", "b.test", "c.example"]
    );
    assert_eq!(
        names("/v1/dns-records?filter[name]=*.example&filter[type]=TXT").await,
        ["a.example", "c.example"]
    );
    assert!(names("/v1/dns-records?filter[type]=A").await.is_empty());
    let mut page = rest.get("/v1/dns-records?limit=2").await.expect(200);
    assert_eq!(page["items"].as_array().map(Vec::len), Some(2));
    let cursor = text(&page["nextCursor"].take());
    let last = format!("/v1/dns-records?limit=2&cursor={cursor}");
    assert_eq!(names(&last).await, ["c.example"]);
    let stranger = world.rest(CONSUMER).items(RECORDS).await;
    assert_eq!(
        stranger,
        [
            json!({"name": "a.example", "type": "TXT", "values": ["y"], "ttl": 300, "ownerId": CONSUMER})
        ]
    );
}

#[tokio::test]
async fn old_versions_change_nothing() {
    let world = World::start().await;
    let rest = world.rest(PROVIDER);
    put(rest, record("a.example", &["1"])).await.expect(201);
    put(rest, record("a.example", &["2"])).await.expect(200);
    let before = world.rows().await;
    let path = "/v1/dns-records/TXT/a.example";
    for (tag, name) in [
        ("\"1\"", "a.example"),
        ("\"3\"", "a.example"),
        ("\"1\"", "b.example"),
    ] {
        let request = rest.request(Method::PUT, RECORDS).header(IF_MATCH, tag);
        let reply = rest.send(request.json(&record(name, &["3"]))).await;
        assert_eq!(reply.status, 412, "{tag} {name}");
        let request = rest.request(Method::DELETE, path).header(IF_MATCH, tag);
        assert_eq!(rest.send(request).await.status, 412, "{tag}");
    }
    assert_eq!(before, world.rows().await);
    let request = rest.request(Method::PUT, RECORDS).header(IF_MATCH, "\"2\"");
    let reply = rest.send(request.json(&record("a.example", &["3"]))).await;
    assert_eq!(
        (reply.status, reply.header("etag").to_owned()),
        (200, "\"3\"".to_owned())
    );
}

#[tokio::test]
async fn what_dns_cannot_hold_is_refused_by_name() {
    let world = World::start().await;
    let rest = world.rest(PROVIDER);
    let before = world.rows().await;
    let many: Vec<String> = (0..101).map(|number| number.to_string()).collect();
    let mut refusals = Vec::new();
    for body in [
        json!({"name": "a.example", "type": "TXT"}),
        json!({"name": "a.example", "values": ["x"]}),
        json!({"name": "a.example", "type": "TXT", "values": ["x"], "region": "us-east-1"}),
        json!({"name": "a.example", "type": "TXT", "values": "x"}),
        json!({"name": "a.example", "type": "TXT", "values": ["x"], "ttl": -1}),
        json!({"name": "a.example", "type": "TXT", "values": ["x"], "ttl": 2_147_483_648_u32}),
        json!({"name": "a.example", "type": "CNAME", "values": ["b.example"]}),
        json!({"name": "a.example", "type": "ZZZ", "values": ["x"]}),
        record("", &["x"]),
        record("a..example", &["x"]),
        record("*.example", &["x"]),
        record(&"a.".repeat(128), &["x"]),
        record("a.example", &[]),
        record("a.example", &["x", "x"]),
        record("a.example", &[&"x".repeat(256)]),
        json!({"name": "a.example", "type": "TXT", "values": many}),
    ] {
        refusals.push(put(rest, body).await.refusal());
    }
    for path in [
        "/v1/dns-records/TXT/a.example",
        "/v1/dns-records/MX/a.example",
        "/v1/dns-records/TXT/a..example",
        "/v1/dns-records?filter[ttl]=1",
        "/v1/dns-records?name=a.example",
    ] {
        refusals.push(rest.get(path).await.refusal());
    }
    refusals.push(rest.delete("/v1/dns-records/TXT/a.example").await.refusal());
    insta::assert_snapshot!(refusals.join("\n"), @r#"
    422 MissingParameter (values): missing field `values` at line 1 column 33
    422 MissingParameter (type): missing field `type` at line 1 column 35
    422 UnknownParameter (region): region: unknown field `region`, expected one of `name`, `type`, `values`, `ttl` at line 1 column 28
    422 InvalidParameterValue (values): values: invalid type: string "x", expected a sequence at line 1 column 45
    422 InvalidParameterValue (ttl): ttl: invalid value: integer `-1`, expected u32 at line 1 column 28
    400 InvalidParameterValue (ttl): ttl is 0 to 2147483647 seconds
    400 UnsupportedOperation (type): privlink serves TXT records only, not CNAME
    400 InvalidParameterValue (type): 'ZZZ' is not a type of DNS records
    400 InvalidParameterValue (name): '' is not a DNS name: a label has 1 to 63 characters
    400 InvalidParameterValue (name): 'a..example' is not a DNS name: a label has 1 to 63 characters
    400 InvalidParameterValue (name): '*.example' is not a DNS name: a label has only letters, digits, - and _
    400 InvalidParameterValue (name): 'a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.' is not a DNS name: it has more than 253 characters
    400 InvalidParameterValue (values): A record has 1 to 100 values
    400 InvalidParameterValue (values): The value 'x' is given more than once
    400 InvalidParameterValue (values): A value of a TXT record has 1 to 255 bytes and no control characters
    400 InvalidParameterValue (values): A record has 1 to 100 values
    404 DnsRecordNotFound (name): There is no TXT record of the name 'a.example'
    400 UnsupportedOperation (type): privlink serves TXT records only, not MX
    400 InvalidParameterValue (name): 'a..example' is not a DNS name: a label has 1 to 63 characters
    400 InvalidFilter (filter): The filter 'ttl' is invalid
    400 UnknownParameter (name): The query parameter name is not known
    404 DnsRecordNotFound (name): There is no TXT record of the name 'a.example'
    "#);
    assert_eq!(before, world.rows().await);
}
