//! What the database keeps twice agrees: the tag index with the documents, the addresses with the interfaces.

use std::collections::BTreeSet;

use serde_json::{Value, json};

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
    assert_metered(&rows);
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
