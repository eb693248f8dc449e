//! Subnets: those of a VPC, and what is in one.

use super::document::{Stored, json_array};
use super::tx::Tx;
use crate::domain::error::Result;
use crate::domain::scope::Scope;
use crate::domain::subnet::Subnet;
use crate::domain::subnet_cidr_reservation::SubnetCidrReservation;

impl Tx {
    /// The subnets of these VPCs, in order of VPC and id.
    pub async fn subnets_in_vpcs(&mut self, vpc_ids: &[String]) -> Result<Vec<Stored<Subnet>>> {
        const SQL: &str = "SELECT version, body FROM subnet \
            WHERE vpc_id IN (SELECT value FROM json_each($1)) ORDER BY vpc_id, id";
        self.select(SQL, &[json_array(vpc_ids).as_str().into()])
            .await
    }

    /// The subnet whose IPv6 network has this association, if it is in `scope`.
    pub async fn subnet_by_ipv6_association(
        &mut self,
        scope: &Scope,
        association_id: &str,
    ) -> Result<Option<Stored<Subnet>>> {
        const SQL: &str = "SELECT version, body FROM subnet \
            WHERE account = $1 AND region = $2 AND ipv6_association_id = $3";
        let values = [
            scope.account.as_str().into(),
            scope.region.as_str().into(),
            association_id.into(),
        ];
        Ok(self.select(SQL, &values).await?.pop())
    }

    /// The reserved parts of a subnet, in order of id.
    pub async fn subnet_cidr_reservations(
        &mut self,
        subnet_id: &str,
    ) -> Result<Vec<Stored<SubnetCidrReservation>>> {
        const SQL: &str = "SELECT version, body FROM subnet_cidr_reservation \
            WHERE subnet_id = $1 ORDER BY id";
        self.select(SQL, &[subnet_id.into()]).await
    }

    /// Whether a subnet has interfaces in it.
    pub async fn subnet_has_interfaces(&mut self, subnet_id: &str) -> Result<bool> {
        const SQL: &str = "SELECT EXISTS (SELECT 1 FROM network_interface WHERE subnet_id = $1)";
        Ok(self.number(SQL, &[subnet_id.into()]).await? != 0)
    }
}
