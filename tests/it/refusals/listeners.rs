//! Listeners that cannot be had, or not like this.

use reqwest::Method;
use serde_json::json;

use super::{Refusals, cases, with};
use crate::support::front::{ANSWER, CERTIFICATE, Front, HTTPS, forward};
use crate::support::rest::segment;
use crate::support::world::{PROVIDER, World};

const TYPE: &str = "DefaultActions.member.1.Type";

const MADE_WRONG: &str = "
without a port
  Port=
of a protocol of network load balancers
  Protocol=TCP
on a port that is taken
  Port=443
without a certificate
  Protocol=HTTPS
with a certificate, but without encryption
  Certificates.member.1.CertificateArn={certificate}
with a certificate of another region
  Protocol=HTTPS
  Certificates.member.1.CertificateArn=arn:aws:acm:eu-west-1:111111111111:certificate/shop
with no certificate's ARN
  Protocol=HTTPS
  Certificates.member.1.CertificateArn=shop
with a default certificate that is said to be it
  Protocol=HTTPS
  Certificates.member.1.CertificateArn={certificate}
  Certificates.member.1.IsDefault=true
with two certificates
  Protocol=HTTPS
  Certificates.member.1.CertificateArn={certificate}
  Certificates.member.2.CertificateArn={certificate}
with an unknown security policy
  Protocol=HTTPS
  Certificates.member.1.CertificateArn={certificate}
  SslPolicy=ELBSecurityPolicy-1999
with an ALPN policy
  Protocol=HTTPS
  Certificates.member.1.CertificateArn={certificate}
  AlpnPolicy.member.1=None
with a trust store
  Protocol=HTTPS
  Certificates.member.1.CertificateArn={certificate}
  MutualAuthentication.Mode=verify
  MutualAuthentication.TrustStoreArn=arn:aws:elasticloadbalancing:us-east-1:111111111111:truststore/a/0123456789abcdef
with mutual authentication of another kind
  Protocol=HTTPS
  Certificates.member.1.CertificateArn={certificate}
  MutualAuthentication.Mode=ask
that forwards nowhere
  DefaultActions.member.1.Type=forward
  DefaultActions.member.1.FixedResponseConfig.StatusCode=
that does something else
  DefaultActions.member.1.Type=drop
that forwards to another load balancer's targets
  DefaultActions.member.1.Type=forward
  DefaultActions.member.1.TargetGroupArn={tcp}
  DefaultActions.member.1.FixedResponseConfig.StatusCode=
that redirects to itself
  DefaultActions.member.1.Type=redirect
  DefaultActions.member.1.FixedResponseConfig.StatusCode=
  DefaultActions.member.1.RedirectConfig.StatusCode=HTTP_301
that redirects from HTTPS to HTTP
  Protocol=HTTPS
  Certificates.member.1.CertificateArn={certificate}
  DefaultActions.member.1.Type=redirect
  DefaultActions.member.1.FixedResponseConfig.StatusCode=
  DefaultActions.member.1.RedirectConfig.Protocol=HTTP
  DefaultActions.member.1.RedirectConfig.StatusCode=HTTP_301
that lets clients log in without encryption
  DefaultActions.member.1.Order=2
  DefaultActions.member.2.Type=authenticate-cognito
  DefaultActions.member.2.Order=1
  DefaultActions.member.2.AuthenticateCognitoConfig.UserPoolArn=arn:aws:cognito-idp:us-east-1:111111111111:userpool/a
  DefaultActions.member.2.AuthenticateCognitoConfig.UserPoolClientId=a
  DefaultActions.member.2.AuthenticateCognitoConfig.UserPoolDomain=a
that does something after the end
  DefaultActions.member.1.Order=1
  DefaultActions.member.2.Type=fixed-response
  DefaultActions.member.2.Order=2
  DefaultActions.member.2.FixedResponseConfig.StatusCode=200
of TLS with mutual authentication
  LoadBalancerArn={balancer}
  Protocol=TLS
  Certificates.member.1.CertificateArn={certificate}
  DefaultActions.member.1.Type=forward
  DefaultActions.member.1.TargetGroupArn={tcp}
  DefaultActions.member.1.FixedResponseConfig.StatusCode=
  MutualAuthentication.Mode=off
of TLS with an unknown ALPN policy
  LoadBalancerArn={balancer}
  Protocol=TLS
  Certificates.member.1.CertificateArn={certificate}
  DefaultActions.member.1.Type=forward
  DefaultActions.member.1.TargetGroupArn={tcp}
  DefaultActions.member.1.FixedResponseConfig.StatusCode=
  AlpnPolicy.member.1=HTTP3
of a network load balancer that answers
  LoadBalancerArn={balancer}
  Protocol=TLS
  Certificates.member.1.CertificateArn={certificate}
of UDP with targets of TCP
  LoadBalancerArn={balancer}
  Protocol=UDP
  DefaultActions.member.1.Type=forward
  DefaultActions.member.1.TargetGroupArn={tcp}
  DefaultActions.member.1.FixedResponseConfig.StatusCode=
";

#[tokio::test]
async fn listeners_made_wrong() {
    let world = World::start().await;
    let front = Front::of(&world).await;
    let (elb, rest) = (world.elb(PROVIDER), world.rest(PROVIDER));
    front.https().await;
    let http = [
        ("LoadBalancerArn", &*front.application),
        ("Protocol", "HTTP"),
        ("Port", "80"),
    ];
    let http = [&http[..], &ANSWER].concat();
    let mut table = Refusals::of(&world);
    let names = [
        ("{certificate}", CERTIFICATE),
        ("{balancer}", &front.balancer),
        ("{tcp}", &front.tcp),
    ];
    for (what, changes) in cases(MADE_WRONG, &names) {
        table.when(&what);
        let changes: Vec<(&str, &str)> = changes.iter().map(|(a, b)| (&**a, &**b)).collect();
        let parameters = with(&http, &changes);
        table.query(&elb, "CreateListener", &parameters).await;
    }
    table.when("of HTTP with targets of TCP, over REST");
    let body = json!({
        "loadBalancerArn": front.application, "protocol": "HTTP", "port": 80, "defaultActions": [forward(&front.tcp)],
    });
    table.rest(&rest, Method::POST, "/v1/listeners", body).await;
    table.when("with a member of an action that it has not, over REST");
    let action = json!({"type": "forward", "targetGroupArn": front.blue, "redirectConfig": {"statusCode": "HTTP_301"}});
    let body = json!({
        "loadBalancerArn": front.application, "protocol": "HTTP", "port": 80, "defaultActions": [action],
    });
    table.rest(&rest, Method::POST, "/v1/listeners", body).await;
    insta::assert_snapshot!(table.table(), @"
    without a port
      AWS  400 ValidationError: A listener port must be specified
    of a protocol of network load balancers
      AWS  400 ValidationError: Listener protocol 'TCP' must be one of 'HTTP, HTTPS'
    on a port that is taken
      AWS  400 DuplicateListener: A listener already exists on this port for this load balancer 'arn:aws:elasticloadbalancing:us-east-1:111111111111:loadbalancer/app/shop/1'
    without a certificate
      AWS  400 ValidationError: A certificate must be specified for HTTPS listeners
    with a certificate, but without encryption
      AWS  400 ValidationError: A certificate cannot be specified for HTTP listeners
    with a certificate of another region
      AWS  400 CertificateNotFound: Certificate 'arn:aws:acm:eu-west-1:111111111111:certificate/shop' not found
    with no certificate's ARN
      AWS  400 ValidationError: Certificate ARN 'shop' is not valid
    with a default certificate that is said to be it
      AWS  400 ValidationError: You cannot set the isDefault parameter for a certificate
    with two certificates
      AWS  400 ValidationError: Exactly one certificate can be specified
    with an unknown security policy
      AWS  400 SSLPolicyNotFound: SSL policy 'ELBSecurityPolicy-1999' not found
    with an ALPN policy
      AWS  400 ValidationError: An ALPN policy cannot be specified for HTTPS listeners
    with a trust store
      AWS  400 TrustStoreNotFound: Trust store 'arn:aws:elasticloadbalancing:us-east-1:111111111111:truststore/a/2' not found
    with mutual authentication of another kind
      AWS  400 ValidationError: Mutual authentication mode 'ask' must be one of 'off, passthrough, verify'
    that forwards nowhere
      AWS  400 InvalidLoadBalancerAction: For actions of type 'forward', you must specify the following fields: 'TargetGroupArn'
    that does something else
      AWS  400 ValidationError: The action type 'drop' is not valid: expected one of 'forward', 'redirect', 'fixed-response', 'authenticate-oidc', 'authenticate-cognito', 'jwt-validation'
    that forwards to another load balancer's targets
      AWS  400 IncompatibleProtocols: The listener protocol 'HTTP' is not compatible with the target group protocol 'TCP'
    that redirects to itself
      AWS  400 InvalidLoadBalancerAction: The redirect configuration is not valid because it creates a loop.
    that redirects from HTTPS to HTTP
      AWS  400 InvalidLoadBalancerAction: You cannot redirect HTTPS to HTTP
    that lets clients log in without encryption
      AWS  400 InvalidLoadBalancerAction: Actions of type 'authenticate-cognito' are supported only on HTTPS listeners
    that does something after the end
      AWS  400 InvalidLoadBalancerAction: There must be exactly one action of the types 'forward', 'redirect' and 'fixed-response', and it must be the last one to be performed
    of TLS with mutual authentication
      AWS  400 ValidationError: Mutual authentication cannot be specified for TLS listeners
    of TLS with an unknown ALPN policy
      AWS  400 ALPNPolicyNotFound: The ALPN policy 'HTTP3' is not supported: expected one of 'HTTP1Only', 'HTTP2Only', 'HTTP2Optional', 'HTTP2Preferred', 'None'
    of a network load balancer that answers
      AWS  400 InvalidLoadBalancerAction: The action type 'fixed-response' is not valid for listeners of network and gateway load balancers: expected 'forward'
    of UDP with targets of TCP
      AWS  400 IncompatibleProtocols: The listener protocol 'UDP' is not compatible with the target group protocol 'TCP'
    of HTTP with targets of TCP, over REST
      REST 400 IncompatibleProtocols (protocol): The listener protocol 'HTTP' is not compatible with the target group protocol 'TCP'
    with a member of an action that it has not, over REST
      REST 400 InvalidLoadBalancerAction (defaultActions): For actions of type 'forward', you cannot specify the field 'RedirectConfig'
    ");
}

#[tokio::test]
async fn listeners_changed_wrong() {
    let world = World::start().await;
    let front = Front::of(&world).await;
    let (elb, rest) = (world.elb(PROVIDER), world.rest(PROVIDER));
    let listener = front.https().await;
    let plain = [("Protocol", "HTTP"), ("Port", "80")];
    front.listen(&front.application, &[&plain, &ANSWER]).await;
    let own_arn = ("ListenerArn", &*listener);
    let mut table = Refusals::of(&world);
    table.when("to a port that is taken");
    let parameters = [own_arn, ("Port", "80")];
    table.query(&elb, "ModifyListener", &parameters).await;
    let path = format!("/v1/listeners/{}", segment(&listener));
    let body = json!({"port": 80});
    table.rest(&rest, Method::PATCH, &path, body).await;
    table.when("to use a secret that there is not");
    let oidc = "DefaultActions.member.1.AuthenticateOidcConfig";
    let names = [
        "Issuer",
        "AuthorizationEndpoint",
        "TokenEndpoint",
        "UserInfoEndpoint",
        "ClientId",
    ]
    .map(|name| format!("{oidc}.{name}"));
    let existing = format!("{oidc}.UseExistingClientSecret");
    let mut parameters: Vec<(&str, &str)> = vec![
        own_arn,
        (TYPE, "authenticate-oidc"),
        ("DefaultActions.member.1.Order", "1"),
        ("DefaultActions.member.2.Type", "forward"),
        ("DefaultActions.member.2.Order", "2"),
        ("DefaultActions.member.2.TargetGroupArn", &front.blue),
        (&existing, "true"),
    ];
    parameters.extend(names.iter().map(|name| (&**name, "https://id.example.com")));
    table.query(&elb, "ModifyListener", &parameters).await;
    insta::assert_snapshot!(table.table(), @"
    to a port that is taken
      AWS  400 DuplicateListener: A listener already exists on this port for this load balancer 'arn:aws:elasticloadbalancing:us-east-1:111111111111:loadbalancer/app/shop/1'
      REST 409 DuplicateListener (port): A listener already exists on this port for this load balancer 'arn:aws:elasticloadbalancing:us-east-1:111111111111:loadbalancer/app/shop/1'
    to use a secret that there is not
      AWS  400 InvalidLoadBalancerAction: UseExistingClientSecret can be set only when an action with a client secret is modified
    ");
}

#[tokio::test]
async fn attributes_set_wrong() {
    let world = World::start().await;
    let front = Front::of(&world).await;
    let (elb, rest) = (world.elb(PROVIDER), world.rest(PROVIDER));
    let listener = front.https().await;
    let own_arn = ("ListenerArn", &*listener);
    let path = format!("/v1/listeners/{}", segment(&listener));
    let mut table = Refusals::of(&world);
    for (what, key, value) in [
        (
            "to a name of a header that is none",
            "routing.http.request.x_amzn_tls_version.header_name",
            "X Tls",
        ),
        (
            "to an age that is too high",
            "routing.http.response.access_control_max_age.header_value",
            "86401",
        ),
        (
            "to an attribute of network load balancers",
            "tcp.idle_timeout.seconds",
            "60",
        ),
    ] {
        table.when(what);
        let parameters = [
            own_arn,
            ("Attributes.member.1.Key", key),
            ("Attributes.member.1.Value", value),
        ];
        table
            .query(&elb, "ModifyListenerAttributes", &parameters)
            .await;
        let body = json!({"attributes": {key: value}});
        table.rest(&rest, Method::PATCH, &path, body).await;
    }
    insta::assert_snapshot!(table.table(), @"
    to a name of a header that is none
      AWS  400 InvalidConfigurationRequest: The value 'X Tls' of the attribute 'routing.http.request.x_amzn_tls_version.header_name' is not valid: expected 1 to 40 letters, digits, hyphens and underscores
      REST 400 InvalidConfigurationRequest (attributes): The value 'X Tls' of the attribute 'routing.http.request.x_amzn_tls_version.header_name' is not valid: expected 1 to 40 letters, digits, hyphens and underscores
    to an age that is too high
      AWS  400 InvalidConfigurationRequest: The value '86401' of the attribute 'routing.http.response.access_control_max_age.header_value' is not valid: expected nothing or a number from 0 to 86400
      REST 400 InvalidConfigurationRequest (attributes): The value '86401' of the attribute 'routing.http.response.access_control_max_age.header_value' is not valid: expected nothing or a number from 0 to 86400
    to an attribute of network load balancers
      AWS  400 ValidationError: Listener attribute key 'tcp.idle_timeout.seconds' is not recognized
      REST 400 ValidationError (attributes): Listener attribute key 'tcp.idle_timeout.seconds' is not recognized
    ");
}

#[tokio::test]
async fn certificates_that_cannot_be() {
    let world = World::start().await;
    let front = Front::of(&world).await;
    let elb = world.elb(PROVIDER);
    let listener = front.https().await;
    let plain = [("Protocol", "HTTP"), ("Port", "80")];
    let plain = front.listen(&front.application, &[&plain, &ANSWER]).await;
    let plain = plain.one("ListenerArn");
    let mut table = Refusals::of(&world);
    for (what, action, arn, certificate) in [
        (
            "a certificate on one without encryption",
            "AddListenerCertificates",
            &plain,
            CERTIFICATE,
        ),
        (
            "a certificate of another region",
            "AddListenerCertificates",
            &listener,
            "arn:aws:acm:eu-west-1:111111111111:certificate/shop",
        ),
        (
            "the default certificate off it",
            "RemoveListenerCertificates",
            &listener,
            CERTIFICATE,
        ),
    ] {
        table.when(what);
        let parameters = [("ListenerArn", &**arn), (HTTPS[2].0, certificate)];
        table.query(&elb, action, &parameters).await;
    }
    insta::assert_snapshot!(table.table(), @"
    a certificate on one without encryption
      AWS  400 UnsupportedProtocol: A certificate cannot be specified for HTTP listeners
    a certificate of another region
      AWS  400 CertificateNotFound: Certificate 'arn:aws:acm:eu-west-1:111111111111:certificate/shop' not found
    the default certificate off it
      AWS  400 OperationNotPermitted: The default certificate 'arn:aws:acm:us-east-1:111111111111:certificate/shop' of a listener cannot be removed
    ");
}

#[tokio::test]
async fn too_many_certificates() {
    let world = World::start().await;
    let front = Front::of(&world).await;
    let (elb, listener) = (world.elb(PROVIDER), front.https().await);
    for number in 0..25 {
        let arn = format!("{CERTIFICATE}{number}");
        let parameters = [("ListenerArn", &*listener), (HTTPS[2].0, &*arn)];
        elb.ok("AddListenerCertificates", &parameters).await;
    }
    let parameters = [("ListenerArn", &*listener), (HTTPS[2].0, CERTIFICATE)];
    let refused = elb.call("AddListenerCertificates", &parameters).await;
    insta::assert_snapshot!(refused.refusal(), @"400 TooManyCertificates: A listener can have at most 25 certificates besides its default one");
}
