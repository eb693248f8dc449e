//! A network interface as answers show it.

use serde::Serialize;

use super::shapes::{GroupIdentifier, Tag, tags};
use crate::app::network_interface::NetworkInterfaceView;
use crate::domain::connection_tracking::ConnectionTracking;
use crate::domain::network_interface::{self as domain, ATTACHMENT_STATUS, PublicAssociation};

/// A network interface. What it has none of is left out where AWS does so.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct NetworkInterface {
    network_interface_id: String,
    owner_id: String,
    vpc_id: String,
    subnet_id: String,
    availability_zone: String,
    availability_zone_id: String,
    description: String,
    interface_type: &'static str,
    status: &'static str,
    requester_id: String,
    requester_managed: bool,
    source_dest_check: bool,
    mac_address: String,
    private_ip_address: Option<String>,
    private_dns_name: Option<String>,
    private_ip_addresses_set: Vec<PrivateIpAddress>,
    ipv4_prefix_set: Option<Vec<Ipv4Prefix>>,
    ipv6_address: Option<String>,
    ipv6_addresses_set: Vec<Ipv6Address>,
    ipv6_prefix_set: Option<Vec<Ipv6Prefix>>,
    ipv6_native: Option<bool>,
    deny_all_igw_traffic: Option<bool>,
    connection_tracking_configuration: Option<ConnectionTrackingConfiguration>,
    group_set: Vec<GroupIdentifier>,
    association: Option<Association>,
    attachment: Option<Attachment>,
    operator: Operator,
    tag_set: Vec<Tag>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct PrivateIpAddress {
    private_ip_address: String,
    private_dns_name: String,
    primary: bool,
    association: Option<Association>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Ipv6Address {
    ipv6_address: String,
    is_primary_ipv6: bool,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Ipv4Prefix {
    pub(super) ipv4_prefix: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Ipv6Prefix {
    ipv6_prefix: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ConnectionTrackingConfiguration {
    tcp_established_timeout: Option<u32>,
    udp_stream_timeout: Option<u32>,
    udp_timeout: Option<u32>,
}

/// An Elastic IP of one of the addresses.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Association {
    allocation_id: String,
    association_id: String,
    ip_owner_id: String,
    public_dns_name: Option<String>,
    public_ip: String,
}

/// An attachment to what holds the interface.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Attachment {
    attachment_id: String,
    attach_time: String,
    delete_on_termination: bool,
    device_index: i32,
    instance_owner_id: &'static str,
    status: &'static str,
}

/// No service of AWS manages any interface in a user's name.
#[derive(Serialize)]
struct Operator {
    managed: bool,
}

impl From<&PublicAssociation> for Association {
    fn from(association: &PublicAssociation) -> Self {
        Self {
            allocation_id: association.allocation_id.clone(),
            association_id: association.association_id.clone(),
            ip_owner_id: association.owner_id.clone(),
            public_dns_name: association.public_dns_name.clone(),
            public_ip: association.public_ip.to_string(),
        }
    }
}

impl Attachment {
    /// The attachment of an interface, if it has one.
    pub(super) fn of(interface: &domain::NetworkInterface) -> Option<Self> {
        interface.attachment().map(|attachment| Self {
            attachment_id: attachment.id.to_string(),
            attach_time: interface.created_at.to_string(),
            delete_on_termination: false,
            device_index: 1,
            instance_owner_id: attachment.instance_owner_id,
            status: ATTACHMENT_STATUS,
        })
    }
}

fn unless_empty<T>(items: Vec<T>) -> Option<Vec<T>> {
    Some(items).filter(|items| !items.is_empty())
}

fn private_addresses(view: &NetworkInterfaceView) -> Vec<PrivateIpAddress> {
    let interface = &view.interface;
    interface
        .ipv4_addresses()
        .map(|address| PrivateIpAddress {
            private_ip_address: address.to_string(),
            private_dns_name: interface.dns_name_of(address),
            primary: Some(address) == interface.private_ip_address,
            association: view.association_of(address).map(Into::into),
        })
        .collect()
}

fn ipv6_addresses(interface: &domain::NetworkInterface) -> Vec<Ipv6Address> {
    let is_primary =
        |address| interface.has_primary_ipv6 && Some(address) == interface.ipv6_address;
    interface
        .ipv6_addresses()
        .map(|address| Ipv6Address {
            ipv6_address: address.to_string(),
            is_primary_ipv6: is_primary(address),
        })
        .collect()
}

fn tracking(tracking: &ConnectionTracking) -> Option<ConnectionTrackingConfiguration> {
    (!tracking.is_default()).then_some(ConnectionTrackingConfiguration {
        tcp_established_timeout: tracking.tcp_established_timeout,
        udp_stream_timeout: tracking.udp_stream_timeout,
        udp_timeout: tracking.udp_timeout,
    })
}

impl From<NetworkInterfaceView> for NetworkInterface {
    fn from(view: NetworkInterfaceView) -> Self {
        let private_ip_addresses_set = private_addresses(&view);
        let association = view.association().map(Into::into);
        let interface = view.interface.value;
        let ipv4_prefixes = interface.ipv4_prefixes.iter().map(|prefix| Ipv4Prefix {
            ipv4_prefix: prefix.to_string(),
        });
        let ipv6_prefixes = interface.ipv6_prefixes.iter().map(|prefix| Ipv6Prefix {
            ipv6_prefix: prefix.to_string(),
        });
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
            private_ip_addresses_set,
            ipv4_prefix_set: unless_empty(ipv4_prefixes.collect()),
            ipv6_address: interface.ipv6_address.map(|it| it.to_string()),
            ipv6_addresses_set: ipv6_addresses(&interface),
            ipv6_prefix_set: unless_empty(ipv6_prefixes.collect()),
            ipv6_native: interface.is_ipv6_native().then_some(true),
            deny_all_igw_traffic: interface.deny_all_igw_traffic(),
            connection_tracking_configuration: tracking(&interface.connection_tracking),
            association,
            attachment: Attachment::of(&interface),
            operator: Operator { managed: false },
            availability_zone: interface.availability_zone,
            availability_zone_id: interface.availability_zone_id,
            description: interface.description,
            mac_address: interface.mac_address,
            group_set: interface.groups.into_iter().map(Into::into).collect(),
            tag_set: tags(interface.tags),
        }
    }
}
