//! The prefix lists of AWS's own services.

use crate::support::world::{CONSUMER, World, text};

const SERVICE: &str = "com.amazonaws.ap-northeast-1.s3";
const NAMED: &str = "/v1/prefix-lists?filter[prefix-list-name]=com.amazonaws.ap-northeast-1.s3";

#[tokio::test]
async fn over_rest() {
    let world = World::start().await;
    let rest = world.rest(CONSUMER).region("ap-northeast-1");
    let lists = rest.get(NAMED).await;
    insta::assert_snapshot!(lists, @r#"
    HTTP 200
    {
      "items": [
        {
          "addressFamily": "IPv4",
          "cidrs": [
            "52.219.0.0/20",
            "52.219.16.0/22",
            "52.219.68.0/22",
            "54.231.224.0/21"
          ],
          "entries": [
            {
              "cidr": "52.219.0.0/20"
            },
            {
              "cidr": "52.219.16.0/22"
            },
            {
              "cidr": "52.219.68.0/22"
            },
            {
              "cidr": "54.231.224.0/21"
            }
          ],
          "ownerId": "AWS",
          "prefixListArn": "arn:aws:ec2:ap-northeast-1:aws:prefix-list/pl-61a54008",
          "prefixListId": "pl-61a54008",
          "prefixListName": "com.amazonaws.ap-northeast-1.s3",
          "state": "create-complete",
          "tags": []
        }
      ]
    }
    "#);
    let one = rest.get("/v1/prefix-lists/pl-61a54008").await;
    assert_eq!(one.body, lists.body["items"][0]);
    assert_eq!(rest.items("/v1/prefix-lists").await.len(), 6);
    let page = rest.get("/v1/prefix-lists?limit=5").await.expect(200);
    let cursor = text(&page["nextCursor"]);
    let rest_of_it = format!("/v1/prefix-lists?limit=5&cursor={cursor}");
    assert_eq!(rest.items(&rest_of_it).await.len(), 1);
    let elsewhere = world.rest(CONSUMER).region("eu-west-1");
    let missing = elsewhere.get("/v1/prefix-lists/pl-61a54008").await;
    insta::assert_snapshot!(missing.refusal(), @"404 InvalidPrefixListId.NotFound (prefixListId): The prefix list ID 'pl-61a54008' does not exist");
    assert!(elsewhere.items(NAMED).await.is_empty());
}

#[tokio::test]
async fn over_ec2() {
    let world = World::start().await;
    let ec2 = world.ec2(CONSUMER).region("ap-northeast-1");
    let named = [
        ("Filter.1.Name", "prefix-list-name"),
        ("Filter.1.Value.1", SERVICE),
    ];
    let list = ec2.ok("DescribePrefixLists", &named).await;
    insta::assert_snapshot!(world.shown(&list), @r#"
    HTTP 200
    <DescribePrefixListsResponse xmlns="http://ec2.amazonaws.com/doc/2016-11-15/">
      <requestId>[request-id]</requestId>
      <prefixListSet>
        <item>
          <prefixListId>pl-61a54008</prefixListId>
          <prefixListName>com.amazonaws.ap-northeast-1.s3</prefixListName>
          <cidrSet>
            <item>52.219.0.0/20</item>
            <item>52.219.16.0/22</item>
            <item>52.219.68.0/22</item>
            <item>54.231.224.0/21</item>
          </cidrSet>
        </item>
      </prefixListSet>
    </DescribePrefixListsResponse>
    "#);
    let list = ec2.ok("DescribeManagedPrefixLists", &named).await;
    insta::assert_snapshot!(world.shown(&list), @r#"
    HTTP 200
    <DescribeManagedPrefixListsResponse xmlns="http://ec2.amazonaws.com/doc/2016-11-15/">
      <requestId>[request-id]</requestId>
      <prefixListSet>
        <item>
          <prefixListId>pl-61a54008</prefixListId>
          <prefixListArn>arn:aws:ec2:ap-northeast-1:aws:prefix-list/pl-61a54008</prefixListArn>
          <prefixListName>com.amazonaws.ap-northeast-1.s3</prefixListName>
          <addressFamily>IPv4</addressFamily>
          <state>create-complete</state>
          <ownerId>AWS</ownerId>
          <tagSet/>
        </item>
      </prefixListSet>
    </DescribeManagedPrefixListsResponse>
    "#);
    let id = [("PrefixListId", "pl-61a54008"), ("MaxResults", "3")];
    let entries = ec2.ok("GetManagedPrefixListEntries", &id).await;
    assert_eq!(
        entries.all("cidr"),
        ["52.219.0.0/20", "52.219.16.0/22", "52.219.68.0/22"]
    );
    let token = entries.one("nextToken");
    let next = [("PrefixListId", "pl-61a54008"), ("NextToken", &*token)];
    let entries = ec2.ok("GetManagedPrefixListEntries", &next).await;
    insta::assert_snapshot!(world.shown(&entries), @r#"
    HTTP 200
    <GetManagedPrefixListEntriesResponse xmlns="http://ec2.amazonaws.com/doc/2016-11-15/">
      <requestId>[request-id]</requestId>
      <entrySet>
        <item>
          <cidr>54.231.224.0/21</cidr>
        </item>
      </entrySet>
    </GetManagedPrefixListEntriesResponse>
    "#);
    let by_id = [("PrefixListId.1", "pl-61a54008")];
    let one = ec2.ok("DescribePrefixLists", &by_id).await;
    assert_eq!(one.all("prefixListName"), [SERVICE]);
    let owned = [("Filter.1.Name", "owner-id"), ("Filter.1.Value.1", "AWS")];
    let all = ec2.ok("DescribeManagedPrefixLists", &owned).await;
    assert_eq!(all.all("prefixListId").len(), 6);
    for (action, expected) in [
        (
            "DescribePrefixLists",
            "400 InvalidPrefixListId.NotFound: The prefix list ID 'pl-00000000' does not exist",
        ),
        (
            "DescribeManagedPrefixLists",
            "400 InvalidPrefixListID.NotFound: The prefix list (pl-00000000) does not exist.",
        ),
    ] {
        let missing = ec2.call(action, &[("PrefixListId.1", "pl-00000000")]).await;
        assert_eq!(missing.refusal(), expected);
    }
}
