#!/usr/bin/env python3
"""What people read: the AWS CLI's text and table output of the main describes, compared with awscli_output.txt.

    python tests/clients/awscli_output.py http://127.0.0.1:4566 [--update]

Wants a fresh server and leaves it empty. PRIVLINK_AWS names another aws.
"""

import difflib
import os
import pathlib
import re
import subprocess
import sys
import urllib.request

from boto3_support import CONSUMER, PUBLISHER, REGION, SERVER, client

EXPECTED = pathlib.Path(__file__).with_suffix(".txt")

# What differs from run to run, and what stands for it.
VOLATILE = [
    (re.compile(r"\b((?:vpce-svc-perm|vpce-svc|vpce-con|[a-z]+)-)[0-9a-f]{17}\b"), r"\g<1>ID"),
    (re.compile(r"\b(vpce-ID-)[0-9a-z]{8}\b"), r"\g<1>ID"),
    (re.compile(r"(/hostedzone/)Z[0-9A-Z]+"), r"\g<1>ID"),
    (re.compile(r"(/|-)[0-9a-f]{16}\b"), r"\g<1>ID"),
    (re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[0-9.+:Z]*"), "TIME"),
    (re.compile(r"\b02(:[0-9a-f]{2}){5}\b"), "MAC"),
]


def network(account, name):
    ec2 = client("ec2", account)
    vpc = ec2.create_vpc(CidrBlock="10.0.0.0/16", TagSpecifications=tagged("vpc", name))["Vpc"]
    subnet = ec2.create_subnet(
        VpcId=vpc["VpcId"],
        CidrBlock="10.0.1.0/24",
        AvailabilityZone="us-east-1a",
        TagSpecifications=tagged("subnet", name),
    )["Subnet"]
    return ec2, vpc["VpcId"], subnet["SubnetId"]


def tagged(resource_type, name):
    return [{"ResourceType": resource_type, "Tags": [{"Key": "Name", "Value": name}]}]


def build():
    """A publisher with a service, and a consumer with an endpoint that waits for acceptance."""
    ec2, vpc, subnet = network(PUBLISHER, "publisher")
    balancing = client("elbv2", PUBLISHER)
    balancer = balancing.create_load_balancer(
        Name="web", Type="network", Scheme="internal", Subnets=[subnet]
    )["LoadBalancers"][0]["LoadBalancerArn"]
    group = balancing.create_target_group(
        Name="web", Protocol="TCP", Port=443, VpcId=vpc, TargetType="ip"
    )["TargetGroups"][0]["TargetGroupArn"]
    balancing.create_listener(
        LoadBalancerArn=balancer,
        Protocol="TCP",
        Port=443,
        DefaultActions=[{"Type": "forward", "TargetGroupArn": group}],
    )
    service = ec2.create_vpc_endpoint_service_configuration(NetworkLoadBalancerArns=[balancer])
    service = service["ServiceConfiguration"]
    ec2.modify_vpc_endpoint_service_permissions(
        ServiceId=service["ServiceId"],
        AddAllowedPrincipals=[f"arn:aws:iam::{CONSUMER}:root"],
    )
    gateway = ec2.create_internet_gateway()["InternetGateway"]["InternetGatewayId"]
    ec2.attach_internet_gateway(InternetGatewayId=gateway, VpcId=vpc)
    ec2.create_managed_prefix_list(
        PrefixListName="offices",
        AddressFamily="IPv4",
        MaxEntries=2,
        Entries=[{"Cidr": "192.0.2.0/24", "Description": "the first"}],
    )
    client("route53", PUBLISHER).create_hosted_zone(Name="example.org", CallerReference="1")
    client("sns", PUBLISHER).create_topic(Name="connections")
    ec2, vpc, subnet = network(CONSUMER, "consumer")
    ec2.create_vpc_endpoint(
        VpcId=vpc,
        VpcEndpointType="Interface",
        ServiceName=service["ServiceName"],
        SubnetIds=[subnet],
    )


DESCRIBES = [
    (PUBLISHER, "ec2 describe-vpcs"),
    (PUBLISHER, "ec2 describe-subnets"),
    (PUBLISHER, "ec2 describe-security-groups"),
    (PUBLISHER, "ec2 describe-route-tables"),
    (PUBLISHER, "ec2 describe-network-acls"),
    (PUBLISHER, "ec2 describe-internet-gateways"),
    (PUBLISHER, "ec2 describe-managed-prefix-lists --filters Name=owner-id,Values=111111111111"),
    (PUBLISHER, "ec2 describe-network-interfaces"),
    (PUBLISHER, "ec2 describe-vpc-endpoint-service-configurations"),
    (PUBLISHER, "ec2 describe-vpc-endpoint-connections"),
    (PUBLISHER, "elbv2 describe-load-balancers"),
    (PUBLISHER, "elbv2 describe-target-groups"),
    (PUBLISHER, "route53 list-hosted-zones"),
    (PUBLISHER, "sns list-topics"),
    (PUBLISHER, "sts get-caller-identity"),
    (CONSUMER, "ec2 describe-vpc-endpoints"),
    (CONSUMER, "ec2 describe-availability-zones --filters Name=zone-name,Values=us-east-1a"),
    (CONSUMER, "ec2 describe-tags --filters Name=resource-type,Values=vpc"),
]


def read(account, command, output):
    environment = {
        name: value for name, value in os.environ.items() if not name.startswith("AWS_")
    } | {
        "AWS_CONFIG_FILE": "/dev/null",
        "AWS_SHARED_CREDENTIALS_FILE": "/dev/null",
        "AWS_ACCESS_KEY_ID": account,
        "AWS_SECRET_ACCESS_KEY": "any",
        "AWS_DEFAULT_REGION": REGION,
        "AWS_PAGER": "",
        "NO_PROXY": "*",
        # Tables are as wide as the terminal.
        "COLUMNS": "120",
    }
    words = [os.environ.get("PRIVLINK_AWS", "aws"), "--endpoint-url", SERVER, "--output", output]
    done = subprocess.run(
        words + command.split(), env=environment, capture_output=True, text=True, check=False
    )
    if done.returncode != 0 or done.stderr:
        sys.exit(f"aws {command} --output {output}: {done.returncode}\n{done.stderr}")
    return done.stdout


def steady(text):
    """The text with what is different each time replaced by words of their own, and tables without their padding."""
    for pattern, word in VOLATILE:
        text = pattern.sub(word, text)
    lines = (re.sub(r"-{4,}", "--", line) for line in text.splitlines())
    return "\n".join(re.sub(r" {2,}", " ", line).rstrip() for line in lines)


def main():
    build()
    parts = []
    for account, command in DESCRIBES:
        for output in ("text", "table"):
            text = steady(read(account, command, output))
            parts.append(f"$ aws {command} --output {output}\n{text}\n")
    found = "\n".join(parts)
    if "--update" in sys.argv:
        EXPECTED.write_text(found)
    expected = EXPECTED.read_text()
    if found != expected:
        texts = expected.split("\n"), found.split("\n")
        sys.exit("\n".join(difflib.unified_diff(*texts, "expected", "found", lineterm="")))
    reset = urllib.request.Request(f"{SERVER}/_privlink/reset", method="POST")
    urllib.request.urlopen(reset).close()


main()
