//! `/v1/listeners`

use std::collections::BTreeMap;

use axum::extract::FromRequestParts;
use axum::http::StatusCode;
use axum::http::request::Parts;
use axum::response::IntoResponse;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::extract::{Body, Call, Created, PathText, Versioned, path_segment};
use super::listener_actions::{self, Action};
use super::page::{Items, ListParams, ListQuery, parse_with};
use super::problem::{Problems, Refusal};
use super::tags::{self, Tag};
use crate::app::listener as app;
use crate::app::listener_certificate::{AddListenerCertificates, RemoveListenerCertificates};
use crate::app::{Context, Get, List, Stored};
use crate::domain::filter::Filter;
use crate::domain::listener::Listener;
use crate::domain::listener_encryption::{EncryptionRequest, MutualAuthenticationRequest};
use crate::domain::listener_protocol::ListenerProtocol;
use crate::gate::RequestId;

pub(super) fn routes() -> OpenApiRouter<Context> {
    OpenApiRouter::new()
        .routes(routes!(create, list))
        .routes(routes!(get, patch, delete))
        .routes(routes!(add_certificate))
        .routes(routes!(remove_certificate))
}

/// A listener of a load balancer.
#[derive(Serialize, ToSchema)]
#[schema(as = Listener)]
#[serde(rename_all = "camelCase")]
struct ListenerBody {
    listener_arn: String,
    load_balancer_arn: String,
    /// Absent on gateway load balancers, whose listeners take every packet.
    #[schema(example = "TCP")]
    #[serde(skip_serializing_if = "Option::is_none")]
    protocol: Option<&'static str>,
    /// Absent on gateway load balancers.
    #[schema(example = 443)]
    #[serde(skip_serializing_if = "Option::is_none")]
    port: Option<u16>,
    /// The default certificate and the list of others, of HTTPS and TLS listeners. Records only.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    certificates: Vec<ListenerCertificate>,
    /// Of HTTPS and TLS listeners.
    #[schema(example = "ELBSecurityPolicy-2016-08")]
    #[serde(skip_serializing_if = "Option::is_none")]
    ssl_policy: Option<String>,
    /// Of TLS listeners.
    #[serde(skip_serializing_if = "Option::is_none")]
    alpn_policy: Option<String>,
    /// Of HTTPS listeners.
    #[serde(skip_serializing_if = "Option::is_none")]
    mutual_authentication: Option<MutualAuthentication>,
    default_actions: Vec<Action>,
    /// All attributes with their values; records only.
    attributes: BTreeMap<String, String>,
    tags: Vec<Tag>,
}

/// A certificate of a listener.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct ListenerCertificate {
    certificate_arn: String,
    is_default: bool,
}

/// What is asked of clients' certificates.
#[derive(Deserialize, Serialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct MutualAuthentication {
    /// `off` or `passthrough`; there are no trust stores for `verify`.
    #[schema(example = "off")]
    mode: String,
}

fn encryption(
    certificate_arn: Option<String>,
    ssl_policy: Option<String>,
    alpn_policy: Option<String>,
    mutual_authentication: Option<MutualAuthentication>,
) -> EncryptionRequest {
    EncryptionRequest {
        certificate_arns: certificate_arn.into_iter().collect(),
        ssl_policy,
        alpn_policies: alpn_policy.into_iter().collect(),
        mutual_authentication: mutual_authentication.map(|wanted| MutualAuthenticationRequest {
            mode: Some(wanted.mode),
            ..MutualAuthenticationRequest::default()
        }),
    }
}

impl From<Listener> for ListenerBody {
    fn from(listener: Listener) -> Self {
        let mut body = Self {
            attributes: listener.all_attributes().into_iter().collect(),
            protocol: listener.protocol().map(ListenerProtocol::name),
            port: listener.port(),
            listener_arn: listener.arn,
            load_balancer_arn: listener.load_balancer_arn,
            certificates: Vec::new(),
            ssl_policy: None,
            alpn_policy: None,
            mutual_authentication: None,
            default_actions: listener_actions::shown(listener.default_actions),
            tags: tags::to_body(listener.tags),
        };
        if let Some(encryption) = listener.encryption {
            let default = (encryption.certificate_arn, true);
            let others = encryption.certificate_list.into_iter();
            body.certificates = std::iter::once(default)
                .chain(others.map(|arn| (arn, false)))
                .map(|(certificate_arn, is_default)| ListenerCertificate {
                    certificate_arn,
                    is_default,
                })
                .collect();
            body.ssl_policy = Some(encryption.ssl_policy);
            body.alpn_policy = encryption.alpn_policy;
            body.mutual_authentication = encryption
                .mutual_authentication
                .map(|wanted| MutualAuthentication { mode: wanted.mode });
        }
        body
    }
}

/// What a listener is created with.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct CreateListener {
    load_balancer_arn: String,
    /// `HTTP` or `HTTPS` for application load balancers, `TCP`, `TLS`, `UDP`, `TCP_UDP`, `QUIC` or `TCP_QUIC` for network load
    /// balancers. Required, but not for gateway load balancers, whose listeners must not have one.
    #[schema(example = "TCP")]
    protocol: Option<String>,
    /// Free on the load balancer. Required like the protocol.
    #[schema(example = 443)]
    port: Option<i64>,
    /// The default certificate; required for HTTPS and TLS listeners.
    certificate_arn: Option<String>,
    /// For HTTPS and TLS listeners.
    ssl_policy: Option<String>,
    /// For TLS listeners.
    alpn_policy: Option<String>,
    /// For HTTPS listeners.
    mutual_authentication: Option<MutualAuthentication>,
    default_actions: Vec<Action>,
    #[serde(default)]
    tags: Vec<Tag>,
}

/// Creates a listener.
///
/// If there is one on that port, or on that gateway load balancer, with the same settings, it is answered as it is.
#[utoipa::path(
    post, path = "/v1/listeners", tag = "Listeners", operation_id = "createListener", request_body = CreateListener,
    responses((status = 201, description = "The listener", body = ListenerBody), Problems),
)]
async fn create(
    call: Call,
    Body(body): Body<CreateListener>,
) -> Result<impl IntoResponse, Refusal> {
    let command = app::CreateListener {
        load_balancer_arn: body.load_balancer_arn,
        protocol: body.protocol,
        port: body.port,
        encryption: encryption(
            body.certificate_arn,
            body.ssl_policy,
            body.alpn_policy,
            body.mutual_authentication,
        ),
        default_actions: listener_actions::requests(body.default_actions),
        tags: tags::from_body(body.tags),
    };
    let listener = call.run(command).await?;
    Ok(Created {
        location: format!("/v1/listeners/{}", path_segment(&listener.arn)),
        version: listener.version,
        body: ListenerBody::from(listener.value),
    })
}

/// A list's query parameters, and `loadBalancerArn`.
struct ListenerQuery(ListQuery);

impl FromRequestParts<Context> for ListenerQuery {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, _: &Context) -> Result<Self, Refusal> {
        const LOAD_BALANCER: &str = "loadBalancerArn";
        let query = parts.uri.query().unwrap_or_default();
        let (mut list, mut own) = parse_with(query, &[LOAD_BALANCER])
            .map_err(|error| Refusal::new(RequestId::of(&parts.extensions), error))?;
        if let Some(arn) = own.remove(LOAD_BALANCER) {
            list.filters.push(Filter {
                name: "load-balancer-arn".to_owned(),
                values: vec![arn],
            });
        }
        Ok(Self(list))
    }
}

/// Lists listeners.
#[utoipa::path(
    get, path = "/v1/listeners", tag = "Listeners", operation_id = "listListeners",
    params(
        ("loadBalancerArn" = Option<String>, Query, description = "Only those of this load balancer"),
        ListParams,
    ),
    responses((status = 200, description = "A page of listeners", body = Items<ListenerBody>), Problems),
)]
async fn list(
    call: Call,
    ListenerQuery(list): ListenerQuery,
) -> Result<axum::Json<Items<ListenerBody>>, Refusal> {
    let page = call
        .query(List::<Stored<Listener>>::new(list.into_request()))
        .await?;
    Ok(axum::Json(Items::of(page, |listener| {
        listener.value.into()
    })))
}

/// Shows a listener.
#[utoipa::path(
    get, path = "/v1/listeners/{listenerArn}", tag = "Listeners", operation_id = "getListener",
    params(("listenerArn" = String, Path, description = "Percent-encoded")),
    responses((status = 200, description = "The listener", body = ListenerBody), Problems),
)]
async fn get(call: Call, PathText(arn): PathText) -> Result<Versioned<ListenerBody>, Refusal> {
    let listener = call.query(Get::<Stored<Listener>>::new(arn)).await?;
    Ok(Versioned {
        version: listener.version,
        body: listener.value.into(),
    })
}

/// What of a listener is to be changed; what is absent stays.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct PatchListener {
    /// As for a new listener. Not for gateway load balancers.
    protocol: Option<String>,
    /// Free on the load balancer. Not for gateway load balancers.
    port: Option<i64>,
    /// The default certificate, for HTTPS and TLS listeners.
    certificate_arn: Option<String>,
    /// For HTTPS and TLS listeners.
    ssl_policy: Option<String>,
    /// For TLS listeners.
    alpn_policy: Option<String>,
    /// For HTTPS listeners.
    mutual_authentication: Option<MutualAuthentication>,
    /// All actions that it is to have.
    #[serde(default)]
    default_actions: Vec<Action>,
    /// Attributes to set, by AWS's names.
    #[serde(default)]
    attributes: BTreeMap<String, String>,
    /// Replaces all tags.
    tags: Option<Vec<Tag>>,
}

/// Changes a listener.
#[utoipa::path(
    patch, path = "/v1/listeners/{listenerArn}", tag = "Listeners", operation_id = "updateListener",
    params(("listenerArn" = String, Path, description = "Percent-encoded")), request_body = PatchListener,
    responses((status = 200, description = "The listener", body = ListenerBody), Problems),
)]
async fn patch(
    call: Call,
    PathText(arn): PathText,
    Body(body): Body<PatchListener>,
) -> Result<Versioned<ListenerBody>, Refusal> {
    let command = app::ModifyListener {
        listener_arn: arn,
        protocol: body.protocol,
        port: body.port,
        encryption: encryption(
            body.certificate_arn,
            body.ssl_policy,
            body.alpn_policy,
            body.mutual_authentication,
        ),
        default_actions: listener_actions::requests(body.default_actions),
        attributes: body.attributes.into_iter().collect(),
        tags: body.tags.map(tags::from_body),
    };
    let listener = call.run(command).await?;
    Ok(Versioned {
        version: listener.version,
        body: listener.value.into(),
    })
}

/// Deletes a listener with its rules. Its target groups stay.
#[utoipa::path(
    delete, path = "/v1/listeners/{listenerArn}", tag = "Listeners", operation_id = "deleteListener",
    params(("listenerArn" = String, Path, description = "Percent-encoded")),
    responses((status = 204, description = "Deleted"), Problems),
)]
async fn delete(call: Call, PathText(arn): PathText) -> Result<StatusCode, Refusal> {
    call.run(app::DeleteListener { listener_arn: arn }).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// What is put on a listener's list of certificates.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct AddCertificate {
    /// The ARN of a certificate of ACM in the listener's region, or of one of IAM. There need not be such a certificate.
    certificate_arn: String,
}

/// Puts a certificate on a listener's list. One that is there already is no error.
#[utoipa::path(
    post, path = "/v1/listeners/{listenerArn}/certificates", tag = "Listeners", operation_id = "addListenerCertificate",
    params(("listenerArn" = String, Path, description = "Percent-encoded")), request_body = AddCertificate,
    responses((status = 204, description = "It is on the list"), Problems),
)]
async fn add_certificate(
    call: Call,
    PathText(arn): PathText,
    Body(body): Body<AddCertificate>,
) -> Result<StatusCode, Refusal> {
    let command = AddListenerCertificates {
        listener_arn: arn,
        certificate_arns: vec![body.certificate_arn],
    };
    call.run(command).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Takes a certificate off a listener's list. One that is not there is no error, but the default one cannot be removed.
#[utoipa::path(
    delete, path = "/v1/listeners/{listenerArn}/certificates/{certificateArn}", tag = "Listeners",
    operation_id = "removeListenerCertificate",
    params(
        ("listenerArn" = String, Path, description = "Percent-encoded"),
        ("certificateArn" = String, Path, description = "Percent-encoded"),
    ),
    responses((status = 204, description = "It is not on the list"), Problems),
)]
async fn remove_certificate(
    call: Call,
    PathText((arn, certificate_arn)): PathText<(String, String)>,
) -> Result<StatusCode, Refusal> {
    let command = RemoveListenerCertificates {
        listener_arn: arn,
        certificate_arns: vec![certificate_arn],
    };
    call.run(command).await?;
    Ok(StatusCode::NO_CONTENT)
}
