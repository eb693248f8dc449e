//! The bodies of actions of listeners and rules, in requests and answers alike.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::domain::listener_action::{self as domain, ActionRequest, ActionSettings};
use crate::domain::listener_authentication as authentication;
use crate::domain::listener_forward as forward;
use crate::domain::listener_response as response;
use crate::domain::mirror::{Mirror, mirrors};

/// What is done with a request.
#[derive(Deserialize, Serialize, ToSchema)]
#[schema(as = ListenerAction)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct Action {
    /// `forward`, `redirect`, `fixed-response`, `authenticate-oidc`, `authenticate-cognito` or `jwt-validation`; the config of
    /// that type goes with it.
    #[serde(rename = "type")]
    #[schema(example = "forward")]
    action_type: String,
    /// The place among several actions; needed if there are several.
    #[serde(skip_serializing_if = "Option::is_none")]
    order: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    target_group_arn: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    forward_config: Option<ForwardConfig>,
    #[serde(skip_serializing_if = "Option::is_none")]
    redirect_config: Option<RedirectConfig>,
    #[serde(skip_serializing_if = "Option::is_none")]
    fixed_response_config: Option<FixedResponseConfig>,
    #[serde(skip_serializing_if = "Option::is_none")]
    authenticate_oidc_config: Option<AuthenticateOidcConfig>,
    #[serde(skip_serializing_if = "Option::is_none")]
    authenticate_cognito_config: Option<AuthenticateCognitoConfig>,
    #[serde(skip_serializing_if = "Option::is_none")]
    jwt_validation_config: Option<JwtValidationConfig>,
}

/// Target groups, and how requests are spread over them.
#[derive(Deserialize, Serialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct ForwardConfig {
    #[serde(default)]
    target_groups: Vec<TargetGroupTuple>,
    #[serde(skip_serializing_if = "Option::is_none")]
    target_group_stickiness_config: Option<TargetGroupStickinessConfig>,
}

/// A target group and its share, from 0 to 999.
#[derive(Deserialize, Serialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct TargetGroupTuple {
    target_group_arn: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    weight: Option<i64>,
}

/// Whether, and for how long, a client stays with a target group.
#[derive(Deserialize, Serialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct TargetGroupStickinessConfig {
    #[serde(skip_serializing_if = "Option::is_none")]
    enabled: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    duration_seconds: Option<i64>,
}

/// Where clients are sent; what is absent stays as in the request.
#[derive(Deserialize, Serialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct RedirectConfig {
    #[serde(skip_serializing_if = "Option::is_none")]
    protocol: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    port: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    host: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    path: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    query: Option<String>,
    status_code: String,
}

/// What is answered.
#[derive(Deserialize, Serialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct FixedResponseConfig {
    #[serde(skip_serializing_if = "Option::is_none")]
    message_body: Option<String>,
    status_code: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    content_type: Option<String>,
}

/// An `OpenID` Connect provider. The client secret is neither kept nor shown.
#[derive(Deserialize, Serialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct AuthenticateOidcConfig {
    issuer: String,
    authorization_endpoint: String,
    token_endpoint: String,
    user_info_endpoint: String,
    client_id: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    client_secret: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    session_cookie_name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    scope: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    session_timeout: Option<i64>,
    #[serde(default)]
    authentication_request_extra_params: BTreeMap<String, String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    on_unauthenticated_request: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    use_existing_client_secret: Option<bool>,
}

/// A user pool.
#[derive(Deserialize, Serialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct AuthenticateCognitoConfig {
    user_pool_arn: String,
    user_pool_client_id: String,
    user_pool_domain: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    session_cookie_name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    scope: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    session_timeout: Option<i64>,
    #[serde(default)]
    authentication_request_extra_params: BTreeMap<String, String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    on_unauthenticated_request: Option<String>,
}

/// Which tokens are let through.
#[derive(Deserialize, Serialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct JwtValidationConfig {
    jwks_endpoint: String,
    issuer: String,
    #[serde(default)]
    additional_claims: Vec<JwtClaim>,
}

/// What a token must claim.
#[derive(Deserialize, Serialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct JwtClaim {
    format: String,
    name: String,
    #[serde(default)]
    values: Vec<String>,
}

mirrors! {
    ForwardConfig = forward::ForwardConfig { target_groups, target_group_stickiness_config };
    TargetGroupTuple = forward::WeightedTargetGroup { target_group_arn, weight };
    TargetGroupStickinessConfig = forward::TargetGroupStickinessConfig { enabled, duration_seconds };
    RedirectConfig = response::RedirectConfig { protocol, port, host, path, query, status_code };
    FixedResponseConfig = response::FixedResponseConfig { message_body, status_code, content_type };
    JwtValidationConfig = authentication::JwtValidationConfig { jwks_endpoint, issuer, additional_claims };
    JwtClaim = authentication::JwtClaim { format, name, values };
}

impl Mirror<authentication::AuthenticateOidcConfig> for AuthenticateOidcConfig {
    fn mirror(self) -> authentication::AuthenticateOidcConfig {
        authentication::AuthenticateOidcConfig {
            issuer: self.issuer,
            authorization_endpoint: self.authorization_endpoint,
            token_endpoint: self.token_endpoint,
            user_info_endpoint: self.user_info_endpoint,
            client_id: self.client_id,
            client_secret: self.client_secret,
            use_existing_client_secret: self.use_existing_client_secret,
            login: authentication::LoginConfig {
                session_cookie_name: self.session_cookie_name,
                scope: self.scope,
                session_timeout: self.session_timeout,
                authentication_request_extra_params: self.authentication_request_extra_params,
                on_unauthenticated_request: self.on_unauthenticated_request,
            },
        }
    }
}

impl Mirror<AuthenticateOidcConfig> for authentication::AuthenticateOidcConfig {
    fn mirror(self) -> AuthenticateOidcConfig {
        let params = self.login.authentication_request_extra_params;
        AuthenticateOidcConfig {
            issuer: self.issuer,
            authorization_endpoint: self.authorization_endpoint,
            token_endpoint: self.token_endpoint,
            user_info_endpoint: self.user_info_endpoint,
            client_id: self.client_id,
            client_secret: self.client_secret,
            session_cookie_name: self.login.session_cookie_name,
            scope: self.login.scope,
            session_timeout: self.login.session_timeout,
            authentication_request_extra_params: params,
            on_unauthenticated_request: self.login.on_unauthenticated_request,
            use_existing_client_secret: self.use_existing_client_secret,
        }
    }
}

impl Mirror<authentication::AuthenticateCognitoConfig> for AuthenticateCognitoConfig {
    fn mirror(self) -> authentication::AuthenticateCognitoConfig {
        authentication::AuthenticateCognitoConfig {
            user_pool_arn: self.user_pool_arn,
            user_pool_client_id: self.user_pool_client_id,
            user_pool_domain: self.user_pool_domain,
            login: authentication::LoginConfig {
                session_cookie_name: self.session_cookie_name,
                scope: self.scope,
                session_timeout: self.session_timeout,
                authentication_request_extra_params: self.authentication_request_extra_params,
                on_unauthenticated_request: self.on_unauthenticated_request,
            },
        }
    }
}

impl Mirror<AuthenticateCognitoConfig> for authentication::AuthenticateCognitoConfig {
    fn mirror(self) -> AuthenticateCognitoConfig {
        let params = self.login.authentication_request_extra_params;
        AuthenticateCognitoConfig {
            user_pool_arn: self.user_pool_arn,
            user_pool_client_id: self.user_pool_client_id,
            user_pool_domain: self.user_pool_domain,
            session_cookie_name: self.login.session_cookie_name,
            scope: self.login.scope,
            session_timeout: self.login.session_timeout,
            authentication_request_extra_params: params,
            on_unauthenticated_request: self.login.on_unauthenticated_request,
        }
    }
}

impl From<Action> for ActionRequest {
    fn from(action: Action) -> Self {
        Self {
            action_type: action.action_type,
            order: action.order,
            settings: ActionSettings {
                target_group_arn: action.target_group_arn,
                forward_config: action.forward_config.mirror(),
                redirect_config: action.redirect_config.mirror(),
                fixed_response_config: action.fixed_response_config.mirror(),
                authenticate_oidc_config: action.authenticate_oidc_config.mirror(),
                authenticate_cognito_config: action.authenticate_cognito_config.mirror(),
                jwt_validation_config: action.jwt_validation_config.mirror(),
            },
        }
    }
}

impl From<domain::Action> for Action {
    fn from(action: domain::Action) -> Self {
        let settings = action.settings;
        Self {
            action_type: action.action_type.name().to_owned(),
            order: action.order.map(i64::from),
            target_group_arn: settings.target_group_arn,
            forward_config: settings.forward_config.mirror(),
            redirect_config: settings.redirect_config.mirror(),
            fixed_response_config: settings.fixed_response_config.mirror(),
            authenticate_oidc_config: settings.authenticate_oidc_config.mirror(),
            authenticate_cognito_config: settings.authenticate_cognito_config.mirror(),
            jwt_validation_config: settings.jwt_validation_config.mirror(),
        }
    }
}

/// Actions as the use cases know them.
pub(super) fn requests(actions: Vec<Action>) -> Vec<ActionRequest> {
    actions.into_iter().map(Into::into).collect()
}

/// Actions as answers show them.
pub(super) fn shown(actions: Vec<domain::Action>) -> Vec<Action> {
    actions.into_iter().map(Into::into).collect()
}
