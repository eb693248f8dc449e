"""Who a caller is, and what is refused before anything exists, with boto3.

    python tests/clients/boto3_protocol.py http://127.0.0.1:4566

Wants a fresh server and leaves it as it found it. Ends at the first thing that is not as it should be.
"""

from boto3_support import (
    CONSUMER,
    PUBLISHER,
    REGION,
    altered,
    assume_role,
    balancers,
    client,
    equal,
    expect_empty_accounts,
    filters,
    pick,
    publisher,
    refused,
    step,
)

step("identities: an access key is an account, an assumed role is another")
identity = client("sts", PUBLISHER).get_caller_identity()
equal(identity["Account"], PUBLISHER)
assert identity["Arn"].startswith(f"arn:aws:iam::{PUBLISHER}:") and identity["UserId"], identity
equal(client("sts", "AKIAIOSFODNN7EXAMPLE").get_caller_identity()["Account"], "000000000000")
assumed, session_keys = assume_role(CONSUMER, by=PUBLISHER)
session_arn = f"arn:aws:sts::{CONSUMER}:assumed-role/deployer/story"
equal(assumed["AssumedRoleUser"]["Arn"], session_arn)
assert assumed["AssumedRoleUser"]["AssumedRoleId"].endswith(":story"), assumed
assert assumed["Credentials"]["Expiration"].tzinfo is not None, assumed
identity = client("sts", PUBLISHER, **session_keys).get_caller_identity()
equal(pick(identity, "Account", "Arn"), {"Account": CONSUMER, "Arn": session_arn})
equal(identity["UserId"], assumed["AssumedRoleUser"]["AssumedRoleId"])

step("requests that are refused at the door")
refused("InvalidAction", publisher.describe_spot_price_history)
refused("InvalidAction", balancers.describe_trust_stores)
refused("InvalidAction", client("sts", PUBLISHER).decode_authorization_message, EncodedMessage="x")
refused(
    "UnknownParameter",
    altered,
    publisher,
    "CreateVpcEndpointServiceConfiguration",
    lambda body: body.update({"SupportedRegions.1": REGION}),
    NetworkLoadBalancerArns=["arn:aws:elasticloadbalancing:us-east-1:111111111111:loadbalancer/net/x/0123456789abcdef"],
    message="The parameter SupportedRegions is not recognized",
)
refused("UnknownParameter", altered, publisher, "DescribeVpcs", lambda body: body.update({"Colour": "green"}))
for describe in (
    publisher.describe_vpcs,
    publisher.describe_subnets,
    publisher.describe_network_interfaces,
    publisher.describe_vpc_endpoints,
    publisher.describe_vpc_endpoint_services,
    publisher.describe_vpc_endpoint_service_configurations,
    publisher.describe_vpc_endpoint_connections,
):
    refused("InvalidFilter", describe, Filters=filters(colour="green"))
for describe in (
    publisher.describe_vpcs,
    publisher.describe_network_interfaces,
    publisher.describe_vpc_endpoint_service_configurations,
    publisher.describe_vpc_endpoint_connections,
):
    refused("InvalidParameterValue", describe, MaxResults=3)
refused("InvalidNextToken", publisher.describe_vpc_endpoints, NextToken="no-such-token")
refused("InvalidVpcID.NotFound", publisher.describe_vpcs, VpcIds=["vpc-00000000000000000"])
refused("LoadBalancerNotFound", balancers.describe_load_balancers, Names=["orders"])
refused("TargetGroupNotFound", balancers.describe_target_groups, Names=["orders"])
refused("DryRunOperation", publisher.create_vpc, CidrBlock="10.0.0.0/16", DryRun=True, status=412)

step("nothing came of it")
expect_empty_accounts()

step("done")
