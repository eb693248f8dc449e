//! `/v1/endpoint-services/{serviceId}/notifications` and `/v1/endpoints/{vpcEndpointId}/notifications`

use axum::http::StatusCode;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::deliveries::{self, Delivery};
use super::extract::{Body, Call, Created, PathText, Versioned};
use super::page::{Items, ListParams, ListQuery};
use super::problem::{Problems, Refusal};
use crate::app::notification::{self as app, NotificationsOf};
use crate::app::{Context, Stored};
use crate::domain::notification::{self, NOTIFICATION_STATE, NOTIFICATION_TYPE, NotificationEvent};

pub(super) fn routes() -> OpenApiRouter<Context> {
    OpenApiRouter::new()
        .routes(routes!(create_of_service, list_of_service))
        .routes(routes!(get_of_service, patch_of_service, delete_of_service))
        .routes(routes!(deliveries_of_service))
        .routes(routes!(create_of_endpoint, list_of_endpoint))
        .routes(routes!(
            get_of_endpoint,
            patch_of_endpoint,
            delete_of_endpoint
        ))
        .routes(routes!(deliveries_of_endpoint))
}

/// A connection notification: which events are published under which topic.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct Notification {
    #[schema(example = "vpce-nfn-0123456789abcdef0")]
    connection_notification_id: String,
    /// Present if it is a service's.
    #[serde(skip_serializing_if = "Option::is_none")]
    service_id: Option<String>,
    /// Present if it is an endpoint's.
    #[serde(skip_serializing_if = "Option::is_none")]
    vpc_endpoint_id: Option<String>,
    #[schema(example = "Topic")]
    connection_notification_type: &'static str,
    #[schema(example = "arn:aws:sns:us-east-1:111111111111:connections")]
    connection_notification_arn: String,
    /// In alphabetical order.
    #[schema(example = json!(["Accept", "Connect", "Delete", "Reject"]))]
    connection_events: Vec<&'static str>,
    #[schema(example = "Enabled")]
    connection_notification_state: &'static str,
    service_region: String,
}

impl From<notification::Notification> for Notification {
    fn from(notification: notification::Notification) -> Self {
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

impl From<Stored<notification::Notification>> for Versioned<Notification> {
    fn from(notification: Stored<notification::Notification>) -> Self {
        Self {
            version: notification.version,
            body: notification.value.into(),
        }
    }
}

/// What a notification is created with.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct CreateNotification {
    /// The ARN of an SNS topic, of whatever account. `PUT /v1/topics` says who gets what is published under it.
    #[schema(example = "arn:aws:sns:us-east-1:111111111111:connections")]
    connection_notification_arn: String,
    /// At least one of `Accept`, `Connect`, `Delete`, `Reject`.
    connection_events: Vec<String>,
}

/// What of a notification is to be changed; what is absent stays.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct PatchNotification {
    connection_notification_arn: Option<String>,
    /// In place of the present ones.
    connection_events: Option<Vec<String>>,
}

/// Publishes events of the connections to a service of the caller's under a topic.
#[utoipa::path(
    post, path = "/v1/endpoint-services/{serviceId}/notifications", tag = "Notifications",
    operation_id = "createServiceNotification", params(("serviceId" = String, Path)),
    request_body = CreateNotification,
    responses((status = 201, description = "The notification", body = Notification), Problems),
)]
async fn create_of_service(
    call: Call,
    PathText(service_id): PathText,
    Body(body): Body<CreateNotification>,
) -> Result<Created<Notification>, Refusal> {
    let command = app::CreateNotification {
        service_id: Some(service_id.clone()),
        endpoint_id: None,
        topic_arn: body.connection_notification_arn,
        events: body.connection_events,
    };
    create(call, "/v1/endpoint-services", &service_id, command).await
}

/// Lists the notifications of a service of the caller's.
#[utoipa::path(
    get, path = "/v1/endpoint-services/{serviceId}/notifications", tag = "Notifications",
    operation_id = "listServiceNotifications", params(("serviceId" = String, Path), ListParams),
    responses((status = 200, description = "A page of notifications", body = Items<Notification>), Problems),
)]
async fn list_of_service(
    call: Call,
    PathText(service_id): PathText,
    list: ListQuery,
) -> Result<axum::Json<Items<Notification>>, Refusal> {
    list_of(call, NotificationsOf::Service(service_id), list).await
}

/// Shows a notification of a service of the caller's.
#[utoipa::path(
    get, path = "/v1/endpoint-services/{serviceId}/notifications/{connectionNotificationId}", tag = "Notifications",
    operation_id = "getServiceNotification", params(("serviceId" = String, Path), ("connectionNotificationId" = String, Path)),
    responses((status = 200, description = "The notification", body = Notification), Problems),
)]
async fn get_of_service(
    call: Call,
    PathText((service_id, notification_id)): PathText<(String, String)>,
) -> Result<Versioned<Notification>, Refusal> {
    let of = NotificationsOf::Service(service_id);
    let query = app::GetNotification {
        of,
        notification_id,
    };
    Ok(call.query(query).await?.into())
}

/// Changes a notification of a service of the caller's.
#[utoipa::path(
    patch, path = "/v1/endpoint-services/{serviceId}/notifications/{connectionNotificationId}", tag = "Notifications",
    operation_id = "updateServiceNotification", params(("serviceId" = String, Path), ("connectionNotificationId" = String, Path)),
    request_body = PatchNotification,
    responses((status = 200, description = "The notification", body = Notification), Problems),
)]
async fn patch_of_service(
    call: Call,
    PathText((service_id, notification_id)): PathText<(String, String)>,
    Body(body): Body<PatchNotification>,
) -> Result<Versioned<Notification>, Refusal> {
    patch(
        call,
        NotificationsOf::Service(service_id),
        notification_id,
        body,
    )
    .await
}

/// Deletes a notification of a service of the caller's. What it has published already is still delivered.
#[utoipa::path(
    delete, path = "/v1/endpoint-services/{serviceId}/notifications/{connectionNotificationId}", tag = "Notifications",
    operation_id = "deleteServiceNotification", params(("serviceId" = String, Path), ("connectionNotificationId" = String, Path)),
    responses((status = 204, description = "Deleted"), Problems),
)]
async fn delete_of_service(
    call: Call,
    PathText((service_id, notification_id)): PathText<(String, String)>,
) -> Result<StatusCode, Refusal> {
    let of = NotificationsOf::Service(service_id);
    let command = app::DeleteNotification {
        of,
        notification_id,
    };
    call.run(command).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Lists what became of the messages of a notification of a service of the caller's, oldest first. Filters: `event`, `state`.
#[utoipa::path(
    get, path = "/v1/endpoint-services/{serviceId}/notifications/{connectionNotificationId}/deliveries", tag = "Notifications",
    operation_id = "listServiceDeliveries", params(("serviceId" = String, Path), ("connectionNotificationId" = String, Path), ListParams),
    responses((status = 200, description = "A page of deliveries", body = Items<Delivery>), Problems),
)]
async fn deliveries_of_service(
    call: Call,
    PathText((service_id, notification_id)): PathText<(String, String)>,
    list: ListQuery,
) -> Result<axum::Json<Items<Delivery>>, Refusal> {
    deliveries::list(
        call,
        NotificationsOf::Service(service_id),
        notification_id,
        list,
    )
    .await
}

/// Publishes events of the connection of an endpoint of the caller's under a topic.
#[utoipa::path(
    post, path = "/v1/endpoints/{vpcEndpointId}/notifications", tag = "Notifications",
    operation_id = "createEndpointNotification", params(("vpcEndpointId" = String, Path)),
    request_body = CreateNotification,
    responses((status = 201, description = "The notification", body = Notification), Problems),
)]
async fn create_of_endpoint(
    call: Call,
    PathText(endpoint_id): PathText,
    Body(body): Body<CreateNotification>,
) -> Result<Created<Notification>, Refusal> {
    let command = app::CreateNotification {
        service_id: None,
        endpoint_id: Some(endpoint_id.clone()),
        topic_arn: body.connection_notification_arn,
        events: body.connection_events,
    };
    create(call, "/v1/endpoints", &endpoint_id, command).await
}

/// Lists the notifications of an endpoint of the caller's.
#[utoipa::path(
    get, path = "/v1/endpoints/{vpcEndpointId}/notifications", tag = "Notifications",
    operation_id = "listEndpointNotifications", params(("vpcEndpointId" = String, Path), ListParams),
    responses((status = 200, description = "A page of notifications", body = Items<Notification>), Problems),
)]
async fn list_of_endpoint(
    call: Call,
    PathText(endpoint_id): PathText,
    list: ListQuery,
) -> Result<axum::Json<Items<Notification>>, Refusal> {
    list_of(call, NotificationsOf::Endpoint(endpoint_id), list).await
}

/// Shows a notification of an endpoint of the caller's.
#[utoipa::path(
    get, path = "/v1/endpoints/{vpcEndpointId}/notifications/{connectionNotificationId}", tag = "Notifications",
    operation_id = "getEndpointNotification", params(("vpcEndpointId" = String, Path), ("connectionNotificationId" = String, Path)),
    responses((status = 200, description = "The notification", body = Notification), Problems),
)]
async fn get_of_endpoint(
    call: Call,
    PathText((endpoint_id, notification_id)): PathText<(String, String)>,
) -> Result<Versioned<Notification>, Refusal> {
    let of = NotificationsOf::Endpoint(endpoint_id);
    let query = app::GetNotification {
        of,
        notification_id,
    };
    Ok(call.query(query).await?.into())
}

/// Changes a notification of an endpoint of the caller's.
#[utoipa::path(
    patch, path = "/v1/endpoints/{vpcEndpointId}/notifications/{connectionNotificationId}", tag = "Notifications",
    operation_id = "updateEndpointNotification", params(("vpcEndpointId" = String, Path), ("connectionNotificationId" = String, Path)),
    request_body = PatchNotification,
    responses((status = 200, description = "The notification", body = Notification), Problems),
)]
async fn patch_of_endpoint(
    call: Call,
    PathText((endpoint_id, notification_id)): PathText<(String, String)>,
    Body(body): Body<PatchNotification>,
) -> Result<Versioned<Notification>, Refusal> {
    patch(
        call,
        NotificationsOf::Endpoint(endpoint_id),
        notification_id,
        body,
    )
    .await
}

/// Deletes a notification of an endpoint of the caller's. What it has published already is still delivered.
#[utoipa::path(
    delete, path = "/v1/endpoints/{vpcEndpointId}/notifications/{connectionNotificationId}", tag = "Notifications",
    operation_id = "deleteEndpointNotification", params(("vpcEndpointId" = String, Path), ("connectionNotificationId" = String, Path)),
    responses((status = 204, description = "Deleted"), Problems),
)]
async fn delete_of_endpoint(
    call: Call,
    PathText((endpoint_id, notification_id)): PathText<(String, String)>,
) -> Result<StatusCode, Refusal> {
    let of = NotificationsOf::Endpoint(endpoint_id);
    let command = app::DeleteNotification {
        of,
        notification_id,
    };
    call.run(command).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Lists what became of the messages of a notification of an endpoint of the caller's, oldest first. Filters: `event`, `state`.
#[utoipa::path(
    get, path = "/v1/endpoints/{vpcEndpointId}/notifications/{connectionNotificationId}/deliveries", tag = "Notifications",
    operation_id = "listEndpointDeliveries", params(("vpcEndpointId" = String, Path), ("connectionNotificationId" = String, Path), ListParams),
    responses((status = 200, description = "A page of deliveries", body = Items<Delivery>), Problems),
)]
async fn deliveries_of_endpoint(
    call: Call,
    PathText((endpoint_id, notification_id)): PathText<(String, String)>,
    list: ListQuery,
) -> Result<axum::Json<Items<Delivery>>, Refusal> {
    deliveries::list(
        call,
        NotificationsOf::Endpoint(endpoint_id),
        notification_id,
        list,
    )
    .await
}

async fn create(
    call: Call,
    collection: &str,
    id: &str,
    command: app::CreateNotification,
) -> Result<Created<Notification>, Refusal> {
    let notification = call.run(command).await?;
    Ok(Created {
        location: format!("{collection}/{id}/notifications/{}", notification.id),
        version: notification.version,
        body: notification.value.into(),
    })
}

async fn list_of(
    call: Call,
    of: NotificationsOf,
    list: ListQuery,
) -> Result<axum::Json<Items<Notification>>, Refusal> {
    let query = app::ListNotifications {
        of,
        filters: list.filters,
        page: list.page,
    };
    let page = call.query(query).await?;
    Ok(axum::Json(Items::of(page, |notification| {
        notification.value.into()
    })))
}

async fn patch(
    call: Call,
    of: NotificationsOf,
    notification_id: String,
    body: PatchNotification,
) -> Result<Versioned<Notification>, Refusal> {
    let command = app::ModifyNotification {
        of: Some(of),
        notification_id,
        topic_arn: body.connection_notification_arn,
        events: body.connection_events,
    };
    Ok(call.run(command).await?.into())
}
