//! The actions of routes.

use serde::{Deserialize, Serialize};

use super::shapes::{DONE, Done};
use crate::app::route as app;
use crate::aws::action::{Action, Call, Treatment};
use crate::domain::error::Result;
use crate::domain::route::Destination;

/// Of what a route can lead to, endpoints of gateway load balancers are served.
#[derive(Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub(super) struct CreateRoute {
    route_table_id: String,
    destination_cidr_block: Option<String>,
    destination_ipv6_cidr_block: Option<String>,
    destination_prefix_list_id: Option<String>,
    vpc_endpoint_id: Option<String>,
}

impl Action for CreateRoute {
    type Response = Done;

    async fn run(self, call: &Call, treatment: Treatment) -> Result<Done> {
        let command = app::CreateRoute {
            route_table_id: self.route_table_id,
            destination: Destination::chosen(
                self.destination_cidr_block.as_deref(),
                self.destination_ipv6_cidr_block.as_deref(),
                self.destination_prefix_list_id.as_deref(),
            )?,
            endpoint_id: self.vpc_endpoint_id,
        };
        call.run(treatment, command).await?;
        Ok(DONE)
    }
}

/// As [`CreateRoute`]; the target cannot be the local one either.
#[derive(Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub(super) struct ReplaceRoute {
    route_table_id: String,
    destination_cidr_block: Option<String>,
    destination_ipv6_cidr_block: Option<String>,
    destination_prefix_list_id: Option<String>,
    vpc_endpoint_id: Option<String>,
}

impl Action for ReplaceRoute {
    type Response = Done;

    async fn run(self, call: &Call, treatment: Treatment) -> Result<Done> {
        let command = app::ReplaceRoute {
            route_table_id: self.route_table_id,
            destination: Destination::chosen(
                self.destination_cidr_block.as_deref(),
                self.destination_ipv6_cidr_block.as_deref(),
                self.destination_prefix_list_id.as_deref(),
            )?,
            endpoint_id: self.vpc_endpoint_id,
        };
        call.run(treatment, command).await?;
        Ok(DONE)
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub(super) struct DeleteRoute {
    route_table_id: String,
    destination_cidr_block: Option<String>,
    destination_ipv6_cidr_block: Option<String>,
    destination_prefix_list_id: Option<String>,
}

impl Action for DeleteRoute {
    type Response = Done;

    async fn run(self, call: &Call, treatment: Treatment) -> Result<Done> {
        let command = app::DeleteRoute {
            route_table_id: self.route_table_id,
            destination: Destination::chosen(
                self.destination_cidr_block.as_deref(),
                self.destination_ipv6_cidr_block.as_deref(),
                self.destination_prefix_list_id.as_deref(),
            )?,
        };
        call.run(treatment, command).await?;
        Ok(DONE)
    }
}

/// A route as answers show it.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Route {
    destination_cidr_block: Option<String>,
    destination_ipv6_cidr_block: Option<String>,
    destination_prefix_list_id: Option<String>,
    gateway_id: String,
    origin: String,
    state: &'static str,
}

impl From<app::RouteView> for Route {
    fn from(route: app::RouteView) -> Self {
        let mut shown = Self {
            destination_cidr_block: None,
            destination_ipv6_cidr_block: None,
            destination_prefix_list_id: None,
            gateway_id: route.gateway,
            origin: route.origin,
            state: route.state.name(),
        };
        let destination = match &route.destination {
            Destination::Ipv4(_) => &mut shown.destination_cidr_block,
            Destination::Ipv6(_) => &mut shown.destination_ipv6_cidr_block,
            Destination::PrefixList(_) => &mut shown.destination_prefix_list_id,
        };
        *destination = Some(route.destination.to_string());
        shown
    }
}
