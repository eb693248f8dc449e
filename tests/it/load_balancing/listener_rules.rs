//! Rules of listeners: their conditions, transforms and priorities.

use serde_json::json;

use crate::support::front::{Front, RULE};
use crate::support::rest::segment;
use crate::support::world::{PROVIDER, World, text};

/// Conditions of several kinds, and a tag.
const CONDITIONS: [(&str, &str); 14] = [
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
    ];
    let elb = world.elb(PROVIDER);
    let parameters = [&parameters[..], &CONDITIONS].concat();
    let created = elb.ok("CreateRule", &parameters).await;
    insta::assert_snapshot!(world.shown(&created), @r#"
    HTTP 200
    <CreateRuleResponse xmlns="http://elasticloadbalancing.amazonaws.com/doc/2015-12-01/">
      <CreateRuleResult>
        <Rules>
          <member>
            <RuleArn>arn:aws:elasticloadbalancing:us-east-1:111111111111:listener-rule/app/shop/1/2/3</RuleArn>
            <Priority>10</Priority>
            <Conditions>
              <member>
                <Field>host-header</Field>
                <Values>
                  <member>*.example.com</member>
                </Values>
                <HostHeaderConfig>
                  <Values>
                    <member>*.example.com</member>
                  </Values>
                </HostHeaderConfig>
              </member>
              <member>
                <Field>path-pattern</Field>
                <PathPatternConfig>
                  <RegexValues>
                    <member>^/img/[0-9]+$</member>
                  </RegexValues>
                </PathPatternConfig>
                <RegexValues>
                  <member>^/img/[0-9]+$</member>
                </RegexValues>
              </member>
              <member>
                <Field>http-header</Field>
                <HttpHeaderConfig>
                  <HttpHeaderName>User-Agent</HttpHeaderName>
                  <Values>
                    <member>*Chrome*</member>
                  </Values>
                </HttpHeaderConfig>
              </member>
              <member>
                <Field>http-request-method</Field>
                <HttpRequestMethodConfig>
                  <Values>
                    <member>GET</member>
                  </Values>
                </HttpRequestMethodConfig>
              </member>
              <member>
                <Field>query-string</Field>
                <QueryStringConfig>
                  <Values>
                    <member>
                      <Key>version</Key>
                      <Value>v1</Value>
                    </member>
                  </Values>
                </QueryStringConfig>
              </member>
            </Conditions>
            <Actions>
              <member>
                <Type>forward</Type>
                <TargetGroupArn>arn:aws:elasticloadbalancing:us-east-1:111111111111:targetgroup/blue/4</TargetGroupArn>
              </member>
            </Actions>
            <IsDefault>false</IsDefault>
            <Transforms/>
          </member>
        </Rules>
      </CreateRuleResult>
      <ResponseMetadata>
        <RequestId>[request-id]</RequestId>
      </ResponseMetadata>
    </CreateRuleResponse>
    "#);
    let arn = created.one("RuleArn");
    assert_eq!(
        front.users(&front.blue).await,
        std::slice::from_ref(&front.application)
    );

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
    let modified = elb.ok("ModifyRule", &changes).await;
    insta::assert_snapshot!(world.shown(&modified), @r#"
    HTTP 200
    <ModifyRuleResponse xmlns="http://elasticloadbalancing.amazonaws.com/doc/2015-12-01/">
      <ModifyRuleResult>
        <Rules>
          <member>
            <RuleArn>arn:aws:elasticloadbalancing:us-east-1:111111111111:listener-rule/app/shop/1/2/3</RuleArn>
            <Priority>10</Priority>
            <Conditions>
              <member>
                <Field>source-ip</Field>
                <SourceIpConfig>
                  <Values>
                    <member>10.0.0.0/8</member>
                  </Values>
                </SourceIpConfig>
              </member>
            </Conditions>
            <Actions>
              <member>
                <Type>forward</Type>
                <TargetGroupArn>arn:aws:elasticloadbalancing:us-east-1:111111111111:targetgroup/blue/4</TargetGroupArn>
              </member>
            </Actions>
            <IsDefault>false</IsDefault>
            <Transforms>
              <member>
                <Type>url-rewrite</Type>
                <UrlRewriteConfig>
                  <Rewrites>
                    <member>
                      <Regex>^/old/(.*)$</Regex>
                      <Replace>/new/$1</Replace>
                    </member>
                  </Rewrites>
                </UrlRewriteConfig>
              </member>
            </Transforms>
          </member>
        </Rules>
      </ModifyRuleResult>
      <ResponseMetadata>
        <RequestId>[request-id]</RequestId>
      </ResponseMetadata>
    </ModifyRuleResponse>
    "#);
    let reset = [("RuleArn", &*arn), ("ResetTransforms", "true")];
    let reset = elb.ok("ModifyRule", &reset).await;
    assert!(reset.all("Type") == ["forward"], "{reset}");
    elb.ok("DeleteRule", &[("RuleArn", &arn)]).await;
    assert!(front.users(&front.blue).await.is_empty());
    let gone = elb.call("DeleteRule", &[("RuleArn", &arn)]).await;
    insta::assert_snapshot!(world.shown(&gone.refusal()), @"400 RuleNotFound: Rule 'arn:aws:elasticloadbalancing:us-east-1:111111111111:listener-rule/app/shop/1/2/3' not found");
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
    insta::assert_snapshot!(world.shown(&last), @r#"
    HTTP 200
    <DescribeRulesResponse xmlns="http://elasticloadbalancing.amazonaws.com/doc/2015-12-01/">
      <DescribeRulesResult>
        <Rules>
          <member>
            <RuleArn>arn:aws:elasticloadbalancing:us-east-1:111111111111:listener-rule/app/shop/1/2/3</RuleArn>
            <Priority>default</Priority>
            <Conditions/>
            <Actions>
              <member>
                <Type>fixed-response</Type>
                <FixedResponseConfig>
                  <StatusCode>503</StatusCode>
                </FixedResponseConfig>
              </member>
            </Actions>
            <IsDefault>true</IsDefault>
            <Transforms/>
          </member>
        </Rules>
      </DescribeRulesResult>
      <ResponseMetadata>
        <RequestId>[request-id]</RequestId>
      </ResponseMetadata>
    </DescribeRulesResponse>
    "#);
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
    insta::assert_snapshot!(world.shown(&format!("{created:#}")), @r#"
    {
      "actions": [
        {
          "forwardConfig": {
            "targetGroups": [
              {
                "targetGroupArn": "arn:aws:elasticloadbalancing:us-east-1:111111111111:targetgroup/blue/1",
                "weight": 3
              },
              {
                "targetGroupArn": "arn:aws:elasticloadbalancing:us-east-1:111111111111:targetgroup/green/2"
              }
            ]
          },
          "type": "forward"
        }
      ],
      "conditions": [
        {
          "field": "host-header",
          "parameters": [],
          "regexValues": [],
          "values": [
            "shop.example.com"
          ]
        },
        {
          "field": "query-string",
          "parameters": [
            {
              "value": "old"
            }
          ],
          "regexValues": [],
          "values": []
        }
      ],
      "isDefault": false,
      "listenerArn": "arn:aws:elasticloadbalancing:us-east-1:111111111111:listener/app/shop/3/4",
      "loadBalancerArn": "arn:aws:elasticloadbalancing:us-east-1:111111111111:loadbalancer/app/shop/3",
      "priority": "7",
      "ruleArn": "arn:aws:elasticloadbalancing:us-east-1:111111111111:listener-rule/app/shop/3/4/5",
      "tags": [],
      "transforms": [
        {
          "rewrites": [
            {
              "regex": "^shop",
              "replace": "www"
            }
          ],
          "type": "host-header-rewrite"
        }
      ]
    }
    "#);
    let path = format!("/v1/listener-rules/{}", segment(&text(&created["ruleArn"])));
    let changes =
        json!({"priority": 8, "transforms": [], "tags": [{"key": "Team", "value": "shop"}]});
    let modified = rest.patch(&path, changes).await.expect(200);
    assert_eq!(modified["priority"], "8");
    assert_eq!(rest.get(&path).await.expect(200), modified);
    let list = format!(
        "/v1/listener-rules?filter[listener-arn]={}",
        segment(&listener)
    );
    assert_eq!(rest.items(&list).await.len(), 2);
    let defaults = rest.items(&format!("{list}&filter[is-default]=true")).await;
    insta::assert_snapshot!(world.shown(&format!("{:#}", defaults[0])), @r#"
    {
      "actions": [
        {
          "fixedResponseConfig": {
            "statusCode": "503"
          },
          "type": "fixed-response"
        }
      ],
      "conditions": [],
      "isDefault": true,
      "listenerArn": "arn:aws:elasticloadbalancing:us-east-1:111111111111:listener/app/shop/3/4",
      "loadBalancerArn": "arn:aws:elasticloadbalancing:us-east-1:111111111111:loadbalancer/app/shop/3",
      "priority": "default",
      "ruleArn": "arn:aws:elasticloadbalancing:us-east-1:111111111111:listener-rule/app/shop/3/4/6",
      "tags": [],
      "transforms": []
    }
    "#);
    let used = format!(
        "/v1/listener-rules?filter[target-group-arn]={}",
        segment(&front.green)
    );
    assert_eq!(rest.items(&used).await, [modified]);
    rest.delete(&path).await.expect(204);
    let default = format!(
        "/v1/listener-rules/{}",
        segment(&text(&defaults[0]["ruleArn"]))
    );
    let refusal = rest.delete(&default).await.refusal();
    insta::assert_snapshot!(world.shown(&refusal), @"409 OperationNotPermitted (ruleArn): Default rule 'arn:aws:elasticloadbalancing:us-east-1:111111111111:listener-rule/app/shop/3/4/6' cannot be deleted");
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
    insta::assert_snapshot!(refused.refusal(), @"400 TooManyRules: A load balancer can have at most 100 rules");
}
