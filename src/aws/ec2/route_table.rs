//! The actions of route tables and their associations.

use serde::{Deserialize, Serialize};

use super::route::Route;
use super::shapes::{DONE, Done, Filter, Tag, TagSpecification, list_request, tags, tags_for};
use crate::app::List;
use crate::app::route_table as app;
use crate::app::route_table_association as association;
use crate::aws::action::{Action, Call, Treatment};
use crate::domain::error::Result;
use crate::domain::route_table::{ASSOCIATION_STATE, RouteTableAssociation};

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub(super) struct CreateRouteTable {
    vpc_id: String,
    #[serde(default)]
    tag_specification: Vec<TagSpecification>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct CreateRouteTableResponse {
    route_table: RouteTable,
    client_token: Option<String>,
}

impl Action for CreateRouteTable {
    type Response = CreateRouteTableResponse;

    async fn run(self, call: &Call, treatment: Treatment) -> Result<CreateRouteTableResponse> {
        let client_token = treatment.client_token.clone();
        let command = app::CreateRouteTable {
            vpc_id: self.vpc_id,
            tags: tags_for("route-table", self.tag_specification)?,
        };
        Ok(CreateRouteTableResponse {
            route_table: call.run(treatment, command).await?.into(),
            client_token,
        })
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub(super) struct DescribeRouteTables {
    #[serde(default)]
    route_table_id: Vec<String>,
    #[serde(default)]
    filter: Vec<Filter>,
    max_results: Option<i64>,
    next_token: Option<String>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct DescribeRouteTablesResponse {
    route_table_set: Vec<RouteTable>,
    next_token: Option<String>,
}

impl Action for DescribeRouteTables {
    type Response = DescribeRouteTablesResponse;

    async fn run(self, call: &Call, treatment: Treatment) -> Result<DescribeRouteTablesResponse> {
        let request = list_request(
            self.route_table_id,
            self.filter,
            self.max_results,
            self.next_token,
        )?;
        let page = call
            .query(treatment, List::<app::RouteTableView>::new(request))
            .await?
            .map(RouteTable::from);
        Ok(DescribeRouteTablesResponse {
            route_table_set: page.items,
            next_token: page.next,
        })
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub(super) struct DeleteRouteTable {
    route_table_id: String,
}

impl Action for DeleteRouteTable {
    type Response = Done;

    async fn run(self, call: &Call, treatment: Treatment) -> Result<Done> {
        let command = app::DeleteRouteTable {
            route_table_id: self.route_table_id,
        };
        call.run(treatment, command).await?;
        Ok(DONE)
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub(super) struct AssociateRouteTable {
    route_table_id: String,
    subnet_id: Option<String>,
    gateway_id: Option<String>,
    public_ipv4_pool: Option<String>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct AssociateRouteTableResponse {
    association_id: String,
    association_state: AssociationState,
}

impl Action for AssociateRouteTable {
    type Response = AssociateRouteTableResponse;

    async fn run(self, call: &Call, treatment: Treatment) -> Result<AssociateRouteTableResponse> {
        let pool = self.public_ipv4_pool;
        let command = association::AssociateRouteTable {
            route_table_id: self.route_table_id,
            user: association::NewTableUser::chosen(
                self.subnet_id,
                self.gateway_id,
                pool.as_deref(),
            )?,
        };
        let association = call.run(treatment, command).await?;
        Ok(AssociateRouteTableResponse {
            association_id: association.id.to_string(),
            association_state: ASSOCIATED,
        })
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub(super) struct DisassociateRouteTable {
    association_id: String,
}

impl Action for DisassociateRouteTable {
    type Response = Done;

    async fn run(self, call: &Call, treatment: Treatment) -> Result<Done> {
        let command = association::DisassociateRouteTable {
            association_id: self.association_id,
            route_table_id: None,
        };
        call.run(treatment, command).await?;
        Ok(DONE)
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub(super) struct ReplaceRouteTableAssociation {
    association_id: String,
    route_table_id: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct ReplaceRouteTableAssociationResponse {
    new_association_id: String,
    association_state: AssociationState,
}

impl Action for ReplaceRouteTableAssociation {
    type Response = ReplaceRouteTableAssociationResponse;

    async fn run(
        self,
        call: &Call,
        treatment: Treatment,
    ) -> Result<ReplaceRouteTableAssociationResponse> {
        let command = association::ReplaceRouteTableAssociation {
            association_id: self.association_id,
            route_table_id: self.route_table_id,
        };
        let association = call.run(treatment, command).await?;
        Ok(ReplaceRouteTableAssociationResponse {
            new_association_id: association.id.to_string(),
            association_state: ASSOCIATED,
        })
    }
}

/// A route table as answers show it.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct RouteTable {
    route_table_id: String,
    vpc_id: String,
    owner_id: String,
    association_set: Vec<Association>,
    propagating_vgw_set: Vec<String>,
    route_set: Vec<Route>,
    tag_set: Vec<Tag>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Association {
    route_table_association_id: String,
    route_table_id: String,
    subnet_id: Option<String>,
    gateway_id: Option<String>,
    main: bool,
    association_state: AssociationState,
}

#[derive(Serialize)]
struct AssociationState {
    state: &'static str,
}

const ASSOCIATED: AssociationState = AssociationState {
    state: ASSOCIATION_STATE,
};

impl From<app::RouteTableView> for RouteTable {
    fn from(view: app::RouteTableView) -> Self {
        let table = view.table.value;
        Self {
            route_table_id: table.id.to_string(),
            vpc_id: table.vpc_id.to_string(),
            owner_id: table.scope.account.to_string(),
            association_set: view
                .associations
                .into_iter()
                .map(|association| association.value.into())
                .collect(),
            propagating_vgw_set: Vec::new(),
            route_set: view.routes.into_iter().map(Route::from).collect(),
            tag_set: tags(table.tags),
        }
    }
}

impl From<RouteTableAssociation> for Association {
    fn from(association: RouteTableAssociation) -> Self {
        Self {
            route_table_association_id: association.id.to_string(),
            route_table_id: association.route_table_id.to_string(),
            main: association.is_main(),
            subnet_id: association.subnet_id().map(ToString::to_string),
            gateway_id: association.gateway_id().map(ToString::to_string),
            association_state: ASSOCIATED,
        }
    }
}
