//! Listeners of load balancers.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::attribute::{self, AttributeRule, Values};
use super::clock::Timestamp;
use super::error::{Code, Error, Result};
use super::filter::Filterable;
use super::load_balancer::LoadBalancer;
use super::load_balancer_type::LoadBalancerType;
use super::load_balancing_arn::{is_number, resource_of, without_type};
use super::scope::Scope;
use super::tag::Tag;
use super::target_group::{Protocol, parse_port};

/// What the event log says of every listener that there is.
pub const LISTENER_STATE: &str = "active";

/// A listener: where traffic comes in at a load balancer, and the target group that it goes to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Listener {
    /// Identifier: the load balancer's ARN with `listener` for `loadbalancer`, and 16 more hex digits.
    pub arn: String,
    /// Owner.
    pub scope: Scope,
    /// The load balancer.
    pub load_balancer_arn: String,
    /// What a network load balancer listens to. Those of gateways take every packet, and have one listener at the most.
    pub socket: Option<Socket>,
    /// Where the traffic goes.
    #[serde(flatten)]
    pub action: ForwardAction,
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
    pub protocol: Protocol,
}

/// The one thing that a listener does: it forwards everything to a target group.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ForwardAction {
    /// The target group.
    pub target_group_arn: String,
    /// The place among several actions; with only one it is a record.
    pub order: Option<u32>,
    /// The share among several target groups; with only one it is a record.
    pub weight: Option<u32>,
}

/// An action as a client asks for it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct ActionRequest {
    /// `forward`, the only type that listeners of network and gateway load balancers have.
    pub action_type: String,
    /// The target group, unless `target_groups` names it.
    pub target_group_arn: Option<String>,
    /// The target groups with their weights; one at the most.
    pub target_groups: Vec<(String, Option<u32>)>,
    /// The place among several actions.
    pub order: Option<u32>,
    /// Refused if `true`: there is only one target group to stick to.
    pub stickiness_enabled: bool,
}

/// The one action that a listener is to have.
pub fn forward_action(actions: &[ActionRequest]) -> Result<ForwardAction> {
    let [action] = actions else {
        return Err(Error::validation(
            "DefaultActions",
            "A listener must have exactly one default action",
        ));
    };
    if action.action_type != "forward" {
        return Err(invalid_action(format!(
            "The action type '{}' is not valid for listeners of network and gateway load balancers: expected 'forward'",
            action.action_type
        )));
    }
    if action.stickiness_enabled {
        return Err(invalid_action(
            "Target group stickiness is not supported for listeners of network and gateway load balancers",
        ));
    }
    if action
        .order
        .is_some_and(|order| !(1..=50_000).contains(&order))
    {
        return Err(Error::validation(
            "DefaultActions",
            "The order of an action must be between 1 and 50000",
        ));
    }
    let (target_group_arn, weight) = target_group(action)?;
    Ok(ForwardAction {
        target_group_arn,
        order: action.order,
        weight,
    })
}

fn target_group(action: &ActionRequest) -> Result<(String, Option<u32>)> {
    let (arn, weight) = match (&action.target_group_arn, action.target_groups.as_slice()) {
        (Some(arn), []) => (arn, None),
        (None, [(arn, weight)]) => (arn, *weight),
        (Some(arn), [(same, weight)]) if arn == same => (arn, *weight),
        (Some(_), [_]) => {
            return Err(invalid_action(
                "TargetGroupArn and ForwardConfig must name the same target group",
            ));
        }
        (_, [_, _, ..]) => {
            return Err(invalid_action(
                "privlink serves listeners that forward to one target group",
            ));
        }
        (None, []) => {
            return Err(invalid_action("A forward action must name a target group"));
        }
    };
    if weight.is_some_and(|weight| weight > 999) {
        return Err(Error::validation(
            "DefaultActions",
            "The weight of a target group must be between 0 and 999",
        ));
    }
    Ok((arn.clone(), weight))
}

fn invalid_action(message: impl Into<String>) -> Error {
    Error::new(Code::InvalidLoadBalancerAction, message).about("DefaultActions")
}

impl Listener {
    /// The attributes that a listener of its protocol has; records only.
    fn attribute_rules(&self) -> &'static [AttributeRule] {
        const TCP: [AttributeRule; 1] = [AttributeRule::new(
            "tcp.idle_timeout.seconds",
            "350",
            Values::Number(60, 6_000),
        )];
        match self.socket.map(|socket| socket.protocol) {
            None | Some(Protocol::Tcp) => &TCP,
            Some(
                Protocol::Http
                | Protocol::Https
                | Protocol::Udp
                | Protocol::TcpUdp
                | Protocol::Tls
                | Protocol::Geneve
                | Protocol::Quic
                | Protocol::TcpQuic,
            ) => &[],
        }
    }

    /// All attributes with their values.
    pub fn all_attributes(&self) -> Vec<(String, String)> {
        attribute::all(self.attribute_rules(), &self.attributes)
    }

    /// The port; `None` on gateway load balancers.
    pub fn port(&self) -> Option<u16> {
        self.socket.map(|socket| socket.port)
    }

    /// Sets attributes.
    pub fn set_attributes(&mut self, changes: Vec<(String, String)>) -> Result<()> {
        self.attributes = attribute::changed(
            "Listener",
            self.attribute_rules(),
            &self.attributes,
            changes,
        )?;
        Ok(())
    }

    /// Changes port and protocol. What was set for attributes that the new protocol does not have is forgotten.
    pub fn set_socket(&mut self, socket: Option<Socket>) {
        self.socket = socket;
        let rules = self.attribute_rules();
        self.attributes
            .retain(|key, _| rules.iter().any(|rule| rule.key == key));
    }
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
        LoadBalancerType::Application => Err(Error::new(
            Code::UnsupportedProtocol,
            "privlink does not serve listeners of application load balancers",
        )
        .about("Protocol")),
        LoadBalancerType::Network => {
            let protocol = match (protocol, present) {
                (Some(text), _) => parse_protocol(text),
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

/// Reads the protocol of a listener.
fn parse_protocol(text: &str) -> Result<Protocol> {
    match text {
        "TCP" => Ok(Protocol::Tcp),
        "UDP" => Ok(Protocol::Udp),
        "TCP_UDP" => Ok(Protocol::TcpUdp),
        unserved @ ("TLS" | "QUIC" | "TCP_QUIC") => Err(Error::new(
            Code::UnsupportedProtocol,
            format!("privlink does not serve listeners of the protocol {unserved}"),
        )
        .about("Protocol")),
        other => Err(Error::validation(
            "Protocol",
            format!("Listener protocol '{other}' must be one of 'TCP, UDP, TCP_UDP, TLS'"),
        )),
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
    let well_formed = resource_of(arn)
        .and_then(|resource| resource.strip_prefix("listener/"))
        .and_then(without_type)
        .is_some_and(|path| {
            let mut parts = path.split('/');
            let name = parts.next().unwrap_or_default();
            let numbers: Vec<&str> = parts.collect();
            !name.is_empty() && numbers.len() == 2 && numbers.into_iter().all(is_number)
        });
    if well_formed {
        Ok(())
    } else {
        Err(Error::validation(
            "ListenerArn",
            format!("'{arn}' is not a valid listener ARN"),
        ))
    }
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
                return self
                    .socket
                    .iter()
                    .map(|it| it.protocol.name().to_owned())
                    .collect();
            }
            "target-group-arn" => self.action.target_group_arn.clone(),
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
    use super::{ActionRequest, check_listener_arn, forward_action, parse_protocol};

    fn forward() -> ActionRequest {
        ActionRequest {
            action_type: "forward".to_owned(),
            ..ActionRequest::default()
        }
    }

    fn code(actions: &[ActionRequest]) -> &'static str {
        forward_action(actions)
            .err()
            .map_or("", |error| error.code.name())
    }

    #[test]
    fn one_action_forwards_to_one_target_group() {
        let plain = ActionRequest {
            target_group_arn: Some("a".to_owned()),
            order: Some(1),
            ..forward()
        };
        let configured = ActionRequest {
            target_groups: vec![("a".to_owned(), Some(7))],
            ..forward()
        };
        let both = ActionRequest {
            target_group_arn: Some("a".to_owned()),
            ..configured.clone()
        };
        let action = forward_action(std::slice::from_ref(&plain)).unwrap();
        assert_eq!(
            (
                action.target_group_arn.as_str(),
                action.order,
                action.weight
            ),
            ("a", Some(1), None)
        );
        for request in [configured, both] {
            let action = forward_action(&[request]).unwrap();
            assert_eq!(
                (action.target_group_arn.as_str(), action.weight),
                ("a", Some(7))
            );
        }
        assert_eq!(code(&[]), "ValidationError");
        assert_eq!(code(&[plain.clone(), plain]), "ValidationError");
    }

    #[test]
    fn refuses_what_a_network_load_balancer_cannot_do() {
        let redirect = ActionRequest {
            action_type: "redirect".to_owned(),
            ..ActionRequest::default()
        };
        let two = ActionRequest {
            target_groups: vec![("a".to_owned(), None), ("b".to_owned(), None)],
            ..forward()
        };
        let different = ActionRequest {
            target_group_arn: Some("a".to_owned()),
            target_groups: vec![("b".to_owned(), None)],
            ..forward()
        };
        let sticky = ActionRequest {
            target_group_arn: Some("a".to_owned()),
            stickiness_enabled: true,
            ..forward()
        };
        for request in [redirect, two, different, sticky, forward()] {
            assert_eq!(code(&[request]), "InvalidLoadBalancerAction");
        }
        let heavy = ActionRequest {
            target_groups: vec![("a".to_owned(), Some(1_000))],
            ..forward()
        };
        assert_eq!(code(&[heavy]), "ValidationError");
    }

    #[test]
    fn protocols_and_arns_of_listeners() {
        let code = |text| {
            parse_protocol(text)
                .err()
                .map_or("", |error| error.code.name())
        };
        assert_eq!(code("TCP_UDP"), "");
        assert_eq!(code("TLS"), "UnsupportedProtocol");
        assert_eq!(code("HTTP"), "ValidationError");

        let prefix = "arn:aws:elasticloadbalancing:us-east-1:111111111111:listener";
        let numbers = "0123456789abcdef/fedcba9876543210";
        assert!(check_listener_arn(&format!("{prefix}/net/shop/{numbers}")).is_ok());
        for bad in [
            format!("{prefix}/shop/{numbers}"),
            format!("{prefix}/net/shop/0123456789abcdef"),
            format!("{prefix}/net//{numbers}"),
            format!("{prefix}/net/shop/{numbers}/{numbers}"),
            String::new(),
        ] {
            assert!(check_listener_arn(&bad).is_err(), "{bad}");
        }
    }
}
