//! Time as a parameter: the clock trait and the one timestamp type.

use std::fmt;

use serde::{Deserialize, Serialize};

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
    use super::Timestamp;

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
}
