//! Services that are not served: refused in their own protocols, or answered by another emulator.

use privlink::{Sandbox, SandboxOptions};
use reqwest::{Client, Method, RequestBuilder};
use serde_json::json;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};

use crate::support::query::{Protocol, authorization, form};
use crate::support::world::CONSUMER;

/// A request as far as its head goes, and a connection to read the rest from and to answer on.
struct Arrival {
    line: String,
    /// Lower-case names, in order of name, without those that are about the connection.
    headers: Vec<String>,
    stream: TcpStream,
    /// What of the body came with the head.
    body: Vec<u8>,
}

impl Arrival {
    /// Reads the head of an HTTP message.
    async fn read(mut stream: TcpStream) -> Self {
        let mut bytes = Vec::new();
        let end = loop {
            if let Some(end) = bytes.windows(4).position(|part| part == b"\r\n\r\n") {
                break end;
            }
            let read = stream.read_buf(&mut bytes).await.expect("bytes");
            assert!(read > 0, "the head ended early: {bytes:?}");
        };
        let body = bytes.split_off(end + 4);
        let head = String::from_utf8(bytes).expect("the head is text");
        let mut lines = head.trim_end().lines();
        let line = lines.next().expect("a first line").to_owned();
        let mut headers: Vec<String> = lines
            .map(|line| {
                let (name, value) = line.split_once(": ").expect("a header");
                format!("{}: {value}", name.to_ascii_lowercase())
            })
            .collect();
        headers.sort();
        Self {
            line,
            headers,
            stream,
            body,
        }
    }

    /// Reads on until the body has this many bytes.
    async fn body_of(&mut self, length: usize) -> &[u8] {
        while self.body.len() < length {
            let read = self.stream.read_buf(&mut self.body).await.expect("bytes");
            assert!(read > 0, "the body ended after {} bytes", self.body.len());
        }
        &self.body
    }

    async fn send(&mut self, text: &str) {
        let sent = self.stream.write_all(text.as_bytes()).await;
        sent.expect("the other side listens");
    }
}

/// A server with an upstream that the test plays.
struct Scene {
    sandbox: Sandbox,
    upstream: TcpListener,
    http: Client,
}

impl Scene {
    async fn start() -> Self {
        let upstream = TcpListener::bind(("127.0.0.1", 0)).await.expect("a port");
        let address = upstream.local_addr().expect("an address");
        let address = format!("http://{address}").parse().expect("an address");
        let options = SandboxOptions {
            upstream: Some(address),
            ..SandboxOptions::default()
        };
        Self {
            sandbox: Sandbox::start(options).await.expect("the server starts"),
            upstream,
            http: Client::new(),
        }
    }

    async fn arrival(&self) -> Arrival {
        let (stream, _) = self.upstream.accept().await.expect("a connection");
        Arrival::read(stream).await
    }

    /// A connection to the server over which this has been sent.
    async fn sent(&self, text: &str) -> TcpStream {
        let address = self.sandbox.url().replace("http://", "");
        let mut stream = TcpStream::connect(address).await.expect("a connection");
        let sent = stream.write_all(text.as_bytes()).await;
        sent.expect("the server listens");
        stream
    }

    fn signed(&self, service: &str, method: Method, path: &str) -> RequestBuilder {
        signed(&self.http, &self.sandbox.url(), service, method, path)
    }
}

fn signed(http: &Client, url: &str, service: &str, method: Method, path: &str) -> RequestBuilder {
    http.request(method, format!("{url}{path}")).header(
        "Authorization",
        authorization(CONSUMER, "us-east-1", service),
    )
}

#[tokio::test]
async fn requests_and_answers_pass_as_they_are() {
    let scene = Scene::start().await;
    let authorization = authorization(CONSUMER, "us-east-1", "s3");
    let request = format!(
        "PUT /bucket/a%2Fb//c?x-id=PutObject&empty HTTP/1.1\r\nHost: bucket.localhost:4566\r\n\
        Authorization: {authorization}\r\nX-Amz-Meta-One: 1\r\nX-Amz-Meta-One: 2\r\nContent-Type: a/b\r\n\
        Connection: keep-alive, x-hop\r\nX-Hop: here only\r\nExpect: 100-continue\r\nContent-Length: 5\r\n\r\nhello"
    );
    let client = scene.sent(&request).await;
    let mut arrival = scene.arrival().await;
    assert_eq!(
        arrival.line,
        "PUT /bucket/a%2Fb//c?x-id=PutObject&empty HTTP/1.1"
    );
    assert_eq!(
        arrival.headers,
        [
            &format!("authorization: {authorization}"),
            "content-length: 5",
            "content-type: a/b",
            "host: bucket.localhost:4566",
            "x-amz-meta-one: 1",
            "x-amz-meta-one: 2",
        ]
    );
    assert_eq!(arrival.body_of(5).await, b"hello");
    arrival
        .send(
            "HTTP/1.1 404 Whatever\r\nDate: Sun, 22 Nov 2026 10:00:00 GMT\r\nx-amz-request-id: theirs\r\n\
            Keep-Alive: timeout=5\r\nContent-Length: 3\r\n\r\nno!",
        )
        .await;
    let mut answer = Arrival::read(client).await;
    while answer.line == "HTTP/1.1 100 Continue" {
        let rest = std::mem::take(&mut answer.body);
        assert!(rest.is_empty(), "{rest:?}");
        answer = Arrival::read(answer.stream).await;
    }
    assert_eq!(answer.line, "HTTP/1.1 404 Whatever");
    assert_eq!(
        answer.headers,
        [
            "content-length: 3",
            "date: Sun, 22 Nov 2026 10:00:00 GMT",
            "x-amz-request-id: theirs",
        ]
    );
    assert_eq!(answer.body_of(3).await, b"no!");
}

/// Neither side's body is waited for before its beginning is passed on, nor kept.
#[tokio::test]
async fn bodies_are_passed_while_they_come() {
    let scene = Scene::start().await;
    let authorization = authorization(CONSUMER, "us-east-1", "s3");
    // Larger than what is taken for requests that are answered here.
    let length = 3 * privlink::domain::limit::BODY_BYTES;
    let head = format!(
        "PUT /bucket/large HTTP/1.1\r\nHost: localhost\r\nAuthorization: {authorization}\r\n\
        Content-Length: {length}\r\n\r\nbeginning"
    );
    let mut client = scene.sent(&head).await;
    let mut arrival = scene.arrival().await;
    assert_eq!(arrival.body_of(9).await, b"beginning");
    let rest = vec![b'x'; length - 9];
    let (sent, received) = tokio::join!(client.write_all(&rest), arrival.body_of(length));
    sent.expect("the server listens");
    assert_eq!(received.len(), length);

    arrival
        .send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nfirst\r\n")
        .await;
    let mut answer = Arrival::read(client).await;
    assert_eq!(answer.body_of(10).await, b"5\r\nfirst\r\n");
    arrival.send("4\r\nlast\r\n0\r\n\r\n").await;
    assert_eq!(
        answer.body_of(24).await,
        b"5\r\nfirst\r\n4\r\nlast\r\n0\r\n\r\n"
    );
}

/// Answers the next request that arrives with its own first line.
async fn echo(scene: &Scene) {
    let mut arrival = scene.arrival().await;
    let length = arrival.line.len();
    let answer = format!(
        "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: {length}\r\n\r\n{}",
        arrival.line
    );
    arrival.send(&answer).await;
}

#[tokio::test]
async fn what_is_served_stays_here() {
    let scene = Scene::start().await;
    let url = scene.sandbox.url();
    let anonymous = scene.http.get(format!("{url}/bucket/key"));
    let target = scene
        .http
        .post(&url)
        .header("X-Amz-Target", "AWSCognitoIdentityService.GetId")
        .body("{}");
    let there = [
        (scene.signed("s3", Method::HEAD, "/v1"), ""),
        (
            scene.signed("dynamodb", Method::POST, "/").body("{}"),
            "POST / HTTP/1.1",
        ),
        (
            scene.signed("kafka", Method::GET, "/v1/clusters"),
            "GET /v1/clusters HTTP/1.1",
        ),
        (target, "POST / HTTP/1.1"),
        (anonymous, "GET /bucket/key HTTP/1.1"),
    ];
    for (request, expected) in there {
        let (answer, ()) = tokio::join!(request.send(), echo(&scene));
        let text = answer.expect("an answer").text().await.expect("text");
        assert_eq!(text, expected);
    }
    let regions = form(&Protocol::EC2, "DescribeRegions", &[]);
    let unknown = form(&Protocol::EC2, "MakeCoffee", &[]);
    let here = [
        (scene.signed("ec2", Method::POST, "/").body(regions), 200),
        (scene.signed("ec2", Method::POST, "/").body(unknown), 400),
        (scene.signed("execute-api", Method::GET, "/v1/vpcs"), 200),
        (scene.http.get(format!("{url}/v1/nothing")), 404),
        (scene.http.get(format!("{url}/v1/vpcs")), 200),
        (scene.http.get(format!("{url}/health")), 200),
    ];
    for (request, status) in here {
        let answer = request.send().await.expect("an answer");
        assert!(answer.headers().contains_key("x-request-id"));
        assert_eq!(answer.status(), status);
    }
}

/// Status, content type and body of an answer, with the request's id replaced.
async fn shown(request: RequestBuilder) -> String {
    let answer = request.send().await.expect("an answer");
    let (status, headers) = (answer.status().as_u16(), answer.headers().clone());
    let header = |name: &str| headers.get(name).map(|value| value.to_str().expect("text"));
    let id = header("x-request-id").expect("an id").to_owned();
    let kind = header("content-type").expect("a type").to_owned();
    let more: Vec<String> = ["x-amzn-errortype", "smithy-protocol"]
        .iter()
        .filter_map(|name| Some(format!(" {name}={}", header(name)?)))
        .collect();
    let body = answer.bytes().await.expect("a body");
    let body = match std::str::from_utf8(&body) {
        Ok(text) if kind != "application/cbor" => text.replace(&id, "ID"),
        _ => body.escape_ascii().to_string(),
    };
    format!("{status} {kind}{}\n{}", more.concat(), body.trim_end())
}

/// One request in each of the forms that AWS's services have.
fn each_form(http: &Client, url: &str) -> Vec<RequestBuilder> {
    let signed = |service, method, path| signed(http, url, service, method, path);
    vec![
        signed("s3", Method::GET, "/bucket/key"),
        signed("cloudfront", Method::GET, "/2020-05-31/distribution"),
        signed("lambda", Method::GET, "/2015-03-31/functions/"),
        signed("rds", Method::POST, "/")
            .header("Content-Type", "application/x-www-form-urlencoded")
            .body("Action=DescribeDBInstances&Version=2014-10-31"),
        signed("dynamodb", Method::POST, "/")
            .header("X-Amz-Target", "DynamoDB_20120810.ListTables")
            .header("Content-Type", "application/x-amz-json-1.0")
            .body("{}"),
        signed("logs", Method::POST, "/")
            .header("X-Amz-Target", "Logs_20140328.DescribeLogGroups")
            .header("Content-Type", "application/x-amz-json-1.1")
            .body("{}"),
        signed(
            "monitoring",
            Method::POST,
            "/service/x/operation/ListMetrics",
        )
        .header("Smithy-Protocol", "rpc-v2-cbor")
        .header("Content-Type", "application/cbor"),
    ]
}

#[tokio::test]
async fn without_an_upstream_each_protocol_says_no_in_its_own_way() {
    let sandbox = Sandbox::start(SandboxOptions::default()).await;
    let sandbox = sandbox.expect("the server starts");
    let mut table = String::new();
    for request in each_form(&Client::new(), &sandbox.url()) {
        table += &(shown(request).await + "\n\n");
    }
    insta::assert_snapshot!(table, @r#"
    501 text/xml
    <?xml version="1.0" encoding="UTF-8"?>
    <Error><Code>NotImplemented</Code><Message>privlink does not serve the service 's3'</Message><RequestId>ID</RequestId></Error>

    400 text/xml
    <?xml version="1.0" encoding="UTF-8"?>
    <ErrorResponse><Error><Code>InvalidAction</Code><Message>privlink does not serve the service 'cloudfront'</Message></Error><RequestId>ID</RequestId></ErrorResponse>

    400 application/json x-amzn-errortype=UnknownOperationException
    {"code":"UnknownOperationException","message":"privlink does not serve the service 'lambda'"}

    400 text/xml
    <?xml version="1.0" encoding="UTF-8"?>
    <ErrorResponse><Error><Code>InvalidAction</Code><Message>privlink does not serve the service 'rds'</Message></Error><RequestId>ID</RequestId></ErrorResponse>

    400 application/x-amz-json-1.0
    {"__type":"UnknownOperationException","message":"privlink does not serve the service 'dynamodb'"}

    400 application/x-amz-json-1.1
    {"__type":"UnknownOperationException","message":"privlink does not serve the service 'logs'"}

    400 application/cbor smithy-protocol=rpc-v2-cbor
    \xa2f__typex\x19UnknownOperationExceptiongmessagex0privlink does not serve the service \'monitoring\'
    "#);
}

#[tokio::test]
async fn an_upstream_that_is_away_is_an_error_that_passes() {
    let scene = Scene::start().await;
    let port = scene.upstream.local_addr().expect("an address").port();
    drop(scene.upstream);
    let mut table = String::new();
    for request in each_form(&scene.http, &scene.sandbox.url()) {
        table += &(shown(request).await + "\n\n");
    }
    insta::assert_snapshot!(table.replace(&port.to_string(), "PORT"), @r#"
    503 text/xml
    <?xml version="1.0" encoding="UTF-8"?>
    <Error><Code>ServiceUnavailable</Code><Message>The upstream http://127.0.0.1:PORT/ cannot be asked: client error (Connect): tcp connect error: Connection refused (os error 111)</Message><RequestId>ID</RequestId></Error>

    503 text/xml
    <?xml version="1.0" encoding="UTF-8"?>
    <ErrorResponse><Error><Code>ServiceUnavailable</Code><Message>The upstream http://127.0.0.1:PORT/ cannot be asked: client error (Connect): tcp connect error: Connection refused (os error 111)</Message></Error><RequestId>ID</RequestId></ErrorResponse>

    503 application/json x-amzn-errortype=ServiceUnavailable
    {"code":"ServiceUnavailable","message":"The upstream http://127.0.0.1:PORT/ cannot be asked: client error (Connect): tcp connect error: Connection refused (os error 111)"}

    503 text/xml
    <?xml version="1.0" encoding="UTF-8"?>
    <ErrorResponse><Error><Code>ServiceUnavailable</Code><Message>The upstream http://127.0.0.1:PORT/ cannot be asked: client error (Connect): tcp connect error: Connection refused (os error 111)</Message></Error><RequestId>ID</RequestId></ErrorResponse>

    503 application/x-amz-json-1.0
    {"__type":"ServiceUnavailable","message":"The upstream http://127.0.0.1:PORT/ cannot be asked: client error (Connect): tcp connect error: Connection refused (os error 111)"}

    503 application/x-amz-json-1.1
    {"__type":"ServiceUnavailable","message":"The upstream http://127.0.0.1:PORT/ cannot be asked: client error (Connect): tcp connect error: Connection refused (os error 111)"}

    503 application/cbor smithy-protocol=rpc-v2-cbor
    \xa2f__typerServiceUnavailablegmessagex\x82The upstream http://127.0.0.1:PORT/ cannot be asked: client error (Connect): tcp connect error: Connection refused (os error 111)
    "#);
    let health = scene.http.get(format!("{}/health", scene.sandbox.url()));
    assert_eq!(
        health
            .send()
            .await
            .expect("an answer")
            .json::<serde_json::Value>()
            .await
            .expect("JSON"),
        json!({"status": "ok"})
    );
}
