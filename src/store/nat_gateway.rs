//! NAT gateways: what is due, and how many a zone has.

use super::document::Stored;
use super::tx::{Tx, column};
use crate::domain::clock::Timestamp;
use crate::domain::error::Result;
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

    /// NAT gateways whose time in their state is over at `now`, the longest overdue first.
    pub async fn nat_gateways_due(
        &mut self,
        now: Timestamp,
        limit: i64,
    ) -> Result<Vec<Stored<NatGateway>>> {
        const SQL: &str =
            "SELECT version, body FROM nat_gateway WHERE due_at <= $1 ORDER BY due_at, id LIMIT $2";
        self.select(SQL, &[now.as_micros().into(), limit.into()])
            .await
    }

    /// When the next NAT gateway's time in its state is over, of those that are over later than `after`.
    pub async fn nat_gateways_next_due(&mut self, after: Timestamp) -> Result<Option<Timestamp>> {
        const SQL: &str =
            "SELECT due_at FROM nat_gateway WHERE due_at > $1 ORDER BY due_at LIMIT 1";
        let row = self.row(SQL, &[after.as_micros().into()]).await?;
        row.map(|row| Ok(Timestamp::from_micros(column(&row, 0)?)))
            .transpose()
    }
}
