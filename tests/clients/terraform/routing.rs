//! Route tables and routes to targets of every kind: created, changed in place, imported and destroyed, with an empty plan after
//! each step.

use serde_json::json;

use super::endpoints::member;
use super::{Server, Terraform};

#[test]
fn terraform_routing() {
    let Some(terraform) = Terraform::find() else {
        return;
    };
    let server = Server::start();
    let mut stack = terraform.workspace("routing", &server);
    stack.create();
    let expected =
        json!({"by_subnet": true, "by_gateway": true, "with_nat": 2, "translated": true});
    assert_eq!(stack.output("found"), expected);

    stack.change(
        "changed",
        &[
            ("aws_default_route_table.main", "update"),
            ("aws_main_route_table_association.other", "update"),
            ("aws_route.internet", "update"),
            ("aws_route_table.inline", "update"),
            ("aws_route_table.separate", "update"),
            ("aws_route_table_association.edge", "update"),
            ("aws_route_table_association.subnet", "update"),
        ],
    );
    assert_eq!(stack.output("found"), expected);

    // Not the table with routes of its own: the provider doesn't import its local ones.
    let ids = stack.output("ids");
    let resources = [
        ("aws_default_route_table.main", "vpc"),
        ("aws_route_table.separate", "separate"),
        ("aws_route.internet", "internet"),
        ("aws_route.internet_ipv6", "internet_ipv6"),
        ("aws_route.interface", "interface"),
        ("aws_route.between_subnets", "between_subnets"),
        ("aws_route_table_association.edge", "edge"),
        ("aws_route_table_association.subnet", "subnet"),
    ];
    let resources = resources.map(|(address, name)| (address, json!(member(&ids, name))));
    stack.import_and_destroy(&resources, &server);
}
