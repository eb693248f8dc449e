//! Interfaces that users create.

use std::net::{Ipv4Addr, Ipv6Addr};

use serde::Serialize;

use super::{NetworkInterfaceView, address, record, view};
use crate::app::context::{Command, Session};
use crate::app::security_group;
use crate::domain::address_pool::AddressPool;
use crate::domain::address_request::{
    AddressRequest, GivenIpv4, GivenIpv6, IPV6, NEW_IPV4, check_limit, parse_address,
};
use crate::domain::connection_tracking::ConnectionTracking;
use crate::domain::entropy::Entropy;
use crate::domain::error::{Code, Error, Result};
use crate::domain::id::{Id, SubnetId};
use crate::domain::limit;
use crate::domain::network_interface::{
    Holder, NetworkInterface, SecurityGroupRef, UserInterfaceType, check_description, check_groups,
    mac_address,
};
use crate::domain::security_group::SecurityGroup;
use crate::domain::subnet::Subnet;
use crate::domain::tag::{self, Tag};
use crate::domain::vpc::Vpc;
use crate::store::Stored;

/// An address that the user chose.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ChosenAddress {
    /// The address.
    pub address: String,
    /// Whether it is to be the primary one.
    pub primary: bool,
}

/// Creates an interface with addresses of a subnet.
#[derive(Clone, Debug, Default, Serialize)]
pub struct CreateNetworkInterface {
    /// The subnet.
    pub subnet_id: String,
    /// What it is for.
    pub description: String,
    /// Its kind; the usual one unless given.
    pub interface_type: Option<UserInterfaceType>,
    /// The primary IPv4 address; the next free one unless given here or among the following.
    pub private_ip_address: Option<String>,
    /// IPv4 addresses.
    pub private_ip_addresses: Vec<ChosenAddress>,
    /// More of IPv4; its addresses are of no account.
    pub ipv4: AddressRequest,
    /// IPv6 addresses.
    pub ipv6_addresses: Vec<ChosenAddress>,
    /// More of IPv6; its addresses are of no account. Unless anything of IPv6 is asked for, the subnet says whether it gets
    /// an address.
    pub ipv6: AddressRequest,
    /// Whether its first IPv6 address is to stay for good.
    pub enable_primary_ipv6: bool,
    /// Its security groups; the VPC's default one unless given.
    pub security_group_ids: Vec<String>,
    /// When idle connections are forgotten.
    pub connection_tracking: ConnectionTracking,
    /// Tags.
    pub tags: Vec<Tag>,
}

/// Which addresses a new interface is to have.
struct Wish {
    primary: Option<Ipv4Addr>,
    ipv4: AddressRequest,
    ipv6: AddressRequest,
    has_primary_ipv6: bool,
}

/// Which addresses it gets.
struct Placed {
    primary: Option<Ipv4Addr>,
    ipv4: GivenIpv4,
    ipv6: GivenIpv6,
}

impl Command for CreateNetworkInterface {
    const NAME: &'static str = "CreateNetworkInterface";
    type Output = NetworkInterfaceView;

    async fn execute(self, session: &mut Session) -> Result<NetworkInterfaceView> {
        let subnet_id = SubnetId::parse(&self.subnet_id)?;
        check_description(&self.description)?;
        self.connection_tracking.check()?;
        let wish = self.wish()?;
        let tags = tag::validated(self.tags)?;
        let subnet: Stored<Subnet> = session.find(&subnet_id).await?;
        let groups = groups(session, &subnet, &self.security_group_ids).await?;
        let scope = session.scope();
        if session.tx.count::<NetworkInterface>(&scope).await? >= limit::NETWORK_INTERFACES {
            return Err(Error::new(
                Code::NetworkInterfaceLimitExceeded,
                "The maximum number of network interfaces has been reached.",
            ));
        }
        let interface_type = self.interface_type.unwrap_or(UserInterfaceType::Interface);
        let placed = if interface_type == UserInterfaceType::EfaOnly {
            wish.nowhere()?
        } else {
            let mut pool = address::pool(session, &subnet).await?;
            wish.place(&subnet, &mut pool, &*session.entropy)?
        };
        let mut mac = [0; 6];
        session.entropy.fill(&mut mac);
        let mut interface = NetworkInterface {
            id: session.new_id(),
            scope,
            vpc_id: subnet.vpc_id.clone(),
            subnet_id,
            availability_zone: subnet.availability_zone.clone(),
            availability_zone_id: subnet.availability_zone_id.clone(),
            private_ip_address: placed.primary,
            secondary_private_ip_addresses: placed.ipv4.addresses,
            ipv6_address: None,
            further_ipv6_addresses: Vec::new(),
            ipv4_prefixes: placed.ipv4.prefixes,
            ipv6_prefixes: placed.ipv6.prefixes,
            mac_address: mac_address(mac),
            description: self.description,
            groups,
            holder: Holder::User {
                interface_type,
                requester_id: session.scope().account.to_string(),
            },
            attachment_id: None,
            source_dest_check: true,
            has_primary_ipv6: wish.has_primary_ipv6,
            associate_public_ip_address: false,
            connection_tracking: self.connection_tracking,
            tags,
            created_at: session.now,
        };
        interface.set_ipv6_addresses(placed.ipv6.addresses);
        let interface = session.tx.network_interface_insert(interface).await?;
        record(session, &interface, None, Some(interface.status())).await?;
        view(session, interface).await
    }
}

impl CreateNetworkInterface {
    fn wish(&self) -> Result<Wish> {
        let primary = self.primary()?;
        let primary: Option<Ipv4Addr> = primary
            .map(|text| parse_address("PrivateIpAddress", text))
            .transpose()?;
        let others = self.private_ip_addresses.iter().filter(|chosen| {
            let again = primary.is_some_and(|primary| chosen.address.parse() == Ok(primary));
            !chosen.primary && !again
        });
        let ipv4 = AddressRequest {
            addresses: others.map(|chosen| chosen.address.clone()).collect(),
            ..self.ipv4.clone()
        };
        ipv4.check(NEW_IPV4)?;
        let (first, further): (Vec<&ChosenAddress>, Vec<&ChosenAddress>) = self
            .ipv6_addresses
            .iter()
            .partition(|chosen| chosen.primary);
        if first.len() > 1 {
            return Err(several_primary("Ipv6Addresses", "IPv6"));
        }
        let has_primary_ipv6 = self.enable_primary_ipv6 || !first.is_empty();
        let ipv6 = AddressRequest {
            addresses: first
                .into_iter()
                .chain(further)
                .map(|chosen| chosen.address.clone())
                .collect(),
            ..self.ipv6.clone()
        };
        ipv6.check(IPV6)?;
        Ok(Wish {
            primary,
            ipv4,
            ipv6,
            has_primary_ipv6,
        })
    }

    /// The address that is to be the primary one, if any is.
    fn primary(&self) -> Result<Option<&str>> {
        let mut primary = self
            .private_ip_addresses
            .iter()
            .filter(|chosen| chosen.primary)
            .map(|chosen| chosen.address.as_str())
            .chain(self.private_ip_address.as_deref());
        match (primary.next(), primary.next()) {
            (Some(_), Some(_)) => Err(several_primary("PrivateIpAddresses", "private")),
            (one, _) => Ok(one),
        }
    }
}

fn several_primary(parameter: &'static str, kind: &str) -> Error {
    Error::new(
        Code::InvalidParameterCombination,
        format!("Only one primary {kind} IP address can be specified."),
    )
    .about(parameter)
}

impl Wish {
    /// An interface for memory access alone has no addresses.
    fn nowhere(&self) -> Result<Placed> {
        let nothing = self.primary.is_none()
            && self.ipv4.is_empty()
            && self.ipv6.is_empty()
            && !self.has_primary_ipv6;
        if !nothing {
            return Err(Error::new(
                Code::InvalidParameterCombination,
                "A network interface of type efa-only does not support IP addresses.",
            )
            .about("InterfaceType"));
        }
        Ok(Placed {
            primary: None,
            ipv4: GivenIpv4 {
                addresses: Vec::new(),
                prefixes: Vec::new(),
            },
            ipv6: GivenIpv6 {
                addresses: Vec::new(),
                prefixes: Vec::new(),
            },
        })
    }

    fn place(
        &self,
        subnet: &Subnet,
        pool: &mut AddressPool,
        entropy: &dyn Entropy,
    ) -> Result<Placed> {
        if let Some(primary) = self.primary {
            pool.choose_ipv4("PrivateIpAddress", primary)?;
        }
        let ipv4 = self.ipv4.give_ipv4(NEW_IPV4, pool)?;
        let primary = match (self.primary, subnet.cidr_block) {
            (None, Some(_)) => Some(pool.next_ipv4()?),
            (primary, _) => primary,
        };
        check_limit(primary.iter().count() + ipv4.addresses.len() + ipv4.prefixes.len())?;
        let mut ipv6 = self.ipv6.give_ipv6(pool, entropy)?;
        let gets_one = subnet.assign_ipv6_address_on_creation && self.ipv6.is_empty();
        if ipv6.addresses.is_empty() && (gets_one || primary.is_none()) {
            ipv6.addresses.push(pool.draw_ipv6(entropy)?);
        }
        if self.has_primary_ipv6 {
            require_ipv6(ipv6.addresses.first())?;
        }
        Ok(Placed {
            primary,
            ipv4,
            ipv6,
        })
    }
}

/// A primary IPv6 address is one of the interface's.
pub(super) fn require_ipv6(address: Option<&Ipv6Addr>) -> Result<()> {
    if address.is_none() {
        return Err(Error::new(
            Code::InvalidParameterCombination,
            "A network interface without an IPv6 address cannot have a primary one.",
        )
        .about("EnablePrimaryIpv6"));
    }
    Ok(())
}

/// The groups with these ids, or the VPC's default one.
pub(super) async fn groups(
    session: &mut Session,
    subnet: &Subnet,
    ids: &[String],
) -> Result<Vec<SecurityGroupRef>> {
    let found: Vec<Stored<SecurityGroup>> = session.tx.get_many(&subnet.scope, ids).await?;
    if let Some(stranger) = found.iter().find(|group| group.vpc_id != subnet.vpc_id) {
        return Err(Error::invalid(
            "SecurityGroupId",
            format!(
                "Security group {} and subnet {} belong to different networks.",
                stranger.id, subnet.id
            ),
        ));
    }
    let vpc: Stored<Vpc> = session.find(&subnet.vpc_id).await?;
    let groups = security_group::resolve(session, &vpc, ids).await?;
    check_groups(&groups)?;
    Ok(groups)
}
