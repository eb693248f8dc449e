//! A form's parameters as a tree: `Filter.1.Name` stands at `Filter`, below it `1`, below that
//! `Name`.
//!
//! The tree is a view, not a structure of its own. The parameters stay in one list that is sorted
//! part by part, so all that stands below a node is a run of neighbours, and a node's wire path is
//! the beginning of any of their names. Memory is proportional to the request whatever its names
//! look like, and there is nothing nested to drop.

use std::iter;

use super::QueryError;

/// Parameters a request may have. An `AuthorizeSecurityGroupIngress` with 1,000 described rules,
/// the most that AWS lets a security group have, needs about 5,000.
pub const MAX_PARAMETERS: usize = 10_000;

/// Parts a name may have. The deepest name in botocore's EC2 model has 11; plain Query adds a
/// `member` to each list.
pub const MAX_DEPTH: usize = 16;

/// Bytes a name may have, once decoded. The longest name in botocore's EC2 model needs about 140.
pub const MAX_NAME_BYTES: usize = 256;

/// The parameters of one request, by name.
#[derive(Debug, Clone)]
pub struct Params {
    /// Sorted by their names' parts; no name is equal to another or stands above it.
    parameters: Vec<Parameter>,
}

#[derive(Debug, Clone)]
struct Parameter {
    name: String,
    value: String,
}

impl Params {
    /// Reads `application/x-www-form-urlencoded` text: a request's body, or its query string.
    ///
    /// Stricter than browsers are: broken percent-encoding and bytes that are not UTF-8 are
    /// refused, because replacing them would store something else than the client sent. So are
    /// repeated names.
    pub fn parse(form: &str) -> Result<Self, QueryError> {
        let mut parameters = Vec::new();
        for pair in form.split('&').filter(|pair| !pair.is_empty()) {
            if parameters.len() == MAX_PARAMETERS {
                return Err(QueryError::TooManyParameters {
                    limit: MAX_PARAMETERS,
                });
            }
            parameters.push(Parameter::parse(pair)?);
        }
        parameters.sort_unstable_by(|a, b| a.parts().cmp(b.parts()));
        for [first, second] in parameters.array_windows() {
            if second.is_within(&first.name) {
                let path = first.name.clone();
                return Err(if second.name == path {
                    QueryError::Duplicate { path }
                } else {
                    QueryError::Conflict { path }
                });
            }
        }
        Ok(Self { parameters })
    }

    /// Removes and returns the value of a parameter that is not the request struct's, such as
    /// `Action`, `Version`, `DryRun` or a presigned URL's `X-Amz-Signature`.
    pub fn take(&mut self, name: &str) -> Option<String> {
        let index = self
            .parameters
            .iter()
            .position(|parameter| parameter.name == name)?;
        Some(self.parameters.remove(index).value)
    }

    pub(super) fn root(&self) -> Node<'_> {
        Node {
            parameters: &self.parameters,
            path: "",
        }
    }
}

impl Parameter {
    fn parse(pair: &str) -> Result<Self, QueryError> {
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        let mut name = decode(name).ok_or_else(|| QueryError::Malformed {
            message: "a parameter's name is not percent-encoded UTF-8".to_owned(),
        })?;
        if name.len() > MAX_NAME_BYTES {
            name.truncate(name.floor_char_boundary(MAX_NAME_BYTES));
            return Err(QueryError::NameTooLong {
                path: name,
                limit: MAX_NAME_BYTES,
            });
        }
        if name.split('.').any(str::is_empty) {
            return Err(QueryError::Malformed {
                message: format!("the parameter name '{name}' is empty or has an empty part"),
            });
        }
        if name.split('.').count() > MAX_DEPTH {
            return Err(QueryError::TooDeep {
                path: name,
                limit: MAX_DEPTH,
            });
        }
        let value = decode(value).ok_or_else(|| QueryError::Malformed {
            message: format!("the value of the parameter {name} is not percent-encoded UTF-8"),
        })?;
        Ok(Self { name, value })
    }

    fn parts(&self) -> impl Iterator<Item = &str> {
        self.name.split('.')
    }

    /// Whether the parameter stands at `path` or below it.
    fn is_within(&self, path: &str) -> bool {
        self.name
            .strip_prefix(path)
            .is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
    }
}

/// A place in the tree: the root, a value, or the parts below a name.
#[derive(Clone, Copy)]
pub(super) struct Node<'a> {
    /// All that stands at `path` or below it.
    parameters: &'a [Parameter],
    path: &'a str,
}

impl<'a> Node<'a> {
    /// The whole path on the wire; the root's is empty.
    pub(super) fn path(self) -> &'a str {
        self.path
    }

    /// The path's last part.
    pub(super) fn part(self) -> &'a str {
        self.path
            .rsplit_once('.')
            .map_or(self.path, |(_, part)| part)
    }

    /// What is left of the path below that of `ancestor`.
    pub(super) fn path_below(self, ancestor: Node<'_>) -> &'a str {
        let rest = self.path.strip_prefix(ancestor.path).unwrap_or(self.path);
        rest.strip_prefix('.').unwrap_or(rest)
    }

    /// The value that stands here, if this is not a place with parts below it.
    pub(super) fn value(self) -> Option<&'a str> {
        match self.parameters {
            [parameter] if parameter.name == self.path => Some(&parameter.value),
            _ => None,
        }
    }

    /// The places one part further down, in the order of their names; none below a value.
    pub(super) fn children(self) -> impl Iterator<Item = Node<'a>> {
        let start = match self.path.len() {
            0 => 0,
            length => length + 1,
        };
        let mut rest = self.parameters;
        iter::from_fn(move || {
            let name = &rest.first()?.name;
            let part = name.get(start..)?.split('.').next()?;
            let path = &name[..start + part.len()];
            let count = rest.partition_point(|parameter| parameter.is_within(path));
            let parameters = rest.split_off(..count)?;
            Some(Node { parameters, path })
        })
    }
}

/// Undoes the form encoding; `None` for broken percent-encoding and for what is not UTF-8 after it.
fn decode(text: &str) -> Option<String> {
    fn hex_digit(byte: Option<u8>) -> Option<u8> {
        let digit = char::from(byte?).to_digit(16)?;
        u8::try_from(digit).ok()
    }

    let mut decoded = Vec::with_capacity(text.len());
    let mut bytes = text.bytes();
    while let Some(byte) = bytes.next() {
        decoded.push(match byte {
            b'+' => b' ',
            b'%' => hex_digit(bytes.next())? << 4 | hex_digit(bytes.next())?,
            other => other,
        });
    }
    String::from_utf8(decoded).ok()
}
