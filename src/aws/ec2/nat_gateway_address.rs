//! The actions that change the secondary addresses of NAT gateways. Zones can be given for regional ones only, which are not
//! served.

use serde::{Deserialize, Serialize};

use super::nat_gateway::NatGatewayAddress;
use crate::app::nat_gateway as app;
use crate::aws::action::{Action, Call, Treatment};
use crate::domain::error::Result;

/// What became of the addresses that the request was about.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct ChangedAddresses {
    nat_gateway_id: String,
    nat_gateway_address_set: Vec<NatGatewayAddress>,
}

impl ChangedAddresses {
    fn new(changed: app::ChangedAddresses, status: &'static str) -> Self {
        let gateway = changed.nat_gateway.value;
        Self {
            nat_gateway_id: gateway.id.to_string(),
            nat_gateway_address_set: changed
                .addresses
                .iter()
                .map(|address| NatGatewayAddress::of(&gateway, address, status))
                .collect(),
        }
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub(super) struct AssociateNatGatewayAddress {
    nat_gateway_id: String,
    #[serde(default)]
    allocation_id: Vec<String>,
    #[serde(default)]
    private_ip_address: Vec<String>,
}

impl Action for AssociateNatGatewayAddress {
    type Response = ChangedAddresses;

    async fn run(self, call: &Call, treatment: Treatment) -> Result<ChangedAddresses> {
        let command = app::AssociateNatGatewayAddress {
            nat_gateway_id: self.nat_gateway_id,
            allocation_ids: self.allocation_id,
            private_ip_addresses: self.private_ip_address,
        };
        let changed = call.run(treatment, command).await?;
        Ok(ChangedAddresses::new(changed, "associating"))
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub(super) struct DisassociateNatGatewayAddress {
    nat_gateway_id: String,
    #[serde(default)]
    association_id: Vec<String>,
    max_drain_duration_seconds: Option<i64>,
}

impl Action for DisassociateNatGatewayAddress {
    type Response = ChangedAddresses;

    async fn run(self, call: &Call, treatment: Treatment) -> Result<ChangedAddresses> {
        let command = app::DisassociateNatGatewayAddress {
            nat_gateway_id: self.nat_gateway_id,
            association_ids: self.association_id,
            max_drain_duration_seconds: self.max_drain_duration_seconds,
        };
        let changed = call.run(treatment, command).await?;
        Ok(ChangedAddresses::new(changed, "disassociating"))
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub(super) struct AssignPrivateNatGatewayAddress {
    nat_gateway_id: String,
    #[serde(default)]
    private_ip_address: Vec<String>,
    private_ip_address_count: Option<i64>,
}

impl Action for AssignPrivateNatGatewayAddress {
    type Response = ChangedAddresses;

    async fn run(self, call: &Call, treatment: Treatment) -> Result<ChangedAddresses> {
        let command = app::AssignPrivateNatGatewayAddress {
            nat_gateway_id: self.nat_gateway_id,
            private_ip_addresses: self.private_ip_address,
            private_ip_address_count: self.private_ip_address_count,
        };
        let changed = call.run(treatment, command).await?;
        Ok(ChangedAddresses::new(changed, "assigning"))
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub(super) struct UnassignPrivateNatGatewayAddress {
    nat_gateway_id: String,
    #[serde(default)]
    private_ip_address: Vec<String>,
    max_drain_duration_seconds: Option<i64>,
}

impl Action for UnassignPrivateNatGatewayAddress {
    type Response = ChangedAddresses;

    async fn run(self, call: &Call, treatment: Treatment) -> Result<ChangedAddresses> {
        let command = app::UnassignPrivateNatGatewayAddress {
            nat_gateway_id: self.nat_gateway_id,
            private_ip_addresses: self.private_ip_address,
            max_drain_duration_seconds: self.max_drain_duration_seconds,
        };
        let changed = call.run(treatment, command).await?;
        Ok(ChangedAddresses::new(changed, "unassigning"))
    }
}
