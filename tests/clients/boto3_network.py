"""VPCs and their routes, with boto3: networks, attributes, DHCP options, targets of every kind, and who uses which table.

    python tests/clients/boto3_network.py http://127.0.0.1:4566

Wants a fresh server and leaves it as it found it. Ends at the first thing that is not as it should be.
"""

from boto3_support import (
    OUTSIDER,
    client,
    consumer,
    equal,
    expect_empty_accounts,
    filters,
    network,
    outsider,
    pick,
    refused,
    step,
    tags,
    until,
)

NO_VPC = "vpc-00000000000000000"

step("regions, zones and what an account is")
regions = consumer.describe_regions(AllRegions=True)["Regions"]
equal({region["OptInStatus"] for region in regions}, {"opt-in-not-required", "opted-in"})
[dublin] = consumer.describe_regions(Filters=filters(endpoint="ec2.eu-west-1.amazonaws.com"))["Regions"]
equal((dublin["RegionName"], dublin["Geography"]), ("eu-west-1", [{"Name": "Ireland"}]))
[zone] = consumer.describe_availability_zones(ZoneIds=["use1-az2"])["AvailabilityZones"]
equal(pick(zone, "ZoneName", "GroupName", "GroupLongName", "OptInStatus"), {
    "ZoneName": "us-east-1b",
    "GroupName": "us-east-1-zg-1",
    "GroupLongName": "US East (N. Virginia) 1",
    "OptInStatus": "opt-in-not-required",
})
refused("InvalidParameterValue", consumer.describe_regions, RegionNames=["mars-1"])
refused("InvalidParameterValue", consumer.describe_availability_zones, ZoneNames=["eu-west-1a"])
[platforms] = consumer.describe_account_attributes(AttributeNames=["supported-platforms"])["AccountAttributes"]
equal(platforms["AttributeValues"], [{"AttributeValue": "VPC"}])
refused("InvalidParameterValue", consumer.describe_account_attributes, AttributeNames=["luck"])

step("a VPC with several networks")
vpc_id, subnets = network(consumer, "routed")
subnet_ids = [subnet["SubnetId"] for subnet in subnets]
added = consumer.associate_vpc_cidr_block(VpcId=vpc_id, CidrBlock="10.1.0.0/16")["CidrBlockAssociation"]
equal((added["CidrBlock"], added["CidrBlockState"]), ("10.1.0.0/16", {"State": "associated"}))
ipv6 = consumer.associate_vpc_cidr_block(VpcId=vpc_id, AmazonProvidedIpv6CidrBlock=True)["Ipv6CidrBlockAssociation"]
equal(pick(ipv6, "Ipv6Pool", "NetworkBorderGroup"), {"Ipv6Pool": "Amazon", "NetworkBorderGroup": "us-east-1"})
[vpc] = consumer.describe_vpcs(Filters=filters(**{"cidr-block-association.cidr-block": "10.1.0.0/16"}))["Vpcs"]
equal([it["CidrBlock"] for it in vpc["CidrBlockAssociationSet"]], ["10.0.0.0/16", "10.1.0.0/16"])
extra = consumer.create_subnet(VpcId=vpc_id, CidrBlock="10.1.9.0/24")["Subnet"]["SubnetId"]
for wrong in ("10.1.128.0/17", "172.16.0.0/16", "10.2.0.0/15"):
    refused("InvalidVpc.Range", consumer.associate_vpc_cidr_block, VpcId=vpc_id, CidrBlock=wrong)
refused("MissingParameter", consumer.associate_vpc_cidr_block, VpcId=vpc_id)
refused("InvalidVpcID.NotFound", outsider.associate_vpc_cidr_block, VpcId=vpc_id, CidrBlock="10.2.0.0/16")
refused(
    "InvalidIpamPoolId.NotFound",
    consumer.create_vpc,
    Ipv4IpamPoolId="ipam-pool-00000000000000000",
    Ipv4NetmaskLength=20,
)
refused(
    "InvalidCidrBlock.InUse",
    consumer.disassociate_vpc_cidr_block,
    AssociationId=added["AssociationId"],
    message=f"The vpc {vpc_id} currently has a subnet within CIDR block 10.1.0.0/16",
)
refused(
    "OperationNotPermitted",
    consumer.disassociate_vpc_cidr_block,
    AssociationId=vpc["CidrBlockAssociationSet"][0]["AssociationId"],
)
consumer.delete_subnet(SubnetId=extra)
ended = consumer.disassociate_vpc_cidr_block(AssociationId=added["AssociationId"])["CidrBlockAssociation"]
equal(ended["CidrBlockState"], {"State": "disassociated"})

step("attributes and tenancy")
for attribute, value in (("EnableDnsHostnames", True), ("EnableNetworkAddressUsageMetrics", True)):
    consumer.modify_vpc_attribute(VpcId=vpc_id, **{attribute: {"Value": value}})
    name = attribute[0].lower() + attribute[1:]
    equal(consumer.describe_vpc_attribute(VpcId=vpc_id, Attribute=name)[attribute], {"Value": value})
equal(consumer.modify_vpc_tenancy(VpcId=vpc_id, InstanceTenancy="default")["ReturnValue"], True)
refused("InvalidParameterValue", consumer.modify_vpc_tenancy, VpcId=vpc_id, InstanceTenancy="dedicated")
refused("UnsupportedTenancy", consumer.create_vpc, CidrBlock="10.0.0.0/16", InstanceTenancy="host")
equal(consumer.describe_vpc_classic_link(VpcIds=[vpc_id])["Vpcs"][0]["ClassicLinkEnabled"], False)
equal(consumer.describe_vpc_classic_link_dns_support()["Vpcs"], [{"VpcId": vpc_id, "ClassicLinkDnsSupported": False}])

step("DHCP options")
[standard] = consumer.describe_dhcp_options()["DhcpOptions"]
equal(vpc["DhcpOptionsId"], standard["DhcpOptionsId"])
options = consumer.create_dhcp_options(
    DhcpConfigurations=[
        {"Key": "domain-name", "Values": ["example.com"]},
        {"Key": "domain-name-servers", "Values": ["10.0.0.2", "10.0.0.3"]},
    ],
    TagSpecifications=tags("dhcp-options", Name="routed"),
)["DhcpOptions"]
options_id = options["DhcpOptionsId"]
[found] = consumer.describe_dhcp_options(Filters=filters(key="domain-name", value="10.0.0.3"))["DhcpOptions"]
equal(found, options)
consumer.associate_dhcp_options(DhcpOptionsId=options_id, VpcId=vpc_id)
refused("DependencyViolation", consumer.delete_dhcp_options, DhcpOptionsId=options_id)
refused("InvalidDhcpOptionID.NotFound", outsider.delete_dhcp_options, DhcpOptionsId=options_id)
refused("InvalidDhcpOptionID.NotFound", outsider.describe_dhcp_options, DhcpOptionsIds=[options_id])
refused("InvalidVpcID.NotFound", consumer.associate_dhcp_options, DhcpOptionsId=options_id, VpcId=NO_VPC)
for wrong in (
    {"Key": "routers", "Values": ["10.0.0.1"]},
    {"Key": "ntp-servers", "Values": ["time"]},
    {"Key": "netbios-node-type", "Values": ["3"]},
):
    refused("InvalidParameterValue", consumer.create_dhcp_options, DhcpConfigurations=[wrong])
consumer.associate_dhcp_options(DhcpOptionsId="default", VpcId=vpc_id)
equal(consumer.describe_vpcs(VpcIds=[vpc_id])["Vpcs"][0]["DhcpOptionsId"], "default")
consumer.delete_dhcp_options(DhcpOptionsId=options_id)

step("routes to targets of every kind")
gateway_id = consumer.create_internet_gateway()["InternetGateway"]["InternetGatewayId"]
table_id = consumer.create_route_table(VpcId=vpc_id)["RouteTable"]["RouteTableId"]


def route(destination, **target):
    name = "DestinationIpv6CidrBlock" if ":" in destination else "DestinationCidrBlock"
    return {"RouteTableId": table_id, name: destination, **target}


def routes():
    [table] = consumer.describe_route_tables(RouteTableIds=[table_id])["RouteTables"]
    shown = {}
    for found in table["Routes"]:
        destination = found.pop("DestinationCidrBlock", None) or found.pop("DestinationIpv6CidrBlock")
        shown[destination] = found
    return shown


refused(
    "InvalidParameterValue",
    consumer.create_route,
    **route("0.0.0.0/0", GatewayId=gateway_id),
    message=f"route table {table_id} and network gateway {gateway_id} belong to different networks",
)
consumer.attach_internet_gateway(InternetGatewayId=gateway_id, VpcId=vpc_id)
egress_id = consumer.create_egress_only_internet_gateway(VpcId=vpc_id)["EgressOnlyInternetGateway"][
    "EgressOnlyInternetGatewayId"
]
nat_id = consumer.create_nat_gateway(SubnetId=subnet_ids[0], ConnectivityType="private")["NatGateway"]["NatGatewayId"]
interface_id = consumer.create_network_interface(SubnetId=subnet_ids[0])["NetworkInterface"]["NetworkInterfaceId"]
wanted = {
    "0.0.0.0/0": {"GatewayId": gateway_id},
    "::/0": {"EgressOnlyInternetGatewayId": egress_id},
    "172.16.0.0/12": {"NatGatewayId": nat_id},
    "192.168.0.0/16": {"NetworkInterfaceId": interface_id},
    "10.0.2.0/24": {"NetworkInterfaceId": interface_id},
}
for destination, target in wanted.items():
    equal(consumer.create_route(**route(destination, **target))["Return"], True)
shown = routes()
for destination, target in wanted.items():
    state = "blackhole" if "NetworkInterfaceId" in target else "active"
    equal(shown[destination], {**target, "Origin": "CreateRoute", "State": state})
equal(shown["10.0.0.0/16"], {"GatewayId": "local", "Origin": "CreateRouteTable", "State": "active"})
for name, value in (
    ("route.gateway-id", gateway_id),
    ("route.egress-only-internet-gateway-id", egress_id),
    ("route.nat-gateway-id", nat_id),
    ("route.state", "blackhole"),
):
    found = consumer.describe_route_tables(Filters=filters(**{name: value}))["RouteTables"]
    equal([table["RouteTableId"] for table in found], [table_id])

step("routes that cannot be")
for code, destination, target in (
    ("RouteAlreadyExists", "0.0.0.0/0", {"NatGatewayId": nat_id}),
    ("MissingParameter", "10.9.0.0/16", {}),
    ("InvalidParameterCombination", "10.9.0.0/16", {"GatewayId": gateway_id, "NatGatewayId": nat_id}),
    ("InvalidParameterValue", "10.9.0.0/16", {"EgressOnlyInternetGatewayId": egress_id}),
    ("InvalidParameterValue", "2001:db8:ffff::/48", {"NatGatewayId": nat_id}),
    ("InvalidParameterValue", "10.0.1.0/24", {"GatewayId": gateway_id}),
    ("InvalidParameterValue", "10.0.1.0/25", {"NetworkInterfaceId": interface_id}),
    ("InvalidGatewayID.NotFound", "10.9.0.0/16", {"GatewayId": "igw-00000000000000000"}),
    ("InvalidGatewayID.NotFound", "10.9.0.0/16", {"GatewayId": "vgw-00000000000000000"}),
    ("InvalidNatGatewayID.NotFound", "10.9.0.0/16", {"NatGatewayId": "nat-00000000000000000"}),
    ("InvalidNetworkInterfaceID.NotFound", "10.9.0.0/16", {"NetworkInterfaceId": "eni-00000000000000000"}),
    ("InvalidVpcEndpointId.NotFound", "10.9.0.0/16", {"VpcEndpointId": "vpce-00000000000000000"}),
    ("InvalidInstanceID.NotFound", "10.9.0.0/16", {"InstanceId": "i-00000000000000000"}),
    ("InvalidTransitGatewayID.NotFound", "10.9.0.0/16", {"TransitGatewayId": "tgw-00000000000000000"}),
    ("InvalidVpcPeeringConnectionID.NotFound", "10.9.0.0/16", {"VpcPeeringConnectionId": "pcx-00000000000000000"}),
    ("InvalidCarrierGatewayID.NotFound", "10.9.0.0/16", {"CarrierGatewayId": "cagw-00000000000000000"}),
    ("InvalidLocalGatewayID.NotFound", "10.9.0.0/16", {"LocalGatewayId": "lgw-00000000000000000"}),
    ("InvalidCoreNetworkArn.NotFound", "10.9.0.0/16", {"CoreNetworkArn": "arn:aws:networkmanager::1:core-network/c"}),
):
    refused(code, consumer.create_route, **route(destination, **target))
refused("InvalidRouteTableID.NotFound", outsider.create_route, **route("10.9.0.0/16", GatewayId=gateway_id))
refused("InvalidRoute.NotFound", consumer.replace_route, **route("10.9.0.0/16", GatewayId=gateway_id))
refused("InvalidGatewayID.NotFound", consumer.enable_vgw_route_propagation, RouteTableId=table_id, GatewayId="vgw-0")

step("routes replaced, local ones too")
consumer.replace_route(**route("0.0.0.0/0", NatGatewayId=nat_id))
equal(routes()["0.0.0.0/0"], {"NatGatewayId": nat_id, "Origin": "CreateRoute", "State": "active"})
consumer.replace_route(**route("10.0.0.0/16", NetworkInterfaceId=interface_id))
equal(routes()["10.0.0.0/16"]["NetworkInterfaceId"], interface_id)
refused("InvalidParameterValue", consumer.delete_route, **route("10.0.0.0/16"))
refused("InvalidParameterValue", consumer.replace_route, **route("0.0.0.0/0", LocalTarget=True))
consumer.replace_route(**route("10.0.0.0/16", LocalTarget=True))
equal(routes()["10.0.0.0/16"]["GatewayId"], "local")
consumer.replace_route(**route("0.0.0.0/0", GatewayId=gateway_id))

step("a gateway's own table, and the VPC's main one")
edge_id = consumer.create_route_table(VpcId=vpc_id)["RouteTable"]["RouteTableId"]
refused("InvalidParameterValue", consumer.associate_route_table, RouteTableId=table_id, GatewayId=gateway_id)
edge = consumer.associate_route_table(RouteTableId=edge_id, GatewayId=gateway_id)["AssociationId"]
[found] = consumer.describe_route_tables(Filters=filters(**{"association.gateway-id": gateway_id}))["RouteTables"]
equal(found["Associations"][0]["GatewayId"], gateway_id)
refused("Resource.AlreadyAssociated", consumer.associate_route_table, RouteTableId=edge_id, GatewayId=gateway_id)
refused("MissingParameter", consumer.associate_route_table, RouteTableId=edge_id)
refused("DependencyViolation", consumer.detach_internet_gateway, InternetGatewayId=gateway_id, VpcId=vpc_id)
consumer.disassociate_route_table(AssociationId=edge)
[main] = consumer.describe_route_tables(Filters=filters(vpc_id=vpc_id, **{"association.main": "true"}))["RouteTables"]
moved = consumer.replace_route_table_association(
    AssociationId=main["Associations"][0]["RouteTableAssociationId"], RouteTableId=edge_id
)["NewAssociationId"]
refused("DependencyViolation", consumer.delete_route_table, RouteTableId=edge_id)
consumer.replace_route_table_association(AssociationId=moved, RouteTableId=main["RouteTableId"])
consumer.delete_route_table(RouteTableId=edge_id)

step("what is gone leaves a black hole")
consumer.detach_internet_gateway(InternetGatewayId=gateway_id, VpcId=vpc_id)
equal(routes()["0.0.0.0/0"]["State"], "blackhole")
consumer.attach_internet_gateway(InternetGatewayId=gateway_id, VpcId=vpc_id)
equal(routes()["0.0.0.0/0"]["State"], "active")
consumer.delete_nat_gateway(NatGatewayId=nat_id)
consumer.delete_egress_only_internet_gateway(EgressOnlyInternetGatewayId=egress_id)
equal({routes()[destination]["State"] for destination in ("172.16.0.0/12", "::/0")}, {"blackhole"})
refused("DependencyViolation", consumer.delete_vpc, VpcId=vpc_id)

step("it is all taken down again")
consumer.detach_internet_gateway(InternetGatewayId=gateway_id, VpcId=vpc_id)
consumer.delete_internet_gateway(InternetGatewayId=gateway_id)
consumer.delete_network_interface(NetworkInterfaceId=interface_id)
consumer.delete_route_table(RouteTableId=table_id)
until(
    "the NAT gateway is gone",
    lambda: all(
        found["State"] == "deleted"
        for found in consumer.describe_nat_gateways(Filter=filters(vpc_id=vpc_id))["NatGateways"]
    ),
)
for subnet_id in subnet_ids:
    consumer.delete_subnet(SubnetId=subnet_id)
consumer.delete_vpc(VpcId=vpc_id)
equal(client("ec2", OUTSIDER).describe_vpcs()["Vpcs"], [])
expect_empty_accounts()

step("done")
