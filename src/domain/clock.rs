//! Time as a parameter: the clock trait and the one timestamp type.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::error::{Error, Result};

/// Where "now" comes from. The machine's clock in production, one that a test moves by hand in tests.
pub trait Clock: Send + Sync {
    /// The present moment.
    fn now(&self) -> Timestamp;
}

/// A moment, in microseconds since 1970-01-01T00:00:00Z.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Timestamp(i64);

impl Timestamp {
    /// The moment `micros` microseconds after the epoch.
    pub const fn from_micros(micros: i64) -> Self {
        Self(micros)
    }

    /// Reads an ISO 8601 time with an offset, or a date, which is its first moment in UTC.
    pub fn parse(parameter: &'static str, text: &str) -> Result<Self> {
        let instant = text.parse::<jiff::Timestamp>().or_else(|_| {
            let date: jiff::civil::Date = text.parse()?;
            date.to_zoned(jiff::tz::TimeZone::UTC)
                .map(|zoned| zoned.timestamp())
        });
        match instant {
            Ok(instant) => Ok(Self(instant.as_microsecond())),
            Err(_) => Err(Error::invalid_value(
                parameter,
                format!(
                    "'{text}' is not a time: expected one such as 2026-11-22T10:00:00Z, or a date"
                ),
            )),
        }
    }

    /// Microseconds since the epoch.
    pub const fn as_micros(self) -> i64 {
        self.0
    }

    /// The moment `seconds` later; at the end of representable time it stays there.
    #[must_use]
    pub const fn plus_seconds(self, seconds: u64) -> Self {
        #[expect(clippy::cast_possible_wrap, reason = "capped just before")]
        let micros = if seconds > MAX_SECONDS {
            MAX_SECONDS
        } else {
            seconds
        } as i64
            * 1_000_000;
        Self(self.0.saturating_add(micros))
    }
}

/// How the server's clock differs from the machine's.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(
    tag = "state",
    rename_all = "camelCase",
    rename_all_fields = "camelCase"
)]
pub enum Adjustment {
    /// It runs, ahead of the machine's clock or behind it.
    Running {
        /// What is added to the machine's time.
        offset_micros: i64,
    },
    /// It stands still.
    Frozen {
        /// Where it stands.
        at: Timestamp,
    },
}

impl Adjustment {
    /// The machine's own time.
    pub const NONE: Self = Self::Running { offset_micros: 0 };
}

/// The seconds of a duration such as `90s`, `15m`, `36h`, `7d` or `1d12h`: each unit once, the larger ones first.
pub fn parse_duration(parameter: &'static str, text: &str) -> Result<u64> {
    seconds_of(text).ok_or_else(|| {
        Error::invalid_value(
            parameter,
            format!("'{text}' is not a duration: expected numbers with d, h, m or s, such as 7d or 1h30m"),
        )
    })
}

fn seconds_of(text: &str) -> Option<u64> {
    let mut rest = text;
    let mut total: u64 = 0;
    for (unit, seconds) in [('d', 86_400), ('h', 3_600), ('m', 60), ('s', 1)] {
        let Some((number, after)) = rest.split_once(unit) else {
            continue;
        };
        if number.is_empty() || !number.bytes().all(|byte| byte.is_ascii_digit()) {
            return None;
        }
        let count: u64 = number.parse().ok()?;
        total = total.checked_add(count.checked_mul(seconds)?)?;
        rest = after;
    }
    (rest.is_empty() && !text.is_empty()).then_some(total)
}

const MAX_SECONDS: u64 = i64::MAX as u64 / 1_000_000;

/// ISO 8601 in UTC with milliseconds, as the EC2 API prints times: `2026-11-22T10:15:30.123Z`.
impl fmt::Display for Timestamp {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let time = jiff::Timestamp::from_microsecond(self.0).unwrap_or(jiff::Timestamp::MAX);
        write!(formatter, "{}", time.strftime("%Y-%m-%dT%H:%M:%S.%3fZ"))
    }
}

#[cfg(test)]
mod tests {
    use super::{Timestamp, parse_duration};

    #[test]
    fn prints_milliseconds_in_utc() {
        let time = Timestamp::from_micros(1_700_000_000_123_456);
        assert_eq!(time.to_string(), "2023-11-14T22:13:20.123Z");
        assert_eq!(
            time.plus_seconds(60).to_string(),
            "2023-11-14T22:14:20.123Z"
        );
        assert_eq!(
            Timestamp::from_micros(0).to_string(),
            "1970-01-01T00:00:00.000Z"
        );
    }

    #[test]
    fn saturates_at_the_end_of_time() {
        let last = Timestamp::from_micros(1).plus_seconds(u64::MAX);
        assert_eq!(last.plus_seconds(1), Timestamp::from_micros(i64::MAX));
        assert!(last.to_string().starts_with("9999-"));
    }

    #[test]
    fn reads_durations() {
        for (text, seconds) in [
            ("90s", 90),
            ("15m", 900),
            ("36h", 129_600),
            ("7d", 604_800),
            ("1d12h", 129_600),
            ("1d2h3m4s", 93_784),
            ("0s", 0),
        ] {
            assert_eq!(parse_duration("advance", text).unwrap(), seconds, "{text}");
        }
        for text in [
            "",
            "7",
            "d",
            "7w",
            "-1d",
            "+1d",
            "1.5h",
            "1 d",
            "12h1d",
            "1h1h",
            "1d ",
            "7D",
            "1d5",
            "99999999999999999999s",
            "999999999999999999d",
        ] {
            let error = parse_duration("advance", text).unwrap_err();
            assert_eq!(error.parameter.as_deref(), Some("advance"), "{text}");
        }
    }
}
