//! Addresses and names that endpoints cannot have.

use serde_json::{Value, json};

use super::scene::Scene;
use super::{Refusals, merged};
use crate::support::world::{CONSUMER, World};

/// A service of AWS's that has IPv6 too.
const AWS: [(&str, &str); 2] = [
    ("ServiceName", "com.amazonaws.us-east-1.sqs"),
    ("PrivateDnsEnabled", "false"),
];

fn aws(members: Value) -> Value {
    merged(
        &json!({"serviceName": AWS[0].1, "privateDnsEnabled": false}),
        members,
    )
}

/// A choice of addresses in a subnet, over both APIs.
fn choice<'a>(
    subnet: &'a str,
    ipv4: Option<&'a str>,
    ipv6: Option<&'a str>,
) -> (Vec<(&'static str, &'a str)>, Value) {
    let mut wrong = Vec::new();
    let mut configuration = json!({});
    for (parameter, member, value) in [
        ("SubnetConfiguration.1.SubnetId", "subnetId", Some(subnet)),
        ("SubnetConfiguration.1.Ipv4", "ipv4", ipv4),
        ("SubnetConfiguration.1.Ipv6", "ipv6", ipv6),
    ] {
        if let Some(value) = value.filter(|value| !value.is_empty()) {
            wrong.push((parameter, value));
            configuration[member] = json!(value);
        }
    }
    (wrong, json!({"subnetConfigurations": [configuration]}))
}

/// Chosen when the endpoint is created, and for one that has others.
#[tokio::test]
async fn chosen() {
    let scene = Scene::set().await;
    let [first, second] = &scene.consumer.subnet_ids[..] else {
        panic!("the consumer has two subnets");
    };
    let (_, taken) = choice(first, Some("10.0.0.10"), None);
    scene.endpoint(taken).await;
    let endpoint_id = scene.endpoint(json!({})).await;
    let mut table = Refusals::of(&scene.world);
    for (what, subnet, ipv4, ipv6) in [
        (
            "29: one of the first four",
            &**first,
            Some("10.0.0.3"),
            None,
        ),
        ("29: the last", first, Some("10.0.0.255"), None),
        ("29: outside the subnet", first, Some("10.0.1.10"), None),
        ("29: in use", first, Some("10.0.0.10"), None),
        ("no address", first, Some("10.0.0"), None),
        (
            "an IPv6 address for an IPv4 one",
            first,
            Some("fd00::a"),
            None,
        ),
        (
            "an IPv6 address besides",
            first,
            Some("10.0.0.20"),
            Some("fd00::a"),
        ),
        ("none", first, None, None),
        (
            "in a subnet that is not the endpoint's",
            second,
            Some("10.0.1.10"),
            None,
        ),
        ("in no subnet", "", Some("10.0.0.20"), None),
        ("in what is no subnet", "subnet-x", Some("10.0.0.20"), None),
    ] {
        let (wrong, twin) = choice(subnet, ipv4, ipv6);
        table.when(what);
        scene.try_both(&mut table, &wrong, twin.clone()).await;
        scene
            .try_to_change(&mut table, &endpoint_id, &wrong, twin)
            .await;
    }
    table.when("twice in a subnet");
    let (mut wrong, mut twin) = choice(first, Some("10.0.0.20"), None);
    wrong.extend([
        ("SubnetConfiguration.2.SubnetId", &**first),
        ("SubnetConfiguration.2.Ipv4", "10.0.0.21"),
    ]);
    let again = twin["subnetConfigurations"][0].clone();
    let configurations = twin["subnetConfigurations"].as_array_mut();
    configurations.expect("a list").push(again);
    scene.try_both(&mut table, &wrong, twin.clone()).await;
    scene
        .try_to_change(&mut table, &endpoint_id, &wrong, twin)
        .await;
    insta::assert_snapshot!(table.table(), @r#"
    29: one of the first four
      AWS  400 InvalidParameterValue: The address 10.0.0.3 is reserved or outside the subnet 'subnet-1'
      REST 400 InvalidParameterValue (subnetConfigurations.ipv4): The address 10.0.0.3 is reserved or outside the subnet 'subnet-1'
      AWS  400 InvalidParameterValue: The address 10.0.0.3 is reserved or outside the subnet 'subnet-1'
      REST 400 InvalidParameterValue (subnetConfigurations.ipv4): The address 10.0.0.3 is reserved or outside the subnet 'subnet-1'
    29: the last
      AWS  400 InvalidParameterValue: The address 10.0.0.255 is reserved or outside the subnet 'subnet-1'
      REST 400 InvalidParameterValue (subnetConfigurations.ipv4): The address 10.0.0.255 is reserved or outside the subnet 'subnet-1'
      AWS  400 InvalidParameterValue: The address 10.0.0.255 is reserved or outside the subnet 'subnet-1'
      REST 400 InvalidParameterValue (subnetConfigurations.ipv4): The address 10.0.0.255 is reserved or outside the subnet 'subnet-1'
    29: outside the subnet
      AWS  400 InvalidParameterValue: The address 10.0.1.10 is reserved or outside the subnet 'subnet-1'
      REST 400 InvalidParameterValue (subnetConfigurations.ipv4): The address 10.0.1.10 is reserved or outside the subnet 'subnet-1'
      AWS  400 InvalidParameterValue: The address 10.0.1.10 is reserved or outside the subnet 'subnet-1'
      REST 400 InvalidParameterValue (subnetConfigurations.ipv4): The address 10.0.1.10 is reserved or outside the subnet 'subnet-1'
    29: in use
      AWS  400 InvalidIPAddress.InUse: The address 10.0.0.10 is in use.
      REST 409 InvalidIPAddress.InUse (subnetConfigurations.ipv4): The address 10.0.0.10 is in use.
      AWS  400 InvalidIPAddress.InUse: The address 10.0.0.10 is in use.
      REST 409 InvalidIPAddress.InUse (subnetConfigurations.ipv4): The address 10.0.0.10 is in use.
    no address
      AWS  400 InvalidParameterValue: Value (10.0.0) for parameter SubnetConfiguration.Ipv4 is invalid. This is not a valid IP address.
      REST 400 InvalidParameterValue (subnetConfigurations.ipv4): Value (10.0.0) for parameter SubnetConfiguration.Ipv4 is invalid. This is not a valid IP address.
      AWS  400 InvalidParameterValue: Value (10.0.0) for parameter SubnetConfiguration.Ipv4 is invalid. This is not a valid IP address.
      REST 400 InvalidParameterValue (subnetConfigurations.ipv4): Value (10.0.0) for parameter SubnetConfiguration.Ipv4 is invalid. This is not a valid IP address.
    an IPv6 address for an IPv4 one
      AWS  400 InvalidParameterValue: Value (fd00::a) for parameter SubnetConfiguration.Ipv4 is invalid. This is not a valid IP address.
      REST 400 InvalidParameterValue (subnetConfigurations.ipv4): Value (fd00::a) for parameter SubnetConfiguration.Ipv4 is invalid. This is not a valid IP address.
      AWS  400 InvalidParameterValue: Value (fd00::a) for parameter SubnetConfiguration.Ipv4 is invalid. This is not a valid IP address.
      REST 400 InvalidParameterValue (subnetConfigurations.ipv4): Value (fd00::a) for parameter SubnetConfiguration.Ipv4 is invalid. This is not a valid IP address.
    an IPv6 address besides
      AWS  400 InvalidParameter: SubnetConfiguration.Ipv6 does not fit the IP address type of the endpoint
      REST 400 InvalidParameter (subnetConfigurations.ipv6): SubnetConfiguration.Ipv6 does not fit the IP address type of the endpoint
      AWS  400 InvalidParameter: SubnetConfiguration.Ipv6 does not fit the IP address type of the endpoint
      REST 400 InvalidParameter (subnetConfigurations.ipv6): SubnetConfiguration.Ipv6 does not fit the IP address type of the endpoint
    none
      AWS  400 InvalidParameter: SubnetConfiguration.Ipv4 must be given for the IP address type of the endpoint
      REST 400 InvalidParameter (subnetConfigurations.ipv4): SubnetConfiguration.Ipv4 must be given for the IP address type of the endpoint
      AWS  400 InvalidParameter: SubnetConfiguration.Ipv4 must be given for the IP address type of the endpoint
      REST 400 InvalidParameter (subnetConfigurations.ipv4): SubnetConfiguration.Ipv4 must be given for the IP address type of the endpoint
    in a subnet that is not the endpoint's
      AWS  400 InvalidParameter: The subnet 'subnet-2' is not one of the endpoint's subnets
      REST 400 InvalidParameter (subnetConfigurations.subnetId): The subnet 'subnet-2' is not one of the endpoint's subnets
      AWS  400 InvalidParameter: The subnet 'subnet-2' is not one of the endpoint's subnets
      REST 400 InvalidParameter (subnetConfigurations.subnetId): The subnet 'subnet-2' is not one of the endpoint's subnets
    in no subnet
      AWS  400 MissingParameter: The request must contain the parameter SubnetConfiguration.SubnetId
      REST 422 MissingParameter (subnetConfigurations[0].subnetId): subnetConfigurations[0]: missing field `subnetId` at line 1 column 117
      AWS  400 MissingParameter: The request must contain the parameter SubnetConfiguration.SubnetId
      REST 422 MissingParameter (subnetConfigurations[0].subnetId): subnetConfigurations[0]: missing field `subnetId` at line 1 column 45
    in what is no subnet
      AWS  400 InvalidSubnetID.Malformed: Invalid id: "subnet-x" (expecting "subnet-...")
      REST 400 InvalidSubnetID.Malformed (subnetConfigurations.subnetId): Invalid id: "subnet-x" (expecting "subnet-...")
      AWS  400 InvalidSubnetID.Malformed: Invalid id: "subnet-x" (expecting "subnet-...")
      REST 400 InvalidSubnetID.Malformed (subnetConfigurations.subnetId): Invalid id: "subnet-x" (expecting "subnet-...")
    twice in a subnet
      AWS  400 InvalidParameter: The subnet 'subnet-1' is configured twice
      REST 400 InvalidParameter (subnetConfigurations.subnetId): The subnet 'subnet-1' is configured twice
      AWS  400 InvalidParameter: The subnet 'subnet-1' is configured twice
      REST 400 InvalidParameter (subnetConfigurations.subnetId): The subnet 'subnet-1' is configured twice
    "#);
}

/// A /28 has eleven addresses to give out.
#[tokio::test]
async fn used_up() {
    let scene = Scene::set().await;
    let full = scene.subnet("10.0.9.0/28", "us-east-1a").await;
    for _ in 0..11 {
        scene.endpoint(json!({"subnetIds": [full]})).await;
    }
    let second = &scene.consumer.subnet_ids[1];
    let endpoint_id = scene.endpoint(json!({"subnetIds": [second]})).await;
    let mut table = Refusals::of(&scene.world);
    table.when("28: a subnet without free addresses");
    let twin = json!({"subnetIds": [second, full]});
    let wrong = [("SubnetId.1", &**second), ("SubnetId.2", &full)];
    scene.try_both(&mut table, &wrong, twin.clone()).await;
    scene
        .try_to_change(&mut table, &endpoint_id, &[("AddSubnetId.1", &full)], twin)
        .await;
    insta::assert_snapshot!(table.table(), @"
    28: a subnet without free addresses
      AWS  400 InsufficientFreeAddressesInSubnet: The subnet 'subnet-1' has not enough free addresses to satisfy the request.
      REST 409 InsufficientFreeAddressesInSubnet (subnetIds): The subnet 'subnet-1' has not enough free addresses to satisfy the request.
      AWS  400 InsufficientFreeAddressesInSubnet: The subnet 'subnet-1' has not enough free addresses to satisfy the request.
      REST 409 InsufficientFreeAddressesInSubnet (subnetIds): The subnet 'subnet-1' has not enough free addresses to satisfy the request.
    ");
}

#[tokio::test]
async fn of_a_kind_that_the_service_does_not_have() {
    let scene = Scene::set().await;
    let endpoint_id = scene.endpoint(json!({})).await;
    let mut table = Refusals::of(&scene.world);
    for kind in ["ipv6", "dualstack", "ipv5"] {
        table.when(&format!("the IP address type {kind}"));
        let (wrong, twin) = ([("IpAddressType", kind)], json!({"ipAddressType": kind}));
        scene.try_both(&mut table, &wrong, twin.clone()).await;
        scene
            .try_to_change(&mut table, &endpoint_id, &wrong, twin)
            .await;
    }
    for kind in ["ipv6", "dualstack", "service-defined", "ipv5"] {
        table.when(&format!("the records {kind} for IPv4 addresses"));
        let wrong = [("DnsOptions.DnsRecordIpType", kind)];
        let twin = json!({"dnsOptions": {"dnsRecordIpType": kind}});
        scene.try_both(&mut table, &wrong, twin.clone()).await;
        scene
            .try_to_change(&mut table, &endpoint_id, &wrong, twin)
            .await;
    }
    for (parameter, member, value) in [
        (
            "PrivateDnsPreference",
            "privateDnsPreference",
            "ALL_DOMAINS",
        ),
        (
            "PrivateDnsSpecifiedDomain.1",
            "privateDnsSpecifiedDomains",
            "example.com",
        ),
    ] {
        table.when(&format!("{parameter}, which belongs to other types"));
        let wrong = format!("DnsOptions.{parameter}");
        let wrong = [(&*wrong, value)];
        let twin = json!({"dnsOptions": {member: value}});
        scene.try_both(&mut table, &wrong, twin.clone()).await;
        scene
            .try_to_change(&mut table, &endpoint_id, &wrong, twin)
            .await;
    }
    insta::assert_snapshot!(table.table(), @"
    the IP address type ipv6
      AWS  400 InvalidParameter: The IP address type ipv6 is not supported by the service com.amazonaws.vpce.us-east-1.vpce-svc-1
      REST 400 InvalidParameter (ipAddressType): The IP address type ipv6 is not supported by the service com.amazonaws.vpce.us-east-1.vpce-svc-1
      AWS  400 InvalidParameter: The IP address type ipv6 is not supported by the service com.amazonaws.vpce.us-east-1.vpce-svc-1
      REST 400 InvalidParameter (ipAddressType): The IP address type ipv6 is not supported by the service com.amazonaws.vpce.us-east-1.vpce-svc-1
    the IP address type dualstack
      AWS  400 InvalidParameter: The IP address type dualstack is not supported by the service com.amazonaws.vpce.us-east-1.vpce-svc-1
      REST 400 InvalidParameter (ipAddressType): The IP address type dualstack is not supported by the service com.amazonaws.vpce.us-east-1.vpce-svc-1
      AWS  400 InvalidParameter: The IP address type dualstack is not supported by the service com.amazonaws.vpce.us-east-1.vpce-svc-1
      REST 400 InvalidParameter (ipAddressType): The IP address type dualstack is not supported by the service com.amazonaws.vpce.us-east-1.vpce-svc-1
    the IP address type ipv5
      AWS  400 InvalidParameterValue: Value (ipv5) for parameter IpAddressType is invalid.
      REST 400 InvalidParameterValue (ipAddressType): Value (ipv5) for parameter IpAddressType is invalid.
      AWS  400 InvalidParameterValue: Value (ipv5) for parameter IpAddressType is invalid.
      REST 400 InvalidParameterValue (ipAddressType): Value (ipv5) for parameter IpAddressType is invalid.
    the records ipv6 for IPv4 addresses
      AWS  400 InvalidParameter: The DNS record IP type ipv6 does not fit the IP address type ipv4
      REST 400 InvalidParameter (dnsOptions.dnsRecordIpType): The DNS record IP type ipv6 does not fit the IP address type ipv4
      AWS  400 InvalidParameter: The DNS record IP type ipv6 does not fit the IP address type ipv4
      REST 400 InvalidParameter (dnsOptions.dnsRecordIpType): The DNS record IP type ipv6 does not fit the IP address type ipv4
    the records dualstack for IPv4 addresses
      AWS  400 InvalidParameter: The DNS record IP type dualstack does not fit the IP address type ipv4
      REST 400 InvalidParameter (dnsOptions.dnsRecordIpType): The DNS record IP type dualstack does not fit the IP address type ipv4
      AWS  400 InvalidParameter: The DNS record IP type dualstack does not fit the IP address type ipv4
      REST 400 InvalidParameter (dnsOptions.dnsRecordIpType): The DNS record IP type dualstack does not fit the IP address type ipv4
    the records service-defined for IPv4 addresses
      AWS  400 InvalidParameter: The DNS record IP type service-defined does not fit the IP address type ipv4
      REST 400 InvalidParameter (dnsOptions.dnsRecordIpType): The DNS record IP type service-defined does not fit the IP address type ipv4
      AWS  400 InvalidParameter: The DNS record IP type service-defined does not fit the IP address type ipv4
      REST 400 InvalidParameter (dnsOptions.dnsRecordIpType): The DNS record IP type service-defined does not fit the IP address type ipv4
    the records ipv5 for IPv4 addresses
      AWS  400 InvalidParameterValue: Value (ipv5) for parameter DnsRecordIpType is invalid.
      REST 400 InvalidParameterValue (dnsOptions.dnsRecordIpType): Value (ipv5) for parameter DnsRecordIpType is invalid.
      AWS  400 InvalidParameterValue: Value (ipv5) for parameter DnsRecordIpType is invalid.
      REST 400 InvalidParameterValue (dnsOptions.dnsRecordIpType): Value (ipv5) for parameter DnsRecordIpType is invalid.
    PrivateDnsPreference, which belongs to other types
      AWS  400 InvalidParameter: DnsOptions.PrivateDnsPreference is only supported for Resource and ServiceNetwork type VPC Endpoints.
      REST 422 UnknownParameter (dnsOptions.privateDnsPreference): dnsOptions.privateDnsPreference: unknown field `privateDnsPreference`, expected `dnsRecordIpType` or `privateDnsOnlyForInboundResolverEndpoint` at line 1 column 37
      AWS  400 InvalidParameter: DnsOptions.PrivateDnsPreference is only supported for Resource and ServiceNetwork type VPC Endpoints.
      REST 422 UnknownParameter (dnsOptions.privateDnsPreference): dnsOptions.privateDnsPreference: unknown field `privateDnsPreference`, expected `dnsRecordIpType` or `privateDnsOnlyForInboundResolverEndpoint` at line 1 column 37
    PrivateDnsSpecifiedDomain.1, which belongs to other types
      AWS  400 InvalidParameter: DnsOptions.PrivateDnsSpecifiedDomain is only supported for Resource and ServiceNetwork type VPC Endpoints.
      REST 422 UnknownParameter (dnsOptions.privateDnsSpecifiedDomains): dnsOptions.privateDnsSpecifiedDomains: unknown field `privateDnsSpecifiedDomains`, expected `dnsRecordIpType` or `privateDnsOnlyForInboundResolverEndpoint` at line 1 column 43
      AWS  400 InvalidParameter: DnsOptions.PrivateDnsSpecifiedDomain is only supported for Resource and ServiceNetwork type VPC Endpoints.
      REST 422 UnknownParameter (dnsOptions.privateDnsSpecifiedDomains): dnsOptions.privateDnsSpecifiedDomains: unknown field `privateDnsSpecifiedDomains`, expected `dnsRecordIpType` or `privateDnsOnlyForInboundResolverEndpoint` at line 1 column 43
    ");
}

/// The first subnet has both kinds of addresses, the second IPv4 only, a third IPv6 only.
#[tokio::test]
async fn of_a_kind_that_the_subnet_does_not_have() {
    let scene = Scene::set().await;
    let third = scene.ipv6().await;
    let [first, second] = &scene.consumer.subnet_ids[..] else {
        panic!("the consumer has two subnets");
    };
    let endpoint_id = scene.endpoint(aws(json!({"subnetIds": [second]}))).await;
    let mut table = Refusals::of(&scene.world);
    for (what, subnet, kind) in [
        ("IPv6 in an IPv4 subnet", &**second, "ipv6"),
        ("IPv6 alone in a dualstack subnet", first, "ipv6"),
        ("dualstack in an IPv4 subnet", second, "dualstack"),
        ("dualstack in an IPv6 subnet", &third, "dualstack"),
        ("IPv4 in an IPv6 subnet", &third, "ipv4"),
    ] {
        table.when(what);
        let wrong = [&AWS[..], &[("SubnetId.1", subnet), ("IpAddressType", kind)]].concat();
        let twin = aws(json!({"subnetIds": [subnet], "ipAddressType": kind}));
        scene.try_both(&mut table, &wrong, twin).await;
    }
    for kind in ["ipv6", "dualstack"] {
        table.when(&format!("changed to {kind} in an IPv4 subnet"));
        let (wrong, twin) = ([("IpAddressType", kind)], json!({"ipAddressType": kind}));
        scene
            .try_to_change(&mut table, &endpoint_id, &wrong, twin)
            .await;
    }
    table.when("an IPv6 subnet added to IPv4");
    let wrong = [("RemoveSubnetId.1", &**second), ("AddSubnetId.1", &third)];
    let twin = json!({"subnetIds": [third]});
    scene
        .try_to_change(&mut table, &endpoint_id, &wrong, twin)
        .await;
    for (addresses, records) in [("ipv6", "ipv4"), ("ipv6", "dualstack")] {
        table.when(&format!("the records {records} for {addresses} addresses"));
        let kinds = [
            ("SubnetId.1", &*third),
            ("IpAddressType", addresses),
            ("DnsOptions.DnsRecordIpType", records),
        ];
        let wrong = [&AWS[..], &kinds].concat();
        let twin = aws(json!({
            "subnetIds": [third], "ipAddressType": addresses, "dnsOptions": {"dnsRecordIpType": records},
        }));
        scene.try_both(&mut table, &wrong, twin).await;
    }
    insta::assert_snapshot!(table.table(), @"
    IPv6 in an IPv4 subnet
      AWS  400 InvalidParameter: The IP address type ipv6 is not supported by the subnet subnet-1
      REST 400 InvalidParameter (ipAddressType): The IP address type ipv6 is not supported by the subnet subnet-1
    IPv6 alone in a dualstack subnet
      AWS  400 InvalidParameter: The IP address type ipv6 is not supported by the subnet subnet-2
      REST 400 InvalidParameter (ipAddressType): The IP address type ipv6 is not supported by the subnet subnet-2
    dualstack in an IPv4 subnet
      AWS  400 InvalidParameter: The IP address type dualstack is not supported by the subnet subnet-1
      REST 400 InvalidParameter (ipAddressType): The IP address type dualstack is not supported by the subnet subnet-1
    dualstack in an IPv6 subnet
      AWS  400 InvalidParameter: The IP address type dualstack is not supported by the subnet subnet-3
      REST 400 InvalidParameter (ipAddressType): The IP address type dualstack is not supported by the subnet subnet-3
    IPv4 in an IPv6 subnet
      AWS  400 InvalidParameter: The IP address type ipv4 is not supported by the subnet subnet-3
      REST 400 InvalidParameter (ipAddressType): The IP address type ipv4 is not supported by the subnet subnet-3
    changed to ipv6 in an IPv4 subnet
      AWS  400 InvalidParameter: The IP address type ipv6 is not supported by the subnet subnet-1
      REST 400 InvalidParameter (ipAddressType): The IP address type ipv6 is not supported by the subnet subnet-1
    changed to dualstack in an IPv4 subnet
      AWS  400 InvalidParameter: The IP address type dualstack is not supported by the subnet subnet-1
      REST 400 InvalidParameter (ipAddressType): The IP address type dualstack is not supported by the subnet subnet-1
    an IPv6 subnet added to IPv4
      AWS  400 InvalidParameter: The IP address type ipv4 is not supported by the subnet subnet-3
      REST 400 InvalidParameter (ipAddressType): The IP address type ipv4 is not supported by the subnet subnet-3
    the records ipv4 for ipv6 addresses
      AWS  400 InvalidParameter: The DNS record IP type ipv4 does not fit the IP address type ipv6
      REST 400 InvalidParameter (dnsOptions.dnsRecordIpType): The DNS record IP type ipv4 does not fit the IP address type ipv6
    the records dualstack for ipv6 addresses
      AWS  400 InvalidParameter: The DNS record IP type dualstack does not fit the IP address type ipv6
      REST 400 InvalidParameter (dnsOptions.dnsRecordIpType): The DNS record IP type dualstack does not fit the IP address type ipv6
    ");
}

/// Chosen IPv6 addresses, where the endpoint has both kinds.
#[tokio::test]
async fn chosen_of_both_kinds() {
    let scene = Scene::on(World::start().await, json!({})).await;
    scene.ipv6().await;
    let first = &scene.consumer.subnet_ids[0];
    let path = format!("/v1/subnets/{first}");
    let subnet = scene.world.rest(CONSUMER).get(&path).await.expect(200);
    let block = subnet["ipv6CidrBlock"].as_str().expect("it has IPv6");
    let prefix = block.trim_end_matches("::/64").to_owned();
    let (reserved, taken) = (format!("{prefix}::3"), format!("{prefix}::10"));
    let (_, used) = choice(first, Some("10.0.0.10"), Some(&taken));
    scene
        .endpoint(aws(merged(&used, json!({"ipAddressType": "dualstack"}))))
        .await;
    let mut table = Refusals::of(&scene.world);
    for (what, ipv4, ipv6) in [
        (
            "29: one of the first four",
            Some("10.0.0.11"),
            Some(&*reserved),
        ),
        ("29: outside the subnet", Some("10.0.0.11"), Some("fd00::a")),
        ("29: in use", Some("10.0.0.11"), Some(&taken)),
        ("no address", Some("10.0.0.11"), Some("10.0.0.12")),
        ("IPv4 alone", Some("10.0.0.11"), None),
        ("IPv6 alone", None, Some("fd00::a")),
    ] {
        let (chosen, twin) = choice(first, ipv4, ipv6);
        table.when(what);
        let wrong = [&AWS[..], &[("IpAddressType", "dualstack")], &chosen].concat();
        let twin = aws(merged(&twin, json!({"ipAddressType": "dualstack"})));
        scene.try_both(&mut table, &wrong, twin).await;
    }
    let shown = table.table().replace(&prefix, "PREFIX");
    insta::assert_snapshot!(shown, @"
    29: one of the first four
      AWS  400 InvalidParameterValue: The address [ipv6-1] is reserved or outside the subnet 'subnet-1'
      REST 400 InvalidParameterValue (subnetConfigurations.ipv6): The address [ipv6-1] is reserved or outside the subnet 'subnet-1'
    29: outside the subnet
      AWS  400 InvalidParameterValue: The address fd00::a is reserved or outside the subnet 'subnet-1'
      REST 400 InvalidParameterValue (subnetConfigurations.ipv6): The address fd00::a is reserved or outside the subnet 'subnet-1'
    29: in use
      AWS  400 InvalidIPAddress.InUse: The address [ipv6-2] is in use.
      REST 409 InvalidIPAddress.InUse (subnetConfigurations.ipv6): The address [ipv6-2] is in use.
    no address
      AWS  400 InvalidParameterValue: Value (10.0.0.12) for parameter SubnetConfiguration.Ipv6 is invalid. This is not a valid IP address.
      REST 400 InvalidParameterValue (subnetConfigurations.ipv6): Value (10.0.0.12) for parameter SubnetConfiguration.Ipv6 is invalid. This is not a valid IP address.
    IPv4 alone
      AWS  400 InvalidParameter: SubnetConfiguration.Ipv6 must be given for the IP address type of the endpoint
      REST 400 InvalidParameter (subnetConfigurations.ipv6): SubnetConfiguration.Ipv6 must be given for the IP address type of the endpoint
    IPv6 alone
      AWS  400 InvalidParameter: SubnetConfiguration.Ipv4 must be given for the IP address type of the endpoint
      REST 400 InvalidParameter (subnetConfigurations.ipv4): SubnetConfiguration.Ipv4 must be given for the IP address type of the endpoint
    ");
}
