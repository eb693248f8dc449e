//! Internet gateways and egress-only ones: made, attached, found, detached, deleted.

use crate::support::world::{CONSUMER, World};

const TAGS: [(&str, &str); 3] = [
    ("TagSpecification.1.ResourceType", "internet-gateway"),
    ("TagSpecification.1.Tag.1.Key", "Name"),
    ("TagSpecification.1.Tag.1.Value", "door"),
];

#[tokio::test]
async fn an_internet_gateway() {
    let world = World::start().await;
    let ec2 = world.ec2(CONSUMER);
    let created = ec2.ok("CreateInternetGateway", &TAGS).await;
    insta::assert_snapshot!(world.shown(&created), @r#"
    HTTP 200
    <CreateInternetGatewayResponse xmlns="http://ec2.amazonaws.com/doc/2016-11-15/">
      <requestId>[request-id]</requestId>
      <internetGateway>
        <internetGatewayId>igw-1</internetGatewayId>
        <ownerId>222222222222</ownerId>
        <attachmentSet/>
        <tagSet>
          <item>
            <key>Name</key>
            <value>door</value>
          </item>
        </tagSet>
      </internetGateway>
    </CreateInternetGatewayResponse>
    "#);
    let id = created.one("internetGatewayId");
    let vpc_id = world.network(CONSUMER, &[]).await.vpc_id;
    let pair = [("InternetGatewayId", &*id), ("VpcId", &*vpc_id)];
    let attached = ec2.ok("AttachInternetGateway", &pair).await;
    insta::assert_snapshot!(world.shown(&attached), @r#"
    HTTP 200
    <AttachInternetGatewayResponse xmlns="http://ec2.amazonaws.com/doc/2016-11-15/">
      <requestId>[request-id]</requestId>
      <return>true</return>
    </AttachInternetGatewayResponse>
    "#);
    let by_id = [("InternetGatewayId.1", &*id)];
    let shown = ec2.ok("DescribeInternetGateways", &by_id).await;
    insta::assert_snapshot!(world.shown(&shown), @r#"
    HTTP 200
    <DescribeInternetGatewaysResponse xmlns="http://ec2.amazonaws.com/doc/2016-11-15/">
      <requestId>[request-id]</requestId>
      <internetGatewaySet>
        <item>
          <internetGatewayId>igw-1</internetGatewayId>
          <ownerId>222222222222</ownerId>
          <attachmentSet>
            <item>
              <vpcId>vpc-1</vpcId>
              <state>available</state>
            </item>
          </attachmentSet>
          <tagSet>
            <item>
              <key>Name</key>
              <value>door</value>
            </item>
          </tagSet>
        </item>
      </internetGatewaySet>
    </DescribeInternetGatewaysResponse>
    "#);
    ec2.ok("DetachInternetGateway", &pair).await;
    let shown = ec2.ok("DescribeInternetGateways", &[]).await;
    assert!(shown.all("vpcId").is_empty(), "{shown}");
    let deleted = ec2.ok("DeleteInternetGateway", &pair[..1]).await;
    assert_eq!(deleted.one("return"), "true");
    let gone = ec2.call("DescribeInternetGateways", &by_id).await;
    insta::assert_snapshot!(world.shown(&gone.refusal()), @"400 InvalidInternetGatewayID.NotFound: The internetGateway ID 'igw-1' does not exist");
}

#[tokio::test]
async fn an_egress_only_internet_gateway() {
    let world = World::start().await;
    let ec2 = world.ec2(CONSUMER);
    let vpc_id = world.network(CONSUMER, &[]).await.vpc_id;
    let request = [
        ("VpcId", &*vpc_id),
        ("ClientToken", "one"),
        (
            "TagSpecification.1.ResourceType",
            "egress-only-internet-gateway",
        ),
        ("TagSpecification.1.Tag.1.Key", "Name"),
        ("TagSpecification.1.Tag.1.Value", "exit"),
    ];
    let action = "CreateEgressOnlyInternetGateway";
    let created = ec2.ok(action, &request).await;
    insta::assert_snapshot!(world.shown(&created), @r#"
    HTTP 200
    <CreateEgressOnlyInternetGatewayResponse xmlns="http://ec2.amazonaws.com/doc/2016-11-15/">
      <requestId>[request-id]</requestId>
      <egressOnlyInternetGateway>
        <egressOnlyInternetGatewayId>eigw-1</egressOnlyInternetGatewayId>
        <attachmentSet>
          <item>
            <vpcId>vpc-1</vpcId>
            <state>attached</state>
          </item>
        </attachmentSet>
        <tagSet>
          <item>
            <key>Name</key>
            <value>exit</value>
          </item>
        </tagSet>
      </egressOnlyInternetGateway>
      <clientToken>one</clientToken>
    </CreateEgressOnlyInternetGatewayResponse>
    "#);
    let again = ec2.ok(action, &request).await;
    let id = created.one("egressOnlyInternetGatewayId");
    assert_eq!(again.one("egressOnlyInternetGatewayId"), id);
    let describe = "DescribeEgressOnlyInternetGateways";
    let by_id = [("EgressOnlyInternetGatewayId.1", &*id)];
    let shown = ec2.ok(describe, &by_id).await;
    insta::assert_snapshot!(world.shown(&shown), @r#"
    HTTP 200
    <DescribeEgressOnlyInternetGatewaysResponse xmlns="http://ec2.amazonaws.com/doc/2016-11-15/">
      <requestId>[request-id]</requestId>
      <egressOnlyInternetGatewaySet>
        <item>
          <egressOnlyInternetGatewayId>eigw-1</egressOnlyInternetGatewayId>
          <attachmentSet>
            <item>
              <vpcId>vpc-1</vpcId>
              <state>attached</state>
            </item>
          </attachmentSet>
          <tagSet>
            <item>
              <key>Name</key>
              <value>exit</value>
            </item>
          </tagSet>
        </item>
      </egressOnlyInternetGatewaySet>
    </DescribeEgressOnlyInternetGatewaysResponse>
    "#);
    for (filter, value, found) in [
        ("tag:Name", "exit", 1),
        ("tag:Name", "door", 0),
        ("tag-key", "N*", 1),
    ] {
        let filter = [("Filter.1.Name", filter), ("Filter.1.Value.1", value)];
        let shown = ec2.ok(describe, &filter).await;
        assert_eq!(
            shown.all("egressOnlyInternetGatewayId").len(),
            found,
            "{filter:?}"
        );
    }
    let gone = [("EgressOnlyInternetGatewayId", &*id)];
    let deleted = ec2.ok("DeleteEgressOnlyInternetGateway", &gone).await;
    insta::assert_snapshot!(world.shown(&deleted), @r#"
    HTTP 200
    <DeleteEgressOnlyInternetGatewayResponse xmlns="http://ec2.amazonaws.com/doc/2016-11-15/">
      <requestId>[request-id]</requestId>
      <returnCode>true</returnCode>
    </DeleteEgressOnlyInternetGatewayResponse>
    "#);
    let gone = ec2.call(describe, &by_id).await;
    insta::assert_snapshot!(world.shown(&gone.refusal()), @"400 InvalidGatewayID.NotFound: The gateway ID 'eigw-1' does not exist");
}

#[tokio::test]
async fn they_are_found_by_filters_page_by_page() {
    let world = World::start().await;
    let ec2 = world.ec2(CONSUMER);
    let vpc_id = world.network(CONSUMER, &[]).await.vpc_id;
    let named = ec2.ok("CreateInternetGateway", &TAGS).await;
    let named = named.one("internetGatewayId");
    let pair = [("InternetGatewayId", &*named), ("VpcId", &*vpc_id)];
    ec2.ok("AttachInternetGateway", &pair).await;
    for _ in 0..6 {
        ec2.ok("CreateInternetGateway", &[]).await;
    }
    let describe = "DescribeInternetGateways";
    for (filter, value, found) in [
        ("attachment.state", "available", 1),
        ("attachment.state", "attached", 0),
        ("attachment.vpc-id", &*vpc_id, 1),
        ("internet-gateway-id", &*named, 1),
        ("owner-id", CONSUMER, 7),
        ("tag:Name", "door", 1),
        ("tag-key", "Name", 1),
    ] {
        let filter = [("Filter.1.Name", filter), ("Filter.1.Value.1", value)];
        let shown = ec2.ok(describe, &filter).await;
        assert_eq!(shown.all("internetGatewayId").len(), found, "{filter:?}");
    }
    let first = ec2.ok(describe, &[("MaxResults", "5")]).await;
    let token = first.one("nextToken");
    let second = [("MaxResults", "5"), ("NextToken", &*token)];
    let second = ec2.ok(describe, &second).await;
    let mut all = first.all("internetGatewayId");
    all.extend(second.all("internetGatewayId"));
    all.sort();
    all.dedup();
    assert_eq!(all.len(), 7);
}
