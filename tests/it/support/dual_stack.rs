//! A service and a network with addresses of both kinds.

use serde_json::{Value, json};

use super::world::{CONSUMER, PROVIDER, World, ipv6_subnet, text};

/// The provider's service, and the consumer's network.
pub(crate) struct DualStack {
    pub(crate) service_name: String,
    pub(crate) vpc_id: String,
    /// In us-east-1a, 10.0.1.0/24 and IPv6.
    pub(crate) subnet_id: String,
    ipv6: String,
    /// In us-east-1b, with nothing but IPv6.
    pub(crate) native_id: String,
}

impl DualStack {
    pub(crate) async fn of(world: &World) -> Self {
        let (provider_vpc, provider_block) = vpc(world, PROVIDER).await;
        let mut subnets = Vec::new();
        for (number, zone) in [(1, "us-east-1a"), (2, "us-east-1b")] {
            let body = json!({
                "vpcId": provider_vpc, "availabilityZone": zone, "cidrBlock": format!("10.0.{number}.0/24"),
                "ipv6CidrBlock": ipv6_subnet(&provider_block, number),
            });
            subnets.push(
                world
                    .rest(PROVIDER)
                    .make("/v1/subnets", "subnetId", body)
                    .await,
            );
        }
        let rest = world.rest(PROVIDER);
        let body = json!({
            "name": "both", "scheme": "internal", "ipAddressType": "dualstack", "subnets": subnets,
        });
        let arn = rest
            .make("/v1/load-balancers", "loadBalancerArn", body)
            .await;
        let body =
            json!({"networkLoadBalancerArns": [arn], "supportedIpAddressTypes": ["ipv4", "ipv6"]});
        let service = rest.create("/v1/endpoint-services", body).await;
        let permissions = format!(
            "/v1/endpoint-services/{}/permissions",
            text(&service["serviceId"])
        );
        rest.create(&permissions, json!({"principal": "*"})).await;

        let rest = world.rest(CONSUMER);
        let (vpc_id, block) = vpc(world, CONSUMER).await;
        let (ipv6, native_ipv6) = (ipv6_subnet(&block, 1), ipv6_subnet(&block, 2));
        let body = json!({
            "vpcId": vpc_id, "availabilityZone": "us-east-1a", "cidrBlock": "10.0.1.0/24", "ipv6CidrBlock": ipv6,
        });
        let subnet_id = rest.make("/v1/subnets", "subnetId", body).await;
        let body = json!({
            "vpcId": vpc_id, "availabilityZone": "us-east-1b", "ipv6Native": true, "ipv6CidrBlock": native_ipv6,
        });
        Self {
            service_name: text(&service["serviceName"]),
            native_id: rest.make("/v1/subnets", "subnetId", body).await,
            vpc_id,
            subnet_id,
            ipv6,
        }
    }

    /// A request for an endpoint in a subnet, with these addresses.
    pub(crate) fn request(&self, ip_address_type: &str, subnet_id: &str, chosen: &Value) -> Value {
        json!({
            "vpcId": self.vpc_id, "serviceName": self.service_name, "ipAddressType": ip_address_type,
            "subnetIds": [subnet_id], "subnetConfigurations": chosen,
        })
    }

    /// An address of the first subnet, by its last part.
    pub(crate) fn address(&self, host: &str) -> String {
        address(&self.ipv6, host)
    }
}

async fn vpc(world: &World, account: &'static str) -> (String, String) {
    let body = json!({"cidrBlock": "10.0.0.0/16", "amazonProvidedIpv6CidrBlock": true});
    let vpc = world.rest(account).create("/v1/vpcs", body).await;
    (text(&vpc["vpcId"]), text(&vpc["ipv6CidrBlock"]))
}

/// The address of a network with this second half, in its canonical spelling.
fn address(network: &str, host: &str) -> String {
    let network: ipnet::Ipv6Net = network.parse().expect("a network");
    let host: std::net::Ipv6Addr = format!("::{host}").parse().expect("the end of an address");
    let both = u128::from(network.network()) | u128::from(host);
    std::net::Ipv6Addr::from(both).to_string()
}
