//! Refusals as AWS words them: the HTTP status of each code, and the codes of requests that cannot be read.

use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use uuid::Uuid;

use super::action::Service;
use super::envelope;
use super::query::QueryError;
use crate::domain::error::{Class, Code, Error, Result};

/// The answer to a request that was refused.
pub(super) fn response(service: &Service, id: Uuid, error: &Error) -> Response {
    let status = (service.status)(error.code);
    match envelope::failure(
        service,
        id,
        status.is_client_error(),
        error.code.name(),
        &error.message,
    ) {
        Ok(xml) => (
            status,
            [(header::CONTENT_TYPE, "text/xml;charset=UTF-8")],
            xml,
        )
            .into_response(),
        Err(fault) => {
            tracing::error!(error = %fault, "an error could not be encoded");
            StatusCode::INTERNAL_SERVER_ERROR.into_response()
        }
    }
}

/// A request that cannot be decoded.
pub(super) fn from_query(error: &QueryError) -> Error {
    let message = error.to_string();
    let code = match error {
        QueryError::Unknown { .. } => Code::UnknownParameter,
        QueryError::Missing { .. } => Code::MissingParameter,
        QueryError::Invalid { .. } | QueryError::Duplicate { .. } | QueryError::Conflict { .. } => {
            Code::InvalidParameterValue
        }
        QueryError::TooManyParameters { .. }
        | QueryError::TooDeep { .. }
        | QueryError::NameTooLong { .. }
        | QueryError::Malformed { .. } => Code::MalformedRequest,
    };
    Error::new(code, message)
}

/// `true` or `false`, in any letter case.
pub(super) fn parse_bool(parameter: &'static str, text: &str) -> Result<bool> {
    if text.eq_ignore_ascii_case("true") {
        Ok(true)
    } else if text.eq_ignore_ascii_case("false") {
        Ok(false)
    } else {
        Err(Error::invalid_value(
            parameter,
            format!("Value ({text}) for parameter {parameter} is not a boolean"),
        ))
    }
}

/// The HTTP status that services send with a code which say in it what they didn't find.
pub(super) fn status_with_not_found(code: Code) -> StatusCode {
    match code.class() {
        Class::NotFound => StatusCode::NOT_FOUND,
        Class::Invalid
        | Class::Conflict
        | Class::Precondition
        | Class::Forbidden
        | Class::Route
        | Class::Method
        | Class::TooLarge
        | Class::MediaType
        | Class::Timeout
        | Class::Busy
        | Class::Fault => status(code),
    }
}

/// The HTTP status that AWS sends with a code, in most services.
pub const fn status(code: Code) -> StatusCode {
    match code.class() {
        Class::Invalid | Class::NotFound | Class::Conflict => StatusCode::BAD_REQUEST,
        Class::Precondition => StatusCode::PRECONDITION_FAILED,
        Class::Forbidden => StatusCode::FORBIDDEN,
        Class::Route => StatusCode::NOT_FOUND,
        Class::Method => StatusCode::METHOD_NOT_ALLOWED,
        Class::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
        Class::MediaType => StatusCode::UNSUPPORTED_MEDIA_TYPE,
        Class::Timeout => StatusCode::REQUEST_TIMEOUT,
        Class::Busy => StatusCode::SERVICE_UNAVAILABLE,
        Class::Fault => StatusCode::INTERNAL_SERVER_ERROR,
    }
}
