//! Network load balancers with Elastic IP addresses, and with prefixes for source NAT.

use serde_json::json;

use crate::support::inventory::listener;
use crate::support::rest::segment;
use crate::support::world::{Network, PROVIDER, World, ipv6_subnet, text};

/// Gives the network a way to the internet.
async fn open(world: &World, network: &Network) {
    let ec2 = world.ec2(PROVIDER);
    let gateway = ec2.ok("CreateInternetGateway", &[]).await;
    let gateway = gateway.one("internetGatewayId");
    let parameters = [
        ("InternetGatewayId", &*gateway),
        ("VpcId", &*network.vpc_id),
    ];
    ec2.ok("AttachInternetGateway", &parameters).await;
}

#[tokio::test]
async fn addresses_come_and_go_with_the_load_balancer() {
    let world = World::start().await;
    let network = world.network(PROVIDER, &["us-east-1a", "us-east-1b"]).await;
    let (elb, ec2) = (world.elb(PROVIDER), world.ec2(PROVIDER));
    let address = ec2.ok("AllocateAddress", &[("Domain", "vpc")]).await;
    let (allocation, public) = (address.one("allocationId"), address.one("publicIp"));
    let other = ec2.ok("AllocateAddress", &[("Domain", "vpc")]).await;
    let other = other.one("allocationId");
    let mapping = |name, allocation| {
        vec![
            ("Name", name),
            ("Type", "network"),
            ("SubnetMappings.member.1.SubnetId", &*network.subnet_ids[0]),
            ("SubnetMappings.member.1.AllocationId", allocation),
        ]
    };
    let mut refused = Vec::new();
    let create = "CreateLoadBalancer";
    let closed = elb.call(create, &mapping("shop", &allocation)).await;
    refused.push(closed.refusal());
    open(&world, &network).await;
    let created = elb.ok(create, &mapping("shop", &allocation)).await;
    assert_eq!(created.one("IpAddress"), public);
    assert_eq!(created.one("AllocationId"), allocation);
    let again = elb.ok(create, &mapping("shop", &allocation)).await;
    let arn = created.one("LoadBalancerArn");
    assert_eq!(again.one("LoadBalancerArn"), arn);

    let taken = elb.call(create, &mapping("other", &allocation)).await;
    refused.push(taken.refusal());
    let missing = "eipalloc-00000000000000000";
    let missing = elb.call(create, &mapping("other", missing)).await;
    refused.push(missing.refusal());
    for (name, value) in [("Scheme", "internal"), ("Type", "gateway")] {
        let mut parameters = mapping("other", &other);
        parameters.retain(|(other, _)| *other != name);
        parameters.push((name, value));
        refused.push(elb.call(create, &parameters).await.refusal());
    }
    let mut parameters = mapping("other", &other);
    parameters.extend([
        ("SubnetMappings.member.2.SubnetId", &*network.subnet_ids[1]),
        ("SubnetMappings.member.2.AllocationId", &*other),
    ]);
    refused.push(elb.call(create, &parameters).await.refusal());
    let release = [("AllocationId", &*allocation)];
    refused.push(ec2.call("ReleaseAddress", &release).await.refusal());
    let moved = [
        ("LoadBalancerArn", &*arn),
        ("SubnetMappings.member.1.SubnetId", &*network.subnet_ids[0]),
        ("SubnetMappings.member.1.AllocationId", &*other),
    ];
    refused.push(elb.call("SetSubnets", &moved).await.refusal());
    let refused = refused.join("\n").replace(&public, "[public]");
    insta::assert_snapshot!(world.shown(&refused), @"
    400 InvalidSubnet: VPC vpc-1 has no internet gateway
    400 ResourceInUse: The allocation IDs are not available for use
    400 AllocationIdNotFound: The allocation ID 'eipalloc-1' does not exist
    400 InvalidConfigurationRequest: Elastic IP addresses can only be specified for internet-facing network load balancers
    400 InvalidConfigurationRequest: Elastic IP addresses can only be specified for internet-facing network load balancers
    400 InvalidConfigurationRequest: The allocation ID 'eipalloc-2' is specified more than once
    400 InvalidIPAddress.InUse: Address [public] is in use.
    400 InvalidConfigurationRequest: The addresses in the subnet 'subnet-1' cannot be changed
    ");

    grow_and_shrink(&world, &network, &arn, [&allocation, &other]).await;
}

/// A second address comes in with a second subnet, and the first one goes with its subnet.
async fn grow_and_shrink(
    world: &World,
    network: &Network,
    arn: &str,
    [allocation, other]: [&str; 2],
) {
    let (elb, ec2) = (world.elb(PROVIDER), world.ec2(PROVIDER));
    let grown = [
        ("LoadBalancerArn", arn),
        ("SubnetMappings.member.1.SubnetId", &*network.subnet_ids[0]),
        ("SubnetMappings.member.2.SubnetId", &*network.subnet_ids[1]),
        ("SubnetMappings.member.2.AllocationId", other),
    ];
    let grown = elb.ok("SetSubnets", &grown).await;
    assert_eq!(grown.all("AllocationId"), [allocation, other]);
    let kept = [
        ("LoadBalancerArn", arn),
        ("Subnets.member.1", &*network.subnet_ids[1]),
    ];
    elb.ok("SetSubnets", &kept).await;
    ec2.ok("ReleaseAddress", &[("AllocationId", allocation)])
        .await;
    elb.ok("DeleteLoadBalancer", &[("LoadBalancerArn", arn)])
        .await;
    ec2.ok("ReleaseAddress", &[("AllocationId", other)]).await;
}

/// A VPC and a subnet in it with IPv6, and its network.
async fn dual_stack(world: &World) -> (String, String, String) {
    let rest = world.rest(PROVIDER);
    let body = json!({"cidrBlock": "10.0.0.0/16", "amazonProvidedIpv6CidrBlock": true});
    let vpc = rest.create("/v1/vpcs", body).await;
    let vpc_id = text(&vpc["vpcId"]);
    let network = ipv6_subnet(&text(&vpc["ipv6CidrBlock"]), 0);
    let body = json!({
        "vpcId": vpc_id, "availabilityZone": "us-east-1a", "cidrBlock": "10.0.0.0/24", "ipv6CidrBlock": network,
    });
    let subnet = rest.make("/v1/subnets", "subnetId", body).await;
    (vpc_id, subnet, network)
}

#[tokio::test]
async fn udp_over_ipv6_needs_prefixes() {
    let world = World::start().await;
    let (elb, rest) = (world.elb(PROVIDER), world.rest(PROVIDER));
    let (vpc_id, subnet, network) = dual_stack(&world).await;
    let body = json!({
        "name": "names", "scheme": "internal", "ipAddressType": "dualstack", "subnets": [subnet],
        "enablePrefixForIpv6SourceNat": "on",
    });
    let balancer = rest.create("/v1/load-balancers", body).await;
    assert_eq!(balancer["enablePrefixForIpv6SourceNat"], "on");
    let prefix = text(&balancer["availabilityZones"][0]["sourceNatIpv6Prefix"]);
    assert!(prefix.ends_with("/80"), "{prefix}");
    let arn = text(&balancer["loadBalancerArn"]);
    let body = json!({
        "name": "names", "protocol": "UDP", "port": 53, "targetType": "ip", "ipAddressType": "ipv6", "vpcId": vpc_id,
    });
    let group = rest.make("/v1/target-groups", "targetGroupArn", body).await;
    let mut body = listener(&arn, &group, 53);
    body["protocol"] = json!("UDP");
    let listener = rest.make("/v1/listeners", "listenerArn", body).await;

    let named = ("LoadBalancerArn", &*arn);
    let subnets = ("Subnets.member.1", &*subnet);
    let off = ("EnablePrefixForIpv6SourceNat", "off");
    let mut refused = Vec::new();
    for (action, parameters) in [
        ("SetSubnets", vec![named, subnets, off]),
        ("SetIpAddressType", vec![named, ("IpAddressType", "ipv4")]),
    ] {
        refused.push(elb.call(action, &parameters).await.refusal());
    }
    let path = format!("/v1/listeners/{}", segment(&listener));
    rest.delete(&path).await.expect(204);
    let without = elb.ok("SetSubnets", &[named, subnets, off]).await;
    assert_eq!(without.one("EnablePrefixForIpv6SourceNat"), "off");
    assert!(
        without
            .document()
            .root()
            .descendants()
            .all(|node| { !node.has_tag_name("SourceNatIpv6Prefixes") })
    );
    for (prefix, enabled) in [
        ("auto_assigned", "off"),
        ("10.0.0.0/80", "on"),
        (&*network, "on"),
    ] {
        let parameters = [
            named,
            ("EnablePrefixForIpv6SourceNat", enabled),
            ("SubnetMappings.member.1.SubnetId", &*subnet),
            ("SubnetMappings.member.1.SourceNatIpv6Prefix", prefix),
        ];
        refused.push(elb.call("SetSubnets", &parameters).await.refusal());
    }
    insta::assert_snapshot!(world.shown(&refused.join("\n")), @"
    400 InvalidConfigurationRequest: The IP address type dualstack is not supported for load balancers with listeners of the protocol UDP
    400 InvalidConfigurationRequest: IPv6 prefixes for source NAT are supported for network load balancers of the IP address type dualstack only
    400 InvalidConfigurationRequest: A source NAT IPv6 prefix can only be specified when EnablePrefixForIpv6SourceNat is on
    400 ValidationError: '10.0.0.0/80' is not a valid IPv6 prefix: expected a /80 or 'auto_assigned'
    400 InvalidConfigurationRequest: The source NAT IPv6 prefix '[ipv6-1]/64' is not a /80 of the subnet's IPv6 network
    ");
    let parameters = [
        named,
        ("EnablePrefixForIpv6SourceNat", "on"),
        ("SubnetMappings.member.1.SubnetId", &*subnet),
        ("SubnetMappings.member.1.SourceNatIpv6Prefix", &*prefix),
    ];
    let set = elb.ok("SetSubnets", &parameters).await;
    insta::assert_snapshot!(world.shown(&set), @r#"
    HTTP 200
    <SetSubnetsResponse xmlns="http://elasticloadbalancing.amazonaws.com/doc/2015-12-01/">
      <SetSubnetsResult>
        <AvailabilityZones>
          <member>
            <ZoneName>us-east-1a</ZoneName>
            <SubnetId>subnet-1</SubnetId>
            <LoadBalancerAddresses/>
            <SourceNatIpv6Prefixes>
              <member>[ipv6-2]/80</member>
            </SourceNatIpv6Prefixes>
          </member>
        </AvailabilityZones>
        <IpAddressType>dualstack</IpAddressType>
        <EnablePrefixForIpv6SourceNat>on</EnablePrefixForIpv6SourceNat>
      </SetSubnetsResult>
      <ResponseMetadata>
        <RequestId>[request-id]</RequestId>
      </ResponseMetadata>
    </SetSubnetsResponse>
    "#);
}
