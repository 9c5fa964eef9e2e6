//! Keys of "why?" and of the sources over it.

use super::action::Effect;
use super::key::{Chord, Key};
use super::overlay::{Cite, Narrowing, Overlay, Why, WhyPart};
use super::overlays::PAGE;
use super::run;
use super::state::{Seen, State};
use super::text::figure_text;
use crate::insight::applies::{NoReach, no_reach};
use crate::insight::extrapolation;
use crate::insight::grades::{self, Explained};
use crate::insight::paths::{Step, steps};
use crate::model::Indicator;
use crate::projection::IndicatorOutcome;
use crate::report::why::{self, Contributions, Subject};

impl State {
    /// What "why?" is asked about.
    #[must_use]
    pub fn subject(&self, indicator: Indicator) -> Subject<'_> {
        Subject {
            basis: &self.basis,
            plan: self.plan(),
            cell: self.cell.as_deref().ok(),
            indicator,
            places: self.places(),
            excluded: &self.scenario.exclude_studies,
        }
    }

    /// What makes the grade of an indicator; `None` for public cost, and where there are no starting numbers.
    #[must_use]
    pub fn explained(&self, indicator: Indicator) -> Option<Explained> {
        let found = grades::explain(&self.basis, &self.scenario, self.plan_at).ok()?;
        found.of(indicator).filter(|one| crate::report::grades::moved(one)).cloned()
    }

    /// Where the plan goes beyond what anyone tried, a sentence each.
    #[must_use]
    pub fn flags_said(&self) -> Vec<String> {
        let found = extrapolation::flags(&self.basis, &self.scenario, self.plan(), self.cell.as_deref().ok());
        found.iter().map(crate::report::extrapolation::sentence).collect()
    }

    /// The arrows by which the plan moves an indicator.
    #[must_use]
    pub fn steps(&self, indicator: Indicator) -> Vec<Step> {
        steps(&self.basis.model, self.plan(), indicator)
    }

    /// What each lever adds, once it is worked out for the figures shown.
    #[must_use]
    pub fn contributions(&self, indicator: Indicator) -> Option<Contributions> {
        let known = self.attribution.as_ref()?;
        if known.indicator != indicator || known.generation != self.generation {
            return None;
        }
        Some(Contributions { year: self.scenario.last_year(), parts: known.shares.clone(), total: known.total })
    }

    /// Why the evidence does not reach a change, if it does not.
    #[must_use]
    pub fn no_reach(&self, outcome: &IndicatorOutcome) -> Option<NoReach> {
        let cell = self.cell.as_deref().ok();
        no_reach(&self.basis, self.plan(), cell, (outcome.indicator, outcome.grade))
    }
}

/// A key for "why?", which was taken off the stack.
pub(super) fn press(state: &mut State, mut layer: Why, chord: Chord, seen: &Seen) -> Vec<Effect> {
    let indicator = layer.indicator;
    match chord.key {
        Key::Char('q') => return Vec::new(),
        Key::Left | Key::Char('h') => return to_indicator(state, layer, -1),
        Key::Right | Key::Char('l') => return to_indicator(state, layer, 1),
        Key::Tab => layer = turn(layer, 1),
        Key::BackTab => layer = turn(layer, WhyPart::ALL.len() - 1),
        Key::Enter if layer.part == WhyPart::Findings => layer = Why { part: WhyPart::Path, scroll: 0, ..layer },
        Key::Enter => layer = Why { part: WhyPart::Findings, scroll: 0, ..layer },
        Key::Char('o') => {
            let sources = cited(state, &layer);
            if sources.is_empty() {
                state.notice = Some(String::from("No source stands behind this"));
            } else {
                state.overlays.push(Overlay::Why(layer));
                state.overlays.push(Overlay::Cite(Cite { indicator, sources, at: 0, scroll: 0 }));
                return Vec::new();
            }
        }
        Key::Char('y') => {
            let text = copied(state, &layer);
            state.overlays.push(Overlay::Why(layer));
            return text.map(Effect::Copy).into_iter().collect();
        }
        Key::Char('?') => {
            state.overlays.push(Overlay::Why(layer));
            state.overlays.push(Overlay::Help(Narrowing::default()));
            return Vec::new();
        }
        _ if layer.part == WhyPart::Path => {
            let last = state.steps(indicator).len().saturating_sub(1);
            layer.step = moved(layer.step, chord, last);
        }
        _ => layer.scroll = moved(layer.scroll.min(seen.rows), chord, seen.rows),
    }
    state.overlays.push(Overlay::Why(layer));
    Vec::new()
}

/// A place in a list or text after a key that moves in it.
fn moved(at: usize, chord: Chord, last: usize) -> usize {
    match chord.key {
        Key::Up | Key::Char('k') => at.saturating_sub(1),
        Key::Down | Key::Char('j') => (at + 1).min(last),
        Key::PageUp => at.saturating_sub(PAGE),
        Key::PageDown => (at + PAGE).min(last),
        Key::Home => 0,
        Key::End => last,
        _ => at,
    }
}

fn turn(layer: Why, by: usize) -> Why {
    let at = WhyPart::ALL.iter().position(|p| *p == layer.part).unwrap_or(0);
    Why { part: WhyPart::ALL[(at + by) % WhyPart::ALL.len()], scroll: 0, ..layer }
}

fn to_indicator(state: &mut State, layer: Why, by: isize) -> Vec<Effect> {
    let next = layer.indicator.index().saturating_add_signed(by).min(Indicator::COUNT - 1);
    let indicator = Indicator::ALL.get(next).copied().unwrap_or(layer.indicator);
    state.indicator = indicator;
    if indicator == layer.indicator {
        state.overlays.push(Overlay::Why(layer));
        return Vec::new();
    }
    state.overlays.push(Overlay::Why(Why { part: layer.part, ..Why::of(indicator) }));
    run::explain(state, indicator)
}

/// Selects an arrow by the pointer; a second time shows what is behind it.
pub(super) fn select(layer: &mut Why, step: usize) {
    layer.part = if layer.step == step && layer.part == WhyPart::Path { WhyPart::Findings } else { WhyPart::Path };
    layer.scroll = 0;
    layer.step = step;
}

/// Sources to be cited: of the selected arrow, or of the whole indicator while its chart or shares have the keys.
fn cited(state: &State, layer: &Why) -> Vec<String> {
    match layer.part {
        WhyPart::Path | WhyPart::Findings => {
            let step = state.steps(layer.indicator).get(layer.step).copied();
            step.map(|s| why::sources_of(&state.basis, s)).unwrap_or_default()
        }
        WhyPart::Chart | WhyPart::Levers => {
            state.outcome().map(|o| o.indicator(layer.indicator).sources.clone()).unwrap_or_default()
        }
    }
}

/// The part that has the keys, as text.
fn copied(state: &State, layer: &Why) -> Option<String> {
    let subject = state.subject(layer.indicator);
    match layer.part {
        WhyPart::Chart => figure_text(state),
        WhyPart::Levers => Some(why::contributions(&subject, &state.contributions(layer.indicator)?).as_text()),
        WhyPart::Path => Some(why::path(&subject).as_text()),
        WhyPart::Findings => {
            let step = state.steps(layer.indicator).get(layer.step).copied()?;
            Some(why::page_text(&why::page(&subject, step)))
        }
    }
}

/// A key for the sources, which were taken off the stack.
pub(super) fn press_cite(state: &mut State, mut layer: Cite, chord: Chord, seen: &Seen) -> Vec<Effect> {
    let last = layer.sources.len().saturating_sub(1);
    match chord.key {
        Key::Char('q' | 'o') | Key::Enter => return Vec::new(),
        Key::Left | Key::Char('h') | Key::BackTab => {
            layer = Cite { at: layer.at.saturating_sub(1), scroll: 0, ..layer };
        }
        Key::Right | Key::Char('l') | Key::Tab => layer = Cite { at: (layer.at + 1).min(last), scroll: 0, ..layer },
        Key::Char('y') => {
            let lines = layer.sources.get(layer.at).map(|id| why::citation(&state.subject(layer.indicator), id));
            let text = lines.map(|lines| why::citation_text(&lines));
            state.overlays.push(Overlay::Cite(layer));
            return text.map(Effect::Copy).into_iter().collect();
        }
        _ => layer.scroll = moved(layer.scroll.min(seen.rows), chord, seen.rows),
    }
    state.overlays.push(Overlay::Cite(layer));
    Vec::new()
}
