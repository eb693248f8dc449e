//! Who is calling: what both APIs read from a request before they look at what it wants.

pub mod sigv4;

use axum::http::{Extensions, HeaderMap};
use uuid::Uuid;

use crate::app::Context;
use crate::domain::error::{Code, Error, Result};
use crate::domain::principal::{Caller, Identity};
use crate::domain::scope::{AccountId, RegionName, Scope};
use crate::domain::session::KEY_PREFIX;
use sigv4::CredentialScope;

/// The account of an unsigned request, instead of the default one.
pub const ACCOUNT_HEADER: &str = "x-privlink-account";
/// The region of an unsigned request, instead of [`DEFAULT_REGION`].
pub const REGION_HEADER: &str = "x-privlink-region";
/// The region of requests that name none.
pub const DEFAULT_REGION: &str = "us-east-1";

/// The id of a request, in its answer and in the log.
#[derive(Clone, Copy, Debug)]
pub struct RequestId(pub Uuid);

impl RequestId {
    /// The id that the server has put on a request.
    pub fn of(extensions: &Extensions) -> Uuid {
        extensions.get::<Self>().map_or(Uuid::nil(), |id| id.0)
    }
}

/// Who calls, and for which service.
#[derive(Clone, Debug)]
pub struct Identified {
    /// Who calls.
    pub caller: Caller,
    /// The service that a signed request is meant for, by its signing name: `ec2`.
    pub service: Option<String>,
}

/// Finds out who calls: from the credential scope of a signed request, or else from our own headers.
///
/// Signatures are not verified. A 12-digit access key is the account's number; a key from `AssumeRole` stands for its
/// role; any other key stands for the default account.
pub async fn identify(
    context: &Context,
    headers: &HeaderMap,
    query: Option<&str>,
) -> Result<Identified> {
    let signed = sigv4::credential_scope(headers, query).map_err(|error| {
        let (code, _) = error.code_and_status();
        let code = if code == Code::InvalidClientTokenId.name() {
            Code::InvalidClientTokenId
        } else {
            Code::IncompleteSignature
        };
        Error::new(code, error.to_string())
    })?;
    match signed {
        Some(signed) => from_credentials(context, signed).await,
        None => from_headers(context, headers),
    }
}

async fn from_credentials(context: &Context, signed: CredentialScope) -> Result<Identified> {
    let region = match signed.region.as_str() {
        "aws-global" => DEFAULT_REGION,
        region => region,
    };
    let region = RegionName::parse(region)?;
    let key = signed.access_key_id.as_str();
    let (account, identity) = match AccountId::parse(key) {
        Ok(account) => (account, Identity::Root),
        Err(_) => match context.session_by_key(key).await? {
            Some(session) if session.expires_at <= context.now() => return Err(expired()),
            Some(session) => (session.account, session.identity),
            // A session that is over is forgotten after a while. Its key must not become the default account's.
            None if key.starts_with(KEY_PREFIX) => return Err(expired()),
            None => (context.settings().default_account.clone(), Identity::Root),
        },
    };
    Ok(Identified {
        caller: Caller {
            scope: Scope { account, region },
            identity,
        },
        service: Some(signed.service),
    })
}

fn expired() -> Error {
    Error::new(
        Code::ExpiredToken,
        "The security token included in the request is expired",
    )
}

fn from_headers(context: &Context, headers: &HeaderMap) -> Result<Identified> {
    let account = match header(headers, ACCOUNT_HEADER)? {
        Some(account) => {
            AccountId::parse(account).map_err(|error| error.about("X-Privlink-Account"))?
        }
        None => context.settings().default_account.clone(),
    };
    let region = header(headers, REGION_HEADER)?.unwrap_or(DEFAULT_REGION);
    let region = RegionName::parse(region).map_err(|error| error.about("X-Privlink-Region"))?;
    let scope = Scope { account, region };
    Ok(Identified {
        caller: Caller {
            scope,
            identity: Identity::Root,
        },
        service: None,
    })
}

/// The text of a header, if it is there.
pub fn header<'h>(headers: &'h HeaderMap, name: &str) -> Result<Option<&'h str>> {
    headers
        .get(name)
        .map(|value| {
            value.to_str().map_err(|_| {
                Error::new(
                    Code::InvalidParameterValue,
                    format!("The header {name} is not ASCII text"),
                )
            })
        })
        .transpose()
}
