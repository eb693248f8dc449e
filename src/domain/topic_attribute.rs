//! Attributes of topics, in SNS's words: which there are, what they can be, and what is shown of them.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::error::{Error, Result};
use super::limit;
use super::topic::Topic;

/// The attribute that holds a topic's policy.
pub const POLICY: &str = "Policy";
/// The attribute that says that a topic is first-in-first-out.
pub const FIFO_TOPIC: &str = "FifoTopic";
/// The attribute that says that messages with the same content are the same.
pub const CONTENT_BASED_DEDUPLICATION: &str = "ContentBasedDeduplication";
/// The attribute that says within what messages are the same: `Topic` or `MessageGroup`.
pub const FIFO_THROUGHPUT_SCOPE: &str = "FifoThroughputScope";

/// What an attribute's value can be.
#[derive(Clone, Copy)]
enum Kind {
    /// Any text of at most so many characters, in one line.
    Text(usize),
    /// `true` or `false`.
    Flag,
    /// One of these.
    OneOf(&'static [&'static str]),
    /// A JSON object.
    Object,
    /// A policy.
    Policy,
    /// The ARN of a role.
    Role,
    /// A percentage.
    Rate,
}

/// An attribute that can be set.
struct Settable {
    name: &'static str,
    kind: Kind,
    /// Whether only first-in-first-out topics have it.
    fifo: bool,
}

const fn of_all(name: &'static str, kind: Kind) -> Settable {
    Settable {
        name,
        kind,
        fifo: false,
    }
}

const fn of_fifo(name: &'static str, kind: Kind) -> Settable {
    Settable {
        name,
        kind,
        fifo: true,
    }
}

const SETTABLE: &[Settable] = &[
    of_all("ApplicationFailureFeedbackRoleArn", Kind::Role),
    of_all("ApplicationSuccessFeedbackRoleArn", Kind::Role),
    of_all("ApplicationSuccessFeedbackSampleRate", Kind::Rate),
    of_fifo("ArchivePolicy", Kind::Object),
    of_fifo(CONTENT_BASED_DEDUPLICATION, Kind::Flag),
    of_all("DeliveryPolicy", Kind::Object),
    of_all("DisplayName", Kind::Text(limit::TOPIC_DISPLAY_NAME_CHARS)),
    of_fifo(
        FIFO_THROUGHPUT_SCOPE,
        Kind::OneOf(&["MessageGroup", "Topic"]),
    ),
    of_all("FirehoseFailureFeedbackRoleArn", Kind::Role),
    of_all("FirehoseSuccessFeedbackRoleArn", Kind::Role),
    of_all("FirehoseSuccessFeedbackSampleRate", Kind::Rate),
    of_all("HTTPFailureFeedbackRoleArn", Kind::Role),
    of_all("HTTPSuccessFeedbackRoleArn", Kind::Role),
    of_all("HTTPSuccessFeedbackSampleRate", Kind::Rate),
    of_all("KmsMasterKeyId", Kind::Text(limit::KEY_ID_CHARS)),
    of_all("LambdaFailureFeedbackRoleArn", Kind::Role),
    of_all("LambdaSuccessFeedbackRoleArn", Kind::Role),
    of_all("LambdaSuccessFeedbackSampleRate", Kind::Rate),
    of_all(POLICY, Kind::Policy),
    of_all("SQSFailureFeedbackRoleArn", Kind::Role),
    of_all("SQSSuccessFeedbackRoleArn", Kind::Role),
    of_all("SQSSuccessFeedbackSampleRate", Kind::Rate),
    of_all("SignatureVersion", Kind::OneOf(&["1", "2"])),
    of_all("TracingConfig", Kind::OneOf(&["Active", "PassThrough"])),
];

/// The topic with an attribute set. An empty value takes it away where AWS has it so.
pub fn set(topic: &mut Topic, name: &str, value: &str) -> Result<()> {
    let found = SETTABLE.iter().find(|settable| settable.name == name);
    let Some(settable) = found.filter(|settable| !settable.fifo || topic.arn.is_fifo()) else {
        return Err(Error::invalid(
            "AttributeName",
            format!(
                "Invalid parameter: AttributeName Reason: {name} is none that can be set for this topic"
            ),
        ));
    };
    let can_be_empty = matches!(
        settable.kind,
        Kind::Text(_) | Kind::Object | Kind::Role | Kind::Rate
    );
    if value.is_empty() && can_be_empty {
        topic.attributes.remove(name);
        return Ok(());
    }
    if let Some(reason) = fault(settable.kind, value) {
        return Err(Error::invalid(
            "AttributeValue",
            format!("Invalid parameter: {name} Reason: {reason}"),
        ));
    }
    topic.attributes.insert(name.to_owned(), value.to_owned());
    Ok(())
}

/// Sets the attributes with which a topic is created.
pub fn set_all(topic: &mut Topic, attributes: &BTreeMap<String, String>) -> Result<()> {
    let fifo = attributes.get(FIFO_TOPIC).map(String::as_str);
    match fifo {
        None | Some("true" | "false") => {}
        Some(other) => {
            return Err(Error::invalid(
                "Attributes",
                format!(
                    "Invalid parameter: Attributes Reason: FifoTopic: '{other}' is neither true nor false"
                ),
            ));
        }
    }
    if topic.arn.is_fifo() != (fifo == Some("true")) {
        return Err(Error::invalid(
            "Name",
            if topic.arn.is_fifo() {
                "Invalid parameter: Topic Name"
            } else {
                "Invalid parameter: Topic Name Reason: the name of a first-in-first-out topic must end with .fifo"
            },
        ));
    }
    for (name, value) in attributes {
        if name != FIFO_TOPIC {
            set(topic, name, value)?;
        }
    }
    Ok(())
}

/// What is wrong with a value.
fn fault(kind: Kind, value: &str) -> Option<String> {
    let unless = |good: bool, reason: &str| (!good).then(|| reason.to_owned());
    match kind {
        Kind::Text(most) => unless(
            value.chars().count() <= most && !value.contains(char::is_control),
            &format!("at most {most} characters, in one line"),
        ),
        Kind::Flag => unless(matches!(value, "true" | "false"), "neither true nor false"),
        Kind::OneOf(values) => unless(
            values.contains(&value),
            &format!("must be one of {}", values.join(", ")),
        ),
        Kind::Object => unless(
            value.len() <= limit::POLICY_BYTES && is_object(value),
            "must be a JSON object",
        ),
        Kind::Policy => unless(
            value.len() <= limit::POLICY_BYTES && is_policy(value),
            "Policy Error: null",
        ),
        Kind::Role => unless(is_role(value), "must be the ARN of a role"),
        Kind::Rate => unless(
            value.parse::<u8>().is_ok_and(|rate| rate <= 100),
            "must be a whole number from 0 to 100",
        ),
    }
}

/// Whether a text is a JSON object.
pub(super) fn is_object(text: &str) -> bool {
    serde_json::from_str::<Value>(text).is_ok_and(|value| value.is_object())
}

/// Whether a text is one that says what is to be looked for in messages.
pub fn is_data_protection_policy(text: &str) -> bool {
    let policy: Value = serde_json::from_str(text).unwrap_or_default();
    text.len() <= limit::POLICY_BYTES && policy.get("Statement").is_some_and(Value::is_array)
}

/// Whether a text is the ARN of a role.
pub(super) fn is_role(text: &str) -> bool {
    text.strip_prefix("arn:aws:iam::")
        .and_then(|rest| rest.split_once(":role/"))
        .is_some_and(|(account, name)| account.len() == 12 && !name.is_empty())
}

/// A policy has statements, each with an effect, a principal, an action and a resource.
fn is_policy(text: &str) -> bool {
    let Ok(policy) = serde_json::from_str::<Value>(text) else {
        return false;
    };
    let statements = match policy.get("Statement") {
        Some(Value::Array(statements)) => statements.iter().collect(),
        Some(statement @ Value::Object(_)) => vec![statement],
        Some(_) | None => Vec::new(),
    };
    let has = |statement: &Value, names: [&str; 2]| {
        names.iter().any(|name| statement.get(name).is_some())
    };
    !statements.is_empty()
        && statements.into_iter().all(|statement| {
            matches!(
                statement.get("Effect").and_then(Value::as_str),
                Some("Allow" | "Deny")
            ) && has(statement, ["Principal", "NotPrincipal"])
                && has(statement, ["Action", "NotAction"])
                && has(statement, ["Resource", "NotResource"])
        })
}

/// How many subscriptions a topic has.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct SubscriptionCounts {
    /// Those that were confirmed.
    pub confirmed: i64,
    /// Those that wait for it.
    pub pending: i64,
}

/// All attributes of a topic, as they are shown.
pub fn shown(topic: &Topic, counts: SubscriptionCounts) -> BTreeMap<String, String> {
    let mut all = BTreeMap::new();
    let mut show = |name: &str, value: String| all.insert(name.to_owned(), value);
    show("TopicArn", topic.arn.to_string());
    show("Owner", topic.scope.account.to_string());
    show("DisplayName", String::new());
    show(POLICY, policy_of(topic));
    show("SubscriptionsConfirmed", counts.confirmed.to_string());
    show("SubscriptionsPending", counts.pending.to_string());
    show("SubscriptionsDeleted", "0".to_owned());
    let delivery = topic.attributes.get("DeliveryPolicy").map(String::as_str);
    show(
        "EffectiveDeliveryPolicy",
        effective_delivery_policy(delivery).to_string(),
    );
    if topic.arn.is_fifo() {
        show(FIFO_TOPIC, "true".to_owned());
        show(CONTENT_BASED_DEDUPLICATION, "false".to_owned());
        show(FIFO_THROUGHPUT_SCOPE, "Topic".to_owned());
    }
    for (name, value) in &topic.attributes {
        show(name, value.clone());
    }
    all
}

/// The policy of a topic: its own, or the one that AWS gives to topics without.
pub fn policy_of(topic: &Topic) -> String {
    let own = topic.attributes.get(POLICY).cloned();
    own.unwrap_or_else(|| default_policy(topic).to_string())
}

/// Actions that a topic's policy can speak of.
pub const POLICY_ACTIONS: [&str; 8] = [
    "GetTopicAttributes",
    "SetTopicAttributes",
    "AddPermission",
    "RemovePermission",
    "DeleteTopic",
    "Subscribe",
    "ListSubscriptionsByTopic",
    "Publish",
];

fn default_policy(topic: &Topic) -> Value {
    json!({
        "Version": "2008-10-17",
        "Id": "__default_policy_ID",
        "Statement": [{
            "Sid": "__default_statement_ID",
            "Effect": "Allow",
            "Principal": {"AWS": "*"},
            "Action": POLICY_ACTIONS.map(|action| format!("SNS:{action}")),
            "Resource": topic.arn.as_str(),
            "Condition": {"StringEquals": {"AWS:SourceOwner": topic.scope.account.as_str()}},
        }],
    })
}

/// The pauses and repetitions that SNS would make: AWS's, unless the policy of the topic says otherwise.
fn effective_delivery_policy(own: Option<&str>) -> Value {
    let mut policy = json!({"http": {
        "defaultHealthyRetryPolicy": default_retries(),
        "disableSubscriptionOverrides": false,
        "defaultRequestPolicy": {"headerContentType": "text/plain; charset=UTF-8"},
    }});
    if let Some(own) = own.and_then(|own| serde_json::from_str(own).ok()) {
        merge(&mut policy, own);
    }
    policy
}

/// AWS's pauses and repetitions.
pub(super) fn default_retries() -> Value {
    json!({
        "minDelayTarget": 20,
        "maxDelayTarget": 20,
        "numRetries": 3,
        "numMaxDelayRetries": 0,
        "numNoDelayRetries": 0,
        "numMinDelayRetries": 0,
        "backoffFunction": "linear",
    })
}

/// Puts the members of `over` into `base`, objects member by member.
pub(super) fn merge(base: &mut Value, over: Value) {
    match (base, over) {
        (Value::Object(base), Value::Object(over)) => {
            for (name, value) in over {
                merge(base.entry(name).or_insert(Value::Null), value);
            }
        }
        (base, over) => *base = over,
    }
}

/// Whether two values of an attribute say the same: JSON whatever its layout.
pub fn same(left: &str, right: &str) -> bool {
    let json = |text: &str| serde_json::from_str::<Value>(text).ok();
    left == right || json(left).is_some_and(|left| json(right) == Some(left))
}

/// The policy with a statement that lets accounts carry out actions, under a label.
pub fn with_permission(
    topic: &Topic,
    label: &str,
    accounts: &[String],
    actions: &[String],
) -> Result<String> {
    let mut policy: Value = serde_json::from_str(&policy_of(topic)).map_err(Error::internal)?;
    let statements = statements_mut(&mut policy);
    if statements.iter().any(|statement| statement["Sid"] == label) {
        return Err(Error::invalid(
            "Label",
            "Invalid parameter: Statement already exists",
        ));
    }
    let principals: Vec<String> = accounts
        .iter()
        .map(|account| format!("arn:aws:iam::{account}:root"))
        .collect();
    let actions: Vec<String> = actions
        .iter()
        .map(|action| format!("SNS:{action}"))
        .collect();
    let one_or_all = |texts: Vec<String>| match texts.as_slice() {
        [one] => json!(one),
        _ => json!(texts),
    };
    statements.push(json!({
        "Sid": label,
        "Effect": "Allow",
        "Principal": {"AWS": one_or_all(principals)},
        "Action": one_or_all(actions),
        "Resource": topic.arn.as_str(),
    }));
    Ok(policy.to_string())
}

/// The policy without the statement of this label; `None` if there is none.
pub fn without_permission(topic: &Topic, label: &str) -> Result<Option<String>> {
    let mut policy: Value = serde_json::from_str(&policy_of(topic)).map_err(Error::internal)?;
    let statements = statements_mut(&mut policy);
    let before = statements.len();
    statements.retain(|statement| statement["Sid"] != label);
    Ok((statements.len() < before).then(|| policy.to_string()))
}

/// The statements of a policy, as a list.
fn statements_mut(policy: &mut Value) -> &mut Vec<Value> {
    let statements = &mut policy["Statement"];
    if !statements.is_array() {
        *statements = Value::Array(vec![statements.take()]);
    }
    statements.as_array_mut().expect("it was made a list")
}
