//! Target groups of load balancers.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::attribute::{self, AttributeRule, BOOLEAN, Values};
use super::clock::Timestamp;
use super::error::{Code, Error, Result};
use super::health_check::HealthCheck;
use super::id::VpcId;
use super::limit;
use super::load_balancer_address_type::invalid_ip_address_type;
use super::load_balancing_arn::{is_number, resource_of};
use super::scope::Scope;
use super::tag::Tag;

/// What the event log says of every target group that there is.
pub const TARGET_GROUP_STATE: &str = "active";

const UNHEALTHY_TERMINATION: &str = "target_health_state.unhealthy.connection_termination.enabled";
const UNHEALTHY_DRAINING: &str = "target_health_state.unhealthy.draining_interval_seconds";
const FAILOVER_ON_DEREGISTRATION: &str = "target_failover.on_deregistration";
const FAILOVER_ON_UNHEALTHY: &str = "target_failover.on_unhealthy";
const FAILOVER: Values = Values::OneOf(&["rebalance", "no_rebalance"]);

const DEREGISTRATION_DELAY: AttributeRule = AttributeRule::new(
    "deregistration_delay.timeout_seconds",
    "300",
    Values::Number(0, 3_600),
);

/// The attributes of target groups of gateway load balancers.
const GATEWAY_ATTRIBUTES: [AttributeRule; 5] = [
    DEREGISTRATION_DELAY,
    AttributeRule::new("stickiness.enabled", "false", BOOLEAN),
    AttributeRule::new(
        "stickiness.type",
        "source_ip_dest_ip_proto",
        Values::OneOf(&["source_ip_dest_ip", "source_ip_dest_ip_proto"]),
    ),
    AttributeRule::new(FAILOVER_ON_DEREGISTRATION, "no_rebalance", FAILOVER),
    AttributeRule::new(FAILOVER_ON_UNHEALTHY, "no_rebalance", FAILOVER),
];

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
    /// The protocol of its targets.
    pub protocol: Protocol,
    /// The port of targets that are registered without one.
    pub port: u16,
    /// The VPC of its targets.
    pub vpc_id: VpcId,
    /// What its targets are.
    pub target_type: TargetType,
    /// How its targets are checked; a record only, nothing checks them yet.
    pub health_check: HealthCheck,
    /// Attributes that were set; the others have their defaults.
    pub attributes: BTreeMap<String, String>,
    /// Tags.
    pub tags: Vec<Tag>,
    /// When it was created.
    pub created_at: Timestamp,
}

/// A protocol of load balancers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum Protocol {
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
}

impl Protocol {
    /// Reads the protocol of a target group.
    pub fn parse(text: &str) -> Result<Self> {
        match text {
            "TCP" => Ok(Self::Tcp),
            "UDP" => Ok(Self::Udp),
            "TCP_UDP" => Ok(Self::TcpUdp),
            "TLS" => Ok(Self::Tls),
            "GENEVE" => Ok(Self::Geneve),
            unserved @ ("HTTP" | "HTTPS" | "QUIC" | "TCP_QUIC") => Err(Error::new(
                Code::InvalidConfigurationRequest,
                format!(
                    "privlink serves target groups of the protocols TCP, UDP, TCP_UDP, TLS and GENEVE, not of the protocol {unserved}"
                ),
            )
            .about("Protocol")),
            other => Err(Error::validation(
                "Protocol",
                format!("Target group protocol '{other}' must be one of 'TCP, UDP, TCP_UDP, TLS, GENEVE'"),
            )),
        }
    }

    /// AWS's spelling.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Tcp => "TCP",
            Self::Udp => "UDP",
            Self::TcpUdp => "TCP_UDP",
            Self::Tls => "TLS",
            Self::Geneve => "GENEVE",
        }
    }

    /// Whether a listener of this protocol can forward to targets of `target`.
    pub const fn can_forward_to(self, target: Self) -> bool {
        matches!(
            (self, target),
            (Self::Tcp, Self::Tcp | Self::TcpUdp)
                | (Self::Udp, Self::Udp | Self::TcpUdp)
                | (Self::TcpUdp, Self::TcpUdp)
                | (Self::Tls, Self::Tls | Self::Tcp)
                | (Self::Geneve, Self::Geneve)
        )
    }

    /// Whether it carries UDP, alone or with TCP.
    pub const fn carries_udp(self) -> bool {
        matches!(self, Self::Udp | Self::TcpUdp)
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
}

impl TargetType {
    /// Reads AWS's spelling.
    pub fn parse(text: &str) -> Result<Self> {
        match text {
            "instance" => Ok(Self::Instance),
            "ip" => Ok(Self::Ip),
            unserved @ ("alb" | "lambda") => Err(Error::new(
                Code::InvalidConfigurationRequest,
                format!(
                    "privlink serves target groups of the types instance and ip, not of the type {unserved}"
                ),
            )
            .about("TargetType")),
            other => Err(Error::validation(
                "TargetType",
                format!("The target type '{other}' is not valid"),
            )),
        }
    }

    /// AWS's spelling.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Instance => "instance",
            Self::Ip => "ip",
        }
    }
}

impl TargetGroup {
    /// The attributes that a target group of its kind has; records only.
    fn attribute_rules(&self) -> Vec<AttributeRule> {
        match self.protocol {
            Protocol::Geneve => GATEWAY_ATTRIBUTES.to_vec(),
            Protocol::Tcp | Protocol::Udp | Protocol::TcpUdp | Protocol::Tls => {
                self.network_attribute_rules().to_vec()
            }
        }
    }

    fn network_attribute_rules(&self) -> [AttributeRule; 13] {
        let udp = self.protocol.carries_udp();
        let flag = |is_set| if is_set { "true" } else { "false" };
        let keeps_client_address = udp || self.target_type == TargetType::Instance;
        let preserve_values = if udp {
            Values::OneOf(&["true"])
        } else {
            BOOLEAN
        };
        let unhealthy_values = if udp {
            Values::OneOf(&["false"])
        } else {
            BOOLEAN
        };
        [
            DEREGISTRATION_DELAY,
            AttributeRule::new(
                "deregistration_delay.connection_termination.enabled",
                flag(udp),
                BOOLEAN,
            ),
            AttributeRule::new(
                "preserve_client_ip.enabled",
                flag(keeps_client_address),
                preserve_values,
            ),
            AttributeRule::new("proxy_protocol_v2.enabled", "false", BOOLEAN),
            AttributeRule::new("stickiness.enabled", "false", BOOLEAN),
            AttributeRule::new(
                "stickiness.type",
                "source_ip",
                Values::OneOf(&["source_ip"]),
            ),
            AttributeRule::new(
                "load_balancing.cross_zone.enabled",
                "use_load_balancer_configuration",
                Values::OneOf(&["use_load_balancer_configuration", "true", "false"]),
            ),
            AttributeRule::new(
                "target_group_health.dns_failover.minimum_healthy_targets.count",
                "1",
                Values::NumberOrOff(1, TARGETS),
            ),
            AttributeRule::new(
                "target_group_health.dns_failover.minimum_healthy_targets.percentage",
                "off",
                Values::NumberOrOff(1, 100),
            ),
            AttributeRule::new(
                "target_group_health.unhealthy_state_routing.minimum_healthy_targets.count",
                "1",
                Values::Number(1, TARGETS),
            ),
            AttributeRule::new(
                "target_group_health.unhealthy_state_routing.minimum_healthy_targets.percentage",
                "off",
                Values::NumberOrOff(1, 100),
            ),
            AttributeRule::new(UNHEALTHY_TERMINATION, flag(!udp), unhealthy_values),
            AttributeRule::new(UNHEALTHY_DRAINING, "0", Values::Number(0, 360_000)),
        ]
    }

    /// All attributes with their values.
    pub fn all_attributes(&self) -> Vec<(String, String)> {
        attribute::all(&self.attribute_rules(), &self.attributes)
    }

    /// Sets attributes.
    pub fn set_attributes(&mut self, changes: Vec<(String, String)>) -> Result<()> {
        let rules = self.attribute_rules();
        let set = attribute::changed("Target group", &rules, &self.attributes, changes)?;
        if attribute::value(&rules, &set, UNHEALTHY_TERMINATION) == "true"
            && attribute::value(&rules, &set, UNHEALTHY_DRAINING) != "0"
        {
            return Err(Error::new(
                Code::InvalidConfigurationRequest,
                format!(
                    "{UNHEALTHY_DRAINING} can only be set when {UNHEALTHY_TERMINATION} is false"
                ),
            )
            .about("Attributes"));
        }
        if attribute::value(&rules, &set, FAILOVER_ON_DEREGISTRATION)
            != attribute::value(&rules, &set, FAILOVER_ON_UNHEALTHY)
        {
            return Err(Error::new(
                Code::InvalidConfigurationRequest,
                format!(
                    "{FAILOVER_ON_DEREGISTRATION} and {FAILOVER_ON_UNHEALTHY} must have the same value"
                ),
            )
            .about("Attributes"));
        }
        self.attributes = set;
        Ok(())
    }
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "the limit is a small number"
)]
const TARGETS: u32 = limit::TARGETS_PER_TARGET_GROUP as u32;

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

/// Refuses a port that targets of this protocol cannot have: GENEVE has one of its own.
pub fn check_port(parameter: &'static str, protocol: Protocol, port: u16) -> Result<()> {
    if protocol == Protocol::Geneve && port != GENEVE_PORT {
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

/// The address type of every target group.
pub const TARGET_GROUP_IP_ADDRESS_TYPE: &str = "ipv4";

/// Whether a target group can have this address type: only IPv4 is served.
pub fn check_ip_address_type(ip_address_type: Option<&str>) -> Result<()> {
    match ip_address_type {
        None | Some(TARGET_GROUP_IP_ADDRESS_TYPE) => Ok(()),
        Some("ipv6") => Err(Error::new(
            Code::InvalidConfigurationRequest,
            format!(
                "privlink serves target groups of the IP address type {TARGET_GROUP_IP_ADDRESS_TYPE} only, not ipv6"
            ),
        )
        .about("IpAddressType")),
        Some(other) => Err(invalid_ip_address_type(other)),
    }
}

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

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::{
        Protocol, TargetGroup, TargetType, arn, check_port, check_target_group_arn, parse_port,
    };
    use crate::domain::clock::Timestamp;
    use crate::domain::health_check::{HealthCheck, HealthCheckRequest};
    use crate::domain::id::{Id, VpcId};
    use crate::domain::scope::{AccountId, RegionName, Scope};

    const PROTOCOLS: [Protocol; 5] = [
        Protocol::Tcp,
        Protocol::Udp,
        Protocol::TcpUdp,
        Protocol::Tls,
        Protocol::Geneve,
    ];

    fn scope() -> Scope {
        Scope {
            account: AccountId::parse("111111111111").unwrap(),
            region: RegionName::parse("us-east-1").unwrap(),
        }
    }

    fn group(protocol: Protocol, target_type: TargetType) -> TargetGroup {
        TargetGroup {
            arn: arn(&scope(), "shop", "0123456789abcdef"),
            scope: scope(),
            name: "shop".to_owned(),
            protocol,
            port: 80,
            vpc_id: VpcId::parse("vpc-01234567").unwrap(),
            target_type,
            health_check: HealthCheck::new(protocol, HealthCheckRequest::default()).unwrap(),
            attributes: BTreeMap::new(),
            tags: Vec::new(),
            created_at: Timestamp::from_micros(0),
        }
    }

    #[test]
    fn which_listener_forwards_to_which_targets() {
        let table: Vec<String> = PROTOCOLS
            .into_iter()
            .map(|listener| {
                let targets: Vec<&str> = PROTOCOLS
                    .into_iter()
                    .filter(|target| listener.can_forward_to(*target))
                    .map(Protocol::name)
                    .collect();
                format!("{} -> {}", listener.name(), targets.join(", "))
            })
            .collect();
        assert_eq!(
            table,
            [
                "TCP -> TCP, TCP_UDP",
                "UDP -> UDP, TCP_UDP",
                "TCP_UDP -> TCP_UDP",
                "TLS -> TCP, TLS",
                "GENEVE -> GENEVE",
            ]
        );
    }

    #[test]
    fn spellings_lead_back() {
        for protocol in PROTOCOLS {
            assert_eq!(Protocol::parse(protocol.name()).unwrap(), protocol);
        }
        for (text, code) in [
            ("HTTP", "InvalidConfigurationRequest"),
            ("tcp", "ValidationError"),
        ] {
            assert_eq!(Protocol::parse(text).unwrap_err().code.name(), code);
        }
        for (text, code) in [
            ("alb", "InvalidConfigurationRequest"),
            ("IP", "ValidationError"),
        ] {
            assert_eq!(TargetType::parse(text).unwrap_err().code.name(), code);
        }
    }

    #[test]
    fn defaults_that_depend_on_the_kind_of_group() {
        let differing = |protocol, target_type| -> Vec<String> {
            group(protocol, target_type)
                .all_attributes()
                .into_iter()
                .filter(|(key, _)| key.ends_with(".enabled") && !key.starts_with("load_"))
                .filter(|(_, value)| value == "true")
                .map(|(key, _)| key)
                .collect()
        };
        let unhealthy = "target_health_state.unhealthy.connection_termination.enabled";
        let preserve = "preserve_client_ip.enabled";
        assert_eq!(differing(Protocol::Tcp, TargetType::Ip), [unhealthy]);
        assert_eq!(
            differing(Protocol::Tls, TargetType::Instance),
            [preserve, unhealthy]
        );
        assert_eq!(
            differing(Protocol::Udp, TargetType::Ip),
            [
                "deregistration_delay.connection_termination.enabled",
                preserve
            ]
        );
    }

    #[test]
    fn attributes_that_exclude_one_another() {
        let set = |protocol, changes: &[(&str, &str)]| {
            let changes = changes
                .iter()
                .map(|(key, value)| ((*key).to_owned(), (*value).to_owned()));
            group(protocol, TargetType::Ip)
                .set_attributes(changes.collect())
                .err()
                .map_or("", |error| error.code.name())
        };
        let draining = (super::UNHEALTHY_DRAINING, "10");
        let no_termination = (super::UNHEALTHY_TERMINATION, "false");
        assert_eq!(set(Protocol::Tcp, &[no_termination, draining]), "");
        assert_eq!(
            set(Protocol::Tcp, &[draining]),
            "InvalidConfigurationRequest"
        );
        assert_eq!(
            set(Protocol::Udp, &[("preserve_client_ip.enabled", "false")]),
            "InvalidConfigurationRequest"
        );
        assert_eq!(
            set(Protocol::Tcp, &[("slow_start.duration_seconds", "30")]),
            "ValidationError"
        );
    }

    #[test]
    fn attributes_for_gateways() {
        let mut group = group(Protocol::Geneve, TargetType::Instance);
        let texts: Vec<String> = group
            .all_attributes()
            .into_iter()
            .map(|(key, value)| format!("{key}={value}"))
            .collect();
        assert_eq!(
            texts,
            [
                "deregistration_delay.timeout_seconds=300",
                "stickiness.enabled=false",
                "stickiness.type=source_ip_dest_ip_proto",
                "target_failover.on_deregistration=no_rebalance",
                "target_failover.on_unhealthy=no_rebalance",
            ]
        );
        let mut set = |keys: &[&str]| {
            let changes = keys
                .iter()
                .map(|key| ((*key).to_owned(), "rebalance".to_owned()));
            group
                .set_attributes(changes.collect())
                .err()
                .map_or("", |error| error.code.name())
        };
        let (deregistration, unhealthy) = (
            super::FAILOVER_ON_DEREGISTRATION,
            super::FAILOVER_ON_UNHEALTHY,
        );
        assert_eq!(set(&[unhealthy]), "InvalidConfigurationRequest");
        assert_eq!(set(&[unhealthy, deregistration]), "");
        assert_eq!(set(&["preserve_client_ip.enabled"]), "ValidationError");
    }

    #[test]
    fn arns_and_ports() {
        assert!(check_target_group_arn(&arn(&scope(), "shop", "0123456789abcdef")).is_ok());
        assert!(check_target_group_arn(&arn(&scope(), "shop", "")).is_err());
        assert!(check_target_group_arn("shop").is_err());
        for (port, fits) in [(0, false), (1, true), (65_535, true), (65_536, false)] {
            assert_eq!(parse_port("Port", port).is_ok(), fits, "{port}");
        }
        for (protocol, port, fits) in [
            (Protocol::Tcp, 80, true),
            (Protocol::Geneve, 6081, true),
            (Protocol::Geneve, 80, false),
        ] {
            assert_eq!(check_port("Port", protocol, port).is_ok(), fits, "{port}");
        }
    }
}
