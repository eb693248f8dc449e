//! `/v1/route-tables`, and the associations of each.

use axum::http::StatusCode;
use axum::response::IntoResponse;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::extract::{Body, Call, Created, PathText, Versioned};
use super::page::{Items, ListParams, ListQuery};
use super::problem::{Problems, Refusal};
use super::routes::Route;
use super::tags::{self, Tag};
use crate::app::route_table as app;
use crate::app::route_table_association as association;
use crate::app::{Context, Get, List};
use crate::domain::route_table::{self, ASSOCIATION_STATE};

pub(super) fn routes() -> OpenApiRouter<Context> {
    OpenApiRouter::new()
        .routes(routes!(create, list))
        .routes(routes!(get, patch, delete))
        .routes(routes!(associate))
        .routes(routes!(get_association, disassociate))
}

/// A route table.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct RouteTable {
    route_table_id: String,
    owner_id: String,
    vpc_id: String,
    associations: Vec<RouteTableAssociation>,
    routes: Vec<Route>,
    tags: Vec<Tag>,
}

/// A route table's association with a subnet, with an internet gateway, or with the VPC as its main table.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct RouteTableAssociation {
    route_table_association_id: String,
    route_table_id: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    subnet_id: Option<String>,
    /// The internet gateway, if one uses the table for what comes in.
    #[serde(skip_serializing_if = "Option::is_none")]
    gateway_id: Option<String>,
    main: bool,
    association_state: RouteTableAssociationState,
}

/// The state of an association.
#[derive(Serialize, ToSchema)]
struct RouteTableAssociationState {
    #[schema(example = "associated")]
    state: &'static str,
}

impl From<app::RouteTableView> for RouteTable {
    fn from(view: app::RouteTableView) -> Self {
        let table = view.table.value;
        Self {
            route_table_id: table.id.to_string(),
            owner_id: table.scope.account.to_string(),
            vpc_id: table.vpc_id.to_string(),
            associations: view
                .associations
                .into_iter()
                .map(|association| association.value.into())
                .collect(),
            routes: view.routes.into_iter().map(Route::from).collect(),
            tags: tags::to_body(table.tags),
        }
    }
}

impl From<route_table::RouteTableAssociation> for RouteTableAssociation {
    fn from(association: route_table::RouteTableAssociation) -> Self {
        Self {
            route_table_association_id: association.id.to_string(),
            route_table_id: association.route_table_id.to_string(),
            main: association.is_main(),
            subnet_id: association.subnet_id().map(ToString::to_string),
            gateway_id: association.gateway_id().map(ToString::to_string),
            association_state: RouteTableAssociationState {
                state: ASSOCIATION_STATE,
            },
        }
    }
}

/// What a route table is created with.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct CreateRouteTable {
    vpc_id: String,
    #[serde(default)]
    tags: Vec<Tag>,
}

/// Creates a route table, which has the local route and nothing else.
#[utoipa::path(
    post, path = "/v1/route-tables", tag = "Route tables", operation_id = "createRouteTable",
    request_body = CreateRouteTable,
    responses((status = 201, description = "The route table", body = RouteTable), Problems),
)]
async fn create(
    call: Call,
    Body(body): Body<CreateRouteTable>,
) -> Result<impl IntoResponse, Refusal> {
    let command = app::CreateRouteTable {
        vpc_id: body.vpc_id,
        tags: tags::from_body(body.tags),
    };
    let view = call.run(command).await?;
    Ok(Created {
        location: format!("/v1/route-tables/{}", view.table.id),
        version: view.table.version,
        body: RouteTable::from(view),
    })
}

/// Lists route tables.
#[utoipa::path(
    get, path = "/v1/route-tables", tag = "Route tables", operation_id = "listRouteTables", params(ListParams),
    responses((status = 200, description = "A page of route tables", body = Items<RouteTable>), Problems),
)]
async fn list(call: Call, list: ListQuery) -> Result<axum::Json<Items<RouteTable>>, Refusal> {
    let page = call
        .query(List::<app::RouteTableView>::new(list.into_request()))
        .await?;
    Ok(axum::Json(Items::of(page, RouteTable::from)))
}

/// Shows a route table.
#[utoipa::path(
    get, path = "/v1/route-tables/{routeTableId}", tag = "Route tables", operation_id = "getRouteTable",
    params(("routeTableId" = String, Path)),
    responses((status = 200, description = "The route table", body = RouteTable), Problems),
)]
async fn get(call: Call, PathText(id): PathText) -> Result<Versioned<RouteTable>, Refusal> {
    call.query(Get::<app::RouteTableView>::new(id))
        .await
        .map(versioned)
}

/// What of a route table is to be changed; what is absent stays.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct PatchRouteTable {
    /// Replaces all tags.
    tags: Option<Vec<Tag>>,
}

/// Changes a route table.
#[utoipa::path(
    patch, path = "/v1/route-tables/{routeTableId}", tag = "Route tables", operation_id = "updateRouteTable",
    params(("routeTableId" = String, Path)), request_body = PatchRouteTable,
    responses((status = 200, description = "The route table", body = RouteTable), Problems),
)]
async fn patch(
    call: Call,
    PathText(id): PathText,
    Body(body): Body<PatchRouteTable>,
) -> Result<Versioned<RouteTable>, Refusal> {
    let command = app::ModifyRouteTable {
        route_table_id: id,
        tags: body.tags.map(tags::from_body),
    };
    call.run(command).await.map(versioned)
}

/// Deletes a route table that is neither a VPC's main one nor associated with a subnet or gateway.
#[utoipa::path(
    delete, path = "/v1/route-tables/{routeTableId}", tag = "Route tables", operation_id = "deleteRouteTable",
    params(("routeTableId" = String, Path)),
    responses((status = 204, description = "Deleted"), Problems),
)]
async fn delete(call: Call, PathText(id): PathText) -> Result<StatusCode, Refusal> {
    call.run(app::DeleteRouteTable { route_table_id: id })
        .await?;
    Ok(StatusCode::NO_CONTENT)
}

fn versioned(view: app::RouteTableView) -> Versioned<RouteTable> {
    Versioned {
        version: view.table.version,
        body: view.into(),
    }
}

/// What a route table is to be associated with: one of the two.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct AssociateRouteTable {
    /// A subnet of the same VPC that is not associated yet.
    subnet_id: Option<String>,
    /// An internet gateway that is attached to the same VPC and not associated yet.
    gateway_id: Option<String>,
}

/// Makes a subnet use the route table instead of the VPC's main one, or an internet gateway use it for what comes in.
#[utoipa::path(
    post, path = "/v1/route-tables/{routeTableId}/associations", tag = "Route tables",
    operation_id = "createRouteTableAssociation", params(("routeTableId" = String, Path)),
    request_body = AssociateRouteTable,
    responses((status = 201, description = "The association", body = RouteTableAssociation), Problems),
)]
async fn associate(
    call: Call,
    PathText(route_table_id): PathText,
    Body(body): Body<AssociateRouteTable>,
) -> Result<impl IntoResponse, Refusal> {
    let user = association::NewTableUser::chosen(body.subnet_id, body.gateway_id, None);
    let command = association::AssociateRouteTable {
        route_table_id,
        user: user.map_err(|error| call.refusal(error))?,
    };
    let association = call.run(command).await?;
    Ok(Created {
        location: format!(
            "/v1/route-tables/{}/associations/{}",
            association.route_table_id, association.id
        ),
        version: association.version,
        body: RouteTableAssociation::from(association.value),
    })
}

/// Shows an association.
#[utoipa::path(
    get, path = "/v1/route-tables/{routeTableId}/associations/{routeTableAssociationId}", tag = "Route tables",
    operation_id = "getRouteTableAssociation",
    params(("routeTableId" = String, Path), ("routeTableAssociationId" = String, Path)),
    responses((status = 200, description = "The association", body = RouteTableAssociation), Problems),
)]
async fn get_association(
    call: Call,
    PathText((route_table_id, association_id)): PathText<(String, String)>,
) -> Result<Versioned<RouteTableAssociation>, Refusal> {
    let query = association::GetAssociation {
        route_table_id,
        association_id,
    };
    let association = call.query(query).await?;
    Ok(Versioned {
        version: association.version,
        body: association.value.into(),
    })
}

/// Makes a subnet use the VPC's main route table again, or an internet gateway none. A main association cannot be ended.
#[utoipa::path(
    delete, path = "/v1/route-tables/{routeTableId}/associations/{routeTableAssociationId}", tag = "Route tables",
    operation_id = "deleteRouteTableAssociation",
    params(("routeTableId" = String, Path), ("routeTableAssociationId" = String, Path)),
    responses((status = 204, description = "Ended"), Problems),
)]
async fn disassociate(
    call: Call,
    PathText((route_table_id, association_id)): PathText<(String, String)>,
) -> Result<StatusCode, Refusal> {
    call.run(association::DisassociateRouteTable {
        association_id,
        route_table_id: Some(route_table_id),
    })
    .await?;
    Ok(StatusCode::NO_CONTENT)
}
