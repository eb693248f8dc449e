//! The actions of VPCs and their DHCP options, and those about accounts as a whole.

use super::requests::{Request, requests};
use crate::support::inventory::Inventory;
use crate::support::query::Protocol;
use crate::support::world::CONSUMER;

/// A request of each.
pub(super) fn vpcs(inventory: &Inventory) -> Vec<Request> {
    let vpc = &inventory.consumer.vpc_id;
    let (options, spare) = &inventory.dhcp_options_ids;
    requests!(CONSUMER, &Protocol::EC2,
        DescribeAccountAttributes { "AttributeName.1": "supported-platforms" },
        ModifyVpcTenancy { "VpcId": vpc, "InstanceTenancy": "default" },
        DescribeVpcClassicLink { "VpcId.1": vpc },
        DescribeVpcClassicLinkDnsSupport { "VpcIds.1": vpc },
        CreateDhcpOptions { "DhcpConfiguration.1.Key": "domain-name", "DhcpConfiguration.1.Value.1": "example.com" },
        DescribeDhcpOptions { "DhcpOptionsId.1": options },
        AssociateDhcpOptions { "DhcpOptionsId": options, "VpcId": vpc },
        DeleteDhcpOptions { "DhcpOptionsId": spare },
    )
}
