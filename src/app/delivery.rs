//! Deliveries: messages are written down together with the event they tell of, and brought to the subscribers afterwards.
//!
//! What an account publishes for a subscriber of a topic is a queue of its own, whose head is tried until it is delivered or given up; what is behind
//! it waits. All that is known about a queue is in the database, so that a restart goes on where the last process stopped.
//! What was delivered when the process ended, but not written down yet, is delivered once more.

use std::collections::{BTreeMap, HashSet};
use std::pin::Pin;
use std::time::Duration;

use tokio::sync::watch;
use tokio::task::JoinSet;

use super::context::{Context, Query, Session};
use super::list::{Source, page_of};
use super::message::Letter;
use super::notification::NotificationsOf;
use super::topic::{Audience, audiences_of, direct_audiences_of};
use crate::domain::delivery::{Delivery, MessageKind, Occasion, Outcome, Parcel, attempted};
use crate::domain::endpoint::Endpoint;
use crate::domain::entropy;
use crate::domain::error::{Error, Result};
use crate::domain::filter::Filter;
use crate::domain::id::{Id, NotificationId};
use crate::domain::limit;
use crate::domain::message::Publishable;
use crate::domain::notification::{Notification, NotificationEvent, Payload, Subject};
use crate::domain::page::{ListIdentity, Page, PageRequest};
use crate::domain::resource_policy::{self, Asker, Question};
use crate::domain::scope::Scope;
use crate::domain::subscription::Subscription;
use crate::domain::topic::{Subscriber, TopicArn};
use crate::store::{NewDelivery, NewOccasion, Stored, Tx};

/// How long the deliveries rest when nothing wakes them and nothing is due earlier.
const REST: Duration = Duration::from_secs(1);

/// Brings a message to a subscriber: once, with the subscriber's word for it, within the time for one attempt.
pub trait Publisher: Send + Sync {
    /// Tries to; the error says for the record why it did not work.
    fn publish<'a>(&'a self, to: &'a Subscriber, parcel: &'a Parcel) -> Attempt<'a>;
}

/// An attempt under way.
pub type Attempt<'a> = Pin<Box<dyn Future<Output = std::result::Result<(), String>> + Send + 'a>>;

/// Writes down what is to be published about a connection that has come from the state `from`, none for a new one, to the
/// one that it has now. The event must have been written just before.
pub(super) async fn enqueue(
    session: &mut Session,
    endpoint: &Endpoint,
    from: Option<&str>,
) -> Result<()> {
    let events = NotificationEvent::of_change(from, &endpoint.connection);
    if events.is_empty() {
        return Ok(());
    }
    let notifications = session
        .tx
        .notifications_of(endpoint.service_id.as_str(), endpoint.id.as_str())
        .await?;
    if notifications.is_empty() {
        return Ok(());
    }
    let arns: Vec<&TopicArn> = notifications.iter().map(|it| &it.topic_arn).collect();
    let audiences = audiences_of(&mut session.tx, &session.settings.topics, &arns).await?;
    let mut new = Vec::new();
    for event in events {
        for notification in &notifications {
            if notification.events.contains(event) {
                let audience = audiences
                    .iter()
                    .find(|audience| audience.arn == notification.topic_arn);
                new.extend(publish(session, endpoint, notification, *event, audience)?);
            }
        }
    }
    if !new.is_empty() {
        session.tx.deliveries_insert(&new, session.now).await?;
        session.published = true;
    }
    Ok(())
}

/// A message for each subscriber, or one for nobody, so that the record shows that it was published.
fn publish(
    session: &Session,
    endpoint: &Endpoint,
    notification: &Notification,
    event: NotificationEvent,
    audience: Option<&Audience>,
) -> Result<Vec<NewDelivery>> {
    let payload = Payload {
        event,
        connection_notification_id: notification.id.to_string(),
        service_id: endpoint.service_id.to_string(),
        service_name: endpoint.service_name.clone(),
        vpc_endpoint_id: endpoint.id.to_string(),
        service_owner: endpoint.service_scope.owner.to_string(),
        vpc_endpoint_owner: endpoint.scope.account.to_string(),
        region: endpoint.service_scope.region.to_string(),
        vpc_endpoint_region: endpoint.scope.region.to_string(),
        time: session.now.to_string(),
    };
    let text = serde_json::to_string(&payload).map_err(Error::internal)?;
    let subject = format!("VPC endpoint connection: {}", event.name());
    let letter = Letter {
        scope: notification.scope.clone(),
        message_id: entropy::uuid(&*session.entropy).to_string(),
        message: &Publishable::plain(subject, text),
    };
    let refusal = audience.and_then(|audience| refusal(audience, notification));
    let mut new = match audience.filter(|_| refusal.is_none()) {
        Some(audience) => letter.to(audience),
        None => Vec::new(),
    };
    if new.is_empty() {
        new.push(letter.to_nobody(&notification.topic_arn, refusal));
    }
    for delivery in &mut new {
        delivery.occasion = Some(NewOccasion {
            notification_id: notification.id.to_string(),
            subject_id: notification.subject.to_string(),
            event,
        });
    }
    Ok(new)
}

/// As whom AWS publishes notifications.
const PUBLISHER: &str = "vpce.amazonaws.com";

/// Why the notification cannot be published under the topic: one that has a policy of its own must allow it.
fn refusal(audience: &Audience, notification: &Notification) -> Option<String> {
    let policy = audience.policy.as_deref()?;
    let scope = &notification.scope;
    let source = match &notification.subject {
        Subject::Service { service_id } => format!("vpc-endpoint-service/{service_id}"),
        Subject::Endpoint { endpoint_id } => format!("vpc-endpoint/{endpoint_id}"),
    };
    let question = Question {
        action: "SNS:Publish",
        resource: audience.arn.as_str(),
        asker: Asker::Service(PUBLISHER),
        context: BTreeMap::from([
            ("aws:sourceaccount", scope.account.to_string()),
            ("aws:sourcearn", scope.arn("ec2", &source)),
        ]),
    };
    (!resource_policy::allows(policy, &question))
        .then(|| format!("the topic's policy does not allow {PUBLISHER} to publish"))
}

/// A delivery at work: who it goes to now, if the topic still has the subscriber, and what is brought there.
struct Task {
    delivery: Delivery,
    target: Option<(Subscriber, Parcel)>,
}

impl Context {
    /// Delivers everything that is due now, and waits until it is done. One at a time does: who comes second finds the
    /// work done.
    pub async fn deliver(&self) -> Result<()> {
        let _turn = self.delivering().lock().await;
        let mut under_way = HashSet::new();
        let mut attempts: JoinSet<(Delivery, Outcome)> = JoinSet::new();
        loop {
            let free = limit::CONCURRENT_DELIVERIES.saturating_sub(under_way.len());
            if free > 0 {
                for task in self
                    .deliveries_due(&under_way)
                    .await?
                    .into_iter()
                    .take(free)
                {
                    under_way.insert(task.delivery.id);
                    attempts.spawn(self.clone().attempt(task));
                }
            }
            tokio::select! {
                done = attempts.join_next() => match done {
                    None => return Ok(()),
                    Some(done) => {
                        let (delivery, outcome) = done.map_err(Error::internal)?;
                        self.write_down(&delivery, outcome).await?;
                        under_way.remove(&delivery.id);
                    }
                },
                () = self.published().notified() => {}
            }
        }
    }

    /// Delivers until `stop` turns true. Attempts that are under way then are made again by the next process.
    pub async fn deliver_until(&self, mut stop: watch::Receiver<bool>) {
        loop {
            tokio::select! {
                done = self.deliver() => if let Err(error) = done {
                    tracing::error!(%error, source = error.source.as_deref(), "delivering failed; trying again later");
                },
                _ = stop.wait_for(|stopped| *stopped) => return,
            }
            tokio::select! {
                () = self.published().notified() => {}
                () = tokio::time::sleep(REST) => {}
                _ = stop.wait_for(|stopped| *stopped) => return,
            }
        }
    }

    /// Heads of queues that are due and not under way.
    async fn deliveries_due(&self, under_way: &HashSet<i64>) -> Result<Vec<Task>> {
        let rows = limit::CONCURRENT_DELIVERIES + under_way.len();
        let rows = i64::try_from(rows).unwrap_or(i64::MAX);
        let (mut tx, now) = self.glance().await?;
        let mut due = tx.deliveries_due(now, rows).await?;
        due.retain(|delivery| !under_way.contains(&delivery.id));
        if due.is_empty() {
            return Ok(Vec::new());
        }
        let topics: Vec<&TopicArn> = due.iter().map(|delivery| &delivery.topic_arn).collect();
        let audiences = direct_audiences_of(&mut tx, &self.settings().topics, &topics).await?;
        let subscriptions: Vec<&str> = due
            .iter()
            .filter_map(|delivery| delivery.subscription_arn.as_deref())
            .collect();
        let subscriptions = tx.subscriptions_anywhere(&subscriptions).await?;
        due.into_iter()
            .map(|delivery| {
                let target = match &delivery.subscription_arn {
                    Some(arn) => {
                        let found = subscriptions.iter().find(|it| it.arn.as_str() == arn);
                        found.and_then(|subscription| subscribed(&delivery, subscription))
                    }
                    None => {
                        let audience = audiences
                            .iter()
                            .find(|audience| audience.arn == delivery.topic_arn);
                        audience.and_then(|audience| direct(&delivery, audience))
                    }
                };
                let target = match target {
                    Some((subscriber, subscription)) => {
                        Some((subscriber, Parcel::of(&delivery, subscription)?))
                    }
                    None => None,
                };
                Ok(Task { delivery, target })
            })
            .collect()
    }

    async fn attempt(self, task: Task) -> (Delivery, Outcome) {
        let Task { delivery, target } = task;
        let Some((subscriber, parcel)) = target else {
            return (delivery, Outcome::NoSubscriber);
        };
        let time = Duration::from_secs(limit::DELIVERY_SECONDS);
        let attempt = self.publisher().publish(&subscriber, &parcel);
        let outcome = match tokio::time::timeout(time, attempt).await {
            Ok(Ok(())) => Outcome::Delivered,
            Ok(Err(error)) => {
                Outcome::Failed(error.chars().take(limit::DELIVERY_ERROR_CHARS).collect())
            }
            Err(_) => Outcome::Failed(format!("no answer within {} s", limit::DELIVERY_SECONDS)),
        };
        (delivery, outcome)
    }

    async fn write_down(&self, delivery: &Delivery, outcome: Outcome) -> Result<()> {
        let (mut tx, now) = self.system_transaction().await?;
        let after = attempted(delivery.attempts, outcome, now);
        metrics::counter!("privlink_deliveries_total", "state" => after.state.name()).increment(1);
        tx.delivery_update(delivery, &after, now).await?;
        tx.commit().await
    }
}

/// A subscriber that the topic has without a subscription.
fn direct<'a>(
    delivery: &Delivery,
    audience: &'a Audience,
) -> Option<(Subscriber, Option<&'a Subscription>)> {
    let text = delivery.subscriber.as_deref();
    let found = audience
        .subscribers
        .iter()
        .find(|it| Some(&*it.text()) == text);
    Some((found?.clone(), None))
}

/// The endpoint of a subscription that is still to get the message: a question only as long as it waits for the answer.
fn subscribed<'a>(
    delivery: &Delivery,
    subscription: &'a Subscription,
) -> Option<(Subscriber, Option<&'a Subscription>)> {
    let wanted = match delivery.kind {
        MessageKind::Notification => subscription.is_confirmed(),
        MessageKind::SubscriptionConfirmation => {
            delivery.token.as_deref() == subscription.open_token()
        }
    };
    let url = subscription.endpoint.clone();
    wanted.then_some((Subscriber::Webhook { url }, Some(subscription)))
}

/// What became of the messages of a notification, oldest first; also after the notification is gone.
pub struct ListDeliveries {
    /// Whose the notification is.
    pub of: NotificationsOf,
    /// The notification.
    pub notification_id: String,
    /// Conditions.
    pub filters: Vec<Filter>,
    /// Which page.
    pub page: PageRequest,
}

impl Query for ListDeliveries {
    const NAME: &'static str = "ListDeliveries";
    type Output = Page<(Occasion, Delivery)>;

    async fn fetch(self, session: &mut Session) -> Result<Self::Output> {
        let subject = self.of.subject()?;
        let id = NotificationId::parse(&self.notification_id)?;
        let source = DeliveriesOf {
            scope: session.scope(),
            notification_id: id,
        };
        source.check(session, &subject).await?;
        let list = format!("{}/{}", source.scope, source.notification_id);
        let identity = ListIdentity::new(Self::NAME, &list, &self.filters);
        let page = page_of(
            &mut session.tx,
            &source,
            &identity,
            &self.filters,
            &self.page,
        )
        .await?;
        let told = page
            .items
            .into_iter()
            .filter_map(|mut delivery| Some((delivery.occasion.take()?, delivery)));
        Ok(Page {
            items: told.collect(),
            next: page.next,
        })
    }
}

struct DeliveriesOf {
    scope: Scope,
    notification_id: NotificationId,
}

impl DeliveriesOf {
    /// Refuses unless the caller has the notification, or had it and it has published something.
    async fn check(&self, session: &mut Session, subject: &Subject) -> Result<()> {
        let id = self.notification_id.as_str();
        let found: Option<Stored<Notification>> = session.tx.get(&self.scope, id).await?;
        let known = match found {
            Some(notification) => notification.subject == *subject,
            None => {
                session
                    .tx
                    .deliveries_exist(&self.scope, id, subject)
                    .await?
            }
        };
        if known {
            Ok(())
        } else {
            Err(NotificationId::not_found(id))
        }
    }
}

impl Source for DeliveriesOf {
    type Row = Delivery;
    type Item = Delivery;

    async fn next(&self, tx: &mut Tx, after: &str, rows: i64) -> Result<Vec<Delivery>> {
        let after = after.parse().unwrap_or(0);
        tx.deliveries_list(&self.scope, self.notification_id.as_str(), after, rows)
            .await
    }

    fn key(row: &Delivery) -> String {
        row.id.to_string()
    }

    /// Who reads another account's topic, and how that works out, is not the caller's business.
    async fn assemble(&self, _: &mut Tx, mut rows: Vec<Delivery>) -> Result<Vec<Delivery>> {
        for delivery in &mut rows {
            if !delivery.topic_arn.is_of_account(&self.scope.account) {
                delivery.subscriber = None;
                delivery.last_error = None;
            }
        }
        Ok(rows)
    }
}
