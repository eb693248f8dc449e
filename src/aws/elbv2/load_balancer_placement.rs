//! The actions that change where a load balancer is.

use serde::{Deserialize, Serialize};

use crate::app::load_balancer_address_type;
use crate::app::load_balancer_place;
use crate::app::load_balancer_placement as app;
use crate::aws::action::{Action, Call, Treatment};
use crate::domain::error::{Error, Result};
use crate::domain::load_balancer::LoadBalancerZone;

/// A subnet that a load balancer is to have.
#[derive(Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub(super) struct SubnetMapping {
    subnet_id: String,
    #[serde(rename = "PrivateIPv4Address")]
    private_ipv4_address: Option<String>,
    #[serde(rename = "IPv6Address")]
    ipv6_address: Option<String>,
    allocation_id: Option<String>,
    source_nat_ipv6_prefix: Option<String>,
}

/// The subnets of a request, which names them either by id or with mappings.
pub(super) fn mappings(
    subnets: Vec<String>,
    mappings: Vec<SubnetMapping>,
) -> Result<Vec<load_balancer_place::SubnetMapping>> {
    if !subnets.is_empty() && !mappings.is_empty() {
        return Err(Error::validation(
            "SubnetMappings",
            "You must specify either subnets or subnet mappings, but not both",
        ));
    }
    let by_id = subnets
        .into_iter()
        .map(load_balancer_place::SubnetMapping::new);
    let by_mapping = mappings
        .into_iter()
        .map(|mapping| load_balancer_place::SubnetMapping {
            subnet_id: mapping.subnet_id,
            private_ipv4_address: mapping.private_ipv4_address,
            ipv6_address: mapping.ipv6_address,
            allocation_id: mapping.allocation_id,
            source_nat_ipv6_prefix: mapping.source_nat_ipv6_prefix,
        });
    Ok(by_id.chain(by_mapping).collect())
}

/// A load balancer's place in a zone as answers show it.
#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct AvailabilityZone {
    zone_name: String,
    subnet_id: String,
    load_balancer_addresses: Vec<LoadBalancerAddress>,
    source_nat_ipv6_prefixes: Option<Vec<String>>,
}

#[derive(Serialize)]
struct LoadBalancerAddress {
    #[serde(rename = "IpAddress")]
    ip_address: Option<String>,
    #[serde(rename = "AllocationId")]
    allocation_id: Option<String>,
    #[serde(rename = "PrivateIPv4Address")]
    private_ipv4_address: Option<String>,
    #[serde(rename = "IPv6Address")]
    ipv6_address: Option<String>,
}

impl From<LoadBalancerZone> for AvailabilityZone {
    fn from(zone: LoadBalancerZone) -> Self {
        let elastic_ip = zone.elastic_ip;
        let chosen = zone.private_ipv4_address.is_some()
            || zone.ipv6_address.is_some()
            || elastic_ip.is_some();
        let chosen = chosen.then(|| LoadBalancerAddress {
            ip_address: elastic_ip.as_ref().map(|it| it.public_ip.to_string()),
            allocation_id: elastic_ip.map(|it| it.allocation_id.to_string()),
            private_ipv4_address: zone.private_ipv4_address.map(|it| it.to_string()),
            ipv6_address: zone.ipv6_address.map(|it| it.to_string()),
        });
        Self {
            zone_name: zone.availability_zone,
            subnet_id: zone.subnet_id.to_string(),
            load_balancer_addresses: chosen.into_iter().collect(),
            source_nat_ipv6_prefixes: zone
                .source_nat_ipv6_prefix
                .map(|prefix| vec![prefix.to_string()]),
        }
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub(super) struct SetSubnets {
    load_balancer_arn: String,
    #[serde(default)]
    subnets: Vec<String>,
    #[serde(default)]
    subnet_mappings: Vec<SubnetMapping>,
    ip_address_type: Option<String>,
    enable_prefix_for_ipv6_source_nat: Option<String>,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct SetSubnetsResponse {
    availability_zones: Vec<AvailabilityZone>,
    ip_address_type: &'static str,
    enable_prefix_for_ipv6_source_nat: Option<&'static str>,
}

impl Action for SetSubnets {
    type Response = SetSubnetsResponse;

    async fn run(self, call: &Call, treatment: Treatment) -> Result<SetSubnetsResponse> {
        let command = app::SetSubnets {
            load_balancer_arn: self.load_balancer_arn,
            subnets: mappings(self.subnets, self.subnet_mappings)?,
            ip_address_type: self.ip_address_type,
            source_nat_prefixes: self.enable_prefix_for_ipv6_source_nat,
        };
        let load_balancer = call.run(treatment, command).await?.value;
        Ok(SetSubnetsResponse {
            enable_prefix_for_ipv6_source_nat: load_balancer.source_nat_prefixes(),
            ip_address_type: load_balancer.ip_address_type.name(),
            availability_zones: load_balancer
                .zones
                .into_iter()
                .map(AvailabilityZone::from)
                .collect(),
        })
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub(super) struct SetIpAddressType {
    load_balancer_arn: String,
    ip_address_type: String,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct SetIpAddressTypeResponse {
    ip_address_type: &'static str,
}

impl Action for SetIpAddressType {
    type Response = SetIpAddressTypeResponse;

    async fn run(self, call: &Call, treatment: Treatment) -> Result<SetIpAddressTypeResponse> {
        let command = load_balancer_address_type::SetIpAddressType {
            load_balancer_arn: self.load_balancer_arn,
            ip_address_type: self.ip_address_type,
        };
        let load_balancer = call.run(treatment, command).await?;
        Ok(SetIpAddressTypeResponse {
            ip_address_type: load_balancer.ip_address_type.name(),
        })
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub(super) struct SetSecurityGroups {
    load_balancer_arn: String,
    security_groups: Vec<String>,
    enforce_security_group_inbound_rules_on_private_link_traffic: Option<String>,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct SetSecurityGroupsResponse {
    security_group_ids: Vec<String>,
    enforce_security_group_inbound_rules_on_private_link_traffic: Option<&'static str>,
}

impl Action for SetSecurityGroups {
    type Response = SetSecurityGroupsResponse;

    async fn run(self, call: &Call, treatment: Treatment) -> Result<SetSecurityGroupsResponse> {
        let command = app::SetSecurityGroups {
            load_balancer_arn: self.load_balancer_arn,
            security_group_ids: self.security_groups,
            enforce_private_link_rules: self
                .enforce_security_group_inbound_rules_on_private_link_traffic,
        };
        let load_balancer = call.run(treatment, command).await?.value;
        Ok(SetSecurityGroupsResponse {
            enforce_security_group_inbound_rules_on_private_link_traffic: load_balancer
                .private_link_rules(),
            security_group_ids: load_balancer
                .security_groups
                .iter()
                .map(ToString::to_string)
                .collect(),
        })
    }
}
