//! Network interfaces: made for endpoints and load balancers, never by users, who only see them.

use super::context::Session;
use super::list::listed_as_stored;
use crate::domain::endpoint::Endpoint;
use crate::domain::error::Result;
use crate::domain::id::{Id, NetworkInterfaceId};
use crate::domain::network_interface::{Holder, NetworkInterface, SecurityGroupRef, mac_address};
use crate::domain::subnet::Subnet;
use crate::store::{Stored, Tx};

listed_as_stored!(
    NetworkInterface,
    "DescribeNetworkInterfaces",
    NetworkInterfaceId
);

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
    /// The address the user chose, checked already; `None` for the next free one.
    pub(super) address: Option<std::net::Ipv4Addr>,
}

/// Makes an interface with an address of its subnet.
pub(super) async fn create(
    session: &mut Session,
    new: NewInterface<'_>,
) -> Result<Stored<NetworkInterface>> {
    let subnet = new.subnet;
    let address = match new.address {
        Some(address) => address,
        None => {
            session
                .tx
                .address_next(subnet.id.as_str(), subnet.cidr_block)
                .await?
        }
    };
    let mut mac = [0; 6];
    session.entropy.fill(&mut mac);
    let interface = NetworkInterface {
        id: session.new_id(),
        scope: subnet.scope.clone(),
        vpc_id: subnet.vpc_id.clone(),
        subnet_id: subnet.id.clone(),
        availability_zone: subnet.availability_zone.clone(),
        availability_zone_id: subnet.availability_zone_id.clone(),
        private_ip_address: address,
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
