//! AWS's own wire names, from the trimmed botocore models, and the check that an answer has no others.

use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::sync::OnceLock;

use privlink::domain::error::Code;
use roxmltree::Node;
use serde::Deserialize;

/// A service's model: see `tests/fixtures/botocore/trim.py` for its form.
#[derive(Deserialize)]
pub(crate) struct Model {
    service: String,
    /// The version of botocore that it is made from.
    pub(crate) botocore: String,
    /// The names of all actions that the service has.
    pub(crate) operations: Vec<String>,
    /// Its actions by name.
    pub(crate) actions: BTreeMap<String, ActionModel>,
    /// The values of its enumerations.
    enums: BTreeMap<String, BTreeSet<String>>,
}

/// What one action takes and answers.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ActionModel {
    pub(crate) request: Members,
    response: Members,
    result_wrapper: Option<String>,
    /// The HTTP method of an operation of REST-XML.
    pub(crate) method: Option<String>,
    /// Its path below the version, with labels in braces.
    pub(crate) path: Option<String>,
}

/// Wire names, with an asterisk where the model requires them, and their types.
pub(crate) type Members = BTreeMap<String, Type>;

#[derive(Deserialize)]
#[serde(untagged)]
pub(crate) enum Type {
    Scalar(String),
    Enum {
        r#enum: String,
    },
    Structure {
        members: Members,
    },
    List {
        list: Box<Type>,
        item: Option<String>,
    },
    Map {
        map: Box<Type>,
        halves: Option<[String; 2]>,
    },
}

/// What AWS answers, although its model does not have it.
const BEYOND: [(&str, &str); 2] = [
    ("AttachmentStatus", "available"),
    ("NetworkInterfaceType", "nat_gateway"),
];

/// The model of a service, by its file's name.
pub(crate) fn model(service: &str) -> &'static Model {
    static MODELS: OnceLock<BTreeMap<&str, Model>> = OnceLock::new();
    let models = MODELS.get_or_init(|| {
        [
            ("ec2", include_str!("../../fixtures/botocore/ec2.json")),
            ("elbv2", include_str!("../../fixtures/botocore/elbv2.json")),
            ("iam", include_str!("../../fixtures/botocore/iam.json")),
            (
                "route53",
                include_str!("../../fixtures/botocore/route53.json"),
            ),
            ("sns", include_str!("../../fixtures/botocore/sns.json")),
            ("sts", include_str!("../../fixtures/botocore/sts.json")),
        ]
        .map(|(name, text)| (name, serde_json::from_str(text).expect("a model")))
        .into()
    });
    &models[service]
}

impl Model {
    /// Refuses an answer that is not one of this action's. `action` need not exist if the answer is an error.
    pub(crate) fn check(&self, action: &str, root: Node<'_, '_>) -> Result<(), String> {
        match root.tag_name().name() {
            "Response" => check_ec2_error(root),
            "ErrorResponse" => check_query_error(root),
            name if name == format!("{action}Response") => {
                let model = self.actions.get(action);
                let model = model.ok_or_else(|| format!("the model has no action {action}"))?;
                match &model.result_wrapper {
                    Some(wrapper) => {
                        expect_children(root, &[wrapper, "ResponseMetadata"])?;
                        let mut parts = root.children();
                        let result = parts.next().expect("checked");
                        let metadata = parts.next().expect("checked");
                        expect_children(metadata, &["RequestId"])?;
                        self.members(&model.response, result, 0)
                    }
                    None if model.path.is_some() => self.members(&model.response, root, 0),
                    None if self.service != "ec2" => expect_children(root, &["ResponseMetadata"]),
                    None => {
                        let id = root.first_element_child();
                        if id.is_none_or(|id| id.tag_name().name() != "requestId") {
                            return Err("the answer does not begin with its requestId".to_owned());
                        }
                        if model.response.is_empty() {
                            // AWS sends it, though its model says that there is nothing.
                            return expect_children(root, &["requestId", "return"]);
                        }
                        self.members(&model.response, root, 1)
                    }
                }
            }
            other => Err(format!("<{other}> is no answer to {action}")),
        }
    }

    /// The children of a structure, apart from the first `skip`.
    fn members(&self, members: &Members, node: Node<'_, '_>, skip: usize) -> Result<(), String> {
        let mut seen = BTreeSet::new();
        for child in elements(node)?.into_iter().skip(skip) {
            let name = child.tag_name().name();
            let kind = members
                .get(name)
                .or_else(|| members.get(&format!("{name}*")));
            let kind = kind.ok_or_else(|| format!("AWS has no <{name}> in {}", path(node)))?;
            if !seen.insert(name) {
                return Err(format!("<{name}> is twice in {}", path(node)));
            }
            self.value(kind, child)?;
        }
        Ok(())
    }

    fn value(&self, kind: &Type, node: Node<'_, '_>) -> Result<(), String> {
        match kind {
            Type::Structure { members } => self.members(members, node, 0),
            Type::List { list, item } => {
                let item = item
                    .as_deref()
                    .ok_or_else(|| format!("{} is a flattened list", path(node)))?;
                for entry in elements(node)? {
                    if entry.tag_name().name() != item {
                        return Err(format!("{} is a list of <{item}>", path(node)));
                    }
                    self.value(list, entry)?;
                }
                Ok(())
            }
            Type::Map { map, halves } => {
                let usual = || ["key", "value"].map(str::to_owned);
                let [key, value] = halves.clone().unwrap_or_else(usual);
                for entry in elements(node)? {
                    if entry.tag_name().name() != "entry" {
                        return Err(format!("{} is a map of <entry>", path(node)));
                    }
                    expect_children(entry, &[&key, &value])?;
                    self.value(map, entry.last_element_child().expect("checked"))?;
                }
                Ok(())
            }
            Type::Enum { r#enum } => {
                let text = scalar(node)?;
                // The EC2 model's enumerations of endpoint states are Pascal case, its answers are not.
                let known = &self.enums[r#enum];
                let known = known.iter().any(|value| value.eq_ignore_ascii_case(text))
                    || BEYOND.contains(&(r#enum, text));
                known
                    .then_some(())
                    .ok_or_else(|| format!("{}: {text} is no {}", path(node), r#enum))
            }
            Type::Scalar(name) => {
                let text = scalar(node)?;
                let fits = match name.as_str() {
                    "boolean" => matches!(text, "true" | "false"),
                    "integer" | "long" => text.parse::<i64>().is_ok(),
                    "timestamp" => is_timestamp(text),
                    _ => true,
                };
                fits.then_some(())
                    .ok_or_else(|| format!("{}: {text:?} is no {name}", path(node)))
            }
        }
    }
}

fn check_ec2_error(root: Node<'_, '_>) -> Result<(), String> {
    expect_children(root, &["Errors", "RequestID"])?;
    let errors = root.first_element_child().expect("checked");
    expect_children(errors, &["Error"])?;
    let error = errors.first_element_child().expect("checked");
    expect_children(error, &["Code", "Message"])?;
    check_code(error)
}

fn check_query_error(root: Node<'_, '_>) -> Result<(), String> {
    expect_children(root, &["Error", "RequestId"])?;
    let error = root.first_element_child().expect("checked");
    expect_children(error, &["Type", "Code", "Message"])?;
    check_code(error)
}

fn check_code(error: Node<'_, '_>) -> Result<(), String> {
    let code = error
        .children()
        .find(|child| child.has_tag_name("Code") || child.tag_name().name() == "Code")
        .and_then(|code| code.text())
        .unwrap_or_default();
    let known = Code::ALL.iter().any(|known| known.name() == code);
    known
        .then_some(())
        .ok_or_else(|| format!("{code} is not a documented code"))
}

fn expect_children(node: Node<'_, '_>, names: &[&str]) -> Result<(), String> {
    let children: Vec<&str> = elements(node)?
        .iter()
        .map(|child| child.tag_name().name())
        .collect();
    if children == names {
        Ok(())
    } else {
        Err(format!("{} has {children:?}, not {names:?}", path(node)))
    }
}

/// The child elements of a node that has nothing else.
fn elements<'a, 'input>(node: Node<'a, 'input>) -> Result<Vec<Node<'a, 'input>>, String> {
    let stray = node
        .children()
        .find(|child| child.is_text() && !child.text().unwrap_or_default().trim().is_empty());
    match stray {
        Some(text) => Err(format!("{} has the text {:?}", path(node), text.text())),
        None => Ok(node.children().filter(Node::is_element).collect()),
    }
}

fn scalar<'a>(node: Node<'a, '_>) -> Result<&'a str, String> {
    if node.children().any(|child| child.is_element()) {
        return Err(format!("{} is not a plain value", path(node)));
    }
    Ok(node.text().unwrap_or_default())
}

/// `2026-11-22T10:15:30.123Z`
fn is_timestamp(text: &str) -> bool {
    let shape: String = text
        .chars()
        .map(|character| {
            if character.is_ascii_digit() {
                '0'
            } else {
                character
            }
        })
        .collect();
    shape == "0000-00-00T00:00:00.000Z"
}

fn path(node: Node<'_, '_>) -> String {
    let mut names: Vec<&str> = node
        .ancestors()
        .filter(Node::is_element)
        .map(|node| node.tag_name().name())
        .collect();
    names.reverse();
    names.join("/")
}
