//! Addresses and prefixes that users' interfaces get and give back.

use std::net::{Ipv4Addr, Ipv6Addr};

use ipnet::{Ipv4Net, Ipv6Net};
use serde::{Deserialize, Serialize};

use super::{find_own, record};
use crate::app::context::{Command, Session};
use crate::domain::address_pool::AddressPool;
use crate::domain::address_request::{
    AddressNames, AddressRequest, Given, GivenIpv4, GivenIpv6, IPV6, MORE_IPV4, check_limit,
    parsed, parsed_prefixes,
};
use crate::domain::error::{Code, Error, Result};
use crate::domain::event::ResourceType;
use crate::domain::id::{Id, NetworkInterfaceId};
use crate::domain::network_interface::NetworkInterface;
use crate::domain::subnet::Subnet;
use crate::store::Stored;

/// What an interface got or gave back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Assigned<A, P> {
    /// The interface.
    pub network_interface_id: NetworkInterfaceId,
    /// The addresses and prefixes.
    pub given: Given<A, P>,
}

/// Gives an interface more IPv4 addresses or prefixes.
#[derive(Clone, Debug, Serialize)]
pub struct AssignPrivateAddresses {
    /// Which one.
    pub network_interface_id: String,
    /// What it is to get.
    pub request: AddressRequest,
    /// Whether addresses of another interface move, with their Elastic IPs.
    pub allow_reassignment: bool,
}

impl Command for AssignPrivateAddresses {
    const NAME: &'static str = "AssignPrivateIpAddresses";
    type Output = Assigned<Ipv4Addr, Ipv4Net>;

    async fn execute(self, session: &mut Session) -> Result<Self::Output> {
        check_asked(&self.request, MORE_IPV4)?;
        let mut interface = find_own(session, &self.network_interface_id).await?;
        let wanted: Vec<Ipv4Addr> = parsed(MORE_IPV4.addresses, &self.request.addresses)?;
        let held: Vec<Ipv4Addr> = interface.ipv4_addresses().collect();
        let mut request = self.request;
        // What it has already stays as it is.
        request
            .addresses
            .retain(|text| !held.iter().any(|address| text.parse() == Ok(*address)));
        let new: Vec<Ipv4Addr> = wanted
            .iter()
            .copied()
            .filter(|address| !held.contains(address))
            .collect();
        take_from_others(session, &interface, &new, self.allow_reassignment).await?;
        let subnet: Stored<Subnet> = session.find(&interface.subnet_id.clone()).await?;
        let mut pool = pool(session, &subnet).await?;
        let given = request.give_ipv4(MORE_IPV4, &mut pool)?;
        check_limit(
            held.len()
                + given.addresses.len()
                + interface.ipv4_prefixes.len()
                + given.prefixes.len(),
        )?;
        interface
            .secondary_private_ip_addresses
            .extend(&given.addresses);
        interface.ipv4_prefixes.extend(&given.prefixes);
        let network_interface_id = readdress(session, interface).await?;
        let addresses = if wanted.is_empty() {
            given.addresses
        } else {
            wanted
        };
        let given = GivenIpv4 {
            addresses,
            prefixes: given.prefixes,
        };
        Ok(Assigned {
            network_interface_id,
            given,
        })
    }
}

/// Gives an interface more IPv6 addresses or prefixes.
#[derive(Clone, Debug, Serialize)]
pub struct AssignIpv6Addresses {
    /// Which one.
    pub network_interface_id: String,
    /// What it is to get.
    pub request: AddressRequest,
}

impl Command for AssignIpv6Addresses {
    const NAME: &'static str = "AssignIpv6Addresses";
    type Output = Assigned<Ipv6Addr, Ipv6Net>;

    async fn execute(self, session: &mut Session) -> Result<Self::Output> {
        check_asked(&self.request, IPV6)?;
        let mut interface = find_own(session, &self.network_interface_id).await?;
        let subnet: Stored<Subnet> = session.find(&interface.subnet_id.clone()).await?;
        let mut pool = pool(session, &subnet).await?;
        let given = self.request.give_ipv6(&mut pool, &*session.entropy)?;
        let addresses: Vec<Ipv6Addr> = interface
            .ipv6_addresses()
            .chain(given.addresses.iter().copied())
            .collect();
        check_limit(addresses.len() + interface.ipv6_prefixes.len() + given.prefixes.len())?;
        interface.set_ipv6_addresses(addresses);
        interface.ipv6_prefixes.extend(&given.prefixes);
        let network_interface_id = readdress(session, interface).await?;
        Ok(Assigned {
            network_interface_id,
            given,
        })
    }
}

/// Takes IPv4 addresses or prefixes of an interface back, not its primary address.
#[derive(Clone, Debug, Serialize)]
pub struct UnassignPrivateAddresses {
    /// Which one.
    pub network_interface_id: String,
    /// Addresses.
    pub addresses: Vec<String>,
    /// Prefixes.
    pub prefixes: Vec<String>,
}

impl Command for UnassignPrivateAddresses {
    const NAME: &'static str = "UnassignPrivateIpAddresses";
    type Output = ();

    async fn execute(self, session: &mut Session) -> Result<()> {
        if self.addresses.is_empty() && self.prefixes.is_empty() {
            return Err(Error::missing("PrivateIpAddress"));
        }
        let addresses: Vec<Ipv4Addr> = parsed("PrivateIpAddress", &self.addresses)?;
        let prefixes: Vec<Ipv4Net> = parsed_prefixes("Ipv4Prefix", &self.prefixes, Ipv4Net::trunc)?;
        let mut interface = find_own(session, &self.network_interface_id).await?;
        if let Some(primary) = interface.private_ip_address
            && addresses.contains(&primary)
        {
            return Err(Error::invalid_value(
                "PrivateIpAddress",
                format!(
                    "The primary private IP address of interface {} cannot be unassigned: {primary}",
                    interface.id
                ),
            ));
        }
        let id = interface.id.clone();
        let held = &mut interface.secondary_private_ip_addresses;
        remove("PrivateIpAddress", &id, held, &addresses)?;
        remove("Ipv4Prefix", &id, &mut interface.ipv4_prefixes, &prefixes)?;
        release_elastic_ips(session, &id, &addresses).await?;
        readdress(session, interface).await.map(drop)
    }
}

/// Takes IPv6 addresses or prefixes of an interface back, not the one that stays for good.
#[derive(Clone, Debug, Serialize)]
pub struct UnassignIpv6Addresses {
    /// Which one.
    pub network_interface_id: String,
    /// Addresses.
    pub addresses: Vec<String>,
    /// Prefixes.
    pub prefixes: Vec<String>,
}

impl Command for UnassignIpv6Addresses {
    const NAME: &'static str = "UnassignIpv6Addresses";
    type Output = Assigned<Ipv6Addr, Ipv6Net>;

    async fn execute(self, session: &mut Session) -> Result<Self::Output> {
        if self.addresses.is_empty() && self.prefixes.is_empty() {
            return Err(Error::missing("Ipv6Addresses"));
        }
        let addresses: Vec<Ipv6Addr> = parsed("Ipv6Addresses", &self.addresses)?;
        let prefixes: Vec<Ipv6Net> = parsed_prefixes("Ipv6Prefix", &self.prefixes, Ipv6Net::trunc)?;
        let mut interface = find_own(session, &self.network_interface_id).await?;
        let id = interface.id.clone();
        let mut held: Vec<Ipv6Addr> = interface.ipv6_addresses().collect();
        remove("Ipv6Addresses", &id, &mut held, &addresses)?;
        set_ipv6(&mut interface, held)?;
        remove("Ipv6Prefix", &id, &mut interface.ipv6_prefixes, &prefixes)?;
        let network_interface_id = readdress(session, interface).await?;
        Ok(Assigned {
            network_interface_id,
            given: GivenIpv6 {
                addresses,
                prefixes,
            },
        })
    }
}

/// Gives an interface these IPv6 addresses and no others. One that is the primary one stays, and so does the only address.
pub(super) fn set_ipv6(interface: &mut NetworkInterface, addresses: Vec<Ipv6Addr>) -> Result<()> {
    let first = interface.ipv6_address;
    if interface.has_primary_ipv6 && addresses.first() != first.as_ref() {
        return Err(Error::invalid_value(
            "Ipv6Addresses",
            format!(
                "The primary IPv6 address of interface {} cannot be unassigned",
                interface.id
            ),
        ));
    }
    if interface.is_ipv6_native() && addresses.is_empty() {
        return Err(Error::invalid_value(
            "Ipv6Addresses",
            format!(
                "The only address of interface {} cannot be unassigned",
                interface.id
            ),
        ));
    }
    interface.set_ipv6_addresses(addresses);
    Ok(())
}

/// What of a subnet is free.
pub(super) async fn pool(session: &mut Session, subnet: &Subnet) -> Result<AddressPool> {
    let id = subnet.id.as_str();
    let in_use = session.tx.addresses_of_subnet(id).await?;
    let reservations = session.tx.subnet_cidr_reservations(id).await?;
    let reservations = reservations.iter().map(|reservation| &reservation.value);
    Ok(AddressPool::new(subnet, in_use, reservations))
}

/// Writes an interface that has other addresses now, and the event.
pub(super) async fn readdress(
    session: &mut Session,
    interface: Stored<NetworkInterface>,
) -> Result<NetworkInterfaceId> {
    let status = Some(interface.status());
    record(session, &interface, status, status).await?;
    let id = interface.id.clone();
    session.tx.network_interface_readdress(interface).await?;
    Ok(id)
}

fn check_asked(request: &AddressRequest, names: AddressNames) -> Result<()> {
    if request.is_empty() {
        return Err(Error::new(
            Code::MissingParameter,
            format!(
                "The request must contain the parameter {} or {}",
                names.addresses, names.address_count
            ),
        )
        .about(names.addresses));
    }
    request.check(names)
}

/// Takes what is in both lists out of the first.
fn remove<T: PartialEq + ToString>(
    parameter: &'static str,
    id: &NetworkInterfaceId,
    held: &mut Vec<T>,
    removed: &[T],
) -> Result<()> {
    if removed.iter().any(|item| !held.contains(item)) {
        let list: Vec<String> = removed.iter().map(ToString::to_string).collect();
        return Err(Error::invalid_value(
            parameter,
            format!(
                "Some of [{}] are not assigned to interface {id}",
                list.join(", ")
            ),
        ));
    }
    held.retain(|item| !removed.contains(item));
    Ok(())
}

/// Takes these addresses from the user's other interfaces, if that is allowed and they are not their primary ones.
async fn take_from_others(
    session: &mut Session,
    interface: &NetworkInterface,
    wanted: &[Ipv4Addr],
    allowed: bool,
) -> Result<()> {
    if wanted.is_empty() {
        return Ok(());
    }
    let subnet_id = interface.subnet_id.as_str();
    let holders = session.tx.address_holders(subnet_id, wanted).await?;
    if holders.is_empty() {
        return Ok(());
    }
    let taken: Vec<String> = holders
        .iter()
        .map(|(address, _)| address.to_string())
        .collect();
    let refused = |why: &str| {
        Error::invalid_value(
            MORE_IPV4.addresses,
            format!(
                "Some of [{}] are already assigned, but {why}",
                taken.join(", ")
            ),
        )
    };
    if !allowed {
        return Err(refused("move is not allowed."));
    }
    let mut ids: Vec<&str> = holders.iter().map(|(_, id)| id.as_str()).collect();
    ids.sort_unstable();
    ids.dedup();
    let others: Vec<Stored<NetworkInterface>> = session.tx.get_many(&interface.scope, &ids).await?;
    let mut left = wanted.iter().filter(|address| {
        holders.iter().any(|(held, _)| held == *address)
            && !others.iter().any(|other| {
                !other.holder.is_requester()
                    && other.secondary_private_ip_addresses.contains(address)
            })
    });
    if left.next().is_some() {
        return Err(refused(
            "only secondary addresses of network interfaces of your own can move.",
        ));
    }
    move_elastic_ips(session, &ids, &interface.id, wanted).await?;
    for mut other in others {
        other
            .secondary_private_ip_addresses
            .retain(|address| !wanted.contains(address));
        readdress(session, other).await?;
    }
    Ok(())
}

/// Lets the Elastic IPs of addresses that move follow them to another interface.
async fn move_elastic_ips(
    session: &mut Session,
    from: &[&str],
    to: &NetworkInterfaceId,
    addresses: &[Ipv4Addr],
) -> Result<()> {
    for mut elastic_ip in session.tx.elastic_ips_of_interfaces(from).await? {
        let Some(association) = &mut elastic_ip.association else {
            continue;
        };
        if addresses.contains(&association.private_ip_address) {
            association.network_interface_id = to.clone();
            let state = Some(elastic_ip.state());
            session
                .record(
                    ResourceType::ElasticIp,
                    elastic_ip.id.as_str(),
                    state,
                    state,
                )
                .await?;
            session.tx.update(elastic_ip).await?;
        }
    }
    Ok(())
}

/// Takes the Elastic IPs of these addresses of an interface away.
pub(super) async fn release_elastic_ips(
    session: &mut Session,
    id: &NetworkInterfaceId,
    addresses: &[Ipv4Addr],
) -> Result<()> {
    for mut elastic_ip in session.tx.elastic_ips_of_interfaces(&[id.as_str()]).await? {
        let released = elastic_ip
            .association
            .take_if(|association| addresses.contains(&association.private_ip_address));
        if released.is_some() {
            session
                .record(
                    ResourceType::ElasticIp,
                    elastic_ip.id.as_str(),
                    Some("in-use"),
                    Some(elastic_ip.state()),
                )
                .await?;
            session.tx.update(elastic_ip).await?;
        }
    }
    Ok(())
}
