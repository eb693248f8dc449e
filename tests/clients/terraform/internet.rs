//! Ways to the internet: internet gateways, egress-only ones, NAT gateways and Elastic IP addresses.

use serde_json::json;

use super::endpoints::member;
use super::{Server, Terraform};

#[test]
fn terraform_internet() {
    let Some(terraform) = Terraform::find() else {
        return;
    };
    let server = Server::start();
    let mut stack = terraform.workspace("internet", &server);
    stack.create();
    stack.change(
        "changed",
        &[
            ("aws_egress_only_internet_gateway.main", "update"),
            ("aws_eip.nat[0]", "update"),
            ("aws_eip.nat[1]", "update"),
            ("aws_eip.nat[2]", "update"),
            ("aws_eip_domain_name.named", "update"),
            ("aws_internet_gateway.main", "update"),
            ("aws_internet_gateway.moved", "update"),
            ("aws_nat_gateway.chosen", "update"),
            ("aws_nat_gateway.public", "update"),
        ],
    );

    // Not the name of an address, and not an address that says what it stands before: the provider imports neither whole.
    let ids = stack.output("ids");
    let resources = [
        ("aws_internet_gateway.main", "internet_gateway"),
        ("aws_internet_gateway_attachment.spare", "attachment"),
        ("aws_egress_only_internet_gateway.main", "egress_only"),
        ("aws_eip.nat[0]", "address"),
        ("aws_eip.named", "named"),
        ("aws_eip_association.named", "association"),
        ("aws_nat_gateway.public", "public"),
        ("aws_nat_gateway.private", "private"),
        ("aws_nat_gateway.chosen", "chosen"),
    ];
    let resources = resources.map(|(address, name)| (address, json!(member(&ids, name))));
    stack.import_and_destroy(&resources, &server);
}
