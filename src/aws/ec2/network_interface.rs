//! The actions of network interfaces as a whole.

use serde::{Deserialize, Serialize};

use super::network_interface_attribute::{ConnectionTrackingSpecification, EnaSrdSpecification};
use super::network_interface_shapes::NetworkInterface;
use super::shapes::{DONE, Done, Filter, TagSpecification, list_request, tags_for};
use crate::app::List;
use crate::app::network_interface as app;
use crate::aws::action::{Action, Call, Treatment};
use crate::domain::address_request::AddressRequest;
use crate::domain::error::Result;
use crate::domain::network_interface::UserInterfaceType;

/// `Operator` is reserved for AWS itself, and not served.
#[derive(Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub(super) struct CreateNetworkInterface {
    subnet_id: String,
    #[serde(default)]
    description: String,
    interface_type: Option<UserInterfaceType>,
    private_ip_address: Option<String>,
    #[serde(default)]
    private_ip_addresses: Vec<PrivateIpAddressSpecification>,
    secondary_private_ip_address_count: Option<i64>,
    #[serde(default)]
    ipv4_prefix: Vec<Ipv4PrefixSpecification>,
    ipv4_prefix_count: Option<i64>,
    #[serde(default)]
    ipv6_addresses: Vec<InstanceIpv6Address>,
    ipv6_address_count: Option<i64>,
    #[serde(default)]
    ipv6_prefix: Vec<Ipv6PrefixSpecification>,
    ipv6_prefix_count: Option<i64>,
    #[serde(default)]
    enable_primary_ipv6: bool,
    connection_tracking_specification: Option<ConnectionTrackingSpecification>,
    #[serde(default)]
    security_group_id: Vec<String>,
    #[serde(default)]
    tag_specification: Vec<TagSpecification>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
struct PrivateIpAddressSpecification {
    private_ip_address: String,
    #[serde(default)]
    primary: bool,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
struct InstanceIpv6Address {
    ipv6_address: String,
    #[serde(default)]
    is_primary_ipv6: bool,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
struct Ipv4PrefixSpecification {
    ipv4_prefix: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
struct Ipv6PrefixSpecification {
    ipv6_prefix: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct CreateNetworkInterfaceResponse {
    network_interface: NetworkInterface,
    client_token: Option<String>,
}

impl Action for CreateNetworkInterface {
    type Response = CreateNetworkInterfaceResponse;

    async fn run(
        self,
        call: &Call,
        treatment: Treatment,
    ) -> Result<CreateNetworkInterfaceResponse> {
        let client_token = treatment.client_token.clone();
        let private_ip_addresses = self.private_ip_addresses.into_iter();
        let ipv6_addresses = self.ipv6_addresses.into_iter();
        let ipv4_prefixes = self.ipv4_prefix.into_iter();
        let ipv6_prefixes = self.ipv6_prefix.into_iter();
        let command = app::CreateNetworkInterface {
            subnet_id: self.subnet_id,
            description: self.description,
            interface_type: self.interface_type,
            private_ip_address: self.private_ip_address,
            private_ip_addresses: private_ip_addresses
                .map(|chosen| app::ChosenAddress {
                    address: chosen.private_ip_address,
                    primary: chosen.primary,
                })
                .collect(),
            ipv4: AddressRequest {
                addresses: Vec::new(),
                address_count: self.secondary_private_ip_address_count,
                prefixes: ipv4_prefixes.map(|prefix| prefix.ipv4_prefix).collect(),
                prefix_count: self.ipv4_prefix_count,
            },
            ipv6_addresses: ipv6_addresses
                .map(|chosen| app::ChosenAddress {
                    address: chosen.ipv6_address,
                    primary: chosen.is_primary_ipv6,
                })
                .collect(),
            ipv6: AddressRequest {
                addresses: Vec::new(),
                address_count: self.ipv6_address_count,
                prefixes: ipv6_prefixes.map(|prefix| prefix.ipv6_prefix).collect(),
                prefix_count: self.ipv6_prefix_count,
            },
            enable_primary_ipv6: self.enable_primary_ipv6,
            security_group_ids: self.security_group_id,
            connection_tracking: self
                .connection_tracking_specification
                .map(Into::into)
                .unwrap_or_default(),
            tags: tags_for("network-interface", self.tag_specification)?,
        };
        let network_interface = call.run(treatment, command).await?.into();
        Ok(CreateNetworkInterfaceResponse {
            network_interface,
            client_token,
        })
    }
}

/// No interface is managed in a user's name, so that `IncludeManagedResources` changes nothing.
#[derive(Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub(super) struct DescribeNetworkInterfaces {
    #[serde(default)]
    network_interface_id: Vec<String>,
    #[serde(default)]
    filter: Vec<Filter>,
    #[serde(rename = "IncludeManagedResources")]
    _include_managed_resources: Option<bool>,
    max_results: Option<i64>,
    next_token: Option<String>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct DescribeNetworkInterfacesResponse {
    network_interface_set: Vec<NetworkInterface>,
    next_token: Option<String>,
}

impl Action for DescribeNetworkInterfaces {
    type Response = DescribeNetworkInterfacesResponse;

    async fn run(
        self,
        call: &Call,
        treatment: Treatment,
    ) -> Result<DescribeNetworkInterfacesResponse> {
        let request = list_request(
            self.network_interface_id,
            self.filter,
            self.max_results,
            self.next_token,
        )?;
        let page = call
            .query(treatment, List::<app::NetworkInterfaceView>::new(request))
            .await?
            .map(NetworkInterface::from);
        Ok(DescribeNetworkInterfacesResponse {
            network_interface_set: page.items,
            next_token: page.next,
        })
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub(super) struct DeleteNetworkInterface {
    network_interface_id: String,
}

impl Action for DeleteNetworkInterface {
    type Response = Done;

    async fn run(self, call: &Call, treatment: Treatment) -> Result<Done> {
        let command = app::DeleteNetworkInterface {
            network_interface_id: self.network_interface_id,
        };
        call.run(treatment, command).await?;
        Ok(DONE)
    }
}

/// Always refused: there are no instances, so that how to attach does not matter.
#[derive(Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub(super) struct AttachNetworkInterface {
    network_interface_id: String,
    instance_id: String,
    #[serde(rename = "DeviceIndex")]
    _device_index: i64,
    #[serde(rename = "NetworkCardIndex")]
    _network_card_index: Option<i64>,
    #[serde(rename = "EnaQueueCount")]
    _ena_queue_count: Option<i64>,
    #[serde(rename = "EnaSrdSpecification")]
    _ena_srd_specification: Option<EnaSrdSpecification>,
}

impl Action for AttachNetworkInterface {
    type Response = Done;

    async fn run(self, call: &Call, treatment: Treatment) -> Result<Done> {
        let command = app::AttachNetworkInterface {
            network_interface_id: self.network_interface_id,
            instance_id: self.instance_id,
        };
        call.run(treatment, command).await?;
        Ok(DONE)
    }
}

/// Always refused: what holds an interface keeps it, and users' interfaces are not attached.
#[derive(Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub(super) struct DetachNetworkInterface {
    attachment_id: String,
    #[serde(default)]
    force: bool,
}

impl Action for DetachNetworkInterface {
    type Response = Done;

    async fn run(self, call: &Call, treatment: Treatment) -> Result<Done> {
        let command = app::DetachNetworkInterface {
            attachment_id: self.attachment_id,
            force: self.force,
        };
        call.run(treatment, command).await?;
        Ok(DONE)
    }
}
