//! Route 53 as an access key uses it.

use reqwest::Method;

use super::model::model;
use super::query::{XmlReply, authorization};
use super::world::World;

const NAMESPACE: &str = "https://route53.amazonaws.com/doc/2013-04-01/";

/// An access key's view of Route 53.
#[derive(Clone, Copy)]
pub(crate) struct Route53<'w> {
    world: &'w World,
    access_key_id: &'w str,
    region: &'w str,
}

impl<'w> Route53<'w> {
    pub(super) fn new(world: &'w World, access_key_id: &'w str) -> Self {
        Self {
            world,
            access_key_id,
            region: "us-east-1",
        }
    }

    /// The same key, signing for another region.
    pub(crate) fn region(self, region: &'w str) -> Self {
        Self { region, ..self }
    }

    /// Carries out an operation, and sees that the answer is one that AWS's model knows. Parameters are named as in the model:
    /// `{Id}` is a label of the path, `?marker` a parameter of the query string, and `VPC.VPCId` an element in an element, of
    /// which several are `Changes.Change.1`, `Changes.Change.2`.
    pub(crate) async fn call(&self, action: &str, parameters: &[(&str, &str)]) -> XmlReply {
        let operation = &model("route53").actions[action];
        let mut path = operation.path.clone().expect("an operation has a path");
        let mut query = Vec::new();
        let mut elements = Vec::new();
        for (name, value) in parameters {
            if name.starts_with('{') {
                path = path.replace(name, &value.replace('/', "%2F"));
            } else if let Some(name) = name.strip_prefix('?') {
                query.push((name, *value));
            } else {
                elements.push((*name, *value));
            }
        }
        // A label that is not given stands for something that is not there.
        while let Some((before, after)) = path.clone().split_once('{') {
            let after = after.split_once('}').expect("a label has an end").1;
            path = format!("{before}NOTHING{after}");
        }
        let method = operation.method.as_deref().expect("a method");
        let method: Method = method.parse().expect("a method of HTTP");
        let body = (!elements.is_empty() || method == Method::POST)
            .then(|| document(&format!("{action}Request"), &elements));
        self.send(method, &path, &query, body, action).await
    }

    /// The answer of an operation that succeeds.
    pub(crate) async fn ok(&self, action: &str, parameters: &[(&str, &str)]) -> XmlReply {
        let reply = self.call(action, parameters).await;
        assert!(reply.status < 300, "{action}: {reply}");
        reply
    }

    /// Sends whatever it is to a path below the version.
    pub(crate) async fn send(
        &self,
        method: Method,
        path: &str,
        query: &[(&str, &str)],
        body: Option<String>,
        action: &str,
    ) -> XmlReply {
        let query = form_urlencoded::Serializer::new(String::new())
            .extend_pairs(query)
            .finish();
        let url = format!("{}/2013-04-01/{path}?{query}", self.world.url());
        let mut request = self.world.http.request(method, url).header(
            "Authorization",
            authorization(self.access_key_id, self.region, "route53"),
        );
        if let Some(body) = body {
            request = request.body(body);
        }
        XmlReply::checked(request, model("route53"), action).await
    }
}

/// A body with this root.
pub(crate) fn document(root: &str, elements: &[(&str, &str)]) -> String {
    let mut text =
        format!("<?xml version=\"1.0\" encoding=\"UTF-8\"?><{root} xmlns=\"{NAMESPACE}\">");
    let mut open: Vec<(String, Option<String>)> = Vec::new();
    for (name, value) in elements {
        let path = steps(name);
        let (last, outer) = path.split_last().expect("an element has a name");
        let common = open
            .iter()
            .zip(outer)
            .take_while(|(open, step)| open == step)
            .count();
        close(&mut text, &mut open, common);
        for step in &outer[common..] {
            text += &format!("<{}>", step.0);
            open.push(step.clone());
        }
        let value = value.replace('&', "&amp;").replace('<', "&lt;");
        text += &format!("<{0}>{value}</{0}>", last.0);
    }
    close(&mut text, &mut open, 0);
    format!("{text}</{root}>")
}

fn close(text: &mut String, open: &mut Vec<(String, Option<String>)>, left: usize) {
    while open.len() > left {
        let (name, _) = open.pop().expect("there is one more");
        *text += &format!("</{name}>");
    }
}

/// The elements of a path, each with its number if it is one of several.
fn steps(name: &str) -> Vec<(String, Option<String>)> {
    let mut steps: Vec<(String, Option<String>)> = Vec::new();
    for part in name.split('.') {
        match steps.last_mut() {
            Some(last) if part.bytes().all(|byte| byte.is_ascii_digit()) => {
                last.1 = Some(part.to_owned());
            }
            _ => steps.push((part.to_owned(), None)),
        }
    }
    steps
}
