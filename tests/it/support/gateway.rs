//! Endpoints that routes lead to: those of gateway load balancers, and gateway endpoints.

use reqwest::Method;
use serde_json::json;

use super::world::{CONSUMER, Network, PROVIDER, World, text};

/// A service of the provider's behind a gateway load balancer, which the consumer may connect to.
pub(crate) struct Inspection {
    pub(crate) service_id: String,
    service_name: String,
}

impl World {
    /// Such a service in these subnets of the provider's.
    pub(crate) async fn inspection(&self, network: &Network) -> Inspection {
        let rest = self.rest(PROVIDER);
        let body = json!({"name": "wall", "type": "gateway", "subnets": network.subnet_ids});
        let arn = rest
            .make("/v1/load-balancers", "loadBalancerArn", body)
            .await;
        let body = json!({"gatewayLoadBalancerArns": [arn]});
        let service = rest.create("/v1/endpoint-services", body).await;
        let service_id = text(&service["serviceId"]);
        let body = json!({"principal": format!("arn:aws:iam::{CONSUMER}:root")});
        let permissions = format!("/v1/endpoint-services/{service_id}/permissions");
        rest.create(&permissions, body).await;
        Inspection {
            service_name: text(&service["serviceName"]),
            service_id,
        }
    }

    /// The consumer's endpoint for it in the network's first subnet, waiting for acceptance.
    pub(crate) async fn route_target(&self, to: &Inspection, from: &Network) -> String {
        let body = json!({
            "vpcEndpointType": "GatewayLoadBalancer",
            "vpcId": from.vpc_id,
            "serviceName": to.service_name,
            "subnetIds": [from.subnet_ids[0]],
        });
        let rest = self.rest(CONSUMER);
        rest.make("/v1/endpoints", "vpcEndpointId", body).await
    }

    /// The provider turns the consumer's endpoint down.
    pub(crate) async fn turn_down(&self, service_id: &str, endpoint_id: &str) {
        let path = format!("/v1/endpoint-services/{service_id}/connections/{endpoint_id}/reject");
        let rest = self.rest(PROVIDER);
        rest.send(rest.request(Method::POST, &path))
            .await
            .expect(200);
    }

    /// The consumer's gateway endpoint for S3, to which this table leads.
    pub(crate) async fn gateway_endpoint(&self, network: &Network, table_id: &str) -> String {
        let body = json!({
            "vpcEndpointType": "Gateway",
            "vpcId": network.vpc_id,
            "serviceName": "com.amazonaws.us-east-1.s3",
            "routeTableIds": [table_id],
        });
        let rest = self.rest(CONSUMER);
        rest.make("/v1/endpoints", "vpcEndpointId", body).await
    }
}
