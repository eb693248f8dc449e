//! What handlers take from a request: who asks and how, and the body.

use axum::body::Bytes;
use axum::extract::{FromRequest, FromRequestParts, Path, Request};
use axum::http::request::Parts;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::problem::Refusal;
use crate::app::{self, Command, Context, Query};
use crate::domain::error::{Code, Error, Result};
use crate::domain::limit;
use crate::gate::{self, RequestId};

/// Who asks, how the request wants to be treated, and the door to the use cases.
pub(super) struct Call {
    context: Context,
    request: app::Request,
    members: Members,
}

/// What the use cases call a parameter, and what it is called here, where that is more than another first letter.
pub(super) type Members = &'static [(&'static str, &'static str)];

/// The headers among them, which every request can have.
const HEADERS: Members = &[("ClientToken", "Idempotency-Key")];

impl Call {
    /// The same, with the names of the body's members for refusals.
    pub(super) fn with_members(self, members: Members) -> Self {
        Self { members, ..self }
    }

    /// The answer to a request that no use case was asked for.
    pub(super) fn refusal(&self, error: Error) -> Refusal {
        Refusal::new(self.request.id, in_words_of(self.members, error))
    }

    /// Runs a command.
    pub(super) async fn run<C: Command>(self, command: C) -> Result<C::Output, Refusal> {
        let (id, members) = (self.request.id, self.members);
        self.context
            .run(self.request, command)
            .await
            .map_err(|error| Refusal::new(id, in_words_of(members, error)))
    }

    /// Answers a query.
    pub(super) async fn query<Q: Query>(self, query: Q) -> Result<Q::Output, Refusal> {
        let (id, members) = (self.request.id, self.members);
        self.context
            .query(self.request, query)
            .await
            .map_err(|error| Refusal::new(id, in_words_of(members, error)))
    }
}

/// The refusal with the parameter at fault by its name here.
fn in_words_of(members: Members, error: Error) -> Error {
    let parameter = error.parameter.as_deref();
    let mut names = members.iter().chain(HEADERS);
    match names.find(|(name, _)| Some(*name) == parameter) {
        Some((_, name)) => error.about(name),
        None => error,
    }
}

impl FromRequestParts<Context> for Call {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, context: &Context) -> Result<Self, Refusal> {
        let id = RequestId::of(&parts.extensions);
        let identified = gate::identify(context, &parts.headers, parts.uri.query()).await;
        let identified = identified.map_err(|error| Refusal::new(id, error))?;
        let headers = &parts.headers;
        let token =
            gate::header(headers, "idempotency-key").map_err(|error| Refusal::new(id, error))?;
        let request = app::Request {
            id,
            caller: identified.caller,
            idempotency_token: token.map(str::to_owned),
            dry_run: false,
            if_version: if_match(headers).map_err(|error| Refusal::new(id, error))?,
        };
        Ok(Self {
            context: context.clone(),
            request,
            members: &[],
        })
    }
}

/// The version in `If-Match: "3"`; `*` is any.
fn if_match(headers: &HeaderMap) -> Result<Option<i64>> {
    let Some(text) = gate::header(headers, "if-match")? else {
        return Ok(None);
    };
    if text == "*" {
        return Ok(None);
    }
    let version = text
        .strip_prefix('"')
        .and_then(|text| text.strip_suffix('"'))
        .and_then(|text| text.parse().ok());
    version.map(Some).ok_or_else(|| {
        Error::new(
            Code::PreconditionFailed,
            format!("No version has the entity tag {text}"),
        )
        .about("If-Match")
    })
}

/// A JSON body. Members that are not known are refused.
pub(super) struct Body<T>(pub(super) T);

impl<T: DeserializeOwned> FromRequest<Context> for Body<T> {
    type Rejection = Refusal;

    async fn from_request(request: Request, context: &Context) -> Result<Self, Refusal> {
        let id = RequestId::of(request.extensions());
        if !is_json(request.headers()) {
            let error = Error::new(
                Code::UnsupportedMediaType,
                "The body must be application/json",
            );
            return Err(Refusal::new(id, error.about("Content-Type")));
        }
        let bytes = Bytes::from_request(request, context)
            .await
            .map_err(|rejection| {
                let error = if rejection.status() == StatusCode::PAYLOAD_TOO_LARGE {
                    Error::new(
                        Code::PayloadTooLarge,
                        format!("The body is larger than {} bytes", limit::BODY_BYTES),
                    )
                } else {
                    Error::new(Code::MalformedRequest, "The body could not be read")
                };
                Refusal::new(id, error)
            })?;
        parse(&bytes).map(Body).map_err(|fault| match fault {
            Fault::Syntax(error) => Refusal::new(id, error),
            Fault::Content(error) => Refusal::unprocessable(id, error),
        })
    }
}

fn is_json(headers: &HeaderMap) -> bool {
    let kind = headers
        .get(header::CONTENT_TYPE)
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default();
    let essence = kind
        .split(';')
        .next()
        .unwrap_or_default()
        .trim()
        .to_ascii_lowercase();
    essence == "application/json"
        || (essence.starts_with("application/") && essence.ends_with("+json"))
}

enum Fault {
    Syntax(Error),
    Content(Error),
}

fn parse<T: DeserializeOwned>(bytes: &[u8]) -> std::result::Result<T, Fault> {
    // A derived Deserialize takes a list for a structure, by the order of its members.
    if bytes.trim_ascii_start().starts_with(b"[") {
        return Err(Fault::Content(not_an_object()));
    }
    let mut deserializer = serde_json::Deserializer::from_slice(bytes);
    let value: T = serde_path_to_error::deserialize(&mut deserializer).map_err(|error| {
        let path = error.path().to_string();
        let inner = error.into_inner();
        let message = inner.to_string();
        if !inner.is_data() {
            return Fault::Syntax(Error::new(
                Code::MalformedRequest,
                format!("The body is not JSON: {message}"),
            ));
        }
        let code = if message.starts_with("unknown field") {
            Code::UnknownParameter
        } else if message.starts_with("missing field") {
            Code::MissingParameter
        } else {
            Code::InvalidParameterValue
        };
        if path == "." && code == Code::InvalidParameterValue {
            return Fault::Content(not_an_object());
        }
        let place = if path == "." {
            String::new()
        } else {
            format!("{path}: ")
        };
        Fault::Content(Error::new(code, format!("{place}{message}")).at(named(&path, &message)))
    })?;
    deserializer.end().map_err(|error| {
        Fault::Syntax(Error::new(
            Code::MalformedRequest,
            format!("The body is not JSON: {error}"),
        ))
    })?;
    Ok(value)
}

fn not_an_object() -> Error {
    Error::new(
        Code::InvalidParameterValue,
        "The body must be a JSON object with each member once",
    )
}

/// The member that a serde error is about: the path, and for a missing member the name in the message.
fn named(path: &str, message: &str) -> String {
    let missing = message
        .strip_prefix("missing field `")
        .and_then(|rest| rest.split('`').next());
    match (path, missing) {
        (".", Some(name)) => name.to_owned(),
        (path, Some(name)) => format!("{path}.{name}"),
        (path, None) => path.to_owned(),
    }
}

/// An answer of a resource with its version as entity tag.
pub(super) struct Versioned<T> {
    pub(super) version: i64,
    pub(super) body: T,
}

impl<T: Serialize> IntoResponse for Versioned<T> {
    fn into_response(self) -> Response {
        (
            [(header::ETAG, format!("\"{}\"", self.version))],
            axum::Json(self.body),
        )
            .into_response()
    }
}

/// The answer of a request that created something.
pub(super) struct Created<T> {
    pub(super) location: String,
    pub(super) version: i64,
    pub(super) body: T,
}

impl<T: Serialize> IntoResponse for Created<T> {
    fn into_response(self) -> Response {
        let resource = Versioned {
            version: self.version,
            body: self.body,
        };
        (
            StatusCode::CREATED,
            [(header::LOCATION, self.location)],
            resource,
        )
            .into_response()
    }
}

/// An identifier as a part of a path: percent-encoded, so that an ARN's slashes stay its own.
pub(super) fn path_segment(id: &str) -> String {
    form_urlencoded::byte_serialize(id.as_bytes()).collect()
}

/// The variable parts of a path such as `/v1/vpcs/{vpcId}`, decoded.
pub(super) struct PathText<T = String>(pub(super) T);

impl<T: DeserializeOwned + Send> FromRequestParts<Context> for PathText<T> {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, context: &Context) -> Result<Self, Refusal> {
        let path = Path::<T>::from_request_parts(parts, context).await;
        path.map(|Path(text)| Self(text)).map_err(|rejection| {
            let error = Error::new(
                Code::InvalidParameterValue,
                format!("The path cannot be read: {rejection}"),
            );
            Refusal::new(RequestId::of(&parts.extensions), error)
        })
    }
}
