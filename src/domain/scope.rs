//! Whose data: the account and the region that every resource belongs to and every read is limited to.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::error::{Code, Error, Result};
use super::region::{self, RegionData};

/// A 12-digit AWS account number.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct AccountId(String);

impl AccountId {
    /// Accepts exactly twelve decimal digits.
    pub fn parse(text: &str) -> Result<Self> {
        if text.len() == 12 && text.bytes().all(|byte| byte.is_ascii_digit()) {
            Ok(Self(text.to_owned()))
        } else {
            Err(Error::new(
                Code::InvalidParameterValue,
                format!("'{text}' is not an account id: expected 12 digits"),
            ))
        }
    }

    /// `000000000000`, the account of requests that name none unless another is set.
    pub fn default_account() -> Self {
        Self("0".repeat(12))
    }

    /// The twelve digits.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for AccountId {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

/// The name of a region that this server knows, such as `us-east-1`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct RegionName(String);

impl RegionName {
    /// Accepts the names in [`region`]'s table.
    pub fn parse(text: &str) -> Result<Self> {
        match region::region(text) {
            Some(data) => Ok(Self(data.name.to_owned())),
            None => Err(Error::new(
                Code::InvalidParameterValue,
                format!("'{text}' is not the name of an AWS region"),
            )),
        }
    }

    /// The region's name.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The region's zones and hosted zones.
    ///
    /// # Panics
    /// Never: a name is only made from an entry of the table.
    pub fn data(&self) -> &'static RegionData {
        region::region(&self.0).expect("a region name comes from the table")
    }
}

impl fmt::Display for RegionName {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

/// An account in a region.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Scope {
    /// The owning account.
    pub account: AccountId,
    /// The region.
    pub region: RegionName,
}

impl Scope {
    /// Where an account keeps what is in no region: in AWS's own place for that, us-east-1.
    pub fn global(account: &AccountId) -> Self {
        Self {
            account: account.clone(),
            region: RegionName("us-east-1".to_owned()),
        }
    }

    /// The ARN of something that `service` keeps in this account and region.
    pub fn arn(&self, service: &str, resource: &str) -> String {
        format!(
            "arn:aws:{service}:{}:{}:{resource}",
            self.region, self.account
        )
    }
}

impl fmt::Display for Scope {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}/{}", self.account, self.region)
    }
}
