//! A judgement set otherwise by hand: value, who says so, why. The recorded one is kept and shown beside.

use std::borrow::Cow;
use std::sync::Arc;

use tui_input::Input;

use super::action::Effect;
use super::key::{Chord, Key};
use super::overlay::{Field, Overlay, edit};
use super::state::State;
use super::{levers, shelf};
use crate::model::local::{self, UNIT_COST};
use crate::report::shelf::{Record, Tab, judgement_name};
use crate::scenario::overrides::typed;
use crate::scenario::{Scenario, check};

/// The judgement that a record of Evidence is about: its own id, or the unit cost of a lever.
pub(super) fn of_record(state: &State, record: &Record) -> Option<String> {
    let id = if record.tab == Tab::Levers { format!("{UNIT_COST}{}", record.id) } else { record.id.clone() };
    local::value_of(&state.basis.model, &id).map(|_| id)
}

/// Opens the field for the selected record.
pub(super) fn ask(state: &mut State) {
    let Some(record) = state.shelf.record() else { return };
    let Some(id) = of_record(state, &record) else {
        state.notice = Some(String::from("Fixed; arrows, pairs and costs can be set otherwise"));
        return;
    };
    let text = state.scenario.overrides.iter().find(|o| o.id == id).map_or_else(String::new, |own| {
        let numbers: Vec<String> = own.value.parts().iter().map(ToString::to_string).collect();
        format!("{}; {}; {}", numbers.join(", "), own.name, own.reason)
    });
    state.overlays.push(Overlay::Override(id, Field { text: Input::new(text), problem: None }));
}

/// What the field is about, and what goes into it.
#[must_use]
pub fn titles(state: &State, id: &str) -> (String, String) {
    let name = judgement_name(&state.basis, id);
    let recorded = local::value_of(state.basis.recorded(), id);
    let title = format!("Set otherwise: {name} ({id})");
    let hint = recorded.map_or_else(String::new, |value| {
        let numbers = if value.parts().len() == 1 { "number" } else { "low, middle, high" };
        format!("{numbers}; your name; reason. Recorded: {value}. Nothing typed: as recorded.")
    });
    (title, hint)
}

/// A key for the field.
pub(super) fn press(state: &mut State, mut overlay: Overlay, chord: Chord) -> Vec<Effect> {
    let Overlay::Override(id, field) = &mut overlay else { return Vec::new() };
    if chord.key != Key::Enter {
        if edit(&mut field.text, chord) {
            field.problem = None;
        }
        state.overlays.push(overlay);
        return Vec::new();
    }
    match set(state, id, field.text.value()) {
        Ok(effects) => effects,
        Err(problem) => {
            field.problem = Some(problem);
            state.overlays.push(overlay);
            Vec::new()
        }
    }
}

/// Sets a judgement from what was typed; nothing, or "none", goes back to the record. `ID=…` names another judgement, so that
/// plain mode reaches every one.
fn set(state: &mut State, id: &str, text: &str) -> Result<Vec<Effect>, String> {
    let named = text.split_once('=').map(|(other, rest)| (other.trim(), rest));
    let known = named.filter(|(other, _)| local::value_of(state.basis.recorded(), other).is_some());
    let (id, text) = known.unwrap_or((id, text));
    let name = judgement_name(&state.basis, id);
    let before = state.scenario.overrides.iter().any(|o| o.id == id);
    if text.trim().is_empty() || text.trim() == "none" {
        if !before {
            state.notice = Some(format!("{name} stands as recorded"));
            return Ok(Vec::new());
        }
        let effects = levers::change(state, format!("{name} as recorded"), |scenario| {
            scenario.overrides.retain(|o| o.id != id);
        });
        state.notice = Some(format!("{name} stands as recorded again"));
        return Ok(effects);
    }
    let own = typed(id, text)?;
    let mut next = Scenario::clone(&state.scenario);
    next.overrides.retain(|o| o.id != id);
    next.overrides.push(own.clone());
    let at = format!("overrides.{}", next.overrides.len() - 1);
    let faults: Vec<String> = check::problems(&next, &state.basis)
        .into_iter()
        .filter(|p| p.path.starts_with(&at))
        .map(|p| match p.hint {
            Some(hint) => format!("{}; {hint}", p.problem),
            None => p.problem,
        })
        .collect();
    if !faults.is_empty() {
        return Err(faults.join(". "));
    }
    let effects = levers::change(state, format!("{name} set by {}", own.name), |scenario| {
        scenario.overrides = next.overrides;
    });
    if !effects.is_empty() {
        state.notice = Some(format!("{name} is set by {}: figures follow, graded D at best", own.name));
    }
    Ok(effects)
}

/// Puts the basis under the overrides of the scenario shown; lists of Evidence are made anew if that changes it.
pub(super) fn follow(state: &mut State) {
    let next = match state.basis.under(&state.scenario.overrides) {
        Cow::Owned(basis) => Arc::new(basis),
        Cow::Borrowed(_) => return,
    };
    state.basis = next;
    shelf::forget(state);
}
