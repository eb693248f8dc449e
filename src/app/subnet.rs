//! Subnets: parts of a VPC's network, from which interfaces get their addresses.

use ipnet::{IpNet, Ipv4Net, Ipv6Net};
use serde::{Deserialize, Serialize};

use super::cidr_block::Dissociated;
use super::context::{Command, Session};
use super::list::Listed;
use super::{network_acl, route_table, subnet_cidr_reservation};
use crate::domain::address;
use crate::domain::error::{Code, Error, Result};
use crate::domain::event::ResourceType;
use crate::domain::filter::Filterable;
use crate::domain::id::{Id, SubnetCidrAssociationId, SubnetId, VpcId};
use crate::domain::ipv6::{self, Ipv6Association};
use crate::domain::limit;
use crate::domain::subnet::{self, HostnameType, SUBNET_STATE, Subnet};
use crate::domain::tag::{self, Tag};
use crate::domain::vpc::{self, Vpc};
use crate::store::{Stored, Tx};

/// A subnet with what is counted, not kept.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SubnetView {
    /// The subnet.
    pub subnet: Stored<Subnet>,
    /// How many IPv4 addresses are free.
    pub available_ip_address_count: u32,
}

impl Listed for SubnetView {
    type Document = Subnet;
    const NAME: &'static str = "DescribeSubnets";

    fn check_id(id: &str) -> Result<()> {
        SubnetId::parse(id).map(drop)
    }

    fn not_found(id: &str) -> Error {
        SubnetId::not_found(id)
    }

    async fn assemble(tx: &mut Tx, subnets: Vec<Stored<Subnet>>) -> Result<Vec<Self>> {
        let ids: Vec<&str> = subnets.iter().map(|subnet| subnet.id.as_str()).collect();
        let in_use = tx.addresses_in_use(&ids).await?;
        let view = |subnet: Stored<Subnet>| {
            let taken = in_use.get(subnet.id.as_str()).copied().unwrap_or_default();
            Self {
                available_ip_address_count: subnet
                    .cidr_block
                    .map_or(0, address::usable_count)
                    .saturating_sub(taken),
                subnet,
            }
        };
        Ok(subnets.into_iter().map(view).collect())
    }
}

impl Filterable for SubnetView {
    const FILTERS: &'static [&'static str] = &[
        "availability-zone",
        "availability-zone-id",
        "availabilityZone",
        "availabilityZoneId",
        "available-ip-address-count",
        "cidr",
        "cidr-block",
        "cidrBlock",
        "customer-owned-ipv4-pool",
        "default-for-az",
        "defaultForAz",
        "enable-dns64",
        "enable-lni-at-device-index",
        "ipv6-cidr-block-association.association-id",
        "ipv6-cidr-block-association.ipv6-cidr-block",
        "ipv6-cidr-block-association.state",
        "ipv6-native",
        "map-customer-owned-ip-on-launch",
        "map-public-ip-on-launch",
        "outpost-arn",
        "owner-id",
        "private-dns-name-options-on-launch.enable-resource-name-dns-a-record",
        "private-dns-name-options-on-launch.enable-resource-name-dns-aaaa-record",
        "private-dns-name-options-on-launch.hostname-type",
        "state",
        "subnet-arn",
        "subnet-id",
        "vpc-id",
    ];

    fn filter_values(&self, name: &str) -> Vec<String> {
        let subnet = &self.subnet;
        let one = match name {
            "availability-zone" | "availabilityZone" => subnet.availability_zone.clone(),
            "availability-zone-id" | "availabilityZoneId" => subnet.availability_zone_id.clone(),
            "available-ip-address-count" => self.available_ip_address_count.to_string(),
            "cidr" | "cidr-block" | "cidrBlock" => {
                return subnet.cidr_block.iter().map(ToString::to_string).collect();
            }
            "default-for-az" | "defaultForAz" => subnet.is_default_for_zone.to_string(),
            "map-customer-owned-ip-on-launch" => "false".to_owned(),
            "enable-dns64" => subnet.enable_dns64.to_string(),
            "ipv6-native" => subnet.ipv6_native.to_string(),
            "map-public-ip-on-launch" => subnet.map_public_ip_on_launch.to_string(),
            "private-dns-name-options-on-launch.enable-resource-name-dns-a-record" => {
                subnet.enable_resource_name_dns_a_record.to_string()
            }
            "private-dns-name-options-on-launch.enable-resource-name-dns-aaaa-record" => {
                subnet.enable_resource_name_dns_aaaa_record.to_string()
            }
            "private-dns-name-options-on-launch.hostname-type" => {
                subnet.hostname_type.name().to_owned()
            }
            "owner-id" => subnet.scope.account.to_string(),
            "state" => SUBNET_STATE.to_owned(),
            "subnet-arn" => subnet.arn(),
            "subnet-id" => subnet.id.to_string(),
            "vpc-id" => subnet.vpc_id.to_string(),
            other => return ipv6_values(subnet, other),
        };
        vec![one]
    }

    fn filter_tags(&self) -> &[Tag] {
        &self.subnet.tags
    }
}

fn ipv6_values(subnet: &Subnet, name: &str) -> Vec<String> {
    let Some(ipv6) = &subnet.ipv6_cidr_block else {
        return Vec::new();
    };
    match name {
        "ipv6-cidr-block-association.association-id" => vec![ipv6.association_id.to_string()],
        "ipv6-cidr-block-association.ipv6-cidr-block" => vec![ipv6.cidr_block.to_string()],
        "ipv6-cidr-block-association.state" => vec![ipv6::ASSOCIATION_STATE.to_owned()],
        _ => Vec::new(),
    }
}

/// Creates a subnet.
#[derive(Clone, Debug, Serialize)]
pub struct CreateSubnet {
    /// The VPC.
    pub vpc_id: String,
    /// The network, within the VPC's; none for a subnet of IPv6 only.
    pub cidr_block: Option<String>,
    /// The IPv6 network, within the VPC's.
    pub ipv6_cidr_block: Option<String>,
    /// Whether it is for IPv6 only.
    pub ipv6_native: bool,
    /// The zone by name; the region's first unless given.
    pub availability_zone: Option<String>,
    /// The zone by id, instead.
    pub availability_zone_id: Option<String>,
    /// Tags.
    pub tags: Vec<Tag>,
}

impl Command for CreateSubnet {
    const NAME: &'static str = "CreateSubnet";
    type Output = SubnetView;

    async fn execute(self, session: &mut Session) -> Result<SubnetView> {
        let vpc_id = VpcId::parse(&self.vpc_id)?;
        let (cidr_block, ipv6_cidr_block) = self.networks()?;
        let scope = session.scope();
        let zone = subnet::choose_zone(
            scope.region.data(),
            self.availability_zone.as_deref(),
            self.availability_zone_id.as_deref(),
        )?;
        let tags = tag::validated(self.tags)?;
        let vpc: Stored<Vpc> = session
            .find(&vpc_id)
            .await
            .map_err(|error| error.about("VpcId"))?;
        let siblings = session.tx.subnets_in_vpcs(&[vpc_id.to_string()]).await?;
        if let Some(cidr_block) = cidr_block {
            let taken = siblings.iter().filter_map(|sibling| sibling.cidr_block);
            subnet::check_cidr(vpc.ipv4_networks(), cidr_block, taken)?;
        }
        if let Some(cidr_block) = ipv6_cidr_block {
            check_ipv6(&vpc, &siblings, cidr_block)?;
        }
        if siblings.len() >= limit::SUBNETS_PER_VPC {
            return Err(Error::new(
                Code::SubnetLimitExceeded,
                "The maximum number of subnets has been reached.",
            ));
        }
        let subnet = Subnet {
            id: session.new_id(),
            scope,
            vpc_id,
            cidr_block,
            ipv6_cidr_block: ipv6_cidr_block.map(|cidr_block| Ipv6Association {
                association_id: session.new_id(),
                cidr_block,
            }),
            ipv6_native: self.ipv6_native,
            is_default_for_zone: false,
            availability_zone: zone.name.to_owned(),
            availability_zone_id: zone.id.to_owned(),
            map_public_ip_on_launch: false,
            assign_ipv6_address_on_creation: self.ipv6_native,
            enable_dns64: false,
            hostname_type: if self.ipv6_native {
                HostnameType::ResourceName
            } else {
                HostnameType::IpName
            },
            enable_resource_name_dns_a_record: false,
            enable_resource_name_dns_aaaa_record: false,
            tags,
            created_at: session.now,
        };
        let subnet = session.tx.insert(subnet).await?;
        network_acl::associate_subnet(session, &subnet).await?;
        record(session, &subnet, None, Some(SUBNET_STATE)).await?;
        view(session, subnet).await
    }
}

impl CreateSubnet {
    fn networks(&self) -> Result<(Option<Ipv4Net>, Option<Ipv6Net>)> {
        let ipv4 = self.cidr_block.as_deref();
        let ipv4 = ipv4.map(|text| vpc::parse_cidr("CidrBlock", text));
        let ipv6 = self.ipv6_cidr_block.as_deref();
        let ipv6 = ipv6.map(|text| ipv6::parse_cidr("Ipv6CidrBlock", text));
        match (ipv4, ipv6) {
            (Some(_), _) if self.ipv6_native => Err(Error::new(
                Code::InvalidParameterCombination,
                "CidrBlock and Ipv6Native cannot be used together",
            )
            .about("CidrBlock")),
            (None, None) if self.ipv6_native => Err(Error::missing("Ipv6CidrBlock")),
            (None, _) if !self.ipv6_native => Err(Error::missing("CidrBlock")),
            (ipv4, ipv6) => Ok((ipv4.transpose()?, ipv6.transpose()?)),
        }
    }
}

/// Changes a subnet; `None` leaves things as they are.
#[derive(Clone, Debug, Default, Serialize)]
pub struct ModifySubnet {
    /// Which one.
    pub subnet_id: String,
    /// A record only: there are no public addresses.
    pub map_public_ip_on_launch: Option<bool>,
    /// A record only: there are no instances. Needs an IPv6 network, and stays true where there is nothing else.
    pub assign_ipv6_address_on_creation: Option<bool>,
    /// A record only.
    pub enable_dns64: Option<bool>,
    /// A record only. In a subnet of IPv6 only it stays `resource-name`.
    pub hostname_type: Option<HostnameType>,
    /// A record only.
    pub enable_resource_name_dns_a_record: Option<bool>,
    /// A record only.
    pub enable_resource_name_dns_aaaa_record: Option<bool>,
    /// The IPv6 network that it is to have; empty for none.
    pub ipv6_cidr_block: Option<String>,
    /// Replaces all tags.
    pub tags: Option<Vec<Tag>>,
}

impl Command for ModifySubnet {
    const NAME: &'static str = "ModifySubnetAttribute";
    type Output = SubnetView;

    async fn execute(self, session: &mut Session) -> Result<SubnetView> {
        let id = SubnetId::parse(&self.subnet_id)?;
        let mut subnet: Stored<Subnet> = session.find_to_change(&id).await?;
        self.change_ipv6(session, &mut subnet).await?;
        self.change_records(&mut subnet)?;
        record(session, &subnet, Some(SUBNET_STATE), Some(SUBNET_STATE)).await?;
        let subnet = match self.tags {
            Some(tags) => {
                session
                    .tx
                    .update_tags(subnet, tag::validated(tags)?)
                    .await?
            }
            None => session.tx.update(subnet).await?,
        };
        view(session, subnet).await
    }
}

impl ModifySubnet {
    async fn change_ipv6(&self, session: &mut Session, subnet: &mut Subnet) -> Result<()> {
        let Some(text) = self.ipv6_cidr_block.as_deref() else {
            return Ok(());
        };
        if text.is_empty() {
            if subnet.ipv6_cidr_block.is_some() {
                dissociate_ipv6(session, subnet).await?;
            }
            return Ok(());
        }
        let wanted = ipv6::parse_cidr("Ipv6CidrBlock", text)?;
        match &subnet.ipv6_cidr_block {
            Some(present) if present.cidr_block == wanted => Ok(()),
            Some(_) | None => associate_ipv6(session, subnet, wanted).await,
        }
    }

    fn change_records(&self, subnet: &mut Subnet) -> Result<()> {
        if let Some(assign) = self.assign_ipv6_address_on_creation {
            if assign && subnet.ipv6_cidr_block.is_none() || !assign && subnet.ipv6_native {
                return Err(Error::invalid_value(
                    "AssignIpv6AddressOnCreation",
                    format!(
                        "The subnet '{}' cannot have AssignIpv6AddressOnCreation {assign}",
                        subnet.id
                    ),
                ));
            }
            subnet.assign_ipv6_address_on_creation = assign;
        }
        if let Some(hostname_type) = self.hostname_type {
            if subnet.ipv6_native && hostname_type == HostnameType::IpName {
                return Err(Error::invalid_value(
                    "PrivateDnsHostnameTypeOnLaunch",
                    format!(
                        "The subnet '{}' has no IPv4 addresses to make names of",
                        subnet.id
                    ),
                ));
            }
            subnet.hostname_type = hostname_type;
        }
        for (attribute, wanted) in [
            (
                &mut subnet.map_public_ip_on_launch,
                self.map_public_ip_on_launch,
            ),
            (&mut subnet.enable_dns64, self.enable_dns64),
            (
                &mut subnet.enable_resource_name_dns_a_record,
                self.enable_resource_name_dns_a_record,
            ),
            (
                &mut subnet.enable_resource_name_dns_aaaa_record,
                self.enable_resource_name_dns_aaaa_record,
            ),
        ] {
            *attribute = wanted.unwrap_or(*attribute);
        }
        Ok(())
    }
}

/// Gives a subnet an IPv6 network.
#[derive(Clone, Debug, Serialize)]
pub struct AssociateSubnetCidrBlock {
    /// Which one. It has no IPv6 network yet.
    pub subnet_id: String,
    /// The network, within the VPC's.
    pub ipv6_cidr_block: String,
}

impl Command for AssociateSubnetCidrBlock {
    const NAME: &'static str = "AssociateSubnetCidrBlock";
    type Output = Stored<Subnet>;

    async fn execute(self, session: &mut Session) -> Result<Stored<Subnet>> {
        let id = SubnetId::parse(&self.subnet_id)?;
        let cidr_block = ipv6::parse_cidr("Ipv6CidrBlock", &self.ipv6_cidr_block)?;
        let mut subnet: Stored<Subnet> = session.find_to_change(&id).await?;
        associate_ipv6(session, &mut subnet, cidr_block).await?;
        record(session, &subnet, Some(SUBNET_STATE), Some(SUBNET_STATE)).await?;
        session.tx.update(subnet).await
    }
}

/// Takes a subnet's IPv6 network away. No interface may have an address of it.
#[derive(Clone, Debug, Serialize)]
pub struct DisassociateSubnetCidrBlock {
    /// The association.
    pub association_id: String,
}

impl Command for DisassociateSubnetCidrBlock {
    const NAME: &'static str = "DisassociateSubnetCidrBlock";
    type Output = Dissociated<Subnet, SubnetCidrAssociationId>;

    async fn execute(self, session: &mut Session) -> Result<Self::Output> {
        let id = SubnetCidrAssociationId::parse(&self.association_id)?;
        let scope = session.scope();
        let subnet = session
            .tx
            .subnet_by_ipv6_association(&scope, id.as_str())
            .await?;
        let mut subnet = subnet.ok_or_else(|| SubnetCidrAssociationId::not_found(id.as_str()))?;
        let ipv6 = dissociate_ipv6(session, &mut subnet).await?;
        record(session, &subnet, Some(SUBNET_STATE), Some(SUBNET_STATE)).await?;
        let from = session.tx.update(subnet).await?;
        Ok(Dissociated { from, ipv6 })
    }
}

/// Gives a subnet without an IPv6 network one. The subnet is not written yet.
async fn associate_ipv6(
    session: &mut Session,
    subnet: &mut Subnet,
    cidr_block: Ipv6Net,
) -> Result<()> {
    if subnet.ipv6_cidr_block.is_some() {
        return Err(Error::new(
            Code::CidrLimitExceeded,
            format!("The subnet '{}' has an IPv6 CIDR block already", subnet.id),
        )
        .about("Ipv6CidrBlock"));
    }
    let vpc: Stored<Vpc> = session.find(&subnet.vpc_id.clone()).await?;
    let siblings = session.tx.subnets_in_vpcs(&[vpc.id.to_string()]).await?;
    check_ipv6(&vpc, &siblings, cidr_block)?;
    subnet.ipv6_cidr_block = Some(Ipv6Association {
        association_id: session.new_id(),
        cidr_block,
    });
    Ok(())
}

/// Takes it away again, unless it is used or all that the subnet has. The subnet is not written yet.
async fn dissociate_ipv6(
    session: &mut Session,
    subnet: &mut Subnet,
) -> Result<Ipv6Association<SubnetCidrAssociationId>> {
    let ipv6 = subnet
        .ipv6_cidr_block
        .take()
        .ok_or_else(|| Error::internal("a subnet without an IPv6 network loses it"))?;
    if subnet.ipv6_native {
        return Err(Error::new(
            Code::OperationNotPermitted,
            format!("The subnet '{}' has no other CIDR block", subnet.id),
        )
        .about("AssociationId"));
    }
    let id = subnet.id.to_string();
    let reservations = session.tx.subnet_cidr_reservations(&id).await?;
    let is_reserved = reservations
        .iter()
        .any(|reservation| matches!(reservation.cidr, IpNet::V6(_)));
    if is_reserved || session.tx.subnet_has_ipv6_addresses(&id).await? {
        return Err(Error::new(
            Code::CidrBlockInUse,
            format!(
                "The subnet {id} currently has addresses of the CIDR block {} in use",
                ipv6.cidr_block
            ),
        )
        .about("AssociationId"));
    }
    subnet.assign_ipv6_address_on_creation = false;
    Ok(ipv6)
}

fn check_ipv6(vpc: &Vpc, siblings: &[Stored<Subnet>], cidr_block: Ipv6Net) -> Result<()> {
    let networks = vpc.ipv6_networks();
    let taken = siblings
        .iter()
        .filter_map(|sibling| Some(sibling.ipv6_cidr_block.as_ref()?.cidr_block));
    ipv6::check_subnet_cidr(networks, cidr_block, taken)
}

/// Deletes a subnet in which there is no interface. Its association with a route table goes with it.
#[derive(Clone, Debug, Serialize)]
pub struct DeleteSubnet {
    /// Which one.
    pub subnet_id: String,
}

impl Command for DeleteSubnet {
    const NAME: &'static str = "DeleteSubnet";
    type Output = ();

    async fn execute(self, session: &mut Session) -> Result<()> {
        let id = SubnetId::parse(&self.subnet_id)?;
        let subnet: Stored<Subnet> = session.find_to_change(&id).await?;
        if session.tx.subnet_has_interfaces(id.as_str()).await? {
            return Err(Error::new(
                Code::DependencyViolation,
                format!("The subnet '{id}' has dependencies and cannot be deleted."),
            )
            .about("SubnetId"));
        }
        route_table::release_subnet(session, &subnet).await?;
        subnet_cidr_reservation::delete_all(&mut session.tx, &subnet).await?;
        network_acl::release_subnet(session, &subnet).await?;
        session.tx.delete(&subnet).await?;
        record(session, &subnet, Some(SUBNET_STATE), None).await
    }
}

/// A subnet with what is counted.
pub(super) async fn view(session: &mut Session, subnet: Stored<Subnet>) -> Result<SubnetView> {
    let views = SubnetView::assemble(&mut session.tx, vec![subnet]).await?;
    views
        .into_iter()
        .next()
        .ok_or_else(|| Error::internal("a subnet has no view"))
}

/// Writes an event about a subnet.
pub(super) async fn record(
    session: &mut Session,
    subnet: &Subnet,
    from: Option<&str>,
    to: Option<&str>,
) -> Result<()> {
    session
        .record(ResourceType::Subnet, subnet.id.as_str(), from, to)
        .await
}
