//! VPCs: created with a default security group, a main route table and a network ACL, and deleted with them.

use serde::Serialize;

use super::context::{Command, Session};
use super::list::listed_as_stored;
use super::{cidr_block, dhcp_options, endpoint, network_acl, route_table, security_group};
use crate::domain::dhcp_options::VpcDhcpOptions;
use crate::domain::error::{Code, Error, Result};
use crate::domain::event::ResourceType;
use crate::domain::id::{Id, VpcId};
use crate::domain::ipv6;
use crate::domain::tag::{self, Tag};
use crate::domain::vpc::{self, Tenancy, Vpc};
use crate::store::Stored;

listed_as_stored!(Vpc, "DescribeVpcs", VpcId);

/// Creates a VPC.
#[derive(Clone, Debug, Serialize)]
pub struct CreateVpc {
    /// The network.
    pub cidr_block: String,
    /// Whether it gets an IPv6 network.
    pub amazon_provided_ipv6_cidr_block: bool,
    /// From where the IPv6 network is announced; the region.
    pub ipv6_network_border_group: Option<String>,
    /// `default` unless given.
    pub instance_tenancy: Option<Tenancy>,
    /// Tags.
    pub tags: Vec<Tag>,
}

impl Command for CreateVpc {
    const NAME: &'static str = "CreateVpc";
    type Output = Stored<Vpc>;

    async fn execute(self, session: &mut Session) -> Result<Stored<Vpc>> {
        let first = vpc::parse_cidr("CidrBlock", &self.cidr_block)?;
        vpc::check_cidr(first)?;
        let tags = tag::validated(self.tags)?;
        let scope = session.scope();
        if let Some(group) = &self.ipv6_network_border_group {
            if !self.amazon_provided_ipv6_cidr_block {
                return Err(Error::missing("AmazonProvidedIpv6CidrBlock"));
            }
            ipv6::check_border_group(&scope.region, group)?;
        }
        check_quota(session).await?;
        let mut ipv6_cidr_blocks = Vec::new();
        if self.amazon_provided_ipv6_cidr_block {
            ipv6_cidr_blocks.push(cidr_block::draw_ipv6(session).await?);
        }
        let vpc = Vpc {
            id: session.new_id(),
            is_default: false,
            cidr_block: first,
            cidr_association_id: session.new_id(),
            secondary_cidr_blocks: Vec::new(),
            ipv6_cidr_blocks,
            dhcp_options: VpcDhcpOptions::Standard,
            instance_tenancy: self.instance_tenancy.unwrap_or(Tenancy::Default),
            enable_dns_support: true,
            enable_dns_hostnames: false,
            enable_network_address_usage_metrics: false,
            tags,
            created_at: session.now,
            scope,
        };
        let vpc = insert(session, vpc).await?;
        record_created(session, &vpc).await?;
        Ok(vpc)
    }
}

/// Refuses a VPC that is one too many.
pub(super) async fn check_quota(session: &mut Session) -> Result<()> {
    let quota = i64::from(session.settings.quotas.vpcs_per_region);
    let scope = session.scope();
    if session.tx.count::<Vpc>(&scope).await? >= quota {
        return Err(Error::new(
            Code::VpcLimitExceeded,
            "The maximum number of VPCs has been reached.",
        ));
    }
    Ok(())
}

/// Adds a VPC with what every VPC has: its networks, its default group and ACL, its main route table.
pub(super) async fn insert(session: &mut Session, vpc: Vpc) -> Result<Stored<Vpc>> {
    let vpc = session.tx.insert(vpc).await?;
    session.tx.vpc_networks_set(&vpc).await?;
    security_group::create_default(session, &vpc).await?;
    route_table::create_main(session, &vpc).await?;
    network_acl::create_default(session, &vpc).await?;
    Ok(vpc)
}

/// Writes the event of a VPC's creation.
pub(super) async fn record_created(session: &mut Session, vpc: &Vpc) -> Result<()> {
    session
        .record(ResourceType::Vpc, vpc.id.as_str(), None, Some("available"))
        .await
}

/// Changes a VPC's attributes; `None` leaves one as it is.
#[derive(Clone, Debug, Default, Serialize)]
pub struct ModifyVpc {
    /// Which one.
    pub vpc_id: String,
    /// Whether names are resolved inside the VPC.
    pub enable_dns_support: Option<bool>,
    /// Whether interfaces get names.
    pub enable_dns_hostnames: Option<bool>,
    /// A record only.
    pub enable_network_address_usage_metrics: Option<bool>,
    /// Whether it is to have an IPv6 network. Those that it has stay, or all go.
    pub amazon_provided_ipv6_cidr_block: Option<bool>,
    /// A record only; `default` is all that it can become.
    pub instance_tenancy: Option<Tenancy>,
    /// A set of DHCP options, or `default` for none; a record only.
    pub dhcp_options_id: Option<String>,
    /// Replaces all tags.
    pub tags: Option<Vec<Tag>>,
}

impl Command for ModifyVpc {
    const NAME: &'static str = "ModifyVpcAttribute";
    type Output = Stored<Vpc>;

    async fn execute(self, session: &mut Session) -> Result<Stored<Vpc>> {
        let id = VpcId::parse(&self.vpc_id)?;
        let mut vpc: Stored<Vpc> = session.find_to_change(&id).await?;
        vpc.enable_dns_support = self.enable_dns_support.unwrap_or(vpc.enable_dns_support);
        vpc.enable_dns_hostnames = self
            .enable_dns_hostnames
            .unwrap_or(vpc.enable_dns_hostnames);
        vpc.enable_network_address_usage_metrics = self
            .enable_network_address_usage_metrics
            .unwrap_or(vpc.enable_network_address_usage_metrics);
        match self.amazon_provided_ipv6_cidr_block {
            Some(true) if vpc.ipv6_cidr_blocks.is_empty() => {
                cidr_block::associate_ipv6(session, &mut vpc).await?;
            }
            Some(false) if !vpc.ipv6_cidr_blocks.is_empty() => {
                cidr_block::dissociate_all_ipv6(session, &mut vpc).await?;
            }
            Some(_) | None => {}
        }
        if let Some(wanted) = self.instance_tenancy {
            vpc.instance_tenancy = vpc.instance_tenancy.changed(wanted)?;
        }
        if let Some(id) = &self.dhcp_options_id {
            vpc.dhcp_options = dhcp_options::find_for_vpc(session, id).await?;
        }
        record_change(session, &vpc).await?;
        match self.tags {
            Some(tags) => session.tx.update_tags(vpc, tag::validated(tags)?).await,
            None => session.tx.update(vpc).await,
        }
    }
}

/// Writes the event that a VPC was changed.
pub(super) async fn record_change(session: &mut Session, vpc: &Vpc) -> Result<()> {
    let state = Some("available");
    session
        .record(ResourceType::Vpc, vpc.id.as_str(), state, state)
        .await
}

/// Changes whether instances of a VPC share hardware with other accounts; a record only.
#[derive(Clone, Debug, Serialize)]
pub struct ModifyVpcTenancy {
    /// Which one.
    pub vpc_id: String,
    /// `default` is all that it can become.
    pub instance_tenancy: Tenancy,
}

impl Command for ModifyVpcTenancy {
    const NAME: &'static str = "ModifyVpcTenancy";
    type Output = ();

    async fn execute(self, session: &mut Session) -> Result<()> {
        let id = VpcId::parse(&self.vpc_id)?;
        let mut vpc: Stored<Vpc> = session.find_to_change(&id).await?;
        vpc.instance_tenancy = vpc.instance_tenancy.changed(self.instance_tenancy)?;
        record_change(session, &vpc).await?;
        session.tx.update(vpc).await.map(drop)
    }
}

/// Deletes a VPC in which nothing is left but what came with it.
#[derive(Clone, Debug, Serialize)]
pub struct DeleteVpc {
    /// Which one.
    pub vpc_id: String,
}

impl Command for DeleteVpc {
    const NAME: &'static str = "DeleteVpc";
    type Output = ();

    async fn execute(self, session: &mut Session) -> Result<()> {
        let vpc: Stored<Vpc> = session.find_to_change(&VpcId::parse(&self.vpc_id)?).await?;
        if session.tx.vpc_has_dependents(vpc.id.as_str()).await? {
            return Err(Error::new(
                Code::DependencyViolation,
                format!(
                    "The vpc '{}' has dependencies and cannot be deleted.",
                    vpc.id
                ),
            )
            .about("VpcId"));
        }
        for endpoint in session.tx.endpoints_deleted_in_vpc(vpc.id.as_str()).await? {
            endpoint::record(session, &endpoint, Some("deleted"), None).await?;
            session.tx.endpoint_delete(&endpoint).await?;
        }
        network_acl::delete_default(session, &vpc).await?;
        route_table::delete_main(session, &vpc).await?;
        security_group::delete_default(session, &vpc).await?;
        session.tx.hosted_zones_leave_vpc(vpc.id.as_str()).await?;
        session.tx.vpc_networks_delete(vpc.id.as_str()).await?;
        session.tx.delete(&vpc).await?;
        session
            .record(ResourceType::Vpc, vpc.id.as_str(), Some("available"), None)
            .await
    }
}
