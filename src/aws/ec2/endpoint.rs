//! The actions of endpoints.

use serde::{Deserialize, Serialize};

use super::shapes::{
    DONE, Done, Filter, GroupIdentifier, Tag, TagSpecification, UnsuccessfulResponse, filters,
    page, tags, tags_for,
};
use crate::app::Stored;
use crate::app::endpoint as app;
use crate::app::{List, ListRequest};
use crate::aws::action::{Action, Call, Treatment};
use crate::domain::connection::ConnectionState;
use crate::domain::endpoint::Endpoint;
use crate::domain::endpoint_type::EndpointType;
use crate::domain::error::Result;

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
struct DnsOptions {
    dns_record_ip_type: Option<String>,
    private_dns_only_for_inbound_resolver_endpoint: Option<bool>,
    private_dns_preference: Option<String>,
    #[serde(default)]
    private_dns_specified_domain: Vec<String>,
}

fn dns_wish(options: Option<DnsOptions>) -> app::DnsWish {
    options.map_or_else(app::DnsWish::default, |options| app::DnsWish {
        record_ip_type: options.dns_record_ip_type,
        private_dns_only_for_inbound_resolver_endpoint: options
            .private_dns_only_for_inbound_resolver_endpoint,
        private_dns_preference: options.private_dns_preference,
        private_dns_specified_domains: options.private_dns_specified_domain,
    })
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
struct SubnetConfiguration {
    #[serde(default)]
    subnet_id: String,
    ipv4: Option<String>,
    ipv6: Option<String>,
}

fn subnet_configurations(given: Vec<SubnetConfiguration>) -> Vec<app::SubnetConfiguration> {
    given
        .into_iter()
        .map(|it| app::SubnetConfiguration {
            subnet_id: it.subnet_id,
            ipv4: it.ipv4,
            ipv6: it.ipv6,
        })
        .collect()
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub(super) struct CreateVpcEndpoint {
    vpc_id: String,
    vpc_endpoint_type: Option<String>,
    service_name: Option<String>,
    service_network_arn: Option<String>,
    resource_configuration_arn: Option<String>,
    service_region: Option<String>,
    policy_document: Option<String>,
    #[serde(default)]
    route_table_id: Vec<String>,
    #[serde(default)]
    subnet_id: Vec<String>,
    #[serde(default)]
    security_group_id: Vec<String>,
    ip_address_type: Option<String>,
    dns_options: Option<DnsOptions>,
    private_dns_enabled: Option<bool>,
    #[serde(default)]
    subnet_configuration: Vec<SubnetConfiguration>,
    #[serde(default)]
    tag_specification: Vec<TagSpecification>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct CreateVpcEndpointResponse {
    vpc_endpoint: VpcEndpoint,
    client_token: Option<String>,
}

impl Action for CreateVpcEndpoint {
    type Response = CreateVpcEndpointResponse;

    async fn run(self, call: &Call, treatment: Treatment) -> Result<CreateVpcEndpointResponse> {
        let client_token = treatment.client_token.clone();
        let command = app::CreateEndpoint {
            vpc_id: self.vpc_id,
            endpoint_type: self.vpc_endpoint_type,
            service_name: self.service_name,
            service_region: self.service_region,
            resource_configuration_arn: self.resource_configuration_arn,
            service_network_arn: self.service_network_arn,
            subnet_ids: self.subnet_id,
            subnet_configurations: subnet_configurations(self.subnet_configuration),
            security_group_ids: self.security_group_id,
            route_table_ids: self.route_table_id,
            policy_document: policy(self.policy_document),
            ip_address_type: self.ip_address_type,
            dns_options: dns_wish(self.dns_options),
            private_dns_enabled: self.private_dns_enabled,
            tags: tags_for("vpc-endpoint", self.tag_specification)?,
        };
        let endpoint = call.run(treatment, command).await?;
        Ok(CreateVpcEndpointResponse {
            vpc_endpoint: endpoint.value.into(),
            client_token,
        })
    }
}

/// An empty policy is none.
fn policy(text: Option<String>) -> Option<String> {
    text.filter(|text| !text.is_empty())
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub(super) struct ModifyVpcEndpoint {
    vpc_endpoint_id: String,
    #[serde(default)]
    reset_policy: bool,
    policy_document: Option<String>,
    #[serde(default)]
    add_route_table_id: Vec<String>,
    #[serde(default)]
    remove_route_table_id: Vec<String>,
    #[serde(default)]
    add_subnet_id: Vec<String>,
    #[serde(default)]
    remove_subnet_id: Vec<String>,
    #[serde(default)]
    add_security_group_id: Vec<String>,
    #[serde(default)]
    remove_security_group_id: Vec<String>,
    ip_address_type: Option<String>,
    dns_options: Option<DnsOptions>,
    private_dns_enabled: Option<bool>,
    #[serde(default)]
    subnet_configuration: Vec<SubnetConfiguration>,
}

impl Action for ModifyVpcEndpoint {
    type Response = Done;

    async fn run(self, call: &Call, treatment: Treatment) -> Result<Done> {
        let command = app::ModifyEndpoint {
            endpoint_id: self.vpc_endpoint_id,
            policy_document: policy(self.policy_document),
            reset_policy: self.reset_policy,
            add_subnet_ids: self.add_subnet_id,
            remove_subnet_ids: self.remove_subnet_id,
            subnet_configurations: subnet_configurations(self.subnet_configuration),
            add_security_group_ids: self.add_security_group_id,
            remove_security_group_ids: self.remove_security_group_id,
            add_route_table_ids: self.add_route_table_id,
            remove_route_table_ids: self.remove_route_table_id,
            ip_address_type: self.ip_address_type,
            dns_options: dns_wish(self.dns_options),
            private_dns_enabled: self.private_dns_enabled,
            ..app::ModifyEndpoint::default()
        };
        call.run(treatment, command).await?;
        Ok(DONE)
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub(super) struct DeleteVpcEndpoints {
    #[serde(default)]
    vpc_endpoint_id: Vec<String>,
}

impl Action for DeleteVpcEndpoints {
    type Response = UnsuccessfulResponse;

    async fn run(self, call: &Call, treatment: Treatment) -> Result<UnsuccessfulResponse> {
        let command = app::DeleteEndpoints {
            endpoint_ids: self.vpc_endpoint_id,
        };
        Ok(call.run(treatment, command).await?.into())
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub(super) struct DescribeVpcEndpoints {
    #[serde(default)]
    vpc_endpoint_id: Vec<String>,
    #[serde(default)]
    filter: Vec<Filter>,
    max_results: Option<i64>,
    next_token: Option<String>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct DescribeVpcEndpointsResponse {
    vpc_endpoint_set: Vec<VpcEndpoint>,
    next_token: Option<String>,
}

impl Action for DescribeVpcEndpoints {
    type Response = DescribeVpcEndpointsResponse;

    async fn run(self, call: &Call, treatment: Treatment) -> Result<DescribeVpcEndpointsResponse> {
        let request = ListRequest {
            ids: self.vpc_endpoint_id,
            filters: filters(self.filter),
            page: page(self.max_results, self.next_token, 1)?,
        };
        let page = call
            .query(treatment, List::<Stored<Endpoint>>::new(request))
            .await?;
        Ok(DescribeVpcEndpointsResponse {
            vpc_endpoint_set: page
                .items
                .into_iter()
                .map(|endpoint| endpoint.value.into())
                .collect(),
            next_token: page.next,
        })
    }
}

/// An endpoint as answers show it.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct VpcEndpoint {
    vpc_endpoint_id: String,
    vpc_endpoint_type: &'static str,
    vpc_id: String,
    service_name: String,
    state: &'static str,
    policy_document: Option<String>,
    route_table_id_set: Vec<String>,
    subnet_id_set: Vec<String>,
    group_set: Vec<GroupIdentifier>,
    ip_address_type: &'static str,
    dns_options: Option<DnsOptionsView>,
    private_dns_enabled: bool,
    requester_managed: bool,
    network_interface_id_set: Vec<String>,
    dns_entry_set: Vec<DnsEntry>,
    creation_timestamp: String,
    tag_set: Vec<Tag>,
    owner_id: String,
    last_error: Option<LastError>,
    service_region: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct DnsOptionsView {
    dns_record_ip_type: &'static str,
    private_dns_only_for_inbound_resolver_endpoint: bool,
}

impl DnsOptionsView {
    /// Gateway Load Balancer endpoints have no names, and so no options.
    fn of(endpoint: &Endpoint) -> Option<Self> {
        let options = &endpoint.dns_options;
        (endpoint.endpoint_type != EndpointType::GatewayLoadBalancer).then(|| Self {
            dns_record_ip_type: options.record_ip_type.name(),
            private_dns_only_for_inbound_resolver_endpoint: options
                .private_dns_only_for_inbound_resolver_endpoint,
        })
    }
}

#[derive(Serialize)]
struct LastError {
    code: String,
    message: String,
}

/// A name of an endpoint.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct DnsEntry {
    dns_name: String,
    hosted_zone_id: Option<String>,
}

/// The names of an endpoint.
pub(super) fn dns_entries(endpoint: &Endpoint) -> Vec<DnsEntry> {
    let entries = endpoint.dns_entries().into_iter();
    entries
        .map(|entry| DnsEntry {
            dns_name: entry.dns_name,
            hosted_zone_id: entry.hosted_zone_id,
        })
        .collect()
}

impl From<Endpoint> for VpcEndpoint {
    fn from(endpoint: Endpoint) -> Self {
        let last_error = match &endpoint.connection {
            ConnectionState::Failed { last_error } => Some(LastError {
                code: last_error.code.clone(),
                message: last_error.message.clone(),
            }),
            _ => None,
        };
        Self {
            vpc_endpoint_id: endpoint.id.to_string(),
            vpc_endpoint_type: endpoint.endpoint_type.name(),
            vpc_id: endpoint.vpc_id.to_string(),
            state: endpoint.connection.name(),
            route_table_id_set: endpoint
                .route_table_ids
                .iter()
                .map(ToString::to_string)
                .collect(),
            subnet_id_set: endpoint
                .subnets
                .iter()
                .map(|subnet| subnet.subnet_id.to_string())
                .collect(),
            ip_address_type: endpoint.ip_address_type.name(),
            dns_options: DnsOptionsView::of(&endpoint),
            private_dns_enabled: endpoint.private_dns.is_some(),
            requester_managed: false,
            network_interface_id_set: endpoint
                .subnets
                .iter()
                .map(|subnet| subnet.network_interface_id.to_string())
                .collect(),
            dns_entry_set: dns_entries(&endpoint),
            creation_timestamp: endpoint.created_at.to_string(),
            owner_id: endpoint.scope.account.to_string(),
            last_error,
            service_region: endpoint.service_scope.region.to_string(),
            service_name: endpoint.service_name,
            policy_document: endpoint.policy_document,
            group_set: endpoint
                .groups
                .into_iter()
                .map(GroupIdentifier::from)
                .collect(),
            tag_set: tags(endpoint.tags),
        }
    }
}
