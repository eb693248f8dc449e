//! Sets of DHCP options: which VPCs use which.

use super::tx::Tx;
use crate::domain::error::Result;
use crate::domain::scope::Scope;

impl Tx {
    /// Whether a VPC uses the set.
    pub async fn dhcp_options_in_use(&mut self, id: &str) -> Result<bool> {
        const SQL: &str = "SELECT EXISTS (SELECT 1 FROM vpc WHERE dhcp_options_id = $1)";
        Ok(self.number(SQL, &[id.into()]).await? != 0)
    }

    /// Whether a VPC of `scope` uses the set that the account has without making one.
    pub async fn standard_dhcp_options_in_use(&mut self, scope: &Scope) -> Result<bool> {
        const SQL: &str = "SELECT EXISTS (SELECT 1 FROM vpc WHERE account = $1 AND region = $2 \
            AND body ->> '$.dhcpOptions.kind' = 'standard')";
        let values = [scope.account.as_str().into(), scope.region.as_str().into()];
        Ok(self.number(SQL, &values).await? != 0)
    }
}
