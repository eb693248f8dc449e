//! What an account sees, as lines of text that model and server are compared by.

use crate::cast::Account;
use crate::step::Label;

/// An endpoint, as its owner sees it.
#[derive(Debug)]
pub(crate) struct EndpointLine {
    pub(crate) endpoint: String,
    pub(crate) owner: String,
    pub(crate) vpc: String,
    pub(crate) service: String,
    pub(crate) state: String,
    pub(crate) subnets: Vec<String>,
    pub(crate) tables: Vec<String>,
    pub(crate) interfaces: usize,
    pub(crate) private_dns: bool,
    pub(crate) names: usize,
    /// Seconds since the beginning.
    pub(crate) created: i64,
    pub(crate) tags: Vec<String>,
}

impl EndpointLine {
    pub(crate) fn show(mut self) -> String {
        self.subnets.sort();
        self.tables.sort();
        format!(
            "{} of {} in {} to {} is {}: in [{}], from [{}], {} interfaces, {} names, private DNS {}, created at {}, tags [{}]",
            self.endpoint,
            self.owner,
            self.vpc,
            self.service,
            self.state,
            self.subnets.join(" "),
            self.tables.join(" "),
            self.interfaces,
            self.names,
            self.private_dns,
            self.created,
            self.tags.join(" "),
        )
    }
}

/// An endpoint, as the provider of its service sees it.
#[derive(Debug)]
pub(crate) struct ConnectionLine {
    pub(crate) endpoint: String,
    pub(crate) owner: String,
    pub(crate) service: String,
    pub(crate) state: String,
    pub(crate) names: usize,
    pub(crate) created: i64,
    pub(crate) balancers: Vec<String>,
}

impl ConnectionLine {
    pub(crate) fn show(mut self) -> String {
        self.balancers.sort();
        format!(
            "connection of {} of {} to {} is {}: {} names, created at {}, behind it [{}]",
            self.endpoint,
            self.owner,
            self.service,
            self.state,
            self.names,
            self.created,
            self.balancers.join(" "),
        )
    }
}

/// A service, as its provider or a consumer sees it.
#[derive(Debug)]
pub(crate) struct ServiceLine {
    pub(crate) service: String,
    pub(crate) acceptance: bool,
    pub(crate) zones: Vec<String>,
    /// Its private name and how far the proof of that is.
    pub(crate) private_name: Option<(String, String)>,
    /// Whether its provider pays for the endpoints.
    pub(crate) pays: bool,
    /// To the provider its load balancers and the principals that it allows, to a consumer its owner.
    pub(crate) more: Vec<String>,
}

impl ServiceLine {
    pub(crate) fn show(mut self, kind: &str) -> String {
        self.zones.sort();
        self.more.sort();
        format!(
            "{kind} {}, acceptance {}, in [{}], named {:?}, pays {}: [{}]",
            self.service,
            self.acceptance,
            self.zones.join(" "),
            self.private_name,
            self.pays,
            self.more.join(" "),
        )
    }
}

/// What a service is called.
pub(crate) fn service(label: Label) -> String {
    format!("service {label}")
}

/// What an endpoint is called.
pub(crate) fn endpoint(label: Label) -> String {
    format!("endpoint {label}")
}

/// A subnet with the addresses that are left.
pub(crate) fn subnet(subnet: &str, free: &str) -> String {
    format!("{subnet} has {free} free addresses")
}

/// An interface of an endpoint's.
pub(crate) fn interface(endpoint: &str, subnet: &str) -> String {
    format!("interface of {endpoint} in {subnet}")
}

/// A route to an endpoint.
pub(crate) fn route(table: &str, endpoint: &str, service: &str) -> String {
    format!("route from {table} to {endpoint} for {service}")
}

/// An account's name for people.
pub(crate) fn account(account: Account) -> String {
    format!("{account:?}")
}

/// The lines that only one side has; nothing if both have the same.
pub(crate) fn difference(expected: &[String], found: &[String]) -> Option<String> {
    let (mut expected, mut found) = (expected.to_vec(), found.to_vec());
    expected.sort();
    found.sort();
    if expected == found {
        return None;
    }
    let mut lines = Vec::new();
    for line in &expected {
        if !found.contains(line) {
            lines.push(format!("  model:  {line}"));
        }
    }
    for line in &found {
        if !expected.contains(line) {
            lines.push(format!("  server: {line}"));
        }
    }
    lines.push(format!(
        "  {} lines of the model, {} of the server",
        expected.len(),
        found.len()
    ));
    Some(lines.join("\n"))
}
