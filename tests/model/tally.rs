//! What a run has tried, and how often: that nothing differs means little if nothing happened.

use std::collections::BTreeMap;
use std::sync::{LazyLock, Mutex, PoisonError};

static TALLY: LazyLock<Mutex<BTreeMap<String, usize>>> = LazyLock::new(Mutex::default);

/// Counts one more of these.
pub(crate) fn count(what: String) {
    let mut tally = TALLY.lock().unwrap_or_else(PoisonError::into_inner);
    *tally.entry(what).or_default() += 1;
}

/// All counts, one a line.
pub(crate) fn table() -> String {
    let tally = TALLY.lock().unwrap_or_else(PoisonError::into_inner);
    let lines = tally
        .iter()
        .map(|(what, count)| format!("{count:>7}  {what}\n"));
    lines.collect()
}
