//! Sets of DHCP options: what the instances of a VPC are told about names and time. Records only: there are no instances.

use std::net::{IpAddr, Ipv4Addr};

use serde::{Deserialize, Serialize};

use super::clock::Timestamp;
use super::error::{Error, Result};
use super::filter::Filterable;
use super::id::DhcpOptionsId;
use super::limit;
use super::scope::Scope;
use super::tag::Tag;

/// The state of every set, in the event log.
pub const DHCP_OPTIONS_STATE: &str = "available";
/// The word for no set at all.
pub const NO_DHCP_OPTIONS: &str = "default";
/// The resolver of AWS's own.
const AMAZON_PROVIDED_DNS: &str = "AmazonProvidedDNS";

/// A set of DHCP options.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct DhcpOptions {
    /// Identifier.
    pub id: DhcpOptionsId,
    /// Owner.
    pub scope: Scope,
    /// The options, each once.
    pub configurations: Vec<DhcpConfiguration>,
    /// Tags.
    pub tags: Vec<Tag>,
    /// When it was created.
    pub created_at: Timestamp,
}

/// An option and its values.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct DhcpConfiguration {
    /// EC2's name of the option.
    pub key: String,
    /// The values, as they were given.
    pub values: Vec<String>,
}

/// What a VPC's instances are told.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(
    tag = "kind",
    rename_all = "camelCase",
    rename_all_fields = "camelCase"
)]
pub enum VpcDhcpOptions {
    /// What the account's own set of the region says, with which every VPC starts.
    Standard,
    /// Nothing.
    Nothing,
    /// What a set of a user's says.
    Set {
        /// The set.
        dhcp_options_id: DhcpOptionsId,
    },
}

impl VpcDhcpOptions {
    /// What the id in a request means, which may also be the word `default`.
    pub fn chosen(scope: &Scope, id: &str) -> Result<Self> {
        use super::id::Id as _;
        if id == NO_DHCP_OPTIONS {
            return Ok(Self::Nothing);
        }
        let dhcp_options_id = DhcpOptionsId::parse(id)?;
        Ok(if dhcp_options_id == DhcpOptionsId::standard(scope) {
            Self::Standard
        } else {
            Self::Set { dhcp_options_id }
        })
    }

    /// The set's id, or the word for none, in a VPC of `scope`.
    pub fn id(&self, scope: &Scope) -> String {
        match self {
            Self::Standard => DhcpOptionsId::standard(scope).to_string(),
            Self::Nothing => NO_DHCP_OPTIONS.to_owned(),
            Self::Set { dhcp_options_id } => dhcp_options_id.to_string(),
        }
    }
}

impl DhcpOptions {
    /// The set that an account has in a region without making one: the region's names and AWS's resolver.
    pub fn standard(scope: &Scope) -> Self {
        let region = scope.region.as_str();
        let domain = match region {
            "us-east-1" => "ec2.internal".to_owned(),
            other => format!("{other}.compute.internal"),
        };
        let option = |key: &str, value: String| DhcpConfiguration {
            key: key.to_owned(),
            values: vec![value],
        };
        Self {
            id: DhcpOptionsId::standard(scope),
            scope: scope.clone(),
            configurations: vec![
                option("domain-name", domain),
                option("domain-name-servers", AMAZON_PROVIDED_DNS.to_owned()),
            ],
            tags: Vec::new(),
            created_at: Timestamp::from_micros(0),
        }
    }

    /// Whether it is the set that the account has without making one.
    pub fn is_standard(&self) -> bool {
        self.id == DhcpOptionsId::standard(&self.scope)
    }
}

/// Refuses options that do not exist, that come twice, or whose values AWS does not take.
pub fn check(configurations: &[DhcpConfiguration]) -> Result<()> {
    const PARAMETER: &str = "DhcpConfiguration";
    if configurations.is_empty() {
        return Err(Error::missing(PARAMETER));
    }
    for (position, option) in configurations.iter().enumerate() {
        let key = option.key.as_str();
        if configurations[..position]
            .iter()
            .any(|other| other.key == key)
        {
            return Err(Error::invalid_value(
                PARAMETER,
                format!("The option {key} is given more than once"),
            ));
        }
        let Some((most, fits)) = rule(key) else {
            return Err(Error::invalid_value(
                PARAMETER,
                format!("Value ({key}) for parameter key is invalid. Unknown DHCP option"),
            ));
        };
        let values = &option.values;
        if values.is_empty() || values.len() > most {
            return Err(Error::invalid_value(
                PARAMETER,
                format!(
                    "The option {key} has {} values, not 1 to {most}",
                    values.len()
                ),
            ));
        }
        if let Some(wrong) = values.iter().find(|value| !fits(value)) {
            return Err(Error::invalid_value(
                PARAMETER,
                format!("Value ({wrong}) for parameter {key} is invalid."),
            ));
        }
    }
    Ok(())
}

/// Whether a value is one that an option can have.
type IsValue = fn(&str) -> bool;

/// How many values an option has at the most, and which.
fn rule(key: &str) -> Option<(usize, IsValue)> {
    Some(match key {
        "domain-name" => (1, is_domain),
        "domain-name-servers" => (limit::DHCP_SERVERS, |value| {
            value == AMAZON_PROVIDED_DNS || value.parse::<IpAddr>().is_ok()
        }),
        "ntp-servers" => (limit::DHCP_SERVERS, |value| value.parse::<IpAddr>().is_ok()),
        "netbios-name-servers" => (limit::DHCP_SERVERS, |value| {
            value.parse::<Ipv4Addr>().is_ok()
        }),
        "netbios-node-type" => (1, |value| matches!(value, "1" | "2" | "4" | "8")),
        "ipv6-address-preferred-lease-time" => (1, |value| {
            value
                .parse()
                .is_ok_and(|seconds| limit::DHCP_LEASE_SECONDS.contains(&seconds))
        }),
        _ => return None,
    })
}

/// Several names with spaces between them are one value, which some systems understand.
fn is_domain(value: &str) -> bool {
    !value.is_empty()
        && value.len() <= limit::DNS_NAME_CHARS
        && value
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-' | b'_' | b' '))
}

impl Filterable for DhcpOptions {
    const FILTERS: &'static [&'static str] = &["dhcp-options-id", "key", "owner-id", "value"];

    fn filter_values(&self, name: &str) -> Vec<String> {
        let options = self.configurations.iter();
        match name {
            "dhcp-options-id" => vec![self.id.to_string()],
            "key" => options.map(|option| option.key.clone()).collect(),
            "owner-id" => vec![self.scope.account.to_string()],
            "value" => options.flat_map(|option| option.values.clone()).collect(),
            _ => Vec::new(),
        }
    }

    fn filter_tags(&self) -> &[Tag] {
        &self.tags
    }
}

#[cfg(test)]
mod tests {
    use super::{DhcpConfiguration, check};

    #[test]
    fn options_and_their_values() {
        let option = |key: &str, values: &[&str]| DhcpConfiguration {
            key: key.to_owned(),
            values: values.iter().map(|value| (*value).to_owned()).collect(),
        };
        for (key, values, fits) in [
            ("domain-name", &["example.com"][..], true),
            ("domain-name", &["a.example.com b.example.com"], true),
            ("domain-name", &["a.example.com", "b.example.com"], false),
            ("domain-name", &["a/b"], false),
            ("domain-name-servers", &["AmazonProvidedDNS"], true),
            ("domain-name-servers", &["10.0.0.2", "2001:db8::1"], true),
            (
                "domain-name-servers",
                &["1.1.1.1", "1.1.1.2", "1.1.1.3", "1.1.1.4", "1.1.1.5"],
                false,
            ),
            ("domain-name-servers", &["ns.example.com"], false),
            ("domain-name-servers", &[], false),
            ("ntp-servers", &["10.0.0.3"], true),
            ("ntp-servers", &["AmazonProvidedDNS"], false),
            ("netbios-name-servers", &["10.0.0.4"], true),
            ("netbios-name-servers", &["2001:db8::1"], false),
            ("netbios-node-type", &["2"], true),
            ("netbios-node-type", &["3"], false),
            ("ipv6-address-preferred-lease-time", &["140"], true),
            ("ipv6-address-preferred-lease-time", &["139"], false),
            ("routers", &["10.0.0.1"], false),
        ] {
            let outcome = check(&[option(key, values)]);
            assert_eq!(outcome.is_ok(), fits, "{key} {values:?}");
        }
        assert!(check(&[]).is_err());
        let twice = option("domain-name", &["example.com"]);
        assert!(check(&[twice.clone(), twice]).is_err());
    }
}
