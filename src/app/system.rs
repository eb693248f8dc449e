//! The real clock, the real randomness and the stopwatch of the metrics. Nothing else in the program asks the machine for them.

use std::time::Instant;

use crate::domain::clock::{Clock, Timestamp};
use crate::domain::entropy::Entropy;

/// The machine's clock.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    fn now(&self) -> Timestamp {
        #[expect(
            clippy::disallowed_methods,
            reason = "this is the one implementation of Clock"
        )]
        let now = jiff::Timestamp::now();
        Timestamp::from_micros(now.as_microsecond())
    }
}

/// Measures how long work takes. Not by the clock, which may jump or stand still meanwhile.
pub(super) struct Stopwatch(Instant);

impl Stopwatch {
    /// One that runs from now on.
    pub(super) fn start() -> Self {
        #[expect(
            clippy::disallowed_methods,
            reason = "a duration for the metrics, which no rule ever sees"
        )]
        let start = Instant::now();
        Self(start)
    }

    /// Seconds since its start.
    pub(super) fn seconds(&self) -> f64 {
        self.0.elapsed().as_secs_f64()
    }
}

/// The operating system's random bytes.
#[derive(Clone, Copy, Debug, Default)]
pub struct OsEntropy;

impl Entropy for OsEntropy {
    /// # Panics
    /// When the operating system has no randomness to give, in which case no identifier could be made.
    fn fill(&self, bytes: &mut [u8]) {
        #[expect(
            clippy::disallowed_methods,
            reason = "this is the one implementation of Entropy"
        )]
        getrandom::fill(bytes).expect("the operating system gives random bytes");
    }
}
