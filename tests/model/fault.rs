//! Why a request is refused, and what the APIs call that.

use std::collections::BTreeSet;

use crate::step::{Api, Label};

/// A reason to refuse.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Fault {
    ServiceNotFound,
    /// A service that does not exist for a consumer.
    ServiceNotVisible,
    ExistingConnections,
    EndpointNotFound,
    WrongStateToDecide,
    WrongStateToModify,
    VpcNotFound,
    SubnetNotFound,
    SameZone,
    SubnetFull,
    TableNotFound,
    RouteExists,
    TooManyEndpoints,
    BalancerNotFound,
    BadPrincipal,
    BadParameter,
    /// By hand nobody changes what an endpoint has made.
    HeldByEndpoint,
    TokenReused,
    SubnetInUse,
    BalancerInUse,
}

/// Where a refusal stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Extent {
    /// It is the answer.
    Whole,
    /// It is an item of the answer to a request about several resources.
    Item,
}

impl Fault {
    /// AWS's code.
    pub(crate) const fn code(self, extent: Extent) -> &'static str {
        match (self, extent) {
            (Self::ServiceNotFound, Extent::Whole) => "InvalidVpcEndpointServiceId.NotFound",
            (Self::ServiceNotFound, Extent::Item) => "InvalidVpcEndpointService.NotFound",
            (Self::EndpointNotFound, Extent::Whole) => "InvalidVpcEndpointId.NotFound",
            (Self::EndpointNotFound, Extent::Item) => "InvalidVpcEndpoint.NotFound",
            (Self::ServiceNotVisible, _) => "InvalidServiceName",
            (Self::ExistingConnections, _) => "ExistingVpcEndpointConnections",
            (Self::WrongStateToDecide, _) => "InvalidState",
            (Self::WrongStateToModify, _) => "IncorrectState",
            (Self::VpcNotFound, _) => "InvalidVpcID.NotFound",
            (Self::SubnetNotFound, _) => "InvalidSubnetId.NotFound",
            (Self::SameZone, _) => "DuplicateSubnetsInSameZone",
            (Self::TableNotFound, _) => "InvalidRouteTableId.NotFound",
            (Self::RouteExists, _) => "RouteAlreadyExists",
            (Self::HeldByEndpoint, _) => "InvalidParameterValue",
            (Self::SubnetFull, _) => "InsufficientFreeAddressesInSubnet",
            (Self::TooManyEndpoints, _) => "VpcEndpointLimitExceeded",
            (Self::BalancerNotFound, _) => "InvalidNetworkLoadBalancerArn.NotFound",
            (Self::BadPrincipal, _) => "InvalidPrincipal",
            (Self::BadParameter, _) => "InvalidParameter",
            (Self::TokenReused, _) => "IdempotentParameterMismatch",
            (Self::SubnetInUse, _) => "DependencyViolation",
            (Self::BalancerInUse, _) => "ResourceInUse",
        }
    }
}

/// All reasons to refuse; none if there is no refusal. Which of several is told is the server's choice.
pub(crate) type Faults = BTreeSet<Fault>;

/// What a step must answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Expected {
    /// One answer.
    One(Faults),
    /// An answer with an item for each resource, or one answer for each.
    Each(Vec<Faults>),
    /// The answer that was given before, about this endpoint.
    Again(Label),
}

impl Expected {
    /// The request works.
    pub(crate) fn done() -> Self {
        Self::One(Faults::new())
    }
}

/// Where the refusals of a request about several resources stand.
pub(crate) const fn extent_of_items(api: Api) -> Extent {
    match api {
        Api::Rest => Extent::Whole,
        Api::Ec2 => Extent::Item,
    }
}
