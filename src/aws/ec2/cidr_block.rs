//! The actions that give networks to VPCs and subnets after they were created, and take them away.

use serde::{Deserialize, Serialize};

use crate::app::{cidr_block as vpc, subnet};
use crate::aws::action::{Action, Call, Treatment};
use crate::domain::error::{Error, Result};
use crate::domain::foreign_pool::PoolRequest;
use crate::domain::id::{SubnetCidrAssociationId, VpcCidrAssociationId};
use crate::domain::ipv6::{ASSOCIATION_STATE, Ipv6Association, POOL};
use crate::domain::scope::Scope;

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub(super) struct AssociateVpcCidrBlock {
    vpc_id: String,
    cidr_block: Option<String>,
    #[serde(default)]
    amazon_provided_ipv6_cidr_block: bool,
    ipv6_cidr_block_network_border_group: Option<String>,
    ipv4_ipam_pool_id: Option<String>,
    ipv4_netmask_length: Option<i64>,
    ipv6_cidr_block: Option<String>,
    ipv6_pool: Option<String>,
    ipv6_ipam_pool_id: Option<String>,
    ipv6_netmask_length: Option<i64>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct VpcCidrBlockResponse {
    vpc_id: String,
    cidr_block_association: Option<CidrBlockAssociation>,
    ipv6_cidr_block_association: Option<VpcIpv6CidrBlockAssociation>,
}

impl Action for AssociateVpcCidrBlock {
    type Response = VpcCidrBlockResponse;

    async fn run(self, call: &Call, treatment: Treatment) -> Result<VpcCidrBlockResponse> {
        let pools = PoolRequest {
            ipv4_ipam_pool_id: self.ipv4_ipam_pool_id,
            ipv4_netmask_length: self.ipv4_netmask_length,
            ipv6_cidr_block: self.ipv6_cidr_block,
            ipv6_pool: self.ipv6_pool,
            ipv6_ipam_pool_id: self.ipv6_ipam_pool_id,
            ipv6_netmask_length: self.ipv6_netmask_length,
        };
        pools.refuse()?;
        let command = vpc::AssociateVpcCidrBlock {
            vpc_id: self.vpc_id,
            network: vpc::WantedNetwork::chosen(
                self.cidr_block,
                self.amazon_provided_ipv6_cidr_block,
                self.ipv6_cidr_block_network_border_group,
            )?,
        };
        let changed = call.run(treatment, command).await?;
        Ok(VpcCidrBlockResponse::of(changed, ASSOCIATED))
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub(super) struct DisassociateVpcCidrBlock {
    association_id: String,
}

impl Action for DisassociateVpcCidrBlock {
    type Response = VpcCidrBlockResponse;

    async fn run(self, call: &Call, treatment: Treatment) -> Result<VpcCidrBlockResponse> {
        let command = vpc::DisassociateVpcCidrBlock {
            association_id: self.association_id,
            vpc_id: None,
        };
        let changed = call.run(treatment, command).await?;
        Ok(VpcCidrBlockResponse::of(changed, DISASSOCIATED))
    }
}

impl VpcCidrBlockResponse {
    fn of(changed: vpc::ChangedVpc, state: CidrBlockState) -> Self {
        let vpc = changed.vpc.value;
        let (ipv4, ipv6) = match changed.network {
            vpc::VpcNetwork::Ipv4(it) => {
                let id = it.association_id.to_string();
                (
                    Some(CidrBlockAssociation::of(id, it.cidr_block, state)),
                    None,
                )
            }
            vpc::VpcNetwork::Ipv6(it) => {
                let shown = VpcIpv6CidrBlockAssociation::of(&vpc.scope, &it, state);
                (None, Some(shown))
            }
        };
        Self {
            vpc_id: vpc.id.to_string(),
            cidr_block_association: ipv4,
            ipv6_cidr_block_association: ipv6,
        }
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub(super) struct AssociateSubnetCidrBlock {
    subnet_id: String,
    ipv6_cidr_block: Option<String>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct SubnetCidrBlockResponse {
    subnet_id: String,
    ipv6_cidr_block_association: Option<SubnetIpv6CidrBlockAssociation>,
}

impl Action for AssociateSubnetCidrBlock {
    type Response = SubnetCidrBlockResponse;

    async fn run(self, call: &Call, treatment: Treatment) -> Result<SubnetCidrBlockResponse> {
        let ipv6_cidr_block = self.ipv6_cidr_block;
        let command = subnet::AssociateSubnetCidrBlock {
            subnet_id: self.subnet_id,
            ipv6_cidr_block: ipv6_cidr_block.ok_or_else(|| Error::missing("Ipv6CidrBlock"))?,
        };
        let subnet = call.run(treatment, command).await?.value;
        Ok(SubnetCidrBlockResponse {
            subnet_id: subnet.id.to_string(),
            ipv6_cidr_block_association: subnet
                .ipv6_cidr_block
                .map(|ipv6| SubnetIpv6CidrBlockAssociation::of(&ipv6, ASSOCIATED)),
        })
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub(super) struct DisassociateSubnetCidrBlock {
    association_id: String,
}

impl Action for DisassociateSubnetCidrBlock {
    type Response = SubnetCidrBlockResponse;

    async fn run(self, call: &Call, treatment: Treatment) -> Result<SubnetCidrBlockResponse> {
        let command = subnet::DisassociateSubnetCidrBlock {
            association_id: self.association_id,
        };
        let done = call.run(treatment, command).await?;
        Ok(SubnetCidrBlockResponse {
            subnet_id: done.from.id.to_string(),
            ipv6_cidr_block_association: Some(SubnetIpv6CidrBlockAssociation::of(
                &done.ipv6,
                DISASSOCIATED,
            )),
        })
    }
}

/// The state of an association.
#[derive(Clone, Copy, Serialize)]
pub(super) struct CidrBlockState {
    state: &'static str,
}

/// What every association is that is shown in lists.
pub(super) const ASSOCIATED: CidrBlockState = CidrBlockState {
    state: ASSOCIATION_STATE,
};
/// What it is in the answer to the request that ended it.
const DISASSOCIATED: CidrBlockState = CidrBlockState {
    state: "disassociated",
};

/// A VPC's IPv4 network as answers show it.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct CidrBlockAssociation {
    association_id: String,
    cidr_block: String,
    cidr_block_state: CidrBlockState,
}

impl CidrBlockAssociation {
    /// The network with this association.
    pub(super) fn of(
        association_id: String,
        cidr_block: ipnet::Ipv4Net,
        state: CidrBlockState,
    ) -> Self {
        Self {
            association_id,
            cidr_block: cidr_block.to_string(),
            cidr_block_state: state,
        }
    }
}

/// A VPC's IPv6 network as answers show it.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct VpcIpv6CidrBlockAssociation {
    association_id: String,
    ipv6_cidr_block: String,
    ipv6_cidr_block_state: CidrBlockState,
    network_border_group: String,
    ipv6_pool: &'static str,
    ipv6_address_attribute: &'static str,
    ip_source: &'static str,
}

impl VpcIpv6CidrBlockAssociation {
    /// The network of a VPC in `scope`.
    pub(super) fn of(
        scope: &Scope,
        ipv6: &Ipv6Association<VpcCidrAssociationId>,
        state: CidrBlockState,
    ) -> Self {
        Self {
            association_id: ipv6.association_id.to_string(),
            ipv6_cidr_block: ipv6.cidr_block.to_string(),
            ipv6_cidr_block_state: state,
            network_border_group: scope.region.to_string(),
            ipv6_pool: POOL,
            ipv6_address_attribute: "public",
            ip_source: "amazon",
        }
    }
}

/// A subnet's IPv6 network as answers show it.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct SubnetIpv6CidrBlockAssociation {
    association_id: String,
    ipv6_cidr_block: String,
    ipv6_cidr_block_state: CidrBlockState,
}

impl SubnetIpv6CidrBlockAssociation {
    /// The network of a subnet.
    pub(super) fn of(
        ipv6: &Ipv6Association<SubnetCidrAssociationId>,
        state: CidrBlockState,
    ) -> Self {
        Self {
            association_id: ipv6.association_id.to_string(),
            ipv6_cidr_block: ipv6.cidr_block.to_string(),
            ipv6_cidr_block_state: state,
        }
    }
}
