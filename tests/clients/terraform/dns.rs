//! Names in Route 53, of one account and of two, and what is verified by them.

use serde_json::json;

use super::endpoints::member;
use super::{Server, Terraform};

#[test]
fn terraform_dns() {
    let Some(terraform) = Terraform::find() else {
        return;
    };
    let server = Server::start();
    let mut stack = terraform.workspace("dns", &server);
    stack.create();
    let ids = stack.output("ids");
    expect_verified(&server, member(&ids, "service"));

    let records = [
        "A *.pool",
        "A www",
        "AAAA www",
        "CAA ",
        "CNAME shop",
        "DS delegated",
        "HTTPS www",
        "MX ",
        "NAPTR sip",
        "NS delegated",
        "PTR 1",
        "SRV _ldap._tcp",
        "SSHFP bastion",
        "TLSA _443._tcp",
        "TXT ",
    ];
    let records = records.map(|name| format!("aws_route53_record.simple[{name:?}]"));
    let mut changed = vec![
        "aws_route53_record.authority",
        "aws_route53_record.latency[\"eu-central-1\"]",
        "aws_route53_record.latency[\"us-east-1\"]",
    ];
    changed.extend(records.iter().map(String::as_str));
    changed.extend([
        "aws_route53_record.weighted[0]",
        "aws_route53_record.weighted[1]",
        "aws_route53_zone.own",
        "aws_route53_zone.public",
    ]);
    let changed: Vec<(&str, &str)> = changed.into_iter().map(|it| (it, "update")).collect();
    stack.change("changed", &changed);

    let (public, shared) = (member(&ids, "public"), member(&ids, "shared"));
    let resources = [
        ("aws_route53_zone.public", json!(public)),
        ("aws_route53_zone.own", ids["own"].clone()),
        (
            "aws_route53_record.simple[\"A *.pool\"]",
            json!(format!("{public}_*.pool.orders.example.com_A")),
        ),
        (
            "aws_route53_record.weighted[0]",
            json!(format!("{public}_weighted.orders.example.com_CNAME_blue")),
        ),
        (
            "aws_route53_record.latency[\"us-east-1\"]",
            json!(format!("{public}_near.orders.example.com_A_us-east-1")),
        ),
        (
            "aws_route53_zone_association.consumer",
            json!(format!("{shared}:{}:us-west-2", member(&ids, "consumer"))),
        ),
        (
            "aws_route53_vpc_association_authorization.consumer",
            json!(format!("{shared}:{}", member(&ids, "consumer"))),
        ),
    ];
    stack.import_and_destroy(&resources, &server);
}

/// The record in the public zone has verified the service's private name.
fn expect_verified(server: &Server, service: &str) {
    let path = format!("/v1/endpoint-services/{service}");
    let service = server.get(&path, "111111111111", "eu-central-1");
    assert_eq!(service["privateDnsNameConfiguration"]["state"], "verified");
}
