//! Response structs as AWS XML, streamed into a `String`.
//!
//! Fields become elements under their serde names, lists an element with an `<item>` or `<member>`
//! for each entry, maps one with an `<entry>` of `<key>` and `<value>` each, and `None` nothing at
//! all. There are no attributes: the envelope with its
//! namespace is the adapter's.

use std::fmt::{self, Display, Write};
use std::mem;

use serde::Serialize;
use serde::ser::{self, Impossible, SerializeMap, SerializeSeq, SerializeStruct, Serializer};

/// What a list's entries are called.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ListStyle {
    /// `<item>`: EC2.
    Item,
    /// `<member>`: plain Query, that is ELBv2, STS, IAM and SNS.
    Member,
    /// An element of the list's own name for each entry, and none around them: REST-XML.
    Repeated,
}

impl ListStyle {
    /// The name of an entry inside the list's element, if the list has one.
    const fn entry(self) -> Option<&'static str> {
        match self {
            Self::Item => Some("item"),
            Self::Member => Some("member"),
            Self::Repeated => None,
        }
    }
}

/// A value that has no form in AWS XML: an enum variant with data, a tuple, bytes, or a flattened
/// name that cannot be an element's. It is the response struct's mistake, never the client's.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct XmlError {
    message: String,
}

impl Display for XmlError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for XmlError {}

impl ser::Error for XmlError {
    fn custom<T: Display>(message: T) -> Self {
        let message = message.to_string();
        Self { message }
    }
}

/// Appends `value` to `out` as an element of the given name. After an error `out` is as it was
/// before.
///
/// Any text is safe to write: markup is escaped, and characters that XML 1.0 cannot hold become
/// U+FFFD.
pub fn write_xml<T: Serialize + ?Sized>(
    out: &mut String,
    element: &str,
    value: &T,
    lists: ListStyle,
) -> Result<(), XmlError> {
    write(out, Some(element), value, lists)
}

/// Appends what [`write_xml`] would put between the tags: EC2's responses have their members
/// directly below the envelope's element, beside `<requestId>`.
pub fn write_content<T: Serialize + ?Sized>(
    out: &mut String,
    value: &T,
    lists: ListStyle,
) -> Result<(), XmlError> {
    write(out, None, value, lists)
}

fn write<T: Serialize + ?Sized>(
    out: &mut String,
    name: Option<&str>,
    value: &T,
    lists: ListStyle,
) -> Result<(), XmlError> {
    let start = out.len();
    let result = value.serialize(Element { out, name, lists });
    if result.is_err() {
        out.truncate(start);
    }
    result
}

/// An element still to be written. Without a name, only its content is.
struct Element<'a> {
    out: &'a mut String,
    name: Option<&'a str>,
    lists: ListStyle,
}

impl<'a> Element<'a> {
    fn open(self) -> Result<OpenElement<'a>, XmlError> {
        if let Some(name) = self.name {
            if !is_element_name(name) {
                return Err(ser::Error::custom(format!(
                    "{name:?} cannot name an element"
                )));
            }
            self.out.extend(["<", name, ">"]);
        }
        Ok(OpenElement {
            content_start: self.out.len(),
            element: self,
            key: String::new(),
            entries: false,
        })
    }

    fn text(self, value: impl Display) -> Result<(), XmlError> {
        let open = self.open()?;
        write!(Escaped(open.element.out), "{value}").map_err(ser::Error::custom)?;
        open.close();
        Ok(())
    }
}

/// The ASCII part of XML's rule, which holds all of AWS's names. Keeps a flattened map's keys from
/// being read as markup.
fn is_element_name(name: &str) -> bool {
    name.starts_with(|first: char| first.is_ascii_alphabetic() || first == '_')
        && name
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || b"_-.".contains(&byte))
}

/// An element whose start tag is written.
struct OpenElement<'a> {
    element: Element<'a>,
    content_start: usize,
    /// The key of a map's next value.
    key: String,
    /// Whether it is a map, of which each pair is an `<entry>`, and not the fields of a structure.
    entries: bool,
}

impl OpenElement<'_> {
    fn child<T: Serialize + ?Sized>(&mut self, name: &str, value: &T) -> Result<(), XmlError> {
        value.serialize(Element {
            out: self.element.out,
            name: Some(name),
            lists: self.element.lists,
        })
    }

    fn close(self) {
        let Element { out, name, .. } = self.element;
        let Some(name) = name else { return };
        if out.len() == self.content_start {
            out.truncate(self.content_start - ">".len());
            out.push_str("/>");
        } else {
            out.extend(["</", name, ">"]);
        }
    }
}

/// Escapes whatever is formatted into it.
struct Escaped<'a>(&'a mut String);

impl Write for Escaped<'_> {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        for character in text.chars() {
            match character {
                '&' => self.0.push_str("&amp;"),
                '<' => self.0.push_str("&lt;"),
                '>' => self.0.push_str("&gt;"),
                // As it is, a parser would read it as a line feed.
                '\r' => self.0.push_str("&#13;"),
                '\t' | '\n' => self.0.push(character),
                '\0'..' ' | '\u{FFFE}' | '\u{FFFF}' => self.0.push(char::REPLACEMENT_CHARACTER),
                _ => self.0.push(character),
            }
        }
        Ok(())
    }
}

macro_rules! serialize_as_text {
    ($($serialize:ident, $type:ty;)*) => {$(
        fn $serialize(self, value: $type) -> Result<(), XmlError> {
            self.text(value)
        }
    )*};
}

/// Stands for the kinds of value that are turned away before they begin.
type Refused = Impossible<(), XmlError>;

fn no_form(what: &str) -> XmlError {
    ser::Error::custom(format!("{what} has no form in AWS XML"))
}

macro_rules! refuse {
    ($($serialize:ident($($argument:ty),*) -> $done:ty, $what:literal;)*) => {$(
        fn $serialize(self, $(_: $argument),*) -> Result<$done, XmlError> {
            Err(no_form($what))
        }
    )*};
}

impl<'a> Serializer for Element<'a> {
    type Ok = ();
    type Error = XmlError;
    type SerializeSeq = OpenList<'a>;
    type SerializeTuple = Refused;
    type SerializeTupleStruct = Refused;
    type SerializeTupleVariant = Refused;
    type SerializeMap = OpenElement<'a>;
    type SerializeStruct = OpenElement<'a>;
    type SerializeStructVariant = Refused;

    serialize_as_text! {
        serialize_bool, bool;
        serialize_i8, i8;
        serialize_i16, i16;
        serialize_i32, i32;
        serialize_i64, i64;
        serialize_u8, u8;
        serialize_u16, u16;
        serialize_u32, u32;
        serialize_u64, u64;
        serialize_char, char;
        serialize_str, &str;
    }

    fn collect_str<T: Display + ?Sized>(self, value: &T) -> Result<(), XmlError> {
        self.text(value)
    }

    fn serialize_f32(self, value: f32) -> Result<(), XmlError> {
        self.text(value.to_string().replace("inf", "Infinity"))
    }

    fn serialize_f64(self, value: f64) -> Result<(), XmlError> {
        self.text(value.to_string().replace("inf", "Infinity"))
    }

    fn serialize_none(self) -> Result<(), XmlError> {
        Ok(())
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<(), XmlError> {
        value.serialize(self)
    }

    fn serialize_unit(self) -> Result<(), XmlError> {
        self.text("")
    }

    fn serialize_unit_struct(self, _name: &'static str) -> Result<(), XmlError> {
        self.serialize_unit()
    }

    fn serialize_unit_variant(
        self,
        _name: &'static str,
        _index: u32,
        variant: &'static str,
    ) -> Result<(), XmlError> {
        self.text(variant)
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(
        self,
        _name: &'static str,
        value: &T,
    ) -> Result<(), XmlError> {
        value.serialize(self)
    }

    fn serialize_seq(self, _length: Option<usize>) -> Result<OpenList<'a>, XmlError> {
        match self.lists.entry() {
            Some(entry) => Ok(OpenList::Around(self.open()?, entry)),
            None => Ok(OpenList::Repeated(self)),
        }
    }

    /// A map knows how many pairs it has. A structure with flattened parts comes by here too, and
    /// does not.
    fn serialize_map(self, length: Option<usize>) -> Result<OpenElement<'a>, XmlError> {
        let mut open = self.open()?;
        open.entries = length.is_some();
        Ok(open)
    }

    fn serialize_struct(
        self,
        _name: &'static str,
        _length: usize,
    ) -> Result<OpenElement<'a>, XmlError> {
        self.open()
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _name: &'static str,
        _index: u32,
        _variant: &'static str,
        _value: &T,
    ) -> Result<(), XmlError> {
        Err(no_form("a newtype variant"))
    }

    refuse! {
        serialize_bytes(&[u8]) -> (), "a byte string";
        serialize_tuple(usize) -> Refused, "a tuple";
        serialize_tuple_struct(&'static str, usize) -> Refused, "a tuple struct";
        serialize_tuple_variant(&'static str, u32, &'static str, usize)
            -> Refused, "a tuple variant";
        serialize_struct_variant(&'static str, u32, &'static str, usize)
            -> Refused, "a struct variant";
    }
}

/// A list of which some entries may be written.
enum OpenList<'a> {
    /// In an element around them, under this name.
    Around(OpenElement<'a>, &'static str),
    /// Each as an element like this one.
    Repeated(Element<'a>),
}

impl SerializeSeq for OpenList<'_> {
    type Ok = ();
    type Error = XmlError;

    fn serialize_element<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), XmlError> {
        match self {
            Self::Around(list, entry) => list.child(entry, value),
            Self::Repeated(element) => value.serialize(Element {
                out: element.out,
                name: element.name,
                lists: element.lists,
            }),
        }
    }

    fn end(self) -> Result<(), XmlError> {
        match self {
            Self::Around(list, _) => list.close(),
            Self::Repeated(_) => {}
        }
        Ok(())
    }
}

impl SerializeStruct for OpenElement<'_> {
    type Ok = ();
    type Error = XmlError;

    fn serialize_field<T: Serialize + ?Sized>(
        &mut self,
        name: &'static str,
        value: &T,
    ) -> Result<(), XmlError> {
        self.child(name, value)
    }

    fn end(self) -> Result<(), XmlError> {
        self.close();
        Ok(())
    }
}

/// `#[serde(flatten)]` arrives here too.
impl SerializeMap for OpenElement<'_> {
    type Ok = ();
    type Error = XmlError;

    fn serialize_key<T: Serialize + ?Sized>(&mut self, key: &T) -> Result<(), XmlError> {
        self.key.clear();
        write_content(&mut self.key, key, self.element.lists)
    }

    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), XmlError> {
        let key = mem::take(&mut self.key);
        if !self.entries {
            return self.child(&key, value);
        }
        // The key was escaped when it was written.
        self.element.out.extend(["<entry><key>", &key, "</key>"]);
        self.child("value", value)?;
        self.element.out.push_str("</entry>");
        Ok(())
    }

    fn end(self) -> Result<(), XmlError> {
        self.close();
        Ok(())
    }
}
