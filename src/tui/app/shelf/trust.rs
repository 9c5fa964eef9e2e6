//! "How far can you trust this?": asks for what the list needs, takes it in, and what an export of it holds.

use std::sync::Arc;

use super::{Effect, Job, State, Tab, narrow, turn};
use crate::insight::trust::Trust;
use crate::report::shelf::Catalogue;
use crate::report::shelf::trust::{Known, Spreads};

/// Asks for the validation once, and for the shares of the spread after every change of the scenario.
pub(super) fn ask(state: &mut State) -> Vec<Effect> {
    let mut effects = Vec::new();
    let known = state.shelf.catalogue.as_ref().map(|c| c.trust().clone()).unwrap_or_default();
    if known.trust.is_none() {
        effects.push(Effect::Work(Job::Validate));
    }
    if state.shelf.spread_of != Some(state.generation) {
        // Shares of another scenario are never shown under this one.
        if known.spread.is_some() {
            fill(state, Known { spread: None, ..known });
        }
        let (generation, scenario, plan) = (state.generation, Arc::clone(&state.scenario), state.plan_at);
        effects.push(Effect::Work(Job::Spread { generation, scenario, plan }));
    }
    effects
}

/// Puts what is known into the list; the page stays where it was scrolled to.
fn fill(state: &mut State, known: Known) {
    let scroll = state.shelf.scroll;
    if let Some(catalogue) = state.shelf.catalogue.take() {
        let filled = Catalogue::clone(&catalogue).with_trust(&state.basis, known);
        state.shelf.catalogue = Some(Arc::new(filled));
    }
    narrow(&mut state.shelf, Tab::Trust);
    if state.shelf.tab == Tab::Trust {
        turn(state);
        state.shelf.scroll = scroll.min(state.shelf.page.lines.len().saturating_sub(1));
    }
}

fn known(state: &State) -> Known {
    state.shelf.catalogue.as_ref().map(|c| c.trust().clone()).unwrap_or_default()
}

/// Takes in how the program has done.
pub(in crate::tui::app) fn validated(state: &mut State, found: Result<Arc<Trust>, String>) {
    match found {
        Ok(trust) => fill(state, Known { trust: Some(trust), ..known(state) }),
        Err(reason) => state.notice = Some(format!("How the program has done cannot be said: {reason}")),
    }
}

/// Takes in the shares of the spread, unless the scenario has changed since.
pub(in crate::tui::app) fn spread(state: &mut State, generation: u64, found: Arc<Spreads>) {
    if generation == state.generation {
        state.shelf.spread_of = Some(generation);
        fill(state, Known { spread: Some(found), ..known(state) });
    }
}
