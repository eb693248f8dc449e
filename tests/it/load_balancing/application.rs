//! Application load balancers: made, moved and changed.

use serde_json::json;

use crate::support::rest::segment;
use crate::support::world::{PROVIDER, World, text};

const ZONES: [&str; 3] = ["us-east-1a", "us-east-1b", "us-east-1c"];

#[tokio::test]
async fn a_load_balancer_over_elb() {
    let world = World::start().await;
    let network = world.network(PROVIDER, &ZONES).await;
    let elb = world.elb(PROVIDER);
    let parameters = [
        ("Name", "shop"),
        ("Scheme", "internal"),
        ("Subnets.member.1", &*network.subnet_ids[0]),
        ("Subnets.member.2", &*network.subnet_ids[1]),
    ];
    let created = elb.ok("CreateLoadBalancer", &parameters).await;
    insta::assert_snapshot!(world.shown(&created), @"");
    let again = elb.ok("CreateLoadBalancer", &parameters).await;
    let arn = created.one("LoadBalancerArn");
    assert_eq!(again.one("LoadBalancerArn"), arn);

    let named = ("LoadBalancerArn", &*arn);
    let moved = [
        named,
        ("Subnets.member.1", &*network.subnet_ids[1]),
        ("Subnets.member.2", &*network.subnet_ids[2]),
    ];
    let moved = elb.ok("SetSubnets", &moved).await;
    assert_eq!(moved.all("ZoneName"), ["us-east-1b", "us-east-1c"]);

    let rest = world.rest(PROVIDER);
    let group = json!({"groupName": "shop", "description": "shop", "vpcId": network.vpc_id});
    let group = rest.make("/v1/security-groups", "groupId", group).await;
    let groups = [named, ("SecurityGroups.member.1", &*group)];
    let set = elb.ok("SetSecurityGroups", &groups).await;
    insta::assert_snapshot!(world.shown(&set), @"");
    let interfaces = rest.items("/v1/network-interfaces").await;
    for interface in &interfaces {
        assert_eq!(interface["groups"][0]["groupId"], json!(group));
        assert_eq!(interface["interfaceType"], "interface");
        let description = text(&interface["description"]);
        assert!(description.starts_with("ELB app/shop/"), "{description}");
    }
    assert_eq!(interfaces.len(), 2);

    let attributes = [
        named,
        ("Attributes.member.1.Key", "idle_timeout.timeout_seconds"),
        ("Attributes.member.1.Value", "120"),
    ];
    let attributes = elb.ok("ModifyLoadBalancerAttributes", &attributes).await;
    let value = |key: &str| {
        let keys = attributes.all("Key");
        let position = keys.iter().position(|other| other == key);
        position.map(|position| attributes.all("Value")[position].clone())
    };
    assert_eq!(
        value("idle_timeout.timeout_seconds").as_deref(),
        Some("120")
    );
    assert_eq!(value("routing.http2.enabled").as_deref(), Some("true"));
    assert_eq!(value("dns_record.client_routing_policy"), None);

    elb.ok("DeleteLoadBalancer", &[named]).await;
    assert!(rest.items("/v1/network-interfaces").await.is_empty());
}

#[tokio::test]
async fn a_load_balancer_over_rest() {
    let world = World::start().await;
    let network = world.network(PROVIDER, &ZONES).await;
    let rest = world.rest(PROVIDER);
    let body = json!({"name": "shop", "type": "application", "subnets": network.subnet_ids});
    let created = rest.post("/v1/load-balancers", body).await;
    let location = created.header("location").to_owned();
    insta::assert_snapshot!(world.shown(&created), @"");
    let arn = text(&created.expect(201)["loadBalancerArn"]);
    assert_eq!(location, format!("/v1/load-balancers/{}", segment(&arn)));
    let body = json!({
        "attributes": {"routing.http.xff_header_processing.mode": "remove"},
        "subnets": network.subnet_ids[..2],
    });
    let changed = rest.patch(&location, body).await.expect(200);
    assert_eq!(
        changed["availabilityZones"].as_array().map(Vec::len),
        Some(2)
    );
    assert_eq!(
        changed["attributes"]["routing.http.xff_header_processing.mode"],
        "remove"
    );
    let path = "/v1/load-balancers?filter[type]=application";
    assert_eq!(rest.items(path).await.len(), 1);
    rest.delete(&location).await.expect(204);
}
