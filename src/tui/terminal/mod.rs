//! The terminal itself: threads, signals, files, and the loop between a key press and a frame.
//!
//! The input thread blocks on the terminal, the worker on its requests, the loop on its messages: at rest nothing runs.

mod clipboard;
pub(super) mod direct;
pub mod environment;
mod files;
pub mod guard;
mod hangup;
mod input;
mod jobs;
mod signals;
mod start;
mod worker;

use std::io::{self, BufWriter, IsTerminal as _, Stdout, Write as _};
use std::sync::Arc;
use std::sync::mpsc::{self, Receiver, Sender};
use std::thread;
use std::time::Duration;

use ratatui::Terminal;
use ratatui::backend::CrosstermBackend;
use ratatui::crossterm::event::{self, Event};
use ratatui::crossterm::queue;
use ratatui::crossterm::style::Colored;
use ratatui::crossterm::terminal::{BeginSynchronizedUpdate, EndSynchronizedUpdate};

use super::app::{Action, Effect, State, update};
use super::view::{self, HitMap, Look};
use super::{Options, RunError};
use crate::model::Basis;
use files::{Autosave, Folders};
use guard::Guard;
use worker::Worker;

/// What reaches the loop.
#[derive(Debug)]
enum Message {
    Terminal(Event),
    InputClosed(io::Error),
    App(Action),
    Signal(i32),
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
    let look = environment::look(options.theme, options.glyphs, options.color, &env)?;
    // We read NO_COLOR ourselves; left to the library it would take reverse and bold away with the colours.
    Colored::set_ansi_color_disabled(false);
    let (sender, receiver) = mpsc::channel();
    let worker = Worker::start(Arc::clone(basis), sender.clone())?;
    let folders = Folders::of_user();
    let mouse = options.mouse;
    let mut state = opening(basis, options, &folders);
    worker.project(state.generation, Arc::clone(&state.scenario));
    state.mouse = mouse;
    signals::listen(sender.clone())?;
    hangup::watch(sender.clone())?;
    let autosave = Autosave::start(&folders, sender.clone());
    let title = format!("tiller: {}", state.scenario.title);
    let guard = Guard::take(mouse, &title)?;
    let terminal = Terminal::new(CrosstermBackend::new(BufWriter::with_capacity(1 << 16, io::stdout())))?;
    let mut screen =
        Screen { basis: Arc::clone(basis), state, look, terminal, worker, folders, autosave, hits: HitMap::default() };
    let result = screen.run(&receiver, sender);
    drop(guard);
    // The newest scenario is on disk before the program leaves.
    drop(screen);
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
                let notice = format!("“{}” is as you left it; o opens another", scenario.title);
                (scenario, Some(notice))
            }
            Some(Err(why)) => (start::scenario(basis), Some(format!("The last scenario cannot be read: {why}"))),
            None => (start::scenario(basis), None),
        },
    };
    if let (None, Some(data)) = (&notice, &options.data) {
        notice = Some(format!("Your own files in {} are laid over the bundled ones", data.display()));
    }
    let mut state = State::new(Arc::clone(basis), scenario);
    state.notice = notice;
    state
}

/// Everything the loop owns.
struct Screen {
    basis: Arc<Basis>,
    state: State,
    look: Look,
    terminal: Terminal<CrosstermBackend<BufWriter<Stdout>>>,
    worker: Worker,
    folders: Folders,
    autosave: Autosave,
    hits: HitMap,
}

impl Screen {
    fn run(&mut self, receiver: &Receiver<Message>, sender: Sender<Message>) -> Result<(), RunError> {
        if let Ok(first) = receiver.recv_timeout(FIRST_FIGURES_MAX)
            && self.handle(first)? == Flow::Quit
        {
            return Ok(());
        }
        self.draw()?;
        listen(sender)?;
        loop {
            let Ok(first) = receiver.recv() else { return Ok(()) };
            // Whatever has come in meanwhile is taken together, so that a frame is drawn once.
            let rest: Vec<Message> = receiver.try_iter().collect();
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
                Effect::OpenBeside(origin) => {
                    let opened = files::open_beside(&origin, &self.basis);
                    self.act(opened)?;
                }
                Effect::Copy(text) => {
                    let said = clipboard::copy(&text);
                    self.act(Action::Say(said))?;
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
        guard::give_back();
        signals::stop();
        let title = format!("tiller: {}", self.state.scenario.title);
        guard::take(self.state.mouse, &title)?;
        // The screen that comes back is blank: everything is drawn anew. (`Terminal::clear` would ask where the cursor is.)
        let size = self.terminal.size()?;
        self.terminal.resize(size.into())?;
        Ok(())
    }

    /// One frame as one synchronised write.
    fn draw(&mut self) -> Result<(), RunError> {
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
