//! The actions of VPCs.

use serde::{Deserialize, Serialize};

use super::cidr_block::{ASSOCIATED, CidrBlockAssociation, VpcIpv6CidrBlockAssociation};
use super::shapes::{
    AttributeBooleanValue, BooleanValue, DONE, Done, Filter, Tag, TagSpecification, list_request,
    tags, tags_for,
};
use crate::app::Stored;
use crate::app::vpc as app;
use crate::app::{Get, List};
use crate::aws::action::{Action, Call, Treatment};
use crate::domain::error::{Code, Error, Result};
use crate::domain::foreign_pool::PoolRequest;
use crate::domain::vpc::{self, Tenancy};

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub(super) struct CreateVpc {
    cidr_block: Option<String>,
    #[serde(default)]
    amazon_provided_ipv6_cidr_block: bool,
    ipv6_cidr_block_network_border_group: Option<String>,
    instance_tenancy: Option<String>,
    ipv4_ipam_pool_id: Option<String>,
    ipv4_netmask_length: Option<i64>,
    ipv6_cidr_block: Option<String>,
    ipv6_pool: Option<String>,
    ipv6_ipam_pool_id: Option<String>,
    ipv6_netmask_length: Option<i64>,
    #[serde(default)]
    tag_specification: Vec<TagSpecification>,
}

#[derive(Serialize)]
pub(super) struct CreateVpcResponse {
    vpc: Vpc,
}

impl Action for CreateVpc {
    type Response = CreateVpcResponse;

    async fn run(self, call: &Call, treatment: Treatment) -> Result<CreateVpcResponse> {
        let pools = PoolRequest {
            ipv4_ipam_pool_id: self.ipv4_ipam_pool_id,
            ipv4_netmask_length: self.ipv4_netmask_length,
            ipv6_cidr_block: self.ipv6_cidr_block,
            ipv6_pool: self.ipv6_pool,
            ipv6_ipam_pool_id: self.ipv6_ipam_pool_id,
            ipv6_netmask_length: self.ipv6_netmask_length,
        };
        pools.refuse()?;
        let tenancy = self.instance_tenancy.as_deref().map(Tenancy::parse);
        let command = app::CreateVpc {
            cidr_block: self.cidr_block.ok_or_else(|| Error::missing("CidrBlock"))?,
            amazon_provided_ipv6_cidr_block: self.amazon_provided_ipv6_cidr_block,
            ipv6_network_border_group: self.ipv6_cidr_block_network_border_group,
            instance_tenancy: tenancy.transpose()?,
            tags: tags_for("vpc", self.tag_specification)?,
        };
        Ok(CreateVpcResponse {
            vpc: call.run(treatment, command).await?.value.into(),
        })
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub(super) struct DescribeVpcs {
    #[serde(default)]
    vpc_id: Vec<String>,
    #[serde(default)]
    filter: Vec<Filter>,
    max_results: Option<i64>,
    next_token: Option<String>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct DescribeVpcsResponse {
    vpc_set: Vec<Vpc>,
    next_token: Option<String>,
}

impl Action for DescribeVpcs {
    type Response = DescribeVpcsResponse;

    async fn run(self, call: &Call, treatment: Treatment) -> Result<DescribeVpcsResponse> {
        let request = list_request(self.vpc_id, self.filter, self.max_results, self.next_token)?;
        let page = call
            .query(treatment, List::<Stored<vpc::Vpc>>::new(request))
            .await?;
        Ok(DescribeVpcsResponse {
            vpc_set: page.items.into_iter().map(|vpc| vpc.value.into()).collect(),
            next_token: page.next,
        })
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub(super) struct DeleteVpc {
    vpc_id: String,
}

impl Action for DeleteVpc {
    type Response = Done;

    async fn run(self, call: &Call, treatment: Treatment) -> Result<Done> {
        call.run(
            treatment,
            app::DeleteVpc {
                vpc_id: self.vpc_id,
            },
        )
        .await?;
        Ok(DONE)
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub(super) struct DescribeVpcAttribute {
    vpc_id: String,
    attribute: Attribute,
}

#[derive(Deserialize)]
enum Attribute {
    #[serde(rename = "enableDnsSupport")]
    DnsSupport,
    #[serde(rename = "enableDnsHostnames")]
    DnsHostnames,
    #[serde(rename = "enableNetworkAddressUsageMetrics")]
    NetworkAddressUsageMetrics,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct DescribeVpcAttributeResponse {
    vpc_id: String,
    enable_dns_support: Option<BooleanValue>,
    enable_dns_hostnames: Option<BooleanValue>,
    enable_network_address_usage_metrics: Option<BooleanValue>,
}

impl Action for DescribeVpcAttribute {
    type Response = DescribeVpcAttributeResponse;

    async fn run(self, call: &Call, treatment: Treatment) -> Result<DescribeVpcAttributeResponse> {
        let vpc = call
            .query(treatment, Get::<Stored<vpc::Vpc>>::new(self.vpc_id))
            .await?;
        let mut response = DescribeVpcAttributeResponse {
            vpc_id: vpc.id.to_string(),
            enable_dns_support: None,
            enable_dns_hostnames: None,
            enable_network_address_usage_metrics: None,
        };
        let (attribute, value) = match self.attribute {
            Attribute::DnsSupport => (&mut response.enable_dns_support, vpc.enable_dns_support),
            Attribute::DnsHostnames => {
                (&mut response.enable_dns_hostnames, vpc.enable_dns_hostnames)
            }
            Attribute::NetworkAddressUsageMetrics => (
                &mut response.enable_network_address_usage_metrics,
                vpc.enable_network_address_usage_metrics,
            ),
        };
        *attribute = Some(BooleanValue { value });
        Ok(response)
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub(super) struct ModifyVpcAttribute {
    vpc_id: String,
    enable_dns_support: Option<AttributeBooleanValue>,
    enable_dns_hostnames: Option<AttributeBooleanValue>,
    enable_network_address_usage_metrics: Option<AttributeBooleanValue>,
}

impl Action for ModifyVpcAttribute {
    type Response = Done;

    async fn run(self, call: &Call, treatment: Treatment) -> Result<Done> {
        let command = app::ModifyVpc {
            vpc_id: self.vpc_id,
            enable_dns_support: self.enable_dns_support.map(|attribute| attribute.value),
            enable_dns_hostnames: self.enable_dns_hostnames.map(|attribute| attribute.value),
            enable_network_address_usage_metrics: self
                .enable_network_address_usage_metrics
                .map(|attribute| attribute.value),
            ..app::ModifyVpc::default()
        };
        let given = [
            command.enable_dns_support,
            command.enable_dns_hostnames,
            command.enable_network_address_usage_metrics,
        ];
        if given.iter().flatten().count() != 1 {
            return Err(Error::new(
                Code::InvalidParameterCombination,
                "Exactly one attribute must be specified",
            ));
        }
        call.run(treatment, command).await?;
        Ok(DONE)
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub(super) struct ModifyVpcTenancy {
    vpc_id: String,
    instance_tenancy: String,
}

impl Action for ModifyVpcTenancy {
    type Response = Done;

    async fn run(self, call: &Call, treatment: Treatment) -> Result<Done> {
        let command = app::ModifyVpcTenancy {
            vpc_id: self.vpc_id,
            instance_tenancy: Tenancy::parse(&self.instance_tenancy)?,
        };
        call.run(treatment, command).await?;
        Ok(DONE)
    }
}

/// A VPC as answers show it.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Vpc {
    vpc_id: String,
    owner_id: String,
    state: &'static str,
    cidr_block: String,
    cidr_block_association_set: Vec<CidrBlockAssociation>,
    ipv6_cidr_block_association_set: Vec<VpcIpv6CidrBlockAssociation>,
    dhcp_options_id: String,
    instance_tenancy: Tenancy,
    is_default: bool,
    tag_set: Vec<Tag>,
}

impl From<vpc::Vpc> for Vpc {
    fn from(vpc: vpc::Vpc) -> Self {
        Self {
            vpc_id: vpc.id.to_string(),
            owner_id: vpc.scope.account.to_string(),
            state: "available",
            cidr_block: vpc.cidr_block.to_string(),
            cidr_block_association_set: vpc
                .ipv4_associations()
                .map(|(id, network)| CidrBlockAssociation::of(id.to_string(), network, ASSOCIATED))
                .collect(),
            ipv6_cidr_block_association_set: vpc
                .ipv6_cidr_blocks
                .iter()
                .map(|ipv6| VpcIpv6CidrBlockAssociation::of(&vpc.scope, ipv6, ASSOCIATED))
                .collect(),
            dhcp_options_id: vpc.dhcp_options.id(&vpc.scope),
            instance_tenancy: vpc.instance_tenancy,
            is_default: vpc.is_default,
            tag_set: tags(vpc.tags),
        }
    }
}
