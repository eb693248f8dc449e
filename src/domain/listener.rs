//! Listeners of load balancers.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::clock::Timestamp;
use super::error::{Code, Error, Result};
use super::filter::Filterable;
use super::listener_action::{Action, check_actions, target_groups_of};
use super::listener_encryption::Encryption;
use super::listener_protocol::ListenerProtocol;
use super::load_balancer::LoadBalancer;
use super::load_balancer_type::LoadBalancerType;
use super::load_balancing_arn::{is_number, resource_of, without_type};
use super::scope::Scope;
use super::tag::Tag;
use super::target_group::parse_port;

/// What the event log says of every listener that there is.
pub const LISTENER_STATE: &str = "active";

/// A listener: where traffic comes in at a load balancer, and what is done with it unless a rule says otherwise.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Listener {
    /// Identifier: the load balancer's ARN with `listener` for `loadbalancer`, and 16 more hex digits.
    pub arn: String,
    /// Owner.
    pub scope: Scope,
    /// The load balancer.
    pub load_balancer_arn: String,
    /// What it listens to. Those of gateways take every packet, and have one listener at the most.
    pub socket: Option<Socket>,
    /// What HTTPS and TLS listeners have besides.
    pub encryption: Option<Encryption>,
    /// What is done with traffic for which there is no rule.
    pub default_actions: Vec<Action>,
    /// Attributes that were set; the others have their defaults.
    pub attributes: BTreeMap<String, String>,
    /// Tags.
    pub tags: Vec<Tag>,
    /// When it was created.
    pub created_at: Timestamp,
}

/// A protocol on a port.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Socket {
    /// The port; once per load balancer.
    pub port: u16,
    /// The protocol.
    pub protocol: ListenerProtocol,
}

impl Listener {
    /// The port; `None` on gateway load balancers.
    pub fn port(&self) -> Option<u16> {
        self.socket.map(|socket| socket.port)
    }

    /// The protocol; `None` on gateway load balancers.
    pub fn protocol(&self) -> Option<ListenerProtocol> {
        self.socket.map(|socket| socket.protocol)
    }

    /// Changes port and protocol. What was set for attributes that the new protocol does not have is forgotten.
    pub fn set_socket(&mut self, socket: Option<Socket>) {
        self.socket = socket;
        self.forget_other_attributes();
    }

    /// Refuses default actions that it cannot have.
    pub fn check_default_actions(&self, load_balancer_type: LoadBalancerType) -> Result<()> {
        check_actions(&self.default_actions, load_balancer_type, self.protocol())
            .map_err(about_default_actions)
    }

    /// The target groups that it forwards to by default.
    pub fn target_groups(&self) -> Vec<String> {
        target_groups_of(&self.default_actions)
    }

    /// What HTTPS and TLS listeners have besides; refuses others.
    pub fn encryption_mut(&mut self) -> Result<&mut Encryption> {
        let protocol = self.protocol().map_or("gateway", ListenerProtocol::name);
        self.encryption.as_mut().ok_or_else(|| {
            Error::new(
                Code::UnsupportedProtocol,
                format!("A certificate cannot be specified for {protocol} listeners"),
            )
            .about("ListenerArn")
        })
    }
}

/// Says of a refused action that it is among the default ones.
pub fn about_default_actions(error: Error) -> Error {
    error.about("DefaultActions")
}

/// What a listener of this type of load balancer listens to, by what the client says of port and protocol, and otherwise by
/// `present`.
pub fn decide_socket(
    load_balancer_type: LoadBalancerType,
    present: Option<Socket>,
    port: Option<i64>,
    protocol: Option<&str>,
) -> Result<Option<Socket>> {
    match load_balancer_type {
        LoadBalancerType::Gateway if port.is_some() => Err(Error::validation(
            "Port",
            "A port cannot be specified for gateway listeners",
        )),
        LoadBalancerType::Gateway if protocol.is_some() => Err(Error::validation(
            "Protocol",
            "A protocol cannot be specified for gateway listeners",
        )),
        LoadBalancerType::Gateway => Ok(None),
        LoadBalancerType::Application | LoadBalancerType::Network => {
            let protocol = match (protocol, present) {
                (Some(text), _) => ListenerProtocol::parse(text, load_balancer_type),
                (None, Some(present)) => Ok(present.protocol),
                (None, None) => Err(Error::validation(
                    "Protocol",
                    "A listener protocol must be specified",
                )),
            }?;
            let port = match (port, present) {
                (Some(port), _) => parse_port("Port", port),
                (None, Some(present)) => Ok(present.port),
                (None, None) => Err(Error::validation(
                    "Port",
                    "A listener port must be specified",
                )),
            }?;
            Ok(Some(Socket { port, protocol }))
        }
    }
}

/// The ARN of a listener of this load balancer.
pub fn arn(load_balancer: &LoadBalancer, number: &str) -> String {
    load_balancer.scope.arn(
        "elasticloadbalancing",
        &format!("listener/{}/{number}", load_balancer.path()),
    )
}

/// Refuses a text that is no ARN of a load balancer's listener.
pub fn check_listener_arn(arn: &str) -> Result<()> {
    if has_numbers(arn, "listener/", 2) {
        Ok(())
    } else {
        Err(Error::validation(
            "ListenerArn",
            format!("'{arn}' is not a valid listener ARN"),
        ))
    }
}

/// Whether an ARN names, after this prefix, a type and a load balancer, and then so many numbers.
pub(super) fn has_numbers(arn: &str, prefix: &str, count: usize) -> bool {
    resource_of(arn)
        .and_then(|resource| resource.strip_prefix(prefix))
        .and_then(without_type)
        .is_some_and(|path| {
            let mut parts = path.split('/');
            let name = parts.next().unwrap_or_default();
            let numbers: Vec<&str> = parts.collect();
            !name.is_empty() && numbers.len() == count && numbers.into_iter().all(is_number)
        })
}

/// The refusal for an ARN that no listener of the caller's has.
pub fn listener_not_found(arn: &str) -> Error {
    Error::new(
        Code::ListenerNotFound,
        format!("Listener '{arn}' not found"),
    )
    .about("ListenerArn")
}

impl Filterable for Listener {
    const FILTERS: &'static [&'static str] = &[
        "listener-arn",
        "load-balancer-arn",
        "port",
        "protocol",
        "target-group-arn",
    ];

    fn filter_values(&self, name: &str) -> Vec<String> {
        let one = match name {
            "listener-arn" => self.arn.clone(),
            "load-balancer-arn" => self.load_balancer_arn.clone(),
            "port" => return self.port().iter().map(ToString::to_string).collect(),
            "protocol" => {
                let protocol = self.protocol();
                return protocol.iter().map(|it| it.name().to_owned()).collect();
            }
            "target-group-arn" => return self.target_groups(),
            _ => return Vec::new(),
        };
        vec![one]
    }

    fn filter_tags(&self) -> &[Tag] {
        &self.tags
    }
}

#[cfg(test)]
mod tests {
    use super::check_listener_arn;

    #[test]
    fn arns_of_listeners() {
        let prefix = "arn:aws:elasticloadbalancing:us-east-1:111111111111:listener";
        let numbers = "0123456789abcdef/fedcba9876543210";
        assert!(check_listener_arn(&format!("{prefix}/net/shop/{numbers}")).is_ok());
        for bad in [
            format!("{prefix}/shop/{numbers}"),
            format!("{prefix}/net/shop/0123456789abcdef"),
            format!("{prefix}/net//{numbers}"),
            format!("{prefix}/net/shop/{numbers}/0123456789abcdef"),
            String::new(),
        ] {
            assert!(check_listener_arn(&bad).is_err(), "{bad}");
        }
    }
}
