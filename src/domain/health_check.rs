//! How the targets of a target group are to be checked. A record only: nothing checks them yet.

use serde::{Deserialize, Serialize};

use super::error::{Code, Error, Result};
use super::limit;
use super::target_group::Protocol;

/// How targets are checked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct HealthCheck {
    /// How the check is made.
    pub protocol: HealthCheckProtocol,
    /// A port number, or `traffic-port`.
    pub port: String,
    /// Seconds between checks.
    pub interval_seconds: u32,
    /// Seconds until a check has failed.
    pub timeout_seconds: u32,
    /// Successes until a target is healthy.
    pub healthy_threshold_count: u32,
    /// Failures until a target is unhealthy.
    pub unhealthy_threshold_count: u32,
    /// The path, for HTTP and HTTPS.
    pub path: Option<String>,
    /// The HTTP codes of success, for HTTP and HTTPS.
    pub matcher: Option<String>,
}

/// How a check is made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum HealthCheckProtocol {
    /// A connection is opened.
    Tcp,
    /// A page is asked for.
    Http,
    /// A page is asked for over TLS.
    Https,
}

/// What a client says about health checks; `None` is the default, or leaves things as they are.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct HealthCheckRequest {
    /// `TCP`, `HTTP` or `HTTPS`.
    pub protocol: Option<String>,
    /// A port number, or `traffic-port`.
    pub port: Option<String>,
    /// Refused if `false`: targets of network and gateway load balancers are always checked.
    pub enabled: Option<bool>,
    /// Seconds between checks.
    pub interval_seconds: Option<i64>,
    /// Seconds until a check has failed.
    pub timeout_seconds: Option<i64>,
    /// Successes until a target is healthy.
    pub healthy_threshold_count: Option<i64>,
    /// Failures until a target is unhealthy.
    pub unhealthy_threshold_count: Option<i64>,
    /// The path, for HTTP and HTTPS.
    pub path: Option<String>,
    /// The HTTP codes of success, for HTTP and HTTPS.
    pub matcher: Option<String>,
}

impl HealthCheckProtocol {
    fn parse(text: &str) -> Result<Self> {
        match text {
            "TCP" => Ok(Self::Tcp),
            "HTTP" => Ok(Self::Http),
            "HTTPS" => Ok(Self::Https),
            other => Err(Error::validation(
                "HealthCheckProtocol",
                format!("Health check protocol '{other}' must be one of 'HTTP, HTTPS, TCP'"),
            )),
        }
    }

    /// AWS's spelling.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Tcp => "TCP",
            Self::Http => "HTTP",
            Self::Https => "HTTPS",
        }
    }

    const fn default_timeout_seconds(self) -> u32 {
        match self {
            Self::Tcp | Self::Https => 10,
            Self::Http => 6,
        }
    }
}

impl HealthCheck {
    /// The check of a new target group for traffic of the protocol `group`.
    pub fn new(group: Protocol, request: HealthCheckRequest) -> Result<Self> {
        let protocol = request
            .protocol
            .as_deref()
            .map_or(Ok(HealthCheckProtocol::Tcp), HealthCheckProtocol::parse)?;
        // Appliances don't take checks on the port of GENEVE.
        let (port, interval_seconds, timeout_seconds) = match group {
            Protocol::Geneve => ("80", 10, 5),
            Protocol::Tcp | Protocol::Udp | Protocol::TcpUdp | Protocol::Tls => {
                (TRAFFIC_PORT, 30, protocol.default_timeout_seconds())
            }
        };
        let defaults = Self {
            protocol,
            port: port.to_owned(),
            interval_seconds,
            timeout_seconds,
            healthy_threshold_count: 5,
            unhealthy_threshold_count: 2,
            path: None,
            matcher: None,
        };
        defaults.changed(group, request)
    }

    /// This check with what `request` says on top, in a target group for traffic of the protocol `group`.
    pub fn changed(&self, group: Protocol, request: HealthCheckRequest) -> Result<Self> {
        if request.enabled == Some(false) {
            return Err(configuration(
                "HealthCheckEnabled",
                "Health checks cannot be disabled for target groups of the types instance and ip",
            ));
        }
        let protocol = request
            .protocol
            .as_deref()
            .map_or(Ok(self.protocol), HealthCheckProtocol::parse)?;
        let (path, matcher) = self.page(group, protocol, request.path, request.matcher)?;
        let changed = Self {
            protocol,
            port: request.port.unwrap_or_else(|| self.port.clone()),
            interval_seconds: within(
                "HealthCheckIntervalSeconds",
                request.interval_seconds,
                (5, 300),
                self.interval_seconds,
            )?,
            timeout_seconds: within(
                "HealthCheckTimeoutSeconds",
                request.timeout_seconds,
                (2, 120),
                self.timeout_seconds,
            )?,
            healthy_threshold_count: within(
                "HealthyThresholdCount",
                request.healthy_threshold_count,
                (2, 10),
                self.healthy_threshold_count,
            )?,
            unhealthy_threshold_count: within(
                "UnhealthyThresholdCount",
                request.unhealthy_threshold_count,
                (2, 10),
                self.unhealthy_threshold_count,
            )?,
            path,
            matcher,
        };
        check_port(&changed.port)?;
        if changed.timeout_seconds > changed.interval_seconds {
            return Err(Error::validation(
                "HealthCheckTimeoutSeconds",
                format!(
                    "Health check timeout '{}' must be smaller than or equal to the interval '{}'",
                    changed.timeout_seconds, changed.interval_seconds
                ),
            ));
        }
        Ok(changed)
    }

    /// Path and codes of a check that asks for a page; none for one that does not, which must not be given any either.
    fn page(
        &self,
        group: Protocol,
        protocol: HealthCheckProtocol,
        path: Option<String>,
        matcher: Option<String>,
    ) -> Result<(Option<String>, Option<String>)> {
        if protocol == HealthCheckProtocol::Tcp {
            return match (path, matcher) {
                (None, None) => Ok((None, None)),
                (Some(_), _) => Err(configuration(
                    "HealthCheckPath",
                    "Health check paths are not supported for health checks of the protocol TCP",
                )),
                (None, Some(_)) => Err(configuration(
                    "Matcher",
                    "Health check matchers are not supported for health checks of the protocol TCP",
                )),
            };
        }
        let path = path
            .or_else(|| self.path.clone())
            .unwrap_or_else(|| "/".to_owned());
        if !path.starts_with('/') || path.chars().count() > limit::HEALTH_CHECK_PATH_CHARS {
            return Err(Error::validation(
                "HealthCheckPath",
                format!(
                    "The health check path '{path}' must begin with '/' and have at most {} characters",
                    limit::HEALTH_CHECK_PATH_CHARS
                ),
            ));
        }
        let matcher = matcher
            .or_else(|| self.matcher.clone())
            .unwrap_or_else(|| "200-399".to_owned());
        let last = match group {
            Protocol::Geneve => 399,
            Protocol::Tcp | Protocol::Udp | Protocol::TcpUdp | Protocol::Tls => 599,
        };
        if !matcher.split(',').all(|text| is_code_or_range(text, last)) {
            return Err(Error::validation(
                "Matcher",
                format!(
                    "The health check matcher '{matcher}' must be HTTP codes between 200 and {last}, such as '200,202' or '200-299'"
                ),
            ));
        }
        Ok((Some(path), Some(matcher)))
    }

    /// The port on which a target is checked that gets its traffic on `target_port`.
    pub fn port_of(&self, target_port: u16) -> String {
        if self.port == TRAFFIC_PORT {
            target_port.to_string()
        } else {
            self.port.clone()
        }
    }
}

const TRAFFIC_PORT: &str = "traffic-port";

fn configuration(parameter: &'static str, message: &str) -> Error {
    Error::new(Code::InvalidConfigurationRequest, message).about(parameter)
}

fn within(
    parameter: &'static str,
    given: Option<i64>,
    (first, last): (u32, u32),
    otherwise: u32,
) -> Result<u32> {
    let Some(given) = given else {
        return Ok(otherwise);
    };
    u32::try_from(given)
        .ok()
        .filter(|number| (first..=last).contains(number))
        .ok_or_else(|| {
            Error::validation(
                parameter,
                format!("The value '{given}' of {parameter} must be between {first} and {last}"),
            )
        })
}

fn check_port(port: &str) -> Result<()> {
    if port == TRAFFIC_PORT || port.parse::<u16>().is_ok_and(|number| number > 0) {
        return Ok(());
    }
    Err(Error::validation(
        "HealthCheckPort",
        format!("Health check port '{port}' must be '{TRAFFIC_PORT}' or in the range 1-65535"),
    ))
}

/// Whether a text is an HTTP code from 200 to `last`, or a range of them.
fn is_code_or_range(text: &str, last: u16) -> bool {
    let code = |text: &str| {
        text.parse::<u16>()
            .ok()
            .filter(|code| (200..=last).contains(code))
    };
    match text.split_once('-') {
        None => code(text).is_some(),
        Some((first, last)) => code(first)
            .zip(code(last))
            .is_some_and(|(first, last)| first <= last),
    }
}

#[cfg(test)]
mod tests {
    use super::{HealthCheck, HealthCheckRequest};
    use crate::domain::target_group::Protocol;

    fn code(request: HealthCheckRequest) -> &'static str {
        HealthCheck::new(Protocol::Tcp, request)
            .err()
            .map_or("", |error| error.code.name())
    }

    fn with(change: impl FnOnce(&mut HealthCheckRequest)) -> HealthCheckRequest {
        let mut request = HealthCheckRequest::default();
        change(&mut request);
        request
    }

    fn http() -> HealthCheckRequest {
        with(|request| request.protocol = Some("HTTP".to_owned()))
    }

    #[test]
    fn defaults_by_protocol() {
        let tcp = HealthCheck::new(Protocol::Tcp, HealthCheckRequest::default()).unwrap();
        assert_eq!(
            serde_json::to_string(&tcp).unwrap(),
            r#"{"protocol":"TCP","port":"traffic-port","intervalSeconds":30,"timeoutSeconds":10,"healthyThresholdCount":5,"unhealthyThresholdCount":2,"path":null,"matcher":null}"#
        );
        assert_eq!(tcp.port_of(8080), "8080");
        let http = HealthCheck::new(Protocol::Tls, http()).unwrap();
        assert_eq!(
            (
                http.timeout_seconds,
                http.path.as_deref(),
                http.matcher.as_deref()
            ),
            (6, Some("/"), Some("200-399"))
        );
    }

    #[test]
    fn appliances_are_checked_on_another_port() {
        let check = HealthCheck::new(Protocol::Geneve, HealthCheckRequest::default()).unwrap();
        assert_eq!(
            serde_json::to_string(&check).unwrap(),
            r#"{"protocol":"TCP","port":"80","intervalSeconds":10,"timeoutSeconds":5,"healthyThresholdCount":5,"unhealthyThresholdCount":2,"path":null,"matcher":null}"#
        );
        for (matcher, fits) in [("200-399", true), ("200-400", false)] {
            let mut request = http();
            request.matcher = Some(matcher.to_owned());
            let check = HealthCheck::new(Protocol::Geneve, request);
            assert_eq!(check.is_ok(), fits, "{matcher}");
        }
    }

    #[test]
    fn a_change_keeps_the_rest() {
        let http = HealthCheck::new(
            Protocol::Udp,
            with(|request| {
                request.protocol = Some("HTTP".to_owned());
                request.path = Some("/ok".to_owned());
                request.port = Some("81".to_owned());
            }),
        )
        .unwrap();
        assert_eq!(http.port_of(8080), "81");
        let changed = http
            .changed(
                Protocol::Udp,
                with(|request| request.interval_seconds = Some(10)),
            )
            .unwrap();
        assert_eq!(
            (changed.path.as_deref(), changed.interval_seconds),
            (Some("/ok"), 10)
        );
        let tcp = changed
            .changed(
                Protocol::Udp,
                with(|request| request.protocol = Some("TCP".to_owned())),
            )
            .unwrap();
        assert_eq!((tcp.path, tcp.matcher), (None, None));
    }

    #[test]
    fn refuses_values_out_of_range() {
        assert_eq!(
            code(with(|request| request.interval_seconds = Some(4))),
            "ValidationError"
        );
        assert_eq!(
            code(with(|request| request.timeout_seconds = Some(-1))),
            "ValidationError"
        );
        assert_eq!(
            code(with(|request| request.timeout_seconds = Some(31))),
            "ValidationError"
        );
        assert_eq!(
            code(with(|request| request.healthy_threshold_count = Some(11))),
            "ValidationError"
        );
        assert_eq!(
            code(with(|request| request.protocol = Some("UDP".to_owned()))),
            "ValidationError"
        );
        for (port, refused) in [
            ("traffic-port", ""),
            ("65535", ""),
            ("0", "ValidationError"),
            ("x", "ValidationError"),
        ] {
            assert_eq!(
                code(with(|request| request.port = Some(port.to_owned()))),
                refused,
                "{port}"
            );
        }
    }

    #[test]
    fn pages_only_for_http() {
        assert_eq!(
            code(with(|request| request.path = Some("/".to_owned()))),
            "InvalidConfigurationRequest"
        );
        assert_eq!(
            code(with(|request| request.matcher = Some("200".to_owned()))),
            "InvalidConfigurationRequest"
        );
        assert_eq!(
            code(with(|request| request.enabled = Some(false))),
            "InvalidConfigurationRequest"
        );
        for (matcher, refused) in [
            ("200", ""),
            ("200,302-399", ""),
            ("199", "ValidationError"),
            ("300-200", "ValidationError"),
            ("200,", "ValidationError"),
        ] {
            let mut request = http();
            request.matcher = Some(matcher.to_owned());
            assert_eq!(code(request), refused, "{matcher}");
        }
        let mut request = http();
        request.path = Some("ok".to_owned());
        assert_eq!(code(request), "ValidationError");
    }
}
