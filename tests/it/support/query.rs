//! The AWS Query protocol as an access key uses it.

use std::fmt::{self, Write as _};

use reqwest::{Method, RequestBuilder};
use roxmltree::{Document, Node};

use super::model::{Model, model};
use super::world::World;

/// A service of AWS, from a client's point of view.
pub(crate) struct Protocol {
    /// Its name in credential scopes.
    pub(crate) signing_name: &'static str,
    /// Its API version.
    pub(crate) version: &'static str,
    /// Its model's name.
    model: &'static str,
}

impl Protocol {
    pub(crate) const EC2: Self = Self {
        signing_name: "ec2",
        version: "2016-11-15",
        model: "ec2",
    };
    pub(crate) const ELB: Self = Self {
        signing_name: "elasticloadbalancing",
        version: "2015-12-01",
        model: "elbv2",
    };
    pub(crate) const IAM: Self = Self {
        signing_name: "iam",
        version: "2010-05-08",
        model: "iam",
    };
    pub(crate) const SNS: Self = Self {
        signing_name: "sns",
        version: "2010-03-31",
        model: "sns",
    };
    pub(crate) const STS: Self = Self {
        signing_name: "sts",
        version: "2011-06-15",
        model: "sts",
    };

    /// The service with this signing name.
    pub(crate) fn of(signing_name: &str) -> &'static Self {
        const ALL: [&Protocol; 5] = [
            &Protocol::EC2,
            &Protocol::ELB,
            &Protocol::IAM,
            &Protocol::SNS,
            &Protocol::STS,
        ];
        ALL.into_iter()
            .find(|protocol| protocol.signing_name == signing_name)
            .unwrap_or_else(|| panic!("no model of {signing_name}"))
    }

    pub(crate) fn model(&self) -> &'static Model {
        model(self.model)
    }
}

/// An access key's view of a service.
#[derive(Clone, Copy)]
pub(crate) struct Query<'w> {
    world: &'w World,
    access_key_id: &'w str,
    region: &'w str,
    protocol: &'static Protocol,
}

impl<'w> Query<'w> {
    pub(super) fn new(
        world: &'w World,
        access_key_id: &'w str,
        protocol: &'static Protocol,
    ) -> Self {
        Self {
            world,
            access_key_id,
            region: "us-east-1",
            protocol,
        }
    }

    /// The same key in another region.
    pub(crate) fn region(self, region: &'w str) -> Self {
        Self { region, ..self }
    }

    /// Carries out an action, and sees that the answer is one that AWS's model knows.
    pub(crate) async fn call(&self, action: &str, parameters: &[(&str, &str)]) -> XmlReply {
        let request = self
            .world
            .http
            .request(Method::POST, self.world.url())
            .header(
                "Authorization",
                authorization(self.access_key_id, self.region, self.protocol.signing_name),
            )
            .header(
                "Content-Type",
                "application/x-www-form-urlencoded; charset=utf-8",
            )
            .body(form(self.protocol, action, parameters));
        XmlReply::to(request, self.protocol, action).await
    }

    /// The answer of an action that succeeds.
    pub(crate) async fn ok(&self, action: &str, parameters: &[(&str, &str)]) -> XmlReply {
        let reply = self.call(action, parameters).await;
        assert_eq!(reply.status, 200, "{action}: {reply}");
        reply
    }
}

/// Parameters as `Name=value` with spaces between them, for tables.
pub(crate) fn pairs(text: &str) -> Vec<(&str, &str)> {
    text.split_whitespace()
        .filter_map(|pair| pair.split_once('='))
        .collect()
}

/// The body of a request.
pub(crate) fn form(protocol: &Protocol, action: &str, parameters: &[(&str, &str)]) -> String {
    form_urlencoded::Serializer::new(String::new())
        .append_pair("Action", action)
        .append_pair("Version", protocol.version)
        .extend_pairs(parameters)
        .finish()
}

/// The header of a signed request. The signature is nobody's: the server does not look at it.
pub(crate) fn authorization(access_key_id: &str, region: &str, service: &str) -> String {
    format!(
        "AWS4-HMAC-SHA256 Credential={access_key_id}/20261122/{region}/{service}/aws4_request, \
         SignedHeaders=host;x-amz-date, Signature=0000"
    )
}

/// An answer.
pub(crate) struct XmlReply {
    pub(crate) status: u16,
    text: String,
}

impl XmlReply {
    /// Sends a request and checks what comes back.
    pub(crate) async fn to(request: RequestBuilder, protocol: &Protocol, action: &str) -> Self {
        Self::checked(request, protocol.model(), action).await
    }

    /// Sends a request and checks what comes back against a service's model.
    pub(super) async fn checked(request: RequestBuilder, model: &Model, action: &str) -> Self {
        let response = request.send().await;
        let response = response.unwrap_or_else(|error| panic!("{action}: {error}"));
        let status = response.status().as_u16();
        let kind = response.headers()["content-type"].clone();
        assert_eq!(
            kind, "text/xml;charset=UTF-8",
            "{action} has the content type"
        );
        let text = response.text().await.expect("the body can be read");
        let reply = Self { status, text };
        let document = reply.document();
        let root = document.root_element();
        let refused = matches!(root.tag_name().name(), "Response" | "ErrorResponse");
        assert_eq!(
            refused,
            status >= 400,
            "{action}: the status does not fit\n{reply}"
        );
        if let Err(fault) = model.check(action, root) {
            panic!("{action}: {fault}\n{reply}");
        }
        reply
    }

    pub(crate) fn document(&self) -> Document<'_> {
        Document::parse(&self.text)
            .unwrap_or_else(|error| panic!("not XML: {error}\n{}", self.text))
    }

    /// The text of every element of this name, in order.
    pub(crate) fn all(&self, element: &str) -> Vec<String> {
        self.document()
            .descendants()
            .filter(|node| node.tag_name().name() == element)
            .map(|node| node.text().unwrap_or_default().to_owned())
            .collect()
    }

    /// The text of the first element of this name.
    pub(crate) fn one(&self, element: &str) -> String {
        let first = self.all(element).into_iter().next();
        first.unwrap_or_else(|| panic!("no <{element}> in {self}"))
    }

    /// A refusal in one line: status, code, message; `unsuccessful` items likewise.
    pub(crate) fn refusal(&self) -> String {
        let lower = if self.status == 200 {
            ("code", "message")
        } else {
            ("Code", "Message")
        };
        let codes = self.all(lower.0);
        let messages = self.all(lower.1);
        if codes.is_empty() {
            return format!("{} {}", self.status, self.outline());
        }
        let items: Vec<String> = codes
            .iter()
            .zip(&messages)
            .map(|(code, message)| format!("{code}: {message}"))
            .collect();
        format!("{} {}", self.status, items.join("; "))
    }

    /// What a success says, in a word.
    fn outline(&self) -> String {
        let document = self.document();
        let answer = document
            .root_element()
            .children()
            .filter(|child| child.is_element() && child.tag_name().name() != "requestId")
            .map(|child| {
                let name = child.tag_name().name();
                match (child.text(), child.has_children()) {
                    (_, false) => format!("{name} is empty"),
                    (Some(text), true) if !text.trim().is_empty() => format!("{name} {text}"),
                    _ => format!("{name} of {}", child.children().count()),
                }
            });
        answer.collect::<Vec<_>>().join(", ")
    }
}

/// Status and the XML, one element a line.
impl fmt::Display for XmlReply {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "HTTP {}", self.status)?;
        let mut lines = String::new();
        write_element(self.document().root_element(), 0, &mut lines)?;
        formatter.write_str(&lines)
    }
}

fn write_element(node: Node<'_, '_>, depth: usize, out: &mut String) -> fmt::Result {
    let name = node.tag_name().name();
    let indent = "  ".repeat(depth);
    let namespace = match node.default_namespace() {
        Some(namespace) if depth == 0 => format!(" xmlns=\"{namespace}\""),
        _ => String::new(),
    };
    if !node.has_children() {
        return write!(out, "\n{indent}<{name}{namespace}/>");
    }
    if node.children().all(|child| child.is_text()) {
        let text = node.text().unwrap_or_default().replace('\n', "\\n");
        return write!(out, "\n{indent}<{name}>{text}</{name}>");
    }
    write!(out, "\n{indent}<{name}{namespace}>")?;
    for child in node.children().filter(Node::is_element) {
        write_element(child, depth + 1, out)?;
    }
    write!(out, "\n{indent}</{name}>")
}
