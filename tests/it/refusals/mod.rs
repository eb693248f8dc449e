//! What must not be: each refusal over EC2 (or ELBv2) with its REST twin, and that it changed nothing.
//!
//! The numbers are those of the negative tests in the behaviour reference. A line of a table is: the API, the HTTP status,
//! AWS's code, over REST the member at fault, and the message. What succeeds although something is wrong with it, as
//! AWS does it for items of bulk requests, has status 200.

mod connections;
mod endpoints;
mod endpoints_changed;
mod ipv6;
mod lists;
mod load_balancer_addresses;
mod load_balancers;
mod networks;
mod services;

use reqwest::Method;
use serde_json::{Value, json};

use crate::support::query::{Query, XmlReply};
use crate::support::rest::Rest;
use crate::support::world::World;

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
        let before = self.world.rows().await;
        let mut request = client.request(method, path);
        if !body.is_null() {
            request = request.json(&body);
        }
        let reply = client.send(request).await;
        assert!(reply.status >= 400, "{path} is not refused: {reply}");
        self.note("REST", &reply.refusal());
        assert_eq!(before, self.world.rows().await, "{path} changed something");
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
