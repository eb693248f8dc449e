//! The REST-XML protocol: an operation is a method and a path, its parameters stand in the path, the query string and an XML
//! body, and its answer is XML again.
//!
//! Request structures name their fields by where they stand ([`de`]), answers are written by the same writer as AWS Query's.
//! What an operation is and how the table of a service finds it is in here; so are the envelopes and the errors' statuses.

mod de;
mod envelope;
mod xml;

use std::pin::Pin;

use axum::http::{Method, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use serde::de::DeserializeOwned;
use uuid::Uuid;

use super::action::Call;
use super::query::QueryError;
use super::sigv4_parameters;
use crate::domain::error::{Code, Error, Result};
use de::Parts;
pub(super) use envelope::refusal;
use xml::Content;

/// A service of AWS that speaks REST-XML.
pub struct RestService {
    /// The name in credential scopes.
    pub signing_name: &'static str,
    /// The name that clients have for its endpoint.
    pub endpoint_name: &'static str,
    /// AWS's own name for it, of which clients make the names of their settings.
    pub service_id: &'static str,
    /// The API version, with which all its paths begin.
    pub version: &'static str,
    /// The XML namespace of requests and answers.
    pub namespace: &'static str,
    /// Its operations.
    pub operations: &'static [Operation],
}

/// A row of a service's table.
pub struct Operation {
    /// The operation's name.
    pub name: &'static str,
    /// Its HTTP method.
    pub method: Method,
    /// Its path below the version, with labels in braces: `hostedzone/{Id}`.
    pub path: &'static str,
    /// Decodes a request, runs it, and encodes the answer.
    pub(super) run: Run,
}

pub(super) type Run = for<'c> fn(&'c RestService, Received, &'c Call) -> Answer<'c>;
pub(super) type Answer<'c> = Pin<Box<dyn Future<Output = Result<Response>> + Send + 'c>>;

/// What of a request an operation is decoded from.
#[derive(Debug)]
pub(super) struct Received {
    labels: Vec<(&'static str, String)>,
    query: String,
    body: String,
}

/// An operation: its request, with AWS's wire names, and what it answers.
pub(super) trait RestAction: DeserializeOwned + Send {
    /// The HTTP method.
    const METHOD: Method;
    /// The path below the version.
    const PATH: &'static str;
    /// The status of a success.
    const STATUS: StatusCode = StatusCode::OK;
    /// The members of the answer.
    type Response: Serialize;

    /// Carries the request out.
    fn run(self, call: &Call) -> impl Future<Output = Result<Self::Response>> + Send;

    /// The path of what was created, for the header `Location`.
    fn location(_: &Self::Response) -> Option<String> {
        None
    }
}

/// Finds the operation of a request and carries it out. `path` is what follows the version.
pub(super) async fn dispatch(
    service: &RestService,
    method: &Method,
    path: &str,
    query: &str,
    body: String,
    call: &Call,
) -> Result<Response> {
    let segments: Vec<&str> = path.trim_end_matches('/').split('/').collect();
    let found = service.operations.iter().find_map(|operation| {
        let labels = (operation.method == *method).then(|| labels(operation.path, &segments))??;
        Some((operation, labels))
    });
    let Some((operation, labels)) = found else {
        return Err(Error::new(
            Code::UnknownOperation,
            format!(
                "privlink does not serve {method} /{}/{path}",
                service.version
            ),
        ));
    };
    let decoded = labels
        .into_iter()
        .map(|(name, text)| Some((name, percent_decoded(text, false)?)))
        .collect::<Option<Vec<_>>>();
    let received = Received {
        labels: decoded.ok_or_else(|| broken("path"))?,
        query: query.to_owned(),
        body,
    };
    (operation.run)(service, received, call).await
}

/// The labels of a path, if it fits the template.
fn labels<'p>(
    template: &'static str,
    segments: &[&'p str],
) -> Option<Vec<(&'static str, &'p str)>> {
    let parts: Vec<&'static str> = template.split('/').collect();
    if parts.len() != segments.len() {
        return None;
    }
    let mut labels = Vec::new();
    for (part, segment) in parts.into_iter().zip(segments) {
        match part
            .strip_prefix('{')
            .and_then(|name| name.strip_suffix('}'))
        {
            Some(name) if !segment.is_empty() => labels.push((name, *segment)),
            None if part == *segment => {}
            Some(_) | None => return None,
        }
    }
    Some(labels)
}

/// Undoes percent-encoding; `None` if it is broken or no UTF-8.
fn percent_decoded(text: &str, plus_is_space: bool) -> Option<String> {
    let digit = |byte: Option<u8>| {
        char::from(byte?)
            .to_digit(16)
            .and_then(|it| u8::try_from(it).ok())
    };
    let mut decoded = Vec::with_capacity(text.len());
    let mut bytes = text.bytes();
    while let Some(byte) = bytes.next() {
        decoded.push(match byte {
            b'+' if plus_is_space => b' ',
            b'%' => digit(bytes.next())? << 4 | digit(bytes.next())?,
            other => other,
        });
    }
    String::from_utf8(decoded).ok()
}

fn broken(part: &str) -> Error {
    Error::new(
        Code::MalformedInput,
        format!("The {part} of the request is not percent-encoded UTF-8"),
    )
}

/// Decodes, runs and encodes one operation.
pub(super) async fn perform<A: RestAction>(
    service: &RestService,
    name: &'static str,
    received: Received,
    call: &Call,
) -> Result<Response> {
    let action: A = decode(service, name, received)?;
    let response = action.run(call).await?;
    let location = A::location(&response).map(|path| {
        format!(
            "https://{}.amazonaws.com/{}/{path}",
            service.endpoint_name, service.version
        )
    });
    let xml = envelope::success(service, name, &response)?;
    let mut answer = (
        A::STATUS,
        [(header::CONTENT_TYPE, "text/xml;charset=UTF-8")],
        xml,
    )
        .into_response();
    if let Some(location) = location.and_then(|location| location.parse().ok()) {
        answer.headers_mut().insert(header::LOCATION, location);
    }
    Ok(answer)
}

fn decode<A: DeserializeOwned>(service: &RestService, name: &str, received: Received) -> Result<A> {
    let mut parts = Parts::default();
    for (label, value) in received.labels {
        parts.label(label, value);
    }
    for pair in received.query.split('&').filter(|pair| !pair.is_empty()) {
        let (key, value) = pair.split_once('=').unwrap_or((pair, ""));
        let key = percent_decoded(key, true).ok_or_else(|| broken("query string"))?;
        let value = percent_decoded(value, true).ok_or_else(|| broken("query string"))?;
        if !sigv4_parameters().contains(&key.as_str()) {
            parts.parameter(&key, value);
        }
    }
    if !received.body.trim().is_empty() {
        let root = xml::parse(&received.body).map_err(|error| from_decoding(&error))?;
        check_root(service, name, &root)?;
        match root.content {
            Content::Elements(elements) => elements.into_iter().for_each(|it| parts.element(it)),
            Content::Text(text) if text.trim().is_empty() => {}
            Content::Text(_) => {
                return Err(Error::new(
                    Code::MalformedInput,
                    "The body has a text instead of elements",
                ));
            }
        }
    }
    parts
        .deserialize()
        .map_err(|error| from_decoding(&de::without_marks(error)))
}

fn check_root(service: &RestService, name: &str, root: &xml::Element) -> Result<()> {
    let expected = format!("{name}Request");
    let namespace = root.namespace.as_deref().unwrap_or(service.namespace);
    if root.name == expected && namespace == service.namespace {
        return Ok(());
    }
    Err(Error::new(
        Code::InvalidInput,
        format!(
            "Invalid XML ; the body of {name} begins with <{expected} xmlns=\"{}\">",
            service.namespace
        ),
    ))
}

/// A request that cannot be decoded.
fn from_decoding(error: &QueryError) -> Error {
    let code = match error {
        QueryError::Unknown { .. }
        | QueryError::Missing { .. }
        | QueryError::Invalid { .. }
        | QueryError::Duplicate { .. }
        | QueryError::Conflict { .. } => Code::InvalidInput,
        QueryError::TooManyParameters { .. }
        | QueryError::TooDeep { .. }
        | QueryError::NameTooLong { .. }
        | QueryError::Malformed { .. } => Code::MalformedInput,
    };
    Error::new(code, error.to_string())
}

/// The answer to a request that came to its end, one way or the other.
pub(super) fn answered(service: &RestService, id: Uuid, outcome: Result<Response>) -> Response {
    outcome.unwrap_or_else(|error| refusal(service, id, &error))
}

/// A service's table.
macro_rules! operations {
    ($($module:ident::$action:ident),+ $(,)?) => {
        &[$($crate::aws::rest_xml::Operation {
            name: stringify!($action),
            method: <$module::$action as $crate::aws::rest_xml::RestAction>::METHOD,
            path: <$module::$action as $crate::aws::rest_xml::RestAction>::PATH,
            run: |service, received, call| {
                Box::pin($crate::aws::rest_xml::perform::<$module::$action>(
                    service,
                    stringify!($action),
                    received,
                    call,
                ))
            },
        }),+]
    };
}
pub(super) use operations;

#[cfg(test)]
mod tests {
    use super::{labels, percent_decoded};

    #[test]
    fn paths_fit_templates() {
        let fits =
            |template, path: &'static str| labels(template, &path.split('/').collect::<Vec<_>>());
        assert_eq!(fits("hostedzone", "hostedzone"), Some(vec![]));
        assert_eq!(
            fits("hostedzone/{Id}", "hostedzone/Z1"),
            Some(vec![("Id", "Z1")])
        );
        assert_eq!(
            fits("tags/{ResourceType}/{ResourceId}", "tags/hostedzone/Z1"),
            Some(vec![("ResourceType", "hostedzone"), ("ResourceId", "Z1")])
        );
        for path in [
            "hostedzone",
            "hostedzone/",
            "hostedzone/Z1/rrset",
            "zone/Z1",
        ] {
            assert_eq!(fits("hostedzone/{Id}", path), None, "{path}");
        }
    }

    #[test]
    fn percent_encoding_is_undone() {
        assert_eq!(
            percent_decoded("a%2Fb+c%C3%A9", false).as_deref(),
            Some("a/b+cé")
        );
        assert_eq!(percent_decoded("a+b", true).as_deref(), Some("a b"));
        for text in ["%", "%2", "%zz", "%ff"] {
            assert_eq!(percent_decoded(text, true), None, "{text}");
        }
    }
}
