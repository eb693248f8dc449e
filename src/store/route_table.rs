//! Route tables: associations, and the main table of a VPC.

use super::document::{Stored, json_array};
use super::tx::Tx;
use crate::domain::error::Result;
use crate::domain::route_table::{RouteTable, RouteTableAssociation};

impl Tx {
    /// The associations of these tables, in order of table and id.
    pub async fn route_table_associations(
        &mut self,
        table_ids: &[String],
    ) -> Result<Vec<Stored<RouteTableAssociation>>> {
        const SQL: &str = "SELECT version, body FROM route_table_association \
            WHERE route_table_id IN (SELECT value FROM json_each($1)) ORDER BY route_table_id, id";
        self.select(SQL, &[json_array(table_ids).as_str().into()])
            .await
    }

    /// The association of a subnet, if it has one of its own.
    pub async fn subnet_association(
        &mut self,
        subnet_id: &str,
    ) -> Result<Option<Stored<RouteTableAssociation>>> {
        const SQL: &str = "SELECT version, body FROM route_table_association WHERE subnet_id = $1";
        Ok(self.select(SQL, &[subnet_id.into()]).await?.pop())
    }

    /// The association of an internet gateway, if it has one.
    pub async fn gateway_association(
        &mut self,
        gateway_id: &str,
    ) -> Result<Option<Stored<RouteTableAssociation>>> {
        const SQL: &str =
            "SELECT version, body FROM route_table_association WHERE internet_gateway_id = $1";
        Ok(self.select(SQL, &[gateway_id.into()]).await?.pop())
    }

    /// The association that makes a table the VPC's main one.
    pub async fn main_association(
        &mut self,
        vpc_id: &str,
    ) -> Result<Option<Stored<RouteTableAssociation>>> {
        const SQL: &str = "SELECT version, body FROM route_table_association \
            WHERE vpc_id = $1 AND user = 'main'";
        Ok(self.select(SQL, &[vpc_id.into()]).await?.pop())
    }

    /// The route tables of a VPC, in order of id.
    pub async fn route_tables_in_vpc(&mut self, vpc_id: &str) -> Result<Vec<Stored<RouteTable>>> {
        const SQL: &str = "SELECT version, body FROM route_table WHERE vpc_id = $1 ORDER BY id";
        self.select(SQL, &[vpc_id.into()]).await
    }
}
