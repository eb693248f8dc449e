//! Network interfaces: users' own, and those made for endpoints, load balancers and NAT gateways. Who tries to manage one of
//! the latter is refused.
//!
//! Here are the list and the interfaces that are held by something; in the folder of the same name are the users' own.

mod address;
mod attach;
mod create;
mod delete;
mod modify;

use std::collections::HashSet;
use std::net::{Ipv4Addr, Ipv6Addr};

use ipnet::Ipv4Net;
use serde::{Deserialize, Serialize};

pub use address::{
    AssignIpv6Addresses, AssignPrivateAddresses, Assigned, UnassignIpv6Addresses,
    UnassignPrivateAddresses,
};
pub use attach::{AttachNetworkInterface, DetachNetworkInterface};
pub use create::{ChosenAddress, CreateNetworkInterface};
pub use delete::DeleteNetworkInterface;
pub use modify::ModifyNetworkInterface;

use super::context::Session;
use super::list::{Listed, by_parent};
use crate::domain::address::is_usable;
use crate::domain::connection_tracking::ConnectionTracking;
use crate::domain::elastic_ip::{ElasticIp, public_dns_name};
use crate::domain::endpoint::Endpoint;
use crate::domain::error::{Code, Error, Result};
use crate::domain::event::ResourceType;
use crate::domain::filter::Filterable;
use crate::domain::id::{Id, NetworkInterfaceId};
use crate::domain::ip_address_type::IpAddressType;
use crate::domain::ipv6;
use crate::domain::limit;
use crate::domain::network_interface::{
    Holder, NetworkInterface, PublicAssociation, SecurityGroupRef, mac_address,
};
use crate::domain::scope::Scope;
use crate::domain::subnet::Subnet;
use crate::domain::tag::Tag;
use crate::domain::vpc::Vpc;
use crate::store::{Stored, Tx};

/// An interface with the Elastic IPs of its addresses.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NetworkInterfaceView {
    /// The interface.
    pub interface: Stored<NetworkInterface>,
    /// The Elastic IPs, in order of the private address.
    pub associations: Vec<PublicAssociation>,
}

impl NetworkInterfaceView {
    /// The Elastic IP of one of its addresses.
    pub fn association_of(&self, address: Ipv4Addr) -> Option<&PublicAssociation> {
        self.associations
            .iter()
            .find(|association| association.private_ip_address == address)
    }

    /// The Elastic IP of its primary address.
    pub fn association(&self) -> Option<&PublicAssociation> {
        self.association_of(self.interface.private_ip_address?)
    }
}

impl Listed for NetworkInterfaceView {
    type Document = NetworkInterface;
    const NAME: &'static str = "DescribeNetworkInterfaces";

    fn check_id(id: &str) -> Result<()> {
        NetworkInterfaceId::parse(id).map(drop)
    }

    fn not_found(id: &str) -> Error {
        NetworkInterfaceId::not_found(id)
    }

    async fn assemble(tx: &mut Tx, interfaces: Vec<Stored<NetworkInterface>>) -> Result<Vec<Self>> {
        let ids: Vec<&str> = interfaces.iter().map(|it| it.id.as_str()).collect();
        let elastic_ips = tx.elastic_ips_of_interfaces(&ids).await?;
        let vpcs: HashSet<&str> = elastic_ips
            .iter()
            .filter_map(|elastic_ip| Some(elastic_ip.association.as_ref()?.vpc_id.as_str()))
            .collect();
        let vpcs: Vec<&str> = vpcs.into_iter().collect();
        let vpcs: Vec<Stored<Vpc>> = match interfaces.first() {
            Some(interface) if !vpcs.is_empty() => tx.get_many(&interface.scope, &vpcs).await?,
            Some(_) | None => Vec::new(),
        };
        let mut elastic_ips = by_parent(elastic_ips, |elastic_ip| {
            let association = elastic_ip.association.as_ref();
            association.map_or("", |it| it.network_interface_id.as_str())
        });
        let view = |interface: Stored<NetworkInterface>| {
            let named = vpcs.iter().any(|vpc| {
                vpc.id == interface.vpc_id && vpc.enable_dns_hostnames && vpc.enable_dns_support
            });
            let elastic_ips = elastic_ips.remove(interface.id.as_str());
            Self {
                associations: elastic_ips
                    .unwrap_or_default()
                    .iter()
                    .filter_map(|elastic_ip| association(elastic_ip, named))
                    .collect(),
                interface,
            }
        };
        Ok(interfaces.into_iter().map(view).collect())
    }
}

fn association(elastic_ip: &ElasticIp, named: bool) -> Option<PublicAssociation> {
    let association = elastic_ip.association.as_ref()?;
    let region = elastic_ip.scope.region.as_str();
    Some(PublicAssociation {
        allocation_id: elastic_ip.id.to_string(),
        association_id: association.association_id.to_string(),
        owner_id: elastic_ip.scope.account.to_string(),
        public_ip: elastic_ip.public_ip,
        public_dns_name: named.then(|| public_dns_name(elastic_ip.public_ip, region)),
        private_ip_address: association.private_ip_address,
    })
}

impl Filterable for NetworkInterfaceView {
    const FILTERS: &'static [&'static str] = NetworkInterface::FILTERS;

    fn filter_values(&self, name: &str) -> Vec<String> {
        let of_all = name.strip_prefix("addresses.association.");
        let of_primary = name.strip_prefix("association.");
        match (of_all, of_primary) {
            (Some(property), _) => self
                .associations
                .iter()
                .filter_map(|association| association.filter_value(property))
                .collect(),
            (None, Some(property)) => self
                .association()
                .and_then(|association| association.filter_value(property))
                .into_iter()
                .collect(),
            (None, None) => self.interface.filter_values(name),
        }
    }

    fn filter_tags(&self) -> &[Tag] {
        self.interface.filter_tags()
    }
}

/// The caller's interface with this id, which is to be changed. Refused if something else holds it.
async fn find_own(session: &mut Session, id: &str) -> Result<Stored<NetworkInterface>> {
    let id = NetworkInterfaceId::parse(id)?;
    let interface: Stored<NetworkInterface> = session.find_to_change(&id).await?;
    if interface.holder.is_requester() {
        return Err(Error::new(
            Code::OperationNotPermitted,
            format!("Network interface '{id}' is managed by its requester and cannot be modified."),
        )
        .about("NetworkInterfaceId"));
    }
    Ok(interface)
}

/// Writes an event about a user's interface.
async fn record(
    session: &mut Session,
    interface: &NetworkInterface,
    from: Option<&str>,
    to: Option<&str>,
) -> Result<()> {
    session
        .record(
            ResourceType::NetworkInterface,
            interface.id.as_str(),
            from,
            to,
        )
        .await
}

async fn view(
    session: &mut Session,
    interface: Stored<NetworkInterface>,
) -> Result<NetworkInterfaceView> {
    let views = NetworkInterfaceView::assemble(&mut session.tx, vec![interface]).await?;
    views
        .into_iter()
        .next()
        .ok_or_else(|| Error::internal("an interface has no view"))
}

/// What an interface is made for.
pub(super) struct NewInterface<'a> {
    /// Where it gets its address.
    pub(super) subnet: &'a Subnet,
    /// Who holds it.
    pub(super) holder: Holder,
    /// What it says it is.
    pub(super) description: String,
    /// Security groups.
    pub(super) groups: Vec<SecurityGroupRef>,
    /// The addresses that it is to have.
    pub(super) addresses: AddressWish,
}

/// Which addresses an interface is to have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct AddressWish {
    /// The kinds of addresses.
    pub(super) ip_address_type: IpAddressType,
    /// The IPv4 address the user chose; `None` for the next free one.
    pub(super) ipv4: Option<Ipv4Addr>,
    /// The IPv6 address the user chose; `None` for a random one.
    pub(super) ipv6: Option<Ipv6Addr>,
}

impl AddressWish {
    /// Any addresses of these kinds.
    pub(super) const fn any(ip_address_type: IpAddressType) -> Self {
        Self {
            ip_address_type,
            ipv4: None,
            ipv6: None,
        }
    }
}

/// The parameter of a chosen IPv4 address.
const IPV4_PARAMETER: &str = "SubnetConfiguration.Ipv4";
/// The parameter of a chosen IPv6 address.
const IPV6_PARAMETER: &str = "SubnetConfiguration.Ipv6";

/// Makes an interface with addresses of its subnet.
pub(super) async fn create(
    session: &mut Session,
    new: NewInterface<'_>,
) -> Result<Stored<NetworkInterface>> {
    let subnet = new.subnet;
    let private_ip_address = ipv4_address(session, subnet, new.addresses).await?;
    let ipv6_address = ipv6_address(session, subnet, new.addresses).await?;
    let mut mac = [0; 6];
    session.entropy.fill(&mut mac);
    let interface = NetworkInterface {
        id: session.new_id(),
        scope: subnet.scope.clone(),
        vpc_id: subnet.vpc_id.clone(),
        subnet_id: subnet.id.clone(),
        availability_zone: subnet.availability_zone.clone(),
        availability_zone_id: subnet.availability_zone_id.clone(),
        private_ip_address,
        secondary_private_ip_addresses: Vec::new(),
        ipv6_address,
        further_ipv6_addresses: Vec::new(),
        ipv4_prefixes: Vec::new(),
        ipv6_prefixes: Vec::new(),
        mac_address: mac_address(mac),
        description: new.description,
        groups: new.groups,
        source_dest_check: new.holder.checks_addresses(),
        holder: new.holder,
        attachment_id: Some(session.new_id()),
        has_primary_ipv6: false,
        associate_public_ip_address: false,
        connection_tracking: ConnectionTracking::default(),
        tags: Vec::new(),
        created_at: session.now,
    };
    session.tx.network_interface_insert(interface).await
}

async fn ipv4_address(
    session: &mut Session,
    subnet: &Subnet,
    wish: AddressWish,
) -> Result<Option<Ipv4Addr>> {
    if !wish.ip_address_type.has_ipv4() {
        return refuse_choice(IPV4_PARAMETER, wish.ipv4.as_ref(), wish.ip_address_type);
    }
    let id = subnet.id.as_str();
    let cidr = subnet
        .cidr_block
        .ok_or_else(|| without_addresses(subnet, "IPv4", wish.ip_address_type))?;
    let Some(address) = wish.ipv4 else {
        return next_ipv4(session, subnet, cidr).await.map(Some);
    };
    if !is_usable(cidr, address) {
        return Err(unusable(IPV4_PARAMETER, &address, subnet));
    }
    if session.tx.address_in_use(id, address).await? {
        return Err(in_use(IPV4_PARAMETER, &address));
    }
    Ok(Some(address))
}

/// The next free address. Where nothing is reserved, the index finds it without a look at all that are in use.
async fn next_ipv4(session: &mut Session, subnet: &Subnet, cidr: Ipv4Net) -> Result<Ipv4Addr> {
    let id = subnet.id.as_str();
    if session.tx.subnet_cidr_reservations(id).await?.is_empty() {
        session.tx.address_next(id, cidr).await
    } else {
        address::pool(session, subnet).await?.next_ipv4()
    }
}

/// The IPv6 address that an interface in the subnet is to have, by what the user wishes.
pub(super) async fn ipv6_address(
    session: &mut Session,
    subnet: &Subnet,
    wish: AddressWish,
) -> Result<Option<Ipv6Addr>> {
    if !wish.ip_address_type.has_ipv6() {
        return refuse_choice(IPV6_PARAMETER, wish.ipv6.as_ref(), wish.ip_address_type);
    }
    let id = subnet.id.as_str();
    let cidr = subnet
        .ipv6_cidr_block
        .as_ref()
        .ok_or_else(|| without_addresses(subnet, "IPv6", wish.ip_address_type))?
        .cidr_block;
    if let Some(address) = wish.ipv6 {
        if !ipv6::is_usable(cidr, address) {
            return Err(unusable(IPV6_PARAMETER, &address, subnet));
        }
        if session.tx.ipv6_address_in_use(id, address).await? {
            return Err(in_use(IPV6_PARAMETER, &address));
        }
        return Ok(Some(address));
    }
    if !session.tx.subnet_cidr_reservations(id).await?.is_empty() {
        let mut pool = address::pool(session, subnet).await?;
        return pool.draw_ipv6(&*session.entropy).map(Some);
    }
    for _ in 0..limit::IPV6_DRAWS {
        let address = ipv6::address(&*session.entropy, cidr);
        if !session.tx.ipv6_address_in_use(id, address).await? {
            return Ok(Some(address));
        }
    }
    Err(Error::internal("no free IPv6 address was drawn"))
}

/// An address of a kind that the interface does not have cannot be chosen.
fn refuse_choice<A>(
    parameter: &'static str,
    choice: Option<&A>,
    ip_address_type: IpAddressType,
) -> Result<Option<A>> {
    match choice {
        None => Ok(None),
        Some(_) => Err(Error::invalid(
            parameter,
            format!(
                "The address does not fit the IP address type {}",
                ip_address_type.name()
            ),
        )),
    }
}

fn without_addresses(subnet: &Subnet, kind: &str, ip_address_type: IpAddressType) -> Error {
    Error::invalid(
        "IpAddressType",
        format!(
            "The IP address type {} does not fit the subnet '{}', which has no {kind} addresses",
            ip_address_type.name(),
            subnet.id
        ),
    )
}

fn unusable(parameter: &'static str, address: &impl ToString, subnet: &Subnet) -> Error {
    Error::invalid_value(
        parameter,
        format!(
            "The address {} is reserved or outside the subnet '{}'",
            address.to_string(),
            subnet.id
        ),
    )
}

fn in_use(parameter: &'static str, address: &impl ToString) -> Error {
    Error::new(
        Code::AddressInUse,
        format!("The address {} is in use.", address.to_string()),
    )
    .about(parameter)
}

/// Gives an interface addresses of these kinds. It keeps those that it has and may keep.
pub(super) async fn change_addresses(
    session: &mut Session,
    mut interface: Stored<NetworkInterface>,
    subnet: &Subnet,
    ip_address_type: IpAddressType,
) -> Result<()> {
    let kept_ipv4 = interface.private_ip_address.take();
    let kept_ipv6 = interface.ipv6_address.take();
    let wish = AddressWish::any(ip_address_type);
    interface.private_ip_address = match kept_ipv4.filter(|_| ip_address_type.has_ipv4()) {
        Some(address) => Some(address),
        None => ipv4_address(session, subnet, wish).await?,
    };
    interface.ipv6_address = match kept_ipv6.filter(|_| ip_address_type.has_ipv6()) {
        Some(address) => Some(address),
        None => ipv6_address(session, subnet, wish).await?,
    };
    session.tx.network_interface_readdress(interface).await
}

/// Gives an interface further IPv4 addresses of its subnet: for each wish that one, or a free one.
pub(super) async fn add_private_addresses(
    session: &mut Session,
    subnet: &Subnet,
    interface: &mut Stored<NetworkInterface>,
    parameter: &'static str,
    wishes: &[Option<Ipv4Addr>],
) -> Result<Vec<Ipv4Addr>> {
    let mut pool = address::pool(session, subnet).await?;
    for address in wishes.iter().flatten() {
        pool.choose_ipv4(parameter, *address)?;
    }
    let mut added = Vec::new();
    for wish in wishes {
        added.push(match wish {
            Some(address) => *address,
            None => pool.next_ipv4()?,
        });
    }
    interface.secondary_private_ip_addresses.extend(&added);
    session
        .tx
        .network_interface_readdress(interface.clone())
        .await?;
    Ok(added)
}

/// Takes further IPv4 addresses away from an interface.
pub(super) async fn remove_private_addresses(
    session: &mut Session,
    mut interface: Stored<NetworkInterface>,
    addresses: &[Ipv4Addr],
) -> Result<()> {
    interface
        .secondary_private_ip_addresses
        .retain(|address| !addresses.contains(address));
    session.tx.network_interface_readdress(interface).await
}

/// Removes the interfaces of an endpoint and frees their addresses.
pub(super) async fn release_endpoint(tx: &mut Tx, endpoint: &Endpoint) -> Result<()> {
    let ids: Vec<&str> = endpoint
        .subnets
        .iter()
        .map(|subnet| subnet.network_interface_id.as_str())
        .collect();
    release(tx, &endpoint.scope, &ids).await
}

/// Removes interfaces and frees their addresses.
pub(super) async fn release(tx: &mut Tx, scope: &Scope, ids: &[&str]) -> Result<()> {
    for interface in tx.get_many::<NetworkInterface>(scope, ids).await? {
        tx.network_interface_delete(&interface).await?;
    }
    Ok(())
}
