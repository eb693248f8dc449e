//! AWS's own protocols. Query has one path, a service chosen by the signature, an action chosen by the request; REST-XML has
//! a path and a method for each operation.

mod action;
mod ec2;
mod elbv2;
mod elsewhere;
mod envelope;
mod error;
mod iam;
pub mod query;
mod rest_xml;
mod route53;
mod sns;
mod sts;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::{Request, State};
use axum::http::request::Parts;
use axum::http::uri::Authority;
use axum::http::{HeaderMap, StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use axum::routing::{any, get};
use uuid::Uuid;

use crate::app::Context;
use crate::domain::error::{Code, Error, Result};
use crate::domain::limit;
use crate::domain::topic::Subscriber;
use crate::gate::{self, RequestId};

use action::Call;
pub use action::{Entry, Service};
pub use elsewhere::{refuse_unreachable, refuse_unserved, unserved_service};
pub use error::status;
use query::Params;
pub use rest_xml::{Operation, RestService};

/// The paths of all AWS requests.
pub fn router() -> Router<Context> {
    Router::new()
        .route("/", get(answer).post(answer))
        .route("/2013-04-01/{*path}", any(answer_rest))
}

/// Whether requests to a path are answered in a protocol of AWS's.
pub fn is_path(path: &str) -> bool {
    path == "/" || rest_service(path).is_some()
}

/// The REST-XML service whose paths begin like this one, and what follows.
fn rest_service(path: &str) -> Option<(&'static RestService, &str)> {
    REST_SERVICES.iter().find_map(|service| {
        let rest = path.strip_prefix('/')?.strip_prefix(service.version)?;
        Some((*service, rest.strip_prefix('/')?))
    })
}

/// The services that are served.
pub const SERVICES: &[&Service] = &[
    &ec2::SERVICE,
    &elbv2::SERVICE,
    &iam::SERVICE,
    &sns::SERVICE,
    &sts::SERVICE,
];

/// The services that are served over REST-XML.
pub const REST_SERVICES: &[&RestService] = &[&route53::SERVICE];

/// What clients call a service that is served.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ServiceNames {
    /// The name that clients have for its endpoint.
    pub endpoint_name: &'static str,
    /// AWS's own name for it, of which clients make the names of their settings.
    pub service_id: &'static str,
    /// Whether only some of it is served, and the rest is an upstream's if there is one.
    pub partial: bool,
}

/// The names of all services that are served, in whatever protocol.
pub fn service_names() -> impl Iterator<Item = ServiceNames> {
    let query = SERVICES.iter().map(|service| ServiceNames {
        endpoint_name: service.endpoint_name,
        service_id: service.service_id,
        partial: service.partial,
    });
    let rest = REST_SERVICES.iter().map(|service| ServiceNames {
        endpoint_name: service.endpoint_name,
        service_id: service.service_id,
        partial: false,
    });
    query.chain(rest)
}

/// The protocol's answer to a refusal that no action was reached for. Without a signature nobody knows which service the
/// client had in mind, so it is EC2's.
pub fn refusal(headers: &HeaderMap, query: Option<&str>, id: Uuid, error: &Error) -> Response {
    let scope = gate::sigv4::credential_scope(headers, query).ok().flatten();
    let rest = scope
        .as_ref()
        .and_then(|scope| rest_service_by_signing_name(&scope.service));
    if let Some(service) = rest {
        return rest_xml::refusal(service, id, error);
    }
    let service = scope.and_then(|scope| service_by_signing_name(&scope.service));
    error::response(service.unwrap_or(&ec2::SERVICE), id, error)
}

async fn answer(State(context): State<Context>, request: Request) -> Response {
    let id = RequestId::of(request.extensions());
    let (parts, body) = request.into_parts();
    let query = parts.uri.query();
    if query.is_none() && parts.method == axum::http::Method::GET {
        return welcome();
    }
    let identified = match gate::identify(&context, &parts.headers, query).await {
        Ok(identified) => identified,
        Err(error) => return refusal(&parts.headers, query, id, &error),
    };
    let signed_for = identified
        .service
        .as_deref()
        .and_then(service_by_signing_name);
    let rest = identified.service.as_deref();
    if let Some(service) = rest.and_then(rest_service_by_signing_name) {
        let message = format!(
            "The operations of {} are at paths of their own",
            service.service_id
        );
        return rest_xml::refusal(service, id, &Error::new(Code::UnknownOperation, message));
    }
    let mut params = match read(body, query).await {
        Ok(params) => params,
        Err(error) => return error::response(signed_for.unwrap_or(&ec2::SERVICE), id, &error),
    };
    let version = params.take("Version");
    let by_version = || {
        SERVICES
            .iter()
            .copied()
            .find(|service| version.as_deref() == Some(service.version))
    };
    let service = signed_for.or_else(by_version).unwrap_or(&ec2::SERVICE);
    let call = Call {
        context,
        request_id: id,
        caller: identified.caller,
        signed: identified.service.is_some(),
        server: server(&parts),
    };
    match dispatch(service, version.as_deref(), params, &call).await {
        Ok(xml) => (
            StatusCode::OK,
            [(header::CONTENT_TYPE, "text/xml;charset=UTF-8")],
            xml,
        )
            .into_response(),
        Err(error) => error::response(service, id, &error),
    }
}

async fn answer_rest(State(context): State<Context>, request: Request) -> Response {
    let id = RequestId::of(request.extensions());
    let (parts, body) = request.into_parts();
    let query = parts.uri.query();
    let Some((service, path)) = rest_service(parts.uri.path()) else {
        return refusal(
            &parts.headers,
            query,
            id,
            &Error::new(Code::NoSuchRoute, "There is nothing at this path"),
        );
    };
    let outcome = async {
        let identified = gate::identify(&context, &parts.headers, query).await?;
        let signed_for = identified.service.as_deref();
        if let Some(name) = signed_for.filter(|name| *name != service.signing_name) {
            return Err(Error::new(
                Code::UnknownOperation,
                format!("privlink does not serve the service '{name}' at this path"),
            ));
        }
        let body = text(body).await?;
        let call = Call {
            context,
            request_id: id,
            caller: identified.caller,
            signed: identified.service.is_some(),
            server: server(&parts),
        };
        let query = query.unwrap_or_default();
        rest_xml::dispatch(service, &parts.method, path, query, body, &call).await
    };
    rest_xml::answered(service, id, outcome.await)
}

/// The address by which the client has reached the server.
fn server(request: &Parts) -> String {
    let host = request.headers.get(header::HOST);
    let host = host.and_then(|host| host.to_str().ok());
    let authority = request.uri.authority().map(Authority::as_str);
    let address = format!("http://{}", host.or(authority).unwrap_or("localhost"));
    match Subscriber::webhook(&address) {
        Ok(_) => address,
        Err(_) => "http://localhost".to_owned(),
    }
}

async fn dispatch(
    service: &Service,
    version: Option<&str>,
    mut params: Params,
    call: &Call,
) -> Result<String> {
    if let Some(version) = version.filter(|version| *version != service.version) {
        return Err(Error::new(
            Code::NoSuchVersion,
            format!(
                "The requested version ({version}) of service {} does not exist",
                service.signing_name
            ),
        )
        .about("Version"));
    }
    let name = params
        .take("Action")
        .ok_or_else(|| Error::missing("Action"))?;
    let entry = service
        .actions
        .iter()
        .find(|entry| entry.name == name)
        .ok_or_else(|| {
            Error::new(
                Code::InvalidAction,
                format!("The action {name} is not valid for this web service."),
            )
            .about("Action")
        })?;
    (entry.run)(service, params, call).await
}

/// A request's body as text.
async fn text(body: Body) -> Result<String> {
    let body = to_bytes(body, limit::BODY_BYTES).await.map_err(|_| {
        Error::new(
            Code::PayloadTooLarge,
            format!(
                "The request body is larger than {} bytes",
                limit::BODY_BYTES
            ),
        )
    })?;
    String::from_utf8(body.into())
        .map_err(|_| Error::new(Code::MalformedRequest, "The request body is not UTF-8 text"))
}

async fn read(body: Body, query: Option<&str>) -> Result<Params> {
    let body = text(body).await?;
    let form = match query {
        Some(query) if body.is_empty() => query.to_owned(),
        Some(query) => format!("{query}&{body}"),
        None => body,
    };
    let mut params = Params::parse(&form).map_err(|error| error::from_query(&error))?;
    for name in sigv4_parameters() {
        params.take(name);
    }
    Ok(params)
}

/// The parameters by which presigned URLs carry their signature.
const fn sigv4_parameters() -> [&'static str; 7] {
    [
        "X-Amz-Algorithm",
        "X-Amz-Credential",
        "X-Amz-Date",
        "X-Amz-Expires",
        "X-Amz-SignedHeaders",
        "X-Amz-Signature",
        "X-Amz-Security-Token",
    ]
}

/// The service that a request is for, if only some of its actions are served.
pub fn partial_service(headers: &HeaderMap, uri: &Uri) -> Option<&'static Service> {
    let scope = gate::sigv4::credential_scope(headers, uri.query()).ok()??;
    service_by_signing_name(&scope.service).filter(|service| service.partial)
}

impl Service {
    /// Whether the action that a form names, in the body or the query of the URL, is served.
    pub fn serves_action_of(&self, form: &[u8], uri: &Uri) -> bool {
        let query = uri.query().unwrap_or_default().as_bytes();
        form_urlencoded::parse(form)
            .chain(form_urlencoded::parse(query))
            .find(|(name, _)| name == "Action")
            .is_some_and(|(_, action)| self.actions.iter().any(|entry| entry.name == action))
    }
}

fn service_by_signing_name(name: &str) -> Option<&'static Service> {
    SERVICES
        .iter()
        .copied()
        .find(|service| service.signing_name == name)
}

fn rest_service_by_signing_name(name: &str) -> Option<&'static RestService> {
    REST_SERVICES
        .iter()
        .copied()
        .find(|service| service.signing_name == name)
}

/// What a person reads who opens the address in a browser.
fn welcome() -> Response {
    let body = concat!(
        "privlink ",
        env!("CARGO_PKG_VERSION"),
        "\n\nREST API: /v1 (documentation at /docs, OpenAPI at /openapi.json)\nAWS Query: POST / (EC2, ELBv2, IAM, SNS, STS)\nAWS REST-XML: /2013-04-01 (Route 53)\n"
    );
    ([(header::CONTENT_TYPE, "text/plain; charset=utf-8")], body).into_response()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::{REST_SERVICES, SERVICES};

    /// Rows of the documentation's tables that begin with an action's name.
    fn documented() -> BTreeSet<&'static str> {
        include_str!("../../docs/aws-api.md")
            .lines()
            .filter_map(|line| line.strip_prefix("| `")?.split('`').next())
            .filter(|name| name.starts_with(char::is_uppercase))
            .collect()
    }

    #[test]
    fn the_documentation_lists_every_action() {
        let served = SERVICES
            .iter()
            .flat_map(|service| service.actions)
            .map(|entry| entry.name);
        let operations = REST_SERVICES
            .iter()
            .flat_map(|service| service.operations)
            .map(|operation| operation.name);
        assert_eq!(documented(), served.chain(operations).collect());
    }
}
