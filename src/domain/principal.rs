//! Who calls, and whom a service allows.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::error::{Code, Error, Result};
use super::scope::{AccountId, Scope};

/// Who makes a request, and in which account and region.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Caller {
    /// The account and the region.
    pub scope: Scope,
    /// Who in the account.
    pub identity: Identity,
}

/// Who in an account makes a request.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", tag = "kind")]
pub enum Identity {
    /// The account itself.
    Root,
    /// A session of a role, from `AssumeRole`.
    AssumedRole {
        /// The role's name.
        role: String,
        /// The session's name.
        session: String,
    },
}

impl Caller {
    /// The ARN that `GetCallerIdentity` shows and the event log keeps.
    pub fn arn(&self) -> String {
        let account = &self.scope.account;
        match &self.identity {
            Identity::Root => format!("arn:aws:iam::{account}:root"),
            Identity::AssumedRole { role, session } => {
                format!("arn:aws:sts::{account}:assumed-role/{role}/{session}")
            }
        }
    }

    /// The principal that a permission has to name for this caller, besides `*` and the account.
    fn own_principal(&self) -> Option<String> {
        match &self.identity {
            Identity::Root => None,
            Identity::AssumedRole { role, .. } => {
                Some(format!("arn:aws:iam::{}:role/{role}", self.scope.account))
            }
        }
    }

    /// Every principal text that covers this caller.
    pub fn covering_principals(&self) -> Vec<String> {
        let account = &self.scope.account;
        let mut texts = vec![
            "*".to_owned(),
            account.to_string(),
            format!("arn:aws:iam::{account}:root"),
        ];
        texts.extend(self.own_principal());
        texts
    }
}

/// A principal that an endpoint service allows, as the provider wrote it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Principal(String);

/// What kind of principal it is, in the words of the EC2 API.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PrincipalType {
    /// `*`
    All,
    /// An account: its root, or its number.
    Account,
    /// A user.
    User,
    /// A role.
    Role,
    /// An AWS service, e.g. `vpce.amazonaws.com`.
    Service,
}

impl PrincipalType {
    /// The EC2 API's spelling.
    pub const fn name(self) -> &'static str {
        match self {
            Self::All => "All",
            Self::Account => "Account",
            Self::User => "User",
            Self::Role => "Role",
            Self::Service => "Service",
        }
    }
}

impl Principal {
    /// Accepts `*`, account numbers, `arn:aws:iam::ACCOUNT:root|user/NAME|role/NAME` and service names.
    ///
    /// User and role names with a path are refused, as the EC2 API does not support them.
    pub fn parse(text: &str) -> Result<Self> {
        let principal = Self(text.to_owned());
        match principal.classify() {
            Some(_) => Ok(principal),
            None => Err(Error::new(
                Code::InvalidPrincipal,
                format!("Invalid Principal: '{text}'"),
            )
            .about("AddAllowedPrincipals")),
        }
    }

    /// The text as it was given.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The kind.
    ///
    /// # Panics
    /// Never: only texts that have a kind become principals.
    pub fn principal_type(&self) -> PrincipalType {
        self.classify().expect("a principal has a kind")
    }

    /// Whether the permission for this principal covers `caller`.
    pub fn covers(&self, caller: &Caller) -> bool {
        caller.covering_principals().contains(&self.0)
    }

    fn classify(&self) -> Option<PrincipalType> {
        let text = self.0.as_str();
        if text == "*" {
            return Some(PrincipalType::All);
        }
        if AccountId::parse(text).is_ok() {
            return Some(PrincipalType::Account);
        }
        if let Some(rest) = text.strip_prefix("arn:aws:iam::") {
            let (account, resource) = rest.split_once(':')?;
            AccountId::parse(account).ok()?;
            return match resource.split_once('/') {
                None if resource == "root" => Some(PrincipalType::Account),
                Some(("user", name)) if is_name(name) => Some(PrincipalType::User),
                Some(("role", name)) if is_name(name) => Some(PrincipalType::Role),
                _ => None,
            };
        }
        let label = text.strip_suffix(".amazonaws.com")?;
        let host = |character: char| {
            character.is_ascii_lowercase() || character.is_ascii_digit() || ".-".contains(character)
        };
        (!label.is_empty() && label.chars().all(host)).then_some(PrincipalType::Service)
    }
}

/// Whether `name` is one that IAM gives to users and roles.
pub fn is_name(name: &str) -> bool {
    (1..=64).contains(&name.len())
        && name
            .chars()
            .all(|character| character.is_ascii_alphanumeric() || "+=,.@_-".contains(character))
}

impl fmt::Display for Principal {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::{Caller, Identity, Principal};
    use crate::domain::scope::{AccountId, RegionName, Scope};

    fn caller(account: &str, identity: Identity) -> Caller {
        let scope = Scope {
            account: AccountId::parse(account).unwrap(),
            region: RegionName::parse("us-east-1").unwrap(),
        };
        Caller { scope, identity }
    }

    #[test]
    fn kinds() {
        for (text, kind) in [
            ("*", "All"),
            ("222222222222", "Account"),
            ("arn:aws:iam::222222222222:root", "Account"),
            ("arn:aws:iam::222222222222:user/ann", "User"),
            ("arn:aws:iam::222222222222:role/net.ops@x", "Role"),
            ("vpce.amazonaws.com", "Service"),
        ] {
            assert_eq!(
                Principal::parse(text).unwrap().principal_type().name(),
                kind,
                "{text}"
            );
        }
        for text in [
            "",
            "**",
            "22222222222",
            "arn:aws:iam::2222:root",
            "arn:aws:iam::222222222222:role/",
            "arn:aws:iam::222222222222:role/path/name",
            "arn:aws:sts::222222222222:assumed-role/x/y",
            "arn:aws:iam::222222222222:group/x",
            "arn:aws:organizations::222222222222:organization/o-1",
            ".amazonaws.com",
        ] {
            let error = Principal::parse(text).unwrap_err();
            assert_eq!(
                error.to_string(),
                format!("InvalidPrincipal: Invalid Principal: '{text}'")
            );
        }
    }

    #[test]
    fn covers_exactly_whom_it_names() {
        let root = caller("222222222222", Identity::Root);
        let role = Identity::AssumedRole {
            role: "ops".to_owned(),
            session: "s".to_owned(),
        };
        let role = caller("222222222222", role);
        let other = caller("333333333333", Identity::Root);
        for (text, covers_root, covers_role, covers_other) in [
            ("*", true, true, true),
            ("222222222222", true, true, false),
            ("arn:aws:iam::222222222222:root", true, true, false),
            ("arn:aws:iam::222222222222:role/ops", false, true, false),
            ("arn:aws:iam::222222222222:role/Ops", false, false, false),
            ("arn:aws:iam::222222222222:user/ops", false, false, false),
        ] {
            let principal = Principal::parse(text).unwrap();
            assert_eq!(principal.covers(&root), covers_root, "{text} root");
            assert_eq!(principal.covers(&role), covers_role, "{text} role");
            assert_eq!(principal.covers(&other), covers_other, "{text} other");
        }
    }

    #[test]
    fn arns_of_callers() {
        assert_eq!(
            caller("222222222222", Identity::Root).arn(),
            "arn:aws:iam::222222222222:root"
        );
        let role = Identity::AssumedRole {
            role: "ops".to_owned(),
            session: "s".to_owned(),
        };
        assert_eq!(
            caller("222222222222", role).arn(),
            "arn:aws:sts::222222222222:assumed-role/ops/s"
        );
    }
}
