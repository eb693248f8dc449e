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
    insta::assert_snapshot!(world.shown(&none), @"");
    let units = "MinimumLoadBalancerCapacity.CapacityUnits";
    let modify = "ModifyCapacityReservation";
    let reserved = elb.ok(modify, &[named, (units, "5500")]).await;
    insta::assert_snapshot!(world.shown(&reserved), @"");
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
    insta::assert_snapshot!(refused.join("\n"), @"");
    world.pass(24 * 60 * 60).await;
    elb.ok(modify, &[named, (units, "3000")]).await;
    let reset = ("ResetCapacityReservation", "true");
    let reset = elb.ok(modify, &[named, reset]).await;
    insta::assert_snapshot!(world.shown(&reset), @"");
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
    insta::assert_snapshot!(world.shown(&rest.get(&path).await), @"");
    insta::assert_snapshot!(world.shown(&rest.delete(&path).await), @"");
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
