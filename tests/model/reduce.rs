//! From a long run that fails to a short one.
//!
//! proptest takes steps away one by one, which for a run that fails late takes longer than anybody waits. Here whole
//! stretches go first.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use proptest::test_runner::Config;
use proptest_state_machine::{ReferenceStateMachine, StateMachineTest};

use crate::reference::{Model, World};
use crate::step::Step;
use crate::system::System;

/// How often a failing run is played at the most.
const TRIES: usize = 300;

/// A run that fails.
pub(crate) struct Failure {
    /// The last step is the one that fails, or after it somebody sees something else than the model.
    pub(crate) steps: Vec<Step>,
    pub(crate) reason: String,
}

impl Failure {
    /// Steps that were seen to fail, played again; `None` if they don't fail now.
    pub(crate) fn again(world: &World, steps: &[Step]) -> Option<Self> {
        let mut steps = possible(world, steps);
        let seen = Arc::new(AtomicUsize::new(0));
        let play = AssertUnwindSafe(|| {
            let (world, seen) = (world.clone(), Some(seen.clone()));
            System::test_sequential(Config::default(), world, steps.clone(), seen);
        });
        let panic = catch_unwind(play).err()?;
        steps.truncate(seen.load(Ordering::SeqCst));
        let text = panic.downcast_ref::<String>().cloned();
        let text = text.or_else(|| panic.downcast_ref::<&str>().map(|text| (*text).to_owned()));
        Some(Self {
            steps,
            reason: text.unwrap_or_default(),
        })
    }

    /// Takes away what is not needed to fail, within reason.
    pub(crate) fn reduced(mut self, world: &World) -> Self {
        let mut tries = TRIES;
        let mut stretch = self.steps.len() / 2;
        while stretch > 0 {
            let before = self.steps.len();
            let mut end = before;
            while end > 0 {
                if tries == 0 {
                    return self;
                }
                tries -= 1;
                let begin = end.saturating_sub(stretch);
                let mut fewer = self.steps.clone();
                fewer.drain(begin..end);
                if let Some(failure) = Self::again(world, &fewer) {
                    self = failure;
                }
                end = begin.min(self.steps.len());
            }
            if stretch > 1 || self.steps.len() == before {
                stretch /= 2;
            }
        }
        self
    }
}

/// The steps that still mean something when others before them are gone.
fn possible(world: &World, steps: &[Step]) -> Vec<Step> {
    let mut world = world.clone();
    let mut kept = Vec::with_capacity(steps.len());
    for step in steps {
        if Model::preconditions(&world, step) {
            world = Model::apply(world, step);
            kept.push(step.clone());
        }
    }
    kept
}
