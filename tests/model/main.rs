//! Random consumers, providers, principals, clocks and restarts, against the server and against a model of it that was
//! written from AWS's description alone. Whatever anybody sees or is refused must be the same in both.
//!
//! `PRIVLINK_MODEL_STEPS` says how many steps to take, and `PRIVLINK_MODEL_SEED` which ones; both are printed. A failure
//! is shrunk to the fewest steps that still fail, which are printed one a line.

mod cast;
mod fault;
mod line;
mod reference;
mod step;
mod system;
mod tally;

use std::time::{Duration, Instant, SystemTime};

use proptest::test_runner::{Config, RngSeed, TestError, TestRunner};
use proptest_state_machine::{ReferenceStateMachine, StateMachineTest};

use reference::Model;
use system::System;

const STEPS_PER_CASE: u32 = 200;
/// How many steps a usual run of all tests takes.
const DEFAULT_STEPS: u32 = 4_000;
/// How long a failure is shrunk at the most.
const SHRINKING: Duration = Duration::from_secs(120);

#[test]
fn server_and_model_agree() {
    let steps = setting("PRIVLINK_MODEL_STEPS").unwrap_or(u64::from(DEFAULT_STEPS));
    let seed = setting("PRIVLINK_MODEL_SEED").unwrap_or_else(any_seed);
    let cases = u32::try_from(steps)
        .expect("a possible number of steps")
        .div_ceil(STEPS_PER_CASE);
    println!(
        "PRIVLINK_MODEL_SEED={seed} PRIVLINK_MODEL_STEPS={}",
        cases * STEPS_PER_CASE
    );
    let config = Config {
        cases,
        rng_seed: RngSeed::Fixed(seed),
        failure_persistence: None,
        max_shrink_time: u32::try_from(SHRINKING.as_millis()).expect("a short time"),
        ..Config::default()
    };
    let mut runner = TestRunner::new(config.clone());
    let size = usize::try_from(STEPS_PER_CASE).expect("a small number");
    let begun = Instant::now();
    let result = runner.run(
        &Model::sequential_strategy(size..=size),
        |(world, steps, seen)| {
            System::test_sequential(config.clone(), world, steps, seen);
            Ok(())
        },
    );
    match result {
        Ok(()) => println!(
            "{}{} steps without a difference in {:.0?}",
            tally::table(),
            cases * STEPS_PER_CASE,
            begun.elapsed()
        ),
        Err(TestError::Abort(reason)) => panic!("seed {seed}: {reason}"),
        Err(TestError::Fail(reason, (_, steps, _))) => {
            let steps = steps.iter().enumerate();
            let lines = steps.map(|(index, step)| format!("\n{:>4}. {step:?}", index + 1));
            panic!(
                "seed {seed}: {reason}\nafter the steps{}",
                lines.collect::<String>()
            );
        }
    }
}

fn setting(name: &str) -> Option<u64> {
    let text = std::env::var(name).ok()?;
    Some(
        text.parse()
            .unwrap_or_else(|_| panic!("{name} is no number: {text}")),
    )
}

fn any_seed() -> u64 {
    let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH);
    now.map_or(0, |now| u64::from(now.subsec_nanos()))
}
