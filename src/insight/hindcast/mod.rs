//! The hindcast: programmes that were evaluated, given to the program as scenarios without their own evidence, and their
//! published outcomes held against what it says (docs/VALIDITY.md).
//!
//! Nothing here is tuned to a case: how each outcome is converted stands in `case_conversions.csv`, which findings are of
//! the same study in `case_findings.csv`, and the rules of scoring in [`score()`].

mod case;
mod checks;
mod futures;
mod score;

pub use case::HostReason;
pub use checks::{Check, Nearness, Trap, near};
pub use score::{COST_FACTOR, Direction, Figure, Rule, Score, median, score};

use std::collections::BTreeSet;

use rayon::prelude::*;

use self::case::Hosted;
use self::futures::{Engine, is_cost, is_money};
use crate::evidence::order::InOrder as _;
use crate::evidence::{Case, CaseConversion, CaseOutcome, EffectId, Place, Quantity, Unscored};
use crate::model::Basis;
use crate::projection::{DrawKey, Draws};
use crate::scenario::{DRAWS_COARSE, Scenario};

/// What is left out beyond each case's own findings.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Excluded {
    /// Findings that no case is predicted with.
    pub studies: Vec<EffectId>,
    /// Cases that are not scored, and whose findings no case is predicted with.
    pub cases: Vec<String>,
}

/// What became of an outcome.
#[derive(Debug, Clone, PartialEq)]
pub enum Verdict {
    /// Held against the program.
    Scored(Score),
    /// Not held against it, and why.
    Unscored(Unscored),
}

/// One published outcome.
#[derive(Debug, Clone, PartialEq)]
pub struct Line {
    /// Outcome id.
    pub outcome: String,
    /// Case id.
    pub case: String,
    /// Name of the programme.
    pub programme: String,
    /// Kind of outcome as published.
    pub kind: String,
    /// Its unit as published: number and words.
    pub unit: String,
    /// The figure, money in the prices of the program.
    pub published: Figure,
    /// Which way it points.
    pub direction: Direction,
    /// What it is compared with.
    pub quantity: Option<Quantity>,
    /// Where it is hosted, and why there.
    pub host: Option<(Place, HostReason)>,
    /// Whether an instrument outside the lever list is held by the nearest lever.
    pub nearest_lever: bool,
    /// Findings left out because they come from the same study.
    pub own: usize,
    /// How it was converted, or what is missing.
    pub note: String,
    /// Verdict.
    pub verdict: Verdict,
}

impl Line {
    /// The score, if there is one.
    #[must_use]
    pub const fn score(&self) -> Option<&Score> {
        match &self.verdict {
            Verdict::Scored(score) => Some(score),
            Verdict::Unscored(_) => None,
        }
    }

    /// Whether it was scored and the rule did not hold.
    #[must_use]
    pub fn missed(&self) -> bool {
        self.score().is_some_and(|s| !s.hit)
    }
}

/// How one rule fared.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Tally {
    /// Rule.
    pub rule: Rule,
    /// Outcomes scored.
    pub rows: usize,
    /// Of these, hits.
    pub hits: usize,
    /// Outcomes scored whose instruments are all in the lever list, and hits among them.
    pub listed: (usize, usize),
    /// Different cases among them: results of one programme are one study.
    pub cases: usize,
    /// Median |ln(middle ÷ published)| of those with a number; infinite where the middle has no end.
    pub median_log_error: Option<f64>,
}

impl Tally {
    /// Share of hits; `None` without rows.
    #[must_use]
    pub fn share(&self) -> Option<f64> {
        (self.rows > 0).then(|| self.hits as f64 / self.rows as f64)
    }
}

/// All outcomes, scored or with the reason, and the checks of total effects.
#[derive(Debug, Clone, PartialEq)]
pub struct Hindcast {
    /// In the order of `case_outcomes.csv`.
    pub lines: Vec<Line>,
    /// The six total-effect checks.
    pub checks: Vec<Check>,
    /// The two traps, the second by two levers; those of a case that was left out are missing.
    pub traps: Vec<Trap>,
    /// What was left out beyond each case's own findings.
    pub excluded: Excluded,
}

impl Hindcast {
    /// How a rule fared.
    #[must_use]
    pub fn tally(&self, rule: Rule) -> Tally {
        let scored: Vec<(&Line, &Score)> =
            self.lines.iter().filter_map(|l| Some((l, l.score()?))).filter(|(_, s)| s.rule == rule).collect();
        let errors: Vec<f64> = scored.iter().filter_map(|(_, s)| s.log_error).collect();
        Tally {
            rule,
            rows: scored.len(),
            hits: scored.iter().filter(|(_, s)| s.hit).count(),
            listed: (
                scored.iter().filter(|(l, _)| !l.nearest_lever).count(),
                scored.iter().filter(|(l, s)| !l.nearest_lever && s.hit).count(),
            ),
            cases: scored.iter().map(|(l, _)| l.case.as_str()).collect::<BTreeSet<_>>().len(),
            median_log_error: median(&errors),
        }
    }

    /// Outcomes that were scored.
    #[must_use]
    pub fn scored(&self) -> usize {
        self.lines.iter().filter(|l| l.score().is_some()).count()
    }

    /// Outcomes whose rule did not hold, in the order of the table.
    pub fn misses(&self) -> impl Iterator<Item = &Line> {
        self.lines.iter().filter(|l| l.missed())
    }

    /// Every reason with the number of outcomes that it keeps from being scored.
    #[must_use]
    pub fn reasons(&self) -> Vec<(Unscored, usize)> {
        let of = |why: &Unscored| self.lines.iter().filter(|l| l.verdict == Verdict::Unscored(*why)).count();
        Unscored::ALL.iter().map(|why| (*why, of(why))).filter(|(_, n)| *n > 0).collect()
    }
}

/// Predicts every case without its own findings and scores its outcomes. Deterministic; runs in the caller's rayon pool.
/// Takes longer than a key press: run it as a job.
#[must_use]
pub fn run(basis: &Basis, excluded: &Excluded) -> Hindcast {
    let evidence = &basis.evidence;
    let of_case: Vec<(Vec<Line>, Vec<Trap>)> =
        evidence.cases().par_iter().map(|case| one(basis, case, excluded)).collect();
    let mut traps = Vec::new();
    let mut all: Vec<Line> = Vec::new();
    for (lines, trap) in of_case {
        all.extend(lines);
        traps.extend(trap);
    }
    // Cases and outcomes may stand in different orders; the table of outcomes leads.
    let place = |l: &Line| evidence.case_outcomes().iter().position(|o| o.id == l.outcome);
    all.order_by_key(place);
    let checks = checks::checks(&all);
    Hindcast { lines: all, checks, traps, excluded: excluded.clone() }
}

/// Findings that a case is predicted without: its own, those of cases left out, and those asked for.
fn left_out(basis: &Basis, case: &Case, excluded: &Excluded) -> (Vec<EffectId>, usize) {
    let of = |id: &String| -> Vec<EffectId> {
        let rows = basis.evidence.case_findings().iter().filter(|f| f.case == *id);
        rows.flat_map(|f| f.effects.iter().cloned()).collect()
    };
    let own = of(&case.id);
    let count = own.len();
    let others = excluded.cases.iter().flat_map(of);
    let mut all: Vec<EffectId> = own.into_iter().chain(others).chain(excluded.studies.iter().cloned()).collect();
    all.order();
    all.dedup();
    (all, count)
}

/// Every outcome of one case, and its traps.
fn one(basis: &Basis, case: &Case, excluded: &Excluded) -> (Vec<Line>, Vec<Trap>) {
    let (left, own) = left_out(basis, case, excluded);
    let hosted = Hosted::new(basis, case);
    let cell = hosted.as_ref().and_then(|h| basis.inputs.cell(&h.place, &h.sector).ok());
    let outcomes: Vec<(&CaseOutcome, Option<&CaseConversion>)> = basis
        .evidence
        .case_outcomes()
        .iter()
        .filter(|o| o.case == case.id)
        .map(|o| (o, basis.evidence.case_conversions().iter().find(|r| r.outcome == o.id)))
        .collect();
    let asked = excluded.cases.contains(&case.id);
    let needed = !asked && outcomes.iter().any(|(_, row)| row.is_some_and(|r| r.quantity.is_some()));
    let draws = (needed && cell.is_some()).then(|| {
        let scenario = hosted.as_ref().map(|h| Scenario::empty(h.place.clone(), h.sector.clone()));
        let seed = scenario.map_or(1, |s| s.seed);
        Draws::make(basis, &DrawKey { excluded: left, ..key(seed) })
    });
    let engine = match (&hosted, &cell, &draws) {
        (Some(hosted), Some(cell), Some(draws)) => Some(Engine { basis, hosted, cell, draws }),
        _ => None,
    };
    let verdict = |o: &CaseOutcome, row: Option<&CaseConversion>| -> Result<Score, Unscored> {
        if asked {
            return Err(Unscored::Asked);
        }
        judged(o, row.ok_or(Unscored::Undecided)?, engine.as_ref())
    };
    let lines = outcomes.iter().map(|(o, row)| {
        let verdict = verdict(o, *row).map_or_else(Verdict::Unscored, Verdict::Scored);
        line(case, (o, *row), hosted.as_ref(), own, verdict)
    });
    let lines = lines.collect();
    (lines, engine.map_or_else(Vec::new, |engine| checks::traps(&engine)))
}

/// Draws with every switch as usual.
fn key(seed: u64) -> DrawKey {
    DrawKey {
        seed,
        count: DRAWS_COARSE,
        reference_class: true,
        structures: [true; 3],
        excluded: Vec::new(),
        overrides: Vec::new(),
        variant: crate::projection::variant::Variant::default(),
    }
}

/// The figure in the prices of the program, where it is money.
fn published(o: &CaseOutcome, quantity: Option<Quantity>, hosted: Option<&Hosted<'_>>) -> Figure {
    let figure = Figure { low: o.low, central: o.central, high: o.high };
    match hosted.and_then(|h| h.prices) {
        Some(prices) if quantity.is_some_and(is_money) => figure.times(prices),
        _ => figure,
    }
}

fn judged(o: &CaseOutcome, row: &CaseConversion, engine: Option<&Engine<'_>>) -> Result<Score, Unscored> {
    if let Some(reason) = row.reason {
        return Err(reason);
    }
    let quantity = row.quantity.ok_or(Unscored::NotModelled)?;
    let engine = engine.ok_or(Unscored::NoPlace)?;
    if is_money(quantity) && engine.hosted.prices.is_none() {
        return Err(Unscored::NoPrices);
    }
    let rule = Rule::of(o.role, is_cost(quantity)).ok_or(Unscored::Input)?;
    let futures = engine.futures(quantity, row)?;
    let figure = published(o, Some(quantity), Some(engine.hosted));
    Ok(score(rule, &futures, &figure, Direction::parse(&o.direction), is_cost(quantity)))
}

fn line(
    case: &Case,
    (o, row): (&CaseOutcome, Option<&CaseConversion>),
    hosted: Option<&Hosted<'_>>,
    own: usize,
    verdict: Verdict,
) -> Line {
    let quantity = row.and_then(|r| r.quantity);
    Line {
        outcome: o.id.clone(),
        case: case.id.clone(),
        programme: case.programme.clone(),
        kind: o.kind.clone(),
        unit: o.unit.clone(),
        published: published(o, quantity, hosted),
        direction: Direction::parse(&o.direction),
        quantity,
        host: hosted.map(|h| (h.place.clone(), h.reason)),
        nearest_lever: hosted.is_some_and(|h| h.nearest_lever),
        own,
        note: row.map_or_else(String::new, |r| r.note.clone()),
        verdict,
    }
}
