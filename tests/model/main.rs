//! Random consumers, providers, principals, clocks and restarts, against the server and against a model of it that was
//! written from AWS's description alone. Whatever anybody sees or is refused must be the same in both.
//!
//! `PRIVLINK_MODEL_STEPS` says how many steps to take, and `PRIVLINK_MODEL_SEED` which ones; both are printed. A failure
//! is reduced to a few steps that still fail, which are printed one a line.

mod cast;
mod fault;
mod line;
mod reduce;
mod reference;
mod step;
mod system;
mod tally;

use std::hash::{BuildHasher, Hasher, RandomState};
use std::io::Write;
use std::panic;

use proptest::test_runner::{Config, RngSeed, TestError, TestRunner};
use proptest_state_machine::{ReferenceStateMachine, StateMachineTest};

use reduce::Failure;
use reference::Model;
use system::System;

const STEPS_PER_CASE: u32 = 200;
/// How many steps a usual run of all tests takes.
const DEFAULT_STEPS: u32 = 3_000;

#[test]
fn server_and_model_agree() {
    let steps = setting("PRIVLINK_MODEL_STEPS").unwrap_or(u64::from(DEFAULT_STEPS));
    let seed = setting("PRIVLINK_MODEL_SEED").unwrap_or_else(any_seed);
    let cases = u32::try_from(steps)
        .expect("a possible number of steps")
        .div_ceil(STEPS_PER_CASE);
    // Past the capture of what tests print, so that the seed is seen even if all goes well.
    writeln!(
        std::io::stderr(),
        "PRIVLINK_MODEL_SEED={seed} PRIVLINK_MODEL_STEPS={}",
        cases * STEPS_PER_CASE
    )
    .expect("standard error takes a line");
    let config = Config {
        cases,
        rng_seed: RngSeed::Fixed(seed),
        failure_persistence: None,
        // We do that ourselves; with none at all proptest-state-machine gives no steps.
        max_shrink_iters: 1,
        ..Config::default()
    };
    let mut runner = TestRunner::new(config.clone());
    let size = usize::try_from(STEPS_PER_CASE).expect("a small number");
    let mut result = Ok(());
    quietly(|| {
        result = runner.run(
            &Model::sequential_strategy(size..=size),
            |(world, steps, seen)| {
                System::test_sequential(config.clone(), world, steps, seen);
                Ok(())
            },
        );
    });
    match result {
        Ok(()) => println!(
            "{}{} steps without a difference",
            tally::table(),
            cases * STEPS_PER_CASE
        ),
        Err(TestError::Abort(reason)) => panic!("seed {seed}: {reason}"),
        Err(TestError::Fail(reason, (world, steps, _))) => {
            let again = quietly(|| {
                let failure = Failure::again(&world, &steps);
                failure.map(|failure| failure.reduced(&world))
            });
            let Some(failure) = again else {
                panic!("seed {seed}: {reason}\nwhich did not happen again");
            };
            panic!("seed {seed}: {}", story(&failure));
        }
    }
}

/// The steps one a line, and what is wrong after the last.
fn story(failure: &Failure) -> String {
    let steps = failure.steps.iter().enumerate();
    let lines = steps.map(|(index, step)| format!("{:>4}. {step:?}\n", index + 1));
    format!("\n{}{}", lines.collect::<String>(), failure.reason)
}

/// Runs what panics often, of which only the end is worth reading.
fn quietly<T>(work: impl FnOnce() -> T) -> T {
    let hook = panic::take_hook();
    panic::set_hook(Box::new(|_| {}));
    let result = work();
    panic::set_hook(hook);
    result
}

fn setting(name: &str) -> Option<u64> {
    let text = std::env::var(name).ok()?;
    Some(
        text.parse()
            .unwrap_or_else(|_| panic!("{name} is no number: {text}")),
    )
}

fn any_seed() -> u64 {
    RandomState::new().build_hasher().finish()
}
