//! The actions of routes.

use serde::{Deserialize, Serialize};

use super::shapes::{DONE, Done};
use crate::app::route as app;
use crate::aws::action::{Action, Call, Treatment};
use crate::domain::error::Result;
use crate::domain::route::Destination;
use crate::domain::route_target::{TargetKind, TargetName};

/// A request with a destination and a target; each has one parameter for each kind.
macro_rules! targeted_request {
    ($(#[doc = $doc:literal])+ $name:ident { $($own:ident: $type:ty,)* }) => {
        $(#[doc = $doc])+
        #[derive(Deserialize)]
        #[serde(rename_all = "PascalCase", deny_unknown_fields)]
        pub(super) struct $name {
            route_table_id: String,
            destination_cidr_block: Option<String>,
            destination_ipv6_cidr_block: Option<String>,
            destination_prefix_list_id: Option<String>,
            gateway_id: Option<String>,
            egress_only_internet_gateway_id: Option<String>,
            nat_gateway_id: Option<String>,
            network_interface_id: Option<String>,
            vpc_endpoint_id: Option<String>,
            instance_id: Option<String>,
            transit_gateway_id: Option<String>,
            vpc_peering_connection_id: Option<String>,
            carrier_gateway_id: Option<String>,
            local_gateway_id: Option<String>,
            core_network_arn: Option<String>,
            odb_network_arn: Option<String>,
            $($own: $type,)*
        }

        impl $name {
            fn destination(&self) -> Result<Destination> {
                Destination::chosen(
                    self.destination_cidr_block.as_deref(),
                    self.destination_ipv6_cidr_block.as_deref(),
                    self.destination_prefix_list_id.as_deref(),
                )
            }

            fn targets(self) -> Vec<TargetName> {
                let named = [
                    (TargetKind::Gateway, self.gateway_id),
                    (TargetKind::EgressOnlyInternetGateway, self.egress_only_internet_gateway_id),
                    (TargetKind::NatGateway, self.nat_gateway_id),
                    (TargetKind::NetworkInterface, self.network_interface_id),
                    (TargetKind::Endpoint, self.vpc_endpoint_id),
                    (TargetKind::Instance, self.instance_id),
                    (TargetKind::TransitGateway, self.transit_gateway_id),
                    (TargetKind::PeeringConnection, self.vpc_peering_connection_id),
                    (TargetKind::CarrierGateway, self.carrier_gateway_id),
                    (TargetKind::LocalGateway, self.local_gateway_id),
                    (TargetKind::CoreNetwork, self.core_network_arn),
                    (TargetKind::DatabaseNetwork, self.odb_network_arn),
                ];
                let named = named.into_iter();
                named
                    .filter_map(|(kind, id)| Some(TargetName { kind, id: id? }))
                    .collect()
            }
        }
    };
}

targeted_request! {
    /// Of the targets that do not exist here, each is refused as not found.
    CreateRoute {}
}

impl Action for CreateRoute {
    type Response = Done;

    async fn run(self, call: &Call, treatment: Treatment) -> Result<Done> {
        let command = app::CreateRoute {
            route_table_id: self.route_table_id.clone(),
            destination: self.destination()?,
            targets: self.targets(),
        };
        call.run(treatment, command).await?;
        Ok(DONE)
    }
}

targeted_request! {
    /// As [`CreateRoute`]; a local route can get the VPC itself as its target again.
    ReplaceRoute {
        local_target: Option<bool>,
    }
}

impl Action for ReplaceRoute {
    type Response = Done;

    async fn run(self, call: &Call, treatment: Treatment) -> Result<Done> {
        let is_local = self.local_target.unwrap_or_default();
        let route_table_id = self.route_table_id.clone();
        let destination = self.destination()?;
        let targets = self.targets();
        let command = app::ReplaceRoute {
            route_table_id,
            destination,
            target: app::NewTarget::chosen(targets, is_local)?,
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

/// Virtual private gateways, from which routes could come by themselves, don't exist.
#[derive(Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub(super) struct EnableVgwRoutePropagation {
    route_table_id: String,
    gateway_id: String,
}

impl Action for EnableVgwRoutePropagation {
    type Response = Done;

    async fn run(self, call: &Call, treatment: Treatment) -> Result<Done> {
        let query = app::FindPropagation {
            route_table_id: self.route_table_id,
            gateway_id: self.gateway_id,
        };
        call.query(treatment, query).await?;
        Ok(DONE)
    }
}

/// As [`EnableVgwRoutePropagation`].
#[derive(Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub(super) struct DisableVgwRoutePropagation {
    route_table_id: String,
    gateway_id: String,
}

impl Action for DisableVgwRoutePropagation {
    type Response = Done;

    async fn run(self, call: &Call, treatment: Treatment) -> Result<Done> {
        let query = app::FindPropagation {
            route_table_id: self.route_table_id,
            gateway_id: self.gateway_id,
        };
        call.query(treatment, query).await?;
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
    gateway_id: Option<String>,
    egress_only_internet_gateway_id: Option<String>,
    nat_gateway_id: Option<String>,
    network_interface_id: Option<String>,
    origin: String,
    state: &'static str,
}

impl From<app::RouteView> for Route {
    fn from(route: app::RouteView) -> Self {
        let target = |kind| route.target_as(kind).map(str::to_owned);
        let mut shown = Self {
            destination_cidr_block: None,
            destination_ipv6_cidr_block: None,
            destination_prefix_list_id: None,
            gateway_id: target(TargetKind::Gateway),
            egress_only_internet_gateway_id: target(TargetKind::EgressOnlyInternetGateway),
            nat_gateway_id: target(TargetKind::NatGateway),
            network_interface_id: target(TargetKind::NetworkInterface),
            origin: route.origin.clone(),
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
