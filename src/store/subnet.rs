//! Subnets: those of a VPC, and what is in one.

use super::document::Stored;
use super::tx::Tx;
use crate::domain::error::Result;
use crate::domain::subnet::Subnet;

impl Tx {
    /// The subnets of a VPC, in order of id.
    pub async fn subnets_in_vpc(&mut self, vpc_id: &str) -> Result<Vec<Stored<Subnet>>> {
        const SQL: &str = "SELECT version, body FROM subnet WHERE vpc_id = $1 ORDER BY id";
        self.select(SQL, &[vpc_id.into()]).await
    }

    /// Whether a subnet has interfaces in it.
    pub async fn subnet_has_interfaces(&mut self, subnet_id: &str) -> Result<bool> {
        const SQL: &str = "SELECT EXISTS (SELECT 1 FROM network_interface WHERE subnet_id = $1)";
        Ok(self.number(SQL, &[subnet_id.into()]).await? != 0)
    }
}
