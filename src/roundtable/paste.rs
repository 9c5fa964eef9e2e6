//! A ballot as a short code that someone elsewhere can send by mail or read out (layout in docs/ROUNDTABLE.md).

use super::ballot::{Answer, Ballot, REASON_MAX, Voter};
use super::event::Round;
use super::question::{Kind, Question};
use crate::model::Fnv;

/// Letters and digits of the code: Crockford's base 32, without I, L, O and U.
const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
/// Version of the layout.
const VERSION: u8 = 1;
/// Bytes of the random mark of whoever made the code.
pub const MARK_BYTES: usize = 5;
/// Longest code that is read, characters.
const CODE_MAX: usize = 4_000;

const GUESS: u8 = 1;
const ROLE: u8 = 2;
const REASON: u8 = 4;
const APPROVAL: u8 = 8;

/// Why a code was not taken, one sentence.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Unreadable {
    /// A character that no code has.
    #[error("'{0}' is not part of a ballot code; copy it again")]
    Character(char),
    /// The checksum does not fit.
    #[error("a character of the ballot code is missing or wrong; copy it again")]
    Damaged,
    /// Another question.
    #[error("this ballot code belongs to another session or to an earlier form of the question")]
    OtherQuestion,
    /// A layout that is not known.
    #[error("this ballot code was made by a newer tiller")]
    Newer,
    /// What it holds is not allowed.
    #[error("{0}")]
    Ballot(String),
}

impl Question {
    /// Sixteen bits that tell this question from another: codes of one session are not counted in the next.
    #[must_use]
    pub fn mark(&self) -> u16 {
        let mut hash = Fnv::default();
        // A question always has a text: it has no map and no key but names.
        hash.write(serde_json::to_string(self).unwrap_or_default().as_bytes());
        u16::from_str_radix(&hash.hex()[12..], 16).unwrap_or(0)
    }
}

/// The code of a checked ballot, in groups of five; `mark` is random and the same for one person in all rounds. `None` if the ballot does not
/// fit the question.
#[must_use]
pub fn code(question: &Question, round: Round, mark: [u8; MARK_BYTES], ballot: &Ballot) -> Option<String> {
    let ballot = question.check_ballot(ballot).ok()?;
    let mut bytes = vec![VERSION << 4 | round as u8];
    bytes.extend(question.mark().to_be_bytes());
    bytes.extend(mark);
    let flag = |on: bool, bit: u8| if on { bit } else { 0 };
    let approves = matches!(ballot.answer, Answer::Approval(_));
    bytes.push(
        flag(ballot.guess.is_some(), GUESS)
            | flag(ballot.role.is_some(), ROLE)
            | flag(ballot.reason.is_some(), REASON)
            | flag(approves, APPROVAL),
    );
    match &ballot.answer {
        Answer::Package(amounts) => {
            for (lever, amount) in question.levers.iter().zip(amounts) {
                put(&mut bytes, lever.notch(*amount) as u64);
            }
        }
        Answer::Approval(chosen) => bytes.push(chosen.iter().fold(0, |bits, c| bits | 1 << c)),
    }
    if let Some(guess) = ballot.guess {
        // Hundredths, the sign in the last bit.
        let size = super::check::whole(guess.abs() * 100.0 + 0.5) as u64;
        put(&mut bytes, size << 1 | u64::from(guess < 0.0));
    }
    if let Some(role) = ballot.role {
        bytes.push(u8::try_from(role).ok()?);
    }
    if let Some(reason) = &ballot.reason {
        put(&mut bytes, reason.len() as u64);
        bytes.extend(reason.as_bytes());
    }
    bytes.extend(checksum(&bytes));
    Some(grouped(&bytes))
}

/// Fewest characters of a code: its frame alone has twelve bytes.
const CODE_MIN: usize = 20;

/// Whether a text is meant as a code and not as a ballot typed from paper: long, letters and digits alone, and other letters than
/// the g and r of a typed one.
#[must_use]
pub fn is_code(text: &str) -> bool {
    let joins = |c: &char| c.is_whitespace() || matches!(c, '-' | '–' | '‐' | '\u{ad}');
    let mut letters = text.chars().filter(|c| !joins(c));
    let long = letters.clone().count() >= CODE_MIN;
    let other = |c: char| c.is_ascii_alphabetic() && !matches!(c, 'g' | 'G' | 'r' | 'R');
    long && letters.clone().all(|c| c.is_ascii_alphanumeric()) && letters.any(other)
}

/// Reads a code: capital or small letters, spaces, line breaks and hyphens as they come; O for 0, I and L for 1.
///
/// # Errors
/// What is wrong with it.
pub fn read(question: &Question, text: &str) -> Result<(Round, Ballot), Unreadable> {
    let bytes = ungrouped(text)?;
    let body = bytes.len().checked_sub(3).ok_or(Unreadable::Damaged)?;
    if checksum(&bytes[..body]) != bytes[body..] {
        return Err(Unreadable::Damaged);
    }
    let mut rest = Bytes(&bytes[..body]);
    let first = rest.one()?;
    if first >> 4 != VERSION {
        return Err(Unreadable::Newer);
    }
    let round = *Round::ALL.get(usize::from(first & 15)).ok_or(Unreadable::Damaged)?;
    if rest.take(2)? != question.mark().to_be_bytes() {
        return Err(Unreadable::OtherQuestion);
    }
    let mark: String = hex(rest.take(MARK_BYTES)?);
    let flags = rest.one()?;
    let answer = match question.kind {
        Kind::Choice if flags & APPROVAL != 0 => {
            let bits = rest.one()?;
            Answer::Approval((0..8).filter(|i| bits >> i & 1 == 1).collect())
        }
        Kind::Package if flags & APPROVAL == 0 => {
            let amounts = question.levers.iter().map(|lever| {
                let notch = usize::try_from(rest.number()?).unwrap_or(usize::MAX);
                // A step beyond the last would otherwise count as the last.
                if notch > lever.notches() { Err(Unreadable::Damaged) } else { Ok(lever.amount(notch)) }
            });
            Answer::Package(amounts.collect::<Result<_, _>>()?)
        }
        Kind::Choice | Kind::Package => return Err(Unreadable::Damaged),
    };
    let guess = if flags & GUESS == 0 {
        None
    } else {
        let size = rest.number()?;
        let value = (size >> 1) as f64 / 100.0;
        Some(if size & 1 == 1 { -value } else { value })
    };
    let role = if flags & ROLE == 0 { None } else { Some(usize::from(rest.one()?)) };
    let reason = if flags & REASON == 0 {
        None
    } else {
        let length = usize::try_from(rest.number()?).unwrap_or(usize::MAX);
        if length > 4 * REASON_MAX {
            return Err(Unreadable::Damaged);
        }
        Some(String::from_utf8_lossy(rest.take(length)?).into_owned())
    };
    if !rest.0.is_empty() {
        return Err(Unreadable::Damaged);
    }
    let ballot = Ballot { voter: Voter::Pasted(mark), answer, guess, reason, role };
    question.check_ballot(&ballot).map(|b| (round, b)).map_err(|why| Unreadable::Ballot(why.to_string()))
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().flat_map(|b| [b >> 4, b & 15]).filter_map(|n| char::from_digit(u32::from(n), 16)).collect()
}

struct Bytes<'a>(&'a [u8]);

impl<'a> Bytes<'a> {
    fn take(&mut self, n: usize) -> Result<&'a [u8], Unreadable> {
        let (front, rest) = self.0.split_at_checked(n).ok_or(Unreadable::Damaged)?;
        self.0 = rest;
        Ok(front)
    }

    fn one(&mut self) -> Result<u8, Unreadable> {
        self.take(1).map(|b| b[0])
    }

    /// Seven bits a byte, the lowest first; the top bit says that more follow.
    fn number(&mut self) -> Result<u64, Unreadable> {
        let mut out = 0;
        for shift in (0..49).step_by(7) {
            let byte = self.one()?;
            out |= u64::from(byte & 127) << shift;
            if byte < 128 {
                return Ok(out);
            }
        }
        Err(Unreadable::Damaged)
    }
}

fn put(bytes: &mut Vec<u8>, mut number: u64) {
    while number > 127 {
        bytes.push(number.to_le_bytes()[0] | 128);
        number >>= 7;
    }
    bytes.push(number.to_le_bytes()[0]);
}

/// The last 24 bits of FNV-1a over the bytes.
fn checksum(bytes: &[u8]) -> [u8; 3] {
    let mut hash = Fnv::default();
    hash.write(bytes);
    let low = u32::from_str_radix(&hash.hex()[10..], 16).unwrap_or(0).to_be_bytes();
    [low[1], low[2], low[3]]
}

fn grouped(bytes: &[u8]) -> String {
    let mut out = String::new();
    let (mut bits, mut held, mut count) = (0_u32, 0, 0);
    let mut letter = |value: u32| {
        if count > 0 && count % 5 == 0 {
            out.push('-');
        }
        out.push(char::from(ALPHABET[(value & 31) as usize]));
        count += 1;
    };
    for byte in bytes {
        bits = bits << 8 | u32::from(*byte);
        held += 8;
        while held >= 5 {
            held -= 5;
            letter(bits >> held);
        }
    }
    if held > 0 {
        letter(bits << (5 - held));
    }
    out
}

fn ungrouped(text: &str) -> Result<Vec<u8>, Unreadable> {
    if text.chars().count() > CODE_MAX {
        return Err(Unreadable::Damaged);
    }
    let mut out = Vec::new();
    let (mut bits, mut held) = (0_u32, 0);
    for c in text.chars().filter(|c| !c.is_whitespace() && !matches!(c, '-' | '–' | '‐' | '\u{ad}')) {
        let letter = match c.to_ascii_uppercase() {
            'O' => '0',
            'I' | 'L' => '1',
            other => other,
        };
        let value = ALPHABET.iter().position(|a| char::from(*a) == letter);
        let value = value.ok_or(Unreadable::Character(if c.is_control() { '·' } else { c }))?;
        bits = bits << 5 | u32::try_from(value).unwrap_or(0);
        held += 5;
        if held >= 8 {
            held -= 8;
            out.push((bits >> held & 255) as u8);
        }
    }
    // Fewer than five bits are left, all zero: otherwise a character is missing.
    let left = bits & ((1 << held) - 1);
    if held >= 5 || left != 0 { Err(Unreadable::Damaged) } else { Ok(out) }
}
