"""What the boto3 stories share: clients of three accounts, expectations, and the pieces of a network.

Takes the server's address from the command line of the story that imports it.
"""

import json
import sys
import time

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError

SERVER = sys.argv[1]
REGION = "us-east-1"
PUBLISHER = "111111111111"
CONSUMER = "222222222222"
OUTSIDER = "333333333333"

# A retry would hide an answer that should not have been given, validation one that the server should give.
CONFIG = Config(
    retries={"total_max_attempts": 1},
    parameter_validation=False,
    connect_timeout=10,
    read_timeout=30,
    proxies={},
)


def client(service, account, region=REGION, **credentials):
    keys = {"aws_access_key_id": account, "aws_secret_access_key": "any", **credentials}
    return boto3.client(service, endpoint_url=SERVER, region_name=region, config=CONFIG, **keys)


def assume_role(account, by):
    """STS's answer to `by`, and the keys in it as `client` takes them."""
    answer = client("sts", by).assume_role(RoleArn=f"arn:aws:iam::{account}:role/deployer", RoleSessionName="story")
    keys = {
        "aws_access_key_id": answer["Credentials"]["AccessKeyId"],
        "aws_secret_access_key": answer["Credentials"]["SecretAccessKey"],
        "aws_session_token": answer["Credentials"]["SessionToken"],
    }
    return answer, keys


publisher = client("ec2", PUBLISHER)
consumer = client("ec2", CONSUMER)
outsider = client("ec2", OUTSIDER)
balancers = client("elbv2", PUBLISHER)


def step(text):
    print("==", text, flush=True)


# --- expectations ---------------------------------------------------------------------------------------------------


def equal(actual, expected):
    assert actual == expected, (
        f"\nexpected: {json.dumps(expected, indent=1, default=str)}"
        f"\nactual:   {json.dumps(actual, indent=1, default=str)}"
    )


def refused(code, call, *arguments, status=400, message=None, **parameters):
    """The call fails with this code and status; returns the message."""
    try:
        answer = call(*arguments, **parameters)
    except ClientError as error:
        equal(
            (error.response["Error"]["Code"], error.response["ResponseMetadata"]["HTTPStatusCode"]),
            (code, status),
        )
        assert error.response["ResponseMetadata"].get("RequestId"), "an error names its request"
        text = error.response["Error"]["Message"]
        if message is not None:
            equal(text, message)
        return text
    raise AssertionError(f"expected {code}, got {answer}")


def unsuccessful(answer, *expected):
    """The per-item errors are exactly these pairs of resource and code."""
    actual = sorted((item["ResourceId"], item["Error"]["Code"]) for item in answer.get("Unsuccessful", []))
    equal(actual, sorted(expected))
    assert all(item["Error"]["Message"] for item in answer.get("Unsuccessful", []))


def filled(value):
    """Without what an answer may either leave out or give as empty."""
    if isinstance(value, dict):
        members = {key: filled(member) for key, member in value.items() if key != "ResponseMetadata"}
        return {key: member for key, member in members.items() if member not in ("", [], {}, None)}
    if isinstance(value, list):
        return [filled(item) for item in value]
    return value


def without(mapping, *keys):
    return {key: value for key, value in mapping.items() if key not in keys}


def pick(mapping, *keys):
    return {key: mapping.get(key) for key in keys}


def until(what, read):
    """Reads again until there is an answer; ends after some hundred times."""
    for _ in range(100):
        answer = read()
        if answer:
            return answer
        time.sleep(0.1)
    raise AssertionError(f"it never came to this: {what}")


def altered(ec2, operation, change, **parameters):
    """Calls the operation with its wire parameters changed behind the client's back."""
    event = f"before-call.{ec2.meta.service_model.service_id.hyphenize()}.{operation}"

    def handler(params, **_):
        change(params["body"])

    ec2.meta.events.register(event, handler)
    try:
        method = next(name for name, full in ec2.meta.method_to_api_mapping.items() if full == operation)
        return getattr(ec2, method)(**parameters)
    finally:
        ec2.meta.events.unregister(event, handler)


def tags(resource, **pairs):
    return [{"ResourceType": resource, "Tags": [{"Key": key, "Value": value} for key, value in pairs.items()]}]


def filters(**pairs):
    return [
        {"Name": name.replace("_", "-"), "Values": [values] if isinstance(values, str) else values}
        for name, values in pairs.items()
    ]


def endpoint(endpoint_id, ec2=consumer):
    [found] = ec2.describe_vpc_endpoints(VpcEndpointIds=[endpoint_id])["VpcEndpoints"]
    return found


def connections(service_id, **more):
    answer = publisher.describe_vpc_endpoint_connections(Filters=filters(service_id=service_id, **more))
    return {item["VpcEndpointId"]: item for item in answer["VpcEndpointConnections"]}


def await_state(endpoint_id, state):
    return until(
        f"{endpoint_id} is {state}",
        lambda: next((found for found in [endpoint(endpoint_id)] if found["State"] == state), None),
    )


def await_gone(endpoint_ids):
    def gone():
        remaining = consumer.describe_vpc_endpoints(Filters=filters(vpc_endpoint_id=endpoint_ids))["VpcEndpoints"]
        assert all(item["State"] in ("deleting", "deleted") for item in remaining), remaining
        return not remaining

    until(f"{endpoint_ids} are gone", gone)
    for endpoint_id in endpoint_ids:
        refused(
            "InvalidVpcEndpointId.NotFound",
            consumer.describe_vpc_endpoints,
            VpcEndpointIds=[endpoint_id],
            message=f"The Vpc Endpoint Id '{endpoint_id}' does not exist",
        )


def census(account):
    """Everything that an account has, by kind."""
    ec2, elbv2 = client("ec2", account), client("elbv2", account)
    return {
        "vpcs": ec2.describe_vpcs()["Vpcs"],
        "subnets": ec2.describe_subnets()["Subnets"],
        "security groups": ec2.describe_security_groups()["SecurityGroups"],
        "security group rules": ec2.describe_security_group_rules()["SecurityGroupRules"],
        "route tables": ec2.describe_route_tables()["RouteTables"],
        "network interfaces": ec2.describe_network_interfaces()["NetworkInterfaces"],
        "endpoints": ec2.describe_vpc_endpoints()["VpcEndpoints"],
        "endpoint services": ec2.describe_vpc_endpoint_service_configurations()["ServiceConfigurations"],
        "connections": ec2.describe_vpc_endpoint_connections()["VpcEndpointConnections"],
        "load balancers": elbv2.describe_load_balancers()["LoadBalancers"],
        "target groups": elbv2.describe_target_groups()["TargetGroups"],
    }


def expect_empty_accounts():
    for account in (PUBLISHER, CONSUMER, OUTSIDER):
        equal({kind: found for kind, found in census(account).items() if found}, {})


# --- the pieces of a network ----------------------------------------------------------------------------------------


def network(ec2, name):
    """A VPC of the addresses that everybody uses, with a subnet in each of two zones."""
    vpc = ec2.create_vpc(CidrBlock="10.0.0.0/16", TagSpecifications=tags("vpc", Name=name))["Vpc"]
    equal(
        pick(vpc, "CidrBlock", "State", "InstanceTenancy", "IsDefault", "Tags"),
        {
            "CidrBlock": "10.0.0.0/16",
            "State": "available",
            "InstanceTenancy": "default",
            "IsDefault": False,
            "Tags": [{"Key": "Name", "Value": name}],
        },
    )
    zones = ec2.describe_availability_zones(Filters=filters(state="available"))["AvailabilityZones"]
    subnets = []
    for number, zone in enumerate(zones[:2], start=1):
        subnet = ec2.create_subnet(
            VpcId=vpc["VpcId"], CidrBlock=f"10.0.{number}.0/24", AvailabilityZone=zone["ZoneName"]
        )["Subnet"]
        equal(
            pick(subnet, "VpcId", "State", "AvailabilityZone", "AvailabilityZoneId", "AvailableIpAddressCount"),
            {
                "VpcId": vpc["VpcId"],
                "State": "available",
                "AvailabilityZone": zone["ZoneName"],
                "AvailabilityZoneId": zone["ZoneId"],
                "AvailableIpAddressCount": 251,
            },
        )
        subnets.append(subnet)
    return vpc["VpcId"], subnets


def load_balancer(name, subnet_ids):
    [found] = balancers.create_load_balancer(Name=name, Type="network", Scheme="internal", Subnets=subnet_ids)[
        "LoadBalancers"
    ]
    assert f":loadbalancer/net/{name}/" in found["LoadBalancerArn"], found
    equal(
        pick(found, "LoadBalancerName", "Type", "Scheme", "IpAddressType"),
        {"LoadBalancerName": name, "Type": "network", "Scheme": "internal", "IpAddressType": "ipv4"},
    )
    equal(sorted(zone["SubnetId"] for zone in found["AvailabilityZones"]), sorted(subnet_ids))
    balancers.get_waiter("load_balancer_available").wait(LoadBalancerArns=[found["LoadBalancerArn"]])
    return found["LoadBalancerArn"]
