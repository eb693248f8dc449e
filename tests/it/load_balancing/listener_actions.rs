//! What listeners do: actions of all types come back as they were sent.

use serde_json::{Value, json};

use super::front::{ANSWER, CERTIFICATE, Front, HTTPS, forward};
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
    insta::assert_snapshot!(world.shown(&created), @"");
    for group in [&front.blue, &front.green] {
        assert_eq!(front.users(group).await, [front.application.clone()]);
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
    insta::assert_snapshot!(world.shown(&created), @"");
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
    insta::assert_snapshot!(world.shown(&changed), @"");
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
    insta::assert_snapshot!(world.shown(&created), @"");
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
    let changed = elb.ok("ModifyListener", &changes).await;
    assert_eq!(changed.all("ClientId"), ["shop"]);
    let path = format!("/v1/listeners/{}", segment(&arn));
    let shown = world.rest(PROVIDER).get(&path).await.expect(200);
    insta::assert_snapshot!(world.shown(&format!("{:#}", shown["defaultActions"][0])), @"");
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
    insta::assert_snapshot!(world.shown(&format!("{created:#}")), @"");
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
    insta::assert_snapshot!(world.shown(&found), @"");
}

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
    insta::assert_snapshot!(world.shown(&set), @"");
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
    insta::assert_snapshot!(world.shown(&encrypted), @"");
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
    insta::assert_snapshot!(world.shown(&created), @"");
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
    insta::assert_snapshot!(world.shown(&format!("{:#}", found[0])), @"");
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
    insta::assert_snapshot!(world.shown(&refused.refusal()), @"");
    let arn = listener.one("ListenerArn");
    let answer = [&[("ListenerArn", &*arn)], &ANSWER[..]].concat();
    elb.ok("ModifyListener", &answer).await;
    elb.ok("DeleteTargetGroup", &delete).await;
}
