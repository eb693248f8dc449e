//! Network ACLs, their entries, and which subnet has which.

use serde_json::json;

use crate::support::groups::association_of;
use crate::support::query::{Query, pairs};
use crate::support::world::{CONSUMER, World};

/// The entries of an ACL in a line each.
async fn entries(ec2: &Query<'_>, acl: &str) -> String {
    let found = ec2
        .ok("DescribeNetworkAcls", &[("NetworkAclId.1", acl)])
        .await;
    let networks = [found.all("cidrBlock"), found.all("ipv6CidrBlock")].concat();
    let mut networks = networks.into_iter();
    let (numbers, actions, egress) = (
        found.all("ruleNumber"),
        found.all("ruleAction"),
        found.all("egress"),
    );
    let mut lines = String::new();
    for ((number, action), egress) in numbers.iter().zip(actions).zip(egress) {
        let way = if egress == "true" { "out" } else { "in" };
        lines += &format!("{way} {number} {action}\n");
    }
    lines + &networks.by_ref().collect::<Vec<_>>().join(" ")
}

/// Entries: number, whether for traffic that leaves, protocol, and what belongs to it.
const KINDS: &[(&str, &str, &str, &str)] = &[
    (
        "200",
        "false",
        "6",
        "CidrBlock=10.1.2.3/8 PortRange.From=80 PortRange.To=443",
    ),
    (
        "100",
        "false",
        "17",
        "Ipv6CidrBlock=2001:DB8::1/32 PortRange.From=53 PortRange.To=53",
    ),
    (
        "100",
        "true",
        "1",
        "CidrBlock=0.0.0.0/0 Icmp.Type=8 Icmp.Code=-1",
    ),
    (
        "110",
        "true",
        "58",
        "Ipv6CidrBlock=::/0 Icmp.Type=128 Icmp.Code=0",
    ),
    (
        "32766",
        "true",
        "-1",
        "CidrBlock=0.0.0.0/0 PortRange.From=0 PortRange.To=0",
    ),
];

#[tokio::test]
async fn an_acl_of_a_users() {
    let world = World::start().await;
    let ec2 = world.ec2(CONSUMER);
    let network = world.network(CONSUMER, &["us-east-1a"]).await;
    let create = [
        ("VpcId", &*network.vpc_id),
        ("ClientToken", "once"),
        ("TagSpecification.1.ResourceType", "network-acl"),
        ("TagSpecification.1.Tag.1.Key", "Name"),
        ("TagSpecification.1.Tag.1.Value", "web"),
    ];
    let created = ec2.ok("CreateNetworkAcl", &create).await;
    insta::assert_snapshot!(world.shown(&created), @r#"
    HTTP 200
    <CreateNetworkAclResponse xmlns="http://ec2.amazonaws.com/doc/2016-11-15/">
      <requestId>[request-id]</requestId>
      <networkAcl>
        <networkAclId>acl-1</networkAclId>
        <vpcId>vpc-1</vpcId>
        <ownerId>222222222222</ownerId>
        <default>false</default>
        <entrySet>
          <item>
            <ruleNumber>32767</ruleNumber>
            <protocol>-1</protocol>
            <ruleAction>deny</ruleAction>
            <egress>true</egress>
            <cidrBlock>0.0.0.0/0</cidrBlock>
          </item>
          <item>
            <ruleNumber>32767</ruleNumber>
            <protocol>-1</protocol>
            <ruleAction>deny</ruleAction>
            <egress>false</egress>
            <cidrBlock>0.0.0.0/0</cidrBlock>
          </item>
        </entrySet>
        <associationSet/>
        <tagSet>
          <item>
            <key>Name</key>
            <value>web</value>
          </item>
        </tagSet>
      </networkAcl>
      <clientToken>once</clientToken>
    </CreateNetworkAclResponse>
    "#);
    let acl = created.one("networkAclId");
    let again = ec2.ok("CreateNetworkAcl", &create).await;
    assert_eq!(again.one("networkAclId"), acl);

    for (number, egress, protocol, more) in KINDS {
        let mut parameters = vec![
            ("NetworkAclId", &*acl),
            ("RuleNumber", number),
            ("Egress", egress),
            ("RuleAction", "allow"),
            ("Protocol", protocol),
        ];
        parameters.extend(pairs(more));
        ec2.ok("CreateNetworkAclEntry", &parameters).await;
    }
    let replaced = [
        ("NetworkAclId", &*acl),
        ("RuleNumber", "200"),
        ("Egress", "false"),
        ("RuleAction", "deny"),
        ("Protocol", "50"),
        ("CidrBlock", "192.0.2.0/24"),
    ];
    ec2.ok("ReplaceNetworkAclEntry", &replaced).await;
    let deleted = [
        ("NetworkAclId", &*acl),
        ("RuleNumber", "32766"),
        ("Egress", "true"),
    ];
    ec2.ok("DeleteNetworkAclEntry", &deleted).await;

    let association = association_of(&world, &network.subnet_ids[0]).await;
    let replace = [("AssociationId", &*association), ("NetworkAclId", &*acl)];
    let new = ec2.ok("ReplaceNetworkAclAssociation", &replace).await;
    let new = new.one("newAssociationId");
    assert_ne!(new, association);
    let shown = ec2
        .ok("DescribeNetworkAcls", &[("NetworkAclId.1", &acl)])
        .await;
    assert_eq!(shown.one("networkAclAssociationId"), new);
    insta::assert_snapshot!(world.shown(&shown), @r#"
    HTTP 200
    <DescribeNetworkAclsResponse xmlns="http://ec2.amazonaws.com/doc/2016-11-15/">
      <requestId>[request-id]</requestId>
      <networkAclSet>
        <item>
          <networkAclId>acl-1</networkAclId>
          <vpcId>vpc-1</vpcId>
          <ownerId>222222222222</ownerId>
          <default>false</default>
          <entrySet>
            <item>
              <ruleNumber>100</ruleNumber>
              <protocol>1</protocol>
              <ruleAction>allow</ruleAction>
              <egress>true</egress>
              <cidrBlock>0.0.0.0/0</cidrBlock>
              <icmpTypeCode>
                <type>8</type>
                <code>-1</code>
              </icmpTypeCode>
            </item>
            <item>
              <ruleNumber>110</ruleNumber>
              <protocol>58</protocol>
              <ruleAction>allow</ruleAction>
              <egress>true</egress>
              <ipv6CidrBlock>::/0</ipv6CidrBlock>
              <icmpTypeCode>
                <type>128</type>
                <code>0</code>
              </icmpTypeCode>
            </item>
            <item>
              <ruleNumber>32767</ruleNumber>
              <protocol>-1</protocol>
              <ruleAction>deny</ruleAction>
              <egress>true</egress>
              <cidrBlock>0.0.0.0/0</cidrBlock>
            </item>
            <item>
              <ruleNumber>100</ruleNumber>
              <protocol>17</protocol>
              <ruleAction>allow</ruleAction>
              <egress>false</egress>
              <ipv6CidrBlock>[ipv6-1]/32</ipv6CidrBlock>
              <portRange>
                <from>53</from>
                <to>53</to>
              </portRange>
            </item>
            <item>
              <ruleNumber>200</ruleNumber>
              <protocol>50</protocol>
              <ruleAction>deny</ruleAction>
              <egress>false</egress>
              <cidrBlock>192.0.2.0/24</cidrBlock>
            </item>
            <item>
              <ruleNumber>32767</ruleNumber>
              <protocol>-1</protocol>
              <ruleAction>deny</ruleAction>
              <egress>false</egress>
              <cidrBlock>0.0.0.0/0</cidrBlock>
            </item>
          </entrySet>
          <associationSet>
            <item>
              <networkAclAssociationId>aclassoc-1</networkAclAssociationId>
              <networkAclId>acl-1</networkAclId>
              <subnetId>subnet-1</subnetId>
            </item>
          </associationSet>
          <tagSet>
            <item>
              <key>Name</key>
              <value>web</value>
            </item>
          </tagSet>
        </item>
      </networkAclSet>
    </DescribeNetworkAclsResponse>
    "#);
}

/// The association goes with the subnet, then nothing holds the ACL.
#[tokio::test]
async fn held_by_a_subnet() {
    let world = World::start().await;
    let ec2 = world.ec2(CONSUMER);
    let network = world.network(CONSUMER, &["us-east-1a"]).await;
    let vpc = [("VpcId", &*network.vpc_id)];
    let acl = ec2.ok("CreateNetworkAcl", &vpc).await.one("networkAclId");
    let association = association_of(&world, &network.subnet_ids[0]).await;
    let replace = [("AssociationId", &*association), ("NetworkAclId", &*acl)];
    ec2.ok("ReplaceNetworkAclAssociation", &replace).await;
    let delete = [("NetworkAclId", &*acl)];
    let held = ec2.call("DeleteNetworkAcl", &delete).await;
    assert_eq!(held.one("Code"), "DependencyViolation");
    ec2.ok("DeleteSubnet", &[("SubnetId", &network.subnet_ids[0])])
        .await;
    let held = ec2.call("DeleteVpc", &vpc).await;
    assert_eq!(held.one("Code"), "DependencyViolation");
    ec2.ok("DeleteNetworkAcl", &delete).await;
    ec2.ok("DeleteVpc", &vpc).await;
    assert!(world.rows().await["network_acl"].is_empty());
}

#[tokio::test]
async fn filters() {
    let world = World::start().await;
    let ec2 = world.ec2(CONSUMER);
    let network = world.network(CONSUMER, &["us-east-1a", "us-east-1b"]).await;
    let vpc = [("VpcId", &*network.vpc_id)];
    let acl = ec2.ok("CreateNetworkAcl", &vpc).await.one("networkAclId");
    for (number, protocol, more) in [
        (
            "7",
            "6",
            "CidrBlock=10.0.0.0/8 PortRange.From=80 PortRange.To=81",
        ),
        ("8", "1", "Ipv6CidrBlock=fd00::/8 Icmp.Type=3 Icmp.Code=4"),
    ] {
        let mut parameters = vec![
            ("NetworkAclId", &*acl),
            ("RuleNumber", number),
            ("Egress", "true"),
            ("RuleAction", "allow"),
            ("Protocol", protocol),
        ];
        parameters.extend(pairs(more));
        ec2.ok("CreateNetworkAclEntry", &parameters).await;
    }
    let old = association_of(&world, &network.subnet_ids[1]).await;
    let replace = [("AssociationId", &*old), ("NetworkAclId", &*acl)];
    let replaced = ec2.ok("ReplaceNetworkAclAssociation", &replace).await;
    let association = replaced.one("newAssociationId");
    let tag = [
        ("ResourceId.1", &*acl),
        ("Tag.1.Key", "Name"),
        ("Tag.1.Value", "web"),
    ];
    ec2.ok("CreateTags", &tag).await;

    for (name, value, found) in [
        ("association.association-id", &*association, 1),
        ("association.association-id", &*old, 0),
        ("association.network-acl-id", &*acl, 1),
        ("association.subnet-id", &*network.subnet_ids[1], 1),
        ("default", "false", 1),
        ("default", "*", 2),
        ("entry.cidr", "10.0.0.0/8", 1),
        ("entry.cidr", "0.0.0.0/0", 2),
        ("entry.egress", "true", 2),
        ("entry.icmp.code", "4", 1),
        ("entry.icmp.type", "3", 1),
        ("entry.ipv6-cidr", "fd00::/8", 1),
        ("entry.port-range.from", "80", 1),
        ("entry.port-range.to", "81", 1),
        ("entry.protocol", "tcp", 1),
        ("entry.protocol", "6", 1),
        ("entry.protocol", "icmp", 1),
        ("entry.protocol", "17", 0),
        ("entry.protocol", "-1", 2),
        ("entry.rule-action", "allow", 2),
        ("entry.rule-number", "7", 1),
        ("entry.rule-number", "32767", 2),
        ("network-acl-id", &*acl, 1),
        ("owner-id", CONSUMER, 2),
        ("tag:Name", "web", 1),
        ("tag-key", "Name", 1),
        ("vpc-id", &*network.vpc_id, 2),
    ] {
        let filter = [("Filter.1.Name", name), ("Filter.1.Value.1", value)];
        let reply = ec2.ok("DescribeNetworkAcls", &filter).await;
        assert_eq!(reply.all("default").len(), found, "{name} {value}");
    }
}

/// A VPC's default ACL lets IPv6 through as soon as there is any, in the directions that nobody has changed.
#[tokio::test]
async fn ipv6_arrives() {
    let world = World::start().await;
    let (ec2, rest) = (world.ec2(CONSUMER), world.rest(CONSUMER));
    let network = world.network(CONSUMER, &[]).await;
    let vpc = [("VpcId", &*network.vpc_id)];
    let filter = [("Filter.1.Name", "default"), ("Filter.1.Value.1", "true")];
    let default = ec2.ok("DescribeNetworkAcls", &filter).await;
    let default = default.one("networkAclId");
    let other = ec2.ok("CreateNetworkAcl", &vpc).await.one("networkAclId");
    let removed = [
        ("NetworkAclId", &*default),
        ("RuleNumber", "100"),
        ("Egress", "false"),
    ];
    ec2.ok("DeleteNetworkAclEntry", &removed).await;
    insta::assert_snapshot!(entries(&ec2, &default).await, @"
    out 100 allow
    out 32767 deny
    in 32767 deny
    0.0.0.0/0 0.0.0.0/0 0.0.0.0/0
    ");

    let path = format!("/v1/vpcs/{}", network.vpc_id);
    let wanted = json!({"amazonProvidedIpv6CidrBlock": true});
    rest.patch(&path, wanted).await.expect(200);
    insta::assert_snapshot!(entries(&ec2, &default).await, @"
    out 100 allow
    out 101 allow
    out 32767 deny
    out 32768 deny
    in 32767 deny
    in 32768 deny
    0.0.0.0/0 0.0.0.0/0 0.0.0.0/0 ::/0 ::/0 ::/0
    ");
    insta::assert_snapshot!(entries(&ec2, &other).await, @"
    out 32767 deny
    out 32768 deny
    in 32767 deny
    in 32768 deny
    0.0.0.0/0 0.0.0.0/0 ::/0 ::/0
    ");

    let wanted = json!({"amazonProvidedIpv6CidrBlock": false});
    rest.patch(&path, wanted).await.expect(200);
    insta::assert_snapshot!(entries(&ec2, &default).await, @"
    out 100 allow
    out 101 allow
    out 32767 deny
    in 32767 deny
    0.0.0.0/0 0.0.0.0/0 0.0.0.0/0 ::/0
    ");
}
