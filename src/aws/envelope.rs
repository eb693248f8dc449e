//! What is around every answer of the two dialects.

use serde::Serialize;
use uuid::Uuid;

use super::action::{Dialect, Service};
use super::query::{write_content, write_xml};
use crate::domain::error::{Error, Result};

const DECLARATION: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";

/// The answer of an action that succeeded. In the plain dialect its members are in an element, if it has any.
pub(super) fn success<T: Serialize>(
    service: &Service,
    action: &str,
    id: Uuid,
    response: &T,
    has_result: bool,
) -> Result<String> {
    let lists = service.dialect.lists();
    let mut xml = format!(
        "{DECLARATION}<{action}Response xmlns=\"{}\">",
        service.namespace
    );
    match service.dialect {
        Dialect::Ec2 => {
            write_xml(&mut xml, "requestId", &id.to_string(), lists).map_err(Error::internal)?;
            write_content(&mut xml, response, lists).map_err(Error::internal)?;
        }
        Dialect::Query => {
            if has_result {
                write_xml(&mut xml, &format!("{action}Result"), response, lists)
                    .map_err(Error::internal)?;
            }
            let metadata = Metadata { request_id: id };
            write_xml(&mut xml, "ResponseMetadata", &metadata, lists).map_err(Error::internal)?;
        }
    }
    for part in ["</", action, "Response>\n"] {
        xml.push_str(part);
    }
    Ok(xml)
}

/// The answer to a request that was refused.
pub(super) fn failure(
    service: &Service,
    id: Uuid,
    sender: bool,
    code: &str,
    message: &str,
) -> Result<String> {
    let lists = service.dialect.lists();
    let mut xml = DECLARATION.to_owned();
    match service.dialect {
        Dialect::Ec2 => {
            let errors = Errors {
                errors: OneError {
                    error: Failure { code, message },
                },
            };
            xml.push_str("<Response>");
            write_content(&mut xml, &errors, lists).map_err(Error::internal)?;
            write_xml(&mut xml, "RequestID", &id.to_string(), lists).map_err(Error::internal)?;
            xml.push_str("</Response>\n");
        }
        Dialect::Query => {
            let kind = if sender { "Sender" } else { "Receiver" };
            for part in ["<ErrorResponse xmlns=\"", service.namespace, "\">"] {
                xml.push_str(part);
            }
            let error = TypedFailure {
                kind,
                code,
                message,
            };
            write_xml(&mut xml, "Error", &error, lists).map_err(Error::internal)?;
            write_xml(&mut xml, "RequestId", &id.to_string(), lists).map_err(Error::internal)?;
            xml.push_str("</ErrorResponse>\n");
        }
    }
    Ok(xml)
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Metadata {
    request_id: Uuid,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Errors<'a> {
    errors: OneError<'a>,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct OneError<'a> {
    error: Failure<'a>,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Failure<'a> {
    code: &'a str,
    message: &'a str,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct TypedFailure<'a> {
    #[serde(rename = "Type")]
    kind: &'a str,
    code: &'a str,
    message: &'a str,
}
