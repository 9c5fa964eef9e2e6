//! What Compare knows and does.

use super::action::Effect;
use super::commands::CommandId;
use super::state::{Seen, State};

/// What the screen shows.
#[derive(Debug, Clone, Default)]
pub struct Compare {
    /// Selected line.
    pub selected: usize,
}

/// Asks for what the screen needs when it is opened, and again after a change of the scenario while it is shown.
pub(super) fn refresh(_state: &mut State) -> Vec<Effect> {
    Vec::new()
}

/// Runs a command of this screen; `None` if it is not one.
pub(super) fn run(_state: &mut State, _id: CommandId, _seen: &Seen) -> Option<Vec<Effect>> {
    None
}

/// A click on the nth thing of the screen.
pub(super) fn click(state: &mut State, item: usize) -> Vec<Effect> {
    state.compare.selected = item;
    Vec::new()
}

/// The wheel turned over the screen; positive is down.
pub(super) fn wheel(state: &mut State, by: i32, _seen: &Seen) {
    let selected = &mut state.compare.selected;
    *selected = selected.saturating_add_signed(by as isize);
}
