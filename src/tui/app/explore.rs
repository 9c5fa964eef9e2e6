//! Commands of Explore: levers, what charts show, aims, presets, plans, the last change.

use tui_input::Input;

use super::action::Effect;
use super::commands::CommandId;
use super::key::{Chord, Key};
use super::overlay::{Aimed, Field, Narrowing, Overlay, edit};
use super::state::{ChartMode, Picture, State};
use super::{aims, levers, past, presets, replay};

/// Lines that a page of the last change is taken to have.
const PAGE: usize = 10;

/// Runs a command; what is not one of these does nothing.
pub(super) fn run(state: &mut State, id: CommandId) -> Vec<Effect> {
    match id {
        CommandId::LeverNext => levers::step(state, 1),
        CommandId::LeverPrevious => levers::step(state, -1),
        CommandId::LeverRaise => return levers::nudge(state, 1.0),
        CommandId::LeverLower => return levers::nudge(state, -1.0),
        CommandId::LeverRaiseCoarse => return levers::nudge(state, 5.0),
        CommandId::LeverLowerCoarse => return levers::nudge(state, -5.0),
        CommandId::LeverOff => return levers::set_amount(state, state.lever, 0.0),
        CommandId::LeverStartEarlier => return levers::shift_years(state, -1, 0),
        CommandId::LeverStartLater => return levers::shift_years(state, 1, 0),
        CommandId::LeverEndEarlier => return levers::shift_years(state, 0, -1),
        CommandId::LeverEndLater => return levers::shift_years(state, 0, 1),
        CommandId::GroupFold => fold(state),
        CommandId::GroupOff => return levers::group_off(state),
        CommandId::PlanPrevious => return levers::step_plan(state, -1),
        CommandId::PlanNext => return levers::step_plan(state, 1),
        CommandId::Picture => turn_picture(state),
        CommandId::ChartMode => return toggle_mode(state),
        CommandId::BeforeAfter => replay::flip(state),
        CommandId::Replay => state.overlays.push(Overlay::Replay(0)),
        CommandId::Presets => {
            let presets = presets::presets(state);
            state.overlays.push(Overlay::Presets(presets, Narrowing::default()));
        }
        CommandId::Budget => ask(state, Aimed::Budget),
        CommandId::Target => ask(state, Aimed::Target(state.indicator)),
        _ => {}
    }
    Vec::new()
}

fn ask(state: &mut State, aimed: Aimed) {
    let text = Input::new(aims::written(state, aimed));
    state.overlays.push(Overlay::Aim(aimed, Field { text, problem: None }));
}

fn fold(state: &mut State) {
    if let Some(group) = state.selected_lever().map(|l| l.group) {
        levers::fold(state, group);
    }
}

fn turn_picture(state: &mut State) {
    state.picture = match state.picture {
        Picture::Fan => Picture::Dots,
        Picture::Dots => Picture::Fan,
    };
    state.notice = Some(String::from(match state.picture {
        Picture::Fan => "Charts show bands over the years",
        Picture::Dots => "Charts show twenty futures of the last year, each dot 1 in 20",
    }));
}

fn toggle_mode(state: &mut State) -> Vec<Effect> {
    state.mode = match state.mode {
        ChartMode::Change => ChartMode::Level,
        ChartMode::Level => ChartMode::Change,
    };
    state.notice = Some(String::from(match state.mode {
        ChartMode::Change => "Charts show the effect of the plan against no new policy",
        ChartMode::Level => "Charts show the level, with what was observed and no new policy behind it",
    }));
    past::ask(state)
}

/// Keys of the field of a budget or a target.
pub(super) fn aim(state: &mut State, mut overlay: Overlay, chord: Chord) -> Vec<Effect> {
    let Overlay::Aim(aimed, field) = &mut overlay else { return Vec::new() };
    if chord.key != Key::Enter {
        if edit(&mut field.text, chord) {
            field.problem = None;
        }
        state.overlays.push(overlay);
        return Vec::new();
    }
    match aims::typed(state, *aimed, field.text.value()) {
        Ok(effects) => effects,
        Err(problem) => {
            field.problem = Some(problem);
            state.overlays.push(overlay);
            Vec::new()
        }
    }
}

/// Keys of the last change: scroll, turn the cards round, leave.
pub(super) fn last_change(state: &mut State, mut overlay: Overlay, chord: Chord) -> Vec<Effect> {
    let Overlay::Replay(scroll) = &mut overlay else { return Vec::new() };
    match chord.key {
        Key::Char('q' | 'r') | Key::Enter => return Vec::new(),
        Key::Char('b') => {
            replay::flip(state);
            return Vec::new();
        }
        Key::Up | Key::Char('k') => *scroll = scroll.saturating_sub(1),
        Key::Down | Key::Char('j') => *scroll = (*scroll + 1).min(200),
        Key::PageUp => *scroll = scroll.saturating_sub(PAGE),
        Key::PageDown => *scroll = (*scroll + PAGE).min(200),
        Key::Home => *scroll = 0,
        _ => {}
    }
    state.overlays.push(overlay);
    Vec::new()
}
