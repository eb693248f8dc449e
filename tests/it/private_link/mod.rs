//! What consumers and providers get for what they ask rightly: each kind of endpoint and of service through its life, with
//! whole answers over both APIs.

mod acceptance;
mod aws_service;
mod aws_service_details;
mod chosen_addresses;
mod cross_region;
mod dual_stack;
mod filters;
mod gateway;
mod gateway_over_rest;
mod inspection;
mod inspection_over_rest;
mod payer;
mod private_name;
mod private_name_in_use;
mod tags;

use reqwest::Method;
use serde_json::{Value, json};

use crate::support::query::{Query, XmlReply};
use crate::support::rest::Rest;
use crate::support::world::{CONSUMER, Network, PROVIDER, World, ipv6_subnet, text};

/// The answer with every random part replaced, those of private names among them.
fn shown(world: &World, answer: &impl ToString) -> String {
    let mut text = String::new();
    let mut part = String::new();
    for character in world.shown(answer).chars().chain(['\n']) {
        if character.is_ascii_alphanumeric() {
            part.push(character);
            continue;
        }
        let lower = |it: u8| it.is_ascii_digit() || it.is_ascii_lowercase();
        let upper = |it: u8| it.is_ascii_digit() || it.is_ascii_uppercase();
        let hidden = match part.strip_prefix('Z') {
            Some(rest) if rest.len() == 20 && rest.bytes().all(upper) => "[zone]",
            _ if part.len() == 20 && part.bytes().all(lower) && text.ends_with('_') => "[label]",
            _ if part.len() == 20 && text.ends_with("vpce:") => "[value]",
            _ => &part,
        };
        text.push_str(hidden);
        text.push(character);
        part.clear();
    }
    text.trim_end().to_owned()
}

/// The items of a list in an answer, a line of texts for each.
fn rows(world: &World, reply: &XmlReply, list: &str) -> String {
    let document = reply.document();
    let lists = document
        .descendants()
        .filter(|node| node.tag_name().name() == list);
    let items = lists.flat_map(|list| list.children().filter(roxmltree::Node::is_element));
    let lines = items.map(|item| {
        let texts = item.descendants().filter(roxmltree::Node::is_text);
        let texts = texts.filter_map(|node| node.text()).map(str::trim);
        let texts: Vec<&str> = texts.filter(|text| !text.is_empty()).collect();
        texts.join(" ")
    });
    shown(world, &lines.collect::<Vec<_>>().join("\n"))
}

/// The items of a JSON list, a line of these members for each; those that are absent are a hyphen.
fn lines(world: &World, items: &Value, members: &[&str]) -> String {
    let line = |item: &Value| {
        let texts = members.iter().map(|member| match &item[*member] {
            Value::String(text) => text.clone(),
            Value::Null => "-".to_owned(),
            other => other.to_string(),
        });
        texts.collect::<Vec<_>>().join(" ")
    };
    let items = items.as_array().expect("a list");
    let lines: Vec<String> = items.iter().map(line).collect();
    shown(world, &lines.join("\n"))
}

/// Makes the VPC's resolver answer for private names.
async fn allow_private_names(world: &World, network: &Network) {
    let path = format!("/v1/vpcs/{}", network.vpc_id);
    let body = json!({"enableDnsHostnames": true});
    world.rest(CONSUMER).patch(&path, body).await.expect(200);
}

/// A network of the account's with IPv4 and IPv6 in us-east-1a and us-east-1b, and the subnets' IPv6 networks.
async fn both_stacks(world: &World, account: &'static str) -> (Network, Vec<String>) {
    let rest = world.rest(account);
    let body = json!({"cidrBlock": "10.0.0.0/16", "amazonProvidedIpv6CidrBlock": true});
    let vpc = rest.create("/v1/vpcs", body).await;
    let (vpc_id, block) = (text(&vpc["vpcId"]), text(&vpc["ipv6CidrBlock"]));
    let (mut subnet_ids, mut blocks) = (Vec::new(), Vec::new());
    for (number, zone) in [(0, "us-east-1a"), (1, "us-east-1b")] {
        let body = json!({
            "vpcId": vpc_id, "availabilityZone": zone, "cidrBlock": format!("10.0.{number}.0/24"),
            "ipv6CidrBlock": ipv6_subnet(&block, number),
        });
        let subnet = rest.create("/v1/subnets", body).await;
        subnet_ids.push(text(&subnet["subnetId"]));
        blocks.push(text(&subnet["ipv6CidrBlock"]));
    }
    (Network { vpc_id, subnet_ids }, blocks)
}

/// The provider accepts or rejects an endpoint.
async fn decide(world: &World, service_id: &str, endpoint_id: &str, verb: &str) -> Value {
    let path = format!("/v1/endpoint-services/{service_id}/connections/{endpoint_id}/{verb}");
    let rest = world.rest(PROVIDER);
    let request = rest.request(Method::POST, &path);
    rest.send(request).await.expect(200)
}

/// Sets the values of a TXT record.
async fn set_record(rest: &Rest<'_>, name: &str, value: &str) {
    let body = json!({"name": name, "type": "TXT", "values": [value], "ttl": 1800});
    let request = rest.request(Method::PUT, "/v1/dns-records").json(&body);
    let reply = rest.send(request).await;
    assert!(matches!(reply.status, 200 | 201), "{reply}");
}

/// The endpoint as its owner sees it over EC2.
async fn describe(ec2: &Query<'_>, endpoint_id: &str) -> XmlReply {
    let by_id = [("VpcEndpointId.1", endpoint_id)];
    ec2.ok("DescribeVpcEndpoints", &by_id).await
}

/// Changes an endpoint over EC2 and shows it afterwards, when the change is done.
async fn modify(
    ec2: &Query<'_>,
    world: &World,
    endpoint_id: &str,
    changes: &[(&str, &str)],
) -> XmlReply {
    let mut parameters = vec![("VpcEndpointId", endpoint_id)];
    parameters.extend(changes);
    let done = ec2.ok("ModifyVpcEndpoint", &parameters).await;
    assert_eq!(done.one("return"), "true");
    world.settle().await;
    describe(ec2, endpoint_id).await
}
