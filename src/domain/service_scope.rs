//! Who publishes a service, and where: an account of the sandbox's, or AWS itself.

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::scope::{AccountId, RegionName, Scope};

/// Who publishes a service.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ServiceOwner {
    /// AWS. Nobody's requests come from it.
    Amazon,
    /// A provider's account.
    Account(AccountId),
}

/// AWS's spelling of itself as an owner.
const AMAZON: &str = "amazon";

impl ServiceOwner {
    /// The account's digits, or `amazon`.
    pub fn as_str(&self) -> &str {
        match self {
            Self::Amazon => AMAZON,
            Self::Account(account) => account.as_str(),
        }
    }
}

impl fmt::Display for ServiceOwner {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.as_str())
    }
}

impl Serialize for ServiceOwner {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl<'de> Deserialize<'de> for ServiceOwner {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        if text == AMAZON {
            return Ok(Self::Amazon);
        }
        AccountId::parse(&text)
            .map(Self::Account)
            .map_err(serde::de::Error::custom)
    }
}

/// A service's owner and region.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ServiceScope {
    /// Who publishes it.
    #[serde(rename = "account")]
    pub owner: ServiceOwner,
    /// Where it is.
    pub region: RegionName,
}

impl ServiceScope {
    /// The provider's account and region; `None` if AWS is the provider.
    pub fn provider(&self) -> Option<Scope> {
        match &self.owner {
            ServiceOwner::Amazon => None,
            ServiceOwner::Account(account) => Some(Scope {
                account: account.clone(),
                region: self.region.clone(),
            }),
        }
    }
}

impl From<&Scope> for ServiceScope {
    fn from(scope: &Scope) -> Self {
        Self {
            owner: ServiceOwner::Account(scope.account.clone()),
            region: scope.region.clone(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{ServiceOwner, ServiceScope};

    #[test]
    fn is_stored_as_account_and_region() {
        for text in [
            r#"{"account":"amazon","region":"us-east-1"}"#,
            r#"{"account":"111111111111","region":"eu-west-1"}"#,
        ] {
            let scope: ServiceScope = serde_json::from_str(text).unwrap();
            assert_eq!(serde_json::to_string(&scope).unwrap(), text);
            assert_eq!(
                scope.provider().is_none(),
                scope.owner == ServiceOwner::Amazon
            );
        }
        assert!(serde_json::from_str::<ServiceOwner>("\"google\"").is_err());
    }
}
