//! Packages of a session and what they would do, worked out by the same thread and engine as Explore.

use std::sync::Arc;

use super::super::action::Effect;
use super::super::job::Job;
use super::super::state::State;
use super::{Table, decide};
use crate::model::Basis;
use crate::projection::Projection;
use crate::report::room;
use crate::report::sheet::Sheet;
use crate::roundtable::camps::Camps;
use crate::roundtable::{Kind, Question, Round, StepKind, Tally};
use crate::scenario::{Scenario, document};

/// Most packages side by side.
const PACKAGES_MAX: usize = 5;
/// Most challenges that are worked out: the last ones.
const CHALLENGES_MAX: usize = 2;

/// A package with its name.
#[derive(Debug, Clone, PartialEq)]
pub struct Package {
    /// What it is, a few words.
    pub label: String,
    /// The scenario.
    pub scenario: Arc<Scenario>,
}

/// Packages and what they would do.
#[derive(Debug, Default)]
pub struct Figures {
    /// Stamp of the newest request.
    stamp: u64,
    /// Packages asked for.
    pub of: Vec<Package>,
    /// What they would do, or why that cannot be said; `None` while it is worked out.
    pub found: Option<Vec<Result<Arc<Projection>, String>>>,
    /// Documents that were read, by their text.
    read: Vec<(String, Option<Arc<Scenario>>)>,
}

impl Figures {
    /// Packages that are worked out, with their figures.
    pub fn ready(&self) -> impl Iterator<Item = (&Package, &Arc<Projection>)> {
        let found = self.found.as_deref().unwrap_or_default();
        self.of.iter().zip(found).filter_map(|(package, figures)| figures.as_ref().ok().map(|f| (package, f)))
    }

    /// Why a package has no figures; the first one.
    #[must_use]
    pub fn refusal(&self) -> Option<&str> {
        self.found.as_deref()?.iter().find_map(|f| f.as_ref().err().map(String::as_str))
    }

    fn document(&mut self, basis: &Basis, text: &str) -> Option<Arc<Scenario>> {
        if let Some((_, known)) = self.read.iter().find(|(t, _)| t == text) {
            return known.clone();
        }
        let read = document::read("the session", text, basis).ok().map(|o| Arc::new(o.scenario));
        self.read.push((text.to_owned(), read.clone()));
        read
    }
}

/// Asks for the figures of the packages that the step shows, unless they are there or under way.
pub(super) fn ask(state: &mut State) -> Vec<Effect> {
    let basis = Arc::clone(&state.basis);
    let job = state.roundtable.table.as_deref_mut().and_then(|table| table.request(&basis));
    job.map(Effect::Work).into_iter().collect()
}

/// Takes in figures.
pub(in super::super) fn worked_out(state: &mut State, stamp: u64, found: Vec<Result<Arc<Projection>, String>>) {
    if let Some(table) = state.roundtable.table.as_deref_mut() {
        table.worked_out(stamp, found);
    }
}

impl Table {
    /// The work that brings the figures of the packages that the step shows, unless they are there or under way.
    pub fn request(&mut self, basis: &Basis) -> Option<Job> {
        let wanted = wanted(self, basis);
        if wanted == self.figures.of {
            return None;
        }
        self.figures.stamp += 1;
        self.figures.found = None;
        self.figures.of = wanted;
        let scenarios: Vec<Arc<Scenario>> = self.figures.of.iter().map(|p| Arc::clone(&p.scenario)).collect();
        (!scenarios.is_empty()).then_some(Job::Packages { stamp: self.figures.stamp, scenarios })
    }

    /// Takes in figures; those of packages that are not shown any more are dropped.
    pub fn worked_out(&mut self, stamp: u64, found: Vec<Result<Arc<Projection>, String>>) {
        if self.figures.stamp == stamp {
            self.figures.found = Some(found);
        }
    }

    /// The figures of the packages as a table; `None` while there are none.
    #[must_use]
    pub fn packages(&self, basis: &Basis) -> Option<Sheet> {
        let ready: Vec<_> = self.figures.ready().map(|(p, f)| (p.label.as_str(), &*p.scenario, &**f)).collect();
        (!ready.is_empty()).then(|| room::packages(basis, &ready))
    }
}

/// Packages that the step shows; none before the ballots may be seen.
fn wanted(table: &mut Table, basis: &Basis) -> Vec<Package> {
    let (Some(question), Some(base)) = (table.question().cloned(), table.base.clone()) else { return Vec::new() };
    let kind = table.kind();
    if question.kind == Kind::Choice {
        let said = !matches!(kind, StepKind::Welcome | StepKind::Ballot(_) | StepKind::Question);
        let texts: Vec<_> =
            question.choices.iter().filter(|_| said).map(|c| (c.name.clone(), c.scenario.clone())).collect();
        let read = |(label, text): (String, String)| {
            table.figures.document(basis, &text).map(|scenario| Package { label, scenario })
        };
        return texts.into_iter().filter_map(read).take(PACKAGES_MAX).collect();
    }
    let on = |base: &Scenario, amounts: &[f64]| Arc::new(with_amounts(base, &question, amounts));
    let mut out = Vec::new();
    for round in shown_rounds(table) {
        if let Some(amounts) = middle(table, &question, round) {
            let label = format!("Middle, {}", round.words());
            out.push(Package { label, scenario: on(&base, &amounts) });
        }
    }
    match kind {
        StepKind::Reveal(round) if table.session.is_shown(round) => {
            if let Camps::Found { camps, .. } = Camps::of(&question, table.session.round(round)) {
                for (i, camp) in camps.iter().enumerate() {
                    out.push(Package {
                        label: format!("Camp {}", letter(i)),
                        scenario: on(&base, &camp.package.amounts),
                    });
                }
            }
        }
        StepKind::Challenge | StepKind::Decide => {
            let amounts = middle(table, &question, Round::First).filter(|_| table.session.is_shown(Round::First));
            let skip = table.session.challenges.len().saturating_sub(CHALLENGES_MAX);
            let texts: Vec<String> = table.session.challenges.iter().skip(skip).map(|c| c.scenario.clone()).collect();
            for (i, text) in texts.iter().enumerate() {
                let changed = table.figures.document(basis, text);
                if let (Some(changed), Some(amounts)) = (changed, &amounts) {
                    let label = format!("Challenge {}", skip + i + 1);
                    out.push(Package { label, scenario: on(&changed, amounts) });
                }
            }
        }
        _ => {}
    }
    if matches!(kind, StepKind::Decide | StepKind::Actions | StepKind::Close) && !table.session.settled.is_empty() {
        out.insert(0, Package { label: String::from("As settled"), scenario: on(&base, &decide::group(table)) });
    }
    out.truncate(PACKAGES_MAX);
    out
}

/// Rounds whose middle the step shows.
fn shown_rounds(table: &Table) -> Vec<Round> {
    let all: &[Round] = match table.kind() {
        StepKind::Reveal(Round::First) | StepKind::Challenge => &[Round::First],
        StepKind::Reveal(Round::Second) | StepKind::Decide | StepKind::Actions | StepKind::Close => {
            &[Round::First, Round::Second]
        }
        _ => &[],
    };
    all.iter().copied().filter(|r| table.session.is_shown(*r)).collect()
}

/// The middle package of a round.
#[must_use]
pub fn middle(table: &Table, question: &Question, round: Round) -> Option<Vec<f64>> {
    Tally::of(question, table.session.round(round)).package.map(|p| p.amounts)
}

/// A package on a base: what a lever that the base does not run gets are the years of the question.
fn with_amounts(base: &Scenario, question: &Question, amounts: &[f64]) -> Scenario {
    let mut out = Scenario { expect: Vec::new(), targets: Vec::new(), record: None, tried: 0, ..base.clone() };
    for (lever, amount) in question.levers.iter().zip(amounts) {
        let runs = out.plans.first().is_some_and(|p| p.levers.get(&lever.id).is_some_and(|s| s.amount > 0.0));
        out.set(0, &lever.id, *amount);
        if !runs {
            out.set_years(0, &lever.id, question.years.0, question.years.1);
        }
    }
    out
}

/// A, B, C …
#[must_use]
pub fn letter(i: usize) -> char {
    char::from(b'A' + u8::try_from(i.min(25)).unwrap_or(25))
}
