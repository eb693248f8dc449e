//! Users' network interfaces, subnets with all that they can have, and default networks.

use serde_json::json;

use super::endpoints::member;
use super::{Server, Terraform};

#[test]
fn terraform_interfaces() {
    let Some(terraform) = Terraform::find() else {
        return;
    };
    let server = Server::start();
    let mut stack = terraform.workspace("interfaces", &server);
    stack.create();
    stack.change(
        "changed",
        &[
            ("aws_network_interface.chosen", "update"),
            ("aws_network_interface.counted", "update"),
            ("aws_network_interface.least", "update"),
            ("aws_network_interface.listed", "update"),
            ("aws_network_interface.prefixes", "update"),
            ("aws_subnet.dual", "update"),
        ],
    );

    let ids = stack.output("ids");
    let resources = [
        ("aws_network_interface.least", "least"),
        ("aws_network_interface.chosen", "chosen"),
        ("aws_network_interface.counted", "counted"),
        ("aws_network_interface.prefixes", "prefixes"),
        ("aws_network_interface.native", "native"),
        ("aws_subnet.dual", "dual"),
        ("aws_subnet.native", "native_net"),
        ("aws_subnet.plain", "plain"),
        ("aws_eip_association.primary", "association"),
    ];
    let mut resources: Vec<_> = resources
        .iter()
        .map(|(address, name)| (*address, ids[name].clone()))
        .collect();
    let reservation = format!("{}:{}", member(&ids, "plain"), member(&ids, "reservation"));
    resources.push((
        "aws_ec2_subnet_cidr_reservation.explicit",
        json!(reservation),
    ));
    stack.import_and_destroy(&resources, &server);
}

/// What was adopted stays when Terraform destroys the rest, as it does in AWS.
#[test]
fn terraform_default_network() {
    const ACCOUNT: &str = "222222222222";
    let Some(terraform) = Terraform::find() else {
        return;
    };
    let server = Server::start();
    let mut stack = terraform.workspace("default_network", &server);
    stack.create();
    stack.change(
        "changed",
        &[
            ("aws_default_vpc.default", "update"),
            ("aws_network_interface.default", "update"),
        ],
    );
    let ids = stack.output("ids");
    stack.import_again(&[
        ("aws_default_vpc.default", ids["vpc"].clone()),
        (
            "aws_default_subnet.default[\"eu-central-1a\"]",
            ids["subnet_a"].clone(),
        ),
        ("aws_network_interface.default", ids["interface"].clone()),
    ]);
    stack.expect_empty_plan();
    stack.destroy();
    let subnets = server.get("/v1/subnets", ACCOUNT, "eu-central-1");
    assert_eq!(subnets["items"].as_array().map(Vec::len), Some(3));
    let interfaces = server.get("/v1/network-interfaces", ACCOUNT, "eu-central-1");
    assert_eq!(interfaces["items"].as_array().map(Vec::len), Some(0));
}
