//! Sessions: temporary keys for a role, which stand for the role's account.

use serde::{Deserialize, Serialize};

use super::context::{Command, Session as Work};
use crate::domain::entropy;
use crate::domain::error::{Code, Error, Result};
use crate::domain::event::ResourceType;
use crate::domain::limit;
use crate::domain::principal::{Caller, Identity, is_name};
use crate::domain::scope::Scope;
use crate::domain::session::{KEY_PREFIX, Session, parse_role_arn};

/// Hands out a key for a role. There is no trust policy: everybody may assume every role.
#[derive(Clone, Debug, Serialize)]
pub struct AssumeRole {
    /// The role.
    pub role_arn: String,
    /// The session's name.
    pub role_session_name: String,
    /// How long the key works: 900 to 43 200 seconds, 3 600 unless given.
    pub duration_seconds: Option<u64>,
}

/// The key and its secret.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AssumedRole {
    /// The session.
    pub session: Session,
    /// The secret that the client signs with. Signatures are not verified yet, so the server forgets it.
    pub secret_access_key: String,
    /// The token that the client sends along; not verified either.
    pub session_token: String,
    /// The ARN of the session, which `GetCallerIdentity` shows.
    pub arn: String,
}

impl Command for AssumeRole {
    const NAME: &'static str = "AssumeRole";
    type Output = AssumedRole;

    async fn execute(self, work: &mut Work) -> Result<AssumedRole> {
        let (account, role) = parse_role_arn(&self.role_arn)?;
        if !(2..=64).contains(&self.role_session_name.len()) || !is_name(&self.role_session_name) {
            return Err(Error::new(
                Code::ValidationError,
                "The session name must have 2 to 64 letters, digits or characters of =,.@_+-",
            )
            .about("RoleSessionName"));
        }
        let seconds = self.duration_seconds.unwrap_or(3_600);
        if !(900..=43_200).contains(&seconds) {
            return Err(Error::new(
                Code::ValidationError,
                "The duration must be 900 to 43200 seconds",
            )
            .about("DurationSeconds"));
        }
        if work.tx.sessions_count().await? >= limit::SESSIONS {
            return Err(Error::new(
                Code::SessionLimitExceeded,
                format!(
                    "There are {} sessions already; wait until some expire",
                    limit::SESSIONS
                ),
            ));
        }
        let session = Session {
            access_key_id: format!(
                "{KEY_PREFIX}{}",
                entropy::upper_alphanumeric(&*work.entropy, 12)
            ),
            account: account.clone(),
            identity: Identity::AssumedRole {
                role,
                session: self.role_session_name,
            },
            expires_at: work.now.plus_seconds(seconds),
        };
        work.tx.session_insert(&session).await?;
        let scope = Scope {
            account,
            region: work.scope().region,
        };
        let arn = Caller {
            scope: scope.clone(),
            identity: session.identity.clone(),
        }
        .arn();
        let audience = [&work.scope(), &scope];
        work.record_for(
            ResourceType::Session,
            &session.access_key_id,
            &scope,
            None,
            None,
            &audience,
        )
        .await?;
        Ok(AssumedRole {
            secret_access_key: entropy::lower_alphanumeric(&*work.entropy, 40),
            session_token: entropy::lower_alphanumeric(&*work.entropy, 100),
            session,
            arn,
        })
    }
}
