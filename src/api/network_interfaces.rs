//! `/v1/network-interfaces`

use axum::http::StatusCode;
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::endpoints::GroupIdentifier;
use super::extract::{Call, PathText, Versioned};
use super::page::{Items, ListParams, ListQuery};
use super::problem::{Problems, Refusal};
use super::tags::{self, Tag};
use crate::app::network_interface as app;
use crate::app::{Context, Get, List, Stored};
use crate::domain::network_interface::{self, ATTACHMENT_STATUS, INTERFACE_STATUS};

pub(super) fn routes() -> OpenApiRouter<Context> {
    OpenApiRouter::new()
        .routes(routes!(list))
        .routes(routes!(get, delete))
}

/// A network interface of an endpoint or a load balancer, which comes and goes with it.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct NetworkInterface {
    network_interface_id: String,
    owner_id: String,
    vpc_id: String,
    subnet_id: String,
    availability_zone: String,
    availability_zone_id: String,
    #[schema(example = "VPC Endpoint Interface vpce-0123456789abcdef0")]
    description: String,
    /// `vpc_endpoint`, `gateway_load_balancer_endpoint` or `network_load_balancer`
    #[schema(example = "vpc_endpoint")]
    interface_type: &'static str,
    #[schema(example = "in-use")]
    status: &'static str,
    requester_id: &'static str,
    requester_managed: bool,
    source_dest_check: bool,
    mac_address: String,
    /// The IPv4 address, if it has one.
    #[schema(example = "10.0.1.4")]
    #[serde(skip_serializing_if = "Option::is_none")]
    private_ip_address: Option<String>,
    /// The name of the IPv4 address.
    #[serde(skip_serializing_if = "Option::is_none")]
    private_dns_name: Option<String>,
    /// The IPv6 address, if it has one.
    #[schema(example = "2001:db8:1a:2b01:6f0e:11c2:8d3a:4b5c")]
    #[serde(skip_serializing_if = "Option::is_none")]
    ipv6_address: Option<String>,
    /// Whether internet gateways may not pass traffic to the IPv6 address.
    #[serde(skip_serializing_if = "Option::is_none")]
    deny_all_igw_traffic: Option<bool>,
    groups: Vec<GroupIdentifier>,
    attachment: NetworkInterfaceAttachment,
    tags: Vec<Tag>,
}

/// How a network interface is attached to what holds it.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct NetworkInterfaceAttachment {
    attachment_id: String,
    attach_time: String,
    delete_on_termination: bool,
    device_index: i32,
    #[schema(example = "amazon-aws")]
    instance_owner_id: &'static str,
    #[schema(example = "attached")]
    status: &'static str,
}

impl From<network_interface::NetworkInterface> for NetworkInterface {
    fn from(interface: network_interface::NetworkInterface) -> Self {
        Self {
            network_interface_id: interface.id.to_string(),
            owner_id: interface.scope.account.to_string(),
            vpc_id: interface.vpc_id.to_string(),
            subnet_id: interface.subnet_id.to_string(),
            interface_type: interface.holder.interface_type(),
            status: INTERFACE_STATUS,
            requester_id: interface.holder.requester_id(),
            requester_managed: true,
            source_dest_check: true,
            private_ip_address: interface.private_ip_address.map(|it| it.to_string()),
            ipv6_address: interface.ipv6_address.map(|it| it.to_string()),
            deny_all_igw_traffic: interface.deny_all_igw_traffic(),
            private_dns_name: interface.private_dns_name(),
            attachment: NetworkInterfaceAttachment {
                attachment_id: interface.attachment_id.to_string(),
                attach_time: interface.created_at.to_string(),
                delete_on_termination: false,
                device_index: 1,
                instance_owner_id: interface.holder.instance_owner_id(),
                status: ATTACHMENT_STATUS,
            },
            availability_zone: interface.availability_zone,
            availability_zone_id: interface.availability_zone_id,
            description: interface.description,
            mac_address: interface.mac_address,
            groups: interface.groups.into_iter().map(Into::into).collect(),
            tags: tags::to_body(interface.tags),
        }
    }
}

/// Lists network interfaces.
#[utoipa::path(
    get, path = "/v1/network-interfaces", tag = "Network interfaces", operation_id = "listNetworkInterfaces",
    params(ListParams),
    responses((status = 200, description = "A page of network interfaces", body = Items<NetworkInterface>), Problems),
)]
async fn list(call: Call, list: ListQuery) -> Result<axum::Json<Items<NetworkInterface>>, Refusal> {
    let query = List::<Stored<network_interface::NetworkInterface>>::new(list.into_request());
    let page = call.query(query).await?;
    Ok(axum::Json(Items::of(page, |interface| {
        interface.value.into()
    })))
}

/// Shows a network interface.
#[utoipa::path(
    get, path = "/v1/network-interfaces/{networkInterfaceId}", tag = "Network interfaces",
    operation_id = "getNetworkInterface", params(("networkInterfaceId" = String, Path)),
    responses((status = 200, description = "The network interface", body = NetworkInterface), Problems),
)]
async fn get(call: Call, PathText(id): PathText) -> Result<Versioned<NetworkInterface>, Refusal> {
    let query = Get::<Stored<network_interface::NetworkInterface>>::new(id);
    let interface = call.query(query).await?;
    Ok(Versioned {
        version: interface.version,
        body: interface.value.into(),
    })
}

/// Always refused: a network interface goes with the endpoint or load balancer that holds it.
#[utoipa::path(
    delete, path = "/v1/network-interfaces/{networkInterfaceId}", tag = "Network interfaces",
    operation_id = "deleteNetworkInterface", params(("networkInterfaceId" = String, Path)),
    responses((status = 204, description = "Deleted"), Problems),
)]
async fn delete(call: Call, PathText(id): PathText) -> Result<StatusCode, Refusal> {
    let command = app::DeleteNetworkInterface {
        network_interface_id: id,
    };
    call.run(command).await?;
    Ok(StatusCode::NO_CONTENT)
}
