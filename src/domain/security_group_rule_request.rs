//! Rules of security groups in the words of clients, and the one spelling that is kept of them.

use ipnet::{Ipv4Net, Ipv6Net};
use serde::Serialize;

use super::error::{Code, Error, Result};
use super::id::{Id, PrefixListId, SecurityGroupId};
use super::scope::Scope;
use super::security_group::check_text;
use super::security_group_rule::{ALL_PROTOCOLS, RulePeer, RulePermission};

/// A rule in the words of a client.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct RuleRequest {
    /// A protocol's name or number, or `-1` for all.
    pub ip_protocol: String,
    /// First port, or ICMP type.
    pub from_port: Option<i32>,
    /// Last port, or ICMP code.
    pub to_port: Option<i32>,
    /// The other side.
    pub peer: PeerRequest,
    /// What it is for.
    pub description: Option<String>,
}

/// The other side of a rule, in the words of a client.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub enum PeerRequest {
    /// An IPv4 network.
    CidrIpv4(String),
    /// An IPv6 network.
    CidrIpv6(String),
    /// A security group of the same VPC.
    Group(GroupRequest),
    /// A prefix list of the region, AWS's or the caller's.
    PrefixList(String),
}

/// A security group as the other side of a rule, in the words of a client.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct GroupRequest {
    /// Which one.
    pub group: GroupChoice,
    /// The group's account; the caller's own unless given, and the only one there is without VPC peering.
    pub account: Option<String>,
    /// The group's VPC.
    pub vpc_id: Option<String>,
    /// The connection between the two VPCs; there are none.
    pub peering_connection_id: Option<String>,
}

/// Which security group a client means. A name is one in the default VPC.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct GroupChoice {
    /// By identifier.
    pub group_id: Option<String>,
    /// By name.
    pub group_name: Option<String>,
}

impl GroupChoice {
    /// The group with an identifier.
    pub fn id(group_id: impl Into<String>) -> Self {
        Self {
            group_id: Some(group_id.into()),
            group_name: None,
        }
    }

    /// The identifier, if that is how the group is named, or nothing if only by name.
    pub fn parse_id(&self) -> Result<Option<SecurityGroupId>> {
        match (&self.group_id, &self.group_name) {
            (Some(id), _) => SecurityGroupId::parse(id).map(Some),
            (None, Some(_)) => Ok(None),
            (None, None) => Err(Error::new(
                Code::MissingParameter,
                "The request must contain the parameter groupName or groupId",
            )
            .about("GroupId")),
        }
    }
}

/// The other side of a rule, with a member for each kind of it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct PeerMembers {
    /// An IPv4 network.
    pub cidr_ipv4: Option<String>,
    /// An IPv6 network.
    pub cidr_ipv6: Option<String>,
    /// A security group.
    pub referenced_group_id: Option<String>,
    /// A prefix list.
    pub prefix_list_id: Option<String>,
}

impl PeerMembers {
    /// The one that is given.
    pub fn only(self) -> Result<PeerRequest> {
        let group = self.referenced_group_id.map(|group_id| {
            PeerRequest::Group(GroupRequest {
                group: GroupChoice::id(group_id),
                ..GroupRequest::default()
            })
        });
        let mut given = [
            self.cidr_ipv4.map(PeerRequest::CidrIpv4),
            self.cidr_ipv6.map(PeerRequest::CidrIpv6),
            group,
            self.prefix_list_id.map(PeerRequest::PrefixList),
        ]
        .into_iter()
        .flatten();
        match (given.next(), given.next()) {
            (Some(peer), None) => Ok(peer),
            _ => Err(Error::new(
                Code::InvalidParameterCombination,
                "Exactly one of CidrIpv4, CidrIpv6, ReferencedGroupId and PrefixListId must be specified",
            )
            .about("CidrIpv4")),
        }
    }
}

impl RuleRequest {
    /// The rule that is meant, for a group of `owner`. Whether a referenced group or list exists is not checked, and
    /// groups that are named by their names must have been looked up.
    pub fn permission(&self, is_egress: bool, owner: &Scope) -> Result<RulePermission> {
        let ip_protocol = parse_protocol(&self.ip_protocol)?;
        let (from_port, to_port) = check_ports(&ip_protocol, self.from_port, self.to_port)?;
        Ok(RulePermission {
            is_egress,
            ip_protocol,
            from_port,
            to_port,
            peer: self.peer.parse(owner)?,
        })
    }

    /// The description, checked; an empty one is none.
    pub fn description(&self) -> Result<Option<String>> {
        check_rule_description(self.description.as_deref())
    }
}

impl PeerRequest {
    fn parse(&self, owner: &Scope) -> Result<RulePeer> {
        match self {
            Self::CidrIpv4(text) => text
                .parse::<Ipv4Net>()
                .map(|network| RulePeer::CidrIpv4(network.trunc()))
                .map_err(|_| malformed_cidr("CidrIpv4", text)),
            Self::CidrIpv6(text) => text
                .parse::<Ipv6Net>()
                .map(|network| RulePeer::CidrIpv6(network.trunc()))
                .map_err(|_| malformed_cidr("CidrIpv6", text)),
            Self::Group(request) => request.parse(owner),
            Self::PrefixList(id) => PrefixListId::parse(id)
                .map(RulePeer::PrefixListId)
                .map_err(|error| error.about("PrefixListId")),
        }
    }
}

impl GroupRequest {
    fn parse(&self, owner: &Scope) -> Result<RulePeer> {
        if let Some(connection) = &self.peering_connection_id {
            return Err(Error::new(
                Code::PeeringConnectionNotFound,
                format!("The vpcPeeringConnection ID '{connection}' does not exist"),
            )
            .about("VpcPeeringConnectionId"));
        }
        let id = self.group.parse_id()?;
        let id = id.ok_or_else(|| Error::internal("a group's name was not looked up"))?;
        match &self.account {
            Some(account) if account != owner.account.as_str() => {
                Err(SecurityGroupId::not_found(id.as_str()).about("ReferencedGroupId"))
            }
            Some(_) | None => Ok(RulePeer::ReferencedGroupId(id)),
        }
    }
}

/// A rule's description, checked; an empty one is none.
pub fn check_rule_description(description: Option<&str>) -> Result<Option<String>> {
    match description {
        None | Some("") => Ok(None),
        Some(text) => {
            check_text("Description", "rule", "description", text)?;
            Ok(Some(text.to_owned()))
        }
    }
}

fn malformed_cidr(parameter: &'static str, text: &str) -> Error {
    Error::invalid_value(parameter, format!("CIDR block {text} is malformed"))
}

/// A protocol's one spelling: a name for the four that EC2 names, `-1` for all, else the number.
fn parse_protocol(text: &str) -> Result<String> {
    let lower = text.to_ascii_lowercase();
    let name = match lower.as_str() {
        ALL_PROTOCOLS | "tcp" | "udp" | "icmp" | "icmpv6" => Some(lower),
        number => match number.parse::<u8>() {
            Ok(6) => Some("tcp".to_owned()),
            Ok(17) => Some("udp".to_owned()),
            Ok(1) => Some("icmp".to_owned()),
            Ok(58) => Some("icmpv6".to_owned()),
            Ok(other) => Some(other.to_string()),
            Err(_) => None,
        },
    };
    name.ok_or_else(|| {
        Error::invalid_value(
            "IpProtocol",
            format!("Invalid value '{text}' for IP protocol. Unknown protocol."),
        )
    })
}

/// The ports, or ICMP type and code, that a rule of this protocol has.
fn check_ports(
    protocol: &str,
    from: Option<i32>,
    to: Option<i32>,
) -> Result<(Option<i32>, Option<i32>)> {
    match protocol {
        "tcp" | "udp" => {
            let (Some(from), Some(to)) = (from, to) else {
                return Err(port_error(
                    "Invalid value 'Must specify both from and to ports with TCP/UDP.' for portRange.",
                ));
            };
            check_port_range(from, to)?;
            Ok((Some(from), Some(to)))
        }
        "icmp" => {
            let (Some(kind), Some(code)) = (from, to) else {
                return Err(port_error(
                    "Invalid value 'Must specify both type and code with ICMP.' for portRange.",
                ));
            };
            check_icmp(kind, code)?;
            Ok((Some(kind), Some(code)))
        }
        "icmpv6" => {
            let (kind, code) = (from.unwrap_or(-1), to.unwrap_or(-1));
            check_icmp(kind, code)?;
            Ok((Some(kind), Some(code)))
        }
        _ => Ok((None, None)),
    }
}

fn check_port_range(from: i32, to: i32) -> Result<()> {
    if let Some(port) = [from, to]
        .into_iter()
        .find(|port| !(0..=65_535).contains(port))
    {
        return Err(port_error(format!("TCP/UDP port ({port}) out of range")));
    }
    if from > to {
        return Err(port_error(format!(
            "Invalid TCP/UDP port range ({from}:{to})"
        )));
    }
    Ok(())
}

fn check_icmp(kind: i32, code: i32) -> Result<()> {
    for (what, number) in [("type", kind), ("code", code)] {
        if !(-1..=255).contains(&number) {
            return Err(port_error(format!("ICMP {what} ({number}) out of range")));
        }
    }
    if kind == -1 && code != -1 {
        return Err(port_error(
            "ICMP code (ToPort) must be -1 if ICMP type (FromPort) is -1",
        ));
    }
    Ok(())
}

fn port_error(message: impl Into<String>) -> Error {
    Error::invalid_value("FromPort", message)
}

#[cfg(test)]
mod tests {
    use super::{
        GroupChoice, GroupRequest, PeerMembers, PeerRequest, RuleRequest, check_rule_description,
    };
    use crate::domain::scope::{AccountId, RegionName, Scope};

    fn owner() -> Scope {
        Scope {
            account: AccountId::parse("111111111111").unwrap(),
            region: RegionName::parse("us-east-1").unwrap(),
        }
    }

    fn request(
        protocol: &str,
        from: Option<i32>,
        to: Option<i32>,
        peer: PeerRequest,
    ) -> RuleRequest {
        RuleRequest {
            ip_protocol: protocol.to_owned(),
            from_port: from,
            to_port: to,
            peer,
            description: None,
        }
    }

    fn words(protocol: &str, from: Option<i32>, to: Option<i32>) -> Result<String, String> {
        let peer = PeerRequest::CidrIpv4("10.0.0.9/16".to_owned());
        request(protocol, from, to, peer)
            .permission(false, &owner())
            .map(|permission| permission.to_string())
            .map_err(|error| error.to_string())
    }

    #[test]
    fn one_spelling_for_what_means_the_same() {
        for (protocol, from, to, expected) in [
            ("tcp", Some(80), Some(81), "TCP, from port: 80, to port: 81"),
            ("TCP", Some(80), Some(80), "TCP, from port: 80, to port: 80"),
            (
                "6",
                Some(0),
                Some(65_535),
                "TCP, from port: 0, to port: 65535",
            ),
            ("17", Some(53), Some(53), "UDP, from port: 53, to port: 53"),
            ("1", Some(8), Some(-1), "ICMP, type: 8, code: ALL"),
            ("icmp", Some(-1), Some(-1), "ICMP, type: ALL, code: ALL"),
            ("58", None, None, "ICMPV6, type: ALL, code: ALL"),
            ("-1", None, None, "ALL"),
            ("-1", Some(0), Some(0), "ALL"),
            ("050", Some(1), Some(2), "50"),
            ("0", None, None, "0"),
        ] {
            assert_eq!(
                words(protocol, from, to).unwrap(),
                format!("peer: 10.0.0.0/16, {expected}, ALLOW")
            );
        }
    }

    #[test]
    fn refuses_protocols_and_ports_that_cannot_be() {
        for (protocol, from, to) in [
            ("", None, None),
            ("all", None, None),
            ("256", None, None),
            ("-2", None, None),
            ("tcp", None, None),
            ("tcp", Some(80), None),
            ("tcp", Some(81), Some(80)),
            ("udp", Some(-1), Some(80)),
            ("udp", Some(80), Some(65_536)),
            ("icmp", None, None),
            ("icmp", Some(256), Some(0)),
            ("icmp", Some(0), Some(-2)),
            ("icmpv6", Some(-1), Some(0)),
        ] {
            let message = words(protocol, from, to).unwrap_err();
            assert!(message.starts_with("InvalidParameterValue: "), "{message}");
        }
    }

    #[test]
    fn the_other_side() {
        let peer = |peer: PeerRequest| {
            request("-1", None, None, peer)
                .permission(true, &owner())
                .map(|permission| permission.peer.to_string())
                .map_err(|error| error.code.name())
        };
        let group = |id: &str, account: Option<&str>| {
            PeerRequest::Group(GroupRequest {
                group: GroupChoice::id(id),
                account: account.map(str::to_owned),
                ..GroupRequest::default()
            })
        };
        let v4 = |text: &str| PeerRequest::CidrIpv4(text.to_owned());
        let v6 = |text: &str| PeerRequest::CidrIpv6(text.to_owned());
        assert_eq!(peer(v4("0.0.0.0/0")).as_deref(), Ok("0.0.0.0/0"));
        assert_eq!(peer(v6("2001:DB8::1/32")).as_deref(), Ok("2001:db8::/32"));
        for wrong in [
            v4("10.0.0.1"),
            v4("10.0.0.256/32"),
            v4("::/0"),
            v6("0.0.0.0/0"),
            v6(""),
        ] {
            assert_eq!(peer(wrong), Err("InvalidParameterValue"));
        }
        assert_eq!(
            peer(group("sg-01234567", None)).as_deref(),
            Ok("sg-01234567")
        );
        assert_eq!(
            peer(group("sg-01234567", Some("111111111111"))).as_deref(),
            Ok("sg-01234567")
        );
        assert_eq!(
            peer(group("sg-01234567", Some("222222222222"))),
            Err("InvalidGroup.NotFound")
        );
        assert_eq!(
            peer(group("web", None)),
            Err("InvalidSecurityGroupId.Malformed")
        );
        let list = |id: &str| PeerRequest::PrefixList(id.to_owned());
        assert_eq!(peer(list("pl-63a5400a")).as_deref(), Ok("pl-63a5400a"));
        assert_eq!(peer(list("s3")), Err("InvalidPrefixListId.Malformed"));
    }

    #[test]
    fn exactly_one_other_side() {
        let members = |cidr_ipv6: Option<&str>, group: Option<&str>| PeerMembers {
            cidr_ipv6: cidr_ipv6.map(str::to_owned),
            referenced_group_id: group.map(str::to_owned),
            ..PeerMembers::default()
        };
        assert_eq!(
            members(Some("::/0"), None).only().unwrap(),
            PeerRequest::CidrIpv6("::/0".to_owned())
        );
        for wrong in [
            members(None, None),
            members(Some("::/0"), Some("sg-01234567")),
        ] {
            let error = wrong.only().unwrap_err();
            assert_eq!(error.code.name(), "InvalidParameterCombination");
        }
    }

    #[test]
    fn an_empty_description_is_none() {
        assert_eq!(check_rule_description(Some("")).unwrap(), None);
        assert_eq!(
            check_rule_description(Some("VPC")).unwrap().as_deref(),
            Some("VPC")
        );
        assert!(check_rule_description(Some("<")).is_err());
    }
}
