"""Two accounts connect through PrivateLink, with boto3.

    python tests/clients/boto3_story.py http://127.0.0.1:4566

Wants a fresh server and leaves it as it found it. Ends at the first thing that is not as it should be.
"""

import json

from boto3_support import (
    CONSUMER,
    PUBLISHER,
    REGION,
    assume_role,
    await_gone,
    await_state,
    balancers,
    client,
    connections,
    consumer,
    endpoint,
    equal,
    expect_empty_accounts,
    filled,
    filters,
    load_balancer,
    network,
    outsider,
    pick,
    publisher,
    refused,
    step,
    tags,
    unsuccessful,
    without,
)

step("all accounts are empty")
expect_empty_accounts()

step("publisher: network, load balancer, target group, target, listener")
publisher_vpc, publisher_subnets = network(publisher, "publisher")
publisher_subnet_ids = [subnet["SubnetId"] for subnet in publisher_subnets]
zones = [subnet["AvailabilityZone"] for subnet in publisher_subnets]
zone_ids = [subnet["AvailabilityZoneId"] for subnet in publisher_subnets]
balancer = load_balancer("orders", publisher_subnet_ids)
[group] = balancers.create_target_group(Name="orders", Protocol="TCP", Port=8443, VpcId=publisher_vpc, TargetType="ip")[
    "TargetGroups"
]
group = group["TargetGroupArn"]
balancers.register_targets(TargetGroupArn=group, Targets=[{"Id": "10.0.1.10", "Port": 8443}])
[health] = balancers.describe_target_health(TargetGroupArn=group)["TargetHealthDescriptions"]
equal(pick(health["Target"], "Id", "Port"), {"Id": "10.0.1.10", "Port": 8443})
[listener] = balancers.create_listener(
    LoadBalancerArn=balancer,
    Protocol="TCP",
    Port=443,
    DefaultActions=[{"Type": "forward", "TargetGroupArn": group}],
)["Listeners"]
listener = listener["ListenerArn"]
assert ":listener/net/orders/" in listener, listener

step("publisher: endpoint service")
service_token = {"ClientToken": "story-service"}
service_request = {
    "NetworkLoadBalancerArns": [balancer],
    "AcceptanceRequired": True,
    "TagSpecifications": tags("vpc-endpoint-service", Name="orders"),
}
refused(
    "InvalidNetworkLoadBalancerArn.NotFound",
    publisher.create_vpc_endpoint_service_configuration,
    NetworkLoadBalancerArns=[balancer[:-16] + "0123456789abcdef"],
)
refused(
    "DryRunOperation",
    publisher.create_vpc_endpoint_service_configuration,
    **service_request,
    DryRun=True,
    status=412,
    message="Request would have succeeded, but DryRun flag is set.",
)
equal(publisher.describe_vpc_endpoint_service_configurations()["ServiceConfigurations"], [])
created = publisher.create_vpc_endpoint_service_configuration(**service_request, **service_token)
equal(created["ClientToken"], "story-service")
service = created["ServiceConfiguration"]
service_id = service["ServiceId"]
service_name = f"com.amazonaws.vpce.{REGION}.{service_id}"
expected_service = {
    "ServiceType": [{"ServiceType": "Interface"}],
    "ServiceId": service_id,
    "ServiceName": service_name,
    "ServiceState": "Available",
    "AvailabilityZones": zones,
    "AvailabilityZoneIds": zone_ids,
    "AcceptanceRequired": True,
    "ManagesVpcEndpoints": False,
    "NetworkLoadBalancerArns": [balancer],
    "SupportedIpAddressTypes": ["ipv4"],
    "BaseEndpointDnsNames": [f"{service_id}.{REGION}.vpce.amazonaws.com"],
    "SupportedRegions": [{"Region": REGION, "ServiceState": "Available"}],
    "Tags": [{"Key": "Name", "Value": "orders"}],
}
equal(without(filled(service), "RemoteAccessEnabled"), expected_service)
again = publisher.create_vpc_endpoint_service_configuration(**service_request, **service_token)
equal(again["ServiceConfiguration"]["ServiceId"], service_id)
refused(
    "IdempotentParameterMismatch",
    publisher.create_vpc_endpoint_service_configuration,
    **{**service_request, "AcceptanceRequired": False},
    **service_token,
)
refused("InvalidParameter", publisher.create_vpc_endpoint_service_configuration, NetworkLoadBalancerArns=[balancer])
[described] = publisher.describe_vpc_endpoint_service_configurations(ServiceIds=[service_id])["ServiceConfigurations"]
equal(without(filled(described), "RemoteAccessEnabled"), expected_service)

step("consumer: network with the same addresses, security group with rules")
vpc, subnets = network(consumer, "consumer")
subnet_ids = [subnet["SubnetId"] for subnet in subnets]
security_group = consumer.create_security_group(GroupName="endpoint", Description="HTTPS from the VPC", VpcId=vpc)[
    "GroupId"
]
permission = {
    "IpProtocol": "tcp",
    "FromPort": 443,
    "ToPort": 443,
    "IpRanges": [{"CidrIp": "10.0.0.0/16", "Description": "VPC"}],
}
granted = consumer.authorize_security_group_ingress(GroupId=security_group, IpPermissions=[permission])
equal(granted["Return"], True)
[rule] = granted["SecurityGroupRules"]
equal(
    pick(rule, "GroupId", "IsEgress", "IpProtocol", "FromPort", "ToPort", "CidrIpv4", "Description"),
    {
        "GroupId": security_group,
        "IsEgress": False,
        "IpProtocol": "tcp",
        "FromPort": 443,
        "ToPort": 443,
        "CidrIpv4": "10.0.0.0/16",
        "Description": "VPC",
    },
)
refused(
    "InvalidPermission.Duplicate",
    consumer.authorize_security_group_ingress,
    GroupId=security_group,
    IpPermissions=[permission],
)
refused("InvalidGroup.Duplicate", consumer.create_security_group, GroupName="endpoint", Description="x", VpcId=vpc)
[described] = consumer.describe_security_groups(GroupIds=[security_group])["SecurityGroups"]
equal(filled(described["IpPermissions"]), [permission])
equal(filled(described["IpPermissionsEgress"]), [{"IpProtocol": "-1", "IpRanges": [{"CidrIp": "0.0.0.0/0"}]}])
[default_group] = consumer.describe_security_groups(Filters=filters(group_name="default", vpc_id=vpc))["SecurityGroups"]
refused("CannotDelete", consumer.delete_security_group, GroupId=default_group["GroupId"])

step("a service without permission is a service that does not exist")


def words_about(name, text):
    assert name in text, (name, text)
    return text.replace(name, "NAME")


unknown_name = f"com.amazonaws.vpce.{REGION}.vpce-svc-00000000000000000"
for account in (consumer, outsider):
    hidden = refused("InvalidServiceName", account.describe_vpc_endpoint_services, ServiceNames=[service_name])
    unknown = refused("InvalidServiceName", account.describe_vpc_endpoint_services, ServiceNames=[unknown_name])
    equal(words_about(service_name, hidden), words_about(unknown_name, unknown))
    equal(account.describe_vpc_endpoint_services(Filters=filters(service_name=service_name))["ServiceDetails"], [])
creation = {"VpcId": vpc, "VpcEndpointType": "Interface", "SubnetIds": subnet_ids}
hidden = refused("InvalidServiceName", consumer.create_vpc_endpoint, **creation, ServiceName=service_name)
unknown = refused("InvalidServiceName", consumer.create_vpc_endpoint, **creation, ServiceName=unknown_name)
equal(words_about(service_name, hidden), words_about(unknown_name, unknown))
equal(words_about(service_name, hidden), "The Vpc Endpoint Service 'NAME' does not exist")

step("publisher: allows the consumer's account")
principal = f"arn:aws:iam::{CONSUMER}:root"
session_principal = f"arn:aws:sts::{CONSUMER}:assumed-role/deployer/x"
refused(
    "InvalidPrincipal",
    publisher.modify_vpc_endpoint_service_permissions,
    ServiceId=service_id,
    AddAllowedPrincipals=[session_principal],
    message=f"Invalid Principal: '{session_principal}'",
)
changed = publisher.modify_vpc_endpoint_service_permissions(ServiceId=service_id, AddAllowedPrincipals=[principal])
equal(changed["ReturnValue"], True)
[added] = changed["AddedPrincipals"]
permission_id = added["ServicePermissionId"]
assert permission_id.startswith("vpce-svc-perm-"), added
expected_permission = {
    "PrincipalType": "Account",
    "Principal": principal,
    "ServicePermissionId": permission_id,
    "ServiceId": service_id,
}
equal(filled(added), expected_permission)
allowed = publisher.describe_vpc_endpoint_service_permissions(ServiceId=service_id)["AllowedPrincipals"]
equal(filled(allowed), [expected_permission])
equal(
    publisher.describe_vpc_endpoint_service_permissions(ServiceId=service_id, Filters=filters(principal_type="User"))[
        "AllowedPrincipals"
    ],
    [],
)

step("consumer: sees the service")
answer = consumer.describe_vpc_endpoint_services(ServiceNames=[service_name])
equal(answer["ServiceNames"], [service_name])
[detail] = answer["ServiceDetails"]
equal(
    without(filled(detail), "VpcEndpointPolicySupported", "Tags"),
    {
        "ServiceName": service_name,
        "ServiceId": service_id,
        "ServiceType": [{"ServiceType": "Interface"}],
        "ServiceRegion": REGION,
        "AvailabilityZones": zones,
        "AvailabilityZoneIds": zone_ids,
        "Owner": PUBLISHER,
        "BaseEndpointDnsNames": [f"{service_id}.{REGION}.vpce.amazonaws.com"],
        "AcceptanceRequired": True,
        "ManagesVpcEndpoints": False,
        "SupportedIpAddressTypes": ["ipv4"],
    },
)
equal(
    consumer.describe_vpc_endpoint_services(Filters=filters(owner=PUBLISHER, service_type="Interface"))["ServiceNames"],
    [service_name],
)
refused("InvalidServiceName", outsider.describe_vpc_endpoint_services, ServiceNames=[service_name])
refused(
    "InvalidVpcEndpointServiceId.NotFound",
    consumer.describe_vpc_endpoint_service_configurations,
    ServiceIds=[service_id],
    message=f"The VpcEndpointService Id '{service_id}' does not exist",
)
refused(
    "InvalidVpcEndpointServiceId.NotFound",
    consumer.modify_vpc_endpoint_service_permissions,
    ServiceId=service_id,
    AddAllowedPrincipals=["*"],
)

step("consumer: endpoints that cannot be")
creation = {**creation, "ServiceName": service_name, "SecurityGroupIds": [security_group]}
elsewhere = next(
    zone["ZoneName"]
    for zone in consumer.describe_availability_zones()["AvailabilityZones"]
    if zone["ZoneName"] not in zones
)
third_subnet, lonely_subnet = (
    consumer.create_subnet(VpcId=vpc, CidrBlock=cidr, AvailabilityZone=zone)["Subnet"]["SubnetId"]
    for cidr, zone in (("10.0.3.0/24", zones[0]), ("10.0.4.0/24", elsewhere))
)
refused("MissingParameter", consumer.create_vpc_endpoint, **without(creation, "VpcId"))
refused("InvalidVpcID.NotFound", consumer.create_vpc_endpoint, **{**creation, "VpcId": "vpc-00000000000000000"})
refused("InvalidVpcID.NotFound", consumer.create_vpc_endpoint, **{**creation, "VpcId": publisher_vpc})
refused(
    "InvalidSubnetId.NotFound", consumer.create_vpc_endpoint, **{**creation, "SubnetIds": ["subnet-00000000000000000"]}
)
refused("InvalidSubnetId.NotFound", consumer.create_vpc_endpoint, **{**creation, "SubnetIds": publisher_subnet_ids})
refused(
    "InvalidGroup.NotFound", consumer.create_vpc_endpoint, **{**creation, "SecurityGroupIds": ["sg-00000000000000000"]}
)
refused(
    "DuplicateSubnetsInSameZone",
    consumer.create_vpc_endpoint,
    **{**creation, "SubnetIds": [subnet_ids[0], third_subnet]},
)
refused(
    "InvalidParameter",
    consumer.create_vpc_endpoint,
    **{**creation, "SubnetIds": [lonely_subnet]},
    message=f"The VPC endpoint service {service_name} does not support the availability zone of the subnet: "
    f"{lonely_subnet}",
)
refused(
    "InvalidParameter",
    consumer.create_vpc_endpoint,
    **without(creation, "VpcEndpointType", "SubnetIds", "SecurityGroupIds"),
    message="Endpoint type (Gateway) does not match available service types ([Interface]).",
)
refused("InvalidPolicyDocument", consumer.create_vpc_endpoint, **creation, PolicyDocument="{")
refused("InvalidParameter", consumer.create_vpc_endpoint, **creation, PrivateDnsEnabled=True)
refused("DryRunOperation", consumer.create_vpc_endpoint, **creation, DryRun=True, status=412)
equal(consumer.describe_vpc_endpoints()["VpcEndpoints"], [])
equal(consumer.describe_network_interfaces()["NetworkInterfaces"], [])
for spare in (third_subnet, lonely_subnet):
    consumer.delete_subnet(SubnetId=spare)

step("consumer: endpoint, asked for twice")
creation = {**creation, "TagSpecifications": tags("vpc-endpoint", Name="orders"), "ClientToken": "story-endpoint"}
answer = consumer.create_vpc_endpoint(**creation)
equal(answer["ClientToken"], "story-endpoint")
created = answer["VpcEndpoint"]
endpoint_id = created["VpcEndpointId"]
label, suffix = created["DnsEntries"][0]["DnsName"].split(".", 1)
equal(label.rsplit("-", 1)[0], endpoint_id)
equal(suffix, f"{service_id}.{REGION}.vpce.amazonaws.com")
full_access = {"Statement": [{"Action": "*", "Effect": "Allow", "Principal": "*", "Resource": "*"}]}
expected_endpoint = {
    "VpcEndpointId": endpoint_id,
    "VpcEndpointType": "Interface",
    "VpcId": vpc,
    "ServiceName": service_name,
    "ServiceRegion": REGION,
    "State": "pendingAcceptance",
    "SubnetIds": sorted(subnet_ids),
    "Groups": [{"GroupId": security_group, "GroupName": "endpoint"}],
    "IpAddressType": "ipv4",
    "DnsOptions": {"DnsRecordIpType": "ipv4", "PrivateDnsOnlyForInboundResolverEndpoint": False},
    "PrivateDnsEnabled": False,
    "RequesterManaged": False,
    "DnsEntries": [
        {"DnsName": f"{name}.{suffix}", "HostedZoneId": "Z7HUB22UULQXV"}
        for name in [label, *(f"{label}-{zone}" for zone in zones)]
    ],
    "Tags": [{"Key": "Name", "Value": "orders"}],
    "OwnerId": CONSUMER,
}


def comparable(found):
    """What of an endpoint can be told in advance, in one order."""
    assert found["CreationTimestamp"].tzinfo is not None, found
    equal(json.loads(found["PolicyDocument"]), full_access)
    found = without(filled(found), "CreationTimestamp", "NetworkInterfaceIds", "PolicyDocument")
    regional, *zonal = found["DnsEntries"]
    return {
        **found,
        "SubnetIds": sorted(found["SubnetIds"]),
        "DnsEntries": [regional, *sorted(zonal, key=lambda entry: entry["DnsName"])],
    }


equal(comparable(created), expected_endpoint)
equal(comparable(endpoint(endpoint_id)), expected_endpoint)
equal(consumer.create_vpc_endpoint(**creation)["VpcEndpoint"]["VpcEndpointId"], endpoint_id)
refused("IdempotentParameterMismatch", consumer.create_vpc_endpoint, **{**creation, "SubnetIds": subnet_ids[:1]})
equal(len(consumer.describe_vpc_endpoints()["VpcEndpoints"]), 1)
equal(
    consumer.describe_vpc_endpoints(Filters=filters(vpc_endpoint_state=["available", "pendingAcceptance"]))[
        "VpcEndpoints"
    ][0]["VpcEndpointId"],
    endpoint_id,
)
equal(consumer.describe_vpc_endpoints(Filters=filters(vpc_endpoint_state="available"))["VpcEndpoints"], [])
equal(publisher.describe_vpc_endpoints()["VpcEndpoints"], [])
refused("InvalidVpcEndpointId.NotFound", publisher.describe_vpc_endpoints, VpcEndpointIds=[endpoint_id])
equal(client("ec2", CONSUMER, region="eu-west-1").describe_vpc_endpoints()["VpcEndpoints"], [])
_, session_keys = assume_role(CONSUMER, by=PUBLISHER)
[seen_by_role] = client("ec2", PUBLISHER, **session_keys).describe_vpc_endpoints()["VpcEndpoints"]
equal(seen_by_role["VpcEndpointId"], endpoint_id)

step("consumer: one interface in each subnet")
interfaces = consumer.describe_network_interfaces(NetworkInterfaceIds=created["NetworkInterfaceIds"])[
    "NetworkInterfaces"
]
equal(sorted(item["SubnetId"] for item in interfaces), sorted(subnet_ids))
for item in interfaces:
    equal(
        pick(item, "Description", "InterfaceType", "RequesterManaged", "Status", "OwnerId", "VpcId", "Groups"),
        {
            "Description": f"VPC Endpoint Interface {endpoint_id}",
            "InterfaceType": "vpc_endpoint",
            "RequesterManaged": True,
            "Status": "in-use",
            "OwnerId": CONSUMER,
            "VpcId": vpc,
            "Groups": [{"GroupId": security_group, "GroupName": "endpoint"}],
        },
    )
    number = subnet_ids.index(item["SubnetId"]) + 1
    network_part, host = item["PrivateIpAddress"].rsplit(".", 1)
    equal(network_part, f"10.0.{number}")
    assert 4 <= int(host) <= 254, item["PrivateIpAddress"]
equal(
    [item["AvailableIpAddressCount"] for item in consumer.describe_subnets(SubnetIds=subnet_ids)["Subnets"]],
    [250, 250],
)

step("the consumer cannot accept, the publisher cannot delete")
for decide in (consumer.accept_vpc_endpoint_connections, consumer.reject_vpc_endpoint_connections):
    refused("InvalidVpcEndpointServiceId.NotFound", decide, ServiceId=service_id, VpcEndpointIds=[endpoint_id])
unsuccessful(publisher.delete_vpc_endpoints(VpcEndpointIds=[endpoint_id]), (endpoint_id, "InvalidVpcEndpoint.NotFound"))
equal(endpoint(endpoint_id)["State"], "pendingAcceptance")

step("publisher: sees the connection and accepts")
connection = connections(service_id)[endpoint_id]
assert connection["VpcEndpointConnectionId"].startswith("vpce-con-"), connection
expected_connection = {
    "ServiceId": service_id,
    "VpcEndpointId": endpoint_id,
    "VpcEndpointOwner": CONSUMER,
    "VpcEndpointState": "pendingAcceptance",
    "VpcEndpointRegion": REGION,
    "DnsEntries": expected_endpoint["DnsEntries"],
    "NetworkLoadBalancerArns": [balancer],
    "IpAddressType": "ipv4",
}
equal(without(filled(connection), "CreationTimestamp", "VpcEndpointConnectionId", "Tags"), expected_connection)
equal(list(connections(service_id, vpc_endpoint_state="available")), [])
unknown_endpoint = "vpce-00000000000000000"
unknown_service = "vpce-svc-00000000000000000"
for decide in (publisher.accept_vpc_endpoint_connections, publisher.reject_vpc_endpoint_connections):
    refused("InvalidVpcEndpointServiceId.NotFound", decide, ServiceId=unknown_service, VpcEndpointIds=[endpoint_id])
    unsuccessful(
        decide(ServiceId=service_id, VpcEndpointIds=[unknown_endpoint]),
        (unknown_endpoint, "InvalidVpcEndpoint.NotFound"),
    )
    refused("DryRunOperation", decide, ServiceId=service_id, VpcEndpointIds=[endpoint_id], DryRun=True, status=412)
equal(endpoint(endpoint_id)["State"], "pendingAcceptance")
unsuccessful(
    publisher.accept_vpc_endpoint_connections(ServiceId=service_id, VpcEndpointIds=[endpoint_id, unknown_endpoint]),
    (unknown_endpoint, "InvalidVpcEndpoint.NotFound"),
)
equal(comparable(await_state(endpoint_id, "available")), {**expected_endpoint, "State": "available"})
equal(connections(service_id)[endpoint_id]["VpcEndpointState"], "available")
unsuccessful(publisher.accept_vpc_endpoint_connections(ServiceId=service_id, VpcEndpointIds=[endpoint_id]))

step("consumer: changes the endpoint")
refused(
    "InvalidVpcEndpointId.NotFound",
    consumer.modify_vpc_endpoint,
    VpcEndpointId=unknown_endpoint,
    RemoveSubnetIds=subnet_ids[:1],
)
consumer.modify_vpc_endpoint(VpcEndpointId=endpoint_id, RemoveSubnetIds=subnet_ids[:1])
remaining = await_state(endpoint_id, "available")
equal((remaining["SubnetIds"], len(remaining["NetworkInterfaceIds"])), (subnet_ids[1:], 1))
assert set(remaining["NetworkInterfaceIds"]) < set(created["NetworkInterfaceIds"]), "the other interface stays"
refused("InvalidParameter", consumer.modify_vpc_endpoint, VpcEndpointId=endpoint_id, RemoveSubnetIds=subnet_ids[:1])
denial = json.dumps({"Statement": [{"Effect": "Deny", "Principal": "*", "Action": "*", "Resource": "*"}]})
refused("InvalidParameter", consumer.modify_vpc_endpoint, VpcEndpointId=endpoint_id, PolicyDocument=denial)
other_policy = denial.replace("Deny", "Allow")
consumer.modify_vpc_endpoint(
    VpcEndpointId=endpoint_id,
    AddSubnetIds=subnet_ids[:1],
    AddSecurityGroupIds=[default_group["GroupId"]],
    PolicyDocument=other_policy,
)
grown = await_state(endpoint_id, "available")
equal(len(grown["NetworkInterfaceIds"]), 2)
equal(grown["PolicyDocument"], other_policy)
equal(sorted(item["GroupId"] for item in grown["Groups"]), sorted([security_group, default_group["GroupId"]]))
consumer.modify_vpc_endpoint(
    VpcEndpointId=endpoint_id, RemoveSecurityGroupIds=[default_group["GroupId"]], ResetPolicy=True
)
equal(comparable(await_state(endpoint_id, "available")), {**expected_endpoint, "State": "available"})
consumer.create_tags(Resources=[endpoint_id], Tags=[{"Key": "Team", "Value": "network"}])
consumer.delete_tags(Resources=[endpoint_id], Tags=[{"Key": "Name"}])
equal(endpoint(endpoint_id)["Tags"], [{"Key": "Team", "Value": "network"}])
equal(
    [
        item["VpcEndpointId"]
        for item in consumer.describe_vpc_endpoints(
            Filters=[{"Name": "tag:Team", "Values": ["net*"]}, {"Name": "vpc-id", "Values": [vpc]}]
        )["VpcEndpoints"]
    ],
    [endpoint_id],
)

step("nothing that the connection stands on can be deleted")
unsuccessful(
    publisher.delete_vpc_endpoint_service_configurations(ServiceIds=[service_id, unknown_service]),
    (service_id, "ExistingVpcEndpointConnections"),
    (unknown_service, "InvalidVpcEndpointService.NotFound"),
)
refused(
    "ResourceInUse",
    balancers.delete_load_balancer,
    LoadBalancerArn=balancer,
    message=f"Load balancer '{balancer}' cannot be deleted because it is currently associated with another service",
)
spare_balancer = load_balancer("spare", publisher_subnet_ids)
publisher.modify_vpc_endpoint_service_configuration(ServiceId=service_id, AddNetworkLoadBalancerArns=[spare_balancer])
refused(
    "ExistingVpcEndpointConnections",
    publisher.modify_vpc_endpoint_service_configuration,
    ServiceId=service_id,
    RemoveNetworkLoadBalancerArns=[spare_balancer],
)
refused(
    "DependencyViolation",
    consumer.delete_subnet,
    SubnetId=subnet_ids[0],
    message=f"The subnet '{subnet_ids[0]}' has dependencies and cannot be deleted.",
)
refused(
    "DependencyViolation",
    consumer.delete_vpc,
    VpcId=vpc,
    message=f"The vpc '{vpc}' has dependencies and cannot be deleted.",
)
refused(
    "DependencyViolation",
    consumer.delete_security_group,
    GroupId=security_group,
    message=f"resource {security_group} has a dependent object",
)
refused("DependencyViolation", publisher.delete_subnet, SubnetId=publisher_subnet_ids[0])
refused("DependencyViolation", publisher.delete_vpc, VpcId=publisher_vpc)

step("endpoints without subnets: rejected, accepted after all, withdrawn")
plain = {"VpcId": vpc, "VpcEndpointType": "Interface", "ServiceName": service_name}


def plain_endpoint():
    found = consumer.create_vpc_endpoint(**plain)["VpcEndpoint"]
    equal(found["State"], "pendingAcceptance")
    equal(
        (found.get("NetworkInterfaceIds", []), found.get("DnsEntries", []), found["Groups"]),
        ([], [], [{"GroupId": default_group["GroupId"], "GroupName": "default"}]),
    )
    return found["VpcEndpointId"]


turned_down, withdrawn = plain_endpoint(), plain_endpoint()
for _ in range(2):
    unsuccessful(publisher.reject_vpc_endpoint_connections(ServiceId=service_id, VpcEndpointIds=[turned_down]))
    await_state(turned_down, "rejected")
    equal(connections(service_id)[turned_down]["VpcEndpointState"], "rejected")
unsuccessful(publisher.accept_vpc_endpoint_connections(ServiceId=service_id, VpcEndpointIds=[turned_down]))
await_state(turned_down, "available")
unsuccessful(publisher.reject_vpc_endpoint_connections(ServiceId=service_id, VpcEndpointIds=[turned_down]))
await_state(turned_down, "rejected")
equal(endpoint(withdrawn)["State"], "pendingAcceptance")
unsuccessful(
    consumer.delete_vpc_endpoints(VpcEndpointIds=[withdrawn, unknown_endpoint]),
    (unknown_endpoint, "InvalidVpcEndpoint.NotFound"),
)
await_gone([withdrawn])
unsuccessful(consumer.delete_vpc_endpoints(VpcEndpointIds=[withdrawn]), (withdrawn, "InvalidVpcEndpoint.NotFound"))
equal(sorted(connections(service_id)), sorted([endpoint_id, turned_down]))

step("a permission taken back leaves connections as they are")
changed = publisher.modify_vpc_endpoint_service_permissions(ServiceId=service_id, RemoveAllowedPrincipals=[principal])
equal((changed["ReturnValue"], changed.get("AddedPrincipals", [])), (True, []))
refused("InvalidServiceName", consumer.create_vpc_endpoint, **plain)
equal(endpoint(endpoint_id)["State"], "available")

step("consumer: deletes everything")
unsuccessful(consumer.delete_vpc_endpoints(VpcEndpointIds=[endpoint_id, turned_down]))
await_gone([endpoint_id, turned_down])
equal(consumer.describe_network_interfaces()["NetworkInterfaces"], [])
equal(
    [item["AvailableIpAddressCount"] for item in consumer.describe_subnets(SubnetIds=subnet_ids)["Subnets"]],
    [251, 251],
)
for subnet_id in subnet_ids:
    consumer.delete_subnet(SubnetId=subnet_id)
consumer.revoke_security_group_ingress(GroupId=security_group, SecurityGroupRuleIds=[rule["SecurityGroupRuleId"]])
consumer.delete_security_group(GroupId=security_group)
consumer.delete_vpc(VpcId=vpc)
refused("InvalidVpcID.NotFound", consumer.describe_vpcs, VpcIds=[vpc])

step("publisher: deletes everything")
equal(connections(service_id), {})
unsuccessful(publisher.delete_vpc_endpoint_service_configurations(ServiceIds=[service_id]))
refused(
    "InvalidVpcEndpointServiceId.NotFound",
    publisher.describe_vpc_endpoint_service_configurations,
    ServiceIds=[service_id],
)
refused(
    "InvalidVpcEndpointServiceId.NotFound",
    publisher.accept_vpc_endpoint_connections,
    ServiceId=service_id,
    VpcEndpointIds=[endpoint_id],
)
balancers.delete_listener(ListenerArn=listener)
for arn in (balancer, spare_balancer):
    balancers.delete_load_balancer(LoadBalancerArn=arn)
    balancers.get_waiter("load_balancers_deleted").wait(LoadBalancerArns=[arn])
balancers.deregister_targets(TargetGroupArn=group, Targets=[{"Id": "10.0.1.10", "Port": 8443}])
balancers.delete_target_group(TargetGroupArn=group)
for subnet_id in publisher_subnet_ids:
    publisher.delete_subnet(SubnetId=subnet_id)
publisher.delete_vpc(VpcId=publisher_vpc)

step("every account is as empty as at first")
expect_empty_accounts()

step("done")
