//! Targets in target groups: where a listener's traffic ends up.

use std::net::{IpAddr, Ipv4Addr};

use ipnet::{IpNet, Ipv4Net};
use serde::{Deserialize, Serialize};

use super::clock::Timestamp;
use super::error::{Code, Error, Result};
use super::load_balancer_type::LoadBalancerType;
use super::load_balancing_arn::parse_load_balancer_arn;
use super::scope::Scope;
use super::target_address_type::TargetAddressType;
use super::target_group::{TargetKind, TargetType};
use super::target_health::SetHealth;

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
    /// An instance id, an address, or the ARN of a load balancer or function.
    pub target_id: String,
    /// The port; once per group and target. Functions have none.
    pub port: Option<u16>,
    /// The zone of the subnet in which an address is, or else the zone or [`ALL_ZONES`] that the user named.
    pub availability_zone: Option<String>,
    /// The server id by which QUIC finds its way to the target.
    pub quic_server_id: Option<String>,
    /// The health that somebody set.
    pub health: Option<SetHealth>,
    /// When it was registered.
    pub created_at: Timestamp,
}

impl Target {
    /// The key of a target in the store: group, target and port.
    pub fn key(target_group_arn: &str, target_id: &str, port: Option<u16>) -> String {
        format!("{target_group_arn}|{target_id}|{}", port.unwrap_or(0))
    }
}

/// A target's id, read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TargetId {
    /// Of an instance.
    Instance,
    /// An address.
    Address(IpAddr),
    /// The ARN of an application load balancer.
    LoadBalancer,
    /// The ARN of a function.
    Function,
}

impl TargetId {
    /// Reads the id of a target for groups of this type.
    pub fn parse(
        target_type: TargetType,
        ip_address_type: TargetAddressType,
        id: &str,
    ) -> Result<Self> {
        match target_type {
            TargetType::Instance if is_instance_id(id) => Ok(Self::Instance),
            TargetType::Instance => Err(invalid_target(format!(
                "The instance ID '{id}' is not valid"
            ))),
            TargetType::Ip => {
                let address = match ip_address_type {
                    TargetAddressType::Ipv4 => id.parse().map(IpAddr::V4),
                    TargetAddressType::Ipv6 => id.parse().map(IpAddr::V6),
                };
                address.map(Self::Address).map_err(|_| {
                    let version = match ip_address_type {
                        TargetAddressType::Ipv4 => "IPv4",
                        TargetAddressType::Ipv6 => "IPv6",
                    };
                    Error::validation(
                        PARAMETER,
                        format!("The IP address '{id}' is not a valid {version} address"),
                    )
                })
            }
            TargetType::Alb
                if parse_load_balancer_arn(id) == Some(LoadBalancerType::Application) =>
            {
                Ok(Self::LoadBalancer)
            }
            TargetType::Alb => Err(Error::validation(
                PARAMETER,
                format!("'{id}' is not a valid Application Load Balancer ARN"),
            )),
            TargetType::Lambda if is_function_arn(id) => Ok(Self::Function),
            TargetType::Lambda => Err(Error::validation(
                PARAMETER,
                format!("'{id}' is not a valid Lambda function ARN"),
            )),
        }
    }
}

const PARAMETER: &str = "Targets";

fn is_instance_id(id: &str) -> bool {
    id.strip_prefix("i-").is_some_and(|digits| {
        matches!(digits.len(), 8 | 17)
            && digits
                .bytes()
                .all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
    })
}

/// `arn:aws:lambda:REGION:ACCOUNT:function:NAME`, with a version or alias or without one.
fn is_function_arn(text: &str) -> bool {
    let parts: Vec<&str> = text.split(':').collect();
    let named = |part: &str| !part.is_empty();
    match parts.as_slice() {
        [
            "arn",
            partition,
            "lambda",
            region,
            account,
            "function",
            name @ ..,
        ] => {
            partition.starts_with("aws")
                && named(region)
                && account.len() == 12
                && account.bytes().all(|byte| byte.is_ascii_digit())
                && matches!(name.len(), 1 | 2)
                && name.iter().all(|part| named(part))
        }
        _ => false,
    }
}

/// Refuses a server id where there can be none, and its absence where there must be one.
pub fn check_quic_server_id(kind: TargetKind, id: Option<&str>) -> Result<()> {
    match (kind.has_quic(), id) {
        (false, None) => Ok(()),
        (false, Some(_)) => Err(Error::validation(
            PARAMETER,
            "A QUIC server ID is supported for target groups of the protocols QUIC and TCP_QUIC only",
        )),
        (true, None) => Err(Error::validation(
            PARAMETER,
            "A QUIC server ID must be specified for target groups of the protocols QUIC and TCP_QUIC",
        )),
        (true, Some(id)) => {
            let well_formed = id.strip_prefix("0x").is_some_and(|digits| {
                digits.len() == 16
                    && digits
                        .bytes()
                        .all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
            });
            if well_formed {
                Ok(())
            } else {
                Err(Error::validation(
                    PARAMETER,
                    format!(
                        "The QUIC server ID '{id}' is not valid: expected '0x' and 16 lower-case hexadecimal digits"
                    ),
                ))
            }
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

/// The zone of a target with this address: that of the subnet in which it is. Outside the VPC the user must name one of
/// `zones`, or [`ALL_ZONES`], and the address must be a private one.
pub fn zone_of_address<'a>(
    vpc: &[IpNet],
    subnets: impl IntoIterator<Item = (IpNet, &'a str)>,
    zones: &[&str],
    address: IpAddr,
    named: Option<&str>,
) -> Result<Option<String>> {
    if let Some(named) = named
        && named != ALL_ZONES
        && !zones.contains(&named)
    {
        return Err(Error::validation(
            PARAMETER,
            format!("The Availability Zone '{named}' is not valid"),
        ));
    }
    let own = subnets
        .into_iter()
        .find(|(cidr, _)| cidr.contains(&address))
        .map(|(_, zone)| zone);
    match (own, named) {
        (Some(own), Some(named)) if own != named => Err(Error::validation(
            PARAMETER,
            format!(
                "The IP address '{address}' is within the VPC, and cannot have its Availability Zone overridden to '{named}' from '{own}'"
            ),
        )),
        (Some(own), _) => Ok(Some(own.to_owned())),
        (None, _) if vpc.iter().any(|cidr| cidr.contains(&address)) => Ok(named.map(str::to_owned)),
        (None, _) if !is_private(address) => Err(invalid_target(format!(
            "The IP address '{address}' is neither in the VPC of the target group nor in a private range (10.0.0.0/8, 172.16.0.0/12, 192.168.0.0/16, 100.64.0.0/10)"
        ))),
        (None, Some(named)) => Ok(Some(named.to_owned())),
        (None, None) => Err(Error::validation(
            PARAMETER,
            format!(
                "You must specify a valid Availability Zone or select 'all' for all enabled Availability zones, since the IP address '{address}' is outside the VPC"
            ),
        )),
    }
}

/// Whether targets outside the VPC can have this address. Of IPv6 it can be any: it may be that of another VPC.
fn is_private(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(address) => PRIVATE_RANGES.iter().any(|range| range.contains(&address)),
        IpAddr::V6(_) => true,
    }
}

/// The refusal of a target.
pub fn invalid_target(message: impl Into<String>) -> Error {
    Error::new(Code::InvalidTarget, message).about(PARAMETER)
}

#[cfg(test)]
mod tests {
    use super::{TargetId, check_quic_server_id, zone_of_address};
    use crate::domain::target_address_type::TargetAddressType;
    use crate::domain::target_group::{Protocol, TargetType, example};

    #[test]
    fn ids_by_type() {
        let alb = "arn:aws:elasticloadbalancing:us-east-1:111111111111:loadbalancer/app/shop/0123456789abcdef";
        let function = "arn:aws:lambda:us-east-1:111111111111:function:shop";
        let (ipv4, ipv6) = (TargetAddressType::Ipv4, TargetAddressType::Ipv6);
        for (target_type, ip_address_type, id, expected) in [
            (TargetType::Ip, ipv4, "10.0.0.5", ""),
            (TargetType::Ip, ipv4, "i-01234567", "ValidationError"),
            (TargetType::Ip, ipv4, "10.0.0.05", "ValidationError"),
            (TargetType::Ip, ipv4, "::1", "ValidationError"),
            (TargetType::Ip, ipv6, "2001:db8::5", ""),
            (TargetType::Ip, ipv6, "10.0.0.5", "ValidationError"),
            (TargetType::Instance, ipv4, "i-0123456789abcdef0", ""),
            (TargetType::Instance, ipv6, "i-0123456789abcdef0", ""),
            (TargetType::Instance, ipv4, "10.0.0.5", "InvalidTarget"),
            (TargetType::Instance, ipv4, "i-0123", "InvalidTarget"),
            (TargetType::Alb, ipv4, alb, ""),
            (
                TargetType::Alb,
                ipv4,
                &alb.replace("/app/", "/net/"),
                "ValidationError",
            ),
            (TargetType::Lambda, ipv4, function, ""),
            (TargetType::Lambda, ipv4, &format!("{function}:live"), ""),
            (
                TargetType::Lambda,
                ipv4,
                &format!("{function}:"),
                "ValidationError",
            ),
            (TargetType::Lambda, ipv4, "shop", "ValidationError"),
        ] {
            let code = TargetId::parse(target_type, ip_address_type, id)
                .err()
                .map_or("", |error| error.code.name());
            assert_eq!(code, expected, "{id}");
        }
    }

    #[test]
    fn zones_of_addresses() {
        let zone = |address: &str, named| {
            let subnets = [
                ("10.9.0.0/24".parse().unwrap(), "us-east-1a"),
                ("10.9.1.0/24".parse().unwrap(), "us-east-1b"),
                ("2001:db8:0:1::/64".parse().unwrap(), "us-east-1b"),
            ];
            let vpc = ["10.9.0.0/16".parse().unwrap()];
            zone_of_address(
                &vpc,
                subnets,
                &["us-east-1a", "us-east-1b"],
                address.parse().unwrap(),
                named,
            )
            .map_err(|error| error.code.name())
        };
        let some = |text: &str| Ok(Some(text.to_owned()));
        assert_eq!(zone("10.9.1.7", None), some("us-east-1b"));
        assert_eq!(zone("10.9.1.7", Some("us-east-1b")), some("us-east-1b"));
        assert_eq!(zone("10.9.1.7", Some("all")), Err("ValidationError"));
        assert_eq!(zone("2001:db8:0:1::7", None), some("us-east-1b"));
        assert_eq!(zone("2001:db8:0:2::7", None), Err("ValidationError"));
        assert_eq!(zone("2001:db8:0:2::7", Some("all")), some("all"));
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
    fn server_ids_belong_to_quic() {
        let fits = |protocol, id| {
            check_quic_server_id(example(TargetType::Ip, Some(protocol)).kind, id).is_ok()
        };
        let id = Some("0x0123456789abcdef");
        assert!(fits(Protocol::TcpQuic, id));
        assert!(!fits(Protocol::Quic, None));
        assert!(!fits(Protocol::Quic, Some("0x0123456789ABCDEF")));
        assert!(!fits(Protocol::Quic, Some("0123456789abcdef")));
        assert!(fits(Protocol::Udp, None));
        assert!(!fits(Protocol::Udp, id));
    }
}
