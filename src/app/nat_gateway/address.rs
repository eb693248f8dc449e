//! The secondary addresses of NAT gateways: Elastic IP addresses of public ones, addresses of the subnet of private ones.

use std::net::Ipv4Addr;

use serde::{Deserialize, Serialize};

use super::record;
use crate::app::context::{Command, Session};
use crate::app::{elastic_ip, network_interface};
use crate::domain::elastic_ip::ElasticIp;
use crate::domain::error::{Code, Error, Result};
use crate::domain::id::{AllocationId, Id, NatGatewayId};
use crate::domain::limit;
use crate::domain::nat_gateway::{
    Connectivity, NatGateway, NatGatewayAddress, NatGatewayElasticIp, NatGatewayProgress,
    parse_private_address,
};
use crate::domain::network_interface::NetworkInterface;
use crate::domain::subnet::Subnet;
use crate::store::Stored;

/// A secondary address that a gateway is to have.
pub(super) struct Wish {
    /// The Elastic IP address, if the gateway is public.
    elastic_ip: Option<ElasticIp>,
    /// The address in the subnet; `None` for a free one.
    private_ip_address: Option<Ipv4Addr>,
}

impl Wish {
    /// Elastic IP addresses, before addresses of the subnet that are chosen for all of them or for none.
    pub(super) fn public(
        parameter: &'static str,
        elastic_ips: Vec<Stored<ElasticIp>>,
        chosen: Vec<Ipv4Addr>,
    ) -> Result<Vec<Self>> {
        if !chosen.is_empty() && chosen.len() != elastic_ips.len() {
            return Err(Error::invalid(
                parameter,
                "There must be as many private addresses as Elastic IP addresses, or none.",
            ));
        }
        let mut chosen = chosen.into_iter();
        Ok(elastic_ips
            .into_iter()
            .map(|elastic_ip| Self {
                elastic_ip: Some(elastic_ip.value),
                private_ip_address: chosen.next(),
            })
            .collect())
    }

    /// Addresses of the subnet: chosen ones, or a number of free ones.
    pub(super) fn private(
        parameter: &'static str,
        chosen: Vec<Ipv4Addr>,
        count: Option<i64>,
    ) -> Result<Vec<Self>> {
        let wishes: Vec<Option<Ipv4Addr>> = match count {
            None => chosen.into_iter().map(Some).collect(),
            Some(_) if !chosen.is_empty() => {
                return Err(Error::new(
                    Code::InvalidParameterCombination,
                    "Private addresses and their number cannot both be given.",
                )
                .about(parameter));
            }
            Some(count) => match usize::try_from(count) {
                Ok(count) if (1..limit::ADDRESSES_PER_NAT_GATEWAY).contains(&count) => {
                    vec![None; count]
                }
                _ => {
                    return Err(Error::invalid_value(
                        parameter,
                        format!(
                            "A NAT gateway can have 1 to {} secondary addresses.",
                            limit::ADDRESSES_PER_NAT_GATEWAY - 1
                        ),
                    ));
                }
            },
        };
        Ok(wishes
            .into_iter()
            .map(|private_ip_address| Self {
                elastic_ip: None,
                private_ip_address,
            })
            .collect())
    }
}

/// Refuses more addresses than a gateway can have.
pub(super) fn check_count(count: usize) -> Result<()> {
    if count > limit::ADDRESSES_PER_NAT_GATEWAY {
        return Err(Error::invalid_value(
            "NatGatewayId",
            format!(
                "A NAT gateway can have at most {} addresses.",
                limit::ADDRESSES_PER_NAT_GATEWAY
            ),
        ));
    }
    Ok(())
}

/// Reads addresses of a subnet, each of which may be there once.
pub(super) fn parse_private_addresses(
    parameter: &'static str,
    texts: &[String],
) -> Result<Vec<Ipv4Addr>> {
    let mut addresses = Vec::new();
    for text in texts {
        let address = parse_private_address(parameter, text)?;
        if addresses.contains(&address) {
            return Err(twice(parameter, text));
        }
        addresses.push(address);
    }
    Ok(addresses)
}

/// The Elastic IP addresses with these allocations, in this order, each of which may be there once.
pub(super) async fn elastic_ips(
    session: &mut Session,
    ids: &[String],
) -> Result<Vec<Stored<ElasticIp>>> {
    for (index, id) in ids.iter().enumerate() {
        AllocationId::parse(id).map_err(|_| {
            Error::new(
                Code::ElasticIpMalformed,
                format!("Invalid id: \"{id}\" (expecting \"eipalloc-...\")"),
            )
            .about("AllocationId")
        })?;
        if ids[..index].contains(id) {
            return Err(twice("AllocationId", id));
        }
    }
    let scope = session.scope();
    let mut found: Vec<Stored<ElasticIp>> = session.tx.get_many(&scope, ids).await?;
    ids.iter()
        .map(|id| {
            let at = found.iter().position(|it| it.id.as_str() == id);
            at.map(|at| found.swap_remove(at))
                .ok_or_else(|| AllocationId::not_found(id).with_code(Code::ElasticIpNotFound))
        })
        .collect()
}

fn twice(parameter: &'static str, text: &str) -> Error {
    Error::invalid_value(parameter, format!("'{text}' is given more than once."))
}

/// Gives a gateway's interface further addresses of its subnet.
pub(super) async fn take(
    session: &mut Session,
    subnet: &Subnet,
    interface: &mut Stored<NetworkInterface>,
    parameter: &'static str,
    wishes: Vec<Wish>,
) -> Result<Vec<NatGatewayAddress>> {
    let chosen: Vec<Option<Ipv4Addr>> = wishes.iter().map(|wish| wish.private_ip_address).collect();
    let taken =
        network_interface::add_private_addresses(session, subnet, interface, parameter, &chosen)
            .await?;
    let mut addresses = Vec::new();
    for (wish, private_ip_address) in wishes.into_iter().zip(taken) {
        let elastic_ip = wish.elastic_ip.map(|elastic_ip| NatGatewayElasticIp {
            allocation_id: elastic_ip.id,
            public_ip: elastic_ip.public_ip,
            association_id: session.new_id(),
        });
        addresses.push(NatGatewayAddress {
            network_interface_id: interface.id.clone(),
            private_ip_address,
            elastic_ip,
            is_primary: false,
        });
    }
    Ok(addresses)
}

/// What became of some of a gateway's addresses.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChangedAddresses {
    /// The gateway.
    pub nat_gateway: Stored<NatGateway>,
    /// The addresses.
    pub addresses: Vec<NatGatewayAddress>,
}

/// Gives a public NAT gateway further Elastic IP addresses.
#[derive(Clone, Debug, Serialize)]
pub struct AssociateNatGatewayAddress {
    /// The gateway.
    pub nat_gateway_id: String,
    /// The Elastic IP addresses.
    pub allocation_ids: Vec<String>,
    /// The addresses in the subnet that they stand before; free ones unless given.
    pub private_ip_addresses: Vec<String>,
}

impl Command for AssociateNatGatewayAddress {
    const NAME: &'static str = "AssociateNatGatewayAddress";
    type Output = ChangedAddresses;

    async fn execute(self, session: &mut Session) -> Result<ChangedAddresses> {
        let mut site = Site::find(session, &self.nat_gateway_id, Connectivity::Public).await?;
        if self.allocation_ids.is_empty() {
            return Err(Error::missing("AllocationId"));
        }
        let chosen = parse_private_addresses("PrivateIpAddress", &self.private_ip_addresses)?;
        check_count(site.gateway.addresses.len() + self.allocation_ids.len())?;
        let elastic_ips = elastic_ips(session, &self.allocation_ids).await?;
        for elastic_ip in &elastic_ips {
            elastic_ip::refuse_associated(elastic_ip)?;
        }
        let wishes = Wish::public("PrivateIpAddress", elastic_ips.clone(), chosen)?;
        let added = take(
            session,
            &site.subnet,
            &mut site.interface,
            "PrivateIpAddress",
            wishes,
        )
        .await?;
        for (elastic_ip, address) in elastic_ips.into_iter().zip(&added) {
            let Some(association) = &address.elastic_ip else {
                continue;
            };
            elastic_ip::associate_with(
                session,
                elastic_ip,
                association.association_id.clone(),
                &site.interface,
                address.private_ip_address,
            )
            .await?;
        }
        site.gateway.addresses.extend(added.iter().cloned());
        finish(session, site.gateway, added).await
    }
}

/// Takes secondary Elastic IP addresses away from a public NAT gateway. There are no connections to wait for, so that it is done
/// at once.
#[derive(Clone, Debug, Serialize)]
pub struct DisassociateNatGatewayAddress {
    /// The gateway.
    pub nat_gateway_id: String,
    /// The associations.
    pub association_ids: Vec<String>,
    /// How long connections would be waited for.
    pub max_drain_duration_seconds: Option<i64>,
}

impl Command for DisassociateNatGatewayAddress {
    const NAME: &'static str = "DisassociateNatGatewayAddress";
    type Output = ChangedAddresses;

    async fn execute(self, session: &mut Session) -> Result<ChangedAddresses> {
        check_drain(self.max_drain_duration_seconds)?;
        let site = Site::find(session, &self.nat_gateway_id, Connectivity::Public).await?;
        let association_of = |address: &NatGatewayAddress| {
            let elastic_ip = address.elastic_ip.as_ref();
            elastic_ip.map(|it| it.association_id.to_string())
        };
        let removed = site.select("AssociationId", &self.association_ids, association_of)?;
        for elastic_ip in session
            .tx
            .elastic_ips_of_interfaces(&[site.interface.id.as_str()])
            .await?
        {
            let goes = elastic_ip.association.as_ref().is_some_and(|association| {
                let id = association.association_id.as_str();
                self.association_ids.iter().any(|wanted| wanted == id)
            });
            if goes {
                elastic_ip::dissociate(session, elastic_ip).await?;
            }
        }
        site.remove(session, removed).await
    }
}

/// Gives a private NAT gateway further addresses of its subnet.
#[derive(Clone, Debug, Serialize)]
pub struct AssignPrivateNatGatewayAddress {
    /// The gateway.
    pub nat_gateway_id: String,
    /// The addresses.
    pub private_ip_addresses: Vec<String>,
    /// How many, instead.
    pub private_ip_address_count: Option<i64>,
}

impl Command for AssignPrivateNatGatewayAddress {
    const NAME: &'static str = "AssignPrivateNatGatewayAddress";
    type Output = ChangedAddresses;

    async fn execute(self, session: &mut Session) -> Result<ChangedAddresses> {
        let mut site = Site::find(session, &self.nat_gateway_id, Connectivity::Private).await?;
        let chosen = parse_private_addresses("PrivateIpAddress", &self.private_ip_addresses)?;
        let wishes = Wish::private("PrivateIpAddress", chosen, self.private_ip_address_count)?;
        if wishes.is_empty() {
            return Err(Error::missing("PrivateIpAddress"));
        }
        check_count(site.gateway.addresses.len() + wishes.len())?;
        let added = take(
            session,
            &site.subnet,
            &mut site.interface,
            "PrivateIpAddress",
            wishes,
        )
        .await?;
        site.gateway.addresses.extend(added.iter().cloned());
        finish(session, site.gateway, added).await
    }
}

/// Takes secondary addresses away from a private NAT gateway, at once as well.
#[derive(Clone, Debug, Serialize)]
pub struct UnassignPrivateNatGatewayAddress {
    /// The gateway.
    pub nat_gateway_id: String,
    /// The addresses.
    pub private_ip_addresses: Vec<String>,
    /// How long connections would be waited for.
    pub max_drain_duration_seconds: Option<i64>,
}

impl Command for UnassignPrivateNatGatewayAddress {
    const NAME: &'static str = "UnassignPrivateNatGatewayAddress";
    type Output = ChangedAddresses;

    async fn execute(self, session: &mut Session) -> Result<ChangedAddresses> {
        check_drain(self.max_drain_duration_seconds)?;
        let site = Site::find(session, &self.nat_gateway_id, Connectivity::Private).await?;
        let address_of = |address: &NatGatewayAddress| Some(address.private_ip_address.to_string());
        let removed = site.select("PrivateIpAddress", &self.private_ip_addresses, address_of)?;
        site.remove(session, removed).await
    }
}

fn check_drain(seconds: Option<i64>) -> Result<()> {
    let longest = limit::NAT_GATEWAY_DRAIN_SECONDS;
    match seconds {
        Some(seconds) if !(1..=longest).contains(&seconds) => Err(Error::invalid_value(
            "MaxDrainDurationSeconds",
            format!("The duration must be 1 to {longest} seconds."),
        )),
        Some(_) | None => Ok(()),
    }
}

/// A gateway in use, and where it stands.
struct Site {
    gateway: Stored<NatGateway>,
    subnet: Stored<Subnet>,
    interface: Stored<NetworkInterface>,
}

impl Site {
    /// The gateway with this id, if it is available and of this connectivity.
    async fn find(session: &mut Session, id: &str, connectivity: Connectivity) -> Result<Self> {
        let id = NatGatewayId::parse(id)?;
        let gateway: Stored<NatGateway> = session.find_to_change(&id).await?;
        if gateway.connectivity != connectivity {
            return Err(Error::invalid(
                "NatGatewayId",
                format!("The NAT gateway '{id}' is not {}.", connectivity.name()),
            ));
        }
        let interface_id = match (&gateway.progress, &gateway.network_interface_id) {
            (NatGatewayProgress::Available, Some(interface_id)) => interface_id.clone(),
            _ => {
                return Err(Error::new(
                    Code::IncorrectState,
                    format!(
                        "The NAT gateway '{id}' is {}, not available.",
                        gateway.progress.name()
                    ),
                )
                .about("NatGatewayId"));
            }
        };
        let subnet = session.find(&gateway.subnet_id).await?;
        let interface = session.find(&interface_id).await?;
        Ok(Self {
            gateway,
            subnet,
            interface,
        })
    }

    /// Those of the gateway's addresses that are named by something of theirs. The primary one cannot be.
    fn select(
        &self,
        parameter: &'static str,
        names: &[String],
        name_of: impl Fn(&NatGatewayAddress) -> Option<String>,
    ) -> Result<Vec<NatGatewayAddress>> {
        if names.is_empty() {
            return Err(Error::missing(parameter));
        }
        let mut selected = Vec::new();
        for (index, name) in names.iter().enumerate() {
            let found = self
                .gateway
                .addresses
                .iter()
                .find(|address| name_of(address).as_ref() == Some(name));
            let address = found.ok_or_else(|| {
                Error::invalid_value(
                    parameter,
                    format!("'{name}' is not of the NAT gateway '{}'.", self.gateway.id),
                )
            })?;
            if address.is_primary {
                return Err(Error::invalid_value(
                    parameter,
                    format!(
                        "'{name}' is the primary address of the NAT gateway '{}' and cannot be taken away.",
                        self.gateway.id
                    ),
                ));
            }
            if names[..index].contains(name) {
                return Err(twice(parameter, name));
            }
            selected.push(address.clone());
        }
        Ok(selected)
    }

    /// Takes these addresses away from the gateway and its interface.
    async fn remove(
        mut self,
        session: &mut Session,
        removed: Vec<NatGatewayAddress>,
    ) -> Result<ChangedAddresses> {
        let gone: Vec<Ipv4Addr> = removed.iter().map(|it| it.private_ip_address).collect();
        network_interface::remove_private_addresses(session, self.interface, &gone).await?;
        self.gateway
            .addresses
            .retain(|address| !gone.contains(&address.private_ip_address));
        finish(session, self.gateway, removed).await
    }
}

async fn finish(
    session: &mut Session,
    gateway: Stored<NatGateway>,
    addresses: Vec<NatGatewayAddress>,
) -> Result<ChangedAddresses> {
    let from = gateway.progress.name();
    record(session, &gateway, Some(from)).await?;
    Ok(ChangedAddresses {
        nat_gateway: session.tx.update(gateway).await?,
        addresses,
    })
}
