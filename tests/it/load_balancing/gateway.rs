//! Gateway load balancers: their appliances are reached by GENEVE, and their one listener takes every packet.

use serde_json::json;

use crate::support::rest::segment;
use crate::support::world::{CONSUMER, PROVIDER, World};

/// A gateway load balancer in these subnets.
async fn gateway(world: &World, subnet_ids: &[String]) -> String {
    let body = json!({"name": "wall", "type": "gateway", "subnets": subnet_ids});
    let rest = world.rest(PROVIDER);
    rest.make("/v1/load-balancers", "loadBalancerArn", body)
        .await
}

/// A target group for appliances in this VPC.
async fn appliances(world: &World, vpc_id: &str) -> String {
    let body = json!({
        "name": "appliances", "protocol": "GENEVE", "port": 6081, "targetType": "ip", "vpcId": vpc_id,
    });
    let rest = world.rest(PROVIDER);
    rest.make("/v1/target-groups", "targetGroupArn", body).await
}

#[tokio::test]
async fn a_load_balancer_over_elb() {
    let world = World::start().await;
    let network = world.network(PROVIDER, &["us-east-1a", "us-east-1b"]).await;
    let elb = world.elb(PROVIDER);
    let parameters = [
        ("Name", "wall"),
        ("Type", "gateway"),
        ("Subnets.member.1", &*network.subnet_ids[0]),
        ("Tags.member.1.Key", "Name"),
        ("Tags.member.1.Value", "wall"),
    ];
    let created = elb.ok("CreateLoadBalancer", &parameters).await;
    insta::assert_snapshot!(world.shown(&created), @r#"
    HTTP 200
    <CreateLoadBalancerResponse xmlns="http://elasticloadbalancing.amazonaws.com/doc/2015-12-01/">
      <CreateLoadBalancerResult>
        <LoadBalancers>
          <member>
            <LoadBalancerArn>arn:aws:elasticloadbalancing:us-east-1:111111111111:loadbalancer/gwy/wall/1</LoadBalancerArn>
            <CreatedTime>2026-11-22T10:00:00.000Z</CreatedTime>
            <LoadBalancerName>wall</LoadBalancerName>
            <VpcId>vpc-1</VpcId>
            <State>
              <Code>active</Code>
            </State>
            <Type>gateway</Type>
            <AvailabilityZones>
              <member>
                <ZoneName>us-east-1a</ZoneName>
                <SubnetId>subnet-1</SubnetId>
                <LoadBalancerAddresses/>
              </member>
            </AvailabilityZones>
            <SecurityGroups/>
            <IpAddressType>ipv4</IpAddressType>
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
    let by_name = [("Names.member.1", "wall")];
    let found = elb.ok("DescribeLoadBalancers", &by_name).await;
    assert_eq!(found.one("LoadBalancerArn"), arn);

    let named = [("LoadBalancerArn", &*arn)];
    elb.ok("DescribeCapacityReservation", &named).await;
    let attributes = [
        named[0],
        (
            "Attributes.member.1.Key",
            "load_balancing.cross_zone.enabled",
        ),
        ("Attributes.member.1.Value", "true"),
    ];
    elb.ok("ModifyLoadBalancerAttributes", &attributes).await;
    let attributes = elb.ok("DescribeLoadBalancerAttributes", &named).await;
    insta::assert_snapshot!(world.shown(&attributes), @r#"
    HTTP 200
    <DescribeLoadBalancerAttributesResponse xmlns="http://elasticloadbalancing.amazonaws.com/doc/2015-12-01/">
      <DescribeLoadBalancerAttributesResult>
        <Attributes>
          <member>
            <Key>deletion_protection.enabled</Key>
            <Value>false</Value>
          </member>
          <member>
            <Key>load_balancing.cross_zone.enabled</Key>
            <Value>true</Value>
          </member>
        </Attributes>
      </DescribeLoadBalancerAttributesResult>
      <ResponseMetadata>
        <RequestId>[request-id]</RequestId>
      </ResponseMetadata>
    </DescribeLoadBalancerAttributesResponse>
    "#);
    let subnets = [
        named[0],
        ("Subnets.member.1", &*network.subnet_ids[0]),
        ("Subnets.member.2", &*network.subnet_ids[1]),
    ];
    let placed = elb.ok("SetSubnets", &subnets).await;
    insta::assert_snapshot!(world.shown(&placed), @r#"
    HTTP 200
    <SetSubnetsResponse xmlns="http://elasticloadbalancing.amazonaws.com/doc/2015-12-01/">
      <SetSubnetsResult>
        <AvailabilityZones>
          <member>
            <ZoneName>us-east-1a</ZoneName>
            <SubnetId>subnet-1</SubnetId>
            <LoadBalancerAddresses/>
          </member>
          <member>
            <ZoneName>us-east-1b</ZoneName>
            <SubnetId>subnet-2</SubnetId>
            <LoadBalancerAddresses/>
          </member>
        </AvailabilityZones>
        <IpAddressType>ipv4</IpAddressType>
      </SetSubnetsResult>
      <ResponseMetadata>
        <RequestId>[request-id]</RequestId>
      </ResponseMetadata>
    </SetSubnetsResponse>
    "#);
    elb.ok("DeleteLoadBalancer", &named).await;
    let gone = elb.call("DescribeLoadBalancers", &by_name).await;
    assert_eq!(
        gone.refusal(),
        "400 LoadBalancerNotFound: Load balancer 'wall' not found"
    );
}

#[tokio::test]
async fn a_load_balancer_over_rest() {
    let world = World::start().await;
    let network = world.network(PROVIDER, &["us-east-1a", "us-east-1b"]).await;
    let rest = world.rest(PROVIDER);
    let body = json!({
        "name": "wall",
        "type": "gateway",
        "subnets": [network.subnet_ids[0]],
        "tags": [{"key": "Name", "value": "wall"}],
    });
    let created = rest.post("/v1/load-balancers", body).await;
    let location = created.header("location").to_owned();
    created.expect(201);
    insta::assert_snapshot!(world.shown(&rest.get(&location).await), @r#"
    HTTP 200
    etag: "2"
    {
      "attributes": {
        "deletion_protection.enabled": "false",
        "load_balancing.cross_zone.enabled": "false"
      },
      "availabilityZones": [
        {
          "networkInterfaceId": "eni-1",
          "subnetId": "subnet-1",
          "zoneName": "us-east-1a"
        }
      ],
      "createdTime": "2026-11-22T10:00:00.000Z",
      "ipAddressType": "ipv4",
      "loadBalancerArn": "arn:aws:elasticloadbalancing:us-east-1:111111111111:loadbalancer/gwy/wall/1",
      "loadBalancerName": "wall",
      "securityGroups": [],
      "state": {
        "code": "active"
      },
      "tags": [
        {
          "key": "Name",
          "value": "wall"
        }
      ],
      "type": "gateway",
      "vpcId": "vpc-1"
    }
    "#);
    let changes = json!({
        "subnets": network.subnet_ids,
        "attributes": {"deletion_protection.enabled": "true"},
        "ipAddressType": "ipv4",
    });
    let patched = rest.patch(&location, changes).await.expect(200);
    assert_eq!(
        patched["availabilityZones"].as_array().map(Vec::len),
        Some(2)
    );
    world
        .load_balancer(PROVIDER, "orders", &network.subnet_ids)
        .await;
    let gateways = rest.items("/v1/load-balancers?filter[type]=gateway").await;
    assert_eq!(gateways, [patched]);
    let refusal = rest.delete(&location).await.refusal();
    insta::assert_snapshot!(world.shown(&refusal), @"409 OperationNotPermitted (loadBalancerArn): Load balancer 'arn:aws:elasticloadbalancing:us-east-1:111111111111:loadbalancer/gwy/wall/1' cannot be deleted because deletion protection is enabled");
    let unprotected = json!({"attributes": {"deletion_protection.enabled": "false"}});
    rest.patch(&location, unprotected).await.expect(200);
    rest.delete(&location).await.expect(204);
    assert_eq!(rest.items("/v1/network-interfaces").await.len(), 2);
}

#[tokio::test]
async fn its_interfaces() {
    let world = World::start().await;
    let network = world.network(PROVIDER, &["us-east-1a", "us-east-1b"]).await;
    let arn = gateway(&world, &network.subnet_ids[..1]).await;
    let ec2 = world.ec2(PROVIDER);
    let parameters = [
        ("Filter.1.Name", "interface-type"),
        ("Filter.1.Value.1", "gateway_load_balancer"),
    ];
    let found = ec2.ok("DescribeNetworkInterfaces", &parameters).await;
    insta::assert_snapshot!(world.shown(&found), @r#"
    HTTP 200
    <DescribeNetworkInterfacesResponse xmlns="http://ec2.amazonaws.com/doc/2016-11-15/">
      <requestId>[request-id]</requestId>
      <networkInterfaceSet>
        <item>
          <networkInterfaceId>eni-1</networkInterfaceId>
          <ownerId>111111111111</ownerId>
          <vpcId>vpc-1</vpcId>
          <subnetId>subnet-1</subnetId>
          <availabilityZone>us-east-1a</availabilityZone>
          <availabilityZoneId>use1-az1</availabilityZoneId>
          <description>ELB gwy/wall/1</description>
          <interfaceType>gateway_load_balancer</interfaceType>
          <status>in-use</status>
          <requesterId>amazon-elb</requesterId>
          <requesterManaged>true</requesterManaged>
          <sourceDestCheck>true</sourceDestCheck>
          <macAddress>[mac]</macAddress>
          <privateIpAddress>10.0.0.4</privateIpAddress>
          <privateDnsName>ip-10-0-0-4.ec2.internal</privateDnsName>
          <privateIpAddressesSet>
            <item>
              <privateIpAddress>10.0.0.4</privateIpAddress>
              <privateDnsName>ip-10-0-0-4.ec2.internal</privateDnsName>
              <primary>true</primary>
            </item>
          </privateIpAddressesSet>
          <ipv6AddressesSet/>
          <groupSet/>
          <attachment>
            <attachmentId>ela-attach-1</attachmentId>
            <attachTime>2026-11-22T10:00:00.000Z</attachTime>
            <deleteOnTermination>false</deleteOnTermination>
            <deviceIndex>1</deviceIndex>
            <instanceOwnerId>amazon-elb</instanceOwnerId>
            <status>attached</status>
          </attachment>
          <operator>
            <managed>false</managed>
          </operator>
          <tagSet/>
        </item>
      </networkInterfaceSet>
    </DescribeNetworkInterfacesResponse>
    "#);
    let path = format!("/v1/load-balancers/{}", segment(&arn));
    world.rest(PROVIDER).delete(&path).await.expect(204);
    let gone = ec2.ok("DescribeNetworkInterfaces", &parameters).await;
    assert!(gone.all("networkInterfaceId").is_empty(), "{gone}");
}

#[tokio::test]
async fn a_target_group_over_elb() {
    let world = World::start().await;
    let network = world.network(PROVIDER, &["us-east-1a"]).await;
    let elb = world.elb(PROVIDER);
    let parameters = [
        ("Name", "appliances"),
        ("Protocol", "GENEVE"),
        ("Port", "6081"),
        ("VpcId", &*network.vpc_id),
    ];
    let created = elb.ok("CreateTargetGroup", &parameters).await;
    insta::assert_snapshot!(world.shown(&created), @r#"
    HTTP 200
    <CreateTargetGroupResponse xmlns="http://elasticloadbalancing.amazonaws.com/doc/2015-12-01/">
      <CreateTargetGroupResult>
        <TargetGroups>
          <member>
            <TargetGroupArn>arn:aws:elasticloadbalancing:us-east-1:111111111111:targetgroup/appliances/1</TargetGroupArn>
            <TargetGroupName>appliances</TargetGroupName>
            <Protocol>GENEVE</Protocol>
            <Port>6081</Port>
            <VpcId>vpc-1</VpcId>
            <HealthCheckProtocol>TCP</HealthCheckProtocol>
            <HealthCheckPort>80</HealthCheckPort>
            <HealthCheckEnabled>true</HealthCheckEnabled>
            <HealthCheckIntervalSeconds>10</HealthCheckIntervalSeconds>
            <HealthCheckTimeoutSeconds>5</HealthCheckTimeoutSeconds>
            <HealthyThresholdCount>5</HealthyThresholdCount>
            <UnhealthyThresholdCount>2</UnhealthyThresholdCount>
            <LoadBalancerArns/>
            <TargetType>instance</TargetType>
            <IpAddressType>ipv4</IpAddressType>
          </member>
        </TargetGroups>
      </CreateTargetGroupResult>
      <ResponseMetadata>
        <RequestId>[request-id]</RequestId>
      </ResponseMetadata>
    </CreateTargetGroupResponse>
    "#);
    let arn = created.one("TargetGroupArn");
    let named = [("TargetGroupArn", &*arn)];
    let changes = [
        named[0],
        (
            "Attributes.member.1.Key",
            "target_failover.on_deregistration",
        ),
        ("Attributes.member.1.Value", "rebalance"),
        ("Attributes.member.2.Key", "target_failover.on_unhealthy"),
        ("Attributes.member.2.Value", "rebalance"),
    ];
    let patched = elb.ok("ModifyTargetGroupAttributes", &changes).await;
    insta::assert_snapshot!(world.shown(&patched), @r#"
    HTTP 200
    <ModifyTargetGroupAttributesResponse xmlns="http://elasticloadbalancing.amazonaws.com/doc/2015-12-01/">
      <ModifyTargetGroupAttributesResult>
        <Attributes>
          <member>
            <Key>deregistration_delay.timeout_seconds</Key>
            <Value>300</Value>
          </member>
          <member>
            <Key>stickiness.enabled</Key>
            <Value>false</Value>
          </member>
          <member>
            <Key>stickiness.type</Key>
            <Value>source_ip_dest_ip_proto</Value>
          </member>
          <member>
            <Key>target_failover.on_deregistration</Key>
            <Value>rebalance</Value>
          </member>
          <member>
            <Key>target_failover.on_unhealthy</Key>
            <Value>rebalance</Value>
          </member>
        </Attributes>
      </ModifyTargetGroupAttributesResult>
      <ResponseMetadata>
        <RequestId>[request-id]</RequestId>
      </ResponseMetadata>
    </ModifyTargetGroupAttributesResponse>
    "#);
    let target = [named[0], ("Targets.member.1.Id", "i-0123456789abcdef0")];
    elb.ok("RegisterTargets", &target).await;
    let health = elb.ok("DescribeTargetHealth", &named).await;
    insta::assert_snapshot!(world.shown(&health), @r#"
    HTTP 200
    <DescribeTargetHealthResponse xmlns="http://elasticloadbalancing.amazonaws.com/doc/2015-12-01/">
      <DescribeTargetHealthResult>
        <TargetHealthDescriptions>
          <member>
            <Target>
              <Id>i-1</Id>
              <Port>6081</Port>
            </Target>
            <HealthCheckPort>80</HealthCheckPort>
            <TargetHealth>
              <State>unused</State>
              <Reason>Target.NotInUse</Reason>
              <Description>Target group is not configured to receive traffic from the load balancer</Description>
            </TargetHealth>
          </member>
        </TargetHealthDescriptions>
      </DescribeTargetHealthResult>
      <ResponseMetadata>
        <RequestId>[request-id]</RequestId>
      </ResponseMetadata>
    </DescribeTargetHealthResponse>
    "#);
    elb.ok("DeregisterTargets", &target).await;
    elb.ok("DeleteTargetGroup", &named).await;
}

#[tokio::test]
async fn a_target_group_over_rest() {
    let world = World::start().await;
    let network = world.network(PROVIDER, &["us-east-1a"]).await;
    let arn = appliances(&world, &network.vpc_id).await;
    let rest = world.rest(PROVIDER);
    let path = format!("/v1/target-groups/{}", segment(&arn));
    insta::assert_snapshot!(world.shown(&rest.get(&path).await), @r#"
    HTTP 200
    etag: "1"
    {
      "attributes": {
        "deregistration_delay.timeout_seconds": "300",
        "stickiness.enabled": "false",
        "stickiness.type": "source_ip_dest_ip_proto",
        "target_failover.on_deregistration": "no_rebalance",
        "target_failover.on_unhealthy": "no_rebalance"
      },
      "healthCheck": {
        "enabled": true,
        "healthyThresholdCount": 5,
        "intervalSeconds": 10,
        "port": "80",
        "protocol": "TCP",
        "timeoutSeconds": 5,
        "unhealthyThresholdCount": 2
      },
      "ipAddressType": "ipv4",
      "loadBalancerArns": [],
      "port": 6081,
      "protocol": "GENEVE",
      "tags": [],
      "targetGroupArn": "arn:aws:elasticloadbalancing:us-east-1:111111111111:targetgroup/appliances/1",
      "targetGroupName": "appliances",
      "targetType": "ip",
      "vpcId": "vpc-1"
    }
    "#);
    let changes = json!({"healthCheck": {"protocol": "HTTP", "port": "8080", "matcher": "200"}});
    let patched = rest.patch(&path, changes).await.expect(200);
    insta::assert_snapshot!(format!("{:#}", patched["healthCheck"]), @r#"
    {
      "enabled": true,
      "healthyThresholdCount": 5,
      "intervalSeconds": 10,
      "matcher": "200",
      "path": "/",
      "port": "8080",
      "protocol": "HTTP",
      "timeoutSeconds": 5,
      "unhealthyThresholdCount": 2
    }
    "#);
    let targets = format!("{path}/targets");
    let target = rest.post(&targets, json!({"id": "10.0.0.7"})).await;
    insta::assert_snapshot!(world.shown(&format!("{:#}", target.expect(201))), @r#"
    {
      "availabilityZone": "us-east-1a",
      "healthCheckPort": "8080",
      "id": "10.0.0.7",
      "port": 6081,
      "targetHealth": {
        "description": "Target group is not configured to receive traffic from the load balancer",
        "reason": "Target.NotInUse",
        "state": "unused"
      }
    }
    "#);
}

#[tokio::test]
async fn a_listener_over_elb() {
    let world = World::start().await;
    let network = world.network(PROVIDER, &["us-east-1a"]).await;
    let load_balancer = gateway(&world, &network.subnet_ids).await;
    let group = appliances(&world, &network.vpc_id).await;
    let elb = world.elb(PROVIDER);
    let parameters = [
        ("LoadBalancerArn", &*load_balancer),
        ("DefaultActions.member.1.Type", "forward"),
        ("DefaultActions.member.1.TargetGroupArn", &*group),
        ("DefaultActions.member.1.Order", "1"),
    ];
    let created = elb.ok("CreateListener", &parameters).await;
    insta::assert_snapshot!(world.shown(&created), @r#"
    HTTP 200
    <CreateListenerResponse xmlns="http://elasticloadbalancing.amazonaws.com/doc/2015-12-01/">
      <CreateListenerResult>
        <Listeners>
          <member>
            <ListenerArn>arn:aws:elasticloadbalancing:us-east-1:111111111111:listener/gwy/wall/1/2</ListenerArn>
            <LoadBalancerArn>arn:aws:elasticloadbalancing:us-east-1:111111111111:loadbalancer/gwy/wall/1</LoadBalancerArn>
            <DefaultActions>
              <member>
                <Type>forward</Type>
                <Order>1</Order>
                <TargetGroupArn>arn:aws:elasticloadbalancing:us-east-1:111111111111:targetgroup/appliances/3</TargetGroupArn>
              </member>
            </DefaultActions>
          </member>
        </Listeners>
      </CreateListenerResult>
      <ResponseMetadata>
        <RequestId>[request-id]</RequestId>
      </ResponseMetadata>
    </CreateListenerResponse>
    "#);
    let arn = created.one("ListenerArn");
    let again = elb.ok("CreateListener", &parameters).await;
    assert_eq!(again.one("ListenerArn"), arn);
    let named = [("ListenerArn", &*arn)];
    let attributes = elb.ok("DescribeListenerAttributes", &named).await;
    insta::assert_snapshot!(world.shown(&attributes), @r#"
    HTTP 200
    <DescribeListenerAttributesResponse xmlns="http://elasticloadbalancing.amazonaws.com/doc/2015-12-01/">
      <DescribeListenerAttributesResult>
        <Attributes>
          <member>
            <Key>tcp.idle_timeout.seconds</Key>
            <Value>350</Value>
          </member>
        </Attributes>
      </DescribeListenerAttributesResult>
      <ResponseMetadata>
        <RequestId>[request-id]</RequestId>
      </ResponseMetadata>
    </DescribeListenerAttributesResponse>
    "#);
    let action = [named[0], parameters[1], parameters[2]];
    let modified = elb.ok("ModifyListener", &action).await;
    assert!(modified.all("Port").is_empty(), "{modified}");
    let of_load_balancer = [("LoadBalancerArn", &*load_balancer)];
    let listed = elb.ok("DescribeListeners", &of_load_balancer).await;
    assert_eq!(listed.one("ListenerArn"), arn);
    let groups = elb.ok("DescribeTargetGroups", &of_load_balancer).await;
    assert_eq!(groups.one("TargetGroupArn"), group);
    elb.ok("DeleteListener", &named).await;
    let listed = elb.ok("DescribeListeners", &of_load_balancer).await;
    assert!(listed.all("ListenerArn").is_empty(), "{listed}");
}

#[tokio::test]
async fn a_listener_over_rest() {
    let world = World::start().await;
    let network = world.network(PROVIDER, &["us-east-1a"]).await;
    let load_balancer = gateway(&world, &network.subnet_ids).await;
    let group = appliances(&world, &network.vpc_id).await;
    let rest = world.rest(PROVIDER);
    let body = json!({
        "loadBalancerArn": load_balancer,
        "defaultActions": [{"type": "forward", "targetGroupArn": group}],
    });
    let created = rest.post("/v1/listeners", body).await;
    let location = created.header("location").to_owned();
    let created = created.expect(201);
    insta::assert_snapshot!(world.shown(&rest.get(&location).await), @r#"
    HTTP 200
    etag: "1"
    {
      "attributes": {
        "tcp.idle_timeout.seconds": "350"
      },
      "defaultActions": [
        {
          "targetGroupArn": "arn:aws:elasticloadbalancing:us-east-1:111111111111:targetgroup/appliances/1",
          "type": "forward"
        }
      ],
      "listenerArn": "arn:aws:elasticloadbalancing:us-east-1:111111111111:listener/gwy/wall/2/3",
      "loadBalancerArn": "arn:aws:elasticloadbalancing:us-east-1:111111111111:loadbalancer/gwy/wall/2",
      "tags": []
    }
    "#);
    assert!(rest.items("/v1/listeners?filter[port]=0").await.is_empty());
    assert_eq!(rest.items("/v1/listeners").await, [created]);
    let changes = json!({
        "attributes": {"tcp.idle_timeout.seconds": "60"},
        "defaultActions": [{"type": "forward", "targetGroupArn": group}],
        "tags": [{"key": "Name", "value": "all"}],
    });
    let patched = rest.patch(&location, changes).await.expect(200);
    assert_eq!(
        (&patched["attributes"], &patched["tags"][0]["value"]),
        (&json!({"tcp.idle_timeout.seconds": "60"}), &json!("all"))
    );
    let outsider = world.rest(CONSUMER).get(&location).await;
    assert_eq!(outsider.status, 404);
    rest.delete(&location).await.expect(204);
}
