//! A service as consumers see it, whether a provider in the sandbox publishes it or AWS itself.

use super::aws_service::AwsService;
use super::endpoint_service::{EndpointService, SERVICE_OWNER_PAYS, ServiceZone, type_names};
use super::endpoint_type::EndpointType;
use super::filter::Filterable;
use super::id::EndpointServiceId;
use super::ip_address_type::IpAddressType;
use super::private_dns::Verification;
use super::scope::{RegionName, Scope};
use super::service_scope::{ServiceOwner, ServiceScope};
use super::tag::Tag;

/// A service that a consumer may connect to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AvailableService {
    /// The name to connect to.
    pub name: String,
    /// Identifier.
    pub id: EndpointServiceId,
    /// Who publishes it, and where.
    pub scope: ServiceScope,
    /// The type of the endpoints that connect to it.
    pub endpoint_type: EndpointType,
    /// The zones in which consumers of its own region can have a subnet.
    pub zones: Vec<ServiceZone>,
    /// The names under which the endpoints' own names are made.
    pub base_dns_names: Vec<String>,
    /// Whether endpoints' own names stand for every host below them.
    pub wildcard_names: bool,
    /// The names that consumers may use instead of their endpoints' own, the main one first.
    pub private_dns_names: Vec<String>,
    /// Whether the private names may be used; `None` without any.
    pub verification: Option<&'static str>,
    /// Whether endpoints can have a policy of their own.
    pub policy_supported: bool,
    /// Whether the provider decides on each connection.
    pub acceptance_required: bool,
    /// Whether the provider pays for the endpoints.
    pub service_owner_pays: bool,
    /// `Ipv4`, `Ipv6` or both.
    pub ip_address_types: Vec<IpAddressType>,
    /// From which other regions consumers may connect.
    pub other_regions: OtherRegions,
    /// Its tags, which only its owner sees.
    pub tags: Vec<Tag>,
}

/// From which regions, besides its own, a service can be connected to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum OtherRegions {
    /// From every one.
    All,
    /// From these.
    Only(Vec<RegionName>),
}

impl AvailableService {
    /// A service of a provider's, as `viewer` sees it.
    pub fn custom(service: EndpointService, viewer: &Scope) -> Self {
        let own = service.scope.account == viewer.account;
        Self {
            name: service.name(),
            scope: ServiceScope::from(&service.scope),
            endpoint_type: service.endpoint_type,
            base_dns_names: service.base_dns_names(),
            wildcard_names: false,
            verification: service
                .private_dns_name
                .as_ref()
                .map(|private| private.verification.name()),
            private_dns_names: service
                .private_dns_name
                .map(|private| private.name)
                .into_iter()
                .collect(),
            policy_supported: false,
            acceptance_required: service.acceptance_required,
            service_owner_pays: service.service_owner_pays,
            ip_address_types: service.supported_ip_address_types,
            other_regions: OtherRegions::Only(service.supported_regions),
            tags: if own { service.tags } else { Vec::new() },
            zones: service.zones,
            id: service.id,
        }
    }

    /// Whether consumers of `region` can connect to it.
    pub fn reaches(&self, region: &RegionName) -> bool {
        let home = &self.scope.region;
        home == region
            || match &self.other_regions {
                OtherRegions::All => home.data().partition() == region.data().partition(),
                OtherRegions::Only(regions) => regions.contains(region),
            }
    }

    /// Whether its private names may be used.
    pub fn is_verified(&self) -> bool {
        self.verification == Some(Verification::Verified.name())
    }

    /// Whether it can be reached by addresses of this type.
    pub fn supports(&self, ip_address_type: IpAddressType) -> bool {
        let has = |it| self.ip_address_types.contains(&it);
        (!ip_address_type.has_ipv4() || has(IpAddressType::Ipv4))
            && (!ip_address_type.has_ipv6() || has(IpAddressType::Ipv6))
    }

    /// Whether consumers of its own region can have a subnet in this zone.
    pub fn offers_zone(&self, zone_id: &str) -> bool {
        self.zones.iter().any(|zone| zone.id == zone_id)
    }

    /// AWS's word for who pays; the owner of the endpoint is shown by nothing.
    pub fn payer_responsibility(&self) -> Option<&'static str> {
        self.service_owner_pays.then_some(SERVICE_OWNER_PAYS)
    }
}

impl From<&AwsService> for AvailableService {
    fn from(service: &AwsService) -> Self {
        let private_dns_names = service.private_dns_names.clone();
        Self {
            name: service.name.clone(),
            id: service.service_id.clone(),
            scope: ServiceScope {
                owner: ServiceOwner::Amazon,
                region: service.region.clone(),
            },
            endpoint_type: service.endpoint_type,
            zones: service.zones.clone(),
            base_dns_names: vec![service.base_dns_name.clone()],
            wildcard_names: service.wildcard_names,
            verification: (!private_dns_names.is_empty()).then(|| Verification::Verified.name()),
            private_dns_names,
            policy_supported: service.policy_supported,
            acceptance_required: false,
            service_owner_pays: false,
            ip_address_types: service.ip_address_types.clone(),
            other_regions: if service.cross_region {
                OtherRegions::All
            } else {
                OtherRegions::Only(Vec::new())
            },
            tags: Vec::new(),
        }
    }
}

impl Filterable for AvailableService {
    const FILTERS: &'static [&'static str] = &[
        "owner",
        "service-name",
        "service-region",
        "service-type",
        "supported-ip-address-types",
    ];

    fn filter_values(&self, name: &str) -> Vec<String> {
        let one = match name {
            "owner" => self.scope.owner.to_string(),
            "service-name" => self.name.clone(),
            "service-region" => self.scope.region.to_string(),
            "service-type" => self.endpoint_type.name().to_owned(),
            "supported-ip-address-types" => return type_names(&self.ip_address_types),
            _ => return Vec::new(),
        };
        vec![one]
    }

    fn filter_tags(&self) -> &[Tag] {
        &self.tags
    }
}
