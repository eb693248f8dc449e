//! NAT gateways: what is due, and how many a zone has.

use super::document::{Stored, all, json_array};
use super::tx::{Tx, column};
use crate::domain::clock::Timestamp;
use crate::domain::error::Result;
use crate::domain::id::{Id, NatGatewayId};
use crate::domain::nat_gateway::NatGateway;
use crate::domain::scope::Scope;

impl Tx {
    /// How many NAT gateways an account has in a zone, those that are gone or failed not counted.
    pub async fn nat_gateways_in_zone(
        &mut self,
        scope: &Scope,
        availability_zone: &str,
    ) -> Result<i64> {
        const SQL: &str = "SELECT COUNT(*) FROM nat_gateway WHERE account = $1 AND region = $2 \
            AND availability_zone = $3 AND state IN ('pending', 'available', 'deleting')";
        let values = [
            scope.account.as_str().into(),
            scope.region.as_str().into(),
            availability_zone.into(),
        ];
        self.number(SQL, &values).await
    }

    /// At most `limit` NAT gateways whose time has come, the longest overdue first.
    pub async fn nat_gateways_due(
        &mut self,
        now: Timestamp,
        limit: i64,
    ) -> Result<Vec<Stored<NatGateway>>> {
        const SQL: &str = "SELECT version, body FROM nat_gateway \
            WHERE due_at <= $1 ORDER BY due_at, id LIMIT $2";
        all(&self
            .rows(SQL, &[now.as_micros().into(), limit.into()])
            .await?)
    }

    /// Those of these NAT gateways whose time has come, the longest overdue first.
    pub async fn nat_gateways_still_due(
        &mut self,
        now: Timestamp,
        ids: &[NatGatewayId],
    ) -> Result<Vec<Stored<NatGateway>>> {
        const SQL: &str = "SELECT version, body FROM nat_gateway \
            WHERE due_at <= $1 AND id IN (SELECT value FROM json_each($2)) ORDER BY due_at, id";
        let ids: Vec<&str> = ids.iter().map(Id::as_str).collect();
        let ids = json_array(&ids);
        all(&self
            .rows(SQL, &[now.as_micros().into(), ids.as_str().into()])
            .await?)
    }

    /// The first moment later than `after` at which the system moves on a NAT gateway.
    pub async fn nat_gateways_next_due(&mut self, after: Timestamp) -> Result<Option<Timestamp>> {
        const SQL: &str = "SELECT MIN(due_at) FROM nat_gateway WHERE due_at > $1";
        let row = self.row(SQL, &[after.as_micros().into()]).await?;
        let due_at: Option<i64> = match &row {
            Some(row) => column(row, 0)?,
            None => None,
        };
        Ok(due_at.map(Timestamp::from_micros))
    }
}
