//! What must not be, with AWS's codes and words, and that it changed nothing.

use reqwest::Method;

use super::{change, make, private_zone, shown, zone, zone_with};
use crate::support::rest_xml::{Route53, document};
use crate::support::world::{CONSUMER, PROVIDER, STRANGER, World};

/// A table of refusals, of which none may change anything.
struct Refusals<'w> {
    world: &'w World,
    table: String,
}

impl Refusals<'_> {
    async fn call(
        &mut self,
        what: &str,
        client: Route53<'_>,
        operation: &str,
        parameters: &[(&str, &str)],
    ) {
        let before = self.world.rows().await;
        let reply = client.call(operation, parameters).await;
        assert_eq!(before, self.world.rows().await, "{what} changed something");
        assert!(reply.status >= 400, "{what} is not refused: {reply}");
        self.table += &format!("{what}\n  {}\n", reply.refusal());
    }

    async fn batch(
        &mut self,
        what: &str,
        client: Route53<'_>,
        zone: &str,
        changes: &[Vec<(&str, &str)>],
    ) {
        let before = self.world.rows().await;
        let reply = make(client, zone, changes).await;
        assert_eq!(before, self.world.rows().await, "{what} changed something");
        assert!(reply.status >= 400, "{what} is not refused: {reply}");
        self.table += &format!("{what}\n  {}\n", reply.refusal());
    }
}

fn of(world: &World) -> Refusals<'_> {
    Refusals {
        world,
        table: String::new(),
    }
}

#[tokio::test]
async fn of_zones() {
    let world = World::start().await;
    let client = world.route53(PROVIDER);
    let own = world.network(PROVIDER, &[]).await.vpc_id;
    let others = world.network(CONSUMER, &[]).await.vpc_id;
    let public = zone(client, "example.com").await;
    let private = private_zone(client, "corp", &own).await;
    let record = change("CREATE", "www.example.com", "A", "60", &["192.0.2.1"]);
    make(client, &public, &[record]).await;
    let region = ("VPC.VPCRegion", "us-east-1");
    let mut refusals = of(&world);
    let long = "x".repeat(257);
    for (what, parameters) in [
        ("no name", vec![("CallerReference", "x")]),
        ("no caller reference", vec![("Name", "example.org")]),
        (
            "an empty caller reference",
            vec![("Name", "example.org"), ("CallerReference", "")],
        ),
        (
            "the caller reference of another",
            vec![("Name", "example.org"), ("CallerReference", "example.com")],
        ),
        (
            "no domain",
            vec![("Name", "a..b"), ("CallerReference", "x")],
        ),
        (
            "a domain of AWS's",
            vec![("Name", "amazonaws.com"), ("CallerReference", "x")],
        ),
        (
            "a long comment",
            vec![
                ("Name", "example.org"),
                ("CallerReference", "x"),
                ("HostedZoneConfig.Comment", &long),
            ],
        ),
        (
            "private without a VPC",
            vec![
                ("Name", "example.org"),
                ("CallerReference", "x"),
                ("HostedZoneConfig.PrivateZone", "true"),
            ],
        ),
        (
            "a VPC without a region",
            vec![
                ("Name", "example.org"),
                ("VPC.VPCId", &own),
                ("CallerReference", "x"),
            ],
        ),
        (
            "a VPC elsewhere",
            vec![
                ("Name", "example.org"),
                ("VPC.VPCRegion", "eu-west-1"),
                ("VPC.VPCId", &own),
                ("CallerReference", "x"),
            ],
        ),
        (
            "another's VPC",
            vec![
                ("Name", "example.org"),
                region,
                ("VPC.VPCId", &others),
                ("CallerReference", "x"),
            ],
        ),
        (
            "a VPC that has the domain",
            vec![
                ("Name", "corp"),
                region,
                ("VPC.VPCId", &own),
                ("CallerReference", "x"),
            ],
        ),
        (
            "name servers to use again",
            vec![
                ("Name", "example.org"),
                ("CallerReference", "x"),
                ("DelegationSetId", "N1"),
            ],
        ),
    ] {
        refusals
            .call(what, client, "CreateHostedZone", &parameters)
            .await;
    }
    let unknown = "Z0UNKNOWN";
    for (what, operation, parameters) in [
        (
            "what is not there",
            "GetHostedZone",
            vec![("{Id}", unknown)],
        ),
        (
            "what is no id",
            "GetHostedZone",
            vec![("{Id}", "not-an-id")],
        ),
        (
            "a zone with records",
            "DeleteHostedZone",
            vec![("{Id}", &public)],
        ),
        (
            "a public zone's VPC",
            "AssociateVPCWithHostedZone",
            vec![("{Id}", &public), region, ("VPC.VPCId", &own)],
        ),
        (
            "a VPC of a zone once more",
            "AssociateVPCWithHostedZone",
            vec![("{Id}", &private), region, ("VPC.VPCId", &own)],
        ),
        (
            "the last VPC",
            "DisassociateVPCFromHostedZone",
            vec![("{Id}", &private), region, ("VPC.VPCId", &own)],
        ),
        (
            "a VPC that is not associated",
            "DisassociateVPCFromHostedZone",
            vec![("{Id}", &private), region, ("VPC.VPCId", &others)],
        ),
        (
            "a VPC that does not exist",
            "AssociateVPCWithHostedZone",
            vec![
                ("{Id}", &private),
                region,
                ("VPC.VPCId", "vpc-0123456789abcdef0"),
            ],
        ),
        (
            "an authorization for a public zone",
            "CreateVPCAssociationAuthorization",
            vec![("{Id}", &public), region, ("VPC.VPCId", &others)],
        ),
        (
            "faster recovery of a private zone",
            "UpdateHostedZoneFeatures",
            vec![("{Id}", &private), ("EnableAcceleratedRecovery", "true")],
        ),
        (
            "a zone by id without its name",
            "ListHostedZonesByName",
            vec![("?hostedzoneid", &public)],
        ),
        (
            "a page of nothing",
            "ListHostedZones",
            vec![("?maxitems", "0")],
        ),
        (
            "a page of words",
            "ListHostedZones",
            vec![("?maxitems", "ten")],
        ),
        (
            "another kind of zones",
            "ListHostedZones",
            vec![("?hostedzonetype", "PublicHostedZone")],
        ),
        (
            "name servers to find by",
            "ListHostedZones",
            vec![("?delegationsetid", "N1")],
        ),
        (
            "tags of a health check",
            "ListTagsForResource",
            vec![("{ResourceType}", "healthcheck"), ("{ResourceId}", "x")],
        ),
        (
            "tags of something else",
            "ListTagsForResource",
            vec![("{ResourceType}", "vpc"), ("{ResourceId}", &public)],
        ),
        (
            "tags of nothing",
            "ListTagsForResources",
            vec![
                ("{ResourceType}", "hostedzone"),
                ("ResourceIds.ResourceId.1", unknown),
            ],
        ),
        (
            "no tags",
            "ChangeTagsForResource",
            vec![("{ResourceType}", "hostedzone"), ("{ResourceId}", &public)],
        ),
        (
            "tags of AWS's",
            "ChangeTagsForResource",
            vec![
                ("{ResourceType}", "hostedzone"),
                ("{ResourceId}", &public),
                ("AddTags.Tag.1.Key", "aws:x"),
            ],
        ),
    ] {
        refusals.call(what, client, operation, &parameters).await;
    }
    insta::assert_snapshot!(shown(&world, &refusals.table), @"");
}

/// Whoever names another's zone is told that it does not exist.
#[tokio::test]
async fn of_zones_that_are_anothers() {
    let world = World::start().await;
    let vpc = world.network(PROVIDER, &[]).await.vpc_id;
    let id = zone_with(world.route53(PROVIDER), "example.com", &[]).await;
    let stranger = world.route53(STRANGER);
    let before = world.rows().await;
    let (region, vpc) = (("VPC.VPCRegion", "us-east-1"), ("VPC.VPCId", vpc.as_str()));
    let tagged = [
        ("{ResourceType}", "hostedzone"),
        ("{ResourceId}", id.as_str()),
    ];
    for (operation, more) in [
        ("GetHostedZone", &[][..]),
        ("DeleteHostedZone", &[]),
        ("UpdateHostedZoneComment", &[("Comment", "mine")]),
        (
            "UpdateHostedZoneFeatures",
            &[("EnableAcceleratedRecovery", "true")],
        ),
        ("GetDNSSEC", &[]),
        ("ListResourceRecordSets", &[]),
        ("AssociateVPCWithHostedZone", &[region, vpc]),
        ("DisassociateVPCFromHostedZone", &[region, vpc]),
        ("CreateVPCAssociationAuthorization", &[region, vpc]),
        ("DeleteVPCAssociationAuthorization", &[region, vpc]),
        ("ListVPCAssociationAuthorizations", &[]),
        ("GetHostedZoneLimit", &[("{Type}", "MAX_RRSETS_BY_ZONE")]),
        ("ListTagsForResource", &tagged),
        (
            "ChangeTagsForResource",
            &[tagged[0], tagged[1], ("RemoveTagKeys.Key.1", "x")],
        ),
        (
            "ListTagsForResources",
            &[tagged[0], ("ResourceIds.ResourceId.1", &id)],
        ),
        (
            "TestDNSAnswer",
            &[
                ("?hostedzoneid", &id),
                ("?recordname", "example.com"),
                ("?recordtype", "NS"),
            ],
        ),
    ] {
        let mut parameters = vec![("{Id}", id.as_str())];
        parameters.extend(more);
        let reply = stranger.call(operation, &parameters).await;
        assert_eq!(
            reply.refusal(),
            format!("404 NoSuchHostedZone: No hosted zone found with ID: {id}"),
            "{operation}"
        );
    }
    let record = change("UPSERT", "example.com", "TXT", "60", &["\"mine\""]);
    assert_eq!(make(stranger, &id, &[record]).await.status, 404);
    assert_eq!(before, world.rows().await);
}

#[tokio::test]
async fn of_changes() {
    let world = World::start().await;
    let client = world.route53(PROVIDER);
    let id = zone(client, "example.com").await;
    let mut weighted = change("CREATE", "w.example.com", "A", "60", &["192.0.2.1"]);
    weighted.extend([("SetIdentifier", "one"), ("Weight", "1")]);
    let made = [
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
        weighted,
    ];
    assert_eq!(make(client, &id, &made).await.status, 200);
    let mut refusals = of(&world);
    for (what, name, kind, values) in [
        ("what is there", "www.example.com", "A", &["192.0.2.1"][..]),
        (
            "outside of the zone",
            "www.example.org",
            "A",
            &["192.0.2.1"],
        ),
        ("beside a CNAME", "shop.example.com", "TXT", &["\"x\""]),
        (
            "a CNAME beside others",
            "www.example.com",
            "CNAME",
            &["a.example.com"],
        ),
        (
            "a CNAME at the apex",
            "example.com",
            "CNAME",
            &["a.example.com"],
        ),
        (
            "authority below the apex",
            "a.example.com",
            "SOA",
            &["a. b. 1 2 3 4 5"],
        ),
        (
            "a delegated wildcard",
            "*.example.com",
            "NS",
            &["a.example.net"],
        ),
        ("no address", "a.example.com", "A", &["192.0.2"]),
        (
            "the same value twice",
            "a.example.com",
            "A",
            &["192.0.2.1", "192.0.2.1"],
        ),
        ("a text without marks", "a.example.com", "TXT", &["x"]),
        ("no name", "a..example.com", "A", &["192.0.2.1"]),
        ("no type", "a.example.com", "WKS", &["192.0.2.1"]),
        ("beside weighted ones", "w.example.com", "A", &["192.0.2.1"]),
        ("no values", "a.example.com", "A", &[]),
    ] {
        let batch = [change("CREATE", name, kind, "60", values)];
        refusals.batch(what, client, &id, &batch).await;
    }
    for (what, parameters) in [
        ("a long time", vec![("TTL", "2147483648")]),
        ("no time", vec![]),
        ("no identifier", vec![("TTL", "60"), ("Weight", "1")]),
        ("no policy", vec![("TTL", "60"), ("SetIdentifier", "x")]),
        (
            "two policies",
            vec![
                ("TTL", "60"),
                ("SetIdentifier", "x"),
                ("Weight", "1"),
                ("Region", "us-east-1"),
            ],
        ),
        (
            "a heavy weight",
            vec![("TTL", "60"), ("SetIdentifier", "x"), ("Weight", "256")],
        ),
        (
            "no region",
            vec![("TTL", "60"), ("SetIdentifier", "x"), ("Region", "mars-1")],
        ),
        (
            "neither first nor second",
            vec![("TTL", "60"), ("SetIdentifier", "x"), ("Failover", "THIRD")],
        ),
        (
            "two places",
            vec![
                ("TTL", "60"),
                ("SetIdentifier", "x"),
                ("GeoLocation.ContinentCode", "EU"),
                ("GeoLocation.CountryCode", "DE"),
            ],
        ),
        (
            "no place",
            vec![
                ("TTL", "60"),
                ("SetIdentifier", "x"),
                ("GeoProximityLocation.Bias", "1"),
            ],
        ),
        (
            "a health check",
            vec![("TTL", "60"), ("HealthCheckId", "abc")],
        ),
        (
            "alias and values",
            vec![
                ("TTL", "60"),
                ("AliasTarget.HostedZoneId", "Z1"),
                ("AliasTarget.DNSName", "a.b"),
                ("AliasTarget.EvaluateTargetHealth", "true"),
            ],
        ),
    ] {
        let mut batch = vec![
            ("Action", "CREATE"),
            ("Name", "a.example.com"),
            ("Type", "A"),
        ];
        batch.extend(parameters);
        batch.push(("ResourceRecords.ResourceRecord.1.Value", "192.0.2.1"));
        refusals.batch(what, client, &id, &[batch]).await;
    }
    for (what, identifier, ttl, policy) in [
        ("another policy", "two", "60", ("Region", "us-east-1")),
        ("another time", "two", "61", ("Weight", "1")),
    ] {
        let mut batch = change("CREATE", "w.example.com", "A", ttl, &["192.0.2.1"]);
        batch.extend([("SetIdentifier", identifier), policy]);
        refusals.batch(what, client, &id, &[batch]).await;
    }
    let alias = |target| {
        vec![
            ("Action", "CREATE"),
            ("Name", "a.example.com"),
            ("Type", "A"),
            ("AliasTarget.HostedZoneId", id.as_str()),
            ("AliasTarget.DNSName", target),
            ("AliasTarget.EvaluateTargetHealth", "true"),
        ]
    };
    let servers = client.ok("ListResourceRecordSets", &[("{Id}", &id)]).await;
    let servers = servers.all("Value");
    let servers = [
        servers[0].as_str(),
        servers[1].as_str(),
        servers[2].as_str(),
    ];
    for (what, batch) in [
        ("an alias of nothing", vec![alias("b.example.com")]),
        ("an alias of another domain", vec![alias("www.example.org")]),
        (
            "deleted with another value",
            vec![change(
                "DELETE",
                "www.example.com",
                "A",
                "60",
                &["192.0.2.1"],
            )],
        ),
        (
            "deleted with another time",
            vec![change(
                "DELETE",
                "www.example.com",
                "A",
                "61",
                &["192.0.2.1", "192.0.2.2"],
            )],
        ),
        (
            "deleted without being there",
            vec![change("DELETE", "a.example.com", "A", "60", &["192.0.2.1"])],
        ),
        (
            "twice the same",
            vec![
                change("CREATE", "a.example.com", "A", "60", &["192.0.2.1"]),
                change("UPSERT", "a.example.com", "A", "60", &["192.0.2.2"]),
            ],
        ),
        (
            "not all name servers",
            vec![change("DELETE", "example.com", "NS", "172800", &servers)],
        ),
        (
            "replaced",
            vec![change(
                "REPLACE",
                "a.example.com",
                "A",
                "60",
                &["192.0.2.1"],
            )],
        ),
        ("nothing", vec![]),
    ] {
        refusals.batch(what, client, &id, &batch).await;
    }
    insta::assert_snapshot!(shown(&world, &refusals.table), @"");
}

#[tokio::test]
async fn of_large_batches() {
    let world = World::start().await;
    let client = world.route53(PROVIDER);
    let id = zone(client, "example.com").await;
    let before = world.rows().await;
    let names: Vec<String> = (0..1_001)
        .map(|number| format!("n{number}.example.com"))
        .collect();
    let batch = |action, count: usize| -> Vec<_> {
        let names = names[..count].iter();
        names
            .map(|name| change(action, name, "A", "60", &["192.0.2.1"]))
            .collect()
    };
    for (action, count) in [("CREATE", 1_001), ("UPSERT", 501)] {
        let reply = make(client, &id, &batch(action, count)).await;
        assert_eq!(
            reply.refusal(),
            "400 InvalidChangeBatch: [Number of changes limit of 1000 exceeded.]"
        );
    }
    let long = format!("\"{}\"", "x".repeat(250));
    let texts: Vec<_> = names[..128]
        .iter()
        .map(|name| change("CREATE", name, "TXT", "60", &[&long]))
        .collect();
    let reply = make(client, &id, &texts).await;
    assert_eq!(
        reply.refusal(),
        "400 InvalidChangeBatch: [Number of characters in values limit of 32000 exceeded.]"
    );
    assert_eq!(before, world.rows().await);
    assert_eq!(make(client, &id, &batch("CREATE", 1_000)).await.status, 200);
    let listed = client.ok("ListResourceRecordSets", &[("{Id}", &id)]).await;
    assert_eq!(
        (listed.all("Name").len(), listed.one("IsTruncated")),
        (300, "true".to_owned())
    );
}

#[tokio::test]
async fn of_what_is_no_request() {
    let world = World::start().await;
    let client = world.route53(PROVIDER);
    let id = zone(client, "example.com").await;
    let comment = format!("hostedzone/{id}");
    let before = world.rows().await;
    let mut table = String::new();
    let entity = "<!DOCTYPE a [<!ENTITY b \"c\">]><UpdateHostedZoneCommentRequest><Comment>&b;</Comment></UpdateHostedZoneCommentRequest>";
    let deep = format!("{}{}", "<a>".repeat(40), "</a>".repeat(40));
    for (what, method, path, body) in [
        (
            "an operation that is not served",
            Method::POST,
            "healthcheck",
            None,
        ),
        (
            "a path that AWS does not have",
            Method::GET,
            "nonsense/{x}",
            None,
        ),
        ("another method", Method::PATCH, "hostedzone", None),
        (
            "no XML",
            Method::POST,
            comment.as_str(),
            Some("{\"Comment\": \"x\"}".to_owned()),
        ),
        ("an entity", Method::POST, &comment, Some(entity.to_owned())),
        ("a deep body", Method::POST, &comment, Some(deep)),
        (
            "another root",
            Method::POST,
            &comment,
            Some(document("CreateHostedZoneRequest", &[])),
        ),
        (
            "another namespace",
            Method::POST,
            &comment,
            Some("<UpdateHostedZoneCommentRequest xmlns=\"urn:x\"/>".to_owned()),
        ),
        ("a broken path", Method::GET, "hostedzone/%zz", None),
    ] {
        let reply = client
            .send(method, path, &[], body, "UpdateHostedZoneComment")
            .await;
        table += &format!("{what}\n  {}\n", reply.refusal());
    }
    let reply = world
        .http
        .get(format!("{}/2013-04-01/hostedzone", world.url()));
    let reply = reply.header(
        "Authorization",
        crate::support::query::authorization(PROVIDER, "us-east-1", "s3"),
    );
    let reply = reply.send().await.expect("an answer");
    table += &format!("another service\n  {}\n", reply.status());
    insta::assert_snapshot!(shown(&world, &table), @"");
    assert_eq!(before, world.rows().await);
}
