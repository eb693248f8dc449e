//! The AWS Query wire format, for the EC2 protocol and for plain Query (ELBv2, STS).
//!
//! A request is a form whose names are dotted paths; [`Params`] reads it and serde derives turn it
//! into a request struct. A response is XML, written from a response struct by [`write_xml`]. Both
//! sides use AWS's own wire names:
//!
//! ```text
//! Filter.1.Name=vpc-id&Filter.1.Value.1=vpc-1   is read into a field `Filter: Vec<_>`
//! <vpcSet><item><vpcId>x</vpcId></item></vpcSet>   is written from a field `vpcSet: Vec<_>`
//! ```
//!
//! Request structs carry `deny_unknown_fields`: what a client sends is either understood or refused
//! by name, never dropped. Dispatch, envelopes and the services' error codes are the adapters'
//! business and not in here.

mod de;
mod ser;
mod tree;

#[cfg(test)]
mod de_tests;
#[cfg(test)]
mod ser_tests;
#[cfg(test)]
mod tree_tests;

use std::fmt;

pub(in crate::aws) use de::{invalid, quoted};
pub use ser::{ListStyle, XmlError, write_content, write_xml};
pub use tree::{MAX_DEPTH, MAX_NAME_BYTES, MAX_PARAMETERS, Params};

/// Why a request cannot be read. Paths are wire paths as the client wrote them, such as
/// `TagSpecification.1.Tag.2.Key`.
///
/// The `Display` text is meant for the client.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum QueryError {
    /// The request struct has no such parameter.
    Unknown {
        /// The first part that is not known, with everything before it.
        path: String,
    },
    /// A required parameter is absent.
    Missing {
        /// Where the parameter would have been.
        path: String,
    },
    /// The parameter is known but its value or shape is wrong.
    Invalid {
        /// The parameter, or a list's element.
        path: String,
        /// What is wrong with it.
        message: String,
    },
    /// The same parameter is given twice.
    Duplicate {
        /// The repeated name.
        path: String,
    },
    /// A name has a value of its own and parts below it, as in `A=1&A.B=2`.
    Conflict {
        /// The name with the value.
        path: String,
    },
    /// The request has more than [`MAX_PARAMETERS`] parameters.
    TooManyParameters {
        /// The number allowed.
        limit: usize,
    },
    /// A name has more than [`MAX_DEPTH`] parts.
    TooDeep {
        /// The whole name.
        path: String,
        /// The number of parts allowed.
        limit: usize,
    },
    /// A name is longer than [`MAX_NAME_BYTES`].
    NameTooLong {
        /// The beginning of the name, as much as is allowed.
        path: String,
        /// The number of bytes allowed.
        limit: usize,
    },
    /// The text is not a form: broken percent-encoding, not UTF-8, or a name without content.
    Malformed {
        /// What is wrong with it.
        message: String,
    },
}

impl QueryError {
    /// Places an error that was found below `outer`. Each level adds itself while the error travels
    /// up, so that reading a valid request costs no path building.
    pub(in crate::aws) fn within(mut self, outer: &str) -> Self {
        match &mut self {
            Self::Unknown { path }
            | Self::Missing { path }
            | Self::Invalid { path, .. }
            | Self::Duplicate { path } => {
                if !path.is_empty() {
                    path.insert(0, '.');
                }
                path.insert_str(0, outer);
            }
            Self::Conflict { .. }
            | Self::TooManyParameters { .. }
            | Self::TooDeep { .. }
            | Self::NameTooLong { .. }
            | Self::Malformed { .. } => {}
        }
        self
    }
}

impl fmt::Display for QueryError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unknown { path } => write!(f, "The parameter {path} is not recognized"),
            Self::Missing { path } => write!(f, "The request must contain the parameter {path}"),
            Self::Invalid { path, message } => {
                write!(f, "The parameter {path} is invalid: {message}")
            }
            Self::Duplicate { path } => write!(f, "The parameter {path} is given more than once"),
            Self::Conflict { path } => write!(
                f,
                "The parameter {path} has both a value and parameters below it"
            ),
            Self::TooManyParameters { limit } => {
                write!(f, "The request has more than {limit} parameters")
            }
            Self::TooDeep { path, limit } => {
                write!(f, "The parameter {path} has more than {limit} parts")
            }
            Self::NameTooLong { path, limit } => write!(
                f,
                "The name of the parameter {path}... is longer than {limit} bytes"
            ),
            Self::Malformed { message } => write!(f, "The request is malformed: {message}"),
        }
    }
}

impl std::error::Error for QueryError {}
