//! Error codes: what each is called, what kind of refusal it is, and when it is used.

use std::fmt;

/// The kinds of refusals. Each API has an HTTP status for each kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Class {
    /// The request is wrong in itself.
    Invalid,
    /// What it is about does not exist, or not for the caller.
    NotFound,
    /// The present state of things does not allow it.
    Conflict,
    /// It names a condition that does not hold.
    Precondition,
    /// The caller may not do this.
    Forbidden,
    /// There is no such route.
    Route,
    /// The route has no such method.
    Method,
    /// It is too large.
    TooLarge,
    /// Its body is of the wrong media type.
    MediaType,
    /// It took too long.
    Timeout,
    /// The server is too busy.
    Busy,
    /// The server is at fault.
    Fault,
}

macro_rules! codes {
    ($($(#[doc = $doc:literal])+ $variant:ident: $class:ident => $name:literal,)+) => {
        /// Every error code that the server can answer with.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum Code {
            $($(#[doc = $doc])+ $variant,)+
        }

        impl Code {
            /// All codes, in the order of the documentation.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)+];

            /// AWS's spelling.
            pub const fn name(self) -> &'static str {
                match self { $(Self::$variant => $name,)+ }
            }

            /// What kind of refusal it is.
            pub const fn class(self) -> Class {
                match self { $(Self::$variant => Class::$class,)+ }
            }

            /// When the code is used.
            pub const fn meaning(self) -> &'static str {
                match self { $(Self::$variant => concat!($($doc),+),)+ }
            }
        }
    };
}

impl fmt::Display for Code {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.name())
    }
}

codes! {
    // Requests in general
    /// The action is not one that this server serves.
    InvalidAction: Invalid => "InvalidAction",
    /// The `Version` parameter is not the API version served.
    NoSuchVersion: Invalid => "NoSuchVersion",
    /// A required parameter is absent.
    MissingParameter: Invalid => "MissingParameter",
    /// The parameter does not exist, or is one that this server does not serve.
    UnknownParameter: Invalid => "UnknownParameter",
    /// The parameter cannot be used like this.
    InvalidParameter: Invalid => "InvalidParameter",
    /// The parameter's value is not one of those allowed.
    InvalidParameterValue: Invalid => "InvalidParameterValue",
    /// Parameters that exclude one another, or one without the other it needs.
    InvalidParameterCombination: Invalid => "InvalidParameterCombination",
    /// The request's form or body cannot be decoded.
    MalformedRequest: Invalid => "MalformedQueryString",
    /// The filter does not exist for this action.
    InvalidFilter: Invalid => "InvalidFilter",
    /// The page token is not one of ours, or belongs to other filters.
    InvalidNextToken: Invalid => "InvalidNextToken",
    /// The same idempotency token came with other parameters before.
    IdempotentParameterMismatch: Conflict => "IdempotentParameterMismatch",
    /// The request was a dry run, and would have been carried out.
    DryRunOperation: Precondition => "DryRunOperation",
    /// AWS can do this; this server cannot, and says so.
    UnsupportedOperation: Invalid => "UnsupportedOperation",
    /// The operation is not allowed on this resource.
    OperationNotPermitted: Conflict => "OperationNotPermitted",
    /// Something else still needs the resource.
    DependencyViolation: Conflict => "DependencyViolation",
    /// The resource is not in a state that allows this.
    IncorrectState: Conflict => "IncorrectState",
    /// The resource was changed since the version that `If-Match` names.
    PreconditionFailed: Precondition => "PreconditionFailed",
    /// The request's signature has no usable credential scope.
    IncompleteSignature: Invalid => "IncompleteSignature",
    /// The access key is not known.
    InvalidClientTokenId: Forbidden => "InvalidClientTokenId",
    /// The resource is in the hands of a service, not of the caller.
    AuthFailure: Forbidden => "AuthFailure",
    /// The session's key has expired.
    ExpiredToken: Forbidden => "ExpiredToken",
    /// A fault of the server.
    InternalError: Fault => "InternalError",
    /// The server is too busy or stopping; try again.
    Unavailable: Busy => "Unavailable",
    // The HTTP layer of the REST API
    /// There is no such route.
    NoSuchRoute: Route => "NoSuchRoute",
    /// The route exists, but not with this method.
    MethodNotAllowed: Method => "MethodNotAllowed",
    /// The request body is larger than the limit.
    PayloadTooLarge: TooLarge => "RequestEntityTooLarge",
    /// The request body is not `application/json`.
    UnsupportedMediaType: MediaType => "UnsupportedMediaType",
    /// The request took longer than the limit.
    RequestTimeout: Timeout => "RequestTimeout",
    // Tags
    /// More tags than a resource can have.
    TagLimitExceeded: Conflict => "TagLimitExceeded",
    /// The id is not of a resource that can be tagged.
    InvalidId: Invalid => "InvalidID",
    // VPCs
    /// The VPC does not exist.
    VpcNotFound: NotFound => "InvalidVpcID.NotFound",
    /// The id has not the form of a VPC id.
    VpcMalformed: Invalid => "InvalidVpcID.Malformed",
    /// No VPC is given, and there is no default one.
    VpcNotSpecified: Invalid => "VPCIdNotSpecified",
    /// The CIDR block is not one that a VPC can have.
    InvalidVpcRange: Invalid => "InvalidVpc.Range",
    /// The association of a VPC with a CIDR block does not exist.
    VpcCidrAssociationNotFound: NotFound => "InvalidVpcCidrBlockAssociationID.NotFound",
    /// The CIDR block is still used by what is in it.
    CidrBlockInUse: Conflict => "InvalidCidrBlock.InUse",
    /// More CIDR blocks than a VPC or subnet can have.
    CidrLimitExceeded: Conflict => "CidrLimitExceeded",
    /// The account has a default VPC in the region already.
    DefaultVpcAlreadyExists: Conflict => "DefaultVpcAlreadyExists",
    /// The account has no default VPC in the region.
    DefaultVpcDoesNotExist: NotFound => "DefaultVpcDoesNotExist",
    /// More VPCs than an account can have in a region.
    VpcLimitExceeded: Conflict => "VpcLimitExceeded",
    /// The tenancy is not one that a VPC can have.
    UnsupportedTenancy: Invalid => "UnsupportedTenancy",
    /// The pool of addresses does not exist: there are none.
    AddressPoolNotFound: NotFound => "InvalidPoolID.NotFound",
    /// The pool of an IP address manager does not exist: there are none.
    IpamPoolNotFound: NotFound => "InvalidIpamPoolId.NotFound",
    /// The set of DHCP options does not exist.
    DhcpOptionsNotFound: NotFound => "InvalidDhcpOptionID.NotFound",
    /// The id has not the form of a DHCP option set's id.
    DhcpOptionsMalformed: Invalid => "InvalidDhcpOptionsId.Malformed",
    // Subnets
    /// The subnet does not exist.
    SubnetNotFound: NotFound => "InvalidSubnetID.NotFound",
    /// The subnet does not exist, as the endpoint actions spell it.
    EndpointSubnetNotFound: NotFound => "InvalidSubnetId.NotFound",
    /// The id has not the form of a subnet id.
    SubnetMalformed: Invalid => "InvalidSubnetID.Malformed",
    /// The CIDR block is not one that a subnet of this VPC can have.
    InvalidSubnetRange: Invalid => "InvalidSubnet.Range",
    /// The CIDR block overlaps another subnet's.
    InvalidSubnetConflict: Conflict => "InvalidSubnet.Conflict",
    /// More subnets than a VPC can have.
    SubnetLimitExceeded: Conflict => "SubnetLimitExceeded",
    /// The subnet has not enough free addresses.
    InsufficientFreeAddresses: Conflict => "InsufficientFreeAddressesInSubnet",
    /// The association of a subnet with a CIDR block does not exist.
    SubnetCidrAssociationNotFound: NotFound => "InvalidSubnetCidrBlockAssociationID.NotFound",
    /// The default VPC has a default subnet in the zone already.
    DefaultSubnetAlreadyExists: Conflict => "DefaultSubnetAlreadyExistsInAvailabilityZone",
    /// The reserved part of a subnet does not exist.
    SubnetCidrReservationNotFound: NotFound => "InvalidSubnetCidrReservationID.NotFound",
    /// The part of the subnet overlaps one that is reserved already.
    InvalidSubnetCidrReservationConflict: Conflict => "InvalidSubnetCidrReservation.Conflict",
    /// More reserved parts than a subnet can have.
    SubnetCidrReservationLimitExceeded: Conflict => "SubnetCidrReservationLimitExceeded",
    /// Another interface has the address.
    AddressInUse: Conflict => "InvalidIPAddress.InUse",
    // Security groups
    /// The security group does not exist.
    SecurityGroupNotFound: NotFound => "InvalidGroup.NotFound",
    /// The id has not the form of a security group id.
    SecurityGroupMalformed: Invalid => "InvalidSecurityGroupId.Malformed",
    /// The VPC has a group of that name already.
    SecurityGroupDuplicate: Conflict => "InvalidGroup.Duplicate",
    /// The group is the VPC's default one.
    CannotDelete: Conflict => "CannotDelete",
    /// More groups than a VPC can have.
    SecurityGroupLimitExceeded: Conflict => "SecurityGroupLimitExceeded",
    /// The rule exists already.
    PermissionDuplicate: Conflict => "InvalidPermission.Duplicate",
    /// The rule does not exist.
    PermissionNotFound: NotFound => "InvalidPermission.NotFound",
    /// The rule is not well formed.
    PermissionMalformed: Invalid => "InvalidPermission.Malformed",
    /// The rule id does not exist.
    SecurityGroupRuleNotFound: NotFound => "InvalidSecurityGroupRuleId.NotFound",
    /// The id has not the form of a rule id.
    SecurityGroupRuleMalformed: Invalid => "InvalidSecurityGroupRuleId.Malformed",
    /// More rules than a group can have.
    RulesLimitExceeded: Conflict => "RulesPerSecurityGroupLimitExceeded",
    // Route tables
    /// The route table does not exist.
    RouteTableNotFound: NotFound => "InvalidRouteTableID.NotFound",
    /// The route table does not exist, as the endpoint actions spell it.
    EndpointRouteTableNotFound: NotFound => "InvalidRouteTableId.NotFound",
    /// The id has not the form of a route table id.
    RouteTableMalformed: Invalid => "InvalidRouteTableId.Malformed",
    /// More route tables than a VPC can have.
    RouteTableLimitExceeded: Conflict => "RouteTableLimitExceeded",
    /// The association does not exist.
    AssociationNotFound: NotFound => "InvalidAssociationID.NotFound",
    /// The id has not the form of an association id.
    AssociationMalformed: Invalid => "InvalidAssociationId.Malformed",
    /// The subnet has a route table association already.
    ResourceAlreadyAssociated: Conflict => "Resource.AlreadyAssociated",
    /// The table has a route to that destination already.
    RouteAlreadyExists: Conflict => "RouteAlreadyExists",
    /// The table has no route to that destination.
    RouteNotFound: NotFound => "InvalidRoute.NotFound",
    /// More routes than a table can have.
    RouteLimitExceeded: Conflict => "RouteLimitExceeded",
    /// The NAT gateway of a route does not exist.
    RouteNatGatewayNotFound: NotFound => "InvalidNatGatewayID.NotFound",
    /// The transit gateway does not exist: there are none.
    TransitGatewayNotFound: NotFound => "InvalidTransitGatewayID.NotFound",
    /// The VPC peering connection does not exist: there are none.
    PeeringConnectionNotFound: NotFound => "InvalidVpcPeeringConnectionID.NotFound",
    /// The carrier gateway does not exist: there are none.
    CarrierGatewayNotFound: NotFound => "InvalidCarrierGatewayID.NotFound",
    /// The gateway of an Outpost does not exist: there are none.
    LocalGatewayNotFound: NotFound => "InvalidLocalGatewayID.NotFound",
    /// The core network does not exist: there are none.
    CoreNetworkNotFound: NotFound => "InvalidCoreNetworkArn.NotFound",
    /// The network of Oracle databases does not exist: there are none.
    DatabaseNetworkNotFound: NotFound => "InvalidOdbNetworkArn.NotFound",
    // Prefix lists
    /// The prefix list does not exist.
    PrefixListNotFound: NotFound => "InvalidPrefixListId.NotFound",
    /// The prefix list does not exist, as the actions of managed lists spell it.
    ManagedPrefixListNotFound: NotFound => "InvalidPrefixListID.NotFound",
    /// The id has not the form of a prefix list id.
    PrefixListMalformed: Invalid => "InvalidPrefixListId.Malformed",
    /// The prefix list has another version than the request names.
    PrefixListVersionMismatch: Conflict => "PrefixListVersionMismatch",
    /// More entries than the prefix list can have.
    PrefixListMaxEntriesExceeded: Conflict => "PrefixListMaxEntriesExceeded",
    /// The entry to be added is there already, or the one to be removed is not.
    PrefixListModification: Conflict => "InvalidPrefixListModification",
    /// More prefix lists than an account can have in a region.
    PrefixListLimitExceeded: Conflict => "PrefixListLimitExceeded",
    /// The request asks for nothing.
    InvalidRequest: Invalid => "InvalidRequest",
    // Network ACLs and interfaces
    /// The network ACL does not exist.
    NetworkAclNotFound: NotFound => "InvalidNetworkAclID.NotFound",
    /// The id has not the form of a network ACL id.
    NetworkAclMalformed: Invalid => "InvalidNetworkAclID.Malformed",
    /// The direction of the network ACL has an entry with that number already.
    NetworkAclEntryAlreadyExists: Conflict => "NetworkAclEntryAlreadyExists",
    /// The direction of the network ACL has no entry with that number.
    NetworkAclEntryNotFound: NotFound => "InvalidNetworkAclEntry.NotFound",
    /// More entries than a network ACL can have.
    NetworkAclEntryLimitExceeded: Conflict => "NetworkAclEntryLimitExceeded",
    /// More network ACLs than a VPC can have.
    NetworkAclLimitExceeded: Conflict => "NetworkAclLimitExceeded",
    /// The network interface does not exist.
    NetworkInterfaceNotFound: NotFound => "InvalidNetworkInterfaceID.NotFound",
    /// The id has not the form of a network interface id.
    NetworkInterfaceMalformed: Invalid => "InvalidNetworkInterfaceId.Malformed",
    /// The attachment does not exist.
    AttachmentNotFound: NotFound => "InvalidAttachmentID.NotFound",
    /// The id has not the form of an attachment id.
    AttachmentMalformed: Invalid => "InvalidAttachmentID.Malformed",
    /// The permission for a network interface does not exist.
    InterfacePermissionNotFound: NotFound => "InvalidPermissionID.NotFound",
    /// The network interface is attached to something already.
    NetworkInterfaceInUse: Conflict => "InvalidNetworkInterface.InUse",
    /// More network interfaces than an account can have in a region.
    NetworkInterfaceLimitExceeded: Conflict => "NetworkInterfaceLimitExceeded",
    /// More addresses and prefixes than a network interface can have.
    PrivateAddressLimitExceeded: Conflict => "PrivateIpAddressLimitExceeded",
    /// More security groups than a network interface can have.
    GroupsPerInterfaceLimitExceeded: Conflict => "SecurityGroupsPerInterfaceLimitExceeded",
    /// The instance does not exist; none does.
    InstanceNotFound: NotFound => "InvalidInstanceID.NotFound",
    /// The id has not the form of an instance id.
    InstanceMalformed: Invalid => "InvalidInstanceID.Malformed",
    // Gateways and Elastic IP addresses
    /// The internet gateway does not exist.
    InternetGatewayNotFound: NotFound => "InvalidInternetGatewayID.NotFound",
    /// The id has not the form of an internet gateway id.
    InternetGatewayMalformed: Invalid => "InvalidInternetGatewayId.Malformed",
    /// More internet gateways than an account can have in a region.
    InternetGatewayLimitExceeded: Conflict => "InternetGatewayLimitExceeded",
    /// The gateway does not exist.
    GatewayNotFound: NotFound => "InvalidGatewayID.NotFound",
    /// The VPC has no internet gateway, or not this one.
    GatewayNotAttached: Conflict => "Gateway.NotAttached",
    /// The NAT gateway does not exist.
    NatGatewayNotFound: NotFound => "NatGatewayNotFound",
    /// The id has not the form of a NAT gateway id.
    NatGatewayMalformed: Invalid => "NatGatewayMalformed",
    /// More NAT gateways than a zone can have.
    NatGatewayLimitExceeded: Conflict => "NatGatewayLimitExceeded",
    /// The Elastic IP address of this allocation does not exist.
    AllocationNotFound: NotFound => "InvalidAllocationID.NotFound",
    /// The Elastic IP address of this allocation does not exist, as NAT gateways spell it.
    ElasticIpNotFound: NotFound => "InvalidElasticIpID.NotFound",
    /// The id has not the form of an allocation id, as NAT gateways spell it.
    ElasticIpMalformed: Invalid => "InvalidElasticIpID.Malformed",
    /// The public address is not one of the caller's.
    PublicAddressNotFound: NotFound => "InvalidAddress.NotFound",
    /// The text is not an IPv4 address.
    PublicAddressMalformed: Invalid => "InvalidAddress.Malformed",
    /// The address has a reverse DNS record, which must go first.
    AddressLocked: Conflict => "InvalidAddress.Locked",
    /// The pool of public addresses does not exist.
    PublicIpv4PoolNotFound: NotFound => "InvalidPublicIpv4PoolID.NotFound",
    /// More Elastic IP addresses than an account can have in a region.
    AddressLimitExceeded: Conflict => "AddressLimitExceeded",
    /// No public address is free.
    InsufficientAddressCapacity: Conflict => "InsufficientAddressCapacity",
    // Endpoint services
    /// The endpoint service does not exist, or is not the caller's.
    EndpointServiceNotFound: NotFound => "InvalidVpcEndpointServiceId.NotFound",
    /// The endpoint service does not exist, as an item of a bulk answer spells it.
    EndpointServiceItemNotFound: NotFound => "InvalidVpcEndpointService.NotFound",
    /// The id has not the form of an endpoint service id.
    EndpointServiceMalformed: Invalid => "InvalidVpcEndpointServiceId.Malformed",
    /// No service of that name is offered to the caller.
    InvalidServiceName: NotFound => "InvalidServiceName",
    /// The load balancer does not exist.
    NetworkLoadBalancerArnNotFound: NotFound => "InvalidNetworkLoadBalancerArn.NotFound",
    /// The text is not the ARN of a load balancer.
    NetworkLoadBalancerArnMalformed: Invalid => "InvalidNetworkLoadBalancerArn.Malformed",
    /// The Gateway Load Balancer does not exist.
    GatewayLoadBalancerArnNotFound: NotFound => "InvalidGatewayLoadBalancerArn.NotFound",
    /// The text is not the ARN of a load balancer, where a Gateway Load Balancer's is expected.
    GatewayLoadBalancerArnMalformed: Invalid => "InvalidGatewayLoadBalancerArn.Malformed",
    /// Endpoints are still connected to the service.
    ExistingConnections: Conflict => "ExistingVpcEndpointConnections",
    /// The text is not a principal that a service can allow.
    InvalidPrincipal: Invalid => "InvalidPrincipal",
    /// The permission does not exist.
    EndpointServicePermissionNotFound: NotFound => "InvalidVpcEndpointServicePermissionId.NotFound",
    // Endpoints
    /// The endpoint does not exist, or is not the caller's.
    EndpointNotFound: NotFound => "InvalidVpcEndpointId.NotFound",
    /// The endpoint does not exist, as an item of a bulk answer spells it.
    EndpointItemNotFound: NotFound => "InvalidVpcEndpoint.NotFound",
    /// The id has not the form of an endpoint id.
    EndpointMalformed: Invalid => "InvalidVpcEndpointId.Malformed",
    /// There is no such type of endpoints.
    InvalidEndpointType: Invalid => "InvalidVpcEndpointType",
    /// Two subnets of one endpoint are in the same availability zone.
    DuplicateSubnetsInSameZone: Conflict => "DuplicateSubnetsInSameZone",
    /// The policy is not a policy.
    InvalidPolicyDocument: Invalid => "InvalidPolicyDocument",
    /// The connection's state does not allow this.
    InvalidState: Conflict => "InvalidState",
    /// More endpoints than the VPC can have.
    EndpointLimitExceeded: Conflict => "VpcEndpointLimitExceeded",
    // Connection notifications and topics
    /// The connection notification does not exist, or is not the caller's.
    NotificationNotFound: NotFound => "InvalidConnectionNotification",
    /// More of something than a resource can have.
    ResourceLimitExceeded: Conflict => "ResourceLimitExceeded",
    /// The topic or subscription does not exist, or is not the caller's.
    TopicNotFound: NotFound => "NotFound",
    /// The topic does not exist, as the actions about its tags spell it.
    TaggedTopicNotFound: NotFound => "ResourceNotFound",
    /// The topic is another account's, and its policy does not allow this.
    AuthorizationError: Forbidden => "AuthorizationError",
    /// More topics than an account can have in a region.
    TopicLimitExceeded: Conflict => "TopicLimitExceeded",
    /// More subscriptions than a topic can have.
    SubscriptionLimitExceeded: Conflict => "SubscriptionLimitExceeded",
    /// More filter policies than a topic's subscriptions can have.
    FilterPolicyLimitExceeded: Conflict => "FilterPolicyLimitExceeded",
    /// An attribute of a message has no value that its type has.
    ParameterValueInvalid: Invalid => "ParameterValueInvalid",
    /// The batch of messages is empty.
    EmptyBatchRequest: Invalid => "EmptyBatchRequest",
    /// The batch has more messages than it can have.
    TooManyEntriesInBatchRequest: Invalid => "TooManyEntriesInBatchRequest",
    /// Two messages of the batch have the same id.
    BatchEntryIdsNotDistinct: Invalid => "BatchEntryIdsNotDistinct",
    /// A message's id in the batch is not one.
    InvalidBatchEntryId: Invalid => "InvalidBatchEntryId",
    /// The messages of the batch are too long together.
    BatchRequestTooLong: Invalid => "BatchRequestTooLong",
    // Elastic Load Balancing
    /// The load balancer does not exist.
    LoadBalancerNotFound: NotFound => "LoadBalancerNotFound",
    /// The target group does not exist.
    TargetGroupNotFound: NotFound => "TargetGroupNotFound",
    /// The listener does not exist.
    ListenerNotFound: NotFound => "ListenerNotFound",
    /// A load balancer of that name exists with other settings.
    DuplicateLoadBalancerName: Conflict => "DuplicateLoadBalancerName",
    /// A target group of that name exists.
    DuplicateTargetGroupName: Conflict => "DuplicateTargetGroupName",
    /// The load balancer listens on that port already.
    DuplicateListener: Conflict => "DuplicateListener",
    /// The subnet does not exist, as Elastic Load Balancing spells it.
    LoadBalancerSubnetNotFound: NotFound => "SubnetNotFound",
    /// The subnet has not enough free addresses, as Elastic Load Balancing spells it.
    InvalidSubnet: Conflict => "InvalidSubnet",
    /// The security group does not exist, as Elastic Load Balancing spells it.
    InvalidSecurityGroup: Invalid => "InvalidSecurityGroup",
    /// The scheme is not one of those allowed.
    InvalidScheme: Invalid => "InvalidScheme",
    /// The configuration is not one that can be had.
    InvalidConfigurationRequest: Invalid => "InvalidConfigurationRequest",
    /// Something still uses the load balancer or target group.
    ResourceInUse: Conflict => "ResourceInUse",
    /// The target cannot be registered.
    InvalidTarget: Invalid => "InvalidTarget",
    /// Listener and target group speak different protocols.
    IncompatibleProtocols: Invalid => "IncompatibleProtocols",
    /// A listener of this protocol cannot have that.
    UnsupportedProtocol: Invalid => "UnsupportedProtocol",
    /// The action is not one that the listener or rule can have.
    InvalidLoadBalancerAction: Invalid => "InvalidLoadBalancerAction",
    /// The target group belongs to another load balancer already.
    TargetGroupAssociationLimit: Conflict => "TargetGroupAssociationLimit",
    /// A parameter of Elastic Load Balancing or STS is not valid.
    ValidationError: Invalid => "ValidationError",
    /// More load balancers than an account can have in a region.
    TooManyLoadBalancers: Conflict => "TooManyLoadBalancers",
    /// More target groups than an account can have in a region.
    TooManyTargetGroups: Conflict => "TooManyTargetGroups",
    /// More listeners than a load balancer can have.
    TooManyListeners: Conflict => "TooManyListeners",
    /// The rule does not exist.
    RuleNotFound: NotFound => "RuleNotFound",
    /// Another rule of the listener has that priority.
    PriorityInUse: Conflict => "PriorityInUse",
    /// The certificate does not exist, or not in the listener's region.
    CertificateNotFound: NotFound => "CertificateNotFound",
    /// There is no such security policy.
    SslPolicyNotFound: NotFound => "SSLPolicyNotFound",
    /// There is no such ALPN policy.
    AlpnPolicyNotFound: NotFound => "ALPNPolicyNotFound",
    /// The trust store does not exist: there are none.
    TrustStoreNotFound: NotFound => "TrustStoreNotFound",
    /// More rules than a load balancer can have.
    TooManyRules: Conflict => "TooManyRules",
    /// More actions than a rule can have.
    TooManyActions: Conflict => "TooManyActions",
    /// More certificates than a listener can have.
    TooManyCertificates: Conflict => "TooManyCertificates",
    /// More target groups than a load balancer can forward to.
    TooManyUniqueTargetGroups: Conflict => "TooManyUniqueTargetGroupsPerLoadBalancer",
    /// More targets than a target group can have.
    TooManyTargets: Conflict => "TooManyTargets",
    /// More target groups than a target can be in.
    TooManyRegistrationsForTargetId: Conflict => "TooManyRegistrationsForTargetId",
    /// The Elastic IP address does not exist, as Elastic Load Balancing spells it.
    LoadBalancerAllocationNotFound: NotFound => "AllocationIdNotFound",
    /// More capacity units than a load balancer can have reserved.
    CapacityUnitsLimitExceeded: Conflict => "CapacityUnitsLimitExceeded",
    /// A reservation of capacity was made smaller too often.
    CapacityDecreaseRequestLimitExceeded: Conflict => "CapacityDecreaseRequestLimitExceeded",
    /// More tags than a resource of Elastic Load Balancing can have.
    TooManyTags: Conflict => "TooManyTags",
    /// A tag key was given twice to Elastic Load Balancing.
    DuplicateTagKeys: Invalid => "DuplicateTagKeys",
    // DNS records
    /// The account has no such DNS record.
    DnsRecordNotFound: NotFound => "DnsRecordNotFound",
    /// More DNS records than an account can have.
    DnsRecordLimitExceeded: Conflict => "DnsRecordLimitExceeded",
    // Route 53
    /// The operation is not one that this server serves.
    UnknownOperation: Route => "UnknownOperationException",
    /// The request's body cannot be read.
    MalformedInput: Invalid => "MalformedInput",
    /// A parameter of Route 53 is not valid.
    InvalidInput: Invalid => "InvalidInput",
    /// The argument does not fit what it is about.
    InvalidArgument: Invalid => "InvalidArgument",
    /// The name is not one that a hosted zone can have.
    InvalidDomainName: Invalid => "InvalidDomainName",
    /// The hosted zone does not exist, or is not the caller's.
    HostedZoneNotFound: NotFound => "NoSuchHostedZone",
    /// A hosted zone was created with this caller reference before.
    HostedZoneAlreadyExists: Conflict => "HostedZoneAlreadyExists",
    /// The hosted zone has records other than those that it came with.
    HostedZoneNotEmpty: Conflict => "HostedZoneNotEmpty",
    /// The hosted zone is public.
    HostedZoneNotPrivate: Invalid => "HostedZoneNotPrivate",
    /// More hosted zones than an account can have.
    TooManyHostedZones: Conflict => "TooManyHostedZones",
    /// The set of name servers does not exist.
    DelegationSetNotFound: Invalid => "NoSuchDelegationSet",
    /// The VPC does not exist, or not for the caller.
    InvalidVpcId: Invalid => "InvalidVPCId",
    /// A public hosted zone cannot be associated with a VPC.
    PublicZoneVpcAssociation: Invalid => "PublicZoneVPCAssociation",
    /// The VPC has a domain of this name already.
    ConflictingDomainExists: Conflict => "ConflictingDomainExists",
    /// The owner of the hosted zone did not allow the VPC.
    NotAuthorized: Forbidden => "NotAuthorizedException",
    /// The VPC is not associated with the hosted zone.
    VpcAssociationNotFound: NotFound => "VPCAssociationNotFound",
    /// A private hosted zone keeps its last VPC.
    LastVpcAssociation: Conflict => "LastVPCAssociation",
    /// The VPC has no authorization for the hosted zone.
    VpcAssociationAuthorizationNotFound: NotFound => "VPCAssociationAuthorizationNotFound",
    /// More authorizations than a hosted zone can have.
    TooManyVpcAssociationAuthorizations: Conflict => "TooManyVPCAssociationAuthorizations",
    /// More of something than a hosted zone can have.
    HostedZoneLimitsExceeded: Conflict => "LimitsExceeded",
    /// The changes of record sets cannot be made, and none of them is.
    InvalidChangeBatch: Invalid => "InvalidChangeBatch",
    /// The change does not exist, or is not the caller's.
    ChangeNotFound: NotFound => "NoSuchChange",
    /// The health check does not exist.
    HealthCheckNotFound: NotFound => "NoSuchHealthCheck",
    /// The page token is not one of ours, as Route 53 spells it.
    InvalidPaginationToken: Invalid => "InvalidPaginationToken",
    // IAM
    /// There is no user of that name.
    NoSuchEntity: NotFound => "NoSuchEntity",
    // STS
    /// The caller's kind of keys cannot do this.
    AccessDenied: Forbidden => "AccessDenied",
    /// A session's policy is not a policy.
    MalformedPolicyDocument: Invalid => "MalformedPolicyDocument",
    /// A session's policies and tags are too long together.
    PackedPolicyTooLarge: Invalid => "PackedPolicyTooLarge",
    /// More session keys than the server keeps.
    SessionLimitExceeded: Conflict => "LimitExceeded",
}
