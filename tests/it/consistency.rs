//! What the database keeps twice agrees: the tag index with the documents, the addresses with the interfaces, domains and
//! routes with the endpoints.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use crate::support::front::{Front, forward};
use crate::support::rest::segment;
use crate::support::world::{CONSUMER, PROVIDER, Rows, World, text};

/// Tables of documents that can have tags.
const TAGGED: &[&str] = &[
    "vpc",
    "subnet",
    "security_group",
    "security_group_rule",
    "route_table",
    "network_acl",
    "network_interface",
    "load_balancer",
    "target_group",
    "listener",
    "listener_rule",
    "endpoint_service",
    "permission",
    "endpoint",
];

/// A row of a table of documents: its id and its document.
fn document(row: &str) -> (String, Value) {
    let columns: Vec<Value> = serde_json::from_str(row).expect("a row is a JSON array");
    let id = text(&columns[0]);
    let body = columns
        .iter()
        .skip(1)
        .filter_map(Value::as_str)
        .find(|column| column.starts_with('{'));
    (
        id,
        serde_json::from_str(body.expect("a document has a body")).expect("a body is JSON"),
    )
}

async fn assert_consistent(world: &World) {
    let rows = world.rows().await;
    let mut tags = BTreeSet::new();
    for table in TAGGED {
        for (id, body) in rows[*table].iter().map(|row| document(row)) {
            for tag in body["tags"]
                .as_array()
                .unwrap_or_else(|| panic!("{table} {id} has no tags: {body}"))
            {
                tags.insert((id.clone(), text(&tag["key"]), text(&tag["value"])));
            }
        }
    }
    let index: BTreeSet<(String, String, String)> = rows["tag"]
        .iter()
        .map(|row| {
            let columns: Vec<String> = serde_json::from_str(row).expect("tags are texts");
            (columns[3].clone(), columns[4].clone(), columns[5].clone())
        })
        .collect();
    assert_eq!(index, tags);

    let interfaces: BTreeSet<(String, u32, String)> = rows["network_interface"]
        .iter()
        .map(|row| document(row))
        .filter_map(|(id, body)| {
            let address: std::net::Ipv4Addr = body["privateIpAddress"]
                .as_str()?
                .parse()
                .expect("an address");
            Some((text(&body["subnetId"]), u32::from(address), id))
        })
        .collect();
    let addresses: BTreeSet<(String, u32, String)> = rows["address"]
        .iter()
        .map(|row| serde_json::from_str(row).expect("an address"))
        .collect();
    assert_eq!(addresses, interfaces);

    let interfaces: BTreeSet<(String, String, String)> = rows["network_interface"]
        .iter()
        .map(|row| document(row))
        .filter_map(|(id, body)| {
            let address = body["ipv6Address"].as_str()?.to_owned();
            Some((text(&body["subnetId"]), address, id))
        })
        .collect();
    let addresses: BTreeSet<(String, String, String)> = rows["ipv6_address"]
        .iter()
        .map(|row| serde_json::from_str(row).expect("an address"))
        .collect();
    assert_eq!(addresses, interfaces);
    assert_used(&rows);
    assert_metered(&rows);
    assert_resolved(&rows);
    assert_routed(&rows);
}

/// The target groups in use are those that listeners and rules forward to.
fn assert_used(rows: &Rows) {
    let mut wanted = BTreeSet::new();
    for (table, actions) in [
        ("listener", "/defaultActions"),
        ("listener_rule", "/custom/actions"),
    ] {
        for (id, body) in rows[table].iter().map(|row| document(row)) {
            let actions = body.pointer(actions).and_then(Value::as_array);
            for action in actions.into_iter().flatten() {
                let several = action["forwardConfig"]["targetGroups"].as_array();
                let several = several.into_iter().flatten();
                let groups = several
                    .map(|group| &group["targetGroupArn"])
                    .chain([&action["targetGroupArn"]]);
                let balancer = text(&body["loadBalancerArn"]);
                wanted.extend(
                    groups
                        .filter_map(Value::as_str)
                        .map(|group| (group.to_owned(), id.clone(), balancer.clone())),
                );
            }
        }
    }
    let used: BTreeSet<(String, String, String)> = rows["target_group_use"]
        .iter()
        .map(|row| serde_json::from_str(row).expect("three texts"))
        .collect();
    assert_eq!(used, wanted);
}

/// A VPC resolves the domains of its endpoints' private names, each to the endpoint that has it.
fn assert_resolved(rows: &Rows) {
    let mut wanted = BTreeSet::new();
    for (id, body) in rows["endpoint"].iter().map(|row| document(row)) {
        for name in body["privateDns"]["names"].as_array().into_iter().flatten() {
            let name = text(name);
            let domain = name.trim_start_matches("*.").to_owned();
            wanted.insert((text(&body["vpcId"]), domain, id.clone()));
        }
    }
    let resolved: BTreeSet<(String, String, String)> = rows["endpoint_private_domain"]
        .iter()
        .map(|row| serde_json::from_str(row).expect("three texts"))
        .collect();
    assert_eq!(resolved, wanted);
}

/// A gateway endpoint has routes in exactly the tables that it names.
fn assert_routed(rows: &Rows) {
    let mut wanted = BTreeSet::new();
    for (id, body) in rows["endpoint"].iter().map(|row| document(row)) {
        for table in body["routeTableIds"].as_array().expect("a list") {
            wanted.insert((text(table), id.clone()));
        }
    }
    let routed: BTreeSet<(String, String)> = rows["route"]
        .iter()
        .map(|row| document(row).1)
        .map(|body| {
            let endpoint_id = text(&body["target"]["endpointId"]);
            (text(&body["routeTableId"]), endpoint_id)
        })
        .collect();
    assert_eq!(routed, wanted);
}

/// The endpoints that stand in a zone are those whose hours are counted there, and somebody pays for each.
fn assert_metered(rows: &Rows) {
    let standing: BTreeSet<(String, String)> = rows["network_interface"]
        .iter()
        .map(|row| document(row).1)
        .filter(|body| body["holder"]["endpointId"].is_string())
        .map(|body| {
            let endpoint_id = text(&body["holder"]["endpointId"]);
            (endpoint_id, text(&body["availabilityZone"]))
        })
        .collect();
    let usages: Vec<Value> = rows["usage"]
        .iter()
        .map(|row| serde_json::from_str(row).expect("a row is a JSON array"))
        .collect();
    let metered: BTreeSet<(String, String)> = usages
        .iter()
        .filter(|usage| usage[4].is_null())
        .map(|usage| {
            let endpoint: Value = serde_json::from_str(&text(&usage[1])).expect("JSON");
            (text(&endpoint["endpointId"]), text(&usage[2]))
        })
        .collect();
    assert_eq!(metered, standing);
    assert_eq!(rows["usage_payer"].len(), usages.len());
}

#[tokio::test]
async fn after_every_kind_of_change() {
    let world = World::start().await;
    let publication = world
        .publish_with(json!({"tags": [{"key": "Team", "value": "orders"}]}))
        .await;
    let network = world.consume().await;
    let rest = world.rest(CONSUMER);
    let body = json!({
        "vpcId": network.vpc_id,
        "serviceName": publication.service_name,
        "subnetIds": network.subnet_ids,
        "tags": [{"key": "Name", "value": "one"}, {"key": "Stage", "value": "test"}],
    });
    let endpoint = rest.create("/v1/endpoints", body).await;
    let path = format!("/v1/endpoints/{}", text(&endpoint["vpcEndpointId"]));
    assert_consistent(&world).await;

    let tags =
        json!({"tags": [{"key": "Name", "value": "two"}], "subnetIds": [network.subnet_ids[1]]});
    rest.patch(&path, tags).await.expect(200);
    assert_consistent(&world).await;

    let id = text(&endpoint["vpcEndpointId"]);
    let more = [
        ("ResourceId.1", &*id),
        ("ResourceId.2", &*network.vpc_id),
        ("Tag.1.Key", "Owner"),
        ("Tag.1.Value", "x"),
    ];
    world.ec2(CONSUMER).ok("CreateTags", &more).await;
    world
        .ec2(CONSUMER)
        .ok(
            "DeleteTags",
            &[("ResourceId.1", &id), ("Tag.1.Key", "Name")],
        )
        .await;
    assert_consistent(&world).await;

    rest.delete(&path).await.expect(202);
    world.settle().await;
    let service = format!("/v1/endpoint-services/{}", publication.service_id);
    world.rest(PROVIDER).delete(&service).await.expect(204);
    assert_consistent(&world).await;
    let rows = world.rows().await;
    assert!(
        rows["endpoint"].is_empty()
            && rows["permission"].is_empty()
            && rows["security_group_use"].is_empty()
    );
}

#[tokio::test]
async fn after_changes_of_private_names_and_gateways() {
    let world = World::start().await;
    let network = world.consume().await;
    let rest = world.rest(CONSUMER);
    let vpc = format!("/v1/vpcs/{}", network.vpc_id);
    let names = json!({"enableDnsHostnames": true});
    rest.patch(&vpc, names).await.expect(200);
    let table = async || {
        let body = json!({"vpcId": network.vpc_id});
        rest.make("/v1/route-tables", "routeTableId", body).await
    };
    let tables = [table().await, table().await];
    let create = async |service: &str, members: Value| {
        let mut body = members;
        body["vpcId"] = json!(network.vpc_id);
        body["serviceName"] = json!(format!("com.amazonaws.us-east-1.{service}"));
        let endpoint = rest.create("/v1/endpoints", body).await;
        format!("/v1/endpoints/{}", text(&endpoint["vpcEndpointId"]))
    };
    let gateway = json!({"vpcEndpointType": "Gateway", "routeTableIds": [tables[0]]});
    let gateway = create("s3", gateway).await;
    let queue = create("sqs", json!({"subnetIds": network.subnet_ids})).await;
    let buckets = json!({"subnetIds": network.subnet_ids, "privateDnsEnabled": true});
    let buckets = create("s3", buckets).await;
    assert_consistent(&world).await;

    for (path, change) in [
        (&gateway, json!({"routeTableIds": tables})),
        (&gateway, json!({"ipAddressType": "dualstack"})),
        (&gateway, json!({"routeTableIds": [tables[1]]})),
        (&gateway, json!({"ipAddressType": "ipv6"})),
        (&queue, json!({"privateDnsEnabled": false})),
        (&queue, json!({"privateDnsEnabled": true})),
    ] {
        rest.patch(path, change).await.expect(200);
        world.settle().await;
        assert_consistent(&world).await;
    }
    for path in [&queue, &buckets, &gateway] {
        rest.delete(path).await.expect(202);
        assert_consistent(&world).await;
    }
    world.settle().await;
    let rows = world.rows().await;
    assert!(rows["route"].is_empty() && rows["endpoint_private_domain"].is_empty());
}

#[tokio::test]
async fn after_changes_of_listeners_and_rules() {
    let world = World::start().await;
    let front = Front::of(&world).await;
    let rest = world.rest(PROVIDER);
    let https = format!("/v1/listeners/{}", segment(&front.https().await));
    let listener = rest.get(&https).await.expect(200);
    let rule = json!({
        "listenerArn": listener["listenerArn"], "priority": 1, "tags": [{"key": "Team", "value": "shop"}],
        "conditions": [{"field": "path-pattern", "values": ["/a"]}],
        "actions": [{"type": "forward", "forwardConfig": {"targetGroups": [
            {"targetGroupArn": front.blue}, {"targetGroupArn": front.green},
        ]}}],
    });
    let rule = rest.make("/v1/listener-rules", "ruleArn", rule).await;
    let rule = format!("/v1/listener-rules/{}", segment(&rule));
    assert_consistent(&world).await;
    for (path, change) in [
        (&https, json!({"defaultActions": [forward(&front.blue)]})),
        (&rule, json!({"actions": [forward(&front.green)]})),
        (&rule, json!({"priority": 2, "tags": []})),
        (&https, json!({"defaultActions": [forward(&front.green)]})),
    ] {
        rest.patch(path, change).await.expect(200);
        assert_consistent(&world).await;
    }
    rest.delete(&rule).await.expect(204);
    assert_consistent(&world).await;
    rest.delete(&https).await.expect(204);
    assert_consistent(&world).await;
    let rows = world.rows().await;
    assert!(rows["listener_rule"].is_empty() && rows["target_group_use"].is_empty());
}
