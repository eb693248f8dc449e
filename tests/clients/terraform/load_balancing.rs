//! Load balancers of all types, with target groups of all kinds and their targets.

use serde_json::json;

use super::endpoints::member;
use super::{Server, Terraform};

#[test]
fn terraform_load_balancing() {
    let Some(terraform) = Terraform::find() else {
        return;
    };
    let server = Server::start();
    let mut stack = terraform.workspace("load_balancing", &server);
    stack.create();
    stack.change(
        "changed",
        &[
            ("aws_lb.application_internal", "update"),
            ("aws_lb.application_public", "update"),
            ("aws_lb.gateway", "update"),
            ("aws_lb.network_dualstack", "update"),
            ("aws_lb.network_internal", "update"),
            ("aws_lb.network_public", "update"),
            ("aws_lb_target_group.appliances", "update"),
            ("aws_lb_target_group.application", "update"),
            ("aws_lb_target_group.function", "update"),
            ("aws_lb_target_group.grpc", "update"),
            ("aws_lb_target_group.http", "update"),
            ("aws_lb_target_group.tcp", "update"),
            ("aws_lb_target_group.tls", "update"),
        ],
    );

    let arns = stack.output("arns");
    let resources = [
        "aws_lb.application_internal",
        "aws_lb.application_plain",
        "aws_lb.application_public",
        "aws_lb.gateway",
        "aws_lb.network_dualstack",
        "aws_lb.network_fixed",
        "aws_lb.network_internal",
        "aws_lb.network_public",
        "aws_lb_target_group.appliances",
        "aws_lb_target_group.grpc",
        "aws_lb_target_group.http",
        "aws_lb_target_group.plain",
        "aws_lb_target_group.tcp",
        "aws_lb_target_group.tls",
        "aws_lb_target_group.udp",
    ];
    let resources = resources.map(|address| {
        let (_, name) = address.split_once('.').expect("an address has a name");
        (address, json!(member(&arns, name)))
    });
    stack.import_and_destroy(&resources, &server);
}
