//! The real clock and the real randomness. Nothing else in the program asks for either.

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
