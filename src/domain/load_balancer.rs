//! Network load balancers.

use std::collections::{BTreeMap, BTreeSet};
use std::net::Ipv4Addr;

use serde::{Deserialize, Serialize};

use super::attribute::{self, AttributeRule, BOOLEAN, Values};
use super::clock::Timestamp;
use super::error::{Code, Error, Result};
use super::filter::Filterable;
use super::id::{NetworkInterfaceId, SecurityGroupId, SubnetId, VpcId};
use super::limit;
use super::scope::Scope;
use super::tag::Tag;

/// The state of every load balancer that can be read: creation and deletion are one step.
pub const LOAD_BALANCER_STATE: &str = "active";
/// The type of every load balancer.
pub const LOAD_BALANCER_TYPE: &str = "network";
/// The address type that load balancers have.
pub const LOAD_BALANCER_IP_ADDRESS_TYPE: &str = "ipv4";

const DELETION_PROTECTION: &str = "deletion_protection.enabled";
const ACCESS_LOGS: &str = "access_logs.s3.enabled";
const ACCESS_LOGS_BUCKET: &str = "access_logs.s3.bucket";

/// A network load balancer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct LoadBalancer {
    /// Identifier: `arn:aws:elasticloadbalancing:REGION:ACCOUNT:loadbalancer/net/NAME/16 hex digits`.
    pub arn: String,
    /// Owner.
    pub scope: Scope,
    /// Unique in account and region.
    pub name: String,
    /// Whether its name resolves to private or to public addresses.
    pub scheme: Scheme,
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
    /// Its name.
    pub dns_name: String,
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
    /// `net/NAME/16 hex digits`, as interfaces' descriptions and listeners' ARNs have it.
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

    /// The attributes that a network load balancer of its scheme has.
    ///
    /// All but `deletion_protection.enabled` are records only.
    fn attribute_rules(&self) -> [AttributeRule; 9] {
        let deny_internet = match self.scheme {
            Scheme::Internal => "true",
            Scheme::InternetFacing => "false",
        };
        [
            AttributeRule::new(DELETION_PROTECTION, "false", BOOLEAN),
            AttributeRule::new("load_balancing.cross_zone.enabled", "false", BOOLEAN),
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
        ]
    }

    /// All attributes with their values.
    pub fn all_attributes(&self) -> Vec<(String, String)> {
        attribute::all(&self.attribute_rules(), &self.attributes)
    }

    /// Sets attributes.
    pub fn set_attributes(&mut self, changes: Vec<(String, String)>) -> Result<()> {
        let rules = self.attribute_rules();
        let set = attribute::changed(&rules, &self.attributes, changes)?;
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

/// The ARN of a network load balancer.
pub fn arn(scope: &Scope, name: &str, number: &str) -> String {
    scope.arn(
        "elasticloadbalancing",
        &format!("loadbalancer/net/{name}/{number}"),
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

/// Whether a load balancer can be of this type: only network load balancers are served.
pub fn check_type(load_balancer_type: &str) -> Result<()> {
    match load_balancer_type {
        LOAD_BALANCER_TYPE => Ok(()),
        unserved @ ("application" | "gateway") => Err(Error::new(
            Code::InvalidConfigurationRequest,
            format!(
                "privlink serves load balancers of the type {LOAD_BALANCER_TYPE} only, not of the type {unserved}"
            ),
        )
        .about("Type")),
        other => Err(Error::validation(
            "Type",
            format!("The load balancer type '{other}' is not valid"),
        )),
    }
}

/// Whether a load balancer or target group can have this address type: only IPv4 is served.
pub fn check_ip_address_type(ip_address_type: Option<&str>) -> Result<()> {
    match ip_address_type {
        None | Some(LOAD_BALANCER_IP_ADDRESS_TYPE) => Ok(()),
        Some(unserved @ ("ipv6" | "dualstack" | "dualstack-without-public-ipv4")) => {
            Err(Error::new(
                Code::InvalidConfigurationRequest,
                format!(
                    "privlink serves load balancing of the IP address type {LOAD_BALANCER_IP_ADDRESS_TYPE} only, not {unserved}"
                ),
            )
            .about("IpAddressType"))
        }
        Some(other) => Err(Error::validation(
            "IpAddressType",
            format!("The IP address type '{other}' is not valid"),
        )),
    }
}

/// What an ARN of Elastic Load Balancing names, without partition, region and account: `loadbalancer/net/NAME/NUMBER`.
pub(super) fn resource_of(arn: &str) -> Option<&str> {
    let rest = arn.strip_prefix("arn:aws:elasticloadbalancing:")?;
    let (region, rest) = rest.split_once(':')?;
    let (account, resource) = rest.split_once(':')?;
    (!region.is_empty() && account.len() == 12).then_some(resource)
}

/// What follows a load balancer's type in an ARN.
pub(super) fn without_type(path: &str) -> Option<&str> {
    let (load_balancer_type, rest) = path.split_once('/')?;
    matches!(load_balancer_type, "net" | "app" | "gwy").then_some(rest)
}

/// Whether a text is the number at the end of an ARN: 16 lower-case hexadecimal digits.
pub(super) fn is_number(text: &str) -> bool {
    text.len() == 16
        && text
            .bytes()
            .all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
}

/// The name and the number in a network load balancer's ARN, if the text is one.
pub fn parse_network_load_balancer_arn(arn: &str) -> Option<(&str, &str)> {
    let path = resource_of(arn)?.strip_prefix("loadbalancer/net/")?;
    let (name, number) = path.split_once('/')?;
    (!name.is_empty() && is_number(number)).then_some((name, number))
}

/// Refuses a text that is no ARN of a load balancer. Of other types than network there are none, but they have ARNs.
pub fn check_load_balancer_arn(arn: &str) -> Result<()> {
    let well_formed = resource_of(arn)
        .and_then(|resource| resource.strip_prefix("loadbalancer/"))
        .and_then(without_type)
        .and_then(|path| path.split_once('/'))
        .is_some_and(|(name, number)| !name.is_empty() && is_number(number));
    if well_formed {
        Ok(())
    } else {
        Err(Error::validation(
            "LoadBalancerArn",
            format!("'{arn}' is not a valid load balancer ARN"),
        ))
    }
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
            "dns-name" => self.dns_name.clone(),
            "load-balancer-arn" => self.arn.clone(),
            "name" => self.name.clone(),
            "scheme" => self.scheme.name().to_owned(),
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
            "type" => LOAD_BALANCER_TYPE.to_owned(),
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
        LoadBalancer, Scheme, arn, check_load_balancer_arn, check_load_balancer_name, check_type,
        dns_name, parse_network_load_balancer_arn,
    };
    use crate::domain::clock::Timestamp;
    use crate::domain::error::Result;
    use crate::domain::id::{Id, VpcId};
    use crate::domain::scope::{AccountId, RegionName, Scope};

    const ARN: &str = "arn:aws:elasticloadbalancing:eu-west-1:111111111111:loadbalancer/net/shop/0123456789abcdef";

    fn scope() -> Scope {
        Scope {
            account: AccountId::parse("111111111111").unwrap(),
            region: RegionName::parse("eu-west-1").unwrap(),
        }
    }

    fn load_balancer(scheme: Scheme) -> LoadBalancer {
        LoadBalancer {
            arn: ARN.to_owned(),
            scope: scope(),
            name: "shop".to_owned(),
            scheme,
            vpc_id: VpcId::parse("vpc-01234567").unwrap(),
            zones: Vec::new(),
            security_groups: Vec::new(),
            enforces_private_link_rules: true,
            attributes: BTreeMap::new(),
            dns_name: dns_name(&scope(), "shop", "0123456789abcdef"),
            tags: Vec::new(),
            created_at: Timestamp::from_micros(0),
        }
    }

    fn code<T>(result: Result<T>) -> &'static str {
        result.err().map_or("", |error| error.code.name())
    }

    #[test]
    fn names_of_a_load_balancer() {
        assert_eq!(arn(&scope(), "shop", "0123456789abcdef"), ARN);
        assert_eq!(
            parse_network_load_balancer_arn(ARN),
            Some(("shop", "0123456789abcdef"))
        );
        let load_balancer = load_balancer(Scheme::Internal);
        assert_eq!(load_balancer.path(), "net/shop/0123456789abcdef");
        assert_eq!(
            load_balancer.dns_name,
            "shop-0123456789abcdef.elb.eu-west-1.amazonaws.com"
        );
        for bad in [
            "",
            "arn:aws:elasticloadbalancing:eu-west-1:1:loadbalancer/net/shop/0123456789abcdef",
            "arn:aws:elasticloadbalancing:eu-west-1:111111111111:loadbalancer/app/shop/0123456789abcdef",
            "arn:aws:elasticloadbalancing:eu-west-1:111111111111:loadbalancer/net/shop/0123456789ABCDEF",
            "arn:aws:elasticloadbalancing:eu-west-1:111111111111:loadbalancer/net/shop",
            "arn:aws:elasticloadbalancing::111111111111:loadbalancer/net/shop/0123456789abcdef",
        ] {
            assert_eq!(parse_network_load_balancer_arn(bad), None, "{bad}");
        }
    }

    #[test]
    fn knows_the_arns_of_load_balancers_that_are_not_served() {
        assert_eq!(code(check_load_balancer_arn(ARN)), "");
        assert_eq!(
            code(check_load_balancer_arn(&ARN.replace("/net/", "/app/"))),
            ""
        );
        for bad in [
            ARN.replace("/net/", "/"),
            ARN.replace("/net/", "/x/"),
            "shop".to_owned(),
        ] {
            assert_eq!(
                code(check_load_balancer_arn(&bad)),
                "ValidationError",
                "{bad}"
            );
        }
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
    fn serves_network_load_balancers_only() {
        assert_eq!(code(check_type("network")), "");
        assert_eq!(code(check_type("gateway")), "InvalidConfigurationRequest");
        assert_eq!(code(check_type("")), "ValidationError");
    }

    #[test]
    fn attributes_of_both_schemes() {
        let texts = |scheme| -> Vec<String> {
            load_balancer(scheme)
                .all_attributes()
                .into_iter()
                .map(|(key, value)| format!("{key}={value}"))
                .collect()
        };
        let internal = texts(Scheme::Internal);
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
        let different = texts(Scheme::InternetFacing)
            .into_iter()
            .filter(|text| !internal.contains(text));
        assert_eq!(
            different.collect::<Vec<_>>(),
            ["ipv6.deny_all_igw_traffic=false"]
        );
    }

    #[test]
    fn access_logs_need_a_bucket() {
        let set = |changes: &[(&str, &str)]| {
            let changes = changes
                .iter()
                .map(|(key, value)| ((*key).to_owned(), (*value).to_owned()));
            let mut load_balancer = load_balancer(Scheme::Internal);
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
