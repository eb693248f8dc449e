"""Users' network interfaces, reserved parts of subnets and default VPCs, with boto3.

    python tests/clients/boto3_interfaces.py http://127.0.0.1:4566

Wants a fresh server and leaves it as it found it. Ends at the first thing that is not as it should be.
"""

from boto3_support import CONSUMER, consumer, equal, filters, outsider, pick, refused, step

step("a network with addresses of both kinds")
vpc = consumer.create_vpc(CidrBlock="10.0.0.0/16", AmazonProvidedIpv6CidrBlock=True)["Vpc"]
block = vpc["Ipv6CidrBlockAssociationSet"][0]["Ipv6CidrBlock"]
start = block.removesuffix("00::/56")
subnet = consumer.create_subnet(VpcId=vpc["VpcId"], CidrBlock="10.0.1.0/24", Ipv6CidrBlock=f"{start}01::/64")["Subnet"]
group = consumer.create_security_group(VpcId=vpc["VpcId"], GroupName="own", Description="own")["GroupId"]


def interface(**conditions):
    [one] = consumer.describe_network_interfaces(**conditions)["NetworkInterfaces"]
    return one


def free():
    [one] = consumer.describe_subnets(SubnetIds=[subnet["SubnetId"]])["Subnets"]
    return one["AvailableIpAddressCount"]


step("created with chosen addresses, and once for a token")
wish = {
    "SubnetId": subnet["SubnetId"],
    "Description": "own",
    "Groups": [group],
    "PrivateIpAddresses": [
        {"PrivateIpAddress": "10.0.1.10", "Primary": True},
        {"PrivateIpAddress": "10.0.1.11", "Primary": False},
    ],
    "Ipv6Addresses": [{"Ipv6Address": f"{start}01::9"}],
    "TagSpecifications": [{"ResourceType": "network-interface", "Tags": [{"Key": "Name", "Value": "own"}]}],
    "ClientToken": "once",
}
own = consumer.create_network_interface(**wish)
equal(own["ClientToken"], "once")
own = own["NetworkInterface"]
equal(consumer.create_network_interface(**wish)["NetworkInterface"], own)
refused("IdempotentParameterMismatch", consumer.create_network_interface, **(wish | {"Description": "other"}))
shown = ("Status", "InterfaceType", "OwnerId", "PrivateIpAddress", "RequesterManaged", "SourceDestCheck", "TagSet")
equal(
    {key: own[key] for key in shown},
    {
        "Status": "available",
        "InterfaceType": "interface",
        "OwnerId": CONSUMER,
        "PrivateIpAddress": "10.0.1.10",
        "RequesterManaged": False,
        "SourceDestCheck": True,
        "TagSet": [{"Key": "Name", "Value": "own"}],
    },
)
assert "Attachment" not in own and "Association" not in own
equal(
    [(one["PrivateIpAddress"], one["Primary"]) for one in own["PrivateIpAddresses"]],
    [("10.0.1.10", True), ("10.0.1.11", False)],
)
equal(free(), 251 - 2)
own_id = own["NetworkInterfaceId"]
waiter = consumer.get_waiter("network_interface_available")
waiter.wait(NetworkInterfaceIds=[own_id], WaiterConfig={"Delay": 1, "MaxAttempts": 1})

step("found by each of its properties")
for name, value in {
    "addresses.private-ip-address": "10.0.1.11",
    "addresses.primary": "false",
    "description": "ow?",
    "group-id": group,
    "group-name": "own",
    "interface-type": "interface",
    "ipv6-addresses.ipv6-address": f"{start}01::9",
    "mac-address": own["MacAddress"],
    "operator.managed": "false",
    "private-dns-name": own["PrivateDnsName"],
    "requester-managed": "false",
    "status": "available",
    "tag:Name": "own",
    "vpc-id": vpc["VpcId"],
}.items():
    equal(interface(Filters=filters(**{name: value}))["NetworkInterfaceId"], own_id)
equal(consumer.describe_network_interfaces(Filters=filters(status="in-use"))["NetworkInterfaces"], [])
refused("InvalidNetworkInterfaceID.NotFound", outsider.describe_network_interfaces, NetworkInterfaceIds=[own_id])

step("more addresses and fewer")
given = consumer.assign_private_ip_addresses(NetworkInterfaceId=own_id, SecondaryPrivateIpAddressCount=2)
equal([one["PrivateIpAddress"] for one in given["AssignedPrivateIpAddresses"]], ["10.0.1.12", "10.0.1.13"])
given = consumer.assign_private_ip_addresses(NetworkInterfaceId=own_id, Ipv4PrefixCount=1)
equal(given["AssignedIpv4Prefixes"], [{"Ipv4Prefix": "10.0.1.16/28"}])
equal(free(), 251 - 4 - 16)
consumer.unassign_private_ip_addresses(
    NetworkInterfaceId=own_id, PrivateIpAddresses=["10.0.1.12", "10.0.1.13"], Ipv4Prefixes=["10.0.1.16/28"]
)
equal(free(), 251 - 2)
given = consumer.assign_ipv6_addresses(NetworkInterfaceId=own_id, Ipv6Addresses=[f"{start}01::a"])
equal(given["AssignedIpv6Addresses"], [f"{start}01::a"])
given = consumer.unassign_ipv6_addresses(NetworkInterfaceId=own_id, Ipv6Addresses=[f"{start}01::a"])
equal(given["UnassignedIpv6Addresses"], [f"{start}01::a"])
for code, call, parameters in [
    ("InvalidParameterValue", consumer.unassign_private_ip_addresses, {"PrivateIpAddresses": ["10.0.1.10"]}),
    ("InvalidParameterValue", consumer.assign_private_ip_addresses, {"PrivateIpAddresses": ["10.0.2.1"]}),
    ("PrivateIpAddressLimitExceeded", consumer.assign_private_ip_addresses, {"SecondaryPrivateIpAddressCount": 49}),
    ("InvalidParameterCombination", consumer.assign_ipv6_addresses, {"Ipv6AddressCount": 1, "Ipv6PrefixCount": 1}),
]:
    refused(code, call, NetworkInterfaceId=own_id, **parameters)

step("an address moves to another interface, and its Elastic IP with it")
gateway = consumer.create_internet_gateway()["InternetGateway"]["InternetGatewayId"]
consumer.attach_internet_gateway(InternetGatewayId=gateway, VpcId=vpc["VpcId"])
public = consumer.allocate_address(Domain="vpc")
association = consumer.associate_address(
    AllocationId=public["AllocationId"], NetworkInterfaceId=own_id, PrivateIpAddress="10.0.1.11"
)["AssociationId"]
shown = interface(Filters=filters(**{"addresses.association.public-ip": public["PublicIp"]}))
equal(
    pick(shown["PrivateIpAddresses"][1]["Association"], "AllocationId", "AssociationId", "IpOwnerId", "PublicIp"),
    {
        "AllocationId": public["AllocationId"],
        "AssociationId": association,
        "IpOwnerId": CONSUMER,
        "PublicIp": public["PublicIp"],
    },
)
assert "Association" not in shown, "the primary address has none"
other = consumer.create_network_interface(SubnetId=subnet["SubnetId"])["NetworkInterface"]
other_id = other["NetworkInterfaceId"]
wish = {"NetworkInterfaceId": other_id, "PrivateIpAddresses": ["10.0.1.11"]}
refused("InvalidParameterValue", consumer.assign_private_ip_addresses, **wish)
consumer.assign_private_ip_addresses(**wish, AllowReassignment=True)
for moved in ({"addresses.association.association-id": association}, {"private-ip-address": "10.0.1.11"}):
    equal(interface(Filters=filters(**moved))["NetworkInterfaceId"], other_id)
consumer.unassign_private_ip_addresses(**wish)
[address] = consumer.describe_addresses(AllocationIds=[public["AllocationId"]])["Addresses"]
assert "AssociationId" not in address
consumer.associate_address(AllocationId=public["AllocationId"], NetworkInterfaceId=other_id)
equal(interface(NetworkInterfaceIds=[other_id])["Association"]["PublicIp"], public["PublicIp"])
consumer.delete_network_interface(NetworkInterfaceId=other_id)
[address] = consumer.describe_addresses(AllocationIds=[public["AllocationId"]])["Addresses"]
assert "AssociationId" not in address
consumer.release_address(AllocationId=public["AllocationId"])
consumer.detach_internet_gateway(InternetGatewayId=gateway, VpcId=vpc["VpcId"])
consumer.delete_internet_gateway(InternetGatewayId=gateway)

step("attributes, one at a time")
modify = consumer.modify_network_interface_attribute
describe = consumer.describe_network_interface_attribute
modify(NetworkInterfaceId=own_id, SourceDestCheck={"Value": False})
equal(describe(NetworkInterfaceId=own_id, Attribute="sourceDestCheck")["SourceDestCheck"], {"Value": False})
consumer.reset_network_interface_attribute(NetworkInterfaceId=own_id, SourceDestCheck="x")
equal(describe(NetworkInterfaceId=own_id, Attribute="sourceDestCheck")["SourceDestCheck"], {"Value": True})
modify(NetworkInterfaceId=own_id, Description={"Value": ""})
equal(describe(NetworkInterfaceId=own_id, Attribute="description")["Description"], {"Value": ""})
modify(NetworkInterfaceId=own_id, ConnectionTrackingSpecification={"UdpTimeout": 45})
equal(interface(NetworkInterfaceIds=[own_id])["ConnectionTrackingConfiguration"], {"UdpTimeout": 45})
equal(describe(NetworkInterfaceId=own_id, Attribute="groupSet")["Groups"], [{"GroupId": group, "GroupName": "own"}])
refused("InvalidParameterCombination", modify, NetworkInterfaceId=own_id, message="No attributes specified.")
refused(
    "InvalidParameterCombination",
    modify,
    NetworkInterfaceId=own_id,
    Description={"Value": "x"},
    SourceDestCheck={"Value": True},
)
refused("InvalidGroup.NotFound", modify, NetworkInterfaceId=own_id, Groups=["sg-00000000000000000"])
refused(
    "InvalidInstanceID.NotFound",
    consumer.attach_network_interface,
    NetworkInterfaceId=own_id,
    InstanceId="i-00000000000000000",
    DeviceIndex=1,
    message="The instance ID 'i-00000000000000000' does not exist",
)

step("another account is permitted to use the interface")
wish = {"NetworkInterfaceId": own_id, "AwsAccountId": "111111111111", "Permission": "INSTANCE-ATTACH"}
permission = consumer.create_network_interface_permission(**wish)["InterfacePermission"]
equal(permission["PermissionState"], {"State": "GRANTED"})
[found] = consumer.describe_network_interface_permissions(
    Filters=filters(**{"network-interface-permission.network-interface-id": own_id})
)["NetworkInterfacePermissions"]
equal(found, permission)
refused("InvalidParameterValue", consumer.create_network_interface_permission, **(wish | {"AwsAccountId": "1"}))
consumer.delete_network_interface_permission(NetworkInterfacePermissionId=permission["NetworkInterfacePermissionId"])

step("what is in use stays")
refused("DependencyViolation", consumer.delete_subnet, SubnetId=subnet["SubnetId"])
refused("DependencyViolation", consumer.delete_security_group, GroupId=group)

step("a reserved part of the subnet")
reservation = consumer.create_subnet_cidr_reservation(
    SubnetId=subnet["SubnetId"], Cidr="10.0.1.0/27", ReservationType="explicit", Description="by hand"
)["SubnetCidrReservation"]
first = consumer.create_network_interface(SubnetId=subnet["SubnetId"])["NetworkInterface"]
equal(first["PrivateIpAddress"], "10.0.1.32")
reserved = consumer.get_subnet_cidr_reservations(SubnetId=subnet["SubnetId"])
equal(reserved["SubnetIpv4CidrReservations"], [reservation])
equal(reserved["SubnetIpv6CidrReservations"], [])
refused(
    "InvalidSubnetCidrReservation.Conflict",
    consumer.create_subnet_cidr_reservation,
    SubnetId=subnet["SubnetId"],
    Cidr="10.0.1.0/28",
    ReservationType="prefix",
)
consumer.delete_subnet_cidr_reservation(SubnetCidrReservationId=reservation["SubnetCidrReservationId"])

step("deleted")
for each in (own_id, first["NetworkInterfaceId"]):
    consumer.delete_network_interface(NetworkInterfaceId=each)
refused("InvalidNetworkInterfaceID.NotFound", consumer.delete_network_interface, NetworkInterfaceId=own_id)
equal(free(), 251)
consumer.delete_security_group(GroupId=group)
consumer.delete_subnet(SubnetId=subnet["SubnetId"])
consumer.delete_vpc(VpcId=vpc["VpcId"])

step("a default VPC")
refused("DefaultVpcDoesNotExist", consumer.create_default_subnet, AvailabilityZone="us-east-1a")
default = consumer.create_default_vpc()["Vpc"]
equal(pick(default, "CidrBlock", "IsDefault"), {"CidrBlock": "172.31.0.0/16", "IsDefault": True})
refused("DefaultVpcAlreadyExists", consumer.create_default_vpc)
subnets = consumer.describe_subnets(Filters=filters(**{"default-for-az": "true"}))["Subnets"]
zones = consumer.describe_availability_zones()["AvailabilityZones"]
equal(sorted(one["AvailabilityZone"] for one in subnets), sorted(one["ZoneName"] for one in zones))
assert all(one["MapPublicIpOnLaunch"] and one["CidrBlock"].endswith("/20") for one in subnets)
refused("DefaultSubnetAlreadyExistsInAvailabilityZone", consumer.create_default_subnet, AvailabilityZone="us-east-1a")
refused("DependencyViolation", consumer.delete_vpc, VpcId=default["VpcId"])
for one in subnets:
    consumer.delete_subnet(SubnetId=one["SubnetId"])
again = consumer.create_default_subnet(AvailabilityZone="us-east-1c")["Subnet"]
equal(pick(again, "CidrBlock", "DefaultForAz"), {"CidrBlock": "172.31.0.0/20", "DefaultForAz": True})
consumer.delete_subnet(SubnetId=again["SubnetId"])
attached = filters(**{"attachment.vpc-id": default["VpcId"]})
[gateway] = consumer.describe_internet_gateways(Filters=attached)["InternetGateways"]
[routes] = consumer.describe_route_tables(Filters=filters(vpc_id=default["VpcId"]))["RouteTables"]
equal(routes["Routes"][-1].get("GatewayId"), gateway["InternetGatewayId"])
consumer.detach_internet_gateway(InternetGatewayId=gateway["InternetGatewayId"], VpcId=default["VpcId"])
consumer.delete_internet_gateway(InternetGatewayId=gateway["InternetGatewayId"])
consumer.delete_vpc(VpcId=default["VpcId"])
