//! Load balancers: of applications, of networks, and of gateways.

use std::collections::{BTreeMap, BTreeSet};
use std::net::{Ipv4Addr, Ipv6Addr};

use ipnet::Ipv6Net;
use serde::{Deserialize, Serialize};

use super::capacity_reservation::CapacityReservation;
use super::clock::Timestamp;
use super::error::{Code, Error, Result};
use super::filter::Filterable;
use super::id::{AllocationId, NetworkInterfaceId, SecurityGroupId, SubnetId, VpcId};
use super::load_balancer_address_type::LoadBalancerAddressType;
use super::load_balancer_name::hosted_zone_id;
use super::load_balancer_type::LoadBalancerType;
use super::scope::Scope;
use super::tag::Tag;

/// The state of every load balancer that can be read: creation and deletion are one step.
pub const LOAD_BALANCER_STATE: &str = "active";

/// A load balancer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct LoadBalancer {
    /// Identifier: `arn:aws:elasticloadbalancing:REGION:ACCOUNT:loadbalancer/TYPE/NAME/16 hex digits`.
    pub arn: String,
    /// Owner.
    pub scope: Scope,
    /// Unique in account and region.
    pub name: String,
    /// What it does with its traffic.
    pub load_balancer_type: LoadBalancerType,
    /// IPv4 only, or both.
    pub ip_address_type: LoadBalancerAddressType,
    /// Where it can be reached from. Gateway load balancers have no scheme: only endpoints reach them.
    pub scheme: Option<Scheme>,
    /// The VPC of its subnets.
    pub vpc_id: VpcId,
    /// Its subnets, one in each zone, in order of zone.
    pub zones: Vec<LoadBalancerZone>,
    /// Security groups of its interfaces. Application load balancers always have some, network load balancers only if they
    /// had some from the start.
    pub security_groups: Vec<SecurityGroupId>,
    /// Whether its security groups apply to what comes through endpoints. Means nothing without groups.
    pub enforces_private_link_rules: bool,
    /// Whether it speaks to its targets from an IPv6 prefix of each subnet, so that it carries UDP over IPv6 too.
    pub uses_source_nat_prefixes: bool,
    /// What was last asked for of capacity.
    pub capacity_reservation: Option<CapacityReservation>,
    /// Attributes that were set; the others have their defaults.
    pub attributes: BTreeMap<String, String>,
    /// The name under which it is reached. Gateway load balancers have none.
    pub dns_name: Option<String>,
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
    /// The IPv6 address that the user chose, if so.
    pub ipv6_address: Option<Ipv6Addr>,
    /// The Elastic IP address that the user chose, if so.
    pub elastic_ip: Option<ChosenElasticIp>,
    /// The IPv6 prefix from which it speaks to its targets.
    pub source_nat_ipv6_prefix: Option<Ipv6Net>,
}

/// An Elastic IP address in front of a load balancer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ChosenElasticIp {
    /// Its identifier.
    pub allocation_id: AllocationId,
    /// The address.
    pub public_ip: Ipv4Addr,
}

impl Scheme {
    /// Reads AWS's spelling.
    pub fn parse(text: &str) -> Result<Self> {
        match text {
            "internal" => Ok(Self::Internal),
            "internet-facing" => Ok(Self::InternetFacing),
            other => Err(Error::new(
                Code::InvalidScheme,
                format!(
                    "The scheme '{other}' is not valid: expected 'internal' or 'internet-facing'"
                ),
            )
            .about("Scheme")),
        }
    }

    /// AWS's spelling.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Internal => "internal",
            Self::InternetFacing => "internet-facing",
        }
    }
}

impl LoadBalancer {
    /// `TYPE/NAME/16 hex digits`, as interfaces' descriptions and listeners' ARNs have it.
    pub fn path(&self) -> &str {
        let prefix = "loadbalancer/";
        self.arn
            .find(prefix)
            .map_or("", |at| &self.arn[at + prefix.len()..])
    }

    /// Whether its subnets are exactly these.
    pub fn has_exactly_subnets<'a>(&self, ids: impl IntoIterator<Item = &'a SubnetId>) -> bool {
        let own: BTreeSet<&SubnetId> = self.zones.iter().map(|zone| &zone.subnet_id).collect();
        own == ids.into_iter().collect()
    }

    /// Whether it has a subnet in the zone of that name.
    pub fn covers_zone(&self, availability_zone: &str) -> bool {
        self.zones
            .iter()
            .any(|zone| zone.availability_zone == availability_zone)
    }

    /// Whether its security groups apply to what comes through endpoints, as `on` or `off`; `None` without groups, and for
    /// load balancers that no endpoint leads to.
    pub fn private_link_rules(&self) -> Option<&'static str> {
        let through_endpoints = match self.load_balancer_type {
            LoadBalancerType::Network => !self.security_groups.is_empty(),
            LoadBalancerType::Application | LoadBalancerType::Gateway => false,
        };
        through_endpoints.then_some(if self.enforces_private_link_rules {
            "on"
        } else {
            "off"
        })
    }

    /// Whether a network load balancer has prefixes for source NAT, as `on` or `off`; `None` for load balancers that cannot
    /// have any.
    pub fn source_nat_prefixes(&self) -> Option<&'static str> {
        let can_have =
            self.load_balancer_type == LoadBalancerType::Network && self.ip_address_type.has_ipv6();
        can_have.then_some(if self.uses_source_nat_prefixes {
            "on"
        } else {
            "off"
        })
    }

    /// Whether UDP can come in: over IPv6 only with prefixes for source NAT.
    pub fn can_carry_udp(&self) -> bool {
        !self.ip_address_type.has_ipv6() || self.uses_source_nat_prefixes
    }

    /// The hosted zone of its DNS name, where it is known.
    pub fn hosted_zone_id(&self) -> Option<&'static str> {
        hosted_zone_id(self.load_balancer_type, &self.scope.region)
    }

    /// Sets whether the security groups of a network load balancer, of which it must have some, apply to what comes through
    /// endpoints: `on` or `off`.
    pub fn set_private_link_rules(&mut self, text: &str) -> Result<()> {
        const PARAMETER: &str = "EnforceSecurityGroupInboundRulesOnPrivateLinkTraffic";
        if self.load_balancer_type != LoadBalancerType::Network {
            return Err(Error::new(
                Code::InvalidConfigurationRequest,
                format!(
                    "{PARAMETER} is not supported for load balancers of the type {}",
                    self.load_balancer_type.name()
                ),
            )
            .about(PARAMETER));
        }
        if self.security_groups.is_empty() {
            return Err(Error::new(
                Code::InvalidConfigurationRequest,
                "A load balancer without security groups has no rules to enforce",
            )
            .about(PARAMETER));
        }
        self.enforces_private_link_rules = match text {
            "on" => true,
            "off" => false,
            other => {
                return Err(Error::validation(
                    PARAMETER,
                    format!("The value '{other}' is not valid: expected 'on' or 'off'"),
                ));
            }
        };
        Ok(())
    }
}

/// The refusal for a name or ARN that no load balancer of the caller's has.
pub fn load_balancer_not_found(what: &str) -> Error {
    Error::new(
        Code::LoadBalancerNotFound,
        format!("Load balancer '{what}' not found"),
    )
    .about("LoadBalancerArn")
}

impl Filterable for LoadBalancer {
    const FILTERS: &'static [&'static str] = &[
        "availability-zone",
        "dns-name",
        "ip-address-type",
        "load-balancer-arn",
        "name",
        "scheme",
        "security-group-id",
        "state",
        "subnet-id",
        "type",
        "vpc-id",
    ];

    fn filter_values(&self, name: &str) -> Vec<String> {
        let one = match name {
            "availability-zone" => {
                return self
                    .zones
                    .iter()
                    .map(|zone| zone.availability_zone.clone())
                    .collect();
            }
            "dns-name" => return self.dns_name.iter().cloned().collect(),
            "ip-address-type" => self.ip_address_type.name().to_owned(),
            "load-balancer-arn" => self.arn.clone(),
            "name" => self.name.clone(),
            "scheme" => {
                return self
                    .scheme
                    .iter()
                    .map(|scheme| scheme.name().to_owned())
                    .collect();
            }
            "security-group-id" => {
                return self
                    .security_groups
                    .iter()
                    .map(ToString::to_string)
                    .collect();
            }
            "state" => LOAD_BALANCER_STATE.to_owned(),
            "subnet-id" => {
                return self
                    .zones
                    .iter()
                    .map(|zone| zone.subnet_id.to_string())
                    .collect();
            }
            "type" => self.load_balancer_type.name().to_owned(),
            "vpc-id" => self.vpc_id.to_string(),
            _ => return Vec::new(),
        };
        vec![one]
    }

    fn filter_tags(&self) -> &[Tag] {
        &self.tags
    }
}

/// A load balancer for tests.
#[cfg(test)]
pub(super) fn example(
    load_balancer_type: LoadBalancerType,
    scheme: Option<Scheme>,
) -> LoadBalancer {
    use super::id::Id;
    use super::load_balancer_name::arn;
    use super::scope::{AccountId, RegionName};

    let scope = Scope {
        account: AccountId::parse("111111111111").unwrap(),
        region: RegionName::parse("eu-west-1").unwrap(),
    };
    LoadBalancer {
        arn: arn(&scope, load_balancer_type, "shop", "0123456789abcdef"),
        scope,
        name: "shop".to_owned(),
        load_balancer_type,
        ip_address_type: LoadBalancerAddressType::Ipv4,
        dns_name: None,
        scheme,
        vpc_id: VpcId::parse("vpc-01234567").unwrap(),
        zones: Vec::new(),
        security_groups: Vec::new(),
        enforces_private_link_rules: true,
        uses_source_nat_prefixes: false,
        capacity_reservation: None,
        attributes: BTreeMap::new(),
        tags: Vec::new(),
        created_at: Timestamp::from_micros(0),
    }
}

#[cfg(test)]
mod tests {
    use super::{Scheme, example};
    use crate::domain::load_balancer_type::LoadBalancerType;

    #[test]
    fn paths_by_type() {
        let path = |load_balancer_type| {
            example(load_balancer_type, Some(Scheme::Internal))
                .path()
                .to_owned()
        };
        assert_eq!(
            LoadBalancerType::ALL.map(path),
            [
                "app/shop/0123456789abcdef",
                "net/shop/0123456789abcdef",
                "gwy/shop/0123456789abcdef",
            ]
        );
    }
}
