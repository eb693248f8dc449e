//! The actions of network ACLs.

use serde::{Deserialize, Serialize};

use super::shapes::{Filter, Tag, list_request, tags};
use crate::app::List;
use crate::app::network_acl as app;
use crate::aws::action::{Action, Call, Treatment};
use crate::domain::error::Result;
use crate::domain::network_acl::{DEFAULT_ENTRIES, NetworkAclEntry};

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
    protocol: &'static str,
    rule_action: &'static str,
    egress: bool,
    cidr_block: &'static str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Association {
    network_acl_association_id: String,
    network_acl_id: String,
    subnet_id: String,
}

impl From<app::NetworkAclView> for NetworkAcl {
    fn from(view: app::NetworkAclView) -> Self {
        let acl = view.acl.value;
        let entry = |entry: &NetworkAclEntry| Entry {
            rule_number: entry.number,
            protocol: NetworkAclEntry::PROTOCOL,
            rule_action: entry.action,
            egress: entry.is_egress,
            cidr_block: NetworkAclEntry::CIDR_BLOCK,
        };
        let associations = view.associations.into_iter().map(|it| Association {
            network_acl_association_id: it.id.to_string(),
            network_acl_id: acl.id.to_string(),
            subnet_id: it.subnet_id.to_string(),
        });
        Self {
            association_set: associations.collect(),
            entry_set: DEFAULT_ENTRIES.iter().map(entry).collect(),
            network_acl_id: acl.id.to_string(),
            vpc_id: acl.vpc_id.to_string(),
            owner_id: acl.scope.account.to_string(),
            default: true,
            tag_set: tags(acl.tags),
        }
    }
}
