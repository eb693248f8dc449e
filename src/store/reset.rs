//! Emptying everything.

use super::tx::Tx;
use crate::domain::error::Result;

/// All tables, those that refer to others first.
const TABLES: &[&str] = &[
    "DELETE FROM clock",
    "DELETE FROM idempotency",
    "DELETE FROM session",
    "DELETE FROM usage_payer",
    "DELETE FROM usage",
    "DELETE FROM dns_record",
    "DELETE FROM hosted_zone_change",
    "DELETE FROM hosted_zone_vpc_authorization",
    "DELETE FROM hosted_zone_vpc",
    "DELETE FROM resource_record_set",
    "DELETE FROM hosted_zone",
    "DELETE FROM tag",
    "DELETE FROM event_audience",
    "DELETE FROM event",
    "DELETE FROM delivery",
    "DELETE FROM fifo_message",
    "DELETE FROM subscription",
    "DELETE FROM topic",
    "DELETE FROM notification",
    "DELETE FROM security_group_use",
    "DELETE FROM address",
    "DELETE FROM ipv6_address",
    "DELETE FROM ipv6_prefix",
    "DELETE FROM elastic_ip",
    "DELETE FROM nat_gateway",
    "DELETE FROM internet_gateway",
    "DELETE FROM egress_only_internet_gateway",
    "DELETE FROM network_interface_permission",
    "DELETE FROM network_interface",
    "DELETE FROM route",
    "DELETE FROM endpoint_private_domain",
    "DELETE FROM endpoint",
    "DELETE FROM permission",
    "DELETE FROM endpoint_service_load_balancer",
    "DELETE FROM endpoint_service",
    "DELETE FROM target",
    "DELETE FROM target_group_use",
    "DELETE FROM listener_rule",
    "DELETE FROM listener",
    "DELETE FROM target_group",
    "DELETE FROM load_balancer",
    "DELETE FROM route_table_association",
    "DELETE FROM route_table",
    "DELETE FROM network_acl_association",
    "DELETE FROM network_acl",
    "DELETE FROM managed_prefix_list_version",
    "DELETE FROM managed_prefix_list",
    "DELETE FROM security_group_rule",
    "DELETE FROM security_group",
    "DELETE FROM subnet_cidr_reservation",
    "DELETE FROM subnet",
    "DELETE FROM vpc_cidr_block",
    "DELETE FROM vpc",
    "DELETE FROM dhcp_options",
];

impl Tx {
    /// Deletes every row of every account and region.
    pub async fn reset(&mut self) -> Result<()> {
        for statement in TABLES {
            self.execute(statement, &[]).await?;
        }
        Ok(())
    }
}
