//! The attributes of target groups: which ones there are for each kind, their values and their defaults. Records only.

use super::attribute::{self, AttributeRule, BOOLEAN, Values};
use super::error::{Code, Error, Result};
use super::limit;
use super::target_group::{Carrier, Protocol, TargetGroup, TargetKind, TargetType};

const UNHEALTHY_TERMINATION: &str = "target_health_state.unhealthy.connection_termination.enabled";
const UNHEALTHY_DRAINING: &str = "target_health_state.unhealthy.draining_interval_seconds";
const FAILOVER_ON_DEREGISTRATION: &str = "target_failover.on_deregistration";
const FAILOVER_ON_UNHEALTHY: &str = "target_failover.on_unhealthy";
const FAILOVER: Values = Values::OneOf(&["rebalance", "no_rebalance"]);
const ALGORITHM: &str = "load_balancing.algorithm.type";
const ANOMALY_MITIGATION: &str = "load_balancing.algorithm.anomaly_mitigation";
const ROUND_ROBIN: &str = "round_robin";
const WEIGHTED_RANDOM: &str = "weighted_random";
const SLOW_START: &str = "slow_start.duration_seconds";
const STICKINESS: &str = "stickiness.enabled";
const STICKINESS_TYPE: &str = "stickiness.type";
const APPLICATION_COOKIE: &str = "stickiness.app_cookie.cookie_name";
/// Names of cookies that are the load balancer's own begin with it.
const OWN_COOKIES: &str = "AWSALB";

const DEREGISTRATION_DELAY: AttributeRule = AttributeRule::new(
    "deregistration_delay.timeout_seconds",
    "300",
    Values::Number(0, 3_600),
);
const STICKINESS_OFF: AttributeRule = AttributeRule::new(STICKINESS, "false", BOOLEAN);
const COOKIE_SECONDS: Values = Values::Number(1, 604_800);

/// What groups behind gateway load balancers have.
const GATEWAY: [AttributeRule; 5] = [
    DEREGISTRATION_DELAY,
    STICKINESS_OFF,
    AttributeRule::new(
        STICKINESS_TYPE,
        "source_ip_dest_ip_proto",
        Values::OneOf(&["source_ip_dest_ip", "source_ip_dest_ip_proto"]),
    ),
    AttributeRule::new(FAILOVER_ON_DEREGISTRATION, "no_rebalance", FAILOVER),
    AttributeRule::new(FAILOVER_ON_UNHEALTHY, "no_rebalance", FAILOVER),
];

/// What groups of functions have.
const FUNCTION: [AttributeRule; 1] = [AttributeRule::new(
    "lambda.multi_value_headers.enabled",
    "false",
    BOOLEAN,
)];

/// What groups behind application load balancers have.
const APPLICATION: [AttributeRule; 9] = [
    DEREGISTRATION_DELAY,
    STICKINESS_OFF,
    AttributeRule::new(
        STICKINESS_TYPE,
        "lb_cookie",
        Values::OneOf(&["lb_cookie", "app_cookie"]),
    ),
    AttributeRule::new(
        "stickiness.lb_cookie.duration_seconds",
        "86400",
        COOKIE_SECONDS,
    ),
    AttributeRule::new(APPLICATION_COOKIE, "", Values::Text),
    AttributeRule::new(
        "stickiness.app_cookie.duration_seconds",
        "86400",
        COOKIE_SECONDS,
    ),
    AttributeRule::new(
        ALGORITHM,
        ROUND_ROBIN,
        Values::OneOf(&[ROUND_ROBIN, "least_outstanding_requests", WEIGHTED_RANDOM]),
    ),
    AttributeRule::new(ANOMALY_MITIGATION, "off", Values::OneOf(&["on", "off"])),
    AttributeRule::new(SLOW_START, "0", Values::ZeroOrNumber(30, 900)),
];

/// What groups behind application and network load balancers have.
const OF_ZONES: [AttributeRule; 5] = [
    AttributeRule::new(
        "load_balancing.cross_zone.enabled",
        "use_load_balancer_configuration",
        Values::OneOf(&["use_load_balancer_configuration", "true", "false"]),
    ),
    AttributeRule::new(
        "target_group_health.dns_failover.minimum_healthy_targets.count",
        "1",
        Values::NumberOrOff(1, TARGETS),
    ),
    AttributeRule::new(
        "target_group_health.dns_failover.minimum_healthy_targets.percentage",
        "off",
        Values::NumberOrOff(1, 100),
    ),
    AttributeRule::new(
        "target_group_health.unhealthy_state_routing.minimum_healthy_targets.count",
        "1",
        Values::Number(1, TARGETS),
    ),
    AttributeRule::new(
        "target_group_health.unhealthy_state_routing.minimum_healthy_targets.percentage",
        "off",
        Values::NumberOrOff(1, 100),
    ),
];

#[expect(
    clippy::cast_possible_truncation,
    reason = "the limit is a small number"
)]
const TARGETS: u32 = limit::TARGETS_PER_TARGET_GROUP as u32;

/// What only groups behind network load balancers have.
fn network(kind: TargetKind) -> [AttributeRule; 8] {
    let udp = kind.protocol.is_some_and(Protocol::carries_udp);
    let flag = |is_set| if is_set { "true" } else { "false" };
    let keeps_client_address = udp || kind.target_type != TargetType::Ip;
    let only = |value, is_fixed| match (value, is_fixed) {
        (_, false) => BOOLEAN,
        (true, true) => Values::OneOf(&["true"]),
        (false, true) => Values::OneOf(&["false"]),
    };
    [
        DEREGISTRATION_DELAY,
        AttributeRule::new(
            "deregistration_delay.connection_termination.enabled",
            flag(udp),
            BOOLEAN,
        ),
        AttributeRule::new(
            "preserve_client_ip.enabled",
            flag(keeps_client_address),
            only(true, udp),
        ),
        AttributeRule::new("proxy_protocol_v2.enabled", "false", BOOLEAN),
        STICKINESS_OFF,
        AttributeRule::new(STICKINESS_TYPE, "source_ip", Values::OneOf(&["source_ip"])),
        AttributeRule::new(UNHEALTHY_TERMINATION, flag(!udp), only(false, udp)),
        AttributeRule::new(UNHEALTHY_DRAINING, "0", Values::Number(0, 360_000)),
    ]
}

impl TargetGroup {
    /// The attributes that a target group of its kind has.
    fn attribute_rules(&self) -> Vec<AttributeRule> {
        match self.kind.carrier() {
            Carrier::Application => [&APPLICATION[..], &OF_ZONES[..]].concat(),
            Carrier::Function => FUNCTION.to_vec(),
            Carrier::Network => [&network(self.kind)[..], &OF_ZONES[..]].concat(),
            Carrier::Gateway => GATEWAY.to_vec(),
        }
    }

    /// All attributes with their values.
    pub fn all_attributes(&self) -> Vec<(String, String)> {
        attribute::all(&self.attribute_rules(), &self.attributes)
    }

    /// Sets attributes. Those of a group whose target is a load balancer cannot be set.
    pub fn set_attributes(&mut self, changes: Vec<(String, String)>) -> Result<()> {
        if self.kind.target_type == TargetType::Alb && !changes.is_empty() {
            return Err(configuration(
                "Attributes cannot be modified for target groups with target type 'alb'",
            ));
        }
        let rules = self.attribute_rules();
        let set = attribute::changed("Target group", &rules, &self.attributes, changes)?;
        let value = |key| attribute::value(&rules, &set, key);
        if value(UNHEALTHY_TERMINATION) == "true" && value(UNHEALTHY_DRAINING) != "0" {
            return Err(configuration(format!(
                "{UNHEALTHY_DRAINING} can only be set when {UNHEALTHY_TERMINATION} is false"
            )));
        }
        if value(FAILOVER_ON_DEREGISTRATION) != value(FAILOVER_ON_UNHEALTHY) {
            return Err(configuration(format!(
                "{FAILOVER_ON_DEREGISTRATION} and {FAILOVER_ON_UNHEALTHY} must have the same value"
            )));
        }
        if self.kind.carrier() == Carrier::Application {
            check_algorithm(&value)?;
            check_cookie(&value)?;
        }
        self.attributes = set;
        Ok(())
    }
}

fn check_algorithm<'a>(value: &impl Fn(&'static str) -> &'a str) -> Result<()> {
    if value(ANOMALY_MITIGATION) == "on" && value(ALGORITHM) != WEIGHTED_RANDOM {
        return Err(configuration(format!(
            "{ANOMALY_MITIGATION} can only be on when {ALGORITHM} is {WEIGHTED_RANDOM}"
        )));
    }
    if value(SLOW_START) != "0" && value(ALGORITHM) != ROUND_ROBIN {
        return Err(configuration(format!(
            "{SLOW_START} can only be set when {ALGORITHM} is {ROUND_ROBIN}"
        )));
    }
    Ok(())
}

fn check_cookie<'a>(value: &impl Fn(&'static str) -> &'a str) -> Result<()> {
    let name = value(APPLICATION_COOKIE);
    if name.starts_with(OWN_COOKIES) {
        return Err(configuration(format!(
            "The cookie name '{name}' is reserved: it cannot begin with '{OWN_COOKIES}'"
        )));
    }
    let needs_name = value(STICKINESS) == "true" && value(STICKINESS_TYPE) == "app_cookie";
    if needs_name && name.is_empty() {
        return Err(configuration(format!(
            "{APPLICATION_COOKIE} must be specified when {STICKINESS_TYPE} is app_cookie"
        )));
    }
    Ok(())
}

fn configuration(message: impl Into<String>) -> Error {
    Error::new(Code::InvalidConfigurationRequest, message).about("Attributes")
}

#[cfg(test)]
mod tests {
    use crate::domain::target_group::{Protocol, TargetGroup, TargetType, example};

    fn texts(group: &TargetGroup) -> Vec<String> {
        group
            .all_attributes()
            .into_iter()
            .map(|(key, value)| format!("{key}={value}"))
            .collect()
    }

    fn set(group: &mut TargetGroup, changes: &[(&str, &str)]) -> String {
        let changes = changes
            .iter()
            .map(|(key, value)| ((*key).to_owned(), (*value).to_owned()));
        group
            .set_attributes(changes.collect())
            .err()
            .map_or(String::new(), |error| error.to_string())
    }

    #[test]
    fn defaults_by_kind() {
        let kinds = [
            (TargetType::Ip, Some(Protocol::Http)),
            (TargetType::Ip, Some(Protocol::Tcp)),
            (TargetType::Ip, Some(Protocol::Geneve)),
            (TargetType::Lambda, None),
        ];
        let table: Vec<String> = kinds
            .into_iter()
            .map(|(target_type, protocol)| texts(&example(target_type, protocol)).join("\n"))
            .collect();
        assert_eq!(
            table.join("\n\n"),
            "\
deregistration_delay.timeout_seconds=300
stickiness.enabled=false
stickiness.type=lb_cookie
stickiness.lb_cookie.duration_seconds=86400
stickiness.app_cookie.cookie_name=
stickiness.app_cookie.duration_seconds=86400
load_balancing.algorithm.type=round_robin
load_balancing.algorithm.anomaly_mitigation=off
slow_start.duration_seconds=0
load_balancing.cross_zone.enabled=use_load_balancer_configuration
target_group_health.dns_failover.minimum_healthy_targets.count=1
target_group_health.dns_failover.minimum_healthy_targets.percentage=off
target_group_health.unhealthy_state_routing.minimum_healthy_targets.count=1
target_group_health.unhealthy_state_routing.minimum_healthy_targets.percentage=off

deregistration_delay.timeout_seconds=300
deregistration_delay.connection_termination.enabled=false
preserve_client_ip.enabled=false
proxy_protocol_v2.enabled=false
stickiness.enabled=false
stickiness.type=source_ip
target_health_state.unhealthy.connection_termination.enabled=true
target_health_state.unhealthy.draining_interval_seconds=0
load_balancing.cross_zone.enabled=use_load_balancer_configuration
target_group_health.dns_failover.minimum_healthy_targets.count=1
target_group_health.dns_failover.minimum_healthy_targets.percentage=off
target_group_health.unhealthy_state_routing.minimum_healthy_targets.count=1
target_group_health.unhealthy_state_routing.minimum_healthy_targets.percentage=off

deregistration_delay.timeout_seconds=300
stickiness.enabled=false
stickiness.type=source_ip_dest_ip_proto
target_failover.on_deregistration=no_rebalance
target_failover.on_unhealthy=no_rebalance

lambda.multi_value_headers.enabled=false"
        );
    }

    #[test]
    fn defaults_that_depend_on_the_kind_of_group() {
        let differing = |protocol, target_type| -> Vec<String> {
            example(target_type, Some(protocol))
                .all_attributes()
                .into_iter()
                .filter(|(key, _)| key.ends_with(".enabled") && !key.starts_with("load_"))
                .filter(|(_, value)| value == "true")
                .map(|(key, _)| key)
                .collect()
        };
        let unhealthy = super::UNHEALTHY_TERMINATION;
        let preserve = "preserve_client_ip.enabled";
        assert_eq!(differing(Protocol::Tcp, TargetType::Ip), [unhealthy]);
        for target_type in [TargetType::Instance, TargetType::Alb] {
            assert_eq!(differing(Protocol::Tcp, target_type), [preserve, unhealthy]);
        }
        assert_eq!(
            differing(Protocol::Udp, TargetType::Ip),
            [
                "deregistration_delay.connection_termination.enabled",
                preserve
            ]
        );
    }

    #[test]
    fn attributes_that_exclude_one_another() {
        let refusal = |protocol, changes: &[(&str, &str)]| {
            set(&mut example(TargetType::Ip, Some(protocol)), changes)
        };
        let draining = (super::UNHEALTHY_DRAINING, "10");
        let no_termination = (super::UNHEALTHY_TERMINATION, "false");
        assert_eq!(refusal(Protocol::Tcp, &[no_termination, draining]), "");
        let (deregistration, unhealthy) = (
            (super::FAILOVER_ON_DEREGISTRATION, "rebalance"),
            (super::FAILOVER_ON_UNHEALTHY, "rebalance"),
        );
        assert_eq!(refusal(Protocol::Geneve, &[unhealthy, deregistration]), "");
        let random = (super::ALGORITHM, "weighted_random");
        let mitigation = (super::ANOMALY_MITIGATION, "on");
        assert_eq!(refusal(Protocol::Http, &[random, mitigation]), "");
        let slow = (super::SLOW_START, "30");
        assert_eq!(refusal(Protocol::Http, &[slow]), "");
        let sticky = [
            ("stickiness.enabled", "true"),
            ("stickiness.type", "app_cookie"),
        ];
        let named = [sticky[0], sticky[1], (super::APPLICATION_COOKIE, "shop")];
        assert_eq!(refusal(Protocol::Http, &named), "");
        let refused: Vec<String> = [
            refusal(Protocol::Tcp, &[draining]),
            refusal(Protocol::Udp, &[("preserve_client_ip.enabled", "false")]),
            refusal(Protocol::Geneve, &[unhealthy]),
            refusal(Protocol::Http, &[mitigation]),
            refusal(Protocol::Http, &[random, slow]),
            refusal(Protocol::Http, &[(super::SLOW_START, "29")]),
            refusal(Protocol::Http, &sticky),
            refusal(Protocol::Http, &[(super::APPLICATION_COOKIE, "AWSALBTG")]),
            refusal(Protocol::Tcp, &[slow]),
        ]
        .into();
        assert_eq!(
            refused.join("\n"),
            "\
InvalidConfigurationRequest: target_health_state.unhealthy.draining_interval_seconds can only be set when target_health_state.unhealthy.connection_termination.enabled is false
InvalidConfigurationRequest: The value 'false' of the attribute 'preserve_client_ip.enabled' is not valid: expected one of 'true'
InvalidConfigurationRequest: target_failover.on_deregistration and target_failover.on_unhealthy must have the same value
InvalidConfigurationRequest: load_balancing.algorithm.anomaly_mitigation can only be on when load_balancing.algorithm.type is weighted_random
InvalidConfigurationRequest: slow_start.duration_seconds can only be set when load_balancing.algorithm.type is round_robin
InvalidConfigurationRequest: The value '29' of the attribute 'slow_start.duration_seconds' is not valid: expected 0 or a number from 30 to 900
InvalidConfigurationRequest: stickiness.app_cookie.cookie_name must be specified when stickiness.type is app_cookie
InvalidConfigurationRequest: The cookie name 'AWSALBTG' is reserved: it cannot begin with 'AWSALB'
ValidationError: Target group attribute key 'slow_start.duration_seconds' is not recognized"
        );
    }

    #[test]
    fn a_load_balancer_as_target_leaves_nothing_to_set() {
        let mut group = example(TargetType::Alb, Some(Protocol::Tcp));
        assert_eq!(set(&mut group, &[]), "");
        assert_eq!(
            set(&mut group, &[("proxy_protocol_v2.enabled", "true")]),
            "InvalidConfigurationRequest: Attributes cannot be modified for target groups with target type 'alb'"
        );
    }
}
