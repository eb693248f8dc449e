//! Listeners: what changes with their protocol, and what goes with their load balancer.

use serde_json::json;

use crate::support::front::{ANSWER, CERTIFICATE, Front, forward};
use crate::support::rest::segment;
use crate::support::world::{PROVIDER, World};

#[tokio::test]
async fn protocols_change() {
    let world = World::start().await;
    let front = Front::of(&world).await;
    let (arn, elb) = (front.https().await, world.elb(PROVIDER));
    let named = ("ListenerArn", &*arn);
    let header = [
        named,
        (
            "Attributes.member.1.Key",
            "routing.http.request.x_amzn_tls_version.header_name",
        ),
        ("Attributes.member.1.Value", "X-Tls"),
        (
            "Attributes.member.2.Key",
            "routing.http.response.server.enabled",
        ),
        ("Attributes.member.2.Value", "false"),
    ];
    let set = elb.ok("ModifyListenerAttributes", &header).await;
    insta::assert_snapshot!(world.shown(&set), @r#"
    HTTP 200
    <ModifyListenerAttributesResponse xmlns="http://elasticloadbalancing.amazonaws.com/doc/2015-12-01/">
      <ModifyListenerAttributesResult>
        <Attributes>
          <member>
            <Key>routing.http.request.x_amzn_mtls_clientcert_serial_number.header_name</Key>
            <Value>X-Amzn-Mtls-Clientcert-Serial-Number</Value>
          </member>
          <member>
            <Key>routing.http.request.x_amzn_mtls_clientcert_issuer.header_name</Key>
            <Value>X-Amzn-Mtls-Clientcert-Issuer</Value>
          </member>
          <member>
            <Key>routing.http.request.x_amzn_mtls_clientcert_subject.header_name</Key>
            <Value>X-Amzn-Mtls-Clientcert-Subject</Value>
          </member>
          <member>
            <Key>routing.http.request.x_amzn_mtls_clientcert_validity.header_name</Key>
            <Value>X-Amzn-Mtls-Clientcert-Validity</Value>
          </member>
          <member>
            <Key>routing.http.request.x_amzn_mtls_clientcert_leaf.header_name</Key>
            <Value>X-Amzn-Mtls-Clientcert-Leaf</Value>
          </member>
          <member>
            <Key>routing.http.request.x_amzn_mtls_clientcert.header_name</Key>
            <Value>X-Amzn-Mtls-Clientcert</Value>
          </member>
          <member>
            <Key>routing.http.request.x_amzn_tls_version.header_name</Key>
            <Value>X-Tls</Value>
          </member>
          <member>
            <Key>routing.http.request.x_amzn_tls_cipher_suite.header_name</Key>
            <Value>X-Amzn-Tls-Cipher-Suite</Value>
          </member>
          <member>
            <Key>routing.http.response.server.enabled</Key>
            <Value>false</Value>
          </member>
          <member>
            <Key>routing.http.response.strict_transport_security.header_value</Key>
            <Value/>
          </member>
          <member>
            <Key>routing.http.response.access_control_allow_origin.header_value</Key>
            <Value/>
          </member>
          <member>
            <Key>routing.http.response.access_control_allow_methods.header_value</Key>
            <Value/>
          </member>
          <member>
            <Key>routing.http.response.access_control_allow_headers.header_value</Key>
            <Value/>
          </member>
          <member>
            <Key>routing.http.response.access_control_allow_credentials.header_value</Key>
            <Value/>
          </member>
          <member>
            <Key>routing.http.response.access_control_expose_headers.header_value</Key>
            <Value/>
          </member>
          <member>
            <Key>routing.http.response.access_control_max_age.header_value</Key>
            <Value/>
          </member>
          <member>
            <Key>routing.http.response.content_security_policy.header_value</Key>
            <Value/>
          </member>
          <member>
            <Key>routing.http.response.x_content_type_options.header_value</Key>
            <Value/>
          </member>
          <member>
            <Key>routing.http.response.x_frame_options.header_value</Key>
            <Value/>
          </member>
        </Attributes>
      </ModifyListenerAttributesResult>
      <ResponseMetadata>
        <RequestId>[request-id]</RequestId>
      </ResponseMetadata>
    </ModifyListenerAttributesResponse>
    "#);
    let plain = elb
        .ok("ModifyListener", &[named, ("Protocol", "HTTP")])
        .await;
    assert!(plain.all("Certificates").is_empty() && plain.all("SslPolicy").is_empty());
    let attributes = elb.ok("DescribeListenerAttributes", &[named]).await;
    assert_eq!(attributes.all("Key").len(), 11);
    assert_eq!(attributes.one("Value"), "false");
    let encrypted = [
        named,
        ("Protocol", "HTTPS"),
        ("Certificates.member.1.CertificateArn", CERTIFICATE),
        ("SslPolicy", "ELBSecurityPolicy-TLS13-1-2-2021-06"),
        ("MutualAuthentication.Mode", "passthrough"),
    ];
    let encrypted = elb.ok("ModifyListener", &encrypted).await;
    insta::assert_snapshot!(world.shown(&encrypted), @r#"
    HTTP 200
    <ModifyListenerResponse xmlns="http://elasticloadbalancing.amazonaws.com/doc/2015-12-01/">
      <ModifyListenerResult>
        <Listeners>
          <member>
            <ListenerArn>arn:aws:elasticloadbalancing:us-east-1:111111111111:listener/app/shop/1/2</ListenerArn>
            <LoadBalancerArn>arn:aws:elasticloadbalancing:us-east-1:111111111111:loadbalancer/app/shop/1</LoadBalancerArn>
            <Port>443</Port>
            <Protocol>HTTPS</Protocol>
            <Certificates>
              <member>
                <CertificateArn>arn:aws:acm:us-east-1:111111111111:certificate/shop</CertificateArn>
              </member>
            </Certificates>
            <SslPolicy>ELBSecurityPolicy-TLS13-1-2-2021-06</SslPolicy>
            <DefaultActions>
              <member>
                <Type>fixed-response</Type>
                <FixedResponseConfig>
                  <StatusCode>503</StatusCode>
                </FixedResponseConfig>
              </member>
            </DefaultActions>
            <MutualAuthentication>
              <Mode>passthrough</Mode>
            </MutualAuthentication>
          </member>
        </Listeners>
      </ModifyListenerResult>
      <ResponseMetadata>
        <RequestId>[request-id]</RequestId>
      </ResponseMetadata>
    </ModifyListenerResponse>
    "#);
}

#[tokio::test]
async fn listeners_of_network_load_balancers() {
    let world = World::start().await;
    let front = Front::of(&world).await;
    let tls = [
        ("Protocol", "TLS"),
        ("Port", "8443"),
        ("Certificates.member.1.CertificateArn", CERTIFICATE),
        ("AlpnPolicy.member.1", "HTTP2Preferred"),
        ("DefaultActions.member.1.Type", "forward"),
        ("DefaultActions.member.1.TargetGroupArn", &*front.tcp),
    ];
    let created = front.listen(&front.balancer, &[&tls]).await;
    insta::assert_snapshot!(world.shown(&created), @r#"
    HTTP 200
    <CreateListenerResponse xmlns="http://elasticloadbalancing.amazonaws.com/doc/2015-12-01/">
      <CreateListenerResult>
        <Listeners>
          <member>
            <ListenerArn>arn:aws:elasticloadbalancing:us-east-1:111111111111:listener/net/parcels/1/2</ListenerArn>
            <LoadBalancerArn>arn:aws:elasticloadbalancing:us-east-1:111111111111:loadbalancer/net/parcels/1</LoadBalancerArn>
            <Port>8443</Port>
            <Protocol>TLS</Protocol>
            <Certificates>
              <member>
                <CertificateArn>arn:aws:acm:us-east-1:111111111111:certificate/shop</CertificateArn>
              </member>
            </Certificates>
            <SslPolicy>ELBSecurityPolicy-2016-08</SslPolicy>
            <DefaultActions>
              <member>
                <Type>forward</Type>
                <TargetGroupArn>arn:aws:elasticloadbalancing:us-east-1:111111111111:targetgroup/tcp/3</TargetGroupArn>
              </member>
            </DefaultActions>
            <AlpnPolicy>
              <member>HTTP2Preferred</member>
            </AlpnPolicy>
          </member>
        </Listeners>
      </CreateListenerResult>
      <ResponseMetadata>
        <RequestId>[request-id]</RequestId>
      </ResponseMetadata>
    </CreateListenerResponse>
    "#);
    let rest = world.rest(PROVIDER);
    let body = json!({
        "loadBalancerArn": front.balancer, "protocol": "TCP", "port": 443, "defaultActions": [forward(&front.tcp)],
    });
    rest.create("/v1/listeners", body).await;
    let path = format!(
        "/v1/listeners?loadBalancerArn={}&filter[protocol]=TLS",
        segment(&front.balancer)
    );
    let found = rest.items(&path).await;
    insta::assert_snapshot!(world.shown(&format!("{:#}", found[0])), @r#"
    {
      "alpnPolicy": "HTTP2Preferred",
      "attributes": {},
      "certificates": [
        {
          "certificateArn": "arn:aws:acm:us-east-1:111111111111:certificate/shop",
          "isDefault": true
        }
      ],
      "defaultActions": [
        {
          "targetGroupArn": "arn:aws:elasticloadbalancing:us-east-1:111111111111:targetgroup/tcp/3",
          "type": "forward"
        }
      ],
      "listenerArn": "arn:aws:elasticloadbalancing:us-east-1:111111111111:listener/net/parcels/1/2",
      "loadBalancerArn": "arn:aws:elasticloadbalancing:us-east-1:111111111111:loadbalancer/net/parcels/1",
      "port": 8443,
      "protocol": "TLS",
      "sslPolicy": "ELBSecurityPolicy-2016-08",
      "tags": []
    }
    "#);
    let path = format!("/v1/load-balancers/{}", segment(&front.balancer));
    rest.delete(&path).await.expect(204);
    assert!(front.users(&front.tcp).await.is_empty());
    let rows = world.rows().await;
    assert!(rows["listener"].is_empty() && rows["listener_rule"].is_empty());
    assert!(rows["target_group_use"].is_empty());
}

#[tokio::test]
async fn a_target_group_in_use_stays() {
    let world = World::start().await;
    let front = Front::of(&world).await;
    let elb = world.elb(PROVIDER);
    let http = [
        ("Protocol", "HTTP"),
        ("Port", "80"),
        ("DefaultActions.member.1.Type", "forward"),
        ("DefaultActions.member.1.TargetGroupArn", &*front.blue),
    ];
    let listener = front.listen(&front.application, &[&http]).await;
    let delete = [("TargetGroupArn", &*front.blue)];
    let refused = elb.call("DeleteTargetGroup", &delete).await;
    insta::assert_snapshot!(world.shown(&refused.refusal()), @"400 ResourceInUse: Target group 'arn:aws:elasticloadbalancing:us-east-1:111111111111:targetgroup/blue/1' is currently in use by a listener or a rule");
    let arn = listener.one("ListenerArn");
    let answer = [&[("ListenerArn", &*arn)], &ANSWER[..]].concat();
    elb.ok("ModifyListener", &answer).await;
    elb.ok("DeleteTargetGroup", &delete).await;
}
