//! The actions of network ACLs and their associations.

use serde::{Deserialize, Serialize};

use super::shapes::{DONE, Done, Filter, Tag, TagSpecification, list_request, tags, tags_for};
use crate::app::List;
use crate::app::network_acl as app;
use crate::aws::action::{Action, Call, Treatment};
use crate::domain::error::Result;
use crate::domain::network_acl_entry::NetworkAclEntry;

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub(super) struct DescribeNetworkAcls {
    #[serde(default)]
    network_acl_id: Vec<String>,
    #[serde(default)]
    filter: Vec<Filter>,
    max_results: Option<i64>,
    next_token: Option<String>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct DescribeNetworkAclsResponse {
    network_acl_set: Vec<NetworkAcl>,
    next_token: Option<String>,
}

impl Action for DescribeNetworkAcls {
    type Response = DescribeNetworkAclsResponse;

    async fn run(self, call: &Call, treatment: Treatment) -> Result<DescribeNetworkAclsResponse> {
        let request = list_request(
            self.network_acl_id,
            self.filter,
            self.max_results,
            self.next_token,
        )?;
        let page = call
            .query(treatment, List::<app::NetworkAclView>::new(request))
            .await?
            .map(NetworkAcl::from);
        Ok(DescribeNetworkAclsResponse {
            network_acl_set: page.items,
            next_token: page.next,
        })
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub(super) struct CreateNetworkAcl {
    vpc_id: String,
    #[serde(default)]
    tag_specification: Vec<TagSpecification>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct CreateNetworkAclResponse {
    network_acl: NetworkAcl,
    client_token: Option<String>,
}

impl Action for CreateNetworkAcl {
    type Response = CreateNetworkAclResponse;

    async fn run(self, call: &Call, treatment: Treatment) -> Result<CreateNetworkAclResponse> {
        let client_token = treatment.client_token.clone();
        let command = app::CreateNetworkAcl {
            vpc_id: self.vpc_id,
            tags: tags_for("network-acl", self.tag_specification)?,
        };
        Ok(CreateNetworkAclResponse {
            network_acl: call.run(treatment, command).await?.into(),
            client_token,
        })
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub(super) struct DeleteNetworkAcl {
    network_acl_id: String,
}

impl Action for DeleteNetworkAcl {
    type Response = Done;

    async fn run(self, call: &Call, treatment: Treatment) -> Result<Done> {
        let command = app::DeleteNetworkAcl {
            network_acl_id: self.network_acl_id,
        };
        call.run(treatment, command).await?;
        Ok(DONE)
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub(super) struct ReplaceNetworkAclAssociation {
    association_id: String,
    network_acl_id: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct ReplaceNetworkAclAssociationResponse {
    new_association_id: String,
}

impl Action for ReplaceNetworkAclAssociation {
    type Response = ReplaceNetworkAclAssociationResponse;

    async fn run(
        self,
        call: &Call,
        treatment: Treatment,
    ) -> Result<ReplaceNetworkAclAssociationResponse> {
        let command = app::ReplaceNetworkAclAssociation {
            association_id: self.association_id,
            network_acl_id: self.network_acl_id,
        };
        let association = call.run(treatment, command).await?;
        Ok(ReplaceNetworkAclAssociationResponse {
            new_association_id: association.id.to_string(),
        })
    }
}

/// A network ACL as answers show it.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct NetworkAcl {
    network_acl_id: String,
    vpc_id: String,
    owner_id: String,
    default: bool,
    entry_set: Vec<Entry>,
    association_set: Vec<Association>,
    tag_set: Vec<Tag>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Entry {
    rule_number: i32,
    protocol: String,
    rule_action: &'static str,
    egress: bool,
    cidr_block: Option<String>,
    ipv6_cidr_block: Option<String>,
    icmp_type_code: Option<IcmpTypeCode>,
    port_range: Option<PortRange>,
}

#[derive(Serialize)]
struct IcmpTypeCode {
    #[serde(rename = "type")]
    kind: i32,
    code: i32,
}

#[derive(Serialize)]
struct PortRange {
    from: i32,
    to: i32,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Association {
    network_acl_association_id: String,
    network_acl_id: String,
    subnet_id: String,
}

impl From<&NetworkAclEntry> for Entry {
    fn from(entry: &NetworkAclEntry) -> Self {
        let network = Some(entry.network.to_string());
        Self {
            rule_number: entry.number,
            protocol: entry.protocol.to_string(),
            rule_action: entry.action.name(),
            egress: entry.is_egress,
            cidr_block: network.clone().filter(|_| !entry.is_ipv6()),
            ipv6_cidr_block: network.filter(|_| entry.is_ipv6()),
            icmp_type_code: entry.icmp.map(|icmp| IcmpTypeCode {
                kind: icmp.kind,
                code: icmp.code,
            }),
            port_range: entry.ports.map(|ports| PortRange {
                from: ports.from,
                to: ports.to,
            }),
        }
    }
}

impl From<app::NetworkAclView> for NetworkAcl {
    fn from(view: app::NetworkAclView) -> Self {
        let acl = view.acl.value;
        let associations = view.associations.into_iter().map(|it| Association {
            network_acl_association_id: it.id.to_string(),
            network_acl_id: it.network_acl_id.to_string(),
            subnet_id: it.subnet_id.to_string(),
        });
        Self {
            association_set: associations.collect(),
            entry_set: view.entries.iter().map(Entry::from).collect(),
            network_acl_id: acl.id.to_string(),
            vpc_id: acl.vpc_id.to_string(),
            owner_id: acl.scope.account.to_string(),
            default: acl.is_default,
            tag_set: tags(acl.tags),
        }
    }
}
