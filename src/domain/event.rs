//! An event: who did what to which resource, when, and from which state to which.
//!
//! Every change is written together with its event. The events are the audit log.

use serde::{Deserialize, Serialize};

use super::clock::Timestamp;
use super::filter::Filterable;
use super::scope::Scope;
use super::tag::Tag;

/// Something that happened.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Event {
    /// When.
    pub time: Timestamp,
    /// The command or the system's own transition, e.g. `AcceptVpcEndpointConnections`.
    pub action: String,
    /// The caller's ARN, or [`SYSTEM`].
    pub actor: String,
    /// The request that caused it; none for the system's own transitions.
    pub request_id: Option<String>,
    /// What kind of resource it happened to.
    pub resource_type: ResourceType,
    /// Which resource.
    pub resource_id: String,
    /// The resource's account and region.
    pub scope: Scope,
    /// The state before, where the resource has states and had one.
    pub from: Option<String>,
    /// The state after, where the resource has states and still has one.
    pub to: Option<String>,
}

/// The actor of what no caller did.
pub const SYSTEM: &str = "system";

/// An event as the log keeps it: with its place in the order of all events.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct LoggedEvent {
    /// Rises with every event of the server.
    pub sequence: i64,
    /// The event.
    #[serde(flatten)]
    pub event: Event,
}

/// The kinds of resources, in the words of EC2's tags and of ARNs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ResourceType {
    /// A set of DHCP options.
    DhcpOptions,
    /// A VPC.
    Vpc,
    /// A subnet.
    Subnet,
    /// A reserved part of a subnet.
    SubnetCidrReservation,
    /// A security group.
    SecurityGroup,
    /// A rule of a security group.
    SecurityGroupRule,
    /// A route table.
    RouteTable,
    /// A route.
    Route,
    /// A route table's association.
    RouteTableAssociation,
    /// A network ACL.
    NetworkAcl,
    /// A network ACL's association with a subnet.
    NetworkAclAssociation,
    /// A customer's prefix list.
    PrefixList,
    /// A network interface.
    NetworkInterface,
    /// An internet gateway.
    InternetGateway,
    /// An egress-only internet gateway.
    EgressOnlyInternetGateway,
    /// A NAT gateway.
    #[serde(rename = "natgateway")]
    NatGateway,
    /// An Elastic IP address.
    ElasticIp,
    /// A permission for a network interface.
    NetworkInterfacePermission,
    /// An endpoint.
    VpcEndpoint,
    /// An endpoint service.
    VpcEndpointService,
    /// A permission of an endpoint service.
    VpcEndpointServicePermission,
    /// An endpoint's connection, as the provider sees it.
    VpcEndpointConnection,
    /// A connection notification.
    VpcEndpointConnectionNotification,
    /// A topic.
    Topic,
    /// A subscription to a topic.
    Subscription,
    /// A load balancer.
    LoadBalancer,
    /// A target group.
    TargetGroup,
    /// A listener.
    Listener,
    /// A rule of a listener.
    ListenerRule,
    /// A target in a target group.
    Target,
    /// A record of the public DNS.
    DnsRecord,
    /// A hosted zone.
    HostedZone,
    /// A record set of a hosted zone.
    ResourceRecordSet,
    /// A session of a role.
    Session,
}

impl ResourceType {
    /// The spelling in tags, filters and the event log.
    pub const fn name(self) -> &'static str {
        match self {
            Self::DhcpOptions => "dhcp-options",
            Self::Vpc => "vpc",
            Self::Subnet => "subnet",
            Self::SubnetCidrReservation => "subnet-cidr-reservation",
            Self::SecurityGroup => "security-group",
            Self::SecurityGroupRule => "security-group-rule",
            Self::RouteTable => "route-table",
            Self::Route => "route",
            Self::RouteTableAssociation => "route-table-association",
            Self::NetworkAcl => "network-acl",
            Self::NetworkAclAssociation => "network-acl-association",
            Self::PrefixList => "prefix-list",
            Self::NetworkInterface => "network-interface",
            Self::NetworkInterfacePermission => "network-interface-permission",
            Self::InternetGateway => "internet-gateway",
            Self::EgressOnlyInternetGateway => "egress-only-internet-gateway",
            Self::NatGateway => "natgateway",
            Self::ElasticIp => "elastic-ip",
            Self::VpcEndpoint => "vpc-endpoint",
            Self::VpcEndpointService => "vpc-endpoint-service",
            Self::VpcEndpointServicePermission => "vpc-endpoint-service-permission",
            Self::VpcEndpointConnection => "vpc-endpoint-connection",
            Self::VpcEndpointConnectionNotification => "vpc-endpoint-connection-notification",
            Self::Topic => "topic",
            Self::Subscription => "subscription",
            Self::LoadBalancer => "load-balancer",
            Self::TargetGroup => "target-group",
            Self::Listener => "listener",
            Self::ListenerRule => "listener-rule",
            Self::Target => "target",
            Self::DnsRecord => "dns-record",
            Self::HostedZone => "hosted-zone",
            Self::ResourceRecordSet => "resource-record-set",
            Self::Session => "session",
        }
    }
}

impl Filterable for LoggedEvent {
    const FILTERS: &'static [&'static str] = &["action", "actor", "resource-id", "resource-type"];
    const TAGGED: bool = false;

    fn filter_values(&self, name: &str) -> Vec<String> {
        let event = &self.event;
        let one = match name {
            "action" => event.action.clone(),
            "actor" => event.actor.clone(),
            "resource-id" => event.resource_id.clone(),
            "resource-type" => event.resource_type.name().to_owned(),
            _ => return Vec::new(),
        };
        vec![one]
    }

    fn filter_tags(&self) -> &[Tag] {
        &[]
    }
}
