//! Sets of DHCP options: those that users make, and the one that every account has.

use crate::support::world::{CONSUMER, STRANGER, World, text};

const OPTIONS: [(&str, &str); 8] = [
    ("DhcpConfiguration.1.Key", "domain-name"),
    ("DhcpConfiguration.1.Value.1", "example.com"),
    ("DhcpConfiguration.2.Key", "domain-name-servers"),
    ("DhcpConfiguration.2.Value.1", "10.0.0.2"),
    ("DhcpConfiguration.2.Value.2", "AmazonProvidedDNS"),
    ("TagSpecification.1.ResourceType", "dhcp-options"),
    ("TagSpecification.1.Tag.1.Key", "Team"),
    ("TagSpecification.1.Tag.1.Value", "names"),
];

#[tokio::test]
async fn made_used_and_deleted() {
    let world = World::start().await;
    let (ec2, rest) = (world.ec2(CONSUMER), world.rest(CONSUMER));
    let vpc_id = &*world.network(CONSUMER, &[]).await.vpc_id;
    let vpc = format!("/v1/vpcs/{vpc_id}");
    let standard = text(&rest.get(&vpc).await.body["dhcpOptionsId"]);
    let created = ec2.ok("CreateDhcpOptions", &OPTIONS).await;
    insta::assert_snapshot!(world.shown(&created), @r#"
    HTTP 200
    <CreateDhcpOptionsResponse xmlns="http://ec2.amazonaws.com/doc/2016-11-15/">
      <requestId>[request-id]</requestId>
      <dhcpOptions>
        <dhcpOptionsId>dopt-1</dhcpOptionsId>
        <ownerId>222222222222</ownerId>
        <dhcpConfigurationSet>
          <item>
            <key>domain-name</key>
            <valueSet>
              <item>
                <value>example.com</value>
              </item>
            </valueSet>
          </item>
          <item>
            <key>domain-name-servers</key>
            <valueSet>
              <item>
                <value>10.0.0.2</value>
              </item>
              <item>
                <value>AmazonProvidedDNS</value>
              </item>
            </valueSet>
          </item>
        </dhcpConfigurationSet>
        <tagSet>
          <item>
            <key>Team</key>
            <value>names</value>
          </item>
        </tagSet>
      </dhcpOptions>
    </CreateDhcpOptionsResponse>
    "#);
    let id = &*created.one("dhcpOptionsId");

    let all = ec2.ok("DescribeDhcpOptions", &[]).await;
    let mut ids = all.all("dhcpOptionsId");
    assert!(ids.is_sorted(), "{ids:?}");
    ids.retain(|listed| listed != id);
    assert_eq!(ids, [&*standard]);
    for (filter, value, expected) in [
        ("dhcp-options-id", id, id),
        ("key", "domain-name-servers", ""),
        ("value", "example.com", id),
        ("value", "ec2.internal", &standard),
        ("owner-id", CONSUMER, ""),
        ("tag:Team", "names", id),
    ] {
        let parameters = [("Filter.1.Name", filter), ("Filter.1.Value.1", value)];
        let found = ec2.ok("DescribeDhcpOptions", &parameters).await;
        let found = found.all("dhcpOptionsId");
        if expected.is_empty() {
            assert_eq!(found.len(), 2, "{filter}");
        } else {
            assert_eq!(found, [expected], "{filter}");
        }
    }

    let parameters = [("DhcpOptionsId", id), ("VpcId", vpc_id)];
    ec2.ok("AssociateDhcpOptions", &parameters).await;
    let by_options = [
        ("Filter.1.Name", "dhcp-options-id"),
        ("Filter.1.Value.1", id),
    ];
    let found = ec2.ok("DescribeVpcs", &by_options).await;
    assert_eq!(found.all("vpcId"), [vpc_id]);
    let refused = ec2.call("DeleteDhcpOptions", &parameters[..1]).await;
    insta::assert_snapshot!(world.shown(&refused.refusal()), @"400 DependencyViolation: The dhcpOptions 'dopt-1' has dependencies and cannot be deleted.");
    let parameters = [("DhcpOptionsId", "default"), ("VpcId", vpc_id)];
    ec2.ok("AssociateDhcpOptions", &parameters).await;
    assert_eq!(rest.get(&vpc).await.body["dhcpOptionsId"], "default");
    ec2.ok("DeleteDhcpOptions", &[("DhcpOptionsId", id)]).await;
    let changed = serde_json::json!({"dhcpOptionsId": standard});
    let changed = rest.patch(&vpc, changed).await.expect(200);
    assert_eq!(changed["dhcpOptionsId"], serde_json::json!(standard));
}

/// It is there without being made, and kept only while it has tags.
#[tokio::test]
async fn every_account_has_a_set() {
    let world = World::start().await;
    let ec2 = world.ec2(CONSUMER);
    let shown = ec2.ok("DescribeDhcpOptions", &[]).await;
    insta::assert_snapshot!(world.shown(&shown), @r#"
    HTTP 200
    <DescribeDhcpOptionsResponse xmlns="http://ec2.amazonaws.com/doc/2016-11-15/">
      <requestId>[request-id]</requestId>
      <dhcpOptionsSet>
        <item>
          <dhcpOptionsId>dopt-1</dhcpOptionsId>
          <ownerId>222222222222</ownerId>
          <dhcpConfigurationSet>
            <item>
              <key>domain-name</key>
              <valueSet>
                <item>
                  <value>ec2.internal</value>
                </item>
              </valueSet>
            </item>
            <item>
              <key>domain-name-servers</key>
              <valueSet>
                <item>
                  <value>AmazonProvidedDNS</value>
                </item>
              </valueSet>
            </item>
          </dhcpConfigurationSet>
          <tagSet/>
        </item>
      </dhcpOptionsSet>
    </DescribeDhcpOptionsResponse>
    "#);
    let id = &*shown.one("dhcpOptionsId");
    let elsewhere = world.ec2(CONSUMER).region("eu-west-1");
    let elsewhere = elsewhere.ok("DescribeDhcpOptions", &[]).await;
    assert_eq!(
        elsewhere.all("value"),
        ["eu-west-1.compute.internal", "AmazonProvidedDNS"]
    );
    assert_ne!(elsewhere.one("dhcpOptionsId"), id);

    let before = world.rows().await;
    let tag = [
        ("ResourceId.1", id),
        ("Tag.1.Key", "Name"),
        ("Tag.1.Value", "default"),
    ];
    ec2.ok("CreateTags", &tag).await;
    let shown = ec2
        .ok("DescribeDhcpOptions", &[("DhcpOptionsId.1", id)])
        .await;
    assert_eq!(
        shown.all("key"),
        ["domain-name", "domain-name-servers", "Name"]
    );
    ec2.ok("DeleteTags", &tag).await;
    let after = world.rows().await;
    assert_eq!(after["dhcp_options"], before["dhcp_options"]);
    assert_eq!(after["tag"], before["tag"]);
    ec2.ok("DeleteTags", &tag).await;

    let refused = ec2
        .call("DeleteDhcpOptions", &[("DhcpOptionsId", id)])
        .await;
    insta::assert_snapshot!(world.shown(&refused.refusal()), @"400 OperationNotPermitted: The dhcpOptions 'dopt-1' are the default ones and cannot be deleted.");
    world.network(CONSUMER, &[]).await;
    let refused = ec2
        .call("DeleteDhcpOptions", &[("DhcpOptionsId", id)])
        .await;
    insta::assert_snapshot!(world.shown(&refused.refusal()), @"400 DependencyViolation: The dhcpOptions 'dopt-1' has dependencies and cannot be deleted.");
}

#[tokio::test]
async fn pages_have_each_set_once() {
    let world = World::start().await;
    let ec2 = world.ec2(CONSUMER);
    for _ in 0..11 {
        ec2.ok("CreateDhcpOptions", &OPTIONS[..2]).await;
    }
    let mut ids = Vec::new();
    let mut token = String::new();
    loop {
        let mut parameters = vec![("MaxResults", "5")];
        if !token.is_empty() {
            parameters.push(("NextToken", &token));
        }
        let page = ec2.ok("DescribeDhcpOptions", &parameters).await;
        ids.extend(page.all("dhcpOptionsId"));
        match page.all("nextToken").pop() {
            Some(next) if !next.is_empty() => token = next,
            _ => break,
        }
    }
    let all = ec2.ok("DescribeDhcpOptions", &[]).await;
    assert_eq!(ids, all.all("dhcpOptionsId"));
    assert_eq!(ids.len(), 12);
}

/// Requests that are refused.
const REFUSED: &str = "
    CreateDhcpOptions
    CreateDhcpOptions DhcpConfiguration.1.Key=routers DhcpConfiguration.1.Value.1=10.0.0.1
    CreateDhcpOptions DhcpConfiguration.1.Key=ntp-servers
    CreateDhcpOptions DhcpConfiguration.1.Key=netbios-node-type DhcpConfiguration.1.Value.1=3
    CreateDhcpOptions DhcpConfiguration.1.Key=domain-name DhcpConfiguration.1.Value.1=a.example DhcpConfiguration.2.Key=domain-name
    DescribeDhcpOptions DhcpOptionsId.1=dopt-00000000000000000
    DescribeDhcpOptions DhcpOptionsId.1=dopt-x
    DescribeDhcpOptions DhcpOptionsId.1=theirs
    DeleteDhcpOptions DhcpOptionsId=dopt-00000000000000000
    AssociateDhcpOptions DhcpOptionsId=dopt-00000000000000000 VpcId=vpc
    AssociateDhcpOptions DhcpOptionsId=theirs VpcId=vpc
    AssociateDhcpOptions DhcpOptionsId=own VpcId=vpc-00000000000000000
";

#[tokio::test]
async fn refused() {
    let world = World::start().await;
    let ec2 = world.ec2(CONSUMER);
    let vpc_id = &*world.network(CONSUMER, &[]).await.vpc_id;
    let set = ec2
        .ok("CreateDhcpOptions", &OPTIONS)
        .await
        .one("dhcpOptionsId");
    let strangers = world.ec2(STRANGER).ok("DescribeDhcpOptions", &[]).await;
    let theirs = &*strangers.one("dhcpOptionsId");
    let before = world.rows().await;
    let mut table = String::new();
    for line in REFUSED.trim().lines() {
        let mut words = line.split_whitespace();
        let action = words.next().expect("an action");
        let parameters: Vec<(&str, &str)> = words
            .filter_map(|word| word.split_once('='))
            .map(|(name, value)| match value {
                "theirs" => (name, theirs),
                "own" => (name, &*set),
                "vpc" => (name, vpc_id),
                other => (name, other),
            })
            .collect();
        let refused = ec2.call(action, &parameters).await;
        let shown = line.trim();
        table += &format!("{shown}\n  {}\n", refused.refusal());
    }
    assert_eq!(before, world.rows().await);
    insta::assert_snapshot!(world.shown(&table), @r#"
    CreateDhcpOptions
      400 MissingParameter: The request must contain the parameter DhcpConfiguration
    CreateDhcpOptions DhcpConfiguration.1.Key=routers DhcpConfiguration.1.Value.1=10.0.0.1
      400 InvalidParameterValue: Value (routers) for parameter key is invalid. Unknown DHCP option
    CreateDhcpOptions DhcpConfiguration.1.Key=ntp-servers
      400 InvalidParameterValue: The option ntp-servers has 0 values, not 1 to 4
    CreateDhcpOptions DhcpConfiguration.1.Key=netbios-node-type DhcpConfiguration.1.Value.1=3
      400 InvalidParameterValue: Value (3) for parameter netbios-node-type is invalid.
    CreateDhcpOptions DhcpConfiguration.1.Key=domain-name DhcpConfiguration.1.Value.1=a.example DhcpConfiguration.2.Key=domain-name
      400 InvalidParameterValue: The option domain-name is given more than once
    DescribeDhcpOptions DhcpOptionsId.1=dopt-1
      400 InvalidDhcpOptionID.NotFound: The dhcpOption ID 'dopt-1' does not exist
    DescribeDhcpOptions DhcpOptionsId.1=dopt-x
      400 InvalidDhcpOptionsId.Malformed: Invalid id: "dopt-x" (expecting "dopt-...")
    DescribeDhcpOptions DhcpOptionsId.1=theirs
      400 InvalidDhcpOptionID.NotFound: The dhcpOption ID 'dopt-2' does not exist
    DeleteDhcpOptions DhcpOptionsId=dopt-1
      400 InvalidDhcpOptionID.NotFound: The dhcpOption ID 'dopt-1' does not exist
    AssociateDhcpOptions DhcpOptionsId=dopt-1 VpcId=vpc
      400 InvalidDhcpOptionID.NotFound: The dhcpOption ID 'dopt-1' does not exist
    AssociateDhcpOptions DhcpOptionsId=theirs VpcId=vpc
      400 InvalidDhcpOptionID.NotFound: The dhcpOption ID 'dopt-2' does not exist
    AssociateDhcpOptions DhcpOptionsId=own VpcId=vpc-1
      400 InvalidVpcID.NotFound: The vpc ID 'vpc-1' does not exist
    "#);
}
