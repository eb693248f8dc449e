//! Listeners of all protocols with actions of all types, and rules with conditions of all kinds.

use serde_json::json;

use super::endpoints::member;
use super::{Server, Terraform};

#[test]
fn terraform_listeners() {
    let Some(terraform) = Terraform::find() else {
        return;
    };
    let server = Server::start();
    let mut stack = terraform.workspace("listeners", &server);
    stack.create();
    stack.change(
        "changed",
        &[
            ("aws_lb_listener.cognito", "update"),
            ("aws_lb_listener.fixed", "update"),
            ("aws_lb_listener.oidc", "update"),
            ("aws_lb_listener.plain", "update"),
            ("aws_lb_listener.redirected", "update"),
            ("aws_lb_listener.tcp", "update"),
            ("aws_lb_listener.tls", "update"),
            ("aws_lb_listener.weighted", "update"),
            ("aws_lb_listener_rule.forward", "update"),
            ("aws_lb_listener_rule.weighted", "update"),
        ],
    );

    // Not what lets clients log in with a secret, which nobody can read.
    let ids = stack.output("ids");
    let resources = [
        ("aws_lb_listener.redirected", "redirected"),
        ("aws_lb_listener.weighted", "weighted"),
        ("aws_lb_listener.plain", "plain"),
        ("aws_lb_listener.fixed", "fixed"),
        ("aws_lb_listener.cognito", "cognito"),
        ("aws_lb_listener.tcp", "tcp"),
        ("aws_lb_listener.tls", "tls"),
        ("aws_lb_listener.udp", "udp"),
        ("aws_lb_listener.tcp_udp", "tcp_udp"),
        ("aws_lb_listener.gateway", "gateway"),
        ("aws_lb_listener_certificate.weighted", "certificate"),
        ("aws_lb_listener_rule.forward", "rule_forward"),
        ("aws_lb_listener_rule.weighted", "rule_weighted"),
        ("aws_lb_listener_rule.redirect", "rule_redirect"),
        ("aws_lb_listener_rule.fixed", "rule_fixed"),
        ("aws_lb_listener_rule.cognito", "rule_cognito"),
    ];
    let resources = resources.map(|(address, name)| (address, json!(member(&ids, name))));
    stack.import_and_destroy(&resources, &server);
}
