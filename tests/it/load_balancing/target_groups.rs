//! Target groups of all kinds.

use serde_json::{Value, json};

use crate::support::world::{PROVIDER, World};

/// What a group was made with, and what it then is.
#[tokio::test]
async fn each_kind_over_elb() {
    let world = World::start().await;
    let network = world.network(PROVIDER, &["us-east-1a"]).await;
    let elb = world.elb(PROVIDER);
    let vpc = ("VpcId", &*network.vpc_id);
    let mut shown = String::new();
    for parameters in [
        vec![
            ("Name", "http"),
            ("Protocol", "HTTP"),
            ("ProtocolVersion", ""),
            ("Port", "80"),
            ("TargetControlPort", "3000"),
            vpc,
        ],
        vec![
            ("Name", "grpc"),
            ("Protocol", "HTTPS"),
            ("ProtocolVersion", "GRPC"),
            ("Port", "443"),
            ("TargetType", "ip"),
            ("IpAddressType", "ipv6"),
            ("Matcher.GrpcCode", "0-5"),
            vpc,
        ],
        vec![
            ("Name", "front"),
            ("Protocol", "TCP"),
            ("Port", "80"),
            ("TargetType", "alb"),
            vpc,
        ],
        vec![("Name", "function"), ("TargetType", "lambda")],
    ] {
        let created = elb.ok("CreateTargetGroup", &parameters).await;
        shown += &format!("{}\n", world.shown(&created));
        let again = elb.ok("CreateTargetGroup", &parameters).await;
        let arn = created.one("TargetGroupArn");
        assert_eq!(again.one("TargetGroupArn"), arn);
        elb.ok("DeleteTargetGroup", &[("TargetGroupArn", &*arn)])
            .await;
    }
    insta::assert_snapshot!(shown, @r#"
    HTTP 200
    <CreateTargetGroupResponse xmlns="http://elasticloadbalancing.amazonaws.com/doc/2015-12-01/">
      <CreateTargetGroupResult>
        <TargetGroups>
          <member>
            <TargetGroupArn>arn:aws:elasticloadbalancing:us-east-1:111111111111:targetgroup/http/1</TargetGroupArn>
            <TargetGroupName>http</TargetGroupName>
            <Protocol>HTTP</Protocol>
            <ProtocolVersion>HTTP1</ProtocolVersion>
            <Port>80</Port>
            <VpcId>vpc-1</VpcId>
            <HealthCheckProtocol>HTTP</HealthCheckProtocol>
            <HealthCheckPort>traffic-port</HealthCheckPort>
            <HealthCheckEnabled>true</HealthCheckEnabled>
            <HealthCheckIntervalSeconds>30</HealthCheckIntervalSeconds>
            <HealthCheckTimeoutSeconds>5</HealthCheckTimeoutSeconds>
            <HealthyThresholdCount>5</HealthyThresholdCount>
            <UnhealthyThresholdCount>2</UnhealthyThresholdCount>
            <HealthCheckPath>/</HealthCheckPath>
            <Matcher>
              <HttpCode>200</HttpCode>
            </Matcher>
            <LoadBalancerArns/>
            <TargetType>instance</TargetType>
            <IpAddressType>ipv4</IpAddressType>
            <TargetControlPort>3000</TargetControlPort>
          </member>
        </TargetGroups>
      </CreateTargetGroupResult>
      <ResponseMetadata>
        <RequestId>[request-id]</RequestId>
      </ResponseMetadata>
    </CreateTargetGroupResponse>
    HTTP 200
    <CreateTargetGroupResponse xmlns="http://elasticloadbalancing.amazonaws.com/doc/2015-12-01/">
      <CreateTargetGroupResult>
        <TargetGroups>
          <member>
            <TargetGroupArn>arn:aws:elasticloadbalancing:us-east-1:111111111111:targetgroup/grpc/2</TargetGroupArn>
            <TargetGroupName>grpc</TargetGroupName>
            <Protocol>HTTPS</Protocol>
            <ProtocolVersion>GRPC</ProtocolVersion>
            <Port>443</Port>
            <VpcId>vpc-1</VpcId>
            <HealthCheckProtocol>HTTP</HealthCheckProtocol>
            <HealthCheckPort>traffic-port</HealthCheckPort>
            <HealthCheckEnabled>true</HealthCheckEnabled>
            <HealthCheckIntervalSeconds>30</HealthCheckIntervalSeconds>
            <HealthCheckTimeoutSeconds>5</HealthCheckTimeoutSeconds>
            <HealthyThresholdCount>5</HealthyThresholdCount>
            <UnhealthyThresholdCount>2</UnhealthyThresholdCount>
            <HealthCheckPath>/AWS.ALB/healthcheck</HealthCheckPath>
            <Matcher>
              <GrpcCode>0-5</GrpcCode>
            </Matcher>
            <LoadBalancerArns/>
            <TargetType>ip</TargetType>
            <IpAddressType>ipv6</IpAddressType>
          </member>
        </TargetGroups>
      </CreateTargetGroupResult>
      <ResponseMetadata>
        <RequestId>[request-id]</RequestId>
      </ResponseMetadata>
    </CreateTargetGroupResponse>
    HTTP 200
    <CreateTargetGroupResponse xmlns="http://elasticloadbalancing.amazonaws.com/doc/2015-12-01/">
      <CreateTargetGroupResult>
        <TargetGroups>
          <member>
            <TargetGroupArn>arn:aws:elasticloadbalancing:us-east-1:111111111111:targetgroup/front/3</TargetGroupArn>
            <TargetGroupName>front</TargetGroupName>
            <Protocol>TCP</Protocol>
            <Port>80</Port>
            <VpcId>vpc-1</VpcId>
            <HealthCheckProtocol>HTTP</HealthCheckProtocol>
            <HealthCheckPort>traffic-port</HealthCheckPort>
            <HealthCheckEnabled>true</HealthCheckEnabled>
            <HealthCheckIntervalSeconds>30</HealthCheckIntervalSeconds>
            <HealthCheckTimeoutSeconds>6</HealthCheckTimeoutSeconds>
            <HealthyThresholdCount>5</HealthyThresholdCount>
            <UnhealthyThresholdCount>2</UnhealthyThresholdCount>
            <HealthCheckPath>/</HealthCheckPath>
            <Matcher>
              <HttpCode>200-399</HttpCode>
            </Matcher>
            <LoadBalancerArns/>
            <TargetType>alb</TargetType>
            <IpAddressType>ipv4</IpAddressType>
          </member>
        </TargetGroups>
      </CreateTargetGroupResult>
      <ResponseMetadata>
        <RequestId>[request-id]</RequestId>
      </ResponseMetadata>
    </CreateTargetGroupResponse>
    HTTP 200
    <CreateTargetGroupResponse xmlns="http://elasticloadbalancing.amazonaws.com/doc/2015-12-01/">
      <CreateTargetGroupResult>
        <TargetGroups>
          <member>
            <TargetGroupArn>arn:aws:elasticloadbalancing:us-east-1:111111111111:targetgroup/function/4</TargetGroupArn>
            <TargetGroupName>function</TargetGroupName>
            <HealthCheckEnabled>false</HealthCheckEnabled>
            <HealthCheckIntervalSeconds>35</HealthCheckIntervalSeconds>
            <HealthCheckTimeoutSeconds>30</HealthCheckTimeoutSeconds>
            <HealthyThresholdCount>5</HealthyThresholdCount>
            <UnhealthyThresholdCount>2</UnhealthyThresholdCount>
            <HealthCheckPath>/</HealthCheckPath>
            <Matcher>
              <HttpCode>200</HttpCode>
            </Matcher>
            <LoadBalancerArns/>
            <TargetType>lambda</TargetType>
            <IpAddressType>ipv4</IpAddressType>
          </member>
        </TargetGroups>
      </CreateTargetGroupResult>
      <ResponseMetadata>
        <RequestId>[request-id]</RequestId>
      </ResponseMetadata>
    </CreateTargetGroupResponse>
    "#);
}

#[tokio::test]
async fn each_kind_over_rest() {
    let world = World::start().await;
    let network = world.network(PROVIDER, &["us-east-1a"]).await;
    let rest = world.rest(PROVIDER);
    let vpc_id = &network.vpc_id;
    let bodies = [
        json!({"name": "http", "protocol": "HTTP", "protocolVersion": "HTTP2", "port": 80, "vpcId": vpc_id}),
        json!({"name": "function", "targetType": "lambda", "healthCheck": {"enabled": true}}),
    ];
    let mut shown = String::new();
    for body in bodies {
        let created = rest.create("/v1/target-groups", body).await;
        shown += &format!("{}\n", world.shown(&format!("{created:#}")));
    }
    insta::assert_snapshot!(shown, @r#"
    {
      "attributes": {
        "deregistration_delay.timeout_seconds": "300",
        "load_balancing.algorithm.anomaly_mitigation": "off",
        "load_balancing.algorithm.type": "round_robin",
        "load_balancing.cross_zone.enabled": "use_load_balancer_configuration",
        "slow_start.duration_seconds": "0",
        "stickiness.app_cookie.cookie_name": "",
        "stickiness.app_cookie.duration_seconds": "86400",
        "stickiness.enabled": "false",
        "stickiness.lb_cookie.duration_seconds": "86400",
        "stickiness.type": "lb_cookie",
        "target_group_health.dns_failover.minimum_healthy_targets.count": "1",
        "target_group_health.dns_failover.minimum_healthy_targets.percentage": "off",
        "target_group_health.unhealthy_state_routing.minimum_healthy_targets.count": "1",
        "target_group_health.unhealthy_state_routing.minimum_healthy_targets.percentage": "off"
      },
      "healthCheck": {
        "enabled": true,
        "healthyThresholdCount": 5,
        "intervalSeconds": 30,
        "matcher": "200",
        "path": "/",
        "port": "traffic-port",
        "protocol": "HTTP",
        "timeoutSeconds": 5,
        "unhealthyThresholdCount": 2
      },
      "ipAddressType": "ipv4",
      "loadBalancerArns": [],
      "port": 80,
      "protocol": "HTTP",
      "protocolVersion": "HTTP2",
      "tags": [],
      "targetGroupArn": "arn:aws:elasticloadbalancing:us-east-1:111111111111:targetgroup/http/1",
      "targetGroupName": "http",
      "targetType": "instance",
      "vpcId": "vpc-1"
    }
    {
      "attributes": {
        "lambda.multi_value_headers.enabled": "false"
      },
      "healthCheck": {
        "enabled": true,
        "healthyThresholdCount": 5,
        "intervalSeconds": 35,
        "matcher": "200",
        "path": "/",
        "timeoutSeconds": 30,
        "unhealthyThresholdCount": 2
      },
      "ipAddressType": "ipv4",
      "loadBalancerArns": [],
      "tags": [],
      "targetGroupArn": "arn:aws:elasticloadbalancing:us-east-1:111111111111:targetgroup/function/2",
      "targetGroupName": "function",
      "targetType": "lambda"
    }
    "#);
    let path = "/v1/target-groups?filter[target-type]=lambda";
    let functions = rest.items(path).await;
    assert_eq!(functions.len(), 1);
    assert_eq!(functions[0]["protocol"], Value::Null);
}

#[tokio::test]
async fn targets_of_each_kind() {
    let world = World::start().await;
    let network = world.network(PROVIDER, &["us-east-1a"]).await;
    let (elb, rest) = (world.elb(PROVIDER), world.rest(PROVIDER));
    let vpc_id = &network.vpc_id;
    let mut shown = String::new();
    for (body, target) in [
        (
            json!({"name": "quic", "protocol": "TCP_QUIC", "port": 443, "targetType": "ip", "vpcId": vpc_id}),
            vec![
                ("Targets.member.1.Id", "10.0.0.9"),
                ("Targets.member.1.QuicServerId", "0x0123456789abcde0"),
            ],
        ),
        (
            json!({"name": "six", "protocol": "TCP", "port": 443, "targetType": "ip", "ipAddressType": "ipv6", "vpcId": vpc_id}),
            vec![
                ("Targets.member.1.Id", "fd00::9"),
                ("Targets.member.1.AvailabilityZone", "all"),
            ],
        ),
        (
            json!({"name": "function", "targetType": "lambda"}),
            vec![(
                "Targets.member.1.Id",
                "arn:aws:lambda:us-east-1:111111111111:function:shop",
            )],
        ),
        (
            json!({"name": "instance", "protocol": "TCP", "port": 443, "vpcId": vpc_id}),
            vec![("Targets.member.1.Id", "i-0123456789abcdef0")],
        ),
    ] {
        let group = rest.make("/v1/target-groups", "targetGroupArn", body).await;
        let named = ("TargetGroupArn", &*group);
        let parameters: Vec<_> = [named].into_iter().chain(target).collect();
        elb.ok("RegisterTargets", &parameters).await;
        let health = elb.ok("DescribeTargetHealth", &[named]).await;
        shown += &format!("{}\n", world.shown(&health));
    }
    insta::assert_snapshot!(shown, @r#"
    HTTP 200
    <DescribeTargetHealthResponse xmlns="http://elasticloadbalancing.amazonaws.com/doc/2015-12-01/">
      <DescribeTargetHealthResult>
        <TargetHealthDescriptions>
          <member>
            <Target>
              <Id>10.0.0.9</Id>
              <Port>443</Port>
              <AvailabilityZone>us-east-1a</AvailabilityZone>
              <QuicServerId>0x0123456789abcde0</QuicServerId>
            </Target>
            <HealthCheckPort>443</HealthCheckPort>
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
    HTTP 200
    <DescribeTargetHealthResponse xmlns="http://elasticloadbalancing.amazonaws.com/doc/2015-12-01/">
      <DescribeTargetHealthResult>
        <TargetHealthDescriptions>
          <member>
            <Target>
              <Id>fd00::9</Id>
              <Port>443</Port>
              <AvailabilityZone>all</AvailabilityZone>
            </Target>
            <HealthCheckPort>443</HealthCheckPort>
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
    HTTP 200
    <DescribeTargetHealthResponse xmlns="http://elasticloadbalancing.amazonaws.com/doc/2015-12-01/">
      <DescribeTargetHealthResult>
        <TargetHealthDescriptions>
          <member>
            <Target>
              <Id>arn:aws:lambda:us-east-1:111111111111:function:shop</Id>
              <AvailabilityZone>all</AvailabilityZone>
            </Target>
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
    HTTP 200
    <DescribeTargetHealthResponse xmlns="http://elasticloadbalancing.amazonaws.com/doc/2015-12-01/">
      <DescribeTargetHealthResult>
        <TargetHealthDescriptions>
          <member>
            <Target>
              <Id>i-1</Id>
              <Port>443</Port>
            </Target>
            <HealthCheckPort>443</HealthCheckPort>
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
}
