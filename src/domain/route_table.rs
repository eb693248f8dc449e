//! Route tables, and which subnets use which table.

use serde::{Deserialize, Serialize};

use super::clock::Timestamp;
use super::id::{InternetGatewayId, RouteTableAssociationId, RouteTableId, SubnetId, VpcId};
use super::route::Destination;
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
    /// The VPC's networks, the destinations of the local routes, in the VPC's order.
    pub local_networks: Vec<ipnet::IpNet>,
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
    /// Who uses the table.
    #[serde(flatten)]
    pub user: TableUser,
    /// When it was created.
    pub created_at: Timestamp,
}

/// Who uses a route table.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(
    tag = "user",
    rename_all = "camelCase",
    rename_all_fields = "camelCase"
)]
pub enum TableUser {
    /// Those subnets of the VPC that use no other.
    Main,
    /// A subnet, which has one association at the most.
    Subnet {
        /// The subnet.
        subnet_id: SubnetId,
    },
    /// An internet gateway, for what comes in by it. It has one association at the most.
    InternetGateway {
        /// The gateway.
        internet_gateway_id: InternetGatewayId,
    },
}

impl RouteTableAssociation {
    /// Whether it makes its table the VPC's main one.
    pub fn is_main(&self) -> bool {
        matches!(self.user, TableUser::Main)
    }

    /// The subnet that uses the table, if it is one.
    pub const fn subnet_id(&self) -> Option<&SubnetId> {
        match &self.user {
            TableUser::Subnet { subnet_id } => Some(subnet_id),
            TableUser::Main | TableUser::InternetGateway { .. } => None,
        }
    }

    /// The gateway that uses the table, if it is one.
    pub const fn gateway_id(&self) -> Option<&InternetGatewayId> {
        match &self.user {
            TableUser::InternetGateway {
                internet_gateway_id,
            } => Some(internet_gateway_id),
            TableUser::Main | TableUser::Subnet { .. } => None,
        }
    }
}

impl RouteTable {
    /// The destinations of its local routes.
    pub fn local_destinations(&self) -> impl Iterator<Item = Destination> {
        self.local_networks.iter().map(|network| match network {
            ipnet::IpNet::V4(network) => Destination::Ipv4(*network),
            ipnet::IpNet::V6(network) => Destination::Ipv6(*network),
        })
    }

    /// Whether the destination is that of a local route.
    pub fn is_local(&self, destination: &Destination) -> bool {
        self.local_destinations().any(|local| local == *destination)
    }

    /// Whether the destination is a network of the VPC or a part of one.
    pub fn is_inside(&self, destination: &Destination) -> bool {
        self.local_destinations()
            .any(|local| destination.is_within(&local))
    }
}
