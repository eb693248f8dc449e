"""Load balancers of all types, target groups of all kinds and their targets, with boto3.

    python tests/clients/boto3_load_balancing.py http://127.0.0.1:4566

Wants a fresh server and leaves it as it found it. Ends at the first thing that is not as it should be.
"""

import json
import re
import urllib.parse
import urllib.request

from boto3_support import (
    OUTSIDER,
    PUBLISHER,
    SERVER,
    balancers,
    client,
    equal,
    expect_empty_accounts,
    network,
    outsider,
    pick,
    publisher,
    refused,
    step,
    without,
)

FUNCTION = "arn:aws:lambda:us-east-1:111111111111:function:shop"


def create(name, **parameters):
    [found] = balancers.create_load_balancer(Name=name, **parameters)["LoadBalancers"]
    return found


def group(name, **parameters):
    [found] = balancers.create_target_group(Name=name, **parameters)["TargetGroups"]
    return found


def attributes(answer):
    return {item["Key"]: item["Value"] for item in answer["Attributes"]}


def health(arn, **parameters):
    return balancers.describe_target_health(TargetGroupArn=arn, **parameters)["TargetHealthDescriptions"]


def say(target_group, target, port, body):
    """Says over the REST API how a target is."""
    quoted = urllib.parse.quote(target_group, safe="")
    request = urllib.request.Request(
        f"{SERVER}/v1/target-groups/{quoted}/targets/{target}/health?port={port}",
        data=json.dumps(body).encode(),
        headers={"content-type": "application/json", "x-privlink-account": PUBLISHER},
        method="PUT",
    )
    with urllib.request.urlopen(request) as answer:
        return json.load(answer)


step("a network with a way to the internet")
vpc, subnets = network(publisher, "shop")
subnet_ids = [subnet["SubnetId"] for subnet in subnets]
zones = [subnet["AvailabilityZone"] for subnet in subnets]
gateway = publisher.create_internet_gateway()["InternetGateway"]["InternetGatewayId"]
publisher.attach_internet_gateway(InternetGatewayId=gateway, VpcId=vpc)
address = publisher.allocate_address(Domain="vpc")
[default] = publisher.describe_security_groups(Filters=[{"Name": "vpc-id", "Values": [vpc]}])["SecurityGroups"]

step("an application load balancer")
application = create("shop", Subnets=subnet_ids)
equal(
    pick(application, "Type", "Scheme", "IpAddressType", "State", "SecurityGroups", "VpcId", "CanonicalHostedZoneId"),
    {
        "Type": "application",
        "Scheme": "internet-facing",
        "IpAddressType": "ipv4",
        "State": {"Code": "active"},
        "SecurityGroups": [default["GroupId"]],
        "VpcId": vpc,
        "CanonicalHostedZoneId": "Z35SXDOTRQ7X7K",
    },
)
application_arn = application["LoadBalancerArn"]
assert ":loadbalancer/app/shop/" in application_arn, application_arn
assert re.fullmatch(r"shop-\d+\.us-east-1\.elb\.amazonaws\.com", application["DNSName"]), application["DNSName"]
internal = create("internal", Subnets=subnet_ids, Scheme="internal")
assert re.fullmatch(r"internal-internal-\d+\.us-east-1\.elb\.amazonaws\.com", internal["DNSName"])
balancers.get_waiter("load_balancer_available").wait(LoadBalancerArns=[application_arn])
equal(create("shop", Subnets=subnet_ids)["LoadBalancerArn"], application_arn)
refused("DuplicateLoadBalancerName", balancers.create_load_balancer, Name="shop", Subnets=subnet_ids, Scheme="internal")
refused(
    "ValidationError",
    balancers.create_load_balancer,
    Name="narrow",
    Subnets=subnet_ids[:1],
    message="At least two subnets in two different Availability Zones must be specified",
)
refused("UnknownParameter", balancers.create_load_balancer, Name="x", Subnets=subnet_ids, CustomerOwnedIpv4Pool="x")
strangers = client("elbv2", OUTSIDER)
refused("LoadBalancerNotFound", strangers.describe_load_balancers, LoadBalancerArns=[application_arn])

step("its attributes")
before = attributes(balancers.describe_load_balancer_attributes(LoadBalancerArn=application_arn))
equal(len(before), 23)
changed = balancers.modify_load_balancer_attributes(
    LoadBalancerArn=application_arn,
    Attributes=[
        {"Key": "idle_timeout.timeout_seconds", "Value": "120"},
        {"Key": "deletion_protection.enabled", "Value": "true"},
    ],
)
equal(
    attributes(changed),
    {**before, "idle_timeout.timeout_seconds": "120", "deletion_protection.enabled": "true"},
)
refused("OperationNotPermitted", balancers.delete_load_balancer, LoadBalancerArn=application_arn)
for key, value, code in [
    ("idle_timeout.timeout_seconds", "0", "InvalidConfigurationRequest"),
    ("secondary_ips.auto_assigned.per_subnet", "1", "InvalidConfigurationRequest"),
    ("no.such.attribute", "1", "ValidationError"),
    ("access_logs.s3.enabled", "true", "InvalidConfigurationRequest"),
]:
    refused(
        code,
        balancers.modify_load_balancer_attributes,
        LoadBalancerArn=application_arn,
        Attributes=[{"Key": key, "Value": value}],
    )

step("a network load balancer with an Elastic IP address")
mapping = [{"SubnetId": subnet_ids[0], "AllocationId": address["AllocationId"]}]
front = create("front", Type="network", SubnetMappings=mapping)
front_arn = front["LoadBalancerArn"]
[zone] = front["AvailabilityZones"]
equal(
    zone["LoadBalancerAddresses"],
    [{"IpAddress": address["PublicIp"], "AllocationId": address["AllocationId"]}],
)
refused("ResourceInUse", balancers.create_load_balancer, Name="other", Type="network", SubnetMappings=mapping)
refused(
    "AllocationIdNotFound",
    balancers.create_load_balancer,
    Name="other",
    Type="network",
    SubnetMappings=[{"SubnetId": subnet_ids[0], "AllocationId": "eipalloc-0123456789abcdef0"}],
)
refused(
    "InvalidConfigurationRequest",
    balancers.create_load_balancer,
    Name="other",
    SubnetMappings=[mapping[0], {"SubnetId": subnet_ids[1]}],
)

step("reserved capacity and limits")
reserved = balancers.modify_capacity_reservation(
    LoadBalancerArn=front_arn, MinimumLoadBalancerCapacity={"CapacityUnits": 5500}
)
equal(
    pick(reserved, "MinimumLoadBalancerCapacity", "DecreaseRequestsRemaining", "CapacityReservationState"),
    {
        "MinimumLoadBalancerCapacity": {"CapacityUnits": 5500},
        "DecreaseRequestsRemaining": 2,
        "CapacityReservationState": [
            {"State": {"Code": "provisioned"}, "AvailabilityZone": zones[0], "EffectiveCapacityUnits": 5500.0}
        ],
    },
)
refused("ValidationError", balancers.modify_capacity_reservation, LoadBalancerArn=front_arn)
refused(
    "CapacityUnitsLimitExceeded",
    balancers.modify_capacity_reservation,
    LoadBalancerArn=front_arn,
    MinimumLoadBalancerCapacity={"CapacityUnits": 1000000},
)
balancers.modify_capacity_reservation(LoadBalancerArn=front_arn, ResetCapacityReservation=True)
after = balancers.describe_capacity_reservation(LoadBalancerArn=front_arn)
assert "MinimumLoadBalancerCapacity" not in after, after
limits = {item["Name"]: item["Max"] for item in balancers.describe_account_limits()["Limits"]}
equal((limits["application-load-balancers"], limits["target-groups"]), ("50", "3000"))

step("target groups of all kinds")
place = {"Port": 80, "VpcId": vpc}
http = group("http", Protocol="HTTP", TargetType="ip", **place)
equal(
    without(http, "TargetGroupArn"),
    {
        "TargetGroupName": "http",
        "Protocol": "HTTP",
        "ProtocolVersion": "HTTP1",
        "Port": 80,
        "VpcId": vpc,
        "HealthCheckProtocol": "HTTP",
        "HealthCheckPort": "traffic-port",
        "HealthCheckEnabled": True,
        "HealthCheckIntervalSeconds": 30,
        "HealthCheckTimeoutSeconds": 5,
        "HealthyThresholdCount": 5,
        "UnhealthyThresholdCount": 2,
        "HealthCheckPath": "/",
        "Matcher": {"HttpCode": "200"},
        "LoadBalancerArns": [],
        "TargetType": "ip",
        "IpAddressType": "ipv4",
    },
)
grpc = group("grpc", Protocol="HTTP", ProtocolVersion="GRPC", **place)
equal((grpc["Matcher"], grpc["HealthCheckPath"]), ({"GrpcCode": "12"}, "/AWS.ALB/healthcheck"))
behind = group("behind", Protocol="TCP", TargetType="alb", **place)
equal((behind["HealthCheckProtocol"], behind["HealthCheckTimeoutSeconds"]), ("HTTP", 6))
function = group("function", TargetType="lambda")
equal(
    pick(function, "Protocol", "Port", "VpcId", "HealthCheckEnabled", "HealthCheckIntervalSeconds"),
    {"Protocol": None, "Port": None, "VpcId": None, "HealthCheckEnabled": False, "HealthCheckIntervalSeconds": 35},
)
for parameters, code in [
    ({"Protocol": "HTTP", "TargetType": "alb", **place}, "InvalidConfigurationRequest"),
    ({"Protocol": "TCP", "ProtocolVersion": "HTTP2", **place}, "InvalidConfigurationRequest"),
    ({"Protocol": "HTTP", "HealthCheckProtocol": "TCP", **place}, "InvalidConfigurationRequest"),
    ({"Protocol": "HTTP", "Matcher": {"HttpCode": "500"}, **place}, "ValidationError"),
    ({"TargetType": "lambda", "Port": 80}, "ValidationError"),
    ({"Protocol": "TCP", "Port": 80}, "ValidationError"),
]:
    refused(code, balancers.create_target_group, Name="wrong", **parameters)
pages = balancers.get_paginator("describe_target_groups").paginate(PageSize=1)
equal(sum(len(page["TargetGroups"]) for page in pages), 4)

step("targets and their health")
http_arn, behind_arn, function_arn = (item["TargetGroupArn"] for item in (http, behind, function))
balancers.register_targets(TargetGroupArn=http_arn, Targets=[{"Id": "10.0.1.10", "Port": 8080}])
balancers.register_targets(TargetGroupArn=function_arn, Targets=[{"Id": FUNCTION}])
refused("ValidationError", balancers.register_targets, TargetGroupArn=http_arn, Targets=[{"Id": "192.168.1.1"}])
instances = grpc["TargetGroupArn"]
refused("InvalidTarget", balancers.register_targets, TargetGroupArn=instances, Targets=[{"Id": "10.0.1.10"}])
refused(
    "ValidationError",
    balancers.register_targets,
    TargetGroupArn=behind_arn,
    Targets=[{"Id": application_arn}],
    message="If the target type is ALB, the target must have at least one listener that matches the target group port "
    "or any specified port overrides",
)
refused("TooManyTargets", balancers.register_targets, TargetGroupArn=function_arn, Targets=[{"Id": f"{FUNCTION}:live"}])
[listener] = balancers.create_listener(
    LoadBalancerArn=application_arn,
    Protocol="HTTP",
    Port=80,
    DefaultActions=[{"Type": "forward", "TargetGroupArn": http_arn}],
)["Listeners"]
[target] = health(http_arn)
equal(target["TargetHealth"]["Reason"], "Target.HealthCheckDisabled")
say(http_arn, "10.0.1.10", 8080, {"state": "healthy"})
balancers.get_waiter("target_in_service").wait(TargetGroupArn=http_arn)
[target] = health(http_arn, Include=["AnomalyDetection"])
equal(target["TargetHealth"], {"State": "healthy"})
equal(target["AnomalyDetection"], {"Result": "normal", "MitigationInEffect": "no"})
say(http_arn, "10.0.1.10", 8080, {"state": "unhealthy", "reason": "Target.Timeout"})
[target] = health(http_arn)
equal(target["TargetHealth"], {"State": "unhealthy", "Reason": "Target.Timeout", "Description": "Request timed out"})

step("the application load balancer behind the network load balancer")
balancers.register_targets(TargetGroupArn=behind_arn, Targets=[{"Id": application_arn}])
balancers.create_listener(
    LoadBalancerArn=front_arn,
    Protocol="TCP",
    Port=80,
    DefaultActions=[{"Type": "forward", "TargetGroupArn": behind_arn}],
)
equal([target["Target"]["Id"] for target in health(behind_arn)], [application_arn])
balancers.modify_load_balancer_attributes(
    LoadBalancerArn=application_arn, Attributes=[{"Key": "deletion_protection.enabled", "Value": "false"}]
)
refused("ResourceInUse", balancers.delete_load_balancer, LoadBalancerArn=application_arn)
refused("ResourceInUse", balancers.delete_listener, ListenerArn=listener["ListenerArn"])
refused("ResourceInUse", balancers.delete_target_group, TargetGroupArn=behind_arn)
refused(
    "InvalidParameter",
    publisher.create_vpc_endpoint_service_configuration,
    NetworkLoadBalancerArns=[application_arn],
)

step("taken down")
refused("InvalidAllocationID.NotFound", outsider.release_address, AllocationId=address["AllocationId"])
balancers.deregister_targets(TargetGroupArn=behind_arn, Targets=[{"Id": application_arn}])
for arn in (front_arn, application_arn, internal["LoadBalancerArn"]):
    balancers.delete_load_balancer(LoadBalancerArn=arn)
balancers.get_waiter("load_balancers_deleted").wait(LoadBalancerArns=[front_arn])
for found in (http, grpc, behind, function):
    balancers.delete_target_group(TargetGroupArn=found["TargetGroupArn"])
publisher.release_address(AllocationId=address["AllocationId"])
publisher.detach_internet_gateway(InternetGatewayId=gateway, VpcId=vpc)
publisher.delete_internet_gateway(InternetGatewayId=gateway)
for subnet_id in subnet_ids:
    publisher.delete_subnet(SubnetId=subnet_id)
publisher.delete_vpc(VpcId=vpc)
expect_empty_accounts()
