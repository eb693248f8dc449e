//! Rules of security groups as groups show them, and as most requests name them: gathered by protocol and ports.

use serde::{Deserialize, Serialize};

use crate::domain::error::{Code, Error, Result};
use crate::domain::security_group_rule::{RulePeer, SecurityGroupRule};
use crate::domain::security_group_rule_request::{
    GroupChoice, GroupRequest, PeerRequest, RuleRequest,
};

/// Rules with the same protocol and ports.
#[derive(Deserialize, Serialize)]
#[serde(
    rename_all(deserialize = "PascalCase", serialize = "camelCase"),
    deny_unknown_fields
)]
pub(super) struct IpPermission {
    ip_protocol: String,
    from_port: Option<i32>,
    to_port: Option<i32>,
    #[serde(default)]
    groups: Vec<UserIdGroupPair>,
    #[serde(default)]
    ip_ranges: Vec<IpRange>,
    #[serde(default)]
    ipv6_ranges: Vec<Ipv6Range>,
    #[serde(default)]
    prefix_list_ids: Vec<PrefixListId>,
}

#[derive(Deserialize, Serialize)]
#[serde(
    rename_all(deserialize = "PascalCase", serialize = "camelCase"),
    deny_unknown_fields
)]
struct UserIdGroupPair {
    group_id: Option<String>,
    #[serde(skip_serializing)]
    group_name: Option<String>,
    user_id: Option<String>,
    #[serde(skip_serializing)]
    vpc_id: Option<String>,
    #[serde(skip_serializing)]
    vpc_peering_connection_id: Option<String>,
    /// The state of the connection, which clients send back as they got it. Without a connection it says nothing.
    #[serde(skip_serializing, rename(deserialize = "PeeringStatus"))]
    _peering_status: Option<String>,
    description: Option<String>,
}

#[derive(Deserialize, Serialize)]
#[serde(
    rename_all(deserialize = "PascalCase", serialize = "camelCase"),
    deny_unknown_fields
)]
struct IpRange {
    cidr_ip: String,
    description: Option<String>,
}

#[derive(Deserialize, Serialize)]
#[serde(
    rename_all(deserialize = "PascalCase", serialize = "camelCase"),
    deny_unknown_fields
)]
struct Ipv6Range {
    cidr_ipv6: String,
    description: Option<String>,
}

#[derive(Deserialize, Serialize)]
#[serde(
    rename_all(deserialize = "PascalCase", serialize = "camelCase"),
    deny_unknown_fields
)]
struct PrefixListId {
    prefix_list_id: String,
    description: Option<String>,
}

impl IpPermission {
    /// The rules that it stands for.
    fn rules(self) -> Result<Vec<RuleRequest>> {
        let networks = self
            .ip_ranges
            .into_iter()
            .map(|range| (PeerRequest::CidrIpv4(range.cidr_ip), range.description));
        let networks_v6 = self
            .ipv6_ranges
            .into_iter()
            .map(|range| (PeerRequest::CidrIpv6(range.cidr_ipv6), range.description));
        let groups = self.groups.into_iter().map(|pair| {
            let group = GroupRequest {
                group: GroupChoice {
                    group_id: pair.group_id,
                    group_name: pair.group_name,
                },
                account: pair.user_id,
                vpc_id: pair.vpc_id,
                peering_connection_id: pair.vpc_peering_connection_id,
            };
            (PeerRequest::Group(group), pair.description)
        });
        let prefix_lists = self.prefix_list_ids.into_iter().map(|list| {
            (
                PeerRequest::PrefixList(list.prefix_list_id),
                list.description,
            )
        });
        let rules: Vec<RuleRequest> = networks
            .chain(networks_v6)
            .chain(groups)
            .chain(prefix_lists)
            .map(|(peer, description)| RuleRequest {
                ip_protocol: self.ip_protocol.clone(),
                from_port: self.from_port,
                to_port: self.to_port,
                peer,
                description,
            })
            .collect();
        if rules.is_empty() {
            return Err(Error::new(
                Code::PermissionMalformed,
                "Each permission must have at least one IP range or security group",
            )
            .about("IpPermissions"));
        }
        Ok(rules)
    }
}

/// The rules that all of the permissions stand for.
pub(super) fn all_rules(permissions: Vec<IpPermission>) -> Result<Vec<RuleRequest>> {
    let rules: Vec<Vec<RuleRequest>> = permissions
        .into_iter()
        .map(IpPermission::rules)
        .collect::<Result<_>>()?;
    Ok(rules.into_iter().flatten().collect())
}

/// Rules gathered by protocol and ports, in the order in which each protocol and ports first come up.
pub(super) fn ip_permissions<'r>(
    rules: impl Iterator<Item = &'r SecurityGroupRule>,
) -> Vec<IpPermission> {
    let mut gathered: Vec<IpPermission> = Vec::new();
    for rule in rules {
        let permission = &rule.permission;
        let position = gathered.iter().position(|present| {
            present.ip_protocol == permission.ip_protocol
                && present.from_port == permission.from_port
                && present.to_port == permission.to_port
        });
        let position = position.unwrap_or_else(|| {
            gathered.push(IpPermission {
                ip_protocol: permission.ip_protocol.clone(),
                from_port: permission.from_port,
                to_port: permission.to_port,
                groups: Vec::new(),
                ip_ranges: Vec::new(),
                ipv6_ranges: Vec::new(),
                prefix_list_ids: Vec::new(),
            });
            gathered.len() - 1
        });
        let gathered = &mut gathered[position];
        let description = rule.description.clone();
        match &permission.peer {
            RulePeer::CidrIpv4(network) => gathered.ip_ranges.push(IpRange {
                cidr_ip: network.to_string(),
                description,
            }),
            RulePeer::CidrIpv6(network) => gathered.ipv6_ranges.push(Ipv6Range {
                cidr_ipv6: network.to_string(),
                description,
            }),
            RulePeer::ReferencedGroupId(id) => gathered.groups.push(UserIdGroupPair {
                group_id: Some(id.to_string()),
                group_name: None,
                user_id: Some(rule.scope.account.to_string()),
                vpc_id: None,
                vpc_peering_connection_id: None,
                _peering_status: None,
                description,
            }),
            RulePeer::PrefixListId(id) => gathered.prefix_list_ids.push(PrefixListId {
                prefix_list_id: id.to_string(),
                description,
            }),
        }
    }
    gathered
}
