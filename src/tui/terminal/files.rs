//! Where scenarios are kept, and the thread that keeps the one on the screen safe.

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{self, Receiver, Sender};
use std::thread::{self, JoinHandle};

use etcetera::BaseStrategy;

use super::Message;
use crate::evidence::load::SCENARIOS;
use crate::evidence::order::InOrder as _;
use crate::model::Basis;
use crate::report::export::file_name;
use crate::scenario::{Opened, Scenario, document, store};
use crate::tui::app::session::Session;
use crate::tui::app::{Action, Listed, Origin};

/// Folders of this user.
#[derive(Debug, Clone, Default)]
pub(super) struct Folders {
    state: Option<PathBuf>,
    data: Option<PathBuf>,
}

impl Folders {
    /// By the XDG conventions; on Windows the folders that stand for them.
    pub fn of_user() -> Self {
        let Ok(base) = etcetera::choose_base_strategy() else { return Self::default() };
        let state = base.state_dir().unwrap_or_else(|| base.data_dir());
        Self { state: Some(state.join("tiller")), data: Some(base.data_dir().join("tiller").join("scenarios")) }
    }

    /// Where exports go.
    pub fn exports(&self) -> Option<PathBuf> {
        self.data.as_ref().and_then(|d| d.parent()).map(|d| d.join("exports"))
    }

    /// Where roundtables are kept.
    pub fn roundtables(&self) -> Option<PathBuf> {
        self.data.as_ref().and_then(|d| d.parent()).map(|d| d.join("roundtables"))
    }

    fn session(&self) -> Option<PathBuf> {
        self.state.as_ref().map(|d| d.join("session.ron"))
    }

    fn current(&self) -> Option<PathBuf> {
        self.state.as_ref().map(|d| d.join("current.ron"))
    }
}

/// The scenario that was on the screen last time; what is wrong with it otherwise.
pub(super) fn resume(folders: &Folders, basis: &Basis) -> Option<Result<Scenario, String>> {
    let path = folders.current().filter(|p| p.exists())?;
    Some(store::open(&path, basis).map(|o| o.scenario).map_err(|e| e.to_string()))
}

/// Where the user was last time; what is wrong with the file otherwise.
pub(super) fn session(folders: &Folders) -> Option<Result<Session, String>> {
    let path = folders.session().filter(|p| p.exists())?;
    let text = fs::read_to_string(&path).map_err(|e| e.to_string());
    Some(text.and_then(|t| Session::read(&t)))
}

/// Keeps where the user is. Nothing depends on it, so a failure is not said.
pub(super) fn keep_session(folders: &Folders, session: &Session) {
    let Some(path) = folders.session() else { return };
    let Some(folder) = path.parent() else { return };
    let text = session.write();
    // A file that is put in the place of another waits for the disk: two thousandths of a second of every end.
    if fs::read_to_string(&path).is_ok_and(|kept| kept == text) {
        return;
    }
    let written =
        fs::create_dir_all(folder).and_then(|()| tempfile::NamedTempFile::new_in(folder)).and_then(|mut file| {
            file.write_all(text.as_bytes())?;
            file.persist(&path).map(drop).map_err(|e| e.error)
        });
    drop(written);
}

/// Worked examples, then scenarios the user wrote, newest first.
pub(super) fn list(folders: &Folders, basis: &Basis) -> Vec<Listed> {
    let built_in = SCENARIOS.iter().map(|(name, text)| {
        let origin = Origin::BuiltIn((*name).to_owned());
        listed(document::read(name, text, basis).map_err(|f| f.to_string()), name, origin, basis)
    });
    let mut all: Vec<Listed> = built_in.collect();
    let Some(entries) = folders.data.as_ref().and_then(|d| fs::read_dir(d).ok()) else { return all };
    let mut found: Vec<_> = entries
        .flatten()
        .map(|e| e.path())
        .filter(|p| p.extension().is_some_and(|e| e == "ron"))
        .map(|p| (fs::metadata(&p).and_then(|m| m.modified()).ok(), p))
        .collect();
    found.order_by(|a, b| b.cmp(a));
    all.extend(found.into_iter().map(|(_, path)| {
        let name = path.file_name().map_or_else(String::new, |n| n.to_string_lossy().into_owned());
        listed(store::open(&path, basis).map_err(|e| e.to_string()), &name, Origin::Saved(path), basis)
    }));
    all
}

fn listed(read: Result<Opened, String>, name: &str, origin: Origin, basis: &Basis) -> Listed {
    match read {
        Ok(Opened { scenario, .. }) => {
            let place = match scenario.plans.as_slice() {
                [one] => basis.evidence.place_name(&one.place),
                many => format!("{} plans", many.len()),
            };
            let notes = scenario.notes.lines().next().unwrap_or_default();
            Listed { title: scenario.title, about: format!("{place}. {notes}"), origin }
        }
        Err(error) => Listed { title: name.to_owned(), about: format!("cannot be read: {error}"), origin },
    }
}

/// Opens a scenario from the list.
pub(super) fn open(origin: &Origin, basis: &Basis) -> Action {
    let read = match origin {
        Origin::Saved(path) => store::open(path, basis).map_err(|e| e.to_string()),
        Origin::BuiltIn(name) => match SCENARIOS.iter().find(|(known, _)| known == name) {
            Some((_, text)) => document::read(name, text, basis).map_err(|f| f.to_string()),
            None => Err(format!("{name} does not come with this program")),
        },
    };
    match read {
        Ok(opened) => Action::Opened(Box::new(opened.scenario)),
        Err(error) => Action::Say(format!("Not opened: {error}")),
    }
}

/// Opens one from the list to set it beside the scenario shown.
pub(super) fn open_beside(origin: &Origin, basis: &Basis) -> Action {
    match open(origin, basis) {
        Action::Opened(scenario) => Action::OpenedBeside(scenario),
        said => said,
    }
}

/// Writes a scenario under its title.
pub(super) fn save(folders: &Folders, scenario: &Scenario) -> Action {
    let Some(folder) = &folders.data else { return Action::Say(String::from("Not saved: no home folder is known")) };
    let path = folder.join(format!("{}.ron", file_name(&scenario.title)));
    let made = fs::create_dir_all(folder).map_err(|e| format!("{}: {e}", folder.display()));
    match made.and_then(|()| store::save(&path, &scenario.stamped(crate::report::today())).map_err(|e| e.to_string())) {
        Ok(()) => Action::Saved { path },
        Err(error) => Action::Say(format!("Not saved: {error}")),
    }
}

/// Keeps the newest scenario on disk, on a thread of its own so that no key ever waits for one.
pub(super) struct Autosave {
    path: Option<PathBuf>,
    say: Sender<Message>,
    /// The thread and the way to it, from the first scenario on.
    thread: Option<(Sender<Arc<Scenario>>, JoinHandle<()>)>,
    /// Scenarios handed over that are not dealt with yet.
    open: Arc<AtomicUsize>,
}

impl Autosave {
    /// Nothing is kept yet. If the folder cannot be written that is said once, and the program works on.
    pub fn new(folders: &Folders, say: Sender<Message>) -> Self {
        let path = folders.current();
        if path.is_none() {
            let _ = say.send(Message::App(Action::Say(String::from("autosave is off: no home folder is known"))));
        }
        Self { path, say, thread: None, open: Arc::default() }
    }

    /// Takes the scenario to be kept.
    pub fn keep(&mut self, scenario: Arc<Scenario>) {
        let Some(path) = self.path.clone() else { return };
        if self.thread.is_none() {
            let (sender, receiver) = mpsc::channel();
            let (left, say) = (Arc::clone(&self.open), self.say.clone());
            let spawned = thread::Builder::new()
                .name(String::from("autosave"))
                .spawn(move || write_newest(&path, &receiver, &left, &say));
            self.thread = spawned.ok().map(|thread| (sender, thread));
        }
        if let Some((sender, _)) = &self.thread {
            self.open.fetch_add(1, Ordering::AcqRel);
            let _ = sender.send(scenario);
        }
    }

    /// Returns once the newest scenario is on disk; at once if it is. Nothing is kept after this.
    pub fn finish(&mut self) {
        let Some((sender, thread)) = self.thread.take() else { return };
        drop(sender);
        if self.open.load(Ordering::Acquire) > 0 {
            let _ = thread.join();
        }
    }
}

impl Drop for Autosave {
    fn drop(&mut self) {
        self.finish();
    }
}

/// Writes the newest of what comes until nothing more can come.
fn write_newest(path: &Path, receiver: &Receiver<Arc<Scenario>>, left: &AtomicUsize, say: &Sender<Message>) {
    let mut said = false;
    while let Ok(mut newest) = receiver.recv() {
        let mut taken = 1;
        while let Ok(newer) = receiver.try_recv() {
            newest = newer;
            taken += 1;
        }
        if let Err(error) = write(path, &newest) {
            if !said {
                let _ = say.send(Message::App(Action::Say(format!("autosave is off: {error}"))));
            }
            said = true;
        }
        left.fetch_sub(taken, Ordering::AcqRel);
    }
}

fn write(path: &Path, scenario: &Scenario) -> Result<(), String> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).map_err(|e| format!("{}: {e}", folder.display()))?;
    }
    store::save(path, scenario).map_err(|e| e.to_string())
}
