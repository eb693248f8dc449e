//! The shapes of actions, in requests and answers alike.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::domain::listener_action::{self as domain, ActionRequest, ActionSettings};
use crate::domain::listener_authentication as authentication;
use crate::domain::listener_forward as forward;
use crate::domain::listener_response as response;
use crate::domain::mirror::{Mirror, mirrors};

/// What is done with a request.
#[derive(Deserialize, Serialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub(super) struct Action {
    #[serde(rename = "Type")]
    action_type: String,
    order: Option<i64>,
    target_group_arn: Option<String>,
    forward_config: Option<ForwardConfig>,
    redirect_config: Option<RedirectConfig>,
    fixed_response_config: Option<FixedResponseConfig>,
    authenticate_oidc_config: Option<AuthenticateOidcConfig>,
    authenticate_cognito_config: Option<AuthenticateCognitoConfig>,
    jwt_validation_config: Option<JwtValidationConfig>,
}

#[derive(Deserialize, Serialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
struct ForwardConfig {
    #[serde(default)]
    target_groups: Vec<TargetGroupTuple>,
    target_group_stickiness_config: Option<TargetGroupStickinessConfig>,
}

#[derive(Deserialize, Serialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
struct TargetGroupTuple {
    target_group_arn: String,
    weight: Option<i64>,
}

#[derive(Deserialize, Serialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
struct TargetGroupStickinessConfig {
    enabled: Option<bool>,
    duration_seconds: Option<i64>,
}

#[derive(Deserialize, Serialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
struct RedirectConfig {
    protocol: Option<String>,
    port: Option<String>,
    host: Option<String>,
    path: Option<String>,
    query: Option<String>,
    status_code: String,
}

#[derive(Deserialize, Serialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
struct FixedResponseConfig {
    message_body: Option<String>,
    status_code: String,
    content_type: Option<String>,
}

#[derive(Deserialize, Serialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
struct AuthenticateOidcConfig {
    issuer: String,
    authorization_endpoint: String,
    token_endpoint: String,
    user_info_endpoint: String,
    client_id: String,
    client_secret: Option<String>,
    session_cookie_name: Option<String>,
    scope: Option<String>,
    session_timeout: Option<i64>,
    authentication_request_extra_params: Option<BTreeMap<String, String>>,
    on_unauthenticated_request: Option<String>,
    use_existing_client_secret: Option<bool>,
}

#[derive(Deserialize, Serialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
struct AuthenticateCognitoConfig {
    user_pool_arn: String,
    user_pool_client_id: String,
    user_pool_domain: String,
    session_cookie_name: Option<String>,
    scope: Option<String>,
    session_timeout: Option<i64>,
    authentication_request_extra_params: Option<BTreeMap<String, String>>,
    on_unauthenticated_request: Option<String>,
}

#[derive(Deserialize, Serialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
struct JwtValidationConfig {
    jwks_endpoint: String,
    issuer: String,
    #[serde(default)]
    additional_claims: Vec<JwtClaim>,
}

#[derive(Deserialize, Serialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
struct JwtClaim {
    format: String,
    name: String,
    #[serde(default)]
    values: Vec<String>,
}

/// An empty map is absent from answers.
fn entries(map: BTreeMap<String, String>) -> Option<BTreeMap<String, String>> {
    (!map.is_empty()).then_some(map)
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
                authentication_request_extra_params: self
                    .authentication_request_extra_params
                    .unwrap_or_default(),
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
            authentication_request_extra_params: entries(params),
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
                authentication_request_extra_params: self
                    .authentication_request_extra_params
                    .unwrap_or_default(),
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
            authentication_request_extra_params: entries(params),
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
