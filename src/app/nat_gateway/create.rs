//! Creating NAT gateways.

use std::net::Ipv4Addr;

use serde::Serialize;

use super::address::{Wish, check_count, elastic_ips, parse_private_addresses, take};
use super::record;
use crate::app::context::{Command, Session};
use crate::app::network_interface::{self, AddressWish, NewInterface};
use crate::domain::elastic_ip::ElasticIp;
use crate::domain::error::{Code, Error, Result};
use crate::domain::id::{Id, SubnetId};
use crate::domain::ip_address_type::IpAddressType;
use crate::domain::nat_gateway::{
    self, Connectivity, NatGateway, NatGatewayAddress, NatGatewayElasticIp, NatGatewayProgress,
};
use crate::domain::network_interface::Holder;
use crate::domain::subnet::Subnet;
use crate::domain::tag::{self, Tag};
use crate::store::Stored;

/// Creates a NAT gateway. A public one fails later, not here, if its VPC has no internet gateway or its addresses stand before
/// something else.
#[derive(Clone, Debug, Default, Serialize)]
pub struct CreateNatGateway {
    /// `public`, unless given.
    pub connectivity_type: Option<String>,
    /// `zonal`, if given.
    pub availability_mode: Option<String>,
    /// The subnet.
    pub subnet_id: Option<String>,
    /// The Elastic IP address of a public gateway.
    pub allocation_id: Option<String>,
    /// The address in the subnet; a free one unless given.
    pub private_ip_address: Option<String>,
    /// Further Elastic IP addresses of a public gateway.
    pub secondary_allocation_ids: Vec<String>,
    /// Further addresses in the subnet.
    pub secondary_private_ip_addresses: Vec<String>,
    /// How many further addresses in the subnet a private gateway has, instead.
    pub secondary_private_ip_address_count: Option<i64>,
    /// Tags.
    pub tags: Vec<Tag>,
}

impl Command for CreateNatGateway {
    const NAME: &'static str = "CreateNatGateway";
    type Output = Stored<NatGateway>;

    async fn execute(self, session: &mut Session) -> Result<Stored<NatGateway>> {
        if let Some(mode) = self.availability_mode.as_deref() {
            nat_gateway::check_availability_mode(mode)?;
        }
        let connectivity = Connectivity::parse(self.connectivity_type.as_deref())?;
        let subnet_id = self
            .subnet_id
            .as_deref()
            .ok_or_else(|| Error::missing("SubnetId"))?;
        let subnet: Stored<Subnet> = session.find(&SubnetId::parse(subnet_id)?).await?;
        let wishes = self.wishes(session, connectivity).await?;
        let primary = self
            .private_ip_address
            .as_deref()
            .map(|text| nat_gateway::parse_private_address("PrivateIpAddress", text))
            .transpose()?;
        let tags = tag::validated(self.tags)?;
        require_room(session, &subnet).await?;
        let gateway = make(session, &subnet, connectivity, primary, wishes, tags).await?;
        record(session, &gateway, None).await?;
        session.tx.insert(gateway).await
    }
}

/// The addresses of a new gateway: the Elastic IP address of the first, and what the others are to be.
struct Wishes {
    primary: Option<ElasticIp>,
    secondary: Vec<Wish>,
}

impl CreateNatGateway {
    /// Which addresses are wanted, if they go together.
    async fn wishes(&self, session: &mut Session, connectivity: Connectivity) -> Result<Wishes> {
        let chosen = parse_private_addresses(
            "SecondaryPrivateIpAddress",
            &self.secondary_private_ip_addresses,
        )?;
        match connectivity {
            Connectivity::Private => {
                if self.allocation_id.is_some() || !self.secondary_allocation_ids.is_empty() {
                    return Err(Error::invalid(
                        "AllocationId",
                        "A private NAT gateway cannot have Elastic IP addresses.",
                    ));
                }
                let secondary = Wish::private(
                    "SecondaryPrivateIpAddress",
                    chosen,
                    self.secondary_private_ip_address_count,
                )?;
                check_count(1 + secondary.len())?;
                Ok(Wishes {
                    primary: None,
                    secondary,
                })
            }
            Connectivity::Public => {
                let first = self
                    .allocation_id
                    .as_deref()
                    .ok_or_else(|| Error::missing("AllocationId"))?;
                if self.secondary_private_ip_address_count.is_some() {
                    return Err(Error::invalid(
                        "SecondaryPrivateIpAddressCount",
                        "Only a private NAT gateway can have a number of secondary private addresses.",
                    ));
                }
                let mut ids = vec![first.to_owned()];
                ids.extend(self.secondary_allocation_ids.iter().cloned());
                check_count(ids.len())?;
                let mut elastic_ips = elastic_ips(session, &ids).await?.into_iter();
                let primary = elastic_ips.next().map(|it| it.value);
                let secondary =
                    Wish::public("SecondaryPrivateIpAddress", elastic_ips.collect(), chosen)?;
                Ok(Wishes { primary, secondary })
            }
        }
    }
}

/// Refuses if the zone has as many gateways as it may have.
async fn require_room(session: &mut Session, subnet: &Subnet) -> Result<()> {
    let scope = session.scope();
    let present = session
        .tx
        .nat_gateways_in_zone(&scope, &subnet.availability_zone)
        .await?;
    if present >= i64::from(session.settings.quotas.nat_gateways_per_zone) {
        return Err(Error::new(
            Code::NatGatewayLimitExceeded,
            "The maximum number of NAT gateways has been reached.",
        ));
    }
    Ok(())
}

/// Makes the gateway's interface with all its addresses, and the gateway, which is not written yet.
async fn make(
    session: &mut Session,
    subnet: &Subnet,
    connectivity: Connectivity,
    primary: Option<Ipv4Addr>,
    wishes: Wishes,
    tags: Vec<Tag>,
) -> Result<NatGateway> {
    let id = session.new_id();
    let new = NewInterface {
        subnet,
        description: NatGateway::interface_description(&id),
        holder: Holder::NatGateway {
            nat_gateway_id: id.clone(),
        },
        groups: Vec::new(),
        addresses: AddressWish {
            ipv4: primary,
            ..AddressWish::any(IpAddressType::Ipv4)
        },
    };
    let mut interface = network_interface::create(session, new)
        .await
        .map_err(|error| error.about("PrivateIpAddress"))?;
    let private_ip_address = interface
        .private_ip_address
        .ok_or_else(|| Error::internal("a NAT gateway's interface has no IPv4 address"))?;
    let elastic_ip = wishes.primary.map(|elastic_ip| NatGatewayElasticIp {
        allocation_id: elastic_ip.id,
        public_ip: elastic_ip.public_ip,
        association_id: session.new_id(),
    });
    let mut addresses = vec![NatGatewayAddress {
        network_interface_id: interface.id.clone(),
        private_ip_address,
        elastic_ip,
        is_primary: true,
    }];
    if !wishes.secondary.is_empty() {
        let secondary = take(
            session,
            subnet,
            &mut interface,
            "SecondaryPrivateIpAddress",
            wishes.secondary,
        )
        .await?;
        addresses.extend(secondary);
    }
    let network_interface_id = Some(interface.id.clone());
    Ok(NatGateway {
        id,
        scope: session.scope(),
        vpc_id: subnet.vpc_id.clone(),
        subnet_id: subnet.id.clone(),
        availability_zone: subnet.availability_zone.clone(),
        availability_zone_id: subnet.availability_zone_id.clone(),
        connectivity,
        progress: NatGatewayProgress::initial(session.now, &session.settings.timing),
        network_interface_id,
        addresses,
        tags,
        created_at: session.now,
    })
}
