//! Where routes lead, and what requests say of it.

use serde::{Deserialize, Serialize};

use super::error::{Code, Error, Result};
use super::id::{
    EgressOnlyInternetGatewayId, EndpointId, Id, InternetGatewayId, NatGatewayId,
    NetworkInterfaceId,
};

/// What a route leads to. The target need not be there any longer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(
    tag = "kind",
    rename_all = "camelCase",
    rename_all_fields = "camelCase"
)]
pub enum RouteTarget {
    /// A gateway endpoint, which made the route and takes it away.
    GatewayEndpoint {
        /// The endpoint.
        endpoint_id: EndpointId,
    },
    /// An endpoint of a gateway load balancer; users make such routes, and those to all that follow.
    GatewayLoadBalancerEndpoint {
        /// The endpoint.
        endpoint_id: EndpointId,
    },
    /// An internet gateway.
    InternetGateway {
        /// The gateway.
        internet_gateway_id: InternetGatewayId,
    },
    /// An egress-only internet gateway.
    EgressOnlyInternetGateway {
        /// The gateway.
        egress_only_internet_gateway_id: EgressOnlyInternetGatewayId,
    },
    /// A NAT gateway.
    NatGateway {
        /// The gateway.
        nat_gateway_id: NatGatewayId,
    },
    /// A network interface.
    NetworkInterface {
        /// The interface.
        network_interface_id: NetworkInterfaceId,
    },
}

impl RouteTarget {
    /// The target's identifier.
    pub fn id(&self) -> &str {
        match self {
            Self::GatewayEndpoint { endpoint_id }
            | Self::GatewayLoadBalancerEndpoint { endpoint_id } => endpoint_id.as_str(),
            Self::InternetGateway {
                internet_gateway_id,
            } => internet_gateway_id.as_str(),
            Self::EgressOnlyInternetGateway {
                egress_only_internet_gateway_id,
            } => egress_only_internet_gateway_id.as_str(),
            Self::NatGateway { nat_gateway_id } => nat_gateway_id.as_str(),
            Self::NetworkInterface {
                network_interface_id,
            } => network_interface_id.as_str(),
        }
    }

    /// The member of a route that shows it. AWS shows endpoints as gateways.
    pub const fn kind(&self) -> TargetKind {
        match self {
            Self::GatewayEndpoint { .. }
            | Self::GatewayLoadBalancerEndpoint { .. }
            | Self::InternetGateway { .. } => TargetKind::Gateway,
            Self::EgressOnlyInternetGateway { .. } => TargetKind::EgressOnlyInternetGateway,
            Self::NatGateway { .. } => TargetKind::NatGateway,
            Self::NetworkInterface { .. } => TargetKind::NetworkInterface,
        }
    }

    /// Whether it can stand in the way of traffic between a VPC's own subnets.
    pub const fn takes_local_traffic(&self) -> bool {
        match self {
            Self::GatewayLoadBalancerEndpoint { .. }
            | Self::NatGateway { .. }
            | Self::NetworkInterface { .. } => true,
            Self::GatewayEndpoint { .. }
            | Self::InternetGateway { .. }
            | Self::EgressOnlyInternetGateway { .. } => false,
        }
    }

    /// Whether it can be in a table that a gateway uses.
    pub const fn takes_edge_traffic(&self) -> bool {
        match self {
            Self::GatewayLoadBalancerEndpoint { .. } | Self::NetworkInterface { .. } => true,
            Self::GatewayEndpoint { .. }
            | Self::InternetGateway { .. }
            | Self::EgressOnlyInternetGateway { .. }
            | Self::NatGateway { .. } => false,
        }
    }
}

/// The kinds of targets, each of which requests name in a parameter of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum TargetKind {
    /// An internet gateway, an endpoint, or a virtual private gateway, of which there are none.
    Gateway,
    /// An egress-only internet gateway.
    EgressOnlyInternetGateway,
    /// A NAT gateway.
    NatGateway,
    /// A network interface.
    NetworkInterface,
    /// An endpoint of a gateway load balancer.
    Endpoint,
    /// An instance. There are none.
    Instance,
    /// A transit gateway. There are none.
    TransitGateway,
    /// A peering connection of VPCs. There are none.
    PeeringConnection,
    /// A carrier gateway. There are none.
    CarrierGateway,
    /// An Outpost's gateway. There are none.
    LocalGateway,
    /// A core network. There are none.
    CoreNetwork,
    /// A network of Oracle databases. There are none.
    DatabaseNetwork,
}

impl TargetKind {
    /// The parameter in which requests name it.
    pub const fn parameter(self) -> &'static str {
        match self {
            Self::Gateway => "GatewayId",
            Self::EgressOnlyInternetGateway => "EgressOnlyInternetGatewayId",
            Self::NatGateway => "NatGatewayId",
            Self::NetworkInterface => "NetworkInterfaceId",
            Self::Endpoint => "VpcEndpointId",
            Self::Instance => "InstanceId",
            Self::TransitGateway => "TransitGatewayId",
            Self::PeeringConnection => "VpcPeeringConnectionId",
            Self::CarrierGateway => "CarrierGatewayId",
            Self::LocalGateway => "LocalGatewayId",
            Self::CoreNetwork => "CoreNetworkArn",
            Self::DatabaseNetwork => "OdbNetworkArn",
        }
    }

    /// AWS's refusal of a route to one that does not exist.
    pub fn not_found(self, id: &str) -> Error {
        let (code, what) = match self {
            Self::Gateway | Self::EgressOnlyInternetGateway => {
                (Code::GatewayNotFound, "gateway ID")
            }
            Self::NatGateway => (Code::RouteNatGatewayNotFound, "natGateway ID"),
            Self::NetworkInterface => (Code::NetworkInterfaceNotFound, "networkInterface ID"),
            Self::Endpoint => (Code::EndpointNotFound, "Vpc Endpoint Id"),
            Self::Instance => (Code::InstanceNotFound, "instance ID"),
            Self::TransitGateway => (Code::TransitGatewayNotFound, "transitGateway ID"),
            Self::PeeringConnection => (Code::PeeringConnectionNotFound, "vpcPeeringConnection ID"),
            Self::CarrierGateway => (Code::CarrierGatewayNotFound, "carrierGateway ID"),
            Self::LocalGateway => (Code::LocalGatewayNotFound, "localGateway ID"),
            Self::CoreNetwork => (Code::CoreNetworkNotFound, "core network arn"),
            Self::DatabaseNetwork => (Code::DatabaseNetworkNotFound, "ODB network arn"),
        };
        Error::new(code, format!("The {what} '{id}' does not exist")).about(self.parameter())
    }
}

/// A target as a request names it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TargetName {
    /// What it is said to be.
    pub kind: TargetKind,
    /// Its identifier or ARN.
    pub id: String,
}

/// The one target that a request names. `what_else` ends AWS's list of what there could be.
pub fn only_target<'a>(names: &'a [TargetName], what_else: &str) -> Result<&'a TargetName> {
    match names {
        [name] => Ok(name),
        [] => Err(Error::new(
            Code::MissingParameter,
            format!(
                "The request must contain exactly one of gatewayId, localGatewayId, carrierGatewayId, natGatewayId, \
                 networkInterfaceId, vpcPeeringConnectionId, egressOnlyInternetGatewayId, transitGatewayId, \
                 vpcEndpointId, coreNetworkArn or instanceId{what_else}"
            ),
        )
        .about(TargetKind::Gateway.parameter())),
        [first, second, ..] => {
            let (first, second) = (first.kind.parameter(), second.kind.parameter());
            Err(Error::new(
                Code::InvalidParameterCombination,
                format!("{first} and {second} cannot be used together"),
            )
            .about(second))
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{RouteTarget, TargetKind, TargetName, only_target};

    #[test]
    fn a_request_names_one_target() {
        let name = |kind, id: &str| TargetName {
            kind,
            id: id.to_owned(),
        };
        let gateway = name(TargetKind::Gateway, "igw-01234567");
        let nat = name(TargetKind::NatGateway, "nat-01234567");
        assert_eq!(
            only_target(std::slice::from_ref(&gateway), "").unwrap(),
            &gateway
        );
        let code = |names: &[TargetName]| only_target(names, "").unwrap_err().to_string();
        assert!(code(&[]).starts_with("MissingParameter: The request must contain exactly one of"));
        assert_eq!(
            code(&[gateway, nat]),
            "InvalidParameterCombination: GatewayId and NatGatewayId cannot be used together"
        );
    }

    #[test]
    fn what_cannot_exist_is_not_found() {
        let said = |kind: TargetKind| kind.not_found("x").to_string();
        assert_eq!(
            said(TargetKind::TransitGateway),
            "InvalidTransitGatewayID.NotFound: The transitGateway ID 'x' does not exist"
        );
        assert_eq!(
            said(TargetKind::CoreNetwork),
            "InvalidCoreNetworkArn.NotFound: The core network arn 'x' does not exist"
        );
    }

    #[test]
    fn targets_are_kept_by_kind() {
        let kept = json!({"kind": "natGateway", "natGatewayId": "nat-0123456789abcdef0"});
        let target: RouteTarget = serde_json::from_value(kept.clone()).unwrap();
        assert_eq!(target.id(), "nat-0123456789abcdef0");
        assert_eq!(target.kind(), TargetKind::NatGateway);
        assert_eq!(serde_json::to_value(target).unwrap(), kept);
    }
}
