//! The codes by which a health check knows success.

use serde::{Deserialize, Serialize};

use super::error::{Code, Error, Result};
use super::target_group::{Carrier, ProtocolVersion, TargetKind};

/// Codes of success, as a list of codes and ranges.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Matcher {
    /// Of HTTP.
    HttpCode(String),
    /// Of gRPC.
    GrpcCode(String),
}

/// Codes of success as a client names them: one kind of them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct MatcherRequest {
    /// Of HTTP.
    pub http_code: Option<String>,
    /// Of gRPC, for groups of the protocol version GRPC.
    pub grpc_code: Option<String>,
}

impl Matcher {
    /// The codes unless the client names some.
    pub(super) fn default_of(kind: TargetKind) -> Self {
        if kind.protocol_version == Some(ProtocolVersion::Grpc) {
            return Self::GrpcCode("12".to_owned());
        }
        let codes = match kind.carrier() {
            Carrier::Application | Carrier::Function => "200",
            Carrier::Network | Carrier::Gateway => "200-399",
        };
        Self::HttpCode(codes.to_owned())
    }

    /// The codes that a client names, for groups of this kind.
    pub(super) fn decide(kind: TargetKind, request: MatcherRequest) -> Result<Self> {
        let is_grpc = kind.protocol_version == Some(ProtocolVersion::Grpc);
        let (words, wanted, other) = if is_grpc {
            ("GRPC", request.grpc_code, request.http_code)
        } else {
            ("HTTP", request.http_code, request.grpc_code)
        };
        let codes = match (wanted, other) {
            (_, Some(_)) => {
                return Err(configuration(format!(
                    "Only {words} codes are supported for health checks of this target group"
                )));
            }
            (Some(codes), None) if !codes.is_empty() => codes,
            (_, None) => {
                return Err(Error::validation(
                    "Matcher",
                    format!("Health check matcher {words} code cannot be empty"),
                ));
            }
        };
        let (first, last) = if is_grpc {
            (0, 99)
        } else {
            match kind.carrier() {
                Carrier::Application | Carrier::Function => (200, 499),
                Carrier::Network => (200, 599),
                Carrier::Gateway => (200, 399),
            }
        };
        if !codes
            .split(',')
            .all(|text| is_code_or_range(text, first, last))
        {
            return Err(Error::validation(
                "Matcher",
                format!(
                    "The health check matcher '{codes}' must be {words} codes between {first} and {last}, such as '{first},{last}' or '{first}-{last}'"
                ),
            ));
        }
        Ok(if is_grpc {
            Self::GrpcCode(codes)
        } else {
            Self::HttpCode(codes)
        })
    }
}

/// Whether a text is a code from `first` to `last`, or a range of them.
fn is_code_or_range(text: &str, first: u16, last: u16) -> bool {
    let code = |text: &str| {
        text.parse::<u16>()
            .ok()
            .filter(|code| (first..=last).contains(code))
    };
    match text.split_once('-') {
        None => code(text).is_some(),
        Some((first, last)) => code(first)
            .zip(code(last))
            .is_some_and(|(first, last)| first <= last),
    }
}

fn configuration(message: String) -> Error {
    Error::new(Code::InvalidConfigurationRequest, message).about("Matcher")
}

#[cfg(test)]
mod tests {
    use super::{Matcher, MatcherRequest};
    use crate::domain::target_group::{Protocol, TargetKind, TargetType};

    fn kind(protocol: Protocol) -> TargetKind {
        TargetKind::decide(TargetType::Ip, Some(protocol.name()), None).unwrap()
    }

    #[test]
    fn codes_by_kind() {
        let outcome = |kind, request| {
            Matcher::decide(kind, request)
                .err()
                .map_or("", |error| error.code.name())
        };
        let http_codes = |codes: &str| MatcherRequest {
            http_code: Some(codes.to_owned()),
            grpc_code: None,
        };
        let invalid = "ValidationError";
        for (protocol, codes, expected) in [
            (Protocol::Tcp, "200", ""),
            (Protocol::Tcp, "200,302-599", ""),
            (Protocol::Tcp, "199", invalid),
            (Protocol::Tcp, "300-200", invalid),
            (Protocol::Tcp, "200,", invalid),
            (Protocol::Tcp, "", invalid),
            (Protocol::Http, "200-499", ""),
            (Protocol::Http, "500", invalid),
            (Protocol::Geneve, "200-399", ""),
            (Protocol::Geneve, "200-400", invalid),
        ] {
            assert_eq!(
                outcome(kind(protocol), http_codes(codes)),
                expected,
                "{codes}"
            );
        }
        let grpc = TargetKind::decide(TargetType::Ip, Some("HTTP"), Some("GRPC")).unwrap();
        let grpc_codes = |codes: &str| MatcherRequest {
            http_code: None,
            grpc_code: Some(codes.to_owned()),
        };
        assert_eq!(outcome(grpc, grpc_codes("0-99")), "");
        assert_eq!(outcome(grpc, grpc_codes("100")), invalid);
        let refused = "InvalidConfigurationRequest";
        assert_eq!(outcome(grpc, http_codes("200")), refused);
        assert_eq!(outcome(kind(Protocol::Http), grpc_codes("12")), refused);
    }
}
