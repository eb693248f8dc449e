//! EC2, API version 2016-11-15: the actions of networks, endpoints and endpoint services.

mod account_attribute;
mod availability_zone;
mod available_service;
mod cidr_block;
mod classic_link;
mod connection;
mod default_vpc;
mod dhcp_options;
mod elastic_ip;
mod endpoint;
mod endpoint_association;
mod endpoint_service;
mod internet_gateway;
mod ip_permission;
mod managed_prefix_list;
mod nat_gateway;
mod nat_gateway_address;
mod network_acl;
mod network_acl_entry;
mod network_interface;
mod network_interface_address;
mod network_interface_attribute;
mod network_interface_permission;
mod network_interface_shapes;
mod notification;
mod permission;
mod prefix_list;
mod region;
mod route;
mod route_table;
mod security_group;
mod security_group_reference;
mod security_group_rule;
mod shapes;
mod subnet;
mod subnet_cidr_reservation;
mod tag;
mod vpc;

use super::action::{Dialect, Service, actions};
use super::error;

/// The service.
pub(super) static SERVICE: Service = Service {
    signing_name: "ec2",
    endpoint_name: "ec2",
    service_id: "EC2",
    partial: false,
    version: "2016-11-15",
    namespace: "http://ec2.amazonaws.com/doc/2016-11-15/",
    dialect: Dialect::Ec2,
    status: error::status,
    actions: actions![
        account_attribute::DescribeAccountAttributes,
        availability_zone::DescribeAvailabilityZones,
        available_service::DescribeVpcEndpointServices,
        cidr_block::AssociateSubnetCidrBlock,
        cidr_block::AssociateVpcCidrBlock,
        cidr_block::DisassociateSubnetCidrBlock,
        cidr_block::DisassociateVpcCidrBlock,
        classic_link::DescribeVpcClassicLink,
        classic_link::DescribeVpcClassicLinkDnsSupport,
        connection::AcceptVpcEndpointConnections,
        connection::DescribeVpcEndpointConnections,
        connection::RejectVpcEndpointConnections,
        default_vpc::CreateDefaultSubnet,
        default_vpc::CreateDefaultVpc,
        dhcp_options::AssociateDhcpOptions,
        dhcp_options::CreateDhcpOptions,
        dhcp_options::DeleteDhcpOptions,
        dhcp_options::DescribeDhcpOptions,
        elastic_ip::AllocateAddress,
        elastic_ip::AssociateAddress,
        elastic_ip::DescribeAddresses,
        elastic_ip::DescribeAddressesAttribute,
        elastic_ip::DisassociateAddress,
        elastic_ip::ModifyAddressAttribute,
        elastic_ip::ReleaseAddress,
        elastic_ip::ResetAddressAttribute,
        endpoint::CreateVpcEndpoint idempotent,
        endpoint::DeleteVpcEndpoints,
        endpoint::DescribeVpcEndpoints,
        endpoint::ModifyVpcEndpoint,
        endpoint_association::DescribeVpcEndpointAssociations,
        endpoint_service::CreateVpcEndpointServiceConfiguration idempotent,
        endpoint_service::DeleteVpcEndpointServiceConfigurations,
        endpoint_service::DescribeVpcEndpointServiceConfigurations,
        endpoint_service::ModifyVpcEndpointServiceConfiguration,
        endpoint_service::ModifyVpcEndpointServicePayerResponsibility,
        endpoint_service::StartVpcEndpointServicePrivateDnsVerification,
        internet_gateway::AttachInternetGateway,
        internet_gateway::CreateEgressOnlyInternetGateway idempotent,
        internet_gateway::CreateInternetGateway,
        internet_gateway::DeleteEgressOnlyInternetGateway,
        internet_gateway::DeleteInternetGateway,
        internet_gateway::DescribeEgressOnlyInternetGateways,
        internet_gateway::DescribeInternetGateways,
        internet_gateway::DetachInternetGateway,
        managed_prefix_list::CreateManagedPrefixList idempotent,
        managed_prefix_list::DeleteManagedPrefixList,
        managed_prefix_list::GetManagedPrefixListAssociations,
        managed_prefix_list::ModifyManagedPrefixList,
        managed_prefix_list::RestoreManagedPrefixListVersion,
        nat_gateway::CreateNatGateway idempotent,
        nat_gateway::DeleteNatGateway,
        nat_gateway::DescribeNatGateways,
        nat_gateway_address::AssignPrivateNatGatewayAddress,
        nat_gateway_address::AssociateNatGatewayAddress,
        nat_gateway_address::DisassociateNatGatewayAddress,
        nat_gateway_address::UnassignPrivateNatGatewayAddress,
        network_acl::CreateNetworkAcl idempotent,
        network_acl::DeleteNetworkAcl,
        network_acl::DescribeNetworkAcls,
        network_acl::ReplaceNetworkAclAssociation,
        network_acl_entry::CreateNetworkAclEntry,
        network_acl_entry::DeleteNetworkAclEntry,
        network_acl_entry::ReplaceNetworkAclEntry,
        network_interface::AttachNetworkInterface,
        network_interface::CreateNetworkInterface idempotent,
        network_interface::DeleteNetworkInterface,
        network_interface::DescribeNetworkInterfaces,
        network_interface::DetachNetworkInterface,
        network_interface_address::AssignIpv6Addresses,
        network_interface_address::AssignPrivateIpAddresses,
        network_interface_address::UnassignIpv6Addresses,
        network_interface_address::UnassignPrivateIpAddresses,
        network_interface_attribute::DescribeNetworkInterfaceAttribute,
        network_interface_attribute::ModifyNetworkInterfaceAttribute,
        network_interface_attribute::ResetNetworkInterfaceAttribute,
        network_interface_permission::CreateNetworkInterfacePermission,
        network_interface_permission::DeleteNetworkInterfacePermission,
        network_interface_permission::DescribeNetworkInterfacePermissions,
        notification::CreateVpcEndpointConnectionNotification idempotent,
        notification::DeleteVpcEndpointConnectionNotifications,
        notification::DescribeVpcEndpointConnectionNotifications,
        notification::ModifyVpcEndpointConnectionNotification,
        permission::DescribeVpcEndpointServicePermissions,
        permission::ModifyVpcEndpointServicePermissions,
        prefix_list::DescribeManagedPrefixLists,
        prefix_list::DescribePrefixLists,
        prefix_list::GetManagedPrefixListEntries,
        region::DescribeRegions,
        route::CreateRoute,
        route::DeleteRoute,
        route::DisableVgwRoutePropagation,
        route::EnableVgwRoutePropagation,
        route::ReplaceRoute,
        route_table::AssociateRouteTable,
        route_table::CreateRouteTable idempotent,
        route_table::DeleteRouteTable,
        route_table::DescribeRouteTables,
        route_table::DisassociateRouteTable,
        route_table::ReplaceRouteTableAssociation,
        security_group::CreateSecurityGroup,
        security_group::DeleteSecurityGroup,
        security_group::DescribeSecurityGroups,
        security_group_reference::DescribeSecurityGroupReferences,
        security_group_reference::DescribeStaleSecurityGroups,
        security_group_reference::GetSecurityGroupsForVpc,
        security_group_rule::AuthorizeSecurityGroupEgress,
        security_group_rule::AuthorizeSecurityGroupIngress,
        security_group_rule::DescribeSecurityGroupRules,
        security_group_rule::ModifySecurityGroupRules,
        security_group_rule::RevokeSecurityGroupEgress,
        security_group_rule::RevokeSecurityGroupIngress,
        security_group_rule::UpdateSecurityGroupRuleDescriptionsEgress,
        security_group_rule::UpdateSecurityGroupRuleDescriptionsIngress,
        subnet::CreateSubnet,
        subnet::DeleteSubnet,
        subnet::DescribeSubnets,
        subnet::ModifySubnetAttribute,
        subnet_cidr_reservation::CreateSubnetCidrReservation,
        subnet_cidr_reservation::DeleteSubnetCidrReservation,
        subnet_cidr_reservation::GetSubnetCidrReservations,
        tag::CreateTags,
        tag::DeleteTags,
        tag::DescribeTags,
        vpc::CreateVpc,
        vpc::DeleteVpc,
        vpc::DescribeVpcAttribute,
        vpc::DescribeVpcs,
        vpc::ModifyVpcAttribute,
        vpc::ModifyVpcTenancy,
    ],
};
