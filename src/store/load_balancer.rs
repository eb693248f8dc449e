//! Load balancers by name, and what a service needs of them.

use super::document::{Stored, json_array};
use super::tx::Tx;
use crate::domain::error::Result;
use crate::domain::load_balancer::LoadBalancer;
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

    /// Whether the service behind which a load balancer is, if there is one, supports IPv6.
    pub async fn load_balancer_serves_ipv6(&mut self, load_balancer_arn: &str) -> Result<bool> {
        const SQL: &str = "SELECT EXISTS (SELECT 1 FROM endpoint_service_load_balancer AS behind \
            JOIN endpoint_service AS service ON service.id = behind.service_id, \
            json_each(service.body, '$.supportedIpAddressTypes') AS supported \
            WHERE behind.load_balancer_arn = $1 AND supported.value = 'ipv6')";
        Ok(self.number(SQL, &[load_balancer_arn.into()]).await? != 0)
    }
}
