//! Endpoints that routes lead to.

use serde_json::json;
use sqlx::Connection as _;
use sqlx::sqlite::{SqliteConnectOptions, SqliteConnection};

use super::world::{CONSUMER, Network, Publication, World, text};

impl World {
    /// An endpoint of the consumer's in one subnet, whose interface is one of a gateway load balancer endpoint.
    pub(crate) async fn route_target(&self, to: &Publication, from: &Network) -> String {
        let body = json!({
            "vpcId": from.vpc_id,
            "serviceName": to.service_name,
            "subnetIds": [from.subnet_ids[0]],
        });
        let endpoint = self.rest(CONSUMER).create("/v1/endpoints", body).await;
        let id = text(&endpoint["vpcEndpointId"]);
        self.change(
            "UPDATE network_interface SET body = json_set(body, '$.holder.kind', 'gatewayLoadBalancerEndpoint') \
             WHERE endpoint_id = $1",
            &[&id],
        )
        .await;
        id
    }

    /// Gives a table a gateway endpoint's route to a prefix list.
    pub(crate) async fn gateway_route(&self, table_id: &str, list_id: &str, endpoint_id: &str) {
        let body = json!({
            "scope": {"account": CONSUMER, "region": "us-east-1"},
            "routeTableId": table_id,
            "destination": list_id,
            "target": {"kind": "gatewayEndpoint", "endpointId": endpoint_id},
            "createdAt": 0,
        });
        self.change(
            "INSERT INTO route (id, version, body) VALUES ($1 || '|' || $2, 1, $3)",
            &[table_id, list_id, &body.to_string()],
        )
        .await;
    }

    /// Changes the database beside the server.
    async fn change(&self, sql: &'static str, values: &[&str]) {
        let options = SqliteConnectOptions::new().filename(self.database());
        let mut connection = SqliteConnection::connect_with(&options)
            .await
            .expect("the database can be opened beside the server");
        let mut query = sqlx::query(sql);
        for value in values {
            query = query.bind((*value).to_owned());
        }
        let done = query.execute(&mut connection).await.expect("a change");
        assert_eq!(done.rows_affected(), 1, "{sql}");
    }
}
