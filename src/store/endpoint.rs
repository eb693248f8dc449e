//! Endpoints as connections: what providers see of other accounts' endpoints, and what the system moves on.

use super::document::{Stored, all, stored};
use super::tx::Tx;
use crate::domain::clock::Timestamp;
use crate::domain::endpoint::Endpoint;
use crate::domain::error::Result;
use crate::domain::event::ResourceType;
use crate::domain::id::Id;
use crate::domain::scope::Scope;
use crate::domain::tag::Tag;

impl Tx {
    /// The next `limit` connections to the provider's services after the id `after`, in order of id; of one service only
    /// if it is given.
    pub async fn connections_list(
        &mut self,
        provider: &Scope,
        service_id: Option<&str>,
        after: &str,
        limit: i64,
    ) -> Result<Vec<Stored<Endpoint>>> {
        const OF_PROVIDER: &str = "SELECT version, body FROM endpoint \
            WHERE service_account = $1 AND service_region = $2 AND id > $3 ORDER BY id LIMIT $4";
        const OF_SERVICE: &str = "SELECT version, body FROM endpoint \
            WHERE service_account = $1 AND service_region = $2 AND id > $3 AND service_id = $5 ORDER BY id LIMIT $4";
        let mut values = vec![
            provider.account.as_str().into(),
            provider.region.as_str().into(),
            after.into(),
            limit.into(),
        ];
        let sql = match service_id {
            Some(service_id) => {
                values.push(service_id.into());
                OF_SERVICE
            }
            None => OF_PROVIDER,
        };
        all(&self.rows(sql, &values).await?)
    }

    /// The connection of this endpoint to one of the provider's services.
    pub async fn connection_get(
        &mut self,
        service_id: &str,
        endpoint_id: &str,
    ) -> Result<Option<Stored<Endpoint>>> {
        const SQL: &str = "SELECT version, body FROM endpoint WHERE id = $1 AND service_id = $2";
        self.row(SQL, &[endpoint_id.into(), service_id.into()])
            .await?
            .as_ref()
            .map(stored)
            .transpose()
    }

    /// The endpoint with this connection id, if it connects to one of the provider's services.
    pub async fn connection_by_id(
        &mut self,
        provider: &Scope,
        connection_id: &str,
    ) -> Result<Option<Stored<Endpoint>>> {
        const SQL: &str = "SELECT version, body FROM endpoint \
            WHERE connection_id = $1 AND service_account = $2 AND service_region = $3";
        let values = [
            connection_id.into(),
            provider.account.as_str().into(),
            provider.region.as_str().into(),
        ];
        Ok(self.select(SQL, &values).await?.pop())
    }

    /// Replaces the tags that the provider gave a connection.
    pub async fn connection_update_tags(
        &mut self,
        mut endpoint: Stored<Endpoint>,
        tags: Vec<Tag>,
    ) -> Result<Stored<Endpoint>> {
        let id = endpoint.connection_id.as_str();
        self.tags_delete(ResourceType::VpcEndpointConnection, id)
            .await?;
        self.tags_insert(
            ResourceType::VpcEndpointConnection,
            &endpoint.service_scope,
            id,
            &tags,
        )
        .await?;
        endpoint.connection_tags = tags;
        self.update(endpoint).await
    }

    /// Removes an endpoint with its connection's tags and its notifications, and marks its security groups as no longer used by it.
    pub async fn endpoint_delete(&mut self, endpoint: &Stored<Endpoint>) -> Result<()> {
        self.security_group_use_set(endpoint.id.as_str(), &[])
            .await?;
        self.tags_delete(
            ResourceType::VpcEndpointConnection,
            endpoint.connection_id.as_str(),
        )
        .await?;
        self.notifications_delete_of_endpoint(endpoint.id.as_str())
            .await?;
        self.delete(endpoint).await
    }

    /// Whether any connection keeps the service from being deleted or from losing a load balancer.
    pub async fn service_has_live_connections(&mut self, service_id: &str) -> Result<bool> {
        const SQL: &str = "SELECT EXISTS (SELECT 1 FROM endpoint \
            WHERE service_id = $1 AND state IN ('pendingAcceptance', 'pending', 'available'))";
        Ok(self.number(SQL, &[service_id.into()]).await? != 0)
    }

    /// How many endpoints a VPC has, those being deleted not counted.
    pub async fn endpoints_in_vpc(&mut self, vpc_id: &str) -> Result<i64> {
        const SQL: &str = "SELECT COUNT(*) FROM endpoint WHERE vpc_id = $1 AND state NOT IN ('deleting', 'deleted')";
        self.number(SQL, &[vpc_id.into()]).await
    }

    /// Endpoints whose time in their state is over at `now`, the longest overdue first.
    pub async fn endpoints_due(
        &mut self,
        now: Timestamp,
        limit: i64,
    ) -> Result<Vec<Stored<Endpoint>>> {
        const SQL: &str =
            "SELECT version, body FROM endpoint WHERE due_at <= $1 ORDER BY due_at LIMIT $2";
        self.select(SQL, &[now.as_micros().into(), limit.into()])
            .await
    }

    /// When the next endpoint's time in its state is over.
    pub async fn endpoints_next_due(&mut self) -> Result<Option<Timestamp>> {
        const SQL: &str =
            "SELECT due_at FROM endpoint WHERE due_at IS NOT NULL ORDER BY due_at LIMIT 1";
        let row = self.row(SQL, &[]).await?;
        row.map(|row| Ok(Timestamp::from_micros(super::tx::column(&row, 0)?)))
            .transpose()
    }

    /// The deleted endpoints of a VPC that are only still shown.
    pub async fn endpoints_deleted_in_vpc(
        &mut self,
        vpc_id: &str,
    ) -> Result<Vec<Stored<Endpoint>>> {
        const SQL: &str =
            "SELECT version, body FROM endpoint WHERE vpc_id = $1 AND state = 'deleted'";
        self.select(SQL, &[vpc_id.into()]).await
    }
}
