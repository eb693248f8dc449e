//! Connection notifications: what a provider wants to hear of its services' connections, a consumer of its endpoints'.

use std::collections::BTreeSet;

use serde::Serialize;

use super::context::{Command, Query, Session};
use super::endpoint_service::parse_ids;
use super::list::{Source, listed_as_stored, page_of};
use crate::domain::connection::ConnectionState;
use crate::domain::endpoint::Endpoint;
use crate::domain::endpoint_service::EndpointService;
use crate::domain::endpoint_type::EndpointType;
use crate::domain::error::{Code, Error, Result};
use crate::domain::event::ResourceType;
use crate::domain::filter::Filter;
use crate::domain::id::{EndpointId, EndpointServiceId, Id, NotificationId};
use crate::domain::limit;
use crate::domain::notification::{NOTIFICATION_STATE, Notification, NotificationEvent, Subject};
use crate::domain::page::{ListIdentity, Page, PageRequest};
use crate::domain::scope::{RegionName, Scope};
use crate::domain::topic::TopicArn;
use crate::store::{Stored, Tx};

listed_as_stored!(
    Notification,
    "DescribeVpcEndpointConnectionNotifications",
    NotificationId
);

/// The parameter that holds a topic's ARN.
const ARN: &str = "ConnectionNotificationArn";

/// Creates a notification.
#[derive(Clone, Debug, Serialize)]
pub struct CreateNotification {
    /// A service of the caller's; or else an endpoint.
    pub service_id: Option<String>,
    /// An interface endpoint of the caller's; or else a service.
    pub endpoint_id: Option<String>,
    /// The topic, of whatever account. It need not be set up.
    pub topic_arn: String,
    /// The names of the events, one at least.
    pub events: Vec<String>,
}

impl Command for CreateNotification {
    const NAME: &'static str = "CreateVpcEndpointConnectionNotification";
    type Output = Stored<Notification>;

    async fn execute(self, session: &mut Session) -> Result<Stored<Notification>> {
        let subject = subject(self.service_id.as_deref(), self.endpoint_id.as_deref())?;
        let topic_arn = TopicArn::parse_standard(ARN, &self.topic_arn)?;
        let events = NotificationEvent::parse_all(&self.events)?;
        let service_region = find_to_notify(session, &subject).await?;
        let present = session.tx.notifications_count(&subject.to_string()).await?;
        if present >= limit::NOTIFICATIONS_PER_RESOURCE {
            return Err(Error::new(
                Code::ResourceLimitExceeded,
                format!(
                    "'{subject}' has {} connection notifications, which is the maximum",
                    limit::NOTIFICATIONS_PER_RESOURCE
                ),
            ));
        }
        let notification = Notification {
            id: session.new_id(),
            scope: session.scope(),
            subject,
            service_region,
            topic_arn,
            events,
            created_at: session.now,
        };
        let notification = session.tx.insert(notification).await?;
        record(session, &notification, None, Some(NOTIFICATION_STATE)).await?;
        Ok(notification)
    }
}

/// A service or an endpoint, exactly one of which must be named.
fn subject(service_id: Option<&str>, endpoint_id: Option<&str>) -> Result<Subject> {
    match (service_id, endpoint_id) {
        (Some(id), None) => Ok(Subject::Service {
            service_id: EndpointServiceId::parse(id)?,
        }),
        (None, Some(id)) => Ok(Subject::Endpoint {
            endpoint_id: EndpointId::parse(id)?,
        }),
        (None, None) => Err(Error::new(
            Code::MissingParameter,
            "The request must contain the parameter ServiceId or VpcEndpointId",
        )
        .about("ServiceId")),
        (Some(_), Some(_)) => Err(Error::new(
            Code::InvalidParameterCombination,
            "The parameters ServiceId and VpcEndpointId exclude one another",
        )
        .about("VpcEndpointId")),
    }
}

/// Refuses unless the caller has the service, or an endpoint that is not going; returns the service's region.
async fn find_to_notify(session: &mut Session, subject: &Subject) -> Result<RegionName> {
    match subject {
        Subject::Service { service_id } => {
            let service: Stored<EndpointService> = session.find(service_id).await?;
            if service.endpoint_type != EndpointType::Interface {
                return Err(Error::invalid(
                    "ServiceId",
                    "Connection notifications are only supported for services with Interface type VPC Endpoints.",
                ));
            }
            Ok(service.value.scope.region)
        }
        Subject::Endpoint { endpoint_id } => {
            let endpoint: Stored<Endpoint> = session.find(endpoint_id).await?;
            if endpoint.endpoint_type != EndpointType::Interface {
                return Err(Error::invalid(
                    "VpcEndpointId",
                    "Connection notifications are only supported for Interface type VPC Endpoints.",
                ));
            }
            if let state @ (ConnectionState::Deleting { .. } | ConnectionState::Deleted { .. }) =
                &endpoint.connection
            {
                return Err(Error::new(
                    Code::IncorrectState,
                    format!(
                        "The endpoint '{endpoint_id}' is in the state {state} and cannot have notifications"
                    ),
                )
                .about("VpcEndpointId"));
            }
            Ok(endpoint.value.service_scope.region)
        }
    }
}

/// Changes a notification; what is `None` stays.
#[derive(Clone, Debug, Serialize)]
pub struct ModifyNotification {
    /// Whose it must be; `None` if that is not asked.
    pub of: Option<NotificationsOf>,
    /// Which one.
    pub notification_id: String,
    /// The topic it is to be published under.
    pub topic_arn: Option<String>,
    /// The events that are to be published, in place of the present ones.
    pub events: Option<Vec<String>>,
}

impl Command for ModifyNotification {
    const NAME: &'static str = "ModifyVpcEndpointConnectionNotification";
    type Output = Stored<Notification>;

    async fn execute(self, session: &mut Session) -> Result<Stored<Notification>> {
        let id = NotificationId::parse(&self.notification_id)?;
        let topic_arn = self.topic_arn.as_deref();
        let topic_arn = topic_arn
            .map(|arn| TopicArn::parse_standard(ARN, arn))
            .transpose()?;
        let events = self.events.as_deref();
        let events: Option<BTreeSet<_>> = events.map(NotificationEvent::parse_all).transpose()?;
        let mut notification = find(session, self.of.as_ref(), &id).await?;
        session.check_version(&notification)?;
        if let Some(topic_arn) = topic_arn {
            notification.topic_arn = topic_arn;
        }
        if let Some(events) = events {
            notification.events = events;
        }
        let notification = session.tx.update(notification).await?;
        let states = (Some(NOTIFICATION_STATE), Some(NOTIFICATION_STATE));
        record(session, &notification, states.0, states.1).await?;
        Ok(notification)
    }
}

/// Deletes notifications: all of them, or none if one does not exist.
#[derive(Clone, Debug, Serialize)]
pub struct DeleteNotifications {
    /// Which ones.
    pub notification_ids: Vec<String>,
}

impl Command for DeleteNotifications {
    const NAME: &'static str = "DeleteVpcEndpointConnectionNotifications";
    type Output = ();

    async fn execute(self, session: &mut Session) -> Result<()> {
        let ids = parse_ids::<NotificationId>("ConnectionNotificationId", &self.notification_ids)?;
        for id in ids {
            let notification = session.find(&id).await?;
            delete(session, &notification).await?;
        }
        Ok(())
    }
}

/// Deletes one notification.
#[derive(Clone, Debug, Serialize)]
pub struct DeleteNotification {
    /// Whose it must be.
    pub of: NotificationsOf,
    /// Which one.
    pub notification_id: String,
}

impl Command for DeleteNotification {
    const NAME: &'static str = DeleteNotifications::NAME;
    type Output = ();

    async fn execute(self, session: &mut Session) -> Result<()> {
        let id = NotificationId::parse(&self.notification_id)?;
        let notification = find(session, Some(&self.of), &id).await?;
        session.check_version(&notification)?;
        delete(session, &notification).await
    }
}

/// A service or an endpoint of the caller's, by its id as the client wrote it.
#[derive(Clone, Debug, Serialize)]
pub enum NotificationsOf {
    /// A service.
    Service(String),
    /// An endpoint.
    Endpoint(String),
}

impl NotificationsOf {
    pub(super) fn subject(&self) -> Result<Subject> {
        match self {
            Self::Service(id) => subject(Some(id), None),
            Self::Endpoint(id) => subject(None, Some(id)),
        }
    }

    /// The service or endpoint, which the caller must have.
    async fn find(&self, session: &mut Session) -> Result<Subject> {
        let subject = self.subject()?;
        match &subject {
            Subject::Service { service_id } => {
                session.find::<EndpointService, _>(service_id).await?;
            }
            Subject::Endpoint { endpoint_id } => {
                session.find::<Endpoint, _>(endpoint_id).await?;
            }
        }
        Ok(subject)
    }
}

/// One notification of a service or an endpoint of the caller's.
pub struct GetNotification {
    /// Whose it must be.
    pub of: NotificationsOf,
    /// Which one.
    pub notification_id: String,
}

impl Query for GetNotification {
    const NAME: &'static str = "GetVpcEndpointConnectionNotification";
    type Output = Stored<Notification>;

    async fn fetch(self, session: &mut Session) -> Result<Stored<Notification>> {
        let id = NotificationId::parse(&self.notification_id)?;
        find(session, Some(&self.of), &id).await
    }
}

/// The notifications of a service or an endpoint of the caller's.
pub struct ListNotifications {
    /// Whose.
    pub of: NotificationsOf,
    /// Conditions.
    pub filters: Vec<Filter>,
    /// Which page.
    pub page: PageRequest,
}

impl Query for ListNotifications {
    const NAME: &'static str = "DescribeVpcEndpointConnectionNotifications";
    type Output = Page<Stored<Notification>>;

    async fn fetch(self, session: &mut Session) -> Result<Self::Output> {
        let source = NotificationsOfSubject {
            scope: session.scope(),
            subject: self.of.find(session).await?,
        };
        let list = format!("{}/{}", source.scope, source.subject);
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

struct NotificationsOfSubject {
    scope: Scope,
    subject: Subject,
}

impl Source for NotificationsOfSubject {
    type Row = Stored<Notification>;
    type Item = Stored<Notification>;

    async fn next(&self, tx: &mut Tx, after: &str, rows: i64) -> Result<Vec<Self::Row>> {
        let only = match &self.subject {
            Subject::Service { service_id } => ("service-id", service_id.as_str()),
            Subject::Endpoint { endpoint_id } => ("vpc-endpoint-id", endpoint_id.as_str()),
        };
        tx.list(&self.scope, after, rows, Some(only)).await
    }

    fn key(row: &Self::Row) -> String {
        row.id.to_string()
    }

    async fn assemble(&self, _: &mut Tx, rows: Vec<Self::Row>) -> Result<Vec<Self::Item>> {
        Ok(rows)
    }
}

/// This notification of the caller's, if it is of this service or endpoint of the caller's.
async fn find(
    session: &mut Session,
    of: Option<&NotificationsOf>,
    id: &NotificationId,
) -> Result<Stored<Notification>> {
    let subject = match of {
        Some(of) => Some(of.find(session).await?),
        None => None,
    };
    let notification: Stored<Notification> = session.find(id).await?;
    if subject.is_none_or(|subject| subject == notification.subject) {
        Ok(notification)
    } else {
        Err(NotificationId::not_found(id.as_str()))
    }
}

/// Takes all notifications of a service away, with the service.
pub(super) async fn delete_all(
    session: &mut Session,
    service_id: &EndpointServiceId,
) -> Result<()> {
    let notifications = session.tx.notifications_of(service_id.as_str(), "").await?;
    for notification in notifications {
        delete(session, &notification).await?;
    }
    Ok(())
}

async fn delete(session: &mut Session, notification: &Stored<Notification>) -> Result<()> {
    session.tx.delete(notification).await?;
    record(session, notification, Some(NOTIFICATION_STATE), None).await
}

async fn record(
    session: &mut Session,
    notification: &Notification,
    from: Option<&str>,
    to: Option<&str>,
) -> Result<()> {
    session
        .record(
            ResourceType::VpcEndpointConnectionNotification,
            notification.id.as_str(),
            from,
            to,
        )
        .await
}
