//! A subnet: a part of a VPC's network in one availability zone.

use ipnet::Ipv4Net;
use serde::{Deserialize, Serialize};

use super::clock::Timestamp;
use super::error::{Code, Error, Result};
use super::id::{SubnetCidrAssociationId, SubnetId, VpcId};
use super::ipv6::Ipv6Association;
use super::region::{RegionData, Zone};
use super::scope::Scope;
use super::tag::Tag;

/// The state of every subnet.
pub const SUBNET_STATE: &str = "available";

/// A subnet.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Subnet {
    /// Identifier.
    pub id: SubnetId,
    /// Owner.
    pub scope: Scope,
    /// The VPC.
    pub vpc_id: VpcId,
    /// The network, within the VPC's; `None` for a subnet of IPv6 only.
    pub cidr_block: Option<Ipv4Net>,
    /// The IPv6 network, within the VPC's, if it has one.
    pub ipv6_cidr_block: Option<Ipv6Association<SubnetCidrAssociationId>>,
    /// Whether it was made for IPv6 only.
    pub ipv6_native: bool,
    /// Whether it is the default one in its zone.
    pub is_default_for_zone: bool,
    /// The zone's name, e.g. `us-east-1a`.
    pub availability_zone: String,
    /// The zone's id, e.g. `use1-az1`.
    pub availability_zone_id: String,
    /// A record only: there are no public addresses.
    pub map_public_ip_on_launch: bool,
    /// A record only: there are no instances.
    pub assign_ipv6_address_on_creation: bool,
    /// A record only: the resolver is not served.
    pub enable_dns64: bool,
    /// What instances' names are made of; a record only.
    pub hostname_type: HostnameType,
    /// Whether such a name would have an A record; a record only.
    pub enable_resource_name_dns_a_record: bool,
    /// Whether such a name would have an AAAA record; a record only.
    pub enable_resource_name_dns_aaaa_record: bool,
    /// Tags.
    pub tags: Vec<Tag>,
    /// When it was created.
    pub created_at: Timestamp,
}

/// What the names of instances in a subnet are made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum HostnameType {
    /// The private IPv4 address.
    IpName,
    /// The instance's id.
    ResourceName,
}

impl HostnameType {
    /// AWS's spelling.
    pub const fn name(self) -> &'static str {
        match self {
            Self::IpName => "ip-name",
            Self::ResourceName => "resource-name",
        }
    }
}

impl Subnet {
    /// The ARN.
    pub fn arn(&self) -> String {
        self.scope.arn("ec2", &format!("subnet/{}", self.id))
    }
}

/// Bits of a default subnet's network.
const DEFAULT_PREFIX: u8 = 20;

/// The networks that default subnets of a VPC can have, in rising order.
pub fn default_networks(vpc: Ipv4Net) -> impl Iterator<Item = Ipv4Net> {
    vpc.subnets(DEFAULT_PREFIX).into_iter().flatten()
}

/// Whether a subnet of a VPC with the networks `vpc` can have `cidr`, next to subnets with the networks `taken`.
pub fn check_cidr(
    vpc: impl IntoIterator<Item = Ipv4Net>,
    cidr: Ipv4Net,
    taken: impl IntoIterator<Item = Ipv4Net>,
) -> Result<()> {
    let fits = vpc.into_iter().any(|network| network.contains(&cidr));
    if !(16..=28).contains(&cidr.prefix_len()) || !fits {
        return Err(Error::new(
            Code::InvalidSubnetRange,
            format!("The CIDR '{cidr}' is invalid."),
        )
        .about("CidrBlock"));
    }
    if taken
        .into_iter()
        .any(|other| other.contains(&cidr) || cidr.contains(&other))
    {
        return Err(Error::new(
            Code::InvalidSubnetConflict,
            format!("The CIDR '{cidr}' conflicts with another subnet"),
        )
        .about("CidrBlock"));
    }
    Ok(())
}

/// The zone for a new subnet: the one named, by name or by id, or else the region's first.
pub fn choose_zone(
    region: &'static RegionData,
    name: Option<&str>,
    id: Option<&str>,
) -> Result<&'static Zone> {
    let (parameter, wanted, found) = match (name, id) {
        (None, None) => return Ok(&region.zones[0]),
        (Some(_), Some(_)) => {
            return Err(Error::new(
                Code::InvalidParameterCombination,
                "AvailabilityZone and AvailabilityZoneId cannot be used together",
            )
            .about("AvailabilityZoneId"));
        }
        (Some(name), None) => ("AvailabilityZone", name, region.zone_by_name(name)),
        (None, Some(id)) => ("AvailabilityZoneId", id, region.zone_by_id(id)),
    };
    found.ok_or_else(|| {
        let valid: Vec<&str> = region
            .zones
            .iter()
            .map(|zone| if name.is_some() { zone.name } else { zone.id })
            .collect();
        Error::invalid_value(
            parameter,
            format!(
                "Value ({wanted}) for parameter {parameter} is invalid. \
                 Subnets can currently only be created in the following availability zones: {}.",
                valid.join(", ")
            ),
        )
    })
}

#[cfg(test)]
mod tests {
    use super::{check_cidr, choose_zone};
    use crate::domain::region;

    #[test]
    fn stays_inside_the_vpc_and_apart_from_others() {
        let code = |cidr: &str, taken: &[&str]| {
            let taken = taken.iter().map(|text| text.parse().unwrap());
            let vpc = ["10.0.0.0/16", "10.2.0.0/24"].map(|text| text.parse().unwrap());
            check_cidr(vpc, cidr.parse().unwrap(), taken).map_err(|error| error.code.name())
        };
        assert_eq!(code("10.0.0.0/16", &[]), Ok(()));
        assert_eq!(code("10.0.1.0/24", &["10.0.0.0/24", "10.0.2.0/24"]), Ok(()));
        assert_eq!(code("10.2.0.128/25", &["10.2.0.0/25"]), Ok(()));
        assert_eq!(code("10.1.0.0/24", &[]), Err("InvalidSubnet.Range"));
        assert_eq!(code("10.0.0.0/29", &[]), Err("InvalidSubnet.Range"));
        assert_eq!(
            code("10.0.0.0/23", &["10.0.1.0/24"]),
            Err("InvalidSubnet.Conflict")
        );
        assert_eq!(
            code("10.0.1.128/25", &["10.0.1.0/24"]),
            Err("InvalidSubnet.Conflict")
        );
    }

    #[test]
    fn is_in_a_zone_of_the_region() {
        let region = region::region("eu-west-1").unwrap();
        let name = |name, id| {
            choose_zone(region, name, id)
                .map(|zone| zone.name)
                .map_err(|error| error.to_string())
        };
        assert_eq!(name(None, None), Ok("eu-west-1a"));
        assert_eq!(name(Some("eu-west-1b"), None), Ok("eu-west-1b"));
        assert_eq!(name(None, Some("euw1-az3")), Ok("eu-west-1c"));
        assert_eq!(
            name(Some("us-east-1a"), None),
            Err("InvalidParameterValue: Value (us-east-1a) for parameter AvailabilityZone is invalid. Subnets can \
                 currently only be created in the following availability zones: eu-west-1a, eu-west-1b, eu-west-1c."
                .to_owned())
        );
        assert!(
            name(None, Some("use1-az1"))
                .unwrap_err()
                .contains("euw1-az1, euw1-az2, euw1-az3.")
        );
        assert!(
            name(Some("eu-west-1a"), Some("euw1-az1"))
                .unwrap_err()
                .starts_with("InvalidParameterCombination")
        );
    }
}
