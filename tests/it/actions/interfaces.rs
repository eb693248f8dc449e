//! Requests about network interfaces of users', reserved parts of subnets, and default VPCs.

use super::requests::{Request, requests};
use crate::support::own_interface::{EMPTY_ZONE, OwnInterface};
use crate::support::query::Protocol;
use crate::support::world::{CONSUMER, PROVIDER};

pub(super) fn interfaces(own: &OwnInterface) -> Vec<Request> {
    let (subnet, interface) = (&own.subnet_id, &own.interface_id);
    let mut all = requests!(CONSUMER, &Protocol::EC2,
        CreateNetworkInterface {
            "SubnetId": subnet, "PrivateIpAddresses.1.PrivateIpAddress": "10.0.1.20", "PrivateIpAddresses.1.Primary": true,
            "PrivateIpAddresses.2.PrivateIpAddress": "10.0.1.21", "Ipv6AddressCount": 1, "ClientToken": "a",
        },
        DescribeNetworkInterfaces { "NetworkInterfaceId.1": interface },
        DescribeNetworkInterfaceAttribute { "NetworkInterfaceId": interface, "Attribute": "groupSet" },
        ModifyNetworkInterfaceAttribute { "NetworkInterfaceId": interface, "SourceDestCheck.Value": false },
        ResetNetworkInterfaceAttribute { "NetworkInterfaceId": interface, "SourceDestCheck": "x" },
        AssignPrivateIpAddresses { "NetworkInterfaceId": interface, "SecondaryPrivateIpAddressCount": 2 },
        UnassignPrivateIpAddresses { "NetworkInterfaceId": interface, "PrivateIpAddress.1": "10.0.1.11" },
        AssignIpv6Addresses { "NetworkInterfaceId": interface, "Ipv6PrefixCount": 1 },
        UnassignIpv6Addresses { "NetworkInterfaceId": interface, "Ipv6Addresses.1": own.ipv6_address },
        CreateNetworkInterfacePermission {
            "NetworkInterfaceId": interface, "AwsAccountId": PROVIDER, "Permission": "INSTANCE-ATTACH",
        },
        DescribeNetworkInterfacePermissions { "NetworkInterfacePermissionId.1": own.permission_id },
        DeleteNetworkInterfacePermission { "NetworkInterfacePermissionId": own.permission_id },
        DeleteNetworkInterface { "NetworkInterfaceId": interface },
        CreateSubnetCidrReservation { "SubnetId": subnet, "Cidr": "10.0.1.128/28", "ReservationType": "prefix" },
        GetSubnetCidrReservations { "SubnetId": subnet },
        DeleteSubnetCidrReservation { "SubnetCidrReservationId": own.reservation_id },
        CreateDefaultVpc {},
    );
    all.extend(requests!(PROVIDER, &Protocol::EC2,
        CreateDefaultSubnet { "AvailabilityZone": EMPTY_ZONE },
    ));
    all
}
