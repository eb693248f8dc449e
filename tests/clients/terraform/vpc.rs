//! VPCs with all their parts: created, changed in place, imported and destroyed, with an empty plan after each step.

use serde_json::json;

use super::endpoints::member;
use super::{Server, Terraform};

#[test]
fn terraform_vpc() {
    let Some(terraform) = Terraform::find() else {
        return;
    };
    let server = Server::start();
    let mut stack = terraform.workspace("vpc", &server);
    stack.create();
    let expected = json!({
        "vpcs": true,
        "by_cidr_block": true,
        "dhcp_options": true,
        "networks": 3,
        "named": true,
        "subnet": true,
        "subnets": 2,
        "main_table": true,
        "by_option": true,
        "domain_name": "example.com",
        "default_domain": "eu-central-1.compute.internal",
        "region": "Europe (Frankfurt)",
        "other_region": "ec2.ap-southeast-2.amazonaws.com",
        "regions": 34,
        "zones": ["euc1-az1", "euc1-az2", "euc1-az3"],
        "second_zone": "euc1-az2",
        "third_zone": "c",
        "third_group": "eu-central-1-zg-1",
    });
    assert_eq!(stack.output("found"), expected);

    stack.change(
        "changed",
        &[
            ("aws_vpc.main", "update"),
            ("aws_vpc.second", "update"),
            ("aws_vpc_dhcp_options.main", "update"),
            ("aws_vpc_dhcp_options_association.main", "update"),
        ],
    );
    assert_eq!(stack.output("found"), expected);

    // Not the VPC with two IPv6 networks: imported, it has the wrong one of them for its own.
    let ids = stack.output("ids");
    let resources = [
        ("aws_vpc.second", "second"),
        (
            r#"aws_vpc_ipv4_cidr_block_association.main["10.1.0.0/16"]"#,
            "ipv4",
        ),
        ("aws_vpc_ipv6_cidr_block_association.main", "ipv6"),
        ("aws_vpc_dhcp_options.main", "dhcp_options"),
        ("aws_vpc_dhcp_options_association.main", "main"),
        ("aws_subnet.secondary", "subnet"),
    ];
    let resources = resources.map(|(address, name)| (address, json!(member(&ids, name))));
    stack.import_and_destroy(&resources, &server);
}
