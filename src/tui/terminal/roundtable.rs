//! Sessions on disk and phones in the room: what the roundtable asks of the world.
//!
//! The keeper's thread writes and syncs; what it has written comes back as a message. Nothing here waits for a disk.

use std::fs;
use std::net::{IpAddr, SocketAddr};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread;
use std::time::{SystemTime, UNIX_EPOCH};

use chrono::{DateTime, NaiveDateTime};

use super::files::Folders;
use super::{Message, beside};
use crate::evidence::order::InOrder as _;
use crate::model::Basis;
use crate::report::export::file_name;
use crate::roundtable::journal::{self, ENDING, Held, Journal, Loaded};
use crate::roundtable::keeper::{Answer, answer_of};
use crate::roundtable::{Desk, Event, Header, Question, Room, Round, RunningOrder, Session};
use crate::serve::preflight::Look;
use crate::serve::{self, Config, JoinCode, ServeError, Server};
use crate::tui::app::roundtable::{Ask, Kept, Network, Opened, Part, Phones, Told};
use crate::tui::app::{Action, State};

/// Port of the ballot page unless another is asked for.
const PORT: u16 = 8642;
/// Most sessions of one name.
const COPIES_MAX: u32 = 1_000;

/// Universal time, to the second.
pub(crate) fn now() -> NaiveDateTime {
    let seconds = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |d| d.as_secs());
    DateTime::from_timestamp(i64::try_from(seconds).unwrap_or(0), 0).unwrap_or_default().naive_utc()
}

/// The session that is open, and where sessions are kept.
pub(super) struct Rooms {
    folder: Option<PathBuf>,
    say: Sender<Message>,
    open: Option<Open>,
    /// Part that the wall shows.
    part: Part,
    /// Where phones send ballots.
    phones: Option<Phones>,
    server: Option<Server>,
    /// Join code of this session's server, so that phones find it again after a pause.
    code: Option<JoinCode>,
    /// Address at which phones were let in before, so that they find it again.
    before: Option<String>,
}

struct Open {
    room: Arc<Room>,
    path: PathBuf,
    /// Answers are waited for on a thread of their own, so that a refusal is said.
    clerk: Sender<Receiver<Answer>>,
}

impl Drop for Rooms {
    fn drop(&mut self) {
        self.close();
    }
}

impl Rooms {
    pub fn new(folders: &Folders, say: Sender<Message>) -> Self {
        Self {
            folder: folders.roundtables(),
            say,
            open: None,
            part: Part::Question,
            phones: None,
            server: None,
            code: None,
            before: None,
        }
    }

    /// Does what is asked; what is known at once comes back.
    pub fn perform(&mut self, ask: Ask, state: &State) -> Vec<Action> {
        match ask {
            Ask::List => vec![Action::Room(Told::Listed(self.list()))],
            Ask::Now => vec![Action::Room(Told::Clock(now()))],
            Ask::Begin { question } => one(self.begin(*question, &state.basis)),
            Ask::Open(path) => one(self.open(&path)),
            Ask::Write(events) => {
                self.write(events);
                Vec::new()
            }
            Ask::Import(round, file) => one(self.import(round, &file)),
            Ask::Serve(address) => one(self.serve(&address)),
            Ask::Unserve => {
                self.unserve();
                self.tell_wall();
                vec![Action::Room(Told::Phones(None))]
            }
            Ask::Networks => vec![Action::Room(Told::Networks(self.networks()))],
            Ask::Check => {
                self.check();
                Vec::new()
            }
            Ask::Minutes(text) => one(self.minutes(&text)),
            Ask::Show(part) => {
                self.part = part;
                self.tell_wall();
                Vec::new()
            }
            Ask::Leave => {
                self.close();
                Vec::new()
            }
        }
    }

    fn list(&self) -> Vec<Kept> {
        let mut all: Vec<(Option<NaiveDateTime>, Kept)> =
            self.folder.iter().flat_map(|f| journal::list(f)).map(kept).collect();
        all.order_by(|a, b| b.0.cmp(&a.0).then_with(|| a.1.name.cmp(&b.1.name)));
        all.into_iter().map(|(_, kept)| kept).collect()
    }

    /// Makes a session and opens it.
    fn begin(&mut self, question: Question, basis: &Basis) -> Result<Told, String> {
        let folder = self.folder.clone().ok_or("no home folder is known")?;
        let path = make(&folder, None, &question, &basis.model.version)?;
        let told = self.open(&path)?;
        self.write(vec![Event::Asked(Box::new(question)), Event::Ordered(RunningOrder::ninety())]);
        Ok(told)
    }

    /// Opens a session for writing.
    pub fn open(&mut self, path: &Path) -> Result<Told, String> {
        // The file is let go of before it is opened again.
        self.close();
        let (held, loaded) = Journal::open(path).map_err(|f| f.to_string())?;
        let Held::Writing(pen) = held else {
            return Err(format!(
                "{}; 'tiller present' looks on",
                loaded.said.first().map_or("the session is open elsewhere", String::as_str)
            ));
        };
        let session = Session::replay(&loaded.entries);
        let say = self.say.clone();
        let notify = move |entries: &[crate::roundtable::Entry]| {
            let entries = entries.iter().cloned().map(Arc::new).collect();
            let _ = say.send(Message::App(Action::Room(Told::Entered(entries, now()))));
        };
        let room = Arc::new(Room::start(pen, session.clone(), now, notify));
        let clerk = clerk(self.say.clone()).map_err(|e| e.to_string())?;
        self.open = Some(Open { room, path: path.to_owned(), clerk });
        // What a crash left beside it is out of date, but for the code: phones find the page again by it.
        let left = beside::read(path).phones;
        self.code = left.as_ref().and_then(|phones| phones.code.parse().ok());
        beside::remove(path);
        let were_on = left.map(|phones| {
            self.before = phones.url.strip_prefix("http://").map(str::to_owned);
            String::from("Phones were on: S lets them in again, same code")
        });
        let remark = loaded.said.first().cloned().or(were_on);
        let used = loaded.entries.last().map(|e| e.at);
        Ok(Told::Opened(Box::new(Opened { name: name_of(path), session, now: now(), used, remark })))
    }

    /// Lets the file and the phones go.
    fn close(&mut self) {
        self.unserve();
        (self.code, self.before) = (None, None);
        if let Some(open) = self.open.take() {
            beside::remove(&open.path);
        }
    }

    fn unserve(&mut self) {
        self.phones = None;
        if let Some(server) = self.server.take() {
            server.stop();
        }
    }

    /// Tells the window on the wall which part is shown and where phones send ballots.
    fn tell_wall(&self) {
        if let Some(open) = &self.open {
            beside::write(&open.path, self.part, self.phones.as_ref());
        }
    }

    /// Hands entries to the keeper.
    fn write(&self, events: Vec<Event>) {
        let Some(open) = &self.open else { return };
        for event in events {
            let _ = open.clerk.send(open.room.post(event));
        }
    }

    /// Waits until everything that was handed in is on disk.
    pub fn settle(&self) {
        if let Some(open) = &self.open {
            // An undo of nothing changes nothing, and is answered after all that came before it.
            let _ = open.room.post(Event::Undone(0)).recv();
        }
    }

    fn import(&self, round: Round, file: &str) -> Result<Told, String> {
        let open = self.open.as_ref().ok_or("no session is open")?;
        import(&open.room, round, Path::new(file)).map(Told::Minutes)
    }

    /// Lets phones in at an address of this machine.
    fn serve(&mut self, address: &str) -> Result<Told, String> {
        let open = self.open.as_ref().ok_or("no session is open")?;
        let at = listening(address)?;
        let mut config = Config::at(at);
        config.code.clone_from(&self.code);
        let server = match serve::start(config.clone(), Arc::clone(&open.room) as Arc<dyn Desk>) {
            // The usual port is taken: any other will do.
            Err(ServeError::InUse(_)) if at.port() == PORT => {
                let config = Config { address: SocketAddr::new(at.ip(), 0), ..config };
                serve::start(config, Arc::clone(&open.room) as Arc<dyn Desk>)
            }
            other => other,
        };
        let server = server.map_err(|e| e.to_string())?;
        self.code = Some(server.code().clone());
        let dots = server.qr().map_or_else(Vec::new, |qr| qr.squares().to_vec());
        let phones = Phones { url: server.door(), code: server.code().as_str().to_owned(), dots };
        self.before = Some(server.address().to_string());
        self.phones = Some(phones.clone());
        self.server = Some(server);
        self.tell_wall();
        Ok(Told::Phones(Some(phones)))
    }

    /// Addresses of this machine at which phones might find it; where they were let in before comes first.
    fn networks(&self) -> Vec<Network> {
        let line = |c: serve::Candidate| Network {
            address: c.address.to_string(),
            says: format!("{}, {}", c.interface, c.likely.words()),
        };
        let again = |address: &String| Network { address: address.clone(), says: String::from("as before") };
        self.before.iter().map(again).chain(serve::candidates().into_iter().map(line)).collect()
    }

    /// Looks at the way to the page on a thread of its own: a network that swallows everything takes two seconds to say so.
    fn check(&self) {
        let Some(look) = self.server.as_ref().map(Look::at) else { return };
        let say = self.say.clone();
        let looking = thread::Builder::new().name(String::from("look")).spawn(move || {
            let _ = say.send(Message::App(Action::Room(Told::Way(look.take().says()))));
        });
        // Without a thread the way stays unknown; the page is served all the same.
        drop(looking);
    }

    /// Minutes stand beside the file of the session; a newer draft takes the place of an older one.
    fn minutes(&self, text: &str) -> Result<Told, String> {
        let open = self.open.as_ref().ok_or("no session is open")?;
        let path = open.path.with_extension("minutes.md");
        write_whole(&path, text).map_err(|e| format!("{}: {e}", path.display()))?;
        Ok(Told::Minutes(format!("Minutes: {}", path.display())))
    }
}

/// "lan", or an address of this machine with or without a port.
fn listening(address: &str) -> Result<SocketAddr, String> {
    if address.eq_ignore_ascii_case("lan") {
        return serve::local_address().map(|ip| SocketAddr::new(ip, PORT)).map_err(|e| e.to_string());
    }
    let whole = address.parse::<SocketAddr>().ok();
    let bare = address.parse::<IpAddr>().ok().map(|ip| SocketAddr::new(ip, PORT));
    whole.or(bare).ok_or_else(|| format!("'{address}' is not an address; write lan, or one like 192.168.1.20:8080"))
}

/// A failure is said where something was typed, or in the footer.
fn one(result: Result<Told, String>) -> Vec<Action> {
    vec![Action::Room(result.unwrap_or_else(Told::Refused))]
}

/// Waits for answers and says what was refused.
fn clerk(say: Sender<Message>) -> std::io::Result<Sender<Receiver<Answer>>> {
    let (sender, receiver) = channel::<Receiver<Answer>>();
    thread::Builder::new().name(String::from("clerk")).spawn(move || {
        while let Ok(answer) = receiver.recv() {
            if let Err(why) = answer_of(&answer) {
                let _ = say.send(Message::App(Action::Room(Told::Refused(format!("Not written: {why}")))));
            }
        }
    })?;
    Ok(sender)
}

/// Makes the file of a new session in a folder; its path.
///
/// # Errors
/// If it cannot be written, or a name that was asked for is taken.
pub(crate) fn make(folder: &Path, name: Option<&str>, question: &Question, evidence: &str) -> Result<PathBuf, String> {
    fs::create_dir_all(folder).map_err(|e| format!("{}: {e}", folder.display()))?;
    let header = Header::new(&question.title, evidence);
    let usual = format!("{}{}-{}", if question.rehearsal { "rehearsal-" } else { "" }, question.place, question.sector);
    let stem = file_name(name.unwrap_or(&usual));
    for copy in 1..COPIES_MAX {
        let number = if copy == 1 { String::new() } else { format!("-{copy}") };
        let path = folder.join(format!("{stem}{number}.{ENDING}"));
        let free = fs::symlink_metadata(&path).is_err();
        if free || name.is_some() {
            return Journal::create(&path, &header).map(|_| path).map_err(|f| f.to_string());
        }
    }
    Err(format!("{stem} is there {COPIES_MAX} times already"))
}

/// Reads ballots from a CSV file into a round; what came of it in a sentence.
///
/// # Errors
/// If the file cannot be read, or a row is no ballot: then none is taken.
pub(crate) fn import(room: &Room, round: Round, file: &Path) -> Result<String, String> {
    let text = fs::read_to_string(file).map_err(|e| format!("{}: {e}", file.display()))?;
    let session = room.session();
    let question = session.question.as_ref().ok_or("there is no question")?;
    let read = crate::roundtable::import::read(&file.display().to_string(), &text, question);
    let imported = read.map_err(|faults| faults.to_string())?;
    let count = imported.ballots.len();
    let came = room.take_all(round, imported.ballots);
    let refused: Vec<String> = came.iter().filter_map(|r| r.as_ref().err().map(ToString::to_string)).collect();
    match refused.first() {
        None => Ok(format!("{count} ballots taken into the {} round", round.words())),
        Some(why) => Err(format!("{} of {count} ballots were not taken: {why}", refused.len())),
    }
}

/// The name of a session's file.
pub(crate) fn name_of(path: &Path) -> String {
    path.file_stem().map_or_else(String::new, |n| n.to_string_lossy().into_owned())
}

/// A session for the list, with when it was last used.
pub(crate) fn kept((path, read): (PathBuf, Result<Loaded, crate::evidence::Fault>)) -> (Option<NaiveDateTime>, Kept) {
    let name = name_of(&path);
    match read {
        Err(fault) => (None, Kept { name, about: format!("cannot be read: {}", fault.problem), path }),
        Ok(loaded) => {
            let session = Session::replay(&loaded.entries);
            let at = loaded.entries.last().map(|e| e.at);
            let day = at.map_or_else(String::new, |at| at.format("%Y-%m-%d").to_string());
            let step = match (&session.finished, session.step_began, session.current()) {
                (Some(_), ..) => String::from("finished"),
                (None, Some(_), Some(step)) => format!("at “{}”", step.title),
                _ => String::from("not begun"),
            };
            (at, Kept { name, about: format!("{day}, {step}. {}", loaded.header.title), path })
        }
    }
}

/// Writes a file whole or not at all; one that is there is replaced.
fn write_whole(path: &Path, text: &str) -> std::io::Result<()> {
    use std::io::Write as _;
    let folder = path.parent().unwrap_or_else(|| Path::new("."));
    let mut file = tempfile::NamedTempFile::new_in(folder)?;
    file.write_all(text.as_bytes())?;
    file.as_file().sync_all()?;
    file.persist(path).map(drop).map_err(|e| e.error)
}
