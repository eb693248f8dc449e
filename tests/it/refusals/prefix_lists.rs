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

fn entries(cidrs: &[&str]) -> Value {
    let entries: Vec<Value> = cidrs.iter().map(|cidr| json!({"cidr": cidr})).collect();
    json!({"entries": entries})
}

#[tokio::test]
async fn created() {
    let world = World::start().await;
    let (ec2, rest) = (world.ec2(CONSUMER), world.rest(CONSUMER));
    let mut table = Refusals::of(&world);
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
    insta::assert_snapshot!(table.table(), @"
    AWS's name
      AWS  400 InvalidParameterValue: The prefix list name cannot start with com.amazonaws.
      REST 400 InvalidParameterValue (prefixListName): The prefix list name cannot start with com.amazonaws.
    no family
      AWS  400 InvalidParameterValue: Value (ipv4) for parameter AddressFamily is invalid. Allowed values are: IPv4, IPv6.
      REST 400 InvalidParameterValue (addressFamily): Value (ipv4) for parameter AddressFamily is invalid. Allowed values are: IPv4, IPv6.
    no room at all
      AWS  400 InvalidParameterValue: Value (0) for parameter MaxEntries is invalid. It must be between 1 and 1000.
      REST 400 InvalidParameterValue (maxEntries): Value (0) for parameter MaxEntries is invalid. It must be between 1 and 1000.
    too much room
      AWS  400 InvalidParameterValue: Value (1001) for parameter MaxEntries is invalid. It must be between 1 and 1000.
      REST 400 InvalidParameterValue (maxEntries): Value (1001) for parameter MaxEntries is invalid. It must be between 1 and 1000.
    another family
      AWS  400 InvalidParameterValue: The CIDR (::/0) is not valid for the address family IPv4.
      REST 400 InvalidParameterValue (cidr): The CIDR (::/0) is not valid for the address family IPv4.
    no network
      AWS  400 InvalidParameterValue: The CIDR (10.0.0.1) is not valid for the address family IPv4.
      REST 400 InvalidParameterValue (cidr): The CIDR (10.0.0.1) is not valid for the address family IPv4.
    twice
      AWS  400 InvalidParameterValue: Request cannot contain Cidr 192.0.2.0/24 more than once
      REST 400 InvalidParameterValue (entries): Request cannot contain Cidr 192.0.2.0/24 more than once
    too many
      AWS  400 PrefixListMaxEntriesExceeded: You've reached the maximum number of entries for the prefix list.
      REST 409 PrefixListMaxEntriesExceeded (maxEntries): You've reached the maximum number of entries for the prefix list.
    the token of another list
      AWS  400 IdempotentParameterMismatch: The token 'once' was used before with other parameters
    ");
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
    insta::assert_snapshot!(table.table(), @"
    nothing
      AWS  400 InvalidRequest: The request received was invalid.
      REST 400 InvalidRequest: The request received was invalid.
    another version
      AWS  400 PrefixListVersionMismatch: The prefix list has the incorrect version number.
      REST 409 PrefixListVersionMismatch (currentVersion): The prefix list has the incorrect version number.
    no version
      AWS  400 InvalidParameterValue: The specified value for version is not valid.
      REST 400 InvalidParameterValue (currentVersion): The specified value for version is not valid.
    size and entries
      AWS  400 InvalidParameterCombination: You cannot modify the entries and the maximum number of entries for the prefix list in the same request.
      REST 400 InvalidParameterCombination (maxEntries): You cannot modify the entries and the maximum number of entries for the prefix list in the same request.
    present
      AWS  400 InvalidPrefixListModification: An entry with the CIDR (192.0.2.0/24) and description () already exists.
      REST 409 InvalidPrefixListModification (addEntries): An entry with the CIDR (192.0.2.0/24) and description () already exists.
    absent
      AWS  400 InvalidPrefixListModification: An entry with the CIDR (10.0.0.0/8) does not exist.
      REST 409 InvalidPrefixListModification (removeEntries): An entry with the CIDR (10.0.0.0/8) does not exist.
    both ways
      AWS  400 InvalidParameterValue: Request cannot contain Cidr 192.0.2.0/24 in both AddPrefixListEntries and RemovePrefixListEntries
      REST 400 InvalidParameterValue (removeEntries): Request cannot contain Cidr 192.0.2.0/24 in both AddPrefixListEntries and RemovePrefixListEntries
    too many
      AWS  400 PrefixListMaxEntriesExceeded: You've reached the maximum number of entries for the prefix list.
      REST 409 PrefixListMaxEntriesExceeded (maxEntries): You've reached the maximum number of entries for the prefix list.
    AWS's name
      AWS  400 InvalidParameterValue: The prefix list name cannot start with com.amazonaws.
      REST 400 InvalidParameterValue (prefixListName): The prefix list name cannot start with com.amazonaws.
    ");
}

#[tokio::test]
async fn of_others() {
    let world = World::start().await;
    let (ec2, rest) = (world.ec2(CONSUMER), world.rest(CONSUMER));
    let list = ec2.ok("CreateManagedPrefixList", &CREATE).await;
    let list = list.one("prefixListId");
    let mut table = Refusals::of(&world);
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
    insta::assert_snapshot!(table.table(), @"
    AWS's, changed and deleted
      AWS  400 OperationNotPermitted: The prefix list 'pl-63a5400a' is managed by AWS
      REST 409 OperationNotPermitted (prefixListId): The prefix list 'pl-63a5400a' is managed by AWS
      AWS  400 OperationNotPermitted: The prefix list 'pl-63a5400a' is managed by AWS
      REST 409 OperationNotPermitted (prefixListId): The prefix list 'pl-63a5400a' is managed by AWS
    none, changed and deleted
      AWS  400 InvalidPrefixListID.NotFound: The prefix list (pl-1) does not exist.
      REST 404 InvalidPrefixListID.NotFound (prefixListId): The prefix list (pl-1) does not exist.
      AWS  400 InvalidPrefixListID.NotFound: The prefix list (pl-1) does not exist.
      REST 404 InvalidPrefixListID.NotFound (prefixListId): The prefix list (pl-1) does not exist.
    a stranger's
      AWS  400 InvalidPrefixListID.NotFound: The prefix list (pl-2) does not exist.
      AWS  400 InvalidPrefixListID.NotFound: The prefix list (pl-2) does not exist.
      AWS  400 InvalidPrefixListID.NotFound: The prefix list (pl-2) does not exist.
      AWS  400 InvalidPrefixListID.NotFound: The prefix list (pl-2) does not exist.
    restored from another version
      AWS  400 PrefixListVersionMismatch: The prefix list has the incorrect version number.
    restored to no version
      AWS  400 InvalidParameterValue: The specified value for version is not valid.
    entries of no version
      AWS  400 InvalidParameterValue: The specified value for version is not valid.
    ");
}
