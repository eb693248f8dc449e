//! The actions of connection notifications.

use serde::{Deserialize, Serialize};

use super::shapes::{DONE, Done, Filter, UnsuccessfulResponse, list_request};
use crate::app::notification as app;
use crate::app::{List, Stored};
use crate::aws::action::{Action, Call, Treatment};
use crate::domain::error::Result;
use crate::domain::notification::{
    NOTIFICATION_STATE, NOTIFICATION_TYPE, Notification, NotificationEvent,
};

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub(super) struct CreateVpcEndpointConnectionNotification {
    service_id: Option<String>,
    vpc_endpoint_id: Option<String>,
    connection_notification_arn: String,
    #[serde(default)]
    connection_events: Vec<String>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct CreateResponse {
    connection_notification: ConnectionNotification,
    client_token: Option<String>,
}

impl Action for CreateVpcEndpointConnectionNotification {
    type Response = CreateResponse;

    async fn run(self, call: &Call, treatment: Treatment) -> Result<CreateResponse> {
        let client_token = treatment.client_token.clone();
        let command = app::CreateNotification {
            service_id: self.service_id,
            endpoint_id: self.vpc_endpoint_id,
            topic_arn: self.connection_notification_arn,
            events: self.connection_events,
        };
        let notification = call.run(treatment, command).await?;
        Ok(CreateResponse {
            connection_notification: notification.value.into(),
            client_token,
        })
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub(super) struct ModifyVpcEndpointConnectionNotification {
    connection_notification_id: String,
    connection_notification_arn: Option<String>,
    connection_events: Option<Vec<String>>,
}

impl Action for ModifyVpcEndpointConnectionNotification {
    type Response = Done;

    async fn run(self, call: &Call, treatment: Treatment) -> Result<Done> {
        let command = app::ModifyNotification {
            of: None,
            notification_id: self.connection_notification_id,
            topic_arn: self.connection_notification_arn,
            events: self.connection_events,
        };
        call.run(treatment, command).await?;
        Ok(DONE)
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub(super) struct DeleteVpcEndpointConnectionNotifications {
    #[serde(default)]
    connection_notification_id: Vec<String>,
}

impl Action for DeleteVpcEndpointConnectionNotifications {
    type Response = UnsuccessfulResponse;

    /// One that does not exist fails the whole request, so there is never an unsuccessful item.
    async fn run(self, call: &Call, treatment: Treatment) -> Result<UnsuccessfulResponse> {
        let command = app::DeleteNotifications {
            notification_ids: self.connection_notification_id,
        };
        call.run(treatment, command).await?;
        Ok(Vec::new().into())
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub(super) struct DescribeVpcEndpointConnectionNotifications {
    connection_notification_id: Option<String>,
    #[serde(default)]
    filter: Vec<Filter>,
    max_results: Option<i64>,
    next_token: Option<String>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct DescribeResponse {
    connection_notification_set: Vec<ConnectionNotification>,
    next_token: Option<String>,
}

impl Action for DescribeVpcEndpointConnectionNotifications {
    type Response = DescribeResponse;

    async fn run(self, call: &Call, treatment: Treatment) -> Result<DescribeResponse> {
        let request = list_request(
            self.connection_notification_id.into_iter().collect(),
            self.filter,
            self.max_results,
            self.next_token,
        )?;
        let list = List::<Stored<Notification>>::new(request);
        let page = call.query(treatment, list).await?;
        Ok(DescribeResponse {
            connection_notification_set: page
                .items
                .into_iter()
                .map(|stored| stored.value.into())
                .collect(),
            next_token: page.next,
        })
    }
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ConnectionNotification {
    connection_notification_id: String,
    service_id: Option<String>,
    vpc_endpoint_id: Option<String>,
    connection_notification_type: &'static str,
    connection_notification_arn: String,
    connection_events: Vec<&'static str>,
    connection_notification_state: &'static str,
    service_region: String,
}

impl From<Notification> for ConnectionNotification {
    fn from(notification: Notification) -> Self {
        let events = notification.events.iter().copied();
        Self {
            connection_notification_id: notification.id.to_string(),
            service_id: notification.subject.service_id().map(ToString::to_string),
            vpc_endpoint_id: notification.subject.endpoint_id().map(ToString::to_string),
            connection_notification_type: NOTIFICATION_TYPE,
            connection_notification_arn: notification.topic_arn.to_string(),
            connection_events: events.map(NotificationEvent::name).collect(),
            connection_notification_state: NOTIFICATION_STATE,
            service_region: notification.service_region.to_string(),
        }
    }
}
