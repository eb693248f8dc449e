"""Network ACLs, prefix lists and security groups, through the typed client: what works, and what is refused."""

from boto3_support import CONSUMER, consumer, equal, outsider, refused, step


def filters(**conditions):
    return [{"Name": name.replace("_", "-"), "Values": [value]} for name, value in conditions.items()]


vpc = consumer.create_vpc(CidrBlock="10.40.0.0/16")["Vpc"]["VpcId"]
subnet = consumer.create_subnet(VpcId=vpc, CidrBlock="10.40.0.0/24")["Subnet"]["SubnetId"]

step("network ACLs")

[default] = consumer.describe_network_acls(Filters=filters(vpc_id=vpc))["NetworkAcls"]
equal((default["IsDefault"], default["OwnerId"], len(default["Entries"])), (True, CONSUMER, 4))
[association] = default["Associations"]
equal(association["SubnetId"], subnet)

tags = [{"ResourceType": "network-acl", "Tags": [{"Key": "Name", "Value": "web"}]}]
acl = consumer.create_network_acl(VpcId=vpc, TagSpecifications=tags)["NetworkAcl"]
equal((acl["IsDefault"], acl["Associations"], acl["Tags"]), (False, [], [{"Key": "Name", "Value": "web"}]))
acl = acl["NetworkAclId"]
entry = {
    "NetworkAclId": acl,
    "RuleNumber": 100,
    "Protocol": "6",
    "RuleAction": "allow",
    "Egress": False,
    "CidrBlock": "10.0.0.0/8",
    "PortRange": {"From": 443, "To": 443},
}
consumer.create_network_acl_entry(**entry)
refused("NetworkAclEntryAlreadyExists", consumer.create_network_acl_entry, **entry)
consumer.replace_network_acl_entry(**{**entry, "RuleAction": "deny"})
ping = {"Protocol": "58", "Ipv6CidrBlock": "::/0", "IcmpTypeCode": {"Type": 128, "Code": -1}, "Egress": True}
consumer.create_network_acl_entry(NetworkAclId=acl, RuleNumber=7, RuleAction="allow", **ping)
[shown] = consumer.describe_network_acls(NetworkAclIds=[acl])["NetworkAcls"]
equal(
    shown["Entries"],
    [
        {"RuleNumber": 7, "RuleAction": "allow", **ping},
        {"RuleNumber": 32767, "Protocol": "-1", "RuleAction": "deny", "Egress": True, "CidrBlock": "0.0.0.0/0"},
        {name: value for name, value in {**entry, "RuleAction": "deny"}.items() if name != "NetworkAclId"},
        {"RuleNumber": 32767, "Protocol": "-1", "RuleAction": "deny", "Egress": False, "CidrBlock": "0.0.0.0/0"},
    ],
)
missing = {"NetworkAclId": acl, "RuleNumber": 8, "Egress": True}
refused("InvalidNetworkAclEntry.NotFound", consumer.delete_network_acl_entry, **missing)
refused("InvalidParameterValue", consumer.delete_network_acl_entry, **{**missing, "RuleNumber": 32767})
consumer.delete_network_acl_entry(**{**missing, "RuleNumber": 7})

new = consumer.replace_network_acl_association(AssociationId=association["NetworkAclAssociationId"], NetworkAclId=acl)
[shown] = consumer.describe_network_acls(Filters=filters(**{"association.subnet-id": subnet}))["NetworkAcls"]
equal(shown["Associations"][0]["NetworkAclAssociationId"], new["NewAssociationId"])
refused("DependencyViolation", consumer.delete_network_acl, NetworkAclId=acl)
refused("InvalidParameterValue", consumer.delete_network_acl, NetworkAclId=default["NetworkAclId"])
refused("InvalidNetworkAclID.NotFound", outsider.delete_network_acl, NetworkAclId=acl)
refused("DependencyViolation", consumer.delete_vpc, VpcId=vpc)
back = {"AssociationId": new["NewAssociationId"], "NetworkAclId": default["NetworkAclId"]}
consumer.replace_network_acl_association(**back)
refused("InvalidAssociationID.NotFound", consumer.replace_network_acl_association, **back)
consumer.delete_network_acl(NetworkAclId=acl)

step("prefix lists")

offices = consumer.create_managed_prefix_list(
    PrefixListName="offices",
    AddressFamily="IPv4",
    MaxEntries=3,
    Entries=[{"Cidr": "192.0.2.0/24", "Description": "Headquarters"}, {"Cidr": "198.51.100.0/24"}],
)["PrefixList"]
equal((offices["State"], offices["Version"], offices["OwnerId"]), ("create-complete", 1, CONSUMER))
offices = offices["PrefixListId"]
changed = consumer.modify_managed_prefix_list(
    PrefixListId=offices,
    CurrentVersion=1,
    AddEntries=[{"Cidr": "203.0.113.0/24"}],
    RemoveEntries=[{"Cidr": "198.51.100.0/24"}],
)["PrefixList"]
equal((changed["State"], changed["Version"]), ("modify-complete", 2))
change = {"PrefixListId": offices, "AddEntries": [{"Cidr": "10.0.0.0/8"}]}
refused("PrefixListVersionMismatch", consumer.modify_managed_prefix_list, CurrentVersion=1, **change)
refused("InvalidParameterCombination", consumer.modify_managed_prefix_list, MaxEntries=4, **change)
change["AddEntries"].append({"Cidr": "172.16.0.0/12"})
refused("PrefixListMaxEntriesExceeded", consumer.modify_managed_prefix_list, CurrentVersion=2, **change)
pages = consumer.get_paginator("get_managed_prefix_list_entries")
pages = pages.paginate(PrefixListId=offices, TargetVersion=1, PaginationConfig={"PageSize": 1})
equal([entry["Cidr"] for page in pages for entry in page["Entries"]], ["192.0.2.0/24", "198.51.100.0/24"])
restored = consumer.restore_managed_prefix_list_version(PrefixListId=offices, PreviousVersion=1, CurrentVersion=2)
equal((restored["PrefixList"]["State"], restored["PrefixList"]["Version"]), ("restore-complete", 3))
[shown] = consumer.describe_managed_prefix_lists(Filters=filters(owner_id=CONSUMER))["PrefixLists"]
equal((shown["PrefixListId"], shown["MaxEntries"]), (offices, 3))
equal(outsider.describe_managed_prefix_lists(Filters=filters(owner_id=CONSUMER))["PrefixLists"], [])
refused("InvalidPrefixListID.NotFound", outsider.delete_managed_prefix_list, PrefixListId=offices)

step("security groups")


def security_group(name):
    return consumer.create_security_group(GroupName=name, Description=name, VpcId=vpc)["GroupId"]


web, data = security_group("web"), security_group("data")
permission = {
    "IpProtocol": "tcp",
    "FromPort": 5432,
    "ToPort": 5432,
    "UserIdGroupPairs": [{"GroupId": web, "UserId": CONSUMER, "Description": "From the web"}],
    "IpRanges": [{"CidrIp": "10.0.0.0/8"}],
    "Ipv6Ranges": [{"CidrIpv6": "fd00::/8", "Description": "From inside"}],
    "PrefixListIds": [{"PrefixListId": offices}],
}
rules = consumer.authorize_security_group_ingress(GroupId=data, IpPermissions=[permission])["SecurityGroupRules"]
equal(len({rule["SecurityGroupRuleId"] for rule in rules}), 4)
[shown] = consumer.describe_security_groups(GroupIds=[data])["SecurityGroups"]
equal(shown["IpPermissions"], [permission])
refused("InvalidPermission.Duplicate", consumer.authorize_security_group_ingress, GroupId=data, IpPermissions=[permission])
refused("DependencyViolation", consumer.delete_security_group, GroupId=web)
refused("DependencyViolation", consumer.delete_managed_prefix_list, PrefixListId=offices)
[user] = consumer.get_managed_prefix_list_associations(PrefixListId=offices)["PrefixListAssociations"]
equal(user, {"ResourceId": data, "ResourceOwner": CONSUMER})
reference = filters(**{"ip-permission.group-name": "web"})
equal([group["GroupId"] for group in consumer.describe_security_groups(Filters=reference)["SecurityGroups"]], [data])
equal(consumer.describe_security_group_references(GroupId=[web])["SecurityGroupReferenceSet"], [])
equal(consumer.describe_stale_security_groups(VpcId=vpc)["StaleSecurityGroupSet"], [])
usable = consumer.get_security_groups_for_vpc(VpcId=vpc)["SecurityGroupForVpcs"]
equal({group["GroupName"] for group in usable}, {"default", "web", "data"})
simple = {"GroupId": web, "IpProtocol": "tcp", "FromPort": 80, "ToPort": 80, "CidrIp": "0.0.0.0/0"}
consumer.authorize_security_group_egress(**simple)
consumer.revoke_security_group_egress(**simple)
refused("InvalidPermission.NotFound", consumer.revoke_security_group_egress, **simple)
many = [{"CidrIp": f"10.{number}.0.0/16"} for number in range(61)]
everything = [{"IpProtocol": "-1", "IpRanges": many}]
refused(
    "RulesPerSecurityGroupLimitExceeded",
    consumer.authorize_security_group_ingress,
    GroupId=web,
    IpPermissions=everything,
)

# What a client was shown, it can send back.
consumer.revoke_security_group_ingress(GroupId=data, IpPermissions=shown["IpPermissions"])
for group in (web, data):
    consumer.delete_security_group(GroupId=group)
consumer.delete_managed_prefix_list(PrefixListId=offices)
consumer.delete_subnet(SubnetId=subnet)
consumer.delete_vpc(VpcId=vpc)
