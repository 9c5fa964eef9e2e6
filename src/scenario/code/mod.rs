//! A scenario as a short text that can be pasted into a message, and back.
//!
//! `TILLER1:` and groups of letters and digits (Crockford's base 32). Behind them: the length of the whole, the version of the
//! evidence it was worked out on, the document as [`super::write`] lays it out, with known phrases written short and
//! packed (raw deflate), and a checksum. Reading passes over line breaks, spaces, hyphens, quoting marks and the case of
//! letters, and over whatever stands before the mark and behind the end.

mod phrases;
mod symbols;
#[cfg(test)]
mod tests;

use flate2::{Compress, Compression, Decompress, FlushCompress, FlushDecompress, Status};

use super::document::{Opened, read};
use super::types::Scenario;
use super::write::write;
use crate::evidence::{Fault, Faults};
use crate::model::Basis;
use symbols::{CHECK, PIECE};

/// Number of the format that is written and read; it stands in the mark.
pub const FORMAT: u64 = 1;
/// What every code starts with, before its format.
pub const MARK: &str = "TILLER";
/// Largest document that is packed or unpacked, bytes: that of a scenario file.
pub const TEXT_BYTES_MAX: usize = 1024 * 1024;
/// Longest text that is looked through for a code, bytes.
pub const CODE_BYTES_MAX: usize = 4 * 1024 * 1024;
/// What messages call the code.
const FILE: &str = "the code";
/// Symbols in a group, and groups in a line.
const GROUP: usize = 6;
const GROUPS: usize = 10;
/// Bytes of the length that stands first.
const LENGTH: usize = 3;
/// Bytes of the checksum that stands last.
const SUM: usize = 4;
/// Bytes of the first piece.
const FIRST_PIECE: usize = PIECE * 5 / 8;

/// What a code holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Held {
    /// Version of the evidence on which the sender worked.
    pub evidence: String,
    /// The scenario document.
    pub text: String,
}

/// The scenario as a code, with the version of the evidence on which it stands.
///
/// # Errors
/// If the document is larger than any that could be opened again.
pub fn encode(scenario: &Scenario, evidence: &str) -> Result<String, Fault> {
    let text = write(scenario);
    let too_large = || {
        Fault::new("scenario", "is larger than 1 MiB and cannot be shared as a code")
            .hint("send the scenario file instead")
    };
    if text.len() > TEXT_BYTES_MAX {
        return Err(too_large());
    }
    // The first line says what the file is; the mark of the code says it already.
    let (kind, short) = match phrases::shorten(text.strip_prefix(HEAD).unwrap_or(&text)) {
        Some(short) => (1, short),
        None => (0, text.clone().into_bytes()),
    };
    let packed = pack(&short).ok_or_else(too_large)?;
    let evidence: String = evidence.chars().take(32).filter(char::is_ascii).collect();
    let mut bytes = vec![0; LENGTH];
    bytes.push(kind);
    bytes.push(u8::try_from(evidence.len()).unwrap_or(0));
    bytes.extend_from_slice(evidence.as_bytes());
    bytes.extend_from_slice(&packed);
    let all = u32::try_from(bytes.len() + SUM).unwrap_or(u32::MAX).to_be_bytes();
    if all[0] > 0 {
        return Err(too_large());
    }
    bytes[..LENGTH].copy_from_slice(&all[1..]);
    let sum = sum(&bytes);
    bytes.extend_from_slice(&sum);
    Ok(grouped(&symbols::spell(&bytes)))
}

/// First line of every document, left out of the code.
const HEAD: &str = "// tiller scenario\n";

/// Groups with hyphens, in lines short enough for any mail program.
fn grouped(symbols: &str) -> String {
    let mut out = format!("{MARK}{FORMAT}:");
    let all: Vec<char> = symbols.chars().collect();
    for (k, group) in all.chunks(GROUP).enumerate() {
        if k > 0 {
            out.push(if k % GROUPS == 0 { '\n' } else { '-' });
        } else if all.len() > GROUP * GROUPS {
            out.push('\n');
        }
        out.extend(group);
    }
    out
}

/// Reads a code, wherever it stands in `text`.
///
/// # Errors
/// One sentence: there is none, it is of a newer format, a part of it is missing or damaged (and which), or what it holds
/// is too large.
pub fn decode(text: &str) -> Result<Held, Fault> {
    if text.len() > CODE_BYTES_MAX {
        return Err(Fault::new(FILE, "is larger than 4 MiB, more than any code of a scenario"));
    }
    let values = values(text)?;
    let bytes = bytes(&values)?;
    let damaged = || Fault::new(FILE, "is damaged, though each part fits: parts of two codes may be mixed").hint(AGAIN);
    let (body, given) = bytes.split_at_checked(bytes.len().saturating_sub(SUM)).ok_or_else(damaged)?;
    if sum(body) != given {
        return Err(damaged());
    }
    let [_, _, _, kind, size, rest @ ..] = body else { return Err(damaged()) };
    let (evidence, packed) = rest.split_at_checked(usize::from(*size)).ok_or_else(damaged)?;
    let evidence = String::from_utf8(evidence.to_vec()).map_err(|_| damaged())?;
    let short = unpack(packed)?;
    let text = match kind {
        0 => String::from_utf8(short).ok(),
        1 => phrases::lengthen(&short, TEXT_BYTES_MAX).map(|text| format!("{HEAD}{text}")),
        _ => None,
    };
    Ok(Held { evidence, text: text.ok_or_else(|| Fault::new(FILE, "holds no scenario that this tiller can read"))? })
}

/// Reads a code and the scenario in it.
///
/// # Errors
/// As [`decode`]; and every fault of the document, as for a file.
pub fn open(text: &str, basis: &Basis) -> Result<(Opened, Held), Faults> {
    let held = decode(text)?;
    let opened = read(FILE, &held.text, basis)?;
    Ok((opened, held))
}

const AGAIN: &str = "ask for it to be sent again, or as a file";

/// The values of the symbols after the mark; signs that mail programs put in are passed over. What stands behind the last
/// symbol (a signature) is kept out by the length, so reading stops at the first strange sign once there is enough.
fn values(text: &str) -> Result<Vec<u8>, Fault> {
    let upper = text.to_ascii_uppercase();
    let none = || {
        Fault::new(FILE, format!("there is none in this text; one starts with {MARK}{FORMAT}:"))
            .hint("'tiller share SCENARIO' prints one; a scenario file is opened with 'tiller FILE'")
    };
    let marks = upper.match_indices(MARK).filter_map(|(at, _)| {
        let after = &upper[at + MARK.len()..];
        let (format, _) = after.split_once(':')?;
        let format: u64 = format.trim().parse().ok()?;
        Some((format, at + MARK.len() + after.find(':')? + 1))
    });
    let (format, from) = marks.into_iter().next().ok_or_else(none)?;
    if format != FORMAT {
        return Err(Fault::new(FILE, format!("has format {format}; this tiller reads format {FORMAT}"))
            .hint("open it with a newer tiller, or ask for the scenario file"));
    }
    let mut out = Vec::new();
    for c in text[from..].chars() {
        match symbols::value(c) {
            Some(v) => out.push(v),
            None if is_passed_over(c) => {}
            // Behind the end anything may stand; before it this is damage, which the check of the part tells.
            None if wanted(&out).is_some_and(|n| out.len() >= n) => break,
            None => {
                let at = out.len() + 1;
                return Err(Fault::new(
                    FILE,
                    format!("is damaged: before character {at} stands '{c}', which no code has"),
                )
                .hint(AGAIN));
            }
        }
    }
    Ok(out)
}

/// Blanks, line ends and the signs that mail programs and people put between the parts.
fn is_passed_over(c: char) -> bool {
    c.is_whitespace()
        || c.is_control()
        || matches!(
            c,
            '-' | '>' | '|' | '"' | '\'' | '`' | '*' | '=' | '\u{200b}' | '\u{feff}' | '\u{ad}' | '\u{2010}'
                ..='\u{2015}'
        )
}

/// How many symbols the code has in all, from its first piece; `None` while that is not whole.
fn wanted(values: &[u8]) -> Option<usize> {
    // A code shorter than one piece ends before it; its length stands in the first five symbols all the same.
    let first = values.get(..5)?;
    let bits = first.iter().fold(0u32, |all, v| (all << 5) | u32::from(*v));
    Some(symbols::symbols_of((bits >> 1) as usize))
}

/// The bytes of all pieces, each checked.
fn bytes(values: &[u8]) -> Result<Vec<u8>, Fault> {
    let short = || Fault::new(FILE, "is cut off after the mark").hint(AGAIN);
    let wanted = wanted(values).ok_or_else(short)?;
    let damaged = |from: usize, to: usize| {
        Fault::new(FILE, format!("is damaged or incomplete between characters {} and {to}", from + 1))
            .hint(format!("characters are counted after {MARK}{FORMAT}: without hyphens and line breaks; {AGAIN}"))
    };
    // The first piece says how long the whole is; it is believed only once its own check fits.
    let end = wanted.min(PIECE + CHECK);
    let first = values.get(..end).and_then(|piece| symbols::piece(0, piece));
    let mut out = first.ok_or_else(|| damaged(0, end.min(values.len())))?;
    if wanted > values.len() {
        let said = format!("is cut off: it has {} of {wanted} characters", values.len());
        return Err(Fault::new(FILE, said).hint(AGAIN));
    }
    let mut from = end;
    while from < wanted {
        let to = (from + PIECE + CHECK).min(wanted);
        let number = from / (PIECE + CHECK);
        let piece = values.get(from..to).and_then(|values| symbols::piece(number, values));
        out.extend(piece.ok_or_else(|| damaged(from, to))?);
        from = to;
    }
    debug_assert!(out.len() <= TEXT_BYTES_MAX * 2 + FIRST_PIECE, "bounded by the text that was looked through");
    Ok(out)
}

/// CRC-32 of the bytes.
fn sum(bytes: &[u8]) -> [u8; SUM] {
    let mut crc = flate2::Crc::new();
    crc.update(bytes);
    crc.sum().to_be_bytes()
}

/// Raw deflate; `None` if it does not fit into what could be unpacked again.
fn pack(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut out = Vec::with_capacity(bytes.len() + 64 + bytes.len() / 100);
    let done = Compress::new(Compression::best(), false).compress_vec(bytes, &mut out, FlushCompress::Finish);
    (done.ok()? == Status::StreamEnd).then_some(out)
}

/// The bytes behind raw deflate, never more than [`TEXT_BYTES_MAX`].
fn unpack(packed: &[u8]) -> Result<Vec<u8>, Fault> {
    let mut machine = Decompress::new(false);
    let mut room = 4 * 1024;
    loop {
        let mut out = Vec::with_capacity(room);
        match machine.decompress_vec(packed, &mut out, FlushDecompress::Finish) {
            Ok(Status::StreamEnd) if out.len() <= TEXT_BYTES_MAX => return Ok(out),
            Err(_) => return Err(Fault::new(FILE, "cannot be unpacked").hint(AGAIN)),
            Ok(_) if room > TEXT_BYTES_MAX => {
                return Err(Fault::new(FILE, "unpacks to more than 1 MiB, more than any scenario needs"));
            }
            Ok(_) if machine.total_out() < room as u64 => {
                return Err(Fault::new(FILE, "cannot be unpacked").hint(AGAIN));
            }
            Ok(_) => {}
        }
        machine.reset(false);
        room *= 4;
    }
}
