//! `docs/coverage.md`: what of AWS's APIs is served, made of the tables of actions, AWS's own models, and the list of
//! parameters that are refused.
//!
//! `UPDATE_DOCUMENTS=1 cargo test --test it coverage` writes it anew, as long as nothing that it lists as served is missing.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::Path;

use crate::support::model::{Model, model};
use crate::wire_names::{DEPTH, leaves};

/// A service and the names of its served actions.
struct Served {
    signing_name: &'static str,
    endpoint_name: &'static str,
    service_id: &'static str,
    version: &'static str,
    actions: BTreeSet<&'static str>,
}

fn services() -> Vec<Served> {
    let query = privlink::aws::SERVICES.iter().map(|service| Served {
        signing_name: service.signing_name,
        endpoint_name: service.endpoint_name,
        service_id: service.service_id,
        version: service.version,
        actions: service.actions.iter().map(|entry| entry.name).collect(),
    });
    let rest = privlink::aws::REST_SERVICES.iter().map(|service| Served {
        signing_name: service.signing_name,
        endpoint_name: service.endpoint_name,
        service_id: service.service_id,
        version: service.version,
        actions: service.operations.iter().map(|entry| entry.name).collect(),
    });
    query.chain(rest).collect()
}

/// The parameters that an action has in AWS's model, without the numbers of list elements.
fn parameters(model: &Model, action: &str) -> Vec<String> {
    let mut found = Vec::new();
    leaves(&model.actions[action].request, "", DEPTH, &mut found);
    let name = |(name, _): (String, &str)| {
        let parts = name.split('.');
        let kept = parts.filter(|part| part.parse::<u32>().is_err() && *part != "member");
        kept.collect::<Vec<_>>().join(".")
    };
    found.into_iter().map(name).collect()
}

/// The refused parameters of an action, as `unserved.txt` has them.
fn refused<'l>(list: &'l str, signing_name: &str, action: &str) -> Vec<&'l str> {
    let prefix = format!("{signing_name} {action} ");
    list.lines()
        .filter_map(|line| line.strip_prefix(&prefix))
        .collect()
}

fn is_below(parameter: &str, refused: &str) -> bool {
    parameter
        .strip_prefix(refused)
        .is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
}

/// How many there are of how many.
#[derive(Clone, Copy, Default)]
struct Share {
    served: usize,
    all: usize,
}

impl std::fmt::Display for Share {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "{} of {}", self.served, self.all)
    }
}

/// The rows of a service's served actions, and how many of their parameters are served.
fn rows(service: &Served, model: &Model, list: &str) -> (String, Share) {
    let mut rows = String::new();
    let mut total = Share::default();
    for action in &service.actions {
        let parameters = parameters(model, action);
        let refused = refused(list, service.signing_name, action);
        let is_refused = |parameter: &&String| refused.iter().any(|name| is_below(parameter, name));
        let share = Share {
            served: parameters.len() - parameters.iter().filter(is_refused).count(),
            all: parameters.len(),
        };
        total.served += share.served;
        total.all += share.all;
        let names: Vec<String> = refused.iter().map(|name| format!("`{name}`")).collect();
        writeln!(rows, "| `{action}` | {share} | {} |", names.join(" ")).expect("text can grow");
    }
    (rows, total)
}

fn document() -> String {
    let list = include_str!("../fixtures/botocore/unserved.txt");
    let mut summary = String::new();
    let mut sections = String::new();
    for service in services() {
        let model = model(service.endpoint_name);
        let (rows, parameters) = rows(&service, model, list);
        let actions = Share {
            served: service.actions.len(),
            all: model.operations.len(),
        };
        let Served {
            service_id,
            version,
            ..
        } = service;
        writeln!(
            summary,
            "| {service_id} | {version} | {actions} | {parameters} |"
        )
        .expect("text can grow");
        writeln!(
            sections,
            "\n## {service_id}\n\n| action | parameters | refused by name |\n| --- | --- | --- |\n{}",
            rows.trim_end()
        )
        .expect("text can grow");
        let others = model
            .operations
            .iter()
            .filter(|name| !service.actions.contains(name.as_str()));
        let others: Vec<String> = others.map(|name| format!("`{name}`")).collect();
        if !others.is_empty() {
            writeln!(sections, "\nRefused: {}", others.join(" ")).expect("text can grow");
        }
    }
    format!(
        "# Coverage\n\nWhich actions of AWS's APIs privlink serves, and which of their parameters, counted against botocore {}. \
        Whatever isn't served\nis refused by name: an action with the service's own code for unknown ones, a parameter with \
        `UnknownParameter`. Parameters are\ncounted down to the last member of structures. This page is made by the tests; what \
        the actions do is told in\n[AWS APIs](aws-api.md).\n\n| service | API version | actions | parameters of these |\n| --- | --- | --- | --- |\n{summary}{sections}",
        model("ec2").botocore
    )
}

/// The actions of each service that a document lists as served, and their refused parameters.
fn listed(document: &str) -> BTreeMap<String, BTreeMap<String, BTreeSet<String>>> {
    let mut listed: BTreeMap<String, BTreeMap<String, BTreeSet<String>>> = BTreeMap::new();
    let mut service = String::new();
    for line in document.lines() {
        if let Some(name) = line.strip_prefix("## ") {
            name.clone_into(&mut service);
        } else if let Some(row) = line.strip_prefix("| `") {
            let (action, rest) = row.split_once('`').expect("a row has an action");
            let refused = rest.split('`').skip(1).step_by(2).map(str::to_owned);
            let actions = listed.entry(service.clone()).or_default();
            actions.insert(action.to_owned(), refused.collect());
        }
    }
    listed
}

#[test]
fn the_coverage_is_documented_and_only_grows() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/coverage.md");
    let committed = std::fs::read_to_string(&path).unwrap_or_default();
    let document = document();
    let now = listed(&document);
    for (service, actions) in listed(&committed) {
        for (action, refused) in actions {
            let now = now.get(&service).and_then(|actions| actions.get(&action));
            let now = now.unwrap_or_else(|| panic!("{service} {action} was served before"));
            let new: Vec<&String> = now.difference(&refused).collect();
            assert!(new.is_empty(), "{service} {action} served before: {new:?}");
        }
    }
    if std::env::var_os("UPDATE_DOCUMENTS").is_some() {
        std::fs::write(&path, &document).expect("the document can be written");
    } else {
        assert_eq!(committed, document, "UPDATE_DOCUMENTS=1 writes it anew");
    }
}
