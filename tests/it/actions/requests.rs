//! A request of each action that succeeds on an [`Inventory`].

use crate::support::inventory::Inventory;
use crate::support::query::Protocol;
use crate::support::world::{CONSUMER, PROVIDER};

/// A request of one account's.
pub(super) struct Request {
    pub(super) account: &'static str,
    pub(super) protocol: &'static Protocol,
    pub(super) action: &'static str,
    pub(super) parameters: Vec<(&'static str, String)>,
}

impl Request {
    /// Whether it names a resource that exists already.
    pub(super) fn names_something(&self) -> bool {
        self.parameters.iter().any(|(_, value)| {
            let digits = value.rsplit(['-', '/']).next().unwrap_or_default();
            matches!(digits.len(), 16 | 17) && digits.bytes().all(|byte| byte.is_ascii_hexdigit())
        })
    }
}

/// Rows of `action { Name: value, ... }`.
macro_rules! requests {
    ($account:expr, $protocol:expr, $($action:ident { $($name:literal: $value:expr),* $(,)? }),+ $(,)?) => {
        vec![$(Request {
            account: $account,
            protocol: $protocol,
            action: stringify!($action),
            parameters: vec![$(($name, $value.to_string())),*],
        }),+]
    };
}
pub(super) use requests;

/// The actions of PrivateLink itself.
pub(super) fn private_link(inventory: &Inventory) -> Vec<Request> {
    let publication = &inventory.publication;
    let (service, endpoint) = (&publication.service_id, &inventory.endpoint_id);
    let notification = &inventory.notification_id;
    let vpc = &inventory.consumer.vpc_id;
    let subnets = &inventory.consumer.subnet_ids;
    let mut all = requests!(PROVIDER, &Protocol::EC2,
        CreateVpcEndpointServiceConfiguration { "NetworkLoadBalancerArn.1": inventory.load_balancer_arn, "ClientToken": "a" },
        DescribeVpcEndpointServiceConfigurations { "ServiceId.1": service },
        ModifyVpcEndpointServiceConfiguration { "ServiceId": service, "AcceptanceRequired": true },
        ModifyVpcEndpointServicePermissions { "ServiceId": service, "AddAllowedPrincipals.1": "*" },
        DescribeVpcEndpointServicePermissions { "ServiceId": service },
        DescribeVpcEndpointConnections { "Filter.1.Name": "service-id", "Filter.1.Value.1": service },
        CreateVpcEndpointConnectionNotification {
            "ServiceId": service, "ConnectionNotificationArn": inventory.topic_arn, "ConnectionEvents.1": "Connect",
        },
        DescribeVpcEndpointConnectionNotifications { "ConnectionNotificationId": notification },
        ModifyVpcEndpointConnectionNotification { "ConnectionNotificationId": notification, "ConnectionEvents.1": "Reject" },
        AcceptVpcEndpointConnections { "ServiceId": service, "VpcEndpointId.1": endpoint },
        RejectVpcEndpointConnections { "ServiceId": service, "VpcEndpointId.1": endpoint },
        AcceptVpcEndpointConnections { "ServiceId": service, "VpcEndpointId.1": endpoint },
        DeleteVpcEndpointConnectionNotifications { "ConnectionNotificationId.1": notification },
        StartVpcEndpointServicePrivateDnsVerification { "ServiceId": service },
        ModifyVpcEndpointServicePayerResponsibility { "ServiceId": service, "PayerResponsibility": "ServiceOwner" },
    );
    all.extend(requests!(CONSUMER, &Protocol::EC2,
        DescribeVpcEndpointServices { "ServiceName.1": publication.service_name },
        CreateVpcEndpoint { "VpcEndpointType": "Interface", "VpcId": vpc, "ServiceName": publication.service_name, "SubnetId.1": subnets[1] },
        DescribeVpcEndpoints { "VpcEndpointId.1": endpoint },
        DescribeVpcEndpointAssociations { "VpcEndpointId.1": endpoint },
        ModifyVpcEndpoint { "VpcEndpointId": endpoint, "RemoveSubnetId.1": subnets[0] },
        DeleteVpcEndpoints { "VpcEndpointId.1": endpoint },
    ));
    all
}

/// The actions of routes.
pub(super) fn routes(inventory: &Inventory) -> Vec<Request> {
    let (table, endpoint) = (&inventory.route_table_id, &inventory.route_target_id);
    requests!(CONSUMER, &Protocol::EC2,
        CreateRoute { "RouteTableId": table, "DestinationCidrBlock": "10.8.0.0/16", "VpcEndpointId": endpoint },
        ReplaceRoute { "RouteTableId": table, "DestinationCidrBlock": inventory.beyond, "VpcEndpointId": endpoint },
        DeleteRoute { "RouteTableId": table, "DestinationCidrBlock": inventory.beyond },
    )
}

/// The actions of the networks around it.
pub(super) fn networks(inventory: &Inventory) -> Vec<Request> {
    let (vpc, spare) = (&inventory.consumer.vpc_id, &inventory.spare);
    let (group, rule, table) = (
        &inventory.group_id,
        &inventory.rule_id,
        &inventory.route_table_id,
    );
    let (association, subnet) = (&inventory.association_id, &spare.subnet_ids[0]);
    let mut all = requests!(CONSUMER, &Protocol::EC2,
        DescribeRegions { "RegionName.1": "us-east-1" },
        DescribeAvailabilityZones { "Filter.1.Name": "state", "Filter.1.Value.1": "available" },
        DescribePrefixLists { "Filter.1.Name": "prefix-list-name", "Filter.1.Value.1": "x" },
        DescribeManagedPrefixLists { "PrefixListId.1": "pl-63a5400a" },
        GetManagedPrefixListEntries { "PrefixListId": "pl-63a5400a" },
        CreateVpc { "CidrBlock": "10.0.0.0/16" },
        AssociateVpcCidrBlock { "VpcId": vpc, "AmazonProvidedIpv6CidrBlock": true },
        DisassociateVpcCidrBlock { "AssociationId": inventory.vpc_cidr_association_id },
        DescribeVpcs { "VpcId.1": vpc },
        DescribeVpcAttribute { "VpcId": vpc, "Attribute": "enableDnsSupport" },
        ModifyVpcAttribute { "VpcId": vpc, "EnableDnsHostnames.Value": true },
        CreateSubnet { "VpcId": vpc, "CidrBlock": "10.0.77.0/24" },
        DescribeSubnets { "SubnetId.1": subnet },
        ModifySubnetAttribute { "SubnetId": subnet, "MapPublicIpOnLaunch.Value": true },
        DisassociateSubnetCidrBlock { "AssociationId": inventory.subnet_cidr_association_id },
        AssociateSubnetCidrBlock { "SubnetId": inventory.ipv6_subnet_id, "Ipv6CidrBlock": inventory.ipv6_cidr_block },
        DescribeNetworkAcls { "Filter.1.Name": "vpc-id", "Filter.1.Value.1": vpc },
        DescribeNetworkInterfaces { "Filter.1.Name": "vpc-id", "Filter.1.Value.1": vpc },
        CreateRouteTable { "VpcId": vpc },
        DescribeRouteTables { "RouteTableId.1": table },
        ReplaceRouteTableAssociation { "AssociationId": association, "RouteTableId": table },
        AssociateRouteTable { "RouteTableId": table, "SubnetId": inventory.consumer.subnet_ids[1] },
        CreateSecurityGroup { "VpcId": vpc, "GroupName": "new", "GroupDescription": "new" },
        DescribeSecurityGroups { "GroupId.1": group },
        DescribeSecurityGroupRules { "SecurityGroupRuleId.1": rule },
        AuthorizeSecurityGroupIngress { "GroupId": group, "IpProtocol": "tcp", "FromPort": 80, "ToPort": 80, "CidrIp": "10.0.0.0/8" },
        AuthorizeSecurityGroupEgress {
            "GroupId": group, "IpPermissions.1.IpProtocol": "udp", "IpPermissions.1.FromPort": 53, "IpPermissions.1.ToPort": 53,
            "IpPermissions.1.IpRanges.1.CidrIp": "10.0.0.0/8",
        },
        UpdateSecurityGroupRuleDescriptionsIngress {
            "GroupId": group, "SecurityGroupRuleDescription.1.SecurityGroupRuleId": rule, "SecurityGroupRuleDescription.1.Description": "x",
        },
        UpdateSecurityGroupRuleDescriptionsEgress {
            "GroupId": group, "IpPermissions.1.IpProtocol": "-1", "IpPermissions.1.IpRanges.1.CidrIp": "0.0.0.0/0",
            "IpPermissions.1.IpRanges.1.Description": "x",
        },
        ModifySecurityGroupRules {
            "GroupId": group, "SecurityGroupRule.1.SecurityGroupRuleId": rule, "SecurityGroupRule.1.SecurityGroupRule.IpProtocol": "tcp",
            "SecurityGroupRule.1.SecurityGroupRule.FromPort": 8443, "SecurityGroupRule.1.SecurityGroupRule.ToPort": 8443,
            "SecurityGroupRule.1.SecurityGroupRule.CidrIpv4": "10.0.0.0/16",
        },
        RevokeSecurityGroupIngress { "GroupId": group, "SecurityGroupRuleId.1": rule },
        RevokeSecurityGroupEgress {
            "GroupId": group, "IpPermissions.1.IpProtocol": "-1", "IpPermissions.1.IpRanges.1.CidrIp": "0.0.0.0/0",
        },
        CreateTags { "ResourceId.1": vpc, "Tag.1.Key": "a", "Tag.1.Value": "b" },
        DescribeTags { "Filter.1.Name": "resource-id", "Filter.1.Value.1": vpc },
        DeleteTags { "ResourceId.1": vpc, "Tag.1.Key": "a" },
        DisassociateRouteTable { "AssociationId": inventory.other_association_id },
        DeleteRouteTable { "RouteTableId": inventory.spare_route_table_id },
        DeleteSecurityGroup { "GroupId": inventory.spare_group_id },
        DeleteSubnet { "SubnetId": subnet },
        DeleteVpc { "VpcId": inventory.empty_vpc_id },
    );
    all.extend(requests!(PROVIDER, &Protocol::EC2,
        DeleteVpcEndpointServiceConfigurations { "ServiceId.1": inventory.spare_service_id },
    ));
    all
}

/// The actions of Elastic Load Balancing.
pub(super) fn elastic_load_balancing(inventory: &Inventory) -> Vec<Request> {
    let (load_balancer, group) = (&inventory.load_balancer_arn, &inventory.target_group_arn);
    let (listener, network) = (&inventory.listener_arn, &inventory.publication.network);
    let spare = &inventory.spare_load_balancer_arn;
    requests!(PROVIDER, &Protocol::ELB,
        CreateLoadBalancer { "Name": "new", "Type": "network", "Scheme": "internal", "Subnets.member.1": network.subnet_ids[0] },
        DescribeLoadBalancers { "LoadBalancerArns.member.1": load_balancer },
        DescribeLoadBalancerAttributes { "LoadBalancerArn": load_balancer },
        DescribeCapacityReservation { "LoadBalancerArn": load_balancer },
        ModifyLoadBalancerAttributes {
            "LoadBalancerArn": load_balancer, "Attributes.member.1.Key": "deletion_protection.enabled", "Attributes.member.1.Value": false,
        },
        SetSubnets { "LoadBalancerArn": spare, "Subnets.member.1": network.subnet_ids[0], "Subnets.member.2": network.subnet_ids[1] },
        SetIpAddressType { "LoadBalancerArn": spare, "IpAddressType": "ipv4" },
        SetSecurityGroups { "LoadBalancerArn": inventory.guarded_load_balancer_arn, "SecurityGroups.member.1": inventory.guard_id },
        CreateTargetGroup { "Name": "new", "Protocol": "TCP", "Port": 80, "VpcId": network.vpc_id, "TargetType": "ip" },
        DescribeTargetGroups { "TargetGroupArns.member.1": group },
        ModifyTargetGroup { "TargetGroupArn": group, "HealthCheckPort": "8080" },
        DescribeTargetGroupAttributes { "TargetGroupArn": group },
        ModifyTargetGroupAttributes {
            "TargetGroupArn": group, "Attributes.member.1.Key": "deregistration_delay.timeout_seconds", "Attributes.member.1.Value": 30,
        },
        RegisterTargets { "TargetGroupArn": group, "Targets.member.1.Id": "10.0.0.8", "Targets.member.1.Port": 80 },
        DescribeTargetHealth { "TargetGroupArn": group },
        DeregisterTargets { "TargetGroupArn": group, "Targets.member.1.Id": "10.0.0.8", "Targets.member.1.Port": 80 },
        CreateListener {
            "LoadBalancerArn": load_balancer, "Protocol": "TCP", "Port": 80, "DefaultActions.member.1.Type": "forward",
            "DefaultActions.member.1.TargetGroupArn": group,
        },
        DescribeListeners { "ListenerArns.member.1": listener },
        DescribeListenerAttributes { "ListenerArn": listener },
        ModifyListener { "ListenerArn": listener, "Port": 8443 },
        ModifyListenerAttributes {
            "ListenerArn": listener, "Attributes.member.1.Key": "tcp.idle_timeout.seconds", "Attributes.member.1.Value": 400,
        },
        AddTags { "ResourceArns.member.1": group, "Tags.member.1.Key": "a", "Tags.member.1.Value": "b" },
        DescribeTags { "ResourceArns.member.1": group },
        RemoveTags { "ResourceArns.member.1": group, "TagKeys.member.1": "a" },
        DeleteListener { "ListenerArn": listener },
        DeleteTargetGroup { "TargetGroupArn": inventory.spare_target_group_arn },
        DeleteLoadBalancer { "LoadBalancerArn": spare },
    )
}
