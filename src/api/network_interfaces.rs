//! `/v1/network-interfaces`

use axum::http::StatusCode;
use axum::response::IntoResponse;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::endpoints::GroupIdentifier;
use super::extract::{Body, Call, Created, PathText, Versioned};
use super::page::{Items, ListParams, ListQuery};
use super::problem::{Problems, Refusal};
use super::tags::{self, Tag};
use crate::app::network_interface as app;
use crate::app::{Context, Get, List};
use crate::domain::address_request::AddressRequest;
use crate::domain::connection_tracking;
use crate::domain::network_interface::{self as domain, ATTACHMENT_STATUS, UserInterfaceType};

/// The body's members that refusals know by the names of parameters.
const MEMBERS: &[(&str, &str)] = &[
    ("PrivateIpAddresses", "secondaryPrivateIpAddresses"),
    ("PrivateIpAddress", "secondaryPrivateIpAddresses"),
    ("Ipv4Prefix", "ipv4Prefixes"),
    ("Ipv6Prefix", "ipv6Prefixes"),
    ("SecurityGroupId", "securityGroupIds"),
];

pub(super) fn routes() -> OpenApiRouter<Context> {
    OpenApiRouter::new()
        .routes(routes!(create, list))
        .routes(routes!(get, patch, delete))
}

/// A network interface: a user's own, or one that comes and goes with an endpoint, a load balancer or a NAT gateway.
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
    /// `interface`, `efa`, `efa-only`, `branch`, `trunk`; of what holds it `vpc_endpoint`, `network_load_balancer` and others
    #[schema(example = "vpc_endpoint")]
    interface_type: &'static str,
    /// `available`, or `in-use` if something holds it
    #[schema(example = "in-use")]
    status: &'static str,
    requester_id: String,
    /// Whether it is not a user's own.
    requester_managed: bool,
    /// A record only.
    source_dest_check: bool,
    mac_address: String,
    /// The primary IPv4 address, if it has one.
    #[schema(example = "10.0.1.4")]
    #[serde(skip_serializing_if = "Option::is_none")]
    private_ip_address: Option<String>,
    /// The name of the primary IPv4 address.
    #[serde(skip_serializing_if = "Option::is_none")]
    private_dns_name: Option<String>,
    /// Its other IPv4 addresses.
    secondary_private_ip_addresses: Vec<String>,
    /// Prefixes of IPv4 addresses.
    ipv4_prefixes: Vec<String>,
    /// The first IPv6 address, if it has one.
    #[schema(example = "2001:db8:1a:2b01:6f0e:11c2:8d3a:4b5c")]
    #[serde(skip_serializing_if = "Option::is_none")]
    ipv6_address: Option<String>,
    /// All its IPv6 addresses.
    ipv6_addresses: Vec<String>,
    /// Prefixes of IPv6 addresses.
    ipv6_prefixes: Vec<String>,
    /// Whether the first IPv6 address stays for good.
    enable_primary_ipv6: bool,
    /// Whether internet gateways may not pass traffic to the IPv6 address.
    #[serde(skip_serializing_if = "Option::is_none")]
    deny_all_igw_traffic: Option<bool>,
    /// A record only.
    associate_public_ip_address: bool,
    connection_tracking: ConnectionTracking,
    groups: Vec<GroupIdentifier>,
    /// The Elastic IPs of its addresses.
    associations: Vec<NetworkInterfaceAssociation>,
    /// Absent from a user's own.
    #[serde(skip_serializing_if = "Option::is_none")]
    attachment: Option<NetworkInterfaceAttachment>,
    tags: Vec<Tag>,
}

/// When idle connections through the security groups are forgotten, in seconds. Records only.
#[derive(Deserialize, Serialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct ConnectionTracking {
    /// 60 to 432000
    #[serde(skip_serializing_if = "Option::is_none")]
    tcp_established_timeout: Option<u32>,
    /// 60 to 180
    #[serde(skip_serializing_if = "Option::is_none")]
    udp_stream_timeout: Option<u32>,
    /// 30 to 60
    #[serde(skip_serializing_if = "Option::is_none")]
    udp_timeout: Option<u32>,
}

impl From<ConnectionTracking> for connection_tracking::ConnectionTracking {
    fn from(tracking: ConnectionTracking) -> Self {
        Self {
            tcp_established_timeout: tracking.tcp_established_timeout,
            udp_stream_timeout: tracking.udp_stream_timeout,
            udp_timeout: tracking.udp_timeout,
        }
    }
}

impl From<connection_tracking::ConnectionTracking> for ConnectionTracking {
    fn from(tracking: connection_tracking::ConnectionTracking) -> Self {
        Self {
            tcp_established_timeout: tracking.tcp_established_timeout,
            udp_stream_timeout: tracking.udp_stream_timeout,
            udp_timeout: tracking.udp_timeout,
        }
    }
}

/// The Elastic IP of one of a network interface's addresses.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct NetworkInterfaceAssociation {
    allocation_id: String,
    association_id: String,
    owner_id: String,
    public_ip: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    public_dns_name: Option<String>,
    private_ip_address: String,
}

impl From<domain::PublicAssociation> for NetworkInterfaceAssociation {
    fn from(association: domain::PublicAssociation) -> Self {
        Self {
            allocation_id: association.allocation_id,
            association_id: association.association_id,
            owner_id: association.owner_id,
            public_ip: association.public_ip.to_string(),
            public_dns_name: association.public_dns_name,
            private_ip_address: association.private_ip_address.to_string(),
        }
    }
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

fn attachment(interface: &domain::NetworkInterface) -> Option<NetworkInterfaceAttachment> {
    interface
        .attachment()
        .map(|attachment| NetworkInterfaceAttachment {
            attachment_id: attachment.id.to_string(),
            attach_time: interface.created_at.to_string(),
            delete_on_termination: false,
            device_index: 1,
            instance_owner_id: attachment.instance_owner_id,
            status: ATTACHMENT_STATUS,
        })
}

fn texts<T: ToString>(items: impl IntoIterator<Item = T>) -> Vec<String> {
    items.into_iter().map(|item| item.to_string()).collect()
}

impl From<app::NetworkInterfaceView> for NetworkInterface {
    fn from(view: app::NetworkInterfaceView) -> Self {
        let interface = view.interface.value;
        Self {
            network_interface_id: interface.id.to_string(),
            owner_id: interface.scope.account.to_string(),
            vpc_id: interface.vpc_id.to_string(),
            subnet_id: interface.subnet_id.to_string(),
            interface_type: interface.holder.interface_type(),
            status: interface.status(),
            requester_id: interface.holder.requester_id().to_owned(),
            requester_managed: interface.holder.is_requester(),
            source_dest_check: interface.source_dest_check,
            private_ip_address: interface.private_ip_address.map(|it| it.to_string()),
            private_dns_name: interface.private_dns_name(),
            secondary_private_ip_addresses: texts(&interface.secondary_private_ip_addresses),
            ipv4_prefixes: texts(&interface.ipv4_prefixes),
            ipv6_address: interface.ipv6_address.map(|it| it.to_string()),
            ipv6_addresses: texts(interface.ipv6_addresses()),
            ipv6_prefixes: texts(&interface.ipv6_prefixes),
            enable_primary_ipv6: interface.has_primary_ipv6,
            deny_all_igw_traffic: interface.deny_all_igw_traffic(),
            associate_public_ip_address: interface.associate_public_ip_address,
            connection_tracking: interface.connection_tracking.into(),
            associations: view.associations.into_iter().map(Into::into).collect(),
            attachment: attachment(&interface),
            availability_zone: interface.availability_zone,
            availability_zone_id: interface.availability_zone_id,
            description: interface.description,
            mac_address: interface.mac_address,
            groups: interface.groups.into_iter().map(Into::into).collect(),
            tags: tags::to_body(interface.tags),
        }
    }
}

/// What a network interface is created with.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct CreateNetworkInterface {
    subnet_id: String,
    #[serde(default)]
    description: String,
    /// `interface` unless given; a record only. `efa-only` has no addresses.
    #[schema(value_type = Option<String>, example = "interface")]
    interface_type: Option<UserInterfaceType>,
    /// The primary IPv4 address; the next free one of the subnet unless given.
    #[schema(example = "10.0.1.10")]
    private_ip_address: Option<String>,
    /// Other IPv4 addresses.
    #[serde(default)]
    secondary_private_ip_addresses: Vec<String>,
    /// So many other IPv4 addresses, instead.
    secondary_private_ip_address_count: Option<i64>,
    /// Prefixes of IPv4 addresses, /28, instead.
    #[serde(default)]
    ipv4_prefixes: Vec<String>,
    /// So many prefixes of IPv4 addresses, instead.
    ipv4_prefix_count: Option<i64>,
    /// IPv6 addresses. Unless anything of IPv6 is given, the subnet says whether it gets one.
    #[serde(default)]
    ipv6_addresses: Vec<String>,
    /// So many IPv6 addresses, instead.
    ipv6_address_count: Option<i64>,
    /// Prefixes of IPv6 addresses, /80, instead.
    #[serde(default)]
    ipv6_prefixes: Vec<String>,
    /// So many prefixes of IPv6 addresses, instead.
    ipv6_prefix_count: Option<i64>,
    /// Whether its first IPv6 address is to stay for good.
    #[serde(default)]
    enable_primary_ipv6: bool,
    /// The VPC's default one unless given.
    #[serde(default)]
    security_group_ids: Vec<String>,
    connection_tracking: Option<ConnectionTracking>,
    #[serde(default)]
    tags: Vec<Tag>,
}

fn chosen(addresses: Vec<String>) -> Vec<app::ChosenAddress> {
    addresses
        .into_iter()
        .map(|address| app::ChosenAddress {
            address,
            primary: false,
        })
        .collect()
}

/// Creates a network interface, which is attached to nothing.
#[utoipa::path(
    post, path = "/v1/network-interfaces", tag = "Network interfaces", operation_id = "createNetworkInterface",
    request_body = CreateNetworkInterface,
    responses((status = 201, description = "The network interface", body = NetworkInterface), Problems),
)]
async fn create(
    call: Call,
    Body(body): Body<CreateNetworkInterface>,
) -> Result<impl IntoResponse, Refusal> {
    let command = app::CreateNetworkInterface {
        subnet_id: body.subnet_id,
        description: body.description,
        interface_type: body.interface_type,
        private_ip_address: body.private_ip_address,
        private_ip_addresses: chosen(body.secondary_private_ip_addresses),
        ipv4: AddressRequest {
            addresses: Vec::new(),
            address_count: body.secondary_private_ip_address_count,
            prefixes: body.ipv4_prefixes,
            prefix_count: body.ipv4_prefix_count,
        },
        ipv6_addresses: chosen(body.ipv6_addresses),
        ipv6: AddressRequest {
            addresses: Vec::new(),
            address_count: body.ipv6_address_count,
            prefixes: body.ipv6_prefixes,
            prefix_count: body.ipv6_prefix_count,
        },
        enable_primary_ipv6: body.enable_primary_ipv6,
        security_group_ids: body.security_group_ids,
        connection_tracking: body.connection_tracking.map(Into::into).unwrap_or_default(),
        tags: tags::from_body(body.tags),
    };
    let call = call.with_members(&[
        ("PrivateIpAddresses", "secondaryPrivateIpAddresses"),
        ("Ipv4Prefix", "ipv4Prefixes"),
        ("Ipv6Prefix", "ipv6Prefixes"),
        ("SecurityGroupId", "securityGroupIds"),
    ]);
    let view = call.run(command).await?;
    Ok(Created {
        location: format!("/v1/network-interfaces/{}", view.interface.id),
        version: view.interface.version,
        body: NetworkInterface::from(view),
    })
}

/// Lists network interfaces.
#[utoipa::path(
    get, path = "/v1/network-interfaces", tag = "Network interfaces", operation_id = "listNetworkInterfaces",
    params(ListParams),
    responses((status = 200, description = "A page of network interfaces", body = Items<NetworkInterface>), Problems),
)]
async fn list(call: Call, list: ListQuery) -> Result<axum::Json<Items<NetworkInterface>>, Refusal> {
    let query = List::<app::NetworkInterfaceView>::new(list.into_request());
    let page = call.query(query).await?;
    Ok(axum::Json(Items::of(page, NetworkInterface::from)))
}

/// Shows a network interface.
#[utoipa::path(
    get, path = "/v1/network-interfaces/{networkInterfaceId}", tag = "Network interfaces",
    operation_id = "getNetworkInterface", params(("networkInterfaceId" = String, Path)),
    responses((status = 200, description = "The network interface", body = NetworkInterface), Problems),
)]
async fn get(call: Call, PathText(id): PathText) -> Result<Versioned<NetworkInterface>, Refusal> {
    let query = Get::<app::NetworkInterfaceView>::new(id);
    call.query(query).await.map(versioned)
}

/// What of a network interface is to be changed; what is absent stays.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct PatchNetworkInterface {
    description: Option<String>,
    /// A record only.
    source_dest_check: Option<bool>,
    /// Replaces its security groups.
    security_group_ids: Option<Vec<String>>,
    /// Whether its first IPv6 address is to stay for good. Once it does, this cannot be changed.
    enable_primary_ipv6: Option<bool>,
    /// A record only.
    associate_public_ip_address: Option<bool>,
    connection_tracking: Option<ConnectionTracking>,
    /// Replaces all IPv4 addresses but the primary one. Elastic IPs of those that go are set free.
    secondary_private_ip_addresses: Option<Vec<String>>,
    /// Replaces all IPv6 addresses.
    ipv6_addresses: Option<Vec<String>>,
    /// Replaces all prefixes of IPv4 addresses.
    ipv4_prefixes: Option<Vec<String>>,
    /// Replaces all prefixes of IPv6 addresses.
    ipv6_prefixes: Option<Vec<String>>,
    /// Replaces all tags.
    tags: Option<Vec<Tag>>,
}

/// Changes a network interface of a user's own.
#[utoipa::path(
    patch, path = "/v1/network-interfaces/{networkInterfaceId}", tag = "Network interfaces",
    operation_id = "updateNetworkInterface", params(("networkInterfaceId" = String, Path)),
    request_body = PatchNetworkInterface,
    responses((status = 200, description = "The network interface", body = NetworkInterface), Problems),
)]
async fn patch(
    call: Call,
    PathText(id): PathText,
    Body(body): Body<PatchNetworkInterface>,
) -> Result<Versioned<NetworkInterface>, Refusal> {
    let command = app::ModifyNetworkInterface {
        network_interface_id: id,
        description: body.description,
        source_dest_check: body.source_dest_check,
        security_group_ids: body.security_group_ids,
        attachment_id: None,
        enable_primary_ipv6: body.enable_primary_ipv6,
        associate_public_ip_address: body.associate_public_ip_address,
        connection_tracking: body.connection_tracking.map(Into::into),
        ena_express: false,
        secondary_private_ip_addresses: body.secondary_private_ip_addresses,
        ipv6_addresses: body.ipv6_addresses,
        ipv4_prefixes: body.ipv4_prefixes,
        ipv6_prefixes: body.ipv6_prefixes,
        tags: body.tags.map(tags::from_body),
    };
    let call = call.with_members(MEMBERS);
    call.run(command).await.map(versioned)
}

fn versioned(view: app::NetworkInterfaceView) -> Versioned<NetworkInterface> {
    Versioned {
        version: view.interface.version,
        body: view.into(),
    }
}

/// Deletes a network interface of a user's own. Its Elastic IPs are set free.
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
