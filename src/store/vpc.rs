//! VPCs: what is left in one, and which has which network.

use ipnet::Ipv6Net;

use super::document::Stored;
use super::tx::Tx;
use crate::domain::error::Result;
use crate::domain::scope::Scope;
use crate::domain::vpc::Vpc;

impl Tx {
    /// The default VPC of `scope`, if it has one.
    pub async fn vpc_default(&mut self, scope: &Scope) -> Result<Option<Stored<Vpc>>> {
        const SQL: &str = "SELECT version, body FROM vpc \
            WHERE account = $1 AND region = $2 AND is_default = 1";
        let values = [scope.account.as_str().into(), scope.region.as_str().into()];
        Ok(self.select(SQL, &values).await?.pop())
    }

    /// Whether a VPC has anything that did not come with it.
    pub async fn vpc_has_dependents(&mut self, vpc_id: &str) -> Result<bool> {
        const SQL: &str = "SELECT EXISTS (SELECT 1 FROM subnet WHERE vpc_id = $1) \
            OR EXISTS (SELECT 1 FROM endpoint WHERE vpc_id = $1 AND state <> 'deleted') \
            OR EXISTS (SELECT 1 FROM load_balancer WHERE vpc_id = $1) \
            OR EXISTS (SELECT 1 FROM internet_gateway WHERE vpc_id = $1) \
            OR EXISTS (SELECT 1 FROM egress_only_internet_gateway WHERE vpc_id = $1) \
            OR EXISTS (SELECT 1 FROM target_group WHERE vpc_id = $1) \
            OR EXISTS (SELECT 1 FROM security_group WHERE vpc_id = $1 AND name <> 'default') \
            OR (SELECT COUNT(*) FROM route_table WHERE vpc_id = $1) > 1";
        Ok(self.number(SQL, &[vpc_id.into()]).await? != 0)
    }

    /// Whether a VPC of anybody's has this IPv6 network.
    pub async fn vpc_ipv6_network_in_use(&mut self, cidr_block: Ipv6Net) -> Result<bool> {
        const SQL: &str = "SELECT EXISTS (SELECT 1 FROM vpc WHERE ipv6_cidr_block = $1)";
        let cidr_block = cidr_block.to_string();
        Ok(self.number(SQL, &[cidr_block.as_str().into()]).await? != 0)
    }

    /// The VPC one of whose networks has this association, if it is in `scope`.
    pub async fn vpc_by_cidr_association(
        &mut self,
        scope: &Scope,
        association_id: &str,
    ) -> Result<Option<Stored<Vpc>>> {
        const SQL: &str = "SELECT version, body FROM vpc WHERE account = $1 AND region = $2 \
            AND $3 IN (cidr_association_id, ipv6_association_id)";
        let values = [
            scope.account.as_str().into(),
            scope.region.as_str().into(),
            association_id.into(),
        ];
        Ok(self.select(SQL, &values).await?.pop())
    }
}
