//! Security groups and rules that cannot be as somebody wants them.

use super::{Refusals, with};
use crate::support::query::pairs;
use crate::support::world::{CONSUMER, World};

/// A group of the consumer's in this VPC.
async fn web_group(world: &World, vpc_id: &str) -> String {
    let group = [
        ("VpcId", vpc_id),
        ("GroupName", "web"),
        ("GroupDescription", "web"),
    ];
    let created = world.ec2(CONSUMER).ok("CreateSecurityGroup", &group).await;
    created.one("groupId")
}

#[tokio::test]
async fn rules() {
    let world = World::start().await;
    let ec2 = world.ec2(CONSUMER);
    let network = world.network(CONSUMER, &[]).await;
    let other = world.network(CONSUMER, &[]).await;
    let other_vpc = &other.vpc_id;
    let (group, elsewhere) = (
        web_group(&world, &network.vpc_id).await,
        web_group(&world, other_vpc).await,
    );
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
        ("present", ""),
        ("neither id nor name", "GroupId="),
        ("by name", "GroupId= GroupName=web"),
        ("a group of another VPC", &format!("{peer}={elsewhere}")),
        ("no group", &format!("{peer}=sg-00000000000000000")),
        (
            "another account's",
            "IpPermissions.1.Groups.1.UserId=333333333333",
        ),
        (
            "in another VPC",
            &format!("IpPermissions.1.Groups.1.VpcId={other_vpc}"),
        ),
        (
            "over a connection",
            "IpPermissions.1.Groups.1.VpcPeeringConnectionId=pcx-00000000000000000",
        ),
        (
            "a group by name",
            &format!("{peer}= IpPermissions.1.Groups.1.GroupName=web"),
        ),
        (
            "a group by neither",
            &format!("{peer}= IpPermissions.1.Groups.1.UserId={CONSUMER}"),
        ),
        (
            "no list",
            &format!("{peer}= IpPermissions.1.PrefixListIds.1.PrefixListId=pl-00000000000000000"),
        ),
        ("nobody", &format!("{peer}=")),
        (
            "no type",
            "IpPermissions.1.IpProtocol=icmp IpPermissions.1.FromPort=",
        ),
        (
            "code without type",
            "IpPermissions.1.IpProtocol=icmpv6 IpPermissions.1.FromPort=-1",
        ),
    ] {
        table.when(what);
        let parameters = with(&rule, &pairs(wrong));
        table
            .query(&ec2, "AuthorizeSecurityGroupIngress", &parameters)
            .await;
    }
    insta::assert_snapshot!(table.table(), @r#"
    present
      AWS  400 InvalidPermission.Duplicate: the specified rule "peer: sg-1, TCP, from port: 80, to port: 80, ALLOW" already exists
    neither id nor name
      AWS  400 MissingParameter: The request must contain the parameter groupName or groupId
    by name
      AWS  400 VPCIdNotSpecified: No default VPC for this user. GroupName is only supported for EC2-Classic and default VPC.
    a group of another VPC
      AWS  400 InvalidGroup.NotFound: You have specified two resources that belong to different networks.
    no group
      AWS  400 InvalidGroup.NotFound: The security group 'sg-2' does not exist
    another account's
      AWS  400 InvalidGroup.NotFound: The security group 'sg-1' does not exist
    in another VPC
      AWS  400 InvalidGroup.NotFound: The security group 'sg-1' does not exist
    over a connection
      AWS  400 InvalidVpcPeeringConnectionID.NotFound: The vpcPeeringConnection ID 'pcx-1' does not exist
    a group by name
      AWS  400 VPCIdNotSpecified: No default VPC for this user. GroupName is only supported for EC2-Classic and default VPC.
    a group by neither
      AWS  400 MissingParameter: The request must contain the parameter groupName or groupId
    no list
      AWS  400 InvalidPrefixListId.NotFound: The prefix list ID 'pl-1' does not exist
    nobody
      AWS  400 InvalidPermission.Malformed: Each permission must have at least one IP range or security group
    no type
      AWS  400 InvalidParameterValue: Invalid value 'Must specify both type and code with ICMP.' for portRange.
    code without type
      AWS  400 InvalidParameterValue: ICMP code (ToPort) must be -1 if ICMP type (FromPort) is -1
    "#);
}

/// In the parameters beside the list of permissions.
#[tokio::test]
async fn without_a_list() {
    let world = World::start().await;
    let ec2 = world.ec2(CONSUMER);
    let network = world.network(CONSUMER, &[]).await;
    let group = web_group(&world, &network.vpc_id).await;
    let mut table = Refusals::of(&world);
    for (what, parameters) in [
        ("only ports", "IpProtocol=tcp FromPort=80 ToPort=80"),
        ("only a network", "CidrIp=10.0.0.0/8"),
        (
            "only an account",
            &format!("SourceSecurityGroupOwnerId={CONSUMER}"),
        ),
        ("all of a group", "SourceSecurityGroupName=web"),
        (
            "a group and a network",
            "SourceSecurityGroupName=web CidrIp=10.0.0.0/8",
        ),
    ] {
        table.when(what);
        let parameters = [&[("GroupId", &*group)][..], &pairs(parameters)].concat();
        for action in ["AuthorizeSecurityGroupIngress", "RevokeSecurityGroupEgress"] {
            table.query(&ec2, action, &parameters).await;
        }
    }
    insta::assert_snapshot!(table.table(), @"
    only ports
      AWS  400 MissingParameter: The request must contain the parameter CidrIp
      AWS  400 MissingParameter: The request must contain the parameter CidrIp
    only a network
      AWS  400 MissingParameter: The request must contain the parameter IpProtocol
      AWS  400 MissingParameter: The request must contain the parameter IpProtocol
    only an account
      AWS  400 MissingParameter: The request must contain the parameter SourceSecurityGroupName
      AWS  400 MissingParameter: The request must contain the parameter SourceSecurityGroupName
    all of a group
      AWS  400 VPCIdNotSpecified: No default VPC for this user. GroupName is only supported for EC2-Classic and default VPC.
      AWS  400 VPCIdNotSpecified: No default VPC for this user. GroupName is only supported for EC2-Classic and default VPC.
    a group and a network
      AWS  400 InvalidParameterCombination: SourceSecurityGroupName cannot be used together with CidrIp, IpProtocol, FromPort or ToPort
      AWS  400 InvalidParameterCombination: SourceSecurityGroupName cannot be used together with CidrIp, IpProtocol, FromPort or ToPort
    ");
}

#[tokio::test]
async fn groups() {
    let world = World::start().await;
    let ec2 = world.ec2(CONSUMER);
    let network = world.network(CONSUMER, &[]).await;
    let vpc = &network.vpc_id;
    let (none, no_vpc) = ("sg-00000000000000000", "vpc-00000000000000000");
    let default = [
        ("Filter.1.Name", "group-name"),
        ("Filter.1.Value.1", "default"),
    ];
    let default = ec2.ok("DescribeSecurityGroups", &default).await;
    let default = default.all("groupId").swap_remove(0);
    let mut table = Refusals::of(&world);
    for (what, action, parameters) in [
        ("by a name", "DeleteSecurityGroup", "GroupName=web"),
        ("by nothing", "DeleteSecurityGroup", ""),
        (
            "the default one",
            "DeleteSecurityGroup",
            &format!("GroupId={default}"),
        ),
        ("by names", "DescribeSecurityGroups", "GroupName.1=web"),
        (
            "in no VPC",
            "CreateSecurityGroup",
            "GroupName=web GroupDescription=web",
        ),
        (
            "called default",
            "CreateSecurityGroup",
            &format!("GroupName=Default GroupDescription=x VpcId={vpc}"),
        ),
        (
            "references of nothing",
            "DescribeSecurityGroupReferences",
            "",
        ),
        (
            "references of none",
            "DescribeSecurityGroupReferences",
            &format!("GroupId.1={none}"),
        ),
        (
            "stale ones of no VPC",
            "DescribeStaleSecurityGroups",
            &format!("VpcId={no_vpc}"),
        ),
        (
            "stale ones after nothing",
            "DescribeStaleSecurityGroups",
            &format!("VpcId={vpc} NextToken=x"),
        ),
        (
            "those of no VPC",
            "GetSecurityGroupsForVpc",
            &format!("VpcId={no_vpc}"),
        ),
    ] {
        table.when(what);
        table.query(&ec2, action, &pairs(parameters)).await;
    }
    insta::assert_snapshot!(table.table(), @r#"
    by a name
      AWS  400 VPCIdNotSpecified: No default VPC for this user. GroupName is only supported for EC2-Classic and default VPC.
    by nothing
      AWS  400 MissingParameter: The request must contain the parameter groupName or groupId
    the default one
      AWS  400 CannotDelete: the specified group: "sg-1" name: "default" cannot be deleted by a user
    by names
      AWS  400 VPCIdNotSpecified: No default VPC for this user. GroupName is only supported for EC2-Classic and default VPC.
    in no VPC
      AWS  400 VPCIdNotSpecified: No default VPC for this user
    called default
      AWS  400 InvalidParameterValue: Cannot use reserved security group name: Default
    references of nothing
      AWS  400 MissingParameter: The request must contain the parameter GroupId
    references of none
      AWS  400 InvalidGroup.NotFound: The security group 'sg-2' does not exist
    stale ones of no VPC
      AWS  400 InvalidVpcID.NotFound: The vpc ID 'vpc-1' does not exist
    stale ones after nothing
      AWS  400 InvalidNextToken: The token is not valid for this list
    those of no VPC
      AWS  400 InvalidVpcID.NotFound: The vpc ID 'vpc-1' does not exist
    "#);
}
