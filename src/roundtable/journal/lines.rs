//! The text of a journal: lines to entries and back, no file in sight.

use serde::Deserialize as _;

use super::{FORMAT, Header};
use crate::evidence::Fault;
use crate::roundtable::event::Entry;

/// A journal read from its bytes.
#[derive(Debug, Clone, PartialEq)]
pub struct Parsed {
    /// First line.
    pub header: Header,
    /// Entries, in order.
    pub entries: Vec<Entry>,
    /// Bytes up to the end of the last whole line; what follows was torn off while it was written.
    pub good: usize,
    /// Whether the last whole line lacks its line break.
    pub open_end: bool,
    /// What a person should know.
    pub said: Vec<String>,
}

/// Reads a journal; `name` is what messages call it.
///
/// # Errors
/// If it is no session, was made by a newer program, or a line that is not the last cannot be read: file and line.
pub fn parse(name: &str, bytes: &[u8]) -> Result<Parsed, Fault> {
    let Some(end) = bytes.iter().position(|b| *b == b'\n') else {
        let what = if bytes.is_empty() { "is empty" } else { "is not a session of a roundtable: it has no first line" };
        return Err(Fault::new(name, what).hint("a session is made with: tiller roundtable new"));
    };
    let header = header(name, &bytes[..end])?;
    let rest = parse_entries(name, &bytes[end + 1..], 2, 0)?;
    Ok(Parsed { header, entries: rest.entries, good: end + 1 + rest.good, open_end: rest.open_end, said: rest.said })
}

/// Entries read from a part of a journal.
pub(super) struct Part {
    pub(super) entries: Vec<Entry>,
    /// Bytes up to the end of the last whole line.
    pub(super) good: usize,
    pub(super) open_end: bool,
    /// Lines up to there.
    pub(super) lines: u64,
    pub(super) said: Vec<String>,
}

/// Reads entries from bytes that begin at line `first`, after entry `last`.
pub(super) fn parse_entries(name: &str, bytes: &[u8], first: u64, last: u32) -> Result<Part, Fault> {
    let mut part = Part { entries: Vec::new(), good: 0, open_end: false, lines: 0, said: Vec::new() };
    // The first line that is no JSON, and where it begins.
    let mut torn: Option<u64> = None;
    let (mut at, mut number, mut last) = (0, first, last);
    while at < bytes.len() {
        let end = bytes[at..].iter().position(|b| *b == b'\n').map(|i| at + i);
        let text = &bytes[at..end.unwrap_or(bytes.len())];
        let blank = text.iter().all(u8::is_ascii_whitespace);
        match (blank, read(text)) {
            (true, _) => {}
            (_, Err(Odd::NotJson)) => torn = torn.or(Some(number)),
            (_, Err(Odd::NotAnEntry(why))) => {
                return Err(Fault::new(name, format!("is not an entry that this tiller knows ({why})"))
                    .at(number)
                    .hint("nothing was changed; a newer tiller may have written it"));
            }
            (_, Ok(entry)) => {
                if let Some(bad) = torn {
                    return Err(Fault::new(name, "cannot be read, though lines after it can")
                        .at(bad)
                        .hint("nothing was changed; mend the line, or take it out, in a text editor"));
                }
                follows(name, number, &entry, last, &mut part.said)?;
                last = entry.n;
                part.entries.push(entry);
            }
        }
        if torn.is_none() && (end.is_some() || !blank) {
            part.good = end.map_or(bytes.len(), |e| e + 1);
            part.open_end = end.is_none();
            part.lines += 1;
        }
        at = end.map_or(bytes.len(), |e| e + 1);
        number += 1;
    }
    Ok(part)
}

fn follows(name: &str, line: u64, entry: &Entry, last: u32, said: &mut Vec<String>) -> Result<(), Fault> {
    if entry.n <= last {
        let problem = format!("entry {} cannot stand after entry {last}", entry.n);
        return Err(Fault::new(name, problem).at(line).hint("nothing was changed; was a line pasted in twice?"));
    }
    if entry.n > last + 1 {
        let missing = if entry.n == last + 2 {
            format!("entry {}", last + 1)
        } else {
            format!("entries {} to {}", last + 1, entry.n - 1)
        };
        said.push(format!("{missing} missing before line {line}; the rest was read"));
    }
    Ok(())
}

enum Odd {
    NotJson,
    NotAnEntry(String),
}

fn read(text: &[u8]) -> Result<Entry, Odd> {
    match serde_json::from_slice::<Entry>(text) {
        Ok(entry) => Ok(Entry { event: entry.event.cleaned(), ..entry }),
        Err(e) if serde_json::from_slice::<serde::de::IgnoredAny>(text).is_ok() => Err(Odd::NotAnEntry(e.to_string())),
        Err(_) => Err(Odd::NotJson),
    }
}

/// An entry as its line, without the line break.
///
/// # Errors
/// If the line would not read back as the same entry: what is written can be read.
pub(super) fn line(entry: &Entry) -> Result<String, String> {
    let text = serde_json::to_string(entry).map_err(|e| format!("cannot hold entry {} ({e})", entry.n))?;
    match read(text.as_bytes()) {
        Ok(back) if back == *entry => Ok(text),
        _ => Err(format!("cannot hold entry {}: it would not read back the same", entry.n)),
    }
}

fn header(name: &str, text: &[u8]) -> Result<Header, Fault> {
    #[derive(serde::Deserialize)]
    struct Stamp {
        tiller: String,
        format: u64,
    }
    let alien = || {
        Fault::new(name, "is not a session of a roundtable").at(1).hint("a session is made with: tiller roundtable new")
    };
    let text = text.strip_prefix(b"\xef\xbb\xbf").unwrap_or(text);
    let value: serde_json::Value = serde_json::from_slice(text).map_err(|_| alien())?;
    let stamp = Stamp::deserialize(&value).map_err(|_| alien())?;
    if stamp.tiller != "roundtable" {
        return Err(alien());
    }
    if stamp.format > FORMAT {
        let problem = format!("was made by a newer tiller (format {}); this one reads {FORMAT}", stamp.format);
        return Err(Fault::new(name, problem).hint("nothing was changed; open it with the newer program"));
    }
    if stamp.format != FORMAT {
        return Err(Fault::new(name, "must be 1").at(1).cell("format", stamp.format.to_string()));
    }
    let header = Header::deserialize(&value).map_err(|e| Fault::new(name, format!("cannot be read ({e})")).at(1))?;
    let line = |text: &str| crate::roundtable::clean::one_line(text, 120);
    Ok(Header {
        title: line(&header.title),
        evidence: line(&header.evidence),
        program: line(&header.program),
        ..header
    })
}
