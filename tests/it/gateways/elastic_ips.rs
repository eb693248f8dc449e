//! Elastic IP addresses: given out, named, put before interfaces of users', taken away, given back.

use std::collections::BTreeSet;

use privlink::domain::quota::Quotas;

use crate::support::ways::{allocate, interface, open_network};
use crate::support::world::{CONSUMER, World};

#[tokio::test]
async fn its_life() {
    let world = World::start().await;
    let ec2 = world.ec2(CONSUMER);
    let request = [
        ("Domain", "vpc"),
        ("NetworkBorderGroup", "us-east-1"),
        ("PublicIpv4Pool", "amazon"),
        ("TagSpecification.1.ResourceType", "elastic-ip"),
        ("TagSpecification.1.Tag.1.Key", "Name"),
        ("TagSpecification.1.Tag.1.Value", "mail"),
    ];
    let allocated = ec2.ok("AllocateAddress", &request).await;
    insta::assert_snapshot!(world.shown(&allocated), @r#"
    HTTP 200
    <AllocateAddressResponse xmlns="http://ec2.amazonaws.com/doc/2016-11-15/">
      <requestId>[request-id]</requestId>
      <allocationId>eipalloc-1</allocationId>
      <publicIp>[public-1]</publicIp>
      <publicIpv4Pool>amazon</publicIpv4Pool>
      <networkBorderGroup>us-east-1</networkBorderGroup>
      <domain>vpc</domain>
    </AllocateAddressResponse>
    "#);
    let id = allocated.one("allocationId");
    let one = [("AllocationId", &*id)];

    let network = open_network(&world, CONSUMER).await;
    let interface_id = interface(&world, CONSUMER, &network).await;
    let wanted = [one[0], ("NetworkInterfaceId", &*interface_id)];
    let associated = ec2.ok("AssociateAddress", &wanted).await;
    insta::assert_snapshot!(world.shown(&associated), @r#"
    HTTP 200
    <AssociateAddressResponse xmlns="http://ec2.amazonaws.com/doc/2016-11-15/">
      <requestId>[request-id]</requestId>
      <associationId>eipassoc-1</associationId>
    </AssociateAddressResponse>
    "#);
    let again = ec2.ok("AssociateAddress", &wanted).await;
    assert_eq!(
        again.one("associationId"),
        associated.one("associationId"),
        "it stands there already"
    );
    let shown = ec2.ok("DescribeAddresses", &[]).await;
    insta::assert_snapshot!(world.shown(&shown), @r#"
    HTTP 200
    <DescribeAddressesResponse xmlns="http://ec2.amazonaws.com/doc/2016-11-15/">
      <requestId>[request-id]</requestId>
      <addressesSet>
        <item>
          <allocationId>eipalloc-1</allocationId>
          <publicIp>[public-1]</publicIp>
          <publicIpv4Pool>amazon</publicIpv4Pool>
          <networkBorderGroup>us-east-1</networkBorderGroup>
          <domain>vpc</domain>
          <associationId>eipassoc-1</associationId>
          <networkInterfaceId>eni-1</networkInterfaceId>
          <networkInterfaceOwnerId>222222222222</networkInterfaceOwnerId>
          <privateIpAddress>10.0.0.4</privateIpAddress>
          <tagSet>
            <item>
              <key>Name</key>
              <value>mail</value>
            </item>
          </tagSet>
        </item>
      </addressesSet>
    </DescribeAddressesResponse>
    "#);

    let association = [("AssociationId", &*associated.one("associationId"))];
    ec2.ok("DisassociateAddress", &association).await;
    let by_address = [("PublicIp", &*allocated.one("publicIp"))];
    ec2.ok("DisassociateAddress", &by_address).await;
    let released = ec2.ok("ReleaseAddress", &one).await;
    assert_eq!(released.one("return"), "true");
    let gone = ec2
        .call("DescribeAddresses", &[("AllocationId.1", &id)])
        .await;
    insta::assert_snapshot!(world.shown(&gone.refusal()), @"400 InvalidAllocationID.NotFound: The allocation ID 'eipalloc-1' does not exist");
}

#[tokio::test]
async fn its_name_for_reverse_lookups() {
    let world = World::start().await;
    let ec2 = world.ec2(CONSUMER);
    let id = allocate(&world, CONSUMER).await;
    let describe = [("AllocationId.1", &*id), ("Attribute", "domain-name")];
    let describe = async || ec2.ok("DescribeAddressesAttribute", &describe).await;
    assert!(describe().await.all("allocationId").is_empty());
    let name = [("AllocationId", &*id), ("DomainName", "mail.example.com")];
    let modified = ec2.ok("ModifyAddressAttribute", &name).await;
    insta::assert_snapshot!(world.shown(&modified), @r#"
    HTTP 200
    <ModifyAddressAttributeResponse xmlns="http://ec2.amazonaws.com/doc/2016-11-15/">
      <requestId>[request-id]</requestId>
      <address>
        <publicIp>[public-1]</publicIp>
        <allocationId>eipalloc-1</allocationId>
        <ptrRecord>mail.example.com.</ptrRecord>
      </address>
    </ModifyAddressAttributeResponse>
    "#);
    insta::assert_snapshot!(world.shown(&describe().await), @r#"
    HTTP 200
    <DescribeAddressesAttributeResponse xmlns="http://ec2.amazonaws.com/doc/2016-11-15/">
      <requestId>[request-id]</requestId>
      <addressSet>
        <item>
          <publicIp>[public-1]</publicIp>
          <allocationId>eipalloc-1</allocationId>
          <ptrRecord>mail.example.com.</ptrRecord>
        </item>
      </addressSet>
    </DescribeAddressesAttributeResponse>
    "#);
    let locked = ec2.call("ReleaseAddress", &name[..1]).await;
    insta::assert_snapshot!(world.shown(&locked.refusal()), @"400 InvalidAddress.Locked: The address with allocation id [eipalloc-1] cannot be released because it has a reverse DNS record.");
    let reset = [name[0], ("Attribute", "domain-name")];
    let reset = ec2.ok("ResetAddressAttribute", &reset).await;
    assert!(reset.all("ptrRecord").is_empty(), "{reset}");
    assert!(describe().await.all("allocationId").is_empty());
    ec2.ok("ReleaseAddress", &name[..1]).await;
}

#[tokio::test]
async fn it_moves_between_addresses_unless_that_is_forbidden() {
    let world = World::start().await;
    let ec2 = world.ec2(CONSUMER);
    let network = open_network(&world, CONSUMER).await;
    let from = interface(&world, CONSUMER, &network).await;
    let to = interface(&world, CONSUMER, &network).await;
    let (first, second) = (
        allocate(&world, CONSUMER).await,
        allocate(&world, CONSUMER).await,
    );
    let associate = async |id: &str, interface_id: &str, reassociate: &str| {
        let parameters = [
            ("AllocationId", id),
            ("NetworkInterfaceId", interface_id),
            ("AllowReassociation", reassociate),
        ];
        ec2.call("AssociateAddress", &parameters).await
    };
    associate(&first, &from, "false").await.one("associationId");
    let refused = associate(&first, &to, "false").await;
    insta::assert_snapshot!(world.shown(&refused.refusal()), @"400 Resource.AlreadyAssociated: Elastic IP address [eipalloc-1] is already associated");
    let moved = associate(&first, &to, "true").await;
    moved.one("associationId");
    let refused = associate(&second, &to, "false").await;
    insta::assert_snapshot!(world.shown(&refused.refusal()), @"400 Resource.AlreadyAssociated: resource eni-1 is already associated with [public-1]");
    associate(&second, &to, "true").await.one("associationId");
    let by_id = [("AllocationId.1", &*first)];
    let shown = ec2.ok("DescribeAddresses", &by_id).await;
    assert!(shown.all("associationId").is_empty(), "{shown}");
}

#[tokio::test]
async fn they_are_found_by_filters_and_by_address() {
    let world = World::start().await;
    let ec2 = world.ec2(CONSUMER);
    let network = open_network(&world, CONSUMER).await;
    let interface_id = interface(&world, CONSUMER, &network).await;
    let (id, other) = (
        allocate(&world, CONSUMER).await,
        allocate(&world, CONSUMER).await,
    );
    let associated = [
        ("AllocationId", &*id),
        ("NetworkInterfaceId", &*interface_id),
    ];
    let associated = ec2.ok("AssociateAddress", &associated).await;
    let association_id = associated.one("associationId");
    let named = [
        ("ResourceId.1", &*id),
        ("Tag.1.Key", "Name"),
        ("Tag.1.Value", "mail"),
    ];
    ec2.ok("CreateTags", &named).await;
    let shown = ec2
        .ok("DescribeAddresses", &[("AllocationId.1", &id)])
        .await;
    let (public, private) = (shown.one("publicIp"), shown.one("privateIpAddress"));
    for (filter, value, found) in [
        ("allocation-id", &*id, 1),
        ("association-id", &*association_id, 1),
        ("domain", "vpc", 2),
        ("instance-id", "*", 0),
        ("network-border-group", "us-east-1", 2),
        ("network-interface-id", &*interface_id, 1),
        ("network-interface-owner-id", CONSUMER, 1),
        ("private-ip-address", &*private, 1),
        ("public-ip", &*public, 1),
        ("tag:Name", "mail", 1),
        ("tag-key", "Name", 1),
    ] {
        let filter = [("Filter.1.Name", filter), ("Filter.1.Value.1", value)];
        let shown = ec2.ok("DescribeAddresses", &filter).await;
        assert_eq!(shown.all("allocationId").len(), found, "{filter:?}");
    }
    let by_address = [("PublicIp.1", &*public)];
    let shown = ec2.ok("DescribeAddresses", &by_address).await;
    assert_eq!(shown.all("allocationId"), [&*id]);
    let both = [by_address[0], ("AllocationId.1", &*other)];
    let shown = ec2.ok("DescribeAddresses", &both).await;
    assert!(shown.all("allocationId").is_empty());
}

#[tokio::test]
async fn no_two_are_alike() {
    let quotas = Quotas {
        elastic_ips_per_region: 1_200,
        ..Quotas::default()
    };
    let world = World::with_quotas(quotas).await;
    for _ in 0..1_100 {
        allocate(&world, CONSUMER).await;
    }
    let shown = world.ec2(CONSUMER).ok("DescribeAddresses", &[]).await;
    let addresses: BTreeSet<String> = shown.all("publicIp").into_iter().collect();
    assert_eq!(addresses.len(), 1_100, "one list has them all");
}
