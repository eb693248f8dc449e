//! An application load balancer as the target of a network load balancer.

use serde_json::json;

use crate::support::inventory::listener;
use crate::support::rest::segment;
use crate::support::world::{PROVIDER, World};

#[tokio::test]
async fn a_target_stays_as_long_as_it_is_one() {
    let world = World::start().await;
    let network = world.network(PROVIDER, &["us-east-1a", "us-east-1b"]).await;
    let (elb, rest) = (world.elb(PROVIDER), world.rest(PROVIDER));
    let body = json!({
        "name": "shop", "type": "application", "scheme": "internal", "subnets": network.subnet_ids,
    });
    let application = rest
        .make("/v1/load-balancers", "loadBalancerArn", body)
        .await;
    let group = |name: &str, protocol: &str, target_type: &str| {
        json!({
            "name": name, "protocol": protocol, "port": 80, "targetType": target_type, "vpcId": network.vpc_id,
        })
    };
    let (groups, id) = ("/v1/target-groups", "targetGroupArn");
    let http = rest.make(groups, id, group("http", "HTTP", "ip")).await;
    let front = rest.make(groups, id, group("front", "TCP", "alb")).await;
    let target = [
        ("TargetGroupArn", &*front),
        ("Targets.member.1.Id", &*application),
    ];
    let early = elb.call("RegisterTargets", &target).await;
    assert_eq!(
        early.refusal(),
        "400 ValidationError: If the target type is ALB, the target must have at least one listener that matches the target group port or any specified port overrides"
    );
    let mut body = listener(&application, &http, 80);
    body["protocol"] = json!("HTTP");
    let http_listener = rest.make("/v1/listeners", "listenerArn", body).await;
    elb.ok("RegisterTargets", &target).await;

    let balancer = world
        .load_balancer(PROVIDER, "front", &network.subnet_ids)
        .await;
    rest.create("/v1/listeners", listener(&balancer, &front, 80))
        .await;
    let health = elb
        .ok("DescribeTargetHealth", &[("TargetGroupArn", &*front)])
        .await;
    insta::assert_snapshot!(world.shown(&health), @r#"
    HTTP 200
    <DescribeTargetHealthResponse xmlns="http://elasticloadbalancing.amazonaws.com/doc/2015-12-01/">
      <DescribeTargetHealthResult>
        <TargetHealthDescriptions>
          <member>
            <Target>
              <Id>arn:aws:elasticloadbalancing:us-east-1:111111111111:loadbalancer/app/shop/1</Id>
              <Port>80</Port>
            </Target>
            <HealthCheckPort>80</HealthCheckPort>
            <TargetHealth>
              <State>unavailable</State>
              <Reason>Target.HealthCheckDisabled</Reason>
              <Description>privlink performs no health checks</Description>
            </TargetHealth>
          </member>
        </TargetHealthDescriptions>
      </DescribeTargetHealthResult>
      <ResponseMetadata>
        <RequestId>[request-id]</RequestId>
      </ResponseMetadata>
    </DescribeTargetHealthResponse>
    "#);

    let mut refused = Vec::new();
    let named = [("ListenerArn", &*http_listener)];
    refused.push(elb.call("DeleteListener", &named).await.refusal());
    let port = [named[0], ("Port", "81")];
    refused.push(elb.call("ModifyListener", &port).await.refusal());
    let named = [("LoadBalancerArn", &*application)];
    refused.push(elb.call("DeleteLoadBalancer", &named).await.refusal());
    let path = format!("/v1/load-balancers/{}", segment(&application));
    refused.push(rest.delete(&path).await.refusal());
    let named = [("TargetGroupArn", &*front)];
    refused.push(elb.call("DeleteTargetGroup", &named).await.refusal());
    insta::assert_snapshot!(world.shown(&refused.join("\n")), @"
    400 ResourceInUse: Listener port '80' is in use by registered target 'arn:aws:elasticloadbalancing:us-east-1:111111111111:loadbalancer/app/shop/1' and cannot be removed.
    400 ResourceInUse: Listener port '80' is in use by registered target 'arn:aws:elasticloadbalancing:us-east-1:111111111111:loadbalancer/app/shop/1' and cannot be removed.
    400 ResourceInUse: Load balancer 'arn:aws:elasticloadbalancing:us-east-1:111111111111:loadbalancer/app/shop/1' cannot be deleted because it is currently a target of the target group 'arn:aws:elasticloadbalancing:us-east-1:111111111111:targetgroup/front/2'
    409 ResourceInUse (loadBalancerArn): Load balancer 'arn:aws:elasticloadbalancing:us-east-1:111111111111:loadbalancer/app/shop/1' cannot be deleted because it is currently a target of the target group 'arn:aws:elasticloadbalancing:us-east-1:111111111111:targetgroup/front/2'
    400 ResourceInUse: Target group 'arn:aws:elasticloadbalancing:us-east-1:111111111111:targetgroup/front/2' is currently in use by a listener or a rule
    ");

    elb.ok("DeregisterTargets", &target).await;
    elb.ok("DeleteLoadBalancer", &[("LoadBalancerArn", &*application)])
        .await;
}
