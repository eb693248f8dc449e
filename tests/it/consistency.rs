//! What the database keeps twice agrees: the tag index with the documents, the addresses with the interfaces, domains and
//! routes with the endpoints.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use crate::support::front::{Front, forward};
use crate::support::own_interface::OwnInterface;
use crate::support::rest::segment;
use crate::support::world::{CONSUMER, PROVIDER, Rows, World, text};

/// Tables of documents that can have tags.
const TAGGED: &[&str] = &[
    "dhcp_options",
    "vpc",
    "subnet",
    "security_group",
    "security_group_rule",
    "route_table",
    "network_acl",
    "managed_prefix_list",
    "network_interface",
    "subnet_cidr_reservation",
    "internet_gateway",
    "egress_only_internet_gateway",
    "nat_gateway",
    "elastic_ip",
    "load_balancer",
    "target_group",
    "listener",
    "listener_rule",
    "endpoint_service",
    "permission",
    "endpoint",
    "hosted_zone",
    "topic",
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

    assert_addressed(&rows);
    assert_metered(&rows);
    assert_resolved(&rows);
    assert_routed(&rows);
    assert_admitted(&rows);
    assert_networks_are_found(&rows);
    assert_hosted(&rows);
    assert_used(&rows);
}

/// The addresses and prefixes in use are those that interfaces have, all addresses of IPv4 prefixes among them.
fn assert_addressed(rows: &Rows) {
    let (mut ipv4, mut ipv6, mut ipv6_prefixes) =
        (BTreeSet::new(), BTreeSet::new(), BTreeSet::new());
    for (id, body) in rows["network_interface"].iter().map(|row| document(row)) {
        let subnet = text(&body["subnetId"]);
        let listed = |name: &str| {
            let list = body[name].as_array().expect("a list");
            list.iter().map(text).collect::<Vec<String>>()
        };
        let one = |name: &str| body[name].as_str().map(str::to_owned);
        for address in listed("secondaryPrivateIpAddresses")
            .into_iter()
            .chain(one("privateIpAddress"))
        {
            let address: std::net::Ipv4Addr = address.parse().expect("an address");
            ipv4.insert((subnet.clone(), u32::from(address), id.clone()));
        }
        for prefix in listed("ipv4Prefixes") {
            let prefix: ipnet::Ipv4Net = prefix.parse().expect("a prefix");
            let first = u32::from(prefix.network());
            ipv4.extend((first..first + 16).map(|it| (subnet.clone(), it, id.clone())));
        }
        for address in listed("furtherIpv6Addresses")
            .into_iter()
            .chain(one("ipv6Address"))
        {
            ipv6.insert((subnet.clone(), address, id.clone()));
        }
        for prefix in listed("ipv6Prefixes") {
            ipv6_prefixes.insert((subnet.clone(), prefix, id.clone()));
        }
    }
    let addresses: BTreeSet<(String, u32, String)> = rows["address"]
        .iter()
        .map(|row| serde_json::from_str(row).expect("an address"))
        .collect();
    assert_eq!(addresses, ipv4);
    for (table, wanted) in [("ipv6_address", ipv6), ("ipv6_prefix", ipv6_prefixes)] {
        let found: BTreeSet<(String, String, String)> = rows[table]
            .iter()
            .map(|row| serde_json::from_str(row).expect("three texts"))
            .collect();
        assert_eq!(found, wanted, "{table}");
    }
}

/// Each network of a VPC is found by its association.
fn assert_networks_are_found(rows: &Rows) {
    let mut wanted = BTreeSet::new();
    for (id, body) in rows["vpc"].iter().map(|row| document(row)) {
        wanted.insert((text(&body["cidrAssociationId"]), id.clone(), None));
        for (list, is_ipv6) in [("secondaryCidrBlocks", false), ("ipv6CidrBlocks", true)] {
            for network in body[list].as_array().expect("a list") {
                let cidr_block = is_ipv6.then(|| text(&network["cidrBlock"]));
                wanted.insert((text(&network["associationId"]), id.clone(), cidr_block));
            }
        }
    }
    let found: BTreeSet<(String, String, Option<String>)> = rows["vpc_cidr_block"]
        .iter()
        .map(|row| serde_json::from_str(row).expect("texts"))
        .collect();
    assert_eq!(found, wanted);
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

/// What a VPC resolves by a zone is a private zone, under that zone's own name; and each zone has what it came with.
fn assert_hosted(rows: &Rows) {
    let zones: BTreeMap<String, Value> = rows["hosted_zone"]
        .iter()
        .map(|row| document(row))
        .collect();
    for row in &rows["hosted_zone_vpc"] {
        let [_, name, id]: [String; 3] = serde_json::from_str(row).expect("three texts");
        let zone = &zones[&id];
        assert_eq!(
            (&zone["name"], &zone["private"]),
            (&json!(name), &json!(true))
        );
    }
    let sets: Vec<Value> = rows["resource_record_set"]
        .iter()
        .map(|row| document(row).1)
        .collect();
    for (id, zone) in &zones {
        for kind in ["NS", "SOA"] {
            let own = sets.iter().filter(|set| {
                set["hostedZoneId"] == json!(id)
                    && set["recordType"] == kind
                    && set["name"] == zone["name"]
            });
            assert_eq!(own.count(), 1, "{kind} of {id}");
        }
    }
    assert!(
        sets.iter()
            .all(|set| zones.contains_key(&text(&set["hostedZoneId"])))
    );
}

/// Every subnet has one network ACL, of its VPC.
fn assert_admitted(rows: &Rows) {
    let pairs = |table: &str, id: &str| -> BTreeSet<(String, String)> {
        rows[table]
            .iter()
            .map(|row| document(row).1)
            .map(|body| (text(&body[id]), text(&body["vpcId"])))
            .collect()
    };
    let admitted = pairs("network_acl_association", "subnetId");
    assert_eq!(admitted, pairs("subnet", "id"));
    assert_eq!(admitted.len(), rows["network_acl_association"].len());
    let of_acls = pairs("network_acl_association", "networkAclId");
    assert!(of_acls.is_subset(&pairs("network_acl", "id")));
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
async fn after_changes_of_hosted_zones() {
    let world = World::start().await;
    let vpcs = [
        world.network(PROVIDER, &[]).await.vpc_id,
        world.network(PROVIDER, &[]).await.vpc_id,
    ];
    let client = world.route53(PROVIDER);
    let vpc = |id| [("VPC.VPCRegion", "us-east-1"), ("VPC.VPCId", id)];
    let mut parameters = vec![("Name", "own.internal"), ("CallerReference", "one")];
    parameters.extend(vpc(vpcs[0].as_str()));
    let zone = client.ok("CreateHostedZone", &parameters).await.one("Id");
    let of = ("{Id}", zone.as_str());
    let tagged = [
        ("{ResourceType}", "hostedzone"),
        ("{ResourceId}", zone.as_str()),
        ("AddTags.Tag.1.Key", "Team"),
        ("AddTags.Tag.1.Value", "orders"),
    ];
    client.ok("ChangeTagsForResource", &tagged).await;
    assert_consistent(&world).await;
    let [region, id] = vpc(&vpcs[1]);
    let second = [of, region, id];
    client.ok("AssociateVPCWithHostedZone", &second).await;
    assert_consistent(&world).await;
    let ec2 = world.ec2(PROVIDER);
    ec2.ok("DeleteVpc", &[("VpcId", &vpcs[1])]).await;
    assert_consistent(&world).await;
    client.ok("DeleteHostedZone", &[of]).await;
    assert_consistent(&world).await;
    ec2.ok("DeleteVpc", &[("VpcId", &vpcs[0])]).await;
    assert!(world.rows().await["tag"].is_empty());
}

#[tokio::test]
async fn after_changes_of_addresses() {
    let world = World::start().await;
    let own = OwnInterface::of(&world).await;
    let ec2 = world.ec2(CONSUMER);
    let path = format!("/v1/network-interfaces/{}", own.interface_id);
    let id = ("NetworkInterfaceId", &*own.interface_id);
    for (action, parameter) in [
        (
            "AssignPrivateIpAddresses",
            ("SecondaryPrivateIpAddressCount", "3"),
        ),
        ("AssignPrivateIpAddresses", ("Ipv4PrefixCount", "2")),
        ("AssignIpv6Addresses", ("Ipv6AddressCount", "2")),
        ("AssignIpv6Addresses", ("Ipv6PrefixCount", "2")),
        (
            "UnassignPrivateIpAddresses",
            ("PrivateIpAddress.1", "10.0.1.11"),
        ),
        (
            "UnassignIpv6Addresses",
            ("Ipv6Addresses.1", &own.ipv6_address),
        ),
    ] {
        ec2.ok(action, &[id, parameter]).await;
        assert_consistent(&world).await;
    }
    let rest = world.rest(CONSUMER);
    let change = json!({
        "secondaryPrivateIpAddresses": ["10.0.1.99"], "ipv4Prefixes": ["10.0.1.160/28"], "ipv6Prefixes": [],
        "tags": [{"key": "Name", "value": "one"}],
    });
    rest.patch(&path, change).await.expect(200);
    assert_consistent(&world).await;
    rest.delete(&path).await.expect(204);
    assert_consistent(&world).await;
    let rows = world.rows().await;
    assert!(rows["address"].is_empty() && rows["ipv6_prefix"].is_empty());
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
