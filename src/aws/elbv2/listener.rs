//! The actions of listeners.

use serde::{Deserialize, Serialize};

use super::shapes::{Attribute, AttributesResponse, Empty, Tag, attributes, paging, tags};
use crate::app::listener as app;
use crate::app::{Get, Stored};
use crate::aws::action::{Action, Call, Treatment};
use crate::domain::error::Result;
use crate::domain::listener::{ActionRequest, ForwardAction, Listener};

/// A certificate, named so that its refusal can say why.
#[derive(Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
struct Certificate {
    certificate_arn: String,
}

fn certificate_arns(certificates: Vec<Certificate>) -> Vec<String> {
    certificates
        .into_iter()
        .map(|certificate| certificate.certificate_arn)
        .collect()
}

/// What a listener does with its traffic.
#[derive(Deserialize, Serialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
struct ListenerAction {
    #[serde(rename = "Type")]
    action_type: String,
    target_group_arn: Option<String>,
    order: Option<u32>,
    forward_config: Option<ForwardConfig>,
}

#[derive(Deserialize, Serialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
struct ForwardConfig {
    #[serde(default)]
    target_groups: Vec<TargetGroupTuple>,
    target_group_stickiness_config: Option<StickinessConfig>,
}

#[derive(Deserialize, Serialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
struct TargetGroupTuple {
    target_group_arn: String,
    weight: Option<u32>,
}

#[derive(Deserialize, Serialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
struct StickinessConfig {
    #[serde(default)]
    enabled: bool,
}

impl From<ListenerAction> for ActionRequest {
    fn from(action: ListenerAction) -> Self {
        let (target_groups, stickiness) = action.forward_config.map_or_else(
            || (Vec::new(), None),
            |config| (config.target_groups, config.target_group_stickiness_config),
        );
        Self {
            action_type: action.action_type,
            target_group_arn: action.target_group_arn,
            target_groups: target_groups
                .into_iter()
                .map(|group| (group.target_group_arn, group.weight))
                .collect(),
            order: action.order,
            stickiness_enabled: stickiness.is_some_and(|config| config.enabled),
        }
    }
}

impl From<ForwardAction> for ListenerAction {
    fn from(action: ForwardAction) -> Self {
        Self {
            action_type: "forward".to_owned(),
            target_group_arn: Some(action.target_group_arn.clone()),
            order: action.order,
            forward_config: Some(ForwardConfig {
                target_groups: vec![TargetGroupTuple {
                    target_group_arn: action.target_group_arn,
                    weight: action.weight,
                }],
                target_group_stickiness_config: Some(StickinessConfig { enabled: false }),
            }),
        }
    }
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
            certificate_arns: certificate_arns(self.certificates),
            ssl_policy: self.ssl_policy,
            default_actions: self.default_actions.into_iter().map(Into::into).collect(),
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
}

impl Action for ModifyListener {
    type Response = ListenersResponse;

    async fn run(self, call: &Call, treatment: Treatment) -> Result<ListenersResponse> {
        let command = app::ModifyListener {
            listener_arn: self.listener_arn,
            protocol: self.protocol,
            port: self.port,
            certificate_arns: certificate_arns(self.certificates),
            ssl_policy: self.ssl_policy,
            default_actions: self.default_actions.into_iter().map(Into::into).collect(),
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
    default_actions: Vec<ListenerAction>,
}

impl From<Listener> for ListenerShape {
    fn from(listener: Listener) -> Self {
        Self {
            port: listener.port(),
            protocol: listener.socket.map(|socket| socket.protocol.name()),
            listener_arn: listener.arn,
            load_balancer_arn: listener.load_balancer_arn,
            default_actions: vec![listener.action.into()],
        }
    }
}
