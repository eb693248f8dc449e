//! Reservations of capacity, and limits.

use reqwest::Method;
use serde_json::json;

use crate::support::rest::segment;
use crate::support::world::{PROVIDER, World};

#[tokio::test]
async fn reserved_over_elb() {
    let world = World::start().await;
    let network = world.network(PROVIDER, &["us-east-1a", "us-east-1b"]).await;
    let elb = world.elb(PROVIDER);
    let balancer = world
        .load_balancer(PROVIDER, "orders", &network.subnet_ids)
        .await;
    let named = ("LoadBalancerArn", &*balancer);
    let none = elb.ok("DescribeCapacityReservation", &[named]).await;
    insta::assert_snapshot!(world.shown(&none), @r#"
    HTTP 200
    <DescribeCapacityReservationResponse xmlns="http://elasticloadbalancing.amazonaws.com/doc/2015-12-01/">
      <DescribeCapacityReservationResult>
        <DecreaseRequestsRemaining>2</DecreaseRequestsRemaining>
        <CapacityReservationState/>
      </DescribeCapacityReservationResult>
      <ResponseMetadata>
        <RequestId>[request-id]</RequestId>
      </ResponseMetadata>
    </DescribeCapacityReservationResponse>
    "#);
    let units = "MinimumLoadBalancerCapacity.CapacityUnits";
    let modify = "ModifyCapacityReservation";
    let reserved = elb.ok(modify, &[named, (units, "5500")]).await;
    insta::assert_snapshot!(world.shown(&reserved), @r#"
    HTTP 200
    <ModifyCapacityReservationResponse xmlns="http://elasticloadbalancing.amazonaws.com/doc/2015-12-01/">
      <ModifyCapacityReservationResult>
        <LastModifiedTime>2026-11-22T10:00:00.000Z</LastModifiedTime>
        <DecreaseRequestsRemaining>2</DecreaseRequestsRemaining>
        <MinimumLoadBalancerCapacity>
          <CapacityUnits>5500</CapacityUnits>
        </MinimumLoadBalancerCapacity>
        <CapacityReservationState>
          <member>
            <State>
              <Code>provisioned</Code>
            </State>
            <AvailabilityZone>us-east-1a</AvailabilityZone>
            <EffectiveCapacityUnits>2750</EffectiveCapacityUnits>
          </member>
          <member>
            <State>
              <Code>provisioned</Code>
            </State>
            <AvailabilityZone>us-east-1b</AvailabilityZone>
            <EffectiveCapacityUnits>2750</EffectiveCapacityUnits>
          </member>
        </CapacityReservationState>
      </ModifyCapacityReservationResult>
      <ResponseMetadata>
        <RequestId>[request-id]</RequestId>
      </ResponseMetadata>
    </ModifyCapacityReservationResponse>
    "#);
    for number in ["5000", "4000"] {
        elb.ok(modify, &[named, (units, number)]).await;
    }
    let mut refused = Vec::new();
    for more in [
        vec![(units, "3000")],
        vec![(units, "90001")],
        vec![(units, "0")],
        vec![],
        vec![(units, "9000"), ("ResetCapacityReservation", "true")],
    ] {
        let parameters: Vec<_> = [named].into_iter().chain(more).collect();
        refused.push(elb.call(modify, &parameters).await.refusal());
    }
    insta::assert_snapshot!(refused.join("\n"), @"
    400 CapacityDecreaseRequestLimitExceeded: The capacity of a load balancer can be decreased 2 times a day
    400 CapacityUnitsLimitExceeded: At most 90000 capacity units can be reserved for this load balancer
    400 ValidationError: The number of capacity units '0' is not valid: it must be at least 1
    400 ValidationError: You must specify a minimum load balancer capacity or reset the capacity reservation
    400 ValidationError: You cannot specify a minimum load balancer capacity and reset the capacity reservation
    ");
    world.pass(24 * 60 * 60).await;
    elb.ok(modify, &[named, (units, "3000")]).await;
    let reset = ("ResetCapacityReservation", "true");
    let reset = elb.ok(modify, &[named, reset]).await;
    insta::assert_snapshot!(world.shown(&reset), @r#"
    HTTP 200
    <ModifyCapacityReservationResponse xmlns="http://elasticloadbalancing.amazonaws.com/doc/2015-12-01/">
      <ModifyCapacityReservationResult>
        <LastModifiedTime>2026-11-23T10:00:00.000Z</LastModifiedTime>
        <DecreaseRequestsRemaining>1</DecreaseRequestsRemaining>
        <CapacityReservationState/>
      </ModifyCapacityReservationResult>
      <ResponseMetadata>
        <RequestId>[request-id]</RequestId>
      </ResponseMetadata>
    </ModifyCapacityReservationResponse>
    "#);
}

#[tokio::test]
async fn reserved_over_rest() {
    let world = World::start().await;
    let network = world.network(PROVIDER, &["us-east-1a", "us-east-1b"]).await;
    let rest = world.rest(PROVIDER);
    let balancer = world
        .load_balancer(PROVIDER, "orders", &network.subnet_ids)
        .await;
    let path = format!(
        "/v1/load-balancers/{}/capacity-reservation",
        segment(&balancer)
    );
    let request = rest
        .request(Method::PUT, &path)
        .json(&json!({"capacityUnits": 101}));
    rest.send(request).await.expect(200);
    insta::assert_snapshot!(world.shown(&rest.get(&path).await), @r#"
    HTTP 200
    {
      "availabilityZones": [
        {
          "effectiveCapacityUnits": 50.5,
          "state": "provisioned",
          "zoneName": "us-east-1a"
        },
        {
          "effectiveCapacityUnits": 50.5,
          "state": "provisioned",
          "zoneName": "us-east-1b"
        }
      ],
      "capacityUnits": 101,
      "decreaseRequestsRemaining": 2,
      "lastModifiedTime": "2026-11-22T10:00:00.000Z"
    }
    "#);
    insta::assert_snapshot!(world.shown(&rest.delete(&path).await), @r#"
    HTTP 200
    {
      "availabilityZones": [],
      "decreaseRequestsRemaining": 2,
      "lastModifiedTime": "2026-11-22T10:00:00.000Z"
    }
    "#);
}

#[tokio::test]
async fn limits_in_pages() {
    let world = World::start().await;
    let elb = world.elb(PROVIDER);
    let all = elb.ok("DescribeAccountLimits", &[]).await.all("Name");
    assert_eq!(all.len(), 23);
    let mut found = Vec::new();
    let mut marker = String::new();
    loop {
        let mut parameters = vec![("PageSize", "10")];
        if !marker.is_empty() {
            parameters.push(("Marker", &marker));
        }
        let page = elb.ok("DescribeAccountLimits", &parameters).await;
        found.extend(page.all("Name"));
        match page.all("NextMarker").pop() {
            Some(next) => marker = next,
            None => break,
        }
    }
    assert_eq!(found, all);
    let wrong = [("Marker", "x")];
    let refused = elb.call("DescribeAccountLimits", &wrong).await;
    assert_eq!(
        refused.refusal(),
        "400 ValidationError: The marker is not valid for this list"
    );
}
