//! Connection notifications of services and endpoints.

use super::document::Stored;
use super::tx::Tx;
use crate::domain::error::Result;
use crate::domain::notification::Notification;

impl Tx {
    /// All notifications of a service and of an endpoint that connects to it, in order of id.
    pub async fn notifications_of(
        &mut self,
        service_id: &str,
        endpoint_id: &str,
    ) -> Result<Vec<Stored<Notification>>> {
        const SQL: &str = "SELECT version, body, id FROM notification WHERE service_id = $1 \
            UNION ALL SELECT version, body, id FROM notification WHERE endpoint_id = $2 ORDER BY id";
        self.select(SQL, &[service_id.into(), endpoint_id.into()])
            .await
    }

    /// How many notifications a service or an endpoint has.
    pub async fn notifications_count(&mut self, subject_id: &str) -> Result<i64> {
        const SQL: &str = "SELECT (SELECT COUNT(*) FROM notification WHERE service_id = $1) \
            + (SELECT COUNT(*) FROM notification WHERE endpoint_id = $1)";
        self.number(SQL, &[subject_id.into()]).await
    }

    /// Removes the notifications of an endpoint that goes itself.
    pub(super) async fn notifications_delete_of_endpoint(
        &mut self,
        endpoint_id: &str,
    ) -> Result<()> {
        const SQL: &str = "DELETE FROM notification WHERE endpoint_id = $1";
        self.execute(SQL, &[endpoint_id.into()]).await?;
        Ok(())
    }
}
