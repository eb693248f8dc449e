//! The certificates of listeners, and the security policies that they can have.

use serde_json::json;

use crate::support::front::{CERTIFICATE, Front};
use crate::support::rest::segment;
use crate::support::world::{PROVIDER, World};

const IAM: &str = "arn:aws:iam::111111111111:server-certificate/shop/pay";

#[tokio::test]
async fn a_list_of_certificates() {
    let world = World::start().await;
    let front = Front::of(&world).await;
    let (listener, elb) = (front.https().await, world.elb(PROVIDER));
    let named = ("ListenerArn", &*listener);
    let certificate = |arn| [named, ("Certificates.member.1.CertificateArn", arn)];
    for arn in [IAM, CERTIFICATE, IAM] {
        elb.ok("AddListenerCertificates", &certificate(arn)).await;
    }
    let found = elb.ok("DescribeListenerCertificates", &[named]).await;
    insta::assert_snapshot!(world.shown(&found), @r#"
    HTTP 200
    <DescribeListenerCertificatesResponse xmlns="http://elasticloadbalancing.amazonaws.com/doc/2015-12-01/">
      <DescribeListenerCertificatesResult>
        <Certificates>
          <member>
            <CertificateArn>arn:aws:acm:us-east-1:111111111111:certificate/shop</CertificateArn>
            <IsDefault>true</IsDefault>
          </member>
          <member>
            <CertificateArn>arn:aws:iam::111111111111:server-certificate/shop/pay</CertificateArn>
            <IsDefault>false</IsDefault>
          </member>
          <member>
            <CertificateArn>arn:aws:acm:us-east-1:111111111111:certificate/shop</CertificateArn>
            <IsDefault>false</IsDefault>
          </member>
        </Certificates>
      </DescribeListenerCertificatesResult>
      <ResponseMetadata>
        <RequestId>[request-id]</RequestId>
      </ResponseMetadata>
    </DescribeListenerCertificatesResponse>
    "#);
    let page = elb
        .ok("DescribeListenerCertificates", &[named, ("PageSize", "1")])
        .await;
    let marker = page.one("NextMarker");
    let rest_of_it = [named, ("Marker", &*marker)];
    let rest_of_it = elb.ok("DescribeListenerCertificates", &rest_of_it).await;
    assert_eq!(rest_of_it.all("CertificateArn"), [IAM, CERTIFICATE]);
    for arn in [CERTIFICATE, IAM, IAM] {
        elb.ok("RemoveListenerCertificates", &certificate(arn))
            .await;
    }
    let found = elb.ok("DescribeListenerCertificates", &[named]).await;
    assert_eq!(found.all("CertificateArn"), [CERTIFICATE]);
    let shown = elb
        .ok("DescribeListeners", &[("ListenerArns.member.1", &listener)])
        .await;
    assert!(shown.all("IsDefault").is_empty());
}

#[tokio::test]
async fn certificates_over_rest() {
    let world = World::start().await;
    let front = Front::of(&world).await;
    let listener = format!("/v1/listeners/{}", segment(&front.https().await));
    let rest = world.rest(PROVIDER);
    let certificates = format!("{listener}/certificates");
    let body = json!({"certificateArn": IAM});
    rest.post(&certificates, body).await.expect(204);
    let shown = rest.get(&listener).await.expect(200);
    insta::assert_snapshot!(world.shown(&format!("{:#}", shown["certificates"])), @r#"
    [
      {
        "certificateArn": "arn:aws:acm:us-east-1:111111111111:certificate/shop",
        "isDefault": true
      },
      {
        "certificateArn": "arn:aws:iam::111111111111:server-certificate/shop/pay",
        "isDefault": false
      }
    ]
    "#);
    let path = format!("{certificates}/{}", segment(IAM));
    rest.delete(&path).await.expect(204);
    let default = format!("{certificates}/{}", segment(CERTIFICATE));
    let refusal = rest.delete(&default).await.refusal();
    insta::assert_snapshot!(world.shown(&refusal), @"409 OperationNotPermitted (certificates): The default certificate 'arn:aws:acm:us-east-1:111111111111:certificate/shop' of a listener cannot be removed");
}

#[tokio::test]
async fn security_policies() {
    let world = World::start().await;
    let elb = world.elb(PROVIDER);
    let one = [("Names.member.1", "ELBSecurityPolicy-TLS13-1-2-Res-2021-06")];
    let found = elb.ok("DescribeSSLPolicies", &one).await;
    insta::assert_snapshot!(world.shown(&found), @r#"
    HTTP 200
    <DescribeSSLPoliciesResponse xmlns="http://elasticloadbalancing.amazonaws.com/doc/2015-12-01/">
      <DescribeSSLPoliciesResult>
        <SslPolicies>
          <member>
            <Name>ELBSecurityPolicy-TLS13-1-2-Res-2021-06</Name>
            <SslProtocols>
              <member>TLSv1.3</member>
              <member>TLSv1.2</member>
            </SslProtocols>
            <Ciphers>
              <member>
                <Name>TLS_AES_128_GCM_SHA256</Name>
                <Priority>1</Priority>
              </member>
              <member>
                <Name>TLS_AES_256_GCM_SHA384</Name>
                <Priority>2</Priority>
              </member>
              <member>
                <Name>TLS_CHACHA20_POLY1305_SHA256</Name>
                <Priority>3</Priority>
              </member>
              <member>
                <Name>ECDHE-ECDSA-AES128-GCM-SHA256</Name>
                <Priority>4</Priority>
              </member>
              <member>
                <Name>ECDHE-RSA-AES128-GCM-SHA256</Name>
                <Priority>5</Priority>
              </member>
              <member>
                <Name>ECDHE-ECDSA-AES256-GCM-SHA384</Name>
                <Priority>6</Priority>
              </member>
              <member>
                <Name>ECDHE-RSA-AES256-GCM-SHA384</Name>
                <Priority>7</Priority>
              </member>
            </Ciphers>
            <SupportedLoadBalancerTypes>
              <member>application</member>
              <member>network</member>
            </SupportedLoadBalancerTypes>
          </member>
        </SslPolicies>
      </DescribeSSLPoliciesResult>
      <ResponseMetadata>
        <RequestId>[request-id]</RequestId>
      </ResponseMetadata>
    </DescribeSSLPoliciesResponse>
    "#);
    let all = elb.ok("DescribeSSLPolicies", &[]).await;
    let names = all.all("SslProtocols").len();
    let paged = [("LoadBalancerType", "network"), ("PageSize", "30")];
    let page = elb.ok("DescribeSSLPolicies", &paged).await;
    let marker = page.one("NextMarker");
    let paged = [("LoadBalancerType", "network"), ("Marker", &*marker)];
    let rest_of_it = elb.ok("DescribeSSLPolicies", &paged).await;
    assert_eq!(rest_of_it.all("SslProtocols").len() + 30, names);
    let gateway = [("LoadBalancerType", "gateway")];
    let none = elb.ok("DescribeSSLPolicies", &gateway).await;
    assert!(none.all("Name").is_empty());
    let unknown = [("Names.member.1", "ELBSecurityPolicy-1999")];
    let refused = elb.call("DescribeSSLPolicies", &unknown).await;
    insta::assert_snapshot!(refused.refusal(), @"400 SSLPolicyNotFound: SSL policy 'ELBSecurityPolicy-1999' not found");
    let rest = world.rest(PROVIDER);
    assert_eq!(rest.items("/v1/ssl-policies").await.len(), names);
    let found = rest
        .items("/v1/ssl-policies?filter[name]=*-1-3-2021-06")
        .await;
    insta::assert_snapshot!(format!("{:#}", found[0]), @r#"
    {
      "ciphers": [
        "TLS_AES_128_GCM_SHA256",
        "TLS_AES_256_GCM_SHA384",
        "TLS_CHACHA20_POLY1305_SHA256"
      ],
      "name": "ELBSecurityPolicy-TLS13-1-3-2021-06",
      "sslProtocols": [
        "TLSv1.3"
      ],
      "supportedLoadBalancerTypes": [
        "application",
        "network"
      ]
    }
    "#);
}
