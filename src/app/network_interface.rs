//! Network interfaces: made for endpoints and load balancers, never by users. Who tries to manage one is refused.

use std::net::{Ipv4Addr, Ipv6Addr};

use serde::Serialize;

use super::context::{Command, Session};
use super::list::listed_as_stored;
use crate::domain::address;
use crate::domain::endpoint::Endpoint;
use crate::domain::error::{Code, Error, Result};
use crate::domain::id::{AttachmentId, Id, NetworkInterfaceId};
use crate::domain::ip_address_type::IpAddressType;
use crate::domain::ipv6;
use crate::domain::limit;
use crate::domain::network_interface::{Holder, NetworkInterface, SecurityGroupRef, mac_address};
use crate::domain::subnet::Subnet;
use crate::store::{Stored, Tx};

listed_as_stored!(
    NetworkInterface,
    "DescribeNetworkInterfaces",
    NetworkInterfaceId
);

/// Takes an interface from what holds it, which is refused: what holds it keeps it.
#[derive(Clone, Debug, Serialize)]
pub struct DetachNetworkInterface {
    /// The attachment.
    pub attachment_id: String,
    /// Whether to do it whatever the holder says; of no avail.
    pub force: bool,
}

impl Command for DetachNetworkInterface {
    const NAME: &'static str = "DetachNetworkInterface";
    type Output = ();

    async fn execute(self, session: &mut Session) -> Result<()> {
        let id = AttachmentId::parse(&self.attachment_id)?;
        let scope = session.scope();
        let interface = session
            .tx
            .network_interface_by_attachment(&scope, id.as_str())
            .await?;
        if interface.is_none() {
            return Err(AttachmentId::not_found(id.as_str()));
        }
        Err(Error::new(
            Code::OperationNotPermitted,
            format!(
                "You are not allowed to manage '{}' attachments.",
                AttachmentId::PREFIX
            ),
        )
        .about("AttachmentId"))
    }
}

/// Deletes an interface, which is refused: it goes with what holds it.
#[derive(Clone, Debug, Serialize)]
pub struct DeleteNetworkInterface {
    /// Which one.
    pub network_interface_id: String,
}

impl Command for DeleteNetworkInterface {
    const NAME: &'static str = "DeleteNetworkInterface";
    type Output = ();

    async fn execute(self, session: &mut Session) -> Result<()> {
        let id = NetworkInterfaceId::parse(&self.network_interface_id)?;
        session
            .find_to_change::<NetworkInterface, _>(&id)
            .await
            .map(drop)?;
        Err(Error::invalid_value(
            "NetworkInterfaceId",
            format!("Network interface '{id}' is currently in use."),
        ))
    }
}

/// Changes an interface, which is refused: what holds it says how it is.
#[derive(Clone, Debug, Serialize)]
pub struct ModifyNetworkInterface {
    /// Which one.
    pub network_interface_id: String,
    /// What it is to say that it is.
    pub description: Option<String>,
    /// Whether it is to take only what is addressed to it.
    pub source_dest_check: Option<bool>,
    /// Security groups that it is to have.
    pub security_group_ids: Vec<String>,
}

impl Command for ModifyNetworkInterface {
    const NAME: &'static str = "ModifyNetworkInterfaceAttribute";
    type Output = ();

    async fn execute(self, session: &mut Session) -> Result<()> {
        let id = NetworkInterfaceId::parse(&self.network_interface_id)?;
        session
            .find_to_change::<NetworkInterface, _>(&id)
            .await
            .map(drop)?;
        Err(Error::new(
            Code::OperationNotPermitted,
            format!("Network interface '{id}' is managed by its requester and cannot be modified."),
        )
        .about("NetworkInterfaceId"))
    }
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
        mac_address: mac_address(mac),
        description: new.description,
        groups: new.groups,
        holder: new.holder,
        attachment_id: session.new_id(),
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
        return session.tx.address_next(id, cidr).await.map(Some);
    };
    if !address::is_usable(cidr, address) {
        return Err(unusable(IPV4_PARAMETER, &address, subnet));
    }
    if session.tx.address_in_use(id, address).await? {
        return Err(in_use(IPV4_PARAMETER, &address));
    }
    Ok(Some(address))
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
    wishes: &[Option<Ipv4Addr>],
) -> Result<Vec<Ipv4Addr>> {
    let mut added = Vec::new();
    for ipv4 in wishes {
        let wish = AddressWish {
            ipv4: *ipv4,
            ..AddressWish::any(IpAddressType::Ipv4)
        };
        let address = ipv4_address(session, subnet, wish).await?;
        let address = address.ok_or_else(|| Error::internal("no IPv4 address was found"))?;
        let tx = &mut session.tx;
        tx.address_take(subnet.id.as_str(), address, interface.id.as_str())
            .await?;
        interface.secondary_private_ip_addresses.push(address);
        added.push(address);
    }
    *interface = session.tx.update(interface.clone()).await?;
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
pub(super) async fn release(
    tx: &mut Tx,
    scope: &crate::domain::scope::Scope,
    ids: &[&str],
) -> Result<()> {
    for interface in tx.get_many::<NetworkInterface>(scope, ids).await? {
        tx.network_interface_delete(&interface).await?;
    }
    Ok(())
}
