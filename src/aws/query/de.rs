//! serde's view of a request: structs by name, lists by number, maps by numbered pairs, values from their text.
//!
//! Not supported, and failing loudly: floats, tuples, and `#[serde(flatten)]` or untagged enums
//! over anything but strings, because those read a value before its type is known.

use std::fmt::Display;
use std::vec;

use serde::de::value::StrDeserializer;
use serde::de::{
    self, DeserializeOwned, DeserializeSeed, Deserializer, IntoDeserializer, MapAccess, SeqAccess,
    Visitor,
};
use serde::forward_to_deserialize_any;

use super::QueryError;
use super::tree::{Node, Params};

/// The part that plain Query puts between a list's name and its elements' numbers.
const MEMBER: &str = "member";

/// The part between a map's name and the numbers of its pairs.
const ENTRY: &str = "entry";

/// What the halves of a pair are called. AWS's models know no other names.
const HALVES: [(&str, &str); 2] = [("key", "value"), ("Name", "Value")];

/// Characters of a wrong value that an error message repeats.
const QUOTED_CHARS: usize = 64;

impl Params {
    /// Turns the parameters into a request struct, whose fields bear the wire's names
    /// (`#[serde(rename_all = "PascalCase", deny_unknown_fields)]`).
    ///
    /// - A list is `Name.1`, `Name.2` or `Name.member.1`; its numbers give the order and may have
    ///   gaps. `Name=` and `Name.member=` are empty lists, which is how SDKs send them in plain
    ///   Query.
    /// - A map is `Name.entry.1.key` and `Name.entry.1.value`, in some places `Name` and `Value`;
    ///   `Name=` is an empty one. A key that is given twice is refused.
    /// - A boolean is `true` or `false` in any letter case.
    /// - A field that is an `Option` may be absent; any other without a default may not.
    pub fn deserialize<T: DeserializeOwned>(self) -> Result<T, QueryError> {
        T::deserialize(self.root())
    }
}

impl de::Error for QueryError {
    fn custom<T: Display>(message: T) -> Self {
        invalid(message.to_string())
    }

    fn unknown_variant(variant: &str, expected: &'static [&'static str]) -> Self {
        let expected = expected.join(", ");
        invalid(format!("{} is not one of: {expected}", quoted(variant)))
    }

    fn unknown_field(field: &str, _expected: &'static [&'static str]) -> Self {
        let path = field.to_owned();
        Self::Unknown { path }
    }

    fn missing_field(field: &'static str) -> Self {
        let path = field.to_owned();
        Self::Missing { path }
    }

    fn duplicate_field(field: &'static str) -> Self {
        let path = field.to_owned();
        Self::Duplicate { path }
    }
}

/// An error at the place being read; the path grows on the way up.
pub(in crate::aws) fn invalid(message: String) -> QueryError {
    QueryError::Invalid {
        path: String::new(),
        message,
    }
}

pub(in crate::aws) fn quoted(value: &str) -> String {
    match value.char_indices().nth(QUOTED_CHARS) {
        Some((end, _)) => format!("'{}...'", &value[..end]),
        None => format!("'{value}'"),
    }
}

impl<'a> Node<'a> {
    fn scalar(self) -> Result<&'a str, QueryError> {
        self.value().ok_or_else(|| {
            let below = self.children().next().map_or("", Node::path);
            invalid(format!("it takes one value, so there is no {below}"))
        })
    }

    /// A list's elements in the order of their numbers.
    fn elements(self) -> Result<Vec<Node<'a>>, QueryError> {
        let mut children = self.children();
        let list = match (children.next(), children.next()) {
            (Some(only), None) if only.part() == MEMBER => only,
            _ => self,
        };
        match list.value() {
            Some("") => return Ok(Vec::new()),
            Some(_) => {
                let path = self.path();
                return Err(invalid(format!(
                    "it is a list, given as {path}.1, {path}.2"
                )));
            }
            None => {}
        }
        let mut numbered = list
            .children()
            .map(|element| match list_number(element.part()) {
                Some(number) => Ok((number, element)),
                None => Err(invalid("a list's elements are numbered 1, 2, 3".to_owned())
                    .within(element.path_below(self))),
            })
            .collect::<Result<Vec<_>, _>>()?;
        numbered.sort_unstable_by_key(|&(number, _)| number);
        Ok(numbered.into_iter().map(|(_, element)| element).collect())
    }

    /// A map's keys, each with the place of its value.
    fn pairs(self) -> Result<Vec<(Node<'a>, Node<'a>)>, QueryError> {
        match self.value() {
            Some("") => return Ok(Vec::new()),
            Some(_) => {
                let path = self.path();
                return Err(invalid(format!(
                    "it is a map, given as {path}.{ENTRY}.1.key and {path}.{ENTRY}.1.value"
                )));
            }
            None => {}
        }
        let mut pairs: Vec<(Node<'a>, Node<'a>)> = Vec::new();
        for child in self.children() {
            if child.part() != ENTRY {
                return Err(QueryError::Unknown {
                    path: child.part().to_owned(),
                });
            }
            for entry in child.elements().map_err(|error| error.within(ENTRY))? {
                let pair = entry.pair();
                let (key, value) = pair.map_err(|error| error.within(entry.path_below(self)))?;
                if pairs.iter().any(|(other, _)| other.value() == key.value()) {
                    let text = quoted(key.value().unwrap_or_default());
                    let error = invalid(format!("the map has the key {text} already"));
                    return Err(error.within(key.path_below(self)));
                }
                pairs.push((key, value));
            }
        }
        Ok(pairs)
    }

    /// The two halves of a map's pair.
    fn pair(self) -> Result<(Node<'a>, Node<'a>), QueryError> {
        let half = |name: &str| self.children().find(|child| child.part() == name);
        let names = HALVES
            .into_iter()
            .find(|(key, value)| half(key).is_some() || half(value).is_some())
            .unwrap_or(HALVES[0]);
        let other = |child: &Node<'_>| child.part() != names.0 && child.part() != names.1;
        if let Some(other) = self.children().find(other) {
            let path = other.part().to_owned();
            return Err(QueryError::Unknown { path });
        }
        let missing = |name: &str| QueryError::Missing {
            path: name.to_owned(),
        };
        let key = half(names.0).ok_or_else(|| missing(names.0))?;
        let value = half(names.1).ok_or_else(|| missing(names.1))?;
        key.scalar().map_err(|error| error.within(key.part()))?;
        Ok((key, value))
    }
}

/// Only the one usual spelling of a number counts, so that no two names mean the same element.
fn list_number(part: &str) -> Option<u32> {
    let canonical = part.bytes().all(|byte| byte.is_ascii_digit()) && !part.starts_with('0');
    part.parse().ok().filter(|_| canonical)
}

macro_rules! deserialize_integers {
    ($($deserialize:ident, $visit:ident, $integer:ty;)*) => {$(
        fn $deserialize<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, QueryError> {
            let text = self.scalar()?;
            let number = text.parse().map_err(|_| {
                let (value, min, max) = (quoted(text), <$integer>::MIN, <$integer>::MAX);
                invalid(format!("{value} is not a whole number from {min} to {max}"))
            })?;
            visitor.$visit(number)
        }
    )*};
}

impl<'de> Deserializer<'de> for Node<'_> {
    type Error = QueryError;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, QueryError> {
        match self.value() {
            Some(value) => visitor.visit_str(value),
            None => self.deserialize_struct("", &[], visitor),
        }
    }

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, QueryError> {
        match self.scalar()? {
            text if text.eq_ignore_ascii_case("true") => visitor.visit_bool(true),
            text if text.eq_ignore_ascii_case("false") => visitor.visit_bool(false),
            text => Err(invalid(format!(
                "{} is neither true nor false",
                quoted(text)
            ))),
        }
    }

    deserialize_integers! {
        deserialize_i8, visit_i8, i8;
        deserialize_i16, visit_i16, i16;
        deserialize_i32, visit_i32, i32;
        deserialize_i64, visit_i64, i64;
        deserialize_u8, visit_u8, u8;
        deserialize_u16, visit_u16, u16;
        deserialize_u32, visit_u32, u32;
        deserialize_u64, visit_u64, u64;
    }

    fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, QueryError> {
        visitor.visit_str(self.scalar()?)
    }

    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, QueryError> {
        self.deserialize_str(visitor)
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
        visitor.visit_enum(str_deserializer(self.scalar()?))
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, QueryError> {
        let elements = self.elements()?.into_iter();
        visitor.visit_seq(Elements {
            list: self,
            elements,
        })
    }

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, QueryError> {
        visitor.visit_map(Pairs {
            map: self,
            pairs: self.pairs()?.into_iter(),
            current: None,
        })
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _name: &'static str,
        _fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, QueryError> {
        if self.value().is_some() {
            let path = self.path();
            return Err(invalid(format!("it is a structure, given as {path}.Name")));
        }
        visitor.visit_map(Fields {
            children: self.children(),
            current: None,
        })
    }

    forward_to_deserialize_any! {
        f32 f64 char bytes byte_buf unit unit_struct tuple tuple_struct identifier ignored_any
    }
}

/// Spares the call sites from naming the error type.
fn str_deserializer(text: &str) -> StrDeserializer<'_, QueryError> {
    text.into_deserializer()
}

struct Elements<'a> {
    list: Node<'a>,
    elements: vec::IntoIter<Node<'a>>,
}

impl<'de> SeqAccess<'de> for Elements<'_> {
    type Error = QueryError;

    fn next_element_seed<T: DeserializeSeed<'de>>(
        &mut self,
        seed: T,
    ) -> Result<Option<T::Value>, QueryError> {
        let Some(element) = self.elements.next() else {
            return Ok(None);
        };
        match seed.deserialize(element) {
            Ok(value) => Ok(Some(value)),
            Err(error) => Err(error.within(element.path_below(self.list))),
        }
    }

    fn size_hint(&self) -> Option<usize> {
        Some(self.elements.len())
    }
}

struct Fields<'a, I> {
    children: I,
    current: Option<Node<'a>>,
}

impl<'a, 'de, I: Iterator<Item = Node<'a>>> MapAccess<'de> for Fields<'a, I> {
    type Error = QueryError;

    fn next_key_seed<K: DeserializeSeed<'de>>(
        &mut self,
        seed: K,
    ) -> Result<Option<K::Value>, QueryError> {
        self.current = self.children.next();
        self.current
            .map(|child| seed.deserialize(str_deserializer(child.part())))
            .transpose()
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(
        &mut self,
        seed: V,
    ) -> Result<V::Value, QueryError> {
        let child = self
            .current
            .take()
            .ok_or_else(|| invalid("a value was asked for before its name".to_owned()))?;
        seed.deserialize(child)
            .map_err(|error| error.within(child.part()))
    }
}

struct Pairs<'a> {
    map: Node<'a>,
    pairs: vec::IntoIter<(Node<'a>, Node<'a>)>,
    current: Option<Node<'a>>,
}

impl<'de> MapAccess<'de> for Pairs<'_> {
    type Error = QueryError;

    fn next_key_seed<K: DeserializeSeed<'de>>(
        &mut self,
        seed: K,
    ) -> Result<Option<K::Value>, QueryError> {
        let Some((key, value)) = self.pairs.next() else {
            return Ok(None);
        };
        self.current = Some(value);
        match seed.deserialize(key) {
            Ok(read) => Ok(Some(read)),
            Err(error) => Err(error.within(key.path_below(self.map))),
        }
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(
        &mut self,
        seed: V,
    ) -> Result<V::Value, QueryError> {
        let value = self
            .current
            .take()
            .ok_or_else(|| invalid("a value was asked for before its key".to_owned()))?;
        seed.deserialize(value)
            .map_err(|error| error.within(value.path_below(self.map)))
    }
}
