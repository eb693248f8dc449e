//! What is around every answer: the root element of a success, and the form of a refusal with its HTTP status.

use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use uuid::Uuid;

use super::RestService;
use crate::aws::query::{ListStyle, write_content, write_xml};
use crate::domain::error::{Class, Code, Error, Result};

const DECLARATION: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";

/// The answer of an operation that succeeded.
pub(super) fn success<T: Serialize>(
    service: &RestService,
    operation: &str,
    response: &T,
) -> Result<String> {
    let mut xml = format!(
        "{DECLARATION}<{operation}Response xmlns=\"{}\">",
        service.namespace
    );
    write_content(&mut xml, response, ListStyle::Repeated).map_err(Error::internal)?;
    for part in ["</", operation, "Response>"] {
        xml.push_str(part);
    }
    Ok(xml)
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Failure<'a> {
    r#type: &'a str,
    code: &'a str,
    message: &'a str,
}

/// The answer to a request that was refused.
pub(in crate::aws) fn refusal(service: &RestService, id: Uuid, error: &Error) -> Response {
    let status = status(error.code);
    let failure = Failure {
        r#type: if status.is_client_error() {
            "Sender"
        } else {
            "Receiver"
        },
        code: error.code.name(),
        message: &error.message,
    };
    let mut xml = format!(
        "{DECLARATION}<ErrorResponse xmlns=\"{}\">",
        service.namespace
    );
    let written = write_xml(&mut xml, "Error", &failure, ListStyle::Repeated)
        .and_then(|()| write_xml(&mut xml, "RequestId", &id.to_string(), ListStyle::Repeated));
    match written {
        Ok(()) => {
            xml.push_str("</ErrorResponse>");
            (
                status,
                [(header::CONTENT_TYPE, "text/xml;charset=UTF-8")],
                xml,
            )
                .into_response()
        }
        Err(fault) => {
            tracing::error!(error = %fault, "an error could not be encoded");
            StatusCode::INTERNAL_SERVER_ERROR.into_response()
        }
    }
}

/// The HTTP status of a code, where resources have addresses: other than in AWS Query, what is not there is 404.
fn status(code: Code) -> StatusCode {
    if code == Code::HostedZoneAlreadyExists {
        return StatusCode::CONFLICT;
    }
    if code == Code::NotAuthorized {
        return StatusCode::UNAUTHORIZED;
    }
    match code.class() {
        Class::Invalid | Class::Conflict => StatusCode::BAD_REQUEST,
        Class::NotFound | Class::Route => StatusCode::NOT_FOUND,
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
