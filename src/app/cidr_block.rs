//! The networks that a VPC gets beside its first one, and loses again.

use serde::{Deserialize, Serialize};

use super::context::{Command, Session};
use super::{network_acl, route, route_table, vpc};
use crate::domain::cidr_block::{self, Ipv4Association};
use crate::domain::error::{Code, Error, Result};
use crate::domain::id::{Id, VpcCidrAssociationId, VpcId};
use crate::domain::ipv6::{self, Ipv6Association};
use crate::domain::limit;
use crate::domain::subnet::Subnet;
use crate::domain::vpc::{Vpc, parse_cidr};
use crate::store::Stored;

/// Which network a VPC is to get.
#[derive(Clone, Debug, Serialize)]
pub enum WantedNetwork {
    /// This IPv4 network.
    Ipv4(String),
    /// Some IPv6 network.
    Ipv6 {
        /// From where it is announced; the region.
        border_group: Option<String>,
    },
}

impl WantedNetwork {
    /// The one that a request asks for.
    pub fn chosen(
        cidr_block: Option<String>,
        ipv6: bool,
        border_group: Option<String>,
    ) -> Result<Self> {
        match cidr_block {
            Some(_) if ipv6 => Err(Error::new(
                Code::InvalidParameterCombination,
                "CidrBlock and AmazonProvidedIpv6CidrBlock cannot be used together",
            )
            .about("AmazonProvidedIpv6CidrBlock")),
            _ if border_group.is_some() && !ipv6 => {
                Err(Error::missing("AmazonProvidedIpv6CidrBlock"))
            }
            Some(cidr_block) => Ok(Self::Ipv4(cidr_block)),
            None if ipv6 => Ok(Self::Ipv6 { border_group }),
            None => Err(Error::new(
                Code::MissingParameter,
                "Either 'cidrBlock' or 'ipv6CidrBlock' should be provided.",
            )
            .about("CidrBlock")),
        }
    }
}

/// Gives a VPC another network.
#[derive(Clone, Debug, Serialize)]
pub struct AssociateVpcCidrBlock {
    /// Which VPC.
    pub vpc_id: String,
    /// Which network.
    pub network: WantedNetwork,
}

/// A network of a VPC that can be taken away.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum VpcNetwork {
    /// An IPv4 network beside the first one.
    Ipv4(Ipv4Association),
    /// An IPv6 network.
    Ipv6(Ipv6Association<VpcCidrAssociationId>),
}

/// A network that a VPC got or lost, and the VPC since.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChangedVpc {
    /// The VPC.
    pub vpc: Stored<Vpc>,
    /// The network.
    pub network: VpcNetwork,
}

impl Command for AssociateVpcCidrBlock {
    const NAME: &'static str = "AssociateVpcCidrBlock";
    type Output = ChangedVpc;

    async fn execute(self, session: &mut Session) -> Result<ChangedVpc> {
        let id = VpcId::parse(&self.vpc_id)?;
        let mut vpc: Stored<Vpc> = session.find_to_change(&id).await?;
        let network = match &self.network {
            WantedNetwork::Ipv4(text) => {
                VpcNetwork::Ipv4(associate_ipv4(session, &mut vpc, text).await?)
            }
            WantedNetwork::Ipv6 { border_group } => {
                if let Some(group) = border_group {
                    ipv6::check_border_group(&vpc.scope.region, group)?;
                }
                VpcNetwork::Ipv6(associate_ipv6(session, &mut vpc).await?)
            }
        };
        vpc::record_change(session, &vpc).await?;
        let vpc = session.tx.update(vpc).await?;
        Ok(ChangedVpc { vpc, network })
    }
}

/// Takes a network of a VPC away. No subnet may use it.
#[derive(Clone, Debug, Serialize)]
pub struct DisassociateVpcCidrBlock {
    /// The association; that of the first IPv4 network cannot be ended.
    pub association_id: String,
    /// The VPC whose association it must be; any unless given.
    pub vpc_id: Option<String>,
}

impl Command for DisassociateVpcCidrBlock {
    const NAME: &'static str = "DisassociateVpcCidrBlock";
    type Output = ChangedVpc;

    async fn execute(self, session: &mut Session) -> Result<ChangedVpc> {
        let id = VpcCidrAssociationId::parse(&self.association_id)?;
        let mut vpc = find_vpc(session, &id, self.vpc_id.as_deref()).await?;
        session.check_version(&vpc)?;
        if vpc.cidr_association_id == id {
            return Err(Error::new(
                Code::OperationNotPermitted,
                format!(
                    "The vpc CIDR block with association ID {id} may not be disassociated. It is the primary IPv4 CIDR \
                     block of the VPC"
                ),
            )
            .about("AssociationId"));
        }
        let network = take(&mut vpc, &id)?;
        let subnets = subnets_of(session, &vpc).await?;
        refuse_if_used(&vpc, &network, &subnets)?;
        networks_changed(session, &vpc).await?;
        vpc::record_change(session, &vpc).await?;
        let vpc = session.tx.update(vpc).await?;
        Ok(ChangedVpc { vpc, network })
    }
}

/// A network of an interface's place, and what had it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Dissociated<T, I> {
    /// What it belonged to.
    pub from: Stored<T>,
    /// The network.
    pub ipv6: Ipv6Association<I>,
}

async fn find_vpc(
    session: &mut Session,
    id: &VpcCidrAssociationId,
    vpc_id: Option<&str>,
) -> Result<Stored<Vpc>> {
    let scope = session.scope();
    if let Some(vpc_id) = vpc_id {
        session.find::<Vpc, _>(&VpcId::parse(vpc_id)?).await?;
    }
    session
        .tx
        .vpc_by_cidr_association(&scope, id.as_str())
        .await?
        .filter(|vpc| vpc_id.is_none_or(|vpc_id| vpc.id.as_str() == vpc_id))
        .ok_or_else(|| VpcCidrAssociationId::not_found(id.as_str()))
}

/// Takes the network with this association out of the VPC, which is not written yet.
fn take(vpc: &mut Vpc, id: &VpcCidrAssociationId) -> Result<VpcNetwork> {
    let ipv4 = &mut vpc.secondary_cidr_blocks;
    if let Some(position) = ipv4.iter().position(|it| it.association_id == *id) {
        return Ok(VpcNetwork::Ipv4(ipv4.remove(position)));
    }
    let ipv6 = &mut vpc.ipv6_cidr_blocks;
    match ipv6.iter().position(|it| it.association_id == *id) {
        Some(position) => Ok(VpcNetwork::Ipv6(ipv6.remove(position))),
        None => Err(Error::internal(
            "a VPC is found by an association that it has not",
        )),
    }
}

async fn subnets_of(session: &mut Session, vpc: &Vpc) -> Result<Vec<Stored<Subnet>>> {
    session.tx.subnets_in_vpcs(&[vpc.id.to_string()]).await
}

fn refuse_if_used(vpc: &Vpc, network: &VpcNetwork, subnets: &[Stored<Subnet>]) -> Result<()> {
    let (cidr_block, is_used) = match network {
        VpcNetwork::Ipv4(ipv4) => {
            let uses = |subnet: &Stored<Subnet>| {
                let own = subnet.cidr_block;
                own.is_some_and(|own| ipv4.cidr_block.contains(&own))
            };
            (ipv4.cidr_block.to_string(), subnets.iter().any(uses))
        }
        VpcNetwork::Ipv6(ipv6) => {
            let uses = |subnet: &Stored<Subnet>| {
                let own = subnet.ipv6_cidr_block.as_ref();
                own.is_some_and(|own| ipv6.cidr_block.contains(&own.cidr_block))
            };
            (ipv6.cidr_block.to_string(), subnets.iter().any(uses))
        }
    };
    if is_used {
        return Err(Error::new(
            Code::CidrBlockInUse,
            format!(
                "The vpc {} currently has a subnet within CIDR block {cidr_block}",
                vpc.id
            ),
        )
        .about("AssociationId"));
    }
    Ok(())
}

/// Gives a VPC an IPv4 network, and its route tables their local route. The VPC is not written yet.
async fn associate_ipv4(
    session: &mut Session,
    vpc: &mut Vpc,
    text: &str,
) -> Result<Ipv4Association> {
    let cidr_block = parse_cidr("CidrBlock", text)?;
    let others: Vec<_> = vpc.ipv4_networks().skip(1).collect();
    let routed = route::ipv4_destinations(session, vpc).await?;
    cidr_block::check_secondary(vpc.cidr_block, &others, cidr_block, routed)?;
    check_limit(
        vpc,
        others.len() + 1,
        limit::IPV4_NETWORKS_PER_VPC,
        "CidrBlock",
    )?;
    let association = Ipv4Association {
        association_id: session.new_id(),
        cidr_block,
    };
    vpc.secondary_cidr_blocks.push(association.clone());
    networks_changed(session, vpc).await?;
    Ok(association)
}

/// Gives a VPC an IPv6 network, and its route tables their local route. The VPC is not written yet.
pub(super) async fn associate_ipv6(
    session: &mut Session,
    vpc: &mut Vpc,
) -> Result<Ipv6Association<VpcCidrAssociationId>> {
    check_limit(
        vpc,
        vpc.ipv6_cidr_blocks.len(),
        limit::IPV6_NETWORKS_PER_VPC,
        "AmazonProvidedIpv6CidrBlock",
    )?;
    let association = draw_ipv6(session).await?;
    vpc.ipv6_cidr_blocks.push(association.clone());
    network_acl::admit_ipv6(session, vpc).await?;
    networks_changed(session, vpc).await?;
    Ok(association)
}

/// Takes all IPv6 networks away again, unless a subnet uses one. The VPC is not written yet.
pub(super) async fn dissociate_all_ipv6(session: &mut Session, vpc: &mut Vpc) -> Result<()> {
    let subnets = subnets_of(session, vpc).await?;
    for ipv6 in std::mem::take(&mut vpc.ipv6_cidr_blocks) {
        refuse_if_used(vpc, &VpcNetwork::Ipv6(ipv6), &subnets)?;
    }
    networks_changed(session, vpc).await
}

fn check_limit(vpc: &Vpc, present: usize, limit: usize, parameter: &'static str) -> Result<()> {
    if present < limit {
        return Ok(());
    }
    Err(Error::new(
        Code::CidrLimitExceeded,
        format!(
            "This network '{}' has met its maximum number of allowed CIDRs: {limit}",
            vpc.id
        ),
    )
    .about(parameter))
}

/// Keeps what goes by a VPC's networks as they are now.
async fn networks_changed(session: &mut Session, vpc: &Vpc) -> Result<()> {
    session.tx.vpc_networks_set(vpc).await?;
    route_table::set_local_networks(session, vpc).await
}

/// An IPv6 network that no VPC has.
pub(super) async fn draw_ipv6(
    session: &mut Session,
) -> Result<Ipv6Association<VpcCidrAssociationId>> {
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
