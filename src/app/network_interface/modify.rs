//! What users change about their interfaces.

use std::net::{Ipv4Addr, Ipv6Addr};

use ipnet::{Ipv4Net, Ipv6Net};
use serde::Serialize;

use super::create::{groups, require_ipv6};
use super::{NetworkInterfaceView, address, find_own, record, view};
use crate::app::context::{Command, Session};
use crate::domain::address_pool::AddressPool;
use crate::domain::address_request::{IPV6, MORE_IPV4, check_limit, parsed, parsed_prefixes};
use crate::domain::connection_tracking::ConnectionTracking;
use crate::domain::error::{Code, Error, Result};
use crate::domain::id::{AttachmentId, Id};
use crate::domain::network_interface::{NetworkInterface, check_description};
use crate::domain::subnet::Subnet;
use crate::domain::tag::{self, Tag};
use crate::store::Stored;

/// Changes an interface; `None` leaves things as they are. One that something else holds is as that says, and cannot be
/// changed.
#[derive(Clone, Debug, Default, Serialize)]
pub struct ModifyNetworkInterface {
    /// Which one.
    pub network_interface_id: String,
    /// What it is to say that it is for.
    pub description: Option<String>,
    /// Whether it is to take only what is for or from itself.
    pub source_dest_check: Option<bool>,
    /// Security groups that it is to have.
    pub security_group_ids: Option<Vec<String>>,
    /// An attachment that is to be changed. A user's interface has none.
    pub attachment_id: Option<String>,
    /// Whether its first IPv6 address is to stay for good. Once it does, this cannot be changed.
    pub enable_primary_ipv6: Option<bool>,
    /// Whether an instance would get a public address with it.
    pub associate_public_ip_address: Option<bool>,
    /// When idle connections are forgotten.
    pub connection_tracking: Option<ConnectionTracking>,
    /// Whether ENA Express is to be set up, which goes with an attachment only.
    pub ena_express: bool,
    /// IPv4 addresses that it is to have beside its primary one.
    pub secondary_private_ip_addresses: Option<Vec<String>>,
    /// IPv6 addresses that it is to have.
    pub ipv6_addresses: Option<Vec<String>>,
    /// IPv4 prefixes that it is to have.
    pub ipv4_prefixes: Option<Vec<String>>,
    /// IPv6 prefixes that it is to have.
    pub ipv6_prefixes: Option<Vec<String>>,
    /// Replaces all tags.
    pub tags: Option<Vec<Tag>>,
}

impl Command for ModifyNetworkInterface {
    const NAME: &'static str = "ModifyNetworkInterfaceAttribute";
    type Output = NetworkInterfaceView;

    async fn execute(self, session: &mut Session) -> Result<NetworkInterfaceView> {
        let mut interface = find_own(session, &self.network_interface_id).await?;
        if let Some(attachment_id) = &self.attachment_id {
            let id = AttachmentId::parse(attachment_id)?;
            return Err(AttachmentId::not_found(id.as_str()));
        }
        if self.ena_express {
            return Err(Error::new(
                Code::IncorrectState,
                format!(
                    "Network interface '{}' is not attached to an instance.",
                    interface.id
                ),
            )
            .about("EnaSrdSpecification"));
        }
        self.change_attributes(&mut interface)?;
        let subnet: Stored<Subnet> = session.find(&interface.subnet_id.clone()).await?;
        if let Some(ids) = &self.security_group_ids {
            if ids.is_empty() {
                return Err(Error::missing("SecurityGroupId"));
            }
            interface.groups = groups(session, &subnet, ids).await?;
        }
        let readdressed = self
            .change_addresses(session, &subnet, &mut interface)
            .await?;
        if let Some(enable) = self.enable_primary_ipv6 {
            set_primary_ipv6(&mut interface, enable)?;
        }
        write(session, interface, readdressed, self.tags).await
    }
}

async fn write(
    session: &mut Session,
    interface: Stored<NetworkInterface>,
    readdressed: bool,
    tags: Option<Vec<Tag>>,
) -> Result<NetworkInterfaceView> {
    let status = Some(interface.status());
    record(session, &interface, status, status).await?;
    let interface = session
        .tx
        .network_interface_rewrite(interface, readdressed)
        .await?;
    let interface = match tags {
        Some(tags) => {
            let tags = tag::validated(tags)?;
            session.tx.update_tags(interface, tags).await?
        }
        None => interface,
    };
    view(session, interface).await
}

impl ModifyNetworkInterface {
    fn change_attributes(&self, interface: &mut NetworkInterface) -> Result<()> {
        if let Some(description) = &self.description {
            check_description(description)?;
            interface.description.clone_from(description);
        }
        if let Some(tracking) = self.connection_tracking {
            tracking.check()?;
            interface.connection_tracking.change(tracking);
        }
        if let Some(check) = self.source_dest_check {
            interface.source_dest_check = check;
        }
        if let Some(associate) = self.associate_public_ip_address {
            interface.associate_public_ip_address = associate;
        }
        Ok(())
    }

    /// Gives the interface the addresses and prefixes that it is to have. Tells whether there was anything to do.
    async fn change_addresses(
        &self,
        session: &mut Session,
        subnet: &Subnet,
        interface: &mut NetworkInterface,
    ) -> Result<bool> {
        if self.secondary_private_ip_addresses.is_none()
            && self.ipv6_addresses.is_none()
            && self.ipv4_prefixes.is_none()
            && self.ipv6_prefixes.is_none()
        {
            return Ok(false);
        }
        let mut pool = address::pool(session, subnet).await?;
        if let Some(texts) = &self.secondary_private_ip_addresses {
            let wanted: Vec<Ipv4Addr> = parsed(MORE_IPV4.addresses, texts)?;
            let held = interface.secondary_private_ip_addresses.clone();
            take(&mut pool, &held, &wanted, |pool, address| {
                pool.choose_ipv4(MORE_IPV4.addresses, address)
            })?;
            let removed: Vec<Ipv4Addr> = held
                .into_iter()
                .filter(|address| !wanted.contains(address))
                .collect();
            let id = interface.id.clone();
            address::release_elastic_ips(session, &id, &removed).await?;
            interface.secondary_private_ip_addresses = wanted;
        }
        self.change_prefixes(&mut pool, interface)?;
        if let Some(texts) = &self.ipv6_addresses {
            let wanted: Vec<Ipv6Addr> = parsed(IPV6.addresses, texts)?;
            let held: Vec<Ipv6Addr> = interface.ipv6_addresses().collect();
            take(&mut pool, &held, &wanted, |pool, address| {
                pool.choose_ipv6(IPV6.addresses, address)
            })?;
            address::set_ipv6(interface, wanted)?;
        }
        check_limit(interface.ipv4_addresses().count() + interface.ipv4_prefixes.len())?;
        check_limit(interface.ipv6_addresses().count() + interface.ipv6_prefixes.len())?;
        Ok(true)
    }

    fn change_prefixes(
        &self,
        pool: &mut AddressPool,
        interface: &mut NetworkInterface,
    ) -> Result<()> {
        if let Some(texts) = &self.ipv4_prefixes {
            let wanted: Vec<Ipv4Net> = parsed_prefixes(MORE_IPV4.prefixes, texts, Ipv4Net::trunc)?;
            take(pool, &interface.ipv4_prefixes, &wanted, |pool, prefix| {
                pool.choose_ipv4_prefix(MORE_IPV4.prefixes, prefix)
            })?;
            interface.ipv4_prefixes = wanted;
        }
        if let Some(texts) = &self.ipv6_prefixes {
            let wanted: Vec<Ipv6Net> = parsed_prefixes(IPV6.prefixes, texts, Ipv6Net::trunc)?;
            take(pool, &interface.ipv6_prefixes, &wanted, |pool, prefix| {
                pool.choose_ipv6_prefix(IPV6.prefixes, prefix)
            })?;
            interface.ipv6_prefixes = wanted;
        }
        Ok(())
    }
}

/// Takes what is wanted and not held yet. Nothing can be wanted twice.
fn take<T: Copy + PartialEq>(
    pool: &mut AddressPool,
    held: &[T],
    wanted: &[T],
    choose: impl Fn(&mut AddressPool, T) -> Result<()>,
) -> Result<()> {
    for (position, item) in wanted.iter().enumerate() {
        let again = wanted[..position].contains(item);
        if again || !held.contains(item) {
            choose(pool, *item)?;
        }
    }
    Ok(())
}

fn set_primary_ipv6(interface: &mut NetworkInterface, enable: bool) -> Result<()> {
    if enable {
        require_ipv6(interface.ipv6_address.as_ref())?;
        interface.has_primary_ipv6 = true;
    } else if interface.has_primary_ipv6 {
        return Err(Error::invalid_value(
            "EnablePrimaryIpv6",
            format!(
                "The primary IPv6 address of interface {} cannot be disabled.",
                interface.id
            ),
        ));
    }
    Ok(())
}
