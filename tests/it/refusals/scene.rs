//! What most refusals of endpoints begin with: a service, and a consumer that may connect to it.

use reqwest::Method;
use serde_json::{Value, json};

use super::{Refusals, merged, with};
use crate::support::world::{CONSUMER, Network, Publication, World, ipv6_subnet, text};

pub(super) struct Scene {
    pub(super) world: World,
    pub(super) publication: Publication,
    pub(super) consumer: Network,
}

impl Scene {
    /// The service is one that decides on each connection.
    pub(super) async fn set() -> Self {
        Self::on(World::start().await, json!({})).await
    }

    /// The same on this server, with other members in the service.
    pub(super) async fn on(world: World, members: Value) -> Self {
        let publication = world.publish_with(members).await;
        let consumer = world.consume().await;
        Self {
            world,
            publication,
            consumer,
        }
    }

    /// What an endpoint can be created with.
    pub(super) fn parameters(&self) -> Vec<(&str, &str)> {
        vec![
            ("VpcEndpointType", "Interface"),
            ("VpcId", &self.consumer.vpc_id),
            ("ServiceName", &self.publication.service_name),
            ("SubnetId.1", &self.consumer.subnet_ids[0]),
        ]
    }

    pub(super) fn body(&self) -> Value {
        json!({
            "vpcId": self.consumer.vpc_id,
            "serviceName": self.publication.service_name,
            "subnetIds": [self.consumer.subnet_ids[0]],
        })
    }

    /// Tries to create an endpoint with something wrong, over both APIs.
    pub(super) async fn try_both(
        &self,
        table: &mut Refusals<'_>,
        wrong: &[(&str, &str)],
        twin: Value,
    ) {
        let parameters = with(&self.parameters(), wrong);
        let ec2 = self.world.ec2(CONSUMER);
        table.query(&ec2, "CreateVpcEndpoint", &parameters).await;
        let rest = self.world.rest(CONSUMER);
        let body = merged(&self.body(), twin);
        table.rest(&rest, Method::POST, "/v1/endpoints", body).await;
    }

    /// Tries to change an endpoint in a wrong way, over both APIs.
    pub(super) async fn try_to_change(
        &self,
        table: &mut Refusals<'_>,
        endpoint_id: &str,
        wrong: &[(&str, &str)],
        twin: Value,
    ) {
        let mut parameters = vec![("VpcEndpointId", endpoint_id)];
        parameters.extend(wrong);
        let ec2 = self.world.ec2(CONSUMER);
        table.query(&ec2, "ModifyVpcEndpoint", &parameters).await;
        let rest = self.world.rest(CONSUMER);
        let path = format!("/v1/endpoints/{endpoint_id}");
        table.rest(&rest, Method::PATCH, &path, twin).await;
    }

    /// An endpoint of the consumer's, created with these members besides; returns its id.
    pub(super) async fn endpoint(&self, members: Value) -> String {
        let body = merged(&self.body(), members);
        let rest = self.world.rest(CONSUMER);
        rest.make("/v1/endpoints", "vpcEndpointId", body).await
    }

    /// One more subnet of the consumer's, IPv4 only.
    pub(super) async fn subnet(&self, cidr: &str, zone: &str) -> String {
        let body =
            json!({"vpcId": self.consumer.vpc_id, "cidrBlock": cidr, "availabilityZone": zone});
        let rest = self.world.rest(CONSUMER);
        rest.make("/v1/subnets", "subnetId", body).await
    }

    /// A subnet of the consumer's that has nothing but IPv6, in us-east-1b, and IPv6 for the first subnet.
    pub(super) async fn ipv6(&self) -> String {
        let rest = self.world.rest(CONSUMER);
        let path = format!("/v1/vpcs/{}", self.consumer.vpc_id);
        let wanted = json!({"amazonProvidedIpv6CidrBlock": true});
        let vpc = rest.patch(&path, wanted).await.expect(200);
        let block = text(&vpc["ipv6CidrBlock"]);
        let path = format!("/v1/subnets/{}", self.consumer.subnet_ids[0]);
        let wanted = json!({"ipv6CidrBlock": ipv6_subnet(&block, 0)});
        rest.patch(&path, wanted).await.expect(200);
        let body = json!({
            "vpcId": self.consumer.vpc_id,
            "ipv6CidrBlock": ipv6_subnet(&block, 1),
            "ipv6Native": true,
            "availabilityZone": "us-east-1b",
        });
        rest.make("/v1/subnets", "subnetId", body).await
    }

    /// A route table of the consumer's.
    pub(super) async fn route_table(&self) -> String {
        let body = json!({"vpcId": self.consumer.vpc_id});
        let rest = self.world.rest(CONSUMER);
        rest.make("/v1/route-tables", "routeTableId", body).await
    }

    /// Makes the consumer's VPC one in which private DNS can be enabled, or not.
    pub(super) async fn let_private_dns(&self, allowed: bool) {
        let rest = self.world.rest(CONSUMER);
        let path = format!("/v1/vpcs/{}", self.consumer.vpc_id);
        let wanted = json!({"enableDnsHostnames": allowed});
        rest.patch(&path, wanted).await.expect(200);
    }
}
