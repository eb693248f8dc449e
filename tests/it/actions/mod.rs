//! Every action that is served, once each: it works, it can be tried, and it is nobody else's.

mod gateways;
mod groups;
mod interfaces;
mod listeners;
mod load_balancing;
mod requests;
mod topics;
mod vpcs;

use std::collections::BTreeSet;

use privlink::aws::SERVICES;

use crate::support::inventory::Inventory;
use crate::support::query::{Protocol, XmlReply};
use crate::support::world::{STRANGER, World};
use gateways::gateways;
use interfaces::interfaces;
use listeners::listeners;
use load_balancing::load_balancing;
use requests::{Request, elastic_load_balancing, networks, private_link, routes};
use vpcs::vpcs;

/// A request of each action, in an order in which all succeed.
fn requests(inventory: &Inventory) -> Vec<Request> {
    let mut requests = private_link(inventory);
    requests.extend(routes(inventory));
    requests.extend(vpcs(inventory));
    requests.extend(groups::groups(inventory));
    requests.extend(networks(inventory));
    requests.extend(interfaces(&inventory.own_interface));
    requests.extend(gateways(&inventory.ways));
    requests.extend(topics::requests(inventory));
    requests.extend(load_balancing(inventory));
    requests.extend(elastic_load_balancing(inventory));
    requests.extend(listeners(&inventory.own_listener));
    requests
}

/// Actions about instances and virtual private gateways, of which there are none: they are always refused.
const NEVER: [&str; 4] = [
    "AttachNetworkInterface",
    "DetachNetworkInterface",
    "DisableVgwRoutePropagation",
    "EnableVgwRoutePropagation",
];

async fn send(world: &World, account: &str, request: &Request, more: &[(&str, &str)]) -> XmlReply {
    let mut parameters: Vec<(&str, &str)> = request
        .parameters
        .iter()
        .map(|(name, value)| (*name, &**value))
        .collect();
    parameters.extend(more);
    let client = world.query(account, request.protocol);
    client.call(request.action, &parameters).await
}

#[tokio::test]
async fn each_works() {
    let world = World::start().await;
    let inventory = Inventory::of(&world).await;
    let mut done = BTreeSet::new();
    for request in requests(&inventory) {
        let reply = send(&world, request.account, &request, &[]).await;
        assert_eq!(reply.status, 200, "{}: {reply}", request.action);
        let failed = reply.all("code");
        assert!(failed.is_empty(), "{}: {reply}", request.action);
        world.settle().await;
        done.insert((request.protocol.signing_name, request.action));
    }
    let served: BTreeSet<(&str, &str)> = SERVICES
        .iter()
        .filter(|service| service.signing_name != "sts")
        .flat_map(|service| {
            service
                .actions
                .iter()
                .map(|entry| (service.signing_name, entry.name))
        })
        .collect();
    let missing: Vec<_> = served
        .difference(&done)
        .filter(|(_, action)| !NEVER.contains(action))
        .collect();
    assert!(missing.is_empty(), "no request for {missing:?}");
}

/// Number 1: with `DryRun` all checks are made, and nothing else.
#[tokio::test]
async fn each_can_be_tried() {
    let world = World::start().await;
    let inventory = Inventory::of(&world).await;
    let before = world.rows().await;
    for request in requests(&inventory) {
        if request.protocol.signing_name != "ec2" {
            continue;
        }
        for flag in ["true", "True"] {
            let reply = send(&world, request.account, &request, &[("DryRun", flag)]).await;
            assert_eq!(
                reply.refusal(),
                "412 DryRunOperation: Request would have succeeded, but DryRun flag is set.",
                "{}",
                request.action
            );
        }
        let reply = send(&world, request.account, &request, &[("DryRun", "maybe")]).await;
        assert_eq!(
            reply.one("Code"),
            "InvalidParameterValue",
            "{}",
            request.action
        );
        assert_eq!(
            before,
            world.rows().await,
            "{} changed something",
            request.action
        );
    }
}

/// Whoever names what is not theirs is told that it does not exist, and a list without names is empty.
#[tokio::test]
async fn each_is_nobody_elses() {
    let world = World::start().await;
    let inventory = Inventory::of(&world).await;
    let before = world.rows().await;
    let mut table = String::new();
    let mut seen = BTreeSet::new();
    for request in requests(&inventory) {
        let (name, ids) = (request.action, request.names_something());
        if !ids || !seen.insert((request.protocol.signing_name, name)) {
            continue;
        }
        for (account, region) in [(STRANGER, "us-east-1"), (request.account, "eu-west-1")] {
            let parameters: Vec<(&str, &str)> = request
                .parameters
                .iter()
                .map(|(name, value)| (*name, &**value))
                .collect();
            let client = world.query(account, request.protocol).region(region);
            let reply = client.call(name, &parameters).await;
            let outcome = world.shown(&reply.refusal());
            if account == STRANGER {
                table += &format!("{name}\n  {outcome}\n");
            }
            assert_eq!(
                before,
                world.rows().await,
                "{name} changed something for {account} in {region}"
            );
        }
    }
    insta::assert_snapshot!(table.trim_end(), @"
    CreateVpcEndpointServiceConfiguration
      400 InvalidNetworkLoadBalancerArn.NotFound: The network load balancer 'arn:aws:elasticloadbalancing:us-east-1:111111111111:loadbalancer/net/spare/1' does not exist
    DescribeVpcEndpointServiceConfigurations
      400 InvalidVpcEndpointServiceId.NotFound: The VpcEndpointService Id 'vpce-svc-1' does not exist
    ModifyVpcEndpointServiceConfiguration
      400 InvalidVpcEndpointServiceId.NotFound: The VpcEndpointService Id 'vpce-svc-1' does not exist
    ModifyVpcEndpointServicePermissions
      400 InvalidVpcEndpointServiceId.NotFound: The VpcEndpointService Id 'vpce-svc-1' does not exist
    DescribeVpcEndpointServicePermissions
      400 InvalidVpcEndpointServiceId.NotFound: The VpcEndpointService Id 'vpce-svc-1' does not exist
    DescribeVpcEndpointConnections
      200 vpcEndpointConnectionSet is empty
    CreateVpcEndpointConnectionNotification
      400 InvalidVpcEndpointServiceId.NotFound: The VpcEndpointService Id 'vpce-svc-1' does not exist
    DescribeVpcEndpointConnectionNotifications
      400 InvalidConnectionNotification: The VpcEndpointConnectionNotification Id 'vpce-nfn-1' does not exist
    ModifyVpcEndpointConnectionNotification
      400 InvalidConnectionNotification: The VpcEndpointConnectionNotification Id 'vpce-nfn-1' does not exist
    AcceptVpcEndpointConnections
      400 InvalidVpcEndpointServiceId.NotFound: The VpcEndpointService Id 'vpce-svc-1' does not exist
    RejectVpcEndpointConnections
      400 InvalidVpcEndpointServiceId.NotFound: The VpcEndpointService Id 'vpce-svc-1' does not exist
    DeleteVpcEndpointConnectionNotifications
      400 InvalidConnectionNotification: The VpcEndpointConnectionNotification Id 'vpce-nfn-1' does not exist
    StartVpcEndpointServicePrivateDnsVerification
      400 InvalidVpcEndpointServiceId.NotFound: The VpcEndpointService Id 'vpce-svc-1' does not exist
    ModifyVpcEndpointServicePayerResponsibility
      400 InvalidVpcEndpointServiceId.NotFound: The VpcEndpointService Id 'vpce-svc-1' does not exist
    DescribeVpcEndpointServices
      400 InvalidServiceName: The Vpc Endpoint Service 'com.amazonaws.vpce.us-east-1.vpce-svc-1' does not exist
    CreateVpcEndpoint
      400 InvalidVpcID.NotFound: The vpc ID 'vpc-1' does not exist
    DescribeVpcEndpoints
      400 InvalidVpcEndpointId.NotFound: The Vpc Endpoint Id 'vpce-1' does not exist
    DescribeVpcEndpointAssociations
      400 InvalidVpcEndpointId.NotFound: The Vpc Endpoint Id 'vpce-1' does not exist
    ModifyVpcEndpoint
      400 InvalidVpcEndpointId.NotFound: The Vpc Endpoint Id 'vpce-1' does not exist
    DeleteVpcEndpoints
      200 InvalidVpcEndpoint.NotFound: The Vpc Endpoint Id 'vpce-1' does not exist
    CreateRoute
      400 InvalidRouteTableID.NotFound: The routeTable ID 'rtb-1' does not exist
    ReplaceRoute
      400 InvalidRouteTableID.NotFound: The routeTable ID 'rtb-1' does not exist
    DeleteRoute
      400 InvalidRouteTableID.NotFound: The routeTable ID 'rtb-1' does not exist
    ModifyVpcTenancy
      400 InvalidVpcID.NotFound: The vpc ID 'vpc-1' does not exist
    DescribeVpcClassicLink
      400 InvalidVpcID.NotFound: The vpc ID 'vpc-1' does not exist
    DescribeVpcClassicLinkDnsSupport
      400 InvalidVpcID.NotFound: The vpc ID 'vpc-1' does not exist
    DescribeDhcpOptions
      400 InvalidDhcpOptionID.NotFound: The dhcpOption ID 'dopt-1' does not exist
    AssociateDhcpOptions
      400 InvalidDhcpOptionID.NotFound: The dhcpOption ID 'dopt-1' does not exist
    DeleteDhcpOptions
      400 InvalidDhcpOptionID.NotFound: The dhcpOption ID 'dopt-2' does not exist
    CreateNetworkAcl
      400 InvalidVpcID.NotFound: The vpc ID 'vpc-1' does not exist
    CreateNetworkAclEntry
      400 InvalidNetworkAclID.NotFound: The networkAcl ID 'acl-1' does not exist
    ReplaceNetworkAclEntry
      400 InvalidNetworkAclID.NotFound: The networkAcl ID 'acl-1' does not exist
    DeleteNetworkAclEntry
      400 InvalidNetworkAclID.NotFound: The networkAcl ID 'acl-1' does not exist
    ReplaceNetworkAclAssociation
      400 InvalidAssociationID.NotFound: The association ID 'aclassoc-1' does not exist
    DeleteNetworkAcl
      400 InvalidNetworkAclID.NotFound: The networkAcl ID 'acl-2' does not exist
    RestoreManagedPrefixListVersion
      400 InvalidPrefixListID.NotFound: The prefix list (pl-1) does not exist.
    ModifyManagedPrefixList
      400 InvalidPrefixListID.NotFound: The prefix list (pl-1) does not exist.
    GetManagedPrefixListEntries
      400 InvalidPrefixListID.NotFound: The prefix list (pl-1) does not exist.
    GetManagedPrefixListAssociations
      400 InvalidPrefixListID.NotFound: The prefix list (pl-1) does not exist.
    DeleteManagedPrefixList
      400 InvalidPrefixListID.NotFound: The prefix list (pl-2) does not exist.
    DescribeSecurityGroupReferences
      400 InvalidGroup.NotFound: The security group 'sg-1' does not exist
    DescribeStaleSecurityGroups
      400 InvalidVpcID.NotFound: The vpc ID 'vpc-1' does not exist
    GetSecurityGroupsForVpc
      400 InvalidVpcID.NotFound: The vpc ID 'vpc-1' does not exist
    AssociateVpcCidrBlock
      400 InvalidVpcID.NotFound: The vpc ID 'vpc-1' does not exist
    DisassociateVpcCidrBlock
      400 InvalidVpcCidrBlockAssociationID.NotFound: The vpc CIDR block association ID 'vpc-cidr-assoc-1' does not exist
    DescribeVpcs
      400 InvalidVpcID.NotFound: The vpc ID 'vpc-1' does not exist
    DescribeVpcAttribute
      400 InvalidVpcID.NotFound: The vpc ID 'vpc-1' does not exist
    ModifyVpcAttribute
      400 InvalidVpcID.NotFound: The vpc ID 'vpc-1' does not exist
    CreateSubnet
      400 InvalidVpcID.NotFound: The vpc ID 'vpc-1' does not exist
    DescribeSubnets
      400 InvalidSubnetID.NotFound: The subnet ID 'subnet-1' does not exist
    ModifySubnetAttribute
      400 InvalidSubnetID.NotFound: The subnet ID 'subnet-1' does not exist
    DisassociateSubnetCidrBlock
      400 InvalidSubnetCidrBlockAssociationID.NotFound: The subnet CIDR block association ID 'subnet-cidr-assoc-1' does not exist
    AssociateSubnetCidrBlock
      400 InvalidSubnetID.NotFound: The subnet ID 'subnet-2' does not exist
    DescribeNetworkAcls
      200 networkAclSet is empty
    DescribeNetworkInterfaces
      200 networkInterfaceSet is empty
    CreateRouteTable
      400 InvalidVpcID.NotFound: The vpc ID 'vpc-1' does not exist
    DescribeRouteTables
      400 InvalidRouteTableID.NotFound: The routeTable ID 'rtb-1' does not exist
    ReplaceRouteTableAssociation
      400 InvalidAssociationID.NotFound: The association ID 'rtbassoc-1' does not exist
    AssociateRouteTable
      400 InvalidRouteTableID.NotFound: The routeTable ID 'rtb-1' does not exist
    CreateSecurityGroup
      400 InvalidVpcID.NotFound: The vpc ID 'vpc-1' does not exist
    DescribeSecurityGroups
      400 InvalidGroup.NotFound: The security group 'sg-1' does not exist
    DescribeSecurityGroupRules
      400 InvalidSecurityGroupRuleId.NotFound: The security group rule ID 'sgr-1' does not exist
    AuthorizeSecurityGroupIngress
      400 InvalidGroup.NotFound: The security group 'sg-1' does not exist
    AuthorizeSecurityGroupEgress
      400 InvalidGroup.NotFound: The security group 'sg-1' does not exist
    UpdateSecurityGroupRuleDescriptionsIngress
      400 InvalidGroup.NotFound: The security group 'sg-1' does not exist
    UpdateSecurityGroupRuleDescriptionsEgress
      400 InvalidGroup.NotFound: The security group 'sg-1' does not exist
    ModifySecurityGroupRules
      400 InvalidGroup.NotFound: The security group 'sg-1' does not exist
    RevokeSecurityGroupIngress
      400 InvalidGroup.NotFound: The security group 'sg-1' does not exist
    RevokeSecurityGroupEgress
      400 InvalidGroup.NotFound: The security group 'sg-1' does not exist
    CreateTags
      400 InvalidVpcID.NotFound: The vpc ID 'vpc-1' does not exist
    DescribeTags
      200 tagSet is empty
    DeleteTags
      400 InvalidVpcID.NotFound: The vpc ID 'vpc-1' does not exist
    DisassociateRouteTable
      400 InvalidAssociationID.NotFound: The association ID 'rtbassoc-2' does not exist
    DeleteRouteTable
      400 InvalidRouteTableID.NotFound: The routeTable ID 'rtb-2' does not exist
    DeleteSecurityGroup
      400 InvalidGroup.NotFound: The security group 'sg-2' does not exist
    DeleteSubnet
      400 InvalidSubnetID.NotFound: The subnet ID 'subnet-1' does not exist
    DeleteVpc
      400 InvalidVpcID.NotFound: The vpc ID 'vpc-2' does not exist
    DeleteVpcEndpointServiceConfigurations
      200 InvalidVpcEndpointService.NotFound: The VpcEndpointService Id 'vpce-svc-2' does not exist
    CreateNetworkInterface
      400 InvalidSubnetID.NotFound: The subnet ID 'subnet-3' does not exist
    DescribeNetworkInterfaceAttribute
      400 InvalidNetworkInterfaceID.NotFound: The networkInterface ID 'eni-1' does not exist
    ModifyNetworkInterfaceAttribute
      400 InvalidNetworkInterfaceID.NotFound: The networkInterface ID 'eni-1' does not exist
    ResetNetworkInterfaceAttribute
      400 InvalidNetworkInterfaceID.NotFound: The networkInterface ID 'eni-1' does not exist
    AssignPrivateIpAddresses
      400 InvalidNetworkInterfaceID.NotFound: The networkInterface ID 'eni-1' does not exist
    UnassignPrivateIpAddresses
      400 InvalidNetworkInterfaceID.NotFound: The networkInterface ID 'eni-1' does not exist
    AssignIpv6Addresses
      400 InvalidNetworkInterfaceID.NotFound: The networkInterface ID 'eni-1' does not exist
    UnassignIpv6Addresses
      400 InvalidNetworkInterfaceID.NotFound: The networkInterface ID 'eni-1' does not exist
    CreateNetworkInterfacePermission
      400 InvalidNetworkInterfaceID.NotFound: The networkInterface ID 'eni-1' does not exist
    DescribeNetworkInterfacePermissions
      400 InvalidPermissionID.NotFound: The network interface permission ID 'eni-perm-1' does not exist
    DeleteNetworkInterfacePermission
      400 InvalidPermissionID.NotFound: The network interface permission ID 'eni-perm-1' does not exist
    DeleteNetworkInterface
      400 InvalidNetworkInterfaceID.NotFound: The networkInterface ID 'eni-1' does not exist
    CreateSubnetCidrReservation
      400 InvalidSubnetID.NotFound: The subnet ID 'subnet-3' does not exist
    GetSubnetCidrReservations
      400 InvalidSubnetID.NotFound: The subnet ID 'subnet-3' does not exist
    DeleteSubnetCidrReservation
      400 InvalidSubnetCidrReservationID.NotFound: The subnet CIDR reservation ID 'scr-1' does not exist
    DescribeInternetGateways
      400 InvalidInternetGatewayID.NotFound: The internetGateway ID 'igw-1' does not exist
    AttachInternetGateway
      400 InvalidInternetGatewayID.NotFound: The internetGateway ID 'igw-2' does not exist
    DetachInternetGateway
      400 InvalidInternetGatewayID.NotFound: The internetGateway ID 'igw-1' does not exist
    DeleteInternetGateway
      400 InvalidInternetGatewayID.NotFound: The internetGateway ID 'igw-3' does not exist
    CreateEgressOnlyInternetGateway
      400 InvalidVpcID.NotFound: The vpc ID 'vpc-3' does not exist
    DescribeEgressOnlyInternetGateways
      400 InvalidGatewayID.NotFound: The gateway ID 'eigw-1' does not exist
    DeleteEgressOnlyInternetGateway
      400 InvalidGatewayID.NotFound: The gateway ID 'eigw-1' does not exist
    DescribeAddresses
      400 InvalidAllocationID.NotFound: The allocation ID 'eipalloc-1' does not exist
    DescribeAddressesAttribute
      400 InvalidAllocationID.NotFound: The allocation ID 'eipalloc-1' does not exist
    ModifyAddressAttribute
      400 InvalidAllocationID.NotFound: The allocation ID 'eipalloc-1' does not exist
    ResetAddressAttribute
      400 InvalidAllocationID.NotFound: The allocation ID 'eipalloc-1' does not exist
    DisassociateAddress
      400 InvalidAssociationID.NotFound: The association ID 'eipassoc-1' does not exist
    AssociateAddress
      400 InvalidAllocationID.NotFound: The allocation ID 'eipalloc-1' does not exist
    ReleaseAddress
      400 InvalidAllocationID.NotFound: The allocation ID 'eipalloc-2' does not exist
    CreateNatGateway
      400 InvalidSubnetID.NotFound: The subnet ID 'subnet-4' does not exist
    DescribeNatGateways
      400 NatGatewayNotFound: The natGateway ID 'nat-1' does not exist
    AssociateNatGatewayAddress
      400 NatGatewayNotFound: The natGateway ID 'nat-1' does not exist
    DisassociateNatGatewayAddress
      400 NatGatewayNotFound: The natGateway ID 'nat-1' does not exist
    AssignPrivateNatGatewayAddress
      400 NatGatewayNotFound: The natGateway ID 'nat-2' does not exist
    UnassignPrivateNatGatewayAddress
      400 NatGatewayNotFound: The natGateway ID 'nat-2' does not exist
    DeleteNatGateway
      400 NatGatewayNotFound: The natGateway ID 'nat-2' does not exist
    ModifyCapacityReservation
      400 LoadBalancerNotFound: Load balancer 'arn:aws:elasticloadbalancing:us-east-1:111111111111:loadbalancer/net/spare/1' not found
    CreateLoadBalancer
      400 SubnetNotFound: The subnet ID 'subnet-5' does not exist
    DescribeLoadBalancers
      400 LoadBalancerNotFound: Load balancer 'arn:aws:elasticloadbalancing:us-east-1:111111111111:loadbalancer/net/spare/1' not found
    DescribeLoadBalancerAttributes
      400 LoadBalancerNotFound: Load balancer 'arn:aws:elasticloadbalancing:us-east-1:111111111111:loadbalancer/net/spare/1' not found
    DescribeCapacityReservation
      400 LoadBalancerNotFound: Load balancer 'arn:aws:elasticloadbalancing:us-east-1:111111111111:loadbalancer/net/spare/1' not found
    ModifyLoadBalancerAttributes
      400 LoadBalancerNotFound: Load balancer 'arn:aws:elasticloadbalancing:us-east-1:111111111111:loadbalancer/net/spare/1' not found
    SetSubnets
      400 LoadBalancerNotFound: Load balancer 'arn:aws:elasticloadbalancing:us-east-1:111111111111:loadbalancer/net/unused/2' not found
    SetIpAddressType
      400 LoadBalancerNotFound: Load balancer 'arn:aws:elasticloadbalancing:us-east-1:111111111111:loadbalancer/net/unused/2' not found
    SetSecurityGroups
      400 LoadBalancerNotFound: Load balancer 'arn:aws:elasticloadbalancing:us-east-1:111111111111:loadbalancer/net/guarded/3' not found
    CreateTargetGroup
      400 ValidationError: The VPC ID 'vpc-4' is not found
    DescribeTargetGroups
      400 TargetGroupNotFound: Target group 'arn:aws:elasticloadbalancing:us-east-1:111111111111:targetgroup/spare/4' not found
    ModifyTargetGroup
      400 TargetGroupNotFound: Target group 'arn:aws:elasticloadbalancing:us-east-1:111111111111:targetgroup/spare/4' not found
    DescribeTargetGroupAttributes
      400 TargetGroupNotFound: Target group 'arn:aws:elasticloadbalancing:us-east-1:111111111111:targetgroup/spare/4' not found
    ModifyTargetGroupAttributes
      400 TargetGroupNotFound: Target group 'arn:aws:elasticloadbalancing:us-east-1:111111111111:targetgroup/spare/4' not found
    RegisterTargets
      400 TargetGroupNotFound: Target group 'arn:aws:elasticloadbalancing:us-east-1:111111111111:targetgroup/spare/4' not found
    DescribeTargetHealth
      400 TargetGroupNotFound: Target group 'arn:aws:elasticloadbalancing:us-east-1:111111111111:targetgroup/spare/4' not found
    DeregisterTargets
      400 TargetGroupNotFound: Target group 'arn:aws:elasticloadbalancing:us-east-1:111111111111:targetgroup/spare/4' not found
    CreateListener
      400 LoadBalancerNotFound: Load balancer 'arn:aws:elasticloadbalancing:us-east-1:111111111111:loadbalancer/net/spare/1' not found
    DescribeListeners
      400 ListenerNotFound: Listener 'arn:aws:elasticloadbalancing:us-east-1:111111111111:listener/net/spare/1/5' not found
    DescribeListenerAttributes
      400 ListenerNotFound: Listener 'arn:aws:elasticloadbalancing:us-east-1:111111111111:listener/net/spare/1/5' not found
    ModifyListener
      400 ListenerNotFound: Listener 'arn:aws:elasticloadbalancing:us-east-1:111111111111:listener/net/spare/1/5' not found
    ModifyListenerAttributes
      400 ListenerNotFound: Listener 'arn:aws:elasticloadbalancing:us-east-1:111111111111:listener/net/spare/1/5' not found
    AddTags
      400 TargetGroupNotFound: Target group 'arn:aws:elasticloadbalancing:us-east-1:111111111111:targetgroup/spare/4' not found
    DescribeTags
      400 TargetGroupNotFound: Target group 'arn:aws:elasticloadbalancing:us-east-1:111111111111:targetgroup/spare/4' not found
    RemoveTags
      400 TargetGroupNotFound: Target group 'arn:aws:elasticloadbalancing:us-east-1:111111111111:targetgroup/spare/4' not found
    DeleteListener
      400 ListenerNotFound: Listener 'arn:aws:elasticloadbalancing:us-east-1:111111111111:listener/net/spare/1/5' not found
    DeleteTargetGroup
      200 DeleteTargetGroupResult is empty, ResponseMetadata of 1
    DeleteLoadBalancer
      200 DeleteLoadBalancerResult is empty, ResponseMetadata of 1
    AddListenerCertificates
      400 ListenerNotFound: Listener 'arn:aws:elasticloadbalancing:us-east-1:111111111111:listener/app/shop/6/7' not found
    DescribeListenerCertificates
      400 ListenerNotFound: Listener 'arn:aws:elasticloadbalancing:us-east-1:111111111111:listener/app/shop/6/7' not found
    RemoveListenerCertificates
      400 ListenerNotFound: Listener 'arn:aws:elasticloadbalancing:us-east-1:111111111111:listener/app/shop/6/7' not found
    CreateRule
      400 ListenerNotFound: Listener 'arn:aws:elasticloadbalancing:us-east-1:111111111111:listener/app/shop/6/7' not found
    DescribeRules
      400 RuleNotFound: Rule 'arn:aws:elasticloadbalancing:us-east-1:111111111111:listener-rule/app/shop/6/7/8' not found
    ModifyRule
      400 RuleNotFound: Rule 'arn:aws:elasticloadbalancing:us-east-1:111111111111:listener-rule/app/shop/6/7/8' not found
    SetRulePriorities
      400 RuleNotFound: Rule 'arn:aws:elasticloadbalancing:us-east-1:111111111111:listener-rule/app/shop/6/7/8' not found
    DeleteRule
      400 RuleNotFound: Rule 'arn:aws:elasticloadbalancing:us-east-1:111111111111:listener-rule/app/shop/6/7/9' not found
    ");
}

/// A parameter that is not there is refused by its whole path, whatever else is in the request.
#[tokio::test]
async fn each_refuses_what_it_does_not_know() {
    let world = World::start().await;
    let inventory = Inventory::of(&world).await;
    let before = world.rows().await;
    for request in requests(&inventory) {
        for unknown in ["Colour", "Colour.1", "Filters.1.Name"] {
            let reply = send(&world, request.account, &request, &[(unknown, "red")]).await;
            let first = unknown.split('.').next().unwrap_or_default();
            assert_eq!(
                reply.refusal(),
                format!("400 UnknownParameter: The parameter {first} is not recognized"),
                "{}",
                request.action
            );
        }
    }
    assert_eq!(before, world.rows().await);
}

/// Actions are found by their service's name, not by another's.
#[tokio::test]
async fn each_belongs_to_its_service() {
    let world = World::start().await;
    for service in SERVICES {
        for entry in service.actions {
            for other in SERVICES {
                if other.actions.iter().any(|action| action.name == entry.name) {
                    continue;
                }
                let client = world.query(STRANGER, Protocol::of(other.signing_name));
                let reply = client.call(entry.name, &[]).await;
                assert_eq!(
                    reply.one("Code"),
                    "InvalidAction",
                    "{} of {}",
                    entry.name,
                    other.signing_name
                );
            }
        }
    }
}
