//! Rules of listeners: their conditions, transforms and priorities.

use serde_json::json;

use super::front::{Front, RULE};
use crate::support::rest::segment;
use crate::support::world::{PROVIDER, World, text};

#[tokio::test]
async fn a_rule_with_all_conditions() {
    let world = World::start().await;
    let front = Front::of(&world).await;
    let listener = front.https().await;
    let parameters = [
        ("ListenerArn", &*listener),
        ("Priority", "10"),
        ("Actions.member.1.Type", "forward"),
        ("Actions.member.1.TargetGroupArn", &*front.blue),
        ("Conditions.member.1.Field", "host-header"),
        ("Conditions.member.1.Values.member.1", "*.example.com"),
        ("Conditions.member.2.Field", "path-pattern"),
        (
            "Conditions.member.2.PathPatternConfig.RegexValues.member.1",
            "^/img/[0-9]+$",
        ),
        ("Conditions.member.3.Field", "http-header"),
        (
            "Conditions.member.3.HttpHeaderConfig.HttpHeaderName",
            "User-Agent",
        ),
        (
            "Conditions.member.3.HttpHeaderConfig.Values.member.1",
            "*Chrome*",
        ),
        ("Conditions.member.4.Field", "http-request-method"),
        (
            "Conditions.member.4.HttpRequestMethodConfig.Values.member.1",
            "GET",
        ),
        ("Conditions.member.5.Field", "query-string"),
        (
            "Conditions.member.5.QueryStringConfig.Values.member.1.Key",
            "version",
        ),
        (
            "Conditions.member.5.QueryStringConfig.Values.member.1.Value",
            "v1",
        ),
        ("Tags.member.1.Key", "Team"),
        ("Tags.member.1.Value", "shop"),
    ];
    let elb = world.elb(PROVIDER);
    let created = elb.ok("CreateRule", &parameters).await;
    insta::assert_snapshot!(world.shown(&created), @"");
    let arn = created.one("RuleArn");
    assert_eq!(front.users(&front.blue).await, [front.application.clone()]);

    let changes = [
        ("RuleArn", &*arn),
        ("Conditions.member.1.Field", "source-ip"),
        (
            "Conditions.member.1.SourceIpConfig.Values.member.1",
            "10.0.0.0/8",
        ),
        ("Transforms.member.1.Type", "url-rewrite"),
        (
            "Transforms.member.1.UrlRewriteConfig.Rewrites.member.1.Regex",
            "^/old/(.*)$",
        ),
        (
            "Transforms.member.1.UrlRewriteConfig.Rewrites.member.1.Replace",
            "/new/$1",
        ),
    ];
    let changed = elb.ok("ModifyRule", &changes).await;
    insta::assert_snapshot!(world.shown(&changed), @"");
    let reset = [("RuleArn", &*arn), ("ResetTransforms", "true")];
    let reset = elb.ok("ModifyRule", &reset).await;
    assert!(reset.all("Type") == ["forward"], "{reset}");
    elb.ok("DeleteRule", &[("RuleArn", &arn)]).await;
    assert!(front.users(&front.blue).await.is_empty());
    let gone = elb.call("DeleteRule", &[("RuleArn", &arn)]).await;
    insta::assert_snapshot!(world.shown(&gone.refusal()), @"");
}

#[tokio::test]
async fn priorities_and_pages() {
    let world = World::start().await;
    let front = Front::of(&world).await;
    let (listener, elb) = (front.https().await, world.elb(PROVIDER));
    let (first, second) = (
        front.rule(&listener, "10").await,
        front.rule(&listener, "20").await,
    );
    let of_listener = ("ListenerArn", &*listener);
    let priorities = async || {
        let found = elb.ok("DescribeRules", &[of_listener]).await;
        found.all("Priority")
    };
    assert_eq!(priorities().await, ["10", "20", "default"]);
    let swap = [
        ("RulePriorities.member.1.RuleArn", &*first),
        ("RulePriorities.member.1.Priority", "20"),
        ("RulePriorities.member.2.RuleArn", &*second),
        ("RulePriorities.member.2.Priority", "10"),
    ];
    let swapped = elb.ok("SetRulePriorities", &swap).await;
    assert_eq!(swapped.all("Priority"), ["20", "10"]);
    let page = elb
        .ok("DescribeRules", &[of_listener, ("PageSize", "2")])
        .await;
    assert_eq!(page.all("RuleArn"), [second.clone(), first.clone()]);
    let marker = page.one("NextMarker");
    let last = elb
        .ok("DescribeRules", &[of_listener, ("Marker", &marker)])
        .await;
    insta::assert_snapshot!(world.shown(&last), @"");
    let by_arn = [("RuleArns.member.1", &*first)];
    let found = elb.ok("DescribeRules", &by_arn).await;
    assert_eq!(found.all("Priority"), ["20"]);
}

#[tokio::test]
async fn tags_of_rules() {
    let world = World::start().await;
    let front = Front::of(&world).await;
    let (listener, elb) = (front.https().await, world.elb(PROVIDER));
    let found = elb.ok("DescribeRules", &[("ListenerArn", &listener)]).await;
    let default = found.one("RuleArn");
    let rule = front.rule(&listener, "10").await;
    let named = [
        ("ResourceArns.member.1", &*rule),
        ("ResourceArns.member.2", &*default),
    ];
    let tag = [
        named[0],
        named[1],
        ("Tags.member.1.Key", "Stage"),
        ("Tags.member.1.Value", "test"),
    ];
    elb.ok("AddTags", &tag).await;
    let shown = elb.ok("DescribeTags", &named).await;
    assert_eq!(shown.all("Value"), ["test", "test"]);
    let untag = [named[0], ("TagKeys.member.1", "Stage")];
    elb.ok("RemoveTags", &untag).await;
    let shown = elb.ok("DescribeTags", &named).await;
    assert_eq!(shown.all("Value"), ["test"]);
}

#[tokio::test]
async fn rules_over_rest() {
    let world = World::start().await;
    let front = Front::of(&world).await;
    let listener = front.https().await;
    let rest = world.rest(PROVIDER);
    let body = json!({
        "listenerArn": listener,
        "priority": 7,
        "conditions": [
            {"field": "host-header", "values": ["shop.example.com"]},
            {"field": "query-string", "parameters": [{"value": "old"}]},
        ],
        "actions": [{"type": "forward", "forwardConfig": {"targetGroups": [
            {"targetGroupArn": front.blue, "weight": 3}, {"targetGroupArn": front.green},
        ]}}],
        "transforms": [{"type": "host-header-rewrite", "rewrites": [{"regex": "^shop", "replace": "www"}]}],
    });
    let created = rest.create("/v1/listener-rules", body).await;
    insta::assert_snapshot!(world.shown(&format!("{created:#}")), @"");
    let path = format!("/v1/listener-rules/{}", segment(&text(&created["ruleArn"])));
    let changes =
        json!({"priority": 8, "transforms": [], "tags": [{"key": "Team", "value": "shop"}]});
    let changed = rest.patch(&path, changes).await.expect(200);
    assert_eq!(changed["priority"], "8");
    assert_eq!(rest.get(&path).await.expect(200), changed);
    let list = format!(
        "/v1/listener-rules?filter[listener-arn]={}",
        segment(&listener)
    );
    assert_eq!(rest.items(&list).await.len(), 2);
    let defaults = rest.items(&format!("{list}&filter[is-default]=true")).await;
    insta::assert_snapshot!(world.shown(&format!("{:#}", defaults[0])), @"");
    let used = format!(
        "/v1/listener-rules?filter[target-group-arn]={}",
        segment(&front.green)
    );
    assert_eq!(rest.items(&used).await, [changed]);
    rest.delete(&path).await.expect(204);
    let default = format!(
        "/v1/listener-rules/{}",
        segment(&text(&defaults[0]["ruleArn"]))
    );
    let refusal = rest.delete(&default).await.refusal();
    insta::assert_snapshot!(world.shown(&refusal), @"");
    let tagged = json!({"tags": [{"key": "Team", "value": "shop"}]});
    let tagged = rest.patch(&default, tagged).await.expect(200);
    assert_eq!(tagged["tags"][0]["value"], "shop");
}

#[tokio::test]
async fn a_load_balancer_has_a_hundred_rules() {
    let world = World::start().await;
    let front = Front::of(&world).await;
    let listener = front.https().await;
    for priority in 1..=100 {
        front.rule(&listener, &priority.to_string()).await;
    }
    let more = [("ListenerArn", &*listener), ("Priority", "101")];
    let more = [&more[..], &RULE].concat();
    let refused = world.elb(PROVIDER).call("CreateRule", &more).await;
    insta::assert_snapshot!(refused.refusal(), @"");
}
