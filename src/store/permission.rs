//! Permissions of endpoint services.

use super::document::Stored;
use super::tx::Tx;
use crate::domain::error::Result;
use crate::domain::permission::Permission;

impl Tx {
    /// The permission of a service for exactly this principal.
    pub async fn permission_of(
        &mut self,
        service_id: &str,
        principal: &str,
    ) -> Result<Option<Stored<Permission>>> {
        const SQL: &str =
            "SELECT version, body FROM permission WHERE service_id = $1 AND principal = $2";
        Ok(self
            .select(SQL, &[service_id.into(), principal.into()])
            .await?
            .pop())
    }

    /// All permissions of a service, in order of id.
    pub async fn permissions_of(&mut self, service_id: &str) -> Result<Vec<Stored<Permission>>> {
        const SQL: &str = "SELECT version, body FROM permission WHERE service_id = $1 ORDER BY id";
        self.select(SQL, &[service_id.into()]).await
    }
}
