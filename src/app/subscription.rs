//! Subscriptions: who wants to get what is published under a topic, and has agreed to.

use std::collections::BTreeMap;

use serde::Serialize;

use super::context::{Command, Query, Session};
use super::list::{Source, page_of};
use super::topic::{no_such_topic, parse, reach, reach_to_change};
use crate::domain::delivery::MessageKind;
use crate::domain::entropy;
use crate::domain::error::{Code, Error, Result};
use crate::domain::event::ResourceType;
use crate::domain::filter::Filter;
use crate::domain::limit;
use crate::domain::message::MessageAttributes;
use crate::domain::page::{ListIdentity, Page, PageRequest};
use crate::domain::scope::Scope;
use crate::domain::subscription::{
    FILTER_POLICY, NewSubscription, Protocol, Subscription, SubscriptionArn, not_found,
};
use crate::domain::topic::{Topic, TopicArn};
use crate::store::{NewDelivery, Stored, Tx};

/// Subscribes an endpoint to a topic. If it is subscribed already, that is as good, and one that has not agreed yet is asked
/// once more.
#[derive(Clone, Debug, Serialize)]
pub struct Subscribe {
    /// The topic.
    pub topic_arn: String,
    /// How the endpoint is reached.
    pub protocol: String,
    /// Where.
    pub endpoint: Option<String>,
    /// The subscription's attributes.
    pub attributes: BTreeMap<String, String>,
    /// The address of this server, as the client knows it.
    pub server: String,
}

impl Command for Subscribe {
    const NAME: &'static str = "Subscribe";
    type Output = Stored<Subscription>;

    async fn execute(self, session: &mut Session) -> Result<Stored<Subscription>> {
        let topic = reach_to_change(session, &self.topic_arn, Self::NAME).await?;
        let protocol = Protocol::parse(&self.protocol)?;
        let endpoint = self.endpoint.ok_or_else(|| {
            Error::invalid(
                "Endpoint",
                "Invalid parameter: Endpoint Reason: it is required",
            )
        })?;
        let wanted = NewSubscription {
            scope: session.scope(),
            topic_arn: &topic.arn,
            protocol,
            endpoint: &endpoint,
            attributes: &self.attributes,
            principal: session.request.caller.arn(),
            server: &self.server,
        };
        let wanted = Subscription::new(wanted, &*session.entropy, session.now)?;
        let account = &wanted.scope.account;
        let present = session
            .tx
            .subscription_of_endpoint(&topic.arn, account, protocol, &endpoint)
            .await?;
        let subscription = match present {
            Some(present) => subscribe_again(session, present, &self.attributes).await?,
            None => subscribe(session, wanted).await?,
        };
        ask(session, &subscription).await?;
        Ok(subscription)
    }
}

async fn subscribe(session: &mut Session, wanted: Subscription) -> Result<Stored<Subscription>> {
    let counts = session.tx.subscription_counts(&wanted.topic_arn).await?;
    if counts.confirmed + counts.pending >= limit::SUBSCRIPTIONS_PER_TOPIC {
        return Err(Error::new(
            Code::SubscriptionLimitExceeded,
            format!(
                "The topic has {} subscriptions, which is the maximum",
                limit::SUBSCRIPTIONS_PER_TOPIC
            ),
        ));
    }
    check_filter_policies(session, &wanted, false).await?;
    let subscription = session.tx.insert(wanted).await?;
    record(session, &subscription, None, true).await?;
    Ok(subscription)
}

async fn subscribe_again(
    session: &mut Session,
    mut present: Stored<Subscription>,
    attributes: &BTreeMap<String, String>,
) -> Result<Stored<Subscription>> {
    if !present.has(attributes) {
        return Err(Error::invalid(
            "Attributes",
            "Invalid parameter: Attributes Reason: Subscription already exists with different attributes",
        ));
    }
    if present.is_confirmed() {
        return Ok(present);
    }
    let entropy = session.entropy.clone();
    present.ask_again(&*entropy, session.now);
    let from = present.confirmation.name();
    let subscription = session.tx.update(present).await?;
    record(session, &subscription, Some(from), true).await?;
    Ok(subscription)
}

/// Refuses one filter policy more than the topic's subscriptions can have.
async fn check_filter_policies(
    session: &mut Session,
    wanted: &Subscription,
    had_one: bool,
) -> Result<()> {
    if had_one || !wanted.attributes.contains_key(FILTER_POLICY) {
        return Ok(());
    }
    let present = session.tx.filter_policies_count(&wanted.topic_arn).await?;
    if present < limit::FILTER_POLICIES_PER_TOPIC {
        return Ok(());
    }
    Err(Error::new(
        Code::FilterPolicyLimitExceeded,
        format!(
            "The topic's subscriptions have {} filter policies, which is the maximum",
            limit::FILTER_POLICIES_PER_TOPIC
        ),
    ))
}

/// Asks the subscriber whether it agrees, if it has to and can be asked.
async fn ask(session: &mut Session, subscription: &Subscription) -> Result<()> {
    let token = subscription.open_token();
    let Some(token) = token.filter(|_| subscription.protocol.is_delivered()) else {
        return Ok(());
    };
    let topic = &subscription.topic_arn;
    let question = NewDelivery {
        occasion: None,
        scope: subscription.scope.clone(),
        topic_arn: topic.clone(),
        subscriber: Some(subscription.endpoint.clone()),
        subscription_arn: Some(subscription.arn.to_string()),
        kind: MessageKind::SubscriptionConfirmation,
        message_id: entropy::uuid(&*session.entropy).to_string(),
        subject: None,
        message: format!(
            "You have chosen to subscribe to the topic {topic}.\nTo confirm the subscription, visit the SubscribeURL included \
             in this message."
        ),
        attributes: MessageAttributes::new(),
        token: Some(token.to_owned()),
        refusal: None,
    };
    session
        .tx
        .deliveries_insert(&[question], session.now)
        .await?;
    session.published = true;
    Ok(())
}

/// Confirms a subscription: whoever shows its token may, whatever account it is.
#[derive(Clone, Debug, Serialize)]
pub struct ConfirmSubscription {
    /// The topic.
    pub topic_arn: String,
    /// The token.
    pub token: String,
    /// Whether only the owners of subscription and topic can end it.
    pub authenticate_on_unsubscribe: bool,
}

impl Command for ConfirmSubscription {
    const NAME: &'static str = "ConfirmSubscription";
    type Output = SubscriptionArn;

    async fn execute(self, session: &mut Session) -> Result<SubscriptionArn> {
        let topic = parse(&self.topic_arn)?;
        let found: Option<Stored<Topic>> = session.tx.get_anywhere(topic.as_str()).await?;
        let topic = found.ok_or_else(no_such_topic)?.value.arn;
        let found = session
            .tx
            .subscription_by_token(&topic, &self.token)
            .await?;
        let mut subscription = found.ok_or_else(|| {
            Error::invalid("Token", "Invalid parameter: Token Reason: Invalid token")
        })?;
        if subscription.is_confirmed() {
            return Ok(subscription.value.arn);
        }
        let from = subscription.confirmation.name();
        subscription.confirm(self.authenticate_on_unsubscribe);
        let subscription = session.tx.update(subscription).await?;
        record(session, &subscription, Some(from), true).await?;
        Ok(subscription.value.arn)
    }
}

/// Ends a subscription.
#[derive(Clone, Debug, Serialize)]
pub struct Unsubscribe {
    /// Which one.
    pub subscription_arn: String,
    /// Whether nobody in particular asks: the request is not signed.
    pub anonymous: bool,
}

impl Command for Unsubscribe {
    const NAME: &'static str = "Unsubscribe";
    type Output = ();

    async fn execute(self, session: &mut Session) -> Result<()> {
        let arn = SubscriptionArn::parse(&self.subscription_arn)?;
        let found = session.tx.subscriptions_anywhere(&[arn.as_str()]).await?;
        let Some(subscription) = found.into_iter().next() else {
            return Ok(());
        };
        let owner = !self.anonymous && may_see(session, &subscription);
        if subscription.is_protected() && !owner {
            return Err(not_authorized(session, Self::NAME, &arn));
        }
        session.tx.delete(&subscription).await?;
        let from = subscription.confirmation.name();
        record(session, &subscription, Some(from), false).await
    }
}

/// Whether the subscription is the caller's, or one to a topic of the caller's.
fn may_see(session: &Session, subscription: &Subscription) -> bool {
    let scope = session.scope();
    subscription.scope == scope || subscription.topic_arn.is_of(&scope)
}

fn not_authorized(session: &Session, action: &str, arn: &SubscriptionArn) -> Error {
    let who = session.request.caller.arn();
    Error::new(
        Code::AuthorizationError,
        format!("User: {who} is not authorized to perform: SNS:{action} on resource: {arn}"),
    )
    .about("SubscriptionArn")
}

/// A subscription of the caller's, or to a topic of the caller's. Others learn nothing of it.
async fn find(session: &mut Session, arn: &str, action: &str) -> Result<Stored<Subscription>> {
    let arn = SubscriptionArn::parse(arn)?;
    let found = session.tx.subscriptions_anywhere(&[arn.as_str()]).await?;
    let found = found.into_iter().next();
    match found.filter(|subscription| may_see(session, subscription)) {
        Some(subscription) => Ok(subscription),
        None if arn.scope().account == session.scope().account => Err(not_found()),
        None => Err(not_authorized(session, action, &arn)),
    }
}

/// The attributes of a subscription.
pub struct GetSubscriptionAttributes {
    /// Which one.
    pub subscription_arn: String,
}

impl Query for GetSubscriptionAttributes {
    const NAME: &'static str = "GetSubscriptionAttributes";
    type Output = BTreeMap<String, String>;

    async fn fetch(self, session: &mut Session) -> Result<BTreeMap<String, String>> {
        let subscription = find(session, &self.subscription_arn, Self::NAME).await?;
        Ok(subscription.shown())
    }
}

/// Sets one attribute of a subscription.
#[derive(Clone, Debug, Serialize)]
pub struct SetSubscriptionAttribute {
    /// Which one.
    pub subscription_arn: String,
    /// Which attribute.
    pub name: String,
    /// Its value; empty to take it away.
    pub value: String,
}

impl Command for SetSubscriptionAttribute {
    const NAME: &'static str = "SetSubscriptionAttributes";
    type Output = ();

    async fn execute(self, session: &mut Session) -> Result<()> {
        let mut subscription = find(session, &self.subscription_arn, Self::NAME).await?;
        let had_one = subscription.attributes.contains_key(FILTER_POLICY);
        subscription.set(&self.name, &self.value)?;
        subscription.check_filter()?;
        check_filter_policies(session, &subscription, had_one).await?;
        let state = subscription.confirmation.name();
        let subscription = session.tx.update(subscription).await?;
        record(session, &subscription, Some(state), true).await
    }
}

/// The subscriptions of the caller's account and region, in order of ARN.
pub struct ListSubscriptions {
    /// The topic, if only those to it are wanted: then of all accounts.
    pub topic_arn: Option<String>,
    /// Conditions.
    pub filters: Vec<Filter>,
    /// Which page.
    pub page: PageRequest,
}

impl Query for ListSubscriptions {
    const NAME: &'static str = "ListSubscriptions";
    type Output = Page<Stored<Subscription>>;

    async fn fetch(self, session: &mut Session) -> Result<Page<Stored<Subscription>>> {
        let source = match &self.topic_arn {
            None => Subscriptions::Own(session.scope()),
            Some(arn) => {
                let topic = reach(session, arn, "ListSubscriptionsByTopic").await?;
                Subscriptions::To(topic.value.arn)
            }
        };
        let list = match &source {
            Subscriptions::Own(scope) => scope.to_string(),
            Subscriptions::To(topic) => topic.to_string(),
        };
        let identity = ListIdentity::new(Self::NAME, &list, &self.filters);
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

/// Which subscriptions are listed.
enum Subscriptions {
    /// An account's in a region.
    Own(Scope),
    /// All to a topic.
    To(TopicArn),
}

impl Source for Subscriptions {
    type Row = Stored<Subscription>;
    type Item = Stored<Subscription>;

    async fn next(&self, tx: &mut Tx, after: &str, rows: i64) -> Result<Vec<Self::Row>> {
        match self {
            Self::Own(scope) => tx.list(scope, after, rows, None).await,
            Self::To(topic) => tx.subscriptions_list(topic, after, rows).await,
        }
    }

    fn key(row: &Self::Row) -> String {
        row.arn.to_string()
    }

    async fn assemble(&self, _: &mut Tx, rows: Vec<Self::Row>) -> Result<Vec<Self::Item>> {
        Ok(rows)
    }
}

/// Writes the event of a subscription's change, which its owner and the topic's see.
async fn record(
    session: &mut Session,
    subscription: &Subscription,
    from: Option<&str>,
    remains: bool,
) -> Result<()> {
    let topic_scope = subscription.topic_arn.scope();
    let audience = [&subscription.scope, &topic_scope];
    let to = remains.then(|| subscription.confirmation.name());
    session
        .record_for(
            ResourceType::Subscription,
            subscription.arn.as_str(),
            &subscription.scope,
            from,
            to,
            &audience,
        )
        .await
}
