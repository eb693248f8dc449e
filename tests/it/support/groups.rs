//! What decides on traffic: a network ACL with an entry, prefix lists, and some that nothing uses.

use super::world::{CONSUMER, Network, World};

/// Of the consumer's.
pub(crate) struct Groups {
    /// In the consumer's VPC, with the entry 100 for traffic that comes in.
    pub(crate) network_acl_id: String,
    /// Of one of the consumer's subnets.
    pub(crate) network_acl_association_id: String,
    /// No subnet has it.
    pub(crate) spare_network_acl_id: String,
    /// In its second version.
    pub(crate) prefix_list_id: String,
    /// Nothing refers to it.
    pub(crate) spare_prefix_list_id: String,
}

impl Groups {
    pub(crate) async fn of(world: &World, network: &Network) -> Self {
        let ec2 = world.ec2(CONSUMER);
        let acl = async || {
            let vpc = [("VpcId", &*network.vpc_id)];
            ec2.ok("CreateNetworkAcl", &vpc).await.one("networkAclId")
        };
        let network_acl_id = acl().await;
        let entry = [
            ("NetworkAclId", &*network_acl_id),
            ("RuleNumber", "100"),
            ("Egress", "false"),
            ("RuleAction", "allow"),
            ("Protocol", "-1"),
            ("CidrBlock", "10.0.0.0/8"),
        ];
        ec2.ok("CreateNetworkAclEntry", &entry).await;
        let subnet = &network.subnet_ids[0];
        let list = async |name| {
            let parameters = [
                ("PrefixListName", name),
                ("AddressFamily", "IPv4"),
                ("MaxEntries", "5"),
                ("Entry.1.Cidr", "192.0.2.0/24"),
            ];
            let list = ec2.ok("CreateManagedPrefixList", &parameters).await;
            list.one("prefixListId")
        };
        let prefix_list_id = list("offices").await;
        let change = [
            ("PrefixListId", &*prefix_list_id),
            ("AddEntry.1.Cidr", "198.51.100.0/24"),
        ];
        ec2.ok("ModifyManagedPrefixList", &change).await;
        Self {
            network_acl_association_id: association_of(world, subnet).await,
            network_acl_id,
            spare_network_acl_id: acl().await,
            prefix_list_id,
            spare_prefix_list_id: list("spare").await,
        }
    }
}

/// The association of one of the consumer's subnets with its network ACL.
pub(crate) async fn association_of(world: &World, subnet_id: &str) -> String {
    let filter = [
        ("Filter.1.Name", "association.subnet-id"),
        ("Filter.1.Value.1", subnet_id),
    ];
    let acl = world.ec2(CONSUMER).ok("DescribeNetworkAcls", &filter).await;
    let position = acl.all("subnetId").iter().position(|id| id == subnet_id);
    acl.all("networkAclAssociationId")
        .swap_remove(position.expect("the subnet has an association"))
}
