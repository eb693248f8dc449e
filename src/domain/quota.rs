//! How much of what an account may have. AWS lets accounts raise these, so they are settings.

use serde::{Deserialize, Serialize};

use super::limit;

/// AWS's quotas that accounts come up against.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct Quotas {
    /// Interface and Gateway Load Balancer endpoints in one VPC, together.
    pub interface_endpoints_per_vpc: u32,
    /// Gateway endpoints of an account in one region.
    pub gateway_endpoints_per_region: u32,
    /// Gateway endpoints in one VPC.
    pub gateway_endpoints_per_vpc: u32,
    /// VPCs of an account in one region. AWS begins with 5; here there is room for many stacks.
    pub vpcs_per_region: u32,
    /// Elastic IP addresses of an account in one region.
    pub elastic_ips_per_region: u32,
    /// NAT gateways of an account in one availability zone.
    pub nat_gateways_per_zone: u32,
}

impl Default for Quotas {
    fn default() -> Self {
        Self {
            interface_endpoints_per_vpc: 50,
            gateway_endpoints_per_region: 20,
            gateway_endpoints_per_vpc: 255,
            vpcs_per_region: limit::VPCS,
            elastic_ips_per_region: 5,
            nat_gateways_per_zone: 5,
        }
    }
}
