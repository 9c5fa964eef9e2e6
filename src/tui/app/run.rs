//! What each command does.

use std::sync::Arc;

use tui_input::Input;

use super::action::Effect;
use super::commands::{CommandId, Scope};
use super::job::Job;
use super::overlay::{Field, Narrowing, Overlay, Pick, Why};
use super::replay::Face;
use super::screen::Screen;
use super::state::{Pane, Seen, State};
use super::text::figure_text;
use super::{compare, explore, export, insight, levers, past, places, present, roundtable, shelf, told};
use crate::model::Indicator;

/// Runs a command if it can be used now; otherwise says why not.
pub(super) fn run(state: &mut State, id: CommandId, seen: &Seen) -> Vec<Effect> {
    if let Err(reason) = (id.row().enabled)(state) {
        state.notice = Some(format!("{}: {reason}", id.row().title));
        return Vec::new();
    }
    if let Some(effects) = present::run(state, id, seen) {
        return effects;
    }
    if let Some(effects) = by_screen(state, id, seen) {
        return effects;
    }
    match id {
        CommandId::ScreenExplore => return show(state, Screen::Explore),
        CommandId::ScreenCompare => return show(state, Screen::Compare),
        CommandId::ScreenPlaces => return show(state, Screen::Places),
        CommandId::ScreenEvidence => return show(state, Screen::Evidence),
        CommandId::ScreenInsight => return show(state, Screen::Insight),
        CommandId::ScreenRoundtable => return show(state, Screen::Roundtable),
        CommandId::CardNext => step_card(state, 1, 1),
        CommandId::CardPrevious => step_card(state, -1, 1),
        CommandId::CardDown => step_card(state, 1, seen.columns),
        CommandId::CardUp => step_card(state, -1, seen.columns),
        CommandId::PageNext => step_card(state, 1, seen.cards),
        CommandId::PagePrevious => step_card(state, -1, seen.cards),
        CommandId::ComparePin => return compare::pin_shown(state),
        CommandId::WhyHere => return why(state, state.indicator),
        CommandId::WhyMoved => return why(state, state.moved_most.unwrap_or(state.indicator)),
        CommandId::Copy => return figure_text(state).map(Effect::Copy).into_iter().collect(),
        CommandId::ShareCode => return export::code(state),
        CommandId::Open => {
            state.overlays.push(Overlay::Open(None, Narrowing::default()));
            return vec![Effect::List];
        }
        CommandId::RedTeam => {
            let mut effects = show(state, Screen::Insight);
            effects.extend(insight::red_team(state));
            return effects;
        }
        CommandId::Palette => return palette(state),
        CommandId::Revision => told::revision(state),
        CommandId::Undo => return undo(state),
        CommandId::Redo => return redo(state),
        CommandId::AllOff => return all_off(state),
        CommandId::SwitchReference | CommandId::SwitchMass | CommandId::SwitchTakes | CommandId::SwitchFlatten => {
            return switch(state, id);
        }
        CommandId::PaneNext | CommandId::PanePrevious => state.pane = other_pane(state.pane),
        CommandId::Mouse => return toggle_mouse(state),
        CommandId::Suspend => return vec![Effect::Suspend],
        CommandId::Quit => return vec![Effect::Quit],
        CommandId::LeverType
        | CommandId::LeverPartner
        | CommandId::Place
        | CommandId::Sector
        | CommandId::Save
        | CommandId::Export
        | CommandId::Help => open_overlay(state, id),
        // The rest belongs to Explore, whichever screen it is called from.
        _ => return explore::run(state, id),
    }
    Vec::new()
}

/// A command of the screen shown, or of another, which then is shown first: the list of commands offers them everywhere.
fn by_screen(state: &mut State, id: CommandId, seen: &Seen) -> Option<Vec<Effect>> {
    let home = match id.row().scope {
        Scope::Compare => Some(Screen::Compare),
        Scope::Places => Some(Screen::Places),
        Scope::Evidence => Some(Screen::Evidence),
        Scope::Insight => Some(Screen::Insight),
        Scope::Roundtable => Some(Screen::Roundtable),
        _ => None,
    };
    let mut effects = match home.filter(|screen| *screen != state.screen) {
        Some(screen) => show(state, screen),
        None => Vec::new(),
    };
    let own = match state.screen {
        Screen::Explore => None,
        Screen::Compare => compare::run(state, id, seen),
        Screen::Places => places::run(state, id, seen),
        Screen::Evidence => shelf::run(state, id, seen),
        Screen::Insight => insight::run(state, id, seen),
        Screen::Roundtable => roundtable::run(state, id, seen),
    }?;
    effects.extend(own);
    Some(effects)
}

const fn other_pane(pane: Pane) -> Pane {
    match pane {
        Pane::Levers => Pane::Indicators,
        _ => Pane::Levers,
    }
}

/// Goes to a screen and asks for what it needs.
pub(super) fn show(state: &mut State, screen: Screen) -> Vec<Effect> {
    state.screen = screen;
    refresh(state)
}

/// Asks for what the screen shown needs.
pub(super) fn refresh(state: &mut State) -> Vec<Effect> {
    match state.screen {
        Screen::Explore => past::ask(state),
        Screen::Compare => compare::refresh(state),
        Screen::Places => places::refresh(state),
        Screen::Evidence => shelf::refresh(state),
        // Answers are asked for one by one.
        Screen::Insight => Vec::new(),
        Screen::Roundtable => roundtable::refresh(state),
    }
}

fn palette(state: &mut State) -> Vec<Effect> {
    state.overlays.push(Overlay::Palette(Narrowing::default()));
    // Scenarios are in the palette too; they are read once.
    if state.listed.is_empty() { vec![Effect::List] } else { Vec::new() }
}

fn toggle_mouse(state: &mut State) -> Vec<Effect> {
    state.mouse = !state.mouse;
    state.notice = Some(String::from(if state.mouse { "Mouse on" } else { "Mouse left to the terminal" }));
    vec![Effect::Mouse(state.mouse)]
}

fn open_overlay(state: &mut State, id: CommandId) {
    let field = |text: String| Field { text: Input::new(text), problem: None };
    let overlay = match id {
        CommandId::LeverType => Overlay::Amount(Field::default()),
        CommandId::LeverPartner => Overlay::Picker(Pick::Partner, Narrowing::default()),
        CommandId::Place => Overlay::Picker(Pick::Place, at_place(state)),
        CommandId::Sector => Overlay::Picker(Pick::Sector, at_sector(state)),
        CommandId::Save => Overlay::Save(field(state.scenario.title.clone())),
        CommandId::Export => Overlay::Export(Narrowing::default()),
        _ => Overlay::Help(Narrowing::default()),
    };
    state.overlays.push(overlay);
}

/// A list that starts on the place of the plan.
fn at_place(state: &State) -> Narrowing {
    use super::entries::{Choice, entries};
    let list = entries(state, &Overlay::Picker(Pick::Place, Narrowing::default()));
    let here = Choice::Place(state.plan().place.clone());
    Narrowing { query: Input::default(), selected: list.iter().position(|e| e.choice == here).unwrap_or(0) }
}

fn at_sector(state: &State) -> Narrowing {
    use super::entries::{Choice, entries};
    let list = entries(state, &Overlay::Picker(Pick::Sector, Narrowing::default()));
    let here = Choice::Sector(state.plan().sector.clone());
    Narrowing { query: Input::default(), selected: list.iter().position(|e| e.choice == here).unwrap_or(0) }
}

/// Selects a lever by steps of the wheel.
pub(super) fn wheel_lever(state: &mut State, by: i32) {
    levers::step(state, by as isize);
}

fn step_card(state: &mut State, by: isize, width: usize) {
    let width = isize::try_from(width.max(1)).unwrap_or(1);
    let next = state.indicator.index().saturating_add_signed(by * width).min(Indicator::COUNT - 1);
    // Up from the first row stays where it is rather than jumping sideways.
    let stays = by < 0 && state.indicator.index() < width.unsigned_abs() && width > 1;
    if let Some(indicator) = Indicator::ALL.get(next).filter(|_| !stays) {
        state.indicator = *indicator;
    } else if stays && state.indicator.index() >= width.unsigned_abs() {
        state.indicator = Indicator::InnovationActive;
    }
}

/// Turns pages by the wheel.
pub(super) fn wheel_cards(state: &mut State, by: i32, seen: &Seen) {
    step_card(state, by.signum() as isize, seen.columns);
}

/// Opens "why?" for an indicator and asks what each lever adds.
pub(super) fn why(state: &mut State, indicator: Indicator) -> Vec<Effect> {
    state.indicator = indicator;
    state.face = Face::Now;
    state.overlays.push(Overlay::Why(Why::of(indicator)));
    let mut effects = explain(state, indicator);
    effects.extend(past::ask(state));
    effects
}

/// Asks what each lever adds to an indicator, unless that is known already.
pub(super) fn explain(state: &mut State, indicator: Indicator) -> Vec<Effect> {
    let known = state
        .attribution
        .as_ref()
        .is_some_and(|a| a.indicator == indicator && a.generation == state.generation && a.plan == state.plan_at);
    if known || state.nothing_on() {
        return Vec::new();
    }
    let (scenario, plan) = (Arc::clone(&state.scenario), state.plan_at);
    vec![Effect::Work(Job::Explain { generation: state.generation, scenario, plan, indicator })]
}

fn undo(state: &mut State) -> Vec<Effect> {
    let now = Arc::clone(&state.scenario);
    let Some((before, what)) = state.history.undo(now) else { return Vec::new() };
    let effects = levers::replace(state, before);
    state.notice = Some(format!("Taken back: {what}"));
    effects
}

fn redo(state: &mut State) -> Vec<Effect> {
    let now = Arc::clone(&state.scenario);
    let Some((after, what)) = state.history.redo(now) else { return Vec::new() };
    let effects = levers::replace(state, after);
    state.notice = Some(format!("Done again: {what}"));
    effects
}

/// Turns one of the switches over judgements round.
fn switch(state: &mut State, id: CommandId) -> Vec<Effect> {
    levers::change(state, id.row().title.to_lowercase(), |scenario| {
        let switches = &mut scenario.switches;
        let which = match id {
            CommandId::SwitchReference => &mut switches.reference_class,
            CommandId::SwitchMass => &mut switches.critical_mass,
            CommandId::SwitchTakes => &mut switches.takes,
            _ => &mut switches.flatten,
        };
        *which = !*which;
    })
}

fn all_off(state: &mut State) -> Vec<Effect> {
    let at = state.plan_at;
    levers::change(state, String::from("every lever off"), |scenario| {
        if let Some(plan) = scenario.plans.get_mut(at) {
            plan.levers.clear();
        }
    })
}
