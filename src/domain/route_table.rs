//! Route tables, and which subnets use which table.

use serde::{Deserialize, Serialize};

use super::clock::Timestamp;
use super::id::{RouteTableAssociationId, RouteTableId, SubnetId, VpcId};
use super::scope::Scope;
use super::tag::Tag;

/// The state of every table, in the event log.
pub const ROUTE_TABLE_STATE: &str = "available";

/// A route table. Its local routes are the VPC's own networks; the other ones are documents of their own.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct RouteTable {
    /// Identifier.
    pub id: RouteTableId,
    /// Owner.
    pub scope: Scope,
    /// The VPC.
    pub vpc_id: VpcId,
    /// The VPC's network, the destination of the local route.
    pub vpc_cidr_block: ipnet::Ipv4Net,
    /// The VPC's IPv6 network, the destination of another local route.
    pub vpc_ipv6_cidr_block: Option<ipnet::Ipv6Net>,
    /// Tags.
    pub tags: Vec<Tag>,
    /// When it was created.
    pub created_at: Timestamp,
}

/// The state of every association.
pub const ASSOCIATION_STATE: &str = "associated";

/// A route table's association.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct RouteTableAssociation {
    /// Identifier.
    pub id: RouteTableAssociationId,
    /// Owner.
    pub scope: Scope,
    /// The VPC.
    pub vpc_id: VpcId,
    /// The table.
    pub route_table_id: RouteTableId,
    /// The subnet, which has one association at the most; `None` is the VPC's main association.
    pub subnet_id: Option<SubnetId>,
    /// When it was created.
    pub created_at: Timestamp,
}

impl RouteTableAssociation {
    /// Whether it makes its table the VPC's main one.
    pub fn is_main(&self) -> bool {
        self.subnet_id.is_none()
    }
}
