//! The terminal itself: threads, signals, files, and the loop between a key press and a frame.
//!
//! The input thread blocks on the terminal, the worker on its requests, the loop on its messages: at rest nothing runs.

mod beside;
mod clipboard;
pub(super) mod direct;
pub mod environment;
mod exports;
mod files;
mod frames;
pub mod guard;
mod hangup;
mod input;
mod jobs;
mod projector;
mod questions;
mod reports;
pub(crate) mod roundtable;
pub mod settings;
mod signals;
mod start;
mod worker;

use std::io::{self, IsTerminal as _, Write as _};
use std::sync::Arc;
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use std::thread;
use std::time::Duration;

use ratatui::Terminal;
use ratatui::backend::CrosstermBackend;
use ratatui::crossterm::event::{self, Event};
use ratatui::crossterm::queue;
use ratatui::crossterm::style::Colored;
use ratatui::crossterm::terminal::{BeginSynchronizedUpdate, EndSynchronizedUpdate, SetTitle};

use super::app::roundtable::{Ask, Told};
use super::app::session::Session;
use super::app::{Action, CommandId, Effect, State, told, update};
use super::view::{self, HitMap, Look};
use super::{Options, RunError};
use crate::model::Basis;
use crate::report::layout;
use crate::report::words::count;
use files::{Autosave, Folders};
use frames::Frames;
use guard::Guard;
use roundtable::Rooms;
use worker::Worker;

pub use projector::present;

/// Folder in which roundtables of this user are kept.
#[must_use]
pub fn roundtables() -> Option<std::path::PathBuf> {
    Folders::of_user().roundtables()
}

/// What reaches the loop.
#[derive(Debug)]
enum Message {
    Terminal(Event),
    InputClosed(io::Error),
    App(Action),
    #[cfg_attr(not(unix), expect(dead_code, reason = "only systems of that family send them"))]
    Signal(i32),
    #[cfg_attr(not(unix), expect(dead_code, reason = "only systems of that family stop a job"))]
    Stop,
    Died,
}

/// How long the first frame waits for the first figures: longer, and it is drawn without them.
const FIRST_FIGURES_MAX: Duration = Duration::from_millis(40);

/// What follows from a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Flow {
    /// Nothing that is seen.
    Idle,
    /// A new frame.
    Draw,
    /// Leaving.
    Quit,
}

/// Opens the screen and returns when the user leaves.
///
/// # Errors
/// [`RunError::NoTerminal`] if input or output is no terminal; see [`RunError`] for the rest.
pub fn run(basis: &Arc<Basis>, options: Options) -> Result<(), RunError> {
    if !(io::stdin().is_terminal() && io::stdout().is_terminal()) {
        return Err(RunError::NoTerminal);
    }
    let env = |name: &str| std::env::var(name).ok().filter(|v| !v.is_empty());
    let look = environment::look_with(options.own_theme.as_ref(), options.theme, options.glyphs, options.color, &env)?;
    // We read NO_COLOR ourselves; left to the library it would take reverse and bold away with the colours.
    Colored::set_ansi_color_disabled(false);
    let (sender, receiver) = mpsc::channel();
    let worker = Worker::start(Arc::clone(basis), sender.clone())?;
    let folders = Folders::of_user();
    let mouse = options.mouse;
    // A scenario that was asked for by name opens on Explore; the last one where it was left.
    let session = if options.scenario.is_none() { files::session(&folders) } else { None };
    let asked = options.session.clone();
    let mut state = opening(basis, options, &folders);
    worker.project(state.generation, Arc::clone(&state.scenario));
    state.mouse = mouse;
    signals::listen(sender.clone())?;
    let mut rooms = Rooms::new(&folders, sender.clone());
    // A session that cannot be opened is said before the terminal is taken.
    let table = asked.as_ref().map(|of| rooms.open(&of.path)).transpose().map_err(RunError::Session)?;
    let autosave = Autosave::new(&folders, sender.clone());
    let titled = window_title(&state);
    let guard = Guard::take(mouse, &titled)?;
    let terminal = Terminal::new(CrosstermBackend::new(Frames::new()))?;
    let hits = HitMap::default();
    let mut screen =
        Screen { basis: Arc::clone(basis), state, look, terminal, worker, folders, autosave, rooms, hits, titled };
    let result = screen
        .resume(session)
        .and_then(|()| table.map_or(Ok(()), |told| screen.act(Action::Room(told)).map(drop)))
        .and_then(|()| screen.serve(asked.and_then(|of| of.serve)))
        .and_then(|()| screen.run(&receiver, sender));
    files::keep_session(&screen.folders, &Session::of(&screen.state));
    drop(guard);
    // The newest scenario is on disk before the program leaves. Everything else goes with the process: to free it piece by
    // piece first would only keep the user waiting.
    screen.autosave.finish();
    std::mem::forget(screen);
    if let Err(RunError::Signal(signal)) = &result {
        signals::end(*signal);
    }
    result
}

/// The state of the first frame: what was asked for, else what was there last time, else the first screen.
fn opening(basis: &Arc<Basis>, options: Options, folders: &Folders) -> State {
    let (scenario, mut notice) = match options.scenario {
        Some(scenario) => (scenario, None),
        None => match files::resume(folders, basis) {
            Some(Ok(scenario)) => {
                let key = options.keymap.shown(CommandId::Open, true);
                let notice = format!("“{}” is as you left it; {key} opens another", scenario.title);
                (scenario, Some(notice))
            }
            Some(Err(why)) => (
                options.first.unwrap_or_else(|| start::scenario(basis)),
                Some(format!("The last scenario cannot be read: {why}")),
            ),
            None => (options.first.unwrap_or_else(|| start::scenario(basis)), None),
        },
    };
    if let (None, Some(data)) = (&notice, &options.data) {
        notice = Some(format!("Your own files in {} are laid over the bundled ones", data.display()));
    }
    if let Some(mut warning) = options.warnings.first().cloned() {
        // The line is short: the name of the file does without its folders here.
        let name = std::path::Path::new(&warning.file).file_name().map(|n| n.to_string_lossy().into_owned());
        warning.file = name.unwrap_or(warning.file);
        let all = count(options.warnings.len() as u64, "fault in your settings", "faults in your settings");
        notice = Some(format!("{all} (tiller config check): {warning}"));
    }
    let mut state = State::new(Arc::clone(basis), scenario);
    state.keymap = options.keymap;
    state.notice = match told::other_version(&state, &state.scenario) {
        Some(other) if options.warnings.is_empty() => Some(other),
        _ => notice,
    };
    state
}

/// Everything the loop owns.
struct Screen {
    basis: Arc<Basis>,
    state: State,
    look: Look,
    terminal: Terminal<CrosstermBackend<Frames>>,
    worker: Worker,
    folders: Folders,
    autosave: Autosave,
    /// The roundtable that is open.
    rooms: Rooms,
    hits: HitMap,
    /// Title of the window.
    titled: String,
}

/// Title of the window: scenario and screen.
fn window_title(state: &State) -> String {
    let title = layout::tame(&state.scenario.title).replace('\n', " ");
    format!("tiller: {title}, {}", state.screen.label())
}

impl Screen {
    /// Goes where the user was last time. A file that does not read is said and left.
    fn resume(&mut self, session: Option<Result<Session, String>>) -> Result<(), RunError> {
        match session {
            Some(Ok(session)) => self.act(Action::Resumed(session)).map(drop),
            Some(Err(why)) => {
                let notice = format!("The last session cannot be read and is left out: {why}");
                self.state.notice.get_or_insert(notice);
                Ok(())
            }
            None => Ok(()),
        }
    }

    fn run(&mut self, receiver: &Receiver<Message>, sender: Sender<Message>) -> Result<(), RunError> {
        if let Ok(first) = receiver.recv_timeout(FIRST_FIGURES_MAX)
            && self.handle(first)? == Flow::Quit
        {
            return Ok(());
        }
        self.draw()?;
        // What the first frame does not need waits until it is on the screen: it would share the processor with it.
        self.worker.go_on();
        hangup::watch(sender.clone())?;
        listen(sender)?;
        loop {
            let Some(first) = self.next(receiver) else { return Ok(()) };
            // Whatever has come in meanwhile is taken together, so that a frame is drawn once.
            let mut rest: Vec<Message> = receiver.try_iter().collect();
            // A wheel that sends many turns at once moves one step.
            let mut turned = is_wheel(&first);
            rest.retain(|m| {
                let again = turned && is_wheel(m);
                turned |= is_wheel(m);
                !again
            });
            let mut seen = Flow::Idle;
            for message in std::iter::once(first).chain(rest) {
                match self.handle(message)? {
                    Flow::Quit => return Ok(()),
                    Flow::Draw => seen = Flow::Draw,
                    Flow::Idle => {}
                }
            }
            if seen == Flow::Draw {
                self.draw()?;
            }
        }
    }

    /// Waits for a message; while the clock of a roundtable is on the screen not longer than until its words change.
    fn next(&self, receiver: &Receiver<Message>) -> Option<Message> {
        let Some(wait) = self.state.wake_after(roundtable::now()) else { return receiver.recv().ok() };
        match receiver.recv_timeout(wait) {
            Ok(message) => Some(message),
            Err(RecvTimeoutError::Timeout) => Some(Message::App(Action::Room(Told::Clock(roundtable::now())))),
            Err(RecvTimeoutError::Disconnected) => None,
        }
    }

    /// Lets phones in from the start, where that was asked for.
    fn serve(&mut self, address: Option<String>) -> Result<(), RunError> {
        let Some(address) = address else { return Ok(()) };
        for action in self.rooms.perform(Ask::Serve(address), &self.state) {
            self.act(action)?;
        }
        Ok(())
    }

    /// Takes one message.
    fn handle(&mut self, message: Message) -> Result<Flow, RunError> {
        match message {
            Message::Terminal(Event::Resize(..)) => Ok(Flow::Draw),
            Message::Terminal(event) => match input::action(event, &self.hits, &self.state) {
                Some(action) => self.act(action),
                None => Ok(Flow::Idle),
            },
            Message::App(action) => self.act(action),
            Message::InputClosed(error) => Err(RunError::Terminal(error)),
            Message::Signal(signal) => Err(RunError::Signal(signal)),
            Message::Stop => self.suspend().map(|()| Flow::Draw),
            Message::Died => Err(RunError::Bug),
        }
    }

    fn act(&mut self, action: Action) -> Result<Flow, RunError> {
        let seen = self.hits.seen;
        for effect in update(&mut self.state, action, &seen) {
            match effect {
                Effect::Project { generation, scenario } => self.worker.project(generation, scenario),
                Effect::Work(job) => self.worker.work(job),
                Effect::GiveUp => self.worker.give_up(),
                Effect::Autosave(scenario) => self.autosave.keep(scenario),
                Effect::Save(scenario) => {
                    let said = files::save(&self.folders, &scenario);
                    self.autosave.keep(scenario);
                    self.act(said)?;
                }
                Effect::List => {
                    let listed = files::list(&self.folders, &self.basis);
                    self.act(Action::ListedScenarios(listed))?;
                }
                Effect::Open(origin) => {
                    let opened = files::open(&origin, &self.basis);
                    self.act(opened)?;
                }
                Effect::Export(form, sink) => {
                    let size = self.terminal.size()?;
                    let way = (form, sink);
                    let said = exports::export(way, &self.state, &self.look, (size.width, size.height), &self.folders);
                    self.act(Action::Say(said))?;
                }
                Effect::Keep(kept) => {
                    let said = reports::keep(&self.folders, &kept);
                    self.act(Action::Say(said))?;
                }
                Effect::OpenBeside(origin) => {
                    let opened = files::open_beside(&origin, &self.basis);
                    self.act(opened)?;
                }
                Effect::Copy(text) => {
                    let said = clipboard::copy(&text);
                    self.act(Action::Say(said))?;
                }
                Effect::Room(ask) => {
                    for action in self.rooms.perform(ask, &self.state) {
                        self.act(action)?;
                    }
                }
                Effect::Mouse(on) => guard::pointer(on)?,
                Effect::Suspend => self.suspend()?,
                Effect::Quit => return Ok(Flow::Quit),
            }
        }
        Ok(Flow::Draw)
    }

    /// Gives the terminal back, stops, and takes it again when the shell says so.
    fn suspend(&mut self) -> Result<(), RunError> {
        files::keep_session(&self.folders, &Session::of(&self.state));
        guard::give_back();
        signals::stop();
        self.titled = window_title(&self.state);
        guard::take(self.state.mouse, &self.titled)?;
        // The screen that comes back is blank: everything is drawn anew. (`Terminal::clear` would ask where the cursor is.)
        let size = self.terminal.size()?;
        self.terminal.resize(size.into())?;
        Ok(())
    }

    /// One frame as one synchronised write.
    fn draw(&mut self) -> Result<(), RunError> {
        let title = window_title(&self.state);
        if title != self.titled {
            queue!(self.terminal.backend_mut(), SetTitle(&title))?;
            self.titled = title;
        }
        queue!(self.terminal.backend_mut(), BeginSynchronizedUpdate)?;
        let (state, look, hits) = (&self.state, &self.look, &mut self.hits);
        self.terminal.draw(|frame| {
            let (map, cursor) = view::draw(state, look, frame.buffer_mut());
            *hits = map;
            if let Some(at) = cursor {
                frame.set_cursor_position(at);
            }
        })?;
        queue!(self.terminal.backend_mut(), EndSynchronizedUpdate)?;
        io::Write::flush(self.terminal.backend_mut())?;
        Ok(())
    }
}

/// Whether a message is a turn of the wheel.
fn is_wheel(message: &Message) -> bool {
    use event::{
        MouseEvent,
        MouseEventKind::{ScrollDown, ScrollUp},
    };
    matches!(message, Message::Terminal(Event::Mouse(MouseEvent { kind: ScrollDown | ScrollUp, .. })))
}

/// Starts the thread that waits for keys. It is never joined: it ends with the program.
fn listen(sender: Sender<Message>) -> io::Result<()> {
    thread::Builder::new().name(String::from("input")).spawn(move || {
        loop {
            let message = match event::read() {
                Ok(event) => Message::Terminal(event),
                Err(error) => Message::InputClosed(error),
            };
            let closed = matches!(message, Message::InputClosed(_));
            if sender.send(message).is_err() || closed {
                break;
            }
        }
    })?;
    Ok(())
}

/// Writes a sequence straight to the terminal.
fn raw(text: &str) -> io::Result<()> {
    let mut out = io::stdout().lock();
    out.write_all(text.as_bytes())?;
    out.flush()
}
