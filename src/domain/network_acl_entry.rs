//! Entries of network ACLs: what a client asks for, in the one form that EC2 keeps of it.

use ipnet::{IpNet, Ipv4Net, Ipv6Net};
use serde::{Deserialize, Serialize};

use super::error::{Code, Error, Result};

/// An entry: what happens to traffic of some kind, unless an entry with a lower number has decided.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct NetworkAclEntry {
    /// Entries are tried in order of number; the first that fits decides. Unique in its direction.
    pub number: i32,
    /// Whether it is for traffic that leaves.
    pub is_egress: bool,
    /// What happens to the traffic.
    pub action: RuleAction,
    /// The protocol's number, or [`ALL_PROTOCOLS`].
    pub protocol: i32,
    /// Where the traffic comes from or goes to.
    pub network: IpNet,
    /// The ports of TCP and UDP; no other protocol has any.
    pub ports: Option<PortRange>,
    /// Type and code of ICMP; no other protocol has any.
    pub icmp: Option<IcmpTypeCode>,
}

/// What an entry does with traffic.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum RuleAction {
    /// It lets it through.
    Allow,
    /// It drops it.
    Deny,
}

impl RuleAction {
    /// EC2's spelling.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Allow => "allow",
            Self::Deny => "deny",
        }
    }
}

/// Ports, from the first to the last.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PortRange {
    /// First port.
    pub from: i32,
    /// Last port.
    pub to: i32,
}

/// A kind of ICMP message.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct IcmpTypeCode {
    /// The type; `-1` for all.
    #[serde(rename = "type")]
    pub kind: i32,
    /// The code; `-1` for all.
    pub code: i32,
}

/// What stands for all protocols.
pub const ALL_PROTOCOLS: i32 = -1;
const ICMP: i32 = 1;
const TCP: i32 = 6;
const UDP: i32 = 17;
const ICMPV6: i32 = 58;

/// The highest number that an entry of a user's can have.
const LAST_NUMBER: i32 = 32_766;
/// The number of the entry that denies what no other decides about, for IPv4.
const LAST_IPV4_NUMBER: i32 = 32_767;
/// The same for IPv6.
const LAST_IPV6_NUMBER: i32 = 32_768;
/// The number of the entry of default ACLs that lets IPv4 through.
const ADMIT_IPV4_NUMBER: i32 = 100;
/// The same for IPv6.
const ADMIT_IPV6_NUMBER: i32 = 101;

impl NetworkAclEntry {
    /// Where it stands among the entries of its ACL.
    pub const fn position(&self) -> (bool, i32) {
        (!self.is_egress, self.number)
    }

    /// Whether it is for IPv6.
    pub const fn is_ipv6(&self) -> bool {
        matches!(self.network, IpNet::V6(_))
    }

    /// The protocol's name, if it is one of those that EC2's filters name.
    pub const fn protocol_name(&self) -> Option<&'static str> {
        match self.protocol {
            TCP => Some("tcp"),
            UDP => Some("udp"),
            ICMP => Some("icmp"),
            _ => None,
        }
    }

    fn of_everything(number: i32, is_egress: bool, action: RuleAction, network: IpNet) -> Self {
        Self {
            number,
            is_egress,
            action,
            protocol: ALL_PROTOCOLS,
            network,
            ports: None,
            icmp: None,
        }
    }
}

/// The entry of default ACLs that lets all of IPv4 through.
pub fn admit_ipv4(is_egress: bool) -> NetworkAclEntry {
    let everywhere = IpNet::V4(Ipv4Net::default());
    NetworkAclEntry::of_everything(ADMIT_IPV4_NUMBER, is_egress, RuleAction::Allow, everywhere)
}

/// The same for IPv6, which default ACLs of VPCs with an IPv6 network have.
pub fn admit_ipv6(is_egress: bool) -> NetworkAclEntry {
    let everywhere = IpNet::V6(Ipv6Net::default());
    NetworkAclEntry::of_everything(ADMIT_IPV6_NUMBER, is_egress, RuleAction::Allow, everywhere)
}

/// What every ACL ends with in both directions: entries that deny what no other decides about.
pub fn last_entries(vpc_has_ipv6: bool) -> Vec<NetworkAclEntry> {
    let deny = |number, is_egress, network| {
        NetworkAclEntry::of_everything(number, is_egress, RuleAction::Deny, network)
    };
    let mut entries = Vec::new();
    for is_egress in [true, false] {
        let ipv4 = IpNet::V4(Ipv4Net::default());
        entries.push(deny(LAST_IPV4_NUMBER, is_egress, ipv4));
        if vpc_has_ipv6 {
            let ipv6 = IpNet::V6(Ipv6Net::default());
            entries.push(deny(LAST_IPV6_NUMBER, is_egress, ipv6));
        }
    }
    entries
}

/// An entry in the words of a client.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct EntryRequest {
    /// 1 to 32 766.
    pub number: i32,
    /// Whether it is for traffic that leaves.
    pub is_egress: bool,
    /// `allow` or `deny`.
    pub action: String,
    /// A protocol's number, or `-1` for all.
    pub protocol: String,
    /// The IPv4 network; either this or the IPv6 network.
    pub cidr_block: Option<String>,
    /// The IPv6 network.
    pub ipv6_cidr_block: Option<String>,
    /// First and last port, for TCP and UDP.
    pub ports: Option<(Option<i32>, Option<i32>)>,
    /// Type and code, for ICMP.
    pub icmp: Option<(Option<i32>, Option<i32>)>,
}

impl EntryRequest {
    /// The entry that is meant. What its protocol has no use for is left out, as EC2 does.
    pub fn entry(&self) -> Result<NetworkAclEntry> {
        check_number(self.number)?;
        let action = match self.action.as_str() {
            "allow" => RuleAction::Allow,
            "deny" => RuleAction::Deny,
            other => {
                return Err(invalid(
                    "RuleAction",
                    other,
                    "Allowed values are: allow, deny.",
                ));
            }
        };
        let protocol = parse_protocol(&self.protocol)?;
        let network = self.network()?;
        let ports = match protocol {
            TCP | UDP => Some(self.port_range()?),
            _ => None,
        };
        let icmp = match (protocol, network) {
            (ICMP, _) | (ICMPV6, IpNet::V6(_)) => Some(self.icmp_type_code()?),
            _ => None,
        };
        Ok(NetworkAclEntry {
            number: self.number,
            is_egress: self.is_egress,
            action,
            protocol,
            network,
            ports,
            icmp,
        })
    }

    fn network(&self) -> Result<IpNet> {
        match (&self.cidr_block, &self.ipv6_cidr_block) {
            (Some(_), Some(_)) => Err(Error::new(
                Code::InvalidParameterCombination,
                "CidrBlock and Ipv6CidrBlock cannot be used together",
            )
            .about("Ipv6CidrBlock")),
            (None, None) => Err(Error::missing("CidrBlock")),
            (Some(text), None) => text
                .parse::<Ipv4Net>()
                .map(|network| IpNet::V4(network.trunc()))
                .map_err(|_| invalid("CidrBlock", text, "This is not a valid CIDR block.")),
            (None, Some(text)) => text
                .parse::<Ipv6Net>()
                .map(|network| IpNet::V6(network.trunc()))
                .map_err(|_| {
                    invalid(
                        "Ipv6CidrBlock",
                        text,
                        "This is not a valid IPv6 CIDR block.",
                    )
                }),
        }
    }

    fn port_range(&self) -> Result<PortRange> {
        let Some((Some(from), Some(to))) = self.ports else {
            return Err(Error::missing("PortRange"));
        };
        for port in [from, to] {
            if !(0..=65_535).contains(&port) {
                let message = format!("TCP/UDP port ({port}) out of range");
                return Err(Error::invalid_value("PortRange", message));
            }
        }
        if from > to {
            let message = format!("Invalid TCP/UDP port range ({from}:{to})");
            return Err(Error::invalid_value("PortRange", message));
        }
        Ok(PortRange { from, to })
    }

    fn icmp_type_code(&self) -> Result<IcmpTypeCode> {
        let Some((Some(kind), Some(code))) = self.icmp else {
            return Err(Error::missing("Icmp"));
        };
        for (what, number) in [("type", kind), ("code", code)] {
            if !(-1..=255).contains(&number) {
                let message = format!("ICMP {what} ({number}) out of range");
                return Err(Error::invalid_value("Icmp", message));
            }
        }
        if kind == -1 && code != -1 {
            let message = "ICMP code must be -1 if ICMP type is -1";
            return Err(Error::invalid_value("Icmp", message));
        }
        Ok(IcmpTypeCode { kind, code })
    }
}

/// Refuses the numbers of entries that no user can make or take away.
pub fn check_number(number: i32) -> Result<()> {
    if (1..=LAST_NUMBER).contains(&number) {
        Ok(())
    } else {
        let reason = "The rule number must be between 1 and 32766.";
        Err(invalid("RuleNumber", &number.to_string(), reason))
    }
}

fn parse_protocol(text: &str) -> Result<i32> {
    match text.parse::<i32>() {
        Ok(number @ ALL_PROTOCOLS..=255) => Ok(number),
        _ => Err(invalid(
            "Protocol",
            text,
            "It is neither the number of a protocol nor -1.",
        )),
    }
}

fn invalid(parameter: &'static str, text: &str, reason: &str) -> Error {
    Error::invalid_value(
        parameter,
        format!("Value ({text}) for parameter {parameter} is invalid. {reason}"),
    )
}

#[cfg(test)]
mod tests {
    use super::{EntryRequest, IcmpTypeCode, NetworkAclEntry, PortRange, check_number};
    use crate::domain::error::Result;

    fn request(protocol: &str, cidr_block: &str) -> EntryRequest {
        let network = Some(cidr_block.to_owned());
        let is_ipv6 = cidr_block.contains(':');
        EntryRequest {
            number: 100,
            is_egress: false,
            action: "allow".to_owned(),
            protocol: protocol.to_owned(),
            cidr_block: network.clone().filter(|_| !is_ipv6),
            ipv6_cidr_block: network.filter(|_| is_ipv6),
            ports: Some((Some(80), Some(443))),
            icmp: Some((Some(8), Some(-1))),
        }
    }

    fn entry(protocol: &str, cidr_block: &str) -> Result<NetworkAclEntry> {
        request(protocol, cidr_block).entry()
    }

    #[test]
    fn a_protocol_keeps_what_it_has() {
        let ports = Some(PortRange { from: 80, to: 443 });
        let icmp = Some(IcmpTypeCode { kind: 8, code: -1 });
        for (protocol, network, expected) in [
            ("6", "10.0.0.9/16", (ports, None)),
            ("17", "::1/64", (ports, None)),
            ("1", "10.0.0.0/16", (None, icmp)),
            ("58", "10.0.0.0/16", (None, None)),
            ("58", "2001:DB8::/32", (None, icmp)),
            ("-1", "10.0.0.0/16", (None, None)),
            ("50", "10.0.0.0/16", (None, None)),
        ] {
            let entry = entry(protocol, network).unwrap();
            assert_eq!((entry.ports, entry.icmp), expected, "{protocol} {network}");
        }
        assert_eq!(
            entry("6", "10.0.0.9/16").unwrap().network.to_string(),
            "10.0.0.0/16"
        );
    }

    #[test]
    fn what_cannot_be_is_refused() {
        for protocol in ["tcp", "256", "-2", ""] {
            let code = entry(protocol, "10.0.0.0/16").unwrap_err().code;
            assert_eq!(code.name(), "InvalidParameterValue", "{protocol}");
        }
        let refused = |change: fn(&mut EntryRequest)| {
            let mut request = request("6", "10.0.0.0/16");
            change(&mut request);
            request.entry().unwrap_err().code.name()
        };
        assert_eq!(refused(|it| it.ports = None), "MissingParameter");
        assert_eq!(
            refused(|it| it.ports = Some((Some(2), Some(1)))),
            "InvalidParameterValue"
        );
        assert_eq!(
            refused(|it| it.ports = Some((Some(1), Some(65_536)))),
            "InvalidParameterValue"
        );
        assert_eq!(refused(|it| it.cidr_block = None), "MissingParameter");
        assert_eq!(
            refused(|it| it.ipv6_cidr_block = Some("::/0".to_owned())),
            "InvalidParameterCombination"
        );
        assert_eq!(
            refused(|it| it.action = "drop".to_owned()),
            "InvalidParameterValue"
        );
        assert_eq!(
            refused(|it| {
                it.protocol = "1".to_owned();
                it.icmp = Some((Some(-1), Some(0)));
            }),
            "InvalidParameterValue"
        );
        assert_eq!(
            refused(|it| {
                it.protocol = "1".to_owned();
                it.icmp = None;
            }),
            "MissingParameter"
        );
    }

    #[test]
    fn numbers_of_users() {
        assert!(check_number(1).is_ok() && check_number(32_766).is_ok());
        for number in [-1, 0, 32_767, 32_768] {
            assert!(check_number(number).is_err(), "{number}");
        }
    }
}
