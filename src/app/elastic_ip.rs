//! Elastic IP addresses: given out, put before private addresses of interfaces, and given back.

mod list;

use std::net::Ipv4Addr;

use serde::Serialize;

pub use list::{ListAddressNames, ListAddresses, NamedAddress};

use super::context::{Command, Session};
use super::list::listed_as_stored;
use crate::domain::dns_record;
use crate::domain::elastic_ip::{self, AddressAssociation, ElasticIp};
use crate::domain::error::{Code, Error, Result};
use crate::domain::event::ResourceType;
use crate::domain::id::{AddressAssociationId, AllocationId, Id, NetworkInterfaceId};
use crate::domain::internet_gateway::vpc_without_internet_gateway;
use crate::domain::limit;
use crate::domain::network_interface::NetworkInterface;
use crate::domain::tag::{self, Tag};
use crate::store::Stored;

listed_as_stored!(ElasticIp, "DescribeAddresses", AllocationId);

/// Gives an address out.
#[derive(Clone, Debug, Serialize)]
pub struct AllocateAddress {
    /// `vpc`, if given.
    pub domain: Option<String>,
    /// The caller's region, if given.
    pub network_border_group: Option<String>,
    /// `amazon`, if given: there are no others.
    pub public_ipv4_pool: Option<String>,
    /// A certain address, which is refused: released addresses are not kept for anybody.
    pub address: Option<String>,
    /// Tags.
    pub tags: Vec<Tag>,
}

impl Command for AllocateAddress {
    const NAME: &'static str = "AllocateAddress";
    type Output = Stored<ElasticIp>;

    async fn execute(self, session: &mut Session) -> Result<Stored<ElasticIp>> {
        let scope = session.scope();
        if let Some(domain) = self.domain.as_deref() {
            elastic_ip::check_domain(domain)?;
        }
        if let Some(group) = self.network_border_group.as_deref() {
            elastic_ip::check_network_border_group(group, scope.region.as_str())?;
        }
        if let Some(pool) = self.public_ipv4_pool.as_deref() {
            elastic_ip::check_pool(pool)?;
        }
        if let Some(address) = &self.address {
            return Err(Error::new(
                Code::UnsupportedOperation,
                format!("The address {address} cannot be recovered: privlink does not keep released addresses"),
            )
            .about("Address"));
        }
        let tags = tag::validated(self.tags)?;
        let quota = session.settings.quotas.elastic_ips_per_region;
        if session.tx.count::<ElasticIp>(&scope).await? >= i64::from(quota) {
            return Err(Error::new(
                Code::AddressLimitExceeded,
                "The maximum number of addresses has been reached.",
            ));
        }
        let elastic_ip = ElasticIp {
            id: session.new_id(),
            scope,
            public_ip: draw(session).await?,
            domain_name: None,
            association: None,
            tags,
            created_at: session.now,
        };
        record(session, &elastic_ip, None).await?;
        session.tx.insert(elastic_ip).await
    }
}

/// An address that nobody has.
async fn draw(session: &mut Session) -> Result<Ipv4Addr> {
    for _ in 0..limit::PUBLIC_ADDRESS_DRAWS {
        let address = elastic_ip::draw(&*session.entropy);
        if !session.tx.public_address_in_use(address).await? {
            return Ok(address);
        }
    }
    Err(Error::new(
        Code::InsufficientAddressCapacity,
        "There are not enough free public addresses to satisfy the request.",
    ))
}

/// Which address a request is about: by its allocation, or by its text.
#[derive(Clone, Debug, Default, Serialize)]
pub struct AddressChoice {
    /// The allocation.
    pub allocation_id: Option<String>,
    /// The address itself, instead.
    pub public_ip: Option<String>,
}

impl AddressChoice {
    async fn find(&self, session: &mut Session) -> Result<Stored<ElasticIp>> {
        match (&self.allocation_id, &self.public_ip) {
            (Some(id), None) => session.find(&AllocationId::parse(id)?).await,
            (None, Some(text)) => {
                let public_ip = elastic_ip::parse_public_ip(text)?;
                let scope = session.scope();
                let found = session
                    .tx
                    .elastic_ip_by_public_ip(&scope, public_ip)
                    .await?;
                found.ok_or_else(|| elastic_ip::public_ip_not_found(text))
            }
            (None, None) => Err(Error::missing("AllocationId")),
            (Some(_), Some(_)) => Err(Error::new(
                Code::InvalidParameterCombination,
                "You may specify public IP or allocation id, but not both in the same call",
            )),
        }
    }
}

/// Gives an address back that stands before nothing.
#[derive(Clone, Debug, Serialize)]
pub struct ReleaseAddress {
    /// Which one.
    pub address: AddressChoice,
    /// The caller's region, if given.
    pub network_border_group: Option<String>,
}

impl Command for ReleaseAddress {
    const NAME: &'static str = "ReleaseAddress";
    type Output = ();

    async fn execute(self, session: &mut Session) -> Result<()> {
        let elastic_ip = self.address.find(session).await?;
        if let Some(group) = self.network_border_group.as_deref() {
            elastic_ip::check_network_border_group(group, session.scope().region.as_str())?;
        }
        if elastic_ip.association.is_some() {
            return Err(Error::new(
                Code::AddressInUse,
                format!("Address {} is in use.", elastic_ip.public_ip),
            )
            .about("AllocationId"));
        }
        if elastic_ip.domain_name.is_some() {
            return Err(Error::new(
                Code::AddressLocked,
                format!(
                    "The address with allocation id [{}] cannot be released because it has a reverse DNS record.",
                    elastic_ip.id
                ),
            )
            .about("AllocationId"));
        }
        session.tx.delete(&elastic_ip).await?;
        let (id, from) = (elastic_ip.id.as_str(), elastic_ip.state());
        session
            .record(ResourceType::ElasticIp, id, Some(from), None)
            .await
    }
}

/// Puts an address before a private address of an interface.
#[derive(Clone, Debug, Serialize)]
pub struct AssociateAddress {
    /// Which one.
    pub address: AddressChoice,
    /// An instance, which is refused: there are none.
    pub instance_id: Option<String>,
    /// The interface.
    pub network_interface_id: Option<String>,
    /// Which of its addresses; the primary one unless given.
    pub private_ip_address: Option<String>,
    /// Whether associations that are in the way may be ended; they may unless this says no.
    pub allow_reassociation: Option<bool>,
}

impl Command for AssociateAddress {
    const NAME: &'static str = "AssociateAddress";
    type Output = AddressAssociationId;

    async fn execute(self, session: &mut Session) -> Result<AddressAssociationId> {
        let mut elastic_ip = self.address.find(session).await?;
        if let Some(instance_id) = &self.instance_id {
            return Err(Error::new(
                Code::InstanceNotFound,
                format!("The instance ID '{instance_id}' does not exist"),
            )
            .about("InstanceId"));
        }
        let interface_id = self
            .network_interface_id
            .as_deref()
            .ok_or_else(|| Error::missing("NetworkInterfaceId"))?;
        let interface_id = NetworkInterfaceId::parse(interface_id)?;
        let interface: Stored<NetworkInterface> = session.find(&interface_id).await?;
        let private_ip_address = private_address(&interface, self.private_ip_address.as_deref())?;
        if let Some(present) = &elastic_ip.association
            && present.network_interface_id == interface.id
            && present.private_ip_address == private_ip_address
        {
            return Ok(present.association_id.clone());
        }
        let may_replace = self.allow_reassociation.unwrap_or(true);
        if let Some(present) = &elastic_ip.association {
            if !may_replace {
                return Err(already_associated(&elastic_ip));
            }
            refuse_managed(present)?;
        }
        require_internet_gateway(session, &interface).await?;
        make_room(session, &interface, private_ip_address, may_replace).await?;
        let association_id: AddressAssociationId = session.new_id();
        let from = elastic_ip.state();
        elastic_ip.association = Some(AddressAssociation {
            association_id: association_id.clone(),
            network_interface_id: interface_id,
            network_interface_owner: interface.scope.account.clone(),
            vpc_id: interface.vpc_id.clone(),
            private_ip_address,
            managed: false,
        });
        record(session, &elastic_ip, Some(from)).await?;
        session.tx.update(elastic_ip).await?;
        Ok(association_id)
    }
}

/// The address of the interface that is meant.
fn private_address(interface: &NetworkInterface, wish: Option<&str>) -> Result<Ipv4Addr> {
    if interface.holder.is_requester() {
        return Err(no_permission());
    }
    let Some(wish) = wish else {
        return interface.private_ip_address.ok_or_else(|| {
            Error::invalid_value(
                "NetworkInterfaceId",
                format!("The interface '{}' has no IPv4 address", interface.id),
            )
        });
    };
    interface
        .ipv4_addresses()
        .find(|address| address.to_string() == wish)
        .ok_or_else(|| {
            Error::invalid_value(
                "PrivateIpAddress",
                format!(
                    "The address '{wish}' is not assigned to interface '{}'",
                    interface.id
                ),
            )
        })
}

async fn require_internet_gateway(
    session: &mut Session,
    interface: &NetworkInterface,
) -> Result<()> {
    let vpc_id = &interface.vpc_id;
    let gateway = session.tx.internet_gateway_of_vpc(vpc_id.as_str()).await?;
    match gateway {
        Some(_) => Ok(()),
        None => Err(vpc_without_internet_gateway(vpc_id)),
    }
}

/// Takes another address away that stands before the private one.
async fn make_room(
    session: &mut Session,
    interface: &NetworkInterface,
    private_ip_address: Ipv4Addr,
    may_replace: bool,
) -> Result<()> {
    let addresses = session
        .tx
        .elastic_ips_of_interfaces(&[interface.id.as_str()])
        .await?;
    for other in addresses {
        let Some(association) = &other.association else {
            continue;
        };
        if association.private_ip_address != private_ip_address {
            continue;
        }
        if !may_replace {
            return Err(Error::new(
                Code::ResourceAlreadyAssociated,
                format!(
                    "resource {} is already associated with {}",
                    interface.id, other.public_ip
                ),
            )
            .about("NetworkInterfaceId"));
        }
        dissociate(session, other).await?;
    }
    Ok(())
}

/// Takes an address away from where it stands.
#[derive(Clone, Debug, Serialize)]
pub struct DisassociateAddress {
    /// The association.
    pub association_id: Option<String>,
    /// The address itself, instead. That it stands before nothing is no error.
    pub public_ip: Option<String>,
}

impl Command for DisassociateAddress {
    const NAME: &'static str = "DisassociateAddress";
    type Output = ();

    async fn execute(self, session: &mut Session) -> Result<()> {
        let elastic_ip = match (self.association_id, self.public_ip) {
            (Some(id), None) => {
                let id = AddressAssociationId::parse(&id)?;
                let scope = session.scope();
                let found = session
                    .tx
                    .elastic_ip_by_association(&scope, id.as_str())
                    .await?;
                found.ok_or_else(|| AddressAssociationId::not_found(id.as_str()))?
            }
            (None, public_ip @ Some(_)) => {
                let address = AddressChoice {
                    allocation_id: None,
                    public_ip,
                };
                address.find(session).await?
            }
            (None, None) => return Err(Error::missing("AssociationId")),
            (Some(_), Some(_)) => {
                return Err(Error::new(
                    Code::InvalidParameterCombination,
                    "You may specify public IP or association id, but not both in the same call",
                ));
            }
        };
        match &elastic_ip.association {
            Some(association) => refuse_managed(association)?,
            None => return Ok(()),
        }
        dissociate(session, elastic_ip).await
    }
}

/// Sets the name that reverse lookups of an address answer with, or takes it away. That the name leads to the address is not
/// looked at.
#[derive(Clone, Debug, Serialize)]
pub struct ModifyAddressAttribute {
    /// Which one.
    pub allocation_id: String,
    /// The name; `None` for none of the owner's.
    pub domain_name: Option<String>,
}

impl Command for ModifyAddressAttribute {
    const NAME: &'static str = "ModifyAddressAttribute";
    type Output = Stored<ElasticIp>;

    async fn execute(self, session: &mut Session) -> Result<Stored<ElasticIp>> {
        let id = AllocationId::parse(&self.allocation_id)?;
        let mut elastic_ip: Stored<ElasticIp> = session.find_to_change(&id).await?;
        if let Some(name) = &self.domain_name {
            dns_record::parse_name(name).map_err(|error| error.about("DomainName"))?;
        }
        elastic_ip.domain_name = self.domain_name;
        let state = elastic_ip.state();
        record(session, &elastic_ip, Some(state)).await?;
        session.tx.update(elastic_ip).await
    }
}

/// Puts an address before the first private address of an interface, for what holds the interface. Its owner cannot take it
/// away from there.
///
/// Refused if it stands before something already, or if the VPC has no internet gateway.
pub(super) async fn associate(
    session: &mut Session,
    allocation_id: &AllocationId,
    interface: &NetworkInterface,
) -> Result<Stored<ElasticIp>> {
    let private_ip_address = interface.private_ip_address.ok_or_else(|| {
        Error::invalid_value(
            "NetworkInterfaceId",
            format!("The interface '{}' has no IPv4 address", interface.id),
        )
    })?;
    require_internet_gateway(session, interface).await?;
    let elastic_ip: Stored<ElasticIp> = session.find(allocation_id).await?;
    refuse_associated(&elastic_ip)?;
    let association_id = session.new_id();
    associate_with(
        session,
        elastic_ip,
        association_id,
        interface,
        private_ip_address,
    )
    .await
}

/// Refuses an address that stands before something.
pub(super) fn refuse_associated(elastic_ip: &ElasticIp) -> Result<()> {
    match elastic_ip.association {
        Some(_) => Err(already_associated(elastic_ip)),
        None => Ok(()),
    }
}

/// Puts a free address before one of the addresses of an interface, for what holds the interface.
pub(super) async fn associate_with(
    session: &mut Session,
    mut elastic_ip: Stored<ElasticIp>,
    association_id: AddressAssociationId,
    interface: &NetworkInterface,
    private_ip_address: Ipv4Addr,
) -> Result<Stored<ElasticIp>> {
    let from = elastic_ip.state();
    elastic_ip.association = Some(AddressAssociation {
        association_id,
        network_interface_id: interface.id.clone(),
        network_interface_owner: interface.scope.account.clone(),
        vpc_id: interface.vpc_id.clone(),
        private_ip_address,
        managed: true,
    });
    record(session, &elastic_ip, Some(from)).await?;
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
    for elastic_ip in addresses {
        dissociate(session, elastic_ip).await?;
    }
    Ok(())
}

/// Takes an address away from where it stands, whoever put it there.
pub(super) async fn dissociate(
    session: &mut Session,
    mut elastic_ip: Stored<ElasticIp>,
) -> Result<()> {
    let from = elastic_ip.state();
    elastic_ip.association = None;
    record(session, &elastic_ip, Some(from)).await?;
    session.tx.update(elastic_ip).await.map(drop)
}

async fn record(session: &mut Session, elastic_ip: &ElasticIp, from: Option<&str>) -> Result<()> {
    let to = Some(elastic_ip.state());
    session
        .record(ResourceType::ElasticIp, elastic_ip.id.as_str(), from, to)
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

/// What a NAT gateway or load balancer put somewhere stays there.
fn refuse_managed(association: &AddressAssociation) -> Result<()> {
    if association.managed {
        Err(no_permission())
    } else {
        Ok(())
    }
}

fn no_permission() -> Error {
    Error::new(
        Code::AuthFailure,
        "You do not have permission to access the specified resource.",
    )
}
