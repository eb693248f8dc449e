//! Network ACLs: the one of a VPC.

use super::document::Stored;
use super::tx::Tx;
use crate::domain::error::Result;
use crate::domain::network_acl::NetworkAcl;

impl Tx {
    /// The ACL of a VPC.
    pub async fn network_acl_of_vpc(&mut self, vpc_id: &str) -> Result<Option<Stored<NetworkAcl>>> {
        const SQL: &str = "SELECT version, body FROM network_acl WHERE vpc_id = $1";
        Ok(self.select(SQL, &[vpc_id.into()]).await?.pop())
    }
}
