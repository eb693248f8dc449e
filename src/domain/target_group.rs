//! Target groups of load balancers.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::clock::Timestamp;
use super::error::{Code, Error, Result};
use super::health_check::HealthCheck;
use super::id::VpcId;
use super::load_balancing_arn::{is_number, resource_of};
use super::scope::Scope;
use super::tag::Tag;
use super::target_address_type::TargetAddressType;

/// What the event log says of every target group that there is.
pub const TARGET_GROUP_STATE: &str = "active";

/// A target group.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct TargetGroup {
    /// Identifier: `arn:aws:elasticloadbalancing:REGION:ACCOUNT:targetgroup/NAME/16 hex digits`.
    pub arn: String,
    /// Owner.
    pub scope: Scope,
    /// Unique in account and region.
    pub name: String,
    /// What its targets are, and how they are spoken to.
    #[serde(flatten)]
    pub kind: TargetKind,
    /// The port of targets that are registered without one. Functions have none.
    pub port: Option<u16>,
    /// The VPC of its targets. Functions are in none.
    pub vpc_id: Option<VpcId>,
    /// Which kind of addresses its targets have.
    pub ip_address_type: TargetAddressType,
    /// The port on which targets report how many requests they can take; a record only.
    pub target_control_port: Option<u16>,
    /// How its targets are checked; a record only, nothing checks them yet.
    pub health_check: HealthCheck,
    /// Attributes that were set; the others have their defaults.
    pub attributes: BTreeMap<String, String>,
    /// Tags.
    pub tags: Vec<Tag>,
    /// When it was created.
    pub created_at: Timestamp,
}

/// What the targets of a group are and how they are spoken to. Health checks and attributes depend on it, and it never
/// changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct TargetKind {
    /// What its targets are.
    pub target_type: TargetType,
    /// The protocol of its targets. Functions have none.
    pub protocol: Option<Protocol>,
    /// The version of HTTP or HTTPS; none with other protocols.
    pub protocol_version: Option<ProtocolVersion>,
}

/// What carries the traffic to a target group's targets, as far as its settings depend on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Carrier {
    /// An application load balancer, to instances and addresses.
    Application,
    /// An application load balancer, to a function.
    Function,
    /// A network load balancer.
    Network,
    /// A gateway load balancer.
    Gateway,
}

impl TargetKind {
    /// What carries the traffic.
    pub const fn carrier(self) -> Carrier {
        match self.protocol {
            None => Carrier::Function,
            Some(Protocol::Http | Protocol::Https) => Carrier::Application,
            Some(Protocol::Geneve) => Carrier::Gateway,
            Some(
                Protocol::Tcp
                | Protocol::Udp
                | Protocol::TcpUdp
                | Protocol::Tls
                | Protocol::Quic
                | Protocol::TcpQuic,
            ) => Carrier::Network,
        }
    }

    /// Whether its targets are told apart by a server id of QUIC.
    pub const fn has_quic(self) -> bool {
        matches!(self.protocol, Some(Protocol::Quic | Protocol::TcpQuic))
    }
}

/// A protocol of load balancers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum Protocol {
    /// HTTP.
    Http,
    /// HTTPS.
    Https,
    /// TCP.
    Tcp,
    /// UDP.
    Udp,
    /// TCP and UDP on one port.
    #[serde(rename = "TCP_UDP")]
    TcpUdp,
    /// TLS.
    Tls,
    /// GENEVE, in which gateway load balancers wrap packets for their appliances.
    Geneve,
    /// QUIC.
    Quic,
    /// TCP and QUIC on one port.
    #[serde(rename = "TCP_QUIC")]
    TcpQuic,
}

impl Protocol {
    /// Every protocol.
    pub const ALL: [Self; 9] = [
        Self::Http,
        Self::Https,
        Self::Tcp,
        Self::Udp,
        Self::TcpUdp,
        Self::Tls,
        Self::Geneve,
        Self::Quic,
        Self::TcpQuic,
    ];

    /// Reads the protocol of a target group.
    pub fn parse(text: &str) -> Result<Self> {
        Self::ALL
            .into_iter()
            .find(|protocol| protocol.name() == text)
            .ok_or_else(|| {
                Error::validation(
                    "Protocol",
                    format!(
                        "Target group protocol '{text}' must be one of '{}'",
                        Self::ALL.map(Self::name).join(", ")
                    ),
                )
            })
    }

    /// AWS's spelling.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Http => "HTTP",
            Self::Https => "HTTPS",
            Self::Tcp => "TCP",
            Self::Udp => "UDP",
            Self::TcpUdp => "TCP_UDP",
            Self::Tls => "TLS",
            Self::Geneve => "GENEVE",
            Self::Quic => "QUIC",
            Self::TcpQuic => "TCP_QUIC",
        }
    }

    /// Whether it carries UDP, alone or with TCP.
    pub const fn carries_udp(self) -> bool {
        matches!(self, Self::Udp | Self::TcpUdp | Self::Quic | Self::TcpQuic)
    }
}

/// A version of HTTP in which targets are spoken to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum ProtocolVersion {
    /// HTTP/1.1.
    Http1,
    /// HTTP/2.
    Http2,
    /// gRPC.
    Grpc,
}

impl ProtocolVersion {
    const ALL: [Self; 3] = [Self::Grpc, Self::Http1, Self::Http2];

    /// Reads the version for a group with this protocol. An empty text is none.
    pub fn parse(protocol: Protocol, text: Option<&str>) -> Result<Option<Self>> {
        let text = text.filter(|text| !text.is_empty());
        let is_http = matches!(protocol, Protocol::Http | Protocol::Https);
        match text {
            None => Ok(is_http.then_some(Self::Http1)),
            Some(_) if !is_http => Err(configuration(
                "ProtocolVersion",
                format!(
                    "Protocol versions are not supported for target groups of the protocol {}",
                    protocol.name()
                ),
            )),
            Some(text) => Self::ALL
                .into_iter()
                .find(|version| version.name() == text)
                .map(Some)
                .ok_or_else(|| {
                    Error::validation(
                        "ProtocolVersion",
                        format!(
                            "Protocol version '{text}' must be one of '{}'",
                            Self::ALL.map(Self::name).join(", ")
                        ),
                    )
                }),
        }
    }

    /// AWS's spelling.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Http1 => "HTTP1",
            Self::Http2 => "HTTP2",
            Self::Grpc => "GRPC",
        }
    }
}

/// What the targets of a group are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum TargetType {
    /// Instances, by id.
    Instance,
    /// Addresses.
    Ip,
    /// An application load balancer, by its ARN.
    Alb,
    /// A function, by its ARN.
    Lambda,
}

impl TargetType {
    /// Every type.
    pub const ALL: [Self; 4] = [Self::Instance, Self::Ip, Self::Alb, Self::Lambda];

    /// Reads AWS's spelling.
    pub fn parse(text: &str) -> Result<Self> {
        Self::ALL
            .into_iter()
            .find(|target_type| target_type.name() == text)
            .ok_or_else(|| {
                Error::validation(
                    "TargetType",
                    format!("The target type '{text}' is not valid"),
                )
            })
    }

    /// AWS's spelling.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Instance => "instance",
            Self::Ip => "ip",
            Self::Alb => "alb",
            Self::Lambda => "lambda",
        }
    }

    /// Whether a group of this type has one target at the most.
    pub const fn is_single(self) -> bool {
        matches!(self, Self::Alb | Self::Lambda)
    }
}

impl TargetKind {
    /// Decides the kind of a new group by what a client says.
    pub fn decide(
        target_type: TargetType,
        protocol: Option<&str>,
        protocol_version: Option<&str>,
    ) -> Result<Self> {
        if target_type == TargetType::Lambda {
            refuse_for_functions("Protocol", protocol.is_some())?;
            let version = protocol_version.is_some_and(|text| !text.is_empty());
            refuse_for_functions("ProtocolVersion", version)?;
            return Ok(Self {
                target_type,
                protocol: None,
                protocol_version: None,
            });
        }
        let protocol = protocol
            .ok_or_else(|| Error::validation("Protocol", "A protocol must be specified"))?;
        let protocol = Protocol::parse(protocol)?;
        if target_type == TargetType::Alb && protocol != Protocol::Tcp {
            return Err(configuration(
                "Protocol",
                format!(
                    "The protocol '{}' is not supported for target groups with target type 'alb': expected 'TCP'",
                    protocol.name()
                ),
            ));
        }
        Ok(Self {
            target_type,
            protocol: Some(protocol),
            protocol_version: ProtocolVersion::parse(protocol, protocol_version)?,
        })
    }
}

/// Refuses what groups of functions cannot have, if it is given.
pub fn refuse_for_functions(parameter: &'static str, is_given: bool) -> Result<()> {
    if is_given {
        let words = match parameter {
            "Protocol" => "Protocol",
            "ProtocolVersion" => "Protocol version",
            "Port" => "Port",
            "VpcId" => "VPC ID",
            "HealthCheckPort" => "Health check port",
            "HealthCheckProtocol" => "Health check protocol",
            other => other,
        };
        return Err(Error::validation(
            parameter,
            format!("{words} cannot be specified for target groups with target type 'lambda'"),
        ));
    }
    Ok(())
}

/// Reads the port for target control, which only groups behind application load balancers have.
pub fn parse_target_control_port(kind: TargetKind, port: Option<i64>) -> Result<Option<u16>> {
    const PARAMETER: &str = "TargetControlPort";
    match (port, kind.carrier()) {
        (None, _) => Ok(None),
        (Some(port), Carrier::Application) => parse_port(PARAMETER, port).map(Some),
        (Some(_), Carrier::Function | Carrier::Network | Carrier::Gateway) => Err(configuration(
            PARAMETER,
            "A target control port is supported for target groups of the protocols HTTP and HTTPS only",
        )),
    }
}

fn configuration(parameter: &'static str, message: impl Into<String>) -> Error {
    Error::new(Code::InvalidConfigurationRequest, message).about(parameter)
}

/// The ARN of a target group.
pub fn arn(scope: &Scope, name: &str, number: &str) -> String {
    scope.arn(
        "elasticloadbalancing",
        &format!("targetgroup/{name}/{number}"),
    )
}

/// Refuses a text that is no ARN of a target group.
pub fn check_target_group_arn(arn: &str) -> Result<()> {
    let well_formed = resource_of(arn)
        .and_then(|resource| resource.strip_prefix("targetgroup/"))
        .and_then(|path| path.split_once('/'))
        .is_some_and(|(name, number)| !name.is_empty() && is_number(number));
    if well_formed {
        Ok(())
    } else {
        Err(Error::validation(
            "TargetGroupArn",
            format!("'{arn}' is not a valid target group ARN"),
        ))
    }
}

/// The refusal for a name or ARN that no target group of the caller's has.
pub fn target_group_not_found(what: &str) -> Error {
    Error::new(
        Code::TargetGroupNotFound,
        format!("Target group '{what}' not found"),
    )
    .about("TargetGroupArn")
}

/// Refuses a port that targets of this kind cannot have: GENEVE has one of its own.
pub fn check_port(parameter: &'static str, kind: TargetKind, port: u16) -> Result<()> {
    if kind.carrier() == Carrier::Gateway && port != GENEVE_PORT {
        return Err(Error::validation(
            parameter,
            format!(
                "The port '{port}' is not valid for the protocol GENEVE: it must be {GENEVE_PORT}"
            ),
        ));
    }
    Ok(())
}

const GENEVE_PORT: u16 = 6081;

/// Reads a port of a listener, target group or target: 1 to 65535.
pub fn parse_port(parameter: &'static str, port: i64) -> Result<u16> {
    u16::try_from(port)
        .ok()
        .filter(|port| *port > 0)
        .ok_or_else(|| {
            Error::validation(
                parameter,
                format!("The port '{port}' is not valid: it must be between 1 and 65535"),
            )
        })
}

/// A target group for tests.
#[cfg(test)]
pub(super) fn example(target_type: TargetType, protocol: Option<Protocol>) -> TargetGroup {
    use super::health_check::HealthCheckRequest;
    use super::id::Id;
    use super::scope::{AccountId, RegionName};

    let scope = Scope {
        account: AccountId::parse("111111111111").unwrap(),
        region: RegionName::parse("us-east-1").unwrap(),
    };
    let kind = TargetKind::decide(target_type, protocol.map(Protocol::name), None).unwrap();
    TargetGroup {
        arn: arn(&scope, "shop", "0123456789abcdef"),
        scope,
        name: "shop".to_owned(),
        kind,
        port: protocol.map(|_| 80),
        vpc_id: protocol.map(|_| VpcId::parse("vpc-01234567").unwrap()),
        ip_address_type: TargetAddressType::Ipv4,
        target_control_port: None,
        health_check: HealthCheck::new(kind, HealthCheckRequest::default()).unwrap(),
        attributes: BTreeMap::new(),
        tags: Vec::new(),
        created_at: Timestamp::from_micros(0),
    }
}

#[cfg(test)]
mod tests {
    use super::{
        Protocol, TargetKind, TargetType, check_port, check_target_group_arn, example, parse_port,
        parse_target_control_port,
    };
    use crate::domain::error::Result;

    fn code<T>(result: Result<T>) -> &'static str {
        result.err().map_or("", |error| error.code.name())
    }

    #[test]
    fn spellings_lead_back() {
        for protocol in Protocol::ALL {
            assert_eq!(Protocol::parse(protocol.name()).unwrap(), protocol);
        }
        for target_type in TargetType::ALL {
            assert_eq!(TargetType::parse(target_type.name()).unwrap(), target_type);
        }
        assert_eq!(code(Protocol::parse("tcp")), "ValidationError");
        assert_eq!(code(TargetType::parse("IP")), "ValidationError");
    }

    #[test]
    fn kinds_that_can_be_had() {
        let decide = |target_type, protocol, version| {
            TargetKind::decide(target_type, protocol, version).map_or_else(
                |error| error.code.name(),
                |kind| {
                    kind.protocol_version
                        .map_or("", super::ProtocolVersion::name)
                },
            )
        };
        for (target_type, protocol, version, expected) in [
            (TargetType::Ip, Some("HTTP"), None, "HTTP1"),
            (TargetType::Ip, Some("HTTP"), Some(""), "HTTP1"),
            (TargetType::Instance, Some("HTTPS"), Some("GRPC"), "GRPC"),
            (
                TargetType::Ip,
                Some("HTTP"),
                Some("HTTP3"),
                "ValidationError",
            ),
            (TargetType::Ip, Some("TCP"), Some(""), ""),
            (
                TargetType::Ip,
                Some("TCP"),
                Some("HTTP1"),
                "InvalidConfigurationRequest",
            ),
            (TargetType::Ip, None, None, "ValidationError"),
            (TargetType::Alb, Some("TCP"), None, ""),
            (
                TargetType::Alb,
                Some("TLS"),
                None,
                "InvalidConfigurationRequest",
            ),
            (TargetType::Lambda, None, Some(""), ""),
            (TargetType::Lambda, Some("HTTP"), None, "ValidationError"),
            (TargetType::Lambda, None, Some("HTTP1"), "ValidationError"),
        ] {
            assert_eq!(
                decide(target_type, protocol, version),
                expected,
                "{target_type:?} {protocol:?} {version:?}"
            );
        }
    }

    #[test]
    fn arns_and_ports() {
        let group = example(TargetType::Ip, Some(Protocol::Tcp));
        assert!(check_target_group_arn(&group.arn).is_ok());
        assert!(check_target_group_arn(&group.arn[..group.arn.len() - 1]).is_err());
        assert!(check_target_group_arn("shop").is_err());
        for (port, fits) in [(0, false), (1, true), (65_535, true), (65_536, false)] {
            assert_eq!(parse_port("Port", port).is_ok(), fits, "{port}");
        }
        let geneve = example(TargetType::Ip, Some(Protocol::Geneve));
        for (kind, port, fits) in [
            (group.kind, 80, true),
            (geneve.kind, 6081, true),
            (geneve.kind, 80, false),
        ] {
            assert_eq!(check_port("Port", kind, port).is_ok(), fits, "{port}");
        }
        let http = example(TargetType::Ip, Some(Protocol::Http));
        assert_eq!(code(parse_target_control_port(http.kind, Some(3000))), "");
        assert_eq!(
            code(parse_target_control_port(group.kind, Some(3000))),
            "InvalidConfigurationRequest"
        );
    }
}
