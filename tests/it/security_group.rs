//! Security groups whose rules name AWS's prefix lists, as those before gateway endpoints do.

use serde_json::json;

use crate::support::world::{CONSUMER, World, text};

const S3: &str = "pl-63a5400a";

#[tokio::test]
async fn rules_name_prefix_lists() {
    let world = World::start().await;
    let (ec2, rest) = (world.ec2(CONSUMER), world.rest(CONSUMER));
    let network = world.network(CONSUMER, &[]).await;
    let body = json!({"vpcId": network.vpc_id, "groupName": "archive", "description": "To S3"});
    let group = rest.make("/v1/security-groups", "groupId", body).await;
    let rules = format!("/v1/security-groups/{group}/rules");
    let body = |list: &str| json!({"isEgress": true, "ipProtocol": "tcp", "fromPort": 443, "toPort": 443, "prefixListId": list});

    let rule = rest.create(&rules, body(S3)).await;
    assert_eq!(rule["prefixListId"], S3);
    let id = text(&rule["securityGroupRuleId"]);
    let shown = ec2
        .ok(
            "DescribeSecurityGroupRules",
            &[("SecurityGroupRuleId.1", &id)],
        )
        .await;
    assert_eq!(shown.one("prefixListId"), S3);
    let filter = [
        ("Filter.1.Name", "egress.ip-permission.prefix-list-id"),
        ("Filter.1.Value.1", S3),
    ];
    let groups = ec2.ok("DescribeSecurityGroups", &filter).await;
    assert_eq!(groups.all("groupId"), [group.as_str()]);
    assert_eq!(groups.one("prefixListId"), S3);

    let permission = |list| {
        [
            ("GroupId", group.as_str()),
            ("IpPermissions.1.IpProtocol", "tcp"),
            ("IpPermissions.1.FromPort", "443"),
            ("IpPermissions.1.ToPort", "443"),
            ("IpPermissions.1.PrefixListIds.1.PrefixListId", list),
        ]
    };
    let mut refusals = Vec::new();
    for list in [S3, "pl-01234567", "s3"] {
        let action = "AuthorizeSecurityGroupEgress";
        refusals.push(ec2.call(action, &permission(list)).await.refusal());
        refusals.push(rest.post(&rules, body(list)).await.refusal());
    }
    insta::assert_snapshot!(refusals.join("\n"), @r#"
    400 InvalidPermission.Duplicate: the specified rule "peer: pl-63a5400a, TCP, from port: 443, to port: 443, ALLOW" already exists
    409 InvalidPermission.Duplicate: the specified rule "peer: pl-63a5400a, TCP, from port: 443, to port: 443, ALLOW" already exists
    400 InvalidPrefixListId.NotFound: The prefix list ID 'pl-01234567' does not exist
    404 InvalidPrefixListId.NotFound (prefixListId): The prefix list ID 'pl-01234567' does not exist
    400 InvalidPrefixListId.Malformed: Invalid id: "s3" (expecting "pl-...")
    400 InvalidPrefixListId.Malformed (prefixListId): Invalid id: "s3" (expecting "pl-...")
    "#);

    let revoked = ec2.ok("RevokeSecurityGroupEgress", &permission(S3)).await;
    assert_eq!(revoked.all("prefixListId"), [S3]);
}
