//! What `update` asks of the world, done where it is asked for: figures of every draw at once, files, no terminal.

use std::sync::Arc;
use std::sync::mpsc::{self, Receiver};

use super::Message;
use super::files::{self, Autosave, Folders};
use super::opening;
use super::roundtable::Rooms;
use super::worker::{Bench, Worker};
use super::{environment, exports, reports};
use crate::model::Basis;
use crate::tui::Options;
use crate::tui::app::export::{Form, Sink, provenance};
use crate::tui::app::{Action, Effect, State};
use crate::tui::picture::files as files_of;
use crate::tui::view::Look;

/// The world without a terminal.
pub(in crate::tui) struct Direct<'a> {
    basis: Arc<Basis>,
    bench: Bench<'a>,
    answers: &'a Receiver<Message>,
    folders: Folders,
    autosave: Autosave,
    rooms: Rooms,
    /// How pictures are drawn that are taken away.
    look: Option<Look>,
}

/// Cells of a picture where there is no window.
const PICTURE: (u16, u16) = (120, 36);

/// What came of an effect.
#[derive(Debug)]
pub(in crate::tui) enum Came {
    /// These happened.
    Actions(Vec<Action>),
    /// A text to be said, because there is no clipboard.
    Text(String),
    /// Leaving.
    Quit,
}

/// Opens what the screens would open and hands it over; the newest scenario is on disk when this returns.
pub(in crate::tui) fn with<T>(basis: &Arc<Basis>, options: Options, talk: impl FnOnce(State, Direct<'_>) -> T) -> T {
    let (sender, answers) = mpsc::channel();
    let worker = Worker::absent();
    let folders = Folders::of_user();
    let autosave = Autosave::new(&folders, sender.clone());
    let rooms = Rooms::new(&folders, sender.clone());
    let look = environment::look(options.theme, options.glyphs, options.color, &|_| None).ok();
    let state = opening(basis, options, &folders);
    let bench = Bench::new(Arc::clone(basis), &worker, &sender);
    talk(state, Direct { basis: Arc::clone(basis), bench, answers: &answers, folders, autosave, rooms, look })
}

impl Direct<'_> {
    /// Does what was asked for.
    pub fn perform(&mut self, state: &State, effect: Effect) -> Came {
        let mut actions = Vec::new();
        match effect {
            Effect::Project { generation, scenario } => self.bench.full(generation, &scenario),
            Effect::Work(job) => self.bench.job(job),
            Effect::Autosave(scenario) => self.autosave.keep(scenario),
            Effect::Save(scenario) => {
                actions.push(files::save(&self.folders, &scenario));
                self.autosave.keep(scenario);
            }
            Effect::List => actions.push(Action::ListedScenarios(files::list(&self.folders, &self.basis))),
            Effect::Open(origin) => actions.push(files::open(&origin, &self.basis)),
            Effect::Export(form, sink) => return self.export(state, form, sink),
            Effect::Keep(kept) => actions.push(Action::Say(reports::keep(&self.folders, &kept))),
            Effect::OpenBeside(origin) => actions.push(files::open_beside(&origin, &self.basis)),
            Effect::Copy(text) => return Came::Text(text),
            Effect::Room(ask) => {
                actions.extend(self.rooms.perform(ask, state));
                self.rooms.settle();
            }
            // The pointer and the job control of the shell are as they were: nothing was taken.
            // Nothing is under way that could be given up: work is done where it is asked for.
            Effect::Mouse(_) | Effect::Suspend | Effect::GiveUp => {}
            Effect::Quit => return Came::Quit,
        }
        actions.extend(self.answers.try_iter().filter_map(|message| match message {
            Message::App(action) => Some(action),
            _ => None,
        }));
        Came::Actions(actions)
    }

    /// Exports what the screens would show; what would go to the clipboard is said.
    fn export(&self, state: &State, form: Form, sink: Sink) -> Came {
        let Some(look) = &self.look else {
            return Came::Actions(vec![Action::Say(String::from("Not exported: the theme does not read"))]);
        };
        match sink {
            Sink::Clipboard => match files_of(form, state, look, PICTURE, &provenance(state)) {
                Ok(files) => Came::Text(files.into_iter().next().map_or_else(String::new, |f| f.text)),
                Err(error) => Came::Actions(vec![Action::Say(format!("Not exported: {error}"))]),
            },
            Sink::File => {
                let said = exports::export((form, sink), state, look, PICTURE, &self.folders);
                Came::Actions(vec![Action::Say(said)])
            }
        }
    }
}
