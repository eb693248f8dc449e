//! Deliveries: messages are written down together with the event they tell of, and brought to the subscribers afterwards.
//!
//! Each subscriber of a topic has a queue of its own, whose head is tried until it is delivered or given up; what is behind
//! it waits. All that is known about a queue is in the database, so that a restart goes on where the last process stopped.
//! What was delivered when the process ended, but not written down yet, is delivered once more.

use std::collections::HashSet;
use std::pin::Pin;
use std::time::Duration;

use tokio::sync::watch;
use tokio::task::JoinSet;

use super::context::{Context, Query, Session};
use super::list::{Source, page_of};
use super::notification::NotificationsOf;
use super::topic::subscribers_of;
use crate::domain::delivery::{Delivery, Envelope, Outcome, attempted};
use crate::domain::endpoint::Endpoint;
use crate::domain::entropy;
use crate::domain::error::{Error, Result};
use crate::domain::filter::Filter;
use crate::domain::id::{Id, NotificationId};
use crate::domain::limit;
use crate::domain::notification::{Notification, NotificationEvent, Payload, Subject};
use crate::domain::page::{ListIdentity, Page, PageRequest};
use crate::domain::scope::Scope;
use crate::domain::topic::{Subscriber, TopicArn};
use crate::store::{NewDelivery, Stored, Tx};

/// How long the deliveries rest when nothing wakes them and nothing is due earlier.
const REST: Duration = Duration::from_secs(1);

/// Brings a message to a subscriber: once, with the subscriber's word for it, within the time for one attempt.
pub trait Publisher: Send + Sync {
    /// Tries to; the error says for the record why it did not work.
    fn publish<'a>(&'a self, to: &'a Subscriber, envelope: &'a Envelope) -> Attempt<'a>;
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
    let topics = subscribers_of(&mut session.tx, &session.settings.topics, &arns).await?;
    let mut new = Vec::new();
    for event in events {
        for notification in &notifications {
            if notification.events.contains(event) {
                let topic = topics
                    .iter()
                    .find(|(arn, _)| *arn == notification.topic_arn);
                let subscribers = topic.map_or(&[][..], |(_, subscribers)| subscribers);
                publish(
                    session,
                    endpoint,
                    notification,
                    *event,
                    subscribers,
                    &mut new,
                )?;
            }
        }
    }
    if !new.is_empty() {
        session.tx.deliveries_insert(&new, session.now).await?;
        session.published = true;
    }
    Ok(())
}

/// Adds a message for each subscriber, or one for nobody, so that the record shows that it was published.
fn publish(
    session: &Session,
    endpoint: &Endpoint,
    notification: &Notification,
    event: NotificationEvent,
    subscribers: &[Subscriber],
    new: &mut Vec<NewDelivery>,
) -> Result<()> {
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
    let to = |subscriber: Option<String>, message_id: &str, message: &str| NewDelivery {
        notification_id: notification.id.to_string(),
        subject_id: notification.subject.to_string(),
        scope: notification.scope.clone(),
        topic_arn: notification.topic_arn.clone(),
        subscriber,
        event,
        message_id: message_id.to_owned(),
        message: message.to_owned(),
    };
    let message = serde_json::to_string(&payload).map_err(Error::internal)?;
    let message_id = entropy::uuid(&*session.entropy).to_string();
    if subscribers.is_empty() {
        new.push(to(None, &message_id, &message));
    }
    let texts = subscribers.iter().map(Subscriber::text);
    new.extend(texts.map(|text| to(Some(text), &message_id, &message)));
    Ok(())
}

/// A delivery at work: who it goes to now, if the topic still has the subscriber.
struct Task {
    delivery: Delivery,
    subscriber: Option<Subscriber>,
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
        let arns: Vec<&TopicArn> = due.iter().map(|delivery| &delivery.topic_arn).collect();
        let topics = subscribers_of(&mut tx, &self.settings().topics, &arns).await?;
        let task = |delivery: Delivery| {
            let topic = topics.iter().find(|(arn, _)| *arn == delivery.topic_arn);
            let subscribers = topic.map_or(&[][..], |(_, subscribers)| subscribers);
            let text = delivery.subscriber.as_deref();
            let subscriber = subscribers.iter().find(|it| Some(&*it.text()) == text);
            Task {
                subscriber: subscriber.cloned(),
                delivery,
            }
        };
        Ok(due.into_iter().map(task).collect())
    }

    async fn attempt(self, task: Task) -> (Delivery, Outcome) {
        let Task {
            delivery,
            subscriber,
        } = task;
        let Some(subscriber) = subscriber else {
            return (delivery, Outcome::NoSubscriber);
        };
        let envelope = Envelope::of(&delivery);
        let time = Duration::from_secs(limit::DELIVERY_SECONDS);
        let attempt = self.publisher().publish(&subscriber, &envelope);
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
    type Output = Page<Delivery>;

    async fn fetch(self, session: &mut Session) -> Result<Page<Delivery>> {
        let subject = self.of.subject()?;
        let id = NotificationId::parse(&self.notification_id)?;
        let source = DeliveriesOf {
            scope: session.scope(),
            notification_id: id,
        };
        source.check(session, &subject).await?;
        let list = format!("{}/{}", source.scope, source.notification_id);
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
