//! What decides on traffic: network ACLs, prefix lists, security groups.

use serde_json::json;

use super::endpoints::member;
use super::{Server, Terraform};

#[test]
fn terraform_network_acls() {
    let Some(terraform) = Terraform::find() else {
        return;
    };
    let server = Server::start();
    let mut stack = terraform.workspace("network_acls", &server);
    stack.create();
    stack.change(
        "changed",
        &[
            ("aws_default_network_acl.this", "update"),
            ("aws_network_acl.inline", "update"),
        ],
    );

    let ids = stack.output("ids");
    let separate = member(&ids, "separate");
    let resources = [
        ("aws_default_network_acl.this", ids["default"].clone()),
        ("aws_network_acl.inline", ids["inline"].clone()),
        ("aws_network_acl.separate", json!(separate)),
        (
            "aws_network_acl_association.separate",
            ids["association"].clone(),
        ),
        (
            "aws_network_acl_rule.https",
            json!(format!("{separate}:100:tcp:false")),
        ),
        (
            "aws_network_acl_rule.ping",
            json!(format!("{separate}:100:58:true")),
        ),
    ];
    stack.import_and_destroy(&resources, &server);
}

#[test]
fn terraform_security_groups() {
    let Some(terraform) = Terraform::find() else {
        return;
    };
    let server = Server::start();
    let mut stack = terraform.workspace("security_groups", &server);
    stack.create();
    stack.change(
        "changed",
        &[
            ("aws_ec2_managed_prefix_list.offices", "update"),
            ("aws_security_group.inline", "update"),
            ("aws_security_group_rule.networks", "update"),
            ("aws_vpc_security_group_ingress_rule.network", "update"),
            ("aws_vpc_security_group_ingress_rule.network_v6", "update"),
        ],
    );

    let ids = stack.output("ids");
    assert_eq!(ids["version"], 2, "one change of entries, one version");
    let (separate, modern) = (member(&ids, "separate"), member(&ids, "modern"));
    let (offices, partners) = (member(&ids, "offices"), member(&ids, "partners"));
    let entry = r#"aws_ec2_managed_prefix_list_entry.partners["2001:db8:1::/48"]"#;
    let resources = [
        ("aws_ec2_managed_prefix_list.offices", json!(offices)),
        ("aws_ec2_managed_prefix_list.partners", json!(partners)),
        (entry, json!(format!("{partners},2001:db8:1::/48"))),
        (
            "aws_default_security_group.this",
            ids["default_group"].clone(),
        ),
        ("aws_security_group.inline", ids["inline"].clone()),
        ("aws_security_group.modern", json!(modern)),
        ("aws_security_group.separate", json!(separate)),
        (
            "aws_security_group_rule.list",
            json!(format!("{separate}_ingress_tcp_22_22_{offices}")),
        ),
        (
            "aws_security_group_rule.group",
            json!(format!("{separate}_egress_icmp_-1_-1_{modern}")),
        ),
        (
            "aws_vpc_security_group_ingress_rule.network",
            ids["network"].clone(),
        ),
        ("aws_vpc_security_group_egress_rule.all", ids["all"].clone()),
    ];
    stack.import_and_destroy(&resources, &server);
}
