//! The numbered choices of each place in the conversation.

use super::say;
use crate::model::Indicator;
use crate::tui::app::commands::Scope;
use crate::tui::app::entries::{Entry, entries};
use crate::tui::app::{COMMANDS, CommandId, Overlay, Screen, State};

/// Where the conversation is, apart from the layers that commands open.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Menu {
    /// The first choices of the screen shown.
    Home,
    /// The levers.
    Levers,
    /// The selected lever.
    Lever,
    /// The figures.
    Figures,
}

/// What a number does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Act {
    /// Goes to other choices.
    Go(Menu),
    /// Runs a command.
    Run(CommandId),
    /// Selects a lever.
    Lever(usize),
    /// Answers "why?".
    Why(Indicator),
}

/// A choice: what is said, and what it does.
pub(super) type Choice = (String, Act);

/// The choices, in the order of their numbers.
pub(super) fn choices(state: &State, menu: Menu) -> Vec<Choice> {
    match menu {
        Menu::Home if state.screen != Screen::Explore => screen(state),
        Menu::Home => home(state),
        Menu::Levers => say::levers(state).into_iter().enumerate().map(|(i, said)| (said, Act::Lever(i))).collect(),
        Menu::Lever => lever(state),
        Menu::Figures => {
            let said = state.outcome().map_or_else(Vec::new, |plan| say::figures(state, plan));
            said.into_iter().zip(Indicator::ALL).map(|(said, i)| (said, Act::Why(*i))).collect()
        }
    }
}

/// A command as a choice, with the reason if it cannot be used now.
fn run(state: &State, id: CommandId) -> Choice {
    let row = id.row();
    let not_now = (row.enabled)(state).err().map_or_else(String::new, |why| format!(" Not now: {why}."));
    let colon = if row.title.ends_with('?') { "" } else { ":" };
    (format!("{}{colon} {}{not_now}", row.title, row.help), Act::Run(id))
}

fn home(state: &State) -> Vec<Choice> {
    let mut all = vec![
        (String::from("Levers: see and change the plan."), Act::Go(Menu::Levers)),
        (String::from("Figures: what could change, and why."), Act::Go(Menu::Figures)),
    ];
    let commands = [
        CommandId::WhyMoved,
        CommandId::Place,
        CommandId::Sector,
        CommandId::ScreenCompare,
        CommandId::ScreenPlaces,
        CommandId::ScreenEvidence,
        CommandId::ScreenInsight,
        CommandId::Open,
        CommandId::Save,
        CommandId::Undo,
        CommandId::Redo,
        CommandId::Help,
        CommandId::Quit,
    ];
    all.extend(commands.map(|id| run(state, id)));
    all
}

/// The selected lever: its commands from the table.
fn lever(state: &State) -> Vec<Choice> {
    let own = COMMANDS.iter().filter(|c| c.scope == Scope::Levers);
    let moves = [CommandId::LeverNext, CommandId::LeverPrevious];
    own.filter(|c| !moves.contains(&c.id)).map(|c| run(state, c.id)).collect()
}

/// Another screen: its commands from the table, and the ways to the others.
fn screen(state: &State) -> Vec<Choice> {
    let focus = state.focus();
    let own = COMMANDS.iter().filter(|c| c.scope != Scope::Everywhere && c.scope.covers(focus)).map(|c| c.id);
    let ways = [
        (Screen::Explore, CommandId::ScreenExplore),
        (Screen::Compare, CommandId::ScreenCompare),
        (Screen::Places, CommandId::ScreenPlaces),
        (Screen::Evidence, CommandId::ScreenEvidence),
        (Screen::Insight, CommandId::ScreenInsight),
        (Screen::Roundtable, CommandId::ScreenRoundtable),
    ];
    let others = ways.into_iter().filter(|(s, _)| *s != state.screen).map(|(_, id)| id);
    own.chain(others).map(|id| run(state, id)).collect()
}

/// The topmost layer if it is a list, with its lines.
pub(super) fn list(state: &State) -> Option<Vec<Entry>> {
    match state.overlays.last()? {
        top @ Overlay::Palette(n) if n.query.value().is_empty() => {
            // Hundreds of sources read aloud would bury the commands, which come first; typing finds the rest.
            let command = |e: &Entry| matches!(e.choice, crate::tui::app::entries::Choice::Command(_));
            Some(entries(state, top).into_iter().take_while(command).collect())
        }
        top => top.narrowing().map(|_| entries(state, top)),
    }
}

/// A line of a list as it is said.
pub(super) fn line(entry: &Entry) -> String {
    let not_now = entry.disabled.map_or_else(String::new, |why| format!(" Not now: {why}."));
    let name = match &entry.choice {
        crate::tui::app::entries::Choice::Command(id) => format!(" ({})", id.row().name),
        crate::tui::app::entries::Choice::Option(_) if entry.key == "●" => String::from(" (chosen)"),
        _ => String::new(),
    };
    match entry.about.trim() {
        "" => format!("{}{name}.{not_now}", entry.title),
        about => format!("{}{name}: {}.{not_now}", entry.title, about.trim_end_matches('.')),
    }
}

/// Why a command of the table has no use in sentences, if it has none.
pub(super) const fn useless(id: CommandId) -> Option<&'static str> {
    match id {
        CommandId::Mouse => Some("plain mode takes no pointer; the terminal keeps it"),
        CommandId::PaneNext | CommandId::PanePrevious => Some("plain mode has no panes; type levers or figures"),
        CommandId::Present
        | CommandId::PresentNext
        | CommandId::PresentPrevious
        | CommandId::PresentSlide
        | CommandId::PresentSlideBack
        | CommandId::PresentRaise
        | CommandId::PresentLower
        | CommandId::PresentLeave => Some("presentation mode is for a wall; the sentences are the same here"),
        CommandId::Suspend => Some("plain mode leaves the terminal as it is; its own Ctrl-Z works"),
        _ => None,
    }
}
