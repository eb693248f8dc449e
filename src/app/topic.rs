//! Topics: who gets what is published. Some come from the configuration, the others are set up by clients.
//!
//! Here is what is done over REST, and what both APIs need; the actions of SNS are in `topic_attribute`, `topic_permission`,
//! `subscription` and `message`.

use std::cmp::Ordering;
use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::context::{Command, Query, Session};
use super::list::{Source, by_parent, page_of};
use crate::domain::error::{Code, Error, Result};
use crate::domain::event::ResourceType;
use crate::domain::filter::{Filter, Filterable};
use crate::domain::limit;
use crate::domain::page::{ListIdentity, Page, PageRequest};
use crate::domain::principal::Caller;
use crate::domain::resource_policy::{self, Asker, Question};
use crate::domain::scope::Scope;
use crate::domain::subscription::Subscription;
use crate::domain::tag::Tag;
use crate::domain::topic::{Subscriber, Topic, TopicArn, TopicSettings, distinct};
use crate::domain::topic_attribute::POLICY;
use crate::store::{Stored, Tx};

/// Gives a topic of the caller's these subscribers, in place of those that it has.
#[derive(Clone, Debug, Serialize)]
pub struct PutTopic {
    /// The topic, of the caller's account and region.
    pub topic_arn: String,
    /// URLs, or names of files in the directory for them. May be empty.
    pub subscribers: Vec<String>,
}

/// A topic that was set up or changed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TopicPut {
    /// Whether it was not there before.
    pub created: bool,
    /// The topic.
    pub topic: Stored<Topic>,
}

impl Command for PutTopic {
    const NAME: &'static str = "PutTopic";
    type Output = TopicPut;

    async fn execute(self, session: &mut Session) -> Result<TopicPut> {
        let arn = TopicArn::parse_standard("TopicArn", &self.topic_arn)?;
        let scope = session.scope();
        if !arn.is_of(&scope) {
            return Err(Error::invalid(
                "TopicArn",
                format!("The topic '{arn}' is not of the account and region {scope}"),
            ));
        }
        let settings = &session.settings.topics;
        let subscribers = self.subscribers.iter();
        let subscribers = subscribers.map(|text| Subscriber::chosen(text, settings));
        let subscribers = distinct(subscribers.collect::<Result<Vec<_>>>()?)?;
        refuse_configured(session, &arn)?;
        let present = session.tx.get::<Topic>(&scope, arn.as_str()).await?;
        let created = present.is_none();
        let topic = match present {
            Some(mut topic) => {
                session.check_version(&topic)?;
                topic.subscribers = subscribers;
                session.tx.update(topic).await?
            }
            None => {
                check_is_new(session, &arn)?;
                let topic = Topic {
                    subscribers,
                    ..Topic::new(arn, session.now)
                };
                create(session, topic).await?
            }
        };
        record(session, &topic).await?;
        Ok(TopicPut { created, topic })
    }
}

/// Refuses if the request names a version of a topic that does not exist.
fn check_is_new(session: &Session, arn: &TopicArn) -> Result<()> {
    if session.request.if_version.is_none() {
        return Ok(());
    }
    Err(Error::new(
        Code::PreconditionFailed,
        format!("The topic '{arn}' does not exist, in whatever version"),
    ))
}

/// Adds a topic, if there is room for one more.
pub(super) async fn create(session: &mut Session, topic: Topic) -> Result<Stored<Topic>> {
    if session.tx.count::<Topic>(&topic.scope).await? >= limit::TOPICS {
        return Err(Error::new(
            Code::TopicLimitExceeded,
            format!(
                "The account has {} topics, which is the maximum",
                limit::TOPICS
            ),
        ));
    }
    session.tx.insert(topic).await
}

/// Takes a topic of the caller's away. What is still on its way to its subscribers is not delivered any more.
#[derive(Clone, Debug, Serialize)]
pub struct DeleteTopic {
    /// The topic.
    pub topic_arn: String,
}

impl Command for DeleteTopic {
    const NAME: &'static str = "DeleteTopic";
    type Output = ();

    async fn execute(self, session: &mut Session) -> Result<()> {
        let arn = TopicArn::parse("TopicArn", &self.topic_arn)?;
        let scope = session.scope();
        if arn.is_of(&scope) {
            refuse_configured(session, &arn)?;
        }
        let topic = session.tx.get::<Topic>(&scope, arn.as_str()).await?;
        let topic = topic.ok_or_else(|| not_found(&arn))?;
        session.check_version(&topic)?;
        delete(session, &topic).await
    }
}

/// Takes a topic away, and with it its subscriptions.
pub(super) async fn delete(session: &mut Session, topic: &Stored<Topic>) -> Result<()> {
    session.tx.subscriptions_delete_of_topic(&topic.arn).await?;
    session.tx.delete(topic).await?;
    record(session, topic).await
}

/// A topic as its owner sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ShownTopic {
    /// Its name.
    pub arn: TopicArn,
    /// Who gets what is published without having subscribed over SNS.
    pub subscribers: Vec<Subscriber>,
    /// The attributes of SNS that were set.
    pub attributes: BTreeMap<String, String>,
    /// Its tags.
    pub tags: Vec<Tag>,
    /// Whether it comes from the configuration, so that no client can change it.
    pub configured: bool,
    /// Its version; 0 if it comes from the configuration.
    pub version: i64,
}

impl From<Stored<Topic>> for ShownTopic {
    fn from(topic: Stored<Topic>) -> Self {
        Self {
            version: topic.version,
            configured: false,
            arn: topic.value.arn,
            subscribers: topic.value.subscribers,
            attributes: topic.value.attributes,
            tags: topic.value.tags,
        }
    }
}

impl Filterable for ShownTopic {
    const FILTERS: &'static [&'static str] = &["topic-arn"];

    fn filter_values(&self, name: &str) -> Vec<String> {
        match name {
            "topic-arn" => vec![self.arn.to_string()],
            _ => Vec::new(),
        }
    }

    fn filter_tags(&self) -> &[Tag] {
        &self.tags
    }
}

/// One topic of the caller's.
pub struct GetTopic {
    /// The topic.
    pub topic_arn: String,
}

impl Query for GetTopic {
    const NAME: &'static str = "GetTopic";
    type Output = ShownTopic;

    async fn fetch(self, session: &mut Session) -> Result<ShownTopic> {
        let arn = TopicArn::parse("TopicArn", &self.topic_arn)?;
        let scope = session.scope();
        let configured = session.settings.topics.configured.get(&arn);
        if let Some(subscribers) = configured.filter(|_| arn.is_of(&scope)) {
            return Ok(configured_topic(&arn, subscribers));
        }
        let topic = session.tx.get::<Topic>(&scope, arn.as_str()).await?;
        topic.map(ShownTopic::from).ok_or_else(|| not_found(&arn))
    }
}

/// The topics of the caller's account and region, in order of ARN.
pub struct ListTopics {
    /// Conditions.
    pub filters: Vec<Filter>,
    /// Which page.
    pub page: PageRequest,
}

impl Query for ListTopics {
    const NAME: &'static str = "ListTopics";
    type Output = Page<ShownTopic>;

    async fn fetch(self, session: &mut Session) -> Result<Page<ShownTopic>> {
        let scope = session.scope();
        let configured = &session.settings.topics.configured;
        let configured = configured.iter().filter(|(arn, _)| arn.is_of(&scope));
        let source = TopicsOf {
            configured: configured
                .map(|(arn, subscribers)| configured_topic(arn, subscribers))
                .collect(),
            scope,
        };
        let identity = ListIdentity::new(Self::NAME, &source.scope.to_string(), &self.filters);
        page_of(
            &mut session.tx,
            &source,
            &identity,
            &self.filters,
            &self.page,
        )
        .await
    }
}

/// The stored topics, with those of the configuration between them and in place of stored ones of the same name.
struct TopicsOf {
    scope: Scope,
    /// In order of ARN.
    configured: Vec<ShownTopic>,
}

impl Source for TopicsOf {
    type Row = ShownTopic;
    type Item = ShownTopic;

    async fn next(&self, tx: &mut Tx, after: &str, rows: i64) -> Result<Vec<ShownTopic>> {
        let stored: Vec<Stored<Topic>> = tx.list(&self.scope, after, rows, None).await?;
        let configured = self.configured.iter().cloned();
        let mut topics: Vec<ShownTopic> = configured
            .filter(|topic| topic.arn.as_str() > after)
            .chain(stored.into_iter().map(ShownTopic::from))
            .collect();
        topics.sort_by(|left, right| match left.arn.cmp(&right.arn) {
            Ordering::Equal => right.configured.cmp(&left.configured),
            other @ (Ordering::Less | Ordering::Greater) => other,
        });
        topics.dedup_by(|next, kept| next.arn == kept.arn);
        topics.truncate(usize::try_from(rows).unwrap_or(usize::MAX));
        Ok(topics)
    }

    fn key(row: &ShownTopic) -> String {
        row.arn.to_string()
    }

    async fn assemble(&self, _: &mut Tx, rows: Vec<ShownTopic>) -> Result<Vec<ShownTopic>> {
        Ok(rows)
    }
}

/// Who gets what is published under a topic.
pub(super) struct Audience {
    /// The topic.
    pub(super) arn: TopicArn,
    /// Its own policy, if it has one.
    pub(super) policy: Option<String>,
    /// Those who get it without having subscribed over SNS.
    pub(super) subscribers: Vec<Subscriber>,
    /// The confirmed subscriptions.
    pub(super) subscriptions: Vec<Stored<Subscription>>,
}

/// The audience of each of these topics that are set up, whoever owns them.
pub(super) async fn audiences_of(
    tx: &mut Tx,
    settings: &TopicSettings,
    arns: &[&TopicArn],
) -> Result<Vec<Audience>> {
    let mut audiences = direct_audiences_of(tx, settings, arns).await?;
    let subscriptions = tx.subscriptions_confirmed(arns).await?;
    let mut by_topic = by_parent(subscriptions, |it| it.topic_arn.as_str());
    for audience in &mut audiences {
        let found = by_topic.remove(audience.arn.as_str());
        audience.subscriptions = found.unwrap_or_default();
    }
    Ok(audiences)
}

/// The same without those who have subscribed over SNS.
pub(super) async fn direct_audiences_of(
    tx: &mut Tx,
    settings: &TopicSettings,
    arns: &[&TopicArn],
) -> Result<Vec<Audience>> {
    let stored = tx.topics_anywhere(arns).await?;
    let stored = stored
        .into_iter()
        .filter(|topic| !settings.configured.contains_key(&topic.arn))
        .map(|mut topic| Audience {
            policy: topic.attributes.remove(POLICY),
            arn: topic.value.arn,
            subscribers: topic.value.subscribers,
            subscriptions: Vec::new(),
        });
    let configured = settings.configured.iter();
    let configured = configured
        .filter(|(arn, _)| arns.contains(arn))
        .map(|(arn, subscribers)| Audience {
            arn: arn.clone(),
            policy: None,
            subscribers: subscribers.clone(),
            subscriptions: Vec::new(),
        });
    Ok(stored.chain(configured).collect())
}

/// The topic that the request is about, for one of SNS's actions: of the caller's account, or of another whose policy allows it.
/// Topics of the configuration are found too, and have the version 0.
pub(super) async fn reach(session: &mut Session, arn: &str, action: &str) -> Result<Stored<Topic>> {
    let arn = parse(arn)?;
    let scope = session.scope();
    if arn.scope().region != scope.region {
        return Err(Error::invalid("TopicArn", "Invalid parameter: TopicArn"));
    }
    let found = if session.settings.topics.configured.contains_key(&arn) {
        Some(Stored {
            version: 0,
            value: Topic::new(arn.clone(), session.now),
        })
    } else {
        session.tx.get_anywhere(arn.as_str()).await?
    };
    if arn.is_of(&scope) {
        return found.ok_or_else(no_such_topic);
    }
    found
        .filter(|topic| permits(topic, &session.request.caller, action))
        .ok_or_else(|| {
            let who = session.request.caller.arn();
            Error::new(
                Code::AuthorizationError,
                format!(
                    "User: {who} is not authorized to perform: SNS:{action} on resource: {arn} because no resource-based \
                     policy allows the SNS:{action} action"
                ),
            )
            .about("TopicArn")
        })
}

/// The same for an action that changes the topic or its subscriptions, which nobody can do to topics of the configuration.
pub(super) async fn reach_to_change(
    session: &mut Session,
    arn: &str,
    action: &str,
) -> Result<Stored<Topic>> {
    let topic = reach(session, arn, action).await?;
    refuse_configured(session, &topic.arn)?;
    Ok(topic)
}

/// A topic's ARN, as SNS refuses it.
pub(super) fn parse(arn: &str) -> Result<TopicArn> {
    TopicArn::parse("TopicArn", arn).map_err(|error| {
        let message = format!("Invalid parameter: TopicArn Reason: {}", error.message);
        Error::invalid("TopicArn", message)
    })
}

/// Whether the topic's own policy lets somebody of another account do this.
fn permits(topic: &Topic, caller: &Caller, action: &str) -> bool {
    let Some(policy) = topic.attributes.get(POLICY) else {
        return false;
    };
    let account = caller.scope.account.to_string();
    let question = Question {
        action: &format!("SNS:{action}"),
        resource: topic.arn.as_str(),
        asker: Asker::Caller(&caller.covering_principals()),
        context: BTreeMap::from([
            ("aws:principalaccount", account.clone()),
            ("aws:principalarn", caller.arn()),
            ("aws:sourceaccount", account.clone()),
            ("aws:sourceowner", account),
        ]),
    };
    resource_policy::allows(policy, &question)
}

/// AWS's refusal for a topic that does not exist.
pub(super) fn no_such_topic() -> Error {
    Error::new(Code::TopicNotFound, "Topic does not exist").about("TopicArn")
}

fn configured_topic(arn: &TopicArn, subscribers: &[Subscriber]) -> ShownTopic {
    ShownTopic {
        arn: arn.clone(),
        subscribers: subscribers.to_vec(),
        attributes: BTreeMap::new(),
        tags: Vec::new(),
        configured: true,
        version: 0,
    }
}

/// Refuses if the topic comes from the configuration.
pub(super) fn refuse_configured(session: &Session, arn: &TopicArn) -> Result<()> {
    if session.settings.topics.configured.contains_key(arn) {
        return Err(Error::new(
            Code::OperationNotPermitted,
            format!("The topic '{arn}' comes from the configuration and can only be changed there"),
        )
        .about("TopicArn"));
    }
    Ok(())
}

fn not_found(arn: &TopicArn) -> Error {
    Error::new(
        Code::TopicNotFound,
        format!("The topic '{arn}' does not exist"),
    )
    .about("TopicArn")
}

/// Writes the event of a topic's change, which its owner and the caller see.
pub(super) async fn record(session: &mut Session, topic: &Topic) -> Result<()> {
    let audience = [&topic.scope, &session.scope()];
    session
        .record_for(
            ResourceType::Topic,
            topic.arn.as_str(),
            &topic.scope,
            None,
            None,
            &audience,
        )
        .await
}
