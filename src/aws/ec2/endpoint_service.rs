//! The actions of endpoint services, as providers and as consumers have them.

use serde::{Deserialize, Serialize};

use super::shapes::{
    DONE, Done, Filter, Tag, TagSpecification, UnsuccessfulResponse, filters, list_request, page,
    tags, tags_for,
};
use crate::app::List;
use crate::app::Stored;
use crate::app::available_service::{AvailableService, ListAvailableServices};
use crate::app::endpoint_service as app;
use crate::aws::action::{Action, Call, Treatment};
use crate::domain::endpoint::ENDPOINT_TYPE;
use crate::domain::endpoint_service::{EndpointService, SERVICE_IP_ADDRESS_TYPE, SERVICE_STATE};
use crate::domain::error::Result;

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub(super) struct CreateVpcEndpointServiceConfiguration {
    acceptance_required: Option<bool>,
    #[serde(default)]
    network_load_balancer_arn: Vec<String>,
    #[serde(default)]
    supported_ip_address_type: Vec<String>,
    #[serde(default)]
    supported_region: Vec<String>,
    #[serde(default)]
    tag_specification: Vec<TagSpecification>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct CreateResponse {
    service_configuration: ServiceConfiguration,
    client_token: Option<String>,
}

impl Action for CreateVpcEndpointServiceConfiguration {
    type Response = CreateResponse;

    async fn run(self, call: &Call, treatment: Treatment) -> Result<CreateResponse> {
        let client_token = treatment.client_token.clone();
        let command = app::CreateEndpointService {
            network_load_balancer_arns: self.network_load_balancer_arn,
            acceptance_required: self.acceptance_required,
            supported_ip_address_types: self.supported_ip_address_type,
            supported_regions: self.supported_region,
            tags: tags_for("vpc-endpoint-service", self.tag_specification)?,
        };
        let service = call.run(treatment, command).await?;
        Ok(CreateResponse {
            service_configuration: service.value.into(),
            client_token,
        })
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub(super) struct ModifyVpcEndpointServiceConfiguration {
    service_id: String,
    acceptance_required: Option<bool>,
    #[serde(default)]
    add_network_load_balancer_arn: Vec<String>,
    #[serde(default)]
    remove_network_load_balancer_arn: Vec<String>,
    #[serde(default)]
    add_supported_ip_address_type: Vec<String>,
    #[serde(default)]
    remove_supported_ip_address_type: Vec<String>,
    #[serde(default)]
    add_supported_region: Vec<String>,
    #[serde(default)]
    remove_supported_region: Vec<String>,
}

impl Action for ModifyVpcEndpointServiceConfiguration {
    type Response = Done;

    async fn run(self, call: &Call, treatment: Treatment) -> Result<Done> {
        let command = app::ModifyEndpointService {
            service_id: self.service_id,
            acceptance_required: self.acceptance_required,
            add_network_load_balancer_arns: self.add_network_load_balancer_arn,
            remove_network_load_balancer_arns: self.remove_network_load_balancer_arn,
            add_supported_ip_address_types: self.add_supported_ip_address_type,
            remove_supported_ip_address_types: self.remove_supported_ip_address_type,
            add_supported_regions: self.add_supported_region,
            remove_supported_regions: self.remove_supported_region,
            ..app::ModifyEndpointService::default()
        };
        call.run(treatment, command).await?;
        Ok(DONE)
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub(super) struct DeleteVpcEndpointServiceConfigurations {
    #[serde(default)]
    service_id: Vec<String>,
}

impl Action for DeleteVpcEndpointServiceConfigurations {
    type Response = UnsuccessfulResponse;

    async fn run(self, call: &Call, treatment: Treatment) -> Result<UnsuccessfulResponse> {
        let command = app::DeleteEndpointServices {
            service_ids: self.service_id,
        };
        Ok(call.run(treatment, command).await?.into())
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub(super) struct DescribeVpcEndpointServiceConfigurations {
    #[serde(default)]
    service_id: Vec<String>,
    #[serde(default)]
    filter: Vec<Filter>,
    max_results: Option<i64>,
    next_token: Option<String>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct DescribeConfigurationsResponse {
    service_configuration_set: Vec<ServiceConfiguration>,
    next_token: Option<String>,
}

impl Action for DescribeVpcEndpointServiceConfigurations {
    type Response = DescribeConfigurationsResponse;

    async fn run(
        self,
        call: &Call,
        treatment: Treatment,
    ) -> Result<DescribeConfigurationsResponse> {
        let request = list_request(
            self.service_id,
            self.filter,
            self.max_results,
            self.next_token,
        )?;
        let page = call
            .query(treatment, List::<Stored<EndpointService>>::new(request))
            .await?;
        Ok(DescribeConfigurationsResponse {
            service_configuration_set: page
                .items
                .into_iter()
                .map(|service| service.value.into())
                .collect(),
            next_token: page.next,
        })
    }
}

/// A service as its provider sees it.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct ServiceConfiguration {
    service_type: Vec<ServiceType>,
    service_id: String,
    service_name: String,
    service_state: &'static str,
    availability_zone_id_set: Vec<String>,
    availability_zone_set: Vec<String>,
    acceptance_required: bool,
    manages_vpc_endpoints: bool,
    network_load_balancer_arn_set: Vec<String>,
    supported_ip_address_type_set: Vec<&'static str>,
    base_endpoint_dns_name_set: Vec<String>,
    tag_set: Vec<Tag>,
    supported_region_set: Vec<SupportedRegion>,
    remote_access_enabled: bool,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ServiceType {
    service_type: &'static str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct SupportedRegion {
    region: String,
    service_state: &'static str,
}

impl From<EndpointService> for ServiceConfiguration {
    fn from(service: EndpointService) -> Self {
        Self {
            service_type: vec![ServiceType {
                service_type: ENDPOINT_TYPE,
            }],
            service_id: service.id.to_string(),
            service_name: service.name(),
            service_state: SERVICE_STATE,
            availability_zone_id_set: service.zones.iter().map(|zone| zone.id.clone()).collect(),
            availability_zone_set: service.zones.iter().map(|zone| zone.name.clone()).collect(),
            acceptance_required: service.acceptance_required,
            manages_vpc_endpoints: false,
            supported_ip_address_type_set: vec![SERVICE_IP_ADDRESS_TYPE],
            base_endpoint_dns_name_set: vec![service.base_dns_name()],
            supported_region_set: vec![SupportedRegion {
                region: service.scope.region.to_string(),
                service_state: SERVICE_STATE,
            }],
            remote_access_enabled: false,
            network_load_balancer_arn_set: service.network_load_balancer_arns,
            tag_set: tags(service.tags),
        }
    }
}

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
                .map(|available| available.service.name())
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
    vpc_endpoint_policy_supported: bool,
    acceptance_required: bool,
    manages_vpc_endpoints: bool,
    tag_set: Vec<Tag>,
    supported_ip_address_type_set: Vec<&'static str>,
}

impl From<AvailableService> for ServiceDetail {
    fn from(available: AvailableService) -> Self {
        let service = available.service;
        Self {
            service_name: service.name(),
            service_id: service.id.to_string(),
            service_type: vec![ServiceType {
                service_type: ENDPOINT_TYPE,
            }],
            service_region: service.scope.region.to_string(),
            availability_zone_id_set: service.zones.iter().map(|zone| zone.id.clone()).collect(),
            availability_zone_set: service.zones.iter().map(|zone| zone.name.clone()).collect(),
            owner: service.scope.account.to_string(),
            base_endpoint_dns_name_set: vec![service.base_dns_name()],
            vpc_endpoint_policy_supported: false,
            acceptance_required: service.acceptance_required,
            manages_vpc_endpoints: false,
            tag_set: tags(available.tags),
            supported_ip_address_type_set: vec![SERVICE_IP_ADDRESS_TYPE],
        }
    }
}
