//! What endpoints are charged for: the hours that they begin in each of their zones.

use serde::{Deserialize, Serialize};

use super::clock::Timestamp;
use super::endpoint_type::EndpointType;
use super::id::EndpointId;
use super::scope::Scope;

/// What a bill says of an endpoint. Kept apart from the endpoint, since it outlives it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct MeteredEndpoint {
    /// The endpoint.
    pub endpoint_id: EndpointId,
    /// Its type.
    pub endpoint_type: EndpointType,
    /// Owner: the consumer.
    pub owner: Scope,
    /// The service's identifier.
    pub service_id: String,
    /// The service it connects to.
    pub service_name: String,
}

/// An endpoint's time in a zone, as far as one account pays for it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Usage {
    /// The endpoint.
    pub endpoint: MeteredEndpoint,
    /// The zone.
    pub availability_zone: String,
    /// When the endpoint came into the zone. Its hours are counted from here, whoever pays.
    pub started_at: Timestamp,
    /// When it left the zone, if it has.
    pub ended_at: Option<Timestamp>,
    /// From when on the account pays.
    pub paid_from: Timestamp,
    /// From when on another account pays, if one does.
    pub paid_until: Option<Timestamp>,
}

/// A part of time: from a moment on, up to another and without it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Period {
    /// The first moment.
    pub from: Timestamp,
    /// The first moment after it.
    pub to: Timestamp,
}

const HOUR: i64 = 3_600_000_000;

impl Usage {
    /// The hours that began in the period, so far as it is over by `now`.
    ///
    /// An hour is charged whole as soon as it begins, to whoever pays at its first moment. There is at least one, even if the
    /// endpoint leaves the zone in the moment in which it came.
    pub fn hours(&self, period: Period, now: Timestamp) -> u64 {
        let start = self.started_at.as_micros();
        let end = self.ended_at.unwrap_or(now).as_micros().max(start + 1);
        let paid_until = self.paid_until.unwrap_or(period.to);
        let until = end.min(paid_until.as_micros()).min(period.to.as_micros());
        let from = self.paid_from.max(period.from).as_micros();
        let begun_before = |moment: i64| ((moment - start).max(0) + HOUR - 1) / HOUR;
        let hours = begun_before(until) - begun_before(from);
        hours.max(0).unsigned_abs()
    }
}

#[cfg(test)]
mod tests {
    use super::{MeteredEndpoint, Period, Timestamp, Usage};
    use crate::domain::endpoint_type::EndpointType;
    use crate::domain::id::{EndpointId, Id};
    use crate::domain::scope::{AccountId, Scope};

    fn minute(minute: i64) -> Timestamp {
        Timestamp::from_micros(1_000_000_000_000_000 + minute * 60_000_000)
    }

    fn usage(ended: Option<i64>, paid: (i64, Option<i64>)) -> Usage {
        Usage {
            endpoint: MeteredEndpoint {
                endpoint_id: EndpointId::parse("vpce-0123456789abcdef0").unwrap(),
                endpoint_type: EndpointType::Interface,
                owner: Scope::global(&AccountId::default_account()),
                service_id: String::new(),
                service_name: String::new(),
            },
            availability_zone: "us-east-1a".to_owned(),
            started_at: minute(0),
            ended_at: ended.map(minute),
            paid_from: minute(paid.0),
            paid_until: paid.1.map(minute),
        }
    }

    const EVER: (i64, i64) = (-10_000, 10_000);

    fn hours(usage: &Usage, period: (i64, i64), now: i64) -> u64 {
        let period = Period {
            from: minute(period.0),
            to: minute(period.1),
        };
        usage.hours(period, minute(now))
    }

    #[test]
    fn a_begun_hour_is_a_whole_one() {
        for (ended, expected) in [(0, 1), (1, 1), (60, 1), (61, 2), (120, 2), (121, 3)] {
            let ended_usage = usage(Some(ended), (0, None));
            assert_eq!(hours(&ended_usage, EVER, 500), expected, "{ended}");
        }
        for (now, expected) in [(0, 1), (59, 1), (60, 1), (61, 2)] {
            assert_eq!(hours(&usage(None, (0, None)), EVER, now), expected, "{now}");
        }
    }

    #[test]
    fn an_hour_belongs_to_the_period_in_which_it_begins() {
        let five_hours = usage(Some(300), (0, None));
        for (period, expected) in [
            ((-60, 0), 0),
            ((-60, 1), 1),
            ((0, 90), 2),
            ((90, 300), 3),
            ((1, 60), 0),
            ((240, 241), 1),
            ((300, 400), 0),
        ] {
            assert_eq!(hours(&five_hours, period, 500), expected, "{period:?}");
        }
    }

    #[test]
    fn an_hour_is_paid_by_one_account() {
        for changed in 1..=300 {
            let before = hours(&usage(Some(300), (0, Some(changed))), EVER, 500);
            let after = hours(&usage(Some(300), (changed, None)), EVER, 500);
            assert_eq!(before + after, 5, "{changed}");
            assert_eq!(before, u64::try_from((changed + 59) / 60).unwrap());
        }
    }
}
