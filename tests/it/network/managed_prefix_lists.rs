//! Customers' prefix lists: versions, entries, and who refers to them.

use serde_json::json;

use crate::support::query::Query;
use crate::support::world::{CONSUMER, STRANGER, World, text};

const CREATE: [(&str, &str); 9] = [
    ("PrefixListName", "offices"),
    ("AddressFamily", "IPv4"),
    ("MaxEntries", "3"),
    ("Entry.1.Cidr", "192.0.2.7/24"),
    ("Entry.1.Description", "Headquarters"),
    ("Entry.2.Cidr", "198.51.100.0/24"),
    ("ClientToken", "once"),
    ("TagSpecification.1.ResourceType", "prefix-list"),
    ("TagSpecification.1.Tag.1.Key", "Team"),
];

async fn networks(ec2: &Query<'_>, list: &str, version: Option<&str>) -> Vec<String> {
    let mut parameters = vec![("PrefixListId", list)];
    parameters.extend(version.map(|version| ("TargetVersion", version)));
    let entries = ec2.ok("GetManagedPrefixListEntries", &parameters).await;
    entries.all("cidr")
}

#[tokio::test]
async fn versions() {
    let world = World::start().await;
    let ec2 = world.ec2(CONSUMER);
    let created = ec2.ok("CreateManagedPrefixList", &CREATE).await;
    insta::assert_snapshot!(world.shown(&created), @r#"
    HTTP 200
    <CreateManagedPrefixListResponse xmlns="http://ec2.amazonaws.com/doc/2016-11-15/">
      <requestId>[request-id]</requestId>
      <prefixList>
        <prefixListId>pl-1</prefixListId>
        <prefixListArn>arn:aws:ec2:us-east-1:222222222222:prefix-list/pl-1</prefixListArn>
        <prefixListName>offices</prefixListName>
        <addressFamily>IPv4</addressFamily>
        <state>create-complete</state>
        <maxEntries>3</maxEntries>
        <version>1</version>
        <ownerId>222222222222</ownerId>
        <tagSet>
          <item>
            <key>Team</key>
            <value/>
          </item>
        </tagSet>
      </prefixList>
    </CreateManagedPrefixListResponse>
    "#);
    let list = created.one("prefixListId");
    let again = ec2.ok("CreateManagedPrefixList", &CREATE).await;
    assert_eq!(again.one("prefixListId"), list);
    let id = [("PrefixListId", &*list)];
    let entries = ec2.ok("GetManagedPrefixListEntries", &id).await;
    insta::assert_snapshot!(world.shown(&entries), @r#"
    HTTP 200
    <GetManagedPrefixListEntriesResponse xmlns="http://ec2.amazonaws.com/doc/2016-11-15/">
      <requestId>[request-id]</requestId>
      <entrySet>
        <item>
          <cidr>192.0.2.0/24</cidr>
          <description>Headquarters</description>
        </item>
        <item>
          <cidr>198.51.100.0/24</cidr>
        </item>
      </entrySet>
    </GetManagedPrefixListEntriesResponse>
    "#);

    let change = [
        ("PrefixListId", &*list),
        ("CurrentVersion", "1"),
        ("PrefixListName", "branches"),
        ("RemoveEntry.1.Cidr", "198.51.100.0/24"),
        ("AddEntry.1.Cidr", "203.0.113.0/24"),
        ("AddEntry.2.Cidr", "192.0.2.0/24"),
        ("AddEntry.2.Description", "The new headquarters"),
    ];
    let changed = ec2.ok("ModifyManagedPrefixList", &change).await;
    insta::assert_snapshot!(world.shown(&changed), @r#"
    HTTP 200
    <ModifyManagedPrefixListResponse xmlns="http://ec2.amazonaws.com/doc/2016-11-15/">
      <requestId>[request-id]</requestId>
      <prefixList>
        <prefixListId>pl-1</prefixListId>
        <prefixListArn>arn:aws:ec2:us-east-1:222222222222:prefix-list/pl-1</prefixListArn>
        <prefixListName>branches</prefixListName>
        <addressFamily>IPv4</addressFamily>
        <state>modify-complete</state>
        <maxEntries>3</maxEntries>
        <version>2</version>
        <ownerId>222222222222</ownerId>
        <tagSet>
          <item>
            <key>Team</key>
            <value/>
          </item>
        </tagSet>
      </prefixList>
    </ModifyManagedPrefixListResponse>
    "#);
    assert_eq!(
        networks(&ec2, &list, None).await,
        ["192.0.2.0/24", "203.0.113.0/24"]
    );
    assert_eq!(
        networks(&ec2, &list, Some("1")).await,
        ["192.0.2.0/24", "198.51.100.0/24"]
    );

    let restore = [
        ("PrefixListId", &*list),
        ("PreviousVersion", "1"),
        ("CurrentVersion", "2"),
    ];
    let restored = ec2.ok("RestoreManagedPrefixListVersion", &restore).await;
    assert_eq!(restored.one("state"), "restore-complete");
    assert_eq!(restored.one("version"), "3");
    assert_eq!(
        networks(&ec2, &list, None).await,
        networks(&ec2, &list, Some("1")).await
    );

    // Neither name nor size make a version.
    let resize = [("PrefixListId", &*list), ("MaxEntries", "2")];
    let resized = ec2.ok("ModifyManagedPrefixList", &resize).await;
    assert_eq!(resized.one("version"), "3");
    assert_eq!(resized.one("maxEntries"), "2");
    let deleted = ec2.ok("DeleteManagedPrefixList", &id).await;
    assert_eq!(deleted.one("state"), "delete-complete");
    let rows = world.rows().await;
    assert!(rows["managed_prefix_list"].is_empty());
    assert!(rows["managed_prefix_list_version"].is_empty());
}

#[tokio::test]
async fn lists_and_users() {
    let world = World::start().await;
    let ec2 = world.ec2(CONSUMER);
    let mut own = Vec::new();
    for _ in 0..3 {
        let created = ec2.ok("CreateManagedPrefixList", &CREATE[..5]).await;
        own.push(created.one("prefixListId"));
    }
    own.sort();
    let mut found = Vec::new();
    let mut token = String::new();
    loop {
        let mut page = vec![("MaxResults", "2")];
        if !token.is_empty() {
            page.push(("NextToken", &token));
        }
        let reply = ec2.ok("DescribeManagedPrefixLists", &page).await;
        found.extend(reply.all("prefixListId"));
        match reply.all("nextToken").pop() {
            Some(next) => token = next,
            None => break,
        }
    }
    assert_eq!(found.len(), 6 + own.len());
    assert!(found.is_sorted() && own.iter().all(|id| found.contains(id)));
    for (name, value, expected) in [
        ("owner-id", CONSUMER, 3),
        ("owner-id", "AWS", 6),
        ("prefix-list-id", &*own[0], 1),
        ("prefix-list-name", "off*", 3),
        ("tag-key", "Team", 0),
    ] {
        let filter = [("Filter.1.Name", name), ("Filter.1.Value.1", value)];
        let reply = ec2.ok("DescribeManagedPrefixLists", &filter).await;
        assert_eq!(reply.all("prefixListId").len(), expected, "{name} {value}");
    }
    let of_aws = ec2.ok("DescribePrefixLists", &[]).await;
    assert_eq!(of_aws.all("prefixListId").len(), 6);

    let network = world.network(CONSUMER, &[]).await;
    let rest = world.rest(CONSUMER);
    let mut users = Vec::new();
    for name in ["one", "two"] {
        let body = json!({"vpcId": network.vpc_id, "groupName": name, "description": name});
        let group = rest.make("/v1/security-groups", "groupId", body).await;
        let rules = format!("/v1/security-groups/{group}/rules");
        for is_egress in [false, true] {
            let rule = json!({"isEgress": is_egress, "ipProtocol": "-1", "prefixListId": own[0]});
            rest.create(&rules, rule).await;
        }
        users.push(group);
    }
    users.sort();
    let id = [("PrefixListId", &*own[0])];
    let reply = ec2.ok("GetManagedPrefixListAssociations", &id).await;
    assert_eq!(reply.all("resourceId"), users);
    assert_eq!(reply.all("resourceOwner"), [CONSUMER, CONSUMER]);
    let held = ec2.call("DeleteManagedPrefixList", &id).await;
    assert_eq!(held.one("Code"), "DependencyViolation");
    for group in &users {
        let path = format!("/v1/security-groups/{group}");
        rest.delete(&path).await.expect(204);
    }
    let reply = ec2.ok("GetManagedPrefixListAssociations", &id).await;
    assert!(reply.all("resourceId").is_empty());
    ec2.ok("DeleteManagedPrefixList", &id).await;
}

#[tokio::test]
async fn over_rest() {
    let world = World::start().await;
    let rest = world.rest(CONSUMER);
    let body = json!({
        "prefixListName": "partners", "addressFamily": "IPv6", "maxEntries": 2,
        "entries": [{"cidr": "2001:DB8:1::/48", "description": "One"}],
        "tags": [{"key": "Team", "value": "edge"}],
    });
    let list = rest.create("/v1/prefix-lists", body).await;
    let path = format!("/v1/prefix-lists/{}", text(&list["prefixListId"]));
    let change = json!({"addEntries": [{"cidr": "2001:db8:2::/48"}], "currentVersion": 1, "prefixListName": "friends"});
    rest.patch(&path, change).await.expect(200);
    let shown = rest.get(&path).await;
    assert_eq!(shown.header("etag"), "\"2\"");
    insta::assert_snapshot!(world.shown(&shown), @r#"
    HTTP 200
    etag: "2"
    {
      "addressFamily": "IPv6",
      "cidrs": [
        "[ipv6-1]/48",
        "[ipv6-2]/48"
      ],
      "entries": [
        {
          "cidr": "[ipv6-1]/48",
          "description": "One"
        },
        {
          "cidr": "[ipv6-2]/48"
        }
      ],
      "maxEntries": 2,
      "ownerId": "222222222222",
      "prefixListArn": "arn:aws:ec2:us-east-1:222222222222:prefix-list/pl-1",
      "prefixListId": "pl-1",
      "prefixListName": "friends",
      "state": "modify-complete",
      "tags": [
        {
          "key": "Team",
          "value": "edge"
        }
      ],
      "version": 2
    }
    "#);
    let filter = "/v1/prefix-lists?filter[owner-id]=222222222222";
    assert_eq!(rest.items(filter).await.len(), 1);
    let stranger = world.rest(STRANGER);
    assert_eq!(stranger.get(&path).await.status, 404);
    assert_eq!(stranger.delete(&path).await.status, 404);
    rest.delete(&path).await.expect(204);
    assert_eq!(rest.get(&path).await.status, 404);
}
