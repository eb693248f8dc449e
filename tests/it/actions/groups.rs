//! Requests about network ACLs, prefix lists, and which security group refers to which.

use super::requests::{Request, requests};
use crate::support::inventory::Inventory;
use crate::support::query::Protocol;
use crate::support::world::CONSUMER;

pub(super) fn groups(inventory: &Inventory) -> Vec<Request> {
    let (vpc, group, groups) = (
        &inventory.consumer.vpc_id,
        &inventory.group_id,
        &inventory.groups,
    );
    let (acl, list) = (&groups.network_acl_id, &groups.prefix_list_id);
    requests!(CONSUMER, &Protocol::EC2,
        CreateNetworkAcl { "VpcId": vpc, "ClientToken": "a" },
        CreateNetworkAclEntry {
            "NetworkAclId": acl, "RuleNumber": 200, "Egress": true, "RuleAction": "deny", "Protocol": 6, "CidrBlock": "10.0.0.0/8",
            "PortRange.From": 22, "PortRange.To": 22,
        },
        ReplaceNetworkAclEntry {
            "NetworkAclId": acl, "RuleNumber": 100, "Egress": false, "RuleAction": "deny", "Protocol": 1, "Ipv6CidrBlock": "::/0",
            "Icmp.Type": 8, "Icmp.Code": -1,
        },
        DeleteNetworkAclEntry { "NetworkAclId": acl, "RuleNumber": 100, "Egress": false },
        ReplaceNetworkAclAssociation { "AssociationId": groups.network_acl_association_id, "NetworkAclId": acl },
        DeleteNetworkAcl { "NetworkAclId": groups.spare_network_acl_id },
        CreateManagedPrefixList { "PrefixListName": "new", "AddressFamily": "IPv6", "MaxEntries": 1, "ClientToken": "a" },
        RestoreManagedPrefixListVersion { "PrefixListId": list, "PreviousVersion": 1, "CurrentVersion": 2 },
        ModifyManagedPrefixList { "PrefixListId": list, "AddEntry.1.Cidr": "203.0.113.0/24" },
        GetManagedPrefixListEntries { "PrefixListId": list, "TargetVersion": 1 },
        GetManagedPrefixListAssociations { "PrefixListId": list },
        DeleteManagedPrefixList { "PrefixListId": groups.spare_prefix_list_id },
        DescribeSecurityGroupReferences { "GroupId.1": group },
        DescribeStaleSecurityGroups { "VpcId": vpc },
        GetSecurityGroupsForVpc { "VpcId": vpc },
    )
}
