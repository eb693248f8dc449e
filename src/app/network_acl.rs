//! Network ACLs: the one that comes with each VPC.

use super::context::Session;
use super::list::listed_as_stored;
use crate::domain::error::Result;
use crate::domain::id::{Id, NetworkAclId};
use crate::domain::network_acl::NetworkAcl;
use crate::domain::vpc::Vpc;

listed_as_stored!(NetworkAcl, "DescribeNetworkAcls", NetworkAclId);

/// Creates the ACL that comes with a VPC.
pub(super) async fn create_default(session: &mut Session, vpc: &Vpc) -> Result<()> {
    let acl = NetworkAcl {
        id: session.new_id(),
        scope: vpc.scope.clone(),
        vpc_id: vpc.id.clone(),
        tags: Vec::new(),
        created_at: session.now,
    };
    session.tx.insert(acl).await?;
    Ok(())
}

/// Deletes it with its VPC.
pub(super) async fn delete_default(session: &mut Session, vpc: &Vpc) -> Result<()> {
    if let Some(acl) = session.tx.network_acl_of_vpc(vpc.id.as_str()).await? {
        session.tx.delete::<NetworkAcl>(&acl).await?;
    }
    Ok(())
}
