//! Record sets: all that is answered for a name and a type, once or by a routing policy.

use serde::{Deserialize, Serialize};

use super::dns_name::DnsName;
use super::error::{Code, Error, Result};
use super::hosted_zone::{HostedZone, HostedZoneId, invalid};
use super::limit;
use super::record_value::RecordSetType;
use super::scope::{RegionName, Scope};

/// A record set.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ResourceRecordSet {
    /// The zone.
    pub hosted_zone_id: HostedZoneId,
    /// The zone's owner.
    pub scope: Scope,
    /// The name.
    pub name: DnsName,
    /// The name's labels from the root on: a zone's record sets are kept, found and listed in this order.
    pub reversed_name: String,
    /// The type.
    pub record_type: RecordSetType,
    /// What tells it from others of the same name and type; only sets with a routing policy have one.
    pub set_identifier: Option<String>,
    /// When this set is the answer, if there are several.
    pub routing: Option<Routing>,
    /// What is answered.
    pub answer: Answer,
}

/// What a record set answers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(
    tag = "kind",
    rename_all = "camelCase",
    rename_all_fields = "camelCase"
)]
pub enum Answer {
    /// Values of its own.
    Values {
        /// How long they may be kept, in seconds.
        ttl_seconds: u32,
        /// At least one.
        values: Vec<String>,
    },
    /// Whatever another name has.
    Alias {
        /// The zone of the other name: one of the account's, or of AWS's.
        hosted_zone_id: String,
        /// The other name.
        dns_name: DnsName,
        /// Whether the other's health counts. A record only.
        evaluate_target_health: bool,
    },
}

/// By what one of several sets of a name and type is chosen. A record only: nobody asks yet.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(
    tag = "policy",
    rename_all = "camelCase",
    rename_all_fields = "camelCase"
)]
pub enum Routing {
    /// By chance, in proportion.
    Weighted {
        /// 0 to 255.
        weight: u8,
    },
    /// By the nearest region.
    Latency {
        /// Where the resource is.
        region: RegionName,
    },
    /// By health.
    Failover {
        /// Whether it comes first.
        primary: bool,
    },
    /// By where whoever asks is.
    Geolocation(GeoLocation),
    /// Several at once.
    Multivalue,
    /// By distance.
    Geoproximity(GeoProximity),
    /// By the network that whoever asks is in.
    Cidr(CidrRouting),
}

/// A part of the world.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct GeoLocation {
    /// Two letters.
    pub continent_code: Option<String>,
    /// Two letters, or `*` for wherever nothing else fits.
    pub country_code: Option<String>,
    /// One to three letters or digits.
    pub subdivision_code: Option<String>,
}

/// A place, and how far it reaches.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct GeoProximity {
    /// A region.
    pub aws_region: Option<String>,
    /// A local zone.
    pub local_zone_group: Option<String>,
    /// Latitude and longitude.
    pub coordinates: Option<(String, String)>,
    /// -99 to 99.
    pub bias: Option<i32>,
}

/// A location of a collection of networks.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct CidrRouting {
    /// The collection. A record: there are none.
    pub collection_id: String,
    /// The location, or `*`.
    pub location_name: String,
}

impl Routing {
    /// The policy in the words of refusals.
    pub const fn word(&self) -> &'static str {
        match self {
            Self::Weighted { .. } => "weighted",
            Self::Latency { .. } => "latency",
            Self::Failover { .. } => "failover",
            Self::Geolocation(_) => "geolocation",
            Self::Multivalue => "multivalue answer",
            Self::Geoproximity(_) => "geoproximity",
            Self::Cidr(_) => "cidr",
        }
    }

    /// Whether of two sets with the same policy at most one can have this.
    pub const fn is_exclusive(&self) -> bool {
        matches!(
            self,
            Self::Latency { .. } | Self::Failover { .. } | Self::Geolocation(_) | Self::Cidr(_)
        )
    }
}

/// What a client says of a record set, as it says it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct DescribedSet {
    /// The name.
    pub name: String,
    /// The type.
    pub record_type: String,
    /// Which of several.
    pub set_identifier: Option<String>,
    /// Weighted.
    pub weight: Option<i64>,
    /// By latency.
    pub region: Option<String>,
    /// `PRIMARY` or `SECONDARY`.
    pub failover: Option<String>,
    /// By location.
    pub geo_location: Option<GeoLocation>,
    /// Several at once.
    pub multi_value_answer: bool,
    /// By distance.
    pub geo_proximity: Option<GeoProximity>,
    /// By network.
    pub cidr_routing: Option<CidrRouting>,
    /// How long the values may be kept.
    pub ttl: Option<i64>,
    /// The values.
    pub values: Option<Vec<String>>,
    /// Another name's zone, the name, and whether its health counts.
    pub alias: Option<(String, String, bool)>,
    /// A health check.
    pub health_check_id: Option<String>,
}

impl ResourceRecordSet {
    /// A set without a routing policy.
    pub fn simple(
        zone: &HostedZone,
        name: DnsName,
        record_type: RecordSetType,
        answer: Answer,
    ) -> Self {
        Self {
            hosted_zone_id: zone.id.clone(),
            scope: zone.scope.clone(),
            reversed_name: name.reversed(),
            name,
            record_type,
            set_identifier: None,
            routing: None,
            answer,
        }
    }

    /// What tells the set from all others.
    pub fn key(&self) -> String {
        format!(
            "{}/{}/{}/{}",
            self.hosted_zone_id,
            self.reversed_name,
            self.record_type.name(),
            self.set_identifier.as_deref().unwrap_or_default()
        )
    }

    /// Whether both are the same in all that a client can say, whatever the order of values.
    pub fn says_the_same_as(&self, other: &Self) -> bool {
        let sorted = |answer: &Answer| match answer {
            Answer::Values {
                ttl_seconds,
                values,
            } => {
                let mut values = values.clone();
                values.sort();
                Answer::Values {
                    ttl_seconds: *ttl_seconds,
                    values,
                }
            }
            alias @ Answer::Alias { .. } => alias.clone(),
        };
        self.key() == other.key()
            && self.routing == other.routing
            && sorted(&self.answer) == sorted(&other.answer)
    }

    /// Reads what a client says of a set in `zone`. `action` is only for the words of refusals.
    pub fn described(zone: &HostedZone, action: &str, set: DescribedSet) -> Result<Self> {
        let name = DnsName::parse(&set.name)
            .map_err(|problem| Error::new(Code::InvalidChangeBatch, format!("[{problem}]")))?;
        let Some(record_type) = RecordSetType::parse(&set.record_type) else {
            let names: Vec<&str> = RecordSetType::ALL.iter().map(|it| it.name()).collect();
            return Err(invalid(format!(
                "Value '{}' at 'Type' failed to satisfy constraint: Member must satisfy enum value set: [{}]",
                set.record_type,
                names.join(", ")
            )));
        };
        let place = format!(
            "Change with [Action={action}, Name={name}, Type={}, SetIdentifier={}]",
            set.record_type,
            set.set_identifier.as_deref().unwrap_or("null")
        );
        if let Some(id) = &set.health_check_id {
            return Err(Error::new(
                Code::HealthCheckNotFound,
                format!("No health check found with ID: {id}"),
            ));
        }
        let routing = routing(&set, &place)?;
        if let Some(identifier) = &set.set_identifier
            && !(1..=limit::DNS_IDENTIFIER_CHARS).contains(&identifier.chars().count())
        {
            return Err(invalid(format!(
                "Invalid request: SetIdentifier has 1 to {} characters in {place}",
                limit::DNS_IDENTIFIER_CHARS
            )));
        }
        Ok(Self {
            routing,
            set_identifier: set.set_identifier,
            ..Self::simple(
                zone,
                name,
                record_type,
                answer(set.ttl, set.values, set.alias, &place)?,
            )
        })
    }
}

fn answer(
    ttl: Option<i64>,
    values: Option<Vec<String>>,
    alias: Option<(String, String, bool)>,
    place: &str,
) -> Result<Answer> {
    let expected = |found: &str| {
        invalid(format!(
            "Invalid request: Expected exactly one of [AliasTarget, all of [TTL, and ResourceRecords], or TrafficPolicyInstanceId], but found {found} in {place}"
        ))
    };
    match (alias, ttl, values) {
        (Some((hosted_zone_id, dns_name, evaluate_target_health)), None, None) => {
            let dns_name = DnsName::parse(&dns_name)
                .map_err(|problem| Error::new(Code::InvalidChangeBatch, format!("[{problem}]")))?;
            let hosted_zone_id = HostedZoneId::parse(&hosted_zone_id).map_err(|_| {
                invalid(format!(
                    "Invalid request: '{hosted_zone_id}' is not the id of a hosted zone in {place}"
                ))
            })?;
            Ok(Answer::Alias {
                hosted_zone_id: hosted_zone_id.to_string(),
                dns_name,
                evaluate_target_health,
            })
        }
        (Some(_), _, _) => Err(expected("more than one")),
        (None, Some(ttl), Some(values)) if !values.is_empty() => {
            let ttl_seconds = u32::try_from(ttl)
                .ok()
                .filter(|ttl| *ttl <= limit::DNS_TTL_SECONDS);
            let ttl_seconds = ttl_seconds.ok_or_else(|| {
                invalid(format!(
                    "Invalid request: TTL is 0 to {} in {place}",
                    limit::DNS_TTL_SECONDS
                ))
            })?;
            Ok(Answer::Values {
                ttl_seconds,
                values,
            })
        }
        (None, _, _) => Err(expected("none")),
    }
}

fn routing(set: &DescribedSet, place: &str) -> Result<Option<Routing>> {
    let mut found = Vec::new();
    if let Some(weight) = set.weight {
        let fits = u8::try_from(weight)
            .ok()
            .filter(|_| weight <= limit::RECORD_WEIGHT);
        let weight = fits.ok_or_else(|| {
            invalid(format!(
                "Invalid request: Weight is 0 to {} in {place}",
                limit::RECORD_WEIGHT
            ))
        })?;
        found.push(Routing::Weighted { weight });
    }
    if let Some(region) = &set.region {
        let region = RegionName::parse(region)
            .map_err(|error| invalid(format!("Invalid request: {} in {place}", error.message)))?;
        found.push(Routing::Latency { region });
    }
    if let Some(failover) = &set.failover {
        let primary = match failover.as_str() {
            "PRIMARY" => true,
            "SECONDARY" => false,
            other => {
                return Err(invalid(format!(
                    "Invalid request: Failover is PRIMARY or SECONDARY, not '{other}', in {place}"
                )));
            }
        };
        found.push(Routing::Failover { primary });
    }
    if let Some(location) = &set.geo_location {
        check_geo_location(location, place)?;
        found.push(Routing::Geolocation(location.clone()));
    }
    if set.multi_value_answer {
        found.push(Routing::Multivalue);
    }
    if let Some(proximity) = &set.geo_proximity {
        check_geo_proximity(proximity, place)?;
        found.push(Routing::Geoproximity(proximity.clone()));
    }
    found.extend(set.cidr_routing.clone().map(Routing::Cidr));
    let count = found.len();
    match (found.pop(), count, &set.set_identifier) {
        (None, _, None) => Ok(None),
        (Some(_), 1, None) => Err(invalid(format!(
            "Invalid request: Missing field 'SetIdentifier' in {place}"
        ))),
        (Some(routing), 1, Some(_)) => Ok(Some(routing)),
        (_, count, _) => Err(invalid(format!(
            "Invalid request: Expected exactly one of [Weight, Region, Failover, GeoLocation, MultiValueAnswer, GeoProximityLocation, or CidrRoutingConfig], but found {} in {place}",
            if count == 0 { "none" } else { "more than one" }
        ))),
    }
}

fn check_geo_location(location: &GeoLocation, place: &str) -> Result<()> {
    let upper = |text: &str, lengths: std::ops::RangeInclusive<usize>| {
        lengths.contains(&text.len())
            && text
                .bytes()
                .all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit())
    };
    let fits = match (
        location.continent_code.as_deref(),
        location.country_code.as_deref(),
        location.subdivision_code.as_deref(),
    ) {
        (Some(continent), None, None) => {
            ["AF", "AN", "AS", "EU", "OC", "NA", "SA"].contains(&continent)
        }
        (None, Some(country), None) => country == "*" || upper(country, 2..=2),
        (None, Some(country), Some(subdivision)) => {
            upper(country, 2..=2) && upper(subdivision, 1..=3)
        }
        (Some(_), _, _) | (None, None, _) => false,
    };
    if fits {
        Ok(())
    } else {
        Err(invalid(format!(
            "Invalid request: GeoLocation is a continent, a country, or a country and its subdivision in {place}"
        )))
    }
}

fn check_geo_proximity(proximity: &GeoProximity, place: &str) -> Result<()> {
    let places = [
        proximity.aws_region.is_some(),
        proximity.local_zone_group.is_some(),
        proximity.coordinates.is_some(),
    ];
    let one = places.iter().filter(|given| **given).count() == 1;
    let bias = proximity.bias.is_none_or(|bias| (-99..=99).contains(&bias));
    let degrees = |text: &str, most: f64| text.parse::<f64>().is_ok_and(|it| it.abs() <= most);
    let coordinates = proximity
        .coordinates
        .as_ref()
        .is_none_or(|(latitude, longitude)| degrees(latitude, 90.0) && degrees(longitude, 180.0));
    if one && bias && coordinates {
        Ok(())
    } else {
        Err(invalid(format!(
            "Invalid request: GeoProximityLocation is one of [AWSRegion, LocalZoneGroup, Coordinates], with a Bias of -99 to 99, in {place}"
        )))
    }
}
