//! Load balancers with IPv6, which they get and lose.

use serde_json::{Value, json};

use crate::support::rest::segment;
use crate::support::world::{Network, PROVIDER, World, ipv6_subnet, text};

/// A network with IPv6 in two zones, and what the addresses of the first subnet begin with.
async fn network(world: &World) -> (Network, String) {
    let rest = world.rest(PROVIDER);
    let body = json!({"cidrBlock": "10.0.0.0/16", "amazonProvidedIpv6CidrBlock": true});
    let vpc = rest.create("/v1/vpcs", body).await;
    let block = text(&vpc["ipv6CidrBlock"]);
    let vpc_id = text(&vpc["vpcId"]);
    let mut subnet_ids = Vec::new();
    for (number, zone) in [(0, "us-east-1a"), (1, "us-east-1b")] {
        let body = json!({
            "vpcId": vpc_id, "availabilityZone": zone, "cidrBlock": format!("10.0.{number}.0/24"),
            "ipv6CidrBlock": ipv6_subnet(&block, number),
        });
        subnet_ids.push(text(&rest.create("/v1/subnets", body).await["subnetId"]));
    }
    let subnet = rest.get(&format!("/v1/subnets/{}", subnet_ids[0])).await;
    let block = text(&subnet.expect(200)["ipv6CidrBlock"]);
    let start = block.trim_end_matches(":/64").to_owned();
    (Network { vpc_id, subnet_ids }, start)
}

/// How many of the provider's interfaces have an IPv6 address, of how many.
async fn interfaces(world: &World) -> (usize, usize) {
    let interfaces = world.rest(PROVIDER).items("/v1/network-interfaces").await;
    let with_ipv6 = interfaces
        .iter()
        .filter(|interface| interface["ipv6Address"].is_string())
        .count();
    (with_ipv6, interfaces.len())
}

fn dual_stack(load_balancer_type: &str, subnet_ids: &[String]) -> Value {
    json!({
        "name": load_balancer_type, "type": load_balancer_type, "ipAddressType": "dualstack", "subnets": subnet_ids,
    })
}

#[tokio::test]
async fn both_types_from_the_start() {
    let world = World::start().await;
    let (network, _) = network(&world).await;
    let rest = world.rest(PROVIDER);
    for load_balancer_type in ["network", "gateway"] {
        let body = dual_stack(load_balancer_type, &network.subnet_ids);
        let created = rest.create("/v1/load-balancers", body).await;
        assert_eq!(created["ipAddressType"], "dualstack");
    }
    assert_eq!(interfaces(&world).await, (4, 4));
    let path = "/v1/load-balancers?filter[ip-address-type]=dualstack";
    assert_eq!(rest.items(path).await.len(), 2);
}

#[tokio::test]
async fn chosen_addresses() {
    let world = World::start().await;
    let (network, start) = network(&world).await;
    let elb = world.elb(PROVIDER);
    let chosen = format!("{start}:9");
    let parameters = [
        ("Name", "orders"),
        ("Type", "network"),
        ("Scheme", "internal"),
        ("IpAddressType", "dualstack"),
        ("SubnetMappings.member.1.SubnetId", &network.subnet_ids[0]),
        ("SubnetMappings.member.1.PrivateIPv4Address", "10.0.0.9"),
        ("SubnetMappings.member.1.IPv6Address", &chosen),
    ];
    let created = elb.ok("CreateLoadBalancer", &parameters).await;
    let shown = world.shown(&created).replace(&start, "[start]");
    insta::assert_snapshot!(shown, @r#"
    HTTP 200
    <CreateLoadBalancerResponse xmlns="http://elasticloadbalancing.amazonaws.com/doc/2015-12-01/">
      <CreateLoadBalancerResult>
        <LoadBalancers>
          <member>
            <LoadBalancerArn>arn:aws:elasticloadbalancing:us-east-1:111111111111:loadbalancer/net/orders/1</LoadBalancerArn>
            <DNSName>orders-1.elb.us-east-1.amazonaws.com</DNSName>
            <CanonicalHostedZoneId>Z26RNL4JYFTOTI</CanonicalHostedZoneId>
            <CreatedTime>2026-11-22T10:00:00.000Z</CreatedTime>
            <LoadBalancerName>orders</LoadBalancerName>
            <Scheme>internal</Scheme>
            <VpcId>vpc-1</VpcId>
            <State>
              <Code>active</Code>
            </State>
            <Type>network</Type>
            <AvailabilityZones>
              <member>
                <ZoneName>us-east-1a</ZoneName>
                <SubnetId>subnet-1</SubnetId>
                <LoadBalancerAddresses>
                  <member>
                    <PrivateIPv4Address>10.0.0.9</PrivateIPv4Address>
                    <IPv6Address>[ipv6-1]</IPv6Address>
                  </member>
                </LoadBalancerAddresses>
              </member>
            </AvailabilityZones>
            <SecurityGroups/>
            <IpAddressType>dualstack</IpAddressType>
            <EnablePrefixForIpv6SourceNat>off</EnablePrefixForIpv6SourceNat>
          </member>
        </LoadBalancers>
      </CreateLoadBalancerResult>
      <ResponseMetadata>
        <RequestId>[request-id]</RequestId>
      </ResponseMetadata>
    </CreateLoadBalancerResponse>
    "#);
    let again = elb.ok("CreateLoadBalancer", &parameters).await;
    let arn = created.one("LoadBalancerArn");
    assert_eq!(again.one("LoadBalancerArn"), arn);
    let rest = world.rest(PROVIDER);
    let path = format!("/v1/load-balancers/{}", segment(&arn));
    let mappings = json!([
        {"subnetId": network.subnet_ids[0], "privateIPv4Address": "10.0.0.9", "iPv6Address": chosen},
        {"subnetId": network.subnet_ids[1], "privateIPv4Address": "10.0.1.9"},
    ]);
    let changes = json!({"subnetMappings": mappings});
    let patched = rest.patch(&path, changes).await.expect(200);
    let shown = world.shown(&format!("{:#}", patched["availabilityZones"]));
    insta::assert_snapshot!(shown.replace(&start, "[start]"), @r#"
    [
      {
        "loadBalancerAddresses": [
          {
            "iPv6Address": "[ipv6-1]",
            "privateIPv4Address": "10.0.0.9"
          }
        ],
        "networkInterfaceId": "eni-1",
        "subnetId": "subnet-1",
        "zoneName": "us-east-1a"
      },
      {
        "loadBalancerAddresses": [
          {
            "privateIPv4Address": "10.0.1.9"
          }
        ],
        "networkInterfaceId": "eni-2",
        "subnetId": "subnet-2",
        "zoneName": "us-east-1b"
      }
    ]
    "#);
}

#[tokio::test]
async fn there_and_back() {
    let world = World::start().await;
    let (network, _) = network(&world).await;
    let arn = world
        .load_balancer(PROVIDER, "orders", &network.subnet_ids)
        .await;
    assert_eq!(interfaces(&world).await, (0, 2));
    let elb = world.elb(PROVIDER);
    let named = ("LoadBalancerArn", &*arn);
    let both = [named, ("IpAddressType", "dualstack")];
    let patched = elb.ok("SetIpAddressType", &both).await;
    insta::assert_snapshot!(world.shown(&patched), @r#"
    HTTP 200
    <SetIpAddressTypeResponse xmlns="http://elasticloadbalancing.amazonaws.com/doc/2015-12-01/">
      <SetIpAddressTypeResult>
        <IpAddressType>dualstack</IpAddressType>
      </SetIpAddressTypeResult>
      <ResponseMetadata>
        <RequestId>[request-id]</RequestId>
      </ResponseMetadata>
    </SetIpAddressTypeResponse>
    "#);
    assert_eq!(interfaces(&world).await, (2, 2));
    elb.ok("SetIpAddressType", &both).await;
    assert_eq!(interfaces(&world).await, (2, 2));
    let path = format!("/v1/load-balancers/{}", segment(&arn));
    let changes = json!({"ipAddressType": "ipv4"});
    let rest = world.rest(PROVIDER);
    let patched = rest.patch(&path, changes).await.expect(200);
    assert_eq!(patched["ipAddressType"], "ipv4");
    assert_eq!(interfaces(&world).await, (0, 2));
    let one = [named, both[1], ("Subnets.member.1", &network.subnet_ids[0])];
    let moved = elb.ok("SetSubnets", &one).await;
    assert_eq!(moved.one("IpAddressType"), "dualstack");
    assert_eq!(interfaces(&world).await, (1, 1));
    let two = [
        named,
        ("Subnets.member.1", &*network.subnet_ids[0]),
        ("Subnets.member.2", &*network.subnet_ids[1]),
    ];
    let moved = elb.ok("SetSubnets", &two).await;
    assert_eq!(moved.one("IpAddressType"), "dualstack");
    assert_eq!(interfaces(&world).await, (2, 2));
    rest.delete(&path).await.expect(204);
    assert_eq!(interfaces(&world).await, (0, 0));
    assert_eq!(world.rows().await["ipv6_address"], Vec::<String>::new());
}
