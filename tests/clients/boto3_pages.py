"""Pages of every describe that PrivateLink needs, through botocore's own paginators.

    python tests/clients/boto3_pages.py http://127.0.0.1:4566

Wants a fresh server and leaves it as it found it. Ends at the first thing that is not as it should be.
"""

from boto3_support import (
    CONSUMER,
    PUBLISHER,
    await_gone,
    await_state,
    balancers,
    consumer,
    equal,
    expect_empty_accounts,
    filters,
    load_balancer,
    network,
    publisher,
    refused,
    step,
    unsuccessful,
)

# The smallest page that every describe allows, and enough of everything for two of them.
PAGE = 5
CROWD = range(PAGE + 2)


def pages(api, operation, members, key, **parameters):
    """The sorted keys of everything that the paginator shows; `members` are lists that go in step."""
    found, shown = [], 0
    for page in api.get_paginator(operation).paginate(**parameters, PaginationConfig={"PageSize": PAGE}):
        shown += 1
        lists = [page.get(member, []) for member in members]
        assert len({len(items) for items in lists}) == 1 and len(lists[0]) <= PAGE, page
        found.extend(item[key] for item in lists[0])
    assert shown > 1, f"{operation} showed everything at once"
    equal(len(set(found)), len(found))
    return sorted(found)


step("publisher: load balancers and target groups")
publisher_vpc, publisher_subnets = network(publisher, "publisher")
publisher_subnet_ids = [subnet["SubnetId"] for subnet in publisher_subnets]
arns = [load_balancer(f"crowd-{number}", publisher_subnet_ids) for number in CROWD]
equal(pages(balancers, "describe_load_balancers", ["LoadBalancers"], "LoadBalancerArn"), sorted(arns))
groups = []
for number in CROWD:
    [group] = balancers.create_target_group(
        Name=f"crowd-{number}", Protocol="TCP", Port=80, VpcId=publisher_vpc, TargetType="ip"
    )["TargetGroups"]
    groups.append(group["TargetGroupArn"])
equal(pages(balancers, "describe_target_groups", ["TargetGroups"], "TargetGroupArn"), sorted(groups))
listeners = []
for number in CROWD:
    [listener] = balancers.create_listener(
        LoadBalancerArn=arns[0],
        Protocol="TCP",
        Port=1000 + number,
        DefaultActions=[{"Type": "forward", "TargetGroupArn": groups[0]}],
    )["Listeners"]
    listeners.append(listener["ListenerArn"])
equal(pages(balancers, "describe_listeners", ["Listeners"], "ListenerArn", LoadBalancerArn=arns[0]), sorted(listeners))
interfaces = pages(
    publisher,
    "describe_network_interfaces",
    ["NetworkInterfaces"],
    "NetworkInterfaceId",
    Filters=filters(interface_type="network_load_balancer"),
)
equal(len(interfaces), 2 * len(arns))

step("publisher: endpoint services and permissions")
services = [
    publisher.create_vpc_endpoint_service_configuration(NetworkLoadBalancerArns=[arn])["ServiceConfiguration"]
    for arn in arns
]
service_ids = [service["ServiceId"] for service in services]
equal(
    pages(publisher, "describe_vpc_endpoint_service_configurations", ["ServiceConfigurations"], "ServiceId"),
    sorted(service_ids),
)
principals = [f"arn:aws:iam::{CONSUMER}:user/user-{number}" for number in CROWD]
principals.append(f"arn:aws:iam::{CONSUMER}:root")
for service_id in service_ids:
    publisher.modify_vpc_endpoint_service_permissions(ServiceId=service_id, AddAllowedPrincipals=principals)
equal(
    pages(
        publisher,
        "describe_vpc_endpoint_service_permissions",
        ["AllowedPrincipals"],
        "Principal",
        ServiceId=service_ids[0],
    ),
    sorted(principals),
)

step("consumer: services, and what a network consists of")
equal(
    pages(
        consumer,
        "describe_vpc_endpoint_services",
        ["ServiceDetails", "ServiceNames"],
        "ServiceId",
        Filters=filters(owner=PUBLISHER),
    ),
    sorted(service_ids),
)
# AWS's own services fill pages of their own, if there are enough of a type.
for service_type in ("Interface", "Gateway"):
    everything = consumer.describe_vpc_endpoint_services(Filters=filters(owner="amazon", service_type=service_type))
    names = [detail["ServiceName"] for detail in everything["ServiceDetails"]]
    equal(everything["ServiceNames"], names)
    if len(names) > PAGE:
        found = pages(
            consumer,
            "describe_vpc_endpoint_services",
            ["ServiceDetails", "ServiceNames"],
            "ServiceId",
            Filters=filters(owner="amazon", service_type=service_type),
        )
        equal(found, sorted(detail["ServiceId"] for detail in everything["ServiceDetails"]))
vpc_id, subnets = network(consumer, "consumer")
more_vpcs = [consumer.create_vpc(CidrBlock="10.0.0.0/16")["Vpc"]["VpcId"] for _ in CROWD]
equal(pages(consumer, "describe_vpcs", ["Vpcs"], "VpcId"), sorted([vpc_id, *more_vpcs]))
subnet_ids = [subnet["SubnetId"] for subnet in subnets]
for number in CROWD:
    subnet = consumer.create_subnet(VpcId=vpc_id, CidrBlock=f"10.0.{100 + number}.0/24")["Subnet"]
    subnet_ids.append(subnet["SubnetId"])
equal(pages(consumer, "describe_subnets", ["Subnets"], "SubnetId", Filters=filters(vpc_id=vpc_id)), sorted(subnet_ids))
group_ids = [
    consumer.create_security_group(GroupName=f"crowd-{number}", Description="crowd", VpcId=vpc_id)["GroupId"]
    for number in CROWD
]
equal(
    pages(
        consumer,
        "describe_security_groups",
        ["SecurityGroups"],
        "GroupId",
        Filters=filters(group_name="crowd-*"),
    ),
    sorted(group_ids),
)
# Each group starts with one rule: everything may leave.
equal(
    len(
        pages(
            consumer,
            "describe_security_group_rules",
            ["SecurityGroupRules"],
            "SecurityGroupRuleId",
            Filters=filters(group_id=group_ids),
        )
    ),
    len(group_ids),
)
table_ids = [consumer.create_route_table(VpcId=vpc_id)["RouteTable"]["RouteTableId"] for _ in CROWD]
found = pages(consumer, "describe_route_tables", ["RouteTables"], "RouteTableId", Filters=filters(vpc_id=vpc_id))
main_tables = set(found) - set(table_ids)
equal((len(found), len(main_tables)), (len(table_ids) + 1, 1))

step("endpoints and their connections")
endpoint_ids = [
    consumer.create_vpc_endpoint(VpcId=vpc_id, VpcEndpointType="Interface", ServiceName=services[0]["ServiceName"])[
        "VpcEndpoint"
    ]["VpcEndpointId"]
    for _ in CROWD
]
equal(pages(consumer, "describe_vpc_endpoints", ["VpcEndpoints"], "VpcEndpointId"), sorted(endpoint_ids))
equal(
    pages(
        publisher,
        "describe_vpc_endpoint_connections",
        ["VpcEndpointConnections"],
        "VpcEndpointId",
        Filters=filters(service_id=service_ids[0]),
    ),
    sorted(endpoint_ids),
)

step("notifications of connections, the publisher's and the consumer's")
notification_ids = [
    publisher.create_vpc_endpoint_connection_notification(
        ServiceId=service_ids[number],
        ConnectionNotificationArn=f"arn:aws:sns:us-east-1:{PUBLISHER}:crowd-{number}",
        ConnectionEvents=["Accept", "Connect"],
    )["ConnectionNotification"]["ConnectionNotificationId"]
    for number in CROWD
]
consumers_notification_ids = [
    consumer.create_vpc_endpoint_connection_notification(
        VpcEndpointId=endpoint_ids[0],
        ConnectionNotificationArn=f"arn:aws:sns:us-east-1:{CONSUMER}:crowd-{number}",
        ConnectionEvents=["Reject"],
    )["ConnectionNotification"]["ConnectionNotificationId"]
    for number in CROWD
]
for ec2, ids in ((publisher, notification_ids), (consumer, consumers_notification_ids)):
    equal(
        pages(
            ec2,
            "describe_vpc_endpoint_connection_notifications",
            ["ConnectionNotificationSet"],
            "ConnectionNotificationId",
        ),
        sorted(ids),
    )
    unsuccessful(ec2.delete_vpc_endpoint_connection_notifications(ConnectionNotificationIds=ids))
    equal(ec2.describe_vpc_endpoint_connection_notifications()["ConnectionNotificationSet"], [])

step("a page's token belongs to the question that it answered")
token = consumer.describe_vpc_endpoints(MaxResults=PAGE)["NextToken"]
refused(
    "InvalidNextToken",
    consumer.describe_vpc_endpoints,
    MaxResults=PAGE,
    NextToken=token,
    Filters=filters(vpc_id=vpc_id),
)

step("one call accepts them all, one deletes them all")
unsuccessful(publisher.accept_vpc_endpoint_connections(ServiceId=service_ids[0], VpcEndpointIds=endpoint_ids))
for endpoint_id in endpoint_ids:
    await_state(endpoint_id, "available")
unsuccessful(consumer.delete_vpc_endpoints(VpcEndpointIds=endpoint_ids))
await_gone(endpoint_ids)

step("everything is deleted")
for table_id in table_ids:
    consumer.delete_route_table(RouteTableId=table_id)
for group_id in group_ids:
    consumer.delete_security_group(GroupId=group_id)
for subnet_id in subnet_ids:
    consumer.delete_subnet(SubnetId=subnet_id)
for each in (vpc_id, *more_vpcs):
    consumer.delete_vpc(VpcId=each)
unsuccessful(publisher.delete_vpc_endpoint_service_configurations(ServiceIds=service_ids))
for arn in listeners:
    balancers.delete_listener(ListenerArn=arn)
for arn in arns:
    balancers.delete_load_balancer(LoadBalancerArn=arn)
for arn in groups:
    balancers.delete_target_group(TargetGroupArn=arn)
for subnet_id in publisher_subnet_ids:
    publisher.delete_subnet(SubnetId=subnet_id)
publisher.delete_vpc(VpcId=publisher_vpc)
expect_empty_accounts()

step("done")
