//! How long the security groups of an interface remember idle connections. A record only: nothing passes an interface.

use serde::{Deserialize, Serialize};

use super::error::{Error, Result};
use super::limit;

/// Seconds after which idle connections are forgotten; `None` for AWS's default.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ConnectionTracking {
    /// Of established TCP connections.
    pub tcp_established_timeout: Option<u32>,
    /// Of UDP flows with more than one request and response.
    pub udp_stream_timeout: Option<u32>,
    /// Of other UDP flows.
    pub udp_timeout: Option<u32>,
}

impl ConnectionTracking {
    /// Whether it says nothing.
    pub fn is_default(&self) -> bool {
        *self == Self::default()
    }

    /// Refuses times that AWS does not allow.
    pub fn check(&self) -> Result<()> {
        for (parameter, seconds, (least, most)) in [
            (
                "ConnectionTrackingSpecification.TcpEstablishedTimeout",
                self.tcp_established_timeout,
                limit::TCP_ESTABLISHED_SECONDS,
            ),
            (
                "ConnectionTrackingSpecification.UdpStreamTimeout",
                self.udp_stream_timeout,
                limit::UDP_STREAM_SECONDS,
            ),
            (
                "ConnectionTrackingSpecification.UdpTimeout",
                self.udp_timeout,
                limit::UDP_SECONDS,
            ),
        ] {
            if let Some(seconds) = seconds
                && !(least..=most).contains(&seconds)
            {
                return Err(Error::invalid_value(
                    parameter,
                    format!(
                        "Value ({seconds}) for parameter {parameter} is invalid. It must be between {least} and {most} seconds."
                    ),
                ));
            }
        }
        Ok(())
    }

    /// Takes over the times that `other` has.
    pub fn change(&mut self, other: Self) {
        self.tcp_established_timeout = other
            .tcp_established_timeout
            .or(self.tcp_established_timeout);
        self.udp_stream_timeout = other.udp_stream_timeout.or(self.udp_stream_timeout);
        self.udp_timeout = other.udp_timeout.or(self.udp_timeout);
    }
}

#[cfg(test)]
mod tests {
    use super::ConnectionTracking;

    #[test]
    fn times_are_within_bounds() {
        for (tcp, stream, udp, fits) in [
            (None, None, None, true),
            (Some(60), Some(60), Some(30), true),
            (Some(432_000), Some(180), Some(60), true),
            (Some(59), None, None, false),
            (Some(432_001), None, None, false),
            (None, Some(181), None, false),
            (None, None, Some(61), false),
        ] {
            let tracking = ConnectionTracking {
                tcp_established_timeout: tcp,
                udp_stream_timeout: stream,
                udp_timeout: udp,
            };
            assert_eq!(tracking.check().is_ok(), fits, "{tracking:?}");
        }
    }
}
