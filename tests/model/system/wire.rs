//! Requests over the wire, and answers of either API as the same kind of value.

use std::fmt;

use reqwest::Method;
use roxmltree::{Document, Node};
use serde_json::{Map, Value};

use crate::step::Api;

/// A server's address and a client.
pub(crate) struct Wire {
    http: reqwest::Client,
    url: String,
}

/// The name of a parameter and its value.
pub(crate) type Parameter = (String, String);

/// An answer: of REST its JSON, of AWS Query its XML with lists as arrays and structures as objects.
pub(crate) struct Answer {
    pub(crate) api: Api,
    pub(crate) status: u16,
    pub(crate) body: Value,
}

impl Wire {
    pub(crate) fn to(url: String) -> Self {
        let http = reqwest::Client::builder().no_proxy().build();
        Self {
            http: http.expect("a client can be built"),
            url,
        }
    }

    /// A request over REST, signed with a key.
    pub(crate) async fn rest(
        &self,
        key: &str,
        method: Method,
        path: &str,
        body: Option<Value>,
        token: Option<String>,
    ) -> Answer {
        let mut request = self
            .http
            .request(method, format!("{}{path}", self.url))
            .header("Authorization", authorization(key, "ec2"));
        if let Some(body) = body {
            request = request.json(&body);
        }
        if let Some(token) = token {
            request = request.header("Idempotency-Key", token);
        }
        let (status, text) = answer(request, path).await;
        let body = match &*text {
            "" => Value::Null,
            text => serde_json::from_str(text).unwrap_or_else(|_| panic!("{path}: {text}")),
        };
        Answer {
            api: Api::Rest,
            status,
            body,
        }
    }

    /// An action of EC2's.
    pub(crate) async fn ec2(&self, key: &str, action: &str, parameters: &[Parameter]) -> Answer {
        self.query(key, ("ec2", "2016-11-15"), action, parameters)
            .await
    }

    /// An action of a service, which has a signing name and a version.
    pub(crate) async fn query(
        &self,
        key: &str,
        (service, version): (&str, &str),
        action: &str,
        parameters: &[Parameter],
    ) -> Answer {
        let form = form_urlencoded::Serializer::new(String::new())
            .append_pair("Action", action)
            .append_pair("Version", version)
            .extend_pairs(parameters)
            .finish();
        let request = self
            .http
            .post(&self.url)
            .header("Authorization", authorization(key, service))
            .header("Content-Type", "application/x-www-form-urlencoded")
            .body(form);
        let (status, text) = answer(request, action).await;
        let document = Document::parse(&text).unwrap_or_else(|error| panic!("{error}: {text}"));
        Answer {
            api: Api::Ec2,
            status,
            body: value(document.root_element()),
        }
    }
}

/// Status and text. A fault of the server is never what a step must answer.
async fn answer(request: reqwest::RequestBuilder, call: &str) -> (u16, String) {
    let response = request.send().await;
    let response = response.unwrap_or_else(|error| panic!("{call}: {error}"));
    let status = response.status().as_u16();
    let text = response.text().await.expect("the body can be read");
    assert!(status < 500, "{call}: HTTP {status} {text}");
    (status, text)
}

fn authorization(key: &str, service: &str) -> String {
    format!(
        "AWS4-HMAC-SHA256 Credential={key}/20261122/us-east-1/{service}/aws4_request, \
         SignedHeaders=host;x-amz-date, Signature=0000"
    )
}

fn value(node: Node<'_, '_>) -> Value {
    let mut children = node.children().filter(Node::is_element).peekable();
    if children.peek().is_none() {
        return Value::String(node.text().unwrap_or_default().to_owned());
    }
    let children: Vec<Node<'_, '_>> = children.collect();
    if children
        .iter()
        .all(|child| child.has_tag_name("item") || child.tag_name().name() == "item")
    {
        return children.into_iter().map(value).collect();
    }
    let members = children
        .into_iter()
        .map(|child| (child.tag_name().name().to_owned(), value(child)));
    Value::Object(members.collect::<Map<String, Value>>())
}

impl Answer {
    /// The code of a refusal; `None` if the request was carried out.
    pub(crate) fn code(&self) -> Option<String> {
        let code = match self.api {
            Api::Rest => &self.body["code"],
            Api::Ec2 => match &self.body["Errors"]["Error"]["Code"] {
                // The other services' form.
                Value::Null => &self.body["Error"]["Code"],
                code => code,
            },
        };
        assert_eq!(self.status >= 400, code.is_string(), "{self}");
        code.as_str().map(str::to_owned)
    }

    /// The body of an answer that is no refusal.
    pub(crate) fn done(self) -> Value {
        assert!(self.status < 300, "{self}");
        self.body
    }

    /// The items of a list, which must be complete. The names are those of REST and of EC2.
    pub(crate) fn list(self, (rest, ec2): (&str, &str)) -> Vec<Value> {
        assert!(self.status < 300, "{self}");
        let (name, next) = match self.api {
            Api::Rest => (rest, "nextCursor"),
            Api::Ec2 => (ec2, "nextToken"),
        };
        let next = self.body[next].as_str().unwrap_or_default();
        assert_eq!(next, "", "there is more than one page");
        items(&self.body[name]).to_vec()
    }
}

impl fmt::Display for Answer {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "HTTP {}: {}", self.status, self.body)
    }
}

/// The items of a list. An empty one in XML is an empty text.
pub(crate) fn items(list: &Value) -> &[Value] {
    list.as_array().map_or(&[], Vec::as_slice)
}

/// The text of a member; XML knows nothing but text.
pub(crate) fn text(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Number(_) | Value::Bool(_) => value.to_string(),
        other => panic!("expected a text, found {other}"),
    }
}
