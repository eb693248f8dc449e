//! Actions that let through only who has logged in, or has a token. Nobody is asked for either here: they are records.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::error::{Code, Error, Result};
use super::limit;
use super::listener_action::invalid_action;

const SESSION_COOKIE: &str = "AWSELBAuthSessionCookie";
const SCOPE: &str = "openid";
const SESSION_SECONDS: i64 = 604_800;
const AUTHENTICATE: &str = "authenticate";

/// An `OpenID` Connect provider, and how long a login is good for.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct AuthenticateOidcConfig {
    /// The provider's identifier, an HTTPS URL.
    pub issuer: String,
    /// An HTTPS URL.
    pub authorization_endpoint: String,
    /// An HTTPS URL.
    pub token_endpoint: String,
    /// An HTTPS URL.
    pub user_info_endpoint: String,
    /// The load balancer's name at the provider.
    pub client_id: String,
    /// The load balancer's secret at the provider. Only ever sent by clients: it is neither kept nor shown.
    pub client_secret: Option<String>,
    /// Whether the secret of the action in whose place this one is put stays. Not kept either.
    pub use_existing_client_secret: Option<bool>,
    /// How a login goes on.
    #[serde(flatten)]
    pub login: LoginConfig,
}

/// A user pool, and how long a login is good for.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct AuthenticateCognitoConfig {
    /// The user pool; there need not be one.
    pub user_pool_arn: String,
    /// The load balancer's name at the user pool.
    pub user_pool_client_id: String,
    /// The user pool's domain.
    pub user_pool_domain: String,
    /// How a login goes on.
    #[serde(flatten)]
    pub login: LoginConfig,
}

/// What is the same with whomever a client logs in.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct LoginConfig {
    /// The name of the cookie.
    pub session_cookie_name: Option<String>,
    /// What is asked of the provider.
    pub scope: Option<String>,
    /// How long a login is good for, from 1 to 604 800 seconds.
    pub session_timeout: Option<i64>,
    /// What is sent to the provider besides; at most 10.
    #[serde(default)]
    pub authentication_request_extra_params: BTreeMap<String, String>,
    /// What happens to who is not logged in: `deny`, `allow` or `authenticate`.
    pub on_unauthenticated_request: Option<String>,
}

impl AuthenticateOidcConfig {
    /// Checks the members, gives those their defaults that are absent, and forgets the secret.
    pub(super) fn decided(self, has_present_secret: bool) -> Result<Self> {
        for (name, url) in [
            ("Issuer", &self.issuer),
            ("AuthorizationEndpoint", &self.authorization_endpoint),
            ("TokenEndpoint", &self.token_endpoint),
            ("UserInfoEndpoint", &self.user_info_endpoint),
        ] {
            check_url(name, url)?;
        }
        check_present("ClientId", &self.client_id)?;
        match (&self.client_secret, self.use_existing_client_secret) {
            (Some(_), Some(true)) => Err(invalid_action(
                "ClientSecret and UseExistingClientSecret cannot be specified at the same time",
            )),
            (None, Some(true)) if !has_present_secret => Err(invalid_action(
                "UseExistingClientSecret can be set only when an action with a client secret is modified",
            )),
            (None, Some(false) | None) => Err(invalid_action(
                "For actions of type 'authenticate-oidc', you must specify the following fields: 'ClientSecret'",
            )),
            (Some(_), Some(false) | None) | (None, Some(true)) => Ok(()),
        }?;
        Ok(Self {
            client_secret: None,
            use_existing_client_secret: None,
            login: self.login.decided()?,
            ..self
        })
    }
}

impl AuthenticateCognitoConfig {
    /// Checks the members and gives those their defaults that are absent.
    pub(super) fn decided(self) -> Result<Self> {
        if !self.user_pool_arn.starts_with("arn:aws:cognito-idp:") {
            return Err(invalid(format!(
                "'{}' is not a valid ARN of a user pool",
                self.user_pool_arn
            )));
        }
        check_present("UserPoolClientId", &self.user_pool_client_id)?;
        check_present("UserPoolDomain", &self.user_pool_domain)?;
        Ok(Self {
            login: self.login.decided()?,
            ..self
        })
    }
}

impl LoginConfig {
    fn decided(self) -> Result<Self> {
        let session_timeout = self.session_timeout.unwrap_or(SESSION_SECONDS);
        if !(1..=SESSION_SECONDS).contains(&session_timeout) {
            return Err(invalid(format!(
                "The session timeout must be between 1 and {SESSION_SECONDS} seconds"
            )));
        }
        if self.authentication_request_extra_params.len() > limit::AUTHENTICATION_EXTRA_PARAMS {
            return Err(invalid(format!(
                "An authentication request can have at most {} extra parameters",
                limit::AUTHENTICATION_EXTRA_PARAMS
            )));
        }
        let otherwise = self.on_unauthenticated_request;
        let otherwise = otherwise.unwrap_or_else(|| AUTHENTICATE.to_owned());
        if !["deny", "allow", AUTHENTICATE].contains(&otherwise.as_str()) {
            return Err(invalid(format!(
                "OnUnauthenticatedRequest '{otherwise}' is not valid: expected 'deny', 'allow' or '{AUTHENTICATE}'"
            )));
        }
        let cookie = self.session_cookie_name;
        Ok(Self {
            session_cookie_name: Some(cookie.unwrap_or_else(|| SESSION_COOKIE.to_owned())),
            scope: Some(self.scope.unwrap_or_else(|| SCOPE.to_owned())),
            session_timeout: Some(session_timeout),
            authentication_request_extra_params: self.authentication_request_extra_params,
            on_unauthenticated_request: Some(otherwise),
        })
    }
}

/// Which tokens are let through.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct JwtValidationConfig {
    /// Where the keys are that tokens are signed with, an HTTPS URL.
    pub jwks_endpoint: String,
    /// Who issues the tokens.
    pub issuer: String,
    /// What tokens must claim besides; at most 10.
    pub additional_claims: Vec<JwtClaim>,
}

/// What a token must claim.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct JwtClaim {
    /// `single-string`, `string-array` or `space-separated-values`.
    pub format: String,
    /// The claim's name, not one of those that are validated anyway.
    pub name: String,
    /// The values that it can have; at most 10.
    pub values: Vec<String>,
}

impl JwtValidationConfig {
    pub(super) fn checked(self) -> Result<Self> {
        check_url("JwksEndpoint", &self.jwks_endpoint)?;
        check_present("Issuer", &self.issuer)?;
        for (name, text) in [
            ("JwksEndpoint", &self.jwks_endpoint),
            ("Issuer", &self.issuer),
        ] {
            check_chars(name, text)?;
        }
        if self.additional_claims.len() > limit::JWT_CLAIMS {
            return Err(invalid(format!(
                "A token can be validated for at most {} additional claims",
                limit::JWT_CLAIMS
            )));
        }
        self.additional_claims
            .iter()
            .try_for_each(JwtClaim::check)?;
        Ok(self)
    }
}

impl JwtClaim {
    fn check(&self) -> Result<()> {
        check_present("Name", &self.name)?;
        if ["exp", "iss", "nbf", "iat"].contains(&self.name.as_str()) {
            return Err(invalid(format!(
                "The claim '{}' is always validated and cannot be specified",
                self.name
            )));
        }
        let most = match self.format.as_str() {
            "single-string" => 1,
            "string-array" | "space-separated-values" => limit::JWT_CLAIM_VALUES,
            other => {
                return Err(invalid(format!(
                    "The format '{other}' of a claim is not valid: expected 'single-string', 'string-array' or 'space-separated-values'"
                )));
            }
        };
        if !(1..=most).contains(&self.values.len()) {
            return Err(invalid(format!(
                "A claim of the format '{}' must have 1 to {most} values",
                self.format
            )));
        }
        for value in &self.values {
            check_chars("Values", value)?;
            if self.format == "space-separated-values" && value.contains(' ') {
                return Err(invalid(format!(
                    "The value '{value}' of the claim '{}' cannot have spaces",
                    self.name
                )));
            }
        }
        Ok(())
    }
}

fn check_url(name: &str, url: &str) -> Result<()> {
    match url.strip_prefix("https://") {
        Some(rest) if !rest.is_empty() => Ok(()),
        _ => Err(invalid(format!("'{name}' must be a full HTTPS URL"))),
    }
}

fn check_present(name: &str, text: &str) -> Result<()> {
    if text.is_empty() {
        return Err(invalid(format!("'{name}' must not be empty")));
    }
    Ok(())
}

fn check_chars(name: &str, text: &str) -> Result<()> {
    if text.chars().count() > limit::JWT_TEXT_CHARS {
        return Err(invalid(format!(
            "'{name}' can have at most {} characters",
            limit::JWT_TEXT_CHARS
        )));
    }
    Ok(())
}

fn invalid(message: String) -> Error {
    Error::new(Code::ValidationError, message)
}

#[cfg(test)]
mod tests {
    use super::{AuthenticateCognitoConfig, AuthenticateOidcConfig, JwtClaim, LoginConfig};

    fn provider() -> AuthenticateOidcConfig {
        let url = || "https://id.example.com/x".to_owned();
        AuthenticateOidcConfig {
            issuer: url(),
            authorization_endpoint: url(),
            token_endpoint: url(),
            user_info_endpoint: url(),
            client_id: "shop".to_owned(),
            client_secret: Some("secret".to_owned()),
            ..AuthenticateOidcConfig::default()
        }
    }

    #[test]
    fn a_secret_is_asked_for_and_forgotten() {
        let decided = provider().decided(false).unwrap();
        assert_eq!(decided.client_secret, None);
        assert_eq!(decided.login.scope.as_deref(), Some("openid"));
        assert_eq!(decided.login.session_timeout, Some(604_800));
        let without = |used| AuthenticateOidcConfig {
            client_secret: None,
            use_existing_client_secret: used,
            ..provider()
        };
        assert!(without(None).decided(true).is_err());
        assert!(without(Some(true)).decided(true).is_ok());
        assert!(without(Some(true)).decided(false).is_err());
        let both = AuthenticateOidcConfig {
            use_existing_client_secret: Some(true),
            ..provider()
        };
        assert!(both.decided(true).is_err());
        let plain = AuthenticateOidcConfig {
            token_endpoint: "http://id.example.com".to_owned(),
            ..provider()
        };
        assert!(plain.decided(false).is_err());
    }

    #[test]
    fn logins_that_cannot_be() {
        let pool = |login| AuthenticateCognitoConfig {
            user_pool_arn: "arn:aws:cognito-idp:us-east-1:111111111111:userpool/a".to_owned(),
            user_pool_client_id: "a".to_owned(),
            user_pool_domain: "a".to_owned(),
            login,
        };
        assert!(pool(LoginConfig::default()).decided().is_ok());
        let long = LoginConfig {
            session_timeout: Some(604_801),
            ..LoginConfig::default()
        };
        assert!(pool(long).decided().is_err());
        let other = LoginConfig {
            on_unauthenticated_request: Some("ask".to_owned()),
            ..LoginConfig::default()
        };
        assert!(pool(other).decided().is_err());
        let many = LoginConfig {
            authentication_request_extra_params: (0..11)
                .map(|number| (number.to_string(), String::new()))
                .collect(),
            ..LoginConfig::default()
        };
        assert!(pool(many).decided().is_err());
    }

    #[test]
    fn claims_by_format() {
        let check = |format: &str, name: &str, values: &[&str]| {
            JwtClaim {
                format: format.to_owned(),
                name: name.to_owned(),
                values: values.iter().map(|value| (*value).to_owned()).collect(),
            }
            .check()
            .is_ok()
        };
        assert!(check("single-string", "team", &["a b"]));
        assert!(!check("single-string", "team", &["a", "b"]));
        assert!(check("string-array", "team", &["a", "b"]));
        assert!(!check("space-separated-values", "team", &["a b"]));
        assert!(!check("string-array", "iss", &["a"]));
        assert!(!check("list", "team", &["a"]));
        assert!(!check("string-array", "team", &[]));
    }
}
