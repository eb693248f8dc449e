//! Application load balancers: made, moved and changed.

use serde_json::json;

use crate::support::rest::segment;
use crate::support::world::{PROVIDER, World, text};

const ZONES: [&str; 3] = ["us-east-1a", "us-east-1b", "us-east-1c"];

#[tokio::test]
async fn a_load_balancer_over_elb() {
    let world = World::start().await;
    let network = world.network(PROVIDER, &ZONES).await;
    let elb = world.elb(PROVIDER);
    let parameters = [
        ("Name", "shop"),
        ("Scheme", "internal"),
        ("Subnets.member.1", &*network.subnet_ids[0]),
        ("Subnets.member.2", &*network.subnet_ids[1]),
    ];
    let created = elb.ok("CreateLoadBalancer", &parameters).await;
    insta::assert_snapshot!(world.shown(&created), @r#"
    HTTP 200
    <CreateLoadBalancerResponse xmlns="http://elasticloadbalancing.amazonaws.com/doc/2015-12-01/">
      <CreateLoadBalancerResult>
        <LoadBalancers>
          <member>
            <LoadBalancerArn>arn:aws:elasticloadbalancing:us-east-1:111111111111:loadbalancer/app/shop/1</LoadBalancerArn>
            <DNSName>internal-shop-[number].us-east-1.elb.amazonaws.com</DNSName>
            <CanonicalHostedZoneId>Z35SXDOTRQ7X7K</CanonicalHostedZoneId>
            <CreatedTime>2026-11-22T10:00:00.000Z</CreatedTime>
            <LoadBalancerName>shop</LoadBalancerName>
            <Scheme>internal</Scheme>
            <VpcId>vpc-1</VpcId>
            <State>
              <Code>active</Code>
            </State>
            <Type>application</Type>
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
            <SecurityGroups>
              <member>sg-1</member>
            </SecurityGroups>
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

    let named = ("LoadBalancerArn", &*arn);
    let moved = [
        named,
        ("Subnets.member.1", &*network.subnet_ids[1]),
        ("Subnets.member.2", &*network.subnet_ids[2]),
    ];
    let moved = elb.ok("SetSubnets", &moved).await;
    assert_eq!(moved.all("ZoneName"), ["us-east-1b", "us-east-1c"]);

    let rest = world.rest(PROVIDER);
    let group = json!({"groupName": "shop", "description": "shop", "vpcId": network.vpc_id});
    let group = rest.make("/v1/security-groups", "groupId", group).await;
    let groups = [named, ("SecurityGroups.member.1", &*group)];
    let set = elb.ok("SetSecurityGroups", &groups).await;
    insta::assert_snapshot!(world.shown(&set), @r#"
    HTTP 200
    <SetSecurityGroupsResponse xmlns="http://elasticloadbalancing.amazonaws.com/doc/2015-12-01/">
      <SetSecurityGroupsResult>
        <SecurityGroupIds>
          <member>sg-2</member>
        </SecurityGroupIds>
      </SetSecurityGroupsResult>
      <ResponseMetadata>
        <RequestId>[request-id]</RequestId>
      </ResponseMetadata>
    </SetSecurityGroupsResponse>
    "#);
    let interfaces = rest.items("/v1/network-interfaces").await;
    for interface in &interfaces {
        assert_eq!(interface["groups"][0]["groupId"], json!(group));
        assert_eq!(interface["interfaceType"], "interface");
        let description = text(&interface["description"]);
        assert!(description.starts_with("ELB app/shop/"), "{description}");
    }
    assert_eq!(interfaces.len(), 2);

    let attributes = [
        named,
        ("Attributes.member.1.Key", "idle_timeout.timeout_seconds"),
        ("Attributes.member.1.Value", "120"),
    ];
    let attributes = elb.ok("ModifyLoadBalancerAttributes", &attributes).await;
    let value = |key: &str| {
        let keys = attributes.all("Key");
        let position = keys.iter().position(|other| other == key);
        position.map(|position| attributes.all("Value")[position].clone())
    };
    assert_eq!(
        value("idle_timeout.timeout_seconds").as_deref(),
        Some("120")
    );
    assert_eq!(value("routing.http2.enabled").as_deref(), Some("true"));
    assert_eq!(value("dns_record.client_routing_policy"), None);

    elb.ok("DeleteLoadBalancer", &[named]).await;
    assert!(rest.items("/v1/network-interfaces").await.is_empty());
}

#[tokio::test]
async fn a_load_balancer_over_rest() {
    let world = World::start().await;
    let network = world.network(PROVIDER, &ZONES).await;
    let rest = world.rest(PROVIDER);
    let body = json!({"name": "shop", "type": "application", "subnets": network.subnet_ids});
    let created = rest.post("/v1/load-balancers", body).await;
    let location = created.header("location").to_owned();
    let arn = text(&created.expect(201)["loadBalancerArn"]);
    insta::assert_snapshot!(world.shown(&rest.get(&location).await), @r#"
    HTTP 200
    etag: "2"
    {
      "attributes": {
        "access_logs.s3.bucket": "",
        "access_logs.s3.enabled": "false",
        "access_logs.s3.prefix": "",
        "client_keep_alive.seconds": "3600",
        "connection_logs.s3.bucket": "",
        "connection_logs.s3.enabled": "false",
        "connection_logs.s3.prefix": "",
        "deletion_protection.enabled": "false",
        "health_check_logs.s3.bucket": "",
        "health_check_logs.s3.enabled": "false",
        "health_check_logs.s3.prefix": "",
        "idle_timeout.timeout_seconds": "60",
        "ipv6.deny_all_igw_traffic": "false",
        "load_balancing.cross_zone.enabled": "true",
        "routing.http.desync_mitigation_mode": "defensive",
        "routing.http.drop_invalid_header_fields.enabled": "false",
        "routing.http.preserve_host_header.enabled": "false",
        "routing.http.x_amzn_tls_version_and_cipher_suite.enabled": "false",
        "routing.http.xff_client_port.enabled": "false",
        "routing.http.xff_header_processing.mode": "append",
        "routing.http2.enabled": "true",
        "waf.fail_open.enabled": "false",
        "zonal_shift.config.enabled": "false"
      },
      "availabilityZones": [
        {
          "networkInterfaceId": "eni-1",
          "subnetId": "subnet-1",
          "zoneName": "us-east-1a"
        },
        {
          "networkInterfaceId": "eni-2",
          "subnetId": "subnet-2",
          "zoneName": "us-east-1b"
        },
        {
          "networkInterfaceId": "eni-3",
          "subnetId": "subnet-3",
          "zoneName": "us-east-1c"
        }
      ],
      "canonicalHostedZoneId": "Z35SXDOTRQ7X7K",
      "createdTime": "2026-11-22T10:00:00.000Z",
      "dnsName": "shop-[number].us-east-1.elb.amazonaws.com",
      "ipAddressType": "ipv4",
      "loadBalancerArn": "arn:aws:elasticloadbalancing:us-east-1:111111111111:loadbalancer/app/shop/1",
      "loadBalancerName": "shop",
      "scheme": "internet-facing",
      "securityGroups": [
        "sg-1"
      ],
      "state": {
        "code": "active"
      },
      "tags": [],
      "type": "application",
      "vpcId": "vpc-1"
    }
    "#);
    assert_eq!(location, format!("/v1/load-balancers/{}", segment(&arn)));
    let body = json!({
        "attributes": {"routing.http.xff_header_processing.mode": "remove"},
        "subnets": network.subnet_ids[..2],
    });
    let changed = rest.patch(&location, body).await.expect(200);
    assert_eq!(
        changed["availabilityZones"].as_array().map(Vec::len),
        Some(2)
    );
    assert_eq!(
        changed["attributes"]["routing.http.xff_header_processing.mode"],
        "remove"
    );
    let path = "/v1/load-balancers?filter[type]=application";
    assert_eq!(rest.items(path).await.len(), 1);
    rest.delete(&location).await.expect(204);
}
