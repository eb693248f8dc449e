//! serde's view of a request: what is in its path, its query string and its body, as one structure.
//!
//! A field tells by its name where it stands on the wire: `{Id}` is a label of the path, `?maxitems` a parameter of the query
//! string, and any other an element of the body. So nothing that stands in one place can be taken for something in another,
//! and with `deny_unknown_fields` whatever is in none is refused. A `Vec` is all elements of its name, which may be none.

use std::vec;

use serde::de::{
    self, DeserializeOwned, DeserializeSeed, Deserializer, IntoDeserializer, MapAccess, SeqAccess,
    Visitor,
};
use serde::forward_to_deserialize_any;

use super::xml::{Content, Element};
use crate::aws::query::{QueryError, invalid, quoted};

/// The parts of a request that its structure is made of.
#[derive(Debug, Default)]
pub(super) struct Parts {
    fields: Vec<(String, Vec<Value>)>,
}

#[derive(Debug, Clone)]
enum Value {
    Text(String),
    Structure(Vec<Element>),
}

impl From<Element> for Value {
    fn from(element: Element) -> Self {
        match element.content {
            Content::Text(text) => Self::Text(text),
            Content::Elements(elements) => Self::Structure(elements),
        }
    }
}

impl Parts {
    /// Adds a label of the path.
    pub(super) fn label(&mut self, name: &str, value: String) {
        self.add(format!("{{{name}}}"), Value::Text(value));
    }

    /// Adds a parameter of the query string.
    pub(super) fn parameter(&mut self, name: &str, value: String) {
        self.add(format!("?{name}"), Value::Text(value));
    }

    /// Adds an element of the body.
    pub(super) fn element(&mut self, element: Element) {
        self.add(element.name.clone(), element.into());
    }

    /// Turns the parts into the structure of a request.
    pub(super) fn deserialize<T: DeserializeOwned>(self) -> Result<T, QueryError> {
        T::deserialize(Group(vec![Node::Fields(self.fields)]))
    }

    fn add(&mut self, name: String, value: Value) {
        add(&mut self.fields, name, value);
    }
}

fn add(fields: &mut Vec<(String, Vec<Value>)>, name: String, value: Value) {
    match fields.iter_mut().find(|(known, _)| *known == name) {
        Some((_, values)) => values.push(value),
        None => fields.push((name, vec![value])),
    }
}

/// Names as the client knows them.
fn shown(name: &str) -> &str {
    name.trim_start_matches(['?', '{']).trim_end_matches('}')
}

enum Node {
    Text(String),
    Fields(Vec<(String, Vec<Value>)>),
}

impl From<Value> for Node {
    fn from(value: Value) -> Self {
        match value {
            Value::Text(text) => Self::Text(text),
            Value::Structure(elements) => {
                let mut fields = Vec::new();
                for element in elements {
                    add(&mut fields, element.name.clone(), element.into());
                }
                Self::Fields(fields)
            }
        }
    }
}

/// All that is called the same in one place: a list's entries, or a single value.
struct Group(Vec<Node>);

impl Group {
    fn only(self) -> Result<Node, QueryError> {
        let mut nodes = self.0.into_iter();
        match (nodes.next(), nodes.next()) {
            (Some(node), None) => Ok(node),
            _ => Err(invalid("it is given more than once".to_owned())),
        }
    }

    fn scalar(self) -> Result<String, QueryError> {
        match self.only()? {
            Node::Text(text) => Ok(text),
            Node::Fields(fields) => {
                let below = fields.first().map_or("", |(name, _)| name);
                Err(invalid(format!(
                    "it takes one value, so there is no {below}"
                )))
            }
        }
    }
}

macro_rules! deserialize_integers {
    ($($deserialize:ident, $visit:ident, $integer:ty;)*) => {$(
        fn $deserialize<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, QueryError> {
            let text = self.scalar()?;
            let number = text.parse().map_err(|_| {
                let (value, min, max) = (quoted(&text), <$integer>::MIN, <$integer>::MAX);
                invalid(format!("{value} is not a whole number from {min} to {max}"))
            })?;
            visitor.$visit(number)
        }
    )*};
}

impl<'de> Deserializer<'de> for Group {
    type Error = QueryError;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, QueryError> {
        visitor.visit_string(self.scalar()?)
    }

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, QueryError> {
        let text = self.scalar()?;
        match text.as_str() {
            "true" | "1" => visitor.visit_bool(true),
            "false" | "0" => visitor.visit_bool(false),
            _ => Err(invalid(format!(
                "{} is neither true nor false",
                quoted(&text)
            ))),
        }
    }

    deserialize_integers! {
        deserialize_i32, visit_i32, i32;
        deserialize_i64, visit_i64, i64;
        deserialize_u8, visit_u8, u8;
        deserialize_u16, visit_u16, u16;
        deserialize_u32, visit_u32, u32;
        deserialize_u64, visit_u64, u64;
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, QueryError> {
        visitor.visit_some(self)
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _name: &'static str,
        visitor: V,
    ) -> Result<V::Value, QueryError> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _name: &'static str,
        _variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, QueryError> {
        let text = self.scalar()?;
        visitor.visit_enum(IntoDeserializer::<QueryError>::into_deserializer(
            text.as_str(),
        ))
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, QueryError> {
        visitor.visit_seq(Elements {
            nodes: self.0.into_iter(),
            position: 0,
        })
    }

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, QueryError> {
        let fields = match self.only()? {
            Node::Fields(fields) => fields,
            Node::Text(text) if text.trim().is_empty() => Vec::new(),
            Node::Text(_) => return Err(invalid("it has elements, not a value".to_owned())),
        };
        visitor.visit_map(Fields {
            fields: fields.into_iter(),
            current: None,
        })
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _name: &'static str,
        _fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, QueryError> {
        self.deserialize_map(visitor)
    }

    forward_to_deserialize_any! {
        i8 i16 f32 f64 char str string bytes byte_buf unit unit_struct tuple tuple_struct identifier ignored_any
    }
}

struct Elements {
    nodes: vec::IntoIter<Node>,
    position: usize,
}

impl<'de> SeqAccess<'de> for Elements {
    type Error = QueryError;

    fn next_element_seed<T: DeserializeSeed<'de>>(
        &mut self,
        seed: T,
    ) -> Result<Option<T::Value>, QueryError> {
        let Some(node) = self.nodes.next() else {
            return Ok(None);
        };
        self.position += 1;
        match seed.deserialize(Group(vec![node])) {
            Ok(value) => Ok(Some(value)),
            Err(error) => Err(error.within(&self.position.to_string())),
        }
    }

    fn size_hint(&self) -> Option<usize> {
        Some(self.nodes.len())
    }
}

struct Fields {
    fields: vec::IntoIter<(String, Vec<Value>)>,
    current: Option<(String, Vec<Value>)>,
}

impl<'de> MapAccess<'de> for Fields {
    type Error = QueryError;

    fn next_key_seed<K: DeserializeSeed<'de>>(
        &mut self,
        seed: K,
    ) -> Result<Option<K::Value>, QueryError> {
        self.current = self.fields.next();
        self.current
            .as_ref()
            .map(|(name, _)| {
                let key = IntoDeserializer::<QueryError>::into_deserializer(name.as_str());
                seed.deserialize(key).map_err(|error| match error {
                    QueryError::Unknown { path } => QueryError::Unknown {
                        path: shown(&path).to_owned(),
                    },
                    other => other,
                })
            })
            .transpose()
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(
        &mut self,
        seed: V,
    ) -> Result<V::Value, QueryError> {
        let (name, values) = self.current.take().ok_or_else(|| {
            <QueryError as de::Error>::custom("a value was asked for before its name")
        })?;
        let nodes = values.into_iter().map(Node::from).collect();
        seed.deserialize(Group(nodes))
            .map_err(|error| error.within(shown(&name)))
    }
}

/// A field that is absent, in the client's words.
pub(super) fn without_marks(error: QueryError) -> QueryError {
    match error {
        QueryError::Missing { path } => QueryError::Missing {
            path: shown(&path).to_owned(),
        },
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use serde::Deserialize;

    use super::super::xml::{Content, parse};
    use super::{Parts, without_marks};

    #[derive(Debug, Deserialize)]
    #[serde(deny_unknown_fields, rename_all = "PascalCase")]
    struct Whole {
        #[serde(rename = "{Id}")]
        id: String,
        #[serde(rename = "?maxitems")]
        max_items: Option<u32>,
        comment: Option<String>,
        changes: Option<Changes>,
    }

    #[derive(Debug, Deserialize)]
    #[serde(deny_unknown_fields, rename_all = "PascalCase")]
    struct Changes {
        #[serde(default)]
        change: Vec<Change>,
    }

    #[derive(Debug, Deserialize)]
    #[serde(deny_unknown_fields, rename_all = "PascalCase")]
    struct Change {
        name: String,
        weight: Option<u8>,
    }

    type Query<'q> = &'q [(&'q str, &'q str)];

    fn read(query: Query<'_>, body: &str) -> Result<Whole, String> {
        let mut parts = Parts::default();
        parts.label("Id", "Z1".to_owned());
        for (name, value) in query {
            parts.parameter(name, (*value).to_owned());
        }
        match parse(&format!("<r>{body}</r>")).unwrap().content {
            Content::Text(_) => {}
            Content::Elements(elements) => {
                for element in elements {
                    parts.element(element);
                }
            }
        }
        parts
            .deserialize()
            .map_err(|error| without_marks(error).to_string())
    }

    #[test]
    fn everything_in_its_place() {
        let body = "<Comment> a </Comment><Changes><Change><Name>x</Name><Weight>7</Weight></Change>\
            <Change><Name/></Change></Changes>";
        let whole = read(&[("maxitems", "3")], body).unwrap();
        assert_eq!((whole.id.as_str(), whole.max_items), ("Z1", Some(3)));
        assert_eq!(whole.comment.as_deref(), Some(" a "));
        let changes = whole.changes.unwrap().change;
        let changes: Vec<(&str, Option<u8>)> = changes
            .iter()
            .map(|change| (change.name.as_str(), change.weight))
            .collect();
        assert_eq!(changes, [("x", Some(7)), ("", None)]);
        assert!(
            read(&[], "<Changes/>")
                .unwrap()
                .changes
                .unwrap()
                .change
                .is_empty()
        );
    }

    #[test]
    fn what_is_wrong_is_named() {
        let cases: [(Query, &str, &str); 10] = [
            (
                &[("colour", "red")],
                "",
                "The parameter colour is not recognized",
            ),
            (
                &[("Comment", "x")],
                "",
                "The parameter Comment is not recognized",
            ),
            (&[], "<Id>Z2</Id>", "The parameter Id is not recognized"),
            (
                &[],
                "<maxitems>1</maxitems>",
                "The parameter maxitems is not recognized",
            ),
            (
                &[("maxitems", "x")],
                "",
                "The parameter maxitems is invalid: 'x' is not a whole number from 0 to 4294967295",
            ),
            (
                &[],
                "<Comment>a</Comment><Comment>b</Comment>",
                "The parameter Comment is invalid: it is given more than once",
            ),
            (
                &[],
                "<Comment><b/></Comment>",
                "The parameter Comment is invalid: it takes one value, so there is no b",
            ),
            (
                &[],
                "<Changes>x</Changes>",
                "The parameter Changes is invalid: it has elements, not a value",
            ),
            (
                &[],
                "<Changes><Change><Name>a</Name></Change><Change/></Changes>",
                "The request must contain the parameter Changes.Change.2.Name",
            ),
            (
                &[],
                "<Changes><Change><Name>a</Name><Colour/></Change></Changes>",
                "The parameter Changes.Change.1.Colour is not recognized",
            ),
        ];
        for (query, body, message) in cases {
            assert_eq!(read(query, body).unwrap_err(), message);
        }
    }
}
