//! The actions that give a network interface addresses and prefixes, and take them back.

use serde::{Deserialize, Serialize};

use super::network_interface_shapes::Ipv4Prefix;
use super::shapes::{DONE, Done};
use crate::app::network_interface as app;
use crate::aws::action::{Action, Call, Treatment};
use crate::domain::address_request::AddressRequest;
use crate::domain::error::Result;

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub(super) struct AssignPrivateIpAddresses {
    network_interface_id: String,
    #[serde(default)]
    private_ip_address: Vec<String>,
    secondary_private_ip_address_count: Option<i64>,
    #[serde(default)]
    ipv4_prefix: Vec<String>,
    ipv4_prefix_count: Option<i64>,
    #[serde(default)]
    allow_reassignment: bool,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct AssignPrivateIpAddressesResponse {
    network_interface_id: String,
    assigned_private_ip_addresses_set: Vec<AssignedPrivateIpAddress>,
    assigned_ipv4_prefix_set: Vec<Ipv4Prefix>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct AssignedPrivateIpAddress {
    private_ip_address: String,
}

impl Action for AssignPrivateIpAddresses {
    type Response = AssignPrivateIpAddressesResponse;

    async fn run(
        self,
        call: &Call,
        treatment: Treatment,
    ) -> Result<AssignPrivateIpAddressesResponse> {
        let command = app::AssignPrivateAddresses {
            network_interface_id: self.network_interface_id,
            request: AddressRequest {
                addresses: self.private_ip_address,
                address_count: self.secondary_private_ip_address_count,
                prefixes: self.ipv4_prefix,
                prefix_count: self.ipv4_prefix_count,
            },
            allow_reassignment: self.allow_reassignment,
        };
        let assigned = call.run(treatment, command).await?;
        let addresses = assigned.given.addresses.iter();
        let prefixes = assigned.given.prefixes.iter();
        Ok(AssignPrivateIpAddressesResponse {
            network_interface_id: assigned.network_interface_id.to_string(),
            assigned_private_ip_addresses_set: addresses
                .map(|address| AssignedPrivateIpAddress {
                    private_ip_address: address.to_string(),
                })
                .collect(),
            assigned_ipv4_prefix_set: prefixes
                .map(|prefix| Ipv4Prefix {
                    ipv4_prefix: prefix.to_string(),
                })
                .collect(),
        })
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub(super) struct UnassignPrivateIpAddresses {
    network_interface_id: String,
    #[serde(default)]
    private_ip_address: Vec<String>,
    #[serde(default)]
    ipv4_prefix: Vec<String>,
}

impl Action for UnassignPrivateIpAddresses {
    type Response = Done;

    async fn run(self, call: &Call, treatment: Treatment) -> Result<Done> {
        let command = app::UnassignPrivateAddresses {
            network_interface_id: self.network_interface_id,
            addresses: self.private_ip_address,
            prefixes: self.ipv4_prefix,
        };
        call.run(treatment, command).await?;
        Ok(DONE)
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub(super) struct AssignIpv6Addresses {
    network_interface_id: String,
    #[serde(default)]
    ipv6_addresses: Vec<String>,
    ipv6_address_count: Option<i64>,
    #[serde(default)]
    ipv6_prefix: Vec<String>,
    ipv6_prefix_count: Option<i64>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct AssignIpv6AddressesResponse {
    network_interface_id: String,
    assigned_ipv6_addresses: Vec<String>,
    assigned_ipv6_prefix_set: Vec<String>,
}

impl Action for AssignIpv6Addresses {
    type Response = AssignIpv6AddressesResponse;

    async fn run(self, call: &Call, treatment: Treatment) -> Result<AssignIpv6AddressesResponse> {
        let command = app::AssignIpv6Addresses {
            network_interface_id: self.network_interface_id,
            request: AddressRequest {
                addresses: self.ipv6_addresses,
                address_count: self.ipv6_address_count,
                prefixes: self.ipv6_prefix,
                prefix_count: self.ipv6_prefix_count,
            },
        };
        let assigned = call.run(treatment, command).await?;
        Ok(AssignIpv6AddressesResponse {
            network_interface_id: assigned.network_interface_id.to_string(),
            assigned_ipv6_addresses: texts(&assigned.given.addresses),
            assigned_ipv6_prefix_set: texts(&assigned.given.prefixes),
        })
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub(super) struct UnassignIpv6Addresses {
    network_interface_id: String,
    #[serde(default)]
    ipv6_addresses: Vec<String>,
    #[serde(default)]
    ipv6_prefix: Vec<String>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct UnassignIpv6AddressesResponse {
    network_interface_id: String,
    unassigned_ipv6_addresses: Vec<String>,
    unassigned_ipv6_prefix_set: Vec<String>,
}

impl Action for UnassignIpv6Addresses {
    type Response = UnassignIpv6AddressesResponse;

    async fn run(self, call: &Call, treatment: Treatment) -> Result<UnassignIpv6AddressesResponse> {
        let command = app::UnassignIpv6Addresses {
            network_interface_id: self.network_interface_id,
            addresses: self.ipv6_addresses,
            prefixes: self.ipv6_prefix,
        };
        let unassigned = call.run(treatment, command).await?;
        Ok(UnassignIpv6AddressesResponse {
            network_interface_id: unassigned.network_interface_id.to_string(),
            unassigned_ipv6_addresses: texts(&unassigned.given.addresses),
            unassigned_ipv6_prefix_set: texts(&unassigned.given.prefixes),
        })
    }
}

fn texts<T: ToString>(items: &[T]) -> Vec<String> {
    items.iter().map(ToString::to_string).collect()
}
