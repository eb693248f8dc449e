//! Security groups and rules that cannot be as somebody wants them.

use super::{Refusals, with};
use crate::support::world::{CONSUMER, World};

#[tokio::test]
async fn rules() {
    let world = World::start().await;
    let ec2 = world.ec2(CONSUMER);
    let network = world.network(CONSUMER, &[]).await;
    let other = world.network(CONSUMER, &[]).await;
    let create = async |vpc_id: &str| {
        let group = [
            ("VpcId", vpc_id),
            ("GroupName", "web"),
            ("GroupDescription", "web"),
        ];
        ec2.ok("CreateSecurityGroup", &group).await.one("groupId")
    };
    let (group, elsewhere) = (create(&network.vpc_id).await, create(&other.vpc_id).await);
    let peer = "IpPermissions.1.Groups.1.GroupId";
    let rule = [
        ("GroupId", &*group),
        ("IpPermissions.1.IpProtocol", "tcp"),
        ("IpPermissions.1.FromPort", "80"),
        ("IpPermissions.1.ToPort", "80"),
        (peer, &*group),
    ];
    ec2.ok("AuthorizeSecurityGroupIngress", &rule).await;
    let mut table = Refusals::of(&world);
    for (what, wrong) in [
        ("present", &[][..]),
        ("neither id nor name", &[("GroupId", "")][..]),
        ("by name", &[("GroupId", ""), ("GroupName", "web")][..]),
        ("a group of another VPC", &[(peer, &*elsewhere)][..]),
        ("no group", &[(peer, "sg-00000000000000000")][..]),
        (
            "another account's",
            &[("IpPermissions.1.Groups.1.UserId", "333333333333")][..],
        ),
        (
            "in another VPC",
            &[("IpPermissions.1.Groups.1.VpcId", &*other.vpc_id)][..],
        ),
        (
            "over a connection",
            &[(
                "IpPermissions.1.Groups.1.VpcPeeringConnectionId",
                "pcx-00000000000000000",
            )][..],
        ),
        (
            "a group by name",
            &[(peer, ""), ("IpPermissions.1.Groups.1.GroupName", "web")][..],
        ),
        (
            "a group by neither",
            &[(peer, ""), ("IpPermissions.1.Groups.1.UserId", CONSUMER)][..],
        ),
        (
            "no list",
            &[
                (peer, ""),
                (
                    "IpPermissions.1.PrefixListIds.1.PrefixListId",
                    "pl-00000000000000000",
                ),
            ][..],
        ),
        ("nobody", &[(peer, "")][..]),
        (
            "no type",
            &[
                ("IpPermissions.1.IpProtocol", "icmp"),
                ("IpPermissions.1.FromPort", ""),
            ][..],
        ),
        (
            "code without type",
            &[
                ("IpPermissions.1.IpProtocol", "icmpv6"),
                ("IpPermissions.1.FromPort", "-1"),
            ][..],
        ),
    ] {
        table.when(what);
        let parameters = with(&rule, wrong);
        table
            .query(&ec2, "AuthorizeSecurityGroupIngress", &parameters)
            .await;
    }
    let id = ("GroupId", &*group);
    for (what, parameters) in [
        (
            "only ports",
            &[
                id,
                ("IpProtocol", "tcp"),
                ("FromPort", "80"),
                ("ToPort", "80"),
            ][..],
        ),
        ("only a network", &[id, ("CidrIp", "10.0.0.0/8")][..]),
        (
            "only an account",
            &[id, ("SourceSecurityGroupOwnerId", CONSUMER)][..],
        ),
        (
            "all of a group",
            &[id, ("SourceSecurityGroupName", "web")][..],
        ),
        (
            "a group and a network",
            &[
                id,
                ("SourceSecurityGroupName", "web"),
                ("CidrIp", "10.0.0.0/8"),
            ][..],
        ),
    ] {
        table.when(what);
        for action in ["AuthorizeSecurityGroupIngress", "RevokeSecurityGroupEgress"] {
            table.query(&ec2, action, parameters).await;
        }
    }
    insta::assert_snapshot!(table.table(), @"");
}

#[tokio::test]
async fn groups() {
    let world = World::start().await;
    let ec2 = world.ec2(CONSUMER);
    let network = world.network(CONSUMER, &[]).await;
    let (none, no_vpc) = ("sg-00000000000000000", "vpc-00000000000000000");
    let default = [
        ("Filter.1.Name", "group-name"),
        ("Filter.1.Value.1", "default"),
    ];
    let default = ec2.ok("DescribeSecurityGroups", &default).await;
    let default = default.all("groupId").swap_remove(0);
    let mut table = Refusals::of(&world);
    for (what, action, parameters) in [
        (
            "by a name",
            "DeleteSecurityGroup",
            &[("GroupName", "web")][..],
        ),
        ("by nothing", "DeleteSecurityGroup", &[][..]),
        (
            "the default one",
            "DeleteSecurityGroup",
            &[("GroupId", &*default)][..],
        ),
        (
            "by names",
            "DescribeSecurityGroups",
            &[("GroupName.1", "web")][..],
        ),
        (
            "in no VPC",
            "CreateSecurityGroup",
            &[("GroupName", "web"), ("GroupDescription", "web")][..],
        ),
        (
            "called default",
            "CreateSecurityGroup",
            &[
                ("GroupName", "Default"),
                ("GroupDescription", "x"),
                ("VpcId", &*network.vpc_id),
            ][..],
        ),
        (
            "references of nothing",
            "DescribeSecurityGroupReferences",
            &[][..],
        ),
        (
            "references of none",
            "DescribeSecurityGroupReferences",
            &[("GroupId.1", none)][..],
        ),
        (
            "stale ones of no VPC",
            "DescribeStaleSecurityGroups",
            &[("VpcId", no_vpc)][..],
        ),
        (
            "stale ones after nothing",
            "DescribeStaleSecurityGroups",
            &[("VpcId", &*network.vpc_id), ("NextToken", "x")][..],
        ),
        (
            "those of no VPC",
            "GetSecurityGroupsForVpc",
            &[("VpcId", no_vpc)][..],
        ),
    ] {
        table.when(what);
        table.query(&ec2, action, parameters).await;
    }
    insta::assert_snapshot!(table.table(), @"");
}
