//! What endpoints cost: AWS's prices per region, and how an amount of data is charged.
//!
//! The numbers and how sure they are stand in `prices.toml`. Hours and bytes are counted elsewhere; who pays for them is
//! also decided elsewhere. Money is counted in whole millionths of a dollar, never in floating point.

use std::collections::BTreeMap;
use std::fmt;
use std::iter::Sum;
use std::ops::{Add, Mul};
use std::sync::LazyLock;

use serde::{Deserialize, Deserializer, de};

use super::endpoint_type::EndpointType;
use super::scope::RegionName;

/// Decimal places of a dollar that are counted.
const DECIMALS: usize = 6;
const MICROS_PER_DOLLAR: u64 = 1_000_000;
/// AWS's gigabyte, as its price list counts it: 1 PB is 1,048,576 of them.
const BYTES_PER_GIGABYTE: u64 = 1 << 30;

/// An amount of money in millionths of a US dollar.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct MicroUsd(u64);

impl MicroUsd {
    /// Nothing.
    pub const ZERO: Self = Self(0);

    /// That many millionths of a dollar.
    pub const fn new(micros: u64) -> Self {
        Self(micros)
    }

    /// How many millionths of a dollar.
    pub const fn micros(self) -> u64 {
        self.0
    }

    /// Reads plain decimal dollars with at most six places, such as `0.0035`.
    fn parse(text: &str) -> Option<Self> {
        let (dollars, fraction) = text.split_once('.').unwrap_or((text, "0"));
        let digits =
            |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
        if !digits(dollars) || !digits(fraction) || fraction.len() > DECIMALS {
            return None;
        }
        let fraction: u64 = format!("{fraction:0<DECIMALS$}").parse().ok()?;
        let dollars: u64 = dollars.parse().ok()?;
        dollars
            .checked_mul(MICROS_PER_DOLLAR)?
            .checked_add(fraction)
            .map(Self)
    }
}

/// Dollars with at least two decimal places, and as many as it takes: `0.014`, `7.20`.
impl fmt::Display for MicroUsd {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let fraction = format!("{:0DECIMALS$}", self.0 % MICROS_PER_DOLLAR);
        let (cents, rest) = fraction.split_at(2);
        let dollars = self.0 / MICROS_PER_DOLLAR;
        write!(formatter, "{dollars}.{cents}{}", rest.trim_end_matches('0'))
    }
}

impl Add for MicroUsd {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self(self.0.saturating_add(other.0))
    }
}

impl Mul<u64> for MicroUsd {
    type Output = Self;

    fn mul(self, times: u64) -> Self {
        Self(self.0.saturating_mul(times))
    }
}

impl Sum for MicroUsd {
    fn sum<I: Iterator<Item = Self>>(amounts: I) -> Self {
        amounts.fold(Self::ZERO, Add::add)
    }
}

impl<'de> Deserialize<'de> for MicroUsd {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::parse(&text)
            .ok_or_else(|| de::Error::custom(format!("'{text}' is not an amount of dollars")))
    }
}

/// `prices.toml`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Prices {
    endpoint_hour: EndpointHour,
    interface_data: Vec<Tier>,
    gateway_load_balancer_data: Vec<Tier>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct EndpointHour {
    confirmed: BTreeMap<String, MicroUsd>,
    assumed: BTreeMap<String, MicroUsd>,
}

/// The price of the data above the tier before it.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Tier {
    /// Where the tier ends; the last one does not.
    pub up_to_gigabytes: Option<u64>,
    /// What a gigabyte in it costs.
    pub per_gigabyte: MicroUsd,
}

static PRICES: LazyLock<Prices> = LazyLock::new(|| {
    toml::from_str(include_str!("prices.toml"))
        .expect("the file is part of the program, and tested")
});

/// The price of one started hour of an endpoint in one availability zone.
///
/// A gateway endpoint's is nothing.
///
/// # Panics
/// Never: a test sees to it that each region has a price.
pub fn endpoint_hour(region: &RegionName, endpoint_type: EndpointType) -> MicroUsd {
    match endpoint_type {
        EndpointType::Interface | EndpointType::GatewayLoadBalancer => {
            let hours = &PRICES.endpoint_hour;
            *hours
                .confirmed
                .get(region.as_str())
                .or_else(|| hours.assumed.get(region.as_str()))
                .expect("each region has a price")
        }
        EndpointType::Gateway => MicroUsd::ZERO,
    }
}

/// Whether the region's price per hour was seen at AWS, rather than assumed.
pub fn is_confirmed(region: &RegionName) -> bool {
    PRICES.endpoint_hour.confirmed.contains_key(region.as_str())
}

/// The prices of data by tiers; none for gateway endpoints, which carry it for nothing.
pub fn data_tiers(endpoint_type: EndpointType) -> &'static [Tier] {
    match endpoint_type {
        EndpointType::Interface => &PRICES.interface_data,
        EndpointType::GatewayLoadBalancer => &PRICES.gateway_load_balancer_data,
        EndpointType::Gateway => &[],
    }
}

/// The price of all data that an account's endpoints of one type process in a region in a month.
///
/// Tiers count all of it together, so this is to be asked once for the sum. Rounded once, half a millionth up.
pub fn data(endpoint_type: EndpointType, bytes: u64) -> MicroUsd {
    let mut below = 0;
    let mut sum = 0_u128;
    for tier in data_tiers(endpoint_type) {
        let end = tier.up_to_gigabytes.map_or(u64::MAX, |gigabytes| {
            gigabytes.saturating_mul(BYTES_PER_GIGABYTE)
        });
        let within = bytes.min(end).saturating_sub(below);
        sum += u128::from(within) * u128::from(tier.per_gigabyte.micros());
        below = end;
    }
    let gigabyte = u128::from(BYTES_PER_GIGABYTE);
    let micros = (sum + gigabyte / 2) / gigabyte;
    MicroUsd(u64::try_from(micros).unwrap_or(u64::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::region::regions;

    const GIGABYTE: u64 = BYTES_PER_GIGABYTE;
    const PETABYTE: u64 = 1 << 50;

    fn hour(region: &str, endpoint_type: EndpointType) -> String {
        endpoint_hour(&RegionName::parse(region).unwrap(), endpoint_type).to_string()
    }

    #[test]
    fn every_region_has_one_price_and_no_other_place_has() {
        let hours = &PRICES.endpoint_hour;
        let mut priced: Vec<&String> = hours.confirmed.keys().chain(hours.assumed.keys()).collect();
        priced.sort();
        let known: Vec<&str> = regions().iter().map(|region| region.name).collect();
        assert_eq!(priced, known);
        assert!(
            hours
                .confirmed
                .values()
                .chain(hours.assumed.values())
                .all(|price| *price > MicroUsd::ZERO)
        );
    }

    #[test]
    fn hours_cost_what_the_region_says() {
        assert_eq!(hour("us-east-1", EndpointType::Interface), "0.01");
        assert_eq!(hour("ap-northeast-1", EndpointType::Interface), "0.014");
        assert_eq!(hour("ap-southeast-5", EndpointType::Interface), "0.0117");
        let virginia = hour("us-east-1", EndpointType::GatewayLoadBalancer);
        assert_eq!(virginia, "0.01");
        assert_eq!(hour("us-east-1", EndpointType::Gateway), "0.00");
        assert!(is_confirmed(&RegionName::parse("ap-northeast-1").unwrap()));
        assert!(!is_confirmed(&RegionName::parse("sa-east-1").unwrap()));
    }

    #[test]
    fn data_costs_less_the_more_there_is() {
        let cost = |bytes| data(EndpointType::Interface, bytes).to_string();
        assert_eq!(cost(0), "0.00");
        assert_eq!(cost(GIGABYTE), "0.01");
        assert_eq!(cost(PETABYTE), "10485.76");
        assert_eq!(cost(PETABYTE + GIGABYTE), "10485.766");
        // 1 PB at 0.01, 4 PB at 0.006: 10,485.76 + 25,165.824.
        assert_eq!(cost(5 * PETABYTE), "35651.584");
        assert_eq!(cost(5 * PETABYTE + GIGABYTE), "35651.588");
        let inspected = |bytes| data(EndpointType::GatewayLoadBalancer, bytes).to_string();
        assert_eq!(inspected(2 * GIGABYTE), "0.007");
        assert_eq!(data(EndpointType::Gateway, PETABYTE), MicroUsd::ZERO);
    }

    #[test]
    fn a_part_of_a_gigabyte_is_rounded_once() {
        // A millionth of a dollar is a 10,000th of a gigabyte, some 107,374 bytes; half of it rounds up.
        assert_eq!(data(EndpointType::Interface, 53_687).micros(), 0);
        assert_eq!(data(EndpointType::Interface, 53_688).micros(), 1);
        assert_eq!(data(EndpointType::Interface, u64::MAX).micros() >> 40, 62);
    }

    #[test]
    fn amounts_are_read_and_shown_exactly() {
        for (text, micros, shown) in [
            ("0.0035", 3_500, "0.0035"),
            ("12", 12_000_000, "12.00"),
            ("0.000001", 1, "0.000001"),
            ("7.2", 7_200_000, "7.20"),
        ] {
            let amount = MicroUsd::parse(text).unwrap();
            assert_eq!(
                (amount.micros(), amount.to_string().as_str()),
                (micros, shown)
            );
        }
        for bad in [
            "",
            ".",
            "1.",
            ".5",
            "-1",
            "1e3",
            "0.0000001",
            "1,5",
            "99999999999999999999",
        ] {
            assert_eq!(MicroUsd::parse(bad), None, "{bad}");
        }
        let month = endpoint_hour(
            &RegionName::parse("ap-northeast-1").unwrap(),
            EndpointType::Interface,
        ) * 720;
        assert_eq!(
            [month, month].into_iter().sum::<MicroUsd>().to_string(),
            "20.16"
        );
    }
}
