//! How an endpoint's names are resolved: to which kinds of addresses, and for whom.

use serde::{Deserialize, Serialize};

use super::endpoint_type::EndpointType;
use super::error::{Error, Result};
use super::ip_address_type::IpAddressType;

/// An endpoint's DNS options.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct DnsOptions {
    /// The records of its names.
    pub record_ip_type: RecordIpType,
    /// Whether only what comes in through a resolver's inbound endpoint gets the private names' answers, while the VPC
    /// itself keeps to its gateway endpoint.
    pub private_dns_only_for_inbound_resolver_endpoint: bool,
}

/// The kinds of records that names have.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum RecordIpType {
    /// A.
    Ipv4,
    /// AAAA.
    Ipv6,
    /// Both.
    Dualstack,
    /// As the service decides for each of its names.
    ServiceDefined,
}

impl RecordIpType {
    /// Reads AWS's spelling.
    pub fn parse(text: &str) -> Result<Self> {
        match text {
            "ipv4" => Ok(Self::Ipv4),
            "ipv6" => Ok(Self::Ipv6),
            "dualstack" => Ok(Self::Dualstack),
            "service-defined" => Ok(Self::ServiceDefined),
            other => Err(Error::invalid_value(
                PARAMETER,
                format!("Value ({other}) for parameter DnsRecordIpType is invalid."),
            )),
        }
    }

    /// AWS's spelling.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Ipv4 => "ipv4",
            Self::Ipv6 => "ipv6",
            Self::Dualstack => "dualstack",
            Self::ServiceDefined => "service-defined",
        }
    }

    /// What an endpoint has unless told otherwise.
    pub const fn default_for(endpoint_type: EndpointType, addresses: IpAddressType) -> Self {
        match (endpoint_type, addresses) {
            (EndpointType::Gateway, _) => Self::ServiceDefined,
            (_, IpAddressType::Ipv4) => Self::Ipv4,
            (_, IpAddressType::Ipv6) => Self::Ipv6,
            (_, IpAddressType::Dualstack) => Self::Dualstack,
        }
    }

    /// Refuses records of addresses that the endpoint doesn't have.
    pub fn check(self, endpoint_type: EndpointType, addresses: IpAddressType) -> Result<()> {
        let fits = match (self, addresses) {
            (_, IpAddressType::Dualstack)
            | (Self::Ipv4, IpAddressType::Ipv4)
            | (Self::Ipv6, IpAddressType::Ipv6) => true,
            (Self::ServiceDefined, _) => endpoint_type == EndpointType::Gateway,
            (Self::Ipv4 | Self::Dualstack, IpAddressType::Ipv6)
            | (Self::Ipv6 | Self::Dualstack, IpAddressType::Ipv4) => false,
        };
        if fits {
            Ok(())
        } else {
            Err(Error::invalid(
                PARAMETER,
                format!(
                    "The DNS record IP type {} does not fit the IP address type {}",
                    self.name(),
                    addresses.name()
                ),
            ))
        }
    }
}

const PARAMETER: &str = "DnsOptions.DnsRecordIpType";

#[cfg(test)]
mod tests {
    use super::{IpAddressType, RecordIpType};
    use crate::domain::endpoint_type::EndpointType;

    #[test]
    fn records_fit_the_addresses() {
        let mut table = String::new();
        for endpoint_type in [EndpointType::Interface, EndpointType::Gateway] {
            for addresses in [
                IpAddressType::Ipv4,
                IpAddressType::Ipv6,
                IpAddressType::Dualstack,
            ] {
                let fitting: Vec<&str> = ["ipv4", "ipv6", "dualstack", "service-defined"]
                    .into_iter()
                    .filter(|name| {
                        let records = RecordIpType::parse(name).unwrap();
                        assert_eq!(records.name(), *name);
                        records.check(endpoint_type, addresses).is_ok()
                    })
                    .collect();
                let default = RecordIpType::default_for(endpoint_type, addresses);
                assert!(default.check(endpoint_type, addresses).is_ok());
                table += &format!(
                    "{} {}: {} [{}]\n",
                    endpoint_type.name(),
                    addresses.name(),
                    fitting.join(" "),
                    default.name()
                );
            }
        }
        insta::assert_snapshot!(table, @"
        Interface ipv4: ipv4 [ipv4]
        Interface ipv6: ipv6 [ipv6]
        Interface dualstack: ipv4 ipv6 dualstack service-defined [dualstack]
        Gateway ipv4: ipv4 service-defined [service-defined]
        Gateway ipv6: ipv6 service-defined [service-defined]
        Gateway dualstack: ipv4 ipv6 dualstack service-defined [service-defined]
        ");
        assert_eq!(
            RecordIpType::parse("x").unwrap_err().code.name(),
            "InvalidParameterValue"
        );
    }
}
