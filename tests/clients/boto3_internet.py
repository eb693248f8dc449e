"""Ways to the internet, with boto3: internet gateways, egress-only ones, Elastic IP addresses and NAT gateways.

    python tests/clients/boto3_internet.py http://127.0.0.1:4566

Wants a fresh server and leaves it as it found it. Ends at the first thing that is not as it should be.
"""

from boto3_support import consumer, equal, filled, filters, network, outsider, pick, refused, step, tags, without

NOBODYS = "0" * 17

step("an internet gateway")
vpc, subnets = network(consumer, "open")
subnet = subnets[0]["SubnetId"]
gateway = consumer.create_internet_gateway(TagSpecifications=tags("internet-gateway", Name="door"))["InternetGateway"]
gateway_id = gateway["InternetGatewayId"]
equal(pick(gateway, "Attachments", "Tags"), {"Attachments": [], "Tags": [{"Key": "Name", "Value": "door"}]})
consumer.attach_internet_gateway(InternetGatewayId=gateway_id, VpcId=vpc)
consumer.get_waiter("internet_gateway_exists").wait(InternetGatewayIds=[gateway_id])
[found] = consumer.describe_internet_gateways(Filters=[{"Name": "attachment.vpc-id", "Values": [vpc]}])["InternetGateways"]
equal(found["Attachments"], [{"State": "available", "VpcId": vpc}])
refused("Resource.AlreadyAssociated", consumer.attach_internet_gateway, InternetGatewayId=gateway_id, VpcId=vpc)
refused("DependencyViolation", consumer.delete_internet_gateway, InternetGatewayId=gateway_id)
refused("DependencyViolation", consumer.delete_vpc, VpcId=vpc)
refused("InvalidInternetGatewayID.NotFound", outsider.describe_internet_gateways, InternetGatewayIds=[gateway_id])

step("an egress-only internet gateway")
request = {"VpcId": vpc, "ClientToken": "exit", "TagSpecifications": tags("egress-only-internet-gateway", Name="exit")}
exit_ = consumer.create_egress_only_internet_gateway(**request)["EgressOnlyInternetGateway"]
equal(exit_["Attachments"], [{"State": "attached", "VpcId": vpc}])
again = consumer.create_egress_only_internet_gateway(**request)["EgressOnlyInternetGateway"]
equal(again, exit_)
exit_id = exit_["EgressOnlyInternetGatewayId"]
pages = consumer.get_paginator("describe_egress_only_internet_gateways").paginate(EgressOnlyInternetGatewayIds=[exit_id])
equal([item for page in pages for item in page["EgressOnlyInternetGateways"]], [exit_])

step("Elastic IP addresses")
address = without(
    consumer.allocate_address(Domain="vpc", TagSpecifications=tags("elastic-ip", Name="nat")), "ResponseMetadata"
)
equal(without(address, "AllocationId", "PublicIp"), {
    "PublicIpv4Pool": "amazon",
    "NetworkBorderGroup": "us-east-1",
    "Domain": "vpc",
})
second = consumer.allocate_address(Domain="vpc")
assert address["PublicIp"] != second["PublicIp"], second
[described] = consumer.describe_addresses(PublicIps=[address["PublicIp"]])["Addresses"]
equal(described, {**address, "Tags": [{"Key": "Name", "Value": "nat"}]})
equal(outsider.describe_addresses()["Addresses"], [])
named = consumer.modify_address_attribute(AllocationId=second["AllocationId"], DomainName="mail.example.com")["Address"]
equal(named["PtrRecord"], "mail.example.com.")
refused("InvalidAddress.Locked", consumer.release_address, AllocationId=second["AllocationId"])
consumer.reset_address_attribute(AllocationId=second["AllocationId"], Attribute="domain-name")
refused("InvalidAllocationID.NotFound", outsider.release_address, AllocationId=second["AllocationId"])
refused(
    "InvalidInstanceID.NotFound",
    consumer.associate_address,
    AllocationId=second["AllocationId"],
    InstanceId=f"i-{NOBODYS}",
)

step("an address before an interface")
interface = consumer.create_network_interface(SubnetId=subnet)["NetworkInterface"]["NetworkInterfaceId"]
association = consumer.associate_address(AllocationId=second["AllocationId"], NetworkInterfaceId=interface)
[shown] = consumer.describe_network_interfaces(NetworkInterfaceIds=[interface])["NetworkInterfaces"]
equal(
    pick(shown["Association"], "AllocationId", "AssociationId", "PublicIp"),
    {
        "AllocationId": second["AllocationId"],
        "AssociationId": association["AssociationId"],
        "PublicIp": second["PublicIp"],
    },
)
refused("DependencyViolation", consumer.detach_internet_gateway, InternetGatewayId=gateway_id, VpcId=vpc)
refused("InvalidIPAddress.InUse", consumer.release_address, AllocationId=second["AllocationId"])
consumer.disassociate_address(AssociationId=association["AssociationId"])
refused(
    "InvalidAssociationID.NotFound", consumer.disassociate_address, AssociationId=association["AssociationId"]
)
consumer.delete_network_interface(NetworkInterfaceId=interface)

step("a public NAT gateway")
request = {
    "SubnetId": subnet,
    "AllocationId": address["AllocationId"],
    "ClientToken": "nat",
    "TagSpecifications": tags("natgateway", Name="nat"),
}
nat = consumer.create_nat_gateway(**request)["NatGateway"]["NatGatewayId"]
equal(consumer.create_nat_gateway(**request)["NatGateway"]["NatGatewayId"], nat)
consumer.get_waiter("nat_gateway_available").wait(NatGatewayIds=[nat])
[found] = consumer.describe_nat_gateways(Filters=filters(vpc_id=vpc, state="available"))["NatGateways"]
equal(
    pick(found, "NatGatewayId", "SubnetId", "VpcId", "ConnectivityType", "Tags"),
    {
        "NatGatewayId": nat,
        "SubnetId": subnet,
        "VpcId": vpc,
        "ConnectivityType": "public",
        "Tags": [{"Key": "Name", "Value": "nat"}],
    },
)
added = consumer.associate_nat_gateway_address(NatGatewayId=nat, AllocationIds=[second["AllocationId"]])
[item] = added["NatGatewayAddresses"]
equal(pick(item, "PublicIp", "IsPrimary"), {"PublicIp": second["PublicIp"], "IsPrimary": False})
refused("AuthFailure", consumer.disassociate_address, AssociationId=item["AssociationId"], status=403)
consumer.disassociate_nat_gateway_address(NatGatewayId=nat, AssociationIds=[item["AssociationId"]])
refused("DependencyViolation", consumer.delete_subnet, SubnetId=subnet)
refused("NatGatewayNotFound", outsider.describe_nat_gateways, NatGatewayIds=[nat])

step("a private NAT gateway")
private = consumer.create_nat_gateway(
    SubnetId=subnet, ConnectivityType="private", PrivateIpAddress="10.0.1.10", SecondaryPrivateIpAddressCount=1
)["NatGateway"]["NatGatewayId"]
consumer.get_waiter("nat_gateway_available").wait(NatGatewayIds=[private])
consumer.assign_private_nat_gateway_address(NatGatewayId=private, PrivateIpAddresses=["10.0.1.20"])
[found] = consumer.describe_nat_gateways(NatGatewayIds=[private])["NatGateways"]
equal([item["IsPrimary"] for item in found["NatGatewayAddresses"]], [True, False, False])
consumer.unassign_private_nat_gateway_address(NatGatewayId=private, PrivateIpAddresses=["10.0.1.20"])

step("a NAT gateway that fails")
closed, closed_subnets = network(consumer, "closed")
closed_subnet = closed_subnets[0]["SubnetId"]
failing = consumer.create_nat_gateway(SubnetId=closed_subnet, AllocationId=second["AllocationId"])["NatGateway"]
failing_id = failing["NatGatewayId"]


def failed():
    [found] = consumer.describe_nat_gateways(NatGatewayIds=[failing_id])["NatGateways"]
    return found if found["State"] == "failed" else None


found = failed()
while found is None:
    found = failed()
equal(
    pick(filled(found), "FailureCode", "FailureMessage"),
    {
        "FailureCode": "Gateway.NotAttached",
        "FailureMessage": f"Network {closed} has no Internet gateway attached",
    },
)

step("everything goes")
for gateway in (nat, private, failing_id):
    consumer.delete_nat_gateway(NatGatewayId=gateway)
consumer.get_waiter("nat_gateway_deleted").wait(NatGatewayIds=[nat])
for allocation in (address["AllocationId"], second["AllocationId"]):
    consumer.release_address(AllocationId=allocation)
refused("InvalidAllocationID.NotFound", consumer.describe_addresses, AllocationIds=[address["AllocationId"]])
consumer.delete_egress_only_internet_gateway(EgressOnlyInternetGatewayId=exit_id)
consumer.detach_internet_gateway(InternetGatewayId=gateway_id, VpcId=vpc)
consumer.delete_internet_gateway(InternetGatewayId=gateway_id)
for item in subnets + closed_subnets:
    consumer.delete_subnet(SubnetId=item["SubnetId"])
for item in (vpc, closed):
    consumer.delete_vpc(VpcId=item)
