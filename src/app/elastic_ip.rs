//! Elastic IP addresses: given out, put before private addresses of interfaces, and given back.

use super::context::Session;
use crate::domain::elastic_ip::{AddressAssociation, ElasticIp};
use crate::domain::error::{Code, Error, Result};
use crate::domain::event::ResourceType;
use crate::domain::id::{AllocationId, Id, NetworkInterfaceId};
use crate::domain::internet_gateway::vpc_without_internet_gateway;
use crate::domain::network_interface::NetworkInterface;
use crate::store::Stored;

/// Puts an address before the first private address of an interface, for what holds the interface. Its owner cannot take it
/// away from there.
///
/// Refused if it stands before something already, or if the VPC has no internet gateway.
pub(super) async fn associate(
    session: &mut Session,
    allocation_id: &AllocationId,
    interface: &NetworkInterface,
) -> Result<Stored<ElasticIp>> {
    let mut elastic_ip: Stored<ElasticIp> = session.find(allocation_id).await?;
    if elastic_ip.association.is_some() {
        return Err(already_associated(&elastic_ip));
    }
    let vpc_id = &interface.vpc_id;
    let gateway = session.tx.internet_gateway_of_vpc(vpc_id.as_str()).await?;
    if gateway.is_none() {
        return Err(vpc_without_internet_gateway(vpc_id));
    }
    let private_ip_address = interface.private_ip_address.ok_or_else(|| {
        Error::invalid_value(
            "NetworkInterfaceId",
            format!("The interface '{}' has no IPv4 address", interface.id),
        )
    })?;
    elastic_ip.association = Some(AddressAssociation {
        association_id: session.new_id(),
        network_interface_id: interface.id.clone(),
        network_interface_owner: interface.scope.account.clone(),
        vpc_id: vpc_id.clone(),
        private_ip_address,
        managed: true,
    });
    record(session, &elastic_ip, "available").await?;
    session.tx.update(elastic_ip).await
}

/// Takes all addresses away that stand before an interface, because the interface goes.
pub(super) async fn release_interface(
    session: &mut Session,
    interface_id: &NetworkInterfaceId,
) -> Result<()> {
    let addresses = session
        .tx
        .elastic_ips_of_interfaces(&[interface_id.as_str()])
        .await?;
    for mut elastic_ip in addresses {
        elastic_ip.association = None;
        record(session, &elastic_ip, "in-use").await?;
        session.tx.update(elastic_ip).await?;
    }
    Ok(())
}

async fn record(session: &mut Session, elastic_ip: &ElasticIp, from: &str) -> Result<()> {
    session
        .record(
            ResourceType::ElasticIp,
            elastic_ip.id.as_str(),
            Some(from),
            Some(elastic_ip.state()),
        )
        .await
}

fn already_associated(elastic_ip: &ElasticIp) -> Error {
    Error::new(
        Code::ResourceAlreadyAssociated,
        format!(
            "Elastic IP address [{}] is already associated",
            elastic_ip.id
        ),
    )
    .about("AllocationId")
}
