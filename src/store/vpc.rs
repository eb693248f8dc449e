//! VPCs: what is left in one.

use super::tx::Tx;
use crate::domain::error::Result;

impl Tx {
    /// Whether a VPC has anything that did not come with it.
    pub async fn vpc_has_dependents(&mut self, vpc_id: &str) -> Result<bool> {
        const SQL: &str = "SELECT EXISTS (SELECT 1 FROM subnet WHERE vpc_id = $1) \
            OR EXISTS (SELECT 1 FROM endpoint WHERE vpc_id = $1 AND state <> 'deleted') \
            OR EXISTS (SELECT 1 FROM load_balancer WHERE vpc_id = $1) \
            OR EXISTS (SELECT 1 FROM target_group WHERE vpc_id = $1) \
            OR EXISTS (SELECT 1 FROM security_group WHERE vpc_id = $1 AND name <> 'default') \
            OR (SELECT COUNT(*) FROM route_table WHERE vpc_id = $1) > 1";
        Ok(self.number(SQL, &[vpc_id.into()]).await? != 0)
    }
}
