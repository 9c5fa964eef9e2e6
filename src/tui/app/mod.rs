//! What the program knows and does: state, commands and update. No terminal, no clock, no files.
//!
//! `Action → update(&mut State) → Vec<Effect>` is the only place where the state changes.

pub mod action;
mod aims;
pub mod commands;
pub mod compare;
pub mod entries;
mod explore;
pub mod export;
pub mod history;
pub mod insight;
pub mod job;
pub mod judged;
pub mod key;
pub mod keymap;
mod levers;
pub mod money;
pub mod neighbours;
pub mod overlay;
mod overlays;
mod pairs;
pub mod past;
pub mod places;
pub mod present;
pub mod presets;
pub mod replay;
pub mod reports;
pub mod roundtable;
mod run;
pub mod screen;
pub mod session;
pub mod shelf;
pub mod state;
mod text;
pub mod told;
mod update;
mod why;

pub use action::{Action, Answer, Attribution, Effect, Listed, Origin, Target};
pub use commands::{COMMANDS, Command, CommandId};
pub use compare::Compared;
pub use export::sheets;
pub use job::{Done, Job};
pub use key::{Chord, Key};
pub use keymap::Keymap;
pub use levers::LeverRow;
pub use overlay::{Cite, Overlay, Why, WhyPart};
pub use pairs::Together;
pub use present::{Slide, View};
pub use replay::Face;
pub use screen::Screen;
pub use state::{ChartMode, Pane, Picture, Seen, State};
pub use text::figure_text;
pub use update::update;
