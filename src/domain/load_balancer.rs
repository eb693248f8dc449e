//! Network load balancers.

use std::collections::BTreeMap;
use std::net::Ipv4Addr;

use serde::{Deserialize, Serialize};

use super::clock::Timestamp;
use super::id::{NetworkInterfaceId, SecurityGroupId, SubnetId, VpcId};
use super::scope::Scope;
use super::tag::Tag;

/// A network load balancer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct LoadBalancer {
    /// Identifier: `arn:aws:elasticloadbalancing:REGION:ACCOUNT:loadbalancer/net/NAME/16 hex digits`.
    pub arn: String,
    /// Owner.
    pub scope: Scope,
    /// Unique in account and region.
    pub name: String,
    /// Whether its name resolves to private or to public addresses.
    pub scheme: Scheme,
    /// The VPC of its subnets.
    pub vpc_id: VpcId,
    /// Its subnets, one in each zone, in order of zone.
    pub zones: Vec<LoadBalancerZone>,
    /// Security groups of its interfaces; can only be had from the start.
    pub security_groups: Vec<SecurityGroupId>,
    /// Attributes that were set; the others have their defaults.
    pub attributes: BTreeMap<String, String>,
    /// Its name.
    pub dns_name: String,
    /// Tags.
    pub tags: Vec<Tag>,
    /// When it was created.
    pub created_at: Timestamp,
}

/// Where a load balancer can be reached from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Scheme {
    /// From inside the VPC.
    Internal,
    /// From the internet.
    InternetFacing,
}

/// A load balancer's place in a zone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct LoadBalancerZone {
    /// The zone's name.
    pub availability_zone: String,
    /// The zone's id.
    pub availability_zone_id: String,
    /// The subnet.
    pub subnet_id: SubnetId,
    /// The interface in it.
    pub network_interface_id: NetworkInterfaceId,
    /// The address that the user chose, if so.
    pub private_ipv4_address: Option<Ipv4Addr>,
}

/// The account, region, name and number in a network load balancer's ARN, if the text is one.
pub fn parse_network_load_balancer_arn(arn: &str) -> Option<(&str, &str)> {
    let rest = arn.strip_prefix("arn:aws:elasticloadbalancing:")?;
    let (scope, path) = rest.split_once(":loadbalancer/net/")?;
    let (name, number) = path.split_once('/')?;
    let (region, account) = scope.split_once(':')?;
    let well_formed = !region.is_empty()
        && account.len() == 12
        && !name.is_empty()
        && number.len() == 16
        && number
            .bytes()
            .all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'));
    well_formed.then_some((name, number))
}
