//! Requests for services of AWS's that are not served here: how they are told apart, and refused in their own protocols.

use axum::http::{HeaderMap, StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use uuid::Uuid;

use super::query::{ListStyle, write_xml};
use super::service_by_signing_name;
use crate::gate;

/// By these names requests to the REST API may be signed, beside those of the services.
const REST_SIGNING_NAMES: [&str; 2] = ["privlink", "execute-api"];
/// Where the REST API is.
const REST_PATH: &str = "/v1";
/// Services whose errors are XML, and whose requests have paths.
const XML_SERVICES: [&str; 2] = ["cloudfront", "route53"];

/// The service that a request is for, if it is none of those that are served: by its signature, or without one by the
/// operation that it names.
pub fn unserved_service(headers: &HeaderMap, uri: &Uri) -> Option<String> {
    match gate::sigv4::credential_scope(headers, uri.query()) {
        Ok(Some(scope)) => {
            let name = scope.service;
            let rest = REST_SIGNING_NAMES.contains(&&*name) && uri.path().starts_with(REST_PATH);
            (!rest && service_by_signing_name(&name).is_none()).then_some(name)
        }
        Ok(None) => {
            let target = headers.get("x-amz-target")?.to_str().ok()?;
            target
                .split_once('.')
                .map(|(service, _)| service.to_owned())
        }
        // Whoever is served or not: such a signature is refused.
        Err(_) => None,
    }
}

/// The form in which a service's clients read errors.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Form {
    Query,
    Json { version: &'static str },
    RestJson,
    RestXml,
    ObjectStorage,
    Cbor,
}

impl Form {
    fn of(service: &str, headers: &HeaderMap, uri: &Uri) -> Self {
        let kind = headers
            .get(header::CONTENT_TYPE)
            .map_or(&b""[..], |kind| kind.as_bytes());
        if service == "s3" || service.starts_with("s3-") || service == "s3express" {
            Self::ObjectStorage
        } else if headers.contains_key("smithy-protocol") {
            Self::Cbor
        } else if kind.starts_with(b"application/x-amz-json-1.0") {
            Self::Json { version: "1.0" }
        } else if kind.starts_with(b"application/x-amz-json")
            || headers.contains_key("x-amz-target")
        {
            Self::Json { version: "1.1" }
        } else if XML_SERVICES.contains(&service) {
            Self::RestXml
        } else if kind.starts_with(b"application/x-www-form-urlencoded")
            || uri.query().is_some_and(|query| query.contains("Action="))
        {
            Self::Query
        } else {
            Self::RestJson
        }
    }

    /// What the form calls an operation that the service does not have.
    fn no_such_operation(self) -> (StatusCode, &'static str) {
        match self {
            Self::Query | Self::RestXml => (StatusCode::BAD_REQUEST, "InvalidAction"),
            Self::Json { .. } | Self::RestJson | Self::Cbor => {
                (StatusCode::BAD_REQUEST, "UnknownOperationException")
            }
            // Not 404, which clients take for a bucket that is not there.
            Self::ObjectStorage => (StatusCode::NOT_IMPLEMENTED, "NotImplemented"),
        }
    }

    fn response(self, id: Uuid, status: StatusCode, code: &str, message: &str) -> Response {
        let json = |kind: &'static str, body: serde_json::Value| {
            ([(header::CONTENT_TYPE, kind)], body.to_string()).into_response()
        };
        let mut response = match self {
            Self::Json { version } => {
                let kind = if version == "1.0" {
                    "application/x-amz-json-1.0"
                } else {
                    "application/x-amz-json-1.1"
                };
                json(
                    kind,
                    serde_json::json!({"__type": code, "message": message}),
                )
            }
            Self::RestJson => {
                let body = serde_json::json!({"code": code, "message": message});
                let mut response = json("application/json", body);
                if let Ok(value) = code.parse() {
                    response.headers_mut().insert("x-amzn-errortype", value);
                }
                response
            }
            Self::Cbor => {
                let body = cbor_map(&[("__type", code), ("message", message)]);
                let headers = [
                    (header::CONTENT_TYPE.as_str(), "application/cbor"),
                    ("smithy-protocol", "rpc-v2-cbor"),
                ];
                (headers, body).into_response()
            }
            Self::Query | Self::RestXml => xml(
                "ErrorResponse",
                &ErrorResponse {
                    error: Failure { code, message },
                    request_id: id,
                },
            ),
            Self::ObjectStorage => xml(
                "Error",
                &ObjectStorageError {
                    code,
                    message,
                    request_id: id,
                },
            ),
        };
        *response.status_mut() = status;
        response
    }
}

/// The answer to a request for a service that is not served.
pub fn refuse_unserved(service: &str, headers: &HeaderMap, uri: &Uri, id: Uuid) -> Response {
    let form = Form::of(service, headers, uri);
    let (status, code) = form.no_such_operation();
    let message = format!("privlink does not serve the service '{service}'");
    form.response(id, status, code, &message)
}

/// The answer to a request for a service that could not be asked just now; `message` says why.
pub fn refuse_unreachable(
    service: &str,
    headers: &HeaderMap,
    uri: &Uri,
    id: Uuid,
    message: &str,
) -> Response {
    let status = StatusCode::SERVICE_UNAVAILABLE;
    Form::of(service, headers, uri).response(id, status, "ServiceUnavailable", message)
}

fn xml(element: &str, error: &impl Serialize) -> Response {
    let mut body = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n".to_owned();
    match write_xml(&mut body, element, error, ListStyle::Member) {
        Ok(()) => ([(header::CONTENT_TYPE, "text/xml")], body).into_response(),
        Err(fault) => {
            tracing::error!(error = %fault, "an error could not be encoded");
            StatusCode::INTERNAL_SERVER_ERROR.into_response()
        }
    }
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct ErrorResponse<'a> {
    error: Failure<'a>,
    request_id: Uuid,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Failure<'a> {
    code: &'a str,
    message: &'a str,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct ObjectStorageError<'a> {
    code: &'a str,
    message: &'a str,
    request_id: Uuid,
}

/// A map of a few texts as CBOR.
fn cbor_map(entries: &[(&str, &str)]) -> Vec<u8> {
    const MAP: u8 = 5 << 5;
    const TEXT: u8 = 3 << 5;
    let mut bytes = Vec::new();
    cbor_head(&mut bytes, MAP, entries.len());
    for (name, value) in entries {
        for text in [name, value] {
            cbor_head(&mut bytes, TEXT, text.len());
            bytes.extend_from_slice(text.as_bytes());
        }
    }
    bytes
}

/// A type and a length, the length in as few bytes as it needs.
fn cbor_head(bytes: &mut Vec<u8>, kind: u8, length: usize) {
    const IN_ONE_BYTE: u8 = 24;
    const IN_FOUR_BYTES: u8 = 26;
    match u8::try_from(length) {
        Ok(short) if short < IN_ONE_BYTE => bytes.push(kind | short),
        Ok(byte) => bytes.extend([kind | IN_ONE_BYTE, byte]),
        Err(_) => {
            bytes.push(kind | IN_FOUR_BYTES);
            bytes.extend(u32::try_from(length).unwrap_or(u32::MAX).to_be_bytes());
        }
    }
}
