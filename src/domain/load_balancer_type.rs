//! The types of load balancers.

use serde::{Deserialize, Serialize};

use super::error::{Error, Result};

/// What a load balancer does with its traffic.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum LoadBalancerType {
    /// It reads HTTP requests and hands each over to a target.
    Application,
    /// It hands connections to its ports over to targets.
    Network,
    /// It sends whole packets of any protocol through appliances and back.
    Gateway,
}

impl LoadBalancerType {
    /// Every type.
    pub const ALL: [Self; 3] = [Self::Application, Self::Network, Self::Gateway];

    /// Reads AWS's spelling.
    pub fn parse(text: &str) -> Result<Self> {
        Self::ALL
            .into_iter()
            .find(|load_balancer_type| load_balancer_type.name() == text)
            .ok_or_else(|| {
                Error::validation(
                    "Type",
                    format!("The load balancer type '{text}' is not valid"),
                )
            })
    }

    /// AWS's spelling.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Application => "application",
            Self::Network => "network",
            Self::Gateway => "gateway",
        }
    }

    /// The type as ARNs and the descriptions of interfaces have it.
    pub const fn path(self) -> &'static str {
        match self {
            Self::Application => "app",
            Self::Network => "net",
            Self::Gateway => "gwy",
        }
    }

    /// EC2's `interfaceType` of its interfaces.
    pub const fn interface_type(self) -> &'static str {
        match self {
            Self::Application => "interface",
            Self::Network => "network_load_balancer",
            Self::Gateway => "gateway_load_balancer",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::LoadBalancerType;

    #[test]
    fn types_by_name() {
        let parsed = |text| LoadBalancerType::parse(text).map_err(|error| error.code.name());
        for load_balancer_type in LoadBalancerType::ALL {
            assert_eq!(parsed(load_balancer_type.name()), Ok(load_balancer_type));
        }
        assert_eq!(parsed("net"), Err("ValidationError"));
    }
}
