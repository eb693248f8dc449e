//! The actions of rules of security groups.

use serde::{Deserialize, Serialize};

use super::ip_permission::{IpPermission, all_rules};
use super::shapes::{DONE, Done, Filter, Tag, TagSpecification, list_request, tags, tags_for};
use crate::app::security_group_rule as app;
use crate::app::{List, Stored};
use crate::aws::action::{Action, Call, Treatment};
use crate::domain::error::{Code, Error, Result};
use crate::domain::security_group_rule as domain;
use crate::domain::security_group_rule_request::{
    GroupChoice, GroupRequest, PeerMembers, PeerRequest, RuleRequest,
};

/// The type of rules in tag specifications.
const RESOURCE_TYPE: &str = "security-group-rule";

/// Traffic from or to one peer can also be named without a list, in the parameters of EC2's first years. AWS has them for
/// traffic that leaves as well, but documents them as not supported there.
macro_rules! authorize {
    ($action:ident, $is_egress:literal, [$($group_name:ident)?]) => {
        #[derive(Deserialize)]
        #[serde(rename_all = "PascalCase", deny_unknown_fields)]
        pub(super) struct $action {
            group_id: Option<String>,
            $($group_name: Option<String>,)?
            #[serde(default)]
            ip_permissions: Vec<IpPermission>,
            ip_protocol: Option<String>,
            from_port: Option<i32>,
            to_port: Option<i32>,
            cidr_ip: Option<String>,
            source_security_group_name: Option<String>,
            source_security_group_owner_id: Option<String>,
            #[serde(default)]
            tag_specification: Vec<TagSpecification>,
        }

        impl Action for $action {
            type Response = AuthorizeResponse;

            async fn run(self, call: &Call, treatment: Treatment) -> Result<AuthorizeResponse> {
                let single = SingleRule {
                    ip_protocol: self.ip_protocol,
                    from_port: self.from_port,
                    to_port: self.to_port,
                    cidr_ip: self.cidr_ip,
                    group_name: self.source_security_group_name,
                    account: self.source_security_group_owner_id,
                };
                let mut rules = all_rules(self.ip_permissions)?;
                rules.extend(single.rules()?);
                let command = app::AuthorizeRules::<$is_egress> {
                    group: choice(self.group_id, [$(self.$group_name)?]),
                    rules,
                    tags: tags_for(RESOURCE_TYPE, self.tag_specification)?,
                };
                Ok(call.run(treatment, command).await?.into())
            }
        }
    };
}

authorize!(AuthorizeSecurityGroupIngress, false, [group_name]);
authorize!(AuthorizeSecurityGroupEgress, true, []);

/// The group that an action is about; actions for traffic that leaves don't know names.
fn choice<const N: usize>(
    group_id: Option<String>,
    group_name: [Option<String>; N],
) -> GroupChoice {
    GroupChoice {
        group_id,
        group_name: group_name.into_iter().flatten().next(),
    }
}

/// The parameters beside `IpPermissions`.
struct SingleRule {
    ip_protocol: Option<String>,
    from_port: Option<i32>,
    to_port: Option<i32>,
    cidr_ip: Option<String>,
    group_name: Option<String>,
    account: Option<String>,
}

impl SingleRule {
    /// The rules that they stand for: one for a network; for a group, all of TCP, UDP and ICMP.
    fn rules(self) -> Result<Vec<RuleRequest>> {
        let has_ports =
            self.ip_protocol.is_some() || self.from_port.is_some() || self.to_port.is_some();
        let Some(group_name) = self.group_name else {
            return match (self.cidr_ip, self.account) {
                (_, Some(_)) => Err(Error::missing("SourceSecurityGroupName")),
                (None, None) if has_ports => Err(Error::missing("CidrIp")),
                (None, None) => Ok(Vec::new()),
                (Some(cidr_ip), None) => Ok(vec![RuleRequest {
                    ip_protocol: self
                        .ip_protocol
                        .ok_or_else(|| Error::missing("IpProtocol"))?,
                    from_port: self.from_port,
                    to_port: self.to_port,
                    peer: PeerRequest::CidrIpv4(cidr_ip),
                    description: None,
                }]),
            };
        };
        if has_ports || self.cidr_ip.is_some() {
            return Err(Error::new(
                Code::InvalidParameterCombination,
                "SourceSecurityGroupName cannot be used together with CidrIp, IpProtocol, FromPort or ToPort",
            )
            .about("SourceSecurityGroupName"));
        }
        let group = GroupRequest {
            group: GroupChoice {
                group_id: None,
                group_name: Some(group_name),
            },
            account: self.account,
            ..GroupRequest::default()
        };
        let rule = |(protocol, from, to): (&str, i32, i32)| RuleRequest {
            ip_protocol: protocol.to_owned(),
            from_port: Some(from),
            to_port: Some(to),
            peer: PeerRequest::Group(group.clone()),
            description: None,
        };
        let everything = [("tcp", 0, 65_535), ("udp", 0, 65_535), ("icmp", -1, -1)];
        Ok(everything.map(rule).to_vec())
    }
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct AuthorizeResponse {
    #[serde(rename = "return")]
    done: bool,
    security_group_rule_set: Vec<SecurityGroupRule>,
}

impl From<Vec<Stored<domain::SecurityGroupRule>>> for AuthorizeResponse {
    fn from(rules: Vec<Stored<domain::SecurityGroupRule>>) -> Self {
        Self {
            done: true,
            security_group_rule_set: rules.into_iter().map(|rule| rule.value.into()).collect(),
        }
    }
}

/// The parameters of both directions' actions to take rules away.
macro_rules! revoke {
    ($action:ident, $is_egress:literal, [$($group_name:ident)?]) => {
        #[derive(Deserialize)]
        #[serde(rename_all = "PascalCase", deny_unknown_fields)]
        pub(super) struct $action {
            group_id: Option<String>,
            $($group_name: Option<String>,)?
            #[serde(default)]
            ip_permissions: Vec<IpPermission>,
            #[serde(default)]
            security_group_rule_id: Vec<String>,
            ip_protocol: Option<String>,
            from_port: Option<i32>,
            to_port: Option<i32>,
            cidr_ip: Option<String>,
            source_security_group_name: Option<String>,
            source_security_group_owner_id: Option<String>,
        }

        impl Action for $action {
            type Response = RevokeResponse;

            async fn run(self, call: &Call, treatment: Treatment) -> Result<RevokeResponse> {
                let single = SingleRule {
                    ip_protocol: self.ip_protocol,
                    from_port: self.from_port,
                    to_port: self.to_port,
                    cidr_ip: self.cidr_ip,
                    group_name: self.source_security_group_name,
                    account: self.source_security_group_owner_id,
                };
                let mut rules = all_rules(self.ip_permissions)?;
                rules.extend(single.rules()?);
                let command = app::RevokeRules::<$is_egress> {
                    group: choice(self.group_id, [$(self.$group_name)?]),
                    rules,
                    rule_ids: self.security_group_rule_id,
                };
                Ok(call.run(treatment, command).await?.into())
            }
        }
    };
}

revoke!(RevokeSecurityGroupIngress, false, [group_name]);
revoke!(RevokeSecurityGroupEgress, true, []);

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct RevokeResponse {
    #[serde(rename = "return")]
    done: bool,
    revoked_security_group_rule_set: Vec<RevokedSecurityGroupRule>,
}

impl From<Vec<domain::SecurityGroupRule>> for RevokeResponse {
    fn from(rules: Vec<domain::SecurityGroupRule>) -> Self {
        Self {
            done: true,
            revoked_security_group_rule_set: rules.into_iter().map(Into::into).collect(),
        }
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub(super) struct ModifySecurityGroupRules {
    group_id: String,
    #[serde(default)]
    security_group_rule: Vec<SecurityGroupRuleUpdate>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
struct SecurityGroupRuleUpdate {
    security_group_rule_id: String,
    security_group_rule: SecurityGroupRuleRequest,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
struct SecurityGroupRuleRequest {
    ip_protocol: String,
    from_port: Option<i32>,
    to_port: Option<i32>,
    cidr_ipv4: Option<String>,
    cidr_ipv6: Option<String>,
    prefix_list_id: Option<String>,
    referenced_group_id: Option<String>,
    description: Option<String>,
}

impl Action for ModifySecurityGroupRules {
    type Response = Done;

    async fn run(self, call: &Call, treatment: Treatment) -> Result<Done> {
        let change = |update: SecurityGroupRuleUpdate| {
            let rule = update.security_group_rule;
            Ok(app::RuleChange {
                rule_id: update.security_group_rule_id,
                rule: RuleRequest {
                    ip_protocol: rule.ip_protocol,
                    from_port: rule.from_port,
                    to_port: rule.to_port,
                    peer: PeerMembers {
                        cidr_ipv4: rule.cidr_ipv4,
                        cidr_ipv6: rule.cidr_ipv6,
                        referenced_group_id: rule.referenced_group_id,
                        prefix_list_id: rule.prefix_list_id,
                    }
                    .only()?,
                    description: rule.description,
                },
            })
        };
        let command = app::ModifyRules {
            group_id: self.group_id,
            changes: self
                .security_group_rule
                .into_iter()
                .map(change)
                .collect::<Result<_>>()?,
        };
        call.run(treatment, command).await?;
        Ok(DONE)
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
struct SecurityGroupRuleDescription {
    security_group_rule_id: String,
    description: Option<String>,
}

/// The parameters of both directions' actions to describe rules anew.
macro_rules! update_descriptions {
    ($action:ident, $is_egress:literal) => {
        #[derive(Deserialize)]
        #[serde(rename_all = "PascalCase", deny_unknown_fields)]
        pub(super) struct $action {
            group_id: Option<String>,
            group_name: Option<String>,
            #[serde(default)]
            ip_permissions: Vec<IpPermission>,
            #[serde(default)]
            security_group_rule_description: Vec<SecurityGroupRuleDescription>,
        }

        impl Action for $action {
            type Response = Done;

            async fn run(self, call: &Call, treatment: Treatment) -> Result<Done> {
                let description = |it: SecurityGroupRuleDescription| app::RuleDescription {
                    rule_id: it.security_group_rule_id,
                    description: it.description,
                };
                let command = app::UpdateRuleDescriptions::<$is_egress> {
                    group: choice(self.group_id, [self.group_name]),
                    rules: all_rules(self.ip_permissions)?,
                    descriptions: self
                        .security_group_rule_description
                        .into_iter()
                        .map(description)
                        .collect(),
                };
                call.run(treatment, command).await?;
                Ok(DONE)
            }
        }
    };
}

update_descriptions!(UpdateSecurityGroupRuleDescriptionsIngress, false);
update_descriptions!(UpdateSecurityGroupRuleDescriptionsEgress, true);

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub(super) struct DescribeSecurityGroupRules {
    #[serde(default)]
    security_group_rule_id: Vec<String>,
    #[serde(default)]
    filter: Vec<Filter>,
    max_results: Option<i64>,
    next_token: Option<String>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct DescribeSecurityGroupRulesResponse {
    security_group_rule_set: Vec<SecurityGroupRule>,
    next_token: Option<String>,
}

impl Action for DescribeSecurityGroupRules {
    type Response = DescribeSecurityGroupRulesResponse;

    async fn run(
        self,
        call: &Call,
        treatment: Treatment,
    ) -> Result<DescribeSecurityGroupRulesResponse> {
        let request = list_request(
            self.security_group_rule_id,
            self.filter,
            self.max_results,
            self.next_token,
        )?;
        let page = call
            .query(
                treatment,
                List::<Stored<domain::SecurityGroupRule>>::new(request),
            )
            .await?
            .map(|rule| rule.value.into());
        Ok(DescribeSecurityGroupRulesResponse {
            security_group_rule_set: page.items,
            next_token: page.next,
        })
    }
}

/// A rule as answers show it.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct SecurityGroupRule {
    security_group_rule_id: String,
    security_group_rule_arn: String,
    group_id: String,
    group_owner_id: String,
    is_egress: bool,
    ip_protocol: String,
    from_port: i32,
    to_port: i32,
    cidr_ipv4: Option<String>,
    cidr_ipv6: Option<String>,
    prefix_list_id: Option<String>,
    referenced_group_info: Option<ReferencedSecurityGroup>,
    description: Option<String>,
    tag_set: Vec<Tag>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ReferencedSecurityGroup {
    group_id: String,
    user_id: String,
}

impl From<domain::SecurityGroupRule> for SecurityGroupRule {
    fn from(rule: domain::SecurityGroupRule) -> Self {
        let owner = rule.scope.account.to_string();
        let permission = &rule.permission;
        Self {
            security_group_rule_id: rule.id.to_string(),
            security_group_rule_arn: rule.arn(),
            group_id: rule.group_id.to_string(),
            is_egress: permission.is_egress,
            from_port: permission.from_port_or_all(),
            to_port: permission.to_port_or_all(),
            cidr_ipv4: permission.peer.cidr_ipv4(),
            cidr_ipv6: permission.peer.cidr_ipv6(),
            prefix_list_id: permission.peer.prefix_list_id().map(ToString::to_string),
            referenced_group_info: permission.peer.referenced_group_id().map(|id| {
                ReferencedSecurityGroup {
                    group_id: id.to_string(),
                    user_id: owner.clone(),
                }
            }),
            group_owner_id: owner,
            ip_protocol: rule.permission.ip_protocol,
            description: rule.description,
            tag_set: tags(rule.tags),
        }
    }
}

/// A rule that is no more.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct RevokedSecurityGroupRule {
    security_group_rule_id: String,
    group_id: String,
    is_egress: bool,
    ip_protocol: String,
    from_port: i32,
    to_port: i32,
    cidr_ipv4: Option<String>,
    cidr_ipv6: Option<String>,
    prefix_list_id: Option<String>,
    referenced_group_id: Option<String>,
    description: Option<String>,
}

impl From<domain::SecurityGroupRule> for RevokedSecurityGroupRule {
    fn from(rule: domain::SecurityGroupRule) -> Self {
        let permission = rule.permission;
        Self {
            security_group_rule_id: rule.id.to_string(),
            group_id: rule.group_id.to_string(),
            is_egress: permission.is_egress,
            from_port: permission.from_port_or_all(),
            to_port: permission.to_port_or_all(),
            cidr_ipv4: permission.peer.cidr_ipv4(),
            cidr_ipv6: permission.peer.cidr_ipv6(),
            prefix_list_id: permission.peer.prefix_list_id().map(ToString::to_string),
            referenced_group_id: permission
                .peer
                .referenced_group_id()
                .map(ToString::to_string),
            ip_protocol: permission.ip_protocol,
            description: rule.description,
        }
    }
}
