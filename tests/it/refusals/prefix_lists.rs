//! Prefix lists that cannot be as somebody wants them.

use reqwest::Method;
use serde_json::{Value, json};

use super::{Refusals, merged, with};
use crate::support::world::{CONSUMER, STRANGER, World};

const CREATE: [(&str, &str); 4] = [
    ("PrefixListName", "offices"),
    ("AddressFamily", "IPv4"),
    ("MaxEntries", "2"),
    ("Entry.1.Cidr", "192.0.2.0/24"),
];

fn body() -> Value {
    json!({"prefixListName": "offices", "addressFamily": "IPv4", "maxEntries": 2, "entries": [{"cidr": "192.0.2.0/24"}]})
}

#[tokio::test]
async fn created() {
    let world = World::start().await;
    let (ec2, rest) = (world.ec2(CONSUMER), world.rest(CONSUMER));
    let mut table = Refusals::of(&world);
    let entries = |cidrs: &[&str]| {
        let entries: Vec<Value> = cidrs.iter().map(|cidr| json!({"cidr": cidr})).collect();
        json!({"entries": entries})
    };
    for (what, wrong, twin) in [
        (
            "AWS's name",
            &[("PrefixListName", "com.amazonaws.x")][..],
            json!({"prefixListName": "com.amazonaws.x"}),
        ),
        (
            "no family",
            &[("AddressFamily", "ipv4")][..],
            json!({"addressFamily": "ipv4"}),
        ),
        (
            "no room at all",
            &[("MaxEntries", "0")][..],
            json!({"maxEntries": 0}),
        ),
        (
            "too much room",
            &[("MaxEntries", "1001")][..],
            json!({"maxEntries": 1001}),
        ),
        (
            "another family",
            &[("Entry.1.Cidr", "::/0")][..],
            entries(&["::/0"]),
        ),
        (
            "no network",
            &[("Entry.1.Cidr", "10.0.0.1")][..],
            entries(&["10.0.0.1"]),
        ),
        (
            "twice",
            &[("Entry.2.Cidr", "192.0.2.9/24")][..],
            entries(&["192.0.2.0/24", "192.0.2.9/24"]),
        ),
        (
            "too many",
            &[
                ("Entry.2.Cidr", "10.0.0.0/8"),
                ("Entry.3.Cidr", "172.16.0.0/12"),
            ][..],
            entries(&["192.0.2.0/24", "10.0.0.0/8", "172.16.0.0/12"]),
        ),
    ] {
        table.when(what);
        let parameters = with(&CREATE, wrong);
        table
            .query(&ec2, "CreateManagedPrefixList", &parameters)
            .await;
        let body = merged(&body(), twin);
        table
            .rest(&rest, Method::POST, "/v1/prefix-lists", body)
            .await;
    }
    table.when("the token of another list");
    let token = [&CREATE[..], &[("ClientToken", "once")]].concat();
    ec2.ok("CreateManagedPrefixList", &token).await;
    let other = with(&token, &[("MaxEntries", "3")]);
    table.query(&ec2, "CreateManagedPrefixList", &other).await;
    insta::assert_snapshot!(table.table(), @"");
}

#[tokio::test]
async fn changed() {
    let world = World::start().await;
    let (ec2, rest) = (world.ec2(CONSUMER), world.rest(CONSUMER));
    let list = ec2.ok("CreateManagedPrefixList", &CREATE).await;
    let list = list.one("prefixListId");
    let path = format!("/v1/prefix-lists/{list}");
    let mut table = Refusals::of(&world);
    for (what, wrong, twin) in [
        ("nothing", &[][..], json!({})),
        (
            "another version",
            &[("CurrentVersion", "2"), ("AddEntry.1.Cidr", "10.0.0.0/8")][..],
            json!({"currentVersion": 2, "addEntries": [{"cidr": "10.0.0.0/8"}]}),
        ),
        (
            "no version",
            &[("CurrentVersion", "0"), ("PrefixListName", "x")][..],
            json!({"currentVersion": 0, "prefixListName": "x"}),
        ),
        (
            "size and entries",
            &[("MaxEntries", "3"), ("AddEntry.1.Cidr", "10.0.0.0/8")][..],
            json!({"maxEntries": 3, "addEntries": [{"cidr": "10.0.0.0/8"}]}),
        ),
        (
            "present",
            &[("AddEntry.1.Cidr", "192.0.2.0/24")][..],
            json!({"addEntries": [{"cidr": "192.0.2.0/24"}]}),
        ),
        (
            "absent",
            &[("RemoveEntry.1.Cidr", "10.0.0.0/8")][..],
            json!({"removeEntries": ["10.0.0.0/8"]}),
        ),
        (
            "both ways",
            &[
                ("RemoveEntry.1.Cidr", "192.0.2.0/24"),
                ("AddEntry.1.Cidr", "192.0.2.0/24"),
            ][..],
            json!({"removeEntries": ["192.0.2.0/24"], "addEntries": [{"cidr": "192.0.2.0/24"}]}),
        ),
        (
            "too many",
            &[
                ("AddEntry.1.Cidr", "10.0.0.0/8"),
                ("AddEntry.2.Cidr", "172.16.0.0/12"),
            ][..],
            json!({"addEntries": [{"cidr": "10.0.0.0/8"}, {"cidr": "172.16.0.0/12"}]}),
        ),
        (
            "AWS's name",
            &[("PrefixListName", "com.amazonaws")][..],
            json!({"prefixListName": "com.amazonaws"}),
        ),
    ] {
        table.when(what);
        let parameters = with(&[("PrefixListId", &*list)], wrong);
        table
            .query(&ec2, "ModifyManagedPrefixList", &parameters)
            .await;
        table.rest(&rest, Method::PATCH, &path, twin).await;
    }
    for (what, id) in [("AWS's", "pl-63a5400a"), ("none", "pl-00000000000000000")] {
        table.when(&format!("{what}, changed and deleted"));
        let path = format!("/v1/prefix-lists/{id}");
        let change = [("PrefixListId", id), ("PrefixListName", "x")];
        table.query(&ec2, "ModifyManagedPrefixList", &change).await;
        let twin = json!({"prefixListName": "x"});
        table.rest(&rest, Method::PATCH, &path, twin).await;
        let id = [("PrefixListId", id)];
        table.query(&ec2, "DeleteManagedPrefixList", &id).await;
        table.rest(&rest, Method::DELETE, &path, Value::Null).await;
    }
    table.when("a stranger's");
    let stranger = world.ec2(STRANGER);
    let id = [("PrefixListId", &*list)];
    for action in [
        "DeleteManagedPrefixList",
        "GetManagedPrefixListEntries",
        "GetManagedPrefixListAssociations",
    ] {
        table.query(&stranger, action, &id).await;
    }
    let id = [("PrefixListId.1", &*list)];
    table
        .query(&stranger, "DescribeManagedPrefixLists", &id)
        .await;
    for (what, previous, current) in [
        ("restored from another version", "1", "2"),
        ("restored to no version", "7", "1"),
    ] {
        table.when(what);
        let restore = [
            ("PrefixListId", &*list),
            ("PreviousVersion", previous),
            ("CurrentVersion", current),
        ];
        table
            .query(&ec2, "RestoreManagedPrefixListVersion", &restore)
            .await;
    }
    table.when("entries of no version");
    let version = [("PrefixListId", &*list), ("TargetVersion", "2")];
    table
        .query(&ec2, "GetManagedPrefixListEntries", &version)
        .await;
    insta::assert_snapshot!(table.table(), @"");
}
