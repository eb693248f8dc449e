//! Targets in target groups: where a listener's traffic ends up.

use std::net::Ipv4Addr;

use ipnet::Ipv4Net;
use serde::{Deserialize, Serialize};

use super::clock::Timestamp;
use super::error::{Code, Error, Result};
use super::load_balancer::LoadBalancer;
use super::scope::Scope;
use super::target_group::TargetType;

/// What a target outside its VPC names in place of a zone: traffic from every zone.
pub const ALL_ZONES: &str = "all";

/// What the event log says of every target that there is.
pub const TARGET_STATE: &str = "registered";

/// A target in a target group.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Target {
    /// Owner.
    pub scope: Scope,
    /// The target group.
    pub target_group_arn: String,
    /// An instance id or an address.
    pub target_id: String,
    /// The port; once per group and target.
    pub port: u16,
    /// The zone of the subnet in which an address is, or else the zone or [`ALL_ZONES`] that the user named.
    pub availability_zone: Option<String>,
    /// When it was registered.
    pub created_at: Timestamp,
}

impl Target {
    /// The key of a target in the store: group, target and port.
    pub fn key(target_group_arn: &str, target_id: &str, port: u16) -> String {
        format!("{target_group_arn}|{target_id}|{port}")
    }
}

/// What is known of a target's health. There is no health check, and this says so in AWS's words.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum TargetHealth {
    /// The target is not in the group.
    NotRegistered,
    /// No listener of a load balancer forwards to the group.
    NotInUse,
    /// The load balancer has no subnet in the target's zone.
    ZoneNotEnabled,
    /// The target is in use, and nothing checks it.
    NotChecked,
}

impl TargetHealth {
    /// The health of a registered target whose group is behind `load_balancer`.
    pub fn of(availability_zone: Option<&str>, load_balancer: Option<&LoadBalancer>) -> Self {
        match (load_balancer, availability_zone) {
            (None, _) => Self::NotInUse,
            (Some(load_balancer), Some(zone))
                if zone != ALL_ZONES && !load_balancer.covers_zone(zone) =>
            {
                Self::ZoneNotEnabled
            }
            (Some(_), _) => Self::NotChecked,
        }
    }

    /// AWS's state.
    pub const fn state(self) -> &'static str {
        match self {
            Self::NotRegistered | Self::NotInUse | Self::ZoneNotEnabled => "unused",
            Self::NotChecked => "unavailable",
        }
    }

    /// AWS's code of the reason.
    pub const fn reason(self) -> &'static str {
        match self {
            Self::NotRegistered => "Target.NotRegistered",
            Self::NotInUse | Self::ZoneNotEnabled => "Target.NotInUse",
            Self::NotChecked => "Target.HealthCheckDisabled",
        }
    }

    /// The reason in words.
    pub const fn description(self) -> &'static str {
        match self {
            Self::NotRegistered => "Target is not registered to the target group",
            Self::NotInUse => {
                "Target group is not configured to receive traffic from the load balancer"
            }
            Self::ZoneNotEnabled => {
                "Target is in an Availability Zone that is not enabled for the load balancer"
            }
            Self::NotChecked => "privlink performs no health checks",
        }
    }
}

/// Ranges outside the VPC in which targets can be: RFC 1918 and RFC 6598.
const PRIVATE_RANGES: [Ipv4Net; 4] = [
    Ipv4Net::new_assert(Ipv4Addr::new(10, 0, 0, 0), 8),
    Ipv4Net::new_assert(Ipv4Addr::new(172, 16, 0, 0), 12),
    Ipv4Net::new_assert(Ipv4Addr::new(192, 168, 0, 0), 16),
    Ipv4Net::new_assert(Ipv4Addr::new(100, 64, 0, 0), 10),
];

/// Reads the id of a target: an address for groups of that type, and then it is returned, or else an instance's id.
pub fn parse_target_id(target_type: TargetType, id: &str) -> Result<Option<Ipv4Addr>> {
    match target_type {
        TargetType::Ip => id.parse().map(Some).map_err(|_| {
            Error::validation(
                "Targets",
                format!("The IP address '{id}' is not a valid IPv4 address"),
            )
        }),
        TargetType::Instance if is_instance_id(id) => Ok(None),
        TargetType::Instance => Err(invalid_target(format!(
            "The instance ID '{id}' is not valid"
        ))),
    }
}

fn is_instance_id(id: &str) -> bool {
    id.strip_prefix("i-").is_some_and(|digits| {
        matches!(digits.len(), 8 | 17)
            && digits
                .bytes()
                .all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
    })
}

/// The zone of a target with this address: that of the subnet in which it is. Outside the VPC the user must name one of
/// `zones`, or [`ALL_ZONES`], and the address must be a private one.
pub fn zone_of_address<'a>(
    vpc: Ipv4Net,
    subnets: impl IntoIterator<Item = (Ipv4Net, &'a str)>,
    zones: &[&str],
    address: Ipv4Addr,
    named: Option<&str>,
) -> Result<Option<String>> {
    if let Some(named) = named
        && named != ALL_ZONES
        && !zones.contains(&named)
    {
        return Err(Error::validation(
            "Targets",
            format!("The Availability Zone '{named}' is not valid"),
        ));
    }
    if vpc.contains(&address) {
        let own = subnets
            .into_iter()
            .find(|(cidr, _)| cidr.contains(&address))
            .map(|(_, zone)| zone);
        return Ok(own.or(named).map(str::to_owned));
    }
    if !PRIVATE_RANGES.iter().any(|range| range.contains(&address)) {
        return Err(invalid_target(format!(
            "The IP address '{address}' is neither in the VPC of the target group nor in a private range (10.0.0.0/8, 172.16.0.0/12, 192.168.0.0/16, 100.64.0.0/10)"
        )));
    }
    match named {
        Some(named) => Ok(Some(named.to_owned())),
        None => Err(Error::validation(
            "Targets",
            format!(
                "The IP address '{address}' is outside the VPC of the target group, so an Availability Zone must be specified"
            ),
        )),
    }
}

/// The refusal of a target.
pub fn invalid_target(message: impl Into<String>) -> Error {
    Error::new(Code::InvalidTarget, message).about("Targets")
}

#[cfg(test)]
mod tests {
    use super::{TargetHealth, parse_target_id, zone_of_address};
    use crate::domain::target_group::TargetType;

    #[test]
    fn ids_by_type() {
        let code = |target_type, id| {
            parse_target_id(target_type, id)
                .err()
                .map_or("", |error| error.code.name())
        };
        assert_eq!(code(TargetType::Ip, "10.0.0.5"), "");
        assert_eq!(code(TargetType::Ip, "i-01234567"), "ValidationError");
        assert_eq!(code(TargetType::Ip, "10.0.0.05"), "ValidationError");
        assert_eq!(code(TargetType::Ip, "::1"), "ValidationError");
        assert_eq!(code(TargetType::Instance, "i-0123456789abcdef0"), "");
        assert_eq!(code(TargetType::Instance, "10.0.0.5"), "InvalidTarget");
        assert_eq!(code(TargetType::Instance, "i-0123"), "InvalidTarget");
    }

    #[test]
    fn zones_of_addresses() {
        let zone = |address: &str, named| {
            let subnets = [
                ("10.9.0.0/24".parse().unwrap(), "us-east-1a"),
                ("10.9.1.0/24".parse().unwrap(), "us-east-1b"),
            ];
            zone_of_address(
                "10.9.0.0/16".parse().unwrap(),
                subnets,
                &["us-east-1a", "us-east-1b"],
                address.parse().unwrap(),
                named,
            )
            .map_err(|error| error.code.name())
        };
        let some = |text: &str| Ok(Some(text.to_owned()));
        assert_eq!(zone("10.9.1.7", None), some("us-east-1b"));
        assert_eq!(zone("10.9.1.7", Some("all")), some("us-east-1b"));
        assert_eq!(zone("10.9.2.7", None), Ok(None));
        assert_eq!(zone("10.8.0.1", None), Err("ValidationError"));
        assert_eq!(zone("10.8.0.1", Some("all")), some("all"));
        assert_eq!(zone("100.64.0.1", Some("us-east-1a")), some("us-east-1a"));
        assert_eq!(
            zone("100.64.0.1", Some("eu-west-1a")),
            Err("ValidationError")
        );
        assert_eq!(zone("8.8.8.8", Some("all")), Err("InvalidTarget"));
    }

    #[test]
    fn health_without_health_checks() {
        assert_eq!(TargetHealth::of(Some("us-east-1a"), None).state(), "unused");
        assert_eq!(
            TargetHealth::NotChecked.reason(),
            "Target.HealthCheckDisabled"
        );
    }
}
