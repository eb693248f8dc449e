//! Network ACLs: those of a VPC, and which subnets have which.

use super::document::{Stored, json_array};
use super::tx::Tx;
use crate::domain::error::Result;
use crate::domain::network_acl::{NetworkAcl, NetworkAclAssociation};

impl Tx {
    /// The ACL that came with a VPC.
    pub async fn network_acl_default(
        &mut self,
        vpc_id: &str,
    ) -> Result<Option<Stored<NetworkAcl>>> {
        const SQL: &str =
            "SELECT version, body FROM network_acl WHERE vpc_id = $1 AND is_default = 1";
        Ok(self.select(SQL, &[vpc_id.into()]).await?.pop())
    }

    /// How many ACLs a VPC has.
    pub async fn network_acls_in_vpc(&mut self, vpc_id: &str) -> Result<i64> {
        const SQL: &str = "SELECT COUNT(*) FROM network_acl WHERE vpc_id = $1";
        self.number(SQL, &[vpc_id.into()]).await
    }

    /// The associations of these ACLs, in order of ACL and id.
    pub async fn network_acl_associations(
        &mut self,
        acl_ids: &[String],
    ) -> Result<Vec<Stored<NetworkAclAssociation>>> {
        const SQL: &str = "SELECT version, body FROM network_acl_association \
            WHERE network_acl_id IN (SELECT value FROM json_each($1)) ORDER BY network_acl_id, id";
        self.select(SQL, &[json_array(acl_ids).as_str().into()])
            .await
    }

    /// The association of a subnet.
    pub async fn network_acl_association_of_subnet(
        &mut self,
        subnet_id: &str,
    ) -> Result<Option<Stored<NetworkAclAssociation>>> {
        const SQL: &str = "SELECT version, body FROM network_acl_association WHERE subnet_id = $1";
        Ok(self.select(SQL, &[subnet_id.into()]).await?.pop())
    }
}
