//! An endpoint service: what a provider publishes in front of its load balancers.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::clock::Timestamp;
use super::filter::Filterable;
use super::id::{EndpointServiceId, Id};
use super::load_balancer::LoadBalancer;
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
    /// The network load balancers behind it; at least one, each behind one service only.
    pub network_load_balancer_arns: Vec<String>,
    /// The zones of its load balancers as they were when the service was created or last modified.
    pub zones: Vec<ServiceZone>,
    /// Whether the provider decides on each connection.
    pub acceptance_required: bool,
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
/// The address type that services and their load balancers have.
pub const SERVICE_IP_ADDRESS_TYPE: &str = "ipv4";

impl EndpointService {
    /// The name that consumers connect to.
    pub fn name(&self) -> String {
        service_name(&self.scope.region, &self.id)
    }

    /// The name under which the endpoints' own names are made.
    pub fn base_dns_name(&self) -> String {
        format!("{}.{}.vpce.amazonaws.com", self.id, self.scope.region)
    }

    /// The ARN.
    pub fn arn(&self) -> String {
        self.scope
            .arn("ec2", &format!("vpc-endpoint-service/{}", self.id))
    }

    /// Whether consumers can have a subnet in this zone.
    pub fn offers_zone(&self, zone_id: &str) -> bool {
        self.zones.iter().any(|zone| zone.id == zone_id)
    }
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
            "supported-ip-address-types" => SERVICE_IP_ADDRESS_TYPE.to_owned(),
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
    use super::{service_id, service_name};
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
}
