//! `tiller present`: a second terminal follows the file of a session and shows it to the room. It only ever reads.
//!
//! The file is looked at a few times a second: the one place where the program does something without being asked, because
//! another program writes what it shows and may crash at any time.

use std::io::{self, IsTerminal as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::mpsc::{self, Receiver, RecvTimeoutError};
use std::time::Duration;

use ratatui::Terminal;
use ratatui::backend::CrosstermBackend;
use ratatui::crossterm::event::Event;
use ratatui::crossterm::queue;
use ratatui::crossterm::style::Colored;
use ratatui::crossterm::terminal::{BeginSynchronizedUpdate, EndSynchronizedUpdate};

use super::frames::Frames;
use super::guard::{self, Guard};
use super::roundtable::{name_of, now};
use super::worker::Worker;
use super::{Message, beside, environment, hangup, input, listen, signals};
use crate::model::Basis;
use crate::roundtable::{Follower, News, Session};
use crate::tui::app::roundtable::{Opened, Table};
use crate::tui::app::{Action, Chord, Done, Key};
use crate::tui::view::{Look, wall};
use crate::tui::{Options, RunError};

/// How often the file is looked at.
const LOOK: Duration = Duration::from_millis(400);

/// Follows a session until it is left.
///
/// # Errors
/// See [`RunError`].
pub fn present(basis: &Arc<Basis>, path: &Path, options: &Options) -> Result<(), RunError> {
    if !(io::stdin().is_terminal() && io::stdout().is_terminal()) {
        return Err(RunError::NoTerminal);
    }
    let env = |name: &str| std::env::var(name).ok().filter(|v| !v.is_empty());
    let look = environment::look_with(options.own_theme.as_ref(), options.theme, options.glyphs, options.color, &env)?;
    Colored::set_ansi_color_disabled(false);
    let (follower, loaded) = Follower::open(path).map_err(|fault| RunError::Session(fault.to_string()))?;
    let (sender, receiver) = mpsc::channel();
    let worker = Worker::start(Arc::clone(basis), sender.clone())?;
    let session = Session::replay(&loaded.entries);
    let opened = Opened { name: name_of(path), session, now: now(), used: None, remark: None };
    let table = Table::open(basis, opened);
    signals::listen(sender.clone())?;
    hangup::watch(sender.clone())?;
    let guard = Guard::take(false, &format!("tiller: {}", table.name))?;
    let terminal = Terminal::new(CrosstermBackend::new(Frames::new()))?;
    let mut window = Window {
        basis: Arc::clone(basis),
        table,
        look,
        terminal,
        worker,
        follower,
        path: path.to_owned(),
        trouble: None,
    };
    listen(sender)?;
    let result = window.run(&receiver);
    drop(guard);
    if let Err(RunError::Signal(signal)) = &result {
        signals::end(*signal);
    }
    result
}

struct Window {
    basis: Arc<Basis>,
    table: Table,
    look: Look,
    terminal: Terminal<CrosstermBackend<Frames>>,
    worker: Worker,
    follower: Follower,
    path: PathBuf,
    /// What is wrong with the file, while something is: what was shown stays.
    trouble: Option<String>,
}

impl Window {
    fn run(&mut self, receiver: &Receiver<Message>) -> Result<(), RunError> {
        self.look_at_file();
        if let Some(job) = self.table.request(&self.basis) {
            self.worker.work(job);
        }
        self.draw()?;
        loop {
            let news = match receiver.recv_timeout(LOOK) {
                Ok(Message::Terminal(Event::Resize(..))) => true,
                Ok(Message::Terminal(Event::Key(key))) => match input::chord(key) {
                    Some(chord) if leaves(chord) => return Ok(()),
                    _ => false,
                },
                Ok(Message::App(Action::Done(Done::Packages(stamp, found)))) => {
                    self.table.worked_out(stamp, found);
                    true
                }
                Ok(Message::InputClosed(error)) => return Err(RunError::Terminal(error)),
                Ok(Message::Signal(signal)) => return Err(RunError::Signal(signal)),
                Ok(Message::Died) => return Err(RunError::Bug),
                Ok(Message::Stop) => {
                    guard::give_back();
                    signals::stop();
                    guard::take(false, &format!("tiller: {}", self.table.name))?;
                    let size = self.terminal.size()?;
                    self.terminal.resize(size.into())?;
                    true
                }
                Ok(Message::Terminal(_) | Message::App(_)) => false,
                Err(RecvTimeoutError::Timeout) => self.look_at_file(),
                Err(RecvTimeoutError::Disconnected) => return Ok(()),
            };
            if news {
                self.draw()?;
            }
        }
    }

    /// Reads what has come; whether anything on the wall may look different.
    fn look_at_file(&mut self) -> bool {
        let before = self.table.time_left();
        let mut changed = match self.follower.poll() {
            Ok(News::Same) => self.trouble.take().is_some(),
            Ok(News::More(entries)) => {
                for entry in &entries {
                    self.table.session.apply(entry);
                }
                true
            }
            Ok(News::Afresh(loaded)) => {
                self.table.session = Session::replay(&loaded.entries);
                true
            }
            // A folder that is away for a moment changes nothing on the wall.
            Err(fault) => self.trouble.replace(fault.to_string()).is_none(),
        };
        self.table.now = now();
        changed |= self.table.time_left() != before;
        let shown = beside::read(&self.path);
        changed |= self.table.follow(&self.basis, shown);
        if changed && let Some(job) = self.table.request(&self.basis) {
            self.worker.work(job);
        }
        changed
    }

    fn draw(&mut self) -> Result<(), RunError> {
        queue!(self.terminal.backend_mut(), BeginSynchronizedUpdate)?;
        let (basis, table, look) = (&self.basis, &self.table, &self.look);
        self.terminal.draw(|frame| wall(basis, table, look, frame.buffer_mut()))?;
        queue!(self.terminal.backend_mut(), EndSynchronizedUpdate)?;
        io::Write::flush(self.terminal.backend_mut())?;
        Ok(())
    }
}

fn leaves(chord: Chord) -> bool {
    chord == Chord::char('q') || chord == Chord::ctrl('c') || chord == Chord::plain(Key::Esc)
}
