//! Messages.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::app::message as app;
use crate::aws::action::{Action, Call, Treatment};
use crate::domain::error::{Code, Error, Result};
use crate::domain::message::Message;

/// The value of a message's attribute.
#[derive(Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
struct AttributeValue {
    data_type: String,
    string_value: Option<String>,
    binary_value: Option<String>,
}

/// Attributes as the use cases know them.
fn attributes(
    attributes: BTreeMap<String, AttributeValue>,
) -> BTreeMap<String, (String, Option<String>, Option<String>)> {
    let given = |value: AttributeValue| (value.data_type, value.string_value, value.binary_value);
    attributes
        .into_iter()
        .map(|(name, value)| (name, given(value)))
        .collect()
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub(super) struct Publish {
    topic_arn: Option<String>,
    target_arn: Option<String>,
    phone_number: Option<String>,
    message: String,
    subject: Option<String>,
    message_structure: Option<String>,
    #[serde(default)]
    message_attributes: BTreeMap<String, AttributeValue>,
    message_deduplication_id: Option<String>,
    message_group_id: Option<String>,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct PublishResult {
    message_id: String,
    sequence_number: Option<String>,
}

impl Action for Publish {
    type Response = PublishResult;

    async fn run(self, call: &Call, treatment: Treatment) -> Result<PublishResult> {
        if self.phone_number.is_some() {
            return Err(Error::new(
                Code::UnsupportedOperation,
                "privlink sends no text messages to telephones",
            )
            .about("PhoneNumber"));
        }
        let command = app::Publish {
            topic_arn: self.topic_arn,
            target_arn: self.target_arn,
            message: Message {
                message: self.message,
                subject: self.subject,
                structure: self.message_structure,
                attributes: attributes(self.message_attributes),
                deduplication_id: self.message_deduplication_id,
                group_id: self.message_group_id,
            },
        };
        let published = call.run(treatment, command).await?;
        Ok(PublishResult {
            message_id: published.message_id,
            sequence_number: published.sequence_number,
        })
    }
}

/// A message of a batch.
#[derive(Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
struct BatchEntry {
    id: String,
    message: String,
    subject: Option<String>,
    message_structure: Option<String>,
    #[serde(default)]
    message_attributes: BTreeMap<String, AttributeValue>,
    message_deduplication_id: Option<String>,
    message_group_id: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub(super) struct PublishBatch {
    topic_arn: String,
    publish_batch_request_entries: Vec<BatchEntry>,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Successful {
    id: String,
    message_id: String,
    sequence_number: Option<String>,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Failed {
    id: String,
    code: String,
    message: String,
    sender_fault: bool,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct PublishBatchResult {
    successful: Vec<Successful>,
    failed: Vec<Failed>,
}

impl Action for PublishBatch {
    type Response = PublishBatchResult;

    async fn run(self, call: &Call, treatment: Treatment) -> Result<PublishBatchResult> {
        let message = |entry: BatchEntry| Message {
            message: entry.message,
            subject: entry.subject,
            structure: entry.message_structure,
            attributes: attributes(entry.message_attributes),
            deduplication_id: entry.message_deduplication_id,
            group_id: entry.message_group_id,
        };
        let entries = self.publish_batch_request_entries.into_iter();
        let command = app::PublishBatch {
            topic_arn: self.topic_arn,
            entries: entries
                .map(|mut entry| (std::mem::take(&mut entry.id), message(entry)))
                .collect(),
        };
        let mut answer = PublishBatchResult {
            successful: Vec::new(),
            failed: Vec::new(),
        };
        for (id, outcome) in call.run(treatment, command).await? {
            match outcome {
                Ok(published) => answer.successful.push(Successful {
                    id,
                    message_id: published.message_id,
                    sequence_number: published.sequence_number,
                }),
                Err(refused) => answer.failed.push(Failed {
                    id,
                    code: refused.code,
                    message: refused.message,
                    sender_fault: true,
                }),
            }
        }
        Ok(answer)
    }
}
