//! Listeners that cannot be had, or not like this.

use reqwest::Method;
use serde_json::json;

use super::{Refusals, with};
use crate::load_balancing::front::{ANSWER, CERTIFICATE, Front, HTTPS, RULE, forward};
use crate::support::rest::segment;
use crate::support::world::{PROVIDER, World};

const TYPE: &str = "DefaultActions.member.1.Type";
const GROUP: &str = "DefaultActions.member.1.TargetGroupArn";

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
    let https = [("Protocol", "HTTPS"), HTTPS[2]];
    let tls = [
        ("LoadBalancerArn", &*front.balancer),
        ("Protocol", "TLS"),
        HTTPS[2],
        (TYPE, "forward"),
        (GROUP, &*front.tcp),
        ("DefaultActions.member.1.FixedResponseConfig.StatusCode", ""),
    ];
    let mut table = Refusals::of(&world);
    let cases: [(&str, &[(&str, &str)]); 24] = [
        ("without a port", &[("Port", "")]),
        (
            "of a protocol of network load balancers",
            &[("Protocol", "TCP")],
        ),
        ("on a port that is taken", &[("Port", "443")]),
        ("without a certificate", &[("Protocol", "HTTPS")]),
        ("with a certificate, but without encryption", &[HTTPS[2]]),
        (
            "with a certificate of another region",
            &[
                https[0],
                (
                    HTTPS[2].0,
                    "arn:aws:acm:eu-west-1:111111111111:certificate/shop",
                ),
            ],
        ),
        (
            "with no certificate's ARN",
            &[https[0], (HTTPS[2].0, "shop")],
        ),
        (
            "with a default certificate that is said to be it",
            &[
                https[0],
                https[1],
                ("Certificates.member.1.IsDefault", "true"),
            ],
        ),
        (
            "with two certificates",
            &[
                https[0],
                https[1],
                ("Certificates.member.2.CertificateArn", CERTIFICATE),
            ],
        ),
        (
            "with an unknown security policy",
            &[https[0], https[1], ("SslPolicy", "ELBSecurityPolicy-1999")],
        ),
        (
            "with an ALPN policy",
            &[https[0], https[1], ("AlpnPolicy.member.1", "None")],
        ),
        (
            "with a trust store",
            &[
                https[0],
                https[1],
                ("MutualAuthentication.Mode", "verify"),
                (
                    "MutualAuthentication.TrustStoreArn",
                    "arn:aws:elasticloadbalancing:us-east-1:111111111111:truststore/a/0123456789abcdef",
                ),
            ],
        ),
        (
            "with mutual authentication of another kind",
            &[https[0], https[1], ("MutualAuthentication.Mode", "ask")],
        ),
        (
            "that forwards nowhere",
            &[(TYPE, "forward"), (ANSWER[1].0, "")],
        ),
        ("that does something else", &[(TYPE, "drop")]),
        (
            "that forwards to another load balancer's targets",
            &[(TYPE, "forward"), (GROUP, &front.tcp), (ANSWER[1].0, "")],
        ),
        (
            "that redirects to itself",
            &[
                (TYPE, "redirect"),
                (ANSWER[1].0, ""),
                (
                    "DefaultActions.member.1.RedirectConfig.StatusCode",
                    "HTTP_301",
                ),
            ],
        ),
        (
            "that redirects from HTTPS to HTTP",
            &[
                https[0],
                https[1],
                (TYPE, "redirect"),
                (ANSWER[1].0, ""),
                ("DefaultActions.member.1.RedirectConfig.Protocol", "HTTP"),
                (
                    "DefaultActions.member.1.RedirectConfig.StatusCode",
                    "HTTP_301",
                ),
            ],
        ),
        (
            "that lets clients log in without encryption",
            &[
                ("DefaultActions.member.1.Order", "2"),
                ("DefaultActions.member.2.Type", "authenticate-cognito"),
                ("DefaultActions.member.2.Order", "1"),
                (
                    "DefaultActions.member.2.AuthenticateCognitoConfig.UserPoolArn",
                    "arn:aws:cognito-idp:us-east-1:111111111111:userpool/a",
                ),
                (
                    "DefaultActions.member.2.AuthenticateCognitoConfig.UserPoolClientId",
                    "a",
                ),
                (
                    "DefaultActions.member.2.AuthenticateCognitoConfig.UserPoolDomain",
                    "a",
                ),
            ],
        ),
        (
            "that does something after the end",
            &[
                ("DefaultActions.member.1.Order", "1"),
                ("DefaultActions.member.2.Type", "fixed-response"),
                ("DefaultActions.member.2.Order", "2"),
                (
                    "DefaultActions.member.2.FixedResponseConfig.StatusCode",
                    "200",
                ),
            ],
        ),
        (
            "of TLS with mutual authentication",
            &[
                tls[0],
                tls[1],
                tls[2],
                tls[3],
                tls[4],
                tls[5],
                ("MutualAuthentication.Mode", "off"),
            ],
        ),
        (
            "of TLS with an unknown ALPN policy",
            &[
                tls[0],
                tls[1],
                tls[2],
                tls[3],
                tls[4],
                tls[5],
                ("AlpnPolicy.member.1", "HTTP3"),
            ],
        ),
        (
            "of a network load balancer that answers",
            &[tls[0], tls[1], tls[2]],
        ),
        (
            "of UDP with targets of TCP",
            &[tls[0], ("Protocol", "UDP"), tls[3], tls[4], tls[5]],
        ),
    ];
    for (what, changes) in cases {
        table.when(what);
        let parameters = with(&http, changes);
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
    insta::assert_snapshot!(table.table(), @"");
}

#[tokio::test]
async fn listeners_changed_wrong() {
    let world = World::start().await;
    let front = Front::of(&world).await;
    let (elb, rest) = (world.elb(PROVIDER), world.rest(PROVIDER));
    let listener = front.https().await;
    let plain = [("Protocol", "HTTP"), ("Port", "80")];
    let plain = front.listen(&front.application, &[&plain, &ANSWER]).await;
    let plain = plain.one("ListenerArn");
    let named = ("ListenerArn", &*listener);
    let mut table = Refusals::of(&world);
    table.when("to a port that is taken");
    let parameters = [named, ("Port", "80")];
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
        named,
        (TYPE, "authenticate-oidc"),
        ("DefaultActions.member.1.Order", "1"),
        ("DefaultActions.member.2.Type", "forward"),
        ("DefaultActions.member.2.Order", "2"),
        ("DefaultActions.member.2.TargetGroupArn", &front.blue),
        (&existing, "true"),
    ];
    parameters.extend(names.iter().map(|name| (&**name, "https://id.example.com")));
    table.query(&elb, "ModifyListener", &parameters).await;
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
            named,
            ("Attributes.member.1.Key", key),
            ("Attributes.member.1.Value", value),
        ];
        table
            .query(&elb, "ModifyListenerAttributes", &parameters)
            .await;
        let body = json!({"attributes": {key: value}});
        table.rest(&rest, Method::PATCH, &path, body).await;
    }
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
    insta::assert_snapshot!(table.table(), @"");
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
    insta::assert_snapshot!(refused.refusal(), @"");
}

#[tokio::test]
async fn rules_made_wrong() {
    let world = World::start().await;
    let front = Front::of(&world).await;
    let elb = world.elb(PROVIDER);
    let listener = front.https().await;
    front.rule(&listener, "1").await;
    let tcp = [
        ("Protocol", "TCP"),
        ("Port", "80"),
        (TYPE, "forward"),
        (GROUP, &*front.tcp),
    ];
    let tcp = front
        .listen(&front.balancer, &[&tcp])
        .await
        .one("ListenerArn");
    let base = [("ListenerArn", &*listener), ("Priority", "2")];
    let base = [&base[..], &RULE].concat();
    let (field, value) = (RULE[2].0, RULE[3].0);
    let long = "a".repeat(129);
    let cases: [(&str, &[(&str, &str)]); 22] = [
        ("of a network load balancer", &[("ListenerArn", &tcp)]),
        ("with a priority that is taken", &[("Priority", "1")]),
        ("with a priority that is too high", &[("Priority", "50001")]),
        ("with an unknown condition", &[(field, "colour")]),
        ("with a condition on nothing", &[(value, "")]),
        ("with a long condition", &[(value, &long)]),
        ("with a condition of strange characters", &[(value, "/a b")]),
        (
            "with two values outside",
            &[("Conditions.member.1.Values.member.2", "/b")],
        ),
        (
            "with values outside that belong inside",
            &[(field, "source-ip"), (value, "10.0.0.0/8")],
        ),
        (
            "with values in the wrong place",
            &[
                (value, ""),
                (
                    "Conditions.member.1.HostHeaderConfig.Values.member.1",
                    "a.example.com",
                ),
            ],
        ),
        (
            "with an address for a network",
            &[
                (field, "source-ip"),
                (value, ""),
                (
                    "Conditions.member.1.SourceIpConfig.Values.member.1",
                    "10.0.0.1",
                ),
            ],
        ),
        (
            "with a method in lower case",
            &[
                (field, "http-request-method"),
                (value, ""),
                (
                    "Conditions.member.1.HttpRequestMethodConfig.Values.member.1",
                    "get",
                ),
            ],
        ),
        (
            "with a header without a name",
            &[
                (field, "http-header"),
                (value, ""),
                ("Conditions.member.1.HttpHeaderConfig.Values.member.1", "a"),
            ],
        ),
        (
            "with a parameter without a value",
            &[
                (field, "query-string"),
                (value, ""),
                (
                    "Conditions.member.1.QueryStringConfig.Values.member.1.Key",
                    "a",
                ),
            ],
        ),
        (
            "with the same condition twice",
            &[
                ("Conditions.member.2.Field", "path-pattern"),
                ("Conditions.member.2.Values.member.1", "/b"),
            ],
        ),
        ("with too many wildcards", &[(value, "/*/*/*/*/*/*/*")]),
        (
            "with too many values",
            &[
                ("Conditions.member.2.Field", "host-header"),
                ("Conditions.member.2.HostHeaderConfig.Values.member.1", "a"),
                ("Conditions.member.2.HostHeaderConfig.Values.member.2", "b"),
                ("Conditions.member.2.HostHeaderConfig.Values.member.3", "c"),
                ("Conditions.member.2.HostHeaderConfig.Values.member.4", "d"),
                ("Conditions.member.2.HostHeaderConfig.Values.member.5", "e"),
            ],
        ),
        (
            "with an unknown transform",
            &[("Transforms.member.1.Type", "body-rewrite")],
        ),
        (
            "with a transform of nothing",
            &[("Transforms.member.1.Type", "url-rewrite")],
        ),
        (
            "with targets that do not exist",
            &[
                ("Actions.member.1.Type", "forward"),
                (RULE[1].0, ""),
                (
                    "Actions.member.1.TargetGroupArn",
                    "arn:aws:elasticloadbalancing:us-east-1:111111111111:targetgroup/none/0123456789abcdef",
                ),
            ],
        ),
        (
            "with targets of TCP",
            &[
                ("Actions.member.1.Type", "forward"),
                (RULE[1].0, ""),
                ("Actions.member.1.TargetGroupArn", &front.tcp),
            ],
        ),
        (
            "that answers with a redirect's status",
            &[(RULE[1].0, "301")],
        ),
    ];
    let mut table = Refusals::of(&world);
    for (what, changes) in cases {
        table.when(what);
        let parameters = with(&base, changes);
        table.query(&elb, "CreateRule", &parameters).await;
    }
    insta::assert_snapshot!(table.table(), @"");
}

#[tokio::test]
async fn rules_changed_wrong() {
    let world = World::start().await;
    let front = Front::of(&world).await;
    let (elb, rest) = (world.elb(PROVIDER), world.rest(PROVIDER));
    let listener = front.https().await;
    let rule = front.rule(&listener, "1").await;
    let other = front.rule(&listener, "2").await;
    let found = elb.ok("DescribeRules", &[("ListenerArn", &listener)]).await;
    let default = found.all("RuleArn").pop().expect("a default rule");
    let path = format!("/v1/listener-rules/{}", segment(&rule));
    let priority = |number: &'static str| ("RulePriorities.member.1.Priority", number);
    let named = ("RulePriorities.member.1.RuleArn", &*rule);
    let cases: [(&str, &str, &[(&str, &str)]); 10] = [
        (
            "a default rule deleted",
            "DeleteRule",
            &[("RuleArn", &default)],
        ),
        (
            "a default rule with conditions",
            "ModifyRule",
            &[("RuleArn", &default), RULE[2], RULE[3]],
        ),
        (
            "a default rule with a priority",
            "SetRulePriorities",
            &[("RulePriorities.member.1.RuleArn", &default), priority("5")],
        ),
        ("nothing changed", "ModifyRule", &[("RuleArn", &rule)]),
        (
            "transforms set and reset",
            "ModifyRule",
            &[
                ("RuleArn", &rule),
                ("ResetTransforms", "true"),
                ("Transforms.member.1.Type", "url-rewrite"),
            ],
        ),
        (
            "a priority that is taken",
            "SetRulePriorities",
            &[named, priority("2")],
        ),
        (
            "two rules with one priority",
            "SetRulePriorities",
            &[
                named,
                priority("7"),
                ("RulePriorities.member.2.RuleArn", &other),
                ("RulePriorities.member.2.Priority", "7"),
            ],
        ),
        (
            "a rule with two priorities",
            "SetRulePriorities",
            &[
                named,
                priority("7"),
                ("RulePriorities.member.2.RuleArn", &rule),
                ("RulePriorities.member.2.Priority", "8"),
            ],
        ),
        ("rules of no listener", "DescribeRules", &[]),
        (
            "rules by listener and ARN",
            "DescribeRules",
            &[("ListenerArn", &listener), ("RuleArns.member.1", &rule)],
        ),
    ];
    let mut table = Refusals::of(&world);
    for (what, action, parameters) in cases {
        table.when(what);
        table.query(&elb, action, parameters).await;
    }
    table.when("a priority that is taken, over REST");
    let body = json!({"priority": 2});
    table.rest(&rest, Method::PATCH, &path, body).await;
    table.when("a listener without encryption, whose rules need it");
    let login = json!([
        {"type": "authenticate-cognito", "order": 1, "authenticateCognitoConfig": {
            "userPoolArn": "arn:aws:cognito-idp:us-east-1:111111111111:userpool/a",
            "userPoolClientId": "a", "userPoolDomain": "a"}},
        {"type": "forward", "order": 2, "targetGroupArn": front.blue},
    ]);
    let body = json!({"actions": login});
    rest.patch(&path, body).await.expect(200);
    let path = format!("/v1/listeners/{}", segment(&listener));
    let body = json!({"protocol": "HTTP"});
    table.rest(&rest, Method::PATCH, &path, body).await;
    insta::assert_snapshot!(table.table(), @"");
}
