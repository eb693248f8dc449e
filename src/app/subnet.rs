//! Subnets: parts of a VPC's network, from which interfaces get their addresses.

use serde::{Deserialize, Serialize};

use super::context::{Command, Session};
use super::list::Listed;
use super::route_table;
use crate::domain::address;
use crate::domain::error::{Code, Error, Result};
use crate::domain::event::ResourceType;
use crate::domain::filter::Filterable;
use crate::domain::id::{Id, SubnetId, VpcId};
use crate::domain::limit;
use crate::domain::subnet::{self, SUBNET_STATE, Subnet};
use crate::domain::tag::{self, Tag};
use crate::domain::vpc::{self, Vpc};
use crate::store::{Stored, Tx};

/// A subnet with what is counted, not kept.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SubnetView {
    /// The subnet.
    pub subnet: Stored<Subnet>,
    /// How many addresses are free.
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
                available_ip_address_count: address::usable_count(subnet.cidr_block)
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
        "default-for-az",
        "defaultForAz",
        "enable-dns64",
        "ipv6-native",
        "map-customer-owned-ip-on-launch",
        "map-public-ip-on-launch",
        "owner-id",
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
            "cidr" | "cidr-block" | "cidrBlock" => subnet.cidr_block.to_string(),
            "default-for-az"
            | "defaultForAz"
            | "enable-dns64"
            | "ipv6-native"
            | "map-customer-owned-ip-on-launch" => "false".to_owned(),
            "map-public-ip-on-launch" => subnet.map_public_ip_on_launch.to_string(),
            "owner-id" => subnet.scope.account.to_string(),
            "state" => SUBNET_STATE.to_owned(),
            "subnet-arn" => subnet.arn(),
            "subnet-id" => subnet.id.to_string(),
            "vpc-id" => subnet.vpc_id.to_string(),
            _ => return Vec::new(),
        };
        vec![one]
    }

    fn filter_tags(&self) -> &[Tag] {
        &self.subnet.tags
    }
}

/// Creates a subnet.
#[derive(Clone, Debug, Serialize)]
pub struct CreateSubnet {
    /// The VPC.
    pub vpc_id: String,
    /// The network, within the VPC's.
    pub cidr_block: String,
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
        let cidr_block = vpc::parse_cidr("CidrBlock", &self.cidr_block)?;
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
        let taken = siblings.iter().map(|sibling| sibling.cidr_block);
        subnet::check_cidr(vpc.cidr_block, cidr_block, taken)?;
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
            availability_zone: zone.name.to_owned(),
            availability_zone_id: zone.id.to_owned(),
            map_public_ip_on_launch: false,
            tags,
            created_at: session.now,
        };
        let subnet = session.tx.insert(subnet).await?;
        record(session, &subnet, None, Some(SUBNET_STATE)).await?;
        view(session, subnet).await
    }
}

/// Changes a subnet; `None` leaves things as they are.
#[derive(Clone, Debug, Default, Serialize)]
pub struct ModifySubnet {
    /// Which one.
    pub subnet_id: String,
    /// A record only: there are no public addresses.
    pub map_public_ip_on_launch: Option<bool>,
    /// Replaces all tags.
    pub tags: Option<Vec<Tag>>,
}

impl Command for ModifySubnet {
    const NAME: &'static str = "ModifySubnetAttribute";
    type Output = SubnetView;

    async fn execute(self, session: &mut Session) -> Result<SubnetView> {
        let id = SubnetId::parse(&self.subnet_id)?;
        let mut subnet: Stored<Subnet> = session.find_to_change(&id).await?;
        subnet.map_public_ip_on_launch = self
            .map_public_ip_on_launch
            .unwrap_or(subnet.map_public_ip_on_launch);
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
        session.tx.delete(&subnet).await?;
        record(session, &subnet, Some(SUBNET_STATE), None).await
    }
}

async fn view(session: &mut Session, subnet: Stored<Subnet>) -> Result<SubnetView> {
    let views = SubnetView::assemble(&mut session.tx, vec![subnet]).await?;
    views
        .into_iter()
        .next()
        .ok_or_else(|| Error::internal("a subnet has no view"))
}

async fn record(
    session: &mut Session,
    subnet: &Subnet,
    from: Option<&str>,
    to: Option<&str>,
) -> Result<()> {
    session
        .record(ResourceType::Subnet, subnet.id.as_str(), from, to)
        .await
}
