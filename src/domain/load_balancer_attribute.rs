//! The attributes of load balancers: which ones there are for each type, their values and their defaults.
//!
//! All but `deletion_protection.enabled` are records only.

use super::attribute::{self, AttributeRule, BOOLEAN, Values};
use super::error::{Code, Error, Result};
use super::load_balancer::{LoadBalancer, Scheme};
use super::load_balancer_type::LoadBalancerType;

const DELETION_PROTECTION: &str = "deletion_protection.enabled";
const CROSS_ZONE: &str = "load_balancing.cross_zone.enabled";
const SECONDARY_ADDRESSES: &str = "secondary_ips.auto_assigned.per_subnet";

/// Kinds of logs: whether they are written, and the bucket that they then need.
const LOGS: [(&str, &str, &str); 3] = [
    (
        "access_logs.s3.enabled",
        "access_logs.s3.bucket",
        "An access log bucket",
    ),
    (
        "connection_logs.s3.enabled",
        "connection_logs.s3.bucket",
        "A connection log bucket",
    ),
    (
        "health_check_logs.s3.enabled",
        "health_check_logs.s3.bucket",
        "A health check log bucket",
    ),
];

/// What load balancers of all types have.
const COMMON: [AttributeRule; 2] = [
    AttributeRule::new(DELETION_PROTECTION, "false", BOOLEAN),
    AttributeRule::new(CROSS_ZONE, "false", BOOLEAN),
];

/// What application and network load balancers have.
const OF_SCHEMES: [AttributeRule; 4] = [
    AttributeRule::new("access_logs.s3.enabled", "false", BOOLEAN),
    AttributeRule::new("access_logs.s3.bucket", "", Values::Text),
    AttributeRule::new("access_logs.s3.prefix", "", Values::Text),
    AttributeRule::new("zonal_shift.config.enabled", "false", BOOLEAN),
];

/// What only network load balancers have.
const NETWORK: [AttributeRule; 2] = [
    AttributeRule::new(
        "dns_record.client_routing_policy",
        "any_availability_zone",
        Values::OneOf(&[
            "any_availability_zone",
            "availability_zone_affinity",
            "partial_availability_zone_affinity",
        ]),
    ),
    AttributeRule::new(SECONDARY_ADDRESSES, "0", Values::Number(0, 7)),
];

/// What only application load balancers have.
const APPLICATION: [AttributeRule; 16] = [
    AttributeRule::new("connection_logs.s3.enabled", "false", BOOLEAN),
    AttributeRule::new("connection_logs.s3.bucket", "", Values::Text),
    AttributeRule::new("connection_logs.s3.prefix", "", Values::Text),
    AttributeRule::new("health_check_logs.s3.enabled", "false", BOOLEAN),
    AttributeRule::new("health_check_logs.s3.bucket", "", Values::Text),
    AttributeRule::new("health_check_logs.s3.prefix", "", Values::Text),
    AttributeRule::new(
        "idle_timeout.timeout_seconds",
        "60",
        Values::Number(1, 4_000),
    ),
    AttributeRule::new(
        "client_keep_alive.seconds",
        "3600",
        Values::Number(60, 604_800),
    ),
    AttributeRule::new("routing.http2.enabled", "true", BOOLEAN),
    AttributeRule::new(
        "routing.http.desync_mitigation_mode",
        "defensive",
        Values::OneOf(&["monitor", "defensive", "strictest"]),
    ),
    AttributeRule::new(
        "routing.http.drop_invalid_header_fields.enabled",
        "false",
        BOOLEAN,
    ),
    AttributeRule::new(
        "routing.http.preserve_host_header.enabled",
        "false",
        BOOLEAN,
    ),
    AttributeRule::new(
        "routing.http.x_amzn_tls_version_and_cipher_suite.enabled",
        "false",
        BOOLEAN,
    ),
    AttributeRule::new("routing.http.xff_client_port.enabled", "false", BOOLEAN),
    AttributeRule::new(
        "routing.http.xff_header_processing.mode",
        "append",
        Values::OneOf(&["append", "preserve", "remove"]),
    ),
    AttributeRule::new("waf.fail_open.enabled", "false", BOOLEAN),
];

/// Requests are spread over all zones: this cannot be changed for the load balancer, only for its target groups.
const APPLICATION_CROSS_ZONE: AttributeRule =
    AttributeRule::new(CROSS_ZONE, "true", Values::OneOf(&["true"]));

impl LoadBalancer {
    /// The attributes that a load balancer of its type and scheme has.
    fn attribute_rules(&self) -> Vec<AttributeRule> {
        let deny_internet = match self.scheme {
            Some(Scheme::Internal) => "true",
            Some(Scheme::InternetFacing) | None => "false",
        };
        let deny_internet = AttributeRule::new("ipv6.deny_all_igw_traffic", deny_internet, BOOLEAN);
        let mut rules = COMMON.to_vec();
        match self.load_balancer_type {
            LoadBalancerType::Application => {
                rules[1] = APPLICATION_CROSS_ZONE;
                rules.extend(OF_SCHEMES);
                rules.push(deny_internet);
                rules.extend(APPLICATION);
            }
            LoadBalancerType::Network => {
                rules.extend(OF_SCHEMES);
                rules.push(deny_internet);
                rules.extend(NETWORK);
            }
            LoadBalancerType::Gateway => {}
        }
        rules
    }

    /// All attributes with their values.
    pub fn all_attributes(&self) -> Vec<(String, String)> {
        attribute::all(&self.attribute_rules(), &self.attributes)
    }

    /// Sets attributes.
    pub fn set_attributes(&mut self, changes: Vec<(String, String)>) -> Result<()> {
        let rules = self.attribute_rules();
        self.refuse_others(&rules, &changes)?;
        let set = attribute::changed("Load balancer", &rules, &self.attributes, changes)?;
        for (enabled, bucket, words) in LOGS {
            if attribute::value(&rules, &set, enabled) == "true"
                && attribute::value(&rules, &set, bucket).is_empty()
            {
                let kind = enabled.trim_end_matches(".s3.enabled").replace('_', " ");
                return Err(configuration(format!(
                    "{words} must be specified when {kind} are enabled"
                )));
            }
        }
        let number = |set| attribute::value(&rules, set, SECONDARY_ADDRESSES).parse::<u32>();
        if let (Ok(before), Ok(after)) = (number(&self.attributes), number(&set))
            && after < before
        {
            return Err(configuration(format!(
                "The value of the attribute '{SECONDARY_ADDRESSES}' cannot be decreased"
            )));
        }
        self.attributes = set;
        Ok(())
    }

    /// Refuses attributes that only load balancers of other types have. Clients read the key out of the sentence, and try
    /// again without that attribute.
    fn refuse_others(&self, rules: &[AttributeRule], changes: &[(String, String)]) -> Result<()> {
        let elsewhere: Vec<&str> = OF_SCHEMES
            .iter()
            .chain(&NETWORK)
            .chain(&APPLICATION)
            .map(|rule| rule.key)
            .chain(["ipv6.deny_all_igw_traffic"])
            .filter(|key| !rules.iter().any(|rule| rule.key == *key))
            .collect();
        match changes
            .iter()
            .find(|(key, _)| elsewhere.contains(&key.as_str()))
        {
            None => Ok(()),
            Some((key, _)) => Err(configuration(format!(
                "Load balancer attribute key '{key}' is not supported on load balancers with type '{}'",
                self.load_balancer_type.name()
            ))),
        }
    }

    /// Whether it must not be deleted.
    pub fn is_protected(&self) -> bool {
        self.has_attribute(DELETION_PROTECTION, "true")
    }

    /// Whether zones can be taken out of its service for a time.
    pub fn has_zonal_shift(&self) -> bool {
        self.has_attribute("zonal_shift.config.enabled", "true")
    }

    fn has_attribute(&self, key: &str, value: &str) -> bool {
        attribute::value(&self.attribute_rules(), &self.attributes, key) == value
    }
}

fn configuration(message: String) -> Error {
    Error::new(Code::InvalidConfigurationRequest, message).about("Attributes")
}

#[cfg(test)]
mod tests {
    use crate::domain::load_balancer::{LoadBalancer, Scheme, example};
    use crate::domain::load_balancer_type::LoadBalancerType;

    fn texts(load_balancer: &LoadBalancer) -> Vec<String> {
        load_balancer
            .all_attributes()
            .into_iter()
            .map(|(key, value)| format!("{key}={value}"))
            .collect()
    }

    #[test]
    fn attributes_by_type() {
        let network = texts(&example(LoadBalancerType::Network, Some(Scheme::Internal)));
        assert_eq!(
            network,
            [
                "deletion_protection.enabled=false",
                "load_balancing.cross_zone.enabled=false",
                "access_logs.s3.enabled=false",
                "access_logs.s3.bucket=",
                "access_logs.s3.prefix=",
                "zonal_shift.config.enabled=false",
                "ipv6.deny_all_igw_traffic=true",
                "dns_record.client_routing_policy=any_availability_zone",
                "secondary_ips.auto_assigned.per_subnet=0",
            ]
        );
        let application = texts(&example(
            LoadBalancerType::Application,
            Some(Scheme::InternetFacing),
        ));
        let others: Vec<&str> = application
            .iter()
            .map(String::as_str)
            .filter(|text| !network.iter().any(|other| other == text))
            .collect();
        assert_eq!(
            others,
            [
                "load_balancing.cross_zone.enabled=true",
                "ipv6.deny_all_igw_traffic=false",
                "connection_logs.s3.enabled=false",
                "connection_logs.s3.bucket=",
                "connection_logs.s3.prefix=",
                "health_check_logs.s3.enabled=false",
                "health_check_logs.s3.bucket=",
                "health_check_logs.s3.prefix=",
                "idle_timeout.timeout_seconds=60",
                "client_keep_alive.seconds=3600",
                "routing.http2.enabled=true",
                "routing.http.desync_mitigation_mode=defensive",
                "routing.http.drop_invalid_header_fields.enabled=false",
                "routing.http.preserve_host_header.enabled=false",
                "routing.http.x_amzn_tls_version_and_cipher_suite.enabled=false",
                "routing.http.xff_client_port.enabled=false",
                "routing.http.xff_header_processing.mode=append",
                "waf.fail_open.enabled=false",
            ]
        );
        assert_eq!(
            texts(&example(LoadBalancerType::Gateway, None)),
            [
                "deletion_protection.enabled=false",
                "load_balancing.cross_zone.enabled=false",
            ]
        );
    }

    #[test]
    fn values_that_can_be_had() {
        let refusal = |load_balancer_type, changes: &[(&str, &str)]| {
            let changes = changes
                .iter()
                .map(|(key, value)| ((*key).to_owned(), (*value).to_owned()));
            example(load_balancer_type, Some(Scheme::Internal))
                .set_attributes(changes.collect())
                .err()
                .map_or(String::new(), |error| error.to_string())
        };
        let (application, network) = (LoadBalancerType::Application, LoadBalancerType::Network);
        let logs = ("connection_logs.s3.enabled", "true");
        assert_eq!(
            refusal(application, &[logs]),
            "InvalidConfigurationRequest: A connection log bucket must be specified when connection logs are enabled"
        );
        assert_eq!(
            refusal(application, &[logs, ("connection_logs.s3.bucket", "b")]),
            ""
        );
        assert_eq!(
            refusal(network, &[("routing.http2.enabled", "true")]),
            "InvalidConfigurationRequest: Load balancer attribute key 'routing.http2.enabled' is not supported on load balancers with type 'network'"
        );
        assert_eq!(
            refusal(network, &[("routing.http3.enabled", "true")]),
            "ValidationError: Load balancer attribute key 'routing.http3.enabled' is not recognized"
        );
        assert_eq!(
            refusal(application, &[("idle_timeout.timeout_seconds", "4001")]),
            "InvalidConfigurationRequest: The value '4001' of the attribute 'idle_timeout.timeout_seconds' is not valid: expected a number from 1 to 4000"
        );
        assert_eq!(
            refusal(
                application,
                &[("load_balancing.cross_zone.enabled", "false")]
            ),
            "InvalidConfigurationRequest: The value 'false' of the attribute 'load_balancing.cross_zone.enabled' is not valid: expected one of 'true'"
        );
    }

    #[test]
    fn secondary_addresses_only_become_more() {
        let mut load_balancer = example(LoadBalancerType::Network, Some(Scheme::Internal));
        let mut set = |number: &str| {
            let changes = vec![(super::SECONDARY_ADDRESSES.to_owned(), number.to_owned())];
            load_balancer.set_attributes(changes).is_ok()
        };
        assert_eq!(
            [set("3"), set("2"), set("3"), set("7"), set("8")],
            [true, false, true, true, false]
        );
    }

    #[test]
    fn protection_is_an_attribute() {
        let mut load_balancer = example(LoadBalancerType::Application, Some(Scheme::Internal));
        assert!(!load_balancer.is_protected());
        let changes = vec![("deletion_protection.enabled".to_owned(), "true".to_owned())];
        load_balancer.set_attributes(changes).unwrap();
        assert!(load_balancer.is_protected());
    }
}
