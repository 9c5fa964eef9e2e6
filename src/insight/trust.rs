//! How far the program can be trusted, gathered once: its baseline and evaluated programmes against what happened, and the
//! register of forecasts.

use std::sync::atomic::AtomicBool;

use super::backtest::{self, Check, Part, Score, Tested, Untested, Verdict};
use super::hindcast::{self, Excluded, Hindcast};
use super::register::{self, Register};
use crate::evidence::Faults;
use crate::model::Basis;
use crate::projection::Stopped;

/// Groups of neighbours are drawn from this seed: same seed, same table.
pub const SEED: u64 = 1;

/// One part of the years of one series, scored.
#[derive(Debug, Clone)]
pub struct Scored {
    /// Which of [`Trust::tested`].
    pub of: usize,
    /// How it did.
    pub score: Score,
    /// What the protocol asks of it.
    pub checks: Vec<Check>,
}

impl Scored {
    /// Targets that hold.
    #[must_use]
    pub fn held(&self) -> usize {
        self.checks.iter().filter(|c| c.verdict == Verdict::Holds).count()
    }
}

/// Everything.
#[derive(Debug, Clone)]
pub struct Trust {
    /// Series with their forecasts.
    pub tested: Vec<Tested>,
    /// Scores by series and part.
    pub scored: Vec<Scored>,
    /// Indicators that no series tests, and why.
    pub untested: Vec<Untested>,
    /// Dated forecasts.
    pub registers: Vec<Register>,
    /// Evaluated programmes, each without its own evidence.
    pub hindcast: Hindcast,
}

impl Trust {
    /// Scores of one part.
    pub fn of(&self, part: Part) -> impl Iterator<Item = (&Tested, &Scored)> {
        self.scored.iter().filter(move |s| s.score.part == part).filter_map(|s| Some((self.tested.get(s.of)?, s)))
    }

    /// Targets that hold, and targets in all.
    #[must_use]
    pub fn targets(&self) -> (usize, usize) {
        self.scored.iter().fold((0, 0), |(held, all), s| (held + s.held(), all + s.checks.len()))
    }
}

/// Makes and scores every forecast; takes some hundred milliseconds.
///
/// # Errors
/// [`Stopped::Cancelled`] once `cancel` is set; [`Stopped::Refused`] with the first fault if a bundled file does not read.
pub fn gather(basis: &Basis, cancel: &AtomicBool) -> Result<Trust, Stopped> {
    let refused = |faults: Faults| faults.0.into_iter().next().map_or(Stopped::Cancelled, Stopped::Refused);
    let Some(rules) = basis.inputs.rules() else {
        let fault = crate::evidence::Fault::new("model/baseline.ron", "cannot be read");
        return Err(Stopped::Refused(fault));
    };
    let tested = backtest::run_until(basis, rules, SEED, cancel).ok_or(Stopped::Cancelled)?;
    let mut scored = Vec::new();
    for (of, series) in tested.iter().enumerate() {
        for part in Part::ALL {
            if cancel.load(std::sync::atomic::Ordering::Relaxed) {
                return Err(Stopped::Cancelled);
            }
            if let Some(score) = backtest::score(series, part) {
                let checks = backtest::checks(&series.panel, &score);
                scored.push(Scored { of, score, checks });
            }
        }
    }
    let registers = register::bundled().map_err(refused)?;
    let hindcast = hindcast::run(basis, &Excluded::default());
    Ok(Trust { tested, scored, untested: backtest::untested(rules), registers, hindcast })
}
