"""Route 53 through the typed client: zones, records, VPCs of two accounts, the waiter, paginators, and what is refused.

    python tests/clients/boto3_dns.py http://127.0.0.1:4566

Wants a fresh server and leaves it as it found it. Ends at the first thing that is not as it should be.
"""

from boto3_support import (
    CONSUMER,
    OUTSIDER,
    PUBLISHER,
    REGION,
    client,
    consumer,
    equal,
    expect_empty_accounts,
    pick,
    publisher,
    refused,
    step,
    without,
)

names = client("route53", PUBLISHER)
others = client("route53", CONSUMER)
stranger = client("route53", OUTSIDER)


def change(action, name, kind, *values, ttl=60, **more):
    records = {"TTL": ttl, "ResourceRecords": [{"Value": value} for value in values]} if values else {}
    return {"Action": action, "ResourceRecordSet": {"Name": name, "Type": kind, **records, **more}}


def make(zone, *changes, api=names):
    return api.change_resource_record_sets(HostedZoneId=zone, ChangeBatch={"Comment": "a story", "Changes": list(changes)})


def records(zone):
    pages = names.get_paginator("list_resource_record_sets").paginate(
        HostedZoneId=zone, PaginationConfig={"PageSize": 2}
    )
    return [found for page in pages for found in page["ResourceRecordSets"]]


step("a public zone")
answer = names.create_hosted_zone(
    Name="Example.com", CallerReference="one", HostedZoneConfig={"Comment": "for a story", "PrivateZone": False}
)
zone = answer["HostedZone"]["Id"]
assert zone.startswith("/hostedzone/Z"), zone
assert answer["Location"].endswith(zone), answer["Location"]
equal(
    without(answer["HostedZone"], "Id"),
    {
        "Name": "example.com.",
        "CallerReference": "one",
        "Config": {"Comment": "for a story", "PrivateZone": False},
        "ResourceRecordSetCount": 2,
    },
)
equal(pick(answer["ChangeInfo"], "Status"), {"Status": "PENDING"})
servers = answer["DelegationSet"]["NameServers"]
equal([server.split(".", 2)[2] for server in servers], ["com", "net", "org", "co.uk"])
got = names.get_hosted_zone(Id=zone)
equal(got["DelegationSet"]["NameServers"], servers)
equal(names.get_hosted_zone_count()["HostedZoneCount"], 1)
refused(
    "HostedZoneAlreadyExists", names.create_hosted_zone, Name="example.org", CallerReference="one", status=409
)
refused("InvalidDomainName", names.create_hosted_zone, Name="a..b", CallerReference="two")

step("records, and the waiter for their change")
made = make(
    zone,
    change("CREATE", "WWW.example.com", "A", "192.0.2.1", "192.0.2.2"),
    change("CREATE", "example.com", "TXT", '"a <b> & c"'),
    change("UPSERT", "*.example.com", "CNAME", "www.example.com", SetIdentifier="one", Weight=0),
    change(
        "CREATE",
        "example.com",
        "A",
        AliasTarget={"HostedZoneId": zone, "DNSName": "www.example.com", "EvaluateTargetHealth": False},
    ),
)
equal(made["ChangeInfo"]["Comment"], "a story")
names.get_waiter("resource_record_sets_changed").wait(
    Id=made["ChangeInfo"]["Id"], WaiterConfig={"Delay": 1, "MaxAttempts": 3}
)
equal(
    [(found["Name"], found["Type"]) for found in records(zone)],
    [
        ("example.com.", "A"),
        ("example.com.", "NS"),
        ("example.com.", "SOA"),
        ("example.com.", "TXT"),
        ("\\052.example.com.", "CNAME"),
        ("www.example.com.", "A"),
    ],
)
[alias, *_, star, www] = records(zone)
equal(
    alias["AliasTarget"],
    {"HostedZoneId": zone.split("/")[-1], "DNSName": "www.example.com.", "EvaluateTargetHealth": False},
)
equal(pick(star, "SetIdentifier", "Weight", "TTL"), {"SetIdentifier": "one", "Weight": 0, "TTL": 60})
equal(www["ResourceRecords"], [{"Value": "192.0.2.1"}, {"Value": "192.0.2.2"}])
equal(names.test_dns_answer(HostedZoneId=zone, RecordName="example.com", RecordType="A")["RecordData"],
      ["192.0.2.1", "192.0.2.2"])

step("what is wrong with changes is told, and none is made")
before = records(zone)
refused(
    "InvalidChangeBatch",
    make,
    zone,
    change("CREATE", "new.example.com", "A", "192.0.2.3"),
    change("CREATE", "www.example.com", "A", "192.0.2.3"),
    change("DELETE", "gone.example.com", "A", "192.0.2.3"),
    message="[Tried to create resource record set [name='www.example.com.', type='A'] but it already exists, "
    "Tried to delete resource record set [name='gone.example.com.', type='A'] but it was not found]",
)
refused("InvalidChangeBatch", make, zone, change("CREATE", "example.com", "CNAME", "a.example.net"))
refused("InvalidChangeBatch", make, zone, change("CREATE", "a.example.com", "A", "192.0.2"))
refused("InvalidInput", make, zone, change("CREATE", "a.example.com", "A", "192.0.2.1", Weight=1))
refused("NoSuchHealthCheck", make, zone, change("CREATE", "a.example.com", "A", "192.0.2.1", HealthCheckId="x"), status=404)
refused("NoSuchHostedZone", make, "Z0UNKNOWN", change("CREATE", "a.example.com", "A", "192.0.2.1"), status=404)
refused("NoSuchHostedZone", make, zone, change("CREATE", "a.example.com", "A", "192.0.2.1"), api=stranger, status=404)
refused("HostedZoneNotEmpty", names.delete_hosted_zone, Id=zone)
refused("NoSuchHostedZone", stranger.get_hosted_zone, Id=zone, status=404)
refused("NoSuchChange", stranger.get_change, Id=made["ChangeInfo"]["Id"], status=404)
refused("UnknownOperationException", names.list_health_checks, status=404)
equal(records(zone), before)

step("tags")
names.change_tags_for_resource(
    ResourceType="hostedzone", ResourceId=zone.split("/")[-1], AddTags=[{"Key": "Team", "Value": "orders"}]
)
tagged = names.list_tags_for_resource(ResourceType="hostedzone", ResourceId=zone.split("/")[-1])
equal(tagged["ResourceTagSet"]["Tags"], [{"Key": "Team", "Value": "orders"}])
names.change_tags_for_resource(ResourceType="hostedzone", ResourceId=zone.split("/")[-1], RemoveTagKeys=["Team"])
tagged = names.list_tags_for_resources(ResourceType="hostedzone", ResourceIds=[zone.split("/")[-1]])
equal([found["Tags"] for found in tagged["ResourceTagSets"]], [[]])

step("a private zone, and a VPC of another account")
vpc = publisher.create_vpc(CidrBlock="10.0.0.0/16")["Vpc"]["VpcId"]
second = publisher.create_vpc(CidrBlock="10.0.0.0/16")["Vpc"]["VpcId"]
theirs = consumer.create_vpc(CidrBlock="10.0.0.0/16")["Vpc"]["VpcId"]
own, other, foreign = ({"VPCRegion": REGION, "VPCId": found} for found in (vpc, second, theirs))
private = names.create_hosted_zone(Name="shared.internal", CallerReference="two", VPC=own)["HostedZone"]["Id"]
equal(names.get_hosted_zone(Id=private)["VPCs"], [own])
names.associate_vpc_with_hosted_zone(HostedZoneId=private, VPC=other)
refused("ConflictingDomainExists", names.associate_vpc_with_hosted_zone, HostedZoneId=private, VPC=other)
refused("PublicZoneVPCAssociation", names.associate_vpc_with_hosted_zone, HostedZoneId=zone, VPC=own)
refused("InvalidVPCId", names.create_hosted_zone, Name="x.internal", CallerReference="three", VPC=foreign)
refused(
    "NotAuthorizedException", others.associate_vpc_with_hosted_zone, HostedZoneId=private, VPC=foreign, status=401
)
names.create_vpc_association_authorization(HostedZoneId=private, VPC=foreign)
equal(names.list_vpc_association_authorizations(HostedZoneId=private)["VPCs"], [foreign])
others.associate_vpc_with_hosted_zone(HostedZoneId=private, VPC=foreign)
names.delete_vpc_association_authorization(HostedZoneId=private, VPC=foreign)
refused(
    "VPCAssociationAuthorizationNotFound",
    names.delete_vpc_association_authorization,
    HostedZoneId=private,
    VPC=foreign,
    status=404,
)
equal(
    others.list_hosted_zones_by_vpc(VPCId=theirs, VPCRegion=REGION)["HostedZoneSummaries"],
    [{"HostedZoneId": private.split("/")[-1], "Name": "shared.internal.", "Owner": {"OwningAccount": PUBLISHER}}],
)
refused("NoSuchHostedZone", others.get_hosted_zone, Id=private, status=404)
others.disassociate_vpc_from_hosted_zone(HostedZoneId=private, VPC=foreign)
refused(
    "VPCAssociationNotFound", names.disassociate_vpc_from_hosted_zone, HostedZoneId=private, VPC=foreign, status=404
)
names.disassociate_vpc_from_hosted_zone(HostedZoneId=private, VPC=other)
refused("LastVPCAssociation", names.disassociate_vpc_from_hosted_zone, HostedZoneId=private, VPC=own)

step("lists")
found = [item["Name"] for page in names.get_paginator("list_hosted_zones").paginate(PaginationConfig={"PageSize": 1})
         for item in page["HostedZones"]]
equal(sorted(found), ["example.com.", "shared.internal."])
by_name = names.list_hosted_zones_by_name(DNSName="shared.internal")
equal([item["Name"] for item in by_name["HostedZones"]], ["shared.internal."])
equal(names.get_hosted_zone_limit(HostedZoneId=private, Type="MAX_VPCS_ASSOCIATED_BY_ZONE")["Count"], 1)
equal(names.get_dnssec(HostedZoneId=zone)["Status"], {"ServeSignature": "NOT_SIGNING"})

step("nothing is left")
make(zone, *[
    {"Action": "DELETE", "ResourceRecordSet": item} for item in records(zone) if item["Type"] not in ("NS", "SOA")
])
for found in (zone, private):
    names.delete_hosted_zone(Id=found)
equal(names.list_hosted_zones()["HostedZones"], [])
for ec2, found in ((publisher, vpc), (publisher, second), (consumer, theirs)):
    ec2.delete_vpc(VpcId=found)
expect_empty_accounts()
