//! The actions of entries of network ACLs.

use serde::Deserialize;

use super::shapes::{DONE, Done};
use crate::app::network_acl as app;
use crate::aws::action::{Action, Call, Treatment};
use crate::domain::error::Result;
use crate::domain::network_acl_entry::EntryRequest;

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
struct IcmpTypeCode {
    #[serde(rename = "Type")]
    kind: Option<i32>,
    code: Option<i32>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
struct PortRange {
    from: Option<i32>,
    to: Option<i32>,
}

/// The two actions that say what an entry is to be.
macro_rules! write_entry {
    ($action:ident) => {
        #[derive(Deserialize)]
        #[serde(rename_all = "PascalCase", deny_unknown_fields)]
        pub(super) struct $action {
            network_acl_id: String,
            rule_number: i32,
            egress: bool,
            rule_action: String,
            protocol: String,
            cidr_block: Option<String>,
            ipv6_cidr_block: Option<String>,
            icmp: Option<IcmpTypeCode>,
            port_range: Option<PortRange>,
        }

        impl Action for $action {
            type Response = Done;

            async fn run(self, call: &Call, treatment: Treatment) -> Result<Done> {
                let command = app::$action {
                    network_acl_id: self.network_acl_id,
                    entry: EntryRequest {
                        number: self.rule_number,
                        is_egress: self.egress,
                        action: self.rule_action,
                        protocol: self.protocol,
                        cidr_block: self.cidr_block,
                        ipv6_cidr_block: self.ipv6_cidr_block,
                        ports: self.port_range.map(|ports| (ports.from, ports.to)),
                        icmp: self.icmp.map(|icmp| (icmp.kind, icmp.code)),
                    },
                };
                call.run(treatment, command).await?;
                Ok(DONE)
            }
        }
    };
}

write_entry!(CreateNetworkAclEntry);
write_entry!(ReplaceNetworkAclEntry);

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub(super) struct DeleteNetworkAclEntry {
    network_acl_id: String,
    rule_number: i32,
    egress: bool,
}

impl Action for DeleteNetworkAclEntry {
    type Response = Done;

    async fn run(self, call: &Call, treatment: Treatment) -> Result<Done> {
        let command = app::DeleteNetworkAclEntry {
            network_acl_id: self.network_acl_id,
            is_egress: self.egress,
            number: self.rule_number,
        };
        call.run(treatment, command).await?;
        Ok(DONE)
    }
}
