//! Looking on: a second program reads what the first appends.

use std::fs::File;
use std::io::{Read as _, Seek as _, SeekFrom};
use std::path::{Path, PathBuf};

use super::{FILE_BYTES_MAX, Loaded, fault, lines, load, plain_file, read_from, unread};
use crate::evidence::Fault;
use crate::roundtable::event::Entry;

/// A session file that another program writes.
#[derive(Debug)]
pub struct Follower {
    path: PathBuf,
    /// First line with its line break: another one is another session.
    head: Vec<u8>,
    /// Bytes read, up to the end of a whole line.
    at: u64,
    /// Lines and last entry read.
    lines: u64,
    last: u32,
}

/// What was found.
#[derive(Debug, Clone, PartialEq)]
pub enum News {
    /// Nothing.
    Same,
    /// Entries that came after those known.
    More(Vec<Entry>),
    /// The file is another one now, or shorter: everything it holds.
    Afresh(Loaded),
}

impl Follower {
    /// Opens a session file to look on; it is never changed.
    ///
    /// # Errors
    /// If it cannot be read as a session.
    pub fn open(path: &Path) -> Result<(Self, Loaded), Fault> {
        plain_file(path)?;
        let file = File::open(path).map_err(|e| unread(path, &e))?;
        let (parsed, bytes) = read_from(&file, path)?;
        let whole = &bytes[..parsed.good];
        let head = whole.split_inclusive(|b| *b == b'\n').next().unwrap_or_default().to_vec();
        // A line whose break is still to come is counted once it has come.
        let lines = whole.split_inclusive(|b| *b == b'\n').filter(|line| line.ends_with(b"\n")).count() as u64;
        let at = parsed.good as u64;
        let last = parsed.entries.last().map_or(0, |e| e.n);
        let follower = Self { path: path.to_owned(), head, at, lines, last };
        Ok((follower, Loaded { header: parsed.header, entries: parsed.entries, said: parsed.said }))
    }

    /// Reads what has come since. Half a line at the end waits for its other half.
    ///
    /// # Errors
    /// If the file is gone, or holds a line that cannot be read.
    pub fn poll(&mut self) -> Result<News, Fault> {
        let path = &self.path;
        plain_file(path)?;
        let mut file = File::open(path).map_err(|e| unread(path, &e))?;
        let length = file.metadata().map_err(|e| unread(path, &e))?.len();
        if length > FILE_BYTES_MAX {
            return Err(fault(path, "is larger than 64 MiB, more than any session needs"));
        }
        let mut head = vec![0; self.head.len()];
        if length < self.at || file.read_exact(&mut head).is_err() || head != self.head {
            let (afresh, loaded) = Self::open(&self.path)?;
            *self = afresh;
            return Ok(News::Afresh(loaded));
        }
        if length == self.at {
            return Ok(News::Same);
        }
        let mut bytes = Vec::new();
        file.seek(SeekFrom::Start(self.at)).map_err(|e| unread(path, &e))?;
        file.take(length - self.at).read_to_end(&mut bytes).map_err(|e| unread(path, &e))?;
        let part = lines::parse_entries(&path.display().to_string(), &bytes, self.lines + 1, self.last)?;
        self.at += part.good as u64;
        self.lines += part.lines;
        self.last = part.entries.last().map_or(self.last, |e| e.n);
        Ok(if part.entries.is_empty() { News::Same } else { News::More(part.entries) })
    }

    /// Where it is.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Everything the file holds now.
    ///
    /// # Errors
    /// As [`Follower::open`].
    pub fn load(&self) -> Result<Loaded, Fault> {
        load(&self.path)
    }
}
