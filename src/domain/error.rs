//! The one error of every rule: an AWS error code, a message for the client, and what it is about.

use std::borrow::Cow;

pub use super::error_code::{Class, Code};

/// The result of every rule, command and query.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// A refusal. The message is for the client; `source` is for the log and never leaves the server.
#[derive(Debug, thiserror::Error)]
#[error("{code}: {message}")]
pub struct Error {
    /// Which of AWS's error codes this is.
    pub code: Code,
    /// The text that the client reads.
    pub message: String,
    /// The parameter at fault, in the wire's spelling without list positions, e.g. `SubnetId`.
    pub parameter: Option<Cow<'static, str>>,
    /// The underlying fault, if this is one of the server's own.
    #[source]
    pub source: Option<Box<dyn std::error::Error + Send + Sync>>,
}

impl Error {
    /// An error with a message for the client.
    pub fn new(code: Code, message: impl Into<String>) -> Self {
        Self {
            code,
            message: message.into(),
            parameter: None,
            source: None,
        }
    }

    /// Names the parameter at fault.
    #[must_use]
    pub fn about(mut self, parameter: &'static str) -> Self {
        self.parameter = Some(Cow::Borrowed(parameter));
        self
    }

    /// Names the place at fault in the client's own words, where they are only known when the request is read.
    #[must_use]
    pub fn at(mut self, place: String) -> Self {
        self.parameter = Some(Cow::Owned(place));
        self
    }

    /// The same refusal under another code, for APIs that spell it differently.
    #[must_use]
    pub fn with_code(mut self, code: Code) -> Self {
        self.code = code;
        self
    }

    /// A fault of the server itself. The client learns nothing of `source`.
    pub fn internal(source: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Self {
        Self {
            code: Code::InternalError,
            message: "An internal error has occurred".to_owned(),
            parameter: None,
            source: Some(source.into()),
        }
    }

    /// `MissingParameter`, with AWS's words.
    pub fn missing(parameter: &'static str) -> Self {
        Self::new(
            Code::MissingParameter,
            format!("The request must contain the parameter {parameter}"),
        )
        .about(parameter)
    }

    /// `InvalidParameterValue` for one parameter.
    pub fn invalid_value(parameter: &'static str, message: impl Into<String>) -> Self {
        Self::new(Code::InvalidParameterValue, message).about(parameter)
    }

    /// Elastic Load Balancing's `ValidationError` for one parameter.
    pub fn validation(parameter: &'static str, message: impl Into<String>) -> Self {
        Self::new(Code::ValidationError, message).about(parameter)
    }

    /// `InvalidParameter` for one parameter.
    pub fn invalid(parameter: &'static str, message: impl Into<String>) -> Self {
        Self::new(Code::InvalidParameter, message).about(parameter)
    }
}
