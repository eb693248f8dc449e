//! STS, API version 2011-06-15: who am I, and keys for another account's role.

use serde::{Deserialize, Serialize};

use super::action::{Action, Call, Dialect, Service, Treatment, actions};
use crate::app::session as app;
use crate::domain::error::Result;
use crate::domain::principal::Identity;

/// The service.
pub(super) static SERVICE: Service = Service {
    signing_name: "sts",
    endpoint_name: "sts",
    service_id: "STS",
    partial: false,
    version: "2011-06-15",
    namespace: "https://sts.amazonaws.com/doc/2011-06-15/",
    dialect: Dialect::Query,
    actions: actions![self::AssumeRole, self::GetCallerIdentity],
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

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
struct AssumeRole {
    role_arn: String,
    role_session_name: String,
    duration_seconds: Option<u64>,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct AssumeRoleResult {
    credentials: Credentials,
    assumed_role_user: AssumedRoleUser,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Credentials {
    access_key_id: String,
    secret_access_key: String,
    session_token: String,
    expiration: String,
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
        let command = app::AssumeRole {
            role_arn: self.role_arn,
            role_session_name: self.role_session_name,
            duration_seconds: self.duration_seconds,
        };
        let assumed = call.run(treatment, command).await?;
        let assumed_role_id = match &assumed.session.identity {
            Identity::AssumedRole { role, session } => {
                assumed_role_id(assumed.session.account.as_str(), role, session)
            }
            Identity::Root => assumed.session.account.to_string(),
        };
        Ok(AssumeRoleResult {
            credentials: Credentials {
                access_key_id: assumed.session.access_key_id,
                secret_access_key: assumed.secret_access_key,
                session_token: assumed.session_token,
                expiration: assumed.session.expires_at.to_string(),
            },
            assumed_role_user: AssumedRoleUser {
                assumed_role_id,
                arn: assumed.arn,
            },
        })
    }
}
