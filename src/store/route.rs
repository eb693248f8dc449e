//! Routes: those of tables, with the state that their targets give them, and those that lead to an endpoint.

use super::document::{Stored, json_array, stored};
use super::tx::{Tx, column};
use crate::domain::error::Result;
use crate::domain::route::{Route, RouteState};

impl Tx {
    /// The routes of these tables and their states, in order of table and destination.
    ///
    /// A route is a black hole if its target takes no traffic of the table's VPC: an endpoint that was rejected, a gateway
    /// that is detached, taken down or gone, an interface that is gone or attached to nothing.
    pub async fn routes_of(
        &mut self,
        table_ids: &[String],
    ) -> Result<Vec<(Stored<Route>, RouteState)>> {
        const SQL: &str = "SELECT route.version, route.body, \
            CASE route.body ->> '$.target.kind' \
                WHEN 'internetGateway' THEN EXISTS (SELECT 1 FROM internet_gateway AS it \
                    WHERE it.id = route.target_id AND it.vpc_id = route_table.vpc_id) \
                WHEN 'egressOnlyInternetGateway' THEN EXISTS (SELECT 1 FROM egress_only_internet_gateway AS it \
                    WHERE it.id = route.target_id) \
                WHEN 'natGateway' THEN EXISTS (SELECT 1 FROM nat_gateway AS it \
                    WHERE it.id = route.target_id AND it.state IN ('pending', 'available')) \
                WHEN 'networkInterface' THEN EXISTS (SELECT 1 FROM network_interface AS it \
                    WHERE it.id = route.target_id AND it.attachment_id IS NOT NULL) \
                ELSE EXISTS (SELECT 1 FROM endpoint AS it \
                    WHERE it.id = route.endpoint_id AND it.state <> 'rejected') \
            END \
            FROM route JOIN route_table ON route_table.id = route.route_table_id \
            WHERE route.route_table_id IN (SELECT value FROM json_each($1)) ORDER BY route.id";
        let ids = json_array(table_ids);
        let rows = self.rows(SQL, &[ids.as_str().into()]).await?;
        rows.iter()
            .map(|row| {
                let state = if column(row, 2)? {
                    RouteState::Active
                } else {
                    RouteState::Blackhole
                };
                Ok((stored(row)?, state))
            })
            .collect()
    }

    /// The destinations of all routes in the tables of a VPC.
    pub async fn destinations_in_vpc(&mut self, vpc_id: &str) -> Result<Vec<String>> {
        const SQL: &str = "SELECT DISTINCT route.destination FROM route \
            JOIN route_table ON route_table.id = route.route_table_id WHERE route_table.vpc_id = $1";
        let rows = self.rows(SQL, &[vpc_id.into()]).await?;
        rows.iter().map(|row| column(row, 0)).collect()
    }

    /// A route by which a table leads to a gateway endpoint for the service.
    pub async fn gateway_route(
        &mut self,
        route_table_id: &str,
        service_name: &str,
    ) -> Result<Option<Stored<Route>>> {
        const SQL: &str = "SELECT route.version, route.body FROM route \
            JOIN endpoint ON endpoint.id = route.endpoint_id \
            WHERE route.route_table_id = $1 AND endpoint.service_name = $2 AND endpoint.endpoint_type = 'Gateway' \
            ORDER BY route.id LIMIT 1";
        let values = [route_table_id.into(), service_name.into()];
        Ok(self.select(SQL, &values).await?.pop())
    }

    /// The routes to an endpoint, in order of table and destination.
    pub async fn routes_to(&mut self, endpoint_id: &str) -> Result<Vec<Stored<Route>>> {
        const SQL: &str = "SELECT version, body FROM route WHERE endpoint_id = $1 ORDER BY id";
        self.select(SQL, &[endpoint_id.into()]).await
    }
}
