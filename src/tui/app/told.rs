//! Answers that are tables over the screen: the fair test of two plans, and what another version of the evidence changed.

use std::sync::Arc;

use super::action::Effect;
use super::job::Job;
use super::key::{Chord, Key};
use super::overlay::{Narrowing, Overlay};
use super::state::{Seen, State};
use crate::insight::fair::Fair;
use crate::insight::revision::Revision;
use crate::report;
use crate::report::sheet::Sheet;
use crate::report::wording;
use crate::scenario::{Scenario, package};

/// Which answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Told {
    /// The fair test.
    Fair,
    /// What changed since the scenario was kept.
    Revision,
}

/// A fair test that was asked for, and its answer once it is there.
#[derive(Debug, Clone)]
pub struct FairTest {
    /// The two scenarios.
    pub of: [Arc<Scenario>; 2],
    /// What came of it, or why nothing did.
    pub answer: Option<Result<Arc<Fair>, String>>,
}

impl Told {
    /// Title of the layer.
    #[must_use]
    pub const fn title(self) -> &'static str {
        match self {
            Self::Fair => "Fair test. y copies, x exports, Esc leaves",
            Self::Revision => "What changed in its figures. y copies, x exports, Esc leaves",
        }
    }
}

/// The tables of an answer; none while it is being worked out.
#[must_use]
pub fn sheets(state: &State, told: Told) -> Vec<Sheet> {
    match told {
        Told::Fair => match &state.fair {
            Some(FairTest { of: [a, b], answer: Some(Ok(found)) }) => {
                // The scenario shown says how many packages were tried since it was opened.
                let kept = state.to_keep();
                let first: &Scenario = if *a == state.scenario { &kept } else { a };
                report::fair::sheets(&state.basis, [first, b], found, &|_| true)
            }
            _ => Vec::new(),
        },
        Told::Revision => {
            state.revision.iter().map(|r| report::revision::sheet(&state.basis, &state.kept, r)).collect()
        }
    }
}

/// What is said of an answer, line by line.
#[must_use]
pub fn lines(state: &State, told: Told) -> Vec<String> {
    let sheets = sheets(state, told);
    if sheets.is_empty() {
        let said = match (told, &state.fair) {
            (Told::Fair, Some(FairTest { answer: Some(Err(why)), .. })) => format!("No fair test: {why}"),
            (Told::Fair, _) => String::from("Twelve settings are being worked out; Esc leaves them."),
            (Told::Revision, _) => String::from("The figures of now are being worked out."),
        };
        return vec![said];
    }
    let text = sheets.iter().map(Sheet::as_text).collect::<Vec<_>>().join("\n");
    text.lines().map(str::to_owned).collect()
}

/// Tests the two selected columns of Compare, or plans 1 and 2 of the scenario shown where nothing is pinned.
pub(super) fn fair_test(state: &mut State) -> Vec<Effect> {
    let of = if state.compare.pinned.is_empty() {
        state.scenario.first_two().map(|two| two.map(Arc::new))
    } else {
        let all = super::compare::scenarios(state);
        let pick = |column: usize| column.checked_sub(1).and_then(|i| all.get(i)).cloned();
        state.compare.pair().and_then(|(a, b)| Some([pick(a)?, pick(b)?]))
    };
    let Some(of) = of else {
        state.notice =
            Some(String::from("A fair test needs two plans: choose two of A to D with ← → and b, or pin one with a"));
        return Vec::new();
    };
    let known = state.fair.as_ref().is_some_and(|f| f.of == of && f.answer.is_some());
    state.overlays.push(Overlay::Told(Told::Fair, 0));
    if known {
        return Vec::new();
    }
    state.fair = Some(FairTest { of: of.clone(), answer: None });
    vec![Effect::Work(Job::Fair { of })]
}

/// Takes a fair test; one that was asked for before another is dropped.
pub(super) fn tested(state: &mut State, of: &[Arc<Scenario>; 2], answer: Result<Arc<Fair>, String>) {
    if let Some(test) = state.fair.as_mut().filter(|test| test.of == *of) {
        test.answer = Some(answer);
    }
}

/// Shows what changed since the scenario was kept.
pub(super) fn revision(state: &mut State) {
    hold_against(state);
    state.overlays.push(Overlay::Told(Told::Revision, 0));
}

/// What is said when a scenario is opened that was kept on another version of the evidence.
#[must_use]
pub fn other_version(state: &State, scenario: &Scenario) -> Option<String> {
    let record = scenario.record.as_ref().filter(|r| r.evidence != state.basis.model.version)?;
    let key = state.keymap.shown(super::commands::CommandId::Revision, true);
    let said = wording::other_evidence(&record.evidence, &state.basis.model.version);
    Some(format!("{said} {key} lists what changed"))
}

/// Holds full figures of the scenario as it was kept against those it was kept with.
pub(super) fn hold_against(state: &mut State) {
    let Some(answer) = state.answer.as_ref().filter(|a| !a.coarse && a.generation == state.generation) else { return };
    if let Some(record) = &state.kept.record
        && package(&state.scenario) == package(&state.kept)
    {
        let found: Option<Revision> = crate::insight::revision::revision(record, &answer.projection);
        state.revision = found.map(Arc::new);
    }
}

/// Keys of the layer: scroll, copy, export, leave.
pub(super) fn press(state: &mut State, mut overlay: Overlay, chord: Chord, seen: &Seen) -> Vec<Effect> {
    let Overlay::Told(told, scroll) = &mut overlay else { return Vec::new() };
    let page = seen.rows.max(1);
    let last = lines(state, *told).len().saturating_sub(1);
    let mut effects = Vec::new();
    let mut beside = None;
    match chord.key {
        Key::Char('q') | Key::Enter => return effects,
        Key::Char('y') => {
            effects.push(Effect::Copy(lines(state, *told).join("\n")));
            state.notice = Some(String::from("Copied the tables"));
        }
        Key::Char('x') => beside = Some(Overlay::Export(Narrowing::default())),
        Key::Up | Key::Char('k') => *scroll = scroll.saturating_sub(1),
        Key::Down | Key::Char('j') => *scroll = (*scroll + 1).min(last),
        Key::PageUp => *scroll = scroll.saturating_sub(page),
        Key::PageDown => *scroll = (*scroll + page).min(last),
        Key::Home => *scroll = 0,
        Key::End => *scroll = last,
        _ => {}
    }
    state.overlays.push(overlay);
    state.overlays.extend(beside);
    effects
}

/// The tables of the topmost layer, if it is one of these: what an export of it holds.
#[must_use]
pub fn on_top(state: &State) -> Option<Vec<Sheet>> {
    let told = state.overlays.iter().rev().find_map(|o| match o {
        Overlay::Told(told, _) => Some(*told),
        _ => None,
    })?;
    Some(sheets(state, told)).filter(|s| !s.is_empty())
}
