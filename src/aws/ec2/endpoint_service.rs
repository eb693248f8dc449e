//! The actions of endpoint services, as providers have them.

use serde::{Deserialize, Serialize};

use super::shapes::{
    DONE, Done, Filter, Tag, TagSpecification, UnsuccessfulResponse, list_request, tags, tags_for,
};
use crate::app::List;
use crate::app::Stored;
use crate::app::endpoint_service as app;
use crate::aws::action::{Action, Call, Treatment};
use crate::domain::endpoint_service::{EndpointService, SERVICE_STATE, type_names};
use crate::domain::endpoint_type::EndpointType;
use crate::domain::error::Result;
use crate::domain::private_dns::{PrivateDnsName, RECORD_TYPE};

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub(super) struct CreateVpcEndpointServiceConfiguration {
    acceptance_required: Option<bool>,
    #[serde(default)]
    network_load_balancer_arn: Vec<String>,
    #[serde(default)]
    gateway_load_balancer_arn: Vec<String>,
    private_dns_name: Option<String>,
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
            gateway_load_balancer_arns: self.gateway_load_balancer_arn,
            private_dns_name: self.private_dns_name,
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
    add_gateway_load_balancer_arn: Vec<String>,
    #[serde(default)]
    remove_gateway_load_balancer_arn: Vec<String>,
    private_dns_name: Option<String>,
    #[serde(default)]
    remove_private_dns_name: bool,
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
            add_gateway_load_balancer_arns: self.add_gateway_load_balancer_arn,
            remove_gateway_load_balancer_arns: self.remove_gateway_load_balancer_arn,
            private_dns_name: self.private_dns_name,
            remove_private_dns_name: self.remove_private_dns_name,
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
    gateway_load_balancer_arn_set: Vec<String>,
    supported_ip_address_type_set: Vec<String>,
    base_endpoint_dns_name_set: Vec<String>,
    private_dns_name: Option<String>,
    private_dns_name_configuration: Option<PrivateDnsNameConfiguration>,
    payer_responsibility: Option<&'static str>,
    tag_set: Vec<Tag>,
    supported_region_set: Vec<SupportedRegion>,
    remote_access_enabled: bool,
}

/// A type of endpoints.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct ServiceType {
    pub(super) service_type: &'static str,
}

/// How a provider proves that a private name is its own.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct PrivateDnsNameConfiguration {
    state: &'static str,
    #[serde(rename = "type")]
    record_type: &'static str,
    value: String,
    name: String,
}

impl From<PrivateDnsName> for PrivateDnsNameConfiguration {
    fn from(private: PrivateDnsName) -> Self {
        Self {
            state: private.verification.name(),
            record_type: RECORD_TYPE,
            value: private.record_value,
            name: private.record_name,
        }
    }
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
                service_type: service.endpoint_type.name(),
            }],
            service_id: service.id.to_string(),
            service_name: service.name(),
            service_state: SERVICE_STATE,
            availability_zone_id_set: service.zones.iter().map(|zone| zone.id.clone()).collect(),
            availability_zone_set: service.zones.iter().map(|zone| zone.name.clone()).collect(),
            acceptance_required: service.acceptance_required,
            manages_vpc_endpoints: false,
            network_load_balancer_arn_set: service.load_balancers_for(EndpointType::Interface),
            gateway_load_balancer_arn_set: service
                .load_balancers_for(EndpointType::GatewayLoadBalancer),
            supported_ip_address_type_set: type_names(&service.supported_ip_address_types),
            base_endpoint_dns_name_set: service.base_dns_names(),
            payer_responsibility: service.payer_responsibility(),
            remote_access_enabled: service.is_cross_region(),
            supported_region_set: service
                .supported_regions
                .iter()
                .map(|region| SupportedRegion {
                    region: region.to_string(),
                    service_state: SERVICE_STATE,
                })
                .collect(),
            private_dns_name: service
                .private_dns_name
                .as_ref()
                .map(|private| private.name.clone()),
            private_dns_name_configuration: service.private_dns_name.map(Into::into),
            tag_set: tags(service.tags),
        }
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub(super) struct StartVpcEndpointServicePrivateDnsVerification {
    service_id: String,
}

impl Action for StartVpcEndpointServicePrivateDnsVerification {
    type Response = Done;

    async fn run(self, call: &Call, treatment: Treatment) -> Result<Done> {
        let command = app::StartPrivateDnsVerification {
            service_id: self.service_id,
        };
        call.run(treatment, command).await?;
        Ok(DONE)
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub(super) struct ModifyVpcEndpointServicePayerResponsibility {
    service_id: String,
    payer_responsibility: String,
}

impl Action for ModifyVpcEndpointServicePayerResponsibility {
    type Response = Done;

    async fn run(self, call: &Call, treatment: Treatment) -> Result<Done> {
        let command = app::ModifyPayerResponsibility {
            service_id: self.service_id,
            payer_responsibility: self.payer_responsibility,
        };
        call.run(treatment, command).await?;
        Ok(DONE)
    }
}
