//! The actions of subnets.

use serde::{Deserialize, Serialize};

use super::cidr_block::{ASSOCIATED, SubnetIpv6CidrBlockAssociation};
use super::shapes::{
    AttributeBooleanValue, DONE, Done, Filter, Tag, TagSpecification, list_request, tags, tags_for,
};
use crate::app::List;
use crate::app::subnet as app;
use crate::aws::action::{Action, Call, Treatment};
use crate::domain::error::{Code, Error, Result};
use crate::domain::subnet::{HostnameType, SUBNET_STATE};

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub(super) struct CreateSubnet {
    vpc_id: String,
    cidr_block: Option<String>,
    ipv6_cidr_block: Option<String>,
    #[serde(default)]
    ipv6_native: bool,
    availability_zone: Option<String>,
    availability_zone_id: Option<String>,
    #[serde(default)]
    tag_specification: Vec<TagSpecification>,
}

#[derive(Serialize)]
pub(super) struct CreateSubnetResponse {
    subnet: Subnet,
}

impl Action for CreateSubnet {
    type Response = CreateSubnetResponse;

    async fn run(self, call: &Call, treatment: Treatment) -> Result<CreateSubnetResponse> {
        let command = app::CreateSubnet {
            vpc_id: self.vpc_id,
            cidr_block: self.cidr_block,
            ipv6_cidr_block: self.ipv6_cidr_block,
            ipv6_native: self.ipv6_native,
            availability_zone: self.availability_zone,
            availability_zone_id: self.availability_zone_id,
            tags: tags_for("subnet", self.tag_specification)?,
        };
        Ok(CreateSubnetResponse {
            subnet: call.run(treatment, command).await?.into(),
        })
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub(super) struct DescribeSubnets {
    #[serde(default)]
    subnet_id: Vec<String>,
    #[serde(default)]
    filter: Vec<Filter>,
    max_results: Option<i64>,
    next_token: Option<String>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct DescribeSubnetsResponse {
    subnet_set: Vec<Subnet>,
    next_token: Option<String>,
}

impl Action for DescribeSubnets {
    type Response = DescribeSubnetsResponse;

    async fn run(self, call: &Call, treatment: Treatment) -> Result<DescribeSubnetsResponse> {
        let request = list_request(
            self.subnet_id,
            self.filter,
            self.max_results,
            self.next_token,
        )?;
        let page = call
            .query(treatment, List::<app::SubnetView>::new(request))
            .await?
            .map(Subnet::from);
        Ok(DescribeSubnetsResponse {
            subnet_set: page.items,
            next_token: page.next,
        })
    }
}

/// Attributes of customer-owned addresses and of local network interfaces are not served.
#[derive(Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub(super) struct ModifySubnetAttribute {
    subnet_id: String,
    map_public_ip_on_launch: Option<AttributeBooleanValue>,
    assign_ipv6_address_on_creation: Option<AttributeBooleanValue>,
    enable_dns64: Option<AttributeBooleanValue>,
    private_dns_hostname_type_on_launch: Option<HostnameType>,
    #[serde(rename = "EnableResourceNameDnsARecordOnLaunch")]
    enable_resource_name_dns_a_record: Option<AttributeBooleanValue>,
    #[serde(rename = "EnableResourceNameDnsAAAARecordOnLaunch")]
    enable_resource_name_dns_aaaa_record: Option<AttributeBooleanValue>,
}

impl Action for ModifySubnetAttribute {
    type Response = Done;

    async fn run(self, call: &Call, treatment: Treatment) -> Result<Done> {
        let command = app::ModifySubnet {
            subnet_id: self.subnet_id,
            map_public_ip_on_launch: value(self.map_public_ip_on_launch),
            assign_ipv6_address_on_creation: value(self.assign_ipv6_address_on_creation),
            enable_dns64: value(self.enable_dns64),
            hostname_type: self.private_dns_hostname_type_on_launch,
            enable_resource_name_dns_a_record: value(self.enable_resource_name_dns_a_record),
            enable_resource_name_dns_aaaa_record: value(self.enable_resource_name_dns_aaaa_record),
            ipv6_cidr_block: None,
            tags: None,
        };
        let given = [
            command.map_public_ip_on_launch,
            command.assign_ipv6_address_on_creation,
            command.enable_dns64,
            command.hostname_type.map(|_| true),
            command.enable_resource_name_dns_a_record,
            command.enable_resource_name_dns_aaaa_record,
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

fn value(attribute: Option<AttributeBooleanValue>) -> Option<bool> {
    attribute.map(|attribute| attribute.value)
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub(super) struct DeleteSubnet {
    subnet_id: String,
}

impl Action for DeleteSubnet {
    type Response = Done;

    async fn run(self, call: &Call, treatment: Treatment) -> Result<Done> {
        let command = app::DeleteSubnet {
            subnet_id: self.subnet_id,
        };
        call.run(treatment, command).await?;
        Ok(DONE)
    }
}

/// A subnet as answers show it.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Subnet {
    subnet_id: String,
    subnet_arn: String,
    owner_id: String,
    vpc_id: String,
    state: &'static str,
    cidr_block: Option<String>,
    ipv6_cidr_block_association_set: Vec<SubnetIpv6CidrBlockAssociation>,
    availability_zone: String,
    availability_zone_id: String,
    available_ip_address_count: u32,
    default_for_az: bool,
    map_public_ip_on_launch: bool,
    map_customer_owned_ip_on_launch: bool,
    assign_ipv6_address_on_creation: bool,
    enable_dns64: bool,
    ipv6_native: bool,
    private_dns_name_options_on_launch: PrivateDnsNameOptions,
    tag_set: Vec<Tag>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct PrivateDnsNameOptions {
    hostname_type: &'static str,
    enable_resource_name_dns_a_record: bool,
    #[serde(rename = "enableResourceNameDnsAAAARecord")]
    enable_resource_name_dns_aaaa_record: bool,
}

impl From<app::SubnetView> for Subnet {
    fn from(view: app::SubnetView) -> Self {
        let subnet = view.subnet.value;
        Self {
            subnet_id: subnet.id.to_string(),
            subnet_arn: subnet.arn(),
            owner_id: subnet.scope.account.to_string(),
            vpc_id: subnet.vpc_id.to_string(),
            state: SUBNET_STATE,
            cidr_block: subnet.cidr_block.map(|network| network.to_string()),
            ipv6_cidr_block_association_set: subnet
                .ipv6_cidr_block
                .map(|ipv6| SubnetIpv6CidrBlockAssociation::of(&ipv6, ASSOCIATED))
                .into_iter()
                .collect(),
            availability_zone: subnet.availability_zone,
            availability_zone_id: subnet.availability_zone_id,
            available_ip_address_count: view.available_ip_address_count,
            default_for_az: subnet.is_default_for_zone,
            map_public_ip_on_launch: subnet.map_public_ip_on_launch,
            map_customer_owned_ip_on_launch: false,
            assign_ipv6_address_on_creation: subnet.assign_ipv6_address_on_creation,
            enable_dns64: subnet.enable_dns64,
            ipv6_native: subnet.ipv6_native,
            private_dns_name_options_on_launch: PrivateDnsNameOptions {
                hostname_type: subnet.hostname_type.name(),
                enable_resource_name_dns_a_record: subnet.enable_resource_name_dns_a_record,
                enable_resource_name_dns_aaaa_record: subnet.enable_resource_name_dns_aaaa_record,
            },
            tag_set: tags(subnet.tags),
        }
    }
}
