//! The server's clock: the machine's, until somebody freezes or advances it.
//!
//! It never goes back, since due times, the order of events and remembered tokens rely on that; only a reset, which leaves
//! nothing that could rely on it, sets it to the machine's time again. An advance jumps from one due time to the next and
//! lets the reconcilers work at each, so that what happens in between happens at its true moment. Whoever writes reads the
//! clock while it holds the writer's lock, and the clock is only moved under that lock.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use super::Context;
use crate::domain::clock::{Adjustment, Clock, Timestamp};
use crate::domain::error::{Code, Error, Result};
use crate::domain::limit;

/// A clock over another one. Reading it takes no lock.
pub(super) struct AdjustableClock {
    base: Arc<dyn Clock>,
    /// What is added to the base while the clock runs.
    offset_micros: AtomicI64,
    /// Where it stands if it is frozen, else [`RUNNING`].
    frozen_at: AtomicI64,
    /// Where it stands for the time of an advance, else [`RUNNING`].
    held_at: AtomicI64,
}

/// In place of the moment at which a clock stands.
const RUNNING: i64 = i64::MIN;

impl AdjustableClock {
    /// The clock as it was adjusted over `base`.
    pub(super) fn new(base: Arc<dyn Clock>, adjustment: Adjustment) -> Self {
        let clock = Self {
            base,
            offset_micros: AtomicI64::new(0),
            frozen_at: AtomicI64::new(RUNNING),
            held_at: AtomicI64::new(RUNNING),
        };
        clock.set(adjustment);
        clock
    }

    /// How it is adjusted.
    pub(super) fn adjustment(&self) -> Adjustment {
        match self.frozen_at.load(Ordering::SeqCst) {
            RUNNING => Adjustment::Running {
                offset_micros: self.offset_micros.load(Ordering::SeqCst),
            },
            at => Adjustment::Frozen {
                at: Timestamp::from_micros(at),
            },
        }
    }

    /// Adjusts it. The offset is in place before the clock runs by it.
    pub(super) fn set(&self, adjustment: Adjustment) {
        match adjustment {
            Adjustment::Running { offset_micros } => {
                self.offset_micros.store(offset_micros, Ordering::SeqCst);
                self.frozen_at.store(RUNNING, Ordering::SeqCst);
            }
            Adjustment::Frozen { at } => self.frozen_at.store(at.as_micros(), Ordering::SeqCst),
        }
    }

    fn reading(&self) -> ClockReading {
        let now = self.now();
        let ahead = now.as_micros().saturating_sub(self.base.now().as_micros());
        ClockReading {
            now,
            frozen: self.frozen_at.load(Ordering::SeqCst) != RUNNING,
            offset_seconds: ahead.div_euclid(1_000_000),
        }
    }
}

impl Clock for AdjustableClock {
    fn now(&self) -> Timestamp {
        for standing in [&self.held_at, &self.frozen_at] {
            let at = standing.load(Ordering::SeqCst);
            if at != RUNNING {
                return Timestamp::from_micros(at);
            }
        }
        let offset = self.offset_micros.load(Ordering::SeqCst);
        Timestamp::from_micros(self.base.now().as_micros().saturating_add(offset))
    }
}

/// A look at the clock.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ClockReading {
    /// The present moment.
    pub now: Timestamp,
    /// Whether it stands still.
    pub frozen: bool,
    /// How far it is ahead of the machine's clock, in whole seconds, rounded down; negative if it is behind.
    pub offset_seconds: i64,
}

/// What is to be done with the clock.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct AdjustClock {
    /// By how much it is moved on.
    pub advance_seconds: Option<u64>,
    /// Whether it is to stand still from now on: before it is advanced, or to run again afterwards.
    pub freeze: Option<bool>,
    /// Whether it is to run with the machine's time again.
    pub reset: bool,
}

/// Holds the clock still for the time of an advance, however that ends.
struct Hold<'a>(&'a AdjustableClock);

impl Drop for Hold<'_> {
    fn drop(&mut self) {
        self.0.held_at.store(RUNNING, Ordering::SeqCst);
    }
}

impl Context {
    /// What the clock shows.
    pub fn clock(&self) -> ClockReading {
        self.adjustable_clock().reading()
    }

    /// Adjusts the clock, and lets the reconcilers do what becomes due by that. Adjustments wait for one another, and run
    /// to their end, whether or not the client still waits.
    pub async fn adjust_clock(&self, change: AdjustClock) -> Result<ClockReading> {
        let context = self.clone();
        let work = tokio::spawn(async move {
            let _alone = context.adjusting().await;
            context.adjust(change).await
        });
        work.await
            .unwrap_or_else(|panic| Err(Error::internal(panic)))
    }

    async fn adjust(&self, change: AdjustClock) -> Result<ClockReading> {
        if change.reset {
            if change.advance_seconds.is_some() || change.freeze.is_some() {
                return Err(Error::new(
                    Code::InvalidParameterCombination,
                    "reset goes with neither advance nor freeze",
                )
                .about("reset"));
            }
            self.catch_up().await?;
        }
        if let Some(seconds) = change.advance_seconds {
            self.check_advance(seconds)?;
        }
        if change.freeze == Some(true) {
            self.move_clock(|clock| match clock.adjustment() {
                Adjustment::Running { .. } => Adjustment::Frozen { at: clock.now() },
                frozen @ Adjustment::Frozen { .. } => frozen,
            })
            .await?;
        }
        if let Some(seconds) = change.advance_seconds {
            self.advance(seconds).await?;
        }
        if change.freeze == Some(false) {
            self.move_clock(|clock| match clock.adjustment() {
                running @ Adjustment::Running { .. } => running,
                Adjustment::Frozen { at } => Adjustment::Running {
                    offset_micros: at.as_micros() - clock.base.now().as_micros(),
                },
            })
            .await?;
        }
        let reading = self.clock();
        tracing::info!(now = %reading.now, frozen = reading.frozen, offset_seconds = reading.offset_seconds, "the clock was adjusted");
        Ok(reading)
    }

    /// Refuses to advance the clock too far.
    fn check_advance(&self, seconds: u64) -> Result<()> {
        if seconds > limit::CLOCK_ADVANCE_SECONDS {
            let days = limit::CLOCK_ADVANCE_SECONDS / 86_400;
            return Err(Error::invalid_value(
                "advance",
                format!("The clock can be advanced by {days} days at the most in one request"),
            ));
        }
        let clock = self.adjustable_clock();
        let latest = clock.base.now().plus_seconds(limit::CLOCK_AHEAD_SECONDS);
        if clock.now().plus_seconds(seconds) > latest {
            let days = limit::CLOCK_AHEAD_SECONDS / 86_400;
            return Err(Error::invalid_value(
                "advance",
                format!("The clock can be {days} days ahead of the machine's at the most"),
            ));
        }
        Ok(())
    }

    async fn advance(&self, seconds: u64) -> Result<()> {
        let hold = self.hold_clock().await?;
        let target = hold.0.now().plus_seconds(seconds);
        self.step_to(target).await
    }

    /// Back to the machine's time, which must not be a way back.
    async fn catch_up(&self) -> Result<()> {
        let hold = self.hold_clock().await?;
        let (now, target) = (hold.0.now(), hold.0.base.now());
        if now > target {
            return Err(Error::new(
                Code::IncorrectState,
                format!(
                    "The clock is ahead of the machine's, which shows {target}, and never goes back; POST /_privlink/reset \
                     sets it back together with deleting everything"
                ),
            )
            .about("reset"));
        }
        self.step_to(target).await?;
        self.move_clock(|_| Adjustment::NONE).await
    }

    /// Moves the held clock from due time to due time to `target`, and lets the reconcilers work at each.
    async fn step_to(&self, target: Timestamp) -> Result<()> {
        self.settle().await?;
        loop {
            let now = self.now();
            if now >= target {
                return Ok(());
            }
            let step = match self.next_due(now).await? {
                Some(due_at) if due_at < target => due_at,
                _ => target,
            };
            self.move_clock(|clock| {
                clock.held_at.store(step.as_micros(), Ordering::SeqCst);
                match clock.adjustment() {
                    Adjustment::Running { offset_micros } => Adjustment::Running {
                        offset_micros: offset_micros + (step.as_micros() - now.as_micros()),
                    },
                    Adjustment::Frozen { .. } => Adjustment::Frozen { at: step },
                }
            })
            .await?;
            self.settle().await?;
        }
    }

    /// Makes the clock stand while no command is at work.
    async fn hold_clock(&self) -> Result<Hold<'_>> {
        let (tx, now) = self.system_transaction().await?;
        let clock = self.adjustable_clock();
        clock.held_at.store(now.as_micros(), Ordering::SeqCst);
        let hold = Hold(clock);
        tx.rollback().await?;
        Ok(hold)
    }

    /// Adjusts the clock while no command is at work, and keeps the adjustment.
    async fn move_clock(&self, next: impl FnOnce(&AdjustableClock) -> Adjustment) -> Result<()> {
        let (mut tx, _) = self.system_transaction().await?;
        let clock = self.adjustable_clock();
        let before = clock.adjustment();
        let next = next(clock);
        tx.clock_put(next).await?;
        clock.set(next);
        tx.commit().await.inspect_err(|_| clock.set(before))
    }
}
