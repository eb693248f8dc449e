//! Load balancers by name, and what a service needs of them.

use ipnet::Ipv6Net;

use super::document::{Stored, json_array};
use super::tx::{Tx, column};
use crate::domain::error::{Error, Result};
use crate::domain::load_balancer::LoadBalancer;
use crate::domain::load_balancer_type::LoadBalancerType;
use crate::domain::scope::Scope;

impl Tx {
    /// The load balancers of these names, in order of id.
    pub async fn load_balancers_by_names(
        &mut self,
        scope: &Scope,
        names: &[String],
    ) -> Result<Vec<Stored<LoadBalancer>>> {
        const SQL: &str = "SELECT version, body FROM load_balancer \
            WHERE account = $1 AND region = $2 AND name IN (SELECT value FROM json_each($3)) ORDER BY id";
        let names = json_array(names);
        let values = [
            scope.account.as_str().into(),
            scope.region.as_str().into(),
            names.as_str().into(),
        ];
        self.select(SQL, &values).await
    }

    /// How many load balancers of this type there are.
    pub async fn load_balancers_of_type(
        &mut self,
        scope: &Scope,
        load_balancer_type: LoadBalancerType,
    ) -> Result<i64> {
        const SQL: &str = "SELECT COUNT(*) FROM load_balancer \
            WHERE account = $1 AND region = $2 AND load_balancer_type = $3";
        let values = [
            scope.account.as_str().into(),
            scope.region.as_str().into(),
            load_balancer_type.name().into(),
        ];
        self.number(SQL, &values).await
    }

    /// How many load balancers of this type a VPC has.
    pub async fn load_balancers_of_type_in_vpc(
        &mut self,
        vpc_id: &str,
        load_balancer_type: LoadBalancerType,
    ) -> Result<i64> {
        const SQL: &str =
            "SELECT COUNT(*) FROM load_balancer WHERE vpc_id = $1 AND load_balancer_type = $2";
        let values = [vpc_id.into(), load_balancer_type.name().into()];
        self.number(SQL, &values).await
    }

    /// The prefixes for source NAT that load balancers of a VPC have, all but this one.
    pub async fn source_nat_prefixes(&mut self, vpc_id: &str, but: &str) -> Result<Vec<Ipv6Net>> {
        const SQL: &str = "SELECT zone.value ->> '$.sourceNatIpv6Prefix' \
            FROM load_balancer, json_each(load_balancer.body, '$.zones') AS zone \
            WHERE vpc_id = $1 AND load_balancer.id <> $2 AND zone.value ->> '$.sourceNatIpv6Prefix' IS NOT NULL";
        let rows = self.rows(SQL, &[vpc_id.into(), but.into()]).await?;
        rows.iter()
            .map(|row| {
                let text: String = column(row, 0)?;
                text.parse().map_err(Error::internal)
            })
            .collect()
    }

    /// Whether the service behind which a load balancer is, if there is one, supports IPv6.
    pub async fn load_balancer_serves_ipv6(&mut self, load_balancer_arn: &str) -> Result<bool> {
        const SQL: &str = "SELECT EXISTS (SELECT 1 FROM endpoint_service_load_balancer AS behind \
            JOIN endpoint_service AS service ON service.id = behind.service_id, \
            json_each(service.body, '$.supportedIpAddressTypes') AS supported \
            WHERE behind.load_balancer_arn = $1 AND supported.value = 'ipv6')";
        Ok(self.number(SQL, &[load_balancer_arn.into()]).await? != 0)
    }
}
