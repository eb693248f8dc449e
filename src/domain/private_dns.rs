//! The private DNS name of an endpoint service, and the proof that its provider owns the domain.
//!
//! AWS hands out a value that the provider publishes as a TXT record in the domain. Until the record is found, consumers
//! cannot use the name. The name is that of one host or, with `*.`, of all hosts below a domain.

use serde::{Deserialize, Serialize};

use super::clock::Timestamp;
use super::entropy::{self, Entropy};
use super::error::{Error, Result};

/// Characters in a private name.
const NAME_CHARS: usize = 255;
/// Characters between two of its dots.
const LABEL_CHARS: usize = 63;

/// The private DNS name of a service.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct PrivateDnsName {
    /// The name, in lower case; `*.` in front stands for every host of the domain.
    pub name: String,
    /// Whether the provider has shown that the domain is its own.
    pub verification: Verification,
    /// The label below the domain at which the record is looked for first.
    pub record_name: String,
    /// What the record must say, letter by letter.
    pub record_value: String,
}

/// How far the proof is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(
    tag = "state",
    rename_all = "camelCase",
    rename_all_fields = "camelCase"
)]
pub enum Verification {
    /// The record is waited for until `due_at`.
    PendingVerification {
        /// When it is given up.
        due_at: Timestamp,
    },
    /// The record was found when it was last looked for.
    Verified,
    /// The record did not appear in time.
    Failed,
}

impl Verification {
    /// AWS's spelling.
    pub const fn name(&self) -> &'static str {
        match self {
            Self::PendingVerification { .. } => "pendingVerification",
            Self::Verified => "verified",
            Self::Failed => "failed",
        }
    }
}

/// The type of the record that proves ownership.
pub const RECORD_TYPE: &str = "TXT";

impl PrivateDnsName {
    /// A name that is still to be verified.
    pub fn new(name: String, entropy: &dyn Entropy, due_at: Timestamp) -> Self {
        Self {
            name,
            verification: Verification::PendingVerification { due_at },
            record_name: format!("_{}", entropy::lower_alphanumeric(entropy, 20)),
            record_value: format!("vpce:{}", entropy::alphanumeric(entropy, 20)),
        }
    }

    /// Whether consumers may use the name.
    pub fn is_verified(&self) -> bool {
        self.verification == Verification::Verified
    }

    /// Where the record may stand: below the domain or at it, or, as whoever owns a domain owns what is below, at
    /// one of the domains above. A top-level domain is nobody's.
    pub fn record_places(&self) -> Vec<String> {
        let mut places = Vec::new();
        let mut domain = domain_of(&self.name);
        while domain.contains('.') {
            places.push(format!("{}.{domain}", self.record_name));
            places.push(domain.to_owned());
            domain = domain.split_once('.').map_or("", |(_, above)| above);
        }
        places
    }
}

/// The domain whose zone a private name needs: the name itself, without `*.`.
pub fn domain_of(name: &str) -> &str {
    name.strip_prefix("*.").unwrap_or(name)
}

/// Reads a private name: lower-case labels of letters, digits and hyphens, at least two of them, `*` only as the first.
pub fn parse_name(text: &str) -> Result<String> {
    let domain = domain_of(text);
    let labels: Vec<&str> = domain.split('.').collect();
    let well_formed = |label: &&str| {
        !label.is_empty()
            && label.len() <= LABEL_CHARS
            && !label.starts_with('-')
            && !label.ends_with('-')
            && label
                .bytes()
                .all(|byte| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'-'))
    };
    if text.len() <= NAME_CHARS && labels.len() >= 2 && labels.iter().all(well_formed) {
        Ok(text.to_owned())
    } else {
        Err(Error::invalid(
            "PrivateDnsName",
            format!(
                "The private DNS name '{text}' is not valid: expected a domain name in lower case, such as 'api.example.com' or '*.example.com'"
            ),
        ))
    }
}

#[cfg(test)]
mod tests {
    use super::{PrivateDnsName, Verification, parse_name};

    #[test]
    fn reads_names_of_hosts_and_of_domains() {
        let long = format!("{}.example.com", "a".repeat(63));
        for good in [
            "example.com",
            "api.example.com",
            "*.example.com",
            "a-1.b2",
            &long,
        ] {
            assert_eq!(parse_name(good).unwrap(), good);
        }
        let long_label = format!("{}.example.com", "a".repeat(64));
        let long_name = format!("{}com", "a2345678.".repeat(29));
        for bad in [
            "",
            "com",
            "*",
            "*.com",
            "API.example.com",
            "api..com",
            ".example.com",
            "example.com.",
            "-a.example.com",
            "a-.example.com",
            "a.*.example.com",
            "a_b.example.com",
            "*example.com",
            &long_label,
            &long_name,
        ] {
            let error = parse_name(bad).unwrap_err();
            assert_eq!(error.code.name(), "InvalidParameter", "{bad}");
            assert_eq!(error.parameter.as_deref(), Some("PrivateDnsName"), "{bad}");
        }
    }

    #[test]
    fn the_record_may_stand_at_each_domain_of_the_owners() {
        let name = |name: &str| PrivateDnsName {
            name: name.to_owned(),
            verification: Verification::Verified,
            record_name: "_x".to_owned(),
            record_value: "vpce:y".to_owned(),
        };
        let places = [
            "_x.api.example.com",
            "api.example.com",
            "_x.example.com",
            "example.com",
        ];
        assert_eq!(name("api.example.com").record_places(), places);
        assert_eq!(name("*.example.com").record_places(), places[2..]);
    }
}
