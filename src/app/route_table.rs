//! Route tables and their associations.

use super::context::Session;
use crate::domain::error::Result;
use crate::domain::id::Id;
use crate::domain::route_table::{RouteTable, RouteTableAssociation};
use crate::domain::vpc::Vpc;

/// Creates the table that comes with a VPC, and makes it the main one.
pub(super) async fn create_main(session: &mut Session, vpc: &Vpc) -> Result<()> {
    let table = RouteTable {
        id: session.new_id(),
        scope: vpc.scope.clone(),
        vpc_id: vpc.id.clone(),
        vpc_cidr_block: vpc.cidr_block,
        tags: Vec::new(),
        created_at: session.now,
    };
    let table = session.tx.insert(table).await?;
    let association = RouteTableAssociation {
        id: session.new_id(),
        scope: vpc.scope.clone(),
        vpc_id: vpc.id.clone(),
        route_table_id: table.id.clone(),
        subnet_id: None,
        created_at: session.now,
    };
    session.tx.insert(association).await?;
    Ok(())
}

/// Deletes it with its VPC.
pub(super) async fn delete_main(session: &mut Session, vpc: &Vpc) -> Result<()> {
    if let Some(association) = session.tx.main_association(vpc.id.as_str()).await? {
        session.tx.delete(&association).await?;
    }
    for table in session.tx.route_tables_in_vpc(vpc.id.as_str()).await? {
        session.tx.delete(&table).await?;
    }
    Ok(())
}
