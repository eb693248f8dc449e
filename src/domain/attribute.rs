//! Attributes of load balancers, target groups and listeners: named texts, each with its values and its default.
//!
//! Only what was set is kept. Which attributes a resource has, and their defaults, may depend on what it is, so that each
//! noun makes its own list of rules.

use std::collections::BTreeMap;

use super::error::{Code, Error, Result};
use super::limit;

/// An attribute that a resource has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AttributeRule {
    /// AWS's name of it, e.g. `deletion_protection.enabled`.
    pub key: &'static str,
    /// The value until it is set.
    pub default: &'static str,
    /// The values that it can have.
    pub values: Values,
}

/// The values that an attribute can have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Values {
    /// One of these.
    OneOf(&'static [&'static str]),
    /// A whole number from the first to the second.
    Number(u32, u32),
    /// 0, or a whole number from the first to the second.
    ZeroOrNumber(u32, u32),
    /// A whole number from the first to the second, or `off`.
    NumberOrOff(u32, u32),
    /// A whole number from the first to the second, or nothing.
    NumberOrNothing(u32, u32),
    /// The name of an HTTP header.
    HeaderName,
    /// Any text.
    Text,
}

/// `true` or `false`.
pub const BOOLEAN: Values = Values::OneOf(&["true", "false"]);

impl AttributeRule {
    /// An attribute by name, default and values.
    pub const fn new(key: &'static str, default: &'static str, values: Values) -> Self {
        Self {
            key,
            default,
            values,
        }
    }

    fn check(&self, value: &str) -> Result<()> {
        let number_in = |first, last| {
            value
                .parse::<u32>()
                .is_ok_and(|number| (first..=last).contains(&number))
        };
        let allowed = match self.values {
            Values::OneOf(texts) => texts.contains(&value),
            Values::Number(first, last) => number_in(first, last),
            Values::ZeroOrNumber(first, last) => value == "0" || number_in(first, last),
            Values::NumberOrOff(first, last) => value == "off" || number_in(first, last),
            Values::NumberOrNothing(first, last) => value.is_empty() || number_in(first, last),
            Values::HeaderName => is_header_name(value),
            Values::Text => value.chars().count() <= limit::ATTRIBUTE_VALUE_CHARS,
        };
        if allowed {
            return Ok(());
        }
        let expected = match self.values {
            Values::OneOf(texts) => format!("one of '{}'", texts.join("', '")),
            Values::Number(first, last) => format!("a number from {first} to {last}"),
            Values::ZeroOrNumber(first, last) => format!("0 or a number from {first} to {last}"),
            Values::NumberOrOff(first, last) => {
                format!("'off' or a number from {first} to {last}")
            }
            Values::NumberOrNothing(first, last) => {
                format!("nothing or a number from {first} to {last}")
            }
            Values::HeaderName => format!(
                "1 to {} letters, digits, hyphens and underscores",
                limit::HEADER_NAME_CHARS
            ),
            Values::Text => format!("at most {} characters", limit::ATTRIBUTE_VALUE_CHARS),
        };
        Err(Error::new(
            Code::InvalidConfigurationRequest,
            format!(
                "The value '{value}' of the attribute '{}' is not valid: expected {expected}",
                self.key
            ),
        )
        .about("Attributes"))
    }
}

fn is_header_name(text: &str) -> bool {
    (1..=limit::HEADER_NAME_CHARS).contains(&text.len())
        && text
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'))
}

/// The value of an attribute: what was set, or its default. Empty if the resource has no such attribute.
pub fn value<'a>(rules: &[AttributeRule], set: &'a BTreeMap<String, String>, key: &str) -> &'a str {
    let default = rules
        .iter()
        .find(|rule| rule.key == key)
        .map_or("", |rule| rule.default);
    set.get(key).map_or(default, String::as_str)
}

/// All attributes with their values, in order of the rules.
pub fn all(rules: &[AttributeRule], set: &BTreeMap<String, String>) -> Vec<(String, String)> {
    rules
        .iter()
        .map(|rule| (rule.key.to_owned(), value(rules, set, rule.key).to_owned()))
        .collect()
}

/// What was set, with `changes` on top. An attribute that does not exist, and a value that it cannot have, are refused.
/// The resource is named as AWS does at the beginning of a sentence, e.g. `Load balancer`.
pub fn changed(
    resource: &str,
    rules: &[AttributeRule],
    set: &BTreeMap<String, String>,
    changes: Vec<(String, String)>,
) -> Result<BTreeMap<String, String>> {
    if changes.len() > limit::ATTRIBUTES_PER_REQUEST {
        return Err(Error::validation(
            "Attributes",
            format!(
                "A request can have at most {} attributes",
                limit::ATTRIBUTES_PER_REQUEST
            ),
        ));
    }
    let mut outcome = set.clone();
    let mut seen: Vec<String> = Vec::with_capacity(changes.len());
    for (key, value) in changes {
        let rule = rules
            .iter()
            .find(|rule| rule.key == key)
            .ok_or_else(|| unknown(resource, &key))?;
        if seen.contains(&key) {
            return Err(Error::validation(
                "Attributes",
                format!("The attribute '{key}' is specified more than once"),
            ));
        }
        rule.check(&value)?;
        seen.push(key.clone());
        outcome.insert(key, value);
    }
    Ok(outcome)
}

/// Clients read the key out of the sentence, and try again without that attribute.
fn unknown(resource: &str, key: &str) -> Error {
    Error::validation(
        "Attributes",
        format!("{resource} attribute key '{key}' is not recognized"),
    )
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::{AttributeRule, BOOLEAN, Values, all, changed};

    const RULES: &[AttributeRule] = &[
        AttributeRule::new("on", "false", BOOLEAN),
        AttributeRule::new("seconds", "300", Values::Number(0, 3_600)),
        AttributeRule::new("share", "off", Values::NumberOrOff(1, 100)),
        AttributeRule::new("bucket", "", Values::Text),
        AttributeRule::new("age", "", Values::NumberOrNothing(0, 10)),
        AttributeRule::new("header", "X-A", Values::HeaderName),
    ];

    fn change(key: &str, value: &str) -> Result<BTreeMap<String, String>, &'static str> {
        let changes = vec![(key.to_owned(), value.to_owned())];
        changed("Load balancer", RULES, &BTreeMap::new(), changes)
            .map_err(|error| error.code.name())
    }

    #[test]
    fn shows_defaults_until_they_are_set() {
        let set = change("seconds", "60").unwrap();
        let texts: Vec<String> = all(RULES, &set)
            .into_iter()
            .map(|(key, value)| format!("{key}={value}"))
            .collect();
        assert_eq!(
            texts,
            [
                "on=false",
                "seconds=60",
                "share=off",
                "bucket=",
                "age=",
                "header=X-A"
            ]
        );
    }

    #[test]
    fn refuses_unknown_keys_and_values() {
        assert_eq!(change("off", "true"), Err("ValidationError"));
        for (key, value, allowed) in [
            ("on", "true", true),
            ("on", "TRUE", false),
            ("seconds", "0", true),
            ("seconds", "3601", false),
            ("seconds", "off", false),
            ("share", "off", true),
            ("share", "0", false),
            ("bucket", "", true),
            ("bucket", &"b".repeat(1_025), false),
            ("age", "", true),
            ("age", "10", true),
            ("age", "11", false),
            ("header", "X_b-1", true),
            ("header", "", false),
            ("header", "X a", false),
        ] {
            let refused = if allowed {
                None
            } else {
                Some("InvalidConfigurationRequest")
            };
            assert_eq!(change(key, value).err(), refused, "{key}={value}");
        }
    }

    #[test]
    fn refuses_the_same_key_twice() {
        let twice = vec![
            ("on".to_owned(), "true".to_owned()),
            ("on".to_owned(), "false".to_owned()),
        ];
        assert!(changed("Load balancer", RULES, &BTreeMap::new(), twice).is_err());
    }
}
