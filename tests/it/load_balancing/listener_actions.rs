//! What listeners do: actions of all types come back as they were sent.

use serde_json::{Value, json};

use crate::support::front::{CERTIFICATE, Front, HTTPS};
use crate::support::rest::segment;
use crate::support::world::{PROVIDER, World, text};

#[tokio::test]
async fn a_weighted_forward() {
    let world = World::start().await;
    let front = Front::of(&world).await;
    let http = [("Protocol", "HTTP"), ("Port", "80")];
    let actions = [
        ("DefaultActions.member.1.Type", "forward"),
        ("DefaultActions.member.1.Order", "1"),
        (
            "DefaultActions.member.1.ForwardConfig.TargetGroups.member.1.TargetGroupArn",
            &*front.blue,
        ),
        (
            "DefaultActions.member.1.ForwardConfig.TargetGroups.member.1.Weight",
            "90",
        ),
        (
            "DefaultActions.member.1.ForwardConfig.TargetGroups.member.2.TargetGroupArn",
            &*front.green,
        ),
        (
            "DefaultActions.member.1.ForwardConfig.TargetGroups.member.2.Weight",
            "10",
        ),
        (
            "DefaultActions.member.1.ForwardConfig.TargetGroupStickinessConfig.Enabled",
            "true",
        ),
        (
            "DefaultActions.member.1.ForwardConfig.TargetGroupStickinessConfig.DurationSeconds",
            "600",
        ),
    ];
    let created = front.listen(&front.application, &[&http, &actions]).await;
    insta::assert_snapshot!(world.shown(&created), @r#"
    HTTP 200
    <CreateListenerResponse xmlns="http://elasticloadbalancing.amazonaws.com/doc/2015-12-01/">
      <CreateListenerResult>
        <Listeners>
          <member>
            <ListenerArn>arn:aws:elasticloadbalancing:us-east-1:111111111111:listener/app/shop/1/2</ListenerArn>
            <LoadBalancerArn>arn:aws:elasticloadbalancing:us-east-1:111111111111:loadbalancer/app/shop/1</LoadBalancerArn>
            <Port>80</Port>
            <Protocol>HTTP</Protocol>
            <DefaultActions>
              <member>
                <Type>forward</Type>
                <Order>1</Order>
                <ForwardConfig>
                  <TargetGroups>
                    <member>
                      <TargetGroupArn>arn:aws:elasticloadbalancing:us-east-1:111111111111:targetgroup/blue/3</TargetGroupArn>
                      <Weight>90</Weight>
                    </member>
                    <member>
                      <TargetGroupArn>arn:aws:elasticloadbalancing:us-east-1:111111111111:targetgroup/green/4</TargetGroupArn>
                      <Weight>10</Weight>
                    </member>
                  </TargetGroups>
                  <TargetGroupStickinessConfig>
                    <Enabled>true</Enabled>
                    <DurationSeconds>600</DurationSeconds>
                  </TargetGroupStickinessConfig>
                </ForwardConfig>
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
    for group in [&front.blue, &front.green] {
        assert_eq!(
            front.users(group).await,
            std::slice::from_ref(&front.application)
        );
    }
    assert!(front.users(&front.tcp).await.is_empty());
    let behind = [("LoadBalancerArn", &*front.application)];
    let elb = world.elb(PROVIDER);
    let found = elb.ok("DescribeTargetGroups", &behind).await;
    assert_eq!(found.all("TargetGroupName"), ["blue", "green"]);

    let again = front.listen(&front.application, &[&http, &actions]).await;
    assert_eq!(again.one("ListenerArn"), created.one("ListenerArn"));
    let one = [
        ("ListenerArn", &*created.one("ListenerArn")),
        ("DefaultActions.member.1.Type", "forward"),
        ("DefaultActions.member.1.TargetGroupArn", &*front.green),
    ];
    let changed = elb.ok("ModifyListener", &one).await;
    assert!(changed.all("ForwardConfig").is_empty(), "{changed}");
    assert!(front.users(&front.blue).await.is_empty());
}

#[tokio::test]
async fn a_redirect_and_a_fixed_response() {
    let world = World::start().await;
    let front = Front::of(&world).await;
    let redirect = [
        ("Protocol", "HTTP"),
        ("Port", "80"),
        ("DefaultActions.member.1.Type", "redirect"),
        ("DefaultActions.member.1.RedirectConfig.Protocol", "HTTPS"),
        ("DefaultActions.member.1.RedirectConfig.Port", "443"),
        (
            "DefaultActions.member.1.RedirectConfig.StatusCode",
            "HTTP_301",
        ),
    ];
    let created = front.listen(&front.application, &[&redirect]).await;
    insta::assert_snapshot!(world.shown(&created), @r#"
    HTTP 200
    <CreateListenerResponse xmlns="http://elasticloadbalancing.amazonaws.com/doc/2015-12-01/">
      <CreateListenerResult>
        <Listeners>
          <member>
            <ListenerArn>arn:aws:elasticloadbalancing:us-east-1:111111111111:listener/app/shop/1/2</ListenerArn>
            <LoadBalancerArn>arn:aws:elasticloadbalancing:us-east-1:111111111111:loadbalancer/app/shop/1</LoadBalancerArn>
            <Port>80</Port>
            <Protocol>HTTP</Protocol>
            <DefaultActions>
              <member>
                <Type>redirect</Type>
                <RedirectConfig>
                  <Protocol>HTTPS</Protocol>
                  <Port>443</Port>
                  <Host>#{host}</Host>
                  <Path>/#{path}</Path>
                  <Query>#{query}</Query>
                  <StatusCode>HTTP_301</StatusCode>
                </RedirectConfig>
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
    let answer = [
        ("ListenerArn", &*created.one("ListenerArn")),
        ("DefaultActions.member.1.Type", "fixed-response"),
        (
            "DefaultActions.member.1.FixedResponseConfig.StatusCode",
            "503",
        ),
        (
            "DefaultActions.member.1.FixedResponseConfig.ContentType",
            "text/html",
        ),
        (
            "DefaultActions.member.1.FixedResponseConfig.MessageBody",
            "<b>back soon</b>",
        ),
    ];
    let changed = world.elb(PROVIDER).ok("ModifyListener", &answer).await;
    insta::assert_snapshot!(world.shown(&changed), @r#"
    HTTP 200
    <ModifyListenerResponse xmlns="http://elasticloadbalancing.amazonaws.com/doc/2015-12-01/">
      <ModifyListenerResult>
        <Listeners>
          <member>
            <ListenerArn>arn:aws:elasticloadbalancing:us-east-1:111111111111:listener/app/shop/1/2</ListenerArn>
            <LoadBalancerArn>arn:aws:elasticloadbalancing:us-east-1:111111111111:loadbalancer/app/shop/1</LoadBalancerArn>
            <Port>80</Port>
            <Protocol>HTTP</Protocol>
            <DefaultActions>
              <member>
                <Type>fixed-response</Type>
                <FixedResponseConfig>
                  <MessageBody><b>back soon</b></MessageBody>
                  <StatusCode>503</StatusCode>
                  <ContentType>text/html</ContentType>
                </FixedResponseConfig>
              </member>
            </DefaultActions>
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
async fn logins() {
    let world = World::start().await;
    let front = Front::of(&world).await;
    let actions = [
        ("DefaultActions.member.1.Type", "authenticate-oidc"),
        ("DefaultActions.member.1.Order", "1"),
        (
            "DefaultActions.member.1.AuthenticateOidcConfig.Issuer",
            "https://id.example.com",
        ),
        (
            "DefaultActions.member.1.AuthenticateOidcConfig.AuthorizationEndpoint",
            "https://id.example.com/authorize",
        ),
        (
            "DefaultActions.member.1.AuthenticateOidcConfig.TokenEndpoint",
            "https://id.example.com/token",
        ),
        (
            "DefaultActions.member.1.AuthenticateOidcConfig.UserInfoEndpoint",
            "https://id.example.com/user",
        ),
        (
            "DefaultActions.member.1.AuthenticateOidcConfig.ClientId",
            "shop",
        ),
        (
            "DefaultActions.member.1.AuthenticateOidcConfig.ClientSecret",
            "keep-this-to-yourself",
        ),
        (
            "DefaultActions.member.1.AuthenticateOidcConfig.AuthenticationRequestExtraParams.entry.1.key",
            "display",
        ),
        (
            "DefaultActions.member.1.AuthenticateOidcConfig.AuthenticationRequestExtraParams.entry.1.value",
            "page",
        ),
        ("DefaultActions.member.2.Type", "forward"),
        ("DefaultActions.member.2.Order", "2"),
        ("DefaultActions.member.2.TargetGroupArn", &*front.blue),
    ];
    let created = front.listen(&front.application, &[&HTTPS, &actions]).await;
    insta::assert_snapshot!(world.shown(&created), @r#"
    HTTP 200
    <CreateListenerResponse xmlns="http://elasticloadbalancing.amazonaws.com/doc/2015-12-01/">
      <CreateListenerResult>
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
            <SslPolicy>ELBSecurityPolicy-2016-08</SslPolicy>
            <DefaultActions>
              <member>
                <Type>authenticate-oidc</Type>
                <Order>1</Order>
                <AuthenticateOidcConfig>
                  <Issuer>https://id.example.com</Issuer>
                  <AuthorizationEndpoint>https://id.example.com/authorize</AuthorizationEndpoint>
                  <TokenEndpoint>https://id.example.com/token</TokenEndpoint>
                  <UserInfoEndpoint>https://id.example.com/user</UserInfoEndpoint>
                  <ClientId>shop</ClientId>
                  <SessionCookieName>AWSELBAuthSessionCookie</SessionCookieName>
                  <Scope>openid</Scope>
                  <SessionTimeout>604800</SessionTimeout>
                  <AuthenticationRequestExtraParams>
                    <entry>
                      <key>display</key>
                      <value>page</value>
                    </entry>
                  </AuthenticationRequestExtraParams>
                  <OnUnauthenticatedRequest>authenticate</OnUnauthenticatedRequest>
                </AuthenticateOidcConfig>
              </member>
              <member>
                <Type>forward</Type>
                <Order>2</Order>
                <TargetGroupArn>arn:aws:elasticloadbalancing:us-east-1:111111111111:targetgroup/blue/3</TargetGroupArn>
              </member>
            </DefaultActions>
            <MutualAuthentication>
              <Mode>off</Mode>
            </MutualAuthentication>
          </member>
        </Listeners>
      </CreateListenerResult>
      <ResponseMetadata>
        <RequestId>[request-id]</RequestId>
      </ResponseMetadata>
    </CreateListenerResponse>
    "#);
    let rows = format!("{:?}", world.rows().await);
    assert!(!rows.contains("keep-this-to-yourself"));

    let arn = created.one("ListenerArn");
    let mut changes = vec![("ListenerArn", &*arn)];
    changes.extend(actions.iter().filter(|(name, _)| !name.contains("Secret")));
    changes.push((
        "DefaultActions.member.1.AuthenticateOidcConfig.UseExistingClientSecret",
        "true",
    ));
    let elb = world.elb(PROVIDER);
    let modified = elb.ok("ModifyListener", &changes).await;
    assert_eq!(modified.all("ClientId"), ["shop"]);
    let path = format!("/v1/listeners/{}", segment(&arn));
    let shown = world.rest(PROVIDER).get(&path).await.expect(200);
    insta::assert_snapshot!(world.shown(&format!("{:#}", shown["defaultActions"][0])), @r#"
    {
      "authenticateOidcConfig": {
        "authenticationRequestExtraParams": {
          "display": "page"
        },
        "authorizationEndpoint": "https://id.example.com/authorize",
        "clientId": "shop",
        "issuer": "https://id.example.com",
        "onUnauthenticatedRequest": "authenticate",
        "scope": "openid",
        "sessionCookieName": "AWSELBAuthSessionCookie",
        "sessionTimeout": 604800,
        "tokenEndpoint": "https://id.example.com/token",
        "userInfoEndpoint": "https://id.example.com/user"
      },
      "order": 1,
      "type": "authenticate-oidc"
    }
    "#);
}

#[tokio::test]
async fn a_user_pool_and_tokens() {
    let world = World::start().await;
    let front = Front::of(&world).await;
    let rest = world.rest(PROVIDER);
    let listener = |port: u16, action: Value| {
        json!({
            "loadBalancerArn": front.application, "protocol": "HTTPS", "port": port, "certificateArn": CERTIFICATE,
            "defaultActions": [action, {"type": "forward", "order": 2, "targetGroupArn": front.blue}],
        })
    };
    let pool = json!({"type": "authenticate-cognito", "order": 1, "authenticateCognitoConfig": {
        "userPoolArn": "arn:aws:cognito-idp:us-east-1:111111111111:userpool/us-east-1_Shop",
        "userPoolClientId": "shop", "userPoolDomain": "shop", "sessionTimeout": 60,
    }});
    let created = rest.create("/v1/listeners", listener(443, pool)).await;
    insta::assert_snapshot!(world.shown(&format!("{created:#}")), @r#"
    {
      "attributes": {
        "routing.http.request.x_amzn_mtls_clientcert.header_name": "X-Amzn-Mtls-Clientcert",
        "routing.http.request.x_amzn_mtls_clientcert_issuer.header_name": "X-Amzn-Mtls-Clientcert-Issuer",
        "routing.http.request.x_amzn_mtls_clientcert_leaf.header_name": "X-Amzn-Mtls-Clientcert-Leaf",
        "routing.http.request.x_amzn_mtls_clientcert_serial_number.header_name": "X-Amzn-Mtls-Clientcert-Serial-Number",
        "routing.http.request.x_amzn_mtls_clientcert_subject.header_name": "X-Amzn-Mtls-Clientcert-Subject",
        "routing.http.request.x_amzn_mtls_clientcert_validity.header_name": "X-Amzn-Mtls-Clientcert-Validity",
        "routing.http.request.x_amzn_tls_cipher_suite.header_name": "X-Amzn-Tls-Cipher-Suite",
        "routing.http.request.x_amzn_tls_version.header_name": "X-Amzn-Tls-Version",
        "routing.http.response.access_control_allow_credentials.header_value": "",
        "routing.http.response.access_control_allow_headers.header_value": "",
        "routing.http.response.access_control_allow_methods.header_value": "",
        "routing.http.response.access_control_allow_origin.header_value": "",
        "routing.http.response.access_control_expose_headers.header_value": "",
        "routing.http.response.access_control_max_age.header_value": "",
        "routing.http.response.content_security_policy.header_value": "",
        "routing.http.response.server.enabled": "true",
        "routing.http.response.strict_transport_security.header_value": "",
        "routing.http.response.x_content_type_options.header_value": "",
        "routing.http.response.x_frame_options.header_value": ""
      },
      "certificates": [
        {
          "certificateArn": "arn:aws:acm:us-east-1:111111111111:certificate/shop",
          "isDefault": true
        }
      ],
      "defaultActions": [
        {
          "authenticateCognitoConfig": {
            "authenticationRequestExtraParams": {},
            "onUnauthenticatedRequest": "authenticate",
            "scope": "openid",
            "sessionCookieName": "AWSELBAuthSessionCookie",
            "sessionTimeout": 60,
            "userPoolArn": "arn:aws:cognito-idp:us-east-1:111111111111:userpool/us-east-1_Shop",
            "userPoolClientId": "shop",
            "userPoolDomain": "shop"
          },
          "order": 1,
          "type": "authenticate-cognito"
        },
        {
          "order": 2,
          "targetGroupArn": "arn:aws:elasticloadbalancing:us-east-1:111111111111:targetgroup/blue/1",
          "type": "forward"
        }
      ],
      "listenerArn": "arn:aws:elasticloadbalancing:us-east-1:111111111111:listener/app/shop/2/3",
      "loadBalancerArn": "arn:aws:elasticloadbalancing:us-east-1:111111111111:loadbalancer/app/shop/2",
      "mutualAuthentication": {
        "mode": "off"
      },
      "port": 443,
      "protocol": "HTTPS",
      "sslPolicy": "ELBSecurityPolicy-2016-08",
      "tags": []
    }
    "#);
    let tokens = json!({"type": "jwt-validation", "order": 1, "jwtValidationConfig": {
        "jwksEndpoint": "https://id.example.com/keys", "issuer": "https://id.example.com",
        "additionalClaims": [{"format": "string-array", "name": "team", "values": ["a", "b"]}],
    }});
    let created = rest.create("/v1/listeners", listener(444, tokens)).await;
    let arn = text(&created["listenerArn"]);
    let found = world
        .elb(PROVIDER)
        .ok("DescribeListeners", &[("ListenerArns.member.1", &arn)])
        .await;
    insta::assert_snapshot!(world.shown(&found), @r#"
    HTTP 200
    <DescribeListenersResponse xmlns="http://elasticloadbalancing.amazonaws.com/doc/2015-12-01/">
      <DescribeListenersResult>
        <Listeners>
          <member>
            <ListenerArn>arn:aws:elasticloadbalancing:us-east-1:111111111111:listener/app/shop/2/4</ListenerArn>
            <LoadBalancerArn>arn:aws:elasticloadbalancing:us-east-1:111111111111:loadbalancer/app/shop/2</LoadBalancerArn>
            <Port>444</Port>
            <Protocol>HTTPS</Protocol>
            <Certificates>
              <member>
                <CertificateArn>arn:aws:acm:us-east-1:111111111111:certificate/shop</CertificateArn>
              </member>
            </Certificates>
            <SslPolicy>ELBSecurityPolicy-2016-08</SslPolicy>
            <DefaultActions>
              <member>
                <Type>jwt-validation</Type>
                <Order>1</Order>
                <JwtValidationConfig>
                  <JwksEndpoint>https://id.example.com/keys</JwksEndpoint>
                  <Issuer>https://id.example.com</Issuer>
                  <AdditionalClaims>
                    <member>
                      <Format>string-array</Format>
                      <Name>team</Name>
                      <Values>
                        <member>a</member>
                        <member>b</member>
                      </Values>
                    </member>
                  </AdditionalClaims>
                </JwtValidationConfig>
              </member>
              <member>
                <Type>forward</Type>
                <Order>2</Order>
                <TargetGroupArn>arn:aws:elasticloadbalancing:us-east-1:111111111111:targetgroup/blue/1</TargetGroupArn>
              </member>
            </DefaultActions>
            <MutualAuthentication>
              <Mode>off</Mode>
            </MutualAuthentication>
          </member>
        </Listeners>
      </DescribeListenersResult>
      <ResponseMetadata>
        <RequestId>[request-id]</RequestId>
      </ResponseMetadata>
    </DescribeListenersResponse>
    "#);
}
