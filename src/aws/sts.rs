//! STS, API version 2011-06-15: who am I, keys for another account's role, and whose a key is.

use serde::{Deserialize, Serialize};

use super::action::{Action, Call, Dialect, Service, Treatment, actions};
use super::error;
use crate::app::session as app;
use crate::domain::error::Result;
use crate::domain::principal::Identity;
use crate::domain::session_parameters::{Device, SessionParameters};
use crate::domain::tag;

/// The service.
pub(super) static SERVICE: Service = Service {
    signing_name: "sts",
    endpoint_name: "sts",
    service_id: "STS",
    partial: false,
    version: "2011-06-15",
    namespace: "https://sts.amazonaws.com/doc/2011-06-15/",
    dialect: Dialect::Query,
    status: error::status,
    actions: actions![
        self::AssumeRole,
        self::GetAccessKeyInfo,
        self::GetCallerIdentity,
        self::GetSessionToken,
    ],
};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct GetCallerIdentity {}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct GetCallerIdentityResult {
    arn: String,
    user_id: String,
    account: String,
}

impl Action for GetCallerIdentity {
    type Response = GetCallerIdentityResult;

    async fn run(self, call: &Call, _: Treatment) -> Result<GetCallerIdentityResult> {
        let account = call.caller.scope.account.to_string();
        let user_id = match &call.caller.identity {
            Identity::Root => account.clone(),
            Identity::AssumedRole { role, session } => assumed_role_id(&account, role, session),
        };
        Ok(GetCallerIdentityResult {
            arn: call.caller.arn(),
            user_id,
            account,
        })
    }
}

/// The id of a role's session: the role's own id, which is made from its account, and the session's name.
fn assumed_role_id(account: &str, role: &str, session: &str) -> String {
    use sha2::{Digest, Sha256};
    let digest = Sha256::digest(format!("{account}/{role}"));
    let id: String = digest
        .iter()
        .take(17)
        .map(|byte| char::from(b'A' + byte % 26))
        .collect();
    format!("AROA{id}:{session}")
}

/// A policy by its ARN.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PolicyDescriptor {
    arn: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
struct Tag {
    key: String,
    value: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
struct ProvidedContext {
    #[serde(default)]
    provider_arn: String,
    #[serde(default)]
    context_assertion: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
struct AssumeRole {
    role_arn: String,
    role_session_name: String,
    duration_seconds: Option<u64>,
    external_id: Option<String>,
    policy: Option<String>,
    #[serde(default)]
    policy_arns: Vec<PolicyDescriptor>,
    #[serde(default)]
    tags: Vec<Tag>,
    #[serde(default)]
    transitive_tag_keys: Vec<String>,
    source_identity: Option<String>,
    serial_number: Option<String>,
    token_code: Option<String>,
    #[serde(default)]
    provided_contexts: Vec<ProvidedContext>,
}

impl AssumeRole {
    fn command(self) -> app::AssumeRole {
        let tag = |tag: Tag| tag::Tag {
            key: tag.key,
            value: tag.value,
        };
        let contexts = self.provided_contexts.into_iter();
        app::AssumeRole {
            role_arn: self.role_arn,
            role_session_name: self.role_session_name,
            duration_seconds: self.duration_seconds,
            parameters: SessionParameters {
                external_id: self.external_id,
                policy: self.policy,
                policy_arns: self.policy_arns.into_iter().map(|it| it.arn).collect(),
                tags: self.tags.into_iter().map(tag).collect(),
                transitive_tag_keys: self.transitive_tag_keys,
                source_identity: self.source_identity,
                device: Device {
                    serial_number: self.serial_number,
                    token_code: self.token_code,
                },
                provided_contexts: contexts
                    .map(|it| (it.provider_arn, it.context_assertion))
                    .collect(),
            },
        }
    }
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct AssumeRoleResult {
    source_identity: Option<String>,
    credentials: Credentials,
    assumed_role_user: AssumedRoleUser,
    packed_policy_size: Option<u64>,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Credentials {
    access_key_id: String,
    secret_access_key: String,
    session_token: String,
    expiration: String,
}

impl From<app::Credentials> for Credentials {
    fn from(credentials: app::Credentials) -> Self {
        Self {
            access_key_id: credentials.session.access_key_id,
            secret_access_key: credentials.secret_access_key,
            session_token: credentials.session_token,
            expiration: credentials.session.expires_at.to_string(),
        }
    }
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct AssumedRoleUser {
    assumed_role_id: String,
    arn: String,
}

impl Action for AssumeRole {
    type Response = AssumeRoleResult;

    async fn run(self, call: &Call, treatment: Treatment) -> Result<AssumeRoleResult> {
        let assumed = call.run(treatment, self.command()).await?;
        let session = &assumed.credentials.session;
        let assumed_role_id = match &session.identity {
            Identity::AssumedRole {
                role,
                session: name,
            } => assumed_role_id(session.account.as_str(), role, name),
            Identity::Root => session.account.to_string(),
        };
        Ok(AssumeRoleResult {
            source_identity: assumed.source_identity,
            credentials: assumed.credentials.into(),
            assumed_role_user: AssumedRoleUser {
                assumed_role_id,
                arn: assumed.arn,
            },
            packed_policy_size: assumed.packed_policy_size,
        })
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
struct GetSessionToken {
    duration_seconds: Option<u64>,
    serial_number: Option<String>,
    token_code: Option<String>,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct GetSessionTokenResult {
    credentials: Credentials,
}

impl Action for GetSessionToken {
    type Response = GetSessionTokenResult;

    async fn run(self, call: &Call, treatment: Treatment) -> Result<GetSessionTokenResult> {
        let command = app::GetSessionToken {
            duration_seconds: self.duration_seconds,
            device: Device {
                serial_number: self.serial_number,
                token_code: self.token_code,
            },
        };
        Ok(GetSessionTokenResult {
            credentials: call.run(treatment, command).await?.into(),
        })
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
struct GetAccessKeyInfo {
    access_key_id: String,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct GetAccessKeyInfoResult {
    account: String,
}

impl Action for GetAccessKeyInfo {
    type Response = GetAccessKeyInfoResult;

    async fn run(self, call: &Call, treatment: Treatment) -> Result<GetAccessKeyInfoResult> {
        let query = app::GetAccessKeyInfo {
            access_key_id: self.access_key_id,
        };
        let account = call.query(treatment, query).await?;
        Ok(GetAccessKeyInfoResult {
            account: account.to_string(),
        })
    }
}
