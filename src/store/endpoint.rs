//! Endpoints as connections: what providers see of other accounts' endpoints, and what the system moves on.

use super::document::{Stored, all, json_array, stored};
use super::tx::{Tx, column};
use crate::domain::clock::Timestamp;
use crate::domain::endpoint::Endpoint;
use crate::domain::error::Result;
use crate::domain::event::ResourceType;
use crate::domain::id::{EndpointId, Id};
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
        provider: &Scope,
        mut endpoint: Stored<Endpoint>,
        tags: Vec<Tag>,
    ) -> Result<Stored<Endpoint>> {
        let id = endpoint.connection_id.as_str();
        self.tags_delete(ResourceType::VpcEndpointConnection, id)
            .await?;
        self.tags_insert(ResourceType::VpcEndpointConnection, provider, id, &tags)
            .await?;
        endpoint.connection_tags = tags;
        self.update(endpoint).await
    }

    /// Removes an endpoint with its connection's tags and its notifications, and marks its security groups as no longer used
    /// by it.
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

    /// How many endpoints with interfaces a VPC has, the deleted ones that are still shown not counted.
    pub async fn endpoints_with_interfaces(&mut self, vpc_id: &str) -> Result<i64> {
        const SQL: &str = "SELECT COUNT(*) FROM endpoint WHERE vpc_id = $1 \
            AND endpoint_type <> 'Gateway' AND state <> 'deleted'";
        self.number(SQL, &[vpc_id.into()]).await
    }

    /// How many gateway endpoints an account has in a region, the deleted ones that are still shown not counted.
    pub async fn gateway_endpoints(&mut self, scope: &Scope) -> Result<i64> {
        const SQL: &str = "SELECT COUNT(*) FROM endpoint WHERE account = $1 AND region = $2 \
            AND endpoint_type = 'Gateway' AND state <> 'deleted'";
        let values = [scope.account.as_str().into(), scope.region.as_str().into()];
        self.number(SQL, &values).await
    }

    /// How many gateway endpoints a VPC has, the deleted ones that are still shown not counted.
    pub async fn gateway_endpoints_in_vpc(&mut self, vpc_id: &str) -> Result<i64> {
        const SQL: &str = "SELECT COUNT(*) FROM endpoint WHERE vpc_id = $1 \
            AND endpoint_type = 'Gateway' AND state <> 'deleted'";
        self.number(SQL, &[vpc_id.into()]).await
    }

    /// How many gateway endpoints a VPC has in use for the service.
    pub async fn gateway_endpoints_for(&mut self, vpc_id: &str, service_name: &str) -> Result<i64> {
        const SQL: &str = "SELECT COUNT(*) FROM endpoint WHERE vpc_id = $1 AND service_name = $2 \
            AND endpoint_type = 'Gateway' AND state = 'available'";
        self.number(SQL, &[vpc_id.into(), service_name.into()])
            .await
    }

    /// Whether a VPC has an interface endpoint whose private names only inbound resolver endpoints get.
    pub async fn vpc_has_inbound_only_endpoint(
        &mut self,
        vpc_id: &str,
        service_name: &str,
    ) -> Result<bool> {
        const SQL: &str = "SELECT EXISTS (SELECT 1 FROM endpoint WHERE vpc_id = $1 AND service_name = $2 \
            AND state NOT IN ('deleting', 'deleted') AND body -> '$.privateDns' <> 'null' \
            AND body ->> '$.dnsOptions.privateDnsOnlyForInboundResolverEndpoint')";
        Ok(self
            .number(SQL, &[vpc_id.into(), service_name.into()])
            .await?
            != 0)
    }

    /// The first of these domains that the VPC resolves to an endpoint already.
    pub async fn private_domain_taken(
        &mut self,
        vpc_id: &str,
        domains: &[String],
    ) -> Result<Option<String>> {
        const SQL: &str = "SELECT domain FROM endpoint_private_domain \
            WHERE vpc_id = $1 AND domain IN (SELECT value FROM json_each($2)) ORDER BY domain LIMIT 1";
        let row = self
            .row(SQL, &[vpc_id.into(), json_array(domains).as_str().into()])
            .await?;
        row.map(|row| super::tx::column(&row, 0)).transpose()
    }

    /// Makes the VPC resolve these domains to the endpoint.
    pub async fn private_domains_take(
        &mut self,
        vpc_id: &str,
        endpoint_id: &str,
        domains: &[String],
    ) -> Result<()> {
        const SQL: &str = "INSERT INTO endpoint_private_domain (vpc_id, domain, endpoint_id) \
            SELECT $1, value, $2 FROM json_each($3)";
        let domains = json_array(domains);
        let values = [vpc_id.into(), endpoint_id.into(), domains.as_str().into()];
        self.execute(SQL, &values).await?;
        Ok(())
    }

    /// Makes the VPC resolve no domains to the endpoint any longer.
    pub async fn private_domains_free(&mut self, endpoint_id: &str) -> Result<()> {
        const SQL: &str = "DELETE FROM endpoint_private_domain WHERE endpoint_id = $1";
        self.execute(SQL, &[endpoint_id.into()]).await?;
        Ok(())
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

    /// Whether any endpoint's time in its state is over at `now`.
    pub async fn endpoints_are_due(&mut self, now: Timestamp) -> Result<bool> {
        const SQL: &str = "SELECT EXISTS (SELECT 1 FROM endpoint WHERE due_at <= $1)";
        Ok(self.number(SQL, &[now.as_micros().into()]).await? != 0)
    }

    /// Those of these endpoints whose time in their state is over at `now`, the longest overdue first.
    pub async fn endpoints_still_due(
        &mut self,
        now: Timestamp,
        ids: &[EndpointId],
    ) -> Result<Vec<Stored<Endpoint>>> {
        const SQL: &str = "SELECT version, body FROM endpoint \
            WHERE id IN (SELECT value FROM json_each($1)) AND due_at <= $2 ORDER BY due_at";
        let ids: Vec<&str> = ids.iter().map(Id::as_str).collect();
        let ids = json_array(&ids);
        self.select(SQL, &[ids.as_str().into(), now.as_micros().into()])
            .await
    }

    /// When the next endpoint's time in its state is over, of those that are over later than `after`.
    pub async fn endpoints_next_due(&mut self, after: Timestamp) -> Result<Option<Timestamp>> {
        const SQL: &str = "SELECT due_at FROM endpoint WHERE due_at > $1 ORDER BY due_at LIMIT 1";
        let row = self.row(SQL, &[after.as_micros().into()]).await?;
        row.map(|row| Ok(Timestamp::from_micros(column(&row, 0)?)))
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
