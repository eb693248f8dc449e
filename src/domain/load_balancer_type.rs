//! The types of load balancers.

use serde::{Deserialize, Serialize};

use super::error::{Code, Error, Result};

/// What a load balancer does with its traffic.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum LoadBalancerType {
    /// It hands connections to its ports over to targets.
    Network,
    /// It sends whole packets of any protocol through appliances and back.
    Gateway,
}

impl LoadBalancerType {
    /// Reads AWS's spelling. Application load balancers cannot be behind an endpoint service and are not served.
    pub fn parse(text: &str) -> Result<Self> {
        match text {
            "network" => Ok(Self::Network),
            "gateway" => Ok(Self::Gateway),
            "application" => Err(Error::new(
                Code::InvalidConfigurationRequest,
                "privlink serves load balancers of the types network and gateway only, not of the type application",
            )
            .about("Type")),
            other => Err(Error::validation(
                "Type",
                format!("The load balancer type '{other}' is not valid"),
            )),
        }
    }

    /// AWS's spelling.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Network => "network",
            Self::Gateway => "gateway",
        }
    }

    /// The type as ARNs and the descriptions of interfaces have it.
    pub const fn path(self) -> &'static str {
        match self {
            Self::Network => "net",
            Self::Gateway => "gwy",
        }
    }

    /// EC2's `interfaceType` of its interfaces.
    pub const fn interface_type(self) -> &'static str {
        match self {
            Self::Network => "network_load_balancer",
            Self::Gateway => "gateway_load_balancer",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::LoadBalancerType;

    #[test]
    fn types_that_are_served() {
        let parsed = |text| LoadBalancerType::parse(text).map_err(|error| error.code.name());
        for served in [LoadBalancerType::Network, LoadBalancerType::Gateway] {
            assert_eq!(parsed(served.name()), Ok(served));
        }
        assert_eq!(parsed("application"), Err("InvalidConfigurationRequest"));
        assert_eq!(parsed("net"), Err("ValidationError"));
    }
}
