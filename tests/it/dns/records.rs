//! Record sets: batches, what is shown of each kind, orders and pages, and what is answered.

use super::{change, make, shown, zone};
use crate::support::world::{PROVIDER, World};

#[tokio::test]
async fn every_policy_comes_back_as_it_was_sent() {
    let world = World::start().await;
    let client = world.route53(PROVIDER);
    let id = zone(client, "example.com").await;
    let mut changes = vec![
        change(
            "CREATE",
            "WWW.example.com",
            "A",
            "300",
            &["192.0.2.2", "192.0.2.1"],
        ),
        change(
            "UPSERT",
            "*.example.com.",
            "TXT",
            "0",
            &["\"a <b> & 'c'\" \"d\""],
        ),
    ];
    let policies: [(&str, &[(&str, &str)]); 9] = [
        ("weighted", &[("Weight", "0")]),
        ("latency", &[("Region", "eu-west-1")]),
        ("failover", &[("Failover", "SECONDARY")]),
        (
            "country",
            &[
                ("GeoLocation.CountryCode", "US"),
                ("GeoLocation.SubdivisionCode", "TX"),
            ],
        ),
        ("continent", &[("GeoLocation.ContinentCode", "EU")]),
        ("several", &[("MultiValueAnswer", "true")]),
        (
            "region",
            &[
                ("GeoProximityLocation.AWSRegion", "us-east-1"),
                ("GeoProximityLocation.Bias", "-5"),
            ],
        ),
        (
            "place",
            &[
                ("GeoProximityLocation.Coordinates.Latitude", "51.50"),
                ("GeoProximityLocation.Coordinates.Longitude", "-0.12"),
            ],
        ),
        (
            "network",
            &[
                (
                    "CidrRoutingConfig.CollectionId",
                    "c8c02a84-aaaa-bbbb-e0d2-d833a2f80106",
                ),
                ("CidrRoutingConfig.LocationName", "office"),
            ],
        ),
    ];
    let names: Vec<String> = policies
        .iter()
        .map(|(name, _)| format!("{name}.example.com"))
        .collect();
    for ((identifier, policy), name) in policies.iter().zip(&names) {
        let mut parameters = change("CREATE", name, "A", "60", &["192.0.2.3"]);
        parameters.push(("SetIdentifier", identifier));
        parameters.extend(*policy);
        changes.push(parameters);
    }
    changes.push(vec![
        ("Action", "CREATE"),
        ("Name", "example.com"),
        ("Type", "A"),
        ("AliasTarget.HostedZoneId", &id),
        ("AliasTarget.DNSName", "www.EXAMPLE.com"),
        ("AliasTarget.EvaluateTargetHealth", "false"),
    ]);
    let made = make(client, &id, &changes).await;
    assert_eq!(made.status, 200, "{made}");
    let listed = client.ok("ListResourceRecordSets", &[("{Id}", &id)]).await;
    insta::assert_snapshot!(shown(&world, &listed), @"");
}

#[tokio::test]
async fn lists_begin_where_they_are_told() {
    let world = World::start().await;
    let client = world.route53(PROVIDER);
    let id = zone(client, "example.com").await;
    let mut changes: Vec<_> = [
        "b.example.com",
        "a.b.example.com",
        "a.example.com",
        "z.a.example.com",
    ]
    .into_iter()
    .map(|name| change("CREATE", name, "A", "60", &["192.0.2.1"]))
    .collect();
    changes.push(change(
        "CREATE",
        "a.example.com",
        "AAAA",
        "60",
        &["2001:db8::1"],
    ));
    for identifier in ["two", "one"] {
        let mut weighted = change("CREATE", "w.example.com", "TXT", "60", &["\"x\""]);
        weighted.extend([("SetIdentifier", identifier), ("Weight", "1")]);
        changes.push(weighted);
    }
    make(client, &id, &changes).await;
    let outline = async |parameters: &[(&str, &str)]| {
        let mut all = vec![("{Id}", id.as_str())];
        all.extend(parameters);
        let reply = client.ok("ListResourceRecordSets", &all).await;
        let sets = reply.document();
        let sets = sets
            .descendants()
            .filter(|node| node.tag_name().name() == "ResourceRecordSet")
            .map(|set| {
                let of = |name: &str| {
                    let found = set.children().find(|child| child.tag_name().name() == name);
                    found
                        .and_then(|child| child.text())
                        .unwrap_or_default()
                        .to_owned()
                };
                format!("{} {} {}", of("Name"), of("Type"), of("SetIdentifier"))
                    .trim_end()
                    .to_owned()
            })
            .collect::<Vec<_>>()
            .join(", ");
        let next: Vec<String> = ["NextRecordName", "NextRecordType", "NextRecordIdentifier"]
            .into_iter()
            .flat_map(|name| reply.all(name))
            .collect();
        format!("{sets}; next {}", next.join(" "))
    };
    let mut table = String::new();
    for parameters in [
        &[][..],
        &[("?maxitems", "3")],
        &[("?name", "a.example.com"), ("?maxitems", "2")],
        &[
            ("?name", "a.example.com"),
            ("?type", "AAAA"),
            ("?maxitems", "1"),
        ],
        &[
            ("?name", "w.example.com"),
            ("?type", "TXT"),
            ("?maxitems", "1"),
        ],
        &[
            ("?name", "w.example.com"),
            ("?type", "TXT"),
            ("?identifier", "two"),
        ],
        &[("?name", "zz.example.com")],
    ] {
        table += &format!("{parameters:?}\n  {}\n", outline(parameters).await);
    }
    insta::assert_snapshot!(table, @"");
}

#[tokio::test]
async fn a_batch_is_made_whole_or_not_at_all() {
    let world = World::start().await;
    let client = world.route53(PROVIDER);
    let id = zone(client, "example.com").await;
    let old = change("CREATE", "www.example.com", "A", "60", &["192.0.2.1"]);
    make(client, &id, &[old]).await;
    let before = world.rows().await;
    let refused = make(
        client,
        &id,
        &[
            change("CREATE", "new.example.com", "A", "60", &["192.0.2.1"]),
            change("CREATE", "www.example.com", "A", "60", &["192.0.2.9"]),
            change("DELETE", "gone.example.com", "A", "60", &["192.0.2.9"]),
        ],
    )
    .await;
    assert_eq!(
        refused.refusal(),
        "400 InvalidChangeBatch: [Tried to create resource record set [name='www.example.com.', type='A'] but it already exists, \
         Tried to delete resource record set [name='gone.example.com.', type='A'] but it was not found]"
    );
    assert_eq!(before, world.rows().await);
    let made = make(
        client,
        &id,
        &[
            change("DELETE", "www.example.com", "A", "60", &["192.0.2.1"]),
            change(
                "CREATE",
                "www.example.com",
                "CNAME",
                "60",
                &["host.example.com"],
            ),
            change("UPSERT", "new.example.com", "A", "60", &["192.0.2.1"]),
        ],
    )
    .await;
    assert_eq!(made.status, 200, "{made}");
    let upserted = change("UPSERT", "new.example.com", "A", "61", &["192.0.2.2"]);
    assert_eq!(make(client, &id, &[upserted]).await.status, 200);
    let rows = world.rows().await;
    assert_eq!(rows["resource_record_set"].len(), 4);
    let zone = client.ok("GetHostedZone", &[("{Id}", &id)]).await;
    assert_eq!(zone.one("ResourceRecordSetCount"), "4");
}

#[tokio::test]
async fn a_zone_answers_as_a_name_server_would() {
    let world = World::start().await;
    let client = world.route53(PROVIDER);
    let id = zone(client, "example.com").await;
    let alias = vec![
        ("Action", "CREATE"),
        ("Name", "example.com"),
        ("Type", "A"),
        ("AliasTarget.HostedZoneId", id.as_str()),
        ("AliasTarget.DNSName", "www.example.com"),
        ("AliasTarget.EvaluateTargetHealth", "true"),
    ];
    let changes = [
        change(
            "CREATE",
            "www.example.com",
            "A",
            "60",
            &["192.0.2.1", "192.0.2.2"],
        ),
        change(
            "CREATE",
            "shop.example.com",
            "CNAME",
            "60",
            &["www.example.com"],
        ),
        change("CREATE", "a.b.example.com", "TXT", "60", &["\"deep\""]),
        change("CREATE", "*.example.com", "A", "60", &["192.0.2.9"]),
        alias,
    ];
    make(client, &id, &changes).await;
    let mut table = String::new();
    for (name, kind) in [
        ("www.example.com", "A"),
        ("www.example.com", "AAAA"),
        ("shop.example.com", "A"),
        ("example.com", "A"),
        ("example.com", "SOA"),
        ("b.example.com", "A"),
        ("other.example.com", "A"),
        ("other.example.org", "A"),
    ] {
        let parameters = [
            ("?hostedzoneid", id.as_str()),
            ("?recordname", name),
            ("?recordtype", kind),
        ];
        let reply = client.ok("TestDNSAnswer", &parameters).await;
        table += &format!(
            "{name} {kind}: {} {}\n",
            reply.one("ResponseCode"),
            reply.all("RecordDataEntry").join(" | ")
        );
    }
    insta::assert_snapshot!(shown(&world, &table), @"");
}
