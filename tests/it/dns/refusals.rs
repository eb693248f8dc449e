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

/// What is asked, by which operation, and its parameters; `$` names something that is there.
const ZONES: &str = "
    no name | CreateHostedZone | CallerReference=x
    no caller reference | CreateHostedZone | Name=example.org
    an empty caller reference | CreateHostedZone | Name=example.org; CallerReference=
    the caller reference of another | CreateHostedZone | Name=example.org; CallerReference=example.com
    no domain | CreateHostedZone | Name=a..b; CallerReference=x
    a domain of AWS's | CreateHostedZone | Name=amazonaws.com; CallerReference=x
    a long comment | CreateHostedZone | Name=example.org; CallerReference=x; HostedZoneConfig.Comment=$long
    private without a VPC | CreateHostedZone | Name=example.org; CallerReference=x; HostedZoneConfig.PrivateZone=true
    a VPC without a region | CreateHostedZone | Name=example.org; VPC.VPCId=$own; CallerReference=x
    a VPC elsewhere | CreateHostedZone | Name=example.org; VPC.VPCRegion=eu-west-1; VPC.VPCId=$own; CallerReference=x
    another's VPC | CreateHostedZone | Name=example.org; VPC.VPCRegion=us-east-1; VPC.VPCId=$others; CallerReference=x
    a VPC that has the domain | CreateHostedZone | Name=corp; VPC.VPCRegion=us-east-1; VPC.VPCId=$own; CallerReference=x
    name servers to use again | CreateHostedZone | Name=example.org; CallerReference=x; DelegationSetId=N1
    what is not there | GetHostedZone | {Id}=Z0UNKNOWN
    what is no id | GetHostedZone | {Id}=not-an-id
    a zone with records | DeleteHostedZone | {Id}=$public
    a public zone's VPC | AssociateVPCWithHostedZone | {Id}=$public; VPC.VPCRegion=us-east-1; VPC.VPCId=$own
    a VPC of a zone once more | AssociateVPCWithHostedZone | {Id}=$private; VPC.VPCRegion=us-east-1; VPC.VPCId=$own
    the last VPC | DisassociateVPCFromHostedZone | {Id}=$private; VPC.VPCRegion=us-east-1; VPC.VPCId=$own
    a VPC that is not associated | DisassociateVPCFromHostedZone | {Id}=$private; VPC.VPCRegion=us-east-1; VPC.VPCId=$others
    a VPC that does not exist | AssociateVPCWithHostedZone | {Id}=$private; VPC.VPCRegion=us-east-1; VPC.VPCId=vpc-0123456789abcdef0
    an authorization for a public zone | CreateVPCAssociationAuthorization | {Id}=$public; VPC.VPCRegion=us-east-1; VPC.VPCId=$others
    faster recovery of a private zone | UpdateHostedZoneFeatures | {Id}=$private; EnableAcceleratedRecovery=true
    a zone by id without its name | ListHostedZonesByName | ?hostedzoneid=$public
    a page of nothing | ListHostedZones | ?maxitems=0
    a page of words | ListHostedZones | ?maxitems=ten
    another kind of zones | ListHostedZones | ?hostedzonetype=PublicHostedZone
    name servers to find by | ListHostedZones | ?delegationsetid=N1
    tags of a health check | ListTagsForResource | {ResourceType}=healthcheck; {ResourceId}=x
    tags of something else | ListTagsForResource | {ResourceType}=vpc; {ResourceId}=$public
    tags of nothing | ListTagsForResources | {ResourceType}=hostedzone; ResourceIds.ResourceId.1=Z0UNKNOWN
    no tags | ChangeTagsForResource | {ResourceType}=hostedzone; {ResourceId}=$public
    tags of AWS's | ChangeTagsForResource | {ResourceType}=hostedzone; {ResourceId}=$public; AddTags.Tag.1.Key=aws:x
";

/// The cells of a table's rows.
fn rows(table: &str) -> impl Iterator<Item = Vec<&str>> {
    let lines = table.lines().map(str::trim).filter(|line| !line.is_empty());
    lines.map(|line| line.split(" | ").collect())
}

/// Parameters such as `Name=example.org; CallerReference=x`.
fn parameters<'a>(text: &'a str, there: &[(&str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let read = |parameter: &'a str| {
        let (name, value) = parameter.split_once('=').expect("a parameter has a value");
        let known = there.iter().find(|(name, _)| *name == value);
        (name, known.map_or(value, |(_, value)| *value))
    };
    text.split("; ")
        .filter(|text| !text.is_empty())
        .map(read)
        .collect()
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
    let long = "x".repeat(257);
    let there = [
        ("$own", own.as_str()),
        ("$others", &others),
        ("$public", &public),
        ("$private", &private),
        ("$long", &long),
    ];
    let mut refusals = of(&world);
    for row in rows(ZONES) {
        let [what, operation, text] = row[..] else {
            panic!("three cells: {row:?}");
        };
        let parameters = parameters(text, &there);
        refusals.call(what, client, operation, &parameters).await;
    }
    insta::assert_snapshot!(shown(&world, &refusals.table), @"
    no name
      400 InvalidInput: The request must contain the parameter Name
    no caller reference
      400 InvalidInput: The request must contain the parameter CallerReference
    an empty caller reference
      400 InvalidInput: CallerReference has 1 to 128 characters
    the caller reference of another
      409 HostedZoneAlreadyExists: A hosted zone has already been created with the specified caller reference: example.com
    no domain
      400 InvalidDomainName: FATAL problem: DomainLabelEmpty (Domain label is empty) encountered with 'a..b'
    a domain of AWS's
      400 InvalidDomainName: amazonaws.com. is reserved by AWS!
    a long comment
      400 InvalidInput: Comment has 256 characters at the most
    private without a VPC
      400 InvalidInput: When you're creating a private hosted zone, you must specify a VPC
    a VPC without a region
      400 InvalidInput: The request must contain the parameter VPC.VPCRegion
    a VPC elsewhere
      400 InvalidVPCId: The VPC: vpc-1 in region eu-west-1 is not valid or not yours
    another's VPC
      400 InvalidVPCId: The VPC: vpc-2 in region us-east-1 is not valid or not yours
    a VPC that has the domain
      400 ConflictingDomainExists: The VPC vpc-1 in region us-east-1 has already been associated with the hosted zone Z1 with the same domain name.
    name servers to use again
      400 NoSuchDelegationSet: No delegation set found with ID: N1
    what is not there
      404 NoSuchHostedZone: No hosted zone found with ID: Z0UNKNOWN
    what is no id
      404 NoSuchHostedZone: No hosted zone found with ID: not-an-id
    a zone with records
      400 HostedZoneNotEmpty: The specified hosted zone contains non-required resource record sets  and so cannot be deleted.
    a public zone's VPC
      400 PublicZoneVPCAssociation: The hosted zone Z2 is public and cannot be associated with a VPC
    a VPC of a zone once more
      400 ConflictingDomainExists: The VPC vpc-1 in region us-east-1 has already been associated with the hosted zone Z1 with the same domain name.
    the last VPC
      400 LastVPCAssociation: Cannot remove last VPC association for the private zone Z1
    a VPC that is not associated
      404 VPCAssociationNotFound: The VPC: vpc-2 is not associated with the hosted zone: Z1
    a VPC that does not exist
      400 InvalidVPCId: The VPC: vpc-3 in region us-east-1 is not valid or not yours
    an authorization for a public zone
      400 InvalidInput: The hosted zone Z2 is public
    faster recovery of a private zone
      400 InvalidInput: Accelerated recovery is not supported for private hosted zones
    a zone by id without its name
      400 InvalidInput: A HostedZoneId needs the DNSName of its zone
    a page of nothing
      400 InvalidInput: MaxItems is 1 at the least
    a page of words
      400 InvalidInput: The parameter maxitems is invalid: 'ten' is not a whole number from 0 to [number]
    another kind of zones
      400 InvalidInput: 'PublicHostedZone' is not a type of hosted zones: expected PrivateHostedZone
    name servers to find by
      400 NoSuchDelegationSet: No delegation set found with ID: N1
    tags of a health check
      404 NoSuchHealthCheck: No health check found with ID: x
    tags of something else
      400 InvalidInput: Value 'vpc' at 'resourceType' failed to satisfy constraint: Member must satisfy enum value set: [healthcheck, hostedzone]
    tags of nothing
      404 NoSuchHostedZone: No hosted zone found with ID: Z0UNKNOWN
    no tags
      400 InvalidInput: The request must add or remove at least one tag
    tags of AWS's
      400 InvalidInput: Tag keys starting with 'aws:' are reserved for internal use: 'aws:x'
    ");
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

/// Changes, each in a batch of its own.
const CHANGES: &str = r#"
    what is there | CREATE | www.example.com A 60 | 192.0.2.1
    outside of the zone | CREATE | www.example.org A 60 | 192.0.2.1
    beside a CNAME | CREATE | shop.example.com TXT 60 | "x"
    a CNAME beside others | CREATE | www.example.com CNAME 60 | a.example.com
    a CNAME at the apex | CREATE | example.com CNAME 60 | a.example.com
    authority below the apex | CREATE | a.example.com SOA 60 | a. b. 1 2 3 4 5
    a delegated wildcard | CREATE | *.example.com NS 60 | a.example.net
    no address | CREATE | a.example.com A 60 | 192.0.2
    the same value twice | CREATE | a.example.com A 60 | 192.0.2.1; 192.0.2.1
    a text without marks | CREATE | a.example.com TXT 60 | x
    no name | CREATE | a..example.com A 60 | 192.0.2.1
    no type | CREATE | a.example.com WKS 60 | 192.0.2.1
    beside weighted ones | CREATE | w.example.com A 60 | 192.0.2.1
    no values | CREATE | a.example.com A 60 | -
    a long time | CREATE | a.example.com A 2147483648 | 192.0.2.1
    no identifier | CREATE | a.example.com A 60 | 192.0.2.1 | Weight=1
    no policy | CREATE | a.example.com A 60 | 192.0.2.1 | SetIdentifier=x
    two policies | CREATE | a.example.com A 60 | 192.0.2.1 | SetIdentifier=x; Weight=1; Region=us-east-1
    a heavy weight | CREATE | a.example.com A 60 | 192.0.2.1 | SetIdentifier=x; Weight=256
    no region | CREATE | a.example.com A 60 | 192.0.2.1 | SetIdentifier=x; Region=mars-1
    neither first nor second | CREATE | a.example.com A 60 | 192.0.2.1 | SetIdentifier=x; Failover=THIRD
    two places | CREATE | a.example.com A 60 | 192.0.2.1 | SetIdentifier=x; GeoLocation.ContinentCode=EU; GeoLocation.CountryCode=DE
    no place | CREATE | a.example.com A 60 | 192.0.2.1 | SetIdentifier=x; GeoProximityLocation.Bias=1
    a health check | CREATE | a.example.com A 60 | 192.0.2.1 | HealthCheckId=abc
    alias and values | CREATE | a.example.com A 60 | 192.0.2.1 | AliasTarget.HostedZoneId=Z1; AliasTarget.DNSName=a.b; AliasTarget.EvaluateTargetHealth=true
    another policy | CREATE | w.example.com A 60 | 192.0.2.1 | SetIdentifier=two; Region=us-east-1
    another time | CREATE | w.example.com A 61 | 192.0.2.1 | SetIdentifier=two; Weight=1
    an alias of nothing | CREATE | a.example.com A | - | AliasTarget.HostedZoneId=$zone; AliasTarget.DNSName=b.example.com; AliasTarget.EvaluateTargetHealth=true
    an alias of another domain | CREATE | a.example.com A | - | AliasTarget.HostedZoneId=$zone; AliasTarget.DNSName=www.example.org; AliasTarget.EvaluateTargetHealth=true
    deleted with another value | DELETE | www.example.com A 60 | 192.0.2.1
    deleted with another time | DELETE | www.example.com A 61 | 192.0.2.1; 192.0.2.2
    deleted without being there | DELETE | a.example.com A 60 | 192.0.2.1
    not all name servers | DELETE | example.com NS 172800 | ns-1.example.net
    replaced | REPLACE | a.example.com A 60 | 192.0.2.1
"#;

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
    for row in rows(CHANGES) {
        let [what, action, set, values, ref more @ ..] = row[..] else {
            panic!("at least four cells: {row:?}");
        };
        let words: Vec<&str> = set.split(' ').collect();
        let values: Vec<&str> = values.split("; ").filter(|it| *it != "-").collect();
        let mut batch = change(
            action,
            words[0],
            words[1],
            words.get(2).unwrap_or(&""),
            &values,
        );
        batch.retain(|(name, value)| *name != "TTL" || !value.is_empty());
        for text in more {
            batch.extend(parameters(text, &[("$zone", &id)]));
        }
        refusals.batch(what, client, &id, &[batch]).await;
    }
    let twice = [
        change("CREATE", "a.example.com", "A", "60", &["192.0.2.1"]),
        change("UPSERT", "a.example.com", "A", "60", &["192.0.2.2"]),
    ];
    refusals.batch("twice the same", client, &id, &twice).await;
    refusals.batch("nothing", client, &id, &[]).await;
    insta::assert_snapshot!(shown(&world, &refusals.table), @r"
    what is there
      400 InvalidChangeBatch: [Tried to create resource record set [name='www.example.com.', type='A'] but it already exists]
    outside of the zone
      400 InvalidChangeBatch: [RRSet with DNS name www.example.org. is not permitted in zone example.com.]
    beside a CNAME
      400 InvalidChangeBatch: [RRSet of type TXT with DNS name shop.example.com. is not permitted because a conflicting RRSet of type CNAME with the same DNS name already exists in zone example.com.]
    a CNAME beside others
      400 InvalidChangeBatch: [RRSet of type CNAME with DNS name www.example.com. is not permitted as it conflicts with other records with the same DNS name in zone example.com.]
    a CNAME at the apex
      400 InvalidChangeBatch: [RRSet of type CNAME with DNS name example.com. is not permitted at apex in zone example.com.]
    authority below the apex
      400 InvalidChangeBatch: [RRSet of type SOA with DNS name a.example.com. is only permitted at apex in zone example.com.]
    a delegated wildcard
      400 InvalidChangeBatch: [RRSet of type NS with DNS name \052.example.com. is not permitted: a wildcard cannot be delegated]
    no address
      400 InvalidChangeBatch: [Invalid Resource Record: 'FATAL problem: ARRDATAIllegalIPv4Address (Value is not a valid IPv4 address) encountered with '192.0.2'']
    the same value twice
      400 InvalidChangeBatch: [Duplicate Resource Record: '192.0.2.1']
    a text without marks
      400 InvalidChangeBatch: [Invalid Resource Record: 'FATAL problem: InvalidCharacterString (Value should be enclosed in quotation marks) encountered with 'x'']
    no name
      400 InvalidChangeBatch: [FATAL problem: DomainLabelEmpty (Domain label is empty) encountered with 'a..example.com']
    no type
      400 InvalidInput: Value 'WKS' at 'Type' failed to satisfy constraint: Member must satisfy enum value set: [A, AAAA, CAA, CNAME, DS, HTTPS, MX, NAPTR, NS, PTR, SOA, SPF, SRV, SSHFP, SVCB, TLSA, TXT]
    beside weighted ones
      400 InvalidChangeBatch: [RRSet with DNS name w.example.com., type A cannot be created as other RRSets exist with the same name and type.]
    no values
      400 InvalidInput: Invalid request: Expected exactly one of [AliasTarget, all of [TTL, and ResourceRecords], or TrafficPolicyInstanceId], but found none in Change with [Action=CREATE, Name=a.example.com., Type=A, SetIdentifier=null]
    a long time
      400 InvalidInput: Invalid request: TTL is 0 to [number] in Change with [Action=CREATE, Name=a.example.com., Type=A, SetIdentifier=null]
    no identifier
      400 InvalidInput: Invalid request: Missing field 'SetIdentifier' in Change with [Action=CREATE, Name=a.example.com., Type=A, SetIdentifier=null]
    no policy
      400 InvalidInput: Invalid request: Expected exactly one of [Weight, Region, Failover, GeoLocation, MultiValueAnswer, GeoProximityLocation, or CidrRoutingConfig], but found none in Change with [Action=CREATE, Name=a.example.com., Type=A, SetIdentifier=x]
    two policies
      400 InvalidInput: Invalid request: Expected exactly one of [Weight, Region, Failover, GeoLocation, MultiValueAnswer, GeoProximityLocation, or CidrRoutingConfig], but found more than one in Change with [Action=CREATE, Name=a.example.com., Type=A, SetIdentifier=x]
    a heavy weight
      400 InvalidInput: Invalid request: Weight is 0 to 255 in Change with [Action=CREATE, Name=a.example.com., Type=A, SetIdentifier=x]
    no region
      400 InvalidInput: Invalid request: 'mars-1' is not the name of an AWS region in Change with [Action=CREATE, Name=a.example.com., Type=A, SetIdentifier=x]
    neither first nor second
      400 InvalidInput: Invalid request: Failover is PRIMARY or SECONDARY, not 'THIRD', in Change with [Action=CREATE, Name=a.example.com., Type=A, SetIdentifier=x]
    two places
      400 InvalidInput: Invalid request: GeoLocation is a continent, a country, or a country and its subdivision in Change with [Action=CREATE, Name=a.example.com., Type=A, SetIdentifier=x]
    no place
      400 InvalidInput: Invalid request: GeoProximityLocation is one of [AWSRegion, LocalZoneGroup, Coordinates], with a Bias of -99 to 99, in Change with [Action=CREATE, Name=a.example.com., Type=A, SetIdentifier=x]
    a health check
      404 NoSuchHealthCheck: No health check found with ID: abc
    alias and values
      400 InvalidInput: Invalid request: Expected exactly one of [AliasTarget, all of [TTL, and ResourceRecords], or TrafficPolicyInstanceId], but found more than one in Change with [Action=CREATE, Name=a.example.com., Type=A, SetIdentifier=null]
    another policy
      400 InvalidChangeBatch: [RRSet with DNS name w.example.com., type A, SetIdentifier two cannot be created as a non-latency set exists with the same name and type.]
    another time
      400 InvalidChangeBatch: [RRSet with DNS name w.example.com. and type A, SetIdentifier two cannot be created as weighted sets must contain the same TTL.]
    an alias of nothing
      400 InvalidChangeBatch: [Tried to create an alias that targets b.example.com., type A in zone Z1, but that target was not found]
    an alias of another domain
      400 InvalidChangeBatch: [Tried to create an alias that targets www.example.org., type A in zone Z1, but the alias target name does not lie within the target zone]
    deleted with another value
      400 InvalidChangeBatch: [Tried to delete resource record set [name='www.example.com.', type='A'] but the values provided do not match the current values]
    deleted with another time
      400 InvalidChangeBatch: [Tried to delete resource record set [name='www.example.com.', type='A'] but the values provided do not match the current values]
    deleted without being there
      400 InvalidChangeBatch: [Tried to delete resource record set [name='a.example.com.', type='A'] but it was not found]
    not all name servers
      400 InvalidChangeBatch: [Tried to delete resource record set [name='example.com.', type='NS'] but the values provided do not match the current values]
    replaced
      400 InvalidInput: Value 'REPLACE' at 'Action' failed to satisfy constraint: Member must satisfy enum value set: [CREATE, DELETE, UPSERT]
    twice the same
      400 InvalidChangeBatch: [The request contains an invalid set of changes for a resource record set 'A a.example.com.']
    nothing
      400 InvalidInput: The request must contain the parameter ChangeBatch
    ");
}

#[tokio::test]
async fn a_zone_keeps_its_name_servers_and_authority() {
    let world = World::start().await;
    let client = world.route53(PROVIDER);
    let id = zone(client, "example.com").await;
    let listed = client.ok("ListResourceRecordSets", &[("{Id}", &id)]).await;
    let values = listed.all("Value");
    let mut servers = change("DELETE", "example.com", "NS", "172800", &[]);
    let places: Vec<String> = (1..=4)
        .map(|number| format!("ResourceRecords.ResourceRecord.{number}.Value"))
        .collect();
    servers.extend(
        places
            .iter()
            .map(String::as_str)
            .zip(values.iter().map(String::as_str)),
    );
    let authority = change("DELETE", "example.com", "SOA", "900", &[&values[4]]);
    let before = world.rows().await;
    let reply = make(client, &id, &[servers, authority]).await;
    assert_eq!(
        reply.refusal(),
        "400 InvalidChangeBatch: [A HostedZone must contain at least one NS record for the zone itself., \
         A HostedZone must contain exactly one SOA record.]"
    );
    assert_eq!(before, world.rows().await);
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
    insta::assert_snapshot!(shown(&world, &table), @r#"
    an operation that is not served
      404 UnknownOperationException: privlink does not serve POST /2013-04-01/healthcheck
    a path that AWS does not have
      404 UnknownOperationException: privlink does not serve GET /2013-04-01/nonsense/%7Bx%7D
    another method
      404 UnknownOperationException: privlink does not serve PATCH /2013-04-01/hostedzone
    no XML
      400 MalformedInput: The request is malformed: the body is not the XML of a request: an element is missing
    an entity
      400 MalformedInput: The request is malformed: the body is not the XML of a request: document types and instructions are not allowed
    a deep body
      400 MalformedInput: The request is malformed: the body is not the XML of a request: its elements stand more than 16 deep
    another root
      400 InvalidInput: Invalid XML ; the body of UpdateHostedZoneComment begins with <UpdateHostedZoneCommentRequest xmlns="https://route53.amazonaws.com/doc/2013-04-01/">
    another namespace
      400 InvalidInput: Invalid XML ; the body of UpdateHostedZoneComment begins with <UpdateHostedZoneCommentRequest xmlns="https://route53.amazonaws.com/doc/2013-04-01/">
    a broken path
      400 MalformedInput: The path of the request is not percent-encoded UTF-8
    another service
      501 Not Implemented
    "#);
    assert_eq!(before, world.rows().await);
}
