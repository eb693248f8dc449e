//! The actions of listeners and rules: what is done with a request, one after the other, the last of which answers it.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::error::{Code, Error, Result};
use super::limit;
use super::listener_authentication::{
    AuthenticateCognitoConfig, AuthenticateOidcConfig, JwtValidationConfig,
};
use super::listener_forward::{self, ForwardConfig};
use super::listener_protocol::ListenerProtocol;
use super::listener_response::{FixedResponseConfig, RedirectConfig};
use super::load_balancer_type::LoadBalancerType;

/// What an action does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ActionType {
    /// Sends requests to target groups.
    Forward,
    /// Sends clients elsewhere.
    Redirect,
    /// Answers by itself.
    FixedResponse,
    /// Lets clients log in with an `OpenID` Connect provider.
    AuthenticateOidc,
    /// Lets clients log in with a user pool.
    AuthenticateCognito,
    /// Lets nobody through without a valid token.
    JwtValidation,
}

impl ActionType {
    /// Every type.
    pub const ALL: [Self; 6] = [
        Self::Forward,
        Self::Redirect,
        Self::FixedResponse,
        Self::AuthenticateOidc,
        Self::AuthenticateCognito,
        Self::JwtValidation,
    ];

    /// Reads AWS's spelling.
    pub fn parse(text: &str) -> Result<Self> {
        Self::ALL
            .into_iter()
            .find(|action_type| action_type.name() == text)
            .ok_or_else(|| {
                let names = Self::ALL.map(Self::name).join("', '");
                Error::new(
                    Code::ValidationError,
                    format!("The action type '{text}' is not valid: expected one of '{names}'"),
                )
            })
    }

    /// AWS's spelling.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Forward => "forward",
            Self::Redirect => "redirect",
            Self::FixedResponse => "fixed-response",
            Self::AuthenticateOidc => "authenticate-oidc",
            Self::AuthenticateCognito => "authenticate-cognito",
            Self::JwtValidation => "jwt-validation",
        }
    }

    /// The member that says how.
    const fn settings_name(self) -> &'static str {
        match self {
            Self::Forward => "TargetGroupArn",
            Self::Redirect => "RedirectConfig",
            Self::FixedResponse => "FixedResponseConfig",
            Self::AuthenticateOidc => "AuthenticateOidcConfig",
            Self::AuthenticateCognito => "AuthenticateCognitoConfig",
            Self::JwtValidation => "JwtValidationConfig",
        }
    }

    /// Whether it answers the request, so that nothing can follow.
    const fn is_last(self) -> bool {
        match self {
            Self::Forward | Self::Redirect | Self::FixedResponse => true,
            Self::AuthenticateOidc | Self::AuthenticateCognito | Self::JwtValidation => false,
        }
    }
}

/// How an action is done: the members for its type, and for no other.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ActionSettings {
    /// The target group, for actions that forward to one.
    pub target_group_arn: Option<String>,
    /// The target groups, for actions that forward.
    pub forward_config: Option<ForwardConfig>,
    /// For actions that redirect.
    pub redirect_config: Option<RedirectConfig>,
    /// For actions that answer.
    pub fixed_response_config: Option<FixedResponseConfig>,
    /// For actions that authenticate with an `OpenID` Connect provider.
    pub authenticate_oidc_config: Option<AuthenticateOidcConfig>,
    /// For actions that authenticate with a user pool.
    pub authenticate_cognito_config: Option<AuthenticateCognitoConfig>,
    /// For actions that validate tokens.
    pub jwt_validation_config: Option<JwtValidationConfig>,
}

impl ActionSettings {
    /// For which types of actions there are members.
    fn given(&self) -> Vec<ActionType> {
        let forwards = self.target_group_arn.is_some() || self.forward_config.is_some();
        [
            (ActionType::Forward, forwards),
            (ActionType::Redirect, self.redirect_config.is_some()),
            (
                ActionType::FixedResponse,
                self.fixed_response_config.is_some(),
            ),
            (
                ActionType::AuthenticateOidc,
                self.authenticate_oidc_config.is_some(),
            ),
            (
                ActionType::AuthenticateCognito,
                self.authenticate_cognito_config.is_some(),
            ),
            (
                ActionType::JwtValidation,
                self.jwt_validation_config.is_some(),
            ),
        ]
        .into_iter()
        .filter_map(|(action_type, is_given)| is_given.then_some(action_type))
        .collect()
    }

    /// Checks the members and gives those their defaults that are absent. `present` are the actions in whose place these
    /// are put, whose client secret may stay.
    fn decided(self, present: &[Action]) -> Result<Self> {
        listener_forward::check(
            self.target_group_arn.as_deref(),
            self.forward_config.as_ref(),
        )?;
        let has_secret = present
            .iter()
            .any(|action| action.action_type == ActionType::AuthenticateOidc);
        Ok(Self {
            redirect_config: self
                .redirect_config
                .map(RedirectConfig::decided)
                .transpose()?,
            fixed_response_config: self
                .fixed_response_config
                .map(FixedResponseConfig::checked)
                .transpose()?,
            authenticate_oidc_config: self
                .authenticate_oidc_config
                .map(|config| config.decided(has_secret))
                .transpose()?,
            authenticate_cognito_config: self
                .authenticate_cognito_config
                .map(AuthenticateCognitoConfig::decided)
                .transpose()?,
            jwt_validation_config: self
                .jwt_validation_config
                .map(JwtValidationConfig::checked)
                .transpose()?,
            ..self
        })
    }
}

/// An action. What a client sent is kept as it was sent, with defaults for what is absent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Action {
    /// What it does.
    #[serde(rename = "type")]
    pub action_type: ActionType,
    /// The place among several actions.
    pub order: Option<u32>,
    /// How.
    #[serde(flatten)]
    pub settings: ActionSettings,
}

/// An action as a client asks for it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct ActionRequest {
    /// One of [`ActionType::ALL`].
    pub action_type: String,
    /// The place among several actions, from 1 to 50 000; needed if there are several.
    pub order: Option<i64>,
    /// How.
    pub settings: ActionSettings,
}

impl Action {
    fn new(request: ActionRequest, present: &[Self]) -> Result<Self> {
        let action_type = ActionType::parse(&request.action_type)?;
        let given = request.settings.given();
        if !given.contains(&action_type) {
            return Err(invalid_action(format!(
                "For actions of type '{}', you must specify the following fields: '{}'",
                action_type.name(),
                action_type.settings_name()
            )));
        }
        if let Some(other) = given.iter().find(|given| **given != action_type) {
            return Err(invalid_action(format!(
                "For actions of type '{}', you cannot specify the field '{}'",
                action_type.name(),
                other.settings_name()
            )));
        }
        Ok(Self {
            action_type,
            order: request.order.map(parse_order).transpose()?,
            settings: request.settings.decided(present)?,
        })
    }

    /// The target groups that it forwards to.
    pub fn target_groups(&self) -> impl Iterator<Item = &str> {
        let several = self.settings.forward_config.iter();
        let several = several.flat_map(|config| config.target_groups.iter());
        self.settings
            .target_group_arn
            .as_deref()
            .into_iter()
            .chain(several.map(|group| group.target_group_arn.as_str()))
    }
}

fn parse_order(order: i64) -> Result<u32> {
    match u32::try_from(order) {
        Ok(order @ 1..=50_000) => Ok(order),
        _ => Err(Error::new(
            Code::ValidationError,
            "The order of an action must be between 1 and 50000",
        )),
    }
}

/// The actions that are asked for, if they can be had together. `present` are those in whose place they are put.
pub fn decide_actions(requests: Vec<ActionRequest>, present: &[Action]) -> Result<Vec<Action>> {
    if requests.is_empty() {
        return Err(Error::new(
            Code::ValidationError,
            "At least one action must be specified",
        ));
    }
    if requests.len() > limit::ACTIONS_PER_RULE {
        return Err(Error::new(
            Code::TooManyActions,
            format!(
                "A rule can have at most {} actions",
                limit::ACTIONS_PER_RULE
            ),
        ));
    }
    let actions: Vec<Action> = requests
        .into_iter()
        .map(|request| Action::new(request, present))
        .collect::<Result<_>>()?;
    check_sequence(&actions)?;
    Ok(actions)
}

/// Refuses actions in no clear order, and such that don't end with the one that answers.
fn check_sequence(actions: &[Action]) -> Result<()> {
    let mut orders = BTreeSet::new();
    for action in actions {
        match action.order {
            None if actions.len() > 1 => {
                return Err(Error::new(
                    Code::ValidationError,
                    "An order must be specified for each of several actions",
                ));
            }
            Some(order) if !orders.insert(order) => {
                return Err(Error::new(
                    Code::ValidationError,
                    format!("The action order '{order}' was specified more than once"),
                ));
            }
            None | Some(_) => {}
        }
    }
    let last = actions.iter().max_by_key(|action| action.order);
    let answers = actions
        .iter()
        .filter(|action| action.action_type.is_last())
        .count();
    if answers == 1 && last.is_some_and(|action| action.action_type.is_last()) {
        return Ok(());
    }
    Err(invalid_action(
        "There must be exactly one action of the types 'forward', 'redirect' and 'fixed-response', and it must be the last one to be performed",
    ))
}

/// Refuses actions that a listener of this type of load balancer and protocol cannot have.
pub fn check_actions(
    actions: &[Action],
    load_balancer_type: LoadBalancerType,
    protocol: Option<ListenerProtocol>,
) -> Result<()> {
    actions.iter().try_for_each(|action| {
        let name = action.action_type.name();
        match (load_balancer_type, action.action_type) {
            (LoadBalancerType::Application, ActionType::Forward | ActionType::FixedResponse)
            | (LoadBalancerType::Network | LoadBalancerType::Gateway, ActionType::Forward) => {}
            (LoadBalancerType::Application, ActionType::Redirect) => {
                if let Some(config) = &action.settings.redirect_config {
                    config.check_protocol(protocol)?;
                }
            }
            (
                LoadBalancerType::Application,
                ActionType::AuthenticateOidc
                | ActionType::AuthenticateCognito
                | ActionType::JwtValidation,
            ) => {
                if protocol != Some(ListenerProtocol::Https) {
                    return Err(invalid_action(format!(
                        "Actions of type '{name}' are supported only on HTTPS listeners"
                    )));
                }
            }
            (
                LoadBalancerType::Network | LoadBalancerType::Gateway,
                ActionType::Redirect
                | ActionType::FixedResponse
                | ActionType::AuthenticateOidc
                | ActionType::AuthenticateCognito
                | ActionType::JwtValidation,
            ) => {
                return Err(invalid_action(format!(
                    "The action type '{name}' is not valid for listeners of network and gateway load balancers: expected 'forward'"
                )));
            }
        }
        match &action.settings.forward_config {
            Some(config) => config.check_load_balancer_type(load_balancer_type),
            None => Ok(()),
        }
    })
}

/// The target groups that actions forward to, each once.
pub fn target_groups_of(actions: &[Action]) -> Vec<String> {
    let arns: BTreeSet<&str> = actions.iter().flat_map(Action::target_groups).collect();
    arns.into_iter().map(str::to_owned).collect()
}

/// The refusal of an action that cannot be had.
pub(super) fn invalid_action(message: impl Into<String>) -> Error {
    Error::new(Code::InvalidLoadBalancerAction, message)
}

#[cfg(test)]
mod tests {
    use super::{ActionRequest, ActionSettings, ActionType, check_actions, decide_actions};
    use crate::domain::listener_protocol::ListenerProtocol;
    use crate::domain::listener_response::FixedResponseConfig;
    use crate::domain::load_balancer_type::LoadBalancerType;

    fn forward(order: Option<i64>) -> ActionRequest {
        ActionRequest {
            action_type: "forward".to_owned(),
            order,
            settings: ActionSettings {
                target_group_arn: Some("a".to_owned()),
                ..ActionSettings::default()
            },
        }
    }

    fn answer(order: Option<i64>) -> ActionRequest {
        ActionRequest {
            action_type: "fixed-response".to_owned(),
            order,
            settings: ActionSettings {
                fixed_response_config: Some(FixedResponseConfig {
                    status_code: "200".to_owned(),
                    ..FixedResponseConfig::default()
                }),
                ..ActionSettings::default()
            },
        }
    }

    fn code(requests: &[ActionRequest]) -> &'static str {
        decide_actions(requests.to_vec(), &[])
            .err()
            .map_or("", |error| error.code.name())
    }

    #[test]
    fn types_by_name() {
        for action_type in ActionType::ALL {
            assert_eq!(
                ActionType::parse(action_type.name()).ok(),
                Some(action_type)
            );
        }
        assert!(ActionType::parse("block").is_err());
    }

    #[test]
    fn one_action_ends_the_sequence() {
        assert_eq!(code(&[forward(None)]), "");
        assert_eq!(code(&[forward(Some(7))]), "");
        assert_eq!(code(&[forward(Some(0))]), "ValidationError");
        assert_eq!(code(&[]), "ValidationError");
        assert_eq!(
            code(&[forward(Some(1)), answer(Some(2))]),
            "InvalidLoadBalancerAction"
        );
        assert_eq!(code(&[forward(Some(1)), answer(None)]), "ValidationError");
        assert_eq!(
            code(&[forward(Some(1)), answer(Some(1))]),
            "ValidationError"
        );
        let six: Vec<ActionRequest> = (1..=6).map(|order| forward(Some(order))).collect();
        assert_eq!(code(&six), "TooManyActions");
    }

    #[test]
    fn members_belong_to_the_type() {
        let both = ActionRequest {
            settings: ActionSettings {
                target_group_arn: Some("a".to_owned()),
                ..answer(None).settings
            },
            ..answer(None)
        };
        let none = ActionRequest {
            settings: ActionSettings::default(),
            ..forward(None)
        };
        assert_eq!(code(&[both]), "InvalidLoadBalancerAction");
        assert_eq!(code(&[none]), "InvalidLoadBalancerAction");
    }

    #[test]
    fn types_belong_to_listeners() {
        let actions = decide_actions(vec![answer(None)], &[]).unwrap();
        let application = LoadBalancerType::Application;
        let http = Some(ListenerProtocol::Http);
        assert!(check_actions(&actions, application, http).is_ok());
        let tcp = Some(ListenerProtocol::Tcp);
        assert!(check_actions(&actions, LoadBalancerType::Network, tcp).is_err());
    }
}
