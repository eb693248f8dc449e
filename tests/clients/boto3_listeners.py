"""Listeners and their rules through the typed client: what can be had comes back as it was sent, the rest is refused."""

from boto3_support import (
    REGION,
    PUBLISHER,
    balancers,
    equal,
    expect_empty_accounts,
    load_balancer,
    network,
    pick,
    publisher,
    refused,
    step,
    without,
)

CERTIFICATE = f"arn:aws:acm:{REGION}:{PUBLISHER}:certificate/shop"
ANSWER = {
    "Type": "fixed-response",
    "FixedResponseConfig": {"StatusCode": "503", "ContentType": "text/plain", "MessageBody": "back soon"},
}


def target_group(name, protocol):
    [group] = balancers.create_target_group(Name=name, Protocol=protocol, Port=80, VpcId=vpc, TargetType="ip")[
        "TargetGroups"
    ]
    return group["TargetGroupArn"]


def listen(arn, protocol, port, *actions, **more):
    [listener] = balancers.create_listener(
        LoadBalancerArn=arn, Protocol=protocol, Port=port, DefaultActions=list(actions), **more
    )["Listeners"]
    equal(
        pick(listener, "LoadBalancerArn", "Protocol", "Port"),
        {"LoadBalancerArn": arn, "Protocol": protocol, "Port": port},
    )
    return listener


def rule(priority, *conditions, actions=(ANSWER,), **more):
    [created] = balancers.create_rule(
        ListenerArn=https["ListenerArn"], Priority=priority, Conditions=list(conditions), Actions=list(actions), **more
    )["Rules"]
    equal(pick(created, "Priority", "IsDefault"), {"Priority": str(priority), "IsDefault": False})
    return created


step("load balancers and target groups")
vpc, subnets = network(publisher, "shop")
subnet_ids = [subnet["SubnetId"] for subnet in subnets]
[found] = balancers.create_load_balancer(Name="shop", Type="application", Scheme="internal", Subnets=subnet_ids)[
    "LoadBalancers"
]
application = found["LoadBalancerArn"]
network_balancer = load_balancer("orders", subnet_ids)
blue, green, tcp = target_group("blue", "HTTP"), target_group("green", "HTTP"), target_group("orders", "TCP")

step("actions of all types come back as they were sent")
redirect = {
    "Type": "redirect",
    "RedirectConfig": {
        "Protocol": "HTTPS",
        "Port": "443",
        "Host": "#{host}",
        "Path": "/#{path}",
        "Query": "#{query}",
        "StatusCode": "HTTP_301",
    },
}
equal(listen(application, "HTTP", 80, redirect)["DefaultActions"], [redirect])
weighted = {
    "Type": "forward",
    "ForwardConfig": {
        "TargetGroups": [{"TargetGroupArn": blue, "Weight": 9}, {"TargetGroupArn": green, "Weight": 1}],
        "TargetGroupStickinessConfig": {"Enabled": True, "DurationSeconds": 60},
    },
}
https = listen(
    application,
    "HTTPS",
    443,
    weighted,
    Certificates=[{"CertificateArn": CERTIFICATE}],
    SslPolicy="ELBSecurityPolicy-TLS13-1-2-2021-06",
)
equal(
    pick(https, "DefaultActions", "Certificates", "SslPolicy", "MutualAuthentication"),
    {
        "DefaultActions": [weighted],
        "Certificates": [{"CertificateArn": CERTIFICATE}],
        "SslPolicy": "ELBSecurityPolicy-TLS13-1-2-2021-06",
        "MutualAuthentication": {"Mode": "off"},
    },
)
login = {
    "Type": "authenticate-oidc",
    "Order": 1,
    "AuthenticateOidcConfig": {
        "Issuer": "https://id.example.com",
        "AuthorizationEndpoint": "https://id.example.com/authorize",
        "TokenEndpoint": "https://id.example.com/token",
        "UserInfoEndpoint": "https://id.example.com/user",
        "ClientId": "shop",
        "SessionCookieName": "shop",
        "Scope": "openid email",
        "SessionTimeout": 60,
        "AuthenticationRequestExtraParams": {"display": "page", "prompt": "login"},
        "OnUnauthenticatedRequest": "deny",
    },
}
secret = {**login, "AuthenticateOidcConfig": {**login["AuthenticateOidcConfig"], "ClientSecret": "secret"}}
tokens = {
    "Type": "jwt-validation",
    "Order": 2,
    "JwtValidationConfig": {
        "JwksEndpoint": "https://id.example.com/keys",
        "Issuer": "https://id.example.com",
        "AdditionalClaims": [{"Format": "string-array", "Name": "team", "Values": ["shop"]}],
    },
}
plain = {"Type": "forward", "Order": 3, "TargetGroupArn": blue}
guarded = listen(
    application, "HTTPS", 8443, secret, tokens, plain, Certificates=[{"CertificateArn": CERTIFICATE}]
)
equal(guarded["DefaultActions"], [login, tokens, plain])
kept = {**login, "AuthenticateOidcConfig": {**login["AuthenticateOidcConfig"], "UseExistingClientSecret": True}}
[changed] = balancers.modify_listener(ListenerArn=guarded["ListenerArn"], DefaultActions=[kept, plain])["Listeners"]
equal(changed["DefaultActions"], [login, plain])

step("listeners that cannot be")
creation = {"LoadBalancerArn": application, "Protocol": "HTTP", "Port": 81, "DefaultActions": [ANSWER]}
refused("MissingParameter", balancers.create_listener, **without(creation, "DefaultActions"))
refused("ValidationError", balancers.create_listener, **{**creation, "Protocol": "TLS"})
refused("DuplicateListener", balancers.create_listener, **{**creation, "Port": 80})
refused(
    "ValidationError",
    balancers.create_listener,
    **{**creation, "Protocol": "HTTPS"},
    message="A certificate must be specified for HTTPS listeners",
)
elsewhere = [{"CertificateArn": CERTIFICATE.replace(REGION, "eu-west-1")}]
refused("CertificateNotFound", balancers.create_listener, **{**creation, "Protocol": "HTTPS"}, Certificates=elsewhere)
certificates = [{"CertificateArn": CERTIFICATE}]
secure = {**creation, "Protocol": "HTTPS", "Certificates": certificates}
refused("SSLPolicyNotFound", balancers.create_listener, **secure, SslPolicy="ELBSecurityPolicy-1999")
trust_store = f"arn:aws:elasticloadbalancing:{REGION}:{PUBLISHER}:truststore/a/0123456789abcdef"
verify = {"Mode": "verify", "TrustStoreArn": trust_store}
refused("TrustStoreNotFound", balancers.create_listener, **secure, MutualAuthentication=verify)
nowhere = [{"Type": "redirect"}]
refused("InvalidLoadBalancerAction", balancers.create_listener, **{**creation, "DefaultActions": nowhere})
refused(
    "InvalidLoadBalancerAction",
    balancers.create_listener,
    **{**creation, "DefaultActions": [secret, plain]},
    message="Actions of type 'authenticate-oidc' are supported only on HTTPS listeners",
)
forward = {"Type": "forward", "TargetGroupArn": tcp}
refused("IncompatibleProtocols", balancers.create_listener, **{**creation, "DefaultActions": [forward]})
tls = listen(network_balancer, "TLS", 443, forward, Certificates=certificates, AlpnPolicy=["HTTP2Only"])
equal(tls["AlpnPolicy"], ["HTTP2Only"])
refused("ALPNPolicyNotFound", balancers.modify_listener, ListenerArn=tls["ListenerArn"], AlpnPolicy=["HTTP3"])
refused("ResourceInUse", balancers.delete_target_group, TargetGroupArn=tcp)

step("certificates, security policies, attributes")
more = [{"CertificateArn": f"arn:aws:iam::{PUBLISHER}:server-certificate/pay"}]
balancers.add_listener_certificates(ListenerArn=https["ListenerArn"], Certificates=more)
shown = balancers.get_paginator("describe_listener_certificates").paginate(
    ListenerArn=https["ListenerArn"], PaginationConfig={"PageSize": 1}
)
equal([item["IsDefault"] for page in shown for item in page["Certificates"]], [True, False])
balancers.remove_listener_certificates(ListenerArn=https["ListenerArn"], Certificates=more)
refused(
    "OperationNotPermitted",
    balancers.remove_listener_certificates,
    ListenerArn=https["ListenerArn"],
    Certificates=certificates,
)
[policy] = balancers.describe_ssl_policies(Names=[https["SslPolicy"]])["SslPolicies"]
equal(policy["SslProtocols"], ["TLSv1.3", "TLSv1.2"])
equal(policy["Ciphers"][0], {"Name": "TLS_AES_128_GCM_SHA256", "Priority": 1})
server = {"Key": "routing.http.response.server.enabled", "Value": "false"}
changed = balancers.modify_listener_attributes(ListenerArn=https["ListenerArn"], Attributes=[server])["Attributes"]
assert server in changed and len(changed) == 19, changed

step("rules with conditions of all kinds")
search = rule(
    10,
    {"Field": "path-pattern", "Values": ["/search/*"]},
    {"Field": "host-header", "HostHeaderConfig": {"Values": ["*.example.com"]}},
    actions=[{"Type": "forward", "TargetGroupArn": green}],
    Tags=[{"Key": "Team", "Value": "shop"}],
)
equal(
    search["Conditions"],
    [
        {"Field": "path-pattern", "Values": ["/search/*"], "PathPatternConfig": {"Values": ["/search/*"]}},
        {"Field": "host-header", "Values": ["*.example.com"], "HostHeaderConfig": {"Values": ["*.example.com"]}},
    ],
)
conditions = [
    {"Field": "http-header", "HttpHeaderConfig": {"HttpHeaderName": "X-Stage", "Values": ["test*"]}},
    {"Field": "http-request-method", "HttpRequestMethodConfig": {"Values": ["GET"]}},
    {"Field": "query-string", "QueryStringConfig": {"Values": [{"Key": "a", "Value": "b"}, {"Value": "c"}]}},
    {"Field": "source-ip", "SourceIpConfig": {"Values": ["10.0.0.0/8"]}},
]
moved = {"Type": "url-rewrite", "UrlRewriteConfig": {"Rewrites": [{"Regex": "^/old/(.*)$", "Replace": "/new/$1"}]}}
staged = rule(20, *conditions, Transforms=[moved])
equal(
    pick(staged, "Conditions", "Actions", "Transforms"),
    {"Conditions": conditions, "Actions": [ANSWER], "Transforms": [moved]},
)
[reset] = balancers.modify_rule(RuleArn=staged["RuleArn"], ResetTransforms=True)["Rules"]
equal(reset["Transforms"], [])
balancers.set_rule_priorities(
    RulePriorities=[
        {"RuleArn": search["RuleArn"], "Priority": 20},
        {"RuleArn": staged["RuleArn"], "Priority": 10},
    ]
)
pages = balancers.get_paginator("describe_rules").paginate(
    ListenerArn=https["ListenerArn"], PaginationConfig={"PageSize": 1}
)
rules = [item for page in pages for item in page["Rules"]]
equal([item["Priority"] for item in rules], ["10", "20", "default"])
default = rules[-1]
equal(pick(default, "IsDefault", "Actions"), {"IsDefault": True, "Actions": [weighted]})
arns = [search["RuleArn"], default["RuleArn"]]
balancers.add_tags(ResourceArns=arns, Tags=[{"Key": "Stage", "Value": "test"}])
described = balancers.describe_tags(ResourceArns=arns)["TagDescriptions"]
equal([len(item["Tags"]) for item in described], [2, 1])

step("rules that cannot be")
creation = {
    "ListenerArn": https["ListenerArn"],
    "Priority": 30,
    "Conditions": [{"Field": "path-pattern", "Values": ["/a"]}],
    "Actions": [ANSWER],
}
refused(
    "PriorityInUse",
    balancers.create_rule,
    **{**creation, "Priority": 20},
    message="Priority '20' is currently in use",
)
refused("UnsupportedProtocol", balancers.create_rule, **{**creation, "ListenerArn": tls["ListenerArn"]})
refused("ValidationError", balancers.create_rule, **{**creation, "Conditions": [{"Field": "colour", "Values": ["a"]}]})
many = [{"Field": "host-header", "HostHeaderConfig": {"Values": list("abcdef")}}]
refused(
    "ValidationError",
    balancers.create_rule,
    **{**creation, "Conditions": many},
    message="A rule can only have '5' condition values",
)
refused("TooManyActions", balancers.create_rule, **{**creation, "Actions": [ANSWER] * 6})
refused("OperationNotPermitted", balancers.delete_rule, RuleArn=default["RuleArn"])
refused("ValidationError", balancers.describe_rules)
missing = search["RuleArn"][:-16] + "0" * 16
refused("RuleNotFound", balancers.describe_rules, RuleArns=[missing])
refused("ListenerNotFound", balancers.describe_rules, ListenerArn=https["ListenerArn"][:-16] + "0" * 16)

step("everything goes")
balancers.delete_rule(RuleArn=staged["RuleArn"])
refused("RuleNotFound", balancers.delete_rule, RuleArn=staged["RuleArn"])
balancers.delete_listener(ListenerArn=https["ListenerArn"])
refused("RuleNotFound", balancers.describe_rules, RuleArns=[search["RuleArn"]])
for arn in (application, network_balancer):
    balancers.delete_load_balancer(LoadBalancerArn=arn)
for arn in (blue, green, tcp):
    balancers.delete_target_group(TargetGroupArn=arn)
for subnet_id in subnet_ids:
    publisher.delete_subnet(SubnetId=subnet_id)
publisher.delete_vpc(VpcId=vpc)
expect_empty_accounts()
