//! Every parameter that AWS's model has is served, or refused by its name: never ignored.
//!
//! The parameters that are refused are listed in `tests/fixtures/botocore/unserved.txt`, which may only get shorter.
//! `UPDATE_DOCUMENTS=1 cargo test --test it wire_names` writes it anew.

use std::collections::BTreeSet;
use std::path::Path;

use crate::support::model::{Members, Type, model};
use crate::support::query::Protocol;
use crate::support::world::{CONSUMER, World};

/// How deep structures are followed; no action nests its parameters deeper.
pub(crate) const DEPTH: usize = 5;

/// Every parameter below `members` as a client would send it, with a value of its kind.
pub(crate) fn leaves(
    members: &Members,
    prefix: &str,
    depth: usize,
    found: &mut Vec<(String, &'static str)>,
) {
    for (name, kind) in members {
        let name = format!("{prefix}{}", name.trim_end_matches('*'));
        leaf(kind, &name, depth, found);
    }
}

fn leaf(kind: &Type, name: &str, depth: usize, found: &mut Vec<(String, &'static str)>) {
    match kind {
        Type::Structure { members } if depth > 0 => {
            leaves(members, &format!("{name}."), depth - 1, found);
        }
        Type::List { list, item } => {
            let element = item
                .as_ref()
                .map_or_else(|| format!("{name}.1"), |item| format!("{name}.{item}.1"));
            leaf(list, &element, depth, found);
        }
        Type::Scalar(scalar) => {
            let value = match scalar.as_str() {
                "boolean" => "true",
                "integer" | "long" => "1",
                _ => "x",
            };
            found.push((name.to_owned(), value));
        }
        Type::Map { map, halves } => {
            let value = halves.as_ref().map_or("value", |[_, value]| value);
            leaf(map, &format!("{name}.entry.1.{value}"), depth, found);
        }
        Type::Enum { .. } | Type::Structure { .. } => {
            found.push((name.to_owned(), "x"));
        }
    }
}

/// The other half of a map's pair, without which a value is none.
fn key_beside(name: &str) -> Option<String> {
    let (map, rest) = name.split_once(".entry.1.")?;
    let key = if rest.starts_with("Value") {
        "Name"
    } else {
        "key"
    };
    Some(format!("{map}.entry.1.{key}"))
}

/// The part of a refused name that the server does not know, without list positions: the same for each element.
fn refused_name(message: &str) -> Option<String> {
    let path = message
        .strip_prefix("The parameter ")?
        .strip_suffix(" is not recognized")?;
    let parts: Vec<&str> = path
        .split('.')
        .filter(|part| part.parse::<u32>().is_err() && !matches!(*part, "entry" | "member"))
        .collect();
    Some(parts.join("."))
}

#[tokio::test(flavor = "multi_thread")]
async fn every_parameter_is_served_or_refused_by_name() {
    let world = World::in_memory().await;
    let mut unserved = BTreeSet::new();
    let mut asked = 0;
    for service in privlink::aws::SERVICES {
        let protocol = Protocol::of(service.signing_name);
        for entry in service.actions {
            let model = &protocol.model().actions[entry.name];
            let mut parameters = Vec::new();
            leaves(&model.request, "", DEPTH, &mut parameters);
            for (name, value) in parameters {
                asked += 1;
                let query = world.query(CONSUMER, protocol);
                let mut request = vec![(&*name, value)];
                let key = key_beside(&name);
                request.extend(key.as_deref().map(|key| (key, "x")));
                let reply = query.call(entry.name, &request).await;
                assert!(reply.status < 500, "{} with {name}: {reply}", entry.name);
                if reply.all("Code") == ["UnknownParameter"] {
                    let refused = refused_name(&reply.one("Message"));
                    let refused =
                        refused.unwrap_or_else(|| panic!("{} with {name}: {reply}", entry.name));
                    unserved.insert(format!("{} {} {refused}", service.signing_name, entry.name));
                }
            }
        }
    }
    asked += ask_rest(&world, &mut unserved).await;
    assert!(asked > 600, "only {asked} parameters were asked for");
    compare(
        &unserved
            .into_iter()
            .map(|line| line + "\n")
            .collect::<String>(),
    );
}

/// The same for services of REST-XML; returns how many parameters there were.
async fn ask_rest(world: &World, unserved: &mut BTreeSet<String>) -> usize {
    let mut asked = 0;
    for service in privlink::aws::REST_SERVICES {
        let model = model(service.signing_name);
        for operation in service.operations {
            let action = &model.actions[operation.name];
            let mut parameters = Vec::new();
            leaves(&action.request, "", DEPTH, &mut parameters);
            for (name, value) in parameters {
                asked += 1;
                let client = world.route53(CONSUMER);
                let reply = client.call(operation.name, &[(&name, value)]).await;
                assert!(
                    reply.status < 500,
                    "{} with {name}: {reply}",
                    operation.name
                );
                let message = reply.all("Message");
                if let Some(refused) = message.first().and_then(|text| refused_name(text)) {
                    unserved.insert(format!(
                        "{} {} {refused}",
                        service.signing_name, operation.name
                    ));
                }
            }
        }
    }
    asked
}

#[tokio::test]
async fn operations_are_where_aws_has_them_and_refuse_what_they_do_not_know() {
    let world = World::in_memory().await;
    for service in privlink::aws::REST_SERVICES {
        for operation in service.operations {
            let action = &model(service.signing_name).actions[operation.name];
            let path = action
                .path
                .as_deref()
                .map(|path| path.trim_end_matches('/'));
            assert_eq!(
                (action.method.as_deref(), path),
                (Some(operation.method.as_str()), Some(operation.path)),
                "{}",
                operation.name
            );
            for unknown in ["?Nonsense", "Nonsense"] {
                let client = world.route53(CONSUMER);
                let reply = client.call(operation.name, &[(unknown, "x")]).await;
                assert_eq!(
                    reply.refusal(),
                    "400 InvalidInput: The parameter Nonsense is not recognized",
                    "{}",
                    operation.name
                );
            }
        }
    }
}

fn compare(found: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/botocore/unserved.txt");
    if std::env::var_os("UPDATE_DOCUMENTS").is_some() {
        std::fs::write(&path, found).expect("the list can be written");
    }
    let listed = std::fs::read_to_string(&path).unwrap_or_default();
    let listed: BTreeSet<&str> = listed.lines().collect();
    let found: BTreeSet<&str> = found.lines().collect();
    let new: Vec<&&str> = found.difference(&listed).collect();
    assert!(new.is_empty(), "these were served before: {new:#?}");
    let served: Vec<&&str> = listed.difference(&found).collect();
    assert!(
        served.is_empty(),
        "these are served now; take them off the list: {served:#?}"
    );
}

#[tokio::test]
async fn a_name_that_aws_does_not_have_is_refused_by_every_action() {
    let world = World::in_memory().await;
    for service in privlink::aws::SERVICES {
        let protocol = Protocol::of(service.signing_name);
        for entry in service.actions {
            let reply = world
                .query(CONSUMER, protocol)
                .call(entry.name, &[("Nonsense.1", "x")])
                .await;
            assert_eq!(
                (reply.status, reply.one("Code"), reply.one("Message")),
                (
                    400,
                    "UnknownParameter".to_owned(),
                    "The parameter Nonsense is not recognized".to_owned()
                ),
                "{}",
                entry.name
            );
        }
    }
}

#[tokio::test]
async fn every_ec2_action_refuses_a_filter_that_it_does_not_have() {
    let world = World::in_memory().await;
    let service = privlink::aws::SERVICES
        .iter()
        .find(|service| service.signing_name == "ec2")
        .expect("EC2");
    let mut asked = 0;
    for entry in service.actions {
        let request = &Protocol::EC2.model().actions[entry.name].request;
        let other_required = request.keys().any(|name| name.ends_with('*'));
        if !request.contains_key("Filter") || other_required {
            continue;
        }
        asked += 1;
        let filter = [("Filter.1.Name", "flavour"), ("Filter.1.Value.1", "x")];
        let reply = world.ec2(CONSUMER).call(entry.name, &filter).await;
        let expected = "The filter 'flavour' is invalid".to_owned();
        assert_eq!(
            (reply.one("Code"), reply.one("Message")),
            ("InvalidFilter".to_owned(), expected),
            "{}",
            entry.name
        );
    }
    assert!(asked >= 12, "only {asked} actions have filters");
}
