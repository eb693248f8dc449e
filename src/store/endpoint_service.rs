//! Endpoint services: which load balancers are behind them, and which services a caller may see.

use super::document::{Stored, json_array};
use super::tx::{Tx, column};
use crate::domain::clock::Timestamp;
use crate::domain::endpoint_service::EndpointService;
use crate::domain::error::Result;
use crate::domain::scope::{RegionName, Scope};

/// Whom a list of services is for, and which of them it is to show.
pub struct ServiceAudience {
    /// The principals that cover the caller: services that allow one of them are shown.
    pub principals: Vec<String>,
    /// The caller's account, whose own services are shown, and region, from which they must be reachable.
    pub viewer: Scope,
    /// Services of these regions only.
    pub regions: Vec<RegionName>,
    /// These services only, by id; all if `None`.
    pub named: Option<Vec<String>>,
}

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

    /// Which of these load balancers are behind a service, as pairs of ARN and service.
    pub async fn load_balancer_services(
        &mut self,
        arns: &[String],
    ) -> Result<Vec<(String, String)>> {
        const SQL: &str = "SELECT load_balancer_arn, service_id FROM endpoint_service_load_balancer \
            WHERE load_balancer_arn IN (SELECT value FROM json_each($1)) ORDER BY load_balancer_arn";
        let rows = self.rows(SQL, &[json_array(arns).as_str().into()]).await?;
        rows.iter()
            .map(|row| Ok((column(row, 0)?, column(row, 1)?)))
            .collect()
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

    /// The next `limit` services that the audience sees, after the id `after`.
    pub async fn services_available(
        &mut self,
        audience: &ServiceAudience,
        after: &str,
        limit: i64,
    ) -> Result<Vec<Stored<EndpointService>>> {
        const SQL: &str = "SELECT version, body FROM endpoint_service WHERE id IN ( \
                SELECT service_id FROM permission WHERE principal IN (SELECT value FROM json_each($1)) \
                UNION SELECT id FROM endpoint_service \
                WHERE account = $2 AND region IN (SELECT value FROM json_each($3))) \
            AND region IN (SELECT value FROM json_each($3)) AND id > $4 \
            AND (region = $5 OR $5 IN (SELECT value FROM json_each(body, '$.supportedRegions'))) \
            AND ($6 = '' OR id IN (SELECT value FROM json_each($7))) ORDER BY id LIMIT $8";
        let principals = json_array(&audience.principals);
        let regions: Vec<&str> = audience.regions.iter().map(RegionName::as_str).collect();
        let regions = json_array(&regions);
        let only = if audience.named.is_some() {
            "named"
        } else {
            ""
        };
        let named = json_array(audience.named.as_deref().unwrap_or_default());
        let values = [
            principals.as_str().into(),
            audience.viewer.account.as_str().into(),
            regions.as_str().into(),
            after.into(),
            audience.viewer.region.as_str().into(),
            only.into(),
            named.as_str().into(),
            limit.into(),
        ];
        self.select(SQL, &values).await
    }

    /// Services whose private name was not verified in time at `now`, the longest overdue first.
    pub async fn verifications_due(
        &mut self,
        now: Timestamp,
        limit: i64,
    ) -> Result<Vec<Stored<EndpointService>>> {
        const SQL: &str = "SELECT version, body FROM endpoint_service \
            WHERE verification_due_at <= $1 ORDER BY verification_due_at LIMIT $2";
        self.select(SQL, &[now.as_micros().into(), limit.into()])
            .await
    }

    /// When the time to be verified is over for the next service after `after`.
    pub async fn verifications_next_due(&mut self, after: Timestamp) -> Result<Option<Timestamp>> {
        const SQL: &str = "SELECT verification_due_at FROM endpoint_service \
            WHERE verification_due_at > $1 ORDER BY verification_due_at LIMIT 1";
        let row = self.row(SQL, &[after.as_micros().into()]).await?;
        row.map(|row| Ok(Timestamp::from_micros(column(&row, 0)?)))
            .transpose()
    }
}
