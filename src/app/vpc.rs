//! VPCs: created with a default security group, a main route table and a network ACL, and deleted with them.

use serde::{Deserialize, Serialize};

use super::context::{Command, Session};
use super::list::listed_as_stored;
use super::{endpoint, network_acl, route_table, security_group};
use crate::domain::error::{Code, Error, Result};
use crate::domain::event::ResourceType;
use crate::domain::id::{Id, VpcCidrAssociationId, VpcId};
use crate::domain::ipv6::{self, Ipv6Association};
use crate::domain::limit;
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
    /// `default` unless given.
    pub instance_tenancy: Option<Tenancy>,
    /// Tags.
    pub tags: Vec<Tag>,
}

impl Command for CreateVpc {
    const NAME: &'static str = "CreateVpc";
    type Output = Stored<Vpc>;

    async fn execute(self, session: &mut Session) -> Result<Stored<Vpc>> {
        let cidr_block = vpc::parse_cidr("CidrBlock", &self.cidr_block)?;
        vpc::check_cidr(cidr_block)?;
        let tags = tag::validated(self.tags)?;
        let scope = session.scope();
        if session.tx.count::<Vpc>(&scope).await? >= limit::VPCS {
            return Err(Error::new(
                Code::VpcLimitExceeded,
                "The maximum number of VPCs has been reached.",
            ));
        }
        let ipv6_cidr_block = if self.amazon_provided_ipv6_cidr_block {
            Some(draw_ipv6(session).await?)
        } else {
            None
        };
        let vpc = Vpc {
            id: session.new_id(),
            is_default: false,
            cidr_block,
            cidr_association_id: session.new_id(),
            ipv6_cidr_block,
            dhcp_options_id: session.new_id(),
            instance_tenancy: self.instance_tenancy.unwrap_or(Tenancy::Default),
            enable_dns_support: true,
            enable_dns_hostnames: false,
            enable_network_address_usage_metrics: false,
            tags,
            created_at: session.now,
            scope,
        };
        let vpc = session.tx.insert(vpc).await?;
        security_group::create_default(session, &vpc).await?;
        route_table::create_main(session, &vpc).await?;
        network_acl::create_default(session, &vpc).await?;
        session
            .record(ResourceType::Vpc, vpc.id.as_str(), None, Some("available"))
            .await?;
        Ok(vpc)
    }
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
    /// Whether it is to have an IPv6 network. Which one it has stays.
    pub amazon_provided_ipv6_cidr_block: Option<bool>,
    /// Replaces all tags.
    pub tags: Option<Vec<Tag>>,
}

impl Command for ModifyVpc {
    const NAME: &'static str = "ModifyVpcAttribute";
    type Output = Stored<Vpc>;

    async fn execute(self, session: &mut Session) -> Result<Stored<Vpc>> {
        let mut vpc: Stored<Vpc> = session.find_to_change(&VpcId::parse(&self.vpc_id)?).await?;
        vpc.enable_dns_support = self.enable_dns_support.unwrap_or(vpc.enable_dns_support);
        vpc.enable_dns_hostnames = self
            .enable_dns_hostnames
            .unwrap_or(vpc.enable_dns_hostnames);
        vpc.enable_network_address_usage_metrics = self
            .enable_network_address_usage_metrics
            .unwrap_or(vpc.enable_network_address_usage_metrics);
        match self.amazon_provided_ipv6_cidr_block {
            Some(true) if vpc.ipv6_cidr_block.is_none() => {
                associate_ipv6(session, &mut vpc).await?;
            }
            Some(false) if vpc.ipv6_cidr_block.is_some() => {
                dissociate_ipv6(session, &mut vpc).await?;
            }
            Some(_) | None => {}
        }
        record_change(session, &vpc).await?;
        match self.tags {
            Some(tags) => session.tx.update_tags(vpc, tag::validated(tags)?).await,
            None => session.tx.update(vpc).await,
        }
    }
}

/// Gives a VPC an IPv6 network.
#[derive(Clone, Debug, Serialize)]
pub struct AssociateVpcCidrBlock {
    /// Which one. It has no IPv6 network yet.
    pub vpc_id: String,
}

impl Command for AssociateVpcCidrBlock {
    const NAME: &'static str = "AssociateVpcCidrBlock";
    type Output = Stored<Vpc>;

    async fn execute(self, session: &mut Session) -> Result<Stored<Vpc>> {
        let mut vpc: Stored<Vpc> = session.find_to_change(&VpcId::parse(&self.vpc_id)?).await?;
        if vpc.ipv6_cidr_block.is_some() {
            return Err(Error::new(
                Code::CidrLimitExceeded,
                format!("The vpc '{}' has an IPv6 CIDR block already", vpc.id),
            )
            .about("AmazonProvidedIpv6CidrBlock"));
        }
        associate_ipv6(session, &mut vpc).await?;
        record_change(session, &vpc).await?;
        session.tx.update(vpc).await
    }
}

/// Takes a VPC's IPv6 network away. No subnet may use it.
#[derive(Clone, Debug, Serialize)]
pub struct DisassociateVpcCidrBlock {
    /// The association; that of the IPv4 network cannot be ended.
    pub association_id: String,
}

/// A network that a VPC or subnet had, and what had it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Dissociated<T, I> {
    /// What it belonged to.
    pub from: Stored<T>,
    /// The network.
    pub ipv6: Ipv6Association<I>,
}

impl Command for DisassociateVpcCidrBlock {
    const NAME: &'static str = "DisassociateVpcCidrBlock";
    type Output = Dissociated<Vpc, VpcCidrAssociationId>;

    async fn execute(self, session: &mut Session) -> Result<Self::Output> {
        let id = VpcCidrAssociationId::parse(&self.association_id)?;
        let scope = session.scope();
        let vpc = session
            .tx
            .vpc_by_cidr_association(&scope, id.as_str())
            .await?;
        let mut vpc = vpc.ok_or_else(|| VpcCidrAssociationId::not_found(id.as_str()))?;
        if vpc.cidr_association_id == id {
            return Err(Error::new(
                Code::OperationNotPermitted,
                format!("The vpc CIDR block with association ID {id} may not be disassociated. It is the primary IPv4 CIDR block of the VPC"),
            )
            .about("AssociationId"));
        }
        let ipv6 = dissociate_ipv6(session, &mut vpc).await?;
        record_change(session, &vpc).await?;
        let from = session.tx.update(vpc).await?;
        Ok(Dissociated { from, ipv6 })
    }
}

/// Gives a VPC without an IPv6 network one, and its route tables their local route. The VPC is not written yet.
async fn associate_ipv6(session: &mut Session, vpc: &mut Vpc) -> Result<()> {
    vpc.ipv6_cidr_block = Some(draw_ipv6(session).await?);
    route_table::set_local_ipv6(session, vpc).await
}

/// Takes it away again, unless a subnet uses it. The VPC is not written yet.
async fn dissociate_ipv6(
    session: &mut Session,
    vpc: &mut Vpc,
) -> Result<Ipv6Association<VpcCidrAssociationId>> {
    let ipv6 = vpc
        .ipv6_cidr_block
        .take()
        .ok_or_else(|| Error::internal("a VPC without an IPv6 network loses it"))?;
    let subnets = session.tx.subnets_in_vpcs(&[vpc.id.to_string()]).await?;
    if subnets
        .iter()
        .any(|subnet| subnet.ipv6_cidr_block.is_some())
    {
        return Err(Error::new(
            Code::CidrBlockInUse,
            format!(
                "The vpc {} currently has a subnet within CIDR block {}",
                vpc.id, ipv6.cidr_block
            ),
        )
        .about("AssociationId"));
    }
    route_table::set_local_ipv6(session, vpc).await?;
    Ok(ipv6)
}

/// A network that no VPC has.
async fn draw_ipv6(session: &mut Session) -> Result<Ipv6Association<VpcCidrAssociationId>> {
    for _ in 0..limit::IPV6_DRAWS {
        let cidr_block = ipv6::vpc_network(&*session.entropy);
        if !session.tx.vpc_ipv6_network_in_use(cidr_block).await? {
            return Ok(Ipv6Association {
                association_id: session.new_id(),
                cidr_block,
            });
        }
    }
    Err(Error::internal("no free IPv6 network was drawn"))
}

async fn record_change(session: &mut Session, vpc: &Vpc) -> Result<()> {
    let state = Some("available");
    session
        .record(ResourceType::Vpc, vpc.id.as_str(), state, state)
        .await
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
        session.tx.delete(&vpc).await?;
        session
            .record(ResourceType::Vpc, vpc.id.as_str(), Some("available"), None)
            .await
    }
}
