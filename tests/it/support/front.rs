//! An application and a network load balancer, and target groups for them.

use serde_json::{Value, json};

use super::query::XmlReply;
use super::world::{PROVIDER, World};

/// A certificate that a listener in us-east-1 can have.
pub(crate) const CERTIFICATE: &str = "arn:aws:acm:us-east-1:111111111111:certificate/shop";

/// What an HTTPS listener is created with, but for its action.
pub(crate) const HTTPS: [(&str, &str); 3] = [
    ("Protocol", "HTTPS"),
    ("Port", "443"),
    ("Certificates.member.1.CertificateArn", CERTIFICATE),
];

/// A default action that needs nothing.
pub(crate) const ANSWER: [(&str, &str); 2] = [
    ("DefaultActions.member.1.Type", "fixed-response"),
    (
        "DefaultActions.member.1.FixedResponseConfig.StatusCode",
        "503",
    ),
];

/// A rule's action and condition that need nothing.
pub(crate) const RULE: [(&str, &str); 4] = [
    ("Actions.member.1.Type", "fixed-response"),
    ("Actions.member.1.FixedResponseConfig.StatusCode", "200"),
    ("Conditions.member.1.Field", "path-pattern"),
    ("Conditions.member.1.Values.member.1", "/health"),
];

/// Load balancers and target groups of the provider's.
pub(crate) struct Front<'w> {
    world: &'w World,
    pub(crate) application: String,
    pub(crate) balancer: String,
    pub(crate) blue: String,
    pub(crate) green: String,
    pub(crate) tcp: String,
}

impl<'w> Front<'w> {
    pub(crate) async fn of(world: &'w World) -> Self {
        let network = world.network(PROVIDER, &["us-east-1a", "us-east-1b"]).await;
        let rest = world.rest(PROVIDER);
        let balancer = |name: &str, kind: &str| {
            json!({
                "name": name, "type": kind, "scheme": "internal", "subnets": network.subnet_ids,
            })
        };
        let group = |name: &str, protocol: &str| {
            json!({
                "name": name, "protocol": protocol, "port": 80, "targetType": "ip", "vpcId": network.vpc_id,
            })
        };
        let (balancers, groups) = ("/v1/load-balancers", "/v1/target-groups");
        let (balancer_id, group_id) = ("loadBalancerArn", "targetGroupArn");
        let application = balancer("shop", "application");
        let network_balancer = balancer("parcels", "network");
        Self {
            world,
            application: rest.make(balancers, balancer_id, application).await,
            balancer: rest.make(balancers, balancer_id, network_balancer).await,
            blue: rest.make(groups, group_id, group("blue", "HTTP")).await,
            green: rest.make(groups, group_id, group("green", "HTTP")).await,
            tcp: rest.make(groups, group_id, group("tcp", "TCP")).await,
        }
    }

    /// Creates a listener of a load balancer.
    pub(crate) async fn listen(
        &self,
        load_balancer_arn: &str,
        parameters: &[&[(&str, &str)]],
    ) -> XmlReply {
        let mut all = vec![("LoadBalancerArn", load_balancer_arn)];
        all.extend(parameters.iter().copied().flatten().copied());
        let elb = self.world.elb(PROVIDER);
        elb.ok("CreateListener", &all).await
    }

    /// An HTTPS listener of the application load balancer that answers by itself; its ARN.
    pub(crate) async fn https(&self) -> String {
        let created = self.listen(&self.application, &[&HTTPS, &ANSWER]).await;
        created.one("ListenerArn")
    }

    /// A rule of a listener that answers by itself; its ARN.
    pub(crate) async fn rule(&self, listener_arn: &str, priority: &str) -> String {
        let own = [("ListenerArn", listener_arn), ("Priority", priority)];
        let parameters = [&own[..], &RULE].concat();
        let elb = self.world.elb(PROVIDER);
        elb.ok("CreateRule", &parameters).await.one("RuleArn")
    }

    /// The load balancers that use a target group.
    pub(crate) async fn users(&self, target_group_arn: &str) -> Vec<String> {
        let named = [("TargetGroupArns.member.1", target_group_arn)];
        let elb = self.world.elb(PROVIDER);
        let found = elb.ok("DescribeTargetGroups", &named).await;
        found
            .all("member")
            .into_iter()
            .filter(|text| text.starts_with("arn:"))
            .collect()
    }
}

/// An action over REST that forwards to a target group.
pub(crate) fn forward(target_group_arn: &str) -> Value {
    json!({"type": "forward", "targetGroupArn": target_group_arn})
}

/// An HTTPS listener of the provider's with two rules; its load balancer has nothing else.
pub(crate) struct OwnListener {
    pub(crate) listener_arn: String,
    pub(crate) rule_arn: String,
    pub(crate) other_rule_arn: String,
}

impl OwnListener {
    pub(crate) async fn of(world: &World) -> Self {
        let front = Front::of(world).await;
        let listener_arn = front.https().await;
        Self {
            rule_arn: front.rule(&listener_arn, "10").await,
            other_rule_arn: front.rule(&listener_arn, "20").await,
            listener_arn,
        }
    }
}

/// What a rule is created with over REST.
pub(crate) fn rule(listener_arn: &str, priority: u32) -> Value {
    json!({
        "listenerArn": listener_arn,
        "priority": priority,
        "conditions": [{"field": "path-pattern", "values": ["/health"]}],
        "actions": [{"type": "fixed-response", "fixedResponseConfig": {"statusCode": "200"}}],
    })
}
