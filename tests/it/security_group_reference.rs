//! Security groups that refer to groups and lists: what they are found by, how much counts, and what cannot go.

use serde_json::{Value, json};

use crate::support::query::Query;
use crate::support::rest::Rest;
use crate::support::world::{CONSUMER, World};

async fn group(rest: Rest<'_>, vpc_id: &str, name: &str) -> String {
    let body =
        json!({"vpcId": vpc_id, "groupName": name, "description": format!("The {name} one")});
    rest.make("/v1/security-groups", "groupId", body).await
}

#[tokio::test]
async fn found_by_everything() {
    let world = World::start().await;
    let (ec2, rest) = (world.ec2(CONSUMER), world.rest(CONSUMER));
    let network = world.network(CONSUMER, &[]).await;
    let (web, data) = (
        group(rest, &network.vpc_id, "web").await,
        group(rest, &network.vpc_id, "data").await,
    );
    for (direction, prefix) in [("Ingress", ""), ("Egress", "egress.")] {
        let rules = [
            ("GroupId", &*data),
            ("IpPermissions.1.IpProtocol", "6"),
            ("IpPermissions.1.FromPort", "5432"),
            ("IpPermissions.1.ToPort", "5433"),
            ("IpPermissions.1.Groups.1.GroupId", &*web),
            ("IpPermissions.1.Groups.1.UserId", CONSUMER),
            ("IpPermissions.1.Groups.1.VpcId", &*network.vpc_id),
            ("IpPermissions.1.Groups.1.PeeringStatus", ""),
            ("IpPermissions.1.IpRanges.1.CidrIp", "10.0.0.0/16"),
            ("IpPermissions.1.Ipv6Ranges.1.CidrIpv6", "fd00::/8"),
            (
                "IpPermissions.1.PrefixListIds.1.PrefixListId",
                "pl-63a5400a",
            ),
        ];
        let action = format!("AuthorizeSecurityGroup{direction}");
        ec2.ok(&action, &rules).await;
        for (name, value) in [
            ("cidr", "10.0.0.0/16"),
            ("from-port", "5432"),
            ("group-id", &*web),
            ("group-name", "web"),
            ("ipv6-cidr", "fd00::/8"),
            ("prefix-list-id", "pl-63a5400a"),
            ("protocol", "tcp"),
            ("protocol", "6"),
            ("to-port", "5433"),
        ] {
            let name = format!("{prefix}ip-permission.{name}");
            let filter = [("Filter.1.Name", &*name), ("Filter.1.Value.1", value)];
            let found = ec2.ok("DescribeSecurityGroups", &filter).await;
            assert_eq!(found.all("groupDescription"), ["The data one"], "{name}");
        }
    }
    let by_user = [
        ("Filter.1.Name", "egress.ip-permission.user-id"),
        ("Filter.1.Value.1", CONSUMER),
    ];
    let found = ec2.ok("DescribeSecurityGroups", &by_user).await;
    assert_eq!(found.all("groupDescription"), ["The data one"]);
}

#[tokio::test]
async fn usable_in_a_vpc() {
    let world = World::start().await;
    let (ec2, rest) = (world.ec2(CONSUMER), world.rest(CONSUMER));
    let network = world.network(CONSUMER, &[]).await;
    let web = group(rest, &network.vpc_id, "web").await;
    group(rest, &network.vpc_id, "data").await;
    let vpc = ("VpcId", &*network.vpc_id);
    let all = ec2.ok("GetSecurityGroupsForVpc", &[vpc]).await;
    assert_eq!(all.all("groupId").len(), 3);
    for (name, value) in [
        ("description", "The web one"),
        ("group-id", &*web),
        ("group-name", "web"),
    ] {
        let filter = [
            vpc,
            ("Filter.1.Name", name),
            ("Filter.1.Value.1", value),
            ("Filter.2.Name", "primary-vpc-id"),
            ("Filter.2.Value.1", &*network.vpc_id),
            ("Filter.3.Name", "owner-id"),
            ("Filter.3.Value.1", CONSUMER),
        ];
        let found = ec2.ok("GetSecurityGroupsForVpc", &filter).await;
        assert_eq!(found.all("groupId"), [&*web], "{name}");
    }
    let shown = ec2
        .ok(
            "GetSecurityGroupsForVpc",
            &[
                vpc,
                ("MaxResults", "5"),
                ("Filter.1.Name", "group-name"),
                ("Filter.1.Value.1", "web"),
            ],
        )
        .await;
    insta::assert_snapshot!(world.shown(&shown), @r#"
    HTTP 200
    <GetSecurityGroupsForVpcResponse xmlns="http://ec2.amazonaws.com/doc/2016-11-15/">
      <requestId>[request-id]</requestId>
      <securityGroupForVpcSet>
        <item>
          <groupId>sg-1</groupId>
          <groupName>web</groupName>
          <description>The web one</description>
          <ownerId>222222222222</ownerId>
          <primaryVpcId>vpc-1</primaryVpcId>
          <tagSet/>
        </item>
      </securityGroupForVpcSet>
    </GetSecurityGroupsForVpcResponse>
    "#);
    let references = ec2
        .ok("DescribeSecurityGroupReferences", &[("GroupId.1", &web)])
        .await;
    assert!(references.all("groupId").is_empty());
    let stale = ec2.ok("DescribeStaleSecurityGroups", &[vpc]).await;
    assert!(stale.all("groupId").is_empty());
}

/// Adds `count` rules to a group, a network each, of IPv4 or IPv6; the status of the answer.
async fn networks(ec2: &Query<'_>, group: &str, direction: &str, ipv6: bool, count: usize) -> u16 {
    let mut parameters = vec![
        ("GroupId".to_owned(), group.to_owned()),
        ("IpPermissions.1.IpProtocol".to_owned(), "-1".to_owned()),
    ];
    for number in 1..=count {
        let (list, member, network) = if ipv6 {
            ("Ipv6Ranges", "CidrIpv6", format!("fd00:{number:x}::/64"))
        } else {
            ("IpRanges", "CidrIp", format!("10.{number}.0.0/16"))
        };
        parameters.push((format!("IpPermissions.1.{list}.{number}.{member}"), network));
    }
    let parameters: Vec<(&str, &str)> = parameters
        .iter()
        .map(|(name, value)| (&**name, &**value))
        .collect();
    let action = format!("AuthorizeSecurityGroup{direction}");
    ec2.call(&action, &parameters).await.status
}

/// A direction has 60 rules for each family of addresses; a group counts for both, a customer's list with its maximum.
#[tokio::test]
async fn as_many_as_there_can_be() {
    let world = World::start().await;
    let (ec2, rest) = (world.ec2(CONSUMER), world.rest(CONSUMER));
    let network = world.network(CONSUMER, &[]).await;
    let full = group(rest, &network.vpc_id, "full").await;
    let rules = format!("/v1/security-groups/{full}/rules");
    assert_eq!(networks(&ec2, &full, "Ingress", false, 61).await, 400);
    assert_eq!(networks(&ec2, &full, "Ingress", false, 60).await, 200);
    // One lets all IPv4 out already.
    assert_eq!(networks(&ec2, &full, "Egress", false, 60).await, 400);
    assert_eq!(networks(&ec2, &full, "Egress", true, 60).await, 200);
    let itself = |is_egress: bool| json!({"isEgress": is_egress, "ipProtocol": "-1", "referencedGroupId": full});
    let code = async |body: Value| {
        let reply = rest.post(&rules, body).await;
        reply.refusal()
    };
    insta::assert_snapshot!(code(itself(false)).await, @"409 RulesPerSecurityGroupLimitExceeded: The maximum number of rules per security group has been reached.");
    insta::assert_snapshot!(code(itself(true)).await, @"409 RulesPerSecurityGroupLimitExceeded: The maximum number of rules per security group has been reached.");

    let list = json!({"prefixListName": "large", "addressFamily": "IPv4", "maxEntries": 59});
    let list = rest.make("/v1/prefix-lists", "prefixListId", list).await;
    let listed = json!({"isEgress": true, "ipProtocol": "-1", "prefixListId": list});
    rest.create(&rules, listed).await;
    let path = format!("/v1/prefix-lists/{list}");
    let larger = rest.patch(&path, json!({"maxEntries": 60})).await;
    insta::assert_snapshot!(larger.refusal(), @"409 RulesPerSecurityGroupLimitExceeded: The maximum number of rules per security group has been reached.");
    rest.patch(&path, json!({"maxEntries": 10}))
        .await
        .expect(200);
}

/// A group that others refer to stays; one that refers to itself goes.
#[tokio::test]
async fn what_is_referred_to_stays() {
    let world = World::start().await;
    let (ec2, rest) = (world.ec2(CONSUMER), world.rest(CONSUMER));
    let network = world.network(CONSUMER, &[]).await;
    let (web, data) = (
        group(rest, &network.vpc_id, "web").await,
        group(rest, &network.vpc_id, "data").await,
    );
    for group in [&web, &data] {
        let rules = format!("/v1/security-groups/{group}/rules");
        let rule = json!({"isEgress": false, "ipProtocol": "-1", "referencedGroupId": web});
        rest.create(&rules, rule).await;
    }
    let delete = [("GroupId", &*web)];
    let held = ec2.call("DeleteSecurityGroup", &delete).await;
    insta::assert_snapshot!(world.shown(&held.refusal()), @"400 DependencyViolation: resource sg-1 has a dependent object");
    ec2.ok("DeleteSecurityGroup", &[("GroupId", &data)]).await;
    let gone = ec2.ok("DeleteSecurityGroup", &delete).await;
    assert_eq!(gone.one("groupId"), web);
}
