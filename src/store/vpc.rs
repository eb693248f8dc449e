//! VPCs: what is left in one, and which has which network.

use ipnet::Ipv6Net;

use super::document::Stored;
use super::tx::Tx;
use crate::domain::error::{Error, Result};
use crate::domain::id::Id as _;
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
            OR EXISTS (SELECT 1 FROM network_acl WHERE vpc_id = $1 AND is_default = 0) \
            OR (SELECT COUNT(*) FROM route_table WHERE vpc_id = $1) > 1";
        Ok(self.number(SQL, &[vpc_id.into()]).await? != 0)
    }

    /// Whether a VPC of anybody's has this IPv6 network.
    pub async fn vpc_ipv6_network_in_use(&mut self, cidr_block: Ipv6Net) -> Result<bool> {
        const SQL: &str = "SELECT EXISTS (SELECT 1 FROM vpc_cidr_block WHERE ipv6_cidr_block = $1)";
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
            AND id = (SELECT vpc_id FROM vpc_cidr_block WHERE association_id = $3)";
        let values = [
            scope.account.as_str().into(),
            scope.region.as_str().into(),
            association_id.into(),
        ];
        Ok(self.select(SQL, &values).await?.pop())
    }

    /// Makes a VPC be found by the networks that it has now.
    pub async fn vpc_networks_set(&mut self, vpc: &Vpc) -> Result<()> {
        const SQL: &str = "INSERT INTO vpc_cidr_block (association_id, vpc_id, ipv6_cidr_block) \
            SELECT value ->> 0, $1, CASE WHEN instr(value ->> 1, ':') > 0 THEN value ->> 1 END FROM json_each($2)";
        let id = vpc.id.as_str();
        self.vpc_networks_delete(id).await?;
        let networks = serde_json::to_string(&vpc.association_ids()).map_err(Error::internal)?;
        self.execute(SQL, &[id.into(), networks.as_str().into()])
            .await?;
        Ok(())
    }

    /// Makes a VPC be found by none of its networks any longer.
    pub async fn vpc_networks_delete(&mut self, vpc_id: &str) -> Result<()> {
        const SQL: &str = "DELETE FROM vpc_cidr_block WHERE vpc_id = $1";
        self.execute(SQL, &[vpc_id.into()]).await?;
        Ok(())
    }
}
