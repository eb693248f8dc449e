//! Gateway load balancers: what they have in common with others only on paper, and what may not be mixed.

use reqwest::Method;
use serde_json::{Value, json};

use super::{Refusals, merged, with};
use crate::support::inventory::listener;
use crate::support::rest::segment;
use crate::support::world::{Network, PROVIDER, World, ipv6_subnet, text};

/// A network with a gateway and a network load balancer in it, each with a target group that fits it.
pub(super) struct Stage {
    pub(super) network: Network,
    guard_id: String,
    gateway: String,
    pub(super) balancer: String,
    appliances: String,
    orders: String,
}

impl Stage {
    pub(super) async fn of(world: &World) -> Self {
        let network = world.network(PROVIDER, &["us-east-1a", "us-east-1b"]).await;
        let rest = world.rest(PROVIDER);
        let guard = json!({"groupName": "guard", "description": "guard", "vpcId": network.vpc_id});
        let gateway = json!({"name": "wall", "type": "gateway", "subnets": network.subnet_ids});
        let group = |name: &str, protocol: &str, port: u16| {
            json!({
                "name": name, "protocol": protocol, "port": port, "targetType": "ip", "vpcId": network.vpc_id,
            })
        };
        let (groups, id) = ("/v1/target-groups", "targetGroupArn");
        let appliances = group("appliances", "GENEVE", 6081);
        Self {
            guard_id: rest.make("/v1/security-groups", "groupId", guard).await,
            gateway: rest
                .make("/v1/load-balancers", "loadBalancerArn", gateway)
                .await,
            balancer: world
                .load_balancer(PROVIDER, "orders", &network.subnet_ids)
                .await,
            appliances: rest.make(groups, id, appliances).await,
            orders: rest.make(groups, id, group("orders", "TCP", 443)).await,
            network,
        }
    }

    /// Gives the network and its subnets IPv6.
    pub(super) async fn add_ipv6(&self, world: &World) {
        let rest = world.rest(PROVIDER);
        let vpc = format!("/v1/vpcs/{}", self.network.vpc_id);
        let wanted = json!({"amazonProvidedIpv6CidrBlock": true});
        let vpc = rest.patch(&vpc, wanted).await.expect(200);
        let block = text(&vpc["ipv6CidrBlock"]);
        for (number, subnet_id) in (0..).zip(&self.network.subnet_ids) {
            let body = json!({"ipv6CidrBlock": ipv6_subnet(&block, number)});
            let path = format!("/v1/subnets/{subnet_id}");
            rest.patch(&path, body).await.expect(200);
        }
    }
}

#[tokio::test]
async fn gateways_made_wrong() {
    let world = World::start().await;
    let stage = Stage::of(&world).await;
    let (elb, rest) = (world.elb(PROVIDER), world.rest(PROVIDER));
    let (subnet, guard) = (&*stage.network.subnet_ids[0], &*stage.guard_id);
    let parameters = [
        ("Name", "new"),
        ("Type", "gateway"),
        ("Subnets.member.1", subnet),
    ];
    let body = json!({"name": "new", "type": "gateway", "subnets": [subnet]});
    let mut table = Refusals::of(&world);
    for (what, parameter, member) in [
        (
            "with a scheme",
            ("Scheme", "internal"),
            json!({"scheme": "internal"}),
        ),
        (
            "with a security group",
            ("SecurityGroups.member.1", guard),
            json!({"securityGroups": [guard]}),
        ),
        (
            "with IPv6 alone",
            ("IpAddressType", "ipv6"),
            json!({"ipAddressType": "ipv6"}),
        ),
        (
            "of another type",
            ("Type", "application"),
            json!({"type": "application"}),
        ),
        (
            "with a name that is taken",
            ("Name", "orders"),
            json!({"name": "orders"}),
        ),
        (
            "with the name of one in other subnets",
            ("Name", "wall"),
            json!({"name": "wall"}),
        ),
    ] {
        table.when(what);
        let parameters = with(&parameters, &[parameter]);
        table.query(&elb, "CreateLoadBalancer", &parameters).await;
        let body = merged(&body, member);
        table
            .rest(&rest, Method::POST, "/v1/load-balancers", body)
            .await;
    }
    table.when("with an address of the user's choice");
    let mapping = [
        ("Subnets.member.1", ""),
        ("SubnetMappings.member.1.SubnetId", subnet),
        ("SubnetMappings.member.1.PrivateIPv4Address", "10.0.0.9"),
    ];
    let parameters = with(&parameters, &mapping);
    table.query(&elb, "CreateLoadBalancer", &parameters).await;
    insta::assert_snapshot!(table.table(), @"
    with a scheme
      AWS  400 ValidationError: A scheme cannot be specified for gateway load balancers
      REST 400 ValidationError (scheme): A scheme cannot be specified for gateway load balancers
    with a security group
      AWS  400 InvalidConfigurationRequest: Security groups are not supported for gateway load balancers
      REST 400 InvalidConfigurationRequest (securityGroups): Security groups are not supported for gateway load balancers
    with IPv6 alone
      AWS  400 InvalidConfigurationRequest: The IP address type 'ipv6' is not supported for load balancers of the type gateway
      REST 400 InvalidConfigurationRequest (ipAddressType): The IP address type 'ipv6' is not supported for load balancers of the type gateway
    of another type
      AWS  400 ValidationError: At least two subnets in two different Availability Zones must be specified
      REST 400 ValidationError (subnets): At least two subnets in two different Availability Zones must be specified
    with a name that is taken
      AWS  400 DuplicateLoadBalancerName: A load balancer with the same name 'orders' exists, but with different settings
      REST 409 DuplicateLoadBalancerName (name): A load balancer with the same name 'orders' exists, but with different settings
    with the name of one in other subnets
      AWS  400 DuplicateLoadBalancerName: A load balancer with the same name 'wall' exists, but with different settings
      REST 409 DuplicateLoadBalancerName (name): A load balancer with the same name 'wall' exists, but with different settings
    with an address of the user's choice
      AWS  400 InvalidConfigurationRequest: Private IPv4 addresses can only be specified for internal network load balancers
    ");
}

#[tokio::test]
async fn gateways_changed_wrong() {
    let world = World::start().await;
    let stage = Stage::of(&world).await;
    let (elb, rest) = (world.elb(PROVIDER), world.rest(PROVIDER));
    let (subnet, guard) = (&*stage.network.subnet_ids[0], &*stage.guard_id);
    let path = format!("/v1/load-balancers/{}", segment(&stage.gateway));
    let named = ("LoadBalancerArn", &*stage.gateway);
    let mut table = Refusals::of(&world);
    for (what, action, parameters, body) in [
        (
            "without one of its subnets",
            "SetSubnets",
            vec![("Subnets.member.1", subnet)],
            json!({"subnets": [subnet]}),
        ),
        (
            "with a security group",
            "SetSecurityGroups",
            vec![("SecurityGroups.member.1", guard)],
            json!({"securityGroups": [guard]}),
        ),
        (
            "with IPv6 alone",
            "SetIpAddressType",
            vec![("IpAddressType", "ipv6")],
            json!({"ipAddressType": "ipv6"}),
        ),
        (
            "with an attribute of network load balancers",
            "ModifyLoadBalancerAttributes",
            vec![
                ("Attributes.member.1.Key", "zonal_shift.config.enabled"),
                ("Attributes.member.1.Value", "true"),
            ],
            json!({"attributes": {"zonal_shift.config.enabled": "true"}}),
        ),
    ] {
        table.when(what);
        let parameters = with(&[named], &parameters);
        table.query(&elb, action, &parameters).await;
        table.rest(&rest, Method::PATCH, &path, body).await;
    }
    insta::assert_snapshot!(table.table(), @"
    without one of its subnets
      AWS  400 InvalidConfigurationRequest: Subnets cannot be removed from gateway load balancers
      REST 400 InvalidConfigurationRequest (subnets): Subnets cannot be removed from gateway load balancers
    with a security group
      AWS  400 InvalidConfigurationRequest: Security groups are not supported for gateway load balancers
      REST 400 InvalidConfigurationRequest (securityGroups): Security groups are not supported for gateway load balancers
    with IPv6 alone
      AWS  400 InvalidConfigurationRequest: The IP address type 'ipv6' is not supported for load balancers of the type gateway
      REST 400 InvalidConfigurationRequest (ipAddressType): The IP address type 'ipv6' is not supported for load balancers of the type gateway
    with an attribute of network load balancers
      AWS  400 InvalidConfigurationRequest: Load balancer attribute key 'zonal_shift.config.enabled' is not supported on load balancers with type 'gateway'
      REST 400 InvalidConfigurationRequest (attributes): Load balancer attribute key 'zonal_shift.config.enabled' is not supported on load balancers with type 'gateway'
    ");
}

#[tokio::test]
async fn target_groups_made_wrong() {
    let world = World::start().await;
    let stage = Stage::of(&world).await;
    let (elb, rest) = (world.elb(PROVIDER), world.rest(PROVIDER));
    let vpc_id = &*stage.network.vpc_id;
    let mut table = Refusals::of(&world);
    table.when("for appliances on another port");
    let parameters = [
        ("Name", "new"),
        ("Protocol", "GENEVE"),
        ("Port", "6082"),
        ("VpcId", vpc_id),
    ];
    let body = json!({"name": "new", "protocol": "GENEVE", "port": 6082, "vpcId": vpc_id});
    table.query(&elb, "CreateTargetGroup", &parameters).await;
    table
        .rest(&rest, Method::POST, "/v1/target-groups", body)
        .await;
    table.when("with a health check that takes any code");
    let parameters = [
        ("TargetGroupArn", &*stage.appliances),
        ("HealthCheckProtocol", "HTTP"),
        ("Matcher.HttpCode", "200-599"),
    ];
    let path = format!("/v1/target-groups/{}", segment(&stage.appliances));
    let body = json!({"healthCheck": {"protocol": "HTTP", "matcher": "200-599"}});
    table.query(&elb, "ModifyTargetGroup", &parameters).await;
    table.rest(&rest, Method::PATCH, &path, body).await;
    table.when("an appliance on another port");
    let parameters = [
        ("TargetGroupArn", &*stage.appliances),
        ("Targets.member.1.Id", "10.0.0.7"),
        ("Targets.member.1.Port", "80"),
    ];
    table.query(&elb, "RegisterTargets", &parameters).await;
    let body = json!({"id": "10.0.0.7", "port": 80});
    let targets = format!("{path}/targets");
    table.rest(&rest, Method::POST, &targets, body).await;
    for (what, key, value) in [
        (
            "only one of two that go together",
            "target_failover.on_unhealthy",
            "rebalance",
        ),
        (
            "stickiness of network load balancers",
            "stickiness.type",
            "source_ip",
        ),
        (
            "an attribute of network load balancers",
            "proxy_protocol_v2.enabled",
            "true",
        ),
    ] {
        table.when(what);
        let parameters = [
            ("TargetGroupArn", &*stage.appliances),
            ("Attributes.member.1.Key", key),
            ("Attributes.member.1.Value", value),
        ];
        let action = "ModifyTargetGroupAttributes";
        table.query(&elb, action, &parameters).await;
        let body = json!({"attributes": {key: value}});
        table.rest(&rest, Method::PATCH, &path, body).await;
    }
    insta::assert_snapshot!(table.table(), @"
    for appliances on another port
      AWS  400 ValidationError: The port '6082' is not valid for the protocol GENEVE: it must be 6081
      REST 400 ValidationError (port): The port '6082' is not valid for the protocol GENEVE: it must be 6081
    with a health check that takes any code
      AWS  400 ValidationError: The health check matcher '200-599' must be HTTP codes between 200 and 399, such as '200,399' or '200-399'
      REST 400 ValidationError (healthCheck.matcher): The health check matcher '200-599' must be HTTP codes between 200 and 399, such as '200,399' or '200-399'
    an appliance on another port
      AWS  400 ValidationError: The port '80' is not valid for the protocol GENEVE: it must be 6081
      REST 400 ValidationError (targets): The port '80' is not valid for the protocol GENEVE: it must be 6081
    only one of two that go together
      AWS  400 InvalidConfigurationRequest: target_failover.on_deregistration and target_failover.on_unhealthy must have the same value
      REST 400 InvalidConfigurationRequest (attributes): target_failover.on_deregistration and target_failover.on_unhealthy must have the same value
    stickiness of network load balancers
      AWS  400 InvalidConfigurationRequest: The value 'source_ip' of the attribute 'stickiness.type' is not valid: expected one of 'source_ip_dest_ip', 'source_ip_dest_ip_proto'
      REST 400 InvalidConfigurationRequest (attributes): The value 'source_ip' of the attribute 'stickiness.type' is not valid: expected one of 'source_ip_dest_ip', 'source_ip_dest_ip_proto'
    an attribute of network load balancers
      AWS  400 ValidationError: Target group attribute key 'proxy_protocol_v2.enabled' is not recognized
      REST 400 ValidationError (attributes): Target group attribute key 'proxy_protocol_v2.enabled' is not recognized
    ");
}

/// Sees that a listener is refused, which is described by load balancer, target group, port and protocol.
async fn refuse_listener(
    world: &World,
    table: &mut Refusals<'_>,
    what: &str,
    (load_balancer, group, port_given, protocol): (&str, &str, &Value, &str),
) {
    let (elb, rest) = (world.elb(PROVIDER), world.rest(PROVIDER));
    table.when(what);
    let port_text = match port_given {
        Value::Null => String::new(),
        port => port.to_string(),
    };
    let parameters = with(
        &[],
        &[
            ("LoadBalancerArn", load_balancer),
            ("Port", &port_text),
            ("Protocol", protocol),
            ("DefaultActions.member.1.Type", "forward"),
            ("DefaultActions.member.1.TargetGroupArn", group),
        ],
    );
    table.query(&elb, "CreateListener", &parameters).await;
    let protocol = Some(protocol).filter(|protocol| !protocol.is_empty());
    let members = json!({"port": port_given, "protocol": protocol});
    let body = merged(&listener(load_balancer, group, 0), members);
    table.rest(&rest, Method::POST, "/v1/listeners", body).await;
}

#[tokio::test]
async fn listeners_of_gateways_made_wrong() {
    let world = World::start().await;
    let stage = Stage::of(&world).await;
    let mut table = Refusals::of(&world);
    let (none, port) = (Value::Null, json!(6081));
    let (appliances, orders) = (&*stage.appliances, &*stage.orders);
    for (what, load_balancer, group, port_given, protocol) in [
        (
            "a gateway's with a port",
            &stage.gateway,
            appliances,
            &port,
            "",
        ),
        (
            "a gateway's with a protocol",
            &stage.gateway,
            appliances,
            &none,
            "GENEVE",
        ),
        (
            "a gateway's to other targets",
            &stage.gateway,
            orders,
            &none,
            "",
        ),
    ] {
        let row = (&**load_balancer, group, port_given, protocol);
        refuse_listener(&world, &mut table, what, row).await;
    }
    insta::assert_snapshot!(table.table(), @"
    a gateway's with a port
      AWS  400 ValidationError: A port cannot be specified for gateway listeners
      REST 400 ValidationError (port): A port cannot be specified for gateway listeners
    a gateway's with a protocol
      AWS  400 ValidationError: A protocol cannot be specified for gateway listeners
      REST 400 ValidationError (protocol): A protocol cannot be specified for gateway listeners
    a gateway's to other targets
      AWS  400 IncompatibleProtocols: Gateway listeners are not compatible with the target group protocol 'TCP': expected 'GENEVE'
      REST 400 IncompatibleProtocols (defaultActions): Gateway listeners are not compatible with the target group protocol 'TCP': expected 'GENEVE'
    ");
}

#[tokio::test]
async fn listeners_of_network_load_balancers_made_wrong() {
    let world = World::start().await;
    let stage = Stage::of(&world).await;
    let mut table = Refusals::of(&world);
    let (none, port) = (Value::Null, json!(6081));
    let (appliances, orders) = (&*stage.appliances, &*stage.orders);
    for (what, load_balancer, group, port_given, protocol) in [
        (
            "another's without a protocol",
            &stage.balancer,
            orders,
            &port,
            "",
        ),
        (
            "another's without a port",
            &stage.balancer,
            orders,
            &none,
            "TCP",
        ),
        (
            "another's to appliances",
            &stage.balancer,
            appliances,
            &port,
            "TCP",
        ),
        (
            "another's for GENEVE",
            &stage.balancer,
            appliances,
            &port,
            "GENEVE",
        ),
    ] {
        let row = (&**load_balancer, group, port_given, protocol);
        refuse_listener(&world, &mut table, what, row).await;
    }
    insta::assert_snapshot!(table.table(), @"
    another's without a protocol
      AWS  400 ValidationError: A listener protocol must be specified
      REST 400 ValidationError (protocol): A listener protocol must be specified
    another's without a port
      AWS  400 ValidationError: A listener port must be specified
      REST 400 ValidationError (port): A listener port must be specified
    another's to appliances
      AWS  400 IncompatibleProtocols: The listener protocol 'TCP' is not compatible with the target group protocol 'GENEVE'
      REST 400 IncompatibleProtocols (protocol): The listener protocol 'TCP' is not compatible with the target group protocol 'GENEVE'
    another's for GENEVE
      AWS  400 ValidationError: Listener protocol 'GENEVE' must be one of 'TCP, TLS, UDP, TCP_UDP, QUIC, TCP_QUIC'
      REST 400 ValidationError (protocol): Listener protocol 'GENEVE' must be one of 'TCP, TLS, UDP, TCP_UDP, QUIC, TCP_QUIC'
    ");
}

#[tokio::test]
async fn a_second_listener_on_a_gateway() {
    let world = World::start().await;
    let stage = Stage::of(&world).await;
    let (elb, rest) = (world.elb(PROVIDER), world.rest(PROVIDER));
    let appliances = &*stage.appliances;
    let mut table = Refusals::of(&world);
    table.when("a gateway's second one");
    let body = merged(
        &listener(&stage.gateway, appliances, 0),
        json!({"port": null, "protocol": null}),
    );
    let arn = rest
        .make("/v1/listeners", "listenerArn", body.clone())
        .await;
    let tags = json!({"tags": [{"key": "Name", "value": "other"}]});
    let parameters = [
        ("LoadBalancerArn", &*stage.gateway),
        ("DefaultActions.member.1.Type", "forward"),
        ("DefaultActions.member.1.TargetGroupArn", appliances),
        ("Tags.member.1.Key", "Name"),
        ("Tags.member.1.Value", "other"),
    ];
    table.query(&elb, "CreateListener", &parameters).await;
    let body = merged(&body, tags);
    table.rest(&rest, Method::POST, "/v1/listeners", body).await;
    table.when("a gateway's moved to a port");
    let parameters = [("ListenerArn", &*arn), ("Port", "80")];
    table.query(&elb, "ModifyListener", &parameters).await;
    let path = format!("/v1/listeners/{}", segment(&arn));
    let port = json!({"port": 80});
    table.rest(&rest, Method::PATCH, &path, port).await;
    insta::assert_snapshot!(table.table(), @"
    a gateway's second one
      AWS  400 DuplicateListener: A listener already exists for this gateway load balancer 'arn:aws:elasticloadbalancing:us-east-1:111111111111:loadbalancer/gwy/wall/1'
      REST 409 DuplicateListener (loadBalancerArn): A listener already exists for this gateway load balancer 'arn:aws:elasticloadbalancing:us-east-1:111111111111:loadbalancer/gwy/wall/1'
    a gateway's moved to a port
      AWS  400 ValidationError: A port cannot be specified for gateway listeners
      REST 400 ValidationError (port): A port cannot be specified for gateway listeners
    ");
}
