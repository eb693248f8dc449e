//! EC2, API version 2016-11-15: the actions of VPCs, endpoints and endpoint services.

mod connection;
mod endpoint;
mod endpoint_service;
mod permission;
mod shapes;
mod vpc;

use super::action::{Dialect, Service, actions};

/// The service.
pub(super) static SERVICE: Service = Service {
    signing_name: "ec2",
    version: "2016-11-15",
    namespace: "http://ec2.amazonaws.com/doc/2016-11-15/",
    dialect: Dialect::Ec2,
    actions: actions![
        connection::AcceptVpcEndpointConnections,
        connection::DescribeVpcEndpointConnections,
        connection::RejectVpcEndpointConnections,
        endpoint::CreateVpcEndpoint idempotent,
        endpoint::DeleteVpcEndpoints,
        endpoint::DescribeVpcEndpoints,
        endpoint::ModifyVpcEndpoint,
        endpoint_service::CreateVpcEndpointServiceConfiguration idempotent,
        endpoint_service::DeleteVpcEndpointServiceConfigurations,
        endpoint_service::DescribeVpcEndpointServiceConfigurations,
        endpoint_service::DescribeVpcEndpointServices,
        endpoint_service::ModifyVpcEndpointServiceConfiguration,
        permission::DescribeVpcEndpointServicePermissions,
        permission::ModifyVpcEndpointServicePermissions,
        vpc::CreateVpc,
        vpc::DeleteVpc,
        vpc::DescribeVpcAttribute,
        vpc::DescribeVpcs,
        vpc::ModifyVpcAttribute,
    ],
};
