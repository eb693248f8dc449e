//! Requests that cannot be read, or lead nowhere: each is refused with a problem document.

use reqwest::Method;
use serde_json::Value;

use crate::support::world::{CONSUMER, World};

#[tokio::test]
async fn cannot_be_read() {
    let world = World::start().await;
    let rest = world.rest(CONSUMER);
    let before = world.rows().await;
    let json = "application/json";
    let cidr = r#"{"cidrBlock": "10.0.0.0/16"}"#;
    let large = format!("{{\"cidrBlock\": \"{}\"}}", " ".repeat(1024 * 1024));
    let deep = format!("{{\"tags\": {}", "[".repeat(10_000));
    let mut table = String::new();
    for (what, kind, body) in [
        ("not JSON", json, "{".to_owned()),
        ("nothing", json, String::new()),
        ("more than JSON", json, format!("{cidr} and more")),
        ("very deep", json, deep),
        ("too large", json, large),
        ("plain text", "text/plain", cidr.to_owned()),
        ("a list", json, "[]".to_owned()),
        (
            "a list of the members",
            json,
            r#"["10.0.0.0/16", null, []]"#.to_owned(),
        ),
        ("null", json, "null".to_owned()),
        ("a member missing", json, "{}".to_owned()),
        ("a member null", json, r#"{"cidrBlock": null}"#.to_owned()),
        (
            "a member of the wrong type",
            json,
            r#"{"cidrBlock": 10}"#.to_owned(),
        ),
        (
            "a member not known",
            json,
            r#"{"cidrBlock": "10.0.0.0/16", "colour": "red"}"#.to_owned(),
        ),
        (
            "a member twice",
            json,
            r#"{"cidrBlock": "10.0.0.0/16", "cidrBlock": "10.0.0.0/16"}"#.to_owned(),
        ),
        (
            "AWS's spelling",
            json,
            r#"{"CidrBlock": "10.0.0.0/16"}"#.to_owned(),
        ),
        (
            "a tag without key",
            json,
            r#"{"cidrBlock": "10.0.0.0/16", "tags": [{"value": "x"}]}"#.to_owned(),
        ),
    ] {
        let request = rest.request(Method::POST, "/v1/vpcs");
        let reply = rest
            .send(request.header("Content-Type", kind).body(body))
            .await;
        table += &format!("{what:<28}{}\n", reply.refusal());
    }
    let request = rest.request(Method::POST, "/v1/vpcs").body(cidr);
    let reply = rest.send(request).await;
    table += &format!("{:<28}{}\n", "no content type", reply.refusal());
    let request = rest
        .request(Method::POST, "/v1/vpcs")
        .body(&b"{\"cidrBlock\": \"\xff\"}"[..]);
    let reply = rest.send(request.header("Content-Type", json)).await;
    table += &format!("{:<28}{}\n", "not UTF-8", reply.refusal());
    insta::assert_snapshot!(table.trim_end(), @"
    not JSON                    400 MalformedQueryString: The body is not JSON: EOF while parsing an object at line 1 column 1
    nothing                     400 MalformedQueryString: The body is not JSON: EOF while parsing a value at line 1 column 0
    more than JSON              400 MalformedQueryString: The body is not JSON: trailing characters at line 1 column 30
    very deep                   422 InvalidParameterValue (tags[0][0]): tags[0][0]: invalid type: sequence, expected a string at line 1 column 11
    too large                   413 RequestEntityTooLarge: The body is larger than 1048576 bytes
    plain text                  415 UnsupportedMediaType (Content-Type): The body must be application/json
    a list                      422 InvalidParameterValue: The body must be a JSON object with each member once
    a list of the members       422 InvalidParameterValue: The body must be a JSON object with each member once
    null                        422 InvalidParameterValue: The body must be a JSON object with each member once
    a member missing            422 MissingParameter (cidrBlock): missing field `cidrBlock` at line 1 column 2
    a member null               422 InvalidParameterValue (cidrBlock): cidrBlock: invalid type: null, expected a string at line 1 column 18
    a member of the wrong type  422 InvalidParameterValue (cidrBlock): cidrBlock: invalid type: integer `10`, expected a string at line 1 column 16
    a member not known          422 UnknownParameter (colour): colour: unknown field `colour`, expected one of `cidrBlock`, `amazonProvidedIpv6CidrBlock`, `instanceTenancy`, `tags` at line 1 column 37
    a member twice              422 InvalidParameterValue: The body must be a JSON object with each member once
    AWS's spelling              422 UnknownParameter (CidrBlock): CidrBlock: unknown field `CidrBlock`, expected one of `cidrBlock`, `amazonProvidedIpv6CidrBlock`, `instanceTenancy`, `tags` at line 1 column 12
    a tag without key           422 MissingParameter (tags[0].key): tags[0]: missing field `key` at line 1 column 52
    no content type             415 UnsupportedMediaType (Content-Type): The body must be application/json
    not UTF-8                   400 MalformedQueryString: The body is not JSON: invalid unicode code point at line 1 column 16
    ");
    assert_eq!(before, world.rows().await);
}

#[tokio::test]
async fn lead_nowhere() {
    let world = World::start().await;
    let rest = world.rest(CONSUMER);
    let mut table = String::new();
    for (method, path) in [
        (Method::GET, "/v1/widgets"),
        (Method::GET, "/v1/vpcs/"),
        (Method::GET, "/v2/vpcs"),
        (Method::POST, "/nowhere"),
        (Method::PUT, "/v1/vpcs"),
        (Method::DELETE, "/v1/vpcs"),
        (Method::POST, "/v1/vpcs/vpc-0123456789abcdef0"),
        (Method::PATCH, "/v1/events"),
        (Method::POST, "/v1/prefix-lists"),
        (Method::POST, "/health"),
        (Method::GET, "/v1/vpcs/%FF"),
        (Method::GET, "/v1/vpcs/vpc%2F1"),
        (Method::GET, "/v1/vpcs?limit=5&limit=6"),
        (Method::GET, "/v1/vpcs?filter=x"),
        (Method::GET, "/v1/vpcs?filter[vpc-id"),
    ] {
        let reply = rest.send(rest.request(method.clone(), path)).await;
        let allow = match reply.header("allow") {
            "" => String::new(),
            allow => format!(" [Allow: {allow}]"),
        };
        table += &format!("{method} {path}\n  {}{allow}\n", reply.refusal());
    }
    insta::assert_snapshot!(table.trim_end(), @r#"
    GET /v1/widgets
      404 NoSuchRoute: There is nothing at /v1/widgets
    GET /v1/vpcs/
      404 NoSuchRoute: There is nothing at /v1/vpcs/
    GET /v2/vpcs
      404 NoSuchRoute: There is nothing at /v2/vpcs
    POST /nowhere
      404 NoSuchRoute: There is nothing at /nowhere
    PUT /v1/vpcs
      405 MethodNotAllowed: /v1/vpcs cannot be used with PUT [Allow: POST,GET,HEAD]
    DELETE /v1/vpcs
      405 MethodNotAllowed: /v1/vpcs cannot be used with DELETE [Allow: POST,GET,HEAD]
    POST /v1/vpcs/vpc-0123456789abcdef0
      405 MethodNotAllowed: /v1/vpcs/vpc-0123456789abcdef0 cannot be used with POST [Allow: GET,HEAD,PATCH,DELETE]
    PATCH /v1/events
      405 MethodNotAllowed: /v1/events cannot be used with PATCH [Allow: GET,HEAD]
    POST /v1/prefix-lists
      405 MethodNotAllowed: /v1/prefix-lists cannot be used with POST [Allow: GET,HEAD]
    POST /health
      405 MethodNotAllowed: /health cannot be used with POST [Allow: GET,HEAD]
    GET /v1/vpcs/%FF
      400 InvalidParameterValue: The path cannot be read: Invalid UTF-8 in `vpcId`
    GET /v1/vpcs/vpc%2F1
      400 InvalidVpcID.Malformed (vpcId): Invalid id: "vpc/1" (expecting "vpc-...")
    GET /v1/vpcs?limit=5&limit=6
      400 InvalidParameterValue (limit): The query parameter limit is given more than once
    GET /v1/vpcs?filter=x
      400 UnknownParameter (filter): The query parameter filter is not known
    GET /v1/vpcs?filter[vpc-id
      400 UnknownParameter (filter[vpc-id): The query parameter filter[vpc-id is not known
    "#);
}

#[tokio::test]
async fn come_from_nobody() {
    let world = World::start().await;
    let request = |name: &str, value: &str| {
        let url = format!("{}/v1/vpcs", world.url());
        world.http.get(url).header(name, value)
    };
    let rest = world.rest(CONSUMER);
    let mut table = String::new();
    for (name, value) in [
        ("X-Privlink-Account", "12"),
        ("X-Privlink-Account", "12345678901x"),
        ("X-Privlink-Region", "nowhere"),
        ("Authorization", "Bearer x"),
        (
            "Authorization",
            "AWS4-HMAC-SHA256 Credential=x, SignedHeaders=host, Signature=0",
        ),
        ("If-Match", "3"),
    ] {
        let reply = rest.send(request(name, value)).await;
        table += &format!("{name}: {value}\n  {}\n", reply.refusal());
    }
    insta::assert_snapshot!(table.trim_end(), @"
    X-Privlink-Account: 12
      400 InvalidParameterValue (X-Privlink-Account): '12' is not an account id: expected 12 digits
    X-Privlink-Account: 12345678901x
      400 InvalidParameterValue (X-Privlink-Account): '12345678901x' is not an account id: expected 12 digits
    X-Privlink-Region: nowhere
      400 InvalidParameterValue (X-Privlink-Region): 'nowhere' is not the name of an AWS region
    Authorization: Bearer x
      400 IncompleteSignature: The Authorization scheme 'Bearer' is not supported: sign the request with 'AWS4-HMAC-SHA256'.
    Authorization: AWS4-HMAC-SHA256 Credential=x, SignedHeaders=host, Signature=0
      400 IncompleteSignature: Credential must be 'KEY_ID/YYYYMMDD/REGION/SERVICE/aws4_request', got 'x': the date is malformed.
    If-Match: 3
      412 PreconditionFailed (If-Match): No version has the entity tag 3
    ");
}

/// Account and region of a signed request come from its credential scope.
#[tokio::test]
async fn are_scoped_by_account_and_region() {
    let world = World::start().await;
    let body = serde_json::json!({"cidrBlock": "10.0.0.0/16"});
    let rest = world.rest(CONSUMER);
    let vpc = rest.create("/v1/vpcs", body).await;
    assert_eq!(vpc["ownerId"], CONSUMER);
    let elsewhere = rest.region("eu-west-1");
    assert!(elsewhere.items("/v1/vpcs").await.is_empty());
    for (key, region, found) in [
        (CONSUMER, "us-east-1", 1),
        (CONSUMER, "eu-west-1", 0),
        ("AKIDEXAMPLE", "us-east-1", 0),
    ] {
        let signed = crate::support::query::authorization(key, region, "ec2");
        let request = world.http.get(format!("{}/v1/vpcs", world.url()));
        let page = rest.send(request.header("Authorization", signed)).await;
        let items: Value = page.expect(200)["items"].take();
        assert_eq!(
            items.as_array().map(Vec::len),
            Some(found),
            "{key} {region}"
        );
    }
    let default = world.http.get(format!("{}/v1/vpcs", world.url()));
    assert_eq!(
        rest.send(default).await.expect(200)["items"],
        serde_json::json!([])
    );
}
