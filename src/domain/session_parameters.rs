//! What can be asked of a session beside its role: checked and, where AWS does so, shown; nothing enforces it.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::error::{Code, Error, Result};
use super::limit;
use super::tag::Tag;

/// What can be asked of a session.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SessionParameters {
    /// What the role's trust policy might want to see.
    pub external_id: Option<String>,
    /// What the session may do at the most, as a JSON text.
    pub policy: Option<String>,
    /// The same by the ARNs of policies.
    pub policy_arns: Vec<String>,
    /// Tags of the session.
    pub tags: Vec<Tag>,
    /// The keys of those that go on to further sessions.
    pub transitive_tag_keys: Vec<String>,
    /// Who stands behind the session.
    pub source_identity: Option<String>,
    /// A device for codes, and a code of its.
    pub device: Device,
    /// Contexts that somebody vouches for: provider and assertion.
    pub provided_contexts: Vec<(String, String)>,
}

/// A device for one-time codes.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Device {
    /// Its number or ARN.
    pub serial_number: Option<String>,
    /// A code that it has shown.
    pub token_code: Option<String>,
}

fn violated(value: &str, member: &'static str, constraint: &str) -> Error {
    Error::new(
        Code::ValidationError,
        format!(
            "1 validation error detected: Value '{value}' at '{member}' failed to satisfy constraint: {constraint}"
        ),
    )
    .about(member)
}

/// Refuses a text that has not so many characters of these.
fn check_text(
    value: Option<&String>,
    member: &'static str,
    (least, most): (usize, usize),
    others: &str,
) -> Result<()> {
    let Some(value) = value else {
        return Ok(());
    };
    let plain = |character: char| character.is_ascii_alphanumeric() || others.contains(character);
    if (least..=most).contains(&value.chars().count()) && value.chars().all(plain) {
        return Ok(());
    }
    let constraint =
        format!("Member must have {least} to {most} letters, digits or characters of {others}");
    Err(violated(value, member, &constraint))
}

impl Device {
    /// Refuses one half without the other, and what no device has.
    pub fn check(&self) -> Result<()> {
        check_text(
            self.serial_number.as_ref(),
            "SerialNumber",
            (9, 256),
            "=/:,.@_-",
        )?;
        if let Some(code) = &self.token_code
            && (code.len() != 6 || !code.bytes().all(|byte| byte.is_ascii_digit()))
        {
            return Err(violated(code, "TokenCode", "Member must have 6 digits"));
        }
        if self.serial_number.is_some() == self.token_code.is_some() {
            return Ok(());
        }
        Err(Error::new(
            Code::AccessDenied,
            "MultiFactorAuthentication failed, must provide both MFA serial number and one time pass code.",
        ))
    }
}

impl SessionParameters {
    /// Refuses what no session can have; returns how much of the room for policies and tags they take, in percent.
    pub fn check(&self) -> Result<Option<u64>> {
        check_text(
            self.external_id.as_ref(),
            "ExternalId",
            (2, 1_224),
            "=,.@:/_+-",
        )?;
        check_text(
            self.source_identity.as_ref(),
            "SourceIdentity",
            (2, 64),
            "=,.@_+-",
        )?;
        self.device.check()?;
        self.check_policies()?;
        self.check_tags()?;
        self.check_contexts()?;
        self.packed()
    }

    fn check_policies(&self) -> Result<()> {
        if let Some(policy) = &self.policy {
            let read: Value = serde_json::from_str(policy).unwrap_or_default();
            if !read
                .get("Statement")
                .is_some_and(|it| it.is_array() || it.is_object())
            {
                let message = "Syntax errors in policy.";
                return Err(Error::new(Code::MalformedPolicyDocument, message).about("Policy"));
            }
        }
        if self.policy_arns.len() > limit::SESSION_POLICIES {
            let constraint = format!(
                "Member must have length less than or equal to {}",
                limit::SESSION_POLICIES
            );
            return Err(violated("[...]", "PolicyArns", &constraint));
        }
        let is_policy = |arn: &str| {
            arn.strip_prefix("arn:aws:iam::")
                .and_then(|rest| rest.split_once(":policy/"))
                .is_some_and(|(account, name)| {
                    (account == "aws" || account.len() == 12) && !name.is_empty()
                })
        };
        match self.policy_arns.iter().find(|arn| !is_policy(arn)) {
            None => Ok(()),
            Some(arn) => Err(violated(
                arn,
                "PolicyArns",
                "Member must be the ARN of a policy",
            )),
        }
    }

    fn check_tags(&self) -> Result<()> {
        let wrong = |message: &str| Error::invalid_value("Tags", message);
        if self.tags.len() > limit::TAGS_PER_RESOURCE {
            let constraint = format!(
                "Member must have length less than or equal to {}",
                limit::TAGS_PER_RESOURCE
            );
            return Err(violated("[...]", "Tags", &constraint));
        }
        // Keys of sessions' tags are the same whatever their letters' case.
        let mut keys = BTreeSet::new();
        for tag in &self.tags {
            let length = tag.key.chars().count();
            if !(1..=limit::TAG_KEY_CHARS).contains(&length) || tag.key.contains(char::is_control) {
                return Err(violated(
                    &tag.key,
                    "Tags",
                    "Member must have length between 1 and 128, inclusive",
                ));
            }
            if tag.value.chars().count() > limit::TAG_VALUE_CHARS
                || tag.value.contains(char::is_control)
            {
                return Err(violated(
                    &tag.value,
                    "Tags",
                    "Member must have length less than or equal to 256",
                ));
            }
            if tag.key.to_lowercase().starts_with("aws:") {
                return Err(wrong("Tag keys starting with aws: are reserved"));
            }
            if !keys.insert(tag.key.to_lowercase()) {
                return Err(wrong(
                    "Duplicate tag keys found. Please note that Tag keys are case insensitive.",
                ));
            }
        }
        let missing = |key: &&String| !keys.contains(&key.to_lowercase());
        match self.transitive_tag_keys.iter().find(missing) {
            None => Ok(()),
            Some(_) => Err(Error::invalid_value(
                "TransitiveTagKeys",
                "The specified transitive tag key must be included in the requested tags.",
            )),
        }
    }

    fn check_contexts(&self) -> Result<()> {
        let wrong = |value: &str, constraint| Err(violated(value, "ProvidedContexts", constraint));
        if self.provided_contexts.len() > limit::SESSION_CONTEXTS {
            return wrong("[...]", "Member must have length less than or equal to 5");
        }
        for (provider, assertion) in &self.provided_contexts {
            if !provider.starts_with("arn:aws:") {
                return wrong(provider, "Member must be the ARN of a context provider");
            }
            if assertion.len() > limit::SESSION_ASSERTION_CHARS {
                return wrong(
                    "[...]",
                    "Member must have length less than or equal to 2048",
                );
            }
        }
        Ok(())
    }

    /// AWS packs policies and tags in a way of its own; here each character counts.
    fn packed(&self) -> Result<Option<u64>> {
        if self.policy.is_none() && self.policy_arns.is_empty() && self.tags.is_empty() {
            return Ok(None);
        }
        let policy = self.policy.as_ref().map_or(0, String::len);
        let arns = self.policy_arns.iter().map(String::len).sum::<usize>();
        let tags = self.tags.iter().map(|tag| tag.key.len() + tag.value.len());
        let percent = (policy + arns + tags.sum::<usize>()) * 100;
        let percent = percent.div_ceil(limit::SESSION_POLICY_CHARS);
        if policy > limit::SESSION_POLICY_CHARS || percent > 400 {
            let message = "Packed policy consumes more than the allotted space";
            return Err(Error::new(Code::PackedPolicyTooLarge, message).about("Policy"));
        }
        Ok(Some(u64::try_from(percent.min(100)).unwrap_or(100)))
    }
}

#[cfg(test)]
mod tests {
    use super::{Device, SessionParameters};
    use crate::domain::tag::Tag;

    fn tag(key: &str, value: &str) -> Tag {
        Tag {
            key: key.to_owned(),
            value: value.to_owned(),
        }
    }

    #[test]
    fn what_a_session_can_have() {
        let policy = r#"{"Version": "2012-10-17", "Statement": []}"#;
        let all = SessionParameters {
            external_id: Some("partner/1:a".to_owned()),
            policy: Some(policy.to_owned()),
            policy_arns: vec!["arn:aws:iam::aws:policy/ReadOnlyAccess".to_owned()],
            tags: vec![tag("Team", "orders"), tag("Stage", "")],
            transitive_tag_keys: vec!["team".to_owned()],
            source_identity: Some("alice".to_owned()),
            device: Device {
                serial_number: Some("arn:aws:iam::111111111111:mfa/alice".to_owned()),
                token_code: Some("123456".to_owned()),
            },
            provided_contexts: vec![(
                "arn:aws:iam::aws:contextProvider/IdentityCenter".to_owned(),
                "x".to_owned(),
            )],
        };
        assert_eq!(all.check().unwrap(), Some(5));
        assert_eq!(SessionParameters::default().check().unwrap(), None);
    }

    fn device(serial: &str, code: &str) -> Device {
        let text = |text: &str| Some(text.to_owned()).filter(|it| !it.is_empty());
        Device {
            serial_number: text(serial),
            token_code: text(code),
        }
    }

    #[test]
    fn what_it_cannot() {
        let text = |text: &str| Some(text.to_owned());
        let base = SessionParameters::default;
        let table: Vec<String> = [
            SessionParameters {
                external_id: text("x"),
                ..base()
            },
            SessionParameters {
                external_id: text("a b"),
                ..base()
            },
            SessionParameters {
                source_identity: text("a/b"),
                ..base()
            },
            SessionParameters {
                device: device("GAHT12345678", ""),
                ..base()
            },
            SessionParameters {
                device: device("GAHT12345678", "12345x"),
                ..base()
            },
            SessionParameters {
                policy: text("{}"),
                ..base()
            },
            SessionParameters {
                policy: text(&format!(
                    "{{\"Statement\": [], \"Id\": \"{}\"}}",
                    "x".repeat(2_048)
                )),
                ..base()
            },
            SessionParameters {
                policy_arns: vec!["arn:aws:iam::aws:role/x".to_owned()],
                ..base()
            },
            SessionParameters {
                tags: vec![tag("", "")],
                ..base()
            },
            SessionParameters {
                tags: vec![tag("a", ""), tag("A", "")],
                ..base()
            },
            SessionParameters {
                tags: vec![tag("aws:a", "")],
                ..base()
            },
            SessionParameters {
                tags: vec![tag("a", "")],
                transitive_tag_keys: vec!["b".to_owned()],
                ..base()
            },
            SessionParameters {
                provided_contexts: vec![("x".to_owned(), String::new())],
                ..base()
            },
        ]
        .into_iter()
        .map(|parameters| parameters.check().unwrap_err().to_string())
        .collect();
        insta::assert_snapshot!(table.join("\n"), @"
        ValidationError: 1 validation error detected: Value 'x' at 'ExternalId' failed to satisfy constraint: Member must have 2 to 1224 letters, digits or characters of =,.@:/_+-
        ValidationError: 1 validation error detected: Value 'a b' at 'ExternalId' failed to satisfy constraint: Member must have 2 to 1224 letters, digits or characters of =,.@:/_+-
        ValidationError: 1 validation error detected: Value 'a/b' at 'SourceIdentity' failed to satisfy constraint: Member must have 2 to 64 letters, digits or characters of =,.@_+-
        AccessDenied: MultiFactorAuthentication failed, must provide both MFA serial number and one time pass code.
        ValidationError: 1 validation error detected: Value '12345x' at 'TokenCode' failed to satisfy constraint: Member must have 6 digits
        MalformedPolicyDocument: Syntax errors in policy.
        PackedPolicyTooLarge: Packed policy consumes more than the allotted space
        ValidationError: 1 validation error detected: Value 'arn:aws:iam::aws:role/x' at 'PolicyArns' failed to satisfy constraint: Member must be the ARN of a policy
        ValidationError: 1 validation error detected: Value '' at 'Tags' failed to satisfy constraint: Member must have length between 1 and 128, inclusive
        InvalidParameterValue: Duplicate tag keys found. Please note that Tag keys are case insensitive.
        InvalidParameterValue: Tag keys starting with aws: are reserved
        InvalidParameterValue: The specified transitive tag key must be included in the requested tags.
        ValidationError: 1 validation error detected: Value 'x' at 'ProvidedContexts' failed to satisfy constraint: Member must be the ARN of a context provider
        ");
    }
}
