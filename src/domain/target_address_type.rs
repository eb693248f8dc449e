//! Which kind of addresses targets have: IPv4 or IPv6.

use serde::{Deserialize, Serialize};

use super::error::{Code, Error, Result};
use super::load_balancer_address_type::invalid_ip_address_type;
use super::target_group::{Carrier, TargetKind, TargetType};

/// Which kind of addresses targets have.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum TargetAddressType {
    /// IPv4.
    Ipv4,
    /// IPv6.
    Ipv6,
}

impl TargetAddressType {
    /// Reads AWS's spelling, for a group of this kind.
    pub fn parse(kind: TargetKind, text: Option<&str>) -> Result<Self> {
        match text {
            None | Some("ipv4") => Ok(Self::Ipv4),
            Some("ipv6") => match (kind.target_type, kind.carrier()) {
                (
                    TargetType::Instance | TargetType::Ip,
                    Carrier::Application | Carrier::Network,
                ) => Ok(Self::Ipv6),
                (_, Carrier::Gateway) => Err(configuration(
                    "IpAddressType",
                    "The IP address type 'ipv6' is not supported for target groups of the protocol GENEVE",
                )),
                (target_type, _) => Err(configuration(
                    "IpAddressType",
                    format!(
                        "The IP address type 'ipv6' is not supported for target groups with target type '{}'",
                        target_type.name()
                    ),
                )),
            },
            Some(other) => Err(invalid_ip_address_type(other)),
        }
    }

    /// AWS's spelling.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Ipv4 => "ipv4",
            Self::Ipv6 => "ipv6",
        }
    }
}

fn configuration(parameter: &'static str, message: impl Into<String>) -> Error {
    Error::new(Code::InvalidConfigurationRequest, message).about(parameter)
}

#[cfg(test)]
mod tests {
    use super::TargetAddressType;
    use crate::domain::target_group::{Protocol, TargetType, example};

    #[test]
    fn address_types_by_kind() {
        let outcome = |target_type, protocol: Option<Protocol>, text| {
            let kind = example(target_type, protocol).kind;
            TargetAddressType::parse(kind, text)
                .map_or_else(|error| error.code.name(), TargetAddressType::name)
        };
        let refused = "InvalidConfigurationRequest";
        for (target_type, protocol, expected) in [
            (TargetType::Ip, Some(Protocol::Http), "ipv6"),
            (TargetType::Instance, Some(Protocol::Udp), "ipv6"),
            (TargetType::Ip, Some(Protocol::Geneve), refused),
            (TargetType::Alb, Some(Protocol::Tcp), refused),
            (TargetType::Lambda, None, refused),
        ] {
            assert_eq!(outcome(target_type, protocol, Some("ipv6")), expected);
            assert_eq!(outcome(target_type, protocol, None), "ipv4");
        }
        let tcp = Some(Protocol::Tcp);
        assert_eq!(
            outcome(TargetType::Ip, tcp, Some("dualstack")),
            "ValidationError"
        );
    }
}
