//! The one table of commands. Footer, help, palette and keys are all read from it.

mod enabled;
mod table;

pub use table::{COMMANDS, CommandId};

use super::key::Chord;
use super::screen::Screen;
use super::state::{Pane, State};

/// Where a command's keys work.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scope {
    /// Everywhere.
    Everywhere,
    /// On Explore, in either pane.
    Explore,
    /// While the keys go to the levers.
    Levers,
    /// While the keys go to the indicators.
    Indicators,
    /// On Compare.
    Compare,
    /// On Places.
    Places,
    /// On Evidence.
    Evidence,
    /// On Insight.
    Insight,
    /// On the roundtable.
    Roundtable,
    /// While presenting.
    Presenting,
}

impl Scope {
    /// Whether its keys work in a pane.
    #[must_use]
    pub fn covers(self, pane: Pane) -> bool {
        match self {
            Self::Everywhere => true,
            Self::Explore => matches!(pane, Pane::Levers | Pane::Indicators),
            Self::Levers => pane == Pane::Levers,
            Self::Indicators => pane == Pane::Indicators,
            Self::Compare => pane == Pane::Compare,
            Self::Places => pane == Pane::Places,
            Self::Evidence => pane == Pane::Evidence,
            Self::Insight => pane == Pane::Insight,
            Self::Roundtable => pane == Pane::Roundtable,
            Self::Presenting => pane == Pane::Presenting,
        }
    }
}

/// Heading in help.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Group {
    /// Levers.
    Levers,
    /// Indicators.
    Indicators,
    /// Compare.
    Compare,
    /// Places.
    Places,
    /// Evidence.
    Evidence,
    /// Insight.
    Insight,
    /// Roundtable.
    Roundtable,
    /// Scenario.
    Scenario,
    /// Presentation.
    Presentation,
    /// Program.
    Program,
}

impl Group {
    /// In the order of the help.
    pub const ALL: [Self; 10] = [
        Self::Levers,
        Self::Indicators,
        Self::Compare,
        Self::Places,
        Self::Evidence,
        Self::Insight,
        Self::Roundtable,
        Self::Scenario,
        Self::Presentation,
        Self::Program,
    ];

    /// What the heading stands for, in one line.
    #[must_use]
    pub const fn about(self) -> &'static str {
        match self {
            Self::Levers | Self::Indicators => Screen::Explore.question(),
            Self::Compare => Screen::Compare.question(),
            Self::Places => Screen::Places.question(),
            Self::Evidence => Screen::Evidence.question(),
            Self::Insight => Screen::Insight.question(),
            Self::Roundtable => Screen::Roundtable.question(),
            Self::Scenario => "place, sector and plan; what is kept, and what leaves the program",
            Self::Presentation => "one figure, large enough for a room",
            Self::Program => "screens, panes, help",
        }
    }

    /// The screen it belongs to, if it is one screen's.
    #[must_use]
    pub const fn screen(self) -> Option<Screen> {
        match self {
            Self::Levers | Self::Indicators => Some(Screen::Explore),
            Self::Compare => Some(Screen::Compare),
            Self::Places => Some(Screen::Places),
            Self::Evidence => Some(Screen::Evidence),
            Self::Insight => Some(Screen::Insight),
            Self::Roundtable => Some(Screen::Roundtable),
            Self::Presentation | Self::Scenario | Self::Program => None,
        }
    }

    /// The heading.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Levers => "Levers",
            Self::Indicators => "Indicators",
            Self::Compare => "Compare",
            Self::Places => "Places",
            Self::Evidence => "Evidence",
            Self::Insight => "Insight",
            Self::Roundtable => "Roundtable",
            Self::Scenario => "Scenario",
            Self::Presentation => "Presentation",
            Self::Program => "Program",
        }
    }
}

/// Whether a command can be used now, or why not.
pub type Enabled = fn(&State) -> Result<(), &'static str>;

/// A row of the table.
#[derive(Debug, Clone, Copy)]
pub struct Command {
    /// Which.
    pub id: CommandId,
    /// Name in files and in the palette, e.g. `lever.raise`.
    pub name: &'static str,
    /// Title, two to five words.
    pub title: &'static str,
    /// One sentence.
    pub help: &'static str,
    /// Heading.
    pub group: Group,
    /// Where its keys work.
    pub scope: Scope,
    /// Default keys, the first is shown.
    pub keys: &'static [Chord],
    /// Word in the footer, if it stands there.
    pub footer: Option<&'static str>,
    /// Whether it can be used now.
    pub enabled: Enabled,
}

impl CommandId {
    /// Its row.
    #[must_use]
    pub fn row(self) -> &'static Command {
        // The table is made from the enumeration, in its order.
        &COMMANDS[self as usize]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_key_means_two_things_in_one_pane() {
        for pane in Pane::ALL {
            let mut seen = Vec::new();
            for command in COMMANDS.iter().filter(|c| c.scope.covers(pane)) {
                for key in command.keys {
                    assert!(!seen.contains(key), "{key} in {pane:?}, again for {}", command.name);
                    seen.push(*key);
                }
            }
        }
    }

    #[test]
    fn rows_stand_in_the_order_of_the_enumeration() {
        for (i, command) in COMMANDS.iter().enumerate() {
            assert_eq!(command.id as usize, i, "{}", command.name);
        }
    }
}
