//! The actions by which providers see and decide about connections.

use serde::{Deserialize, Serialize};

use super::endpoint::{DnsEntry, dns_entries};
use super::shapes::{Filter, Tag, UnsuccessfulResponse, filters, page, tags};
use crate::app::connection as app;
use crate::aws::action::{Action, Call, Treatment};
use crate::domain::endpoint::Connection;
use crate::domain::endpoint_type::EndpointType;
use crate::domain::error::Result;
use crate::domain::limit;

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub(super) struct AcceptVpcEndpointConnections {
    service_id: String,
    #[serde(default)]
    vpc_endpoint_id: Vec<String>,
}

impl Action for AcceptVpcEndpointConnections {
    type Response = UnsuccessfulResponse;

    async fn run(self, call: &Call, treatment: Treatment) -> Result<UnsuccessfulResponse> {
        let command = app::AcceptConnections {
            service_id: self.service_id,
            endpoint_ids: self.vpc_endpoint_id,
        };
        Ok(call.run(treatment, command).await?.into())
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub(super) struct RejectVpcEndpointConnections {
    service_id: String,
    #[serde(default)]
    vpc_endpoint_id: Vec<String>,
}

impl Action for RejectVpcEndpointConnections {
    type Response = UnsuccessfulResponse;

    async fn run(self, call: &Call, treatment: Treatment) -> Result<UnsuccessfulResponse> {
        let command = app::RejectConnections {
            service_id: self.service_id,
            endpoint_ids: self.vpc_endpoint_id,
        };
        Ok(call.run(treatment, command).await?.into())
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub(super) struct DescribeVpcEndpointConnections {
    #[serde(default)]
    filter: Vec<Filter>,
    max_results: Option<i64>,
    next_token: Option<String>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct DescribeResponse {
    vpc_endpoint_connection_set: Vec<VpcEndpointConnection>,
    next_token: Option<String>,
}

impl Action for DescribeVpcEndpointConnections {
    type Response = DescribeResponse;

    async fn run(self, call: &Call, treatment: Treatment) -> Result<DescribeResponse> {
        let query = app::ListConnections {
            service_id: None,
            filters: filters(self.filter),
            page: page(self.max_results, self.next_token, limit::PAGE_MIN)?,
        };
        let page = call.query(treatment, query).await?;
        Ok(DescribeResponse {
            vpc_endpoint_connection_set: page
                .items
                .into_iter()
                .map(|stored| stored.value.into())
                .collect(),
            next_token: page.next,
        })
    }
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct VpcEndpointConnection {
    service_id: String,
    vpc_endpoint_id: String,
    vpc_endpoint_owner: String,
    vpc_endpoint_state: &'static str,
    creation_timestamp: String,
    dns_entry_set: Vec<DnsEntry>,
    network_load_balancer_arn_set: Vec<String>,
    gateway_load_balancer_arn_set: Vec<String>,
    ip_address_type: &'static str,
    vpc_endpoint_connection_id: String,
    tag_set: Vec<Tag>,
    vpc_endpoint_region: String,
}

impl From<Connection> for VpcEndpointConnection {
    fn from(connection: Connection) -> Self {
        let network_load_balancer_arn_set = connection.load_balancers_for(EndpointType::Interface);
        let gateway_load_balancer_arn_set =
            connection.load_balancers_for(EndpointType::GatewayLoadBalancer);
        let endpoint = connection.endpoint;
        Self {
            service_id: endpoint.service_id.to_string(),
            vpc_endpoint_id: endpoint.id.to_string(),
            vpc_endpoint_owner: endpoint.scope.account.to_string(),
            vpc_endpoint_state: endpoint.connection.name(),
            creation_timestamp: endpoint.created_at.to_string(),
            dns_entry_set: dns_entries(&endpoint),
            ip_address_type: endpoint.ip_address_type.name(),
            vpc_endpoint_connection_id: endpoint.connection_id.to_string(),
            vpc_endpoint_region: endpoint.scope.region.to_string(),
            network_load_balancer_arn_set,
            gateway_load_balancer_arn_set,
            tag_set: tags(endpoint.connection_tags),
        }
    }
}
