//! The health of targets: nothing checks them, but it can be set.

use reqwest::Method;
use serde_json::{Value, json};

use crate::support::inventory::listener;
use crate::support::rest::{Reply, Rest, segment};
use crate::support::world::{PROVIDER, World};

async fn put(rest: &Rest<'_>, path: &str, body: Value) -> Reply {
    rest.send(rest.request(Method::PUT, path).json(&body)).await
}

/// An application load balancer, and a target group for it.
async fn shop(world: &World) -> (String, String) {
    let network = world.network(PROVIDER, &["us-east-1a", "us-east-1b"]).await;
    let rest = world.rest(PROVIDER);
    let body = json!({
        "name": "shop", "type": "application", "scheme": "internal", "subnets": network.subnet_ids,
    });
    let balancer = rest
        .make("/v1/load-balancers", "loadBalancerArn", body)
        .await;
    let body = json!({
        "name": "shop", "protocol": "HTTP", "port": 80, "targetType": "ip", "vpcId": network.vpc_id,
    });
    let group = rest.make("/v1/target-groups", "targetGroupArn", body).await;
    (balancer, group)
}

#[tokio::test]
async fn what_is_set_shows_where_a_target_is_in_use() {
    let world = World::start().await;
    let (elb, rest) = (world.elb(PROVIDER), world.rest(PROVIDER));
    let (balancer, group) = shop(&world).await;
    let targets = format!("/v1/target-groups/{}/targets", segment(&group));
    rest.create(&targets, json!({"id": "10.0.0.9", "port": 8080}))
        .await;
    let path = format!("{targets}/10.0.0.9/health?port=8080");

    let unused = put(&rest, &path, json!({"state": "healthy"})).await;
    insta::assert_snapshot!(unused, @r#"
    HTTP 200
    {
      "availabilityZone": "us-east-1a",
      "healthCheckPort": "8080",
      "id": "10.0.0.9",
      "port": 8080,
      "targetHealth": {
        "description": "Target group is not configured to receive traffic from the load balancer",
        "reason": "Target.NotInUse",
        "state": "unused"
      }
    }
    "#);
    let mut body = listener(&balancer, &group, 80);
    body["protocol"] = json!("HTTP");
    rest.create("/v1/listeners", body).await;
    let zonal = json!({"attributes": {"zonal_shift.config.enabled": "true"}});
    let balancer = format!("/v1/load-balancers/{}", segment(&balancer));
    rest.patch(&balancer, zonal).await.expect(200);
    let parameters = [
        ("TargetGroupArn", &*group),
        ("Include.member.1", "AnomalyDetection"),
    ];
    let healthy = elb.ok("DescribeTargetHealth", &parameters).await;
    insta::assert_snapshot!(world.shown(&healthy), @r#"
    HTTP 200
    <DescribeTargetHealthResponse xmlns="http://elasticloadbalancing.amazonaws.com/doc/2015-12-01/">
      <DescribeTargetHealthResult>
        <TargetHealthDescriptions>
          <member>
            <Target>
              <Id>10.0.0.9</Id>
              <Port>8080</Port>
              <AvailabilityZone>us-east-1a</AvailabilityZone>
            </Target>
            <HealthCheckPort>8080</HealthCheckPort>
            <TargetHealth>
              <State>healthy</State>
            </TargetHealth>
            <AnomalyDetection>
              <Result>normal</Result>
              <MitigationInEffect>no</MitigationInEffect>
            </AnomalyDetection>
            <AdministrativeOverride>
              <State>no_override</State>
              <Reason>AdministrativeOverride.NoOverride</Reason>
              <Description>No override is currently active on target</Description>
            </AdministrativeOverride>
          </member>
        </TargetHealthDescriptions>
      </DescribeTargetHealthResult>
      <ResponseMetadata>
        <RequestId>[request-id]</RequestId>
      </ResponseMetadata>
    </DescribeTargetHealthResponse>
    "#);

    let body = json!({"state": "unhealthy", "reason": "Target.ResponseCodeMismatch", "description": "Got 503"});
    let unhealthy = put(&rest, &path, body).await;
    insta::assert_snapshot!(unhealthy, @r#"
    HTTP 200
    {
      "availabilityZone": "us-east-1a",
      "healthCheckPort": "8080",
      "id": "10.0.0.9",
      "port": 8080,
      "targetHealth": {
        "description": "Got 503",
        "reason": "Target.ResponseCodeMismatch",
        "state": "unhealthy"
      }
    }
    "#);
    let found = rest
        .items(&format!("{targets}?filter[state]=unhealthy"))
        .await;
    assert_eq!(found.len(), 1);
    let again = json!({"id": "10.0.0.9", "port": 8080});
    let again = rest.create(&targets, again).await;
    assert_eq!(again["targetHealth"]["state"], "unhealthy");

    insta::assert_snapshot!(rest.delete(&path).await, @r#"
    HTTP 200
    {
      "availabilityZone": "us-east-1a",
      "healthCheckPort": "8080",
      "id": "10.0.0.9",
      "port": 8080,
      "targetHealth": {
        "description": "privlink performs no health checks",
        "reason": "Target.HealthCheckDisabled",
        "state": "unavailable"
      }
    }
    "#);
    let mut refused = Vec::new();
    for (path, body) in [
        (path.clone(), json!({"state": "unused"})),
        (
            path.clone(),
            json!({"state": "healthy", "reason": "Target.Timeout"}),
        ),
        (path, json!({"state": "healthy", "since": "today"})),
        (
            format!("{targets}/10.0.0.9/health"),
            json!({"state": "healthy"}),
        ),
    ] {
        refused.push(put(&rest, &path, body).await.refusal());
    }
    insta::assert_snapshot!(refused.join("\n"), @"
    400 ValidationError (state): The state 'unused' is not valid: expected one of 'initial, healthy, unhealthy, unhealthy.draining, draining, unavailable'
    400 ValidationError (reason): The reason 'Target.Timeout' does not belong to the state 'healthy'
    422 UnknownParameter (since): since: unknown field `since`, expected one of `state`, `reason`, `description` at line 1 column 8
    400 InvalidTarget (targets): The target '10.0.0.9' is not registered to the target group
    ");
    let parameters = [parameters[0], ("Include.member.1", "Everything")];
    let refused = elb.call("DescribeTargetHealth", &parameters).await;
    assert_eq!(
        refused.refusal(),
        "400 ValidationError: The option 'Everything' is not valid: expected 'AnomalyDetection' or 'All'"
    );
}
