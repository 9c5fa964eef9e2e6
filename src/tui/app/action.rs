//! What can happen to the program, and what it asks of the world in return.

use std::path::PathBuf;
use std::sync::Arc;

use super::commands::CommandId;
use super::export::{Form, Sink};
use super::job::{Done, Job};
use super::key::Chord;
use super::reports::Kept;
use super::roundtable::{Ask, Told};
use super::screen::Screen;
use super::session::Session;
use crate::insight::attribution::Contribution;
use crate::model::{Indicator, LeverGroup};
use crate::projection::Projection;
use crate::scenario::Scenario;

/// A projection with what it took.
#[derive(Debug, Clone)]
pub struct Answer {
    /// The request it answers.
    pub generation: u64,
    /// Figures.
    pub projection: Arc<Projection>,
    /// Time taken, µs.
    pub micros: u64,
    /// Whether a finer answer is on its way.
    pub coarse: bool,
}

/// Contributions to the mean change of one indicator in one year.
#[derive(Debug, Clone, PartialEq)]
pub struct Attribution {
    /// Plan, counted from 0.
    pub plan: usize,
    /// Indicator.
    pub indicator: Indicator,
    /// The request it answers.
    pub generation: u64,
    /// One entry per lever that is on.
    pub shares: Vec<Contribution>,
    /// Their sum.
    pub total: f64,
}

/// Where a scenario can be opened from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Origin {
    /// Comes with the program; the file's name.
    BuiltIn(String),
    /// Written by the user.
    Saved(PathBuf),
}

/// A line in the list of scenarios.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    /// Title.
    pub title: String,
    /// First line of its notes, or why it cannot be read.
    pub about: String,
    /// Where from.
    pub origin: Origin,
}

/// Something on the screen that a pointer can be on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Target {
    /// A lever's line.
    Lever(usize),
    /// A lever's bar; the share of its width in thousandths.
    LeverBar(usize, u16),
    /// The heading of a group of levers.
    Group(LeverGroup),
    /// An indicator's card.
    Card(Indicator),
    /// A line of the topmost list.
    Row(usize),
    /// A command on the screen: top bar, footer.
    Command(CommandId),
    /// The name of a screen.
    Screen(Screen),
    /// The nth thing of the screen shown; the screen says what its numbers mean.
    Item(usize),
    /// The screen shown, between its things.
    Body,
    /// The list of levers, between its lines.
    Levers,
    /// Between the cards.
    Cards,
    /// The topmost overlay, between its lines.
    Overlay,
    /// Outside the topmost overlay.
    Outside,
}

/// What can happen.
#[derive(Debug, Clone)]
pub enum Action {
    /// A key was pressed.
    Press(Chord),
    /// Text was pasted.
    Paste(String),
    /// A pointer button went down on something.
    Click(Target),
    /// The pointer moved with the button held.
    Drag(Target),
    /// The button was let go.
    Release,
    /// The wheel turned over something; positive is down.
    Wheel(Target, i32),
    /// Figures arrived.
    Projected(Answer),
    /// A piece of work is done.
    Done(Done),
    /// The scenario of a request cannot be projected.
    Refused {
        /// The request.
        generation: u64,
        /// Why.
        reason: String,
    },
    /// The list of scenarios was read.
    ListedScenarios(Vec<Listed>),
    /// A scenario was read from a file.
    Opened(Box<Scenario>),
    /// A scenario was read to be set beside the one shown.
    OpenedBeside(Box<Scenario>),
    /// A scenario was written.
    Saved {
        /// Where.
        path: PathBuf,
    },
    /// The last session is taken up.
    Resumed(Session),
    /// Something happened to a roundtable.
    Room(Told),
    /// Something is to be said.
    Say(String),
}

/// What the program asks of the world.
#[derive(Debug, Clone, PartialEq)]
pub enum Effect {
    /// Work out the figures of a scenario, coarse first.
    Project {
        /// Stamp.
        generation: u64,
        /// Scenario.
        scenario: Arc<Scenario>,
    },
    /// Do a piece of work.
    Work(Job),
    /// Give up the question of Insight that is being worked out.
    GiveUp,
    /// Keep the scenario safe.
    Autosave(Arc<Scenario>),
    /// Write the scenario under its title.
    Save(Arc<Scenario>),
    /// List the scenarios that can be opened.
    List,
    /// Open one.
    Open(Origin),
    /// Take the current screen away.
    Export(Form, Sink),
    /// Write a report that is ready.
    Keep(Kept),
    /// Open one beside the one shown.
    OpenBeside(Origin),
    /// Put text on the clipboard.
    Copy(String),
    /// Take or let go of the pointer.
    Mouse(bool),
    /// Something for a roundtable.
    Room(Ask),
    /// Stop until the shell says to go on.
    Suspend,
    /// Leave.
    Quit,
}
