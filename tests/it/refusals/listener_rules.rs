//! Rules of listeners that cannot be had, or not like this.

use reqwest::Method;
use serde_json::json;

use super::{Refusals, cases, with};
use crate::support::front::{Front, RULE};
use crate::support::rest::segment;
use crate::support::world::{PROVIDER, World};

const MADE_WRONG: &str = "
of a network load balancer
  ListenerArn={listener}
with a priority that is taken
  Priority=1
with a priority that is too high
  Priority=50001
with an unknown condition
  Conditions.member.1.Field=colour
with a condition on nothing
  Conditions.member.1.Values.member.1=
with a long condition
  Conditions.member.1.Values.member.1={long}
with a condition of strange characters
  Conditions.member.1.Values.member.1=/a b
with two values outside
  Conditions.member.1.Values.member.2=/b
with values outside that belong inside
  Conditions.member.1.Field=source-ip
  Conditions.member.1.Values.member.1=10.0.0.0/8
with values in the wrong place
  Conditions.member.1.Values.member.1=
  Conditions.member.1.HostHeaderConfig.Values.member.1=a.example.com
with an address for a network
  Conditions.member.1.Field=source-ip
  Conditions.member.1.Values.member.1=
  Conditions.member.1.SourceIpConfig.Values.member.1=10.0.0.1
with a method in lower case
  Conditions.member.1.Field=http-request-method
  Conditions.member.1.Values.member.1=
  Conditions.member.1.HttpRequestMethodConfig.Values.member.1=get
with a header without a name
  Conditions.member.1.Field=http-header
  Conditions.member.1.Values.member.1=
  Conditions.member.1.HttpHeaderConfig.Values.member.1=a
with a parameter without a value
  Conditions.member.1.Field=query-string
  Conditions.member.1.Values.member.1=
  Conditions.member.1.QueryStringConfig.Values.member.1.Key=a
with the same condition twice
  Conditions.member.2.Field=path-pattern
  Conditions.member.2.Values.member.1=/b
with too many wildcards
  Conditions.member.1.Values.member.1=/*/*/*/*/*/*/*
with too many values
  Conditions.member.2.Field=host-header
  Conditions.member.2.HostHeaderConfig.Values.member.1=a
  Conditions.member.2.HostHeaderConfig.Values.member.2=b
  Conditions.member.2.HostHeaderConfig.Values.member.3=c
  Conditions.member.2.HostHeaderConfig.Values.member.4=d
  Conditions.member.2.HostHeaderConfig.Values.member.5=e
with an unknown transform
  Transforms.member.1.Type=body-rewrite
with a transform of nothing
  Transforms.member.1.Type=url-rewrite
with targets that do not exist
  Actions.member.1.Type=forward
  Actions.member.1.FixedResponseConfig.StatusCode=
  Actions.member.1.TargetGroupArn=arn:aws:elasticloadbalancing:us-east-1:111111111111:targetgroup/none/0123456789abcdef
with targets of TCP
  Actions.member.1.Type=forward
  Actions.member.1.FixedResponseConfig.StatusCode=
  Actions.member.1.TargetGroupArn={tcp}
that answers with a redirect's status
  Actions.member.1.FixedResponseConfig.StatusCode=301
";

const CHANGED_WRONG: &str = "
DeleteRule a default rule deleted
  RuleArn={default}
ModifyRule a default rule with conditions
  RuleArn={default}
  Conditions.member.1.Field=path-pattern
  Conditions.member.1.Values.member.1=/health
SetRulePriorities a default rule with a priority
  RulePriorities.member.1.RuleArn={default}
  RulePriorities.member.1.Priority=5
ModifyRule nothing changed
  RuleArn={rule}
ModifyRule transforms set and reset
  RuleArn={rule}
  ResetTransforms=true
  Transforms.member.1.Type=url-rewrite
SetRulePriorities a priority that is taken
  RulePriorities.member.1.RuleArn={rule}
  RulePriorities.member.1.Priority=2
SetRulePriorities two rules with one priority
  RulePriorities.member.1.RuleArn={rule}
  RulePriorities.member.1.Priority=7
  RulePriorities.member.2.RuleArn={other}
  RulePriorities.member.2.Priority=7
SetRulePriorities a rule with two priorities
  RulePriorities.member.1.RuleArn={rule}
  RulePriorities.member.1.Priority=7
  RulePriorities.member.2.RuleArn={rule}
  RulePriorities.member.2.Priority=8
DescribeRules rules of no listener
DescribeRules rules by listener and ARN
  ListenerArn={listener}
  RuleArns.member.1={rule}
";

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
        ("DefaultActions.member.1.Type", "forward"),
        ("DefaultActions.member.1.TargetGroupArn", &*front.tcp),
    ];
    let tcp = front.listen(&front.balancer, &[&tcp]).await;
    let base = [("ListenerArn", &*listener), ("Priority", "2")];
    let base = [&base[..], &RULE].concat();
    let names = [
        ("{listener}", &*tcp.one("ListenerArn")),
        ("{long}", &"a".repeat(129)),
        ("{tcp}", &front.tcp),
    ];
    let mut table = Refusals::of(&world);
    for (what, changes) in cases(MADE_WRONG, &names) {
        table.when(&what);
        let changes: Vec<(&str, &str)> = changes.iter().map(|(a, b)| (&**a, &**b)).collect();
        let parameters = with(&base, &changes);
        table.query(&elb, "CreateRule", &parameters).await;
    }
    insta::assert_snapshot!(table.table(), @r#"
    of a network load balancer
      AWS  400 UnsupportedProtocol: Rules can be created only for listeners of application load balancers
    with a priority that is taken
      AWS  400 PriorityInUse: Priority '1' is currently in use
    with a priority that is too high
      AWS  400 ValidationError: The priority '50001' must be between 1 and 50000
    with an unknown condition
      AWS  400 ValidationError: Condition field 'colour' must be one of '[path-pattern,host-header,http-header,http-request-method,query-string,source-ip]'
    with a condition on nothing
      AWS  400 ValidationError: A condition value must be specified
    with a long condition
      AWS  400 ValidationError: The 'path-pattern' value is too long; the limit is '128'
    with a condition of strange characters
      AWS  400 ValidationError: The 'path-pattern' value '/a b' is invalid; allowed are letters, digits, and the characters _-.$/~"'@:+&*?
    with two values outside
      AWS  400 ValidationError: The 'path-pattern' field contains too many values; the limit is '1'
    with values outside that belong inside
      AWS  400 ValidationError: The 'Values' field is not compatible with 'source-ip'
    with values in the wrong place
      AWS  400 ValidationError: The 'HostHeaderConfig' field is not compatible with 'path-pattern'
    with an address for a network
      AWS  400 ValidationError: The 'source-ip' value '10.0.0.1' is invalid; allowed are an IPv4 or IPv6 CIDR block
    with a method in lower case
      AWS  400 ValidationError: The 'http-request-method' value 'get' is invalid; allowed are A-Z, hyphen and underscore
    with a header without a name
      AWS  400 ValidationError: A 'HttpHeaderName' must be specified with 'http-header'
    with a parameter without a value
      AWS  400 ValidationError: A 'Value' must be specified in 'QueryStringKeyValuePair'
    with the same condition twice
      AWS  400 ValidationError: A rule can have only one condition of the field 'path-pattern'
    with too many wildcards
      AWS  400 ValidationError: A rule can only have '6' condition wildcards
    with too many values
      AWS  400 ValidationError: A rule can only have '5' condition values
    with an unknown transform
      AWS  400 ValidationError: The transform type 'body-rewrite' is not valid: expected one of 'host-header-rewrite', 'url-rewrite'
    with a transform of nothing
      AWS  400 ValidationError: A transform of the type 'url-rewrite' must have exactly one rewrite
    with targets that do not exist
      AWS  400 TargetGroupNotFound: Target group 'arn:aws:elasticloadbalancing:us-east-1:111111111111:targetgroup/none/1' not found
    with targets of TCP
      AWS  400 IncompatibleProtocols: The listener protocol 'HTTPS' is not compatible with the target group protocol 'TCP'
    that answers with a redirect's status
      AWS  400 ValidationError: The status code '301' of a fixed response is not valid: expected 2XX, 4XX or 5XX
    "#);
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
    let names = [
        ("{listener}", &*listener),
        ("{rule}", &rule),
        ("{other}", &other),
        ("{default}", &default),
    ];
    let mut table = Refusals::of(&world);
    for (what, parameters) in cases(CHANGED_WRONG, &names) {
        let (action, what) = what.split_once(' ').expect("an action and a case");
        table.when(what);
        let parameters: Vec<(&str, &str)> = parameters.iter().map(|(a, b)| (&**a, &**b)).collect();
        table.query(&elb, action, &parameters).await;
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
    insta::assert_snapshot!(table.table(), @"
    a default rule deleted
      AWS  400 OperationNotPermitted: Default rule 'arn:aws:elasticloadbalancing:us-east-1:111111111111:listener-rule/app/shop/1/2/3' cannot be deleted
    a default rule with conditions
      AWS  400 OperationNotPermitted: Default rule 'arn:aws:elasticloadbalancing:us-east-1:111111111111:listener-rule/app/shop/1/2/3' cannot be modified
    a default rule with a priority
      AWS  400 OperationNotPermitted: Default rule 'arn:aws:elasticloadbalancing:us-east-1:111111111111:listener-rule/app/shop/1/2/3' cannot be given a priority
    nothing changed
      AWS  400 ValidationError: Either conditions or actions must be specified
    transforms set and reset
      AWS  400 ValidationError: Transforms and ResetTransforms cannot be specified at the same time
    a priority that is taken
      AWS  400 PriorityInUse: Priority '2' is currently in use
    two rules with one priority
      AWS  400 ValidationError: Priority '7' was provided multiple times
    a rule with two priorities
      AWS  400 ValidationError: Rule 'arn:aws:elasticloadbalancing:us-east-1:111111111111:listener-rule/app/shop/1/2/4' was provided multiple times
    rules of no listener
      AWS  400 ValidationError: You must specify either listener rule ARNs or a listener ARN
    rules by listener and ARN
      AWS  400 ValidationError: Listener rule ARNs and a listener ARN cannot be specified at the same time
    a priority that is taken, over REST
      REST 409 PriorityInUse (priority): Priority '2' is currently in use
    a listener without encryption, whose rules need it
      REST 400 InvalidLoadBalancerAction (protocol): Actions of type 'authenticate-cognito' are supported only on HTTPS listeners
    ");
}
