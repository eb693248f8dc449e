//! `/v1/endpoint-services/{serviceId}/permissions`

use axum::http::StatusCode;
use axum::response::IntoResponse;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::extract::{Body, Call, Created, PathText, Versioned};
use super::page::{Items, ListParams, ListQuery};
use super::problem::{Problems, Refusal};
use super::tags::{self, Tag};
use crate::app::Context;
use crate::app::permission as app;
use crate::domain::permission;

pub(super) fn routes() -> OpenApiRouter<Context> {
    OpenApiRouter::new()
        .routes(routes!(create, list))
        .routes(routes!(get, delete))
}

/// A principal that may see a service and connect to it.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct Permission {
    #[schema(example = "vpce-svc-perm-0123456789abcdef0")]
    service_permission_id: String,
    service_id: String,
    #[schema(example = "arn:aws:iam::222222222222:root")]
    principal: String,
    #[schema(example = "Account")]
    principal_type: &'static str,
    tags: Vec<Tag>,
}

impl From<permission::Permission> for Permission {
    fn from(permission: permission::Permission) -> Self {
        Self {
            service_permission_id: permission.id.to_string(),
            service_id: permission.service_id.to_string(),
            principal_type: permission.principal.principal_type().name(),
            principal: permission.principal.to_string(),
            tags: tags::to_body(permission.tags),
        }
    }
}

/// Whom to allow.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct CreatePermission {
    /// `*`, an account's number or root ARN, a user's or role's ARN, or a service's name.
    #[schema(example = "arn:aws:iam::222222222222:root")]
    principal: String,
}

/// Allows a principal. One that is allowed already keeps its permission.
#[utoipa::path(
    post, path = "/v1/endpoint-services/{serviceId}/permissions", tag = "Endpoint services",
    operation_id = "createPermission", params(("serviceId" = String, Path)), request_body = CreatePermission,
    responses((status = 201, description = "The permission", body = Permission), Problems),
)]
async fn create(
    call: Call,
    PathText(service_id): PathText,
    Body(body): Body<CreatePermission>,
) -> Result<impl IntoResponse, Refusal> {
    let permission = call
        .run(app::AllowPrincipal {
            service_id,
            principal: body.principal,
        })
        .await?;
    let location = format!(
        "/v1/endpoint-services/{}/permissions/{}",
        permission.service_id, permission.id
    );
    Ok(Created {
        location,
        version: permission.version,
        body: Permission::from(permission.value),
    })
}

/// Lists a service's permissions.
#[utoipa::path(
    get, path = "/v1/endpoint-services/{serviceId}/permissions", tag = "Endpoint services",
    operation_id = "listPermissions", params(("serviceId" = String, Path), ListParams),
    responses((status = 200, description = "A page of permissions", body = Items<Permission>), Problems),
)]
async fn list(
    call: Call,
    PathText(service_id): PathText,
    list: ListQuery,
) -> Result<axum::Json<Items<Permission>>, Refusal> {
    let query = app::ListPermissions {
        service_id,
        filters: list.filters,
        page: list.page,
    };
    let page = call.query(query).await?;
    Ok(axum::Json(Items::of(page, |permission| {
        permission.value.into()
    })))
}

/// Shows a permission.
#[utoipa::path(
    get, path = "/v1/endpoint-services/{serviceId}/permissions/{servicePermissionId}", tag = "Endpoint services",
    operation_id = "getPermission", params(("serviceId" = String, Path), ("servicePermissionId" = String, Path)),
    responses((status = 200, description = "The permission", body = Permission), Problems),
)]
async fn get(
    call: Call,
    PathText((service_id, permission_id)): PathText<(String, String)>,
) -> Result<Versioned<Permission>, Refusal> {
    let permission = call
        .query(app::GetPermission {
            service_id,
            permission_id,
        })
        .await?;
    Ok(Versioned {
        version: permission.version,
        body: permission.value.into(),
    })
}

/// Takes a permission away. Connections that exist stay as they are.
#[utoipa::path(
    delete, path = "/v1/endpoint-services/{serviceId}/permissions/{servicePermissionId}", tag = "Endpoint services",
    operation_id = "deletePermission", params(("serviceId" = String, Path), ("servicePermissionId" = String, Path)),
    responses((status = 204, description = "Taken away"), Problems),
)]
async fn delete(
    call: Call,
    PathText((service_id, permission_id)): PathText<(String, String)>,
) -> Result<StatusCode, Refusal> {
    call.run(app::DeletePermission {
        service_id,
        permission_id,
    })
    .await?;
    Ok(StatusCode::NO_CONTENT)
}
