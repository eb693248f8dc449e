//! The actions of load balancers.

use serde::{Deserialize, Serialize};

use super::load_balancer_placement::{AvailabilityZone, SubnetMapping, mappings};
use super::shapes::{Attribute, AttributesResponse, Empty, Tag, attributes, paging, tags};
use crate::app::load_balancer as app;
use crate::app::{Get, Stored};
use crate::aws::action::{Action, Call, Treatment};
use crate::domain::error::{Code, Result};
use crate::domain::load_balancer::{LOAD_BALANCER_STATE, LoadBalancer, Scheme};

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub(super) struct CreateLoadBalancer {
    name: String,
    #[serde(rename = "Type")]
    load_balancer_type: Option<String>,
    scheme: Option<String>,
    #[serde(default)]
    subnets: Vec<String>,
    #[serde(default)]
    subnet_mappings: Vec<SubnetMapping>,
    #[serde(default)]
    security_groups: Vec<String>,
    ip_address_type: Option<String>,
    enable_prefix_for_ipv6_source_nat: Option<String>,
    #[serde(default)]
    tags: Vec<Tag>,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct LoadBalancersResponse {
    load_balancers: Vec<LoadBalancerShape>,
    next_marker: Option<String>,
}

impl Action for CreateLoadBalancer {
    type Response = LoadBalancersResponse;

    async fn run(self, call: &Call, treatment: Treatment) -> Result<LoadBalancersResponse> {
        let command = app::CreateLoadBalancer {
            name: self.name,
            load_balancer_type: self.load_balancer_type,
            scheme: self.scheme,
            subnets: mappings(self.subnets, self.subnet_mappings)?,
            security_group_ids: self.security_groups,
            ip_address_type: self.ip_address_type,
            source_nat_prefixes: self.enable_prefix_for_ipv6_source_nat,
            tags: tags(self.tags),
        };
        let load_balancer = call.run(treatment, command).await?;
        Ok(LoadBalancersResponse {
            load_balancers: vec![load_balancer.value.into()],
            next_marker: None,
        })
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub(super) struct DescribeLoadBalancers {
    #[serde(default)]
    load_balancer_arns: Vec<String>,
    #[serde(default)]
    names: Vec<String>,
    page_size: Option<i64>,
    marker: Option<String>,
}

impl Action for DescribeLoadBalancers {
    type Response = LoadBalancersResponse;

    async fn run(self, call: &Call, treatment: Treatment) -> Result<LoadBalancersResponse> {
        let query = app::DescribeLoadBalancers {
            arns: self.load_balancer_arns,
            names: self.names,
            paging: paging(self.page_size, self.marker),
        };
        let page = call.query(treatment, query).await?;
        Ok(LoadBalancersResponse {
            load_balancers: page
                .items
                .into_iter()
                .map(|load_balancer| load_balancer.value.into())
                .collect(),
            next_marker: page.next,
        })
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub(super) struct DeleteLoadBalancer {
    load_balancer_arn: String,
}

impl Action for DeleteLoadBalancer {
    type Response = Empty;

    /// A load balancer that does not exist counts as deleted.
    async fn run(self, call: &Call, treatment: Treatment) -> Result<Empty> {
        let command = app::DeleteLoadBalancer {
            load_balancer_arn: self.load_balancer_arn,
        };
        match call.run(treatment, command).await {
            Err(error) if error.code != Code::LoadBalancerNotFound => Err(error),
            _ => Ok(Empty {}),
        }
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub(super) struct DescribeLoadBalancerAttributes {
    load_balancer_arn: String,
}

impl Action for DescribeLoadBalancerAttributes {
    type Response = AttributesResponse;

    async fn run(self, call: &Call, treatment: Treatment) -> Result<AttributesResponse> {
        let load_balancer = find(call, treatment, self.load_balancer_arn).await?;
        Ok(load_balancer.all_attributes().into())
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub(super) struct ModifyLoadBalancerAttributes {
    load_balancer_arn: String,
    attributes: Vec<Attribute>,
}

impl Action for ModifyLoadBalancerAttributes {
    type Response = AttributesResponse;

    async fn run(self, call: &Call, treatment: Treatment) -> Result<AttributesResponse> {
        let command = app::ModifyLoadBalancer {
            load_balancer_arn: self.load_balancer_arn,
            attributes: attributes(self.attributes),
            ..app::ModifyLoadBalancer::default()
        };
        let load_balancer = call.run(treatment, command).await?;
        Ok(load_balancer.all_attributes().into())
    }
}

async fn find(call: &Call, treatment: Treatment, arn: String) -> Result<Stored<LoadBalancer>> {
    call.query(treatment, Get::<Stored<LoadBalancer>>::new(arn))
        .await
}

/// A load balancer as answers show it.
#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct LoadBalancerShape {
    load_balancer_arn: String,
    #[serde(rename = "DNSName")]
    dns_name: Option<String>,
    canonical_hosted_zone_id: Option<&'static str>,
    created_time: String,
    load_balancer_name: String,
    scheme: Option<&'static str>,
    vpc_id: String,
    state: State,
    #[serde(rename = "Type")]
    load_balancer_type: &'static str,
    availability_zones: Vec<AvailabilityZone>,
    security_groups: Vec<String>,
    ip_address_type: &'static str,
    enforce_security_group_inbound_rules_on_private_link_traffic: Option<&'static str>,
    enable_prefix_for_ipv6_source_nat: Option<&'static str>,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct State {
    code: &'static str,
}

impl From<LoadBalancer> for LoadBalancerShape {
    fn from(load_balancer: LoadBalancer) -> Self {
        Self {
            canonical_hosted_zone_id: load_balancer.hosted_zone_id(),
            created_time: load_balancer.created_at.to_string(),
            scheme: load_balancer.scheme.map(Scheme::name),
            vpc_id: load_balancer.vpc_id.to_string(),
            state: State {
                code: LOAD_BALANCER_STATE,
            },
            load_balancer_type: load_balancer.load_balancer_type.name(),
            ip_address_type: load_balancer.ip_address_type.name(),
            enable_prefix_for_ipv6_source_nat: load_balancer.source_nat_prefixes(),
            enforce_security_group_inbound_rules_on_private_link_traffic: load_balancer
                .private_link_rules(),
            security_groups: load_balancer
                .security_groups
                .iter()
                .map(ToString::to_string)
                .collect(),
            load_balancer_arn: load_balancer.arn,
            dns_name: load_balancer.dns_name,
            load_balancer_name: load_balancer.name,
            availability_zones: load_balancer
                .zones
                .into_iter()
                .map(AvailabilityZone::from)
                .collect(),
        }
    }
}
