//! Filter policies of subscriptions: which messages a subscriber wants, by SNS's rules.
//!
//! A policy is JSON: names with lists of conditions, one of which must hold for each name. It looks at a message's attributes, or
//! into its body, if that is JSON.

use std::net::IpAddr;

use ipnet::IpNet;
use serde_json::{Map, Value};

use super::error::{Error, Result};
use super::limit;
use super::message::MessageAttributes;

/// What a policy looks at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope {
    /// A message's attributes.
    Attributes,
    /// Its body.
    Body,
}

/// A policy, read.
#[derive(Clone, Debug, PartialEq)]
pub struct FilterPolicy {
    scope: Scope,
    rules: Rules,
}

/// What must hold together.
#[derive(Clone, Debug, PartialEq)]
struct Rules {
    /// For each name, one of its conditions.
    names: Vec<(String, Rule)>,
    /// Of each of these, one.
    either: Vec<Vec<Rules>>,
}

#[derive(Clone, Debug, PartialEq)]
enum Rule {
    /// One of these about the value.
    Value(Vec<Condition>),
    /// What holds inside of it.
    Inside(Rules),
}

/// A condition about a value.
#[derive(Clone, Debug, PartialEq)]
enum Condition {
    Is(Value),
    AnythingBut(Vec<Condition>),
    Prefix(String),
    Suffix(String),
    Wildcard(String),
    EqualsIgnoreCase(String),
    Cidr(IpNet),
    Exists(bool),
    Numeric(Vec<(Comparison, f64)>),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Comparison {
    Equal,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
}

fn refused(reason: impl AsRef<str>) -> Error {
    Error::invalid(
        "FilterPolicy",
        format!("Invalid parameter: FilterPolicy: {}", reason.as_ref()),
    )
}

impl FilterPolicy {
    /// Reads a policy.
    pub fn parse(text: &str, scope: Scope) -> Result<Self> {
        if text.len() > limit::POLICY_BYTES {
            return Err(refused("the policy is too long"));
        }
        let policy: Value = serde_json::from_str(text)
            .map_err(|error| refused(format!("failed to parse JSON. {error}")))?;
        let Value::Object(policy) = policy else {
            return Err(refused(
                "failed to parse JSON. The policy must be an object",
            ));
        };
        let rules = rules(&policy, scope, 0)?;
        if rules.count_names() > limit::FILTER_POLICY_NAMES {
            return Err(refused(format!(
                "Filter policy can not have more than {} keys",
                limit::FILTER_POLICY_NAMES
            )));
        }
        if rules.combinations() > limit::FILTER_POLICY_COMBINATIONS {
            return Err(refused("Filter policy is too complex"));
        }
        Ok(Self { scope, rules })
    }

    /// Whether a message with this body and these attributes is wanted.
    pub fn matches(&self, body: &str, attributes: &MessageAttributes) -> bool {
        match self.scope {
            Scope::Attributes => {
                let values = attributes
                    .iter()
                    .filter_map(|(name, attribute)| Some((name.clone(), attribute.filtered()?)));
                self.rules.hold(&values.collect())
            }
            Scope::Body => match serde_json::from_str(body) {
                Ok(Value::Object(body)) => self.rules.hold(&body),
                Ok(_) | Err(_) => false,
            },
        }
    }
}

fn rules(policy: &Map<String, Value>, scope: Scope, depth: usize) -> Result<Rules> {
    if depth > limit::FILTER_POLICY_DEPTH {
        return Err(refused("the policy is nested too deeply"));
    }
    let mut names = Vec::new();
    let mut either = Vec::new();
    for (name, value) in policy {
        match value {
            Value::Array(parts)
                if name == "$or" && parts.len() > 1 && parts.iter().all(Value::is_object) =>
            {
                let parts = parts.iter().filter_map(Value::as_object);
                let parts = parts.map(|part| rules(part, scope, depth + 1));
                either.push(parts.collect::<Result<_>>()?);
            }
            Value::Array(values) if values.is_empty() => {
                return Err(refused("Empty arrays are not allowed"));
            }
            Value::Array(values) => {
                let conditions = values.iter().map(condition).collect::<Result<_>>()?;
                names.push((name.clone(), Rule::Value(conditions)));
            }
            Value::Object(inside) if scope == Scope::Body => {
                names.push((name.clone(), Rule::Inside(rules(inside, scope, depth + 1)?)));
            }
            Value::Object(_) => {
                return Err(refused(
                    "Filter policy scope MessageAttributes does not support nested filter policy",
                ));
            }
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {
                return Err(refused(format!("\"{name}\" must be an object or an array")));
            }
        }
    }
    Ok(Rules { names, either })
}

fn condition(value: &Value) -> Result<Condition> {
    let Value::Object(members) = value else {
        return if value.is_array() {
            Err(refused(
                "Match value must be String, number, true, false, or null",
            ))
        } else {
            Ok(Condition::Is(value.clone()))
        };
    };
    let (Some((name, operand)), 1) = (members.iter().next(), members.len()) else {
        return Err(refused("Only one key allowed in match expression"));
    };
    let text = || {
        let text = operand.as_str().map(str::to_owned);
        text.ok_or_else(|| refused(format!("{name} match pattern must be a string")))
    };
    match name.as_str() {
        "prefix" => text().map(Condition::Prefix),
        "suffix" => text().map(Condition::Suffix),
        "wildcard" => text().map(Condition::Wildcard),
        "equals-ignore-case" => text().map(Condition::EqualsIgnoreCase),
        "cidr" => {
            let network = text()?.parse();
            network
                .map(Condition::Cidr)
                .map_err(|_| refused("Malformed CIDR, one '/' required"))
        }
        "exists" => {
            let exists = operand.as_bool().map(Condition::Exists);
            exists.ok_or_else(|| refused("exists match pattern must be either true or false."))
        }
        "numeric" => numeric(operand),
        "anything-but" => match operand {
            Value::Array(values) if values.is_empty() => {
                Err(refused("Empty arrays are not allowed"))
            }
            Value::Array(values) => {
                let conditions = values.iter().map(condition).collect::<Result<_>>()?;
                Ok(Condition::AnythingBut(conditions))
            }
            one => Ok(Condition::AnythingBut(vec![condition(one)?])),
        },
        other => Err(refused(format!("Unrecognized match type {other}"))),
    }
}

fn numeric(operand: &Value) -> Result<Condition> {
    let wrong = || refused("Value of numeric must be an array of operators and numbers");
    let parts = operand.as_array().ok_or_else(wrong)?;
    let comparisons = parts
        .chunks(2)
        .map(|pair| {
            let [operator, number] = pair else {
                return Err(wrong());
            };
            let comparison = match operator.as_str() {
                Some("=") => Comparison::Equal,
                Some("<") => Comparison::Less,
                Some("<=") => Comparison::LessOrEqual,
                Some(">") => Comparison::Greater,
                Some(">=") => Comparison::GreaterOrEqual,
                Some(other) => {
                    return Err(refused(format!(
                        "Unrecognized numeric range operator: {other}"
                    )));
                }
                None => return Err(wrong()),
            };
            Ok((comparison, number.as_f64().ok_or_else(wrong)?))
        })
        .collect::<Result<Vec<_>>>()?;
    if comparisons.is_empty() || comparisons.len() > 2 {
        return Err(wrong());
    }
    Ok(Condition::Numeric(comparisons))
}

impl Rules {
    fn count_names(&self) -> usize {
        let own = self.names.iter().map(|(_, rule)| match rule {
            Rule::Value(_) => 1,
            Rule::Inside(rules) => rules.count_names(),
        });
        let either = self.either.iter().flatten().map(Self::count_names);
        own.chain(either).sum()
    }

    fn combinations(&self) -> usize {
        let own = self.names.iter().map(|(_, rule)| match rule {
            Rule::Value(conditions) => conditions.len(),
            Rule::Inside(rules) => rules.combinations(),
        });
        let either = self
            .either
            .iter()
            .map(|parts| parts.iter().map(Self::combinations).sum());
        own.chain(either).fold(1, usize::saturating_mul)
    }

    fn hold(&self, values: &Map<String, Value>) -> bool {
        let own = self.names.iter().all(|(name, rule)| {
            let value = values.get(name);
            match rule {
                Rule::Value(conditions) => {
                    conditions.iter().any(|condition| condition.holds(value))
                }
                Rule::Inside(rules) => rules.hold_inside(value),
            }
        });
        own && self
            .either
            .iter()
            .all(|parts| parts.iter().any(|part| part.hold(values)))
    }

    /// Inside of an object, or of one in a list.
    fn hold_inside(&self, value: Option<&Value>) -> bool {
        match value {
            Some(Value::Object(inside)) => self.hold(inside),
            Some(Value::Array(items)) => items.iter().any(|item| self.hold_inside(Some(item))),
            Some(_) | None => self.hold(&Map::new()),
        }
    }
}

impl Condition {
    /// Whether it holds for a value, or for one in a list.
    fn holds(&self, value: Option<&Value>) -> bool {
        if let Self::Exists(wanted) = self {
            return value.is_some() == *wanted;
        }
        match value {
            None => false,
            Some(Value::Array(items)) => items.iter().any(|item| self.holds_for(item)),
            Some(value) => self.holds_for(value),
        }
    }

    fn holds_for(&self, value: &Value) -> bool {
        let text = value.as_str();
        match self {
            Self::Is(wanted) => same(wanted, value),
            Self::AnythingBut(others) => !others.iter().any(|other| other.holds_for(value)),
            Self::Prefix(prefix) => text.is_some_and(|text| text.starts_with(prefix)),
            Self::Suffix(suffix) => text.is_some_and(|text| text.ends_with(suffix)),
            Self::Wildcard(pattern) => text.is_some_and(|text| resembles(pattern, text)),
            Self::EqualsIgnoreCase(wanted) => {
                text.is_some_and(|text| text.to_lowercase() == wanted.to_lowercase())
            }
            Self::Cidr(network) => text
                .and_then(|text| text.parse::<IpAddr>().ok())
                .is_some_and(|address| network.contains(&address)),
            Self::Exists(wanted) => *wanted,
            Self::Numeric(comparisons) => value.as_f64().is_some_and(|number| {
                comparisons
                    .iter()
                    .all(|(comparison, other)| match comparison {
                        Comparison::Equal => is_equal(number, *other),
                        Comparison::Less => number < *other,
                        Comparison::LessOrEqual => number <= *other,
                        Comparison::Greater => number > *other,
                        Comparison::GreaterOrEqual => number >= *other,
                    })
            }),
        }
    }
}

/// Whether a text has the parts of a pattern, between which stand its asterisks. Takes time in proportion to the text.
fn resembles(pattern: &str, text: &str) -> bool {
    let mut parts = pattern.split('*');
    let Some(mut rest) = text.strip_prefix(parts.next().unwrap_or_default()) else {
        return false;
    };
    let parts: Vec<&str> = parts.collect();
    let Some((last, middle)) = parts.split_last() else {
        return rest.is_empty();
    };
    for part in middle {
        match rest.split_once(part) {
            Some((_, after)) => rest = after,
            None => return false,
        }
    }
    rest.ends_with(last)
}

/// Numbers are the same whatever their spelling.
fn same(wanted: &Value, value: &Value) -> bool {
    match (wanted.as_f64(), value.as_f64()) {
        (Some(wanted), Some(value)) => is_equal(wanted, value),
        _ => wanted == value,
    }
}

/// As far as SNS tells numbers apart: five digits behind the point.
fn is_equal(left: f64, right: f64) -> bool {
    (left - right).abs() < 0.000_005
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{FilterPolicy, Scope};
    use crate::domain::message::{MessageAttribute, MessageAttributes};

    fn attributes() -> MessageAttributes {
        let attribute = |data_type: &str, value: &str| MessageAttribute {
            data_type: data_type.to_owned(),
            value: value.to_owned(),
        };
        [
            ("store", attribute("String", "example_corp")),
            ("event", attribute("String", "order_placed")),
            ("price", attribute("Number", "100.00")),
            (
                "interests",
                attribute("String.Array", r#"["soccer", "rugby", 7, null]"#),
            ),
            ("address", attribute("String", "10.0.0.7")),
            ("picture", attribute("Binary", "aGVsbG8=")),
        ]
        .map(|(name, value)| (name.to_owned(), value))
        .into()
    }

    #[test]
    fn attributes_are_matched() {
        for (expected, policy) in [
            (true, json!({})),
            (true, json!({"store": ["example_corp"]})),
            (false, json!({"store": ["other"]})),
            (true, json!({"store": ["other", {"prefix": "exam"}]})),
            (true, json!({"store": [{"suffix": "corp"}], "price": [100]})),
            (
                false,
                json!({"store": [{"suffix": "corp"}], "price": [101]}),
            ),
            (true, json!({"store": [{"wildcard": "ex*_c*p"}]})),
            (false, json!({"store": [{"wildcard": "ex*_corp_corp"}]})),
            (
                false,
                json!({"store": [{"wildcard": "example_corp*_corp"}]}),
            ),
            (true, json!({"store": [{"wildcard": "*"}]})),
            (false, json!({"store": [{"wildcard": "example"}]})),
            (
                true,
                json!({"store": [{"equals-ignore-case": "EXAMPLE_corp"}]}),
            ),
            (true, json!({"store": [{"anything-but": ["x", "y"]}]})),
            (
                false,
                json!({"store": [{"anything-but": {"prefix": "exam"}}]}),
            ),
            (false, json!({"absent": [{"anything-but": ["x"]}]})),
            (
                true,
                json!({"absent": [{"exists": false}], "store": [{"exists": true}]}),
            ),
            (false, json!({"store": [{"exists": false}]})),
            (true, json!({"price": [{"numeric": [">", 50, "<=", 100]}]})),
            (false, json!({"price": [{"numeric": ["<", 100]}]})),
            (false, json!({"store": [{"numeric": ["<", 100]}]})),
            (true, json!({"interests": ["rugby"]})),
            (true, json!({"interests": [7]})),
            (true, json!({"interests": [null]})),
            (false, json!({"interests": ["chess"]})),
            (true, json!({"address": [{"cidr": "10.0.0.0/24"}]})),
            (false, json!({"address": [{"cidr": "10.0.1.0/24"}]})),
            (false, json!({"picture": [{"exists": true}]})),
            (
                true,
                json!({"$or": [{"store": ["other"]}, {"event": ["order_placed"]}]}),
            ),
            (
                false,
                json!({"$or": [{"store": ["other"]}, {"event": ["other"]}], "price": [100]}),
            ),
        ] {
            let read = FilterPolicy::parse(&policy.to_string(), Scope::Attributes).unwrap();
            assert_eq!(read.matches("", &attributes()), expected, "{policy}");
        }
    }

    #[test]
    fn bodies_are_matched() {
        let body = json!({"event": "Connect", "owner": {"account": "1", "tags": [{"key": "a"}, {"key": "b"}]}, "count": 2.5});
        for (expected, policy) in [
            (true, json!({"event": ["Connect", "Accept"]})),
            (false, json!({"event": ["Reject"]})),
            (
                true,
                json!({"owner": {"account": ["1"], "tags": {"key": ["b"]}}}),
            ),
            (false, json!({"owner": {"account": ["2"]}})),
            (
                true,
                json!({"owner": {"colour": [{"exists": false}]}, "count": [{"numeric": ["=", 2.5]}]}),
            ),
            (false, json!({"event": {"name": ["Connect"]}})),
        ] {
            let read = FilterPolicy::parse(&policy.to_string(), Scope::Body).unwrap();
            assert_eq!(
                read.matches(&body.to_string(), &attributes()),
                expected,
                "{policy}"
            );
        }
        let any = FilterPolicy::parse(r#"{"a": ["b"]}"#, Scope::Body).unwrap();
        assert!(!any.matches("not JSON", &attributes()));
    }

    #[test]
    fn what_is_no_policy() {
        let mut table = Vec::new();
        for policy in [
            "",
            "[]",
            r#"{"a": "b"}"#,
            r#"{"a": []}"#,
            r#"{"a": [["b"]]}"#,
            r#"{"a": {"b": ["c"]}}"#,
            r#"{"a": [{}]}"#,
            r#"{"a": [{"prefix": "b", "suffix": "c"}]}"#,
            r#"{"a": [{"prefix": 1}]}"#,
            r#"{"a": [{"like": "b"}]}"#,
            r#"{"a": [{"exists": "yes"}]}"#,
            r#"{"a": [{"cidr": "10.0.0.0"}]}"#,
            r#"{"a": [{"anything-but": []}]}"#,
            r#"{"a": [{"numeric": [">"]}]}"#,
            r#"{"a": [{"numeric": ["~", 1]}]}"#,
            r#"{"a": ["1"], "b": ["1"], "c": ["1"], "d": ["1"], "e": ["1"], "f": ["1"]}"#,
            &json!({"a": (0..20).collect::<Vec<_>>(), "b": (0..20).collect::<Vec<_>>()})
                .to_string(),
        ] {
            let error = FilterPolicy::parse(policy, Scope::Attributes).unwrap_err();
            assert_eq!(error.code.name(), "InvalidParameter", "{policy}");
            let (_, reason) = error.message.split_once("FilterPolicy: ").unwrap();
            table.push(reason.to_owned());
        }
        insta::assert_snapshot!(table.join("\n"), @r#"
        failed to parse JSON. EOF while parsing a value at line 1 column 0
        failed to parse JSON. The policy must be an object
        "a" must be an object or an array
        Empty arrays are not allowed
        Match value must be String, number, true, false, or null
        Filter policy scope MessageAttributes does not support nested filter policy
        Only one key allowed in match expression
        Only one key allowed in match expression
        prefix match pattern must be a string
        Unrecognized match type like
        exists match pattern must be either true or false.
        Malformed CIDR, one '/' required
        Empty arrays are not allowed
        Value of numeric must be an array of operators and numbers
        Unrecognized numeric range operator: ~
        Filter policy can not have more than 5 keys
        Filter policy is too complex
        "#);
    }
}
