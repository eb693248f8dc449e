//! A session of a role: temporary keys from `AssumeRole` that stand for the role's account.

use serde::{Deserialize, Serialize};

use super::clock::Timestamp;
use super::error::{Code, Error, Result};
use super::principal::{Identity, is_name};
use super::scope::AccountId;

/// How the access keys of this server's sessions begin; AWS's own have other letters after the first four.
pub const KEY_PREFIX: &str = "ASIAPRIV";

/// A session.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Session {
    /// The access key that requests of the session carry.
    pub access_key_id: String,
    /// The role's account.
    pub account: AccountId,
    /// The role and the session's name.
    pub identity: Identity,
    /// When the key stops to work.
    pub expires_at: Timestamp,
}

/// The account and the name in a role's ARN; a path before the name is left out, as in the session's own ARN.
pub fn parse_role_arn(arn: &str) -> Result<(AccountId, String)> {
    let invalid =
        || Error::new(Code::ValidationError, format!("{arn} is invalid")).about("RoleArn");
    let rest = arn.strip_prefix("arn:aws:iam::").ok_or_else(invalid)?;
    let (account, resource) = rest.split_once(':').ok_or_else(invalid)?;
    let account = AccountId::parse(account).map_err(|_| invalid())?;
    let path = resource.strip_prefix("role/").ok_or_else(invalid)?;
    let name = path.rsplit('/').next().unwrap_or(path);
    if is_name(name) {
        Ok((account, name.to_owned()))
    } else {
        Err(invalid())
    }
}

#[cfg(test)]
mod tests {
    use super::parse_role_arn;

    #[test]
    fn roles() {
        let (account, name) = parse_role_arn("arn:aws:iam::111111111111:role/team/ops").unwrap();
        assert_eq!((account.as_str(), name.as_str()), ("111111111111", "ops"));
        for arn in [
            "",
            "arn:aws:iam::1:role/x",
            "arn:aws:iam::111111111111:user/x",
            "arn:aws:iam::111111111111:role/",
        ] {
            assert_eq!(
                parse_role_arn(arn).unwrap_err().code.name(),
                "ValidationError",
                "{arn}"
            );
        }
    }
}
