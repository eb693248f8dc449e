//! Requests about rules and certificates of listeners.

use super::requests::{Request, requests};
use crate::support::front::{CERTIFICATE, OwnListener};
use crate::support::query::Protocol;
use crate::support::world::PROVIDER;

pub(super) fn listeners(own: &OwnListener) -> Vec<Request> {
    let (listener, rule) = (&own.listener_arn, &own.rule_arn);
    let certificate = format!("{CERTIFICATE}-2");
    requests!(PROVIDER, &Protocol::ELB,
        DescribeSSLPolicies { "Names.member.1": "ELBSecurityPolicy-2016-08" },
        AddListenerCertificates { "ListenerArn": listener, "Certificates.member.1.CertificateArn": certificate },
        DescribeListenerCertificates { "ListenerArn": listener },
        RemoveListenerCertificates { "ListenerArn": listener, "Certificates.member.1.CertificateArn": certificate },
        CreateRule {
            "ListenerArn": listener, "Priority": 30, "Conditions.member.1.Field": "host-header",
            "Conditions.member.1.Values.member.1": "shop.example.com", "Actions.member.1.Type": "fixed-response",
            "Actions.member.1.FixedResponseConfig.StatusCode": 200,
        },
        DescribeRules { "RuleArns.member.1": rule },
        ModifyRule {
            "RuleArn": rule, "Conditions.member.1.Field": "path-pattern", "Conditions.member.1.Values.member.1": "/new",
        },
        SetRulePriorities { "RulePriorities.member.1.RuleArn": rule, "RulePriorities.member.1.Priority": 40 },
        DeleteRule { "RuleArn": own.other_rule_arn },
    )
}
