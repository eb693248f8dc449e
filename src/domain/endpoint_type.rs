//! The types of endpoints, and of the services that they connect to.

use serde::{Deserialize, Serialize};

/// How an endpoint brings a service into a VPC.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum EndpointType {
    /// By network interfaces with addresses of the VPC's subnets.
    Interface,
    /// By routes to the service's prefix lists.
    Gateway,
    /// By a network interface that routes can lead to.
    GatewayLoadBalancer,
}

impl EndpointType {
    /// AWS's spelling.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Interface => "Interface",
            Self::Gateway => "Gateway",
            Self::GatewayLoadBalancer => "GatewayLoadBalancer",
        }
    }
}
