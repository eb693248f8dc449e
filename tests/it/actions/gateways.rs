//! Requests about internet gateways, NAT gateways and Elastic IP addresses.

use super::requests::{Request, requests};
use crate::support::query::Protocol;
use crate::support::ways::Ways;
use crate::support::world::{CONSUMER, PROVIDER};

pub(super) fn gateways(ways: &Ways) -> Vec<Request> {
    let mut all = internet_gateways(ways);
    all.extend(elastic_ips(ways));
    all.extend(nat_gateways(ways));
    all
}

fn internet_gateways(ways: &Ways) -> Vec<Request> {
    requests!(CONSUMER, &Protocol::EC2,
        CreateInternetGateway {},
        DescribeInternetGateways { "InternetGatewayId.1": ways.internet_gateway_id },
        AttachInternetGateway { "InternetGatewayId": ways.spare_internet_gateway_id, "VpcId": ways.spare_vpc_id },
        DetachInternetGateway { "InternetGatewayId": ways.internet_gateway_id, "VpcId": ways.vpc_id },
        DeleteInternetGateway { "InternetGatewayId": ways.unused_internet_gateway_id },
        CreateEgressOnlyInternetGateway { "VpcId": ways.spare_vpc_id, "ClientToken": "a" },
        DescribeEgressOnlyInternetGateways { "EgressOnlyInternetGatewayId.1": ways.egress_only_id },
        DeleteEgressOnlyInternetGateway { "EgressOnlyInternetGatewayId": ways.egress_only_id },
    )
}

fn elastic_ips(ways: &Ways) -> Vec<Request> {
    let (address, spare) = (&ways.associated_id, &ways.spare_allocation_id);
    requests!(CONSUMER, &Protocol::EC2,
        AllocateAddress { "Domain": "vpc" },
        DescribeAddresses { "AllocationId.1": address },
        DescribeAddressesAttribute { "AllocationId.1": address, "Attribute": "domain-name" },
        ModifyAddressAttribute { "AllocationId": address, "DomainName": "mail.example.com" },
        ResetAddressAttribute { "AllocationId": address, "Attribute": "domain-name" },
        DisassociateAddress { "AssociationId": ways.association_id },
        AssociateAddress { "AllocationId": address, "NetworkInterfaceId": ways.interface_id },
        ReleaseAddress { "AllocationId": spare },
    )
}

fn nat_gateways(ways: &Ways) -> Vec<Request> {
    let (gateway, private) = (&ways.nat_gateway_id, &ways.private_nat_gateway_id);
    requests!(PROVIDER, &Protocol::EC2,
        CreateNatGateway { "SubnetId": ways.subnet_id, "ConnectivityType": "private", "ClientToken": "a" },
        DescribeNatGateways { "NatGatewayId.1": gateway },
        AssociateNatGatewayAddress { "NatGatewayId": gateway, "AllocationId.1": ways.free_allocation_id },
        DisassociateNatGatewayAddress { "NatGatewayId": gateway, "AssociationId.1": ways.nat_association_id },
        AssignPrivateNatGatewayAddress { "NatGatewayId": private, "PrivateIpAddressCount": 1 },
        UnassignPrivateNatGatewayAddress { "NatGatewayId": private, "PrivateIpAddress.1": "10.0.0.9" },
        DeleteNatGateway { "NatGatewayId": private },
    )
}
