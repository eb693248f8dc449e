//! The action by which consumers find the services that they may connect to.

use serde::{Deserialize, Serialize};

use super::endpoint_service::ServiceType;
use super::shapes::{Filter, Tag, filters, page, tags};
use crate::app::available_service::ListAvailableServices;
use crate::aws::action::{Action, Call, Treatment};
use crate::domain::available_service::AvailableService;
use crate::domain::endpoint_service::type_names;
use crate::domain::error::Result;

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub(super) struct DescribeVpcEndpointServices {
    #[serde(default)]
    service_name: Vec<String>,
    #[serde(default)]
    service_region: Vec<String>,
    #[serde(default)]
    filter: Vec<Filter>,
    max_results: Option<i64>,
    next_token: Option<String>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct DescribeServicesResponse {
    service_name_set: Vec<String>,
    service_detail_set: Vec<ServiceDetail>,
    next_token: Option<String>,
}

impl Action for DescribeVpcEndpointServices {
    type Response = DescribeServicesResponse;

    async fn run(self, call: &Call, treatment: Treatment) -> Result<DescribeServicesResponse> {
        let query = ListAvailableServices {
            service_names: self.service_name,
            service_regions: self.service_region,
            filters: filters(self.filter),
            page: page(self.max_results, self.next_token, 1)?,
        };
        let page = call.query(treatment, query).await?;
        Ok(DescribeServicesResponse {
            service_name_set: page
                .items
                .iter()
                .map(|service| service.name.clone())
                .collect(),
            service_detail_set: page.items.into_iter().map(ServiceDetail::from).collect(),
            next_token: page.next,
        })
    }
}

/// A service as consumers see it.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ServiceDetail {
    service_name: String,
    service_id: String,
    service_type: Vec<ServiceType>,
    service_region: String,
    availability_zone_id_set: Vec<String>,
    availability_zone_set: Vec<String>,
    owner: String,
    base_endpoint_dns_name_set: Vec<String>,
    private_dns_name: Option<String>,
    private_dns_name_set: Vec<PrivateDnsName>,
    private_dns_name_verification_state: Option<&'static str>,
    vpc_endpoint_policy_supported: bool,
    acceptance_required: bool,
    manages_vpc_endpoints: bool,
    payer_responsibility: Option<&'static str>,
    tag_set: Vec<Tag>,
    supported_ip_address_type_set: Vec<String>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct PrivateDnsName {
    private_dns_name: String,
}

impl From<AvailableService> for ServiceDetail {
    fn from(service: AvailableService) -> Self {
        Self {
            service_type: vec![ServiceType {
                service_type: service.endpoint_type.name(),
            }],
            service_id: service.id.to_string(),
            service_region: service.scope.region.to_string(),
            availability_zone_id_set: service.zones.iter().map(|zone| zone.id.clone()).collect(),
            availability_zone_set: service.zones.iter().map(|zone| zone.name.clone()).collect(),
            owner: service.scope.owner.to_string(),
            private_dns_name: service.private_dns_names.first().cloned(),
            private_dns_name_verification_state: service.verification,
            vpc_endpoint_policy_supported: service.policy_supported,
            acceptance_required: service.acceptance_required,
            manages_vpc_endpoints: false,
            payer_responsibility: service.payer_responsibility(),
            supported_ip_address_type_set: type_names(&service.ip_address_types),
            private_dns_name_set: service
                .private_dns_names
                .into_iter()
                .map(|private_dns_name| PrivateDnsName { private_dns_name })
                .collect(),
            service_name: service.name,
            base_endpoint_dns_name_set: service.base_dns_names,
            tag_set: tags(service.tags),
        }
    }
}
