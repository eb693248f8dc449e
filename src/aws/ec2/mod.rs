//! EC2, API version 2016-11-15: the actions of networks, endpoints and endpoint services.

mod availability_zone;
mod available_service;
mod cidr_block;
mod connection;
mod endpoint;
mod endpoint_association;
mod endpoint_service;
mod ip_permission;
mod network_acl;
mod network_interface;
mod notification;
mod permission;
mod prefix_list;
mod region;
mod route;
mod route_table;
mod security_group;
mod security_group_rule;
mod shapes;
mod subnet;
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
        availability_zone::DescribeAvailabilityZones,
        available_service::DescribeVpcEndpointServices,
        cidr_block::AssociateSubnetCidrBlock,
        cidr_block::AssociateVpcCidrBlock,
        cidr_block::DisassociateSubnetCidrBlock,
        cidr_block::DisassociateVpcCidrBlock,
        connection::AcceptVpcEndpointConnections,
        connection::DescribeVpcEndpointConnections,
        connection::RejectVpcEndpointConnections,
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
        network_acl::DescribeNetworkAcls,
        network_interface::DeleteNetworkInterface,
        network_interface::DescribeNetworkInterfaces,
        network_interface::DetachNetworkInterface,
        network_interface::ModifyNetworkInterfaceAttribute,
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
        tag::CreateTags,
        tag::DeleteTags,
        tag::DescribeTags,
        vpc::CreateVpc,
        vpc::DeleteVpc,
        vpc::DescribeVpcAttribute,
        vpc::DescribeVpcs,
        vpc::ModifyVpcAttribute,
    ],
};
