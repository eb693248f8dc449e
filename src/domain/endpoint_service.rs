//! An endpoint service: what a provider publishes in front of its load balancers.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::clock::Timestamp;
use super::endpoint_type::EndpointType;
use super::error::{Error, Result};
use super::filter::Filterable;
use super::id::{EndpointServiceId, Id};
use super::ip_address_type::IpAddressType;
use super::load_balancer::LoadBalancer;
use super::private_dns::PrivateDnsName;
use super::scope::{RegionName, Scope};
use super::tag::Tag;

/// An endpoint service.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct EndpointService {
    /// Identifier.
    pub id: EndpointServiceId,
    /// Owner: the provider.
    pub scope: Scope,
    /// `Interface` behind network load balancers, `GatewayLoadBalancer` behind gateway load balancers.
    pub endpoint_type: EndpointType,
    /// The load balancers behind it, all of one kind; at least one, each behind one service only.
    pub load_balancer_arns: Vec<String>,
    /// The zones of its load balancers as they were when the service was created or last modified.
    pub zones: Vec<ServiceZone>,
    /// Whether the provider decides on each connection.
    pub acceptance_required: bool,
    /// `Ipv4`, `Ipv6` or both, in this order; at least one.
    pub supported_ip_address_types: Vec<IpAddressType>,
    /// From which regions consumers may connect: its own first, others in order.
    pub supported_regions: Vec<RegionName>,
    /// The name that consumers may use instead of their endpoints' own names.
    pub private_dns_name: Option<PrivateDnsName>,
    /// Whether the provider pays for the consumers' endpoints.
    pub service_owner_pays: bool,
    /// Tags.
    pub tags: Vec<Tag>,
    /// When it was created.
    pub created_at: Timestamp,
}

/// An availability zone in which a service can be reached.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct ServiceZone {
    /// The zone's name, e.g. `us-east-1a`.
    pub name: String,
    /// The zone's id, e.g. `use1-az1`.
    pub id: String,
}

/// The state of every service that can be read: creation and deletion are one step.
pub const SERVICE_STATE: &str = "Available";
/// Who pays, if it is not the owner of the endpoint.
pub const SERVICE_OWNER_PAYS: &str = "ServiceOwner";

impl EndpointService {
    /// The name that consumers connect to.
    pub fn name(&self) -> String {
        service_name(&self.scope.region, &self.id)
    }

    /// The names under which the endpoints' own names are made; Gateway Load Balancer endpoints have no names.
    pub fn base_dns_names(&self) -> Vec<String> {
        match self.endpoint_type {
            EndpointType::Interface => {
                vec![format!(
                    "{}.{}.vpce.amazonaws.com",
                    self.id, self.scope.region
                )]
            }
            EndpointType::Gateway | EndpointType::GatewayLoadBalancer => Vec::new(),
        }
    }

    /// The ARN.
    pub fn arn(&self) -> String {
        self.scope
            .arn("ec2", &format!("vpc-endpoint-service/{}", self.id))
    }

    /// Whether consumers of other regions than its own may connect.
    pub fn is_cross_region(&self) -> bool {
        self.supported_regions.len() > 1
    }

    /// AWS's word for who pays; the owner of the endpoint is shown by nothing.
    pub fn payer_responsibility(&self) -> Option<&'static str> {
        self.service_owner_pays.then_some(SERVICE_OWNER_PAYS)
    }

    /// The load balancers of one kind behind it.
    pub fn load_balancers_for(&self, endpoint_type: EndpointType) -> Vec<String> {
        if self.endpoint_type == endpoint_type {
            self.load_balancer_arns.clone()
        } else {
            Vec::new()
        }
    }
}

/// The address types that a service supports; endpoints of services that support both can have both.
const SINGLE_TYPES: [IpAddressType; 2] = [IpAddressType::Ipv4, IpAddressType::Ipv6];

/// Reads address types that a service is to support: `ipv4`, `ipv6` or both, each once.
pub fn parse_supported_types(
    parameter: &'static str,
    texts: &[String],
) -> Result<Vec<IpAddressType>> {
    let types: Result<BTreeSet<IpAddressType>> = texts
        .iter()
        .map(|text| {
            SINGLE_TYPES
                .into_iter()
                .find(|single| single.name() == text)
                .ok_or_else(|| {
                    Error::invalid_value(
                        parameter,
                        format!(
                            "Value ({text}) for parameter {parameter} is invalid. Valid values: {}",
                            type_names(&SINGLE_TYPES).join(", ")
                        ),
                    )
                })
        })
        .collect();
    Ok(types?.into_iter().collect())
}

/// Reads regions of the same partition as `home`, each once, in order.
pub fn parse_regions(
    parameter: &'static str,
    home: &RegionName,
    texts: &[String],
) -> Result<BTreeSet<RegionName>> {
    let parse = |text: &String| {
        let region = RegionName::parse(text).map_err(|error| error.about(parameter))?;
        if region.data().partition() == home.data().partition() {
            Ok(region)
        } else {
            Err(Error::invalid(
                parameter,
                format!("The region {region} is in another partition than {home}"),
            ))
        }
    };
    texts.iter().map(parse).collect()
}

/// The supported regions of a service in `home` that is to support these as well.
pub fn supported_regions(home: &RegionName, others: BTreeSet<RegionName>) -> Vec<RegionName> {
    let others = others.into_iter().filter(|region| region != home);
    std::iter::once(home.clone()).chain(others).collect()
}

/// The name of a service with this id.
pub fn service_name(region: &RegionName, id: &EndpointServiceId) -> String {
    format!("com.amazonaws.vpce.{region}.{id}")
}

/// The id in a service's name, if the name is of a custom service in `region`.
pub fn service_id(region: &RegionName, name: &str) -> Option<EndpointServiceId> {
    let id = name
        .strip_prefix("com.amazonaws.vpce.")?
        .strip_prefix(region.as_str())?
        .strip_prefix('.')?;
    EndpointServiceId::parse(id).ok()
}

/// The names of address types, as filters and answers have them.
pub fn type_names(types: &[IpAddressType]) -> Vec<String> {
    types.iter().map(|it| it.name().to_owned()).collect()
}

/// The zones in which any of the load balancers has a subnet, in order.
pub fn zones_of<'a>(
    load_balancers: impl IntoIterator<Item = &'a LoadBalancer>,
) -> Vec<ServiceZone> {
    let zones: BTreeSet<ServiceZone> = load_balancers
        .into_iter()
        .flat_map(|load_balancer| &load_balancer.zones)
        .map(|zone| ServiceZone {
            name: zone.availability_zone.clone(),
            id: zone.availability_zone_id.clone(),
        })
        .collect();
    zones.into_iter().collect()
}

impl Filterable for EndpointService {
    const FILTERS: &'static [&'static str] = &[
        "service-id",
        "service-name",
        "service-state",
        "supported-ip-address-types",
    ];

    fn filter_values(&self, name: &str) -> Vec<String> {
        let one = match name {
            "service-id" => self.id.to_string(),
            "service-name" => self.name(),
            "service-state" => SERVICE_STATE.to_owned(),
            "supported-ip-address-types" => return type_names(&self.supported_ip_address_types),
            _ => return Vec::new(),
        };
        vec![one]
    }

    fn filter_tags(&self) -> &[Tag] {
        &self.tags
    }
}

#[cfg(test)]
mod tests {
    use super::{parse_regions, service_id, service_name};
    use crate::domain::id::{EndpointServiceId, Id};
    use crate::domain::scope::RegionName;

    #[test]
    fn names_lead_back_to_ids() {
        let region = RegionName::parse("eu-west-1").unwrap();
        let id = EndpointServiceId::parse("vpce-svc-0123456789abcdef0").unwrap();
        let name = service_name(&region, &id);
        assert_eq!(
            name,
            "com.amazonaws.vpce.eu-west-1.vpce-svc-0123456789abcdef0"
        );
        assert_eq!(service_id(&region, &name), Some(id));
        for other in [
            "com.amazonaws.vpce.us-east-1.vpce-svc-0123456789abcdef0",
            "com.amazonaws.eu-west-1.s3",
            "com.amazonaws.vpce.eu-west-1.",
            "",
        ] {
            assert_eq!(service_id(&region, other), None, "{other}");
        }
    }

    #[test]
    fn regions_are_of_one_partition() {
        let home = RegionName::parse("us-east-1").unwrap();
        let read = |texts: [&str; 2]| {
            let texts = texts.map(str::to_owned);
            parse_regions("SupportedRegion", &home, &texts)
        };
        let regions = read(["eu-west-1", "eu-west-1"]).unwrap();
        assert_eq!(regions, [RegionName::parse("eu-west-1").unwrap()].into());
        let error = read(["eu-west-1", "us-gov-west-1"]).unwrap_err();
        assert_eq!(
            error.to_string(),
            "InvalidParameter: The region us-gov-west-1 is in another partition than us-east-1"
        );
    }
}
