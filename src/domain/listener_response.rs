//! Actions by which a load balancer answers by itself: it redirects, or sends a fixed response.

use serde::{Deserialize, Serialize};

use super::error::{Code, Error, Result};
use super::limit;
use super::listener_action::invalid_action;
use super::listener_protocol::ListenerProtocol;

const PROTOCOL: &str = "#{protocol}";
const PORT: &str = "#{port}";
const HOST: &str = "#{host}";
const PATH: &str = "/#{path}";
const QUERY: &str = "#{query}";

/// Where clients are sent: the parts of a URL, in which `#{host}` and the like stand for the request's own.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct RedirectConfig {
    /// `HTTP`, `HTTPS` or `#{protocol}`.
    pub protocol: Option<String>,
    /// A port or `#{port}`.
    pub port: Option<String>,
    /// The host; `#{host}` unless given.
    pub host: Option<String>,
    /// The path, with its slash; `/#{path}` unless given.
    pub path: Option<String>,
    /// What follows the question mark; `#{query}` unless given.
    pub query: Option<String>,
    /// `HTTP_301` or `HTTP_302`.
    pub status_code: String,
}

impl RedirectConfig {
    /// Checks the members and gives those their defaults that are absent.
    pub(super) fn decided(self) -> Result<Self> {
        let or = |given: Option<String>, default: &str| given.unwrap_or(default.to_owned());
        let protocol = or(self.protocol, PROTOCOL);
        let port = or(self.port, PORT);
        let host = or(self.host, HOST);
        let path = or(self.path, PATH);
        let query = or(self.query, QUERY);
        if !["HTTP", "HTTPS", PROTOCOL].contains(&protocol.as_str()) {
            return Err(invalid(format!(
                "The redirect protocol '{protocol}' is not valid: expected 'HTTP', 'HTTPS' or '{PROTOCOL}'"
            )));
        }
        if port != PORT && !port.parse::<u16>().is_ok_and(|port| port > 0) {
            return Err(invalid(format!(
                "The redirect port '{port}' is not valid: expected a number from 1 to 65535 or '{PORT}'"
            )));
        }
        check_chars("host", &host, 1)?;
        check_chars("path", &path, 1)?;
        check_chars("query", &query, 0)?;
        if !path.starts_with('/') {
            return Err(invalid(format!(
                "The redirect path '{path}' must begin with '/'"
            )));
        }
        if !["HTTP_301", "HTTP_302"].contains(&self.status_code.as_str()) {
            return Err(invalid(format!(
                "The redirect status code '{}' is not valid: expected 'HTTP_301' or 'HTTP_302'",
                self.status_code
            )));
        }
        if [&*protocol, &*port, &*host, &*path, &*query] == [PROTOCOL, PORT, HOST, PATH, QUERY] {
            return Err(invalid_action(
                "The redirect configuration is not valid because it creates a loop.",
            ));
        }
        Ok(Self {
            protocol: Some(protocol),
            port: Some(port),
            host: Some(host),
            path: Some(path),
            query: Some(query),
            status_code: self.status_code,
        })
    }

    /// Refuses to send clients from HTTPS to HTTP.
    pub(super) fn check_protocol(&self, listener: Option<ListenerProtocol>) -> Result<()> {
        let to_http = self.protocol.as_deref() == Some("HTTP");
        if listener == Some(ListenerProtocol::Https) && to_http {
            return Err(invalid_action("You cannot redirect HTTPS to HTTP"));
        }
        Ok(())
    }
}

fn check_chars(part: &str, text: &str, least: usize) -> Result<()> {
    let chars = text.chars().count();
    if (least..=limit::REDIRECT_PART_CHARS).contains(&chars) {
        return Ok(());
    }
    Err(invalid(format!(
        "The redirect {part} must have {least} to {} characters",
        limit::REDIRECT_PART_CHARS
    )))
}

/// What is answered.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct FixedResponseConfig {
    /// The body.
    pub message_body: Option<String>,
    /// 2xx, 4xx or 5xx.
    pub status_code: String,
    /// The body's media type.
    pub content_type: Option<String>,
}

impl FixedResponseConfig {
    pub(super) fn checked(self) -> Result<Self> {
        const TYPES: [&str; 5] = [
            "text/plain",
            "text/css",
            "text/html",
            "application/javascript",
            "application/json",
        ];
        let is_status = matches!(
            self.status_code.as_bytes(),
            [b'2' | b'4' | b'5', b'0'..=b'9', b'0'..=b'9']
        );
        if !is_status {
            return Err(invalid(format!(
                "The status code '{}' of a fixed response is not valid: expected 2XX, 4XX or 5XX",
                self.status_code
            )));
        }
        if let Some(content_type) = &self.content_type
            && !TYPES.contains(&content_type.as_str())
        {
            return Err(invalid_action(format!(
                "The ContentType must be one of: '{}'",
                TYPES.join("', '")
            )));
        }
        let body = self.message_body.as_deref().unwrap_or_default();
        if body.chars().count() > limit::FIXED_RESPONSE_CHARS {
            return Err(invalid(format!(
                "The message body of a fixed response can have at most {} characters",
                limit::FIXED_RESPONSE_CHARS
            )));
        }
        Ok(self)
    }
}

fn invalid(message: String) -> Error {
    Error::new(Code::ValidationError, message)
}

#[cfg(test)]
mod tests {
    use super::{FixedResponseConfig, RedirectConfig};
    use crate::domain::listener_protocol::ListenerProtocol;

    fn redirect() -> RedirectConfig {
        RedirectConfig {
            port: Some("443".to_owned()),
            status_code: "HTTP_301".to_owned(),
            ..RedirectConfig::default()
        }
    }

    #[test]
    fn what_is_absent_stays_as_in_the_request() {
        let decided = redirect().decided().unwrap();
        assert_eq!(decided.protocol.as_deref(), Some("#{protocol}"));
        assert_eq!(decided.host.as_deref(), Some("#{host}"));
        assert_eq!(decided.path.as_deref(), Some("/#{path}"));
        assert_eq!(decided.query.as_deref(), Some("#{query}"));
    }

    #[test]
    fn redirects_that_cannot_be() {
        let text = |text: &str| Some(text.to_owned());
        for (config, code) in [
            (
                RedirectConfig {
                    port: None,
                    ..redirect()
                },
                "InvalidLoadBalancerAction",
            ),
            (
                RedirectConfig {
                    protocol: text("FTP"),
                    ..redirect()
                },
                "ValidationError",
            ),
            (
                RedirectConfig {
                    port: text("0"),
                    ..redirect()
                },
                "ValidationError",
            ),
            (
                RedirectConfig {
                    host: text(""),
                    ..redirect()
                },
                "ValidationError",
            ),
            (
                RedirectConfig {
                    path: text("here"),
                    ..redirect()
                },
                "ValidationError",
            ),
            (
                RedirectConfig {
                    status_code: "302".to_owned(),
                    ..redirect()
                },
                "ValidationError",
            ),
        ] {
            let shown = format!("{config:?}");
            let found = config.decided().err().map(|error| error.code.name());
            assert_eq!(found, Some(code), "{shown}");
        }
        let down = RedirectConfig {
            protocol: text("HTTP"),
            ..redirect()
        };
        assert!(down.check_protocol(Some(ListenerProtocol::Https)).is_err());
        assert!(down.check_protocol(Some(ListenerProtocol::Http)).is_ok());
    }

    #[test]
    fn responses_that_can_be_sent() {
        let response = |status: &str, content_type: &str, chars: usize| {
            FixedResponseConfig {
                message_body: Some("x".repeat(chars)),
                status_code: status.to_owned(),
                content_type: Some(content_type.to_owned()),
            }
            .checked()
            .is_ok()
        };
        assert!(response("503", "text/plain", 1_024));
        assert!(!response("301", "text/plain", 0));
        assert!(!response("2000", "text/plain", 0));
        assert!(!response("200", "image/png", 0));
        assert!(!response("200", "text/html", 1_025));
    }
}
