//! How the targets of a target group are to be checked. A record only: nothing checks them yet.

use serde::{Deserialize, Serialize};

use super::error::{Code, Error, Result};
use super::health_check_matcher::{Matcher, MatcherRequest};
use super::limit;
use super::target_group::{Carrier, ProtocolVersion, TargetKind, TargetType, refuse_for_functions};

/// How targets are checked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct HealthCheck {
    /// Whether they are. Only functions can be left unchecked.
    pub enabled: bool,
    /// How the check is made. Functions are called.
    pub protocol: Option<HealthCheckProtocol>,
    /// A port number, or `traffic-port`. Functions have none.
    pub port: Option<String>,
    /// Seconds between checks.
    pub interval_seconds: u32,
    /// Seconds until a check has failed.
    pub timeout_seconds: u32,
    /// Successes until a target is healthy.
    pub healthy_threshold_count: u32,
    /// Failures until a target is unhealthy.
    pub unhealthy_threshold_count: u32,
    /// The path, for checks that ask for a page.
    pub path: Option<String>,
    /// The codes of success, for checks that ask for a page.
    pub matcher: Option<Matcher>,
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
    /// Whether targets are checked. Only functions can be left unchecked.
    pub enabled: Option<bool>,
    /// Seconds between checks.
    pub interval_seconds: Option<i64>,
    /// Seconds until a check has failed.
    pub timeout_seconds: Option<i64>,
    /// Successes until a target is healthy.
    pub healthy_threshold_count: Option<i64>,
    /// Failures until a target is unhealthy.
    pub unhealthy_threshold_count: Option<i64>,
    /// The path, for checks that ask for a page.
    pub path: Option<String>,
    /// The codes of success, for checks that ask for a page.
    pub matcher: Option<MatcherRequest>,
}

impl HealthCheckProtocol {
    /// Reads AWS's spelling, for groups of this kind.
    fn parse(kind: TargetKind, text: &str) -> Result<Self> {
        refuse_for_functions(PROTOCOL, kind.carrier() == Carrier::Function)?;
        let protocol = match text {
            "TCP" => Self::Tcp,
            "HTTP" => Self::Http,
            "HTTPS" => Self::Https,
            other => {
                return Err(Error::validation(
                    PROTOCOL,
                    format!("Health check protocol '{other}' must be one of 'HTTP, HTTPS, TCP'"),
                ));
            }
        };
        let unfit = match (protocol, kind.carrier()) {
            (Self::Tcp, Carrier::Application) => Some(format!(
                "of the protocol {}",
                kind.protocol
                    .map_or("", super::target_group::Protocol::name)
            )),
            (Self::Tcp, _) if kind.target_type == TargetType::Alb => {
                Some("with target type 'alb'".to_owned())
            }
            _ => None,
        };
        match unfit {
            None => Ok(protocol),
            Some(groups) => Err(configuration(
                PROTOCOL,
                format!("Health check protocol 'TCP' is not supported for target groups {groups}"),
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
}

impl HealthCheck {
    /// The check of a new target group of this kind.
    pub fn new(kind: TargetKind, request: HealthCheckRequest) -> Result<Self> {
        let protocol = match request.protocol.as_deref() {
            Some(text) => Some(HealthCheckProtocol::parse(kind, text)?),
            None => default_protocol(kind),
        };
        let (port, interval_seconds, timeout_seconds) = match (kind.carrier(), protocol) {
            (Carrier::Function, _) => (None, 35, 30),
            // Appliances don't take checks on the port of GENEVE.
            (Carrier::Gateway, _) => (Some("80"), 10, 5),
            (Carrier::Application, _) => (Some(TRAFFIC_PORT), 30, 5),
            (Carrier::Network, Some(HealthCheckProtocol::Http)) => (Some(TRAFFIC_PORT), 30, 6),
            (Carrier::Network, _) => (Some(TRAFFIC_PORT), 30, 10),
        };
        let defaults = Self {
            enabled: kind.carrier() != Carrier::Function,
            protocol,
            port: port.map(str::to_owned),
            interval_seconds,
            timeout_seconds,
            healthy_threshold_count: 5,
            unhealthy_threshold_count: 2,
            path: None,
            matcher: None,
        };
        defaults.changed(kind, request)
    }

    /// This check with what `request` says on top, in a target group of this kind.
    pub fn changed(&self, kind: TargetKind, request: HealthCheckRequest) -> Result<Self> {
        let is_function = kind.carrier() == Carrier::Function;
        if request.enabled == Some(false) && !is_function {
            return Err(configuration(
                "HealthCheckEnabled",
                format!(
                    "Health check enabled must be true for target groups with target type '{}'",
                    kind.target_type.name()
                ),
            ));
        }
        refuse_for_functions("HealthCheckPort", is_function && request.port.is_some())?;
        let protocol = match request.protocol.as_deref() {
            Some(text) => Some(HealthCheckProtocol::parse(kind, text)?),
            None => self.protocol,
        };
        let (path, matcher) = self.page(kind, protocol, request.path, request.matcher)?;
        let changed = Self {
            enabled: request.enabled.unwrap_or(self.enabled),
            protocol,
            port: request.port.or_else(|| self.port.clone()),
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
        if let Some(port) = &changed.port {
            check_port(port)?;
        }
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
        kind: TargetKind,
        protocol: Option<HealthCheckProtocol>,
        path: Option<String>,
        matcher: Option<MatcherRequest>,
    ) -> Result<(Option<String>, Option<Matcher>)> {
        if protocol == Some(HealthCheckProtocol::Tcp) {
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
        let is_grpc = kind.protocol_version == Some(ProtocolVersion::Grpc);
        let default_path = if is_grpc { "/AWS.ALB/healthcheck" } else { "/" };
        let path = path
            .or_else(|| self.path.clone())
            .unwrap_or_else(|| default_path.to_owned());
        if !path.starts_with('/') || path.chars().count() > limit::HEALTH_CHECK_PATH_CHARS {
            return Err(Error::validation(
                "HealthCheckPath",
                format!(
                    "The health check path '{path}' must begin with '/' and have at most {} characters",
                    limit::HEALTH_CHECK_PATH_CHARS
                ),
            ));
        }
        let matcher = match matcher {
            Some(request) => Matcher::decide(kind, request)?,
            None => match &self.matcher {
                Some(present) => present.clone(),
                None => Matcher::default_of(kind),
            },
        };
        Ok((Some(path), Some(matcher)))
    }

    /// The port on which a target is checked that gets its traffic on `target_port`; none for functions.
    pub fn port_of(&self, target_port: Option<u16>) -> Option<String> {
        match self.port.as_deref() {
            Some(TRAFFIC_PORT) => target_port.map(|port| port.to_string()),
            port => port.map(str::to_owned),
        }
    }
}

/// How targets are checked unless the client says otherwise.
fn default_protocol(kind: TargetKind) -> Option<HealthCheckProtocol> {
    match kind.carrier() {
        Carrier::Function => None,
        Carrier::Application => Some(HealthCheckProtocol::Http),
        Carrier::Network if kind.target_type == TargetType::Alb => Some(HealthCheckProtocol::Http),
        Carrier::Network | Carrier::Gateway => Some(HealthCheckProtocol::Tcp),
    }
}

const PROTOCOL: &str = "HealthCheckProtocol";
const TRAFFIC_PORT: &str = "traffic-port";

fn configuration(parameter: &'static str, message: impl Into<String>) -> Error {
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

#[cfg(test)]
mod tests {
    use super::{HealthCheck, HealthCheckRequest};
    use crate::domain::health_check_matcher::MatcherRequest;
    use crate::domain::target_group::{Protocol, TargetKind, TargetType};

    fn kind(protocol: Protocol) -> TargetKind {
        TargetKind::decide(TargetType::Ip, Some(protocol.name()), None).unwrap()
    }

    fn code(kind: TargetKind, request: HealthCheckRequest) -> &'static str {
        HealthCheck::new(kind, request)
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

    fn http_codes(codes: &str) -> MatcherRequest {
        MatcherRequest {
            http_code: Some(codes.to_owned()),
            grpc_code: None,
        }
    }

    #[test]
    fn defaults_by_kind() {
        let kinds = [
            TargetKind::decide(TargetType::Ip, Some("HTTP"), None),
            TargetKind::decide(TargetType::Instance, Some("HTTPS"), Some("GRPC")),
            TargetKind::decide(TargetType::Ip, Some("TCP"), None),
            TargetKind::decide(TargetType::Alb, Some("TCP"), None),
            TargetKind::decide(TargetType::Ip, Some("GENEVE"), None),
            TargetKind::decide(TargetType::Lambda, None, None),
        ];
        let table: Vec<String> = kinds
            .into_iter()
            .map(|kind| {
                let check = HealthCheck::new(kind.unwrap(), HealthCheckRequest::default()).unwrap();
                serde_json::to_string(&check).unwrap()
            })
            .collect();
        assert_eq!(
            table,
            [
                r#"{"enabled":true,"protocol":"HTTP","port":"traffic-port","intervalSeconds":30,"timeoutSeconds":5,"healthyThresholdCount":5,"unhealthyThresholdCount":2,"path":"/","matcher":{"httpCode":"200"}}"#,
                r#"{"enabled":true,"protocol":"HTTP","port":"traffic-port","intervalSeconds":30,"timeoutSeconds":5,"healthyThresholdCount":5,"unhealthyThresholdCount":2,"path":"/AWS.ALB/healthcheck","matcher":{"grpcCode":"12"}}"#,
                r#"{"enabled":true,"protocol":"TCP","port":"traffic-port","intervalSeconds":30,"timeoutSeconds":10,"healthyThresholdCount":5,"unhealthyThresholdCount":2,"path":null,"matcher":null}"#,
                r#"{"enabled":true,"protocol":"HTTP","port":"traffic-port","intervalSeconds":30,"timeoutSeconds":6,"healthyThresholdCount":5,"unhealthyThresholdCount":2,"path":"/","matcher":{"httpCode":"200-399"}}"#,
                r#"{"enabled":true,"protocol":"TCP","port":"80","intervalSeconds":10,"timeoutSeconds":5,"healthyThresholdCount":5,"unhealthyThresholdCount":2,"path":null,"matcher":null}"#,
                r#"{"enabled":false,"protocol":null,"port":null,"intervalSeconds":35,"timeoutSeconds":30,"healthyThresholdCount":5,"unhealthyThresholdCount":2,"path":"/","matcher":{"httpCode":"200"}}"#,
            ]
        );
    }

    #[test]
    fn ports_of_checks() {
        let tcp = HealthCheck::new(kind(Protocol::Tcp), HealthCheckRequest::default()).unwrap();
        assert_eq!(tcp.port_of(Some(8080)).as_deref(), Some("8080"));
        let geneve = HealthCheck::new(kind(Protocol::Geneve), HealthCheckRequest::default());
        assert_eq!(geneve.unwrap().port_of(Some(6081)).as_deref(), Some("80"));
        let function = TargetKind::decide(TargetType::Lambda, None, None).unwrap();
        let function = HealthCheck::new(function, HealthCheckRequest::default()).unwrap();
        assert_eq!(function.port_of(None), None);
    }

    #[test]
    fn a_change_keeps_the_rest() {
        let udp = kind(Protocol::Udp);
        let http = HealthCheck::new(
            udp,
            with(|request| {
                request.protocol = Some("HTTP".to_owned());
                request.path = Some("/ok".to_owned());
                request.port = Some("81".to_owned());
            }),
        )
        .unwrap();
        assert_eq!(http.timeout_seconds, 6);
        let changed = http
            .changed(udp, with(|request| request.interval_seconds = Some(10)))
            .unwrap();
        assert_eq!(
            (changed.path.as_deref(), changed.interval_seconds),
            (Some("/ok"), 10)
        );
        let tcp = changed
            .changed(
                udp,
                with(|request| request.protocol = Some("TCP".to_owned())),
            )
            .unwrap();
        assert_eq!((tcp.path, tcp.matcher), (None, None));
    }

    #[test]
    fn refuses_values_out_of_range() {
        let code = |request| code(kind(Protocol::Tcp), request);
        let refused = "ValidationError";
        assert_eq!(
            code(with(|request| request.interval_seconds = Some(4))),
            refused
        );
        assert_eq!(
            code(with(|request| request.timeout_seconds = Some(-1))),
            refused
        );
        assert_eq!(
            code(with(|request| request.timeout_seconds = Some(31))),
            refused
        );
        assert_eq!(
            code(with(|request| request.healthy_threshold_count = Some(11))),
            refused
        );
        assert_eq!(
            code(with(|request| request.protocol = Some("UDP".to_owned()))),
            refused
        );
        for (port, expected) in [
            ("traffic-port", ""),
            ("65535", ""),
            ("0", refused),
            ("x", refused),
        ] {
            assert_eq!(
                code(with(|request| request.port = Some(port.to_owned()))),
                expected,
                "{port}"
            );
        }
    }

    #[test]
    fn pages_only_for_http() {
        let tcp = kind(Protocol::Tcp);
        let refused = "InvalidConfigurationRequest";
        assert_eq!(
            code(tcp, with(|request| request.path = Some("/".to_owned()))),
            refused
        );
        assert_eq!(
            code(
                tcp,
                with(|request| request.matcher = Some(http_codes("200")))
            ),
            refused
        );
        assert_eq!(
            code(tcp, with(|request| request.enabled = Some(false))),
            refused
        );
        let mut request = http();
        request.path = Some("ok".to_owned());
        assert_eq!(code(tcp, request), "ValidationError");
    }

    #[test]
    fn protocols_by_kind() {
        let tcp = || with(|request| request.protocol = Some("TCP".to_owned()));
        let alb = TargetKind::decide(TargetType::Alb, Some("TCP"), None).unwrap();
        let function = TargetKind::decide(TargetType::Lambda, None, None).unwrap();
        assert_eq!(code(kind(Protocol::Tls), tcp()), "");
        assert_eq!(
            code(kind(Protocol::Http), tcp()),
            "InvalidConfigurationRequest"
        );
        assert_eq!(code(alb, tcp()), "InvalidConfigurationRequest");
        assert_eq!(code(function, http()), "ValidationError");
        assert_eq!(
            code(
                function,
                with(|request| request.port = Some("80".to_owned()))
            ),
            "ValidationError"
        );
        assert_eq!(
            code(function, with(|request| request.enabled = Some(true))),
            ""
        );
    }
}
