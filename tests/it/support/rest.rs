//! The REST API as an account uses it.

use std::fmt;

use reqwest::header::HeaderMap;
use reqwest::{Method, RequestBuilder};
use serde_json::Value;

use super::contract;
use super::world::World;

/// The header of an entity's version in requests that change it.
pub(crate) const IF_MATCH: &str = "If-Match";
/// The header of a token by which a request is carried out once.
pub(crate) const IDEMPOTENCY_KEY: &str = "Idempotency-Key";

/// An account's view of the API.
#[derive(Clone, Copy)]
pub(crate) struct Rest<'w> {
    world: &'w World,
    account: &'static str,
    region: &'static str,
}

impl<'w> Rest<'w> {
    pub(super) fn new(world: &'w World, account: &'static str) -> Self {
        Self {
            world,
            account,
            region: "us-east-1",
        }
    }

    /// The same account in another region.
    pub(crate) fn region(self, region: &'static str) -> Self {
        Self { region, ..self }
    }

    pub(crate) async fn get(&self, path: &str) -> Reply {
        self.send(self.request(Method::GET, path)).await
    }

    pub(crate) async fn post(&self, path: &str, body: Value) -> Reply {
        self.send(self.request(Method::POST, path).json(&body))
            .await
    }

    pub(crate) async fn patch(&self, path: &str, body: Value) -> Reply {
        self.send(self.request(Method::PATCH, path).json(&body))
            .await
    }

    pub(crate) async fn delete(&self, path: &str) -> Reply {
        self.send(self.request(Method::DELETE, path)).await
    }

    /// The resource that a POST has created.
    pub(crate) async fn create(&self, path: &str, body: Value) -> Value {
        self.post(path, body).await.expect(201)
    }

    /// The id, by the name that it has there, of the resource that a POST has created.
    pub(crate) async fn make(&self, path: &str, id: &str, body: Value) -> String {
        super::world::text(&self.create(path, body).await[id])
    }

    /// All items of a list, which must fit one page.
    pub(crate) async fn items(&self, path: &str) -> Vec<Value> {
        let mut page = self.get(path).await.expect(200);
        assert_eq!(page.get("nextCursor"), None, "{path} has more than a page");
        match page["items"].take() {
            Value::Array(items) => items,
            other => panic!("{path} has the items {other}"),
        }
    }

    /// A request of this account's, to be completed.
    pub(crate) fn request(&self, method: Method, path: &str) -> RequestBuilder {
        self.world
            .http
            .request(method, format!("{}{path}", self.world.url()))
            .header("X-Privlink-Account", self.account)
            .header("X-Privlink-Region", self.region)
    }

    /// Sends a request and sees that the answer has the form that all answers have.
    pub(crate) async fn send(&self, request: RequestBuilder) -> Reply {
        let request = request.build().expect("a request");
        let (method, path) = (
            request.method().to_string(),
            request.url().path().to_owned(),
        );
        let call = format!("{method} {path}");
        let reply = self.world.http.execute(request).await;
        let reply = Reply::read(reply.unwrap_or_else(|error| panic!("{call}: {error}"))).await;
        if let Err(fault) = reply.check(&method, &path) {
            panic!("{call}: {fault}\n{reply}");
        }
        reply
    }
}

/// An answer.
pub(crate) struct Reply {
    pub(crate) status: u16,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Value,
}

impl Reply {
    async fn read(response: reqwest::Response) -> Self {
        let status = response.status().as_u16();
        let headers = response.headers().clone();
        let text = response.text().await.expect("the body can be read");
        let body = if text.is_empty() {
            Value::Null
        } else {
            serde_json::from_str(&text).unwrap_or(Value::String(text))
        };
        Self {
            status,
            headers,
            body,
        }
    }

    /// The body of an answer with this status.
    pub(crate) fn expect(self, status: u16) -> Value {
        assert_eq!(self.status, status, "{self}");
        self.body
    }

    /// A header's text, empty if absent.
    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers
            .get(name)
            .map_or("", |value| value.to_str().expect("a header is text"))
    }

    /// A refusal in one line: status, code, parameter, detail.
    pub(crate) fn refusal(&self) -> String {
        let body = &self.body;
        let parameter = match &body["parameter"] {
            Value::String(parameter) => format!(" ({parameter})"),
            _ => String::new(),
        };
        let (code, detail) = (body["code"].as_str(), body["detail"].as_str());
        match (code, detail) {
            (Some(code), Some(detail)) => format!("{} {code}{parameter}: {detail}", self.status),
            _ => format!("{} {body}", self.status),
        }
    }

    /// What is true of all answers: an id, JSON as announced, and problem documents for all refusals.
    fn check(&self, method: &str, path: &str) -> Result<(), String> {
        if path.starts_with("/v1/") {
            contract::check(method, path, self.status, &self.body)?;
        }
        let id = self.header("x-request-id");
        if id.len() != 36 {
            return Err(format!("the request id is '{id}'"));
        }
        if self.status < 400 {
            let kind = self.header("content-type");
            let json = self.body.is_null() || kind == "application/json";
            return json
                .then_some(())
                .ok_or_else(|| format!("the body is {kind}"));
        }
        if self.header("content-type") != "application/problem+json" {
            return Err("a refusal is no problem document".to_owned());
        }
        let known = [
            "code",
            "detail",
            "parameter",
            "requestId",
            "status",
            "title",
            "type",
        ];
        let members = self.body.as_object().ok_or("the problem is no object")?;
        if let Some(other) = members.keys().find(|name| !known.contains(&name.as_str())) {
            return Err(format!("the problem has the member {other}"));
        }
        for name in known.iter().filter(|name| **name != "parameter") {
            if !members.contains_key(*name) {
                return Err(format!("the problem has no {name}"));
            }
        }
        if self.body["status"] != self.status || self.body["requestId"] != id {
            return Err("the problem's status or request id is not the answer's".to_owned());
        }
        let code = self.body["code"].as_str().unwrap_or_default();
        let known = privlink::domain::error::Code::ALL;
        let known = known.iter().any(|known| known.name() == code);
        known
            .then_some(())
            .ok_or_else(|| format!("{code} is not a documented code"))
    }
}

/// Status, the headers that mean something to clients, body.
impl fmt::Display for Reply {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "HTTP {}", self.status)?;
        for name in ["location", "etag", "allow", "retry-after"] {
            if let Some(value) = self.headers.get(name) {
                write!(
                    formatter,
                    "\n{name}: {}",
                    value.to_str().unwrap_or_default()
                )?;
            }
        }
        match &self.body {
            Value::Null => Ok(()),
            Value::String(text) => write!(formatter, "\n{text}"),
            body => write!(formatter, "\n{body:#}"),
        }
    }
}

/// An ARN as one part of a path.
pub(crate) fn segment(arn: &str) -> String {
    form_urlencoded::byte_serialize(arn.as_bytes()).collect()
}
