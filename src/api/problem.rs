//! Refusals as problem documents (RFC 9457), with AWS's error code, the parameter at fault and the request id.

use std::borrow::Cow;

use axum::extract::Request;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use utoipa::{IntoResponses, ToSchema};
use uuid::Uuid;

use crate::domain::error::{Class, Code, Error};
use crate::gate::RequestId;

/// A problem document.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct Problem {
    /// Always `about:blank`: the code says what the problem is.
    #[serde(rename = "type")]
    kind: &'static str,
    /// The HTTP status in words.
    title: String,
    /// The HTTP status.
    status: u16,
    /// What is wrong, in AWS's words where they are known.
    detail: String,
    /// The error code of the AWS API.
    code: &'static str,
    /// The member or query parameter at fault.
    #[serde(skip_serializing_if = "Option::is_none")]
    parameter: Option<String>,
    /// The id of the request, also in the header `x-request-id` and in the server's log.
    request_id: Uuid,
}

/// The refusals that every route can answer with.
#[derive(IntoResponses)]
#[expect(
    dead_code,
    reason = "only describes the responses to the OpenAPI document"
)]
pub(super) enum Problems {
    /// The request is not well formed, or a parameter cannot be used like this.
    #[response(status = 400, content_type = "application/problem+json")]
    BadRequest(Problem),
    /// The resource does not exist, or is not the caller's.
    #[response(status = 404, content_type = "application/problem+json")]
    NotFound(Problem),
    /// The resource's state, or something that depends on it, does not allow this.
    #[response(status = 409, content_type = "application/problem+json")]
    Conflict(Problem),
    /// The resource has another version than `If-Match` names.
    #[response(status = 412, content_type = "application/problem+json")]
    PreconditionFailed(Problem),
    /// The body is larger than the limit.
    #[response(status = 413, content_type = "application/problem+json")]
    PayloadTooLarge(Problem),
    /// The body is not `application/json`.
    #[response(status = 415, content_type = "application/problem+json")]
    UnsupportedMediaType(Problem),
    /// A member of the body is missing, not known, or of the wrong type.
    #[response(status = 422, content_type = "application/problem+json")]
    UnprocessableContent(Problem),
    /// A fault of the server.
    #[response(status = 500, content_type = "application/problem+json")]
    Internal(Problem),
    /// The server is too busy or stopping.
    #[response(status = 503, content_type = "application/problem+json")]
    Unavailable(Problem),
}

/// A refusal on its way to the client.
pub(super) struct Refusal {
    id: Uuid,
    error: Error,
    status: Option<StatusCode>,
}

impl Refusal {
    pub(super) fn new(id: Uuid, error: Error) -> Self {
        Self {
            id,
            error,
            status: None,
        }
    }

    /// A refusal of the body's content, whatever status its code has otherwise.
    pub(super) fn unprocessable(id: Uuid, error: Error) -> Self {
        Self {
            id,
            error,
            status: Some(StatusCode::UNPROCESSABLE_ENTITY),
        }
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        let status = self.status.unwrap_or_else(|| status(self.error.code));
        with_status(status, self.id, &self.error)
    }
}

/// The answer to a refused request.
pub(super) fn response(id: Uuid, error: &Error) -> Response {
    with_status(status(error.code), id, error)
}

fn with_status(status: StatusCode, id: Uuid, error: &Error) -> Response {
    let problem = Problem {
        kind: "about:blank",
        title: status.canonical_reason().unwrap_or("Error").to_owned(),
        status: status.as_u16(),
        detail: error.message.clone(),
        code: error.code.name(),
        parameter: error.parameter.as_ref().map(|parameter| match parameter {
            Cow::Borrowed(name) => member_name(name),
            // The client's own words.
            Cow::Owned(place) => place.clone(),
        }),
        request_id: id,
    };
    (
        status,
        [(header::CONTENT_TYPE, "application/problem+json")],
        axum::Json(problem),
    )
        .into_response()
}

/// The REST spelling of a wire parameter: `SubnetId` is `subnetId`, `DnsOptions.DnsRecordIpType` each part alike.
fn member_name(parameter: &str) -> String {
    let lower = |part: &str| {
        let mut characters = part.chars();
        characters.next().map_or_else(String::new, |first| {
            first.to_lowercase().chain(characters).collect()
        })
    };
    match parameter {
        "NextToken" => return "cursor".to_owned(),
        "Tag" => return "tags".to_owned(),
        "Entry" => return "entries".to_owned(),
        "AddEntry" => return "addEntries".to_owned(),
        "RemoveEntry" => return "removeEntries".to_owned(),
        _ => {}
    }
    if parameter.contains('-') || parameter.contains('[') {
        return parameter.to_owned();
    }
    parameter
        .split('.')
        .map(lower)
        .collect::<Vec<String>>()
        .join(".")
}

/// A path that has no route.
pub async fn no_such_route(request: Request) -> Response {
    let message = format!("There is nothing at {}", request.uri().path());
    response(
        RequestId::of(request.extensions()),
        &Error::new(Code::NoSuchRoute, message),
    )
}

/// A path that has routes, but none with this method.
pub async fn method_not_allowed(request: Request) -> Response {
    let message = format!(
        "{} cannot be used with {}",
        request.uri().path(),
        request.method()
    );
    response(
        RequestId::of(request.extensions()),
        &Error::new(Code::MethodNotAllowed, message),
    )
}

/// The HTTP status of a code in this API. A member that is missing, unknown or of the wrong type makes it 422 instead.
pub const fn status(code: Code) -> StatusCode {
    match code.class() {
        Class::Invalid => StatusCode::BAD_REQUEST,
        Class::NotFound | Class::Route => StatusCode::NOT_FOUND,
        Class::Conflict => StatusCode::CONFLICT,
        Class::Precondition => StatusCode::PRECONDITION_FAILED,
        Class::Forbidden => StatusCode::FORBIDDEN,
        Class::Method => StatusCode::METHOD_NOT_ALLOWED,
        Class::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
        Class::MediaType => StatusCode::UNSUPPORTED_MEDIA_TYPE,
        Class::Timeout => StatusCode::REQUEST_TIMEOUT,
        Class::Busy => StatusCode::SERVICE_UNAVAILABLE,
        Class::Fault => StatusCode::INTERNAL_SERVER_ERROR,
    }
}
