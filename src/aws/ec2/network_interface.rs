//! The actions of network interfaces.

use serde::{Deserialize, Serialize};

use super::shapes::{
    AttributeBooleanValue, DONE, Done, Filter, GroupIdentifier, Tag, list_request, tags,
};
use crate::app::network_interface as app;
use crate::app::{List, Stored};
use crate::aws::action::{Action, Call, Treatment};
use crate::domain::error::Result;
use crate::domain::network_interface as domain;

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub(super) struct DescribeNetworkInterfaces {
    #[serde(default)]
    network_interface_id: Vec<String>,
    #[serde(default)]
    filter: Vec<Filter>,
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
            .query(
                treatment,
                List::<Stored<domain::NetworkInterface>>::new(request),
            )
            .await?
            .map(|interface| interface.value.into());
        Ok(DescribeNetworkInterfacesResponse {
            network_interface_set: page.items,
            next_token: page.next,
        })
    }
}

/// Always refused: there are no interfaces of users'.
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

/// Always refused: there are no interfaces of users'.
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

/// Always refused: there are no interfaces of users'.
#[derive(Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub(super) struct ModifyNetworkInterfaceAttribute {
    network_interface_id: String,
    description: Option<AttributeValue>,
    source_dest_check: Option<AttributeBooleanValue>,
    #[serde(default)]
    security_group_id: Vec<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
struct AttributeValue {
    value: String,
}

impl Action for ModifyNetworkInterfaceAttribute {
    type Response = Done;

    async fn run(self, call: &Call, treatment: Treatment) -> Result<Done> {
        let command = app::ModifyNetworkInterface {
            network_interface_id: self.network_interface_id,
            description: self.description.map(|attribute| attribute.value),
            source_dest_check: self.source_dest_check.map(|attribute| attribute.value),
            security_group_ids: self.security_group_id,
        };
        call.run(treatment, command).await?;
        Ok(DONE)
    }
}

/// A network interface as answers show it.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct NetworkInterface {
    network_interface_id: String,
    owner_id: String,
    vpc_id: String,
    subnet_id: String,
    availability_zone: String,
    availability_zone_id: String,
    description: String,
    interface_type: &'static str,
    status: &'static str,
    requester_id: &'static str,
    requester_managed: bool,
    source_dest_check: bool,
    mac_address: String,
    private_ip_address: Option<String>,
    private_dns_name: Option<String>,
    private_ip_addresses_set: Vec<PrivateIpAddress>,
    ipv6_address: Option<String>,
    ipv6_addresses_set: Vec<Ipv6Address>,
    deny_all_igw_traffic: Option<bool>,
    group_set: Vec<GroupIdentifier>,
    attachment: Attachment,
    tag_set: Vec<Tag>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct PrivateIpAddress {
    private_ip_address: String,
    private_dns_name: String,
    primary: bool,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Ipv6Address {
    ipv6_address: String,
    is_primary_ipv6: bool,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Attachment {
    attachment_id: String,
    attach_time: String,
    delete_on_termination: bool,
    device_index: i32,
    instance_owner_id: &'static str,
    status: &'static str,
}

impl From<domain::NetworkInterface> for NetworkInterface {
    fn from(interface: domain::NetworkInterface) -> Self {
        let private_dns_name = interface.private_dns_name();
        let deny_all_igw_traffic = interface.deny_all_igw_traffic();
        let private_ip_address = interface.private_ip_address.map(|it| it.to_string());
        let ipv6_address = interface.ipv6_address.map(|it| it.to_string());
        let private_ip_addresses_set = private_ip_address
            .iter()
            .zip(&private_dns_name)
            .map(|(address, name)| PrivateIpAddress {
                private_ip_address: address.clone(),
                private_dns_name: name.clone(),
                primary: true,
            })
            .collect();
        Self {
            network_interface_id: interface.id.to_string(),
            owner_id: interface.scope.account.to_string(),
            vpc_id: interface.vpc_id.to_string(),
            subnet_id: interface.subnet_id.to_string(),
            availability_zone: interface.availability_zone,
            availability_zone_id: interface.availability_zone_id,
            description: interface.description,
            interface_type: interface.holder.interface_type(),
            status: domain::INTERFACE_STATUS,
            requester_id: interface.holder.requester_id(),
            requester_managed: true,
            source_dest_check: true,
            mac_address: interface.mac_address,
            deny_all_igw_traffic,
            private_ip_addresses_set,
            private_ip_address,
            private_dns_name,
            ipv6_addresses_set: ipv6_address
                .iter()
                .map(|address| Ipv6Address {
                    ipv6_address: address.clone(),
                    is_primary_ipv6: false,
                })
                .collect(),
            ipv6_address,
            attachment: Attachment {
                attachment_id: interface.attachment_id.to_string(),
                attach_time: interface.created_at.to_string(),
                delete_on_termination: false,
                device_index: 1,
                instance_owner_id: interface.holder.instance_owner_id(),
                status: domain::ATTACHMENT_STATUS,
            },
            group_set: interface.groups.into_iter().map(Into::into).collect(),
            tag_set: tags(interface.tags),
        }
    }
}
