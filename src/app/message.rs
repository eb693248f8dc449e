//! Messages: what anybody publishes under a topic, and who gets it.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::context::{Command, Session};
use super::topic::{Audience, audiences_of, reach};
use crate::domain::delivery::MessageKind;
use crate::domain::entropy;
use crate::domain::error::{Code, Error, Result};
use crate::domain::limit;
use crate::domain::message::{Message, Publishable, check, sequence_number, target};
use crate::domain::scope::Scope;
use crate::domain::subscription::Protocol;
use crate::domain::topic::{Subscriber, Topic, TopicArn};
use crate::store::NewDelivery;

/// Publishes a message.
#[derive(Clone, Debug, Serialize)]
pub struct Publish {
    /// The topic.
    pub topic_arn: Option<String>,
    /// The same by another name.
    pub target_arn: Option<String>,
    /// The message.
    pub message: Message,
}

/// A message that was published.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Published {
    /// Its id.
    pub message_id: String,
    /// Its number, in a first-in-first-out topic.
    pub sequence_number: Option<String>,
}

impl Command for Publish {
    const NAME: &'static str = "Publish";
    type Output = Published;

    async fn execute(self, session: &mut Session) -> Result<Published> {
        let arn = target(self.topic_arn.as_deref(), self.target_arn.as_deref())?;
        let topic = reach(session, arn.as_str(), Self::NAME).await?;
        let audience = audience_of(session, &topic).await?;
        publish(session, &topic, &audience, &self.message).await
    }
}

/// Publishes several messages, each by itself.
#[derive(Clone, Debug, Serialize)]
pub struct PublishBatch {
    /// The topic.
    pub topic_arn: String,
    /// The messages, each with an id that only the answer uses.
    pub entries: Vec<(String, Message)>,
}

/// A message of a batch that was not published.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NotPublished {
    /// AWS's code.
    pub code: String,
    /// Why.
    pub message: String,
}

impl Command for PublishBatch {
    const NAME: &'static str = "PublishBatch";
    type Output = Vec<(String, std::result::Result<Published, NotPublished>)>;

    async fn execute(self, session: &mut Session) -> Result<Self::Output> {
        let topic = reach(session, &self.topic_arn, Publish::NAME).await?;
        check_batch(&self.entries)?;
        let audience = audience_of(session, &topic).await?;
        let mut outcomes = Vec::new();
        for (id, message) in self.entries {
            let outcome = match publish(session, &topic, &audience, &message).await {
                Ok(published) => Ok(published),
                Err(error) if error.source.is_some() => return Err(error),
                Err(error) => Err(NotPublished {
                    code: error.code.name().to_owned(),
                    message: error.message,
                }),
            };
            outcomes.push((id, outcome));
        }
        Ok(outcomes)
    }
}

fn check_batch(entries: &[(String, Message)]) -> Result<()> {
    let refused =
        |code, message: &str| Err(Error::new(code, message).about("PublishBatchRequestEntries"));
    if entries.is_empty() {
        return refused(
            Code::EmptyBatchRequest,
            "The batch request doesn't contain any entries.",
        );
    }
    if entries.len() > limit::MESSAGES_PER_BATCH {
        return refused(
            Code::TooManyEntriesInBatchRequest,
            "The batch request contains more entries than permissible.",
        );
    }
    let is_id = |id: &str| {
        (1..=limit::BATCH_ENTRY_ID_CHARS).contains(&id.len())
            && id
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'))
    };
    if !entries.iter().all(|(id, _)| is_id(id)) {
        return refused(
            Code::InvalidBatchEntryId,
            "The Id of a batch entry in a batch request doesn't abide by the specification.",
        );
    }
    let ids: BTreeSet<&str> = entries.iter().map(|(id, _)| id.as_str()).collect();
    if ids.len() < entries.len() {
        return refused(
            Code::BatchEntryIdsNotDistinct,
            "Two or more batch entries in the request have the same Id.",
        );
    }
    let length: usize = entries.iter().map(|(_, it)| it.message.len()).sum();
    if length > limit::MESSAGE_BYTES {
        return refused(
            Code::BatchRequestTooLong,
            "The length of all the batch messages put together is more than the limit.",
        );
    }
    Ok(())
}

async fn audience_of(session: &mut Session, topic: &Topic) -> Result<Audience> {
    let audiences = audiences_of(&mut session.tx, &session.settings.topics, &[&topic.arn]).await?;
    let found = audiences.into_iter().next();
    found.ok_or_else(|| Error::internal("the topic was there before"))
}

/// Writes a message down for everybody who gets it.
async fn publish(
    session: &mut Session,
    topic: &Topic,
    audience: &Audience,
    message: &Message,
) -> Result<Published> {
    let message = check(message, topic)?;
    let message_id = entropy::uuid(&*session.entropy).to_string();
    let sequence_number = match &message.deduplication_key {
        None => None,
        Some(key) => {
            let now = session.now;
            if let Some((message_id, number)) =
                session.tx.fifo_message_get(&topic.arn, key, now).await?
            {
                return Ok(Published {
                    message_id,
                    sequence_number: Some(sequence_number(number)),
                });
            }
            let number = session
                .tx
                .fifo_message_insert(&topic.arn, key, &message_id, now)
                .await?;
            Some(sequence_number(number))
        }
    };
    let letter = Letter {
        scope: session.scope(),
        message_id: message_id.clone(),
        message: &message,
    };
    let new = letter.to(audience);
    if !new.is_empty() {
        session.tx.deliveries_insert(&new, session.now).await?;
        session.published = true;
    }
    Ok(Published {
        message_id,
        sequence_number,
    })
}

/// A message on its way to an audience.
pub(super) struct Letter<'a> {
    /// Who publishes.
    pub(super) scope: Scope,
    /// Its id.
    pub(super) message_id: String,
    /// What it says.
    pub(super) message: &'a Publishable,
}

impl Letter<'_> {
    /// What is to be delivered: to each subscriber, and to each subscription that wants the message and is delivered to.
    pub(super) fn to(&self, audience: &Audience) -> Vec<NewDelivery> {
        let direct = audience.subscribers.iter().map(|subscriber| {
            let protocol = match subscriber {
                Subscriber::Webhook { url } if url.starts_with("https:") => Protocol::Https,
                Subscriber::Webhook { .. } => Protocol::Http,
                Subscriber::File { .. } | Subscriber::Path { .. } => {
                    return self.copy(
                        &audience.arn,
                        subscriber.text(),
                        None,
                        self.message.default_text(),
                    );
                }
            };
            self.copy(
                &audience.arn,
                subscriber.text(),
                None,
                self.message.text(protocol),
            )
        });
        let subscribed = audience.subscriptions.iter().filter_map(|subscription| {
            let text = self.message.text(subscription.protocol);
            let wanted = subscription.protocol.is_delivered()
                && subscription.wants(text, &self.message.attributes);
            let arn = Some(subscription.arn.to_string());
            wanted.then(|| self.copy(&audience.arn, subscription.endpoint.clone(), arn, text))
        });
        direct.chain(subscribed).collect()
    }

    /// The record that nobody gets it, and why, if it is not for want of subscribers.
    pub(super) fn to_nobody(&self, topic: &TopicArn, refusal: Option<String>) -> NewDelivery {
        NewDelivery {
            subscriber: None,
            refusal,
            ..self.copy(topic, String::new(), None, self.message.default_text())
        }
    }

    fn copy(
        &self,
        topic: &TopicArn,
        subscriber: String,
        subscription_arn: Option<String>,
        text: &str,
    ) -> NewDelivery {
        NewDelivery {
            occasion: None,
            scope: self.scope.clone(),
            topic_arn: topic.clone(),
            subscriber: Some(subscriber),
            subscription_arn,
            kind: MessageKind::Notification,
            message_id: self.message_id.clone(),
            subject: self.message.subject.clone(),
            message: text.to_owned(),
            attributes: self.message.attributes.clone(),
            token: None,
            refusal: None,
        }
    }
}
