//! Every filter that AWS's model has for PrivateLink's lists, over both APIs: what is found by which value.

use serde_json::{Value, json};

use super::{both_stacks, decide};
use crate::support::query::Query;
use crate::support::rest::Rest;
use crate::support::world::{CONSUMER, PROVIDER, STRANGER, World, text};

/// What there is to find, by the names that the tables have for it.
struct Scene {
    world: World,
    /// Names of things and their identifiers.
    known: Vec<(&'static str, String)>,
}

/// A list over both APIs, and the members that identify its items.
struct List<'w> {
    ec2: Query<'w>,
    rest: Rest<'w>,
    action: &'static str,
    parameters: Vec<(&'static str, String)>,
    element: &'static str,
    path: String,
    member: &'static str,
}

impl Scene {
    async fn new() -> Self {
        let world = World::start().await;
        let mut scene = Self {
            world,
            known: Vec::new(),
        };
        scene.publish().await;
        scene.consume().await;
        scene.notify().await;
        scene
    }

    fn know(&mut self, name: &'static str, id: String) {
        self.known.push((name, id));
    }

    fn id(&self, name: &str) -> String {
        let found = self.known.iter().find(|(known, _)| *known == name);
        found
            .unwrap_or_else(|| panic!("there is no {name}"))
            .1
            .clone()
    }

    /// A service with both kinds of addresses and without acceptance, one with tags, one behind a gateway load balancer.
    async fn publish(&mut self) {
        let tags =
            json!({"tags": [{"key": "Team", "value": "shop"}], "supportedRegions": ["eu-west-1"]});
        let orders = self.world.publish_with(tags).await;
        let (network, _) = both_stacks(&self.world, PROVIDER).await;
        let rest = self.world.rest(PROVIDER);
        let body = json!({
            "name": "both", "type": "network", "ipAddressType": "dualstack", "subnets": network.subnet_ids,
        });
        let arn = rest
            .make("/v1/load-balancers", "loadBalancerArn", body)
            .await;
        let body = json!({
            "networkLoadBalancerArns": [arn], "supportedIpAddressTypes": ["ipv4", "ipv6"], "acceptanceRequired": false,
        });
        let both = rest.create("/v1/endpoint-services", body).await;
        let permissions = format!(
            "/v1/endpoint-services/{}/permissions",
            text(&both["serviceId"])
        );
        rest.create(&permissions, json!({"principal": "*"})).await;
        let permissions = format!("/v1/endpoint-services/{}/permissions", orders.service_id);
        for principal in [
            "arn:aws:iam::333333333333:role/deployer",
            "arn:aws:iam::333333333333:user/alice",
        ] {
            rest.create(&permissions, json!({"principal": principal}))
                .await;
        }
        let wall = self.world.inspection(&orders.network).await;
        let path = format!("/v1/endpoint-services/{}", wall.service_id);
        let wall_name = text(&rest.get(&path).await.expect(200)["serviceName"]);
        self.know("orders", orders.service_id);
        self.know("orders.name", orders.service_name);
        self.know("both", text(&both["serviceId"]));
        self.know("both.name", text(&both["serviceName"]));
        self.know("wall", wall.service_id);
        self.know("wall.name", wall_name);
    }

    /// The consumer's endpoints to each of them, one of them in another region, and the stranger's.
    async fn consume(&mut self) {
        let (network, _) = both_stacks(&self.world, CONSUMER).await;
        let rest = self.world.rest(CONSUMER);
        let subnets = json!([network.subnet_ids[0]]);
        let body = json!({
            "vpcId": network.vpc_id, "serviceName": self.id("orders.name"), "subnetIds": subnets,
            "tags": [{"key": "Team", "value": "web"}],
        });
        let plain = rest.make("/v1/endpoints", "vpcEndpointId", body).await;
        let body = json!({
            "vpcId": network.vpc_id, "serviceName": self.id("both.name"), "subnetIds": subnets,
            "ipAddressType": "dualstack",
        });
        let dual = rest.make("/v1/endpoints", "vpcEndpointId", body).await;
        let body = json!({
            "vpcId": network.vpc_id, "vpcEndpointType": "GatewayLoadBalancer", "serviceName": self.id("wall.name"),
            "subnetIds": subnets,
        });
        let wall = rest.make("/v1/endpoints", "vpcEndpointId", body).await;
        decide(&self.world, &self.id("wall"), &wall, "reject").await;
        let body = json!({
            "vpcEndpointType": "Gateway", "vpcId": network.vpc_id, "serviceName": "com.amazonaws.us-east-1.s3",
        });
        let gateway = rest.make("/v1/endpoints", "vpcEndpointId", body).await;
        let far = rest.region("eu-west-1");
        let vpc = far
            .make("/v1/vpcs", "vpcId", json!({"cidrBlock": "10.0.0.0/16"}))
            .await;
        let body = json!({"vpcId": vpc, "serviceName": self.id("orders.name"), "serviceRegion": "us-east-1"});
        let far = far.make("/v1/endpoints", "vpcEndpointId", body).await;
        let stranger = self.world.rest(STRANGER);
        let vpc_id = stranger
            .make("/v1/vpcs", "vpcId", json!({"cidrBlock": "10.0.0.0/16"}))
            .await;
        let body = json!({"vpcId": vpc_id, "serviceName": self.id("both.name")});
        let strangers = stranger.make("/v1/endpoints", "vpcEndpointId", body).await;
        self.world.settle().await;
        self.know("vpc", network.vpc_id);
        self.know("e-plain", plain);
        self.know("e-dual", dual);
        self.know("e-wall", wall);
        self.know("e-gateway", gateway);
        self.know("e-far", far);
        self.know("e-stranger", strangers);
    }

    async fn notify(&mut self) {
        let topic = "arn:aws:sns:us-east-1:111111111111:connections";
        let subscribers = json!({"topicArn": topic, "subscribers": []});
        let rest = self.world.rest(PROVIDER);
        let request = rest
            .request(reqwest::Method::PUT, "/v1/topics")
            .json(&subscribers);
        rest.send(request).await.expect(201);
        for (name, service) in [("n-orders", "orders"), ("n-both", "both")] {
            let body = json!({"connectionNotificationArn": topic, "connectionEvents": ["Accept"]});
            let path = format!("/v1/endpoint-services/{}/notifications", self.id(service));
            let rest = self.world.rest(PROVIDER);
            let id = rest.make(&path, "connectionNotificationId", body).await;
            self.know(name, id);
        }
    }

    /// What each filter finds, in a line: filter, value, names of what is found. Both APIs find the same.
    async fn table(&self, list: &List<'_>, cases: &[(&str, &str)]) -> String {
        let mut table = Vec::new();
        for (filter, value) in cases {
            let known = self.known.iter().find(|(name, _)| name == value);
            let wanted = known.map_or((*value).to_owned(), |(_, id)| id.clone());
            let found = list.over_ec2(filter, &wanted).await;
            assert_eq!(
                found,
                list.over_rest(filter, &wanted).await,
                "{filter} {value}"
            );
            let mut names: Vec<&str> = found
                .iter()
                .map(|id| {
                    self.known
                        .iter()
                        .find(|(_, known)| known == id)
                        .map_or(&**id, |(name, _)| name)
                })
                .collect();
            names.sort_unstable();
            table.push(
                format!("{filter:<32}{value:<36}{}", names.join(" "))
                    .trim_end()
                    .to_owned(),
            );
        }
        table.join("\n")
    }
}

impl List<'_> {
    async fn over_ec2(&self, filter: &str, value: &str) -> Vec<String> {
        let mut parameters: Vec<(&str, &str)> = self
            .parameters
            .iter()
            .map(|(name, value)| (*name, &**value))
            .collect();
        parameters.extend([("Filter.1.Name", filter), ("Filter.1.Value.1", value)]);
        let mut found = self
            .ec2
            .ok(self.action, &parameters)
            .await
            .all(self.element);
        found.sort();
        found
    }

    async fn over_rest(&self, filter: &str, value: &str) -> Vec<String> {
        let path = format!("{}?filter[{filter}]={value}", self.path);
        let items = self.rest.items(&path).await;
        let mut found: Vec<String> = items
            .iter()
            .map(|item: &Value| text(&item[self.member]))
            .collect();
        found.sort();
        found
    }
}

#[tokio::test]
async fn of_endpoints() {
    let scene = Scene::new().await;
    let list = List {
        ec2: scene.world.ec2(CONSUMER),
        rest: scene.world.rest(CONSUMER),
        action: "DescribeVpcEndpoints",
        parameters: Vec::new(),
        element: "vpcEndpointId",
        path: "/v1/endpoints".to_owned(),
        member: "vpcEndpointId",
    };
    let cases = [
        ("ip-address-type", "ipv4"),
        ("ip-address-type", "dualstack"),
        ("service-name", "orders.name"),
        ("service-name", "com.amazonaws.*"),
        ("service-region", "us-east-1"),
        ("service-region", "eu-west-1"),
        ("tag:Team", "web"),
        ("tag:Team", "Web"),
        ("tag-key", "Team"),
        ("vpc-id", "vpc"),
        ("vpc-id", "vpc-0"),
        ("vpc-endpoint-id", "e-dual"),
        ("vpc-endpoint-state", "pendingAcceptance"),
        ("vpc-endpoint-state", "available"),
        ("vpc-endpoint-state", "rejected"),
        ("vpc-endpoint-state", "deleted"),
        ("vpc-endpoint-type", "Gateway"),
        ("vpc-endpoint-type", "GatewayLoadBalancer"),
        ("vpc-endpoint-type", "Interface"),
    ];
    insta::assert_snapshot!(scene.table(&list, &cases).await, @"
    ip-address-type                 ipv4                                e-gateway e-plain e-wall
    ip-address-type                 dualstack                           e-dual
    service-name                    orders.name                         e-plain
    service-name                    com.amazonaws.*                     e-dual e-gateway e-plain e-wall
    service-region                  us-east-1                           e-dual e-gateway e-plain e-wall
    service-region                  eu-west-1
    tag:Team                        web                                 e-plain
    tag:Team                        Web
    tag-key                         Team                                e-plain
    vpc-id                          vpc                                 e-dual e-gateway e-plain e-wall
    vpc-id                          vpc-0
    vpc-endpoint-id                 e-dual                              e-dual
    vpc-endpoint-state              pendingAcceptance                   e-plain
    vpc-endpoint-state              available                           e-dual e-gateway
    vpc-endpoint-state              rejected                            e-wall
    vpc-endpoint-state              deleted
    vpc-endpoint-type               Gateway                             e-gateway
    vpc-endpoint-type               GatewayLoadBalancer                 e-wall
    vpc-endpoint-type               Interface                           e-dual e-plain
    ");
}

#[tokio::test]
async fn of_services() {
    let scene = Scene::new().await;
    let mut list = List {
        ec2: scene.world.ec2(PROVIDER),
        rest: scene.world.rest(PROVIDER),
        action: "DescribeVpcEndpointServiceConfigurations",
        parameters: Vec::new(),
        element: "serviceId",
        path: "/v1/endpoint-services".to_owned(),
        member: "serviceId",
    };
    let cases = [
        ("service-id", "both"),
        ("service-name", "orders.name"),
        ("service-state", "Available"),
        ("service-state", "Failed"),
        ("supported-ip-address-types", "ipv4"),
        ("supported-ip-address-types", "ipv6"),
        ("tag:Team", "shop"),
        ("tag-key", "Team"),
        ("tag-key", "Name"),
    ];
    insta::assert_snapshot!(scene.table(&list, &cases).await, @"
    service-id                      both                                both
    service-name                    orders.name                         orders
    service-state                   Available                           both orders wall
    service-state                   Failed
    supported-ip-address-types      ipv4                                both orders wall
    supported-ip-address-types      ipv6                                both
    tag:Team                        shop                                orders
    tag-key                         Team                                orders
    tag-key                         Name
    ");
    list.action = "DescribeVpcEndpointServicePermissions";
    list.parameters = vec![("ServiceId", scene.id("orders"))];
    list.element = "principal";
    list.path = format!("/v1/endpoint-services/{}/permissions", scene.id("orders"));
    list.member = "principal";
    let cases = [
        ("principal", "arn:aws:iam::222222222222:root"),
        ("principal", "arn:aws:iam::333333333333:*"),
        ("principal-type", "Account"),
        ("principal-type", "Role"),
        ("principal-type", "User"),
        ("principal-type", "All"),
    ];
    insta::assert_snapshot!(scene.table(&list, &cases).await, @"
    principal                       arn:aws:iam::222222222222:root      arn:aws:iam::222222222222:root
    principal                       arn:aws:iam::333333333333:*         arn:aws:iam::333333333333:role/deployer arn:aws:iam::333333333333:user/alice
    principal-type                  Account                             arn:aws:iam::222222222222:root
    principal-type                  Role                                arn:aws:iam::333333333333:role/deployer
    principal-type                  User                                arn:aws:iam::333333333333:user/alice
    principal-type                  All
    ");
}

#[tokio::test]
async fn of_available_services() {
    let scene = Scene::new().await;
    let mut list = List {
        ec2: scene.world.ec2(CONSUMER),
        rest: scene.world.rest(CONSUMER),
        action: "DescribeVpcEndpointServices",
        parameters: Vec::new(),
        element: "serviceId",
        path: "/v1/available-services".to_owned(),
        member: "serviceId",
    };
    let cases = [
        ("owner", PROVIDER),
        ("owner", CONSUMER),
        ("service-name", "orders.name"),
        ("service-name", "com.amazonaws.vpce.*"),
        ("service-region", "eu-west-1"),
        ("service-type", "GatewayLoadBalancer"),
        ("tag:Team", "shop"),
        ("tag-key", "Team"),
    ];
    insta::assert_snapshot!(scene.table(&list, &cases).await, @"
    owner                           111111111111                        both orders wall
    owner                           222222222222
    service-name                    orders.name                         orders
    service-name                    com.amazonaws.vpce.*                both orders wall
    service-region                  eu-west-1
    service-type                    GatewayLoadBalancer                 wall
    tag:Team                        shop
    tag-key                         Team
    ");
    for (filter, value) in [
        ("service-type", "Gateway"),
        ("owner", "amazon"),
        ("supported-ip-address-types", "ipv6"),
    ] {
        let found = list.over_ec2(filter, value).await;
        assert!(found.len() > 1, "{filter} {value}");
    }
    list.element = "serviceName";
    let gateways = list.over_ec2("service-type", "Gateway").await;
    insta::assert_snapshot!(gateways.join("\n"), @"
    com.amazonaws.us-east-1.dynamodb
    com.amazonaws.us-east-1.s3
    com.amazonaws.us-east-1.s3express
    ");
    list.ec2 = scene.world.ec2(PROVIDER);
    list.rest = scene.world.rest(PROVIDER);
    list.element = "serviceId";
    insta::assert_snapshot!(scene.table(&list, &cases[6..]).await, @"
    tag:Team                        shop                                orders
    tag-key                         Team                                orders
    ");
}

#[tokio::test]
async fn of_connections() {
    let scene = Scene::new().await;
    let provider = scene.world.ec2(PROVIDER);
    let mut table = Vec::new();
    for (filter, value) in [
        ("ip-address-type", "dualstack"),
        ("ip-address-type", "ipv4"),
        ("service-id", "both"),
        ("service-id", "vpce-svc-0123456789abcdef0"),
        ("vpc-endpoint-id", "e-plain"),
        ("vpc-endpoint-owner", CONSUMER),
        ("vpc-endpoint-owner", STRANGER),
        ("vpc-endpoint-region", "us-east-1"),
        ("vpc-endpoint-region", "cross-region"),
        ("vpc-endpoint-state", "pendingAcceptance"),
        ("vpc-endpoint-state", "PendingAcceptance"),
        ("vpc-endpoint-state", "rejected"),
    ] {
        let known = scene.known.iter().find(|(name, _)| *name == value);
        let wanted = known.map_or(value, |(_, id)| id);
        let parameters = [("Filter.1.Name", filter), ("Filter.1.Value.1", wanted)];
        let found = provider
            .ok("DescribeVpcEndpointConnections", &parameters)
            .await
            .all("vpcEndpointId");
        let mut names: Vec<&str> = found
            .iter()
            .map(|id| {
                scene
                    .known
                    .iter()
                    .find(|(_, known)| known == id)
                    .map_or(&**id, |(name, _)| name)
            })
            .collect();
        names.sort_unstable();
        table.push(
            format!("{filter:<32}{value:<28}{}", names.join(" "))
                .trim_end()
                .to_owned(),
        );
    }
    insta::assert_snapshot!(table.join("\n"), @"
    ip-address-type                 dualstack                   e-dual
    ip-address-type                 ipv4                        e-far e-plain e-stranger e-wall
    service-id                      both                        e-dual e-stranger
    service-id                      vpce-svc-0123456789abcdef0
    vpc-endpoint-id                 e-plain                     e-plain
    vpc-endpoint-owner              222222222222                e-dual e-far e-plain e-wall
    vpc-endpoint-owner              333333333333                e-stranger
    vpc-endpoint-region             us-east-1                   e-dual e-plain e-stranger e-wall
    vpc-endpoint-region             cross-region                e-far
    vpc-endpoint-state              pendingAcceptance           e-far e-plain
    vpc-endpoint-state              PendingAcceptance           e-far e-plain
    vpc-endpoint-state              rejected                    e-wall
    ");
    let list = List {
        ec2: provider,
        rest: scene.world.rest(PROVIDER),
        action: "DescribeVpcEndpointConnections",
        parameters: vec![
            ("Filter.2.Name", "service-id".to_owned()),
            ("Filter.2.Value.1", scene.id("both")),
        ],
        element: "vpcEndpointId",
        path: format!("/v1/endpoint-services/{}/connections", scene.id("both")),
        member: "vpcEndpointId",
    };
    let cases = [
        ("ip-address-type", "dualstack"),
        ("service-id", "both"),
        ("vpc-endpoint-id", "e-dual"),
        ("vpc-endpoint-owner", STRANGER),
        ("vpc-endpoint-region", "us-east-1"),
        ("vpc-endpoint-state", "available"),
    ];
    insta::assert_snapshot!(scene.table(&list, &cases).await, @"
    ip-address-type                 dualstack                           e-dual
    service-id                      both                                e-dual e-stranger
    vpc-endpoint-id                 e-dual                              e-dual
    vpc-endpoint-owner              333333333333                        e-stranger
    vpc-endpoint-region             us-east-1                           e-dual e-stranger
    vpc-endpoint-state              available                           e-dual e-stranger
    ");
}

#[tokio::test]
async fn of_notifications() {
    let scene = Scene::new().await;
    let ec2 = scene.world.ec2(PROVIDER);
    let mut table = Vec::new();
    for (filter, value) in [
        (
            "connection-notification-arn",
            "arn:aws:sns:us-east-1:111111111111:connections",
        ),
        (
            "connection-notification-arn",
            "arn:aws:sns:us-east-1:111111111111:other",
        ),
        ("connection-notification-id", "n-both"),
        ("connection-notification-state", "Enabled"),
        ("connection-notification-state", "Disabled"),
        ("connection-notification-type", "Topic"),
        ("service-id", "orders"),
        ("vpc-endpoint-id", "e-plain"),
    ] {
        let known = scene.known.iter().find(|(name, _)| *name == value);
        let wanted = known.map_or(value, |(_, id)| id);
        let parameters = [("Filter.1.Name", filter), ("Filter.1.Value.1", wanted)];
        let action = "DescribeVpcEndpointConnectionNotifications";
        let found = ec2
            .ok(action, &parameters)
            .await
            .all("connectionNotificationId");
        let mut names: Vec<&str> = found
            .iter()
            .map(|id| {
                scene
                    .known
                    .iter()
                    .find(|(_, known)| known == id)
                    .map_or(&**id, |(name, _)| name)
            })
            .collect();
        names.sort_unstable();
        table.push(
            format!("{filter:<32}{value:<48}{}", names.join(" "))
                .trim_end()
                .to_owned(),
        );
        if *filter == *"service-id" {
            continue;
        }
        let path = format!(
            "/v1/endpoint-services/{}/notifications?filter[{filter}]={wanted}",
            scene.id("orders")
        );
        let over_rest = scene.world.rest(PROVIDER).items(&path).await;
        assert_eq!(
            over_rest.len(),
            usize::from(names.contains(&"n-orders")),
            "{filter} {value}"
        );
    }
    insta::assert_snapshot!(table.join("\n"), @"
    connection-notification-arn     arn:aws:sns:us-east-1:111111111111:connections  n-both n-orders
    connection-notification-arn     arn:aws:sns:us-east-1:111111111111:other
    connection-notification-id      n-both                                          n-both
    connection-notification-state   Enabled                                         n-both n-orders
    connection-notification-state   Disabled
    connection-notification-type    Topic                                           n-both n-orders
    service-id                      orders                                          n-orders
    vpc-endpoint-id                 e-plain
    ");
}
