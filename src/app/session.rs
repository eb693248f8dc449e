//! Sessions: temporary keys for a role or for the caller itself, and what keys say of who has them.

use serde::{Deserialize, Serialize};

use super::context::{Command, Query, Session as Work};
use crate::domain::clock::Timestamp;
use crate::domain::entropy;
use crate::domain::error::{Code, Error, Result};
use crate::domain::event::ResourceType;
use crate::domain::limit;
use crate::domain::principal::{Caller, Identity, is_name};
use crate::domain::scope::{AccountId, Scope};
use crate::domain::session::{KEY_PREFIX, Session, parse_role_arn};
use crate::domain::session_parameters::{Device, SessionParameters};

/// Hands out a key for a role. There is no trust policy: everybody may assume every role.
#[derive(Clone, Debug, Serialize)]
pub struct AssumeRole {
    /// The role.
    pub role_arn: String,
    /// The session's name.
    pub role_session_name: String,
    /// How long the key works: 900 to 43 200 seconds, 3 600 unless given.
    pub duration_seconds: Option<u64>,
    /// What else is asked of the session.
    pub parameters: SessionParameters,
}

/// A key and its secret.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Credentials {
    /// The session.
    pub session: Session,
    /// The secret that the client signs with. Signatures are not verified yet, so the server forgets it.
    pub secret_access_key: String,
    /// The token that the client sends along; not verified either.
    pub session_token: String,
}

/// A role that was assumed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AssumedRole {
    /// The key.
    pub credentials: Credentials,
    /// The ARN of the session, which `GetCallerIdentity` shows.
    pub arn: String,
    /// How much of the room for policies and tags is taken, in percent.
    pub packed_policy_size: Option<u64>,
    /// Who stands behind the session.
    pub source_identity: Option<String>,
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
        let seconds = seconds(self.duration_seconds, 3_600, 43_200)?;
        let packed_policy_size = self.parameters.check()?;
        let identity = Identity::AssumedRole {
            role,
            session: self.role_session_name,
        };
        let caller = Caller {
            scope: Scope {
                account,
                region: work.scope().region,
            },
            identity,
        };
        Ok(AssumedRole {
            credentials: hand_out(work, &caller, seconds).await?,
            arn: caller.arn(),
            packed_policy_size,
            source_identity: self.parameters.source_identity,
        })
    }
}

/// How long a key works.
fn seconds(wanted: Option<u64>, usual: u64, most: u64) -> Result<u64> {
    let seconds = wanted.unwrap_or(usual);
    if (900..=most).contains(&seconds) {
        return Ok(seconds);
    }
    Err(Error::new(
        Code::ValidationError,
        format!("The duration must be 900 to {most} seconds"),
    )
    .about("DurationSeconds"))
}

/// Hands out a key that stands for `caller`.
async fn hand_out(work: &mut Work, caller: &Caller, seconds: u64) -> Result<Credentials> {
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
        account: caller.scope.account.clone(),
        identity: caller.identity.clone(),
        expires_at: work.now.plus_seconds(seconds),
    };
    work.tx.session_insert(&session).await?;
    let audience = [&work.scope(), &caller.scope];
    work.record_for(
        ResourceType::Session,
        &session.access_key_id,
        &caller.scope,
        None,
        None,
        &audience,
    )
    .await?;
    Ok(Credentials {
        secret_access_key: entropy::lower_alphanumeric(&*work.entropy, 40),
        session_token: entropy::lower_alphanumeric(&*work.entropy, 100),
        session,
    })
}

/// Hands out a key that stands for the caller.
#[derive(Clone, Debug, Serialize)]
pub struct GetSessionToken {
    /// How long the key works: 900 to 129 600 seconds, 43 200 unless given.
    pub duration_seconds: Option<u64>,
    /// A device for codes.
    pub device: Device,
}

impl Command for GetSessionToken {
    const NAME: &'static str = "GetSessionToken";
    type Output = Credentials;

    async fn execute(self, work: &mut Work) -> Result<Credentials> {
        let seconds = seconds(self.duration_seconds, 43_200, 129_600)?;
        self.device.check()?;
        let caller = work.request.caller.clone();
        match caller.identity {
            Identity::Root => hand_out(work, &caller, seconds).await,
            Identity::AssumedRole { .. } => Err(Error::new(
                Code::AccessDenied,
                "Cannot call GetSessionToken with session credentials",
            )),
        }
    }
}

/// The account of a key: its own if it is twelve digits or of a session, otherwise that of all keys that are not known.
pub struct GetAccessKeyInfo {
    /// The key.
    pub access_key_id: String,
}

impl Query for GetAccessKeyInfo {
    const NAME: &'static str = "GetAccessKeyInfo";
    type Output = AccountId;

    async fn fetch(self, work: &mut Work) -> Result<AccountId> {
        let key = self.access_key_id.as_str();
        if let Ok(account) = AccountId::parse(key) {
            return Ok(account);
        }
        let plain = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_';
        if !(16..=128).contains(&key.len()) || !key.bytes().all(plain) {
            return Err(Error::new(
                Code::ValidationError,
                "An access key id must have 16 to 128 letters, digits or underscores",
            )
            .about("AccessKeyId"));
        }
        match work.tx.session_get(key).await? {
            Some(session) => Ok(session.account),
            None if key.starts_with(KEY_PREFIX) => Err(Error::new(
                Code::ValidationError,
                format!("The access key id '{key}' does not exist"),
            )
            .about("AccessKeyId")),
            None => Ok(work.settings.default_account.clone()),
        }
    }
}

/// Whom IAM knows the caller as.
pub struct GetUser {
    /// The name of a user. Nobody has one: callers are accounts' roots, or roles.
    pub user_name: Option<String>,
}

/// An account's root, as IAM shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RootUser {
    /// The account.
    pub account: AccountId,
    /// The ARN.
    pub arn: String,
    /// When the account was opened. They all are as old as AWS's IAM.
    pub created_at: Timestamp,
}

/// When accounts were opened: 2010-09-02T00:00:00Z.
const OPENED: Timestamp = Timestamp::from_micros(1_283_385_600_000_000);

impl Query for GetUser {
    const NAME: &'static str = "GetUser";
    type Output = RootUser;

    async fn fetch(self, work: &mut Work) -> Result<RootUser> {
        if let Some(name) = self.user_name {
            return Err(Error::new(
                Code::NoSuchEntity,
                format!("The user with name {name} cannot be found."),
            )
            .about("UserName"));
        }
        let caller = &work.request.caller;
        match caller.identity {
            Identity::Root => Ok(RootUser {
                account: caller.scope.account.clone(),
                arn: caller.arn(),
                created_at: OPENED,
            }),
            Identity::AssumedRole { .. } => Err(Error::new(
                Code::ValidationError,
                "Must specify userName when calling with non-User credentials",
            )
            .about("UserName")),
        }
    }
}
