//! What an account pays for endpoints in a period: AWS's rules and prices over what was used.
//!
//! Months are those of UTC. Only hours cost anything: without a data plane no data is processed, which the bill shows as
//! zero bytes beside the prices that they would have.

use std::collections::BTreeMap;

use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Span, Timestamp as Instant};

use super::clock::Timestamp;
use super::endpoint_type::EndpointType;
use super::error::{Code, Error, Result};
use super::filter::Filterable;
use super::price::{self, MicroUsd};
use super::scope::{AccountId, RegionName};
use super::tag::Tag;
use super::usage::{MeteredEndpoint, Period, Usage};

/// The period that a bill is asked for, as the client wrote it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PeriodRequest {
    /// The first moment; that of the current month unless given.
    pub from: Option<String>,
    /// The first moment after it; that of the next month unless given.
    pub to: Option<String>,
    /// A month such as `2026-11`, in place of both.
    pub month: Option<String>,
}

impl PeriodRequest {
    /// The period meant at `now`.
    pub fn resolve(&self, now: Timestamp) -> Result<Period> {
        let period = match &self.month {
            Some(_) if self.from.is_some() || self.to.is_some() => {
                return Err(Error::new(
                    Code::InvalidParameterCombination,
                    "month goes with neither from nor to",
                )
                .about("Month"));
            }
            Some(month) => month_named(month)?,
            None => {
                let current = month_of(now)?;
                let read = |parameter, text: &Option<String>, default| {
                    let text = text.as_deref();
                    text.map_or(Ok(default), |text| Timestamp::parse(parameter, text))
                };
                Period {
                    from: read("From", &self.from, current.from)?,
                    to: read("To", &self.to, current.to)?,
                }
            }
        };
        if period.from >= period.to {
            return Err(Error::invalid_value(
                "From",
                format!("from ({}) is not before to ({})", period.from, period.to),
            ));
        }
        Ok(period)
    }
}

fn month_of(now: Timestamp) -> Result<Period> {
    let now = Instant::from_microsecond(now.as_micros()).map_err(Error::internal)?;
    let first = now.to_zoned(TimeZone::UTC).date().first_of_month();
    month_from(first).ok_or_else(|| Error::internal("the month of the present has no end"))
}

fn month_named(text: &str) -> Result<Period> {
    let first: Option<Date> = match text.len() {
        7 => format!("{text}-01").parse().ok(),
        _ => None,
    };
    first.and_then(month_from).ok_or_else(|| {
        Error::invalid_value(
            "Month",
            format!("'{text}' is not a month: expected one such as 2026-11"),
        )
    })
}

fn month_from(first: Date) -> Option<Period> {
    let moment = |date: Date| {
        let zoned = date.to_zoned(TimeZone::UTC).ok()?;
        Some(Timestamp::from_micros(zoned.timestamp().as_microsecond()))
    };
    let next = first.checked_add(Span::new().months(1)).ok()?;
    Some(Period {
        from: moment(first)?,
        to: moment(next)?,
    })
}

/// What one endpoint costs the account that pays for it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EndpointCost {
    /// The endpoint.
    pub endpoint: MeteredEndpoint,
    /// Its hours, in order of zone.
    pub zones: Vec<ZoneHours>,
    /// The price of one hour in one zone.
    pub hourly_price: MicroUsd,
}

/// An endpoint's hours in a zone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ZoneHours {
    /// The zone.
    pub availability_zone: String,
    /// Hours begun.
    pub hours: u64,
}

impl EndpointCost {
    /// The hours of all zones.
    pub fn hours(&self) -> u64 {
        self.zones.iter().map(|zone| zone.hours).sum()
    }

    /// What they cost.
    pub fn amount(&self) -> MicroUsd {
        self.hourly_price * self.hours()
    }
}

impl Filterable for EndpointCost {
    const FILTERS: &'static [&'static str] = &[
        "service-name",
        "vpc-endpoint-id",
        "vpc-endpoint-owner",
        "vpc-endpoint-region",
        "vpc-endpoint-type",
    ];
    const TAGGED: bool = false;

    fn filter_values(&self, name: &str) -> Vec<String> {
        let endpoint = &self.endpoint;
        let one = match name {
            "service-name" => endpoint.service_name.clone(),
            "vpc-endpoint-id" => endpoint.endpoint_id.to_string(),
            "vpc-endpoint-owner" => endpoint.owner.account.to_string(),
            "vpc-endpoint-region" => endpoint.owner.region.to_string(),
            "vpc-endpoint-type" => endpoint.endpoint_type.name().to_owned(),
            _ => return Vec::new(),
        };
        vec![one]
    }

    fn filter_tags(&self) -> &[Tag] {
        &[]
    }
}

/// What each endpoint costs, in order of its id; those without an hour in the period are left out.
pub fn charge(usages: Vec<Usage>, period: Period, now: Timestamp) -> Vec<EndpointCost> {
    let mut endpoints: BTreeMap<String, (MeteredEndpoint, BTreeMap<String, u64>)> = BTreeMap::new();
    for usage in usages {
        let hours = usage.hours(period, now);
        if hours > 0 {
            let id = usage.endpoint.endpoint_id.to_string();
            let (_, zones) = endpoints
                .entry(id)
                .or_insert_with(|| (usage.endpoint, BTreeMap::new()));
            *zones.entry(usage.availability_zone).or_default() += hours;
        }
    }
    let cost = |(endpoint, zones): (MeteredEndpoint, BTreeMap<String, u64>)| EndpointCost {
        hourly_price: price::endpoint_hour(&endpoint.owner.region, endpoint.endpoint_type),
        zones: zones
            .into_iter()
            .map(|(availability_zone, hours)| ZoneHours {
                availability_zone,
                hours,
            })
            .collect(),
        endpoint,
    };
    endpoints.into_values().map(cost).collect()
}

/// What the endpoints of one consumer cost together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OwnerTotal {
    /// The consumer.
    pub owner: AccountId,
    /// Hours begun.
    pub hours: u64,
    /// What they cost.
    pub amount: MicroUsd,
}

/// What data costs that endpoints of one type in one region process together, as AWS's tiers count it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DataCost {
    /// The region.
    pub region: RegionName,
    /// The type.
    pub endpoint_type: EndpointType,
    /// How much: nothing.
    pub processed_bytes: u64,
    /// What it costs.
    pub amount: MicroUsd,
}

/// A bill's sums.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Totals {
    /// By consumer, in order of account.
    pub owners: Vec<OwnerTotal>,
    /// By region and type.
    pub data: Vec<DataCost>,
    /// Hours begun.
    pub hours: u64,
    /// What hours and data cost.
    pub amount: MicroUsd,
}

impl Totals {
    /// The sums of these costs.
    pub fn of(costs: &[EndpointCost]) -> Self {
        let mut owners: BTreeMap<&AccountId, (u64, MicroUsd)> = BTreeMap::new();
        let mut groups: BTreeMap<(&RegionName, EndpointType), u64> = BTreeMap::new();
        for cost in costs {
            let scope = &cost.endpoint.owner;
            let (hours, amount) = owners.entry(&scope.account).or_default();
            *hours += cost.hours();
            *amount = *amount + cost.amount();
            groups
                .entry((&scope.region, cost.endpoint.endpoint_type))
                .or_insert(0);
        }
        let data: Vec<DataCost> = groups
            .into_iter()
            .map(|((region, endpoint_type), processed_bytes)| DataCost {
                region: region.clone(),
                endpoint_type,
                processed_bytes,
                amount: price::data(endpoint_type, processed_bytes),
            })
            .collect();
        let of_hours: MicroUsd = costs.iter().map(EndpointCost::amount).sum();
        let of_data: MicroUsd = data.iter().map(|data| data.amount).sum();
        Self {
            owners: owners
                .into_iter()
                .map(|(owner, (hours, amount))| OwnerTotal {
                    owner: owner.clone(),
                    hours,
                    amount,
                })
                .collect(),
            hours: costs.iter().map(EndpointCost::hours).sum(),
            amount: of_hours + of_data,
            data,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::PeriodRequest;
    use crate::domain::clock::Timestamp;

    /// From, to, month; and the period meant on the last day of 2026.
    const PERIODS: &str = "
        - - - | 2026-12-01T00:00:00.000Z 2027-01-01T00:00:00.000Z
        - - 2028-02 | 2028-02-01T00:00:00.000Z 2028-03-01T00:00:00.000Z
        2026-12-24 - - | 2026-12-24T00:00:00.000Z 2027-01-01T00:00:00.000Z
        - 2026-12-24T10:00:00+09:00 - | 2026-12-01T00:00:00.000Z 2026-12-24T01:00:00.000Z
        2026-01-01 2027-01-01 - | 2026-01-01T00:00:00.000Z 2027-01-01T00:00:00.000Z
        2026-01-01 - 2026-01 | InvalidParameterCombination: month goes with neither from nor to
        2027-01-01 - - | InvalidParameterValue: from (2027-01-01T00:00:00.000Z) is not before to (2027-01-01T00:00:00.000Z)
        yesterday - - | InvalidParameterValue: 'yesterday' is not a time: expected one such as 2026-11-22T10:00:00Z, or a date
        - - 2026-13 | InvalidParameterValue: '2026-13' is not a month: expected one such as 2026-11
        - - 9999-12 | InvalidParameterValue: '9999-12' is not a month: expected one such as 2026-11
        - - 2026-11-01 | InvalidParameterValue: '2026-11-01' is not a month: expected one such as 2026-11
    ";

    #[test]
    fn periods() {
        // 2026-12-31T23:59:59.999999Z
        let now = Timestamp::from_micros(1_798_761_599_999_999);
        for line in PERIODS.trim().lines() {
            let (given, expected) = line.trim().split_once(" | ").unwrap();
            let mut given = given
                .split(' ')
                .map(|text| (text != "-").then(|| text.to_owned()));
            let request = PeriodRequest {
                from: given.next().flatten(),
                to: given.next().flatten(),
                month: given.next().flatten(),
            };
            let resolved = match request.resolve(now) {
                Ok(period) => format!("{} {}", period.from, period.to),
                Err(error) => error.to_string(),
            };
            assert_eq!(resolved, expected);
        }
    }
}
