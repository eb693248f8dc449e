//! Load balancers: of networks, and of gateways.

use std::collections::{BTreeMap, BTreeSet};
use std::net::{Ipv4Addr, Ipv6Addr};

use serde::{Deserialize, Serialize};

use super::attribute::{self, AttributeRule, BOOLEAN, Values};
use super::clock::Timestamp;
use super::error::{Code, Error, Result};
use super::filter::Filterable;
use super::id::{NetworkInterfaceId, SecurityGroupId, SubnetId, VpcId};
use super::ip_address_type::IpAddressType;
use super::limit;
use super::load_balancer_type::LoadBalancerType;
use super::scope::Scope;
use super::tag::Tag;

/// The state of every load balancer that can be read: creation and deletion are one step.
pub const LOAD_BALANCER_STATE: &str = "active";

const DELETION_PROTECTION: &str = "deletion_protection.enabled";
const ACCESS_LOGS: &str = "access_logs.s3.enabled";
const ACCESS_LOGS_BUCKET: &str = "access_logs.s3.bucket";

/// A load balancer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct LoadBalancer {
    /// Identifier: `arn:aws:elasticloadbalancing:REGION:ACCOUNT:loadbalancer/TYPE/NAME/16 hex digits`.
    pub arn: String,
    /// Owner.
    pub scope: Scope,
    /// Unique in account and region.
    pub name: String,
    /// What it does with its traffic.
    pub load_balancer_type: LoadBalancerType,
    /// IPv4 only, or both.
    pub ip_address_type: IpAddressType,
    /// Where a network load balancer can be reached from. Gateway load balancers have no scheme: only endpoints reach them.
    pub scheme: Option<Scheme>,
    /// The VPC of its subnets.
    pub vpc_id: VpcId,
    /// Its subnets, one in each zone, in order of zone.
    pub zones: Vec<LoadBalancerZone>,
    /// Security groups of its interfaces; can only be had from the start.
    pub security_groups: Vec<SecurityGroupId>,
    /// Whether its security groups apply to what comes through endpoints. Means nothing without groups.
    pub enforces_private_link_rules: bool,
    /// Attributes that were set; the others have their defaults.
    pub attributes: BTreeMap<String, String>,
    /// The name of a network load balancer. Gateway load balancers have none.
    pub dns_name: Option<String>,
    /// Tags.
    pub tags: Vec<Tag>,
    /// When it was created.
    pub created_at: Timestamp,
}

/// Where a load balancer can be reached from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Scheme {
    /// From inside the VPC.
    Internal,
    /// From the internet.
    InternetFacing,
}

/// A load balancer's place in a zone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct LoadBalancerZone {
    /// The zone's name.
    pub availability_zone: String,
    /// The zone's id.
    pub availability_zone_id: String,
    /// The subnet.
    pub subnet_id: SubnetId,
    /// The interface in it.
    pub network_interface_id: NetworkInterfaceId,
    /// The address that the user chose, if so.
    pub private_ipv4_address: Option<Ipv4Addr>,
    /// The IPv6 address that the user chose, if so.
    pub ipv6_address: Option<Ipv6Addr>,
}

impl Scheme {
    /// Reads AWS's spelling.
    pub fn parse(text: &str) -> Result<Self> {
        match text {
            "internal" => Ok(Self::Internal),
            "internet-facing" => Ok(Self::InternetFacing),
            other => Err(Error::new(
                Code::InvalidScheme,
                format!(
                    "The scheme '{other}' is not valid: expected 'internal' or 'internet-facing'"
                ),
            )
            .about("Scheme")),
        }
    }

    /// AWS's spelling.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Internal => "internal",
            Self::InternetFacing => "internet-facing",
        }
    }
}

impl LoadBalancer {
    /// `TYPE/NAME/16 hex digits`, as interfaces' descriptions and listeners' ARNs have it.
    pub fn path(&self) -> &str {
        let prefix = "loadbalancer/";
        self.arn
            .find(prefix)
            .map_or("", |at| &self.arn[at + prefix.len()..])
    }

    /// Whether its subnets are exactly these.
    pub fn has_exactly_subnets<'a>(&self, ids: impl IntoIterator<Item = &'a SubnetId>) -> bool {
        let own: BTreeSet<&SubnetId> = self.zones.iter().map(|zone| &zone.subnet_id).collect();
        own == ids.into_iter().collect()
    }

    /// Whether it has a subnet in the zone of that name.
    pub fn covers_zone(&self, availability_zone: &str) -> bool {
        self.zones
            .iter()
            .any(|zone| zone.availability_zone == availability_zone)
    }

    /// Whether its security groups apply to what comes through endpoints, as `on` or `off`; `None` without groups.
    pub fn private_link_rules(&self) -> Option<&'static str> {
        match (
            self.security_groups.is_empty(),
            self.enforces_private_link_rules,
        ) {
            (true, _) => None,
            (false, true) => Some("on"),
            (false, false) => Some("off"),
        }
    }

    /// Sets whether its security groups, of which it must have some, apply to what comes through endpoints: `on` or `off`.
    pub fn set_private_link_rules(&mut self, text: &str) -> Result<()> {
        const PARAMETER: &str = "EnforceSecurityGroupInboundRulesOnPrivateLinkTraffic";
        if self.security_groups.is_empty() {
            return Err(Error::new(
                Code::InvalidConfigurationRequest,
                "A load balancer without security groups has no rules to enforce",
            )
            .about(PARAMETER));
        }
        self.enforces_private_link_rules = match text {
            "on" => true,
            "off" => false,
            other => {
                return Err(Error::validation(
                    PARAMETER,
                    format!("The value '{other}' is not valid: expected 'on' or 'off'"),
                ));
            }
        };
        Ok(())
    }

    /// The attributes that a load balancer of its type and scheme has.
    ///
    /// All but `deletion_protection.enabled` are records only.
    fn attribute_rules(&self) -> Vec<AttributeRule> {
        let mut rules = vec![
            AttributeRule::new(DELETION_PROTECTION, "false", BOOLEAN),
            AttributeRule::new("load_balancing.cross_zone.enabled", "false", BOOLEAN),
        ];
        let deny_internet = match self.scheme {
            None => return rules,
            Some(Scheme::Internal) => "true",
            Some(Scheme::InternetFacing) => "false",
        };
        rules.extend([
            AttributeRule::new(ACCESS_LOGS, "false", BOOLEAN),
            AttributeRule::new(ACCESS_LOGS_BUCKET, "", Values::Text),
            AttributeRule::new("access_logs.s3.prefix", "", Values::Text),
            AttributeRule::new("ipv6.deny_all_igw_traffic", deny_internet, BOOLEAN),
            AttributeRule::new("zonal_shift.config.enabled", "false", BOOLEAN),
            AttributeRule::new(
                "dns_record.client_routing_policy",
                "any_availability_zone",
                Values::OneOf(&[
                    "any_availability_zone",
                    "availability_zone_affinity",
                    "partial_availability_zone_affinity",
                ]),
            ),
            AttributeRule::new(
                "secondary_ips.auto_assigned.per_subnet",
                "0",
                Values::OneOf(&["0"]),
            ),
        ]);
        rules
    }

    /// All attributes with their values.
    pub fn all_attributes(&self) -> Vec<(String, String)> {
        attribute::all(&self.attribute_rules(), &self.attributes)
    }

    /// Sets attributes.
    pub fn set_attributes(&mut self, changes: Vec<(String, String)>) -> Result<()> {
        let rules = self.attribute_rules();
        let set = attribute::changed("Load balancer", &rules, &self.attributes, changes)?;
        if attribute::value(&rules, &set, ACCESS_LOGS) == "true"
            && attribute::value(&rules, &set, ACCESS_LOGS_BUCKET).is_empty()
        {
            return Err(Error::new(
                Code::InvalidConfigurationRequest,
                "An access log bucket must be specified when access logs are enabled",
            )
            .about("Attributes"));
        }
        self.attributes = set;
        Ok(())
    }

    /// Whether it must not be deleted.
    pub fn is_protected(&self) -> bool {
        attribute::value(
            &self.attribute_rules(),
            &self.attributes,
            DELETION_PROTECTION,
        ) == "true"
    }
}

/// The ARN of a load balancer.
pub fn arn(
    scope: &Scope,
    load_balancer_type: LoadBalancerType,
    name: &str,
    number: &str,
) -> String {
    scope.arn(
        "elasticloadbalancing",
        &format!("loadbalancer/{}/{name}/{number}", load_balancer_type.path()),
    )
}

/// The name under which a network load balancer is reached.
pub fn dns_name(scope: &Scope, name: &str, number: &str) -> String {
    format!("{name}-{number}.elb.{}.amazonaws.com", scope.region)
}

/// Whether a load balancer or target group, as `kind` says, can have this name: 1 to 32 letters, digits and hyphens,
/// no hyphen at the ends.
pub fn check_name(kind: &str, name: &str) -> Result<()> {
    let refusal = if name.is_empty() {
        format!("A {kind} name must be specified")
    } else if name.chars().count() > limit::LOAD_BALANCER_NAME_CHARS {
        format!(
            "The {kind} name '{name}' cannot be longer than '{}' characters",
            limit::LOAD_BALANCER_NAME_CHARS
        )
    } else if !name
        .bytes()
        .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
    {
        format!(
            "The {kind} name '{name}' can only contain characters that are alphanumeric characters and hyphens(-)"
        )
    } else if name.starts_with('-') || name.ends_with('-') {
        format!("The {kind} name '{name}' cannot begin or end with a hyphen(-)")
    } else {
        return Ok(());
    };
    Err(Error::validation("Name", refusal))
}

/// [`check_name`] for load balancers, which must not take the prefix that AWS gives internal ones' DNS names.
pub fn check_load_balancer_name(name: &str) -> Result<()> {
    check_name("load balancer", name)?;
    if name.starts_with("internal-") {
        return Err(Error::validation(
            "Name",
            format!("The load balancer name '{name}' cannot begin with 'internal-'"),
        ));
    }
    Ok(())
}

/// Reads the address type of a load balancer: none has IPv6 addresses alone.
pub fn parse_ip_address_type(text: &str) -> Result<IpAddressType> {
    match text {
        "ipv4" => Ok(IpAddressType::Ipv4),
        "dualstack" => Ok(IpAddressType::Dualstack),
        unserved @ ("ipv6" | "dualstack-without-public-ipv4") => Err(Error::new(
            Code::InvalidConfigurationRequest,
            format!(
                "Load balancers of the types network and gateway have the IP address type ipv4 or dualstack, not {unserved}"
            ),
        )
        .about("IpAddressType")),
        other => Err(invalid_ip_address_type(other)),
    }
}

/// The refusal of a text that is no address type at all.
pub(super) fn invalid_ip_address_type(text: &str) -> Error {
    Error::validation(
        "IpAddressType",
        format!("The IP address type '{text}' is not valid"),
    )
}

/// The refusal for a name or ARN that no load balancer of the caller's has.
pub fn load_balancer_not_found(what: &str) -> Error {
    Error::new(
        Code::LoadBalancerNotFound,
        format!("Load balancer '{what}' not found"),
    )
    .about("LoadBalancerArn")
}

impl Filterable for LoadBalancer {
    const FILTERS: &'static [&'static str] = &[
        "availability-zone",
        "dns-name",
        "ip-address-type",
        "load-balancer-arn",
        "name",
        "scheme",
        "security-group-id",
        "state",
        "subnet-id",
        "type",
        "vpc-id",
    ];

    fn filter_values(&self, name: &str) -> Vec<String> {
        let one = match name {
            "availability-zone" => {
                return self
                    .zones
                    .iter()
                    .map(|zone| zone.availability_zone.clone())
                    .collect();
            }
            "dns-name" => return self.dns_name.iter().cloned().collect(),
            "ip-address-type" => self.ip_address_type.name().to_owned(),
            "load-balancer-arn" => self.arn.clone(),
            "name" => self.name.clone(),
            "scheme" => {
                return self
                    .scheme
                    .iter()
                    .map(|scheme| scheme.name().to_owned())
                    .collect();
            }
            "security-group-id" => {
                return self
                    .security_groups
                    .iter()
                    .map(ToString::to_string)
                    .collect();
            }
            "state" => LOAD_BALANCER_STATE.to_owned(),
            "subnet-id" => {
                return self
                    .zones
                    .iter()
                    .map(|zone| zone.subnet_id.to_string())
                    .collect();
            }
            "type" => self.load_balancer_type.name().to_owned(),
            "vpc-id" => self.vpc_id.to_string(),
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
    use std::collections::BTreeMap;

    use super::{
        LoadBalancer, Scheme, arn, check_load_balancer_name, dns_name, parse_ip_address_type,
    };
    use crate::domain::clock::Timestamp;
    use crate::domain::error::Result;
    use crate::domain::id::{Id, VpcId};
    use crate::domain::ip_address_type::IpAddressType;
    use crate::domain::load_balancer_type::LoadBalancerType;
    use crate::domain::scope::{AccountId, RegionName, Scope};

    fn scope() -> Scope {
        Scope {
            account: AccountId::parse("111111111111").unwrap(),
            region: RegionName::parse("eu-west-1").unwrap(),
        }
    }

    fn load_balancer(scheme: Option<Scheme>) -> LoadBalancer {
        let load_balancer_type = match scheme {
            Some(_) => LoadBalancerType::Network,
            None => LoadBalancerType::Gateway,
        };
        LoadBalancer {
            arn: arn(&scope(), load_balancer_type, "shop", "0123456789abcdef"),
            scope: scope(),
            name: "shop".to_owned(),
            load_balancer_type,
            ip_address_type: IpAddressType::Ipv4,
            dns_name: scheme.map(|_| dns_name(&scope(), "shop", "0123456789abcdef")),
            scheme,
            vpc_id: VpcId::parse("vpc-01234567").unwrap(),
            zones: Vec::new(),
            security_groups: Vec::new(),
            enforces_private_link_rules: true,
            attributes: BTreeMap::new(),
            tags: Vec::new(),
            created_at: Timestamp::from_micros(0),
        }
    }

    fn code<T>(result: Result<T>) -> &'static str {
        result.err().map_or("", |error| error.code.name())
    }

    #[test]
    fn names_of_a_load_balancer() {
        let network = load_balancer(Some(Scheme::Internal));
        assert_eq!(
            network.arn,
            "arn:aws:elasticloadbalancing:eu-west-1:111111111111:loadbalancer/net/shop/0123456789abcdef"
        );
        assert_eq!(network.path(), "net/shop/0123456789abcdef");
        assert_eq!(
            network.dns_name.as_deref(),
            Some("shop-0123456789abcdef.elb.eu-west-1.amazonaws.com")
        );
        assert_eq!(load_balancer(None).path(), "gwy/shop/0123456789abcdef");
    }

    #[test]
    fn names_that_can_be_had() {
        for good in ["a", "A-1", &"n".repeat(32)] {
            assert_eq!(code(check_load_balancer_name(good)), "", "{good}");
        }
        for bad in [
            "",
            "-a",
            "a-",
            "a_b",
            "\u{e9}",
            "internal-a",
            &"n".repeat(33),
        ] {
            assert_eq!(
                code(check_load_balancer_name(bad)),
                "ValidationError",
                "{bad}"
            );
        }
    }

    #[test]
    fn address_types_that_can_be_had() {
        for (text, expected) in [
            ("ipv4", ""),
            ("dualstack", ""),
            ("ipv6", "InvalidConfigurationRequest"),
            (
                "dualstack-without-public-ipv4",
                "InvalidConfigurationRequest",
            ),
            ("", "ValidationError"),
        ] {
            assert_eq!(code(parse_ip_address_type(text)), expected, "{text}");
        }
    }

    #[test]
    fn attributes_of_schemes_and_types() {
        let texts = |scheme| -> Vec<String> {
            load_balancer(scheme)
                .all_attributes()
                .into_iter()
                .map(|(key, value)| format!("{key}={value}"))
                .collect()
        };
        let internal = texts(Some(Scheme::Internal));
        assert_eq!(
            internal,
            [
                "deletion_protection.enabled=false",
                "load_balancing.cross_zone.enabled=false",
                "access_logs.s3.enabled=false",
                "access_logs.s3.bucket=",
                "access_logs.s3.prefix=",
                "ipv6.deny_all_igw_traffic=true",
                "zonal_shift.config.enabled=false",
                "dns_record.client_routing_policy=any_availability_zone",
                "secondary_ips.auto_assigned.per_subnet=0",
            ]
        );
        let different = texts(Some(Scheme::InternetFacing))
            .into_iter()
            .filter(|text| !internal.contains(text));
        assert_eq!(
            different.collect::<Vec<_>>(),
            ["ipv6.deny_all_igw_traffic=false"]
        );
        assert_eq!(
            texts(None),
            [
                "deletion_protection.enabled=false",
                "load_balancing.cross_zone.enabled=false",
            ]
        );
    }

    #[test]
    fn access_logs_need_a_bucket() {
        let set = |changes: &[(&str, &str)]| {
            let changes = changes
                .iter()
                .map(|(key, value)| ((*key).to_owned(), (*value).to_owned()));
            let mut load_balancer = load_balancer(Some(Scheme::Internal));
            let result = load_balancer.set_attributes(changes.collect());
            (code(result), load_balancer.is_protected())
        };
        assert_eq!(set(&[("deletion_protection.enabled", "true")]), ("", true));
        let logs = ("access_logs.s3.enabled", "true");
        assert_eq!(set(&[logs]), ("InvalidConfigurationRequest", false));
        assert_eq!(set(&[logs, ("access_logs.s3.bucket", "b")]), ("", false));
        assert_eq!(
            set(&[("routing.http2.enabled", "true")]),
            ("ValidationError", false)
        );
    }
}
