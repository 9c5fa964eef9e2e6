//! The only place where the state changes.

use std::sync::Arc;

use super::action::{Action, Answer, Effect, Target};
use super::commands::CommandId;
use super::job::Done;
use super::key::Chord;
use super::neighbours::About;
use super::overlay::Overlay;
use super::screen::Screen;
use super::state::{Pane, Seen, State};
use super::{compare, insight, levers, overlays, places, reports, roundtable, run, shelf, told};
use crate::model::Indicator;
use crate::projection::{IndicatorOutcome, Projection};
use crate::scenario::Tried;

/// Applies what happened; what is to be done in the world comes back. `seen`: what the last frame had room for.
pub fn update(state: &mut State, action: Action, seen: &Seen) -> Vec<Effect> {
    match action {
        Action::Press(chord) => {
            state.notice = None;
            state.dragging = false;
            press(state, chord, seen)
        }
        Action::Paste(text) => {
            if shelf_types(state) {
                shelf::paste(state, &text);
            } else if roundtable::types(state) {
                return roundtable::paste(state, &text);
            } else {
                overlays::paste(state, &text);
            }
            Vec::new()
        }
        Action::Click(target) => {
            state.notice = None;
            click(state, target, seen)
        }
        Action::Drag(target) => drag(state, target),
        Action::Release => {
            state.dragging = false;
            Vec::new()
        }
        Action::Wheel(target, by) => {
            wheel(state, target, by, seen);
            Vec::new()
        }
        Action::Projected(answer) => projected(state, answer),
        Action::Done(done) => finished(state, done),
        Action::Refused { generation, reason } => {
            if generation == state.generation {
                state.answer = None;
                state.refusal = Some(reason);
            }
            Vec::new()
        }
        Action::ListedScenarios(listed) => {
            if let Some(Overlay::Open(list, _) | Overlay::Pin(list, _)) = state.overlays.last_mut() {
                *list = Some(listed.clone());
            }
            state.listed = listed;
            Vec::new()
        }
        Action::Opened(scenario) => opened(state, *scenario),
        Action::OpenedBeside(scenario) => compare::pin(state, Arc::new(*scenario)),
        Action::Saved { path } => {
            state.kept = Arc::clone(&state.scenario);
            state.notice = Some(format!("Saved as {}", path.display()));
            Vec::new()
        }
        Action::Resumed(session) => session.take_up(state),
        Action::Room(told) => roundtable::told(state, told),
        Action::Say(text) => {
            state.notice = Some(text);
            Vec::new()
        }
    }
}

fn press(state: &mut State, chord: Chord, seen: &Seen) -> Vec<Effect> {
    if !state.overlays.is_empty() {
        return overlays::press(state, chord, seen);
    }
    if shelf_types(state) {
        return shelf::type_key(state, chord, seen);
    }
    if roundtable::types(state) {
        return roundtable::type_key(state, chord, seen);
    }
    if let Some(command) = state.keymap.resolve(chord, state.focus()) {
        return run::run(state, command.id, seen);
    }
    Vec::new()
}

/// Whether keys are typed into the filter of Evidence.
fn shelf_types(state: &State) -> bool {
    state.overlays.is_empty() && state.screen == Screen::Evidence && state.shelf.typing()
}

fn click(state: &mut State, target: Target, seen: &Seen) -> Vec<Effect> {
    if !state.overlays.is_empty() {
        match target {
            Target::Row(row) => return overlays::choose_row(state, row, seen),
            Target::Outside => {
                state.overlays.pop();
            }
            _ => {}
        }
        return Vec::new();
    }
    match target {
        Target::Lever(index) => {
            state.pane = Pane::Levers;
            state.lever = index;
        }
        Target::LeverBar(index, share) => {
            state.pane = Pane::Levers;
            state.lever = index;
            if state.cell.is_ok() {
                let effects = levers::set_share(state, index, share);
                // The step of undo was remembered just now; the rest of the drag belongs to it.
                state.dragging = !effects.is_empty();
                return effects;
            }
        }
        Target::Group(group) => {
            state.pane = Pane::Levers;
            levers::fold(state, group);
        }
        Target::Card(indicator) => {
            // A second click on the same card answers "why?".
            if state.pane == Pane::Indicators && state.indicator == indicator && state.outcome().is_some() {
                return run::why(state, indicator);
            }
            state.pane = Pane::Indicators;
            state.indicator = indicator;
        }
        Target::Command(id) => return run::run(state, id, seen),
        Target::Screen(screen) => return run::show(state, screen),
        Target::Item(item) => {
            return match state.screen {
                Screen::Explore => Vec::new(),
                Screen::Compare => compare::click(state, item),
                Screen::Places => places::click(state, item),
                Screen::Evidence => shelf::click(state, item),
                Screen::Insight => insight::click(state, item),
                Screen::Roundtable => roundtable::click(state, item),
            };
        }
        Target::Levers => state.pane = Pane::Levers,
        Target::Cards => state.pane = Pane::Indicators,
        Target::Row(_) | Target::Overlay | Target::Outside | Target::Body => {}
    }
    Vec::new()
}

fn drag(state: &mut State, target: Target) -> Vec<Effect> {
    match target {
        // A drag stays with the lever it began on, however the pointer wanders.
        Target::LeverBar(_, share) if state.overlays.is_empty() && state.cell.is_ok() => {
            let effects = levers::set_share(state, state.lever, share);
            state.dragging |= !effects.is_empty();
            effects
        }
        _ => Vec::new(),
    }
}

fn wheel(state: &mut State, target: Target, by: i32, seen: &Seen) {
    if !state.overlays.is_empty() {
        overlays::wheel(state, by, seen);
        return;
    }
    match target {
        Target::Lever(_) | Target::LeverBar(..) | Target::Group(_) | Target::Levers => run::wheel_lever(state, by),
        Target::Card(_) | Target::Cards => run::wheel_cards(state, by, seen),
        Target::Body if state.focus() == Pane::Presenting => {
            let id = if by > 0 { CommandId::PresentSlide } else { CommandId::PresentSlideBack };
            run::run(state, id, seen);
        }
        Target::Item(_) | Target::Body => match state.screen {
            Screen::Explore => {}
            Screen::Compare => compare::wheel(state, by, seen),
            Screen::Places => places::wheel(state, by, seen),
            Screen::Evidence => shelf::wheel(state, by, target),
            Screen::Insight => insight::scroll(state, by as isize),
            Screen::Roundtable => roundtable::scroll(state, by as isize),
        },
        Target::Row(_) | Target::Command(_) | Target::Screen(_) | Target::Overlay | Target::Outside => {}
    }
}

fn opened(state: &mut State, scenario: crate::scenario::Scenario) -> Vec<Effect> {
    if scenario.plans.is_empty() {
        state.notice = Some(String::from("That scenario holds no plan"));
        return Vec::new();
    }
    let next = Arc::new(scenario);
    let what = format!("opening “{}”", next.title);
    state.history.remember(Arc::clone(&state.scenario), what);
    state.kept = Arc::clone(&next);
    state.notice = Some({
        let key = state.keymap.shown(CommandId::Undo, true);
        format!("Opened “{}”; {key} goes back", next.title)
    });
    if let Some(other) = told::other_version(state, &next) {
        state.notice = Some(other);
    }
    state.tried = Tried::from(&next);
    state.revision = None;
    state.plan_at = 0;
    let effects = levers::replace(state, next);
    // Another plan may have been shown before.
    state.refresh_cell();
    state.before = None;
    state.moved_most = None;
    effects
}

/// What a piece of work came to; an answer about other figures than those shown is dropped.
fn finished(state: &mut State, done: Done) -> Vec<Effect> {
    match done {
        Done::Observed(past) => state.past = Some(past),
        Done::Explained(attribution) => {
            if attribution.generation == state.generation && attribution.plan == state.plan_at {
                state.attribution = Some(attribution);
            }
        }
        Done::Strengths(sector, tier, answer) => {
            state.neighbours.strengths = Some(About { of: (sector, tier), answer });
        }
        Done::Ledger(generation, answer) => {
            if generation == state.generation {
                state.neighbours.ledger = Some(About { of: generation, answer });
            }
        }
        Done::Surveyed(found) => places::surveyed(state, found),
        Done::Covered(coverage) => shelf::covered(state, coverage),
        Done::Validated(found) => shelf::validated(state, found),
        Done::Spread(generation, found) => shelf::spread(state, generation, found),
        Done::Fair(of, answer) => told::tested(state, &of, answer),
        Done::Compared(found) => return compare::compared(state, found),
        Done::Progress(stamp, done) => insight::progress(state, stamp, done),
        Done::Packages(stamp, found) => roundtable::worked_out(state, stamp, found),
        Done::Reported(wanted, found) => return reports::worked_out(state, &wanted, found),
        Done::Insight(stamp, topic, found) => insight::answered(state, stamp, topic, found),
    }
    Vec::new()
}

fn projected(state: &mut State, answer: Answer) -> Vec<Effect> {
    // Figures of another place or sector, older figures and coarser ones are dropped. A late answer to an earlier
    // setting of the levers is still shown: while a key is held, something has to move.
    let shown = state.answer.as_ref().map_or(0, |a| a.generation);
    let finer = |a: &Answer| a.generation == answer.generation && a.projection.draws > answer.projection.draws;
    let coarser = state.answer.as_ref().is_some_and(finer);
    if answer.generation < state.since || answer.generation < shown || coarser {
        return Vec::new();
    }
    if let Some(before) = state.before.as_ref().filter(|_| answer.generation == state.generation) {
        state.moved_most = moved_most(&before.projection, &answer.projection, state.plan_at);
    }
    state.refusal = None;
    state.answer = Some(answer);
    if !state.settled() {
        return Vec::new();
    }
    told::hold_against(state);
    state.tried.note(&state.scenario);
    // A full answer is kept with the scenario: what the next version of the evidence is held against.
    if state.scenario.is_off() { Vec::new() } else { vec![Effect::Autosave(Arc::new(state.to_keep()))] }
}

/// The indicator whose median change in the last year moved most, measured in widths of its own central 80 % range.
/// Public cost is left out: it is what was chosen, not what follows.
fn moved_most(before: &Projection, after: &Projection, plan: usize) -> Option<Indicator> {
    let (before, after) = (before.plans.get(plan)?, after.plans.get(plan)?);
    let moved = |a: &IndicatorOutcome, b: &IndicatorOutcome| {
        let (a, b) = (a.change.last()?, b.change.last()?);
        let width = (b.p90 - b.p10).abs().max((a.p90 - a.p10).abs());
        let moved = (b.p50 - a.p50).abs().max((b.p90 - a.p90).abs() / 2.0) / width;
        moved.is_finite().then_some(moved)
    };
    Indicator::ALL
        .iter()
        .filter(|i| **i != Indicator::PublicCostPv)
        .filter_map(|i| moved(before.indicator(*i), after.indicator(*i)).map(|m| (*i, m)))
        .filter(|(_, m)| *m > 0.005)
        .max_by(|a, b| a.1.total_cmp(&b.1))
        .map(|(i, _)| i)
}
