//! Zones: whole answers, both orders of lists with their pages, tags, limits and events.

use super::{change, make, private_zone, shown, zone, zone_with};
use crate::support::world::{CONSUMER, PROVIDER, World, text};

#[tokio::test]
async fn created_shown_changed_and_deleted() {
    let world = World::start().await;
    let client = world.route53(PROVIDER);
    let mut story = String::new();
    let created = client
        .ok(
            "CreateHostedZone",
            &[
                ("Name", "Example.COM"),
                ("CallerReference", "first"),
                ("HostedZoneConfig.Comment", "for <everybody>"),
            ],
        )
        .await;
    story += &format!("{created}\n\n");
    let id = created.one("Id");
    let of = [("{Id}", id.as_str())];
    for (operation, more) in [
        ("GetHostedZone", &[][..]),
        (
            "UpdateHostedZoneFeatures",
            &[("EnableAcceleratedRecovery", "true")],
        ),
        ("UpdateHostedZoneComment", &[("Comment", "changed")]),
        ("GetDNSSEC", &[]),
        ("ListResourceRecordSets", &[]),
        ("DeleteHostedZone", &[]),
    ] {
        let parameters: Vec<(&str, &str)> = of.iter().chain(more).copied().collect();
        let reply = client.ok(operation, &parameters).await;
        story += &format!("{reply}\n\n");
    }
    insta::assert_snapshot!(shown(&world, &story), @r#"
    HTTP 201
    <CreateHostedZoneResponse xmlns="https://route53.amazonaws.com/doc/2013-04-01/">
      <HostedZone>
        <Id>/hostedzone/Z1</Id>
        <Name>example.com.</Name>
        <CallerReference>first</CallerReference>
        <Config>
          <Comment>for <everybody></Comment>
          <PrivateZone>false</PrivateZone>
        </Config>
        <ResourceRecordSetCount>2</ResourceRecordSetCount>
      </HostedZone>
      <ChangeInfo>
        <Id>/change/C1</Id>
        <Status>PENDING</Status>
        <SubmittedAt>2026-11-22T10:00:00.000Z</SubmittedAt>
      </ChangeInfo>
      <DelegationSet>
        <NameServers>
          <NameServer>ns.awsdns.com</NameServer>
          <NameServer>ns.awsdns.net</NameServer>
          <NameServer>ns.awsdns.org</NameServer>
          <NameServer>ns.awsdns.co.uk</NameServer>
        </NameServers>
      </DelegationSet>
    </CreateHostedZoneResponse>

    HTTP 200
    <GetHostedZoneResponse xmlns="https://route53.amazonaws.com/doc/2013-04-01/">
      <HostedZone>
        <Id>/hostedzone/Z1</Id>
        <Name>example.com.</Name>
        <CallerReference>first</CallerReference>
        <Config>
          <Comment>for <everybody></Comment>
          <PrivateZone>false</PrivateZone>
        </Config>
        <ResourceRecordSetCount>2</ResourceRecordSetCount>
      </HostedZone>
      <DelegationSet>
        <NameServers>
          <NameServer>ns.awsdns.com</NameServer>
          <NameServer>ns.awsdns.net</NameServer>
          <NameServer>ns.awsdns.org</NameServer>
          <NameServer>ns.awsdns.co.uk</NameServer>
        </NameServers>
      </DelegationSet>
    </GetHostedZoneResponse>

    HTTP 200
    <UpdateHostedZoneFeaturesResponse xmlns="https://route53.amazonaws.com/doc/2013-04-01/"/>

    HTTP 200
    <UpdateHostedZoneCommentResponse xmlns="https://route53.amazonaws.com/doc/2013-04-01/">
      <HostedZone>
        <Id>/hostedzone/Z1</Id>
        <Name>example.com.</Name>
        <CallerReference>first</CallerReference>
        <Config>
          <Comment>changed</Comment>
          <PrivateZone>false</PrivateZone>
        </Config>
        <ResourceRecordSetCount>2</ResourceRecordSetCount>
        <Features>
          <AcceleratedRecoveryStatus>ENABLED</AcceleratedRecoveryStatus>
        </Features>
      </HostedZone>
    </UpdateHostedZoneCommentResponse>

    HTTP 200
    <GetDNSSECResponse xmlns="https://route53.amazonaws.com/doc/2013-04-01/">
      <Status>
        <ServeSignature>NOT_SIGNING</ServeSignature>
      </Status>
      <KeySigningKeys/>
    </GetDNSSECResponse>

    HTTP 200
    <ListResourceRecordSetsResponse xmlns="https://route53.amazonaws.com/doc/2013-04-01/">
      <ResourceRecordSets>
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
      </ResourceRecordSets>
      <IsTruncated>false</IsTruncated>
      <MaxItems>300</MaxItems>
    </ListResourceRecordSetsResponse>

    HTTP 200
    <DeleteHostedZoneResponse xmlns="https://route53.amazonaws.com/doc/2013-04-01/">
      <ChangeInfo>
        <Id>/change/C2</Id>
        <Status>PENDING</Status>
        <SubmittedAt>2026-11-22T10:00:00.000Z</SubmittedAt>
      </ChangeInfo>
    </DeleteHostedZoneResponse>
    "#);
    let gone = client.call("GetHostedZone", &of).await;
    assert_eq!(
        shown(&world, &gone.refusal()),
        "404 NoSuchHostedZone: No hosted zone found with ID: Z1"
    );
    let events = world.rest(PROVIDER).items("/v1/events").await;
    let actions: Vec<String> = events.iter().map(|event| text(&event["action"])).collect();
    assert_eq!(
        actions,
        [
            "CreateHostedZone",
            "UpdateHostedZoneFeatures",
            "UpdateHostedZoneComment",
            "DeleteHostedZone"
        ]
    );
    let rows = world.rows().await;
    assert!(rows["hosted_zone"].is_empty() && rows["resource_record_set"].is_empty());
}

#[tokio::test]
async fn a_private_zone_has_vpcs_instead_of_name_servers() {
    let world = World::start().await;
    let network = world.network(PROVIDER, &[]).await;
    let client = world.route53(PROVIDER);
    let vpc = [
        ("Name", "corp"),
        ("VPC.VPCRegion", "us-east-1"),
        ("VPC.VPCId", network.vpc_id.as_str()),
        ("CallerReference", "first"),
        ("HostedZoneConfig.PrivateZone", "true"),
    ];
    let created = client.ok("CreateHostedZone", &vpc).await;
    let id = created.one("Id");
    let got = client.ok("GetHostedZone", &[("{Id}", &id)]).await;
    insta::assert_snapshot!(shown(&world, &format!("{created}\n\n{got}")), @r#"
    HTTP 201
    <CreateHostedZoneResponse xmlns="https://route53.amazonaws.com/doc/2013-04-01/">
      <HostedZone>
        <Id>/hostedzone/Z1</Id>
        <Name>corp.</Name>
        <CallerReference>first</CallerReference>
        <Config>
          <PrivateZone>true</PrivateZone>
        </Config>
        <ResourceRecordSetCount>2</ResourceRecordSetCount>
      </HostedZone>
      <ChangeInfo>
        <Id>/change/C1</Id>
        <Status>PENDING</Status>
        <SubmittedAt>2026-11-22T10:00:00.000Z</SubmittedAt>
      </ChangeInfo>
      <DelegationSet>
        <NameServers>
          <NameServer>ns.awsdns.com</NameServer>
          <NameServer>ns.awsdns.net</NameServer>
          <NameServer>ns.awsdns.org</NameServer>
          <NameServer>ns.awsdns.co.uk</NameServer>
        </NameServers>
      </DelegationSet>
      <VPC>
        <VPCRegion>us-east-1</VPCRegion>
        <VPCId>vpc-1</VPCId>
      </VPC>
    </CreateHostedZoneResponse>

    HTTP 200
    <GetHostedZoneResponse xmlns="https://route53.amazonaws.com/doc/2013-04-01/">
      <HostedZone>
        <Id>/hostedzone/Z1</Id>
        <Name>corp.</Name>
        <CallerReference>first</CallerReference>
        <Config>
          <PrivateZone>true</PrivateZone>
        </Config>
        <ResourceRecordSetCount>2</ResourceRecordSetCount>
      </HostedZone>
      <VPCs>
        <VPC>
          <VPCRegion>us-east-1</VPCRegion>
          <VPCId>vpc-1</VPCId>
        </VPC>
      </VPCs>
    </GetHostedZoneResponse>
    "#);
    let signing = client.call("GetDNSSEC", &[("{Id}", &id)]).await;
    assert!(
        signing
            .refusal()
            .contains("InvalidArgument: Operation is unsupported for private")
    );
}

#[tokio::test]
async fn lists_have_two_orders_and_pages() {
    let world = World::start().await;
    let client = world.route53(PROVIDER);
    let network = world.network(PROVIDER, &[]).await;
    for name in [
        "b.example.com",
        "example.org",
        "example.com",
        "a.example.com",
    ] {
        zone(client, name).await;
    }
    private_zone(client, "corp", &network.vpc_id).await;
    zone(world.route53(CONSUMER), "others.example").await;
    let count = client.ok("GetHostedZoneCount", &[]).await;
    assert_eq!(count.one("HostedZoneCount"), "5");

    let mut names = Vec::new();
    let mut next: Vec<(String, String)> = Vec::new();
    loop {
        let mut parameters = vec![("?maxitems", "2")];
        parameters.extend(
            next.iter()
                .map(|(name, value)| (name.as_str(), value.as_str())),
        );
        let page = client.ok("ListHostedZonesByName", &parameters).await;
        names.extend(page.all("Name"));
        if page.one("IsTruncated") == "false" {
            break;
        }
        next = vec![
            ("?dnsname".to_owned(), page.one("NextDNSName")),
            ("?hostedzoneid".to_owned(), page.one("NextHostedZoneId")),
        ];
    }
    let by_name = [
        "example.com.",
        "a.example.com.",
        "b.example.com.",
        "corp.",
        "example.org.",
    ];
    assert_eq!(names, by_name);

    let mut ids = Vec::new();
    let mut marker = String::new();
    loop {
        let page = client
            .ok(
                "ListHostedZones",
                &[("?maxitems", "2"), ("?marker", &marker)],
            )
            .await;
        assert_eq!(page.one("Marker"), marker);
        ids.extend(page.all("Id"));
        if page.one("IsTruncated") == "false" {
            break;
        }
        marker = page.one("NextMarker");
    }
    let mut sorted = ids.clone();
    sorted.sort();
    sorted.dedup();
    assert_eq!((ids.len(), &ids), (5, &sorted));

    let private = [("?hostedzonetype", "PrivateHostedZone")];
    let private = client.ok("ListHostedZones", &private).await;
    assert_eq!(private.all("Name"), ["corp."]);
}

#[tokio::test]
async fn zones_are_in_no_region() {
    let world = World::start().await;
    let client = world.route53(PROVIDER);
    zone(client, "example.com").await;
    let elsewhere = client.region("eu-west-1");
    let elsewhere = elsewhere.ok("ListHostedZones", &[]).await;
    assert_eq!(elsewhere.all("Name").len(), 1);
    let sets = client.ok("ListReusableDelegationSets", &[]).await;
    assert_eq!(sets.one("IsTruncated"), "false");
}

#[tokio::test]
async fn tags_come_and_go() {
    let world = World::start().await;
    let client = world.route53(PROVIDER);
    let (first, second) = (
        zone(client, "example.com").await,
        zone(client, "example.org").await,
    );
    let of = [
        ("{ResourceType}", "hostedzone"),
        ("{ResourceId}", first.as_str()),
    ];
    let change = [
        of[0],
        of[1],
        ("AddTags.Tag.1.Key", "Team"),
        ("AddTags.Tag.1.Value", "orders"),
        ("AddTags.Tag.2.Key", "Stage"),
        ("AddTags.Tag.2.Value", "test"),
    ];
    client.ok("ChangeTagsForResource", &change).await;
    let change = [
        of[0],
        of[1],
        ("AddTags.Tag.1.Key", "Stage"),
        ("AddTags.Tag.1.Value", "live"),
        ("RemoveTagKeys.Key.1", "Team"),
        ("RemoveTagKeys.Key.2", "Nothing"),
    ];
    let changed = client.ok("ChangeTagsForResource", &change).await;
    let one = client.ok("ListTagsForResource", &of).await;
    let several = [
        ("{ResourceType}", "hostedzone"),
        ("ResourceIds.ResourceId.1", second.as_str()),
        ("ResourceIds.ResourceId.2", first.as_str()),
    ];
    let several = client.ok("ListTagsForResources", &several).await;
    insta::assert_snapshot!(shown(&world, &format!("{changed}\n\n{one}\n\n{several}")), @r#"
    HTTP 200
    <ChangeTagsForResourceResponse xmlns="https://route53.amazonaws.com/doc/2013-04-01/"/>

    HTTP 200
    <ListTagsForResourceResponse xmlns="https://route53.amazonaws.com/doc/2013-04-01/">
      <ResourceTagSet>
        <ResourceType>hostedzone</ResourceType>
        <ResourceId>Z1</ResourceId>
        <Tags>
          <Tag>
            <Key>Stage</Key>
            <Value>live</Value>
          </Tag>
        </Tags>
      </ResourceTagSet>
    </ListTagsForResourceResponse>

    HTTP 200
    <ListTagsForResourcesResponse xmlns="https://route53.amazonaws.com/doc/2013-04-01/">
      <ResourceTagSets>
        <ResourceTagSet>
          <ResourceType>hostedzone</ResourceType>
          <ResourceId>Z2</ResourceId>
          <Tags/>
        </ResourceTagSet>
        <ResourceTagSet>
          <ResourceType>hostedzone</ResourceType>
          <ResourceId>Z1</ResourceId>
          <Tags>
            <Tag>
              <Key>Stage</Key>
              <Value>live</Value>
            </Tag>
          </Tags>
        </ResourceTagSet>
      </ResourceTagSets>
    </ListTagsForResourcesResponse>
    "#);
    assert_eq!(world.rows().await["tag"].len(), 1);
    let tags = world.ec2(PROVIDER).ok("DescribeTags", &[]).await;
    assert!(tags.all("key").is_empty(), "EC2 shows tags of Route 53");
}

#[tokio::test]
async fn limits_tell_how_much_there_is() {
    let world = World::start().await;
    let client = world.route53(PROVIDER);
    let network = world.network(PROVIDER, &[]).await;
    let (public, private) = (
        zone(client, "example.com").await,
        private_zone(client, "corp", &network.vpc_id).await,
    );
    let record = change("CREATE", "www.example.com", "A", "60", &["192.0.2.1"]);
    make(client, &public, &[record]).await;
    let mut table = String::new();
    for (zone, kind) in [
        (&public, "MAX_RRSETS_BY_ZONE"),
        (&private, "MAX_VPCS_ASSOCIATED_BY_ZONE"),
        (&public, "MAX_VPCS_ASSOCIATED_BY_ZONE"),
        (&public, "MAX_NOTHING"),
    ] {
        let reply = client
            .call("GetHostedZoneLimit", &[("{Id}", zone), ("{Type}", kind)])
            .await;
        table += &format!("{kind}: {}\n", summary(&reply));
    }
    for kind in [
        "MAX_HOSTED_ZONES_BY_OWNER",
        "MAX_HEALTH_CHECKS_BY_OWNER",
        "MAX_NOTHING",
    ] {
        let reply = client.call("GetAccountLimit", &[("{Type}", kind)]).await;
        table += &format!("{kind}: {}\n", summary(&reply));
    }
    insta::assert_snapshot!(shown(&world, &table), @"
    MAX_RRSETS_BY_ZONE: 3 of 10000
    MAX_VPCS_ASSOCIATED_BY_ZONE: 1 of 300
    MAX_VPCS_ASSOCIATED_BY_ZONE: 400 HostedZoneNotPrivate: The hosted zone Z1 is not a private hosted zone.
    MAX_NOTHING: 400 InvalidInput: 'MAX_NOTHING' is not a type of limits of hosted zones
    MAX_HOSTED_ZONES_BY_OWNER: 2 of 500
    MAX_HEALTH_CHECKS_BY_OWNER: 0 of 200
    MAX_NOTHING: 400 InvalidInput: 'MAX_NOTHING' is not a type of limits of accounts
    ");
}

fn summary(reply: &crate::support::query::XmlReply) -> String {
    match reply.status {
        200 => format!("{} of {}", reply.one("Count"), reply.one("Value")),
        _ => reply.refusal(),
    }
}

#[tokio::test]
async fn changes_can_be_asked_for_by_who_made_them() {
    let world = World::start().await;
    let client = world.route53(PROVIDER);
    let id = zone_with(client, "example.com", &[]).await;
    let record = change("CREATE", "www.example.com", "A", "60", &["192.0.2.1"]);
    let made = make(client, &id, &[record]).await;
    assert_eq!(made.one("Status"), "PENDING");
    let change = made.one("Id");
    for change in [change.as_str(), change.trim_start_matches("/change/")] {
        let asked = client.ok("GetChange", &[("{Id}", change)]).await;
        assert_eq!(
            (asked.one("Status"), asked.one("SubmittedAt")),
            ("INSYNC".to_owned(), made.one("SubmittedAt"))
        );
    }
    let others = world.route53(CONSUMER);
    let reply = others.call("GetChange", &[("{Id}", &change)]).await;
    assert_eq!(
        shown(&world, &reply.refusal()),
        "404 NoSuchChange: Could not find resource with ID: C1"
    );
    world.pass(90 * 24 * 60 * 60).await;
    let reply = client.call("GetChange", &[("{Id}", &change)]).await;
    assert_eq!(reply.status, 404);
    assert!(world.rows().await["hosted_zone_change"].is_empty());
}
