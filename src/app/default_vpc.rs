//! Default VPCs and their subnets. No account has one until it asks for it.

use ipnet::Ipv4Net;
use serde::Serialize;

use super::context::{Command, Session};
use super::subnet::{SubnetView, record as record_subnet, view};
use super::{network_acl, vpc};
use crate::domain::dhcp_options::VpcDhcpOptions;
use crate::domain::error::{Code, Error, Result};
use crate::domain::event::ResourceType;
use crate::domain::id::{Id, SubnetCidrAssociationId};
use crate::domain::internet_gateway::InternetGateway;
use crate::domain::ipv6::{self, Ipv6Association};
use crate::domain::region::Zone;
use crate::domain::route::{Destination, Route};
use crate::domain::route_target::RouteTarget;
use crate::domain::subnet::{self, HostnameType, SUBNET_STATE, Subnet};
use crate::domain::vpc::{DEFAULT_NETWORK, Tenancy, Vpc};
use crate::store::Stored;

/// Creates the default VPC of an account and region, with a subnet in each zone and an internet gateway.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct CreateDefaultVpc;

impl Command for CreateDefaultVpc {
    const NAME: &'static str = "CreateDefaultVpc";
    type Output = Stored<Vpc>;

    async fn execute(self, session: &mut Session) -> Result<Stored<Vpc>> {
        let scope = session.scope();
        if session.tx.vpc_default(&scope).await?.is_some() {
            return Err(Error::new(
                Code::DefaultVpcAlreadyExists,
                "A Default VPC already exists for this account in this region.",
            ));
        }
        vpc::check_quota(session).await?;
        let vpc = Vpc {
            id: session.new_id(),
            is_default: true,
            cidr_block: DEFAULT_NETWORK,
            cidr_association_id: session.new_id(),
            secondary_cidr_blocks: Vec::new(),
            ipv6_cidr_blocks: Vec::new(),
            dhcp_options: VpcDhcpOptions::Standard,
            instance_tenancy: Tenancy::Default,
            enable_dns_support: true,
            enable_dns_hostnames: true,
            enable_network_address_usage_metrics: false,
            tags: Vec::new(),
            created_at: session.now,
            scope,
        };
        let vpc = vpc::insert(session, vpc).await?;
        open_to_internet(session, &vpc).await?;
        vpc::record_created(session, &vpc).await?;
        let zones = vpc.scope.region.data().zones.iter();
        for (zone, network) in zones.zip(subnet::default_networks(vpc.cidr_block)) {
            insert(session, &vpc, zone, Some(network), None).await?;
        }
        Ok(vpc)
    }
}

/// Attaches a new internet gateway to the VPC, and sends what is for nobody in it there.
async fn open_to_internet(session: &mut Session, vpc: &Vpc) -> Result<()> {
    let gateway = InternetGateway {
        id: session.new_id(),
        scope: vpc.scope.clone(),
        vpc_id: Some(vpc.id.clone()),
        tags: Vec::new(),
        created_at: session.now,
    };
    let gateway = session.tx.insert(gateway).await?;
    session
        .record(
            ResourceType::InternetGateway,
            gateway.id.as_str(),
            None,
            Some("attached"),
        )
        .await?;
    let main = session.tx.main_association(vpc.id.as_str()).await?;
    let main = main.ok_or_else(|| Error::internal("a VPC has no main route table"))?;
    let route = Route {
        scope: vpc.scope.clone(),
        route_table_id: main.route_table_id.clone(),
        destination: Destination::Ipv4(Ipv4Net::default()),
        target: RouteTarget::InternetGateway {
            internet_gateway_id: gateway.id.clone(),
        },
        created_at: session.now,
    };
    session.tx.insert(route).await.map(drop)
}

/// Creates the default subnet of a zone, in the default VPC.
#[derive(Clone, Debug, Serialize)]
pub struct CreateDefaultSubnet {
    /// The zone by name.
    pub availability_zone: Option<String>,
    /// The zone by id, instead.
    pub availability_zone_id: Option<String>,
    /// Whether it is for IPv6 only.
    pub ipv6_native: bool,
}

impl Command for CreateDefaultSubnet {
    const NAME: &'static str = "CreateDefaultSubnet";
    type Output = SubnetView;

    async fn execute(self, session: &mut Session) -> Result<SubnetView> {
        if self.availability_zone.is_none() && self.availability_zone_id.is_none() {
            return Err(Error::missing("AvailabilityZone"));
        }
        let scope = session.scope();
        let zone = subnet::choose_zone(
            scope.region.data(),
            self.availability_zone.as_deref(),
            self.availability_zone_id.as_deref(),
        )?;
        let vpc = session.tx.vpc_default(&scope).await?.ok_or_else(|| {
            Error::new(
                Code::DefaultVpcDoesNotExist,
                "No default VPC exists for this account in this region.",
            )
        })?;
        let siblings = session.tx.subnets_in_vpcs(&[vpc.id.to_string()]).await?;
        let present = siblings
            .iter()
            .find(|subnet| subnet.is_default_for_zone && subnet.availability_zone == zone.name);
        if let Some(present) = present {
            return Err(Error::new(
                Code::DefaultSubnetAlreadyExists,
                format!(
                    "'{}' is already the default subnet in {}.",
                    present.id, zone.name
                ),
            )
            .about("AvailabilityZone"));
        }
        let (ipv4, ipv6) = if self.ipv6_native {
            (None, Some(free_ipv6(session, &vpc, &siblings)?))
        } else {
            (Some(free_ipv4(&vpc, &siblings)?), None)
        };
        let subnet = insert(session, &vpc, zone, ipv4, ipv6).await?;
        view(session, subnet).await
    }
}

/// The lowest part of the VPC's network that has the size of a default subnet and that no subnet has.
fn free_ipv4(vpc: &Vpc, siblings: &[Stored<Subnet>]) -> Result<Ipv4Net> {
    subnet::default_networks(vpc.cidr_block)
        .find(|network| {
            let taken = siblings.iter().filter_map(|sibling| sibling.cidr_block);
            subnet::check_cidr(vpc.ipv4_networks(), *network, taken).is_ok()
        })
        .ok_or_else(|| no_room(vpc))
}

/// The lowest part of the VPC's IPv6 network that no subnet has.
fn free_ipv6(
    session: &Session,
    vpc: &Vpc,
    siblings: &[Stored<Subnet>],
) -> Result<Ipv6Association<SubnetCidrAssociationId>> {
    let network = vpc.ipv6_networks().next().ok_or_else(|| {
        Error::invalid_value(
            "Ipv6Native",
            format!("The vpc '{}' has no IPv6 CIDR block", vpc.id),
        )
    })?;
    let cidr_block = ipv6::subnet_networks(network)
        .find(|candidate| {
            let taken = siblings
                .iter()
                .filter_map(|sibling| Some(sibling.ipv6_cidr_block.as_ref()?.cidr_block));
            ipv6::check_subnet_cidr(Some(network), *candidate, taken).is_ok()
        })
        .ok_or_else(|| no_room(vpc))?;
    Ok(Ipv6Association {
        association_id: session.new_id(),
        cidr_block,
    })
}

fn no_room(vpc: &Vpc) -> Error {
    Error::new(
        Code::InvalidSubnetConflict,
        format!(
            "The vpc '{}' has no room for another default subnet",
            vpc.id
        ),
    )
}

async fn insert(
    session: &mut Session,
    vpc: &Vpc,
    zone: &Zone,
    ipv4: Option<Ipv4Net>,
    ipv6: Option<Ipv6Association<SubnetCidrAssociationId>>,
) -> Result<Stored<Subnet>> {
    let ipv6_native = ipv4.is_none();
    let subnet = Subnet {
        id: session.new_id(),
        scope: vpc.scope.clone(),
        vpc_id: vpc.id.clone(),
        cidr_block: ipv4,
        ipv6_cidr_block: ipv6,
        ipv6_native,
        is_default_for_zone: true,
        availability_zone: zone.name.to_owned(),
        availability_zone_id: zone.id.to_owned(),
        map_public_ip_on_launch: !ipv6_native,
        assign_ipv6_address_on_creation: ipv6_native,
        enable_dns64: false,
        hostname_type: if ipv6_native {
            HostnameType::ResourceName
        } else {
            HostnameType::IpName
        },
        enable_resource_name_dns_a_record: false,
        enable_resource_name_dns_aaaa_record: false,
        tags: Vec::new(),
        created_at: session.now,
    };
    let subnet = session.tx.insert(subnet).await?;
    network_acl::associate_subnet(session, &subnet).await?;
    record_subnet(session, &subnet, None, Some(SUBNET_STATE)).await?;
    Ok(subnet)
}
