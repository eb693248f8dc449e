//! The protocols of listeners: which a load balancer speaks, and which target groups understand them.

use serde::{Deserialize, Serialize};

use super::error::{Error, Result};
use super::load_balancer_type::LoadBalancerType;
use super::target_group::Protocol;

/// What a listener speaks with clients.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum ListenerProtocol {
    /// HTTP.
    Http,
    /// HTTP over TLS.
    Https,
    /// TCP.
    Tcp,
    /// TLS.
    Tls,
    /// UDP.
    Udp,
    /// TCP and UDP on one port.
    #[serde(rename = "TCP_UDP")]
    TcpUdp,
    /// QUIC.
    Quic,
    /// TCP and QUIC on one port.
    #[serde(rename = "TCP_QUIC")]
    TcpQuic,
}

impl ListenerProtocol {
    /// Every protocol.
    const ALL: [Self; 8] = [
        Self::Http,
        Self::Https,
        Self::Tcp,
        Self::Tls,
        Self::Udp,
        Self::TcpUdp,
        Self::Quic,
        Self::TcpQuic,
    ];

    /// Reads AWS's spelling of a protocol that load balancers of this type speak.
    pub fn parse(text: &str, load_balancer_type: LoadBalancerType) -> Result<Self> {
        let spoken = Self::ALL
            .into_iter()
            .filter(|protocol| protocol.is_of(load_balancer_type));
        let names: Vec<&str> = spoken.clone().map(Self::name).collect();
        spoken
            .into_iter()
            .find(|protocol| protocol.name() == text)
            .ok_or_else(|| {
                Error::validation(
                    "Protocol",
                    format!(
                        "Listener protocol '{text}' must be one of '{}'",
                        names.join(", ")
                    ),
                )
            })
    }

    /// AWS's spelling.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Http => "HTTP",
            Self::Https => "HTTPS",
            Self::Tcp => "TCP",
            Self::Tls => "TLS",
            Self::Udp => "UDP",
            Self::TcpUdp => "TCP_UDP",
            Self::Quic => "QUIC",
            Self::TcpQuic => "TCP_QUIC",
        }
    }

    const fn is_of(self, load_balancer_type: LoadBalancerType) -> bool {
        match load_balancer_type {
            LoadBalancerType::Application => matches!(self, Self::Http | Self::Https),
            LoadBalancerType::Network => !matches!(self, Self::Http | Self::Https),
            LoadBalancerType::Gateway => false,
        }
    }

    /// Whether it has certificates.
    pub const fn is_encrypted(self) -> bool {
        matches!(self, Self::Https | Self::Tls)
    }

    /// Whether it carries UDP, alone or with TCP.
    pub const fn carries_udp(self) -> bool {
        matches!(self, Self::Udp | Self::TcpUdp | Self::Quic | Self::TcpQuic)
    }

    /// Whether it can be forwarded to targets that speak this.
    pub const fn can_forward_to(self, target: Protocol) -> bool {
        matches!(
            (self, target),
            (Self::Http | Self::Https, Protocol::Http | Protocol::Https)
                | (Self::Tcp, Protocol::Tcp | Protocol::TcpUdp)
                | (Self::Udp, Protocol::Udp | Protocol::TcpUdp)
                | (Self::TcpUdp, Protocol::TcpUdp)
                | (Self::Tls, Protocol::Tls | Protocol::Tcp)
                | (Self::Quic, Protocol::Quic | Protocol::TcpQuic)
                | (Self::TcpQuic, Protocol::TcpQuic)
        )
    }
}

#[cfg(test)]
mod tests {
    use super::ListenerProtocol;
    use crate::domain::load_balancer_type::LoadBalancerType;

    #[test]
    fn each_type_speaks_its_own() {
        let parse = |text, load_balancer_type| {
            ListenerProtocol::parse(text, load_balancer_type)
                .map(ListenerProtocol::name)
                .map_err(|error| error.message)
        };
        let (application, network) = (LoadBalancerType::Application, LoadBalancerType::Network);
        assert_eq!(parse("HTTPS", application), Ok("HTTPS"));
        assert_eq!(parse("TLS", network), Ok("TLS"));
        assert_eq!(
            parse("TCP", application),
            Err("Listener protocol 'TCP' must be one of 'HTTP, HTTPS'".to_owned())
        );
        assert_eq!(
            parse("HTTP", network),
            Err(
                "Listener protocol 'HTTP' must be one of 'TCP, TLS, UDP, TCP_UDP, QUIC, TCP_QUIC'"
                    .to_owned()
            )
        );
    }
}
