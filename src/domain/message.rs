//! Messages that are published under a topic: what they can be, and what of them each protocol gets.

use std::collections::BTreeMap;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use sha2::{Digest, Sha256};

use super::error::{Code, Error, Result};
use super::limit;
use super::subscription::Protocol;
use super::topic::{Topic, TopicArn};
use super::topic_attribute::{CONTENT_BASED_DEDUPLICATION, FIFO_THROUGHPUT_SCOPE};

/// A message's attributes by name.
pub type MessageAttributes = BTreeMap<String, MessageAttribute>;

/// An attribute of a message.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MessageAttribute {
    /// `String`, `String.Array`, `Number` or `Binary`.
    #[serde(rename = "Type")]
    pub data_type: String,
    /// The value as text; bytes in Base64.
    #[serde(rename = "Value")]
    pub value: String,
}

impl MessageAttribute {
    /// The value that filter policies look at; none for bytes.
    pub fn filtered(&self) -> Option<Value> {
        match self.data_type.as_str() {
            "String" => Some(Value::String(self.value.clone())),
            "Number" => self.value.parse::<f64>().ok().map(Value::from),
            "String.Array" => serde_json::from_str(&self.value).ok(),
            _ => None,
        }
    }
}

/// A message as a client sends it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Message {
    /// The text, or with a structure one for each protocol.
    pub message: String,
    /// What it is about.
    pub subject: Option<String>,
    /// `json` if there is a text for each protocol.
    pub structure: Option<String>,
    /// Attributes: data type, text and bytes.
    pub attributes: BTreeMap<String, (String, Option<String>, Option<String>)>,
    /// Messages of a first-in-first-out topic with the same one are the same.
    pub deduplication_id: Option<String>,
    /// Messages with the same one are delivered in order.
    pub group_id: Option<String>,
}

/// A message that can be published.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Publishable {
    texts: BTreeMap<String, String>,
    /// What it is about.
    pub subject: Option<String>,
    /// Its attributes.
    pub attributes: MessageAttributes,
    /// What it must not share with a message of the last minutes; only for first-in-first-out topics.
    pub deduplication_key: Option<String>,
}

/// The text for protocols that have none of their own.
const DEFAULT: &str = "default";

impl Publishable {
    /// A text that is the same for all, and what it is about.
    pub fn plain(subject: String, text: String) -> Self {
        Self {
            texts: BTreeMap::from([(DEFAULT.to_owned(), text)]),
            subject: Some(subject),
            attributes: MessageAttributes::new(),
            deduplication_key: None,
        }
    }

    /// The text that subscribers of this protocol get.
    pub fn text(&self, protocol: Protocol) -> &str {
        self.texts
            .get(protocol.name())
            .map_or(self.default_text(), String::as_str)
    }

    /// The text for all others.
    pub fn default_text(&self) -> &str {
        self.texts.get(DEFAULT).map_or("", String::as_str)
    }
}

fn invalid(parameter: &'static str, reason: &str) -> Error {
    Error::invalid(parameter, format!("Invalid parameter: {reason}"))
}

/// Refuses a message that cannot be published under the topic.
pub fn check(message: &Message, topic: &Topic) -> Result<Publishable> {
    if message.message.is_empty() {
        return Err(invalid("Message", "Empty message"));
    }
    if let Some(subject) = &message.subject {
        check_subject(subject)?;
    }
    let texts = texts(message)?;
    let attributes: MessageAttributes = message
        .attributes
        .iter()
        .map(|(name, given)| Ok((name.clone(), attribute(name, given)?)))
        .collect::<Result<_>>()?;
    let size = message.message.len()
        + attributes
            .iter()
            .map(|(name, it)| name.len() + it.data_type.len() + it.value.len())
            .sum::<usize>();
    if size > limit::MESSAGE_BYTES {
        return Err(invalid("Message", "Message too long"));
    }
    Ok(Publishable {
        deduplication_key: deduplication_key(message, topic)?,
        subject: message.subject.clone(),
        texts,
        attributes,
    })
}

fn check_subject(subject: &str) -> Result<()> {
    let good = (1..=limit::MESSAGE_SUBJECT_CHARS).contains(&subject.len())
        && subject.bytes().all(|byte| matches!(byte, b' '..=b'~'))
        && !subject.starts_with(' ');
    if good {
        Ok(())
    } else {
        Err(invalid("Subject", "Subject"))
    }
}

fn texts(message: &Message) -> Result<BTreeMap<String, String>> {
    match message.structure.as_deref() {
        None => Ok(BTreeMap::from([(
            DEFAULT.to_owned(),
            message.message.clone(),
        )])),
        Some("json") => {
            let failed = "Message Structure - JSON message body failed to parse";
            let Ok(Value::Object(texts)) = serde_json::from_str(&message.message) else {
                return Err(invalid("Message", failed));
            };
            let texts: BTreeMap<String, String> = texts
                .into_iter()
                .filter_map(|(name, text)| Some((name, text.as_str()?.to_owned())))
                .collect();
            if texts.contains_key(DEFAULT) {
                return Ok(texts);
            }
            Err(invalid(
                "Message",
                "Message Structure - No default entry in JSON message body",
            ))
        }
        Some(_) => Err(invalid(
            "MessageStructure",
            "Message Structure - must be json",
        )),
    }
}

fn attribute(
    name: &str,
    (data_type, text, bytes): &(String, Option<String>, Option<String>),
) -> Result<MessageAttribute> {
    let wrong =
        |reason: String| Error::new(Code::ParameterValueInvalid, reason).about("MessageAttributes");
    let plain = (1..=limit::MESSAGE_ATTRIBUTE_NAME_CHARS).contains(&name.len())
        && name
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || b"_-.".contains(&byte))
        && !name.starts_with('.')
        && !name.ends_with('.')
        && !name.contains("..");
    if !plain {
        return Err(wrong(format!(
            "Invalid parameter: the message attribute name '{name}' has other characters than letters, digits, '_', '-' and \
             single dots inside"
        )));
    }
    let empty = || {
        wrong(format!(
            "The message attribute '{name}' must contain non-empty message attribute value for message attribute type '{data_type}'."
        ))
    };
    let value = match (data_type.as_str(), text, bytes) {
        ("Binary", None, Some(bytes)) if !bytes.is_empty() => {
            STANDARD
                .decode(bytes)
                .map_err(|_| wrong(format!("The message attribute '{name}' is not in Base64.")))?;
            bytes
        }
        ("String" | "Number" | "String.Array", Some(text), None) if !text.is_empty() => text,
        ("String" | "Number" | "String.Array" | "Binary", _, _) => return Err(empty()),
        _ => {
            return Err(wrong(format!(
                "The message attribute '{name}' has an invalid message attribute type, the set of supported type prefixes is \
                 Binary, Number, and String."
            )));
        }
    };
    let fits = match data_type.as_str() {
        "Number" => value.parse::<f64>().is_ok_and(f64::is_finite),
        "String.Array" => serde_json::from_str::<Vec<Value>>(value)
            .is_ok_and(|items| !items.iter().any(|item| item.is_array() || item.is_object())),
        _ => true,
    };
    if !fits {
        return Err(wrong(format!(
            "Could not cast message attribute '{name}' value to {}.",
            if data_type == "Number" {
                "number"
            } else {
                "string array"
            }
        )));
    }
    Ok(MessageAttribute {
        data_type: data_type.clone(),
        value: value.clone(),
    })
}

/// By what messages of a first-in-first-out topic are told apart; others have no such thing.
fn deduplication_key(message: &Message, topic: &Topic) -> Result<Option<String>> {
    let is_id = |id: &String| {
        (1..=limit::MESSAGE_GROUP_CHARS).contains(&id.len())
            && id.bytes().all(|byte| byte.is_ascii_graphic())
    };
    if !message.group_id.iter().all(is_id) {
        return Err(invalid("MessageGroupId", "MessageGroupId"));
    }
    if !message.deduplication_id.iter().all(is_id) {
        return Err(invalid("MessageDeduplicationId", "MessageDeduplicationId"));
    }
    if !topic.arn.is_fifo() {
        return match message.deduplication_id {
            None => Ok(None),
            Some(_) => Err(invalid(
                "MessageDeduplicationId",
                "MessageDeduplicationId Reason: The request includes MessageDeduplicationId parameter that is not valid for \
                 this topic type",
            )),
        };
    }
    let Some(group) = &message.group_id else {
        return Err(invalid(
            "MessageGroupId",
            "The MessageGroupId parameter is required for FIFO topics",
        ));
    };
    let is = |name: &str, value: &str| topic.attributes.get(name).is_some_and(|it| it == value);
    let id = match &message.deduplication_id {
        Some(id) => id.clone(),
        None if is(CONTENT_BASED_DEDUPLICATION, "true") => {
            let digest = Sha256::digest(&message.message);
            STANDARD.encode(digest)
        }
        None => {
            return Err(invalid(
                "MessageDeduplicationId",
                "The topic should either have ContentBasedDeduplication enabled or MessageDeduplicationId provided explicitly",
            ));
        }
    };
    Ok(Some(if is(FIFO_THROUGHPUT_SCOPE, "MessageGroup") {
        format!("{group} {id}")
    } else {
        id
    }))
}

/// AWS's spelling of a sequence number.
pub fn sequence_number(number: i64) -> String {
    format!("1{number:019}")
}

/// Where a message is published, by one of the two parameters for it.
pub fn target(topic_arn: Option<&str>, target_arn: Option<&str>) -> Result<TopicArn> {
    match (topic_arn, target_arn) {
        (Some(arn), None) => TopicArn::parse("TopicArn", arn)
            .map_err(|_| invalid("TopicArn", "TopicArn Reason: it is not the ARN of a topic")),
        (None, Some(arn)) => TopicArn::parse("TargetArn", arn).map_err(|_| {
            invalid(
                "TargetArn",
                "TargetArn Reason: it is not the ARN of a topic",
            )
        }),
        (None, None) | (Some(_), Some(_)) => Err(invalid(
            "TopicArn",
            "TopicArn or TargetArn Reason: one of them, and not both, is required",
        )),
    }
}
