//! Record sets: batches, what is shown of each kind, orders and pages, and what is answered.

use super::{change, make, shown, zone};
use crate::support::query::XmlReply;
use crate::support::world::{PROVIDER, World};

/// An identifier, and the parameters of its set's policy.
const POLICIES: [(&str, &[(&str, &str)]); 9] = [
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
    let names: Vec<String> = POLICIES
        .iter()
        .map(|(name, _)| format!("{name}.example.com"))
        .collect();
    for ((identifier, policy), name) in POLICIES.iter().zip(&names) {
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
    insta::assert_snapshot!(shown(&world, &listed), @r#"
    HTTP 200
    <ListResourceRecordSetsResponse xmlns="https://route53.amazonaws.com/doc/2013-04-01/">
      <ResourceRecordSets>
        <ResourceRecordSet>
          <Name>example.com.</Name>
          <Type>A</Type>
          <AliasTarget>
            <HostedZoneId>Z1</HostedZoneId>
            <DNSName>www.example.com.</DNSName>
            <EvaluateTargetHealth>false</EvaluateTargetHealth>
          </AliasTarget>
        </ResourceRecordSet>
        <ResourceRecordSet>
          <Name>example.com.</Name>
          <Type>NS</Type>
          <TTL>172800</TTL>
          <ResourceRecords>
            <ResourceRecord>
              <Value>ns.awsdns.com.</Value>
            </ResourceRecord>
            <ResourceRecord>
              <Value>ns.awsdns.net.</Value>
            </ResourceRecord>
            <ResourceRecord>
              <Value>ns.awsdns.org.</Value>
            </ResourceRecord>
            <ResourceRecord>
              <Value>ns.awsdns.co.uk.</Value>
            </ResourceRecord>
          </ResourceRecords>
        </ResourceRecordSet>
        <ResourceRecordSet>
          <Name>example.com.</Name>
          <Type>SOA</Type>
          <TTL>900</TTL>
          <ResourceRecords>
            <ResourceRecord>
              <Value>ns.awsdns.com. awsdns-hostmaster.amazon.com. 1 7200 900 1209600 86400</Value>
            </ResourceRecord>
          </ResourceRecords>
        </ResourceRecordSet>
        <ResourceRecordSet>
          <Name>\052.example.com.</Name>
          <Type>TXT</Type>
          <TTL>0</TTL>
          <ResourceRecords>
            <ResourceRecord>
              <Value>"a <b> & 'c'" "d"</Value>
            </ResourceRecord>
          </ResourceRecords>
        </ResourceRecordSet>
        <ResourceRecordSet>
          <Name>continent.example.com.</Name>
          <Type>A</Type>
          <SetIdentifier>continent</SetIdentifier>
          <GeoLocation>
            <ContinentCode>EU</ContinentCode>
          </GeoLocation>
          <TTL>60</TTL>
          <ResourceRecords>
            <ResourceRecord>
              <Value>192.0.2.3</Value>
            </ResourceRecord>
          </ResourceRecords>
        </ResourceRecordSet>
        <ResourceRecordSet>
          <Name>country.example.com.</Name>
          <Type>A</Type>
          <SetIdentifier>country</SetIdentifier>
          <GeoLocation>
            <CountryCode>US</CountryCode>
            <SubdivisionCode>TX</SubdivisionCode>
          </GeoLocation>
          <TTL>60</TTL>
          <ResourceRecords>
            <ResourceRecord>
              <Value>192.0.2.3</Value>
            </ResourceRecord>
          </ResourceRecords>
        </ResourceRecordSet>
        <ResourceRecordSet>
          <Name>failover.example.com.</Name>
          <Type>A</Type>
          <SetIdentifier>failover</SetIdentifier>
          <Failover>SECONDARY</Failover>
          <TTL>60</TTL>
          <ResourceRecords>
            <ResourceRecord>
              <Value>192.0.2.3</Value>
            </ResourceRecord>
          </ResourceRecords>
        </ResourceRecordSet>
        <ResourceRecordSet>
          <Name>latency.example.com.</Name>
          <Type>A</Type>
          <SetIdentifier>latency</SetIdentifier>
          <Region>eu-west-1</Region>
          <TTL>60</TTL>
          <ResourceRecords>
            <ResourceRecord>
              <Value>192.0.2.3</Value>
            </ResourceRecord>
          </ResourceRecords>
        </ResourceRecordSet>
        <ResourceRecordSet>
          <Name>network.example.com.</Name>
          <Type>A</Type>
          <SetIdentifier>network</SetIdentifier>
          <TTL>60</TTL>
          <ResourceRecords>
            <ResourceRecord>
              <Value>192.0.2.3</Value>
            </ResourceRecord>
          </ResourceRecords>
          <CidrRoutingConfig>
            <CollectionId>[request-id]</CollectionId>
            <LocationName>office</LocationName>
          </CidrRoutingConfig>
        </ResourceRecordSet>
        <ResourceRecordSet>
          <Name>place.example.com.</Name>
          <Type>A</Type>
          <SetIdentifier>place</SetIdentifier>
          <TTL>60</TTL>
          <ResourceRecords>
            <ResourceRecord>
              <Value>192.0.2.3</Value>
            </ResourceRecord>
          </ResourceRecords>
          <GeoProximityLocation>
            <Coordinates>
              <Latitude>51.50</Latitude>
              <Longitude>-0.12</Longitude>
            </Coordinates>
          </GeoProximityLocation>
        </ResourceRecordSet>
        <ResourceRecordSet>
          <Name>region.example.com.</Name>
          <Type>A</Type>
          <SetIdentifier>region</SetIdentifier>
          <TTL>60</TTL>
          <ResourceRecords>
            <ResourceRecord>
              <Value>192.0.2.3</Value>
            </ResourceRecord>
          </ResourceRecords>
          <GeoProximityLocation>
            <AWSRegion>us-east-1</AWSRegion>
            <Bias>-5</Bias>
          </GeoProximityLocation>
        </ResourceRecordSet>
        <ResourceRecordSet>
          <Name>several.example.com.</Name>
          <Type>A</Type>
          <SetIdentifier>several</SetIdentifier>
          <MultiValueAnswer>true</MultiValueAnswer>
          <TTL>60</TTL>
          <ResourceRecords>
            <ResourceRecord>
              <Value>192.0.2.3</Value>
            </ResourceRecord>
          </ResourceRecords>
        </ResourceRecordSet>
        <ResourceRecordSet>
          <Name>weighted.example.com.</Name>
          <Type>A</Type>
          <SetIdentifier>weighted</SetIdentifier>
          <Weight>0</Weight>
          <TTL>60</TTL>
          <ResourceRecords>
            <ResourceRecord>
              <Value>192.0.2.3</Value>
            </ResourceRecord>
          </ResourceRecords>
        </ResourceRecordSet>
        <ResourceRecordSet>
          <Name>www.example.com.</Name>
          <Type>A</Type>
          <TTL>300</TTL>
          <ResourceRecords>
            <ResourceRecord>
              <Value>192.0.2.2</Value>
            </ResourceRecord>
            <ResourceRecord>
              <Value>192.0.2.1</Value>
            </ResourceRecord>
          </ResourceRecords>
        </ResourceRecordSet>
      </ResourceRecordSets>
      <IsTruncated>false</IsTruncated>
      <MaxItems>300</MaxItems>
    </ListResourceRecordSetsResponse>
    "#);
}

/// Name, type and identifier of each set in a list, and where the next page begins.
fn outline(reply: &XmlReply) -> String {
    let document = reply.document();
    let sets = document
        .descendants()
        .filter(|node| node.tag_name().name() == "ResourceRecordSet");
    let lines: Vec<String> = sets
        .map(|set| {
            let of = |name: &str| {
                let found = set.children().find(|child| child.tag_name().name() == name);
                found.and_then(|child| child.text()).unwrap_or_default()
            };
            let line = [of("Name"), of("Type"), of("SetIdentifier")].join(" ");
            line.trim_end().to_owned()
        })
        .collect();
    let next: Vec<String> = ["NextRecordName", "NextRecordType", "NextRecordIdentifier"]
        .into_iter()
        .flat_map(|name| reply.all(name))
        .collect();
    format!(
        "{}; next: {}",
        lines.join(", "),
        if next.is_empty() {
            "none".to_owned()
        } else {
            next.join(" ")
        }
    )
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
        let mut all = vec![("{Id}", id.as_str())];
        all.extend(parameters);
        let reply = client.ok("ListResourceRecordSets", &all).await;
        table += &format!("{parameters:?}\n  {}\n", outline(&reply));
    }
    insta::assert_snapshot!(table, @r#"
    []
      example.com. NS, example.com. SOA, a.example.com. A, a.example.com. AAAA, z.a.example.com. A, b.example.com. A, a.b.example.com. A, w.example.com. TXT one, w.example.com. TXT two; next: none
    [("?maxitems", "3")]
      example.com. NS, example.com. SOA, a.example.com. A; next: a.example.com. AAAA
    [("?name", "a.example.com"), ("?maxitems", "2")]
      a.example.com. A, a.example.com. AAAA; next: z.a.example.com. A
    [("?name", "a.example.com"), ("?type", "AAAA"), ("?maxitems", "1")]
      a.example.com. AAAA; next: z.a.example.com. A
    [("?name", "w.example.com"), ("?type", "TXT"), ("?maxitems", "1")]
      w.example.com. TXT one; next: w.example.com. TXT two
    [("?name", "w.example.com"), ("?type", "TXT"), ("?identifier", "two")]
      w.example.com. TXT two; next: none
    [("?name", "zz.example.com")]
      ; next: none
    "#);
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
            "{name} {kind}: {}\n",
            [
                reply.one("ResponseCode"),
                reply.all("RecordDataEntry").join(" | ")
            ]
            .join(" ")
            .trim_end()
        );
    }
    insta::assert_snapshot!(shown(&world, &table), @"
    www.example.com A: NOERROR 192.0.2.1 | 192.0.2.2
    www.example.com AAAA: NOERROR
    shop.example.com A: NOERROR www.example.com
    example.com A: NOERROR 192.0.2.1 | 192.0.2.2
    example.com SOA: NOERROR ns.awsdns.com. awsdns-hostmaster.amazon.com. 1 7200 900 1209600 86400
    b.example.com A: NOERROR
    other.example.com A: NOERROR 192.0.2.9
    other.example.org A: NXDOMAIN
    ");
}
