//! `/v1/events`

use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::extract::Call;
use super::page::{Items, ListParams, ListQuery};
use super::problem::{Problems, Refusal};
use crate::app::Context;
use crate::app::event as app;
use crate::domain::event::LoggedEvent;

pub(super) fn routes() -> OpenApiRouter<Context> {
    OpenApiRouter::new().routes(routes!(list))
}

/// Something that happened to a resource of the caller's, or to a connection it takes part in.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct Event {
    /// Rises with every event of the server.
    sequence: i64,
    time: String,
    /// The EC2 or ELBv2 action, or the system's own transition.
    #[schema(example = "AcceptVpcEndpointConnections")]
    action: String,
    /// The ARN of whoever did it, or `system`.
    #[schema(example = "arn:aws:iam::111111111111:root")]
    actor: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    request_id: Option<String>,
    #[schema(example = "vpc-endpoint")]
    resource_type: &'static str,
    resource_id: String,
    /// The resource's account.
    owner_id: String,
    /// The resource's region.
    region: String,
    /// The state before; absent if it did not exist or has no states.
    #[serde(skip_serializing_if = "Option::is_none")]
    from: Option<String>,
    /// The state after; absent if it no longer exists or has no states.
    #[serde(skip_serializing_if = "Option::is_none")]
    to: Option<String>,
}

impl From<LoggedEvent> for Event {
    fn from(logged: LoggedEvent) -> Self {
        let event = logged.event;
        Self {
            sequence: logged.sequence,
            time: event.time.to_string(),
            action: event.action,
            actor: event.actor,
            request_id: event.request_id,
            resource_type: event.resource_type.name(),
            resource_id: event.resource_id,
            owner_id: event.scope.account.to_string(),
            region: event.scope.region.to_string(),
            from: event.from,
            to: event.to,
        }
    }
}

/// Lists events, oldest first. Filters: `action`, `actor`, `resource-id`, `resource-type`.
#[utoipa::path(
    get, path = "/v1/events", tag = "Events", operation_id = "listEvents", params(ListParams),
    responses((status = 200, description = "A page of events", body = Items<Event>), Problems),
)]
async fn list(call: Call, list: ListQuery) -> Result<axum::Json<Items<Event>>, Refusal> {
    let page = call
        .query(app::ListEvents {
            filters: list.filters,
            page: list.page,
        })
        .await?;
    Ok(axum::Json(Items::of(page, Event::from)))
}
