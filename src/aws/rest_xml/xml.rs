//! A request's body as a tree of elements.
//!
//! As little of XML as AWS's clients write: elements, text, character references, comments and CDATA. There are no attributes
//! but namespaces, no document types, no entities of a document's own and no processing instructions, so nothing in a body can
//! grow or lead elsewhere. Depth and number of elements are bounded; the size is, before the text comes here.

use crate::aws::query::QueryError;

/// Elements a body may have. 1,000 changes with 1,000 values, the most of one request, need about 15,000.
pub(super) const MAX_ELEMENTS: usize = 40_000;

/// How deep elements may stand in one another. Route 53's deepest stands at 7.
pub(super) const MAX_DEPTH: usize = 16;

/// Bytes a name may have.
const MAX_NAME_BYTES: usize = 256;

/// The white space of XML.
const SPACE: [char; 4] = [' ', '\t', '\r', '\n'];

/// An element: its name and either a text or elements.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Element {
    pub(super) name: String,
    pub(super) namespace: Option<String>,
    pub(super) content: Content,
}

/// What is between an element's tags.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Content {
    /// Its text as the client wrote it; empty if there is nothing.
    Text(String),
    /// At least one element, with nothing but white space in between.
    Elements(Vec<Element>),
}

/// Reads a document.
pub(super) fn parse(text: &str) -> Result<Element, QueryError> {
    let mut reader = Reader {
        rest: text.strip_prefix('\u{feff}').unwrap_or(text),
        elements: 0,
    };
    reader.declaration()?;
    reader.misc()?;
    let root = reader.element(1)?;
    reader.misc()?;
    if reader.rest.is_empty() {
        Ok(root)
    } else {
        Err(malformed("there is something after the root element"))
    }
}

struct Reader<'a> {
    rest: &'a str,
    elements: usize,
}

fn malformed(what: &str) -> QueryError {
    QueryError::Malformed {
        message: format!("the body is not the XML of a request: {what}"),
    }
}

impl<'a> Reader<'a> {
    fn skip(&mut self, token: &str) -> bool {
        match self.rest.strip_prefix(token) {
            Some(rest) => {
                self.rest = rest;
                true
            }
            None => false,
        }
    }

    fn space(&mut self) {
        self.rest = self.rest.trim_start_matches(SPACE);
    }

    /// What comes before `end`, which is left behind.
    fn until(&mut self, end: &str) -> Result<&'a str, QueryError> {
        let (before, after) = self
            .rest
            .split_once(end)
            .ok_or_else(|| malformed(&format!("{end} is missing")))?;
        self.rest = after;
        Ok(before)
    }

    fn declaration(&mut self) -> Result<(), QueryError> {
        if self.rest.starts_with("<?xml") && self.rest[5..].starts_with(SPACE) {
            self.until("?>")?;
        }
        Ok(())
    }

    /// White space and comments around the root element.
    fn misc(&mut self) -> Result<(), QueryError> {
        loop {
            self.space();
            if self.rest.starts_with("<!--") {
                self.comment()?;
            } else {
                return Ok(());
            }
        }
    }

    fn comment(&mut self) -> Result<(), QueryError> {
        self.rest = &self.rest["<!--".len()..];
        self.until("-->").map(drop)
    }

    fn name(&mut self) -> Result<&'a str, QueryError> {
        let end = self
            .rest
            .find(|character: char| {
                !(character.is_ascii_alphanumeric() || "_-.:".contains(character))
            })
            .unwrap_or(self.rest.len());
        let (name, rest) = self.rest.split_at(end);
        if name.is_empty() || name.len() > MAX_NAME_BYTES {
            return Err(malformed("a tag has no proper name"));
        }
        self.rest = rest;
        Ok(name)
    }

    fn element(&mut self, depth: usize) -> Result<Element, QueryError> {
        if !self.skip("<") {
            return Err(malformed("an element is missing"));
        }
        if self.rest.starts_with(['!', '?']) {
            return Err(malformed("document types and instructions are not allowed"));
        }
        self.elements += 1;
        let name = self.name()?;
        if self.elements > MAX_ELEMENTS {
            return Err(malformed(&format!(
                "it has more than {MAX_ELEMENTS} elements"
            )));
        }
        if depth > MAX_DEPTH {
            return Err(malformed(&format!(
                "its elements stand more than {MAX_DEPTH} deep"
            )));
        }
        let namespace = self.attributes()?;
        let content = if self.skip("/>") {
            Content::Text(String::new())
        } else if self.skip(">") {
            self.content(name, depth)?
        } else {
            return Err(malformed(&format!("the tag of {name} does not end")));
        };
        Ok(Element {
            name: name.to_owned(),
            namespace,
            content,
        })
    }

    /// The default namespace, if the element declares one. Other namespaces may be declared, but are not used.
    fn attributes(&mut self) -> Result<Option<String>, QueryError> {
        let mut namespace = None;
        loop {
            self.space();
            if self.rest.starts_with(['/', '>']) || self.rest.is_empty() {
                return Ok(namespace);
            }
            let name = self.name()?;
            self.space();
            if !self.skip("=") {
                return Err(malformed("an attribute has no value"));
            }
            self.space();
            let quote = if self.skip("\"") {
                "\""
            } else if self.skip("'") {
                "'"
            } else {
                return Err(malformed("an attribute's value has no quotation marks"));
            };
            let value = unescaped(self.until(quote)?)?;
            if name == "xmlns" {
                namespace = Some(value);
            } else if !name.starts_with("xmlns:") {
                return Err(malformed(&format!("there is no attribute {name}")));
            }
        }
    }

    /// All up to the end tag, which is left behind.
    fn content(&mut self, name: &str, depth: usize) -> Result<Content, QueryError> {
        let mut text = String::new();
        let mut children = Vec::new();
        loop {
            let start = self.rest.find('<');
            let start = start.ok_or_else(|| malformed(&format!("{name} has no end")))?;
            let (before, rest) = self.rest.split_at(start);
            text.push_str(&unescaped(before)?);
            self.rest = rest;
            if self.rest.starts_with("<!--") {
                self.comment()?;
            } else if self.skip("<![CDATA[") {
                text.push_str(&plain(self.until("]]>")?)?);
            } else if self.skip("</") {
                let closed = self.name()?;
                self.space();
                if closed != name || !self.skip(">") {
                    return Err(malformed(&format!("{name} is not closed")));
                }
                break;
            } else {
                children.push(self.element(depth + 1)?);
            }
        }
        if children.is_empty() {
            Ok(Content::Text(text))
        } else if text.trim_matches(SPACE).is_empty() {
            Ok(Content::Elements(children))
        } else {
            Err(malformed(&format!("{name} has text between its elements")))
        }
    }
}

/// Text without markup: its line ends as XML has them, and no character that XML cannot hold.
fn plain(text: &str) -> Result<String, QueryError> {
    let forbidden = |character: char| matches!(character, '\0'..'\t' | '\u{b}' | '\u{c}' | '\u{e}'..' ' | '\u{fffe}' | '\u{ffff}');
    if text.contains(forbidden) {
        return Err(malformed("it has a control character"));
    }
    Ok(text.replace("\r\n", "\n").replace('\r', "\n"))
}

/// Text whose references are what they stand for.
fn unescaped(text: &str) -> Result<String, QueryError> {
    let mut parts = text.split('&');
    let mut whole = plain(parts.next().unwrap_or_default())?;
    for part in parts {
        let (reference, rest) = part
            .split_once(';')
            .ok_or_else(|| malformed("an & stands alone"))?;
        whole.push(character(reference).ok_or_else(|| malformed("it has an unknown entity"))?);
        whole.push_str(&plain(rest)?);
    }
    Ok(whole)
}

fn character(reference: &str) -> Option<char> {
    match reference {
        "amp" => Some('&'),
        "lt" => Some('<'),
        "gt" => Some('>'),
        "quot" => Some('"'),
        "apos" => Some('\''),
        numeric => {
            let digits = numeric.strip_prefix('#')?;
            let (digits, radix) = match digits.strip_prefix('x') {
                Some(hex) => (hex, 16),
                None => (digits, 10),
            };
            // A sign, which numbers of Rust's may have, is none of XML's digits.
            if !digits.starts_with(|first: char| first.is_ascii_hexdigit()) {
                return None;
            }
            let code = u32::from_str_radix(digits, radix).ok()?;
            let character = char::from_u32(code)?;
            let allowed = matches!(character, '\t' | '\n' | '\r') || character >= ' ';
            (allowed && !matches!(character, '\u{fffe}' | '\u{ffff}')).then_some(character)
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{Content, MAX_DEPTH, MAX_ELEMENTS, parse};

    fn text_of(document: &str) -> String {
        match parse(document).unwrap().content {
            Content::Text(text) => text,
            Content::Elements(elements) => panic!("{elements:?}"),
        }
    }

    #[test]
    fn text_is_what_was_written() {
        for (document, text) in [
            ("<a>x</a>", "x"),
            ("<a/>", ""),
            ("<a></a>", ""),
            (
                "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<!-- why --><a> x\t</a>\n",
                " x\t",
            ),
            (
                "\u{feff}<a xmlns='urn:x' xmlns:y=\"z\">&lt;&amp;&gt;&quot;&apos;</a>",
                "<&>\"'",
            ),
            ("<a>&#233;&#xE9;&#13;</a>", "éé\r"),
            ("<a>1<!-- -->2<![CDATA[<&]]></a >", "12<&"),
            ("<a>1\r\n2\r3</a>", "1\n2\n3"),
        ] {
            assert_eq!(text_of(document), text, "{document}");
        }
    }

    #[test]
    fn what_could_grow_or_lead_elsewhere_is_refused() {
        let deep = format!(
            "{}{}",
            "<a>".repeat(MAX_DEPTH + 1),
            "</a>".repeat(MAX_DEPTH + 1)
        );
        let many = format!("<a>{}</a>", "<b/>".repeat(MAX_ELEMENTS));
        for document in [
            "",
            "x",
            "<a>",
            "<a></b>",
            "<a><b></a></b>",
            "<a/><b/>",
            "<a>x<b/></a>",
            "<a b=\"c\"/>",
            "<a b/>",
            "<a>&b;</a>",
            "<a>&</a>",
            "<a>&#0;</a>",
            "<a>&#xD800;</a>",
            "<a>&#+65;</a>",
            "<a>\u{1}</a>",
            "<!DOCTYPE a><a/>",
            "<!DOCTYPE a [<!ENTITY b \"c\">]><a>&b;</a>",
            "<a><!DOCTYPE b></a>",
            "<a><?b c?></a>",
            "<?b c?><a/>",
            "<a><!-- </a>",
            "<a><![CDATA[ </a>",
            deep.as_str(),
            many.as_str(),
        ] {
            assert!(parse(document).is_err(), "{document:.60}");
        }
    }

    proptest! {
        #[test]
        fn no_text_is_too_much(text in ".*") {
            let _ = parse(&text);
        }

        #[test]
        fn no_soup_is_too_much(soup in "[<>/a&;!?\\-\\[\\]\" #x0CDAT=]{0,60}") {
            let _ = parse(&soup);
        }
    }
}
