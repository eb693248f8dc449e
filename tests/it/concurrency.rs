//! Many at once: addresses are given out once, connections walk legally, a reset is one step.

use std::collections::BTreeSet;
use std::sync::Arc;

use serde_json::{Value, json};
use tokio::task::JoinSet;

use crate::support::world::{CONSUMER, Network, PROVIDER, World, text};

const TASKS: usize = 64;
/// A /28 has 16 addresses, of which AWS keeps five.
const USABLE_IN_28: usize = 11;

async fn in_parallel<F>(work: impl Fn(usize) -> F) -> Vec<F::Output>
where
    F: Future + Send + 'static,
    F::Output: Send + 'static,
{
    let mut tasks = JoinSet::new();
    for number in 0..TASKS {
        tasks.spawn(work(number));
    }
    tasks.join_all().await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_full_subnet_gives_each_address_once() {
    let world = Arc::new(World::start().await);
    let publication = world.publish().await;
    let rest = world.rest(CONSUMER);
    let vpc = rest
        .create("/v1/vpcs", json!({"cidrBlock": "10.0.0.0/16"}))
        .await;
    let subnet = json!({"vpcId": vpc["vpcId"], "cidrBlock": "10.0.0.0/28", "availabilityZone": "us-east-1a"});
    let subnet = rest.create("/v1/subnets", subnet).await;
    let body = json!({
        "vpcId": vpc["vpcId"],
        "serviceName": publication.service_name,
        "subnetIds": [subnet["subnetId"]],
    });
    let answers = in_parallel(|_| {
        let (world, body) = (world.clone(), body.clone());
        async move {
            let reply = world.rest(CONSUMER).post("/v1/endpoints", body).await;
            (reply.status, reply.refusal())
        }
    })
    .await;
    let created = answers.iter().filter(|(status, _)| *status == 201).count();
    assert_eq!(created, USABLE_IN_28);
    let full = format!(
        "409 InsufficientFreeAddressesInSubnet (subnetIds): The subnet '{}' has not enough free addresses to satisfy the request.",
        text(&subnet["subnetId"])
    );
    for (status, refusal) in answers.iter().filter(|(status, _)| *status != 201) {
        assert_eq!((*status, refusal.as_str()), (409, full.as_str()));
    }
    let interfaces = rest.items("/v1/network-interfaces").await;
    let addresses: BTreeSet<String> = interfaces
        .iter()
        .map(|interface| text(&interface["privateIpAddress"]))
        .collect();
    let usable: BTreeSet<String> = (4..15).map(|last| format!("10.0.0.{last}")).collect();
    assert_eq!((interfaces.len(), addresses), (USABLE_IN_28, usable));
    let subnet = rest
        .get(&format!("/v1/subnets/{}", text(&subnet["subnetId"])))
        .await
        .expect(200);
    assert_eq!(subnet["availableIpAddressCount"], 0);
}

/// Users' interfaces with several addresses and prefixes each get none that another one has.
#[tokio::test(flavor = "multi_thread")]
async fn interfaces_share_no_address() {
    let world = Arc::new(World::start().await);
    let network = world.network(CONSUMER, &["us-east-1a"]).await;
    let subnet_id = network.subnet_ids[0].clone();
    in_parallel(|number| {
        let (world, subnet_id) = (world.clone(), subnet_id.clone());
        async move {
            let mut body = json!({"subnetId": subnet_id});
            if number % 5 == 0 {
                body["ipv4PrefixCount"] = json!(1);
            } else {
                body["secondaryPrivateIpAddressCount"] = json!(4);
            }
            let path = "/v1/network-interfaces";
            let status = world.rest(CONSUMER).post(path, body).await.status;
            assert!(matches!(status, 201 | 409), "{status}");
        }
    })
    .await;
    let interfaces = world.rest(CONSUMER).items("/v1/network-interfaces").await;
    let mut addresses = BTreeSet::new();
    let mut count = 0;
    for interface in &interfaces {
        let listed = |name: &str| interface[name].as_array().expect("a list").clone();
        let prefixes = listed("ipv4Prefixes").into_iter().flat_map(|prefix| {
            let prefix: ipnet::Ipv4Net = text(&prefix).parse().expect("a prefix");
            let first = u32::from(prefix.network());
            (first..first + 16).map(std::net::Ipv4Addr::from)
        });
        let single = listed("secondaryPrivateIpAddresses").into_iter();
        let single = single.chain([interface["privateIpAddress"].clone()]);
        let single = single.map(|address| text(&address).parse().expect("an address"));
        for address in single.chain(prefixes) {
            addresses.insert(address);
            count += 1;
        }
    }
    assert!(interfaces.len() > 5, "{interfaces:#?}");
    assert_eq!(addresses.len(), count);
    let path = format!("/v1/subnets/{subnet_id}");
    let subnet = world.rest(CONSUMER).get(&path).await.expect(200);
    assert_eq!(subnet["availableIpAddressCount"], json!(251 - count));
}

/// The walks that the state table allows, written down once more.
const LEGAL: &[(&str, &str, &str)] = &[
    (
        "AcceptVpcEndpointConnections",
        "pendingAcceptance",
        "pending",
    ),
    ("AcceptVpcEndpointConnections", "rejected", "pending"),
    (
        "RejectVpcEndpointConnections",
        "pendingAcceptance",
        "rejected",
    ),
    ("RejectVpcEndpointConnections", "pending", "rejected"),
    ("RejectVpcEndpointConnections", "available", "rejected"),
    ("ProvisionVpcEndpoint", "pending", "available"),
];

#[tokio::test(flavor = "multi_thread")]
async fn accepting_and_rejecting_at_once_is_a_legal_walk() {
    let world = Arc::new(World::start().await);
    let publication = world.publish().await;
    let consumer = world.consume().await;
    let endpoint_id = world.connect(&publication, &consumer).await;
    let connection = format!(
        "/v1/endpoint-services/{}/connections/{endpoint_id}",
        publication.service_id
    );
    let statuses = in_parallel(|number| {
        let world = world.clone();
        let verb = if number % 2 == 0 { "accept" } else { "reject" };
        let path = format!("{connection}/{verb}");
        async move { world.rest(PROVIDER).post(&path, Value::Null).await.status }
    })
    .await;
    assert_eq!(statuses, vec![200; TASKS]);
    world.settle().await;

    let path = format!("/v1/events?filter[resource-id]={endpoint_id}");
    let events = world.rest(CONSUMER).items(&path).await;
    let mut state = "pendingAcceptance".to_owned();
    assert_eq!(
        (&events[0]["from"], &events[0]["to"]),
        (&Value::Null, &json!(state))
    );
    for event in &events[1..] {
        let step = (
            text(&event["action"]),
            text(&event["from"]),
            text(&event["to"]),
        );
        assert_eq!(
            step.1, state,
            "{event} does not begin where the one before ended"
        );
        let legal = LEGAL
            .iter()
            .any(|(action, from, to)| (*action, *from, *to) == (&*step.0, &*step.1, &*step.2));
        assert!(legal, "{event}");
        state = step.2;
    }
    assert!(events.len() > 1);
    assert_eq!(world.state(&endpoint_id).await, state);
    assert_eq!(world.rest(PROVIDER).items(&path).await, events);
}

/// Everything that an account's lists show of a network with subnets and groups.
async fn seen(world: &World) -> Vec<usize> {
    let rest = world.rest(CONSUMER);
    let mut counts = Vec::new();
    for list in [
        "/v1/vpcs",
        "/v1/subnets",
        "/v1/security-groups",
        "/v1/route-tables",
    ] {
        counts.push(rest.items(list).await.len());
    }
    counts
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reset_under_load_leaves_a_fresh_server() {
    let world = Arc::new(World::start().await);
    let answers = in_parallel(|number| {
        let world = world.clone();
        async move {
            if number % 8 == 7 {
                let path = if number % 16 == 7 {
                    "/_privlink/reset"
                } else {
                    "/moto-api/reset"
                };
                let url = format!("{}{path}", world.url());
                return world
                    .http
                    .post(url)
                    .send()
                    .await
                    .expect("an answer")
                    .status()
                    .as_u16();
            }
            let rest = world.rest(CONSUMER);
            let vpc = rest
                .create("/v1/vpcs", json!({"cidrBlock": "10.0.0.0/16"}))
                .await;
            let subnet = json!({"vpcId": vpc["vpcId"], "cidrBlock": "10.0.0.0/24"});
            rest.post("/v1/subnets", subnet).await.status
        }
    })
    .await;
    // A VPC may be gone before its subnet comes: then there is no such VPC, and nothing else can go wrong.
    assert!(
        answers
            .iter()
            .all(|status| matches!(status, 200 | 201 | 404)),
        "{answers:?}"
    );
    let [vpcs, subnets, groups, tables] = seen(&world).await[..] else {
        panic!("four lists")
    };
    assert!(
        subnets <= vpcs && groups == vpcs && tables == vpcs,
        "{vpcs} {subnets} {groups} {tables}"
    );

    let url = format!("{}/_privlink/reset", world.url());
    assert_eq!(
        world
            .http
            .post(url)
            .send()
            .await
            .expect("an answer")
            .status(),
        200
    );
    assert_eq!(seen(&world).await, [0, 0, 0, 0]);
    for (table, rows) in world.rows().await {
        assert!(rows.is_empty(), "{table} still has {rows:?}");
    }
    let Network { subnet_ids, .. } = world.consume().await;
    assert_eq!(subnet_ids.len(), 2, "the server goes on");
}
