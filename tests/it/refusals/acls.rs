//! Network ACLs that cannot be as somebody wants them.

use super::{Refusals, with};
use crate::support::groups::association_of;
use crate::support::query::pairs;
use crate::support::world::{CONSUMER, STRANGER, World};

const ENTRY: [(&str, &str); 7] = [
    ("RuleNumber", "100"),
    ("Egress", "false"),
    ("RuleAction", "allow"),
    ("Protocol", "6"),
    ("CidrBlock", "10.0.0.0/8"),
    ("PortRange.From", "80"),
    ("PortRange.To", "80"),
];

/// What is wrong with an entry, and how it differs from the one that is there.
const WRONG: &[(&str, &str, &str)] = &[
    ("taken", "CreateNetworkAclEntry", ""),
    ("absent", "ReplaceNetworkAclEntry", "RuleNumber=1"),
    ("the other way", "ReplaceNetworkAclEntry", "Egress=true"),
    ("no number", "CreateNetworkAclEntry", "RuleNumber="),
    ("0", "CreateNetworkAclEntry", "RuleNumber=0"),
    ("the last", "ReplaceNetworkAclEntry", "RuleNumber=32767"),
    (
        "neither",
        "CreateNetworkAclEntry",
        "RuleNumber=2 RuleAction=drop",
    ),
    (
        "a name",
        "CreateNetworkAclEntry",
        "RuleNumber=2 Protocol=tcp",
    ),
    (
        "no protocol",
        "CreateNetworkAclEntry",
        "RuleNumber=2 Protocol=256",
    ),
    (
        "no ports",
        "CreateNetworkAclEntry",
        "RuleNumber=2 PortRange.From= PortRange.To=",
    ),
    (
        "half a range",
        "CreateNetworkAclEntry",
        "RuleNumber=2 PortRange.To=",
    ),
    (
        "backwards",
        "CreateNetworkAclEntry",
        "RuleNumber=2 PortRange.From=81",
    ),
    (
        "no port",
        "CreateNetworkAclEntry",
        "RuleNumber=2 PortRange.To=65536",
    ),
    (
        "no type",
        "CreateNetworkAclEntry",
        "RuleNumber=2 Protocol=1",
    ),
    (
        "type of ICMPv6",
        "CreateNetworkAclEntry",
        "RuleNumber=2 Protocol=58 CidrBlock= Ipv6CidrBlock=::/0 Icmp.Type=256 Icmp.Code=0",
    ),
    (
        "no network",
        "CreateNetworkAclEntry",
        "RuleNumber=2 CidrBlock=",
    ),
    (
        "two networks",
        "CreateNetworkAclEntry",
        "RuleNumber=2 Ipv6CidrBlock=::/0",
    ),
    (
        "an address",
        "CreateNetworkAclEntry",
        "RuleNumber=2 CidrBlock=10.0.0.1",
    ),
    (
        "IPv4 as IPv6",
        "CreateNetworkAclEntry",
        "RuleNumber=2 CidrBlock= Ipv6CidrBlock=10.0.0.0/8",
    ),
    (
        "no ACL",
        "CreateNetworkAclEntry",
        "NetworkAclId=acl-00000000000000000",
    ),
    ("not an id", "CreateNetworkAclEntry", "NetworkAclId=web"),
];

#[tokio::test]
async fn entries() {
    let world = World::start().await;
    let ec2 = world.ec2(CONSUMER);
    let network = world.network(CONSUMER, &[]).await;
    let vpc = [("VpcId", &*network.vpc_id)];
    let acl = ec2.ok("CreateNetworkAcl", &vpc).await.one("networkAclId");
    let entry = [&ENTRY[..], &[("NetworkAclId", &*acl)]].concat();
    ec2.ok("CreateNetworkAclEntry", &entry).await;
    let mut table = Refusals::of(&world);
    for (what, action, wrong) in WRONG {
        table.when(what);
        table
            .query(&ec2, action, &with(&entry, &pairs(wrong)))
            .await;
    }
    for (what, number) in [("absent", "99"), ("the last", "32767")] {
        table.when(&format!("{what}, deleted"));
        let entry = [
            ("NetworkAclId", &*acl),
            ("RuleNumber", number),
            ("Egress", "false"),
        ];
        table.query(&ec2, "DeleteNetworkAclEntry", &entry).await;
    }
    insta::assert_snapshot!(table.table(), @r#"
    taken
      AWS  400 NetworkAclEntryAlreadyExists: The network acl entry identified by 100 already exists.
    absent
      AWS  400 InvalidNetworkAclEntry.NotFound: The network acl entry identified by 1 does not exist.
    the other way
      AWS  400 InvalidNetworkAclEntry.NotFound: The network acl entry identified by 100 does not exist.
    no number
      AWS  400 MissingParameter: The request must contain the parameter RuleNumber
    0
      AWS  400 InvalidParameterValue: Value (0) for parameter RuleNumber is invalid. The rule number must be between 1 and 32766.
    the last
      AWS  400 InvalidParameterValue: Value (32767) for parameter RuleNumber is invalid. The rule number must be between 1 and 32766.
    neither
      AWS  400 InvalidParameterValue: Value (drop) for parameter RuleAction is invalid. Allowed values are: allow, deny.
    a name
      AWS  400 InvalidParameterValue: Value (tcp) for parameter Protocol is invalid. It is neither the number of a protocol nor -1.
    no protocol
      AWS  400 InvalidParameterValue: Value (256) for parameter Protocol is invalid. It is neither the number of a protocol nor -1.
    no ports
      AWS  400 MissingParameter: The request must contain the parameter PortRange
    half a range
      AWS  400 MissingParameter: The request must contain the parameter PortRange
    backwards
      AWS  400 InvalidParameterValue: Invalid TCP/UDP port range (81:80)
    no port
      AWS  400 InvalidParameterValue: TCP/UDP port (65536) out of range
    no type
      AWS  400 MissingParameter: The request must contain the parameter Icmp
    type of ICMPv6
      AWS  400 InvalidParameterValue: ICMP type (256) out of range
    no network
      AWS  400 MissingParameter: The request must contain the parameter CidrBlock
    two networks
      AWS  400 InvalidParameterCombination: CidrBlock and Ipv6CidrBlock cannot be used together
    an address
      AWS  400 InvalidParameterValue: Value (10.0.0.1) for parameter CidrBlock is invalid. This is not a valid CIDR block.
    IPv4 as IPv6
      AWS  400 InvalidParameterValue: Value (10.0.0.0/8) for parameter Ipv6CidrBlock is invalid. This is not a valid IPv6 CIDR block.
    no ACL
      AWS  400 InvalidNetworkAclID.NotFound: The networkAcl ID 'acl-1' does not exist
    not an id
      AWS  400 InvalidNetworkAclID.Malformed: Invalid id: "web" (expecting "acl-...")
    absent, deleted
      AWS  400 InvalidNetworkAclEntry.NotFound: The network acl entry identified by 99 does not exist.
    the last, deleted
      AWS  400 InvalidParameterValue: Value (32767) for parameter RuleNumber is invalid. The rule number must be between 1 and 32766.
    "#);
}

/// A direction has 20 entries of a family at the most, the last one included.
#[tokio::test]
async fn one_entry_too_many() {
    let world = World::start().await;
    let ec2 = world.ec2(CONSUMER);
    let network = world.network(CONSUMER, &[]).await;
    let vpc = [("VpcId", &*network.vpc_id)];
    let acl = ec2.ok("CreateNetworkAcl", &vpc).await.one("networkAclId");
    let entry = [&ENTRY[..], &[("NetworkAclId", &*acl)]].concat();
    ec2.ok("CreateNetworkAclEntry", &entry).await;
    for number in 101..=118 {
        let number = number.to_string();
        let entry = with(&entry, &[("RuleNumber", &number)]);
        ec2.ok("CreateNetworkAclEntry", &entry).await;
    }
    let mut table = Refusals::of(&world);
    table.when("one too many");
    let one_more = with(&entry, &[("RuleNumber", "7")]);
    table.query(&ec2, "CreateNetworkAclEntry", &one_more).await;
    let other_way = with(&entry, &[("Egress", "true")]);
    let other_family = [
        ("RuleNumber", "7"),
        ("CidrBlock", ""),
        ("Ipv6CidrBlock", "::/0"),
    ];
    insta::assert_snapshot!(table.table(), @"
    one too many
      AWS  400 NetworkAclEntryLimitExceeded: The maximum number of network acl entries has been reached.
    ");
    ec2.ok("CreateNetworkAclEntry", &other_way).await;
    ec2.ok("CreateNetworkAclEntry", &with(&entry, &other_family))
        .await;
}

#[tokio::test]
async fn acls_and_associations() {
    let world = World::start().await;
    let ec2 = world.ec2(CONSUMER);
    let network = world.network(CONSUMER, &["us-east-1a"]).await;
    let other = world.network(CONSUMER, &[]).await;
    let vpc = [("VpcId", &*other.vpc_id)];
    let elsewhere = ec2.ok("CreateNetworkAcl", &vpc).await.one("networkAclId");
    let association = association_of(&world, &network.subnet_ids[0]).await;
    let filter = [
        ("Filter.1.Name", "vpc-id"),
        ("Filter.1.Value.1", &*network.vpc_id),
    ];
    let default = ec2.ok("DescribeNetworkAcls", &filter).await;
    let default = default.all("networkAclId").swap_remove(0);
    let nothing = "acl-00000000000000000";
    let stranger = world.ec2(STRANGER);
    let mut table = Refusals::of(&world);
    table.when("an ACL in no VPC");
    let wrong = [("VpcId", "vpc-00000000000000000")];
    table.query(&ec2, "CreateNetworkAcl", &wrong).await;
    table.when("tags of another type");
    let wrong = [
        ("VpcId", &*other.vpc_id),
        ("TagSpecification.1.ResourceType", "vpc"),
    ];
    table.query(&ec2, "CreateNetworkAcl", &wrong).await;
    for (what, id) in [
        ("the default ACL, deleted", &*default),
        ("no ACL, deleted", nothing),
        ("no id, deleted", "web"),
    ] {
        table.when(what);
        let id = [("NetworkAclId", id)];
        table.query(&ec2, "DeleteNetworkAcl", &id).await;
    }
    table.when("a stranger's, deleted");
    let id = [("NetworkAclId", &*elsewhere)];
    table.query(&stranger, "DeleteNetworkAcl", &id).await;
    for (what, association, acl) in [
        ("another VPC's ACL", &*association, &*elsewhere),
        ("no ACL", &*association, nothing),
        ("no association", "aclassoc-00000000000000000", &*elsewhere),
    ] {
        table.when(what);
        let wrong = [("AssociationId", association), ("NetworkAclId", acl)];
        table
            .query(&ec2, "ReplaceNetworkAclAssociation", &wrong)
            .await;
    }
    table.when("the VPC of an ACL, deleted");
    table.query(&ec2, "DeleteVpc", &vpc).await;
    insta::assert_snapshot!(table.table(), @r#"
    an ACL in no VPC
      AWS  400 InvalidVpcID.NotFound: The vpc ID 'vpc-1' does not exist
    tags of another type
      AWS  400 InvalidParameterValue: 'vpc' is not a valid taggable resource type for this operation; expected 'network-acl'.
    the default ACL, deleted
      AWS  400 InvalidParameterValue: cannot delete default network ACL acl-1
    no ACL, deleted
      AWS  400 InvalidNetworkAclID.NotFound: The networkAcl ID 'acl-2' does not exist
    no id, deleted
      AWS  400 InvalidNetworkAclID.Malformed: Invalid id: "web" (expecting "acl-...")
    a stranger's, deleted
      AWS  400 InvalidNetworkAclID.NotFound: The networkAcl ID 'acl-3' does not exist
    another VPC's ACL
      AWS  400 InvalidParameterValue: Network ACL acl-3 and subnet subnet-1 belong to different networks
    no ACL
      AWS  400 InvalidNetworkAclID.NotFound: The networkAcl ID 'acl-2' does not exist
    no association
      AWS  400 InvalidAssociationID.NotFound: The association ID 'aclassoc-1' does not exist
    the VPC of an ACL, deleted
      AWS  400 DependencyViolation: The vpc 'vpc-2' has dependencies and cannot be deleted.
    "#);
}
