//! The one error of every rule: an AWS error code, a message for the client, and what it is about.

use std::borrow::Cow;
use std::fmt;

/// The result of every rule, command and query.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// A refusal. The message is for the client; `source` is for the log and never leaves the server.
#[derive(Debug, thiserror::Error)]
#[error("{code}: {message}")]
pub struct Error {
    /// Which of AWS's error codes this is.
    pub code: Code,
    /// The text that the client reads.
    pub message: String,
    /// The parameter at fault, in the wire's spelling without list positions, e.g. `SubnetId`.
    pub parameter: Option<Cow<'static, str>>,
    /// The underlying fault, if this is one of the server's own.
    #[source]
    pub source: Option<Box<dyn std::error::Error + Send + Sync>>,
}

impl Error {
    /// An error with a message for the client.
    pub fn new(code: Code, message: impl Into<String>) -> Self {
        Self {
            code,
            message: message.into(),
            parameter: None,
            source: None,
        }
    }

    /// Names the parameter at fault.
    #[must_use]
    pub fn about(mut self, parameter: &'static str) -> Self {
        self.parameter = Some(Cow::Borrowed(parameter));
        self
    }

    /// Names the place at fault in the client's own words, where they are only known when the request is read.
    #[must_use]
    pub fn at(mut self, place: String) -> Self {
        self.parameter = Some(Cow::Owned(place));
        self
    }

    /// The same refusal under another code, for APIs that spell it differently.
    #[must_use]
    pub fn with_code(mut self, code: Code) -> Self {
        self.code = code;
        self
    }

    /// A fault of the server itself. The client learns nothing of `source`.
    pub fn internal(source: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Self {
        Self {
            code: Code::InternalError,
            message: "An internal error has occurred".to_owned(),
            parameter: None,
            source: Some(source.into()),
        }
    }

    /// `MissingParameter`, with AWS's words.
    pub fn missing(parameter: &'static str) -> Self {
        Self::new(
            Code::MissingParameter,
            format!("The request must contain the parameter {parameter}"),
        )
        .about(parameter)
    }

    /// `InvalidParameterValue` for one parameter.
    pub fn invalid_value(parameter: &'static str, message: impl Into<String>) -> Self {
        Self::new(Code::InvalidParameterValue, message).about(parameter)
    }

    /// `InvalidParameter` for one parameter.
    pub fn invalid(parameter: &'static str, message: impl Into<String>) -> Self {
        Self::new(Code::InvalidParameter, message).about(parameter)
    }
}

macro_rules! codes {
    ($($(#[doc = $doc:literal])+ $variant:ident => $name:literal,)+) => {
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
    InvalidAction => "InvalidAction",
    /// The `Version` parameter is not the API version served.
    NoSuchVersion => "NoSuchVersion",
    /// A required parameter is absent.
    MissingParameter => "MissingParameter",
    /// The parameter does not exist, or is one that this server does not serve.
    UnknownParameter => "UnknownParameter",
    /// The parameter cannot be used like this.
    InvalidParameter => "InvalidParameter",
    /// The parameter's value is not one of those allowed.
    InvalidParameterValue => "InvalidParameterValue",
    /// Parameters that exclude one another, or one without the other it needs.
    InvalidParameterCombination => "InvalidParameterCombination",
    /// The request's form or body cannot be decoded.
    MalformedRequest => "MalformedQueryString",
    /// The filter does not exist for this action.
    InvalidFilter => "InvalidFilter",
    /// The page token is not one of ours, or belongs to other filters.
    InvalidNextToken => "InvalidNextToken",
    /// The same idempotency token came with other parameters before.
    IdempotentParameterMismatch => "IdempotentParameterMismatch",
    /// The request was a dry run, and would have been carried out.
    DryRunOperation => "DryRunOperation",
    /// AWS can do this; this server cannot, and says so.
    UnsupportedOperation => "UnsupportedOperation",
    /// The operation is not allowed on this resource.
    OperationNotPermitted => "OperationNotPermitted",
    /// Something else still needs the resource.
    DependencyViolation => "DependencyViolation",
    /// The resource is not in a state that allows this.
    IncorrectState => "IncorrectState",
    /// The resource was changed since the version that `If-Match` names.
    PreconditionFailed => "PreconditionFailed",
    /// The request's signature has no usable credential scope.
    IncompleteSignature => "IncompleteSignature",
    /// The access key is not known.
    InvalidClientTokenId => "InvalidClientTokenId",
    /// The session's key has expired.
    ExpiredToken => "ExpiredToken",
    /// The caller may not do this.
    UnauthorizedOperation => "UnauthorizedOperation",
    /// A fault of the server.
    InternalError => "InternalError",
    /// The server is too busy or stopping; try again.
    Unavailable => "Unavailable",
    // The HTTP layer of the REST API
    /// There is no such route.
    NoSuchRoute => "NoSuchRoute",
    /// The route exists, but not with this method.
    MethodNotAllowed => "MethodNotAllowed",
    /// The request body is larger than the limit.
    PayloadTooLarge => "RequestEntityTooLarge",
    /// The request body is not `application/json`.
    UnsupportedMediaType => "UnsupportedMediaType",
    /// The request took longer than the limit.
    RequestTimeout => "RequestTimeout",
    // Tags
    /// More tags than a resource can have.
    TagLimitExceeded => "TagLimitExceeded",
    /// The id is not of a resource that can be tagged.
    InvalidId => "InvalidID",
    // VPCs
    /// The VPC does not exist.
    VpcNotFound => "InvalidVpcID.NotFound",
    /// The id has not the form of a VPC id.
    VpcMalformed => "InvalidVpcID.Malformed",
    /// No VPC is given, and there is no default one.
    VpcNotSpecified => "VPCIdNotSpecified",
    /// The CIDR block is not one that a VPC can have.
    InvalidVpcRange => "InvalidVpc.Range",
    /// More VPCs than an account can have in a region.
    VpcLimitExceeded => "VpcLimitExceeded",
    // Subnets
    /// The subnet does not exist.
    SubnetNotFound => "InvalidSubnetID.NotFound",
    /// The subnet does not exist, as the endpoint actions spell it.
    EndpointSubnetNotFound => "InvalidSubnetId.NotFound",
    /// The id has not the form of a subnet id.
    SubnetMalformed => "InvalidSubnetID.Malformed",
    /// The CIDR block is not one that a subnet of this VPC can have.
    InvalidSubnetRange => "InvalidSubnet.Range",
    /// The CIDR block overlaps another subnet's.
    InvalidSubnetConflict => "InvalidSubnet.Conflict",
    /// More subnets than a VPC can have.
    SubnetLimitExceeded => "SubnetLimitExceeded",
    /// The subnet has not enough free addresses.
    InsufficientFreeAddresses => "InsufficientFreeAddressesInSubnet",
    // Security groups
    /// The security group does not exist.
    SecurityGroupNotFound => "InvalidGroup.NotFound",
    /// The id has not the form of a security group id.
    SecurityGroupMalformed => "InvalidSecurityGroupId.Malformed",
    /// The VPC has a group of that name already.
    SecurityGroupDuplicate => "InvalidGroup.Duplicate",
    /// The group's rules refer to it, or an interface uses it.
    SecurityGroupInUse => "InvalidGroup.InUse",
    /// The group is the VPC's default one.
    CannotDelete => "CannotDelete",
    /// More groups than a VPC can have.
    SecurityGroupLimitExceeded => "SecurityGroupLimitExceeded",
    /// The rule exists already.
    PermissionDuplicate => "InvalidPermission.Duplicate",
    /// The rule does not exist.
    PermissionNotFound => "InvalidPermission.NotFound",
    /// The rule is not well formed.
    PermissionMalformed => "InvalidPermission.Malformed",
    /// The rule id does not exist.
    SecurityGroupRuleNotFound => "InvalidSecurityGroupRuleId.NotFound",
    /// The id has not the form of a rule id.
    SecurityGroupRuleMalformed => "InvalidSecurityGroupRuleId.Malformed",
    /// More rules than a group can have.
    RulesLimitExceeded => "RulesPerSecurityGroupLimitExceeded",
    // Route tables
    /// The route table does not exist.
    RouteTableNotFound => "InvalidRouteTableID.NotFound",
    /// The route table does not exist, as the endpoint actions spell it.
    EndpointRouteTableNotFound => "InvalidRouteTableId.NotFound",
    /// The id has not the form of a route table id.
    RouteTableMalformed => "InvalidRouteTableId.Malformed",
    /// More route tables than a VPC can have.
    RouteTableLimitExceeded => "RouteTableLimitExceeded",
    /// The association does not exist.
    AssociationNotFound => "InvalidAssociationID.NotFound",
    /// The id has not the form of an association id.
    AssociationMalformed => "InvalidAssociationId.Malformed",
    /// The subnet has a route table association already.
    ResourceAlreadyAssociated => "Resource.AlreadyAssociated",
    // Prefix lists
    /// The prefix list does not exist.
    PrefixListNotFound => "InvalidPrefixListId.NotFound",
    /// The id has not the form of a prefix list id.
    PrefixListMalformed => "InvalidPrefixListId.Malformed",
    // Network ACLs and interfaces
    /// The network ACL does not exist.
    NetworkAclNotFound => "InvalidNetworkAclID.NotFound",
    /// The id has not the form of a network ACL id.
    NetworkAclMalformed => "InvalidNetworkAclID.Malformed",
    /// The network interface does not exist.
    NetworkInterfaceNotFound => "InvalidNetworkInterfaceID.NotFound",
    /// The id has not the form of a network interface id.
    NetworkInterfaceMalformed => "InvalidNetworkInterfaceId.Malformed",
    // Endpoint services
    /// The endpoint service does not exist, or is not the caller's.
    EndpointServiceNotFound => "InvalidVpcEndpointServiceId.NotFound",
    /// The endpoint service does not exist, as an item of a bulk answer spells it.
    EndpointServiceItemNotFound => "InvalidVpcEndpointService.NotFound",
    /// The id has not the form of an endpoint service id.
    EndpointServiceMalformed => "InvalidVpcEndpointServiceId.Malformed",
    /// No service of that name is offered to the caller.
    InvalidServiceName => "InvalidServiceName",
    /// The load balancer does not exist.
    NetworkLoadBalancerArnNotFound => "InvalidNetworkLoadBalancerArn.NotFound",
    /// The text is not the ARN of a load balancer.
    NetworkLoadBalancerArnMalformed => "InvalidNetworkLoadBalancerArn.Malformed",
    /// Endpoints are still connected to the service.
    ExistingConnections => "ExistingVpcEndpointConnections",
    /// The text is not a principal that a service can allow.
    InvalidPrincipal => "InvalidPrincipal",
    /// The permission does not exist.
    EndpointServicePermissionNotFound => "InvalidVpcEndpointServicePermissionId.NotFound",
    // Endpoints
    /// The endpoint does not exist, or is not the caller's.
    EndpointNotFound => "InvalidVpcEndpointId.NotFound",
    /// The endpoint does not exist, as an item of a bulk answer spells it.
    EndpointItemNotFound => "InvalidVpcEndpoint.NotFound",
    /// The id has not the form of an endpoint id.
    EndpointMalformed => "InvalidVpcEndpointId.Malformed",
    /// Two subnets of one endpoint are in the same availability zone.
    DuplicateSubnetsInSameZone => "DuplicateSubnetsInSameZone",
    /// The policy is not a policy.
    InvalidPolicyDocument => "InvalidPolicyDocument",
    /// The connection's state does not allow this.
    InvalidState => "InvalidState",
    /// More endpoints than the VPC can have.
    EndpointLimitExceeded => "VpcEndpointLimitExceeded",
    // Elastic Load Balancing
    /// The load balancer does not exist.
    LoadBalancerNotFound => "LoadBalancerNotFound",
    /// The target group does not exist.
    TargetGroupNotFound => "TargetGroupNotFound",
    /// The listener does not exist.
    ListenerNotFound => "ListenerNotFound",
    /// A load balancer of that name exists with other settings.
    DuplicateLoadBalancerName => "DuplicateLoadBalancerName",
    /// A target group of that name exists.
    DuplicateTargetGroupName => "DuplicateTargetGroupName",
    /// The load balancer listens on that port already.
    DuplicateListener => "DuplicateListener",
    /// The subnet does not exist, as Elastic Load Balancing spells it.
    LoadBalancerSubnetNotFound => "SubnetNotFound",
    /// The subnets cannot be used together, or not by this load balancer.
    InvalidSubnet => "InvalidSubnet",
    /// The security group does not exist, as Elastic Load Balancing spells it.
    InvalidSecurityGroup => "InvalidSecurityGroup",
    /// The scheme is not one of those allowed.
    InvalidScheme => "InvalidScheme",
    /// The configuration is not one that can be had.
    InvalidConfigurationRequest => "InvalidConfigurationRequest",
    /// Something still uses the load balancer or target group.
    ResourceInUse => "ResourceInUse",
    /// The target cannot be registered.
    InvalidTarget => "InvalidTarget",
    /// Listener and target group speak different protocols.
    IncompatibleProtocols => "IncompatibleProtocols",
    /// A parameter of Elastic Load Balancing or STS is not valid.
    ValidationError => "ValidationError",
    /// More load balancers than an account can have in a region.
    TooManyLoadBalancers => "TooManyLoadBalancers",
    /// More target groups than an account can have in a region.
    TooManyTargetGroups => "TooManyTargetGroups",
    /// More listeners than a load balancer can have.
    TooManyListeners => "TooManyListeners",
    /// More targets than a target group can have.
    TooManyTargets => "TooManyTargets",
    /// More tags than a resource of Elastic Load Balancing can have.
    TooManyTags => "TooManyTags",
    // STS
    /// More session keys than the server keeps.
    SessionLimitExceeded => "LimitExceeded",
}
