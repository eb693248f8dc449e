//! Route 53: zones, the VPCs of private ones, record sets, and what is verified by them.

mod records;
mod refusals;
mod verification;
mod vpcs;
mod zones;

use std::collections::HashMap;

use crate::support::query::XmlReply;
use crate::support::rest_xml::Route53;
use crate::support::world::World;

/// A zone of this name; returns its id.
async fn zone(client: Route53<'_>, name: &str) -> String {
    zone_with(client, name, &[]).await
}

/// The same with other parameters in the request.
async fn zone_with(client: Route53<'_>, name: &str, more: &[(&str, &str)]) -> String {
    let mut parameters = vec![("Name", name), ("CallerReference", name)];
    parameters.extend(more);
    let reply = client.ok("CreateHostedZone", &parameters).await;
    bare(&reply.one("Id"))
}

/// A private zone of this name for the VPC; returns its id.
async fn private_zone(client: Route53<'_>, name: &str, vpc_id: &str) -> String {
    let vpc = [("VPC.VPCRegion", "us-east-1"), ("VPC.VPCId", vpc_id)];
    zone_with(client, name, &vpc).await
}

/// An id without the path before it.
fn bare(id: &str) -> String {
    id.rsplit('/').next().unwrap_or_default().to_owned()
}

/// Parameters of a change, of which there are several by number.
fn change<'a>(
    action: &'a str,
    name: &'a str,
    kind: &'a str,
    ttl: &'a str,
    values: &[&'a str],
) -> Vec<(&'a str, &'a str)> {
    const VALUES: [&str; 3] = [
        "ResourceRecords.ResourceRecord.1.Value",
        "ResourceRecords.ResourceRecord.2.Value",
        "ResourceRecords.ResourceRecord.3.Value",
    ];
    let mut parameters = vec![
        ("Action", action),
        ("Name", name),
        ("Type", kind),
        ("TTL", ttl),
    ];
    parameters.extend(VALUES.into_iter().zip(values.iter().copied()));
    parameters
}

/// Makes changes of one zone, and returns what is answered.
async fn make(client: Route53<'_>, zone_id: &str, changes: &[Vec<(&str, &str)>]) -> XmlReply {
    let mut named = vec![("{Id}".to_owned(), zone_id)];
    for (index, parameters) in changes.iter().enumerate() {
        for (name, value) in parameters {
            let place = format!("ChangeBatch.Changes.Change.{}", index + 1);
            let place = match *name {
                "Action" => format!("{place}.Action"),
                name => format!("{place}.ResourceRecordSet.{name}"),
            };
            named.push((place, value));
        }
    }
    let parameters: Vec<(&str, &str)> = named
        .iter()
        .map(|(name, value)| (name.as_str(), *value))
        .collect();
    client.call("ChangeResourceRecordSets", &parameters).await
}

/// The text with numbers for the random ids of zones and changes, and without those of name servers.
fn shown(world: &World, text: &impl ToString) -> String {
    let text = world.shown(text);
    let mut given: HashMap<String, usize> = HashMap::new();
    let mut shown = String::new();
    let mut name = String::new();
    for character in text.chars().chain(['\n']) {
        if character.is_ascii_alphanumeric() || character == '-' {
            name.push(character);
            continue;
        }
        let kind = name.chars().next().unwrap_or(' ');
        if name.len() == 21
            && "ZC".contains(kind)
            && name
                .bytes()
                .all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit())
        {
            let next = given.keys().filter(|key| key.starts_with(kind)).count() + 1;
            let number = given.entry(name.clone()).or_insert(next);
            shown += &format!("{kind}{number}");
        } else if name.starts_with("ns-") || name.starts_with("awsdns-") {
            let prefix = name.split('-').next().unwrap_or_default();
            shown += if name.ends_with("hostmaster") {
                &name
            } else {
                prefix
            };
        } else {
            shown += &name;
        }
        name.clear();
        shown.push(character);
    }
    shown.trim_end().to_owned()
}
