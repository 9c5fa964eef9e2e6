//! The journal of a session: one text file, one entry a line, written and synced as it happens (docs/ROUNDTABLE.md).
//!
//! The only part of this room that touches files.

mod follow;
mod lines;

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, Read as _, Seek as _, SeekFrom, Write as _};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::event::Entry;
use super::keeper::Pen;
use crate::evidence::Fault;
use crate::evidence::order::InOrder as _;

pub use follow::{Follower, News};
pub use lines::{Parsed, parse};

/// Number of the format that is written and read.
pub const FORMAT: u64 = 1;
/// How a session's file name ends.
pub const ENDING: &str = "tiller";
/// Largest session file, bytes.
pub const FILE_BYTES_MAX: u64 = 64 * 1024 * 1024;

/// First line of a session file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Header {
    /// `roundtable`.
    pub tiller: String,
    /// [`FORMAT`].
    pub format: u64,
    /// Title of the session.
    pub title: String,
    /// Version of the evidence it was set up with.
    pub evidence: String,
    /// Version of the program that set it up.
    pub program: String,
}

impl Header {
    /// The header of a new session.
    #[must_use]
    pub fn new(title: &str, evidence: &str) -> Self {
        Self {
            tiller: String::from("roundtable"),
            format: FORMAT,
            title: super::clean::one_line(title, super::clean::NAME_MAX),
            evidence: evidence.to_owned(),
            program: env!("CARGO_PKG_VERSION").to_owned(),
        }
    }
}

/// What stands in a session file.
#[derive(Debug, Clone, PartialEq)]
pub struct Loaded {
    /// First line.
    pub header: Header,
    /// Entries, in order.
    pub entries: Vec<Entry>,
    /// What a person should know: a line set aside, an entry missing, a lock that the system cannot give.
    pub said: Vec<String>,
}

/// Who holds the pen.
#[derive(Debug)]
pub enum Held {
    /// This program writes.
    Writing(Journal),
    /// Another one writes, or the file may not be written; this one looks on.
    Following(Follower),
}

/// A session file open for writing. The lock goes with it.
#[derive(Debug)]
pub struct Journal {
    path: PathBuf,
    file: File,
    length: u64,
    last: u32,
    /// Set when a failed write could not be taken back: nothing more is written behind what may be half a line.
    broken: bool,
    #[cfg(not(unix))]
    _lock: Option<File>,
}

impl Journal {
    /// Makes a new session file, whole or not at all; one that is there is never replaced.
    ///
    /// # Errors
    /// If it exists or cannot be written.
    pub fn create(path: &Path, header: &Header) -> Result<Self, Fault> {
        let text = serde_json::to_string(header).map_err(|e| fault(path, format!("cannot be written ({e})")))? + "\n";
        put_new(path, text.as_bytes())?;
        match Self::open(path)? {
            (Held::Writing(journal), _) => Ok(journal),
            (Held::Following(_), _) => Err(fault(path, "was made, but another tiller opened it first")),
        }
    }

    /// Opens a session file for writing; to look on if another program has it open. A last line that was not written whole is
    /// moved to `NAME.tiller.torn`, and said.
    ///
    /// # Errors
    /// If it cannot be read, is no session, was made by a newer program, or holds a line in its middle that cannot be read.
    pub fn open(path: &Path) -> Result<(Held, Loaded), Fault> {
        plain_file(path)?;
        let file = match OpenOptions::new().read(true).write(true).open(path) {
            Ok(file) => file,
            Err(e) if matches!(e.kind(), io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem) => {
                return look_on(path, "the file may not be changed; this window only looks on");
            }
            Err(e) => return Err(unread(path, &e)),
        };
        let mut said = Vec::new();
        #[cfg(not(unix))]
        let lock_file = lock_beside(path);
        #[cfg(not(unix))]
        let locked = lock_file.as_ref().map_or(Ok(()), File::try_lock);
        #[cfg(unix)]
        let locked = file.try_lock();
        match locked {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                return look_on(path, "another tiller has this session open; this window only looks on");
            }
            Err(TryLockError::Error(e)) => {
                said.push(format!("this disk gives no locks ({}); open the session in one tiller only", plain(&e)));
            }
        }
        let (parsed, bytes) = read_from(&file, path)?;
        let mut journal = Self {
            path: path.to_owned(),
            file,
            length: parsed.good as u64,
            last: parsed.entries.last().map_or(0, |e| e.n),
            broken: false,
            #[cfg(not(unix))]
            _lock: lock_file,
        };
        said.extend(parsed.said);
        said.extend(journal.mend(&bytes[parsed.good..], parsed.open_end)?);
        let loaded = Loaded { header: parsed.header, entries: parsed.entries, said };
        Ok((Held::Writing(journal), loaded))
    }

    /// Where it is.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Sets a torn tail aside, and ends a last line that lacks only its line break.
    fn mend(&mut self, tail: &[u8], open_end: bool) -> Result<Option<String>, Fault> {
        let failed = |path: &Path, e: &io::Error| fault(path, format!("cannot be mended ({})", plain(e)));
        if !tail.is_empty() {
            let aside = self.path.with_extension(format!("{ENDING}.torn"));
            set_aside(&aside, tail).map_err(|e| failed(&aside, &e))?;
            self.file.set_len(self.length).and_then(|()| self.file.sync_all()).map_err(|e| failed(&self.path, &e))?;
            let what = format!(
                "the last line was not written whole, as after a power cut; its {} bytes are kept in",
                tail.len()
            );
            return Ok(Some(format!("{what} {}", aside.display())));
        }
        if open_end {
            self.put(b"\n").map_err(|e| failed(&self.path, &e))?;
        }
        Ok(None)
    }

    fn put(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.file.seek(SeekFrom::Start(self.length))?;
        self.file.write_all(bytes)?;
        self.file.sync_data()?;
        self.length += bytes.len() as u64;
        Ok(())
    }
}

impl Pen for Journal {
    /// Writes entries and waits until they are on disk: all of them, or none.
    fn write(&mut self, entries: &[Entry]) -> Result<(), Fault> {
        if self.broken {
            return Err(fault(&self.path, "could not be written before; open the session again"));
        }
        let mut text = String::new();
        let mut last = self.last;
        for entry in entries {
            if entry.n <= last {
                return Err(fault(&self.path, format!("entry {} does not follow entry {last}", entry.n)));
            }
            last = entry.n;
            text.push_str(&lines::line(entry).map_err(|why| fault(&self.path, why))?);
            text.push('\n');
        }
        if self.length + text.len() as u64 > FILE_BYTES_MAX {
            return Err(fault(&self.path, "is full (64 MiB); go on in a new session"));
        }
        if let Err(e) = self.put(text.as_bytes()) {
            // Half a line must not stand before the next one.
            let undone = self.file.set_len(self.length).and_then(|()| self.file.sync_all());
            self.broken = undone.is_err();
            return Err(fault(&self.path, format!("cannot be written ({})", plain(&e))));
        }
        self.last = last;
        Ok(())
    }
}

/// Reads a session file without changing it.
///
/// # Errors
/// As [`Journal::open`].
pub fn load(path: &Path) -> Result<Loaded, Fault> {
    plain_file(path)?;
    let file = File::open(path).map_err(|e| unread(path, &e))?;
    let (parsed, bytes) = read_from(&file, path)?;
    let mut said = parsed.said;
    if bytes.len() > parsed.good {
        said.push(format!("the last line is not whole and was left out ({} bytes)", bytes.len() - parsed.good));
    }
    Ok(Loaded { header: parsed.header, entries: parsed.entries, said })
}

/// Copies a session to another file, checked: what is written is what was read, a torn last line left out.
///
/// # Errors
/// If the one cannot be read as a session, or the other exists or cannot be written.
pub fn copy(from: &Path, to: &Path) -> Result<Loaded, Fault> {
    let loaded = load(from)?;
    let mut text = serde_json::to_string(&loaded.header).map_err(|e| fault(to, e.to_string()))?;
    text.push('\n');
    for entry in &loaded.entries {
        text.push_str(&lines::line(entry).map_err(|why| fault(from, why))?);
        text.push('\n');
    }
    put_new(to, text.as_bytes())?;
    Ok(loaded)
}

/// Sessions in a folder, by file name; each read, or what is wrong with it. A folder that is not there has none.
#[must_use]
pub fn list(folder: &Path) -> Vec<(PathBuf, Result<Loaded, Fault>)> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten().take(1_000);
    let mut paths: Vec<PathBuf> =
        entries.map(|e| e.path()).filter(|p| p.extension().is_some_and(|end| end == ENDING)).collect();
    paths.order();
    paths.into_iter().map(|path| (path.clone(), load(&path))).collect()
}

fn look_on(path: &Path, why: &str) -> Result<(Held, Loaded), Fault> {
    let (follower, mut loaded) = Follower::open(path)?;
    loaded.said.insert(0, why.to_owned());
    Ok((Held::Following(follower), loaded))
}

fn read_from(file: &File, path: &Path) -> Result<(Parsed, Vec<u8>), Fault> {
    let mut bytes = Vec::new();
    let mut from = file;
    from.seek(SeekFrom::Start(0)).map_err(|e| unread(path, &e))?;
    from.take(FILE_BYTES_MAX + 1).read_to_end(&mut bytes).map_err(|e| unread(path, &e))?;
    if bytes.len() as u64 > FILE_BYTES_MAX {
        return Err(fault(path, "is larger than 64 MiB, more than any session needs"));
    }
    Ok((parse(&path.display().to_string(), &bytes)?, bytes))
}

/// Writes a file that must not exist: beside, synced, then named.
fn put_new(path: &Path, bytes: &[u8]) -> Result<(), Fault> {
    let failed = |e: &io::Error| fault(path, format!("cannot be written ({})", plain(e)));
    let there = || fault(path, "is there already").hint("choose another name");
    if fs::symlink_metadata(path).is_ok() {
        return Err(there());
    }
    let folder = match path.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent.to_path_buf(),
        _ => PathBuf::from("."),
    };
    let mut file =
        tempfile::Builder::new().prefix(".tiller-").suffix(".part").tempfile_in(&folder).map_err(|e| failed(&e))?;
    file.write_all(bytes).and_then(|()| file.as_file().sync_all()).map_err(|e| failed(&e))?;
    file.persist_noclobber(path)
        .map_err(|e| if e.error.kind() == io::ErrorKind::AlreadyExists { there() } else { failed(&e.error) })?;
    if let Ok(folder) = File::open(&folder) {
        let _ = folder.sync_all();
    }
    Ok(())
}

fn set_aside(path: &Path, tail: &[u8]) -> io::Result<()> {
    let mut file = OpenOptions::new().create(true).append(true).open(path)?;
    file.write_all(tail)?;
    file.write_all(b"\n")?;
    file.sync_all()
}

/// A lock on the file itself would keep others from reading it here.
#[cfg(not(unix))]
fn lock_beside(path: &Path) -> Option<File> {
    let beside = path.with_extension(format!("{ENDING}.lock"));
    OpenOptions::new().create(true).truncate(false).write(true).open(beside).ok()
}

/// A pipe or a device might never end, and opening it might never return.
fn plain_file(path: &Path) -> Result<(), Fault> {
    let meta = fs::metadata(path).map_err(|e| unread(path, &e))?;
    if meta.is_dir() {
        return Err(fault(path, "is a folder, not a session file"));
    }
    if !meta.is_file() {
        return Err(fault(path, "is a pipe or a device, not a session file"));
    }
    Ok(())
}

fn fault(path: &Path, problem: impl Into<String>) -> Fault {
    Fault::new(path.display().to_string(), problem)
}

fn unread(path: &Path, e: &io::Error) -> Fault {
    fault(path, format!("cannot be read ({})", plain(e)))
}

/// The system's words without its number.
fn plain(error: &io::Error) -> String {
    let text = error.to_string();
    text.split(" (os error").next().unwrap_or(&text).to_lowercase()
}
