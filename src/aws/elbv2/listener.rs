//! The actions of listeners.

use serde::{Deserialize, Serialize};

use super::listener_action::{self, Action as ListenerAction};
use super::listener_certificate::{Certificate, certificate_arns};
use super::shapes::{Attribute, AttributesResponse, Empty, Tag, attributes, paging, tags};
use crate::app::listener as app;
use crate::app::{Get, Stored};
use crate::aws::action::{Action, Call, Treatment};
use crate::domain::error::Result;
use crate::domain::listener::Listener;
use crate::domain::listener_encryption::{EncryptionRequest, MutualAuthenticationRequest};
use crate::domain::listener_protocol::ListenerProtocol;

/// What is asked of clients' certificates.
#[derive(Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
struct MutualAuthentication {
    mode: Option<String>,
    trust_store_arn: Option<String>,
    ignore_client_certificate_expiry: Option<bool>,
    trust_store_association_status: Option<String>,
    advertise_trust_store_ca_names: Option<String>,
}

fn encryption(
    ssl_policy: Option<String>,
    certificates: Vec<Certificate>,
    alpn_policies: Vec<String>,
    mutual_authentication: Option<MutualAuthentication>,
) -> Result<EncryptionRequest> {
    Ok(EncryptionRequest {
        certificate_arns: certificate_arns(certificates)?,
        ssl_policy,
        alpn_policies,
        mutual_authentication: mutual_authentication.map(|wanted| MutualAuthenticationRequest {
            mode: wanted.mode,
            trust_store_arn: wanted.trust_store_arn,
            ignore_client_certificate_expiry: wanted.ignore_client_certificate_expiry,
            advertise_trust_store_ca_names: wanted.advertise_trust_store_ca_names,
            trust_store_association_status: wanted.trust_store_association_status,
        }),
    })
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub(super) struct CreateListener {
    load_balancer_arn: String,
    protocol: Option<String>,
    port: Option<i64>,
    ssl_policy: Option<String>,
    #[serde(default)]
    certificates: Vec<Certificate>,
    default_actions: Vec<ListenerAction>,
    #[serde(default)]
    alpn_policy: Vec<String>,
    mutual_authentication: Option<MutualAuthentication>,
    #[serde(default)]
    tags: Vec<Tag>,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct ListenersResponse {
    listeners: Vec<ListenerShape>,
    next_marker: Option<String>,
}

impl ListenersResponse {
    fn one(listener: Stored<Listener>) -> Self {
        Self {
            listeners: vec![listener.value.into()],
            next_marker: None,
        }
    }
}

impl Action for CreateListener {
    type Response = ListenersResponse;

    async fn run(self, call: &Call, treatment: Treatment) -> Result<ListenersResponse> {
        let command = app::CreateListener {
            load_balancer_arn: self.load_balancer_arn,
            protocol: self.protocol,
            port: self.port,
            encryption: encryption(
                self.ssl_policy,
                self.certificates,
                self.alpn_policy,
                self.mutual_authentication,
            )?,
            default_actions: listener_action::requests(self.default_actions),
            tags: tags(self.tags),
        };
        let listener = call.run(treatment, command).await?;
        Ok(ListenersResponse::one(listener))
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub(super) struct ModifyListener {
    listener_arn: String,
    protocol: Option<String>,
    port: Option<i64>,
    ssl_policy: Option<String>,
    #[serde(default)]
    certificates: Vec<Certificate>,
    #[serde(default)]
    default_actions: Vec<ListenerAction>,
    #[serde(default)]
    alpn_policy: Vec<String>,
    mutual_authentication: Option<MutualAuthentication>,
}

impl Action for ModifyListener {
    type Response = ListenersResponse;

    async fn run(self, call: &Call, treatment: Treatment) -> Result<ListenersResponse> {
        let command = app::ModifyListener {
            listener_arn: self.listener_arn,
            protocol: self.protocol,
            port: self.port,
            encryption: encryption(
                self.ssl_policy,
                self.certificates,
                self.alpn_policy,
                self.mutual_authentication,
            )?,
            default_actions: listener_action::requests(self.default_actions),
            ..app::ModifyListener::default()
        };
        let listener = call.run(treatment, command).await?;
        Ok(ListenersResponse::one(listener))
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub(super) struct DescribeListeners {
    load_balancer_arn: Option<String>,
    #[serde(default)]
    listener_arns: Vec<String>,
    page_size: Option<i64>,
    marker: Option<String>,
}

impl Action for DescribeListeners {
    type Response = ListenersResponse;

    async fn run(self, call: &Call, treatment: Treatment) -> Result<ListenersResponse> {
        let query = app::DescribeListeners {
            load_balancer_arn: self.load_balancer_arn,
            arns: self.listener_arns,
            paging: paging(self.page_size, self.marker),
        };
        let page = call.query(treatment, query).await?;
        Ok(ListenersResponse {
            listeners: page
                .items
                .into_iter()
                .map(|listener| listener.value.into())
                .collect(),
            next_marker: page.next,
        })
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub(super) struct DeleteListener {
    listener_arn: String,
}

impl Action for DeleteListener {
    type Response = Empty;

    async fn run(self, call: &Call, treatment: Treatment) -> Result<Empty> {
        let command = app::DeleteListener {
            listener_arn: self.listener_arn,
        };
        call.run(treatment, command).await?;
        Ok(Empty {})
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub(super) struct DescribeListenerAttributes {
    listener_arn: String,
}

impl Action for DescribeListenerAttributes {
    type Response = AttributesResponse;

    async fn run(self, call: &Call, treatment: Treatment) -> Result<AttributesResponse> {
        let query = Get::<Stored<Listener>>::new(self.listener_arn);
        let listener = call.query(treatment, query).await?;
        Ok(listener.all_attributes().into())
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub(super) struct ModifyListenerAttributes {
    listener_arn: String,
    attributes: Vec<Attribute>,
}

impl Action for ModifyListenerAttributes {
    type Response = AttributesResponse;

    async fn run(self, call: &Call, treatment: Treatment) -> Result<AttributesResponse> {
        let command = app::ModifyListenerAttributes {
            listener_arn: self.listener_arn,
            attributes: attributes(self.attributes),
        };
        let listener = call.run(treatment, command).await?;
        Ok(listener.all_attributes().into())
    }
}

/// A listener as answers show it.
#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct ListenerShape {
    listener_arn: String,
    load_balancer_arn: String,
    port: Option<u16>,
    protocol: Option<&'static str>,
    certificates: Option<Vec<Certificate>>,
    ssl_policy: Option<String>,
    default_actions: Vec<ListenerAction>,
    alpn_policy: Option<Vec<String>>,
    mutual_authentication: Option<MutualAuthenticationShape>,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct MutualAuthenticationShape {
    mode: String,
}

impl From<Listener> for ListenerShape {
    fn from(listener: Listener) -> Self {
        let port = listener.port();
        let protocol = listener.protocol().map(ListenerProtocol::name);
        let mut shape = Self {
            port,
            protocol,
            listener_arn: listener.arn,
            load_balancer_arn: listener.load_balancer_arn,
            certificates: None,
            ssl_policy: None,
            default_actions: listener_action::shown(listener.default_actions),
            alpn_policy: None,
            mutual_authentication: None,
        };
        if let Some(encryption) = listener.encryption {
            shape.certificates = Some(vec![Certificate::shown(encryption.certificate_arn, None)]);
            shape.ssl_policy = Some(encryption.ssl_policy);
            shape.alpn_policy = encryption.alpn_policy.map(|policy| vec![policy]);
            shape.mutual_authentication = encryption
                .mutual_authentication
                .map(|wanted| MutualAuthenticationShape { mode: wanted.mode });
        }
        shape
    }
}
