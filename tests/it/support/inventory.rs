//! One of everything: what each route and each action can be tried on.

use serde_json::{Value, json};

use super::rest::segment;
use super::world::{CONSUMER, Network, PROVIDER, Publication, World, text};

/// A provider and a consumer, connected, with one of everything, and some things that nothing else needs.
pub(crate) struct Inventory {
    pub(crate) publication: Publication,
    pub(crate) consumer: Network,
    /// The consumer's endpoint, waiting for acceptance.
    pub(crate) endpoint_id: String,
    pub(crate) permission_id: String,
    /// Of the consumer's; nothing uses it.
    pub(crate) group_id: String,
    pub(crate) rule_id: String,
    pub(crate) route_table_id: String,
    pub(crate) association_id: String,
    /// Of the provider's, with a listener, but behind no service.
    pub(crate) load_balancer_arn: String,
    pub(crate) target_group_arn: String,
    pub(crate) listener_arn: String,
    /// Of the consumer's, with nothing in them.
    pub(crate) spare: Network,
    pub(crate) empty_vpc_id: String,
    pub(crate) spare_group_id: String,
    pub(crate) spare_route_table_id: String,
    pub(crate) other_association_id: String,
    /// Of the provider's; nothing uses them.
    pub(crate) spare_service_id: String,
    pub(crate) spare_load_balancer_arn: String,
    pub(crate) spare_target_group_arn: String,
    /// Of the provider's, with a security group.
    pub(crate) guarded_load_balancer_arn: String,
    pub(crate) guard_id: String,
}

impl Inventory {
    pub(crate) async fn of(world: &World) -> Self {
        let publication = world.publish().await;
        let consumer = world.consume().await;
        let endpoint_id = world.connect(&publication, &consumer).await;
        let (provider, rest) = (world.rest(PROVIDER), world.rest(CONSUMER));
        let service_id = &publication.service_id;
        let path = format!("/v1/endpoint-services/{service_id}/permissions");
        let permission_id = text(&provider.items(&path).await[0]["servicePermissionId"]);

        let vpc_id = &consumer.vpc_id;
        let body = json!({"vpcId": vpc_id, "groupName": "spare", "description": "spare"});
        let group_id = text(&rest.create("/v1/security-groups", body).await["groupId"]);
        let body = json!({"isEgress": false, "ipProtocol": "tcp", "fromPort": 443, "toPort": 443, "cidrIpv4": "10.0.0.0/16"});
        let rules = format!("/v1/security-groups/{group_id}/rules");
        let rule_id = text(&rest.create(&rules, body).await["securityGroupRuleId"]);
        let table = rest
            .create("/v1/route-tables", json!({"vpcId": vpc_id}))
            .await;
        let route_table_id = text(&table["routeTableId"]);
        let associations = format!("/v1/route-tables/{route_table_id}/associations");
        let body = json!({"subnetId": consumer.subnet_ids[0]});
        let association = rest.create(&associations, body).await;
        let association_id = text(&association["routeTableAssociationId"]);

        let load_balancer_arn = world
            .load_balancer(PROVIDER, "spare", &publication.network.subnet_ids)
            .await;
        let body = json!({
            "name": "spare", "protocol": "TCP", "port": 443, "targetType": "ip",
            "vpcId": publication.network.vpc_id,
        });
        let group = provider.create("/v1/target-groups", body).await;
        let target_group_arn = text(&group["targetGroupArn"]);
        let targets = format!("/v1/target-groups/{}/targets", segment(&target_group_arn));
        provider
            .create(&targets, json!({"id": "10.0.0.9", "port": 443}))
            .await;
        let listener = provider
            .create(
                "/v1/listeners",
                listener(&load_balancer_arn, &target_group_arn, 443),
            )
            .await;
        let unused = Unused::by_consumer(world).await;
        let spare = Spare::of_provider(world, &publication).await;
        Self {
            empty_vpc_id: unused.vpc_id,
            spare_group_id: unused.group_id,
            spare_route_table_id: unused.route_table_id,
            other_association_id: unused.association_id,
            spare_service_id: spare.service_id,
            spare_load_balancer_arn: spare.load_balancer_arn,
            spare_target_group_arn: spare.target_group_arn,
            guarded_load_balancer_arn: spare.guarded_load_balancer_arn,
            guard_id: spare.guard_id,
            endpoint_id,
            permission_id,
            group_id,
            rule_id,
            route_table_id,
            association_id,
            load_balancer_arn,
            target_group_arn,
            listener_arn: text(&listener["listenerArn"]),
            spare: unused.network,
            publication,
            consumer,
        }
    }
}

/// What the provider has that nothing uses, and a load balancer with a security group.
struct Spare {
    service_id: String,
    load_balancer_arn: String,
    target_group_arn: String,
    guarded_load_balancer_arn: String,
    guard_id: String,
}

impl Spare {
    async fn of_provider(world: &World, publication: &Publication) -> Self {
        let provider = world.rest(PROVIDER);
        let subnets = &publication.network.subnet_ids;
        let behind = world.load_balancer(PROVIDER, "behind", subnets).await;
        let body = json!({"networkLoadBalancerArns": [behind]});
        let service = provider.create("/v1/endpoint-services", body).await;
        let body = json!({
            "name": "unused", "protocol": "TCP", "port": 443, "vpcId": publication.network.vpc_id,
        });
        let unused_targets = provider.create("/v1/target-groups", body).await;
        let body = json!({"vpcId": publication.network.vpc_id, "groupName": "guard", "description": "guard"});
        let guard_id = text(&provider.create("/v1/security-groups", body).await["groupId"]);
        let body = json!({
            "name": "guarded", "scheme": "internal", "subnets": subnets, "securityGroups": [guard_id],
        });
        let guarded = provider.create("/v1/load-balancers", body).await;
        Self {
            service_id: text(&service["serviceId"]),
            load_balancer_arn: world.load_balancer(PROVIDER, "unused", subnets).await,
            target_group_arn: text(&unused_targets["targetGroupArn"]),
            guarded_load_balancer_arn: text(&guarded["loadBalancerArn"]),
            guard_id,
        }
    }
}

/// What the consumer has that nothing uses.
struct Unused {
    network: Network,
    vpc_id: String,
    group_id: String,
    route_table_id: String,
    association_id: String,
}

impl Unused {
    async fn by_consumer(world: &World) -> Self {
        let rest = world.rest(CONSUMER);
        let spare = world.network(CONSUMER, &["us-east-1a"]).await;
        let empty = rest
            .create("/v1/vpcs", json!({"cidrBlock": "10.0.0.0/16"}))
            .await;
        let body = json!({"vpcId": spare.vpc_id, "groupName": "unused", "description": "unused"});
        let unused = rest.create("/v1/security-groups", body).await;
        let tables = [
            spare_table(world, &spare).await,
            spare_table(world, &spare).await,
        ];
        let associations = format!("/v1/route-tables/{}/associations", tables[1]);
        let body = json!({"subnetId": spare.subnet_ids[0]});
        let other_association = rest.create(&associations, body).await;
        Self {
            vpc_id: text(&empty["vpcId"]),
            group_id: text(&unused["groupId"]),
            route_table_id: tables[0].clone(),
            association_id: text(&other_association["routeTableAssociationId"]),
            network: spare,
        }
    }
}

async fn spare_table(world: &World, network: &Network) -> String {
    let body = json!({"vpcId": network.vpc_id});
    let table = world.rest(CONSUMER).create("/v1/route-tables", body).await;
    text(&table["routeTableId"])
}

/// What a listener is created with.
pub(crate) fn listener(load_balancer_arn: &str, target_group_arn: &str, port: u16) -> Value {
    json!({
        "loadBalancerArn": load_balancer_arn,
        "protocol": "TCP",
        "port": port,
        "defaultActions": [{"type": "forward", "targetGroupArn": target_group_arn}],
    })
}
