//! Which endpoint was in which zone from when to when, and who pays for it.

use super::document::json_array;
use super::tx::{Tx, Value, column, json};
use crate::domain::clock::Timestamp;
use crate::domain::error::{Error, Result};
use crate::domain::scope::AccountId;
use crate::domain::usage::{MeteredEndpoint, Period, Usage};

impl Tx {
    /// Begins an endpoint's time in zones in which it is not, at the cost of `payer`.
    pub async fn usage_open(
        &mut self,
        endpoint: &MeteredEndpoint,
        payer: &AccountId,
        zones: &[&str],
        now: Timestamp,
    ) -> Result<()> {
        const ZONES: &str = "INSERT INTO usage (endpoint, availability_zone, started_at) \
            SELECT $1, value, $3 FROM json_each($2)";
        const PAYER: &str = "INSERT INTO usage_payer (usage_id, paid_from, payer) \
            SELECT usage.id, usage.started_at, $3 FROM usage JOIN json_each($2) AS zone ON zone.value = usage.availability_zone \
            WHERE usage.endpoint_id = $1 AND usage.ended_at IS NULL";
        let zones = json_array(zones);
        let body = serde_json::to_string(endpoint).map_err(Error::internal)?;
        let values = [
            body.as_str().into(),
            zones.as_str().into(),
            now.as_micros().into(),
        ];
        self.execute(ZONES, &values).await?;
        let id = endpoint.endpoint_id.to_string();
        let values = [
            id.as_str().into(),
            zones.as_str().into(),
            payer.as_str().into(),
        ];
        self.execute(PAYER, &values).await?;
        Ok(())
    }

    /// Ends an endpoint's time in these zones.
    pub async fn usage_close_zones(
        &mut self,
        endpoint_id: &str,
        zones: &[&str],
        now: Timestamp,
    ) -> Result<()> {
        const SQL: &str = "UPDATE usage SET ended_at = $2 WHERE endpoint_id = $1 AND ended_at IS NULL \
            AND availability_zone IN (SELECT value FROM json_each($3))";
        let zones = json_array(zones);
        self.usage_change(SQL, endpoint_id, now, zones.as_str().into())
            .await
    }

    /// Ends an endpoint's time in all zones in which it is.
    pub async fn usage_close_all(&mut self, endpoint_id: &str, now: Timestamp) -> Result<()> {
        const SQL: &str =
            "UPDATE usage SET ended_at = $2 WHERE endpoint_id = $1 AND ended_at IS NULL";
        self.execute(SQL, &[endpoint_id.into(), now.as_micros().into()])
            .await?;
        Ok(())
    }

    /// Ends the time of all endpoints whose connection to the service is in this state.
    pub async fn usage_close_of_service(
        &mut self,
        service_id: &str,
        state: &str,
        now: Timestamp,
    ) -> Result<()> {
        const SQL: &str = "UPDATE usage SET ended_at = $2 WHERE service_id = $1 AND ended_at IS NULL \
            AND endpoint_id IN (SELECT id FROM endpoint WHERE service_id = $1 AND state = $3)";
        self.usage_change(SQL, service_id, now, state.into()).await
    }

    /// Lets `payer` pay for all endpoints of the service from now on.
    pub async fn usage_change_payer(
        &mut self,
        service_id: &str,
        payer: &AccountId,
        now: Timestamp,
    ) -> Result<()> {
        const SQL: &str = "INSERT INTO usage_payer (usage_id, paid_from, payer) \
            SELECT id, $2, $3 FROM usage WHERE service_id = $1 AND ended_at IS NULL \
            ON CONFLICT (usage_id, paid_from) DO UPDATE SET payer = excluded.payer";
        self.usage_change(SQL, service_id, now, payer.as_str().into())
            .await
    }

    async fn usage_change(
        &mut self,
        sql: &'static str,
        id: &str,
        now: Timestamp,
        value: Value<'_>,
    ) -> Result<()> {
        self.execute(sql, &[id.into(), now.as_micros().into(), value])
            .await?;
        Ok(())
    }

    /// What the account pays for in the period, at most `limit` of it.
    pub async fn usage_paid_by(
        &mut self,
        payer: &AccountId,
        period: Period,
        limit: i64,
    ) -> Result<Vec<Usage>> {
        const SQL: &str = "SELECT usage.endpoint, usage.availability_zone, usage.started_at, usage.ended_at, paid.paid_from, \
                (SELECT MIN(next.paid_from) FROM usage_payer AS next \
                    WHERE next.usage_id = paid.usage_id AND next.paid_from > paid.paid_from) \
            FROM usage_payer AS paid JOIN usage ON usage.id = paid.usage_id \
            WHERE paid.payer = $1 AND paid.paid_from < $3 AND (usage.ended_at IS NULL OR usage.ended_at >= $2) \
            LIMIT $4";
        let values = [
            payer.as_str().into(),
            period.from.as_micros().into(),
            period.to.as_micros().into(),
            limit.into(),
        ];
        let rows = self.rows(SQL, &values).await?;
        rows.iter()
            .map(|row| {
                let optional = |index| -> Result<Option<Timestamp>> {
                    Ok(column::<Option<i64>>(row, index)?.map(Timestamp::from_micros))
                };
                Ok(Usage {
                    endpoint: json::<MeteredEndpoint>(row, 0)?,
                    availability_zone: column(row, 1)?,
                    started_at: Timestamp::from_micros(column(row, 2)?),
                    ended_at: optional(3)?,
                    paid_from: Timestamp::from_micros(column(row, 4)?),
                    paid_until: optional(5)?,
                })
            })
            .collect()
    }
}
