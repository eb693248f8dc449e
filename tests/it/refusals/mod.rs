//! What must not be: each refusal over EC2 (or ELBv2) with its REST twin, and that it changed nothing.
//!
//! The numbers are those of the negative tests in the behaviour reference, [`CASES`]. A line of a table is: the API, the HTTP status,
//! AWS's code, over REST the member at fault, and the message. What succeeds although something is wrong with it, as
//! AWS does it for items of bulk requests, has status 200.

mod addresses;
mod appliances;
mod applications;
mod connections;
mod cross_region;
mod endpoints;
mod endpoints_changed;
mod gateways;
mod ipv6;
mod listener_rules;
mod listeners;
mod lists;
mod load_balancer_addresses;
mod load_balancers;
mod networks;
mod notifications;
mod private_dns;
mod private_names;
mod quotas;
mod routes;
mod scene;
mod services;
mod services_changed;
mod target_groups;

use std::collections::{BTreeMap, BTreeSet};

use reqwest::{Method, RequestBuilder};
use serde_json::{Value, json};

use crate::support::query::{Query, XmlReply};
use crate::support::rest::Rest;
use crate::support::world::World;

/// The negative tests of the behaviour reference, with the codes that AWS refuses each with.
const CASES: &str = "
    1 DryRunOperation
    2 MissingParameter
    3 UnknownParameter
    4 InvalidAction
    5 InvalidVpcID.NotFound
    6 InvalidServiceName
    7 InvalidServiceName
    8 InvalidServiceName
    9 InvalidServiceName
    10 InvalidParameter
    11 InvalidParameter
    12 InvalidParameter
    13 DuplicateSubnetsInSameZone
    14 DuplicateSubnetsInSameZone
    15 InvalidParameter
    16 InvalidSubnetId.NotFound
    17 InvalidRouteTableId.NotFound
    18 InvalidGroup.NotFound
    19 InvalidParameter
    20 InvalidParameter
    21 InvalidParameter
    22 InvalidParameter
    23 InvalidParameter
    24 RouteAlreadyExists
    25 InvalidPolicyDocument
    26 VpcEndpointLimitExceeded
    27 IdempotentParameterMismatch
    28 InsufficientFreeAddressesInSubnet
    29 InvalidParameterValue InvalidIPAddress.InUse
    30 InvalidParameter
    31 InvalidVpcEndpointId.NotFound
    32 InvalidParameter
    33 InvalidVpcEndpoint.NotFound
    34 DependencyViolation
    35 ExistingVpcEndpointConnections
    36 InvalidVpcEndpointService.NotFound
    37 InvalidVpcEndpointServiceId.NotFound
    38 InvalidNetworkLoadBalancerArn.NotFound ExistingVpcEndpointConnections
    39 InvalidPrincipal
    40 ResourceInUse
    41 InvalidConnectionNotification
    42 OperationNotPermitted
    43 InvalidParameterValue
    44 DependencyViolation
    45 InvalidParameterValue
    46 InvalidVpcEndpoint.NotFound
    47 InvalidVpcEndpointServiceId.NotFound
    48 InvalidParameterValue
    49 InvalidFilter
    50 InvalidParameter
";

/// A table of refusals, of which none may change anything.
struct Refusals<'w> {
    world: &'w World,
    table: String,
}

impl<'w> Refusals<'w> {
    fn of(world: &'w World) -> Self {
        Self {
            world,
            table: String::new(),
        }
    }

    /// Begins a row.
    fn when(&mut self, what: &str) {
        self.table += &format!("{what}\n");
    }

    /// Sees that an action is refused.
    async fn query(&mut self, client: &Query<'_>, action: &str, parameters: &[(&str, &str)]) {
        let before = self.world.rows().await;
        let reply = client.call(action, parameters).await;
        self.note("AWS ", &verdict(&reply, action));
        assert_eq!(
            before,
            self.world.rows().await,
            "{action} changed something"
        );
    }

    /// Sees that a request is refused.
    async fn rest(&mut self, client: &Rest<'_>, method: Method, path: &str, body: Value) {
        let mut request = client.request(method, path);
        if !body.is_null() {
            request = request.json(&body);
        }
        self.send(client, request).await;
    }

    /// Sees that a request with more than a body is refused.
    async fn send(&mut self, client: &Rest<'_>, request: RequestBuilder) {
        let before = self.world.rows().await;
        let reply = client.send(request).await;
        assert!(reply.status >= 400, "not refused: {reply}");
        self.note("REST", &reply.refusal());
        assert_eq!(before, self.world.rows().await, "{reply} changed something");
    }

    fn note(&mut self, api: &str, refusal: &str) {
        let refusal = self.world.shown(&refusal);
        self.table += &format!("  {api} {refusal}\n");
    }

    fn table(&self) -> &str {
        self.table.trim_end()
    }
}

/// A refusal in a line. Whole requests are refused with 4xx, items of bulk requests by name.
fn verdict(reply: &XmlReply, action: &str) -> String {
    let refused = reply.status >= 400 || !reply.all("resourceId").is_empty();
    assert!(refused, "{action} is not refused: {reply}");
    reply.refusal()
}

/// A case, and its parameters.
type Case = (String, Vec<(String, String)>);

/// Cases in a text: a line says what is wrong, and the indented ones after it are parameters. `names` stand for what is only
/// known when the test runs.
fn cases(text: &str, names: &[(&str, &str)]) -> Vec<Case> {
    let mut cases: Vec<Case> = Vec::new();
    for line in text.lines().filter(|line| !line.is_empty()) {
        let line = names.iter().fold(line.to_owned(), |line, (name, value)| {
            line.replace(name, value)
        });
        match line
            .strip_prefix("  ")
            .and_then(|line| line.split_once('='))
        {
            None => cases.push((line, Vec::new())),
            Some((name, value)) => {
                let (_, parameters) = cases.last_mut().expect("a case comes first");
                parameters.push((name.to_owned(), value.to_owned()));
            }
        }
    }
    cases
}

/// Parameters with others added or in their place; without those that become empty.
fn with<'a>(
    base: &[(&'a str, &'a str)],
    changes: &[(&'a str, &'a str)],
) -> Vec<(&'a str, &'a str)> {
    let mut parameters: Vec<(&str, &str)> = base
        .iter()
        .filter(|(name, _)| changes.iter().all(|(changed, _)| changed != name))
        .copied()
        .collect();
    parameters.extend(changes.iter().filter(|(_, value)| !value.is_empty()));
    parameters
}

/// A body with other members added or in their place; without those that become null.
fn merged(base: &Value, changes: Value) -> Value {
    let mut body = base.clone();
    let Value::Object(changes) = changes else {
        panic!("changes are an object");
    };
    for (name, value) in changes {
        match value {
            Value::Null => {
                body.as_object_mut().expect("an object").remove(&name);
            }
            value => body[name] = value,
        }
    }
    body
}

/// A body with nothing in it.
fn nothing() -> Value {
    json!({})
}

/// Every case stands in a table of this folder, with each of its codes over AWS's API, and with its REST twin.
#[test]
fn every_case_is_shown() {
    let shown = shown_cases();
    let mut missing = Vec::new();
    for case in CASES.trim().lines() {
        let mut words = case.split_whitespace();
        let number = words.next().expect("a case has a number");
        let told = shown.get(number).cloned().unwrap_or_default();
        for code in words.chain(["REST"]) {
            if !told.contains(code) {
                missing.push(format!("{number} {code}"));
            }
        }
    }
    assert_eq!(missing, Vec::<String>::new());
}

/// The codes in the tables of this folder's tests, by the numbers of their rows; `REST` where there is a twin.
fn shown_cases() -> BTreeMap<String, BTreeSet<String>> {
    let mut shown: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/it/refusals");
    for file in std::fs::read_dir(folder).expect("the folder is there") {
        let path = file.expect("a file").path();
        let source = std::fs::read_to_string(path).expect("the file can be read");
        let mut row: Vec<String> = Vec::new();
        for line in source.lines() {
            let words: Vec<&str> = line.split_whitespace().collect();
            let told = match words[..] {
                ["AWS", _, code, ..] => code.trim_end_matches(':'),
                ["REST", ..] => "REST",
                _ => {
                    row = numbers(line);
                    continue;
                }
            };
            for number in &row {
                let codes = shown.entry(number.clone()).or_default();
                codes.insert(told.to_owned());
            }
        }
    }
    shown
}

/// The numbers at the beginning of a row: `48, 49: a list` has two.
fn numbers(line: &str) -> Vec<String> {
    let (head, _) = line.trim().split_once(": ").unwrap_or_default();
    let numbers: Vec<&str> = head.split(", ").collect();
    let digits = |text: &&str| !text.is_empty() && text.bytes().all(|it| it.is_ascii_digit());
    if numbers.iter().all(digits) {
        numbers.into_iter().map(str::to_owned).collect()
    } else {
        Vec::new()
    }
}
