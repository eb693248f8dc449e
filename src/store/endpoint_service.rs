//! Endpoint services: which load balancers are behind them, and which services a caller may see.

use super::document::{Stored, json_array};
use super::tx::{Tx, column};
use crate::domain::endpoint_service::EndpointService;
use crate::domain::error::Result;
use crate::domain::scope::Scope;

impl Tx {
    /// The service behind which a load balancer is, if there is one.
    pub async fn load_balancer_service(
        &mut self,
        load_balancer_arn: &str,
    ) -> Result<Option<String>> {
        const SQL: &str =
            "SELECT service_id FROM endpoint_service_load_balancer WHERE load_balancer_arn = $1";
        let row = self.row(SQL, &[load_balancer_arn.into()]).await?;
        row.map(|row| column(&row, 0)).transpose()
    }

    /// Makes these the load balancers behind the service.
    pub async fn service_load_balancers_set(
        &mut self,
        service_id: &str,
        arns: &[String],
    ) -> Result<()> {
        const DELETE: &str = "DELETE FROM endpoint_service_load_balancer WHERE service_id = $1";
        const INSERT: &str = "INSERT INTO endpoint_service_load_balancer (load_balancer_arn, service_id) \
            SELECT value, $1 FROM json_each($2)";
        self.execute(DELETE, &[service_id.into()]).await?;
        if !arns.is_empty() {
            self.execute(
                INSERT,
                &[service_id.into(), json_array(arns).as_str().into()],
            )
            .await?;
        }
        Ok(())
    }

    /// The load balancers behind these services, as pairs of service and ARN, in order.
    pub async fn service_load_balancers(
        &mut self,
        service_ids: &[String],
    ) -> Result<Vec<(String, String)>> {
        const SQL: &str = "SELECT service_id, load_balancer_arn FROM endpoint_service_load_balancer \
            WHERE service_id IN (SELECT value FROM json_each($1)) ORDER BY service_id, load_balancer_arn";
        let rows = self
            .rows(SQL, &[json_array(service_ids).as_str().into()])
            .await?;
        rows.iter()
            .map(|row| Ok((column(row, 0)?, column(row, 1)?)))
            .collect()
    }

    /// Whether any of these principals is allowed by the service.
    pub async fn service_allows(
        &mut self,
        service_id: &str,
        principals: &[String],
    ) -> Result<bool> {
        const SQL: &str = "SELECT EXISTS (SELECT 1 FROM permission \
            WHERE service_id = $1 AND principal IN (SELECT value FROM json_each($2)))";
        Ok(self
            .number(
                SQL,
                &[service_id.into(), json_array(principals).as_str().into()],
            )
            .await?
            != 0)
    }

    /// The next `limit` services of a region that `owner` has or that allow one of `principals`, after the id `after`; only
    /// those in `named` unless that is empty.
    pub async fn services_available(
        &mut self,
        owner: &Scope,
        principals: &[String],
        named: &[String],
        after: &str,
        limit: i64,
    ) -> Result<Vec<Stored<EndpointService>>> {
        const SQL: &str = "SELECT version, body FROM endpoint_service WHERE id IN ( \
                SELECT service_id FROM permission WHERE principal IN (SELECT value FROM json_each($3)) \
                UNION SELECT id FROM endpoint_service WHERE account = $1 AND region = $2) \
            AND region = $2 AND id > $4 \
            AND ($6 = '[]' OR id IN (SELECT value FROM json_each($6))) ORDER BY id LIMIT $5";
        let principals = json_array(principals);
        let named = json_array(named);
        let values = [
            owner.account.as_str().into(),
            owner.region.as_str().into(),
            principals.as_str().into(),
            after.into(),
            limit.into(),
            named.as_str().into(),
        ];
        self.select(SQL, &values).await
    }
}
