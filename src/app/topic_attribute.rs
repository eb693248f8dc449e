//! Topics as SNS creates and deletes them, their attributes and their tags.

use std::collections::BTreeMap;

use serde::Serialize;

use super::context::{Command, Query, Session};
use super::topic::{self, DeleteTopic, create, parse, reach, reach_to_change, record};
use crate::domain::error::{Code, Error, Result};
use crate::domain::limit;
use crate::domain::tag::{self, Tag, TagRemoval};
use crate::domain::topic::{Topic, TopicArn};
use crate::domain::topic_attribute::{
    SubscriptionCounts, is_data_protection_policy, same, set, set_all, shown,
};
use crate::store::Stored;

/// Creates a topic. One that is there already is as good, if it is no different.
#[derive(Clone, Debug, Serialize)]
pub struct CreateTopic {
    /// Its name.
    pub name: String,
    /// Its attributes.
    pub attributes: BTreeMap<String, String>,
    /// Its tags.
    pub tags: Vec<Tag>,
    /// What is to be looked for in messages.
    pub data_protection_policy: Option<String>,
}

impl Command for CreateTopic {
    const NAME: &'static str = "CreateTopic";
    type Output = TopicArn;

    async fn execute(self, session: &mut Session) -> Result<TopicArn> {
        let scope = session.scope();
        let arn = TopicArn::of(&scope, &self.name)?;
        let mut wanted = Topic::new(arn, session.now);
        set_all(&mut wanted, &self.attributes)?;
        wanted.tags = tag::validated(self.tags)?;
        if let Some(policy) = &self.data_protection_policy {
            check_data_protection_policy(policy)?;
        }
        wanted.data_protection_policy = self.data_protection_policy;
        if session.settings.topics.configured.contains_key(&wanted.arn) {
            expect_no_difference(&Topic::new(wanted.arn.clone(), session.now), &wanted)?;
            return Ok(wanted.arn);
        }
        let present = session.tx.get::<Topic>(&scope, wanted.arn.as_str()).await?;
        if let Some(present) = present {
            expect_no_difference(&present, &wanted)?;
            return Ok(wanted.arn);
        }
        let topic = create(session, wanted).await?;
        record(session, &topic).await?;
        Ok(topic.value.arn)
    }
}

/// Refuses unless the topic has everything that is wanted of it.
fn expect_no_difference(present: &Topic, wanted: &Topic) -> Result<()> {
    let own = shown(present, SubscriptionCounts::default());
    let differs = wanted
        .attributes
        .iter()
        .any(|(name, value)| !same(own.get(name).map_or("", String::as_str), value));
    if differs {
        return Err(Error::invalid(
            "Attributes",
            "Invalid parameter: Attributes Reason: Topic already exists with different attributes",
        ));
    }
    if !wanted.tags.is_empty() && wanted.tags != present.tags {
        return Err(Error::invalid(
            "Tags",
            "Invalid parameter: Tags Reason: Topic already exists with different tags",
        ));
    }
    let policy = wanted.data_protection_policy.as_deref();
    if policy.is_some_and(|policy| {
        !same(
            present.data_protection_policy.as_deref().unwrap_or(""),
            policy,
        )
    }) {
        return Err(Error::invalid(
            "DataProtectionPolicy",
            "Invalid parameter: DataProtectionPolicy Reason: Topic already exists with a different data protection policy",
        ));
    }
    Ok(())
}

/// Takes a topic away, with its subscriptions, if it is there.
#[derive(Clone, Debug, Serialize)]
pub struct RemoveTopic {
    /// The topic.
    pub topic_arn: String,
}

impl Command for RemoveTopic {
    const NAME: &'static str = DeleteTopic::NAME;
    type Output = ();

    async fn execute(self, session: &mut Session) -> Result<()> {
        match reach_to_change(session, &self.topic_arn, "DeleteTopic").await {
            Ok(topic) => topic::delete(session, &topic).await,
            Err(error) if error.code == Code::TopicNotFound => Ok(()),
            Err(error) => Err(error),
        }
    }
}

/// The attributes of a topic.
pub struct GetTopicAttributes {
    /// The topic.
    pub topic_arn: String,
}

impl Query for GetTopicAttributes {
    const NAME: &'static str = "GetTopicAttributes";
    type Output = BTreeMap<String, String>;

    async fn fetch(self, session: &mut Session) -> Result<BTreeMap<String, String>> {
        let topic = reach(session, &self.topic_arn, Self::NAME).await?;
        let counts = session.tx.subscription_counts(&topic.arn).await?;
        Ok(shown(&topic, counts))
    }
}

/// Sets one attribute of a topic.
#[derive(Clone, Debug, Serialize)]
pub struct SetTopicAttribute {
    /// The topic.
    pub topic_arn: String,
    /// Which attribute.
    pub name: String,
    /// Its value; empty to take it away.
    pub value: String,
}

impl Command for SetTopicAttribute {
    const NAME: &'static str = "SetTopicAttributes";
    type Output = ();

    async fn execute(self, session: &mut Session) -> Result<()> {
        let mut topic = reach_to_change(session, &self.topic_arn, Self::NAME).await?;
        set(&mut topic, &self.name, &self.value)?;
        let topic = session.tx.update(topic).await?;
        record(session, &topic).await
    }
}

/// Says what is to be looked for in messages. Nothing looks for it.
#[derive(Clone, Debug, Serialize)]
pub struct PutDataProtectionPolicy {
    /// The topic.
    pub topic_arn: String,
    /// A JSON object; empty to take it away.
    pub policy: String,
}

impl Command for PutDataProtectionPolicy {
    const NAME: &'static str = "PutDataProtectionPolicy";
    type Output = ();

    async fn execute(self, session: &mut Session) -> Result<()> {
        let mut topic = reach_to_change(session, &self.topic_arn, Self::NAME).await?;
        check_data_protection_policy(&self.policy)?;
        topic.data_protection_policy = Some(self.policy).filter(|policy| !policy.is_empty());
        let topic = session.tx.update(topic).await?;
        record(session, &topic).await
    }
}

fn check_data_protection_policy(policy: &str) -> Result<()> {
    if policy.is_empty() || is_data_protection_policy(policy) {
        return Ok(());
    }
    Err(Error::invalid(
        "DataProtectionPolicy",
        format!(
            "Invalid parameter: DataProtectionPolicy Reason: must be a JSON object with a Statement, of at most {} bytes",
            limit::POLICY_BYTES
        ),
    ))
}

/// What is to be looked for in messages.
pub struct GetDataProtectionPolicy {
    /// The topic.
    pub topic_arn: String,
}

impl Query for GetDataProtectionPolicy {
    const NAME: &'static str = "GetDataProtectionPolicy";
    type Output = Option<String>;

    async fn fetch(self, session: &mut Session) -> Result<Option<String>> {
        let topic = reach(session, &self.topic_arn, Self::NAME).await?;
        Ok(topic.value.data_protection_policy)
    }
}

/// Adds tags to a topic; a present key takes the new value.
#[derive(Clone, Debug, Serialize)]
pub struct TagTopic {
    /// The topic.
    pub topic_arn: String,
    /// The tags.
    pub tags: Vec<Tag>,
}

impl Command for TagTopic {
    const NAME: &'static str = "TagResource";
    type Output = ();

    async fn execute(self, session: &mut Session) -> Result<()> {
        let topic = tagged(session, &self.topic_arn, Self::NAME).await?;
        let tags = tag::merged(&topic.tags, self.tags)?;
        replace_tags(session, topic, tags).await
    }
}

/// Takes tags away from a topic. Absent ones are no error.
#[derive(Clone, Debug, Serialize)]
pub struct UntagTopic {
    /// The topic.
    pub topic_arn: String,
    /// The tags' keys.
    pub keys: Vec<String>,
}

impl Command for UntagTopic {
    const NAME: &'static str = "UntagResource";
    type Output = ();

    async fn execute(self, session: &mut Session) -> Result<()> {
        let topic = tagged(session, &self.topic_arn, Self::NAME).await?;
        let keys = self.keys.into_iter();
        let removals: Vec<TagRemoval> = keys.map(|key| TagRemoval { key, value: None }).collect();
        let tags = tag::without(&topic.tags, &removals);
        replace_tags(session, topic, tags).await
    }
}

async fn replace_tags(session: &mut Session, topic: Stored<Topic>, tags: Vec<Tag>) -> Result<()> {
    topic::refuse_configured(session, &topic.arn)?;
    let topic = session.tx.update_tags(topic, tags).await?;
    record(session, &topic).await
}

/// The tags of a topic.
pub struct ListTopicTags {
    /// The topic.
    pub topic_arn: String,
}

impl Query for ListTopicTags {
    const NAME: &'static str = "ListTagsForResource";
    type Output = Vec<Tag>;

    async fn fetch(self, session: &mut Session) -> Result<Vec<Tag>> {
        let topic = tagged(session, &self.topic_arn, Self::NAME).await?;
        Ok(topic.value.tags)
    }
}

/// The topic with these tags, as the actions about tags refuse it.
async fn tagged(session: &mut Session, arn: &str, action: &str) -> Result<Stored<Topic>> {
    parse(arn).map_err(|error| error.about("ResourceArn"))?;
    let found = reach(session, arn, action).await;
    found.map_err(|error| {
        if error.code == Code::TopicNotFound {
            let message = "Resource does not exist";
            Error::new(Code::TaggedTopicNotFound, message).about("ResourceArn")
        } else {
            error
        }
    })
}
